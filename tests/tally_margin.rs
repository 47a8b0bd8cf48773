//! The margin: how few changed ballots change the winners, against trying all of them.

use commonground::tally::{
    Amount, Change, Form, Margin, Method, Paper, Points, Profile, ProfileBuilder, Proof, Rules,
    Strength, Weight, count, margin,
};

use crate::tally_support::{Random, cases, names};

/// One ballot after another.
fn of(options: usize, forms: &[Form]) -> Profile {
    let mut builder = ProfileBuilder::new(names(options)).unwrap();
    for form in forms {
        builder.add(1, Weight::ONE, form).unwrap();
    }
    builder.finish()
}

/// Every order of three options, equals allowed and the last left out where it makes no difference.
fn orders() -> Vec<Form> {
    let mut orders = Vec::new();
    for [a, b, c] in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        orders.push(vec![vec![a], vec![b], vec![c]]);
        if b < c {
            orders.push(vec![vec![a]]);
            orders.push(vec![vec![b, c], vec![a]]);
        }
    }
    orders.push(vec![vec![0, 1, 2]]);
    orders.into_iter().map(Form::Ranking).collect()
}

fn approvals() -> Vec<Form> {
    let sets = (1_usize..8).map(|set| (0..3).filter(|o| set >> o & 1 == 1).collect());
    sets.map(Form::Approves).collect()
}

fn scorings(top: u32) -> Vec<Form> {
    let each = (0..=top).flat_map(move |a| (0..=top).map(move |b| (a, b)));
    let each = each.flat_map(move |(a, b)| (0..=top).map(move |c| vec![(0, a), (1, b), (2, c)]));
    each.map(Form::Scores).collect()
}

/// Those whose votes cost no more than these credits.
fn affordable(forms: Vec<Form>, credits: u32) -> Vec<Form> {
    let cost = |form: &Form| match form {
        Form::Scores(scores) => scores.iter().map(|(_, votes)| votes * votes).sum::<u32>(),
        Form::Ranking(_) | Form::Approves(_) => 0,
    };
    forms
        .into_iter()
        .filter(|form| cost(form) <= credits)
        .collect()
}

/// The fewest of the ballots that change the winners when replaced, up to `most`.
fn by_trying(forms: &[Form], universe: &[Form], rules: &Rules, most: usize) -> Option<usize> {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let before = sorted(count(&of(3, forms), rules).unwrap().winners);
    (1..=most).find(|changes| {
        multisets(forms.len(), *changes, 1).iter().any(|which| {
            multisets(universe.len(), *changes, *changes)
                .iter()
                .any(|into| {
                    let mut changed = forms.to_vec();
                    for (at, to) in which.iter().zip(into) {
                        changed[*at] = universe[*to].clone();
                    }
                    let after = count(&of(3, &changed), rules);
                    after.is_ok_and(|after| sorted(after.winners) != before)
                })
        })
    })
}

/// All choices of `many` numbers below `n`, each at most `times` times.
fn multisets(n: usize, many: usize, times: usize) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new()];
    for _ in 0..many {
        let longer = found.iter().flat_map(|chosen: &Vec<usize>| {
            let from = chosen.last().copied().unwrap_or(0);
            (from..n).filter_map(move |next| {
                let used = chosen.iter().filter(|c| **c == next).count();
                (used < times).then(|| [&chosen[..], &[next]].concat())
            })
        });
        found = longer.collect();
    }
    found
}

/// The witness does what it says: the ballots are there, so many change, and others win.
fn check_witness(profile: &Profile, rules: &Rules, margin: &Margin) {
    let Some(witness) = &margin.witness else {
        assert_eq!(margin.at_most, None);
        return;
    };
    let names = profile.candidates();
    let index = |name: &String| names.iter().position(|n| n == name).unwrap();
    let form = |paper: &Paper| match paper {
        Paper::Ranking(ranks) => Form::Ranking(
            ranks
                .iter()
                .map(|r| r.iter().map(index).collect())
                .collect(),
        ),
        Paper::Approves(options) => Form::Approves(options.iter().map(index).collect()),
        Paper::Scores(scores) => {
            Form::Scores(scores.0.iter().map(|(o, s)| (index(o), *s)).collect())
        }
    };
    let whole = |change: &Change| change.ballots.as_str().parse::<u64>().unwrap();
    let sum: u64 = witness.changes.iter().map(whole).sum();
    assert_eq!(margin.at_most.as_ref().unwrap().as_str(), sum.to_string());
    let mut builder = ProfileBuilder::new(names.to_vec()).unwrap();
    let mut gone: Vec<(Form, u64)> = witness
        .changes
        .iter()
        .map(|c| (form(&c.from), whole(c)))
        .collect();
    for (amount, says) in profile.ballots() {
        let mut left: u64 = amount.as_str().parse().unwrap();
        for (from, units) in gone.iter_mut().filter(|(from, _)| *from == says) {
            let _ = from;
            left = left.checked_sub(*units).expect("the ballots are there");
            *units = 0;
        }
        builder.add(left, Weight::ONE, &says).unwrap();
    }
    assert!(gone.iter().all(|(_, units)| *units == 0), "{gone:?}");
    for change in &witness.changes {
        builder
            .add(whole(change), Weight::ONE, &form(&change.to))
            .unwrap();
    }
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let after = count(&builder.finish(), rules).unwrap().winners;
    assert_eq!(after, witness.winners);
    assert_ne!(
        sorted(after),
        sorted(count(profile, rules).unwrap().winners)
    );
}

