//! The methods: their names, what they count, and the keys their rules may have.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::tally::rules::{Key, RulesError};

/// How ballots become an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// The most first choices.
    Plurality,
    /// Instant run-off: the last goes, its ballots move on, until one has a majority.
    Irv,
    /// Points by place.
    Borda,
    /// Pairs compared over the strongest paths.
    Schulze,
    /// Pairs locked in from the strongest down, unless they would close a circle.
    RankedPairs,
    /// The mildest worst defeat.
    Minimax,
    /// The most pairs won.
    Copeland,
    /// The order that disagrees least with the ballots.
    Kemeny,
    /// Single transferable vote by the rules of Scottish council elections.
    StvScottish,
    /// Single transferable vote, surpluses shared by all ballots in exact fractions.
    StvWigm,
    /// The same in four decimals, by the Proportional Representation Foundation's reference rule.
    StvWigmPrf,
    /// Single transferable vote by Meek's method: every elected option keeps the share it needs.
    StvMeek,
    /// The same in nine decimals, by the Proportional Representation Foundation's reference rule.
    StvMeekPrf,
    /// As Meek's method, but every ballot pays the same for an elected option.
    StvWarren,
    /// The most approvals; a ballot that scores 1 and 0 approves of what it scores 1.
    Approval,
    /// The highest sum of scores.
    Score,
    /// The two highest scores, then the one that more ballots prefer.
    Star,
    /// The best middle grade.
    MajorityJudgment,
    /// The most dots.
    Dots,
    /// The most votes, where several from one ballot for one option cost their square.
    Quadratic,
    /// The committee with the most satisfaction, each further option on a ballot counting less.
    ProportionalApproval,
    /// The options whose load on the ballots that approve of them stays lightest.
    Phragmen,
    /// Every ballot gets an equal part of the budget to buy what it approves of.
    EqualShares,
    /// The most approved first, as long as the budget lasts.
    BudgetGreedy,
    /// An order of which every beginning gives each group its share.
    ProportionalRanking,
}

/// A form that a ballot may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BallotForm {
    /// Options in order.
    Ranking,
    /// Options approved of.
    Approval,
    /// Options with scores.
    Scores,
}

impl BallotForm {
    /// The form in the plural, as messages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ranking => "rankings",
            Self::Approval => "approvals",
            Self::Scores => "scores",
        }
    }
}

/// What distinguishes one method from another before any ballot is read.
struct Facts {
    name: &'static str,
    counts: &'static [BallotForm],
    elects_one: bool,
    keys: &'static [Key],
}

/// The keys that every method has.
const COMMON: [Key; 4] = [Key::Seats, Key::TieBreak, Key::Excluded, Key::By];

/// The keys for marks that are not plain.
const MARKS: &[Key] = &[Key::Overvote, Key::MaxSkippedRanks, Key::Duplicates];

/// The keys of the methods that come closer step by step.
const MEEK: &[Key] = &[Key::Omega];

impl Method {
    /// Every method that can be counted.
    pub const ALL: [Self; 25] = [
        Self::Plurality,
        Self::Irv,
        Self::Borda,
        Self::Schulze,
        Self::RankedPairs,
        Self::Minimax,
        Self::Copeland,
        Self::Kemeny,
        Self::StvScottish,
        Self::StvWigm,
        Self::StvWigmPrf,
        Self::StvMeek,
        Self::StvMeekPrf,
        Self::StvWarren,
        Self::Approval,
        Self::Score,
        Self::Star,
        Self::MajorityJudgment,
        Self::Dots,
        Self::Quadratic,
        Self::ProportionalApproval,
        Self::Phragmen,
        Self::EqualShares,
        Self::BudgetGreedy,
        Self::ProportionalRanking,
    ];

