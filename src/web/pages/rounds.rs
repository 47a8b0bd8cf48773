//! The list of rounds, making one, and running one.

use maud::{Markup, html};

use crate::app::{FieldError, NewRound, PanelView, RoundView, State, Turnout, WikiView};
use crate::model::Role;
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, radios, state_tag, token,
};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::pages::{pairs, panels};
use crate::web::request::Ctx;

/// What each method is good for.
const METHOD_PICKS: [(&str, &str, &str); 3] = [
    (
        "irv",
        "Instant run-off",
        "The weakest option goes, its ballots move to their next choice, until one has a majority. For one winner that most can live with, told round by round.",
    ),
    (
        "schulze",
        "Schulze",
        "Compares every pair of options. An option that beats every other one wins. For a whole order that a vote split cannot upset.",
    ),
    (
        "borda",
        "Borda count",
        "Points by place on each ballot. Favours what many rank fairly high over what a few rank first; it rewards tactical ranking, so use it among friends.",
    ),
];

/// Every round.
pub(crate) fn list(
    ctx: &Ctx,
    views: &[RoundView],
    panel_views: &[PanelView],
    wikis: &[WikiView],
) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    let body = html! {
        h1 { (words.t("nav-rounds")) }
        p { (words.t("rounds-what")) }
        @if runs { p { a .button href="/rounds/new" { "New round" } } }
        @if views.is_empty() { p .empty { (words.t("no-rounds")) } }
        ul .cards {
            @for view in views {
                @let round = &view.round;
                li .card {
                    h2 { (round.title) " " (state_tag(words, round.state)) }
                    p .muted { (words.t1("home-rank", "n", round.options.len())) }
                    p .actions {
                        @match round.state {
                            State::Open if view.taken_part.is_none() => {},
                            State::Open => { a href={ "/r/" (round.slug) } { @if view.taken_part == Some(true) { (words.t("home-voted")) } @else { (words.t("vote")) } } },
                            State::Closed => { @if view.has_outcome { a href={ "/r/" (round.slug) "/outcome" } { (words.t("see-outcome")) } } },
                            State::Draft => {},
                        }
                        @if runs { " " a href={ "/r/" (round.slug) "/manage" } { "Manage" span .visually-hidden { " " (round.title) } } }
                    }
                }
            }
        }
        (panels::section(ctx, panel_views))
        (pairs::section(ctx, wikis))
    };
    layout::page(ctx, Part::Rounds, &words.t("nav-rounds"), &body)
}

/// What the form for a new round holds.
#[derive(Clone, Debug)]
pub(crate) struct NewRoundForm<'a> {
    pub(crate) form: &'a NewRound,
    /// The survey whose needs or picks become options, with its title.
    pub(crate) survey: Option<(&'a str, &'a str)>,
    /// `needs`, `picks` or `typed`.
    pub(crate) source: &'a str,
    pub(crate) n: &'a str,
    pub(crate) options: &'a str,
    pub(crate) has_picks: bool,
}

/// The form for a new round.
pub(crate) fn new(ctx: &Ctx, new: &NewRoundForm<'_>, errors: &[FieldError]) -> Markup {
    let form = new.form;
    let method = if form.method.is_empty() {
        "irv"
    } else {
        &form.method
    };
    let privacy = if form.privacy.is_empty() {
        "anonymous"
    } else {
        &form.privacy
    };
    let title = if new.survey.is_some() {
        "Make a round of the top needs"
    } else {
        "New round"
    };
    let mut sources = vec![(
        "needs",
        "Put the top needs to a new vote",
        "Every member ranks them.",
    )];
    if new.has_picks {
        sources.push((
            "picks",
            "Count the ranked picks already given",
            "The ranking question of the survey is counted at once; nobody votes again.",
        ));
    }
    let body = html! {
        h1 { (title) }
        form method="post" action="/rounds/new" novalidate {
            (token(ctx))
            @if let Some((slug, survey_title)) = new.survey {
                p .lead { "From the survey “" (survey_title) "”." }
                input type="hidden" name="survey" value=(slug);
                (radios("source", "What becomes the ballots?", &sources, new.source, errors))
                (Line::text("n", "How many needs become options of a new vote?", new.n).kind("number").hint("The first so many by priority. Five to seven can be ranked with care.").show(errors))
            } @else {
                input type="hidden" name="source" value="typed";
                (Line::text("options", "Options", new.options).hint("One on each line, 2 to 40.").show_area(errors, 7))
            }
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("question", "What is being decided?", &form.question).hint("A sentence or two above the ballot.").show_area(errors, 3))
            (radios("method", "How is it counted?", &METHOD_PICKS, method, errors))
            (radios("privacy", "How private are the ballots?", &PRIVACY_PICKS, privacy, errors))
            button { "Make the round" }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, title, errors, &in_english(&body))
}

/// Running one round.
pub(crate) fn manage(ctx: &Ctx, view: &RoundView, turnout: Turnout) -> Markup {
    let words = ctx.words();
    let round = &view.round;
    let slug = &round.slug;
    let rules = serde_json::to_string_pretty(&round.rules).unwrap_or_default();
    let body = html! {
        p { a href="/rounds" { "All rounds" } }
        h1 { (round.title) " " (state_tag(words, round.state)) }
        p { (round.question) }
        p .muted { (method_name(round.rules.method.name())) " · " (privacy_name(ctx, round.privacy)) }
        @match round.state {
            State::Draft => {
                h2 { "Open it" }
                p { "From then on options, rules, privacy and the roll of voters are fixed." }
                (button_form(ctx, &format!("/r/{slug}/open"), "Open the vote", ""))
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/r/{slug}/delete"), "Delete this draft", "The draft goes for good.", "danger"))
            },
            State::Open => {
                (turnout_bar(ctx, turnout))
                p { a .button .second href={ "/r/" (slug) } { "The ballot" } }
                h2 { "Close it" }
                p { "Nobody can vote after that. The ballots are counted and everybody sees the outcome." }
                (confirm_form(ctx, &format!("/r/{slug}/close"), "Close and count", "Close the vote for good and count it?", "danger"))
            },
            State::Closed => {
                (turnout_bar(ctx, turnout))
                @if view.has_outcome { p { a .button href={ "/r/" (slug) "/outcome" } { (words.t("see-outcome")) } } }
                @else { p .note { "It is closed, but too few people voted to show anything without pointing at somebody." } }
            },
        }
        h2 { "Options" }
        ul { @for option in &round.options { li { (option.label.get(&ctx.lang)) } } }
        details { summary { "The rules, as they are counted" } pre { (rules) } }
    };
    layout::page(ctx, Part::Rounds, &round.title, &in_english(&body))
}

/// The name of a method for people.
fn method_name(method: &str) -> &str {
    METHOD_PICKS
        .iter()
        .find(|(name, _, _)| *name == method)
        .map_or(method, |(_, label, _)| label)
}
