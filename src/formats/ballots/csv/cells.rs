//! The rows and cells of a CSV text.

use crate::formats::cells::unguarded;

/// Splits text into rows of cells. What stands between quotation marks is one cell, with two marks
/// for one; a row ends with LF, CRLF or CR.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Where every byte stands that can end a cell or begin a quoted one.
    separators: Vec<u32>,
    found: usize,
    /// The first of them that is not used up, and where the next row begins.
    next: usize,
    at: usize,
    bounds: Vec<Bounds>,
    /// The text of quoted cells that have quotation marks within.
    own: String,
    /// How many lines the last row took up.
    pub(super) lines: u64,
}

/// Where a cell's text stands, and is that among the reader's own?
#[derive(Clone, Copy, Debug)]
struct Bounds {
    start: usize,
    end: usize,
    is_own: bool,
}

/// Why there is no further row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The text ends before the row does, or there is no more.
    OfText,
    /// A quoted cell goes on after the quotation mark that ends it; the cell's number, from 0.
    Unquoted(usize),
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    text: &'a str,
    own: &'a str,
    bounds: &'a [Bounds],
}

impl<'a> Row<'a> {
    pub(super) fn len(self) -> usize {
        self.bounds.len()
    }

    /// Is there nothing in the line?
    pub(super) fn is_blank(self) -> bool {
        matches!(self.bounds, [only] if only.start == only.end && !only.is_own)
    }

    /// The text that holds a cell, and where in it, without whitespace around.
    pub(super) fn place(self, column: usize) -> (&'a str, usize, usize) {
        let Some(bounds) = self.bounds.get(column) else {
            return ("", 0, 0);
        };
        let text = if bounds.is_own { self.own } else { self.text };
        let (mut start, mut end) = (bounds.start, bounds.end);
        let bytes = &text.as_bytes()[start..end];
        if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
            // Letters and digits begin and end nearly all cells; all else is looked at with care.
            if *first <= b'\'' || *first >= 0xc2 || *last <= b' ' || *last >= 0x80 {
                let cell = &text[start..end];
                end = start + cell.trim_end().len();
                start = end - cell[..end - start].trim_start().len();
                start = end - unguarded(&text[start..end]).len();
            }
        }
        (text, start, end)
    }

    /// A cell without whitespace around, and without the mark that keeps a spreadsheet from reading
    /// it as a formula.
    pub(super) fn cell(self, column: usize) -> &'a str {
        let (text, start, end) = self.place(column);
        &text[start..end]
    }
}

impl Cells {
    /// Begins with a text.
    pub(super) fn begin(&mut self, text: &str, delimiter: u8) {
        let bytes = text.as_bytes();
        if self.separators.len() < bytes.len() {
            self.separators.resize(bytes.len(), 0);
        }
        (self.found, self.next, self.at) = (0, 0, 0);
        for (start, chunk) in (0..).step_by(256).zip(bytes.chunks(256)) {
            let mut separates = [0_u8; 256];
            for (separates, byte) in separates.iter_mut().zip(chunk) {
                *separates = u8::from(*byte == delimiter)
                    | u8::from(*byte == b'"')
                    | u8::from(*byte == b'\n')
                    | u8::from(*byte == b'\r');
            }
            for (at, separates) in (start..).zip(&separates[..chunk.len()]) {
                self.separators[self.found] = at;
                self.found += usize::from(*separates);
            }
        }
    }

    /// Where the next row begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next row of the text that was begun with; the last may do without a line end if the
    /// file ends with the text.
    pub(super) fn next_row<'a>(&'a mut self, text: &'a str, is_last: bool) -> Result<Row<'a>, End> {
        self.find_row(text, is_last)?;
        Ok(Row {
            text,
            own: &self.own,
            bounds: &self.bounds,
        })
    }

