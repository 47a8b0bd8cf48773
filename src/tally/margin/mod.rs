//! The margin: the fewest ballots that would have to change so that other options win.
//!
//! A ballot changes when it is replaced by any other valid ballot of the same form; nobody stays away
//! and nobody comes in addition, and blank ballots stay blank. The winners change when the set of them does, under the same rules,
//! those for ties among them. Where ballots have weights the margin is in votes, and so small a part
//! of a ballot may change as the common denominator of all weights allows.
//!
//! Where the method adds up points the margin is a formula. Elsewhere it lies between two bounds: no
//! fewer changes than `at_least` can do it, by an argument of the method's own or because all of them
//! were tried; and `at_most` are enough, since the count was made again with them. Where the two meet
//! the margin is exact.

mod pairs;
mod points;
mod runoff;
mod search;

use num_bigint::BigUint;
use serde::{Deserialize, Serialize};

use crate::tally::amount::Amount;
use crate::tally::canonical::{numbered, work};
use crate::tally::cardinal::{STAR_TOP, affordable, only_first, within};
use crate::tally::committee::Purse;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{ByOption, Outcome};
use crate::tally::profile::{Form, Profile};
use crate::tally::rules::Rules;
use crate::tally::units::{Units, less};
use crate::tally::{TallyError, count_wordless};

/// How many ballots would have to change so that the winners change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Margin {
    /// Is the margin known, `at_least` and `at_most` being the same, or is it known that there is none?
    pub exact: bool,
    /// Fewer changed ballots than this leave the winners as they are.
    pub at_least: Amount,
    /// So many changed ballots are enough, as [`Margin::witness`] shows. None when none was found;
    /// where the margin is exact all the same, no change can do it, and `at_least` is all ballots.
    pub at_most: Option<Amount>,
    /// How it is known that fewer than `at_least` do not do it.
    pub proof: Proof,
    /// Changes that do it.
    pub witness: Option<Witness>,
}

/// How the lower bound of a margin is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The method adds up what each ballot gives, so that the best changes can be worked out.
    Formula,
    /// The winners are preferred to all others two by two, and that must end first.
    Pairs,
    /// Every order in which options could go was looked at; each demands so many changes at one stage.
    Stages,
    /// Middle grades move only so far with so many ballots.
    Grades,
    /// All changes of fewer ballots were tried.
    Search,
    /// Nothing better is known than that some ballot must change.
    Trivial,
    /// Every option has a seat, whatever the ballots say.
    EverySeat,
    /// Every option costs more than there is, whatever the ballots say.
    NothingAffordable,
}

/// Changed ballots that change the winners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Which ballots change into what.
    pub changes: Vec<Change>,
    /// Who wins then: the count was made again.
    pub winners: Vec<String>,
}

/// Some equal ballots that change into other ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// How many.
    pub ballots: Amount,
    /// What they say.
    pub from: Paper,
    /// What they would say.
    pub to: Paper,
}

/// What a ballot says, as it is written in a ballots file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// The ranks, best first.
    Ranking(Vec<Vec<String>>),
    /// The options approved of.
    Approves(Vec<String>),
    /// The options scored.
    Scores(ByOption<u32>),
}

/// Finds how many ballots would have to change so that the winners change.
///
/// Fails as [`crate::tally::count`] does when the ballots cannot be counted.
pub fn margin(profile: &Profile, rules: &Rules) -> Result<Margin, TallyError> {
    if profile.is_heavy() {
        margin_in::<BigUint>(profile, rules)
    } else {
        margin_in::<u64>(profile, rules)
    }
}

