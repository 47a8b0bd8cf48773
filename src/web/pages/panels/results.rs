//! What came of a panel: what is settled, how the ratings moved, every measure, the files.

use maud::{Markup, html};

use crate::app::{Detail, ItemFigures, Panel, PanelFigures, PanelItem, PanelResults, Phase};
use crate::consensus::delphi::{After, Finding, Side};
use crate::model::Role;
use crate::model::numbers::round_percent;
use crate::web::charts::{self, Caption, Drifting};
use crate::web::pages::layout::{self, Part, state_tag};
use crate::web::pages::panels::{declared, ends, floor, number, progress, reasons, told};
use crate::web::request::Ctx;
use crate::web::words::Words;

/// The results of the closed rounds; while another one is open, too.
pub(crate) fn page(ctx: &Ctx, results: &PanelResults) -> Markup {
    let words = ctx.words();
    let (panel, figures) = (&results.panel, &*results.figures);
    let slug = &panel.slug;
    let body = html! {
        h1 { (panel.title) " " (state_tag(words, panel.state)) }
        @if !panel.question.is_empty() { p .lead { (panel.question) } }
        p .muted { (progress(words, panel)) " · " (ends(panel)) }
        (status(ctx, panel, figures))
        (turnouts(ctx, results))
        (declared(ctx, panel, false))
        section aria-labelledby="findings" {
            h2 #findings { (words.t("delphi-findings")) }
            (findings(words, panel, figures))
        }
        section aria-labelledby="drift" {
            h2 #drift { (words.t("delphi-drift")) }
            p { (words.t("delphi-drift-how")) }
            div .cards .drifts { @for item in &panel.items { div .card { (drift(ctx, panel, figures, item)) } } }
        }
        (measures(ctx, panel, figures))
        (all_reasons(words, panel, figures))
        section aria-labelledby="files" {
            h2 #files { (words.t("files")) }
            p { @if results.shows_ratings { (words.t("delphi-files")) } @else { (words.t("delphi-files-not")) } }
            ul {
                @if results.shows_ratings { li { a href={ "/d/" (slug) "/ratings.csv" } { "ratings.csv" } } }
                li { a href={ "/d/" (slug) "/measures.csv" } { "measures.csv" } ", " a href={ "/d/" (slug) "/panel.json" } { "panel.json" } }
            }
            @if results.shows_ratings { pre { "commonground agreement " (slug) "-ratings.csv --scale " (panel.scale.min) ".." (panel.scale.max) } }
        }
        @if ctx.is(Role::Facilitator) { (next(panel, figures)) }
    };
    layout::page(ctx, Part::Rounds, &panel.title, &body)
}

fn status(ctx: &Ctx, panel: &Panel, figures: &PanelFigures) -> Markup {
    let words = ctx.words();
    html! {
        @match panel.phase() {
            Phase::Draft => {},
            Phase::Asking(round) => {
                p .note { (words.t1("delphi-asking", "n", round)) " " a href={ "/d/" (panel.slug) } { (words.t("delphi-rate")) } }
            },
            Phase::Between(round) => { p .note { (words.t1("delphi-between", "n", round)) } },
            Phase::Over => {
                p .note role="status" {
                    @if let Some(reason) = &panel.ended_early { (words.t1("delphi-early", "reason", reason.as_str())) }
                    @else if figures.after(panel) == After::AllSettled { (words.t("delphi-all-settled")) }
                    @else { (words.t1("delphi-most-rounds", "n", panel.most_rounds)) }
                }
            },
        }
    }
}

fn turnouts(ctx: &Ctx, results: &PanelResults) -> Markup {
    let words = ctx.words();
    html! {
        ul .plain-list {
            @for (number, round) in (1_u32..).zip(&results.figures.rounds) {
                li {
                    @if round.n >= results.figures.k {
                        (words.tn("delphi-turnout", vec![("n", number.into()), ("people", round.n.into()), ("of", results.on_roll.into())]))
                    } @else {
                        (words.tn("delphi-turnout-few", vec![("n", number.into()), ("k", floor(ctx).into())]))
                    }
                }
            }
        }
    }
}

