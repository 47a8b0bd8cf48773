//! Taking a stance: the form, the receipt, and finding it again.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::app::{
    FieldError, Given, Proposal, ProposalRound, Resolved, StanceForm, StanceProblem, StanceReceipt,
    State,
};
use crate::consensus::consent::{MOST_RESISTANCE, Stance};
use crate::web::pages::form::{privacy_words, take_back};
use crate::web::pages::layout::{self, Line, Part, Pick, radios, select, token};
use crate::web::pages::proposals::words::{
    level_hint, level_name, level_names, option_name, proposed, rule, what_is_shown,
};
use crate::web::request::Ctx;
use crate::web::words::Words;

/// A stance on its way.
#[derive(Clone, Debug)]
pub(crate) struct Taking<'a> {
    pub(crate) proposal: &'a Proposal,
    /// The open round's number.
    pub(crate) number: usize,
    pub(crate) round: &'a ProposalRound,
    pub(crate) form: StanceForm,
    pub(crate) receipt: String,
}

/// The form.
pub(crate) fn form(ctx: &Ctx, taking: &Taking<'_>, problems: &[StanceProblem]) -> Markup {
    let words = ctx.words();
    let Taking {
        proposal,
        number,
        round,
        form,
        ..
    } = taking;
    let errors: Vec<FieldError> = problems
        .iter()
        .map(|problem| worded(words, *problem))
        .collect();
    let body = html! {
        h1 { (proposal.title) }
        @if *number > 1 {
            p .muted { (words.t1("consent-round-n", "n", *number)) " · " a href={ "/p/" (proposal.slug) "/outcome" } { (words.t("consent-see-history")) } }
        }
        (privacy_words(ctx, proposal.privacy))
        section aria-labelledby="proposal" {
            h2 #proposal { (words.t("consent-text")) }
            (proposed(ctx, proposal, *number, round))
        }
        section aria-labelledby="rule" {
            h2 #rule { (words.t("consent-rule")) }
            (rule(ctx, proposal.privacy, &round.rule))
        }
        form method="post" action={ "/p/" (proposal.slug) } novalidate {
            (carried(ctx, taking))
            (question(words, round, form, &errors))
            (reason(words, round, form, &errors))
            @if *number > 1 { (resolved(words, form, &errors)) }
            (what_is_shown(ctx, proposal.privacy, round.rule.scale))
            div .buttons { button name="_go" value="send" { (words.t("consent-send")) } }
        }
    };
    layout::page_with_errors(ctx, Part::Proposals, &proposal.title, &errors, &body)
}

fn question(
    words: &Words,
    round: &ProposalRound,
    form: &StanceForm,
    errors: &[FieldError],
) -> Markup {
    let levels = round.rule.scale.levels();
    if levels.is_empty() {
        return html! {
            h2 { (words.t("consent-how-much")) }
            p .hint { (words.t("consent-how-much-hint")) }
            @for idx in 0..round.options.len() { (rating(words, round, idx, form, errors)) }
        };
    }
    let told: Vec<(&str, Cow<'_, str>, Cow<'_, str>)> = levels
        .iter()
        .map(|level| {
            (
                level.code,
                level_name(words, level.code),
                level_hint(words, level.code),
            )
        })
        .collect();
    let picks: Vec<Pick<'_>> = told
        .iter()
        .map(|(code, name, hint)| (*code, name.as_ref(), hint.as_ref()))
        .collect();
    radios(
        "stance",
        &words.t("consent-where"),
        &picks,
        &form.stance,
        errors,
    )
}

fn rating(
    words: &Words,
    round: &ProposalRound,
    idx: usize,
    form: &StanceForm,
    errors: &[FieldError],
) -> Markup {
    let label = |rating: u8| match rating {
        0 => words.t("consent-rating-0").into_owned(),
        MOST_RESISTANCE => words.t("consent-rating-10").into_owned(),
        other => other.to_string(),
    };
    let ratings: Vec<(String, String)> =
        std::iter::once((String::new(), words.t("consent-not-rated").into_owned()))
            .chain((0..=MOST_RESISTANCE).map(|rating| (rating.to_string(), label(rating))))
            .collect();
    let picks: Vec<(&str, &str, &str)> = ratings
        .iter()
        .map(|(value, label)| (value.as_str(), label.as_str(), ""))
        .collect();
    let chosen = form.ratings.get(idx).map_or("", String::as_str);
    select(
        &format!("rating_{idx}"),
        &option_name(words, round, idx),
        &picks,
        chosen,
        errors,
    )
}

fn reason(
    words: &Words,
    round: &ProposalRound,
    form: &StanceForm,
    errors: &[FieldError],
) -> Markup {
    let needing = level_names(words, round.rule.scale, |level| level.needs_reason);
    let hint = if needing.is_empty() {
        words.t("consent-reason-hint").into_owned()
    } else {
        let needed = words.t1("consent-reason-needed", "levels", needing);
        format!("{needed} {}", words.t("consent-reason-hint"))
    };
    Line::text("reason", &words.t("consent-reason"), &form.reason)
        .hint(&hint)
        .show_area(errors, 4)
}

fn resolved(words: &Words, form: &StanceForm, errors: &[FieldError]) -> Markup {
    let hint = words.t("consent-resolved-hint");
    let none = words.t("consent-resolved-none");
    let told = Resolved::ALL.map(|answer| (answer.name(), words.t(resolved_key(answer))));
    let picks: Vec<Pick<'_>> = std::iter::once(("", none.as_ref(), hint.as_ref()))
        .chain(told.iter().map(|(name, label)| (*name, label.as_ref(), "")))
        .collect();
    radios(
        "resolved",
        &words.t("consent-resolved-ask"),
        &picks,
        &form.resolved,
        errors,
    )
}

