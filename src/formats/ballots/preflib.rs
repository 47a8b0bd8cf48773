//! `PrefLib`'s `.soc`, `.soi`, `.toc`, `.toi` (orders, with or without equals, whole or not) and `.cat`
//! (options in categories).
//!
//! ```text
//! # TITLE: Trees
//! # NUMBER ALTERNATIVES: 3
//! # ALTERNATIVE NAME 1: Ash
//! # ALTERNATIVE NAME 2: Birch
//! # ALTERNATIVE NAME 3: Cedar
//! 12: 1,{2,3}
//! 3: 2
//! ```
//!
//! Two categories are read as approvals, the first being those approved of; more as scores, the last
//! being 0.

use std::fmt::Write as _;

use super::pieces::{Pieces, Place};
use super::{Ballots, BallotsError};
use crate::formats::rows::shown;
use crate::tally::{Form, Mark, ProfileBuilder, Weight};

/// Does its header say how many options there are, in `PrefLib`'s way?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let mut header = bytes
        .split(|b| *b == b'\n')
        .take_while(|line| line.starts_with(b"#"));
    header.any(|line| line.starts_with(b"# NUMBER ALTERNATIVES:"))
}

/// Reads piece by piece.
#[derive(Debug, Default)]
pub(super) struct Reading {
    title: Option<String>,
    options: Option<usize>,
    categories: Option<usize>,
    names: Vec<String>,
    builder: Option<ProfileBuilder>,
    marks: Vec<Mark>,
}

impl Pieces for Reading {
    /// Reads the lines of a text, which ends with one, and returns that it is done with them.
    fn take(&mut self, text: &str, place: Place, _is_last: bool) -> Result<usize, BallotsError> {
        let mut line = place.line;
        let mut rest = text;
        while !rest.is_empty() {
            if let (Some(options), None, Some(builder)) =
                (self.options, self.categories, &mut self.builder)
                && let Some((count, len)) = plain_row(rest.as_bytes(), options, &mut self.marks)
            {
                builder.add_plain(count, &self.marks)?;
                rest = &rest[len..];
            } else {
                let (row, after) = rest.split_once('\n').unwrap_or((rest, ""));
                self.row(line, row.trim())?;
                rest = after;
            }
            line += 1;
        }
        Ok(text.len())
    }

    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError> {
        let whole = || {
            BallotsError::Whole("there are no ballots; each is a line such as `3: 1,2`".to_owned())
        };
        Ok(Ballots {
            title: self.title,
            ..Ballots::of(self.builder.ok_or_else(whole)?.finish_named(self.names)?)
        })
    }
}

impl Reading {
    fn row(&mut self, line: u64, row: &str) -> Result<(), BallotsError> {
        if row.is_empty() {
            return Ok(());
        }
        let Some(fact) = row.strip_prefix('#') else {
            let Some(options) = self.options else {
                return Err(BallotsError::at(
                    line,
                    1,
                    "`# NUMBER ALTERNATIVES:` must come before the ballots",
                ));
            };
            let builder = match &mut self.builder {
                Some(builder) => builder,
                None => self.builder.insert(ProfileBuilder::unnamed(options)?),
            };
            let ballot = Row {
                line,
                text: row,
                options,
            };
            let (count, form) = ballot.read(self.categories)?;
            return Ok(builder.add(count, Weight::ONE, &form)?);
        };
        let (key, value) = fact.split_once(':').unwrap_or((fact, ""));
        let (key, value) = (key.trim(), value.trim());
        let number = || {
            let what = format!("`{key}` is `{value}`; it must be a whole number of 1 or more");
            let number = value.parse().ok().filter(|number| *number > 0);
            number.ok_or_else(|| BallotsError::at(line, 1, what))
        };
        match key {
            "TITLE" => self.title = (!value.is_empty()).then(|| value.to_owned()),
            "NUMBER ALTERNATIVES" => {
                let count: usize = number()?;
                if count > ProfileBuilder::MAX_OPTIONS {
                    let what = format!(
                        "there are {count} options; at most {} can be counted",
                        ProfileBuilder::MAX_OPTIONS
                    );
                    return Err(BallotsError::at(line, 1, what));
                }
                if self.builder.is_some() && self.options != Some(count) {
                    let what = format!(
                        "there are {count} options now, after ballots over another number; say it once, before them"
                    );
                    return Err(BallotsError::at(line, 1, what));
                }
                self.options = Some(count);
                self.names = (1..=count).map(|number| number.to_string()).collect();
            }
            "NUMBER CATEGORIES" => self.categories = Some(number()?),
            _ => {
                if let Some(number) = key.strip_prefix("ALTERNATIVE NAME ") {
                    let at = number
                        .trim()
                        .parse::<usize>()
                        .ok()
                        .and_then(|n| n.checked_sub(1));
                    let name = at.and_then(|at| self.names.get_mut(at));
                    let what = format!(
                        "`{key}` names no option; `# NUMBER ALTERNATIVES:` says {}",
                        self.options.unwrap_or(0)
                    );
                    value.clone_into(name.ok_or_else(|| BallotsError::at(line, 1, what))?);
                }
            }
        }
        Ok(())
    }
}

