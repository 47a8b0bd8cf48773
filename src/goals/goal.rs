//! A goal as it is stored.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::goals::target::Start;
use crate::model::code::Code;
use crate::model::ids::{DecisionId, Slug};
use crate::model::text::Text;
use crate::model::time::Day;

/// A SMART goal: what shall change, from where to where, for whom, by when, led by whom, and why.
///
/// A slot that nobody has filled yet is `None` and is shown as `[owner?]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Which way the measure shall move.
    pub direction: Direction,
    /// What is measured.
    pub indicator: Indicator,
    /// What its values count.
    pub unit: Unit,
    /// Whose lives it describes: *residents*, *members of the coalition*.
    pub population: Text,
    /// How many people that is, where it is known; a survey of nearly all of few people measures better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population_size: Option<u64>,
    /// Where the measure stands at the start.
    pub baseline: Baseline,
    /// Where it shall stand on the due day.
    pub target: Option<Target>,
    /// The day by which it shall stand there.
    pub due: Option<Day>,
    /// Who leads: a person, an organisation, or both.
    pub owner: Option<String>,
    /// What is there to do it with: hours, money, rooms, partners.
    pub resources: Option<String>,
    /// Why this goal.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// How it was decided.
    #[serde(default)]
    pub decision: Option<Decision>,
    /// How often progress is looked at.
    pub review: Option<Cadence>,
    /// Steps on the way.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// Progress reports, in the order of their days.
    #[serde(default)]
    pub check_ins: Vec<CheckIn>,
    /// How far the goal itself has come.
    pub status: Status,
    /// The day of the draft.
    pub drafted_on: Day,
    /// The day it was adopted; progress counts from here.
    #[serde(default)]
    pub adopted_on: Option<Day>,
}

/// Which way a measure shall move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Up.
    Increase,
    /// Down.
    Decrease,
    /// Nowhere: it is good as it is.
    Keep,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Indicator {
    /// The share of the population who are satisfied with something.
    Satisfied {
        /// With what.
        item: Text,
    },
    /// The share of the population who say that a value is lived.
    Lived {
        /// Which value.
        value: Text,
    },
    /// The share of the population who are satisfied with how far something that was chosen has come.
    Advanced {
        /// What was chosen.
        choice: Text,
    },
    /// The coalition's own words, a noun phrase such as *the number of calls to the council*.
    Own {
        /// The phrase.
        words: Text,
    },
}

/// What the values of a measure count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Shares from 0 to 1, shown as percent.
    Percent,
    /// A number of something: calls, homes, dollars.
    Count(Text),
}

/// Where a measure stands at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// It was measured.
    Measured(Measured),
    /// It is to be measured by that day, if there is one yet.
    ToMeasure {
        /// The day.
        by: Option<Day>,
    },
}

/// A measured value and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The value: a share from 0 to 1, or a count.
    pub figure: Figure,
    /// Its 95 % interval, low and high, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    /// How many answers it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// When it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where it can be looked up.
    pub evidence: Evidence,
}

/// A value, or the bound that the privacy floor leaves of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The value itself.
    Exact(f64),
    /// It is less than this.
    Under(f64),
    /// It is more than this.
    Over(f64),
}

impl Figure {
    /// The value, or the bound nearest to it.
    pub fn value(self) -> f64 {
        match self {
            Self::Exact(value) | Self::Under(value) | Self::Over(value) => value,
        }
    }
}

/// When something was measured: a year or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// Some time in that year.
    Year(i16),
    /// On that day.
    Day(Day),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// Where a number or claim comes from and who has checked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The source's name for people, such as the survey's title.
    pub label: Text,
    /// Where it stands.
    pub source: EvidenceSource,
    /// How well it is checked.
    pub status: EvidenceStatus,
}

