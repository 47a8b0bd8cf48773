//! Methods that add up what each ballot gives each option.
//!
//! For other options to win, some loser must come to stand above some winner. A changed ballot brings
//! the two nearer by what it gave the winner over the loser, and at most by what a ballot can give
//! the loser over the winner; so the ballots that gain most change first, and the sum of the gains
//! says how many are needed. After those changes the loser stands above the winner, so that the same
//! set cannot win: the bound is reached.

use num_traits::{One, Zero};

use crate::tally::amount::gcd;
use crate::tally::cardinal::{compare, grade, merit, only_first, scale};
use crate::tally::method::Method;
use crate::tally::outcome::TieAbout;
use crate::tally::pairwise::tiers;
use crate::tally::profile::Form;
use crate::tally::rules::Points;
use crate::tally::units::{Units, div_ceil, less};

use super::{Case, Finding, Proof, Swap, between};

/// Up to so many options the points of Dowdall's places are whole in one small denominator.
const MOST_DOWDALL: usize = 24;

/// The margin of a method that adds up, and changes that reach it; none for other methods.
pub(super) fn formula<N: Units>(case: &Case<'_, N>) -> Option<(N, Vec<Swap<N>>)> {
    let adds_up = match case.rules.method {
        Method::Plurality | Method::Approval | Method::Score | Method::Dots | Method::Quadratic => {
            true
        }
        Method::Borda => {
            case.rules.points == Points::Borda || case.field.running.len() <= MOST_DOWDALL
        }
        _ => false,
    };
    if !adds_up {
        return None;
    }
    let points: Vec<Vec<i128>> = (0..case.papers.len()).map(|p| gives(case, p)).collect();
    let pairs = case
        .winners
        .iter()
        .flat_map(|w| case.losers.iter().map(move |l| (*w, *l)));
    let needed = pairs.filter_map(|(winner, loser)| needed(case, &points, winner, loser));
    needed.min_by(|(a, _), (b, _)| a.cmp(b))
}

/// How many units must change for the loser to stand above the winner, and which.
fn needed<N: Units>(
    case: &Case<'_, N>,
    points: &[Vec<i128>],
    winner: usize,
    loser: usize,
) -> Option<(N, Vec<Swap<N>>)> {
    let most = most(case);
    let wide = |units: &N, points: i128| {
        N::Wide::from(units.clone()) * N::Wide::from(points.unsigned_abs())
    };
    let sum = |above: usize, below: usize| -> N::Wide {
        let papers = points.iter().zip(&case.papers);
        let those = papers.filter(|(points, _)| points[above] > points[below]);
        those
            .map(|(points, (_, units))| wide(units, points[above] - points[below]))
            .sum()
    };
    // A winner has at least the points of a loser.
    let ahead = less(&sum(winner, loser), &sum(loser, winner));
    // Equal points are enough where the tie would be broken for the loser.
    let pair = [winner.min(loser), winner.max(loser)];
    let tie = case.field.ties.pick::<u64>(&pair, TieAbout::Election, &[]);
    let mut missing = if tie.picked == loser {
        ahead
    } else {
        ahead + N::Wide::one()
    };
    let mut gains: Vec<(i128, usize)> = points
        .iter()
        .map(|points| points[winner] - points[loser] + most)
        .zip(0..)
        .filter(|(gain, _)| *gain > 0)
        .collect();
    gains.sort_by_key(|(gain, paper)| (std::cmp::Reverse(*gain), *paper));
    let mut changed = N::zero();
    let mut swaps = Vec::new();
    for (gain, paper) in gains {
        if missing.is_zero() {
            break;
        }
        let all = &case.papers[paper].1;
        let units = if wide(all, gain) <= missing {
            all.clone()
        } else {
            N::narrow(div_ceil(missing.clone(), &wide(&N::one(), gain)))
        };
        missing = less(&missing, &wide(&units, gain));
        changed += &units;
        let to = best(case, paper, winner, loser);
        swaps.push(Swap { paper, units, to });
    }
    missing.is_zero().then_some((changed, swaps))
}

