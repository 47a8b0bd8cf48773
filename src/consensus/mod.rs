//! How far people agree who rated things on a scale: one item's ratings, many raters' together, and from one
//! round to the next; [`consent`]: when a proposal has passed; [`delphi`]: when a panel has asked enough; and
//! [`pairs`]: what people choose who compare two ideas at a time.

pub mod consent;
pub mod delphi;
pub mod pairs;

mod dispersion;
mod kendall;
mod krippendorff;
mod panel;
mod report;
mod rounds;
mod summary;
mod thresholds;

pub use dispersion::{leik_d, polarization, tastle_wierman, van_der_eijk_a};
pub use kendall::{Concordance, KendallW, kendall_w};
pub use krippendorff::{Alpha, krippendorff_alpha};
pub use panel::{Appropriateness, RandUcla, rand_ucla};
pub use report::{ItemDrift, ItemReport, Report, RoundReport, Step, report};
pub use rounds::{Drift, WeightedKappa, drift, weighted_kappa};
pub use summary::{Summary, quantile, summary};
pub use thresholds::{Everywhere, GroupVerdict, Share, Stand, Thresholds};

/// A scale of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest rating.
    pub min: i32,
    /// The highest rating, above the lowest.
    pub max: i32,
}

impl Scale {
    /// The most steps of a scale.
    pub const MAX_POINTS: i32 = 1001;

    /// A scale from `min` to `max`; `None` unless it has at least two and at most 1001 points.
    pub fn new(min: i32, max: i32) -> Option<Self> {
        let steps = max.checked_sub(min)?;
        (1..Self::MAX_POINTS)
            .contains(&steps)
            .then_some(Self { min, max })
    }

    /// Does the scale reach to this rating?
    pub fn holds(self, rating: i32) -> bool {
        (self.min..=self.max).contains(&rating)
    }

    /// How often each point of the scale was given; ratings off the scale are left out.
    pub fn frequencies(self, ratings: &[i32]) -> Vec<u32> {
        let mut found: Vec<u32> = (self.min..=self.max).map(|_| 0).collect();
        for rating in ratings {
            let place = usize::try_from(rating - self.min).ok();
            if let Some(count) = place.and_then(|place| found.get_mut(place)) {
                *count += 1;
            }
        }
        found
    }
}

/// What people rated, round by round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    /// The scale.
    pub scale: Scale,
    /// The ids of the people.
    pub people: Vec<String>,
    /// The names of the items.
    pub items: Vec<String>,
    /// The rounds, the first one first.
    pub rounds: Vec<Round>,
}

/// What people rated in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its name; empty where there is only one.
    pub name: String,
    /// For each person the rating of each item, if they gave one.
    pub ratings: Vec<Vec<Option<i32>>>,
}

impl Round {
    /// The ratings that an item was given.
    pub fn of_item(&self, item: usize) -> Vec<i32> {
        let given = |row: &Vec<Option<i32>>| row.get(item).copied().flatten();
        self.ratings.iter().filter_map(given).collect()
    }
}

/// A count as a float, exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people and items stay far below 2^53"
)]
fn count(n: usize) -> f64 {
    n as f64
}
