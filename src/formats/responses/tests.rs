//! Files out and in again, files of other tools, and files that are wrong.

use proptest::prelude::*;

use super::*;
use crate::formats::cells::{Guard, Mark};
use crate::formats::codebook::codebook;
use crate::model::definition::Definition;
use crate::survey::{self, RawAnswers, Register, Scope};

const DEFINITION: &str = r#"{
  "code": "form", "version": 1, "languages": ["en"], "title": "Form",
  "sections": [{"code": "first", "title": "First", "questions": [
    {"code": "pick", "text": "?", "kind": "single", "other": true, "background": true,
      "reads": {"column": "P", "no_answer": ["0"]}, "choices": [
      {"code": "yes", "label": "Yes", "value": "1"}, {"code": "no", "label": "No", "value": "2"}]},
    {"code": "tick", "text": "?", "kind": "multiple", "other": true,
      "show_when": {"chosen": {"question": "pick", "any_of": ["yes"]}}, "choices": [
      {"code": "a", "label": "A"}, {"code": "b", "label": "B"}]},
    {"code": "size", "text": "?", "kind": "number", "reads": {"column": "S"}},
    {"code": "say", "text": "=say?", "kind": "text"},
    {"code": "line", "text": "?", "kind": "text", "one_line": true},
    {"code": "grid", "text": "?", "kind": "matrix", "dont_know": true, "reads": {"dont_know": ["9"], "no_answer": ["99"]},
      "items": [{"code": "x", "label": "X", "column": "G1"}, {"code": "y", "label": "Y", "column": "G2"}],
      "scale": {"min": 1, "max": 5, "labels": ["low", "high"]}},
    {"code": "order", "text": "?", "kind": "ranking", "reads": {"columns": ["R1", "R2", "R3"], "no_answer": ["99"]}, "choices": [
      {"code": "a", "label": "A", "value": "1"}, {"code": "b", "label": "B", "value": "2"}, {"code": "c", "label": "C", "value": "3"}]}]}]
}"#;

fn definition() -> Definition {
    survey::read(DEFINITION).unwrap()
}

fn csv(definition: &Definition, answers: &[Answers], guard: Guard) -> String {
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(
        &mut bytes,
        definition,
        Columns::Organisation,
        guard,
        Mark::Bom,
    )
    .unwrap();
    for answers in answers {
        let row = Row {
            response_id: "r1",
            answers,
            submitted_on: Day::parse("2026-11-23"),
            channel: Channel::Open,
            language: Some(&Lang::english()),
            organisation: Some("=Union"),
            member: None,
            background_withheld: false,
        };
        writer.row(&row).unwrap();
    }
    String::from_utf8(bytes).unwrap()
}

