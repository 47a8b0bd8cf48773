//! What is stored of proposals, stances and decisions.

use serde::{Deserialize, Serialize};

use crate::app::error::AppError;
use crate::app::records::{Entry, State};
use crate::consensus::consent::{ConsentRule, Counts, Group, Stance, StanceScale, Verdict};
use crate::model::{Day, DecisionId, MemberId, OrganisationId, Privacy, Slug, Timestamp};

/// One text up for consent, with every round of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// How private the stances are.
    pub privacy: Privacy,
    /// When it was made.
    pub created: Timestamp,
    /// Its rounds, the first one first; there is always one.
    pub rounds: Vec<ProposalRound>,
}

/// One round of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRound {
    /// Where it stands.
    pub state: State,
    /// What is proposed.
    pub text: String,
    /// What was changed since the round before, and why.
    #[serde(default)]
    pub change: String,
    /// The options that are rated, the first one to leave everything as it is; none on other scales.
    #[serde(default)]
    pub options: Vec<String>,
    /// The rule it passes by, fixed once it is opened.
    pub rule: ConsentRule,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// When the decision is to be looked at again, if it becomes one.
    pub review_on: Option<Day>,
    /// What came out, once closed.
    pub counted: Option<Counted>,
}

/// What came out of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many were on the roll.
    pub on_roll: u64,
    /// The stances, counted.
    pub counts: Counts,
    /// The organisations, as far as they may be told.
    pub groups: Vec<Group>,
    /// The verdict.
    pub verdict: Verdict,
    /// What those say who objected in an earlier round.
    pub resolutions: Resolutions,
    /// The decision that was recorded.
    pub decision: Option<DecisionId>,
}

/// How many say that their earlier objection is resolved, partly, or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolutions {
    /// Resolved.
    pub yes: u64,
    /// Partly.
    pub partly: u64,
    /// Not.
    pub no: u64,
}

/// Is an earlier objection resolved?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolved {
    /// It is.
    Yes,
    /// In part.
    Partly,
    /// It is not.
    No,
}

impl Resolved {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The answer's name in forms and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

impl ProposalRound {
    /// Were at least so many there that their counts may be told?
    pub fn tells(&self) -> bool {
        self.counted
            .as_ref()
            .is_some_and(|counted| counted.counts.taken_part() >= self.rule.at_least.max(1))
    }

    /// The draft of the round after this one.
    pub(super) fn next(&self) -> Self {
        Self {
            state: State::Draft,
            change: String::new(),
            opened: None,
            closed: None,
            review_on: None,
            counted: None,
            ..self.clone()
        }
    }
}

impl Proposal {
    /// The latest round, with its number from 1.
    pub fn latest(&self) -> (usize, &ProposalRound) {
        let number = self.rounds.len();
        // Every proposal is made with a round and none is ever taken from a lone one.
        (number, &self.rounds[number - 1])
    }

    /// The latest closed round, with its number from 1.
    pub fn latest_closed(&self) -> Option<(usize, &ProposalRound)> {
        let numbered = self.rounds.iter().enumerate().rev();
        numbered
            .map(|(idx, round)| (idx + 1, round))
            .find(|(_, round)| round.state == State::Closed)
    }

    pub(super) fn latest_mut(&mut self) -> Result<&mut ProposalRound, AppError> {
        let slug = &self.slug;
        let missing = || AppError::Unfit(format!("proposal `{slug}` has no round"));
        self.rounds.last_mut().ok_or_else(missing)
    }
}

/// One person's stance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StanceEntry {
    /// The stance.
    pub stance: Stance,
    /// Why, in the person's own words.
    pub reason: String,
    /// Is her earlier objection resolved, if she had one?
    pub resolved: Option<Resolved>,
    /// Whose organisation, in a confidential or named proposal.
    pub organisation: Option<OrganisationId>,
    /// Whose, in a named proposal.
    pub member: Option<MemberId>,
    /// A hash of the receipt together with its owner's name on the roll: with the receipt, and only
    /// with it, it tells whether somebody is the owner.
    pub proof: String,
}

impl Entry for StanceEntry {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        (&self.stance, &self.reason, self.resolved)
            == (&other.stance, &other.reason, other.resolved)
    }
}

/// The record of what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The proposal it comes from.
    pub proposal: Slug,
    /// The round that passed, from 1.
    pub round: usize,
    /// Its heading.
    pub title: String,
    /// What was decided.
    pub text: String,
    /// The option that met the least resistance, where options were rated.
    pub chosen: Option<String>,
    /// The scale it was decided on.
    pub scale: StanceScale,
    /// How many took part.
    pub taken_part: u64,
    /// How many could have.
    pub on_roll: u64,
    /// The stances, counted.
    pub counts: Counts,
    /// How many support it; nothing where options were rated.
    pub support: Option<u64>,
    /// Reservations and concerns that it passed with, in people's own words.
    pub objections: Vec<Objection>,
    /// When it was decided.
    pub decided_on: Day,
    /// When it is to be looked at again.
    pub review_on: Day,
    /// Whether it still holds.
    pub state: DecisionState,
    /// How it fared when it was looked at again.
    pub reviews: Vec<Review>,
}

/// A reservation or concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The level it came with, by its code; nothing where options were rated.
    pub level: Option<String>,
    /// Its words.
    pub words: String,
}

/// Whether a decision still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DecisionState {
    /// It does.
    InForce,
    /// A later round of the same proposal passed.
    Replaced {
        /// The decision that holds instead.
        by: DecisionId,
    },
    /// It was ended.
    Ended {
        /// When.
        on: Day,
    },
}

/// A look back at a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// When.
    pub on: Day,
    /// What came of it.
    pub outcome: ReviewOutcome,
    /// Why.
    pub note: String,
}

/// What comes of a look back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    /// It stays as it is.
    Keep,
    /// It goes another round.
    Amend,
    /// It ends.
    End,
}

impl ReviewOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Amend, Self::End];

    /// The outcome's name in forms and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Amend => "amend",
            Self::End => "end",
        }
    }
}

impl Decision {
    /// Is it time to look at it again?
    pub fn is_due(&self, today: Day) -> bool {
        self.state == DecisionState::InForce && self.review_on <= today
    }
}
