//! A priority list of which every beginning is fair: the first `k` places give each group of
//! like-minded ballots the share of `k` that its size is of all.
//!
//! For approvals the order is that of Phragmén's sequential method, whose beginnings all give a
//! group that agrees on `l` options, and is large enough for `l` of `k` places, at least `l` options
//! that some of the group approve of. For rankings each place goes to the group with the most
//! ballots for each place it would then have, among groups that rank the same options above all
//! others; within that group's options the same question is asked again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use num_rational::Ratio;

use crate::tally::TallyError;
use crate::tally::committee::phragmen_order;
use crate::tally::field::Field;
use crate::tally::outcome::{Outcome, TieAbout};
use crate::tally::pairwise::tiers;

pub(crate) fn count(field: &Field<'_>) -> Result<Outcome, TallyError> {
    let (ranked, approving) = (
        field.profile.rankings().total(),
        field.profile.approvals().total(),
    );
    if ranked > 0 && approving > 0 {
        return Err(TallyError::MixedForms);
    }
    let mut outcome = field.outcome();
    let order = if ranked > 0 {
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

fn by_coalitions(field: &Field<'_>, outcome: &mut Outcome) -> Vec<usize> {
    let coalitions: Vec<(Set, u128)> = coalitions(field).into_iter().collect();
    let mut placed = vec![false; field.included.len()];
    let mut order = Vec::with_capacity(field.running.len());
    while order.len() < field.running.len() {
        let mut inside: Set = field.included.clone();
        loop {
            let tied = claims(&coalitions, &inside, &placed);
            match one_of(field, tied, &placed, outcome) {
                Some(set) => inside.clone_from(set),
                None => break,
            }
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
    }
    order
}

/// The sets of options that some ballots rank above all others, with the units of those ballots.
fn coalitions(field: &Field<'_>) -> BTreeMap<Set, u128> {
    let mut coalitions = BTreeMap::new();
    for (marks, units) in field.profile.rankings().iter() {
        let mut above: Set = vec![false; field.included.len()];
        tiers(field, marks, |tier| {
            for option in tier {
                above[*option] = true;
            }
            *coalitions.entry(above.clone()).or_default() += u128::from(units);
        });
    }
    coalitions
}

/// Breaks a tie by the declared rules and records it.
fn pick(field: &Field<'_>, tied: &[usize], outcome: &mut Outcome) -> usize {
    let decision = field.ties.pick::<u64>(tied, TieAbout::Election, &[]);
    outcome
        .ties
        .push(field.tie(tied, TieAbout::Election, None, &decision));
    decision.picked
}

/// One of several sets with equal claims: the tie is between the options still to be placed that
/// they do not share, and the sets stay that hold the one picked.
fn one_of<'s>(
    field: &Field<'_>,
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
/// place they would have with one more; of equals those with the fewest options.
fn claims<'s>(coalitions: &'s [(Set, u128)], inside: &Set, placed: &Set) -> Vec<&'s Set> {
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
    let worth = |(set, units): &(Set, u128)| {
        let has = set
            .iter()
            .zip(placed)
            .filter(|(member, placed)| **member && **placed)
            .count();
        Ratio::new(*units, has as u128 + 1)
    };
    let weighed = coalitions.iter().filter(|(set, _)| fits(set));
    let weighed: Vec<_> = weighed
        .map(|claim| ((worth(claim), Reverse(size(&claim.0))), &claim.0))
        .collect();
    let most = weighed.iter().map(|(weight, _)| *weight).max();
    let best = weighed.iter().filter(|(weight, _)| Some(*weight) == most);
    best.map(|(_, set)| *set).collect()
}
