//! Importance × satisfaction.

use maud::{Markup, html};

use crate::model::numbers::round_percent;
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::layout::{
    Area, FONT, LINE, Scale, WIDTH, Wanted, along, frame, needs_leader, place, px, text_width, wrap,
};

/// Needs by importance (upwards) and satisfaction (to the right), split at the means.
#[derive(Clone, Debug)]
pub struct Quadrant<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The needs, by rank.
    pub points: Vec<QuadrantPoint<'a>>,
    /// Where the upper half begins, a share.
    pub mean_importance: f64,
    /// Where the right half begins, a share.
    pub mean_satisfaction: f64,
    /// The word on the upward axis.
    pub importance: &'a str,
    /// The word on the axis to the right.
    pub satisfaction: &'a str,
    /// The name of the upper left: important, not satisfied.
    pub focus: &'a str,
    /// The name of the upper right.
    pub keep_up: &'a str,
    /// The name of the lower left.
    pub low_priority: &'a str,
    /// The name of the lower right.
    pub possible_overkill: &'a str,
    /// Draw the intervals as whiskers.
    pub whiskers: bool,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One need.
#[derive(Clone, Debug)]
pub struct QuadrantPoint<'a> {
    /// Its rank, shown beside the dot and in the legend.
    pub rank: u32,
    /// Its words, shown in the legend.
    pub label: &'a str,
    /// The quadrant it was found to lie in.
    pub quarter: Quarter,
    /// Its importance, a share.
    pub importance: f64,
    /// Its importance's interval.
    pub importance_interval: Option<[f64; 2]>,
    /// Its satisfaction, a share.
    pub satisfaction: f64,
    /// Its satisfaction's interval.
    pub satisfaction_interval: Option<[f64; 2]>,
}

/// The four quadrants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quarter {
    /// Important, not satisfied.
    Focus,
    /// Important, satisfied.
    KeepUp,
    /// Less important, not satisfied.
    LowPriority,
    /// Less important, satisfied.
    PossibleOverkill,
}

impl Quarter {
    /// Every quadrant, the most urgent first.
    pub const ALL: [Self; 4] = [
        Self::Focus,
        Self::KeepUp,
        Self::LowPriority,
        Self::PossibleOverkill,
    ];

    fn class(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::KeepUp => "keep-up",
            Self::LowPriority => "low",
            Self::PossibleOverkill => "overkill",
        }
    }
}

/// The chart and, below or beside it, a legend: the needs of each quadrant by rank. The dots of the four quadrants differ in
/// shape as well as in colour.
pub fn quadrant(chart: &Quadrant<'_>) -> Markup {
    let across = axis(
        chart
            .points
            .iter()
            .map(|point| (point.satisfaction, point.satisfaction_interval)),
        chart,
        chart.mean_satisfaction,
    );
    let up = axis(
        chart
            .points
            .iter()
            .map(|point| (point.importance, point.importance_interval)),
        chart,
        chart.mean_importance,
    );
    let view = View {
        across: Scale {
            values: across,
            places: [LEFT, RIGHT],
        },
        up: Scale {
            values: up,
            places: [BOTTOM, TOP],
        },
    };
    let body = html! {
        (grounds(chart, &view))
        (axes(chart, &view, across, up))
        @if chart.whiskers {
            @for point in &chart.points { (whiskers(point, &view)) }
        }
        (numbers(chart, &view))
        @for point in &chart.points { (dot(point, &view)) }
    };
    let drawing = frame(&chart.caption, "quadrant", HEIGHT, &body);
    html! {
        figure class="chart chart-beside" { (drawing) (legend(chart)) }
    }
}

/// The plot's edges; names of quadrants stand above and below it, so that no dot can lie on them.
const LEFT: f64 = 46.0;
const RIGHT: f64 = WIDTH - 6.0;
const TOP: f64 = 2.0 * LINE + 10.0;
const BOTTOM: f64 = 400.0;
const HEIGHT: f64 = BOTTOM + 3.0 * LINE + 10.0;

/// Where shares stand.
struct View {
    across: Scale,
    up: Scale,
}

/// Both ends of an axis: steps of five percent around all values, with room for the dots at the edge.
fn axis(
    values: impl Iterator<Item = (f64, Option<[f64; 2]>)>,
    chart: &Quadrant<'_>,
    mean: f64,
) -> [f64; 2] {
    let (mut low, mut high) = (mean, mean);
    for (value, interval) in values {
        let ends = interval
            .filter(|_| chart.whiskers)
            .unwrap_or([value, value]);
        for end in [value, ends[0], ends[1]] {
            low = low.min(end);
            high = high.max(end);
        }
    }
    let air = 0.03 * (high - low).max(0.1);
    [
        (((low - air) * 20.0).floor() / 20.0).max(0.0),
        (((high + air) * 20.0).ceil() / 20.0).min(1.0),
    ]
}

