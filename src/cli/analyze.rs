//! `commonground analyze`: what the answers to a survey say.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::analysis::{self, Group, Need, RatingRow, Report, ValueScore};
use crate::cli::{input, survey::definition};
use crate::formats::cells::{Cell, Guard, Mark, Table};
use crate::formats::responses;
use crate::model::answers::Answer;
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind};
use crate::survey::Register;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    Json,
    Table,
    Csv,
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
    let name = args.responses.display();
    let bytes = input::bytes(&args.responses)?;
    let imported = responses::read(&definition, &bytes, Register::Any).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|f| format!("{name}:{f}")).collect();
        anyhow::anyhow!("the responses cannot be read\n{}", lines.join("\n"))
    })?;
    for note in &imported.notes {
        writeln!(err, "{name}: note: {note}")?;
    }
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
            for (_, table) in tables(&groups, by.as_ref()) {
                out.write_all(&table.to_csv(Guard::On, Mark::None))?;
            }
        }
        Output::Table => {
            for (title, table) in tables(&groups, by.as_ref()) {
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

/// A table for each list of the reports that is not empty, with its title.
fn tables(groups: &[Group], by: Option<&Code>) -> Vec<(&'static str, Table)> {
    let table = |header: &[&str]| {
        let mut table = Table::new(header);
        if let Some(by) = by {
            table.header.insert(0, by.to_string());
        }
        table
            .header
            .insert(usize::from(by.is_some()), "n".to_owned());
        table
    };
    let mut needs = table(&[
        "rank",
        "item",
        "importance",
        "importance_low",
        "importance_high",
        "satisfaction",
        "satisfaction_low",
        "satisfaction_high",
        "n_satisfaction",
        "dont_know",
        "mean_satisfaction",
        "priority",
        "band",
        "quadrant",
    ]);
    let mut values = table(&[
        "item",
        "shown",
        "best",
        "worst",
        "score",
        "score_low",
        "score_high",
        "sqrt_ratio",
    ]);
    let mut ratings = table(&[
        "question",
        "item",
        "aspect",
        "n_rated",
        "dont_know",
        "share",
        "share_low",
        "share_high",
        "mean",
        "deviation",
    ]);
    for Group { value, report } in groups {
        let lead = || {
            let value = by.map(|_| Cell::maybe(value.as_ref()));
            value.into_iter().chain([Cell::plain(&report.n)])
        };
        let Report {
            needs: need_rows,
            values: value_rows,
            ratings: rating_rows,
            ..
        } = report;
        for need in need_rows.iter().flatten() {
            needs.rows.push(lead().chain(need_cells(need)).collect());
        }
        for value in value_rows.iter().flatten() {
            values.rows.push(lead().chain(value_cells(value)).collect());
        }
        for rating in rating_rows.iter().flatten() {
            ratings
                .rows
                .push(lead().chain(rating_cells(rating)).collect());
        }
    }
    [("needs", needs), ("values", values), ("ratings", ratings)]
        .into_iter()
        .filter(|(_, table)| !table.rows.is_empty())
        .collect()
}

fn need_cells(need: &Need) -> Vec<Cell> {
    let mut cells = vec![Cell::plain(&need.rank), Cell::plain(&need.item)];
    cells.extend(interval_cells(need.importance, need.importance_interval));
    cells.extend(interval_cells(
        need.satisfaction,
        need.satisfaction_interval,
    ));
    cells.extend([
        Cell::plain(&need.n_satisfaction),
        Cell::plain(&need.dont_know),
        Cell::maybe(need.mean_satisfaction),
        Cell::maybe(need.priority),
        Cell::maybe(need.band.map(analysis::Band::name)),
        Cell::maybe(need.quadrant.map(analysis::Quadrant::name)),
    ]);
    cells
}

fn value_cells(value: &ValueScore) -> Vec<Cell> {
    let mut cells = vec![
        Cell::plain(&value.item),
        Cell::plain(&value.shown),
        Cell::plain(&value.best),
        Cell::plain(&value.worst),
    ];
    cells.extend(interval_cells(value.score, value.score_interval));
    cells.push(Cell::plain(&value.sqrt_ratio));
    cells
}

fn rating_cells(rating: &RatingRow) -> Vec<Cell> {
    let mut cells = vec![
        Cell::plain(&rating.question),
        Cell::maybe(rating.item.as_ref()),
        Cell::maybe(rating.aspect.map(analysis::Aspect::name)),
        Cell::plain(&rating.n),
        Cell::plain(&rating.dont_know),
    ];
    cells.extend(interval_cells(rating.share, rating.share_interval));
    cells.extend([Cell::maybe(rating.mean), Cell::maybe(rating.deviation)]);
    cells
}

fn interval_cells(figure: Option<f64>, interval: Option<[f64; 2]>) -> [Cell; 3] {
    let [low, high] = interval.map_or([None, None], |[low, high]| [Some(low), Some(high)]);
    [figure, low, high].map(Cell::maybe)
}
