//! From the syntax tree to plain values: keys, types and lengths of each part by itself.

use jsonc_parser::ast::Value;

use crate::model::code::Code;
use crate::model::definition::{
    Analysis, Choice, ChoicesFrom, Condition, Definition, Item, Kind, LongRows, Question, Reads,
    Scale, Section,
};
use crate::model::text::{Lang, Text};
use crate::survey::read::tree::{Fields, Node, Reader, did_you_mean, short};

/// The most sections.
const MAX_SECTIONS: usize = 50;
/// The most questions of a section; the whole survey has the same bound.
pub(super) const MAX_QUESTIONS: usize = 200;
/// The most choices or items of a question.
const MAX_CHOICES: usize = 200;
/// The most blocks of a best-worst question.
const MAX_BLOCKS: usize = 200;
/// The most parts of a condition, and of a list of codes in one.
const MAX_PARTS: usize = 50;
/// How deep conditions may stand in each other.
const MAX_NESTING: usize = 8;
/// The most characters of a foreign column's name or value.
const MAX_NAME: usize = 300;

const QUESTION_KEYS: [&str; 8] = [
    "code",
    "text",
    "hint",
    "required",
    "background",
    "show_when",
    "reads",
    "kind",
];

const KINDS: [(&str, &[&str]); 11] = [
    (
        "single",
        &[
            "choices",
            "choices_from",
            "other",
            "dont_know",
            "random_order",
        ],
    ),
    (
        "multiple",
        &["choices", "min", "max", "other", "random_order"],
    ),
    ("scale", &["scale", "dont_know"]),
    ("matrix", &["items", "scale", "dont_know", "random_order"]),
    (
        "importance_satisfaction",
        &[
            "items",
            "importance",
            "satisfaction",
            "dont_know",
            "random_order",
        ],
    ),
    ("number", &["min", "max", "whole", "unit"]),
    ("text", &["max_length", "one_line"]),
    ("date", &["min", "max"]),
    ("ranking", &["choices", "places", "random_order"]),
    ("best_worst", &["items", "blocks", "best", "worst"]),
    ("points", &["choices", "total"]),
];

const ANALYSES: [(&str, &[&str]); 3] = [
    ("needs", &["kind", "importance", "satisfaction"]),
    ("values", &["kind", "question"]),
    ("ratings", &["kind", "question"]),
];

/// The whole file; `None` when it is no object.
pub(super) fn definition<'t>(reader: &mut Reader<'t>, root: &Value<'t>) -> Option<Definition> {
    let root = reader.visit(root, String::new());
    let fields = reader.object(
        &root,
        &[
            "$schema",
            "code",
            "version",
            "title",
            "introduction",
            "thanks",
            "minutes",
            "languages",
            "sections",
            "analyses",
        ],
    )?;
    if let Some(node) = fields.get("$schema") {
        reader.string(&node, MAX_NAME);
    }
    let languages = languages(reader, &fields);
    reader.languages.clone_from(&languages);
    Some(Definition {
        code: code(reader, &fields, "code"),
        version: reader
            .required(&fields, "version")
            .and_then(|node| reader.whole(&node, 1, 1_000_000))
            .unwrap_or(1),
        title: text(reader, &fields, "title"),
        introduction: optional_text(reader, &fields, "introduction"),
        thanks: optional_text(reader, &fields, "thanks"),
        minutes: fields
            .get("minutes")
            .and_then(|node| reader.whole(&node, 1, 600)),
        languages,
        sections: list(reader, &fields, "sections", MAX_SECTIONS, section),
        analyses: if fields.has("analyses") {
            list(reader, &fields, "analyses", MAX_PARTS, |reader, node| {
                let analysis = analysis(reader, node)?;
                reader.analysis_paths.push(node.path.clone());
                Some(analysis)
            })
            .into_iter()
            .flatten()
            .collect()
        } else {
            Vec::new()
        },
    })
}

