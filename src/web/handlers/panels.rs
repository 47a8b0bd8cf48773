//! Delphi panels: making and running one, answering, what came of it.

use actix_web::{HttpRequest, web};

use crate::app::{
    AppError, FieldError, Hindrance, NewPanel, PanelAnswers, PanelSheet, Phase, Secret,
    reason_field,
};
use crate::model::{Role, Slug};
use crate::survey::{self, RawAnswers};
use crate::web::handlers::{
    Answer, finds_nothing, form_errors, go_to, kept_with, refused, shown, slug,
};
use crate::web::kept;
use crate::web::pages::layout::Part;
use crate::web::pages::panels::{self, Answering, results, run};
use crate::web::pages::{form, problem};
use crate::web::request::{Ctx, Post};

pub(crate) async fn new(ctx: Ctx) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    shown(run::new(&ctx, &NewPanel::default(), &[]))
}

pub(crate) async fn create(post: Post) -> Answer {
    let own = |name: &str| post.get(name).to_owned();
    let form = NewPanel {
        title: own("title"),
        question: own("question"),
        items: own("items"),
        scale: own("scale"),
        low: own("low"),
        high: own("high"),
        privacy: own("privacy"),
        most_rounds: own("most_rounds"),
        stability: own("stability"),
        moved: own("moved"),
        changed: own("changed"),
        kappa: own("kappa"),
        iqr_change: own("iqr_change"),
        agreement: own("agreement"),
        share: own("share"),
        opposite: own("opposite"),
        iqr: own("iqr"),
        settled_drop_out: own("settled_drop_out"),
    };
    let ctx = &post.ctx;
    match ctx.app.create_panel(ctx.signed_in()?, &form).await {
        Ok(panel) => go_to(format!("/d/{}/manage", panel.slug)),
        Err(error) => refused(run::new(ctx, &form, &form_errors(error)?)),
    }
}

pub(crate) async fn manage(ctx: Ctx, name: web::Path<String>) -> Answer {
    managing(&ctx, &slug(&name)?, "", &[]).await
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.open_panel(visitor, &slug(&name)?).await?;
    go_to(format!("/d/{name}/manage"))
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx
        .app
        .close_panel_round(visitor, &slug(&name)?)
        .await?;
    go_to(format!("/d/{name}/manage"))
}

pub(crate) async fn next(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.open_next_round(visitor, &slug(&name)?).await?;
    go_to(format!("/d/{name}/manage"))
}

pub(crate) async fn end(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let slug = slug(&name)?;
    let reason = post.get("reason");
    match ctx.app.end_panel(ctx.signed_in()?, &slug, reason).await {
        Ok(()) => go_to(format!("/d/{slug}/manage")),
        Err(error) => managing(ctx, &slug, reason, &form_errors(error)?).await,
    }
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.delete_panel(visitor, &slug(&name)?).await?;
    go_to("/rounds")
}

pub(crate) async fn results(ctx: Ctx, name: web::Path<String>) -> Answer {
    let found = ctx
        .app
        .panel_results(ctx.signed_in()?, &slug(&name)?)
        .await?;
    shown(results::page(&ctx, &found))
}

/// The form of the open round, where there is one.
pub(crate) async fn sheet(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    match ctx.app.panel(visitor, &slug).await?.panel.phase() {
        Phase::Draft => return go_to(format!("/d/{slug}/manage")),
        Phase::Between(_) | Phase::Over => return go_to(format!("/d/{slug}/results")),
        Phase::Asking(_) => {}
    }
    let kept = kept::receipt(&request, &path_of(&slug));
    let sheet = ctx.app.panel_sheet(visitor, &slug, kept.as_ref()).await?;
    if sheet.needs_receipt {
        let nothing = RawAnswers::new();
        return shown(panels::ask_receipt(&ctx, &sheet.panel, &nothing, "", None));
    }
    let receipt = kept
        .filter(|_| sheet.own.is_some())
        .unwrap_or_else(Secret::receipt);
    let raw = last_said(&sheet);
    filled_in(&ctx, &sheet, &raw, receipt.reveal(), &[])
}

