//! The files of a panel: its ratings, handed out in a crowd only, and its measures.

use crate::analysis::privacy::withhold;
use crate::app::error::{AppError, Hindrance};
use crate::app::export::{CsvStyle, File, csv, json};
use crate::app::panels::figures::{Detail, PanelFigures, ratings};
use crate::app::panels::record::{Panel, PanelEntry};
use crate::app::visitors::Visitor;
use crate::app::{App, BALLOTS_FLOOR};
use crate::formats::cells::{Cell, Table};
use crate::model::{Privacy, Slug};

/// The names of the files.
pub(crate) const PANEL_FILES: [&str; 3] = ["ratings.csv", "measures.csv", "panel.json"];

impl App {
    /// A file of a panel: `ratings.csv`, which `commonground agreement` reads, `measures.csv`, and `panel.json` with
    /// its items and its rule.
    pub async fn panel_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let results = self.panel_results(visitor, slug).await?;
        let (panel, figures) = (&results.panel, &results.figures);
        match name {
            "panel.json" => json(name, panel),
            "measures.csv" => Ok(csv(name, style, &measures(panel, figures))),
            "ratings.csv" => {
                let rounds = handed_out(panel, figures);
                if rounds.is_empty() {
                    return Err(Hindrance::TooFew.into());
                }
                let entries = self.panel_entries(slug).await?;
                let groups = self.told_of(panel, &entries).await?;
                Ok(csv(
                    name,
                    style,
                    &ratings_table(panel, &entries, &groups, &rounds),
                ))
            }
            _ => Err(AppError::NotFound("file")),
        }
    }

    /// The organisation or name of each participant, where the panel's privacy tells it.
    async fn told_of(
        &self,
        panel: &Panel,
        entries: &[PanelEntry],
    ) -> Result<Vec<String>, AppError> {
        if panel.privacy == Privacy::Anonymous {
            return Ok(vec![String::new(); entries.len()]);
        }
        let people = self.register().await?;
        if panel.privacy == Privacy::Named {
            let name = |entry: &PanelEntry| people.member_name(entry.member).unwrap_or_default();
            return Ok(entries.iter().map(|entry| name(entry).to_owned()).collect());
        }
        let organisations: Vec<Option<&str>> = entries
            .iter()
            .map(|entry| people.organisation_name(entry.organisation))
            .collect();
        let k = usize::try_from(self.k().await?).unwrap_or(usize::MAX);
        let withheld = withhold(&organisations, k);
        Ok(organisations
            .into_iter()
            .zip(withheld)
            .map(|(name, withheld)| name.filter(|_| !withheld).unwrap_or_default().to_owned())
            .collect())
    }
}

/// The closed rounds whose ratings are handed out: a whole row of ratings is nearly a signature, so it is shown in a
/// crowd only.
pub(crate) fn handed_out(panel: &Panel, figures: &PanelFigures) -> Vec<u32> {
    let floor = match panel.privacy {
        Privacy::Named => figures.k,
        Privacy::Anonymous | Privacy::Confidential => figures.k.saturating_mul(BALLOTS_FLOOR),
    };
    (1..)
        .zip(&figures.rounds)
        .filter(|(_, round)| round.n >= floor)
        .map(|(number, _)| number)
        .collect()
}

/// A rating a row. Participants are numbered in the order of their random keys.
fn ratings_table(
    panel: &Panel,
    entries: &[PanelEntry],
    told_of: &[String],
    rounds: &[u32],
) -> Table {
    let told = match panel.privacy {
        Privacy::Anonymous => None,
        Privacy::Confidential => Some("organisation"),
        Privacy::Named => Some("name"),
    };
    let mut table = Table::new(&["participant", "round", "item", "label", "rating"]);
    table.header.extend(told.map(str::to_owned));
    let all = ratings(panel, entries, rounds);
    for round in &all.rounds {
        for ((person, row), told_of) in all.people.iter().zip(&round.ratings).zip(told_of) {
            for (item, rating) in panel.items.iter().zip(row) {
                let Some(rating) = rating else { continue };
                let mut cells = vec![
                    Cell::plain(person),
                    Cell::plain(&round.name),
                    Cell::plain(&item.code),
                    Cell::text(&item.label),
                    Cell::plain(rating),
                ];
                cells.extend(told.map(|_| Cell::text(told_of)));
                table.rows.push(cells);
            }
        }
    }
    table
}

/// An item and round a row; what the floor holds back is empty.
fn measures(panel: &Panel, figures: &PanelFigures) -> Table {
    let mut table = Table::new(&[
        "round",
        "item",
        "label",
        "n",
        "median",
        "q1",
        "q3",
        "iqr",
        "van_der_eijk_A",
        "ipr",
        "ipras",
        "di",
        "largest_third",
        "share",
        "moved",
        "changed",
        "kappa_quadratic",
        "stable",
        "agreed",
        "finding",
    ]);
    for (number, round) in (1..).zip(&figures.rounds) {
        for item in panel.items_of(number) {
            let Some(found) = round.items.get(&item.code) else {
                continue;
            };
            let judged = &found.judged;
            let middle = (found.detail >= Detail::Middle).then_some(judged);
            let full = (found.detail == Detail::Full).then_some(judged);
            let summary = middle.and_then(|judged| judged.summary);
            let panel_rule = full.and_then(|judged| judged.rand_ucla);
            let third = full.and_then(|judged| judged.largest_third);
            let drift = full.and_then(|judged| judged.drift);
            table.rows.push(vec![
                Cell::plain(&number),
                Cell::plain(&item.code),
                Cell::text(&item.label),
                Cell::maybe(full.map(|judged| judged.n)),
                Cell::maybe(summary.map(|found| found.median)),
                Cell::maybe(summary.map(|found| found.q1)),
                Cell::maybe(summary.map(|found| found.q3)),
                Cell::maybe(summary.map(|found| found.iqr)),
                Cell::maybe(full.and_then(|judged| judged.agreement_a)),
                Cell::maybe(panel_rule.map(|found| found.ipr)),
                Cell::maybe(panel_rule.map(|found| found.ipras)),
                Cell::maybe(panel_rule.map(|found| found.di)),
                Cell::maybe(third.map(|(side, _)| side.name())),
                Cell::maybe(third.map(|(_, share)| share)),
                Cell::maybe(drift.and_then(|drift| drift.moved)),
                Cell::maybe(full.and_then(|judged| judged.changed)),
                Cell::maybe(drift.and_then(|drift| drift.weighted_kappa.quadratic)),
                Cell::maybe(middle.and_then(|judged| judged.stable)),
                Cell::maybe(middle.and_then(|judged| judged.agreed)),
                Cell::plain(judged.finding.name()),
            ]);
        }
    }
    table
}
