//! `commonground survey`: is a definition sound, and what may one hold?

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use crate::cli::input;
use crate::survey;

/// Look after survey definitions.
#[derive(Args, Debug)]
pub struct SurveyArgs {
    #[command(subcommand)]
    command: SurveyCommand,
}

#[derive(Subcommand, Debug)]
enum SurveyCommand {
    /// Is each definition sound? Names the line and field of every fault.
    Check {
        /// The definitions; `-` reads standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print the JSON Schema of definitions, for editors.
    Schema,
}

/// Checks definitions or prints their schema.
pub fn run(args: &SurveyArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    match &args.command {
        SurveyCommand::Check { files } => check(files, out, err),
        SurveyCommand::Schema => {
            serde_json::to_writer_pretty(&mut *out, &survey::schema())?;
            writeln!(out)?;
            Ok(())
        }
    }
}

fn check(files: &[PathBuf], out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    let mut n_faulty = 0;
    let mut unread = None;
    for file in files {
        let name = file.display();
        // So that a whole folder can be named by `surveys/*.json`.
        if file.to_string_lossy().ends_with(".schema.json") {
            writeln!(
                out,
                "{name}: left out, since it is a schema and no definition"
            )?;
            continue;
        }
        let text = match input::text(file) {
            Ok(text) => text,
            Err(error) => {
                // The other files are still looked at; the first that cannot be read is told at the end.
                unread = unread.or(Some(error));
                continue;
            }
        };
        match survey::read(&text) {
            Ok(definition) => {
                let sections = counted(definition.sections.len(), "section");
                let questions = counted(definition.questions().count(), "question");
                let code = &definition.code;
                writeln!(
                    out,
                    "{name}: `{code}` is sound, with {questions} in {sections}"
                )?;
            }
            Err(faults) => {
                n_faulty += 1;
                for fault in &faults {
                    writeln!(err, "{name}:{fault}")?;
                }
            }
        }
    }
    match (unread, n_faulty) {
        (Some(error), _) => Err(error),
        (None, 0) => Ok(()),
        (None, 1) => bail!("1 definition is faulty; mend what is named above"),
        (None, n) => bail!("{n} definitions are faulty; mend what is named above"),
    }
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The definition in a file; the error names every fault, each on a line of its own.
pub(super) fn definition(file: &std::path::Path) -> anyhow::Result<crate::model::Definition> {
    let text = input::text(file)?;
    survey::read(&text).map_err(|faults| {
        let name = file.display();
        let lines: Vec<String> = faults.iter().map(|f| format!("{name}:{f}")).collect();
        anyhow::anyhow!(
            "the definition is faulty; mend it first\n{}",
            lines.join("\n")
        )
    })
}
