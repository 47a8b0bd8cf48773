//! The outcome of a round, told in plain words, drawn, and as tables.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::RoundResults;
use crate::goals::method_words;
use crate::model::Role;
use crate::tally::{Amount, ByOption, Method, Outcome, Round, Rules, Threshold, tell};
use crate::web::charts::{self, Bar, Bars, Caption, Pairwise, RoundsStage, RoundsWords};
use crate::web::pages::boards::results::stances;
use crate::web::pages::layout::{self, Part};
use crate::web::pages::surveys::{privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The outcome of one closed round.
pub(crate) fn page(ctx: &Ctx, results: &RoundResults, outcome: &Outcome) -> Markup {
    let words = ctx.words();
    let round = &results.round;
    let slug = &round.slug;
    let told = outcome.renamed(&round.labels(&ctx.lang));
    let sentences = tell(&told, ctx.lang.as_str());
    let body = html! {
        h1 { (round.title) }
        @if !round.question.is_empty() { p { (round.question) } }
        div .winner role="status" {
            p { (words.t1("winners", "n", told.winners.len())) }
            p .big { (told.winners.join(", ")) }
        }
        p .muted { (method_words(round.rules.method.name(), &ctx.lang)) " · " (privacy_name(ctx, round.privacy)) }
        @if let Some(turnout) = results.turnout { (turnout_bar(ctx, turnout)) }
        @if let (Some(survey), Some(_)) = (&round.from_survey, &round.picks_of) {
            p { (words.t("picks-counted")) " " a href={ "/s/" (survey) "/results" } { (words.t("see-results")) } }
        }
        section aria-labelledby="story" {
            h2 #story { (words.t("story")) }
            ol .story { @for sentence in &sentences { li { (sentence) } } }
        }
        @if let Some(order) = &told.order { (order_list(ctx, order)) }
        @if !told.rounds.is_empty() { (stages(ctx, &round.rules, &told)) }
        @if let Some(scores) = &told.scores { (scores_chart(ctx, scores)) }
        @if let Some(pairwise) = &told.pairwise { (pairwise_table(ctx, &told, pairwise)) }
        @if let Some(board) = &results.board { (stances(ctx, round, board)) }
        section aria-labelledby="files" {
            h2 #files { (words.t("files")) }
            p { @if results.shows_ballots { (words.t("recount-how")) } @else { (words.t("recount-not")) } }
            ul {
                @if results.shows_ballots { li { a href={ "/r/" (slug) "/ballots.json" } { "ballots.json" } ", " a href={ "/r/" (slug) "/ballots.csv" } { "ballots.csv" } ", " a href={ "/r/" (slug) "/ballots.blt" } { "ballots.blt" } } }
                li { a href={ "/r/" (slug) "/rules.json" } { "rules.json" } }
                li { a href={ "/r/" (slug) "/outcome.json" } { "outcome.json" } ", " a href={ "/r/" (slug) "/tally.csv" } { "tally.csv" } }
                li { a href={ "/r/" (slug) "/MANIFEST.sha256" } { "MANIFEST.sha256" } }
            }
            @if results.shows_ballots { pre { "commonground tally " (slug) "-ballots.json --rules " (slug) "-rules.json --explain" } }
        }
        @if ctx.is(Role::Facilitator) {
            section aria-labelledby="next" {
                h2 #next { "What next?" }
                div .buttons {
                    a .button href={ "/goals/new?round=" (slug) } { "Draft goals in this order" }
                    a .button .second href={ "/r/" (slug) "/manage" } { "Manage this round" }
                }
            }
        }
    };
    layout::page(ctx, Part::Rounds, &round.title, &body)
}

fn order_list(ctx: &Ctx, order: &[Vec<String>]) -> Markup {
    let mut place = 1;
    let places: Vec<(usize, &Vec<String>)> = order
        .iter()
        .map(|equals| {
            let this = place;
            place += equals.len();
            (this, equals)
        })
        .collect();
    html! {
        section aria-labelledby="order" {
            h2 #order { (ctx.words().t("order")) }
            ul .ranked { @for (place, equals) in places { li { (place) ". " (equals.join(" = ")) } } }
        }
    }
}

/// The votes needed to win at a stage: a majority of those that still count, where the rules say so, else the quota.
fn needed(rules: &Rules, outcome: &Outcome, stage: &Round) -> Option<f64> {
    if rules.method == Method::Irv && rules.threshold == Threshold::Continuing {
        let continuing: f64 = stage
            .votes
            .iter()
            .map(|(_, votes)| votes.approximate())
            .sum();
        return Some((continuing / 2.0).floor() + 1.0);
    }
    outcome.quota.as_ref().map(Amount::approximate)
}

fn stages(ctx: &Ctx, rules: &Rules, outcome: &Outcome) -> Markup {
    let words = ctx.words();
    let index: BTreeMap<&str, usize> = outcome
        .candidates
        .iter()
        .enumerate()
        .map(|(idx, name)| (name.as_str(), idx))
        .collect();
    let indexes = |names: &[String]| {
        names
            .iter()
            .filter_map(|name| index.get(name.as_str()).copied())
            .collect()
    };
    let drawn: Vec<RoundsStage> = outcome
        .rounds
        .iter()
        .map(|stage| RoundsStage {
            votes: outcome
                .candidates
                .iter()
                .map(|name| stage.votes.get(name).map(Amount::approximate))
                .collect(),
            exhausted: stage.exhausted.approximate(),
            threshold: needed(rules, outcome, stage),
            elected: indexes(&stage.elected),
            eliminated: indexes(&stage.eliminated),
        })
        .collect();
    let (title, description) = (words.t("stages-title"), words.t("stages-description"));
    let (stage, threshold, exhausted, elected, eliminated, others, skipped) = (
        words.t("stage-n"),
        words.t("stage-threshold"),
        words.t("stage-exhausted"),
        words.t("stage-elected"),
        words.t("stage-eliminated"),
        words.t("stage-others"),
        words.t("stage-skipped"),
    );
    html! {
        section aria-labelledby="stages" {
            h2 #stages { (title) }
            (charts::rounds(&charts::Rounds {
                caption: Caption { id: "stages-chart", title: &title, description: &description },
                options: outcome.candidates.iter().map(String::as_str).collect(),
                stages: drawn,
                words: RoundsWords {
                    stage: &stage,
                    threshold: &threshold,
                    exhausted: &exhausted,
                    elected: &elected,
                    eliminated: &eliminated,
                    others: &others,
                    skipped: &skipped,
                },
                lang: &ctx.lang,
            }))
            details { summary { (words.t("as-table")) }
                div .scroll tabindex="0" role="region" aria-label=(ctx.words().t("table-label")) { table {
                    thead { tr { th scope="col" { (words.t("option")) } @for stage in &outcome.rounds { th scope="col" .number { (stage.round) } } } }
                    tbody {
                        @for name in &outcome.candidates { tr {
                            th scope="row" { (name) }
                            @for stage in &outcome.rounds { td .number { (stage.votes.get(name).map_or("", Amount::as_str)) } }
                        } }
                        tr { th scope="row" { (exhausted) } @for stage in &outcome.rounds { td .number { (stage.exhausted.as_str()) } } }
                    }
                } }
            }
        }
    }
}

fn scores_chart(ctx: &Ctx, scores: &ByOption<Amount>) -> Markup {
    let words = ctx.words();
    let mut rows: Vec<(&str, &Amount)> = scores.iter().collect();
    rows.sort_by(|(_, a), (_, b)| b.approximate().total_cmp(&a.approximate()));
    let bars = rows
        .iter()
        .enumerate()
        .map(|(idx, (name, score))| Bar {
            label: name,
            value: Some(score.approximate()),
            interval: None,
            note: "",
            strong: idx == 0,
        })
        .collect();
    let (title, description) = (words.t("scores-title"), words.t("scores-description"));
    html! {
        section aria-labelledby="scores" {
            h2 #scores { (title) }
            (charts::score_bars(&Bars {
                caption: Caption { id: "scores-chart", title: &title, description: &description },
                bars,
                axis: &title,
                lang: &ctx.lang,
            }))
        }
    }
}

fn pairwise_table(ctx: &Ctx, outcome: &Outcome, pairwise: &ByOption<ByOption<Amount>>) -> Markup {
    let words = ctx.words();
    let options: Vec<&str> = match &outcome.order {
        Some(order) => order.iter().flatten().map(String::as_str).collect(),
        None => outcome.candidates.iter().map(String::as_str).collect(),
    };
    let votes = options
        .iter()
        .map(|a| {
            options
                .iter()
                .map(|b| {
                    pairwise
                        .get(a)
                        .and_then(|row| row.get(b))
                        .map(Amount::approximate)
                })
                .collect()
        })
        .collect();
    let (title, description, wins, loses, ties) = (
        words.t("pairs-title"),
        words.t("pairs-description"),
        words.t("wins"),
        words.t("loses"),
        words.t("ties"),
    );
    html! {
        section aria-labelledby="pairs" {
            h2 #pairs { (title) }
            (charts::pairwise(&Pairwise {
                caption: Caption { id: "pairs-table", title: &title, description: &description },
                options,
                votes,
                wins: &wins,
                loses: &loses,
                ties: &ties,
                lang: &ctx.lang,
            }))
        }
    }
}