#[test]
fn the_margin_is_what_trying_all_changes_of_up_to_three_ballots_finds() {
    let (mut exact, mut checked) = (0, 0);
    for seed in 0..cases(6, 400) {
        for method in Method::ALL {
            let random = &mut Random::new(seed * 100 + method as u64);
            let (universe, most) = match method {
                Method::Plurality => ((0..3).map(|o| Form::Ranking(vec![vec![o]])).collect(), 3),
                Method::Quadratic => (affordable(scorings(2), 8), 2),
                Method::BudgetGreedy => continue,
                _ => match method.counts()[0] {
                    commonground::tally::BallotForm::Ranking => (orders(), 3),
                    commonground::tally::BallotForm::Approval => (approvals(), 3),
                    commonground::tally::BallotForm::Scores => (scorings(2), 2),
                },
            };
            // Mostly of one mind, so that there is some margin.
            let kinds = [0; 3].map(|_| universe[random.below(universe.len())].clone());
            let forms: Vec<Form> = (0..4 + random.below(4))
                .map(|_| {
                    kinds[if random.chance(65) {
                        0
                    } else {
                        random.below(3)
                    }]
                    .clone()
                })
                .collect();
            let mut rules = Rules::new(method);
            if !method.elects_one() {
                rules.seats = 1 + u32::try_from(random.below(2)).unwrap();
            }
            match method {
                Method::Quadratic => rules.budget = Some(Amount::whole(8_u32)),
                Method::Borda => rules.points = Points::ALL[random.below(2)],
                Method::Schulze | Method::RankedPairs | Method::Minimax => {
                    rules.strength = Strength::ALL[random.below(4)];
                }
                Method::Score | Method::Star | Method::MajorityJudgment | Method::Dots => {
                    rules.max_score = Some(2);
                }
                _ => {}
            }
            let profile = of(3, &forms);
            let Ok(found) = margin(&profile, &rules) else {
                continue;
            };
            check_witness(&profile, &rules, &found);
            let tried = by_trying(&forms, &universe, &rules, most);
            let at_least: usize = found.at_least.as_str().parse().unwrap();
            let at_most = found
                .at_most
                .as_ref()
                .map(|m| m.as_str().parse::<usize>().unwrap());
            let told = format!("seed {seed}, {rules:?}\n{forms:?}\n{found:?}");
            match tried {
                Some(tried) => {
                    assert!(at_least <= tried, "{tried} do it: {told}");
                    assert!(at_most.is_some_and(|most| most >= tried), "{tried}: {told}");
                }
                None => assert!(at_most.is_none_or(|at_most| at_most > most), "{told}"),
            }
            exact += u32::from(found.exact);
            checked += 1;
        }
    }
    assert!(
        exact * 10 >= checked * 9,
        "of {checked} small counts nearly all have an exact margin, not {exact}"
    );
}

#[test]
fn the_margin_of_added_up_points_is_worked_out_exactly() {
    for (votes, by, expected) in [
        // Ash leads by 10 and the order on the ballot is for it: six leave it behind, 44 to 46.
        ([50, 40], None, 6),
        // Declared the other way round, a tie of 45 is enough.
        ([50, 40], Some("Birch"), 5),
        ([3, 2], None, 1),
    ] {
        let mut builder = ProfileBuilder::new(names(2)).unwrap();
        for (option, count) in votes.into_iter().enumerate() {
            builder
                .add(count, Weight::ONE, &Form::Approves(vec![option]))
                .unwrap();
        }
        let profile = builder.finish();
        let mut rules = Rules::new(Method::Approval);
        if let Some(first) = by {
            rules.tie_break.by = vec![commonground::tally::TieRule::Order];
            rules.tie_break.order = vec![first.to_owned(), "Ash".to_owned()];
        }
        let found = margin(&profile, &rules).unwrap();
        assert_eq!((found.exact, found.proof), (true, Proof::Formula));
        assert_eq!(
            found.at_least.as_str(),
            expected.to_string(),
            "{votes:?} {by:?}"
        );
        check_witness(&profile, &rules, &found);
    }
}

