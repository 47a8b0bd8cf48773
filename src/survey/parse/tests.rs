//! Forms and rows as they come in, and what is read from them or told.

use proptest::prelude::*;

use super::*;
use crate::survey::{raw, read};

const DEFINITION: &str = r#"{
  "code": "form", "version": 1, "languages": ["en"], "title": "Form",
  "sections": [{"code": "first", "title": "First", "questions": [
    {"code": "pick", "text": "?", "kind": "single", "required": true, "other": true, "dont_know": true, "choices": [
      {"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}]},
    {"code": "group", "text": "?", "kind": "single", "choices_from": "organisations"},
    {"code": "tick", "text": "?", "kind": "multiple", "min": 2, "max": 2, "other": true, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}, {"code": "c", "label": "C"},
      {"code": "none", "label": "None", "exclusive": true}]},
    {"code": "rate", "text": "?", "kind": "scale", "dont_know": true, "scale": {"min": 1, "max": 5, "labels": ["low", "high"]}},
    {"code": "count", "text": "?", "kind": "number", "min": 0, "max": 100, "whole": true},
    {"code": "size", "text": "?", "kind": "number"},
    {"code": "say", "text": "?", "kind": "text", "max_length": 10},
    {"code": "line", "text": "?", "kind": "text", "one_line": true},
    {"code": "day", "text": "?", "kind": "date", "min": "2026-01-01"}]},
  {"code": "second", "title": "Second", "show_when": {"not": {"chosen": {"question": "pick", "any_of": ["no"]}}}, "questions": [
    {"code": "grid", "text": "?", "kind": "matrix", "required": true, "items": [{"code": "x", "label": "X"}, {"code": "y", "label": "Y"}],
      "scale": {"min": 1, "max": 3, "labels": ["low", "high"]}},
    {"code": "both", "text": "?", "kind": "importance_satisfaction", "dont_know": true, "items": [{"code": "x", "label": "X"}, {"code": "y", "label": "Y"}],
      "importance": {"min": 1, "max": 5, "labels": ["low", "high"]}, "satisfaction": {"min": 1, "max": 5, "labels": ["low", "high"]}},
    {"code": "order", "text": "?", "kind": "ranking", "places": 3, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}, {"code": "c", "label": "C"}, {"code": "d", "label": "D"}]},
    {"code": "duel", "text": "?", "kind": "best_worst", "best": "Best", "worst": "Worst", "items": [
      {"code": "u", "label": "U"}, {"code": "v", "label": "V"}, {"code": "w", "label": "W"}], "blocks": [["u", "v", "w"], ["u", "w", "v"]]},
    {"code": "share", "text": "?", "kind": "points", "total": 10, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}]}]}]
}"#;

fn definition() -> Definition {
    read(DEFINITION).unwrap()
}

fn organisations() -> Vec<Choice> {
    vec![Choice {
        code: Code::parse("01jd").unwrap(),
        label: "Union".into(),
        exclusive: false,
        value: None,
    }]
}

/// `field=value` parts joined by `&`; a field may come several times.
fn fields(form: &str) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (field, value) in form.split('&').filter_map(|part| part.split_once('=')) {
        raw.entry(field.to_owned())
            .or_default()
            .push(value.to_owned());
    }
    raw
}

fn problems(form: &str, scope: Scope) -> Vec<String> {
    let known = organisations();
    let parsed = parse(&definition(), &fields(form), scope, Register::Known(&known));
    let told = parsed.errors.iter();
    told.map(|error| format!("{}: {}", error.field, error.problem))
        .collect()
}

/// A form whose other required questions are answered.
#[track_caller]
fn check(form: &str, expected: &[&str]) {
    let form = format!("pick=yes&grid__x=1&grid__y=2&{form}");
    assert_eq!(problems(&form, Scope::All), expected, "{form}");
}

#[test]
fn sound_forms_have_no_problem() {
    for form in [
        "",
        "pick=yes",
        "tick__a=1&tick__b=on",
        "tick__a=0&tick__a=1&tick__b=1",
        "tick__none=1",
        "tick__a=1&tick__other=1&tick__other_text=mine",
        "group=01jd",
        "rate=DK",
        "count=007",
        "size=-3.25",
        "say=0123456789",
        "say= 0123456789 \r\n",
        "day=2026-01-01",
        "both__x__imp=5&both__x__sat=DK",
        "order__place_1=d&order__place_2=a",
        "order__rank_a=2&order__rank_d=1",
        "order__order=d>a&order__rank_a=2&order__rank_d=1",
        "duel__b2_best=u&duel__b2_worst=v",
        "share__a=10",
        "share__a=0&share__b=0",
        "csrf=token&move=order:up&pick=yes",
    ] {
        check(form, &[]);
    }
}

