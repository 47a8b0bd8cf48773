//! Decisions by consent: the scales that stances are given on, the rules a coalition passes proposals by, and the
//! verdict on a proposal with its reasons.
//!
//! Counts are whole numbers and shares are compared by cross-multiplication, so that a proposal that stands exactly
//! at its threshold passes, and everybody who counts again comes to the same verdict.

mod counts;
mod diff;
mod file;
mod rule;
mod scale;
mod verdict;

pub use counts::{Counts, Group, GroupFigures, Resistance, Whose, counts, group_of};
pub use diff::{Piece, PieceKind, word_diff};
pub use file::{ConsentFile, FileFault, Recount, StanceRow};
pub use rule::{ConsentRule, EachGroup, RuleFault};
pub use scale::{
    Level, MISSING_RESISTANCE, MOST_RESISTANCE, Stance, StanceFault, StanceScale, Standing,
};
pub use verdict::{Miss, Missed, MissedTest, Verdict, meets, verdict};

#[cfg(test)]
mod tests;
