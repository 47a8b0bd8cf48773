//! The numbers that weights are added up in.
//!
//! Nearly always all ballots together are few units of the weights' common denominator, and 64 bits
//! hold every sum. Where they are not, as where thirty organisations divide a voice each among
//! another number of members, the same count is made in numbers without end.

use std::fmt::{Debug, Display};
use std::iter::Sum;

use num_bigint::BigUint;
use num_traits::{NumAssignRef, NumRef, ToPrimitive};

use crate::model::random::Random;

/// A whole number of 0 or more.
pub(crate) trait Number:
    Clone
    + Debug
    + Default
    + Display
    + From<u64>
    + Into<BigUint>
    + NumAssignRef
    + NumRef
    + Ord
    + Sum
    + for<'a> Sum<&'a Self>
    + ToPrimitive
{
}

impl Number for u64 {}
impl Number for u128 {}
impl Number for BigUint {}

/// A sum of weights. A profile keeps each weight in 64 bits, whatever it is added up in.
pub(crate) trait Units: Number + 'static {
    /// What products with the figures of a count are added up in.
    type Wide: Number + From<Self> + From<u128>;

    /// What a weight of a profile stands for, by the profile's heavy weights.
    fn of<'a>(weight: &'a u64, heavy: &'a [BigUint]) -> &'a Self;

    /// The weight that stands for these units; heavy weights grow by it.
    fn weight(self, heavy: &mut Vec<BigUint>) -> u64;

    /// A product that is no more than some sum of weights.
    fn narrow(wide: Self::Wide) -> Self;

    /// So many times as much.
    fn times(&self, factor: u64) -> Self::Wide;

    /// So many times an amount that has no end itself.
    fn multiplied(&self, amount: &BigUint) -> BigUint;

    /// The parts of a weight, as a set of bits, such that ballots which share a part can be compared
    /// together; none where nothing is known to share it.
    fn parts(weight: u64) -> u64;

    /// What so many ballots of a part weigh.
    fn of_part(part: usize, ballots: u64, heavy: &[BigUint]) -> Self;

    /// Draws from 0 up to and without this number, which is at least 1.
    fn draw_below(&self, random: &mut Random) -> Self;
}

impl Units for u64 {
    type Wide = u128;

    fn of<'a>(weight: &'a u64, _: &'a [BigUint]) -> &'a Self {
        weight
    }

    fn weight(self, _: &mut Vec<BigUint>) -> u64 {
        self
    }

    fn narrow(wide: u128) -> Self {
        Self::try_from(wide).unwrap_or(Self::MAX)
    }

    fn times(&self, factor: u64) -> u128 {
        u128::from(*self) * u128::from(factor)
    }

    fn multiplied(&self, amount: &BigUint) -> BigUint {
        amount * *self
    }

    /// The powers of two that it is the sum of.
    fn parts(weight: u64) -> u64 {
        weight
    }

    fn of_part(part: usize, ballots: u64, _: &[BigUint]) -> Self {
        ballots << part
    }

    fn draw_below(&self, random: &mut Random) -> Self {
        random.below_wide(*self)
    }
}

impl Units for BigUint {
    type Wide = Self;

    fn of<'a>(weight: &'a u64, heavy: &'a [BigUint]) -> &'a Self {
        &heavy[place(*weight)]
    }

    fn weight(self, heavy: &mut Vec<BigUint>) -> u64 {
        heavy.push(self);
        heavy.len() as u64 - 1
    }

    fn narrow(wide: Self) -> Self {
        wide
    }

    fn times(&self, factor: u64) -> Self {
        self * factor
    }

    fn multiplied(&self, amount: &BigUint) -> BigUint {
        amount * self
    }

    /// The weight itself, where it is one of the first: others may be as many as there are ballots.
    fn parts(weight: u64) -> u64 {
        u32::try_from(weight)
            .ok()
            .and_then(|weight| 1_u64.checked_shl(weight))
            .unwrap_or_default()
    }

    fn of_part(part: usize, ballots: u64, heavy: &[BigUint]) -> Self {
        &heavy[part] * ballots
    }

    fn draw_below(&self, random: &mut Random) -> Self {
        // One digit more than it has, so that no number is noticeably likelier than another.
        let digits = self.iter_u64_digits().len() as u64 + 1;
        let drawn = (0..digits).fold(Self::ZERO, |drawn, _| {
            (drawn << 64_u32) + random.below_wide(u64::MAX)
        });
        (drawn * self) >> (64 * digits)
    }
}

/// What `a` has more than `b`; nothing where it has less.
pub(crate) fn less<N: Number>(a: &N, b: &N) -> N {
    if a > b { a.clone() - b } else { N::zero() }
}

/// The quotient, rounded up.
pub(crate) fn div_ceil<N: Number>(a: N, b: &N) -> N {
    (a + b - N::one()) / b
}

