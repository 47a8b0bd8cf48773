//! Everything as files: CSV for spreadsheets, JSON for programs. The same privacy floor holds as on the pages.

use serde::Serialize;

use crate::analysis::privacy::withhold;
use crate::analysis::{Figure, PublishedReport};
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{Round, State};
use crate::app::surveys::SurveyView;
use crate::app::visitors::Visitor;
use crate::app::{App, rounds};
use crate::formats::ballots::{self, Ballots};
use crate::formats::cells::{Cell, Guard, Mark, Table};
use crate::formats::{codebook, responses};
use crate::goals;
use crate::model::{Lang, Privacy, Role, Slug};

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
                &codebook::codebook(&view.definition, lang),
            ));
        }
        let (view, results) = self.results(visitor, slug).await?;
        if name == "results.json" {
            return json(name, &results.report);
        }
        let report = results
            .figures()
            .ok_or(AppError::Hindered(Hindrance::TooFew))?;
        match name {
            "needs.csv" if report.needs.is_some() => {
                Ok(csv(name, style, &needs_table(&view, report, lang)))
            }
            "values.csv" if report.values.is_some() => {
                Ok(csv(name, style, &values_table(&view, report, lang)))
            }
            "ratings.csv" if report.ratings.is_some() => {
                Ok(csv(name, style, &ratings_table(&view, report, lang)))
            }
            "responses.csv" => {
                visitor.must_be(Role::Organiser)?;
                self.responses_file(&view, style).await
            }
            _ => Err(AppError::NotFound("file")),
        }
    }

    /// A file of a closed round: `ballots.json`, `ballots.csv`, `rules.json`, `outcome.json`, `tally.csv`.
    pub async fn round_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let round = self.round_results(visitor, slug).await?.round;
        let outcome = round
            .outcome
            .as_ref()
            .ok_or(AppError::Hindered(Hindrance::StillOpen))?;
        let format = match name {
            "rules.json" => return json(name, &round.rules),
            "outcome.json" => return json(name, outcome),
            "tally.csv" => return Ok(csv(name, style, &tally_table(&round))),
            "ballots.json" => ballots::Format::Json,
            "ballots.csv" => ballots::Format::Csv,
            _ => return Err(AppError::NotFound("file")),
        };
        let profile = rounds::profile(&round, &self.ballots(slug).await?)?;
        let papers = Ballots {
            title: Some(round.title.clone()),
            seats: Some(outcome.seats),
            profile,
        };
        let text =
            ballots::write(&papers, format).map_err(|error| AppError::Unfit(error.to_string()))?;
        let content_type = match format {
            ballots::Format::Json => JSON,
            ballots::Format::Csv => CSV,
        };
        Ok(File {
            name: name.to_owned(),
            content_type,
            bytes: text.into_bytes(),
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
            row.insert(0, Cell::plain(view.id));
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
            for name in [
                "ballots.json",
                "ballots.csv",
                "rules.json",
                "outcome.json",
                "tally.csv",
            ] {
                match self.round_file(visitor, slug, name, style).await {
                    Ok(file) => files.push(File {
                        name: format!("rounds/{slug}/{name}"),
                        ..file
                    }),
                    Err(AppError::Hindered(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
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
        let columns = match view.survey.privacy {
            Privacy::Anonymous => responses::Columns::Answers,
            Privacy::Confidential => responses::Columns::Organisation,
            Privacy::Named => responses::Columns::Member,
        };
        let mut bytes = Vec::new();
        let unwritable = |error: std::io::Error| AppError::Unfit(error.to_string());
        let mut writer = responses::Writer::begin(
            &mut bytes,
            &view.definition,
            columns,
            style.guard,
            style.mark,
        )
        .map_err(unwritable)?;
        for (idx, (response, withheld)) in responses.iter().zip(&withheld).enumerate() {
            let row = responses::Row {
                response_id: &(idx + 1).to_string(),
                answers: &response.answers,
                submitted_on: (view.survey.privacy != Privacy::Anonymous)
                    .then_some(response.submitted_on),
                channel: response.channel,
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

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";

fn csv(name: &str, style: CsvStyle, table: &Table) -> File {
    File {
        name: name.to_owned(),
        content_type: CSV,
        bytes: table.to_csv(style.guard, style.mark),
    }
}

fn json(name: &str, value: &impl Serialize) -> Result<File, AppError> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|error| AppError::Unfit(error.to_string()))?;
    bytes.push(b'\n');
    Ok(File {
        name: name.to_owned(),
        content_type: JSON,
        bytes,
    })
}

/// What a row tells about the person: organisation and language, then the background questions.
fn background(
    view: &SurveyView,
    response: &crate::model::Response,
    people: &crate::app::People,
) -> Vec<String> {
    let organisation = people
        .organisation_name(response.organisation)
        .unwrap_or_default()
        .to_owned();
    let raw = crate::survey::raw(&view.definition, &response.answers);
    let mut row = vec![organisation, response.language.to_string()];
    for question in view
        .definition
        .questions()
        .filter(|question| question.background)
    {
        for column in crate::survey::columns(question) {
            row.push(
                raw.get(&column.name)
                    .map_or_else(String::new, |values| values.join("|")),
            );
        }
    }
    row
}

/// A figure as three cells: how it is meant, the share, its interval.
fn figure_cells(figure: Figure) -> [Cell; 4] {
    match figure {
        Figure::Exact {
            share,
            interval: [low, high],
        } => [
            Cell::plain("exact"),
            Cell::plain(share),
            Cell::plain(low),
            Cell::plain(high),
        ],
        Figure::Under(bound) => [
            Cell::plain("under"),
            Cell::plain(bound),
            Cell::Empty,
            Cell::Empty,
        ],
        Figure::Over(bound) => [
            Cell::plain("over"),
            Cell::plain(bound),
            Cell::Empty,
            Cell::Empty,
        ],
        Figure::Hidden => [
            Cell::plain("suppressed"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ],
    }
}

fn label(view: &SurveyView, code: &crate::model::Code, lang: &Lang) -> Cell {
    let labels = rounds::item_labels(&view.definition);
    Cell::text(
        labels
            .get(code)
            .map_or(code.as_str(), |text| text.get(lang)),
    )
}

fn needs_table(view: &SurveyView, report: &PublishedReport, lang: &Lang) -> Table {
    let mut table = Table::new(&[
        "rank",
        "item",
        "label",
        "importance_is",
        "importance",
        "importance_low",
        "importance_high",
        "satisfaction_is",
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
    for need in report.needs.iter().flatten() {
        let mut row = vec![
            Cell::maybe(need.rank),
            Cell::plain(&need.item),
            label(view, &need.item, lang),
        ];
        row.extend(figure_cells(need.importance));
        row.extend(figure_cells(need.satisfaction));
        row.extend([
            Cell::maybe(need.n_satisfaction),
            Cell::maybe(need.dont_know),
            Cell::maybe(need.mean_satisfaction),
            Cell::maybe(need.priority),
            Cell::maybe(need.band.map(snake)),
            Cell::maybe(need.quadrant.map(snake)),
        ]);
        table.rows.push(row);
    }
    table
}

fn values_table(view: &SurveyView, report: &PublishedReport, lang: &Lang) -> Table {
    let mut table = Table::new(&[
        "item",
        "label",
        "shown",
        "best",
        "worst",
        "score",
        "score_low",
        "score_high",
    ]);
    for value in report.values.iter().flatten() {
        table.rows.push(vec![
            Cell::plain(&value.item),
            label(view, &value.item, lang),
            Cell::maybe(value.shown),
            Cell::maybe(value.best),
            Cell::maybe(value.worst),
            Cell::maybe(value.score),
            Cell::maybe(value.score_interval.map(|[low, _]| low)),
            Cell::maybe(value.score_interval.map(|[_, high]| high)),
        ]);
    }
    table
}

fn ratings_table(view: &SurveyView, report: &PublishedReport, lang: &Lang) -> Table {
    let mut table = Table::new(&[
        "question",
        "item",
        "label",
        "share_is",
        "share",
        "share_low",
        "share_high",
        "n",
        "dont_know",
        "mean",
    ]);
    for rating in report.ratings.iter().flatten() {
        let words = match &rating.item {
            Some(item) => label(view, item, lang),
            None => Cell::text(
                view.definition
                    .question(rating.question.as_str())
                    .map_or_else(String::new, |question| question.text.get(lang).to_owned()),
            ),
        };
        let mut row = vec![
            Cell::plain(&rating.question),
            Cell::maybe(rating.item.as_ref()),
            words,
        ];
        row.extend(figure_cells(rating.share));
        row.extend([
            Cell::maybe(rating.n),
            Cell::maybe(rating.dont_know),
            Cell::maybe(rating.mean),
        ]);
        table.rows.push(row);
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

/// The name of a value as it stands in JSON.
fn snake(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
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
