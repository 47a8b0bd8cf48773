//! How people voted on one statement, all together and group by group.

use maud::{Markup, html};

use crate::model::numbers::round_percent;
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::bars::{BAR, label};
use crate::web::charts::layout::{FONT, LINE, WIDTH, frame, px, text_width};

/// Bars of agree, pass and disagree, each as long as the others.
#[derive(Clone, Debug)]
pub struct VoteBars<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The bars, first on top.
    pub bars: Vec<VoteBar<'a>>,
    /// The word for agreement.
    pub agree: &'a str,
    /// The word for neither.
    pub pass: &'a str,
    /// The word for disagreement.
    pub disagree: &'a str,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One bar.
#[derive(Clone, Copy, Debug)]
pub struct VoteBar<'a> {
    /// Whose votes.
    pub label: &'a str,
    /// Words across from the label: how many voted, or why nothing is shown.
    pub note: &'a str,
    /// The shares of agree, pass and disagree, which make one; none where they may not be shown.
    pub shares: Option<[f64; 3]>,
}

/// A bar is high enough for a share to stand in it.
const HIGH: f64 = BAR + 6.0;

/// From left to right: agree, pass, disagree, with their shares where there is room, and a key beneath.
pub fn vote_bars(chart: &VoteBars<'_>) -> Markup {
    let mut y = 0.0;
    let rows: Vec<Markup> = chart
        .bars
        .iter()
        .map(|bar| {
            let (words, bar_y) = label(bar.label, bar.note, y);
            y = bar_y + HIGH + 8.0;
            html! { (words) (one(bar, bar_y, chart.lang)) }
        })
        .collect();
    let body = html! {
        @for row in &rows { (row) }
        (key(chart, y + LINE))
    };
    let drawing = frame(&chart.caption, "votes", y + LINE + 8.0, &body);
    html! { figure class="chart" { (drawing) } }
}

const CLASSES: [&str; 3] = ["chart-agree", "chart-pass", "chart-disagree"];

fn one(bar: &VoteBar<'_>, y: f64, lang: &Lang) -> Markup {
    let mut end = 0.0;
    let parts = bar.shares.into_iter().flatten().zip(CLASSES);
    let parts: Vec<Markup> = parts
        .filter(|(share, _)| *share > 0.0)
        .map(|(share, class)| {
            let (x, width) = (end, WIDTH * share);
            end += width;
            part(share, class, [x, y, width], lang)
        })
        .collect();
    html! {
        rect class="chart-track" x="0" y=(px(y)) width=(px(WIDTH)) height=(px(HIGH)) {}
        @for part in &parts { (part) }
    }
}

/// A part of a bar, with its share where there is room for it.
fn part(share: f64, class: &str, [x, y, width]: [f64; 3], lang: &Lang) -> Markup {
    let words = round_percent(share, lang);
    html! {
        rect class=(class) x=(px(x)) y=(px(y)) width=(px(width)) height=(px(HIGH)) {}
        @if text_width(&words, FONT) + 6.0 < width {
            text class={ "chart-value " (class) "-value" } x=(px(x + width / 2.0)) y=(px(y + HIGH - 5.0)) text-anchor="middle" { (words) }
        }
    }
}

fn key(chart: &VoteBars<'_>, y: f64) -> Markup {
    let mut end = 0.0;
    let entries = [chart.agree, chart.pass, chart.disagree];
    let entries: Vec<Markup> = entries
        .into_iter()
        .zip(CLASSES)
        .map(|(words, class)| {
            let x = end;
            end += 17.0 + text_width(words, FONT) + 16.0;
            html! {
                rect class=(class) x=(px(x)) y=(px(y - 11.0)) width="12" height="12" {}
                text class="chart-note" x=(px(x + 17.0)) y=(px(y)) { (words) }
            }
        })
        .collect();
    html! { @for entry in &entries { (entry) } }
}
