//! Questions as form controls, answers as words, problems as sentences.

use std::borrow::Cow;
use std::sync::Arc;

use maud::{Markup, html};

use crate::model::answers::Rating;
use crate::model::definition::{Choice, Item, Scale};
use crate::model::{Answer, Code, Definition, Kind, Question};
use crate::survey::{self, DONT_KNOW, OTHER, Problem, RawAnswers};
use crate::web::pages::layout::field_id;
use crate::web::pages::pieces::Pieces;
use crate::web::words::Words;

/// What the controls of one page are drawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) words: &'a Words,
    /// What was drawn of this form in this language before.
    pub(crate) pieces: &'a Pieces,
    pub(crate) raw: &'a RawAnswers,
    pub(crate) errors: &'a [survey::FieldError],
    /// The seed of the response's own order of choices.
    pub(crate) seed: u64,
    /// The choices that come from the register of organisations.
    pub(crate) register: &'a [Choice],
}

impl<'a> Sheet<'a> {
    fn value(&self, field: &str) -> &'a str {
        self.raw
            .get(field)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    fn text(&self, text: &'a crate::model::Text) -> &'a str {
        text.get(self.words.lang())
    }

    fn choices(&self, question: &'a Question) -> &'a [Choice] {
        choices_of(question, self.register)
    }

    fn wrong(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// One question with its label, help, messages and controls.
    pub(crate) fn question(&self, question: &'a Question) -> Markup {
        let messages: Vec<&survey::FieldError> = self
            .errors
            .iter()
            .filter(|error| error.question == question.code)
            .filter(|error| row_label(question, &error.field, self.words).is_none())
            .collect();
        let has_error = self
            .errors
            .iter()
            .any(|error| error.question == question.code);
        let id = format!("q-{}", question.code);
        let is_lone = matches!(
            question.kind,
            Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. }
        );
        let heading = html! {
            (self.text(&question.text))
            @if !question.required { " " span .optional { (self.words.t("optional")) } }
        };
        let beneath = html! {
            @if let Some(hint) = &question.hint { p .hint id={ (id) "-hint" } { (self.text(hint)) } }
            @if !messages.is_empty() {
                div .wrong id={ (id) "-error" } {
                    @for error in &messages {
                        p { (problem_words(self.words, question, self.register, &error.problem)) }
                    }
                }
            }
        };
        let described = described(&id, question.hint.is_some(), !messages.is_empty());
        html! {
            @if is_lone {
                div .question .has-error[has_error] id=(id) {
                    label for=(field_id(question.code.as_str())) { (heading) }
                    (beneath)
                    (self.controls(question, described.as_deref()))
                }
            } @else {
                fieldset .question .has-error[has_error] id=(id) aria-describedby=[described.as_deref()] {
                    legend { (heading) }
                    (beneath)
                    (self.controls(question, None))
                }
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of question")]
    fn controls(&self, question: &'a Question, described: Option<&str>) -> Markup {
        let code = question.code.as_str();
        let order = survey::order(self.seed, question);
        match &question.kind {
            Kind::Single {
                other, dont_know, ..
            } => self.single(
                code,
                &ordered(self.choices(question), &order),
                *other,
                *dont_know,
            ),
            Kind::Multiple { choices, other, .. } => {
                self.multiple(code, &ordered(choices, &order), *other)
            }
            Kind::Scale { scale, dont_know } => html! {
                (self.scale_key(scale))
                (self.points(code, scale, *dont_know, &format!("q-{code}")))
            },
            Kind::Matrix {
                items,
                scale,
                dont_know,
                ..
            } => html! {
                (self.scale_key(scale))
                div .matrix {
                    @for item in ordered(items, &order) {
                        @let field = format!("{code}__{}", item.code);
                        (self.piece(&field, &[&field], || {
                            self.rated(question, &field, self.text(&item.label), scale, *dont_know)
                        }))
                    }
                }
            },
            Kind::ImportanceSatisfaction {
                items,
                importance,
                satisfaction,
                dont_know,
                ..
            } => html! {
                p .hint { strong { (self.words.t("importance")) } ": " (self.ends(importance)) }
                p .hint { strong { (self.words.t("satisfaction")) } ": " (self.ends(satisfaction)) }
                div .matrix .twice {
                    @for item in ordered(items, &order) {
                        @let base = format!("{code}__{}", item.code);
                        @let (imp, sat) = (format!("{base}__imp"), format!("{base}__sat"));
                        (self.piece(&base, &[&imp, &sat], || html! {
                            div .item {
                                h3 { (self.text(&item.label)) }
                                (self.rated(question, &imp, &self.words.t("importance"), importance, false))
                                (self.rated(question, &sat, &self.words.t("satisfaction"), satisfaction, *dont_know))
                            }
                        }))
                    }
                }
            },
            Kind::Number { unit, whole, .. } => html! {
                input .short type="text" inputmode=(if *whole { "numeric" } else { "decimal" }) id=(field_id(code)) name=(code)
                    value=(self.value(code)) aria-describedby=[described] aria-invalid=[self.invalid(code)];
                @if let Some(unit) = unit { " " span { (self.text(unit)) } }
            },
            Kind::Text {
                max_length,
                one_line,
            } => html! {
                @if let Some(max) = max_length { p .hint { (self.words.t1("at-most-characters", "n", *max)) } }
                @if *one_line {
                    input type="text" id=(field_id(code)) name=(code) value=(self.value(code))
                        aria-describedby=[described] aria-invalid=[self.invalid(code)];
                } @else {
                    textarea id=(field_id(code)) name=(code) rows="4"
                        aria-describedby=[described] aria-invalid=[self.invalid(code)] { "\n" (self.value(code)) }
                }
            },
            Kind::Date { .. } => html! {
                input .short type="date" id=(field_id(code)) name=(code) value=(self.value(code))
                    aria-describedby=[described] aria-invalid=[self.invalid(code)];
            },
            Kind::Ranking {
                choices, places, ..
            } => {
                let choices = ordered(choices, &order);
                match places {
                    Some(places)
                        if usize::try_from(*places).is_ok_and(|places| places < choices.len()) =>
                    {
                        self.places(code, &choices, *places)
                    }
                    _ => self.positions(code, &choices),
                }
            }
            Kind::BestWorst {
                items,
                blocks,
                best,
                worst,
            } => html! {
                @for (idx, block) in blocks.iter().enumerate() {
                    (self.block(code, idx, blocks.len(), block, items, self.text(best), self.text(worst)))
                }
            },
            Kind::Points { choices, total } => html! {
                p .hint { (self.words.t1("divide-points", "n", *total)) }
                @for choice in choices {
                    @let field = format!("{code}__{}", choice.code);
                    div .points-row {
                        label for=(field_id(&field)) { (self.text(&choice.label)) }
                        input .short type="text" inputmode="numeric" id=(field_id(&field)) name=(field) value=(self.value(&field))
                            aria-invalid=[self.invalid(&field)];
                    }
                }
            },
        }
    }

    /// What `draw` draws for `fields`; drawn once for all as long as nothing is in them.
    fn piece(&self, name: &str, fields: &[&str], draw: impl FnOnce() -> Markup) -> Arc<Markup> {
        let is_blank = |field: &&str| self.value(field).is_empty() && !self.wrong(field);
        if fields.iter().all(is_blank) {
            self.pieces.get(name, draw)
        } else {
            Arc::new(draw())
        }
    }

    fn invalid(&self, field: &str) -> Option<&'static str> {
        self.wrong(field).then_some("true")
    }

    fn single(&self, code: &str, choices: &[&'a Choice], other: bool, dont_know: bool) -> Markup {
        let chosen = self.value(code);
        let mut is_first = true;
        let mut id_of = |value: &str| {
            if std::mem::take(&mut is_first) {
                field_id(code)
            } else {
                format!("{}-{value}", field_id(code))
            }
        };
        html! {
            @for choice in choices {
                @let id = id_of(choice.code.as_str());
                div .pick {
                    input type="radio" name=(code) id=(id) value=(choice.code) checked[choice.code.as_str() == chosen];
                    label for=(id) { (self.text(&choice.label)) }
                }
            }
            @if other {
                @let id = id_of(OTHER);
                @let words_field = format!("{code}__other_text");
                div .pick {
                    input type="radio" name=(code) id=(id) value=(OTHER) checked[chosen == OTHER];
                    label for=(id) { (self.words.t("other")) }
                }
                (self.other_words(&words_field))
            }
            @if dont_know {
                @let id = id_of("dk");
                div .pick {
                    input type="radio" name=(code) id=(id) value=(DONT_KNOW) checked[chosen == DONT_KNOW];
                    label for=(id) { (self.words.t("dont-know")) }
                }
            }
        }
    }

    fn other_words(&self, field: &str) -> Markup {
        html! {
            div .other {
                label for=(field_id(field)) { (self.words.t("other-words")) }
                input type="text" id=(field_id(field)) name=(field) value=(self.value(field)) aria-invalid=[self.invalid(field)];
            }
        }
    }

    fn multiple(&self, code: &str, choices: &[&'a Choice], other: bool) -> Markup {
        html! {
            @for (idx, choice) in choices.iter().enumerate() {
                @let field = format!("{code}__{}", choice.code);
                div .pick {
                    input type="checkbox" name=(field) id=(field_id(&field)) value="1" checked[self.value(&field) == "1"];
                    label for=(field_id(&field)) { (self.text(&choice.label)) }
                    @if idx == 0 { span id=(field_id(code)) {} }
                }
            }
            @if other { (self.other_words(&format!("{code}__other_text"))) }
        }
    }

    /// What the two ends of a scale mean.
    fn ends(&self, scale: &'a Scale) -> String {
        let label = |point: i32| scale.label(point).map_or("", |label| self.text(label));
        format!(
            "{} = {}, {} = {}",
            scale.min,
            label(scale.min),
            scale.max,
            label(scale.max)
        )
    }

    fn scale_key(&self, scale: &'a Scale) -> Markup {
        html! { p .hint { (self.ends(scale)) } }
    }

    fn rated(
        &self,
        question: &'a Question,
        field: &str,
        label: &str,
        scale: &'a Scale,
        dont_know: bool,
    ) -> Markup {
        let label_id = format!("{}-label", field_id(field));
        let wrong = self.errors.iter().find(|error| error.field == field);
        html! {
            div .row .has-error[wrong.is_some()] {
                div id=(label_id) {
                    span .row-label { (label) }
                    @if let Some(error) = wrong {
                        span .wrong { (problem_words(self.words, question, self.register, &error.problem)) }
                    }
                }
                (self.points(field, scale, dont_know, &label_id))
            }
        }
    }

    /// The points of a scale as radio buttons.
    pub(crate) fn points(
        &self,
        field: &str,
        scale: &'a Scale,
        dont_know: bool,
        labelled_by: &str,
    ) -> Markup {
        let chosen = self.value(field);
        let chosen_point = chosen
            .parse()
            .ok()
            .filter(|point: &i32| point.to_string() == chosen);
        let id = field_id(field);
        html! {
            div .points role="radiogroup" aria-labelledby=(labelled_by) {
                @for point in scale.points() {
                    // The first one is where links to the field lead.
                    @let end = (point != scale.min).then_some(point);
                    span .point {
                        input type="radio" name=(field) id={ (id) @if let Some(end) = end { "-" (end) } } value=(point) checked[chosen_point == Some(point)];
                        label for={ (id) @if let Some(end) = end { "-" (end) } } {
                            (point)
                            @if let Some(words) = scale.label(point) { span .visually-hidden { ", " (self.text(words)) } }
                        }
                    }
                }
                @if dont_know {
                    span .point .dont-know {
                        input type="radio" name=(field) id={ (id) "-dk" } value=(DONT_KNOW) checked[chosen == DONT_KNOW];
                        label for={ (id) "-dk" } { (self.words.t("dont-know")) }
                    }
                }
            }
        }
    }

    /// A select for each of the first places.
    fn places(&self, code: &str, choices: &[&'a Choice], places: u32) -> Markup {
        html! {
            @for place in 1..=places {
                @let field = format!("{code}__place_{place}");
                @let from_rank = choices.iter().find(|choice| {
                    self.value(&format!("{code}__rank_{}", choice.code)) == place.to_string()
                });
                @let chosen = match self.value(&field) { "" => from_rank.map_or("", |choice| choice.code.as_str()), typed => typed };
                div .field {
                    label for=(field_id(&field)) { (self.words.t1("place", "n", place)) }
                    select id=(field_id(&field)) name=(field) aria-invalid=[self.invalid(&field)] {
                        option value="" { (self.words.t("no-choice")) }
                        @for choice in choices {
                            option value=(choice.code) selected[choice.code.as_str() == chosen] { (self.text(&choice.label)) }
                        }
                    }
                }
            }
        }
    }

    /// A select beside each choice, with buttons that move it up and down.
    fn positions(&self, code: &str, choices: &[&'a Choice]) -> Markup {
        let mut rows: Vec<(Option<u32>, &Choice)> = choices
            .iter()
            .map(|choice| {
                (
                    self.value(&format!("{code}__rank_{}", choice.code))
                        .parse()
                        .ok(),
                    *choice,
                )
            })
            .collect();
        rows.sort_by_key(|(place, _)| (place.is_none(), *place));
        html! {
            p .hint { (self.words.t("rank-how")) }
            ol .ranking {
                @for (_, choice) in &rows {
                    @let field = format!("{code}__rank_{}", choice.code);
                    @let label = self.text(&choice.label);
                    li id={ "opt-" (choice.code) } .has-error[self.wrong(&field)] {
                        label for=(field_id(&field)) { (label) }
                        select id=(field_id(&field)) name=(field) aria-invalid=[self.invalid(&field)] {
                            option value="" { (self.words.t("no-rank")) }
                            @for place in 1..=choices.len() {
                                option value=(place) selected[self.value(&field) == place.to_string()] { (place) }
                            }
                        }
                        span .moves {
                            button .second name="_move" value={ (field) ":up" } formaction={ "#opt-" (choice.code) } aria-label=(self.words.t1("move-up", "option", label)) { "↑" }
                            button .second name="_move" value={ (field) ":down" } formaction={ "#opt-" (choice.code) } aria-label=(self.words.t1("move-down", "option", label)) { "↓" }
                        }
                    }
                }
            }
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a block needs its place, its items and two headings"
    )]
    fn block(
        &self,
        code: &str,
        idx: usize,
        of: usize,
        block: &'a [Code],
        items: &'a [Item],
        best: &str,
        worst: &str,
    ) -> Markup {
        let field = |which: &str| format!("{code}__b{}_{which}", idx + 1);
        let (best_field, worst_field) = (field("best"), field("worst"));
        let heading = self
            .words
            .tn("block-n", vec![("n", (idx + 1).into()), ("of", of.into())]);
        html! {
            fieldset .block .has-error[self.wrong(&best_field) || self.wrong(&worst_field)] {
                legend { (heading) }
                table .best-worst {
                    thead { tr { th scope="col" { (best) } th scope="col" { span .visually-hidden { (self.words.t("block-item")) } } th scope="col" { (worst) } } }
                    tbody {
                        @for (row, item_code) in block.iter().enumerate() {
                            @let label = items.iter().find(|item| item.code == *item_code).map_or(item_code.as_str(), |item| self.text(&item.label));
                            @let id = |which: &str| if row == 0 { field_id(&field(which)) } else { format!("{}-{item_code}", field_id(&field(which))) };
                            tr {
                                td { label .cell for=(id("best")) {
                                    input type="radio" name=(best_field) id=(id("best")) value=(item_code) checked[self.value(&best_field) == item_code.as_str()];
                                    span .visually-hidden { (best) ": " (label) }
                                } }
                                th scope="row" { (label) }
                                td { label .cell for=(id("worst")) {
                                    input type="radio" name=(worst_field) id=(id("worst")) value=(item_code) checked[self.value(&worst_field) == item_code.as_str()];
                                    span .visually-hidden { (worst) ": " (label) }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The choices of a question, from its definition or from the register.
pub(crate) fn choices_of<'a>(question: &'a Question, register: &'a [Choice]) -> &'a [Choice] {
    match &question.kind {
        Kind::Single {
            choices_from: Some(_),
            ..
        } => register,
        Kind::Single { choices, .. }
        | Kind::Multiple { choices, .. }
        | Kind::Ranking { choices, .. }
        | Kind::Points { choices, .. } => choices,
        Kind::Scale { .. }
        | Kind::Matrix { .. }
        | Kind::ImportanceSatisfaction { .. }
        | Kind::Number { .. }
        | Kind::Text { .. }
        | Kind::Date { .. }
        | Kind::BestWorst { .. } => &[],
    }
}

/// What a question has rated or compared.
fn items_of(question: &Question) -> &[Item] {
    match &question.kind {
        Kind::Matrix { items, .. }
        | Kind::ImportanceSatisfaction { items, .. }
        | Kind::BestWorst { items, .. } => items,
        Kind::Single { .. }
        | Kind::Multiple { .. }
        | Kind::Scale { .. }
        | Kind::Number { .. }
        | Kind::Text { .. }
        | Kind::Date { .. }
        | Kind::Ranking { .. }
        | Kind::Points { .. } => &[],
    }
}

/// An item's words with a colon, in place of the full stop of those that are sentences.
fn with_colon(item: &Item, words: &Words) -> String {
    format!("{}:", item.label.get(words.lang()).trim_end_matches('.'))
}

/// The words of a choice or item of a question.
pub(crate) fn label_of<'a>(
    question: &'a Question,
    register: &'a [Choice],
    code: &'a Code,
    words: &Words,
) -> &'a str {
    choices_of(question, register)
        .iter()
        .map(|choice| (&choice.code, &choice.label))
        .chain(
            items_of(question)
                .iter()
                .map(|item| (&item.code, &item.label)),
        )
        .find(|(known, _)| *known == code)
        .map_or(code.as_str(), |(_, label)| label.get(words.lang()))
}

/// The words of the rated item that a field belongs to, where the question has a row for each; with
/// the rating's name where each is rated twice.
pub(crate) fn row_label(question: &Question, field: &str, words: &Words) -> Option<String> {
    let (Kind::Matrix { items, .. } | Kind::ImportanceSatisfaction { items, .. }) = &question.kind
    else {
        return None;
    };
    let mut parts = field.split("__").skip(1);
    let code = parts.next()?;
    let label = items
        .iter()
        .find(|item| item.code.as_str() == code)?
        .label
        .get(words.lang());
    Some(match parts.next() {
        Some("imp") => format!("{label} – {}:", words.t("importance")),
        Some("sat") => format!("{label} – {}:", words.t("satisfaction")),
        Some(_) | None => label.to_owned(),
    })
}

/// An answer in words, line by line, for the page on which answers are checked.
pub(crate) fn answer_lines<'a>(
    words: &'a Words,
    question: &'a Question,
    register: &'a [Choice],
    answer: &'a Answer,
) -> Vec<Cow<'a, str>> {
    let label = |code: &'a Code| label_of(question, register, code, words);
    let rating = |rating: Option<Rating>| match rating {
        Some(Rating::Point(point)) => Cow::Owned(point.to_string()),
        Some(Rating::DontKnow) => words.t("dont-know"),
        None => Cow::Borrowed("–"),
    };
    match answer {
        Answer::Choice(code) => vec![label(code).into()],
        Answer::Other(text) | Answer::Text(text) => text.lines().map(Cow::from).collect(),
        Answer::DontKnow => vec![words.t("dont-know")],
        Answer::Choices { chosen, other } => chosen
            .iter()
            .map(|code| label(code).into())
            .chain(other.iter().map(|text| Cow::from(text.as_str())))
            .collect(),
        Answer::Rating(point) => vec![point.to_string().into()],
        Answer::Ratings(by_item) => items_of(question)
            .iter()
            .filter_map(|item| Some((item, by_item.get(&item.code)?)))
            .map(|(item, given)| {
                format!("{} {}", with_colon(item, words), rating(Some(*given))).into()
            })
            .collect(),
        Answer::ImportanceSatisfaction(by_item) => items_of(question)
            .iter()
            .filter_map(|item| Some((item, by_item.get(&item.code)?)))
            .map(|(item, both)| {
                format!(
                    "{} {} {}, {} {}",
                    with_colon(item, words),
                    words.t("importance").to_lowercase(),
                    rating(both.importance),
                    words.t("satisfaction").to_lowercase(),
                    rating(both.satisfaction)
                )
                .into()
            })
            .collect(),
        Answer::Number(number) => vec![number.to_string().into()],
        Answer::Date(day) => vec![day.to_string().into()],
        Answer::Ranking(places) => {
            let mut place = 1;
            let mut lines = Vec::new();
            for equals in places {
                let names: Vec<&str> = equals.iter().map(label).collect();
                lines.push(format!("{place}. {}", names.join(" = ")).into());
                place += equals.len();
            }
            lines
        }
        Answer::BestWorst(by_block) => by_block
            .iter()
            .map(|(block, picks)| {
                let name = |code: &'a Option<Code>| code.as_ref().map_or("–", label);
                format!(
                    "{}. {}: {}; {}: {}",
                    block + 1,
                    words.t("best"),
                    name(&picks.best),
                    words.t("worst"),
                    name(&picks.worst)
                )
                .into()
            })
            .collect(),
        Answer::Points(points) => points
            .iter()
            .map(|(code, n)| format!("{}: {n}", label(code)).into())
            .collect(),
    }
}

/// A problem as a sentence in the visitor's language.
pub(crate) fn problem_words(
    words: &Words,
    question: &Question,
    register: &[Choice],
    problem: &Problem,
) -> String {
    let labels = |codes: &[Code]| {
        let names: Vec<String> = codes
            .iter()
            .map(|code| {
                let label = label_of(question, register, code, words);
                words.t1("quoted", "words", label).into_owned()
            })
            .collect();
        names.join(", ")
    };
    let one = |code: &Code| label_of(question, register, code, words).to_owned();
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    match problem {
        Problem::Required => words.t("wrong-required").into(),
        Problem::TooFew { min, .. } => words.t1("wrong-too-few", "n", *min).into(),
        Problem::TooMany { max, .. } => words.t1("wrong-too-many", "n", *max).into(),
        Problem::NotAChoice { .. } => words.t("wrong-choice").into(),
        Problem::NotANumber { value } => words.t1("wrong-number", "value", value.as_str()).into(),
        Problem::NotWhole => words.t("wrong-whole").into(),
        Problem::OutOfRange { min, max } => words
            .tn(
                "wrong-range",
                vec![("min", number(*min).into()), ("max", number(*max).into())],
            )
            .into(),
        Problem::TooLong { max, is } => words
            .tn(
                "wrong-long",
                vec![("max", (*max).into()), ("is", (*is).into())],
            )
            .into(),
        Problem::BadDate { value } => words.t1("wrong-date", "value", value.as_str()).into(),
        Problem::DateOutOfRange { min, max } => {
            let day = |day: &Option<crate::model::Day>| {
                day.map_or_else(String::new, |day| day.to_string())
            };
            words
                .tn(
                    "wrong-range",
                    vec![("min", day(min).into()), ("max", day(max).into())],
                )
                .into()
        }
        Problem::SamePlaceTwice { place, choices } => words
            .tn(
                "wrong-same-place",
                vec![
                    ("place", (*place).into()),
                    ("choices", labels(choices).into()),
                ],
            )
            .into(),
        Problem::ChoiceTwice { choice } => words.t1("wrong-twice", "choice", one(choice)).into(),
        Problem::GapInRanking { place } => words.t1("wrong-gap", "place", *place).into(),
        Problem::BestAndWorstSame { block, item } => words
            .tn(
                "wrong-best-worst",
                vec![("n", (*block + 1).into()), ("choice", one(item).into())],
            )
            .into(),
        Problem::IncompleteBlock { block } => words.t1("wrong-block", "n", *block + 1).into(),
        Problem::PointsSum { total, is } => words
            .tn(
                "wrong-points",
                vec![("total", (*total).into()), ("is", (*is).into())],
            )
            .into(),
        Problem::ExclusiveWithOthers { choice } => {
            words.t1("wrong-exclusive", "choice", one(choice)).into()
        }
        Problem::OtherNeedsText => words.t("wrong-other").into(),
        Problem::ManyValues => words.t("wrong-many").into(),
        Problem::OrdersDiffer | Problem::UnknownField => words.t("wrong-field").into(),
    }
}

/// The question of that code, for messages about a field.
pub(crate) fn question_of<'a>(definition: &'a Definition, code: &Code) -> Option<&'a Question> {
    definition.question(code.as_str())
}

fn ordered<'a, T>(all: &'a [T], order: &[usize]) -> Vec<&'a T> {
    if order.len() == all.len() {
        order.iter().filter_map(|idx| all.get(*idx)).collect()
    } else {
        // Choices from the register stand in its own order.
        all.iter().collect()
    }
}

fn described(id: &str, hint: bool, wrong: bool) -> Option<String> {
    let mut parts = Vec::new();
    if hint {
        parts.push(format!("{id}-hint"));
    }
    if wrong {
        parts.push(format!("{id}-error"));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}
