//! Making, changing and running a proposal: for facilitators, in English.

use maud::{Markup, html};

use crate::app::{FieldError, Proposal, ProposalForm, ProposalView, State, Turnout};
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, field_error, in_english, radios, state_tag, token,
};
use crate::web::pages::proposals::words::{proposed, rule, scale_key, short_verdict};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The scales, with what each is good for and what is usual on it.
const SCALE_PICKS: [(&str, &str, &str); 5] = [
    (
        "consensus",
        "Consensus",
        "Agree, agree with reservations, stand aside, block. For decisions that everybody must carry. Usual: no block, at most 25 % stand aside.",
    ),
    (
        "consent",
        "Consent",
        "Consent or a reasoned objection. For good enough for now, safe enough to try. Usual: no objection; each one leads to an amended proposal.",
    ),
    (
        "gradients",
        "Gradients of agreement",
        "Eight levels from endorsement to veto. Shows how strong the support is. Usual: no veto, at least 75 % at abstaining or better.",
    ),
    (
        "fist_to_five",
        "Fist to five",
        "Nought to five fingers. Quick, also by show of hands. Usual: no fist, at least 80 % show three or more.",
    ),
    (
        "systemic",
        "Systemic consensing",
        "Several options, each rated with the resistance it meets. For choosing between ways; leaving it as it is always stands among them.",
    ),
];

/// Whose form it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drafting<'a> {
    /// A new proposal.
    New,
    /// The drafted round of this one.
    Round(&'a Proposal),
}

/// The form of a proposal.
pub(crate) fn edit(
    ctx: &Ctx,
    drafting: Drafting<'_>,
    form: &ProposalForm,
    errors: &[FieldError],
) -> Markup {
    let (title, action, is_first) = match drafting {
        Drafting::New => ("New proposal".to_owned(), "/proposals/new".to_owned(), true),
        Drafting::Round(proposal) => {
            let number = proposal.rounds.len();
            let title = if number == 1 {
                "Change the proposal".to_owned()
            } else {
                format!("Amend it for round {number}")
            };
            (title, format!("/p/{}/edit", proposal.slug), number == 1)
        }
    };
    let body = html! {
        h1 { (title) }
        form method="post" action=(action) novalidate {
            (token(ctx))
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("text", "What is proposed?", &form.text).hint("One text that can be said yes or no to: what is done, by whom, until when.").show_area(errors, 8))
            @if !is_first {
                (Line::text("change", "What did you change, and why?", &form.change).hint("Say which objections it answers. Members also see the change word by word.").show_area(errors, 4))
            }
            (radios("scale", "How do people answer?", &SCALE_PICKS, &form.scale, errors))
            (Line::text("options", "Options", &form.options).hint("For systemic consensing only: 1 to 12, one on each line. “Leave it as it is” is added.").show_area(errors, 5))
            (rule_fields(form, errors))
            @if is_first { (radios("privacy", "How private are the answers?", &PRIVACY_PICKS, &form.privacy, errors)) }
            button { @match drafting { Drafting::New => "Make the proposal", Drafting::Round(_) => "Save" } }
        }
    };
    layout::page_with_errors(ctx, Part::Proposals, &title, errors, &in_english(&body))
}

fn rule_fields(form: &ProposalForm, errors: &[FieldError]) -> Markup {
    let percent = |name, label, hint, value: &str| {
        Line::text(name, label, value)
            .kind("number")
            .hint(hint)
            .show(errors)
    };
    html! {
        fieldset .group {
            legend { "When does it pass?" }
            p .hint { "What you leave empty is as usual for the scale. With systemic consensing only the quorum counts: the least resistance decides. The rule is fixed when the round is opened, and members read it before they answer." }
            (percent("quorum", "Quorum, in percent of the roll", "So many must take part at least.", &form.quorum))
            (percent("support", "Support, in percent", "At least so many of those who take part support it.", &form.support))
            (percent("aside", "Standing aside, in percent", "At most so many stand aside.", &form.aside))
            (percent("against", "Against, in percent", "Fewer than so many are against it.", &form.against))
            (percent("blocks", "Blocks it bears", "Empty: a single one stops it.", &form.blocks))
            div .field .has-error[field_error(errors, "each").is_some()] {
                @if let Some(message) = field_error(errors, "each") { (message) }
                div .pick {
                    input type="checkbox" name="each" value="yes" id="f-each" checked[form.each == "yes"];
                    label for="f-each" { "Also in each organisation" span .hint { "Not with anonymous answers, which do not tell the organisation." } }
                }
            }
            (percent("each_support", "Support in each organisation, in percent", "Empty: 70.", &form.each_support))
            (percent("each_against", "Against in each organisation, fewer than, in percent", "Empty: 15.", &form.each_against))
        }
    }
}

/// Running a proposal.
pub(crate) fn manage(
    ctx: &Ctx,
    view: &ProposalView,
    turnout: Turnout,
    review_on: &str,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let proposal = &view.proposal;
    let slug = &proposal.slug;
    let (number, round) = view.latest();
    let body = html! {
        p { a href="/proposals" { "All proposals" } }
        h1 { (proposal.title) " " (state_tag(words, round.state)) }
        p .muted { "Round " (number) " · " (words.t(scale_key(round.rule.scale))) " · " (privacy_name(ctx, proposal.privacy)) }
        @match round.state {
            State::Draft => {
                p { a .button .second href={ "/p/" (slug) "/edit" } { "Change the draft" } }
                h2 { "Open it" }
                p { "From then on text, rule, privacy and the roll are fixed for this round." }
                (button_form(ctx, &format!("/p/{slug}/open"), "Open the round", ""))
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/p/{slug}/delete"), "Delete this draft",
                    if number > 1 { "The draft of this round goes for good; the earlier rounds stay." } else { "The draft goes for good." }, "danger"))
            },
            State::Open => {
                (turnout_bar(ctx, turnout))
                p { a .button .second href={ "/p/" (slug) } { "The form" } }
                h2 { "Close it" }
                p { "Nobody can answer after that. The answers are counted and everybody sees what came of it." }
                form method="post" action={ "/p/" (slug) "/close" } novalidate {
                    (token(ctx))
                    (Line::text("review_on", "If it passes: when do you look at the decision again?", review_on).kind("date").show(errors))
                    button .danger { "Close and count" }
                }
            },
            State::Closed => {
                (turnout_bar(ctx, turnout))
                p { (short_verdict(ctx, round, round.counted.as_ref().filter(|_| round.tells()))) }
                p { a .button href={ "/p/" (slug) "/outcome" } { (words.t("consent-see")) } }
                h2 { "Amend it" }
                p { "Change the text so that it answers the objections, and put it up again. This round stays readable." }
                (button_form(ctx, &format!("/p/{slug}/amend"), "Amend and go another round", "second"))
            },
        }
        h2 { "The proposal" }
        (proposed(ctx, proposal, number, round))
        h2 { "When it passes" }
        (rule(ctx, proposal.privacy, &round.rule))
        @if number > 1 && round.state != State::Closed { p { a href={ "/p/" (slug) "/outcome" } { "Earlier rounds" } } }
    };
    layout::page_with_errors(
        ctx,
        Part::Proposals,
        &proposal.title,
        errors,
        &in_english(&body),
    )
}
