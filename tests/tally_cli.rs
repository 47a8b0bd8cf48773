//! What `tally` prints beyond the count: flags, keys, sections, sentences.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs `tally - …` on these ballots: its status, output and errors.
fn tally(flags: &[&str], ballots: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(["tally", "-"])
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its flags closes its input; its message is what counts then.
    let _ = child.stdin.take().unwrap().write_all(ballots.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json(flags: &[&str], ballots: &str) -> Value {
    let (status, out, err) = tally(&[flags, &["--output", "json"]].concat(), ballots);
    assert_eq!(status, Some(0), "{err}");
    serde_json::from_str(&out).unwrap()
}

/// A circle of three options, and who casts which ballots.
const CIRCLE: &str = r#"{"candidates": ["Ash", "Birch", "Cedar"], "ballots": [
    {"count": 8, "organisation": "Elders", "ranking": [["Ash"], ["Birch"], ["Cedar"]]},
    {"count": 7, "organisation": "Youth", "ranking": [["Birch"], ["Cedar"], ["Ash"]]},
    {"count": 6, "organisation": "Parents", "ranking": [["Cedar"], ["Ash"], ["Birch"]]}]}"#;

/// Two tied for the last place, on whom it hangs who wins.
const TIE: &str = r#"{"candidates": ["Ash", "Birch", "Cedar"], "ballots": [
    {"count": 4, "ranking": [["Ash"]]},
    {"count": 3, "ranking": [["Birch"], ["Cedar"]]},
    {"count": 3, "ranking": [["Cedar"], ["Ash"]]}]}"#;

#[test]
fn every_flag_adds_its_key_and_the_others_stay_as_they_are() {
    let plain = json(&["--method", "schulze"], CIRCLE);
    let flags = [
        "--method",
        "schulze",
        "--compare",
        "--firmness",
        "50",
        "--margin",
        "--by",
        "organisation",
    ];
    let mut full = json(&flags, CIRCLE);
    let added = full.as_object_mut().unwrap();
    let methods = added.remove("methods").unwrap();
    let firmness = added.remove("firmness").unwrap();
    let margin = added.remove("margin").unwrap();
    let organisations = added.remove("organisations").unwrap();
    assert_eq!(full, plain);
    assert_eq!(methods["method"], "schulze");
    assert_eq!(methods["standings"][0]["option"], "Ash");
    assert_eq!(firmness["samples"], 50);
    assert_eq!(margin["exact"], true);
    assert_eq!(organisations["outcome"]["ballots"]["cast"], "3");
    assert_eq!(organisations["double_majority"][0]["of"], 3);
}

#[test]
fn the_table_shows_paths_locked_pairs_and_a_section_for_every_flag() {
    let flags = [
        "--method",
        "schulze",
        "--compare",
        "--firmness",
        "20",
        "--margin",
        "--by",
        "organisation",
    ];
    let (status, out, err) = tally(&flags, CIRCLE);
    assert_eq!(status, Some(0), "{err}");
    for part in [
        "the strongest path from the row's option to the column's",
        "by organisation",
        "double majority of Ash: no (1 of 3 organisations)",
        "the same ballots under other methods",
        "how often each option wins and lands at each place, in 20 draws",
        "margin: ",
    ] {
        assert!(out.contains(part), "`{part}` is missing in\n{out}");
    }
    let (_, out, _) = tally(&["--method", "ranked-pairs"], CIRCLE);
    assert!(out.contains("left out: closes a circle"), "{out}");
    let (_, out, _) = tally(&["--method", "kemeny"], CIRCLE);
    // Ash > Birch > Cedar contradicts 7 for Birch over Ash, 13 for Cedar over Ash, 6 for Cedar over Birch.
    assert!(out.contains("preferences contradicted: 26\n"), "{out}");
}

#[test]
fn sentences_say_what_decided_in_both_languages() {
    for (method, english, spanish) in [
        (
            "schulze",
            "The strongest paths of Ash: ",
            "Los caminos más fuertes de Ash: ",
        ),
        (
            "ranked-pairs",
            "Left out, since they would close a circle with stronger ones: Cedar over Ash (13).",
            "Quedan fuera, pues cerrarían un círculo con otras más fuertes: Cedar sobre Ash (13).",
        ),
        (
            "minimax",
            "The mildest worst defeat: ",
            "La peor derrota más leve: ",
        ),
        (
            "kemeny",
            "The order contradicts 26 of the ballots' preferences",
            "El orden contradice 26 preferencias",
        ),
    ] {
        for (lang, part) in [("en", english), ("es", spanish)] {
            let flags = [
                "--method",
                method,
                "--explain",
                "--lang",
                lang,
                "--margin",
                "--compare",
                "--firmness",
                "30",
            ];
            let (status, out, err) = tally(&flags, CIRCLE);
            assert_eq!(status, Some(0), "{err}");
            assert!(
                out.contains(part),
                "{method} {lang}: `{part}` is missing in\n{out}"
            );
        }
    }
    let spanish = [
        "--method",
        "irv",
        "--explain",
        "--lang",
        "es",
        "--margin",
        "--compare",
        "--firmness",
        "30",
        "--by",
        "organisation",
    ];
    let (_, out, _) = tally(&spanish, CIRCLE);
    for part in [
        "podrían haber ganado otras",
        "queda en primer lugar con",
        "de las extracciones",
        "Con una voz para cada una de 3 organizaciones",
        "doble mayoría",
    ] {
        assert!(out.contains(part), "`{part}` is missing in\n{out}");
    }
}

