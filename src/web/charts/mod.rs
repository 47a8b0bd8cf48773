//! Charts as inline SVG: pure functions from plain values and words to [`maud::Markup`].
//!
//! No chart carries a style of its own, so the strictest content security policy lets them through; `charts.css`
//! beside this file has the colours for light and dark, for paper and for those who do not see colours. Every chart
//! has `role="img"` with a title and a description, and belongs beside a table with the same figures.

mod bars;
mod pairwise;
mod progress;
mod quadrant;
mod rounds;

pub use bars::{Bar, Bars, best_worst_bars, score_bars, share_bars};
pub use pairwise::{Pairwise, pairwise};
pub use progress::{Progress, ProgressPoint, progress};
pub use quadrant::{Quadrant, QuadrantPoint, quadrant};
pub use rounds::{Rounds, RoundsStage, RoundsWords, rounds};

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
