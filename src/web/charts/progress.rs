//! A goal on its way.

use maud::Markup;

use crate::model::text::Lang;
use crate::model::time::Day;
use crate::web::charts::Caption;

/// A measure over time, from its baseline to its target.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// Where it starts.
    pub baseline: ProgressPoint,
    /// The word for that.
    pub baseline_word: &'a str,
    /// Where it shall end.
    pub target: ProgressPoint,
    /// The word for that.
    pub target_word: &'a str,
    /// What was measured, by day.
    pub check_ins: Vec<ProgressPoint>,
    /// Shares from 0 to 1 shown as percent, or plain numbers.
    pub percent: bool,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// A value on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgressPoint {
    /// The day.
    pub day: Day,
    /// The value.
    pub value: f64,
}

/// A line from check-in to check-in beside the straight way from baseline to target.
pub fn progress(_chart: &Progress<'_>) -> Markup {
    unimplemented!()
}
