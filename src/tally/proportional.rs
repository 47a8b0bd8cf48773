//! A priority list of which every beginning is fair: the first `k` places give each group of
//! like-minded ballots the share of `k` that its size is of all.
//!
//! For approvals the order is that of Phragmén's sequential method, whose beginnings all give a
//! group that agrees on `l` options, and is large enough for `l` of `k` places, at least `l` options
//! that some of the group approve of. For rankings each place goes to the group with the most
//! ballots for each place it would then have, among groups that rank the same options above all
//! others; within that group's options the same question is asked again.

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
            let next = claim(&coalitions, &inside, &placed);
            match next {
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
        let next = if let [only] = open[..] {
            only
        } else {
            let decision = field.ties.pick::<u64>(&open, TieAbout::Election, &[]);
            outcome
                .ties
                .push(field.tie(&open, TieAbout::Election, None, &decision));
            decision.picked
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

/// The set within another, smaller and not yet all placed, that has the most ballots for each place
/// it would have with one more; of equals the one with fewer options, then the earlier ones.
fn claim<'s>(coalitions: &'s [(Set, u128)], inside: &Set, placed: &Set) -> Option<&'s Set> {
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
    let claims = coalitions.iter().filter(|(set, _)| fits(set));
    let best = claims.max_by(|a, b| {
        let smaller = size(&b.0).cmp(&size(&a.0));
        worth(a).cmp(&worth(b)).then(smaller).then(a.0.cmp(&b.0))
    });
    best.map(|(set, _)| set)
}
