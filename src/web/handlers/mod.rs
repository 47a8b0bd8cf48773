//! The handlers: extract, ask, answer.

pub(crate) mod boards;
pub(crate) mod files;
pub(crate) mod goals;
pub(crate) mod members;
pub(crate) mod pairs;
pub(crate) mod panels;
pub(crate) mod people;
pub(crate) mod proposals;
pub(crate) mod rounds;
pub(crate) mod surveys;

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use maud::Markup;

use crate::app::{AppError, FieldError, Secret};
use crate::model::{Definition, Kind, Slug};
use crate::survey::RawAnswers;
use crate::web::error::PageError;
use crate::web::pages::{form, problem};
use crate::web::request::Post;

/// What a handler answers.
pub(crate) type Answer = Result<HttpResponse, PageError>;

/// A page.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the last word of a handler, which may fail before it"
)]
pub(crate) fn shown(page: Markup) -> Answer {
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(page.into_string()))
}

/// A page whose form came back with errors.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the last word of a handler, which may fail before it"
)]
pub(crate) fn refused(page: Markup) -> Answer {
    Ok(HttpResponse::build(StatusCode::UNPROCESSABLE_ENTITY)
        .content_type("text/html; charset=utf-8")
        .body(page.into_string()))
}

/// Off to another page of the site, to be fetched with GET.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the last word of a handler, which may fail before it"
)]
pub(crate) fn go_to(path: impl AsRef<str>) -> Answer {
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path.as_ref()))
        .finish())
}

/// The answer, with a cookie that is kept from now on.
pub(crate) fn kept_with(answer: Answer, cookie: &Cookie<'_>) -> Answer {
    let mut response = answer?;
    response
        .add_cookie(cookie)
        .map_err(|error| AppError::Unfit(error.to_string()))?;
    Ok(response)
}

/// The errors of a form, or whatever else went wrong.
pub(crate) fn form_errors(error: AppError) -> Result<Vec<FieldError>, PageError> {
    match error {
        AppError::Invalid(errors) => Ok(errors),
        other => Err(other.into()),
    }
}

/// The page at an address that asks for a receipt, with why the typed one finds nothing; or whatever else went wrong.
pub(crate) fn finds_nothing(post: &Post, address: &str, error: AppError) -> Answer {
    match error {
        AppError::Hindered(hindrance) => {
            let ctx = &post.ctx;
            let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
            refused(form::lookup(
                ctx,
                address,
                post.get("_receipt"),
                Some(&error),
            ))
        }
        other => Err(other.into()),
    }
}

/// The slug of an address.
pub(crate) fn slug(text: &str) -> Result<Slug, PageError> {
    Slug::parse(text).map_err(|_| PageError::NoPage)
}

/// The secret of an address.
pub(crate) fn link_secret(text: &str) -> Result<Secret, PageError> {
    Secret::parse(text, Secret::LINK_LEN).ok_or(PageError::App(AppError::NotFound(
        "link, or it has been used or replaced",
    )))
}

/// The fields of a form after one choice of a ranking was moved a place up or down; `field` is the choice's. An
/// unranked choice that moves up becomes the last ranked one; the last ranked one that moves down becomes unranked.
pub(crate) fn moved(
    definition: &Definition,
    raw: &RawAnswers,
    field: &str,
    up: bool,
) -> RawAnswers {
    let Some((question, code)) = field.split_once("__rank_") else {
        return raw.clone();
    };
    let Some(Kind::Ranking { choices, .. }) =
        definition.question(question).map(|asked| &asked.kind)
    else {
        return raw.clone();
    };
    let field_of = |code: &str| format!("{question}__rank_{code}");
    let place = |code: &str| -> Option<u32> { raw.get(&field_of(code))?.first()?.parse().ok() };
    let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    let mut ranked: Vec<&str> = codes
        .iter()
        .copied()
        .filter(|code| place(code).is_some())
        .collect();
    ranked.sort_by_key(|code| place(code));
    match (ranked.iter().position(|other| *other == code), up) {
        (Some(at), true) if at > 0 => ranked.swap(at, at - 1),
        (Some(at), false) if at + 1 < ranked.len() => ranked.swap(at, at + 1),
        (Some(at), false) => {
            ranked.remove(at);
        }
        (None, true) if codes.contains(&code) => ranked.push(code),
        (Some(_), true) | (None, _) => {}
    }
    let mut after = raw.clone();
    after.retain(|name, _| !codes.iter().any(|code| *name == field_of(code)));
    after.extend(
        ranked
            .iter()
            .enumerate()
            .map(|(idx, code)| (field_of(code), vec![(idx + 1).to_string()])),
    );
    after
}
