//! Responses as CSV: one row a response, columns keyed by question code; ours written and read, and the files of
//! other tools read where a definition says how.

mod foreign;
mod read;
mod table;
mod write;

use std::fmt;

use crate::model::answers::{Answers, Channel};
use crate::model::text::Lang;
use crate::model::time::Day;

pub use read::read;
pub use write::{Columns, Row, Writer, background};

/// A file of responses, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The responses, in the order of the file.
    pub rows: Vec<ImportedRow>,
    /// What was left out or mended, to be shown to whoever brought the file.
    pub notes: Vec<Note>,
}

/// One response of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRow {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// What was answered.
    pub answers: Answers,
    /// The day it came in, if the file says.
    pub submitted_on: Option<Day>,
    /// How it came in, if the file says.
    pub channel: Option<Channel>,
    /// The language of the form, if the file says.
    pub language: Option<Lang>,
    /// The organisation, if the file says.
    pub organisation: Option<String>,
    /// The member, if the file says.
    pub member: Option<String>,
}

/// What is wrong with a file of responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    /// The line of the file, from 1; of a row that spans lines, the first.
    pub line: u64,
    /// The column's name, where it is about one.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for CsvFault {
    /// `line: column: message`, the column left out where it is about none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.line)?;
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// What a reader left out or mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// Columns that the definition does not name.
    #[error("left out {} columns that the survey does not read: {}", .0.len(), names(.0))]
    IgnoredColumns(Vec<String>),
    /// Columns that the definition names and the file does not have.
    #[error("{} columns are not in the file, so nothing is known of them: {}", .0.len(), names(.0))]
    MissingColumns(Vec<String>),
    /// Rows without any value.
    #[error("left out {0} empty rows")]
    EmptyRows(u64),
    /// Choices named again at a later place.
    #[error("`{question}`: dropped {count} picks that repeat an earlier one")]
    RepeatedPicks {
        /// The ranking.
        question: String,
        /// How many picks.
        count: u64,
    },
    /// Rankings in which a place was left out before one that is filled.
    #[error("`{question}`: closed the gap in {count} rankings that leave out a place")]
    ClosedGaps {
        /// The ranking.
        question: String,
        /// How many rankings.
        count: u64,
    },
    /// Values of a background question that stand for no choice.
    #[error("`{question}`: left out {count} values that stand for no choice")]
    UnknownBackground {
        /// The question.
        question: String,
        /// How many values.
        count: u64,
    },
}

fn names(columns: &[String]) -> String {
    const MOST: usize = 12;
    let mut listed = columns
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if columns.len() > MOST {
        listed.push_str(", …");
    }
    listed
}

#[cfg(test)]
mod tests;
