//! What must hold of every count, whatever the ballots say.

use commonground::tally::{
    Amount, BallotForm, Form, Key, Method, Outcome, ProfileBuilder, Rules, Strength, TieRule,
    Weight, count, tell,
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
            let halved = count(&weighted(rules.method, options, ballots, &half), rules).unwrap();
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

/// The ballot with one option raised to a rank of its own, so far as it stood lower; nothing else moves.
fn raised(ballot: &Ranking, option: usize, to: usize) -> Ranking {
    let place = ballot.iter().position(|rank| rank.contains(&option));
    if place.is_some_and(|place| place < to || (place == to && ballot[place].len() == 1)) {
        return ballot.clone();
    }
    let mut ranks: Ranking = Vec::new();
    for (at, rank) in ballot.iter().enumerate() {
        if at == to {
            ranks.push(vec![option]);
        }
        let others: Vec<usize> = rank.iter().copied().filter(|o| *o != option).collect();
        if !others.is_empty() {
            ranks.push(others);
        }
    }
    if !ranks.iter().any(|rank| rank.contains(&option)) {
        ranks.push(vec![option]);
    }
    ranks
}

/// Are all wins between pairs of options of different strength, and none a draw?
fn clear_cut(options: usize, ballots: &[Ranking]) -> bool {
    let place = |b: &Ranking, o: usize| b.iter().position(|r| r.contains(&o)).unwrap_or(99);
    let prefer = |a: usize, b: usize| ballots.iter().filter(|p| place(p, a) < place(p, b)).count();
    let pairs = (0..options).flat_map(|a| (0..options).map(move |b| (a, b)));
    let mut wins: Vec<usize> = pairs
        .filter(|(a, b)| a != b && prefer(*a, *b) >= prefer(*b, *a))
        .map(|(a, b)| prefer(a, b))
        .collect();
    let all = wins.len();
    wins.sort_unstable();
    wins.dedup();
    wins.len() == all && all == options * (options - 1) / 2
}

#[test]
fn raising_the_winner_on_ballots_keeps_it_winning_where_the_method_promises_it() {
    let promises = [
        Method::Plurality,
        Method::Borda,
        Method::Schulze,
        Method::RankedPairs,
        Method::Minimax,
        Method::Copeland,
        Method::Kemeny,
    ];
    let mut raises = 0;
    for seed in 0..cases(400, 10_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Equals);
        for method in promises {
            if method == Method::RankedPairs && !clear_cut(options, &ballots) {
                continue;
            }
            let rules = Rules::new(method);
            let Ok(before) = count(&crate::tally_support::profile(options, &ballots), &rules)
            else {
                continue;
            };
            let winner = names(options)
                .iter()
                .position(|n| *n == before.winners[0])
                .unwrap();
            let mut after = ballots.clone();
            for ballot in &mut after {
                if random.chance(60) {
                    continue;
                }
                // Plurality reads the first rank alone, which must stay one option's.
                let to = if method == Method::Plurality {
                    0
                } else {
                    random.below(options)
                };
                *ballot = raised(ballot, winner, to);
            }
            raises += u32::from(after != ballots);
            let outcome = count(&crate::tally_support::profile(options, &after), &rules).unwrap();
            let told = format!("seed {seed}, {method}: {ballots:?}\n{after:?}");
            // Whoever was alone in front still is; whoever was level with others is no worse.
            let first = |outcome: &Outcome| outcome.order.as_ref().unwrap()[0].clone();
            assert!(first(&outcome).contains(&before.winners[0]), "{told}");
            assert_eq!(outcome.winners, before.winners, "{told}");
            if first(&before).len() == 1 {
                assert_eq!(first(&outcome).len(), 1, "{told}");
            }
        }
    }
    assert!(raises > 500, "{raises}");
}

