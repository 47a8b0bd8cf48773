//! How often each option lands at each place, as bars of parts.

use maud::{Markup, html};

use crate::model::numbers::round_percent;
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::bars::{BAR, BARS_END, label};
use crate::web::charts::layout::{FONT, LINE, Scale, WIDTH, frame, px, wrap};

/// A chart of options, drawn in the order given.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// What the strongest part is, at the left end: *first place*.
    pub first: &'a str,
    /// What the palest part is, at the right end: *last place*.
    pub last: &'a str,
    /// The options, best first.
    pub rows: Vec<PlacesRow<'a>>,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One option.
#[derive(Clone, Debug)]
pub struct PlacesRow<'a> {
    /// Its name.
    pub label: &'a str,
    /// By place from the first: the share of draws in which it lands there; together 1.
    pub shares: Vec<f64>,
}

/// A bar for each option: from the left how often it comes first, second and so on, each place in a
/// paler part; what stands at the bar's end is how often it comes first.
pub fn places(chart: &Places<'_>) -> Markup {
    let scale = Scale {
        values: [0.0, 1.0],
        places: [0.0, BARS_END],
    };
    let half = |words: &str| wrap(words, WIDTH / 2.0, FONT, 1).concat();
    let mut y = LINE + 4.0;
    let rows: Vec<Markup> = chart
        .rows
        .iter()
        .map(|row| {
            let (label, bar_y) = label(row.label, "", y);
            y = bar_y + BAR + 9.0;
            html! { (label) (bar(row, bar_y, scale, chart.lang)) }
        })
        .collect();
    let body = html! {
        text class="chart-note" x="0" y=(px(LINE)) { "◼ " (half(chart.first)) }
        text class="chart-note" x=(px(BARS_END)) y=(px(LINE)) text-anchor="end" { (half(chart.last)) " ◻" }
        @for row in &rows { (row) }
    };
    let drawing = frame(&chart.caption, "places", y + 2.0, &body);
    html! { figure class="chart" { (drawing) } }
}

fn bar(row: &PlacesRow<'_>, y: f64, scale: Scale, lang: &Lang) -> Markup {
    let mut upto = 0.0;
    let parts: Vec<(usize, f64, f64)> = row
        .shares
        .iter()
        .enumerate()
        .map(|(place, share)| {
            let from = scale.at(upto);
            upto += share;
            (place, from, scale.at(upto))
        })
        .filter(|(_, from, to)| to - from > 0.2)
        .collect();
    let first = row.shares.first().copied().unwrap_or_default();
    let first = (first * 100.0).round() / 100.0;
    html! {
        rect class="chart-track" x="0" y=(px(y)) width=(px(BARS_END)) height=(px(BAR)) {}
        @for (place, from, to) in parts {
            rect class="chart-part" x=(px(from)) y=(px(y)) width=(px(to - from)) height=(px(BAR)) fill-opacity=(px(opacity(place, row.shares.len()))) {}
        }
        text class="chart-value" x=(px(WIDTH)) y=(px(y + BAR - 2.0)) text-anchor="end" { (round_percent(first, lang)) }
    }
}

/// From full for the first place to almost nothing for the last.
#[allow(
    clippy::cast_precision_loss,
    reason = "places are few, and this is for the eye"
)]
fn opacity(place: usize, n_places: usize) -> f64 {
    let last = n_places.saturating_sub(1).max(1);
    let part = place as f64 / last as f64;
    (1.0 - part).powf(1.3) * 0.95 + 0.05
}
