//! Points by place. Options that share places, unranked ones at the end among them, share the points.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::outcome::Outcome;
use crate::tally::pairwise::tiers;
use crate::tally::rules::Points;
use crate::tally::units::Units;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    let points = match field.rules.points {
        Points::Borda => half_points(field),
        Points::Dowdall => dowdall_points(field),
    };
    by_points(field, &points, field.outcome())
}

/// The outcome when the most points win and equal points share a place.
pub(crate) fn by_points<N: Units>(
    field: &Field<'_, N>,
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
fn half_points<N: Units>(field: &Field<'_, N>) -> Vec<BigRational> {
    let places = field.running.len();
    if field.profile.is_plain() {
        return exact_halves(field, &plain_half_points(field));
    }
    let mut doubled = vec![N::Wide::zero(); field.included.len()];
    for (marks, units) in field.rankings() {
        let mut above = 0;
        tiers(field, marks, |tier| {
            // The mean of n-1-above down to n-above-size, twice.
            let points = 2 * (places - 1 - above) - (tier.len() - 1);
            for option in tier {
                doubled[*option] += units.times(points as u64);
            }
            above += tier.len();
        });
    }
    exact_halves(field, &doubled)
}

fn exact_halves<N: Units>(field: &Field<'_, N>, doubled: &[N::Wide]) -> Vec<BigRational> {
    let halves = |doubled: &N::Wide| field.votes(doubled) / BigInt::from(2);
    doubled.iter().map(halves).collect()
}

/// Twice the points where every ballot ranks one option a place: whom a ballot does not name gets
/// the mean of the places left, `places - 1 - named`, and whom it names the rest to its own points.
fn plain_half_points<N: Units>(field: &Field<'_, N>) -> Vec<N::Wide> {
    let places = field.running.len() as u64;
    let mut unnamed = N::Wide::zero();
    let mut more = vec![N::Wide::zero(); field.included.len()];
    // By option: the number of the ballot that named it last, from 1.
    let mut named_by = vec![0_usize; field.included.len()];
    let mut ranked: Vec<usize> = Vec::new();
    for (number, (marks, units)) in (1..).zip(field.rankings()) {
        ranked.clear();
        for option in marks.iter().map(|mark| mark.number()) {
            let again = std::mem::replace(&mut named_by[option], number) == number;
            if field.included[option] && !again {
                ranked.push(option);
            }
        }
        let named = ranked.len() as u64;
        let least = places - 1 - named.min(places - 1);
        unnamed += units.times(least);
        for (above, option) in (0..).zip(&ranked) {
            more[*option] += units.times(2 * (places - 1 - above) - least);
        }
    }
    more.into_iter().map(|more| more + &unnamed).collect()
}

/// 1 point for the first place, 1/2 for the second, 1/3 for the third; a shared place gets the mean.
fn dowdall_points<N: Units>(field: &Field<'_, N>) -> Vec<BigRational> {
    let places = field.running.len();
    // How often each option stands on `size` places from `above` on: units by above and size.
    let mut stands = vec![std::collections::BTreeMap::new(); field.included.len()];
    for (marks, units) in field.rankings() {
        let mut above = 0;
        tiers(field, marks, |tier| {
            for option in tier {
                let stands = stands[*option].entry((above, tier.len()));
                *stands.or_insert_with(N::zero) += units;
            }
            above += tier.len();
        });
    }
    let share = |place: usize| BigRational::new(BigInt::from(1), BigInt::from(place + 1));
    let mut upto = vec![BigRational::default()];
    for place in 0..places {
        upto.push(&upto[place] + share(place));
    }
    let exact = |stands: std::collections::BTreeMap<(usize, usize), N>| {
        let points = stands.into_iter().map(|((above, size), units)| {
            let mean = (&upto[above + size] - &upto[above]) * share(size - 1);
            mean * field.votes(&N::Wide::from(units))
        });
        points.sum::<BigRational>()
    };
    stands.into_iter().map(exact).collect()
}
