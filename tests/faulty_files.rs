//! Faulty files, as the program meets them: exit status 1, nothing on standard output, and one message that
//! names the file, the place, what is wrong and what would be right.

#![allow(
    clippy::too_many_lines,
    reason = "a table is as long as there are ways to go wrong"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A file, the arguments after it, and what the message says after the file's name.
struct Faulty {
    name: &'static str,
    bytes: Vec<u8>,
    arguments: &'static [&'static str],
    says: &'static str,
}

const IRV: &[&str] = &["--method", "irv"];
const APPROVAL: &[&str] = &["--method", "approval"];

fn faulty(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    arguments: &'static [&'static str],
    says: &'static str,
) -> Faulty {
    Faulty {
        name,
        bytes: bytes.into(),
        arguments,
        says,
    }
}

/// An empty folder of its own.
pub(crate) fn temporary_folder(name: &str) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let own = format!("commonground-{name}-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(own);
    // It may be left over from a run that was stopped.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn tally(folder: &Path, file: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_commonground"))
        .current_dir(folder)
        .arg("tally")
        .arg(file)
        .args(arguments)
        .args(["--output", "json"])
        .output()
        .unwrap()
}

/// Writes each file, runs the program on it and compares; gives how many there were.
fn check(table: &[Faulty]) -> usize {
    let folder = temporary_folder("faulty");
    let mut strange = Vec::new();
    for faulty in table {
        fs::write(folder.join(faulty.name), &faulty.bytes).unwrap();
        let began = Instant::now();
        let output = tally(&folder, faulty.name, faulty.arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        let wanted = format!("error: `{}`: {}", faulty.name, faulty.says);
        let one_message = told.matches("error:").count() == 1 && told.len() < 2_000;
        let took = began.elapsed();
        if output.status.code() != Some(1)
            || !output.stdout.is_empty()
            || !told.starts_with(&wanted)
            || !one_message
            || took > Duration::from_secs(20)
        {
            strange.push(format!(
                "{}: {:?} after {took:?}\n gave {}\n not  {wanted}",
                faulty.name,
                output.status.code(),
                told.chars().take(400).collect::<String>()
            ));
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(strange.is_empty(), "{}", strange.join("\n"));
    table.len()
}

fn json(candidates: &str, ballots: &str) -> String {
    format!(r#"{{"candidates": [{candidates}], "ballots": [{ballots}]}}"#)
}

#[test]
fn faulty_json() {
    let fine = format!("1/1{}", "0".repeat(10_000));
    let deep = format!("{{\"candidates\": {}", "[".repeat(100_000));
    let many: Vec<String> = (0..100_000).map(|n| format!("\"option {n}\"")).collect();
    let many = json(&many.join(","), "");
    let late = format!(
        r#"{{"ballots": [{{"approves": [{0}]}}], "candidates": [{0}]}}"#,
        (0..100_000)
            .map(|n| format!("\"option {n}\""))
            .collect::<Vec<_>>()
            .join(",")
    );
    let long = json(
        "\"A\"",
        &format!(r#"{{"approves": ["{}"]}}"#, "x".repeat(10_000_000)),
    );
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(json("\"A\"", "").encode_utf16().flat_map(u16::to_le_bytes));
    let table = [
        faulty(
            "empty.json",
            "",
            &["--method", "irv", "--format", "json"],
            "line 1, column 0: EOF while parsing a value",
        ),
        faulty(
            "cut.json",
            &json("\"A\"", "{\"ranking\": [[\"A\"]]}")[..30],
            IRV,
            "line 1, column 30: EOF while parsing",
        ),
        faulty(
            "list.json",
            "[1, 2]",
            IRV,
            "line 1, column 0: invalid type: sequence, expected an object",
        ),
        faulty(
            "utf16.json",
            utf16,
            IRV,
            "line 1, column 1: this is UTF-16 text; save the file as UTF-8",
        ),
        faulty(
            "latin1.json",
            b"{\"candidates\": [\"M\xfcll\"]}".to_vec(),
            IRV,
            "line 1, column 19: this is not UTF-8 text",
        ),
        faulty(
            "nul.json",
            "{\"candidates\": [\"A\"],\0 \"ballots\": []}",
            IRV,
            "line 1, column 22: key must be a string",
        ),
        faulty(
            "deep.json",
            deep,
            IRV,
            "line 1, column 16: invalid type: sequence, expected a string",
        ),
        faulty("many.json", many, IRV, "line 1, column"),
        faulty("late.json", late, APPROVAL, "line 1, column"),
        faulty(
            "long.json",
            long,
            APPROVAL,
            "line 1, column 10000050: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` is not among the options `A`",
        ),
        faulty(
            "nan.json",
            json("\"A\"", "{\"weight\": NaN, \"approves\": [\"A\"]}"),
            APPROVAL,
            "line 1, column 46: expected value",
        ),
        faulty(
            "negative.json",
            json("\"A\"", "{\"weight\": -1, \"approves\": [\"A\"]}"),
            APPROVAL,
            "line 1, column 47: `weight` is -1; it must be a positive number",
        ),
        faulty(
            "huge.json",
            json(
                "\"A\"",
                "{\"count\": 99999999999999999999, \"approves\": [\"A\"]}",
            ),
            APPROVAL,
            "line 1, column 64: `count` is 1e+20; it must be a whole number of 0 or more",
        ),
        faulty(
            "heavy.json",
            json(
                "\"A\"",
                &format!("{{\"weight\": \"{fine}\", \"approves\": [\"A\"]}}"),
            ),
            APPROVAL,
            "the weights have too large a common denominator",
        ),
        faulty(
            "half.json",
            json("\"A\"", "{\"count\": 1.5, \"approves\": [\"A\"]}"),
            APPROVAL,
            "line 1, column 47: `count` is 1.5; it must be a whole number of 0 or more",
        ),
        faulty(
            "twice.json",
            json("\"A\", \"A\"", ""),
            IRV,
            "`A` is there twice; name every option once",
        ),
        faulty(
            "nameless.json",
            json("\"A\", \" \"", ""),
            IRV,
            "option 2 has no name; give every option one",
        ),
        faulty(
            "two-lists.json",
            "{\"candidates\": [\"A\"], \"ballots\": [], \"ballots\": []}",
            IRV,
            "line 1, column 46: `ballots` is there twice; keep one",
        ),
        faulty(
            "two-counts.json",
            json("\"A\"", "{\"count\": 1, \"count\": 2, \"ranking\": []}"),
            IRV,
            "line 1, column 54: `count` is there twice; keep one",
        ),
        faulty(
            "stranger.json",
            json("\"A\"", "{\"ranking\": [[\"B\"]]}"),
            IRV,
            "line 1, column 51: `B` is not among the options `A`",
        ),
        faulty(
            "no-seats.json",
            "{\"seats\": 0}",
            IRV,
            "line 1, column 12: `seats` is 0; it must be a whole number of 1 or more",
        ),
        faulty(
            "poor.json",
            "{\"budget\": -4}",
            IRV,
            "line 1, column 14: an amount is -4; it must be 0 or more",
        ),
        faulty(
            "costs.json",
            "{\"candidates\": [\"A\"], \"costs\": {\"B\": 1}, \"ballots\": []}",
            IRV,
            "`B` is not among the options `A`",
        ),
        faulty(
            "blank.json",
            json("\"A\"", "{\"ranking\": []}"),
            IRV,
            "no ballot says anything that can be counted",
        ),
        faulty(
            "scores.json",
            json("\"A\"", "{\"scores\": {\"A\": 2}}"),
            IRV,
            "`irv` counts rankings, but no ballot has any",
        ),
        faulty(
            "contest.json",
            json("\"A\"", ""),
            &["--method", "irv", "--contest", "Mayor"],
            "the contest `Mayor` is asked for, and only `cdf` files have contests",
        ),
    ];
    assert_eq!(check(&table), 26);
}

#[test]
fn faulty_csv() {
    let table = [
        faulty("empty.csv", "", IRV, "line 1, column 1: there is no header"),
        faulty(
            "mark.csv",
            "\u{feff}",
            IRV,
            "line 1, column 1: there is no header",
        ),
        faulty(
            "binary.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            IRV,
            "line 1, column 1: this is not UTF-8 text",
        ),
        faulty(
            "short.csv",
            "rank1,rank2\r\nA\r\n",
            IRV,
            "line 2, column 2: this row has 1 fields, and the header has 2",
        ),
        faulty(
            "count.csv",
            "rank1,count\nA,18446744073709551616\n",
            IRV,
            "line 2, column 2: `count` is `18446744073709551616`; it must be a whole number",
        ),
        faulty(
            "weight.csv",
            "rank1,weight\nA,-0.5\n",
            IRV,
            "line 2, column 2: `weight` is `-0.5`; it must be a positive number",
        ),
        faulty(
            "weight-nan.csv",
            "rank1,weight\nA,NaN\n",
            IRV,
            "line 2, column 2: `weight` is `NaN`; it must be a positive number",
        ),
        faulty(
            "order.csv",
            "order\nA>>B\n",
            IRV,
            "line 2, column 1: `order` is `A>>B`; it must be options joined by `>`",
        ),
        faulty(
            "place.csv",
            "A,B\n1,first\n",
            IRV,
            "line 2, column 2: `B` is `first`; it must be a place from 1 to 999",
        ),
        faulty(
            "columns.csv",
            "rank1,rank1\nA,B\n",
            IRV,
            "line 1, column 2: the column `rank1` is there twice",
        ),
        faulty(
            "nothing.csv",
            "id,count\n1,2\n",
            IRV,
            "line 1, column 1: no column holds a ranking",
        ),
        faulty(
            "questions.csv",
            "q1__rank_a,q2__rank_a\n1,1\n",
            IRV,
            "line 1, column 2: there are rankings of more than one question",
        ),
    ];
    assert_eq!(check(&table), 12);
}

#[test]
fn faulty_blt() {
    let table = [
        faulty(
            "equals.blt",
            "2 1\n1 2=1 0\n1 2=2 0\n0\nA\nB\n",
            IRV,
            "line 3, column 3: `2=2` names an option twice at one rank; name it once",
        ),
        faulty(
            "stop.blt",
            "2 1\n1 1 2",
            IRV,
            "line 2, column 6: this ballot does not end",
        ),
        faulty(
            "option.blt",
            "2 1\n1 3 0\n0\nA\nB\n",
            IRV,
            "line 2, column 3: `3` is no option; there are 1 to 2",
        ),
        faulty(
            "weight.blt",
            "2 1\n1 2 0\n-0.5 1 0\n0\nA\nB\n",
            IRV,
            "line 3, column 1: `-0.5` is no weight; a ballot begins with how many",
        ),
        faulty(
            "zero.blt",
            "0 1\n0\n",
            IRV,
            "line 1, column 3: there are 0 options",
        ),
        faulty(
            "many.blt",
            "100000 1\n0\n",
            IRV,
            "line 1, column 8: there are 100000 options",
        ),
        faulty(
            "names.blt",
            "2 1\n1 1 0\n0\n\"A\"\n",
            IRV,
            "line 5, column 1: there are 1 names after the ballots for 2 options",
        ),
        faulty(
            "heavy.blt",
            format!("1 1\n1/1{} 1 0\n0\nA\n", "0".repeat(10_000)),
            IRV,
            "the weights have too large a common denominator",
        ),
        faulty(
            "nick.blt",
            "2 1\n[nick a]\n0\nA\nB\n",
            IRV,
            "line 2, column 1: `[nick …]` has 1 names for 2 options",
        ),
        faulty(
            "withdrawn.blt",
            "1 1\n-1\n1 1 0\n0\nA\n",
            IRV,
            "no option is left to count",
        ),
    ];
    assert_eq!(check(&table), 10);
}

#[test]
fn faulty_preflib() {
    let head = "# NUMBER ALTERNATIVES: 2\n";
    let with = |rest: &str| format!("{head}{rest}");
    let table = [
        faulty(
            "none.soc",
            head,
            IRV,
            "there are no ballots; each is a line such as `3: 1,2`",
        ),
        faulty(
            "option.soi",
            with("1: 1,3\n"),
            IRV,
            "line 2, column 6: `3` is no option; there are 1 to 2",
        ),
        faulty(
            "twice.toc",
            with("1: {2,1},\n1: {1,1}\n"),
            IRV,
            "line 3, column 4: `{1,1}` names an option twice at one rank; name it once",
        ),
        faulty(
            "brace.toi",
            with("1: {1,2\n"),
            IRV,
            "line 2, column 4: `{1,2` has a `{` without its `}`",
        ),
        faulty(
            "count.toc",
            with("-1: 1\n"),
            IRV,
            "line 2, column 1: `-1` is no number of ballots",
        ),
        faulty(
            "huge.soc",
            with("99999999999999999999: 1\n"),
            IRV,
            "line 2, column 1: `99999999999999999999` is no number of ballots",
        ),
        faulty(
            "categories.cat",
            with("# NUMBER CATEGORIES: 0\n1: 1\n"),
            APPROVAL,
            "line 2, column 1: `NUMBER CATEGORIES` is `0`; it must be a whole number of 1 or more",
        ),
        faulty(
            "more.cat",
            with("# NUMBER CATEGORIES: 2\n1: {1},{2},{}\n"),
            APPROVAL,
            "line 3, column 4: there are 3 categories, and `# NUMBER CATEGORIES:` says 2",
        ),
    ];
    assert_eq!(check(&table), 8);
}

#[test]
fn faulty_pabulib() {
    let file = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n2;50\nVOTES\nvoter_id;vote\n7;1\n";
    let with = |old: &str, new: &str| {
        assert!(file.contains(old), "{old}");
        file.replace(old, new)
    };
    let shares: &[&str] = &["--method", "equal-shares"];
    let table = [
        faulty(
            "cut.pb",
            "META\nkey;value\nbudget;1\n",
            shares,
            "there is no section `VOTES`; it must follow `PROJECTS`",
        ),
        faulty(
            "order.pb",
            "META\nkey;value\nVOTES\nvoter_id;vote\nPROJECTS\n",
            shares,
            "line 5, column 1: the section `PROJECTS` comes too late",
        ),
        faulty(
            "twice.pb",
            with("budget;100", "budget;100\nbudget;90"),
            shares,
            "line 4, column 1: `budget` is there twice; keep one",
        ),
        faulty(
            "budget.pb",
            with("budget;100", "budget;-1"),
            shares,
            "line 3, column 2: `budget` is `-1`; it must be an amount of 0 or more",
        ),
        faulty(
            "cost.pb",
            with("1;60", "1;-60"),
            shares,
            "line 7, column 2: `cost` is `-60`; it must be an amount of 0 or more",
        ),
        faulty(
            "cost-nan.pb",
            with("1;60", "1;NaN"),
            shares,
            "line 7, column 2: `cost` is `NaN`; it must be an amount",
        ),
        faulty(
            "type.pb",
            with("approval", "coin"),
            shares,
            "line 4, column 2: `vote_type` is `coin`; it must be `approval`",
        ),
        faulty(
            "project.pb",
            with("7;1", "7;1,3"),
            shares,
            "line 11, column 2: `vote` is `1,3`; it must be a list of projects; `3` is not among them",
        ),
        faulty(
            "again.pb",
            with("7;1", "7;1,1"),
            shares,
            "line 11, column 2: `vote` is `1,1`; it must be a list of projects, each once",
        ),
        faulty(
            "semicolon.pb",
            with("7;1", "7;1;2"),
            shares,
            "line 11, column 3: this line has 3 fields, and the header has 2",
        ),
        faulty(
            "ids.pb",
            with("2;50", "1;50"),
            shares,
            "`1` is there twice; name every option once",
        ),
        faulty(
            "column.pb",
            with("project_id;cost", "project_id;cost;cost"),
            shares,
            "line 6, column 3: the column `cost` is there twice; keep one",
        ),
    ];
    assert_eq!(check(&table), 12);
}

#[test]
fn faulty_abif() {
    let table = [
        faulty(
            "count.abif",
            "3: a>b\nx: a\n",
            IRV,
            "line 2, column 1: `x: a` is no ballot; a line begins with how many",
        ),
        faulty(
            "old-mac.abif",
            "3: a>b\r2: b>>a\r",
            IRV,
            "line 2, column 4: `b>>a` leaves an option out between its signs",
        ),
        faulty(
            "score.abif",
            "3: a/-1, b/2\n",
            IRV,
            "line 1, column 4: `a/-1` has no score after its `/`",
        ),
        faulty(
            "scored-twice.abif",
            "3: a/1, a/2\n",
            &["--method", "score"],
            "line 1, column 1: `a` is scored twice; score it once",
        ),
        faulty(
            "short.abif",
            "=a:[Ash]\n=a:[Birch]\n3: a\n",
            IRV,
            "line 2, column 1: `=a:[Birch]` declares a short name a second time",
        ),
        faulty(
            "huge.abif",
            "1: a\n99999999999999999999: a\n",
            IRV,
            "line 2, column 1: `99999999999999999999: a` is no ballot",
        ),
    ];
    assert_eq!(check(&table), 6);
}

const RECORDS: &str = r#"{"CVR": [{"CurrentSnapshotId": "s", "CVRSnapshot": [{"@id": "s", "CVRContest": [
{"ContestId": "c1", "CVRContestSelection": [{"ContestSelectionId": "a", "Rank": 1}]},
{"ContestId": "c2", "CVRContestSelection": []}]}]}],
"Election": [{"Candidate": [{"@id": "ca", "Name": "Ash"}], "Contest": [
{"@id": "c1", "Name": "Trees", "ContestSelection": [{"@id": "a", "CandidateIds": ["ca"]}]},
{"@id": "c2", "Name": "Mayor", "ContestSelection": [{"@id": "m"}]}]}]}"#;

