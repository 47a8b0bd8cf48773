//! Filling in a survey: section by section, a page to check the answers, the receipt.
//!
//! What was typed travels in the page itself as hidden fields. Nothing is stored before it is sent,
//! so nothing half-said is kept about anybody.

use maud::{Markup, html};

use crate::app::{FieldError, ReceiptView, State, Submission, Survey, SurveyView};
use crate::model::definition::Choice;
use crate::model::{Answers, Privacy, Section, Slug};
use crate::survey::{self, RawAnswers};
use crate::web::pages::layout::{self, Line, Part, token};
use crate::web::pages::questions::{Sheet, answer_lines, problem_words, question_of, row_label};
use crate::web::request::Ctx;

/// A form on its way.
#[derive(Clone, Debug)]
pub(crate) struct Filling<'a> {
    pub(crate) view: &'a SurveyView,
    pub(crate) raw: RawAnswers,
    pub(crate) answers: Answers,
    pub(crate) register: Vec<Choice>,
    pub(crate) seed: u64,
    pub(crate) receipt: String,
    /// Looked at by a facilitator, not to be sent.
    pub(crate) preview: bool,
}

impl Filling<'_> {
    fn sections(&self) -> Vec<usize> {
        survey::shown(&self.view.definition, &self.answers)
            .sections()
            .collect()
    }

    fn action(&self) -> String {
        let slug = &self.view.survey.slug;
        if self.preview {
            format!("/s/{slug}/preview")
        } else {
            format!("/s/{slug}")
        }
    }

    /// The hidden fields that carry the form, with the answers of all sections but `shown`.
    fn carried(&self, ctx: &Ctx, shown: Option<&Section>) -> Markup {
        let on_page = |field: &str| {
            let code = field.split("__").next().unwrap_or(field);
            shown.is_some_and(|section| {
                section
                    .questions
                    .iter()
                    .any(|question| question.code.as_str() == code)
            })
        };
        html! {
            (token(ctx))
            input type="hidden" name="_seed" value=(self.seed);
            input type="hidden" name="_receipt" value=(self.receipt);
            @for (field, values) in &self.raw {
                @if !on_page(field) {
                    @for value in values { @if !value.is_empty() { input type="hidden" name=(field) value=(value); } }
                }
            }
        }
    }
}

/// The first page: what it is about, how long it takes, what becomes of the answers.
pub(crate) fn start(ctx: &Ctx, filling: &Filling<'_>) -> Markup {
    let words = ctx.words();
    let definition = &filling.view.definition;
    let survey = &filling.view.survey;
    let title = survey.title.get(&ctx.lang);
    let body = html! {
        (preview_note(ctx, filling))
        h1 { (title) }
        @if let Some(introduction) = &definition.introduction { p .lead { (introduction.get(&ctx.lang)) } }
        @if let Some(minutes) = definition.minutes { p { (words.t1("minutes", "n", minutes)) } }
        (privacy_note(ctx, survey))
        form method="post" action=(filling.action()) {
            (filling.carried(ctx, None))
            button name="_go" value={ "section-" (filling.sections().first().copied().unwrap_or(0)) } { (words.t("start")) }
        }
    };
    layout::page(ctx, Part::Surveys, title, &body)
}

/// One section of the form.
pub(crate) fn section(
    ctx: &Ctx,
    filling: &Filling<'_>,
    at: usize,
    errors: &[survey::FieldError],
) -> Markup {
    let words = ctx.words();
    let definition = &filling.view.definition;
    let Some(section) = definition.sections.get(at) else {
        return start(ctx, filling);
    };
    let shown = survey::shown(definition, &filling.answers);
    let sections = filling.sections();
    let place = sections
        .iter()
        .position(|idx| *idx == at)
        .map_or(1, |place| place + 1);
    let pieces = ctx.all_pieces.of(&filling.view.survey, words.lang());
    let sheet = Sheet {
        words,
        pieces: &pieces,
        raw: &filling.raw,
        errors,
        seed: filling.seed,
        register: &filling.register,
    };
    let title = section.title.get(&ctx.lang);
    let summary = worded(ctx, filling, errors);
    let questions: Vec<_> = section
        .questions
        .iter()
        .enumerate()
        .filter(|(idx, _)| shown.question(at, *idx))
        .map(|(_, question)| question)
        .collect();
    let on_page: Vec<&str> = questions
        .iter()
        .map(|question| question.code.as_str())
        .collect();
    let body = html! {
        (preview_note(ctx, filling))
        p .steps { (words.tn("step", vec![("n", place.into()), ("of", sections.len().into())])) " · " (filling.view.survey.title.get(&ctx.lang)) }
        progress .steps-bar max=(sections.len()) value=(place) aria-hidden="true" {}
        h1 { (title) }
        @if let Some(introduction) = &section.introduction { p .lead { (introduction.get(&ctx.lang)) } }
        form method="post" action=(filling.action()) novalidate {
            (filling.carried(ctx, Some(section)))
            input type="hidden" name="_section" value=(at);
            input type="hidden" name="_shown" value=(on_page.join(" "));
            // The first button is what the Enter key presses.
            button .enter name="_go" value="next" tabindex="-1" aria-hidden="true" { (words.t("continue")) }
            @for question in questions { (sheet.question(question)) }
            div .buttons {
                button name="_go" value="next" { (words.t("continue")) }
                button .second name="_go" value="back" { (words.t("back")) }
            }
        }
    };
    layout::page_with_errors(ctx, Part::Surveys, title, &summary, &body)
}

