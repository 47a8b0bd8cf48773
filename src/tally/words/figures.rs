//! Amounts as people write them.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::model::Lang;
use crate::model::numbers::written;
use crate::tally::amount::Amount;

/// An amount with at most two decimals, as the language writes it: `1,200`, `7.5`. Where more stands
/// behind it, `≈` says so, and `< 0.01` that there is next to nothing.
pub fn rounded(amount: &Amount, lang: &Lang) -> String {
    let value = amount.value();
    let hundredths = &value * BigRational::from_integer(BigInt::from(100));
    let nearest = hundredths.round().to_integer();
    if nearest.is_zero() && value.is_positive() {
        return format!("< {}", written("0.01", lang));
    }
    let sign = if nearest.is_negative() { "-" } else { "" };
    let digits = format!("{:0>3}", nearest.magnitude());
    let (whole, part) = digits.split_at(digits.len() - 2);
    let plain = format!("{sign}{whole}.{part}");
    let shown = written(plain.trim_end_matches('0').trim_end_matches('.'), lang);
    if hundredths.is_integer() {
        shown
    } else {
        format!("≈ {shown}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_and_say_so() {
        let (en, es) = (Lang::english(), Lang::spanish());
        for (exact, english, spanish) in [
            ("8", "8", "8"),
            ("100", "100", "100"),
            ("1.00000", "1", "1"),
            ("7.500000055549", "≈ 7.5", "≈ 7,5"),
            ("341777/56518", "≈ 6.05", "≈ 6,05"),
            ("12345", "12,345", "12.345"),
            ("25/2", "12.5", "12,5"),
            ("-3/2", "−1.5", "−1,5"),
            ("0.00001", "< 0.01", "< 0,01"),
            ("0.00000", "0", "0"),
        ] {
            let amount = Amount::try_from(exact.to_owned()).unwrap();
            assert_eq!(rounded(&amount, &en), english);
            assert_eq!(rounded(&amount, &es), spanish);
        }
    }
}
