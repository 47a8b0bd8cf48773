//! Targets from data: what a good next value of a share is, and which changes a survey can see at all.
//!
//! The methods and their names follow Healthy People 2030 (National Center for Health Statistics), which publishes
//! the pairs that the tests hold: 82.4 % to 86.0 % and 8.0 % to 10.9 % by Cohen's h. Power follows J. Cohen,
//! *Statistical Power Analysis for the Behavioral Sciences*, 2nd edition, chapter 6.

use std::f64::consts::{FRAC_PI_2, SQRT_2};

use crate::goals::goal::{Direction, Target, TargetMethod};

/// The distance that [`TargetMethod::CohensH`] asks for, on Cohen's scale of 2·asin √p.
pub const COHENS_H: f64 = 0.10;

/// The most that counts as a small change on Cohen's scale. A goal is only raised to what the next survey can see
/// while that is no more than this.
const SMALL_H: f64 = 0.20;

/// 1.96 + 0.84: two-sided 5 % error and 80 % power.
const POWER_Z: f64 = 2.80;

/// The two-sided 5 % point of the normal distribution.
pub(super) const Z: f64 = 1.96;

/// No target of a share lies beyond this or, downwards, below one minus this.
const CEILING: f64 = 0.99;

/// The share a goal starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// The share, 0 to 1.
    pub share: f64,
    /// How many answers it rests on.
    pub n: Option<u64>,
    /// How many people there are, where it is known.
    pub population: Option<u64>,
}

impl Start {
    /// √((N−n)/(N−1)): how much surer a survey is that reached `n` of only `N` people; 1 when `N` is not known.
    fn finite_population_correction(self) -> f64 {
        match (self.n, self.population) {
            (Some(n), Some(population)) if population > 1 => (real(population.saturating_sub(n))
                / real(population - 1))
            .sqrt()
            .min(1.0),
            _ => 1.0,
        }
    }

    /// The standard error of the share.
    pub fn standard_error(self) -> Option<f64> {
        let n = self.n.filter(|n| *n > 0)?;
        let variance = self.share * (1.0 - self.share) / real(n);
        Some(variance.sqrt() * self.finite_population_correction())
    }

    /// The distance on Cohen's scale that two surveys of this size tell from none four times in five:
    /// h = 2.80·√(2/n), times the finite population correction.
    pub fn detectable_h(self) -> Option<f64> {
        let n = self.n.filter(|n| *n > 0)?;
        Some(POWER_Z * (2.0 / real(n)).sqrt() * self.finite_population_correction())
    }

    /// The share that lies [`Self::detectable_h`] away; none when that is beyond all or none.
    pub fn detectable(self, direction: Direction) -> Option<f64> {
        self.detectable_h()
            .and_then(|h| shift(self.share, h, direction))
    }
}

/// The target that a draft proposes from `start`: a small but real change (Cohen's h of 0.10), or what another survey
/// of this size can tell from chance where that is more. Where another survey would see a change that is still small
/// (h up to 0.20) four times in five, the target reaches that far, so that success will show.
///
/// None when there is no room that way; keep the measure where it is then.
pub fn propose(start: Start, direction: Direction) -> Option<Target> {
    let seen_while_small = start.detectable_h().is_some_and(|h| h <= SMALL_H);
    let methods = [
        Some(TargetMethod::CohensH),
        Some(TargetMethod::MinimalSignificance),
        seen_while_small.then_some(TargetMethod::DetectableChange),
    ];
    methods
        .into_iter()
        .flatten()
        .filter_map(|method| target(method, start, direction))
        .reduce(|best, other| {
            let farther = (other.value - start.share).abs() > (best.value - start.share).abs();
            if farther { other } else { best }
        })
}

/// Every target that the methods suggest from `start`, for the group to choose from.
pub fn suggestions(start: Start, direction: Direction) -> Vec<Target> {
    [
        TargetMethod::CohensH,
        TargetMethod::MinimalSignificance,
        TargetMethod::DetectableChange,
        TargetMethod::PercentImprovement { percent: 10.0 },
        TargetMethod::ShareOfGap { share: 0.25 },
        TargetMethod::ShareOfGap { share: 0.5 },
        TargetMethod::Maintain,
    ]
    .into_iter()
    .filter_map(|method| target(method, start, direction))
    .collect()
}

/// The target by one method, no farther than 99 % or 1 %. None when the method needs a number of answers that is not
/// known, when it leads nowhere, or when the target is the group's own.
pub fn target(method: TargetMethod, start: Start, direction: Direction) -> Option<Target> {
    let p = start.share;
    let sign = match direction {
        Direction::Increase => 1.0,
        Direction::Decrease => -1.0,
        Direction::Keep => 0.0,
    };
    let value = match method {
        TargetMethod::CohensH => shift(p, COHENS_H, direction).unwrap_or(f64::midpoint(1.0, sign)),
        TargetMethod::MinimalSignificance => p + sign * Z * SQRT_2 * start.standard_error()?,
        TargetMethod::DetectableChange => start.detectable(direction)?,
        TargetMethod::PercentImprovement { percent } => p * (1.0 + sign * percent / 100.0),
        TargetMethod::ShareOfGap { share } => {
            let gap = if sign > 0.0 { 1.0 - p } else { p };
            p + sign * share * gap
        }
        TargetMethod::Maintain => return Some(Target { value: p, method }),
        TargetMethod::Chosen => return None,
    };
    let value = match direction {
        Direction::Increase => value.min(CEILING),
        Direction::Decrease => value.max(1.0 - CEILING),
        Direction::Keep => return None,
    };
    (sign * (value - p) > 1e-9).then_some(Target { value, method })
}