#[test]
fn faulty_cast_vote_records() {
    let with = |old: &str, new: &str| {
        assert!(RECORDS.contains(old), "{old}");
        RECORDS.replace(old, new)
    };
    let trees: &[&str] = &["--method", "irv", "--contest", "Trees"];
    let cdf: &[&str] = &["--method", "irv", "--format", "cdf"];
    let xml = "<CastVoteRecordReport>\n<CVR><CVRSnapshot><CVRContest><ContestId>c</ContestId>\n\
        <CVRContestSelection><ContestSelectionId>a</ContestSelectionId><Rank>1</Rank></CVRContestSelection></CVRContest></CVRSnapshot></CVR>\n</CastVoteRecordReport>";
    let xml_with = |old: &str, new: &str| {
        assert!(xml.contains(old), "{old}");
        xml.replace(old, new)
    };
    let table = [
        faulty(
            "two.json",
            RECORDS,
            IRV,
            "there are 2 contests; choose one with `--contest`: `Trees`, `Mayor`",
        ),
        faulty(
            "none.json",
            RECORDS,
            &["--method", "irv", "--contest", "Judge"],
            "there is no contest `Judge`; there are `Trees`, `Mayor`",
        ),
        faulty(
            "cvr.json",
            "{\"Election\": []}",
            cdf,
            "line 1, column 16: `CVR` is missing; it must be a list of records",
        ),
        faulty(
            "cvr-twice.json",
            "{\"CVR\": [], \"CVR\": []}",
            cdf,
            "line 1, column 17: `CVR` is there twice; keep one",
        ),
        faulty(
            "snapshot.json",
            with("Id\": \"s\"", "Id\": \"t\""),
            trees,
            "line 3, column 51: `CurrentSnapshotId` is `t`, and no `CVRSnapshot` of this record has that id",
        ),
        faulty(
            "no-snapshot.json",
            "{\"CVR\": [{}]}",
            cdf,
            "line 1, column 12: this record has 0 snapshots and no `CurrentSnapshotId`",
        ),
        faulty(
            "rank.json",
            with("\"Rank\": 1", "\"Rank\": 0"),
            trees,
            "line 3, column 51: `Rank` is 0; it must be a whole number from 1 to 999",
        ),
        faulty(
            "rank-huge.json",
            with("\"Rank\": 1", "\"Rank\": 1000000"),
            trees,
            "line 3, column 51: `Rank` is 1000000; it must be",
        ),
        faulty(
            "selection.json",
            with("SelectionId\": \"a\"", "SelectionId\": \"z\""),
            trees,
            "record 1, contest `Trees`: `ContestSelectionId` is `z`, which the contest does not have",
        ),
        faulty(
            "no-selection.json",
            with("\"ContestSelectionId\": \"a\", ", ""),
            trees,
            "line 3, column 51: a selection names no `ContestSelectionId` and no `CVRWriteIn`",
        ),
        faulty(
            "candidate.json",
            with("CandidateIds\": [\"ca\"]", "CandidateIds\": [\"cb\"]"),
            trees,
            "the selection `a` names the candidate `cb`, which the file does not have",
        ),
        faulty(
            "candidates.json",
            with(
                "[{\"@id\": \"ca\", \"Name\": \"Ash\"}]",
                "[{\"@id\": \"ca\"}, {\"@id\": \"ca\"}]",
            ),
            trees,
            "`ca` is the id of two candidates; each must have its own",
        ),
        faulty(
            "selections.json",
            with("[{\"@id\": \"m\"}]", "[{\"@id\": \"m\"}, {\"@id\": \"m\"}]"),
            &["--method", "irv", "--contest", "c2"],
            "`m` is the id of two selections",
        ),
        faulty(
            "contest-twice.json",
            with("\"ContestId\": \"c2\"", "\"ContestId\": \"c1\""),
            trees,
            "line 3, column 51: this record has the contest `c1` twice",
        ),
        faulty(
            "ranks.json",
            with(
                "\"Rank\": 1}",
                "\"Rank\": 1}, {\"ContestSelectionId\": \"a\"}",
            ),
            trees,
            "record 1, contest `Trees`: a mark has no `Rank`, and others of the contest have",
        ),
        faulty(
            "votes.json",
            with(
                "\"Rank\": 1",
                "\"SelectionPosition\": [{\"NumberVotes\": -1}]",
            ),
            trees,
            "line 2, column 112: invalid value: integer `-1`, expected u32",
        ),
        faulty(
            "unheld.json",
            with(
                "{\"ContestId\": \"c2\", \"CVRContestSelection\": []}",
                "{\"ContestId\": \"c3\"}",
            ),
            &["--method", "irv", "--contest", "Mayor"],
            "none of the 1 records holds the contest `Mayor`",
        ),
        faulty(
            "same-names.json",
            with("\"Name\": \"Mayor\"", "\"Name\": \"Trees\""),
            trees,
            "2 contests are called `Trees`; choose by id: `c1`, `c2`",
        ),
        faulty(
            "open.xml",
            "<CastVoteRecordReport><CVR>",
            IRV,
            "line 1, column 28: the file ends within an element",
        ),
        faulty(
            "crossed.xml",
            xml_with("</CVRContest></CVRSnapshot>", "</CVRSnapshot></CVRContest>"),
            IRV,
            "line 3, column",
        ),
        faulty(
            "root.xml",
            "<CVRSnapshot/>",
            IRV,
            "line 1, column 1: the file begins with `CVRSnapshot`; it must be a `CastVoteRecordReport`",
        ),
        faulty(
            "rank.xml",
            xml_with("<Rank>1", "<Rank>first"),
            IRV,
            "line 3, column 75: `Rank` is `first`; it must be a whole number",
        ),
        faulty(
            "entity.xml",
            xml_with("<ContestId>c", "<ContestId>&bomb;"),
            IRV,
            "line 2, column 42: `&bomb;` is not known; write the text itself",
        ),
        faulty(
            "snapshot.xml",
            xml_with(
                "<CVRSnapshot>",
                "<CurrentSnapshotId>s</CurrentSnapshotId><CVRSnapshot>",
            ),
            IRV,
            "line 2, column 1: `CurrentSnapshotId` is `s`",
        ),
        faulty(
            "deep.xml",
            format!("<CastVoteRecordReport>{}", "<a>".repeat(100_000)),
            IRV,
            "line 1, column 119: elements stand more than 32 deep",
        ),
    ];
    assert_eq!(check(&table), 25);
}

