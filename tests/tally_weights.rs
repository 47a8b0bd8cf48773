//! Weights whose common denominator no machine word holds: one voice divided among the members of
//! each of many organisations, and counts of quadrillions.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use commonground::tally::{
    Amount, BallotForm, ByOption, Form, Measure, Method, OrganisationsBuilder, Outcome, Profile,
    ProfileBuilder, Quota, Rules, Weight, count, count_by_organisation,
};
use num_rational::BigRational;
use num_traits::One;
use serde_json::{Value, json};

use crate::tally_support::{Marks, Random, cases, form_for, names, ranking, rankings};

/// Sizes of forty organisations: all primes from 7 on.
const SIZES: [u64; 40] = [
    7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
    103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191,
];

/// What decimals are cut to depends on how large a vote is; whether such counts agree is proved where
/// the same profile can be counted in both kinds of numbers.
fn cuts_decimals(method: Method) -> bool {
    match method {
        Method::StvScottish
        | Method::StvWigmPrf
        | Method::StvMeek
        | Method::StvMeekPrf
        | Method::StvWarren => true,
        Method::Plurality
        | Method::Irv
        | Method::Borda
        | Method::Schulze
        | Method::RankedPairs
        | Method::Minimax
        | Method::Copeland
        | Method::Kemeny
        | Method::StvWigm
        | Method::Approval
        | Method::Score
        | Method::Star
        | Method::MajorityJudgment
        | Method::Dots
        | Method::Quadratic
        | Method::ProportionalApproval
        | Method::Phragmen
        | Method::EqualShares
        | Method::BudgetGreedy
        | Method::ProportionalRanking => false,
    }
}

fn rules_for(method: Method) -> Rules {
    let mut rules = Rules::new(method);
    match method {
        Method::StvWigm => rules.quota = Quota::DroopExact,
        Method::BudgetGreedy => rules.budget = Some(Amount::whole(2_u32)),
        _ => {}
    }
    if !method.elects_one() {
        rules.seats = 2;
    }
    rules
}

fn built(options: usize, ballots: &[(Weight, Form)]) -> Profile {
    let mut builder = ProfileBuilder::new(names(options)).unwrap();
    for (weight, form) in ballots {
        builder.add(1, weight, form).unwrap();
    }
    builder.finish()
}

/// Every figure of the second outcome is that of the first, as many times as the factor says.
fn assert_scaled(plain: &Outcome, large: &Outcome, factor: &BigRational, case: &str) {
    let same = |small: &Amount, large: &Amount, factor: &BigRational| {
        assert_eq!(small.value() * factor, large.value(), "{case}");
    };
    let scaled = |small: &Amount, large: &Amount| same(small, large, factor);
    let by_option = |small: &ByOption<Amount>, large: &ByOption<Amount>, factor: &BigRational| {
        for ((option, small), (other, large)) in small.iter().zip(large.iter()) {
            assert_eq!(option, other, "{case}");
            same(small, large, factor);
        }
    };
    assert_eq!(plain.winners, large.winners, "{case}");
    assert_eq!(plain.order, large.order, "{case}");
    assert_eq!(plain.ties, large.ties, "{case}");
    assert_eq!(plain.rounds.len(), large.rounds.len(), "{case}");
    assert_eq!(plain.steps.len(), large.steps.len(), "{case}");
    scaled(&plain.ballots.cast, &large.ballots.cast);
    scaled(&plain.ballots.valid, &large.ballots.valid);
    scaled(&plain.ballots.blank, &large.ballots.blank);
    scaled(&plain.ballots.invalid, &large.ballots.invalid);
    for (small, large) in plain.rounds.iter().zip(&large.rounds) {
        by_option(&small.votes, &large.votes, factor);
        scaled(&small.exhausted, &large.exhausted);
        assert_eq!(small.transfers.len(), large.transfers.len(), "{case}");
        for (small, large) in small.transfers.iter().zip(&large.transfers) {
            scaled(&small.votes, &large.votes);
        }
    }
    // What is counted in options or grades, and not in ballots, stays.
    let of_scores = match plain.method {
        Method::Copeland | Method::MajorityJudgment => BigRational::one(),
        _ => factor.clone(),
    };
    if let (Some(small), Some(large)) = (&plain.scores, &large.scores) {
        by_option(small, large, &of_scores);
    }
    for (small, large) in [
        (&plain.pairwise, &large.pairwise),
        (&plain.paths, &large.paths),
    ] {
        if let (Some(small), Some(large)) = (small, large) {
            for ((_, small), (_, large)) in small.iter().zip(large.iter()) {
                by_option(small, large, factor);
            }
        }
    }
    let locked = plain.locked.iter().flatten();
    for (small, large) in locked.zip(large.locked.iter().flatten()) {
        scaled(&small.strength, &large.strength);
    }
    if let (Some(small), Some(large)) = (&plain.distance, &large.distance) {
        scaled(small, large);
    }
    for (small, large) in plain.steps.iter().zip(&large.steps) {
        let factor = match small.measure {
            Measure::Satisfaction | Measure::Claim => factor.clone(),
            // The more votes there are, the less falls on each.
            Measure::Load | Measure::Payment => factor.recip(),
            Measure::Left => BigRational::one(),
        };
        same(&small.amount, &large.amount, &factor);
    }
}

