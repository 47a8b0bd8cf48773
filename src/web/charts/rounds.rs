//! An elimination count, told stage by stage.

use maud::{Markup, html};

use crate::model::numbers::up_to;
use crate::model::text::Lang;
use crate::web::charts::Caption;
use crate::web::charts::bars::{BAR, BARS_END, label};
use crate::web::charts::layout::{FONT, LINE, Scale, WIDTH, frame, px, wrap};

/// A whole count.
#[derive(Clone, Debug)]
pub struct Rounds<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The options' names; stages speak of them by index.
    pub options: Vec<&'a str>,
    /// The stages, first to last.
    pub stages: Vec<RoundsStage>,
    /// The words within the chart.
    pub words: RoundsWords<'a>,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One stage.
#[derive(Clone, Debug, Default)]
pub struct RoundsStage {
    /// The votes of each option, by its index; none when it is out already.
    pub votes: Vec<Option<f64>>,
    /// The ballots that name no option still in.
    pub exhausted: f64,
    /// Where the line of the votes needed stands, where there is such a number.
    pub threshold: Option<f64>,
    /// The votes needed, in words: `Needed to win: 12`; empty where there is no such number.
    pub needed: String,
    /// Who is elected at its end.
    pub elected: Vec<usize>,
    /// Who is eliminated at its end.
    pub eliminated: Vec<usize>,
}

/// The words within the chart, with `{…}` where numbers and names go.
#[derive(Clone, Copy, Debug)]
pub struct RoundsWords<'a> {
    /// `Stage {n}`.
    pub stage: &'a str,
    /// `No further choice`.
    pub exhausted: &'a str,
    /// `elected`, after the name.
    pub elected: &'a str,
    /// `eliminated`, after the name.
    pub eliminated: &'a str,
    /// `{n} more options, together`, for those with few votes.
    pub others: &'a str,
    /// `Stages {from} to {to}: out went {names}`, for stages left out of the drawing.
    pub skipped: &'a str,
}

/// Bars for each option, stage beneath stage.
///
/// What an option won in a stage stands at its bar's end; whoever goes out is hatched; a dashed line marks the votes needed.
/// Beyond what can be read, options with few votes are drawn together and stages in the middle are told in a sentence: of
/// more than six stages the first and the last three are drawn, and of more than eight options the first six and those that
/// go out.
pub fn rounds(chart: &Rounds<'_>) -> Markup {
    let scale = Scale {
        values: [0.0, largest(chart) * 1.02],
        places: [0.0, BARS_END],
    };
    let mut y = 0.0;
    let mut drawn = Vec::new();
    for piece in pieces(chart.stages.len()) {
        let (markup, end) = match piece {
            Piece::Stage(idx) => stage(chart, idx, scale, y),
            Piece::Skipped(from, to) => skipped(chart, from, to, y),
        };
        drawn.push(markup);
        y = end + STAGE_GAP;
    }
    let hatch = format!("{}-hatch", chart.caption.id);
    let body = html! {
        defs {
            pattern id=(hatch) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line class="chart-hatch" x1="0" x2="0" y1="0" y2="6" {}
            }
        }
        @for markup in &drawn { (markup) }
    };
    let height = (y - STAGE_GAP).max(LINE) + 4.0;
    let drawing = frame(&chart.caption, "rounds", height, &body);
    html! { figure class="chart" { (drawing) } }
}

/// The most stages that are all drawn.
const MOST_STAGES: usize = 6;
/// How many are drawn at the end when there are more.
const LAST_STAGES: usize = 3;
/// The most options that are all drawn.
const MOST_OPTIONS: usize = 8;
/// How many are drawn when there are more.
const FIRST_OPTIONS: usize = 6;
/// From one stage to the next.
const STAGE_GAP: f64 = 12.0;

/// What is drawn, from top to bottom.
enum Piece {
    /// The stage of that index.
    Stage(usize),
    /// A sentence on the stages from one index to another, both left out.
    Skipped(usize, usize),
}

