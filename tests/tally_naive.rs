//! A second, deliberately simple implementation agrees with the engine on many random profiles.
//! It counts every ballot on its own, from its first mark, at every stage. Together the tests of this
//! module and of `tally_naive_scores` look at 100,000 profiles, in an optimised build at many more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;

use commonground::tally::{
    Amount, Duplicates, Key, Method, Overvote, Points, Rules, Strength, Threshold, count,
};
use num_rational::Ratio;

use crate::tally_support::{Marks, Random, Ranking, cases, names, profile, rankings};

#[test]
fn instant_run_off_agrees_with_counting_by_hand() {
    for seed in 0..cases(20_000, 100_000) {
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
    for seed in 0..cases(10_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Anything);
        let strength = Strength::ALL[random.below(4)];
        let mut rules = Rules::new(Method::Schulze);
        rules.strength = strength;
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        let link = |a: usize, b: usize| link(&ballots, strength, a, b);
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

/// How strong it is that ballots prefer `a` to `b`; none where it is no win.
fn link(ballots: &[Ranking], strength: Strength, a: usize, b: usize) -> Option<Ratio<i64>> {
    let (ours, theirs) = (above(ballots, a, b), above(ballots, b, a));
    let value = match strength {
        Strength::Winning | Strength::Opposition => Ratio::from(ours),
        Strength::Margins => Ratio::from(ours - theirs),
        Strength::Ratio if theirs == 0 => Ratio::from(ours * 1_000_000),
        Strength::Ratio => Ratio::new(ours, theirs),
    };
    let linked = ours > theirs || (strength == Strength::Opposition && ours > 0);
    linked.then_some(value)
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
    for seed in 0..cases(12_000, 100_000) {
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

/// Checks the engine's winners and order, where no rule for ties was declared, on random rankings.
fn check_order(
    method: Method,
    seeds: u64,
    most_options: usize,
    naive: impl Fn(&[Ranking], usize, Strength) -> Vec<Vec<usize>>,
) {
    for seed in 0..seeds {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(most_options - 1);
        let ballots = rankings(random, options, Marks::Anything);
        let mut rules = Rules::new(method);
        if method.keys().any(|key| key == Key::Strength) {
            rules.strength = Strength::ALL[random.below(4)];
        }
        rules.seats = 1 + u32::try_from(random.below(options)).unwrap();
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        let names = names(options);
        let order: Vec<Vec<String>> = naive(&ballots, options, rules.strength)
            .iter()
            .map(|group| group.iter().map(|o| names[*o].clone()).collect())
            .collect();
        // Of equals the first on the ballot wins.
        let winners: Vec<&String> = order.iter().flatten().take(rules.seats as usize).collect();
        assert_eq!(
            outcome.winners.iter().collect::<Vec<_>>(),
            winners,
            "seed {seed}"
        );
        assert_eq!(outcome.order, Some(order), "seed {seed} {ballots:?}");
    }
}

/// Options in groups of equal worth, the best worth first.
pub(crate) fn grouped<W: Ord>(options: usize, worth: impl Fn(usize) -> W) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..options).collect();
    order.sort_by(|a, b| worth(*b).cmp(&worth(*a)).then(a.cmp(b)));
    let groups = order.chunk_by(|a, b| worth(*a) == worth(*b));
    groups.map(<[usize]>::to_vec).collect()
}

/// Options in layers, each of those that no option left in beats.
fn layered(options: usize, beats: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..options).collect();
    let mut layers = Vec::new();
    while !left.is_empty() {
        let beaten = |o: &usize| left.iter().any(|other| beats(*other, *o));
        let layer: Vec<usize> = left.iter().copied().filter(|o| !beaten(o)).collect();
        assert!(!layer.is_empty(), "somebody is unbeaten");
        left.retain(|o| !layer.contains(o));
        layers.push(layer);
    }
    layers
}

#[test]
fn minimax_agrees_with_looking_at_every_defeat() {
    check_order(
        Method::Minimax,
        cases(8_000, 100_000),
        5,
        |ballots, options, strength| {
            grouped(options, |option| {
                let defeats = (0..options).filter(|o| *o != option);
                let worst = defeats
                    .filter_map(|o| link(ballots, strength, o, option))
                    .max();
                std::cmp::Reverse(worst)
            })
        },
    );
}

#[test]
fn copeland_agrees_with_counting_wins_and_draws() {
    check_order(
        Method::Copeland,
        cases(8_000, 100_000),
        5,
        |ballots, options, _| {
            grouped(options, |option| {
                let others = (0..options).filter(|o| *o != option);
                let points = others.map(|o| {
                    let ahead = above(ballots, option, o) - above(ballots, o, option);
                    ahead.signum() + 1
                });
                points.sum::<i64>()
            })
        },
    );
}

#[test]
fn ranked_pairs_agree_with_locking_pair_by_pair() {
    check_order(
        Method::RankedPairs,
        cases(8_000, 100_000),
        4,
        |ballots, options, strength| {
            let mut pairs: Vec<(Ratio<i64>, i64, usize, usize)> = Vec::new();
            for a in 0..options {
                for b in (0..options).filter(|b| *b != a) {
                    let strength = link(ballots, strength, a, b);
                    pairs.extend(strength.map(|s| (s, -above(ballots, b, a), a, b)));
                }
            }
            pairs.sort();
            pairs.reverse();
            let mut locked: Vec<(usize, usize)> = Vec::new();
            while let Some((strength, losing, ..)) = pairs.first().copied() {
                let equals: Vec<(usize, usize)> = pairs
                    .iter()
                    .filter(|pair| (pair.0, pair.1) == (strength, losing))
                    .map(|pair| (pair.2, pair.3))
                    .filter(|(a, b)| !leads(&locked, *b, *a, options))
                    .collect();
                pairs.retain(|pair| (pair.0, pair.1) != (strength, losing));
                let all = [locked.clone(), equals.clone()].concat();
                // A pair stays out when stronger pairs lead from its loser back to its winner, or do together
                // with those of its equals that the stronger ones leave.
                locked.extend(
                    equals
                        .into_iter()
                        .filter(|(a, b)| !leads(&all, *b, *a, options)),
                );
            }
            layered(options, |a, b| locked.contains(&(a, b)))
        },
    );
}

/// Do the pairs lead from one option to another in so many steps?
fn leads(pairs: &[(usize, usize)], from: usize, to: usize, steps: usize) -> bool {
    from == to
        || (steps > 0
            && pairs
                .iter()
                .any(|(a, b)| *a == from && leads(pairs, *b, to, steps - 1)))
}

#[test]
fn kemeny_agrees_with_comparing_all_orders() {
    for seed in 0..cases(6_000, 50_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(3);
        let ballots = rankings(random, options, Marks::Equals);
        let outcome = count(&profile(options, &ballots), &Rules::new(Method::Kemeny)).unwrap();
        let contradicted = |order: &[usize]| -> i64 {
            let pairs = (0..order.len()).flat_map(|i| (i + 1..order.len()).map(move |j| (i, j)));
            pairs
                .map(|(i, j)| above(&ballots, order[j], order[i]))
                .sum()
        };
        let orders = orders_of(&(0..options).collect::<Vec<_>>());
        let least = orders
            .iter()
            .map(|order| contradicted(order))
            .min()
            .unwrap();
        let told = outcome.distance.as_ref().map(Amount::as_str);
        assert_eq!(told, Some(&least.to_string()[..]), "seed {seed}");
        let best = orders.iter().filter(|order| contradicted(order) == least);
        let mut first: Vec<usize> = best.map(|order| order[0]).collect();
        first.sort_unstable();
        first.dedup();
        let names = names(options);
        let first: Vec<String> = first.into_iter().map(|o| names[o].clone()).collect();
        assert_eq!(outcome.order.unwrap()[0], first, "seed {seed}");
    }
}

/// Every order of the options.
fn orders_of(options: &[usize]) -> Vec<Vec<usize>> {
    if options.is_empty() {
        return vec![Vec::new()];
    }
    let first = options.iter().flat_map(|first| {
        let rest: Vec<usize> = options.iter().copied().filter(|o| o != first).collect();
        orders_of(&rest)
            .into_iter()
            .map(|order| [&[*first], &order[..]].concat())
    });
    first.collect()
}

#[test]
fn plurality_agrees_with_counting_first_ranks() {
    for seed in 0..cases(6_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(5);
        let ballots = rankings(random, options, Marks::Anything);
        let first = |ballot: &Ranking| -> Option<usize> {
            let rank = ballot.iter().find(|rank| !rank.is_empty())?;
            let only = rank.iter().all(|o| *o == rank[0]);
            only.then_some(rank[0])
        };
        let outcome = count(&profile(options, &ballots), &Rules::new(Method::Plurality));
        if ballots.iter().all(|ballot| first(ballot).is_none()) {
            assert!(outcome.is_err(), "seed {seed}");
            continue;
        }
        let outcome = outcome.unwrap();
        for (option, name) in names(options).iter().enumerate() {
            let votes = ballots
                .iter()
                .filter(|ballot| first(ballot) == Some(option))
                .count();
            let told = outcome.scores.as_ref().unwrap().get(name).unwrap();
            assert_eq!(told.as_str(), votes.to_string(), "seed {seed}");
        }
    }
}

#[test]
fn scottish_transferable_votes_agree_with_moving_every_paper_by_hand() {
    let mut compared = 0;
    for seed in 0..cases(6_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 3 + random.below(3);
        let ballots: Vec<Ranking> = (0..6 + random.below(20))
            .flat_map(|_| rankings(random, options, Marks::Plain).into_iter().take(1))
            .collect();
        let mut rules = Rules::new(Method::StvScottish);
        rules.seats = 1 + u32::try_from(random.below(options - 1)).unwrap();
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        // What ties lead to is for the tests of ties.
        if !outcome.ties.is_empty() {
            continue;
        }
        compared += 1;
        let names = names(options);
        let mut winners = scottish_by_hand(options, &ballots, rules.seats as usize);
        let mut told: Vec<usize> = (0..options)
            .filter(|o| outcome.winners.contains(&names[*o]))
            .collect();
        winners.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, winners, "seed {seed} {rules:?} {ballots:?}");
    }
    assert!(compared > 500, "{compared}");
}

