//! The second, deliberately simple implementation for ballots that approve and score.

use commonground::tally::{
    Amount, Form, Method, Outcome, Profile, ProfileBuilder, Rules, Weight, count,
};
use num_rational::Ratio;

use crate::tally_naive::grouped;
use crate::tally_support::{Random, cases, names};

type Exact = Ratio<i128>;

fn of(options: usize, forms: impl Iterator<Item = Form>) -> Profile {
    let mut builder = ProfileBuilder::new(names(options)).unwrap();
    for form in forms {
        builder.add(1, Weight::ONE, &form).unwrap();
    }
    builder.finish()
}

/// A few ballots that each approve of something.
fn approvals(random: &mut Random, options: usize) -> Vec<Vec<usize>> {
    (0..=random.below(7))
        .map(|_| {
            let mut ballot: Vec<usize> = (0..options).filter(|_| random.chance(45)).collect();
            if ballot.is_empty() {
                ballot.push(random.below(options));
            }
            ballot
        })
        .collect()
}

fn counted(options: usize, ballots: &[Vec<usize>], rules: &Rules) -> Outcome {
    let forms = ballots.iter().map(|ballot| Form::Approves(ballot.clone()));
    count(&of(options, forms), rules).unwrap()
}

/// Some scores from 0 to 5 for every option.
fn scores(random: &mut Random, options: usize) -> Vec<Vec<u32>> {
    (0..=random.below(7))
        .map(|_| {
            (0..options)
                .map(|_| u32::try_from(random.below(6)).unwrap())
                .collect()
        })
        .collect()
}

fn scored(options: usize, ballots: &[Vec<u32>], rules: &Rules) -> Outcome {
    let forms = ballots
        .iter()
        .map(|ballot| Form::Scores(ballot.iter().copied().enumerate().collect()));
    count(&of(options, forms), rules).unwrap()
}

fn named(options: usize, order: &[Vec<usize>]) -> Vec<Vec<String>> {
    let names = names(options);
    order
        .iter()
        .map(|group| group.iter().map(|o| names[*o].clone()).collect())
        .collect()
}

#[test]
fn approval_and_score_agree_with_adding_up() {
    for seed in 0..cases(8_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = approvals(random, options);
        let outcome = counted(options, &ballots, &Rules::new(Method::Approval));
        let votes = |o: usize| ballots.iter().filter(|b| b.contains(&o)).count();
        assert_eq!(
            outcome.order,
            Some(named(options, &grouped(options, votes))),
            "seed {seed}"
        );
        let ballots = scores(random, options);
        let outcome = scored(options, &ballots, &Rules::new(Method::Score));
        let sum = |o: usize| ballots.iter().map(|b| b[o]).sum::<u32>();
        assert_eq!(
            outcome.order,
            Some(named(options, &grouped(options, sum))),
            "seed {seed}"
        );
        for (option, name) in names(options).iter().enumerate() {
            let told = outcome
                .scores
                .as_ref()
                .unwrap()
                .get(name)
                .map(Amount::as_str);
            assert_eq!(told, Some(&sum(option).to_string()[..]), "seed {seed}");
        }
    }
}

