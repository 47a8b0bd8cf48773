//! Ballots as CSV, one a row. The header tells the layout:
//!
//! | layout | columns | a cell holds |
//! |---|---|---|
//! | choices | `rank1`, `Rank 2`, `choice_3`, `1st choice`, `1`, … or a form's `Question [Choice 1]`, … | an option; empty, `undervote` or `skipped` for a skipped rank |
//! | order | `order` or `…__order` | `a>b=c>d` |
//! | positions | `…__rank_OPTION`, a form's `Question [Option]`, or else one for each option | the option's place from 1 (`2`, `2nd`, `Choice 2`); empty for none |
//! | approvals | `approves_OPTION`, `…__approves_OPTION`, or a form's `Approve … [Option]` | `1`, `x` or `yes`; `0`, `no` or empty |
//! | scores | `score_OPTION`, `…__score_OPTION`, or a form's `Score … [Option]`, `Rate … [Option]` | a whole number; empty for none |
//!
//! So `RCTab`'s own two layouts are read: the export with `Rank 1`, `Rank 2`, … behind the contest, the
//! precinct and the record, and the file with one column for each candidate.
//!
//! A choice `overvote` stands for a rank marked more than once without saying for whom.
//! `count` says how many ballots a row stands for, `weight` how much each counts, and `organisation` whose
//! they are. Columns that tell which ballot it is (`ballot`, `timestamp`, `Precinct`, …) are passed over.
//! Cells are parted by commas, semicolons or tabs, whichever the header has most of.

mod cells;
mod layout;
mod write;

pub(super) use write::write;

use super::names::Names;
use super::pieces::{Pieces, Place};
use super::{Ballots, BallotsError, UNSAID};
use crate::tally::{Form, Mark, OrganisationsBuilder, ProfileBuilder, ProfileError, Weight};
use cells::{Cells, End, Row};
use layout::{Layout, Special, layout, special};

/// The last place an option may be given, so that a slip of the keyboard is no thousand skipped ranks.
const LAST_PLACE: usize = 999;

/// What cells say that name no option at a rank.
const SKIPPED: [&str; 3] = ["undervote", "skipped", "skipped rank"];

/// How many bytes are split into cells at once, unless a row needs more.
const WINDOW: usize = 1 << 15;

/// Reads piece by piece.
#[derive(Debug, Default)]
pub(super) struct Reading {
    cells: Cells,
    delimiter: u8,
    /// The line on which the next row begins.
    line: u64,
    rows: Option<Box<Rows>>,
}

/// What the header says, and the ballots so far.
#[derive(Debug)]
struct Rows {
    header: Vec<String>,
    layout: Layout,
    count: Option<usize>,
    weight: Option<usize>,
    organisation: Option<usize>,
    named: Named,
    builder: ProfileBuilder,
    organisations: OrganisationsBuilder,
    read: u64,
    /// How many cells said in words that they name nobody.
    said_skipped: u64,
    marks: Vec<Mark>,
    places: Vec<(usize, u16)>,
}

impl Pieces for Reading {
    /// Reads on, and returns how many bytes of the text are done with: all whole rows.
    fn take(&mut self, text: &str, place: Place, is_last: bool) -> Result<usize, BallotsError> {
        self.line = place.line;
        if self.rows.is_none() {
            self.delimiter = delimiter(text);
        }
        let mut at = 0;
        let mut window = WINDOW;
        loop {
            let rest = &text[at..];
            let size = window.min(rest.len());
            let whole = rest.as_bytes()[..size].iter().rposition(|b| *b == b'\n');
            let part = if size == rest.len() {
                rest
            } else {
                &rest[..whole.map_or(0, |end| end + 1)]
            };
            let ends_file = is_last && part.len() == rest.len();
            let done = self.read_rows(part, ends_file)?;
            at += done;
            if part.len() == rest.len() {
                if is_last && at < text.len() {
                    let what = "a quotation mark on this row has no other; each quoted cell ends with one, and one within it is doubled";
                    return Err(BallotsError::at(self.line, 1, what));
                }
                break;
            }
            // A row longer than the window needs a larger one.
            window = if done == 0 { window * 2 } else { WINDOW };
        }
        if is_last && self.rows.is_none() {
            let what = "there is no header; the first line must name the columns";
            return Err(BallotsError::at(1, 1, what));
        }
        Ok(at)
    }

    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError> {
        let missing = || {
            BallotsError::at(
                1,
                1,
                "there is no header; the first line must name the columns",
            )
        };
        self.rows.ok_or_else(missing)?.finish()
    }
}

