//! Where the ratings of one item lie, and how wide.

use serde::Serialize;

use super::count;

/// The usual figures of one item's ratings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The middle rating.
    pub median: f64,
    /// A quarter of the ratings lie below.
    pub q1: f64,
    /// A quarter of the ratings lie above.
    pub q3: f64,
    /// The distance between the quartiles.
    pub iqr: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation of a sample, with n − 1; `None` of a single rating.
    pub sd: Option<f64>,
}

/// The usual figures; `None` of no ratings.
pub fn summary(ratings: &[i32]) -> Option<Summary> {
    let sorted = sorted(ratings);
    let n = count(sorted.len());
    let [q1, median, q3] = [0.25, 0.5, 0.75].map(|p| quantile(&sorted, p));
    let (q1, median, q3) = (q1?, median?, q3?);
    let mean = sorted.iter().sum::<f64>() / n;
    let squares: f64 = sorted.iter().map(|rating| (rating - mean).powi(2)).sum();
    Some(Summary {
        median,
        q1,
        q3,
        iqr: q3 - q1,
        mean,
        sd: (sorted.len() > 1).then(|| (squares / (n - 1.0)).sqrt()),
    })
}

/// The ratings as floats, ascending.
pub(super) fn sorted(ratings: &[i32]) -> Vec<f64> {
    let mut sorted: Vec<f64> = ratings.iter().copied().map(f64::from).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The value below which a share `p` of sorted values lies, interpolated between neighbours (type 7 of Hyndman
/// and Fan 1996, as spreadsheets do it); `None` of no values.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = count(last) * p;
    let mut below = 0;
    while below < last && count(below + 1) <= place {
        below += 1;
    }
    let low = *sorted.get(below)?;
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    Some(low + (place - count(below)) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_a_few_ratings_are_worked_out_by_hand() {
        let found = summary(&[4, 1, 3, 2]).unwrap();
        assert_eq!((found.median, found.q1, found.q3), (2.5, 1.75, 3.25));
        assert_eq!((found.iqr, found.mean), (1.5, 2.5));
        assert!((found.sd.unwrap() - (5.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert_eq!(summary(&[7]).unwrap().sd, None);
        assert_eq!(summary(&[]), None);
    }
}