/// Who is elected, each paper worth so many hundred-thousandths of a vote.
fn scottish_by_hand(options: usize, ballots: &[Ranking], seats: usize) -> Vec<usize> {
    let quota = (ballots.len() / (seats + 1) + 1) * 100_000;
    let mut papers: Vec<(&Ranking, Option<usize>, usize)> = ballots
        .iter()
        .map(|b| (b, Some(b[0][0]), 100_000))
        .collect();
    let (mut still_in, mut elected): (Vec<usize>, Vec<usize>) =
        ((0..options).collect(), Vec::new());
    let mut to_move: Vec<usize> = Vec::new();
    loop {
        let votes = |papers: &[(&Ranking, Option<usize>, usize)], option: usize| -> usize {
            papers
                .iter()
                .filter(|p| p.1 == Some(option))
                .map(|p| p.2)
                .sum()
        };
        let reach: Vec<usize> = still_in
            .iter()
            .copied()
            .filter(|o| votes(&papers, *o) >= quota)
            .collect();
        still_in.retain(|o| !reach.contains(o));
        to_move.extend(reach.iter().filter(|o| votes(&papers, **o) > quota));
        elected.extend(reach);
        if elected.len() == seats {
            return elected;
        }
        if still_in.len() + elected.len() <= seats {
            elected.extend(still_in);
            return elected;
        }
        to_move.sort_by_key(|o| std::cmp::Reverse(votes(&papers, *o)));
        let goes = if to_move.is_empty() {
            let lowest = *still_in.iter().min_by_key(|o| votes(&papers, **o)).unwrap();
            still_in.retain(|o| *o != lowest);
            lowest
        } else {
            to_move.remove(0)
        };
        let total = votes(&papers, goes);
        let surplus = total - if elected.contains(&goes) { quota } else { 0 };
        for (ballot, holder, value) in papers.iter_mut().filter(|p| p.1 == Some(goes)) {
            *holder = ballot
                .iter()
                .map(|rank| rank[0])
                .find(|o| still_in.contains(o));
            *value = if elected.contains(&goes) {
                surplus * *value / total
            } else {
                *value
            };
        }
    }
}
