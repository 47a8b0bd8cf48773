//! What a panel said of one item: in one round, and from round to round.

use maud::{Markup, html};

use crate::web::charts::Caption;
use crate::web::charts::layout::{FONT, LINE, Scale, WIDTH, diamond, frame, px, wrap};

/// Where the ratings of one round lie.
#[derive(Clone, Copy, Debug)]
pub struct Spread<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The lowest and the highest point of the scale.
    pub ends: [i32; 2],
    /// The share of each point, from 0 to 1; none where it may not be shown.
    pub shares: Option<&'a [f64]>,
    /// The first quartile, the median and the third quartile.
    pub quartiles: [f64; 3],
    /// The visitor's own rating, if she gave one, with the word at its mark.
    pub own: Option<(i32, &'a str)>,
}

/// Where the ratings of several rounds lie.
#[derive(Clone, Copy, Debug)]
pub struct Drifting<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The lowest and the highest point of the scale.
    pub ends: [i32; 2],
    /// Each round's name and its quartiles; none where it was not asked or may not be shown.
    pub rounds: &'a [(String, Option<[f64; 3]>)],
}

/// The left and the right edge of the points of a scale.
const EDGES: [f64; 2] = [20.0, WIDTH - 20.0];
/// How high the tallest bar is.
const TALLEST: f64 = 56.0;

/// Bars for the points of the scale, where they may be shown; beneath them a line over the middle half of the ratings
/// with a dot at the median, and a diamond at the visitor's own rating.
pub fn spread(chart: &Spread<'_>) -> Markup {
    let [min, max] = chart.ends;
    let across = Scale {
        values: [f64::from(min), f64::from(max)],
        places: EDGES,
    };
    let axis = if chart.shares.is_some() {
        TALLEST + 6.0
    } else {
        6.0
    };
    let highest = chart
        .shares
        .iter()
        .flat_map(|shares| shares.iter().copied())
        .fold(0.0, f64::max);
    let up = Scale {
        values: [0.0, highest],
        places: [0.0, TALLEST],
    };
    let wide = 0.7 * (EDGES[1] - EDGES[0]) / f64::from((max - min).max(1));
    let [q1, median, q3] = chart.quartiles.map(|quartile| across.at(quartile));
    let line = axis + LINE + 18.0;
    let body = html! {
        @for (point, share) in (min..=max).zip(chart.shares.unwrap_or_default()) {
            @let height = up.at(*share);
            rect class="chart-bar" x=(px(across.at(f64::from(point)) - wide / 2.0)) y=(px(axis - height)) width=(px(wide)) height=(px(height)) {}
        }
        line class="chart-axis" x1="0" x2=(px(WIDTH)) y1=(px(axis)) y2=(px(axis)) {}
        @for point in min..=max {
            text class="chart-tick" x=(px(across.at(f64::from(point)))) y=(px(axis + LINE)) text-anchor="middle" { (point) }
        }
        line class="chart-line" x1=(px(q1)) x2=(px(q3)) y1=(px(line)) y2=(px(line)) {}
        circle class="chart-point" cx=(px(median)) cy=(px(line)) r="7" {}
        @if let Some((own, word)) = chart.own {
            @let x = across.at(f64::from(own));
            @let y = line + 22.0;
            path class="chart-goal-point" d=(diamond((x, y))) {}
            @let after = x < WIDTH / 2.0;
            text class="chart-value" x=(px(if after { x + 12.0 } else { x - 12.0 })) y=(px(y + 5.0)) text-anchor=(if after { "start" } else { "end" }) {
                @for words in wrap(word, WIDTH / 2.0 - 20.0, FONT, 1) { (words) }
            }
        }
    };
    let height = line + if chart.own.is_some() { 36.0 } else { 12.0 };
    html! { figure class="chart" { (frame(&chart.caption, "spread", height, &body)) } }
}

/// A box over the middle half of each round's ratings, and a line from median to median.
pub fn drifting(chart: &Drifting<'_>) -> Markup {
    const LEFT: f64 = 34.0;
    const TOP: f64 = 10.0;
    const BOTTOM: f64 = 120.0;
    const HALF: f64 = 13.0;
    let [min, max] = chart.ends.map(f64::from);
    let up = Scale {
        values: [min, max],
        places: [BOTTOM, TOP],
    };
    let across = |round: usize| {
        let n = chart.rounds.len().max(1);
        let step = (WIDTH - LEFT) / f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        LEFT + step * (f64::from(u32::try_from(round).unwrap_or(u32::MAX)) + 0.5)
    };
    let points: Vec<(f64, [f64; 3])> = chart
        .rounds
        .iter()
        .enumerate()
        .filter_map(|(idx, (_, quartiles))| {
            Some((across(idx), quartiles.map(|q| q.map(|q| up.at(q)))?))
        })
        .collect();
    let line: Vec<String> = points
        .iter()
        .map(|(x, [_, median, _])| format!("{},{}", px(*x), px(*median)))
        .collect();
    let body = html! {
        @for value in [min, f64::midpoint(min, max), max] {
            line class="chart-axis" x1=(px(LEFT)) x2=(px(WIDTH)) y1=(px(up.at(value))) y2=(px(up.at(value))) {}
            text class="chart-tick" x=(px(LEFT - 8.0)) y=(px(up.at(value) + 5.0)) text-anchor="end" { (value) }
        }
        @for (x, [q1, _, q3]) in &points {
            rect class="chart-bar-out" x=(px(x - HALF)) y=(px(*q3)) width=(px(2.0 * HALF)) height=(px((q1 - q3).max(2.0))) {}
        }
        @if points.len() > 1 { polyline class="chart-line" points=(line.join(" ")) {} }
        @for (x, [_, median, _]) in &points {
            circle class="chart-point" cx=(px(*x)) cy=(px(*median)) r="6" {}
        }
        @for (idx, (name, _)) in chart.rounds.iter().enumerate() {
            text class="chart-tick" x=(px(across(idx))) y=(px(BOTTOM + LINE + 4.0)) text-anchor="middle" { (name) }
        }
    };
    html! { figure class="chart" { (frame(&chart.caption, "drift", BOTTOM + LINE + 12.0, &body)) } }
}
