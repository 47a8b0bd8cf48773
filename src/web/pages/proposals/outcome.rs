//! What came of a proposal, round by round, the latest one first.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::app::{Counted, PastRound, Proposal, ProposalHistory, ProposalRound, Said, State};
use crate::consensus::consent::{Counts, GroupFigures, Stance};
use crate::model::{Privacy, Role};
use crate::web::charts::{self, Bar, Bars, Caption, StancePart, Stances};
use crate::web::pages::layout::{self, Part, state_tag};
use crate::web::pages::proposals::stance::resolved_key;
use crate::web::pages::proposals::words::{
    drawn, facts, floor, level_name, option_name, proposed, rule, scale_key, verdict, whose,
};
use crate::web::pages::surveys::privacy_name;
use crate::web::request::Ctx;

/// Every closed round.
pub(crate) fn page(ctx: &Ctx, history: &ProposalHistory) -> Markup {
    let words = ctx.words();
    let proposal = &history.view.proposal;
    let (number, latest) = history.view.latest();
    let slug = &proposal.slug;
    let body = html! {
        p { a href="/proposals" { (words.t("nav-proposals")) } }
        h1 { (proposal.title) " " (state_tag(words, latest.state)) }
        @if latest.state == State::Open {
            p .note { (words.t1("consent-open-now", "n", number)) " " a href={ "/p/" (slug) } { (words.t("consent-answer")) } }
        }
        @for (idx, past) in history.rounds.iter().enumerate() {
            @if idx == 1 { h2 #earlier { (words.t("consent-earlier")) } }
            (round(ctx, proposal, past, idx == 0))
        }
        @if ctx.is(Role::Facilitator) { p { a .button .second href={ "/p/" (slug) "/manage" } { "Manage this proposal" } } }
    };
    layout::page(ctx, Part::Proposals, &proposal.title, &body)
}

fn round(ctx: &Ctx, proposal: &Proposal, past: &PastRound, is_first: bool) -> Markup {
    let words = ctx.words();
    let id = format!("round-{}", past.number);
    let head = words.t1("consent-round-n", "n", past.number);
    let content = html! {
        @match &past.counted {
            Some(counted) => { (told(ctx, proposal, past, counted)) },
            None => { p .note { (words.t1("consent-few", "k", floor(ctx))) } },
        }
        h3 { (words.t("consent-text")) }
        (proposed(ctx, proposal, past.number, &past.round))
        h3 { (words.t("consent-rule")) }
        (rule(ctx, proposal.privacy, &past.round.rule))
        @if past.counted.is_some() { (files(ctx, proposal, past)) }
    };
    html! {
        section aria-labelledby=(id) .past-round {
            @if is_first { h2 id=(id) { (head) } (content) }
            @else {
                h3 id=(id) { (head) @if let Some(day) = past.round.closed { " " span .muted { (day.day()) } } }
                p { (super::words::short_verdict(ctx, &past.round, past.counted.as_ref())) }
                details { summary { (words.t("consent-see")) span .visually-hidden { " " (head) } } (content) }
            }
        }
    }
}

fn told(ctx: &Ctx, proposal: &Proposal, past: &PastRound, counted: &Counted) -> Markup {
    let words = ctx.words();
    let round = &past.round;
    let (title, more) = verdict(ctx, round, &counted.verdict);
    let resolutions = counted.resolutions;
    html! {
        div .winner .not-passed[!counted.verdict.has_passed()] {
            p .big { (title) }
            @for line in &more { p { (line) } }
        }
        p .muted {
            (facts(&[
                &words.t(scale_key(round.rule.scale)),
                &privacy_name(ctx, proposal.privacy),
                &words.tn("consent-turnout", vec![("n", counted.counts.taken_part().into()), ("of", counted.on_roll.into())]),
            ]))
            @if let Some(day) = round.closed { " · " (day.day()) }
        }
        @if let Some(decision) = counted.decision { p { a .button href={ "/decisions/" (decision) } { (words.t("consent-decision-link")) } } }
        @match &counted.counts {
            Counts::Levels(levels) => { (stances(ctx, past, levels)) },
            Counts::Resistance { taken_part, options } => { (options_chart(ctx, past, *taken_part, options)) },
        }
        (groups(ctx, past, counted))
        @if resolutions.yes + resolutions.partly + resolutions.no > 0 {
            p { (words.tn("consent-resolutions", vec![("yes", resolutions.yes.into()), ("partly", resolutions.partly.into()), ("no", resolutions.no.into())])) }
        }
        (said(ctx, proposal, past))
    }
}

fn stances(ctx: &Ctx, past: &PastRound, levels: &[u64]) -> Markup {
    let words = ctx.words();
    let scale = past.round.rule.scale;
    let names: Vec<Cow<'_, str>> = scale
        .levels()
        .iter()
        .map(|level| level_name(words, level.code))
        .collect();
    let parts = scale
        .levels()
        .iter()
        .zip(&names)
        .zip(levels)
        .map(|((level, name), n)| StancePart {
            label: name,
            n: *n,
            kind: drawn(level.standing),
        })
        .collect();
    let (title, description) = (
        words.t("consent-chart"),
        words.t("consent-chart-description"),
    );
    let id = format!("stances-{}", past.number);
    html! {
        h3 { (title) }
        (charts::stance_bar(&Stances {
            caption: Caption { id: &id, title: &title, description: &description },
            parts,
            lang: &ctx.lang,
        }))
        details { summary { (words.t("as-table")) }
            div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table {
                thead { tr { th scope="col" { (words.t("consent-stance")) } th scope="col" .number { (words.t("consent-people")) } } }
                tbody { @for (name, n) in names.iter().zip(levels) { tr { th scope="row" { (name) } td .number { (n) } } } }
            } }
        }
    }
}

