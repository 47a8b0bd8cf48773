//! Dividing places into groups, and how good a division is.

use super::map::{DIMENSIONS, Place, count};
use crate::model::random::Random;

/// The most rounds in which points change their group.
const ROUNDS: usize = 200;

/// On how many points the starts are tried.
const TRIED_ON: usize = 500;

/// How many starts are tried, and how many of the best are carried on with all points.
const STARTS: usize = 40;
const CARRIED: usize = 6;

/// Places divided into groups.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Partition {
    /// The group of each point.
    pub(super) labels: Vec<u16>,
    /// The mean of each group's points.
    pub(super) centres: Vec<Place>,
    /// The sum of squared distances from the points to their group's centre.
    pub(super) inertia: f64,
}

/// How thoroughly good groups are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    pub(super) starts: usize,
    pub(super) carried: usize,
}

impl Search {
    pub(super) const THOROUGH: Self = Self {
        starts: STARTS,
        carried: CARRIED,
    };
    pub(super) const QUICK: Self = Self {
        starts: 8,
        carried: 2,
    };
}

/// Divides the points into at most `k` groups with small squared distances to the groups' centres: k-means
/// from many starts (k-means++, Arthur and Vassilvitskii 2007), the best of them improved until no single
/// point can move to a better group. Larger groups come first.
pub(super) fn divide(points: &[Place], k: usize, seed: u64, search: Search) -> Partition {
    let mut random = Random::new(seed, 100 + k as u64);
    let tried: Vec<Place> = random
        .sample(points.len(), TRIED_ON)
        .into_iter()
        .map(|idx| points[idx as usize])
        .collect();
    let mut starts: Vec<(f64, Vec<Place>)> = (0..search.starts)
        .map(|_| {
            let begun = spread_centres(&tried, k, &mut random);
            let found = lloyd(&tried, begun);
            (found.inertia, found.centres)
        })
        .collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Starts that ended in the same place are carried on once.
    starts.dedup_by(|a, b| (a.0 - b.0).abs() <= 1e-9 * b.0);
    let carried = starts.into_iter().take(search.carried);
    let best = carried
        .map(|(_, centres)| improved(points, centres))
        .min_by(|a, b| a.inertia.total_cmp(&b.inertia));
    let best = best.unwrap_or_else(|| Partition {
        labels: Vec::new(),
        centres: Vec::new(),
        inertia: 0.0,
    });
    in_order_of_size(&best)
}

/// Centres that are points, each drawn with a chance that grows with its squared distance from those before.
fn spread_centres(points: &[Place], k: usize, random: &mut Random) -> Vec<Place> {
    let mut centres: Vec<Place> = Vec::with_capacity(k);
    let mut nearest = vec![f64::INFINITY; points.len()];
    while centres.len() < k && !points.is_empty() {
        let drawn = if centres.is_empty() {
            random.below(points.len())
        } else {
            let sum: f64 = nearest.iter().sum();
            if sum <= 0.0 {
                break;
            }
            let mut left = random.unit() * sum;
            let reached = nearest.iter().position(|distance| {
                left -= distance;
                left < 0.0
            });
            reached.unwrap_or(points.len() - 1)
        };
        let centre = points[drawn];
        for (distance, point) in nearest.iter_mut().zip(points) {
            *distance = distance.min(squared(*point, centre));
        }
        centres.push(centre);
    }
    centres
}

/// The division that these centres lead to: no step makes it wider, and no single point could move to a better
/// group.
pub(super) fn improved(points: &[Place], centres: Vec<Place>) -> Partition {
    moved_singly(points, lloyd(points, centres))
}

/// Moves the centres to the means of the points nearest to them until nothing changes.
fn lloyd(points: &[Place], mut centres: Vec<Place>) -> Partition {
    let mut labels = vec![u16::MAX; points.len()];
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (label, point) in labels.iter_mut().zip(points) {
            let near = nearest(&centres, *point);
            changed |= *label != near;
            *label = near;
        }
        if !changed {
            break;
        }
        let sums = sums(points, &labels, centres.len());
        for (centre, (size, sum)) in centres.iter_mut().zip(sums) {
            // A centre that lost its last point stays where it is.
            if size > 0 {
                *centre = sum.map(|along| along / count(size));
            }
        }
    }
    with_means(points, labels, centres.len())
}

