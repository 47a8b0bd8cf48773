//! How the ideas of a wiki survey fared.

use maud::{Markup, html};

use crate::app::{IdeaStanding, WikiFigures};
use crate::model::Role;
use crate::model::numbers::up_to;
use crate::web::charts::{self, Bar, Bars, Caption};
use crate::web::pages::layout::{self, Part, state_tag};
use crate::web::request::Ctx;

/// How many of the first ideas are offered for a round.
const TOP: usize = 6;

/// The results.
pub(crate) fn page(ctx: &Ctx, figures: &WikiFigures) -> Markup {
    let words = ctx.words();
    let wiki = &figures.wiki;
    let slug = &wiki.slug;
    let [decided, undecided] = figures.n_contests;
    let body = html! {
        h1 { (wiki.title) " " (state_tag(words, wiki.state)) }
        p .lead { (wiki.question) }
        p { (words.tn("wiki-counts", vec![("people", figures.n_people.into()), ("n", decided.into()), ("undecided", undecided.into())])) }
        section aria-labelledby="ideas" {
            h2 #ideas { (words.t("wiki-results")) }
            p { (words.t("wiki-results-how")) }
            @if figures.ideas.is_empty() { p .empty { (words.t("wiki-no-ideas")) } }
            @else { (bars(ctx, figures)) (table(ctx, figures)) }
        }
        @if !figures.left_out.is_empty() {
            section aria-labelledby="left-out" {
                h2 #left-out { (words.t("wiki-left-out")) }
                p { (words.t1("wiki-left-out-how", "k", layout::ballots_floor(ctx) / crate::app::BALLOTS_FLOOR)) }
                ul { @for idea in &figures.left_out { li { (idea.text) } } }
            }
        }
        section aria-labelledby="files" {
            h2 #files { (words.t("files")) }
            p { @if figures.shows_votes { (words.t("wiki-files")) } @else { (words.t("wiki-files-not")) } }
            ul {
                @if figures.shows_votes { li { a href={ "/w/" (slug) "/votes.csv" } { "votes.csv" } } }
                li { a href={ "/w/" (slug) "/scores.csv" } { "scores.csv" } }
            }
            @if figures.shows_votes { pre { "commonground pairs " (slug) "-votes.csv" } }
        }
        @if ctx.is(Role::Facilitator) { (next(figures)) }
    };
    layout::page(ctx, Part::Rounds, &wiki.title, &body)
}

fn bars(ctx: &Ctx, figures: &WikiFigures) -> Markup {
    let words = ctx.words();
    let notes: Vec<String> = figures.ideas.iter().map(|one| note(ctx, one)).collect();
    let bars = figures
        .ideas
        .iter()
        .zip(&notes)
        .map(|(one, note)| Bar {
            label: &one.idea.text,
            value: Some(one.standing.strength / 100.0),
            interval: Some(one.standing.interval.map(|end| end / 100.0)),
            note,
            strong: one.standing.interval[0] > 50.0,
        })
        .collect();
    let title = words.t("wiki-results");
    charts::share_bars(&Bars {
        caption: Caption {
            id: "ideas-chart",
            title: &title,
            description: &words.t("wiki-chart"),
        },
        bars,
        axis: &words.t("wiki-axis"),
        lang: &ctx.lang,
    })
}

fn note(ctx: &Ctx, one: &IdeaStanding) -> String {
    let words = ctx.words();
    if one.standing.too_little_seen {
        words.t("wiki-too-little").into()
    } else {
        let n = one.standing.wins + one.standing.losses;
        words.t1("wiki-contests", "n", n).into()
    }
}

fn table(ctx: &Ctx, figures: &WikiFigures) -> Markup {
    let words = ctx.words();
    let number = |value: f64| up_to(value, 1, &ctx.lang);
    html! {
        div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table .measures {
            thead { tr {
                th scope="col" { (words.t("wiki-idea")) }
                th scope="col" .number { (words.t("wiki-col-strength")) }
                th scope="col" .number { (words.t("wiki-col-interval")) }
                th scope="col" .number { (words.t("wiki-col-score")) }
                th scope="col" .number { (words.t("wiki-col-won")) }
                th scope="col" .number { (words.t("wiki-col-lost")) }
                th scope="col" { (words.t("wiki-col-from")) }
            } }
            tbody { @for one in &figures.ideas {
                @let standing = &one.standing;
                tr {
                    th scope="row" { (one.idea.text) @if standing.too_little_seen { " " span .muted { "(" (words.t("wiki-too-little")) ")" } } }
                    td .number { (number(standing.strength)) }
                    td .number { (number(standing.interval[0])) "–" (number(standing.interval[1])) }
                    td .number { (number(standing.score)) }
                    td .number { (standing.wins) }
                    td .number { (standing.losses) }
                    td { @if one.idea.is_seed { (words.t("wiki-from-start")) } @else { (words.t("wiki-from-member")) } }
                }
            } }
        } }
    }
}

fn next(figures: &WikiFigures) -> Markup {
    let top: Vec<&str> = figures
        .ideas
        .iter()
        .filter(|one| !one.standing.too_little_seen)
        .take(TOP)
        .map(|one| one.idea.text.as_str())
        .collect();
    html! {
        section aria-labelledby="next" lang="en" {
            h2 #next { "What next?" }
            div .buttons {
                @if top.len() > 1 {
                    a .button href=(layout::new_round_of(&top)) { "Make a round of the top " (top.len()) }
                }
                a .button .second href={ "/w/" (figures.wiki.slug) "/manage" } { "Manage this wiki survey" }
            }
        }
    }
}
