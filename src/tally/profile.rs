//! All ballots of a count, equal ones counted together.

use std::borrow::Borrow;

use num_bigint::BigUint;

use crate::tally::amount::{Amount, gcd};
use crate::tally::units::Units;
use crate::tally::weight::{Heavy, Share, Weight};

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
    fn is_plain(self) -> bool {
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

/// Why a profile cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// An option without a name.
    #[error("option {0} has no name; give every option one")]
    NamelessOption(usize),
    /// The same option twice.
    #[error("`{0}` is there twice; name every option once")]
    RepeatedOption(String),
    /// More options than a count can hold.
    #[error("there are {0} options; at most {max} can be counted", max = ProfileBuilder::MAX_OPTIONS)]
    TooManyOptions(usize),
    /// Weights whose common denominator is beyond exact counting.
    #[error(
        "the weights have too large a common denominator to be counted exactly: it may have {digits} digits, and fewer where more than {weights} ballots have different weights; use simpler fractions",
        digits = Heavy::MOST_BITS * 3 / 10,
        weights = Heavy::MOST_BITS_OF_ALL / Heavy::MOST_BITS
    )]
    TooHeavy,
    /// More marks than places are kept for.
    #[error(
        "the ballots make more than {} marks, which is as many as one count can hold; count them in parts",
        u32::MAX
    )]
    TooLong,
}

/// All ballots of a count, equal ones counted together as far as it pays.
///
/// A ballot is a ranking, an approval of several, or scores. Laid out flat, for speed.
#[derive(Clone, Debug)]
pub struct Profile {
    candidates: Vec<String>,
    /// The weight of one vote, which is the common denominator of the weights in units.
    scale: u64,
    /// Empty where a weight is so many units. Where that would be too many, the units of each weight:
    /// a weight is the place where its units stand.
    heavy: Vec<BigUint>,
    rankings: Papers<Mark>,
    approvals: Papers<u16>,
    scores: Papers<Score>,
    blank: u64,
    /// Does every ranking name one option a rank, and skip none?
    plain: bool,
}

/// One score on a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Score {
    pub(crate) option: u16,
    pub(crate) score: u32,
}

impl Profile {
    /// The options, in the ballot's order.
    pub fn candidates(&self) -> &[String] {
        &self.candidates
    }

    /// How many ballots there are, blank ones among them: the sum of their weights.
    pub fn cast(&self) -> Amount {
        if self.is_heavy() {
            self.cast_in::<BigUint>()
        } else {
            self.cast_in::<u64>()
        }
    }

    fn cast_in<N: Units>(&self) -> Amount {
        let forms = [
            self.total::<N, _>(&self.rankings),
            self.total(&self.approvals),
            self.total(&self.scores),
            self.blank::<N>().clone(),
        ];
        Amount::units(forms.into_iter().sum(), self.scale::<N>().clone())
    }

    /// How many different ballots there are, blank ones left out.
    pub fn distinct(&self) -> usize {
        self.rankings.len() + self.approvals.len() + self.scores.len()
    }

    /// Are the weights to be added up in numbers without end?
    pub(crate) fn is_heavy(&self) -> bool {
        !self.heavy.is_empty()
    }

    /// How many digits of 64 bits the units of a vote have, where they are heavy.
    pub(crate) fn digits(&self) -> u64 {
        self.heavy
            .first()
            .map_or(0, |vote| vote.iter_u64_digits().len() as u64)
    }

    /// So many units make one vote.
    pub(crate) fn scale<N: Units>(&self) -> &N {
        self.units(&self.scale)
    }

    /// The weight of one vote.
    pub(crate) fn vote(&self) -> u64 {
        self.scale
    }

    /// What a weight stands for.
    pub(crate) fn units<'a, N: Units>(&'a self, weight: &'a u64) -> &'a N {
        N::of(weight, &self.heavy)
    }

    /// The same ballots, their weights to be added up in numbers without end.
    #[cfg(test)]
    pub(crate) fn made_heavy(&self) -> Self {
        let mut builder = ProfileBuilder::with(self.clone());
        builder.become_heavy();
        builder.finish()
    }

    /// What so many ballots of a part of some weights weigh, see [`Units::parts`].
    pub(crate) fn units_of_part<N: Units>(&self, part: usize, ballots: u64) -> N {
        N::of_part(part, ballots, &self.heavy)
    }

