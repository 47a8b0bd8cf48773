//! An elimination count, told stage by stage.

use maud::Markup;

use crate::model::text::Lang;
use crate::web::charts::Caption;

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
    /// The votes needed to be elected, where there is such a number.
    pub threshold: Option<f64>,
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
    /// `Needed to win: {votes}`.
    pub threshold: &'a str,
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

/// Bars for each option, stage beneath stage; stages and options beyond what can be read are drawn together.
pub fn rounds(_chart: &Rounds<'_>) -> Markup {
    unimplemented!()
}