#[test]
fn raising_the_winners_score_keeps_it_winning() {
    for seed in 0..cases(400, 10_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let top = |method: Method| if method == Method::Approval { 1 } else { 5 };
        for method in [Method::Approval, Method::Score, Method::MajorityJudgment] {
            let mut papers: Vec<Vec<u32>> = (0..=random.below(9))
                .map(|_| {
                    (0..options)
                        .map(|_| u32::try_from(random.below(top(method) + 1)).unwrap())
                        .collect()
                })
                .collect();
            let mut rules = Rules::new(method);
            if method != Method::Approval {
                rules.max_score = Some(5);
            }
            let outcome = |papers: &[Vec<u32>]| {
                let mut builder = ProfileBuilder::new(names(options)).unwrap();
                for paper in papers {
                    let form = Form::Scores(paper.iter().copied().enumerate().collect());
                    builder.add(1, Weight::ONE, &form).unwrap();
                }
                count(&builder.finish(), &rules).unwrap()
            };
            let before = outcome(&papers).winners;
            let winner = names(options).iter().position(|n| *n == before[0]).unwrap();
            for paper in &mut papers {
                if random.chance(60) {
                    continue;
                }
                let more = random.below(top(method) + 1 - paper[winner] as usize);
                paper[winner] += u32::try_from(more).unwrap();
            }
            assert_eq!(
                outcome(&papers).winners,
                before,
                "seed {seed}, {method} {papers:?}"
            );
        }
    }
}

#[test]
fn whoever_takes_part_gets_no_worse_winner_where_the_method_promises_it() {
    for seed in 0..cases(500, 10_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let mut ballots = rankings(random, options, Marks::Equals);
        let method = [
            Method::Plurality,
            Method::Borda,
            Method::Approval,
            Method::Score,
        ][random.below(4)];
        let rules = Rules::new(method);
        let before = count(&profile_for(method, options, &ballots), &rules)
            .unwrap()
            .winners;
        let one_more = rankings(random, options, Marks::Plain).swap_remove(0);
        ballots.push(one_more.clone());
        let after = count(&profile_for(method, options, &ballots), &rules)
            .unwrap()
            .winners;
        let place = |winner: &String| {
            let option = names(options).iter().position(|n| n == winner).unwrap();
            let place = one_more.iter().position(|rank| rank.contains(&option));
            place.unwrap_or(usize::MAX)
        };
        assert!(
            place(&after[0]) <= place(&before[0]),
            "seed {seed}, {method} {ballots:?}"
        );
    }
}

#[test]
fn a_double_of_an_option_changes_nothing_for_the_others_where_the_method_promises_it() {
    let mut clear = 0;
    for seed in 0..cases(1_500, 20_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Plain);
        let copied = random.below(options);
        // The double stands right below its original wherever that is ranked.
        let doubled: Vec<Ranking> = ballots
            .iter()
            .map(|ballot| {
                let ranks = ballot.iter().flat_map(|rank| {
                    let double = rank.contains(&copied).then(|| vec![options]);
                    std::iter::once(rank.clone()).chain(double)
                });
                ranks.collect()
            })
            .collect();
        for method in [Method::Schulze, Method::RankedPairs] {
            if !clear_cut(options, &ballots) {
                continue;
            }
            clear += 1;
            let rules = Rules::new(method);
            let of = |options: usize, ballots: &[Ranking]| {
                let outcome = count(&profile_for(method, options, ballots), &rules).unwrap();
                outcome.order.unwrap()[0].clone()
            };
            let before = of(options, &ballots);
            let names = names(options + 1);
            let mut after = of(options + 1, &doubled);
            // The double counts as its original.
            for name in &mut after {
                if *name == names[options] {
                    name.clone_from(&names[copied]);
                }
            }
            after.dedup();
            assert_eq!(after, before, "seed {seed}, {method} {doubled:?}");
        }
    }
    assert!(clear > 50, "{clear}");
}

#[test]
fn raising_the_winner_of_a_run_off_can_make_it_lose() {
    // The run-off promises nothing here: with Ash raised on ten ballots Birch goes before Cedar, and
    // Cedar beats Ash.
    let ballots = |turned: usize| {
        let kinds = [
            (39, [0, 1, 2]),
            (35 - turned, [1, 2, 0]),
            (26, [2, 0, 1]),
            (turned, [0, 1, 2]),
        ];
        let each = kinds
            .into_iter()
            .flat_map(|(many, order)| std::iter::repeat_n(order.map(|o| vec![o]).to_vec(), many));
        each.collect::<Vec<Ranking>>()
    };
    let winner = |turned: usize| {
        let profile = crate::tally_support::profile(3, &ballots(turned));
        count(&profile, &Rules::new(Method::Irv)).unwrap().winners
    };
    assert_eq!(winner(0), ["Ash"]);
    assert_eq!(winner(10), ["Cedar"]);
}
