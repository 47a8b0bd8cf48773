//! Stances on a proposal, as one bar with its parts named beneath.

use maud::{Markup, html};

use crate::model::numbers::{percent, thousands};
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::layout::{FONT, LINE, WIDTH, frame, px, text_width, wrap};

/// Everybody's stances.
#[derive(Clone, Debug)]
pub struct Stances<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The levels of the scale, the most supportive one first.
    pub parts: Vec<StancePart<'a>>,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One level.
#[derive(Clone, Copy, Debug)]
pub struct StancePart<'a> {
    /// Its words.
    pub label: &'a str,
    /// How many took it.
    pub n: u64,
    /// How it is drawn.
    pub kind: StanceKind,
}

/// How a level is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StanceKind {
    /// Supports it.
    For,
    /// Supports it with reservations.
    Reserved,
    /// Stands aside.
    Aside,
    /// Is against it.
    Against,
    /// Stops it; hatched.
    Blocks,
}

/// The height of the bar.
const BAR: f64 = 30.0;
/// The ground between two parts.
const GAP: f64 = 2.0;
/// The side of the mark before a name.
const KEY: f64 = 14.0;

/// One bar from left to right, the most supportive level first, each part as wide as its share; beneath it every level
/// with its mark, its words, its number and its share.
pub fn stance_bar(chart: &Stances<'_>) -> Markup {
    let total: u64 = chart.parts.iter().map(|part| part.n).sum();
    let share = |n: u64| match (u32::try_from(n), u32::try_from(total)) {
        (Ok(n), Ok(total)) if total > 0 => f64::from(n) / f64::from(total),
        _ => 0.0,
    };
    let hatch = format!("{}-hatch", chart.caption.id);
    let mut x = 0.0;
    let parts: Vec<Markup> = chart
        .parts
        .iter()
        .filter(|part| part.n > 0)
        .map(|part| {
            let width = share(part.n) * WIDTH;
            let drawn = one(part, x, width, &hatch, chart.lang);
            x += width;
            drawn
        })
        .collect();
    let mut y = BAR + 10.0;
    let rows: Vec<Markup> = chart
        .parts
        .iter()
        .map(|part| {
            let (row, end) = row(part, share(part.n), y, &hatch, chart.lang);
            y = end;
            row
        })
        .collect();
    let body = html! {
        defs {
            pattern id=(hatch) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line class="chart-hatch" x1="0" x2="0" y1="0" y2="6" {}
            }
        }
        rect class="chart-track" x="0" y="0" width=(px(WIDTH)) height=(px(BAR)) {}
        @for part in &parts { (part) }
        @for row in &rows { (row) }
    };
    let drawing = frame(&chart.caption, "stances", y + 4.0, &body);
    html! { figure class="chart" { (drawing) } }
}

/// A part of the bar, with its number in it where there is room.
fn one(part: &StancePart<'_>, x: f64, width: f64, hatch: &str, lang: &Lang) -> Markup {
    let number = thousands(part.n, lang);
    let has_room = text_width(&number, FONT) + 8.0 <= width;
    html! {
        (mark(part.kind, x, 0.0, (width - GAP).max(1.0), BAR, hatch))
        @if has_room {
            text class="chart-value" x=(px(x + (width - GAP) / 2.0)) y=(px(BAR / 2.0 + 5.0)) text-anchor="middle" { (number) }
        }
    }
}

/// A level's mark, words, number and share; and where the next one begins.
fn row(part: &StancePart<'_>, share: f64, y: f64, hatch: &str, lang: &Lang) -> (Markup, f64) {
    let figures = format!("{} · {}", thousands(part.n, lang), percent(share, lang));
    let left = KEY + 8.0;
    let room = WIDTH - left - text_width(&figures, FONT) - FONT;
    let lines = wrap(part.label, room, FONT, 2);
    let mut baseline = y;
    let markup = html! {
        (mark(part.kind, 0.0, y + 4.0, KEY, KEY, hatch))
        @for line in &lines {
            text x=(px(left)) y=(px({ baseline += LINE; baseline })) { (line) }
        }
        text class="chart-value" x=(px(WIDTH)) y=(px(y + LINE)) text-anchor="end" { (figures) }
    };
    (markup, baseline.max(y + LINE) + 7.0)
}

fn mark(kind: StanceKind, x: f64, y: f64, width: f64, height: f64, hatch: &str) -> Markup {
    let class = match kind {
        StanceKind::For => "chart-bar chart-bar-strong",
        StanceKind::Reserved => "chart-bar",
        StanceKind::Aside => "chart-bar chart-bar-rest",
        StanceKind::Against => "chart-bar chart-bar-minus",
        StanceKind::Blocks => "chart-bar chart-bar-out",
    };
    html! {
        rect class=(class) x=(px(x)) y=(px(y)) width=(px(width)) height=(px(height)) {}
        @if kind == StanceKind::Blocks {
            rect x=(px(x)) y=(px(y)) width=(px(width)) height=(px(height)) fill={ "url(#" (hatch) ")" } {}
        }
    }
}
