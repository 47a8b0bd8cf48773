//! Editing: what people typed, read all at once.

use serde::Deserialize;

use crate::goals::goal::{CheckIn, Goal, Unit};
use crate::model::text::Lang;
use crate::model::time::Day;

/// The fields of the goal form as typed; the field names are the form's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GoalForm {
    /// `increase`, `decrease` or `keep`.
    pub direction: String,
    /// What is measured, a noun phrase.
    pub indicator: String,
    /// `percent`, or what is counted.
    pub unit: String,
    /// Whom it concerns.
    pub population: String,
    /// How many people that is.
    pub population_size: String,
    /// The baseline's value; empty when it is still to be measured.
    pub baseline: String,
    /// How many answers it rests on.
    pub baseline_n: String,
    /// The year or day it was measured.
    pub baseline_when: String,
    /// The day by which it will be measured.
    pub baseline_by: String,
    /// The target's value.
    pub target: String,
    /// The due day.
    pub due: String,
    /// Who leads.
    pub owner: String,
    /// What is there to do it with.
    pub resources: String,
    /// The name of a cadence.
    pub review: String,
    /// One milestone a line: its day, a space, its words.
    pub milestones: String,
    /// The group's own reason.
    pub reason: String,
}

/// A form that was read without fault.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalEdit {}

/// A field that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What is wrong.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It must not be empty.
    Missing,
    /// It is not a number.
    NotANumber(String),
    /// It is not a percentage between 0 and 100.
    NotAPercentage(String),
    /// It is not a whole number from 1.
    NotACount(String),
    /// It is not a day.
    NotADay(String),
    /// It is not a year or a day.
    NotAYearOrDay(String),
    /// It is none of the choices.
    NotAChoice(String),
    /// It is longer than this many characters.
    TooLong(usize),
    /// There are more lines than this.
    TooMany(usize),
}

impl FieldProblem {
    /// What is wrong and what to do, for the page.
    pub fn message(&self, _lang: &Lang) -> String {
        unimplemented!()
    }
}

impl GoalForm {
    /// The form that shows `goal` in `lang`.
    pub fn of(_goal: &Goal, _lang: &Lang) -> Self {
        unimplemented!()
    }

    /// Reads every field; all that is wrong comes back at once.
    pub fn parse(&self) -> Result<GoalEdit, Vec<FieldError>> {
        unimplemented!()
    }
}

impl GoalEdit {
    /// Puts the edit into `goal`. A text or number that the form showed in `lang` and that came back as it was
    /// keeps its other languages and its evidence; a changed number was typed in by `by`.
    pub fn apply(&self, _goal: &mut Goal, _lang: &Lang, _by: Option<&str>) {
        unimplemented!()
    }
}

/// The fields of the check-in form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CheckInForm {
    /// The day it speaks of.
    pub day: String,
    /// The measure's value, or nothing.
    pub value: String,
    /// How many answers it rests on, or nothing.
    pub n: String,
    /// What happened.
    pub note: String,
}

impl CheckInForm {
    /// Reads a check-in for a goal measured in `unit`, no later than `today`.
    pub fn parse(&self, _unit: &Unit, _today: Day, _by: &str) -> Result<CheckIn, Vec<FieldError>> {
        unimplemented!()
    }
}
