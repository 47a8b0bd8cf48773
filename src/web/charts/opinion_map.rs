//! Who votes alike: everybody as a mark on a map.

use maud::{Markup, html};

use crate::web::charts::Caption;
use crate::web::charts::layout::{FONT, Scale, WIDTH, frame, px, text_width};

/// People on a map; the nearer two stand, the more alike they voted.
#[derive(Clone, Debug)]
pub struct OpinionMap<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// Everybody.
    pub points: Vec<MapPoint>,
    /// The groups' names with how many belong to each, in words.
    pub groups: Vec<(&'a str, String)>,
    /// What those without a group are called, with how many they are.
    pub others: String,
}

/// One person.
#[derive(Clone, Copy, Debug)]
pub struct MapPoint {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// The index of the group, if she belongs to one.
    pub group: Option<usize>,
}

/// The plot is a square, so that distances mean the same in both directions.
const EDGE: f64 = 18.0;

/// The marks of the groups, again from the first where there are more groups.
const MARKS: usize = 6;

/// The map and a legend. Groups differ in shape as well as in colour, and each has its name at its middle.
pub fn opinion_map(chart: &OpinionMap<'_>) -> Markup {
    let reach = chart
        .points
        .iter()
        .flat_map(|point| [point.x.abs(), point.y.abs()])
        .filter(|reach| reach.is_finite())
        .fold(0.0, f64::max)
        .max(1e-9);
    let across = Scale {
        values: [-reach, reach],
        places: [EDGE, WIDTH - EDGE],
    };
    let up = Scale {
        values: [-reach, reach],
        places: [WIDTH - EDGE, EDGE],
    };
    let middle = WIDTH / 2.0;
    let body = html! {
        rect class="chart-track" x="0" y="0" width=(px(WIDTH)) height=(px(WIDTH)) {}
        line class="chart-axis" x1="0" x2=(px(WIDTH)) y1=(px(middle)) y2=(px(middle)) {}
        line class="chart-axis" x1=(px(middle)) x2=(px(middle)) y1="0" y2=(px(WIDTH)) {}
        @for point in &chart.points { (mark(point.group, across.at(point.x), up.at(point.y))) }
        @for (idx, (name, _)) in chart.groups.iter().enumerate() {
            @if let Some((x, y)) = centre(chart, idx) { (label(name, across.at(x), up.at(y))) }
        }
    };
    let drawing = frame(&chart.caption, "map", WIDTH, &body);
    let has_others = chart.points.iter().any(|point| point.group.is_none());
    html! {
        figure class="chart chart-beside" {
            (drawing)
            figcaption class="chart-legend" {
                @for (idx, (name, size)) in chart.groups.iter().enumerate() {
                    p class="chart-legend-name" { (key(Some(idx))) " " (name) ": " (size) }
                }
                @if has_others { p class="chart-legend-name" { (key(None)) " " (chart.others) } }
            }
        }
    }
}

fn key(group: Option<usize>) -> Markup {
    html! { svg class="chart-key" viewBox="0 0 16 16" aria-hidden="true" { (mark(group, 8.0, 8.0)) } }
}

/// The middle of a group.
fn centre(chart: &OpinionMap<'_>, group: usize) -> Option<(f64, f64)> {
    let (mut x, mut y, mut n) = (0.0, 0.0, 0.0);
    for point in chart
        .points
        .iter()
        .filter(|point| point.group == Some(group))
    {
        x += point.x;
        y += point.y;
        n += 1.0;
    }
    (n > 0.0).then(|| (x / n, y / n))
}

/// A group's name on a ground of its own, so that it is read above the marks.
fn label(name: &str, x: f64, y: f64) -> Markup {
    let width = text_width(name, FONT) + 10.0;
    html! {
        rect class="chart-plate" x=(px(x - width / 2.0)) y=(px(y - 10.0)) width=(px(width)) height="20" rx="4" {}
        text class="chart-head" x=(px(x)) y=(px(y + 5.0)) text-anchor="middle" { (name) }
    }
}

/// A disc, a square, two triangles, a diamond, a cross; a ring for those without a group.
fn mark(group: Option<usize>, x: f64, y: f64) -> Markup {
    let Some(group) = group else {
        return html! { circle class="chart-nobody" cx=(px(x)) cy=(px(y)) r="4" {} };
    };
    let shape = group % MARKS;
    let class = format!("chart-group chart-group-{}", shape + 1);
    let path = match shape {
        0 => return html! { circle class=(class) cx=(px(x)) cy=(px(y)) r="5" {} },
        1 => format!("M{} {}h9v9h-9Z", px(x - 4.5), px(y - 4.5)),
        2 => format!("M{} {}l5.8 10h-11.6Z", px(x), px(y - 6.0)),
        3 => format!("M{} {}l6.2 6.2l-6.2 6.2l-6.2 -6.2Z", px(x), px(y - 6.2)),
        4 => format!("M{} {}l-5.8 -10h11.6Z", px(x), px(y + 6.0)),
        _ => format!(
            "M{} {}h4v-4h4v4h4v4h-4v4h-4v-4h-4Z",
            px(x - 6.0),
            px(y - 2.0)
        ),
    };
    html! { path class=(class) d=(path) {} }
}
