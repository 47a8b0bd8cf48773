//! `opinions` and `agreement` on the command line: exit status, messages, outputs.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

fn run(args: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early closes its input; its message is what counts then.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn votes_are_read_from_standard_input_and_the_sign_is_told() {
    let (code, out, err) = run(
        &["opinions", "-", "--output", "json"],
        "pid,tid,vote\n1,1,-1\n2,1,1\n",
    );
    assert_eq!(code, Some(0));
    assert_eq!(err, "-: note: read as a vote a row, with -1 for agree\n");
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["input"]["agree"], -1);
    assert_eq!(found["participants"], 2);
    assert_eq!(found["statements"][0]["agree"], 1);
    assert_eq!(found["stability"]["verdict"], "none");
    assert_eq!(found["silhouette"], Value::Null);
    for output in ["table", "csv"] {
        let (code, out, _) = run(
            &["opinions", "-", "--output", output],
            "participant,statement,vote\na,=1,1\n",
        );
        assert_eq!(code, Some(0));
        assert!(out.contains("=1"), "{out}");
    }
}

#[test]
fn faults_have_status_1_and_wrong_usage_status_2() {
    for (args, input, status, message) in [
        (
            &["opinions", "-"][..],
            "participant,statement,vote\na,1,5\n",
            1,
            "-: line 2, column 3: `5` is no vote; write 1, 0 or -1",
        ),
        (
            &["opinions", "missing.csv"],
            "",
            1,
            "`missing.csv` cannot be read",
        ),
        (
            &["opinions", "-", "--statements", "-"],
            "",
            1,
            "`-` can be given once",
        ),
        (&["opinions", "-", "--k", "0"], "", 2, "--k"),
        (&["agreement", "-", "--scale", "9..1"], "", 2, "is no scale"),
        (
            &["agreement", "-", "--scale", "1..9"],
            "who,x\na,10\n",
            1,
            "-: line 2, column 2: `10` is no whole number from 1 to 9",
        ),
    ] {
        let (code, out, err) = run(args, input);
        assert_eq!((code, out.as_str()), (Some(status), ""), "{args:?}");
        assert!(err.contains(message), "{args:?}: {err}");
    }
}

#[test]
fn agreement_is_printed_in_every_output() {
    let ratings = "round,who,x,y\n1,a,1,9\n1,b,9,1\n2,a,8,2\n2,b,9,1\n";
    let (code, out, err) = run(
        &["agreement", "-", "--scale", "1..9", "--output", "json"],
        ratings,
    );
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["round"], "2");
    assert_eq!(found["items"][0]["median"], 8.5);
    assert_eq!(found["earlier"][0]["items"][0]["van_der_eijk_A"], -1.0);
    assert_eq!(found["drifts"][0]["items"][0]["moved"], 0.5);
    for output in ["table", "csv"] {
        let (code, out, _) = run(
            &["agreement", "-", "--scale", "1..9", "--output", output],
            ratings,
        );
        assert_eq!(code, Some(0));
        assert!(out.contains("van_der_eijk_A"), "{out}");
    }
}

/// A folder of its own for a test, gone when it ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It may never have been made.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Twenty people of two organisations and what they think of three statements.
fn two_organisations() -> (String, String) {
    let (mut votes, mut groups) = (
        "participant,statement,vote\n".to_owned(),
        "member,organisation\n".to_owned(),
    );
    for person in 0..20 {
        let union = person < 10;
        groups += &format!("{person},{}\n", if union { "Union" } else { "Parish" });
        // All for 1; the parish is against 2; 3 has seven in ten everywhere and one or two against.
        let second = if union { 1 } else { -1 };
        let third = match person % 10 {
            0..7 => 1,
            7 => -1,
            _ => 0,
        };
        votes += &format!("{person},1,1\n{person},2,{second}\n{person},3,{third}\n");
    }
    (votes, groups)
}

#[test]
fn thresholds_are_judged_in_each_organisation() {
    let folder = Folder::new("commonground-thresholds");
    std::fs::create_dir_all(&folder.0).unwrap();
    let (votes, groups) = two_organisations();
    let by = folder.0.join("groups.csv");
    std::fs::write(&by, groups).unwrap();
    let by = by.to_str().unwrap();
    let judge = |extra: &[&str]| {
        let begin = ["opinions", "-", "--by", by, "--output", "json"];
        let (code, out, err) = run(&[&begin[..], extra].concat(), &votes);
        assert_eq!(code, Some(0), "{err}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let found = judge(&["--for", "0.70", "--against", "0.15"]);
    assert_eq!(found["groups"][0]["id"], "Parish");
    let judged = &found["thresholds"];
    assert_eq!(judged["everywhere"], serde_json::json!(["1", "3"]));
    assert_eq!(
        judged["statements"][1],
        serde_json::json!({"id": "2", "everywhere": "fails",
            "groups": {"Parish": "too_few_for_and_too_many_against", "Union": "passes"}})
    );
    let found = judge(&["--for", "0.70", "--against", "10%"]);
    assert_eq!(found["thresholds"]["everywhere"], serde_json::json!(["1"]));
    let found = judge(&["--for", "70%", "--against", "0.15", "--fewest", "11"]);
    assert_eq!(
        found["thresholds"]["statements"][0]["everywhere"],
        "unknown"
    );
    assert_eq!(judge(&[])["thresholds"], Value::Null);
    for wrong in [&["--for", "0.7"][..], &["--for", "70", "--against", "0.1"]] {
        let (code, out, _) = run(&[&["opinions", "-"], wrong].concat(), &votes);
        assert_eq!((code, out.as_str()), (Some(2), ""));
    }
}

#[test]
fn an_export_is_read_like_the_file_it_came_from_and_overwrites_nothing() {
    let folder = Folder::new("commonground-export");
    let (votes, _) = two_organisations();
    let dir = folder.0.to_str().unwrap();
    let args = ["opinions", "-", "--output", "json"];
    let (_, plain, _) = run(&args, &votes);
    let (code, out, err) = run(&[&args[..], &["--export", dir]].concat(), &votes);
    assert_eq!((code, &out), (Some(0), &plain), "{err}");
    let mut names: Vec<String> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names.join(" "),
        "comment-groups.csv comments.csv participants-votes.csv stats-history.csv summary.csv votes.csv"
    );
    let file = |name: &str| folder.0.join(name).to_str().unwrap().to_owned();
    let (votes_csv, comments) = (file("votes.csv"), file("comments.csv"));
    let wide = file("participants-votes.csv");
    for read in [&votes_csv, &wide] {
        let (code, again, err) = run(
            &[
                "opinions",
                read,
                "--statements",
                &comments,
                "--output",
                "json",
            ],
            "",
        );
        assert_eq!(code, Some(0), "{err}");
        let [mut one, mut other] =
            [&plain, &again].map(|text| serde_json::from_str::<Value>(text).unwrap());
        for report in [&mut one, &mut other] {
            report.as_object_mut().unwrap().remove("input");
        }
        assert_eq!(one, other);
    }
    // The groups that the file tells are taken as given.
    let (code, _, err) = run(&["opinions", &votes_csv, "--groups", &wide], "");
    assert_eq!(code, Some(0), "{err}");
    let (code, out, err) = run(&[&args[..], &["--export", dir]].concat(), &votes);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("name a folder without export files"), "{err}");
}
