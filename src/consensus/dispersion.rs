//! Agreement on an ordered scale, from how often each point was given.

use super::count;

/// Van der Eijk's agreement A, from −1 (two poles) over 0 (even) to 1 (one point); `None` of no ratings or
/// fewer than two points.
///
/// Source: van der Eijk, *Measuring agreement in ordered rating scales*, Quality and Quantity 35 (2001): the
/// frequencies are taken apart into layers of points that are equally often given.
pub fn van_der_eijk_a(frequencies: &[u32]) -> Option<f64> {
    let n: u32 = frequencies.iter().sum();
    if n == 0 || frequencies.len() < 2 {
        return None;
    }
    let mut left = frequencies.to_vec();
    let mut agreement = 0.0;
    while let Some(height) = left.iter().copied().filter(|f| *f > 0).min() {
        let layer: Vec<bool> = left.iter().map(|f| *f > 0).collect();
        let points = layer.iter().filter(|point| **point).count();
        let weight = f64::from(height) * count(points) / f64::from(n);
        agreement += weight * of_layer(&layer, points);
        for f in &mut left {
            *f = f.saturating_sub(height);
        }
    }
    Some(agreement)
}

/// The agreement of one layer, in which each point was given equally often or not at all.
fn of_layer(layer: &[bool], points: usize) -> f64 {
    if points == 1 {
        return 1.0;
    }
    let k = count(layer.len());
    let given_before = |at: usize| layer[..at].iter().filter(|point| **point).count();
    let (mut unimodal, mut bimodal) = (0, 0);
    for (at, given) in layer.iter().enumerate() {
        let before = given_before(at);
        let after = points - before - usize::from(*given);
        if *given {
            // This one is the middle of 110 and 011.
            unimodal += before * (layer.len() - at - 1 - after) + (at - before) * after;
        } else {
            // This one is the middle of 101.
            bimodal += before * after;
        }
    }
    let (tu, tdu) = (count(unimodal), count(bimodal));
    let u = if unimodal + bimodal == 0 {
        0.0
    } else {
        ((k - 2.0) * tu - (k - 1.0) * tdu) / ((k - 2.0) * (tu + tdu))
    };
    u * (1.0 - (count(points) - 1.0) / (k - 1.0))
}

/// How far the ratings are at two poles: (1 − A) / 2 of [`van_der_eijk_a`], from 0 to 1.
pub fn polarization(frequencies: &[u32]) -> Option<f64> {
    van_der_eijk_a(frequencies).map(|a| (1.0 - a) / 2.0)
}

/// Tastle and Wierman's consensus, from 0 (two poles) to 1 (one point); `None` of no ratings or fewer than two
/// points.
///
/// Source: Tastle and Wierman, *Consensus and dissention*, Int. J. of Approximate Reasoning 45 (2007).
pub fn tastle_wierman(frequencies: &[u32]) -> Option<f64> {
    let (n, width) = size(frequencies)?;
    let shares = || {
        let shares = frequencies.iter().map(|f| f64::from(*f) / n);
        (0..)
            .map(count)
            .zip(shares)
            .filter(|(_, share)| *share > 0.0)
    };
    let mean: f64 = shares().map(|(point, share)| point * share).sum();
    let terms = shares().map(|(point, share)| share * (1.0 - (point - mean).abs() / width).log2());
    Some(1.0 + terms.sum::<f64>())
}

/// Leik's D, from 0 (one point) to 1 (two poles); `None` of no ratings or fewer than two points.
///
/// Source: Leik, *A measure of ordinal consensus*, Pacific Sociological Review 9 (1966).
pub fn leik_d(frequencies: &[u32]) -> Option<f64> {
    let (n, width) = size(frequencies)?;
    let mut below = 0.0;
    let mut sum = 0.0;
    for f in frequencies {
        below += f64::from(*f) / n;
        // The last one is 1 and counts nothing, whatever rounding made of it.
        sum += below.min(1.0 - below).max(0.0);
    }
    Some(sum / (0.5 * width))
}

/// How many ratings there are, and how wide the scale is.
fn size(frequencies: &[u32]) -> Option<(f64, f64)> {
    let n: u32 = frequencies.iter().sum();
    (n > 0 && frequencies.len() > 1).then(|| (f64::from(n), count(frequencies.len() - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_values_come_out() {
        // The manual pages of the R package `agrmt`.
        let frequencies = [30, 40, 210, 130, 530, 50, 10];
        let a = van_der_eijk_a(&frequencies).unwrap();
        assert!((a - 0.611_333_333_333_333_3).abs() < 1e-12, "{a}");
        let consensus = tastle_wierman(&frequencies).unwrap();
        assert!((consensus - 0.725_687_613_959_346_3).abs() < 1e-12);
        assert!((leik_d(&frequencies).unwrap() - 0.286_666_666_666_666_6).abs() < 1e-12);
    }

    #[test]
    fn nothing_rated_has_no_agreement() {
        for frequencies in [&[][..], &[0, 0, 0], &[5]] {
            assert_eq!(van_der_eijk_a(frequencies), None);
            assert_eq!(tastle_wierman(frequencies), None);
            assert_eq!(leik_d(frequencies), None);
        }
        assert_eq!(van_der_eijk_a(&[3, 3]), Some(0.0));
    }

    proptest! {
        #[test]
        fn turning_the_scale_round_changes_nothing(frequencies in prop::collection::vec(0_u32..20, 2..9)) {
            let mut turned = frequencies.clone();
            turned.reverse();
            for measure in [van_der_eijk_a, tastle_wierman, leik_d] {
                match (measure(&frequencies), measure(&turned)) {
                    (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9 && a.abs() <= 1.0 + 1e-9),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }
}
