//! Reading responses: our own layout, or another tool's as the definition says.

use std::collections::BTreeMap;

use crate::formats::cells::unguarded;
use crate::formats::responses::table::{Sheet, SheetRow, fault};
use crate::formats::responses::{CsvFault, Imported, ImportedRow, Note, foreign};
use crate::model::answers::Channel;
use crate::model::definition::Definition;
use crate::model::text::Lang;
use crate::model::time::Day;
use crate::survey::{self, FIXED_COLUMNS, Part, RawAnswers, Register, Scope};

/// The most faults that are told; the rest of a file that is wrong all through helps nobody.
const MAX_FAULTS: usize = 1_000;

/// Reads a CSV file of responses, in our own layout or, where more of its columns are ones that the definition
/// says it reads, in another tool's.
///
/// Fails with every fault (the first 1,000), and then nothing is read. A file with a header and no rows is no
/// fault: it holds no responses. In our own layout an unknown column is a fault; in another tool's it is noted.
pub fn read(
    definition: &Definition,
    bytes: &[u8],
    register: Register<'_>,
) -> Result<Imported, Vec<CsvFault>> {
    let sheet = Sheet::read(bytes)?;
    let own: BTreeMap<String, Part<'_>> = definition
        .questions()
        .flat_map(survey::columns)
        .map(|column| (column.name, column.part))
        .collect();
    let theirs = foreign::columns(definition);
    let has = |name: &&String| sheet.header.contains(name);
    let n_own = own.keys().filter(has).count();
    let n_theirs = theirs.iter().filter(has).count();
    let mut read = if n_own == 0 && n_theirs == 0 {
        let message = format!(
            "none of these columns belongs to the survey `{}`; is it the right file?",
            definition.code
        );
        return Err(vec![fault(1, None, &message)]);
    } else if n_theirs > n_own {
        foreign::read(definition, &sheet)
    } else {
        read_own(definition, &sheet, &own, register)
    };
    match &mut read {
        Ok(imported) if sheet.n_empty > 0 => imported.notes.push(Note::EmptyRows(sheet.n_empty)),
        Ok(_) => {}
        Err(faults) => limit(faults),
    }
    read
}

fn limit(faults: &mut Vec<CsvFault>) {
    let more = faults.len().saturating_sub(MAX_FAULTS);
    faults.truncate(MAX_FAULTS);
    if let (1.., Some(last)) = (more, faults.last()) {
        let line = last.line;
        faults.push(fault(line, None, &format!("and {more} more after this")));
    }
}

fn read_own(
    definition: &Definition,
    sheet: &Sheet,
    own: &BTreeMap<String, Part<'_>>,
    register: Register<'_>,
) -> Result<Imported, Vec<CsvFault>> {
    let mut faults: Vec<CsvFault> = sheet
        .header
        .iter()
        .filter(|name| !own.contains_key(*name) && !FIXED_COLUMNS.contains(&name.as_str()))
        .map(|name| {
            let message = "the survey has no such column; rename it or take it out";
            fault(1, Some(name), message)
        })
        .collect();
    let mut rows = Vec::new();
    for row in &sheet.rows {
        rows.push(own_row(
            definition,
            &sheet.header,
            row,
            own,
            register,
            &mut faults,
        ));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let missing: Vec<String> = own
        .keys()
        .filter(|name| !sheet.header.contains(name))
        .cloned()
        .collect();
    let notes = (!missing.is_empty()).then_some(Note::MissingColumns(missing));
    Ok(Imported {
        rows,
        notes: notes.into_iter().collect(),
    })
}

fn own_row(
    definition: &Definition,
    header: &[String],
    row: &SheetRow,
    own: &BTreeMap<String, Part<'_>>,
    register: Register<'_>,
    faults: &mut Vec<CsvFault>,
) -> ImportedRow {
    let mut read = ImportedRow {
        line: row.line,
        answers: BTreeMap::new(),
        submitted_on: None,
        channel: None,
        language: None,
        organisation: None,
        member: None,
    };
    let mut raw = RawAnswers::new();
    for (name, cell) in header.iter().zip(&row.cells) {
        let value = cell.trim();
        if value.is_empty() {
            continue;
        }
        let mut wrong = |message: &str| faults.push(fault(row.line, Some(name), message));
        match (own.get(name), name.as_str()) {
            (Some(part), _) => {
                let value = if part.is_words() {
                    unguarded(cell)
                } else {
                    value
                };
                raw.insert(name.clone(), vec![value.to_owned()]);
            }
            (None, "submitted_on") => {
                read.submitted_on = Day::parse(value);
                if read.submitted_on.is_none() {
                    wrong("this is not a day; write it like 2026-11-23");
                }
            }
            (None, "channel") => {
                read.channel = [Channel::Invited, Channel::Open, Channel::Imported]
                    .into_iter()
                    .find(|channel| channel.name() == value);
                if read.channel.is_none() {
                    wrong("this is not a channel; write invited, open or imported");
                }
            }
            (None, "language") => {
                read.language = Lang::parse(value);
                if read.language.is_none() {
                    wrong("this is not a language tag; write one like en or es");
                }
            }
            (None, "organisation") => read.organisation = Some(unguarded(cell).to_owned()),
            (None, "member") => read.member = Some(unguarded(cell).to_owned()),
            (None, _) => {}
        }
    }
    let parsed = survey::parse(definition, &raw, Scope::Row, register);
    for error in parsed.errors {
        faults.push(fault(
            row.line,
            Some(&error.field),
            &error.problem.to_string(),
        ));
    }
    read.answers = parsed.answers;
    read
}
