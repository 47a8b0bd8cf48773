//! Drafts: from one prioritised need, value or decision to a goal with open slots.

use crate::goals::goal::{Evidence, Goal, Measured};
use crate::model::text::Text;
use crate::model::time::Day;

/// What a draft is made from.
#[derive(Clone, Debug)]
pub struct DraftInput {
    /// What the goal is about.
    pub subject: Subject,
    /// Whom it concerns: *residents*, *members of the coalition*.
    pub population: Text,
    /// How many people that is, where it is known.
    pub population_size: Option<u64>,
    /// What a round decided about it.
    pub round: Option<RoundInput>,
    /// The day by which it shall be reached.
    pub due: Option<Day>,
    /// The day of the draft.
    pub today: Day,
}

/// What a goal is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A need with figures from a survey.
    Need(NeedInput),
    /// A value with figures from a survey.
    Value(ValueInput),
    /// An option of a round that no survey has measured, by its words.
    Choice(Text),
}

/// A need and its figures.
#[derive(Clone, Debug)]
pub struct NeedInput {
    /// The item's words.
    pub item: Text,
    /// Its place by priority, from 1.
    pub rank: u32,
    /// Among how many.
    pub of: u32,
    /// The share for whom it is important.
    pub importance: Measured,
    /// The share who are satisfied: the baseline.
    pub satisfaction: Measured,
}

/// A value and its figures.
#[derive(Clone, Debug)]
pub struct ValueInput {
    /// The value's words.
    pub value: Text,
    /// Its place by score, from 1.
    pub rank: u32,
    /// Among how many.
    pub of: u32,
    /// Its best-worst score, −1 to 1.
    pub score: Measured,
}

/// The outcome of a round for one option.
#[derive(Clone, Debug)]
pub struct RoundInput {
    /// The method's name, such as `irv`.
    pub method: String,
    /// The option's place in the order, from 1.
    pub place: u32,
    /// Among how many options.
    pub of: u32,
    /// How many ballots were counted.
    pub ballots: u64,
    /// How many people could have voted, where it is known.
    pub eligible: Option<u64>,
    /// The day it was closed.
    pub closed_on: Option<Day>,
    /// The round, by its title and where it stands.
    pub evidence: Evidence,
}

/// The draft of a goal; equal input gives an equal goal.
pub fn draft(_input: &DraftInput) -> Goal {
    unimplemented!()
}