fn grounds(chart: &Quadrant<'_>, view: &View) -> Markup {
    let x = view.across.at(chart.mean_satisfaction);
    let y = view.up.at(chart.mean_importance);
    let ground = |quarter: Quarter, left: f64, top: f64, right: f64, bottom: f64| {
        html! {
            rect class={ "chart-quarter-" (quarter.class()) } x=(px(left)) y=(px(top))
                width=(px(right - left)) height=(px(bottom - top)) {}
        }
    };
    let name = |words: &str, x: f64, y: f64, anchor: &str| {
        html! {
            text class="chart-head" x=(px(x)) y=(px(y)) text-anchor=(anchor) {
                @for line in wrap(words, (RIGHT - LEFT) / 2.0 - 4.0, FONT, 1) { (line) }
            }
        }
    };
    let above = TOP - 7.0;
    let below = BOTTOM + LINE + 1.0;
    html! {
        (ground(Quarter::Focus, LEFT, TOP, x, y))
        (ground(Quarter::KeepUp, x, TOP, RIGHT, y))
        (ground(Quarter::LowPriority, LEFT, y, x, BOTTOM))
        (ground(Quarter::PossibleOverkill, x, y, RIGHT, BOTTOM))
        line class="chart-mean" x1=(px(x)) x2=(px(x)) y1=(px(TOP)) y2=(px(BOTTOM)) {}
        line class="chart-mean" x1=(px(LEFT)) x2=(px(RIGHT)) y1=(px(y)) y2=(px(y)) {}
        (name(chart.focus, LEFT, above, "start"))
        (name(chart.keep_up, RIGHT, above, "end"))
        (name(chart.low_priority, LEFT, below, "start"))
        (name(chart.possible_overkill, RIGHT, below, "end"))
    }
}

fn axes(chart: &Quadrant<'_>, view: &View, across: [f64; 2], up: [f64; 2]) -> Markup {
    html! {
        text class="chart-note" x="0" y=(px(LINE - 3.0)) {
            @for line in wrap(&format!("↑ {}", chart.importance), WIDTH, FONT, 1) { (line) }
        }
        @for share in ticks(up) {
            @let y = view.up.at(share);
            line class="chart-axis" x1=(px(LEFT - 4.0)) x2=(px(LEFT)) y1=(px(y)) y2=(px(y)) {}
            text class="chart-tick" x=(px(LEFT - 6.0)) y=(px(y + 5.0)) text-anchor="end" { (round_percent(share, chart.lang)) }
        }
        @for share in ticks(across) {
            @let x = view.across.at(share);
            line class="chart-axis" x1=(px(x)) x2=(px(x)) y1=(px(BOTTOM)) y2=(px(BOTTOM + 4.0)) {}
            text class="chart-tick" x=(px(x)) y=(px(BOTTOM + 2.0 * LINE + 2.0)) text-anchor=(if x > RIGHT - 10.0 { "end" } else { "middle" }) {
                (round_percent(share, chart.lang))
            }
        }
        text class="chart-note" x=(px(RIGHT)) y=(px(BOTTOM + 3.0 * LINE + 4.0)) text-anchor="end" {
            @for line in wrap(&format!("{} →", chart.satisfaction), WIDTH, FONT, 1) { (line) }
        }
    }
}

/// Tens of percent, or every second of them where there are many.
fn ticks([low, high]: [f64; 2]) -> Vec<f64> {
    let step = if high - low > 0.55 { 2 } else { 1 };
    (0..=10)
        .filter(|tens| tens % step == 0)
        .map(|tens| f64::from(tens) / 10.0)
        .filter(|share| (low - 1e-9..=high + 1e-9).contains(share))
        .collect()
}

fn whiskers(point: &QuadrantPoint<'_>, view: &View) -> Markup {
    let x = view.across.at(point.satisfaction);
    let y = view.up.at(point.importance);
    html! {
        @if let Some([low, high]) = point.satisfaction_interval {
            line class="chart-whisker" x1=(px(view.across.at(low))) x2=(px(view.across.at(high))) y1=(px(y)) y2=(px(y)) {}
        }
        @if let Some([low, high]) = point.importance_interval {
            line class="chart-whisker" x1=(px(x)) x2=(px(x)) y1=(px(view.up.at(low))) y2=(px(view.up.at(high))) {}
        }
    }
}

