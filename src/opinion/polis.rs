//! The figures that Polis computes for a given grouping, defined as its server defines them, so that results
//! can be compared: group-informed consensus, extremity, priority, representative and majority statements.
//!
//! Source: the server's own mathematics (`conversation.clj`, `repness.clj`, `stats.clj`, `pca.clj`).

use std::cmp::Ordering;

use serde::Serialize;

use super::counts::{Counts, Tally};
use super::votes::Statement;

/// The one-sided 90 % quantile of the standard normal, to the digits the server uses.
const Z_90: f64 = 1.2816;

/// How many statements a list holds.
const LISTED: usize = 5;

/// The priority of a meta statement.
const META_PRIORITY: f64 = 49.0;

/// For or against a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// For it.
    Agree,
    /// Against it.
    Disagree,
}

/// A statement that is typical of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Representative {
    /// The index of the statement.
    #[serde(skip)]
    pub statement: usize,
    /// Is the group for it or against it?
    pub side: Side,
    /// The share of the group on that side, with one person added on either side.
    pub share: f64,
    /// That share divided by the share among all others.
    pub ratio: f64,
    /// How sure the difference between the group and the others is: a two-proportion z.
    pub z: f64,
}

/// The statements that a majority of everybody is for, or against, by their indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Majority {
    /// Those a majority agrees with, the clearest first.
    pub agree: Vec<usize>,
    /// Those a majority disagrees with, the clearest first.
    pub disagree: Vec<usize>,
}

/// Is the share of successes above one half? `2√(n+1)·((s+1)/(n+1) − ½)`.
pub fn proportion_z(successes: u32, n: u32) -> f64 {
    let (s, n) = (f64::from(successes) + 1.0, f64::from(n) + 1.0);
    2.0 * n.sqrt() * (s / n - 0.5)
}

/// Is the share in one set above that in another? One is added to all four counts; 0 where all succeed.
pub fn two_proportion_z(inside: (u32, u32), outside: (u32, u32)) -> f64 {
    let plus = |(s, n): (u32, u32)| (f64::from(s) + 1.0, f64::from(n) + 1.0);
    let ((s1, n1), (s2, n2)) = (plus(inside), plus(outside));
    let pooled = (s1 + s2) / (n1 + n2);
    let spread = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    if spread > 0.0 {
        (s1 / n1 - s2 / n2) / spread.sqrt()
    } else {
        0.0
    }
}

/// The group-informed consensus: over the groups the product of `(agree + 1) / (seen + 2)`.
pub fn group_informed_consensus(groups: impl IntoIterator<Item = Tally>) -> f64 {
    let shares = groups.into_iter().map(|t| smoothed(t.agree, t.seen));
    shares.product()
}

/// The chance weight with which the statement is drawn next: it falls with the votes it has, and rises with
/// agreement, with its pull on the map and with few passes.
pub fn priority(tally: Tally, extremity: f64, meta: bool) -> f64 {
    let importance = if meta {
        return META_PRIORITY;
    } else {
        let passes = smoothed(tally.pass, tally.seen);
        (1.0 - passes) * (extremity + 1.0) * smoothed(tally.agree, tally.seen)
    };
    let fresh = 1.0 + 8.0 * (-f64::from(tally.seen) / 5.0).exp2();
    (importance * fresh).powi(2)
}

fn smoothed(successes: u32, n: u32) -> f64 {
    (f64::from(successes) + 1.0) / (f64::from(n) + 2.0)
}

/// One side's figures in one group.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// The smoothed share, and its z against one half.
    p: f64,
    p_z: f64,
    /// The ratio to the share among the others, and the z of the difference.
    r: f64,
    r_z: f64,
}

impl Standing {
    fn of(inside: (u32, u32), outside: (u32, u32)) -> Self {
        let p = smoothed(inside.0, inside.1);
        Self {
            p,
            p_z: proportion_z(inside.0, inside.1),
            r: p / smoothed(outside.0, outside.1),
            r_z: two_proportion_z(inside, outside),
        }
    }

    fn passes(self) -> bool {
        self.p_z > Z_90 && self.r_z > Z_90
    }

    fn metric(self) -> f64 {
        self.r * self.r_z * self.p * self.p_z
    }
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    statement: usize,
    agree: Standing,
    disagree: Standing,
}

impl Candidate {
    fn side(&self) -> (Side, Standing) {
        if self.agree.r_z > self.disagree.r_z {
            (Side::Agree, self.agree)
        } else {
            (Side::Disagree, self.disagree)
        }
    }

    fn representative(&self) -> Representative {
        let (side, standing) = self.side();
        Representative {
            statement: self.statement,
            side,
            share: standing.p,
            ratio: standing.r,
            z: standing.r_z,
        }
    }
}

