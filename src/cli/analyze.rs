//! `commonground analyze`: what the answers to a survey say.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use crate::analysis::{self, Group};
use crate::cli::output::Output;
use crate::cli::{input, survey::definition};
use crate::formats::cells::{Guard, Mark};
use crate::formats::reports;
use crate::model::answers::Answer;
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind};

/// Work out needs, values and ratings from a file of responses.
#[derive(Args, Debug)]
pub struct AnalyzeArgs {
    /// The survey's definition; `-` reads standard input.
    #[arg(long)]
    survey: PathBuf,
    /// The responses, as CSV; `-` reads standard input.
    #[arg(long)]
    responses: PathBuf,
    /// One report for each choice of this question.
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    /// How the report is printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// Analyses the responses and prints the report on `out`; what was left out or mended goes to `err`.
pub fn run(args: &AnalyzeArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    if args.survey == args.responses {
        bail!("`--survey` and `--responses` name the same file; name two");
    }
    let definition = definition(&args.survey)?;
    let by = args
        .by
        .as_ref()
        .map(|by| grouping(&definition, by))
        .transpose()?;
    let imported = input::responses(&definition, &args.responses, err)?;
    let answers = imported.rows.iter().map(|row| &row.answers);
    let groups = match &by {
        None => vec![Group {
            value: None,
            report: analysis::analyze(&definition, answers),
        }],
        Some(by) => analysis::analyze_by(&definition, answers, |answers| match answers.get(by) {
            Some(Answer::Choice(code)) => Some(code.clone()),
            _ => None,
        }),
    };
    match args.output {
        Output::Json => {
            match (&by, groups.first()) {
                (None, Some(whole)) => serde_json::to_writer(&mut *out, &whole.report)?,
                _ => serde_json::to_writer(&mut *out, &json!({"by": by, "groups": groups}))?,
            }
            writeln!(out)?;
        }
        Output::Csv => {
            // Lists have different columns, so an empty line stands between their tables.
            for (idx, (_, table)) in reports::tables(&groups, by.as_ref()).iter().enumerate() {
                if idx > 0 {
                    out.write_all(b"\r\n")?;
                }
                out.write_all(&table.to_csv(Guard::On, Mark::None))?;
            }
        }
        Output::Table => {
            for (title, table) in reports::tables(&groups, by.as_ref()) {
                writeln!(out, "{title}\n{}", table.to_text())?;
            }
        }
    }
    Ok(())
}

/// The single-choice question that `--by` names.
fn grouping(definition: &Definition, by: &str) -> anyhow::Result<Code> {
    let singles = || {
        let questions = definition.questions();
        questions.filter(|question| matches!(question.kind, Kind::Single { .. }))
    };
    let found = singles().find(|question| question.code.as_str() == by);
    found
        .map(|question| question.code.clone())
        .with_context(|| {
            let known: Vec<String> = singles().map(|q| format!("`{}`", q.code)).collect();
            if known.is_empty() {
                format!("`--by {by}`: the survey has no single-choice question to group by")
            } else {
                format!(
                    "`--by {by}`: name a single-choice question, here {}",
                    known.join(", ")
                )
            }
        })
}
