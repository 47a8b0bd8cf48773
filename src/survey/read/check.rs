//! How the parts of a definition fit together: codes, limits, conditions, foreign columns, analyses.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::code::Code;
use crate::model::definition::{
    Analysis, Choice, Condition, Definition, Item, Kind, Question, Reads, Scale,
};
use crate::survey::columns::{FIXED_COLUMNS, columns};
use crate::survey::read::shape::MAX_QUESTIONS;
use crate::survey::read::tree::{Reader, did_you_mean};
use crate::survey::{DONT_KNOW, OTHER};

/// The most points of a scale.
const MAX_POINTS: i32 = 11;
/// The fewest items of a block: with two, the worst follows from the best.
const MIN_BLOCK: usize = 3;

/// Finds every fault between parts.
pub(super) fn check(reader: &mut Reader<'_>, definition: &Definition) {
    let asked = Asked::new(definition);
    if definition.sections.is_empty() && reader.sound("sections") {
        reader.fault("sections", "there is no section; add one");
    }
    let n_questions = definition.questions().count();
    if n_questions > MAX_QUESTIONS {
        let message = format!("there are {n_questions} questions; at most {MAX_QUESTIONS} may be");
        reader.fault("sections", message);
    }
    let codes = definition.sections.iter().map(|section| &section.code);
    unique(
        reader,
        codes,
        |idx| format!("sections[{idx}].code"),
        "section",
    );
    let paths: Vec<String> = question_paths(definition);
    unique(
        reader,
        definition.questions().map(|question| &question.code),
        |idx| format!("{}.code", paths[idx]),
        "question",
    );
    let mut before = 0;
    for (idx, section) in definition.sections.iter().enumerate() {
        let path = format!("sections[{idx}]");
        if section.questions.is_empty() && reader.sound(&format!("{path}.questions")) {
            reader.fault(
                &format!("{path}.questions"),
                "the section has no question; add one",
            );
        }
        if let Some(show_when) = &section.show_when {
            condition(
                reader,
                &asked,
                show_when,
                before,
                &format!("{path}.show_when"),
            );
        }
        for (idx, question) in section.questions.iter().enumerate() {
            let path = format!("{path}.questions[{idx}]");
            if let Some(show_when) = &question.show_when {
                condition(
                    reader,
                    &asked,
                    show_when,
                    before,
                    &format!("{path}.show_when"),
                );
            }
            check_question(reader, question, &path);
            before += 1;
        }
    }
    analyses(reader, definition, &asked);
}

/// The questions by code, with their place in the form.
struct Asked<'d> {
    by_code: BTreeMap<&'d Code, (usize, &'d Question)>,
}

impl<'d> Asked<'d> {
    fn new(definition: &'d Definition) -> Self {
        let mut by_code = BTreeMap::new();
        for (idx, question) in definition.questions().enumerate() {
            by_code.entry(&question.code).or_insert((idx, question));
        }
        Self { by_code }
    }

    /// The question of that code; a fault at `path` when there is none.
    fn get(
        &self,
        reader: &mut Reader<'_>,
        code: &Code,
        path: &str,
    ) -> Option<(usize, &'d Question)> {
        let found = self.by_code.get(code).copied();
        if found.is_none() && reader.sound(path) {
            let hint = hint(code, self.by_code.keys().copied());
            reader.fault(path, format!("there is no question `{code}`{hint}"));
        }
        found
    }
}

fn question_paths(definition: &Definition) -> Vec<String> {
    let sections = definition.sections.iter().enumerate();
    sections
        .flat_map(|(s, section)| {
            (0..section.questions.len()).map(move |q| format!("sections[{s}].questions[{q}]"))
        })
        .collect()
}

/// `; did you mean …?` or nothing.
fn hint<'c>(code: &Code, known: impl IntoIterator<Item = &'c Code>) -> String {
    did_you_mean(code.as_str(), known.into_iter().map(Code::as_str))
        .map(|hint| format!("; {hint}"))
        .unwrap_or_default()
}

