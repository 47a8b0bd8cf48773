//! Ballots go out in every format and come back the same, and each format is read as its owners write it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use commonground::formats::ballots::{self, Ballots, Format};
use commonground::tally::{Amount, Form, Method, ProfileBuilder, Rules, Weight, count};
use num_rational::BigRational;
use serde_json::Value;

use crate::faulty_files::temporary_folder;
use crate::tally_support::{Marks, Random, cases, ranking};

/// Names that formats are tempted to take for something else.
const NAMES: [&str; 20] = [
    "Ash",
    "Birch tree",
    "1",
    "0",
    "-",
    "=Sum",
    "a=b",
    "a>b",
    "# five",
    "count",
    "weight",
    "rank1",
    "order",
    "x__rank_y",
    "Müll, or \"waste\"",
    "it's",
    "a/5",
    "c1",
    "VOTES",
    "{x}",
];

/// Every different ballot with its weight.
fn papers(ballots: &Ballots) -> BTreeMap<String, BigRational> {
    let mut papers = BTreeMap::new();
    for (amount, form) in ballots.profile.ballots() {
        *papers
            .entry(format!("{form:?}"))
            .or_insert_with(BigRational::default) += amount.value();
    }
    papers
}

fn read(text: &str, format: Format) -> Ballots {
    ballots::read(text.as_bytes(), format).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The kinds of ballots that formats hold or do not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Orders,
    Rankings,
    Marks,
    Approvals,
    Scores,
    Mixed,
}

const KINDS: [Kind; 6] = [
    Kind::Orders,
    Kind::Rankings,
    Kind::Marks,
    Kind::Approvals,
    Kind::Scores,
    Kind::Mixed,
];

fn form(random: &mut Random, options: usize, kind: Kind) -> Form {
    if random.chance(8) {
        return Form::Ranking(Vec::new());
    }
    match kind {
        Kind::Orders => Form::Ranking(ranking(random, options, Marks::Plain)),
        Kind::Rankings => Form::Ranking(ranking(random, options, Marks::Equals)),
        Kind::Marks => {
            let mut ranks = ranking(random, options, Marks::Anything);
            if random.chance(10) {
                ranks.insert(random.below(ranks.len() + 1), vec![Form::OVERVOTE]);
            }
            Form::Ranking(ranks)
        }
        Kind::Approvals => Form::Approves((0..options).filter(|_| random.chance(50)).collect()),
        Kind::Scores => {
            let scored: Vec<usize> = (0..options).filter(|_| random.chance(70)).collect();
            let score = |option| (option, u32::try_from(random.below(6)).unwrap());
            Form::Scores(scored.into_iter().map(score).collect())
        }
        Kind::Mixed => {
            let kind = KINDS[random.below(5)];
            form(random, options, kind)
        }
    }
}

fn random_ballots(random: &mut Random, kind: Kind, whole: bool) -> Ballots {
    let options = 1 + random.below(7);
    let mut names: Vec<String> = NAMES.map(str::to_owned).to_vec();
    random.shuffle(&mut names);
    names.truncate(options);
    let mut builder = ProfileBuilder::new(names.clone()).unwrap();
    for _ in 0..=random.below(8) {
        let weight = ["1", "2", "1/3", "0.25"][if whole {
            random.below(2)
        } else {
            random.below(4)
        }];
        let form = form(random, options, kind);
        builder
            .add(1 + random.next() % 4, Weight::parse(weight).unwrap(), &form)
            .unwrap();
    }
    let mut ballots = Ballots::of(builder.finish());
    if random.chance(50) {
        ballots.title = Some("Trees, and \"shade\" # 1".to_owned());
        ballots.seats = Some(2);
        ballots.withdrawn = vec![names[0].clone()];
        ballots.tie_order.clone_from(&names);
        ballots.budget = Some(Amount::try_from("12.50".to_owned()).unwrap());
        ballots.costs = names
            .iter()
            .map(|name| (name.clone(), Amount::whole(3_u32)))
            .collect();
    }
    ballots
}

