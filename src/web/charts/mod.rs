//! Charts as inline SVG: pure functions from plain values and words to [`maud::Markup`].
//!
//! No chart carries a style of its own, so the strictest content security policy lets them through; [`CSS`] has the
//! colours for light and dark, for paper and for those who do not see colours. Every chart has `role="img"` with a title
//! and a description, and belongs beside a table with the same figures. Letters keep near 12 pixels on a phone 360 pixels
//! wide and near 17 on a desktop.
//!
//! # Classes
//!
//! | class | on |
//! |---|---|
//! | `chart`, `chart-beside` | the figure around a chart; one with its legend beside it where there is room |
//! | `chart-svg`, `chart-bars`, `chart-diverging`, `chart-quadrant`, `chart-rounds`, `chart-goal`, `chart-places`, `chart-stances`, `chart-map`, `chart-votes` | the drawing, and its kind |
//! | `chart-head`, `chart-note`, `chart-value` | words: headings, asides such as *eliminated*, values |
//! | `chart-track`, `chart-axis`, `chart-zero`, `chart-tick` | the ground of a bar, axis lines and their numbers |
//! | `chart-bar`, `chart-bar-strong`, `chart-bar-minus`, `chart-bar-gain`, `chart-bar-out`, `chart-bar-rest` | bars: plain, among the first, below 0, won in this stage, eliminated, not for an option |
//! | `chart-part` | a part of a bar: how often an option lands at a place, paler with each place |
//! | `chart-hatch` | the lines of the hatching of eliminated bars |
//! | `chart-whisker`, `chart-whisker-halo` | intervals, and the light line beneath them |
//! | `chart-threshold` | the votes needed |
//! | `chart-quarter-focus`, `-keep-up`, `-low`, `-overkill` | the grounds of the four quadrants |
//! | `chart-dot-focus`, `-keep-up`, `-low`, `-overkill` | their dots |
//! | `chart-mean`, `chart-leader`, `chart-number` | the crosshair, lines from dot to number, the numbers |
//! | `chart-legend`, `chart-legend-name`, `chart-key` | the list beside the quadrant chart, its headings and their marks |
//! | `chart-way`, `chart-line`, `chart-point`, `chart-goal-point` | a goal's planned way, its measured line and points |
//! | `chart-group`, `chart-group-1` to `-6`, `chart-nobody`, `chart-plate` | people of each group and of none, the ground of a group's name |
//! | `chart-agree`, `chart-pass`, `chart-disagree`, each with `-value` | the parts of a bar of votes and their shares |
//! | `chart-scroll`, `chart-pairwise`, `chart-wins`, `chart-loses`, `chart-ties`, `chart-self`, `chart-hidden` | the table of comparisons |

mod bars;
mod layout;
mod opinion_map;
mod pairwise;
mod places;
mod progress;
mod quadrant;
mod rounds;
mod stances;
mod votes;

pub use bars::{Bar, Bars, best_worst_bars, score_bars, share_bars};
pub use opinion_map::{MapPoint, OpinionMap, opinion_map};
pub use pairwise::{Pairwise, pairwise};
pub use places::{Places, PlacesRow, places};
pub use progress::{Progress, ProgressPoint, progress};
pub use quadrant::{Quadrant, QuadrantPoint, Quarter, quadrant};
pub use rounds::{Rounds, RoundsStage, RoundsWords, rounds};
pub use stances::{StanceKind, StancePart, Stances, stance_bar};
pub use votes::{VoteBar, VoteBars, vote_bars};

/// The styles of every chart, for the style sheet of the page.
pub const CSS: &str = include_str!("charts.css");

/// The words that every chart needs.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    /// Unique on the page; made of letters, digits and `-`.
    pub id: &'a str,
    /// What the chart shows, in a few words.
    pub title: &'a str,
    /// What is to be seen in it, in a sentence or two, for those who do not see it.
    pub description: &'a str,
}
