//! Methods that add up what each ballot gives each option: a mark, an approval, a score, dots.

use std::cmp::{Ordering, Reverse};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::tally::TallyError;
use crate::tally::amount::Amount;
use crate::tally::borda::by_points;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{Grades, Outcome, Round, TieAbout};
use crate::tally::papers::{Mark, Score, ranks};
use crate::tally::rules::Rules;
use crate::tally::units::{Number, Units};

/// The highest score of a STAR ballot when the rules do not say.
pub(crate) const STAR_TOP: u32 = 5;

/// The most first choices. A ballot that names several at its first rank, or approves of several, is invalid.
pub(crate) fn plurality<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let mut votes = vec![N::Wide::zero(); field.included.len()];
    let mut rejected = N::zero();
    for (marks, units) in field.rankings() {
        match only_first(marks) {
            Some(option) => votes[option] += units.times(1),
            None => rejected += units,
        }
    }
    for (options, units) in field.approvals() {
        match options {
            [only] => votes[usize::from(*only)] += units.times(1),
            _ => rejected += units,
        }
    }
    let why = "each names several options where `plurality` counts one";
    let outcome = field.outcome_less(&rejected, why)?;
    Ok(by_points(field, &exact(field, &votes), outcome))
}

/// The one option at a ballot's first rank; none where several stand there.
pub(crate) fn only_first(marks: &[Mark]) -> Option<usize> {
    let mut named = ranks(marks).filter(|rank| rank[0].index().is_some() || rank[0].is_overvote());
    match named.next() {
        Some([only]) => only.index(),
        Some(_) | None => None,
    }
}

/// The most approvals. A ballot that scores approves of what it scores 1; one with a higher score is invalid.
pub(crate) fn approval<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let (mut votes, rejected) = totals(field, &within(Some(1)));
    for (options, units) in field.approvals() {
        for option in options {
            votes[usize::from(*option)] += units.times(1);
        }
    }
    let why = "each gives scores above 1 where `approval` counts 1 and 0";
    let outcome = field.outcome_less(&rejected, why)?;
    Ok(by_points(field, &exact(field, &votes), outcome))
}

/// The highest sum of scores; an option left out scores 0.
pub(crate) fn score<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let (totals, rejected) = totals(field, &within(field.rules.max_score));
    let outcome = field.outcome_less(&rejected, TOO_HIGH)?;
    Ok(by_points(field, &exact(field, &totals), outcome))
}

/// The most dots; a ballot may give no more than it has.
pub(crate) fn dots<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let (totals, rejected) = totals(field, &affordable(field.rules));
    let why = "each gives more dots than `budget` or `max_score` allow";
    let outcome = field.outcome_less(&rejected, why)?;
    Ok(by_points(field, &exact(field, &totals), outcome))
}

/// The most votes, of which a ballot may give one option several: `v` votes cost it `v²`.
pub(crate) fn quadratic<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let (totals, rejected) = totals(field, &affordable(field.rules));
    let why = "each gives votes whose squares add up to more than `budget`";
    let outcome = field.outcome_less(&rejected, why)?;
    Ok(by_points(field, &exact(field, &totals), outcome))
}

/// Does a ballot give no more dots, or buy no more votes, than the rules allow?
pub(crate) fn affordable(rules: &Rules) -> impl Fn(&[Score]) -> bool {
    let fits = within(rules.max_score);
    let budget = rules.budget.as_ref().map(Amount::value);
    let exponent = if rules.method == Method::Quadratic {
        2
    } else {
        1
    };
    move |scores| {
        let spent: u128 = scores
            .iter()
            .map(|s| u128::from(s.score).pow(exponent))
            .sum();
        let spent = BigRational::from_integer(BigInt::from(spent));
        fits(scores) && budget.as_ref().is_none_or(|budget| spent <= *budget)
    }
}

