//! Keeping a picture in place that is worked out again: the map does not turn over, the letters of the groups
//! stay with their people.

use super::grouping::{Point, name};

/// A turn of the map about its middle, with or without turning it over. Distances stay as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn([Point; 2]);

impl Turn {
    /// No turn at all.
    pub(super) const NONE: Self = Self([[1.0, 0.0], [0.0, 1.0]]);

    /// The turn that brings each first point nearest to its second one, by least squares.
    ///
    /// The orthogonal Procrustes problem (Schönemann 1966), which in the plane is solved by hand: the best
    /// rotation, the best reflection, and the better of the two.
    pub(super) fn between(pairs: impl IntoIterator<Item = (Point, Point)>) -> Self {
        let mut products = [[0.0; 2]; 2];
        for (from, to) in pairs {
            for (row, from) in products.iter_mut().zip(from) {
                for (sum, to) in row.iter_mut().zip(to) {
                    *sum += from * to;
                }
            }
        }
        let [[a, b], [c, d]] = products;
        let rotation = (a + d, b - c);
        let reflection = (a - d, b + c);
        let length = |(x, y): (f64, f64)| x.hypot(y);
        if length(rotation) >= length(reflection) {
            let (cos, sin) = unit(rotation);
            Self([[cos, sin], [-sin, cos]])
        } else {
            let (cos, sin) = unit(reflection);
            Self([[cos, sin], [sin, -cos]])
        }
    }

    /// Where a point comes to stand.
    pub(super) fn of(self, [x, y]: Point) -> Point {
        let [along_x, along_y] = self.0;
        [0, 1].map(|axis| x * along_x[axis] + y * along_y[axis])
    }
}

fn unit((x, y): (f64, f64)) -> (f64, f64) {
    let length = x.hypot(y);
    if length > 0.0 {
        (x / length, y / length)
    } else {
        (1.0, 0.0)
    }
}

/// For each of `k` new groups the name of the old one with which it shares the most people, and a name of its
/// own for each that is left over.
///
/// `pairs` has the old and the new group of everybody who has both.
pub(super) fn kept_names(
    old: &[String],
    k: usize,
    pairs: impl IntoIterator<Item = (usize, usize)>,
) -> Vec<String> {
    let mut shared = vec![vec![0_usize; k]; old.len()];
    for (from, to) in pairs {
        shared[from][to] += 1;
    }
    let mut overlaps: Vec<(usize, usize, usize)> = Vec::new();
    for (from, row) in shared.iter().enumerate() {
        overlaps.extend(row.iter().enumerate().map(|(to, n)| (*n, from, to)));
    }
    overlaps.retain(|(n, _, _)| *n > 0);
    overlaps.sort_by_key(|(n, from, to)| (std::cmp::Reverse(*n), *from, *to));
    let mut names: Vec<Option<String>> = vec![None; k];
    let mut given = vec![false; old.len()];
    for (_, from, to) in overlaps {
        if !given[from] && names[to].is_none() {
            given[from] = true;
            names[to] = Some(old[from].clone());
        }
    }
    let mut used: Vec<String> = names.iter().flatten().cloned().collect();
    let mut fresh = || {
        let mut names = (0..=used.len()).map(name);
        let free = names.find(|name| !used.contains(name));
        let free = free.unwrap_or_default();
        used.push(free.clone());
        free
    };
    names
        .into_iter()
        .map(|name| name.unwrap_or_else(&mut fresh))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINTS: [Point; 3] = [[1.0, 0.0], [0.0, 2.0], [-1.0, -0.5]];

    fn check(turned: fn(Point) -> Point) {
        let turn = Turn::between(POINTS.map(|point| (point, turned(point))));
        for point in POINTS {
            let (found, wanted) = (turn.of(point), turned(point));
            assert!((found[0] - wanted[0]).hypot(found[1] - wanted[1]) < 1e-12);
        }
    }

    #[test]
    fn a_map_that_was_turned_or_mirrored_is_brought_back() {
        check(|[x, y]| [x, y]);
        check(|[x, y]| [-x, y]);
        check(|[x, y]| [y, x]);
        check(|[x, y]| [-y, x]);
        check(|[x, y]| [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y]);
        assert_eq!(Turn::between([]), Turn::NONE);
    }

    #[test]
    fn names_stay_with_the_people_and_a_new_group_gets_a_free_one() {
        let old = ["A", "C"].map(String::from);
        let pairs = [(0, 1), (0, 1), (0, 0), (1, 2), (1, 2), (1, 2), (0, 2)];
        assert_eq!(kept_names(&old, 3, pairs), ["B", "A", "C"]);
        assert_eq!(kept_names(&old, 1, [(1, 0), (1, 0), (0, 0)]), ["C"]);
        assert_eq!(kept_names(&[], 2, []), ["A", "B"]);
    }
}
