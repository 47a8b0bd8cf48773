//! How far a goal has come.

use crate::goals::goal::Goal;
use crate::model::text::Lang;
use crate::model::time::Day;

/// Where a goal stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The latest measured value and its day.
    pub latest: Option<(Day, f64)>,
    /// The part of the targeted change that is achieved: 1 is all of it, below 0 is the wrong way.
    pub achieved: Option<f64>,
    /// The part of the time from start to due day that was over when it was measured, 0 to 1.
    pub expected: Option<f64>,
    /// The kind of change.
    pub class: Option<ProgressClass>,
    /// Whether it is fast enough.
    pub pace: Option<Pace>,
    /// The day of the next check-in, for an adopted goal.
    pub next_check_in: Option<Day>,
    /// That day is over.
    pub overdue: bool,
    /// How many milestones are reached.
    pub milestones_reached: usize,
}

/// The kinds of change, as Healthy People names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgressClass {
    /// The target is met or exceeded.
    TargetMet,
    /// It moved towards the target.
    Improving,
    /// No change that is more than chance.
    LittleChange,
    /// It moved away from the target.
    GettingWorse,
}

/// Achieved change against elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// At least nine tenths of what the time asks for.
    Green,
    /// At least seven tenths.
    Amber,
    /// Less, or the check-in is overdue.
    Red,
}

impl ProgressClass {
    /// The class's name in CSV.
    pub fn name(self) -> &'static str {
        unimplemented!()
    }

    /// The class in words.
    pub fn words(self, _lang: &Lang) -> &'static str {
        unimplemented!()
    }
}

impl Pace {
    /// The pace's name in CSV.
    pub fn name(self) -> &'static str {
        unimplemented!()
    }

    /// The pace in words.
    pub fn words(self, _lang: &Lang) -> &'static str {
        unimplemented!()
    }
}

/// Where `goal` stands on that day.
pub fn progress(_goal: &Goal, _today: Day) -> Progress {
    unimplemented!()
}
