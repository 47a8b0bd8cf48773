//! The one door for figures of anonymous and confidential surveys: what of a report may be shown under the
//! privacy floor.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::Report;
use crate::analysis::needs::{Band, ImportanceCounts, Need, Quadrant};
use crate::analysis::ratings::{Aspect, Counts, RatingRow};
use crate::analysis::statistics::{float, mean, wilson, z_95};
use crate::analysis::values::ValueScore;
use crate::model::code::Code;

/// A share that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The share itself, with its interval.
    Exact {
        /// The share, from 0 to 1.
        share: f64,
        /// Its 95 % interval.
        interval: [f64; 2],
    },
    /// Fewer than `k` people: the share lies below this, and nothing more is said.
    Under(f64),
    /// All but fewer than `k` people: the share lies above this, and nothing more is said.
    Over(f64),
    /// Nothing may be said.
    Hidden,
}

/// What may be shown of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Published {
    /// Too few people answered to say anything.
    TooFew {
        /// There are fewer responses than this.
        fewer_than: u64,
    },
    /// Enough did.
    Report(PublishedReport),
}

/// A report fit to be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedReport {
    /// How many responses there are.
    pub n: u64,
    /// The privacy floor that was kept.
    pub k: u64,
    /// The needs, by published rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<PublishedNeed>>,
    /// The values, by published score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<PublishedValue>>,
    /// The ratings, in the order of the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Vec<PublishedRating>>,
}

/// What may be shown of a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedNeed {
    /// The item.
    pub item: Code,
    /// The share who find it important.
    pub importance: Figure,
    /// The share who are satisfied.
    pub satisfaction: Figure,
    /// How many rated it, where that tells nothing of fewer than `k`. Where it is hidden, the share is of all.
    pub n_satisfaction: Option<u64>,
    /// How many said *don't know*, where that tells nothing of fewer than `k`.
    pub dont_know: Option<u64>,
    /// The mean point, where every point was given by `k` or more.
    pub mean_satisfaction: Option<f64>,
    /// The priority, worked out from the figures shown.
    pub priority: Option<f64>,
    /// The place by that priority, from 1; `None` without one.
    pub rank: Option<u64>,
    /// The band of that priority.
    pub band: Option<Band>,
    /// The quadrant of the figures shown.
    pub quadrant: Option<Quadrant>,
}

/// What may be shown of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedValue {
    /// The item.
    pub item: Code,
    /// How often it was shown, where it may be said.
    pub shown: Option<u64>,
    /// How often it was best, where it may be said.
    pub best: Option<u64>,
    /// How often it was worst, where it may be said.
    pub worst: Option<u64>,
    /// Its score, cut short where counts may not be said; `None` where it may not be said at all. Where `shown` is
    /// not said, it is of all that could have been shown.
    pub score: Option<f64>,
    /// The score's interval, where the score is exact: at least 95 %, as if each person always picked alike.
    pub score_interval: Option<[f64; 2]>,
}

/// What may be shown of a rating.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedRating {
    /// The question.
    pub question: Code,
    /// The item, where the question has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// Which of its two ratings, where the question has two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// The share of the two highest points.
    pub share: Figure,
    /// How many rated it, where that tells nothing of fewer than `k`. Where it is hidden, the share is of all.
    pub n: Option<u64>,
    /// How many said *don't know*, where that tells nothing of fewer than `k`.
    pub dont_know: Option<u64>,
    /// The mean point, where every point was given by `k` or more.
    pub mean: Option<f64>,
    /// How many gave each point, under the same rule; else empty.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub distribution: BTreeMap<i32, u64>,
}

