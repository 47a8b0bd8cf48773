//! Everything as files: CSV for spreadsheets, JSON for programs. The same privacy floor holds as on the pages.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::analysis::privacy::withhold;
use crate::app::boards::BOARD_FILES;
use crate::app::error::{AppError, Hindrance};
use crate::app::pairs::WIKI_FILES;
use crate::app::panels::PANEL_FILES;
use crate::app::records::{Round, State};
use crate::app::round_options::item_labels;
use crate::app::secret::hex;
use crate::app::surveys::SurveyView;
use crate::app::visitors::Visitor;
use crate::app::{App, PaperStyle, People, rounds};
use crate::formats::ballots::{self, Ballots};
use crate::formats::cells::{Cell, Guard, Mark, Table};
use crate::formats::{codebook, reports, responses};
use crate::goals;
use crate::model::{Definition, Lang, Privacy, Response, Role, Slug};

/// How CSV files are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct CsvStyle {
    /// Are words guarded against being taken for formulas?
    pub guard: Guard,
    /// Does the file begin with a byte order mark?
    pub mark: Mark,
}

/// A file to be handed out.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What kind of file it is, for HTTP.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl App {
    /// A file of a closed survey: `needs.csv`, `values.csv`, `ratings.csv`, `results.json`,
    /// `codebook.csv`, and for organisers `responses.csv`.
    pub async fn survey_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
        lang: &Lang,
    ) -> Result<File, AppError> {
        if name == "codebook.csv" {
            let view = self.survey(visitor, slug).await?;
            return Ok(csv(
                name,
                style,
                &codebook::codebook(&view.definition, columns_for(view.survey.privacy), lang),
            ));
        }
        let (view, results) = self.results(visitor, slug).await?;
        if name == "results.json" {
            return json(name, &results.report);
        }
        let report = results
            .figures()
            .ok_or(AppError::Hindered(Hindrance::TooFew))?;
        if name == "responses.csv" {
            visitor.must_be(Role::Organiser)?;
            return self.responses_file(&view, style).await;
        }
        let wanted = name.strip_suffix(".csv").unwrap_or_default();
        let (_, table) = reports::published(report)
            .into_iter()
            .find(|(table_name, _)| *table_name == wanted)
            .ok_or(AppError::NotFound("file"))?;
        Ok(csv(
            name,
            style,
            &with_labels(table, &view.definition, lang),
        ))
    }

    /// A file of a closed round: `ballots.json`, `ballots.csv`, `ballots.blt`, `rules.json`,
    /// `outcome.json`, `tally.csv`, `report.json`, and `MANIFEST.sha256` over them.
    pub async fn round_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let results = self.round_results(visitor, slug).await?;
        let round = &results.round;
        let outcome = round
            .outcome
            .as_ref()
            .ok_or(AppError::Hindered(Hindrance::StillOpen))?;
        let (format, content_type, mark) = match name {
            "rules.json" => return json(name, &round.rules),
            "outcome.json" => return json(name, outcome),
            "report.json" => return json(name, &results.report),
            "tally.csv" => return Ok(csv(name, style, &tally_table(round))),
            "MANIFEST.sha256" => return self.round_manifest(visitor, slug).await,
            "ballots.json" => (ballots::Format::Json, JSON, ""),
            "ballots.csv" => (ballots::Format::Csv, CSV, style.mark.as_str()),
            "ballots.blt" if has_rankings(round) => (ballots::Format::Blt, PLAIN_TEXT, ""),
            _ => return Err(AppError::NotFound("file")),
        };
        if !results.shows_ballots {
            return Err(Hindrance::TooFew.into());
        }
        let profile = rounds::profile(round, &self.ballots(slug).await?)?;
        let papers = Ballots {
            title: Some(round.title.clone()),
            seats: Some(outcome.seats),
            ..Ballots::of(profile)
        };
        let text =
            ballots::write(&papers, format).map_err(|error| AppError::Unfit(error.to_string()))?;
        Ok(File {
            name: name.to_owned(),
            content_type,
            bytes: [mark.as_bytes(), text.as_bytes()].concat(),
        })
    }

    /// The SHA-256 of each file of a closed round, as `sha256sum -c` reads them.
    async fn round_manifest(&self, visitor: &Visitor, slug: &Slug) -> Result<File, AppError> {
        let mut lines = Vec::new();
        for name in ROUND_FILES {
            // Files that are not handed out are not in the list either.
            if let Ok(file) =
                Box::pin(self.round_file(visitor, slug, name, CsvStyle::default())).await
            {
                let digest = hex(&Sha256::digest(&file.bytes));
                lines.push(format!("{digest}  {slug}-{name}\n"));
            }
        }
        Ok(File {
            name: "MANIFEST.sha256".to_owned(),
            content_type: PLAIN_TEXT,
            bytes: lines.concat().into_bytes(),
        })
    }

    /// Every goal the visitor may see, as `goals.csv`.
    pub async fn goals_file(
        &self,
        visitor: &Visitor,
        style: CsvStyle,
        lang: &Lang,
    ) -> Result<File, AppError> {
        let views = self.goals(visitor).await?;
        let (header, rows) =
            goals::rows(views.iter().map(|view| &view.goal), self.now().day(), lang);
        let mut table = goals_table(&header, rows);
        table.header.insert(0, "goal".to_owned());
        for (row, view) in table.rows.iter_mut().zip(&views) {
            row.insert(0, Cell::plain(&view.id));
        }
        Ok(csv("goals.csv", style, &table))
    }

    /// Everything there is as files in folders, for the operator.
    pub async fn all_files(
        &self,
        visitor: &Visitor,
        style: CsvStyle,
        lang: &Lang,
    ) -> Result<Vec<File>, AppError> {
        visitor.must_be(Role::Organiser)?;
        let mut files = Vec::new();
        for view in self.surveys(visitor).await? {
            let slug = &view.survey.slug;
            if view.survey.state != State::Closed {
                continue;
            }
            for name in [
                "responses.csv",
                "codebook.csv",
                "needs.csv",
                "values.csv",
                "ratings.csv",
                "results.json",
            ] {
                match self.survey_file(visitor, slug, name, style, lang).await {
                    Ok(file) => files.push(File {
                        name: format!("surveys/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::NotFound(_) | AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        for view in self.rounds(visitor).await? {
            let slug = &view.round.slug;
            if view.round.state != State::Closed {
                continue;
            }
            for name in ROUND_FILES {
                match self.round_file(visitor, slug, name, style).await {
                    Ok(file) => files.push(File {
                        name: format!("rounds/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::NotFound(_) | AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        for view in self.boards(visitor).await? {
            let slug = &view.board.slug;
            if view.board.state != State::Closed {
                continue;
            }
            for name in BOARD_FILES {
                match self.board_file(visitor, slug, name, style).await {
                    Ok(file) => files.push(File {
                        name: format!("boards/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        for view in self.panels(visitor).await? {
            let slug = &view.panel.slug;
            for name in PANEL_FILES {
                match self.panel_file(visitor, slug, name, style).await {
                    Ok(file) => files.push(File {
                        name: format!("panels/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        for view in self.wikis(visitor).await? {
            let slug = &view.wiki.slug;
            for name in WIKI_FILES {
                match self.wiki_file(visitor, slug, name, style).await {
                    Ok(file) => files.push(File {
                        name: format!("pairs/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        files.extend(self.proposal_files(visitor, style).await?);
        files.push(self.decisions_file(visitor, style).await?);
        files.push(self.goals_file(visitor, style, lang).await?);
        Ok(files)
    }

    async fn responses_file(&self, view: &SurveyView, style: CsvStyle) -> Result<File, AppError> {
        let responses = self.responses(&view.survey.slug).await?;
        let people = self.register().await?;
        let k = usize::try_from(self.k().await?).unwrap_or(usize::MAX);
        // In a named survey the person is known anyway; in the others a rare background would give her away.
        let withheld: Vec<bool> = if view.survey.privacy == Privacy::Named {
            vec![false; responses.len()]
        } else {
            let backgrounds: Vec<Option<Vec<String>>> = responses
                .iter()
                .map(|response| Some(background(view, response, &people)))
                .collect();
            withhold(&backgrounds, k)
        };
        let mut bytes = Vec::new();
        let unwritable = |error: std::io::Error| AppError::Unfit(error.to_string());
        let mut writer = responses::Writer::begin(
            &mut bytes,
            &view.definition,
            columns_for(view.survey.privacy),
            style.guard,
            style.mark,
        )
        .map_err(unwritable)?;
        for (idx, (response, withheld)) in responses.iter().zip(&withheld).enumerate() {
            let row = responses::Row {
                response_id: &(idx + 1).to_string(),
                answers: &response.answers,
                submitted_on: (!withheld && view.survey.privacy != Privacy::Anonymous)
                    .then_some(response.submitted_on),
                channel: (!withheld).then_some(response.channel),
                language: (!withheld).then_some(&response.language),
                organisation: people
                    .organisation_name(response.organisation)
                    .filter(|_| !withheld),
                member: people.member_name(response.member),
                background_withheld: *withheld,
            };
            writer.row(&row).map_err(unwritable)?;
        }
        drop(writer);
        Ok(File {
            name: "responses.csv".to_owned(),
            content_type: CSV,
            bytes,
        })
    }
}

/// The files of a closed round that can be counted again.
const ROUND_FILES: [&str; 7] = [
    "ballots.json",
    "ballots.csv",
    "ballots.blt",
    "rules.json",
    "outcome.json",
    "tally.csv",
    "report.json",
];
const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";
const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

pub(crate) fn csv(name: &str, style: CsvStyle, table: &Table) -> File {
    File {
        name: name.to_owned(),
        content_type: CSV,
        bytes: table.to_csv(style.guard, style.mark),
    }
}

pub(crate) fn json(name: &str, value: &impl Serialize) -> Result<File, AppError> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|error| AppError::Unfit(error.to_string()))?;
    bytes.push(b'\n');
    Ok(File {
        name: name.to_owned(),
        content_type: JSON,
        bytes,
    })
}

/// Are the round's ballots rankings, which alone BLT can hold?
pub fn has_rankings(round: &Round) -> bool {
    matches!(round.style(), PaperStyle::Ranking | PaperStyle::One)
}

/// Which columns that name somebody a survey's responses have.
fn columns_for(privacy: Privacy) -> responses::Columns {
    match privacy {
        Privacy::Anonymous => responses::Columns::Answers,
        Privacy::Confidential => responses::Columns::Organisation,
        Privacy::Named => responses::Columns::Member,
    }
}

/// What a row tells about the person: organisation, language, day and channel, then the background questions.
fn background(view: &SurveyView, response: &Response, people: &People) -> Vec<String> {
    let organisation = people
        .organisation_name(response.organisation)
        .unwrap_or_default();
    let asked = responses::background(&view.definition, &response.answers).unwrap_or_default();
    // The day of an anonymous answer is not handed out at all.
    let day = match view.survey.privacy {
        Privacy::Anonymous => String::new(),
        Privacy::Confidential | Privacy::Named => response.submitted_on.to_string(),
    };
    let channel = response.channel.name().to_owned();
    [
        organisation.to_owned(),
        response.language.to_string(),
        day,
        channel,
    ]
    .into_iter()
    .chain(asked)
    .collect()
}

/// The table with the items' words beside their codes.
fn with_labels(mut table: Table, definition: &Definition, lang: &Lang) -> Table {
    let Some(at) = table.header.iter().position(|name| name == "item") else {
        return table;
    };
    let labels = item_labels(definition);
    table.header.insert(at + 1, "label".to_owned());
    for row in &mut table.rows {
        let label = match row.get(at) {
            Some(Cell::Plain(code)) => labels
                .get(code.as_str())
                .map(|text| Cell::text(text.get(lang))),
            Some(Cell::Text(_) | Cell::Empty) | None => None,
        };
        row.insert(at + 1, label.unwrap_or(Cell::Empty));
    }
    table
}

/// The count as a table: a row for each option, with its votes stage by stage or its score.
fn tally_table(round: &Round) -> Table {
    let Some(outcome) = &round.outcome else {
        return Table::new(&["option"]);
    };
    let mut header = vec!["option".to_owned(), "label".to_owned(), "place".to_owned()];
    if outcome.scores.is_some() {
        header.push("score".to_owned());
    }
    header.extend(
        outcome
            .rounds
            .iter()
            .map(|stage| format!("round_{}", stage.round)),
    );
    let mut table = Table {
        header,
        rows: Vec::new(),
    };
    for option in &outcome.candidates {
        let mut row = vec![
            Cell::plain(option),
            Cell::text(round.label(option, &Lang::english())),
            Cell::maybe(place(outcome, option)),
        ];
        if let Some(scores) = &outcome.scores {
            row.push(Cell::maybe(scores.get(option)));
        }
        row.extend(
            outcome
                .rounds
                .iter()
                .map(|stage| Cell::maybe(stage.votes.get(option))),
        );
        table.rows.push(row);
    }
    if !outcome.rounds.is_empty() {
        let mut row = vec![Cell::plain("exhausted"), Cell::Empty, Cell::Empty];
        if outcome.scores.is_some() {
            row.push(Cell::Empty);
        }
        row.extend(
            outcome
                .rounds
                .iter()
                .map(|stage| Cell::plain(&stage.exhausted)),
        );
        table.rows.push(row);
    }
    table
}

fn place(outcome: &crate::tally::Outcome, option: &str) -> Option<usize> {
    let mut place = 1;
    for equals in outcome.order.as_ref()? {
        if equals.iter().any(|name| name == option) {
            return Some(place);
        }
        place += equals.len();
    }
    None
}

/// The rows of goals as a table.
pub fn goals_table(header: &[&str], rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new(header);
    table.rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(number_or_words).collect())
        .collect();
    table
}

/// A cell of a goal: numbers stay numbers, everything else is guarded.
fn number_or_words(cell: String) -> Cell {
    if cell.parse::<f64>().is_ok() {
        Cell::Plain(cell)
    } else {
        Cell::Text(cell)
    }
}