fn pieces(n_stages: usize) -> Vec<Piece> {
    if n_stages <= MOST_STAGES {
        return (0..n_stages).map(Piece::Stage).collect();
    }
    let last = n_stages - LAST_STAGES;
    [Piece::Stage(0), Piece::Skipped(1, last - 1)]
        .into_iter()
        .chain((last..n_stages).map(Piece::Stage))
        .collect()
}

/// A bar of a stage.
struct Row {
    label: String,
    /// What is said across from the label.
    tag: String,
    votes: f64,
    /// How many of them came in this stage.
    gained: f64,
    kind: RowKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Still,
    Elected,
    Eliminated,
    /// Not one option: several together, or ballots without a choice.
    Rest,
}

/// The bars of a stage: options by votes, those with few together, and the ballots without a choice.
fn rows(chart: &Rounds<'_>, idx: usize) -> Vec<Row> {
    let Some(stage) = chart.stages.get(idx) else {
        return Vec::new();
    };
    let before = idx
        .checked_sub(1)
        .and_then(|before| chart.stages.get(before));
    let mut still: Vec<(usize, f64)> = stage
        .votes
        .iter()
        .enumerate()
        .filter_map(|(option, votes)| votes.map(|votes| (option, votes)))
        .collect();
    still.sort_by(|(a, a_votes), (b, b_votes)| b_votes.total_cmp(a_votes).then(a.cmp(b)));
    let n_first = if still.len() > MOST_OPTIONS {
        FIRST_OPTIONS
    } else {
        still.len()
    };
    let mut others = (0_usize, 0.0);
    let mut n_decided = 0;
    let mut rows = Vec::new();
    for (place, (option, votes)) in still.into_iter().enumerate() {
        let kind = if stage.elected.contains(&option) {
            RowKind::Elected
        } else if stage.eliminated.contains(&option) {
            RowKind::Eliminated
        } else {
            RowKind::Still
        };
        if place >= n_first {
            let is_decided = kind != RowKind::Still && n_decided < MOST_DECIDED;
            if !is_decided {
                others = (others.0 + 1, others.1 + votes);
                continue;
            }
            n_decided += 1;
        }
        let gained = before
            .and_then(|before| *before.votes.get(option)?)
            .map_or(0.0, |before| (votes - before).max(0.0));
        rows.push(Row {
            label: chart
                .options
                .get(option)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            tag: tag(chart, kind, gained),
            votes,
            gained,
            kind,
        });
    }
    if others.0 > 0 {
        let at = rows.len().min(n_first);
        let label = chart.words.others.replace("{n}", &others.0.to_string());
        rows.insert(at, rest(label, others.1));
    }
    if stage.exhausted > 0.0 {
        rows.push(rest(chart.words.exhausted.to_owned(), stage.exhausted));
    }
    rows
}

/// The most bars of elected and eliminated options beneath the first ones.
const MOST_DECIDED: usize = 4;

fn rest(label: String, votes: f64) -> Row {
    Row {
        label,
        tag: String::new(),
        votes,
        gained: 0.0,
        kind: RowKind::Rest,
    }
}

/// `+12, eliminated`.
fn tag(chart: &Rounds<'_>, kind: RowKind, gained: f64) -> String {
    let word = match kind {
        RowKind::Elected => Some(chart.words.elected.to_owned()),
        RowKind::Eliminated => Some(chart.words.eliminated.to_owned()),
        RowKind::Still | RowKind::Rest => None,
    };
    // What is rounded to nothing is not told.
    let gain = (gained >= 0.005).then(|| format!("+{}", up_to(gained, 2, chart.lang)));
    let parts: Vec<String> = gain.into_iter().chain(word).collect();
    parts.join(", ")
}

