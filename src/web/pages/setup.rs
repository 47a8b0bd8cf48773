//! The first visit, signing in, and the page on privacy.

use maud::{Markup, html};

use crate::app::{FieldError, Setup, Survey};
use crate::model::Member;
use crate::web::pages::layout::{self, Line, Part, ballots_floor, in_english, select, token};
use crate::web::request::Ctx;
use crate::web::words::LANGUAGES;

/// The form that founds the coalition.
pub(crate) fn found(ctx: &Ctx, form: &Setup, errors: &[FieldError]) -> Markup {
    let languages: Vec<_> = LANGUAGES
        .iter()
        .map(|(tag, name)| (*tag, *name, ""))
        .collect();
    let body = html! {
        h1 { "Set up your coalition" }
        p .lead { "You are the first here, so you become its organiser. Everything can be changed later except the privacy floor." }
        form method="post" novalidate {
            (token(ctx))
            (Line::text("coalition", "What is your coalition called?", &form.coalition).show(errors))
            (Line::text("name", "What is your name?", &form.name).show(errors))
            (select("language", "Which language do most members read?", &languages, &form.language, errors))
            (Line::text("k", "Privacy floor", &form.k)
                .hint("No figure about fewer people than this is ever shown. 5 suits most coalitions.")
                .kind("number").show(errors))
            button { "Set up and sign in" }
        }
    };
    layout::page_with_errors(
        ctx,
        Part::None,
        "Set up your coalition",
        errors,
        &in_english(&body),
    )
}

/// What somebody sees who has no session.
pub(crate) fn stranger(ctx: &Ctx) -> Markup {
    let words = ctx.words();
    let body = html! {
        @if ctx.coalition.is_some() {
            h1 { (words.t("sign-in-needed")) }
            p .lead { (words.t("sign-in-how")) }
        } @else {
            h1 { "Nothing is set up here yet" }
            p .lead { "Open the link that the server printed when it was started. It begins with " code { (ctx.site.link("/setup/")) } "." }
            p { "The link works once. Whoever starts the server gets a new one by starting it again." }
        }
    };
    layout::page(ctx, Part::None, &words.t("sign-in-needed"), &body)
}

/// The page behind a personal link: nothing happens until the button is pressed, so that mail
/// scanners that open links change nothing.
pub(crate) fn welcome(ctx: &Ctx, member: &Member) -> Markup {
    let words = ctx.words();
    let body = html! {
        h1 { (words.t1("welcome", "name", member.name.as_str())) }
        p .lead { (words.t("welcome-link")) }
        form method="post" {
            (token(ctx))
            button { (words.t1("continue-as", "name", member.name.as_str())) }
        }
    };
    layout::page(
        ctx,
        Part::None,
        &words.t1("welcome", "name", member.name.as_str()),
        &body,
    )
}

/// The page behind a survey's open link.
pub(crate) fn welcome_guest(ctx: &Ctx, survey: &Survey) -> Markup {
    let words = ctx.words();
    let title = survey.title.get(&ctx.lang);
    let body = html! {
        h1 { (title) }
        p .lead { (words.t("guest-welcome")) }
        form method="post" { (token(ctx)) button { (words.t("start")) } }
    };
    layout::page(ctx, Part::None, title, &body)
}

/// What is kept, what is not, and where the limits are.
pub(crate) fn privacy(ctx: &Ctx) -> Markup {
    let words = ctx.words();
    let k = ctx
        .coalition
        .as_ref()
        .map_or(crate::model::Coalition::DEFAULT_K, |coalition| coalition.k);
    let body = html! {
        h1 { (words.t("privacy-title")) }
        dl .plain {
            dt { (words.t("privacy-anonymous")) } dd { (words.t("privacy-anonymous-text")) }
            dt { (words.t("privacy-confidential")) } dd { (words.t("privacy-confidential-text")) }
            dt { (words.t("privacy-named")) } dd { (words.t("privacy-named-text")) }
        }
        ul {
            li { (words.t1("privacy-floor", "k", k)) }
            li { (words.t1("privacy-votes", "n", ballots_floor(ctx))) }
            li { (words.tn("delphi-privacy", vec![("k", k.into()), ("n", ballots_floor(ctx).into())])) }
            li { (words.t1("consent-privacy", "k", k)) }
            li { (words.t("privacy-early")) }
            li { (words.t("privacy-receipt")) }
            li { (words.t("privacy-cookies")) }
            li { (words.t("privacy-limit")) }
        }
    };
    layout::page(ctx, Part::None, &words.t("privacy-title"), &body)
}
