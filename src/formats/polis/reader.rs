//! Votes piece by piece, so that a file of any length needs room for its votes and not for its text.

use std::collections::BTreeMap;

use crate::formats::cells::unguarded;
use crate::formats::polis::{Form, Sign, VotesRead};
use crate::formats::rows::{Faults, find_column, ragged, shown};
use crate::opinion::{Cell, Entry, Statement, Vote, Votes};

/// The names of the column that says who voted.
pub(super) const PARTICIPANT: &[&str] = &[
    "member",
    "participant",
    "voter-id",
    "voter_id",
    "participant-id",
    "pid",
];

/// The names of the column that says on what.
pub(super) const STATEMENT: &[&str] = &[
    "comment-id",
    "statement",
    "comment_id",
    "statement-id",
    "tid",
];

/// The name of the column that says which vote.
const VOTE: &[&str] = &["vote"];
/// The names of the column that says when.
pub(super) const TIME: &[&str] = &["timestamp", "created"];

/// The columns of `participants-votes.csv` that are no statements.
const ABOUT: &[&str] = &[
    "xid",
    "group-id",
    "n-comments",
    "n-votes",
    "n-agree",
    "n-disagree",
];

/// The longest line and the longest id, in bytes.
const MAX_LINE: usize = 1 << 20;
pub(super) const MAX_ID: usize = 200;

/// Reads votes from pieces of a file, however they are cut.
#[derive(Debug)]
pub struct VotesReader {
    sign: Option<Sign>,
    layout: Option<Layout>,
    /// The beginning of a line whose end has not come.
    begun: Vec<u8>,
    line: u64,
    people: Ids,
    statements: Ids,
    listed: Option<Vec<Statement>>,
    entries: Vec<Entry>,
    times: Vec<i64>,
    faults: Faults,
    /// The ends of the cells of the line at hand.
    ends: Vec<usize>,
}

#[derive(Debug)]
enum Layout {
    Long(Long),
    Wide(Wide),
    /// The header was not understood: the rest is not read.
    Unknown,
}

/// A vote a row.
#[derive(Clone, Copy, Debug)]
struct Long {
    columns: usize,
    person: usize,
    statement: usize,
    vote: usize,
    time: Option<usize>,
    sign: Sign,
}

/// A person a row.
#[derive(Debug)]
struct Wide {
    columns: usize,
    person: usize,
    /// The columns that hold votes, with the index of their statement.
    statements: Vec<(usize, u32)>,
    /// The columns that say how many agreed and disagreed, to tell the sign by.
    sums: Option<[usize; 2]>,
    /// Do the sums so far go with the one sign and with the other?
    fits: [bool; 2],
}

/// The cells of a line.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    line: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    fn cell(self, idx: usize) -> &'a [u8] {
        let begin = if idx == 0 { 0 } else { self.ends[idx - 1] + 1 };
        self.line[begin..self.ends[idx]].trim_ascii()
    }
}

impl VotesReader {
    /// A reader; see [`super::read_votes`].
    pub fn new(statements: Option<Vec<Statement>>, sign: Option<Sign>) -> Self {
        let mut ids = Ids::default();
        for statement in statements.iter().flatten() {
            ids.number(statement.id.as_bytes());
        }
        Self {
            sign,
            layout: None,
            begun: Vec::new(),
            line: 0,
            people: Ids::default(),
            statements: ids,
            listed: statements,
            entries: Vec::new(),
            times: Vec::new(),
            faults: Faults::default(),
            ends: Vec::new(),
        }
    }

