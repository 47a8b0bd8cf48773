//! Enough for and few against, in each group or organisation by itself: a majority of everybody can hide
//! that one partner would not go along.

use std::fmt;

use serde::Serialize;

/// A share of people, kept exact: `2/3` and not 0.6667.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    part: u32,
    of: u32,
}

impl Share {
    /// `part` of `of`; `None` unless it lies between nothing and all.
    pub fn new(part: u32, of: u32) -> Option<Self> {
        (of > 0 && part <= of).then_some(Self { part, of })
    }

    /// Reads `0.70`, `70 %`, `66.7%` or `2/3`; `None` for anything else or for more than all.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((part, of)) = text.split_once('/') {
            return Self::new(part.trim().parse().ok()?, of.trim().parse().ok()?);
        }
        let (number, hundreds) = match text.strip_suffix('%') {
            Some(percent) => (percent.trim(), 100),
            None => (text, 1),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 6 || !is_digits(whole) || !is_digits(decimals) {
            return None;
        }
        let of = 10_u32.pow(u32::try_from(decimals.len()).ok()?);
        let part = format!("{whole}{decimals}").parse().ok()?;
        Self::new(part, of.checked_mul(hundreds)?)
    }

    /// How many of `n` people are at least this share, the fewest that are.
    pub fn fewest_of(self, n: u32) -> u32 {
        let product = u64::from(n) * u64::from(self.part);
        u32::try_from(product.div_ceil(u64::from(self.of))).unwrap_or(u32::MAX)
    }

    /// Are `count` of `n` people at least this share?
    fn is_reached(self, count: u32, n: u32) -> bool {
        u64::from(count) * u64::from(self.of) >= u64::from(self.part) * u64::from(n)
    }
}

impl fmt::Display for Share {
    /// In hundredths where it is a number of them, else as a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = u64::from(self.part) * 100;
        if hundredths.is_multiple_of(u64::from(self.of)) {
            let hundredths = hundredths / u64::from(self.of);
            write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
        } else {
            write!(f, "{}/{}", self.part, self.of)
        }
    }
}

/// Where the people of one group or organisation stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// How many are for it.
    pub for_: u32,
    /// How many are against it.
    pub against: u32,
    /// How many were asked and answered neither: they passed, stood aside or abstained.
    pub other: u32,
}

impl Stand {
    /// How many took a stand at all.
    pub fn people(self) -> u32 {
        self.for_
            .saturating_add(self.against)
            .saturating_add(self.other)
    }
}

/// What each group must reach by itself: "70 % for, fewer than 15 % against".
///
/// Shares are of all who took a stand in the group, those who passed among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// At least this share must be for it.
    pub for_at_least: Share,
    /// Fewer than this share may be against it.
    pub against_below: Share,
    /// Groups of which fewer people took a stand are not judged.
    pub fewest_people: u32,
}

/// What a group says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupVerdict {
    /// Enough are for it and few enough against.
    Passes,
    /// Too few are for it.
    TooFewFor,
    /// Too many are against it.
    TooManyAgainst,
    /// Both: too few for it, too many against.
    TooFewForAndTooManyAgainst,
    /// Too few people took a stand to judge by.
    Unknown,
}

/// What all groups say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Everywhere {
    /// Every group passes it.
    Passes,
    /// Some group does not.
    Fails,
    /// No group is known to fail it, and some cannot be judged.
    Unknown,
}

impl Thresholds {
    /// Judges one group.
    pub fn in_group(&self, stand: Stand) -> GroupVerdict {
        let people = stand.people();
        if people < self.fewest_people.max(1) {
            return GroupVerdict::Unknown;
        }
        let enough_for = self.for_at_least.is_reached(stand.for_, people);
        let few_against = !self.against_below.is_reached(stand.against, people);
        match (enough_for, few_against) {
            (true, true) => GroupVerdict::Passes,
            (false, true) => GroupVerdict::TooFewFor,
            (true, false) => GroupVerdict::TooManyAgainst,
            (false, false) => GroupVerdict::TooFewForAndTooManyAgainst,
        }
    }

