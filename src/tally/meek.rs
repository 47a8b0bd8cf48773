//! The single transferable vote by Meek's and Warren's methods: every elected option keeps of each
//! ballot only the share that leaves it a quota, and passes the rest on; shares and quota are
//! worked out anew, step by step, until the surplus is as good as nothing.
//!
//! `stv-meek-prf` is the Proportional Representation Foundation's reference rule in nine decimals.
//! `stv-meek` and `stv-warren` use twelve decimals, and a quota that must be exceeded.

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{Outcome, Round, TieAbout};
use crate::tally::pairwise::ranked_tiers;
use crate::tally::words;

/// More steps than any count needs: the surplus shrinks with each, or the rule stops by itself.
const MOST_STEPS: u32 = 100_000;

pub(crate) fn count(field: &Field<'_>) -> Outcome {
    Count::new(field).run()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Hopeful,
    Elected,
    Defeated,
}

struct Count<'a> {
    field: &'a Field<'a>,
    /// Options in the order each ballot reaches them, flat, with where each ballot ends.
    preferences: Vec<u16>,
    ends: Vec<u32>,
    /// One vote, in units of the last decimal.
    vote: u128,
    decimals: usize,
    omega: u128,
    state: Vec<State>,
    /// By option: the share it keeps, in units.
    keep: Vec<u128>,
    /// By option: its votes, in units and parts of a weight.
    votes: Vec<u128>,
    residual: u128,
    quota: u128,
    surplus: u128,
    winners: Vec<usize>,
    earlier: Vec<Vec<u128>>,
    outcome: Outcome,
}

impl<'a> Count<'a> {
    fn new(field: &'a Field<'a>) -> Self {
        let options = field.included.len();
        let decimals = if field.rules.method == Method::StvMeekPrf {
            9
        } else {
            12
        };
        let vote = 10_u128.pow(decimals);
        let (preferences, ends) = orders(field);
        Self {
            field,
            preferences,
            ends,
            vote,
            decimals: decimals as usize,
            // As many units as make up the given decimal of a vote.
            omega: 10_u128.pow(decimals.saturating_sub(field.rules.omega))
                * u128::from(field.profile.scale()),
            state: field
                .included
                .iter()
                .map(|i| if *i { State::Hopeful } else { State::Defeated })
                .collect(),
            keep: field
                .included
                .iter()
                .map(|included| if *included { vote } else { 0 })
                .collect(),
            votes: vec![0; options],
            residual: 0,
            quota: 0,
            surplus: 0,
            winners: Vec::new(),
            earlier: Vec::new(),
            outcome: field.outcome(),
        }
    }

    fn run(mut self) -> Outcome {
        let seats = self.field.rules.seats as usize;
        for round in 1_u32.. {
            let newly = self.approach();
            if round == 1 {
                self.outcome.quota = Some(self.show(self.quota));
            }
            let mut record = self.record(round);
            for option in &newly {
                self.elect(*option, &mut record);
            }
            let hopeful = self.hopeful();
            if newly.is_empty() && self.winners.len() + hopeful.len() > seats {
                let defeated = self.lowest(&hopeful, &mut record);
                self.state[defeated] = State::Defeated;
                self.keep[defeated] = 0;
                record.eliminated.push(self.field.name(defeated));
                self.outcome.ties.extend(record.tie_break.clone());
            }
            self.earlier.push(self.votes.clone());
            let hopeful = self.hopeful();
            let full = self.winners.len() >= seats;
            if full || self.winners.len() + hopeful.len() <= seats {
                if record.eliminated.is_empty() && !full {
                    for option in hopeful {
                        self.elect(option, &mut record);
                    }
                    self.outcome.rounds.push(record);
                } else {
                    self.outcome.rounds.push(record);
                    self.last_round(round + 1, full);
                }
                break;
            }
            self.outcome.rounds.push(record);
        }
        self.outcome.winners = self.field.names(&self.winners);
        words::say_rounds(&mut self.outcome);
        self.outcome
    }

    /// After the last defeat: the votes as they come to stand, and the seats that are left.
    fn last_round(&mut self, round: u32, full: bool) {
        if full {
            return;
        }
        self.distribute();
        let mut record = self.record(round);
        for option in self.hopeful() {
            self.elect(option, &mut record);
        }
        self.outcome.rounds.push(record);
    }

    /// Steps until somebody is elected, who is returned, or until the surplus is settled.
    fn approach(&mut self) -> Vec<usize> {
        let mut before = None;
        for _ in 0..MOST_STEPS {
            self.distribute();
            let reached: Vec<usize> = self
                .hopeful()
                .into_iter()
                .filter(|o| self.reaches(*o))
                .collect();
            let elected = self.state.iter().zip(&self.votes).zip(0..);
            let over =
                elected.filter(|((state, _), o)| **state == State::Elected || reached.contains(o));
            self.surplus = over
                .map(|((_, votes), _)| votes.saturating_sub(self.quota))
                .sum();
            let stalled = before.is_some_and(|before| self.surplus >= before);
            if !reached.is_empty() || self.surplus < self.omega || stalled {
                let free = self.field.rules.seats as usize - self.winners.len();
                return reached.into_iter().take(free).collect();
            }
            before = Some(self.surplus);
            for option in 0..self.keep.len() {
                if self.state[option] == State::Elected {
                    let scaled = (self.keep[option] * self.quota).div_ceil(self.vote);
                    self.keep[option] = (scaled * self.vote).div_ceil(self.votes[option]);
                }
            }
        }
        Vec::new()
    }