/// The statements typical of each group: at most five, those it is for first.
pub fn representative(statements: &[Statement], counts: &Counts) -> Vec<Vec<Representative>> {
    let grouped: Vec<Tally> = (0..statements.len())
        .map(|idx| {
            let tallies = counts.by_group.iter().map(|group| group[idx]);
            tallies.fold(Tally::default(), Tally::plus)
        })
        .collect();
    let of_group = |group: &Vec<Tally>| {
        let mut best_agree: Option<Candidate> = None;
        let mut best: Option<Candidate> = None;
        let mut sufficient: Vec<Candidate> = Vec::new();
        for (statement, (tally, all)) in group.iter().zip(&grouped).enumerate() {
            if statements[statement].moderated_out {
                continue;
            }
            let rest = all.seen - tally.seen;
            let standing = |of: fn(&Tally) -> u32| {
                Standing::of((of(tally), tally.seen), (of(all) - of(tally), rest))
            };
            let candidate = Candidate {
                statement,
                agree: standing(|tally| tally.agree),
                disagree: standing(|tally| tally.disagree),
            };
            if candidate.agree.passes() || candidate.disagree.passes() {
                sufficient.push(candidate);
            }
            let strength = |candidate: &Candidate| candidate.side().1.r_z;
            if best
                .as_ref()
                .is_none_or(|b| strength(&candidate) > strength(b))
            {
                best = Some(candidate);
            }
            let voted = tally.agree + tally.disagree > 0;
            if voted && beats(candidate.agree, best_agree.map(|best| best.agree)) {
                best_agree = Some(candidate);
            }
        }
        listed(best_agree, best, sufficient)
    };
    counts.by_group.iter().map(of_group).collect()
}

/// Is this the better statement to be for?
fn beats(new: Standing, best: Option<Standing>) -> bool {
    match best {
        Some(best) if best.r > 1.0 => new.metric() > best.metric(),
        Some(best) => new.p * new.p_z > best.p * best.p_z,
        None => new.p_z > Z_90 || (new.r > 1.0 && new.p > 0.5),
    }
}

fn listed(
    best_agree: Option<Candidate>,
    best: Option<Candidate>,
    mut sufficient: Vec<Candidate>,
) -> Vec<Representative> {
    let chosen: Vec<Candidate> = if sufficient.is_empty() {
        best_agree.or(best).into_iter().collect()
    } else {
        sufficient.sort_by(|a, b| descending(a.side().1.metric(), b.side().1.metric()));
        let lead = best_agree.map(|best| best.statement);
        let others = sufficient
            .into_iter()
            .filter(|candidate| Some(candidate.statement) != lead);
        best_agree.into_iter().chain(others).take(LISTED).collect()
    };
    let mut list: Vec<Representative> = chosen.iter().map(Candidate::representative).collect();
    list.sort_by_key(|one| one.side == Side::Disagree);
    list
}

/// The statements that a majority of everybody is for, and those it is against: at most five of each.
pub fn majority(statements: &[Statement], total: &[Tally]) -> Majority {
    let side = |of: fn(&Tally) -> u32| {
        let mut found: Vec<(f64, usize)> = total
            .iter()
            .enumerate()
            .filter(|(idx, _)| !statements[*idx].moderated_out)
            .filter_map(|(idx, tally)| {
                let (p, z) = (
                    smoothed(of(tally), tally.seen),
                    proportion_z(of(tally), tally.seen),
                );
                (p > 0.5 && z > Z_90).then_some((p * z, idx))
            })
            .collect();
        found.sort_by(|a, b| descending(a.0, b.0));
        found.into_iter().take(LISTED).map(|(_, idx)| idx).collect()
    };
    Majority {
        agree: side(|tally| tally.agree),
        disagree: side(|tally| tally.disagree),
    }
}

fn descending(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }

    #[test]
    fn the_tests_of_proportions_are_the_servers() {
        for (successes, n, z) in [
            (30, 50, 1.540_308_092_430_810_1),
            (0, 0, 1.0),
            (7, 7, 2.828_427_124_746_190_3),
            (0, 10, -2.713_602_101_199_872_3),
            (5, 10, 0.301_511_344_577_763_35),
        ] {
            close(proportion_z(successes, n), z);
        }
        close(
            two_proportion_z((15, 24), (56, 71)),
            -1.514_067_407_401_417_3,
        );
        close(two_proportion_z((3, 3), (2, 2)), 0.0);
    }

    #[test]
    fn the_priority_of_an_unseen_statement_grows_with_its_extremity() {
        for (extremity, expected) in [
            (0.0, 5.0625),
            (1.0, 20.25),
            (3.0, 81.0),
            (7.0, 324.0),
            (15.0, 1296.0),
        ] {
            close(priority(Tally::default(), extremity, false), expected);
        }
        close(priority(Tally::default(), 3.0, true), 49.0);
    }
}
