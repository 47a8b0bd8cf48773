//! What is stored of a wiki survey: its rules, its ideas, and one document for each participant.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::app::records::{Entry, State};
use crate::consensus::pairs::{Pair, Winner};
use crate::model::{MemberId, OrganisationId, Privacy, Slug, Timestamp};

/// Ideas compared two at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wiki {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// What is asked about every pair.
    pub question: String,
    /// How private the choices are.
    pub privacy: Privacy,
    /// May members add ideas?
    pub adding: Adding,
    /// Where it stands.
    pub state: State,
    /// When it was made.
    pub created: Timestamp,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
}

/// Whether members may add ideas, and who looks at them first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adding {
    /// They may, and a facilitator shows an idea before others see it.
    ModeratedBefore,
    /// They may, and an idea is compared at once until a facilitator hides it.
    ModeratedAfter,
    /// They may not.
    Nobody,
}

impl Adding {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::ModeratedBefore, Self::ModeratedAfter, Self::Nobody];

    /// The name, as in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::ModeratedBefore => "before",
            Self::ModeratedAfter => "after",
            Self::Nobody => "nobody",
        }
    }
}

/// One idea. Nothing tells whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Its number in the wiki survey, from 1.
    pub number: u32,
    /// Its words.
    pub text: String,
    /// Was it there from the start?
    pub is_seed: bool,
    /// Is it compared?
    pub state: IdeaState,
}

/// Whether an idea is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdeaState {
    /// A facilitator has not looked at it yet.
    Waiting,
    /// It is compared.
    Shown,
    /// A facilitator took it out; what was chosen between it and others does not count.
    Hidden,
}

/// Everything one participant chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WikiEntry {
    /// Her contests, the first one first.
    pub contests: Vec<Contest>,
    /// The pair before her. It is kept, so that opening the page anew does not draw another one.
    pub next: Option<(u32, u32)>,
    /// The seed of her draws.
    pub seed: u64,
    /// How many ideas she added.
    pub ideas: u32,
    /// Her organisation, unless the wiki survey is anonymous.
    pub organisation: Option<OrganisationId>,
    /// Whose, in a named wiki survey.
    pub member: Option<MemberId>,
    /// Proves, with the receipt, whose it is.
    pub proof: String,
}

/// Two ideas side by side, and what she chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// The number of the idea on the left.
    pub left: u32,
    /// The number of the idea on the right.
    pub right: u32,
    /// What she chose.
    pub choice: Choice,
}

/// What was chosen of two ideas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The one on the left.
    Left,
    /// The one on the right.
    Right,
    /// Neither: she could not decide.
    Undecided(Why),
}

/// Why somebody could not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// She did not say.
    Unsaid,
    /// Both are good.
    BothGood,
    /// Both are bad.
    BothBad,
    /// They come to the same.
    Same,
    /// She does not know enough.
    NotKnown,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Unsaid,
        Self::BothGood,
        Self::BothBad,
        Self::Same,
        Self::NotKnown,
    ];

    /// The name, as in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::BothGood => "both_good",
            Self::BothBad => "both_bad",
            Self::Same => "same",
            Self::NotKnown => "not_known",
        }
    }
}

impl Contest {
    /// The two ideas by number, the lower one first.
    pub(crate) fn pair(&self) -> Pair {
        pair_of(self.left, self.right)
    }

    /// How it ended, for arithmetic.
    pub(crate) fn winner(&self) -> Winner {
        let left_is_first = self.left < self.right;
        match self.choice {
            Choice::Left if left_is_first => Winner::First,
            Choice::Right if !left_is_first => Winner::First,
            Choice::Left | Choice::Right => Winner::Second,
            Choice::Undecided(_) => Winner::Neither,
        }
    }
}

/// Two ideas by number, the lower one first.
pub(crate) fn pair_of(a: u32, b: u32) -> Pair {
    let wide = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    (wide(a.min(b)), wide(a.max(b)))
}

impl WikiEntry {
    /// The pairs she has compared.
    pub(crate) fn seen(&self) -> BTreeSet<Pair> {
        self.contests.iter().map(Contest::pair).collect()
    }
}

impl Entry for WikiEntry {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.contests == other.contests && self.ideas == other.ideas
    }
}
