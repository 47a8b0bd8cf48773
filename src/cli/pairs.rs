//! `commonground pairs`: how ideas fared that were compared two at a time.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use crate::cli::input;
use crate::cli::output::Output;
use crate::consensus::pairs::{Standing, standings};
use crate::formats::cells::{Guard, Mark};
use crate::formats::contests::{read_contests, standings_table};

/// Work out how ideas fared that were compared two at a time: the score of each, and its strength with an interval.
#[derive(Args, Debug)]
pub struct PairsArgs {
    /// The contests, as CSV: `winner,loser`, or `left,right,choice` with the choice left, right or neither; with a column `votes` for contests counted together. `-` reads standard input.
    votes: PathBuf,
    /// How the result is printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// The result as JSON.
#[derive(Debug, Serialize)]
struct Report<'r> {
    /// How many contests were decided.
    contests: u64,
    /// In how many nobody could decide.
    undecided: u64,
    /// The ideas, the strongest first.
    ideas: Vec<Row<'r>>,
}

#[derive(Debug, Serialize)]
struct Row<'r> {
    idea: &'r str,
    #[serde(flatten)]
    standing: &'r Standing,
}

/// Reads the contests and prints how the ideas fared on `out`.
pub fn run(args: &PairsArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let bytes = input::bytes(&args.votes)?;
    let read =
        read_contests(&bytes).map_err(|faults| input::faulty(&args.votes, "contests", &faults))?;
    let found = standings(&read.contests).context("these are too many ideas to compare")?;
    let mut rows: Vec<(&str, &Standing)> =
        read.ideas.iter().map(String::as_str).zip(&found).collect();
    rows.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength));
    match args.output {
        Output::Json => {
            let counts = || read.contests.iter().map(|(_, counts)| counts);
            let report = Report {
                contests: counts().map(|[first, second, _]| first + second).sum(),
                undecided: counts().map(|[_, _, neither]| neither).sum(),
                ideas: rows
                    .into_iter()
                    .map(|(idea, standing)| Row { idea, standing })
                    .collect(),
            };
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        }
        Output::Csv => out.write_all(&standings_table(&rows).to_csv(Guard::On, Mark::None))?,
        Output::Table => writeln!(out, "{}", standings_table(&rows).to_text())?,
    }
    Ok(())
}
