//! The handlers: extract, ask, answer.

pub(crate) mod files;
pub(crate) mod goals;
pub(crate) mod members;
pub(crate) mod people;
pub(crate) mod rounds;
pub(crate) mod surveys;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use maud::Markup;

use crate::app::{AppError, FieldError, Secret};
use crate::model::Slug;
use crate::web::error::PageError;

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

/// The errors of a form, or whatever else went wrong.
pub(crate) fn form_errors(error: AppError) -> Result<Vec<FieldError>, PageError> {
    match error {
        AppError::Invalid(errors) => Ok(errors),
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
