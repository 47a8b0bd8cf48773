//! BLT, as many counters of the single transferable vote read and write it.
//!
//! ```text
//! 4 2                 # four options, two seats; a comment runs to the end of its line
//! [nick a b c d]      # names that the ballots may use instead of numbers
//! [tie b a c d]       # the order for breaking ties
//! -2                  # option 2 has withdrawn; so does [withdrawn b]
//! 3 1 4 3 0           # three ballots: 1, then 4, then 3
//! 1/2 1 - 3=4 0       # half a ballot: 1, a skipped rank, then 3 and 4 equal
//! 0                   # the end of the ballots
//! "Ash"               # the names, with or without quotation marks
//! …
//! "The title"
//! ```

use std::fmt::Write as _;

use super::names::Names;
use super::numbers::{Numbers, WINDOW};
use super::pieces::{Pieces, Place};
use super::{Ballots, BallotsError};
use crate::tally::{Form, Mark, ProfileBuilder, Weight};

/// Does it begin as BLT does: two numbers on a line of their own?
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let lines = bytes.split(|b| *b == b'\n');
    let mut told = lines.map(|line| {
        let end = line.iter().position(|b| *b == b'#').unwrap_or(line.len());
        line[..end].trim_ascii()
    });
    let first = told.find(|line| !line.is_empty()).unwrap_or_default();
    let mut words = first
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty());
    let number = |word: Option<&[u8]>| word.is_some_and(|w| w.iter().all(u8::is_ascii_digit));
    number(words.next()) && number(words.next()) && words.next().is_none()
}

/// Reads piece by piece.
#[derive(Debug, Default)]
pub(super) struct Reading {
    part: Part,
    marks: Vec<Mark>,
}

/// What comes next in the file.
#[derive(Debug, Default)]
enum Part {
    #[default]
    Head,
    Ballots(Box<Counted>),
    Done(Box<Ballots>),
}

/// What stood before the ballots, and the ballots so far.
#[derive(Debug)]
struct Counted {
    head: Head,
    builder: ProfileBuilder,
    /// Did the last ballot come? What follows are the names.
    is_complete: bool,
}

impl Pieces for Reading {
    /// Reads on, and returns how many bytes of the text are done with: all that cannot change any
    /// more by what comes after. The text ends with a line.
    fn take(&mut self, text: &str, place: Place, is_last: bool) -> Result<usize, BallotsError> {
        let mut reader = Reader::new(text, place);
        if matches!(self.part, Part::Head) {
            let read = Counted::begin(&mut reader);
            if !is_last && reader.peek().is_none() {
                return Ok(0);
            }
            self.part = Part::Ballots(Box::new(read?));
        }
        let Part::Ballots(counted) = &mut self.part else {
            return Ok(text.len());
        };
        let mut numbers = Numbers::new();
        // Up to where single ballots are read with care, since many at once cannot be.
        let mut careful = 0;
        while !counted.is_complete {
            if reader.at >= careful {
                careful = counted.many(&mut reader, &mut numbers)?;
            }
            let before = reader.at;
            match counted.ballot(&mut reader, &mut self.marks) {
                Ok(()) => {}
                Err(_) if !is_last && reader.peek().is_none() => return Ok(before),
                Err(error) => return Err(error),
            }
        }
        if !is_last {
            return Ok(reader.at);
        }
        if let Part::Ballots(counted) = std::mem::take(&mut self.part) {
            self.part = Part::Done(Box::new(counted.finish(&mut reader)?));
        }
        Ok(text.len())
    }

    fn finish(self: Box<Self>) -> Result<Ballots, BallotsError> {
        match self.part {
            Part::Done(ballots) => Ok(*ballots),
            // Nothing came at all: the message is the one for an empty text.
            Part::Head | Part::Ballots(_) => {
                let mut reader = Reader::new("", Place::START);
                Counted::begin(&mut reader)?.finish(&mut reader)
            }
        }
    }
}

