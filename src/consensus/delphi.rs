//! A Delphi panel's stop rule, declared before the first answer: stability first, then agreement.
//!
//! An item is settled when people no longer change their minds about it. Only then it is asked whether they
//! agree: an item on which everybody agrees while the ratings still move is not settled, and one on which
//! people differ and stay with it is settled in disagreement. Source: von der Gracht, *Consensus measurement in
//! Delphi studies*, Technological Forecasting and Social Change 79 (2012).

use serde::{Deserialize, Serialize};

use super::dispersion::van_der_eijk_a;
use super::panel::{RandUcla, rand_ucla};
use super::rounds::{Drift, drift};
use super::summary::{Summary, summary};
use super::{Scale, count};

/// When a panel stops asking about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRule {
    /// When do people no longer change their minds?
    pub stability: Stability,
    /// When do they agree?
    pub agreement: Agreement,
}

/// When an item's ratings are at rest between two rounds. Shares are in percent, distances in hundredths of a
/// point, so that a limit is met exactly or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// Less than this share of the distribution moved to another point (Scheibe, Skutsch and Schofer 1975).
    Moved {
        /// In percent.
        below: u32,
    },
    /// At most this share of those who rated twice changed their rating.
    Changed {
        /// In percent.
        at_most: u32,
    },
    /// The quadratic weighted kappa of those who rated twice is at least this.
    Kappa {
        /// In hundredths.
        at_least: u32,
    },
    /// The distance of the quartiles changed by at most this.
    Iqr {
        /// In hundredths of a point.
        at_most: u32,
    },
}

/// When an item's ratings agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// No disagreement by the RAND/UCLA method; for the scale 1 to 9 alone.
    RandUcla,
    /// At least the one share of the ratings in one third of the scale and less than the other in the opposite
    /// third; for the middle third the opposite are both others, each.
    Share {
        /// In percent.
        at_least: u32,
        /// In percent.
        opposite_below: u32,
    },
    /// The quartiles are at most this far apart.
    Iqr {
        /// In hundredths of a point.
        at_most: u32,
    },
}

/// Which third of the scale the median lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The upper third.
    For,
    /// The middle.
    Uncertain,
    /// The lower third.
    Against,
}

/// What the stop rule says of an item after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// At rest, and people agree.
    Agreed(Side),
    /// At rest, and people do not agree.
    Disagreed,
    /// Not at rest, or not asked twice yet.
    Moving,
    /// Too few rated it to say anything.
    TooFew,
}

impl Side {
    /// The side's name, as stored and as written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Uncertain => "uncertain",
            Self::Against => "against",
        }
    }
}

impl Finding {
    /// The finding's name, as written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreed(Side::For) => "agreed for",
            Self::Agreed(Side::Uncertain) => "agreed uncertain",
            Self::Agreed(Side::Against) => "agreed against",
            Self::Disagreed => "settled in disagreement",
            Self::Moving => "unsettled",
            Self::TooFew => "too few",
        }
    }

    /// Is there nothing left to ask?
    pub fn is_settled(self) -> bool {
        match self {
            Self::Agreed(_) | Self::Disagreed => true,
            Self::Moving | Self::TooFew => false,
        }
    }
}

/// One item after one round: its figures and what the rule says of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How many people rated it in this round.
    pub n: usize,
    /// How often each point was given.
    pub frequencies: Vec<u32>,
    /// Where the ratings lie; nothing where nobody rated.
    pub summary: Option<Summary>,
    /// Van der Eijk's agreement A.
    pub agreement_a: Option<f64>,
    /// The verdict of a panel on nine points.
    pub rand_ucla: Option<RandUcla>,
    /// The third in which most ratings lie, and their share.
    pub largest_third: Option<(Side, f64)>,
    /// How it moved since the round before; nothing after the first.
    pub drift: Option<Drift>,
    /// The share of those who rated in both rounds who changed their rating.
    pub changed: Option<f64>,
    /// Is it at rest? Nothing where that cannot be told.
    pub stable: Option<bool>,
    /// Do people agree, whether it is at rest or not? Nothing where too few rated.
    pub agreed: Option<bool>,
    /// Where the median lies.
    pub side: Option<Side>,
    /// What the rule says.
    pub finding: Finding,
}