    /// Takes the next piece of the file.
    pub fn push(&mut self, piece: &[u8]) {
        let mut rest = piece;
        if !self.begun.is_empty() {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                self.keep(rest);
                return;
            };
            self.keep(&rest[..=end]);
            rest = &rest[end + 1..];
            let begun = std::mem::take(&mut self.begun);
            self.lines(&begun);
        }
        let read = self.lines(rest);
        self.keep(&rest[read..]);
    }

    /// How many bytes of a line without an end are kept.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.begun.len()
    }

    fn keep(&mut self, begun: &[u8]) {
        // What is longer is told as a fault by `row`; its end need not be kept.
        let room = (MAX_LINE + 2).saturating_sub(self.begun.len());
        if begun.len() > room {
            self.begun.extend_from_slice(&begun[..room]);
            if begun.ends_with(b"\n") {
                self.begun.push(b'\n');
            }
        } else {
            self.begun.extend_from_slice(begun);
        }
    }

    /// The votes. Fails with everything that was wrong.
    pub fn finish(mut self) -> Result<VotesRead, Faults> {
        if !self.begun.is_empty() {
            let mut begun = std::mem::take(&mut self.begun);
            begun.push(b'\n');
            self.lines(&begun);
        }
        let (form, sign) = match self.layout {
            None => return Err(Faults::one(1, 1, "the file is empty; begin with a header")),
            Some(Layout::Unknown) => return Err(self.faults),
            Some(Layout::Long(long)) => (Form::Long, long.sign),
            Some(Layout::Wide(Wide { fits, .. })) => {
                let sign = match (self.sign, fits) {
                    (Some(sign), _) => sign,
                    (None, [false, true]) => Sign::AgreeIsMinus,
                    (None, [false, false]) => {
                        let what = "the columns `n-agree` and `n-disagree` go with neither sign of the votes; mend them or leave them out";
                        self.faults.add(1, 1, what);
                        Sign::AgreeIsPlus
                    }
                    (None, [true, _]) => Sign::AgreeIsPlus,
                };
                if sign == Sign::AgreeIsMinus {
                    for entry in &mut self.entries {
                        entry.cell = turned(entry.cell);
                    }
                }
                (Form::Wide, sign)
            }
        };
        let rows = self.entries.len() as u64;
        if !self.times.is_sorted() {
            let mut order: Vec<usize> = (0..self.entries.len()).collect();
            order.sort_by_key(|idx| self.times[*idx]);
            self.entries = order.into_iter().map(|idx| self.entries[idx]).collect();
        }
        let ids = |names: Vec<Box<str>>| names.into_iter().map(String::from).collect::<Vec<_>>();
        let statements = self.listed.unwrap_or_else(|| {
            let open = ids(self.statements.names).into_iter();
            open.map(Statement::open).collect()
        });
        self.times = Vec::new();
        let faults = self.faults.or(()).and_then(|()| {
            Votes::new(ids(self.people.names), statements, self.entries)
                .map_err(|error| Faults::one(1, 1, error.to_string()))
        });
        Ok(VotesRead {
            votes: faults?,
            form,
            sign,
            rows,
        })
    }

    /// Reads all whole lines; returns how many bytes they are.
    fn lines(&mut self, bytes: &[u8]) -> usize {
        let mut begin = 0;
        let mut ends = std::mem::take(&mut self.ends);
        ends.clear();
        let mut quoted = false;
        for (idx, byte) in bytes.iter().enumerate() {
            match byte {
                b',' => ends.push(idx - begin),
                b'"' => quoted = true,
                b'\n' => {
                    let line = &bytes[begin..idx];
                    let line = line.strip_suffix(b"\r").unwrap_or(line);
                    ends.push(line.len());
                    self.line += 1;
                    if quoted {
                        self.quoted_line(line);
                    } else {
                        self.row(line, &ends);
                    }
                    ends.clear();
                    quoted = false;
                    begin = idx + 1;
                }
                _ => {}
            }
        }
        self.ends = ends;
        begin
    }

    /// A line with quotation marks, read by the general reader of CSV.
    fn quoted_line(&mut self, line: &[u8]) {
        let open = line.split(|byte| *byte == b'"').count().is_multiple_of(2);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(line);
        let record = reader.byte_records().next().and_then(Result::ok);
        match record {
            Some(record) if !open => {
                let mut plain = Vec::with_capacity(line.len());
                let mut ends = Vec::with_capacity(record.len());
                for cell in &record {
                    if !ends.is_empty() {
                        plain.push(b',');
                    }
                    plain.extend_from_slice(cell);
                    ends.push(plain.len());
                }
                self.row(&plain, &ends);
            }
            _ => {
                let what =
                    "a quotation mark is not closed on this line; ids and votes fit one line";
                self.faults.add(self.line, 1, what);
            }
        }
    }

    fn row(&mut self, line: &[u8], ends: &[usize]) {
        if line.is_empty() {
            return;
        }
        if line.len() > MAX_LINE {
            let what = format!("the line is longer than {MAX_LINE} bytes");
            self.faults.add(self.line, 1, what);
            return;
        }
        let row = Row { line, ends };
        match self.layout.take() {
            None => {
                let cells: Vec<&[u8]> = (0..ends.len()).map(|idx| row.cell(idx)).collect();
                self.header(&cells);
            }
            Some(Layout::Unknown) => self.layout = Some(Layout::Unknown),
            Some(Layout::Long(long)) => {
                self.long_row(long, row);
                self.layout = Some(Layout::Long(long));
            }
            Some(Layout::Wide(mut wide)) => {
                self.wide_row(&mut wide, row);
                self.layout = Some(Layout::Wide(wide));
            }
        }
    }

    /// Is the row longer or shorter than the header? Then that is told.
    fn is_ragged(&mut self, row: Row<'_>, columns: usize) -> bool {
        let found = row.ends.len();
        if found != columns {
            let at = found.min(columns) as u64 + 1;
            self.faults.add(self.line, at, ragged(found, columns));
        }
        found != columns
    }

    fn long_row(&mut self, long: Long, row: Row<'_>) {
        if self.is_ragged(row, long.columns) {
            return;
        }
        let participant = self.people.number(plain(row.cell(long.person)));
        let on = self.statement(row.cell(long.statement));
        let Some(cast) = parse_vote(row.cell(long.vote)) else {
            let what = wrong_vote(row.cell(long.vote));
            self.faults.add(self.line, long.vote as u64 + 1, what);
            return;
        };
        let (Some(participant), Some(on)) = (participant, on) else {
            for (column, found, noun) in [
                (long.person, participant, "participant"),
                (long.statement, on, "statement"),
            ] {
                if found.is_none() {
                    let what = wrong_id(row.cell(column), noun, self.listed.is_some());
                    self.faults.add(self.line, column as u64 + 1, what);
                }
            }
            return;
        };
        if let Some(column) = long.time {
            let Some(at) = parse_time(row.cell(column)) else {
                let what = format!(
                    "`{}` is no timestamp; write whole seconds",
                    shown(&String::from_utf8_lossy(row.cell(column)))
                );
                self.faults.add(self.line, column as u64 + 1, what);
                return;
            };
            self.times.push(at);
        }
        let read = Cell::new(on, cast);
        self.entries.push(Entry {
            participant,
            cell: match long.sign {
                Sign::AgreeIsPlus => read,
                Sign::AgreeIsMinus => turned(read),
            },
        });
    }

    fn wide_row(&mut self, wide: &mut Wide, row: Row<'_>) {
        if self.is_ragged(row, wide.columns) {
            return;
        }
        let Some(participant) = self.people.number(plain(row.cell(wide.person))) else {
            let what = wrong_id(row.cell(wide.person), "participant", false);
            self.faults.add(self.line, wide.person as u64 + 1, what);
            return;
        };
        let (mut plus, mut minus) = (0_u64, 0_u64);
        for (column, statement) in &wide.statements {
            let text = row.cell(*column);
            if text.is_empty() {
                continue;
            }
            let Some(vote) = parse_vote(text) else {
                let what = wrong_vote(text);
                self.faults.add(self.line, *column as u64 + 1, what);
                continue;
            };
            plus += u64::from(vote == Vote::Agree);
            minus += u64::from(vote == Vote::Disagree);
            self.entries.push(Entry {
                participant,
                cell: Cell::new(*statement, vote),
            });
        }
        let told = wide.sums.map(|columns| {
            columns.map(|column| {
                let text = std::str::from_utf8(row.cell(column)).ok();
                text.and_then(|text| text.parse::<u64>().ok())
            })
        });
        if let Some([Some(agree), Some(disagree)]) = told {
            wide.fits[0] &= (agree, disagree) == (plus, minus);
            wide.fits[1] &= (agree, disagree) == (minus, plus);
        }
    }

    /// The number of a statement; where they are listed, of a listed one.
    fn statement(&mut self, id: &[u8]) -> Option<u32> {
        let id = plain(id);
        if self.listed.is_some() {
            self.statements.known(id)
        } else {
            self.statements.number(id)
        }
    }

    fn header(&mut self, cells: &[&[u8]]) {
        let mut names = Vec::with_capacity(cells.len());
        for (idx, cell) in cells.iter().enumerate() {
            let cell = if idx == 0 {
                cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell)
            } else {
                cell
            };
            names.push(String::from_utf8_lossy(cell).trim().to_owned());
        }
        let columns = names.len();
        let person = find_column(&names, PARTICIPANT);
        let statement = find_column(&names, STATEMENT);
        let vote = find_column(&names, VOTE);
        self.layout = Some(match (person, statement, vote) {
            (Some(person), Some(statement), Some(vote)) => {
                let database = ["pid", "tid"]
                    .iter()
                    .all(|name| find_column(&names, &[name]).is_some());
                let found = if database {
                    Sign::AgreeIsMinus
                } else {
                    Sign::AgreeIsPlus
                };
                Layout::Long(Long {
                    columns,
                    person,
                    statement,
                    vote,
                    time: find_column(&names, TIME),
                    sign: self.sign.unwrap_or(found),
                })
            }
            (Some(person), None, None) => {
                let sums = ["n-agree", "n-disagree"].map(|name| find_column(&names, &[name]));
                let sums = match sums {
                    [Some(agree), Some(disagree)] => Some([agree, disagree]),
                    _ => None,
                };
                let statements = self.statement_columns(&names, person);
                Layout::Wide(Wide {
                    columns,
                    person,
                    statements,
                    sums: sums.filter(|_| self.sign.is_none()),
                    fits: [true, true],
                })
            }
            _ => {
                let what = "the columns are not those of votes; the header is `participant,statement,vote`, or that of Polis' `votes.csv` or `participants-votes.csv`";
                self.faults.add(self.line, 1, what);
                Layout::Unknown
            }
        });
    }

    /// The columns of a wide file that hold votes.
    fn statement_columns(&mut self, names: &[String], person: usize) -> Vec<(usize, u32)> {
        let listed = self.listed.is_some();
        let mut found: Vec<(usize, u32)> = Vec::new();
        for (column, name) in names.iter().enumerate() {
            if column == person || ABOUT.iter().any(|about| name.eq_ignore_ascii_case(about)) {
                continue;
            }
            let number = self.statement(name.as_bytes());
            match number {
                None => {
                    let what = wrong_id(name.as_bytes(), "statement", listed);
                    self.faults.add(self.line, column as u64 + 1, what);
                }
                Some(number) if found.iter().any(|(_, other)| *other == number) => {
                    let what = format!("statement `{}` has two columns; keep one", shown(name));
                    self.faults.add(self.line, column as u64 + 1, what);
                }
                Some(number) => found.push((column, number)),
            }
        }
        found
    }
}

