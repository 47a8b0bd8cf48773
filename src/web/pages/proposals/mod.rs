//! Proposals: the list, taking a stance, running them, what came of them, and the decisions.

pub(crate) mod coalition;
pub(crate) mod decisions;
pub(crate) mod manage;
pub(crate) mod outcome;
pub(crate) mod stance;
pub(crate) mod words;

use maud::{Markup, html};

use crate::app::{ProposalView, State};
use crate::model::Role;
use crate::web::pages::layout::{self, Part, state_tag};
use crate::web::pages::proposals::words::scale_key;
use crate::web::request::Ctx;

/// Every proposal.
pub(crate) fn list(ctx: &Ctx, views: &[ProposalView]) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    let body = html! {
        h1 { (words.t("nav-proposals")) }
        p { (words.t("consent-what")) }
        p .actions {
            @if runs { a .button href="/proposals/new" { "New proposal" } " " }
            a .button .second href="/decisions" { (words.t("consent-decisions")) } " "
            a .button .second href="/proposals/rules" { (words.t("consent-rules")) }
        }
        @if views.is_empty() { p .empty { (words.t("consent-none")) } }
        ul .cards {
            @for view in views {
                @let (number, round) = view.latest();
                @let slug = &view.proposal.slug;
                li .card {
                    h2 { (view.proposal.title) " " (state_tag(words, round.state)) }
                    p .muted {
                        (words.t(scale_key(round.rule.scale)))
                        @if number > 1 { " · " (words.t1("consent-round-n", "n", number)) }
                    }
                    p .actions {
                        @match (round.state, view.taken_part) {
                            (State::Open, Some(false)) => { a href={ "/p/" (slug) } { (words.t("consent-answer")) } },
                            (State::Open, Some(true)) => { a href={ "/p/" (slug) } { (words.t("consent-answered")) } },
                            (State::Open, None) | (State::Draft | State::Closed, _) => {},
                        }
                        @if view.proposal.latest_closed().is_some() {
                            " " a href={ "/p/" (slug) "/outcome" } {
                                @if round.state == State::Closed { (words.t("consent-see")) } @else { (words.t("consent-see-history")) }
                            }
                        }
                        @if runs { " " a href={ "/p/" (slug) "/manage" } { "Manage" span .visually-hidden { " " (view.proposal.title) } } }
                    }
                }
            }
        }
    };
    layout::page(ctx, Part::Proposals, &words.t("nav-proposals"), &body)
}
