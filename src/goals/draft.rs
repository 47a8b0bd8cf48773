//! Drafts: from one prioritised need, value or decision to a goal with open slots.

use crate::goals::goal::{
    Baseline, Cadence, Decision, Direction, Evidence, Figure, Goal, Indicator, Measured, Reason,
    Status, Target, TargetMethod, Unit,
};
use crate::goals::target::{self, Start};
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
///
/// A need starts from the share who are satisfied and goes as far as [`target::propose`] says. Where the privacy floor
/// leaves only *less than 12 %*, it starts from that bound; where it leaves *more than 88 %*, or where there is no room
/// above, the goal is to keep it. A value and an option have no baseline yet: the draft says by when to measure one.
/// Who leads and what it takes stay open.
pub fn draft(input: &DraftInput) -> Goal {
    let slots = match &input.subject {
        Subject::Need(need) => of_need(need, input.population_size),
        Subject::Value(value) => Slots {
            indicator: Indicator::Lived {
                value: value.value.clone(),
            },
            direction: Direction::Increase,
            baseline: to_measure(input),
            target: None,
            reasons: vec![Reason::Value {
                rank: value.rank,
                of: value.of,
                score: value.score.clone(),
            }],
        },
        Subject::Choice(choice) => Slots {
            indicator: Indicator::Advanced {
                choice: choice.clone(),
            },
            direction: Direction::Increase,
            baseline: to_measure(input),
            target: None,
            reasons: Vec::new(),
        },
    };
    Goal {
        direction: slots.direction,
        indicator: slots.indicator,
        unit: Unit::Percent,
        population: input.population.clone(),
        population_size: input.population_size,
        baseline: slots.baseline,
        target: slots.target,
        due: input.due,
        owner: None,
        resources: None,
        reasons: slots.reasons,
        decision: input.round.as_ref().map(decision),
        review: Some(Cadence::Quarterly),
        milestones: Vec::new(),
        check_ins: Vec::new(),
        status: Status::Draft,
        drafted_on: input.today,
        adopted_on: None,
    }
}

/// What differs from subject to subject.
struct Slots {
    indicator: Indicator,
    direction: Direction,
    baseline: Baseline,
    target: Option<Target>,
    reasons: Vec<Reason>,
}

fn of_need(need: &NeedInput, population: Option<u64>) -> Slots {
    let satisfaction = &need.satisfaction;
    let start = Start {
        share: satisfaction.figure.value(),
        n: satisfaction.n,
        population,
    };
    let ahead = match satisfaction.figure {
        Figure::Exact(_) | Figure::Under(_) => target::propose(start, Direction::Increase),
        Figure::Over(_) => None,
    };
    let (direction, target) = match ahead {
        Some(target) => (Direction::Increase, target),
        None => (
            Direction::Keep,
            Target {
                value: start.share,
                method: TargetMethod::Maintain,
            },
        ),
    };
    Slots {
        indicator: Indicator::Satisfied {
            item: need.item.clone(),
        },
        direction,
        baseline: Baseline::Measured(satisfaction.clone()),
        target: Some(target),
        reasons: vec![Reason::Need {
            rank: need.rank,
            of: need.of,
            importance: need.importance.clone(),
            satisfaction: satisfaction.clone(),
        }],
    }
}

/// A baseline still to be measured: within 90 days, and before half of the time is over.
fn to_measure(input: &DraftInput) -> Baseline {
    let days = input
        .due
        .map_or(90, |due| (input.today.days_until(due) / 2).clamp(0, 90));
    Baseline::ToMeasure {
        by: Some(input.today.plus_days(days)),
    }
}

fn decision(round: &RoundInput) -> Decision {
    Decision {
        method: round.method.clone(),
        place: round.place,
        of: round.of,
        ballots: round.ballots,
        eligible: round.eligible,
        closed_on: round.closed_on,
        evidence: round.evidence.clone(),
    }
}
