//! The one door for answers: from the fields of a form or of a CSV row to checked [`Answers`].

use std::collections::{BTreeMap, BTreeSet};

use crate::model::answers::{Answer, Answers, BestWorst, ImpSat, Rating};
use crate::model::code::Code;
use crate::model::definition::{Choice, Definition, Item, Kind, Question, Scale};
use crate::model::text::one_line;
use crate::model::time::Day;
use crate::survey::columns::{Part, columns, field};
use crate::survey::problem::{FieldError, Problem};
use crate::survey::shown::holds;
use crate::survey::{DONT_KNOW, OTHER};

/// What a form sends, or a CSV row holds: values by field.
///
/// Fields are named like CSV columns. A ranking may come as `q__rank_choice` = place, as `q__place_1` = choice,
/// or as `q__order`; a `multiple` question may send `q__other` = 1 along with `q__other_text`.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

/// The most characters of a text whose question sets no limit of its own.
pub const MAX_TEXT: u32 = 4_000;

/// The most characters of the words for *other*.
pub const MAX_OTHER: u32 = 200;

/// The greatest number that is taken, up or down, where a question sets no limit: floats are exact up to here.
const MAX_NUMBER: f64 = 9_007_199_254_740_992.0;

/// Which part of a form is read, and how strictly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The problems of the section of this index are reported; the sound answers of all sections come back.
    Section(usize),
    /// The whole form. What the conditions hide is dropped.
    All,
    /// A row of a file: nothing is demanded and nothing is hidden (cells may have been withheld), places may be
    /// shared, blocks half filled.
    Row,
}

/// What may be picked where the choices come from the coalition's register.
#[derive(Clone, Copy, Debug)]
pub enum Register<'a> {
    /// These.
    Known(&'a [Choice]),
    /// Any code, for files outside a coalition.
    Any,
}

/// What was read from a form or row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The sound answers of the shown questions.
    pub answers: Answers,
    /// Every problem within the scope, at most one a field, in the order of the form.
    pub errors: Vec<FieldError>,
}

/// Reads the answers to `definition` from the fields of a form or row.
///
/// Fields that belong to no question are left alone: a form has some of its own. A field that begins like a
/// question's (`q__…`) but is none of them is an error, except in a [`Scope::Row`], whose header is checked once.
pub fn parse(
    definition: &Definition,
    raw: &RawAnswers,
    scope: Scope,
    register: Register<'_>,
) -> Parsed {
    let mut parsed = Parsed::default();
    for (idx, section) in definition.sections.iter().enumerate() {
        let reported = match scope {
            Scope::Section(section) => section == idx,
            Scope::All | Scope::Row => true,
        };
        let conditions_hide = |show_when: &Option<_>, answers: &Answers| match scope {
            Scope::Section(_) | Scope::All => {
                show_when.as_ref().is_some_and(|c| !holds(c, answers))
            }
            Scope::Row => false,
        };
        if conditions_hide(&section.show_when, &parsed.answers) {
            continue;
        }
        for question in &section.questions {
            if conditions_hide(&question.show_when, &parsed.answers) {
                continue;
            }
            let mut form = Form {
                raw,
                question,
                row: scope == Scope::Row,
                errors: Vec::new(),
            };
            let answer = form.answer(register);
            form.finish(answer.is_some());
            if let (Some(answer), true) = (answer, form.errors.is_empty()) {
                parsed.answers.insert(question.code.clone(), answer);
            }
            if reported {
                parsed.errors.append(&mut form.errors);
            }
        }
    }
    parsed
}

/// The fields of one question.
struct Form<'a> {
    raw: &'a RawAnswers,
    question: &'a Question,
    row: bool,
    errors: Vec<FieldError>,
}