#[test]
fn picks_are_checked() {
    check("tick__a=1", &["tick__a: pick at least 2, not 1"]);
    check(
        "tick__a=1&tick__b=1&tick__c=1",
        &["tick__a: pick at most 2, not 3"],
    );
    check(
        "tick__a=1&tick__none=1",
        &["tick__none: `none` goes alone; pick it or the others"],
    );
    check(
        "tick__a=1&tick__b=2",
        &[
            "tick__b: `2` is not one of the choices",
            "tick__a: pick at least 2, not 1",
        ],
    );
    check(
        "tick__a=1&tick__b=1&tick__other=1",
        &["tick__other_text: say in a few words what the other is"],
    );
    check(
        "tick__z=1",
        &["tick__z: there is no such field; take it out"],
    );
    check("group=01xx", &["group: `01xx` is not one of the choices"]);
    check(
        &format!("group={}", "é".repeat(50)),
        &[&format!(
            "group: `{}…` is not one of the choices",
            "é".repeat(40)
        )],
    );
    check("pick=no", &["pick: only one answer fits here"]);
}

#[test]
fn a_single_choice_may_be_other_or_unknown() {
    let one = |form: &str| problems(&format!("grid__x=1&grid__y=2&{form}"), Scope::All);
    assert_eq!(one("pick="), ["pick: an answer is needed here"]);
    assert_eq!(
        one("pick=maybe"),
        ["pick: `maybe` is not one of the choices"]
    );
    assert_eq!(
        one("pick=other"),
        ["pick__other_text: say in a few words what the other is"]
    );
    assert_eq!(one("pick=DK"), [""; 0]);
    assert_eq!(one("pick__other_text=mine"), [""; 0]);
    let parsed = parse(
        &definition(),
        &fields("pick=no&pick__other_text=left over"),
        Scope::All,
        Register::Any,
    );
    assert_eq!(
        parsed.answers[&Code::parse("pick").unwrap()],
        Answer::Choice(Code::parse("no").unwrap())
    );
    let long = format!("pick=other&pick__other_text={}", "x".repeat(201));
    assert_eq!(
        one(&long)[0],
        "pick__other_text: use at most 200 characters, not 201"
    );
}

#[test]
fn numbers_texts_and_days_are_checked() {
    check("rate=6", &["rate: write a number from 1 to 5"]);
    check(
        "rate=three",
        &["rate: `three` is not a number; write it like 12 or 12.5"],
    );
    check("count=101", &["count: write a number from 0 to 100"]);
    check("count=1.5", &["count: write a whole number"]);
    for odd in ["NaN", "inf", "1e5", "1,5", "0x10", "--1"] {
        let told = format!("size: `{odd}` is not a number; write it like 12 or 12.5");
        check(&format!("size={odd}"), &[&told]);
    }
    check(
        "size=99999999999999999999",
        &["size: write a number from -9007199254740992 to 9007199254740992"],
    );
    check(
        "say=01234567890",
        &["say: use at most 10 characters, not 11"],
    );
    check(
        "day=2026-02-30",
        &["day: `2026-02-30` is not a day; write it like 2026-11-23"],
    );
    check(
        "day=2025-12-31",
        &["day: choose a day not before 2026-01-01"],
    );
    check(
        "both__x__imp=DK",
        &["both__x__imp: `DK` is not a number; write it like 12 or 12.5"],
    );
}

#[test]
fn texts_lose_control_characters_and_ends() {
    let parsed = parse(
        &definition(),
        &fields("say= a\u{0}b\r\nc\td \u{1b}&line= x\r\ny  z "),
        Scope::Row,
        Register::Any,
    );
    let text = |code: &str| parsed.answers[&Code::parse(code).unwrap()].clone();
    assert_eq!(text("say"), Answer::Text("ab\nc\td".to_owned()));
    assert_eq!(text("line"), Answer::Text("x y z".to_owned()));
}

#[test]
fn rankings_are_checked() {
    check(
        "order__rank_a=1&order__rank_b=1",
        &["order__rank_b: `a`, `b` have the same place 1; give each its own"],
    );
    check(
        "order__rank_a=1&order__rank_b=3",
        &[
            "order__rank_b: place 2 is empty although a later one is filled; fill it or move the later ones up",
        ],
    );
    check(
        "order__rank_a=5",
        &["order__rank_a: write a number from 1 to 4"],
    );
    check(
        "order__rank_a=first",
        &["order__rank_a: `first` is not a number; write it like 12 or 12.5"],
    );
    check(
        "order__place_1=a&order__place_2=a",
        &["order__place_2: `a` has more than one place; name it once"],
    );
    check(
        "order__place_2=a",
        &[
            "order__place_2: place 1 is empty although a later one is filled; fill it or move the later ones up",
        ],
    );
    check(
        "order__place_1=z",
        &["order__place_1: `z` is not one of the choices"],
    );
    check(
        "order__place_5=a",
        &["order__place_5: there is no such field; take it out"],
    );
    check(
        "order__order=a>b>c>d",
        &["order__rank_a: pick at most 3, not 4"],
    );
    check(
        "order__order=a>>b",
        &[
            "order__order: place 2 is empty although a later one is filled; fill it or move the later ones up",
        ],
    );
    check(
        "order__order=a>b>a",
        &["order__order: `a` has more than one place; name it once"],
    );
    check(
        "order__order=a=b",
        &["order__rank_b: `a`, `b` have the same place 1; give each its own"],
    );
    check(
        "order__order=a>b&order__rank_b=1&order__rank_a=2",
        &["order__order: the order and the places differ; keep one of them or make them agree"],
    );
    assert!(!problems("order__rank_a=1&order__rank_b=1", Scope::Section(1)).is_empty());
}

