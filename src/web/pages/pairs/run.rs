//! Making a wiki survey, running it, and looking after its ideas.

use maud::{Markup, html};

use crate::app::{Adding, FieldError, Idea, IdeaState, NewWiki, State, Turnout, WikiView};
use crate::model::Privacy;
use crate::web::pages::layout::{
    self, Line, Part, ballots_floor, button_form, confirm_form, in_english, radios, state_tag,
    token,
};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::request::Ctx;

const ADDING: [(&str, &str, &str); 3] = [
    (
        "before",
        "Yes, and a facilitator looks first",
        "An idea is compared once you show it.",
    ),
    (
        "after",
        "Yes, at once",
        "An idea is compared at once; you can take it out.",
    ),
    ("nobody", "No", "Only the ideas below are compared."),
];

/// The form for a new wiki survey.
pub(crate) fn new(ctx: &Ctx, form: &NewWiki, errors: &[FieldError]) -> Markup {
    let privacy = match form.privacy.as_str() {
        "" => Privacy::Anonymous.name(),
        chosen => chosen,
    };
    let adding = match form.adding.as_str() {
        "" => Adding::ModeratedBefore.name(),
        chosen => chosen,
    };
    let body = html! {
        h1 { "New wiki survey" }
        p .lead { "Everybody sees two ideas at a time, chooses one, and stops when she likes. It sorts many ideas early on, when nobody could rank them all." }
        form method="post" action="/pairs/new" novalidate {
            (token(ctx))
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("question", "What is asked about every two ideas?", &form.question).hint("Such as: which would help our members more?").show(errors))
            (Line::text("ideas", "Ideas to begin with", &form.ideas).hint("One on each line, 2 to 300. Twenty to forty make a good start.").show_area(errors, 8))
            (radios("adding", "May members add ideas?", &ADDING, adding, errors))
            (radios("privacy", "How private are the choices?", &PRIVACY_PICKS, privacy, errors))
            p .hint { "How the ideas fared is shown after the close, in a named wiki survey also before it. The votes pair by pair are handed out from " (ballots_floor(ctx)) " people on." }
            button { "Make a draft" }
        }
    };
    layout::page_with_errors(
        ctx,
        Part::Rounds,
        "New wiki survey",
        errors,
        &in_english(&body),
    )
}

/// Running one wiki survey.
pub(crate) fn manage(ctx: &Ctx, view: &WikiView, ideas: &[Idea], turnout: Turnout) -> Markup {
    let words = ctx.words();
    let wiki = &view.wiki;
    let slug = &wiki.slug;
    let adding = ADDING
        .iter()
        .find(|(name, _, _)| *name == wiki.adding.name())
        .map_or("", |(_, label, _)| label);
    let body = html! {
        p { a href="/rounds" { "All rounds and wiki surveys" } }
        h1 { (wiki.title) " " (state_tag(words, wiki.state)) }
        p { (wiki.question) }
        p .muted { (privacy_name(ctx, wiki.privacy)) " · Members may add ideas: " (adding) }
        @match wiki.state {
            State::Draft => {
                h2 { "Open it" }
                p { "From then on question, privacy and the roll are fixed." }
                (button_form(ctx, &format!("/w/{slug}/open"), "Open the wiki survey", ""))
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/w/{slug}/delete"), "Delete this draft", "The draft goes for good.", "danger"))
            },
            State::Open => {
                (turnout_bar(ctx, turnout))
                div .buttons {
                    a .button .second href={ "/w/" (slug) } { "Choose between ideas" }
                    @if wiki.privacy == Privacy::Named { a .button .second href={ "/w/" (slug) "/results" } { (words.t("see-results")) } }
                }
                h2 { "Close it" }
                p { "Nobody can choose after that, and everybody sees how the ideas fared." }
                (confirm_form(ctx, &format!("/w/{slug}/close"), "Close the wiki survey", "Close it for good?", "danger"))
            },
            State::Closed => {
                (turnout_bar(ctx, turnout))
                p { a .button href={ "/w/" (slug) "/results" } { (words.t("see-results")) } }
            },
        }
        (by_state(ctx, view, ideas, IdeaState::Waiting, "Waiting for you"))
        (by_state(ctx, view, ideas, IdeaState::Shown, "Compared"))
        (by_state(ctx, view, ideas, IdeaState::Hidden, "Taken out"))
    };
    layout::page(ctx, Part::Rounds, &wiki.title, &in_english(&body))
}

fn by_state(ctx: &Ctx, view: &WikiView, ideas: &[Idea], state: IdeaState, heading: &str) -> Markup {
    let of_state: Vec<&Idea> = ideas.iter().filter(|idea| idea.state == state).collect();
    let slug = &view.wiki.slug;
    html! {
        @if !of_state.is_empty() {
            h2 { (heading) " (" (of_state.len()) ")" }
            ul .plain-list {
                @for idea in of_state {
                    li {
                        (idea.text) " "
                        @if view.wiki.state != State::Closed {
                            @if state != IdeaState::Shown { (one_button(ctx, slug.as_str(), idea, "show", "Show")) }
                            @if state != IdeaState::Hidden { (one_button(ctx, slug.as_str(), idea, "hide", "Take out")) }
                        }
                    }
                }
            }
        }
    }
}

fn one_button(ctx: &Ctx, slug: &str, idea: &Idea, what: &str, label: &str) -> Markup {
    html! {
        form method="post" action={ "/w/" (slug) "/ideas/" (idea.number) "?to=" (what) } .inline {
            (token(ctx))
            button .link { (label) span .visually-hidden { ": " (idea.text) } }
        }
    }
}