/// Where a number stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum EvidenceSource {
    /// In the results of a survey of the coalition.
    Survey {
        /// The survey.
        survey: Slug,
        /// The question.
        question: Code,
        /// The item within the question.
        item: Code,
        /// Which of the item's figures.
        figure: FigureName,
    },
    /// In the outcome of a round of the coalition.
    Round {
        /// The round.
        round: Slug,
        /// The stage of the count, from 1; none for the outcome as a whole.
        stage: Option<u32>,
    },
    /// In the results of a board of the coalition.
    Board {
        /// The board.
        board: Slug,
        /// The number of the statement.
        statement: u32,
    },
    /// In a decision of the coalition.
    Decision {
        /// The decision.
        decision: DecisionId,
    },
    /// In a file that was read.
    File {
        /// The file's name.
        name: String,
        /// The item, where there is one.
        item: Option<Code>,
        /// Which of the item's figures.
        figure: Option<FigureName>,
    },
    /// Somebody typed it in.
    Person {
        /// Who, where it is known.
        by: Option<String>,
    },
}

/// The figures that an analysis gives an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureName {
    /// The share for whom it is important.
    Importance,
    /// The share who are satisfied.
    Satisfaction,
    /// Importance × (1 − satisfaction).
    Priority,
    /// The best-worst score.
    Score,
}

impl FigureName {
    /// The figure's name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Importance => "importance",
            Self::Satisfaction => "satisfaction",
            Self::Priority => "priority",
            Self::Score => "score",
        }
    }
}

/// How well a source is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceStatus {
    /// Nobody has checked it.
    Unverified,
    /// It rests on one source.
    SingleSource,
    /// Two independent sources agree.
    Verified,
}

impl EvidenceStatus {
    /// The status's name in JSON and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::SingleSource => "single_source",
            Self::Verified => "verified",
        }
    }
}

/// Where the measure shall stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The value: a share from 0 to 1, or a count.
    pub value: f64,
    /// How it was found.
    pub method: TargetMethod,
}

/// How a target was found. [`crate::goals::target`] has the arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetMethod {
    /// A small but real change, Cohen's h of 0.10: sin²(asin √p ± 0.05).
    CohensH,
    /// The least change beyond chance between two surveys of this size: p ± 1.96·√2·SE.
    MinimalSignificance,
    /// The least change that a second survey of this size shows four times in five: h = 2.80·√(2/n).
    DetectableChange,
    /// So many percent of the baseline more or less.
    PercentImprovement {
        /// How many, 10 for 10 %.
        percent: f64,
    },
    /// Part of the way to all, or to none: p + share·(1 − p), or p − share·p.
    ShareOfGap {
        /// Which part, from 0 to 1.
        share: f64,
    },
    /// No worse than now.
    Maintain,
    /// The group chose it.
    Chosen,
}

/// Why a goal was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// A need that the survey showed.
    Need {
        /// Its place by priority, from 1.
        rank: u32,
        /// Among how many.
        of: u32,
        /// The share for whom it is important.
        importance: Measured,
        /// The share who are satisfied.
        satisfaction: Measured,
    },
    /// A value that the survey showed.
    Value {
        /// Its place by score, from 1.
        rank: u32,
        /// Among how many.
        of: u32,
        /// Its best-worst score, −1 to 1.
        score: Measured,
    },
    /// What people voted on it on a board: the support and the objections.
    Support {
        /// Everybody.
        all: Stance,
        /// Each opinion group of which it may be told.
        #[serde(default)]
        groups: Vec<Stance>,
        /// Each organisation of which it may be told.
        #[serde(default)]
        organisations: Vec<Stance>,
        /// The board.
        evidence: Evidence,
    },
    /// What a decision by consent rests on.
    Consent {
        /// How many support it; nothing where options were rated.
        support: Option<u64>,
        /// How many took part.
        of: u64,
        /// Reservations and concerns that it passed with.
        objections: Vec<String>,
        /// The decision.
        evidence: Evidence,
    },
    /// The group's own words.
    Own {
        /// The words.
        words: String,
    },
}

/// How many of some people are for something and how many against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stance {
    /// The group's letter or the organisation's name; nothing for everybody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// How many voted.
    pub n: u64,
    /// The share for it.
    pub agree: f64,
    /// The share against it.
    pub disagree: f64,
}

