//! How much ballots count, one by one and all together.

use std::collections::HashMap;

use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::{One, Signed};

use crate::tally::amount::{Amount, gcd};
use crate::tally::profile::ProfileError;
use crate::tally::units::{Units, place};

/// How much one ballot counts: a positive fraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight(pub(crate) Share);

/// A fraction in lowest terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    Small {
        top: u64,
        bottom: u64,
    },
    /// One of which a part does not fit 64 bits.
    Large(Box<BigRational>),
}

impl Weight {
    /// An ordinary ballot's weight.
    pub const ONE: Self = Self(Share::Small { top: 1, bottom: 1 });

    /// `top / bottom`; none when either is 0.
    pub fn new(top: u64, bottom: u64) -> Option<Self> {
        if top == 0 || bottom == 0 {
            return None;
        }
        let common = gcd(top, bottom);
        Some(Self(Share::Small {
            top: top / common,
            bottom: bottom / common,
        }))
    }

    /// A fraction of any size; none when it is not above 0.
    pub(crate) fn exact(value: BigRational) -> Option<Self> {
        if !value.is_positive() {
            return None;
        }
        match (value.numer().try_into(), value.denom().try_into()) {
            (Ok(top), Ok(bottom)) => Self::new(top, bottom),
            _ => Some(Self(Share::Large(Box::new(value)))),
        }
    }

    /// How long a text may be: digits beyond that could not be counted anyway, and take long to read.
    const MOST_TEXT: usize = 20_000;

    /// Reads `2`, `0.25` or `1/3`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_small(text).or_else(|| {
            let text = (text.len() <= Self::MOST_TEXT).then(|| text.to_owned())?;
            Self::exact(Amount::try_from(text).ok()?.value())
        })
    }

    fn parse_small(text: &str) -> Option<Self> {
        let number = |part: &str| -> Option<u64> {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        if let Some((top, bottom)) = text.split_once('/') {
            return Self::new(number(top.trim())?, number(bottom.trim())?);
        }
        if let Some((whole, decimals)) = text.split_once('.') {
            let bottom = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
            let whole = number(whole)?.checked_mul(bottom)?;
            return Self::new(whole.checked_add(number(decimals)?)?, bottom);
        }
        Self::new(number(text)?, 1)
    }

    /// Numerator and denominator.
    fn parts(&self) -> (BigUint, BigUint) {
        match &self.0 {
            Share::Small { top, bottom } => ((*top).into(), (*bottom).into()),
            Share::Large(value) => (
                value.numer().magnitude().clone(),
                value.denom().magnitude().clone(),
            ),
        }
    }
}

/// Weights that are too many units for 64 bits: each is the place where its units stand, the first that of a vote.
#[derive(Debug)]
pub(crate) struct Heavy {
    pub(crate) units: Vec<BigUint>,
    /// Where the units stand that several ballots may have, so that equal ones stand once.
    shared: HashMap<BigUint, u64>,
}

impl Heavy {
    /// How many bits the common denominator may have, so that a count ends in reasonable time.
    pub(crate) const MOST_BITS: u64 = 1 << 15;
    /// How many bits all different weights together may have, so that they fit the memory.
    pub(crate) const MOST_BITS_OF_ALL: u64 = 1 << 31;

    /// With these already, none of which several ballots have.
    pub(crate) fn of(units: Vec<BigUint>) -> Self {
        Self {
            units,
            shared: HashMap::new(),
        }
    }

    /// The weight of `count` ballots together, after making the scale fit it.
    pub(crate) fn weigh(&mut self, count: u64, weight: &Weight) -> Result<u64, ProfileError> {
        let (top, bottom) = weight.parts();
        let vote = &self.units[0];
        let factor = &bottom / gcd(vote.clone(), bottom.clone());
        let bits = vote.bits() + if factor.is_one() { 0 } else { factor.bits() };
        if bits > Self::MOST_BITS || bits * self.units.len() as u64 > Self::MOST_BITS_OF_ALL {
            return Err(ProfileError::TooHeavy);
        }
        if !factor.is_one() {
            for units in &mut self.units {
                *units *= &factor;
            }
            let shared = std::mem::take(&mut self.shared).into_iter();
            self.shared = shared.map(|(units, at)| (units * &factor, at)).collect();
        }
        let units = &self.units[0] / bottom * top * count;
        Ok(self.place_of(units))
    }

    /// Where these units stand for all ballots that have as many.
    pub(crate) fn place_of(&mut self, units: BigUint) -> u64 {
        let next = self.units.len() as u64;
        *self.shared.entry(units).or_insert_with_key(|units| {
            self.units.push(units.clone());
            next
        })
    }

    /// Adds a weight to that of a ballot, which gets a place of its own for the sum.
    pub(crate) fn add(&mut self, known: &mut u64, weight: u64) {
        if self.units.is_empty() {
            *known += weight;
            return;
        }
        let sum = BigUint::of(known, &self.units) + BigUint::of(&weight, &self.units);
        if self.shared.get(BigUint::of(known, &self.units)) == Some(known) {
            *known = sum.weight(&mut self.units);
        } else {
            self.units[place(*known)] = sum;
        }
    }
}
