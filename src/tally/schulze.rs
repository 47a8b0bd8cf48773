//! Schulze's method: an option stands above another when its strongest path of pairwise wins to it
//! is stronger than the strongest path back. A path is as strong as its weakest link
//! (M. Schulze, Social Choice and Welfare 36, 2011).

use crate::tally::field::Field;
use crate::tally::outcome::{Outcome, Path};
use crate::tally::pairwise::{Pairs, layers, matrix};
use crate::tally::units::Units;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    let pairs = Pairs::of(field);
    let mut paths = pairs.levels(field.rules.strength);
    // By pair: the option after the first on the strongest path to the second.
    let mut next: Vec<Vec<usize>> = vec![(0..field.included.len()).collect(); field.included.len()];
    for via in &field.running {
        for from in &field.running {
            let first = paths.get(*from, *via);
            for to in field.running.iter().filter(|to| *to != from) {
                let through = first.min(paths.get(*via, *to));
                if through > paths.get(*from, *to) {
                    paths.raise(*from, *to, through);
                    next[*from][*to] = next[*from][*via];
                }
            }
        }
    }
    let order = layers(&field.running, |a, b| paths.get(a, b) > paths.get(b, a));
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.paths = Some(matrix(field, |a, b| paths.amount(field, paths.get(a, b))));
    field.fill(&order, &mut outcome);
    let names = field.profile.candidates();
    let first = outcome.winners.first();
    if let Some(first) = first.and_then(|winner| names.iter().position(|name| name == winner)) {
        let others = field.running.iter().filter(|other| **other != first);
        let both_ways = others.flat_map(|other| [(first, *other), (*other, first)]);
        let linked = both_ways.filter(|(from, to)| paths.get(*from, *to) > 0);
        let deciding = linked.map(|(from, to)| {
            let along = std::iter::successors(Some(from), |at| (*at != to).then(|| next[*at][to]));
            Path {
                options: field.names(&along.collect::<Vec<_>>()),
                strength: paths.amount(field, paths.get(from, to)),
            }
        });
        outcome.deciding = deciding.collect();
    }
    outcome
}
