//! What the tally's tests share: chance with a seed, and ballots made by it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use commonground::tally::{BallotForm, Form, Method, Profile, ProfileBuilder, Weight};

/// A portable generator (splitmix64), so that a failing case can be made again from its number.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// How ballots may stray from a plain order.
#[derive(Clone, Copy)]
pub(crate) enum Marks {
    /// Different options, one a rank, perhaps not all.
    Plain,
    /// Also several at a rank.
    Equals,
    /// Also skipped ranks and repetitions.
    Anything,
}

/// How many random cases a test runs: few in a debug build, many in an optimised one.
pub(crate) fn cases(debug: u64, release: u64) -> u64 {
    if cfg!(debug_assertions) {
        debug
    } else {
        release
    }
}

pub(crate) type Ranking = Vec<Vec<usize>>;

pub(crate) fn ranking(random: &mut Random, options: usize, marks: Marks) -> Ranking {
    let mut order: Vec<usize> = (0..options).collect();
    random.shuffle(&mut order);
    order.truncate(1 + random.below(options));
    let mut ranks: Ranking = Vec::new();
    for option in order {
        let equals = matches!(marks, Marks::Equals | Marks::Anything) && random.chance(15);
        match ranks.last_mut() {
            Some(rank) if equals && !rank.is_empty() => rank.push(option),
            _ => ranks.push(vec![option]),
        }
        if matches!(marks, Marks::Anything) {
            if random.chance(10) {
                ranks.push(Vec::new());
            }
            if random.chance(10) {
                ranks.push(vec![random.below(options)]);
            }
        }
    }
    ranks
}

pub(crate) fn rankings(random: &mut Random, options: usize, marks: Marks) -> Vec<Ranking> {
    let ballots = 1 + random.below(14);
    // A few kinds of ballot, so that equal ones meet, as they do in life.
    let kinds: Vec<Ranking> = (0..ballots.min(7))
        .map(|_| ranking(random, options, marks))
        .collect();
    (0..ballots)
        .map(|_| kinds[random.below(kinds.len())].clone())
        .collect()
}

pub(crate) fn names(options: usize) -> Vec<String> {
    [
        "Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel",
    ][..options]
        .iter()
        .map(|name| (*name).to_owned())
        .collect()
}

/// The ballots, each of weight 1.
pub(crate) fn profile(options: usize, ballots: &[Ranking]) -> Profile {
    weighted(Method::Irv, options, ballots, &Weight::ONE)
}

/// The ballots in the form that a method counts.
pub(crate) fn profile_for(method: Method, options: usize, ballots: &[Ranking]) -> Profile {
    weighted(method, options, ballots, &Weight::ONE)
}

/// The ballots in the form that a method counts, each of that weight.
pub(crate) fn weighted(
    method: Method,
    options: usize,
    ballots: &[Ranking],
    weight: &Weight,
) -> Profile {
    let mut builder = ProfileBuilder::new(names(options)).expect("good names");
    for ballot in ballots {
        let form = form_for(method, ballot);
        builder.add(1, weight, &form).expect("light ballots");
    }
    builder.finish()
}

/// What a ranking says in the form that a method counts: the upper half is approved of, the first
/// scores 5, the next 4 and so on.
pub(crate) fn form_for(method: Method, ballot: &Ranking) -> Form {
    let named: Vec<usize> = ballot.iter().flatten().copied().collect();
    match method.counts()[0] {
        BallotForm::Ranking if method == Method::Plurality => Form::Ranking(vec![vec![named[0]]]),
        BallotForm::Ranking => Form::Ranking(ballot.clone()),
        BallotForm::Approval => Form::Approves(named[..named.len().div_ceil(2)].to_vec()),
        BallotForm::Scores => {
            let mut scores: Vec<(usize, u32)> = Vec::new();
            for (option, score) in named.into_iter().zip((1..=5).rev()) {
                if scores.iter().all(|(scored, _)| *scored != option) {
                    scores.push((option, score));
                }
            }
            Form::Scores(scores)
        }
    }
}
