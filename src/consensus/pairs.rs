//! A wiki survey's contests: two ideas side by side, one is chosen. Which pair comes next, how often an idea wins,
//! and how strong it is.
//!
//! Source: Salganik and Levy, *Wiki surveys: open and quantifiable social data collection*, `PLoS` ONE 10 (2015), and
//! the open source of All Our Ideas, whose pair weights and score are used here.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::count;
use crate::model::random::Random;

/// A pair's weight never rises above this, so that pairs nobody has seen do not shut out all others.
const THROTTLE: f64 = 0.05;
/// Each idea is taken to have won and lost so often against an idea of average strength. It keeps an idea that won
/// every contest from being infinitely strong, and has the fit agree with the score's (wins + 1) / (contests + 2).
const PRIOR: f64 = 1.0;
/// The standard normal quantile of a two-sided 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;
/// An interval wider than this leaves open on which side of the middle an idea stands.
const TOO_WIDE: f64 = 0.5;
/// The fit's steps double its digits; far fewer than this are ever needed.
const MAX_STEPS: usize = 100;

/// The most ideas whose strengths are worked out together.
pub const MAX_IDEAS: usize = 1_000;

/// Two ideas by index, the lower one first.
pub type Pair = (usize, usize);

/// How a contest ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Winner {
    /// The idea of the lower index.
    First,
    /// The other one.
    Second,
    /// Nobody could decide.
    Neither,
}

/// How often each pair was compared, and how that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contests {
    /// How many ideas there are.
    pub n_ideas: usize,
    pairs: BTreeMap<Pair, [u64; 3]>,
}

impl Contests {
    /// No contest yet between so many ideas.
    pub fn new(n_ideas: usize) -> Self {
        Self {
            n_ideas,
            pairs: BTreeMap::new(),
        }
    }

    /// Counts `n` more contests of a pair.
    pub fn add(&mut self, pair: Pair, winner: Winner, n: u64) {
        self.n_ideas = self.n_ideas.max(pair.1 + 1);
        let counts = self.pairs.entry(pair).or_default();
        counts[place(winner)] += n;
    }

    /// Takes one contest back.
    pub fn take_back(&mut self, pair: Pair, winner: Winner) {
        if let Some(counts) = self.pairs.get_mut(&pair) {
            counts[place(winner)] = counts[place(winner)].saturating_sub(1);
        }
    }

    /// How often a pair was compared, decided or not.
    pub fn seen(&self, pair: Pair) -> u64 {
        self.pairs
            .get(&pair)
            .map_or(0, |counts| counts.iter().sum())
    }

    /// Every pair that was compared, with how often the first won, the second won, and neither.
    pub fn iter(&self) -> impl Iterator<Item = (Pair, [u64; 3])> {
        self.pairs.iter().map(|(pair, counts)| (*pair, *counts))
    }

    /// How often each idea won and lost.
    fn records(&self) -> Vec<[u64; 2]> {
        let mut records = vec![[0, 0]; self.n_ideas];
        for ((a, b), [first, second, _]) in self.iter() {
            records[a][0] += first;
            records[a][1] += second;
            records[b][0] += second;
            records[b][1] += first;
        }
        records
    }
}

fn place(winner: Winner) -> usize {
    match winner {
        Winner::First => 0,
        Winner::Second => 1,
        Winner::Neither => 2,
    }
}

/// How much a pair that was compared `votes` times weighs in the draw: pairs seldom seen catch up.
pub fn weight(votes: u64) -> f64 {
    let votes = usize::try_from(votes).unwrap_or(usize::MAX);
    (1.0 / (count(votes) + 1.0)).min(THROTTLE)
}

/// The pair a person compares next, out of those of `ideas` that she has not seen: drawn by their weights with a
/// seed and the number of her contest, then put left and right by lot. `None` when she has seen them all.
pub fn draw(
    contests: &Contests,
    ideas: &[usize],
    known: &BTreeSet<Pair>,
    seed: u64,
    nth: u64,
) -> Option<(usize, usize)> {
    let unseen: Vec<(Pair, f64)> = ideas
        .iter()
        .enumerate()
        .flat_map(|(at, a)| ideas[at + 1..].iter().map(move |b| (*a.min(b), *a.max(b))))
        .filter(|pair| !known.contains(pair))
        .map(|pair| (pair, weight(contests.seen(pair))))
        .collect();
    let total: f64 = unseen.iter().map(|(_, weight)| weight).sum();
    let mut random = Random::new(seed, nth);
    let mut left_over = random.unit() * total;
    let (last, _) = *unseen.last()?;
    let (a, b) = unseen
        .iter()
        .find(|(_, weight)| {
            left_over -= weight;
            left_over < 0.0
        })
        // What rounding leaves over falls to the last pair.
        .map_or(last, |(pair, _)| *pair);
    Some(if random.below(2) == 0 { (a, b) } else { (b, a) })
}