#[test]
fn weights_times_any_fraction_change_nothing_but_the_figures() {
    // Two primes, the second the largest below 2^64.
    let (top, bottom) = (1_000_000_000_000_000_003, 18_446_744_073_709_551_557_u64);
    let factor = BigRational::new(top.into(), bottom.into());
    for seed in 0..cases(60, 2_000) {
        for method in Method::ALL.into_iter().filter(|m| !cuts_decimals(*m)) {
            let random = &mut Random::new(seed);
            let options = 3 + random.below(4);
            let ballots = rankings(random, options, Marks::Anything);
            let (mut plain, mut large) = (Vec::new(), Vec::new());
            for ballot in ballots {
                let form = form_for(method, &ballot);
                let weight = 1 + random.next() % 9;
                plain.push((Weight::new(weight, 1).unwrap(), form.clone()));
                large.push((Weight::new(weight * top, bottom).unwrap(), form));
            }
            let rules = rules_for(method);
            let plain = count(&built(options, &plain), &rules).unwrap();
            let large = count(&built(options, &large), &rules).unwrap();
            assert_scaled(&plain, &large, &factor, &format!("{method}, seed {seed}"));
        }
    }
}

/// The ballots of forty organisations: whose each is, and what it says.
fn forty(method: Method, options: usize) -> Vec<(u64, Form)> {
    let random = &mut Random::new(7);
    let kinds: Vec<_> = (0..30)
        .map(|_| ranking(random, options, Marks::Equals))
        .collect();
    let members = SIZES.iter().flat_map(|size| (0..*size).map(move |_| *size));
    members
        .map(|size| (size, form_for(method, &kinds[random.below(kinds.len())])))
        .collect()
}

fn divided(ballots: &[(u64, Form)]) -> Vec<(Weight, Form)> {
    let divided = ballots.iter();
    divided
        .map(|(size, form)| (Weight::new(1, *size).unwrap(), form.clone()))
        .collect()
}

#[test]
fn forty_voices_add_up_as_fractions_do() {
    let options = 5;
    let ballots = forty(Method::Approval, options);
    let outcome = count(
        &built(options, &divided(&ballots)),
        &Rules::new(Method::Approval),
    );
    let outcome = outcome.unwrap();
    assert_eq!(outcome.ballots.cast.as_str(), "40");
    let scores = outcome.scores.unwrap();
    for (option, name) in names(options).iter().enumerate() {
        let approving = ballots.iter().filter(|(_, form)| match form {
            Form::Approves(options) => options.contains(&option),
            Form::Ranking(_) | Form::Scores(_) => false,
        });
        let sum: BigRational = approving
            .map(|(size, _)| BigRational::new(1.into(), (*size).into()))
            .sum();
        assert!(sum.denom().bits() > 128, "{sum} is not large");
        assert_eq!(scores.get(name).unwrap().value(), sum, "{name}");
    }
    let ballots = forty(Method::Schulze, options);
    let outcome = count(
        &built(options, &divided(&ballots)),
        &Rules::new(Method::Schulze),
    );
    let pairwise = outcome.unwrap().pairwise.unwrap();
    for (a, first) in names(options).iter().enumerate() {
        for (b, second) in names(options).iter().enumerate().filter(|(b, _)| *b != a) {
            let prefers = |form: &Form| match form {
                Form::Ranking(ranks) => {
                    let place = |option| ranks.iter().position(|rank| rank.contains(&option));
                    let last = ranks.len();
                    place(a).unwrap_or(last) < place(b).unwrap_or(last)
                }
                Form::Approves(_) | Form::Scores(_) => false,
            };
            let those = ballots.iter().filter(|(_, form)| prefers(form));
            let sum: BigRational = those
                .map(|(size, _)| BigRational::new(1.into(), (*size).into()))
                .sum();
            let counted = pairwise.get(first).unwrap().get(second).unwrap();
            assert_eq!(counted.value(), sum, "{first} over {second}");
        }
    }
}

