//! Horizontal bars, each beneath its words.

use maud::{Markup, html};

use crate::model::numbers::{decimal, percent, round_percent, up_to};
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::layout::{FONT, LINE, Scale, WIDTH, frame, px, round_up, text_width, wrap};

/// A chart of bars, drawn in the order given.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The bars, first on top.
    pub bars: Vec<Bar<'a>>,
    /// What the axis counts, beneath it.
    pub axis: &'a str,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar<'a> {
    /// What it stands for.
    pub label: &'a str,
    /// Its value; none when it may not be shown.
    pub value: Option<f64>,
    /// Its interval, low and high.
    pub interval: Option<[f64; 2]>,
    /// Words across from the label, such as the number of answers; where there is no value, why.
    pub note: &'a str,
    /// Drawn as one of the first: the winners, the top needs.
    pub strong: bool,
}

/// Bars of shares from 0 to 1, shown as percent; the axis begins at 0 and ends at a round share.
pub fn share_bars(chart: &Bars<'_>) -> Markup {
    let (end, step) = round_up(largest(&chart.bars), TICKS);
    let end = end.min(1.0);
    draw(
        chart,
        "bars",
        &Axis {
            ends: [0.0, end],
            step,
            value: |share, lang| percent(share, lang),
            tick: |share, lang| round_percent(share, lang),
        },
    )
}

/// Bars of best-worst scores from −1 to 1, to both sides of 0.
pub fn best_worst_bars(chart: &Bars<'_>) -> Markup {
    let (end, _) = round_up(largest(&chart.bars), 2.0);
    let end = end.min(1.0);
    draw(
        chart,
        "diverging",
        &Axis {
            ends: [-end, end],
            step: end / 2.0,
            value: |score, lang| signed(&decimal(score, 2, lang), score),
            tick: |score, lang| signed(&up_to(score, 2, lang), score),
        },
    )
}

/// Bars of scores from 0 up, such as Borda's.
pub fn score_bars(chart: &Bars<'_>) -> Markup {
    let (end, step) = round_up(largest(&chart.bars), TICKS);
    draw(
        chart,
        "bars",
        &Axis {
            ends: [0.0, end],
            step,
            value: |score, lang| up_to(score, 2, lang),
            tick: |score, lang| up_to(score, 2, lang),
        },
    )
}

/// About how many steps an axis has.
const TICKS: f64 = 4.0;

/// The height of a bar.
pub(super) const BAR: f64 = 14.0;

/// From a label's last line to its bar, and from there to the next label.
const GAPS: [f64; 2] = [5.0, 9.0];

/// Where bars end and values begin.
pub(super) const BARS_END: f64 = 330.0;

/// How values stand and are shown.
struct Axis {
    ends: [f64; 2],
    step: f64,
    value: fn(f64, &Lang) -> String,
    tick: fn(f64, &Lang) -> String,
}

fn draw(chart: &Bars<'_>, kind: &str, axis: &Axis) -> Markup {
    let scale = Scale {
        values: axis.ends,
        places: [0.0, BARS_END],
    };
    let mut y = 0.0;
    let rows: Vec<Markup> = chart
        .bars
        .iter()
        .map(|bar| {
            let (label, bar_y) = label(bar.label, bar.note, y);
            y = bar_y + BAR + GAPS[1];
            html! { (label) (one(bar, bar_y, scale, axis, chart.lang)) }
        })
        .collect();
    let axis_y = y;
    let body = html! {
        @for row in &rows { (row) }
        (ticks(scale, axis, axis_y, chart.lang))
        text class="chart-note" x=(px(WIDTH)) y=(px(axis_y + 2.0 * LINE + 6.0)) text-anchor="end" {
            @for line in wrap(chart.axis, WIDTH, FONT, 1) { (line) }
        }
    };
    let drawing = frame(&chart.caption, kind, axis_y + 2.0 * LINE + 12.0, &body);
    html! { figure class="chart" { (drawing) } }
}

