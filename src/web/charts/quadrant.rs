//! Importance × satisfaction.

use maud::Markup;

use crate::model::text::Lang;
use crate::web::charts::Caption;

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
    /// Its importance, a share.
    pub importance: f64,
    /// Its importance's interval.
    pub importance_interval: Option<[f64; 2]>,
    /// Its satisfaction, a share.
    pub satisfaction: f64,
    /// Its satisfaction's interval.
    pub satisfaction_interval: Option<[f64; 2]>,
}

/// The chart and, below or beside it, a legend by rank.
pub fn quadrant(_chart: &Quadrant<'_>) -> Markup {
    unimplemented!()
}
