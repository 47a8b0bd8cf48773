//! What a draft still leaves open, as questions to the group.

use crate::goals::goal::Goal;
use crate::goals::words::Letter;
use crate::model::text::Lang;
use crate::model::time::Day;

/// Something that a goal leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OpenPoint {
    /// S4: nobody leads.
    NoOwner,
    /// M1: there is no target.
    NoTarget,
    /// M2: there is no baseline, nor a day by which it will be measured.
    NoBaseline,
    /// M2: the baseline is still to be measured.
    BaselineToMeasure {
        /// By that day.
        by: Day,
    },
    /// M3: the target lies on the wrong side of the baseline.
    WrongWay {
        /// The baseline.
        baseline: f64,
        /// The target.
        target: f64,
    },
    /// M6: the target of a share lies outside 0 to 100 %.
    OutOfRange {
        /// The target.
        target: f64,
    },
    /// M7: a second survey of this size could miss the change.
    NotDetectable {
        /// The number of answers.
        n: u64,
        /// The share from which on it would show four times in five; none when no share would.
        from: Option<f64>,
    },
    /// A1: nothing is said about what it takes.
    NoResources,
    /// R1: no need or value stands behind it.
    NoReason,
    /// R3: no decision stands behind it.
    NoDecision,
    /// R4: a number was typed in and nobody has checked it.
    Unverified,
    /// T1: there is no due day.
    NoDue,
    /// T2: the due day is over.
    DuePast {
        /// The due day.
        due: Day,
    },
    /// T2: the due day is more than 18 months away and there is no milestone.
    FarWithoutMilestone {
        /// The due day.
        due: Day,
    },
    /// T3: nobody has said how often progress is looked at.
    NoReview,
}

/// How much an open point weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The goal cannot be adopted like this.
    Blocks,
    /// The group should talk about it.
    Warns,
}

impl OpenPoint {
    /// The check's code in the rubric.
    pub fn code(self) -> &'static str {
        unimplemented!()
    }

    /// The letter of SMART it belongs to.
    pub fn letter(self) -> Letter {
        unimplemented!()
    }

    /// How much it weighs.
    pub fn severity(self) -> Severity {
        unimplemented!()
    }

    /// The point as a question to the group.
    pub fn question(self, _lang: &Lang) -> String {
        unimplemented!()
    }
}

/// What the goal leaves open on that day, in the order S, M, A, R, T.
pub fn open_points(_goal: &Goal, _today: Day) -> Vec<OpenPoint> {
    unimplemented!()
}

/// The open points that keep the goal from being adopted; it can be saved with them.
pub fn missing_slots(_goal: &Goal, _today: Day) -> Vec<OpenPoint> {
    unimplemented!()
}
