//! `commonground goals draft`: goal drafts from files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::analysis::{self, Published};
use crate::app::export::goals_table;
use crate::app::{Common, Decided, NeedsEvidence, Source, draft_inputs};
use crate::cli::output::Output;
use crate::cli::{input, survey::definition};
use crate::formats::cells::{Guard, Mark};
use crate::goals::{
    self, Evidence, EvidenceSource, EvidenceStatus, Goal, When, open_points, parts, statement,
};
use crate::model::{Day, Lang, Text};
use crate::tally::{Method, Outcome, Rules, count};

/// Work with goals.
#[derive(Args, Debug)]
pub struct GoalsArgs {
    #[command(subcommand)]
    command: GoalsCommand,
}

#[derive(Subcommand, Debug)]
enum GoalsCommand {
    /// Draft a SMART goal for each of the first needs.
    Draft(DraftArgs),
}

#[derive(Args, Debug)]
struct DraftArgs {
    /// The survey's definition.
    #[arg(long, value_name = "FILE")]
    survey: PathBuf,
    /// Its responses; `-` reads standard input.
    #[arg(long, value_name = "CSV")]
    responses: PathBuf,
    /// Ballots over the same items, whose outcome sets the order.
    #[arg(long, value_name = "FILE", requires = "method")]
    ballots: Option<PathBuf>,
    /// How the ballots are counted.
    #[arg(long, value_parser = Method::ALL.map(Method::name), requires = "ballots")]
    method: Option<String>,
    /// The day by which the goals shall be reached.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::day)]
    due: Day,
    /// The day the draft is made.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::day)]
    today: Option<Day>,
    /// The day the answers were given; without it the figures have no date.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::day)]
    fielded: Option<Day>,
    /// Whom the goals concern; residents when left out.
    #[arg(long)]
    population: Option<String>,
    /// How many people that is.
    #[arg(long, value_name = "N")]
    population_size: Option<u64>,
    /// How many goals.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    count: u8,
    /// The language of the sentences.
    #[arg(long, default_value = "en", value_parser = ["en", "es"])]
    language: String,
    /// How the drafts are printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// Runs `commonground goals …`.
pub fn run(
    args: &GoalsArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
    today: Day,
) -> anyhow::Result<()> {
    match &args.command {
        GoalsCommand::Draft(args) => draft(args, out, err, today),
    }
}

fn draft(
    args: &DraftArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
    now: Day,
) -> anyhow::Result<()> {
    let today = args.today.unwrap_or(now);
    if args.due <= today {
        bail!(
            "`--due {}` is not after {today}; name a later day",
            args.due
        );
    }
    let lang = Lang::parse(&args.language).unwrap_or_else(Lang::english);
    let definition = definition(&args.survey)?;
    let imported = input::responses(&definition, &args.responses, err)?;
    let report = analysis::analyze(&definition, imported.rows.iter().map(|row| &row.answers));
    // Whoever has the file has every answer in it, so nothing is held back.
    let Published::Report(report) = analysis::publish(&report, 0) else {
        bail!("`{}` holds no responses", args.responses.display());
    };
    let file = args
        .responses
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let needs = NeedsEvidence {
        definition: &definition,
        report: &report,
        label: definition.title.clone(),
        when: args.fielded.map(|day| When::Year(day.year())),
        source: Source::File(&file),
    };
    let counted = match (&args.ballots, &args.method) {
        (Some(path), Some(method)) => Some((path, counted(path, method, err)?)),
        _ => None,
    };
    if let Some((path, (_, outcome))) = &counted {
        let known = |option: &&String| {
            needs
                .report
                .needs
                .iter()
                .flatten()
                .any(|need| need.item.as_str() == **option)
        };
        if let Some(stranger) = outcome.candidates.iter().find(|option| !known(option)) {
            bail!(
                "`{}` ranks `{stranger}`, which is not an item of the survey `{}`; the options must go by the items' codes",
                path.display(),
                definition.code
            );
        }
    }
    let decided = counted.as_ref().map(|(path, (title, outcome))| Decided {
        outcome,
        labels: BTreeMap::new(),
        closed_on: None,
        evidence: Evidence {
            label: Text::plain(title.clone()),
            source: EvidenceSource::File {
                name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                item: None,
                figure: None,
            },
            status: EvidenceStatus::SingleSource,
        },
    });
    let common = Common {
        population: args.population.clone().map_or_else(residents, Text::plain),
        population_size: args.population_size,
        due: Some(args.due),
        today,
    };
    let drafts: Vec<Goal> = draft_inputs(decided.as_ref(), Some(&needs), &common)
        .iter()
        .take(usize::from(args.count))
        .map(goals::draft)
        .collect();
    if drafts.is_empty() {
        bail!(
            "the survey `{}` asks for no analysis of needs, so there is nothing to draft from",
            definition.code
        );
    }
    print(args, &drafts, today, &lang, out)
}

fn print(
    args: &DraftArgs,
    drafts: &[Goal],
    today: Day,
    lang: &Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match args.output {
        Output::Json => {
            let all: Vec<_> = drafts
                .iter()
                .map(|goal| {
                    let questions: Vec<String> =
                        open_points(goal, today).into_iter().map(|point| point.question(lang)).collect();
                    json!({"statement": statement(goal, lang), "goal": goal, "open_points": questions})
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &json!({ "goals": all }))?;
            writeln!(out)?;
        }
        Output::Csv => {
            let (header, rows) = goals::rows(drafts, today, lang);
            out.write_all(&goals_table(&header, rows).to_csv(Guard::On, Mark::None))?;
        }
        Output::Table => {
            for (idx, goal) in drafts.iter().enumerate() {
                writeln!(out, "{}. {}", idx + 1, statement(goal, lang))?;
                for part in parts(goal, lang) {
                    for sentence in &part.sentences {
                        writeln!(
                            out,
                            "   {}: {}: {}",
                            part.name, sentence.label, sentence.text
                        )?;
                    }
                }
                for point in open_points(goal, today) {
                    writeln!(out, "   ? {}", point.question(lang))?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

fn residents() -> Text {
    let words = [
        (Lang::english(), "residents"),
        (Lang::spanish(), "residentes"),
    ];
    Text::ByLanguage(
        words
            .into_iter()
            .map(|(lang, word)| (lang, word.to_owned()))
            .collect(),
    )
}

/// The title and the outcome of a ballots file.
fn counted(path: &Path, method: &str, err: &mut dyn Write) -> anyhow::Result<(String, Outcome)> {
    let name = path.display();
    let ballots = input::ballots(path, "auto", None, err)?;
    let method = Method::parse(method).with_context(|| format!("there is no method `{method}`"))?;
    let outcome =
        count(&ballots.profile, &Rules::new(method)).with_context(|| format!("`{name}`"))?;
    Ok((ballots.title.unwrap_or_else(|| name.to_string()), outcome))
}
