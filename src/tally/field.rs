//! What every method begins with: who takes part, which ballots count, how ties are broken.

use crate::tally::TallyError;
use crate::tally::amount::Amount;
use crate::tally::method::{BallotForm, Method};
use crate::tally::outcome::{BallotCounts, ByOption, Outcome, Tie, TieAbout};
use crate::tally::profile::Profile;
use crate::tally::rules::Rules;
use crate::tally::ties::Ties;

/// A profile under rules that fit it.
pub(crate) struct Field<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) rules: &'a Rules,
    pub(crate) ties: Ties<'a>,
    /// By option: does it take part?
    pub(crate) included: Vec<bool>,
    /// The options that take part, in the ballot's order.
    pub(crate) running: Vec<usize>,
    /// The units of the ballots that say something of a form the method counts.
    pub(crate) valid: u128,
    /// The units of those that say something of another form.
    invalid: u128,
}

impl<'a> Field<'a> {
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
            return Err(TallyError::NoOptions);
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

    /// A sum of weights, as printed.
    pub(crate) fn amount(&self, units: u64) -> Amount {
        Amount::units(u128::from(units), self.profile.scale())
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
            ballots: self.ballots(0),
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
            steps: Vec::new(),
            ties: Vec::new(),
        }
    }

    /// An outcome of a count that had to reject some ballots of the right form, so many units.
    pub(crate) fn outcome_less(
        &self,
        rejected: u128,
        why: &'static str,
    ) -> Result<Outcome, TallyError> {
        if rejected >= self.valid {
            return Err(TallyError::AllInvalid { why });
        }
        let mut outcome = self.outcome();
        outcome.ballots = self.ballots(rejected);
        Ok(outcome)
    }

    fn ballots(&self, rejected: u128) -> BallotCounts {
        let amount = |units| Amount::units(units, self.profile.scale());
        BallotCounts {
            cast: self.profile.cast(),
            valid: amount(self.valid - rejected),
            blank: amount(u128::from(self.profile.blank())),
            invalid: amount(self.invalid + rejected),
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
fn valid_and_invalid(profile: &Profile, rules: &Rules) -> Result<(u128, u128), TallyError> {
    let forms = [
        (BallotForm::Ranking, profile.rankings().total()),
        (BallotForm::Approval, profile.approvals().total()),
        (BallotForm::Scores, profile.scores().total()),
    ];
    let counts = rules.method.counts();
    let sum = |counted: bool| {
        let those = forms
            .iter()
            .filter(|(form, _)| counts.contains(form) == counted);
        those.map(|(_, units)| units).sum::<u128>()
    };
    let (valid, invalid) = (sum(true), sum(false));
    if valid > 0 {
        return Ok((valid, invalid));
    }
    if invalid == 0 {
        // Where a budget is spent, nobody wanting anything is an outcome too.
        let spends = matches!(rules.method, Method::EqualShares | Method::BudgetGreedy);
        return match profile.blank() {
            1.. if spends => Ok((0, 0)),
            _ => Err(TallyError::NoBallots),
        };
    }
    let wanted: Vec<&str> = counts.iter().map(|form| form.name()).collect();
    Err(TallyError::WrongForm {
        method: rules.method,
        wanted: wanted.join(" or "),
    })
}
