//! The single transferable vote with weighted surpluses: an elected option keeps a quota, and all
//! its ballots move on at the share of their value that it does not need.
//!
//! `stv-scottish` follows the Scottish Local Government Elections Order 2007 (SSI 2007/42), rules
//! 45 to 52; `stv-wigm-prf` the Proportional Representation Foundation's reference rule.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{Outcome, Round, TieAbout, Transfer};
use crate::tally::rules::Quota;
use crate::tally::units::Units;
use crate::tally::walk::{Moved, Pile, Walk};

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    if field.rules.method == Method::StvWigm {
        let exact = Exact {
            scale: BigInt::from(field.scale().into()),
            quota: field.rules.quota,
        };
        return Count::new(field, &exact).run();
    }
    let scottish = field.rules.method == Method::StvScottish;
    let decimals = if scottish { 5 } else { 4 };
    let fixed = Fixed::<N> {
        scale: N::Wide::from(field.scale()),
        decimals,
        is_scottish: scottish,
    };
    Count::new(field, &fixed).run()
}

/// The arithmetic of a rule.
trait Numbers<N> {
    type Value: Clone + Ord + Default + Add<Output = Self::Value> + Sub<Output = Self::Value>;

    /// The value of a ballot as cast.
    fn one(&self) -> Self::Value;
    /// So many units of ballots at a value each.
    fn times(&self, value: &Self::Value, units: &N) -> Self::Value;
    /// What a ballot of that value passes on from an option with these votes and this surplus.
    fn share(&self, value: &Self::Value, surplus: &Self::Value, votes: &Self::Value)
    -> Self::Value;
    /// How many votes of all are enough to be elected.
    fn quota(&self, valid: &Self::Value, seats: u32) -> Self::Value;
    fn reaches(&self, votes: &Self::Value, quota: &Self::Value) -> bool;
    fn show(&self, value: &Self::Value) -> Amount;
}

/// Whole units of the last decimal of a vote, or of such a unit's parts where ballots have weights;
/// a ballot's value is rounded down to whole units.
struct Fixed<N: Units> {
    scale: N::Wide,
    decimals: usize,
    /// Is it the Scottish Order's? There the quota is a whole number of votes, and a ballot's new value
    /// is cut once; the reference rule cuts after the multiplication and again after the division.
    is_scottish: bool,
}

impl<N: Units> Numbers<N> for Fixed<N> {
    type Value = N::Wide;

    fn one(&self) -> N::Wide {
        let decimals = u32::try_from(self.decimals).unwrap_or_default();
        N::Wide::from(10_u64.pow(decimals))
    }

    fn times(&self, value: &N::Wide, units: &N) -> N::Wide {
        N::Wide::from(units.clone()) * value
    }

    fn share(&self, value: &N::Wide, surplus: &N::Wide, votes: &N::Wide) -> N::Wide {
        let product = value.clone() * surplus;
        if self.is_scottish {
            product / votes
        } else {
            let vote = self.one() * &self.scale;
            product / &vote * vote / votes
        }
    }

    fn quota(&self, valid: &N::Wide, seats: u32) -> N::Wide {
        let unit = if self.is_scottish {
            self.one() * &self.scale
        } else {
            self.scale.clone()
        };
        let parts = N::Wide::from(u64::from(seats) + 1);
        (valid.clone() / &unit / parts + N::Wide::one()) * unit
    }

    fn reaches(&self, votes: &N::Wide, quota: &N::Wide) -> bool {
        votes >= quota
    }

    fn show(&self, value: &N::Wide) -> Amount {
        if (value.clone() % &self.scale).is_zero() {
            return Amount::decimal(value.clone() / &self.scale, self.decimals);
        }
        Amount::units(value.clone(), self.one() * &self.scale)
    }
}

/// Exact fractions.
struct Exact {
    scale: BigInt,
    quota: Quota,
}

impl<N: Units> Numbers<N> for Exact {
    type Value = BigRational;

    fn one(&self) -> BigRational {
        BigRational::one()
    }

    fn times(&self, value: &BigRational, units: &N) -> BigRational {
        value * BigRational::new(BigInt::from(units.clone().into()), self.scale.clone())
    }

    fn share(
        &self,
        value: &BigRational,
        surplus: &BigRational,
        votes: &BigRational,
    ) -> BigRational {
        value * surplus / votes
    }

    fn quota(&self, valid: &BigRational, seats: u32) -> BigRational {
        let share = |parts: u32| valid / BigRational::from_integer(BigInt::from(parts));
        match self.quota {
            Quota::Droop => share(seats + 1).floor() + BigRational::one(),
            Quota::DroopExact => share(seats + 1),
            Quota::Hare => share(seats),
        }
    }

