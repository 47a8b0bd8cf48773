//! Making a panel and running it.

use maud::{Markup, html};

use crate::app::{FieldError, NewPanel, Panel, PanelFigures, PanelView, Phase, Turnout};
use crate::consensus::delphi::After;
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, radios, select, state_tag, token,
};
use crate::web::pages::panels::{ends, floor, progress, results, rule};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::request::Ctx;

const SCALES: [(&str, &str, &str); 4] = [
    ("1-9", "1 to 9", ""),
    ("1-5", "1 to 5", ""),
    ("1-7", "1 to 7", ""),
    ("0-10", "0 to 10", ""),
];

const STABILITY: [(&str, &str, &str); 4] = [
    (
        "moved",
        "Little of the distribution moved",
        "Less than so many percent of all ratings moved to another point. Also works when people come and go.",
    ),
    (
        "changed",
        "Few changed their rating",
        "At most so many percent of those who rated an item twice changed it.",
    ),
    (
        "kappa",
        "The two ratings agree",
        "The weighted kappa of those who rated an item twice is at least so high. Unfair to items on which nearly everybody gives the same point.",
    ),
    (
        "iqr_change",
        "The middle half kept its width",
        "The distance between the quartiles changed by at most so much.",
    ),
];

const AGREEMENT: [(&str, &str, &str); 3] = [
    (
        "rand_ucla",
        "RAND/UCLA",
        "The ratings are not wider apart than the method allows for where they lie. For the scale 1 to 9.",
    ),
    (
        "share",
        "Most in one third",
        "At least so many percent in one third of the scale, and fewer than so many in the opposite third: the 70/15 rule.",
    ),
    (
        "iqr",
        "A narrow middle half",
        "The quartiles are at most so far apart: often 1 on five or seven points, 2 on nine or more.",
    ),
];

/// The form for a new panel.
pub(crate) fn new(ctx: &Ctx, form: &NewPanel, errors: &[FieldError]) -> Markup {
    let k = floor(ctx);
    let limit = |name, label, value| Line::text(name, label, value).show(errors);
    let body = html! {
        h1 { "New panel" }
        p .lead { "A Delphi panel asks the same items over several rounds. In between, everybody sees what the group said and why, and may change her mind." }
        form method="post" action="/panels/new" novalidate {
            (token(ctx))
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("question", "What is asked about every item?", &form.question).hint("Such as: how urgent is this for our members?").show_area(errors, 3))
            (Line::text("items", "Items", &form.items).hint("One on each line, up to 60. Ten to twenty can be rated with care.").show_area(errors, 8))
            (select("scale", "Scale", &SCALES, &form.scale, errors))
            (Line::text("low", "The lowest point means", &form.low).show(errors))
            (Line::text("high", "The highest point means", &form.high).show(errors))
            (radios("privacy", "How private are the answers?", &PRIVACY_PICKS, &form.privacy, errors))
            p .hint { "Reasons are shown to the others after each round: shuffled and without names, in a named panel with the name. Of an item, the median and the middle half are shown from " (k) " ratings on, how many gave each point from " (layout::ballots_floor(ctx)) " on, because a small distribution shows what one person said." }
            h2 { "When it ends" }
            p { "Everybody sees this before the first answer, and it cannot be changed after. Stability comes first: agreement only counts once people no longer change their minds." }
            (Line::text("most_rounds", "Rounds at most", &form.most_rounds).kind("number").hint("2 to 5. Three usually reach stability.").show(errors))
            (radios("stability", "An item is at rest when …", &STABILITY, &form.stability, errors))
            details open {
                summary { "Limits of rest" }
                (limit("moved", "Moved: less than, in percent", &form.moved))
                (limit("changed", "Changed: at most, in percent", &form.changed))
                (limit("kappa", "Kappa: at least", &form.kappa))
                (limit("iqr_change", "Width of the middle half: changed by at most", &form.iqr_change))
            }
            (radios("agreement", "People agree when …", &AGREEMENT, &form.agreement, errors))
            details open {
                summary { "Limits of agreement" }
                (limit("share", "In one third: at least, in percent", &form.share))
                (limit("opposite", "In the opposite third: less than, in percent", &form.opposite))
                (limit("iqr", "Quartiles apart: at most", &form.iqr))
            }
            (radios("settled_drop_out", "Settled items", &[("yes", "are not asked again", ""), ("no", "are asked again in each round", "")], &form.settled_drop_out, errors))
            button { "Make a draft" }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, "New panel", errors, &in_english(&body))
}