impl Counted {
    /// Reads up to the first ballot.
    fn begin(reader: &mut Reader<'_>) -> Result<Self, BallotsError> {
        let options = reader.number("the number of options")?;
        let seats = reader.number("the number of seats")?;
        if options == 0 || options > ProfileBuilder::MAX_OPTIONS {
            let what = format!(
                "there are {options} options; there must be 1 to {}",
                ProfileBuilder::MAX_OPTIONS
            );
            return Err(reader.wrong(what));
        }
        Ok(Self {
            builder: ProfileBuilder::unnamed(options)?,
            head: Head::read(reader, options, seats)?,
            is_complete: false,
        })
    }

    /// Reads ballots many at once as long as they are plain numbers, and returns up to where they
    /// are not.
    fn many(
        &mut self,
        reader: &mut Reader<'_>,
        numbers: &mut Numbers,
    ) -> Result<usize, BallotsError> {
        let mut marks = [Mark::END; WINDOW];
        let mut ends = [0_u16; WINDOW];
        loop {
            let rest = &reader.bytes[reader.at..];
            let window = &rest[..rest.len().min(WINDOW)];
            let Some(last) = window.iter().rposition(|b| *b == b'\n') else {
                return Ok(reader.at + window.len());
            };
            let window = &window[..=last];
            let Some(found) = numbers.split(window) else {
                return Ok(reader.at + window.len());
            };
            let mut ballots = 0;
            for (at, number) in (0..).zip(found) {
                ends[ballots & (WINDOW - 1)] = at;
                ballots += usize::from(*number == 0);
            }
            let ends = &ends[..ballots];
            if !self.are_ballots(found, ends) {
                return Ok(reader.at + window.len());
            }
            for (mark, number) in marks.iter_mut().zip(found) {
                *mark = Mark::option(number.wrapping_sub(1));
            }
            let mut start = 0;
            for end in ends {
                let end = usize::from(*end);
                let count = u64::from(found[start]);
                self.builder.add_plain(count, &marks[start + 1..end])?;
                start = end + 1;
            }
            reader.at += window.len();
        }
    }

    /// Are those numbers whole ballots, given where the zeros stand?
    fn are_ballots(&self, numbers: &[u16], ends: &[u16]) -> bool {
        let whole = ends
            .last()
            .is_some_and(|last| usize::from(*last) + 1 == numbers.len());
        let begins = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
        let has_weight = begins.zip(ends).all(|(begin, end)| begin < *end);
        let options = self.head.options;
        let known = |number: &u16| usize::from(*number) <= options;
        let most = numbers.iter().copied().max().unwrap_or_default();
        whole
            && has_weight
            && (known(&most)
                || numbers
                    .split(|number| *number == 0)
                    .all(|ballot| ballot.iter().skip(1).all(known)))
    }

    /// Reads one ballot, or the `0` after the last.
    fn ballot(
        &mut self,
        reader: &mut Reader<'_>,
        marks: &mut Vec<Mark>,
    ) -> Result<(), BallotsError> {
        let Some(token) = reader.token() else {
            return Err(
                reader.wrong("the ballots do not end; a `0` on a line of its own must follow them")
            );
        };
        let token = if token.starts_with(b"(") {
            // A ballot may carry a name of its own in round brackets.
            reader.token().unwrap_or_default()
        } else {
            token
        };
        if token == b"0" {
            self.is_complete = true;
            return Ok(());
        }
        let (count, weight) = weight(token).ok_or_else(|| {
            reader.wrong(format!(
                "`{}` is no weight; a ballot begins with how many there are of it",
                shown(token)
            ))
        })?;
        reader.ballot(&self.head, marks)?;
        Ok(self.builder.add_marks(count, &weight, marks)?)
    }