/// The message of an answer on an earlier objection.
pub(crate) fn resolved_key(resolved: Resolved) -> &'static str {
    match resolved {
        Resolved::Yes => "consent-resolved-yes",
        Resolved::Partly => "consent-resolved-partly",
        Resolved::No => "consent-resolved-no",
    }
}

fn worded(words: &Words, problem: StanceProblem) -> FieldError {
    match problem {
        StanceProblem::Choose => FieldError::new("stance", words.t("consent-wrong-choose")),
        StanceProblem::Reason => FieldError::new("reason", words.t("consent-wrong-reason")),
        StanceProblem::Long { max, is } => FieldError::new(
            "reason",
            words.tn(
                "consent-wrong-long",
                vec![("max", max.into()), ("is", is.into())],
            ),
        ),
        StanceProblem::RateOne => FieldError::new("rating_0", words.t("consent-wrong-rate")),
        StanceProblem::Rating(idx) => {
            FieldError::new(format!("rating_{idx}"), words.t("consent-wrong-rating"))
        }
        StanceProblem::Resolved => FieldError::new("resolved", words.t("consent-wrong-resolved")),
    }
}

/// The receipt of a stance, shown once.
pub(crate) fn receipt(ctx: &Ctx, proposal: &Proposal, receipt: &StanceReceipt) -> Markup {
    let words = ctx.words();
    let title = if receipt.changed {
        words.t("consent-changed-title")
    } else {
        words.t("consent-saved-title")
    };
    let body = html! {
        div .receipt role="status" {
            h1 { (title) }
            p { (words.t("consent-saved")) }
            p { (words.t("receipt-code")) }
            p .code { (receipt.receipt.grouped()) }
            p { (words.t("consent-keep")) }
        }
        p { a href={ "/p/" (proposal.slug) "/receipt" } { (words.t("receipt-check")) } }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page(ctx, Part::Proposals, &title, &body)
}

/// For those who have answered: the stance again by receipt.
pub(crate) fn answered(
    ctx: &Ctx,
    taking: &Taking<'_>,
    typed: &str,
    error: Option<&FieldError>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("consent-again-title");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let form = &taking.form;
    let has_typed = *form != StanceForm::default();
    let body = html! {
        h1 { (title) }
        p .lead { (taking.proposal.title) }
        p { @if has_typed { (words.t("consent-again-typed")) } @else { (words.t("consent-again")) } }
        form method="post" action={ "/p/" (taking.proposal.slug) } novalidate {
            (token(ctx))
            input type="hidden" name="_round" value=(taking.number);
            input type="hidden" name="_asked" value="receipt";
            (typed_fields(form))
            (Line::text("_receipt", &words.t("receipt-field"), typed).hint(&words.t("receipt-hint")).show(&errors))
            @if has_typed { button name="_go" value="send" { (words.t("send-change")) } }
            @else { button name="_go" value="reopen" { (words.t("consent-open-answer")) } }
        }
        @if taking.number > 1 { p { a href={ "/p/" (taking.proposal.slug) "/outcome" } { (words.t("consent-see-history")) } } }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page_with_errors(ctx, Part::Proposals, &title, &errors, &body)
}

/// What a receipt found.
pub(crate) fn found(ctx: &Ctx, taking: &Taking<'_>, given: &Given, may_change: bool) -> Markup {
    let words = ctx.words();
    let title = words.t("found-title");
    let round = taking.round;
    let body = html! {
        h1 { (title) }
        p .lead { (taking.proposal.title) " · " (words.t1("consent-round-n", "n", taking.number)) }
        dl .check {
            @match given.stance() {
                Stance::Level(code) => { dt { (words.t("consent-where")) } dd { (level_name(words, code)) } },
                Stance::Resistance(ratings) => {
                    @for (idx, rating) in ratings.iter().enumerate() {
                        dt { (option_name(words, round, idx)) }
                        dd { @match rating { Some(rating) => (rating), None => (words.t("consent-not-rated")) } }
                    }
                },
            }
            @if !given.reason().is_empty() { dt { (words.t("consent-reason-given")) } dd .quote { (given.reason()) } }
            @if let Some(answer) = given.resolved() { dt { (words.t("consent-resolved-ask")) } dd { (words.t(resolved_key(answer))) } }
        }
        @if may_change {
            form method="post" action={ "/p/" (taking.proposal.slug) } .inline {
                (token(ctx))
                input type="hidden" name="_round" value=(taking.number);
                input type="hidden" name="_receipt" value=(taking.receipt);
                button name="_go" value="reopen" { (words.t("change-answers")) }
            }
            (take_back(ctx, &format!("/p/{}/withdraw", taking.proposal.slug), &words.t("consent-withdraw-how"), &taking.receipt))
        } @else if round.state != State::Open { p { (words.t("found-closed")) } }
    };
    layout::page(ctx, Part::Proposals, &title, &body)
}

fn carried(ctx: &Ctx, taking: &Taking<'_>) -> Markup {
    html! {
        (token(ctx))
        input type="hidden" name="_round" value=(taking.number);
        input type="hidden" name="_receipt" value=(taking.receipt);
    }
}

/// What was typed, carried along unseen.
fn typed_fields(form: &StanceForm) -> Markup {
    html! {
        @for (name, value) in [("stance", &form.stance), ("reason", &form.reason), ("resolved", &form.resolved)] {
            @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
        }
        @for (idx, rating) in form.ratings.iter().enumerate() {
            @if !rating.is_empty() { input type="hidden" name={ "rating_" (idx) } value=(rating); }
        }
    }
}
