//! Kemeny's method: the order that the fewest ballots contradict, summed over all pairs.
//!
//! The options fall into blocks such that every option of an earlier block beats every option of a
//! later one; a best order keeps the blocks in that order, so that each can be searched alone.
//! Within a block the search over all subsets is exact (M. Held and R. Karp's scheme of 1962), and
//! a block too large for it is refused.

use crate::tally::TallyError;
use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::outcome::Outcome;
use crate::tally::pairwise::Pairs;

/// The largest block that is searched: the table has two to this power entries.
const MOST: usize = 22;

pub(crate) fn count(field: &Field<'_>) -> Result<Outcome, TallyError> {
    let pairs = Pairs::of(field);
    let mut order: Vec<Vec<usize>> = Vec::new();
    let mut agreed = 0;
    for block in blocks(field, &pairs) {
        if block.len() > MOST {
            return Err(TallyError::TooTangled {
                tangled: block.len(),
                most: MOST,
            });
        }
        let search = Search::new(&block, &pairs);
        agreed += u128::from(search.best.last().copied().unwrap_or_default());
        // Every option placed so far stands above the block.
        let above: Vec<usize> = order.iter().flatten().copied().collect();
        let across = above
            .iter()
            .flat_map(|a| block.iter().map(move |b| (*a, *b)));
        agreed += across
            .map(|(a, b)| u128::from(pairs.prefer(a, b)))
            .sum::<u128>();
        order.extend(search.order());
    }
    let all = (field.running.iter()).flat_map(|a| field.running.iter().map(move |b| (*a, *b)));
    let preferences = all
        .filter(|(a, b)| a != b)
        .map(|(a, b)| u128::from(pairs.prefer(a, b)));
    let distance = preferences.sum::<u128>() - agreed;
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.distance = Some(Amount::units(distance, field.profile.scale()));
    field.fill(&order, &mut outcome);
    Ok(outcome)
}

/// The options in blocks, each beating all later ones; a block cannot be split further.
fn blocks(field: &Field<'_>, pairs: &Pairs) -> Vec<Vec<usize>> {
    let beats = |a: usize, b: usize| pairs.prefer(a, b) > pairs.prefer(b, a);
    // By pairs won the options stand in an order of the blocks; a block ends where all above beat all below.
    let won = |o: usize| {
        let points = field
            .running
            .iter()
            .filter(|other| **other != o)
            .map(|other| {
                2 * usize::from(beats(o, *other))
                    + usize::from(!beats(o, *other) && !beats(*other, o))
            });
        points.sum::<usize>()
    };
    let mut ranked = field.running.clone();
    ranked.sort_by_key(|o| (std::cmp::Reverse(won(*o)), *o));
    let mut blocks = Vec::new();
    let mut start = 0;
    for end in 1..=ranked.len() {
        let (above, below) = (&ranked[start..end], &ranked[end..]);
        if above.iter().all(|a| below.iter().all(|b| beats(*a, *b))) {
            let mut block = above.to_vec();
            block.sort_unstable();
            blocks.push(block);
            start = end;
        }
    }
    blocks
}

/// The search over all subsets of a block.
struct Search<'a> {
    options: &'a [usize],
    /// By option of the block: sums of its pairwise votes over subsets, for the lower and the upper half of the block.
    halves: Vec<[Vec<u64>; 2]>,
    /// By subset: the most agreement of an order of it.
    best: Vec<u64>,
}

impl<'a> Search<'a> {
    fn new(options: &'a [usize], pairs: &Pairs) -> Self {
        let half = options.len().div_ceil(2);
        let (low, high) = options.split_at(half);
        let halves = options.iter().map(|a| {
            [low, high].map(|others| {
                let mut sums = vec![0_u64; 1 << others.len()];
                for subset in 1..sums.len() {
                    let least = subset.trailing_zeros() as usize;
                    sums[subset] = sums[subset & (subset - 1)] + pairs.prefer(*a, others[least]);
                }
                sums
            })
        });
        let mut search = Self {
            options,
            halves: halves.collect(),
            best: vec![0; 1 << options.len()],
        };
        for subset in 1..search.best.len() {
            let values = bits(subset).map(|first| search.with_first(subset, first));
            search.best[subset] = values.max().unwrap_or_default();
        }
        search
    }

    /// The most agreement of an order of the subset that begins with `first`.
    fn with_first(&self, subset: usize, first: usize) -> u64 {
        let rest = subset & !(1 << first);
        let half = self.options.len().div_ceil(2);
        let [low, high] = &self.halves[first];
        low[rest & ((1 << half) - 1)] + high[rest >> half] + self.best[rest]
    }

    /// The best order; options that can each come next in a best order stand together.
    fn order(&self) -> Vec<Vec<usize>> {
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
        order
    }
}

/// The members of a subset.
fn bits(mut subset: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let least = (subset != 0).then(|| subset.trailing_zeros() as usize)?;
        subset &= subset - 1;
        Some(least)
    })
}