impl<'a> Form<'a> {
    fn answer(&mut self, register: Register<'_>) -> Option<Answer> {
        match &self.question.kind {
            Kind::Single {
                choices,
                choices_from,
                other,
                dont_know,
                ..
            } => {
                let known = match (choices_from, register) {
                    (None, _) => Register::Known(choices),
                    (Some(_), register) => register,
                };
                self.single(known, *other, *dont_know)
            }
            Kind::Multiple {
                choices,
                min,
                max,
                other,
                ..
            } => self.multiple(choices, *min, *max, *other),
            Kind::Scale { scale, dont_know } => {
                self.rating(Part::Whole, scale, *dont_know)
                    .map(|r| match r {
                        Rating::Point(point) => Answer::Rating(point),
                        Rating::DontKnow => Answer::DontKnow,
                    })
            }
            Kind::Matrix {
                items,
                scale,
                dont_know,
                ..
            } => self.matrix(items, scale, *dont_know),
            Kind::ImportanceSatisfaction {
                items,
                importance,
                satisfaction,
                dont_know,
                ..
            } => self.importance_satisfaction(items, importance, satisfaction, *dont_know),
            Kind::Number {
                min, max, whole, ..
            } => self.number(*min, *max, *whole).map(Answer::Number),
            Kind::Text {
                max_length,
                one_line,
            } => self
                .words(Part::Words, max_length.unwrap_or(MAX_TEXT), *one_line)
                .map(Answer::Text),
            Kind::Date { min, max } => self.date(*min, *max).map(Answer::Date),
            Kind::Ranking {
                choices, places, ..
            } => self.ranking(choices, *places),
            Kind::BestWorst { blocks, .. } => self.best_worst(blocks),
            Kind::Points { choices, total } => self.points(choices, *total),
        }
    }

    /// What is checked of every question, whatever its kind.
    fn finish(&mut self, answered: bool) {
        if self.row {
            return;
        }
        if self.question.required && !answered && self.errors.is_empty() {
            let first = columns(self.question).into_iter().next();
            let field = first.map_or_else(|| self.question.code.to_string(), |c| c.name);
            self.error_at(field, Problem::Required);
        }
        for field in self.unknown_fields() {
            self.error_at(field, Problem::UnknownField);
        }
    }

    fn unknown_fields(&self) -> Vec<String> {
        let code = self.question.code.as_str();
        let mut known: BTreeSet<String> =
            columns(self.question).into_iter().map(|c| c.name).collect();
        match &self.question.kind {
            Kind::Multiple { other: true, .. } => {
                known.insert(format!("{code}__{OTHER}"));
            }
            Kind::Ranking { choices, .. } => {
                known.extend((1..=choices.len()).map(|place| place_field(code, place)));
            }
            _ => {}
        }
        let own = |name: &str| {
            name.strip_prefix(code)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
        };
        self.raw
            .range(code.to_owned()..)
            .take_while(|(name, _)| name.starts_with(code))
            .filter(|(name, values)| {
                own(name) && !known.contains(*name) && values.iter().any(|v| !v.trim().is_empty())
            })
            .map(|(name, _)| name.clone())
            .collect()
    }

    fn field(&self, part: Part<'_>) -> String {
        field(&self.question.code, part)
    }

    fn error(&mut self, part: Part<'_>, problem: Problem) {
        self.error_at(self.field(part), problem);
    }

    /// Records a problem, unless the field has one already.
    fn error_at(&mut self, field: String, problem: Problem) {
        if self.errors.iter().all(|error| error.field != field) {
            self.errors.push(FieldError {
                field,
                question: self.question.code.clone(),
                problem,
            });
        }
    }

