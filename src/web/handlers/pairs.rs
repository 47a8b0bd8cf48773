//! Wiki surveys: making and running one, choosing between ideas, how the ideas fared.

use actix_web::{HttpRequest, web};

use crate::app::{
    AppError, Choice, Contest, FieldError, Hindrance, IdeaAdded, IdeaFault, IdeaState, NewWiki,
    Secret, State, Vote, Why, WikiDesk,
};
use crate::model::{Role, Slug};
use crate::survey::RawAnswers;
use crate::web::error::PageError;
use crate::web::handlers::{Answer, form_errors, go_to, kept_with, refused, shown, slug};
use crate::web::kept;
use crate::web::pages::known::{self, Asking};
use crate::web::pages::pairs::{self, Choosing, results, run};
use crate::web::pages::{form, problem};
use crate::web::request::{Ctx, Post};

pub(crate) async fn new(ctx: Ctx) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    shown(run::new(&ctx, &NewWiki::default(), &[]))
}

pub(crate) async fn create(post: Post) -> Answer {
    let own = |name: &str| post.get(name).to_owned();
    let form = NewWiki {
        title: own("title"),
        question: own("question"),
        ideas: own("ideas"),
        adding: own("adding"),
        privacy: own("privacy"),
    };
    let ctx = &post.ctx;
    match ctx.app.create_wiki(ctx.signed_in()?, &form).await {
        Ok(wiki) => go_to(format!("/w/{}/manage", wiki.slug)),
        Err(error) => refused(run::new(ctx, &form, &form_errors(error)?)),
    }
}

pub(crate) async fn manage(ctx: Ctx, name: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let ideas = ctx.app.all_ideas(visitor, &slug).await?;
    let turnout = ctx.app.wiki_turnout(visitor, &slug).await?;
    let view = ctx.app.wiki(visitor, &slug).await?;
    shown(run::manage(&ctx, &view, &ideas, turnout))
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.open_wiki(visitor, &slug(&name)?).await?;
    go_to(format!("/w/{name}/manage"))
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.close_wiki(visitor, &slug(&name)?).await?;
    go_to(format!("/w/{name}/manage"))
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.delete_wiki(visitor, &slug(&name)?).await?;
    go_to("/rounds")
}

pub(crate) async fn moderate(
    post: Post,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Answer {
    let visitor = post.ctx.signed_in()?;
    let number = path.1.parse().map_err(|_| PageError::NoPage)?;
    let wanted = match request.query_string() {
        "to=show" => IdeaState::Shown,
        "to=hide" => IdeaState::Hidden,
        _ => return Err(PageError::NoPage),
    };
    post.ctx
        .app
        .moderate_idea(visitor, &slug(&path.0)?, number, wanted)
        .await?;
    go_to(format!("/w/{}/manage", path.0))
}

pub(crate) async fn results(ctx: Ctx, name: web::Path<String>) -> Answer {
    let figures = ctx
        .app
        .wiki_results(ctx.signed_in()?, &slug(&name)?)
        .await?;
    shown(results::page(&ctx, &figures))
}

/// Two ideas to choose between.
pub(crate) async fn pair(ctx: Ctx, name: web::Path<String>, request: HttpRequest) -> Answer {
    let slug = slug(&name)?;
    match ctx.app.wiki(ctx.signed_in()?, &slug).await?.wiki.state {
        State::Draft => return go_to(format!("/w/{slug}/manage")),
        State::Closed => return go_to(format!("/w/{slug}/results")),
        State::Open => {}
    }
    let told = match request.query_string() {
        "idea=shown" => Some("wiki-idea-shown"),
        "idea=waiting" => Some("wiki-idea-waiting"),
        _ => None,
    };
    let kept = kept::receipt(&request, &path_of(&slug));
    let (desk, receipt) = sit_down(&ctx, &slug, [None, kept]).await?;
    if desk.needs_receipt {
        return shown(ask_receipt(&ctx, &desk, "", "", None));
    }
    let choosing = Choosing {
        desk: &desk,
        receipt: receipt.reveal(),
        idea: "",
        told,
    };
    shown(pairs::choose(&ctx, &choosing, None))
}

/// A choice, the last one taken back, or an idea.
pub(crate) async fn choose(post: Post, name: web::Path<String>, request: HttpRequest) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let path = path_of(&slug);
    let typed = post.get("_receipt");
    let given = Secret::parse(typed, Secret::RECEIPT_LEN);
    let kept = kept::receipt(&request, &path);
    let (desk, receipt) = sit_down(ctx, &slug, [given, kept]).await?;
    if desk.needs_receipt {
        let (hindrance, typed) = if post.asked_for_receipt() {
            (Hindrance::NoSuchReceipt, typed)
        } else {
            (Hindrance::AlreadyTakenPart, "")
        };
        let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
        let idea = post.get("idea");
        return refused(ask_receipt(ctx, &desk, idea, typed, Some(&error)));
    }
    let mut back = path.clone();
    let app = &ctx.app;
    match post.get("_go") {
        "undo" => app.take_back(visitor, &slug, &receipt).await?,
        "idea" => {
            let idea = post.get("idea");
            match app.add_idea(visitor, &slug, idea, &receipt).await? {
                IdeaAdded::Shown => back.push_str("?idea=shown"),
                IdeaAdded::Waiting => back.push_str("?idea=waiting"),
                IdeaAdded::Refused(fault) => {
                    return idea_refused(ctx, &desk, &receipt, idea, fault);
                }
            }
        }
        _ => {
            if let Some(vote) = vote(&post) {
                // A pair that is not before her any more is passed over: the page shows the one that is.
                app.choose(visitor, &slug, &vote, &receipt).await?;
            }
        }
    }
    kept_with(go_to(back), &kept::keeping(&ctx.site, &path, &receipt))
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    slug(&name)?;
    shown(form::lookup(&ctx, &format!("/w/{name}/receipt"), "", None))
}

pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let typed = post.get("_receipt");
    let found = match Secret::parse(typed, Secret::RECEIPT_LEN) {
        Some(receipt) => ctx.app.wiki_by_receipt(&slug(&name)?, &receipt).await,
        None => Err(Hindrance::NoSuchReceipt.into()),
    };
    match found {
        Ok((wiki, ideas, entry)) => shown(pairs::found(ctx, &wiki, &ideas, &entry)),
        Err(AppError::Hindered(hindrance)) => {
            let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
            let address = format!("/w/{name}/receipt");
            refused(form::lookup(ctx, &address, typed, Some(&error)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is before the visitor, with the first of the receipts that finds her entry; a fresh one where none does.
async fn sit_down(
    ctx: &Ctx,
    slug: &Slug,
    receipts: [Option<Secret>; 2],
) -> Result<(WikiDesk, Secret), PageError> {
    let visitor = ctx.signed_in()?;
    let mut first = None;
    for receipt in receipts.into_iter().flatten() {
        let desk = ctx.app.wiki_desk(visitor, slug, Some(&receipt)).await?;
        if desk.own.is_some() {
            return Ok((desk, receipt));
        }
        first.get_or_insert((desk, receipt));
    }
    if let Some(found) = first {
        return Ok(found);
    }
    let desk = ctx.app.wiki_desk(visitor, slug, None).await?;
    Ok((desk, Secret::receipt()))
}

fn idea_refused(
    ctx: &Ctx,
    desk: &WikiDesk,
    receipt: &Secret,
    idea: &str,
    fault: IdeaFault,
) -> Answer {
    let choosing = Choosing {
        desk,
        receipt: receipt.reveal(),
        idea,
        told: None,
    };
    refused(pairs::choose(ctx, &choosing, Some(fault)))
}

fn ask_receipt(
    ctx: &Ctx,
    desk: &WikiDesk,
    idea: &str,
    typed: &str,
    error: Option<&FieldError>,
) -> maud::Markup {
    let words = ctx.words();
    let has_idea = !idea.is_empty();
    let raw: RawAnswers = has_idea
        .then(|| ("idea".to_owned(), vec![idea.to_owned()]))
        .into_iter()
        .collect();
    let why = if has_idea {
        words.t("taken-part-typed")
    } else {
        words.t("wiki-known-text")
    };
    let go = if has_idea {
        ("idea", words.t("wiki-add"))
    } else {
        ("reopen", words.t("continue"))
    };
    let asking = Asking {
        action: &path_of(&desk.wiki.slug),
        why: &why,
        raw: &raw,
        go: (go.0, &go.1),
        hidden: &[],
        typed,
    };
    known::ask(ctx, &asking, error)
}

/// The choice that a form sends, if it is one.
fn vote(post: &Post) -> Option<Vote> {
    let named = |name: &str| Why::ALL.into_iter().find(|why| why.name() == name);
    let why = named(post.get("why")).unwrap_or(Why::Unsaid);
    Some(Vote {
        contest: Contest {
            left: post.get("_left").parse().ok()?,
            right: post.get("_right").parse().ok()?,
            choice: Choice::of(post.get("_choice"), why)?,
        },
        seed: post.get("_seed").parse().ok()?,
    })
}

/// The pages for which the browser keeps the receipt.
fn path_of(slug: &Slug) -> String {
    format!("/w/{slug}")
}
