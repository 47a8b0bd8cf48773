//! The files of a board, laid out as Polis exports them, so that its results can be counted again here and
//! elsewhere.

use super::record::{Standing, Statement};
use super::results::BoardResults;
use super::voting::{counts, votes_of};
use crate::app::App;
use crate::app::error::{AppError, Hindrance};
use crate::app::export::{CsvStyle, File, csv};
use crate::app::records::State;
use crate::app::visitors::Visitor;
use crate::formats::cells::{Cell, Table};
use crate::formats::polis;
use crate::model::{Day, Slug};
use crate::opinion::{Tally, Vote, Votes};

/// The files of a closed board.
pub(crate) const BOARD_FILES: [&str; 6] = [
    "votes.csv",
    "participants-votes.csv",
    "comments.csv",
    "comment-groups.csv",
    "summary.csv",
    "stats-history.csv",
];

impl App {
    /// A file of a closed board: `votes.csv`, `participants-votes.csv`, `comments.csv`, `comment-groups.csv`,
    /// `summary.csv` or `stats-history.csv`.
    ///
    /// Participants go by numbers in the order of their random keys and votes have no time, so that nothing tells
    /// who came when. Whole votes are handed out in a crowd only. What may not be told is an empty cell.
    pub async fn board_file(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        name: &str,
        style: CsvStyle,
    ) -> Result<File, AppError> {
        let results = self.board_results(visitor, slug).await?;
        if results.board.state != State::Closed {
            return Err(Hindrance::StillOpen.into());
        }
        let statements = self.plain_statements(slug).await?;
        let table = match name {
            "comments.csv" => comments(&results, &statements),
            "comment-groups.csv" => comment_groups(&results),
            "summary.csv" => summary(&results),
            "stats-history.csv" => stats_history(&results),
            "votes.csv" | "participants-votes.csv" if !results.shows_votes => {
                return Err(Hindrance::TooFew.into());
            }
            "votes.csv" | "participants-votes.csv" => {
                let sheets = self.sheets_of(slug).await?;
                let (votes, _) = votes_of(&statements, &sheets)?;
                if name == "votes.csv" {
                    return long(name, &votes);
                }
                wide(&votes, &results)
            }
            _ => return Err(AppError::NotFound("file")),
        };
        Ok(csv(name, style, &table))
    }
}

/// The start of a day in seconds, and the day.
fn dated(day: Day) -> [Cell; 2] {
    let epoch = Day(jiff::civil::Date::constant(1970, 1, 1));
    [
        Cell::plain(&(epoch.days_until(day) * 86_400)),
        Cell::plain(&day),
    ]
}

fn number(vote: Vote) -> i8 {
    match vote {
        Vote::Disagree => -1,
        Vote::Pass => 0,
        Vote::Agree => 1,
    }
}

/// A vote a row, without times.
fn long(name: &str, votes: &Votes) -> Result<File, AppError> {
    let mut bytes = Vec::new();
    polis::write_votes(&mut bytes, polis::untimed(votes))
        .map_err(|error| AppError::Unfit(error.to_string()))?;
    Ok(File {
        name: name.to_owned(),
        content_type: "text/csv; charset=utf-8",
        bytes,
    })
}

/// A participant a row; the group is that of the results, by its place among them.
fn wide(votes: &Votes, results: &BoardResults) -> Table {
    let fixed = [
        "participant",
        "group-id",
        "n-comments",
        "n-votes",
        "n-agree",
        "n-disagree",
    ];
    let mut table = Table::new(&fixed);
    let ids = votes.statements().iter().map(|one| one.id.clone());
    table.header.extend(ids);
    for (person, id) in votes.participants().iter().enumerate() {
        let mut tally = Tally::default();
        let mut cells = vec![Cell::Empty; votes.statements().len()];
        for cell in votes.of(person) {
            tally.add(cell.vote());
            cells[cell.statement()] = Cell::plain(&number(cell.vote()));
        }
        let group = results.map.get(person).and_then(|place| place.group);
        let mut row = vec![
            Cell::plain(id),
            Cell::maybe(group),
            // Who wrote what is not known to us either.
            Cell::Empty,
            Cell::plain(&tally.seen),
            Cell::plain(&tally.agree),
            Cell::plain(&tally.disagree),
        ];
        row.extend(cells);
        table.rows.push(row);
    }
    table
}

