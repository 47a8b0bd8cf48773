//! Floor 5: the command line. One file a command; each reads files, calls the floors below, and prints.
//!
//! Exit status: 0 done; 1 the input is wrong, with one message on standard error; 2 wrong usage.

use std::io::{self, Write};

use clap::{Parser, Subcommand};

pub mod agreement;
pub mod analyze;
pub mod ballots;
pub mod consent;
mod data;
pub mod demo;
pub mod export;
pub mod goals;
pub mod import;
mod input;
mod insight;
pub mod link;
pub mod opinions;
mod output;
pub mod pairs;
mod rule_flags;
pub mod serve;
pub mod survey;
pub mod tally;

/// Surveys, ranked-choice rounds and SMART goals for grassroots coalitions.
#[derive(Parser, Debug)]
#[command(name = "commonground", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serve the pages of a coalition.
    Serve(serve::ServeArgs),
    /// Serve a filled coalition from a temporary folder, to look around in.
    Demo(demo::DemoArgs),
    /// Work out needs, values and ratings from a file of responses.
    Analyze(analyze::AnalyzeArgs),
    /// Look after survey definitions.
    Survey(survey::SurveyArgs),
    /// Count ballots by a method, and say how it went.
    Tally(Box<tally::TallyArgs>),
    /// Look after ballots files.
    Ballots(ballots::BallotsArgs),
    /// Find opinion groups, common ground and divisive statements.
    Opinions(opinions::OpinionsArgs),
    /// Work out how far people agree who rated things on a scale.
    Agreement(agreement::AgreementArgs),
    /// Work out how ideas fared that were compared two at a time.
    Pairs(pairs::PairsArgs),
    /// Say whether a proposal passes by its rule.
    Consent(consent::ConsentArgs),
    /// Draft SMART goals from what was found.
    Goals(goals::GoalsArgs),
    /// Write everything as CSV and JSON files.
    Export(export::ExportArgs),
    /// Take in a survey with its responses from files.
    Import(import::ImportArgs),
    /// Make a fresh sign-in link.
    Link(link::LinkArgs),
}

/// Does what the command line asks; an error is the one message to show.
pub fn run(cli: &Cli, mut out: impl Write, mut err: impl Write) -> anyhow::Result<()> {
    match &cli.command {
        Command::Serve(args) => serve::run(args, &mut out, &mut err)?,
        Command::Demo(args) => demo::run(args, &mut out)?,
        Command::Goals(args) => goals::run(args, &mut out, &mut err, data::now().day())?,
        Command::Export(args) => export::run(args, &mut out)?,
        Command::Import(args) => import::run(args, &mut out)?,
        Command::Link(args) => link::run(args, &mut out)?,
        Command::Analyze(args) => analyze::run(args, &mut out, &mut err)?,
        Command::Survey(args) => survey::run(args, &mut out, &mut err)?,
        Command::Tally(args) => tally::run(args, &mut out, &mut err)?,
        Command::Ballots(args) => ballots::run(args, &mut out, &mut err)?,
        Command::Opinions(args) => opinions::run(args, &mut out, &mut err)?,
        Command::Pairs(args) => pairs::run(args, &mut out)?,
        Command::Agreement(args) => agreement::run(args, &mut out)?,
        Command::Consent(args) => consent::run(args, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// Did whoever reads our output go away, as `head` does? Then there is nothing to complain of.
pub fn reader_left(error: &anyhow::Error) -> bool {
    let mut causes = error.chain();
    causes.any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}