/// The two highest scores go to a run-off, which the one wins that more ballots score higher.
///
/// Ties on the way into the run-off go to the option that more ballots prefer to the others tied
/// with it, then to the one with more top scores; in the run-off, to the higher total, then to
/// more top scores. A tie left after that is for the declared rules; where none are declared and
/// it matters who is picked, nobody is elected.
pub(crate) fn star<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let top = field.rules.max_score.unwrap_or(STAR_TOP);
    let fits = within(Some(top));
    let (totals, rejected) = totals(field, &fits);
    let mut outcome = field.outcome_less(&rejected, TOO_HIGH)?;
    outcome.scores = Some(field.by_option(|o| field.wide_amount(&totals[o])));
    let papers = field.scores().filter(|(scores, _)| fits(scores));
    let stars = Stars {
        field,
        top,
        papers: papers
            .map(|(scores, units)| (columns(field, scores), units))
            .collect(),
        totals,
    };
    let (mut finalists, mut open) = stars.finalists();
    let free = (2 - finalists.len()).min(open.len());
    let declared = !field.rules.tie_break.by.is_empty();
    if !declared && open.len() > free && stars.depends_on_pick(&finalists, &open, free) {
        outcome.unresolved = field.names(&open);
        return Ok(outcome);
    }
    for _ in 0..free {
        let decision = field.ties.pick::<u64>(&open, TieAbout::Election, &[]);
        if open.len() + finalists.len() > 2 {
            outcome
                .ties
                .push(field.tie(&open, TieAbout::Election, None, &decision));
        }
        open.retain(|o| *o != decision.picked);
        finalists.push(decision.picked);
    }
    let [a, b] = finalists[..] else {
        // One option alone needs no run-off.
        outcome.winners = field.names(&finalists);
        return Ok(outcome);
    };
    let winner = stars.preferred(a, b).or_else(|| {
        let decision = field.ties.pick::<u64>(&[a, b], TieAbout::Election, &[]);
        let tie = field.tie(&[a, b], TieAbout::Election, None, &decision);
        outcome.ties.extend(declared.then_some(tie));
        declared.then_some(decision.picked)
    });
    if winner.is_none() {
        outcome.unresolved = field.names(&[a, b]);
    }
    let counted = [stars.prefer(a, b), stars.prefer(b, a)];
    let exhausted = field.valid.clone() - rejected - &counted[0] - &counted[1];
    let elected: Vec<String> = winner.map(|o| field.name(o)).into_iter().collect();
    outcome.winners.clone_from(&elected);
    outcome.rounds.push(Round {
        round: 1,
        votes: field.by(&[a, b], |o| field.amount(&counted[usize::from(o == b)])),
        exhausted: field.amount(&exhausted),
        rounding: None,
        quota: None,
        elected,
        eliminated: Vec::new(),
        tie_break: None,
        transfers: Vec::new(),
        says: String::new(),
    });
    Ok(outcome)
}

/// The ballots of a STAR count, a score for every option.
struct Stars<'a, N: Units> {
    field: &'a Field<'a, N>,
    top: u32,
    papers: Vec<(Vec<u32>, &'a N)>,
    totals: Vec<N::Wide>,
}

