//! Rounds: the list, running one, the ballot, the outcome.

use std::collections::BTreeMap;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, web};
use maud::Markup;

use crate::app::{
    AppError, BallotReceipt, FieldError, Hindrance, NewRound, RoundSource, RoundView, RoundWords,
    RulesForm, Secret, State, countable_picks, open_for_answers,
};
use crate::model::{Role, Slug};
use crate::survey::RawAnswers;
use crate::web::error::PageError;
use crate::web::handlers::{
    Answer, finds_nothing, form_errors, go_to, kept_with, moved, refused, shown, slug,
};
use crate::web::kept;
use crate::web::pages::ballot::{self, Voting};
use crate::web::pages::rounds::{self, NewRoundForm};
use crate::web::pages::{outcome, problem, wizard};
use crate::web::request::{Ctx, Post};

pub(crate) async fn list(ctx: Ctx) -> Answer {
    let views = ctx.app.rounds(ctx.signed_in()?).await?;
    let panels = ctx.app.panels(ctx.signed_in()?).await?;
    let wikis = ctx.app.wikis(ctx.signed_in()?).await?;
    shown(rounds::list(&ctx, &views, &panels, &wikis))
}

pub(crate) async fn new(ctx: Ctx, request: HttpRequest) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    let query: Vec<(String, String)> =
        serde_html_form::from_str(request.query_string()).unwrap_or_default();
    let value = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let source = match value("source") {
        "" if value("survey").is_empty() => "typed",
        "" => "needs",
        asked => asked,
    };
    let typed = |name: &str| value(name).replace('\0', "");
    let form = NewRound {
        title: typed("title"),
        question: typed("question"),
        method: typed("method"),
        privacy: typed("privacy"),
        source: match value("board") {
            "" => RoundSource::default(),
            board => RoundSource::CommonGround {
                board: slug(board)?,
                n: "6".to_owned(),
            },
        },
    };
    let n = match value("n") {
        "" => "6",
        typed => typed,
    };
    let options = typed("options");
    new_form(&ctx, &form, value("survey"), source, n, &options, &[]).await
}

pub(crate) async fn create(post: Post) -> Answer {
    let ctx = &post.ctx;
    if post.get("_go") == "method" {
        ctx.signed_in()?.must_be(Role::Facilitator)?;
        let waits = wizard::CARRIED.map(|field| (field, post.get(field).to_owned()));
        return go_to(wizard::carrying("/rounds/method", &waits));
    }
    let (survey, n) = (post.get("survey"), post.get("n"));
    let source = match (post.get("source"), survey) {
        _ if !post.get("board").is_empty() => RoundSource::CommonGround {
            board: slug(post.get("board"))?,
            n: n.to_owned(),
        },
        (_, "") => RoundSource::Typed(post.get("options").to_owned()),
        ("picks", survey) => RoundSource::Picks {
            survey: slug(survey)?,
        },
        (_, survey) => RoundSource::TopNeeds {
            survey: slug(survey)?,
            n: n.to_owned(),
        },
    };
    let form = NewRound {
        title: post.get("title").to_owned(),
        question: post.get("question").to_owned(),
        method: post.get("method").to_owned(),
        privacy: post.get("privacy").to_owned(),
        source,
    };
    match ctx.app.create_round(ctx.signed_in()?, &form).await {
        Ok(round) if round.state == State::Closed => go_to(format!("/r/{}/outcome", round.slug)),
        Ok(round) => go_to(format!("/r/{}/manage", round.slug)),
        Err(error) => {
            let errors = form_errors(error)?;
            new_form(
                ctx,
                &form,
                survey,
                post.get("source"),
                n,
                post.get("options"),
                &errors,
            )
            .await
        }
    }
}

/// The four questions that lead to a method, and the suggestion once they are answered.
pub(crate) async fn method(ctx: Ctx, request: HttpRequest) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    let query: BTreeMap<String, String> =
        serde_html_form::from_str(request.query_string()).unwrap_or_default();
    let typed = |field: &str| {
        let typed = query.get(field).map_or("", String::as_str);
        typed.replace('\0', "")
    };
    let waits =
        |field: &String| field == wizard::DRAFT || wizard::CARRIED.contains(&field.as_str());
    if query.keys().all(waits) {
        return shown(wizard::page(&ctx, &typed, None, &[]));
    }
    match wizard::Answers::read(typed) {
        Ok(answers) => shown(wizard::page(&ctx, &typed, Some(answers), &[])),
        Err(errors) => refused(wizard::page(&ctx, &typed, None, &errors)),
    }
}