/// How an idea fared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Contests it won.
    pub wins: u64,
    /// Contests it lost.
    pub losses: u64,
    /// 100 · (wins + 1) / (wins + losses + 2): the chance to win, estimated from its own contests alone; 50 at the start.
    pub score: f64,
    /// The chance to win against another idea drawn by lot, in percent, whoever it happened to meet (Bradley and
    /// Terry 1952).
    pub strength: f64,
    /// The 95 % interval of the strength, taking every contest for itself.
    pub interval: [f64; 2],
    /// Is the interval so wide that nothing can be told?
    pub too_little_seen: bool,
}

/// How every idea fared. Deterministic, and the same for the same contests in any order. `None` of more than
/// [`MAX_IDEAS`].
pub fn standings(contests: &Contests) -> Option<Vec<Standing>> {
    let n = contests.n_ideas;
    if n > MAX_IDEAS {
        return None;
    }
    let fit = Fit::of(contests);
    let records = contests.records();
    let standing = |(idea, [wins, losses]): (usize, [u64; 2])| {
        let of = |votes: u64| count(usize::try_from(votes).unwrap_or(usize::MAX));
        let (chance, [low, high]) = fit.chance(idea);
        Standing {
            wins,
            losses,
            score: 100.0 * (of(wins) + 1.0) / (of(wins + losses) + 2.0),
            strength: 100.0 * chance,
            interval: [100.0 * low, 100.0 * high],
            too_little_seen: high - low > TOO_WIDE,
        }
    };
    Some(records.into_iter().enumerate().map(standing).collect())
}

/// The strengths at which the contests, and the prior's, are most likely; and how sharply they are told apart.
struct Fit {
    strengths: Vec<f64>,
    /// The lower triangle of the Cholesky factor of the information at the maximum, row after row.
    factor: Vec<f64>,
}

impl Fit {
    /// Newton's method on a strictly concave function, so there is one maximum and it is found.
    fn of(contests: &Contests) -> Self {
        let n = contests.n_ideas;
        let decided: Vec<(Pair, [f64; 2])> = contests
            .iter()
            .map(|(pair, [first, second, _])| {
                let of = |votes: u64| count(usize::try_from(votes).unwrap_or(usize::MAX));
                (pair, [of(first), of(second)])
            })
            .filter(|(_, [first, second])| first + second > 0.0)
            .collect();
        let mut strengths = vec![0.0; n];
        for _ in 0..MAX_STEPS {
            let (gradient, factor) = slope(&decided, &strengths);
            let step = solve(&factor, gradient);
            let start = likelihood(&decided, &strengths);
            let mut length = 1.0;
            let along = |length: f64| -> Vec<f64> {
                let moved = strengths.iter().zip(&step);
                moved.map(|(at, by)| at + length * by).collect()
            };
            // A whole step may leap over the top; half of it, or of that, does not.
            let least = start - 1e-12 * start.abs().max(1.0);
            while length > 1e-6 && likelihood(&decided, &along(length)) < least {
                length /= 2.0;
            }
            strengths = along(length);
            if step.iter().all(|by| by.abs() < 1e-11) {
                break;
            }
        }
        let (_, factor) = slope(&decided, &strengths);
        Self { strengths, factor }
    }

