//! Goals: the list, the drafts' form, one goal with its evidence, editing, check-ins.

use maud::{Markup, html};

use crate::app::{FieldError, GoalDraftForm, GoalView};
use crate::goals::{
    self, Baseline, Cadence, CheckInForm, Evidence, EvidenceSource, Figure, FigureName, GoalForm,
    Severity, Status, Unit,
};
use crate::model::{Day, Role};
use crate::web::charts::{self, Caption, ProgressPoint};
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, select, token,
};
use crate::web::request::Ctx;

/// Every goal.
pub(crate) fn list(ctx: &Ctx, views: &[GoalView], today: Day) -> Markup {
    let words = ctx.words();
    let body = html! {
        h1 { (words.t("nav-goals")) }
        @if ctx.is(Role::Facilitator) {
            p { "Goals are drafted from the results of a closed survey or round. " a href="/surveys" { "Surveys" } ", " a href="/rounds" { "rounds" } "." }
        }
        @if views.is_empty() { p .empty { (words.t("home-no-goals")) } }
        ul .cards {
            @for view in views {
                @let progress = goals::progress(&view.goal, today);
                li .card {
                    h2 { a href={ "/g/" (view.id) } { (goals::title(&view.goal, &ctx.lang)) } " " (status_tag(ctx, view.goal.status)) }
                    p { (goals::statement(&view.goal, &ctx.lang)) }
                    @if let Some(class) = progress.class { p .muted { (class.words(&ctx.lang)) } }
                    @if progress.overdue { p .wrong { (words.t("check-in-overdue")) } }
                }
            }
        }
        @if !views.is_empty() { p { (words.t("files")) ": " a href="/goals.csv" { "goals.csv" } } }
    };
    layout::page(ctx, Part::Goals, &words.t("nav-goals"), &body)
}

/// The form for drafts.
pub(crate) fn new(ctx: &Ctx, form: &GoalDraftForm, from: &str, errors: &[FieldError]) -> Markup {
    let body = html! {
        h1 { "Draft goals" }
        p .lead {
            "From “" (from) "”: "
            @if form.decision.is_some() { "one draft of what was decided, with its support and reservations as evidence." }
            @else { "one draft for each of the first needs or options, with every number linked to its evidence." }
        }
        form method="post" action="/goals/new" novalidate {
            (token(ctx))
            @if let Some(survey) = &form.survey { input type="hidden" name="survey" value=(survey); }
            @if let Some(round) = &form.round { input type="hidden" name="round" value=(round); }
            @if let Some(decision) = form.decision { input type="hidden" name="decision" value=(decision); }
            @if form.decision.is_some() { input type="hidden" name="n" value="1"; }
            @else { (Line::text("n", "How many goals?", &form.n).kind("number").hint("A coalition can follow three to five well.").show(errors)) }
            (Line::text("population", "Whom do they concern?", &form.population).hint("For example residents, members, tenants of the Eastside.").show(errors))
            (Line::text("population_size", "How many people is that? (optional)", &form.population_size).kind("number").hint("Helps to say how large a change can be measured.").show(errors))
            (Line::text("due", "By when?", &form.due).kind("date").show(errors))
            button { "Draft the goals" }
        }
    };
    layout::page_with_errors(ctx, Part::Goals, "Draft goals", errors, &in_english(&body))
}

/// One goal.
pub(crate) fn one(
    ctx: &Ctx,
    view: &GoalView,
    today: Day,
    check_in: &CheckInForm,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    let goal = &view.goal;
    let title = goals::title(goal, lang);
    let body = html! {
        p { a href="/goals" { (words.t("nav-goals")) } }
        h1 { (title) " " (status_tag(ctx, goal.status)) }
        p .statement { (goals::statement(goal, lang)) }
        (progress(ctx, view, today))
        section aria-labelledby="smart" {
            h2 #smart { (words.t("smart")) }
            dl .smart {
                @for part in goals::parts(goal, lang) {
                    dt { (part.name) }
                    dd {
                        @for sentence in &part.sentences {
                            p {
                                span .label { (sentence.label) ": " } (sentence.text)
                                @for evidence in &sentence.evidence { " " (evidence_link(ctx, evidence)) }
                            }
                        }
                    }
                }
            }
        }
        (open_points(ctx, view, today))
        @if !goal.check_ins.is_empty() { (check_ins(ctx, view)) }
        @if ctx.is(Role::Facilitator) && goal.status == Status::Adopted { (check_in_form(ctx, view, check_in, errors)) }
        @if ctx.is(Role::Facilitator) { (management(ctx, view)) }
    };
    layout::page_with_errors(ctx, Part::Goals, &title, errors, &body)
}

