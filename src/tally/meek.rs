//! The single transferable vote by Meek's and Warren's methods: every elected option keeps of each
//! ballot only the share that leaves it a quota, and passes the rest on; shares and quota are
//! worked out anew, step by step, until the surplus is as good as nothing.
//!
//! `stv-meek-prf` is the Proportional Representation Foundation's reference rule in nine decimals.
//! `stv-meek` and `stv-warren` use twelve decimals, and a quota that must be exceeded.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{Outcome, Round, TieAbout};
use crate::tally::pairwise::ranked_tiers;
use crate::tally::walk::Walk;
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
    papers: Papers<'a>,
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
        Self {
            field,
            papers: Papers::new(field),
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
                self.papers.defeat(defeated);
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
        let keeping = Keeping {
            keep: &self.keep,
            vote: self.vote,
            warren: self.field.rules.method == Method::StvWarren,
        };
        self.residual = self.papers.give_out(&keeping, &mut self.votes);
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
        self.papers.elect(option);
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
        // Weights with other denominators than decimals have are shown cut, and what is cut is said.
        let scale = u128::from(self.field.profile.scale());
        let cut = |units: u128| units % scale;
        let cut: u128 =
            shown.iter().map(|o| cut(self.votes[*o])).sum::<u128>() + cut(self.residual);
        let unit = BigInt::from(scale) * BigInt::from(self.vote);
        let rounding = BigRational::new(BigInt::from(cut), unit);
        Round {
            round,
            votes: self.field.by(&shown, |o| self.show(self.votes[o])),
            exhausted: self.show(self.residual),
            rounding: (cut > 0).then(|| Amount::fraction(&rounding)),
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

/// What each option keeps of what reaches it.
struct Keeping<'k> {
    keep: &'k [u128],
    vote: u128,
    warren: bool,
}

impl Keeping<'_> {
    fn of(&self, option: usize, part: u128) -> u128 {
        let keep = self.keep[option];
        if keep == self.vote {
            part
        } else if self.warren {
            keep.min(part)
        } else {
            (part * keep).div_ceil(self.vote)
        }
    }
}

/// The ballots. Plain ones are put together by the elected options they pass on their way to the
/// first that is still hopeful, since all on one way are shared out alike; a ballot moves only when
/// the option it stands at is elected or defeated.
struct Papers<'a> {
    field: &'a Field<'a>,
    walk: Walk<'a>,
    /// The first is the way that passes nobody; each other comes after the one it goes on from.
    ways: Vec<Way>,
    /// By option: is it elected?
    elected: Vec<bool>,
    /// Ballots with equal ranks, each by itself: its tiers and its units.
    tiered: Vec<(Vec<Vec<usize>>, u128)>,
}

/// Ballots that pass the same elected options in the same turn.
struct Way {
    /// The way it goes on from, and the option it passes last.
    from: Option<(usize, usize)>,
    /// By option: the way that goes on through it; 0 for none.
    through: Vec<usize>,
    /// By option that is hopeful: the ballots that stand at it, and their units.
    at: Vec<(Vec<u32>, u128)>,
    /// The units of the ballots that name nobody else.
    ended: u128,
}

impl Way {
    fn new(options: usize, from: Option<(usize, usize)>) -> Self {
        Self {
            from,
            through: vec![0; options],
            at: vec![(Vec::new(), 0); options],
            ended: 0,
        }
    }
}

impl<'a> Papers<'a> {
    fn new(field: &'a Field<'a>) -> Self {
        let rankings = field.profile.rankings();
        let mut papers = Self {
            field,
            walk: Walk::new(field),
            ways: vec![Way::new(field.included.len(), None)],
            elected: vec![false; field.included.len()],
            tiered: Vec::new(),
        };
        for (paper, (marks, units)) in rankings.iter().enumerate() {
            if field.profile.is_plain() {
                // A profile holds fewer ballots than 2^32, since their ends are kept in `u32`.
                papers.send_on(0, u32::try_from(paper).unwrap_or(u32::MAX));
            } else {
                let mut tiers = Vec::new();
                ranked_tiers(field, marks, |tier| tiers.push(tier.to_vec()));
                papers.tiered.push((tiers, u128::from(units)));
            }
        }
        papers
    }