#[test]
fn the_paths_that_decide_are_named_option_by_option() {
    let deciding = json(&["--method", "schulze"], CIRCLE)["deciding"].clone();
    let told = serde_json::json!([
        {"options": ["Ash", "Birch"], "strength": "14"},
        {"options": ["Birch", "Cedar", "Ash"], "strength": "13"},
        {"options": ["Ash", "Birch", "Cedar"], "strength": "14"},
        {"options": ["Cedar", "Ash"], "strength": "13"}
    ]);
    assert_eq!(deciding, told);
    let (_, out, _) = tally(&["--method", "schulze", "--explain"], CIRCLE);
    let part = "Ash > Birch > Cedar 14, and back Cedar > Ash 13";
    assert!(out.contains(part), "{out}");
}

#[test]
fn grades_claims_and_what_is_too_dear_are_told() {
    let grades = r#"{"candidates": ["A", "B"], "ballots": [
        {"count": 3, "scores": {"A": 2, "B": 2}}, {"count": 1, "scores": {"A": 3, "B": 1}}]}"#;
    let outcome = json(&["--method", "majority-judgment"], grades);
    let told = serde_json::json!({"A": {"middle": 2, "above": "1", "below": "0"},
        "B": {"middle": 2, "above": "0", "below": "1"}});
    assert_eq!(outcome["grades"], told);
    let (_, out, _) = tally(&["--method", "majority-judgment", "--explain"], grades);
    assert!(
        out.contains("A (1 above and 0 below) and B (0 above and 1 below)"),
        "{out}"
    );
    let list = json(&["--method", "proportional-ranking"], CIRCLE);
    let step = serde_json::json!({"option": "Ash", "measure": "claim", "amount": "8"});
    assert_eq!(list["steps"][0], step);
    let budget = r#"{"candidates": ["Roof", "Bench", "Tree"], "budget": "10", "costs": {"Roof": "11", "Bench": "4", "Tree": "7"},
        "ballots": [{"count": 3, "approves": ["Roof", "Bench"]}, {"count": 1, "approves": ["Tree"]}]}"#;
    let outcome = json(&["--method", "budget-greedy"], budget);
    assert_eq!(outcome["winners"], serde_json::json!(["Bench"]));
    assert_eq!(outcome["too_dear"], serde_json::json!(["Roof", "Tree"]));
}

#[test]
fn a_tie_that_no_declared_rule_breaks_is_in_the_outcome() {
    let even =
        r#"{"candidates": ["A", "B"], "ballots": [{"count": 3, "scores": {"A": 2, "B": 2}}]}"#;
    let outcome = json(&["--method", "star"], even);
    assert_eq!(outcome["unresolved"], serde_json::json!(["A", "B"]));
    let (_, out, _) = tally(&["--method", "star", "--explain"], even);
    assert!(
        out.contains("winner: none; no declared rule breaks the tie of A, B"),
        "{out}"
    );
    assert!(
        out.contains("A and B are tied, and no declared rule breaks the tie"),
        "{out}"
    );
}

#[test]
fn meek_says_the_quota_of_every_stage() {
    let ballots = r#"{"candidates": ["A", "B", "C"], "seats": 2, "ballots": [
        {"count": 6, "ranking": [["A"]]}, {"count": 2, "ranking": [["B"]]}, {"count": 1, "ranking": [["C"], ["B"]]}]}"#;
    let outcome = json(&["--method", "stv-meek-prf"], ballots);
    let rounds = outcome["rounds"].as_array().unwrap();
    assert_eq!(rounds[0]["quota"], "3.000000001");
    let last = rounds.last().unwrap()["quota"].as_str().unwrap();
    assert!(
        last < "3",
        "the quota falls with the votes that count: {last}"
    );
}