/// The form that changes a goal.
pub(crate) fn edit(ctx: &Ctx, view: &GoalView, form: &GoalForm, errors: &[FieldError]) -> Markup {
    let title = format!("Change: {}", goals::title(&view.goal, &ctx.lang));
    let directions = [
        ("increase", "Increase", ""),
        ("decrease", "Decrease", ""),
        ("keep", "Keep", ""),
    ];
    let cadences: Vec<_> = std::iter::once(("", "Not set", ""))
        .chain(
            Cadence::ALL
                .map(|cadence| (cadence.name(), goals::cadence_words(cadence, &ctx.lang), "")),
        )
        .collect();
    let body = html! {
        h1 { (title) }
        form method="post" action={ "/g/" (view.id) "/edit" } novalidate {
            (token(ctx))
            fieldset .group { legend { "Specific" }
                (select("direction", "Direction", &directions, &form.direction, errors))
                (Line::text("indicator", "What is measured", &form.indicator).show(errors))
                (Line::text("population", "Whom it concerns", &form.population).show(errors))
                (Line::text("population_size", "How many people that is", &form.population_size).show(errors))
                (Line::text("owner", "Who leads", &form.owner).hint("A person and an organisation. A goal without one cannot be adopted.").show(errors))
            }
            fieldset .group { legend { "Measurable" }
                (Line::text("unit", "Unit", &form.unit).hint("percent, or what is counted").show(errors))
                (Line::text("baseline", "Where it stands now", &form.baseline).hint("Leave empty if it is still to be measured.").show(errors))
                (Line::text("baseline_n", "Number of answers behind it", &form.baseline_n).show(errors))
                (Line::text("baseline_when", "Measured in", &form.baseline_when).hint("A year or a day.").show(errors))
                (Line::text("baseline_by", "To be measured by", &form.baseline_by).kind("date").show(errors))
                (Line::text("target", "Where it shall stand", &form.target).show(errors))
            }
            fieldset .group { legend { "Achievable" }
                (Line::text("resources", "What there is to do it with", &form.resources).show_area(errors, 2))
                (Line::text("milestones", "Milestones", &form.milestones).hint("One on each line: its day, a space, its words.").show_area(errors, 4))
            }
            fieldset .group { legend { "Relevant" }
                (Line::text("reason", "Your own reason", &form.reason).hint("The figures that stand behind it stay linked by themselves.").show_area(errors, 2))
            }
            fieldset .group { legend { "Time-bound" }
                (Line::text("due", "By when", &form.due).kind("date").show(errors))
                (select("review", "How often you check in", &cadences, &form.review, errors))
            }
            div .buttons { button { "Save" } a .button .second href={ "/g/" (view.id) } { "Leave it as it was" } }
        }
    };
    layout::page_with_errors(ctx, Part::Goals, &title, errors, &in_english(&body))
}

fn progress(ctx: &Ctx, view: &GoalView, today: Day) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    let goal = &view.goal;
    let progress = goals::progress(goal, today);
    let points: Vec<ProgressPoint> = goal
        .check_ins
        .iter()
        .filter_map(|check_in| {
            Some(ProgressPoint {
                day: check_in.day,
                value: check_in.value?,
            })
        })
        .collect();
    let baseline_key = match goal.measured_baseline().map(|measured| measured.figure) {
        Some(Figure::Under(_)) => "baseline-under",
        Some(Figure::Over(_)) => "baseline-over",
        Some(Figure::Exact(_)) | None => "baseline",
    };
    let (title, description, baseline_word, target_word) = (
        words.t("progress"),
        words.t("progress-description"),
        words.t(baseline_key),
        words.t("target"),
    );
    html! {
        @if goal.status != Status::Draft {
            section aria-labelledby="progress" {
                h2 #progress { (title) }
                @if let Some(class) = progress.class { p .lead { (class.words(lang)) } }
                @if let Some(pace) = progress.pace { p .pace .(pace.name()) { (pace.words(lang)) } }
                @if let Some(next) = progress.next_check_in {
                    p { @if progress.overdue { strong { (words.t("check-in-overdue")) } " " } (words.t1("next-check-in", "day", next.to_string())) }
                }
                @if let (Baseline::Measured(baseline), Some(target), Some(due)) = (&goal.baseline, &goal.target, goal.due) {
                    (charts::progress(&charts::Progress {
                        caption: Caption { id: "progress-chart", title: &title, description: &description },
                        baseline: ProgressPoint { day: goal.starts_on(), value: baseline.figure.value() },
                        baseline_word: &baseline_word,
                        target: ProgressPoint { day: due, value: target.value },
                        target_word: &target_word,
                        check_ins: points,
                        percent: goal.unit == Unit::Percent,
                        lang,
                    }))
                }
            }
        }
    }
}