#[test]
fn the_last_stage_of_a_run_off_bounds_its_margin_and_an_earlier_one_may_be_closer() {
    let ranked = |ballots: &[(u64, &[usize])]| {
        let mut builder = ProfileBuilder::new(names(3)).unwrap();
        for (count, order) in ballots {
            let form = Form::Ranking(order.iter().map(|o| vec![*o]).collect());
            builder.add(*count, Weight::ONE, &form).unwrap();
        }
        builder.finish()
    };
    for (ballots, expected) in [
        // Ash beats Birch by 60 to 40 in the end; 11 must turn, for a tie is broken for Ash.
        (ranked(&[(45, &[0]), (40, &[1]), (15, &[2, 0])]), 11),
        // Cedar goes with 30 to 31, and its votes make Ash win. Were one vote of Birch for Cedar, Birch would go
        // and Cedar win.
        (ranked(&[(39, &[0, 1]), (31, &[1, 2]), (30, &[2, 0])]), 1),
    ] {
        let found = margin(&ballots, &Rules::new(Method::Irv)).unwrap();
        check_witness(&ballots, &Rules::new(Method::Irv), &found);
        assert!(found.exact, "{found:?}");
        assert_eq!(found.at_least.as_str(), expected.to_string());
    }
}

#[test]
fn whoever_beats_all_others_is_safe_until_one_pair_turns() {
    let mut builder = ProfileBuilder::new(names(3)).unwrap();
    for (count, order) in [(60, [0, 1, 2]), (40, [1, 2, 0])] {
        let form = Form::Ranking(order.iter().map(|o| vec![*o]).collect());
        builder.add(count, Weight::ONE, &form).unwrap();
    }
    let profile = builder.finish();
    for method in [
        Method::Schulze,
        Method::RankedPairs,
        Method::Minimax,
        Method::Copeland,
        Method::Kemeny,
    ] {
        let rules = Rules::new(method);
        let found = margin(&profile, &rules).unwrap();
        assert_eq!(found.proof, Proof::Pairs, "{method}");
        assert_eq!(found.at_least.as_str(), "10", "{method}");
        assert!(
            ["10", "11"].contains(&found.at_most.as_ref().unwrap().as_str()),
            "{method}"
        );
        check_witness(&profile, &rules, &found);
    }
}

#[test]
fn with_a_seat_for_everybody_no_change_matters() {
    let mut rules = Rules::new(Method::Borda);
    rules.seats = 3;
    let found = margin(&of(3, &orders()), &rules).unwrap();
    assert_eq!((found.exact, found.proof), (true, Proof::EverySeat));
    assert_eq!((found.at_most, found.witness), (None, None));
}

#[test]
fn where_no_change_can_buy_anything_else_the_search_ends() {
    let blank = |_| Form::Approves(Vec::new());
    for method in [Method::EqualShares, Method::BudgetGreedy] {
        let mut rules = Rules::new(method);
        rules.budget = Some(Amount::whole(10));
        let of_cost = |cost: u64| {
            let costs = names(2).into_iter().map(|name| (name, Amount::whole(cost)));
            costs.collect::<Vec<_>>()
        };
        rules.costs = of_cost(5);
        let blank: Vec<Form> = (0..8).map(blank).collect();
        let found = margin(&of(2, &blank), &rules).unwrap();
        assert_eq!((found.exact, found.at_most), (false, None), "{method}");
        rules.costs = of_cost(11);
        let found = margin(&of(2, &[Form::Approves(vec![0])]), &rules).unwrap();
        let wanted = (true, Proof::NothingAffordable);
        assert_eq!((found.exact, found.proof), wanted, "{method}");
        // The only ballot there could be is the one that was cast.
        rules.costs = vec![("1".to_owned(), Amount::whole(5))];
        let mut builder = ProfileBuilder::new(vec!["1".to_owned()]).unwrap();
        builder
            .add(3, Weight::ONE, &Form::Approves(vec![0]))
            .unwrap();
        let found = margin(&builder.finish(), &rules).unwrap();
        assert_eq!((found.exact, found.at_most), (true, None), "{method}");
        assert_eq!(found.at_least.as_str(), "3", "{method}");
    }
}

#[test]
fn weighted_ballots_have_a_margin_in_votes() {
    let mut builder = ProfileBuilder::new(names(2)).unwrap();
    let third = Weight::parse("1/3").unwrap();
    builder.add(9, &third, &Form::Approves(vec![0])).unwrap();
    builder.add(4, &third, &Form::Approves(vec![1])).unwrap();
    let found = margin(&builder.finish(), &Rules::new(Method::Approval)).unwrap();
    // Of thirteen thirds three change: six against seven.
    assert_eq!((found.exact, found.at_least.as_str()), (true, "1"));
}

#[test]
fn the_margin_is_the_same_whatever_the_order_of_the_ballots() {
    for seed in 0..cases(10, 200) {
        let random = &mut Random::new(seed);
        let universe = orders();
        let mut forms: Vec<Form> = (0..9).map(|_| universe[random.below(13)].clone()).collect();
        let rules = Rules::new([Method::Irv, Method::Schulze, Method::Borda][random.below(3)]);
        let before = margin(&of(3, &forms), &rules).unwrap();
        random.shuffle(&mut forms);
        assert_eq!(
            margin(&of(3, &forms), &rules).unwrap(),
            before,
            "seed {seed}"
        );
    }
}