pub(crate) async fn manage(ctx: Ctx, request: HttpRequest, name: web::Path<String>) -> Answer {
    let query: BTreeMap<String, String> =
        serde_html_form::from_str(request.query_string()).unwrap_or_default();
    // A method that was suggested, to be taken or not.
    let suggested = query.into_iter().filter(|(field, _)| field == "method");
    let form = RulesForm(suggested.collect());
    shown(managing(&ctx, &slug(&name)?, &form, &[]).await?)
}

pub(crate) async fn set_rules(post: Post, name: web::Path<String>) -> Answer {
    let (ctx, slug) = (&post.ctx, slug(&name)?);
    let form = RulesForm(post.lone_values());
    match ctx.app.set_rules(ctx.signed_in()?, &slug, &form).await {
        Ok(()) => go_to(format!("/r/{slug}/manage")),
        Err(error) => refused(managing(ctx, &slug, &form, &form_errors(error)?).await?),
    }
}

async fn managing(
    ctx: &Ctx,
    slug: &Slug,
    typed: &RulesForm,
    errors: &[FieldError],
) -> Result<Markup, PageError> {
    let visitor = ctx.signed_in()?;
    let turnout = ctx.app.round_turnout(visitor, slug).await?;
    let view = ctx.app.round(visitor, slug).await?;
    Ok(rounds::manage(ctx, &view, turnout, typed, errors))
}

/// The words of a draft, in a form.
pub(crate) async fn edit(ctx: Ctx, name: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let round = ctx.app.round(visitor, &slug(&name)?).await?.round;
    if round.state != State::Draft {
        return Err(AppError::from(Hindrance::NotADraft).into());
    }
    shown(rounds::edit(
        &ctx,
        &round.slug,
        &RoundWords::of(&round),
        &[],
    ))
}

pub(crate) async fn save(post: Post, name: web::Path<String>) -> Answer {
    let (ctx, slug) = (&post.ctx, slug(&name)?);
    let words = RoundWords {
        title: post.get("title").to_owned(),
        question: post.get("question").to_owned(),
        options: post.get("options").to_owned(),
    };
    match ctx.app.edit_round(ctx.signed_in()?, &slug, &words).await {
        Ok(()) => go_to(format!("/r/{slug}/manage")),
        Err(error) => refused(rounds::edit(ctx, &slug, &words, &form_errors(error)?)),
    }
}

/// The ballot of a draft, to be looked at.
pub(crate) async fn preview(ctx: Ctx, name: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let view = ctx.app.round(visitor, &slug(&name)?).await?;
    let definition = view.round.as_definition()?;
    let voting = Voting {
        round: &view.round,
        definition: &definition,
        raw: RawAnswers::new(),
        seed: 0,
        receipt: String::new(),
        board: view.board.as_deref(),
    };
    shown(ballot::preview(&ctx, &voting))
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    let (ctx, slug) = (&post.ctx, slug(&name)?);
    match ctx.app.open_round(ctx.signed_in()?, &slug).await {
        Ok(()) => go_to(format!("/r/{slug}/manage")),
        Err(error) => {
            let (typed, errors) = (RulesForm::default(), form_errors(error)?);
            refused(managing(ctx, &slug, &typed, &errors).await?)
        }
    }
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    let slug = slug(&name)?;
    post.ctx.app.close_round(visitor, &slug).await?;
    let view = post.ctx.app.round(visitor, &slug).await?;
    go_to(if view.has_outcome {
        format!("/r/{name}/outcome")
    } else {
        format!("/r/{name}/manage")
    })
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    post.ctx
        .app
        .delete_round(post.ctx.signed_in()?, &slug(&name)?)
        .await?;
    go_to("/rounds")
}

