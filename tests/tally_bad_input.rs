//! Faulty ballots are refused with their place, what is wrong and what would be right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use commonground::formats::ballots::{self, Ballots, Format};

/// Each text is refused with the message that begins as given.
fn check(format: Format, cases: &[(&str, &str)]) {
    let mut strange = Vec::new();
    for (text, expected) in cases {
        let told = message(format, text);
        if !told.starts_with(expected) {
            strange.push(format!("{text}\n gave {told}\n not  {expected}"));
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

fn message(format: Format, text: &str) -> String {
    match ballots::read(text.as_bytes(), format) {
        Ok(_) => panic!("this was read without complaint: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_fault_in_json_is_named_with_its_place() {
    let fine = format!("1/1{}", "0".repeat(10_000));
    check(
        Format::Json,
        &[
            ("", "line 1, column 0: EOF while parsing a value"),
            (
                "[]",
                "line 1, column 0: invalid type: sequence, expected an object with `candidates` and `ballots`",
            ),
            (
                "{\"candidates\": [\"A\"]}",
                "`ballots` is missing; it must be a list",
            ),
            (
                "{\"ballots\": []}",
                "`candidates` is missing; it must be a list",
            ),
            (
                "{\"candidates\": [\"A\", \"A\"], \"ballots\": []}",
                "`A` is there twice; name every option once",
            ),
            (
                "{\"candidates\": [\"A\", \"\"], \"ballots\": []}",
                "option 2 has no name; give every option one",
            ),
            (
                "{\"options\": []}",
                "line 1, column 10: `options` is no key of a ballots file",
            ),
            (
                "{\"candidates\": [\"A\"],\n \"ballots\": [{\"ranking\": [[\"B\"]]}]}",
                "line 2, column 30: `B` is not among the options `A`",
            ),
            (
                "{\"ballots\": [{\"ranking\": [[\"B\"]]}], \"candidates\": [\"A\"]}",
                "line 1, column 56: `B` is not among the options `A`",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"ranking\": [\"A\"]}]}",
                "line 1, column 50: invalid type: string \"A\", expected a list of options",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"rank\": []}]}",
                "line 1, column 46: `rank` is no key of a ballot",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"count\": 2}]}",
                "line 1, column 46: a ballot needs one of",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"count\": -2, \"approves\": []}]}",
                "line 1, column 46: `count` is -2; it must be a whole number of 0 or more",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"weight\": 0, \"approves\": []}]}",
                "line 1, column 46: `weight` is 0; it must be a positive number",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"weight\": \"1/0\", \"approves\": []}]}",
                "line 1, column 50: `weight` is \"1/0\"; it must be a positive number",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"approves\": [], \"ranking\": []}]}",
                "line 1, column 65: a ballot has one of",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"scores\": {\"A\": -1}}]}",
                "line 1, column 53: invalid value: integer `-1`",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"scores\": {\"A\": 1, \"A\": 2}}]}",
                "line 1, column 57: an option is scored twice",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": [{\"approves\": [\"overvote\"]}]}",
                "`overvote` is not among the options `A`",
            ),
            (
                "{\"candidates\": [\"A\"], \"ballots\": []} x",
                "line 1, column 38: trailing characters",
            ),
            (
                &format!(
                    "{{\"candidates\": [\"A\"], \"ballots\": [{{\"weight\": \"{fine}\", \"approves\": [\"A\"]}}]}}"
                ),
                "the weights have too large a common denominator",
            ),
        ],
    );
    let latin1 = ballots::read(b"{\"candidates\":\n[\"M\xfcll\"]}", Format::Json).unwrap_err();
    assert_eq!(
        latin1.to_string(),
        "line 2, column 4: this is not UTF-8 text; save the file as UTF-8"
    );
}

#[test]
fn every_fault_in_csv_is_named_with_its_place() {
    check(
        Format::Csv,
        &[
            ("", "line 1, column 1: there is no header"),
            (
                "id,count\n1,2\n",
                "line 1, column 1: no column holds a ranking",
            ),
            (
                "rank1,rank1\nA,B\n",
                "line 1, column 2: the column `rank1` is there twice",
            ),
            (
                "rank1,rank2\nA\n",
                "line 2, column 2: this row has 1 fields, and the header has 2",
            ),
            (
                "rank1,rank2\nA,B,C\n",
                "line 2, column 3: this row has 3 fields, and the header has 2",
            ),
            (
                "count,rank1\nmany,A\n",
                "line 2, column 1: `count` is `many`; it must be a whole number",
            ),
            (
                "rank1,count\nA,-1\n",
                "line 2, column 2: `count` is `-1`; it must be a whole number",
            ),
            (
                "rank1,weight\nA,1/0\n",
                "line 2, column 2: `weight` is `1/0`; it must be a positive number",
            ),
            (
                "order\nA>B\nA>>B\n",
                "line 3, column 1: `order` is `A>>B`; it must be options joined by `>`",
            ),
            ("order\nA=\n", "line 2, column 1: `order` is `A=`"),
            (
                "q1__order,q2__order\nA,B\n",
                "line 1, column 2: there are two columns with an order; keep one",
            ),
            (
                "q1__rank_a,q2__rank_a\n1,1\n",
                "line 1, column 2: there are rankings of more than one question, `q1`, `q2`",
            ),
            (
                "Housing,Wages\n1,x\n",
                "line 2, column 2: `Wages` is `x`; it must be a place from 1 to 999, or empty",
            ),
            (
                "Housing,Wages\n0,1\n",
                "line 2, column 1: `Housing` is `0`; it must be a place",
            ),
            (
                "Housing,Wages\n1,1000\n",
                "line 2, column 2: `Wages` is `1000`; it must be a place",
            ),
            ("Housing,\n1,2\n", "option 2 has no name"),
        ],
    );
}

#[test]
fn every_fault_in_blt_is_named_with_its_place() {
    check(
        Format::Blt,
        &[
            (
                "x 1\n0\n",
                "line 1, column 1: `x` stands where the number of options must be",
            ),
            (
                "2\n",
                "line 2, column 1: `` stands where the number of seats must be",
            ),
            (
                "0 1\n0\n",
                "line 1, column 3: there are 0 options; there must be 1 to 32765",
            ),
            ("99999 1\n0\n", "line 1, column 7: there are 99999 options"),
            (
                "2 1\n1 3 0\n0\n",
                "line 2, column 3: `3` is no option; there are 1 to 2",
            ),
            ("2 1\n1 1=3 0\n0\n", "line 2, column 3: `3` is no option"),
            ("2 1\n1 a 0\n0\n", "line 2, column 3: `a` is no option"),
            (
                "2 1\nx 1 0\n0\n",
                "line 2, column 1: `x` is no weight; a ballot begins with",
            ),
            ("2 1\n1/0 1 0\n0\n", "line 2, column 1: `1/0` is no weight"),
            (
                "2 1\n1 1 2",
                "line 2, column 6: this ballot does not end; a `0` must follow",
            ),
            (
                "2 1\n1 1 0\n",
                "line 3, column 1: the ballots do not end; a `0` on a line",
            ),
            (
                "2 1\n1 1 0\n0\nA\n",
                "line 5, column 1: there are 1 names after the ballots for 2 options",
            ),
            (
                "2 1\n1 1 0\n0\nA\nA\n",
                "`A` is there twice; name every option once",
            ),
            ("2 1\n-3\n0\nA\nB\n", "line 2, column 1: `-3` is no option"),
            (
                "2 1\n[nick a]\n0\nA\nB\n",
                "line 2, column 1: `[nick …]` has 1 names for 2 options",
            ),
            (
                "2 1\n[tie 1 3]\n0\nA\nB\n",
                "line 2, column 1: `3` is no option",
            ),
            (
                "2 1\n[lot 1 2]\n0\nA\nB\n",
                "line 2, column 1: `[lot …]` is not known",
            ),
            (
                "2 1\n[tie 1 2\n0\nA\nB\n",
                "line 2, column 1: this `[` has no `]` on its line",
            ),
        ],
    );
}

#[test]
fn every_fault_in_preflib_is_named_with_its_place() {
    let after_head = |rest: &str| format!("# NUMBER ALTERNATIVES: 2\n{rest}");
    check(
        Format::Preflib,
        &[
            (
                "1: 1\n",
                "line 1, column 1: `# NUMBER ALTERNATIVES:` must come before",
            ),
            (
                "# NUMBER ALTERNATIVES: x\n",
                "line 1, column 1: `NUMBER ALTERNATIVES` is `x`",
            ),
            (
                "# NUMBER ALTERNATIVES: 99999\n",
                "line 1, column 1: there are 99999 options",
            ),
            (
                &after_head(""),
                "there are no ballots; each is a line such as `3: 1,2`",
            ),
            (
                &after_head("# ALTERNATIVE NAME 3: C\n1: 1\n"),
                "line 2, column 1: `ALTERNATIVE NAME 3` names no option",
            ),
            (
                &after_head("x: 1\n"),
                "line 2, column 1: `x` is no number of ballots",
            ),
            (
                &after_head("1: 1,3\n"),
                "line 2, column 6: `3` is no option; there are 1 to 2",
            ),
            (
                &after_head("1: {1,2\n"),
                "line 2, column 4: `{1,2` has a `{` without its `}`",
            ),
            (
                &after_head("1: {1}2\n"),
                "line 2, column 7: `2` must begin with a comma",
            ),
            (
                &after_head("# ALTERNATIVE NAME 1: 2\n1: 1\n"),
                "`2` is there twice",
            ),
        ],
    );
}

#[test]
fn every_fault_in_pabulib_is_named_with_its_place() {
    let file = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n2;50\nVOTES\nvoter_id;vote\n7;1\n";
    let with = |old: &str, new: &str| file.replace(old, new);
    check(
        Format::Pabulib,
        &[
            ("META\nkey;value\nbudget;1\n", "there is no section `VOTES`"),
            (
                &with("7;1", "7;1,3"),
                "line 11, column 2: `vote` is `1,3`; it must be a list of projects; `3` is not",
            ),
            (
                &with("7;1", "7"),
                "line 11, column 1: this line has no `vote`; the columns are voter_id;vote",
            ),
            (
                &with("1;60", "1;dear"),
                "line 7, column 2: `cost` is `dear`; it must be an amount",
            ),
            (&with("1;60", "2;60"), "`2` is there twice"),
            (
                &with("budget;100", "budget;much"),
                "line 3, column 2: `budget` is `much`; it must be an amount",
            ),
            (
                &with(";approval", ";coin"),
                "line 4, column 2: `vote_type` is `coin`; it must be `approval`",
            ),
            (
                &with(";approval", ";scoring"),
                "line 11, column 1: this line has no `points`",
            ),
        ],
    );
}

#[test]
fn every_fault_in_abif_is_named_with_its_place() {
    check(
        Format::Abif,
        &[
            (
                "3: a>b\nx: a\n",
                "line 2, column 1: `x: a` is no ballot; a line begins with how many",
            ),
            ("3: a>b\n2 a>b\n", "line 2, column 1: `2 a>b` is no ballot"),
            (
                "3: a>>b\n",
                "line 1, column 4: `a>>b` leaves an option out between its signs",
            ),
            (
                "3: a/x, b/2\n",
                "line 1, column 4: `a/x` has no score after its `/`",
            ),
            (
                "3: a/5, b\n",
                "line 1, column 9: `b` has neither a score nor a place",
            ),
            (
                "3: [a, b]>c\n",
                "line 1, column 4: `[a, b]>c` has a sign within brackets",
            ),
            (
                "=a\n3: a\n",
                "line 1, column 1: `=a` declares nothing; write `=short:[The whole name]`",
            ),
            (
                "{title}\n3: a\n",
                "line 1, column 1: `{title}` is no JSON object",
            ),
            ("=a:[Ash]\n=b:[Ash]\n3: a\n", "`Ash` is there twice"),
        ],
    );
}

#[test]
fn abif_says_what_json_says() {
    let text = "# trees\n{\"title\": \"Trees\"}\n=a:[Ash tree] # tall\n3: a>Birch=\"Cedar\"\n1: Birch/5, a/2\n2: Cedar\n";
    assert_eq!(Format::sniff(text.as_bytes()), Format::Abif);
    let read = ballots::read(text.as_bytes(), Format::Abif).unwrap();
    let json = ballots::write(&read, Format::Json).unwrap();
    let same = r#"{"title":"Trees","candidates":["Ash tree","Birch","Cedar"],"ballots":[
        {"count":3,"ranking":[["Ash tree"],["Birch","Cedar"]]},{"count":2,"ranking":[["Cedar"]]},
        {"scores":{"Ash tree":2,"Birch":5}}]}"#;
    let same = ballots::read(same.as_bytes(), Format::Json).unwrap();
    assert_eq!(json, ballots::write(&same, Format::Json).unwrap());
    let written = ballots::write(&read, Format::Abif).unwrap();
    let again = ballots::read(written.as_bytes(), Format::Abif).unwrap();
    assert_eq!(ballots::write(&again, Format::Json).unwrap(), json);
}

#[test]
fn preflib_and_pabulib_say_what_other_formats_say() {
    let json = |text: &str| {
        let format = Format::sniff(text.as_bytes());
        let read = ballots::read(text.as_bytes(), format).unwrap();
        ballots::write(&read, Format::Json).unwrap()
    };
    let toi = "# TITLE: Trees\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ash\n# ALTERNATIVE NAME 2: Birch\n\
        # ALTERNATIVE NAME 3: Cedar\n2: 1,{2,3}\n1: {2,3},1\n";
    let same = r#"{"title":"Trees","candidates":["Ash","Birch","Cedar"],"ballots":[
        {"count":2,"ranking":[["Ash"],["Birch","Cedar"]]},{"ranking":[["Birch","Cedar"],["Ash"]]}]}"#;
    assert_eq!(json(toi), json(same));
    let read = ballots::read(toi.as_bytes(), Format::Preflib).unwrap();
    assert_eq!(
        json(&ballots::write(&read, Format::Preflib).unwrap()),
        json(same)
    );
    let cat = "# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 2\n2: {1,3},2\n1: {},{1,2,3}\n";
    let same = r#"{"candidates":["1","2","3"],"ballots":[{"count":2,"approves":["1","3"]},{"ranking":[]}]}"#;
    assert_eq!(json(cat), json(same));
    let three = "# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 3\n1: 2,{1,3},{}\n";
    let same = r#"{"candidates":["1","2","3"],"ballots":[{"scores":{"1":1,"2":2,"3":1}}]}"#;
    assert_eq!(json(three), json(same));
    let pb = "META\nkey;value\ndescription;Parks\nbudget;10.50\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n\
        a;6;\"Trees; and shade\"\nb;4.50;Seats\nVOTES\nvoter_id;vote\n1;a,b\n2;b\n";
    let read = ballots::read(pb.as_bytes(), Format::sniff(pb.as_bytes())).unwrap();
    assert_eq!(
        read.budget.as_ref().map(ToString::to_string).as_deref(),
        Some("10.50")
    );
    assert_eq!(read.costs[1].1.as_str(), "4.50");
    let same = r#"{"title":"Parks","candidates":["a","b"],"budget":"10.50","costs":{"a":6,"b":"4.50"},"ballots":[{"approves":["a","b"]},{"approves":["b"]}]}"#;
    assert_eq!(json(pb), json(same));
    let output = commonground(
        &["tally", "-", "--method", "equal-shares", "--output", "json"],
        pb,
    );
    let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome["winners"], serde_json::json!(["b"]));
}

