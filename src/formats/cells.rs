//! Cells that no spreadsheet takes for a formula, and small tables written as CSV.

use std::borrow::Cow;
use std::fmt;
use std::io;

use crate::model::text::one_line;

/// The byte order mark that tells spreadsheets that a file is UTF-8.
pub const BOM: &str = "\u{feff}";

/// A cell of free text, with a leading `'` where a spreadsheet would take it for a formula.
///
/// Guarded are texts that begin with `= + - @`, their full-width forms, tab, CR or LF, also after white
/// space, a byte order mark or guards of their own, so that [`unguarded`] gives exactly the text back.
pub fn text_cell(text: &str) -> Cow<'_, str> {
    if is_trigger(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell written by [`text_cell`].
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_trigger(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_trigger(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\'')
    })
    .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A table to be written as CSV: RFC 4180, UTF-8 with byte order mark, CRLF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words: guarded against formulas.
    Text(String),
    /// A number, a code or a date of ours: written as it is.
    Plain(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A cell of words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// A cell that holds a number, a code or a date.
    pub fn plain<V: fmt::Display + ?Sized>(value: &V) -> Self {
        Self::Plain(value.to_string())
    }

    /// A cell that holds a number, a code or a date, or nothing.
    pub fn maybe(value: Option<impl fmt::Display>) -> Self {
        value.map_or(Self::Empty, |value| Self::Plain(value.to_string()))
    }
}

/// Whether text cells are guarded against being taken for formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guard {
    /// They are: for people with spreadsheets.
    #[default]
    On,
    /// They are not: for programs.
    Raw,
}

/// Whether a file begins with a byte order mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// It does, so that spreadsheets read accents rightly.
    #[default]
    Bom,
    /// It does not.
    None,
}

impl Mark {
    /// The mark itself, or nothing.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bom => BOM,
            Self::None => "",
        }
    }
}

impl Table {
    /// A table of these columns, without rows.
    pub fn new(header: &[&str]) -> Self {
        Self {
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// The table as a CSV file.
    pub fn to_csv(&self, guard: Guard, mark: Mark) -> Vec<u8> {
        let mut rows = Rows::new(Vec::new(), guard);
        // Writing to memory cannot fail.
        let written = rows
            .begin(mark, &self.header)
            .and_then(|()| self.rows.iter().try_for_each(|row| rows.row(row)));
        debug_assert!(written.is_ok());
        rows.out
    }

    /// The table as lines for a terminal: columns aligned, figures cut to four decimals.
    pub fn to_text(&self) -> String {
        let shown = |cell: &Cell| match cell {
            Cell::Text(words) => one_line(words).into_owned(),
            Cell::Plain(value) => match (value.contains('.'), value.parse::<f64>()) {
                (true, Ok(number)) => format!("{number:.4}"),
                _ => value.clone(),
            },
            Cell::Empty => "-".to_owned(),
        };
        let rows = self.rows.iter().map(|row| row.iter().map(shown).collect());
        let lines: Vec<Vec<String>> = std::iter::once(self.header.clone()).chain(rows).collect();
        let width = |idx: usize| {
            let cells = lines.iter().filter_map(|line| line.get(idx));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let mut text = String::new();
        for line in &lines {
            let padded = line
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:<width$}"));
            text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}

/// Writes CSV row by row.
#[derive(Debug)]
pub struct Rows<W: io::Write> {
    out: W,
    guard: Guard,
}

impl<W: io::Write> Rows<W> {
    /// A writer to `out`.
    pub fn new(out: W, guard: Guard) -> Self {
        Self { out, guard }
    }

    /// Writes the mark and the header. Fails when `out` does.
    pub fn begin(&mut self, mark: Mark, header: &[String]) -> io::Result<()> {
        self.out.write_all(mark.as_str().as_bytes())?;
        let header: Vec<Cell> = header.iter().map(|name| Cell::Text(name.clone())).collect();
        self.row(&header)
    }

    /// Writes one row. Fails when `out` does.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (idx, cell) in cells.iter().enumerate() {
            if idx > 0 {
                self.out.write_all(b",")?;
            }
            let value: Cow<'_, str> = match (cell, self.guard) {
                (Cell::Text(words), Guard::On) => text_cell(words),
                (Cell::Text(words), Guard::Raw) => Cow::Borrowed(words),
                (Cell::Plain(value), _) => Cow::Borrowed(value),
                (Cell::Empty, _) => Cow::Borrowed(""),
            };
            self.field(&value, cells.len() == 1)?;
        }
        self.out.write_all(b"\r\n")
    }

    /// Quotes what RFC 4180 wants quoted; a lone empty cell too, since readers skip empty lines.
    fn field(&mut self, value: &str, alone: bool) -> io::Result<()> {
        let quoted = value.contains([',', '"', '\r', '\n'])
            || value.starts_with(BOM)
            || (alone && value.is_empty());
        if quoted {
            write!(self.out, "\"{}\"", value.replace('"', "\"\""))
        } else {
            self.out.write_all(value.as_bytes())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_guarded() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u{feff}=1",
            "\u{a0}@x",
            "\u{200b}=1",
            "'=1",
            " '=1",
        ] {
            let cell = text_cell(text);
            assert_eq!(cell, format!("'{text}"), "{text:?}");
            assert_eq!(unguarded(&cell), text);
        }
        for text in ["", "a", "'a", "'", "a=b", "1-2", "¡hola!", "\"=1\""] {
            assert_eq!(text_cell(text), text, "{text:?}");
            assert_eq!(unguarded(text), text);
        }
    }

    #[test]
    fn a_table_is_written_with_mark_and_crlf_and_only_words_are_guarded() {
        let mut table = Table::new(&["goal", "=change"]);
        table
            .rows
            .push(vec![Cell::text("-x, \"y\"\nz"), Cell::plain(&-5)]);
        table.rows.push(vec![Cell::Empty, Cell::maybe(None::<u8>)]);
        let csv = String::from_utf8(table.to_csv(Guard::On, Mark::Bom)).unwrap();
        assert_eq!(
            csv,
            "\u{feff}goal,'=change\r\n\"'-x, \"\"y\"\"\nz\",-5\r\n,\r\n"
        );
        let raw = String::from_utf8(table.to_csv(Guard::Raw, Mark::None)).unwrap();
        assert!(raw.starts_with("goal,=change\r\n\"-x"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_its_cell(text in "[ '=+@a\t\r\u{feff}-]{0,8}|\\PC{0,20}") {
            let cell = text_cell(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }

        #[test]
        fn the_csv_reader_reads_what_the_writer_wrote(cells in prop::collection::vec("[ '\",=\r\na\u{feff}é]{0,6}", 1..5)) {
            let mut table = Table { header: cells.clone(), rows: Vec::new() };
            table.rows.push(cells.iter().cloned().map(Cell::Text).collect());
            let bytes = table.to_csv(Guard::Raw, Mark::None);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            for record in reader.records() {
                let record = record.unwrap();
                prop_assert_eq!(record.iter().collect::<Vec<_>>(), cells.clone());
            }
        }
    }
}