/// The words above a bar, in up to two lines, with the note across; and where the bar begins.
pub(super) fn label(words: &str, note: &str, y: f64) -> (Markup, f64) {
    let note = wrap(note, WIDTH / 2.0, FONT, 1).concat();
    let room = if note.is_empty() {
        WIDTH
    } else {
        WIDTH - text_width(&note, FONT) - FONT
    };
    let mut lines = wrap(words, room, FONT, 2);
    if lines.is_empty() {
        lines.push(String::new());
    }
    let mut baseline = y;
    let markup = html! {
        @for line in &lines {
            text x="0" y=(px({ baseline += LINE; baseline })) { (line) }
        }
        @if !note.is_empty() {
            text class="chart-note" x=(px(WIDTH)) y=(px(y + LINE)) text-anchor="end" { (note) }
        }
    };
    (markup, baseline + GAPS[0])
}

fn one(bar: &Bar<'_>, y: f64, scale: Scale, axis: &Axis, lang: &Lang) -> Markup {
    let zero = scale.at(0.0);
    let class = match bar.value {
        Some(value) if value < 0.0 => "chart-bar chart-bar-minus",
        Some(_) if bar.strong => "chart-bar chart-bar-strong",
        Some(_) | None => "chart-bar",
    };
    html! {
        rect class="chart-track" x="0" y=(px(y)) width=(px(BARS_END)) height=(px(BAR)) {}
        @if let Some(value) = bar.value {
            @let end = scale.at(value);
            rect class=(class) x=(px(zero.min(end))) y=(px(y)) width=(px((end - zero).abs())) height=(px(BAR)) {}
            @if let Some([low, high]) = bar.interval {
                (whisker(scale.at(low), scale.at(high), y + BAR / 2.0))
            }
            text class="chart-value" x=(px(WIDTH)) y=(px(y + BAR - 2.0)) text-anchor="end" { ((axis.value)(value, lang)) }
        }
        @if zero > 0.0 {
            line class="chart-zero" x1=(px(zero)) x2=(px(zero)) y1=(px(y - 2.0)) y2=(px(y + BAR + 2.0)) {}
        }
    }
}

/// A horizontal interval with caps, on a light line so that it shows on a bar and beside it.
fn whisker(low: f64, high: f64, y: f64) -> Markup {
    const CAP: f64 = 4.0;
    let path = format!(
        "M{low} {top}V{bottom}M{low} {y}H{high}M{high} {top}V{bottom}",
        low = px(low),
        high = px(high),
        y = px(y),
        top = px(y - CAP),
        bottom = px(y + CAP),
    );
    html! {
        path class="chart-whisker-halo" d=(path) {}
        path class="chart-whisker" d=(path) {}
    }
}

fn ticks(scale: Scale, axis: &Axis, y: f64, lang: &Lang) -> Markup {
    let [low, high] = axis.ends;
    let mut values = Vec::new();
    let mut value = low;
    // An axis has a handful of steps; a step too small to count would never get to the end.
    while value <= high + axis.step / 1000.0 && values.len() < 12 {
        values.push(value);
        value += axis.step;
    }
    html! {
        line class="chart-axis" x1="0" x2=(px(BARS_END)) y1=(px(y)) y2=(px(y)) {}
        @for value in values {
            @let x = scale.at(value);
            line class="chart-axis" x1=(px(x)) x2=(px(x)) y1=(px(y)) y2=(px(y + 4.0)) {}
            text class="chart-tick" x=(px(x)) y=(px(y + LINE + 2.0)) text-anchor=(anchor(x)) { ((axis.tick)(value, lang)) }
        }
    }
}

/// The first tick's words begin at it, so that they do not stick out.
fn anchor(x: f64) -> &'static str {
    if x < 1.0 { "start" } else { "middle" }
}

/// The largest distance from 0 of any value or interval.
fn largest(bars: &[Bar<'_>]) -> f64 {
    bars.iter()
        .filter_map(|bar| bar.value.map(|value| (value, bar.interval)))
        .flat_map(|(value, interval)| [value].into_iter().chain(interval.into_iter().flatten()))
        .map(f64::abs)
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max)
}

/// A number above 0 with its plus, unless it is shown as 0.
fn signed(words: &str, value: f64) -> String {
    let is_zero = words.chars().all(|c| matches!(c, '0' | '.' | ','));
    let plus = if value > 0.0 && !is_zero { "+" } else { "" };
    format!("{plus}{words}")
}