/// A rules file, and what the message says.
fn check_rules(table: &[(&str, &str)]) {
    let folder = temporary_folder("rules");
    fs::write(
        folder.join("b.json"),
        json("\"A\", \"B\"", "{\"ranking\": [[\"A\"]]}"),
    )
    .unwrap();
    let mut strange = Vec::new();
    for (text, says) in table {
        fs::write(folder.join("rules.json"), text).unwrap();
        let output = tally(&folder, "b.json", &["--rules", "rules.json"]);
        let told = String::from_utf8_lossy(&output.stderr);
        let wanted = format!("error: `rules.json`: {says}");
        if output.status.code() != Some(1)
            || !output.stdout.is_empty()
            || !told.starts_with(&wanted)
        {
            strange.push(format!("{text}\n gave {told} not  {wanted}"));
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

#[test]
fn faulty_rules() {
    let deep = "[".repeat(100_000);
    check_rules(&[
        (
            "",
            "line 1, column 0: the rules are not JSON: EOF while parsing a value",
        ),
        (
            &deep,
            "line 1, column 128: the rules are not JSON: recursion limit exceeded",
        ),
        (
            "{\"method\": \"irv\", \"seats\": 1, \"seats\": 1}",
            "line 1, column 37: the rules are not JSON: `seats` is there twice; keep one",
        ),
        (
            "{\"method\": \"irv\", \"tie_break\": {\"by\": [], \"by\": []}}",
            "line 1, column 46: the rules are not JSON: `by` is there twice",
        ),
        ("{}", "`method` is missing; name one of"),
        (
            "{\"method\": \"irv\", \"seats\": -1}",
            "`seats` is -1; it must be a whole number of 1 or more",
        ),
        (
            "{\"method\": \"irv\", \"seats\": 99999999999999999999}",
            "`seats` is 1e+20; it must be a whole number of 1 or more",
        ),
        (
            "{\"method\": \"irv\", \"quota\": \"droop\"}",
            "`quota` has no meaning for `irv`",
        ),
        (
            "{\"method\": \"budget-greedy\"}",
            "`budget` is null; it must be an amount, since `budget-greedy` spends it",
        ),
        (
            "{\"method\": \"budget-greedy\", \"budget\": \"1e5\"}",
            "`budget` is \"1e5\"; it must be",
        ),
        (
            "{\"method\": \"equal-shares\", \"budget\": \"-5\"}",
            "`budget` is \"-5\"; it must be",
        ),
        (
            "{\"method\": \"stv-meek\", \"omega\": \"tiny\"}",
            "`omega` is \"tiny\"; it must be",
        ),
        (
            "{\"method\": \"irv\", \"excluded\": \"A\"}",
            "`excluded` is \"A\"; it must be a list of different",
        ),
    ]);
}

#[test]
fn what_is_passed_over_is_counted_and_told_and_the_rest_is_read() {
    let folder = temporary_folder("mended");
    let write_in = RECORDS.replace(
        "\"Rank\": 1}",
        "\"Rank\": 1}, {\"Rank\": 2, \"SelectionPosition\": [{\"CVRWriteIn\": {\"Text\": \"Dora\"}}]}, {\"ContestSelectionId\": \"a\", \"SelectionPosition\": [{\"Rank\": 3, \"HasIndication\": \"no\"}, {\"Rank\": 4, \"IsAllocable\": \"no\"}]}",
    );
    let cut = "META\nkey;value\nbudget;100\nnum_votes;3\nPROJECTS\nproject_id;cost\n1;60\nVOTES\nvoter_id;vote\n7;1\n";
    let twice = json(
        "\"A\", \"B\"",
        "{\"count\": 2, \"ranking\": [[\"A\", \"A\"], [\"B\"]]}",
    );
    for (name, text, arguments, notes) in [
        (
            "cvr.json",
            write_in.as_str(),
            &["--method", "irv", "--contest", "Trees"][..],
            &[
                "cvr.json: note: 1 positions without an indication are no marks",
                "cvr.json: note: 1 marks must not be allocated, says the file, and are left out",
                "cvr.json: note: 1 marks for write-ins are counted together as `write-in`",
            ][..],
        ),
        (
            "cut.pb",
            cut,
            &["--method", "equal-shares"],
            &["cut.pb: note: `num_votes` is `3`, and the file has 1 votes"],
        ),
        (
            "twice.json",
            &twice,
            IRV,
            &["twice.json: note: 2 ballots name an option twice at one rank"],
        ),
    ] {
        fs::write(folder.join(name), text).unwrap();
        let output = tally(&folder, name, arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name}: {told}");
        assert_eq!(told.lines().count(), notes.len(), "{told}");
        for (line, note) in told.lines().zip(notes) {
            assert!(line.starts_with(note), "{line}\n{note}");
        }
        let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let counts = &outcome["ballots"];
        assert_eq!(counts["cast"], counts["valid"], "{outcome}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn every_way_to_end_a_line_and_a_byte_order_mark_say_the_same() {
    let folder = temporary_folder("ends");
    let preflib = "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n2: 1,2\n1: 2\n";
    let files = [
        ("a.csv", "rank1,rank2,count\nA,B,2\nB,,1\n"),
        ("a.blt", "2 1\n2 1 2 0\n1 2 0\n0\n\"A\"\n\"B\"\n\"T\"\n"),
        ("a.soi", preflib),
        ("a.abif", "2: A>B\n1: B\n"),
        (
            "a.json",
            "{\"candidates\": [\"A\", \"B\"],\n\"ballots\": [{\"count\": 2, \"ranking\": [[\"A\"], [\"B\"]]},\n{\"ranking\": [[\"B\"]]}]}\n",
        ),
    ];
    let mut told = Vec::new();
    for (name, text) in files {
        for (mark, end) in [("", "\n"), ("", "\r\n"), ("", "\r"), ("\u{feff}", "\r\n")] {
            fs::write(
                folder.join(name),
                format!("{mark}{}", text.replace('\n', end)),
            )
            .unwrap();
            let output = tally(&folder, name, IRV);
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{name} {end:?}: {error}");
            told.push(String::from_utf8(output.stdout).unwrap());
        }
    }
    assert!(told.iter().all(|outcome| *outcome == told[0]), "{told:#?}");
    fs::remove_dir_all(&folder).unwrap();
}
