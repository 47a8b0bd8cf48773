//! `commonground consent`: has a proposal passed by its rule?

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::cli::input;
use crate::cli::output::Output;
use crate::consensus::consent::{
    ConsentFile, Counts, GroupFigures, Missed, Recount, Verdict, Whose,
};
use crate::formats::cells::{Cell, Guard, Mark, Table};

/// Count the stances on a proposal again, and say whether it passes by its rule.
#[derive(Args, Debug)]
pub struct ConsentArgs {
    /// The proposal, as JSON: its `rule`, and `stances` or `counts`; what a closed proposal hands out as `proposal.json`. `-` reads standard input.
    file: PathBuf,
    /// How the count is printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// Reads the file and prints the count on `out`.
pub fn run(args: &ConsentArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = args.file.display();
    let text = input::text(&args.file)?;
    let file: ConsentFile =
        serde_json::from_str(&text).map_err(|error| anyhow::anyhow!("`{name}`: {error}"))?;
    let found = file
        .recount()
        .map_err(|error| anyhow::anyhow!("`{name}`: {error}"))?;
    match args.output {
        Output::Json => {
            serde_json::to_writer(&mut *out, &found)?;
            writeln!(out)?;
        }
        Output::Csv => out.write_all(&counted(&file, &found).to_csv(Guard::On, Mark::None))?,
        Output::Table => table(&file, &found, out)?,
    }
    if found.as_published == Some(false) {
        out.flush()?;
        bail!("`{name}`: the count comes to another verdict than the one published in the file");
    }
    Ok(())
}

fn table(file: &ConsentFile, found: &Recount, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", sentence(file, &found.verdict))?;
    writeln!(
        out,
        "{} of {} took part; {} had to",
        found.taken_part,
        found.on_roll,
        file.rule.needed(found.on_roll)
    )?;
    if found.as_published == Some(true) {
        writeln!(out, "this is the verdict that was published")?;
    }
    writeln!(out, "\n{}", counted(file, found).to_text())?;
    if found.groups.is_empty() {
        return Ok(());
    }
    let mut groups = Table::new(&["organisation", "taken_part", "for", "against", "meets"]);
    for group in &found.groups {
        let mut row = vec![Cell::text(whose(&group.whose))];
        match group.figures {
            GroupFigures::Counted {
                taken_part,
                supporting,
                against,
            } => {
                row.extend([taken_part, supporting, against].map(|n| Cell::plain(&n)));
                let meets = file
                    .rule
                    .each
                    .map(|each| crate::consensus::consent::meets(each, group));
                row.push(Cell::maybe(meets));
            }
            GroupFigures::Told { meets } => {
                row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::plain(&meets)]);
            }
        }
        groups.rows.push(row);
    }
    writeln!(out, "{}", groups.to_text())?;
    Ok(())
}

/// A level or an option a row.
fn counted(file: &ConsentFile, found: &Recount) -> Table {
    match &found.counts {
        Counts::Levels(levels) => {
            let mut table = Table::new(&["stance", "people"]);
            table.rows = file
                .rule
                .scale
                .codes()
                .into_iter()
                .zip(levels)
                .map(|(code, n)| vec![Cell::plain(code), Cell::plain(n)])
                .collect();
            table
        }
        Counts::Resistance {
            taken_part,
            options,
        } => {
            let mut table = Table::new(&["option", "resistance", "acceptance", "rated"]);
            table.rows = file
                .options
                .iter()
                .zip(options)
                .map(|(name, option)| {
                    vec![
                        Cell::text(name),
                        Cell::plain(&option.sum),
                        Cell::maybe(option.acceptance(*taken_part)),
                        Cell::plain(&option.rated),
                    ]
                })
                .collect();
            table
        }
    }
}

fn sentence(file: &ConsentFile, verdict: &Verdict) -> String {
    let option = |idx: &usize| {
        file.options
            .get(*idx)
            .map_or_else(|| format!("option {idx}"), |name| format!("`{name}`"))
    };
    match verdict {
        Verdict::Passed {
            chosen: Some(idx), ..
        } => format!("passed: {}", option(idx)),
        Verdict::Passed {
            reservations: 0, ..
        } => "passed".to_owned(),
        Verdict::Passed { reservations, .. } => format!("passed with {reservations} reservations"),
        Verdict::NotEnough { needed } => format!("not enough took part; {needed} had to"),
        Verdict::Blocked { by, bears } => format!("blocked by {by}; it bears {bears}"),
        Verdict::Missed { missed } => {
            let parts: Vec<String> = missed.iter().map(miss).collect();
            format!("missed: {}", parts.join("; "))
        }
        Verdict::Tied { options } => {
            let names: Vec<String> = options.iter().map(option).collect();
            format!("tied: {}", names.join(", "))
        }
        Verdict::LeftAsItIs => "left as it is".to_owned(),
    }
}

fn miss(missed: &Missed) -> String {
    let test = missed.test.name();
    let told = match missed.miss {
        Some(miss) => format!(
            "{test} {} of {} at {} % by {}",
            miss.has, miss.of, miss.percent, miss.short
        ),
        None => test.to_owned(),
    };
    match &missed.whose {
        Whose::All => told,
        whose_else => format!("{told} ({})", whose(whose_else)),
    }
}

fn whose(whose: &Whose) -> &str {
    match whose {
        Whose::All => "all",
        Whose::Group(name) => name,
        Whose::Rest => "the others",
    }
}
