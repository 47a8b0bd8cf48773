//! Ballots from files, and back: our JSON, CSV with one ballot a row, BLT, PrefLib, ABIF, Pabulib and NIST's
//! cast-vote records.

mod abif;
mod blt;
mod cdf;
mod csv;
mod json;
mod kept;
mod names;
mod numbers;
mod pabulib;
mod pieces;
mod preflib;

pub use pieces::BallotsReader;

use crate::formats::ballots::pieces::{Place, pieces_of, text_at};
use crate::formats::rows::shown;
use crate::tally::{Amount, Organisations, Profile, ProfileError, list};

/// The ballots of a file.
#[derive(Clone, Debug)]
pub struct Ballots {
    /// What the count is about, if the file says so.
    pub title: Option<String>,
    /// How many are to win, if the file says so.
    pub seats: Option<u32>,
    /// Options that the file says take no part.
    pub withdrawn: Vec<String>,
    /// The order for breaking ties, if the file gives one: the earlier is the one picked.
    pub tie_order: Vec<String>,
    /// What there is to spend, if the file says so.
    pub budget: Option<Amount>,
    /// What options cost, if the file says so.
    pub costs: Vec<(String, Amount)>,
    /// What the reader passed over or mended, in sentences for whoever counts; empty for a clean file.
    pub notes: Vec<String>,
    /// How the file was read, where its format leaves that to be found out.
    pub read_as: Option<String>,
    /// The ballots.
    pub profile: Profile,
    /// The same ballots by organisation, if the file says whose they are.
    pub organisations: Option<Organisations>,
}

impl Ballots {
    /// Ballots about which nothing else is said.
    pub fn of(profile: Profile) -> Self {
        Self {
            title: None,
            seats: None,
            withdrawn: Vec::new(),
            tie_order: Vec::new(),
            budget: None,
            costs: Vec::new(),
            notes: Vec::new(),
            read_as: None,
            profile,
            organisations: None,
        }
    }

    /// The ballots of each organisation, and those that name none; all together where none is named.
    fn by_organisation(&self) -> Vec<(Option<&str>, &Profile)> {
        let Some(organisations) = &self.organisations else {
            return vec![(None, &self.profile)];
        };
        let named = organisations
            .iter()
            .map(|(name, profile)| (Some(name), profile));
        named.chain([(None, organisations.without())]).collect()
    }
}

/// A way to write ballots down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One object with `candidates` and `ballots`.
    Json,
    /// One ballot a row, under a header.
    Csv,
    /// Numbers of options, ballot by ballot, and the names last.
    Blt,
    /// Numbers of options under a header of `#` lines.
    Preflib,
    /// Projects with costs, and votes.
    Pabulib,
    /// Rankings and scores by name, a kind of ballot a line.
    Abif,
    /// NIST's cast-vote records, as JSON or XML; written as JSON.
    Cdf,
}

impl Format {
    /// Every format that can be read.
    pub const ALL: [Self; 7] = [
        Self::Json,
        Self::Csv,
        Self::Blt,
        Self::Preflib,
        Self::Pabulib,
        Self::Abif,
        Self::Cdf,
    ];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Blt => "blt",
            Self::Preflib => "preflib",
            Self::Pabulib => "pabulib",
            Self::Abif => "abif",
            Self::Cdf => "cdf",
        }
    }

    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the bytes look like.
    pub fn sniff(bytes: &[u8]) -> Self {
        if is_old_mac(bytes) {
            return Self::sniff(&with_line_feeds(bytes));
        }
        let bytes = without_bom(bytes).trim_ascii_start();
        match bytes.first() {
            Some(_) if preflib::looks_like(bytes) => Self::Preflib,
            Some(_) if abif::looks_like(bytes) => Self::Abif,
            Some(_) if cdf::looks_like(bytes) => Self::Cdf,
            Some(b'{' | b'[') => Self::Json,
            Some(_) if pabulib::looks_like(bytes) => Self::Pabulib,
            Some(_) if blt::looks_like(bytes) => Self::Blt,
            Some(_) | None => Self::Csv,
        }
    }
}

/// Why ballots cannot be read, or written in a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotsError {
    /// Something at a place in the file is wrong.
    #[error("line {line}, column {column}: {what}")]
    At {
        /// From 1.
        line: u64,
        /// From 1: the character in JSON, the field in CSV.
        column: u64,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The file as a whole is wrong.
    #[error("{0}")]
    Whole(String),
    /// The options or weights cannot be counted.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl BallotsError {
    fn at(line: u64, column: usize, what: impl Into<String>) -> Self {
        Self::At {
            line,
            column: column as u64,
            what: what.into(),
        }
    }
}

