//! Pabulib's `.pb`: a budget, projects with costs, and votes, as fields between semicolons.
//!
//! Options go by their `project_id`. The `vote_type` says what a vote is: `approval`, `ordinal` (a
//! ranking), `cumulative` and `scoring` (points in their own column).

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use num_traits::Signed;

use super::pieces::{Pieces, Place};
use super::{Ballots, BallotsError};
use crate::formats::rows::shown;
use crate::tally::{Amount, Form, ProfileBuilder, Weight};

/// A line a vote: more would be a file of some gigabytes.
const MOST_VOTES: u64 = 10_000_000;

/// Does it begin with Pabulib's first section?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next();
    line.unwrap_or_default().trim_ascii() == b"META"
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Meta,
    Projects,
    Votes,
}

impl Section {
    fn parse(line: &str) -> Option<Self> {
        match line {
            "META" => Some(Self::Meta),
            "PROJECTS" => Some(Self::Projects),
            "VOTES" => Some(Self::Votes),
            _ => None,
        }
    }
}

/// The facts of `META`, each with its line.
#[derive(Debug, Default)]
struct Meta(HashMap<String, (u64, String)>);

impl Meta {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|(_, value)| value.as_str())
    }

    fn wrong(&self, key: &str, wanted: &str) -> BallotsError {
        let (line, value) = self.0.get(key).cloned().unwrap_or_default();
        let what = format!("`{key}` is `{}`; it must be {wanted}", shown(&value));
        BallotsError::at(line, 2, what)
    }

    fn vote_type(&self) -> Result<VoteType, BallotsError> {
        let wanted = "`approval`, `ordinal`, `cumulative` or `scoring`";
        match self.get("vote_type") {
            None | Some("approval") => Ok(VoteType::Approval),
            Some("ordinal") => Ok(VoteType::Ordinal),
            Some("cumulative" | "scoring") => Ok(VoteType::Points),
            Some(_) => Err(self.wrong("vote_type", wanted)),
        }
    }

    /// What is said to be there and is not, for a file may have been cut off.
    fn missing(&self, key: &str, noun: &str, found: usize) -> Option<String> {
        let said = self.get(key)?;
        (said != found.to_string()).then(|| {
            format!(
                "`{key}` is `{}`, and the file has {found} {noun}",
                shown(said)
            )
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum VoteType {
    Approval,
    Ordinal,
    Points,
}

/// Reads line by line.
#[derive(Debug, Default)]
pub(super) struct Reading {
    section: Option<Section>,
    header: Vec<String>,
    meta: Meta,
    costs: Vec<(String, Amount)>,
    votes: Option<Votes>,
    n_votes: usize,
}

impl Pieces for Reading {
    /// Reads the lines of a text, which ends with one, and returns that it is done with them.
    fn take(&mut self, text: &str, place: Place, _is_last: bool) -> Result<usize, BallotsError> {
        for (line, row) in (place.line..).zip(text.lines()) {
            let row = row.trim();
            if !row.is_empty() {
                self.row(line, row)?;
            }
        }
        Ok(text.len())
    }

    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError> {
        let votes = self.votes.ok_or_else(|| {
            BallotsError::Whole("there is no section `VOTES`; it must follow `PROJECTS`".to_owned())
        })?;
        let budget = match self.meta.get("budget") {
            None => None,
            Some(budget) => Some(amount(budget).ok_or_else(|| {
                let wanted = "an amount of 0 or more such as `1200` or `12.50`";
                self.meta.wrong("budget", wanted)
            })?),
        };
        let notes = [
            self.meta
                .missing("num_projects", "projects", self.costs.len()),
            self.meta.missing("num_votes", "votes", self.n_votes),
        ];
        Ok(Ballots {
            title: self.meta.get("description").map(str::to_owned),
            budget,
            costs: self.costs,
            notes: notes.into_iter().flatten().collect(),
            ..Ballots::of(votes.builder.finish())
        })
    }
}

impl Reading {
    fn row(&mut self, line: u64, row: &str) -> Result<(), BallotsError> {
        if let Some(next) = Section::parse(row) {
            return self.begin(next, line, row);
        }
        let Some(section) = self.section else {
            let what = "the file must begin with the section `META`";
            return Err(BallotsError::at(line, 1, what));
        };
        let cells = fields(row);
        if self.header.is_empty() {
            let header: Vec<String> = cells.into_iter().map(str::to_owned).collect();
            if let Some(at) = (1..header.len()).find(|at| header[..*at].contains(&header[*at])) {
                let what = format!(
                    "the column `{}` is there twice; keep one",
                    shown(&header[at])
                );
                return Err(BallotsError::at(line, at + 1, what));
            }
            self.header = header;
            return Ok(());
        }
        let row = Row {
            line,
            header: &self.header,
            cells: &cells,
        };
        match section {
            Section::Meta => {
                let value = cells.get(1).copied().unwrap_or_default();
                let fact = (line, value.to_owned());
                if self.meta.0.insert(cells[0].to_owned(), fact).is_some() {
                    let what = format!("`{}` is there twice; keep one", shown(cells[0]));
                    return Err(BallotsError::at(line, 1, what));
                }
            }
            Section::Projects => {
                row.fits()?;
                let cost = amount(row.cell("cost")?);
                let cost = cost.ok_or_else(|| {
                    row.wrong("cost", "an amount of 0 or more such as `1200` or `12.50`")
                })?;
                self.costs.push((row.cell("project_id")?.to_owned(), cost));
            }
            Section::Votes => {
                row.fits()?;
                self.n_votes += 1;
                if let Some(votes) = &mut self.votes {
                    let form = row.vote(votes)?;
                    votes.builder.add(1, Weight::ONE, &form)?;
                }
            }
        }
        Ok(())
    }

    /// Begins a section, whose name is that row.
    fn begin(&mut self, next: Section, line: u64, row: &str) -> Result<(), BallotsError> {
        if self.section.is_some_and(|section| next <= section) {
            let what = format!(
                "the section `{row}` comes too late; the order is `META`, `PROJECTS`, `VOTES`, each once"
            );
            return Err(BallotsError::at(line, 1, what));
        }
        self.section = Some(next);
        self.header.clear();
        if next == Section::Votes {
            self.votes = Some(Votes::of(&self.costs, self.meta.vote_type()?)?);
        }
        Ok(())
    }
}

/// An amount of 0 or more.
fn amount(text: &str) -> Option<Amount> {
    let amount = Amount::try_from(text.to_owned()).ok()?;
    (!amount.value().is_negative()).then_some(amount)
}

/// What the votes are read into.
#[derive(Debug)]
struct Votes {
    vote_type: VoteType,
    numbers: HashMap<String, usize>,
    builder: ProfileBuilder,
}

impl Votes {
    fn of(costs: &[(String, Amount)], vote_type: VoteType) -> Result<Self, BallotsError> {
        let names: Vec<String> = costs.iter().map(|(name, _)| name.clone()).collect();
        Ok(Self {
            vote_type,
            numbers: names.iter().cloned().zip(0..).collect(),
            builder: ProfileBuilder::new(names)?,
        })
    }
}

struct Row<'t> {
    line: u64,
    header: &'t [String],
    cells: &'t [&'t str],
}

impl Row<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// Fails on a line that is longer than its header, as one with a stray semicolon is.
    fn fits(&self) -> Result<(), BallotsError> {
        if self.cells.len() <= self.header.len() {
            return Ok(());
        }
        let what = format!(
            "this line has {} fields, and the header has {}; put quotation marks around a field with a semicolon",
            self.cells.len(),
            self.header.len()
        );
        Err(BallotsError::at(self.line, self.header.len() + 1, what))
    }

    fn cell(&self, name: &str) -> Result<&str, BallotsError> {
        let cell = self.column(name).and_then(|at| self.cells.get(at).copied());
        cell.ok_or_else(|| {
            BallotsError::at(
                self.line,
                1,
                format!(
                    "this line has no `{name}`; the columns are {}",
                    shown(&self.header.join(";"))
                ),
            )
        })
    }

    fn wrong(&self, name: &str, wanted: &str) -> BallotsError {
        let column = self.column(name).unwrap_or_default();
        let found = self.cells.get(column).copied().unwrap_or_default();
        BallotsError::at(
            self.line,
            column + 1,
            format!("`{name}` is `{}`; it must be {wanted}", shown(found)),
        )
    }

    fn vote(&self, votes: &Votes) -> Result<Form, BallotsError> {
        let option = |word: &str| {
            votes.numbers.get(word).copied().ok_or_else(|| {
                let wanted = format!("a list of projects; `{}` is not among them", shown(word));
                self.wrong("vote", &wanted)
            })
        };
        let vote = words(self.cell("vote")?);
        let options: Vec<usize> = vote.map(option).collect::<Result<_, _>>()?;
        let mut seen = HashSet::new();
        if !options.iter().all(|option| seen.insert(*option)) {
            return Err(self.wrong("vote", "a list of projects, each once"));
        }
        match votes.vote_type {
            VoteType::Approval => Ok(Form::Approves(options)),
            VoteType::Ordinal => Ok(Form::Ranking(
                options.into_iter().map(|option| vec![option]).collect(),
            )),
            VoteType::Points => {
                let wanted = "a whole number of points of 0 or more for each project of `vote`";
                let points = words(self.cell("points")?);
                let points: Vec<u32> = points
                    .map(|word| word.parse().map_err(|_| self.wrong("points", wanted)))
                    .collect::<Result<_, _>>()?;
                if points.len() != options.len() {
                    return Err(self.wrong("points", wanted));
                }
                Ok(Form::Scores(options.into_iter().zip(points).collect()))
            }
        }
    }
}

