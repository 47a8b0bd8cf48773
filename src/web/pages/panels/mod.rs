//! Delphi panels: the list, the form of a round, receipts.

pub(crate) mod results;
pub(crate) mod run;

use maud::{Markup, html};

use crate::app::{
    BALLOTS_FLOOR, Detail, FieldError, ItemFigures, Panel, PanelEntry, PanelItem, PanelReceipt,
    PanelSheet, PanelView, Phase, Reason, reason_field,
};
use crate::consensus::delphi::{Agreement, Stability};
use crate::model::numbers::{percent, up_to};
use crate::model::{Definition, Lang, Privacy, Role};
use crate::survey::{self, RawAnswers};
use crate::web::charts::{self, Caption, Spread};
use crate::web::pages::form::{privacy_words, take_back};
use crate::web::pages::known::{self, Asking};
use crate::web::pages::layout::{self, Line, Part, field_id, state_tag, token};
use crate::web::pages::pieces::Pieces;
use crate::web::pages::questions::{Sheet, problem_words};
use crate::web::request::Ctx;
use crate::web::words::Words;

/// The panels, as a section of the page of rounds.
pub(crate) fn section(ctx: &Ctx, views: &[PanelView]) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    html! {
        section aria-labelledby="panels" {
            h2 #panels { (words.t("delphi-list")) }
            p { (words.t("delphi-what")) }
            @if runs { p { a .button .second href="/panels/new" { "New panel" } } }
            @if views.is_empty() { p .empty { (words.t("delphi-none")) } }
            ul .cards {
                @for view in views {
                    @let panel = &view.panel;
                    li .card {
                        h3 { (panel.title) " " (state_tag(words, panel.state)) }
                        p .muted { (progress(words, panel)) }
                        p .actions {
                            @match panel.phase() {
                                Phase::Asking(_) if view.taken_part.is_some() => { a href={ "/d/" (panel.slug) } { (words.t("delphi-rate")) } },
                                Phase::Draft | Phase::Asking(_) => {},
                                Phase::Between(_) | Phase::Over => { a href={ "/d/" (panel.slug) "/results" } { (words.t("see-results")) } },
                            }
                            @if runs { " " a href={ "/d/" (panel.slug) "/manage" } { "Manage" span .visually-hidden { " " (panel.title) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A panel that asks the visitor, as a card of the first page.
pub(crate) fn to_do(ctx: &Ctx, view: &PanelView) -> Markup {
    let words = ctx.words();
    let panel = &view.panel;
    let round = panel.n_rounds();
    html! {
        li .card {
            h3 { a href={ "/d/" (panel.slug) } { (panel.title) } }
            @if round > 1 { p { (words.t1("delphi-again", "n", round)) } }
            @else if view.taken_part == Some(true) { p .done { (words.t("home-answered")) } }
            @else { p { (words.t1("delphi-items", "n", panel.items.len())) } }
        }
    }
}

/// Does the panel ask the visitor at the moment?
pub(crate) fn asks(view: &PanelView) -> bool {
    matches!(view.panel.phase(), Phase::Asking(_)) && view.taken_part.is_some()
}

/// Where a panel stands.
pub(crate) fn progress<'a>(words: &'a Words, panel: &Panel) -> std::borrow::Cow<'a, str> {
    match panel.n_rounds() {
        0 => words.t1("delphi-items", "n", panel.items.len()),
        round => words.tn(
            "delphi-round-of",
            vec![("n", round.into()), ("most", panel.most_rounds.into())],
        ),
    }
}

/// The form of the open round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answering<'a> {
    pub(crate) sheet: &'a PanelSheet,
    pub(crate) definition: &'a Definition,
    pub(crate) raw: &'a RawAnswers,
    pub(crate) receipt: &'a str,
    /// Was it filled in for the round before, which was closed meanwhile?
    pub(crate) is_late: bool,
}

/// The form of the open round: from the second one on with what the group said of each item, the visitor's own last
/// answer, and the reasons.
pub(crate) fn sheet(ctx: &Ctx, form: &Answering<'_>, errors: &[survey::FieldError]) -> Markup {
    let words = ctx.words();
    let panel = &form.sheet.panel;
    let round = form.sheet.round;
    let said = worded(words, form.definition, errors);
    let pieces = Pieces::default();
    let scale = panel.form_scale();
    let controls = Sheet {
        words,
        pieces: &pieces,
        raw: form.raw,
        errors,
        seed: 0,
        register: &[],
    };
    let item = |item: &PanelItem| {
        let field = item.code.as_str();
        let label_id = format!("{}-label", field_id(field));
        let why = reason_field(&item.code);
        html! {
            section .card .panel-item aria-labelledby=(label_id) {
                h2 id=(label_id) { (item.label) }
                (group_said(ctx, form.sheet, item))
                div .row .has-error[layout::field_error(&said, field).is_some()] {
                    p .row-label { (words.t("delphi-your-rating")) ": " (ends(panel)) }
                    @if let Some(message) = layout::field_error(&said, field) { (message) }
                    (controls.points(field, &scale, true, &label_id))
                }
                (Line::text(&why, &words.t("delphi-reason"), first(form.raw, &why)).show_area(&said, 2))
            }
        }
    };
    let body = html! {
        p .steps { (progress(words, panel)) }
        h1 { (panel.title) }
        @if !panel.question.is_empty() { p .lead { (panel.question) } }
        @if form.is_late { p .note role="status" { (words.t1("delphi-late", "n", round)) } }
        (declared(ctx, panel, round == 1))
        (privacy_words(ctx, panel.privacy))
        p .hint { (words.t(reasons_key(panel.privacy))) }
        (settled_before(ctx, form.sheet))
        form method="post" action={ "/d/" (panel.slug) } novalidate {
            (token(ctx))
            input type="hidden" name="_receipt" value=(form.receipt);
            input type="hidden" name="_round" value=(round);
            @for one in panel.items_of(round) { (item(one)) }
            div .buttons { button name="_go" value="send" { (words.t("delphi-send")) } }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, &panel.title, &said, &body)
}

/// What ends the panel and what is shown in between, as it was declared.
pub(crate) fn declared(ctx: &Ctx, panel: &Panel, is_open: bool) -> Markup {
    let words = ctx.words();
    html! {
        details .note open[is_open] {
            summary { (words.t("delphi-rule-title")) }
            (rule(words, panel))
            p { (shown_words(ctx, panel)) }
        }
    }
}

/// The stop rule in words.
pub(crate) fn rule(words: &Words, panel: &Panel) -> Markup {
    let lang = words.lang();
    let number = |hundredths: u32| up_to(f64::from(hundredths) / 100.0, 2, lang);
    let rest = match panel.rule.stability {
        Stability::Moved { below } => words.t1("delphi-rule-moved", "n", below),
        Stability::Changed { at_most } => words.t1("delphi-rule-changed", "n", at_most),
        Stability::Kappa { at_least } => words.t1("delphi-rule-kappa", "x", number(at_least)),
        Stability::Iqr { at_most } => words.t1("delphi-rule-iqr", "x", number(at_most)),
    };
    let agree = match panel.rule.agreement {
        Agreement::RandUcla => words.t("delphi-rule-rand"),
        Agreement::Share {
            at_least,
            opposite_below,
        } => words.tn(
            "delphi-rule-share",
            vec![("n", at_least.into()), ("m", opposite_below.into())],
        ),
        Agreement::Iqr { at_most } => words.t1("delphi-rule-agree-iqr", "x", number(at_most)),
    };
    let after = if panel.settled_drop_out {
        words.t("delphi-rule-drop")
    } else {
        words.t("delphi-rule-keep")
    };
    html! {
        p { (words.t("delphi-rule-order")) }
        ul {
            li { (rest) }
            li { (agree) }
            li { (after) }
            li { (words.t1("delphi-rule-rounds", "n", panel.most_rounds)) }
        }
        p { (words.t("delphi-rule-fixed")) }
    }
}

/// From how many people on what is shown.
fn shown_words<'a>(ctx: &'a Ctx, panel: &Panel) -> std::borrow::Cow<'a, str> {
    let words = ctx.words();
    let k = floor(ctx);
    if panel.privacy == Privacy::Named {
        words.t1("delphi-shown-named", "k", k)
    } else {
        let crowd = k.saturating_mul(BALLOTS_FLOOR);
        words.tn(
            "delphi-shown",
            vec![("k", k.into()), ("crowd", crowd.into())],
        )
    }
}

/// The privacy floor.
pub(crate) fn floor(ctx: &Ctx) -> usize {
    layout::ballots_floor(ctx) / BALLOTS_FLOOR
}

fn reasons_key(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Anonymous | Privacy::Confidential => "delphi-reasons-warn",
        Privacy::Named => "delphi-reasons-named",
    }
}

/// What the group said of an item in the round before, and what the visitor did.
fn group_said(ctx: &Ctx, sheet: &PanelSheet, item: &PanelItem) -> Markup {
    let words = ctx.words();
    let before = sheet.round.saturating_sub(1);
    let Some(figures) = sheet
        .figures
        .rounds
        .last()
        .filter(|_| before > 0)
        .and_then(|round| round.items.get(&item.code))
    else {
        return html! {};
    };
    let own = sheet
        .own
        .as_ref()
        .and_then(|own| own.rounds.get(&before)?.get(&item.code)?.rating);
    html! {
        h3 { (words.t1("delphi-group", "n", before)) }
        (spread(ctx, &sheet.panel, item, figures, own))
        @if sheet.own.is_some() {
            p .own-rating {
                @if let Some(own) = own { (words.tn("delphi-own", vec![("n", before.into()), ("rating", own.into())])) }
                @else { (words.t1("delphi-own-none", "n", before)) }
            }
        }
        (reasons(words, &figures.reasons))
    }
}

/// Where the ratings of one item lie, drawn and told.
pub(crate) fn spread(
    ctx: &Ctx,
    panel: &Panel,
    item: &PanelItem,
    figures: &ItemFigures,
    own: Option<i32>,
) -> Markup {
    let words = ctx.words();
    let judged = &figures.judged;
    let Some(summary) = judged.summary.filter(|_| figures.detail > Detail::Nothing) else {
        return html! { p .muted { (words.t1("delphi-hidden", "k", floor(ctx))) } };
    };
    let n = f64::from(judged.frequencies.iter().sum::<u32>());
    let shares: Vec<f64> = judged
        .frequencies
        .iter()
        .map(|count| f64::from(*count) / n)
        .collect();
    let is_full = figures.detail == Detail::Full;
    let told = told(words, [summary.q1, summary.median, summary.q3]);
    let points: Vec<String> = (panel.scale.min..)
        .zip(&shares)
        .filter(|(_, share)| is_full && **share > 0.0)
        .map(|(point, share)| format!("{point}: {}", percent(*share, &ctx.lang)))
        .collect();
    let description = if points.is_empty() {
        told.clone()
    } else {
        format!("{told} {}.", points.join("; "))
    };
    let mark = words.t("delphi-own-mark");
    html! {
        (charts::spread(&Spread {
            caption: Caption { id: &format!("spread-{}", item.code), title: &item.label, description: &description },
            ends: [panel.scale.min, panel.scale.max],
            shares: is_full.then_some(shares.as_slice()),
            quartiles: [summary.q1, summary.median, summary.q3],
            own: own.map(|own| (own, &*mark)),
        }))
        p { (told) }
    }
}

/// The median and the middle half in a sentence.
pub(crate) fn told(words: &Words, quartiles: [f64; 3]) -> String {
    let [q1, median, q3] = quartiles.map(|quartile| up_to(quartile, 2, words.lang()));
    words
        .tn(
            "delphi-median",
            vec![
                ("median", median.into()),
                ("q1", q1.into()),
                ("q3", q3.into()),
            ],
        )
        .into()
}

/// The reasons that were given for an item.
pub(crate) fn reasons(words: &Words, reasons: &[Reason]) -> Markup {
    html! {
        @if !reasons.is_empty() {
            details open {
                summary { (words.t1("delphi-reasons", "n", reasons.len())) }
                ul {
                    @for reason in reasons {
                        li { span .quote { (reason.text) } @if !reason.by.is_empty() { " – " (reason.by) } }
                    }
                }
            }
        }
    }
}

fn settled_before(ctx: &Ctx, sheet: &PanelSheet) -> Markup {
    let panel = &sheet.panel;
    let asked: Vec<&PanelItem> = panel.items_of(sheet.round).collect();
    let dropped: Vec<&PanelItem> = panel
        .items
        .iter()
        .filter(|item| !asked.contains(item))
        .collect();
    html! {
        @if !dropped.is_empty() {
            details {
                summary { (ctx.words().t1("delphi-dropped", "n", dropped.len())) }
                ul { @for item in dropped { li { (item.label) } } }
                p { a href={ "/d/" (panel.slug) "/results" } { (ctx.words().t("see-results")) } }
            }
        }
    }
}

/// For those who took part elsewhere or without cookies: the way on by receipt. What was typed stays.
pub(crate) fn ask_receipt(
    ctx: &Ctx,
    panel: &Panel,
    raw: &RawAnswers,
    typed: &str,
    error: Option<&FieldError>,
) -> Markup {
    let words = ctx.words();
    let has_typed = raw.values().flatten().any(|value| !value.is_empty());
    let (why, go, label) = if has_typed {
        ("taken-part-typed", "send", "delphi-send")
    } else {
        ("delphi-known-text", "reopen", "continue")
    };
    let asking = Asking {
        action: &format!("/d/{}", panel.slug),
        why: &words.t(why),
        raw,
        go: (go, &words.t(label)),
        hidden: &[("_round", panel.n_rounds().to_string())],
        typed,
    };
    known::ask(ctx, &asking, error)
}

/// The receipt, after the ratings of a round are in.
pub(crate) fn receipt(ctx: &Ctx, receipt: &PanelReceipt) -> Markup {
    let words = ctx.words();
    let panel = &receipt.panel;
    let title = if receipt.changed {
        words.t("delphi-changed")
    } else {
        words.t("delphi-saved")
    };
    let body = html! {
        div .receipt role="status" {
            h1 { (title) }
            p { (progress(words, panel)) ". " (words.t("receipt-saved")) }
            p { (words.t("receipt-code")) }
            p .code { (receipt.receipt.grouped()) }
            p { (words.t("delphi-keep-code")) }
        }
        p { a href={ "/d/" (panel.slug) } { (words.t("delphi-revise")) } }
        p { a href={ "/d/" (panel.slug) "/receipt" } { (words.t("receipt-check")) } }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}

/// What a receipt found.
pub(crate) fn found(ctx: &Ctx, panel: &Panel, entry: &PanelEntry, code: &str) -> Markup {
    let words = ctx.words();
    let is_in_round = entry.rounds.contains_key(&panel.n_rounds()) && ctx.visitor.is_some();
    let how = if entry.rounds.len() > 1 {
        "delphi-withdraw-how-later"
    } else {
        "delphi-withdraw-how"
    };
    let title = words.t("found-title");
    let body = html! {
        h1 { (title) }
        p .lead { (panel.title) }
        @for (round, answers) in &entry.rounds {
            h2 { (words.t1("delphi-round", "n", *round)) }
            dl .check {
                @for item in panel.items_of(*round) {
                    dt { (item.label) }
                    @match answers.get(&item.code) {
                        Some(answer) => {
                            dd { @if let Some(rating) = answer.rating { (rating) } @else { (words.t("not-answered")) } }
                            @if !answer.reason.is_empty() { dd .quote { (answer.reason) } }
                        },
                        None => { dd .muted { (words.t("not-answered")) } },
                    }
                }
            }
        }
        @if matches!(panel.phase(), Phase::Asking(_)) {
            p { a href={ "/d/" (panel.slug) } { (words.t("delphi-revise")) } }
            @if is_in_round { (take_back(ctx, &format!("/d/{}/withdraw", panel.slug), &words.t(how), code)) }
        } @else { p { (words.t("found-closed")) } }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}

/// The errors of the form, in the visitor's words.
fn worded(
    words: &Words,
    definition: &Definition,
    errors: &[survey::FieldError],
) -> Vec<FieldError> {
    errors
        .iter()
        .filter_map(|error| {
            let question = definition.question(error.question.as_str())?;
            let message = problem_words(words, question, &[], &error.problem);
            Some(FieldError::new(error.field.clone(), message))
        })
        .collect()
}

/// What the ends of the scale mean.
pub(crate) fn ends(panel: &Panel) -> String {
    let scale = &panel.scale;
    format!(
        "{} = {}, {} = {}",
        scale.min, scale.low, scale.max, scale.high
    )
}

fn first<'a>(raw: &'a RawAnswers, field: &str) -> &'a str {
    raw.get(field)
        .and_then(|values| values.first())
        .map_or("", String::as_str)
}

/// A number to two decimals at most, or a dash where there is none or it may not be shown.
pub(crate) fn number(value: Option<f64>, lang: &Lang) -> String {
    value.map_or_else(|| "–".to_owned(), |value| up_to(value, 2, lang))
}