/// The name at a rank that was marked more than once when the file does not say for whom.
const UNSAID: &str = "overvote";

/// Reads ballots in a format; see [`Format::sniff`] for finding out which.
///
/// Fails with the line and column of the first fault, what it is, and what would be right.
pub fn read(bytes: &[u8], format: Format) -> Result<Ballots, BallotsError> {
    read_contest(bytes, format, None)
}

/// Reads the ballots of one contest, by its name or id, of a format that holds several.
///
/// Fails as [`read`] does, and for a contest where the format has none.
pub fn read_contest(
    bytes: &[u8],
    format: Format,
    contest: Option<&str>,
) -> Result<Ballots, BallotsError> {
    if is_old_mac(bytes) {
        return read_contest(&with_line_feeds(bytes), format, contest);
    }
    has_contests(format, contest)?;
    let text = text_at(without_bom(bytes), Place::START)?;
    if let Some(mut reading) = pieces_of(format) {
        reading.take(text, Place::START, true)?;
        return reading.finish();
    }
    match format {
        Format::Cdf => cdf::read(text, contest),
        _ => json::read(text),
    }
}

/// Fails where a contest is asked for and the format has none.
fn has_contests(format: Format, contest: Option<&str>) -> Result<(), BallotsError> {
    match contest {
        Some(contest) if format != Format::Cdf => Err(BallotsError::Whole(format!(
            "the contest `{}` is asked for, and only `cdf` files have contests; leave it out",
            shown(contest)
        ))),
        Some(_) | None => Ok(()),
    }
}

/// Do its lines end with CR alone, as those of old Macintosh files?
fn is_old_mac(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1 << 16)];
    start.contains(&b'\r') && !start.contains(&b'\n')
}

fn with_line_feeds(bytes: &[u8]) -> Vec<u8> {
    let unix = |byte: &u8| if *byte == b'\r' { b'\n' } else { *byte };
    bytes.iter().map(unix).collect()
}

/// Writes ballots in a format, equal ones together.
///
/// Fails when the format cannot say what the ballots say. JSON holds everything; CSV holds one form of ballot,
/// and only rankings that name an option once; BLT and PrefLib hold rankings; ABIF and cast-vote records hold
/// rankings or scores, the latter also approvals; Pabulib holds approvals, scores, or rankings without equals.
/// What else is lost [`lost`] says.
pub fn write(ballots: &Ballots, format: Format) -> Result<String, BallotsError> {
    if ballots.profile.candidates().is_empty() && format != Format::Json {
        let what = "there are no options, and only JSON can say so; write JSON";
        return Err(BallotsError::Whole(what.to_owned()));
    }
    match format {
        Format::Json => json::write(ballots),
        Format::Csv => csv::write(ballots),
        Format::Blt => blt::write(ballots),
        Format::Preflib => preflib::write(ballots),
        Format::Abif => abif::write(ballots),
        Format::Pabulib => pabulib::write(ballots),
        Format::Cdf => cdf::write(ballots),
    }
}

/// What a file in that format does not say of these ballots though they know it: the seats, say.
pub fn lost(ballots: &Ballots, format: Format) -> Vec<&'static str> {
    use Format::{Abif, Blt, Cdf, Csv, Json, Pabulib, Preflib};
    let facts: [(&str, bool, &[Format]); 7] = [
        (
            "the title",
            ballots.title.is_some(),
            &[Json, Blt, Preflib, Abif, Pabulib, Cdf],
        ),
        ("the seats", ballots.seats.is_some(), &[Json, Blt, Cdf]),
        (
            "who has withdrawn",
            !ballots.withdrawn.is_empty(),
            &[Json, Blt],
        ),
        (
            "the order for ties",
            !ballots.tie_order.is_empty(),
            &[Json, Blt],
        ),
        ("the budget", ballots.budget.is_some(), &[Json, Pabulib]),
        ("the costs", !ballots.costs.is_empty(), &[Json, Pabulib]),
        (
            "whose ballots they are",
            ballots.organisations.is_some(),
            &[Json, Csv],
        ),
    ];
    let lost = facts
        .into_iter()
        .filter(|(_, known, held)| *known && !held.contains(&format));
    lost.map(|(what, ..)| what).collect()
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The message for a name that is not among the options.
fn unknown(name: &str, options: &[String]) -> String {
    let name = shown(name);
    let options = list(options.iter().map(|option| shown(option)));
    format!("`{name}` is not among the options {options}")
}
