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
