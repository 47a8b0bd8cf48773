//! `commonground agreement`: how far people agree who rated things on a scale.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::cli::input;
use crate::cli::output::Output;
use crate::consensus::{Report, RoundReport, Scale, report};
use crate::formats::cells::{Cell, Guard, Mark, Table};
use crate::formats::ratings::read_ratings;

/// Work out how far people agree who rated things on a scale, in one round or several.
#[derive(Args, Debug)]
pub struct AgreementArgs {
    /// The ratings, as CSV: `participant,item,rating`, or a person's id and then an item a column; with a column `round` for several rounds. `-` reads standard input.
    ratings: PathBuf,
    /// The lowest and the highest rating, such as `1..9`.
    #[arg(long, value_name = "MIN..MAX", value_parser = scale, allow_hyphen_values = true)]
    scale: Scale,
    /// How the report is printed.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// Reads `1..9`.
fn scale(text: &str) -> Result<Scale, String> {
    let wrong = || {
        format!(
            "`{text}` is no scale; write two whole numbers such as `1..9`, at most {} apart",
            Scale::MAX_POINTS - 1
        )
    };
    let (min, max) = text.split_once("..").ok_or_else(wrong)?;
    let bounds = min.trim().parse().ok().zip(max.trim().parse().ok());
    let scale = bounds.and_then(|(min, max)| Scale::new(min, max));
    scale.ok_or_else(wrong)
}

/// Reads the ratings and prints the report on `out`.
pub fn run(args: &AgreementArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let bytes = input::bytes(&args.ratings)?;
    let ratings = read_ratings(&bytes, args.scale)
        .map_err(|faults| input::faulty(&args.ratings, "ratings", &faults))?;
    let report = report(&ratings);
    match args.output {
        Output::Json => {
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        }
        Output::Csv => out.write_all(&items(&report).to_csv(Guard::On, Mark::None))?,
        Output::Table => table(&report, out)?,
    }
    Ok(())
}

fn table(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "items\n{}", items(report).to_text())?;
    let mut raters = Table::new(&[
        "round", "raters", "W", "W_p", "nominal", "ordinal", "interval", "ratio",
    ]);
    for round in rounds(report) {
        let concordance = round
            .kendall_w
            .map(|found| found.tie_corrected.unwrap_or(found.uncorrected));
        let alpha = round.krippendorff_alpha;
        let mut row = vec![
            Cell::text(round.round.unwrap_or("-")),
            Cell::plain(&round.raters),
            Cell::maybe(concordance.map(|found| found.w)),
            Cell::maybe(concordance.map(|found| found.p)),
        ];
        row.extend([alpha.nominal, alpha.ordinal, alpha.interval, alpha.ratio].map(Cell::maybe));
        raters.rows.push(row);
    }
    writeln!(
        out,
        "raters together: Kendall's W, and Krippendorff's alpha on four levels\n{}",
        raters.to_text()
    )?;
    if report.drifts.is_empty() {
        return Ok(());
    }
    let mut drifts = Table::new(&[
        "from",
        "to",
        "item",
        "in_both",
        "kappa_linear",
        "kappa_quadratic",
        "moved",
        "stable",
        "median_change",
        "iqr_change",
    ]);
    for step in &report.drifts {
        for one in &step.items {
            let drift = &one.drift;
            drifts.rows.push(vec![
                Cell::text(step.from),
                Cell::text(step.to),
                Cell::text(one.item),
                Cell::plain(&drift.in_both),
                Cell::maybe(drift.weighted_kappa.linear),
                Cell::maybe(drift.weighted_kappa.quadratic),
                Cell::maybe(drift.moved),
                Cell::maybe(drift.stable),
                Cell::maybe(drift.median_change),
                Cell::maybe(drift.iqr_change),
            ]);
        }
    }
    writeln!(out, "from round to round\n{}", drifts.to_text())?;
    Ok(())
}

/// The rounds, the first one first.
fn rounds<'r>(report: &'r Report<'r>) -> impl Iterator<Item = &'r RoundReport<'r>> {
    report.earlier.iter().chain(&report.last)
}

/// An item and round a row.
fn items(report: &Report<'_>) -> Table {
    let mut table = Table::new(&[
        "round",
        "item",
        "n",
        "median",
        "q1",
        "q3",
        "iqr",
        "mean",
        "sd",
        "van_der_eijk_A",
        "polarization",
        "tastle_wierman_cns",
        "leik_D",
        "DI",
        "disagreement",
        "panel_agreement",
    ]);
    for round in rounds(report) {
        for item in &round.items {
            let summary = item.summary;
            let panel = item.rand_ucla;
            table.rows.push(vec![
                Cell::text(round.round.unwrap_or("-")),
                Cell::text(item.item),
                Cell::plain(&item.n),
                Cell::maybe(summary.map(|s| s.median)),
                Cell::maybe(summary.map(|s| s.q1)),
                Cell::maybe(summary.map(|s| s.q3)),
                Cell::maybe(summary.map(|s| s.iqr)),
                Cell::maybe(summary.map(|s| s.mean)),
                Cell::maybe(summary.and_then(|s| s.sd)),
                Cell::maybe(item.van_der_eijk_a),
                Cell::maybe(item.polarization),
                Cell::maybe(item.tastle_wierman),
                Cell::maybe(item.leik_d),
                Cell::maybe(panel.map(|p| p.di)),
                Cell::maybe(panel.map(|p| p.disagreement)),
                Cell::maybe(panel.and_then(|p| p.panel_agreement)),
            ]);
        }
    }
    table
}
