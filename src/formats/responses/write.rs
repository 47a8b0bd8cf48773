//! Writing responses, row by row.

use std::io;

use crate::formats::cells::{Cell, Guard, Mark, Rows};
use crate::model::answers::{Answers, Channel};
use crate::model::definition::{Definition, Question};
use crate::model::text::Lang;
use crate::model::time::Day;
use crate::survey::{self, Column, Part, RawAnswers};

/// Which of the columns that name somebody a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// None: for anonymous surveys.
    Answers,
    /// The organisation: for confidential surveys.
    Organisation,
    /// The organisation and the member: for named surveys.
    Member,
}

/// One response to be written.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// What the row goes by: a number after shuffling, or a random key.
    pub response_id: &'a str,
    /// What was answered.
    pub answers: &'a Answers,
    /// The day it came in; left empty where that is withheld.
    pub submitted_on: Option<Day>,
    /// How it came in.
    pub channel: Channel,
    /// The language of the form; left empty where that is withheld.
    pub language: Option<&'a Lang>,
    /// The organisation's name, written when the file has that column.
    pub organisation: Option<&'a str>,
    /// The member's name, written when the file has that column.
    pub member: Option<&'a str>,
    /// Leave the background questions' cells empty, because they would single somebody out.
    pub background_withheld: bool,
}

/// Writes responses in the contract's layout.
#[derive(Debug)]
pub struct Writer<'d, W: io::Write> {
    rows: Rows<W>,
    definition: &'d Definition,
    questions: Vec<Asked<'d>>,
    columns: Columns,
}

#[derive(Debug)]
struct Asked<'d> {
    section: usize,
    place: usize,
    question: &'d Question,
    columns: Vec<Column<'d>>,
}

impl<'d, W: io::Write> Writer<'d, W> {
    /// A writer to `out`; the header is written at once. Fails when `out` does.
    pub fn begin(
        out: W,
        definition: &'d Definition,
        columns: Columns,
        guard: Guard,
        mark: Mark,
    ) -> io::Result<Self> {
        let sections = definition.sections.iter().enumerate();
        let questions: Vec<Asked<'d>> = sections
            .flat_map(|(section, page)| {
                let questions = page.questions.iter().enumerate();
                questions.map(move |(place, question)| Asked {
                    section,
                    place,
                    question,
                    columns: survey::columns(question),
                })
            })
            .collect();
        let mut header: Vec<String> = ["response_id", "submitted_on", "channel", "language"]
            .map(str::to_owned)
            .to_vec();
        match columns {
            Columns::Answers => {}
            Columns::Organisation => header.push("organisation".to_owned()),
            Columns::Member => header.extend(["organisation", "member"].map(str::to_owned)),
        }
        let answers = questions.iter().flat_map(|asked| &asked.columns);
        header.extend(answers.map(|column| column.name.clone()));
        let mut rows = Rows::new(out, guard);
        rows.begin(mark, &header)?;
        Ok(Self {
            rows,
            definition,
            questions,
            columns,
        })
    }

    /// Writes one response. Fails when the output does.
    pub fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        let name = |name: Option<&str>| name.map_or(Cell::Empty, Cell::text);
        let mut cells = vec![
            Cell::text(row.response_id),
            Cell::maybe(row.submitted_on),
            Cell::plain(row.channel.name()),
            Cell::maybe(row.language),
        ];
        match self.columns {
            Columns::Answers => {}
            Columns::Organisation => cells.push(name(row.organisation)),
            Columns::Member => cells.extend([name(row.organisation), name(row.member)]),
        }
        let raw = survey::raw(self.definition, row.answers);
        let shown = survey::shown(self.definition, row.answers);
        for asked in &self.questions {
            let withheld = row.background_withheld && asked.question.background;
            let shown = shown.question(asked.section, asked.place);
            let cell = |column| {
                if withheld {
                    Cell::Empty
                } else {
                    cell(column, &raw, shown)
                }
            };
            cells.extend(asked.columns.iter().map(cell));
        }
        self.rows.row(&cells)
    }
}

/// The values of a response's background cells, for [`crate::analysis::privacy::withhold`]; `None` when all are empty.
pub fn background(definition: &Definition, answers: &Answers) -> Option<Vec<String>> {
    let raw = survey::raw(definition, answers);
    let values: Vec<String> = definition
        .questions()
        .filter(|question| question.background)
        .flat_map(survey::columns)
        .map(|column| {
            let values = raw.get(&column.name).into_iter().flatten();
            values.cloned().collect()
        })
        .collect();
    values
        .iter()
        .any(|value| !value.is_empty())
        .then_some(values)
}

/// A choice that was shown and not picked is 0; one that was not shown is empty.
fn cell(column: &Column<'_>, raw: &RawAnswers, shown: bool) -> Cell {
    let value = raw.get(&column.name).and_then(|values| values.first());
    match (value, column.part) {
        (Some(words), part) if part.is_words() => Cell::text(words),
        (Some(value), _) => Cell::plain(value),
        (None, Part::Picked(_)) if shown => Cell::plain(&0),
        (None, _) => Cell::Empty,
    }
}
