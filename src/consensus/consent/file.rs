//! A proposal as a file that can be counted again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::counts::{Counts, Group, GroupFigures, Whose, counts, group_of};
use super::rule::{ConsentRule, RuleFault};
use super::scale::{Stance, StanceFault, StanceScale};
use super::verdict::{Verdict, verdict};

/// A proposal with its rule and either every stance or their counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentFile {
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// Which round of it this is, from 1.
    #[serde(default = "first")]
    pub round: u32,
    /// The rule it passes by.
    pub rule: ConsentRule,
    /// How many could have taken part; left out, everybody did.
    #[serde(default)]
    pub on_roll: Option<u64>,
    /// The options that were rated; the first one leaves everything as it is.
    #[serde(default)]
    pub options: Vec<String>,
    /// Every stance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stances: Vec<StanceRow>,
    /// The counts, where the stances themselves are not handed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// The organisations; left out, they are counted from the stances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The verdict that was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// No coalition has more people.
const MOST: u64 = 1_000_000_000;

fn first() -> u32 {
    1
}

/// One stance of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StanceRow {
    /// A level alone.
    Level(String),
    /// Ratings alone, in the order of the options.
    Ratings(Vec<Option<u8>>),
    /// A stance with the organisation it comes from.
    Of {
        /// The level or the ratings.
        stance: Box<StanceRow>,
        /// The organisation.
        organisation: Option<String>,
    },
}

/// What a count of a file comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recount {
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// How many took part.
    pub taken_part: u64,
    /// How many could have.
    pub on_roll: u64,
    /// The counts.
    pub counts: Counts,
    /// The organisations.
    pub groups: Vec<Group>,
    /// Is it the verdict that was published with it? Nothing where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_published: Option<bool>,
}

/// Why a file cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// The rule.
    #[error("rule: {0}")]
    Rule(#[from] RuleFault),
    /// A stance.
    #[error("stance {row}: {fault}")]
    Stance {
        /// Its place, from 1.
        row: usize,
        /// What is wrong with it.
        fault: StanceFault,
    },
    /// Both or neither of the two.
    #[error("give either `stances` or `counts`, not {0}")]
    StancesOrCounts(&'static str),
    /// Counts of another scale.
    #[error("`counts` do not fit the scale `{}` with {options} options", .scale.name())]
    Counts {
        /// The scale.
        scale: StanceScale,
        /// How many options there are.
        options: usize,
    },
    /// Too few options.
    #[error(
        "the scale `systemic` needs at least two `options`; the first one leaves everything as it is"
    )]
    Options,
    /// A number beyond what is counted.
    #[error("a number in `{0}` is larger than {MOST}; correct it")]
    Large(&'static str),
    /// More took part than could.
    #[error("{taken_part} took part, and only {on_roll} are on the roll; correct `on_roll`")]
    Roll {
        /// How many took part.
        taken_part: u64,
        /// How many could have.
        on_roll: u64,
    },
}

impl StanceRow {
    fn parts(&self) -> (Stance, Option<&str>) {
        match self {
            Self::Level(code) => (Stance::Level(code.clone()), None),
            Self::Ratings(ratings) => (Stance::Resistance(ratings.clone()), None),
            Self::Of {
                stance,
                organisation,
            } => (stance.parts().0, organisation.as_deref()),
        }
    }
}

impl ConsentFile {
    /// Counts it again.
    pub fn recount(&self) -> Result<Recount, FileFault> {
        let rule = &self.rule;
        let n_options = self.options.len();
        rule.check()?;
        self.check_sizes()?;
        if rule.scale == StanceScale::Systemic && n_options < 2 {
            return Err(FileFault::Options);
        }
        let (counts, mut groups) = match (&self.counts, self.stances.is_empty()) {
            (Some(_), false) => return Err(FileFault::StancesOrCounts("both")),
            (None, true) => return Err(FileFault::StancesOrCounts("neither")),
            (Some(given), true) if self.fits(given) => (given.clone(), Vec::new()),
            (Some(_), true) => {
                return Err(FileFault::Counts {
                    scale: rule.scale,
                    options: n_options,
                });
            }
            (None, false) => self.counted()?,
        };
        if !self.groups.is_empty() {
            groups.clone_from(&self.groups);
        }
        let taken_part = counts.taken_part();
        let on_roll = self.on_roll.unwrap_or(taken_part);
        if taken_part > on_roll {
            return Err(FileFault::Roll {
                taken_part,
                on_roll,
            });
        }
        let found = verdict(rule, &counts, &groups, on_roll);
        Ok(Recount {
            as_published: self.verdict.as_ref().map(|published| *published == found),
            verdict: found,
            taken_part,
            on_roll,
            counts,
            groups,
        })
    }

    /// Are all numbers small enough to be added up and multiplied?
    fn check_sizes(&self) -> Result<(), FileFault> {
        let of_counts: Vec<u64> = match &self.counts {
            Some(Counts::Levels(levels)) => levels.clone(),
            Some(Counts::Resistance {
                taken_part,
                options,
            }) => {
                let sums = options
                    .iter()
                    .flat_map(|option| [option.sum / 10, option.rated]);
                sums.chain([*taken_part]).collect()
            }
            None => Vec::new(),
        };
        let of_groups = self.groups.iter().flat_map(|group| match group.figures {
            GroupFigures::Counted {
                taken_part,
                supporting,
                against,
            } => vec![taken_part, supporting, against],
            GroupFigures::Told { .. } => Vec::new(),
        });
        let all = [
            ("counts", of_counts),
            ("groups", of_groups.collect()),
            ("on_roll", self.on_roll.into_iter().collect()),
            ("rule", vec![self.rule.at_least]),
        ];
        match all
            .iter()
            .find(|(_, numbers)| numbers.iter().any(|n| *n > MOST))
        {
            Some((key, _)) => Err(FileFault::Large(key)),
            None => Ok(()),
        }
    }

    fn fits(&self, counts: &Counts) -> bool {
        match counts {
            Counts::Levels(levels) => {
                self.rule.scale != StanceScale::Systemic
                    && levels.len() == self.rule.scale.levels().len()
            }
            Counts::Resistance { options, .. } => {
                self.rule.scale == StanceScale::Systemic && options.len() == self.options.len()
            }
        }
    }

    /// The counts of all stances and of each organisation's.
    fn counted(&self) -> Result<(Counts, Vec<Group>), FileFault> {
        let scale = self.rule.scale;
        let n_options = self.options.len();
        let mut all = Vec::new();
        let mut by_group: BTreeMap<Whose, Vec<Stance>> = BTreeMap::new();
        for (idx, row) in self.stances.iter().enumerate() {
            let (stance, organisation) = row.parts();
            scale
                .check(&stance, n_options)
                .map_err(|fault| FileFault::Stance {
                    row: idx + 1,
                    fault,
                })?;
            let whose = organisation.map_or(Whose::Rest, |name| Whose::Group(name.to_owned()));
            by_group.entry(whose).or_default().push(stance.clone());
            all.push(stance);
        }
        // Where no organisation is named and none is asked for, there is nothing to tell apart.
        let names_any = by_group.keys().any(|whose| *whose != Whose::Rest);
        let tells_apart = scale != StanceScale::Systemic && (names_any || self.rule.each.is_some());
        let groups = by_group
            .into_iter()
            .filter(|_| tells_apart)
            .map(|(whose, stances)| {
                group_of(scale, whose, &counts(scale, n_options, stances.iter()))
            })
            .collect();
        Ok((counts(scale, n_options, all.iter()), groups))
    }
}
