//! Decisions: the list, and one with its review.

use maud::{Markup, html};

use crate::app::{Decision, DecisionState, DecisionView, FieldError, ReviewForm, ReviewOutcome};
use crate::model::{Day, Role};
use crate::web::pages::layout::{self, Line, Part, in_english, radios, token};
use crate::web::pages::proposals::words::{level_name, scale_key};
use crate::web::request::Ctx;

/// Every decision.
pub(crate) fn list(ctx: &Ctx, views: &[DecisionView], today: Day) -> Markup {
    let words = ctx.words();
    let body = html! {
        p { a href="/proposals" { (words.t("nav-proposals")) } }
        h1 { (words.t("consent-decisions")) }
        p { (words.t("consent-decisions-what")) }
        @if views.is_empty() { p .empty { (words.t("consent-no-decisions")) } }
        ul .cards {
            @for view in views {
                @let decision = &view.decision;
                li .card {
                    h2 { a href={ "/decisions/" (view.id) } { (decision.title) } " " (tag(ctx, decision)) }
                    @if let Some(chosen) = &decision.chosen { p { (chosen) } }
                    p .muted { (words.t1("consent-decided-on", "day", decision.decided_on.to_string())) }
                    (review_note(ctx, decision, today))
                }
            }
        }
        @if !views.is_empty() { p { (words.t("files")) ": " a href="/decisions.csv" { "decisions.csv" } } }
    };
    layout::page(ctx, Part::Proposals, &words.t("consent-decisions"), &body)
}

/// One decision.
pub(crate) fn one(
    ctx: &Ctx,
    view: &DecisionView,
    today: Day,
    form: &ReviewForm,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let decision = &view.decision;
    let body = html! {
        p { a href="/decisions" { (words.t("consent-decisions")) } }
        h1 { (decision.title) " " (tag(ctx, decision)) }
        p .muted { (words.t1("consent-decided-on", "day", decision.decided_on.to_string())) }
        (review_note(ctx, decision, today))
        @if let DecisionState::Replaced { by } = decision.state { p .note { a href={ "/decisions/" (by) } { (words.t("consent-replaced-by")) } } }
        @if let DecisionState::Ended { on } = decision.state { p .note { (words.t1("consent-ended-on", "day", on.to_string())) } }
        p .quote .proposed { (decision.text) }
        @if let Some(chosen) = &decision.chosen { div .winner { p .big { (chosen) } } }
        h2 { (words.t("consent-by-scale")) }
        p {
            (words.t(scale_key(decision.scale))) ". "
            (words.tn("consent-turnout", vec![("n", decision.taken_part.into()), ("of", decision.on_roll.into())]))
            @if let Some(support) = decision.support { " " (words.tn("consent-support", vec![("n", support.into()), ("of", decision.taken_part.into())])) }
        }
        p { a href={ "/p/" (decision.proposal) "/outcome#round-" (decision.round) } { (words.t("consent-from-proposal")) } }
        @if !decision.objections.is_empty() {
            h2 { (words.t("consent-lives-on")) }
            ul .plain-list .said {
                @for objection in &decision.objections {
                    li { p .quote { (objection.words) } @if let Some(level) = &objection.level { p .muted { (level_name(words, level)) } } }
                }
            }
        }
        @if !decision.reviews.is_empty() {
            h2 { (words.t("consent-reviews")) }
            ul .plain-list {
                @for review in &decision.reviews {
                    li {
                        (review.on) ": " (words.t(outcome_key(review.outcome)))
                        @if !review.note.is_empty() { p .quote { (review.note) } }
                    }
                }
            }
        }
        @if ctx.is(Role::Facilitator) { (in_english(&next(ctx, view, form, errors))) }
    };
    layout::page_with_errors(ctx, Part::Proposals, &decision.title, errors, &body)
}

fn next(ctx: &Ctx, view: &DecisionView, form: &ReviewForm, errors: &[FieldError]) -> Markup {
    const OUTCOMES: [(&str, &str, &str); 3] = [
        (
            "keep",
            "Keep it",
            "It stays as it is until the next review.",
        ),
        (
            "amend",
            "Amend it",
            "Opens the draft of another round. The decision holds until that round has passed.",
        ),
        ("end", "End it", "It no longer holds."),
    ];
    html! {
        h2 { "What next?" }
        p { a .button .second href={ "/goals/new?decision=" (view.id) } { "Draft a goal from it" } }
        @if view.decision.state == DecisionState::InForce {
            h2 { "Look at it again" }
            form method="post" action={ "/decisions/" (view.id) "/review" } novalidate {
                (token(ctx))
                (radios("outcome", "What comes of it?", &OUTCOMES, &form.outcome, errors))
                (Line::text("review_on", "If you keep it: when do you look again?", &form.review_on).kind("date").show(errors))
                (Line::text("note", "How did it go?", &form.note).hint("Every member reads it.").show_area(errors, 3))
                button { "Record the review" }
            }
        }
    }
}

fn outcome_key(outcome: ReviewOutcome) -> &'static str {
    match outcome {
        ReviewOutcome::Keep => "consent-review-keep",
        ReviewOutcome::Amend => "consent-review-amend",
        ReviewOutcome::End => "consent-review-end",
    }
}

fn tag(ctx: &Ctx, decision: &Decision) -> Markup {
    let (key, holds) = match decision.state {
        DecisionState::InForce => ("consent-in-force", true),
        DecisionState::Replaced { .. } => ("consent-replaced", false),
        DecisionState::Ended { .. } => ("consent-ended", false),
    };
    html! { span .tag .open[holds] { (ctx.words().t(key)) } }
}

fn review_note(ctx: &Ctx, decision: &Decision, today: Day) -> Markup {
    let words = ctx.words();
    let day = decision.review_on.to_string();
    html! {
        @if decision.is_due(today) { p .wrong { (words.t1("consent-review-due", "day", day)) } }
        @else if decision.state == DecisionState::InForce { p .muted { (words.t1("consent-review-on", "day", day)) } }
    }
}