/// The ranks beside the dots, each where it hides nothing, with a line to its dot where it stands apart.
fn numbers(chart: &Quadrant<'_>, view: &View) -> Markup {
    let (wanted, placed) = placed(chart, view);
    html! {
        @for ((point, wanted), area) in chart.points.iter().zip(&wanted).zip(&placed) {
            @if needs_leader(wanted, area) {
                line class="chart-leader" x1=(px(wanted.dot.x)) y1=(px(wanted.dot.y)) x2=(px(area.x)) y2=(px(area.y)) {}
            }
            text class="chart-number" x=(px(area.x)) y=(px(area.y + 5.0)) text-anchor="middle" { (point.rank) }
        }
    }
}

fn placed(chart: &Quadrant<'_>, view: &View) -> (Vec<Wanted>, Vec<Area>) {
    let wanted: Vec<Wanted> = chart
        .points
        .iter()
        .map(|point| Wanted {
            dot: Area {
                x: view.across.at(point.satisfaction),
                y: view.up.at(point.importance),
                width: 11.0,
                height: 11.0,
            },
            width: text_width(&point.rank.to_string(), FONT) + 2.0,
            height: FONT,
        })
        .collect();
    let bounds = Area {
        x: f64::midpoint(LEFT, RIGHT),
        y: f64::midpoint(TOP, BOTTOM),
        width: RIGHT - LEFT - 2.0,
        height: BOTTOM - TOP - 2.0,
    };
    let mean = (
        view.across.at(chart.mean_satisfaction),
        view.up.at(chart.mean_importance),
    );
    let means =
        along((mean.0, TOP), (mean.0, BOTTOM)).chain(along((LEFT, mean.1), (RIGHT, mean.1)));
    let whiskers = chart
        .points
        .iter()
        .filter(|_| chart.whiskers)
        .flat_map(|point| ground_of_whiskers(point, view));
    let avoid: Vec<Area> = means.chain(whiskers).collect();
    let placed = place(&wanted, &avoid, bounds);
    (wanted, placed)
}

fn ground_of_whiskers(point: &QuadrantPoint<'_>, view: &View) -> impl Iterator<Item = Area> {
    let x = view.across.at(point.satisfaction);
    let y = view.up.at(point.importance);
    let across = point
        .satisfaction_interval
        .map(|[low, high]| along((view.across.at(low), y), (view.across.at(high), y)));
    let up = point
        .importance_interval
        .map(|[low, high]| along((x, view.up.at(low)), (x, view.up.at(high))));
    across.into_iter().flatten().chain(up.into_iter().flatten())
}

fn dot(point: &QuadrantPoint<'_>, view: &View) -> Markup {
    let x = view.across.at(point.satisfaction);
    let y = view.up.at(point.importance);
    mark(point.quarter, x, y)
}

/// A diamond, a disc, a ring or a square.
fn mark(quarter: Quarter, x: f64, y: f64) -> Markup {
    let class = format!("chart-dot-{}", quarter.class());
    match quarter {
        Quarter::Focus => {
            let path = format!("M{} {}l6.5 6.5l-6.5 6.5l-6.5 -6.5Z", px(x), px(y - 6.5));
            html! { path class=(class) d=(path) {} }
        }
        Quarter::KeepUp | Quarter::LowPriority => {
            html! { circle class=(class) cx=(px(x)) cy=(px(y)) r="5" {} }
        }
        Quarter::PossibleOverkill => {
            html! { rect class=(class) x=(px(x - 4.5)) y=(px(y - 4.5)) width="9" height="9" {} }
        }
    }
}

fn legend(chart: &Quadrant<'_>) -> Markup {
    let name = |quarter: Quarter| match quarter {
        Quarter::Focus => chart.focus,
        Quarter::KeepUp => chart.keep_up,
        Quarter::LowPriority => chart.low_priority,
        Quarter::PossibleOverkill => chart.possible_overkill,
    };
    html! {
        figcaption class="chart-legend" {
            @for quarter in Quarter::ALL {
                @let points: Vec<_> = chart.points.iter().filter(|point| point.quarter == quarter).collect();
                @if !points.is_empty() {
                    p class="chart-legend-name" {
                        svg class="chart-key" viewBox="0 0 16 16" aria-hidden="true" { (mark(quarter, 8.0, 8.0)) }
                        " " (name(quarter))
                    }
                    ol {
                        @for point in points { li value=(point.rank) { (point.label) } }
                    }
                }
            }
        }
    }
}