    fn facts(self) -> Facts {
        use BallotForm::{Approval, Ranking, Scores};
        let facts = |name, counts, keys| Facts {
            name,
            counts,
            elects_one: false,
            keys,
        };
        match self {
            Self::Plurality => facts("plurality", &[Ranking, Approval], &[]),
            Self::Irv => Facts {
                elects_one: true,
                ..facts(
                    "irv",
                    &[Ranking],
                    &[
                        Key::Overvote,
                        Key::MaxSkippedRanks,
                        Key::Duplicates,
                        Key::BatchElimination,
                        Key::ContinueUntilTwo,
                        Key::Threshold,
                    ],
                )
            },
            Self::Borda => facts("borda", &[Ranking], &[Key::Points]),
            Self::Schulze => facts("schulze", &[Ranking], &[Key::Strength]),
            Self::RankedPairs => facts("ranked-pairs", &[Ranking], &[Key::Strength]),
            Self::Minimax => facts("minimax", &[Ranking], &[Key::Strength]),
            Self::Copeland => facts("copeland", &[Ranking], &[]),
            Self::Kemeny => facts("kemeny", &[Ranking], &[]),
            Self::StvScottish => facts("stv-scottish", &[Ranking], MARKS),
            Self::StvWigm => facts(
                "stv-wigm",
                &[Ranking],
                &[
                    Key::Overvote,
                    Key::MaxSkippedRanks,
                    Key::Duplicates,
                    Key::Quota,
                ],
            ),
            Self::StvWigmPrf => facts("stv-wigm-prf", &[Ranking], MARKS),
            Self::StvMeek => facts("stv-meek", &[Ranking], MEEK),
            Self::StvMeekPrf => facts("stv-meek-prf", &[Ranking], MEEK),
            Self::StvWarren => facts("stv-warren", &[Ranking], MEEK),
            Self::Approval => facts("approval", &[Approval, Scores], &[]),
            Self::Score => facts("score", &[Scores], &[Key::MaxScore]),
            Self::Star => Facts {
                elects_one: true,
                ..facts("star", &[Scores], &[Key::MaxScore])
            },
            Self::MajorityJudgment => facts("majority-judgment", &[Scores], &[Key::MaxScore]),
            Self::Dots => facts("dots", &[Scores], &[Key::MaxScore, Key::Budget]),
            Self::Quadratic => facts("quadratic", &[Scores], &[Key::Budget]),
            Self::ProportionalApproval => facts("proportional-approval", &[Approval], &[]),
            Self::Phragmen => facts("phragmen", &[Approval], &[]),
            Self::EqualShares => facts(
                "equal-shares",
                &[Approval],
                &[Key::Budget, Key::Costs, Key::Satisfaction],
            ),
            Self::BudgetGreedy => facts("budget-greedy", &[Approval], &[Key::Budget, Key::Costs]),
            Self::ProportionalRanking => facts("proportional-ranking", &[Ranking, Approval], &[]),
        }
    }

    /// The method's name in rules, files and on the command line.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The method of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The forms of ballot it counts.
    pub fn counts(self) -> &'static [BallotForm] {
        self.facts().counts
    }

    /// Can there be only one winner?
    pub fn elects_one(self) -> bool {
        self.facts().elects_one
    }

    /// Does its count go from stage to stage, so that ties can be broken by earlier ones?
    pub fn counts_in_stages(self) -> bool {
        self == Self::Irv || self.is_transferable()
    }

    /// Is it one of the single transferable vote's?
    pub fn is_transferable(self) -> bool {
        let others = [Self::StvScottish, Self::StvWigm, Self::StvWigmPrf];
        others.contains(&self) || self.gives_out_anew()
    }

    /// Does it give all ballots out anew at each stage, by the shares that the elected keep?
    pub fn gives_out_anew(self) -> bool {
        matches!(self, Self::StvMeek | Self::StvMeekPrf | Self::StvWarren)
    }

    /// The keys that rules for this method may have, besides `method`.
    pub fn keys(self) -> impl Iterator<Item = Key> {
        COMMON.into_iter().chain(self.facts().keys.iter().copied())
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name)
            .ok_or_else(|| serde::de::Error::custom(RulesError::UnknownMethod { name }))
    }
}
