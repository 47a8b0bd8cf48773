//! The counts agree with what other engines published, and with a real city's survey.

use std::path::{Path, PathBuf};
use std::process::Command;

use commonground::tally::{
    Against, Amount, Form, Method, Picks, Profile, ProfileBuilder, Rules, Strength, TieRule,
    Weight, count,
};
use serde_json::Value;

/// A folder beside the repository that holds cases from elsewhere; says so where there is none.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    if !path.exists() {
        eprintln!(
            "left out: there is no `{}` here to compare with",
            path.display()
        );
    }
    path.exists().then_some(path)
}

/// Cases whose source counts by a rule that ours cannot express, each with what it is.
const OTHER_RULES: [(&str, &str); 3] = [
    (
        "condorcetphp__rankedpairs-result-4__ranked-pairs-winning.json",
        "unranked options say nothing there; here they stand below all ranked ones",
    ),
    (
        "pabutools__emptyprofile-initial-cardinality-sat__pb-equal-shares-cardinality.json",
        "a project is given from the start there; ballots and rules do not say so",
    ),
    (
        "pabutools__emptyprofile-initial-cost-sat__pb-equal-shares-cost.json",
        "a project is given from the start there; ballots and rules do not say so",
    ),
];

#[test]
fn the_published_results_of_other_engines_are_met() {
    let (Some(cases), Some(tool)) = (shared("cases/tally"), shared("tools/check-tally")) else {
        return;
    };
    let output = Command::new("python3")
        .args([&tool, Path::new(env!("CARGO_BIN_EXE_commonground")), &cases])
        .arg("--verbose")
        .output()
        .expect("python3 runs the comparison; install it");
    let told = String::from_utf8_lossy(&output.stdout);
    let differs = told
        .lines()
        .filter_map(|line| line.strip_prefix("differs  "));
    let unexpected: Vec<&str> = differs
        .filter(|line| !OTHER_RULES.iter().any(|(case, _)| line.starts_with(case)))
        .collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    assert!(told.contains(" agree, "), "{told}");
}

#[test]
fn council_elections_are_counted_as_the_reference_counter_does() {
    let (Some(cases), Some(tool)) = (shared("cases/scottish"), shared("tools/check-scottish"))
    else {
        return;
    };
    let output = Command::new("python3")
        .args([&tool, Path::new(env!("CARGO_BIN_EXE_commonground")), &cases])
        .output()
        .expect("python3 runs the comparison; install it");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
}

#[test]
fn the_emphasis_of_a_city_comes_out_as_counted_elsewhere() {
    let Some(folder) = shared("cases/needs/kcmo-fy2022") else {
        return;
    };
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let expected: Value = serde_json::from_str(&read("expected-irv.json")).unwrap();
    let codebook = read("codebook.csv");
    let items: Vec<String> = codebook
        .lines()
        .filter(|line| line.contains(",satisfaction,"))
        .map(|line| line.split(',').nth(3).unwrap().to_owned())
        .collect();
    let responses = read("responses.csv");
    let header: Vec<&str> = responses.lines().next().unwrap().split(',').collect();
    let picks = ["q4_01", "q4_02", "q4_03"].map(|q| header.iter().position(|h| *h == q).unwrap());
    let mut builder = ProfileBuilder::new(items.clone()).unwrap();
    for line in responses.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let named = picks
            .iter()
            .filter_map(|at| cells[*at].parse::<usize>().ok());
        let ranking = named
            .filter(|code| (1..=items.len()).contains(code))
            .map(|code| vec![code - 1]);
        builder
            .add(1, Weight::ONE, &Form::Ranking(ranking.collect()))
            .unwrap();
    }
    let mut rules = Rules::new(Method::Irv);
    rules.continue_until_two = true;
    let outcome = count(&builder.finish(), &rules).unwrap();
    assert_eq!(
        outcome.ballots.valid.as_str(),
        expected["ballots"].to_string()
    );
    assert_eq!(outcome.winners, [expected["winner"].as_str().unwrap()]);
    let first = &outcome.rounds[0].votes;
    for (item, votes) in expected["first_round"].as_object().unwrap() {
        assert_eq!(
            first.get(item).map(Amount::as_str),
            Some(&votes.to_string()[..]),
            "{item}"
        );
    }
    // The reference stopped with three left; the last stage with as many is the one to compare.
    let last = expected["last_round"].as_object().unwrap();
    let same_size = outcome
        .rounds
        .iter()
        .rev()
        .find(|r| r.votes.iter().count() == last.len());
    for (item, votes) in last {
        let told = same_size.unwrap().votes.get(item).map(Amount::as_str);
        assert_eq!(told, Some(&votes.to_string()[..]), "{item}");
    }
}