#[test]
fn star_agrees_with_a_run_off_of_the_two_highest() {
    let mut compared = 0;
    for seed in 0..cases(6_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = scores(random, options);
        let sum = |o: usize| ballots.iter().map(|b| b[o]).sum::<u32>();
        let order = grouped(options, sum);
        // Who goes to the run-off is clear.
        let finalists: Vec<usize> = match &order[..] {
            [first, second, ..] if first.len() == 1 && second.len() == 1 => {
                vec![first[0], second[0]]
            }
            [both, ..] if both.len() == 2 => both.clone(),
            _ => continue,
        };
        compared += 1;
        let (a, b) = (finalists[0], finalists[1]);
        let prefer = |a: usize, b: usize| ballots.iter().filter(|s| s[a] > s[b]).count();
        let tops = |o: usize| ballots.iter().filter(|s| s[o] == 5).count();
        let ours = (prefer(a, b), sum(a), tops(a));
        let theirs = (prefer(b, a), sum(b), tops(b));
        let winner = match ours.cmp(&theirs) {
            std::cmp::Ordering::Greater => vec![names(options)[a].clone()],
            std::cmp::Ordering::Less => vec![names(options)[b].clone()],
            std::cmp::Ordering::Equal => Vec::new(),
        };
        let outcome = scored(options, &ballots, &Rules::new(Method::Star));
        assert_eq!(outcome.winners, winner, "seed {seed} {ballots:?}");
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn majority_judgment_agrees_with_sorting_the_grades() {
    for seed in 0..cases(6_000, 100_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = scores(random, options);
        let worth = |option: usize| {
            let mut grades: Vec<u32> = ballots.iter().map(|b| b[option]).collect();
            grades.sort_unstable();
            let mut worth = Vec::new();
            loop {
                let middle = grades[(grades.len() - 1) / 2];
                let below = grades.iter().filter(|g| **g < middle).count();
                let above = grades.iter().filter(|g| **g > middle).count();
                // The larger group beside the middle pulls; of equally large ones the lower does.
                let pulls = if above > below {
                    grades.iter().copied().find(|g| *g > middle)
                } else {
                    grades.iter().copied().rev().find(|g| *g < middle)
                };
                let sides = i64::try_from(above.max(below)).unwrap();
                let Some(pulls) = pulls else {
                    worth.push((middle, 0));
                    return worth;
                };
                worth.push((middle, if above > below { sides } else { -sides }));
                for grade in grades.iter_mut().filter(|g| **g == middle) {
                    *grade = pulls;
                }
            }
        };
        let outcome = scored(options, &ballots, &Rules::new(Method::MajorityJudgment));
        let order = named(options, &grouped(options, worth));
        assert_eq!(outcome.order, Some(order), "seed {seed} {ballots:?}");
    }
}

#[test]
fn phragmen_agrees_with_loading_every_ballot() {
    for seed in 0..cases(4_000, 50_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = approvals(random, options);
        let mut rules = Rules::new(Method::Phragmen);
        rules.seats = 1 + u32::try_from(random.below(options)).unwrap();
        let mut loads = vec![Exact::from(0); ballots.len()];
        let mut elected: Vec<usize> = Vec::new();
        while elected.len() < rules.seats as usize {
            let load = |o: usize| {
                let backers = (0..ballots.len()).filter(|b| ballots[*b].contains(&o));
                let carried: Exact = backers.clone().map(|b| loads[b]).sum();
                let many = backers.count();
                // Whom nobody approves of comes last.
                (
                    many == 0,
                    (carried + 1) / i128::try_from(many.max(1)).unwrap(),
                )
            };
            let open = (0..options).filter(|o| !elected.contains(o));
            let next = open.min_by_key(|o| load(*o)).unwrap();
            let (nobody, load) = load(next);
            for (ballot, carries) in ballots.iter().zip(&mut loads) {
                if ballot.contains(&next) && !nobody {
                    *carries = load;
                }
            }
            elected.push(next);
        }
        let names = names(options);
        let elected: Vec<String> = elected.into_iter().map(|o| names[o].clone()).collect();
        let outcome = counted(options, &ballots, &rules);
        let unapproved = |name: &String| {
            let o = names.iter().position(|n| n == name).unwrap();
            !ballots.iter().any(|b| b.contains(&o))
        };
        // Among those nobody approves of the order is the ballot's in both.
        assert_eq!(outcome.winners, elected, "seed {seed} {ballots:?}");
        assert_eq!(
            outcome.steps.len(),
            elected.iter().filter(|n| !unapproved(n)).count()
        );
    }
}

#[test]
fn proportional_approval_agrees_with_comparing_all_committees() {
    for seed in 0..cases(4_000, 50_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = approvals(random, options);
        let mut rules = Rules::new(Method::ProportionalApproval);
        rules.seats = 1 + u32::try_from(random.below(options)).unwrap();
        let worth = |committee: usize| -> Exact {
            let each = ballots.iter().map(|ballot| {
                let elected = ballot.iter().filter(|o| committee >> **o & 1 == 1).count();
                (1..=elected)
                    .map(|n| Exact::new(1, i128::try_from(n).unwrap()))
                    .sum::<Exact>()
            });
            each.sum()
        };
        let all = (0_usize..1 << options).filter(|c| c.count_ones() == rules.seats);
        let best = all.map(worth).max().unwrap();
        let names = names(options);
        let outcome = counted(options, &ballots, &rules);
        let found = outcome
            .winners
            .iter()
            .map(|name| names.iter().position(|n| n == name).unwrap());
        let found: usize = found.map(|o| 1 << o).sum();
        assert_eq!(found.count_ones(), rules.seats, "seed {seed}");
        assert_eq!(worth(found), best, "seed {seed} {ballots:?}");
    }
}

#[test]
fn equal_shares_agree_with_asking_every_ballot_for_its_part() {
    for seed in 0..cases(4_000, 50_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = approvals(random, options);
        let mut rules = Rules::new(Method::EqualShares);
        let seats = 1 + random.below(options);
        rules.seats = u32::try_from(seats).unwrap();
        let each = Exact::new(
            i128::try_from(seats).unwrap(),
            i128::try_from(ballots.len()).unwrap(),
        );
        let mut money = vec![each; ballots.len()];
        let mut bought: Vec<usize> = Vec::new();
        // The smallest payment with which those who approve can pay 1 together.
        let payment = |money: &[Exact], option: usize| -> Option<Exact> {
            let has = |b: &usize| ballots[*b].contains(&option);
            let mut purses: Vec<Exact> = (0..money.len()).filter(has).map(|b| money[b]).collect();
            purses.sort();
            let mut missing = Exact::from(1);
            for (at, purse) in purses.iter().enumerate() {
                let share = missing / i128::try_from(purses.len() - at).unwrap();
                if share <= *purse {
                    return Some(share);
                }
                missing -= purse;
            }
            None
        };
        loop {
            let open = (0..options).filter(|o| !bought.contains(o));
            let offers = open.filter_map(|o| payment(&money, o).map(|pays| (pays, o)));
            let Some((pays, next)) = offers.min() else {
                break;
            };
            for (ballot, purse) in ballots.iter().zip(&mut money) {
                if ballot.contains(&next) {
                    *purse -= pays.min(*purse);
                }
            }
            bought.push(next);
        }
        let names = names(options);
        let bought: Vec<String> = bought.into_iter().map(|o| names[o].clone()).collect();
        let outcome = counted(options, &ballots, &rules);
        assert_eq!(outcome.winners, bought, "seed {seed} {ballots:?}");
    }
}