#[test]
fn committees_are_told_step_by_step() {
    let ballots = r#"{"candidates": ["A", "B", "C"], "seats": 2, "ballots": [
        {"count": 4, "approves": ["A", "B"]}, {"count": 2, "approves": ["C"]}]}"#;
    for (method, steps) in [
        (
            "phragmen",
            r#"[{"amount":"1/4","measure":"load","option":"A"},{"amount":"1/2","measure":"load","option":"B"}]"#,
        ),
        (
            "equal-shares",
            r#"[{"amount":"1/4","measure":"payment","option":"A"}]"#,
        ),
    ] {
        let outcome = json(&["--method", method, "--seats", "2"], ballots);
        assert_eq!(outcome["steps"].to_string(), steps, "{method}");
        let (_, out, _) = tally(&["--method", method, "--seats", "2", "--explain"], ballots);
        assert!(out.contains("Step 1: A"), "{out}");
        assert!(out.contains("step by step"), "{out}");
    }
    let rules = [
        "--method",
        "proportional-approval",
        "--seats",
        "2",
        "--explain",
    ];
    assert!(
        tally(&rules, ballots)
            .1
            .contains("Every possible result was compared")
    );
}

#[test]
fn a_tie_is_told_with_what_its_other_choice_would_have_led_to() {
    // Cedar goes, being the later on the ballot, and Ash wins; had Birch gone, Cedar would have.
    let outcome = json(&["--method", "irv", "--explain"], TIE);
    assert_eq!(outcome["winners"][0], "Ash");
    let pick = &outcome["otherwise"][0]["picks"][0];
    assert_eq!(
        (&pick["picked"], &pick["winners"][0]),
        (&"Birch".into(), &"Cedar".into())
    );
    assert_eq!(pick["other_winners"], true);
    assert_eq!(outcome["otherwise"][0]["tie"], outcome["ties"][0]);
    let (_, _, err) = tally(&["--method", "irv", "--explain", "--output", "json"], TIE);
    assert!(
        err.contains("Had Birch been eliminated instead of Cedar, Cedar would win."),
        "{err}"
    );
    let (_, out, _) = tally(&["--method", "irv", "--explain", "--lang", "es"], TIE);
    assert!(
        out.contains("Si se hubiera eliminado a Birch en vez de a Cedar, ganaría Cedar."),
        "{out}"
    );
    let without = json(&["--method", "irv"], TIE);
    assert!(
        without.get("otherwise").is_none(),
        "it is counted only when somebody asks"
    );
}

#[test]
fn wrong_flags_are_refused_with_what_to_do() {
    for (flags, status, message) in [
        (
            &["--method", "irv", "--by", "organisation"][..],
            1,
            "no ballot names one; give ballots an `organisation`",
        ),
        (
            &["--method", "irv", "--by", "household"],
            2,
            "[possible values: member, organisation]",
        ),
        (
            &["--method", "irv", "--firmness", "0"],
            2,
            "0 is not in 1..=1000000",
        ),
        (
            &["--method", "irv", "--lang", "tlh"],
            2,
            "[possible values: en, es]",
        ),
    ] {
        let (found, out, err) = tally(flags, TIE);
        assert_eq!(found, Some(status), "{flags:?} {err}");
        assert!(err.contains(message), "{flags:?} {err}");
        assert_eq!(out, "");
    }
}

#[test]
fn the_csv_has_a_column_more_for_each_figure_of_an_option() {
    let flags = [
        "--method",
        "borda",
        "--compare",
        "--firmness",
        "10",
        "--output",
        "csv",
    ];
    let (_, out, _) = tally(&flags, CIRCLE);
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some(
            "option,place,won,points,methods_first,methods_shared_first,methods_won,firm_wins,firm_place1,firm_place2,firm_place3"
        )
    );
    assert!(lines.all(|line| line.split(',').count() == 11), "{out}");
}

