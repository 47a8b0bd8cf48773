//! The search over those subsets of a block that can begin a best order.
//!
//! An order goes against the majority in some pairs, and what it loses is the sum of their margins.
//! Beginnings that hold the same options are compared with each other, and one is dropped when what
//! it has lost and what the rest must at least lose is more than an order loses that is known.

use super::Best;
use crate::tally::pairwise::Pairs;
use crate::tally::units::{Units, less};

/// Options as a set of bits.
type Set = u64;

pub(super) struct Bounded<'a, N> {
    options: &'a [usize],
    /// The agreement with an order that would lose nothing.
    most: N,
    /// By option and option: by how much the first loses to the second; 0 if it does not.
    loses: Vec<Vec<N>>,
    /// By option: the circles of three that it is part of, each with what every order loses in it.
    /// All of them can be counted together.
    circles: Vec<Vec<(Set, N)>>,
}

/// A beginning of an order.
#[derive(Clone)]
struct State<N> {
    placed: Set,
    /// What it loses at least, placed in the best way.
    lost: N,
    /// What the rest must at least lose.
    must_lose: N,
}

impl<'a, N: Units> Bounded<'a, N> {
    /// None when there are too many options for a set of bits.
    pub(super) fn new(options: &'a [usize], pairs: &Pairs<N>) -> Option<Self> {
        if options.len() >= Set::BITS as usize {
            return None;
        }
        let lose = |a: usize, b: usize| less(pairs.prefer(b, a), pairs.prefer(a, b));
        let row = |a: &usize| options.iter().map(|b| lose(*a, *b)).collect();
        let loses: Vec<Vec<N>> = options.iter().map(row).collect();
        let above = options.iter().enumerate();
        let pair = above.flat_map(|(at, a)| options[at + 1..].iter().map(move |b| (*a, *b)));
        Some(Self {
            options,
            most: pair
                .map(|(a, b)| pairs.prefer(a, b).max(pairs.prefer(b, a)))
                .sum(),
            circles: circles(&loses),
            loses,
        })
    }

    /// The best order, and the agreement with it. None when more than so many beginnings would have
    /// to be looked at.
    pub(super) fn best(&self, mut most: usize) -> Option<Best<N>> {
        let mut order = Vec::new();
        let mut left: Set = (1 << self.options.len()) - 1;
        let mut layers: Vec<Vec<State<N>>> = Vec::new();
        let mut placed = None;
        let mut lost = None;
        while left != 0 {
            // Where what is placed does not begin a best order, the rest is searched anew.
            let state = if let Some(state) = placed {
                state
            } else {
                layers = self.best_beginnings(left, &mut most)?;
                lost = lost.or(layers
                    .last()
                    .and_then(|whole| Some(whole.first()?.lost.clone())));
                layers[0][0].clone()
            };
            let next = members(left).filter(|option| {
                let next = self.with(&state, *option, left);
                find(&layers, next.placed).is_some_and(|found| found.lost == next.lost)
            });
            let next: Vec<usize> = next.collect();
            let set = next.iter().fold(0, |set, option| set | 1 << option);
            placed = find(&layers, state.placed | set);
            left &= !set;
            order.push(next.iter().map(|o| self.options[*o]).collect());
        }
        Some((self.most.clone() - lost.unwrap_or_default(), order))
    }

    /// By size: all beginnings of best orders of these options, in the order of their bits.
    fn best_beginnings(&self, options: Set, most: &mut usize) -> Option<Vec<Vec<State<N>>>> {
        let known = self.some_loss(options);
        let within = |set: Set| set & !options == 0;
        let all = self
            .circles
            .iter()
            .enumerate()
            .flat_map(|(option, circles)| {
                // Each circle once, at its first member.
                let first = move |set: Set| set.trailing_zeros() as usize == option;
                circles
                    .iter()
                    .filter(move |(set, _)| within(*set) && first(*set))
            });
        let mut layers = vec![vec![State {
            placed: 0,
            lost: N::zero(),
            must_lose: all.map(|(_, loss)| loss).sum(),
        }]];
        for size in 0..options.count_ones() as usize {
            let mut next = Vec::new();
            for state in &layers[size] {
                let left = options & !state.placed;
                for option in members(left) {
                    let state = self.with(state, option, left);
                    if state.lost.clone() + &state.must_lose <= known {
                        next.push(state);
                    }
                }
                if next.len() > *most * 2 {
                    keep_best(&mut next);
                    if next.len() > *most {
                        return None;
                    }
                }
            }
            keep_best(&mut next);
            *most = most.checked_sub(next.len())?;
            layers.push(next);
        }
        Some(self.on_best_ways(options, layers))
    }