    /// Gives every ballot out by the shares kept, and works out the quota of what was given.
    fn distribute(&mut self) {
        self.votes.fill(0);
        self.residual = 0;
        let warren = self.field.rules.method == Method::StvWarren;
        let rankings = self.field.profile.rankings();
        let mut start = 0;
        for (paper, end) in self.ends.iter().enumerate() {
            let units = u128::from(rankings.weight(paper));
            let mut left = self.vote;
            let order = &self.preferences[start..*end as usize];
            for tier in order.chunk_by(|_, next| next & EQUAL != 0) {
                let in_race = tier
                    .iter()
                    .map(|o| usize::from(o & !EQUAL))
                    .filter(|o| self.keep[*o] > 0);
                // Options ranked equal get equal parts.
                let part = match tier {
                    [_] => left,
                    _ => left / (in_race.clone().count().max(1) as u128),
                };
                for option in in_race {
                    let keep = self.keep[option];
                    let kept = if keep == self.vote {
                        part
                    } else if warren {
                        keep.min(part)
                    } else {
                        (part * keep).div_ceil(self.vote)
                    };
                    self.votes[option] += kept * units;
                    left -= kept;
                }
                if left == 0 {
                    break;
                }
            }
            self.residual += left * units;
            start = *end as usize;
        }
        let total: u128 = self.votes.iter().sum();
        assert_eq!(
            total + self.residual,
            self.field.valid * self.vote,
            "votes and residual are all valid ballots"
        );
        let share = total / (u128::from(self.field.rules.seats) + 1);
        self.quota = match self.field.rules.method {
            Method::StvMeekPrf => {
                let unit = u128::from(self.field.profile.scale());
                (share / unit + 1) * unit
            }
            _ => share,
        };
    }

    fn reaches(&self, option: usize) -> bool {
        match self.field.rules.method {
            Method::StvMeekPrf => self.votes[option] >= self.quota,
            _ => self.votes[option] > self.quota,
        }
    }

    fn hopeful(&self) -> Vec<usize> {
        let all = 0..self.state.len();
        all.filter(|o| self.state[*o] == State::Hopeful).collect()
    }

    fn elect(&mut self, option: usize, record: &mut Round) {
        self.state[option] = State::Elected;
        self.winners.push(option);
        record.elected.push(self.field.name(option));
    }

    /// The fewest votes; what the surplus could still bring counts as a tie.
    fn lowest(&self, hopeful: &[usize], record: &mut Round) -> usize {
        let fewest = hopeful
            .iter()
            .map(|o| self.votes[*o])
            .min()
            .unwrap_or_default();
        let is_tied = |o: &usize| self.votes[*o] <= fewest + self.surplus;
        let tied: Vec<usize> = hopeful.iter().copied().filter(is_tied).collect();
        if let [only] = tied[..] {
            return only;
        }
        let decision = self
            .field
            .ties
            .pick(&tied, TieAbout::Elimination, &self.earlier);
        let tie = self
            .field
            .tie(&tied, TieAbout::Elimination, Some(record.round), &decision);
        record.tie_break = Some(tie);
        decision.picked
    }

    fn record(&self, round: u32) -> Round {
        let running = |o: &usize| self.state[*o] != State::Defeated;
        let shown: Vec<usize> = (0..self.state.len()).filter(running).collect();
        Round {
            round,
            votes: self.field.by(&shown, |o| self.show(self.votes[o])),
            exhausted: self.show(self.residual),
            rounding: None,
            elected: Vec::new(),
            eliminated: Vec::new(),
            tie_break: None,
            transfers: Vec::new(),
            says: String::new(),
        }
    }

    fn show(&self, units: u128) -> Amount {
        Amount::decimal(
            units / u128::from(self.field.profile.scale()),
            self.decimals,
        )
    }
}

/// The options each ballot ranks, in turn, flat, and where each ballot ends. One ranked equal to the
/// one before carries [`EQUAL`].
fn orders(field: &Field<'_>) -> (Vec<u16>, Vec<u32>) {
    let mut preferences: Vec<u16> = Vec::new();
    let mut ends = Vec::with_capacity(field.profile.rankings().len());
    for (marks, _) in field.profile.rankings().iter() {
        ranked_tiers(field, marks, |tier| {
            let mut equal = 0;
            for option in tier {
                // There are fewer options than 2^15.
                preferences.push(u16::try_from(*option).unwrap_or(u16::MAX) | equal);
                equal = EQUAL;
            }
        });
        ends.push(u32::try_from(preferences.len()).unwrap_or(u32::MAX));
    }
    (preferences, ends)
}

/// In the order of a ballot: ranked equal to the one before.
const EQUAL: u16 = 0x8000;