/// The partition with these labels: centres at the means, empty groups left out.
pub(super) fn with_means(points: &[Place], labels: Vec<u16>, k: usize) -> Partition {
    let sums = sums(points, &labels, k);
    let mut places = vec![0_u16; k];
    let mut centres = Vec::new();
    for (place, (size, sum)) in places.iter_mut().zip(sums) {
        if size > 0 {
            *place = u16::try_from(centres.len()).unwrap_or(u16::MAX);
            centres.push(sum.map(|along| along / count(size)));
        }
    }
    let labels: Vec<u16> = labels
        .into_iter()
        .map(|label| places[usize::from(label)])
        .collect();
    let distances = points.iter().zip(&labels);
    let inertia = distances
        .map(|(point, label)| squared(*point, centres[usize::from(*label)]))
        // Not `sum`, which makes −0 of nothing.
        .fold(0.0, |sum, square| sum + square);
    Partition {
        labels,
        centres,
        inertia,
    }
}

/// Moves single points to another group where that lowers the inertia (Hartigan and Wong 1979), which k-means
/// itself overlooks because its centres move along.
fn moved_singly(points: &[Place], partition: Partition) -> Partition {
    let k = partition.centres.len();
    let Partition {
        mut labels,
        mut centres,
        ..
    } = partition;
    let mut sizes: Vec<usize> = sums(points, &labels, k).iter().map(|(n, _)| *n).collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (label, point) in labels.iter_mut().zip(points) {
            let from = usize::from(*label);
            if sizes[from] < 2 {
                continue;
            }
            let n = count(sizes[from]);
            let gain = n / (n - 1.0) * squared(*point, centres[from]);
            let best = (0..k)
                .filter(|to| *to != from)
                .map(|to| {
                    let m = count(sizes[to]);
                    (m / (m + 1.0) * squared(*point, centres[to]), to)
                })
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((cost, to)) = best else { continue };
            if cost < gain * (1.0 - 1e-12) {
                for (axis, value) in point.iter().enumerate() {
                    centres[from][axis] -= (value - centres[from][axis]) / (n - 1.0);
                    centres[to][axis] += (value - centres[to][axis]) / (count(sizes[to]) + 1.0);
                }
                sizes[from] -= 1;
                sizes[to] += 1;
                *label = u16::try_from(to).unwrap_or(u16::MAX);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    with_means(points, labels, k)
}

/// Larger groups first; of equal ones the one further left on the map.
fn in_order_of_size(partition: &Partition) -> Partition {
    let k = partition.centres.len();
    let mut sizes = vec![0_usize; k];
    for label in &partition.labels {
        sizes[usize::from(*label)] += 1;
    }
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|a, b| {
        let place = |idx: &usize| partition.centres[*idx];
        sizes[*b]
            .cmp(&sizes[*a])
            .then_with(|| place(a)[0].total_cmp(&place(b)[0]))
            .then_with(|| place(a)[1].total_cmp(&place(b)[1]))
    });
    let mut places = vec![0_u16; k];
    for (place, old) in (0..).zip(&order) {
        places[*old] = place;
    }
    Partition {
        labels: partition
            .labels
            .iter()
            .map(|label| places[usize::from(*label)])
            .collect(),
        centres: order.iter().map(|old| partition.centres[*old]).collect(),
        inertia: partition.inertia,
    }
}

/// The size of each group and the sum of its points.
fn sums(points: &[Place], labels: &[u16], k: usize) -> Vec<(usize, Place)> {
    let mut sums = vec![(0, [0.0; DIMENSIONS]); k];
    for (point, label) in points.iter().zip(labels) {
        let (size, sum) = &mut sums[usize::from(*label)];
        *size += 1;
        for (sum, along) in sum.iter_mut().zip(point) {
            *sum += along;
        }
    }
    sums
}

pub(super) fn nearest(centres: &[Place], point: Place) -> u16 {
    let mut best = (f64::INFINITY, 0);
    for (idx, centre) in (0..).zip(centres) {
        let distance = squared(point, *centre);
        if distance < best.0 {
            best = (distance, idx);
        }
    }
    best.1
}

fn squared(a: Place, b: Place) -> f64 {
    a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The mean silhouette of each division of the same points (Rousseeuw 1987): how much nearer the points are to
/// their own group than to the next one, from −1 to 1. A point alone in its group counts 0; `None` for fewer
/// than two groups.
pub(super) fn silhouettes(points: &[Place], divisions: &[&[u16]]) -> Vec<Option<f64>> {
    let sizes: Vec<Vec<usize>> = divisions
        .iter()
        .map(|labels| {
            let k = labels.iter().max().map_or(0, |max| usize::from(*max) + 1);
            let mut sizes = vec![0; k];
            for label in *labels {
                sizes[usize::from(*label)] += 1;
            }
            sizes
        })
        .collect();
    let mut sums = vec![0.0; divisions.len()];
    let mut distances = vec![0.0; points.len()];
    let mut to_group: Vec<f64> = Vec::new();
    for (own, point) in points.iter().enumerate() {
        for (distance, other) in distances.iter_mut().zip(points) {
            *distance = squared(*point, *other).sqrt();
        }
        for ((labels, sizes), sum) in divisions.iter().zip(&sizes).zip(&mut sums) {
            to_group.clear();
            to_group.resize(sizes.len(), 0.0);
            for (label, distance) in labels.iter().zip(&distances) {
                to_group[usize::from(*label)] += distance;
            }
            let group = usize::from(labels[own]);
            if sizes[group] < 2 {
                continue;
            }
            let inside = to_group[group] / count(sizes[group] - 1);
            let outside = to_group
                .iter()
                .zip(sizes)
                .enumerate()
                .filter(|(other, (_, size))| *other != group && **size > 0)
                .map(|(_, (sum, size))| sum / count(*size))
                .fold(f64::INFINITY, f64::min);
            let larger = inside.max(outside);
            if outside.is_finite() && larger > 0.0 {
                *sum += (outside - inside) / larger;
            }
        }
    }
    let mean = |(sizes, sum): (&Vec<usize>, f64)| {
        let groups = sizes.iter().filter(|size| **size > 0).count();
        (groups > 1).then(|| sum / count(points.len()))
    };
    sizes.iter().zip(sums).map(mean).collect()
}

/// How far two divisions of the same things agree beyond chance: 1 when they are the same, about 0 when they
/// have nothing to do with each other (Hubert and Arabie 1985). Two divisions into one group are the same.
pub fn adjusted_rand(a: &[u16], b: &[u16]) -> f64 {
    let size = |labels: &[u16]| labels.iter().max().map_or(0, |max| usize::from(*max) + 1);
    let (rows, columns) = (size(a), size(b));
    let mut table = vec![0_usize; rows * columns];
    for (x, y) in a.iter().zip(b) {
        table[usize::from(*x) * columns + usize::from(*y)] += 1;
    }
    let pairs = |n: usize| count(n) * (count(n) - 1.0) / 2.0;
    let both: f64 = table.iter().map(|n| pairs(*n)).sum();
    let in_row = |idx: usize| table[idx * columns..(idx + 1) * columns].iter().sum();
    let in_column = |idx: usize| table.iter().skip(idx).step_by(columns).sum();
    let in_a: f64 = (0..rows).map(|idx| pairs(in_row(idx))).sum();
    let in_b: f64 = (0..columns).map(|idx| pairs(in_column(idx))).sum();
    let all = pairs(a.len().min(b.len()));
    if all <= 0.0 {
        return 1.0;
    }
    let by_chance = in_a * in_b / all;
    let at_most = f64::midpoint(in_a, in_b);
    if at_most - by_chance > 0.0 {
        (both - by_chance) / (at_most - by_chance)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_are_told_apart_and_the_larger_comes_first() {
        let points = [(0.0, 0.0), (9.0, 9.0), (0.1, 0.0), (0.0, 0.1), (9.1, 9.0)]
            .map(|(x, y)| [x, y, 0.0, 0.0, 0.0]);
        let found = divide(&points, 2, 7, Search::THOROUGH);
        assert_eq!(found.labels, [0, 1, 0, 0, 1]);
        assert!(found.inertia < 0.03, "{}", found.inertia);
        let silhouette = silhouettes(&points, &[&found.labels])[0].unwrap();
        assert!(silhouette > 0.95, "{silhouette}");
    }

    #[test]
    fn equal_points_make_one_group_and_none_make_none() {
        let found = divide(&[[1.0; DIMENSIONS]; 4], 3, 7, Search::THOROUGH);
        assert_eq!((found.labels, found.centres.len()), (vec![0; 4], 1));
        let nothing = divide(&[], 2, 7, Search::THOROUGH);
        assert!(nothing.labels.is_empty());
        assert_eq!(silhouettes(&[[1.0; DIMENSIONS]; 4], &[&[0; 4]]), [None]);
    }

    #[test]
    fn the_adjusted_rand_index_gives_hand_worked_values() {
        for (a, b, expected) in [
            (vec![0, 0, 1, 1], vec![1, 1, 0, 0], 1.0),
            (vec![0, 0, 1, 1], vec![0, 1, 0, 1], -0.5),
            (vec![0, 0, 1, 2], vec![0, 0, 1, 1], 4.0 / 7.0),
            (vec![0, 0, 0], vec![0, 0, 0], 1.0),
            (vec![], vec![], 1.0),
        ] {
            let found = adjusted_rand(&a, &b);
            assert!((found - expected).abs() < 1e-12, "{a:?} {b:?}: {found}");
        }
    }
}