    /// The state after one more option, of those left.
    fn with(&self, state: &State<N>, option: usize, left: Set) -> State<N> {
        let lost: N = members(left).map(|other| &self.loses[option][other]).sum();
        let broken = self.circles[option]
            .iter()
            .filter(|(set, _)| set & !left == 0);
        State {
            placed: state.placed | 1 << option,
            lost: lost + &state.lost,
            must_lose: state.must_lose.clone() - broken.map(|(_, loss)| loss).sum::<N>(),
        }
    }

    /// Going back from the whole: the states that best orders pass.
    fn on_best_ways(&self, options: Set, mut layers: Vec<Vec<State<N>>>) -> Vec<Vec<State<N>>> {
        for size in (0..layers.len() - 1).rev() {
            let mut layer = std::mem::take(&mut layers[size]);
            layer.retain(|state| {
                let left = options & !state.placed;
                members(left).any(|option| {
                    let next = self.with(state, option, left);
                    find(&layers, next.placed).is_some_and(|found| found.lost == next.lost)
                })
            });
            layers[size] = layer;
        }
        layers
    }

    /// What some good order of these options loses: from the order by losses, options are moved as
    /// long as that makes it better.
    fn some_loss(&self, options: Set) -> N {
        let mut order: Vec<usize> = members(options).collect();
        order.sort_by_cached_key(|option| {
            members(options)
                .map(|other| &self.loses[*option][other])
                .sum::<N>()
        });
        loop {
            let mut is_better = false;
            for from in 0..order.len() {
                let to = self.best_place(&order, from);
                if to != from {
                    let option = order.remove(from);
                    order.insert(to, option);
                    is_better = true;
                }
            }
            if !is_better {
                break;
            }
        }
        let losses = order.iter().enumerate().map(|(at, option)| {
            let below = order[at + 1..].iter();
            below.map(|other| &self.loses[*option][*other]).sum::<N>()
        });
        losses.sum()
    }

    /// Where in the order the option at that place loses least, the others staying as they are.
    fn best_place(&self, order: &[usize], from: usize) -> usize {
        let option = order[from];
        // What it loses and wins by moving past the others, in the best place and so far.
        let mut best = (N::zero(), N::zero(), from);
        let (mut lost, mut won) = (N::zero(), N::zero());
        for (to, other) in order.iter().enumerate().skip(from + 1) {
            lost += &self.loses[*other][option];
            won += &self.loses[option][*other];
            if lost.clone() + &best.1 < best.0.clone() + &won {
                best = (lost.clone(), won.clone(), to);
            }
        }
        (lost, won) = (N::zero(), N::zero());
        for (to, other) in order[..from].iter().enumerate().rev() {
            lost += &self.loses[option][*other];
            won += &self.loses[*other][option];
            if lost.clone() + &best.1 < best.0.clone() + &won {
                best = (lost.clone(), won.clone(), to);
            }
        }
        best.2
    }
}

/// The state that places these options, if it is there; states stand by size and in the order of their bits.
fn find<N: Clone>(layers: &[Vec<State<N>>], placed: Set) -> Option<State<N>> {
    let layer = layers.get(placed.count_ones() as usize)?;
    let found = layer.binary_search_by_key(&placed, |state| state.placed);
    found.ok().map(|at| layer[at].clone())
}

/// Keeps of the states that place the same options the one that lost least.
fn keep_best<N: Units>(states: &mut Vec<State<N>>) {
    states.sort_unstable_by(|a, b| a.placed.cmp(&b.placed).then_with(|| a.lost.cmp(&b.lost)));
    states.dedup_by_key(|state| state.placed);
}

/// By option: circles of three options that each beat the next, with the loss that no order avoids.
/// A margin is shared out among its circles, so that all their losses add up.
fn circles<N: Units>(loses: &[Vec<N>]) -> Vec<Vec<(Set, N)>> {
    let mut rest = loses.to_vec();
    let mut circles = vec![Vec::new(); loses.len()];
    for a in 0..loses.len() {
        for b in a + 1..loses.len() {
            for c in b + 1..loses.len() {
                for (x, y, z) in [(a, b, c), (a, c, b)] {
                    let least = (&rest[x][y]).min(&rest[y][z]).min(&rest[z][x]).clone();
                    if !least.is_zero() {
                        rest[x][y] -= &least;
                        rest[y][z] -= &least;
                        rest[z][x] -= &least;
                        let set = 1 << x | 1 << y | 1 << z;
                        for option in [x, y, z] {
                            circles[option].push((set, least.clone()));
                        }
                    }
                }
            }
        }
    }
    circles
}

/// The members of a set.
fn members(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let least = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(least)
    })
}