#[test]
fn what_is_written_is_read_again_the_same_in_every_format() {
    let mut written: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..cases(600, 20_000) {
        let random = &mut Random::new(seed);
        let kind = KINDS[random.below(6)];
        let whole = random.chance(70);
        let before = random_ballots(random, kind, whole);
        for format in Format::ALL {
            let Ok(text) = ballots::write(&before, format) else {
                // JSON holds everything, and a format that holds this kind may only stumble over a name.
                assert_ne!(format, Format::Json, "{before:?}");
                continue;
            };
            *written.entry(format.name()).or_default() += 1;
            let after = read(&text, format);
            assert_eq!(
                after.profile.candidates(),
                before.profile.candidates(),
                "{text}"
            );
            assert_eq!(papers(&after), papers(&before), "seed {seed}\n{text}");
            let lost = ballots::lost(&before, format);
            for (what, same) in [
                ("the title", after.title == before.title),
                ("the seats", after.seats == before.seats),
                ("who has withdrawn", after.withdrawn == before.withdrawn),
                ("the order for ties", after.tie_order == before.tie_order),
                ("the budget", after.budget == before.budget),
                (
                    "the costs",
                    before.costs.is_empty() || after.costs.len() == before.costs.len(),
                ),
            ] {
                // BLT has single quotation marks, always says how many seats there are, as does Pabulib of the
                // budget, and cast-vote records always have the contest's name.
                let filled = matches!(
                    (format, what),
                    (Format::Blt, "the seats" | "the title")
                        | (Format::Pabulib, "the budget")
                        | (Format::Cdf, "the title")
                );
                assert!(
                    same || filled || lost.contains(&what),
                    "{what} in {}\n{text}",
                    format.name()
                );
            }
            assert_eq!(Format::sniff(text.as_bytes()), format, "{text}");
        }
    }
    let fewest = written.values().min().copied().unwrap_or_default();
    assert_eq!(written.len(), Format::ALL.len(), "{written:?}");
    assert!(fewest >= 20, "{written:?}");
}

#[test]
fn preflib_is_read_as_it_is_published() {
    let head = "# FILE NAME: 00001-00000001.EXT\n# TITLE: Trees\n# DESCRIPTION: \n# DATA TYPE: EXT\n# MODIFICATION TYPE: original\n\
        # RELATES TO: \n# RELATED FILES: 00001-00000001.toc\n# PUBLICATION DATE: 2013-08-17\n# MODIFICATION DATE: 2022-09-16\n\
        # NUMBER ALTERNATIVES: 4\n# NUMBER VOTERS: 5\n# NUMBER UNIQUE ORDERS: 2\n# ALTERNATIVE NAME 1: Ash: the tall one\n\
        # ALTERNATIVE NAME 2: Birch\n# ALTERNATIVE NAME 3: Cedar\n# ALTERNATIVE NAME 4: Elm\n";
    let names = r#""title":"Trees","candidates":["Ash: the tall one","Birch","Cedar","Elm"]"#;
    for (kind, rows, same) in [
        (
            "soc",
            "3: 1,2,3,4\n2: 4,3,2,1\n",
            r#"[{"count":3,"ranking":[["Ash: the tall one"],["Birch"],["Cedar"],["Elm"]]},{"count":2,"ranking":[["Elm"],["Cedar"],["Birch"],["Ash: the tall one"]]}]"#,
        ),
        (
            "soi",
            "3: 1,2\n2: 4\n",
            r#"[{"count":3,"ranking":[["Ash: the tall one"],["Birch"]]},{"count":2,"ranking":[["Elm"]]}]"#,
        ),
        (
            "toc",
            "3: 1,{2,3},4\n2: {1,2,3,4}\n",
            r#"[{"count":3,"ranking":[["Ash: the tall one"],["Birch","Cedar"],["Elm"]]},{"count":2,"ranking":[["Ash: the tall one","Birch","Cedar","Elm"]]}]"#,
        ),
        (
            "toi",
            "3: {1,3},2\n2: {2}\n",
            r#"[{"count":3,"ranking":[["Ash: the tall one","Cedar"],["Birch"]]},{"count":2,"ranking":[["Birch"]]}]"#,
        ),
        (
            "cat",
            "# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n3: {1,2},{3,4}\n2: 3,{1,2,4}\n",
            r#"[{"count":3,"approves":["Ash: the tall one","Birch"]},{"count":2,"approves":["Cedar"]}]"#,
        ),
        (
            "cat",
            "# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: Perhaps\n# CATEGORY NAME 3: No\n3: 1,{2},{3,4}\n2: {},{},{1,2,3,4}\n",
            r#"[{"count":3,"scores":{"Ash: the tall one":2,"Birch":1,"Cedar":0,"Elm":0}},{"count":2,"scores":{"Ash: the tall one":0,"Birch":0,"Cedar":0,"Elm":0}}]"#,
        ),
    ] {
        let text = format!("{}{rows}", head.replace("EXT", kind));
        assert_eq!(Format::sniff(text.as_bytes()), Format::Preflib);
        let same = read(&format!("{{{names},\"ballots\":{same}}}"), Format::Json);
        let told = read(&text, Format::Preflib);
        assert_eq!(papers(&told), papers(&same), "{text}");
        assert_eq!(
            (told.title, told.profile.candidates()),
            (same.title, same.profile.candidates())
        );
    }
}

