//! Instant run-off: round by round the option with the fewest votes goes and its ballots move on,
//! until one option has a majority.

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::outcome::{Outcome, Round, TieAbout, Transfer};
use crate::tally::rules::Threshold;
use crate::tally::units::Units;
use crate::tally::walk::{Pile, Walk};

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    let mut outcome = field.outcome();
    let mut piles = Piles::deal(field);
    let valid: N = field.profile.total(field.profile.rankings());
    let mut earlier: Vec<Vec<N>> = Vec::new();
    let mut gone: Vec<Vec<usize>> = Vec::new();
    let mut first_round = N::zero();
    let undeclared = undeclared(field);
    for round in 1_u32.. {
        let continuing = piles.walk.continuing();
        let total: N = continuing.iter().map(|o| &piles.votes[*o]).sum();
        assert_eq!(
            total.clone() + &piles.exhausted,
            valid,
            "every ballot counts for one option or is exhausted"
        );
        if round == 1 {
            outcome.quota = Some(majority(field, &total));
            first_round = total.clone();
        }
        let mut record = Round {
            round,
            votes: field.by(&continuing, |o| field.amount(&piles.votes[o])),
            exhausted: field.amount(&piles.exhausted),
            rounding: None,
            quota: None,
            elected: Vec::new(),
            eliminated: Vec::new(),
            tie_break: None,
            transfers: Vec::new(),
            says: String::new(),
        };
        let base = match field.rules.threshold {
            Threshold::Continuing => &total,
            Threshold::FirstRound => &first_round,
        };
        let may_stop = !field.rules.continue_until_two || continuing.len() <= 2;
        let has_majority = |o: &usize| {
            Some(*o) != undeclared && piles.votes[*o].clone() + &piles.votes[*o] > *base
        };
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
        let undeclared =
            undeclared.filter(|o| continuing.contains(o) && !piles.votes[*o].is_zero());
        let going = match (undeclared, batch(field, &piles, &continuing)) {
            (Some(undeclared), _) => vec![undeclared],
            (None, Some(going)) => going,
            (None, None) => vec![lowest(field, &piles, &continuing, &earlier, &mut record)],
        };
        record.eliminated = field.names(&going);
        record.transfers = piles.eliminate(&going);
        outcome.ties.extend(record.tie_break.clone());
        outcome.rounds.push(record);
        earlier.push(piles.before.clone());
        gone.push(going);
    }
    outcome
}

/// The name under which `RCTab` puts all people together who were written in and do not stand: they
/// go first, as soon as they have votes, and cannot win.
pub(crate) const UNDECLARED: &str = "Undeclared Write-ins";

/// The option of that name, if it takes part.
pub(crate) fn undeclared<N: Units>(field: &Field<'_, N>) -> Option<usize> {
    let names = field.profile.candidates();
    let mut running = field.running.iter().copied();
    running.find(|option| names[*option] == UNDECLARED)
}

/// The smallest whole number of votes over half; half itself where votes are not whole, and more is needed.
fn majority<N: Units>(field: &Field<'_, N>, total: &N) -> Amount {
    let scale = field.scale();
    let two = N::from(2);
    if scale.is_one() {
        Amount::units(total.clone() / two + N::one(), scale)
    } else {
        Amount::units(total.clone(), scale * two)
    }
}

/// All that together have fewer votes than the next above them, when that is more than one.
fn batch<N: Units>(
    field: &Field<'_, N>,
    piles: &Piles<'_, N>,
    continuing: &[usize],
) -> Option<Vec<usize>> {
    if !field.rules.batch_elimination {
        return None;
    }
    let mut ascending = continuing.to_vec();
    ascending.sort_by(|a, b| piles.votes[*a].cmp(&piles.votes[*b]));
    let keep = if field.rules.continue_until_two { 2 } else { 1 };
    let mut sum = N::zero();
    let mut size = 0;
    for (index, option) in ascending.iter().enumerate() {
        if sum < piles.votes[*option] && continuing.len() - index >= keep {
            size = index;
        }
        sum += &piles.votes[*option];
    }
    ascending.truncate(size);
    ascending.sort_unstable();
    (size > 1).then_some(ascending)
}

fn lowest<N: Units>(
    field: &Field<'_, N>,
    piles: &Piles<'_, N>,
    continuing: &[usize],
    earlier: &[Vec<N>],
    record: &mut Round,
) -> usize {
    let fewest = continuing.iter().map(|o| &piles.votes[*o]).min();
    let is_lowest = |o: &usize| Some(&piles.votes[*o]) == fewest;
    let tied: Vec<usize> = continuing.iter().copied().filter(is_lowest).collect();
    if let [only] = tied[..] {
        return only;
    }
    let decision = field.ties.pick(&tied, TieAbout::Elimination, earlier);
    record.tie_break = Some(field.tie(&tied, TieAbout::Elimination, Some(record.round), &decision));
    decision.picked
}

/// The winner, then those still in by their votes, then those who went, the last to go first.
fn order<N: Units>(
    field: &Field<'_, N>,
    piles: &Piles<'_, N>,
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
fn by_votes<N: Ord>(mut options: Vec<usize>, votes: &[N]) -> Vec<Vec<usize>> {
    options.sort_by(|a, b| votes[*b].cmp(&votes[*a]).then(a.cmp(b)));
    let groups = options.chunk_by(|a, b| votes[*a] == votes[*b]);
    groups.map(<[usize]>::to_vec).collect()
}

/// The ballots, dealt to the options they count for.
struct Piles<'a, N> {
    field: &'a Field<'a, N>,
    walk: Walk<'a, N>,
    /// By option: its ballots.
    papers: Vec<Pile>,
    /// By option: its votes.
    votes: Vec<N>,
    /// By option: its votes at the last stage it was in.
    before: Vec<N>,
    exhausted: N,
}

impl<'a, N: Units> Piles<'a, N> {
    fn deal(field: &'a Field<'a, N>) -> Self {
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
            self.exhausted += &moved.nowhere;
            self.votes[*from] = N::zero();
            for (votes, moved) in self.votes.iter_mut().zip(&moved.to) {
                *votes += moved;
            }
            let transfer = |to: Option<usize>, units: &N| Transfer {
                from: field.name(*from),
                to: to.map(|to| field.name(to)),
                votes: field.amount(units),
            };
            let somewhere = moved.to.iter().enumerate();
            let somewhere = somewhere.filter(|(_, units)| !units.is_zero());
            transfers.extend(somewhere.map(|(to, units)| transfer(Some(to), units)));
            let nowhere = (!moved.nowhere.is_zero()).then(|| transfer(None, &moved.nowhere));
            transfers.extend(nowhere);
        }
        transfers
    }
}
