//! The list of rounds, making one, and running one.

use maud::{Markup, html};

use crate::app::{
    BoardResults, FieldError, NewRound, PanelView, RoundView, RoundWords, RulesForm, State,
    Turnout, WikiView,
};
use crate::model::{Role, Slug};
use crate::tally::Method;
use crate::web::pages::boards::statement_words;
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, radios, sentence, state_tag, token,
};
use crate::web::pages::methods::{card, method_radios};
use crate::web::pages::problem::hindered;
use crate::web::pages::round_rules;
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::pages::{pairs, panels};
use crate::web::request::Ctx;

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
                            State::Closed => {
                                @if view.has_outcome { a href={ "/r/" (round.slug) "/outcome" } { (words.t("see-outcome")) } }
                                @else if let Some(hindrance) = view.hindered { span .muted { (hindered(ctx, hindrance)) } }
                            },
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
    /// The board whose common ground becomes options.
    pub(crate) board: Option<&'a BoardResults>,
}

/// Up to so many statements of common ground are listed without being asked for.
const FEW: usize = 10;

/// The form for a new round.
pub(crate) fn new(ctx: &Ctx, new: &NewRoundForm<'_>, errors: &[FieldError]) -> Markup {
    let form = new.form;
    let method = Method::parse(&form.method).unwrap_or(Method::Irv);
    let privacy = if form.privacy.is_empty() {
        "anonymous"
    } else {
        &form.privacy
    };
    let title = if new.survey.is_some() {
        "Make a round of the top needs"
    } else if new.board.is_some() {
        "Make a round of the common ground"
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
            button .enter tabindex="-1" aria-hidden="true" { "Make the round" }
            @if let Some((slug, survey_title)) = new.survey {
                p .lead { "From the survey “" (survey_title) "”." }
                input type="hidden" name="survey" value=(slug);
                (radios("source", "What becomes the ballots?", &sources, new.source, errors))
                (Line::text("n", "How many needs become options of a new vote?", new.n).kind("number").hint("The first so many by priority. Five to seven can be ranked with care.").show(errors))
            } @else if let Some(results) = new.board {
                p .lead { "From the board “" (results.board.title) "”." }
                input type="hidden" name="board" value=(results.board.slug);
                @let common = results.opinion.common_ground.iter().filter_map(|(number, ..)| results.get(*number));
                details open[results.opinion.common_ground.len() <= FEW] .common-ground {
                    summary { "Its common ground, the surest first" }
                    ol { @for told in common { li { (statement_words(ctx, &told.statement)) } } }
                }
                (Line::text("n", "How many statements become options?", new.n).kind("number").hint("The first so many by common ground. Ballot and outcome show how each group stands on them.").show(errors))
            } @else {
                input type="hidden" name="source" value="typed";
                (Line::text("options", "Options", new.options).hint("One on each line, 2 to 100. Up to 40 can be ranked.").show_area(errors, 7))
            }
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("question", "What is being decided?", &form.question).hint("A sentence or two above the ballot.").show_area(errors, 3))
            (method_radios(method, errors))
            (radios("privacy", "How private are the ballots?", &PRIVACY_PICKS, privacy, errors))
            p .hint { "Next you can look at the settings of the method, costs among them, before anybody votes." }
            button { "Make the round" }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, title, errors, &in_english(&body))
}

/// The words of a draft, to be changed.
pub(crate) fn edit(ctx: &Ctx, slug: &Slug, words: &RoundWords, errors: &[FieldError]) -> Markup {
    let title = "Change the draft";
    let body = html! {
        h1 { (title) }
        form method="post" action={ "/r/" (slug) "/edit" } novalidate {
            (token(ctx))
            (Line::text("title", "Title", &words.title).show(errors))
            (Line::text("question", "What is being decided?", &words.question).hint("A sentence or two above the ballot.").show_area(errors, 3))
            (Line::text("options", "Options", &words.options).hint("One on each line, 2 to 100. A line that stays keeps its cost and its other languages; a changed one is another option.").show_area(errors, 9))
            div .buttons { button { "Save" } a .button .second href={ "/r/" (slug) "/manage" } { "Leave it as it was" } }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, title, errors, &in_english(&body))
}

/// Running one round.
pub(crate) fn manage(
    ctx: &Ctx,
    view: &RoundView,
    turnout: Turnout,
    typed: &RulesForm,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let round = &view.round;
    let slug = &round.slug;
    let rules = serde_json::to_string_pretty(&round.rules).unwrap_or_default();
    let body = html! {
        p { a href="/rounds" { "All rounds" } }
        h1 { (round.title) " " (state_tag(words, round.state)) }
        p { (round.question) }
        p .muted { (card(round.rules.method).name) " · " (privacy_name(ctx, round.privacy)) }
        @match round.state {
            State::Draft => {
                p { a .button .second href={ "/r/" (slug) "/edit" } { "Change title, question and options" } }
                (round_rules::forms(ctx, round, typed, errors))
                h2 { "Open it" }
                p { a href={ "/r/" (slug) "/preview" } { "Look at the ballot first" } }
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
                @else if let Some(hindrance) = view.hindered { p .note { (sentence(&hindrance.to_string())) } }
            },
        }
        h2 { "Options" }
        ul { @for option in &round.options { li { (option.label.get(&ctx.lang)) } } }
        details { summary { "The rules, as they are counted" } pre { (rules) } }
    };
    layout::page_with_errors(ctx, Part::Rounds, &round.title, errors, &in_english(&body))
}
