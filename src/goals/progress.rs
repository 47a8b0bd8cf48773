//! How far a goal has come.

use crate::goals::goal::{CheckIn, Goal, Status};
use crate::goals::target::{Start, Z};
use crate::goals::words::{TOLERANCE, pick};
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
        match self {
            Self::TargetMet => "target_met",
            Self::Improving => "improving",
            Self::LittleChange => "little_change",
            Self::GettingWorse => "getting_worse",
        }
    }

    /// The class in words.
    pub fn words(self, lang: &Lang) -> &'static str {
        match self {
            Self::TargetMet => pick(lang, "target met or exceeded", "meta alcanzada o superada"),
            Self::Improving => pick(lang, "improving", "mejora"),
            Self::LittleChange => pick(
                lang,
                "little or no detectable change",
                "poco o ningún cambio apreciable",
            ),
            Self::GettingWorse => pick(lang, "getting worse", "empeora"),
        }
    }
}

impl Pace {
    /// The pace's name in CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }

    /// The pace in words.
    pub fn words(self, lang: &Lang) -> &'static str {
        match self {
            Self::Green => pick(lang, "on track", "al día"),
            Self::Amber => pick(lang, "a little behind", "con algo de retraso"),
            Self::Red => pick(lang, "needs attention", "requiere atención"),
        }
    }
}

/// Where `goal` stands on that day.
///
/// The achieved part is (now − baseline) / (target − baseline). A change counts as more than chance when it is more than
/// 1.96 of its standard errors; where the numbers of answers are not known, when it is a tenth of the targeted change
/// forward, or a tenth of the baseline backward (the rule of Healthy People).
pub fn progress(goal: &Goal, today: Day) -> Progress {
    let latest = goal.latest_value();
    let achieved = latest.and_then(|(_, now)| achieved(goal, now));
    let class = latest.and_then(|(check_in, now)| class(goal, check_in, now));
    let expected = latest.and_then(|(check_in, _)| elapsed(goal, check_in.day));
    let is_open = match goal.status {
        Status::Adopted => true,
        Status::Draft | Status::Done | Status::Dropped => false,
    };
    let next_check_in = is_open.then(|| next_check_in(goal)).flatten();
    let overdue = next_check_in.is_some_and(|day| day < today);
    let pace = is_open
        .then(|| pace(class, achieved, expected, overdue))
        .flatten();
    Progress {
        latest: latest.map(|(check_in, now)| (check_in.day, now)),
        achieved,
        expected,
        class,
        pace,
        next_check_in,
        overdue,
        milestones_reached: goal
            .milestones
            .iter()
            .filter(|milestone| milestone.reached.is_some())
            .count(),
    }
}

/// The part of the targeted change that the value `now` achieves.
fn achieved(goal: &Goal, now: f64) -> Option<f64> {
    let baseline = goal.measured_baseline()?.figure.value();
    let change = goal.target.as_ref()?.value - baseline;
    (change.abs() > TOLERANCE).then(|| (now - baseline) / change)
}

/// The part of the time from start to due day that is over on `day`.
fn elapsed(goal: &Goal, day: Day) -> Option<f64> {
    let start = goal.starts_on();
    let all = u32::try_from(start.days_until(goal.due?)).ok()?;
    let over = u32::try_from(start.days_until(day)).unwrap_or(0);
    (all > 0).then(|| (f64::from(over) / f64::from(all)).min(1.0))
}

fn class(goal: &Goal, check_in: &CheckIn, now: f64) -> Option<ProgressClass> {
    let target = goal.target.as_ref()?.value;
    let sign = goal.direction.sign();
    if sign * (now - target) >= -TOLERANCE {
        return Some(ProgressClass::TargetMet);
    }
    let baseline = goal.measured_baseline()?.figure.value();
    let change = sign * (now - baseline);
    let beyond_chance =
        standard_error_of_change(goal, check_in, now).map(|se| change.abs() > Z * se);
    Some(if change > 0.0 {
        let forward = || achieved(goal, now).is_some_and(|part| part >= 0.1);
        if beyond_chance.unwrap_or_else(forward) {
            ProgressClass::Improving
        } else {
            ProgressClass::LittleChange
        }
    } else {
        let backward = || -change >= 0.1 * baseline.abs() && change < 0.0;
        if beyond_chance.unwrap_or_else(backward) {
            ProgressClass::GettingWorse
        } else {
            ProgressClass::LittleChange
        }
    })
}

/// √(SE² of the baseline + SE² now), for shares whose numbers of answers are both known.
fn standard_error_of_change(goal: &Goal, check_in: &CheckIn, now: f64) -> Option<f64> {
    let start = goal.start()?;
    let now = Start {
        share: now,
        n: check_in.n,
        population: goal.population_size,
    };
    Some(start.standard_error()?.hypot(now.standard_error()?))
}

/// One cadence after the last report, but no later than the due day; none once the due day has been reported on.
fn next_check_in(goal: &Goal) -> Option<Day> {
    let last = goal.check_ins.last().map(|check_in| check_in.day);
    let from = last.map_or(goal.starts_on(), |last| last.max(goal.starts_on()));
    match (goal.review, goal.due) {
        (_, Some(due)) if last.is_some_and(|last| last >= due) => None,
        (Some(cadence), Some(due)) => Some(cadence.after(from).min(due)),
        (Some(cadence), None) => Some(cadence.after(from)),
        (None, due) => due,
    }
}

fn pace(
    class: Option<ProgressClass>,
    achieved: Option<f64>,
    expected: Option<f64>,
    overdue: bool,
) -> Option<Pace> {
    if class == Some(ProgressClass::TargetMet) {
        return Some(Pace::Green);
    }
    if overdue {
        return Some(Pace::Red);
    }
    let (achieved, expected) = (achieved?, expected?);
    Some(if achieved >= 0.9 * expected - TOLERANCE {
        Pace::Green
    } else if achieved >= 0.7 * expected - TOLERANCE {
        Pace::Amber
    } else {
        Pace::Red
    })
}