impl Reading {
    /// Reads the whole rows of a text, and returns where they end.
    fn read_rows(&mut self, text: &str, is_last: bool) -> Result<usize, BallotsError> {
        self.cells.begin(text, self.delimiter);
        loop {
            let row = match self.cells.next_row(text, is_last) {
                Ok(row) => row,
                Err(End::OfText) => return Ok(self.cells.at()),
                Err(End::Unquoted(column)) => {
                    let what = "this cell goes on after the quotation mark that ends it; quotation marks within a quoted cell must be doubled";
                    return Err(BallotsError::at(self.line, column + 1, what));
                }
            };
            if !row.is_blank() {
                match &mut self.rows {
                    None => self.rows = Some(Box::new(Rows::new(row)?)),
                    Some(rows) => rows.add(self.line, row)?,
                }
            }
            self.line += self.cells.lines;
        }
    }
}

/// What parts the cells: of comma, semicolon and tab that which the first line has most of outside
/// quotation marks.
fn delimiter(text: &str) -> u8 {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let outside = |wanted: u8| {
        let parts = line.split('"').step_by(2);
        parts
            .map(|part| part.bytes().filter(|b| *b == wanted).count())
            .sum::<usize>()
    };
    // Of equals the last is taken.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|wanted| outside(*wanted))
        .unwrap_or(b',')
}

impl Rows {
    fn new(header: Row<'_>) -> Result<Self, BallotsError> {
        let header: Vec<String> = (0..header.len())
            .map(|at| header.cell(at).to_owned())
            .collect();
        if header.iter().all(String::is_empty) {
            let what = "there is no header; the first line must name the columns";
            return Err(BallotsError::at(1, 1, what));
        }
        let mut seen = Names::default();
        for (at, name) in header.iter().enumerate() {
            if !seen.number(name).1 {
                let what = format!("the column `{name}` is there twice; rename one");
                return Err(BallotsError::at(1, at + 1, what));
            }
        }
        let find = |wanted: Special| header.iter().position(|name| special(name) == Some(wanted));
        let layout = layout(&header)?;
        let builder = match &layout {
            Layout::Positions(options) | Layout::Approvals(options) | Layout::Scores(options) => {
                ProfileBuilder::new(options.iter().map(|(_, name)| name.clone()).collect())?
            }
            Layout::Choices(_) | Layout::Order(_) => ProfileBuilder::unnamed(0)?,
        };
        Ok(Self {
            count: find(Special::Count),
            weight: find(Special::Weight),
            organisation: find(Special::Organisation),
            organisations: OrganisationsBuilder::new(builder.candidates().to_vec())?,
            header,
            layout,
            named: Named::default(),
            builder,
            read: 0,
            said_skipped: 0,
            marks: Vec::new(),
            places: Vec::new(),
        })
    }

