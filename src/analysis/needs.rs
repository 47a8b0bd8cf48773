//! Needs: importance × (1 − satisfaction), as in the importance-satisfaction analysis of resident surveys.

use serde::Serialize;

use crate::analysis::ratings::{Aspect, Counts, count};
use crate::analysis::statistics::{mean, share, wilson};
use crate::model::answers::{Answer, Answers};
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind};

/// How much people need something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Need {
    /// The item.
    pub item: Code,
    /// The share who find it important: of all respondents, those who name it among their places; or of those who
    /// rated its importance, those who gave one of the two highest points.
    pub importance: Option<f64>,
    /// Wilson's 95 % interval of the importance.
    pub importance_interval: Option<[f64; 2]>,
    /// The share of those who rated it that gave one of the two highest points.
    pub satisfaction: Option<f64>,
    /// Wilson's 95 % interval of the satisfaction.
    pub satisfaction_interval: Option<[f64; 2]>,
    /// How many rated their satisfaction.
    pub n_satisfaction: u64,
    /// How many said *don't know*.
    pub dont_know: u64,
    /// The mean point of satisfaction.
    pub mean_satisfaction: Option<f64>,
    /// Importance × (1 − satisfaction), from 0 to 1.
    pub priority: Option<f64>,
    /// The place by priority, from 1; equals stand in the order of the definition.
    pub rank: u64,
    /// How high the priority is.
    pub band: Option<Band>,
    /// Where it stands against the other items.
    pub quadrant: Option<Quadrant>,
    /// The counts that the figures come from.
    #[serde(skip)]
    pub(crate) basis: Basis,
}

/// The counts behind a [`Need`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    pub(crate) importance: ImportanceCounts,
    pub(crate) satisfaction: Counts,
}

/// How importance was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImportanceCounts {
    /// Those who name the item among `places` places, of all.
    Named { count: u64, n: u64, places: u64 },
    /// Ratings.
    Rated(Counts),
}

impl ImportanceCounts {
    fn top(&self) -> (u64, u64) {
        match self {
            Self::Named { count, n, .. } => (*count, *n),
            Self::Rated(counts) => (counts.top(), counts.n()),
        }
    }
}

/// How high a priority is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 0.20 or more.
    VeryHigh,
    /// 0.10 or more.
    High,
    /// Less than 0.10.
    Medium,
}

impl Band {
    /// The band's name, as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::VeryHigh => "very_high",
            Self::High => "high",
            Self::Medium => "medium",
        }
    }

    /// The band of a priority.
    pub fn of(priority: f64) -> Self {
        if priority >= 0.20 {
            Self::VeryHigh
        } else if priority >= 0.10 {
            Self::High
        } else {
            Self::Medium
        }
    }
}

/// Where an item stands against the unweighted means over all items.
///
/// Source: Martilla and James, *Importance-performance analysis*, Journal of Marketing 41 (1977).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// Important, not satisfied.
    Focus,
    /// Important, satisfied.
    KeepUp,
    /// Less important, not satisfied.
    LowPriority,
    /// Less important, satisfied.
    PossibleOverkill,
}

impl Quadrant {
    /// The quadrant's name, as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::KeepUp => "keep_up",
            Self::LowPriority => "low_priority",
            Self::PossibleOverkill => "possible_overkill",
        }
    }

    /// The quadrant of a point, split at `means`; on the line counts as above it. Pairs are (importance, satisfaction).
    pub fn of(point: (f64, f64), means: (f64, f64)) -> Self {
        match (point.0 >= means.0, point.1 >= means.1) {
            (true, false) => Self::Focus,
            (true, true) => Self::KeepUp,
            (false, false) => Self::LowPriority,
            (false, true) => Self::PossibleOverkill,
        }
    }
}

/// The needs, by rank.
pub(crate) fn needs(
    definition: &Definition,
    importance: &Code,
    satisfaction: &Code,
    responses: &[&Answers],
) -> Vec<Need> {
    let kind_of = |code: &Code| definition.question(code.as_str()).map(|q| &q.kind);
    let (items, scale, aspect) = match kind_of(satisfaction) {
        Some(Kind::Matrix { items, scale, .. }) => (items, scale, None),
        Some(Kind::ImportanceSatisfaction {
            items,
            satisfaction,
            ..
        }) => (items, satisfaction, Some(Aspect::Satisfaction)),
        _ => return Vec::new(),
    };
    let bases = items.iter().map(|item| Basis {
        importance: match kind_of(importance) {
            Some(Kind::ImportanceSatisfaction {
                importance: scale, ..
            }) => ImportanceCounts::Rated(count(
                importance,
                Some(&item.code),
                Some(Aspect::Importance),
                scale,
                responses,
            )),
            Some(Kind::Ranking {
                choices, places, ..
            }) => named(
                importance,
                &item.code,
                places.map_or(choices.len() as u64, u64::from),
                responses,
            ),
            _ => named(importance, &item.code, 0, responses),
        },
        satisfaction: count(satisfaction, Some(&item.code), aspect, scale, responses),
    });
    let mut needs: Vec<Need> = items
        .iter()
        .zip(bases)
        .map(|(item, basis)| need(&item.code, basis))
        .collect();
    place(&mut needs);
    needs
}

fn named(question: &Code, item: &Code, places: u64, responses: &[&Answers]) -> ImportanceCounts {
    let names = |answers: &&&Answers| match answers.get(question) {
        Some(Answer::Ranking(order)) => order.iter().flatten().any(|code| code == item),
        _ => false,
    };
    ImportanceCounts::Named {
        count: responses.iter().filter(names).count() as u64,
        n: responses.len() as u64,
        places,
    }
}

fn need(item: &Code, basis: Basis) -> Need {
    let (important, n) = basis.importance.top();
    let rated = &basis.satisfaction;
    let importance = share(important, n);
    let satisfaction = share(rated.top(), rated.n());
    let priority = importance.zip(satisfaction).map(|(i, s)| i * (1.0 - s));
    Need {
        item: item.clone(),
        importance,
        importance_interval: wilson(important, n),
        satisfaction,
        satisfaction_interval: wilson(rated.top(), rated.n()),
        n_satisfaction: rated.n(),
        dont_know: rated.dont_know,
        mean_satisfaction: rated.mean(),
        priority,
        rank: 0,
        band: priority.map(Band::of),
        quadrant: None,
        basis,
    }
}

/// Sets the quadrants, sorts by priority and numbers the ranks; items without a priority come last.
fn place(needs: &mut [Need]) {
    let means = mean(needs.iter().filter_map(|need| need.importance))
        .zip(mean(needs.iter().filter_map(|need| need.satisfaction)));
    for need in needs.iter_mut() {
        need.quadrant = need
            .importance
            .zip(need.satisfaction)
            .zip(means)
            .map(|(point, means)| Quadrant::of(point, means));
    }
    needs.sort_by(|a, b| match (a.priority, b.priority) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    for (rank, need) in (1..).zip(needs) {
        need.rank = rank;
    }
}
