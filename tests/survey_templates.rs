//! The templates in `surveys/` are sound, in both languages, and fit their schema.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use commonground::model::definition::{Definition, Kind};
use commonground::model::text::Lang;
use commonground::survey::{RawAnswers, Register, Scope, parse, read, schema};

fn surveys() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

fn templates() -> BTreeMap<String, Definition> {
    surveys()
        .into_iter()
        .filter(|(name, _)| name != "survey.schema.json")
        .map(|(name, text)| match read(&text) {
            Ok(definition) => (name, definition),
            Err(faults) => panic!("{name}: {faults:#?}"),
        })
        .collect()
}

#[test]
fn every_template_is_sound_and_comes_back_from_what_it_is_stored_as() {
    let templates = templates();
    let names: Vec<&String> = templates.keys().collect();
    assert_eq!(
        names,
        [
            "needs-analysis.json",
            "pulse.json",
            "resident-services.json",
            "values-assessment.json"
        ]
    );
    for (name, definition) in &templates {
        let stored = serde_json::to_string(definition).unwrap();
        assert_eq!(&read(&stored).unwrap(), definition, "{name}");
        assert_eq!(name.replace('-', "_"), format!("{}.json", definition.code));
        let languages: Vec<&str> = definition.languages.iter().map(Lang::as_str).collect();
        assert_eq!(languages, ["en", "es"], "{name}");
    }
}

#[test]
fn no_text_of_a_template_is_in_one_language_only() {
    for (name, text) in surveys() {
        if name == "survey.schema.json" {
            continue;
        }
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["$schema"], "./survey.schema.json", "{name}");
        both(&name, &json);
    }
}

/// Every text key holds a map of languages.
fn both(path: &str, json: &serde_json::Value) {
    const TEXTS: [&str; 9] = [
        "title",
        "introduction",
        "thanks",
        "text",
        "hint",
        "label",
        "best",
        "worst",
        "unit",
    ];
    match json {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                let path = format!("{path}.{key}");
                assert!(
                    !TEXTS.contains(&key.as_str()) || value.is_object(),
                    "{path} is plain"
                );
                both(&path, value);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| both(path, value)),
        _ => {}
    }
}

#[test]
fn the_schema_in_the_folder_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/survey.schema.json");
    let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(
        kept,
        schema(),
        "run `commonground survey schema > surveys/survey.schema.json`"
    );
}

#[test]
fn every_pair_of_values_meets_once_and_stands_at_every_place() {
    let templates = templates();
    let question = templates["values-assessment.json"]
        .question("values")
        .unwrap();
    let Kind::BestWorst { items, blocks, .. } = &question.kind else {
        panic!("`values` is of another kind");
    };
    assert_eq!((items.len(), blocks.len()), (13, 13));
    let mut pairs = BTreeSet::new();
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for block in blocks {
        assert_eq!(block.len(), 4);
        for (place, a) in block.iter().enumerate() {
            places.entry(a.as_str()).or_default().insert(place);
            for b in block.iter().filter(|b| *b > a) {
                assert!(pairs.insert((a, b)), "{a} and {b} meet twice");
            }
        }
    }
    assert_eq!(pairs.len(), 13 * 12 / 2);
    assert!(
        places.values().all(|places| places.len() >= 2),
        "{places:?}"
    );
}

#[test]
fn an_empty_form_of_a_template_misses_only_what_is_required() {
    for (name, definition) in templates() {
        let parsed = parse(&definition, &RawAnswers::new(), Scope::All, Register::Any);
        let missed: BTreeSet<&str> = parsed.errors.iter().map(|e| e.question.as_str()).collect();
        let required: BTreeSet<&str> = definition
            .questions()
            .filter(|question| question.required)
            .map(|question| question.code.as_str())
            .collect();
        assert_eq!(missed, required, "{name}");
    }
}
