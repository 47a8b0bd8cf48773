//! The list of surveys, making one, and running one.

use maud::{Markup, html};

use crate::app::{FieldError, NewSurvey, State, SurveyView, Templates, Turnout};
use crate::model::{Privacy, Role};
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, radios, state_tag, token,
};
use crate::web::request::Ctx;

/// The three privacy modes, for a form.
pub(crate) const PRIVACY_PICKS: [(&str, &str, &str); 3] = [
    (
        "anonymous",
        "Anonymous",
        "Nothing on an answer says whose it is. No results before the close.",
    ),
    (
        "confidential",
        "Confidential",
        "The answer tells the organisation, not the person.",
    ),
    ("named", "Named", "The answer tells the person."),
];

/// Every survey.
pub(crate) fn list(ctx: &Ctx, views: &[SurveyView]) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    let body = html! {
        h1 { (words.t("nav-surveys")) }
        @if runs { p { a .button href="/surveys/new" { "New survey" } } }
        @if views.is_empty() { p .empty { (words.t("no-surveys")) } }
        ul .cards {
            @for view in views {
                @let slug = &view.survey.slug;
                li .card {
                    h2 { (view.survey.title.get(&ctx.lang)) " " (state_tag(words, view.survey.state)) }
                    p .muted { (privacy_name(ctx, view.survey.privacy)) }
                    p .actions {
                        @match view.survey.state {
                            State::Open => { a href={ "/s/" (slug) } { @if view.taken_part == Some(true) { (words.t("home-answered")) } @else { (words.t("start")) } } },
                            State::Closed => { a href={ "/s/" (slug) "/results" } { (words.t("see-results")) } },
                            State::Draft => {},
                        }
                        @if runs { " " a href={ "/s/" (slug) "/manage" } { "Manage" span .visually-hidden { " " (view.survey.title.get(&ctx.lang)) } } }
                    }
                }
            }
        }
    };
    layout::page(ctx, Part::Surveys, &words.t("nav-surveys"), &body)
}

/// The form for a new survey.
pub(crate) fn new(
    ctx: &Ctx,
    templates: &Templates,
    form: &NewSurvey,
    errors: &[FieldError],
) -> Markup {
    let lang = &ctx.lang;
    let picks: Vec<_> = templates
        .iter()
        .map(|template| {
            let definition = &template.definition;
            let introduction = definition
                .introduction
                .as_ref()
                .map_or("", |text| text.get(lang));
            (
                definition.code.as_str(),
                definition.title.get(lang),
                introduction,
            )
        })
        .collect();
    let privacy = if form.privacy.is_empty() {
        Privacy::Anonymous.name()
    } else {
        &form.privacy
    };
    let body = html! {
        h1 { "New survey" }
        form method="post" action="/surveys/new" novalidate {
            (token(ctx))
            (radios("template", "Which template?", &picks, &form.template, errors))
            (Line::text("title", "Title", &form.title).hint("Leave empty to use the template's own title, which comes in every language.").show(errors))
            (radios("privacy", "How private are the answers?", &PRIVACY_PICKS, privacy, errors))
            p .hint { "You can look at the form and throw it away again before you open it." }
            button { "Make a draft" }
        }
    };
    layout::page_with_errors(ctx, Part::Surveys, "New survey", errors, &body)
}

/// What a facilitator sees of a survey.
#[derive(Clone, Debug)]
pub(crate) struct Managing<'a> {
    pub(crate) view: &'a SurveyView,
    pub(crate) turnout: Turnout,
    pub(crate) fielded: &'a str,
}