    fn add(&mut self, line: u64, row: Row<'_>) -> Result<(), BallotsError> {
        if row.len() != self.header.len() {
            let what = format!(
                "this row has {} fields, and the header has {}; add or remove commas",
                row.len(),
                self.header.len()
            );
            let column = row.len().min(self.header.len()) + 1;
            return Err(BallotsError::at(line, column, what));
        }
        let wrong = |column: usize, wanted: &str| wrong(&self.header, line, row, column, wanted);
        let count = match self.count {
            Some(at) => row
                .cell(at)
                .parse()
                .map_err(|_| wrong(at, "a whole number below 2^64"))?,
            None => 1,
        };
        let weight = match self.weight {
            Some(at) => Weight::parse(row.cell(at))
                .ok_or_else(|| wrong(at, "a positive number such as `2`, `0.5` or `1/3`"))?,
            None => Weight::ONE,
        };
        self.read += 1;
        self.marks.clear();
        match &self.layout {
            Layout::Choices(columns) => {
                for column in columns {
                    let (text, start, end) = row.place(*column);
                    let mark = if start == end {
                        Mark::SKIPPED
                    } else {
                        let mark = self.named.mark_at(text, start, end)?;
                        self.said_skipped += u64::from(mark == Mark::SKIPPED);
                        mark
                    };
                    self.marks.push(mark);
                }
            }
            Layout::Order(column) => {
                let ranks = order(row.cell(*column))
                    .ok_or_else(|| wrong(*column, "options joined by `>` and, where equal, `=`"))?;
                for rank in ranks {
                    let marks = rank.into_iter().map(|name| self.named.mark(name));
                    add_rank(&mut self.marks, &marks.collect::<Result<Vec<_>, _>>()?);
                }
            }
            Layout::Positions(columns) => {
                self.places.clear();
                for (option, (column, _)) in (0..).zip(columns) {
                    let text = row.cell(*column);
                    if !text.is_empty() {
                        let place = place(text).filter(|p| (1..=LAST_PLACE).contains(p));
                        let wanted = || format!("a place from 1 to {LAST_PLACE}, or empty");
                        let place = place.ok_or_else(|| wrong(*column, &wanted()))?;
                        self.places.push((place, option));
                    }
                }
                self.places.sort_unstable();
                add_places(&mut self.marks, &self.places);
            }
            Layout::Approvals(columns) => {
                let form = approvals(columns, row, wrong)?;
                return self.add_form(row, count, &weight, &form);
            }
            Layout::Scores(columns) => {
                let form = scores(columns, row, wrong)?;
                return self.add_form(row, count, &weight, &form);
            }
        }
        if let Some(at) = self.organisation {
            let whose = Some(row.cell(at));
            self.organisations
                .add_marks(whose, count, &weight, &self.marks)?;
        }
        Ok(self.builder.add_marks(count, &weight, &self.marks)?)
    }

    fn add_form(
        &mut self,
        row: Row<'_>,
        count: u64,
        weight: &Weight,
        form: &Form,
    ) -> Result<(), BallotsError> {
        if let Some(at) = self.organisation {
            let whose = Some(row.cell(at));
            self.organisations.add(whose, count, weight, form)?;
        }
        Ok(self.builder.add(count, weight, form)?)
    }

    fn finish(self) -> Result<Ballots, BallotsError> {
        let told = self.layout.told();
        let (profile, organisations) = match self.layout {
            Layout::Positions(_) | Layout::Approvals(_) | Layout::Scores(_) => {
                (self.builder.finish(), self.organisations.finish())
            }
            // The options are all that are named, in alphabetical order.
            Layout::Choices(_) | Layout::Order(_) => {
                let (names, moved) = self.named.in_order();
                let organisations = self.organisations.finish_moved(&names, &moved)?;
                (self.builder.finish_moved(names, &moved)?, organisations)
            }
        };
        let skipped = (self.said_skipped > 0).then(|| {
            format!(
                "{} cells say `undervote` or `skipped` and are read as skipped ranks",
                self.said_skipped
            )
        });
        let ballots = profile.cast();
        Ok(Ballots {
            notes: Vec::from_iter(skipped),
            organisations,
            read_as: Some(format!("{told}; {} rows, {ballots} ballots", self.read)),
            ..Ballots::of(profile)
        })
    }
}

/// The names that cells hold, and what each stands for.
#[derive(Debug, Default)]
struct Named {
    names: Names,
    /// By number of the name.
    meanings: Vec<Mark>,
    /// By option as it was met: the number of its name.
    met: Vec<usize>,
}

impl Named {
    /// What the name at that place of a text stands for.
    fn mark_at(&mut self, text: &str, start: usize, end: usize) -> Result<Mark, ProfileError> {
        match self.names.find_at(text.as_bytes(), start, end) {
            Some(number) => Ok(self.meanings[number]),
            None => self.mark(&text[start..end]),
        }
    }

    /// What a name stands for; a new one for a new option, or for none.
    fn mark(&mut self, name: &str) -> Result<Mark, ProfileError> {
        let (number, is_new) = self.names.number(name);
        if is_new {
            let lower = name.to_lowercase();
            self.meanings.push(if lower == UNSAID {
                Mark::OVERVOTED
            } else if SKIPPED.contains(&lower.as_str()) {
                Mark::SKIPPED
            } else {
                let option = self.met.len();
                if option == ProfileBuilder::MAX_OPTIONS {
                    return Err(ProfileError::TooManyOptions(option + 1));
                }
                self.met.push(number);
                Mark::option(u16::try_from(option).unwrap_or(u16::MAX))
            });
        }
        Ok(self.meanings[number])
    }