impl<N: Units> Stars<'_, N> {
    /// The units of the ballots that score `a` higher.
    fn prefer(&self, a: usize, b: usize) -> N {
        let those = self
            .papers
            .iter()
            .filter(|(scores, _)| scores[a] > scores[b]);
        those.map(|(_, units)| *units).sum()
    }

    /// The units of the ballots that give it the top score.
    fn tops(&self, option: usize) -> N {
        let those = self
            .papers
            .iter()
            .filter(|(scores, _)| scores[option] == self.top);
        those.map(|(_, units)| *units).sum()
    }

    /// The winner of a run-off, if the method's own ladder finds one.
    fn preferred(&self, a: usize, b: usize) -> Option<usize> {
        let first = self.prefer(a, b).cmp(&self.prefer(b, a));
        let second = self.totals[a].cmp(&self.totals[b]);
        let last = || self.tops(a).cmp(&self.tops(b));
        match first.then(second).then_with(last) {
            Ordering::Greater => Some(a),
            Ordering::Less => Some(b),
            Ordering::Equal => None,
        }
    }

    /// Those sure of the run-off, and those still tied for what is left of it.
    fn finalists(&self) -> (Vec<usize>, Vec<usize>) {
        let mut sure: Vec<usize> = Vec::new();
        let mut open = self.field.running.clone();
        for step in 0..3 {
            let free = 2 - sure.len();
            if open.len() <= free {
                break;
            }
            let worth = |o: usize| match step {
                0 => self.totals[o].clone(),
                1 => open
                    .iter()
                    .filter(|other| **other != o)
                    .map(|other| N::Wide::from(self.prefer(o, *other)))
                    .sum(),
                _ => N::Wide::from(self.tops(o)),
            };
            let mut ranked: Vec<(Reverse<N::Wide>, usize)> =
                open.iter().map(|o| (Reverse(worth(*o)), *o)).collect();
            ranked.sort_unstable();
            let cut = ranked[free - 1].0.clone();
            let above = ranked.iter().filter(|(worth, _)| *worth < cut);
            sure.extend(above.map(|(_, option)| *option));
            let at_cut = ranked.iter().filter(|(worth, _)| *worth == cut);
            open = at_cut.map(|(_, option)| *option).collect();
        }
        (sure, open)
    }

    /// Would another pick among the tied bring another winner, or none?
    fn depends_on_pick(&self, sure: &[usize], open: &[usize], free: usize) -> bool {
        let rivals: Vec<(usize, usize)> = match (sure, free) {
            ([sure], 1) => open.iter().map(|o| (*sure, *o)).collect(),
            _ => open
                .iter()
                .flat_map(|a| open.iter().filter(move |b| a < *b).map(move |b| (*a, *b)))
                .collect(),
        };
        let winners: Vec<Option<usize>> = rivals
            .into_iter()
            .map(|(a, b)| self.preferred(a, b))
            .collect();
        winners.contains(&None) || winners.windows(2).any(|pair| pair[0] != pair[1])
    }
}

/// The best middle grade. Equal ones are told apart by the larger of the groups below and above the
/// middle, then by the grades that come next (the majority judgment of M. Balinski and R. Laraki in
/// the form that moves the middle group and looks again). An option left out gets the lowest grade.
pub(crate) fn majority_judgment<N: Units>(field: &Field<'_, N>) -> Result<Outcome, TallyError> {
    let fits = within(field.rules.max_score);
    let given = field.scores().filter(|(scores, _)| fits(scores));
    let given = given.flat_map(|(scores, _)| scores.iter().map(|s| s.score));
    let scale = scale(given);
    let mut rejected = N::zero();
    let mut tallies = vec![vec![N::zero(); scale.len()]; field.included.len()];
    for (scores, units) in field.scores() {
        if !fits(scores) {
            rejected += units;
            continue;
        }
        for (option, score) in columns(field, scores).into_iter().enumerate() {
            tallies[option][grade(&scale, score)] += units;
        }
    }
    let mut outcome = field.outcome_less(&rejected, TOO_HIGH)?;
    let beside = |option: usize, is_beside: fn(usize, usize) -> bool, middle: usize| {
        let grades = tallies[option].iter().enumerate();
        let beside = grades.filter(|(grade, _)| is_beside(*grade, middle));
        field.amount(&beside.map(|(_, units)| units).sum())
    };
    let grades = field.by_option(|option| {
        let middle = middle(&tallies[option]);
        Grades {
            middle: scale[middle],
            above: beside(option, |grade, middle| grade > middle, middle),
            below: beside(option, |grade, middle| grade < middle, middle),
        }
    });
    outcome.grades = Some(grades);
    let merit: Vec<Merit<N>> = tallies.into_iter().map(merit).collect();
    let medians = field.by_option(|o| Amount::whole(scale[merit[o][0].0]));
    let mut descending = field.running.clone();
    descending.sort_by(|a, b| compare(&merit[*b], &merit[*a]).then(a.cmp(b)));
    let groups = descending.chunk_by(|a, b| merit[*a] == merit[*b]);
    let order: Vec<Vec<usize>> = groups.map(<[usize]>::to_vec).collect();
    outcome.scores = Some(medians);
    field.fill(&order, &mut outcome);
    Ok(outcome)
}

