//! The first visit, signing in and out, the first page.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, web};

use crate::app::{Secret, Setup};
use crate::model::{Coalition, Role};
use crate::web::error::PageError;
use crate::web::handlers::{Answer, form_errors, go_to, link_secret, refused, shown};
use crate::web::pages::home::{self, Home};
use crate::web::pages::setup;
use crate::web::request::{Ctx, LANGUAGE_COOKIE, Post};
use crate::web::words::LANGUAGES;

pub(crate) async fn home(ctx: Ctx) -> Answer {
    let Some(visitor) = ctx
        .visitor
        .as_ref()
        .filter(|visitor| visitor.is(Role::Member))
    else {
        return shown(setup::stranger(&ctx));
    };
    let home = Home {
        surveys: ctx.app.surveys(visitor).await?,
        rounds: ctx.app.rounds(visitor).await?,
        boards: ctx.app.boards(visitor).await?,
        panels: ctx.app.panels(visitor).await?,
        wikis: ctx.app.wikis(visitor).await?,
        proposals: ctx.app.proposals(visitor).await?,
        decisions: ctx.app.decisions(visitor).await?,
        goals: ctx.app.goals(visitor).await?,
        today: ctx.app.now().day(),
    };
    shown(home::page(&ctx, &home))
}

pub(crate) async fn privacy(ctx: Ctx) -> Answer {
    shown(setup::privacy(&ctx))
}

pub(crate) async fn no_page(ctx: Ctx) -> Answer {
    drop(ctx);
    Err(PageError::NoPage)
}

pub(crate) async fn set_up_form(ctx: Ctx, secret: web::Path<String>) -> Answer {
    ctx.app.may_set_up(&link_secret(&secret)?).await?;
    let form = Setup {
        k: Coalition::DEFAULT_K.to_string(),
        language: ctx.lang.to_string(),
        ..Setup::default()
    };
    shown(setup::found(&ctx, &form, &[]))
}

pub(crate) async fn set_up(post: Post, secret: web::Path<String>) -> Answer {
    let form = Setup {
        coalition: post.get("coalition").to_owned(),
        name: post.get("name").to_owned(),
        language: post.get("language").to_owned(),
        k: post.get("k").to_owned(),
    };
    match post.ctx.app.set_up(&link_secret(&secret)?, &form).await {
        Ok(session) => signed_in(&post.ctx, &session, "/"),
        Err(error) => refused(setup::found(&post.ctx, &form, &form_errors(error)?)),
    }
}

pub(crate) async fn welcome(ctx: Ctx, secret: web::Path<String>) -> Answer {
    let member = ctx.app.link_is_for(&link_secret(&secret)?).await?;
    shown(setup::welcome(&ctx, &member))
}

pub(crate) async fn sign_in(post: Post, secret: web::Path<String>) -> Answer {
    let session = post.ctx.app.sign_in(&link_secret(&secret)?).await?;
    signed_in(&post.ctx, &session, "/")
}

pub(crate) async fn sign_out(post: Post) -> Answer {
    if let Some(session) = &post.ctx.session {
        post.ctx.app.sign_out(session).await?;
    }
    let mut answer = signed_in_as(&post.ctx, "", "/")?;
    // Whoever comes next to the same device goes back to no page of hers.
    let forget = HeaderValue::from_static("\"cache\"");
    answer
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), forget);
    Ok(answer)
}

pub(crate) async fn language(post: Post) -> Answer {
    let wanted = post.get("language");
    let tag = LANGUAGES
        .iter()
        .map(|(tag, _)| *tag)
        .find(|tag| *tag == wanted)
        .unwrap_or("en");
    // Only a path of our own: one slash at its beginning, and not two.
    let back = post.get("back");
    let is_ours =
        back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
    let cookie = Cookie::build(LANGUAGE_COOKIE, tag)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::days(365))
        .finish();
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, if is_ours { back } else { "/" }))
        .cookie(cookie)
        .finish())
}

/// Begins a session and goes on to a page whose address tells nothing.
pub(crate) fn signed_in(ctx: &Ctx, session: &Secret, path: &str) -> Answer {
    signed_in_as(ctx, session.reveal(), path)
}

fn signed_in_as(ctx: &Ctx, session: &str, path: &str) -> Answer {
    let mut answer = go_to(path)?;
    answer
        .add_cookie(&ctx.site.session_cookie(session))
        .map_err(|_| PageError::BadForm)?;
    Ok(answer)
}