fn languages<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>) -> Vec<Lang> {
    let Some(node) = reader.required(fields, "languages") else {
        return Vec::new();
    };
    let mut languages = Vec::new();
    for tag in reader.list(&node, MAX_PARTS).unwrap_or_default() {
        let Some(text) = reader.string(&tag, 40) else {
            continue;
        };
        match Lang::parse(&text) {
            None => {
                let message = format!("`{text}` is not a language tag; write one like en or es");
                reader.fault(&tag.path, message);
            }
            Some(lang) if languages.contains(&lang) => {
                reader.fault(&tag.path, format!("`{lang}` is here twice; keep one"));
            }
            Some(lang) => languages.push(lang),
        }
    }
    if languages.is_empty() && reader.sound(&node.path) {
        reader.fault(&node.path, "there is no language here; name at least one");
    }
    languages
}

fn section<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Section {
    let keys = ["code", "title", "introduction", "show_when", "questions"];
    let Some(fields) = reader.object(node, &keys) else {
        return Section {
            code: placeholder(),
            title: Text::plain(""),
            introduction: None,
            show_when: None,
            questions: Vec::new(),
        };
    };
    Section {
        code: code(reader, &fields, "code"),
        title: text(reader, &fields, "title"),
        introduction: optional_text(reader, &fields, "introduction"),
        show_when: show_when(reader, &fields),
        questions: list(reader, &fields, "questions", MAX_QUESTIONS, question),
    }
}

fn question<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Question {
    let empty = Question {
        code: placeholder(),
        text: Text::plain(""),
        hint: None,
        required: false,
        background: false,
        show_when: None,
        reads: None,
        kind: Kind::Text {
            max_length: None,
            one_line: false,
        },
    };
    let Some(fields) = reader.any_object(node) else {
        return empty;
    };
    let Some((kind_name, kind_keys)) = named(reader, &fields, &KINDS) else {
        // The keys of an unknown kind cannot be checked; those of every question can.
        return Question {
            code: code(reader, &fields, "code"),
            text: text(reader, &fields, "text"),
            ..empty
        };
    };
    let keys: Vec<&str> = QUESTION_KEYS.iter().chain(kind_keys).copied().collect();
    reader.only(&fields, &keys);
    Question {
        code: code(reader, &fields, "code"),
        text: text(reader, &fields, "text"),
        hint: optional_text(reader, &fields, "hint"),
        required: flag(reader, &fields, "required"),
        background: flag(reader, &fields, "background"),
        show_when: show_when(reader, &fields),
        reads: fields.get("reads").and_then(|node| reads(reader, &node)),
        kind: kind(reader, &fields, kind_name).unwrap_or(empty.kind),
    }
}

