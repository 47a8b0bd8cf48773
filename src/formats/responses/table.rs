//! A CSV file as rows of text, or what is wrong with it.

use crate::formats::cells::BOM;
use crate::formats::responses::CsvFault;
use crate::formats::rows::{Lines, delimiter};

/// A file's cells.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<SheetRow>,
    /// How many rows had no value at all and were left out.
    pub(super) n_empty: u64,
}

/// A row, as long as the header.
#[derive(Debug)]
pub(super) struct SheetRow {
    pub(super) line: u64,
    pub(super) cells: csv::StringRecord,
}

impl Sheet {
    /// Reads a file: UTF-8 with or without byte order mark, cells separated by comma, semicolon or tab.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Vec<CsvFault>> {
        let text = text(bytes).map_err(|fault| vec![fault])?;
        if text.trim().is_empty() {
            let message = "the file is empty; it needs a row with the names of the columns";
            return Err(vec![fault(1, None, message)]);
        }
        if let Some(line) = open_quote(text) {
            let message = "a quote is opened here and never closed; close it or double it";
            return Err(vec![fault(line, None, message)]);
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text.as_bytes()))
            .from_reader(text.as_bytes());
        let mut faults = Vec::new();
        let mut header: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        let mut n_empty = 0;
        // The reader's own line is that of the line break before a row when empty lines were skipped,
        // so the lines are counted from where the row's first byte stands.
        let mut lines = Lines::new(text.as_bytes());
        for record in reader.records() {
            let cells = match record {
                Ok(cells) => cells,
                Err(error) => {
                    faults.push(fault(lines.at_end(), None, &format!("not CSV: {error}")));
                    break;
                }
            };
            let line = lines.of(cells.position().map_or(0, csv::Position::byte));
            match &header {
                None => {
                    let names: Vec<String> =
                        cells.iter().map(|name| name.trim().to_owned()).collect();
                    for (idx, name) in names.iter().enumerate() {
                        if !name.is_empty() && names[..idx].contains(name) {
                            let message = "this column is there twice; rename or remove one";
                            faults.push(fault(line, Some(name), message));
                        }
                    }
                    header = Some(names);
                }
                Some(_) if cells.iter().all(|cell| cell.trim().is_empty()) => n_empty += 1,
                Some(header) if header.len() != cells.len() => {
                    let message = format!(
                        "this row has {} cells, the header has {}; mend the commas and quotes",
                        cells.len(),
                        header.len()
                    );
                    faults.push(fault(line, None, &message));
                }
                Some(_) => rows.push(SheetRow { line, cells }),
            }
        }
        match header {
            Some(header) if faults.is_empty() => Ok(Self {
                header,
                rows,
                n_empty,
            }),
            _ => Err(faults),
        }
    }
}

/// A fault at a line, and at a column where it is about one.
pub(super) fn fault(line: u64, column: Option<&str>, message: &str) -> CsvFault {
    CsvFault {
        line,
        column: column.map(str::to_owned),
        message: message.to_owned(),
    }
}

fn text(bytes: &[u8]) -> Result<&str, CsvFault> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file is UTF-16; save it as CSV UTF-8";
        return Err(fault(1, None, message));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix(BOM).unwrap_or(text)),
        Err(error) => {
            let before = bytes.iter().take(error.valid_up_to());
            let line = 1 + before.filter(|b| **b == b'\n').count() as u64;
            let message = "this line is not UTF-8; save the file as CSV UTF-8";
            Err(fault(line, None, message))
        }
    }
}

/// The line of a quote that opens a cell and is never closed.
fn open_quote(text: &str) -> Option<u64> {
    let separator = delimiter(text.as_bytes());
    let (mut line, mut opened) = (1, None);
    let mut cell_begins = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        if opened.is_some() {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                opened = None;
            }
        } else if byte == b'"' && cell_begins {
            opened = Some(line);
            cell_begins = false;
        } else {
            cell_begins = byte == separator || byte == b'\n' || byte == b'\r';
        }
    }
    opened
}
