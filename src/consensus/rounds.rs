//! From one round to the next: do people still change their minds?

use serde::Serialize;

use super::summary::summary;
use super::{Scale, count};

/// A distribution that moved by less than this share is at rest (Scheibe, Skutsch and Schofer 1975).
const AT_REST: f64 = 0.15;

/// Cohen's weighted kappa between two ratings by the same people: 1 is the same, 0 is chance. `None` where
/// chance alone would agree fully.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WeightedKappa {
    /// Disagreement grows with the distance.
    pub linear: Option<f64>,
    /// Disagreement grows with the squared distance.
    pub quadratic: Option<f64>,
}

/// How one item's ratings moved between two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// How many people rated it in both rounds.
    pub in_both: usize,
    /// How far their two ratings agree.
    pub weighted_kappa: WeightedKappa,
    /// The share of the distribution that moved to another point; `None` unless both rounds have ratings.
    pub moved: Option<f64>,
    /// Is that below 15 %?
    pub stable: Option<bool>,
    /// By how much the median rose.
    pub median_change: Option<f64>,
    /// By how much the quartiles moved apart.
    pub iqr_change: Option<f64>,
    /// By how much the standard deviation over the mean grew; `None` where a mean is 0.
    pub cv_change: Option<f64>,
}

/// Cohen's weighted kappa (1968) of pairs of ratings on a scale.
pub fn weighted_kappa(scale: Scale, pairs: &[(i32, i32)]) -> WeightedKappa {
    let width = f64::from(scale.max - scale.min);
    let n = count(pairs.len());
    let firsts: Vec<i32> = pairs.iter().map(|(first, _)| *first).collect();
    let seconds: Vec<i32> = pairs.iter().map(|(_, second)| *second).collect();
    let first_shares = scale.frequencies(&firsts);
    let second_shares = scale.frequencies(&seconds);
    let kappa = |power: i32| {
        let weight = |a: f64, b: f64| ((a - b).abs() / width).powi(power);
        let observed: f64 = pairs
            .iter()
            .map(|(a, b)| weight(f64::from(*a), f64::from(*b)))
            .sum();
        let mut expected = 0.0;
        for (a, n_a) in (0..).map(count).zip(&first_shares) {
            for (b, n_b) in (0..).map(count).zip(&second_shares) {
                expected += weight(a, b) * f64::from(*n_a) * f64::from(*n_b);
            }
        }
        (expected > 0.0).then(|| 1.0 - n * observed / expected)
    };
    WeightedKappa {
        linear: kappa(1),
        quadratic: kappa(2),
    }
}

/// How an item moved; each person's rating in the earlier and in the later round.
pub fn drift(scale: Scale, ratings: &[(Option<i32>, Option<i32>)]) -> Drift {
    let both: Vec<(i32, i32)> = ratings.iter().filter_map(|(a, b)| a.zip(*b)).collect();
    let earlier: Vec<i32> = ratings.iter().filter_map(|(a, _)| *a).collect();
    let later: Vec<i32> = ratings.iter().filter_map(|(_, b)| *b).collect();
    let summaries = summary(&earlier).zip(summary(&later));
    let moved = summaries.map(|_| {
        let (n, m) = (count(earlier.len()), count(later.len()));
        let shares = scale.frequencies(&earlier).into_iter();
        let distances = shares
            .zip(scale.frequencies(&later))
            .map(|(a, b)| (f64::from(a) / n - f64::from(b) / m).abs());
        distances.sum::<f64>() / 2.0
    });
    let variation = |mean: f64, sd: Option<f64>| sd.filter(|_| mean != 0.0).map(|sd| sd / mean);
    Drift {
        in_both: both.len(),
        weighted_kappa: weighted_kappa(scale, &both),
        moved,
        stable: moved.map(|moved| moved < AT_REST),
        median_change: summaries.map(|(a, b)| b.median - a.median),
        iqr_change: summaries.map(|(a, b)| b.iqr - a.iqr),
        cv_change: summaries
            .and_then(|(a, b)| Some(variation(b.mean, b.sd)? - variation(a.mean, a.sd)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale { min: 1, max: 3 };

    #[test]
    fn weighted_kappa_is_worked_out_by_hand() {
        // Linear: observed 1/4 of half a step, expected (1·2 + 2·1)/16 … = 0.875/… over the margins 2,1,1 and 1,2,1.
        let found = weighted_kappa(SCALE, &[(1, 1), (1, 2), (2, 2), (3, 3)]);
        let expected = (2.0 * 2.0 * 0.5 + 2.0 + 0.5 + 0.5 + 1.0 + 2.0 * 0.5) / 16.0;
        assert!((found.linear.unwrap() - (1.0 - 0.125 / expected)).abs() < 1e-12);
        let same = weighted_kappa(SCALE, &[(1, 1), (3, 3)]);
        assert_eq!((same.linear, same.quadratic), (Some(1.0), Some(1.0)));
        let flat = weighted_kappa(SCALE, &[(2, 2), (2, 2)]);
        assert_eq!((flat.linear, flat.quadratic), (None, None));
        assert_eq!(weighted_kappa(SCALE, &[]).linear, None);
    }

    #[test]
    fn a_quarter_that_moved_is_not_at_rest() {
        let rated = |a, b| (Some(a), Some(b));
        let found = drift(SCALE, &[rated(1, 1), rated(2, 2), rated(3, 3), rated(1, 2)]);
        assert_eq!((found.moved, found.stable), (Some(0.25), Some(false)));
        assert_eq!(found.median_change, Some(0.5));
        let found = drift(SCALE, &[rated(1, 1), (Some(2), None), (None, Some(2))]);
        assert_eq!((found.in_both, found.stable), (1, Some(true)));
        let nothing = drift(SCALE, &[(Some(1), None)]);
        assert_eq!((nothing.moved, nothing.stable), (None, None));
    }
}
