//! What a draft still leaves open, as questions to the group.

use crate::goals::goal::{Baseline, Direction, EvidenceStatus, Goal, Target, Unit, months_after};
use crate::goals::words::{Letter, TOLERANCE, is_spanish, pick};
use crate::model::numbers::{percent, thousands};
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
        match self {
            Self::NoOwner => "S4",
            Self::NoTarget => "M1",
            Self::NoBaseline | Self::BaselineToMeasure { .. } => "M2",
            Self::WrongWay { .. } => "M3",
            Self::OutOfRange { .. } => "M6",
            Self::NotDetectable { .. } => "M7",
            Self::NoResources => "A1",
            Self::NoReason => "R1",
            Self::NoDecision => "R3",
            Self::Unverified => "R4",
            Self::NoDue => "T1",
            Self::DuePast { .. } | Self::FarWithoutMilestone { .. } => "T2",
            Self::NoReview => "T3",
        }
    }

    /// The letter of SMART it belongs to.
    pub fn letter(self) -> Letter {
        match self {
            Self::NoOwner => Letter::S,
            Self::NoTarget
            | Self::NoBaseline
            | Self::BaselineToMeasure { .. }
            | Self::WrongWay { .. }
            | Self::OutOfRange { .. }
            | Self::NotDetectable { .. } => Letter::M,
            Self::NoResources => Letter::A,
            Self::NoReason | Self::NoDecision | Self::Unverified => Letter::R,
            Self::NoDue
            | Self::DuePast { .. }
            | Self::FarWithoutMilestone { .. }
            | Self::NoReview => Letter::T,
        }
    }

    /// How much it weighs.
    pub fn severity(self) -> Severity {
        match self {
            Self::NoOwner
            | Self::NoTarget
            | Self::NoBaseline
            | Self::WrongWay { .. }
            | Self::OutOfRange { .. }
            | Self::NoDue
            | Self::DuePast { .. } => Severity::Blocks,
            Self::BaselineToMeasure { .. }
            | Self::NotDetectable { .. }
            | Self::NoResources
            | Self::NoReason
            | Self::NoDecision
            | Self::Unverified
            | Self::FarWithoutMilestone { .. }
            | Self::NoReview => Severity::Warns,
        }
    }

    /// The point as a question to the group.
    pub fn question(self, lang: &Lang) -> String {
        let spanish = is_spanish(lang);
        let fixed = |english: &str, in_spanish: &str| pick(lang, english, in_spanish).to_owned();
        match self {
            Self::NoOwner => fixed(
                "Who leads this, by name and organisation?",
                "¿Quién lo lidera, con nombre y organización?",
            ),
            Self::NoTarget => fixed(
                "How far shall it go? Name a number.",
                "¿Hasta dónde se quiere llegar? Indiquen una cifra.",
            ),
            Self::NoBaseline => fixed(
                "Where does it stand today, and who measures that by when?",
                "¿Cuál es la situación de hoy, y quién la mide y para cuándo?",
            ),
            Self::BaselineToMeasure { by } if spanish => {
                format!("¿Quién mide el punto de partida a más tardar el {by}?")
            }
            Self::BaselineToMeasure { by } => format!("Who measures the baseline by {by}?"),
            Self::WrongWay { .. } => fixed(
                "The target lies on the wrong side of the baseline. Which of the two is mistaken?",
                "La meta está del lado equivocado del punto de partida. ¿Cuál de los dos es un error?",
            ),
            Self::OutOfRange { .. } => fixed(
                "A share lies between 0 and 100 %. What is the target meant to be?",
                "Una proporción está entre 0 y 100 %. ¿Cuál debería ser la meta?",
            ),
            Self::NotDetectable { n, from } => {
                let n = thousands(n, lang);
                match from {
                    Some(from) if spanish => format!(
                        "Otra encuesta con {n} respuestas solo mostraría con seguridad un cambio a partir del {}. ¿Pueden preguntar a más personas, a las mismas otra vez, o contar otra cosa?",
                        percent(from, lang)
                    ),
                    Some(from) => format!(
                        "Another survey of {n} answers would only surely show a change from {} on. Can you ask more people, ask the same ones again, or count something else?",
                        percent(from, lang)
                    ),
                    None if spanish => format!(
                        "Otra encuesta con {n} respuestas no mostraría con seguridad ningún cambio. ¿Pueden preguntar a más personas, a las mismas otra vez, o contar otra cosa?"
                    ),
                    None => format!(
                        "Another survey of {n} answers would not surely show any change. Can you ask more people, ask the same ones again, or count something else?"
                    ),
                }
            }
            Self::NoResources => fixed(
                "What does it take, and what do we have: hours, money, rooms, partners?",
                "¿Qué hace falta y qué tenemos: horas, dinero, espacios, aliados?",
            ),
            Self::NoReason => fixed(
                "Which shared need or value stands behind it?",
                "¿Qué necesidad o valor compartido hay detrás?",
            ),
            Self::NoDecision => fixed(
                "How and when did the coalition decide on it?",
                "¿Cómo y cuándo lo decidió la coalición?",
            ),
            Self::Unverified => fixed(
                "The baseline was typed in. Where can it be looked up?",
                "El punto de partida se escribió a mano. ¿Dónde se puede consultar?",
            ),
            Self::NoDue => fixed("By which day?", "¿Para qué día?"),
            Self::DuePast { due } if spanish => {
                format!("El plazo terminó el {due}. ¿Cuál es el nuevo?")
            }
            Self::DuePast { due } => format!("The due day {due} is over. What is the new one?"),
            Self::FarWithoutMilestone { due } if spanish => {
                format!(
                    "Hasta el {due} falta más de año y medio. ¿Cuál es el primer paso, y para cuándo?"
                )
            }
            Self::FarWithoutMilestone { due } => {
                format!(
                    "It is more than 18 months until {due}. What is the first step, and by when?"
                )
            }
            Self::NoReview => fixed("How often do we look at it?", "¿Cada cuánto lo revisamos?"),
        }
    }
}