/// The decision that a goal follows from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The method's name, such as `irv`.
    pub method: String,
    /// The option's place in the outcome, from 1.
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

/// How often progress is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    HalfYearly,
    /// Every twelve months.
    Yearly,
}

impl Cadence {
    /// Every cadence, most often first.
    pub const ALL: [Self; 4] = [
        Self::Monthly,
        Self::Quarterly,
        Self::HalfYearly,
        Self::Yearly,
    ];

    /// The cadence's name in forms and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::HalfYearly => "half_yearly",
            Self::Yearly => "yearly",
        }
    }

    /// The day one such span after `day`; the last of the month where a month is shorter.
    pub fn after(self, day: Day) -> Day {
        let months = match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        };
        months_after(day, months)
    }
}

/// The day that many months later; the last of the month where that is shorter.
pub(super) fn months_after(day: Day, months: i32) -> Day {
    let span = jiff::Span::new().try_months(months).unwrap_or_default();
    Day(day.0.checked_add(span).unwrap_or(day.0))
}

/// A step on the way to a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What will be there.
    pub text: String,
    /// By when.
    pub due: Option<Day>,
    /// When it was reached.
    #[serde(default)]
    pub reached: Option<Day>,
}

impl fmt::Display for Milestone {
    /// As it stands in the form: its day, if it has one, then its words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(due) = self.due {
            write!(f, "{due} ")?;
        }
        f.write_str(&self.text)
    }
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    /// The day it speaks of.
    pub day: Day,
    /// The measure's value then, if it was measured: a share from 0 to 1, or a count.
    pub value: Option<f64>,
    /// How many answers the value rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// What happened.
    pub note: String,
    /// Who reports.
    pub by: String,
}

/// How far a goal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Written down, not agreed.
    Draft,
    /// Agreed; check-ins are due.
    Adopted,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}

impl Status {
    /// The status's name in forms and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Adopted => "adopted",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 3] = [Self::Increase, Self::Decrease, Self::Keep];

    /// The direction's name in forms and CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Keep => "keep",
        }
    }

    /// 1 where more is better, −1 where less is. What is kept shall at least not fall.
    pub(super) fn sign(self) -> f64 {
        match self {
            Self::Increase | Self::Keep => 1.0,
            Self::Decrease => -1.0,
        }
    }
}

impl TargetMethod {
    /// The method's name in CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::CohensH => "cohens_h",
            Self::MinimalSignificance => "minimal_significance",
            Self::DetectableChange => "detectable_change",
            Self::PercentImprovement { .. } => "percent_improvement",
            Self::ShareOfGap { .. } => "share_of_gap",
            Self::Maintain => "maintain",
            Self::Chosen => "chosen",
        }
    }
}

impl Goal {
    /// Where the arithmetic of targets starts from: the baseline of a share, if it is measured.
    pub fn start(&self) -> Option<Start> {
        let measured = self.measured_baseline()?;
        match &self.unit {
            Unit::Percent => Some(Start {
                share: measured.figure.value(),
                n: measured.n,
                population: self.population_size,
            }),
            Unit::Count(_) => None,
        }
    }

    /// The day from which progress counts: when it was adopted, else drafted.
    pub fn starts_on(&self) -> Day {
        self.adopted_on.unwrap_or(self.drafted_on)
    }

    /// The measured baseline, if there is one.
    pub fn measured_baseline(&self) -> Option<&Measured> {
        match &self.baseline {
            Baseline::Measured(measured) => Some(measured),
            Baseline::ToMeasure { .. } => None,
        }
    }

    /// The latest check-in that has a value.
    pub fn latest_value(&self) -> Option<(&CheckIn, f64)> {
        self.check_ins
            .iter()
            .filter_map(|check_in| check_in.value.map(|value| (check_in, value)))
            .max_by_key(|(check_in, _)| check_in.day)
    }

    /// Adds a check-in in the order of days, after those of the same day.
    pub fn add_check_in(&mut self, check_in: CheckIn) {
        let at = self
            .check_ins
            .partition_point(|earlier| earlier.day <= check_in.day);
        self.check_ins.insert(at, check_in);
    }
}
