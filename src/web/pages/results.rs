//! What came of a survey.

use maud::{Markup, html};

use crate::analysis::{
    Aspect, Band, Figure, Published, PublishedRating, PublishedReport, Quadrant,
};
use crate::app::{Results, SurveyView};
use crate::model::numbers::{percent, thousands};
use crate::model::{Code, Lang, Role};
use crate::web::charts::{self, Bar, Bars, Caption, QuadrantPoint, Quarter};
use crate::web::pages::layout::{self, Part};
use crate::web::pages::questions::label_of;
use crate::web::request::Ctx;
use crate::web::words::Words;

/// The results of one closed survey.
pub(crate) fn page(ctx: &Ctx, view: &SurveyView, results: &Results, has_picks: bool) -> Markup {
    let words = ctx.words();
    let survey = &view.survey;
    let slug = &survey.slug;
    let title = survey.title.get(&ctx.lang);
    let body = html! {
        h1 { (title) }
        @match &results.report {
            Published::TooFew { fewer_than } => { p .lead { (words.t1("fewer-than", "k", *fewer_than)) } },
            Published::Report(report) => {
                p .lead {
                    (words.tn("results-from", vec![("n", report.n.into()), ("day", survey.fielded().to_string().into())]))
                    @if let Some(import) = &survey.import { " " (words.t1("results-imported", "file", import.file.as_str())) }
                }
                (sections(ctx, view, report))
                @if ctx.is(Role::Facilitator) { (comments(ctx, view, results)) }
                @if ctx.is(Role::Facilitator) { (next_steps(ctx, view, report, has_picks)) }
                (downloads(ctx, view, report))
            },
        }
        @if ctx.is(Role::Facilitator) { p { a href={ "/s/" (slug) "/manage" } { "Manage this survey" } } }
    };
    layout::page(ctx, Part::Surveys, title, &body)
}

fn sections(ctx: &Ctx, view: &SurveyView, report: &PublishedReport) -> Markup {
    html! {
        @if report.needs.is_some() { (needs(ctx, view, report)) }
        @if report.values.is_some() { (values(ctx, view, report)) }
        @if report.ratings.is_some() { (ratings(ctx, view, report)) }
        p .hint { (ctx.words().t1("floor-note", "k", report.k)) }
    }
}

fn needs(ctx: &Ctx, view: &SurveyView, report: &PublishedReport) -> Markup {
    let words = ctx.words();
    let lang = words.lang();
    let all = report.needs.as_deref().unwrap_or_default();
    let label = |code: &Code| item_label(view, code, words);
    let labels: Vec<String> = all.iter().map(|need| label(&need.item)).collect();
    let points: Vec<QuadrantPoint<'_>> = all
        .iter()
        .zip(&labels)
        .filter_map(|(need, label)| {
            Some(QuadrantPoint {
                rank: u32::try_from(need.rank?).ok()?,
                label,
                quarter: match need.quadrant? {
                    Quadrant::Focus => Quarter::Focus,
                    Quadrant::KeepUp => Quarter::KeepUp,
                    Quadrant::LowPriority => Quarter::LowPriority,
                    Quadrant::PossibleOverkill => Quarter::PossibleOverkill,
                },
                importance: drawn(need.importance)?.0,
                importance_interval: drawn(need.importance)?.1,
                satisfaction: drawn(need.satisfaction)?.0,
                satisfaction_interval: drawn(need.satisfaction)?.1,
            })
        })
        .collect();
    let mean = |of: fn(&QuadrantPoint<'_>) -> f64| {
        // At most two hundred items, so the count is exact as a float.
        #[allow(clippy::cast_precision_loss, reason = "a count of chart points")]
        let n = points.len().max(1) as f64;
        points.iter().map(of).sum::<f64>() / n
    };
    let (focus, keep, low, over) = (
        words.t("quadrant-focus"),
        words.t("quadrant-keep"),
        words.t("quadrant-low"),
        words.t("quadrant-over"),
    );
    let (importance, satisfaction) = (words.t("importance"), words.t("satisfaction"));
    let (chart_title, description) = (words.t("quadrant-title"), words.t("quadrant-description"));
    html! {
        section aria-labelledby="needs" {
            h2 #needs { (words.t("needs-title")) }
            p { (words.t("needs-how")) }
            @if !points.is_empty() {
                (charts::quadrant(&charts::Quadrant {
                    caption: Caption { id: "needs-chart", title: &chart_title, description: &description },
                    mean_importance: mean(|point| point.importance),
                    mean_satisfaction: mean(|point| point.satisfaction),
                    points: points.clone(),
                    importance: &importance,
                    satisfaction: &satisfaction,
                    focus: &focus,
                    keep_up: &keep,
                    low_priority: &low,
                    possible_overkill: &over,
                    whiskers: false,
                    lang,
                }))
            }
            div .scroll { table {
                caption { (words.t("needs-caption")) }
                thead { tr {
                    th scope="col" .number { (words.t("rank")) }
                    th scope="col" { (words.t("need")) }
                    th scope="col" .number { (importance) }
                    th scope="col" .number { (satisfaction) }
                    th scope="col" .number { (words.t("answers")) }
                    th scope="col" .number { (words.t("priority")) }
                    th scope="col" { (words.t("quadrant")) }
                } }
                tbody { @for (need, label) in all.iter().zip(&labels) { tr id={ "need-" (need.item) } {
                    td .number { (need.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())) }
                    th scope="row" { (label) }
                    td .number { (figure(words, need.importance)) }
                    td .number { (figure(words, need.satisfaction)) }
                    td .number { (need.n_satisfaction.map_or_else(|| "–".to_owned(), |n| thousands(n, lang))) }
                    td .number { (need.priority.map_or_else(|| "–".to_owned(), |p| format!("{p:.3}"))) @if let Some(band) = need.band { br; span .muted { (words.t(band_key(band))) } } }
                    td { @if let Some(quadrant) = need.quadrant { (words.t(quadrant_key(quadrant))) } @else { "–" } }
                } } }
            } }
        }
    }
}

