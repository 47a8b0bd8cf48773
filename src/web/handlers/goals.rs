//! Goals.

use actix_web::{HttpRequest, web};

use crate::app::{FieldError, GoalDraftForm, GoalView};
use crate::goals::{CheckInForm, GoalForm, Status};
use crate::model::{Day, DecisionId, GoalId, Role, Slug};
use crate::web::error::PageError;
use crate::web::handlers::{Answer, form_errors, go_to, refused, shown};
use crate::web::pages::goals;
use crate::web::request::{Ctx, Post};

pub(crate) async fn list(ctx: Ctx) -> Answer {
    let views = ctx.app.goals(ctx.signed_in()?).await?;
    shown(goals::list(&ctx, &views, ctx.app.now().day()))
}

pub(crate) async fn new(ctx: Ctx, request: HttpRequest) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    let query: Vec<(String, String)> =
        serde_html_form::from_str(request.query_string()).unwrap_or_default();
    let named = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| Slug::parse(value).ok())
    };
    let form = GoalDraftForm {
        round: named("round"),
        survey: named("survey"),
        decision: query
            .iter()
            .find(|(key, _)| key == "decision")
            .and_then(|(_, value)| DecisionId::parse(value)),
        n: "3".to_owned(),
        population: "members of our organisations".to_owned(),
        population_size: String::new(),
        due: end_of_next_year(ctx.app.now().day()).to_string(),
    };
    drafting(&ctx, &form, &[]).await
}

pub(crate) async fn draft(post: Post) -> Answer {
    let named = |name: &str| Slug::parse(post.get(name)).ok();
    let form = GoalDraftForm {
        round: named("round"),
        survey: named("survey"),
        decision: DecisionId::parse(post.get("decision")),
        n: post.get("n").to_owned(),
        population: post.get("population").to_owned(),
        population_size: post.get("population_size").to_owned(),
        due: post.get("due").to_owned(),
    };
    match post.ctx.app.draft_goals(post.ctx.signed_in()?, &form).await {
        Ok(_) => go_to("/goals"),
        Err(error) => drafting(&post.ctx, &form, &form_errors(error)?).await,
    }
}

pub(crate) async fn one(ctx: Ctx, id: web::Path<String>) -> Answer {
    let view = ctx.app.goal(ctx.signed_in()?, id_of(&id)?).await?;
    let today = ctx.app.now().day();
    shown(goals::one(&ctx, &view, today, &begun(today), &[]))
}

pub(crate) async fn edit(ctx: Ctx, id: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let view = ctx.app.goal(visitor, id_of(&id)?).await?;
    shown(goals::edit(
        &ctx,
        &view,
        &GoalForm::of(&view.goal, &ctx.lang),
        &[],
    ))
}

pub(crate) async fn save(post: Post, id: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let id = id_of(&id)?;
    let form: GoalForm = post.typed()?;
    match ctx.app.edit_goal(visitor, id, &form, &ctx.lang).await {
        Ok(()) => go_to(format!("/g/{id}")),
        Err(error) => {
            let errors = form_errors(error)?;
            let view = ctx.app.goal(visitor, id).await?;
            refused(goals::edit(ctx, &view, &form, &errors))
        }
    }
}

pub(crate) async fn adopt(post: Post, id: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let id = id_of(&id)?;
    match ctx.app.adopt_goal(visitor, id, &ctx.lang).await {
        Ok(()) => go_to(format!("/g/{id}")),
        Err(error) => again(ctx, id, &CheckInForm::default(), &form_errors(error)?).await,
    }
}

pub(crate) async fn set_status(post: Post, id: web::Path<String>, request: HttpRequest) -> Answer {
    let status = match request.query_string() {
        "to=done" => Status::Done,
        "to=dropped" => Status::Dropped,
        "to=adopted" => Status::Adopted,
        _ => return Err(PageError::BadForm),
    };
    let id = id_of(&id)?;
    post.ctx
        .app
        .set_goal_status(post.ctx.signed_in()?, id, status)
        .await?;
    go_to(format!("/g/{id}"))
}

pub(crate) async fn check_in(post: Post, id: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let id = id_of(&id)?;
    let form: CheckInForm = post.typed()?;
    match ctx
        .app
        .check_in(ctx.signed_in()?, id, &form, &ctx.lang)
        .await
    {
        Ok(()) => go_to(format!("/g/{id}")),
        Err(error) => again(ctx, id, &form, &form_errors(error)?).await,
    }
}

pub(crate) async fn delete(post: Post, id: web::Path<String>) -> Answer {
    post.ctx
        .app
        .delete_goal(post.ctx.signed_in()?, id_of(&id)?)
        .await?;
    go_to("/goals")
}

async fn again(ctx: &Ctx, id: GoalId, form: &CheckInForm, errors: &[FieldError]) -> Answer {
    let view: GoalView = ctx.app.goal(ctx.signed_in()?, id).await?;
    refused(goals::one(ctx, &view, ctx.app.now().day(), form, errors))
}

async fn drafting(ctx: &Ctx, form: &GoalDraftForm, errors: &[FieldError]) -> Answer {
    let visitor = ctx.signed_in()?;
    let from = match (&form.round, &form.survey, form.decision) {
        (_, _, Some(decision)) => ctx.app.decision(visitor, decision).await?.decision.title,
        (Some(round), _, None) => ctx.app.round(visitor, round).await?.round.title,
        (None, Some(survey), None) => ctx
            .app
            .survey(visitor, survey)
            .await?
            .survey
            .title
            .get(&ctx.lang)
            .to_owned(),
        (None, None, None) => return go_to("/goals"),
    };
    let page = goals::new(ctx, form, &from, errors);
    if errors.is_empty() {
        shown(page)
    } else {
        refused(page)
    }
}

/// A check-in form for today.
fn begun(today: Day) -> CheckInForm {
    CheckInForm {
        day: today.to_string(),
        ..CheckInForm::default()
    }
}

fn end_of_next_year(today: Day) -> Day {
    Day::parse(&format!("{:04}-12-31", today.year() + 1)).unwrap_or(today)
}

fn id_of(text: &str) -> Result<GoalId, PageError> {
    GoalId::parse(text).ok_or(PageError::NoPage)
}