fn stage(chart: &Rounds<'_>, idx: usize, scale: Scale, y: f64) -> (Markup, f64) {
    let threshold = chart.stages.get(idx).and_then(|stage| stage.threshold);
    let head = chart.words.stage.replace("{n}", &(idx + 1).to_string());
    let needed = chart.stages.get(idx).map_or("", |stage| &stage.needed);
    let top = y + LINE;
    let mut at = top + 8.0;
    let bars: Vec<Markup> = rows(chart, idx)
        .iter()
        .map(|row| {
            let (label, bar_y) = label(&row.label, &row.tag, at);
            at = bar_y + BAR + 4.0;
            let mark = threshold.filter(|_| row.kind != RowKind::Rest);
            html! { (label) (bar(chart, row, mark, scale, bar_y)) }
        })
        .collect();
    let markup = html! {
        text class="chart-head" x="0" y=(px(top)) { (wrap(&head, WIDTH * 0.3, FONT, 1).concat()) }
        text class="chart-note" x=(px(WIDTH)) y=(px(top)) text-anchor="end" { (wrap(needed, WIDTH * 0.7, FONT, 1).concat()) }
        line class="chart-axis" x1="0" x2=(px(WIDTH)) y1=(px(top + 6.0)) y2=(px(top + 6.0)) {}
        @for bar in &bars { (bar) }
    };
    (markup, at)
}

fn bar(chart: &Rounds<'_>, row: &Row, threshold: Option<f64>, scale: Scale, y: f64) -> Markup {
    let end = scale.at(row.votes);
    let kept = scale.at(row.votes - row.gained);
    let class = match row.kind {
        RowKind::Still => "chart-bar",
        RowKind::Elected => "chart-bar chart-bar-strong",
        RowKind::Eliminated => "chart-bar chart-bar-out",
        RowKind::Rest => "chart-bar chart-bar-rest",
    };
    html! {
        rect class="chart-track" x="0" y=(px(y)) width=(px(BARS_END)) height=(px(BAR)) {}
        rect class=(class) x="0" y=(px(y)) width=(px(kept)) height=(px(BAR)) {}
        @if row.gained > 0.0 {
            rect class={ (class) " chart-bar-gain" } x=(px(kept)) y=(px(y)) width=(px(end - kept)) height=(px(BAR)) {}
        }
        @if row.kind == RowKind::Eliminated {
            rect x="0" y=(px(y)) width=(px(end)) height=(px(BAR)) fill={ "url(#" (chart.caption.id) "-hatch)" } {}
        }
        @if let Some(x) = threshold.map(|votes| scale.at(votes)) {
            line class="chart-threshold" x1=(px(x)) x2=(px(x)) y1=(px(y)) y2=(px(y + BAR)) {}
        }
        text class="chart-value" x=(px(WIDTH)) y=(px(y + BAR - 2.0)) text-anchor="end" { (up_to(row.votes, 2, chart.lang)) }
    }
}

/// The stages left out, in a sentence.
fn skipped(chart: &Rounds<'_>, from: usize, to: usize, y: f64) -> (Markup, f64) {
    const MOST_LINES: usize = 8;
    let names: Vec<&str> = chart
        .stages
        .iter()
        .take(to + 1)
        .skip(from)
        .flat_map(|stage| &stage.eliminated)
        .filter_map(|option| chart.options.get(*option).copied())
        .collect();
    let words = chart
        .words
        .skipped
        .replace("{from}", &(from + 1).to_string())
        .replace("{to}", &(to + 1).to_string())
        .replace("{names}", &names.join("; "));
    let lines = wrap(&words, WIDTH, FONT, MOST_LINES);
    let mut baseline = y;
    let markup = html! {
        @for line in &lines {
            text class="chart-note" x="0" y=(px({ baseline += LINE; baseline })) { (line) }
        }
    };
    (markup, baseline + 6.0)
}

/// The longest bar or the farthest threshold of the stages that are drawn.
fn largest(chart: &Rounds<'_>) -> f64 {
    let drawn = pieces(chart.stages.len())
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Stage(idx) => Some(idx),
            Piece::Skipped(..) => None,
        });
    drawn
        .flat_map(|idx| {
            let threshold = chart.stages.get(idx).and_then(|stage| stage.threshold);
            let votes = rows(chart, idx).into_iter().map(|row| row.votes);
            votes.chain(threshold)
        })
        .filter(|votes| votes.is_finite())
        .fold(0.0, f64::max)
}
