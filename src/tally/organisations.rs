//! Ballots counted by organisation, beside the plain count of members.
//!
//! In the count by organisation every organisation has one voice. It is divided equally among those of
//! its ballots that say something the method can read, in proportion to their weights, and the parts
//! are exact fractions: a member of an organisation with seven such ballots has a seventh. Ballots
//! that name no organisation count among the members alone.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use serde::{Deserialize, Serialize};

use crate::tally::amount::Amount;
use crate::tally::canonical::numbered;
use crate::tally::compare::first;
use crate::tally::method::Method;
use crate::tally::outcome::Outcome;
use crate::tally::papers::Mark;
use crate::tally::profile::{Form, Profile, ProfileBuilder, ProfileError};
use crate::tally::rules::{By, Rules};
use crate::tally::units::Units;
use crate::tally::weight::Weight;
use crate::tally::{TallyError, count, count_wordless};

/// The ballots of each organisation, apart.
#[derive(Clone, Debug)]
pub struct Organisations {
    by_name: BTreeMap<String, Profile>,
    without: Profile,
}

impl Organisations {
    /// Every organisation with its ballots, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.by_name
            .iter()
            .map(|(name, ballots)| (name.as_str(), ballots))
    }

    /// The ballots that name no organisation.
    pub fn without(&self) -> &Profile {
        &self.without
    }
}

/// Builds [`Organisations`], ballot by ballot, beside the [`ProfileBuilder`] of all.
#[derive(Debug)]
pub struct OrganisationsBuilder {
    by_name: BTreeMap<String, ProfileBuilder>,
    without: ProfileBuilder,
}

impl OrganisationsBuilder {
    /// No ballots yet over these options. Fails as [`ProfileBuilder::new`] does.
    pub fn new(candidates: Vec<String>) -> Result<Self, ProfileError> {
        Ok(Self {
            by_name: BTreeMap::new(),
            without: ProfileBuilder::new(candidates)?,
        })
    }

    /// Adds `count` ballots of an organisation, or of none; a name of nothing but spaces is none.
    /// Fails as [`ProfileBuilder::add`] does.
    pub fn add(
        &mut self,
        organisation: Option<&str>,
        count: u64,
        weight: &Weight,
        form: &Form,
    ) -> Result<(), ProfileError> {
        self.of(organisation)?.add(count, weight, form)
    }

    /// As [`OrganisationsBuilder::add`], for a ranking that is laid out already.
    pub(crate) fn add_marks(
        &mut self,
        organisation: Option<&str>,
        count: u64,
        weight: &Weight,
        marks: &[Mark],
    ) -> Result<(), ProfileError> {
        self.of(organisation)?.add_marks(count, weight, marks)
    }

    fn of(&mut self, organisation: Option<&str>) -> Result<&mut ProfileBuilder, ProfileError> {
        let Some(name) = organisation.map(str::trim).filter(|name| !name.is_empty()) else {
            return Ok(&mut self.without);
        };
        Ok(match self.by_name.entry(name.to_owned()) {
            Entry::Occupied(ballots) => ballots.into_mut(),
            Entry::Vacant(place) => {
                place.insert(ProfileBuilder::new(self.without.candidates().to_vec())?)
            }
        })
    }

    /// The ballots by organisation; none when no ballot names one.
    pub fn finish(self) -> Option<Organisations> {
        let by_name = self.by_name.into_iter();
        let by_name: BTreeMap<String, Profile> = by_name
            .map(|(name, ballots)| (name, ballots.finish()))
            .collect();
        (!by_name.is_empty()).then(|| Organisations {
            by_name,
            without: self.without.finish(),
        })
    }

    /// The same with other names and places for the options, as [`ProfileBuilder::finish_moved`] takes them.
    pub(crate) fn finish_moved(
        self,
        candidates: &[String],
        moved: &[u16],
    ) -> Result<Option<Organisations>, ProfileError> {
        if self.by_name.is_empty() {
            return Ok(None);
        }
        let finish = |ballots: ProfileBuilder| ballots.finish_moved(candidates.to_vec(), moved);
        let by_name = self.by_name.into_iter();
        let by_name = by_name.map(|(name, ballots)| Ok((name, finish(ballots)?)));
        Ok(Some(Organisations {
            by_name: by_name.collect::<Result<_, ProfileError>>()?,
            without: finish(self.without)?,
        }))
    }
}

/// What a count by organisation finds, beside the plain count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByOrganisation {
    /// The outcome when every organisation has one voice.
    pub outcome: Outcome,
    /// What each organisation's own ballots say, by name. Whoever shows this leaves out organisations
    /// with fewer ballots than the coalition shows figures about.
    pub organisations: Vec<OrganisationVoice>,
    /// How many ballots name no organisation, and so count among the members alone.
    pub without: Amount,
    /// Whether each winner of the plain count has a double majority.
    pub double_majority: Vec<DoubleMajority>,
}