/// Does a finding stand under a heading?
type Fits = fn(Finding) -> bool;

/// The findings in the order in which they are told, with their headings.
const FINDINGS: [(&str, Fits); 5] = [
    ("delphi-for", |finding| {
        finding == Finding::Agreed(Side::For)
    }),
    ("delphi-uncertain", |finding| {
        finding == Finding::Agreed(Side::Uncertain)
    }),
    ("delphi-against", |finding| {
        finding == Finding::Agreed(Side::Against)
    }),
    ("delphi-disagreed", |finding| finding == Finding::Disagreed),
    ("delphi-unsettled", |finding| !finding.is_settled()),
];

/// What is settled and how, and what is not.
pub(crate) fn findings(words: &Words, panel: &Panel, figures: &PanelFigures) -> Markup {
    let all = figures.findings(panel);
    html! {
        @for (key, fits) in FINDINGS {
            @let of_kind: Vec<_> = all.iter().filter(|(_, _, finding)| fits(*finding)).collect();
            @if !of_kind.is_empty() {
                h3 { (words.t(key)) }
                ul {
                    @for (code, round, finding) in of_kind {
                        li { (panel.label(code.as_str())) span .muted {
                            @if let Some(quartiles) = quartiles(figures, *round, code) { " – " (told(words, quartiles)) }
                            @if *finding == Finding::TooFew { " – " (words.t1("delphi-hidden", "k", figures.k)) }
                            @if *round < panel.n_closed() { " " (words.t1("delphi-since", "n", *round)) }
                        } }
                    }
                }
            }
        }
    }
}

/// The quartiles of an item in a round, where they may be shown.
fn quartiles(figures: &PanelFigures, round: u32, code: &crate::model::Code) -> Option<[f64; 3]> {
    let idx = usize::try_from(round.checked_sub(1)?).ok()?;
    let item = figures.rounds.get(idx)?.items.get(code)?;
    let summary = item.judged.summary?;
    (item.detail > Detail::Nothing).then_some([summary.q1, summary.median, summary.q3])
}

fn drift(ctx: &Ctx, panel: &Panel, figures: &PanelFigures, item: &PanelItem) -> Markup {
    let words = ctx.words();
    let rounds: Vec<(String, Option<[f64; 3]>)> = (1..=panel.n_closed())
        .map(|round| {
            let name = words.t1("delphi-round", "n", round).into_owned();
            (name, quartiles(figures, round, &item.code))
        })
        .collect();
    let told: Vec<String> = rounds
        .iter()
        .filter_map(|(name, quartiles)| Some(format!("{name}: {}", told(words, (*quartiles)?))))
        .collect();
    html! {
        h3 { (item.label) }
        @if told.is_empty() { p .muted { (words.t1("delphi-hidden", "k", floor(ctx))) } }
        @else {
            (charts::drifting(&Drifting {
                caption: Caption { id: &format!("drift-{}", item.code), title: &item.label, description: &told.join(" ") },
                ends: [panel.scale.min, panel.scale.max],
                rounds: &rounds,
            }))
        }
    }
}

fn measures(ctx: &Ctx, panel: &Panel, figures: &PanelFigures) -> Markup {
    let words = ctx.words();
    let columns = [
        "delphi-col-round",
        "delphi-col-people",
        "delphi-col-median",
        "delphi-col-half",
        "delphi-col-a",
        "delphi-col-di",
        "delphi-col-third",
        "delphi-col-moved",
        "delphi-col-kappa",
        "delphi-col-rest",
        "delphi-col-agree",
    ];
    html! {
        section aria-labelledby="measures" {
            h2 #measures { (words.t("delphi-measures")) }
            p { (words.t("delphi-measures-how")) }
            div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table .measures {
                thead { tr { th scope="col" { (words.t("item")) } @for key in columns { th scope="col" .number { (words.t(key)) } } } }
                tbody {
                    @for item in &panel.items {
                        @for (round, found) in (1_u32..).zip(&figures.rounds).filter_map(|(n, round)| Some((n, round.items.get(&item.code)?))) {
                            tr { th scope="row" { (item.label) } (measured(ctx, round, found)) }
                        }
                    }
                }
            } }
        }
    }
}

