//! The verdict on a proposal, and why.

use serde::{Deserialize, Serialize};

use super::counts::{Counts, Group, GroupFigures, Whose};
use super::rule::{ConsentRule, EachGroup};
use super::scale::Standing;
use crate::consensus::GroupVerdict;

/// What came of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It passed.
    Passed {
        /// How many let it pass with reservations or against their own view.
        reservations: u64,
        /// The option with the least resistance, by its place, where options were rated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chosen: Option<usize>,
    },
    /// Too few took part for anything to be decided.
    NotEnough {
        /// How many had to.
        needed: u64,
    },
    /// It was stopped.
    Blocked {
        /// By how many.
        by: u64,
        /// So many it would have borne.
        bears: u64,
    },
    /// It missed what the rule asks.
    Missed {
        /// What exactly.
        missed: Vec<Missed>,
    },
    /// Several options met equally little resistance.
    Tied {
        /// Their places.
        options: Vec<usize>,
    },
    /// No option met less resistance than leaving everything as it is.
    LeftAsItIs,
}

/// A part of the rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Which part.
    pub test: MissedTest,
    /// Among whom.
    pub whose: Whose,
    /// By how much, where numbers may be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub miss: Option<Miss>,
}

/// The parts of a rule that can be missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissedTest {
    /// At least so many support it.
    Support,
    /// At most so many stand aside.
    Aside,
    /// Fewer than so many are against it.
    Against,
    /// What is asked of each organisation, where only that may be told.
    Each,
    /// Anybody at all supports it.
    Anybody,
}

impl MissedTest {
    /// The test's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Aside => "aside",
            Self::Against => "against",
            Self::Each => "each",
            Self::Anybody => "anybody",
        }
    }
}

/// By how much something was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// How many there are.
    pub has: u64,
    /// Among how many.
    pub of: u64,
    /// The share asked for, in percent.
    pub percent: u8,
    /// How many people more, or fewer, it would have taken.
    pub short: u64,
}

impl Verdict {
    /// Is it decided?
    pub fn has_passed(&self) -> bool {
        match self {
            Self::Passed { .. } => true,
            Self::NotEnough { .. }
            | Self::Blocked { .. }
            | Self::Missed { .. }
            | Self::Tied { .. }
            | Self::LeftAsItIs => false,
        }
    }
}

/// The verdict by the rule on those counts, with so many people on the roll.
///
/// Too few people decide nothing, whatever they say; then a block outweighs any majority; then every part of the rule
/// that does not hold is named, everybody's first and then each organisation's.
pub fn verdict(rule: &ConsentRule, counts: &Counts, groups: &[Group], on_roll: u64) -> Verdict {
    let needed = rule.needed(on_roll);
    if counts.taken_part() < needed {
        return Verdict::NotEnough { needed };
    }
    if let Counts::Resistance { options, .. } = counts {
        let sums: Vec<u64> = options.iter().map(|option| option.sum).collect();
        return least_resistance(&sums);
    }
    let blocks = counts.standing(rule.scale, Standing::Blocks);
    if blocks > u64::from(rule.blocks) {
        return Verdict::Blocked {
            by: blocks,
            bears: u64::from(rule.blocks),
        };
    }
    let mut missed = everybodys(rule, counts);
    if let Some(each) = rule.each {
        for group in groups {
            missed.extend(of_group(each, group));
        }
    }
    if !missed.is_empty() {
        return Verdict::Missed { missed };
    }
    let reservations = counts.standing(rule.scale, Standing::Reserved) + counts.against(rule.scale);
    Verdict::Passed {
        reservations,
        chosen: None,
    }
}

/// Does what the rule asks of each organisation hold in this one?
pub fn meets(each: EachGroup, group: &Group) -> bool {
    of_group(each, group).is_empty()
}

