//! The flags of `tally` that set single keys of the rules.

use anyhow::bail;
use clap::Args;
use serde_json::{Map, Value, json};

use crate::tally::{
    Duplicates, Key, Overvote, Picks, Points, Quota, Satisfaction, Strength, Threshold, TieRule,
};

/// The words a key may have, for the usage to list.
fn words<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> clap::builder::PossibleValuesParser {
    all.iter()
        .map(|word| name(*word))
        .collect::<Vec<_>>()
        .into()
}

/// A flag for each key of the rules. A key that the method does not use is refused by the rules.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleFlags {
    /// How many options win.
    #[arg(long)]
    pub(super) seats: Option<u32>,
    /// A way to break ties; given several times, they are tried in turn.
    #[arg(long, value_delimiter = ',', value_parser = words(TieRule::ALL, TieRule::name))]
    tie_break: Vec<String>,
    /// The order that `--tie-break order` goes by.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    tie_order: Vec<String>,
    /// Whether the first in an order stands best, or is the one picked whatever the tie is about.
    #[arg(long, value_parser = words(Picks::ALL, Picks::name))]
    tie_picks: Option<String>,
    /// The public seed that `--tie-break lot` draws from.
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
    /// Options that take no part.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    excluded: Vec<String>,
    /// What becomes of a ballot at a rank that names several options.
    #[arg(long, value_parser = words(Overvote::ALL, Overvote::name))]
    overvote: Option<String>,
    /// How many ranks in a row may be skipped before a ballot stops counting.
    #[arg(long, value_name = "N")]
    max_skipped_ranks: Option<u32>,
    /// What becomes of a ballot at a rank that repeats an option.
    #[arg(long, value_parser = words(Duplicates::ALL, Duplicates::name))]
    duplicates: Option<String>,
    /// Eliminate at once all who together cannot overtake the next.
    #[arg(long)]
    batch_elimination: bool,
    /// Go on to the last two even after a majority.
    #[arg(long)]
    continue_until_two: bool,
    /// Of which ballots a majority is more than half.
    #[arg(long, value_parser = words(Threshold::ALL, Threshold::name))]
    threshold: Option<String>,
    /// The points of a place.
    #[arg(long, value_parser = words(Points::ALL, Points::name))]
    points: Option<String>,
    /// What makes one pair stronger than another.
    #[arg(long, value_parser = words(Strength::ALL, Strength::name))]
    strength: Option<String>,
    /// How many votes are enough to be elected.
    #[arg(long, value_parser = words(Quota::ALL, Quota::name))]
    quota: Option<String>,
    /// How small the surplus must become before anybody goes, such as 1e-6.
    #[arg(long, value_name = "1e-N")]
    omega: Option<String>,
    /// The highest score a ballot may give.
    #[arg(long, value_name = "N")]
    max_score: Option<u32>,
    /// What there is to spend.
    #[arg(long, value_name = "AMOUNT")]
    budget: Option<String>,
    /// What an option costs, as NAME=AMOUNT; once for each option.
    #[arg(long, value_name = "NAME=AMOUNT")]
    cost: Vec<String>,
    /// What a bought option gives those who approve of it.
    #[arg(long, value_parser = words(Satisfaction::ALL, Satisfaction::name))]
    satisfaction: Option<String>,
}

impl RuleFlags {
    /// Sets the keys whose flags were given.
    ///
    /// Fails when a cost is not written as a name and an amount.
    pub(super) fn set(&self, keys: &mut Map<String, Value>) -> anyhow::Result<()> {
        let texts = [
            (Key::Overvote, &self.overvote),
            (Key::Duplicates, &self.duplicates),
            (Key::Threshold, &self.threshold),
            (Key::Points, &self.points),
            (Key::Strength, &self.strength),
            (Key::Quota, &self.quota),
            (Key::Omega, &self.omega),
            (Key::Budget, &self.budget),
            (Key::Satisfaction, &self.satisfaction),
        ];
        let numbers = [
            (Key::Seats, self.seats),
            (Key::MaxSkippedRanks, self.max_skipped_ranks),
            (Key::MaxScore, self.max_score),
        ];
        let switches = [
            (Key::BatchElimination, self.batch_elimination),
            (Key::ContinueUntilTwo, self.continue_until_two),
        ];
        let texts = texts.map(|(key, text)| (key, text.as_ref().map(|text| json!(text))));
        let numbers = numbers.map(|(key, number)| (key, number.map(|number| json!(number))));
        let switches = switches.map(|(key, on)| (key, on.then_some(Value::Bool(true))));
        let given = texts.into_iter().chain(numbers).chain(switches);
        keys.extend(given.filter_map(|(key, value)| Some((key.name().to_owned(), value?))));
        if !self.excluded.is_empty() {
            let excluded = trimmed(&self.excluded);
            keys.insert(Key::Excluded.name().to_owned(), json!(excluded));
        }
        self.set_costs(keys)?;
        self.set_tie_break(keys);
        Ok(())
    }

    /// Do the flags neither give an order for ties nor break them in ways that need none?
    pub(super) fn leave_the_tie_order_open(&self) -> bool {
        let order = TieRule::Order.name();
        let asked = self.tie_break.is_empty() || self.tie_break.iter().any(|rule| rule == order);
        asked && self.tie_order.is_empty()
    }

    /// Adds the costs given to those of the file, of which they replace the same option's.
    fn set_costs(&self, keys: &mut Map<String, Value>) -> anyhow::Result<()> {
        for cost in &self.cost {
            // A name may hold a `=`, an amount cannot.
            let Some((name, amount)) = cost.rsplit_once('=') else {
                bail!("`--cost` is `{cost}`; write NAME=AMOUNT, such as \"Playground=1200\"");
            };
            set_inner(keys, Key::Costs, name.trim(), json!(amount.trim()));
        }
        Ok(())
    }

    fn set_tie_break(&self, keys: &mut Map<String, Value>) {
        let mut by = self.tie_break.clone();
        if by.is_empty() && !self.tie_order.is_empty() {
            by.push(TieRule::Order.name().to_owned());
        }
        if !by.is_empty() {
            set_inner(keys, Key::TieBreak, "by", json!(by));
        }
        if !self.tie_order.is_empty() {
            let order = trimmed(&self.tie_order);
            set_inner(keys, Key::TieBreak, "order", json!(order));
        }
        if let Some(picks) = &self.tie_picks {
            set_inner(keys, Key::TieBreak, "picks", json!(picks));
        }
        if let Some(seed) = &self.seed {
            set_inner(keys, Key::TieBreak, "seed", json!(seed));
        }
    }
}

fn trimmed(names: &[String]) -> Vec<&str> {
    names.iter().map(|name| name.trim()).collect()
}

/// Sets one entry of a key that holds several. One that is no object stays as it is, for the rules to refuse.
fn set_inner(keys: &mut Map<String, Value>, key: Key, name: &str, value: Value) {
    let entry = keys.entry(key.name()).or_insert_with(|| json!({}));
    if let Value::Object(entry) = entry {
        entry.insert(name.to_owned(), value);
    }
}
