//! Boards: the list, running one, voting, writing, results.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::{
    AppError, FieldError, Hindrance, Mark, NewBoard, Ruling, SaidOn, Say, Seat, Seated, Secret,
    State, Visitor, Writing,
};
use crate::model::{Role, Slug};
use crate::opinion::Vote;
use crate::web::error::PageError;
use crate::web::handlers::{Answer, form_errors, go_to, refused, shown, slug};
use crate::web::kept;
use crate::web::pages::boards::{self, manage, results, vote};
use crate::web::pages::problem;
use crate::web::request::{Ctx, Post};

pub(crate) async fn list(ctx: Ctx) -> Answer {
    let views = ctx.app.boards(ctx.signed_in()?).await?;
    shown(boards::list(&ctx, &views))
}

pub(crate) async fn new(ctx: Ctx) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    shown(manage::new(&ctx, &NewBoard::default(), &[]))
}

pub(crate) async fn create(post: Post) -> Answer {
    let field = |name: &str| post.get(name).to_owned();
    let form = NewBoard {
        title: field("title"),
        question: field("question"),
        languages: field("languages"),
        privacy: field("privacy"),
        moderation: field("moderation"),
        seeds: field("seeds"),
        max_chars: field("max_chars"),
        per_member: field("per_member"),
        members_write: field("members_write"),
        running: field("running"),
    };
    match post
        .ctx
        .app
        .create_board(post.ctx.signed_in()?, &form)
        .await
    {
        Ok(board) => go_to(format!("/b/{}/manage", board.slug)),
        Err(error) => refused(manage::new(&post.ctx, &form, &form_errors(error)?)),
    }
}

pub(crate) async fn manage(ctx: Ctx, name: web::Path<String>) -> Answer {
    let moderating = ctx.app.moderating(ctx.signed_in()?, &slug(&name)?).await?;
    shown(manage::manage(&ctx, &moderating, &Writing::default(), &[]))
}

pub(crate) async fn add_seeds(post: Post, name: web::Path<String>) -> Answer {
    let (visitor, slug) = (post.ctx.signed_in()?, slug(&name)?);
    let form = writing(&post);
    let meta = post.get("meta") == "yes";
    match post.ctx.app.add_seeds(visitor, &slug, &form, meta).await {
        Ok(_) => go_to(format!("/b/{slug}/manage#statements")),
        Err(error) => {
            let errors = form_errors(error)?;
            let moderating = post.ctx.app.moderating(visitor, &slug).await?;
            refused(manage::manage(&post.ctx, &moderating, &form, &errors))
        }
    }
}

pub(crate) async fn statement(ctx: Ctx, path: web::Path<(String, u32)>) -> Answer {
    let moderating = ctx
        .app
        .moderating(ctx.signed_in()?, &slug(&path.0)?)
        .await?;
    let judged = moderating
        .get(path.1)
        .ok_or(AppError::NotFound("statement"))?;
    let typed = |_: &str| String::new();
    shown(manage::statement(&ctx, &moderating, judged, &typed, &[]))
}

