//! Where things go: scales, the width of words, and labels that keep out of each other's way.

use std::cmp::{Ordering, Reverse};

use maud::{Markup, html};

use crate::web::charts::Caption;

/// The width of every chart in its own units. On a phone 360 pixels wide one unit is about 0.82 pixels, so that letters of
/// [`FONT`] units come out near 12 pixels.
pub(super) const WIDTH: f64 = 400.0;

/// The size of letters.
pub(super) const FONT: f64 = 14.0;

/// The height of a line of words.
pub(super) const LINE: f64 = 17.0;

/// The frame that every chart stands in.
pub(super) fn frame(caption: &Caption<'_>, kind: &str, height: f64, body: &Markup) -> Markup {
    let title_id = format!("{}-title", caption.id);
    let desc_id = format!("{}-desc", caption.id);
    html! {
        svg class={ "chart-svg chart-" (kind) } role="img" xmlns="http://www.w3.org/2000/svg"
            viewBox={ "0 0 " (px(WIDTH)) " " (px(height)) }
            aria-labelledby=(title_id) aria-describedby=(desc_id) {
            title id=(title_id) { (caption.title) }
            desc id=(desc_id) { (caption.description) }
            (body)
        }
    }
}

/// A coordinate, to a tenth of a unit.
pub(super) fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.is_finite() && tenths != 0.0 {
        tenths.to_string()
    } else {
        "0".to_owned()
    }
}

/// The outline of a diamond around a place.
pub(super) fn diamond((x, y): (f64, f64)) -> String {
    const HALF: f64 = 7.0;
    format!(
        "M{} {}L{} {}L{} {}L{} {}Z",
        px(x),
        px(y - HALF),
        px(x + HALF),
        px(y),
        px(x),
        px(y + HALF),
        px(x - HALF),
        px(y)
    )
}

/// From values to places on the drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The values at both ends.
    pub(super) values: [f64; 2],
    /// Where they stand.
    pub(super) places: [f64; 2],
}

impl Scale {
    /// Where `value` stands; values beyond an end stand at that end.
    pub(super) fn at(self, value: f64) -> f64 {
        let [low, high] = self.values;
        let [from, to] = self.places;
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.0
        };
        let part = if part.is_finite() {
            part.clamp(0.0, 1.0)
        } else {
            0.0
        };
        from + part * (to - from)
    }
}

/// The least round number of at least `value` that two to five round steps lead to, and the step; as near to `count` of
/// them as there can be.
pub(super) fn round_up(value: f64, count: f64) -> (f64, f64) {
    if !(value.is_finite() && value > 0.0) {
        return (1.0, 1.0);
    }
    let magnitude = 10_f64.powf(value.log10().floor() - 1.0);
    let steps = [2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0].map(|multiple| multiple * magnitude);
    let n_steps = |step: f64| (value / step - 1e-9).ceil();
    steps
        .into_iter()
        .filter(|step| (2.0..=5.0).contains(&n_steps(*step)))
        .map(|step| (n_steps(step) * step, step))
        .min_by(|(a, a_step), (b, b_step)| {
            let off = |step: f64| (n_steps(step) - count).abs();
            // Ends that differ by rounding alone are the same.
            let same = (a - b).abs() < magnitude / 1000.0;
            let by_end = if same {
                Ordering::Equal
            } else {
                a.total_cmp(b)
            };
            by_end.then(off(*a_step).total_cmp(&off(*b_step)))
        })
        .unwrap_or((value, value))
}

/// About how wide `text` is in letters of `size`: a generous guess for sans-serif fonts.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(char_width).sum::<f64>() * size
}

fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | '[' | ']'
        | '’' | 'í' => 0.32,
        ' ' | 'f' | 't' | 'r' | 'I' | '-' | '/' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' => 0.95,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        c if c.is_uppercase() => 0.72,
        '\u{1100}'.. => 1.05,
        _ => 0.58,
    }
}