    /// Ballots with their units.
    pub(crate) fn weighed<'a, N: Units, T: Said>(
        &'a self,
        papers: &'a Papers<T>,
    ) -> impl Iterator<Item = (&'a [T], &'a N)> {
        papers
            .iter()
            .map(|(marks, weight)| (marks, self.units(weight)))
    }

    /// The units of all these ballots.
    pub(crate) fn total<N: Units, T: Said>(&self, papers: &Papers<T>) -> N {
        papers.weights.iter().map(|weight| self.units(weight)).sum()
    }

    /// Does every ranking name one option a rank, and skip none?
    pub(crate) fn is_plain(&self) -> bool {
        self.plain
    }

    pub(crate) fn blank<N: Units>(&self) -> &N {
        self.units(&self.blank)
    }

    pub(crate) fn rankings(&self) -> &Papers<Mark> {
        &self.rankings
    }

    pub(crate) fn approvals(&self) -> &Papers<u16> {
        &self.approvals
    }

    pub(crate) fn scores(&self) -> &Papers<Score> {
        &self.scores
    }

    /// The same profile with other weights, in units: by ranking, by approval and by scores in turn.
    /// A ballot of weight 0 is left out; blank ballots stay.
    pub(crate) fn reweighted<N: Units>(&self, units: &[N]) -> Self {
        let mut heavy = self.heavy.clone();
        let (rankings, rest) = units.split_at(self.rankings.len());
        let (approvals, scores) = rest.split_at(self.approvals.len());
        Self {
            candidates: self.candidates.clone(),
            scale: self.scale,
            rankings: self.rankings.reweighted(rankings, &mut heavy),
            approvals: self.approvals.reweighted(approvals, &mut heavy),
            scores: self.scores.reweighted(scores, &mut heavy),
            heavy,
            blank: self.blank,
            plain: self.plain,
        }
    }

    /// The same profile with some ballots changed: other weights as [`Profile::reweighted`] takes them,
    /// and ballots added, so many units of each.
    pub(crate) fn exchanged<N: Units>(&self, units: &[N], added: &[(N, &Form)]) -> Self {
        let mut builder = ProfileBuilder::with(self.reweighted(units));
        for (units, form) in added {
            let weight = units.clone().weight(&mut builder.heavy.units);
            // What is added was taken away before, so that there is room for it.
            let _ = builder.say(weight, form);
        }
        builder.finish()
    }

    fn weights_mut(&mut self) -> impl Iterator<Item = &mut u64> {
        let weights = [
            &mut self.rankings.weights,
            &mut self.approvals.weights,
            &mut self.scores.weights,
        ];
        weights.into_iter().flatten()
    }

    /// What the ballot of that number says: rankings come first, then approvals, then scores.
    pub(crate) fn form(&self, number: usize) -> Form {
        if let Some(number) = number.checked_sub(self.rankings.len()) {
            if let Some(number) = number.checked_sub(self.approvals.len()) {
                let scores = self.scores.get(number).iter();
                return Form::Scores(scores.map(|s| (usize::from(s.option), s.score)).collect());
            }
            let options = self.approvals.get(number).iter();
            return Form::Approves(options.map(|option| usize::from(*option)).collect());
        }
        let ranks = ranks(self.rankings.get(number)).map(|rank| match rank {
            [Mark::OVERVOTED] => vec![Form::OVERVOTE],
            named => named.iter().filter_map(|mark| mark.index()).collect(),
        });
        Form::Ranking(ranks.collect())
    }

    /// Every different ballot, for writing it out again: its weight and what it says.
    pub fn ballots(&self) -> impl Iterator<Item = (Amount, Form)> {
        let amount = if self.is_heavy() {
            Self::amount::<BigUint>
        } else {
            Self::amount::<u64>
        };
        let weights = [
            &self.rankings.weights,
            &self.approvals.weights,
            &self.scores.weights,
        ];
        let weights = weights.into_iter().flatten().enumerate();
        let blank = Some((amount(self, self.blank), Form::Ranking(Vec::new())));
        weights
            .map(move |(number, weight)| (amount(self, *weight), self.form(number)))
            .chain(blank.filter(|(blank, _)| !blank.is_zero()))
    }

    fn amount<N: Units>(&self, weight: u64) -> Amount {
        let units = self.units::<N>(&weight).clone();
        Amount::units(units, self.scale::<N>().clone())
    }
}

