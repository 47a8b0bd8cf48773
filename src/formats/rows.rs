//! What the readers of small tables share: faults with their place, and rows under a header.

use std::fmt;

/// The most faults that are told of one file.
const MAX_FAULTS: usize = 20;

/// What is wrong at a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: u64,
    /// The field within the line, from 1.
    pub column: u64,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, what } = self;
        write!(f, "line {line}, column {column}: {what}")
    }
}

/// Everything that is wrong with a file; there is at least one fault when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first faults.
    pub listed: Vec<Fault>,
    /// How many there are beyond those.
    pub more: u64,
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (idx, fault) in self.listed.iter().enumerate() {
            let lead = if idx == 0 { "" } else { "\n" };
            write!(f, "{lead}{fault}")?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl Faults {
    /// A single fault.
    pub(super) fn one(line: u64, column: u64, what: impl Into<String>) -> Self {
        let mut faults = Self::default();
        faults.add(line, column, what);
        faults
    }

    pub(super) fn add(&mut self, line: u64, column: u64, what: impl Into<String>) {
        if self.listed.len() < MAX_FAULTS {
            self.listed.push(Fault {
                line,
                column,
                what: what.into(),
            });
        } else {
            self.more += 1;
        }
    }

    /// `value` where nothing is wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.listed.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// The rows of a table, each as long as its header.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// The names of the columns, trimmed.
    pub(super) header: Vec<String>,
    /// The rows with their lines; cells are trimmed.
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads CSV with a header. Fails on text that is not UTF-8, a header without rows' length, ragged rows.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Faults> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut faults = Faults::default();
        let mut header: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    faults.add(line, 1, "this is not CSV; save the file as CSV");
                    break;
                }
            };
            let line = record.position().map_or(1, csv::Position::line);
            let mut cells = Vec::with_capacity(record.len());
            for (column, cell) in (1..).zip(&record) {
                let text = std::str::from_utf8(cell);
                if text.is_err() {
                    faults.add(line, column, "this is not UTF-8; save the file as UTF-8");
                }
                cells.push(text.unwrap_or_default().trim().to_owned());
            }
            match &header {
                None => header = Some(cells),
                Some(header) if header.len() == cells.len() => rows.push((line, cells)),
                Some(header) => faults.add(
                    line,
                    cells.len().min(header.len()) as u64 + 1,
                    ragged(cells.len(), header.len()),
                ),
            }
        }
        let Some(header) = header else {
            return Err(Faults::one(1, 1, "the file is empty; begin with a header"));
        };
        faults.or(Self { header, rows })
    }

    /// The index of the first column with one of these names, capitals aside.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        find_column(&self.header, names)
    }
}

/// The index of the first column with one of these names, capitals aside.
pub(super) fn find_column(header: &[String], names: &[&str]) -> Option<usize> {
    let is_named = |cell: &String| names.iter().any(|name| cell.eq_ignore_ascii_case(name));
    header.iter().position(is_named)
}

/// The message for a row that is not as long as its header.
pub(super) fn ragged(found: usize, expected: usize) -> String {
    format!("the row has {found} cells where the header has {expected}")
}

/// The text of a cell, cut where it is too long for a message.
pub(super) fn shown(cell: &str) -> String {
    let mut short: String = cell.chars().take(40).collect();
    if short.len() < cell.len() {
        short.push('…');
    }
    crate::model::text::one_line(&short).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ragged_row_is_named_with_its_line() {
        let found = Sheet::read(b"a,b\n1,2\n\n\"x\ny\",2\n3\n4,5,6\n").unwrap_err();
        assert_eq!(
            found.to_string(),
            "line 6, column 2: the row has 1 cells where the header has 2\n\
             line 7, column 3: the row has 3 cells where the header has 2"
        );
        assert!(Sheet::read(b"").is_err());
        assert!(Sheet::read(b"a\n\xff\n").is_err());
    }

    #[test]
    fn faults_beyond_twenty_are_counted() {
        let mut faults = Faults::default();
        for line in 1..=25 {
            faults.add(line, 1, "bad");
        }
        assert!(
            faults
                .to_string()
                .ends_with("line 20, column 1: bad\nand 5 more")
        );
        assert_eq!(Faults::default().or(7), Ok(7));
    }
}