    /// Reads the names.
    fn finish(self, reader: &mut Reader<'_>) -> Result<Ballots, BallotsError> {
        let (names, title) = reader.names(self.head.options)?;
        let those = |numbers: Vec<u16>| {
            numbers
                .into_iter()
                .map(|n| names[usize::from(n)].clone())
                .collect()
        };
        let withdrawn = those(self.head.withdrawn);
        let tie_order = those(self.head.tie_order);
        Ok(Ballots {
            title,
            seats: u32::try_from(self.head.seats)
                .ok()
                .filter(|seats| *seats > 0),
            withdrawn,
            tie_order,
            ..Ballots::of(self.builder.finish_named(names)?)
        })
    }
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let names = ballots.profile.candidates();
    let whole = |what: &str| Err(BallotsError::Whole(format!("{what}; write JSON")));
    let unfit = |name: &String| name.contains(['"', '\n', '\r']) || name.trim() != name;
    if names.iter().any(unfit) {
        return whole(
            "BLT cannot hold a name with a quotation mark or a line break, or with white space at its ends",
        );
    }
    let number = |name: &String| names.iter().position(|n| n == name).unwrap_or_default() + 1;
    let mut text = format!("{} {}\n", names.len(), ballots.seats.unwrap_or(1));
    // Writing to a `String` cannot fail.
    if !ballots.tie_order.is_empty() {
        let order = ballots
            .tie_order
            .iter()
            .map(|name| number(name).to_string());
        let _ = writeln!(text, "[tie {}]", order.collect::<Vec<_>>().join(" "));
    }
    for name in &ballots.withdrawn {
        let _ = writeln!(text, "-{}", number(name));
    }
    for (amount, form) in ballots.profile.ballots() {
        let Form::Ranking(ranks) = form else {
            return whole("some ballots approve or score, and BLT holds rankings");
        };
        let _ = write!(text, "{amount}");
        for rank in &ranks {
            if rank.contains(&Form::OVERVOTE) {
                return whole("a ballot has an overvote without names, which BLT cannot hold");
            }
            let rank: Vec<String> = rank.iter().map(|option| (option + 1).to_string()).collect();
            let _ = write!(
                text,
                " {}",
                if rank.is_empty() {
                    "-".to_owned()
                } else {
                    rank.join("=")
                }
            );
        }
        text.push_str(" 0\n");
    }
    text.push_str("0\n");
    for name in names {
        let _ = writeln!(text, "\"{name}\"");
    }
    let title = ballots
        .title
        .as_deref()
        .unwrap_or_default()
        .replace('"', "'")
        .replace(['\n', '\r'], " ");
    let _ = writeln!(text, "\"{title}\"");
    Ok(text)
}

/// What stands between the numbers and the ballots; options by index.
#[derive(Debug, Default)]
struct Head {
    options: usize,
    seats: usize,
    nicks: Names,
    withdrawn: Vec<u16>,
    tie_order: Vec<u16>,
}

impl Head {
    fn read(reader: &mut Reader<'_>, options: usize, seats: usize) -> Result<Self, BallotsError> {
        let mut head = Self {
            options,
            seats,
            ..Self::default()
        };
        loop {
            match reader.peek() {
                Some(b'[') => {
                    let words = reader.bracketed()?;
                    let (key, rest) = words
                        .split_first()
                        .map_or(("", &[][..]), |(key, rest)| (*key, rest));
                    match key {
                        "nick" if rest.len() == options => {
                            head.nicks = Names::default();
                            for (at, word) in rest.iter().enumerate() {
                                // Numbers must be options: a repeated word would shift all after it.
                                if head.nicks.number(word) != (at, true) {
                                    let what = format!(
                                        "`[nick …]` has `{word}` twice; give each option its own"
                                    );
                                    return Err(reader.wrong(what));
                                }
                            }
                        }
                        "nick" => {
                            let what = format!(
                                "`[nick …]` has {} names for {options} options",
                                rest.len()
                            );
                            return Err(reader.wrong(what));
                        }
                        "tie" => head.tie_order = head.those(reader, rest)?,
                        "withdrawn" => {
                            let withdrawn = head.those(reader, rest)?;
                            head.withdrawn.extend(withdrawn);
                        }
                        _ => {
                            let what = format!(
                                "`[{key} …]` is not known; there are `[nick …]`, `[tie …]`, `[withdrawn …]`"
                            );
                            return Err(reader.wrong(what));
                        }
                    }
                }
                Some(b'-') => {
                    let token = reader.token().unwrap_or_default();
                    let option = head.option(&token[1..]);
                    let option =
                        option.ok_or_else(|| reader.wrong(not_an_option(token, options)))?;
                    head.withdrawn.push(option);
                }
                Some(_) | None => return Ok(head),
            }
        }
    }