pub(crate) async fn answer(post: Post, name: web::Path<String>, request: HttpRequest) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let path = path_of(&slug);
    let raw = post.answers();
    let kept = kept::receipt(&request, &path);
    let typed = post.get("_receipt");
    let mut receipt = Secret::parse(typed, Secret::RECEIPT_LEN);
    let mut sheet = ctx
        .app
        .panel_sheet(visitor, &slug, receipt.as_ref())
        .await?;
    if sheet.needs_receipt && kept.is_some() {
        // The form was opened before her first answer was sent from another window.
        receipt = kept;
        sheet = ctx
            .app
            .panel_sheet(visitor, &slug, receipt.as_ref())
            .await?;
    }
    let Some(receipt) = receipt.filter(|_| !sheet.needs_receipt) else {
        let hindrance = if post.asked_for_receipt() || !sheet.needs_receipt {
            Hindrance::NoSuchReceipt
        } else {
            Hindrance::AlreadyTakenPart
        };
        let shown_again = if post.asked_for_receipt() { typed } else { "" };
        let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
        let panel = &sheet.panel;
        return refused(panels::ask_receipt(
            ctx,
            panel,
            &raw,
            shown_again,
            Some(&error),
        ));
    };
    if post.get("_go") != "send" {
        let raw = last_said(&sheet);
        let page = filled_in(ctx, &sheet, &raw, receipt.reveal(), &[]);
        return kept_with(page, &kept::keeping(&ctx.site, &path, &receipt));
    }
    if post.get("_round") != sheet.round.to_string() {
        // Her round was closed meanwhile: she sees what became of it before she sends what she typed.
        return shown(panels::sheet(
            ctx,
            &Answering {
                sheet: &sheet,
                definition: &sheet.panel.as_definition(sheet.round)?,
                raw: &raw,
                receipt: receipt.reveal(),
                is_late: true,
            },
            &[],
        ));
    }
    match ctx.app.answer_panel(visitor, &slug, &raw, &receipt).await {
        Ok(taken_in) => {
            let page = shown(panels::receipt(ctx, &taken_in));
            kept_with(page, &kept::keeping(&ctx.site, &path, &receipt))
        }
        Err(AppError::Answers(errors)) => filled_in(ctx, &sheet, &raw, receipt.reveal(), &errors),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    slug(&name)?;
    shown(form::lookup(&ctx, &format!("/d/{name}/receipt"), "", None))
}

pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let typed = post.get("_receipt");
    let found = match post.receipt() {
        Ok(receipt) => ctx.app.panel_by_receipt(&slug(&name)?, &receipt).await,
        Err(error) => Err(error),
    };
    match found {
        Ok((panel, entry)) => shown(panels::found(ctx, &panel, &entry, typed)),
        Err(error) => finds_nothing(&post, &format!("/d/{name}/receipt"), error),
    }
}

pub(crate) async fn withdraw(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let receipt = post.receipt()?;
    let panel = ctx
        .app
        .withdraw_from_panel(visitor, &slug, &receipt)
        .await?;
    let text = if panel.n_rounds() > 1 {
        "delphi-withdrawn-later"
    } else {
        "delphi-withdrawn"
    };
    shown(form::withdrawn(
        ctx,
        Part::Rounds,
        &ctx.words().t(text),
        (&path_of(&slug), &panel.title),
    ))
}

async fn managing(ctx: &Ctx, slug: &Slug, reason: &str, errors: &[FieldError]) -> Answer {
    let visitor = ctx.signed_in()?;
    let turnout = ctx.app.panel_turnout(visitor, slug).await?;
    let view = ctx.app.panel(visitor, slug).await?;
    let figures = ctx.app.panel_figures(&view.panel).await?;
    let page = run::manage(ctx, &view, &figures, turnout, reason, errors);
    if errors.is_empty() {
        shown(page)
    } else {
        refused(page)
    }
}

fn filled_in(
    ctx: &Ctx,
    sheet: &PanelSheet,
    raw: &RawAnswers,
    receipt: &str,
    errors: &[survey::FieldError],
) -> Answer {
    let definition = sheet.panel.as_definition(sheet.round)?;
    let form = Answering {
        sheet,
        definition: &definition,
        raw,
        receipt,
        is_late: false,
    };
    let page = panels::sheet(ctx, &form, errors);
    if errors.is_empty() {
        shown(page)
    } else {
        refused(page)
    }
}

/// What the form is filled in with: what she said in this round, else the ratings of the last round she answered.
/// Reasons are not carried over: they would be shown to the group a second time.
fn last_said(sheet: &PanelSheet) -> RawAnswers {
    let Some(own) = &sheet.own else {
        return RawAnswers::new();
    };
    let mut raw = RawAnswers::new();
    let of_round = |round: u32| -> Option<&PanelAnswers> { own.rounds.get(&round) };
    let now = of_round(sheet.round);
    for item in sheet.panel.items_of(sheet.round) {
        let before = || {
            (1..sheet.round)
                .rev()
                .find_map(|round| of_round(round)?.get(&item.code))
        };
        let rating = match now {
            Some(now) => now.get(&item.code),
            None => before(),
        };
        if let Some(rating) = rating.and_then(|answer| answer.rating) {
            raw.insert(item.code.to_string(), vec![rating.to_string()]);
        }
        if let Some(answer) = now.and_then(|now| now.get(&item.code)) {
            raw.insert(reason_field(&item.code), vec![answer.reason.clone()]);
        }
    }
    raw
}

/// The pages for which the browser keeps the receipt.
fn path_of(slug: &Slug) -> String {
    format!("/d/{slug}")
}