    /// Judges every group and all together: it passes everywhere when it passes in each.
    pub fn everywhere(&self, stands: &[Stand]) -> (Everywhere, Vec<GroupVerdict>) {
        let verdicts: Vec<GroupVerdict> =
            stands.iter().map(|stand| self.in_group(*stand)).collect();
        let mut all = if verdicts.is_empty() {
            Everywhere::Unknown
        } else {
            Everywhere::Passes
        };
        for verdict in &verdicts {
            all = match (verdict, all) {
                (_, Everywhere::Fails)
                | (
                    GroupVerdict::TooFewFor
                    | GroupVerdict::TooManyAgainst
                    | GroupVerdict::TooFewForAndTooManyAgainst,
                    _,
                ) => Everywhere::Fails,
                (GroupVerdict::Unknown, _) | (_, Everywhere::Unknown) => Everywhere::Unknown,
                (GroupVerdict::Passes, Everywhere::Passes) => Everywhere::Passes,
            };
        }
        (all, verdicts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str) -> Share {
        Share::parse(text).unwrap()
    }

    fn stand(for_: u32, against: u32, other: u32) -> Stand {
        Stand {
            for_,
            against,
            other,
        }
    }

    fn check(stands: &[Stand], all: Everywhere, verdicts: &[GroupVerdict]) {
        let rule = Thresholds {
            for_at_least: share("70 %"),
            against_below: share("0.15"),
            fewest_people: 5,
        };
        assert_eq!(rule.everywhere(stands), (all, verdicts.to_vec()));
    }

    #[test]
    fn every_group_must_pass_by_itself() {
        use GroupVerdict::{
            Passes, TooFewFor, TooFewForAndTooManyAgainst, TooManyAgainst, Unknown,
        };
        // Exactly 70 % for is enough, exactly 15 % against is too many.
        check(&[stand(14, 2, 4)], Everywhere::Passes, &[Passes]);
        check(&[stand(14, 3, 3)], Everywhere::Fails, &[TooManyAgainst]);
        check(&[stand(13, 0, 7)], Everywhere::Fails, &[TooFewFor]);
        // 97 % of everybody, and still one organisation is not with them.
        check(
            &[stand(500, 0, 0), stand(3, 5, 2)],
            Everywhere::Fails,
            &[Passes, TooFewForAndTooManyAgainst],
        );
        check(
            &[stand(20, 0, 0), stand(4, 0, 0)],
            Everywhere::Unknown,
            &[Passes, Unknown],
        );
        check(
            &[stand(0, 0, 0), stand(1, 9, 0), stand(9, 0, 1)],
            Everywhere::Fails,
            &[Unknown, TooFewForAndTooManyAgainst, Passes],
        );
        check(&[], Everywhere::Unknown, &[]);
    }

    #[test]
    fn nobody_at_all_is_unknown_even_without_a_floor() {
        let rule = Thresholds {
            for_at_least: share("0"),
            against_below: share("100%"),
            fewest_people: 0,
        };
        assert_eq!(rule.in_group(Stand::default()), GroupVerdict::Unknown);
        assert_eq!(rule.in_group(stand(0, 0, 1)), GroupVerdict::Passes);
        // All against is not fewer than all.
        assert_eq!(rule.in_group(stand(0, 1, 0)), GroupVerdict::TooManyAgainst);
    }

    #[test]
    fn shares_are_read_exactly_or_not_at_all() {
        for (text, told) in [
            ("0.70", "0.70"),
            ("70 %", "0.70"),
            ("70%", "0.70"),
            ("2/3", "2/3"),
            ("66.75%", "2670/4000"),
            ("1", "1.00"),
            ("0", "0.00"),
        ] {
            let told = match told.split_once('/') {
                Some((part, of)) => Share::new(part.parse().unwrap(), of.parse().unwrap()).unwrap(),
                None => share(told),
            };
            let found = share(text);
            let product = |one: Share, other: Share| u64::from(one.part) * u64::from(other.of);
            assert_eq!(product(found, told), product(told, found), "{text}");
        }
        for text in [
            "", "70", "1.01", "-0.1", "+1", "3/2", "1/0", "a", "0.1.2", "101 %", "0,7", ".5", "NaN",
        ] {
            assert_eq!(Share::parse(text), None, "{text}");
        }
        assert_eq!(share("2/3").to_string(), "2/3");
        assert_eq!(share("15 %").to_string(), "0.15");
        assert_eq!(
            (share("2/3").fewest_of(10), share("0.7").fewest_of(10)),
            (7, 7)
        );
    }
}