/// Finds the margin, the weights added up in `N`.
fn margin_in<N: Units>(profile: &Profile, rules: &Rules) -> Result<Margin, TallyError> {
    let outcome = count_wordless(profile, rules)?;
    let case = Case::<N>::new(profile, rules, &outcome)?;
    let mut finding = Finding::new(&case);
    if case.papers.is_empty() {
        // Blank ballots stay blank, and there are no others.
        return Ok(finding.finish());
    }
    if let Some(proof) = settled(&case) {
        finding.none_can(proof);
        return Ok(finding.finish());
    }
    if let Some((units, changes)) = points::formula(&case) {
        finding.no_fewer_than(units, Proof::Formula);
        finding.try_changes(&changes);
    } else {
        pairs::bound(&mut finding);
        points::grades_bound(&mut finding);
        runoff::bound(&mut finding);
        search::likely(&mut finding);
        search::all(&mut finding);
    }
    Ok(finding.finish())
}

/// Why the winners are the same whatever the ballots say, if they are.
fn settled<N: Units>(case: &Case<'_, N>) -> Option<Proof> {
    let spends = matches!(
        case.rules.method,
        Method::EqualShares | Method::BudgetGreedy
    );
    if !spends {
        let every_seat = case.rules.seats as usize >= case.field.running.len();
        return every_seat.then_some(Proof::EverySeat);
    }
    let purse = Purse::of(&case.field);
    let too_dear = |option: &usize| purse.costs[*option] > purse.budget;
    let none = case.field.running.iter().all(too_dear);
    none.then_some(Proof::NothingAffordable)
}

/// The count whose margin is looked for.
struct Case<'a, N> {
    profile: &'a Profile,
    rules: &'a Rules,
    field: Field<'a, N>,
    winners: Vec<usize>,
    losers: Vec<usize>,
    names: Vec<String>,
    /// The ballots that count: number in the profile and units, in an order of their own.
    papers: Vec<(usize, N)>,
    /// By number in the profile: the units, equal ballots together.
    weights: Vec<N>,
    /// The highest score a ballot may give one option.
    top: u32,
}

/// Some units of one ballot that change: its place in [`Case::papers`], how many, into what.
#[derive(Clone)]
struct Swap<N> {
    paper: usize,
    units: N,
    to: Form,
}

impl<'a, N: Units> Case<'a, N> {
    fn new(profile: &'a Profile, rules: &'a Rules, outcome: &Outcome) -> Result<Self, TallyError> {
        let field = Field::new(profile, rules)?;
        let papers = numbered::<N>(profile, rules);
        // Ballots that the method cannot read are left out: they change nothing about who wins.
        let mut weights = vec![N::zero(); profile.distinct()];
        for (number, units) in &papers {
            weights[*number] = units.clone();
        }
        let is_winner = |o: &usize| outcome.winners.contains(&profile.candidates()[*o]);
        let (winners, losers) = field.running.iter().copied().partition(is_winner);
        let mut case = Self {
            profile,
            rules,
            field,
            winners,
            losers,
            names: sorted(&outcome.winners),
            papers,
            weights,
            top: 0,
        };
        case.top = case.highest_score();
        let papers = std::mem::take(&mut case.papers);
        let counted = papers.into_iter().filter(|(n, _)| case.is_valid(*n));
        case.papers = counted.collect();
        Ok(case)
    }

    /// The highest score that a ballot may give one option; where nobody said, the highest that one
    /// gives, and at least 1.
    fn highest_score(&self) -> u32 {
        let scores = self.profile.scores().iter();
        let highest = |sum: bool| {
            let each = scores.map(|(scores, _)| {
                let scores = scores.iter().map(|s| s.score);
                if sum {
                    scores.sum()
                } else {
                    scores.max().unwrap_or_default()
                }
            });
            each.max().unwrap_or_default().max(1)
        };
        match self.rules.method {
            Method::Approval => 1,
            Method::Star => self.rules.max_score.unwrap_or(STAR_TOP),
            Method::Quadratic => {
                let credits = self.rules.budget.as_ref().map(Amount::value);
                let most = credits.and_then(|credits| credits.to_integer().sqrt().try_into().ok());
                most.unwrap_or_else(|| highest(true))
            }
            Method::Dots => {
                let budget = self.rules.budget.as_ref().map(Amount::value);
                let dots = budget.and_then(|dots| dots.to_integer().try_into().ok());
                let limits = [dots, self.rules.max_score];
                let least = limits.into_iter().flatten().min();
                least.unwrap_or_else(|| highest(true))
            }
            _ => self.rules.max_score.unwrap_or_else(|| highest(false)),
        }
    }

