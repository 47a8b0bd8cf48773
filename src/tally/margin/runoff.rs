//! Instant run-off.
//!
//! For another option to win there must be an order of elimination that ends with it. Whichever it is,
//! each of its stages demands that the option that goes has the fewest votes of those still in, and
//! the ballots as they are say how many must change for that at the least. The order whose hardest
//! stage is the easiest gives the bound. It is found by growing sets of options still in from a
//! single one upwards, easiest first, as in the branch and bound over orders of T. Magrino, R. Rivest,
//! E. Shen and D. Wagner (*Computing the margin of victory in IRV elections*, 2011), with one
//! stage's demand in the place of their integer program.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::tally::irv::undeclared;
use crate::tally::method::Method;
use crate::tally::outcome::TieAbout;
use crate::tally::profile::Form;
use crate::tally::rules::{Overvote, TieRule};
use crate::tally::units::{Units, less};
use crate::tally::walk::Walk;

use super::{Case, Finding, Proof, Swap, between};

/// How many options fit a set.
const MOST_OPTIONS: usize = 64;

/// About how many ballots are read for all sets together.
const MOST_READ: usize = 3_000_000;

pub(super) fn bound<N: Units>(finding: &mut Finding<'_, N>) {
    let case = finding.case;
    // A rank that counts once only one of its options is left makes a ballot depend on how the set came about.
    let depends =
        case.rules.overvote == Overvote::ExhaustIfMultipleContinuing && !case.profile.is_plain();
    let options = case.field.included.len();
    // Who is not written in by name goes first, however many votes that name has.
    let ordinary = case.rules.method == Method::Irv && undeclared(&case.field).is_none();
    if !ordinary || depends || options > MOST_OPTIONS {
        return;
    }
    let stages = Stages::of(case);
    let (units, hardest) = stages.easiest_way();
    finding.no_fewer_than(units, Proof::Stages);
    for stage in hardest {
        for more in [N::zero(), N::one()] {
            let swaps = stages.give_away(&stage, &(more + &stage.units));
            if finding.try_changes(&swaps) {
                break;
            }
        }
    }
}

/// A set of options still in, as bits.
type Set = u64;

/// One stage of an order of elimination: who is still in, who goes, and how many units that demands.
#[derive(Clone)]
struct Stage<N> {
    still_in: Set,
    goes: usize,
    units: N,
}

struct Stages<'a, N> {
    case: &'a Case<'a, N>,
    /// By ballot: the options it counts for in turn, as the ones before them go.
    turns: Vec<Vec<usize>>,
}

impl<'a, N: Units> Stages<'a, N> {
    fn of(case: &'a Case<'a, N>) -> Self {
        // With nobody gone the walk names every option the ballot would come to.
        let walk = Walk::new(&case.field);
        let turns = case.papers.iter().map(|(number, _)| walk.turns(*number));
        Self {
            turns: turns.collect(),
            case,
        }
    }

    /// For whom a ballot counts when these are still in.
    fn counts_for(&self, paper: usize, still_in: Set) -> Option<usize> {
        let is_in = |option: &&usize| still_in >> **option & 1 == 1;
        self.turns[paper].iter().find(is_in).copied()
    }

    /// The units of each option when these are still in.
    fn votes(&self, still_in: Set) -> Vec<N> {
        let mut votes = vec![N::zero(); self.case.field.included.len()];
        for (paper, (_, units)) in self.case.papers.iter().enumerate() {
            if let Some(option) = self.counts_for(paper, still_in) {
                votes[option] += units;
            }
        }
        votes
    }

    /// What the easiest order that ends with another winner demands at its hardest stage, and its
    /// stages that demand anything. Where there are too many sets to look at all, what they demand
    /// that would have come next, and no stages: no order demands less.
    fn easiest_way(&self) -> (N, Vec<Stage<N>>) {
        let running = &self.case.field.running;
        let everybody: Set = running.iter().map(|option| 1 << option).sum();
        let most = (MOST_READ / self.case.papers.len().max(1)).max(running.len());
        let mut known: BTreeMap<Set, Vec<N>> = BTreeMap::new();
        let mut came_by: BTreeMap<Set, (N, usize, N)> = BTreeMap::new();
        let mut done: BTreeSet<Set> = BTreeSet::new();
        let mut open = BinaryHeap::new();
        for last in &self.case.losers {
            open.push(Reverse((N::zero(), Reverse(1_u32), 1 << last)));
        }
        while let Some(Reverse((demand, _, set))) = open.pop() {
            if !done.insert(set) {
                continue;
            }
            if set == everybody {
                return (demand, demanding_stages(everybody, &came_by));
            }
            for goes in running.iter().filter(|o| set >> **o & 1 == 0) {
                let larger = set | 1 << goes;
                if done.contains(&larger) {
                    continue;
                }
                if !known.contains_key(&larger) && known.len() >= most {
                    return (demand, Vec::new());
                }
                let votes = known.entry(larger).or_insert_with(|| self.votes(larger));
                let stage = self.to_be_last(votes, larger, *goes);
                let hardest = (&demand).max(&stage).clone();
                let better = came_by
                    .get(&larger)
                    .is_none_or(|(old, _, _)| hardest < *old);
                if better {
                    came_by.insert(larger, (hardest.clone(), *goes, stage));
                    open.push(Reverse((hardest, Reverse(larger.count_ones()), larger)));
                }
            }
        }
        (N::one(), Vec::new())
    }

