//! A sound definition, one change at a time.

use crate::survey::read::read;

const SOUND: &str = r#"{
  "code": "all_kinds", "version": 1, "languages": ["en", "es"], "title": {"en": "All", "es": "Todo"},
  "sections": [{"code": "first", "title": "First", "questions": [
    {"code": "pick", "text": "Pick", "kind": "single", "choices": [
      {"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}]},
    {"code": "group", "text": "Who?", "kind": "single", "choices_from": "organisations"},
    {"code": "tick", "text": "Tick", "kind": "multiple", "min": 1, "max": 2, "other": true, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}, {"code": "none", "label": "None", "exclusive": true}]},
    {"code": "rate", "text": "Rate", "kind": "scale", "scale": {"min": 1, "max": 5, "labels": ["low", "high"]}},
    {"code": "grid", "text": "Grid", "kind": "matrix", "dont_know": true, "reads": {"dont_know": ["9"]}, "items": [
      {"code": "x", "label": "X", "column": "q1"}, {"code": "y", "label": "Y"}],
      "scale": {"min": 1, "max": 3, "labels": ["low", "middle", "high"]}},
    {"code": "both", "text": "Both", "kind": "importance_satisfaction", "items": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}],
      "importance": {"min": 1, "max": 5, "labels": ["low", "high"]}, "satisfaction": {"min": 0, "max": 10, "labels": ["low", "high"]}}]},
  {"code": "second", "title": "Second", "show_when": {"chosen": {"question": "pick", "any_of": ["yes"]}}, "questions": [
    {"code": "count", "text": "How many?", "kind": "number", "min": 0, "max": 10, "whole": true},
    {"code": "say", "text": "Say", "kind": "text", "max_length": 100},
    {"code": "day", "text": "When?", "kind": "date", "min": "2026-01-01", "max": "2026-12-31"},
    {"code": "order", "text": "Order", "kind": "ranking", "places": 2, "reads": {"columns": ["p1", "p2"]}, "choices": [
      {"code": "a", "label": "A", "value": "1"}, {"code": "b", "label": "B", "value": "2"}]},
    {"code": "duel", "text": "Duel", "kind": "best_worst", "best": "Best", "worst": "Worst", "items": [
      {"code": "u", "label": "U"}, {"code": "v", "label": "V"}, {"code": "w", "label": "W"}], "blocks": [["u", "v", "w"]]},
    {"code": "share", "text": "Share", "kind": "points", "total": 10, "show_when": {"between": {"question": "rate", "min": 2}}, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}]}]}],
  "analyses": [{"kind": "needs", "importance": "order", "satisfaction": "both"}, {"kind": "values", "question": "duel"},
    {"kind": "ratings", "question": "rate"}]
}"#;

/// Replaces `from` by `to` in the sound definition and expects exactly these faults, as `line: field: message part`.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(
        SOUND.matches(from).count(),
        1,
        "`{from}` must be there once"
    );
    let faults = read(&SOUND.replace(from, to)).expect_err("it is faulty");
    let found: Vec<String> = faults
        .iter()
        .map(|f| format!("{}: {}: {}", f.line, f.field, f.message))
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        let (line_field, part) = expected.rsplit_once(" | ").expect("line: field | message");
        assert!(
            found.starts_with(&format!("{line_field}: ")) && found.contains(part),
            "found {found}\nwanted {expected}"
        );
    }
}

#[test]
fn the_sound_definition_is_read_and_written_and_read_again() {
    let definition = read(SOUND).unwrap();
    assert_eq!(definition.questions().count(), 12);
    let written = serde_json::to_string(&definition).unwrap();
    assert_eq!(read(&written).unwrap(), definition);
    assert_eq!(read(&format!("\u{feff}{SOUND}")).unwrap(), definition);
}

#[test]
fn a_syntax_error_comes_alone_with_its_place() {
    for (text, line, message) in [
        ("", 1, "EOF"),
        ("{\n  \"code\": \"a\",\n}", 3, "trailing comma"),
        ("{\n // words\n}", 2, "key must be a string"),
        ("{\"a\": 1,\n\"b\": 01}", 2, "invalid number"),
        ("{} {}", 1, "trailing characters"),
        ("[\"never closed", 1, "EOF"),
        ("'a'", 1, "expected value"),
    ] {
        let faults = read(text).unwrap_err();
        assert_eq!(faults.len(), 1, "{text}");
        assert_eq!(faults[0].line, line, "{text}: {}", faults[0]);
        assert!(faults[0].message.contains(message), "{}", faults[0]);
    }
    let deep = "[".repeat(100_000);
    assert!(read(&deep).unwrap_err()[0].message.contains("recursion"));
    let long = " ".repeat(1 << 20) + "{}";
    assert!(read(&long).unwrap_err()[0].message.contains("longer than"));
    assert!(
        read("3").unwrap_err()[0]
            .message
            .contains("write an object")
    );
}

