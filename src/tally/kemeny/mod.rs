//! Kemeny's method: the order that the fewest ballots contradict, summed over all pairs.
//!
//! The options fall into blocks such that every option of an earlier block beats every option of a
//! later one; a best order keeps the blocks in that order, so that each can be searched alone.
//! Within a block the search is exact: over all subsets where it is small (M. Held and R. Karp's
//! scheme of 1962), and else over those that a bound cannot rule out. A block for which that takes
//! too long is refused.

mod bounded;
mod table;

use num_traits::Zero;

use crate::tally::TallyError;
use crate::tally::field::Field;
use crate::tally::kemeny::bounded::Bounded;
use crate::tally::kemeny::table::Table;
use crate::tally::outcome::Outcome;
use crate::tally::pairwise::Pairs;
use crate::tally::units::Units;

/// The largest block that is always searched: the table of its subsets has two to this power entries.
const MOST: usize = 22;

/// The largest block for which the table is quicker than anything else.
const SMALL: usize = 16;

/// How many subsets of a larger block are looked at before it is refused.
const MOST_STATES: usize = 1 << 19;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let pairs = Pairs::of(field);
    let mut order: Vec<Vec<usize>> = Vec::new();
    let mut agreed = N::Wide::zero();
    for block in blocks(field, &pairs) {
        let (within, best) = best_order(&block, &pairs)?;
        agreed += N::Wide::from(within);
        // Every option placed so far stands above the block.
        let above: Vec<usize> = order.iter().flatten().copied().collect();
        let across = above
            .iter()
            .flat_map(|a| block.iter().map(move |b| (*a, *b)));
        agreed += across
            .map(|(a, b)| N::Wide::from(pairs.prefer(a, b).clone()))
            .sum::<N::Wide>();
        order.extend(best);
    }
    let all = (field.running.iter()).flat_map(|a| field.running.iter().map(move |b| (*a, *b)));
    let preferences = all
        .filter(|(a, b)| a != b)
        .map(|(a, b)| N::Wide::from(pairs.prefer(a, b).clone()));
    let distance = preferences.sum::<N::Wide>() - agreed;
    let mut outcome = field.outcome();
    outcome.pairwise = Some(pairs.shown(field));
    outcome.distance = Some(field.wide_amount(&distance));
    field.fill(&order, &mut outcome);
    Ok(outcome)
}

/// A best order, in which options that can each come next stand together, and the agreement with it:
/// the ballots that rank as it does, summed over all pairs.
type Best<N> = (N, Vec<Vec<usize>>);

fn best_order<N: Units>(block: &[usize], pairs: &Pairs<N>) -> Result<Best<N>, TallyError> {
    let quick = block.len() <= SMALL;
    let states = if block.len() <= MOST {
        // A table of this block looks at as many subsets; a search should be much shorter.
        (1 << block.len()) / 16
    } else {
        MOST_STATES
    };
    if !quick && let Some(best) = Bounded::new(block, pairs).and_then(|b| b.best(states)) {
        return Ok(best);
    }
    if block.len() > MOST {
        return Err(TallyError::TooTangled {
            tangled: block.len(),
            most: MOST,
        });
    }
    Ok(Table::new(block, pairs).best())
}

/// The options in blocks, each beating all later ones; a block cannot be split further.
fn blocks<N: Units>(field: &Field<'_, N>, pairs: &Pairs<N>) -> Vec<Vec<usize>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::method::Method;
    use crate::tally::profile::{Form, Profile, ProfileBuilder};
    use crate::tally::rules::Rules;
    use crate::tally::weight::Weight;

    /// Ballots drawn evenly from all orders of the options.
    fn drawn(options: usize, ballots: usize, seed: u64) -> Profile {
        let mut state = seed * 2 + 1;
        let mut next = move |end: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % end
        };
        let mut builder = ProfileBuilder::unnamed(options).unwrap();
        for _ in 0..ballots {
            let mut order: Vec<usize> = (0..options).collect();
            for at in (1..options).rev() {
                order.swap(at, next(at + 1));
            }
            let ranks = order.into_iter().map(|o| vec![o]).collect();
            builder.add(1, Weight::ONE, &Form::Ranking(ranks)).unwrap();
        }
        builder.finish()
    }

    fn with_pairs(profile: &Profile, check: impl FnOnce(&[usize], &Pairs<u64>)) {
        let rules = Rules::new(Method::Kemeny);
        let field = Field::new(profile, &rules).unwrap();
        check(&field.running, &Pairs::of(&field));
    }

    fn agreement(order: &[usize], pairs: &Pairs<u64>) -> u64 {
        let above = |at: usize| order[at + 1..].iter().map(move |b| (order[at], *b));
        let all = (0..order.len()).flat_map(above);
        all.map(|(a, b)| pairs.prefer(a, b)).sum()
    }

    /// The most agreement of all orders, and which options come first in one that has it.
    fn by_brute_force(options: &[usize], pairs: &Pairs<u64>) -> (u64, Vec<usize>) {
        fn orders(left: &[usize], begun: &mut Vec<usize>, each: &mut dyn FnMut(&[usize])) {
            if left.is_empty() {
                return each(begun);
            }
            for option in left {
                let rest: Vec<usize> = left.iter().copied().filter(|o| o != option).collect();
                begun.push(*option);
                orders(&rest, begun, each);
                begun.pop();
            }
        }
        let mut best = (0, Vec::new());
        orders(options, &mut Vec::new(), &mut |order| {
            let agreement = agreement(order, pairs);
            if agreement > best.0 {
                best = (agreement, Vec::new());
            }
            if agreement == best.0 && !best.1.contains(&order[0]) {
                best.1.push(order[0]);
            }
        });
        best.1.sort_unstable();
        best
    }

    #[test]
    fn both_searches_find_what_trying_every_order_finds() {
        for seed in 0..60 {
            let options = 2 + usize::try_from(seed).unwrap() % 6;
            let ballots = 1 + usize::try_from(seed).unwrap() % 8;
            with_pairs(&drawn(options, ballots, seed + 1), |all, pairs| {
                let (most, firsts) = by_brute_force(all, pairs);
                let (agreed, table) = Table::new(all, pairs).best();
                let bounded = Bounded::new(all, pairs).unwrap().best(1 << 20).unwrap();
                assert_eq!((agreed, table.clone()), bounded, "{seed}");
                assert_eq!((agreed, &table[0]), (most, &firsts), "{seed}");
                if table.iter().all(|group| group.len() == 1) {
                    assert_eq!(agreement(&table.concat(), pairs), most, "{seed}");
                }
            });
        }
    }

    #[test]
    fn both_searches_agree_on_tangled_blocks() {
        for seed in 0..12 {
            with_pairs(
                &drawn(12 + seed % 5, 7 + seed, 100 + seed as u64),
                |all, pairs| {
                    let bounded = Bounded::new(all, pairs).unwrap().best(1 << 20);
                    assert_eq!(Table::new(all, pairs).best(), bounded.unwrap(), "{seed}");
                },
            );
        }
    }

    #[test]
    fn a_search_that_takes_too_long_is_given_up() {
        with_pairs(&drawn(40, 9, 7), |all, pairs| {
            assert!(Bounded::new(all, pairs).unwrap().best(1000).is_none());
        });
    }
}
