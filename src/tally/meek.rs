//! The single transferable vote by Meek's and Warren's methods: every elected option keeps of each
//! ballot only the share that leaves it a quota, and passes the rest on; shares and quota are
//! worked out anew, step by step, until the surplus is as good as nothing.
//!
//! `stv-meek-prf` is the Proportional Representation Foundation's reference rule in nine decimals.
//! `stv-meek` and `stv-warren` use twelve decimals, and a quota that must be exceeded.

use num_traits::{One, ToPrimitive, Zero};

use crate::tally::amount::Amount;
use crate::tally::field::Field;
use crate::tally::method::Method;
use crate::tally::outcome::{Outcome, Round, TieAbout};
use crate::tally::pairwise::ranked_tiers;
use crate::tally::papers::{Mark, ranks};
use crate::tally::profile::Profile;
use crate::tally::units::{Units, div_ceil};
use crate::tally::walk::{AHEAD, Walk};

/// More steps than any count needs: the surplus shrinks with each, or the rule stops by itself.
const MOST_STEPS: u32 = 100_000;

pub(crate) fn count<N: Units>(field: &Field<'_, N>) -> Outcome {
    Count::new(field).run()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Hopeful,
    Elected,
    Defeated,
}

struct Count<'a, N: Units> {
    field: &'a Field<'a, N>,
    papers: Papers<'a, N>,
    /// One vote, in units of the last decimal.
    vote: u64,
    decimals: usize,
    omega: N::Wide,
    state: Vec<State>,
    /// By option: the share it keeps, in units.
    keep: Vec<u64>,
    /// By option: its votes, in units and parts of a weight.
    votes: Vec<N::Wide>,
    residual: N::Wide,
    quota: N::Wide,
    surplus: N::Wide,
    winners: Vec<usize>,
    earlier: Vec<Vec<N::Wide>>,
    outcome: Outcome,
}

impl<'a, N: Units> Count<'a, N> {
    fn new(field: &'a Field<'a, N>) -> Self {
        let options = field.included.len();
        let decimals = if field.rules.method == Method::StvMeekPrf {
            9
        } else {
            12
        };
        let vote = 10_u64.pow(decimals);
        Self {
            field,
            papers: Papers::new(field),
            vote,
            decimals: decimals as usize,
            // As many units as make up the given decimal of a vote.
            omega: field
                .scale()
                .times(10_u64.pow(decimals.saturating_sub(field.rules.omega))),
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
            votes: vec![N::Wide::zero(); options],
            residual: N::Wide::zero(),
            quota: N::Wide::zero(),
            surplus: N::Wide::zero(),
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
                self.outcome.quota = Some(self.show(&self.quota));
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
                .filter(|((_, votes), _)| **votes > self.quota)
                .map(|((_, votes), _)| votes.clone() - &self.quota)
                .sum();
            let stalled = before.is_some_and(|before| self.surplus >= before);
            if !reached.is_empty() || self.surplus < self.omega || stalled {
                let free = self.field.rules.seats as usize - self.winners.len();
                return reached.into_iter().take(free).collect();
            }
            before = Some(self.surplus.clone());
            for option in 0..self.keep.len() {
                if self.state[option] == State::Elected {
                    let vote = N::Wide::from(self.vote);
                    let keep = self.quota.clone() * N::Wide::from(self.keep[option]);
                    let keep = div_ceil(keep, &vote) * vote;
                    let keep = div_ceil(keep, &self.votes[option]);
                    // A share is at most one vote, which is far below the end of `u64`.
                    self.keep[option] = keep.to_u64().unwrap_or(self.vote);
                }
            }
        }
        Vec::new()
    }

