//! Looking for changes that change the winners, by counting again.

use crate::tally::method::Method;
use crate::tally::profile::Form;
use crate::tally::rules::Overvote;
use crate::tally::units::Units;

use super::{Case, Finding, Proof, Swap, between, first_units};

/// Tries what is most likely to be enough: ballots that speak for one option turn to another.
pub(super) fn likely<N: Units>(finding: &mut Finding<'_, N>) {
    let case = finding.case;
    let regards: Vec<Vec<i64>> = (0..case.papers.len()).map(|p| case.regard(p)).collect();
    let running = &case.field.running;
    let all = running
        .iter()
        .flat_map(|a| running.iter().map(move |b| (*a, *b)));
    let mut pairs: Vec<(usize, usize)> = all.filter(|(a, b)| a != b).collect();
    // A winner that gives way to a loser is the most likely of all.
    pairs.sort_by_key(|(a, b)| (!case.winners.contains(a), case.winners.contains(b)));
    for (from, to) in pairs {
        for turn in [turned, alone] {
            if finding.is_exact() || finding.counts_left == 0 {
                return;
            }
            let mut order: Vec<usize> = (0..case.papers.len()).collect();
            order.sort_by_key(|paper| {
                let regard = &regards[*paper];
                let is_first = regard.iter().all(|other| *other <= regard[from]);
                (!is_first, regard[to] - regard[from], regard[to])
            });
            let swaps = order.into_iter().map(|paper| Swap {
                paper,
                units: case.papers[paper].1.clone(),
                to: turn(case, paper, to, from),
            });
            let different = swaps.filter(|swap| swap.to != case.form(swap.paper));
            shortest(finding, &different.collect::<Vec<_>>());
        }
    }
}