#[test]
fn blt_holds_withdrawals_weights_nicknames_comments_and_ties() {
    let text = "# a trial count\n3 2 # options, seats\n[nick a b c]\n[tie c a b]\n-2\n\
        3 a b 0 # three alike\n(paper 7) 1/2 1 - 2=3 0\n1 0\n0\n\"Ash\" # the tree\nBirch\n\"Cedar\"\n\"Trees\"\n";
    let text = text.replace("(paper 7)", "(7)");
    assert_eq!(Format::sniff(text.as_bytes()), Format::Blt);
    let read = ballots::read(text.as_bytes(), Format::Blt).unwrap();
    assert_eq!(read.title.as_deref(), Some("Trees"));
    assert_eq!(read.seats, Some(2));
    assert_eq!(read.withdrawn, ["Birch"]);
    assert_eq!(read.tie_order, ["Cedar", "Ash", "Birch"]);
    let written = ballots::write(&read, Format::Blt).unwrap();
    assert_eq!(
        written,
        "3 2\n[tie 3 1 2]\n-2\n3 1 2 0\n1/2 1 - 2=3 0\n1 0\n0\n\"Ash\"\n\"Birch\"\n\"Cedar\"\n\"Trees\"\n"
    );
    let again = ballots::read(written.as_bytes(), Format::Blt).unwrap();
    assert_eq!(ballots::write(&again, Format::Blt).unwrap(), written);
}

