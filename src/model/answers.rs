//! What people answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::code::Code;
use crate::model::ids::{MemberId, OrganisationId};
use crate::model::text::Lang;
use crate::model::time::Day;

/// The answers of one person, by question. A question without an answer is not in here.
pub type Answers = BTreeMap<Code, Answer>;

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The picked choice.
    Choice(Code),
    /// The *other* choice, in the person's own words.
    Other(String),
    /// *Don't know* to the whole question.
    DontKnow,
    /// The picked choices.
    Choices {
        /// Which.
        chosen: BTreeSet<Code>,
        /// The *other* choice, in the person's own words.
        other: Option<String>,
    },
    /// A point of a scale.
    Rating(i32),
    /// A point for each rated item.
    Ratings(BTreeMap<Code, Rating>),
    /// Importance and satisfaction of each rated item.
    ImportanceSatisfaction(BTreeMap<Code, ImpSat>),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
    /// A day.
    Date(Day),
    /// Choices in order, best first; equals share a place.
    Ranking(Vec<Vec<Code>>),
    /// The picks of each answered block, by the block's index from 0.
    BestWorst(BTreeMap<u16, BestWorst>),
    /// Points by choice; choices with none are left out.
    Points(BTreeMap<Code, u32>),
}

/// The rating of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// A point of the scale.
    Point(i32),
    /// *Don't know*.
    DontKnow,
}

/// The two ratings of one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpSat {
    /// How important.
    pub importance: Option<Rating>,
    /// How satisfied.
    pub satisfaction: Option<Rating>,
}

/// The picks in one block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BestWorst {
    /// The best, if picked.
    pub best: Option<Code>,
    /// The worst, if picked.
    pub worst: Option<Code>,
}

/// How a response came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A signed-in member, on the web.
    Invited,
    /// Somebody with the open link, on the web.
    Open,
    /// A file.
    Imported,
}

impl Channel {
    /// The channel's name in CSV.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Open => "open",
            Self::Imported => "imported",
        }
    }
}

/// One person's filled-in form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// What was answered.
    pub answers: Answers,
    /// The language of the form.
    pub language: Lang,
    /// The day it came in; nothing finer is kept.
    pub submitted_on: Day,
    /// How it came in.
    pub channel: Channel,
    /// Whose organisation, in a confidential or named survey.
    pub organisation: Option<OrganisationId>,
    /// Whose, in a named survey.
    pub member: Option<MemberId>,
    /// A hash of the receipt together with its owner's name on the roll: with the receipt, and only
    /// with it, it tells whether somebody is the owner.
    #[serde(default)]
    pub proof: String,
}
