//! Organisations and members.

use actix_web::web;

use crate::app::{FieldError, NewMembers};
use crate::model::MemberId;
use crate::web::error::PageError;
use crate::web::handlers::{Answer, form_errors, go_to, refused, shown};
use crate::web::pages::people::{self, OrganisationForm};
use crate::web::request::{Ctx, Post};

pub(crate) async fn register(ctx: Ctx) -> Answer {
    let people = ctx.app.people(ctx.signed_in()?).await?;
    shown(people::register(
        &ctx,
        &people,
        &OrganisationForm::default(),
        &NewMembers::default(),
        &[],
    ))
}

pub(crate) async fn add_organisation(post: Post) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let form = OrganisationForm {
        name: post.get("name").to_owned(),
        sector: post.get("sector").to_owned(),
        contact: post.get("contact").to_owned(),
    };
    match ctx
        .app
        .add_organisation(visitor, &form.name, &form.sector, &form.contact)
        .await
    {
        Ok(_) => go_to("/people"),
        Err(error) => {
            let errors = form_errors(error)?;
            let people = ctx.app.people(visitor).await?;
            refused(people::register(
                ctx,
                &people,
                &form,
                &NewMembers::default(),
                &errors,
            ))
        }
    }
}

pub(crate) async fn add_members(post: Post) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let form = NewMembers {
        names: post.get("names").to_owned(),
        organisation: post.get("organisation").to_owned(),
        role: post.get("role").to_owned(),
    };
    match ctx.app.add_members(visitor, &form).await {
        Ok(invited) => shown(people::links(ctx, &invited)),
        Err(error) => {
            let errors = form_errors(error)?;
            let people = ctx.app.people(visitor).await?;
            refused(people::register(
                ctx,
                &people,
                &OrganisationForm::default(),
                &form,
                &errors,
            ))
        }
    }
}

pub(crate) async fn member(ctx: Ctx, id: web::Path<String>) -> Answer {
    one(&ctx, id_of(&id)?, &[]).await
}

pub(crate) async fn change(post: Post, id: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let id = id_of(&id)?;
    match ctx
        .app
        .change_member(
            ctx.signed_in()?,
            id,
            post.get("role"),
            post.get("organisation"),
        )
        .await
    {
        Ok(()) => go_to("/people"),
        Err(error) => one(ctx, id, &form_errors(error)?).await,
    }
}

pub(crate) async fn renew_link(post: Post, id: web::Path<String>) -> Answer {
    let invited = post
        .ctx
        .app
        .renew_link(post.ctx.signed_in()?, id_of(&id)?)
        .await?;
    shown(people::links(&post.ctx, &[invited]))
}

pub(crate) async fn remove(post: Post, id: web::Path<String>) -> Answer {
    post.ctx
        .app
        .remove_member(post.ctx.signed_in()?, id_of(&id)?)
        .await?;
    go_to("/people")
}

async fn one(ctx: &Ctx, id: MemberId, errors: &[FieldError]) -> Answer {
    let people = ctx.app.people(ctx.signed_in()?).await?;
    let member = people
        .members
        .iter()
        .find(|member| member.id == id)
        .ok_or(PageError::NoPage)?;
    let page = people::member(ctx, &people, member, errors);
    if errors.is_empty() {
        shown(page)
    } else {
        refused(page)
    }
}

fn id_of(text: &str) -> Result<MemberId, PageError> {
    MemberId::parse(text).ok_or(PageError::NoPage)
}
