//! Our own figures: what everyone can support, what divides, what bridges, and what one group wants that no
//! other opposes.

use statrs::distribution::{ContinuousCDF, Normal};

use super::counts::{Counts, Tally};
use super::map::count;
use super::polis::proportion_z;
use super::votes::Statement;

/// The one-sided 90 % quantile of the standard normal.
const Z_90: f64 = 1.281_551_565_544_600_4;

/// The share of false alarms that is tolerated among the statements called divisive.
const FALSE_ALARMS: f64 = 0.05;

/// How much of a common ground a statement is, from 0 to 1, with a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommonGround {
    /// The geometric mean over the groups of the share that agrees times the share that does not disagree.
    pub value: f64,
    /// Between which bounds it lies.
    pub interval: [f64; 2],
}

/// How far the two groups that differ most stand apart on a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Divisiveness {
    /// The larger of the gaps in the share that agrees and the share that disagrees, from 0 to 1.
    pub gap: f64,
    /// The two groups, the one more in favour first.
    pub between: [usize; 2],
    /// The chance of such a gap where there is none, kept in check for all groups, sides and statements:
    /// Bonferroni's within the statement, Benjamini and Hochberg's (1995) over the statements.
    pub q: f64,
}

impl Divisiveness {
    /// Is it more than chance, with at most one false alarm in twenty such findings?
    ///
    /// Opinion groups were found in these same votes, so that some gap is to be expected; for organisations,
    /// which were not, the figure is exact.
    pub fn is_sure(&self) -> bool {
        self.q <= FALSE_ALARMS
    }
}

/// The common ground of groups with these tallies; `None` where nobody has voted.
///
/// With Jeffreys' half a person added to either share, `(agree + ½)/(seen + 1) · (1 − (disagree + ½)/(seen + 1))`,
/// and the geometric mean over the groups: so it does not shrink when there are more groups, a group's
/// rejection weighs more than its passing, and each group weighs the same. The interval is the delta method's
/// for multinomial votes, on the logit scale.
pub fn common_ground(groups: &[Tally]) -> Option<CommonGround> {
    if groups.iter().all(|tally| tally.seen == 0) {
        return None;
    }
    let (mut log, mut variance) = (0.0, 0.0);
    for tally in groups {
        let n = f64::from(tally.seen) + 1.0;
        let agree = share(tally.agree, tally.seen);
        let rest = 1.0 - share(tally.disagree, tally.seen);
        log += (agree * rest).ln();
        variance += ((1.0 - agree) / agree + 3.0 * (1.0 - rest) / rest) / n;
    }
    let n_groups = count(groups.len());
    let value = (log / n_groups).exp();
    let middle = (value / (1.0 - value)).ln();
    let reach = 1.959_963_984_540_054 * variance.sqrt() / n_groups / (1.0 - value);
    let bound = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    Some(CommonGround {
        value,
        interval: [bound(middle - reach), bound(middle + reach)],
    })
}

/// A share with half a person added on either side.
fn share(of: u32, seen: u32) -> f64 {
    (f64::from(of) + 0.5) / (f64::from(seen) + 1.0)
}

/// How far the groups differ on each statement; `None` where fewer than two have seen it.
pub fn divisiveness(counts: &Counts) -> Vec<Option<Divisiveness>> {
    let normal = Normal::standard();
    let n_statements = counts.total.len();
    let mut found: Vec<Option<Divisiveness>> = (0..n_statements)
        .map(|statement| {
            let tallies: Vec<(usize, Tally)> = counts
                .by_group
                .iter()
                .map(|group| group[statement])
                .enumerate()
                .filter(|(_, tally)| tally.seen > 0)
                .collect();
            let mut widest: Option<(f64, [usize; 2])> = None;
            let mut surest = 1.0_f64;
            let mut tests = 0;
            for (at, (g, a)) in tallies.iter().enumerate() {
                for (h, b) in &tallies[at + 1..] {
                    let agree = difference((a.agree, a.seen), (b.agree, b.seen));
                    let disagree = difference((b.disagree, b.seen), (a.disagree, a.seen));
                    for (gap, z) in [agree, disagree] {
                        tests += 1;
                        surest = surest.min(2.0 * normal.sf(z.abs()));
                        if widest.is_none_or(|(width, _)| gap.abs() > width) {
                            let pair = if gap >= 0.0 { [*g, *h] } else { [*h, *g] };
                            widest = Some((gap.abs(), pair));
                        }
                    }
                }
            }
            widest.map(|(gap, between)| Divisiveness {
                gap,
                between,
                q: (surest * count(tests)).min(1.0),
            })
        })
        .collect();
    let mut tested: Vec<&mut Divisiveness> = found.iter_mut().flatten().collect();
    tested.sort_by(|a, b| b.q.total_cmp(&a.q));
    let n = tested.len();
    let mut lowest = 1.0_f64;
    for (above, one) in tested.into_iter().enumerate() {
        lowest = lowest.min(one.q * count(n) / count(n - above));
        one.q = lowest;
    }
    found
}

/// The difference of two shares, and its z.
fn difference(one: (u32, u32), other: (u32, u32)) -> (f64, f64) {
    let gap = share(one.0, one.1) - share(other.0, other.1);
    let weights = [one, other].map(|(_, seen)| f64::from(seen) + 1.0);
    let people = weights[0] + weights[1];
    let pooled = (f64::from(one.0) + f64::from(other.0) + 1.0) / people;
    let spread = pooled * (1.0 - pooled) * (1.0 / weights[0] + 1.0 / weights[1]);
    (gap, gap / spread.sqrt())
}