/// What of `report` may be shown: the one function that pages, CSV and JSON of anonymous and confidential surveys use.
///
/// No figure tells of fewer than `k` people, nor can one be worked out by subtraction; 0 looks the same as any
/// other number below `k`. With fewer than `k` responses nothing is said, with fewer than 2`k` only how many there are.
///
/// * A share is told when both those it counts and the rest of its base number `k` or more. Otherwise it is
///   [`Figure::Under`] or [`Figure::Over`], the same for every count on that side.
/// * How many rated an item is told when those who did not also number `k` or more. Otherwise the share is of
///   all responses, since a share of an untold number would tell that number.
/// * Means and distributions are told when every point was given by `k` or more: at the ends of the scale a mean
///   tells single answers.
/// * A person may name a limited number of items, so the shares told must leave room for those coded: where
///   they do not, the smallest is hidden too.
/// * Priorities, ranks and quadrants are worked out from the figures told, a coded one standing at the middle of
///   its range. Equals stand in the order of their codes, so that no order gives a hidden figure away.
pub fn publish(report: &Report, k: u64) -> Published {
    let (n, k) = (report.n, k.max(1));
    if n < k {
        return Published::TooFew { fewer_than: k };
    }
    let needs = report.needs.as_ref();
    let values = report.values.as_ref();
    let ratings = report.ratings.as_ref();
    Published::Report(PublishedReport {
        n,
        k,
        needs: needs.map(|needs| publish_needs(needs, n, k)),
        values: values.map(|values| publish_values(values, n, k)),
        ratings: ratings.map(|rows| rows.iter().map(|row| publish_rating(row, n, k)).collect()),
    })
}

/// A share of `count` among `base`, or as much of it as may be told.
fn coded(count: u64, base: u64, k: u64) -> Figure {
    if base < 2 * k {
        return Figure::Hidden;
    }
    let of_base = |count: u64| float(count) / float(base);
    if count < k {
        return Figure::Under(of_base(k));
    }
    if base - count < k {
        return Figure::Over(of_base(base - k));
    }
    match wilson(count, base) {
        Some(interval) => Figure::Exact {
            share: of_base(count),
            interval,
        },
        None => Figure::Hidden,
    }
}

impl Figure {
    /// The share, or for a coded one the middle of what it may be; `None` when it is hidden.
    pub fn estimate(self) -> Option<f64> {
        match self {
            Self::Exact { share, .. } => Some(share),
            Self::Under(limit) => Some(limit / 2.0),
            Self::Over(limit) => Some(f64::midpoint(limit, 1.0)),
            Self::Hidden => None,
        }
    }
}

/// What may be told of the ratings of one thing.
#[derive(Clone, Debug, PartialEq)]
struct Rated {
    share: Figure,
    n: Option<u64>,
    dont_know: Option<u64>,
    mean: Option<f64>,
    distribution: BTreeMap<i32, u64>,
}

fn publish_counts(counts: &Counts, n: u64, k: u64) -> Rated {
    let mut told = Rated {
        share: Figure::Hidden,
        n: None,
        dont_know: None,
        mean: None,
        distribution: BTreeMap::new(),
    };
    let rated = counts.n();
    let unrated = n.saturating_sub(rated);
    if n < 2 * k || rated < k {
        return told;
    }
    if unrated < k {
        told.share = coded(counts.top(), n, k);
        return told;
    }
    told.n = Some(rated);
    told.share = coded(counts.top(), rated, k);
    let unanswered = unrated.saturating_sub(counts.dont_know);
    if counts.dont_know >= k && unanswered >= k {
        told.dont_know = Some(counts.dont_know);
    }
    if counts.points.values().all(|count| *count >= k) {
        told.mean = counts.mean();
        told.distribution.clone_from(&counts.points);
    }
    told
}

fn publish_rating(row: &RatingRow, n: u64, k: u64) -> PublishedRating {
    let counts = Counts {
        points: row.distribution.clone(),
        dont_know: row.dont_know,
    };
    let told = publish_counts(&counts, n, k);
    PublishedRating {
        question: row.question.clone(),
        item: row.item.clone(),
        aspect: row.aspect,
        share: told.share,
        n: told.n,
        dont_know: told.dont_know,
        mean: told.mean,
        distribution: told.distribution,
    }
}