/// One row of measures; a dash stands where there is no figure or the floor holds it back.
fn measured(ctx: &Ctx, round: u32, found: &ItemFigures) -> Markup {
    let (words, lang) = (ctx.words(), &ctx.lang);
    let judged = &found.judged;
    let middle = (found.detail > Detail::Nothing).then_some(judged);
    let full = (found.detail == Detail::Full).then_some(judged);
    let summary = middle.and_then(|judged| judged.summary);
    let share = |share: Option<f64>| {
        share.map_or_else(|| "–".to_owned(), |share| round_percent(share, lang))
    };
    let yes = |fact: Option<bool>| match fact {
        Some(true) => words.t("delphi-yes"),
        Some(false) => words.t("delphi-no"),
        None => "–".into(),
    };
    let drift = full.and_then(|judged| judged.drift);
    html! {
        td .number { (round) }
        td .number { (full.map_or_else(|| "–".to_owned(), |judged| judged.n.to_string())) }
        td .number { (number(summary.map(|found| found.median), lang)) }
        td .number { @if let Some(found) = summary { (number(Some(found.q1), lang)) "–" (number(Some(found.q3), lang)) } @else { "–" } }
        td .number { (number(full.and_then(|judged| judged.agreement_a), lang)) }
        td .number { (number(full.and_then(|judged| judged.rand_ucla).map(|panel| panel.di), lang)) }
        td .number { (share(full.and_then(|judged| judged.largest_third).map(|(_, part)| part))) }
        td .number { (share(drift.and_then(|drift| drift.moved))) }
        td .number { (number(drift.and_then(|drift| drift.weighted_kappa.quadratic), lang)) }
        td .number { (yes(middle.and_then(|judged| judged.stable))) }
        td .number { (yes(middle.and_then(|judged| judged.agreed))) }
    }
}

/// The reasons of the last round in which each item was asked about.
fn all_reasons(words: &Words, panel: &Panel, figures: &PanelFigures) -> Markup {
    let last = |item: &PanelItem| {
        let mut rounds = figures.rounds.iter().rev();
        let found = rounds.find_map(|round| round.items.get(&item.code));
        found.filter(|found| !found.reasons.is_empty())
    };
    let any = panel.items.iter().any(|item| last(item).is_some());
    html! {
        @if any {
            section aria-labelledby="reasons" {
                h2 #reasons { (words.t("delphi-why")) }
                @for item in &panel.items {
                    @if let Some(found) = last(item) { h3 { (item.label) } (reasons(words, &found.reasons)) }
                }
            }
        }
    }
}

/// What a facilitator may do with what is agreed.
fn next(panel: &Panel, figures: &PanelFigures) -> Markup {
    let agreed: Vec<&str> = figures
        .findings(panel)
        .iter()
        .filter(|(_, _, finding)| *finding == Finding::Agreed(Side::For))
        .filter_map(|(code, _, _)| panel.items.iter().find(|item| item.code == *code))
        .map(|item| item.label.as_str())
        .collect();
    html! {
        section aria-labelledby="next" lang="en" {
            h2 #next { "What next?" }
            div .buttons {
                @if agreed.len() > 1 {
                    a .button href=(layout::new_round_of(&agreed)) { "Make a round of the agreed items" }
                }
                a .button .second href={ "/d/" (panel.slug) "/manage" } { "Manage this panel" }
            }
        }
    }
}
