//! What every method begins with: who takes part, which ballots count, how ties are broken.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;

use crate::tally::TallyError;
use crate::tally::amount::Amount;
use crate::tally::method::{BallotForm, Method};
use crate::tally::outcome::{BallotCounts, ByOption, Outcome, Tie, TieAbout};
use crate::tally::papers::{Mark, Score};
use crate::tally::profile::Profile;
use crate::tally::rules::Rules;
use crate::tally::ties::Ties;
use crate::tally::units::Units;

/// A profile under rules that fit it, its weights to be added up in `N`.
pub(crate) struct Field<'a, N> {
    pub(crate) profile: &'a Profile,
    pub(crate) rules: &'a Rules,
    pub(crate) ties: Ties<'a>,
    /// By option: does it take part?
    pub(crate) included: Vec<bool>,
    /// The options that take part, in the ballot's order.
    pub(crate) running: Vec<usize>,
    /// The units of the ballots that say something of a form the method counts.
    pub(crate) valid: N,
    /// The units of those that say something of another form.
    invalid: N,
}

impl<'a, N: Units> Field<'a, N> {
    pub(crate) fn new(profile: &'a Profile, rules: &'a Rules) -> Result<Self, TallyError> {
        let names = profile.candidates();
        let excluded = indices("excluded", &rules.excluded, names)?;
        let mut included = vec![true; names.len()];
        for option in excluded {
            included[option] = false;
        }
        // A mistyped name would leave the option it meant at a cost of 1, without a word.
        for (option, _) in &rules.costs {
            indices("costs", std::slice::from_ref(option), names)?;
        }
        let running: Vec<usize> = (0..names.len()).filter(|o| included[*o]).collect();
        if running.is_empty() {
            return Err(match names {
                [] => TallyError::NoneThere,
                _ => TallyError::NoOptions,
            });
        }
        let has_cost = |name: &String| rules.costs.iter().any(|(option, _)| option == name);
        let without = running
            .iter()
            .map(|o| &names[*o])
            .find(|name| !has_cost(name));
        if let Some(option) = without.filter(|_| !rules.costs.is_empty()) {
            let option = option.clone();
            return Err(TallyError::NoCost { option });
        }
        if rules.seats as usize > running.len() {
            return Err(TallyError::TooManySeats {
                seats: rules.seats,
                options: running.len(),
            });
        }
        let (valid, invalid) = valid_and_invalid(profile, rules)?;
        Ok(Self {
            ties: Ties::new(rules.method, &rules.tie_break, names, &included)?,
            valid,
            invalid,
            profile,
            rules,
            included,
            running,
        })
    }

    /// An option's name.
    pub(crate) fn name(&self, option: usize) -> String {
        self.profile.candidates()[option].clone()
    }

    /// The names of options.
    pub(crate) fn names(&self, options: &[usize]) -> Vec<String> {
        options.iter().map(|option| self.name(*option)).collect()
    }