    fn reaches(&self, votes: &BigRational, quota: &BigRational) -> bool {
        match self.quota {
            Quota::Droop | Quota::Hare => votes >= quota,
            Quota::DroopExact => votes > quota,
        }
    }

    fn show(&self, value: &BigRational) -> Amount {
        Amount::fraction(value)
    }
}

struct Count<'a, N, A: Numbers<N>> {
    field: &'a Field<'a, N>,
    numbers: &'a A,
    walk: Walk<'a, N>,
    /// By option: its ballots by their value.
    piles: Vec<BTreeMap<A::Value, Pile>>,
    votes: Vec<A::Value>,
    exhausted: A::Value,
    rounding: A::Value,
    valid: A::Value,
    quota: A::Value,
    /// Elected, with a surplus still to move.
    pending: Vec<usize>,
    elected: Vec<usize>,
    earlier: Vec<Vec<A::Value>>,
    outcome: Outcome,
}

impl<'a, N: Units, A: Numbers<N>> Count<'a, N, A> {
    fn new(field: &'a Field<'a, N>, numbers: &'a A) -> Self {
        let options = field.included.len();
        let mut count = Self {
            field,
            numbers,
            walk: Walk::new(field),
            piles: (0..options).map(|_| BTreeMap::new()).collect(),
            votes: vec![A::Value::default(); options],
            exhausted: A::Value::default(),
            rounding: A::Value::default(),
            valid: A::Value::default(),
            quota: A::Value::default(),
            pending: Vec::new(),
            elected: Vec::new(),
            earlier: Vec::new(),
            outcome: field.outcome(),
        };
        count.valid = numbers.times(&numbers.one(), &field.valid);
        let mut piles = vec![Pile::default(); options];
        let dealt = count.walk.deal_all(&mut piles);
        count.put(&numbers.one(), piles, &dealt, &mut Moves::new());
        count.quota = numbers.quota(&count.valid, field.rules.seats);
        count.outcome.quota = Some(numbers.show(&count.quota));
        count
    }

    fn run(mut self) -> Outcome {
        let seats = self.field.rules.seats as usize;
        for round in 1_u32.. {
            let mut record = self.record(round);
            let hopeful = self.walk.continuing();
            let free = seats - self.elected.len();
            // The Scottish Order elects those with a quota first even where there is a seat for everybody.
            let first_scottish = round == 1 && self.field.rules.method == Method::StvScottish;
            if hopeful.len() > free || first_scottish {
                self.elect(&self.reached(&hopeful, free), &mut record);
            }
            let hopeful = self.walk.continuing();
            let free = seats - self.elected.len();
            if free == 0 || hopeful.len() <= free {
                // As many as there are seats left: they take them whatever their votes.
                self.elect(&hopeful[..free.min(hopeful.len())], &mut record);
                self.outcome.rounds.push(record);
                break;
            }
            if self.pending.is_empty() {
                self.exclude(&hopeful, &mut record);
            } else {
                self.move_surplus(&mut record);
            }
            self.outcome.ties.extend(record.tie_break.clone());
            self.outcome.rounds.push(record);
        }
        self.outcome.winners = self.field.names(&self.elected);
        self.outcome
    }

    /// Those with a quota, the most votes first; of equals the later on the ballot, as the
    /// reference counters list them.
    fn reached(&self, hopeful: &[usize], free: usize) -> Vec<usize> {
        let has_quota = |o: &usize| self.numbers.reaches(&self.votes[*o], &self.quota);
        let mut reached: Vec<usize> = hopeful.iter().copied().filter(has_quota).collect();
        reached.sort_by(|a, b| self.votes[*b].cmp(&self.votes[*a]).then(b.cmp(a)));
        reached.truncate(free);
        reached
    }

    /// The state as a stage begins, its sum checked.
    fn record(&mut self, round: u32) -> Round {
        let votes = self
            .votes
            .iter()
            .cloned()
            .fold(A::Value::default(), Add::add);
        let sum = votes + self.exhausted.clone() + self.rounding.clone();
        assert!(
            sum == self.valid,
            "votes, exhausted and rounding are all valid ballots"
        );
        let mut shown = self.walk.continuing();
        shown.extend(&self.elected);
        shown.sort_unstable();
        let no_rounding = self.rounding == A::Value::default();
        Round {
            round,
            votes: self.field.by(&shown, |o| self.numbers.show(&self.votes[o])),
            exhausted: self.numbers.show(&self.exhausted),
            rounding: (!no_rounding).then(|| self.numbers.show(&self.rounding)),
            quota: None,
            elected: Vec::new(),
            eliminated: Vec::new(),
            tie_break: None,
            transfers: Vec::new(),
            says: String::new(),
        }
    }

