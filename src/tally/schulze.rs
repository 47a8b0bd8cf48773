//! Schulze's method: an option stands above another when its strongest path of pairwise wins to it
//! is stronger than the strongest path back. A path is as strong as its weakest link
//! (M. Schulze, Social Choice and Welfare 36, 2011).

use crate::tally::field::Field;
use crate::tally::outcome::Outcome;
use crate::tally::pairwise::{Pairs, layers, matrix};
use crate::tally::units::Units;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    let pairs = Pairs::of(field);
    let mut paths = pairs.levels(field.rules.strength);
    for via in &field.running {
        for from in &field.running {
            let first = paths.get(*from, *via);
            for to in field.running.iter().filter(|to| *to != from) {
                let through = first.min(paths.get(*via, *to));
                paths.raise(*from, *to, through);
            }
        }
    }
    let order = layers(&field.running, |a, b| paths.get(a, b) > paths.get(b, a));
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.paths = Some(matrix(field, |a, b| paths.amount(field, paths.get(a, b))));
    field.fill(&order, &mut outcome);
    outcome
}