/// `text` in at most `most` lines no wider than `width`; what does not fit ends in `…`.
pub(super) fn wrap(text: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| text_width(line, size) <= width;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // No label is longer than its lines can hold, so only that much of a hostile one is looked at.
    let mut words = text.split_whitespace();
    let mut is_cut = false;
    'words: for word in words.by_ref() {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if lines.len() >= most {
                is_cut = true;
                break 'words;
            }
            line.push(c);
            if !fits(&line) {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(c);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    is_cut |= lines.len() > most || words.next().is_some();
    lines.truncate(most);
    if is_cut && let Some(last) = lines.last_mut() {
        while !last.is_empty() && !fits(&format!("{last}…")) {
            last.pop();
        }
        let kept = last.trim_end().len();
        last.truncate(kept);
        last.push('…');
    }
    lines
}

/// A rectangle by its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    /// Its middle.
    pub(super) x: f64,
    /// Its middle.
    pub(super) y: f64,
    /// Its full width.
    pub(super) width: f64,
    /// Its full height.
    pub(super) height: f64,
}

impl Area {
    /// By how much the two overlap, as an area.
    pub(super) fn overlap(self, other: Self) -> f64 {
        let x = f64::midpoint(self.width, other.width) - (self.x - other.x).abs();
        let y = f64::midpoint(self.height, other.height) - (self.y - other.y).abs();
        let x = x.min(self.width).min(other.width);
        let y = y.min(self.height).min(other.height);
        if x > 0.0 && y > 0.0 { x * y } else { 0.0 }
    }

    /// How much of it lies outside of `bounds`, as an area.
    fn outside(self, bounds: Self) -> f64 {
        self.width * self.height - self.overlap(bounds)
    }
}

/// A label that wants to stand near a dot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The dot.
    pub(super) dot: Area,
    /// How wide the label is.
    pub(super) width: f64,
    /// How high the label is.
    pub(super) height: f64,
}

/// A place for each label, inside `bounds`, off all dots and off each other: the nearest that is free, and rather not on what
/// is to `avoid`. Those that have the most neighbours choose first, and all choose again until nobody finds a better place.
pub(super) fn place(wanted: &[Wanted], avoid: &[Area], bounds: Area) -> Vec<Area> {
    const ROUNDS: usize = 12;
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let crowd = |idx: usize| {
        let near = |other: &&Wanted| {
            (other.dot.x - wanted[idx].dot.x).hypot(other.dot.y - wanted[idx].dot.y) < 40.0
        };
        wanted.iter().filter(near).count()
    };
    order.sort_by_key(|idx| (Reverse(crowd(*idx)), *idx));
    let choices: Vec<Vec<(f64, Area)>> = wanted
        .iter()
        .map(|own| choices(own, wanted, avoid, bounds))
        .collect();
    let mut placed: Vec<Option<Area>> = vec![None; wanted.len()];
    for _ in 0..ROUNDS {
        let before = placed.clone();
        for &idx in &order {
            placed[idx] = None;
            let on_labels = |area: Area| {
                let others = placed.iter().flatten();
                1000.0 * others.map(|other| area.overlap(*other)).sum::<f64>()
            };
            placed[idx] = choices[idx]
                .iter()
                .map(|(fixed, area)| (fixed + on_labels(*area), *area))
                .min_by(|(a, _), (b, _)| a.total_cmp(b))
                .map(|(_, area)| area);
        }
        if placed == before {
            break;
        }
    }
    placed.into_iter().flatten().collect()
}

/// The places for a label and how bad each is, other labels aside: not within bounds, on a dot, on what is to be avoided, far.
fn choices(own: &Wanted, wanted: &[Wanted], avoid: &[Area], bounds: Area) -> Vec<(f64, Area)> {
    candidates(*own)
        .map(|area| {
            let on_dots: f64 = wanted.iter().map(|other| area.overlap(other.dot)).sum();
            let on_lines: f64 = avoid.iter().map(|other| area.overlap(*other)).sum();
            let cost =
                1000.0 * area.outside(bounds) + 500.0 * on_dots + 0.4 * on_lines + gap(own, area);
            (cost, area)
        })
        .collect()
}

/// Is the label far enough from its dot to need a line to it?
pub(super) fn needs_leader(wanted: &Wanted, label: &Area) -> bool {
    gap(wanted, *label) > 6.0
}

