//! Surveys: the list, running one, filling one in, its results.

use actix_web::{HttpRequest, web};

use crate::app::{
    AppError, FieldError, Hindrance, NewImport, NewSurvey, Secret, State, SurveyView, Visitor, Who,
    countable_picks,
};
use crate::model::{Question, Role, Slug};
use crate::survey::{self, RawAnswers, Register, Scope};
use crate::web::error::PageError;
use crate::web::handlers::members::signed_in;
use crate::web::handlers::{
    Answer, finds_nothing, form_errors, go_to, moved, refused, shown, slug,
};
use crate::web::pages::form::{self, Filling};
use crate::web::pages::layout::Part;
use crate::web::pages::surveys::{self, Managing};
use crate::web::pages::{problem, results, setup};
use crate::web::request::{Ctx, Post, Upload};

pub(crate) async fn list(ctx: Ctx) -> Answer {
    let views = ctx.app.surveys(ctx.signed_in()?).await?;
    shown(surveys::list(&ctx, &views))
}

pub(crate) async fn new(ctx: Ctx) -> Answer {
    ctx.signed_in()?.must_be(Role::Facilitator)?;
    shown(surveys::new(
        &ctx,
        ctx.app.templates(),
        &NewSurvey::default(),
        &[],
    ))
}

pub(crate) async fn create(post: Post) -> Answer {
    let form = NewSurvey {
        template: post.get("template").to_owned(),
        title: post.get("title").to_owned(),
        privacy: post.get("privacy").to_owned(),
    };
    match post
        .ctx
        .app
        .create_survey(post.ctx.signed_in()?, &form)
        .await
    {
        Ok(survey) => go_to(format!("/s/{}/manage", survey.slug)),
        Err(error) => {
            let errors = form_errors(error)?;
            refused(surveys::new(
                &post.ctx,
                post.ctx.app.templates(),
                &form,
                &errors,
            ))
        }
    }
}

pub(crate) async fn manage(ctx: Ctx, name: web::Path<String>) -> Answer {
    shown(managing(&ctx, &slug(&name)?, "", &[]).await?)
}

pub(crate) async fn open(post: Post, name: web::Path<String>) -> Answer {
    post.ctx
        .app
        .open_survey(post.ctx.signed_in()?, &slug(&name)?)
        .await?;
    go_to(format!("/s/{name}/manage"))
}

pub(crate) async fn set_open_link(
    post: Post,
    name: web::Path<String>,
    request: HttpRequest,
) -> Answer {
    let wanted = request.query_string() == "wanted=yes";
    post.ctx
        .app
        .set_open_link(post.ctx.signed_in()?, &slug(&name)?, wanted)
        .await?;
    go_to(format!("/s/{name}/manage"))
}

pub(crate) async fn close(post: Post, name: web::Path<String>) -> Answer {
    post.ctx
        .app
        .close_survey(post.ctx.signed_in()?, &slug(&name)?)
        .await?;
    go_to(format!("/s/{name}/results"))
}

pub(crate) async fn delete(post: Post, name: web::Path<String>) -> Answer {
    post.ctx
        .app
        .delete_survey(post.ctx.signed_in()?, &slug(&name)?)
        .await?;
    go_to("/surveys")
}

pub(crate) async fn import(upload: Upload, name: web::Path<String>) -> Answer {
    let post = &upload.post;
    let slug = slug(&name)?;
    let form = NewImport {
        file: &upload.file_name,
        bytes: &upload.file,
        fielded: post.get("fielded"),
        public: post.get("public") == "yes",
    };
    let visitor = post.ctx.signed_in()?;
    match post.ctx.app.import_responses(visitor, &slug, &form).await {
        Ok(_) => go_to(format!("/s/{slug}/manage")),
        Err(error) => {
            let errors = form_errors(error)?;
            refused(managing(&post.ctx, &slug, form.fielded, &errors).await?)
        }
    }
}

pub(crate) async fn results(ctx: Ctx, name: web::Path<String>) -> Answer {
    let (view, results) = ctx.app.results(ctx.signed_in()?, &slug(&name)?).await?;
    let has_picks = countable_picks(&view).is_some();
    shown(results::page(&ctx, &view, &results, has_picks))
}

pub(crate) async fn open_link(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    let survey = ctx.app.by_open_link(&slug(&path.0)?, &path.1).await?;
    shown(setup::welcome_guest(&ctx, &survey))
}

pub(crate) async fn enter(post: Post, path: web::Path<(String, String)>) -> Answer {
    let slug = slug(&path.0)?;
    let is_here_already = post
        .ctx
        .visitor
        .as_ref()
        .is_some_and(|visitor| match &visitor.who {
            // Members answer as themselves, and a browser that came before as the guest it was.
            Who::Member(_) => true,
            Who::Guest { survey, .. } => *survey == slug,
        });
    if is_here_already {
        post.ctx.app.by_open_link(&slug, &path.1).await?;
        return go_to(format!("/s/{slug}"));
    }
    let session = post.ctx.app.enter_by_open_link(&slug, &path.1).await?;
    signed_in(&post.ctx, &session, &format!("/s/{slug}"))
}

