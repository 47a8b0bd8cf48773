//! Everything there is to say about ratings, ready to be written as JSON.

use serde::Serialize;

use super::dispersion::{leik_d, polarization, tastle_wierman, van_der_eijk_a};
use super::kendall::{KendallW, kendall_w};
use super::krippendorff::{Alpha, krippendorff_alpha};
use super::panel::{RandUcla, rand_ucla};
use super::rounds::{Drift, drift};
use super::summary::{Summary, summary};
use super::{Ratings, Round, Scale};

/// What ratings say: the last round, and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report<'r> {
    /// The lowest and the highest rating.
    pub scale: [i32; 2],
    /// The last round.
    #[serde(flatten)]
    pub last: Option<RoundReport<'r>>,
    /// The rounds before it, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<RoundReport<'r>>,
    /// How each item moved from each round to the next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drifts: Vec<Step<'r>>,
}

/// What one round says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoundReport<'r> {
    /// Its name, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<&'r str>,
    /// How many people rated anything.
    pub raters: usize,
    /// The items.
    pub items: Vec<ItemReport<'r>>,
    /// Whether raters put the items in the same order.
    pub kendall_w: Option<KendallW>,
    /// Whether raters give the items the same ratings.
    pub krippendorff_alpha: Alpha,
}

/// What one item's ratings say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemReport<'r> {
    /// Its name.
    pub item: &'r str,
    /// How many people rated it.
    pub n: usize,
    /// How often each point of the scale was given.
    pub frequencies: Vec<u32>,
    /// Where the ratings lie; nothing of it where nobody rated.
    #[serde(flatten)]
    pub summary: Option<Summary>,
    /// Agreement from −1 to 1.
    #[serde(rename = "van_der_eijk_A")]
    pub van_der_eijk_a: Option<f64>,
    /// Two poles, from 0 to 1.
    pub polarization: Option<f64>,
    /// Consensus from 0 to 1.
    #[serde(rename = "tastle_wierman_cns")]
    pub tastle_wierman: Option<f64>,
    /// Dissent from 0 to 1.
    #[serde(rename = "leik_D")]
    pub leik_d: Option<f64>,
    /// The verdict of a panel on nine points.
    pub rand_ucla: Option<RandUcla>,
}

/// How the items moved from one round to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step<'r> {
    /// The earlier round.
    pub from: &'r str,
    /// The later round.
    pub to: &'r str,
    /// The items.
    pub items: Vec<ItemDrift<'r>>,
}

/// How one item moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemDrift<'r> {
    /// Its name.
    pub item: &'r str,
    /// How it moved.
    #[serde(flatten)]
    pub drift: Drift,
}

/// Works out everything.
pub fn report(ratings: &Ratings) -> Report<'_> {
    let Ratings {
        scale,
        items,
        rounds,
        ..
    } = ratings;
    let mut reports: Vec<RoundReport<'_>> = rounds
        .iter()
        .map(|round| of_round(round, items, *scale))
        .collect();
    let last = reports.pop();
    let drifts = rounds
        .iter()
        .zip(rounds.iter().skip(1))
        .map(|(from, to)| Step {
            from: &from.name,
            to: &to.name,
            items: of_step(from, to, items, *scale),
        })
        .collect();
    Report {
        scale: [scale.min, scale.max],
        last,
        earlier: reports,
        drifts,
    }
}

fn of_round<'r>(round: &'r Round, items: &'r [String], scale: Scale) -> RoundReport<'r> {
    let rated = |row: &&Vec<Option<i32>>| row.iter().any(Option::is_some);
    RoundReport {
        round: (!round.name.is_empty()).then_some(&*round.name),
        raters: round.ratings.iter().filter(rated).count(),
        items: items
            .iter()
            .enumerate()
            .map(|(idx, item)| of_item(item, &round.of_item(idx), scale))
            .collect(),
        kendall_w: kendall_w(&round.ratings),
        krippendorff_alpha: krippendorff_alpha(&round.ratings),
    }
}

fn of_item<'r>(item: &'r str, ratings: &[i32], scale: Scale) -> ItemReport<'r> {
    let frequencies = scale.frequencies(ratings);
    ItemReport {
        item,
        n: ratings.len(),
        summary: summary(ratings),
        van_der_eijk_a: van_der_eijk_a(&frequencies),
        polarization: polarization(&frequencies),
        tastle_wierman: tastle_wierman(&frequencies),
        leik_d: leik_d(&frequencies),
        rand_ucla: rand_ucla(scale, ratings),
        frequencies,
    }
}

fn of_step<'r>(from: &Round, to: &Round, items: &'r [String], scale: Scale) -> Vec<ItemDrift<'r>> {
    let people = || from.ratings.iter().zip(&to.ratings);
    let of_item = |(idx, item): (usize, &'r String)| {
        let pairs: Vec<_> = people().map(|(a, b)| (a[idx], b[idx])).collect();
        ItemDrift {
            item,
            drift: drift(scale, &pairs),
        }
    };
    items.iter().enumerate().map(of_item).collect()
}
