//! The map: where each person stands by what they voted, in two dimensions.
//!
//! Unseen votes are filled with the statement's mean and the statements centred, so that what was not seen is
//! exactly 0: the two leading principal components and every person's place then cost time proportional to
//! the number of votes. Places are scaled by how much each person has seen, as Polis scales them.

use super::eigen::{self, Effort, Pair, dot};
use super::votes::{Cell, Rows, Statement, Vote};
use crate::model::random::Random;

/// In how many dimensions people are told apart; the map shows the first two.
pub(super) const DIMENSIONS: usize = 5;

/// Where a person stands, along each component.
pub(super) type Place = [f64; DIMENSIONS];

/// The principal components of a body of votes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Components {
    /// What each vote on each statement counts after centring, by [`Cell::slot`].
    values: Vec<f64>,
    /// The mean vote on each statement; 0 for those that take no part.
    means: Vec<f64>,
    /// Does the statement take part?
    on_the_map: Vec<bool>,
    pairs: [Pair; DIMENSIONS],
    /// How many statements have a vote.
    voted: usize,
    /// Those of them that take no part: they count as seen by everybody.
    blank: usize,
}

/// Where the search for components begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start<'a> {
    /// Anywhere.
    Cold,
    /// In a direction that has a part of each component, as far as they are known.
    Warm(&'a [f64]),
}

impl Components {
    /// The components of the votes of `people`, summed in that order.
    pub(super) fn find(
        statements: &[Statement],
        rows: &Rows,
        people: &[u32],
        start: Start<'_>,
        effort: Effort,
    ) -> Self {
        let n = statements.len();
        let mut counts = vec![0_u32; Cell::slots(n)];
        for person in people {
            for cell in rows.row(*person as usize) {
                counts[cell.slot()] += 1;
            }
        }
        let on_the_map: Vec<bool> = statements.iter().map(Statement::on_the_map).collect();
        let mut values = vec![0.0; Cell::slots(n)];
        let mut means = vec![0.0; n];
        let (mut voted, mut blank) = (0, 0);
        for (idx, count) in counts.chunks_exact(4).enumerate() {
            let seen: u32 = count.iter().sum();
            voted += usize::from(seen > 0);
            blank += usize::from(seen > 0 && !on_the_map[idx]);
            if seen > 0 && on_the_map[idx] {
                let sum = f64::from(count[Vote::Agree as usize])
                    - f64::from(count[Vote::Disagree as usize]);
                means[idx] = sum / f64::from(seen);
                for vote in Vote::ALL {
                    values[idx * 4 + vote as usize] = vote.value() - means[idx];
                }
            }
        }
        let from = match start {
            Start::Cold => {
                let mut random = Random::new(0, 1);
                (0..n).map(|_| random.unit() - 0.5).collect()
            }
            Start::Warm(direction) => direction.to_vec(),
        };
        let mut weights = vec![0.0; values.len()];
        let mut sums = vec![0.0; values.len()];
        let found = eigen::leading(n, DIMENSIONS, &from, effort, |vector, product| {
            for (slot, weight) in weights.iter_mut().enumerate() {
                *weight = values[slot] * vector[slot / 4];
            }
            sums.fill(0.0);
            for person in people {
                let row = rows.row(*person as usize);
                let along = sum_of(row, &weights);
                for cell in row {
                    sums[cell.slot()] += along;
                }
            }
            for (idx, value) in product.iter_mut().enumerate() {
                let slots = idx * 4..idx * 4 + 4;
                *value = dot(&values[slots.clone()], &sums[slots]);
            }
        });
        let mut found = found.into_iter();
        let mut pair = || {
            found.next().unwrap_or_else(|| Pair {
                value: 0.0,
                vector: vec![0.0; n],
            })
        };
        Self {
            pairs: std::array::from_fn(|_| pair()),
            values,
            means,
            on_the_map,
            voted,
            blank,
        }
    }

    /// A direction that has a part of each component: where to begin to look for them again.
    pub(super) fn direction(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.means.len()];
        for pair in &self.pairs {
            for (sum, part) in sum.iter_mut().zip(&pair.vector) {
                *sum += part;
            }
        }
        sum
    }

    /// How much of the squared votes lies along each component.
    pub(super) fn strengths(&self) -> [f64; DIMENSIONS] {
        std::array::from_fn(|idx| self.pairs[idx].value)
    }

    /// How far a statement pulls those who agree with it: the length of the place of a lone agreement.
    pub(super) fn extremity(&self, statement: usize) -> f64 {
        if !self.on_the_map[statement] {
            return 0.0;
        }
        let [x, y] = [0, 1].map(|idx| self.pairs[idx].vector[statement]);
        count(self.voted).sqrt() * (1.0 - self.means[statement]) * x.hypot(y)
    }

    /// Where each of `people` stands.
    pub(super) fn project(&self, rows: &Rows, people: &[u32]) -> Vec<Place> {
        let weights: Vec<Place> = self
            .values
            .iter()
            .enumerate()
            .map(|(slot, value)| {
                std::array::from_fn(|idx| value * self.pairs[idx].vector[slot / 4])
            })
            .collect();
        let place = |person: &u32| {
            let row = rows.row(*person as usize);
            let mut place = [0.0; DIMENSIONS];
            let mut shown = 0;
            for cell in row {
                for (sum, weight) in place.iter_mut().zip(weights[cell.slot()]) {
                    *sum += weight;
                }
                shown += usize::from(self.on_the_map[cell.statement()]);
            }
            let seen = count((shown + self.blank).max(1));
            let scale = (count(self.voted) / seen).sqrt();
            place.map(|along| along * scale)
        };
        people.iter().map(place).collect()
    }
}

/// The sum of the weights of a row's votes, in four strands: one would wait for each addition to end.
fn sum_of(row: &[Cell], weights: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let fours = row.chunks_exact(4);
    let rest = fours.remainder();
    for four in fours {
        for (strand, cell) in strands.iter_mut().zip(four) {
            *strand += weights[cell.slot()];
        }
    }
    for (strand, cell) in strands.iter_mut().zip(rest) {
        *strand += weights[cell.slot()];
    }
    (strands[0] + strands[1]) + (strands[2] + strands[3])
}

/// A count as a float, exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people and votes stay far below 2^53"
)]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}