/// Finds how many of these changes are enough, if fewer are than are known to be.
fn shortest<N: Units>(finding: &mut Finding<'_, N>, swaps: &[Swap<N>]) {
    let all = super::units_of(swaps);
    let fewer = finding.at_most().map(|most| most - N::one());
    let mut enough = fewer.map_or(all.clone(), |fewer| all.min(fewer));
    let mut too_few = finding.at_least.clone() - N::one();
    if enough <= too_few || !finding.try_changes(&first_units(swaps, &enough)) {
        return;
    }
    while let Some(middle) = between(&too_few, &enough) {
        if finding.try_changes(&first_units(swaps, &middle)) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
}

/// The ballot with one option at the very top and another at the very bottom.
pub(super) fn turned<N: Units>(
    case: &Case<'_, N>,
    paper: usize,
    top: usize,
    bottom: usize,
) -> Form {
    let running = &case.field.running;
    match case.form(paper) {
        Form::Ranking(ranks) => {
            let mut order = vec![vec![top]];
            let mut named = vec![top, bottom];
            for option in ranks.into_iter().flatten().chain(running.iter().copied()) {
                if running.contains(&option) && !named.contains(&option) {
                    named.push(option);
                    order.push(vec![option]);
                }
            }
            // Everybody else is named, so that the last stands below them all.
            Form::Ranking(order)
        }
        Form::Approves(mut options) => {
            options.retain(|option| *option != bottom);
            if !options.contains(&top) {
                options.push(top);
            }
            options.sort_unstable();
            Form::Approves(options)
        }
        Form::Scores(mut scores) => {
            scores.retain(|(option, _)| *option != bottom && *option != top);
            scores.push((top, case.top));
            scores.sort_unstable();
            Form::Scores(scores)
        }
    }
}

/// A ballot for one option alone.
fn alone<N: Units>(case: &Case<'_, N>, paper: usize, top: usize, _bottom: usize) -> Form {
    match case.form(paper) {
        Form::Ranking(_) => Form::Ranking(vec![vec![top]]),
        Form::Approves(_) => Form::Approves(vec![top]),
        Form::Scores(_) => Form::Scores(vec![(top, case.top)]),
    }
}

/// Tries all changes of one ballot, then of two, as long as there is time.
pub(super) fn all<N: Units>(finding: &mut Finding<'_, N>) {
    let case = finding.case;
    let kinds = if finding.is_exact() {
        None
    } else {
        universe(case)
    };
    let Some(kinds) = &kinds else { return };
    while !finding.is_exact() {
        let Some(units) = finding.at_least.to_u64() else {
            return;
        };
        let targets = kinds.iter().map(|kind| kind.len() as u64).max();
        let papers = choices(case.papers.len() as u64, units);
        let ways = papers.saturating_mul(choices(targets.unwrap_or_default(), units));
        if ways > finding.counts_left || any_way(finding, kinds, &mut Vec::new(), units) {
            return;
        }
        finding.at_least += N::one();
        finding.proof = Proof::Search;
    }
}

/// Is there a way to change so many units, these ballots and later ones? Stops at the first.
fn any_way<N: Units>(
    finding: &mut Finding<'_, N>,
    kinds: &[Vec<Form>],
    papers: &mut Vec<usize>,
    units: u64,
) -> bool {
    if units == 0 {
        return any_targets(finding, kinds, papers, &mut Vec::new(), 0);
    }
    let case = finding.case;
    for paper in papers.last().copied().unwrap_or_default()..case.papers.len() {
        let used = papers.iter().filter(|used| **used == paper).count() as u64;
        if N::from(used) < case.papers[paper].1 {
            papers.push(paper);
            if any_way(finding, kinds, papers, units - 1) {
                return true;
            }
            papers.pop();
        }
    }
    false
}

/// Is there something to change these ballots into? Which becomes which makes no difference, so that
/// the targets come in their order; `first` is the first that is left for the next ballot.
fn any_targets<N: Units>(
    finding: &mut Finding<'_, N>,
    kinds: &[Vec<Form>],
    papers: &[usize],
    swaps: &mut Vec<Swap<N>>,
    first: usize,
) -> bool {
    let Some(paper) = papers.get(swaps.len()).copied() else {
        return finding.try_changes(swaps);
    };
    let kind = kind_of(&finding.case.form(paper));
    let before = swaps.last().map(|swap| kind_of(&swap.to));
    let first = if before == Some(kind) { first } else { 0 };
    for (target, to) in kinds[kind].iter().enumerate().skip(first) {
        swaps.push(Swap {
            paper,
            units: N::one(),
            to: to.clone(),
        });
        if any_targets(finding, kinds, papers, swaps, target) {
            return true;
        }
        swaps.pop();
    }
    false
}

fn kind_of(form: &Form) -> usize {
    match form {
        Form::Ranking(_) => 0,
        Form::Approves(_) => 1,
        Form::Scores(_) => 2,
    }
}

/// How many multisets of so many there are out of `n`.
fn choices(n: u64, many: u64) -> u64 {
    // As many as there are ways to put the n - 1 bars between kinds among them.
    let Some(bars) = n.checked_sub(1) else {
        return 0;
    };
    let all = many.saturating_add(bars);
    (0..many.min(bars)).fold(1_u64, |ways, i| ways.saturating_mul(all - i) / (i + 1))
}

/// Every ballot that can be cast, by form; none when there are too many.
///
/// Skipped ranks and repetitions are left out: a ballot without them does the same at every stage. So
/// are equals where a rank of several is passed over or ends the ballot, but for one ballot that
/// counts for nobody.
fn universe<N: Units>(case: &Case<'_, N>) -> Option<Vec<Vec<Form>>> {
    const MOST: usize = 2_000;
    let options = &case.field.running;
    if options.len() > 10 {
        return None;
    }
    let forms: Vec<usize> = (0..case.papers.len())
        .map(|p| kind_of(&case.form(p)))
        .collect();
    let mut kinds = vec![Vec::new(); 3];
    if forms.contains(&0) {
        let counts_equals = !reads_one_a_rank(case);
        let orders = &mut kinds[0];
        weak_orders(options, counts_equals, &mut Vec::new(), orders, MOST);
        if !counts_equals && options.len() > 1 {
            orders.push(Form::Ranking(vec![options[..2].to_vec()]));
        }
    }
    if forms.contains(&1) {
        let sets = (1_usize..1 << options.len()).map(|set| {
            let chosen = options
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == 1);
            Form::Approves(chosen.map(|(_, option)| *option).collect())
        });
        kinds[1].extend(sets);
    }
    if forms.contains(&2) {
        let mut scorings: Vec<Vec<(usize, u32)>> = vec![Vec::new()];
        for option in options {
            let each = scorings.iter().flat_map(|scoring| {
                (0..=case.top).map(move |score| {
                    let mut scoring = scoring.clone();
                    scoring.push((*option, score));
                    scoring
                })
            });
            scorings = each.take(MOST + 1).collect();
        }
        let affordable = crate::tally::cardinal::affordable(case.rules);
        let fits = |scoring: &Vec<(usize, u32)>| {
            let scores = scoring
                .iter()
                .map(|(option, score)| crate::tally::papers::Score {
                    option: u16::try_from(*option).unwrap_or_default(),
                    score: *score,
                });
            !matches!(case.rules.method, Method::Dots | Method::Quadratic)
                || affordable(&scores.collect::<Vec<_>>())
        };
        kinds[2].extend(scorings.into_iter().filter(fits).map(Form::Scores));
    }
    let fits = kinds.iter().all(|kind| kind.len() <= MOST);
    fits.then_some(kinds)
}

/// Does a rank that names several options count for none of them?
fn reads_one_a_rank<N: Units>(case: &Case<'_, N>) -> bool {
    let one_by_one = [
        Method::Irv,
        Method::StvScottish,
        Method::StvWigm,
        Method::StvWigmPrf,
    ];
    one_by_one.contains(&case.rules.method)
        && case.rules.overvote != Overvote::ExhaustIfMultipleContinuing
}

/// Adds every order of some of the options, with or without equals, that begins with these ranks.
fn weak_orders(
    left: &[usize],
    equals: bool,
    ranks: &mut Vec<Vec<usize>>,
    orders: &mut Vec<Form>,
    most: usize,
) {
    if !ranks.is_empty() {
        orders.push(Form::Ranking(ranks.clone()));
    }
    let sets = 1_usize..1 << left.len();
    for set in sets.filter(|set| equals || set.is_power_of_two()) {
        if orders.len() > most {
            return;
        }
        let some = |chosen: usize| {
            let those = left
                .iter()
                .enumerate()
                .filter(|(at, _)| set >> at & 1 == chosen);
            those.map(|(_, option)| *option).collect::<Vec<_>>()
        };
        ranks.push(some(1));
        weak_orders(&some(0), equals, ranks, orders, most);
        ranks.pop();
    }
}
