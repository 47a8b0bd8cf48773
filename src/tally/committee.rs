//! Approval ballots that elect several: proportional approval, Phragmén's method, equal shares, and
//! spending a budget from the most approved down.

use std::cmp::{Ordering, Reverse};

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::tally::amount::{Amount, gcd};
use crate::tally::ascending::Ascending;
use crate::tally::field::Field;
use crate::tally::outcome::{Measure, Outcome, Procedure, Step, TieAbout};
use crate::tally::profile::Profile;
use crate::tally::rules::Satisfaction;
use crate::tally::units::Units;

/// How many committees times different ballots are looked at before the count goes one by one.
const MOST_WORK: u128 = 50_000_000;

/// The approvals of a count, options that take no part left out.
struct Approvals<'a, N> {
    profile: &'a Profile,
    /// By ballot: its weight.
    weights: &'a [u64],
    /// By option: the ballots that approve of it.
    of: Vec<Ascending>,
    /// By option: their units.
    votes: Vec<N>,
}

impl<'a, N: Units> Approvals<'a, N> {
    fn of(field: &Field<'a, N>) -> Self {
        let papers = field.profile.approvals();
        let mut sizes = vec![0; field.included.len()];
        for option in papers.iter().flat_map(|(options, _)| options) {
            sizes[usize::from(*option)] += usize::from(field.included[usize::from(*option)]);
        }
        let mut of: Vec<Ascending> = sizes.into_iter().map(Ascending::with_room_for).collect();
        let mut votes = vec![N::zero(); field.included.len()];
        for (paper, (options, units)) in (0..).zip(field.approvals()) {
            let options = options.iter().map(|o| usize::from(*o));
            for option in options.filter(|o| field.included[*o]) {
                of[option].push(paper);
                votes[option] += units;
            }
        }
        Self {
            profile: field.profile,
            weights: papers.weights(),
            of,
            votes,
        }
    }

    /// The ballots that approve of an option, each with its units.
    fn who(&self, option: usize) -> impl Iterator<Item = (usize, &N)> {
        let papers = self.of[option].iter().map(|paper| paper as usize);
        papers.map(|paper| (paper, self.profile.units(&self.weights[paper])))
    }

    fn outcome(&self, field: &Field<'_, N>) -> Outcome {
        let mut outcome = field.outcome();
        outcome.scores = Some(field.by_option(|o| field.amount(&self.votes[o])));
        outcome
    }
}

/// The record of an option elected or bought.
fn step<N: Units>(
    field: &Field<'_, N>,
    option: usize,
    measure: Measure,
    amount: &BigRational,
) -> Step {
    Step {
        option: field.name(option),
        measure,
        amount: Amount::fraction(amount),
    }
}

/// How many units make one vote.
fn scale_of<N: Units>(field: &Field<'_, N>) -> BigInt {
    BigInt::from(field.scale().into())
}

/// Units as a signed number.
fn whole<N: Units>(units: &N) -> BigInt {
    BigInt::from(units.clone().into())
}

/// Picks one of those with the best value; a tie is broken and recorded.
fn best<N: Units, V: Ord>(
    field: &Field<'_, N>,
    outcome: &mut Outcome,
    values: &[(usize, V)],
) -> Option<usize> {
    let most = values.iter().map(|(_, value)| value).max()?;
    let tied = values.iter().filter(|(_, value)| value == most);
    let tied: Vec<usize> = tied.map(|(option, _)| *option).collect();
    if let [only] = tied[..] {
        return Some(only);
    }
    let decision = field.ties.pick::<u64>(&tied, TieAbout::Election, &[]);
    outcome
        .ties
        .push(field.tie(&tied, TieAbout::Election, None, &decision));
    Some(decision.picked)
}

/// The committee that gives the most satisfaction, where a ballot's first elected option counts 1,
/// its second 1/2, its third 1/3 (T. N. Thiele, 1895). The best of all is found where it can be;
/// else options are elected one by one, each the best addition.
pub(crate) fn proportional_approval<N: Units>(field: &Field<'_, N>) -> Outcome {
    let approvals = Approvals::of(field);
    let mut outcome = approvals.outcome(field);
    let seats = field.rules.seats as usize;
    let committees = choose(field.running.len(), seats);
    let work = committees.saturating_mul(approvals.weights.len() as u128 + 1);
    let exact = seats <= 30 && work <= MOST_WORK;
    let elected = if exact {
        outcome.procedure = Some(Procedure::Exact);
        exact_thiele(field, &mut outcome)
    } else {
        outcome.procedure = Some(Procedure::Sequential);
        sequential_thiele(field, &approvals, &mut outcome)
    };
    outcome.winners = field.names(&elected);
    outcome
}

