//! The one door for figures of anonymous and confidential surveys: what of a report may be shown under the
//! privacy floor.

use serde::Serialize;

use crate::analysis::Report;
use crate::analysis::needs::{Band, Quadrant};
use crate::analysis::ratings::Aspect;
use crate::model::code::Code;

/// A share that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The share itself, with its interval.
    Exact {
        /// The share, from 0 to 1.
        share: f64,
        /// Its 95 % interval.
        interval: [f64; 2],
    },
    /// Fewer than `k` people: the share lies below this, and nothing more is said.
    Under(f64),
    /// All but fewer than `k` people: the share lies above this, and nothing more is said.
    Over(f64),
    /// Nothing may be said.
    Hidden,
}

/// What may be shown of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Published {
    /// Too few people answered to say anything.
    TooFew {
        /// There are fewer responses than this.
        fewer_than: u64,
    },
    /// Enough did.
    Report(PublishedReport),
}

/// A report fit to be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedReport {
    /// How many responses there are.
    pub n: u64,
    /// The privacy floor that was kept.
    pub k: u64,
    /// The needs, by published rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<PublishedNeed>>,
    /// The values, by published score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<PublishedValue>>,
    /// The ratings, in the order of the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Vec<PublishedRating>>,
}

/// What may be shown of a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedNeed {
    /// The item.
    pub item: Code,
    /// The share who find it important.
    pub importance: Figure,
    /// The share who are satisfied.
    pub satisfaction: Figure,
    /// How many rated it, where that tells nothing of fewer than `k`. Where it is hidden, the share is of all.
    pub n_satisfaction: Option<u64>,
    /// How many said *don't know*, where that tells nothing of fewer than `k`.
    pub dont_know: Option<u64>,
    /// The mean point, where every point was given by `k` or more.
    pub mean_satisfaction: Option<f64>,
    /// The priority, worked out from the figures shown.
    pub priority: Option<f64>,
    /// The place by that priority, from 1; `None` without one.
    pub rank: Option<u64>,
    /// The band of that priority.
    pub band: Option<Band>,
    /// The quadrant of the figures shown.
    pub quadrant: Option<Quadrant>,
}

/// What may be shown of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedValue {
    /// The item.
    pub item: Code,
    /// How often it was shown, where it may be said.
    pub shown: Option<u64>,
    /// How often it was best, where it may be said.
    pub best: Option<u64>,
    /// How often it was worst, where it may be said.
    pub worst: Option<u64>,
    /// Its score, rounded where counts may not be said; `None` where it may not be said at all.
    pub score: Option<f64>,
    /// The score's interval, where the score is exact.
    pub score_interval: Option<[f64; 2]>,
}

/// What may be shown of a rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedRating {
    /// The question.
    pub question: Code,
    /// The item, where the question has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// Which of its two ratings, where the question has two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// The share of the two highest points.
    pub share: Figure,
    /// How many rated it, where that tells nothing of fewer than `k`. Where it is hidden, the share is of all.
    pub n: Option<u64>,
    /// How many said *don't know*, where that tells nothing of fewer than `k`.
    pub dont_know: Option<u64>,
    /// The mean point, where every point was given by `k` or more.
    pub mean: Option<f64>,
    /// How many gave each point, under the same rule; else empty.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub distribution: std::collections::BTreeMap<i32, u64>,
}

/// stub
pub fn publish(_report: &Report, k: u64) -> Published { Published::TooFew { fewer_than: k } }