    fn elect(&mut self, options: &[usize], record: &mut Round) {
        for option in options {
            self.walk.open[*option] = false;
            self.elected.push(*option);
            if self.votes[*option] > self.quota {
                self.pending.push(*option);
            }
            record.elected.push(self.field.name(*option));
        }
    }

    fn move_surplus(&mut self, record: &mut Round) {
        let from = self.extreme(&self.pending.clone(), TieAbout::Surplus, record);
        self.pending.retain(|option| *option != from);
        self.earlier.push(self.votes.clone());
        let votes = std::mem::replace(&mut self.votes[from], self.quota.clone());
        let surplus = votes.clone() - self.quota.clone();
        let mut moves = Moves::new();
        for (value, pile) in std::mem::take(&mut self.piles[from]) {
            let share = self.numbers.share(&value, &surplus, &votes);
            self.deal(&share, &pile, &mut moves);
        }
        self.settle(from, surplus, &moves, record);
    }

    fn exclude(&mut self, hopeful: &[usize], record: &mut Round) {
        let from = self.extreme(hopeful, TieAbout::Elimination, record);
        record.eliminated.push(self.field.name(from));
        self.earlier.push(self.votes.clone());
        self.walk.open[from] = false;
        let votes = std::mem::take(&mut self.votes[from]);
        let mut moves = Moves::new();
        for (value, pile) in std::mem::take(&mut self.piles[from]) {
            self.deal(&value, &pile, &mut moves);
        }
        self.settle(from, votes, &moves, record);
    }

    /// Moves ballots on at a value each, and adds up what goes where; to nobody under `None`.
    fn deal(&mut self, value: &A::Value, pile: &Pile, moves: &mut Moves<A::Value>) {
        let mut piles = vec![Pile::default(); self.votes.len()];
        let dealt = self.walk.deal(pile, &mut piles);
        self.put(value, piles, &dealt, moves);
    }

    /// Puts ballots that were dealt on the piles of their options.
    fn put(
        &mut self,
        value: &A::Value,
        piles: Vec<Pile>,
        dealt: &Moved<N>,
        moves: &mut Moves<A::Value>,
    ) {
        for (to, pile) in piles.into_iter().enumerate() {
            if !pile.is_empty() {
                let worth = self.numbers.times(value, &dealt.to[to]);
                self.votes[to] = self.votes[to].clone() + worth.clone();
                add(moves, Some(to), worth);
                self.piles[to]
                    .entry(value.clone())
                    .or_default()
                    .append(pile);
            }
        }
        if !dealt.nowhere.is_zero() {
            let worth = self.numbers.times(value, &dealt.nowhere);
            self.exhausted = self.exhausted.clone() + worth.clone();
            add(moves, None, worth);
        }
    }

    /// Records what moved; what was to move and did not is lost to rounding.
    fn settle(
        &mut self,
        from: usize,
        amount: A::Value,
        moves: &Moves<A::Value>,
        record: &mut Round,
    ) {
        let sum = moves.values().cloned().fold(A::Value::default(), Add::add);
        self.rounding = self.rounding.clone() + (amount - sum);
        // `None` sorts first and is told last.
        let (somewhere, nowhere): (Vec<_>, Vec<_>) = moves.iter().partition(|(to, _)| to.is_some());
        for (to, votes) in somewhere.into_iter().chain(nowhere) {
            record.transfers.push(Transfer {
                from: self.field.name(from),
                to: to.map(|to| self.field.name(to)),
                votes: self.numbers.show(votes),
            });
        }
    }

    /// The one with the fewest votes for an exclusion, with the most for a surplus.
    fn extreme(&self, among: &[usize], about: TieAbout, record: &mut Round) -> usize {
        let votes = among.iter().map(|o| &self.votes[*o]);
        let extreme = match about {
            TieAbout::Elimination => votes.min(),
            TieAbout::Surplus | TieAbout::Election => votes.max(),
        };
        let is_tied = |o: &usize| Some(&self.votes[*o]) == extreme;
        let mut tied: Vec<usize> = among.iter().copied().filter(is_tied).collect();
        tied.sort_unstable();
        if let [only] = tied[..] {
            return only;
        }
        let decision = self.field.ties.pick(&tied, about, &self.earlier);
        let tie = self.field.tie(&tied, about, Some(record.round), &decision);
        record.tie_break = Some(tie);
        decision.picked
    }
}

/// By option that receives, or `None`: how much.
type Moves<V> = BTreeMap<Option<usize>, V>;

fn add<V: Clone + Default + Add<Output = V>>(moves: &mut Moves<V>, to: Option<usize>, worth: V) {
    let sum = moves.entry(to).or_default();
    *sum = sum.clone() + worth;
}