fn exact_thiele<N: Units>(field: &Field<'_, N>, outcome: &mut Outcome) -> Vec<usize> {
    let seats = field.rules.seats as usize;
    // A common multiple of 1, 2, … keeps all sums whole; up to 30 it and its sums fit 64 bits.
    let unit = (1..=seats as u64).fold(1, |unit, n| unit / gcd(unit, n) * n);
    let worth = |committee: &[usize]| -> N::Wide {
        let papers = field.approvals().map(|(options, units)| {
            let options = options.iter().map(|o| usize::from(*o));
            let elected = options.filter(|o| committee.contains(o)).count() as u64;
            units.times((1..=elected).map(|n| unit / n).sum())
        });
        papers.sum()
    };
    let mut found: (N::Wide, Vec<Vec<usize>>) = (N::Wide::zero(), Vec::new());
    let mut chosen: Vec<usize> = (0..seats).collect();
    loop {
        let committee: Vec<usize> = chosen.iter().map(|at| field.running[*at]).collect();
        let value = worth(&committee);
        if value > found.0 || found.1.is_empty() {
            found = (value, vec![committee]);
        } else if value == found.0 {
            found.1.push(committee);
        }
        if !next_choice(&mut chosen, field.running.len()) {
            break;
        }
    }
    let votes = BigInt::from(unit) * BigInt::from(field.scale().into());
    let satisfaction = BigRational::new(BigInt::from(found.0.into()), votes);
    outcome.satisfaction = Some(Amount::fraction(&satisfaction));
    let mut tied = found.1;
    let mut elected: Vec<usize> = Vec::new();
    // Several committees are equally good: the options they do not share are decided one by one.
    while tied.len() > 1 {
        let in_all = |o: &usize| tied.iter().all(|committee| committee.contains(o));
        let in_some = |o: &usize| tied.iter().any(|committee| committee.contains(o));
        let open: Vec<usize> = field
            .running
            .iter()
            .copied()
            .filter(|o| in_some(o) && !in_all(o))
            .collect();
        let decision = field.ties.pick::<u64>(&open, TieAbout::Election, &[]);
        outcome
            .ties
            .push(field.tie(&open, TieAbout::Election, None, &decision));
        tied.retain(|committee| committee.contains(&decision.picked));
    }
    elected.extend(tied.into_iter().flatten());
    elected
}

fn sequential_thiele<N: Units>(
    field: &Field<'_, N>,
    approvals: &Approvals<'_, N>,
    outcome: &mut Outcome,
) -> Vec<usize> {
    let mut elected: Vec<usize> = Vec::new();
    let mut has = vec![0_usize; approvals.weights.len()];
    while elected.len() < field.rules.seats as usize {
        let open = field.running.iter().filter(|o| !elected.contains(o));
        let values: Vec<(usize, BigRational)> = open
            .map(|option| {
                // Units by how many elected options the ballots approve of already.
                let mut by_has = vec![N::zero(); elected.len() + 1];
                for (paper, units) in approvals.who(*option) {
                    by_has[has[paper]] += units;
                }
                let parts = by_has.iter().enumerate();
                let parts =
                    parts.map(|(has, units)| BigRational::new(whole(units), BigInt::from(has + 1)));
                (*option, parts.sum())
            })
            .collect();
        let Some(next) = best(field, outcome, &values) else {
            break;
        };
        for (paper, _) in approvals.who(next) {
            has[paper] += 1;
        }
        let added = values.iter().find(|(option, _)| *option == next);
        let added = added
            .map(|(_, added)| added / scale_of(field))
            .unwrap_or_default();
        outcome
            .steps
            .push(step(field, next, Measure::Satisfaction, &added));
        elected.push(next);
    }
    elected
}

/// Phragmén's sequential method (1894): each elected option lays a load of 1 on the ballots that
/// approve of it, so that the heaviest load stays as light as can be; the lightest goes first.
pub(crate) fn phragmen<N: Units>(field: &Field<'_, N>) -> Outcome {
    let mut outcome = Approvals::of(field).outcome(field);
    let order = phragmen_order(field, field.rules.seats as usize, &mut outcome);
    outcome.winners = field.names(&order);
    outcome
}

