//! What is told beyond the count itself: other methods side by side, and how firm the order is.

use commonground::tally::{
    Amount, Firmness, Form, Hindrance, Method, Profile, ProfileBuilder, Rules, Weight, compare,
    count, firmness,
};

use crate::tally_support::{Marks, Random, cases, names, profile, rankings};

/// So many ballots of each ranking, written `A>B=C`.
fn ranked(candidates: &[&str], ballots: &[(u64, &str)]) -> Profile {
    let names: Vec<String> = candidates.iter().map(|name| (*name).to_owned()).collect();
    let mut builder = ProfileBuilder::new(names).unwrap();
    for (count, order) in ballots {
        let option = |name: &str| candidates.iter().position(|c| *c == name).unwrap();
        let ranks = order
            .split('>')
            .map(|rank| rank.split('=').map(option).collect());
        let form = Form::Ranking(ranks.collect());
        builder.add(*count, Weight::ONE, &form).unwrap();
    }
    builder.finish()
}

/// Four cities, of which Nashville beats every other, Memphis has the most first places, and Knoxville
/// wins the run-off.
fn tennessee() -> Profile {
    ranked(
        &["Memphis", "Nashville", "Chattanooga", "Knoxville"],
        &[
            (42, "Memphis>Nashville>Chattanooga>Knoxville"),
            (26, "Nashville>Chattanooga>Knoxville>Memphis"),
            (15, "Chattanooga>Knoxville>Nashville>Memphis"),
            (17, "Knoxville>Chattanooga>Nashville>Memphis"),
        ],
    )
}

#[test]
fn the_same_rankings_stand_side_by_side_under_every_method_that_reads_them() {
    let comparison = compare(&tennessee(), &Rules::new(Method::Irv)).unwrap();
    let first = |method: Method| {
        let found = comparison.methods.iter().find(|m| m.method == method);
        found.map(|m| m.first.join(" "))
    };
    for (method, city) in [
        (Method::Plurality, "Memphis"),
        (Method::Irv, "Knoxville"),
        (Method::StvMeek, "Knoxville"),
        (Method::Borda, "Nashville"),
        (Method::Schulze, "Nashville"),
        (Method::RankedPairs, "Nashville"),
        (Method::Minimax, "Nashville"),
        (Method::Copeland, "Nashville"),
        (Method::Kemeny, "Nashville"),
    ] {
        assert_eq!(first(method).as_deref(), Some(city), "{method}");
    }
    assert_eq!(
        comparison.methods.len() + comparison.not_counted.len(),
        Method::ALL.len()
    );
    for hindered in &comparison.not_counted {
        assert_eq!(hindered.because, Hindrance::OtherForm, "{hindered:?}");
        let why = format!("`{}` does not count rankings", hindered.method);
        assert_eq!(hindered.why, why);
    }
    // The six single transferable votes for one seat are the run-off again and count once.
    let repeats = comparison
        .methods
        .iter()
        .filter(|m| m.repeats == Some(Method::Irv));
    assert_eq!(repeats.count(), 6);
    assert_eq!((comparison.counted, comparison.placing), (9, 9));
    let standings: Vec<(&str, u32, u32, u32)> = comparison
        .standings
        .iter()
        .map(|s| (s.option.as_str(), s.first, s.shared_first, s.wins))
        .collect();
    assert_eq!(standings[0], ("Nashville", 6, 0, 6));
    // The proportional ranking begins with Knoxville: 32 of 100 rank it and Chattanooga on top.
    assert_eq!(
        standings[1..3],
        [("Knoxville", 2, 0, 2), ("Memphis", 1, 0, 1)]
    );
    assert_eq!(standings[3], ("Chattanooga", 0, 0, 0));
}

