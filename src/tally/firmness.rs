//! How firm an outcome is: would another draw from the same members have ended alike?
//!
//! The bootstrap of B. Efron (*Annals of Statistics* 7, 1979): as many votes as were cast are drawn
//! from the ballots, each ballot as likely as its weight and as often as it comes, and counted by the
//! same rules; again and again. What comes out says how much hangs on who happened to take part. It
//! says nothing of members who never would have.

use num_bigint::BigUint;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::model::random::Random;
use crate::tally::canonical::{numbered, work};
use crate::tally::method::BallotForm;
use crate::tally::outcome::Outcome;
use crate::tally::profile::Profile;
use crate::tally::rules::Rules;
use crate::tally::units::Units;
use crate::tally::{TallyError, count_wordless};

/// How often an outcome comes out again when the ballots are drawn anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firmness {
    /// How many draws were counted.
    pub samples: u32,
    /// How many draws more could not be counted, all their ballots being invalid or their options
    /// too tangled; they are left out of all shares.
    pub not_counted: u32,
    /// The text that the draws come from: the same text draws the same.
    pub seed: String,
    /// The share of draws with the same winners, in whatever order they were elected.
    pub same_winners: f64,
    /// The share of draws with the same order, where the method has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub same_order: Option<f64>,
    /// Each option, in the ballot's order.
    pub options: Vec<Firmly>,
}

/// How an option fared over the draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firmly {
    /// The option.
    pub option: String,
    /// The share of draws in which it is among the winners.
    pub wins: f64,
    /// By place from the first: the share of draws in which it lands there. Options that share places
    /// are spread over them in equal parts, so that every place adds up to 1. Empty where the method
    /// has no order.
    pub places: Vec<f64>,
}

impl Firmness {
    /// How many draws are made unless somebody asks for another number.
    pub const SAMPLES: u32 = 1_000;

    /// How many are made at least, however many ballots there are.
    const FEWEST: u32 = 20;

    /// About how many marks all draws together may hold.
    const MOST_MARKS: u64 = 40_000_000;

    /// How many votes a draw can take, so that it ends in reasonable time.
    pub(crate) const MOST_VOTES: u64 = 100_000_000;

    /// How many draws are made of these ballots: [`Firmness::SAMPLES`], and fewer where there are so
    /// many ballots, options or steps that it would take long.
    pub fn samples_for(profile: &Profile, rules: &Rules) -> u32 {
        let work = work(profile, rules).saturating_add(votes_to_draw(profile, rules));
        let samples = Self::MOST_MARKS / work;
        u32::try_from(samples).map_or(Self::SAMPLES, |n| n.clamp(Self::FEWEST, Self::SAMPLES))
    }
}

/// Draws the ballots anew `samples` times, counts each draw, and says how often what came out.
///
/// `samples` of `None` takes [`Firmness::samples_for`]. Ballots that say nothing, or that the method
/// cannot read, are not drawn. Ties in a draw are broken as the rules say. Fails as [`crate::tally::count`] does
/// when the ballots themselves cannot be counted.
pub fn firmness(
    profile: &Profile,
    rules: &Rules,
    samples: Option<u32>,
    seed: &str,
) -> Result<Firmness, TallyError> {
    let outcome = count_wordless(profile, rules)?;
    let samples = samples.unwrap_or_else(|| Firmness::samples_for(profile, rules));
    if votes_to_draw(profile, rules) > Firmness::MOST_VOTES {
        return Err(TallyError::TooManyToDraw);
    }
    let mut record = Record::new(&outcome);
    let draw = if profile.is_heavy() {
        Urn::<BigUint>::draw_and_count
    } else {
        Urn::<u64>::draw_and_count
    };
    draw(profile, rules, samples, seed, &mut record);
    Ok(record.finish(seed))
}

/// How many votes a draw takes: as many as the ballots weigh that the method can read, at least one.
fn votes_to_draw(profile: &Profile, rules: &Rules) -> u64 {
    if profile.is_heavy() {
        whole_votes::<BigUint>(profile, rules)
    } else {
        whole_votes::<u64>(profile, rules)
    }
}

fn whole_votes<N: Units>(profile: &Profile, rules: &Rules) -> u64 {
    let readable = |form: BallotForm, units: N| {
        if rules.method.counts().contains(&form) {
            units
        } else {
            N::zero()
        }
    };
    let units = readable(BallotForm::Ranking, profile.total(profile.rankings()))
        + readable(BallotForm::Approval, profile.total(profile.approvals()))
        + readable(BallotForm::Scores, profile.total(profile.scores()));
    let votes = units / profile.scale::<N>();
    votes.to_u64().unwrap_or(u64::MAX).max(1)
}