/// The vote with the other sign.
fn turned(cell: Cell) -> Cell {
    let vote = match cell.vote() {
        Vote::Agree => Vote::Disagree,
        Vote::Pass => Vote::Pass,
        Vote::Disagree => Vote::Agree,
    };
    Cell::new(u32::try_from(cell.statement()).unwrap_or(u32::MAX), vote)
}

/// A vote with 1 for agreement.
fn parse_vote(cell: &[u8]) -> Option<Vote> {
    match cell {
        b"1" | b"+1" | b"1.0" => Some(Vote::Agree),
        b"0" | b"0.0" | b"-0" => Some(Vote::Pass),
        b"-1" | b"-1.0" => Some(Vote::Disagree),
        _ => None,
    }
}

/// A whole number; nothing counts as 0.
fn parse_time(cell: &[u8]) -> Option<i64> {
    if cell.is_empty() {
        return Some(0);
    }
    std::str::from_utf8(cell).ok()?.parse().ok()
}

fn wrong_vote(cell: &[u8]) -> String {
    if cell.is_empty() {
        return "the row has no vote; write 1, 0 or -1, or leave the row out".to_owned();
    }
    let cell = String::from_utf8_lossy(cell);
    format!("`{}` is no vote; write 1, 0 or -1", shown(&cell))
}