#[test]
fn approvals_are_compared_among_approval_methods_and_a_budget_is_not_invented() {
    let mut builder = ProfileBuilder::new(names(3)).unwrap();
    for (count, options) in [(5, vec![0, 1]), (3, vec![2]), (1, vec![1])] {
        builder
            .add(count, Weight::ONE, &Form::Approves(options))
            .unwrap();
    }
    let profile = builder.finish();
    let mut rules = Rules::new(Method::Approval);
    rules.seats = 2;
    let comparison = compare(&profile, &rules).unwrap();
    let counted: Vec<Method> = comparison.methods.iter().map(|m| m.method).collect();
    assert_eq!(
        counted,
        [
            Method::Approval,
            Method::ProportionalApproval,
            Method::Phragmen,
            Method::EqualShares,
            Method::ProportionalRanking,
        ]
    );
    let why = |method: Method| {
        let found = comparison.not_counted.iter().find(|m| m.method == method);
        found.map(|m| m.because)
    };
    assert_eq!(why(Method::BudgetGreedy), Some(Hindrance::NoBudget));
    // Four of nine approve of one option alone; the others say nothing of who is first.
    assert_eq!(why(Method::Plurality), Some(Hindrance::TooFew));
    assert_eq!(why(Method::Irv), Some(Hindrance::OtherForm));
    // A committee of two has no first place.
    let committee = &comparison.methods[1];
    assert_eq!(committee.winners, ["Birch", "Cedar"]);
    assert!(committee.first.is_empty());
    rules.budget = None;
    let mut greedy = Rules::new(Method::BudgetGreedy);
    greedy.budget = Some(Amount::whole(1_u64));
    assert!(
        compare(&profile, &greedy)
            .unwrap()
            .methods
            .iter()
            .any(|m| m.method == Method::EqualShares)
    );
}

#[test]
fn scores_above_five_still_count_in_every_score_method() {
    let mut builder = ProfileBuilder::new(names(2)).unwrap();
    for (count, scores) in [(3, vec![(0, 10), (1, 7)]), (4, vec![(1, 9)])] {
        builder
            .add(count, Weight::ONE, &Form::Scores(scores))
            .unwrap();
    }
    let comparison = compare(&builder.finish(), &Rules::new(Method::Score)).unwrap();
    let counted: Vec<(Method, &str)> = comparison
        .methods
        .iter()
        .map(|m| (m.method, m.valid.as_str()))
        .collect();
    let all = [
        Method::Score,
        Method::Star,
        Method::MajorityJudgment,
        Method::Dots,
        Method::Quadratic,
    ];
    assert_eq!(counted, all.map(|method| (method, "7")));
    assert_eq!(
        comparison.counted, 3,
        "dots and quadratic votes without a limit are scores"
    );
}

#[test]
fn first_places_shared_and_alone_add_up_to_the_methods_that_name_one() {
    for seed in 0..cases(60, 2_000) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Equals);
        let profile = profile(options, &ballots);
        let comparison = compare(&profile, &Rules::new(Method::Schulze)).unwrap();
        let counting: Vec<_> = comparison
            .methods
            .iter()
            .filter(|m| m.repeats.is_none())
            .collect();
        let alone = counting.iter().filter(|m| m.first.len() == 1).count();
        let sum: u32 = comparison.standings.iter().map(|s| s.first).sum();
        assert_eq!(sum as usize, alone, "seed {seed}");
        let shared: usize = counting
            .iter()
            .map(|m| m.first.len())
            .filter(|n| *n > 1)
            .sum();
        let sum: u32 = comparison.standings.iter().map(|s| s.shared_first).sum();
        assert_eq!(sum as usize, shared, "seed {seed}");
        for by in &comparison.methods {
            let rules = Rules::new(by.method);
            assert_eq!(
                by.winners,
                count(&profile, &rules).unwrap().winners,
                "seed {seed}"
            );
        }
    }
}

