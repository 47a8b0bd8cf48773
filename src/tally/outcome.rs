//! What a count found, as plain data: the value that is printed, stored and told in words.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use num_rational::BigRational;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::tally::amount::Amount;
use crate::tally::method::Method;

/// What a count found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How the ballots were counted.
    pub method: Method,
    /// How many options were to win.
    pub seats: u32,
    /// The options, in the ballot's order; excluded ones left out.
    pub candidates: Vec<String>,
    /// How many ballots there were, and of what kind.
    pub ballots: BallotCounts,
    /// Who won, in order of election.
    pub winners: Vec<String>,
    /// The method's whole social order, best first, equals together.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Vec<Vec<String>>>,
    /// What was enough to be elected, where the method has such a figure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quota: Option<Amount>,
    /// The stages of the count, where the method has stages.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rounds: Vec<Round>,
    /// The points, where the method gives points.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scores: Option<ByOption<Amount>>,
    /// How many ballots prefer the first option to the second, where the method compares pairs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pairwise: Option<ByOption<ByOption<Amount>>>,
    /// The strength of the strongest path from the first option to the second; `0` for none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub paths: Option<ByOption<ByOption<Amount>>>,
    /// The strongest paths from the winner to each other option and back, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub deciding: Vec<Path>,
    /// The pairs by strength, strongest first, and whether each was locked in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locked: Option<Vec<LockedPair>>,
    /// Which of its procedures the method took, where it has several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub procedure: Option<Procedure>,
    /// How many preferences on the ballots the order contradicts, over all pairs of options, where the
    /// method makes that the least.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub distance: Option<Amount>,
    /// The middle grades, where the method goes by them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub grades: Option<ByOption<Grades>>,
    /// How much satisfaction those elected give all ballots together, where the method makes that the most.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub satisfaction: Option<Amount>,
    /// The options that somebody votes for and that cost more than was left when it was their turn.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub too_dear: Vec<String>,
    /// The options as they were elected or bought one by one, where the method does so without votes
    /// moving, each with the figure that decided.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub steps: Vec<Step>,
    /// Every tie that had to be broken.
    pub ties: Vec<Tie>,
    /// The options tied for the win where no declared rule breaks the tie, so that nobody wins.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unresolved: Vec<String>,
}

/// An option elected or bought, and the figure that decided for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The option.
    pub option: String,
    /// What the figure says.
    pub measure: Measure,
    /// The figure.
    pub amount: Amount,
}

/// What decides which option comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The load on each ballot that approves of the option; the lightest comes next.
    Load,
    /// How much satisfaction the option adds over all ballots; the most comes next.
    Satisfaction,
    /// The most that a ballot pays for the option.
    Payment,
    /// What is left of the budget after the option, which has the most votes of those it can pay for.
    Left,
    /// How many ballots rank the same options above all others, for each place that those options have
    /// then. The group with the most has the next place.
    Claim,
}

/// A procedure that a method took and might not have taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// Every possible result was compared.
    Exact,
    /// There were too many possible results: the best next option was taken, again and again.
    Sequential,
    /// What the method left unspent stays so.
    NoCompletion,
}

/// A pair that ranked pairs looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPair {
    /// The option that more ballots prefer.
    pub winner: String,
    /// The other.
    pub loser: String,
    /// How strong the preference is.
    pub strength: Amount,
    /// Was it locked in?
    pub locked: bool,
    /// If not, with which pairs it would have closed a circle.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub against: Option<Against>,
}

/// With which pairs a pair closes a circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// With stronger ones that are locked in.
    Stronger,
    /// With some that are as strong as it is, none of which can then be locked in before the others.
    Equals,
}

/// The strongest path from one option to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// The options on it, from the first to the last.
    pub options: Vec<String>,
    /// How strong its weakest link is.
    pub strength: Amount,
}

/// The middle grade of an option, and how many ballots give it more and less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grades {
    /// The middle grade.
    pub middle: u32,
    /// The ballots that give a higher one.
    pub above: Amount,
    /// The ballots that give a lower one.
    pub below: Amount,
}

/// How many ballots there were. Each is a sum of the ballots' weights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotCounts {
    /// All that came in: valid, blank and invalid.
    pub cast: Amount,
    /// Those that say something the method can count.
    pub valid: Amount,
    /// Those that say nothing.
    pub blank: Amount,
    /// Those the method cannot count: of another form, or beyond its limits.
    pub invalid: Amount,
}

/// One stage of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// From 1.
    pub round: u32,
    /// The votes of every option still in, as the stage begins.
    pub votes: ByOption<Amount>,
    /// The votes that count for nobody any more.
    pub exhausted: Amount,
    /// The votes lost to rounding, in methods that round.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rounding: Option<Amount>,
    /// What is enough to be elected at this stage, where that changes from stage to stage.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quota: Option<Amount>,
    /// Who is elected at this stage.
    pub elected: Vec<String>,
    /// Who goes at this stage.
    pub eliminated: Vec<String>,
    /// The tie that had to be broken to say so.
    pub tie_break: Option<Tie>,
    /// Where the votes go that move at the end of the stage.
    pub transfers: Vec<Transfer>,
    /// The stage in a sentence or two of English; [`crate::tally::tell`] has other languages.
    pub says: String,
}