fn wrong_id(cell: &[u8], noun: &str, listed: bool) -> String {
    let Ok(id) = std::str::from_utf8(cell) else {
        return "this is not UTF-8; save the file as UTF-8".to_owned();
    };
    if id.is_empty() {
        format!("the row names no {noun}")
    } else if id.len() > MAX_ID {
        format!(
            "the id of the {noun} `{}` is longer than {MAX_ID} bytes",
            shown(id)
        )
    } else if noun == "statement" && listed {
        format!("statement `{}` is not in the list of statements", shown(id))
    } else {
        format!(
            "there are too many different ids; `{}` is one more",
            shown(id)
        )
    }
}

/// The id without the guard that keeps spreadsheets from taking it for a formula.
fn plain(id: &[u8]) -> &[u8] {
    if !id.starts_with(b"'") {
        return id;
    }
    match std::str::from_utf8(id) {
        Ok(text) => unguarded(text).as_bytes(),
        Err(_) => id,
    }
}

/// Numbers ids in the order in which they come.
#[derive(Clone, Debug, Default)]
struct Ids {
    names: Vec<Box<str>>,
    /// The numbers of ids that are small whole numbers, plus 1; by far most are.
    small: Vec<u32>,
    others: BTreeMap<Box<str>, u32>,
    /// The last id found of the others: rows of one person often follow each other.
    last: Option<u32>,
}