/// Running one panel; `reason` is what was typed for ending it early.
pub(crate) fn manage(
    ctx: &Ctx,
    view: &PanelView,
    figures: &PanelFigures,
    turnout: Turnout,
    reason: &str,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let panel = &view.panel;
    let slug = &panel.slug;
    let body = html! {
        p { a href="/rounds" { "All rounds and panels" } }
        h1 { (panel.title) " " (state_tag(words, panel.state)) }
        p { (panel.question) }
        p .muted { (progress(words, panel)) " · " (privacy_name(ctx, panel.privacy)) " · " (ends(panel)) }
        @match panel.phase() {
            Phase::Draft => {
                h2 { "Open it" }
                p { "From then on items, scale, privacy, the rule below and the roll are fixed. The first round begins." }
                (button_form(ctx, &format!("/d/{slug}/open"), "Open the first round", ""))
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/d/{slug}/delete"), "Delete this draft", "The draft goes for good.", "danger"))
            },
            Phase::Asking(round) => {
                (turnout_bar(ctx, turnout))
                p { a .button .second href={ "/d/" (slug) } { "The form" } }
                h2 { "Close round " (round) }
                p { "Nobody can answer in it after that. The rule is applied, and everybody sees what the group said." }
                (confirm_form(ctx, &format!("/d/{slug}/close"), &format!("Close round {round}"), "Close this round for good?", "danger"))
            },
            Phase::Between(round) => {
                (turnout_bar(ctx, turnout))
                h2 { "What the rule says after round " (round) }
                (results::findings(words, panel, figures))
                (what_now(ctx, panel, figures, reason, errors))
            },
            Phase::Over => {
                h2 { "What the rule says" }
                @if let Some(reason) = &panel.ended_early { p { "It was ended early: " (reason) } }
                (results::findings(words, panel, figures))
            },
        }
        @if figures.may_be_shown() { p { a .button .second href={ "/d/" (slug) "/results" } { (words.t("see-results")) } } }
        h2 { "The rule" }
        (rule(words, panel))
        h2 { "Items" }
        ol { @for item in &panel.items { li { (item.label) } } }
    };
    layout::page_with_errors(ctx, Part::Rounds, &panel.title, errors, &in_english(&body))
}

fn what_now(
    ctx: &Ctx,
    panel: &Panel,
    figures: &PanelFigures,
    reason: &str,
    errors: &[FieldError],
) -> Markup {
    let slug = &panel.slug;
    let next = panel.n_closed() + 1;
    let left = figures.next_items(panel).len();
    html! {
        @if figures.after(panel) == After::Another {
            p { "The rule asks for another round" @if panel.settled_drop_out { ", on " (left) " of " (panel.items.len()) " items" } "." }
            (button_form(ctx, &format!("/d/{slug}/next"), &format!("Open round {next}"), ""))
            details .confirm open[!errors.is_empty()] {
                summary .danger { "End the panel early" }
                p { "The rule would go on. Say why you end it: everybody can read it." }
                form method="post" action={ "/d/" (slug) "/end" } novalidate {
                    (token(ctx))
                    (Line::text("reason", "Why does it end early?", reason).show_area(errors, 3))
                    button .danger { "End the panel" }
                }
            }
        } @else {
            p { "The rule ends the panel here." }
            (button_form(ctx, &format!("/d/{slug}/next"), "End the panel", ""))
        }
    }
}