pub(crate) async fn start(ctx: Ctx, name: web::Path<String>) -> Answer {
    let view = ctx.app.survey(ctx.signed_in()?, &slug(&name)?).await?;
    match view.survey.state {
        State::Draft => return go_to(format!("/s/{name}/manage")),
        State::Closed if ctx.is(Role::Member) => return go_to(format!("/s/{name}/results")),
        State::Closed => return Err(AppError::from(Hindrance::Closed).into()),
        State::Open => {}
    }
    let filling = filling(&ctx, &view, RawAnswers::new(), fresh(), false).await?;
    match view.taken_part {
        None => Err(AppError::from(Hindrance::NotOnRoll).into()),
        Some(true) => shown(form::taken_part(&ctx, &filling, "", None)),
        Some(false) => shown(form::start(&ctx, &filling)),
    }
}

pub(crate) async fn preview(ctx: Ctx, name: web::Path<String>) -> Answer {
    let visitor = ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let view = ctx.app.survey(visitor, &slug(&name)?).await?;
    let filling = filling(&ctx, &view, RawAnswers::new(), fresh(), true).await?;
    shown(form::start(&ctx, &filling))
}

pub(crate) async fn fill(post: Post, name: web::Path<String>) -> Answer {
    let slug = slug(&name)?;
    let visitor = post.ctx.signed_in()?;
    if post.get("_go") == "send" {
        return send(&post, visitor, &slug).await;
    }
    let view = post.ctx.app.survey(visitor, &slug).await?;
    step(&post, &view, false).await
}

pub(crate) async fn fill_preview(post: Post, name: web::Path<String>) -> Answer {
    let visitor = post.ctx.signed_in()?;
    visitor.must_be(Role::Facilitator)?;
    let view = post.ctx.app.survey(visitor, &slug(&name)?).await?;
    step(&post, &view, true).await
}

pub(crate) async fn lookup(ctx: Ctx, name: web::Path<String>) -> Answer {
    slug(&name)?;
    shown(form::lookup(&ctx, &format!("/s/{name}/receipt"), "", None))
}

pub(crate) async fn found(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let typed = post.get("_receipt");
    let found = match post.receipt() {
        Ok(receipt) => ctx.app.by_receipt(&slug(&name)?, &receipt).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(view) => {
            let register = ctx.app.organisation_choices(&view.definition).await?;
            shown(form::found(ctx, &view, &register, typed))
        }
        Err(error) => finds_nothing(&post, &format!("/s/{name}/receipt"), error),
    }
}

pub(crate) async fn withdraw(post: Post, name: web::Path<String>) -> Answer {
    let ctx = &post.ctx;
    let visitor = ctx.signed_in()?;
    let slug = slug(&name)?;
    let receipt = post.receipt()?;
    ctx.app.withdraw(visitor, &slug, &receipt).await?;
    let view = ctx.app.survey(visitor, &slug).await?;
    shown(form::withdrawn(
        ctx,
        Part::Surveys,
        &ctx.words().t("withdrawn-text"),
        (&format!("/s/{slug}"), view.survey.title.get(&ctx.lang)),
    ))
}

/// One step of filling in a form: on, back, to a section, to the check page, sent.
async fn step(post: &Post, view: &SurveyView, preview: bool) -> Answer {
    let ctx = &post.ctx;
    let typed_receipt = post.get("_receipt");
    let mut filling = filling(ctx, view, post.answers(), carried(post), preview).await?;
    let at: usize = post.get("_section").parse().unwrap_or(0);
    let sections: Vec<usize> = survey::shown(&view.definition, &filling.answers)
        .sections()
        .collect();
    if let Some((field, direction)) = post.get("_move").rsplit_once(':') {
        filling.raw = moved(&view.definition, &filling.raw, field, direction == "up");
        return shown(form::section(ctx, &filling, at, &[]));
    }
    match post.get("_go") {
        "next" => {
            let parsed = survey::parse(
                &view.definition,
                &filling.raw,
                Scope::Section(at),
                Register::Known(&filling.register),
            );
            let newly_shown = shown_now(view, &filling, at) != post.get("_shown");
            if newly_shown {
                return shown(form::section(ctx, &filling, at, &[]));
            }
            if !parsed.errors.is_empty() {
                return refused(form::section(ctx, &filling, at, &parsed.errors));
            }
            match sections.iter().find(|next| **next > at) {
                Some(next) => shown(form::section(ctx, &filling, *next, &[])),
                None => shown(form::check(ctx, &filling)),
            }
        }
        "back" => match sections.iter().rev().find(|earlier| **earlier < at) {
            Some(earlier) => shown(form::section(ctx, &filling, *earlier, &[])),
            None => shown(form::start(ctx, &filling)),
        },
        "back-from-check" => shown(form::section(
            ctx,
            &filling,
            sections.last().copied().unwrap_or(0),
            &[],
        )),
        "reopen" => match Secret::parse(typed_receipt, Secret::RECEIPT_LEN) {
            Some(receipt) => match ctx.app.by_receipt(&view.survey.slug, &receipt).await {
                Ok(found) => {
                    filling.raw = found.raw;
                    filling.answers = found.response.answers;
                    shown(form::check(ctx, &filling))
                }
                Err(AppError::Hindered(hindrance)) => {
                    ask_for_receipt(ctx, &mut filling, typed_receipt, hindrance)
                }
                Err(error) => Err(error.into()),
            },
            None => ask_for_receipt(ctx, &mut filling, typed_receipt, Hindrance::NoSuchReceipt),
        },
        other => {
            let wanted = other
                .strip_prefix("section-")
                .and_then(|at| at.parse().ok())
                .unwrap_or(0);
            shown(form::section(ctx, &filling, wanted, &[]))
        }
    }
}