/// The grades that occur, and the lowest: what is never given takes no room, however high the scores.
pub(crate) fn scale(given: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut scale: Vec<u32> = std::iter::once(0).chain(given).collect();
    scale.sort_unstable();
    scale.dedup();
    scale
}

/// The place of a score that occurs on its scale.
pub(crate) fn grade(scale: &[u32], score: u32) -> usize {
    scale.binary_search(&score).unwrap_or_default()
}

/// A middle grade, the side of the larger group beside it and its size; then the same of the next.
pub(crate) type Merit<N> = Vec<(usize, i8, N)>;

/// The lowest grade such that half the ballots give it or a lower one.
fn middle<N: Number>(tally: &[N]) -> usize {
    let total: N = tally.iter().sum();
    let mut upto = N::zero();
    let reaches = |count: &N| {
        upto += count;
        upto.clone() + &upto >= total
    };
    tally.iter().position(reaches).unwrap_or_default()
}

/// The middle grade, and whether the larger group beside it stands above (1) or below (-1), and its
/// size; then the same again once the middle group has joined that group.
pub(crate) fn merit<N: Number>(mut tally: Vec<N>) -> Merit<N> {
    let mut merit = Vec::with_capacity(tally.len());
    for _ in 0..tally.len() {
        let middle = middle(&tally);
        let below: N = tally[..middle].iter().sum();
        let above: N = tally[middle + 1..].iter().sum();
        let next = if above > below {
            tally[middle + 1..]
                .iter()
                .position(|n| !n.is_zero())
                .map(|at| middle + 1 + at)
        } else {
            tally[..middle].iter().rposition(|n| !n.is_zero())
        };
        let Some(next) = next else {
            merit.push((middle, 0, N::zero()));
            break;
        };
        merit.push((middle, if next > middle { 1 } else { -1 }, above.max(below)));
        let middle = std::mem::take(&mut tally[middle]);
        tally[next] += middle;
    }
    merit
}

/// Which of two merits is better: step by step the higher grade, then the larger group above, the smaller below.
pub(crate) fn compare<N: Ord>(a: &[(usize, i8, N)], b: &[(usize, i8, N)]) -> Ordering {
    let steps = a
        .iter()
        .zip(b)
        .map(|((grade, side, size), (grade_b, side_b, size_b))| {
            let sizes = if *side >= 0 {
                size.cmp(size_b)
            } else {
                size_b.cmp(size)
            };
            grade.cmp(grade_b).then(side.cmp(side_b)).then(sizes)
        });
    steps.fold(Ordering::Equal, Ordering::then)
}

const TOO_HIGH: &str = "each gives a score above `max_score`";

/// Does a ballot keep to the highest score?
pub(crate) fn within(max_score: Option<u32>) -> impl Fn(&[Score]) -> bool {
    move |scores| max_score.is_none_or(|max| scores.iter().all(|s| s.score <= max))
}

/// By option: its score on this ballot, 0 where it has none.
fn columns<N>(field: &Field<'_, N>, scores: &[Score]) -> Vec<u32> {
    let mut columns = vec![0; field.included.len()];
    for score in scores {
        columns[usize::from(score.option)] = score.score;
    }
    columns
}

/// The sum of scores of every option over the ballots that fit, and the units of those that do not.
fn totals<N: Units>(field: &Field<'_, N>, fits: &dyn Fn(&[Score]) -> bool) -> (Vec<N::Wide>, N) {
    let mut totals = vec![N::Wide::zero(); field.included.len()];
    let mut rejected = N::zero();
    for (scores, units) in field.scores() {
        if !fits(scores) {
            rejected += units;
            continue;
        }
        for score in scores {
            totals[usize::from(score.option)] += units.times(score.score.into());
        }
    }
    (totals, rejected)
}