fn unique<'c>(
    reader: &mut Reader<'_>,
    codes: impl IntoIterator<Item = &'c Code>,
    path: impl Fn(usize) -> String,
    what: &str,
) {
    let mut seen = BTreeSet::new();
    for (idx, code) in codes.into_iter().enumerate() {
        let path = path(idx);
        if reader.sound(&path) && !seen.insert(code) {
            reader.fault(
                &path,
                format!("there is another {what} `{code}`; give each its own code"),
            );
        }
    }
}

fn check_question(reader: &mut Reader<'_>, question: &Question, path: &str) {
    let code_path = format!("{path}.code");
    if FIXED_COLUMNS.contains(&question.code.as_str()) {
        let message = format!(
            "`{}` is a column that every file has; choose another code",
            question.code
        );
        reader.fault(&code_path, message);
    }
    check_kind(reader, &question.kind, path);
    let mut names = BTreeSet::new();
    for column in columns(question) {
        if !names.insert(column.name.clone()) && reader.sound(path) && unique_parts(question) {
            let message = format!(
                "two parts of this question make the column `{}`; change a code",
                column.name
            );
            reader.fault(path, message);
        }
    }
    if let Some(reads) = &question.reads {
        check_reads(reader, reads, &question.kind, &format!("{path}.reads"));
    }
}

/// Are the choices' or items' codes different from each other? If not, that is told elsewhere.
fn unique_parts(question: &Question) -> bool {
    let codes: Vec<&Code> = match &question.kind {
        Kind::Single { choices, .. }
        | Kind::Multiple { choices, .. }
        | Kind::Ranking { choices, .. }
        | Kind::Points { choices, .. } => choices.iter().map(|c| &c.code).collect(),
        Kind::Matrix { items, .. }
        | Kind::ImportanceSatisfaction { items, .. }
        | Kind::BestWorst { items, .. } => items.iter().map(|i| &i.code).collect(),
        Kind::Scale { .. } | Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. } => {
            Vec::new()
        }
    };
    codes.iter().collect::<BTreeSet<_>>().len() == codes.len()
}

fn check_kind(reader: &mut Reader<'_>, kind: &Kind, path: &str) {
    match kind {
        Kind::Single {
            choices,
            choices_from,
            other,
            ..
        } => {
            let source_path = format!("{path}.choices_from");
            match choices_from {
                Some(_) if choices.is_empty() => {}
                Some(_) => reader.fault(
                    &source_path,
                    "there are `choices` as well; keep one of the two",
                ),
                None if reader.sound(&source_path) => {
                    check_choices(reader, choices, path, 2, *other);
                }
                None => {}
            }
        }
        Kind::Multiple {
            choices,
            min,
            max,
            other,
            ..
        } => {
            check_choices(reader, choices, path, 2, *other);
            let n = choices.len() + usize::from(*other);
            at_most(reader, *min, n, &format!("{path}.min"), "choices");
            at_most(reader, *max, n, &format!("{path}.max"), "choices");
            ordered(reader, *min, *max, path);
        }
        Kind::Scale { scale, .. } => check_scale(reader, scale, &format!("{path}.scale")),
        Kind::Matrix { items, scale, .. } => {
            check_items(reader, items, path, 1);
            check_scale(reader, scale, &format!("{path}.scale"));
        }
        Kind::ImportanceSatisfaction {
            items,
            importance,
            satisfaction,
            ..
        } => {
            check_items(reader, items, path, 1);
            no_columns(reader, items, path);
            check_scale(reader, importance, &format!("{path}.importance"));
            check_scale(reader, satisfaction, &format!("{path}.satisfaction"));
        }
        Kind::Number {
            min, max, whole, ..
        } => {
            ordered(reader, *min, *max, path);
            if let (true, Some(min), Some(max)) = (whole, min, max)
                && min <= max
                && min.ceil() > max.floor()
            {
                reader.fault(
                    &format!("{path}.max"),
                    "no whole number lies between `min` and `max`",
                );
            }
        }
        Kind::Text { .. } => {}
        Kind::Date { min, max } => ordered(reader, *min, *max, path),
        Kind::Ranking {
            choices, places, ..
        } => {
            check_choices(reader, choices, path, 2, false);
            no_exclusive(reader, choices, path);
            at_most(
                reader,
                *places,
                choices.len(),
                &format!("{path}.places"),
                "choices",
            );
        }
        Kind::BestWorst { items, blocks, .. } => {
            check_items(reader, items, path, MIN_BLOCK);
            no_columns(reader, items, path);
            check_blocks(reader, items, blocks, path);
        }
        Kind::Points { choices, .. } => {
            check_choices(reader, choices, path, 2, false);
            no_exclusive(reader, choices, path);
        }
    }
}

