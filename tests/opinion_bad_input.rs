//! Whatever votes come in: a message that says what is wrong and where, or a defined result; never a NaN.

use std::fmt::Write;

use commonground::formats::polis::{read_comments, read_votes};
use commonground::opinion::{By, Cell, Entry, Groups, HowMany, Statement, Vote, Votes, report};
use proptest::prelude::*;
use serde_json::Value;

/// The report as JSON, with the number of people in groups.
fn printed(votes: &Votes, by: &By) -> Value {
    serde_json::to_value(report(votes, by, 1)).unwrap()
}

/// Every figure of the report is a number, or nothing for a reason that the report itself tells.
fn check_figures(found: &Value) {
    let k = found["k"].as_u64().unwrap();
    for key in [
        "participants",
        "n_statements",
        "votes",
        "eligible",
        "inertia",
    ] {
        assert!(found[key].is_number(), "{key}: {found}");
    }
    if k > 1 {
        assert!(found["silhouette"].is_number(), "{found}");
    }
    for place in found["map"].as_array().unwrap() {
        assert!(place["x"].is_number() && place["y"].is_number(), "{place}");
    }
    for group in found["groups"].as_array().unwrap() {
        for one in group["representative"].as_array().unwrap() {
            for key in ["share", "ratio", "z"] {
                assert!(one[key].is_number(), "{one}");
            }
        }
    }
    for statement in found["statements"].as_array().unwrap() {
        for key in ["gac", "extremity", "priority"] {
            assert!(statement["polis"][key].is_number(), "{statement}");
        }
        let groups = statement["by_group"].as_object().unwrap();
        let seen = groups.values().filter(|tally| tally["seen"] != 0).count();
        assert_eq!(
            statement["common_ground"].is_number(),
            seen > 0,
            "{statement}"
        );
        assert_eq!(
            statement["divisiveness"].is_number(),
            seen > 1,
            "{statement}"
        );
        assert_eq!(statement["divisiveness_q"].is_number(), seen > 1);
        if let Some(value) = statement["common_ground"].as_f64() {
            let bound = |idx: usize| statement["common_ground_interval"][idx].as_f64().unwrap();
            assert!(0.0 <= bound(0) && bound(0) <= value, "{statement}");
            assert!(value <= bound(1) && bound(1) <= 1.0, "{statement}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_votes_make_a_figure_that_is_no_number(
        people in 0_u32..24,
        flags in prop::collection::vec((any::<bool>(), any::<bool>()), 0..9),
        cast in prop::collection::vec((0_u32..24, 0_u32..9, 0_usize..3), 0..200),
        belongs in prop::collection::vec(prop::option::of(0_u16..3), 24),
        k in 1_usize..8,
    ) {
        let n = u32::try_from(flags.len()).unwrap();
        let entries: Vec<Entry> = cast
            .into_iter()
            .filter(|(who, on, _)| *who < people && *on < n)
            .map(|(participant, on, vote)| Entry { participant, cell: Cell::new(on, Vote::ALL[vote]) })
            .collect();
        let statements = flags.iter().enumerate().map(|(id, (out, meta))| Statement {
            id: id.to_string(),
            // Most take part.
            moderated_out: *out && id % 2 == 0,
            meta: *meta && id % 3 == 0,
        });
        let ids = (0..people).map(|id| id.to_string()).collect();
        let votes = Votes::new(ids, statements.collect(), entries).unwrap();
        let names = ["North", "South", "Nobody"].map(String::from).to_vec();
        for by in [
            By::Opinion(HowMany::AsFound),
            By::Opinion(HowMany::Exactly(k)),
            By::Given(Groups::new(names, belongs.clone())),
            By::Given(Groups::new(Vec::new(), Vec::new())),
        ] {
            check_figures(&printed(&votes, &by));
        }
    }
}

/// The message for votes that cannot be read, or what the report says of them.
fn told(votes: &str, statements: Option<&str>) -> String {
    let listed = match statements.map(|text| read_comments(text.as_bytes())) {
        None => None,
        Some(Ok(comments)) => Some(comments.iter().map(|one| one.statement()).collect()),
        Some(Err(faults)) => return faults.to_string(),
    };
    match read_votes(votes.as_bytes(), listed, None) {
        Err(faults) => faults.to_string(),
        Ok(read) => {
            let found = printed(&read.votes, &By::Opinion(HowMany::AsFound));
            check_figures(&found);
            format!(
                "{} people, {} statements, {} votes, agree {}, k {}, {}",
                found["participants"],
                found["n_statements"],
                found["votes"],
                read.sign.agree(),
                found["k"],
                found["stability"]["verdict"].as_str().unwrap()
            )
        }
    }
}

#[test]
fn odd_files_have_a_message_or_a_defined_result() {
    const HEADER: &str = "participant,statement,vote\n";
    const LISTED: Option<&str> =
        Some("comment-id,moderated,is-meta\n1,0,False\n2,-1,False\n9,0,True\n");
    let rows = |n: u32, row: fn(u32) -> String| (0..n).map(row).collect::<String>();
    let often = rows(10_000, |n| format!("ann,1,{}\n", n % 2));
    let spread = rows(10_000, |n| format!("ann,{n},1\n"));
    let alike = rows(40, |n| {
        (0..9).fold(String::new(), |mut text, on| {
            let _ = writeln!(text, "{n},{on},1");
            text
        })
    });
    let few = rows(5, |n| format!("{n},1,{}\n", i64::from(n % 2) * 2 - 1));
    let long = "x".repeat(201);
    for (votes, statements, expected) in [
        (
            "",
            None,
            "line 1, column 1: the file is empty; begin with a header",
        ),
        (
            "\n\n",
            None,
            "line 1, column 1: the file is empty; begin with a header",
        ),
        (
            HEADER,
            None,
            "0 people, 0 statements, 0 votes, agree 1, k 0, none",
        ),
        (
            HEADER,
            LISTED,
            "0 people, 3 statements, 0 votes, agree 1, k 0, none",
        ),
        (
            &format!("{HEADER}a,7,1\n"),
            LISTED,
            "line 2, column 2: statement `7` is not in the list of statements",
        ),
        (
            &format!("{HEADER}a,1,0.5\n"),
            None,
            "line 2, column 3: `0.5` is no vote; write 1, 0 or -1",
        ),
        (
            &format!("{HEADER}a,1,NaN\n"),
            None,
            "line 2, column 3: `NaN` is no vote; write 1, 0 or -1",
        ),
        (
            &format!("{HEADER}a,1\n"),
            None,
            "line 2, column 3: the row has 2 cells where the header has 3",
        ),
        (
            &format!("{HEADER}{long},1,1\n"),
            None,
            "line 2, column 1: the id of the participant `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` is longer than 200 bytes",
        ),
        // An id may be any number, or none.
        (
            &format!("{HEADER}18446744073709551616,007,1\n-5,7,1\n"),
            None,
            "2 people, 2 statements, 2 votes, agree 1, k 1, none",
        ),
        // The two signs, and a vote of each on statements out, meta and open.
        (
            "pid,tid,vote\na,1,1\na,2,-1\na,9,0\n",
            LISTED,
            "1 people, 3 statements, 3 votes, agree -1, k 1, none",
        ),
        (
            "voter-id,comment-id,vote\na,1,1\na,2,-1\na,9,0\n",
            LISTED,
            "1 people, 3 statements, 3 votes, agree 1, k 1, none",
        ),
        (
            &format!("{HEADER}{few}"),
            None,
            "5 people, 1 statements, 5 votes, agree 1, k 1, none",
        ),
        (
            &format!("{HEADER}{alike}"),
            None,
            "40 people, 9 statements, 360 votes, agree 1, k 1, none",
        ),
        (
            &format!("{HEADER}{often}"),
            None,
            "1 people, 1 statements, 1 votes, agree 1, k 1, none",
        ),
        (
            &format!("{HEADER}{spread}"),
            None,
            "1 people, 10000 statements, 10000 votes, agree 1, k 1, none",
        ),
    ] {
        assert_eq!(
            told(votes, statements),
            expected,
            "{}",
            &votes[..votes.len().min(80)]
        );
    }
}

#[test]
fn one_statement_divides_nobody() {
    let mut text = "participant,statement,vote\n".to_owned();
    for person in 0..60 {
        let _ = writeln!(text, "{person},1,{}", i64::from(person % 2) * 2 - 1);
    }
    // Two heaps of equal votes on one question are a split on that question, and said to be so.
    let found = told(&text, None);
    assert!(
        found.starts_with("60 people, 1 statements, 60 votes"),
        "{found}"
    );
}
