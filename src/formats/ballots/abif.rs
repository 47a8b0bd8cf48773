//! ABIF, a line a kind of ballot:
//!
//! ```text
//! # a comment
//! {"title": "Trees"}
//! =a:[Ash tree]           # what the short name stands for
//! 27: a>Birch=Cedar       # a ranking
//! 12: a/5, Birch/3        # scores
//! ```
//!
//! A line with `>` or `=` is a ranking, and any scores on it only repeat the order. Options come in the
//! order they are declared in; those that are not declared follow in alphabetical order.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use serde_json::Value;

use super::kept::Kept;
use super::names::Names;
use super::pieces::{Pieces, Place};
use super::{Ballots, BallotsError};
use crate::formats::rows::shown;
use crate::tally::{Form, ProfileBuilder, Weight};

/// Is the first line that is no comment a ballot, a declaration, or facts before one of these?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let lines = bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    let mut told = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
    let is_fact = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    let Some(line) = told.find(|line| !is_fact(line)) else {
        return false;
    };
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    let declares = line.starts_with(b"=") && line.contains(&b'[');
    declares || (digits > 0 && line[digits..].trim_ascii_start().starts_with(b":"))
}

/// Reads line by line.
#[derive(Debug, Default)]
pub(super) struct Reading {
    title: Option<String>,
    /// The short names, each with the whole one.
    declared: Vec<(String, String)>,
    shorts: HashSet<String>,
    /// Every name that a ballot mentions, as it stands there.
    mentioned: Names,
    papers: Kept<Facts>,
    /// How many ballots have scores beside their ranking.
    scored: u64,
}

/// What is known of a kind of ballot beside what it says.
#[derive(Debug)]
struct Facts {
    line: u64,
    count: u64,
}

impl Pieces for Reading {
    /// Reads the lines of a text, which ends with one, and returns that it is done with them.
    fn take(&mut self, text: &str, place: Place, _is_last: bool) -> Result<usize, BallotsError> {
        for (line, whole) in (place.line..).zip(text.lines()) {
            let told = whole.split('#').next().unwrap_or(whole).trim();
            if !told.is_empty() {
                self.row(&Row { line, whole }, told)?;
            }
        }
        Ok(text.len())
    }

    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError> {
        let whole: HashMap<&str, &str> = self
            .declared
            .iter()
            .map(|(short, name)| (short.as_str(), name.as_str()))
            .collect();
        // Every mention by its whole name.
        let mentioned: Vec<&str> = self
            .mentioned
            .all()
            .iter()
            .map(|name| whole.get(name.as_str()).copied().unwrap_or(name))
            .collect();
        let mut names: Vec<String> = self.declared.iter().map(|(_, name)| name.clone()).collect();
        let known: HashSet<&str> = whole.values().copied().collect();
        let others: BTreeSet<&str> = mentioned
            .iter()
            .copied()
            .filter(|name| !known.contains(name))
            .collect();
        names.extend(others.into_iter().map(str::to_owned));
        let mut builder = ProfileBuilder::new(names.clone())?;
        let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
        let index: Vec<usize> = mentioned
            .iter()
            .map(|name| places.get(name).copied().unwrap_or_default())
            .collect();
        for (facts, form) in self.papers.iter(&index) {
            if let Form::Scores(scores) = &form {
                let mut seen = HashSet::new();
                if let Some((option, _)) = scores.iter().find(|(option, _)| !seen.insert(option)) {
                    let name = shown(&names[*option]);
                    let what = format!("`{name}` is scored twice; score it once");
                    return Err(BallotsError::at(facts.line, 1, what));
                }
            }
            builder.add(facts.count, Weight::ONE, &form)?;
        }
        let told = format!(
            "{} ballots have scores beside a ranking; the ranking counts, and the scores do not",
            self.scored
        );
        Ok(Ballots {
            title: self.title,
            notes: (self.scored > 0).then_some(told).into_iter().collect(),
            ..Ballots::of(builder.finish())
        })
    }
}

impl Reading {
    /// Reads what a row tells before its comment.
    fn row(&mut self, row: &Row<'_>, told: &str) -> Result<(), BallotsError> {
        if told.starts_with('{') {
            let what = "is no JSON object; write `{\"title\": \"…\"}`";
            let facts: Value = serde_json::from_str(told).map_err(|_| row.wrong(told, what))?;
            if let Some(title) = facts.get("title").and_then(Value::as_str) {
                self.title = Some(title.to_owned());
            }
        } else if let Some(declaration) = told.strip_prefix('=') {
            let what = "declares nothing; write `=short:[The whole name]`";
            let (short, name) = declaration
                .split_once(':')
                .ok_or_else(|| row.wrong(told, what))?;
            let short = bare(short);
            if !self.shorts.insert(short.to_owned()) {
                return Err(row.wrong(told, "declares a short name a second time; keep one"));
            }
            self.declared
                .push((short.to_owned(), bare(name).to_owned()));
        } else {
            let (count, form) = row.paper(told, &mut self.mentioned)?;
            if matches!(form, Form::Ranking(_)) && told.contains('/') {
                self.scored = self.scored.saturating_add(count);
            }
            let line = row.line;
            self.papers.push(Facts { line, count }, &form);
        }
        Ok(())
    }
}