/// Where a heavy weight stands; as many as there are fit the machine's memory.
pub(crate) fn place(weight: u64) -> usize {
    usize::try_from(weight).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::method::{BallotForm, Method};
    use crate::tally::profile::{Form, Profile, ProfileBuilder};
    use crate::tally::rules::{By, Points, Rules, Satisfaction, Strength, TieRule};
    use crate::tally::{Amount, Firmness, Weight, count, firmness, margin, otherwise};

    fn form(method: Method, options: usize, random: &mut Random) -> Form {
        let mut order: Vec<usize> = (0..options).collect();
        random.shuffle(&mut order);
        order.truncate(random.below(options + 1));
        match method.counts()[0] {
            BallotForm::Ranking if method == Method::Plurality => {
                Form::Ranking(order.into_iter().take(1).map(|o| vec![o]).collect())
            }
            BallotForm::Ranking => {
                let mut ranks: Vec<Vec<usize>> = Vec::new();
                for option in order {
                    match (random.below(8), ranks.last_mut()) {
                        (0, Some(rank)) => rank.push(option),
                        (1, _) => ranks.extend([vec![], vec![option]]),
                        _ => ranks.push(vec![option]),
                    }
                }
                Form::Ranking(ranks)
            }
            BallotForm::Approval => Form::Approves(order),
            BallotForm::Scores => Form::Scores(order.into_iter().zip([5, 3, 2, 1, 1]).collect()),
        }
    }

    /// Ballots of different weights, a few of which come several times; all together weigh `units`
    /// thirds of a vote when that is given.
    fn drawn(method: Method, options: usize, units: Option<u64>, random: &mut Random) -> Profile {
        let mut builder = ProfileBuilder::unnamed(options).unwrap();
        let mut left = units;
        for _ in 0..4 + random.below(20) {
            let form = form(method, options, random);
            let top = match &mut left {
                Some(left) => {
                    let some = *left / 2;
                    *left -= some;
                    some
                }
                None => 1 + random.below(9) as u64,
            };
            let weight = Weight::new(top, 3).unwrap();
            builder.add(1, &weight, &form).unwrap();
        }
        // Not all may say nothing.
        let last = Weight::new(left.unwrap_or(1), 3).unwrap();
        let says = match method.counts()[0] {
            BallotForm::Ranking => Form::Ranking(vec![vec![0]]),
            BallotForm::Approval => Form::Approves(vec![0]),
            BallotForm::Scores => Form::Scores(vec![(0, 4)]),
        };
        builder.add(1, &last, &says).unwrap();
        builder.finish()
    }

    /// Rules of the method that differ from case to case.
    fn rules(method: Method, options: usize, random: &mut Random) -> Rules {
        let mut rules = Rules::new(method);
        if !method.elects_one() {
            rules.seats = u32::try_from(1 + random.below(options)).unwrap();
        }
        if random.below(2) == 0 {
            rules.tie_break.by = vec![TieRule::Backwards, TieRule::Lot];
            rules.tie_break.seed = Some("seed".to_owned());
        }
        let strengths = [
            Strength::Winning,
            Strength::Margins,
            Strength::Ratio,
            Strength::Opposition,
        ];
        match method {
            Method::Borda if random.below(2) == 0 => rules.points = Points::Dowdall,
            Method::Schulze | Method::RankedPairs | Method::Minimax => {
                rules.strength = strengths[random.below(4)];
            }
            Method::BudgetGreedy => rules.budget = Some(Amount::whole(2_u32)),
            Method::EqualShares if random.below(2) == 0 => {
                rules.budget = Some(Amount::try_from("7/2".to_owned()).unwrap());
                rules.satisfaction = Satisfaction::Cardinality;
            }
            _ => {}
        }
        rules
    }

    fn each(cases: u64, units: Option<u64>, check: impl Fn(&Profile, &Rules, &str)) {
        for case in 0..cases {
            for method in Method::ALL {
                let random = &mut Random::new(case, method as u64);
                let options = 2 + random.below(4);
                let profile = drawn(method, options, units, random);
                let rules = rules(method, options, random);
                assert_eq!(rules.by, By::Member);
                check(&profile, &rules, &format!("{method}, case {case}"));
            }
        }
    }

    #[test]
    fn a_count_comes_out_the_same_in_numbers_without_end() {
        each(150, None, |light, rules, case| {
            let heavy = light.made_heavy();
            assert!(heavy.is_heavy() && !light.is_heavy());
            let counted = count(light, rules);
            assert_eq!(counted, count(&heavy, rules), "{case}");
            assert!(light.ballots().eq(heavy.ballots()), "{case}");
            if let Ok(outcome) = counted {
                let others = otherwise(light, rules, &outcome);
                assert_eq!(others, otherwise(&heavy, rules, &outcome), "{case}");
            }
        });
    }

    #[test]
    fn the_largest_light_count_overflows_nowhere() {
        let most = ProfileBuilder::MOST_LIGHT;
        for units in [most, most - 1, most - 2] {
            each(20, Some(units), |light, rules, case| {
                assert!(!light.is_heavy(), "{case}");
                let heavy = light.made_heavy();
                assert_eq!(count(light, rules), count(&heavy, rules), "{case}");
            });
        }
    }

    #[test]
    fn a_margin_comes_out_the_same_in_numbers_without_end() {
        each(4, None, |light, rules, case| {
            let heavy = light.made_heavy();
            assert_eq!(margin(light, rules), margin(&heavy, rules), "{case}");
        });
    }

    #[test]
    fn draws_of_heavy_ballots_are_as_firm() {
        let most = ProfileBuilder::MOST_LIGHT;
        each(2, None, |light, rules, case| {
            let samples = Some(400);
            let firm = |profile: &Profile| firmness(profile, rules, samples, "seed").unwrap();
            let (light, heavy): (Firmness, Firmness) = (firm(light), firm(&light.made_heavy()));
            let apart = (light.same_winners - heavy.same_winners).abs();
            assert!(
                apart < 0.15,
                "{case}: {} {}",
                light.same_winners,
                heavy.same_winners
            );
        });
        each(1, Some(most), |profile, rules, case| {
            let refused = firmness(profile, rules, Some(1), "seed");
            assert_eq!(
                refused,
                Err(crate::tally::TallyError::TooManyToDraw),
                "{case}"
            );
        });
    }
}
