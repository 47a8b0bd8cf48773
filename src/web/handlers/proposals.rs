//! Proposals and decisions.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::{
    AppError, CoalitionRulesForm, FieldError, Given, Hindrance, ProposalForm, ProposalView,
    ReviewForm, ReviewOutcome, RuleForm, Secret, StanceForm, State, usual_review,
};
use crate::consensus::consent::StanceScale;
use crate::model::{DecisionId, Role};
use crate::web::error::PageError;
use crate::web::handlers::files::{handed_out, style};
use crate::web::handlers::{Answer, finds_nothing, form_errors, go_to, refused, shown, slug};
use crate::web::pages::layout::Part;
use crate::web::pages::proposals::manage::Drafting;
use crate::web::pages::proposals::stance::Taking;
use crate::web::pages::proposals::{
    coalition, decisions, manage as managing, outcome as past, stance,
};
use crate::web::pages::{form as pages_form, problem, proposals};
use crate::web::request::{Ctx, Post};

pub(crate) async fn list(ctx: Ctx) -> Answer {
    let views = ctx.app.proposals(ctx.signed_in()?).await?;
    shown(proposals::list(&ctx, &views))
}

pub(crate) async fn new(ctx: Ctx) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let rules = ctx.app.coalition_rules(visitor).await?;
    let form = ProposalForm::by(&rules);
    shown(managing::edit(&ctx, Drafting::New, &form, &rules, &[]))
}

pub(crate) async fn create(post: Post) -> Answer {
    let ctx = &post.ctx;
    let form: ProposalForm = post.typed()?;
    match ctx.app.create_proposal(ctx.signed_in()?, &form).await {
        Ok(proposal) => go_to(format!("/p/{}/manage", proposal.slug)),
        Err(error) => {
            let errors = form_errors(error)?;
            let rules = ctx.app.coalition_rules(ctx.signed_in()?).await?;
            refused(managing::edit(ctx, Drafting::New, &form, &rules, &errors))
        }
    }
}

pub(crate) async fn edit(ctx: Ctx, name: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let view = ctx.app.proposal(visitor, &slug(&name)?).await?;
    let (_, round) = view.latest();
    if round.state != State::Draft {
        return Err(AppError::from(Hindrance::NotADraft).into());
    }
    let rules = ctx.app.coalition_rules(visitor).await?;
    let form = ProposalForm::of(&view.proposal, round, &rules);
    shown(managing::edit(
        &ctx,
        Drafting::Round(&view.proposal),
        &form,
        &rules,
        &[],
    ))
}

pub(crate) async fn save(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let form: ProposalForm = post.typed()?;
    match ctx.app.edit_proposal(visitor, &slug, &form).await {
        Ok(()) => go_to(format!("/p/{slug}/manage")),
        Err(error) => {
            let errors = form_errors(error)?;
            let view = ctx.app.proposal(visitor, &slug).await?;
            let rules = ctx.app.coalition_rules(visitor).await?;
            refused(managing::edit(
                ctx,
                Drafting::Round(&view.proposal),
                &form,
                &rules,
                &errors,
            ))
        }
    }
}

/// How the coalition decides: for members to read, for organisers to set.
pub(crate) async fn rules(ctx: Ctx) -> Answer {
    let rules = ctx.app.coalition_rules(ctx.signed_in()?).await?;
    let form = CoalitionRulesForm::of(&rules);
    shown(coalition::page(&ctx, &rules, &form, &[]))
}

pub(crate) async fn set_rules(post: Post) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let form_of = |scale: StanceScale| {
        let own = |field: &str| post.get(&format!("{}_{field}", scale.name())).to_owned();
        let form = RuleForm {
            quorum: own("quorum"),
            blocks: own("blocks"),
            support: own("support"),
            aside: own("aside"),
            against: own("against"),
            each: own("each"),
            each_support: own("each_support"),
            each_against: own("each_against"),
        };
        (scale.name(), form)
    };
    let form = CoalitionRulesForm {
        scale: post.get("scale").to_owned(),
        rules: StanceScale::ALL.into_iter().map(form_of).collect(),
    };
    match ctx.app.set_coalition_rules(visitor, &form).await {
        Ok(()) => go_to("/proposals/rules"),
        Err(error) => {
            let errors = form_errors(error)?;
            let rules = ctx.app.coalition_rules(visitor).await?;
            refused(coalition::page(ctx, &rules, &form, &errors))
        }
    }
}

pub(crate) async fn manage(ctx: Ctx, name: web::Path<String>) -> Answer {
    let review_on = usual_review(ctx.app.now().day()).to_string();
    shown(managed(&ctx, &name, &review_on, &[]).await?)
}