/// Ballots by letters, best first, each with how many there are.
fn lettered(options: usize, ballots: &[(u64, &str)]) -> Profile {
    let letters = ('A'..).take(options).map(String::from).collect();
    let mut builder = ProfileBuilder::new(letters).unwrap();
    for (count, ranking) in ballots {
        let ranks = ranking
            .bytes()
            .map(|letter| vec![usize::from(letter - b'A')]);
        let form = Form::Ranking(ranks.collect());
        builder.add(*count, &Weight::ONE, &form).unwrap();
    }
    builder.finish()
}

#[test]
fn the_reference_rule_cuts_after_each_multiplication_and_division() {
    let profile = lettered(5, &[(2, "BEDAC"), (1, "EACDB"), (2, "C")]);
    let mut rules = Rules::new(Method::StvWigmPrf);
    rules.seats = 4;
    rules.tie_break.by = vec![TieRule::Order];
    rules.tie_break.picks = Picks::First;
    let outcome = count(&profile, &rules).unwrap();
    // 0.4999 times 0.9997 is cut to 0.4997, and that through 1.9998 to 0.2498.
    assert_eq!(outcome.rounds[3].votes.get("D").unwrap().as_str(), "0.4996");
    assert_eq!(outcome.winners, ["C", "B", "E", "A"]);
    // Twice as many ballots of half the weight are the same votes, to the last digit.
    let mut builder = ProfileBuilder::new(outcome.candidates.clone()).unwrap();
    let half = Weight::parse("1/2").unwrap();
    for (count, form) in [(4, "BEDAC"), (2, "EACDB"), (4, "C")] {
        let ranks = form.bytes().map(|letter| vec![usize::from(letter - b'A')]);
        builder
            .add(count, &half, &Form::Ranking(ranks.collect()))
            .unwrap();
    }
    let halves = count(&builder.finish(), &rules).unwrap();
    assert_eq!(halves.rounds, outcome.rounds);
}

#[test]
fn the_scottish_order_elects_by_quota_even_where_everybody_has_a_seat() {
    let profile = lettered(3, &[(1, "A"), (4, "C"), (3, "B")]);
    let mut rules = Rules::new(Method::StvScottish);
    rules.seats = 3;
    assert_eq!(count(&profile, &rules).unwrap().winners, ["C", "B", "A"]);
}

#[test]
fn a_pair_that_contradicts_stronger_ones_does_not_throw_out_its_equals() {
    let profile = lettered(4, &[(1, "ABC"), (4, "ABDC"), (3, "DCBA"), (3, "CB")]);
    let mut rules = Rules::new(Method::RankedPairs);
    rules.strength = Strength::Margins;
    let outcome = count(&profile, &rules).unwrap();
    assert_eq!(outcome.winners, ["B"]);
    let circle = lettered(3, &[(3, "ABC"), (3, "BCA"), (3, "CAB")]);
    let pairs = count(&circle, &Rules::new(Method::RankedPairs))
        .unwrap()
        .locked
        .unwrap();
    assert!(
        pairs
            .iter()
            .all(|pair| pair.against == Some(Against::Equals))
    );
}

#[test]
fn people_written_in_who_do_not_stand_go_first_and_cannot_win() {
    let names = ["A", "B", "Undeclared Write-ins"].map(str::to_owned);
    let mut builder = ProfileBuilder::new(names.to_vec()).unwrap();
    for (count, option) in [(3, 0), (1, 1), (5, 2)] {
        let form = Form::Ranking(vec![vec![option]]);
        builder.add(count, &Weight::ONE, &form).unwrap();
    }
    let outcome = count(&builder.finish(), &Rules::new(Method::Irv)).unwrap();
    assert_eq!(outcome.rounds[0].eliminated, ["Undeclared Write-ins"]);
    assert_eq!(outcome.winners, ["A"]);
}