/// Why a panel goes on or is over after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// Nothing is left to ask.
    AllSettled,
    /// As many rounds as were declared have been held.
    MostRounds,
    /// There is something left to ask, and a round to ask it in.
    Another,
}

/// Whether there is another round after round number `round`, from what the rule says of each item.
pub fn after_round(findings: &[Finding], round: u32, most_rounds: u32) -> After {
    if findings.iter().all(|finding| finding.is_settled()) {
        After::AllSettled
    } else if round >= most_rounds {
        After::MostRounds
    } else {
        After::Another
    }
}

/// Judges one item by its ratings in a round and in the round before, person by person. Where fewer than `least`
/// people rated, or rated twice, nothing is said.
pub fn judge(
    rule: StopRule,
    scale: Scale,
    before: Option<&[Option<i32>]>,
    now: &[Option<i32>],
    least: usize,
) -> Judgement {
    let ratings: Vec<i32> = now.iter().flatten().copied().collect();
    let frequencies = scale.frequencies(&ratings);
    let found = summary(&ratings);
    let panel = rand_ucla(scale, &ratings);
    let thirds = Thirds::of(scale, &frequencies);
    let pairs: Option<Vec<(Option<i32>, Option<i32>)>> =
        before.map(|before| before.iter().copied().zip(now.iter().copied()).collect());
    let is_enough = ratings.len() >= least.max(1);
    let side = found.map(|found| scale.side(found.median));
    let agreed = found
        .filter(|_| is_enough)
        .and_then(|found| rule.agreement.holds(&found, panel.as_ref(), &thirds));
    let moved = pairs
        .as_deref()
        .map(|pairs| (drift(scale, pairs), Pairs::of(pairs)));
    let stable = moved
        .as_ref()
        .filter(|(_, pairs)| is_enough && pairs.in_both >= least.max(1))
        .and_then(|(drift, pairs)| rule.stability.holds(scale, drift, pairs));
    let finding = match (is_enough, stable, agreed, side) {
        (false, ..) => Finding::TooFew,
        (true, Some(true), Some(true), Some(side)) => Finding::Agreed(side),
        (true, Some(true), ..) => Finding::Disagreed,
        (true, Some(false) | None, ..) => Finding::Moving,
    };
    Judgement {
        n: ratings.len(),
        summary: found,
        agreement_a: van_der_eijk_a(&frequencies),
        rand_ucla: panel,
        largest_third: thirds.largest(),
        changed: moved.as_ref().and_then(|(_, pairs)| pairs.changed_share()),
        drift: moved.map(|(drift, _)| drift),
        stable,
        agreed,
        side,
        finding,
        frequencies,
    }
}

impl Scale {
    /// How many points there are in all, and up to which and from which one the lower and upper thirds reach: a
    /// point belongs to an outer third when its middle lies there. 1 to 9 gives 1–3, 4–6, 7–9; 1 to 5 gives 1–2, 3, 4–5.
    fn thirds(self) -> (i32, i32) {
        let points = self.max - self.min + 1;
        let lower = (0..points)
            .filter(|idx| 3 * (2 * idx + 1) < 2 * points)
            .count();
        let lower = i32::try_from(lower).unwrap_or(0);
        (self.min + lower - 1, self.max - lower + 1)
    }

    /// The third a median lies in. One between two thirds belongs to the higher one, as in RAND/UCLA.
    fn side(self, median: f64) -> Side {
        let (lower_end, upper_start) = self.thirds();
        if median >= f64::from(upper_start) - 0.5 {
            Side::For
        } else if median >= f64::from(lower_end) + 0.5 {
            Side::Uncertain
        } else {
            Side::Against
        }
    }
}

