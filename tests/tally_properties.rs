//! What must hold of every count, whatever the ballots say.

use commonground::tally::{
    Amount, BallotForm, Key, Method, Outcome, Rules, Strength, TieRule, Weight, count, tell,
};
use num_rational::BigRational;

use crate::tally_support::{Marks, Random, Ranking, cases, names, profile_for, rankings, weighted};

fn each_method(
    seeds: u64,
    marks: Marks,
    mut check: impl FnMut(&mut Random, usize, &[Ranking], &Rules),
) {
    for seed in 0..seeds {
        for method in Method::ALL {
            let random = &mut Random::new(seed);
            let options = 2 + random.below(5);
            let ballots = rankings(random, options, marks);
            let mut rules = Rules::new(method);
            if method == Method::BudgetGreedy {
                rules.budget = Some(Amount::whole(1_u64));
            }
            if random.chance(50) {
                rules.tie_break.by = vec![TieRule::Backwards, TieRule::Lot];
                rules.tie_break.seed = Some(format!("seed {seed}"));
            }
            check(random, options, &ballots, &rules);
        }
    }
}

#[test]
fn votes_and_exhausted_and_rounding_are_all_valid_ballots_at_every_stage() {
    each_method(
        cases(300, 10_000),
        Marks::Anything,
        |_, options, ballots, rules| {
            let outcome = count(&profile_for(rules.method, options, ballots), rules).unwrap();
            for round in &outcome.rounds {
                let votes: BigRational = round.votes.iter().map(|(_, votes)| votes.value()).sum();
                let rounding = round.rounding.clone().unwrap_or_default();
                let sum = votes + round.exhausted.value() + rounding.value();
                assert_eq!(sum, outcome.ballots.valid.value(), "{round:?}");
            }
        },
    );
}

#[test]
fn any_order_of_the_same_ballots_gives_the_same_bytes() {
    each_method(
        cases(200, 5_000),
        Marks::Anything,
        |random, options, ballots, rules| {
            let json = |ballots: &[Ranking]| {
                serde_json::to_string(
                    &count(&profile_for(rules.method, options, ballots), rules).unwrap(),
                )
                .unwrap()
            };
            let first = json(ballots);
            let mut shuffled = ballots.to_vec();
            random.shuffle(&mut shuffled);
            assert_eq!(json(&shuffled), first);
        },
    );
}

#[test]
fn an_outcome_is_stored_and_read_back_whole() {
    each_method(
        cases(100, 1_000),
        Marks::Anything,
        |_, options, ballots, rules| {
            let outcome = count(&profile_for(rules.method, options, ballots), rules).unwrap();
            let json = serde_json::to_string(&outcome).unwrap();
            let back: Outcome = serde_json::from_str(&json).unwrap();
            assert_eq!(back, outcome);
            assert_eq!(serde_json::to_string(&back).unwrap(), json);
            for lang in ["en", "es"] {
                let sentences = tell(&back, lang);
                assert!(sentences.iter().all(|s| s.ends_with('.')), "{sentences:?}");
            }
        },
    );
}

#[test]
fn a_majority_of_first_places_wins_the_run_off() {
    each_method(
        cases(500, 10_000),
        Marks::Plain,
        |_, options, ballots, rules| {
            let first = |o: usize| ballots.iter().filter(|b| b[0] == [o]).count();
            let majority = (0..options).find(|o| first(*o) * 2 > ballots.len());
            if let (Some(majority), Method::Irv) = (majority, rules.method) {
                let outcome = count(&profile_for(rules.method, options, ballots), rules).unwrap();
                assert_eq!(outcome.winners, [names(options)[majority].clone()]);
                assert_eq!(outcome.rounds.len(), 1);
            }
        },
    );
}

#[test]
fn whoever_beats_all_others_head_to_head_wins_where_the_method_promises_it() {
    let promise = |rules: &Rules| match rules.method {
        Method::Schulze | Method::RankedPairs | Method::Minimax => {
            rules.strength != Strength::Opposition
        }
        Method::Copeland | Method::Kemeny => true,
        _ => false,
    };
    each_method(
        cases(500, 10_000),
        Marks::Equals,
        |random, options, ballots, rules| {
            let place = |b: &Ranking, o: usize| b.iter().position(|r| r.contains(&o)).unwrap_or(99);
            let prefer =
                |a: usize, b: usize| ballots.iter().filter(|p| place(p, a) < place(p, b)).count();
            let beats_all =
                |a: &usize| (0..options).all(|b| b == *a || prefer(*a, b) > prefer(b, *a));
            let mut rules = rules.clone();
            if rules.method.keys().any(|key| key == Key::Strength) {
                rules.strength = Strength::ALL[random.below(4)];
            }
            if let (Some(winner), true) = ((0..options).find(beats_all), promise(&rules)) {
                let outcome = count(&profile_for(rules.method, options, ballots), &rules).unwrap();
                assert_eq!(
                    outcome.winners,
                    [names(options)[winner].clone()],
                    "{rules:?}"
                );
            }
        },
    );
}

#[test]
fn whoever_is_first_on_every_ballot_wins_by_every_method() {
    each_method(
        cases(200, 2_000),
        Marks::Plain,
        |random, options, ballots, rules| {
            let favourite = random.below(options);
            let agreed: Vec<Ranking> = ballots
                .iter()
                .map(|ballot| {
                    let mut ballot: Ranking = ballot
                        .iter()
                        .filter(|r| **r != [favourite])
                        .cloned()
                        .collect();
                    ballot.insert(0, vec![favourite]);
                    if rules.method.counts()[0] == BallotForm::Approval {
                        // Whoever approves of others too says nothing of who is first.
                        ballot.truncate(1);
                    }
                    ballot
                })
                .collect();
            let outcome = count(&profile_for(rules.method, options, &agreed), rules).unwrap();
            assert_eq!(outcome.winners, [names(options)[favourite].clone()]);
            if let Some(order) = outcome.order {
                assert_eq!(order[0], [names(options)[favourite].clone()], "{rules:?}");
                assert_eq!(order.iter().map(Vec::len).sum::<usize>(), options);
            }
        },
    );
}

#[test]
fn halving_every_weight_halves_every_number_and_changes_nobody() {
    each_method(
        cases(100, 1_000),
        Marks::Anything,
        |_, options, ballots, rules| {
            let whole = count(&profile_for(rules.method, options, ballots), rules).unwrap();
            let half = Weight::parse("1/2").unwrap();
            let halved = count(&weighted(rules.method, options, ballots, half), rules).unwrap();
            assert_eq!(halved.winners, whole.winners);
            assert_eq!(halved.order, whole.order);
            let two = BigRational::from_integer(2.into());
            assert_eq!(
                halved.ballots.cast.value() * two,
                whole.ballots.cast.value()
            );
        },
    );
}