fn check_choices(
    reader: &mut Reader<'_>,
    choices: &[Choice],
    path: &str,
    least: usize,
    other: bool,
) {
    let path = format!("{path}.choices");
    if choices.len() + usize::from(other) < least && reader.sound(&path) {
        let is = choices.len();
        reader.fault(
            &path,
            format!("at least {least} choices are needed, not {is}; add some"),
        );
    }
    let code_path = |idx: usize| format!("{path}[{idx}].code");
    unique(reader, choices.iter().map(|c| &c.code), code_path, "choice");
    let mut values = BTreeSet::new();
    for (idx, choice) in choices.iter().enumerate() {
        if other && choice.code.as_str() == OTHER {
            let message =
                format!("`{OTHER}` stands for the question's own *other*; choose another code");
            reader.fault(&code_path(idx), message);
        }
        if let Some(value) = &choice.value
            && !values.insert(value)
        {
            let message = format!("another choice has the value `{value}`; give each its own");
            reader.fault(&format!("{path}[{idx}].value"), message);
        }
    }
}

fn no_exclusive(reader: &mut Reader<'_>, choices: &[Choice], path: &str) {
    for (idx, choice) in choices.iter().enumerate() {
        if choice.exclusive {
            reader.fault(
                &format!("{path}.choices[{idx}].exclusive"),
                "only `multiple` and `single` questions have exclusive choices; take it out",
            );
        }
    }
}

fn check_items(reader: &mut Reader<'_>, items: &[Item], path: &str, least: usize) {
    let path = format!("{path}.items");
    if items.len() < least && reader.sound(&path) {
        let is = items.len();
        let items = if least == 1 { "item is" } else { "items are" };
        reader.fault(
            &path,
            format!("at least {least} {items} needed, not {is}; add some"),
        );
    }
    let code_path = |idx: usize| format!("{path}[{idx}].code");
    unique(reader, items.iter().map(|i| &i.code), code_path, "item");
}

/// Only a matrix reads one foreign column an item.
fn no_columns(reader: &mut Reader<'_>, items: &[Item], path: &str) {
    for (idx, item) in items.iter().enumerate() {
        if item.column.is_some() {
            reader.fault(
                &format!("{path}.items[{idx}].column"),
                "only the items of a `matrix` read a column; take it out",
            );
        }
    }
}

fn check_blocks(reader: &mut Reader<'_>, items: &[Item], blocks: &[Vec<Code>], path: &str) {
    let path = format!("{path}.blocks");
    if blocks.is_empty() && reader.sound(&path) {
        reader.fault(&path, "there is no block; add one");
    }
    let known: BTreeSet<&Code> = items.iter().map(|item| &item.code).collect();
    for (b, block) in blocks.iter().enumerate() {
        let block_path = format!("{path}[{b}]");
        if block.len() < MIN_BLOCK && reader.sound(&block_path) {
            let is = block.len();
            let message = format!("a block needs at least {MIN_BLOCK} items, not {is}; add some");
            reader.fault(&block_path, message);
        }
        for (i, code) in block.iter().enumerate() {
            let code_path = format!("{block_path}[{i}]");
            if !reader.sound(&code_path) {
                continue;
            }
            if !known.contains(code) {
                let hint = hint(code, known.iter().copied());
                reader.fault(&code_path, format!("there is no item `{code}`{hint}"));
            } else if block[..i].contains(code) {
                reader.fault(
                    &code_path,
                    format!("`{code}` is in this block twice; keep one"),
                );
            }
        }
    }
    let readable = (0..blocks.len()).all(|b| reader.sound(&format!("{path}[{b}]")));
    for (idx, item) in items.iter().enumerate() {
        let code_path = format!("{}.items[{idx}].code", path.trim_end_matches(".blocks"));
        let shown = blocks.iter().any(|block| block.contains(&item.code));
        if readable && !shown && !blocks.is_empty() && reader.sound(&code_path) {
            let message = format!(
                "`{}` stands in no block; add it to some or take it out",
                item.code
            );
            reader.fault(&code_path, message);
        }
    }
}

