//! Votes on statements from files: the sets that Polis exports, and our plain `participant,statement,vote`.

mod reader;
mod set;

use std::collections::BTreeMap;

use crate::formats::cells::unguarded;
use crate::formats::rows::{Faults, Sheet, shown};
use crate::opinion::{Groups, Statement, Votes};

pub use reader::VotesReader;
pub use set::{
    CastVote, Comment, CommentGroups, Moderated, Moment, Set, SetFile, Summary, When,
    read_comment_groups, read_comments, read_history, read_summary, untimed, write_comment_groups,
    write_comments, write_history, write_participants, write_summary, write_votes, written,
};

/// How votes are laid out in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A vote a row.
    Long,
    /// A person a row, a statement a column: `participants-votes.csv`.
    Wide,
}

impl Form {
    /// The form in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Long => "a vote a row",
            Self::Wide => "a person a row",
        }
    }
}

/// What the number 1 means: Polis writes its exports one way and its database the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// 1 agrees and −1 disagrees: exports, and our own files.
    AgreeIsPlus,
    /// −1 agrees and 1 disagrees: dumps of Polis' database, with columns `pid` and `tid`.
    AgreeIsMinus,
}

impl Sign {
    /// What agreement is written as.
    pub fn agree(self) -> i8 {
        match self {
            Self::AgreeIsPlus => 1,
            Self::AgreeIsMinus => -1,
        }
    }
}

/// Votes read from a file, and how they were read.
#[derive(Clone, Debug, PartialEq)]
pub struct VotesRead {
    /// The votes.
    pub votes: Votes,
    /// How they were laid out.
    pub form: Form,
    /// Which sign meant agreement.
    pub sign: Sign,
    /// How many rows with a vote there were.
    pub rows: u64,
}

/// Reads votes from bytes that are at hand; see [`VotesReader`] for files that come piece by piece.
///
/// With `statements` a vote on any other statement is a fault; without, the statements are those voted on.
/// With `sign` the file's own sign is not looked for.
pub fn read_votes(
    bytes: &[u8],
    statements: Option<Vec<Statement>>,
    sign: Option<Sign>,
) -> Result<VotesRead, Faults> {
    let mut reader = VotesReader::new(statements, sign);
    reader.push(bytes);
    reader.finish()
}

/// Reads statements: `comment-id`, and where they are there `moderated` (−1 is out) and `is-meta`.
///
/// Fails with every fault: no id, an id twice, other values.
pub fn read_statements(bytes: &[u8]) -> Result<Vec<Statement>, Faults> {
    let comments = read_comments(bytes)?;
    Ok(comments.iter().map(Comment::statement).collect())
}

/// Groups read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsRead {
    /// The groups of those who voted, in the natural order of their names.
    pub groups: Groups,
    /// The members of groups who have not voted.
    pub silent: Vec<String>,
}

/// Reads a grouping of those who voted: the columns `member` and `group`, or Polis' `participants-votes.csv`, in
/// which people without a group have an empty `group-id`.
///
/// Fails with every fault: no member, no group, a member in two groups.
pub fn read_groups(bytes: &[u8], votes: &Votes) -> Result<GroupsRead, Faults> {
    let sheet = Sheet::read(bytes)?;
    let columns = [reader::PARTICIPANT, &["group", "group-id", "organisation"]].map(|names| {
        let missing = || {
            let what = format!("no column `{}`; the columns are member,group", names[0]);
            Faults::one(1, 1, what)
        };
        sheet.column(names).ok_or_else(missing)
    });
    let [member, group] = columns;
    let (member, group) = (member?, group?);
    let may_be_without = sheet.header[group].eq_ignore_ascii_case("group-id");
    let people: BTreeMap<&str, usize> = votes
        .participants()
        .iter()
        .enumerate()
        .map(|(idx, id)| (id.as_str(), idx))
        .collect();
    let mut faults = Faults::default();
    let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
    let mut found: Vec<&str> = Vec::new();
    let mut joined: Vec<(usize, &str)> = Vec::new();
    let mut silent = Vec::new();
    for (line, cells) in &sheet.rows {
        let (person, name) = (unguarded(&cells[member]), unguarded(&cells[group]));
        if may_be_without && name.is_empty() {
            continue;
        }
        for (column, cell, what) in [
            (member, person, "the row names no member"),
            (group, name, "the member has no group; leave the row out"),
        ] {
            if cell.is_empty() {
                faults.add(*line, column as u64 + 1, what);
            }
        }
        if let Some(first) = lines.insert(person, *line) {
            let what = format!(
                "member `{}` already has a group on line {first}; keep one",
                shown(person)
            );
            faults.add(*line, member as u64 + 1, what);
        }
        match people.get(person) {
            Some(idx) => {
                found.push(name);
                joined.push((*idx, name));
            }
            None => silent.push(person.to_owned()),
        }
    }
    found.sort_by(|a, b| crate::opinion::natural(a, b));
    found.dedup();
    if found.len() > usize::from(u16::MAX) {
        let what = format!("there are {} groups; have fewer", found.len());
        faults.add(1, group as u64 + 1, what);
    }
    let places: BTreeMap<&str, u16> = found.iter().copied().zip(0..).collect();
    let mut of = vec![None; votes.participants().len()];
    for (person, name) in joined {
        of[person] = places.get(name).copied();
    }
    let names = found.iter().map(|name| (*name).to_owned()).collect();
    faults.or(GroupsRead {
        groups: Groups::new(names, of),
        silent,
    })
}

#[cfg(test)]
mod tests;
