//! `commonground opinions`: who votes alike, what everyone can support, what divides.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::app::number_from;
use crate::cli::input;
use crate::cli::output::Output;
use crate::consensus::{Everywhere, GroupVerdict, Share, Stand, Thresholds};
use crate::formats::cells::{Cell, Guard, Mark, Table};
use crate::formats::polis::{self, Comment, Set, SetFile, Sign, VotesRead, VotesReader};
use crate::opinion::{By, Groups, HowMany, MAX_GROUPS, Report, Statement, Verdict, Votes, report};

/// How many bytes of the votes are read at a time.
const PIECE: usize = 1 << 18;

/// Find opinion groups, common ground and divisive statements in agree, disagree and pass.
#[derive(Args, Debug)]
pub struct OpinionsArgs {
    /// The votes, as CSV: `participant,statement,vote`, or Polis' `votes.csv` or `participants-votes.csv`; `-` reads standard input.
    votes: PathBuf,
    /// The statements, as CSV: `comment-id,moderated,is-meta`. Votes on others are then an error.
    #[arg(long, value_name = "CSV")]
    statements: Option<PathBuf>,
    /// A grouping to go by, as CSV: `member,group`, such as each member's organisation. No opinion groups are looked for then.
    #[arg(long, visible_alias = "by", value_name = "CSV", conflicts_with = "k")]
    groups: Option<PathBuf>,
    /// How many opinion groups to make, whether or not there are so many.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=26))]
    k: Option<u16>,
    /// What a 1 in the votes means; without it the file's own header says so.
    #[arg(long, value_enum, value_name = "SIGN")]
    sign: Option<SignArg>,
    /// The share that must be for a statement in each group, such as `0.70`; `--against` goes with it.
    #[arg(long = "for", value_name = "SHARE", value_parser = share, requires = "against")]
    for_at_least: Option<Share>,
    /// The share that those against it must stay below in each group, such as `0.15`; `--for` goes with it.
    #[arg(long, value_name = "SHARE", value_parser = share, requires = "for_at_least")]
    against: Option<Share>,
    /// Groups of which fewer people voted on a statement are not judged by `--for` and `--against`.
    #[arg(
        long,
        value_name = "PEOPLE",
        default_value_t = 1,
        requires = "for_at_least"
    )]
    fewest: u32,
    /// Also write the six files of a Polis export into this folder, which must have none of them yet.
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// The public seed of all random draws.
    #[arg(long, value_name = "TEXT", default_value = "")]
    seed: String,
    /// How the report is printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SignArg {
    /// 1 agrees, −1 disagrees.
    AgreeIsPlus,
    /// −1 agrees, 1 disagrees.
    AgreeIsMinus,
}

/// What is printed as JSON: the report, and how the votes were read.
#[derive(Serialize)]
struct Printed<'v> {
    #[serde(flatten)]
    report: &'v Report<'v>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thresholds: Option<Judged<'v>>,
    input: InputRead,
}

/// Which statements reach the thresholds in every group.
#[derive(Serialize)]
struct Judged<'v> {
    #[serde(rename = "for")]
    for_at_least: String,
    against: String,
    fewest: u32,
    /// The ids of those that pass in every group.
    everywhere: Vec<&'v str>,
    statements: Vec<JudgedStatement<'v>>,
}

#[derive(Serialize)]
struct JudgedStatement<'v> {
    id: &'v str,
    everywhere: Everywhere,
    groups: BTreeMap<&'v str, GroupVerdict>,
}

/// Reads a share.
fn share(text: &str) -> Result<Share, String> {
    let wrong = || format!("`{text}` is no share; write `0.70`, `70%` or `2/3`");
    Share::parse(text).ok_or_else(wrong)
}

impl OpinionsArgs {
    /// What each group must reach, if that is asked.
    fn thresholds(&self) -> Option<Thresholds> {
        Some(Thresholds {
            for_at_least: self.for_at_least?,
            against_below: self.against?,
            fewest_people: self.fewest,
        })
    }
}

/// Judges every statement that is not moderated out.
fn judged<'v>(rule: Thresholds, votes: &'v Votes, report: &'v Report<'v>) -> Judged<'v> {
    let shown = votes.statements().iter().zip(&report.statements);
    let shown = shown.filter(|(statement, _)| !statement.moderated_out);
    let statements: Vec<JudgedStatement<'v>> = shown
        .map(|(_, one)| {
            let stands: Vec<Stand> = one
                .by_group
                .values()
                .map(|tally| Stand {
                    for_: tally.agree,
                    against: tally.disagree,
                    other: tally.pass,
                })
                .collect();
            let (everywhere, verdicts) = rule.everywhere(&stands);
            JudgedStatement {
                id: one.id,
                everywhere,
                groups: one
                    .by_group
                    .keys()
                    .map(String::as_str)
                    .zip(verdicts)
                    .collect(),
            }
        })
        .collect();
    let passes = statements
        .iter()
        .filter(|one| one.everywhere == Everywhere::Passes);
    Judged {
        for_at_least: rule.for_at_least.to_string(),
        against: rule.against_below.to_string(),
        fewest: rule.fewest_people,
        everywhere: passes.map(|one| one.id).collect(),
        statements,
    }
}

