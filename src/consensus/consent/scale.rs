//! The scales, level by level.

use serde::{Deserialize, Serialize};

/// How people answer a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StanceScale {
    /// Agree, agree with reservations, stand aside, block.
    Consensus,
    /// Consent, or a reasoned objection (sociocracy).
    Consent,
    /// Kaner's eight gradients of agreement, from endorsement to veto.
    Gradients,
    /// As many fingers as one likes it; a fist blocks.
    FistToFive,
    /// Several options, each with the resistance it meets, among them the one to leave everything as it is.
    Systemic,
}

/// What a level means for the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Supports it.
    For,
    /// Lets it pass, and has reservations.
    Reserved,
    /// Stands aside.
    Aside,
    /// Is against it without stopping it.
    Against,
    /// Stops it.
    Blocks,
}

/// One level of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its name in forms and files.
    pub code: &'static str,
    /// What it means for the count.
    pub standing: Standing,
    /// Does it count as support?
    pub supports: bool,
    /// Must a reason come with it?
    pub needs_reason: bool,
}

/// The most resistance an option can meet.
pub const MOST_RESISTANCE: u8 = 10;
/// The resistance of somebody who took part and rated other options only.
pub const MISSING_RESISTANCE: u8 = 5;

/// What one person says to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// A level of the scale, by its code.
    Level(String),
    /// The resistance against each option, from 0 to 10, in the order of the options; `None` where it was not rated.
    Resistance(Vec<Option<u8>>),
}

/// Why a stance does not fit a proposal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StanceFault {
    /// It names no level of the scale.
    #[error("`{given}` is no level of the scale `{}`; use {}", .scale.name(), .scale.codes().join(", "))]
    Level {
        /// What was given.
        given: String,
        /// The scale.
        scale: StanceScale,
    },
    /// It rates more or fewer options than there are.
    #[error("it rates {given} options, and there are {options}")]
    Options {
        /// How many it rates.
        given: usize,
        /// How many there are.
        options: usize,
    },
    /// A rating is off the scale.
    #[error("`{0}` is no resistance; use a whole number from 0 to {MOST_RESISTANCE}")]
    Rating(u8),
    /// It is a level where ratings are asked, or the other way round.
    #[error("the scale `{}` asks for {}", .0.name(), if *.0 == StanceScale::Systemic { "ratings of the options" } else { "one of its levels" })]
    Kind(StanceScale),
}

const fn level(
    code: &'static str,
    standing: Standing,
    supports: bool,
    needs_reason: bool,
) -> Level {
    Level {
        code,
        standing,
        supports,
        needs_reason,
    }
}

const CONSENSUS: [Level; 4] = [
    level("agree", Standing::For, true, false),
    level("reservations", Standing::Reserved, true, false),
    level("stand_aside", Standing::Aside, false, false),
    level("block", Standing::Blocks, false, true),
];
const CONSENT: [Level; 2] = [
    level("consent", Standing::For, true, false),
    level("objection", Standing::Blocks, false, true),
];
/// In Kaner's order; the first four count as support.
const GRADIENTS: [Level; 8] = [
    level("endorsement", Standing::For, true, false),
    level("minor_point", Standing::For, true, false),
    level("with_reservations", Standing::Reserved, true, false),
    level("abstain", Standing::Aside, true, false),
    level("more_discussion", Standing::Reserved, false, false),
    level("dislike_but_support", Standing::Aside, false, false),
    level("serious_disagreement", Standing::Against, false, true),
    level("veto", Standing::Blocks, false, true),
];
const FIST_TO_FIVE: [Level; 6] = [
    level("5", Standing::For, true, false),
    level("4", Standing::For, true, false),
    level("3", Standing::Reserved, true, false),
    level("2", Standing::Against, false, false),
    level("1", Standing::Against, false, true),
    level("0", Standing::Blocks, false, true),
];

impl StanceScale {
    /// Every scale.
    pub const ALL: [Self; 5] = [
        Self::Consensus,
        Self::Consent,
        Self::Gradients,
        Self::FistToFive,
        Self::Systemic,
    ];

    /// The scale's name in forms and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::Consent => "consent",
            Self::Gradients => "gradients",
            Self::FistToFive => "fist_to_five",
            Self::Systemic => "systemic",
        }
    }

    /// Its levels, the most supportive one first; none where options are rated.
    pub fn levels(self) -> &'static [Level] {
        match self {
            Self::Consensus => &CONSENSUS,
            Self::Consent => &CONSENT,
            Self::Gradients => &GRADIENTS,
            Self::FistToFive => &FIST_TO_FIVE,
            Self::Systemic => &[],
        }
    }

    /// The level of that code, with its place.
    pub fn level(self, code: &str) -> Option<(usize, Level)> {
        let levels = self.levels().iter().copied().enumerate();
        levels.into_iter().find(|(_, level)| level.code == code)
    }

    /// The codes of its levels.
    pub fn codes(self) -> Vec<&'static str> {
        self.levels().iter().map(|level| level.code).collect()
    }

    /// Does the stance fit a proposal with that many options?
    pub fn check(self, stance: &Stance, n_options: usize) -> Result<(), StanceFault> {
        match (self, stance) {
            (Self::Systemic, Stance::Resistance(ratings)) => {
                if ratings.len() != n_options {
                    return Err(StanceFault::Options {
                        given: ratings.len(),
                        options: n_options,
                    });
                }
                let too_much = ratings
                    .iter()
                    .flatten()
                    .find(|rating| **rating > MOST_RESISTANCE);
                too_much.map_or(Ok(()), |rating| Err(StanceFault::Rating(*rating)))
            }
            (
                Self::Consensus | Self::Consent | Self::Gradients | Self::FistToFive,
                Stance::Level(code),
            ) => match self.level(code) {
                Some(_) => Ok(()),
                None => Err(StanceFault::Level {
                    given: code.clone(),
                    scale: self,
                }),
            },
            (Self::Systemic, Stance::Level(_))
            | (
                Self::Consensus | Self::Consent | Self::Gradients | Self::FistToFive,
                Stance::Resistance(_),
            ) => Err(StanceFault::Kind(self)),
        }
    }
}