const RECORDS: &str = r#"{"@type": "CVR.CastVoteRecordReport", "CVR": [
 {"CurrentSnapshotId": "s2", "CVRSnapshot": [
   {"@id": "s1", "CVRContest": [{"ContestId": "c1", "CVRContestSelection": [{"ContestSelectionId": "b", "Rank": 1}]}]},
   {"@id": "s2", "CVRContest": [{"ContestId": "c1", "CVRContestSelection": [
       {"ContestSelectionId": "a", "SelectionPosition": [{"HasIndication": "yes", "IsAllocable": "unknown", "NumberVotes": 1, "Rank": 1}, {"NumberVotes": 1, "Rank": 4}]},
       {"ContestSelectionId": "b", "SelectionPosition": [{"NumberVotes": 1, "Rank": 3}]},
       {"ContestSelectionId": "w", "SelectionPosition": [{"NumberVotes": 1, "Rank": 3}]}]}]}]},
 {"CVRSnapshot": [{"CVRContest": [{"ContestId": "c1", "CVRContestSelection": [
       {"ContestSelectionId": "a", "SelectionPosition": [{"IsAllocable": "no", "Rank": 1}]},
       {"ContestSelectionId": "b", "SelectionPosition": [{"IsAllocable": "no", "Rank": 1}]}]}]}]},
 {"CVRSnapshot": [{"CVRContest": [{"ContestId": "c1"}, {"ContestId": "c2", "CVRContestSelection": [
       {"ContestSelectionId": "y", "SelectionPosition": [{"NumberVotes": 1}]}]}]}]},
 {"CVRSnapshot": [{"CVRContest": [{"ContestId": "c2", "CVRContestSelection": [
       {"ContestSelectionId": "y", "SelectionPosition": [{"NumberVotes": 2}]}, {"ContestSelectionId": "n", "SelectionPosition": [{"NumberVotes": 1}]}]}]}]}],
 "Election": [{"@id": "e", "Candidate": [{"@id": "ca", "Name": "Ash"}, {"@id": "cb", "Name": "Birch"}], "Contest": [
   {"@id": "c1", "Name": "Trees", "NumberElected": 2, "ContestSelection": [
      {"@id": "w", "IsWriteIn": true}, {"@id": "a", "CandidateIds": ["ca"]}, {"@id": "b", "CandidateIds": ["cb", "ca"]}]},
   {"@id": "c2", "Name": "Shall we?", "ContestSelection": [{"@id": "y", "Selection": "Yes"}, {"@id": "n", "Selection": "No"}]}]}]}"#;

#[test]
fn cast_vote_records_are_read_by_contest_snapshot_and_rank() {
    assert_eq!(Format::sniff(RECORDS.as_bytes()), Format::Cdf);
    let contest =
        |name| ballots::read_contest(RECORDS.as_bytes(), Format::Cdf, Some(name)).unwrap();
    let trees = contest("Trees");
    let same = r#"{"candidates": ["write-in", "Ash", "Birch and Ash"], "ballots": [
        {"ranking": [["Ash"], [], ["Birch and Ash", "write-in"], ["Ash"]]}, {"ranking": [["Ash", "Birch and Ash"]]}, {"ranking": []}]}"#;
    let same = read(same, Format::Json);
    assert_eq!(trees.profile.candidates(), same.profile.candidates());
    assert_eq!(papers(&trees), papers(&same));
    assert_eq!(
        (trees.title.as_deref(), trees.seats),
        (Some("Trees"), Some(2))
    );
    assert_eq!(
        trees.notes,
        [
            "1 records do not hold the contest `Trees` and are not counted",
            "1 marks for write-ins are counted together as `write-in`"
        ]
    );
    let measure = contest("c2");
    let same = r#"{"candidates": ["Yes", "No"], "ballots": [{"scores": {"Yes": 1}}, {"scores": {"Yes": 2, "No": 1}}]}"#;
    assert_eq!(papers(&measure), papers(&read(same, Format::Json)));
    let xml = fs::read("tests/fuzz/seeds/cdf/records.xml").unwrap();
    assert_eq!(Format::sniff(&xml), Format::Cdf);
    let xml = ballots::read(&xml, Format::Cdf).unwrap();
    let same = r#"{"candidates": ["Ash & Oak", "Ash & Oak and Birch", "write-in"], "ballots": [{"ranking": [["Ash & Oak"], ["Ash & Oak and Birch"]]}]}"#;
    assert_eq!(papers(&xml), papers(&read(same, Format::Json)));
    assert_eq!(
        xml.profile.candidates(),
        read(same, Format::Json).profile.candidates()
    );
}

