//! Exact amounts of votes, points and strengths, as they are printed.

use std::borrow::Cow;
use std::fmt;

use num_rational::BigRational;
use num_traits::{Num, PrimInt, ToPrimitive};
use serde::{Deserialize, Serialize};

use crate::tally::units::Number;

/// An exact amount in its method's own precision: `438`, `13.33333` or `40/3`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Amount(String);

/// Why a text is not an [`Amount`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an exact amount: write `438`, `13.33333` or `40/3`")]
pub struct AmountError(pub String);

impl Amount {
    /// How long a fraction is that can still be read: two numbers of thirteen digits.
    const LONGEST: usize = 27;

    /// A whole amount.
    pub fn whole(votes: impl fmt::Display + PrimInt) -> Self {
        Self(votes.to_string())
    }

    /// An exact fraction: whole where it is whole, else `numerator/denominator` in lowest terms.
    pub fn fraction(value: &BigRational) -> Self {
        Self(value.to_string())
    }

    /// `units` of which `scale` make one vote; `scale` is at least 1.
    pub(crate) fn units<N: Number>(units: N, scale: N) -> Self {
        let common = gcd(units.clone(), scale.clone());
        let (top, bottom) = (units / &common, scale / common);
        if bottom.is_one() {
            Self(top.to_string())
        } else {
            Self(format!("{top}/{bottom}"))
        }
    }

    /// `units` of the last of so many decimals, all of them written out.
    pub(crate) fn decimal(units: impl fmt::Display, decimals: usize) -> Self {
        let digits = units.to_string();
        let digits = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        Self(format!("{whole}.{part}"))
    }

    /// The amount as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The amount as written, or where its fraction is too long to be read what it is about.
    pub(crate) fn readable(&self) -> Cow<'_, str> {
        if self.0.len() > Self::LONGEST && self.0.contains('/') {
            Cow::Owned(format!("≈{:.5}", self.approximate()))
        } else {
            Cow::Borrowed(&self.0)
        }
    }

    /// Is it nothing at all?
    pub fn is_zero(&self) -> bool {
        !self.0.bytes().any(|b| (b'1'..=b'9').contains(&b))
    }

    /// The exact value.
    pub fn value(&self) -> BigRational {
        // The only ways to an amount keep it readable, so that the default is never taken.
        read(&self.0).unwrap_or_default()
    }

    /// The nearest `f64`, for the length of a bar; nothing is counted with it.
    pub fn approximate(&self) -> f64 {
        self.value().to_f64().unwrap_or(0.0)
    }
}

/// Nothing at all.
impl Default for Amount {
    fn default() -> Self {
        Self("0".to_owned())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Amount {
    type Error = AmountError;

    fn try_from(text: String) -> Result<Self, AmountError> {
        if read(&text).is_some() {
            Ok(Self(text))
        } else {
            Err(AmountError(text))
        }
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

/// The greatest common divisor; of 0 and 0 it is 0.
pub(crate) fn gcd<T: Num + Clone>(a: T, b: T) -> T {
    let (mut a, mut b) = (a, b);
    while !b.is_zero() {
        (a, b) = (b.clone(), a % b);
    }
    a
}

fn read(text: &str) -> Option<BigRational> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let value = if let Some((top, bottom)) = rest.split_once('/') {
        if !digits(top) || !digits(bottom) || bottom.bytes().all(|b| b == b'0') {
            return None;
        }
        BigRational::new(top.parse().ok()?, bottom.parse().ok()?)
    } else if let Some((whole, decimals)) = rest.split_once('.') {
        if !digits(whole) || !digits(decimals) {
            return None;
        }
        let bottom = format!("1{}", "0".repeat(decimals.len()));
        BigRational::new(
            format!("{whole}{decimals}").parse().ok()?,
            bottom.parse().ok()?,
        )
    } else if digits(rest) {
        BigRational::from_integer(rest.parse().ok()?)
    } else {
        return None;
    };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_print_whole_or_in_lowest_terms() {
        for (units, scale, text) in [
            (12_u64, 1, "12"),
            (3, 2, "3/2"),
            (4, 2, "2"),
            (0, 6, "0"),
            (4, 6, "2/3"),
        ] {
            assert_eq!(Amount::units(units, scale).as_str(), text);
        }
    }

    #[test]
    fn an_amount_is_read_exactly_or_not_at_all() {
        for (text, approximate) in [
            ("438", 438.0),
            ("0.50000", 0.5),
            ("1/4", 0.25),
            ("-3/2", -1.5),
        ] {
            let amount = Amount::try_from(text.to_owned()).unwrap();
            assert!((amount.approximate() - approximate).abs() < 1e-12, "{text}");
            assert_eq!(amount.to_string(), text);
        }
        for text in ["", "a", "1/0", "1.", ".5", "1/2/3", "1e5", "--1", "+1"] {
            assert!(Amount::try_from(text.to_owned()).is_err(), "{text}");
        }
        assert!(Amount::try_from("0.00000".to_owned()).unwrap().is_zero());
    }

    #[test]
    fn a_fraction_too_long_to_be_read_is_told_in_decimals() {
        let nines = |digits: usize| "9".repeat(digits);
        let third = format!("3{0}/{0}", nines(3_000));
        for (text, told) in [
            ("2/3", "2/3"),
            ("7999999999999/8888888888887", "7999999999999/8888888888887"),
            ("17999999999999/8888888888887", "≈2.02500"),
            (&third, "≈4.00000"),
            (&nines(60), &nines(60)),
        ] {
            assert_eq!(Amount::try_from(text.to_owned()).unwrap().readable(), told);
        }
    }
}