    /// The one value of a field, trimmed; `None` when it is empty.
    fn value(&mut self, field: &str) -> Option<&'a str> {
        let raw = self.raw;
        let mut values = raw
            .get(field)
            .into_iter()
            .flatten()
            .map(|value| value.trim())
            .filter(|value| !value.is_empty());
        let first = values.next()?;
        if values.any(|value| value != first) {
            self.error_at(field.to_owned(), Problem::ManyValues);
            return None;
        }
        Some(first)
    }

    fn part(&mut self, part: Part<'_>) -> Option<&'a str> {
        self.value(&self.field(part))
    }

    /// Words of one's own, cleaned; `None` when there are none.
    fn words(&mut self, part: Part<'_>, max: u32, on_one_line: bool) -> Option<String> {
        let field = self.field(part);
        let written = self.raw.get(&field).into_iter().flatten();
        let mut texts = written
            .map(|text| clean(text, on_one_line))
            .filter(|text| !text.is_empty());
        let text = texts.next()?;
        if texts.any(|other| other != text) {
            self.error_at(field, Problem::ManyValues);
            return None;
        }
        let is = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if is > max {
            self.error_at(field, Problem::TooLong { max, is });
            return None;
        }
        Some(text)
    }

    fn single(&mut self, known: Register<'_>, other: bool, dont_know: bool) -> Option<Answer> {
        let text = if other {
            self.words(Part::OtherText, MAX_OTHER, true)
        } else {
            None
        };
        match self.part(Part::Whole) {
            None => text.map(Answer::Other),
            Some(DONT_KNOW) if dont_know => Some(Answer::DontKnow),
            Some(OTHER) if other => {
                if text.is_none() && !self.row {
                    self.error(Part::OtherText, Problem::OtherNeedsText);
                }
                Some(Answer::Other(text.unwrap_or_default()))
            }
            Some(value) => {
                // Words written beside a picked choice are left over from a change of mind.
                let code = Code::parse(value).ok().filter(|code| match known {
                    Register::Known(choices) => choices.iter().any(|c| c.code == *code),
                    Register::Any => true,
                });
                if code.is_none() {
                    self.error(Part::Whole, not_a_choice(value));
                }
                code.map(Answer::Choice)
            }
        }
    }

    fn multiple(
        &mut self,
        choices: &'a [Choice],
        min: Option<u32>,
        max: Option<u32>,
        other: bool,
    ) -> Option<Answer> {
        let mut chosen = BTreeSet::new();
        for choice in choices {
            if self.ticked(&self.field(Part::Picked(&choice.code))) {
                chosen.insert(choice.code.clone());
            }
        }
        let other = if other {
            let text = self.words(Part::OtherText, MAX_OTHER, true);
            let ticked = self.ticked(&format!("{}__{OTHER}", self.question.code));
            if ticked && text.is_none() && !self.row {
                self.error(Part::OtherText, Problem::OtherNeedsText);
            }
            text
        } else {
            None
        };
        let is = count(chosen.len() + usize::from(other.is_some()));
        if is == 0 {
            return None;
        }
        let exclusive = choices
            .iter()
            .find(|choice| choice.exclusive && chosen.contains(&choice.code));
        let first = choices.first().map(|choice| &choice.code)?;
        match (exclusive, min, max) {
            (Some(exclusive), _, _) => {
                if is > 1 {
                    let choice = exclusive.code.clone();
                    self.error(
                        Part::Picked(&exclusive.code),
                        Problem::ExclusiveWithOthers { choice },
                    );
                }
            }
            (None, Some(min), _) if is < min => {
                self.error(Part::Picked(first), Problem::TooFew { min, is });
            }
            (None, _, Some(max)) if is > max => {
                self.error(Part::Picked(first), Problem::TooMany { max, is });
            }
            (None, _, _) => {}
        }
        Some(Answer::Choices { chosen, other })
    }

    /// A checkbox: 1 (or a browser's `on`) beats 0, which a form may send along for an empty box.
    fn ticked(&mut self, field: &str) -> bool {
        let mut ticked = false;
        for value in self.raw.get(field).into_iter().flatten() {
            match value.trim() {
                "1" | "on" => ticked = true,
                "" | "0" => {}
                odd => self.error_at(field.to_owned(), not_a_choice(odd)),
            }
        }
        ticked
    }

    fn rating(&mut self, part: Part<'_>, scale: &Scale, dont_know: bool) -> Option<Rating> {
        let value = self.part(part)?;
        if dont_know && value == DONT_KNOW {
            return Some(Rating::DontKnow);
        }
        match value.parse::<i32>() {
            Ok(point) if (scale.min..=scale.max).contains(&point) => Some(Rating::Point(point)),
            Ok(_) => {
                let (min, max) = (Some(f64::from(scale.min)), Some(f64::from(scale.max)));
                self.error(part, Problem::OutOfRange { min, max });
                None
            }
            Err(_) => {
                self.error(part, not_a_number(value));
                None
            }
        }
    }

    /// A rating that a required question demands of each of its rows.
    fn row_rating(&mut self, part: Part<'_>, scale: &Scale, dont_know: bool) -> Option<Rating> {
        let rating = self.rating(part, scale, dont_know);
        if rating.is_none() && self.question.required && !self.row {
            self.error(part, Problem::Required);
        }
        rating
    }

    fn matrix(&mut self, items: &[Item], scale: &Scale, dont_know: bool) -> Option<Answer> {
        let mut ratings = BTreeMap::new();
        for item in items {
            if let Some(rating) = self.row_rating(Part::Rated(&item.code), scale, dont_know) {
                ratings.insert(item.code.clone(), rating);
            }
        }
        (!ratings.is_empty()).then_some(Answer::Ratings(ratings))
    }

    fn importance_satisfaction(
        &mut self,
        items: &[Item],
        importance: &Scale,
        satisfaction: &Scale,
        dont_know: bool,
    ) -> Option<Answer> {
        let mut ratings = BTreeMap::new();
        for item in items {
            let both = ImpSat {
                importance: self.row_rating(Part::Importance(&item.code), importance, false),
                satisfaction: self.row_rating(
                    Part::Satisfaction(&item.code),
                    satisfaction,
                    dont_know,
                ),
            };
            if both != ImpSat::default() {
                ratings.insert(item.code.clone(), both);
            }
        }
        (!ratings.is_empty()).then_some(Answer::ImportanceSatisfaction(ratings))
    }

    fn number(&mut self, min: Option<f64>, max: Option<f64>, whole: bool) -> Option<f64> {
        let value = self.part(Part::Whole)?;
        let plain = value
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'));
        let number = value.parse::<f64>().ok().filter(|n| plain && n.is_finite());
        let Some(number) = number else {
            self.error(Part::Whole, not_a_number(value));
            return None;
        };
        let low = min.unwrap_or(-MAX_NUMBER);
        let high = max.unwrap_or(MAX_NUMBER);
        if !(low..=high).contains(&number) {
            let (min, max) = match (min, max) {
                (None, None) => (Some(low), Some(high)),
                limits => limits,
            };
            self.error(Part::Whole, Problem::OutOfRange { min, max });
        } else if whole && number.fract() != 0.0 {
            self.error(Part::Whole, Problem::NotWhole);
        }
        // Adding zero makes −0 a plain 0.
        Some(number + 0.0)
    }

    fn date(&mut self, min: Option<Day>, max: Option<Day>) -> Option<Day> {
        let value = self.part(Part::Whole)?;
        let Some(day) = Day::parse(value) else {
            let value = readable(value);
            self.error(Part::Whole, Problem::BadDate { value });
            return None;
        };
        if min.is_some_and(|min| day < min) || max.is_some_and(|max| day > max) {
            self.error(Part::Whole, Problem::DateOutOfRange { min, max });
        }
        Some(day)
    }

    fn ranking(&mut self, choices: &'a [Choice], places: Option<u32>) -> Option<Answer> {
        let by_place = self.ranking_by_place(choices);
        let by_choice = self.ranking_by_choice(choices);
        let by_order = self.ranking_by_order(choices);
        if !self.errors.is_empty() {
            return None;
        }
        let mut given = [by_place, by_choice, by_order]
            .into_iter()
            .filter(|order| !order.is_empty());
        let order = given.next()?;
        if given.any(|other| other != order) {
            self.error(Part::Order, Problem::OrdersDiffer);
            return None;
        }
        if !self.row
            && let Some(idx) = order.iter().position(|group| group.len() > 1)
        {
            let clashing = order.get(idx).cloned().unwrap_or_default();
            if let Some(last) = choices.iter().rev().find(|c| clashing.contains(&c.code)) {
                let place = count(idx + 1);
                let choices = clashing;
                self.error(
                    Part::Rank(&last.code),
                    Problem::SamePlaceTwice { place, choices },
                );
            }
        }
        let is = count(order.iter().map(Vec::len).sum());
        let max = places.unwrap_or_else(|| count(choices.len()));
        if is > max {
            let first = choices.first().map(|choice| &choice.code)?;
            self.error(Part::Rank(first), Problem::TooMany { max, is });
        }
        Some(Answer::Ranking(order))
    }

    /// `q__place_1` = choice: the selects for the first, second, third choice.
    fn ranking_by_place(&mut self, choices: &[Choice]) -> Vec<Vec<Code>> {
        let mut order: Vec<Vec<Code>> = Vec::new();
        let mut empty = None;
        for place in 1..=choices.len() {
            let name = place_field(self.question.code.as_str(), place);
            let Some(value) = self.value(&name) else {
                empty = empty.or(Some(count(place)));
                continue;
            };
            let Some(choice) = choices.iter().find(|c| c.code.as_str() == value) else {
                self.error_at(name, not_a_choice(value));
                continue;
            };
            let code = choice.code.clone();
            if order.iter().flatten().any(|seen| *seen == code) {
                self.error_at(name, Problem::ChoiceTwice { choice: code });
                continue;
            }
            if let Some(place) = empty {
                self.error_at(name, Problem::GapInRanking { place });
            }
            order.push(vec![code]);
        }
        order
    }

    /// `q__rank_choice` = place.
    fn ranking_by_choice(&mut self, choices: &[Choice]) -> Vec<Vec<Code>> {
        let most = count(choices.len());
        let mut by_place: BTreeMap<u32, Vec<Code>> = BTreeMap::new();
        for choice in choices {
            let part = Part::Rank(&choice.code);
            let Some(value) = self.part(part) else {
                continue;
            };
            match value.parse::<u32>() {
                Ok(place) if (1..=most).contains(&place) => {
                    by_place.entry(place).or_default().push(choice.code.clone());
                }
                Ok(_) => {
                    let (min, max) = (Some(1.0), Some(f64::from(most)));
                    self.error(part, Problem::OutOfRange { min, max });
                }
                Err(_) => self.error(part, not_a_number(value)),
            }
        }
        // After equals the next place may be counted as 1, 1, 2 or as 1, 1, 3.
        let (mut dense, mut sporting) = (1, 1);
        for (place, group) in &by_place {
            if let (false, Some(first)) = (*place == dense || *place == sporting, group.first()) {
                let problem = Problem::GapInRanking { place: dense };
                self.error(Part::Rank(first), problem);
                break;
            }
            sporting = place + count(group.len());
            dense = place + 1;
        }
        sorted(by_place.into_values().collect())
    }

    /// `q__order` = `a>b=c`.
    fn ranking_by_order(&mut self, choices: &[Choice]) -> Vec<Vec<Code>> {
        let Some(written) = self.part(Part::Order) else {
            return Vec::new();
        };
        let mut order: Vec<Vec<Code>> = Vec::new();
        for (place, group) in (1..).zip(written.split('>')) {
            if group.trim().is_empty() {
                self.error(Part::Order, Problem::GapInRanking { place });
                continue;
            }
            let mut equals = Vec::new();
            for name in group.split('=').map(str::trim) {
                let Some(choice) = choices.iter().find(|c| c.code.as_str() == name) else {
                    self.error(Part::Order, not_a_choice(name));
                    continue;
                };
                let choice = choice.code.clone();
                if order
                    .iter()
                    .flatten()
                    .chain(&equals)
                    .any(|seen| *seen == choice)
                {
                    self.error(Part::Order, Problem::ChoiceTwice { choice });
                } else {
                    equals.push(choice);
                }
            }
            order.push(equals);
        }
        sorted(order)
    }

    fn best_worst(&mut self, blocks: &[Vec<Code>]) -> Option<Answer> {
        let mut picked = BTreeMap::new();
        for (block, codes) in (0_u16..).zip(blocks) {
            let parts = [Part::Best(block), Part::Worst(block)];
            let n_errors = self.errors.len();
            let [best, worst] = parts.map(|part| {
                let value = self.part(part)?;
                let code = codes.iter().find(|code| code.as_str() == value);
                if code.is_none() {
                    self.error(part, not_a_choice(value));
                }
                code.cloned()
            });
            if self.errors.len() > n_errors {
                continue;
            }
            let demanded = self.question.required || best.is_some() || worst.is_some();
            if demanded && !self.row {
                let missing = parts
                    .into_iter()
                    .zip([&best, &worst])
                    .find(|(_, pick)| pick.is_none());
                if let Some((part, _)) = missing {
                    self.error(part, Problem::IncompleteBlock { block });
                }
            }
            if let (Some(item), true) = (&best, best == worst) {
                let item = item.clone();
                let problem = Problem::BestAndWorstSame { block, item };
                self.error(Part::Worst(block), problem);
            }
            if best.is_some() || worst.is_some() {
                picked.insert(block, BestWorst { best, worst });
            }
        }
        (!picked.is_empty()).then_some(Answer::BestWorst(picked))
    }

    fn points(&mut self, choices: &[Choice], total: u32) -> Option<Answer> {
        let mut points = BTreeMap::new();
        let mut touched = false;
        for choice in choices {
            let part = Part::Points(&choice.code);
            let Some(value) = self.part(part) else {
                continue;
            };
            touched = true;
            match value.parse::<u32>() {
                Ok(0) => {}
                Ok(n) => {
                    points.insert(choice.code.clone(), n);
                }
                Err(_) if value.parse::<f64>().is_ok_and(f64::is_finite) => {
                    let (min, max) = (Some(0.0), Some(f64::from(total)));
                    self.error(part, Problem::OutOfRange { min, max });
                }
                Err(_) => self.error(part, not_a_number(value)),
            }
        }
        let is: u64 = points.values().copied().map(u64::from).sum();
        // Noughts everywhere are how some forms send an untouched question.
        if !touched || (is == 0 && !self.question.required) || !self.errors.is_empty() {
            return None;
        }
        if is != u64::from(total) {
            let first = choices.first().map(|choice| &choice.code)?;
            self.error(Part::Points(first), Problem::PointsSum { total, is });
        }
        Some(Answer::Points(points))
    }
}

/// The form field of the n-th place of a ranking, from 1.
fn place_field(question: &str, place: usize) -> String {
    format!("{question}__place_{place}")
}

/// Equals in the order of their codes, so that equal rankings are equal values.
fn sorted(mut order: Vec<Vec<Code>>) -> Vec<Vec<Code>> {
    for group in &mut order {
        group.sort();
    }
    order
}

/// Words without control characters, line ends as `\n`, ends trimmed.
fn clean(text: &str, on_one_line: bool) -> String {
    if on_one_line {
        return one_line(text).into_owned();
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    kept.trim().to_owned()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn not_a_choice(value: &str) -> Problem {
    let value = readable(value);
    Problem::NotAChoice { value }
}

fn not_a_number(value: &str) -> Problem {
    let value = readable(value);
    Problem::NotANumber { value }
}

/// A value cut to a length that fits a message.
fn readable(value: &str) -> String {
    const MOST: usize = 40;
    let line = one_line(value);
    if line.chars().count() <= MOST {
        line.into_owned()
    } else {
        line.chars().take(MOST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests;