/// The words between commas.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    let words = cell.split(',').map(str::trim);
    words.filter(|word| !word.is_empty())
}

/// The fields between semicolons, without quotation marks around them.
fn fields(row: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = row;
    loop {
        let quoted = rest
            .strip_prefix('"')
            .and_then(|inner| inner.split_once('"'))
            .filter(|(_, after)| after.is_empty() || after.starts_with(';'));
        let (field, after) = match quoted {
            Some((field, after)) => (field, after.strip_prefix(';')),
            None => match rest.split_once(';') {
                Some((field, after)) => (field.trim(), Some(after)),
                None => (rest.trim(), None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let names = ballots.profile.candidates();
    let whole = |what: &str| BallotsError::Whole(format!("{what}; write JSON"));
    let unfit = |name: &String| name.contains([';', ',', '"', '\n', '\r']) || name.trim() != name;
    if names.iter().any(unfit) {
        return Err(whole(
            "Pabulib cannot hold a name with `;`, `,`, a quotation mark or a line break, or with white space at its ends",
        ));
    }
    let mut votes = String::new();
    let mut found: Option<VoteType> = None;
    let mut n_votes = 0_u64;
    // Writing to a `String` cannot fail.
    for (amount, form) in ballots.profile.ballots() {
        let count = amount.as_str().parse::<u64>().map_err(|_| {
            whole("some ballots have weights that are no whole numbers below 2^64, which Pabulib cannot hold")
        })?;
        if count > MOST_VOTES - n_votes {
            let what =
                format!("there are more than {MOST_VOTES} ballots, and there is a line for each");
            return Err(whole(&what));
        }
        let name = |option: &usize| names.get(*option).map_or("", String::as_str);
        let joined = |options: &[usize]| options.iter().map(name).collect::<Vec<_>>().join(",");
        let (vote_type, vote) = match &form {
            Form::Approves(options) => (VoteType::Approval, joined(options)),
            Form::Ranking(ranks) if ranks.is_empty() => {
                (found.unwrap_or(VoteType::Approval), String::new())
            }
            Form::Ranking(ranks) => {
                let single = ranks
                    .iter()
                    .all(|rank| matches!(rank[..], [one] if one < names.len()));
                let mut options: Vec<usize> = ranks.iter().flatten().copied().collect();
                let vote = joined(&options);
                options.sort_unstable();
                options.dedup();
                if !single || options.len() < ranks.len() {
                    return Err(whole(
                        "some ballots rank equals, skip a rank or repeat an option, which Pabulib cannot hold",
                    ));
                }
                (VoteType::Ordinal, vote)
            }
            Form::Scores(scores) => {
                let options: Vec<usize> = scores.iter().map(|(option, _)| *option).collect();
                let points: Vec<String> =
                    scores.iter().map(|(_, score)| score.to_string()).collect();
                (
                    VoteType::Points,
                    format!("{};{}", joined(&options), points.join(",")),
                )
            }
        };
        if found.is_some_and(|found| found != vote_type) {
            return Err(whole(
                "the ballots are of several kinds, and Pabulib holds one",
            ));
        }
        found = Some(vote_type);
        // A blank vote among those with points has no points either.
        let blank = vote_type == VoteType::Points && vote.is_empty();
        let vote = if blank { ";" } else { vote.as_str() };
        for _ in 0..count {
            n_votes += 1;
            let _ = writeln!(votes, "{n_votes};{vote}");
        }
    }
    let mut text = String::from("META\nkey;value\n");
    if let Some(title) = &ballots.title {
        if title.contains(['\n', '\r', '"']) {
            return Err(whole(
                "Pabulib cannot hold a title with a quotation mark or a line break",
            ));
        }
        let mark = if title.contains(';') { "\"" } else { "" };
        let _ = writeln!(text, "description;{mark}{title}{mark}");
    }
    let (vote_type, columns) = match found {
        None | Some(VoteType::Approval) => ("approval", "voter_id;vote"),
        Some(VoteType::Ordinal) => ("ordinal", "voter_id;vote"),
        Some(VoteType::Points) => ("scoring", "voter_id;vote;points"),
    };
    // Where nothing is said, every option costs 1 and there is as much as there are seats.
    let budget = match &ballots.budget {
        Some(budget) => budget.to_string(),
        None => ballots.seats.unwrap_or(1).to_string(),
    };
    let _ = writeln!(text, "num_projects;{}\nnum_votes;{n_votes}", names.len());
    let _ = writeln!(text, "budget;{budget}\nvote_type;{vote_type}");
    text.push_str("PROJECTS\nproject_id;cost\n");
    let costs: HashMap<&String, &Amount> = ballots
        .costs
        .iter()
        .map(|(name, cost)| (name, cost))
        .collect();
    for name in names {
        let cost = costs.get(name).map_or("1", |cost| cost.as_str());
        let _ = writeln!(text, "{name};{cost}");
    }
    let _ = write!(text, "VOTES\n{columns}\n{votes}");
    Ok(text)
}
