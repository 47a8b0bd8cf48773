//! The different ballots of a profile laid out flat, and how equal ones are found.

use num_bigint::BigUint;

use crate::tally::profile::ProfileError;
use crate::tally::units::Units;
use crate::tally::weight::Heavy;

/// One mark on a ranked ballot: an option, an option ranked equal to the one before, or a skipped rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark(u16);

impl Mark {
    /// A rank that names nothing.
    pub(crate) const SKIPPED: Self = Self(0x7fff);
    /// A rank that names several options, unknown which.
    pub(crate) const OVERVOTED: Self = Self(0x7ffe);
    /// What follows the last mark of every ballot where they are laid out flat; no ballot holds it.
    pub(crate) const END: Self = Self(0x7ffd);
    const EQUAL: u16 = 0x8000;

    /// The option at that index, at a rank of its own or as the first of its rank.
    pub(crate) fn option(index: u16) -> Self {
        Self(index & !Self::EQUAL)
    }

    /// The option at that index, ranked equal to the mark before.
    pub(crate) fn equal(index: u16) -> Self {
        Self(index | Self::EQUAL)
    }

    /// Is this one of several at its rank, and not the first?
    pub(crate) fn is_equal(self) -> bool {
        self.0 & Self::EQUAL != 0
    }

    /// The mark as a number: of a plain mark the option's index, of others beyond every index.
    pub(crate) fn number(self) -> usize {
        usize::from(self.0)
    }

    /// Is it an option at a rank of its own, or the first of its rank?
    pub(crate) fn is_plain(self) -> bool {
        self.0 < Self::END.0
    }

    /// Does it stand for several options, unknown which?
    pub(crate) fn is_overvote(self) -> bool {
        self == Self::OVERVOTED
    }

    /// The option's index; none for a skipped or an overvoted rank without names.
    pub(crate) fn index(self) -> Option<usize> {
        let index = self.0 & !Self::EQUAL;
        (index < Self::END.0).then_some(usize::from(index))
    }
}

/// One score on a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Score {
    pub(crate) option: u16,
    pub(crate) score: u32,
}

/// The different ballots of one form, flat: after each comes an end mark, at `marks[ends[i]]`.
#[derive(Clone, Debug)]
pub(crate) struct Papers<T> {
    ends: Vec<u32>,
    marks: Vec<T>,
    weights: Vec<u64>,
}

impl<T> Default for Papers<T> {
    fn default() -> Self {
        Self {
            ends: Vec::new(),
            marks: Vec::new(),
            weights: Vec::new(),
        }
    }
}

impl<T: Said> Papers<T> {
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    pub(crate) fn get(&self, index: usize) -> &[T] {
        &self.marks[self.start(index) as usize..self.ends[index] as usize]
    }

    /// Where in [`Papers::flat`] a ballot begins.
    pub(crate) fn start(&self, index: usize) -> u32 {
        index
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] + 1)
    }

    /// The weight of each.
    pub(crate) fn weights(&self) -> &[u64] {
        &self.weights
    }

    /// The weight of each, to be changed.
    pub(crate) fn weights_mut(&mut self) -> &mut [u64] {
        &mut self.weights
    }

    /// All marks, each ballot's followed by an end mark.
    pub(crate) fn flat(&self) -> &[T] {
        &self.marks
    }

    /// Where in [`Papers::flat`] each ballot begins, and its weight.
    pub(crate) fn starts(&self) -> impl Iterator<Item = (u32, u64)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        starts.zip(self.weights.iter().copied())
    }

    /// What each says, and its weight.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[T], &u64)> {
        (0..self.len()).map(|index| (self.get(index), &self.weights[index]))
    }

    /// The same papers with other weights, in units, those of weight 0 left out.
    pub(crate) fn reweighted<N: Units>(&self, units: &[N], heavy: &mut Vec<BigUint>) -> Self {
        let mut papers = Self::default();
        for (index, units) in units.iter().enumerate() {
            if !units.is_zero() {
                papers.append(self.get(index), units.clone().weight(heavy));
            }
        }
        papers
    }

    fn push(&mut self, marks: &[T], weight: u64) -> Result<(), ProfileError> {
        // The place after the last end mark is kept too.
        if self.marks.len() + marks.len() + 1 > u32::MAX as usize {
            return Err(ProfileError::TooLong);
        }
        self.append(marks, weight);
        Ok(())
    }

    /// Adds marks of which it is known that there is room for them.
    fn append(&mut self, marks: &[T], weight: u64) {
        let end = self.marks.len() + marks.len();
        self.marks.extend_from_slice(marks);
        self.marks.push(T::END);
        self.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
        self.weights.push(weight);
    }
}