/// The statements that are counted; the words of one that was turned down are left out.
fn comments(results: &BoardResults, statements: &[Statement]) -> Table {
    let mut table = Table::new(&[
        "timestamp",
        "datetime",
        "comment-id",
        "author-id",
        "agrees",
        "disagrees",
        "moderated",
        "is-meta",
        "is-seed",
        "comment-body",
    ]);
    for statement in statements.iter().filter(|statement| counts(statement)) {
        let tally = results.get(statement.number).and_then(|told| told.tally);
        let is_out = matches!(statement.standing, Standing::TurnedDown { .. });
        let [timestamp, datetime] = dated(statement.written_on);
        table.rows.push(vec![
            timestamp,
            datetime,
            Cell::plain(&statement.number),
            Cell::Empty,
            Cell::maybe(tally.map(|tally| tally.agree)),
            Cell::maybe(tally.map(|tally| tally.disagree)),
            Cell::plain(&if is_out { -1 } else { 1 }),
            Cell::plain(&statement.meta),
            Cell::plain(&(statement.author == super::Author::Seed)),
            if is_out {
                Cell::Empty
            } else {
                Cell::text(statement.text.clone())
            },
        ]);
    }
    table
}

/// How everybody and each group voted on each statement, as far as it may be told.
fn comment_groups(results: &BoardResults) -> Table {
    let mut table = Table::new(&["comment-id", "comment"]);
    let divided = &results.opinion;
    let whose: Vec<String> = std::iter::once("total".to_owned())
        .chain(
            divided
                .groups
                .iter()
                .filter(|_| divided.has_groups())
                .map(|group| format!("group-{}", group.name.to_lowercase())),
        )
        .collect();
    for who in &whose {
        for what in ["votes", "agrees", "disagrees", "passes"] {
            table.header.push(format!("{who}-{what}"));
        }
    }
    for told in &results.statements {
        let mut row = vec![
            Cell::plain(&told.statement.number),
            Cell::text(told.statement.text.clone()),
        ];
        let groups = divided.said(told.statement.number);
        let tallies = std::iter::once(told.tally)
            .chain(groups.iter().map(|said| said.tally))
            .take(whose.len());
        for tally in tallies {
            let parts = |tally: Tally| [tally.seen, tally.agree, tally.disagree, tally.pass];
            row.extend((0..4).map(|at| Cell::maybe(tally.map(|tally| parts(tally)[at]))));
        }
        table.rows.push(row);
    }
    table
}

fn summary(results: &BoardResults) -> Table {
    let board = &results.board;
    let n_groups = results
        .opinion
        .groups
        .iter()
        .filter(|_| results.opinion.has_groups())
        .count();
    let in_groups = results
        .map
        .iter()
        .filter(|place| place.group.is_some())
        .count();
    let mut table = Table {
        header: vec!["topic".to_owned(), board.title.clone()],
        rows: Vec::new(),
    };
    let mut row = |key: &str, value: Cell| table.rows.push(vec![Cell::plain(key), value]);
    row("url", Cell::plain(&format!("/b/{}/results", board.slug)));
    row("voters", Cell::plain(&results.participants));
    row(
        "voters-in-conv",
        Cell::maybe(results.shows_votes.then_some(in_groups)),
    );
    row("commenters", Cell::Empty);
    row("comments", Cell::plain(&results.statements.len()));
    row(
        "groups",
        Cell::maybe(results.shows_votes.then_some(n_groups)),
    );
    row(
        "conversation-description",
        Cell::text(board.question.clone()),
    );
    table
}

/// The state at the close; how it came about is not kept.
fn stats_history(results: &BoardResults) -> Table {
    let mut table = Table::new(&[
        "n-votes",
        "n-comments",
        "n-visitors",
        "n-voters",
        "n-commenters",
    ]);
    table.rows.push(vec![
        Cell::plain(&results.votes),
        Cell::plain(&results.statements.len()),
        Cell::plain(&results.turnout.taken_part),
        Cell::plain(&results.participants),
        Cell::Empty,
    ]);
    table
}