fn options_chart(
    ctx: &Ctx,
    past: &PastRound,
    taken_part: u64,
    options: &[crate::consensus::consent::Resistance],
) -> Markup {
    let words = ctx.words();
    let mut rows: Vec<(Cow<'_, str>, &crate::consensus::consent::Resistance)> = options
        .iter()
        .enumerate()
        .map(|(idx, option)| (option_name(words, &past.round, idx), option))
        .collect();
    rows.sort_by_key(|(_, option)| option.sum);
    let least = rows.first().map(|(_, option)| option.sum);
    let resistance = words.t("consent-resistance");
    let notes: Vec<String> = rows
        .iter()
        .map(|(_, option)| format!("{resistance}: {}", option.sum))
        .collect();
    let bars = rows
        .iter()
        .zip(&notes)
        .map(|((name, option), note)| Bar {
            label: name,
            value: option.acceptance(taken_part),
            interval: None,
            note,
            strong: Some(option.sum) == least,
        })
        .collect();
    let (title, description, axis) = (
        words.t("consent-chart-options"),
        words.t("consent-chart-options-description"),
        words.t("consent-acceptance"),
    );
    let id = format!("options-{}", past.number);
    let percent = |share: f64| crate::model::numbers::percent(share, &ctx.lang);
    html! {
        h3 { (title) }
        (charts::share_bars(&Bars {
            caption: Caption { id: &id, title: &title, description: &description },
            bars,
            axis: &axis,
            lang: &ctx.lang,
        }))
        details { summary { (words.t("as-table")) }
            div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table {
                thead { tr { th scope="col" { (words.t("option")) } th scope="col" .number { (resistance) } th scope="col" .number { (axis) } th scope="col" .number { (words.t("consent-rated-by")) } } }
                tbody { @for (name, option) in &rows { tr {
                    th scope="row" { (name) }
                    td .number { (option.sum) }
                    td .number { (option.acceptance(taken_part).map(percent).unwrap_or_default()) }
                    td .number { (option.rated) }
                } } }
            } }
        }
    }
}

