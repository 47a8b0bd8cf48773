//! Reading another tool's file by what the definition says of its columns.
//!
//! What such a file skips or repeats is mended and counted; a value that stands for nothing is a fault, except in
//! a background question, where it is left out and counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::responses::table::{Sheet, SheetRow, fault};
use crate::formats::responses::{CsvFault, Imported, ImportedRow, Note};
use crate::model::answers::{Answer, Answers, BestWorst, Rating};
use crate::model::code::Code;
use crate::model::definition::{Choice, Definition, Kind, LongRows, Question, Reads, Scale};
use crate::model::time::Day;

/// What statistics programs write for a missing value.
const MISSING: [&str; 3] = ["NA", "N/A", "NaN"];

/// Every column of other tools that the definition reads.
pub(super) fn columns(definition: &Definition) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for question in definition.questions() {
        if let Kind::Matrix { items, .. } = &question.kind {
            names.extend(items.iter().filter_map(|item| item.column.clone()));
        }
        if let Some(reads) = &question.reads {
            names.extend(reads.column.clone());
            names.extend(reads.columns.clone());
            if let Some(long) = &reads.long {
                let LongRows {
                    respondent,
                    block,
                    item,
                    value,
                    ..
                } = long;
                names.extend([respondent, block, item, value].map(String::clone));
            }
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// Reads the rows of another tool's file.
pub(super) fn read(definition: &Definition, sheet: &Sheet) -> Result<Imported, Vec<CsvFault>> {
    let mut reader = Reader {
        header: sheet
            .header
            .iter()
            .enumerate()
            .map(|(idx, name)| (name.as_str(), idx))
            .collect(),
        faults: Vec::new(),
        repeated: BTreeMap::new(),
        gaps: BTreeMap::new(),
        unknown: BTreeMap::new(),
    };
    let long = definition.questions().find_map(|question| {
        let long = question.reads.as_ref()?.long.as_ref()?;
        Some((question, long))
    });
    let rows = match long {
        Some((question, long)) => reader.long_rows(definition, question, long, sheet),
        None => sheet
            .rows
            .iter()
            .map(|row| imported(row.line, reader.answers(definition, row)))
            .collect(),
    };
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let notes = reader.notes(definition, sheet);
    Ok(Imported { rows, notes })
}

fn imported(line: u64, answers: Answers) -> ImportedRow {
    ImportedRow {
        line,
        answers,
        submitted_on: None,
        channel: None,
        language: None,
        organisation: None,
        member: None,
    }
}

struct Reader<'s> {
    header: BTreeMap<&'s str, usize>,
    faults: Vec<CsvFault>,
    repeated: BTreeMap<String, u64>,
    gaps: BTreeMap<String, u64>,
    unknown: BTreeMap<String, u64>,
}

/// What a cell says.
enum Said<'s> {
    Nothing,
    DontKnow,
    Value(&'s str),
}

impl<'s> Reader<'s> {
    /// The notes of all that was left out and mended.
    fn notes(self, definition: &Definition, sheet: &Sheet) -> Vec<Note> {
        let known = columns(definition);
        let ignored: Vec<String> = sheet
            .header
            .iter()
            .filter(|name| !known.contains(name))
            .cloned()
            .collect();
        let missing: Vec<String> = known
            .into_iter()
            .filter(|name| !sheet.header.contains(name))
            .collect();
        let mut notes = Vec::new();
        if !ignored.is_empty() {
            notes.push(Note::IgnoredColumns(ignored));
        }
        if !missing.is_empty() {
            notes.push(Note::MissingColumns(missing));
        }
        let counted = |counts: BTreeMap<String, u64>, note: fn(String, u64) -> Note| {
            counts.into_iter().map(move |(name, n)| note(name, n))
        };
        notes.extend(counted(self.repeated, |question, count| {
            Note::RepeatedPicks { question, count }
        }));
        notes.extend(counted(self.gaps, |question, count| Note::ClosedGaps {
            question,
            count,
        }));
        notes.extend(counted(self.unknown, |question, count| {
            Note::UnknownBackground { question, count }
        }));
        notes
    }

    fn cell<'r>(&self, row: &'r SheetRow, column: &str) -> &'r str {
        let idx = self.header.get(column);
        idx.and_then(|idx| row.cells.get(*idx))
            .unwrap_or_default()
            .trim()
    }

    fn said<'r>(&self, row: &'r SheetRow, column: &str, reads: Option<&Reads>) -> Said<'r> {
        let cell = self.cell(row, column);
        let among = |values: &[String]| values.iter().any(|value| same(cell, value));
        if cell.is_empty() || reads.is_some_and(|reads| among(&reads.no_answer)) {
            Said::Nothing
        } else if reads.is_some_and(|reads| among(&reads.dont_know)) {
            Said::DontKnow
        } else {
            Said::Value(cell)
        }
    }

    /// A value that stands for nothing the definition knows.
    fn odd(
        &mut self,
        question: &Question,
        row: &SheetRow,
        column: &str,
        value: &str,
        wanted: &str,
    ) {
        if MISSING.contains(&value) {
            return;
        }
        if question.background {
            *self.unknown.entry(question.code.to_string()).or_default() += 1;
            return;
        }
        let message = format!("`{value}` is not {wanted}; mend it or add it to `no_answer`");
        self.faults.push(fault(row.line, Some(column), &message));
    }

    fn answers(&mut self, definition: &Definition, row: &SheetRow) -> Answers {
        let mut answers = Answers::new();
        for question in definition.questions() {
            if let Some(answer) = self.answer(question, row) {
                answers.insert(question.code.clone(), answer);
            }
        }
        answers
    }

    fn answer(&mut self, question: &Question, row: &SheetRow) -> Option<Answer> {
        let reads = question.reads.as_ref();
        if let Kind::Matrix { items, scale, .. } = &question.kind {
            let mut ratings = BTreeMap::new();
            for item in items {
                let rating = item
                    .column
                    .as_ref()
                    .and_then(|column| self.rating(question, row, column, scale));
                if let Some(rating) = rating {
                    ratings.insert(item.code.clone(), rating);
                }
            }
            return (!ratings.is_empty()).then_some(Answer::Ratings(ratings));
        }
        if let Kind::Ranking { choices, .. } = &question.kind {
            return self.ranking(question, row, choices, &reads?.columns);
        }
        let column = reads?.column.as_ref()?;
        if let Kind::Scale { scale, .. } = &question.kind {
            return match self.rating(question, row, column, scale)? {
                Rating::Point(point) => Some(Answer::Rating(point)),
                Rating::DontKnow => Some(Answer::DontKnow),
            };
        }
        let value = match self.said(row, column, reads) {
            Said::Nothing => return None,
            Said::DontKnow => return Some(Answer::DontKnow),
            Said::Value(value) => value,
        };
        let (answer, wanted) = match &question.kind {
            Kind::Single { choices, .. } => (
                choice(choices, value).map(|c| Answer::Choice(c.code.clone())),
                "one of the choices",
            ),
            Kind::Number { .. } => (
                value
                    .parse()
                    .ok()
                    .filter(|n: &f64| n.is_finite())
                    .map(Answer::Number),
                "a number",
            ),
            Kind::Text { .. } => (Some(Answer::Text(value.to_owned())), "a text"),
            Kind::Date { .. } => (Day::parse(value).map(Answer::Date), "a day"),
            Kind::Multiple { .. }
            | Kind::Scale { .. }
            | Kind::Matrix { .. }
            | Kind::ImportanceSatisfaction { .. }
            | Kind::Ranking { .. }
            | Kind::BestWorst { .. }
            | Kind::Points { .. } => return None,
        };
        if answer.is_none() {
            self.odd(question, row, column, value, wanted);
        }
        answer
    }

    fn rating(
        &mut self,
        question: &Question,
        row: &SheetRow,
        column: &str,
        scale: &Scale,
    ) -> Option<Rating> {
        let value = match self.said(row, column, question.reads.as_ref()) {
            Said::Nothing => return None,
            Said::DontKnow => return Some(Rating::DontKnow),
            Said::Value(value) => value,
        };
        let point = scale.points().find(|point| same(value, &point.to_string()));
        if point.is_none() {
            let wanted = format!("a whole number from {} to {}", scale.min, scale.max);
            self.odd(question, row, column, value, &wanted);
        }
        point.map(Rating::Point)
    }

    /// The picks in order; repeats are dropped and gaps closed, both counted.
    fn ranking(
        &mut self,
        question: &Question,
        row: &SheetRow,
        choices: &[Choice],
        columns: &[String],
    ) -> Option<Answer> {
        let mut order: Vec<Vec<Code>> = Vec::new();
        let (mut skipped, mut gap) = (false, false);
        for column in columns {
            let Said::Value(value) = self.said(row, column, question.reads.as_ref()) else {
                skipped = true;
                continue;
            };
            let Some(choice) = choice(choices, value) else {
                self.odd(question, row, column, value, "one of the choices");
                skipped = true;
                continue;
            };
            if order.iter().flatten().any(|code| *code == choice.code) {
                *self.repeated.entry(question.code.to_string()).or_default() += 1;
            } else {
                gap |= skipped;
                order.push(vec![choice.code.clone()]);
            }
        }
        if gap {
            *self.gaps.entry(question.code.to_string()).or_default() += 1;
        }
        (!order.is_empty()).then_some(Answer::Ranking(order))
    }

    /// One row for each person, block and item; a person's other answers are those of the first row.
    fn long_rows(
        &mut self,
        definition: &Definition,
        question: &Question,
        long: &LongRows,
        sheet: &'s Sheet,
    ) -> Vec<ImportedRow> {
        let mut missing = false;
        for column in [&long.respondent, &long.block, &long.item, &long.value] {
            if !self.header.contains_key(column.as_str()) {
                let message = "this column is not in the file; add it";
                self.faults.push(fault(1, Some(column), message));
                missing = true;
            }
        }
        if missing {
            return Vec::new();
        }
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut people: Vec<Vec<&SheetRow>> = Vec::new();
        for row in &sheet.rows {
            let person = self.cell(row, &long.respondent);
            if person.is_empty() {
                let message = "this cell is empty; every row needs to say whose it is";
                self.faults
                    .push(fault(row.line, Some(&long.respondent), message));
                continue;
            }
            let place = *places.entry(person).or_insert(people.len());
            match people.get_mut(place) {
                Some(rows) => rows.push(row),
                None => people.push(vec![row]),
            }
        }
        let mut imported_rows = Vec::new();
        for rows in people {
            let Some(first) = rows.first() else {
                continue;
            };
            let mut answers = self.answers(definition, first);
            if let Some(answer) = self.best_worst(question, long, &rows) {
                answers.insert(question.code.clone(), answer);
            }
            imported_rows.push(imported(first.line, answers));
        }
        imported_rows
    }

    fn best_worst(
        &mut self,
        question: &Question,
        long: &LongRows,
        rows: &[&SheetRow],
    ) -> Option<Answer> {
        let Kind::BestWorst { items, blocks, .. } = &question.kind else {
            return None;
        };
        let mut by_block: BTreeMap<&str, Vec<&SheetRow>> = BTreeMap::new();
        for row in rows {
            let label = self.cell(row, &long.block);
            by_block.entry(label).or_default().push(row);
        }
        let mut picked: BTreeMap<u16, BestWorst> = BTreeMap::new();
        for (label, rows) in by_block {
            let mut codes = BTreeSet::new();
            let mut picks = BestWorst {
                best: None,
                worst: None,
            };
            let n_faults = self.faults.len();
            for row in &rows {
                let mut wrong = |column: &str, message: String| {
                    self.faults.push(fault(row.line, Some(column), &message));
                };
                let cell = |column: &str| {
                    let idx = self.header.get(column);
                    idx.and_then(|idx| row.cells.get(*idx))
                        .unwrap_or_default()
                        .trim()
                };
                let name = cell(&long.item);
                let Some(item) = items.iter().find(|item| item.code.as_str() == name) else {
                    wrong(&long.item, format!("there is no item `{name}`; mend it"));
                    continue;
                };
                if !codes.insert(&item.code) {
                    wrong(
                        &long.item,
                        format!("`{name}` is in block `{label}` twice; keep one"),
                    );
                }
                let value = cell(&long.value);
                let pick = if same(value, &long.best) {
                    &mut picks.best
                } else if same(value, &long.worst) {
                    &mut picks.worst
                } else {
                    if !(value.is_empty() || same(value, "0") || MISSING.contains(&value)) {
                        let (best, worst) = (&long.best, &long.worst);
                        wrong(
                            &long.value,
                            format!(
                                "`{value}` is neither `{best}` for best nor `{worst}` for worst nor 0"
                            ),
                        );
                    }
                    continue;
                };
                if pick.replace(item.code.clone()).is_some() {
                    wrong(
                        &long.value,
                        format!("block `{label}` has two of `{value}`; keep one"),
                    );
                }
            }
            if self.faults.len() > n_faults {
                continue;
            }
            match block_of(label, &codes, blocks, &picked) {
                Some(block) => {
                    if picks.best.is_some() || picks.worst.is_some() {
                        picked.insert(block, picks);
                    }
                }
                None => {
                    if let Some(first) = rows.first() {
                        let message = format!(
                            "the survey has no block with just the items of block `{label}`"
                        );
                        self.faults
                            .push(fault(first.line, Some(&long.block), &message));
                    }
                }
            }
        }
        (!picked.is_empty()).then_some(Answer::BestWorst(picked))
    }
}