fn check_scale(reader: &mut Reader<'_>, scale: &Scale, path: &str) {
    let (min_path, max_path) = (format!("{path}.min"), format!("{path}.max"));
    if !reader.sound(path) || !reader.sound(&min_path) || !reader.sound(&max_path) {
        return;
    }
    let n_points = scale.max - scale.min + 1;
    if n_points < 2 {
        reader.fault(&max_path, "`max` must be greater than `min`");
    } else if n_points > MAX_POINTS {
        let message = format!("the scale has {n_points} points; at most {MAX_POINTS} may be");
        reader.fault(&max_path, message);
    } else {
        let labels_path = format!("{path}.labels");
        let n_labels = scale.labels.len();
        let fits = n_labels == 2 || i32::try_from(n_labels) == Ok(n_points);
        if !fits && reader.sound(&labels_path) {
            let message = format!(
                "there are {n_labels} labels; write 2 for the ends or {n_points}, one for each point"
            );
            reader.fault(&labels_path, message);
        }
    }
}

fn at_most(reader: &mut Reader<'_>, limit: Option<u32>, n: usize, path: &str, what: &str) {
    if let Some(limit) = limit
        && limit as usize > n
    {
        reader.fault(
            path,
            format!("{limit} cannot be reached: there are {n} {what}"),
        );
    }
}

fn ordered<T: PartialOrd>(reader: &mut Reader<'_>, min: Option<T>, max: Option<T>, path: &str) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        reader.fault(&format!("{path}.max"), "`max` is less than `min`; raise it");
    }
}

fn condition(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
    condition_here: &Condition,
    before: usize,
    path: &str,
) {
    let earlier = |reader: &mut Reader<'_>, code: &Code, path: &str| {
        let (place, question) = asked.get(reader, code, path)?;
        if place >= before {
            let message =
                format!("`{code}` is not asked before this; a condition looks at earlier answers");
            reader.fault(path, message);
        }
        Some(question)
    };
    match condition_here {
        Condition::All(parts) | Condition::Any(parts) => {
            let key = match condition_here {
                Condition::All(_) => "all",
                _ => "any",
            };
            for (idx, part) in parts.iter().enumerate() {
                condition(reader, asked, part, before, &format!("{path}.{key}[{idx}]"));
            }
        }
        Condition::Not(part) => condition(reader, asked, part, before, &format!("{path}.not")),
        Condition::Answered(code) => {
            earlier(reader, code, &format!("{path}.answered"));
        }
        Condition::Chosen { question, any_of } => {
            let path = format!("{path}.chosen");
            let question_path = format!("{path}.question");
            if any_of.is_empty() && reader.sound(&format!("{path}.any_of")) {
                reader.fault(
                    &format!("{path}.any_of"),
                    "there is no choice here; name at least one",
                );
            }
            let Some(question) = earlier(reader, question, &question_path) else {
                return;
            };
            let choices = match &question.kind {
                Kind::Single {
                    choices_from: Some(_),
                    ..
                } => return,
                Kind::Single { choices, .. } | Kind::Multiple { choices, .. } => choices,
                _ => {
                    let code = &question.code;
                    let message =
                        format!("`{code}` has no choices; name a `single` or `multiple` question");
                    reader.fault(&question_path, message);
                    return;
                }
            };
            for (idx, code) in any_of.iter().enumerate() {
                let path = format!("{path}.any_of[{idx}]");
                if reader.sound(&path) && !choices.iter().any(|choice| choice.code == *code) {
                    let hint = hint(code, choices.iter().map(|choice| &choice.code));
                    let message = format!("`{}` has no choice `{code}`{hint}", question.code);
                    reader.fault(&path, message);
                }
            }
        }
        Condition::Between { question, min, max } => {
            let path = format!("{path}.between");
            let question_path = format!("{path}.question");
            if min.is_none() && max.is_none() && reader.sound(&format!("{path}.min")) {
                reader.fault(&path, "give `min`, `max` or both");
            }
            ordered(reader, *min, *max, &path);
            if let Some(question) = earlier(reader, question, &question_path)
                && !matches!(question.kind, Kind::Scale { .. } | Kind::Number { .. })
            {
                let code = &question.code;
                let message = format!("`{code}` is no number; name a `scale` or `number` question");
                reader.fault(&question_path, message);
            }
        }
    }
}