/// Reads a line such as `3: 1,2`, which nearly all are, into marks: how many ballots it stands for,
/// and how long it is. None for any other line, which is to be read with care.
fn plain_row(text: &[u8], options: usize, marks: &mut Vec<Mark>) -> Option<(u64, usize)> {
    marks.clear();
    let (count, mut at) = digits(text, 0)?;
    if text.get(at) != Some(&b':') {
        return None;
    }
    at += 1 + usize::from(text.get(at + 1) == Some(&b' '));
    loop {
        let (option, end) = digits(text, at)?;
        if !(1..=options).contains(&option) {
            return None;
        }
        marks.push(Mark::option(u16::try_from(option - 1).ok()?));
        at = end + 1;
        match text.get(end) {
            Some(b',') => {}
            Some(b'\n') => return Some((count as u64, at)),
            Some(b'\r') if text.get(at) == Some(&b'\n') => return Some((count as u64, at + 1)),
            Some(_) | None => return None,
        }
    }
}

/// The number that begins there, of one to nine digits, and where it ends.
fn digits(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let mut number = 0;
    let mut at = start;
    while let Some(digit @ b'0'..=b'9') = text.get(at) {
        if at == start + 9 {
            return None;
        }
        number = number * 10 + usize::from(digit - b'0');
        at += 1;
    }
    (at > start).then_some((number, at))
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let names = ballots.profile.candidates();
    let mut rows = String::new();
    let mut voters = 0_u64;
    let mut unique = 0;
    let whole = |what: &str| Err(BallotsError::Whole(format!("{what}; write JSON")));
    let unfit = |name: &String| name.contains(['\n', '\r']) || name.trim() != name;
    if names.iter().any(unfit) {
        return whole(
            "PrefLib cannot hold a name with a line break or with white space at its ends",
        );
    }
    // Writing to a `String` cannot fail.
    for (amount, form) in ballots.profile.ballots() {
        let Form::Ranking(ranks) = form else {
            return whole("some ballots approve or score, and this format holds rankings");
        };
        let Ok(count) = amount.as_str().parse::<u64>() else {
            return whole(
                "some ballots have weights that are no whole numbers below 2^64, which PrefLib cannot hold",
            );
        };
        // A blank ballot is a line that names nobody.
        if ranks
            .iter()
            .any(|rank| rank.is_empty() || rank.contains(&Form::OVERVOTE))
        {
            return whole("some ballots skip a rank, which PrefLib cannot hold");
        }
        let rank = |rank: &Vec<usize>| {
            let numbers: Vec<String> = rank.iter().map(|option| (option + 1).to_string()).collect();
            match &numbers[..] {
                [only] => only.clone(),
                several => format!("{{{}}}", several.join(",")),
            }
        };
        let ranks: Vec<String> = ranks.iter().map(rank).collect();
        let _ = writeln!(
            rows,
            "{}",
            format!("{count}: {}", ranks.join(",")).trim_end()
        );
        voters += count;
        unique += 1;
    }
    if unique == 0 {
        return whole("there are no ballots, and PrefLib needs at least one");
    }
    let mut text = String::new();
    let title = ballots.title.as_deref().unwrap_or_default();
    let _ = writeln!(text, "# TITLE: {}", title.replace(['\n', '\r'], " "));
    let _ = writeln!(text, "# NUMBER ALTERNATIVES: {}", names.len());
    let _ = writeln!(text, "# NUMBER VOTERS: {voters}");
    let _ = writeln!(text, "# NUMBER UNIQUE ORDERS: {unique}");
    for (number, name) in (1..).zip(names) {
        let _ = writeln!(text, "# ALTERNATIVE NAME {number}: {name}");
    }
    text.push_str(&rows);
    Ok(text)
}