#[test]
fn every_layout_of_csv_says_the_same() {
    let expected = ballots::read(
        br#"{"candidates": ["Bus", "Rent", "Wages"],
            "ballots": [{"count": 2, "ranking": [["Rent"], ["Bus", "Wages"]]}, {"ranking": [[], ["Wages"]]}, {"ranking": []}]}"#,
        Format::Json,
    );
    let expected = ballots::write(&expected.unwrap(), Format::Json).unwrap();
    for text in [
        "\u{feff}order,count\r\nRent>Bus=Wages,2\r\n,1\r\n",
        "id,q__rank_Bus,q__rank_Rent,q__rank_Wages,q__order\n1,2,1,2,\n2,2,1,2,\n3,,,2,\n4,,,,\n",
        "ballot,Bus,Rent,Wages\n1,2,1,2\n2,2,1,2\n3,,,2\n4,,,\n",
        "weight,Bus,Rent,Wages\n2,2,1,2\n1,,,2\n0.5,,,\n1/2,,,\n",
    ] {
        let read = ballots::read(text.as_bytes(), Format::sniff(text.as_bytes())).unwrap();
        let told = ballots::write(&read, Format::Json).unwrap();
        // An `order` cannot say that a rank was skipped.
        let skipped = ",{\"count\":1,\"ranking\":[[],[\"Wages\"]]}";
        let wanted = if text.contains("order,") {
            expected.replace(skipped, "")
        } else {
            expected.clone()
        };
        assert_eq!(told, wanted, "{text}");
    }
    let ranks = ballots::read(b"rank1,rank2\nRent,Bus\n'=Sum,\n,Rent\n", Format::Csv).unwrap();
    assert_eq!(ranks.profile.candidates(), ["=Sum", "Bus", "Rent"]);
}

