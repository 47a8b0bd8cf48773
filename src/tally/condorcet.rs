//! Methods that look at pairs of options and no further: ranked pairs, minimax, Copeland.

use std::cmp::Reverse;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::tally::borda::by_points;
use crate::tally::field::Field;
use crate::tally::outcome::{Against, LockedPair, Outcome};
use crate::tally::pairwise::{Pairs, layers};
use crate::tally::units::Units;

/// Pairs are locked in from the strongest down, and of equally strong ones first those whose loser
/// has the fewer votes. Equals are looked at together: first each is left out that would close a
/// circle with stronger ones, then each that would with those left of its equals (T. N. Tideman, Social Choice and Welfare 4, 1987;
/// treating equals alike keeps the count neutral).
pub(crate) fn ranked_pairs<N: Units>(field: &Field<'_, N>) -> Outcome {
    let pairs = Pairs::of(field);
    let levels = pairs.levels(field.rules.strength);
    let all = field
        .running
        .iter()
        .flat_map(|a| field.running.iter().map(move |b| (*a, *b)));
    let mut links: Vec<(usize, usize)> = all
        .filter(|(a, b)| a != b && levels.get(*a, *b) > 0)
        .collect();
    let rank = |(a, b): (usize, usize)| (Reverse(levels.get(a, b)), pairs.prefer(b, a));
    links.sort_by_key(|link| (rank(*link), *link));
    let options = field.included.len();
    let mut locked = vec![vec![false; options]; options];
    let mut record = Vec::with_capacity(links.len());
    for equals in links.chunk_by(|a, b| rank(*a) == rank(*b)) {
        let contradicts: Vec<bool> = (equals.iter())
            .map(|(a, b)| reaches(&locked, *b, *a))
            .collect();
        let mut with_equals = locked.clone();
        for ((a, b), contradicts) in equals.iter().zip(&contradicts) {
            with_equals[*a][*b] = !contradicts;
        }
        for ((a, b), contradicts) in equals.iter().zip(contradicts) {
            let against = if contradicts {
                Some(Against::Stronger)
            } else {
                reaches(&with_equals, *b, *a).then_some(Against::Equals)
            };
            locked[*a][*b] = against.is_none();
            record.push(LockedPair {
                winner: field.name(*a),
                loser: field.name(*b),
                strength: levels.amount(field, levels.get(*a, *b)),
                locked: against.is_none(),
                against,
            });
        }
    }
    let order = layers(&field.running, |a, b| locked[a][b]);
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.locked = Some(record);
    field.fill(&order, &mut outcome);
    outcome
}

/// Is there a way along the links?
fn reaches(links: &[Vec<bool>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; links.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            let next = links[at].iter().enumerate().filter(|(_, linked)| **linked);
            open.extend(next.map(|(next, _)| next));
        }
    }
    false
}

/// The option wins whose worst defeat is the mildest.
pub(crate) fn minimax<N: Units>(field: &Field<'_, N>) -> Outcome {
    let pairs = Pairs::of(field);
    let levels = pairs.levels(field.rules.strength);
    let worst = |option: usize| {
        let defeats = field.running.iter().map(|other| levels.get(*other, option));
        defeats.max().unwrap_or_default()
    };
    let mut ascending: Vec<(usize, usize)> =
        field.running.iter().map(|o| (worst(*o), *o)).collect();
    ascending.sort_unstable();
    let groups = ascending.chunk_by(|(a, _), (b, _)| a == b);
    let order: Vec<Vec<usize>> = groups
        .map(|group| group.iter().map(|(_, o)| *o).collect())
        .collect();
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.scores = Some(field.by_option(|o| levels.amount(field, worst(o))));
    field.fill(&order, &mut outcome);
    outcome
}

/// A point for every other option that fewer ballots prefer, half a point where they balance.
pub(crate) fn copeland<N: Units>(field: &Field<'_, N>) -> Outcome {
    let pairs = Pairs::of(field);
    let mut points = vec![BigRational::default(); field.included.len()];
    for a in &field.running {
        let halves = field.running.iter().filter(|b| *b != a).map(|b| {
            match pairs.prefer(*a, *b).cmp(pairs.prefer(*b, *a)) {
                std::cmp::Ordering::Greater => 2,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Less => 0,
            }
        });
        points[*a] = BigRational::new(BigInt::from(halves.sum::<i32>()), BigInt::from(2));
    }
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    by_points(field, &points, outcome)
}