fn open_points(ctx: &Ctx, view: &GoalView, today: Day) -> Markup {
    let points = goals::open_points(&view.goal, today);
    html! {
        @if !points.is_empty() && matches!(view.goal.status, Status::Draft | Status::Adopted) {
            section aria-labelledby="open-points" {
                h2 #open-points { (ctx.words().t("open-points")) }
                ul .open-points { @for point in points {
                    li .blocks[point.severity() == Severity::Blocks] { (point.question(&ctx.lang)) }
                } }
            }
        }
    }
}

fn check_ins(ctx: &Ctx, view: &GoalView) -> Markup {
    let goal = &view.goal;
    html! {
        section aria-labelledby="check-ins" {
            h2 #check-ins { (ctx.words().t("check-ins")) }
            ol .check-ins reversed { @for check_in in goal.check_ins.iter().rev() { li {
                strong { (check_in.day) } " "
                @if let Some(value) = check_in.value { (goals::value_words(value, &goal.unit, &ctx.lang)) ". " }
                (check_in.note) " " span .muted { "– " (check_in.by) }
            } } }
        }
    }
}

fn check_in_form(ctx: &Ctx, view: &GoalView, form: &CheckInForm, errors: &[FieldError]) -> Markup {
    html! {
        section aria-labelledby="check-in" {
            h2 #check-in { "Check in" }
            form method="post" action={ "/g/" (view.id) "/check-in" } novalidate {
                (token(ctx))
                (Line::text("day", "Day", &form.day).kind("date").show(errors))
                (Line::text("value", "Where does it stand?", &form.value).hint(if view.goal.unit == Unit::Percent { "In percent, such as 14.2. Leave empty if it was not measured." } else { "A number. Leave empty if it was not counted." }).show(errors))
                (Line::text("n", "Number of answers behind it", &form.n).hint("If it comes from a survey.").show(errors))
                (Line::text("note", "What happened?", &form.note).show_area(errors, 3))
                button { "Check in" }
            }
        }
    }
}

fn management(ctx: &Ctx, view: &GoalView) -> Markup {
    let address = format!("/g/{}", view.id);
    html! {
        section aria-labelledby="manage" {
            h2 #manage { "This goal" }
            div .buttons {
                a .button .second #f-adopt href={ (address) "/edit" } { "Change" }
                @if ctx.is(Role::Organiser) {
                    @match view.goal.status {
                        Status::Draft => { (button_form(ctx, &format!("{address}/adopt"), "Adopt", "")) },
                        Status::Adopted => {
                            (button_form(ctx, &format!("{address}/status?to=done"), "Mark as done", ""))
                            (button_form(ctx, &format!("{address}/status?to=dropped"), "Drop", "second"))
                        },
                        Status::Done | Status::Dropped => { (button_form(ctx, &format!("{address}/status?to=adopted"), "Take up again", "second")) },
                    }
                }
            }
            @if view.goal.status == Status::Draft {
                (confirm_form(ctx, &format!("{address}/delete"), "Delete this draft", "The draft goes for good; its evidence stays.", "danger"))
            }
        }
    }
}

/// A link from a number to where it comes from; the whole reference is its title.
fn evidence_link(ctx: &Ctx, evidence: &Evidence) -> Markup {
    let words = ctx.words();
    let label = evidence.label.get(&ctx.lang);
    let whole = goals::evidence_words(evidence, &ctx.lang);
    match &evidence.source {
        EvidenceSource::Survey {
            survey,
            item,
            figure,
            ..
        } => {
            let (anchor, key) = match figure {
                FigureName::Importance => ("need", "importance"),
                FigureName::Satisfaction => ("need", "satisfaction"),
                FigureName::Priority => ("need", "priority"),
                FigureName::Score => ("value", "score"),
            };
            html! {
                a .evidence href={ "/s/" (survey) "/results#" (anchor) "-" (item) } title=(whole) {
                    (label) ": " (words.t(key).to_lowercase())
                }
            }
        }
        EvidenceSource::Round { round, .. } => {
            html! { a .evidence href={ "/r/" (round) "/outcome" } title=(whole) { (label) } }
        }
        EvidenceSource::Board { board, statement } => {
            html! { a .evidence href={ "/b/" (board) "/results#s" (statement) } title=(whole) { (label) } }
        }
        EvidenceSource::Decision { decision } => {
            html! { a .evidence href={ "/decisions/" (decision) } title=(whole) { (label) } }
        }
        EvidenceSource::File { .. } | EvidenceSource::Person { .. } => {
            html! { span .evidence { (whole) } }
        }
    }
}

fn status_tag(ctx: &Ctx, status: Status) -> Markup {
    let key = match status {
        Status::Draft => "state-draft",
        Status::Adopted => "goal-adopted",
        Status::Done => "goal-done",
        Status::Dropped => "goal-dropped",
    };
    html! { span .tag .open[status == Status::Adopted] { (ctx.words().t(key)) } }
}