    /// Does the ballot of that number count?
    fn is_valid(&self, number: usize) -> bool {
        let (rankings, approvals) = (self.profile.rankings(), self.profile.approvals());
        let Some(at) = number.checked_sub(rankings.len()) else {
            let plurality = self.rules.method == Method::Plurality;
            return !plurality || only_first(rankings.get(number)).is_some();
        };
        let Some(at) = at.checked_sub(approvals.len()) else {
            return self.rules.method != Method::Plurality || approvals.get(at).len() == 1;
        };
        let scores = self.profile.scores().get(at);
        match self.rules.method {
            Method::Approval | Method::Star => within(Some(self.top))(scores),
            Method::Dots | Method::Quadratic => affordable(self.rules)(scores),
            _ => within(self.rules.max_score)(scores),
        }
    }

    /// The units of all ballots that count.
    fn units(&self) -> N {
        self.papers.iter().map(|(_, units)| units).sum()
    }

    fn amount(&self, units: &N) -> Amount {
        self.field.amount(units)
    }

    /// What the ballot at a place says.
    fn form(&self, paper: usize) -> Form {
        self.profile.form(self.papers[paper].0)
    }

    /// How well a ballot speaks of each option: higher is better, whatever the form.
    fn regard(&self, paper: usize) -> Vec<i64> {
        let options = self.field.included.len();
        match self.form(paper) {
            Form::Ranking(ranks) => {
                let mut regard = vec![-i64::from(i16::MAX); options];
                for (place, rank) in (0_i64..).zip(&ranks) {
                    for option in rank.iter().filter(|o| **o != Form::OVERVOTE) {
                        regard[*option] = regard[*option].max(-place);
                    }
                }
                regard
            }
            Form::Approves(approved) => {
                let mut regard = vec![0; options];
                for option in approved {
                    regard[option] = 1;
                }
                regard
            }
            Form::Scores(scores) => {
                let mut regard = vec![0; options];
                for (option, score) in scores {
                    regard[option] = i64::from(score);
                }
                regard
            }
        }
    }

    /// Who wins after these changes, when it is not the same set.
    fn winners_after(&self, swaps: &[Swap<N>]) -> Option<Vec<String>> {
        let mut weights = self.weights.clone();
        let mut added = Vec::with_capacity(swaps.len());
        for swap in swaps {
            weights[self.papers[swap.paper].0] -= &swap.units;
            added.push((swap.units.clone(), &swap.to));
        }
        let changed = count_wordless(&self.profile.exchanged(&weights, &added), self.rules).ok()?;
        (sorted(&changed.winners) != self.names).then_some(changed.winners)
    }

    fn paper(&self, form: &Form) -> Paper {
        let name = |option: &usize| {
            let names = self.profile.candidates();
            names
                .get(*option)
                .map_or("overvote", String::as_str)
                .to_owned()
        };
        match form {
            Form::Ranking(ranks) => {
                Paper::Ranking(ranks.iter().map(|r| r.iter().map(name).collect()).collect())
            }
            Form::Approves(options) => Paper::Approves(options.iter().map(name).collect()),
            Form::Scores(scores) => {
                let scores = scores.iter().map(|(option, score)| (name(option), *score));
                Paper::Scores(ByOption(scores.collect()))
            }
        }
    }
}

/// What is known of the margin so far.
struct Finding<'c, N> {
    case: &'c Case<'c, N>,
    at_least: N,
    proof: Proof,
    /// The fewest changes that are known to do it, and who wins then.
    best: Option<(Vec<Swap<N>>, Vec<String>)>,
    /// How many more counts there is time for.
    counts_left: u64,
}