#[test]
fn dividing_by_hand_and_counting_by_organisation_come_to_the_same() {
    let options = 5;
    for method in Method::ALL {
        let ballots = forty(method, options);
        let rules = rules_for(method);
        let mut builder = OrganisationsBuilder::new(names(options)).unwrap();
        for (size, form) in &ballots {
            let name = format!("organisation of {size}");
            builder.add(Some(&name), 1, &Weight::ONE, form).unwrap();
        }
        let plain: Vec<_> = ballots
            .iter()
            .map(|(_, f)| (Weight::ONE, f.clone()))
            .collect();
        let members = count(&built(options, &plain), &rules).unwrap();
        let by = count_by_organisation(&members, &builder.finish().unwrap(), &rules).unwrap();
        let by_hand = count(&built(options, &divided(&ballots)), &rules).unwrap();
        assert_eq!(by.outcome, by_hand, "{method}");
    }
}

#[test]
fn the_order_of_heavy_ballots_changes_nothing() {
    let options = 5;
    for method in Method::ALL {
        let mut ballots = divided(&forty(method, options));
        let rules = rules_for(method);
        let outcome = count(&built(options, &ballots), &rules).unwrap();
        for seed in 0..3 {
            Random::new(seed).shuffle(&mut ballots);
            let again = count(&built(options, &ballots), &rules).unwrap();
            assert_eq!(outcome, again, "{method}");
        }
    }
}

/// Runs the program with this on its input: its output, as nothing may go wrong.
fn run(args: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// A file of forty organisations whose ballots are of the form that the method counts.
fn file(method: Method) -> String {
    let names = names(4);
    let ballots = forty(method, 4).into_iter().map(|(size, form)| {
        let name = |option: &usize| names[*option].clone();
        let (key, says) = match form {
            Form::Ranking(ranks) => {
                let ranks = ranks.iter().map(|r| r.iter().map(name).collect::<Vec<_>>());
                ("ranking", json!(ranks.collect::<Vec<_>>()))
            }
            Form::Approves(options) => {
                let options: Vec<String> = options.iter().map(name).collect();
                ("approves", json!(options))
            }
            Form::Scores(scores) => {
                let scores = scores.iter().map(|(o, score)| (name(o), json!(score)));
                ("scores", Value::Object(scores.collect()))
            }
        };
        json!({"weight": format!("1/{size}"), "organisation": format!("of {size}"), key: says})
    });
    let ballots: Vec<Value> = ballots.collect();
    json!({"candidates": names, "ballots": ballots}).to_string()
}

#[test]
fn the_program_counts_such_files_by_every_method_and_writes_them_out_again() {
    let mut once = Vec::new();
    for method in Method::ALL {
        let (file, name) = (file(method), method.to_string());
        let mut flags = vec!["tally", "-", "--method", &name];
        if method == Method::BudgetGreedy {
            flags.extend(["--budget", "2"]);
        }
        flags.extend(["--output", "json"]);
        let outcome = run(&flags, &file);
        assert_eq!(
            serde_json::from_str::<Value>(&outcome).unwrap()["ballots"]["cast"],
            "40"
        );
        let table = run(&flags[..flags.len() - 2], &file);
        let widest = table.lines().map(|line| line.chars().count()).max();
        assert!(widest < Some(160), "{method}: {table}");
        let written = run(&["ballots", "convert", "-", "--to", "json"], &file);
        assert_eq!(run(&flags, &written), outcome, "{method}");
        // The costly insights once for each form of ballot.
        if !once.contains(&method.counts()[0]) {
            once.push(method.counts()[0]);
            let insights = ["--compare", "--firmness", "5", "--margin"];
            let told = run(&[&flags[..], &insights[..]].concat(), &file);
            let told: Value = serde_json::from_str(&told).unwrap();
            for key in ["methods", "firmness", "margin"] {
                assert!(told.get(key).is_some(), "{method} tells no {key}");
            }
            run(&[&flags[..], &["--by", "organisation"]].concat(), &file);
        }
    }
    assert_eq!(once.len(), 3);
    assert!(once.contains(&BallotForm::Scores));
}

#[test]
fn quadrillions_of_ballots_are_counted_in_every_format() {
    let blt = "3 1\n1000000000000000 1 2 0\n999999999999999 2 0\n1/1000003 3 2 0\n0\n\"Ash\"\n\"Birch\"\n\"Cedar\"\n";
    let mut csv = String::from("count,rank 1,rank 2\n");
    for (count, first, second) in [
        ("1000000000000000", "Ash", "Birch"),
        ("18446744073709551615", "Birch", ""),
        ("18446744073709551615", "Cedar", "Birch"),
    ] {
        let _ = writeln!(csv, "{count},{first},{second}");
    }
    for (file, cast) in [
        (blt, "2000005999999998999998/1000003"),
        (&csv, "36894488147419103230"),
    ] {
        for method in ["irv", "schulze", "stv-scottish", "stv-meek", "borda"] {
            let flags = ["tally", "-", "--method", method, "--output", "json"];
            let outcome: Value = serde_json::from_str(&run(&flags, file)).unwrap();
            assert_eq!(outcome["ballots"]["cast"], cast, "{method}");
        }
    }
}