fn kind<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, name: &str) -> Option<Kind> {
    let dont_know = |reader: &mut Reader<'t>| flag(reader, fields, "dont_know");
    let random_order = |reader: &mut Reader<'t>| flag(reader, fields, "random_order");
    let other = |reader: &mut Reader<'t>| flag(reader, fields, "other");
    Some(match name {
        "single" => Kind::Single {
            choices: if fields.has("choices") {
                choices(reader, fields)
            } else {
                Vec::new()
            },
            choices_from: fields
                .get("choices_from")
                .and_then(|node| choices_from(reader, &node)),
            other: other(reader),
            dont_know: dont_know(reader),
            random_order: random_order(reader),
        },
        "multiple" => Kind::Multiple {
            choices: choices(reader, fields),
            min: count(reader, fields, "min"),
            max: count(reader, fields, "max"),
            other: other(reader),
            random_order: random_order(reader),
        },
        "scale" => Kind::Scale {
            scale: scale(reader, fields, "scale"),
            dont_know: dont_know(reader),
        },
        "matrix" => Kind::Matrix {
            items: list(reader, fields, "items", MAX_CHOICES, item),
            scale: scale(reader, fields, "scale"),
            dont_know: dont_know(reader),
            random_order: random_order(reader),
        },
        "importance_satisfaction" => Kind::ImportanceSatisfaction {
            items: list(reader, fields, "items", MAX_CHOICES, item),
            importance: scale(reader, fields, "importance"),
            satisfaction: scale(reader, fields, "satisfaction"),
            dont_know: dont_know(reader),
            random_order: random_order(reader),
        },
        "number" => Kind::Number {
            min: fields.get("min").and_then(|node| reader.number(&node)),
            max: fields.get("max").and_then(|node| reader.number(&node)),
            whole: flag(reader, fields, "whole"),
            unit: optional_text(reader, fields, "unit"),
        },
        "text" => Kind::Text {
            max_length: fields
                .get("max_length")
                .and_then(|node| reader.whole(&node, 1, 20_000)),
            one_line: flag(reader, fields, "one_line"),
        },
        "date" => Kind::Date {
            min: fields.get("min").and_then(|node| reader.day(&node)),
            max: fields.get("max").and_then(|node| reader.day(&node)),
        },
        "ranking" => Kind::Ranking {
            choices: choices(reader, fields),
            places: count(reader, fields, "places"),
            random_order: random_order(reader),
        },
        "best_worst" => Kind::BestWorst {
            items: list(reader, fields, "items", MAX_CHOICES, item),
            blocks: list(reader, fields, "blocks", MAX_BLOCKS, |reader, node| {
                codes(reader, node, MAX_CHOICES)
            }),
            best: text(reader, fields, "best"),
            worst: text(reader, fields, "worst"),
        },
        "points" => Kind::Points {
            choices: choices(reader, fields),
            total: reader
                .required(fields, "total")
                .and_then(|node| reader.whole(&node, 1, 1_000_000))
                .unwrap_or(1),
        },
        _ => return None,
    })
}

fn choices<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>) -> Vec<Choice> {
    list(reader, fields, "choices", MAX_CHOICES, choice)
}

fn choice<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Choice {
    let Some(fields) = reader.object(node, &["code", "label", "exclusive", "value"]) else {
        return Choice {
            code: placeholder(),
            label: Text::plain(""),
            exclusive: false,
            value: None,
        };
    };
    Choice {
        code: code(reader, &fields, "code"),
        label: text(reader, &fields, "label"),
        exclusive: flag(reader, &fields, "exclusive"),
        value: name(reader, &fields, "value"),
    }
}

fn item<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Item {
    let Some(fields) = reader.object(node, &["code", "label", "column"]) else {
        return Item {
            code: placeholder(),
            label: Text::plain(""),
            column: None,
        };
    };
    Item {
        code: code(reader, &fields, "code"),
        label: text(reader, &fields, "label"),
        column: name(reader, &fields, "column"),
    }
}

fn choices_from<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Option<ChoicesFrom> {
    let source = reader.string(node, MAX_NAME)?;
    if source == "organisations" {
        return Some(ChoicesFrom::Organisations);
    }
    let message = format!(
        "`{}` is unknown here; write \"organisations\"",
        short(&source)
    );
    reader.fault(&node.path, message);
    None
}

fn scale<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Scale {
    let placeholder = || Scale {
        min: 1,
        max: 5,
        labels: vec![Text::plain(""), Text::plain("")],
    };
    let Some(node) = reader.required(fields, key) else {
        return placeholder();
    };
    let Some(fields) = reader.object(&node, &["min", "max", "labels"]) else {
        return placeholder();
    };
    let point = |reader: &mut Reader<'t>, key: &str| {
        let node = reader.required(&fields, key)?;
        reader.whole(&node, -1000, 1000)
    };
    Scale {
        min: point(reader, "min").unwrap_or(1),
        max: point(reader, "max").unwrap_or(5),
        labels: list(reader, &fields, "labels", MAX_CHOICES, |reader, node| {
            reader.text(node).unwrap_or_else(|| Text::plain(""))
        }),
    }
}