#[test]
fn each_key_of_the_rules_has_a_flag_that_says_the_same() {
    let own = format!("commonground-flags-{}.json", std::process::id());
    let file = std::env::temp_dir().join(own);
    let ranked = r#"{"candidates": ["Ash", "Birch", "Cedar", "Dogwood"], "ballots": [
        {"count": 4, "ranking": [["Ash"], ["Birch", "Cedar"], ["Dogwood"]]},
        {"count": 2, "ranking": [["Birch"], ["Birch"], ["Cedar"]]},
        {"count": 3, "ranking": [[], ["Cedar"], ["Ash"]]},
        {"count": 1, "ranking": [["Dogwood"], ["Ash", "Dogwood"], ["Birch"]]}]}"#;
    let approving = r#"{"candidates": ["Ash", "Birch", "Cedar"], "ballots": [
        {"count": 3, "approves": ["Ash", "Birch"]}, {"count": 2, "approves": ["Cedar"]}]}"#;
    let scoring = r#"{"candidates": ["Ash", "Birch"], "ballots": [
        {"count": 3, "scores": {"Ash": 2, "Birch": 1}}, {"count": 4, "scores": {"Ash": 1, "Birch": 9}}]}"#;
    for (flags, rules, ballots) in [
        (
            "--overvote skip",
            r#"{"method": "irv", "overvote": "skip"}"#,
            ranked,
        ),
        (
            "--max-skipped-ranks 0",
            r#"{"method": "irv", "max_skipped_ranks": 0}"#,
            ranked,
        ),
        (
            "--duplicates exhaust",
            r#"{"method": "irv", "duplicates": "exhaust"}"#,
            ranked,
        ),
        (
            "--excluded Ash,Dogwood",
            r#"{"method": "irv", "excluded": ["Ash", "Dogwood"]}"#,
            ranked,
        ),
        (
            "--batch-elimination --continue-until-two --threshold first_round",
            r#"{"method": "irv", "batch_elimination": true, "continue_until_two": true, "threshold": "first_round"}"#,
            ranked,
        ),
        (
            "--tie-order Ash,Cedar,Birch --tie-picks first",
            r#"{"method": "irv", "tie_break": {"by": ["order"], "picks": "first", "order": ["Ash", "Cedar", "Birch"]}}"#,
            TIE,
        ),
        (
            "--points dowdall",
            r#"{"method": "borda", "points": "dowdall"}"#,
            ranked,
        ),
        (
            "--strength margins",
            r#"{"method": "schulze", "strength": "margins"}"#,
            ranked,
        ),
        (
            "--seats 2 --quota hare",
            r#"{"method": "stv-wigm", "seats": 2, "quota": "hare"}"#,
            ranked,
        ),
        (
            "--seats 2 --omega 1e-2",
            r#"{"method": "stv-meek", "seats": 2, "omega": "1e-2"}"#,
            ranked,
        ),
        (
            "--max-score 5",
            r#"{"method": "score", "max_score": 5}"#,
            scoring,
        ),
        (
            "--budget 5 --cost Ash=2 --cost Birch=5/2 --cost Cedar=1 --satisfaction cost",
            r#"{"method": "equal-shares", "budget": 5, "costs": {"Ash": 2, "Birch": "5/2", "Cedar": 1}, "satisfaction": "cost"}"#,
            approving,
        ),
    ] {
        let method = serde_json::from_str::<Value>(rules).unwrap()["method"].clone();
        let method = method.as_str().unwrap();
        let mut flagged = vec!["--method", method];
        flagged.extend(flags.split(' '));
        std::fs::write(&file, rules).unwrap();
        let ruled = json(&["--rules", file.to_str().unwrap()], ballots);
        assert_eq!(json(&flagged, ballots), ruled, "{flags}");
        if !flags.starts_with("--seats") {
            let plain = json(&["--method", method], ballots);
            assert_ne!(plain, ruled, "{flags} must change something here");
        }
    }
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_flag_that_the_method_does_not_use_or_that_says_nothing_is_refused() {
    for (flags, message) in [
        (
            &["--method", "irv", "--strength", "margins"][..],
            "`strength` has no meaning for `irv`",
        ),
        (
            &["--method", "schulze", "--batch-elimination"],
            "`batch_elimination` has no meaning",
        ),
        (
            &["--method", "irv", "--excluded", "Elm"],
            "`excluded` names `Elm`",
        ),
        (
            &["--method", "equal-shares", "--cost", "Ash"],
            "`--cost` is `Ash`; write NAME=AMOUNT",
        ),
        (
            &[
                "--method",
                "equal-shares",
                "--budget",
                "9",
                "--cost",
                "Elm=3",
            ],
            "`costs` names `Elm`, which is not among the options `Ash`",
        ),
        (
            &["--method", "equal-shares", "--cost", "Ash=much"],
            "`costs.Ash` is \"much\"",
        ),
    ] {
        let (status, out, err) = tally(flags, TIE);
        assert_eq!((status, out.as_str()), (Some(1), ""), "{flags:?} {err}");
        assert!(err.contains(message), "{flags:?} {err}");
    }
}

#[test]
fn the_tie_flags_replace_the_order_that_the_file_gives() {
    let blt = "3 1\n[tie 3 2 1]\n4 1 0\n3 2 3 0\n3 3 1 0\n0\n\"Ash\"\n\"Birch\"\n\"Cedar\"\n";
    let decided = |flags: &[&str]| {
        let flags = [&["--method", "irv", "--format", "blt"], flags].concat();
        let tie = json(&flags, blt)["ties"][0].clone();
        (tie["picked"].clone(), tie["by"].clone())
    };
    assert_eq!(decided(&[]), ("Cedar".into(), "order".into()));
    let given = decided(&["--tie-order", "Cedar,Birch,Ash"]);
    assert_eq!(given, ("Birch".into(), "order".into()));
    let drawn = decided(&["--tie-break", "lot", "--seed", "beacon 7"]);
    assert_eq!(drawn.1, Value::from("lot"));
}
