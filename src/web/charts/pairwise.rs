//! Who beats whom, as a table.

use maud::Markup;

use crate::model::text::Lang;
use crate::web::charts::Caption;

/// The votes of each option against each other.
#[derive(Clone, Debug)]
pub struct Pairwise<'a> {
    /// Its words; the description stands above the table.
    pub caption: Caption<'a>,
    /// The options, best first.
    pub options: Vec<&'a str>,
    /// `votes[a][b]`: how many put `a` before `b`; none when it may not be shown.
    pub votes: Vec<Vec<Option<f64>>>,
    /// The word for a won comparison.
    pub wins: &'a str,
    /// The word for a lost one.
    pub loses: &'a str,
    /// The word for equal votes.
    pub ties: &'a str,
    /// The language numbers are shown in.
    pub lang: &'a Lang,
}

/// A table with a row and a column for each option.
pub fn pairwise(_chart: &Pairwise<'_>) -> Markup {
    unimplemented!()
}
