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
    if field.profile.is_plain() {
        return exact_halves(field, &plain_half_points(field));
    }
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
    exact_halves(field, &doubled)
}

fn exact_halves(field: &Field<'_>, doubled: &[u128]) -> Vec<BigRational> {
    let scale = BigInt::from(u128::from(field.profile.scale()) * 2);
    let exact = |doubled: &u128| BigRational::new(BigInt::from(*doubled), scale.clone());
    doubled.iter().map(exact).collect()
}

/// Twice the points where every ballot ranks one option a place: whom a ballot does not name gets
/// the mean of the places left, `places - 1 - named`, and whom it names the rest to its own points.
fn plain_half_points(field: &Field<'_>) -> Vec<u128> {
    let places = field.running.len() as u64;
    let mut unnamed = 0_u128;
    let mut more = vec![0_u128; field.included.len()];
    // By option: the number of the ballot that named it last, from 1.
    let mut named_by = vec![0_usize; field.included.len()];
    let mut ranked: Vec<usize> = Vec::new();
    for (number, (marks, units)) in (1..).zip(field.profile.rankings().iter()) {
        ranked.clear();
        for option in marks.iter().map(|mark| mark.number()) {
            let again = std::mem::replace(&mut named_by[option], number) == number;
            if field.included[option] && !again {
                ranked.push(option);
            }
        }
        let named = ranked.len() as u64;
        let least = places - 1 - named.min(places - 1);
        unnamed += u128::from(least * units);
        for (above, option) in (0..).zip(&ranked) {
            more[*option] += u128::from((2 * (places - 1 - above) - least) * units);
        }
    }
    more.iter().map(|more| more + unnamed).collect()
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
