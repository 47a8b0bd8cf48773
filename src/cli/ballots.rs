//! `commonground ballots`: ballots files from one format into another.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};

use crate::cli::input;
use crate::formats::ballots::{self, Format};

/// Look after ballots files.
#[derive(Args, Debug)]
pub struct BallotsArgs {
    #[command(subcommand)]
    command: BallotsCommand,
}

#[derive(Subcommand, Debug)]
enum BallotsCommand {
    /// Write the ballots of a file in another format.
    Convert(ConvertArgs),
}

#[derive(Args, Debug)]
struct ConvertArgs {
    /// The ballots; `-` reads standard input.
    file: PathBuf,
    /// The format to write.
    #[arg(long, value_parser = input::format_names())]
    to: String,
    /// The file's format; `auto` finds out by itself.
    #[arg(long, default_value = "auto", value_parser = input::formats())]
    format: String,
    /// The contest, by name or id, where the file holds several.
    #[arg(long, value_name = "NAME")]
    contest: Option<String>,
}

/// Does what is asked: the ballots go to `out`, and what the format cannot say of them to `err`.
pub fn run(args: &BallotsArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    let BallotsCommand::Convert(args) = &args.command;
    let name = args.file.display();
    let read = input::ballots(&args.file, &args.format, args.contest.as_deref(), err)?;
    let to =
        Format::parse(&args.to).with_context(|| format!("there is no format `{}`", args.to))?;
    let text = ballots::write(&read, to).with_context(|| format!("`{name}`"))?;
    for lost in ballots::lost(&read, to) {
        writeln!(
            err,
            "{name}: note: {} cannot be said in `{}` and is left out",
            lost,
            to.name()
        )?;
    }
    out.write_all(text.as_bytes())?;
    Ok(())
}
