//! A second, deliberately simple implementation agrees with the engine on many random profiles.
//! It counts every ballot on its own, from its first mark, at every stage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;

use commonground::tally::{
    Amount, Duplicates, Method, Overvote, Points, Rules, Strength, Threshold, count,
};
use num_rational::Ratio;

use crate::tally_support::{Marks, Random, Ranking, cases, names, profile, rankings};

#[test]
fn instant_run_off_agrees_with_counting_by_hand() {
    for seed in 0..cases(2_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(5);
        let ballots = rankings(random, options, Marks::Anything);
        let mut rules = Rules::new(Method::Irv);
        rules.overvote = Overvote::ALL[random.below(3)];
        rules.duplicates = Duplicates::ALL[random.below(2)];
        rules.max_skipped_ranks = [None, Some(0), Some(1)][random.below(3)];
        rules.threshold = Threshold::ALL[random.below(2)];
        rules.continue_until_two = random.chance(30);
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        let told: Vec<BTreeMap<String, String>> = outcome
            .rounds
            .iter()
            .map(|round| {
                let votes = round.votes.iter();
                votes
                    .map(|(name, votes)| (name.to_owned(), votes.to_string()))
                    .collect()
            })
            .collect();
        let (winner, stages) = irv_by_hand(options, &ballots, &rules);
        assert_eq!(
            outcome.winners,
            [names(options)[winner].clone()],
            "seed {seed}"
        );
        assert_eq!(told, stages, "seed {seed}");
        // Taking out several at once changes the stages and not the winner, except where a ballot's
        // fate at an overvote depends on who is still in when it gets there.
        rules.batch_elimination = true;
        let batched = count(&profile(options, &ballots), &rules).unwrap();
        let depends = rules.overvote == Overvote::ExhaustIfMultipleContinuing;
        if outcome.ties.is_empty() && !depends {
            assert_eq!(batched.winners, outcome.winners, "seed {seed}");
        }
    }
}

/// The winner, and each stage's votes.
fn irv_by_hand(
    options: usize,
    ballots: &[Ranking],
    rules: &Rules,
) -> (usize, Vec<BTreeMap<String, String>>) {
    let names = names(options);
    let mut left: Vec<usize> = (0..options).collect();
    let mut stages = Vec::new();
    let mut first_total = None;
    // A ballot that stopped counting never counts again.
    let mut alive = ballots.to_vec();
    loop {
        alive.retain(|ballot| reads(ballot, &left, rules).is_some());
        let votes_of = |option: usize| {
            let counts = |b: &&Ranking| reads(b, &left, rules) == Some(option);
            alive.iter().filter(counts).count()
        };
        let votes: BTreeMap<usize, usize> = left.iter().map(|o| (*o, votes_of(*o))).collect();
        let shown = votes
            .iter()
            .map(|(o, v)| (names[*o].clone(), v.to_string()));
        stages.push(shown.collect());
        let total: usize = votes.values().sum();
        let base = match rules.threshold {
            Threshold::Continuing => total,
            Threshold::FirstRound => *first_total.get_or_insert(total),
        };
        if left.len() == 1 {
            return (left[0], stages);
        }
        let majority = left.iter().copied().find(|o| votes[o] * 2 > base);
        match majority {
            Some(winner) if left.len() == 2 || !rules.continue_until_two => {
                return (winner, stages);
            }
            _ => {}
        }
        // No rule for ties was declared: of those with the fewest votes the last on the ballot goes.
        let fewest = left.iter().rev().min_by_key(|o| votes[*o]);
        let goes = *fewest.unwrap();
        left.retain(|o| *o != goes);
    }
}

/// For whom a ballot counts, read from its top.
fn reads(ballot: &Ranking, left: &[usize], rules: &Rules) -> Option<usize> {
    let mut seen: Vec<usize> = Vec::new();
    let mut skipped = 0;
    for rank in ballot {
        if rank.is_empty() {
            skipped += 1;
            continue;
        }
        if rules.max_skipped_ranks.is_some_and(|max| skipped > max) {
            return None;
        }
        skipped = 0;
        if rules.duplicates == Duplicates::Exhaust && rank.iter().any(|o| seen.contains(o)) {
            return None;
        }
        seen.extend(rank);
        let mut different = rank.clone();
        different.sort_unstable();
        different.dedup();
        let still: Vec<usize> = different
            .iter()
            .copied()
            .filter(|o| left.contains(o))
            .collect();
        match (different.len() > 1, rules.overvote, still.len()) {
            (true, Overvote::Exhaust, _) | (true, Overvote::ExhaustIfMultipleContinuing, 2..) => {
                return None;
            }
            (true, Overvote::Skip, _) | (_, _, 0) => {}
            (_, _, _) => return Some(still[0]),
        }
    }
    None
}