    /// Gives every ballot out by the shares kept, and works out the quota of what was given.
    fn distribute(&mut self) {
        self.votes.fill(N::Wide::zero());
        let keeping = Keeping {
            keep: &self.keep,
            vote: self.vote,
            warren: self.field.rules.method == Method::StvWarren,
        };
        self.residual = self.papers.give_out(&keeping, &mut self.votes);
        let total: N::Wide = self.votes.iter().sum();
        assert_eq!(
            total.clone() + &self.residual,
            self.field.valid.times(self.vote),
            "votes and residual are all valid ballots"
        );
        let share = total / N::Wide::from(u64::from(self.field.rules.seats) + 1);
        self.quota = match self.field.rules.method {
            Method::StvMeekPrf => {
                let unit = N::Wide::from(self.field.scale());
                (share / &unit + N::Wide::one()) * unit
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
            .map(|o| self.votes[*o].clone())
            .min()
            .unwrap_or_default();
        let tie = fewest + &self.surplus;
        let is_tied = |o: &usize| self.votes[*o] <= tie;
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
        let scale = N::Wide::from(self.field.scale());
        let amounts = shown.iter().map(|o| &self.votes[*o]);
        let amounts = amounts.chain([&self.residual]);
        let cut: N::Wide = amounts.map(|units| units.clone() % &scale).sum();
        let unit = scale * N::Wide::from(self.vote);
        Round {
            round,
            votes: self.field.by(&shown, |o| self.show(&self.votes[o])),
            exhausted: self.show(&self.residual),
            rounding: (!cut.is_zero()).then(|| Amount::units(cut, unit)),
            quota: Some(self.show(&self.quota)),
            elected: Vec::new(),
            eliminated: Vec::new(),
            tie_break: None,
            transfers: Vec::new(),
            says: String::new(),
        }
    }

    fn show(&self, units: &N::Wide) -> Amount {
        let parts = units.clone() / N::Wide::from(self.field.scale());
        Amount::decimal(parts, self.decimals)
    }
}

/// What each option keeps of what reaches it; all in units of which `vote` make a ballot.
struct Keeping<'a> {
    keep: &'a [u64],
    vote: u64,
    warren: bool,
}

/// One vote in nine decimals.
const NINE: u64 = 1_000_000_000;
/// The square root of one vote in twelve decimals.
const SIX: u64 = 1_000_000;

impl Keeping<'_> {
    fn of(&self, option: usize, part: u64) -> u64 {
        let keep = self.keep[option];
        if keep == self.vote {
            part
        } else if self.warren {
            keep.min(part)
        } else if self.vote == NINE {
            (part * keep).div_ceil(NINE)
        } else {
            product_of_twelve_decimals(part, keep)
        }
    }
}

/// `a * b / 10^12`, rounded up, for factors up to `10^12`: in two steps, so that nothing is longer than `u64`.
fn product_of_twelve_decimals(a: u64, b: u64) -> u64 {
    let high = a * (b / SIX);
    let rest = high % SIX * SIX + a * (b % SIX);
    high / SIX + rest.div_ceil(SIX * SIX)
}

/// The ballots. Those without equal ranks are put together by the elected options they pass on
/// their way to the first that is still hopeful, since all on one way are shared out alike; a ballot
/// moves only when the option it stands at is elected or defeated.
struct Papers<'a, N> {
    profile: &'a Profile,
    walk: Walk<'a, N>,
    /// The first is the way that passes nobody; each other comes after the one it goes on from.
    ways: Vec<Way<N>>,
    /// By option: is it elected?
    elected: Vec<bool>,
    /// By option that is hopeful: the ballots that stand at it.
    stands: Vec<Stand<N>>,
    /// By way: what of each ballot comes that far.
    left: Vec<u64>,
    /// Ballots with equal ranks, each by itself, flat: an end mark follows each.
    tiered: Vec<Mark>,
    /// Their weights.
    tiered_weights: Vec<u64>,
}

/// Ballots that pass the same elected options in the same turn.
struct Way<N> {
    /// The way it goes on from, and the option it passes last; the first way passes nobody.
    from: u32,
    passed: Option<u16>,
    /// The way that goes on from it and was found last, and the next to go on from where this one does; 0 for none.
    through: u32,
    beside: u32,
    /// The units of the ballots that name nobody else.
    ended: N,
    /// The units of all ballots on it and on the ways that go on from it.
    beyond: N,
}