/// Every answer, to be checked before it is sent.
pub(crate) fn check(ctx: &Ctx, filling: &Filling<'_>) -> Markup {
    let words = ctx.words();
    let definition = &filling.view.definition;
    let shown = survey::shown(definition, &filling.answers);
    let title = words.t("check-answers");
    let body = html! {
        (preview_note(ctx, filling))
        h1 { (title) }
        form method="post" action=(filling.action()) {
            (filling.carried(ctx, None))
            @for at in shown.sections() {
                @if let Some(section) = definition.sections.get(at) {
                    section .check {
                        h2 { (section.title.get(&ctx.lang)) }
                        button .link name="_go" value={ "section-" (at) } { (words.t("change")) span .visually-hidden { ": " (section.title.get(&ctx.lang)) } }
                        dl {
                            @for (idx, question) in section.questions.iter().enumerate() {
                                @if shown.question(at, idx) {
                                    dt { (question.text.get(&ctx.lang)) }
                                    dd {
                                        @match filling.answers.get(&question.code) {
                                            Some(answer) => { @for line in answer_lines(words, question, &filling.register, answer) { (line) br; } },
                                            None => { span .muted { (words.t("not-answered")) } },
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (privacy_note(ctx, &filling.view.survey))
            div .buttons {
                @if filling.preview { p .hint { "This is a preview, so nothing can be sent." } }
                @else { button name="_go" value="send" { (words.t("send")) } }
                button .second name="_go" value="back-from-check" { (words.t("back")) }
            }
        }
    };
    layout::page(ctx, Part::Surveys, &title, &body)
}

/// The receipt, shown once.
pub(crate) fn receipt(ctx: &Ctx, slug: &Slug, submission: &Submission) -> Markup {
    let words = ctx.words();
    let title = if submission.changed {
        words.t("changed-title")
    } else {
        words.t("thanks-title")
    };
    let body = html! {
        div .receipt role="status" {
            h1 { (title) }
            @if let Some(thanks) = &submission.definition.thanks { p .lead { (thanks.get(&ctx.lang)) } }
            p { (words.t("receipt-saved")) }
            p { (words.t("receipt-code")) }
            p .code { (submission.receipt.grouped()) }
            p { (words.t("receipt-keep")) }
        }
        p { a href={ "/s/" (slug) "/receipt" } { (words.t("receipt-check")) } }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page(ctx, Part::Surveys, &title, &body)
}

/// For those who have taken part: the form again by receipt. What was typed, if anything, is carried along.
pub(crate) fn taken_part(
    ctx: &Ctx,
    filling: &Filling<'_>,
    typed: &str,
    error: Option<&FieldError>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("taken-part-title");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let has_typed = !filling.raw.is_empty();
    let body = html! {
        h1 { (title) }
        p .lead { @if has_typed { (words.t("taken-part-typed")) } @else { (words.t("taken-part-text")) } }
        form method="post" action={ "/s/" (filling.view.survey.slug) } novalidate {
            (token(ctx))
            input type="hidden" name="_seed" value=(filling.seed);
            input type="hidden" name="_asked" value="receipt";
            @for (field, values) in &filling.raw { @for value in values { input type="hidden" name=(field) value=(value); } }
            (Line::text("_receipt", &words.t("receipt-field"), typed).hint(&words.t("receipt-hint")).show(&errors))
            @if has_typed { button name="_go" value="send" { (words.t("send-change")) } }
            @else { button name="_go" value="reopen" { (words.t("open-answers")) } }
        }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page_with_errors(ctx, Part::Surveys, &title, &errors, &body)
}

/// The form that looks an entry up by its receipt.
pub(crate) fn lookup(ctx: &Ctx, action: &str, typed: &str, error: Option<&FieldError>) -> Markup {
    let words = ctx.words();
    let title = words.t("receipt-check");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let body = html! {
        h1 { (title) }
        form method="post" action=(action) novalidate {
            (token(ctx))
            (Line::text("_receipt", &words.t("receipt-field"), typed).hint(&words.t("receipt-hint")).show(&errors))
            button { (words.t("look-up")) }
        }
    };
    layout::page_with_errors(ctx, Part::None, &title, &errors, &body)
}

/// What a receipt found.
pub(crate) fn found(ctx: &Ctx, view: &ReceiptView, register: &[Choice], code: &str) -> Markup {
    let words = ctx.words();
    let title = words.t("found-title");
    let slug = &view.survey.slug;
    let body = html! {
        h1 { (title) }
        p .lead { (view.survey.title.get(&ctx.lang)) " · " (view.response.submitted_on) }
        dl .check {
            @for question in view.definition.questions() {
                @if let Some(answer) = view.response.answers.get(&question.code) {
                    dt { (question.text.get(&ctx.lang)) }
                    dd { @for line in answer_lines(words, question, register, answer) { (line) br; } }
                }
            }
        }
        @if view.survey.state == State::Open && ctx.visitor.is_some() {
            div .buttons {
                form method="post" action={ "/s/" (slug) } .inline {
                    (token(ctx))
                    input type="hidden" name="_receipt" value=(code);
                    button name="_go" value="reopen" { (words.t("change-answers")) }
                }
            }
            (take_back(ctx, &format!("/s/{slug}/withdraw"), &words.t("withdraw-how"), code))
        } @else { p { (words.t("found-closed")) } }
    };
    layout::page(ctx, Part::Surveys, &title, &body)
}

/// The button that takes an entry back, behind a second question.
pub(crate) fn take_back(ctx: &Ctx, action: &str, how: &str, code: &str) -> Markup {
    let words = ctx.words();
    html! {
        details .confirm {
            summary .danger { (words.t("withdraw")) }
            p { (how) }
            form method="post" action=(action) {
                (token(ctx))
                input type="hidden" name="_receipt" value=(code);
                button .danger { (words.t("withdraw")) }
            }
        }
    }
}

/// An entry was taken back: what that means, and the way back to where it was given.
pub(crate) fn withdrawn(ctx: &Ctx, part: Part, text: &str, back: (&str, &str)) -> Markup {
    let title = ctx.words().t("withdrawn-title");
    let (address, name) = back;
    let body = html! {
        h1 { (title) }
        p .lead { (text) }
        p { a href=(address) { (name) } }
    };
    layout::page(ctx, part, &title, &body)
}

/// The problems of answers as the summary shows them.
pub(crate) fn worded(
    ctx: &Ctx,
    filling: &Filling<'_>,
    errors: &[survey::FieldError],
) -> Vec<FieldError> {
    errors
        .iter()
        .map(|error| {
            let message = match question_of(&filling.view.definition, &error.question) {
                Some(question) => {
                    let text = row_label(question, &error.field, ctx.words())
                        .unwrap_or_else(|| question.text.get(&ctx.lang).to_owned());
                    let problem =
                        problem_words(ctx.words(), question, &filling.register, &error.problem);
                    format!("{text} {problem}")
                }
                None => error.problem.to_string(),
            };
            FieldError::new(error.field.clone(), message)
        })
        .collect()
}

/// What becomes of an answer, by privacy mode.
pub(crate) fn privacy_note(ctx: &Ctx, survey: &Survey) -> Markup {
    privacy_words(ctx, survey.privacy)
}

/// What becomes of an answer or ballot, by privacy mode.
pub(crate) fn privacy_words(ctx: &Ctx, privacy: Privacy) -> Markup {
    let words = ctx.words();
    let (name, text) = match privacy {
        Privacy::Anonymous => ("privacy-anonymous", "privacy-anonymous-text"),
        Privacy::Confidential => ("privacy-confidential", "privacy-confidential-text"),
        Privacy::Named => ("privacy-named", "privacy-named-text"),
    };
    html! { p .privacy { strong { (words.t(name)) } " " (words.t(text)) } }
}

fn preview_note(ctx: &Ctx, filling: &Filling<'_>) -> Markup {
    html! {
        @if filling.preview {
            p .note { "Preview: this is what members will see. " a href={ "/s/" (filling.view.survey.slug) "/manage" } { "Back to managing “" (filling.view.survey.title.get(&ctx.lang)) "”" } }
        }
    }
}