#[test]
fn written_cast_vote_records_are_numbered_and_tell_no_time() {
    let ballots = read(
        r#"{"candidates": ["A", "B"], "ballots": [{"count": 2, "ranking": [["A"], ["B"]]}, {"ranking": [["B"]]}]}"#,
        Format::Json,
    );
    let text = ballots::write(&ballots, Format::Cdf).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let ids: Vec<&str> = report["CVR"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cvr| cvr["UniqueId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(report["GeneratedDate"], "1970-01-01T00:00:00Z");
    // What the standard requires of a report, of an election and of a contest.
    for (value, keys) in [
        (
            &report,
            &[
                "@type",
                "Election",
                "GeneratedDate",
                "GpUnit",
                "ReportGeneratingDeviceIds",
                "Version",
            ][..],
        ),
        (
            &report["Election"][0],
            &["@id", "@type", "Contest", "ElectionScopeId"],
        ),
        (
            &report["Election"][0]["Contest"][0],
            &["@id", "@type", "ContestSelection"],
        ),
        (
            &report["CVR"][0],
            &["@type", "CVRSnapshot", "CurrentSnapshotId", "ElectionId"],
        ),
    ] {
        assert!(keys.iter().all(|key| !value[*key].is_null()), "{value}");
    }
}

fn commonground(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_command_line_converts_ballots_and_says_what_a_format_cannot() {
    let folder = temporary_folder("convert");
    let from = folder.join("ballots.blt");
    fs::write(
        &from,
        "3 2\n[tie 3 1 2]\n-2\n3 1 2 0\n1 3 0\n0\n\"Ash\"\n\"Birch\"\n\"Cedar\"\n\"Trees\"\n",
    )
    .unwrap();
    let from = from.to_str().unwrap();
    let before = read(&fs::read_to_string(from).unwrap(), Format::Blt);
    for format in Format::ALL {
        let output = commonground(&["ballots", "convert", from, "--to", format.name()]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}");
        let after = read(&String::from_utf8(output.stdout).unwrap(), format);
        assert_eq!(papers(&after), papers(&before), "{}", format.name());
        assert_eq!(
            told.lines().count(),
            ballots::lost(&before, format).len(),
            "{told}"
        );
        if format == Format::Preflib {
            assert!(
                told.contains("note: the seats cannot be said in `preflib` and is left out")
                    || told.contains("the seats"),
                "{told}"
            );
        }
    }
    let wrong = commonground(&["ballots", "convert", from, "--to", "cef"]);
    assert_eq!(wrong.status.code(), Some(2));
    let scores = folder.join("scores.json");
    fs::write(
        &scores,
        r#"{"candidates": ["A"], "ballots": [{"scores": {"A": 2}}]}"#,
    )
    .unwrap();
    let scores = scores.to_str().unwrap();
    let output = commonground(&["ballots", "convert", scores, "--to", "blt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        told,
        format!(
            "error: `{scores}`: some ballots approve or score, and BLT holds rankings; write JSON\n"
        )
    );
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_count_by_stages_comes_out_as_rctab_writes_it() {
    let folder = temporary_folder("rctab");
    let file = folder.join("trees.json");
    let text = r#"{"title": "Trees", "candidates": ["Ash", "Birch", "Cedar"], "ballots": [
        {"count": 4, "ranking": [["Ash"]]}, {"count": 3, "ranking": [["Birch"]]}, {"count": 2, "ranking": [["Cedar"], ["Birch"]]}, {"ranking": [["Cedar"]]}, {"ranking": []}]}"#;
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let output = commonground(&["tally", file, "--method", "irv", "--output", "rctab"]);
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let outcome = count(&read(text, Format::Json).profile, &Rules::new(Method::Irv)).unwrap();
    let results = told["results"].as_array().unwrap();
    assert_eq!(results.len(), outcome.rounds.len());
    for (result, round) in results.iter().zip(&outcome.rounds) {
        for (option, votes) in round.votes.iter() {
            assert_eq!(result["tally"][option], votes.as_str(), "{result}");
        }
        let mut moved = round.transfers.iter();
        assert!(moved.all(|transfer| {
            let to = transfer.to.as_deref().unwrap_or("exhausted");
            let from = result["tallyResults"].as_array().unwrap().iter();
            from.filter(|told| {
                told["eliminated"] == transfer.from.as_str()
                    || told["elected"] == transfer.from.as_str()
            })
            .any(|told| told["transfers"][to] == transfer.votes.as_str())
        }));
    }
    assert_eq!(told["summary"]["totalNumBallots"], "11");
    assert_eq!(told["summary"]["undervotes"], "1");
    let borda = commonground(&["tally", file, "--method", "borda", "--output", "rctab"]);
    assert_eq!(borda.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&borda.stderr),
        "error: `borda` has no stages, which `--output rctab` tells; use json\n"
    );
    fs::remove_dir_all(&folder).unwrap();
}