impl<'c, N: Units> Finding<'c, N> {
    /// About how many marks all counts together may read.
    const MOST_MARKS: u64 = 60_000_000;

    fn new(case: &'c Case<'c, N>) -> Self {
        let counts = Self::MOST_MARKS / work(case.profile, case.rules);
        Self {
            case,
            at_least: N::one(),
            proof: Proof::Trivial,
            best: None,
            counts_left: counts.clamp(24, 60_000),
        }
    }

    fn no_fewer_than(&mut self, units: N, proof: Proof) {
        if units > self.at_least {
            self.at_least = units;
            self.proof = proof;
        } else if proof == Proof::Formula {
            self.proof = proof;
        }
    }

    /// The fewest units that are known to do it.
    fn at_most(&self) -> Option<N> {
        self.best.as_ref().map(|(swaps, _)| units_of(swaps))
    }

    /// No change of any number of ballots can do it.
    fn none_can(&mut self, proof: Proof) {
        self.at_least = self.case.units() + N::one();
        self.proof = proof;
    }

    /// Is there nothing left to find? A margin of more than all ballots says that there is none.
    fn is_exact(&self) -> bool {
        self.at_most().as_ref() == Some(&self.at_least) || self.at_least > self.case.units()
    }

    /// Counts again with these changes, and keeps them when they change the winners and are the fewest so far.
    fn try_changes(&mut self, swaps: &[Swap<N>]) -> bool {
        if self.counts_left == 0 {
            return false;
        }
        self.counts_left -= 1;
        let Some(winners) = self.case.winners_after(swaps) else {
            return false;
        };
        if self.at_most().is_none_or(|most| units_of(swaps) < most) {
            self.best = Some((swaps.to_vec(), winners));
        }
        true
    }

    fn finish(self) -> Margin {
        let at_most = self.at_most();
        let exact = self.is_exact();
        debug_assert!(
            at_most.as_ref().is_none_or(|most| *most >= self.at_least),
            "the winners changed with fewer ballots than can change them"
        );
        let case = self.case;
        let witness = self.best.map(|(swaps, winners)| Witness {
            changes: together(&swaps)
                .into_iter()
                .map(|swap| Change {
                    ballots: case.amount(&swap.units),
                    from: case.paper(&case.form(swap.paper)),
                    to: case.paper(&swap.to),
                })
                .collect(),
            winners,
        });
        Margin {
            exact: exact && !case.papers.is_empty(),
            at_least: case.amount(&self.at_least.min(case.units())),
            at_most: at_most.map(|units| case.amount(&units)),
            proof: self.proof,
            witness,
        }
    }
}

/// The same changes, equal ones together.
fn together<N: Units>(swaps: &[Swap<N>]) -> Vec<Swap<N>> {
    let mut together: Vec<Swap<N>> = Vec::new();
    for swap in swaps {
        match together
            .iter_mut()
            .find(|t| t.paper == swap.paper && t.to == swap.to)
        {
            Some(same) => same.units += &swap.units,
            None => together.push(swap.clone()),
        }
    }
    together
}

fn units_of<N: Units>(swaps: &[Swap<N>]) -> N {
    swaps.iter().map(|swap| &swap.units).sum()
}

/// The number in the middle between two; none where there is none between them.
fn between<N: Units>(below: &N, above: &N) -> Option<N> {
    let apart = less(above, below) / N::from(2);
    (!apart.is_zero()).then(|| apart + below)
}

/// The first so many units of a list of changes.
fn first_units<N: Units>(swaps: &[Swap<N>], units: &N) -> Vec<Swap<N>> {
    let mut left = units.clone();
    let mut taken = Vec::new();
    for swap in swaps {
        let some = (&swap.units).min(&left).clone();
        if some.is_zero() {
            break;
        }
        left -= &some;
        taken.push(Swap {
            units: some,
            paper: swap.paper,
            to: swap.to.clone(),
        });
    }
    taken
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}