pub(crate) async fn outcome(ctx: Ctx, name: web::Path<String>) -> Answer {
    let results = ctx
        .app
        .round_results(ctx.signed_in()?, &slug(&name)?)
        .await?;
    let counted = results
        .round
        .outcome
        .as_ref()
        .ok_or(AppError::Hindered(Hindrance::StillOpen))?;
    shown(outcome::page(&ctx, &results, counted))
}

pub(crate) async fn ballot(ctx: Ctx, name: web::Path<String>) -> Answer {
    let view = ctx.app.round(ctx.signed_in()?, &slug(&name)?).await?;
    match view.round.state {
        State::Draft => return go_to(format!("/r/{name}/manage")),
        State::Closed => return go_to(format!("/r/{name}/outcome")),
        State::Open => {}
    }
    let definition = view.round.as_definition()?;
    let voting = Voting {
        round: &view.round,
        definition: &definition,
        raw: RawAnswers::new(),
        seed: ctx.signed_in()?.order_seed(&view.round.slug),
        receipt: String::new(),
        board: view.board.as_deref(),
    };
    match view.taken_part {
        None => Err(AppError::from(Hindrance::NotOnRoll).into()),
        Some(true) => shown(ballot::voted(&ctx, &voting, "", None)),
        // An empty paper holds no secret: whoever goes back to it finds it as she filled it in.
        Some(false) => shown(ballot::paper(&ctx, &voting, &[])).map(|mut page| {
            let may_go_back = HeaderValue::from_static("private, no-cache");
            page.headers_mut().insert(CACHE_CONTROL, may_go_back);
            page
        }),
    }
}

pub(crate) async fn vote(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let view = ctx.app.round(ctx.signed_in()?, &slug(&name)?).await?;
    open_for_answers(view.round.state)?;
    let definition = view.round.as_definition()?;
    let mut voting = Voting {
        round: &view.round,
        definition: &definition,
        raw: post.answers(),
        seed: ctx.signed_in()?.order_seed(&view.round.slug),
        receipt: post.get("_receipt").to_owned(),
        board: view.board.as_deref(),
    };
    if let Some((field, direction)) = post.get("_move").rsplit_once(':') {
        voting.raw = moved(&definition, &voting.raw, field, direction == "up");
        return shown(ballot::paper(ctx, &voting, &[]));
    }
    match post.get("_go") {
        "check" => match view.round.read_paper(&voting.raw) {
            Ok(paper) => {
                voting.raw = paper.fields(&view.round)?;
                if voting.receipt.is_empty() {
                    Secret::receipt().reveal().clone_into(&mut voting.receipt);
                }
                shown(ballot::check(ctx, &voting, &paper))
            }
            Err(AppError::Ballot(faults)) => refused(ballot::paper(ctx, &voting, &faults)),
            Err(error) => Err(error.into()),
        },
        "cast" => cast(&post, &view, voting).await,
        "reopen" => reopen(ctx, &view, voting).await,
        _ => shown(ballot::paper(ctx, &voting, &[])),
    }
}

/// The receipt of the ballot that was cast just now. It can be loaded again without casting anything.
pub(crate) async fn cast_receipt(
    ctx: Ctx,
    request: HttpRequest,
    name: web::Path<String>,
) -> Answer {
    let visitor = ctx.signed_in()?;
    let round = ctx.app.round(visitor, &slug(&name)?).await?.round;
    let path = format!("/r/{}", round.slug);
    let Some(receipt) = kept::receipt(&request, &path) else {
        return go_to(path);
    };
    if !ctx.app.has_cast(visitor, &round.slug, &receipt).await? {
        return go_to(path);
    }
    let changed = request.query_string() == "changed=yes";
    let receipt = BallotReceipt { receipt, changed };
    shown(ballot::receipt(&ctx, &round, &receipt))
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    slug(&name)?;
    shown(crate::web::pages::form::lookup(
        &ctx,
        &format!("/r/{name}/receipt"),
        "",
        None,
    ))
}

pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let typed = post.get("_receipt");
    let found = match post.receipt() {
        Ok(receipt) => ctx.app.ballot_by_receipt(&slug(&name)?, &receipt).await,
        Err(error) => Err(error),
    };
    match found {
        Ok((round, paper)) => {
            let definition = round.as_definition()?;
            let voting = Voting {
                round: &round,
                definition: &definition,
                raw: RawAnswers::new(),
                seed: 0,
                receipt: typed.to_owned(),
                board: None,
            };
            let may_change = round.state == State::Open && ctx.visitor.is_some();
            shown(ballot::found(ctx, &voting, &paper, may_change))
        }
        Err(error) => finds_nothing(&post, &format!("/r/{name}/receipt"), error),
    }
}

async fn cast(post: &Post, view: &RoundView, mut voting: Voting<'_>) -> Answer {
    let ctx = &post.ctx;
    if voting.receipt.is_empty() && !post.asked_for_receipt() {
        Secret::receipt().reveal().clone_into(&mut voting.receipt);
    }
    let typed = voting.receipt.clone();
    let Some(receipt) = Secret::parse(&typed, Secret::RECEIPT_LEN) else {
        return ask_for_receipt(ctx, &mut voting, &typed, Hindrance::NoSuchReceipt);
    };
    match ctx
        .app
        .cast(ctx.signed_in()?, &view.round.slug, &voting.raw, &receipt)
        .await
    {
        Ok(BallotReceipt { receipt, changed }) => {
            let path = format!("/r/{}", view.round.slug);
            let how = if changed { "?changed=yes" } else { "" };
            kept_with(
                go_to(format!("{path}/cast{how}")),
                &kept::keeping_a_while(&ctx.site, &path, &receipt),
            )
        }
        Err(AppError::Ballot(faults)) => refused(ballot::paper(ctx, &voting, &faults)),
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart)) if !post.asked_for_receipt() => {
            ask_for_receipt(ctx, &mut voting, "", Hindrance::AlreadyTakenPart)
        }
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart | Hindrance::NoSuchReceipt)) => {
            ask_for_receipt(ctx, &mut voting, &typed, Hindrance::NoSuchReceipt)
        }
        Err(error) => Err(error.into()),
    }
}

async fn reopen(ctx: &Ctx, view: &RoundView, mut voting: Voting<'_>) -> Answer {
    let typed = voting.receipt.clone();
    let found = match Secret::parse(&typed, Secret::RECEIPT_LEN) {
        Some(receipt) => ctx.app.ballot_by_receipt(&view.round.slug, &receipt).await,
        None => Err(Hindrance::NoSuchReceipt.into()),
    };
    match found {
        Ok((_, paper)) => {
            voting.raw = paper.fields(&view.round)?;
            shown(ballot::paper(ctx, &voting, &[]))
        }
        Err(AppError::Hindered(hindrance)) => ask_for_receipt(ctx, &mut voting, &typed, hindrance),
        Err(error) => Err(error.into()),
    }
}

fn ask_for_receipt(
    ctx: &Ctx,
    voting: &mut Voting<'_>,
    typed: &str,
    hindrance: Hindrance,
) -> Answer {
    let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
    refused(ballot::voted(ctx, voting, typed, Some(&error)))
}

async fn new_form(
    ctx: &Ctx,
    form: &NewRound,
    survey: &str,
    source: &str,
    n: &str,
    options: &str,
    errors: &[FieldError],
) -> Answer {
    let view = match survey {
        "" => None,
        name => Some(ctx.app.results(ctx.signed_in()?, &slug(name)?).await?.0),
    };
    let board = match &form.source {
        RoundSource::CommonGround { board, .. } => {
            Some(ctx.app.board_results(ctx.signed_in()?, board).await?)
        }
        RoundSource::Typed(_) | RoundSource::TopNeeds { .. } | RoundSource::Picks { .. } => None,
    };
    let has_picks = view
        .as_ref()
        .is_some_and(|view| countable_picks(view).is_some());
    let new = NewRoundForm {
        form,
        survey: view
            .as_ref()
            .map(|view| (view.survey.slug.as_str(), view.survey.title.get(&ctx.lang))),
        source: if source == "picks" && !has_picks {
            "needs"
        } else {
            source
        },
        n,
        options,
        has_picks,
        board: board.as_deref(),
    };
    let page = rounds::new(ctx, &new, errors);
    if errors.is_empty() {
        shown(page)
    } else {
        refused(page)
    }
}