/// The first so many options by Phragmén's method. Options that nobody approves of come last.
pub(crate) fn phragmen_order<N: Units>(
    field: &Field<'_, N>,
    most: usize,
    outcome: &mut Outcome,
) -> Vec<usize> {
    let approvals = Approvals::of(field);
    let mut elected: Vec<usize> = Vec::new();
    // Ballots fall into classes of equal load; a new class comes with each elected option.
    let mut loads = vec![BigRational::zero()];
    let mut class = vec![0_usize; approvals.weights.len()];
    while elected.len() < most {
        let open = field.running.iter().filter(|o| !elected.contains(o));
        let values: Vec<(usize, (bool, BigRational))> = open
            .map(|option| {
                let votes = &approvals.votes[*option];
                if votes.is_zero() {
                    return (*option, (false, BigRational::zero()));
                }
                let mut units = vec![N::zero(); loads.len()];
                for (paper, more) in approvals.who(*option) {
                    units[class[paper]] += more;
                }
                let carried = units
                    .iter()
                    .zip(&loads)
                    .filter(|(units, _)| !units.is_zero());
                let carried: BigRational = carried.map(|(units, load)| load * whole(units)).sum();
                let load = (carried + BigRational::one()) / whole(votes);
                (*option, (true, -load))
            })
            .collect();
        let Some(next) = best(field, outcome, &values) else {
            break;
        };
        let load = values.into_iter().find(|(option, _)| *option == next);
        let load = load.map(|(_, (_, load))| -load).unwrap_or_default();
        if !approvals.votes[next].is_zero() {
            // A vote is as many units as the scale says, and carries the load of them all.
            let of_a_vote = &load * scale_of(field);
            outcome
                .steps
                .push(step(field, next, Measure::Load, &of_a_vote));
        }
        loads.push(load);
        for (paper, _) in approvals.who(next) {
            class[paper] = elected.len() + 1;
        }
        elected.push(next);
    }
    elected
}

/// What an option costs and gives, and what there is to spend.
pub(crate) struct Purse {
    pub(crate) budget: BigRational,
    /// By option.
    pub(crate) costs: Vec<BigRational>,
}

impl Purse {
    /// With a budget, the costs declared, 1 where none is; without, a seat costs 1 and the seats are the budget.
    pub(crate) fn of<N: Units>(field: &Field<'_, N>) -> Self {
        let seats = BigRational::from_integer(BigInt::from(field.rules.seats));
        let cost = |name: &String| {
            let declared = field.rules.costs.iter().find(|(option, _)| option == name);
            declared.map_or_else(BigRational::one, |(_, cost)| cost.value())
        };
        Self {
            budget: field.rules.budget.as_ref().map_or(seats, Amount::value),
            costs: field.profile.candidates().iter().map(cost).collect(),
        }
    }
}

/// The most approved first, as long as the budget lasts; one too dear is passed over.
pub(crate) fn budget_greedy<N: Units>(field: &Field<'_, N>) -> Outcome {
    let approvals = Approvals::of(field);
    let mut outcome = approvals.outcome(field);
    let purse = Purse::of(field);
    let mut left = purse.budget.clone();
    let mut open: Vec<usize> = field
        .running
        .iter()
        .copied()
        .filter(|o| !approvals.votes[*o].is_zero())
        .collect();
    loop {
        let (affordable, too_dear) = open.iter().partition(|o| purse.costs[**o] <= left);
        open = affordable;
        outcome.too_dear.extend(field.names(&too_dear));
        let values: Vec<(usize, &N)> = open.iter().map(|o| (*o, &approvals.votes[*o])).collect();
        let Some(next) = best(field, &mut outcome, &values) else {
            break;
        };
        left -= &purse.costs[next];
        outcome.steps.push(step(field, next, Measure::Left, &left));
        open.retain(|option| *option != next);
        outcome.winners.push(field.name(next));
    }
    outcome.order = Some(bought_and_not(&outcome));
    outcome
}

/// What is bought stands above what is not.
fn bought_and_not(outcome: &Outcome) -> Vec<Vec<String>> {
    let rest = outcome
        .candidates
        .iter()
        .filter(|option| !outcome.winners.contains(option));
    let groups = [outcome.winners.clone(), rest.cloned().collect()];
    groups
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
}

