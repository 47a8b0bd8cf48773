//! `commonground import`: a survey with its responses from files.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;

use crate::app::{App, AppError, NewImport, NewSurvey, Templates};
use crate::cli::{data, input, survey::definition};
use crate::model::Privacy;

/// Take in a survey with responses from files.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The data folder; no server may have it open.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The survey's definition.
    #[arg(long, value_name = "FILE")]
    survey: PathBuf,
    /// Its responses; `-` reads standard input.
    #[arg(long, value_name = "CSV")]
    responses: PathBuf,
    /// The day the answers were given; figures are dated with it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    fielded: String,
    /// The survey's heading; the definition's own when left out.
    #[arg(long, default_value = "")]
    title: String,
    /// The file is public already (open data), so every figure may be shown.
    #[arg(long)]
    public: bool,
    /// How private the answers are.
    #[arg(long, default_value = "anonymous", value_parser = Privacy::ALL.map(Privacy::name))]
    privacy: String,
}

/// Makes a closed survey of a definition and a file of responses; all of it or nothing.
pub fn run(args: &ImportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = input::text(&args.survey)?;
    let definition = definition(&args.survey)?;
    let bytes = input::bytes(&args.responses)?;
    let file = args
        .responses
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let templates = Templates::read([(args.survey.to_string_lossy().as_ref(), text.as_str())])?;
    let store = data::open_existing(&args.data)?;
    let app = App::new(Arc::new(store), data::now, templates);
    let form = NewSurvey {
        template: definition.code.to_string(),
        title: args.title.clone(),
        privacy: args.privacy.clone(),
    };
    let new = NewImport {
        file: &file,
        bytes: &bytes,
        fielded: &args.fielded,
        public: args.public,
    };
    data::run(async {
        let operator = app
            .operator()
            .await
            .context("this folder holds no coalition yet; set it up first")?;
        let survey = app.create_survey(&operator, &form).await?;
        match app.import_responses(&operator, &survey.slug, &new).await {
            Ok(import) => {
                writeln!(
                    out,
                    "Imported {} responses as the survey `{}`.",
                    import.responses, survey.slug
                )?;
                for note in &import.notes {
                    writeln!(out, "note: {note}")?;
                }
                Ok(())
            }
            Err(error) => {
                app.delete_survey(&operator, &survey.slug).await?;
                let AppError::Invalid(errors) = &error else {
                    return Err(error.into());
                };
                let lines: Vec<String> = errors.iter().map(|wrong| wrong.message.clone()).collect();
                bail!("`{file}` was not taken in\n{}", lines.join("\n"))
            }
        }
    })
}