fn values(ctx: &Ctx, view: &SurveyView, report: &PublishedReport) -> Markup {
    let words = ctx.words();
    let lang = words.lang();
    let all = report.values.as_deref().unwrap_or_default();
    let labels: Vec<String> = all
        .iter()
        .map(|value| item_label(view, &value.item, words))
        .collect();
    let bars = all
        .iter()
        .zip(&labels)
        .enumerate()
        .map(|(idx, (value, label))| Bar {
            label,
            value: value.score,
            interval: value.score_interval,
            note: "",
            strong: idx < 3,
        })
        .collect();
    let (title, description, axis) = (
        words.t("values-title"),
        words.t("values-description"),
        words.t("values-axis"),
    );
    let cell = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| thousands(n, lang));
    html! {
        section aria-labelledby="values" {
            h2 #values { (title) }
            p { (words.t("values-how")) }
            (charts::best_worst_bars(&Bars {
                caption: Caption { id: "values-chart", title: &title, description: &description },
                bars,
                axis: &axis,
                lang,
            }))
            div .scroll { table {
                caption { (words.t("values-caption")) }
                thead { tr {
                    th scope="col" { (words.t("value")) } th scope="col" .number { (words.t("best")) }
                    th scope="col" .number { (words.t("worst")) } th scope="col" .number { (words.t("shown")) }
                    th scope="col" .number { (words.t("score")) }
                } }
                tbody { @for (value, label) in all.iter().zip(&labels) { tr id={ "value-" (value.item) } {
                    th scope="row" { (label) }
                    td .number { (cell(value.best)) } td .number { (cell(value.worst)) } td .number { (cell(value.shown)) }
                    td .number { (value.score.map_or_else(|| "–".to_owned(), |score| format!("{score:.3}"))) }
                } } }
            } }
        }
    }
}

