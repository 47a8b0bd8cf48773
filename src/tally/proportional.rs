//! A priority list of which every beginning is fair: the first `k` places give each group of
//! like-minded ballots the share of `k` that its size is of all.
//!
//! For approvals the order is that of Phragmén's sequential method, whose beginnings all give a
//! group that agrees on `l` options, and is large enough for `l` of `k` places, at least `l` options
//! that some of the group approve of. For rankings each place goes to the group with the most
//! ballots for each place it would then have, among groups that rank the same options above all
//! others; within that group's options the same question is asked again.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::tally::TallyError;
use crate::tally::amount::Amount;
use crate::tally::committee::phragmen_order;
use crate::tally::field::Field;
use crate::tally::outcome::{Measure, Outcome, Step, TieAbout};
use crate::tally::pairwise::tiers;
use crate::tally::units::Units;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let ranked = field.profile.rankings().len() > 0;
    if ranked && field.profile.approvals().len() > 0 {
        return Err(TallyError::MixedForms);
    }
    let mut outcome = field.outcome();
    let order = if ranked {
        by_coalitions(field, &mut outcome)
    } else {
        phragmen_order(field, field.running.len(), &mut outcome)
    };
    let seats = field.rules.seats as usize;
    outcome.winners = field.names(&order[..seats.min(order.len())]);
    outcome.order = Some(
        order
            .iter()
            .map(|option| vec![field.name(*option)])
            .collect(),
    );
    Ok(outcome)
}

/// Options as a set.
type Set = Vec<bool>;

fn by_coalitions<N: Units>(field: &Field<'_, N>, outcome: &mut Outcome) -> Vec<usize> {
    let coalitions: Vec<(Set, N)> = coalitions(field).into_iter().collect();
    let mut placed = vec![false; field.included.len()];
    let mut order = Vec::with_capacity(field.running.len());
    while order.len() < field.running.len() {
        let mut inside: Set = field.included.clone();
        let mut strongest = None;
        loop {
            let (tied, claim) = claims(&coalitions, &inside, &placed);
            match one_of(field, tied, &placed, outcome) {
                Some(set) => inside.clone_from(set),
                None => break,
            }
            strongest = strongest.or(claim);
        }
        let open: Vec<usize> = field
            .running
            .iter()
            .copied()
            .filter(|o| inside[*o] && !placed[*o])
            .collect();
        let next = match open[..] {
            [only] => only,
            _ => pick(field, &open, outcome),
        };
        placed[next] = true;
        order.push(next);
        outcome.steps.extend(strongest.map(|(units, places)| {
            let parts = BigInt::from(field.scale().into()) * BigInt::from(places);
            let claim = BigRational::new(BigInt::from(units.clone().into()), parts);
            Step {
                option: field.name(next),
                measure: Measure::Claim,
                amount: Amount::fraction(&claim),
            }
        }));
    }
    order
}

/// The sets of options that some ballots rank above all others, with the units of those ballots.
fn coalitions<N: Units>(field: &Field<'_, N>) -> BTreeMap<Set, N> {
    let mut coalitions = BTreeMap::new();
    for (marks, units) in field.rankings() {
        let mut above: Set = vec![false; field.included.len()];
        tiers(field, marks, |tier| {
            for option in tier {
                above[*option] = true;
            }
            *coalitions.entry(above.clone()).or_insert_with(N::zero) += units;
        });
    }
    coalitions
}

/// Breaks a tie by the declared rules and records it.
fn pick<N: Units>(field: &Field<'_, N>, tied: &[usize], outcome: &mut Outcome) -> usize {
    let decision = field.ties.pick::<u64>(tied, TieAbout::Election, &[]);
    outcome
        .ties
        .push(field.tie(tied, TieAbout::Election, None, &decision));
    decision.picked
}

/// One of several sets with equal claims: the tie is between the options still to be placed that
/// they do not share, and the sets stay that hold the one picked.
fn one_of<'s, N: Units>(
    field: &Field<'_, N>,
    mut tied: Vec<&'s Set>,
    placed: &Set,
    outcome: &mut Outcome,
) -> Option<&'s Set> {
    while tied.len() > 1 {
        let open: Vec<usize> = field
            .running
            .iter()
            .copied()
            .filter(|o| !placed[*o])
            .filter(|o| tied.iter().any(|set| set[*o]) && !tied.iter().all(|set| set[*o]))
            .collect();
        // Sets that differ in placed options alone have the same places to give.
        if open.is_empty() {
            break;
        }
        let picked = pick(field, &open, outcome);
        tied.retain(|set| set[picked]);
    }
    tied.pop()
}

/// The sets within another, smaller and not yet all placed, that have the most ballots for each
/// place they would have with one more; of equals those with the fewest options. With them these
/// ballots and places.
fn claims<'s, N: Units>(
    coalitions: &'s [(Set, N)],
    inside: &Set,
    placed: &Set,
) -> (Vec<&'s Set>, Option<(&'s N, u64)>) {
    let size = |set: &Set| set.iter().filter(|member| **member).count();
    let whole = size(inside);
    let fits = |set: &Set| {
        size(set) < whole
            && set
                .iter()
                .zip(inside)
                .all(|(member, inside)| !member || *inside)
            && set
                .iter()
                .zip(placed)
                .any(|(member, placed)| *member && !placed)
    };
    let claim = |(set, units): &'s (Set, N)| {
        let has = set
            .iter()
            .zip(placed)
            .filter(|(member, placed)| **member && **placed)
            .count();
        (set, units, has as u64 + 1)
    };
    let claims = coalitions.iter().filter(|(set, _)| fits(set)).map(claim);
    let claims: Vec<(&Set, &N, u64)> = claims.collect();
    // Units for each place, compared across; of equals the smaller set.
    let compare = |a: &(&Set, &N, u64), b: &(&Set, &N, u64)| {
        let across = a.1.times(b.2).cmp(&b.1.times(a.2));
        across.then_with(|| size(b.0).cmp(&size(a.0)))
    };
    let Some(best) = claims.iter().max_by(|a, b| compare(a, b)) else {
        return (Vec::new(), None);
    };
    let equals = claims.iter().filter(|claim| compare(claim, best).is_eq());
    let equals = equals.map(|(set, _, _)| *set).collect();
    (equals, Some((best.1, best.2)))
}
