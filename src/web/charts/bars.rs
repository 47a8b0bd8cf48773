//! Horizontal bars.

use maud::Markup;

use crate::model::text::Lang;
use crate::web::charts::Caption;

/// A chart of bars, drawn in the order given.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// Its words.
    pub caption: Caption<'a>,
    /// The bars, first on top.
    pub bars: Vec<Bar<'a>>,
    /// What the axis counts, beneath it.
    pub axis: &'a str,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    /// What it stands for.
    pub label: &'a str,
    /// Its value; none when it may not be shown.
    pub value: Option<f64>,
    /// Its interval, low and high.
    pub interval: Option<[f64; 2]>,
    /// Words after the value (such as the number of answers), or instead of a value that may not be shown.
    pub note: &'a str,
    /// Drawn as one of the first: the winners, the top needs.
    pub strong: bool,
}

/// Bars of shares from 0 to 1, shown as percent.
pub fn share_bars(_chart: &Bars<'_>) -> Markup {
    unimplemented!()
}

/// Bars of best-worst scores from −1 to 1, to both sides of 0.
pub fn best_worst_bars(_chart: &Bars<'_>) -> Markup {
    unimplemented!()
}

/// Bars of scores from 0 up, such as Borda's.
pub fn score_bars(_chart: &Bars<'_>) -> Markup {
    unimplemented!()
}
