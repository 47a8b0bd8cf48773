//! Do raters give the same things the same ratings, beyond chance?

use std::collections::BTreeMap;

use serde::Serialize;

use super::count;

/// Krippendorff's alpha on four levels of measurement: 1 is full agreement, 0 is chance. `None` where it is not
/// defined: fewer than two ratings to compare, everything rated the same, or, for the ratio level, a rating
/// below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Alpha {
    /// Ratings are the same or not.
    pub nominal: Option<f64>,
    /// Ratings have an order.
    pub ordinal: Option<f64>,
    /// Ratings have distances.
    pub interval: Option<f64>,
    /// Ratings have a zero.
    pub ratio: Option<f64>,
}

/// Krippendorff's alpha of raters' ratings, one rater a row; gaps are allowed.
///
/// Source: Krippendorff, *Content Analysis* (2004), chapter 11.
pub fn krippendorff_alpha(rows: &[Vec<Option<i32>>]) -> Alpha {
    let n_items = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut pairs: BTreeMap<(i32, i32), f64> = BTreeMap::new();
    for item in 0..n_items {
        let mut given: BTreeMap<i32, usize> = BTreeMap::new();
        for rating in rows
            .iter()
            .filter_map(|row| row.get(item).copied().flatten())
        {
            *given.entry(rating).or_default() += 1;
        }
        let m: usize = given.values().sum();
        if m < 2 {
            continue;
        }
        for (c, n_c) in &given {
            for (k, n_k) in &given {
                let among = if c == k { n_k - 1 } else { *n_k };
                *pairs.entry((*c, *k)).or_default() += count(n_c * among) / count(m - 1);
            }
        }
    }
    let mut totals: BTreeMap<i32, f64> = BTreeMap::new();
    for ((c, _), weight) in &pairs {
        *totals.entry(*c).or_default() += weight;
    }
    let alpha = |difference: &dyn Fn(i32, i32) -> f64| {
        let n: f64 = totals.values().sum();
        let observed: f64 = pairs.iter().map(|((c, k), o)| o * difference(*c, *k)).sum();
        let expected: f64 = totals
            .iter()
            .flat_map(|(c, n_c)| totals.iter().map(move |(k, n_k)| (c, k, n_c * n_k)))
            .map(|(c, k, weight)| weight * difference(*c, *k))
            .sum();
        (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
    };
    let ordinal = |c: i32, k: i32| {
        let (low, high) = (c.min(k), c.max(k));
        let between: f64 = totals.range(low..=high).map(|(_, n)| n).sum();
        let ends = [low, high].map(|end| totals.get(&end).copied().unwrap_or(0.0));
        (between - f64::midpoint(ends[0], ends[1])).powi(2)
    };
    let ratio = |c: i32, k: i32| {
        let (c, k) = (f64::from(c), f64::from(k));
        if c + k > 0.0 {
            ((c - k) / (c + k)).powi(2)
        } else {
            0.0
        }
    };
    let has_zero = totals.keys().all(|rating| *rating >= 0);
    Alpha {
        nominal: alpha(&|c, k| if c == k { 0.0 } else { 1.0 }),
        ordinal: alpha(&ordinal),
        interval: alpha(&|c, k| (f64::from(c) - f64::from(k)).powi(2)),
        ratio: alpha(&ratio).filter(|_| has_zero),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_ratings_agree_fully_and_no_variety_is_undefined() {
        let same = vec![vec![Some(1), Some(2), Some(3)]; 3];
        let found = krippendorff_alpha(&same);
        for level in [found.nominal, found.ordinal, found.interval, found.ratio] {
            assert!((level.unwrap() - 1.0).abs() < 1e-12);
        }
        assert_eq!(
            krippendorff_alpha(&vec![vec![Some(2); 3]; 3]),
            Alpha::default()
        );
        assert_eq!(
            krippendorff_alpha(&[vec![Some(1), Some(2)]]),
            Alpha::default()
        );
        assert_eq!(krippendorff_alpha(&[]), Alpha::default());
    }

    #[test]
    fn below_zero_there_is_no_ratio() {
        let found = krippendorff_alpha(&[vec![Some(-1), Some(2)], vec![Some(-1), Some(1)]]);
        assert_eq!(found.ratio, None);
        assert!(found.interval.is_some());
    }
}