#[test]
fn keys_and_types_are_checked() {
    check(
        r#""version": 1"#,
        r#""version": "1""#,
        &["2: version | this is a text"],
    );
    check(
        r#""version": 1"#,
        r#""version": 1.5"#,
        &["2: version | whole number from 1"],
    );
    check(
        r#""version": 1, "#,
        "",
        &["1: version | `version` is missing"],
    );
    check(
        r#""version": 1"#,
        r#""verison": 1"#,
        &[
            "1: version | is missing",
            "2: verison | did you mean `version`?",
        ],
    );
    check(
        r#""version": 1"#,
        r#""version": 1, "version": 2"#,
        &["2: version | here twice"],
    );
    check(
        r#""version": 1"#,
        r#""version": 1, "colour": "red""#,
        &["2: colour | known here are $schema, code"],
    );
    check(
        r#""code": "all_kinds""#,
        r#""code": "All Kinds""#,
        &["2: code | is not a code"],
    );
    check(
        r#""text": "Pick""#,
        r#""text": 3"#,
        &["4: sections[0].questions[0].text | this is a number"],
    );
    check(
        r#""text": "Pick""#,
        r#""text": " ""#,
        &["4: sections[0].questions[0].text | is empty"],
    );
    check(
        r#""text": "Pick""#,
        r#""text": "a\u0000b""#,
        &["4: sections[0].questions[0].text | control character"],
    );
    check(
        r#""text": "Pick", "#,
        "",
        &["4: sections[0].questions[0].text | `text` is missing"],
    );
    check(
        r#""kind": "number""#,
        r#""kind": "numbr""#,
        &["16: sections[1].questions[0].kind | did you mean `number`? known are single"],
    );
    check(
        r#""whole": true"#,
        r#""whole": "yes""#,
        &["16: sections[1].questions[0].whole | write true or false"],
    );
    check(
        r#""whole": true"#,
        r#""random_order": true"#,
        &["16: sections[1].questions[0].random_order | unknown key"],
    );
    check(
        r#""choices_from": "organisations""#,
        r#""choices_from": "members""#,
        &["6: sections[0].questions[1].choices_from | write \"organisations\""],
    );
    check(
        r#", "choices_from": "organisations""#,
        "",
        &["6: sections[0].questions[1].choices | at least 2 choices are needed"],
    );
    check(
        r#"["u", "v", "w"]"#,
        r#""uvw""#,
        &["22: sections[1].questions[4].blocks[0] | write a list"],
    );
    check(
        r#""min": "2026-01-01""#,
        r#""min": "2026-13-01""#,
        &["18: sections[1].questions[2].min | is not a day"],
    );
}