async fn managed(
    ctx: &Ctx,
    name: &str,
    review_on: &str,
    errors: &[FieldError],
) -> Result<maud::Markup, PageError> {
    let visitor = ctx.signed_in()?;
    let slug = slug(name)?;
    let turnout = ctx.app.proposal_turnout(visitor, &slug).await?;
    let view = ctx.app.proposal(visitor, &slug).await?;
    Ok(managing::manage(ctx, &view, turnout, review_on, errors))
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.open_proposal(visitor, &slug(&name)?).await?;
    go_to(format!("/p/{name}/manage"))
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let review_on = post.get("review_on");
    match ctx
        .app
        .close_proposal(ctx.signed_in()?, &slug(&name)?, review_on)
        .await
    {
        Ok(()) => go_to(format!("/p/{name}/outcome")),
        Err(error) => refused(managed(ctx, &name, review_on, &form_errors(error)?).await?),
    }
}

pub(crate) async fn amend(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    post.ctx.app.amend_proposal(visitor, &slug(&name)?).await?;
    go_to(format!("/p/{name}/edit"))
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    post.ctx
        .app
        .delete_proposal_draft(post.ctx.signed_in()?, &slug(&name)?)
        .await?;
    go_to("/proposals")
}

pub(crate) async fn outcome(ctx: Ctx, name: web::Path<String>) -> Answer {
    let history = ctx
        .app
        .proposal_history(ctx.signed_in()?, &slug(&name)?)
        .await?;
    shown(past::page(&ctx, &history))
}

pub(crate) async fn file(
    ctx: Ctx,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let visitor = ctx.signed_in()?;
    let file = ctx
        .app
        .proposal_file(visitor, &slug(&path.0)?, &path.1, style(&request))
        .await?;
    Ok(handed_out(file, &path.0))
}

pub(crate) async fn form(ctx: Ctx, name: web::Path<String>) -> Answer {
    let view = ctx.app.proposal(ctx.signed_in()?, &slug(&name)?).await?;
    let (_, round) = view.latest();
    match round.state {
        State::Draft if view.proposal.rounds.len() == 1 => {
            return go_to(format!("/p/{name}/manage"));
        }
        State::Draft | State::Closed => return go_to(format!("/p/{name}/outcome")),
        State::Open => {}
    }
    let receipt = Secret::receipt().reveal().to_owned();
    let taking = taking(&view, StanceForm::default(), receipt);
    match view.taken_part {
        None => Err(AppError::from(Hindrance::NotOnRoll).into()),
        Some(true) => shown(stance::answered(&ctx, &taking, "", None)),
        Some(false) => shown(stance::form(&ctx, &taking, &[])),
    }
}

pub(crate) async fn take(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let view = ctx.app.proposal(ctx.signed_in()?, &slug(&name)?).await?;
    let (number, round) = view.latest();
    // What was typed for an earlier round does not answer this one.
    if round.state != State::Open || post.get("_round") != number.to_string() {
        return Err(AppError::from(Hindrance::Closed).into());
    }
    let form = StanceForm {
        stance: post.get("stance").to_owned(),
        ratings: (0..round.options.len())
            .map(|idx| post.get(&format!("rating_{idx}")).to_owned())
            .collect(),
        reason: post.get("reason").to_owned(),
        resolved: post.get("resolved").to_owned(),
    };
    let taking = taking(&view, form, post.get("_receipt").to_owned());
    match post.get("_go") {
        "reopen" => reopen(ctx, taking).await,
        _ => send(&post, &taking).await,
    }
}

async fn send(post: &Post, taking: &Taking<'_>) -> Answer {
    let ctx = &post.ctx;
    let given = match Given::parse(taking.round, &taking.form) {
        Ok(given) => given,
        Err(problems) => return refused(stance::form(ctx, taking, &problems)),
    };
    let typed = &taking.receipt;
    let Some(receipt) = Secret::parse(typed, Secret::RECEIPT_LEN) else {
        return ask_for_receipt(ctx, taking, typed, Hindrance::NoSuchReceipt);
    };
    let slug = &taking.proposal.slug;
    match ctx
        .app
        .take_stance(ctx.signed_in()?, slug, taking.number, &given, &receipt)
        .await
    {
        Ok(receipt) => shown(stance::receipt(ctx, taking.proposal, &receipt)),
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart)) if !post.asked_for_receipt() => {
            ask_for_receipt(ctx, taking, "", Hindrance::AlreadyTakenPart)
        }
        Err(AppError::Hindered(Hindrance::AlreadyTakenPart | Hindrance::NoSuchReceipt)) => {
            ask_for_receipt(ctx, taking, typed, Hindrance::NoSuchReceipt)
        }
        Err(error) => Err(error.into()),
    }
}