/// One mention of an option.
struct Choice<'t> {
    name: &'t str,
    score: Option<u32>,
}

/// One line of the file.
struct Row<'t> {
    line: u64,
    whole: &'t str,
}

impl Row<'_> {
    fn wrong(&self, word: &str, what: &str) -> BallotsError {
        let column = self.whole.find(word).unwrap_or_default() + 1;
        BallotsError::at(self.line, column, format!("`{}` {what}", shown(word)))
    }

    /// Reads `27: a>b=c` or `12: a/5, b/3`: how many there are, and what they say.
    fn paper(&self, told: &str, names: &mut Names) -> Result<(u64, Form), BallotsError> {
        let (count, choices) = told.split_once(':').unwrap_or((told, ""));
        let what = "is no ballot; a line begins with how many there are of it, as in `3: a>b`";
        let count = count.trim().parse().map_err(|_| self.wrong(told, what))?;
        let choices = choices.trim();
        let is_ranked = choices.contains(['>', '=']);
        let mut groups: Vec<Vec<Choice<'_>>> = Vec::new();
        for group in choices.split('>').filter(|_| !choices.is_empty()) {
            let group = group
                .split(['=', ','])
                .map(|choice| self.choice(choice.trim(), choices));
            groups.push(group.collect::<Result<_, _>>()?);
        }
        let mut number = |choice: &Choice<'_>| names.number(choice.name).0;
        let mut scores = Vec::new();
        let mut unscored = None;
        for choice in groups.iter().flatten() {
            match choice.score {
                Some(score) => scores.push((number(choice), score)),
                None => unscored = unscored.or(Some(choice)),
            }
        }
        match unscored {
            Some(choice) if !is_ranked && choices.contains(',') => {
                let what = "has neither a score nor a place; write `a/5, b/3` or `a>b`";
                Err(self.wrong(choice.name, what))
            }
            None if !is_ranked && !scores.is_empty() => Ok((count, Form::Scores(scores))),
            Some(_) | None => {
                let ranks = groups
                    .iter()
                    .map(|group| group.iter().map(&mut number).collect());
                Ok((count, Form::Ranking(ranks.collect())))
            }
        }
    }

    fn choice<'t>(&self, choice: &'t str, choices: &str) -> Result<Choice<'t>, BallotsError> {
        let (name, score) = match choice.rsplit_once('/') {
            None => (choice, None),
            Some((name, score)) => {
                let what = "has no score after its `/`; write a whole number of 0 or more";
                let score = score.trim().parse().map_err(|_| self.wrong(choice, what))?;
                (name, Some(score))
            }
        };
        let name = bare(name);
        if name.contains(['[', ']', '"']) {
            let what = "has a sign within brackets; declare a short name as in `=a:[A, or B]`";
            return Err(self.wrong(choices, what));
        }
        if name.is_empty() {
            return Err(self.wrong(choices, "leaves an option out between its signs"));
        }
        Ok(Choice { name, score })
    }
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let names = ballots.profile.candidates();
    let whole = |what: &str| Err(BallotsError::Whole(format!("{what}; write JSON")));
    let unfit = |name: &String| name.contains(['[', ']', '#', '\n', '\r']) || name.trim() != name;
    if names.iter().any(unfit) {
        return whole(
            "ABIF cannot hold a name with `[`, `]`, `#` or a line break, or with white space at its ends",
        );
    }
    let short = |option: &usize| format!("c{}", option + 1);
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    if let Some(title) = &ballots.title {
        // A `#` would begin a comment; within a JSON text it can be written as its number.
        let facts = serde_json::json!({ "title": title }).to_string();
        let _ = writeln!(text, "{}", facts.replace('#', "\\u0023"));
    }
    for (option, name) in names.iter().enumerate() {
        let _ = writeln!(text, "={}:[{name}]", short(&option));
    }
    for (amount, form) in ballots.profile.ballots() {
        let Ok(count) = amount.as_str().parse::<u64>() else {
            return whole(
                "some ballots have weights that are no whole numbers below 2^64, which ABIF cannot hold",
            );
        };
        let choices = match form {
            Form::Ranking(ranks) => {
                if ranks
                    .iter()
                    .any(|rank| rank.is_empty() || rank.contains(&Form::OVERVOTE))
                {
                    return whole("some ballots skip a rank, which ABIF cannot hold");
                }
                let ranks = ranks
                    .iter()
                    .map(|rank| rank.iter().map(short).collect::<Vec<_>>().join("="));
                ranks.collect::<Vec<_>>().join(">")
            }
            Form::Scores(scores) => {
                let scores = scores
                    .iter()
                    .map(|(option, score)| format!("{}/{score}", short(option)));
                scores.collect::<Vec<_>>().join(",")
            }
            Form::Approves(_) => {
                return whole("some ballots approve, and ABIF holds rankings and scores");
            }
        };
        let _ = writeln!(text, "{count}:{choices}");
    }
    Ok(text)
}

/// A name without white space, brackets or quotation marks around it.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let inner = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    let inner = inner.or_else(|| {
        name.strip_prefix('"')
            .and_then(|name| name.strip_suffix('"'))
    });
    inner.unwrap_or(name).trim()
}