/// The statements that each of at least two groups would pass by itself, the broadest ground first.
///
/// In every group the share that agrees is above one half, at 90 % one-sided in each.
pub fn bridging(statements: &[Statement], counts: &Counts) -> Vec<usize> {
    let mut found: Vec<(f64, usize)> = (0..statements.len())
        .filter(|idx| counts.by_group.len() > 1 && !statements[*idx].moderated_out)
        .filter_map(|idx| {
            let tallies: Vec<Tally> = counts.by_group.iter().map(|group| group[idx]).collect();
            let everywhere = tallies.iter().all(is_for);
            let ground = common_ground(&tallies)?;
            everywhere.then_some((ground.value, idx))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().map(|(_, idx)| idx).collect()
}

/// What a group is for and no other group opposes, the widest support first; without the bridging statements.
///
/// Every other group has seen it, and in none do more people disagree than agree.
pub fn unopposed(
    statements: &[Statement],
    counts: &Counts,
    group: usize,
    bridging: &[usize],
) -> Vec<usize> {
    let mut found: Vec<(f64, usize)> = (0..statements.len())
        .filter(|idx| !statements[*idx].moderated_out && !bridging.contains(idx))
        .filter(|idx| {
            counts.by_group.iter().enumerate().all(|(other, tallies)| {
                let tally = &tallies[*idx];
                if other == group {
                    is_for(tally)
                } else {
                    tally.seen > 0 && tally.disagree <= tally.agree
                }
            })
        })
        .map(|idx| {
            let tally = counts.by_group[group][idx];
            (share(tally.agree, tally.seen), idx)
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().map(|(_, idx)| idx).collect()
}

/// Is a majority of the group for it, and surely so?
fn is_for(tally: &Tally) -> bool {
    tally.seen > 0 && proportion_z(tally.agree, tally.seen) > Z_90
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(agree: u32, disagree: u32, pass: u32) -> Tally {
        Tally {
            agree,
            disagree,
            pass,
            seen: agree + disagree + pass,
        }
    }

    fn counts(groups: &[&[Tally]]) -> Counts {
        let by_group: Vec<Vec<Tally>> = groups.iter().map(|group| group.to_vec()).collect();
        let total = (0..by_group[0].len())
            .map(|idx| {
                let tallies = by_group.iter().map(|group| group[idx]);
                tallies.fold(Tally::default(), Tally::plus)
            })
            .collect();
        Counts { total, by_group }
    }

    #[test]
    fn common_ground_does_not_shrink_with_groups_and_minds_disagreement_more_than_passing() {
        let ground = |groups: &[Tally]| common_ground(groups).unwrap();
        let two = ground(&[tally(18, 1, 1); 2]);
        let five = ground(&[tally(18, 1, 1); 5]);
        assert!((two.value - five.value).abs() < 1e-12);
        let width = |one: CommonGround| one.interval[1] - one.interval[0];
        assert!(width(five) < width(two));
        let passing = ground(&[tally(18, 0, 2); 2]);
        let against = ground(&[tally(18, 2, 0); 2]);
        assert!(passing.value > against.value);
        // (18.5/21)·(1 − 1.5/21) worked out by hand.
        assert!((two.value - 0.818_027_210_884_353_7).abs() < 1e-12);
        assert!(two.interval[0] < two.value && two.value < two.interval[1]);
        assert_eq!(common_ground(&[tally(0, 0, 0)]), None);
    }

    #[test]
    fn divisiveness_is_the_widest_gap_and_small_groups_are_not_trusted() {
        let found = divisiveness(&counts(&[
            &[tally(20, 0, 0), tally(1, 0, 0), tally(10, 10, 0)],
            &[tally(0, 20, 0), tally(0, 1, 0), tally(9, 11, 0)],
            &[tally(10, 0, 10), tally(0, 0, 0), tally(0, 0, 0)],
        ]));
        let sure: Vec<bool> = found.iter().flatten().map(Divisiveness::is_sure).collect();
        assert_eq!(sure, [true, false, false]);
        let first = found[0].unwrap();
        assert_eq!(first.between, [0, 1]);
        assert!((first.gap - 20.0 / 21.0).abs() < 1e-12);
    }

    #[test]
    fn one_group_divides_nothing_and_bridges_nothing() {
        let one = counts(&[&[tally(20, 0, 0)]]);
        assert_eq!(divisiveness(&one), [None]);
        assert!(bridging(&[Statement::open("1")], &one).is_empty());
    }

    #[test]
    fn bridging_needs_every_group_and_wants_need_only_one() {
        let statements = ["1", "2", "3"].map(Statement::open);
        let counts = counts(&[
            &[tally(20, 0, 0), tally(20, 0, 0), tally(20, 0, 0)],
            &[tally(15, 2, 3), tally(6, 6, 8), tally(2, 9, 1)],
        ]);
        let bridges = bridging(&statements, &counts);
        assert_eq!(bridges, [0]);
        assert_eq!(unopposed(&statements, &counts, 0, &bridges), [1]);
        assert!(unopposed(&statements, &counts, 1, &bridges).is_empty());
    }
}