/// The block with just these items: the one of that number, counted from 1, or the first that is still free.
fn block_of(
    label: &str,
    codes: &BTreeSet<&Code>,
    blocks: &[Vec<Code>],
    taken: &BTreeMap<u16, BestWorst>,
) -> Option<u16> {
    let fits = |block: &Vec<Code>| block.iter().collect::<BTreeSet<_>>() == *codes;
    let numbered = (0_u16..)
        .zip(blocks)
        .find(|(idx, block)| same(label, &(u32::from(*idx) + 1).to_string()) && fits(block));
    let free = || {
        (0_u16..)
            .zip(blocks)
            .find(|(idx, block)| fits(block) && !taken.contains_key(idx))
    };
    numbered.or_else(free).map(|(idx, _)| idx)
}

/// The choice that a value stands for.
fn choice<'c>(choices: &'c [Choice], value: &str) -> Option<&'c Choice> {
    let by_value = choices
        .iter()
        .find(|choice| choice.value.as_ref().is_some_and(|v| same(value, v)));
    by_value.or_else(|| {
        choices
            .iter()
            .find(|c| c.value.is_none() && c.code.as_str() == value)
    })
}

/// Do two cells say the same: as text, or as numbers (`1.0` and `1`)?
fn same(cell: &str, value: &str) -> bool {
    if cell == value {
        return true;
    }
    let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
    match (number(cell), number(value)) {
        (Some(a), Some(b)) => (a - b).abs() < f64::EPSILON,
        _ => false,
    }
}