impl<N: Units> Way<N> {
    fn new(from: u32, passed: Option<u16>, beside: u32) -> Self {
        Self {
            from,
            passed,
            through: 0,
            beside,
            ended: N::zero(),
            beyond: N::zero(),
        }
    }
}

/// The ballots that stand at an option.
#[derive(Clone, Default)]
struct Stand<N> {
    ballots: Vec<Ballot>,
    /// How many of them are counted in `by_way`: the first so many.
    settled: usize,
    /// Each way that occurs, with the units of its ballots.
    by_way: Vec<(u32, N)>,
}

/// A ballot on its way, and the place from which it is read on.
#[derive(Clone, Copy)]
struct Ballot {
    way: u32,
    at: u32,
    weight: u64,
}

impl<N: Units> Stand<N> {
    /// Counts the ballots that were added at the end, and looks at no other. `units` has a place for
    /// every way, and holds zeros before and after.
    fn settle(&mut self, profile: &Profile, units: &mut [N]) {
        let mut added = Vec::new();
        for ballot in &self.ballots[self.settled..] {
            let units = &mut units[ballot.way as usize];
            if units.is_zero() {
                added.push(ballot.way);
            }
            *units += profile.units(&ballot.weight);
        }
        self.settled = self.ballots.len();
        for (way, known) in &mut self.by_way {
            *known += std::mem::take(&mut units[*way as usize]);
        }
        // What is left over is of ways that did not occur here before.
        for way in added {
            let units = std::mem::take(&mut units[way as usize]);
            if !units.is_zero() {
                self.by_way.push((way, units));
            }
        }
    }
}

impl<'a, N: Units> Papers<'a, N> {
    fn new(field: &'a Field<'a, N>) -> Self {
        let options = field.included.len();
        let mut papers = Self {
            profile: field.profile,
            walk: Walk::new(field),
            ways: vec![Way::new(0, None, 0)],
            elected: vec![false; options],
            stands: vec![Stand::default(); options],
            left: Vec::new(),
            tiered: Vec::new(),
            tiered_weights: Vec::new(),
        };
        let rankings = field.profile.rankings();
        for (number, (start, weight)) in rankings.starts().enumerate() {
            if !field.profile.is_plain() {
                let marks = rankings.get(number);
                if marks.iter().any(|mark| mark.is_equal()) {
                    papers.add_tiered(field, marks, weight);
                    continue;
                }
            }
            papers.ways[0].beyond += field.profile.units(&weight);
            let (next, at) = papers.walk.next_open(start);
            let way = 0;
            papers.send_on(Ballot { way, at, weight }, next);
        }
        papers.settle();
        papers
    }

    fn add_tiered(&mut self, field: &Field<'_, N>, marks: &[Mark], weight: u64) {
        ranked_tiers(field, marks, |tier| {
            for (place, option) in tier.iter().enumerate() {
                // Options are numbered below `u16::MAX`.
                let option = u16::try_from(*option).unwrap_or(u16::MAX);
                self.tiered.push(if place == 0 {
                    Mark::option(option)
                } else {
                    Mark::equal(option)
                });
            }
        });
        self.tiered.push(Mark::END);
        self.tiered_weights.push(weight);
    }

    /// Counts the ballots that came to stand elsewhere.
    fn settle(&mut self) {
        let mut units = vec![N::zero(); self.ways.len()];
        for stand in &mut self.stands {
            if stand.ballots.len() > stand.settled {
                stand.settle(self.profile, &mut units);
            }
        }
    }

