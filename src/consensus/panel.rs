//! The RAND/UCLA appropriateness method: do experts who rated on nine points agree?
//!
//! Source: Fitch et al., *The RAND/UCLA Appropriateness Method User's Manual* (2001).

use serde::Serialize;

use super::Scale;
use super::summary::{quantile, sorted};

/// The one scale that the method is made for.
const NINE_POINTS: Scale = Scale { min: 1, max: 9 };

/// What a panel found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Appropriateness {
    /// The median lies in 7 to 9, without disagreement.
    Appropriate,
    /// The median lies between, or there is disagreement.
    Uncertain,
    /// The median lies in 1 to 3, without disagreement.
    Inappropriate,
}

/// The spread of a panel's ratings, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RandUcla {
    /// 30 % of the ratings lie below.
    pub p30: f64,
    /// 30 % of the ratings lie above.
    pub p70: f64,
    /// The range between them.
    #[serde(rename = "IPR")]
    pub ipr: f64,
    /// The centre of that range.
    #[serde(rename = "IPRCP")]
    pub iprcp: f64,
    /// How far that centre is from 5.
    #[serde(rename = "AI")]
    pub ai: f64,
    /// The range that would be too wide, adjusted for that distance: 2.35 + 1.5 AI.
    #[serde(rename = "IPRAS")]
    pub ipras: f64,
    /// The range over the range that would be too wide.
    #[serde(rename = "DI")]
    pub di: f64,
    /// Is the range too wide?
    pub disagreement: bool,
    /// What the panel found.
    pub verdict: Appropriateness,
    /// The classic rule: do so few ratings lie outside the three points around the median that the panel
    /// agrees? `None` for fewer than 8 raters, for whom there is no rule.
    pub panel_agreement: Option<bool>,
    /// The classic rule: do a third of the ratings lie in 1 to 3 and a third in 7 to 9? `None` as above.
    pub panel_disagreement: Option<bool>,
}

/// Judges one item's ratings; `None` where the scale is not 1 to 9 or nobody rated.
pub fn rand_ucla(scale: Scale, ratings: &[i32]) -> Option<RandUcla> {
    if scale != NINE_POINTS {
        return None;
    }
    let sorted = sorted(ratings);
    let (p30, p70) = (quantile(&sorted, 0.3)?, quantile(&sorted, 0.7)?);
    let median = quantile(&sorted, 0.5)?;
    let ipr = p70 - p30;
    let iprcp = f64::midpoint(p30, p70);
    let ai = (5.0 - iprcp).abs();
    let ipras = 2.35 + 1.5 * ai;
    let disagreement = ipr > ipras;
    let within = |low: i32, high: i32| {
        let inside = ratings
            .iter()
            .filter(|rating| (low..=high).contains(rating));
        inside.count()
    };
    // A median between two regions belongs to the higher one.
    let (region, without_disagreement) = if median >= 6.5 {
        (within(7, 9), Appropriateness::Appropriate)
    } else if median >= 3.5 {
        (within(4, 6), Appropriateness::Uncertain)
    } else {
        (within(1, 3), Appropriateness::Inappropriate)
    };
    let outside = ratings.len() - region;
    // 8 to 10 raters: 2, 11 to 13: 3, 14 to 16: 4, and so on.
    let allowed = (ratings.len() >= 8).then(|| (ratings.len() - 2) / 3);
    Some(RandUcla {
        p30,
        p70,
        ipr,
        iprcp,
        ai,
        ipras,
        di: ipr / ipras,
        disagreement,
        verdict: if disagreement {
            Appropriateness::Uncertain
        } else {
            without_disagreement
        },
        panel_agreement: allowed.map(|allowed| outside <= allowed),
        panel_disagreement: allowed.map(|allowed| within(1, 3) > allowed && within(7, 9) > allowed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ratings: &[i32], verdict: Appropriateness, agreement: Option<bool>) {
        let found = rand_ucla(NINE_POINTS, ratings).unwrap();
        assert_eq!((found.verdict, found.panel_agreement), (verdict, agreement));
    }

    #[test]
    fn verdicts_follow_the_median_and_the_spread() {
        check(
            &[7, 8, 8, 8, 9, 9, 9, 7, 6],
            Appropriateness::Appropriate,
            Some(true),
        );
        check(&[1, 2, 2, 1, 3], Appropriateness::Inappropriate, None);
        check(
            &[1, 1, 1, 1, 9, 9, 9, 9, 9],
            Appropriateness::Uncertain,
            Some(false),
        );
        check(
            &[5, 5, 6, 4, 5, 5, 5, 9],
            Appropriateness::Uncertain,
            Some(true),
        );
        // Two outside are allowed to 10 raters, three are too many.
        check(
            &[8, 8, 8, 8, 8, 8, 8, 6, 6, 6],
            Appropriateness::Appropriate,
            Some(false),
        );
        check(
            &[8, 8, 8, 8, 8, 8, 8, 8, 6, 6, 6],
            Appropriateness::Appropriate,
            Some(true),
        );
        let split = rand_ucla(NINE_POINTS, &[1, 1, 1, 5, 5, 9, 9, 9]).unwrap();
        assert_eq!(split.panel_disagreement, Some(true));
        assert_eq!(rand_ucla(Scale { min: 1, max: 5 }, &[3]), None);
        assert_eq!(rand_ucla(NINE_POINTS, &[]), None);
    }
}