/// Votes that move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// From whom.
    pub from: String,
    /// To whom; to nobody when the ballots name no other option still in.
    pub to: Option<String>,
    /// How many.
    pub votes: Amount,
}

/// A tie, and how it was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The stage it arose at, where the method has stages.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub round: Option<u32>,
    /// What it was about.
    pub about: TieAbout,
    /// Who was tied, in the ballot's order.
    pub options: Vec<String>,
    /// Who was picked: the one that goes, or the one that is elected.
    pub picked: String,
    /// What decided.
    pub by: TieDecidedBy,
    /// The earlier stage that decided, for `backwards` and `forwards`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub stage: Option<u32>,
}

/// What a tie was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieAbout {
    /// Who goes.
    Elimination,
    /// Who wins.
    Election,
    /// Whose surplus moves first.
    Surplus,
}

/// What decided a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieDecidedBy {
    /// The latest earlier stage at which they differed.
    Backwards,
    /// The earliest stage at which they differed.
    Forwards,
    /// The declared order.
    Order,
    /// The declared lot.
    Lot,
    /// The options' own order, because no declared rule told them apart.
    CandidateOrder,
}

/// A value for each option, in the ballot's order; a map in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByOption<T>(pub Vec<(String, T)>);

impl<T> ByOption<T> {
    /// The value of an option.
    pub fn get(&self, option: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(name, _)| name == option)
            .map(|(_, value)| value)
    }

    /// Every option with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<T: Serialize> Serialize for ByOption<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByOption<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

struct InOrder<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
    type Value = ByOption<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from option to value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByOption<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(ByOption(entries))
    }
}

impl Outcome {
    /// Does it take more than the quota to be elected, and not just as much?
    pub fn quota_must_be_passed(&self) -> bool {
        let parts = BigRational::from_integer((u64::from(self.seats) + 1).into());
        let is_share = |quota: &Amount| quota.value() == self.ballots.valid.value() / &parts;
        match self.method {
            Method::StvMeek | Method::StvWarren => true,
            // Any other quota than the exact share is itself enough.
            Method::StvWigm => self.quota.as_ref().is_some_and(is_share),
            _ => false,
        }
    }

    /// The same outcome with each option called by its name in `names`; one that has none there keeps its own.
    #[must_use]
    pub fn renamed(&self, names: &BTreeMap<String, String>) -> Self {
        let name = |old: &String| names.get(old).unwrap_or(old).clone();
        let all = |old: &Vec<String>| old.iter().map(name).collect::<Vec<_>>();
        let by_option = |old: &ByOption<Amount>| {
            ByOption(
                old.0
                    .iter()
                    .map(|(option, value)| (name(option), value.clone()))
                    .collect(),
            )
        };
        let by_pair = |old: &ByOption<ByOption<Amount>>| {
            ByOption(
                old.0
                    .iter()
                    .map(|(option, row)| (name(option), by_option(row)))
                    .collect(),
            )
        };
        let tie = |old: &Tie| Tie {
            options: all(&old.options),
            picked: name(&old.picked),
            ..old.clone()
        };
        let pair = |old: &LockedPair| LockedPair {
            winner: name(&old.winner),
            loser: name(&old.loser),
            ..old.clone()
        };
        let path = |old: &Path| Path {
            options: all(&old.options),
            ..old.clone()
        };
        let grades = |old: &ByOption<Grades>| {
            let entries = old.0.iter();
            ByOption(
                entries
                    .map(|(option, grades)| (name(option), grades.clone()))
                    .collect(),
            )
        };
        let step = |old: &Step| Step {
            option: name(&old.option),
            ..old.clone()
        };
        let transfer = |old: &Transfer| Transfer {
            from: name(&old.from),
            to: old.to.as_ref().map(name),
            votes: old.votes.clone(),
        };
        let round = |old: &Round| Round {
            votes: by_option(&old.votes),
            elected: all(&old.elected),
            eliminated: all(&old.eliminated),
            tie_break: old.tie_break.as_ref().map(tie),
            transfers: old.transfers.iter().map(transfer).collect(),
            ..old.clone()
        };
        Self {
            candidates: all(&self.candidates),
            winners: all(&self.winners),
            order: self
                .order
                .as_ref()
                .map(|order| order.iter().map(all).collect()),
            rounds: self.rounds.iter().map(round).collect(),
            scores: self.scores.as_ref().map(by_option),
            pairwise: self.pairwise.as_ref().map(by_pair),
            paths: self.paths.as_ref().map(by_pair),
            locked: (self.locked.as_ref()).map(|pairs| pairs.iter().map(pair).collect()),
            deciding: self.deciding.iter().map(path).collect(),
            grades: self.grades.as_ref().map(grades),
            too_dear: all(&self.too_dear),
            unresolved: all(&self.unresolved),
            steps: self.steps.iter().map(step).collect(),
            ties: self.ties.iter().map(tie).collect(),
            ..self.clone()
        }
    }
}
