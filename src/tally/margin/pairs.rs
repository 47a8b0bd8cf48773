//! Methods that compare options two by two.
//!
//! Where every winner is preferred to every other option, all methods that hold to Condorcet's
//! principle put the winners on top, whatever the ballots say besides. For others to win, one of
//! these preferences must end first, and a changed ballot moves it by at most two votes.

use crate::tally::method::Method;
use crate::tally::pairwise::Pairs;
use crate::tally::rules::Strength;
use crate::tally::units::{Units, less};

use super::{Case, Finding, Proof};

pub(super) fn bound<N: Units>(finding: &mut Finding<'_, N>) {
    let case = finding.case;
    let one = case.winners.len() == 1;
    let holds_to_it = match case.rules.method {
        Method::Schulze | Method::RankedPairs => case.rules.strength != Strength::Opposition,
        // Minimax looks at the worst defeat alone, so that it promises this to a single winner only.
        Method::Minimax => case.rules.strength != Strength::Opposition && one,
        Method::Copeland | Method::Kemeny => true,
        _ => false,
    };
    if !holds_to_it {
        return;
    }
    let pairs = Pairs::of(&case.field);
    let all = case
        .winners
        .iter()
        .flat_map(|w| case.losers.iter().map(move |l| (*w, *l)));
    let needed = all.map(|(winner, loser)| {
        let ahead = less(pairs.prefer(winner, loser), pairs.prefer(loser, winner));
        (!ahead.is_zero()).then(|| moves(case, winner, loser, &ahead))
    });
    // One winner who is not preferred to all is enough for the promise to be off.
    let needed: Option<Vec<N>> = needed.collect();
    if let Some(needed) = needed.and_then(|needed| needed.into_iter().min()) {
        finding.no_fewer_than(needed, Proof::Pairs);
    }
}

/// How many units must change until the winner is not preferred to the loser any more.
fn moves<N: Units>(case: &Case<'_, N>, winner: usize, loser: usize, ahead: &N) -> N {
    // Ballots for the winner move it by two, ballots that rank both equal by one.
    let mut by_two = N::zero();
    for (paper, (_, units)) in case.papers.iter().enumerate() {
        let regard = case.regard(paper);
        if regard[winner] > regard[loser] {
            by_two += units;
        }
    }
    let twos = (ahead.clone() + N::one()) / N::from(2);
    if twos <= by_two {
        twos
    } else {
        ahead.clone() - by_two
    }
}