    fn find_row(&mut self, text: &str, is_last: bool) -> Result<(), End> {
        let bytes = text.as_bytes();
        self.bounds.clear();
        self.own.clear();
        self.lines = 1;
        let mut start = self.at;
        let mut next = self.next;
        if start >= bytes.len() {
            return Err(End::OfText);
        }
        loop {
            let mut cell = Bounds {
                start,
                end: start,
                is_own: false,
            };
            // Where the cell is over, its quotation mark with it, and so a separator must follow.
            let mut over = None;
            if bytes.get(start) == Some(&b'"') {
                let (quoted, after, used) = self.quoted(text, start, next)?;
                (cell, over, next) = (quoted, Some(after), used);
            }
            // A quotation mark within a cell that does not begin with one is itself.
            while over.is_none() && self.byte_at(bytes, next) == Some(b'"') {
                next += 1;
            }
            let end = self.separators[..self.found].get(next);
            let end = end.map_or(bytes.len(), |at| *at as usize);
            match over {
                Some(over) if over != end => return Err(End::Unquoted(self.bounds.len())),
                Some(_) => {}
                None => cell.end = end,
            }
            self.bounds.push(cell);
            next += 1;
            match bytes.get(end) {
                None if !is_last => return Err(End::OfText),
                None => self.at = end,
                Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => {
                    next += 1;
                    self.at = end + 2;
                }
                Some(b'\n' | b'\r') => self.at = end + 1,
                Some(_) => {
                    start = end + 1;
                    continue;
                }
            }
            self.next = next;
            return Ok(());
        }
    }

    /// The byte at a separator.
    fn byte_at(&self, bytes: &[u8], separator: usize) -> Option<u8> {
        let at = self.separators[..self.found].get(separator)?;
        bytes.get(*at as usize).copied()
    }

    /// The quoted cell that begins there, where it is over, and the first separator after it.
    fn quoted(
        &mut self,
        text: &str,
        start: usize,
        next: usize,
    ) -> Result<(Bounds, usize, usize), End> {
        let bytes = text.as_bytes();
        let own = self.own.len();
        let mut from = start + 1;
        let mut next = next + 1;
        loop {
            let at = *self.separators[..self.found].get(next).ok_or(End::OfText)? as usize;
            next += 1;
            match bytes[at] {
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    self.own.push_str(&text[from..=at]);
                    next += 1;
                    from = at + 2;
                }
                b'"' => {
                    let mut cell = Bounds {
                        start: from,
                        end: at,
                        is_own: false,
                    };
                    if self.own.len() > own {
                        self.own.push_str(&text[from..at]);
                        cell = Bounds {
                            start: own,
                            end: self.own.len(),
                            is_own: true,
                        };
                    }
                    return Ok((cell, at + 1, next));
                }
                b'\n' => self.lines += 1,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, is_last: bool) -> (Vec<Vec<String>>, End, usize) {
        let mut cells = Cells::default();
        cells.begin(text, b',');
        let mut rows = Vec::new();
        loop {
            match cells.next_row(text, is_last) {
                Ok(row) => rows.push((0..row.len()).map(|at| row.cell(at).to_owned()).collect()),
                Err(end) => return (rows, end, cells.at()),
            }
        }
    }

    fn check(text: &str, expected: &[&[&str]]) {
        let (rows, end, at) = rows(text, true);
        assert_eq!(rows, expected, "{text:?}");
        assert_eq!((end, at), (End::OfText, text.len()), "{text:?}");
    }

    #[test]
    fn rows_end_and_cells_are_quoted_in_every_way() {
        check("", &[]);
        check("a,b\nc,d\n", &[&["a", "b"], &["c", "d"]]);
        check("a,b\r\nc,\r\n", &[&["a", "b"], &["c", ""]]);
        check("a\rb\r", &[&["a"], &["b"]]);
        check("a, b ,c\n,,", &[&["a", "b", "c"], &["", "", ""]]);
        check("\"a,b\",\"c\nd\"\n", &[&["a,b", "c\nd"]]);
        check("\"say \"\"a\"\"\",b\"c", &[&["say \"a\"", "b\"c"]]);
        check("\"\",\"\"\"\"\n", &[&["", "\""]]);
        check("'=a,'b\n", &[&["=a", "'b"]]);
        check("\u{a0}é\u{a0},ü\n", &[&["é", "ü"]]);
        check(
            &format!("{},b\n", "x".repeat(600)),
            &[&["x".repeat(600).as_str(), "b"]],
        );
    }

    #[test]
    fn a_row_that_does_not_end_is_kept() {
        let check = |text: &str, at: usize| {
            let (_, end, found) = rows(text, false);
            assert_eq!((end, found), (End::OfText, at), "{text:?}");
        };
        check("a,b\nc", 4);
        check("a,b\n\"c,\n", 4);
        check("a,b\n\"c\"", 4);
        assert_eq!(rows("a,\"b\n", true).1, End::OfText);
        assert_eq!(rows("a,\"b\"c\n", true).1, End::Unquoted(1));
    }
}