fn publish_needs(needs: &[Need], n: u64, k: u64) -> Vec<PublishedNeed> {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort_by(|a, b| a.item.cmp(&b.item));
    let mut named = Vec::new();
    let mut importances: Vec<Figure> = needs
        .iter()
        .map(|need| match &need.basis.importance {
            ImportanceCounts::Named { count, n, places } => {
                named.push((*count, n * places));
                coded(*count, *n, k)
            }
            ImportanceCounts::Rated(counts) => publish_counts(counts, n, k).share,
        })
        .collect();
    if named.len() == importances.len() {
        make_room(&mut importances, &named, n, k);
    }
    let mut published: Vec<PublishedNeed> = needs
        .iter()
        .zip(importances)
        .map(|(need, importance)| {
            let told = publish_counts(&need.basis.satisfaction, n, k);
            let estimates = importance.estimate().zip(told.share.estimate());
            let priority = estimates.map(|(i, s)| i * (1.0 - s));
            PublishedNeed {
                item: need.item.clone(),
                importance,
                satisfaction: told.share,
                n_satisfaction: told.n,
                dont_know: told.dont_know,
                mean_satisfaction: told.mean,
                priority,
                rank: None,
                band: priority.map(Band::of),
                quadrant: None,
            }
        })
        .collect();
    place(&mut published);
    published
}

/// Hides the smallest share that is told exactly where those told leave so little of all the picks that the coded
/// ones could be worked out; and every share where that is not enough.
fn make_room(shares: &mut [Figure], named: &[(u64, u64)], n: u64, k: u64) {
    let most = named.iter().map(|(_, most)| *most).max().unwrap_or(0);
    let is_coded = |figure: &Figure| matches!(figure, Figure::Under(_) | Figure::Over(_));
    let least = |(figure, (count, _)): (&Figure, &(u64, u64))| match figure {
        Figure::Exact { .. } => *count,
        Figure::Over(_) => n - k + 1,
        Figure::Under(_) | Figure::Hidden => 0,
    };
    let room = |shares: &[Figure]| {
        let told: u64 = shares.iter().zip(named).map(least).sum();
        most.saturating_sub(told)
    };
    if !shares.iter().any(is_coded) || room(shares) >= k {
        return;
    }
    let smallest = shares
        .iter()
        .zip(named)
        .enumerate()
        .filter(|(_, (figure, _))| matches!(figure, Figure::Exact { .. }))
        .min_by_key(|(idx, (_, (count, _)))| (*count, *idx))
        .map(|(idx, _)| idx);
    if let Some(figure) = smallest.and_then(|idx| shares.get_mut(idx)) {
        *figure = Figure::Hidden;
    }
    // Whoever knows the rules knows that the hidden one is no less than k, so that much is not free for the coded.
    if smallest.is_none() || room(shares) < 2 * k - 1 {
        shares.fill(Figure::Hidden);
    }
}

/// Sets the quadrants, sorts by priority and numbers the ranks.
fn place(needs: &mut [PublishedNeed]) {
    let means = mean(needs.iter().filter_map(|need| need.importance.estimate())).zip(mean(
        needs.iter().filter_map(|need| need.satisfaction.estimate()),
    ));
    for need in needs.iter_mut() {
        let point = need.importance.estimate().zip(need.satisfaction.estimate());
        need.quadrant = point.zip(means).map(|(p, means)| Quadrant::of(p, means));
    }
    needs.sort_by(|a, b| by_figure(a.priority, b.priority).then_with(|| a.item.cmp(&b.item)));
    for (rank, need) in (1..).zip(needs.iter_mut()) {
        need.rank = need.priority.map(|_| rank);
    }
}