/// What a ballot gives each option, in whole parts of a point.
fn gives<N: Units>(case: &Case<'_, N>, paper: usize) -> Vec<i128> {
    let mut points = vec![0; case.field.included.len()];
    let number = case.papers[paper].0;
    if number >= case.profile.rankings().len() {
        return case.regard(paper).into_iter().map(i128::from).collect();
    }
    let marks = case.profile.rankings().get(number);
    if case.rules.method == Method::Plurality {
        if let Some(option) = only_first(marks) {
            points[option] = 1;
        }
        return points;
    }
    let mut above = 0;
    tiers(&case.field, marks, |tier| {
        for option in tier {
            let places = above..above + tier.len();
            let sum: i128 = places.map(|place| place_points(case, place)).sum();
            points[*option] = sum / tier.len() as i128;
        }
        above += tier.len();
    });
    points
}

/// What a place below so many others gives, in parts so small that a mean over places is whole.
fn place_points<N>(case: &Case<'_, N>, above: usize) -> i128 {
    let options = case.field.running.len();
    match case.rules.points {
        Points::Borda => 2 * (options - 1 - above) as i128,
        Points::Dowdall => {
            let all = (1..=options as i128).fold(1, |all, n| all / gcd(all, n) * n);
            all / (above as i128 + 1) * all
        }
    }
}

/// The most that a ballot can give one option over another.
fn most<N>(case: &Case<'_, N>) -> i128 {
    match case.rules.method {
        Method::Plurality | Method::Approval => 1,
        Method::Borda => place_points(case, 0) - place_points(case, case.field.running.len() - 1),
        _ => i128::from(case.top),
    }
}

/// A ballot of the same form that gives the loser the most over the winner.
fn best<N: Units>(case: &Case<'_, N>, paper: usize, winner: usize, loser: usize) -> Form {
    match case.form(paper) {
        Form::Ranking(_) if case.rules.method == Method::Plurality => {
            Form::Ranking(vec![vec![loser]])
        }
        Form::Ranking(_) => super::search::turned(case, paper, loser, winner),
        Form::Approves(_) => Form::Approves(vec![loser]),
        Form::Scores(_) => Form::Scores(vec![(loser, case.top)]),
    }
}

/// Majority judgment: a loser's grades rise at best as far as so many of its lowest grades at the top,
/// and a winner's fall at worst as far as so many of its highest at the bottom.
pub(super) fn grades_bound<N: Units>(finding: &mut Finding<'_, N>) {
    let case = finding.case;
    if case.rules.method != Method::MajorityJudgment {
        return;
    }
    let scores = |paper: usize| {
        let regard = case.regard(paper).into_iter();
        regard.map(|score| u32::try_from(score).unwrap_or_default())
    };
    let scale = scale((0..case.papers.len()).flat_map(scores).chain([case.top]));
    let mut tallies = vec![vec![N::zero(); scale.len()]; case.field.included.len()];
    for (paper, (_, units)) in case.papers.iter().enumerate() {
        for (option, score) in scores(paper).enumerate() {
            tallies[option][grade(&scale, score)] += units;
        }
    }
    let can = |units: &N| {
        let risen = case
            .losers
            .iter()
            .map(|l| merit(moved(&tallies[*l], units, true)));
        let best = risen.max_by(|a, b| compare(a, b));
        let fallen = case
            .winners
            .iter()
            .map(|w| merit(moved(&tallies[*w], units, false)));
        let worst = fallen.min_by(|a, b| compare(a, b));
        matches!((best, worst), (Some(best), Some(worst)) if compare(&best, &worst).is_ge())
    };
    let (mut cannot, mut enough) = (N::zero(), case.units());
    while let Some(middle) = between(&cannot, &enough) {
        if can(&middle) {
            enough = middle;
        } else {
            cannot = middle;
        }
    }
    finding.no_fewer_than(enough, Proof::Grades);
}

/// Grades of which so many of the lowest go to the top, or of the highest to the bottom.
fn moved<N: Units>(tally: &[N], units: &N, up: bool) -> Vec<N> {
    let mut tally = tally.to_vec();
    if up {
        tally.reverse();
    }
    // Now the best grades, seen from where they go, are the last.
    let mut left = units.clone();
    for grade in (1..tally.len()).rev() {
        let some = (&tally[grade]).min(&left).clone();
        tally[grade] -= &some;
        tally[0] += &some;
        left -= some;
    }
    if up {
        tally.reverse();
    }
    tally
}