    /// Changes of so many units: ballots that count for the option that is to go name one that has too few.
    fn give_away(&self, stage: &Stage<N>, units: &N) -> Vec<Swap<N>> {
        let votes = self.votes(stage.still_in);
        let left = less(&votes[stage.goes], units);
        let short = |o: &usize| stage.still_in >> o & 1 == 1 && *o != stage.goes;
        let mut wants: Vec<(Reverse<N>, usize)> = (self.case.field.running.iter())
            .filter(|o| short(o))
            .map(|o| (Reverse(self.lacks(stage.goes, &left, *o, &votes[*o])), *o))
            .collect();
        wants.sort_unstable();
        // What nobody needs goes to the option that needs most, so that the stage is no tie.
        let needed: N = wants.iter().map(|(want, _)| &want.0).sum();
        if let Some((want, _)) = wants.first_mut() {
            want.0 += less(units, &needed);
        }
        let mut swaps = Vec::new();
        let mut papers = (0..self.case.papers.len())
            .filter(|paper| self.counts_for(*paper, stage.still_in) == Some(stage.goes))
            .map(|paper| (paper, self.case.papers[paper].1.clone()))
            .collect::<Vec<_>>();
        // Ballots that have named it from the first disturb the stages before the least.
        papers.sort_by_key(|(paper, _)| self.turns[*paper].first() != Some(&stage.goes));
        let mut papers = papers.into_iter();
        let mut paper = papers.next();
        for (Reverse(mut want), option) in wants {
            while let Some((at, has)) = paper.take_if(|_| !want.is_zero()) {
                let some = (&has).min(&want).clone();
                want -= &some;
                paper = if has > some {
                    Some((at, has - &some))
                } else {
                    papers.next()
                };
                swaps.push(Swap {
                    paper: at,
                    units: some,
                    to: Form::Ranking(vec![vec![option]]),
                });
            }
        }
        swaps
    }

    /// How many units must change for one option to have the fewest of those still in, or as few as
    /// others against whom the tie would be broken.
    fn to_be_last(&self, votes: &[N], still_in: Set, goes: usize) -> N {
        // Every changed ballot is best taken from it and given to one that has too few.
        let enough = |units: &N| {
            let left = less(&votes[goes], units);
            let others = (0..votes.len()).filter(|o| still_in >> o & 1 == 1 && *o != goes);
            others
                .map(|o| self.lacks(goes, &left, o, &votes[o]))
                .sum::<N>()
                <= *units
        };
        let mut least = votes[goes].clone() + N::from(votes.len() as u64);
        if enough(&N::zero()) {
            return N::zero();
        }
        let mut too_few = N::zero();
        while let Some(middle) = between(&too_few, &least) {
            if enough(&middle) {
                least = middle;
            } else {
                too_few = middle;
            }
        }
        least
    }

    /// How many units another option lacks for one with so many left to go before it.
    fn lacks(&self, goes: usize, left: &N, other: usize, has: &N) -> N {
        let by = &self.case.rules.tie_break.by;
        // What an earlier stage decides depends on the changes: a tie may then be enough.
        let by_stages = by.contains(&TieRule::Backwards) || by.contains(&TieRule::Forwards);
        let pair = [goes.min(other), goes.max(other)];
        let tie = (self.case.field.ties).pick::<u64>(&pair, TieAbout::Elimination, &[]);
        let tie_is_enough = by_stages || tie.picked == goes;
        less(&(N::from(u64::from(!tie_is_enough)) + left), has)
    }
}

/// The demanding stages of the way that was found, the hardest first.
fn demanding_stages<N: Units>(
    everybody: Set,
    came_by: &BTreeMap<Set, (N, usize, N)>,
) -> Vec<Stage<N>> {
    let mut stages = Vec::new();
    let mut still_in = everybody;
    while let Some((_, goes, units)) = came_by.get(&still_in) {
        if !units.is_zero() {
            stages.push(Stage {
                still_in,
                goes: *goes,
                units: units.clone(),
            });
        }
        still_in &= !(1 << goes);
    }
    stages.sort_by(|a, b| b.units.cmp(&a.units));
    stages
}
