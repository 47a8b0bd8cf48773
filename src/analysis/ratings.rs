//! Ratings: the share of the two highest points, the mean and the spread of each rated thing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::statistics::{float, share, wilson};
use crate::model::answers::{Answer, Answers, Rating};
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind, Scale};

/// What people say of one rated thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatingRow {
    /// The question.
    pub question: Code,
    /// The item, where the question has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// Which of its two ratings, where the question has two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// How many rated it.
    pub n: u64,
    /// How many said *don't know*.
    pub dont_know: u64,
    /// The share of those who rated it that gave one of the two highest points.
    pub share: Option<f64>,
    /// Wilson's 95 % interval of the share.
    pub share_interval: Option<[f64; 2]>,
    /// The mean point.
    pub mean: Option<f64>,
    /// The sample standard deviation of the points; `None` for fewer than two.
    pub deviation: Option<f64>,
    /// How many gave each point of the scale.
    pub distribution: BTreeMap<i32, u64>,
}

/// Which of the two ratings of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// How important.
    Importance,
    /// How satisfied.
    Satisfaction,
}

impl Aspect {
    /// The aspect's name, as printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Importance => "importance",
            Self::Satisfaction => "satisfaction",
        }
    }
}

/// The counts behind the figures of one rated thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// How many gave each point.
    pub(crate) points: BTreeMap<i32, u64>,
    /// How many said *don't know*.
    pub(crate) dont_know: u64,
}

impl Counts {
    fn new(scale: &Scale) -> Self {
        Self {
            points: scale.points().map(|point| (point, 0)).collect(),
            dont_know: 0,
        }
    }

    fn add(&mut self, rating: Rating) {
        match rating {
            Rating::Point(point) => *self.points.entry(point).or_default() += 1,
            Rating::DontKnow => self.dont_know += 1,
        }
    }

    /// How many rated.
    pub(crate) fn n(&self) -> u64 {
        self.points.values().sum()
    }

    /// How many gave one of the two highest points.
    pub(crate) fn top(&self) -> u64 {
        self.points.values().rev().take(2).sum()
    }

    /// The mean point.
    pub(crate) fn mean(&self) -> Option<f64> {
        let sum: f64 = self
            .points
            .iter()
            .map(|(point, count)| f64::from(*point) * float(*count))
            .sum();
        (self.n() > 0).then(|| sum / float(self.n()))
    }

    fn deviation(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares: f64 = self
            .points
            .iter()
            .map(|(point, count)| (f64::from(*point) - mean).powi(2) * float(*count))
            .sum();
        (self.n() > 1).then(|| (squares / float(self.n() - 1)).sqrt())
    }
}

/// The ratings of the question of that code.
pub(crate) fn ratings(
    definition: &Definition,
    question: &Code,
    responses: &[&Answers],
) -> Vec<RatingRow> {
    things(definition, question)
        .into_iter()
        .map(|(item, aspect, scale)| {
            let counts = count(question, item, aspect, scale, responses);
            RatingRow {
                question: question.clone(),
                item: item.cloned(),
                aspect,
                n: counts.n(),
                dont_know: counts.dont_know,
                share: share(counts.top(), counts.n()),
                share_interval: wilson(counts.top(), counts.n()),
                mean: counts.mean(),
                deviation: counts.deviation(),
                distribution: counts.points,
            }
        })
        .collect()
}

/// Counts the ratings that `responses` give to one thing.
pub(crate) fn count(
    question: &Code,
    item: Option<&Code>,
    aspect: Option<Aspect>,
    scale: &Scale,
    responses: &[&Answers],
) -> Counts {
    let mut counts = Counts::new(scale);
    for answers in responses {
        let rating = answers
            .get(question)
            .and_then(|answer| rating(answer, item, aspect));
        if let Some(rating) = rating {
            counts.add(rating);
        }
    }
    counts
}

fn rating(answer: &Answer, item: Option<&Code>, aspect: Option<Aspect>) -> Option<Rating> {
    match answer {
        Answer::Rating(point) => Some(Rating::Point(*point)),
        Answer::DontKnow => Some(Rating::DontKnow),
        Answer::Ratings(ratings) => ratings.get(item?).copied(),
        Answer::ImportanceSatisfaction(ratings) => {
            let both = ratings.get(item?)?;
            match aspect? {
                Aspect::Importance => both.importance,
                Aspect::Satisfaction => both.satisfaction,
            }
        }
        Answer::Choice(_)
        | Answer::Other(_)
        | Answer::Choices { .. }
        | Answer::Number(_)
        | Answer::Text(_)
        | Answer::Date(_)
        | Answer::Ranking(_)
        | Answer::BestWorst(_)
        | Answer::Points(_) => None,
    }
}

type Thing<'d> = (Option<&'d Code>, Option<Aspect>, &'d Scale);

/// What the question of that code has rated: items, ratings of theirs, and the scale of each.
fn things<'d>(definition: &'d Definition, question: &Code) -> Vec<Thing<'d>> {
    match definition.question(question.as_str()).map(|q| &q.kind) {
        Some(Kind::Scale { scale, .. }) => vec![(None, None, scale)],
        Some(Kind::Matrix { items, scale, .. }) => items
            .iter()
            .map(|item| (Some(&item.code), None, scale))
            .collect(),
        Some(Kind::ImportanceSatisfaction {
            items,
            importance,
            satisfaction,
            ..
        }) => items
            .iter()
            .flat_map(|item| {
                [
                    (Some(&item.code), Some(Aspect::Importance), importance),
                    (Some(&item.code), Some(Aspect::Satisfaction), satisfaction),
                ]
            })
            .collect(),
        Some(
            Kind::Single { .. }
            | Kind::Multiple { .. }
            | Kind::Number { .. }
            | Kind::Text { .. }
            | Kind::Date { .. }
            | Kind::Ranking { .. }
            | Kind::BestWorst { .. }
            | Kind::Points { .. },
        )
        | None => Vec::new(),
    }
}