fn answers(fields: &[(&str, &str)]) -> Answers {
    let raw: RawAnswers = fields
        .iter()
        .map(|(field, value)| ((*field).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let parsed = survey::parse(&definition(), &raw, Scope::Row, Register::Any);
    assert_eq!(parsed.errors, []);
    parsed.answers
}

#[test]
fn the_layout_is_that_of_the_contract() {
    let answers = [
        answers(&[
            ("pick", "yes"),
            ("tick__b", "1"),
            ("size", "-5"),
            ("say", "=1+1\n2"),
            ("order__order", "c>a=b"),
            ("grid__y", "DK"),
        ]),
        answers(&[
            ("pick", "other"),
            ("pick__other_text", "@me"),
            ("grid__x", "3"),
        ]),
        answers(&[("pick", "yes")]),
    ];
    assert_eq!(
        csv(&definition(), &answers, Guard::On),
        "\u{feff}response_id,submitted_on,channel,language,organisation,pick,pick__other_text,tick__a,tick__b,tick__other_text,\
         size,say,line,grid__x,grid__y,order__rank_a,order__rank_b,order__rank_c,order__order\r\n\
         r1,2026-11-23,open,en,'=Union,yes,,0,1,,-5,\"'=1+1\n2\",,,DK,2,2,1,c>a=b\r\n\
         r1,2026-11-23,open,en,'=Union,other,'@me,,,,,,,3,,,,,\r\n\
         r1,2026-11-23,open,en,'=Union,yes,,0,0,,,,,,,,,,\r\n"
    );
    assert!(csv(&definition(), &answers, Guard::Raw).contains(",=Union,other,@me,"));
}

#[test]
fn withheld_background_cells_are_empty_and_the_file_is_still_read() {
    let definition = definition();
    let given = answers(&[("pick", "yes"), ("tick__a", "1")]);
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(
        &mut bytes,
        &definition,
        Columns::Answers,
        Guard::On,
        Mark::None,
    )
    .unwrap();
    let row = Row {
        response_id: "1",
        answers: &given,
        submitted_on: None,
        channel: Channel::Invited,
        language: None,
        organisation: None,
        member: None,
        background_withheld: true,
    };
    writer.row(&row).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("\r\n1,,invited,,,,1,0,"), "{text}");
    let read = read(&definition, &bytes, Register::Any).unwrap();
    assert_eq!(read.rows[0].answers, answers(&[("tick__a", "1")]));
    assert_eq!(
        background(&definition, &given),
        Some(vec!["yes".to_owned(), String::new()])
    );
    assert_eq!(background(&definition, &Answers::new()), None);
}

#[test]
fn the_codebook_has_every_column_and_guards_its_words() {
    let definition = definition();
    let text = String::from_utf8(
        codebook(&definition, Columns::Member, &Lang::english()).to_csv(Guard::On, Mark::None),
    )
    .unwrap();
    for column in definition.questions().flat_map(survey::columns) {
        assert!(
            text.contains(&format!("\r\n{},", column.name)),
            "{}",
            column.name
        );
    }
    assert!(text.contains("\r\nmember,,,,who answered,,,\r\n"));
    assert!(text.contains("say,'=say?,text,"));
    assert!(text.contains("\r\ntick__a,?,multiple,a,A,,empty = not shown,pick is yes\r\n"));
    assert!(
        text.contains("\r\ngrid__y,?,matrix,5,high,1 to 5,empty = no answer; DK = don't know,\r\n")
    );
}

#[track_caller]
fn check_bad(file: &str, expected: &[&str]) {
    let faults = read(&definition(), file.as_bytes(), Register::Any).expect_err("it is wrong");
    let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn wrong_files_tell_every_line_and_column() {
    check_bad(
        "",
        &["1: the file is empty; it needs a row with the names of the columns"],
    );
    check_bad(
        "\u{feff}\r\n \r\n",
        &["1: the file is empty; it needs a row with the names of the columns"],
    );
    check_bad(
        "name,age\r\nx,3\r\n",
        &["1: none of these columns belongs to the survey `form`; is it the right file?"],
    );
    check_bad(
        "pick,pick\nyes,no\n",
        &["1: pick: this column is there twice; rename or remove one"],
    );
    check_bad(
        "pick,colour\nyes,red\n",
        &["1: colour: the survey has no such column; rename it or take it out"],
    );
    check_bad(
        "pick,say\nyes\nno,x,y\n",
        &[
            "2: this row has 1 cells, the header has 2; mend the commas and quotes",
            "3: this row has 3 cells, the header has 2; mend the commas and quotes",
        ],
    );
    check_bad(
        "pick,say\nyes,\"a\nb\"\nno,\"never\nclosed\n",
        &["4: a quote is opened here and never closed; close it or double it"],
    );
    check_bad(
        "pick,say\nmaybe,\"a\nb\"\n\nno,x\nperhaps,\n",
        &[
            "2: pick: `maybe` is not one of the choices",
            "6: pick: `perhaps` is not one of the choices",
        ],
    );
    check_bad(
        "grid__x,size\n6,ten\n,\nfour,3\n",
        &[
            "2: size: `ten` is not a number; write it like 12 or 12.5",
            "2: grid__x: write a number from 1 to 5",
            "4: grid__x: `four` is not a number; write it like 12 or 12.5",
        ],
    );
    check_bad(
        "order__rank_a,order__rank_b,order__order\n1,2,b>a\n1,3,\n",
        &[
            "2: order__order: the order and the places differ; keep one of them or make them agree",
            "3: order__rank_b: place 2 is empty although a later one is filled; fill it or move the later ones up",
        ],
    );
    check_bad(
        "submitted_on,channel,language,pick\nyesterday,pigeon,x,yes\n",
        &[
            "2: submitted_on: this is not a day; write it like 2026-11-23",
            "2: channel: this is not a channel; write invited, open or imported",
            "2: language: this is not a language tag; write one like en or es",
        ],
    );
    check_bad(
        "tick__a,tick__b\n2,1\n",
        &["2: tick__a: `2` is not one of the choices"],
    );
    let not_utf8 = read(&definition(), b"pick\nyes\nn\xff\n", Register::Any).unwrap_err();
    assert_eq!(
        not_utf8[0].to_string(),
        "3: this line is not UTF-8; save the file as CSV UTF-8"
    );
    let utf16 = read(&definition(), b"\xff\xfep\0", Register::Any).unwrap_err();
    assert_eq!(
        utf16[0].to_string(),
        "1: the file is UTF-16; save it as CSV UTF-8"
    );
}

#[test]
fn a_thousand_faults_are_enough() {
    let file = format!("pick\n{}", "maybe\n".repeat(1_500));
    let faults = read(&definition(), file.as_bytes(), Register::Any).unwrap_err();
    assert_eq!(faults.len(), 1_001);
    assert_eq!(faults[1_000].message, "and 500 more after this");
}

#[test]
fn a_header_alone_holds_no_responses_and_empty_rows_are_counted() {
    assert_eq!(
        read(&definition(), b"pick\n", Register::Any).unwrap().rows,
        []
    );
    let all: Vec<String> = definition()
        .questions()
        .flat_map(survey::columns)
        .map(|c| c.name)
        .collect();
    let file = format!("{}\n{}\n", all.join(";"), ";".repeat(all.len() - 1));
    let read = read(&definition(), file.as_bytes(), Register::Any).unwrap();
    assert_eq!((read.rows.len(), read.notes), (0, vec![Note::EmptyRows(1)]));
}

#[test]
fn another_tools_file_is_read_by_its_columns_and_what_is_mended_is_counted() {
    let file = "id,P,S,G1,G2,R1,R2,R3\n\
                1,1,2.5,5,9,3,1,3\n\
                2,2.0,,1.0,99,99,2,\n\
                3,0,7,NA,,,NA,\n\
                4,8,1,2,3,1,2,3\n";
    let read = read(&definition(), file.as_bytes(), Register::Any).unwrap();
    let expected = [
        vec![
            ("pick", "yes"),
            ("size", "2.5"),
            ("grid__x", "5"),
            ("grid__y", "DK"),
            ("order__order", "c>a"),
        ],
        vec![("pick", "no"), ("grid__x", "1"), ("order__order", "b")],
        vec![("size", "7")],
        vec![
            ("size", "1"),
            ("grid__x", "2"),
            ("grid__y", "3"),
            ("order__order", "a>b>c"),
        ],
    ];
    for (row, expected) in read.rows.iter().zip(&expected) {
        assert_eq!(row.answers, answers(expected), "line {}", row.line);
    }
    assert_eq!(
        read.notes,
        [
            Note::IgnoredColumns(vec!["id".to_owned()]),
            Note::RepeatedPicks {
                question: "order".to_owned(),
                count: 1
            },
            Note::ClosedGaps {
                question: "order".to_owned(),
                count: 1
            },
            Note::UnknownBackground {
                question: "pick".to_owned(),
                count: 1
            },
        ]
    );
}

#[test]
fn a_value_that_stands_for_nothing_is_told() {
    check_bad(
        "P,S,G1,G2,R1,R2,R3\n1,many,6,1,7,,\n",
        &[
            "2: S: `many` is not a number; mend it or add it to `no_answer`",
            "2: G1: `6` is not a whole number from 1 to 5; mend it or add it to `no_answer`",
            "2: R1: `7` is not one of the choices; mend it or add it to `no_answer`",
        ],
    );
}

const DUEL: &str = r#"{
  "code": "duels", "version": 1, "languages": ["en"], "title": "Duels", "sections": [{"code": "s", "title": "S", "questions": [
    {"code": "duel", "text": "?", "kind": "best_worst", "best": "B", "worst": "W",
     "reads": {"long": {"respondent": "id", "block": "set", "item": "item", "value": "pick", "best": "1", "worst": "-1"}},
     "items": [{"code": "u", "label": "U"}, {"code": "v", "label": "V"}, {"code": "w", "label": "W"}, {"code": "x", "label": "X"}],
     "blocks": [["u", "v", "w"], ["v", "w", "x"]]}]}]
}"#;

#[test]
fn long_best_worst_rows_are_gathered_by_person() {
    let definition = survey::read(DUEL).unwrap();
    let file = "id,set,item,pick\n\
                7,1,u,1\n8,1.0,w,-1.0\n7,1,v,0\n7,1,w,-1\n8,1.0,u,1.0\n8,1.0,v,\n7,B,x,1\n7,B,w,NA\n7,B,v,-1\n";
    let read = read(&definition, file.as_bytes(), Register::Any).unwrap();
    let fields: Vec<RawAnswers> = read
        .rows
        .iter()
        .map(|row| survey::raw(&definition, &row.answers))
        .collect();
    let values = |idx: usize| {
        fields[idx]
            .iter()
            .map(|(f, v)| format!("{f}={}", v[0]))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        values(0),
        [
            "duel__b1_best=u",
            "duel__b1_worst=w",
            "duel__b2_best=x",
            "duel__b2_worst=v"
        ]
    );
    assert_eq!(values(1), ["duel__b1_best=u", "duel__b1_worst=w"]);

    let told = |file: &str| {
        let faults = super::read(&definition, file.as_bytes(), Register::Any).unwrap_err();
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        told("id,set,item\n1,1,u\n"),
        ["1: pick: this column is not in the file; add it"]
    );
    assert_eq!(
        told("id,set,item,pick\n1,1,u,1\n1,1,z,0\n,1,v,0\n"),
        [
            "4: id: this cell is empty; every row needs to say whose it is",
            "3: item: there is no item `z`; mend it",
        ]
    );
    assert_eq!(
        told("id,set,item,pick\n1,1,u,1\n1,1,v,1\n1,1,w,2\n"),
        [
            "3: pick: block `1` has two of `1`; keep one",
            "4: pick: `2` is neither `1` for best nor `-1` for worst nor 0",
        ]
    );
    assert_eq!(
        told("id,set,item,pick\n1,1,u,1\n1,1,x,-1\n"),
        ["2: set: the survey has no block with just the items of block `1`",]
    );
}

/// Texts that break careless files.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "=HYPERLINK(\"http://x\")",
            "+1",
            "-1",
            "@SUM(1)",
            "'=1",
            "''",
            "a,b",
            "\"",
            "\"\"",
            "a\r\nb",
            "\u{feff}x",
            "\u{feff}=1",
            "＝1",
            "<script>alert(1)</script>",
            "DK",
            "NA",
            "0",
            ";",
            "\u{202e}abc",
            "🗳️",
            "a\tb",
            "\u{0}",
            "\u{a0}=1",
            "1\n=2",
        ])
        .prop_map(str::to_owned),
        "[ '\"=+@,;\n\r\ta\u{feff}-]{0,10}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn answers_come_back_from_the_file(
        people in prop::collection::vec((hostile(), hostile(), hostile(), hostile(), -1e6_f64..1e6, prop::sample::subsequence(vec!["a", "b", "c"], 0..=3)), 1..5),
        picks in prop::sample::select(vec!["yes", "no", "other", ""]),
    ) {
        let definition = definition();
        let given: Vec<Answers> = people.iter().map(|(say, line, other, tick, size, order)| {
            let fields = [
                ("say", say.clone()), ("line", line.clone()), ("pick", picks.to_owned()), ("pick__other_text", other.clone()),
                ("tick__a", "1".to_owned()), ("tick__other_text", tick.clone()), ("size", size.to_string()), ("order__order", order.join(">")),
                ("grid__x", "DK".to_owned()),
            ];
            let raw = fields.into_iter().map(|(field, value)| (field.to_owned(), vec![value])).collect();
            survey::parse(&definition, &raw, Scope::Row, Register::Any).answers
        }).collect();
        let file = csv(&definition, &given, Guard::On);
        let read = read(&definition, file.as_bytes(), Register::Any).unwrap();
        let found: Vec<Answers> = read.rows.iter().map(|row| row.answers.clone()).collect();
        prop_assert_eq!(found, given);
        prop_assert_eq!(read.notes, []);
        for row in read.rows {
            prop_assert_eq!(row.organisation.as_deref(), Some("=Union"));
            prop_assert_eq!(row.submitted_on, Day::parse("2026-11-23"));
        }
    }

    #[test]
    fn no_file_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(pick|G1|say|id|[,;\"\r\n=1-9a-c]){0,60}") {
        let _ = read(&definition(), &bytes, Register::Any);
        let _ = read(&definition(), text.as_bytes(), Register::Any);
    }
}