async fn reopen(ctx: &Ctx, mut taking: Taking<'_>) -> Answer {
    let slug = &taking.proposal.slug;
    let found = match Secret::parse(&taking.receipt, Secret::RECEIPT_LEN) {
        Some(receipt) => ctx.app.stance_by_receipt(slug, &receipt).await,
        None => Err(Hindrance::NoSuchReceipt.into()),
    };
    match found {
        Ok((_, number, given)) if number == taking.number => {
            taking.form = StanceForm::of(&given);
            shown(stance::form(ctx, &taking, &[]))
        }
        Ok(_) => {
            taking.form = StanceForm::default();
            let typed = taking.receipt.clone();
            ask_for_receipt(ctx, &taking, &typed, Hindrance::NoSuchReceipt)
        }
        Err(AppError::Hindered(hindrance)) => {
            taking.form = StanceForm::default();
            let typed = taking.receipt.clone();
            ask_for_receipt(ctx, &taking, &typed, hindrance)
        }
        Err(error) => Err(error.into()),
    }
}

fn ask_for_receipt(ctx: &Ctx, taking: &Taking<'_>, typed: &str, hindrance: Hindrance) -> Answer {
    let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
    refused(stance::answered(ctx, taking, typed, Some(&error)))
}

fn taking(view: &ProposalView, form: StanceForm, receipt: String) -> Taking<'_> {
    let (number, round) = view.latest();
    Taking {
        proposal: &view.proposal,
        number,
        round,
        form,
        receipt,
    }
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    slug(&name)?;
    shown(pages_form::lookup(
        &ctx,
        &format!("/p/{name}/receipt"),
        "",
        None,
    ))
}

pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let typed = post.get("_receipt");
    let found = match post.receipt() {
        Ok(receipt) => ctx.app.stance_by_receipt(&slug(&name)?, &receipt).await,
        Err(error) => Err(error),
    };
    match found {
        Ok((proposal, number, given)) => {
            let Some(round) = proposal.rounds.get(number - 1) else {
                return Err(PageError::NoPage);
            };
            let taking = Taking {
                proposal: &proposal,
                number,
                round,
                form: StanceForm::default(),
                receipt: typed.to_owned(),
            };
            let may_change = round.state == State::Open && ctx.visitor.is_some();
            shown(stance::found(ctx, &taking, &given, may_change))
        }
        Err(error) => finds_nothing(&post, &format!("/p/{name}/receipt"), error),
    }
}

pub(crate) async fn withdraw(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let receipt = post.receipt()?;
    let proposal = ctx.app.withdraw_stance(visitor, &slug, &receipt).await?;
    shown(pages_form::withdrawn(
        ctx,
        Part::Proposals,
        &ctx.words().t("consent-withdrawn"),
        (&format!("/p/{slug}"), &proposal.title),
    ))
}

pub(crate) async fn all_decisions(ctx: Ctx) -> Answer {
    let views = ctx.app.decisions(ctx.signed_in()?).await?;
    shown(decisions::list(&ctx, &views, ctx.app.now().day()))
}

pub(crate) async fn decisions_file(ctx: Ctx, request: HttpRequest) -> Answer {
    let file = ctx
        .app
        .decisions_file(ctx.signed_in()?, style(&request))
        .await?;
    Ok(handed_out(file, "coalition"))
}

pub(crate) async fn decision(ctx: Ctx, id: web::Path<String>) -> Answer {
    let today = ctx.app.now().day();
    let form = ReviewForm {
        outcome: ReviewOutcome::Keep.name().to_owned(),
        note: String::new(),
        review_on: usual_review(today).to_string(),
    };
    let view = ctx.app.decision(ctx.signed_in()?, id_of(&id)?).await?;
    shown(decisions::one(&ctx, &view, today, &form, &[]))
}

pub(crate) async fn review(post: Post, id: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let id = id_of(&id)?;
    let form: ReviewForm = post.typed()?;
    match ctx.app.review_decision(visitor, id, &form).await {
        Ok(ReviewOutcome::Amend) => {
            let view = ctx.app.decision(visitor, id).await?;
            go_to(format!("/p/{}/manage", view.decision.proposal))
        }
        Ok(ReviewOutcome::Keep | ReviewOutcome::End) => go_to(format!("/decisions/{id}")),
        Err(error) => {
            let errors = form_errors(error)?;
            let view = ctx.app.decision(visitor, id).await?;
            refused(decisions::one(
                ctx,
                &view,
                ctx.app.now().day(),
                &form,
                &errors,
            ))
        }
    }
}

fn id_of(text: &str) -> Result<DecisionId, PageError> {
    DecisionId::parse(text).ok_or(PageError::NoPage)
}