/// Highest first, unknown last.
fn by_figure(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Counts of picks, of which one person makes several of an item: so the floor is `k` times as many as that.
///
/// Below 3`k` responses nothing is told. Counts are told when those of every item clear the floor, and so do the
/// blocks that were left out. Otherwise the scores alone are told, cut towards 0 to
/// multiples of `k`/`n`, so that a net of fewer than `k` people's picks looks like none; and to at most 1 − 2`k`/`n`,
/// so that a high score leaves room for `k` people who picked the other way.
fn publish_values(values: &[ValueScore], n: u64, k: u64) -> Vec<PublishedValue> {
    let floor = |value: &ValueScore| k * value.blocks;
    let most = |value: &ValueScore| n * value.blocks;
    let seen_told = values.iter().all(|value| {
        let unseen = most(value) - value.shown;
        value.shown.min(unseen) >= floor(value)
    });
    let base = |value: &ValueScore| {
        if seen_told { value.shown } else { most(value) }
    };
    // All the bests together tell in how many blocks nothing was picked, and so do all the worsts.
    let picks = values.iter().map(|v| v.best).sum::<u64>();
    let picks = picks.max(values.iter().map(|v| v.worst).sum());
    let blocks = values.iter().map(|v| v.of_blocks).max().unwrap_or(0);
    let most_floor = values.iter().map(floor).max().unwrap_or(0);
    let counts_told = (n * blocks).saturating_sub(picks) >= most_floor
        && values.iter().all(|value| {
            let neither = base(value) - value.best - value.worst;
            value.best.min(value.worst).min(neither) >= floor(value)
        });
    let mut published: Vec<PublishedValue> = values
        .iter()
        .map(|value| {
            let mut told = PublishedValue {
                item: value.item.clone(),
                shown: None,
                best: None,
                worst: None,
                score: None,
                score_interval: None,
            };
            if n < 3 * k {
                return told;
            }
            let net = float(value.best) - float(value.worst);
            if counts_told {
                let score = net / float(base(value));
                let spread = float(value.best + value.worst) / float(base(value)) - score * score;
                let reach = z_95() * (spread.max(0.0) / float(n)).sqrt();
                told.shown = seen_told.then_some(value.shown);
                (told.best, told.worst) = (Some(value.best), Some(value.worst));
                told.score = Some(score);
                told.score_interval = Some([(score - reach).max(-1.0), (score + reach).min(1.0)]);
            } else {
                let step = float(k) / float(n);
                let end = float((n / k).saturating_sub(2)) * step;
                let score = net / float(most(value));
                // Adding zero makes −0 a plain 0.
                told.score = Some(((score / step).trunc() * step).clamp(-end, end) + 0.0);
            }
            told
        })
        .collect();
    if !counts_told && !leave_room(&published, values, n, k) {
        for value in &mut published {
            value.score = None;
        }
    }
    published.sort_by(|a, b| by_figure(a.score, b.score).then_with(|| a.item.cmp(&b.item)));
    published
}

/// Do the scores told leave room for `k` people who picked otherwise? Every block has one best and one worst a person,
/// so high scores of some items say that others were rarely picked.
fn leave_room(told: &[PublishedValue], values: &[ValueScore], n: u64, k: u64) -> bool {
    let nets = || {
        let both = told.iter().zip(values);
        both.filter_map(|(told, value)| Some(told.score? * float(n * value.blocks)))
    };
    let high: f64 = nets().filter(|net| *net > 0.0).sum();
    let low: f64 = nets().filter(|net| *net < 0.0).sum();
    let most = values.iter().map(|v| v.blocks).max().unwrap_or(0);
    let all = values.iter().map(|v| v.of_blocks).max().unwrap_or(0);
    high.max(-low) + float(2 * k * most) <= float(n * all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every way to divide `n` people among `cells` answers.
    fn tables(n: u64, cells: usize) -> Vec<Vec<u64>> {
        if cells == 1 {
            return vec![vec![n]];
        }
        (0..=n)
            .flat_map(|first| {
                tables(n - first, cells - 1)
                    .into_iter()
                    .map(move |mut rest| {
                        rest.insert(0, first);
                        rest
                    })
            })
            .collect()
    }

    /// Whoever sees the output and knows the rules looks through all tables that would have given it. They may
    /// learn that a number lies below `k`, but then it must be able to be any number below `k`.
    fn no_attacker_learns_more(
        tables: &[Vec<u64>],
        k: u64,
        output: impl Fn(&[u64]) -> String,
        figures: impl Fn(&[u64]) -> Vec<u64>,
    ) -> usize {
        let mut by_output: BTreeMap<String, Vec<&Vec<u64>>> = BTreeMap::new();
        for table in tables {
            by_output.entry(output(table)).or_default().push(table);
        }
        let below: BTreeSet<u64> = (0..k).collect();
        for (output, tables) in &by_output {
            let all: Vec<Vec<u64>> = tables.iter().map(|table| figures(table)).collect();
            for idx in 0..all[0].len() {
                let possible: BTreeSet<u64> = all.iter().map(|figures| figures[idx]).collect();
                let known_below = possible.is_subset(&below);
                assert!(
                    !known_below || possible == below,
                    "k {k}: figure {idx} can only be {possible:?} given {output}"
                );
            }
        }
        by_output.len()
    }

    fn sums_of_parts(cells: &[u64]) -> Vec<u64> {
        let whole = 1_usize << cells.len();
        (1..whole - 1)
            .map(|mask| {
                let parts = cells.iter().enumerate();
                parts
                    .filter(|(idx, _)| mask >> idx & 1 == 1)
                    .map(|(_, n)| n)
                    .sum()
            })
            .collect()
    }

    #[test]
    fn nobody_works_out_how_few_gave_an_answer() {
        for (n, k) in [
            (5, 3),
            (6, 3),
            (7, 3),
            (9, 3),
            (12, 3),
            (8, 2),
            (10, 2),
            (11, 4),
        ] {
            let outputs = no_attacker_learns_more(
                &tables(n, 5),
                k,
                |cells| {
                    let counts = Counts {
                        points: BTreeMap::from([(1, cells[0]), (2, cells[1]), (3, cells[2])]),
                        dont_know: cells[3],
                    };
                    format!("{:?}", publish_counts(&counts, n, k))
                },
                sums_of_parts,
            );
            assert!(n < 2 * k || outputs > 2, "n {n}, k {k}: something is told");
        }
    }

    #[test]
    fn nobody_works_out_how_few_named_an_item() {
        for (n, k, places, items) in [
            (5, 3, 1, 3),
            (6, 3, 1, 3),
            (8, 3, 1, 4),
            (6, 3, 2, 3),
            (7, 3, 2, 4),
            (9, 3, 2, 3),
            (10, 4, 2, 3),
            (7, 2, 2, 4),
            (6, 2, 3, 4),
        ] {
            // Whoever is not named up to the most there can be falls to nobody.
            let named: Vec<Vec<u64>> = tables(n * places, items + 1)
                .into_iter()
                .map(|mut table| {
                    table.pop();
                    table
                })
                .filter(|table| table.iter().all(|count| *count <= n))
                .collect();
            let outputs = no_attacker_learns_more(
                &named,
                k,
                |counts| {
                    let mut shares: Vec<Figure> =
                        counts.iter().map(|count| coded(*count, n, k)).collect();
                    let of: Vec<(u64, u64)> = counts.iter().map(|c| (*c, n * places)).collect();
                    make_room(&mut shares, &of, n, k);
                    format!("{shares:?}")
                },
                |counts| counts.iter().flat_map(|c| [*c, n - c]).collect(),
            );
            assert!(n < 2 * k || outputs > 2, "n {n}, k {k}: something is told");
        }
    }

    /// Three items in one block: the cells are the six pairs of best and worst, and those who picked nothing.
    fn scores(cells: &[u64]) -> Vec<ValueScore> {
        let pairs = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)];
        let picked = |wanted: &dyn Fn((usize, usize)) -> bool| -> u64 {
            let cells = pairs.into_iter().zip(cells);
            cells
                .filter(|(pair, _)| wanted(*pair))
                .map(|(_, n)| n)
                .sum()
        };
        ["u", "v", "w"]
            .into_iter()
            .enumerate()
            .map(|(item, name)| ValueScore {
                item: Code::parse(name).unwrap(),
                shown: picked(&|_| true),
                best: picked(&|(best, _)| best == item),
                worst: picked(&|(_, worst)| worst == item),
                score: None,
                score_interval: None,
                sqrt_ratio: 1.0,
                blocks: 1,
                of_blocks: 1,
            })
            .collect()
    }

    #[test]
    fn nobody_works_out_how_few_picked_a_value() {
        for (n, k) in [
            (5, 3),
            (6, 3),
            (9, 3),
            (10, 3),
            (11, 3),
            (12, 3),
            (6, 2),
            (8, 2),
            (9, 2),
        ] {
            let outputs = no_attacker_learns_more(
                &tables(n, 7),
                k,
                |cells| format!("{:?}", publish_values(&scores(cells), n, k)),
                |cells| {
                    let items = scores(cells);
                    let counts = items
                        .iter()
                        .flat_map(|i| [i.best, i.worst, i.best + i.worst]);
                    let shown = items.iter().map(|i| i.shown);
                    counts
                        .chain(shown)
                        .flat_map(|count| [count, n - count])
                        .collect()
                },
            );
            assert!(n < 3 * k || outputs > 2, "n {n}, k {k}: something is told");
        }
    }
}