#[test]
fn blocks_points_and_rows_are_checked() {
    check(
        "duel__b1_best=u",
        &["duel__b1_worst: pick both a best and a worst in set 1"],
    );
    check(
        "duel__b2_worst=u",
        &["duel__b2_best: pick both a best and a worst in set 2"],
    );
    check(
        "duel__b1_best=u&duel__b1_worst=u",
        &["duel__b1_worst: `u` cannot be both best and worst of set 1"],
    );
    check(
        "duel__b1_best=x",
        &["duel__b1_best: `x` is not one of the choices"],
    );
    check(
        "share__a=3&share__b=4",
        &["share__a: the points add up to 7; divide exactly 10"],
    );
    check(
        "share__a=-1&share__b=11",
        &["share__a: write a number from 0 to 10"],
    );
    check(
        "share__a=many",
        &["share__a: `many` is not a number; write it like 12 or 12.5"],
    );
    assert_eq!(
        problems("pick=yes&grid__y=9", Scope::All),
        [
            "grid__x: an answer is needed here",
            "grid__y: write a number from 1 to 3"
        ]
    );
}

#[test]
fn every_problem_is_told_once() {
    assert_eq!(
        problems("tick__a=1&rate=9&count=x", Scope::All),
        [
            "pick: an answer is needed here",
            "tick__a: pick at least 2, not 1",
            "rate: write a number from 1 to 5",
            "count: `x` is not a number; write it like 12 or 12.5",
            "grid__x: an answer is needed here",
            "grid__y: an answer is needed here",
        ]
    );
}

#[test]
fn a_section_tells_its_own_problems_only_and_hidden_ones_are_dropped() {
    assert_eq!(
        problems("", Scope::Section(0)),
        ["pick: an answer is needed here"]
    );
    assert_eq!(problems("", Scope::Section(1)).len(), 2);
    let hidden = "pick=no&grid__x=9&share__a=1&share__b=9";
    assert_eq!(problems(hidden, Scope::All), [""; 0]);
    let parsed = parse(&definition(), &fields(hidden), Scope::All, Register::Any);
    assert_eq!(parsed.answers.len(), 1);
}

#[test]
fn a_row_demands_nothing_and_hides_nothing() {
    let row = "pick=no&order__order=a>b=c&duel__b1_best=u&share__a=4&share__b=6&nonsense=1";
    let parsed = parse(&definition(), &fields(row), Scope::Row, Register::Any);
    assert_eq!(parsed.errors, []);
    assert_eq!(parsed.answers.len(), 4);
    // After equals, the next place may be written as 2 or as 3.
    for next in [2, 3] {
        let row = format!("order__rank_a=1&order__rank_c=1&order__rank_b={next}");
        let parsed = parse(&definition(), &fields(&row), Scope::Row, Register::Any);
        assert_eq!(parsed.errors, []);
    }
}

#[test]
fn an_untouched_ranking_is_no_answer() {
    let parsed = parse(
        &definition(),
        &fields("pick=yes&order__rank_a=&order__order=&order__place_1="),
        Scope::All,
        Register::Any,
    );
    assert!(!parsed.answers.contains_key(&Code::parse("order").unwrap()));
}

/// Fields at random, sound and unsound.
fn any_form() -> impl Strategy<Value = RawAnswers> {
    let names: Vec<String> = definition()
        .questions()
        .flat_map(columns)
        .map(|column| column.name)
        .chain(["order__place_1".to_owned(), "tick__other".to_owned()])
        .collect();
    let value = prop_oneof![
        4 => "[0-6]",
        2 => prop::sample::select(vec!["yes", "no", "a", "b", "u", "v", "DK", "other", "a>b=c", "2026-05-01", "10", ""]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ];
    prop::collection::btree_map(
        prop::sample::select(names),
        prop::collection::vec(value, 1..2),
        0..40,
    )
}

proptest! {
    #[test]
    fn what_was_read_comes_back_from_its_fields(form in any_form()) {
        let definition = definition();
        for scope in [Scope::All, Scope::Row] {
            let parsed = parse(&definition, &form, scope, Register::Any);
            let again = parse(&definition, &raw(&definition, &parsed.answers), scope, Register::Any);
            prop_assert_eq!(&again.answers, &parsed.answers);
            let fields: BTreeSet<&String> = parsed.errors.iter().map(|e| &e.field).collect();
            prop_assert_eq!(fields.len(), parsed.errors.len());
        }
    }
}
