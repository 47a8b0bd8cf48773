//! The page that tells what went wrong.

use maud::{DOCTYPE, Markup, html};

use crate::app::{AppError, Hindrance};
use crate::web::assets;
use crate::web::error::PageError;
use crate::web::pages::layout::{self, Part, sentence};
use crate::web::request::Ctx;

/// Tells an error: on a whole page of the site where it is known who asks.
pub(crate) fn page(ctx: Option<&Ctx>, error: &PageError) -> Markup {
    let Some(ctx) = ctx else {
        let body = html! { h1 { "Something went wrong" } p { (shown(error)) } p { a href="/" { "Go to the first page" } } };
        return bare(&body);
    };
    let words = ctx.words();
    let (title, message) = match error {
        PageError::App(AppError::SignInNeeded) => {
            (words.t("sign-in-needed"), words.t("sign-in-how"))
        }
        PageError::App(AppError::NotFound(_)) | PageError::NoPage => {
            (words.t("not-found"), words.t("not-found-how"))
        }
        PageError::App(AppError::Forbidden(_)) => (words.t("not-yours"), words.t("not-yours-how")),
        PageError::App(AppError::Store(_) | AppError::Unfit(_)) => {
            (words.t("broken"), words.t("broken-how"))
        }
        PageError::App(AppError::Hindered(hindrance)) => {
            (words.t("not-now"), hindered(ctx, *hindrance))
        }
        PageError::App(AppError::ChangedMeanwhile) => {
            (words.t("not-now"), words.t("changed-meanwhile"))
        }
        PageError::StaleForm => (words.t("not-now"), words.t("stale-form")),
        PageError::App(
            AppError::Invalid(_)
            | AppError::Answers(_)
            | AppError::Statement(_)
            | AppError::Ballot(_),
        )
        | PageError::BadForm
        | PageError::ForeignForm
        | PageError::TooLarge { .. }
        | PageError::TooSlow => (words.t("not-taken"), shown(error).into()),
    };
    let body = html! {
        h1 { (title) }
        p .lead { (message) }
        @if let PageError::App(AppError::Invalid(errors)) = error {
            ul { @for error in errors { li { (sentence(&error.message)) } } }
        }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page(ctx, Part::None, &title, &body)
}

/// What stands in the way, in the visitor's language.
pub(crate) fn hindered(ctx: &Ctx, hindrance: Hindrance) -> std::borrow::Cow<'_, str> {
    let words = ctx.words();
    match hindrance {
        Hindrance::NotOpenYet => words.t("hindered-not-open"),
        Hindrance::Closed => words.t("hindered-closed"),
        Hindrance::StillOpen => words.t("hindered-still-open"),
        Hindrance::AlreadyTakenPart => words.t("hindered-taken-part"),
        Hindrance::NotOnRoll => words.t("hindered-not-on-roll"),
        Hindrance::NoSuchReceipt => words.t("hindered-receipt"),
        Hindrance::TooFew => words.t("hindered-too-few"),
        Hindrance::NobodySupports(n) => words.t1("hindered-nothing", "n", n),
        Hindrance::NotUpForVote => words.t("board-hindered-not-up"),
        Hindrance::StatementChanged => words.t("board-hindered-changed"),
        Hindrance::VotedOn => words.t("board-hindered-voted"),
        Hindrance::NotForWriting => words.t("board-hindered-writing"),
        Hindrance::NotADraft | Hindrance::AlreadySetUp | Hindrance::LastOrganiser => {
            sentence(&hindrance.to_string()).into()
        }
    }
}

fn shown(error: &PageError) -> String {
    sentence(&error.to_string())
}

/// A page without navigation, for when nothing is known of the visitor.
fn bare(body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "commonground" }
                link rel="stylesheet" href=(assets::style_path());
            }
            body { main .wide { (body) } }
        }
    }
}