fn check_reads(reader: &mut Reader<'_>, reads: &Reads, kind: &Kind, path: &str) {
    let one_column = matches!(
        kind,
        Kind::Single { .. }
            | Kind::Scale { .. }
            | Kind::Number { .. }
            | Kind::Text { .. }
            | Kind::Date { .. }
    );
    if reads.column.is_some() && !one_column {
        let message = "this kind of question does not stand in one column; take `column` out";
        reader.fault(&format!("{path}.column"), message);
    }
    match kind {
        Kind::Ranking {
            choices, places, ..
        } => {
            let most = places.map_or(choices.len(), |places| places as usize);
            if reads.columns.len() > most {
                let is = reads.columns.len();
                let message = format!("there are {is} columns for {most} places; take some out");
                reader.fault(&format!("{path}.columns"), message);
            }
        }
        _ if !reads.columns.is_empty() => {
            let message = "only a `ranking` reads `columns`; take it out";
            reader.fault(&format!("{path}.columns"), message);
        }
        _ => {}
    }
    if let Some(long) = &reads.long {
        if !matches!(kind, Kind::BestWorst { .. }) {
            let message = "only a `best_worst` question reads `long`; take it out";
            reader.fault(&format!("{path}.long"), message);
        }
        if long.best == long.worst {
            let message = "`best` and `worst` have the same value; they must differ";
            reader.fault(&format!("{path}.long.worst"), message);
        }
    }
    let offers_dont_know = match kind {
        Kind::Single { dont_know, .. }
        | Kind::Scale { dont_know, .. }
        | Kind::Matrix { dont_know, .. }
        | Kind::ImportanceSatisfaction { dont_know, .. } => *dont_know,
        Kind::Multiple { .. }
        | Kind::Number { .. }
        | Kind::Text { .. }
        | Kind::Date { .. }
        | Kind::Ranking { .. }
        | Kind::BestWorst { .. }
        | Kind::Points { .. } => false,
    };
    if !reads.dont_know.is_empty() && !offers_dont_know {
        let message = format!(
            "the question offers no *don't know*, so nothing can be read as `{DONT_KNOW}`; use `no_answer`"
        );
        reader.fault(&format!("{path}.dont_know"), message);
    }
}