/// What the goal leaves open on that day, in the order S, M, A, R, T.
pub fn open_points(goal: &Goal, today: Day) -> Vec<OpenPoint> {
    let mut open = Vec::new();
    if goal.owner.is_none() {
        open.push(OpenPoint::NoOwner);
    }
    open.extend(about_the_measure(goal));
    if goal.resources.is_none() {
        open.push(OpenPoint::NoResources);
    }
    if goal.reasons.is_empty() {
        open.push(OpenPoint::NoReason);
    }
    if goal.decision.is_none() {
        open.push(OpenPoint::NoDecision);
    }
    if goal
        .measured_baseline()
        .is_some_and(|measured| measured.evidence.status == EvidenceStatus::Unverified)
    {
        open.push(OpenPoint::Unverified);
    }
    match goal.due {
        None => open.push(OpenPoint::NoDue),
        Some(due) if due < today => open.push(OpenPoint::DuePast { due }),
        Some(due) if due > months_after(today, FAR_MONTHS) && goal.milestones.is_empty() => {
            open.push(OpenPoint::FarWithoutMilestone { due });
        }
        Some(_) => {}
    }
    if goal.review.is_none() {
        open.push(OpenPoint::NoReview);
    }
    open
}

/// The open points that keep the goal from being adopted; it can be saved with them.
pub fn missing_slots(goal: &Goal, today: Day) -> Vec<OpenPoint> {
    let mut open = open_points(goal, today);
    open.retain(|point| point.severity() == Severity::Blocks);
    open
}

/// A due day farther away than this many months needs a milestone.
const FAR_MONTHS: i32 = 18;

fn about_the_measure(goal: &Goal) -> Vec<OpenPoint> {
    let mut open = Vec::new();
    match &goal.baseline {
        Baseline::Measured(_) => {}
        Baseline::ToMeasure { by: Some(by) } => {
            open.push(OpenPoint::BaselineToMeasure { by: *by });
        }
        Baseline::ToMeasure { by: None } => open.push(OpenPoint::NoBaseline),
    }
    let Some(Target { value: target, .. }) = goal.target else {
        open.push(OpenPoint::NoTarget);
        return open;
    };
    let is_share = match &goal.unit {
        Unit::Percent => true,
        Unit::Count(_) => false,
    };
    if is_share && !(0.0..=1.0).contains(&target) {
        open.push(OpenPoint::OutOfRange { target });
        return open;
    }
    let Some(baseline) = goal.measured_baseline().map(|m| m.figure.value()) else {
        return open;
    };
    if goal.direction == Direction::Keep {
        return open;
    }
    let sign = goal.direction.sign();
    if sign * (target - baseline) <= TOLERANCE {
        open.push(OpenPoint::WrongWay { baseline, target });
        return open;
    }
    if let Some(start) = goal.start()
        && let Some(n) = start.n
    {
        let from = start.detectable(goal.direction);
        if from.is_none_or(|from| sign * (target - from) < -TOLERANCE) {
            open.push(OpenPoint::NotDetectable { n, from });
        }
    }
    open
}