pub(crate) async fn judge(post: Post, path: web::Path<(String, u32)>) -> Answer {
    let (visitor, slug) = (post.ctx.signed_in()?, slug(&path.0)?);
    let field = |name: &str| post.get(name).to_owned();
    let ruling = match post.get("_do") {
        "accept" => Ruling::Accept,
        "turn-down" => Ruling::TurnDown(field("reason")),
        "merge" => Ruling::Merge(field("into")),
        "meta" => Ruling::Meta(true),
        "no-meta" => Ruling::Meta(false),
        "translate" => Ruling::Translate {
            lang: field("lang"),
            text: field("translation"),
        },
        "reword" => Ruling::Reword(field("text")),
        _ => return Err(PageError::BadForm),
    };
    match post.ctx.app.judge(visitor, &slug, path.1, &ruling).await {
        Ok(()) if post.get("_back") == "manage" => go_to(format!("/b/{slug}/manage#statements")),
        Ok(()) => go_to(format!("/b/{slug}/statements/{}", path.1)),
        Err(error) => {
            let errors = form_errors(error)?;
            let moderating = post.ctx.app.moderating(visitor, &slug).await?;
            let judged = moderating
                .get(path.1)
                .ok_or(AppError::NotFound("statement"))?;
            refused(manage::statement(
                &post.ctx,
                &moderating,
                judged,
                &field,
                &errors,
            ))
        }
    }
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.open_board(visitor, &slug(&name)?).await?;
    go_to(format!("/b/{name}/manage"))
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    let (visitor, slug) = (post.ctx.signed_in()?, slug(&name)?);
    post.ctx.app.close_board(visitor, &slug).await?;
    match post.ctx.app.board_results(visitor, &slug).await {
        Ok(_) => go_to(format!("/b/{slug}/results")),
        Err(AppError::Hindered(_)) => go_to(format!("/b/{slug}/manage")),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.delete_board(visitor, &slug(&name)?).await?;
    go_to("/boards")
}

pub(crate) async fn results(ctx: Ctx, name: web::Path<String>) -> Answer {
    let found = ctx
        .app
        .board_results(ctx.signed_in()?, &slug(&name)?)
        .await?;
    shown(results::page(&ctx, &found))
}

/// One statement, drawn for the visitor.
pub(crate) async fn one(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let slug = slug(&name)?;
    let seat = match at_the_board(&ctx, &slug, &request).await? {
        Ok(seat) => seat,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let offered = Secret::receipt();
    let upcoming = ctx.app.upcoming(seat, &offered).await?;
    shown(vote::one(&ctx, &upcoming, &offered))
}

/// All statements that the visitor has not voted on.
pub(crate) async fn unseen(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let slug = slug(&name)?;
    let seat = match at_the_board(&ctx, &slug, &request).await? {
        Ok(seat) => seat,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let offered = Secret::receipt();
    let upcoming = ctx.app.upcoming(seat, &offered).await?;
    let page = asked_page(request.query_string());
    shown(vote::unseen(&ctx, &upcoming, &offered, page))
}

/// Takes in a vote on one statement.
pub(crate) async fn say(post: Post, name: web::Path<String>, request: HttpRequest) -> Answer {
    let ctx = &post.ctx;
    let (visitor, slug) = (ctx.signed_in()?, slug(&name)?);
    let (Ok(number), Ok(revision)) = (post.get("statement").parse(), post.get("revision").parse())
    else {
        return Err(PageError::BadForm);
    };
    let Some(say) = said(&post) else {
        return Err(PageError::BadForm);
    };
    let said = SaidOn {
        statement: number,
        revision,
        say,
    };
    let receipt = receipt(&post, &slug, &request);
    let taken = ctx.app.say(visitor, &slug, &receipt, &[said]).await;
    match taken {
        Ok(is_first) => {
            let on = match post.get("_back").split_once('=') {
                Some(("list", page)) => {
                    format!("/b/{slug}/list?page={}", page.parse().unwrap_or(1))
                }
                _ if post.get("_back") == "mine" => format!("/b/{slug}/mine"),
                _ => format!("/b/{slug}"),
            };
            taken_part(ctx, visitor, &slug, &receipt, is_first, on).await
        }
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart | Hindrance::NoSuchReceipt)) => {
            go_to(format!("/b/{slug}/receipt"))
        }
        Err(error) => Err(error.into()),
    }
}

/// The visitor's own votes and statements.
pub(crate) async fn mine(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let slug = slug(&name)?;
    let seat = sit(&ctx, &slug, &request).await?;
    if seat.seated == Seated::Unknown {
        return go_to(format!("/b/{slug}/receipt"));
    }
    let mine = ctx.app.my_board(seat).await?;
    shown(vote::mine(&ctx, &mine))
}

pub(crate) async fn write_form(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let slug = slug(&name)?;
    let seat = match at_the_board(&ctx, &slug, &request).await? {
        Ok(seat) => seat,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !seat.board.members_write {
        return Err(AppError::from(Hindrance::NotForWriting).into());
    }
    let form = Writing {
        lang: ctx.lang.to_string(),
        ..Writing::default()
    };
    shown(vote::write(&ctx, &seat, &form, &Secret::receipt(), None))
}

pub(crate) async fn write(post: Post, name: web::Path<String>, request: HttpRequest) -> Answer {
    let ctx = &post.ctx;
    let (visitor, slug) = (ctx.signed_in()?, slug(&name)?);
    let form = writing(&post);
    let receipt = receipt(&post, &slug, &request);
    match ctx
        .app
        .write_statement(visitor, &slug, &receipt, &form)
        .await
    {
        Ok(is_first) => {
            let on = format!("/b/{slug}/mine");
            taken_part(ctx, visitor, &slug, &receipt, is_first, on).await
        }
        Err(AppError::Statement(fault)) => {
            let seat = sit(ctx, &slug, &request).await?;
            refused(vote::write(ctx, &seat, &form, &receipt, Some(fault)))
        }
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart | Hindrance::NoSuchReceipt)) => {
            let board = ctx.app.board(visitor, &slug).await?.board;
            refused(vote::ask_receipt(ctx, &board, "", &form, None))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn edit_form(
    ctx: Ctx,
    path: web::Path<(String, u32)>,
    request: HttpRequest,
) -> Answer {
    let slug = slug(&path.0)?;
    let seat = match at_the_board(&ctx, &slug, &request).await? {
        Ok(seat) => seat,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let own = ctx.app.own_statement(&seat, path.1).await?;
    if own.voted {
        return Err(AppError::from(Hindrance::VotedOn).into());
    }
    let form = Writing {
        text: own.text,
        lang: own.lang.to_string(),
    };
    shown(vote::edit(&ctx, &seat, path.1, &form, None))
}

pub(crate) async fn edit(
    post: Post,
    path: web::Path<(String, u32)>,
    request: HttpRequest,
) -> Answer {
    let slug = slug(&path.0)?;
    let seat = sit(&post.ctx, &slug, &request).await?;
    let form = writing(&post);
    match post.ctx.app.edit_statement(&seat, path.1, &form).await {
        Ok(()) => go_to(format!("/b/{slug}/mine")),
        Err(AppError::Statement(fault)) => {
            refused(vote::edit(&post.ctx, &seat, path.1, &form, Some(fault)))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    let board = ctx.app.board(ctx.signed_in()?, &slug(&name)?).await?.board;
    shown(vote::ask_receipt(
        &ctx,
        &board,
        "",
        &Writing::default(),
        None,
    ))
}

/// Knows a participant again by the code of her receipt.
pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let (visitor, slug) = (ctx.signed_in()?, slug(&name)?);
    let form = writing(&post);
    let typed = post.get("_receipt");
    if let Some(receipt) = Secret::parse(typed, Secret::RECEIPT_LEN) {
        let seat = ctx.app.seat(visitor, &slug, Some(&receipt)).await?;
        if seat.sheet().is_some() {
            let answer = if form.text.is_empty() {
                go_to(format!("/b/{slug}/mine"))?
            } else {
                shown(vote::write(ctx, &seat, &form, &receipt, None))?
            };
            return keeping(ctx, &slug, &receipt, answer);
        }
    }
    let board = ctx.app.board(visitor, &slug).await?.board;
    let message = problem::hindered(ctx, Hindrance::NoSuchReceipt);
    let error = FieldError::new("_receipt", message);
    refused(vote::ask_receipt(ctx, &board, typed, &form, Some(&error)))
}

/// Forgets in this browser which votes are the visitor's.
pub(crate) async fn forget(post: Post, name: web::Path<String>) -> Answer {
    post.ctx.signed_in()?.must_be(Role::Member)?;
    let slug = slug(&name)?;
    let mut answer = go_to("/")?;
    let cookie = kept::forgetting(&post.ctx.site, &format!("/b/{slug}"));
    answer.add_cookie(&cookie).map_err(|_| PageError::BadForm)?;
    Ok(answer)
}

/// How a board stands, for a wall: it comes anew by itself, also without scripts.
pub(crate) async fn live(ctx: Ctx, name: web::Path<String>) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&name)?);
    let moderating = ctx.app.moderating(visitor, &slug).await?;
    let found = match ctx.app.board_results(visitor, &slug).await {
        Ok(found) => Some(found),
        Err(AppError::Hindered(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let mut answer = shown(results::live(&ctx, &moderating, found.as_deref()))?;
    if moderating.board.state == State::Open {
        answer
            .headers_mut()
            .insert(REFRESH, header::HeaderValue::from_static("5"));
    }
    Ok(answer)
}

/// The header that fetches a page again after so many seconds.
const REFRESH: header::HeaderName = header::HeaderName::from_static("refresh");

/// Where the visitor sits, by the receipt her browser keeps.
async fn sit(ctx: &Ctx, slug: &Slug, request: &HttpRequest) -> Result<Seat, PageError> {
    let kept = kept::receipt(request, &format!("/b/{slug}"));
    let seat = ctx.app.seat(ctx.signed_in()?, slug, kept.as_ref());
    Ok(seat.await?)
}

/// The seat of somebody who may vote now, or where to go instead.
async fn at_the_board(
    ctx: &Ctx,
    slug: &Slug,
    request: &HttpRequest,
) -> Result<Result<Seat, HttpResponse>, PageError> {
    let seat = sit(ctx, slug, request).await?;
    let elsewhere = match (seat.board.state, &seat.seated) {
        (State::Draft, _) => "manage",
        (State::Closed, _) => "results",
        (State::Open, Seated::Unknown) => "receipt",
        (State::Open, Seated::Fresh | Seated::Known(_)) => return Ok(Ok(seat)),
    };
    Ok(Err(go_to(format!("/b/{slug}/{elsewhere}"))?))
}

/// The receipt of a form: the one it offers to whoever takes part for the first time, else the one that is kept.
fn receipt(post: &Post, slug: &Slug, request: &HttpRequest) -> Secret {
    Secret::parse(post.get("_receipt"), Secret::RECEIPT_LEN)
        .or_else(|| kept::receipt(request, &format!("/b/{slug}")))
        .unwrap_or_else(Secret::receipt)
}

/// After something was taken in: the receipt, where it was the first time, else on to the next page.
async fn taken_part(
    ctx: &Ctx,
    visitor: &Visitor,
    slug: &Slug,
    receipt: &Secret,
    is_first: bool,
    on: String,
) -> Answer {
    let board = ctx.app.board(visitor, slug).await?.board;
    if board.privacy == crate::model::Privacy::Named {
        return go_to(on);
    }
    let answer = if is_first {
        shown(vote::receipt(ctx, &board, receipt, &on))?
    } else {
        go_to(on)?
    };
    keeping(ctx, slug, receipt, answer)
}

fn keeping(ctx: &Ctx, slug: &Slug, receipt: &Secret, mut answer: HttpResponse) -> Answer {
    let cookie = kept::keeping(&ctx.site, &format!("/b/{slug}"), receipt);
    answer.add_cookie(&cookie).map_err(|_| PageError::BadForm)?;
    Ok(answer)
}

fn said(post: &Post) -> Option<Say> {
    let mark = |vote| {
        Say::Vote(Mark {
            vote,
            important: post.get("important") == "yes",
        })
    };
    Some(match post.get("_go") {
        "agree" => mark(Vote::Agree),
        "disagree" => mark(Vote::Disagree),
        "pass" => mark(Vote::Pass),
        "later" => Say::Later,
        "take-back" => Say::TakeBack,
        _ => return None,
    })
}

fn writing(post: &Post) -> Writing {
    Writing {
        text: post.get("text").to_owned(),
        lang: post.get("lang").to_owned(),
    }
}

/// The page of a list that is asked for, from 1.
fn asked_page(query: &str) -> usize {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="))
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1)
}