/// The ranks of a ranked ballot, best first; a skipped rank is one mark [`Mark::SKIPPED`].
pub(crate) fn ranks(marks: &[Mark]) -> impl Iterator<Item = &[Mark]> {
    marks.chunk_by(|_, next| next.is_equal())
}

/// What a ballot says one of.
pub(crate) trait Said: Copy + PartialEq {
    /// What stands after the last of them, and is never one.
    const END: Self;

    /// What it brings to the ballot's hash.
    fn bits(self) -> u64;
}

impl Said for Mark {
    const END: Self = Self::END;

    fn bits(self) -> u64 {
        u64::from(self.0)
    }
}

impl Said for u16 {
    const END: Self = Self::MAX;

    fn bits(self) -> u64 {
        u64::from(self)
    }
}

impl Said for Score {
    const END: Self = Self {
        option: u16::MAX,
        score: 0,
    };

    fn bits(self) -> u64 {
        u64::from(self.option) << 32 | u64::from(self.score)
    }
}

impl Papers<Mark> {
    /// Gives each option the index that stands at its own in `moved`; are all marks `plain`?
    pub(crate) fn move_options(&mut self, moved: &[u16], plain: bool) {
        for mark in &mut self.marks {
            if let Some(to) = mark.index().and_then(|index| moved.get(index)) {
                *mark = Mark(mark.0 & Mark::EQUAL | to);
            }
        }
        if plain {
            return;
        }
        // Equals stand in the order of their indices, which is another now.
        for rank in self.marks.chunk_by_mut(|_, next| next.is_equal()) {
            if rank.len() > 1 {
                rank[0] = Mark::equal(rank[0].0);
                rank.sort_unstable_by_key(|mark| mark.0);
                rank[0] = Mark::option(rank[0].0);
            }
        }
    }
}

/// Finds a ballot that says the same: an open-addressed table of ballot numbers from 1.
///
/// It knows the first [`Finder::MOST`] different ballots, so that it stays in the processor's cache;
/// what is said often is said early, and where all ballots differ looking further would be in vain.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    slots: Vec<u64>,
    used: usize,
    /// How many ballots were looked for, and how many of these were known.
    looked_for: usize,
    found: usize,
}

impl Finder {
    /// How many ballots it knows at most.
    const MOST: usize = 1 << 15;

    /// Does it know all it can, and was that of next to no use?
    fn is_vain(&self) -> bool {
        self.used == Self::MOST && self.found < self.looked_for / 4
    }

    /// The place of an equal ballot, or the empty place where its number belongs.
    fn find<T: Said>(&self, papers: &Papers<T>, marks: &[T], hash: u64) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let mut at = usize::try_from(hash >> 32).unwrap_or_default() & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return (at, None);
            }
            if slot & !u64::from(u32::MAX) == hash & !u64::from(u32::MAX) {
                let number = usize::try_from(slot & u64::from(u32::MAX)).unwrap_or_default();
                let index = number - 1;
                if papers.get(index) == marks {
                    return (at, Some(index));
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Keeps at least half of the places empty.
    fn grow(&mut self) {
        if self.used == Self::MOST || self.used * 2 < self.slots.len() {
            return;
        }
        let size = (self.slots.len() * 4).max(64);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let mut at = usize::try_from(slot >> 32).unwrap_or_default() & (size - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }
}

/// Adds a ballot of that weight to an equal one that the finder knows, or after all others.
pub(crate) fn put<T: Said>(
    papers: &mut Papers<T>,
    finder: &mut Finder,
    blank: &mut u64,
    heavy: &mut Heavy,
    marks: &[T],
    weight: u64,
) -> Result<(), ProfileError> {
    if marks.is_empty() {
        heavy.add(blank, weight);
        return Ok(());
    }
    if finder.is_vain() {
        return papers.push(marks, weight);
    }
    finder.grow();
    finder.looked_for += 1;
    // A multiplicative hash; it only sorts ballots into places, so nothing depends on its value.
    let hash = marks.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, mark| {
        (hash.rotate_left(23) ^ mark.bits()).wrapping_mul(0xff51_afd7_ed55_8ccd)
    });
    match finder.find(papers, marks, hash) {
        (_, Some(index)) => {
            heavy.add(&mut papers.weights[index], weight);
            finder.found += 1;
        }
        (at, None) => {
            papers.push(marks, weight)?;
            if finder.used < Finder::MOST {
                finder.slots[at] = hash & !u64::from(u32::MAX) | papers.len() as u64;
                finder.used += 1;
            }
        }
    }
    Ok(())
}
