//! From stances to counts.

use serde::{Deserialize, Serialize};

use super::scale::{MISSING_RESISTANCE, Stance, StanceScale, Standing};

/// All stances on a proposal, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// How many took each level, in the order of the scale.
    Levels(Vec<u64>),
    /// How much resistance each option met.
    Resistance {
        /// How many took part.
        taken_part: u64,
        /// The options in their order; the first one leaves everything as it is.
        options: Vec<Resistance>,
    },
}

/// The resistance against one option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resistance {
    /// All resistance together; whoever did not rate it counts 5.
    pub sum: u64,
    /// How many rated it.
    pub rated: u64,
}

impl Resistance {
    /// How far it is accepted, as a share: 1 − Σr ÷ 10n, for showing.
    pub fn acceptance(self, taken_part: u64) -> Option<f64> {
        let (sum, n) = (
            u32::try_from(self.sum).ok()?,
            u32::try_from(taken_part).ok()?,
        );
        (n > 0).then(|| 1.0 - f64::from(sum) / (10.0 * f64::from(n)))
    }
}

impl Counts {
    /// How many took part.
    pub fn taken_part(&self) -> u64 {
        match self {
            Self::Levels(levels) => levels.iter().sum(),
            Self::Resistance { taken_part, .. } => *taken_part,
        }
    }

    /// How many stand so on the scale; nobody where options are rated.
    pub fn standing(&self, scale: StanceScale, wanted: Standing) -> u64 {
        self.sum(scale, |level| level.standing == wanted)
    }

    /// How many support it.
    pub fn supporting(&self, scale: StanceScale) -> u64 {
        self.sum(scale, |level| level.supports)
    }

    /// How many are against it or stop it.
    pub fn against(&self, scale: StanceScale) -> u64 {
        self.standing(scale, Standing::Against) + self.standing(scale, Standing::Blocks)
    }

    fn sum(&self, scale: StanceScale, counts: impl Fn(super::Level) -> bool) -> u64 {
        match self {
            Self::Levels(levels) => scale
                .levels()
                .iter()
                .zip(levels)
                .filter(|(level, _)| counts(**level))
                .map(|(_, n)| n)
                .sum(),
            Self::Resistance { .. } => 0,
        }
    }
}

/// Counts stances that fit the scale; those that do not are left out.
pub fn counts<'a>(
    scale: StanceScale,
    n_options: usize,
    stances: impl IntoIterator<Item = &'a Stance>,
) -> Counts {
    let fitting = stances
        .into_iter()
        .filter(|stance| scale.check(stance, n_options).is_ok());
    if scale == StanceScale::Systemic {
        let mut taken_part = 0;
        let mut options = vec![Resistance::default(); n_options];
        for stance in fitting {
            let Stance::Resistance(ratings) = stance else {
                continue;
            };
            taken_part += 1;
            for (option, rating) in options.iter_mut().zip(ratings) {
                option.sum += u64::from(rating.unwrap_or(MISSING_RESISTANCE));
                option.rated += u64::from(rating.is_some());
            }
        }
        return Counts::Resistance {
            taken_part,
            options,
        };
    }
    let mut levels = vec![0; scale.levels().len()];
    for stance in fitting {
        if let Stance::Level(code) = stance
            && let Some((place, _)) = scale.level(code)
        {
            levels[place] += 1;
        }
    }
    Counts::Levels(levels)
}

/// Whose stances a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Everybody's.
    All,
    /// One organisation's.
    Group(String),
    /// Those of all other organisations together, and of people without one.
    Rest,
}

/// What an organisation says to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which.
    pub whose: Whose,
    /// Its figures.
    #[serde(flatten)]
    pub figures: GroupFigures,
}

/// The figures of an organisation, as far as they may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GroupFigures {
    /// In numbers.
    Counted {
        /// How many of it took part.
        taken_part: u64,
        /// How many of them support it.
        supporting: u64,
        /// How many of them are against it or stop it.
        against: u64,
    },
    /// Only whether what the rule asks of each organisation holds in it.
    Told {
        /// Does it hold?
        meets: bool,
    },
}

/// The counts of an organisation in numbers.
pub fn group_of(scale: StanceScale, whose: Whose, counts: &Counts) -> Group {
    Group {
        whose,
        figures: GroupFigures::Counted {
            taken_part: counts.taken_part(),
            supporting: counts.supporting(scale),
            against: counts.against(scale),
        },
    }
}
