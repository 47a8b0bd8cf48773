//! Points by place. Options that share places, unranked ones at the end among them, share the points.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::outcome::Outcome;
use crate::tally::pairwise::tiers;
use crate::tally::rules::Points;

pub(crate) fn count(field: &Field<'_>) -> Outcome {
    let points = match field.rules.points {
        Points::Borda => half_points(field),
        Points::Dowdall => dowdall_points(field),
    };
    by_points(field, &points, field.outcome())
}

/// The outcome when the most points win and equal points share a place.
pub(crate) fn by_points(
    field: &Field<'_>,
    points: &[BigRational],
    mut outcome: Outcome,
) -> Outcome {
    let mut descending = field.running.clone();
    descending.sort_by(|a, b| points[*b].cmp(&points[*a]).then(a.cmp(b)));
    let groups = descending.chunk_by(|a, b| points[*a] == points[*b]);
    let order: Vec<Vec<usize>> = groups.map(<[usize]>::to_vec).collect();
    outcome.scores = Some(field.by_option(|option| Amount::fraction(&points[option])));
    field.fill(&order, &mut outcome);
    outcome
}

/// `n - 1` points for the first place down to 0; a shared place gets the mean, so halves are enough.
fn half_points(field: &Field<'_>) -> Vec<BigRational> {
    let places = field.running.len();
    let mut doubled = vec![0_u128; field.included.len()];
    for (marks, units) in field.profile.rankings().iter() {
        let mut above = 0;
        tiers(field, marks, |tier| {
            // The mean of n-1-above down to n-above-size, twice.
            let points = 2 * (places - 1 - above) - (tier.len() - 1);
            for option in tier {
                doubled[*option] += points as u128 * u128::from(units);
            }
            above += tier.len();
        });
    }
    let scale = BigInt::from(u128::from(field.profile.scale()) * 2);
    let exact = |doubled: u128| BigRational::new(BigInt::from(doubled), scale.clone());
    doubled.into_iter().map(exact).collect()
}

/// 1 point for the first place, 1/2 for the second, 1/3 for the third; a shared place gets the mean.
fn dowdall_points(field: &Field<'_>) -> Vec<BigRational> {
    let places = field.running.len();
    // How often each option stands on `size` places from `above` on: units by above and size.
    let mut stands = vec![std::collections::BTreeMap::new(); field.included.len()];
    for (marks, units) in field.profile.rankings().iter() {
        let mut above = 0;
        tiers(field, marks, |tier| {
            for option in tier {
                *stands[*option].entry((above, tier.len())).or_insert(0_u128) += u128::from(units);
            }
            above += tier.len();
        });
    }
    let share = |place: usize| BigRational::new(BigInt::from(1), BigInt::from(place + 1));
    let mut upto = vec![BigRational::default()];
    for place in 0..places {
        upto.push(&upto[place] + share(place));
    }
    let scale = BigRational::from_integer(BigInt::from(field.profile.scale()));
    let exact = |stands: std::collections::BTreeMap<(usize, usize), u128>| {
        let points = stands.into_iter().map(|((above, size), units)| {
            let mean = (&upto[above + size] - &upto[above]) * share(size - 1);
            mean * BigRational::from_integer(BigInt::from(units))
        });
        points.sum::<BigRational>() / &scale
    };
    stands.into_iter().map(exact).collect()
}
