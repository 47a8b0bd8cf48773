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

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use serde_json::Value;

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

pub(super) fn read(text: &str) -> Result<Ballots, BallotsError> {
    let mut title = None;
    let mut declared: Vec<(String, String)> = Vec::new();
    let mut shorts: HashSet<String> = HashSet::new();
    let mut papers = Vec::new();
    for (line, whole) in (1_u64..).zip(text.lines()) {
        let row = Row { line, whole };
        let text = whole.split('#').next().unwrap_or(whole).trim();
        if text.is_empty() {
            continue;
        }
        if text.starts_with('{') {
            let what = "is no JSON object; write `{\"title\": \"…\"}`";
            let facts: Value = serde_json::from_str(text).map_err(|_| row.wrong(text, what))?;
            title = facts
                .get("title")
                .and_then(Value::as_str)
                .map(str::to_owned)
                .or(title);
        } else if let Some(declaration) = text.strip_prefix('=') {
            let what = "declares nothing; write `=short:[The whole name]`";
            let (short, name) = declaration
                .split_once(':')
                .ok_or_else(|| row.wrong(text, what))?;
            let (short, name) = (bare(short), bare(name));
            if !shorts.insert(short.clone()) {
                return Err(row.wrong(text, "declares a short name a second time; keep one"));
            }
            declared.push((short, name));
        } else {
            papers.push(row.paper(text)?);
        }
    }
    // Every mention by its whole name.
    let whole: HashMap<&String, &String> = declared.iter().map(|(s, name)| (s, name)).collect();
    for choice in papers
        .iter_mut()
        .flat_map(|paper| paper.groups.iter_mut().flatten())
    {
        if let Some(name) = whole.get(&choice.name) {
            choice.name.clone_from(name);
        }
    }
    let mut names: Vec<String> = declared.into_iter().map(|(_, name)| name).collect();
    let known: HashSet<String> = names.iter().cloned().collect();
    let mentioned = papers
        .iter()
        .flat_map(|paper| paper.groups.iter().flatten());
    let mut others: Vec<String> = mentioned
        .map(|choice| choice.name.clone())
        .filter(|name| !known.contains(name))
        .collect();
    others.sort_unstable();
    others.dedup();
    names.extend(others);
    let mut builder = ProfileBuilder::new(names.clone())?;
    let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    for paper in papers {
        builder.add(paper.count, Weight::ONE, &paper.form(&places)?)?;
    }
    Ok(Ballots {
        title,
        ..Ballots::of(builder.finish())
    })
}

/// One mention of an option.
struct Choice {
    name: String,
    score: Option<u32>,
}

/// One kind of ballot.
struct Paper {
    line: u64,
    count: u64,
    ranked: bool,
    groups: Vec<Vec<Choice>>,
}

impl Paper {
    fn form(&self, places: &HashMap<&str, usize>) -> Result<Form, BallotsError> {
        let index = |choice: &Choice| {
            places
                .get(choice.name.as_str())
                .copied()
                .unwrap_or_default()
        };
        let scores = self
            .groups
            .iter()
            .flatten()
            .map(|choice| Some((index(choice), choice.score?)));
        let scores: Option<Vec<(usize, u32)>> = scores.collect();
        match scores {
            Some(scores) if !self.ranked && !scores.is_empty() => {
                let mut seen = HashSet::new();
                let twice = self
                    .groups
                    .iter()
                    .flatten()
                    .find(|choice| !seen.insert(index(choice)));
                match twice {
                    None => Ok(Form::Scores(scores)),
                    Some(choice) => {
                        let what =
                            format!("`{}` is scored twice; score it once", shown(&choice.name));
                        Err(BallotsError::at(self.line, 1, what))
                    }
                }
            }
            Some(_) | None => {
                let ranks = self
                    .groups
                    .iter()
                    .map(|group| group.iter().map(index).collect());
                Ok(Form::Ranking(ranks.collect()))
            }
        }
    }
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

    /// Reads `27: a>b=c` or `12: a/5, b/3`.
    fn paper(&self, text: &str) -> Result<Paper, BallotsError> {
        let (count, choices) = text.split_once(':').unwrap_or((text, ""));
        let what = "is no ballot; a line begins with how many there are of it, as in `3: a>b`";
        let count = count.trim().parse().map_err(|_| self.wrong(text, what))?;
        let choices = choices.trim();
        let ranked = choices.contains(['>', '=']);
        let mut groups: Vec<Vec<Choice>> = Vec::new();
        for group in choices.split('>').filter(|_| !choices.is_empty()) {
            let group = group
                .split(['=', ','])
                .map(|choice| self.choice(choice.trim(), choices));
            groups.push(group.collect::<Result<_, _>>()?);
        }
        let unscored = groups
            .iter()
            .flatten()
            .find(|choice| choice.score.is_none());
        match unscored {
            Some(choice) if !ranked && choices.contains(',') => {
                let what = "has neither a score nor a place; write `a/5, b/3` or `a>b`";
                Err(self.wrong(&choice.name, what))
            }
            Some(_) | None => Ok(Paper {
                line: self.line,
                count,
                ranked,
                groups,
            }),
        }
    }

    fn choice(&self, choice: &str, choices: &str) -> Result<Choice, BallotsError> {
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
fn bare(name: &str) -> String {
    let name = name.trim();
    let inner = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    let inner = inner.or_else(|| {
        name.strip_prefix('"')
            .and_then(|name| name.strip_suffix('"'))
    });
    inner.unwrap_or(name).trim().to_owned()
}