    /// The options in alphabetical order, and where in it each stands that was met.
    fn in_order(&self) -> (Vec<String>, Vec<u16>) {
        let name = |option: &usize| &self.names.all()[self.met[*option]];
        let mut order: Vec<usize> = (0..self.met.len()).collect();
        order.sort_by_key(name);
        let mut moved = vec![0; order.len()];
        for (to, option) in (0..).zip(&order) {
            moved[*option] = to;
        }
        (
            order.iter().map(|option| name(option).clone()).collect(),
            moved,
        )
    }
}

/// The message for a cell that does not hold what its column wants.
fn wrong(header: &[String], line: u64, row: Row<'_>, column: usize, wanted: &str) -> BallotsError {
    let (name, cell) = (&header[column], row.cell(column));
    let what = format!("`{name}` is `{cell}`; it must be {wanted}");
    BallotsError::at(line, column + 1, what)
}

/// The options that a row approves of.
fn approvals(
    columns: &[(usize, String)],
    row: Row<'_>,
    wrong: impl Fn(usize, &str) -> BallotsError,
) -> Result<Form, BallotsError> {
    let mut approved = Vec::new();
    for (option, (column, _)) in columns.iter().enumerate() {
        match row.cell(*column).to_lowercase().as_str() {
            "" | "0" | "no" => {}
            "1" | "x" | "✓" | "yes" | "sí" => approved.push(option),
            _ => return Err(wrong(*column, "1 or 0")),
        }
    }
    Ok(Form::Approves(approved))
}

/// What a row scores.
fn scores(
    columns: &[(usize, String)],
    row: Row<'_>,
    wrong: impl Fn(usize, &str) -> BallotsError,
) -> Result<Form, BallotsError> {
    let mut scores = Vec::new();
    for (option, (column, _)) in columns.iter().enumerate() {
        let text = row.cell(*column);
        if !text.is_empty() {
            let score = text.parse();
            let wanted = "a whole number, or empty";
            scores.push((option, score.map_err(|_| wrong(*column, wanted))?));
        }
    }
    Ok(Form::Scores(scores))
}

/// Adds a rank of equals; an overvote without names among them makes it one.
fn add_rank(marks: &mut Vec<Mark>, rank: &[Mark]) {
    if rank.contains(&Mark::OVERVOTED) {
        marks.push(Mark::OVERVOTED);
        return;
    }
    let mut options: Vec<usize> = rank.iter().filter_map(|mark| mark.index()).collect();
    options.sort_unstable();
    options.dedup();
    // Options are numbered below `u16::MAX`.
    let mut options = options
        .iter()
        .map(|o| u16::try_from(*o).unwrap_or(u16::MAX));
    marks.push(options.next().map_or(Mark::SKIPPED, Mark::option));
    marks.extend(options.map(Mark::equal));
}

/// Adds options in the order of their places. A place that nobody has is a skipped rank, unless it
/// stands below equals, as in 1, 1, 3: then it is shared.
fn add_places(marks: &mut Vec<Mark>, places: &[(usize, u16)]) {
    let (mut last, mut shared) = (0, 0);
    for rank in places.chunk_by(|(a, _), (b, _)| a == b) {
        let (place, first) = rank[0];
        let empty = (place - last - 1).saturating_sub(shared);
        marks.extend(std::iter::repeat_n(Mark::SKIPPED, empty));
        marks.push(Mark::option(first));
        marks.extend(rank[1..].iter().map(|(_, option)| Mark::equal(*option)));
        (last, shared) = (place, rank.len() - 1);
    }
}

/// The place that a cell names.
fn place(text: &str) -> Option<usize> {
    text.parse()
        .ok()
        .or_else(|| layout::rank(&text.to_lowercase()))
}

/// Reads `a>b=c>d`; empty is a blank ballot.
fn order(text: &str) -> Option<Vec<Vec<&str>>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('>').map(equals).collect()
}

/// The options of one rank, of `a=b`.
fn equals(text: &str) -> Option<Vec<&str>> {
    let names = text.split('=').map(|name| {
        let name = name.trim();
        (!name.is_empty()).then_some(name)
    });
    names.collect()
}