/// What the ballots of one organisation say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationVoice {
    /// The organisation.
    pub organisation: String,
    /// How many ballots it cast, blank ones among them.
    pub cast: Amount,
    /// How many of them count.
    pub valid: Amount,
    /// Who wins when only they are counted; nobody when none of them counts.
    pub winners: Vec<String>,
    /// Who comes first then, before any tie is broken.
    pub first: Vec<String>,
}

/// Does a winner of the plain count have the organisations behind it too?
///
/// It does when it wins the plain count of all members' ballots by the method of the rules, and more
/// than half of the organisations with a ballot that counts support it. An organisation supports an
/// option when its own ballots, counted by the same method, put the option first, and no other beside
/// it; where several are to win or a budget is spent, when the option is among the winners of its own ballots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubleMajority {
    /// The option, a winner of the plain count.
    pub option: String,
    /// How many organisations support it.
    pub organisations: u32,
    /// Of how many, those without a ballot that counts left out.
    pub of: u32,
    /// Do more than half support it?
    pub holds: bool,
}

/// Counts the ballots with one voice for every organisation, and each organisation's ballots alone.
///
/// `members` is the plain outcome of the same ballots. Fails when the voices cannot be counted
/// together exactly, and otherwise as [`count`] does.
pub fn count_by_organisation(
    members: &Outcome,
    organisations: &Organisations,
    rules: &Rules,
) -> Result<ByOrganisation, TallyError> {
    let rules = &Rules {
        by: By::Member,
        ..rules.clone()
    };
    let outcome = count(&voices(organisations, rules)?, rules)?;
    let own = organisations.iter().map(|(name, ballots)| {
        let counted = count_wordless(ballots, rules).ok();
        OrganisationVoice {
            organisation: name.to_owned(),
            cast: ballots.cast(),
            valid: (counted.as_ref())
                .map(|c| c.ballots.valid.clone())
                .unwrap_or_default(),
            first: counted.as_ref().map(first).unwrap_or_default(),
            winners: counted.map(|c| c.winners).unwrap_or_default(),
        }
    });
    let own: Vec<OrganisationVoice> = own.collect();
    // Where a budget is spent nobody comes first, and what is bought is what wins.
    let spends = matches!(rules.method, Method::EqualShares | Method::BudgetGreedy);
    let one = rules.seats == 1 && !spends;
    let supports = |voice: &OrganisationVoice, option: &String| {
        if one {
            voice.first[..] == [option.clone()]
        } else {
            voice.winners.contains(option)
        }
    };
    let speaking = own.iter().filter(|voice| !voice.valid.is_zero());
    let of = u32::try_from(speaking.count()).unwrap_or(u32::MAX);
    let double_majority = members.winners.iter().map(|option| {
        let for_it = own.iter().filter(|voice| supports(voice, option)).count();
        let organisations = u32::try_from(for_it).unwrap_or(u32::MAX);
        DoubleMajority {
            option: option.clone(),
            organisations,
            of,
            holds: u64::from(organisations) * 2 > u64::from(of),
        }
    });
    Ok(ByOrganisation {
        outcome,
        double_majority: double_majority.collect(),
        organisations: own,
        without: organisations.without.cast(),
    })
}

/// All ballots that name an organisation, each weighing its part of the organisation's one voice. An
/// organisation whose ballots say nothing that can be read is one blank ballot.
fn voices(organisations: &Organisations, rules: &Rules) -> Result<Profile, TallyError> {
    let candidates = organisations.without.candidates().to_vec();
    let too_many = |_| TallyError::TooManyParts;
    let mut builder = ProfileBuilder::new(candidates).map_err(too_many)?;
    for (_, ballots) in organisations.iter() {
        let added = if ballots.is_heavy() {
            add_voice::<BigUint>(&mut builder, ballots, rules)
        } else {
            add_voice::<u64>(&mut builder, ballots, rules)
        };
        added.map_err(too_many)?;
    }
    Ok(builder.finish())
}

/// Adds the ballots of an organisation, its weights added up in `N`.
fn add_voice<N: Units>(
    builder: &mut ProfileBuilder,
    ballots: &Profile,
    rules: &Rules,
) -> Result<(), ProfileError> {
    let papers = numbered::<N>(ballots, rules);
    let whole: N = papers.iter().map(|(_, units)| units).sum();
    if whole.is_zero() {
        builder.add(1, Weight::ONE, &Form::Ranking(Vec::new()))?;
    }
    let whole = BigInt::from(whole.into());
    for (number, units) in papers {
        let part = BigRational::new(BigInt::from(units.into()), whole.clone());
        if let Some(part) = Weight::exact(part) {
            builder.add(1, part, &ballots.form(number))?;
        }
    }
    Ok(())
}