/// The method of equal shares: the budget is divided equally among the ballots, and an option is
/// bought by those who approve of it, the one first that costs them least for what it gives
/// (D. Peters, G. Pierczyński, P. Skowron, 2021). What is left when nobody can buy anything more
/// is not spent: there is no completion.
pub(crate) fn equal_shares<N: Units>(field: &Field<'_, N>) -> Outcome {
    let approvals = Approvals::of(field);
    let mut outcome = approvals.outcome(field);
    outcome.procedure = Some(Procedure::NoCompletion);
    let mut market = Market::new(field, &approvals, &Purse::of(field));
    let mut open = field.running.clone();
    let mut bounds = vec![Price::<N>::default(); field.included.len()];
    loop {
        // Money only leaves, so that a price once found can only rise: it bounds what comes.
        open.sort_by(|a, b| bounds[*a].cmp(&bounds[*b]).then(a.cmp(b)));
        let mut offers: Vec<(usize, Reverse<Price<N>>)> = Vec::new();
        let mut beyond = Vec::new();
        for option in &open {
            let least = offers.iter().map(|(_, price)| price).max();
            if least.is_some_and(|least| bounds[*option] > least.0) {
                break;
            }
            match market.price(*option) {
                Some(price) => {
                    bounds[*option].clone_from(&price);
                    offers.push((*option, Reverse(price)));
                }
                None => beyond.push(*option),
            }
        }
        open.retain(|option| !beyond.contains(option));
        let Some(next) = best(field, &mut outcome, &offers) else {
            break;
        };
        let payment = market.payment(&bounds[next]) * scale_of(field);
        outcome
            .steps
            .push(step(field, next, Measure::Payment, &payment));
        market.buy(next, &bounds[next]);
        open.retain(|option| *option != next);
        outcome.winners.push(field.name(next));
    }
    outcome.order = Some(bought_and_not(&outcome));
    outcome
}

/// What those who approve pay for one unit of what an option gives: `missing / (sharing * gives)`,
/// in units of which `whole` make one of the budget's.
#[derive(Clone, Default)]
struct Price<N> {
    missing: BigUint,
    sharing: N,
    gives: BigUint,
    whole: BigUint,
}

impl<N: Units> Ord for Price<N> {
    fn cmp(&self, other: &Self) -> Ordering {
        let under = |price: &Self| price.sharing.multiplied(&(&price.gives * &price.whole));
        // The bound that everything begins with is a price of nothing, over nothing.
        match (self.sharing.is_zero(), other.sharing.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, _) if other.missing.is_zero() => Ordering::Equal,
            (true, _) => Ordering::Less,
            (_, true) => other.cmp(self).reverse(),
            _ if self.whole == other.whole => {
                let ours = other.sharing.multiplied(&(&self.missing * &other.gives));
                ours.cmp(&self.sharing.multiplied(&(&other.missing * &self.gives)))
            }
            _ => (&self.missing * under(other)).cmp(&(&other.missing * under(self))),
        }
    }
}

impl<N: Units> PartialOrd for Price<N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<N: Units> PartialEq for Price<N> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<N: Units> Eq for Price<N> {}

/// Who has how much left. Ballots with equally much are one class; the classes stand poorest first.
///
/// All money is in whole units, of which `whole` make one of the budget's; a purchase that does
/// not come out even makes the units smaller.
struct Market<'a, N> {
    approvals: &'a Approvals<'a, N>,
    whole: BigUint,
    /// The costs' common denominator.
    common: BigInt,
    /// By option: what it costs and gives, in the costs' common denominator.
    costs: Vec<BigUint>,
    gives: Vec<BigUint>,
    /// By class: what each unit of a ballot has left.
    money: Vec<BigUint>,
    class: Vec<u32>,
    /// By class, while a price is looked for: the units of those who approve.
    units: Vec<N>,
}

impl<'a, N: Units> Market<'a, N> {
    fn new(field: &Field<'_, N>, approvals: &'a Approvals<'a, N>, purse: &Purse) -> Self {
        // Whoever approves of nothing has a part of the budget too, and does not spend it.
        let voters = (field.valid.clone() + field.profile.blank::<N>()).max(N::one());
        let amounts = purse.costs.iter().chain([&purse.budget]);
        let common = amounts.fold(BigInt::one(), |common, amount| {
            let denominator = amount.denom();
            &common / gcd(common.clone(), denominator.clone()) * denominator
        });
        let in_units = |amount: &BigRational| (amount * &common).to_integer().magnitude().clone();
        let costs: Vec<BigUint> = purse.costs.iter().map(in_units).collect();
        let gives = costs.iter().map(|cost| match field.rules.satisfaction {
            Satisfaction::Cost => cost.clone(),
            Satisfaction::Cardinality => BigUint::one(),
        });
        Self {
            approvals,
            gives: gives.collect(),
            costs,
            whole: voters.into(),
            common: common.clone(),
            money: vec![in_units(&purse.budget)],
            class: vec![0; approvals.weights.len()],
            units: vec![N::zero()],
        }
    }