/// Takes the answers in, or shows the form again.
async fn send(post: &Post, visitor: &Visitor, slug: &Slug) -> Answer {
    let ctx = &post.ctx;
    let raw = post.answers();
    let typed_receipt = post.get("_receipt");
    let outcome = match Secret::parse(typed_receipt, Secret::RECEIPT_LEN) {
        Some(receipt) => {
            let app = &ctx.app;
            app.submit(visitor, slug, &raw, &ctx.lang, &receipt).await
        }
        None => Err(Hindrance::NoSuchReceipt.into()),
    };
    let (errors, hindrance) = match outcome {
        Ok(submission) => return shown(form::receipt(ctx, slug, &submission)),
        Err(AppError::Answers(errors)) => (errors, None),
        Err(AppError::Hindered(
            hindrance @ (Hindrance::AlreadyTakenPart | Hindrance::NoSuchReceipt),
        )) => (Vec::new(), Some(hindrance)),
        Err(error) => return Err(error.into()),
    };
    let view = ctx.app.survey(visitor, slug).await?;
    let mut filling = filling(ctx, &view, raw, carried(post), false).await?;
    if let Some(hindrance) = hindrance {
        let is_news = hindrance == Hindrance::AlreadyTakenPart && !post.asked_for_receipt();
        let (typed, why) = if is_news {
            ("", Hindrance::AlreadyTakenPart)
        } else {
            (typed_receipt, Hindrance::NoSuchReceipt)
        };
        return ask_for_receipt(ctx, &mut filling, typed, why);
    }
    let first = errors.first().map(|error| &error.question);
    let is_first = |question: &Question| Some(&question.code) == first;
    let at = view
        .definition
        .sections
        .iter()
        .position(|section| section.questions.iter().any(is_first))
        .unwrap_or(0);
    refused(form::section(ctx, &filling, at, &errors))
}

/// The seed and the receipt that travel with the form.
fn carried(post: &Post) -> (u64, String) {
    (
        post.get("_seed").parse().unwrap_or_default(),
        post.get("_receipt").to_owned(),
    )
}

fn ask_for_receipt(
    ctx: &Ctx,
    filling: &mut Filling<'_>,
    typed: &str,
    hindrance: Hindrance,
) -> Answer {
    let error = FieldError::new("_receipt", problem::hindered(ctx, hindrance));
    refused(form::taken_part(ctx, filling, typed, Some(&error)))
}

/// A form as far as it is filled in, with its seed and receipt.
async fn filling<'a>(
    ctx: &Ctx,
    view: &'a SurveyView,
    raw: RawAnswers,
    (seed, receipt): (u64, String),
    preview: bool,
) -> Result<Filling<'a>, PageError> {
    let register = ctx.app.organisation_choices(&view.definition).await?;
    let answers = survey::parse(
        &view.definition,
        &raw,
        Scope::All,
        Register::Known(&register),
    )
    .answers;
    Ok(Filling {
        view,
        raw,
        answers,
        register,
        seed,
        receipt,
        preview,
    })
}

/// A seed and a receipt for a form that is begun.
fn fresh() -> (u64, String) {
    (
        crate::app::random_seed(),
        Secret::receipt().reveal().to_owned(),
    )
}

fn shown_now(view: &SurveyView, filling: &Filling<'_>, at: usize) -> String {
    let shown = survey::shown(&view.definition, &filling.answers);
    let questions = view
        .definition
        .sections
        .get(at)
        .map_or(&[][..], |section| &section.questions);
    let codes: Vec<&str> = questions
        .iter()
        .enumerate()
        .filter(|(idx, _)| shown.question(at, *idx))
        .map(|(_, question)| question.code.as_str())
        .collect();
    codes.join(" ")
}

async fn managing(
    ctx: &Ctx,
    slug: &Slug,
    fielded: &str,
    errors: &[FieldError],
) -> Result<maud::Markup, PageError> {
    let visitor = ctx.signed_in()?;
    let turnout = ctx.app.survey_turnout(visitor, slug).await?;
    let view = ctx.app.survey(visitor, slug).await?;
    Ok(surveys::manage(
        ctx,
        &Managing {
            view: &view,
            turnout,
            fielded,
        },
        errors,
    ))
}
