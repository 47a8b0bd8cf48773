//! Intervals and means.

use statrs::distribution::{ContinuousCDF, Normal};

/// The standard normal quantile of a two-sided 95 % interval, about 1.959964.
pub fn z_95() -> f64 {
    Normal::standard().inverse_cdf(0.975)
}

/// Wilson's score interval at 95 % for `count` of `n`; `None` when `n` is 0.
///
/// Source: Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927).
pub fn wilson(count: u64, n: u64) -> Option<[f64; 2]> {
    if n == 0 {
        return None;
    }
    let z = z_95();
    let (n, p) = (float(n), float(count) / float(n));
    let z2 = z * z;
    let centre = p + z2 / (2.0 * n);
    let spread = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some([
        ((centre - spread) / scale).max(0.0),
        ((centre + spread) / scale).min(1.0),
    ])
}

/// `count` of `n` as a share; `None` when `n` is 0.
pub fn share(count: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| float(count) / float(n))
}

/// The unweighted mean; `None` of nothing.
pub fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values
        .into_iter()
        .fold((0_u64, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / float(n))
}

/// A count as a float, exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people stay far below 2^53"
)]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_gives_published_bounds() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (count, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let [found_low, found_high] = wilson(count, n).unwrap();
            assert!((found_low - low).abs() < 5e-5, "{count}/{n}: {found_low}");
            assert!(
                (found_high - high).abs() < 5e-5,
                "{count}/{n}: {found_high}"
            );
        }
        assert_eq!(wilson(0, 0), None);
    }
}