#[derive(Serialize)]
struct InputRead {
    layout: &'static str,
    /// What agreement was written as: 1 or −1.
    agree: i8,
    /// How many votes were replaced by a later one.
    replaced: usize,
}

/// Reads the votes and prints the report on `out`; how they were read goes to `err`.
pub fn run(args: &OpinionsArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    let files = [
        Some(&args.votes),
        args.statements.as_ref(),
        args.groups.as_ref(),
    ];
    let stdin = files
        .iter()
        .flatten()
        .filter(|file| **file == Path::new("-"));
    if stdin.count() > 1 {
        bail!("`-` can be given once; standard input is one file");
    }
    let name = args.votes.display();
    let comments = match &args.statements {
        None => Vec::new(),
        Some(file) => polis::read_comments(&input::bytes(file)?)
            .map_err(|faults| input::faulty(file, "statements", &faults))?,
    };
    let listed = args.statements.as_ref().map(|_| {
        let statements = comments.iter().map(Comment::statement);
        statements.collect()
    });
    let read = read_votes(args, listed)?;
    let votes = &read.votes;
    writeln!(
        err,
        "{name}: note: read as {}, with {} for agree",
        read.form.name(),
        read.sign.agree()
    )?;
    if votes.replaced() > 0 {
        writeln!(
            err,
            "{name}: note: {} votes were replaced by later ones of the same person on the same statement",
            votes.replaced()
        )?;
    }
    let by = match &args.groups {
        None => By::Opinion(
            args.k
                .map_or(HowMany::AsFound, |k| HowMany::Exactly(usize::from(k))),
        ),
        Some(file) => {
            let name = file.display();
            let read = polis::read_groups(&input::bytes(file)?, votes)
                .map_err(|faults| input::faulty(file, "groups", &faults))?;
            if let Some(first) = read.silent.first() {
                writeln!(
                    err,
                    "{name}: note: {} members have not voted and are left out, the first `{first}`",
                    read.silent.len()
                )?;
            }
            By::Given(read.groups)
        }
    };
    let report = report(votes, &by, number_from(&args.seed));
    let thresholds = args.thresholds().map(|rule| judged(rule, votes, &report));
    if let Some(folder) = &args.export {
        export(folder, votes, &report, comments, err)?;
    }
    match args.output {
        Output::Json => {
            let printed = Printed {
                report: &report,
                thresholds,
                input: InputRead {
                    layout: read.form.name(),
                    agree: read.sign.agree(),
                    replaced: votes.replaced(),
                },
            };
            serde_json::to_writer(&mut *out, &printed)?;
            writeln!(out)?;
        }
        Output::Csv => out.write_all(&statements(&report).to_csv(Guard::On, Mark::None))?,
        Output::Table => table(&report, thresholds.as_ref(), out)?,
    }
    Ok(())
}

/// The votes, read piece by piece.
fn read_votes(args: &OpinionsArgs, listed: Option<Vec<Statement>>) -> anyhow::Result<VotesRead> {
    let sign = args.sign.map(|sign| match sign {
        SignArg::AgreeIsPlus => Sign::AgreeIsPlus,
        SignArg::AgreeIsMinus => Sign::AgreeIsMinus,
    });
    let file = &args.votes;
    let unread = || format!("`{}` cannot be read", file.display());
    let mut source: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(file).with_context(unread)?)
    };
    let mut reader = VotesReader::new(listed, sign);
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece).with_context(unread)? {
            0 => break,
            n => reader.push(&piece[..n]),
        }
    }
    reader
        .finish()
        .map_err(|faults| input::faulty(file, "votes", &faults))
}