fn analyses(reader: &mut Reader<'_>, definition: &Definition, asked: &Asked<'_>) {
    let (mut needs, mut values) = (0, 0);
    let mut rated = BTreeSet::new();
    let paths = reader.analysis_paths.clone();
    for (analysis, path) in definition.analyses.iter().zip(paths) {
        match analysis {
            Analysis::Needs {
                importance,
                satisfaction,
            } => {
                needs += 1;
                if needs > 1 {
                    reader.fault(&path, "there is another `needs` analysis; keep one");
                }
                check_needs(reader, asked, importance, satisfaction, &path);
            }
            Analysis::Values { question } => {
                values += 1;
                if values > 1 {
                    reader.fault(&path, "there is another `values` analysis; keep one");
                }
                let path = format!("{path}.question");
                if let Some((_, question)) = asked.get(reader, question, &path)
                    && !matches!(question.kind, Kind::BestWorst { .. })
                {
                    unsuitable(reader, question, "a `best_worst` question", &path);
                }
            }
            Analysis::Ratings { question } => {
                let path = format!("{path}.question");
                if !rated.insert(question) {
                    reader.fault(
                        &path,
                        format!("the ratings of `{question}` are here twice; keep one"),
                    );
                }
                let Some((_, question)) = asked.get(reader, question, &path) else {
                    continue;
                };
                match &question.kind {
                    Kind::Scale { scale, .. } | Kind::Matrix { scale, .. } => {
                        enough_points(reader, scale, &path);
                    }
                    Kind::ImportanceSatisfaction {
                        importance,
                        satisfaction,
                        ..
                    } => {
                        enough_points(reader, importance, &path);
                        enough_points(reader, satisfaction, &path);
                    }
                    _ => unsuitable(
                        reader,
                        question,
                        "a `scale`, `matrix` or `importance_satisfaction` question",
                        &path,
                    ),
                }
            }
        }
    }
}

fn check_needs(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
    importance: &Code,
    satisfaction: &Code,
    path: &str,
) {
    let importance_path = format!("{path}.importance");
    let important: Option<BTreeSet<&Code>> = match asked.get(reader, importance, &importance_path) {
        None => None,
        Some((_, question)) => match &question.kind {
            Kind::Ranking { choices, .. } => Some(choices.iter().map(|c| &c.code).collect()),
            Kind::ImportanceSatisfaction {
                items, importance, ..
            } => {
                enough_points(reader, importance, &importance_path);
                Some(items.iter().map(|i| &i.code).collect())
            }
            _ => {
                let wanted = "a `ranking` or `importance_satisfaction` question";
                unsuitable(reader, question, wanted, &importance_path);
                None
            }
        },
    };
    let satisfaction_path = format!("{path}.satisfaction");
    let satisfied: Option<BTreeSet<&Code>> =
        match asked.get(reader, satisfaction, &satisfaction_path) {
            None => None,
            Some((_, question)) => match &question.kind {
                Kind::Matrix { items, scale, .. } => {
                    enough_points(reader, scale, &satisfaction_path);
                    Some(items.iter().map(|i| &i.code).collect())
                }
                Kind::ImportanceSatisfaction {
                    items,
                    satisfaction,
                    ..
                } => {
                    enough_points(reader, satisfaction, &satisfaction_path);
                    Some(items.iter().map(|i| &i.code).collect())
                }
                _ => {
                    let wanted = "a `matrix` or `importance_satisfaction` question";
                    unsuitable(reader, question, wanted, &satisfaction_path);
                    None
                }
            },
        };
    if let (Some(important), Some(satisfied)) = (important, satisfied) {
        let odd: Vec<String> = important
            .symmetric_difference(&satisfied)
            .take(5)
            .map(|code| format!("`{code}`"))
            .collect();
        if !odd.is_empty() {
            let message = format!(
                "`{importance}` and `{satisfaction}` must be about the same codes; only one has {}",
                odd.join(", ")
            );
            reader.fault(&satisfaction_path, message);
        }
    }
}

fn unsuitable(reader: &mut Reader<'_>, question: &Question, wanted: &str, path: &str) {
    let code = &question.code;
    reader.fault(path, format!("`{code}` is of another kind; name {wanted}"));
}

/// With two points, everybody gives one of the two highest.
fn enough_points(reader: &mut Reader<'_>, scale: &Scale, path: &str) {
    if scale.max - scale.min < 2 {
        let message = "its scale has fewer than 3 points, so everybody gives one of the two highest; use a longer one";
        reader.fault(path, message);
    }
}