#[test]
fn an_order_that_all_agree_on_is_firm_and_a_narrow_one_is_not() {
    let agreed = ranked(&["A", "B", "C"], &[(40, "A>B>C")]);
    let firm = firmness(&agreed, &Rules::new(Method::Borda), None, "seed").unwrap();
    assert_eq!((firm.samples, firm.not_counted), (Firmness::SAMPLES, 0));
    assert_eq!((firm.same_winners, firm.same_order), (1.0, Some(1.0)));
    assert_eq!(firm.options[0].places, [1.0, 0.0, 0.0]);
    let narrow = ranked(&["A", "B"], &[(51, "A>B"), (49, "B>A")]);
    let firm = firmness(&narrow, &Rules::new(Method::Irv), None, "seed").unwrap();
    // 51 of 100: A leads in a draw with probability 0.540 and ties with 0.078, by the binomial
    // distribution; a tie is broken for A, which is first on the ballot.
    assert!((firm.same_winners - 0.618).abs() < 0.05, "{firm:?}");
    let sure = ranked(&["A", "B"], &[(80, "A>B"), (20, "B>A")]);
    let firm = firmness(&sure, &Rules::new(Method::Irv), None, "seed").unwrap();
    assert!(firm.same_winners > 0.999, "{firm:?}");
}

#[test]
fn every_place_and_every_option_adds_up_to_one_by_every_method_with_an_order() {
    for seed in 0..cases(4, 40) {
        let random = &mut Random::new(seed);
        let options = 2 + random.below(4);
        let ballots = rankings(random, options, Marks::Equals);
        for method in Method::ALL
            .into_iter()
            .filter(|m| *m != Method::BudgetGreedy)
        {
            let profile = crate::tally_support::profile_for(method, options, &ballots);
            let firm = firmness(&profile, &Rules::new(method), Some(50), "seed").unwrap();
            assert_eq!(firm.samples + firm.not_counted, 50, "{method}");
            let ordered = count(&profile, &Rules::new(method))
                .unwrap()
                .order
                .is_some();
            assert_eq!(firm.same_order.is_some(), ordered, "{method}");
            for place in 0..if ordered { options } else { 0 } {
                let sum: f64 = firm.options.iter().map(|o| o.places[place]).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{method} {firm:?}");
            }
            for option in firm.options.iter().filter(|_| ordered) {
                let sum: f64 = option.places.iter().sum();
                assert!((sum - 1.0).abs() < 1e-9, "{method} {firm:?}");
            }
        }
    }
}

#[test]
fn the_same_ballots_in_another_order_and_the_same_seed_draw_the_same() {
    let order = |turned: bool| {
        let mut ballots = vec![(30, "A>B>C"), (28, "B>C>A"), (25, "C>A>B"), (3, "B")];
        if turned {
            ballots.reverse();
        }
        let profile = ranked(&["A", "B", "C"], &ballots);
        firmness(&profile, &Rules::new(Method::Schulze), Some(200), "2027").unwrap()
    };
    assert_eq!(order(false), order(true));
    let profile = ranked(&["A", "B"], &[(51, "A>B"), (49, "B>A")]);
    let with = |seed: &str| firmness(&profile, &Rules::new(Method::Irv), Some(200), seed).unwrap();
    assert_ne!(with("one").options, with("another").options);
}

#[test]
fn ballots_that_say_nothing_or_cannot_be_read_are_not_drawn() {
    let mut builder = ProfileBuilder::new(names(2)).unwrap();
    let forms = [
        Form::Ranking(vec![vec![0]]),
        Form::Ranking(vec![]),
        Form::Approves(vec![1]),
    ];
    for (count, form) in [2, 50, 50].into_iter().zip(forms) {
        builder.add(count, Weight::ONE, &form).unwrap();
    }
    let firm = firmness(&builder.finish(), &Rules::new(Method::Irv), Some(100), "s").unwrap();
    assert_eq!((firm.samples, firm.not_counted), (100, 0));
    assert_eq!((firm.same_winners, firm.options[1].wins), (1.0, 0.0));
}