/// Running one survey.
pub(crate) fn manage(ctx: &Ctx, managing: &Managing<'_>, errors: &[FieldError]) -> Markup {
    let words = ctx.words();
    let survey = &managing.view.survey;
    let slug = &survey.slug;
    let title = survey.title.get(&ctx.lang);
    let body = html! {
        p { a href="/surveys" { "All surveys" } }
        h1 { (title) " " (state_tag(words, survey.state)) }
        p .muted { (privacy_name(ctx, survey.privacy)) }
        @match survey.state {
            State::Draft => {
                p .lead { "Nobody but facilitators and organisers sees this draft." }
                p { a .button .second href={ "/s/" (slug) "/preview" } { "Preview the form" } }
                h2 { "Open it" }
                p { "From then on the questions and the privacy are fixed, and every member is on the roll." }
                (button_form(ctx, &format!("/s/{slug}/open"), "Open the survey", ""))
                @if ctx.is(Role::Organiser) { (import(ctx, managing, errors)) }
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/s/{slug}/delete"), "Delete this draft", "The draft goes for good; the template stays.", "danger"))
            },
            State::Open => {
                (turnout_bar(ctx, managing.turnout))
                p { a .button .second href={ "/s/" (slug) } { "The form" } }
                (open_link(ctx, managing))
                h2 { "Close it" }
                p { "Nobody can answer after that, and everybody sees the results. It cannot be opened again." }
                (confirm_form(ctx, &format!("/s/{slug}/close"), "Close the survey",
                    "Close it for good and show the results to every member?", "danger"))
            },
            State::Closed => {
                (turnout_bar(ctx, managing.turnout))
                p { a .button href={ "/s/" (slug) "/results" } { (words.t("see-results")) } }
                @if let Some(import) = &survey.import {
                    h2 { "Imported" }
                    p { (import.responses) " responses from " code { (import.file) } ", answered " (import.fielded) "." }
                    @if !import.notes.is_empty() { ul { @for note in &import.notes { li { (layout::sentence(note)) } } } }
                }
            },
        }
    };
    layout::page_with_errors(ctx, Part::Surveys, title, errors, &body)
}

/// The privacy mode in the visitor's words.
pub(crate) fn privacy_name(ctx: &Ctx, privacy: Privacy) -> std::borrow::Cow<'_, str> {
    ctx.words().t(match privacy {
        Privacy::Anonymous => "privacy-anonymous",
        Privacy::Confidential => "privacy-confidential",
        Privacy::Named => "privacy-named",
    })
}

/// How many have taken part, as a bar and in words.
pub(crate) fn turnout_bar(ctx: &Ctx, turnout: Turnout) -> Markup {
    html! {
        @if turnout.on_roll > 0 {
            p .turnout {
                (ctx.words().tn("turnout", vec![("n", turnout.taken_part.into()), ("of", turnout.on_roll.into())]))
                progress max=(turnout.on_roll) value=(turnout.taken_part) aria-hidden="true" {}
            }
        }
    }
}

fn open_link(ctx: &Ctx, managing: &Managing<'_>) -> Markup {
    let survey = &managing.view.survey;
    let address = format!("/s/{}/open-link", survey.slug);
    html! {
        h2 { "Open link" }
        @if let Some(secret) = &survey.open_link {
            p { "Anybody with this link can answer, once in each browser. Pass it on only if you want answers from people who are not members." }
            p { code .breakable { (ctx.site.link(&format!("/o/{}/{secret}", survey.slug))) } }
            (button_form(ctx, &format!("{address}?wanted=no"), "Take the open link back", "second"))
        } @else {
            p { "Only members with a personal link can answer. With an open link, anybody who has it can, once in each browser." }
            (button_form(ctx, &format!("{address}?wanted=yes"), "Make an open link", "second"))
        }
    }
}

fn import(ctx: &Ctx, managing: &Managing<'_>, errors: &[FieldError]) -> Markup {
    html! {
        h2 { "Or import answers from a file" }
        p { "A CSV file in our own layout, or another tool's file whose columns the template names. All of it is taken in, or nothing; the survey is closed with it." }
        form method="post" action={ "/s/" (managing.view.survey.slug) "/import" } enctype="multipart/form-data" novalidate {
            (token(ctx))
            (Line { name: "file", label: "CSV file (at most 8 MiB)", hint: "", value: "", kind: "file" }.show(errors))
            (Line::text("fielded", "When were the answers given?", managing.fielded).kind("date").hint("Figures are dated with it.").show(errors))
            div .pick {
                input type="checkbox" name="public" value="yes" id="f-public";
                label for="f-public" { "This file is public already (open data)" span .hint { "Then every figure is shown, without the privacy floor." } }
            }
            button .second { "Import and close" }
        }
    }
}