/// Writes the six files of a Polis export. Fails where one of them is there already.
fn export(
    folder: &Path,
    votes: &Votes,
    report: &Report<'_>,
    comments: Vec<Comment>,
    err: &mut dyn Write,
) -> anyhow::Result<()> {
    let name = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("the folder `{name}` cannot be made"))?;
    let places: BTreeMap<&str, u16> = report
        .groups
        .iter()
        .map(|group| group.id.as_str())
        .zip(0..)
        .collect();
    let of = report.map.iter().map(|place| {
        let group = place.group.as_deref()?;
        places.get(group).copied()
    });
    let names = report.groups.iter().map(|group| group.id.clone()).collect();
    let groups = Groups::new(names, of.collect());
    let consensus: BTreeMap<&str, f64> = report
        .statements
        .iter()
        .map(|one| (one.id, one.polis.gac))
        .collect();
    let mut comments = comments;
    if comments.is_empty() {
        let ids = votes.statements().iter().map(|one| one.id.clone());
        comments.extend(ids.map(|id| Comment {
            id,
            ..Comment::default()
        }));
    }
    for comment in &mut comments {
        comment.consensus = consensus.get(comment.id.as_str()).copied();
    }
    let set = Set {
        votes,
        groups: &groups,
        comments: &comments,
        topic: "",
        url: "",
        description: "",
        history: &[],
    };
    for file in SetFile::ALL {
        let path = folder.join(file.name());
        let shown = path.display();
        let opened = File::create_new(&path).with_context(|| {
            format!("`{shown}` cannot be written; name a folder without export files")
        })?;
        let mut out = BufWriter::new(opened);
        let written = set.write(file, &mut out).and_then(|()| out.flush());
        written.with_context(|| format!("`{shown}` cannot be written"))?;
    }
    writeln!(
        err,
        "{name}: note: written are six files, votes without their times"
    )?;
    Ok(())
}

fn table(
    report: &Report<'_>,
    thresholds: Option<&Judged<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} people cast {} votes on {} statements",
        report.participants, report.votes, report.n_statements
    )?;
    match &report.stability {
        None => writeln!(out, "{} groups as given", report.k)?,
        Some(stability) => {
            let again = stability
                .adjusted_rand
                .map_or_else(String::new, |index| format!(" (found again: {index:.2})"));
            let verdict = match stability.verdict {
                Verdict::None => {
                    format!(
                        "no opinion groups: people differ, but not in up to {MAX_GROUPS} groups"
                    )
                }
                Verdict::Weak => format!("{} opinion groups, weakly told apart", report.k),
                Verdict::Clear => format!("{} opinion groups, clearly told apart", report.k),
            };
            writeln!(out, "{verdict}{again}")?;
        }
    }
    let mut groups = Table::new(&["group", "people", "typical", "for_and_unopposed"]);
    for group in &report.groups {
        let typical = group.representative.iter().map(|one| {
            let sign = match one.standing.side {
                crate::opinion::polis::Side::Agree => '+',
                crate::opinion::polis::Side::Disagree => '-',
            };
            format!("{sign}{}", one.statement)
        });
        groups.rows.push(vec![
            Cell::text(&group.id),
            Cell::plain(&group.size),
            Cell::text(typical.collect::<Vec<_>>().join(" ")),
            Cell::text(group.unopposed.join(" ")),
        ]);
    }
    writeln!(out, "\ngroups\n{}", groups.to_text())?;
    writeln!(out, "every group is for: {}", listed(&report.bridging))?;
    writeln!(out, "a majority is for: {}", listed(&report.majority.agree))?;
    writeln!(
        out,
        "a majority is against: {}",
        listed(&report.majority.disagree)
    )?;
    if let Some(judged) = thresholds {
        writeln!(
            out,
            "in every group at least {} are for, and fewer than {} against: {}",
            judged.for_at_least,
            judged.against,
            listed(&judged.everywhere)
        )?;
    }
    writeln!(out, "\nstatements\n{}", statements(report).to_text())?;
    Ok(())
}

fn listed(ids: &[&str]) -> String {
    if ids.is_empty() {
        "nothing".to_owned()
    } else {
        ids.join(" ")
    }
}

/// A statement a row, with our figures and Polis'.
fn statements(report: &Report<'_>) -> Table {
    let mut table = Table::new(&[
        "statement",
        "agree",
        "disagree",
        "pass",
        "seen",
        "common_ground",
        "common_ground_low",
        "common_ground_high",
        "divisiveness",
        "divisiveness_q",
        "gac",
        "extremity",
        "priority",
    ]);
    for group in &report.groups {
        for count in ["agree", "disagree", "pass"] {
            table.header.push(format!("{}_{count}", group.id));
        }
    }
    for statement in &report.statements {
        let [low, high] = statement
            .common_ground_interval
            .map_or([None, None], |interval| interval.map(Some));
        let mut row = vec![
            Cell::text(statement.id),
            Cell::plain(&statement.tally.agree),
            Cell::plain(&statement.tally.disagree),
            Cell::plain(&statement.tally.pass),
            Cell::plain(&statement.tally.seen),
            Cell::maybe(statement.common_ground),
            Cell::maybe(low),
            Cell::maybe(high),
            Cell::maybe(statement.divisiveness),
            Cell::maybe(statement.divisiveness_q),
            Cell::plain(&statement.polis.gac),
            Cell::plain(&statement.polis.extremity),
            Cell::plain(&statement.polis.priority),
        ];
        for group in &report.groups {
            let tally = statement.by_group.get(&group.id);
            let tally = tally.copied().unwrap_or_default();
            row.extend([tally.agree, tally.disagree, tally.pass].map(|n| Cell::plain(&n)));
        }
        table.rows.push(row);
    }
    table
}