    fn those(&self, reader: &Reader<'_>, words: &[&str]) -> Result<Vec<u16>, BallotsError> {
        let option = |word: &&str| {
            let option = self.option(word.as_bytes());
            option.ok_or_else(|| reader.wrong(not_an_option(word.as_bytes(), self.options)))
        };
        words.iter().map(option).collect()
    }

    /// The option of that number or nickname.
    fn option(&self, word: &[u8]) -> Option<u16> {
        let number = number(word)
            .filter(|n| (1..=self.options).contains(n))
            .map(|n| n - 1);
        let found = number.or_else(|| self.nicks.find(word));
        found.and_then(|option| u16::try_from(option).ok())
    }
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Where the last token began, for messages.
    token_at: usize,
    /// Where in the file the text begins.
    place: Place,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, place: Place) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            token_at: 0,
            place,
        }
    }

    fn wrong(&self, what: impl Into<String>) -> BallotsError {
        let before = &self.bytes[..self.token_at.min(self.bytes.len())];
        let place = self.place.after(before);
        BallotsError::at(place.line, place.column, what)
    }

    /// The first byte of the next token.
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'#' => {
                    let rest = &self.bytes[self.at..];
                    self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                byte => {
                    self.token_at = self.at;
                    return Some(*byte);
                }
            }
        }
        self.token_at = self.at;
        None
    }

    fn token(&mut self) -> Option<&'t [u8]> {
        self.peek()?;
        let rest = &self.bytes[self.at..];
        let end = rest
            .iter()
            .position(|b| b.is_ascii_whitespace() || *b == b'#')
            .unwrap_or(rest.len());
        self.at += end;
        Some(&rest[..end])
    }

    fn number(&mut self, what: &str) -> Result<usize, BallotsError> {
        let token = self.token().unwrap_or_default();
        number(token).ok_or_else(|| {
            self.wrong(format!(
                "`{}` stands where {what} must be, a whole number",
                shown(token)
            ))
        })
    }

    /// The words between square brackets.
    fn bracketed(&mut self) -> Result<Vec<&'t str>, BallotsError> {
        let rest = &self.bytes[self.at..];
        let line = &rest[..rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())];
        let end = line.iter().position(|b| *b == b']');
        let end = end.ok_or_else(|| self.wrong("this `[` has no `]` on its line"))?;
        self.at += end + 1;
        let inner = std::str::from_utf8(&line[1..end]).unwrap_or_default();
        Ok(inner.split_whitespace().collect())
    }

    /// The marks of one ballot, up to its `0`.
    fn ballot(&mut self, head: &Head, marks: &mut Vec<Mark>) -> Result<(), BallotsError> {
        marks.clear();
        loop {
            if self.plain_choices(head.options, marks) {
                return Ok(());
            }
            let Some(token) = self.token() else {
                return Err(
                    self.wrong("this ballot does not end; a `0` must follow its last choice")
                );
            };
            match token {
                b"0" => return Ok(()),
                b"-" => marks.push(Mark::SKIPPED),
                _ => {
                    // Equals stand in the order of the options, so that `2=1` says what `1=2` does.
                    let words = token.split(|b| *b == b'=');
                    let option = |word: &[u8]| {
                        let option = head.option(word);
                        option.ok_or_else(|| self.wrong(not_an_option(word, head.options)))
                    };
                    let mut equals: Vec<u16> = words.map(option).collect::<Result<_, _>>()?;
                    equals.sort_unstable();
                    if equals.windows(2).any(|pair| pair[0] == pair[1]) {
                        let what = format!(
                            "`{}` names an option twice at one rank; name it once",
                            shown(token)
                        );
                        return Err(self.wrong(what));
                    }
                    marks.extend(
                        equals
                            .iter()
                            .enumerate()
                            .map(|(place, option)| match place {
                                0 => Mark::option(*option),
                                _ => Mark::equal(*option),
                            }),
                    );
                }
            }
        }
    }

    /// Reads as many plain numbers as come; true when the `0` that ends the ballot was among them.
    fn plain_choices(&mut self, options: usize, marks: &mut Vec<Mark>) -> bool {
        let bytes = self.bytes;
        let mut at = self.at;
        loop {
            while bytes.get(at).is_some_and(|b| *b == b' ' || *b == b'\n') {
                at += 1;
            }
            let start = at;
            let mut number = 0_usize;
            while let Some(digit) = bytes
                .get(at)
                .map(|b| b.wrapping_sub(b'0'))
                .filter(|d| *d < 10)
            {
                number = number.wrapping_mul(10).wrapping_add(usize::from(digit));
                at += 1;
            }
            let ends = bytes.get(at).is_some_and(u8::is_ascii_whitespace);
            let short = (1..=5).contains(&(at - start));
            if !ends || !short || number > options {
                // Something else stands here: the careful reader takes over from its beginning.
                self.at = start;
                return false;
            }
            self.at = at;
            match u16::try_from(number.wrapping_sub(1)) {
                Ok(option) => marks.push(Mark::option(option)),
                Err(_) => return true,
            }
        }
    }

    /// The names and, if there is one, the title.
    fn names(&mut self, options: usize) -> Result<(Vec<String>, Option<String>), BallotsError> {
        // What follows the last `0` on its line is a comment.
        let rest = &self.bytes[self.at..];
        let line = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
        let rest = std::str::from_utf8(&rest[line..]).unwrap_or_default();
        let lines: Vec<&str> = rest
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let told: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|line| !line.starts_with('#'))
            .collect();
        // Some files have names that begin with `#`: then the lines come out right only with them.
        let told = if told.len() < options && lines.len() >= options {
            lines
        } else {
            told
        };
        let mut names: Vec<String> = told.into_iter().map(unquoted).collect();
        if names.len() < options {
            let what = format!(
                "there are {} names after the ballots for {options} options; give each its own line",
                names.len()
            );
            self.token_at = self.bytes.len();
            return Err(self.wrong(what));
        }
        let title = names
            .drain(options..)
            .next()
            .filter(|title| !title.is_empty());
        Ok((names, title))
    }
}

/// A whole number in digits.
fn number(word: &[u8]) -> Option<usize> {
    if word.is_empty() || word.len() > 18 {
        return None;
    }
    word.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + usize::from(byte - b'0'))
    })
}

/// How many ballots, and the weight of each.
fn weight(token: &[u8]) -> Option<(u64, Weight)> {
    if let Some(count) = number(token) {
        return Some((count as u64, Weight::ONE));
    }
    let text = std::str::from_utf8(token).ok()?;
    Weight::parse(text).map(|weight| (1, weight))
}

fn not_an_option(word: &[u8], options: usize) -> String {
    format!("`{}` is no option; there are 1 to {options}", shown(word))
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A name without the quotation marks around it and what follows them; marks within it become single.
fn unquoted(line: &str) -> String {
    match (line.strip_prefix('"'), line.rfind('"')) {
        (Some(_), Some(last)) => line[..last].trim_matches('"').trim().replace('"', "'"),
        _ => line.to_owned(),
    }
}
