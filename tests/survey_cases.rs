//! `analyze` gives the figures of the shared cases: a city's resident survey and a best-worst study.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const TOLERANCE: f64 = 1e-6;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn case(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared/cases").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {} is not here", path.display());
    None
}

fn analyze(survey: &str, responses: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_commonground"))
        .arg("analyze")
        .arg("--survey")
        .arg(root().join(survey))
        .arg("--responses")
        .arg(responses)
        .args(more)
        .output()
        .unwrap()
}

fn json(survey: &str, responses: &Path, more: &[&str]) -> Value {
    let output = analyze(survey, responses, &[&["--output", "json"], more].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn expected(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Everything in `expected` is in `found`, numbers within the tolerance; lists are of the same length and order.
#[track_caller]
fn same(found: &Value, expected: &Value, path: &str) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, value) in expected {
                same(
                    found.get(key).unwrap_or(&Value::Null),
                    value,
                    &format!("{path}.{key}"),
                );
            }
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{path}");
            for (idx, (found, expected)) in found.iter().zip(expected).enumerate() {
                same(found, expected, &format!("{path}[{idx}]"));
            }
        }
        (Value::Number(found), Value::Number(expected)) => {
            let apart = (found.as_f64().unwrap() - expected.as_f64().unwrap()).abs();
            assert!(apart <= TOLERANCE, "{path}: {found}, not {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{path}"),
    }
}

#[test]
fn the_resident_survey_gives_its_published_needs() {
    let Some(responses) = case("needs/kcmo-fy2022/responses.csv") else {
        return;
    };
    let found = json("surveys/resident-services.json", &responses, &[]);
    same(
        &found,
        &expected(&responses.with_file_name("expected.json")),
        "",
    );
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["n", "needs"]);
}

#[test]
fn what_a_foreign_file_has_besides_is_told_on_standard_error() {
    let Some(responses) = case("needs/kcmo-fy2022/responses.csv") else {
        return;
    };
    let output = analyze("surveys/resident-services.json", &responses, &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("left out 2 columns that the survey does not read: `id`, `method`"),
        "{told}"
    );
    assert!(
        told.contains("`top_three`: closed the gap in 1 rankings"),
        "{told}"
    );
}

#[test]
fn the_groups_of_a_breakdown_are_all_the_answers() {
    let Some(responses) = case("needs/kcmo-fy2022/responses.csv") else {
        return;
    };
    let found = json(
        "surveys/resident-services.json",
        &responses,
        &["--by", "district"],
    );
    let groups = found["groups"].as_array().unwrap();
    let sizes: Vec<u64> = groups
        .iter()
        .map(|group| group["n"].as_u64().unwrap())
        .collect();
    assert_eq!(sizes, [159, 160, 150, 169, 181, 214]);
    assert_eq!(groups[0]["value"], "district_1");
    assert_eq!(groups[0]["needs"].as_array().unwrap().len(), 16);
}

/// The same answers as another export might write them: floats, `NA`, blanks, other columns, another order.
#[test]
fn another_way_of_writing_the_same_answers_gives_the_same_figures() {
    let Some(responses) = case("needs/kcmo-fy2022/responses.csv") else {
        return;
    };
    let text = std::fs::read_to_string(&responses).unwrap();
    let mut lines: Vec<String> = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let cells = line.split(',').rev().map(|cell| match (idx, cell) {
            (1.., "99") => String::new(),
            (1.., digit) if digit.len() == 1 && idx % 2 == 0 => format!("{digit}.0"),
            (_, cell) => cell.to_owned(),
        });
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    let rewritten =
        std::env::temp_dir().join(format!("commonground-survey-{}.csv", std::process::id()));
    std::fs::write(&rewritten, lines.join("\r\n")).unwrap();
    let found = json("surveys/resident-services.json", &rewritten, &[]);
    std::fs::remove_file(&rewritten).unwrap();
    same(
        &found,
        &expected(&responses.with_file_name("expected.json")),
        "",
    );
}

#[test]
fn the_best_worst_study_gives_its_published_scores() {
    let Some(responses) = case("values/issues/responses.csv") else {
        return;
    };
    let found = json("tests/data/issues.json", &responses, &[]);
    let expected = expected(&responses.with_file_name("expected.json"));
    same(&found["n"], &expected["respondents"], "n");
    let items = expected["items"].as_array().unwrap();
    assert_eq!(found["values"].as_array().unwrap().len(), items.len());
    for (found, expected) in found["values"].as_array().unwrap().iter().zip(items) {
        for (key, expected_key) in [
            ("item", "item"),
            ("shown", "shown"),
            ("best", "best"),
            ("worst", "worst"),
            ("score", "std"),
            ("sqrt_ratio", "sqrt_ratio"),
        ] {
            same(
                &found[key],
                &expected[expected_key],
                &format!("{}: {key}", expected["item"]),
            );
        }
        let [low, high] = [0, 1].map(|idx| found["score_interval"][idx].as_f64().unwrap());
        let score = found["score"].as_f64().unwrap();
        assert!(low < score && score < high && high - low < 0.2, "{found}");
    }
}