fn ratings(ctx: &Ctx, view: &SurveyView, report: &PublishedReport) -> Markup {
    let words = ctx.words();
    let lang = words.lang();
    let all = report.ratings.as_deref().unwrap_or_default();
    let labels: Vec<String> = all
        .iter()
        .map(|row| rating_label(view, row, words))
        .collect();
    let notes: Vec<String> = all.iter().map(|row| figure(words, row.share)).collect();
    let bars = all
        .iter()
        .zip(labels.iter().zip(&notes))
        .map(|(row, (label, note))| {
            let shown = drawn(row.share);
            Bar {
                label,
                value: shown.map(|(share, _)| share),
                interval: shown.and_then(|(_, interval)| interval),
                note: if matches!(row.share, Figure::Exact { .. }) {
                    ""
                } else {
                    note
                },
                strong: false,
            }
        })
        .collect();
    let (title, description, axis) = (
        words.t("ratings-title"),
        words.t("ratings-description"),
        words.t("ratings-axis"),
    );
    html! {
        section aria-labelledby="ratings" {
            h2 #ratings { (title) }
            (charts::share_bars(&Bars {
                caption: Caption { id: "ratings-chart", title: &title, description: &description },
                bars,
                axis: &axis,
                lang,
            }))
            div .scroll { table {
                caption { (description) }
                thead { tr {
                    th scope="col" { (words.t("item")) } th scope="col" .number { (axis) }
                    th scope="col" .number { (words.t("answers")) } th scope="col" .number { (words.t("mean")) }
                } }
                tbody { @for (row, (label, note)) in all.iter().zip(labels.iter().zip(&notes)) { tr {
                    th scope="row" { (label) }
                    td .number { (note) }
                    td .number { (row.n.map_or_else(|| "–".to_owned(), |n| thousands(n, lang))) }
                    td .number { (row.mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.2}"))) }
                } } }
            } }
        }
    }
}

fn comments(ctx: &Ctx, view: &SurveyView, results: &Results) -> Markup {
    let written: Vec<_> = results
        .comments
        .iter()
        .filter(|(_, texts)| !texts.is_empty())
        .collect();
    html! {
        @if !written.is_empty() {
            section aria-labelledby="comments" {
                h2 #comments { "In their own words" }
                p .hint { "Shown to facilitators and organisers only, in alphabetical order. Words can give a person away: pass them on with care." }
                @for (code, texts) in written {
                    details {
                        summary { (view.definition.question(code.as_str()).map_or(code.as_str(), |question| question.text.get(&ctx.lang))) " (" (texts.len()) ")" }
                        ul { @for text in texts { li .quote { (text) } } }
                    }
                }
            }
        }
    }
}

fn next_steps(_ctx: &Ctx, view: &SurveyView, report: &PublishedReport, has_picks: bool) -> Markup {
    let slug = &view.survey.slug;
    html! {
        @if report.needs.is_some() {
            section aria-labelledby="next" {
                h2 #next { "What next?" }
                div .buttons {
                    a .button href={ "/rounds/new?survey=" (slug) } { "Make a round of the top needs" }
                    @if has_picks { a .button .second href={ "/rounds/new?survey=" (slug) "&source=picks" } { "Count the ranked picks" } }
                    a .button .second href={ "/goals/new?survey=" (slug) } { "Draft goals" }
                }
            }
        }
    }
}

fn downloads(ctx: &Ctx, view: &SurveyView, report: &PublishedReport) -> Markup {
    let slug = &view.survey.slug;
    let words = ctx.words();
    html! {
        section aria-labelledby="files" {
            h2 #files { (words.t("files")) }
            ul {
                @if report.needs.is_some() { li { a href={ "/s/" (slug) "/needs.csv" } { "needs.csv" } } }
                @if report.values.is_some() { li { a href={ "/s/" (slug) "/values.csv" } { "values.csv" } } }
                @if report.ratings.is_some() { li { a href={ "/s/" (slug) "/ratings.csv" } { "ratings.csv" } } }
                li { a href={ "/s/" (slug) "/results.json" } { "results.json" } }
                li { a href={ "/s/" (slug) "/codebook.csv" } { "codebook.csv" } }
                @if ctx.is(Role::Organiser) { li { a href={ "/s/" (slug) "/responses.csv" } { "responses.csv" } " " span .muted { "(organisers only)" } } }
            }
        }
    }
}

/// The words of an item, wherever the definition has it.
pub(crate) fn item_label(view: &SurveyView, code: &Code, words: &Words) -> String {
    view.definition
        .questions()
        .map(|question| label_of(question, &[], code, words))
        .find(|label| *label != code.as_str())
        .unwrap_or(code.as_str())
        .to_owned()
}

/// What a rating is about: the item or question and, where it is rated twice, which rating it is.
fn rating_label(view: &SurveyView, row: &PublishedRating, words: &Words) -> String {
    let about = match &row.item {
        Some(item) => item_label(view, item, words),
        None => view
            .definition
            .question(row.question.as_str())
            .map_or_else(String::new, |question| {
                question.text.get(words.lang()).to_owned()
            }),
    };
    match row.aspect {
        Some(Aspect::Importance) => format!("{about} ({})", words.t("importance").to_lowercase()),
        Some(Aspect::Satisfaction) => {
            format!("{about} ({})", words.t("satisfaction").to_lowercase())
        }
        None => about,
    }
}

/// A share in words: itself, or on which side of the privacy floor it lies.
fn figure(words: &Words, figure: Figure) -> String {
    let lang: &Lang = words.lang();
    match figure {
        Figure::Exact {
            share,
            interval: [low, high],
        } => {
            format!(
                "{} ({}–{})",
                percent(share, lang),
                percent(low, lang),
                percent(high, lang)
            )
        }
        Figure::Under(bound) => words.t1("under", "share", percent(bound, lang)).into(),
        Figure::Over(bound) => words.t1("over", "share", percent(bound, lang)).into(),
        Figure::Hidden => words.t("suppressed").into(),
    }
}

/// Where a share is drawn, with its interval.
fn drawn(figure: Figure) -> Option<(f64, Option<[f64; 2]>)> {
    match figure {
        Figure::Exact { share, interval } => Some((share, Some(interval))),
        Figure::Under(bound) | Figure::Over(bound) => Some((bound, None)),
        Figure::Hidden => None,
    }
}

fn band_key(band: Band) -> &'static str {
    match band {
        Band::VeryHigh => "band-very-high",
        Band::High => "band-high",
        Band::Medium => "band-medium",
    }
}

fn quadrant_key(quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Focus => "quadrant-focus",
        Quadrant::KeepUp => "quadrant-keep",
        Quadrant::LowPriority => "quadrant-low",
        Quadrant::PossibleOverkill => "quadrant-over",
    }
}