/// The option with the least resistance. The first one leaves everything as it is, and an option that does not meet
/// less resistance than it is not acceptable.
fn least_resistance(sums: &[u64]) -> Verdict {
    let Some(least) = sums.iter().min() else {
        return Verdict::LeftAsItIs;
    };
    let lowest: Vec<usize> = (0..sums.len()).filter(|idx| sums[*idx] == *least).collect();
    match lowest.as_slice() {
        [0, ..] => Verdict::LeftAsItIs,
        [chosen] => Verdict::Passed {
            reservations: 0,
            chosen: Some(*chosen),
        },
        _ => Verdict::Tied { options: lowest },
    }
}

fn everybodys(rule: &ConsentRule, counts: &Counts) -> Vec<Missed> {
    let of = counts.taken_part();
    let supporting = counts.supporting(rule.scale);
    let aside = counts.standing(rule.scale, Standing::Aside);
    let mut missed = Vec::new();
    let mut note = |test: MissedTest, miss: Option<Miss>| {
        if let Some(miss) = miss {
            missed.push(Missed {
                test,
                whose: Whose::All,
                miss: Some(miss),
            });
        }
    };
    let share = |asked: Option<u8>, test: fn(u64, u64, u8) -> Option<Miss>, has: u64| {
        asked.and_then(|percent| test(has, of, percent))
    };
    note(
        MissedTest::Support,
        share(rule.support, at_least, supporting),
    );
    note(MissedTest::Aside, share(rule.aside, at_most, aside));
    note(
        MissedTest::Against,
        share(rule.against, fewer_than, counts.against(rule.scale)),
    );
    if missed.is_empty() && supporting == 0 {
        missed.push(Missed {
            test: MissedTest::Anybody,
            whose: Whose::All,
            miss: None,
        });
    }
    missed
}

fn of_group(each: EachGroup, group: &Group) -> Vec<Missed> {
    let missed = |test, miss| Missed {
        test,
        whose: group.whose.clone(),
        miss,
    };
    let (taken_part, supporting, against) = match group.figures {
        GroupFigures::Told { meets: true } => return Vec::new(),
        GroupFigures::Told { meets: false } => return vec![missed(MissedTest::Each, None)],
        GroupFigures::Counted {
            taken_part,
            supporting,
            against,
        } => (taken_part, supporting, against),
    };
    let support = missed(
        MissedTest::Support,
        at_least(supporting, taken_part, each.support),
    );
    let against_miss = missed(
        MissedTest::Against,
        fewer_than(against, taken_part, each.against),
    );
    match each.judged(taken_part, supporting, against) {
        // Of an organisation from which nobody came there is nothing to ask.
        GroupVerdict::Passes | GroupVerdict::Unknown => Vec::new(),
        GroupVerdict::TooFewFor => vec![support],
        GroupVerdict::TooManyAgainst => vec![against_miss],
        GroupVerdict::TooFewForAndTooManyAgainst => vec![support, against_miss],
    }
}

/// `has` of `of` reach `percent`, or how many are lacking.
fn at_least(has: u64, of: u64, percent: u8) -> Option<Miss> {
    let needed = (u64::from(percent) * of).div_ceil(100);
    miss(has, of, percent, needed.saturating_sub(has))
}

/// `has` of `of` are not above `percent`, or how many are too many.
fn at_most(has: u64, of: u64, percent: u8) -> Option<Miss> {
    let most = u64::from(percent) * of / 100;
    miss(has, of, percent, has.saturating_sub(most))
}

/// `has` of `of` are below `percent`, or how many are too many. Nobody is always few enough.
fn fewer_than(has: u64, of: u64, percent: u8) -> Option<Miss> {
    let most = (u64::from(percent) * of).div_ceil(100).saturating_sub(1);
    miss(has, of, percent, has.saturating_sub(most))
}

fn miss(has: u64, of: u64, percent: u8, short: u64) -> Option<Miss> {
    (short > 0).then_some(Miss {
        has,
        of,
        percent,
        short,
    })
}