/// What one ballot says; options by their index among the candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// The ranks, best first: equals together, a skipped rank empty.
    Ranking(Vec<Vec<usize>>),
    /// The options approved of.
    Approves(Vec<usize>),
    /// The options scored.
    Scores(Vec<(usize, u32)>),
}

impl Form {
    /// In a rank of its own, in place of an option: the rank names several, unknown which.
    pub const OVERVOTE: usize = usize::MAX;
}

/// Builds a [`Profile`], ballot by ballot.
#[derive(Debug)]
pub struct ProfileBuilder {
    profile: Profile,
    rankings: Finder,
    approvals: Finder,
    scores: Finder,
    marks: Vec<Mark>,
    options: Vec<u16>,
    scored: Vec<Score>,
    /// The sum of all weights, until they are heavy.
    total: u64,
    heavy: Heavy,
}

impl ProfileBuilder {
    /// The most options there may be.
    pub const MAX_OPTIONS: usize = 0x7ffd;

    /// The largest sum of weights, in units of their common denominator, that is counted in 64 bits: no
    /// sum or product of a count overflows. What is more is heavy.
    pub(crate) const MOST_LIGHT: u64 = 1 << 43;

    /// A profile over these options, without ballots. Fails on a nameless or repeated option, or too many.
    pub fn new(candidates: Vec<String>) -> Result<Self, ProfileError> {
        if candidates.len() > Self::MAX_OPTIONS {
            return Err(ProfileError::TooManyOptions(candidates.len()));
        }
        let mut seen = std::collections::BTreeSet::new();
        for (index, name) in candidates.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(ProfileError::NamelessOption(index + 1));
            }
            if !seen.insert(name.as_str()) {
                return Err(ProfileError::RepeatedOption(name.clone()));
            }
        }
        Ok(Self::with(Profile {
            candidates,
            scale: 1,
            heavy: Vec::new(),
            rankings: Papers::default(),
            approvals: Papers::default(),
            scores: Papers::default(),
            blank: 0,
            plain: true,
        }))
    }

    /// Adds to the ballots of a profile, which are not looked through for equal ones.
    fn with(mut profile: Profile) -> Self {
        let heavy = Heavy::of(std::mem::take(&mut profile.heavy));
        Self {
            profile,
            rankings: Finder::default(),
            approvals: Finder::default(),
            scores: Finder::default(),
            marks: Vec::new(),
            options: Vec::new(),
            scored: Vec::new(),
            total: 0,
            heavy,
        }
    }

    /// The options, in the ballot's order.
    pub fn candidates(&self) -> &[String] {
        &self.profile.candidates
    }

    /// Adds `count` ballots that say the same, each of this weight.
    ///
    /// Indices beyond the candidates are a mistake of the caller and are left out, as is a second
    /// mention within one rank, one approval or one set of scores. Fails when the weights grow
    /// beyond exact counting.
    pub fn add(
        &mut self,
        count: u64,
        weight: impl Borrow<Weight>,
        form: &Form,
    ) -> Result<(), ProfileError> {
        if count == 0 {
            return Ok(());
        }
        let weight = self.weigh(count, weight.borrow())?;
        self.say(weight, form)
    }

    /// Adds a ballot of a weight that is known.
    fn say(&mut self, weight: u64, form: &Form) -> Result<(), ProfileError> {
        let n = self.profile.candidates.len();
        let known = |option: &usize| u16::try_from(*option).ok().filter(|_| *option < n);
        match form {
            Form::Ranking(ranks) => {
                self.marks.clear();
                for rank in ranks {
                    if rank.contains(&Form::OVERVOTE) {
                        self.marks.push(Mark::OVERVOTED);
                        continue;
                    }
                    self.options.clear();
                    self.options.extend(rank.iter().filter_map(known));
                    self.options.sort_unstable();
                    self.options.dedup();
                    if let Some((first, rest)) = self.options.split_first() {
                        self.marks.push(Mark::option(*first));
                        self.marks.extend(rest.iter().map(|o| Mark::equal(*o)));
                    } else {
                        self.marks.push(Mark::SKIPPED);
                    }
                }
                while self.marks.last() == Some(&Mark::SKIPPED) {
                    self.marks.pop();
                }
                self.profile.plain &= self.marks.iter().all(|mark| mark.is_plain());
                put(
                    &mut self.profile.rankings,
                    &mut self.rankings,
                    &mut self.profile.blank,
                    &mut self.heavy,
                    &self.marks,
                    weight,
                )
            }
            Form::Approves(options) => {
                self.options.clear();
                self.options.extend(options.iter().filter_map(known));
                self.options.sort_unstable();
                self.options.dedup();
                put(
                    &mut self.profile.approvals,
                    &mut self.approvals,
                    &mut self.profile.blank,
                    &mut self.heavy,
                    &self.options,
                    weight,
                )
            }
            Form::Scores(scores) => {
                self.scored.clear();
                self.scored
                    .extend(scores.iter().filter_map(|(option, score)| {
                        known(option).map(|option| Score {
                            option,
                            score: *score,
                        })
                    }));
                self.scored.sort_unstable_by_key(|s| (s.option, s.score));
                self.scored.dedup_by_key(|s| s.option);
                put(
                    &mut self.profile.scores,
                    &mut self.scores,
                    &mut self.profile.blank,
                    &mut self.heavy,
                    &self.scored,
                    weight,
                )
            }
        }
    }

    /// A profile over so many options that get their names last.
    pub(crate) fn unnamed(options: usize) -> Result<Self, ProfileError> {
        Self::new((1..=options).map(|number| number.to_string()).collect())
    }

    /// Adds ballots mark by mark, as a reader finds them; every index must be below the options.
    pub(crate) fn add_marks(
        &mut self,
        count: u64,
        weight: &Weight,
        marks: &[Mark],
    ) -> Result<(), ProfileError> {
        if count == 0 {
            return Ok(());
        }
        let weight = self.weigh(count, weight)?;
        let last = marks.iter().rposition(|mark| *mark != Mark::SKIPPED);
        self.profile.plain &= marks.iter().all(|mark| mark.is_plain());
        put(
            &mut self.profile.rankings,
            &mut self.rankings,
            &mut self.profile.blank,
            &mut self.heavy,
            &marks[..last.map_or(0, |last| last + 1)],
            weight,
        )
    }

    /// Adds ballots that name one option a rank and skip none; every index must be below the options.
    pub(crate) fn add_plain(&mut self, count: u64, marks: &[Mark]) -> Result<(), ProfileError> {
        if count == 0 {
            return Ok(());
        }
        let weight = self.weigh(count, &Weight::ONE)?;
        put(
            &mut self.profile.rankings,
            &mut self.rankings,
            &mut self.profile.blank,
            &mut self.heavy,
            marks,
            weight,
        )
    }

    /// The profile, with these names for its options, and what had an index before now has the one
    /// that stands there in `moved`. Fails as [`ProfileBuilder::new`] does.
    pub(crate) fn finish_moved(
        mut self,
        candidates: Vec<String>,
        moved: &[u16],
    ) -> Result<Profile, ProfileError> {
        let rankings = &mut self.profile.rankings.marks;
        for mark in rankings.iter_mut() {
            if let Some(to) = mark.index().and_then(|index| moved.get(index)) {
                *mark = Mark(mark.0 & Mark::EQUAL | to);
            }
        }
        if !self.profile.plain {
            // Equals stand in the order of their indices, which is another now.
            for rank in rankings.chunk_by_mut(|_, next| next.is_equal()) {
                if rank.len() > 1 {
                    rank[0] = Mark::equal(rank[0].0);
                    rank.sort_unstable_by_key(|mark| mark.0);
                    rank[0] = Mark::option(rank[0].0);
                }
            }
        }
        self.finish_named(candidates)
    }

    /// The profile, with other names for its options. Fails as [`ProfileBuilder::new`] does.
    pub(crate) fn finish_named(self, candidates: Vec<String>) -> Result<Profile, ProfileError> {
        let named = Self::new(candidates)?.profile;
        Ok(Profile {
            candidates: named.candidates,
            ..self.finish()
        })
    }

    /// The profile.
    pub fn finish(self) -> Profile {
        Profile {
            heavy: self.heavy.units,
            ..self.profile
        }
    }

    /// The weight of `count` ballots together, after making the scale fit it.
    fn weigh(&mut self, count: u64, weight: &Weight) -> Result<u64, ProfileError> {
        if self.heavy.units.is_empty() {
            if let Some(units) = self.light_units(count, weight) {
                return Ok(units);
            }
            self.become_heavy();
        }
        self.heavy.weigh(count, weight)
    }

    /// The units of `count` ballots; none when all together would be too many.
    fn light_units(&mut self, count: u64, weight: &Weight) -> Option<u64> {
        let Share::Small { top, bottom } = weight.0 else {
            return None;
        };
        if bottom > 1 {
            let factor = bottom / gcd(self.profile.scale, bottom);
            if factor > 1 {
                self.rescale(factor)?;
            }
        }
        let each = (self.profile.scale / bottom).checked_mul(top)?;
        let units = each.checked_mul(count)?;
        let total = self.total.checked_add(units);
        self.total = total.filter(|total| *total <= Self::MOST_LIGHT)?;
        Some(units)
    }

    /// Makes the units smaller, or leaves everything as it is when they would be too many.
    fn rescale(&mut self, factor: u64) -> Option<()> {
        let finer = |units: u64| {
            let units = units.checked_mul(factor)?;
            Some(units).filter(|units| *units <= Self::MOST_LIGHT)
        };
        let (total, scale) = (finer(self.total)?, finer(self.profile.scale)?);
        for weight in self.profile.weights_mut() {
            *weight *= factor;
        }
        self.profile.blank *= factor;
        self.profile.scale = scale;
        self.total = total;
        Some(())
    }

    fn become_heavy(&mut self) {
        let profile = &mut self.profile;
        profile.scale = self.heavy.place_of(profile.scale.into());
        self.heavy.units.push(profile.blank.into());
        profile.blank = self.heavy.units.len() as u64 - 1;
        for weight in profile.weights_mut() {
            *weight = self.heavy.place_of((*weight).into());
        }
    }
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
    fn reweighted<N: Units>(&self, units: &[N], heavy: &mut Vec<BigUint>) -> Self {
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

/// Finds a ballot that says the same: an open-addressed table of ballot numbers from 1.
///
/// It knows the first [`Finder::MOST`] different ballots, so that it stays in the processor's cache;
/// what is said often is said early, and where all ballots differ looking further would be in vain.
#[derive(Debug, Default)]
struct Finder {
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

fn put<T: Said>(
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

#[cfg(test)]
mod tests {
    use num_rational::BigRational;

    use super::*;

    fn builder() -> ProfileBuilder {
        ProfileBuilder::new(["A", "B", "C"].map(str::to_owned).to_vec()).unwrap()
    }

    #[test]
    fn equal_ballots_are_counted_together() {
        let mut builder = builder();
        for ranks in [
            vec![vec![0], vec![2, 1]],
            vec![vec![0], vec![1, 2, 1], vec![]],
            vec![vec![], vec![]],
        ] {
            builder.add(2, Weight::ONE, &Form::Ranking(ranks)).unwrap();
        }
        builder
            .add(1, Weight::ONE, &Form::Approves(vec![2, 0, 2]))
            .unwrap();
        builder
            .add(1, Weight::ONE, &Form::Scores(vec![(1, 5)]))
            .unwrap();
        let profile = builder.finish();
        assert_eq!(profile.distinct(), 3);
        assert_eq!(profile.cast().as_str(), "8");
        let ballots: Vec<(String, Form)> = profile
            .ballots()
            .map(|(weight, form)| (weight.to_string(), form))
            .collect();
        assert_eq!(
            ballots,
            [
                ("4".to_owned(), Form::Ranking(vec![vec![0], vec![1, 2]])),
                ("1".to_owned(), Form::Approves(vec![0, 2])),
                ("1".to_owned(), Form::Scores(vec![(1, 5)])),
                ("2".to_owned(), Form::Ranking(vec![])),
            ]
        );
    }

    #[test]
    fn many_different_ballots_stay_apart() {
        let names: Vec<String> = (0..30_000).map(|i| format!("option {i}")).collect();
        let mut builder = ProfileBuilder::new(names).unwrap();
        for _ in 0..2 {
            for option in 0..30_000 {
                builder
                    .add(1, Weight::ONE, &Form::Ranking(vec![vec![option]]))
                    .unwrap();
            }
        }
        let profile = builder.finish();
        assert_eq!(profile.distinct(), 30_000);
        assert!(profile.rankings().weights().iter().all(|units| *units == 2));
    }

    #[test]
    fn weights_share_one_denominator() {
        let mut builder = builder();
        for (weight, option) in [("1/2", 0), ("1/3", 1), ("0.25", 0), ("2", 2)] {
            let weight = Weight::parse(weight).unwrap();
            builder
                .add(1, weight, &Form::Approves(vec![option]))
                .unwrap();
        }
        let profile = builder.finish();
        assert_eq!(*profile.scale::<u64>(), 12);
        assert_eq!(profile.cast().as_str(), "37/12");
        for text in ["", "0", "1/0", "-1", "a", "1.", "1e3", "1/2/3"] {
            assert!(Weight::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn weights_that_outgrow_64_bits_keep_their_exact_sums() {
        let mut builder = builder();
        let mut sum = BigRational::default();
        let mut add = |count: u64, weight: &str, form: &Form| {
            let weight = Amount::try_from(weight.to_owned()).unwrap().value();
            sum += &weight * BigRational::from_integer(count.into());
            builder
                .add(count, Weight::exact(weight).unwrap(), form)
                .unwrap();
        };
        let forms = [
            Form::Approves(vec![0]),
            Form::Ranking(vec![vec![1], vec![2]]),
            Form::Scores(vec![(1, 3)]),
            Form::Ranking(vec![]),
        ];
        for bottom in ["3", "1000003", "1000033", "1000037", "18446744073709551629"] {
            for form in &forms {
                add(2, &format!("1/{bottom}"), form);
                add(1, &format!("7/{bottom}"), form);
                add(u64::MAX, "1", form);
            }
        }
        let profile = builder.finish();
        assert!(profile.is_heavy());
        assert_eq!(profile.distinct(), 3);
        assert_eq!(profile.cast().value(), sum);
        let quarter = sum / BigRational::from_integer(4.into());
        for (weight, form) in profile.ballots() {
            assert_eq!(weight.value(), quarter, "{form:?}");
        }
    }

    #[test]
    fn so_many_units_are_light_and_one_more_is_heavy() {
        for (more, heavy) in [(0, false), (1, true)] {
            let mut builder = builder();
            let half = Weight::parse("1/2").unwrap();
            let form = Form::Approves(vec![0]);
            builder.add(1 + more, half, &form).unwrap();
            let rest = ProfileBuilder::MOST_LIGHT / 2 - 1;
            builder.add(rest, Weight::ONE, &form).unwrap();
            let last = Weight::parse("1/2").unwrap();
            builder.add(1, last, &Form::Approves(vec![1])).unwrap();
            let profile = builder.finish();
            assert_eq!(profile.is_heavy(), heavy);
            let halves = BigRational::from_integer((ProfileBuilder::MOST_LIGHT + more).into());
            let cast = halves / BigRational::from_integer(2.into());
            assert_eq!(profile.cast().value(), cast);
        }
    }

    #[test]
    fn a_denominator_without_end_is_refused_and_so_are_too_many_weights() {
        let mut builder = builder();
        let form = Form::Approves(vec![0]);
        let digits = |many: usize| Weight::parse(&format!("1/1{}", "0".repeat(many))).unwrap();
        builder.add(1, digits(9_800), &form).unwrap();
        assert_eq!(
            builder.add(1, digits(9_900), &form),
            Err(ProfileError::TooHeavy)
        );
        let told = ProfileError::TooHeavy.to_string();
        assert!(
            told.contains("9830 digits") && told.contains("65536 ballots"),
            "{told}"
        );
    }

    #[test]
    fn options_must_have_names_of_their_own() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            ProfileBuilder::new(names(&["A", " "])).map(|_| ()),
            Err(ProfileError::NamelessOption(2))
        );
        assert_eq!(
            ProfileBuilder::new(names(&["A", "B", "A"])).map(|_| ()),
            Err(ProfileError::RepeatedOption("A".to_owned()))
        );
    }
}