#[test]
fn languages_are_checked() {
    check(
        r#"["en", "es"]"#,
        r#"["en", "es", "fr"]"#,
        &["2: title | the text in `fr` is missing"],
    );
    check(
        r#"["en", "es"]"#,
        r#"["en"]"#,
        &["2: title.es | `es` is not among `languages`"],
    );
    check(r#"["en", "es"]"#, "[]", &["2: languages | no language"]);
    check(
        r#"["en", "es"]"#,
        r#"["en", "es", "en"]"#,
        &["2: languages[2] | here twice"],
    );
    check(
        r#"["en", "es"]"#,
        r#"["en", "es", "e"]"#,
        &["2: languages[2] | is not a language tag"],
    );
}

#[test]
fn codes_are_checked() {
    check(
        r#""code": "second""#,
        r#""code": "first""#,
        &["15: sections[1].code | another section `first`"],
    );
    check(
        r#""code": "count""#,
        r#""code": "pick""#,
        &["16: sections[1].questions[0].code | another question `pick`"],
    );
    check(
        r#"{"code": "no", "label"#,
        r#"{"code": "yes", "label"#,
        &["5: sections[0].questions[0].choices[1].code | another choice `yes`"],
    );
    check(
        r#"{"code": "y", "label"#,
        r#"{"code": "x", "label"#,
        &["11: sections[0].questions[4].items[1].code | another item `x`"],
    );
    check(
        r#""code": "count""#,
        r#""code": "channel""#,
        &["16: sections[1].questions[0].code | every file has"],
    );
    check(
        r#"{"code": "none", "label"#,
        r#"{"code": "other", "label"#,
        &["8: sections[0].questions[2].choices[2].code | own *other*"],
    );
    check(
        r#"{"code": "none", "label"#,
        r#"{"code": "other_text", "label"#,
        &["7: sections[0].questions[2] | make the column `tick__other_text`"],
    );
}

#[test]
fn limits_that_cannot_be_met_are_told() {
    check(
        r#""max": 2, "other""#,
        r#""max": 9, "other""#,
        &["7: sections[0].questions[2].max | there are 4 choices"],
    );
    check(
        r#""min": 1, "max": 2"#,
        r#""min": 3, "max": 2"#,
        &["7: sections[0].questions[2].max | less than `min`"],
    );
    check(
        r#""min": 0, "max": 10, "whole""#,
        r#""min": 11, "max": 10, "whole""#,
        &["16: sections[1].questions[0].max | less than `min`"],
    );
    check(
        r#""min": 0, "max": 10, "whole""#,
        r#""min": 0.2, "max": 0.8, "whole""#,
        &["16: sections[1].questions[0].max | no whole number"],
    );
    check(
        r#""max": "2026-12-31""#,
        r#""max": "2025-12-31""#,
        &["18: sections[1].questions[2].max | less than `min`"],
    );
    check(
        r#""places": 2"#,
        r#""places": 3"#,
        &["19: sections[1].questions[3].places | there are 2 choices"],
    );
    check(
        r#""max_length": 100"#,
        r#""max_length": 0"#,
        &["17: sections[1].questions[1].max_length | from 1 to 20000"],
    );
    check(
        r#""total": 10"#,
        r#""total": 0"#,
        &["23: sections[1].questions[5].total | from 1"],
    );
    check(
        r#""total": 10"#,
        r#""total": 99999999999999999999"#,
        &["23: sections[1].questions[5].total | from 1"],
    );
}

#[test]
fn scales_are_checked() {
    check(
        r#"{"min": 1, "max": 5, "labels": ["low", "high"]}},"#,
        r#"{"min": 5, "max": 5, "labels": ["low", "high"]}},"#,
        &[
            "9: sections[0].questions[3].scale.max | greater than `min`",
            "26: analyses[2].question | fewer than 3 points",
        ],
    );
    check(
        r#""min": 0, "max": 10, "labels""#,
        r#""min": 0, "max": 11, "labels""#,
        &["14: sections[0].questions[5].satisfaction.max | has 12 points"],
    );
    check(
        r#"["low", "middle", "high"]"#,
        r#"["low", "a", "b", "high"]"#,
        &["12: sections[0].questions[4].scale.labels | write 2 for the ends or 3"],
    );
}

#[test]
fn blocks_are_checked() {
    check(
        r#"[["u", "v", "w"]]"#,
        r#"[["u", "v", "z"]]"#,
        &[
            "22: sections[1].questions[4].items[2].code | stands in no block",
            "22: sections[1].questions[4].blocks[0][2] | there is no item `z`",
        ],
    );
    check(
        r#"[["u", "v", "w"]]"#,
        r#"[["u", "v", "w", "u"]]"#,
        &["22: sections[1].questions[4].blocks[0][3] | in this block twice"],
    );
    check(
        r#"[["u", "v", "w"]]"#,
        r#"[["u", "v", "w"], ["u", "v"]]"#,
        &["22: sections[1].questions[4].blocks[1] | at least 3 items"],
    );
    check(
        r#"[["u", "v", "w"]]"#,
        "[]",
        &["22: sections[1].questions[4].blocks | no block"],
    );
}

#[test]
fn conditions_are_checked() {
    let shown = r#"{"chosen": {"question": "pick", "any_of": ["yes"]}}"#;
    let at = "15: sections[1].show_when";
    let one = |to: &str, expected: &str| check(shown, to, &[&format!("{at}{expected}")]);
    one(
        r#"{"answered": "pikc"}"#,
        ".answered | did you mean `pick`?",
    );
    one(r#"{"answered": "say"}"#, ".answered | not asked before");
    one(
        r#"{"chosen": {"question": "pick", "any_of": ["yess"]}}"#,
        ".chosen.any_of[0] | did you mean `yes`?",
    );
    one(
        r#"{"chosen": {"question": "pick", "any_of": []}}"#,
        ".chosen.any_of | at least one",
    );
    one(
        r#"{"chosen": {"question": "rate", "any_of": ["yes"]}}"#,
        ".chosen.question | has no choices",
    );
    one(
        r#"{"between": {"question": "pick", "min": 1}}"#,
        ".between.question | is no number",
    );
    one(
        r#"{"between": {"question": "rate"}}"#,
        ".between | give `min`, `max` or both",
    );
    one(
        r#"{"between": {"question": "rate", "min": 3, "max": 2}}"#,
        ".between.max | less than `min`",
    );
    one(r#"{"all": [], "any": []}"#, " | exactly one of");
    one("{}", " | exactly one of");
    one(
        r#"{"all": [{"not": {"answered": "nothing"}}]}"#,
        ".all[0].not.answered | no question `nothing`",
    );
    one(
        &format!(
            "{}{{\"answered\": \"pick\"}}{}",
            "{\"not\": ".repeat(8),
            "}".repeat(8)
        ),
        &format!("{} | more than 8 deep", ".not".repeat(8)),
    );
    check(
        r#""between": {"question": "rate""#,
        r#""between": {"question": "share""#,
        &[
            "23: sections[1].questions[5].show_when.between.question | not asked before",
            "23: sections[1].questions[5].show_when.between.question | is no number",
        ],
    );
}

#[test]
fn foreign_columns_are_checked() {
    check(
        r#""columns": ["p1", "p2"]"#,
        r#""columns": ["p1", "p2", "p3"]"#,
        &["19: sections[1].questions[3].reads.columns | for 2 places"],
    );
    check(
        r#""columns": ["p1", "p2"]"#,
        r#""column": "p1""#,
        &["19: sections[1].questions[3].reads.column | take `column` out"],
    );
    check(
        r#""value": "2""#,
        r#""value": "1""#,
        &["20: sections[1].questions[3].choices[1].value | another choice has the value"],
    );
    check(
        r#""dont_know": true, "#,
        "",
        &["10: sections[0].questions[4].reads.dont_know | use `no_answer`"],
    );
    check(
        r#"{"code": "u", "label": "U"}"#,
        r#"{"code": "u", "label": "U", "column": "c"}"#,
        &["22: sections[1].questions[4].items[0].column | only the items of a `matrix`"],
    );
    check(
        r#""reads": {"dont_know": ["9"]}"#,
        r#""reads": {"long": {"respondent": "r", "block": "b", "item": "i", "value": "v", "best": "1", "worst": "1"}}"#,
        &[
            "10: sections[0].questions[4].reads.long | only a `best_worst`",
            "10: sections[0].questions[4].reads.long.worst | must differ",
        ],
    );
}

#[test]
fn analyses_are_checked() {
    check(
        r#""importance": "order""#,
        r#""importance": "pick""#,
        &["25: analyses[0].importance | name a `ranking`"],
    );
    check(
        r#""satisfaction": "both""#,
        r#""satisfaction": "grid""#,
        &["25: analyses[0].satisfaction | only one has `a`, `b`, `x`, `y`"],
    );
    check(
        r#""kind": "values", "question": "duel""#,
        r#""kind": "values", "question": "pick""#,
        &["25: analyses[1].question | name a `best_worst`"],
    );
    check(
        r#"{"kind": "ratings", "question": "rate"}"#,
        r#"{"kind": "ratings", "question": "say"}"#,
        &["26: analyses[2].question | name a `scale`"],
    );
    check(
        r#"{"kind": "ratings", "question": "rate"}"#,
        r#"{"kind": "values", "question": "duel"}"#,
        &["26: analyses[2] | another `values`"],
    );
    check(
        r#"{"kind": "values", "question": "duel"}"#,
        r#"{"kind": "moods"}, {"kind": "ratings", "question": "rate"}"#,
        &[
            "25: analyses[1].kind | known are needs, values, ratings",
            "26: analyses[3].question | here twice",
        ],
    );
}

#[test]
fn empty_parts_are_told() {
    check(
        r#""title": "Second""#,
        r#""title": "Second", "introduction": """#,
        &["15: sections[1].introduction | is empty"],
    );
    let faults =
        read(r#"{"code": "a", "version": 1, "title": "A", "languages": ["en"], "sections": []}"#)
            .unwrap_err();
    assert!(faults[0].message.contains("no section"), "{}", faults[0]);
    let faults = read(r#"{"code": "a", "version": 1, "title": "A", "languages": ["en"], "sections": [{"code": "b", "title": "B", "questions": []}]}"#).unwrap_err();
    assert_eq!(faults[0].field, "sections[0].questions");
}

#[test]
fn everything_wrong_is_told_at_once_in_the_order_of_the_text() {
    let faulty = SOUND
        .replace(r#""version": 1"#, r#""version": 0"#)
        .replace(r#""any_of": ["yes"]"#, r#""any_of": ["maybe"]"#)
        .replace(r#""total": 10"#, r#""total": -1"#);
    let fields: Vec<String> = read(&faulty)
        .unwrap_err()
        .into_iter()
        .map(|f| f.field)
        .collect();
    assert_eq!(
        fields,
        [
            "version",
            "sections[1].show_when.chosen.any_of[0]",
            "sections[1].questions[5].total"
        ]
    );
}

#[test]
fn a_file_that_is_wrong_all_through_is_done_with_soon() {
    let keys: Vec<String> = (0..90_000).map(|n| format!("\"k{n}\":0")).collect();
    let faults = read(&format!("{{{}}}", keys.join(","))).unwrap_err();
    assert_eq!(faults.len(), 1_000);
    let last = faults.last().unwrap();
    assert_eq!(last.line, 1);
    assert!(last.column > 1_000, "{last}");
}
