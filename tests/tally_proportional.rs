//! Every beginning of a proportional ranking, and every committee of the proportional methods, gives
//! each group of like-minded ballots its share.

use commonground::tally::{Form, Method, ProfileBuilder, Rules, TieRule, Weight, count};

use crate::tally_support::{Marks, Random, Ranking, cases, names, profile, rankings};

/// The order as indices.
fn order(outcome: &commonground::tally::Outcome, options: usize) -> Vec<usize> {
    let names = names(options);
    let index = |name: &String| names.iter().position(|n| n == name);
    let order = outcome.order.iter().flatten().flatten();
    order.filter_map(index).collect()
}

#[test]
fn groups_that_rank_the_same_options_on_top_get_their_share_of_every_beginning() {
    for seed in 0..cases(1_500, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(5);
        let ballots = rankings(random, options, Marks::Equals);
        let rules = Rules::new(Method::ProportionalRanking);
        let outcome = count(&profile(options, &ballots), &rules).unwrap();
        let order = order(&outcome, options);
        assert_eq!(order.len(), options, "seed {seed}");
        for set in 1_usize..1 << options {
            let members: Vec<usize> = (0..options).filter(|o| set >> o & 1 == 1).collect();
            let place = |b: &Ranking, o: usize| b.iter().position(|r| r.contains(&o)).unwrap_or(99);
            let solid = |ballot: &&Ranking| {
                let lowest = members.iter().map(|o| place(ballot, *o)).max();
                let outside = (0..options).filter(|o| !members.contains(o));
                let highest = outside.map(|o| place(ballot, o)).min();
                highest.is_none_or(|highest| lowest < Some(highest))
            };
            let size = ballots.iter().filter(solid).count();
            for k in 1..=options {
                let deserved = (size * k / ballots.len()).min(members.len());
                let gets = order[..k].iter().filter(|o| members.contains(o)).count();
                assert!(
                    gets >= deserved,
                    "seed {seed}: {members:?} deserve {deserved} of {k}: {order:?} {ballots:?}"
                );
            }
        }
    }
}

#[test]
fn groups_with_equal_claims_are_told_apart_by_the_declared_order() {
    let ballots: Vec<Ranking> = vec![
        vec![vec![0], vec![1]],
        vec![vec![2], vec![1]],
        vec![vec![1]],
    ];
    for turn in 0..3 {
        let mut wanted = names(3);
        wanted.rotate_left(turn);
        let mut rules = Rules::new(Method::ProportionalRanking);
        rules.tie_break.by = vec![TieRule::Order];
        rules.tie_break.order.clone_from(&wanted);
        let outcome = count(&profile(3, &ballots), &rules).unwrap();
        assert_eq!(
            outcome.winners,
            wanted[..1],
            "the first in the order comes first"
        );
        assert_eq!(outcome.ties[0].options, names(3), "the tie is on record");
        assert_eq!(outcome.ties[0].picked, wanted[0]);
    }
}

/// Is there a group that is large enough for `share` places, agrees on as many options, and got fewer?
fn cheated(
    approvals: &[Vec<usize>],
    elected: &[usize],
    places: usize,
    options: usize,
) -> Option<usize> {
    let subsets =
        |of: usize| (0_usize..1 << options).filter(move |set| set.count_ones() as usize == of);
    let holds = |set: usize, o: usize| set >> o & 1 == 1;
    (1..=places).find(|share| {
        subsets(*share).any(|common| {
            // A cheated group's elected options all lie in some set of one less than its share.
            subsets(share - 1).any(|got| {
                let cheated = approvals.iter().filter(|ballot| {
                    (0..options).all(|o| !holds(common, o) || ballot.contains(&o))
                        && ballot
                            .iter()
                            .all(|o| !elected.contains(o) || holds(got, *o))
                });
                cheated.count() * places >= share * approvals.len()
            })
        })
    })
}

#[test]
fn groups_that_agree_on_options_get_their_share_by_approvals() {
    for seed in 0..cases(400, 20_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = 1 + random.below(9);
        let approvals: Vec<Vec<usize>> = (0..ballots)
            .map(|_| {
                let mut ballot: Vec<usize> = (0..options).filter(|_| random.chance(45)).collect();
                if ballot.is_empty() {
                    ballot.push(random.below(options));
                }
                ballot
            })
            .collect();
        let mut builder = ProfileBuilder::new(names(options)).unwrap();
        for ballot in &approvals {
            builder
                .add(1, Weight::ONE, &Form::Approves(ballot.clone()))
                .unwrap();
        }
        let profile = builder.finish();
        let all = names(options);
        let ranking = count(&profile, &Rules::new(Method::ProportionalRanking)).unwrap();
        let order = order(&ranking, options);
        for places in 1..=options {
            let prefix = &order[..places];
            assert_eq!(
                cheated(&approvals, prefix, places, options),
                None,
                "seed {seed}: {approvals:?} {prefix:?}"
            );
            for method in [
                Method::ProportionalApproval,
                Method::Phragmen,
                Method::EqualShares,
            ] {
                let mut rules = Rules::new(method);
                rules.seats = u32::try_from(places).unwrap();
                let winners = count(&profile, &rules).unwrap().winners;
                let elected: Vec<usize> = (0..options)
                    .filter(|o| winners.contains(&all[*o]))
                    .collect();
                assert_eq!(
                    cheated(&approvals, &elected, places, options),
                    None,
                    "seed {seed}: {method} {approvals:?} {winners:?}"
                );
            }
        }
    }
}