impl Ids {
    /// The id as a small whole number written without needless zeros.
    fn as_small(id: &[u8]) -> Option<usize> {
        if id.is_empty() || id.len() > 7 || (id.len() > 1 && id[0] == b'0') {
            return None;
        }
        id.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + usize::from(byte - b'0'))
        })
    }

    /// The number of an id that has one.
    fn known(&mut self, id: &[u8]) -> Option<u32> {
        if let Some(small) = Self::as_small(id) {
            return self.small.get(small).copied()?.checked_sub(1);
        }
        if let Some(last) = self.last
            && self.names[last as usize].as_bytes() == id
        {
            return Some(last);
        }
        let found = self.others.get(std::str::from_utf8(id).ok()?).copied();
        self.last = found.or(self.last);
        found
    }

    /// The number of an id, a new one if need be; `None` for what is no id.
    fn number(&mut self, id: &[u8]) -> Option<u32> {
        if let Some(known) = self.known(id) {
            return Some(known);
        }
        if id.is_empty() || id.len() > MAX_ID {
            return None;
        }
        let name: Box<str> = std::str::from_utf8(id).ok()?.into();
        let number = u32::try_from(self.names.len())
            .ok()
            .filter(|number| (*number as usize) < Cell::MAX_STATEMENTS)?;
        match Self::as_small(id) {
            Some(small) => {
                if small >= self.small.len() {
                    self.small.resize(small + 1, 0);
                }
                self.small[small] = number + 1;
            }
            None => {
                self.others.insert(name.clone(), number);
            }
        }
        self.names.push(name);
        self.last = Some(number);
        Some(number)
    }
}
