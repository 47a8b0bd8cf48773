//! Making, changing and running a proposal: for facilitators, in English.

use maud::{Markup, html};

use crate::app::{
    CoalitionRules, FieldError, Proposal, ProposalForm, ProposalView, RuleForm, State, Turnout,
};
use crate::consensus::consent::{ConsentRule, StanceScale};
use crate::web::pages::layout::{
    self, Line, Part, Pick, button_form, confirm_form, in_english, radios, select, state_tag, token,
};
use crate::web::pages::proposals::words::{facts, proposed, rule, scale_key, short_verdict};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The scales, with what each is good for.
const SCALE_PICKS: [(&str, &str, &str); 5] = [
    (
        "consensus",
        "Consensus",
        "Agree, agree with reservations, stand aside, block. For decisions that everybody must carry.",
    ),
    (
        "consent",
        "Consent",
        "Consent or a reasoned objection. For good enough for now, safe enough to try. Each objection leads to an amended proposal.",
    ),
    (
        "gradients",
        "Gradients of agreement",
        "Eight levels from endorsement to veto. Shows how strong the support is.",
    ),
    (
        "fist_to_five",
        "Fist to five",
        "Nought to five fingers. Quick, also by show of hands.",
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
    rules: &CoalitionRules,
    errors: &[FieldError],
) -> Markup {
    let asked: Vec<(StanceScale, String)> = StanceScale::ALL
        .into_iter()
        .map(|scale| (scale, asked_by(&rules.on(scale))))
        .collect();
    let hints: Vec<String> = SCALE_PICKS
        .iter()
        .map(|(name, _, hint)| {
            let asked = asked.iter().find(|(scale, _)| scale.name() == *name);
            format!("{hint} {}", asked.map_or("", |(_, asked)| asked))
        })
        .collect();
    let picks: Vec<Pick<'_>> = SCALE_PICKS
        .iter()
        .zip(&hints)
        .map(|((name, label, _), hint)| (*name, *label, hint.as_str()))
        .collect();
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
            (radios("scale", "How do people answer?", &picks, &form.scale, errors))
            (Line::text("options", "Options", &form.options).hint("For systemic consensing only: 1 to 12, one on each line. “Leave it as it is” is added.").show_area(errors, 5))
            fieldset .group {
                legend { "When does it pass?" }
                p .hint { "What you leave empty is as the " a href="/proposals/rules" { "coalition’s rule" } " for the scale says. With systemic consensing only the quorum counts: the least resistance decides. The rule is fixed when the round is opened, and members read it before they answer." }
                (rule_fields("", &form.rule, &EACH_PICKS, errors))
            }
            @if is_first { (radios("privacy", "How private are the answers?", &PRIVACY_PICKS, &form.privacy, errors)) }
            button { @match drafting { Drafting::New => "Make the proposal", Drafting::Round(_) => "Save" } }
        }
    };
    layout::page_with_errors(ctx, Part::Proposals, &title, errors, &in_english(&body))
}

/// Whether each organisation must agree, where the coalition's rule says something already.
const EACH_PICKS: [(&str, &str, &str); 3] = [
    ("", "As the coalition’s rule says", ""),
    ("yes", "Yes", ""),
    ("no", "No", ""),
];

/// The quorum of a rule, its name with that prefix.
pub(crate) fn quorum_field(prefix: &str, form: &RuleForm, errors: &[FieldError]) -> Markup {
    Line::text(
        &format!("{prefix}quorum"),
        "Quorum, in percent of the roll",
        &form.quorum,
    )
    .kind("number")
    .hint("So many must take part at least.")
    .show(errors)
}

/// The fields of a rule, their names with that prefix.
pub(crate) fn rule_fields(
    prefix: &str,
    form: &RuleForm,
    each: &[Pick<'_>],
    errors: &[FieldError],
) -> Markup {
    let name = |field: &str| format!("{prefix}{field}");
    let number = |field, label, hint, value: &str| {
        Line::text(&name(field), label, value)
            .kind("number")
            .hint(hint)
            .show(errors)
    };
    html! {
        (quorum_field(prefix, form, errors))
        (number("support", "Support, in percent", "At least so many of those who take part support it.", &form.support))
        (number("aside", "Standing aside, in percent", "At most so many stand aside.", &form.aside))
        (number("against", "Against, in percent", "Fewer than so many are against it.", &form.against))
        (number("blocks", "Blocks it bears", "0: a single one stops it.", &form.blocks))
        (select(&name("each"), "Must each organisation agree by itself? Not possible with anonymous answers, which do not tell the organisation.", each, &form.each, errors))
        (number("each_support", "Support in each organisation, in percent", "Empty: 70, unless the coalition’s rule says otherwise.", &form.each_support))
        (number("each_against", "Against in each organisation, fewer than, in percent", "Empty: 15, unless the coalition’s rule says otherwise.", &form.each_against))
    }
}

/// What a rule asks, in a line for facilitators.
pub(crate) fn asked_by(rule: &ConsentRule) -> String {
    let mut asked = vec![format!("quorum {} %", rule.quorum)];
    let stops = match rule.scale {
        StanceScale::Consensus => Some("block"),
        StanceScale::Consent => Some("objection"),
        StanceScale::Gradients => Some("veto"),
        StanceScale::FistToFive => Some("fist"),
        StanceScale::Systemic => None,
    };
    if let Some(stop) = stops {
        asked.push(match rule.blocks {
            0 => format!("no {stop}"),
            most => format!("at most {most} times {stop}"),
        });
    }
    let shares = [
        ("at least", rule.support, "support it"),
        ("at most", rule.aside, "stand aside"),
        ("fewer than", rule.against, "are against it"),
    ];
    for (how, share, what) in shares {
        asked.extend(share.map(|percent| format!("{how} {percent} % {what}")));
    }
    asked.extend(rule.each.map(|each| {
        format!(
            "in each organisation at least {} % for and fewer than {} % against",
            each.support, each.against
        )
    }));
    format!("The coalition’s rule: {}.", asked.join(", "))
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
        p .muted {
            (facts(&[&format!("Round {number}"), &words.t(scale_key(round.rule.scale)), &privacy_name(ctx, proposal.privacy)]))
        }
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
