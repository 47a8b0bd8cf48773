//! Ballots from files, and back: our JSON, CSV with one ballot a row, BLT, PrefLib and ABIF; and from Pabulib.

mod abif;
mod blt;
mod csv;
mod json;
mod names;
mod numbers;
mod pabulib;
mod pieces;
mod preflib;

pub use pieces::BallotsReader;

use crate::formats::ballots::pieces::{Place, text_at};
use crate::tally::{Amount, Profile, ProfileError, list};

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
        }
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
}

impl Format {
    /// Every format that can be read.
    pub const ALL: [Self; 6] = [
        Self::Json,
        Self::Csv,
        Self::Blt,
        Self::Preflib,
        Self::Pabulib,
        Self::Abif,
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
        }
    }

    /// The format of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the bytes look like.
    pub fn sniff(bytes: &[u8]) -> Self {
        let bytes = without_bom(bytes).trim_ascii_start();
        match bytes.first() {
            Some(_) if preflib::looks_like(bytes) => Self::Preflib,
            Some(_) if abif::looks_like(bytes) => Self::Abif,
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
    let text = text_at(without_bom(bytes), Place::START)?;
    match format {
        Format::Json => json::read(text),
        Format::Csv => {
            let mut reading = csv::Reading::default();
            reading.take(text, Place::START, true)?;
            reading.finish()
        }
        Format::Blt => {
            let mut reading = blt::Reading::default();
            reading.take(text, Place::START, true)?;
            reading.finish()
        }
        Format::Preflib => {
            let mut reading = preflib::Reading::default();
            reading.take(text, Place::START, true)?;
            reading.finish()
        }
        Format::Pabulib => pabulib::read(text),
        Format::Abif => abif::read(text),
    }
}

/// Writes ballots in a format, equal ones together.
///
/// Fails when the format cannot say what the ballots say: all but JSON hold only rankings, and CSV
/// only such as name an option once.
pub fn write(ballots: &Ballots, format: Format) -> Result<String, BallotsError> {
    match format {
        Format::Json => Ok(json::write(ballots)),
        Format::Csv => csv::write(ballots),
        Format::Blt => blt::write(ballots),
        Format::Preflib => preflib::write(ballots),
        Format::Abif => abif::write(ballots),
        Format::Pabulib => Err(BallotsError::Whole(
            "Pabulib's format can be read and not written; write JSON".to_owned(),
        )),
    }
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The message for a name that is not among the options.
fn unknown(name: &str, options: &[String]) -> String {
    format!("`{name}` is not among the options {}", list(options))
}