#[test]
fn ballots_come_back_from_both_formats_as_they_went() {
    let text = r#"{"title":"Priorities","candidates":["=A","B","C, or D"],"seats":2,
        "ballots":[{"count":2,"ranking":[["B"],[],["=A","C, or D"]]},{"count":1,"weight":"1/3","ranking":[["C, or D"]]},{"ranking":[]}]}"#;
    let first = ballots::read(text.as_bytes(), Format::Json).unwrap();
    let json = ballots::write(&first, Format::Json).unwrap();
    let again = |text: &str, format| -> Ballots { ballots::read(text.as_bytes(), format).unwrap() };
    assert_eq!(
        ballots::write(&again(&json, Format::Json), Format::Json).unwrap(),
        json
    );
    let csv = ballots::write(&first, Format::Csv).unwrap();
    assert_eq!(
        csv,
        "weight,'=A,B,\"C, or D\"\r\n2,3,1,3\r\n1/3,,,1\r\n1,,,\r\n"
    );
    assert_eq!(
        ballots::write(&again(&csv, Format::Csv), Format::Csv).unwrap(),
        csv
    );
    for (ballot, complaint) in [
        (r#""ranking":[["A"],["A"]]"#, "a ballot ranks `A` twice"),
        (
            r#""ranking":[["overvote"]]"#,
            "a ballot has an overvote without names",
        ),
    ] {
        let text = format!(r#"{{"candidates":["A"],"ballots":[{{{ballot}}}]}}"#);
        let error = ballots::write(&again(&text, Format::Json), Format::Csv).unwrap_err();
        assert!(error.to_string().starts_with(complaint), "{error}");
        let json = ballots::write(&again(&text, Format::Json), Format::Json).unwrap();
        assert!(json.contains(ballot), "{json}");
    }
}

fn commonground(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // A program that refuses its arguments does not read its input.
    let _ = child
        .stdin
        .take()
        .expect("piped")
        .write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

#[test]
fn the_command_line_says_what_is_wrong_and_where() {
    let good = r#"{"candidates":["A","B"],"ballots":[{"ranking":[["A"],["B"]]}]}"#;
    let tally =
        |extra: &[&str], input: &str| commonground(&[&["tally", "-"], extra].concat(), input);
    for (args, input, status, complaint) in [
        (&["--method", "irv"][..], good, 0, ""),
        (
            &["--method", "irv"],
            "{",
            1,
            "error: `-`: line 1, column 1: EOF while parsing an object\n",
        ),
        (
            &["--method", "irv", "--seats", "2"],
            good,
            1,
            "error: the rules: `seats` is 2; it must be 1, since `irv` elects one\n",
        ),
        (
            &["--method", "borda", "--seats", "3"],
            good,
            1,
            "error: `-`: `seats` is 3, but there are only 2 options\n",
        ),
        (
            &["--method", "irv", "--tie-order", "B"],
            good,
            1,
            "error: `-`: `tie_break.order` leaves out `A`",
        ),
        (
            &["--method", "irv", "--tie-order", "B,C"],
            good,
            1,
            "error: `-`: `tie_break.order` names `C`, which is not among the options `A`, `B`\n",
        ),
        (
            &["--method", "irv", "--tie-break", "lot"],
            good,
            1,
            "error: the rules: `tie_break.seed` is null",
        ),
        (
            &["--rules", "no-such-file.json"],
            good,
            1,
            "error: `no-such-file.json` cannot be read: No such file",
        ),
        (
            &["--method", "irv"],
            r#"{"candidates":["A"],"ballots":[]}"#,
            1,
            "error: `-`: no ballot says anything that can be counted",
        ),
        (
            &["--method", "irv"],
            r#"{"candidates":["A"],"ballots":[{"approves":["A"]}]}"#,
            1,
            "error: `-`: `irv` counts rankings, but no ballot has any",
        ),
        (
            &[],
            good,
            2,
            "error: the following required arguments were not provided",
        ),
        (
            &["--method", "coin"],
            good,
            2,
            "error: invalid value 'coin' for '--method <METHOD>'",
        ),
    ] {
        let output = tally(args, input);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {told}");
        assert!(told.starts_with(complaint), "{args:?}: {told}");
        assert_eq!(output.stdout.is_empty(), status != 0, "{args:?}");
    }
}

#[test]
fn json_stands_alone_on_standard_output_and_the_sentences_beside_it() {
    let input = r#"{"candidates":["A","B"],"ballots":[{"ranking":[["A"],["B"]]}]}"#;
    let output = commonground(
        &[
            "tally",
            "-",
            "--method",
            "irv",
            "--output",
            "json",
            "--explain",
        ],
        input,
    );
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["winners"][0], "A");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.ends_with("A wins.\n"), "{told}");
    let csv = commonground(
        &["tally", "-", "--method", "borda", "--output", "csv"],
        input,
    );
    assert_eq!(
        String::from_utf8_lossy(&csv.stdout),
        "option,place,won,points\nA,1,1,1\nB,2,0,0\n"
    );
}
