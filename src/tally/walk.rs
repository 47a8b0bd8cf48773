//! Reading ballots rank by rank as options leave the race.
//!
//! A ballot on a pile is the place in the flat rankings from which it is read on, so that moving it
//! looks at its next marks and at nothing else.

use crate::tally::field::Field;
use crate::tally::papers::Mark;
use crate::tally::rules::{Duplicates, Overvote};
use crate::tally::units::Units;

/// Ballots that are together, each as the place where it is read on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pile {
    /// Those of ordinary weight.
    ordinary: Vec<u32>,
    /// All others, with their weight.
    others: Vec<(u32, u64)>,
}

impl Pile {
    pub(crate) fn is_empty(&self) -> bool {
        self.ordinary.is_empty() && self.others.is_empty()
    }

    /// Puts the ballots of another pile on this one.
    pub(crate) fn append(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
        } else {
            self.ordinary.append(&mut other.ordinary);
            self.others.append(&mut other.others);
        }
    }
}

/// Units that moved.
pub(crate) struct Moved<N> {
    /// By option that received them.
    pub(crate) to: Vec<N>,
    /// Those of ballots that name nobody else.
    pub(crate) nowhere: N,
}

impl<N: Units> Moved<N> {
    fn add(&mut self, to: Option<usize>, units: &N) {
        match to {
            Some(option) => self.to[option] += units,
            None => self.nowhere += units,
        }
    }
}

/// Who can still receive ballots, and how they are read.
pub(crate) struct Walk<'a, N> {
    field: &'a Field<'a, N>,
    /// The marks of all ballots, an end mark after each.
    marks: &'a [Mark],
    /// By option: can it receive ballots?
    pub(crate) open: Vec<bool>,
    /// Is every mark an option at a rank of its own, and may repetitions be passed over?
    plain: bool,
}

/// How a ballot stands at one rank.
enum Reading {
    Counts(usize),
    PassOver,
    Exhaust,
}

/// How many ballots are looked up before the first of them is read, so that the processor fetches
/// them all at once.
pub(crate) const AHEAD: usize = 32;

impl<'a, N: Units> Walk<'a, N> {
    pub(crate) fn new(field: &'a Field<'a, N>) -> Self {
        Self {
            field,
            marks: field.profile.rankings().flat(),
            open: field.included.clone(),
            plain: field.profile.is_plain() && field.rules.duplicates == Duplicates::Skip,
        }
    }

    /// The options that can still receive ballots.
    pub(crate) fn continuing(&self) -> Vec<usize> {
        (0..self.open.len()).filter(|o| self.open[*o]).collect()
    }

    /// Deals all ballots, each to the first open option that it names.
    pub(crate) fn deal_all(&self, piles: &mut [Pile]) -> Moved<N> {
        let mut moved = self.nothing_moved();
        let profile = self.field.profile;
        let vote = profile.vote();
        for (start, weight) in profile.rankings().starts() {
            let (to, at) = if self.plain {
                self.next_open(start)
            } else {
                self.next(start)
            };
            moved.add(to, profile.units(&weight));
            if let Some(pile) = to.map(|to| &mut piles[to]) {
                if weight == vote {
                    pile.ordinary.push(at);
                } else {
                    pile.others.push((at, weight));
                }
            }
        }
        moved
    }

    /// Deals a pile, each ballot to the next open option that it names, by the rules for marks
    /// that are not plain.
    pub(crate) fn deal(&self, pile: &Pile, piles: &mut [Pile]) -> Moved<N> {
        let mut moved = self.nothing_moved();
        let vote = self.field.profile.scale::<N>();
        for batch in pile.ordinary.chunks(AHEAD) {
            let mut first = [Mark::END; AHEAD];
            for (first, at) in first.iter_mut().zip(batch) {
                *first = self.marks[*at as usize];
            }
            for (first, at) in first.iter().zip(batch) {
                let (to, at) = match self.open.get(first.number()) {
                    Some(true) if self.plain => (Some(first.number()), at + 1),
                    Some(false) if self.plain => self.next_open(at + 1),
                    _ => self.next(*at),
                };
                if let Some(to) = to {
                    moved.to[to] += vote;
                    piles[to].ordinary.push(at);
                } else {
                    moved.nowhere += vote;
                }
            }
        }
        for (at, weight) in &pile.others {
            let (to, at) = self.next(*at);
            moved.add(to, self.field.profile.units(weight));
            if let Some(to) = to {
                piles[to].others.push((at, *weight));
            }
        }
        moved
    }

    /// The open options that a ballot names, in the turn in which it comes to them.
    pub(crate) fn turns(&self, paper: usize) -> Vec<usize> {
        let mut turns = Vec::new();
        let mut at = self.field.profile.rankings().start(paper);
        while let (Some(option), after) = self.next(at) {
            if !turns.contains(&option) {
                turns.push(option);
            }
            at = after;
        }
        turns
    }

    fn nothing_moved(&self) -> Moved<N> {
        Moved {
            to: vec![N::zero(); self.open.len()],
            nowhere: N::zero(),
        }
    }

    /// The next open option that a ballot names at a place or after it, whatever else is marked,
    /// and the place after that.
    pub(crate) fn next_open(&self, at: u32) -> (Option<usize>, u32) {
        let rest = &self.marks[at as usize..];
        for (mark, after) in rest.iter().zip(at + 1..) {
            match self.open.get(mark.number()) {
                Some(true) => return (Some(mark.number()), after),
                None if *mark == Mark::END => break,
                Some(false) | None => {}
            }
        }
        (None, at)
    }

    /// [`Walk::next_open`] of several places, all of which are looked up before the first is read on.
    pub(crate) fn next_open_of_each(&self, places: &[u32; AHEAD]) -> [(Option<usize>, u32); AHEAD] {
        let first = places.map(|at| self.marks[at as usize]);
        std::array::from_fn(|i| match self.open.get(first[i].number()) {
            Some(true) => (Some(first[i].number()), places[i] + 1),
            Some(false) => self.next_open(places[i] + 1),
            None => self.next_open(places[i]),
        })
    }

    /// The next open option at a place or after it, by the rules for marks that are not plain, and
    /// the place after that.
    fn next(&self, at: u32) -> (Option<usize>, u32) {
        if self.plain {
            return self.next_open(at);
        }
        let rules = self.field.rules;
        let mut at = at as usize;
        let mut skipped = 0;
        while self.marks[at] != Mark::END {
            if self.marks[at] == Mark::SKIPPED {
                skipped += 1;
                at += 1;
                continue;
            }
            let rest = self.marks[at + 1..].iter();
            let more = rest.take_while(|mark| mark.is_equal()).count();
            let rank = &self.marks[at..=at + more];
            let too_many = rules.max_skipped_ranks.is_some_and(|max| skipped > max);
            let repeats = rules.duplicates == Duplicates::Exhaust
                && rank.iter().any(|mark| repeated(self.earlier(at), *mark));
            if too_many || repeats {
                break;
            }
            skipped = 0;
            at += rank.len();
            match self.reading(rank) {
                // Places are kept in `u32`, beyond which a profile does not grow.
                Reading::Counts(option) => {
                    return (Some(option), u32::try_from(at).unwrap_or(u32::MAX));
                }
                Reading::PassOver => {}
                Reading::Exhaust => break,
            }
        }
        (None, 0)
    }

    /// The marks of the same ballot before a place.
    fn earlier(&self, at: usize) -> &[Mark] {
        let before = &self.marks[..at];
        let end = before.iter().rposition(|mark| *mark == Mark::END);
        &before[end.map_or(0, |end| end + 1)..]
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