fn groups(ctx: &Ctx, past: &PastRound, counted: &Counted) -> Markup {
    let words = ctx.words();
    let asks = past.round.rule.each.is_some();
    let is_counted = |figures: &GroupFigures| matches!(figures, GroupFigures::Counted { .. });
    let has_numbers = counted
        .groups
        .iter()
        .any(|group| is_counted(&group.figures));
    html! {
        @if !counted.groups.is_empty() && (asks || has_numbers) {
            h3 { (words.t("consent-groups")) }
            div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table {
                thead { tr {
                    th scope="col" { (words.t("consent-organisation")) }
                    @if has_numbers {
                        th scope="col" .number { (words.t("consent-took-part")) }
                        th scope="col" .number { (words.t("consent-for")) }
                        th scope="col" .number { (words.t("consent-against")) }
                    }
                    @if asks { th scope="col" { (words.t("consent-asked-of-each")) } }
                } }
                tbody { @for group in &counted.groups { tr {
                    th scope="row" { (whose(words, &group.whose).unwrap_or_default()) }
                    @if let GroupFigures::Counted { taken_part, supporting, against } = group.figures {
                        td .number { (taken_part) } td .number { (supporting) } td .number { (against) }
                    }
                    @if let Some(each) = past.round.rule.each {
                        td { @if crate::consensus::consent::meets(each, group) { (words.t("consent-group-holds")) } @else { (words.t("consent-group-fails")) } }
                    }
                } } }
            } }
        }
    }
}

fn said(ctx: &Ctx, proposal: &Proposal, past: &PastRound) -> Markup {
    let words = ctx.words();
    let mut by_level: Vec<(Option<&str>, Vec<&Said>)> = Vec::new();
    for one in &past.said {
        let level = match &one.stance {
            Stance::Level(code) => Some(code.as_str()),
            Stance::Resistance(_) => None,
        };
        match by_level.last_mut().filter(|(known, _)| *known == level) {
            Some((_, said)) => said.push(one),
            None => by_level.push((level, vec![one])),
        }
    }
    html! {
        h3 { (words.t("consent-said")) }
        @if past.said.is_empty() { p .empty { (words.t("consent-said-none")) } }
        @for (level, said) in &by_level {
            @if let Some(code) = level { h4 { (level_name(words, code)) } }
            ul .plain-list .said {
                @for one in said { li { (remark(ctx, proposal, &past.round, one)) } }
            }
        }
    }
}

fn remark(ctx: &Ctx, proposal: &Proposal, round: &ProposalRound, one: &Said) -> Markup {
    let words = ctx.words();
    let who: Vec<&str> = [
        one.name
            .as_deref()
            .filter(|_| proposal.privacy == Privacy::Named),
        one.organisation.as_deref(),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        @if !one.words.is_empty() { p .quote { (one.words) } }
        @if let (Privacy::Named, Stance::Resistance(ratings)) = (proposal.privacy, &one.stance) {
            p {
                @for (idx, rating) in ratings.iter().enumerate() {
                    @if idx > 0 { "; " }
                    (option_name(words, round, idx)) ": "
                    @match rating { Some(rating) => (rating), None => (words.t("consent-not-rated")) }
                }
            }
        }
        @if !who.is_empty() { p .muted { (who.join(" · ")) } }
        @if let Some(answer) = one.resolved { p .muted { (words.t(resolved_key(answer))) } }
    }
}

fn files(ctx: &Ctx, proposal: &Proposal, past: &PastRound) -> Markup {
    let words = ctx.words();
    let slug = &proposal.slug;
    let n = past.number;
    html! {
        h3 { (words.t("files")) }
        p { (words.t("consent-recount")) }
        ul {
            li { a href={ "/p/" (slug) "/proposal-" (n) ".json" } { "proposal-" (n) ".json" } }
            li { a href={ "/p/" (slug) "/stances-" (n) ".csv" } { "stances-" (n) ".csv" } }
        }
        pre { "commonground consent " (slug) "-proposal-" (n) ".json" }
    }
}