/// On how many ballots `a` stands above `b`.
fn above(ballots: &[Ranking], a: usize, b: usize) -> i64 {
    let place = |ballot: &Ranking, option: usize| {
        let found = ballot.iter().position(|rank| rank.contains(&option));
        found.unwrap_or(usize::MAX)
    };
    let prefers = |ballot: &&Ranking| place(ballot, a) < place(ballot, b);
    i64::try_from(ballots.iter().filter(prefers).count()).unwrap()
}

#[test]
fn schulze_agrees_with_walking_every_path() {
    for seed in 0..cases(1_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Anything);
        let strength = Strength::ALL[random.below(4)];
        let mut rules = Rules::new(Method::Schulze);
        rules.strength = strength;
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        let link = |a: usize, b: usize| -> Option<Ratio<i64>> {
            let (ours, theirs) = (above(&ballots, a, b), above(&ballots, b, a));
            let value = match strength {
                Strength::Winning | Strength::Opposition => Ratio::from(ours),
                Strength::Margins => Ratio::from(ours - theirs),
                Strength::Ratio if theirs == 0 => Ratio::from(ours * 1_000_000),
                Strength::Ratio => Ratio::new(ours, theirs),
            };
            let linked = ours > theirs || (strength == Strength::Opposition && ours > 0);
            linked.then_some(value)
        };
        let best = |a: usize, b: usize| strongest(options, &link, a, b, &mut vec![a]);
        let beats = |a: usize, b: usize| best(a, b) > best(b, a);
        let names = names(options);
        let unbeaten: Vec<String> = (0..options)
            .filter(|o| !(0..options).any(|other| other != *o && beats(other, *o)))
            .map(|o| names[o].clone())
            .collect();
        let order = outcome.order.unwrap();
        assert_eq!(order[0], unbeaten, "seed {seed}");
        let place = |name: &String| order.iter().position(|group| group.contains(name));
        for a in 0..options {
            for b in (0..options).filter(|b| *b != a) {
                let shown = outcome.pairwise.as_ref().unwrap().get(&names[a]).unwrap();
                let exact = above(&ballots, a, b).to_string();
                assert_eq!(shown.get(&names[b]).map(Amount::as_str), Some(&exact[..]));
                if beats(a, b) {
                    assert!(place(&names[a]) < place(&names[b]), "seed {seed}");
                }
            }
        }
    }
}

/// The strength of the strongest of all paths from `at` to `to` that pass nobody twice.
fn strongest(
    options: usize,
    link: &dyn Fn(usize, usize) -> Option<Ratio<i64>>,
    at: usize,
    to: usize,
    passed: &mut Vec<usize>,
) -> Option<Ratio<i64>> {
    let mut best = None;
    for next in 0..options {
        if passed.contains(&next) {
            continue;
        }
        let Some(step) = link(at, next) else { continue };
        let whole = if next == to {
            Some(step)
        } else {
            passed.push(next);
            let rest = strongest(options, link, next, to, passed);
            passed.pop();
            rest.map(|rest| rest.min(step))
        };
        best = best.max(whole);
    }
    best
}

#[test]
fn points_agree_with_averaging_over_places() {
    for seed in 0..cases(1_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(5);
        let ballots = rankings(random, options, Marks::Anything);
        let mut rules = Rules::new(Method::Borda);
        rules.points = Points::ALL[random.below(2)];
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        for (option, name) in names(options).iter().enumerate() {
            let points: Ratio<i64> = ballots
                .iter()
                .map(|ballot| {
                    let of = |o: usize| {
                        let found = ballot.iter().position(|rank| rank.contains(&o));
                        found.unwrap_or(usize::MAX)
                    };
                    let better = (0..options).filter(|o| of(*o) < of(option)).count();
                    let equal = (0..options).filter(|o| of(*o) == of(option)).count();
                    let places = better..better + equal;
                    let sum: Ratio<i64> = places
                        .map(|place| worth(rules.points, options, place))
                        .sum();
                    sum / i64::try_from(equal).unwrap()
                })
                .sum();
            let told = outcome.scores.as_ref().unwrap().get(name).unwrap();
            assert_eq!(told.as_str(), points.to_string(), "seed {seed}, {name}");
        }
    }
}

/// What the place below `above` others is worth.
fn worth(points: Points, options: usize, above: usize) -> Ratio<i64> {
    let (options, above) = (
        i64::try_from(options).unwrap(),
        i64::try_from(above).unwrap(),
    );
    match points {
        Points::Borda => Ratio::from(options - 1 - above),
        Points::Dowdall => Ratio::new(1, above + 1),
    }
}