    /// Sends a ballot on its way past those elected to the next hopeful option.
    fn send_on(&mut self, way: usize, paper: u32) {
        let units = u128::from(self.field.profile.rankings().weight(paper as usize));
        let mut way = way;
        loop {
            match self.walk.next(paper as usize) {
                None => {
                    self.ways[way].ended += units;
                    return;
                }
                // A ballot that names an elected option again has passed it already.
                Some(option) if self.passes(way, option) => {}
                Some(option) if self.elected[option] => way = self.through(way, option),
                Some(option) => {
                    let (papers, sum) = &mut self.ways[way].at[option];
                    papers.push(paper);
                    *sum += units;
                    return;
                }
            }
        }
    }

    /// Has a ballot on this way passed the option?
    fn passes(&self, way: usize, option: usize) -> bool {
        let mut from = self.ways[way].from;
        while let Some((earlier, passed)) = from {
            if passed == option {
                return true;
            }
            from = self.ways[earlier].from;
        }
        false
    }

    /// The way that goes on through an elected option.
    fn through(&mut self, way: usize, option: usize) -> usize {
        if self.ways[way].through[option] == 0 {
            self.ways[way].through[option] = self.ways.len();
            self.ways
                .push(Way::new(self.field.included.len(), Some((way, option))));
        }
        self.ways[way].through[option]
    }

    fn defeat(&mut self, option: usize) {
        self.walk.open[option] = false;
        self.clear(option);
    }

    fn elect(&mut self, option: usize) {
        self.elected[option] = true;
        self.clear(option);
    }

    /// Moves on the ballots that stand at an option, past it where it is elected.
    fn clear(&mut self, option: usize) {
        for way in 0..self.ways.len() {
            let (papers, _) = std::mem::take(&mut self.ways[way].at[option]);
            let next = if self.elected[option] && !papers.is_empty() {
                self.through(way, option)
            } else {
                way
            };
            for paper in papers {
                self.send_on(next, paper);
            }
        }
    }

    /// Shares all ballots out, adds to the votes what each option keeps, and returns what is left.
    fn give_out(&self, keeping: &Keeping<'_>, votes: &mut [u128]) -> u128 {
        let mut residual = 0;
        // By way: what of each ballot comes that far, and the units of all on it and beyond.
        let mut left = vec![0; self.ways.len()];
        left[0] = keeping.vote;
        let mut beyond: Vec<u128> = self
            .ways
            .iter()
            .map(|way| way.ended + way.at.iter().map(|(_, sum)| sum).sum::<u128>())
            .collect();
        for (index, way) in self.ways.iter().enumerate().rev() {
            beyond[index] += way
                .through
                .iter()
                .filter(|to| **to > 0)
                .map(|to| beyond[*to])
                .sum::<u128>();
        }
        for (index, way) in self.ways.iter().enumerate() {
            for (option, to) in way.through.iter().enumerate().filter(|(_, to)| **to > 0) {
                let kept = keeping.of(option, left[index]);
                votes[option] += kept * beyond[*to];
                left[*to] = left[index] - kept;
            }
            for (option, (_, units)) in way.at.iter().enumerate() {
                votes[option] += left[index] * units;
            }
            residual += left[index] * way.ended;
        }
        for (tiers, units) in &self.tiered {
            let mut left = keeping.vote;
            for tier in tiers {
                let in_race: Vec<usize> = tier
                    .iter()
                    .copied()
                    .filter(|o| keeping.keep[*o] > 0)
                    .collect();
                // Options ranked equal get equal parts.
                let part = left / (in_race.len().max(1) as u128);
                for option in in_race {
                    let kept = keeping.of(option, part);
                    votes[option] += kept * units;
                    left -= kept;
                }
            }
            residual += left * units;
        }
        residual
    }
}