    /// Sends a ballot, which was read up to `next`, past those elected to the next hopeful option.
    fn send_on(&mut self, mut ballot: Ballot, mut next: Option<usize>) {
        loop {
            match next {
                None => {
                    self.ways[ballot.way as usize].ended += self.profile.units(&ballot.weight);
                    return;
                }
                Some(option) if !self.elected[option] => {
                    self.stands[option].ballots.push(ballot);
                    return;
                }
                // A ballot that names an elected option again has passed it already.
                Some(option) if self.passes(ballot.way, option) => {}
                Some(option) => {
                    ballot.way = self.through(ballot.way, option);
                    self.ways[ballot.way as usize].beyond += self.profile.units(&ballot.weight);
                }
            }
            (next, ballot.at) = self.walk.next_open(ballot.at);
        }
    }

    /// Has a ballot on this way passed the option?
    fn passes(&self, way: u32, option: usize) -> bool {
        let mut way = &self.ways[way as usize];
        while let Some(passed) = way.passed {
            if usize::from(passed) == option {
                return true;
            }
            way = &self.ways[way.from as usize];
        }
        false
    }

    /// The way that goes on through an elected option.
    fn through(&mut self, from: u32, option: usize) -> u32 {
        let first = self.ways[from as usize].through;
        let mut next = first;
        while next != 0 {
            let way = &self.ways[next as usize];
            if way.passed.map(usize::from) == Some(option) {
                return next;
            }
            next = way.beside;
        }
        // There are fewer ways than ballots, and options are numbered below `u16::MAX`.
        let new = u32::try_from(self.ways.len()).unwrap_or(u32::MAX);
        let passed = u16::try_from(option).unwrap_or(u16::MAX);
        self.ways.push(Way::new(from, Some(passed), first));
        self.ways[from as usize].through = new;
        new
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
        let stand = std::mem::take(&mut self.stands[option]);
        let mut turn = (0, 0);
        for batch in stand.ballots.chunks(AHEAD) {
            let mut places = [0; AHEAD];
            for (place, ballot) in places.iter_mut().zip(batch) {
                *place = ballot.at;
            }
            let read = self.walk.next_open_of_each(&places);
            for (ballot, (next, at)) in batch.iter().zip(read) {
                let mut way = ballot.way;
                if self.elected[option] {
                    if turn.0 != way || turn.1 == 0 {
                        turn = (way, self.through(way, option));
                    }
                    way = turn.1;
                    self.ways[way as usize].beyond += self.profile.units(&ballot.weight);
                }
                let weight = ballot.weight;
                self.send_on(Ballot { way, at, weight }, next);
            }
        }
        self.settle();
    }

    /// Shares all ballots out, adds to the votes what each option keeps, and returns what is left.
    fn give_out(&mut self, keeping: &Keeping<'_>, votes: &mut [N::Wide]) -> N::Wide {
        let mut residual = N::Wide::zero();
        self.left.clear();
        for way in &self.ways {
            let left = match way.passed.map(usize::from) {
                None => keeping.vote,
                Some(option) => {
                    let comes = self.left[way.from as usize];
                    let kept = keeping.of(option, comes);
                    votes[option] += way.beyond.times(kept);
                    comes - kept
                }
            };
            residual += way.ended.times(left);
            self.left.push(left);
        }
        for (votes, stand) in votes.iter_mut().zip(&self.stands) {
            for (way, units) in &stand.by_way {
                *votes += units.times(self.left[*way as usize]);
            }
        }
        let ballots = self.tiered.split(|mark| *mark == Mark::END);
        for (marks, weight) in ballots.zip(&self.tiered_weights) {
            let units: &N = self.profile.units(weight);
            let mut left = keeping.vote;
            for rank in ranks(marks) {
                let named = rank.iter().filter_map(|mark| mark.index());
                let in_race = named.filter(|option| keeping.keep[*option] > 0);
                // Options ranked equal get equal parts.
                let part = left / (in_race.clone().count().max(1) as u64);
                for option in in_race {
                    let kept = keeping.of(option, part);
                    votes[option] += units.times(kept);
                    left -= kept;
                }
            }
            residual += units.times(left);
        }
        residual
    }
}