    /// What an option costs those who approve of it; none when they cannot pay for it.
    fn price(&mut self, option: usize) -> Option<Price<N>> {
        let approvals = self.approvals;
        let gives = &self.gives[option];
        if gives.is_zero() || approvals.votes[option].is_zero() {
            return None;
        }
        self.units.fill(N::zero());
        for (paper, units) in approvals.who(option) {
            self.units[self.class[paper] as usize] += units;
        }
        // The poorest give all they have, until the rest can share what is missing equally.
        let mut missing = &self.costs[option] * &self.whole;
        let mut sharing: N = self.units.iter().sum();
        let classes = self.units.iter().zip(&self.money);
        for (units, money) in classes.filter(|(units, _)| !units.is_zero()) {
            if missing <= sharing.multiplied(money) {
                return Some(Price {
                    missing,
                    sharing,
                    gives: gives.clone(),
                    whole: self.whole.clone(),
                });
            }
            missing -= units.multiplied(money);
            sharing -= units;
        }
        None
    }

    /// The most that a unit of a ballot pays at a price, in the budget's own unit.
    fn payment(&self, price: &Price<N>) -> BigRational {
        let shares = BigInt::from(price.sharing.multiplied(&price.whole)) * &self.common;
        BigRational::new(BigInt::from(price.missing.clone()), shares)
    }

    fn buy(&mut self, option: usize, price: &Price<N>) {
        // Units small enough for the share that each pays.
        let sharing: BigUint = price.sharing.clone().into();
        let finer = &sharing / gcd(price.missing.clone(), sharing.clone());
        let share = &price.missing * &finer / sharing;
        self.whole *= &finer;
        for money in &mut self.money {
            *money *= &finer;
        }
        let mut paying: Vec<Option<u32>> = vec![None; self.money.len()];
        let mut keeping = vec![false; self.money.len()];
        let mut is_payer = vec![false; self.class.len()];
        for (paper, _) in self.approvals.who(option) {
            is_payer[paper] = true;
            paying[self.class[paper] as usize] = Some(0);
        }
        for (paper, class) in self.class.iter().enumerate() {
            keeping[*class as usize] |= !is_payer[paper];
        }
        // Those who pay and those who keep are each still in order of what they have: they are merged.
        let payers = (0..self.money.len()).filter(|class| paying[*class].is_some());
        let after = payers.map(|class| {
            let left = if self.money[class] > share {
                &self.money[class] - &share
            } else {
                BigUint::zero()
            };
            (left, class)
        });
        let mut after = after.collect::<Vec<_>>().into_iter().peekable();
        let mut money: Vec<BigUint> = Vec::new();
        let mut kept = vec![0; self.money.len()];
        let number = |money: &mut Vec<BigUint>, amount: BigUint| {
            if money.last() != Some(&amount) {
                money.push(amount);
            }
            // There are fewer classes than ballots, whose ends are kept in `u32`.
            u32::try_from(money.len() - 1).unwrap_or(u32::MAX)
        };
        for class in (0..self.money.len()).filter(|class| keeping[*class]) {
            while let Some((left, payer)) = after.next_if(|(left, _)| *left <= self.money[class]) {
                paying[payer] = Some(number(&mut money, left));
            }
            kept[class] = number(&mut money, self.money[class].clone());
        }
        for (left, payer) in after {
            paying[payer] = Some(number(&mut money, left));
        }
        for (class, is_payer) in self.class.iter_mut().zip(is_payer) {
            *class = match paying[*class as usize] {
                Some(next) if is_payer => next,
                _ => kept[*class as usize],
            };
        }
        self.units = vec![N::zero(); money.len()];
        self.money = money;
    }
}

/// How many ways there are to choose `k` of `n`, or the most that fits.
fn choose(n: usize, k: usize) -> u128 {
    let k = k.min(n - k) as u128;
    (0..k).fold(1_u128, |ways, i| {
        ways.saturating_mul(n as u128 - i) / (i + 1)
    })
}

/// Moves on to the next choice of some places out of `n`; false after the last.
fn next_choice(chosen: &mut [usize], n: usize) -> bool {
    let k = chosen.len();
    let Some(at) = (0..k).rev().find(|at| chosen[*at] < n - k + at) else {
        return false;
    };
    chosen[at] += 1;
    for later in at + 1..k {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}