fn reads<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Option<Reads> {
    let keys = ["column", "columns", "dont_know", "no_answer", "long"];
    let fields = reader.object(node, &keys)?;
    Some(Reads {
        column: name(reader, &fields, "column"),
        columns: names(reader, &fields, "columns"),
        dont_know: names(reader, &fields, "dont_know"),
        no_answer: names(reader, &fields, "no_answer"),
        long: fields.get("long").and_then(|node| long(reader, &node)),
    })
}

fn long<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Option<LongRows> {
    let keys = ["respondent", "block", "item", "value", "best", "worst"];
    let fields = reader.object(node, &keys)?;
    let mut part = |key: &str| {
        let node = reader.required(&fields, key)?;
        reader.string(&node, MAX_NAME)
    };
    // Every part is read before any is missed, so that all faults are told.
    let parts = [
        part("respondent"),
        part("block"),
        part("item"),
        part("value"),
        part("best"),
        part("worst"),
    ];
    let [respondent, block, item, value, best, worst] = parts;
    Some(LongRows {
        respondent: respondent?,
        block: block?,
        item: item?,
        value: value?,
        best: best?,
        worst: worst?,
    })
}

fn show_when<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>) -> Option<Condition> {
    let node = fields.get("show_when")?;
    condition(reader, &node, 0)
}

fn condition<'t>(
    reader: &mut Reader<'t>,
    node: &Node<'_, 't>,
    nesting: usize,
) -> Option<Condition> {
    if nesting >= MAX_NESTING {
        let message =
            format!("conditions stand more than {MAX_NESTING} deep here; make them flatter");
        reader.fault(&node.path, message);
        return None;
    }
    let keys = ["all", "any", "not", "answered", "chosen", "between"];
    let fields = reader.object(node, &keys)?;
    let present: Vec<&str> = keys.into_iter().filter(|key| fields.has(key)).collect();
    let [key] = present[..] else {
        if present.len() > 1 || reader.sound(&node.path) {
            let message = format!("write exactly one of {} here", keys.join(", "));
            reader.fault(&node.path, message);
        }
        return None;
    };
    let node = reader.required(&fields, key)?;
    let parts = |reader: &mut Reader<'t>| {
        let nodes = reader.list(&node, MAX_PARTS)?;
        if nodes.is_empty() {
            reader.fault(&node.path, "there is no condition here; add one");
        }
        let parts: Vec<Option<Condition>> = nodes
            .iter()
            .map(|part| condition(reader, part, nesting + 1))
            .collect();
        parts.into_iter().collect::<Option<Vec<Condition>>>()
    };
    match key {
        "all" => parts(reader).map(Condition::All),
        "any" => parts(reader).map(Condition::Any),
        "not" => condition(reader, &node, nesting + 1).map(|c| Condition::Not(Box::new(c))),
        "answered" => reader.code(&node).map(Condition::Answered),
        "chosen" => {
            let fields = reader.object(&node, &["question", "any_of"])?;
            let question = reader.required(&fields, "question");
            let question = question.and_then(|node| reader.code(&node));
            let any_of = reader.required(&fields, "any_of");
            let any_of = any_of.map(|node| codes(reader, &node, MAX_PARTS));
            Some(Condition::Chosen {
                question: question?,
                any_of: any_of?,
            })
        }
        _ => {
            let fields = reader.object(&node, &["question", "min", "max"])?;
            let question = reader.required(&fields, "question");
            let question = question.and_then(|node| reader.code(&node));
            let mut bound = |key: &str| {
                let node = fields.get(key)?;
                reader.whole(&node, i64::from(i32::MIN), i64::from(i32::MAX))
            };
            let (min, max) = (bound("min"), bound("max"));
            Some(Condition::Between {
                question: question?,
                min,
                max,
            })
        }
    }
}

