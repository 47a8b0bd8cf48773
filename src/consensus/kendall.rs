//! Do raters put things in the same order?

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::count;

/// Kendall's coefficient of concordance with its test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Concordance {
    /// From 0 (no common order) to 1 (one order).
    #[serde(rename = "W")]
    pub w: f64,
    /// m (n − 1) W.
    pub chi2: f64,
    /// n − 1.
    pub df: usize,
    /// The chance of such a W where nobody's order has to do with anybody's.
    pub p: f64,
}

/// Kendall's W with and without the correction for ties.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KendallW {
    /// How many raters rated all items and are counted.
    pub raters: usize,
    /// How many items.
    pub items: usize,
    /// As if there were no equal ratings.
    pub uncorrected: Concordance,
    /// Corrected for equal ratings; `None` when every rater gave everything the same rating.
    pub tie_corrected: Option<Concordance>,
}

/// Kendall's W over raters' ratings of the same items, one rater a row; rows with a gap are left out. `None` of
/// fewer than two full rows or two items.
///
/// Source: Kendall and Babington Smith 1939; the correction as in the R package `irr`.
pub fn kendall_w(rows: &[Vec<Option<i32>>]) -> Option<KendallW> {
    let n = rows.first()?.len();
    let full = |row: &Vec<Option<i32>>| row.iter().copied().collect::<Option<Vec<i32>>>();
    let full: Vec<Vec<i32>> = rows.iter().filter_map(full).collect();
    let m = full.len();
    if m < 2 || n < 2 {
        return None;
    }
    let mut sums = vec![0.0; n];
    let mut ties = 0.0;
    for row in &full {
        for (sum, rank) in sums.iter_mut().zip(mid_ranks(row)) {
            *sum += rank;
        }
        let mut sorted = row.clone();
        sorted.sort_unstable();
        for equal in sorted.chunk_by(|a, b| a == b) {
            let t = count(equal.len());
            ties += t * t * t - t;
        }
    }
    let (raters, items) = (count(m), count(n));
    let mean = sums.iter().sum::<f64>() / items;
    let s: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
    let most = raters * raters * (items * items * items - items);
    let concordance = |w: f64| {
        let chi2 = raters * (items - 1.0) * w;
        let chance = ChiSquared::new(items - 1.0).ok().map(|law| law.sf(chi2));
        chance.map(|p| Concordance {
            w,
            chi2,
            df: n - 1,
            p,
        })
    };
    let corrected = most - raters * ties;
    Some(KendallW {
        raters: m,
        items: n,
        uncorrected: concordance(12.0 * s / most)?,
        tie_corrected: (corrected > 0.0)
            .then(|| concordance(12.0 * s / corrected))
            .flatten(),
    })
}

/// The rank of each value, the lowest 1; equal values share the mean of their ranks.
fn mid_ranks(values: &[i32]) -> Vec<f64> {
    let rank = |value: &i32| {
        let below = values.iter().filter(|other| *other < value).count();
        let equal = values.iter().filter(|other| *other == value).count();
        count(below) + f64::midpoint(count(equal), 1.0)
    };
    values.iter().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[i32]]) -> Vec<Vec<Option<i32>>> {
        rows.iter()
            .map(|row| row.iter().copied().map(Some).collect())
            .collect()
    }

    #[test]
    fn one_order_is_full_concordance_and_opposite_orders_are_none() {
        let found = kendall_w(&rows(&[&[1, 2, 3], &[2, 5, 9]])).unwrap();
        assert!((found.uncorrected.w - 1.0).abs() < 1e-12);
        let found = kendall_w(&rows(&[&[1, 2, 3], &[3, 2, 1]])).unwrap();
        assert!(found.uncorrected.w.abs() < 1e-12 && (found.uncorrected.p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn raters_with_gaps_are_left_out_and_equal_ratings_have_no_corrected_figure() {
        let mut with_gap = rows(&[&[1, 1], &[2, 2], &[1, 2]]);
        with_gap[2][0] = None;
        let found = kendall_w(&with_gap).unwrap();
        assert_eq!((found.raters, found.tie_corrected), (2, None));
        assert_eq!(kendall_w(&rows(&[&[1, 2]])), None);
        assert_eq!(kendall_w(&[]), None);
    }
}