/// Units as votes.
fn exact<N: Units>(field: &Field<'_, N>, units: &[N::Wide]) -> Vec<BigRational> {
    units.iter().map(|units| field.votes(units)).collect()
}

#[cfg(test)]
mod tests {
    use crate::tally::{Amount, Form, Method, Outcome, ProfileBuilder, Rules, TallyError, Weight};

    /// Counts ballots that give A, B and C so many votes, within so many credits.
    fn count(credits: Option<&str>, ballots: &[(u64, [u32; 3])]) -> Result<Outcome, TallyError> {
        let names = ["A", "B", "C"].map(str::to_owned).to_vec();
        let mut builder = ProfileBuilder::new(names).unwrap();
        for (count, votes) in ballots {
            let scores = votes.iter().copied().enumerate().collect();
            builder
                .add(*count, Weight::ONE, &Form::Scores(scores))
                .unwrap();
        }
        let mut rules = Rules::new(Method::Quadratic);
        rules.budget = credits.map(|text| Amount::try_from(text.to_owned()).unwrap());
        crate::tally::count(&builder.finish(), &rules)
    }

    fn check(credits: Option<&str>, ballots: &[(u64, [u32; 3])], wanted: &str) {
        let told = match count(credits, ballots) {
            Ok(outcome) => {
                let scores = outcome.scores.as_ref().unwrap();
                let scores: Vec<String> = scores.iter().map(|(o, n)| format!("{o} {n}")).collect();
                format!(
                    "{}; valid {}, invalid {}; {}",
                    scores.join(", "),
                    outcome.ballots.valid,
                    outcome.ballots.invalid,
                    outcome.winners.join(", ")
                )
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(told, wanted);
    }

    #[test]
    fn a_strong_wish_of_few_can_beat_a_weak_one_of_many() {
        check(
            Some("100"),
            &[(3, [10, 0, 0]), (9, [1, 3, 5])],
            "A 39, B 27, C 45; valid 12, invalid 0; C",
        );
        check(
            Some("100"),
            &[(3, [10, 0, 0]), (9, [0, 3, 0])],
            "A 30, B 27, C 0; valid 12, invalid 0; A",
        );
    }

    #[test]
    fn squares_must_stay_within_the_credits() {
        // 6² + 8² is 100 exactly; 6² + 8² + 1² is one too many.
        check(
            Some("100"),
            &[(1, [6, 8, 0]), (1, [6, 8, 1])],
            "A 6, B 8, C 0; valid 1, invalid 1; B",
        );
        check(
            Some("99"),
            &[(1, [6, 8, 0])],
            "no ballot is valid: each gives votes whose squares add up to more than `budget`",
        );
        check(
            None,
            &[(1, [u32::MAX, u32::MAX, 1])],
            "A 4294967295, B 4294967295, C 1; valid 1, invalid 0; A",
        );
    }

    #[test]
    fn the_highest_score_there_is_takes_no_more_room_than_any_other() {
        let names = ["A", "B"].map(str::to_owned).to_vec();
        let mut builder = ProfileBuilder::new(names).unwrap();
        for (count, scores) in [(2, vec![(0, u32::MAX), (1, 3)]), (1, vec![(1, u32::MAX)])] {
            builder
                .add(count, Weight::ONE, &Form::Scores(scores))
                .unwrap();
        }
        let rules = Rules {
            max_score: Some(u32::MAX),
            ..Rules::new(Method::MajorityJudgment)
        };
        let outcome = crate::tally::count(&builder.finish(), &rules).unwrap();
        assert_eq!(outcome.winners, ["A"]);
        let medians = outcome.scores.unwrap();
        assert_eq!(medians.get("A"), Some(&Amount::whole(u32::MAX)));
        assert_eq!(medians.get("B"), Some(&Amount::whole(3_u32)));
    }
}