/// sin²(asin √p ± h/2): the share that lies `h` from `p` on Cohen's scale; none beyond all or none.
fn shift(p: f64, h: f64, direction: Direction) -> Option<f64> {
    let angle = p.clamp(0.0, 1.0).sqrt().asin();
    let moved = match direction {
        Direction::Increase => angle + h / 2.0,
        Direction::Decrease => angle - h / 2.0,
        Direction::Keep => angle,
    };
    (0.0..=FRAC_PI_2)
        .contains(&moved)
        .then(|| moved.sin().powi(2))
}

/// A count as a number; exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of answers are far below 2^53"
)]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start(share: f64, n: u64) -> Start {
        Start {
            share,
            n: Some(n),
            population: None,
        }
    }

    #[track_caller]
    fn close(value: f64, expected: f64, tolerance: f64) {
        assert!(
            (value - expected).abs() <= tolerance,
            "{value}, not {expected}"
        );
    }

    fn value(method: TargetMethod, from: Start, direction: Direction) -> f64 {
        target(method, from, direction).unwrap().value
    }

    #[test]
    fn the_published_pairs_of_healthy_people_come_out() {
        use Direction::{Decrease, Increase};
        let up = |p| value(TargetMethod::CohensH, start(p, 1000), Increase);
        close(up(0.824), 0.8604, 0.000_05);
        close(up(0.080), 0.1092, 0.000_05);
        let kansas_city = start(0.135_083, 1029);
        close(
            value(TargetMethod::MinimalSignificance, kansas_city, Increase),
            0.1646,
            0.000_05,
        );
        close(
            value(
                TargetMethod::PercentImprovement { percent: 10.0 },
                kansas_city,
                Increase,
            ),
            0.1486,
            0.000_05,
        );
        close(
            value(
                TargetMethod::ShareOfGap { share: 0.25 },
                start(0.2, 10),
                Increase,
            ),
            0.4,
            1e-12,
        );
        close(
            value(
                TargetMethod::ShareOfGap { share: 0.25 },
                start(0.2, 10),
                Decrease,
            ),
            0.15,
            1e-12,
        );
    }

    #[test]
    fn the_change_a_survey_of_n_can_see_from_one_half() {
        for (n, points) in [
            (20, 0.39),
            (30, 0.33),
            (50, 0.27),
            (100, 0.19),
            (200, 0.14),
            (400, 0.10),
            (1000, 0.06),
        ] {
            let seen = start(0.5, n).detectable(Direction::Increase).unwrap();
            close(seen - 0.5, points, 0.005);
        }
        assert_eq!(start(0.9, 20).detectable(Direction::Increase), None);
    }

    #[test]
    fn a_survey_of_nearly_everybody_is_surer() {
        let all_but_seven = Start {
            share: 0.42,
            n: Some(38),
            population: Some(45),
        };
        close(start(0.42, 38).standard_error().unwrap(), 0.080, 0.000_5);
        close(all_but_seven.standard_error().unwrap(), 0.032, 0.000_5);
        let everybody = Start {
            population: Some(38),
            ..all_but_seven
        };
        close(
            everybody.detectable(Direction::Increase).unwrap(),
            0.42,
            1e-12,
        );
    }

    #[test]
    fn the_proposal_is_the_farthest_of_what_is_real_and_what_can_be_seen() {
        for (p, n, method, expected) in [
            (0.135_083, 1029, TargetMethod::DetectableChange, 0.1799),
            (0.135_083, 50_000, TargetMethod::CohensH, 0.1710),
            (0.5, 50, TargetMethod::MinimalSignificance, 0.6960),
            (0.97, 20, TargetMethod::MinimalSignificance, 0.99),
        ] {
            let proposed = propose(start(p, n), Direction::Increase).unwrap();
            assert_eq!(proposed.method, method, "{p} of {n}");
            close(proposed.value, expected, 0.000_05);
        }
        assert_eq!(propose(start(0.995, 400), Direction::Increase), None);
        assert_eq!(propose(start(0.005, 400), Direction::Decrease), None);
    }

    proptest! {
        #[test]
        fn a_proposal_lies_ahead_and_below_all(p in 0.0f64..=1.0, n in 1u64..100_000, population in proptest::option::of(1u64..100_000)) {
            for direction in [Direction::Increase, Direction::Decrease] {
                let from = Start { share: p, n: Some(n), population };
                for target in suggestions(from, direction).into_iter().chain(propose(from, direction)) {
                    prop_assert!((0.0..1.0).contains(&target.value) || target.method == TargetMethod::Maintain);
                    match direction {
                        Direction::Increase => prop_assert!(target.value >= p),
                        Direction::Decrease => prop_assert!(target.value <= p),
                        Direction::Keep => unreachable!(),
                    }
                }
            }
        }
    }
}
