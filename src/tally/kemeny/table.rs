//! The search over all subsets of a block.

use super::Best;
use crate::tally::pairwise::Pairs;
use crate::tally::units::Units;

/// The search over all subsets of a block.
pub(super) struct Table<'a, N> {
    options: &'a [usize],
    /// By option of the block: sums of its pairwise votes over subsets, for the lower and the upper half of the block.
    halves: Vec<[Vec<N>; 2]>,
    /// By subset: the most agreement of an order of it.
    best: Vec<N>,
}

impl<'a, N: Units> Table<'a, N> {
    pub(super) fn new(options: &'a [usize], pairs: &Pairs<N>) -> Self {
        let half = options.len().div_ceil(2);
        let (low, high) = options.split_at(half);
        let halves = options.iter().map(|a| {
            [low, high].map(|others| {
                let mut sums = vec![N::zero(); 1 << others.len()];
                for subset in 1..sums.len() {
                    let least = subset.trailing_zeros() as usize;
                    let rest = sums[subset & (subset - 1)].clone();
                    sums[subset] = rest + pairs.prefer(*a, others[least]);
                }
                sums
            })
        });
        let mut table = Self {
            options,
            halves: halves.collect(),
            best: vec![N::zero(); 1 << options.len()],
        };
        for subset in 1..table.best.len() {
            let values = bits(subset).map(|first| table.with_first(subset, first));
            table.best[subset] = values.max().unwrap_or_default();
        }
        table
    }

    /// The most agreement of an order of the subset that begins with `first`.
    fn with_first(&self, subset: usize, first: usize) -> N {
        let rest = subset & !(1 << first);
        let half = self.options.len().div_ceil(2);
        let [low, high] = &self.halves[first];
        low[rest & ((1 << half) - 1)].clone() + &high[rest >> half] + &self.best[rest]
    }

    /// The best order, and the agreement with it.
    pub(super) fn best(&self) -> Best<N> {
        let mut left = self.best.len() - 1;
        let mut order = Vec::new();
        while left != 0 {
            let next: Vec<usize> = bits(left)
                .filter(|o| self.with_first(left, *o) == self.best[left])
                .collect();
            for option in &next {
                left &= !(1 << option);
            }
            order.push(next.iter().map(|o| self.options[*o]).collect());
        }
        let agreement = self.best.last().cloned().unwrap_or_default();
        (agreement, order)
    }
}

/// The members of a subset.
pub(super) fn bits(mut subset: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let least = (subset != 0).then(|| subset.trailing_zeros() as usize)?;
        subset &= subset - 1;
        Some(least)
    })
}
