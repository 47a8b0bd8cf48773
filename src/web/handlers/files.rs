//! Downloads.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::export::{CsvStyle, File};
use crate::formats::cells::{Guard, Mark};
use crate::web::handlers::{Answer, slug};
use crate::web::request::Ctx;

/// What stands in the address of a file: whose it is, and its name.
type OfOne = web::Path<(String, String)>;

pub(crate) async fn of_survey(ctx: Ctx, path: OfOne, request: HttpRequest) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&path.0)?);
    let style = style(&request);
    let file = ctx
        .app
        .survey_file(visitor, &slug, &path.1, style, &ctx.lang)
        .await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn of_round(ctx: Ctx, path: OfOne, request: HttpRequest) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&path.0)?);
    let style = style(&request);
    let file = ctx.app.round_file(visitor, &slug, &path.1, style).await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn of_board(ctx: Ctx, path: OfOne, request: HttpRequest) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&path.0)?);
    let style = style(&request);
    let file = ctx.app.board_file(visitor, &slug, &path.1, style).await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn of_panel(ctx: Ctx, path: OfOne, request: HttpRequest) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&path.0)?);
    let style = style(&request);
    let file = ctx.app.panel_file(visitor, &slug, &path.1, style).await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn of_wiki(ctx: Ctx, path: OfOne, request: HttpRequest) -> Answer {
    let (visitor, slug) = (ctx.signed_in()?, slug(&path.0)?);
    let style = style(&request);
    let file = ctx.app.wiki_file(visitor, &slug, &path.1, style).await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn goals(ctx: Ctx, request: HttpRequest) -> Answer {
    Ok(handed_out(
        ctx.app
            .goals_file(ctx.signed_in()?, style(&request), &ctx.lang)
            .await?,
        "coalition",
    ))
}

/// `raw=1` leaves the formula guard out, `bom=0` the byte order mark.
pub(super) fn style(request: &HttpRequest) -> CsvStyle {
    let asks = |pair: &str| request.query_string().split('&').any(|asked| asked == pair);
    CsvStyle {
        guard: if asks("raw=1") { Guard::Raw } else { Guard::On },
        mark: if asks("bom=0") { Mark::None } else { Mark::Bom },
    }
}

pub(super) fn handed_out(file: File, of: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(file.content_type)
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{of}-{}\"", file.name),
        ))
        .body(file.bytes)
}
