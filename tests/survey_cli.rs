//! `survey check` and `analyze` on the command line: exit status, messages, outputs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PULSE: &str = "surveys/pulse.json";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(args)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails early closes its input; its message is what counts then.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("commonground-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn check_names_the_line_and_field_of_every_fault_in_every_file() {
    let sound = file(
        "sound.json",
        &std::fs::read_to_string(root().join(PULSE)).unwrap(),
    );
    let faulty = file("faulty.json", "{\n \"code\": \"A\",\n \"version\": 0\n}");
    let (sound, faulty) = (sound.to_str().unwrap(), faulty.to_str().unwrap());
    let (code, out, err) = told(&run(
        &["survey", "check", sound, faulty, "missing.json"],
        "",
    ));
    assert_eq!(code, Some(1));
    assert_eq!(
        out,
        format!("{sound}: `pulse` is sound, with 2 questions in 1 section\n")
    );
    for line in [
        format!("{faulty}:1:1: title: `title` is missing; add it"),
        format!("{faulty}:2:2: code: `A` is not a code"),
        format!("{faulty}:3:2: version: `0` does not fit"),
        "error: `missing.json` cannot be read".to_owned(),
    ] {
        assert!(err.contains(&line), "{line}\n{err}");
    }
    for path in [sound, faulty] {
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn check_takes_the_whole_folder_of_templates_with_its_schema() {
    let args = ["survey", "check", PULSE, "surveys/survey.schema.json"];
    let (code, out, err) = told(&run(&args, ""));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(
        out.ends_with("survey.schema.json: left out, since it is a schema and no definition\n")
    );
}

#[test]
fn check_reads_standard_input() {
    let text = std::fs::read_to_string(root().join(PULSE)).unwrap();
    let (code, out, err) = told(&run(&["survey", "check", "-"], &text));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("-: `pulse` is sound"));
}

#[test]
fn analyze_reads_our_own_layout_from_standard_input_in_every_output() {
    let csv =
        "response_id,pulse__clarity,pulse__voice,comment\r\n1,5,2,\"'=hm\"\r\n2,4,,\r\n3,1,3,\r\n";
    let analyze = |output: &str| {
        told(&run(
            &[
                "analyze",
                "--survey",
                PULSE,
                "--responses",
                "-",
                "--output",
                output,
            ],
            csv,
        ))
    };
    let (code, json, err) = analyze("json");
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("3 columns are not in the file"), "{err}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["n"], 3);
    assert_eq!(json["ratings"][0]["item"], "clarity");
    assert_eq!(json["ratings"][0]["distribution"]["4"], 1);
    assert_eq!(json["ratings"][1]["n"], 2);
    assert_eq!(json["ratings"][4]["mean"], serde_json::Value::Null);
    let (_, csv_out, _) = analyze("csv");
    assert!(
        csv_out.starts_with("n,question,item,aspect,n_rated,dont_know,share,"),
        "{csv_out}"
    );
    assert!(
        csv_out.contains("\r\n3,pulse,voice,,2,0,0,0,0."),
        "{csv_out}"
    );
    let (_, table, _) = analyze("table");
    assert!(table.starts_with("ratings\nn  question  item"), "{table}");
}

#[test]
fn analyze_says_what_is_wrong_with_status_1() {
    let (code, out, err) = told(&run(
        &["analyze", "--survey", PULSE, "--responses", "-"],
        "pulse__clarity\n6\nx\n",
    ));
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        err.contains("-:2: pulse__clarity: write a number from 1 to 5"),
        "{err}"
    );
    assert!(
        err.contains("-:3: pulse__clarity: `x` is not a number"),
        "{err}"
    );
    for (args, message) in [
        (
            ["--survey", "missing.json", "--responses", "-"],
            "`missing.json` cannot be read",
        ),
        (
            ["--survey", PULSE, "--responses", "missing.csv"],
            "`missing.csv` cannot be read",
        ),
        (
            ["--survey", "Cargo.toml", "--responses", "-"],
            "Cargo.toml:1:",
        ),
        (["--survey", "-", "--responses", "-"], "name the same file"),
    ] {
        let (code, _, err) = told(&run(
            &[&["analyze"][..], &args].concat(),
            "pulse__clarity\n5\n",
        ));
        assert_eq!(code, Some(1), "{err}");
        assert!(err.contains(message), "{message}\n{err}");
    }
    let by = [
        "analyze",
        "--survey",
        "surveys/resident-services.json",
        "--responses",
        "-",
        "--by",
        "services",
    ];
    let (code, _, err) = told(&run(&by, "district\ndistrict_1\n"));
    assert_eq!(code, Some(1));
    assert!(
        err.contains("name a single-choice question, here `district`"),
        "{err}"
    );
}

#[test]
fn wrong_usage_has_status_2() {
    for args in [
        &["survey"][..],
        &["survey", "check"],
        &["analyze"],
        &["analyze", "--survey", PULSE],
    ] {
        assert_eq!(run(args, "").status.code(), Some(2), "{args:?}");
    }
}
