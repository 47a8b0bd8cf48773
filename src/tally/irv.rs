//! Instant run-off: round by round the option with the fewest votes goes and its ballots move on,
//! until one option has a majority.

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::outcome::{Outcome, Round, TieAbout, Transfer};
use crate::tally::rules::Threshold;
use crate::tally::walk::{Pile, Walk};
use crate::tally::words;

pub(crate) fn count(field: &Field<'_>) -> Outcome {
    let mut outcome = field.outcome();
    let mut piles = Piles::deal(field);
    let valid = u64::try_from(field.profile.rankings().total()).unwrap_or(u64::MAX);
    let mut earlier: Vec<Vec<u64>> = Vec::new();
    let mut gone: Vec<Vec<usize>> = Vec::new();
    let mut first_round = 0;
    for round in 1_u32.. {
        let continuing = piles.walk.continuing();
        let total: u64 = continuing.iter().map(|o| piles.votes[*o]).sum();
        assert_eq!(
            total + piles.exhausted,
            valid,
            "every ballot counts for one option or is exhausted"
        );
        if round == 1 {
            first_round = total;
            outcome.quota = Some(majority(field, total));
        }
        let mut record = Round {
            round,
            votes: field.by(&continuing, |o| field.amount(piles.votes[o])),
            exhausted: field.amount(piles.exhausted),
            rounding: None,
            elected: Vec::new(),
            eliminated: Vec::new(),
            tie_break: None,
            transfers: Vec::new(),
            says: String::new(),
        };
        let base = match field.rules.threshold {
            Threshold::Continuing => total,
            Threshold::FirstRound => first_round,
        };
        let may_stop = !field.rules.continue_until_two || continuing.len() <= 2;
        let has_majority = |o: &usize| u128::from(piles.votes[*o]) * 2 > u128::from(base);
        let winner = match continuing[..] {
            [last] => Some(last),
            _ => continuing
                .iter()
                .copied()
                .find(|o| may_stop && has_majority(o)),
        };
        if let Some(winner) = winner {
            record.elected = vec![field.name(winner)];
            outcome.winners.clone_from(&record.elected);
            outcome.rounds.push(record);
            outcome.order = Some(order(field, &piles, winner, &continuing, &gone));
            break;
        }
        let going = match batch(field, &piles, &continuing) {
            Some(going) => going,
            None => vec![lowest(field, &piles, &continuing, &earlier, &mut record)],
        };
        record.eliminated = field.names(&going);
        record.transfers = piles.eliminate(&going);
        outcome.ties.extend(record.tie_break.clone());
        outcome.rounds.push(record);
        earlier.push(piles.before.clone());
        gone.push(going);
    }
    words::say_rounds(&mut outcome);
    outcome
}

/// The smallest whole number of votes over half; half itself where votes are not whole, and more is needed.
fn majority(field: &Field<'_>, total: u64) -> Amount {
    if field.profile.scale() == 1 {
        Amount::whole(total / 2 + 1)
    } else {
        Amount::units(u128::from(total), field.profile.scale().saturating_mul(2))
    }
}

/// All that together have fewer votes than the next above them, when that is more than one.
fn batch(field: &Field<'_>, piles: &Piles<'_>, continuing: &[usize]) -> Option<Vec<usize>> {
    if !field.rules.batch_elimination {
        return None;
    }
    let mut ascending = continuing.to_vec();
    ascending.sort_by_key(|o| piles.votes[*o]);
    let keep = if field.rules.continue_until_two { 2 } else { 1 };
    let mut sum = 0;
    let mut size = 0;
    for (index, option) in ascending.iter().enumerate() {
        if sum < piles.votes[*option] && continuing.len() - index >= keep {
            size = index;
        }
        sum += piles.votes[*option];
    }
    ascending.truncate(size);
    ascending.sort_unstable();
    (size > 1).then_some(ascending)
}

fn lowest(
    field: &Field<'_>,
    piles: &Piles<'_>,
    continuing: &[usize],
    earlier: &[Vec<u64>],
    record: &mut Round,
) -> usize {
    let fewest = continuing.iter().map(|o| piles.votes[*o]).min();
    let is_lowest = |o: &usize| Some(piles.votes[*o]) == fewest;
    let tied: Vec<usize> = continuing.iter().copied().filter(is_lowest).collect();
    if let [only] = tied[..] {
        return only;
    }
    let decision = field.ties.pick(&tied, TieAbout::Elimination, earlier);
    record.tie_break = Some(field.tie(&tied, TieAbout::Elimination, Some(record.round), &decision));
    decision.picked
}

/// The winner, then those still in by their votes, then those who went, the last to go first.
fn order(
    field: &Field<'_>,
    piles: &Piles<'_>,
    winner: usize,
    continuing: &[usize],
    gone: &[Vec<usize>],
) -> Vec<Vec<String>> {
    let mut order = vec![vec![winner]];
    let others: Vec<usize> = continuing
        .iter()
        .copied()
        .filter(|o| *o != winner)
        .collect();
    order.extend(by_votes(others, &piles.votes));
    for group in gone.iter().rev() {
        order.extend(by_votes(group.clone(), &piles.before));
    }
    order.iter().map(|group| field.names(group)).collect()
}

/// The options by votes, most first, equals together.
fn by_votes(mut options: Vec<usize>, votes: &[u64]) -> Vec<Vec<usize>> {
    options.sort_by_key(|o| (std::cmp::Reverse(votes[*o]), *o));
    let groups = options.chunk_by(|a, b| votes[*a] == votes[*b]);
    groups.map(<[usize]>::to_vec).collect()
}

/// The ballots, dealt to the options they count for.
struct Piles<'a> {
    field: &'a Field<'a>,
    walk: Walk<'a>,
    /// By option: its ballots.
    papers: Vec<Pile>,
    /// By option: its votes.
    votes: Vec<u64>,
    /// By option: its votes at the last stage it was in.
    before: Vec<u64>,
    exhausted: u64,
}

impl<'a> Piles<'a> {
    fn deal(field: &'a Field<'a>) -> Self {
        let mut papers = vec![Pile::default(); field.included.len()];
        let walk = Walk::new(field);
        let dealt = walk.deal_all(&mut papers);
        Self {
            field,
            walk,
            papers,
            before: dealt.to.clone(),
            votes: dealt.to,
            exhausted: dealt.nowhere,
        }
    }

    /// Takes options out and moves their ballots on; the moves come in the ballot's order.
    fn eliminate(&mut self, going: &[usize]) -> Vec<Transfer> {
        self.before.clone_from(&self.votes);
        for option in going {
            self.walk.open[*option] = false;
        }
        let field = self.field;
        let mut transfers = Vec::new();
        for from in going {
            let pile = std::mem::take(&mut self.papers[*from]);
            let moved = self.walk.deal(&pile, &mut self.papers);
            self.exhausted += moved.nowhere;
            self.votes[*from] = 0;
            for (votes, moved) in self.votes.iter_mut().zip(&moved.to) {
                *votes += moved;
            }
            let transfer = |to: Option<usize>, units: u64| Transfer {
                from: field.name(*from),
                to: to.map(|to| field.name(to)),
                votes: field.amount(units),
            };
            let somewhere = moved.to.iter().enumerate().filter(|(_, units)| **units > 0);
            transfers.extend(somewhere.map(|(to, units)| transfer(Some(to), *units)));
            transfers.extend((moved.nowhere > 0).then(|| transfer(None, moved.nowhere)));
        }
        transfers
    }
}