/// The distance between a label and its dot.
fn gap(wanted: &Wanted, label: Area) -> f64 {
    let x = (wanted.dot.x - label.x).abs() - f64::midpoint(wanted.dot.width, label.width);
    let y = (wanted.dot.y - label.y).abs() - f64::midpoint(wanted.dot.height, label.height);
    x.max(0.0).hypot(y.max(0.0))
}

/// The ground that a straight line covers, as small areas.
pub(super) fn along((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> impl Iterator<Item = Area> {
    const SIDE: f64 = 5.0;
    const MOST: i32 = 100;
    let length = (x2 - x1).hypot(y2 - y1);
    // One area a side of length, so that a label pays for each part of the line it covers once.
    let last = (1..MOST)
        .find(|n| f64::from(*n) * SIDE >= length)
        .unwrap_or(MOST);
    (0..=last).map(move |idx| {
        let part = f64::from(idx) / f64::from(last);
        Area {
            x: x1 + part * (x2 - x1),
            y: y1 + part * (y2 - y1),
            width: SIDE,
            height: SIDE,
        }
    })
}

/// Places around the dot, near ones first, to the right first.
fn candidates(wanted: Wanted) -> impl Iterator<Item = Area> {
    const DIRECTIONS: u32 = 24;
    let Wanted { dot, width, height } = wanted;
    let rings = [1.0, 4.0, 8.0, 12.0, 17.0, 22.0, 28.0, 35.0, 43.0, 52.0];
    rings.into_iter().flat_map(move |away| {
        (0..DIRECTIONS).map(move |idx| {
            let angle = std::f64::consts::TAU * f64::from(idx) / f64::from(DIRECTIONS);
            let reach_x = dot.width / 2.0 + away + width / 2.0;
            let reach_y = dot.height / 2.0 + away + height / 2.0;
            Area {
                x: dot.x + angle.cos() * reach_x,
                y: dot.y - angle.sin() * reach_y,
                width,
                height,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn axes_end_on_round_numbers() {
        for (value, end, step) in [
            (0.7, 0.75, 0.25),
            (1.0, 1.0, 0.25),
            (0.13, 0.15, 0.05),
            (438.0, 500.0, 100.0),
            (13_979.0, 15_000.0, 5000.0),
            (0.0, 1.0, 1.0),
            (f64::NAN, 1.0, 1.0),
        ] {
            let (got_end, got_step) = round_up(value, 4.0);
            assert!((got_end - end).abs() < 1e-9, "{value}: {got_end}");
            assert!((got_step - step).abs() < 1e-9, "{value}: {got_step}");
        }
    }

    #[test]
    fn words_are_broken_into_lines_that_fit() {
        let lines = wrap("Maintenance of city streets, sidewalks", 100.0, FONT, 9);
        assert_eq!(lines.concat().replace(' ', "").len(), 34);
        assert!(lines.len() > 2);
        assert_eq!(wrap("", 100.0, FONT, 2), Vec::<String>::new());
        let cut = wrap(&"long ".repeat(1000), 100.0, FONT, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…'));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_or_more_than_asked(text in any::<String>(), width in 40.0f64..400.0, most in 1usize..4) {
            let lines = wrap(&text, width, FONT, most);
            prop_assert!(lines.len() <= most);
            for line in lines {
                prop_assert!(text_width(&line, FONT) <= width, "{line}");
            }
        }

        #[test]
        fn sixteen_labels_never_overlap(dots in prop::collection::vec((60.0f64..380.0, 40.0f64..360.0), 1..=16)) {
            let wanted: Vec<Wanted> = dots
                .iter()
                .map(|(x, y)| Wanted {
                    dot: Area { x: *x, y: *y, width: 10.0, height: 10.0 },
                    width: 19.0,
                    height: 14.0,
                })
                .collect();
            let bounds = Area { x: 220.0, y: 200.0, width: 340.0, height: 340.0 };
            let placed = place(&wanted, &[], bounds);
            prop_assert_eq!(placed.len(), wanted.len());
            for (idx, label) in placed.iter().enumerate() {
                for other in &placed[idx + 1..] {
                    prop_assert!(label.overlap(*other) < 1e-6, "{label:?} {other:?}");
                }
                prop_assert!(label.outside(bounds) < 1e-6);
            }
        }
    }
}
