//! Points in time and calendar days. Nothing here reads a clock: the time is always an argument.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in time, UTC, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The timestamp `days` later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * 86_400_000)
    }

    /// The UTC day this lies in.
    pub fn day(self) -> Day {
        let zoned = jiff::Timestamp::from_millisecond(self.0)
            .unwrap_or_default()
            .to_zoned(jiff::tz::TimeZone::UTC);
        Day(zoned.date())
    }
}

impl fmt::Display for Timestamp {
    /// ISO 8601 in UTC, to the minute: `2026-11-23 18:05 UTC`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zoned = jiff::Timestamp::from_millisecond(self.0)
            .unwrap_or_default()
            .to_zoned(jiff::tz::TimeZone::UTC);
        write!(f, "{} UTC", zoned.strftime("%Y-%m-%d %H:%M"))
    }
}

/// A calendar day, written `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
        shaped.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// The year, such as 2026.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Whole days from `self` to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        let span = jiff::civil::Date::duration_until(self.0, later.0);
        span.as_hours() / 24
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let span = jiff::SignedDuration::from_hours(days * 24);
        Self(self.0.checked_add(span).unwrap_or(self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_a_leap_february() {
        let start = Day::parse("2028-02-28").unwrap();
        assert_eq!(start.plus_days(2), Day::parse("2028-03-01").unwrap());
        assert_eq!(start.days_until(Day::parse("2028-03-01").unwrap()), 2);
        assert!(Day::parse("2027-02-29").is_none());
        assert!(Day::parse("27-2-9").is_none());
    }

    #[test]
    fn a_timestamp_shows_utc_to_the_minute() {
        assert_eq!(
            Timestamp(1_795_456_859_000).to_string(),
            "2026-11-23 18:00 UTC"
        );
        assert_eq!(Timestamp(1_795_456_859_000).day().to_string(), "2026-11-23");
    }
}