/// How many ratings lie in each third of a scale.
struct Thirds {
    lower: u64,
    middle: u64,
    upper: u64,
}

impl Thirds {
    fn of(scale: Scale, frequencies: &[u32]) -> Self {
        let (lower_end, upper_start) = scale.thirds();
        let mut thirds = Self {
            lower: 0,
            middle: 0,
            upper: 0,
        };
        for (point, frequency) in (scale.min..).zip(frequencies) {
            let third = if point <= lower_end {
                &mut thirds.lower
            } else if point < upper_start {
                &mut thirds.middle
            } else {
                &mut thirds.upper
            };
            *third += u64::from(*frequency);
        }
        thirds
    }

    fn n(&self) -> u64 {
        self.lower + self.middle + self.upper
    }

    fn largest(&self) -> Option<(Side, f64)> {
        let n = usize::try_from(self.n()).ok().filter(|n| *n > 0)?;
        let share = |part: u64| count(usize::try_from(part).unwrap_or(0)) / count(n);
        // Of equally large thirds the higher one is named.
        [
            (Side::For, self.upper),
            (Side::Uncertain, self.middle),
            (Side::Against, self.lower),
        ]
        .into_iter()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(side, part)| (side, share(part)))
    }
}

impl Agreement {
    /// Do the ratings agree? `None` where the rule does not fit the scale.
    fn holds(self, found: &Summary, panel: Option<&RandUcla>, thirds: &Thirds) -> Option<bool> {
        match self {
            Self::RandUcla => panel.map(|panel| !panel.disagreement),
            Self::Share {
                at_least,
                opposite_below,
            } => {
                let n = thirds.n();
                let reaches = |part: u64| part * 100 >= u64::from(at_least) * n;
                let stays_below = |part: u64| part * 100 < u64::from(opposite_below) * n;
                let Thirds {
                    lower,
                    middle,
                    upper,
                } = *thirds;
                Some(
                    reaches(upper) && stays_below(lower)
                        || reaches(lower) && stays_below(upper)
                        || reaches(middle) && stays_below(lower) && stays_below(upper),
                )
            }
            Self::Iqr { at_most } => Some(found.iqr * 100.0 <= f64::from(at_most)),
        }
    }
}

/// Those who rated an item twice, and all ratings of both rounds.
struct Pairs {
    in_both: usize,
    changed: usize,
    earlier: Vec<i32>,
    later: Vec<i32>,
}

impl Pairs {
    fn of(pairs: &[(Option<i32>, Option<i32>)]) -> Self {
        let both = || pairs.iter().filter_map(|(a, b)| a.zip(*b));
        Self {
            in_both: both().count(),
            changed: both().filter(|(a, b)| a != b).count(),
            earlier: pairs.iter().filter_map(|(a, _)| *a).collect(),
            later: pairs.iter().filter_map(|(_, b)| *b).collect(),
        }
    }

    fn changed_share(&self) -> Option<f64> {
        (self.in_both > 0).then(|| count(self.changed) / count(self.in_both))
    }
}