/// The ballots to draw from, in an order that does not depend on the order they came in.
struct Urn<N> {
    /// Of each different ballot: its number in the profile, and where its units end.
    ends: Vec<(usize, N)>,
    /// By part of all units, of which there are as many as `guide` is long: the first ballot in it.
    guide: Vec<u32>,
    /// What a drawn vote weighs, in units.
    vote: N,
    papers: usize,
}

impl<N: Units> Urn<N> {
    fn of(profile: &Profile, rules: &Rules) -> Self {
        let mut numbered = numbered(profile, rules);
        let mut total = N::zero();
        for (_, units) in &mut numbered {
            total += &*units;
            units.clone_from(&total);
        }
        let parts = numbered.len().next_power_of_two();
        let mut guide = Vec::with_capacity(parts);
        let mut at = 0;
        for part in 0..parts {
            let begins = total.times(part as u64) / N::Wide::from(parts as u64);
            while numbered
                .get(at)
                .is_some_and(|(_, end)| N::Wide::from(end.clone()) <= begins)
            {
                at += 1;
            }
            guide.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        Self {
            ends: numbered,
            guide,
            vote: profile.scale::<N>().clone(),
            papers: profile.distinct(),
        }
    }

    /// Counts so many draws.
    fn draw_and_count(
        profile: &Profile,
        rules: &Rules,
        samples: u32,
        seed: &str,
        record: &mut Record<'_>,
    ) {
        let urn = Self::of(profile, rules);
        let votes = whole_votes::<N>(profile, rules);
        let mut random = Random::from_text(seed);
        for _ in 0..samples {
            let drawn = profile.reweighted(&urn.draw(votes, &mut random));
            record.add(count_wordless(&drawn, rules).ok().as_ref());
        }
    }

    /// By ballot of the profile: the units of it in a draw of so many votes.
    fn draw(&self, votes: u64, random: &mut Random) -> Vec<N> {
        let mut units = vec![N::zero(); self.papers];
        let Some((_, total)) = self.ends.last() else {
            return units;
        };
        for _ in 0..votes {
            let unit = total.draw_below(random);
            let part = unit.times(self.guide.len() as u64) / N::Wide::from(total.clone());
            let part = part.to_usize().unwrap_or_default();
            let mut at = self.guide[part] as usize;
            while self.ends[at].1 <= unit {
                at += 1;
            }
            units[self.ends[at].0] += &self.vote;
        }
        units
    }
}

/// What came out of the draws so far.
struct Record<'a> {
    outcome: &'a Outcome,
    winners: Vec<&'a String>,
    counted: u32,
    not_counted: u32,
    same_winners: u32,
    same_order: u32,
    /// By option: how often it won.
    wins: Vec<u32>,
    /// By option, by place: how often it landed there, alone or in part.
    places: Vec<Vec<f64>>,
}

impl<'a> Record<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        let options = outcome.candidates.len();
        let places = outcome.order.as_ref().map_or(0, |_| options);
        Self {
            outcome,
            winners: sorted(&outcome.winners),
            counted: 0,
            not_counted: 0,
            same_winners: 0,
            same_order: 0,
            wins: vec![0; options],
            places: vec![vec![0.0; places]; options],
        }
    }

    fn add(&mut self, drawn: Option<&Outcome>) {
        let Some(drawn) = drawn else {
            self.not_counted += 1;
            return;
        };
        self.counted += 1;
        self.same_winners += u32::from(sorted(&drawn.winners) == self.winners);
        self.same_order += u32::from(drawn.order == self.outcome.order);
        for (option, wins) in self.outcome.candidates.iter().zip(&mut self.wins) {
            *wins += u32::from(drawn.winners.contains(option));
        }
        let mut above = 0;
        for group in drawn.order.iter().flatten() {
            let part = 1.0 / size(group.len());
            let names = self.outcome.candidates.iter().zip(&mut self.places);
            for (_, places) in names.filter(|(option, _)| group.contains(option)) {
                for place in &mut places[above..above + group.len()] {
                    *place += part;
                }
            }
            above += group.len();
        }
    }

    fn finish(self, seed: &str) -> Firmness {
        let share = |times: f64| times / f64::from(self.counted.max(1));
        let options = self.outcome.candidates.iter().zip(&self.wins);
        let options = options
            .zip(self.places)
            .map(|((option, wins), places)| Firmly {
                option: option.clone(),
                wins: share(f64::from(*wins)),
                places: places.into_iter().map(share).collect(),
            });
        Firmness {
            samples: self.counted,
            not_counted: self.not_counted,
            seed: seed.to_owned(),
            same_winners: share(f64::from(self.same_winners)),
            same_order: (self.outcome.order.as_ref()).map(|_| share(f64::from(self.same_order))),
            options: options.collect(),
        }
    }
}

fn sorted(names: &[String]) -> Vec<&String> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_unstable();
    names
}

/// A number of options; there are fewer than 2^15.
fn size(options: usize) -> f64 {
    u16::try_from(options).map_or(f64::INFINITY, f64::from)
}
