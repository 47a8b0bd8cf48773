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
            .delimiter(delimiter(bytes))
            .from_reader(bytes);
        // The reader's own line is that of the line break before a row, where that is CR and LF or lines were empty.
        let mut lines = Lines::new(bytes);
        let mut faults = Faults::default();
        let mut header: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        for record in reader.byte_records() {
            let Ok(record) = record else {
                faults.add(lines.at_end(), 1, "this is not CSV; save the file as CSV");
                break;
            };
            let line = lines.of(record.position().map_or(0, csv::Position::byte));
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

/// The separator that the first line has most of, outside quotes.
pub(super) fn delimiter(text: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    for byte in text.iter().copied() {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => break,
            _ if !quoted => {
                for (delimiter, count) in &mut counts {
                    *count += u32::from(*delimiter == byte);
                }
            }
            _ => {}
        }
    }
    let [comma, semicolon, tab] = counts;
    let most = |a: (u8, u32), b: (u8, u32)| if b.1 > a.1 { b } else { a };
    most(most(comma, semicolon), tab).0
}

/// Line numbers of rising byte offsets.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    offset: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// The line of the first byte at or after `offset` that is no line break.
    pub(super) fn of(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.offset) {
            let is_break = matches!(byte, b'\n' | b'\r');
            if self.offset >= offset && !is_break {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }

    /// The line of the last byte.
    pub(super) fn at_end(&mut self) -> u64 {
        self.of(u64::MAX)
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
    fn lines_are_those_of_the_file_whatever_ends_them() {
        for (text, line) in [
            ("a,b\n1\n", 2),
            ("a,b\r\n1\r\n", 2),
            ("a,b\r\n1,2\r\n1\r\n", 3),
            ("a,b\r\n\r\n1\r\n", 3),
            ("a;b\r\n\"x\r\ny\";2\r\n1\r\n", 4),
            ("a\tb\n1\n", 2),
        ] {
            let faults = Sheet::read(text.as_bytes()).unwrap_err().to_string();
            let told = format!("line {line}, column 2: the row has 1 cells");
            assert!(faults.starts_with(&told), "{text:?}: {faults}");
        }
    }

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