impl Stability {
    fn holds(self, scale: Scale, drift: &Drift, pairs: &Pairs) -> Option<bool> {
        match self {
            Self::Moved { below } => {
                // Σ|a/n − b/m| / 2 < below/100, multiplied out so that no rounding decides.
                let (n, m) = (pairs.earlier.len() as u64, pairs.later.len() as u64);
                let moved: u64 = scale
                    .frequencies(&pairs.earlier)
                    .into_iter()
                    .zip(scale.frequencies(&pairs.later))
                    .map(|(a, b)| (u64::from(a) * m).abs_diff(u64::from(b) * n))
                    .sum();
                (n > 0 && m > 0).then(|| moved * 100 < u64::from(below) * 2 * n * m)
            }
            Self::Changed { at_most } => (pairs.in_both > 0)
                .then(|| pairs.changed as u64 * 100 <= u64::from(at_most) * pairs.in_both as u64),
            // Where chance alone would agree fully there is no kappa; then all that counts is that nobody changed.
            Self::Kappa { at_least } => Some(
                drift
                    .weighted_kappa
                    .quadratic
                    .map_or(pairs.changed == 0, |kappa| {
                        kappa * 100.0 >= f64::from(at_least)
                    }),
            ),
            Self::Iqr { at_most } => drift
                .iqr_change
                .map(|change| change.abs() * 100.0 <= f64::from(at_most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: Scale = Scale { min: 1, max: 9 };
    const MOVED: Stability = Stability::Moved { below: 15 };

    /// `7 8 - 9`: a rating each person, `-` for none.
    fn read(text: &str) -> Vec<Option<i32>> {
        text.split_whitespace()
            .map(|cell| cell.parse().ok())
            .collect()
    }

    fn finding(rule: StopRule, before: &str, now: &str) -> Finding {
        let before = read(before);
        let before = (!before.is_empty()).then_some(before.as_slice());
        judge(rule, NINE, before, &read(now), 5).finding
    }

    fn check(stability: Stability, agreement: Agreement, cases: &[(&str, &str, Finding)]) {
        let rule = StopRule {
            stability,
            agreement,
        };
        for (before, now, expected) in cases {
            assert_eq!(finding(rule, before, now), *expected, "{before} → {now}");
        }
    }

    #[test]
    fn stability_comes_first_and_agreement_after_it() {
        check(
            MOVED,
            Agreement::RandUcla,
            &[
                // Everybody agrees, but nobody was asked twice.
                ("", "8 8 8 8 8", Finding::Moving),
                // Everybody agrees, and everybody moved to it.
                ("2 3 8 5 4", "8 8 8 8 8", Finding::Moving),
                ("8 8 8 8 8", "8 8 8 8 8", Finding::Agreed(Side::For)),
                ("1 2 2 1 3", "2 2 2 1 3", Finding::Moving),
                ("1 2 2 1 3", "1 2 2 1 3", Finding::Agreed(Side::Against)),
                ("5 5 4 5 6", "5 5 4 5 6", Finding::Agreed(Side::Uncertain)),
                // Two camps that stay.
                ("1 1 1 9 9 9", "1 1 1 9 9 9", Finding::Disagreed),
                ("8 8 8 8 -", "8 8 8 8 -", Finding::TooFew),
                // Five rated, but only four of them twice.
                ("8 8 8 8 - 8", "8 8 8 8 8 -", Finding::Moving),
            ],
        );
    }

    #[test]
    fn a_limit_that_is_just_met_is_met() {
        let twenty = "8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8";
        // Two and three of twenty moved: 10 % and 15 %.
        let two = "7 7 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8";
        let three = "7 7 7 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8 8";
        let agreed = Finding::Agreed(Side::For);
        check(
            MOVED,
            Agreement::RandUcla,
            &[(twenty, two, agreed), (twenty, three, Finding::Moving)],
        );
        check(
            Stability::Changed { at_most: 15 },
            Agreement::RandUcla,
            &[(twenty, three, agreed)],
        );
        check(
            Stability::Changed { at_most: 14 },
            Agreement::RandUcla,
            &[(twenty, three, Finding::Moving)],
        );
        // The distribution stays although everybody changed places.
        check(
            Stability::Changed { at_most: 50 },
            Agreement::RandUcla,
            &[("7 7 7 8 8 8", "8 8 8 7 7 7", Finding::Moving)],
        );
        check(
            MOVED,
            Agreement::RandUcla,
            &[("7 7 7 8 8 8", "8 8 8 7 7 7", agreed)],
        );
    }

    #[test]
    fn kappa_and_quartiles_tell_rest_too() {
        let kappa = |at_least| Stability::Kappa { at_least };
        let agreed = Finding::Agreed(Side::For);
        check(
            kappa(80),
            Agreement::RandUcla,
            &[
                ("7 8 9 7 8 9", "7 8 9 7 8 9", agreed),
                ("7 8 9 7 8 9", "9 8 7 9 8 7", Finding::Moving),
                // Nobody differs, so there is no kappa, and nobody changed.
                ("8 8 8 8 8", "8 8 8 8 8", agreed),
            ],
        );
        // The quartiles of 6 7 8 9 9 are 2 apart, those of 7 7 8 8 9 are 1.
        let iqr = |at_most| Stability::Iqr { at_most };
        let case = |expected| [("6 7 8 9 9", "7 7 8 8 9", expected)];
        check(iqr(100), Agreement::RandUcla, &case(agreed));
        check(iqr(99), Agreement::RandUcla, &case(Finding::Moving));
    }

    #[test]
    fn shares_in_thirds_and_quartiles_tell_agreement() {
        let seventy = Agreement::Share {
            at_least: 70,
            opposite_below: 15,
        };
        let same = |ratings| (ratings, ratings);
        let cases: Vec<(&str, &str, Finding)> = [
            // 7 of 10 above and 1 of 10 below; 2 of 10 below are too many; 6 of 10 above too few.
            ("7 7 7 8 8 9 9 5 5 1", Finding::Agreed(Side::For)),
            ("7 7 7 8 8 9 9 5 2 1", Finding::Disagreed),
            ("7 7 7 8 8 9 6 5 5 1", Finding::Disagreed),
            ("1 1 2 2 3 3 3 5 5 9", Finding::Agreed(Side::Against)),
            ("4 4 5 5 5 6 6 6 1 9", Finding::Agreed(Side::Uncertain)),
            ("4 4 5 5 5 6 6 1 1 9", Finding::Disagreed),
        ]
        .into_iter()
        .map(|(ratings, expected)| {
            let (before, now) = same(ratings);
            (before, now, expected)
        })
        .collect();
        check(MOVED, seventy, &cases);
        let iqr = |at_most| Agreement::Iqr { at_most };
        let case = |expected| [("6 7 8 9 9", "6 7 8 9 9", expected)];
        check(MOVED, iqr(200), &case(Finding::Agreed(Side::For)));
        check(MOVED, iqr(175), &case(Finding::Disagreed));
    }

    #[test]
    fn thirds_fit_every_scale_a_panel_may_have() {
        for (min, max, thirds) in [
            (1, 9, (3, 7)),
            (1, 5, (2, 4)),
            (1, 7, (2, 6)),
            (0, 10, (3, 7)),
        ] {
            assert_eq!(Scale { min, max }.thirds(), thirds, "{min}..{max}");
        }
        for (median, side) in [
            (6.5, Side::For),
            (6.0, Side::Uncertain),
            (3.5, Side::Uncertain),
            (3.0, Side::Against),
        ] {
            assert_eq!(NINE.side(median), side, "{median}");
        }
    }

    #[test]
    fn the_order_of_people_changes_nothing() {
        let rule = StopRule {
            stability: MOVED,
            agreement: Agreement::RandUcla,
        };
        let (before, now) = (read("7 8 - 9 5 8"), read("7 8 8 9 6 -"));
        let forth = judge(rule, NINE, Some(&before), &now, 2);
        let (back_before, back_now): (Vec<_>, Vec<_>) = before.into_iter().zip(now).rev().unzip();
        assert_eq!(judge(rule, NINE, Some(&back_before), &back_now, 2), forth);
    }

    #[test]
    fn a_panel_ends_when_all_is_settled_or_the_rounds_are_used_up() {
        let (settled, open) = (Finding::Disagreed, Finding::Moving);
        for (findings, round, expected) in [
            (vec![settled, settled], 2, After::AllSettled),
            (vec![settled, open], 2, After::Another),
            (vec![settled, open], 3, After::MostRounds),
            (vec![Finding::TooFew], 1, After::Another),
            (vec![Finding::Agreed(Side::For)], 3, After::AllSettled),
        ] {
            assert_eq!(after_round(&findings, round, 3), expected, "{findings:?}");
        }
    }
}
