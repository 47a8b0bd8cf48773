//! The ballots of a profile in an order that does not depend on the order they came in, for whatever
//! draws or changes some of them; and about what it costs to count them once more.

use crate::tally::method::{BallotForm, Method};
use crate::tally::papers::{Papers, Said};
use crate::tally::profile::Profile;
use crate::tally::rules::Rules;
use crate::tally::units::Units;

/// The different ballots of the forms that the method counts, in the order of what they say: each
/// one's number in the profile, as [`Profile::reweighted`] takes them, and its units.
pub(crate) fn numbered<N: Units>(profile: &Profile, rules: &Rules) -> Vec<(usize, N)> {
    let counts = rules.method.counts();
    let mut numbered = Vec::with_capacity(profile.distinct());
    let mut start = 0;
    if counts.contains(&BallotForm::Ranking) {
        in_order(profile, profile.rankings(), start, &mut numbered);
    }
    start += profile.rankings().len();
    if counts.contains(&BallotForm::Approval) {
        in_order(profile, profile.approvals(), start, &mut numbered);
    }
    start += profile.approvals().len();
    if counts.contains(&BallotForm::Scores) {
        in_order(profile, profile.scores(), start, &mut numbered);
    }
    numbered
}

/// Adds the ballots of one form in the order of what they say, with their numbers from `start`.
fn in_order<N: Units, T: Said + Ord>(
    profile: &Profile,
    papers: &Papers<T>,
    start: usize,
    numbered: &mut Vec<(usize, N)>,
) {
    let mut order: Vec<usize> = (0..papers.len()).collect();
    order.sort_by(|a, b| papers.get(*a).cmp(papers.get(*b)));
    // A large profile may hold equal ballots apart: together they are one.
    let equals = order.chunk_by(|a, b| papers.get(*a) == papers.get(*b));
    numbered.extend(equals.map(|equals| {
        let weights = equals.iter().map(|index| &papers.weights()[*index]);
        let units = weights.map(|weight| profile.units(weight)).sum();
        (start + equals[0], units)
    }));
}

/// About what one count costs, as marks read.
pub(crate) fn work(profile: &Profile, rules: &Rules) -> u64 {
    let options = profile.candidates().len() as u64;
    let marks = (profile.distinct() as u64).saturating_mul(options);
    // What a count costs besides reading the ballots once.
    let steps = match rules.method {
        Method::Kemeny => options.saturating_mul(1 << options.min(22)) / 8,
        Method::StvMeek | Method::StvMeekPrf | Method::StvWarren => options.saturating_mul(marks),
        Method::ProportionalApproval | Method::EqualShares | Method::Phragmen => {
            u64::from(rules.seats).saturating_mul(marks)
        }
        Method::ProportionalRanking => options.saturating_mul(marks).saturating_mul(2),
        _ => 40 * options * options,
    };
    let work = marks.saturating_add(steps).max(1);
    // Numbers without end take the longer to add up the more digits they have.
    work.saturating_mul(1 + profile.digits())
}