/// An analysis, unless it is faulty.
fn analysis<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>) -> Option<Analysis> {
    let fields = reader.any_object(node)?;
    let (kind, keys) = named(reader, &fields, &ANALYSES)?;
    reader.only(&fields, keys);
    let mut question = |key: &str| {
        let node = reader.required(&fields, key)?;
        reader.code(&node)
    };
    match kind {
        "needs" => {
            let (importance, satisfaction) = (question("importance"), question("satisfaction"));
            Some(Analysis::Needs {
                importance: importance?,
                satisfaction: satisfaction?,
            })
        }
        "values" => question("question").map(|question| Analysis::Values { question }),
        _ => question("question").map(|question| Analysis::Ratings { question }),
    }
}

/// The `kind` of an object, which must be one of `known`, and the keys that go with it.
fn named<'k, 't>(
    reader: &mut Reader<'t>,
    fields: &Fields<'_, 't>,
    known: &'k [(&'k str, &'k [&'k str])],
) -> Option<(&'k str, &'k [&'k str])> {
    let node = reader.required(fields, "kind")?;
    let name = reader.string(&node, MAX_NAME)?;
    if let Some(found) = known.iter().find(|(kind, _)| *kind == name) {
        return Some(*found);
    }
    let names: Vec<&str> = known.iter().map(|(kind, _)| *kind).collect();
    let hint = did_you_mean(&name, names.iter().copied())
        .map(|hint| format!("{hint} "))
        .unwrap_or_default();
    let message = format!(
        "unknown kind `{}`; {hint}known are {}",
        short(&name),
        names.join(", ")
    );
    reader.fault(&node.path, message);
    None
}

fn list<'a, 't, T>(
    reader: &mut Reader<'t>,
    fields: &Fields<'a, 't>,
    key: &str,
    most: usize,
    mut element: impl FnMut(&mut Reader<'t>, &Node<'a, 't>) -> T,
) -> Vec<T> {
    let Some(node) = reader.required(fields, key) else {
        return Vec::new();
    };
    let nodes = reader.list(&node, most).unwrap_or_default();
    nodes.iter().map(|node| element(reader, node)).collect()
}

fn code<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Code {
    let node = reader.required(fields, key);
    node.and_then(|node| reader.code(&node))
        .unwrap_or_else(placeholder)
}

fn codes<'t>(reader: &mut Reader<'t>, node: &Node<'_, 't>, most: usize) -> Vec<Code> {
    let nodes = reader.list(node, most).unwrap_or_default();
    nodes
        .iter()
        .map(|node| reader.code(node).unwrap_or_else(placeholder))
        .collect()
}

fn text<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Text {
    let node = reader.required(fields, key);
    node.and_then(|node| reader.text(&node))
        .unwrap_or_else(|| Text::plain(""))
}

fn optional_text<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Option<Text> {
    fields.get(key).and_then(|node| reader.text(&node))
}

fn flag<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> bool {
    fields
        .get(key)
        .and_then(|node| reader.flag(&node))
        .unwrap_or(false)
}

fn count<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Option<u32> {
    let node = fields.get(key)?;
    reader.whole(&node, 1, 1000)
}

fn name<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Option<String> {
    let node = fields.get(key)?;
    reader.string(&node, MAX_NAME)
}

fn names<'t>(reader: &mut Reader<'t>, fields: &Fields<'_, 't>, key: &str) -> Vec<String> {
    let Some(node) = fields.get(key) else {
        return Vec::new();
    };
    let nodes = reader.list(&node, MAX_CHOICES).unwrap_or_default();
    nodes
        .iter()
        .filter_map(|node| reader.string(node, MAX_NAME))
        .collect()
}

/// Stands in for a code that could not be read.
fn placeholder() -> Code {
    // The one code that is surely well formed without parsing again at each use.
    Code::parse("unreadable").unwrap_or_else(|_| unreachable!("`unreadable` is a code"))
}