/// One line with ballots.
struct Row<'t> {
    line: u64,
    text: &'t str,
    options: usize,
}

impl Row<'_> {
    fn read(&self, categories: Option<usize>) -> Result<(u64, Form), BallotsError> {
        let (count, rest) = self.text.split_once(':').unwrap_or((self.text, ""));
        let wrong = || {
            self.wrong(
                count,
                "is no number of ballots; a line begins with it, as in `3: 1,2`",
            )
        };
        let count = count.trim().parse().map_err(|_| wrong())?;
        let groups = self.groups(rest)?;
        let form = match categories {
            None => Form::Ranking(groups),
            Some(categories) if groups.len() > categories => {
                let found = groups.len();
                let what = format!(
                    "there are {found} categories, and `# NUMBER CATEGORIES:` says {categories}"
                );
                return Err(self.at(rest, what));
            }
            Some(2) => Form::Approves(groups.into_iter().next().unwrap_or_default()),
            Some(_) => {
                let last = groups.len().saturating_sub(1);
                let scores = groups.into_iter().enumerate().flat_map(|(at, group)| {
                    let score = u32::try_from(last - at).unwrap_or(u32::MAX);
                    group.into_iter().map(move |option| (option, score))
                });
                Form::Scores(scores.collect())
            }
        };
        Ok((count, form))
    }

    /// The options between commas, those in one pair of braces together.
    fn groups(&self, text: &str) -> Result<Vec<Vec<usize>>, BallotsError> {
        let mut groups = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (inner, after) = if let Some(inside) = rest.strip_prefix('{') {
                let end = inside.split_once('}');
                end.ok_or_else(|| self.wrong(rest, "has a `{` without its `}`"))?
            } else {
                let end = rest.find(',').unwrap_or(rest.len());
                rest.split_at(end)
            };
            let numbers = inner
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            let option = |word: &str| {
                let number = word
                    .parse::<usize>()
                    .ok()
                    .filter(|n| (1..=self.options).contains(n));
                let what = format!("is no option; there are 1 to {}", self.options);
                number.map(|n| n - 1).ok_or_else(|| self.wrong(word, &what))
            };
            let mut group: Vec<usize> = numbers.map(option).collect::<Result<_, _>>()?;
            group.sort_unstable();
            if group.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(self.wrong(rest, "names an option twice at one rank; name it once"));
            }
            groups.push(group);
            rest = after.trim_start();
            rest = match rest.strip_prefix(',') {
                Some(rest) => rest.trim_start(),
                None if rest.is_empty() => rest,
                None => return Err(self.wrong(rest, "must begin with a comma")),
            };
        }
        Ok(groups)
    }

    fn wrong(&self, word: &str, what: &str) -> BallotsError {
        self.at(word, format!("`{}` {what}", shown(word)))
    }

    fn at(&self, word: &str, what: String) -> BallotsError {
        let column = self.text.find(word.trim_start()).unwrap_or_default() + 1;
        BallotsError::at(self.line, column, what)
    }
}
