//! The rule a proposal passes by.

use serde::{Deserialize, Serialize};

use super::scale::StanceScale;
use crate::consensus::{GroupVerdict, Share, Stand, Thresholds};

/// When a proposal passes. Every share is in whole percent; what is `None` is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRule {
    /// The scale that people answer on.
    pub scale: StanceScale,
    /// At least this share of those on the roll must take part.
    #[serde(default)]
    pub quorum: u8,
    /// And at least so many people.
    #[serde(default)]
    pub at_least: u64,
    /// So many blocks, objections or vetoes it bears; one more stops it.
    #[serde(default)]
    pub blocks: u32,
    /// At least this share of those who took part must support it.
    #[serde(default)]
    pub support: Option<u8>,
    /// At most this share may stand aside.
    #[serde(default)]
    pub aside: Option<u8>,
    /// Fewer than this share may be against it.
    #[serde(default)]
    pub against: Option<u8>,
    /// And what must hold in each organisation.
    #[serde(default)]
    pub each: Option<EachGroup>,
}

/// What must hold in each organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EachGroup {
    /// At least this share supports it.
    pub support: u8,
    /// Fewer than this share are against it.
    pub against: u8,
}

impl EachGroup {
    /// 70 % for and fewer than 15 % against.
    pub const USUAL: Self = Self {
        support: 70,
        against: 15,
    };

    /// What an organisation says of which so many took part, support it and are against it.
    pub(super) fn judged(self, taken_part: u64, supporting: u64, against: u64) -> GroupVerdict {
        let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let percent = |share: u8| Share::new(u32::from(share), 100);
        let (Some(for_at_least), Some(against_below)) =
            (percent(self.support), percent(self.against))
        else {
            // A rule that asks for more than everybody is refused before anything is counted by it.
            return GroupVerdict::Unknown;
        };
        let other = taken_part.saturating_sub(supporting.saturating_add(against));
        let rule = Thresholds {
            for_at_least,
            against_below,
            fewest_people: 1,
        };
        rule.in_group(Stand {
            for_: few(supporting),
            against: few(against),
            other: few(other),
        })
    }
}

/// Why a rule cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// A share is more than everybody.
    #[error("`{key}` is {percent} %; use 0 to 100")]
    Share {
        /// Which.
        key: &'static str,
        /// What it is.
        percent: u8,
    },
    /// A key that the scale has no use for.
    #[error("`{key}` means nothing on the scale `{}`; leave it out", .scale.name())]
    Unused {
        /// Which.
        key: &'static str,
        /// The scale.
        scale: StanceScale,
    },
    /// Fewer than 0 % against can never be.
    #[error("`{0}` is 0 %, and there are never fewer than none; use 1 or more")]
    NeverFewer(&'static str),
}

impl ConsentRule {
    /// What is usual on a scale: half of the roll takes part and nobody blocks. Consensus bears a quarter that stands
    /// aside; gradients ask that three quarters stand at abstaining or better, fist to five that four fifths show
    /// three fingers or more. With systemic consensing the least resistance decides.
    pub fn usual(scale: StanceScale) -> Self {
        let plain = Self {
            scale,
            quorum: 50,
            at_least: 0,
            blocks: 0,
            support: None,
            aside: None,
            against: None,
            each: None,
        };
        match scale {
            StanceScale::Consensus => Self {
                aside: Some(25),
                ..plain
            },
            StanceScale::Consent | StanceScale::Systemic => plain,
            StanceScale::Gradients => Self {
                support: Some(75),
                ..plain
            },
            StanceScale::FistToFive => Self {
                support: Some(80),
                ..plain
            },
        }
    }

    /// Can proposals be decided by it?
    pub fn check(&self) -> Result<(), RuleFault> {
        let shares = [
            ("quorum", Some(self.quorum)),
            ("support", self.support),
            ("aside", self.aside),
            ("against", self.against),
            ("each.support", self.each.map(|each| each.support)),
            ("each.against", self.each.map(|each| each.against)),
        ];
        for (key, share) in shares {
            if let Some(percent) = share.filter(|percent| *percent > 100) {
                return Err(RuleFault::Share { key, percent });
            }
        }
        if self.against == Some(0) {
            return Err(RuleFault::NeverFewer("against"));
        }
        if self.each.is_some_and(|each| each.against == 0) {
            return Err(RuleFault::NeverFewer("each.against"));
        }
        if self.scale != StanceScale::Systemic {
            return Ok(());
        }
        let unused = [
            ("blocks", self.blocks > 0),
            ("support", self.support.is_some()),
            ("aside", self.aside.is_some()),
            ("against", self.against.is_some()),
            ("each", self.each.is_some()),
        ];
        match unused.into_iter().find(|(_, is_set)| *is_set) {
            Some((key, _)) => Err(RuleFault::Unused {
                key,
                scale: self.scale,
            }),
            None => Ok(()),
        }
    }

    /// How many people must take part, of so many on the roll; always somebody.
    pub fn needed(&self, on_roll: u64) -> u64 {
        let share = (u64::from(self.quorum) * on_roll).div_ceil(100);
        share.max(self.at_least).max(1)
    }
}