    /// The chance of an idea to win against another one drawn by lot, with its interval, from 0 to 1.
    fn chance(&self, idea: usize) -> (f64, [f64; 2]) {
        let n = self.strengths.len();
        let own = self.strengths[idea];
        if n < 2 {
            return (0.5, [0.0, 1.0]);
        }
        let others = count(n - 1);
        let mut chance = 0.0;
        let mut gradient = vec![0.0; n];
        for (other, strength) in self.strengths.iter().enumerate() {
            if other == idea {
                continue;
            }
            let p = logistic(own - strength);
            chance += p / others;
            let steep = p * (1.0 - p) / others;
            gradient[idea] += steep;
            gradient[other] -= steep;
        }
        let variance: f64 = forward(&self.factor, gradient).iter().map(|y| y * y).sum();
        // On the logit scale the interval stays within 0 and 1.
        let logit = (chance / (1.0 - chance)).ln();
        let reach = Z_95 * variance.sqrt() / (chance * (1.0 - chance));
        (chance, [logistic(logit - reach), logistic(logit + reach)])
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln of [`logistic`], without overflow.
fn log_logistic(x: f64) -> f64 {
    x.min(0.0) - (-x.abs()).exp().ln_1p()
}

fn likelihood(decided: &[(Pair, [f64; 2])], strengths: &[f64]) -> f64 {
    let prior: f64 = strengths
        .iter()
        .map(|s| PRIOR * (log_logistic(*s) + log_logistic(-s)))
        .sum();
    let seen: f64 = decided
        .iter()
        .map(|((a, b), [first, second])| {
            let gap = strengths[*a] - strengths[*b];
            first * log_logistic(gap) + second * log_logistic(-gap)
        })
        .sum();
    prior + seen
}

/// The gradient of the likelihood, and the Cholesky factor of its negated second derivatives.
fn slope(decided: &[(Pair, [f64; 2])], strengths: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = strengths.len();
    let mut gradient = vec![0.0; n];
    let mut information = vec![0.0; row(n)];
    for (idea, strength) in strengths.iter().enumerate() {
        let p = logistic(*strength);
        gradient[idea] += PRIOR * (1.0 - 2.0 * p);
        information[row(idea) + idea] += 2.0 * PRIOR * p * (1.0 - p);
    }
    for ((a, b), [first, second]) in decided {
        let p = logistic(strengths[*a] - strengths[*b]);
        let surprise = first - (first + second) * p;
        gradient[*a] += surprise;
        gradient[*b] -= surprise;
        let sharpness = (first + second) * p * (1.0 - p);
        information[row(*a) + a] += sharpness;
        information[row(*b) + b] += sharpness;
        // The pair's lower index comes first, so this lies below the diagonal.
        information[row(*b) + a] -= sharpness;
    }
    (gradient, cholesky(information, n))
}

/// Where row `idx` of a lower triangle begins.
fn row(idx: usize) -> usize {
    idx * (idx + 1) / 2
}

/// The Cholesky factor of a positive definite matrix, both as lower triangles.
fn cholesky(mut matrix: Vec<f64>, n: usize) -> Vec<f64> {
    for i in 0..n {
        for j in 0..=i {
            let (at_i, at_j) = (row(i), row(j));
            let known: f64 = (0..j).map(|k| matrix[at_i + k] * matrix[at_j + k]).sum();
            let left = matrix[at_i + j] - known;
            matrix[at_i + j] = if i == j {
                left.max(f64::MIN_POSITIVE).sqrt()
            } else {
                left / matrix[at_j + j]
            };
        }
    }
    matrix
}

/// Solves L y = b.
fn forward(factor: &[f64], mut b: Vec<f64>) -> Vec<f64> {
    for i in 0..b.len() {
        let known: f64 = (0..i).map(|k| factor[row(i) + k] * b[k]).sum();
        b[i] = (b[i] - known) / factor[row(i) + i];
    }
    b
}

/// Solves L Lᵀ x = b.
fn solve(factor: &[f64], b: Vec<f64>) -> Vec<f64> {
    let mut x = forward(factor, b);
    for i in (0..x.len()).rev() {
        let known: f64 = (i + 1..x.len()).map(|k| factor[row(k) + i] * x[k]).sum();
        x[i] = (x[i] - known) / factor[row(i) + i];
    }
    x
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn contests(won: &[(usize, usize, u64)]) -> Contests {
        let mut contests = Contests::default();
        for (winner, loser, n) in won {
            let pair = (*winner.min(loser), *winner.max(loser));
            let first = if winner < loser {
                Winner::First
            } else {
                Winner::Second
            };
            contests.add(pair, first, *n);
        }
        contests
    }

    #[test]
    fn pairs_that_were_seen_less_than_twenty_times_weigh_the_same() {
        for (votes, expected) in [
            (0, 0.05),
            (18, 0.05),
            (19, 0.05),
            (20, 1.0 / 21.0),
            (99, 0.01),
        ] {
            assert!((weight(votes) - expected).abs() < 1e-15, "{votes}");
        }
    }

    #[test]
    fn a_score_begins_at_fifty_and_follows_the_wins() {
        for (wins, losses, expected) in [(0, 0, 50.0), (1, 0, 200.0 / 3.0), (3, 1, 400.0 / 6.0)] {
            let mut all = contests(&[(0, 1, wins), (1, 0, losses)]);
            all.add((0, 1), Winner::Neither, 7);
            let found = standings(&all).unwrap()[0];
            assert!((found.score - expected).abs() < 1e-12, "{wins}:{losses}");
            assert_eq!((found.wins, found.losses), (wins, losses));
        }
    }

    #[test]
    fn the_strengths_of_two_ideas_are_solved_by_hand() {
        // With x = exp(strength) the maximum of 5 wins in 5 contests is where 5(x + 1) = (x − 1)(x² + 1): at 3. The
        // other idea is as weak as this one is strong, so the chance is x²/(1 + x²) = 9/10. There the information is
        // 5·0.09 between them and 2·(3/4)(1/4) = 0.375 each, the variance of their difference 2/(0.375 + 0.9).
        let found = standings(&contests(&[(0, 1, 5)])).unwrap();
        assert!((found[0].strength - 90.0).abs() < 1e-9, "{found:?}");
        assert!((found[1].strength - 10.0).abs() < 1e-9, "{found:?}");
        let reach = Z_95 * (2.0_f64 / (0.375 + 0.9)).sqrt();
        let [low, high] = found[0].interval;
        assert!((low - 100.0 * logistic(9.0_f64.ln() - reach)).abs() < 1e-9);
        assert!((high - 100.0 * logistic(9.0_f64.ln() + reach)).abs() < 1e-9);
    }

    #[test]
    fn whom_an_idea_met_counts_for_its_strength_but_not_for_its_score() {
        // 2 and 3 both won half of their contests, 2 against the strong 0 and 3 against the weak 1.
        let found = standings(&contests(&[
            (0, 1, 30),
            (0, 2, 5),
            (2, 0, 5),
            (1, 3, 5),
            (3, 1, 5),
        ]))
        .unwrap();
        assert!((found[2].score - found[3].score).abs() < 1e-12);
        assert!(found[2].strength > found[3].strength + 20.0, "{found:?}");
        assert!(!found[0].too_little_seen, "{found:?}");
    }

    #[test]
    fn an_idea_nobody_saw_stands_in_the_middle_and_nothing_can_be_told() {
        let mut all = contests(&[(0, 1, 40), (1, 0, 40)]);
        all.n_ideas = 3;
        let found = standings(&all).unwrap();
        assert!((found[2].strength - 50.0).abs() < 1e-9);
        assert!(found[2].too_little_seen);
        assert!(standings(&Contests::new(0)).unwrap().is_empty());
        assert!(standings(&Contests::new(1)).unwrap()[0].too_little_seen);
        assert_eq!(standings(&Contests::new(MAX_IDEAS + 1)), None);
    }

    #[test]
    fn the_draw_offers_unseen_pairs_only_and_comes_to_an_end() {
        let all = Contests::new(4);
        let ideas = [0, 2, 3];
        let mut seen = BTreeSet::new();
        let mut order = Vec::new();
        for nth in 0..4 {
            let Some((left, right)) = draw(&all, &ideas, &seen, 7, nth) else {
                break;
            };
            assert_eq!(draw(&all, &ideas, &seen, 7, nth), Some((left, right)));
            assert!(seen.insert((left.min(right), left.max(right))));
            order.push((left, right));
        }
        assert_eq!(order.len(), 3);
        assert_eq!(draw(&all, &[1], &seen, 7, 9), None);
        assert_eq!(draw(&all, &[], &seen, 7, 9), None);
    }

    #[test]
    fn pairs_seldom_seen_catch_up() {
        // Pair 0–1 was seen 199 times, the other two never: it comes up one time in twenty-one.
        let all = contests(&[(0, 1, 199)]);
        let worn = (0..10_000)
            .filter(|seed| {
                let pair = draw(&all, &[0, 1, 2], &BTreeSet::new(), *seed, 0).unwrap();
                pair == (0, 1) || pair == (1, 0)
            })
            .count();
        assert!((350..620).contains(&worn), "{worn}");
        // And each idea stands on the left about half of the time.
        let left = (0..10_000)
            .filter(|seed| {
                let (left, right) = draw(&all, &[0, 1, 2], &BTreeSet::new(), *seed, 0).unwrap();
                left < right
            })
            .count();
        assert!((4_700..5_300).contains(&left), "{left}");
    }

    proptest! {
        #[test]
        fn any_order_of_the_same_contests_gives_the_same_figures(
            won in prop::collection::vec((0_usize..6, 0_usize..6, 1_u64..4), 0..40),
        ) {
            let won: Vec<_> = won.into_iter().filter(|(a, b, _)| a != b).collect();
            let mut back = won.clone();
            back.reverse();
            let (mut forth, mut back) = (contests(&won), contests(&back));
            (forth.n_ideas, back.n_ideas) = (6, 6);
            let found = standings(&forth).unwrap();
            prop_assert_eq!(&found, &standings(&back).unwrap());
            let mean = found.iter().map(|one| one.strength).sum::<f64>() / 6.0;
            prop_assert!((mean - 50.0).abs() < 1e-6, "{}", mean);
            for one in found {
                prop_assert!(one.interval[0] <= one.strength && one.strength <= one.interval[1]);
                prop_assert!(one.strength.is_finite());
            }
        }

        #[test]
        fn what_is_taken_back_is_as_if_it_had_not_been(won in prop::collection::vec((0_usize..4, 0_usize..4), 1..20)) {
            let won: Vec<_> = won.into_iter().filter(|(a, b)| a < b).collect();
            let mut all = Contests::new(4);
            for pair in &won {
                all.add(*pair, Winner::First, 1);
            }
            for pair in &won {
                all.take_back(*pair, Winner::First);
            }
            prop_assert_eq!(standings(&all), standings(&Contests::new(4)));
        }
    }
}
