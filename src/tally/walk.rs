//! Reading ballots rank by rank as options leave the race.

use crate::tally::field::Field;
use crate::tally::profile::Mark;
use crate::tally::rules::{Duplicates, Overvote};

/// How far each ballot has been read, and who can still receive it.
pub(crate) struct Walk<'a> {
    field: &'a Field<'a>,
    /// By option: can it receive ballots?
    pub(crate) open: Vec<bool>,
    /// By ballot: the first mark not yet looked at.
    cursor: Vec<u32>,
    /// Is every mark an option at a rank of its own, and may repetitions be passed over?
    plain: bool,
}

/// How a ballot stands at one rank.
enum Reading {
    Counts(usize),
    PassOver,
    Exhaust,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(field: &'a Field<'a>) -> Self {
        Self {
            field,
            open: field.included.clone(),
            cursor: vec![0; field.profile.rankings().len()],
            plain: field.profile.is_plain() && field.rules.duplicates == Duplicates::Skip,
        }
    }

    /// The options that can still receive ballots.
    pub(crate) fn continuing(&self) -> Vec<usize> {
        (0..self.open.len()).filter(|o| self.open[*o]).collect()
    }

    /// The next open option that a ballot names, by the rules for marks that are not plain.
    pub(crate) fn next(&mut self, paper: usize) -> Option<usize> {
        let marks = self.field.profile.rankings().get(paper);
        let rules = self.field.rules;
        if self.plain {
            let start = self.cursor[paper] as usize;
            let rest = &marks[start..];
            let is_open = |mark: &Mark| self.open.get(mark.number()) == Some(&true);
            let found = rest.iter().position(is_open);
            let end = found.map_or(marks.len(), |at| start + at + 1);
            self.cursor[paper] = u32::try_from(end).unwrap_or(u32::MAX);
            return found.map(|at| rest[at].number());
        }
        let mut at = self.cursor[paper] as usize;
        let mut skipped = 0;
        let mut found = None;
        while found.is_none() && at < marks.len() {
            let mark = marks[at];
            if mark == Mark::SKIPPED {
                skipped += 1;
                at += 1;
                continue;
            }
            let rest = marks[at + 1..].iter();
            let more = rest.take_while(|mark| mark.is_equal()).count();
            let rank = &marks[at..=at + more];
            let too_many = rules.max_skipped_ranks.is_some_and(|max| skipped > max);
            let repeats = rules.duplicates == Duplicates::Exhaust
                && rank.iter().any(|mark| repeated(&marks[..at], *mark));
            if too_many || repeats {
                at = marks.len();
                break;
            }
            skipped = 0;
            at += rank.len();
            match self.reading(rank) {
                Reading::Counts(option) => found = Some(option),
                Reading::PassOver => {}
                Reading::Exhaust => at = marks.len(),
            }
        }
        // Marks of one ballot are fewer than 2^32, since their ends are kept in `u32`.
        self.cursor[paper] = u32::try_from(at).unwrap_or(u32::MAX);
        found
    }

    fn reading(&self, rank: &[Mark]) -> Reading {
        let named = rank.iter().filter_map(|mark| mark.index());
        let mut open = named.filter(|option| self.open[*option]);
        let (first, second) = (open.next(), open.next());
        let unnamed = rank[0].is_overvote();
        if rank.len() > 1 || unnamed {
            match self.field.rules.overvote {
                Overvote::Exhaust => return Reading::Exhaust,
                Overvote::Skip => return Reading::PassOver,
                Overvote::ExhaustIfMultipleContinuing if second.is_some() || unnamed => {
                    return Reading::Exhaust;
                }
                Overvote::ExhaustIfMultipleContinuing => {}
            }
        }
        first.map_or(Reading::PassOver, Reading::Counts)
    }
}

/// Is the option of that mark on an earlier rank already?
fn repeated(earlier: &[Mark], mark: Mark) -> bool {
    let option = mark.index();
    option.is_some() && earlier.iter().any(|mark| mark.index() == option)
}