    /// The rankings with their units.
    pub(crate) fn rankings(&self) -> impl Iterator<Item = (&'a [Mark], &'a N)> + use<'a, N> {
        self.profile.weighed(self.profile.rankings())
    }

    /// The approvals with their units.
    pub(crate) fn approvals(&self) -> impl Iterator<Item = (&'a [u16], &'a N)> + use<'a, N> {
        self.profile.weighed(self.profile.approvals())
    }

    /// The scores with their units.
    pub(crate) fn scores(&self) -> impl Iterator<Item = (&'a [Score], &'a N)> + use<'a, N> {
        self.profile.weighed(self.profile.scores())
    }

    /// So many units make one vote.
    pub(crate) fn scale(&self) -> N {
        self.profile.scale::<N>().clone()
    }

    /// A sum of weights, as printed.
    pub(crate) fn amount(&self, units: &N) -> Amount {
        Amount::units(units.clone(), self.scale())
    }

    /// A sum of weights that are taken several times, in votes.
    pub(crate) fn votes(&self, units: &N::Wide) -> BigRational {
        let whole = |units: BigUint| BigInt::from(units);
        BigRational::new(whole(units.clone().into()), whole(self.scale().into()))
    }

    /// A sum of weights that are taken several times, as printed.
    pub(crate) fn wide_amount(&self, units: &N::Wide) -> Amount {
        Amount::units(units.clone(), N::Wide::from(self.scale()))
    }

    /// A value for each option that takes part.
    pub(crate) fn by_option<T>(&self, value: impl Fn(usize) -> T) -> ByOption<T> {
        self.by(&self.running, value)
    }

    /// A value for each of these options.
    pub(crate) fn by<T>(&self, options: &[usize], value: impl Fn(usize) -> T) -> ByOption<T> {
        let entries = options.iter().map(|o| (self.name(*o), value(*o)));
        ByOption(entries.collect())
    }

    /// An outcome that says nothing yet but who took part.
    pub(crate) fn outcome(&self) -> Outcome {
        Outcome {
            method: self.rules.method,
            seats: self.rules.seats,
            candidates: self.names(&self.running),
            ballots: self.ballots(&N::zero()),
            winners: Vec::new(),
            order: None,
            quota: None,
            rounds: Vec::new(),
            scores: None,
            pairwise: None,
            paths: None,
            locked: None,
            procedure: None,
            distance: None,
            deciding: Vec::new(),
            grades: None,
            satisfaction: None,
            too_dear: Vec::new(),
            unresolved: Vec::new(),
            steps: Vec::new(),
            ties: Vec::new(),
        }
    }

    /// An outcome of a count that had to reject some ballots of the right form, so many units.
    pub(crate) fn outcome_less(
        &self,
        rejected: &N,
        why: &'static str,
    ) -> Result<Outcome, TallyError> {
        if *rejected >= self.valid {
            return Err(TallyError::AllInvalid { why });
        }
        let mut outcome = self.outcome();
        outcome.ballots = self.ballots(rejected);
        Ok(outcome)
    }

    fn ballots(&self, rejected: &N) -> BallotCounts {
        BallotCounts {
            cast: self.profile.cast(),
            valid: self.amount(&(self.valid.clone() - rejected)),
            blank: self.amount(self.profile.blank()),
            invalid: self.amount(&(self.invalid.clone() + rejected)),
        }
    }

    /// Fills the seats from a whole order; a tie that crosses the last seat is broken.
    pub(crate) fn fill(&self, order: &[Vec<usize>], outcome: &mut Outcome) {
        let seats = self.rules.seats as usize;
        for group in order {
            let mut left = group.clone();
            while outcome.winners.len() < seats && !left.is_empty() {
                let free = seats - outcome.winners.len();
                let winner = if left.len() <= free {
                    left[0]
                } else {
                    let tie = self.ties.pick::<u64>(&left, TieAbout::Election, &[]);
                    outcome
                        .ties
                        .push(self.tie(&left, TieAbout::Election, None, &tie));
                    tie.picked
                };
                left.retain(|option| *option != winner);
                outcome.winners.push(self.name(winner));
            }
        }
        outcome.order = Some(order.iter().map(|group| self.names(group)).collect());
    }

    /// The record of a tie.
    pub(crate) fn tie(
        &self,
        tied: &[usize],
        about: TieAbout,
        round: Option<u32>,
        decision: &crate::tally::ties::Decision,
    ) -> Tie {
        Tie {
            round,
            about,
            options: self.names(tied),
            picked: self.name(decision.picked),
            by: decision.by,
            stage: decision.stage,
        }
    }
}

/// The options of those names.
pub(crate) fn indices(
    key: &'static str,
    wanted: &[String],
    names: &[String],
) -> Result<Vec<usize>, TallyError> {
    let find = |option: &String| {
        names
            .iter()
            .position(|name| name == option)
            .ok_or_else(|| TallyError::UnknownOption {
                key,
                option: option.clone(),
                options: names.to_vec(),
            })
    };
    wanted.iter().map(find).collect()
}

/// The units of the ballots that the method can count, and of those that it cannot.
fn valid_and_invalid<N: Units>(profile: &Profile, rules: &Rules) -> Result<(N, N), TallyError> {
    let forms = [
        (BallotForm::Ranking, profile.total(profile.rankings())),
        (BallotForm::Approval, profile.total(profile.approvals())),
        (BallotForm::Scores, profile.total(profile.scores())),
    ];
    let counts = rules.method.counts();
    let sum = |counted: bool| {
        let those = forms
            .iter()
            .filter(|(form, _)| counts.contains(form) == counted);
        those.map(|(_, units): &(_, N)| units).sum::<N>()
    };
    let (valid, invalid) = (sum(true), sum(false));
    if !valid.is_zero() {
        return Ok((valid, invalid));
    }
    if invalid.is_zero() {
        // Where a budget is spent, nobody wanting anything is an outcome too.
        let spends = matches!(rules.method, Method::EqualShares | Method::BudgetGreedy);
        return if spends && !profile.blank::<N>().is_zero() {
            Ok((valid, invalid))
        } else {
            Err(TallyError::NoBallots)
        };
    }
    let wanted: Vec<&str> = counts.iter().map(|form| form.name()).collect();
    Err(TallyError::WrongForm {
        method: rules.method,
        wanted: wanted.join(" or "),
    })
}
