//! All ballots of a count, equal ones counted together.

use std::borrow::Borrow;

use num_bigint::BigUint;

use crate::tally::amount::{Amount, gcd};
use crate::tally::papers::{Finder, Mark, Papers, Said, Score, put, ranks};
use crate::tally::units::Units;
use crate::tally::weight::{Heavy, Share, Weight};

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
        papers
            .weights()
            .iter()
            .map(|weight| self.units(weight))
            .sum()
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
            self.rankings.weights_mut(),
            self.approvals.weights_mut(),
            self.scores.weights_mut(),
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
            self.rankings.weights(),
            self.approvals.weights(),
            self.scores.weights(),
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
        self.profile
            .rankings
            .move_options(moved, self.profile.plain);
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
