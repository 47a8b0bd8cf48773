//! A goal on its way.

use maud::{Markup, html};

use crate::model::numbers::{percent, round_percent, up_to};
use crate::model::text::Lang;
use crate::model::time::Day;
use crate::web::charts::Caption;
use crate::web::charts::layout::{
    Area, FONT, LINE, Scale, WIDTH, Wanted, along, diamond, frame, needs_leader, place, px,
    round_up, text_width, wrap,
};

/// A measure over time, from its baseline to its target.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// Where it starts.
    pub baseline: ProgressPoint,
    /// The word for that.
    pub baseline_word: &'a str,
    /// Where it shall end.
    pub target: ProgressPoint,
    /// The word for that.
    pub target_word: &'a str,
    /// What was measured, by day.
    pub check_ins: Vec<ProgressPoint>,
    /// Shares from 0 to 1 shown as percent, or plain numbers.
    pub percent: bool,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// A value on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgressPoint {
    /// The day.
    pub day: Day,
    /// The value.
    pub value: f64,
}

/// The plot's left, right, upper and lower edge.
const LEFT: f64 = 56.0;
const RIGHT: f64 = WIDTH - 8.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 190.0;

/// The measured line from baseline to the latest check-in, beside the straight way from baseline to target.
pub fn progress(chart: &Progress<'_>) -> Markup {
    let first = chart.baseline.day;
    let last = chart
        .check_ins
        .iter()
        .map(|point| point.day)
        .fold(chart.target.day, Day::max);
    let days = |day: Day| i32::try_from(first.days_until(day)).map_or(0.0, f64::from);
    let across = Scale {
        values: [0.0, days(last)],
        places: [LEFT + 8.0, RIGHT - 8.0],
    };
    let (ends, step) = ends(chart);
    let up = Scale {
        values: ends,
        places: [BOTTOM, TOP],
    };
    let at = |point: &ProgressPoint| (across.at(days(point.day)), up.at(point.value));
    let (from, to) = (at(&chart.baseline), at(&chart.target));
    let points: Vec<(f64, f64)> = chart.check_ins.iter().map(at).collect();
    let line: Vec<String> = std::iter::once(&from)
        .chain(&points)
        .map(|(x, y)| format!("{},{}", px(*x), px(*y)))
        .collect();
    let body = html! {
        (levels(chart, up, ends, step))
        line class="chart-way" x1=(px(from.0)) y1=(px(from.1)) x2=(px(to.0)) y2=(px(to.1)) {}
        @if !points.is_empty() {
            polyline class="chart-line" points=(line.join(" ")) {}
        }
        circle class="chart-point" cx=(px(from.0)) cy=(px(from.1)) r="5" {}
        @for (x, y) in &points {
            circle class="chart-point" cx=(px(*x)) cy=(px(*y)) r="4" {}
        }
        path class="chart-goal-point" d=(diamond(to)) {}
        (labels(chart, from, to, &points))
        text class="chart-tick" x=(px(LEFT)) y=(px(BOTTOM + LINE + 4.0)) { (first) }
        text class="chart-tick" x=(px(RIGHT)) y=(px(BOTTOM + LINE + 4.0)) text-anchor="end" { (last) }
    };
    let drawing = frame(&chart.caption, "goal", BOTTOM + LINE + 12.0, &body);
    html! { figure class="chart" { (drawing) } }
}

/// Both ends of the upward axis, round numbers around all values with some air, and its step. Shares stay within 0 and 1.
fn ends(chart: &Progress<'_>) -> ([f64; 2], f64) {
    let values = || {
        [chart.baseline.value, chart.target.value]
            .into_iter()
            .chain(chart.check_ins.iter().map(|point| point.value))
            .filter(|value| value.is_finite())
    };
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let spread = if high > low {
        high - low
    } else {
        high.abs().max(0.1)
    };
    let (_, step) = round_up(spread * 1.3, 4.0);
    let mut low = ((low - 0.15 * spread) / step).floor() * step;
    let mut high = ((high + 0.15 * spread) / step).ceil() * step;
    if chart.percent {
        low = low.max(0.0);
        high = high.min(1.0);
    }
    ([low, high], step)
}

fn levels(chart: &Progress<'_>, up: Scale, [low, high]: [f64; 2], step: f64) -> Markup {
    let mut values = Vec::new();
    let mut value = low;
    // There are a handful of steps; one too small to count would never get to the end.
    while value <= high + step / 1000.0 && values.len() < 12 {
        values.push(value);
        value += step;
    }
    html! {
        @for value in values {
            @let y = up.at(value);
            line class="chart-axis" x1=(px(LEFT)) x2=(px(RIGHT)) y1=(px(y)) y2=(px(y)) {}
            text class="chart-tick" x=(px(LEFT - 6.0)) y=(px(y + 5.0)) text-anchor="end" {
                @if chart.percent { (round_percent(value, chart.lang)) } @else { (up_to(value, 2, chart.lang)) }
            }
        }
    }
}

/// How much wider bold letters are.
const BOLD: f64 = 1.12;

/// The words at the baseline, the target and the latest check-in.
fn labels(chart: &Progress<'_>, from: (f64, f64), to: (f64, f64), points: &[(f64, f64)]) -> Markup {
    let value = |value: f64| {
        if chart.percent {
            percent(value, chart.lang)
        } else {
            up_to(value, 2, chart.lang)
        }
    };
    let mut words = vec![
        (
            from,
            format!("{} {}", chart.baseline_word, value(chart.baseline.value)),
        ),
        (
            to,
            format!("{} {}", chart.target_word, value(chart.target.value)),
        ),
    ];
    if let (Some(at), Some(latest)) = (points.last(), chart.check_ins.last()) {
        words.push((*at, value(latest.value)));
    }
    let words: Vec<((f64, f64), String)> = words
        .into_iter()
        .map(|(at, words)| (at, wrap(&words, 180.0, FONT, 1).concat()))
        .collect();
    let mut wanted: Vec<Wanted> = words
        .iter()
        .map(|(at, words)| wanted(*at, BOLD * text_width(words, FONT), LINE))
        .collect();
    // The other points want no words, only to be kept free.
    wanted.extend(points.iter().map(|at| wanted_nothing(*at)));
    let bounds = Area {
        x: f64::midpoint(LEFT, RIGHT),
        y: f64::midpoint(0.0, BOTTOM),
        width: RIGHT - LEFT,
        height: BOTTOM,
    };
    let measured = std::iter::once(&from).chain(points);
    let avoid: Vec<Area> = measured
        .clone()
        .zip(measured.skip(1))
        .flat_map(|(a, b)| along(*a, *b))
        .chain(along(from, to))
        .collect();
    let placed = place(&wanted, &avoid, bounds);
    html! {
        @for (((at, words), area), wanted) in words.iter().zip(&placed).zip(&wanted) {
            @if needs_leader(wanted, area) {
                line class="chart-leader" x1=(px(at.0)) y1=(px(at.1)) x2=(px(area.x)) y2=(px(area.y)) {}
            }
            text class="chart-value" x=(px(area.x)) y=(px(area.y + 5.0)) text-anchor="middle" { (words) }
        }
    }
}

fn wanted((x, y): (f64, f64), width: f64, height: f64) -> Wanted {
    Wanted {
        dot: Area {
            x,
            y,
            width: 14.0,
            height: 14.0,
        },
        width,
        height,
    }
}

fn wanted_nothing(at: (f64, f64)) -> Wanted {
    wanted(at, 0.0, 0.0)
}
