//! The codebook that comes along with a file of responses: what each column and each code in it means.

use crate::formats::cells::{Cell, Table};
use crate::formats::responses::Columns;
use crate::model::code::Code;
use crate::model::definition::{Choice, Condition, Definition, Item, Kind, Question, Scale};
use crate::model::text::{Lang, Text};
use crate::survey::{self, Column, DONT_KNOW, OTHER, Part};

/// The codebook of a file with these columns, its words in `lang`: a row for each column, and one more for each code
/// that may stand in it.
pub fn codebook(definition: &Definition, columns: Columns, lang: &Lang) -> Table {
    let mut table = Table::new(&[
        "column",
        "question",
        "kind",
        "code",
        "label",
        "scale",
        "missing",
        "shown_when",
    ]);
    let mut fixed = vec![
        ("response_id", "what the row goes by, in no order of time"),
        ("submitted_on", "the day the response came in"),
        ("channel", "how it came in: invited, open or imported"),
        ("language", "the language of the form"),
    ];
    let organisation = ("organisation", "the organisation the person belongs to");
    match columns {
        Columns::Answers => {}
        Columns::Organisation => fixed.push(organisation),
        Columns::Member => fixed.extend([organisation, ("member", "who answered")]),
    }
    for (column, label) in fixed {
        table.rows.push(vec![
            Cell::plain(column),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::text(label),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]);
    }
    for section in &definition.sections {
        for question in &section.questions {
            let conditions = [&section.show_when, &question.show_when];
            let shown_when: Vec<String> = conditions.into_iter().flatten().map(words).collect();
            let shown_when = shown_when.join(" and ");
            for column in survey::columns(question) {
                add(&mut table, question, &column, &shown_when, lang);
            }
        }
    }
    table
}

fn add(table: &mut Table, question: &Question, column: &Column<'_>, shown_when: &str, lang: &Lang) {
    let kind = question.kind.name();
    let about = about(question, column.part);
    let missing = match (about.dont_know, column.part) {
        (true, _) => format!("empty = no answer; {DONT_KNOW} = don't know"),
        (false, Part::Picked(_)) => "empty = not shown".to_owned(),
        (false, _) => "empty = no answer".to_owned(),
    };
    let mut row = |code: Cell, label: Cell, scale: Cell| {
        table.rows.push(vec![
            Cell::text(&column.name),
            Cell::text(question.text.get(lang)),
            Cell::plain(kind),
            code,
            label,
            scale,
            Cell::text(&missing),
            Cell::text(shown_when),
        ]);
    };
    let scale = about.scale.map_or(Cell::Empty, |scale| {
        Cell::text(format!("{} to {}", scale.min, scale.max))
    });
    let label = about.label.map_or_else(
        || about.note.map_or(Cell::Empty, Cell::text),
        |label| Cell::text(label.get(lang)),
    );
    let code = about.code.map_or(Cell::Empty, Cell::plain);
    row(code, label, scale.clone());
    for choice in about.choices {
        row(
            Cell::plain(&choice.code),
            Cell::text(choice.label.get(lang)),
            Cell::Empty,
        );
    }
    if about.other {
        row(
            Cell::plain(&OTHER),
            Cell::text("other, in their own words"),
            Cell::Empty,
        );
    }
    for (point, label) in about.scale.into_iter().flat_map(labelled) {
        row(
            Cell::plain(&point),
            Cell::text(label.get(lang)),
            scale.clone(),
        );
    }
}

fn labelled(scale: &Scale) -> impl Iterator<Item = (i32, &Text)> {
    scale
        .points()
        .filter_map(|point| Some((point, scale.label(point)?)))
}

/// What the codebook says of one column.
#[derive(Default)]
struct About<'d> {
    code: Option<&'d Code>,
    label: Option<&'d Text>,
    note: Option<&'static str>,
    scale: Option<&'d Scale>,
    choices: &'d [Choice],
    other: bool,
    dont_know: bool,
}

fn about<'d>(question: &'d Question, part: Part<'d>) -> About<'d> {
    let choice = |choices: &'d [Choice], code: &'d Code, note| About {
        code: Some(code),
        label: choices.iter().find(|c| c.code == *code).map(|c| &c.label),
        note: Some(note),
        ..About::default()
    };
    let item = |items: &'d [Item], code: &'d Code| About {
        code: Some(code),
        label: items.iter().find(|i| i.code == *code).map(|i| &i.label),
        ..About::default()
    };
    let note = |note| About {
        note: Some(note),
        ..About::default()
    };
    match (part, &question.kind) {
        (
            Part::Whole,
            Kind::Single {
                choices,
                other,
                dont_know,
                choices_from,
                ..
            },
        ) => About {
            choices,
            other: *other,
            dont_know: *dont_know,
            note: choices_from.map(|_| "the organisation's code"),
            ..About::default()
        },
        (Part::Whole, Kind::Scale { scale, dont_know }) => About {
            scale: Some(scale),
            dont_know: *dont_know,
            ..About::default()
        },
        (
            Part::Rated(code),
            Kind::Matrix {
                items,
                scale,
                dont_know,
                ..
            },
        ) => About {
            scale: Some(scale),
            dont_know: *dont_know,
            ..item(items, code)
        },
        (
            Part::Importance(code),
            Kind::ImportanceSatisfaction {
                items, importance, ..
            },
        ) => About {
            scale: Some(importance),
            ..item(items, code)
        },
        (
            Part::Satisfaction(code),
            Kind::ImportanceSatisfaction {
                items,
                satisfaction,
                dont_know,
                ..
            },
        ) => About {
            scale: Some(satisfaction),
            dont_know: *dont_know,
            ..item(items, code)
        },
        (Part::Picked(code), Kind::Multiple { choices, .. }) => {
            choice(choices, code, "1 = picked, 0 = not picked")
        }
        (Part::Rank(code), Kind::Ranking { choices, .. }) => {
            choice(choices, code, "the place, from 1")
        }
        (Part::Points(code), Kind::Points { choices, .. }) => choice(choices, code, "points"),
        (Part::Best(_), Kind::BestWorst { best, .. }) => About {
            label: Some(best),
            ..About::default()
        },
        (Part::Worst(_), Kind::BestWorst { worst, .. }) => About {
            label: Some(worst),
            ..About::default()
        },
        (Part::Order, _) => note("the order: a>b=c means a first, then b and c equal"),
        (Part::OtherText, _) => note("the words for other"),
        (_, _) => About::default(),
    }
}

/// A condition in words.
fn words(condition: &Condition) -> String {
    let joined = |parts: &[Condition], with: &str| {
        let parts: Vec<String> = parts.iter().map(words).collect();
        match &parts[..] {
            [one] => one.clone(),
            _ => format!("({})", parts.join(with)),
        }
    };
    match condition {
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => format!("not {}", words(part)),
        Condition::Answered(question) => format!("{question} is answered"),
        Condition::Chosen { question, any_of } => {
            let codes: Vec<&str> = any_of.iter().map(Code::as_str).collect();
            format!("{question} is {}", codes.join(" or "))
        }
        Condition::Between { question, min, max } => match (min, max) {
            (Some(min), Some(max)) => format!("{question} is {min} to {max}"),
            (Some(min), None) => format!("{question} is {min} or more"),
            (None, Some(max)) => format!("{question} is {max} or less"),
            (None, None) => format!("{question} is answered"),
        },
    }
}
