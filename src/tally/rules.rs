//! The rules of a count as data: what a round declares, stores and shows, and what `--rules` reads.

use std::fmt;

use num_rational::BigRational;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::model::strict;
use crate::tally::amount::Amount;
use crate::tally::method::Method;

/// A key of the rules, besides `method`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `seats`
    Seats,
    /// `tie_break`
    TieBreak,
    /// `overvote`
    Overvote,
    /// `max_skipped_ranks`
    MaxSkippedRanks,
    /// `duplicates`
    Duplicates,
    /// `excluded`
    Excluded,
    /// `batch_elimination`
    BatchElimination,
    /// `continue_until_two`
    ContinueUntilTwo,
    /// `threshold`
    Threshold,
    /// `points`
    Points,
    /// `strength`
    Strength,
    /// `max_score`
    MaxScore,
    /// `budget`
    Budget,
    /// `quota`
    Quota,
    /// `omega`
    Omega,
    /// `costs`
    Costs,
    /// `satisfaction`
    Satisfaction,
    /// `by`
    By,
}

impl Key {
    /// Every key, in the order rules are written in.
    pub const ALL: [Self; 18] = [
        Self::Seats,
        Self::TieBreak,
        Self::Overvote,
        Self::MaxSkippedRanks,
        Self::Duplicates,
        Self::Excluded,
        Self::BatchElimination,
        Self::ContinueUntilTwo,
        Self::Threshold,
        Self::Points,
        Self::Strength,
        Self::MaxScore,
        Self::Budget,
        Self::Quota,
        Self::Omega,
        Self::Costs,
        Self::Satisfaction,
        Self::By,
    ];

    /// The key as written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::TieBreak => "tie_break",
            Self::Overvote => "overvote",
            Self::MaxSkippedRanks => "max_skipped_ranks",
            Self::Duplicates => "duplicates",
            Self::Excluded => "excluded",
            Self::BatchElimination => "batch_elimination",
            Self::ContinueUntilTwo => "continue_until_two",
            Self::Threshold => "threshold",
            Self::Points => "points",
            Self::Strength => "strength",
            Self::MaxScore => "max_score",
            Self::Budget => "budget",
            Self::Quota => "quota",
            Self::Omega => "omega",
            Self::Costs => "costs",
            Self::Satisfaction => "satisfaction",
            Self::By => "by",
        }
    }
}

/// Declares an enum whose variants go by fixed words in JSON.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as written in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of that name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

words! {
    /// One way to resolve a tie.
    TieRule {
        /// By the latest earlier stage at which they differed.
        Backwards = "backwards",
        /// By the earliest stage at which they differed.
        Forwards = "forwards",
        /// By the declared order.
        Order = "order",
        /// By lot: the order of SHA-256 over the seed and the option's name.
        Lot = "lot",
    }
}

words! {
    /// Which of the tied an order names.
    Picks {
        /// Earlier stands better: it wins a tie for first, and survives a tie for last.
        Best = "best",
        /// The earliest is the one picked, whatever the tie is about.
        First = "first",
    }
}

words! {
    /// What becomes of a ballot at a rank that names several options.
    Overvote {
        /// It stops counting.
        Exhaust = "exhaust",
        /// The rank is passed over.
        Skip = "skip",
        /// It stops counting if several of them are still in; counts for the one that is, if one is.
        ExhaustIfMultipleContinuing = "exhaust_if_multiple_continuing",
    }
}

words! {
    /// What becomes of a ballot at a rank that repeats an option.
    Duplicates {
        /// The repetition is passed over.
        Skip = "skip",
        /// It stops counting.
        Exhaust = "exhaust",
    }
}

words! {
    /// Of what a majority is more than half.
    Threshold {
        /// Of the ballots that still count in the round.
        Continuing = "continuing",
        /// Of those that counted in the first round.
        FirstRound = "first_round",
    }
}

words! {
    /// The points of a place among `n` options.
    Points {
        /// `n - 1` for the first, one less for each place below.
        Borda = "borda",
        /// 1 for the first, 1/2 for the second, 1/3 for the third …
        Dowdall = "dowdall",
    }
}

words! {
    /// How many votes are enough to be elected, of `v` votes for `s` seats.
    Quota {
        /// `v / (s + 1)` rounded down, and 1.
        Droop = "droop",
        /// More than `v / (s + 1)`.
        DroopExact = "droop_exact",
        /// `v / s`.
        Hare = "hare",
    }
}

words! {
    /// What a bought option gives a ballot that approves of it.
    Satisfaction {
        /// As much as it costs.
        Cost = "cost",
        /// As much as any other.
        Cardinality = "cardinality",
    }
}

words! {
    /// Whose ballots are counted together.
    By {
        /// All members' ballots.
        Member = "member",
        /// Each organisation's ballots, which share one voice; and all members' beside them.
        Organisation = "organisation",
    }
}

words! {
    /// How strong it is that `a` of the ballots prefer one option and `b` the other.
    Strength {
        /// `a`, where `a > b`.
        Winning = "winning",
        /// `a - b`, where `a > b`.
        Margins = "margins",
        /// `a / b`, where `a > b`.
        Ratio = "ratio",
        /// `a`, whatever `b` is.
        Opposition = "opposition",
    }
}

/// How ties are resolved: each rule in turn, until one tells the tied apart.
///
/// Where none does, the options' own order decides as [`Picks`] says, and the record says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TieBreak {
    /// The rules, tried in turn.
    pub by: Vec<TieRule>,
    /// The order of [`TieRule::Order`]; every option, or none for the options' own order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// How [`TieRule::Order`] and [`TieRule::Lot`] read their order.
    pub picks: Picks,
    /// The public seed of [`TieRule::Lot`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

impl Default for TieBreak {
    fn default() -> Self {
        Self {
            by: Vec::new(),
            order: Vec::new(),
            picks: Picks::Best,
            seed: None,
        }
    }
}

/// The rules of a count.
///
/// A key that the method does not use keeps its default and is neither read nor written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Rules {
    /// How the ballots are counted.
    pub method: Method,
    /// How many options win; 1 or more.
    pub seats: u32,
    /// How ties are resolved.
    pub tie_break: TieBreak,
    /// At a rank that names several options.
    pub overvote: Overvote,
    /// How many ranks in a row may be skipped before the ballot stops counting; `None` for any number.
    pub max_skipped_ranks: Option<u32>,
    /// At a rank that repeats an option.
    pub duplicates: Duplicates,
    /// Options that take no part. Where ballots move on they are passed over like options that
    /// went earlier; elsewhere ballots are read as if they were not on them.
    pub excluded: Vec<String>,
    /// Do all go at once that together cannot overtake the next? The winner is the same, except that
    /// under [`Overvote::ExhaustIfMultipleContinuing`] a ballot may meet an overvote at another stage.
    pub batch_elimination: bool,
    /// Does the count go on to the last two even after a majority?
    pub continue_until_two: bool,
    /// Of what a majority is more than half.
    pub threshold: Threshold,
    /// The points of a place.
    pub points: Points,
    /// What makes one pair stronger than another.
    pub strength: Strength,
    /// The highest score a ballot may give; one with a higher score is invalid. `None` for any score.
    pub max_score: Option<u32>,
    /// What there is to spend. For `dots` and `quadratic`, by one ballot; one that spends more is
    /// invalid, and `None` is for any number. Elsewhere by all together, and `None` is for as many as there are seats.
    pub budget: Option<Amount>,
    /// How many votes are enough to be elected.
    pub quota: Quota,
    /// How many decimals of a vote the surplus must come down to before anybody goes: 6 for a millionth.
    pub omega: u32,
    /// What options cost, in the budget's unit; those not named cost 1.
    pub costs: Vec<(String, Amount)>,
    /// What a bought option gives.
    pub satisfaction: Satisfaction,
    /// Whose ballots are counted together. Written only where it is not by member.
    pub by: By,
}

/// Why rules cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// Not JSON.
    #[error("line {line}, column {column}: the rules are not JSON: {what}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader met.
        what: String,
    },
    /// JSON, but no object.
    #[error("the rules must be an object such as `{{\"method\": \"irv\"}}`")]
    NotAnObject,
    /// No `method`.
    #[error("`method` is missing; name one of {}", list(Method::ALL.iter().map(|m| m.name())))]
    NoMethod,
    /// A method that there is not.
    #[error("`method`: there is no method `{name}`; there are {}", list(Method::ALL.iter().map(|m| m.name())))]
    UnknownMethod {
        /// What was asked for.
        name: String,
    },
    /// A key that no method uses.
    #[error("`{key}` is no key of the rules; `{method}` takes {}", keys_of(*method))]
    UnknownKey {
        /// The key.
        key: String,
        /// The method of the rules.
        method: Method,
    },
    /// A key that this method does not use.
    #[error("`{key}` has no meaning for `{method}`, which takes {}; leave it out", keys_of(*method))]
    UnusedKey {
        /// The key.
        key: &'static str,
        /// The method of the rules.
        method: Method,
    },
    /// A key with a value it cannot have.
    #[error("`{key}` is {found}; it must be {wanted}")]
    BadValue {
        /// The key, with a dot before an inner one.
        key: String,
        /// What was given, as JSON.
        found: String,
        /// What would be right.
        wanted: String,
    },
}

impl Rules {
    /// The rules of a method with every default.
    pub fn new(method: Method) -> Self {
        Self {
            method,
            seats: 1,
            tie_break: TieBreak::default(),
            overvote: Overvote::Exhaust,
            max_skipped_ranks: None,
            duplicates: Duplicates::Skip,
            excluded: Vec::new(),
            batch_elimination: false,
            continue_until_two: false,
            threshold: Threshold::Continuing,
            points: Points::Borda,
            strength: Strength::Winning,
            max_score: None,
            budget: None,
            quota: Quota::DroopExact,
            omega: 6,
            costs: Vec::new(),
            satisfaction: Satisfaction::Cardinality,
            by: By::Member,
        }
    }

    /// Reads rules from JSON.
    ///
    /// Fails when the text is not a JSON object, names no known method, has a key that the method
    /// does not use, or a value that its key cannot have; the error names the key.
    pub fn read(json_text: &str) -> Result<Self, RulesError> {
        let value = strict::value(json_text).map_err(|error| RulesError::NotJson {
            line: error.line(),
            column: error.column(),
            what: without_position(&error),
        })?;
        Self::try_from(value)
    }

    /// Checks what [`Rules::read`] would refuse, for rules that were built or changed in code.
    pub fn check(&self) -> Result<(), RulesError> {
        let value = serde_json::to_value(self).unwrap_or(Value::Null);
        Self::try_from(value).map(|_| ())
    }

    fn set(&mut self, key: Key, value: &Value) -> Result<(), RulesError> {
        match key {
            Key::Seats => self.seats = seats(key, value, self.method)?,
            Key::TieBreak => self.tie_break = tie_break(value)?,
            Key::Overvote => self.overvote = word(key, value, Overvote::ALL, Overvote::name)?,
            Key::MaxSkippedRanks => self.max_skipped_ranks = number_or_null(key, value)?,
            Key::Duplicates => {
                self.duplicates = word(key, value, Duplicates::ALL, Duplicates::name)?;
            }
            Key::Excluded => self.excluded = names(key.name(), value)?,
            Key::BatchElimination => self.batch_elimination = yes_or_no(key, value)?,
            Key::ContinueUntilTwo => self.continue_until_two = yes_or_no(key, value)?,
            Key::Threshold => self.threshold = word(key, value, Threshold::ALL, Threshold::name)?,
            Key::Points => self.points = word(key, value, Points::ALL, Points::name)?,
            Key::Strength => self.strength = word(key, value, Strength::ALL, Strength::name)?,
            Key::MaxScore => self.max_score = number_or_null(key, value)?,
            Key::Budget => self.budget = amount_or_null(key, value)?,
            Key::Quota => self.quota = word(key, value, Quota::ALL, Quota::name)?,
            Key::Omega => self.omega = omega(key, value)?,
            Key::Costs => self.costs = costs(key, value)?,
            Key::Satisfaction => {
                self.satisfaction = word(key, value, Satisfaction::ALL, Satisfaction::name)?;
            }
            Key::By => self.by = word(key, value, By::ALL, By::name)?,
        }
        Ok(())
    }

    fn get(&self, key: Key) -> Value {
        match key {
            Key::Seats => Value::from(self.seats),
            Key::TieBreak => serde_json::to_value(&self.tie_break).unwrap_or(Value::Null),
            Key::Overvote => Value::from(self.overvote.name()),
            Key::MaxSkippedRanks => self.max_skipped_ranks.map_or(Value::Null, Value::from),
            Key::Duplicates => Value::from(self.duplicates.name()),
            Key::Excluded => Value::from(self.excluded.clone()),
            Key::BatchElimination => Value::from(self.batch_elimination),
            Key::ContinueUntilTwo => Value::from(self.continue_until_two),
            Key::Threshold => Value::from(self.threshold.name()),
            Key::Points => Value::from(self.points.name()),
            Key::Strength => Value::from(self.strength.name()),
            Key::MaxScore => self.max_score.map_or(Value::Null, Value::from),
            Key::Quota => Value::from(self.quota.name()),
            Key::Omega => Value::from(format!("1e-{}", self.omega)),
            Key::Costs => {
                let costs = self.costs.iter();
                let costs =
                    costs.map(|(option, cost)| (option.clone(), Value::from(cost.as_str())));
                Value::Object(costs.collect())
            }
            Key::Satisfaction => Value::from(self.satisfaction.name()),
            Key::By => Value::from(self.by.name()),
            Key::Budget => self
                .budget
                .as_ref()
                .map_or(Value::Null, |budget| Value::from(budget.as_str())),
        }
    }
}

impl TryFrom<Value> for Rules {
    type Error = RulesError;

    fn try_from(value: Value) -> Result<Self, RulesError> {
        let Value::Object(object) = value else {
            return Err(RulesError::NotAnObject);
        };
        let mut rules = Self::new(method(&object)?);
        for (name, value) in object.iter().filter(|(name, _)| *name != "method") {
            let key = Key::ALL
                .into_iter()
                .find(|key| key.name() == name)
                .ok_or_else(|| RulesError::UnknownKey {
                    key: name.clone(),
                    method: rules.method,
                })?;
            if !rules.method.keys().any(|used| used == key) {
                return Err(RulesError::UnusedKey {
                    key: key.name(),
                    method: rules.method,
                });
            }
            rules.set(key, value)?;
        }
        if !rules.costs.is_empty() && rules.budget.is_none() {
            let wanted = "an amount, since `costs` says what is spent of it";
            return Err(bad("budget", &Value::Null, wanted));
        }
        if rules.method == Method::BudgetGreedy && rules.budget.is_none() {
            return Err(bad(
                "budget",
                &Value::Null,
                "an amount, since `budget-greedy` spends it",
            ));
        }
        Ok(rules)
    }
}

impl Serialize for Rules {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", &self.method)?;
        for key in Key::ALL {
            let said = key != Key::By || self.by != By::Member;
            if said && self.method.keys().any(|used| used == key) {
                map.serialize_entry(key.name(), &self.get(key))?;
            }
        }
        map.end()
    }
}

/// The most words of a list in a message.
const LISTED: usize = 40;

/// Words in back quotes, separated by commas; of a long list only the beginning.
pub(crate) fn list<T: fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    let mut words = words.into_iter();
    let quoted: Vec<String> = (words.by_ref().take(LISTED))
        .map(|word| format!("`{word}`"))
        .collect();
    match words.count() {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// What a JSON reader complains of, without the place, which the caller names itself.
pub(crate) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

fn keys_of(method: Method) -> String {
    list(method.keys().map(Key::name))
}

fn method(object: &Map<String, Value>) -> Result<Method, RulesError> {
    match object.get("method") {
        None => Err(RulesError::NoMethod),
        Some(Value::String(name)) => {
            Method::parse(name).ok_or_else(|| RulesError::UnknownMethod { name: name.clone() })
        }
        Some(other) => Err(bad("method", other, "the name of a method, as text")),
    }
}

fn bad(key: &str, found: &Value, wanted: impl Into<String>) -> RulesError {
    RulesError::BadValue {
        key: key.to_owned(),
        found: found.to_string(),
        wanted: wanted.into(),
    }
}

fn seats(key: Key, value: &Value, method: Method) -> Result<u32, RulesError> {
    let seats = value.as_u64().and_then(|n| u32::try_from(n).ok());
    match seats {
        None | Some(0) => Err(bad(key.name(), value, "a whole number of 1 or more")),
        Some(2..) if method.elects_one() => {
            let wanted = format!("1, since `{method}` elects one");
            Err(bad(key.name(), value, wanted))
        }
        Some(seats) => Ok(seats),
    }
}

fn yes_or_no(key: Key, value: &Value) -> Result<bool, RulesError> {
    value
        .as_bool()
        .ok_or_else(|| bad(key.name(), value, "`true` or `false`"))
}

fn number_or_null(key: Key, value: &Value) -> Result<Option<u32>, RulesError> {
    if value.is_null() {
        return Ok(None);
    }
    value
        .as_u64()
        .and_then(|n| u32::try_from(n).ok())
        .map(Some)
        .ok_or_else(|| {
            bad(
                key.name(),
                value,
                "a whole number of 0 or more, or `null` for no limit",
            )
        })
}

/// Reads what options cost, in the order of their names.
fn costs(key: Key, value: &Value) -> Result<Vec<(String, Amount)>, RulesError> {
    let wanted = "an object of options and amounts";
    let object = value
        .as_object()
        .ok_or_else(|| bad(key.name(), value, wanted))?;
    let cost = |(option, cost): (&String, &Value)| {
        let cost = amount(&format!("costs.{option}"), cost)?;
        Ok((option.clone(), cost))
    };
    let mut costs = object.iter().map(cost).collect::<Result<Vec<_>, _>>()?;
    costs.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(costs)
}

/// Reads how fine the surplus must become: `"1e-6"`, or 6 for as many decimals.
fn omega(key: Key, value: &Value) -> Result<u32, RulesError> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let decimals = text.strip_prefix("1e-").unwrap_or(&text).parse().ok();
    decimals
        .filter(|decimals| (1..=10).contains(decimals))
        .ok_or_else(|| {
            bad(
                key.name(),
                value,
                "`\"1e-1\"` to `\"1e-10\"`, or the number of decimals, 1 to 10",
            )
        })
}

fn amount_or_null(key: Key, value: &Value) -> Result<Option<Amount>, RulesError> {
    if value.is_null() {
        return Ok(None);
    }
    amount(key.name(), value).map(Some)
}

/// An amount of 0 or more, as a JSON number or as text.
fn amount(key: &str, value: &Value) -> Result<Amount, RulesError> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Amount::try_from(text)
        .ok()
        .filter(|amount| amount.value() >= BigRational::default())
        .ok_or_else(|| {
            bad(
                key,
                value,
                "an amount of 0 or more, such as 1200 or \"12.50\"",
            )
        })
}

fn word<T: Copy>(
    key: Key,
    value: &Value,
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> Result<T, RulesError> {
    word_of(key.name(), value, all, name)
}

fn word_of<T: Copy>(
    key: &str,
    value: &Value,
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> Result<T, RulesError> {
    all.iter()
        .copied()
        .find(|candidate| value.as_str() == Some(name(*candidate)))
        .ok_or_else(|| {
            let words = list(all.iter().map(|candidate| name(*candidate)));
            bad(key, value, format!("one of {words}"))
        })
}

fn names(key: &str, value: &Value) -> Result<Vec<String>, RulesError> {
    let wanted = "a list of different options, as text";
    let items = value.as_array().ok_or_else(|| bad(key, value, wanted))?;
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        match item.as_str() {
            Some(name) if !names.iter().any(|known| known == name) => names.push(name.to_owned()),
            Some(_) | None => return Err(bad(key, value, wanted)),
        }
    }
    Ok(names)
}

fn tie_break(value: &Value) -> Result<TieBreak, RulesError> {
    let object = value.as_object().ok_or_else(|| {
        bad(
            "tie_break",
            value,
            "an object such as `{\"by\": [\"backwards\", \"order\"]}`",
        )
    })?;
    let mut tie_break = TieBreak::default();
    for (name, inner) in object {
        match name.as_str() {
            "by" => tie_break.by = tie_rules(inner)?,
            "order" => tie_break.order = names("tie_break.order", inner)?,
            "picks" => {
                tie_break.picks = word_of("tie_break.picks", inner, Picks::ALL, Picks::name)?;
            }
            "seed" => {
                let seed = inner
                    .as_str()
                    .filter(|seed| !seed.is_empty())
                    .ok_or_else(|| bad("tie_break.seed", inner, "text, and not empty"))?;
                tie_break.seed = Some(seed.to_owned());
            }
            _ => {
                return Err(bad(
                    &format!("tie_break.{name}"),
                    inner,
                    "left out; `tie_break` takes `by`, `order`, `picks`, `seed`",
                ));
            }
        }
    }
    let by = &tie_break.by;
    if by.contains(&TieRule::Lot) && tie_break.seed.is_none() {
        return Err(bad(
            "tie_break.seed",
            &Value::Null,
            "text, since `tie_break.by` names `lot`",
        ));
    }
    if !by.contains(&TieRule::Lot) && tie_break.seed.is_some() {
        let seed = object.get("seed").unwrap_or(&Value::Null);
        return Err(bad(
            "tie_break.seed",
            seed,
            "left out, or `lot` named in `tie_break.by`",
        ));
    }
    if !by.contains(&TieRule::Order) && !tie_break.order.is_empty() {
        let order = object.get("order").unwrap_or(&Value::Null);
        return Err(bad(
            "tie_break.order",
            order,
            "left out, or `order` named in `tie_break.by`",
        ));
    }
    Ok(tie_break)
}

fn tie_rules(value: &Value) -> Result<Vec<TieRule>, RulesError> {
    let key = "tie_break.by";
    let words = list(TieRule::ALL.iter().map(|rule| rule.name()));
    let wanted = format!("a list of different words out of {words}");
    let items = value
        .as_array()
        .ok_or_else(|| bad(key, value, wanted.as_str()))?;
    let mut by = Vec::with_capacity(items.len());
    for item in items {
        let rule = word_of(key, item, TieRule::ALL, TieRule::name)?;
        if by.contains(&rule) {
            return Err(bad(key, value, wanted));
        }
        by.push(rule);
    }
    Ok(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_back_from_json_as_they_went() {
        for text in [
            r#"{"method":"irv"}"#,
            r#"{"method":"irv","seats":1,"tie_break":{"by":["backwards","order"],"order":["B","A"],"picks":"first"},
                "overvote":"skip","max_skipped_ranks":1,"duplicates":"exhaust","excluded":["C"],
                "batch_elimination":true,"continue_until_two":true,"threshold":"first_round"}"#,
            r#"{"method":"borda","points":"dowdall","seats":3,"tie_break":{"by":["lot"],"seed":"beacon 7"}}"#,
            r#"{"method":"schulze","strength":"ratio"}"#,
            r#"{"method":"approval","by":"organisation"}"#,
        ] {
            let rules = Rules::read(text).unwrap();
            let written = serde_json::to_string(&rules).unwrap();
            assert_eq!(Rules::read(&written).unwrap(), rules, "{written}");
            assert_eq!(
                serde_json::from_str::<Rules>(&written).unwrap(),
                rules,
                "the store reads through the same door"
            );
            assert_eq!(rules.check(), Ok(()));
        }
    }

    #[test]
    fn wrong_rules_are_refused_by_the_name_of_the_key() {
        for (text, message) in [
            (
                "{",
                "line 1, column 1: the rules are not JSON: EOF while parsing an object",
            ),
            ("[]", "the rules must be an object"),
            ("{}", "`method` is missing; name one of `plurality`, `irv`"),
            (r#"{"method":"ivr"}"#, "`method`: there is no method `ivr`"),
            (
                r#"{"method":3}"#,
                "`method` is 3; it must be the name of a method",
            ),
            (
                r#"{"method":"irv","tiebreak":{}}"#,
                "`tiebreak` is no key of the rules; `irv` takes `seats`",
            ),
            (
                r#"{"method":"irv","strength":"margins"}"#,
                "`strength` has no meaning for `irv`",
            ),
            (
                r#"{"method":"schulze","overvote":"skip"}"#,
                "`overvote` has no meaning for `schulze`",
            ),
            (
                r#"{"method":"irv","seats":2}"#,
                "`seats` is 2; it must be 1, since `irv` elects one",
            ),
            (
                r#"{"method":"borda","seats":0}"#,
                "`seats` is 0; it must be a whole number of 1 or more",
            ),
            (
                r#"{"method":"borda","seats":"3"}"#,
                "`seats` is \"3\"; it must be a whole number",
            ),
            (
                r#"{"method":"irv","overvote":"ignore"}"#,
                "`overvote` is \"ignore\"; it must be one of `exhaust`",
            ),
            (
                r#"{"method":"irv","max_skipped_ranks":-1}"#,
                "`max_skipped_ranks` is -1; it must be a whole number of 0",
            ),
            (
                r#"{"method":"irv","by":"household"}"#,
                "`by` is \"household\"; it must be one of `member`, `organisation`",
            ),
            (
                r#"{"method":"irv","batch_elimination":1}"#,
                "`batch_elimination` is 1; it must be `true` or `false`",
            ),
            (
                r#"{"method":"irv","excluded":["A","A"]}"#,
                "`excluded` is [\"A\",\"A\"]; it must be a list of different",
            ),
            (
                r#"{"method":"irv","tie_break":"lot"}"#,
                "`tie_break` is \"lot\"; it must be an object",
            ),
            (
                r#"{"method":"irv","tie_break":{"by":["lot"]}}"#,
                "`tie_break.seed` is null; it must be text",
            ),
            (
                r#"{"method":"irv","tie_break":{"by":["coin"]}}"#,
                "`tie_break.by` is \"coin\"; it must be one of",
            ),
            (
                r#"{"method":"irv","tie_break":{"by":["lot","lot"],"seed":"s"}}"#,
                "`tie_break.by` is [\"lot\",\"lot\"]",
            ),
            (
                r#"{"method":"irv","tie_break":{"seed":"s"}}"#,
                "`tie_break.seed` is \"s\"; it must be left out",
            ),
            (
                r#"{"method":"irv","tie_break":{"order":["A"]}}"#,
                "`tie_break.order` is [\"A\"]; it must be left out",
            ),
            (
                r#"{"method":"irv","tie_break":{"sed":"s"}}"#,
                "`tie_break.sed` is \"s\"; it must be left out",
            ),
        ] {
            let error = Rules::read(text).unwrap_err().to_string();
            assert!(
                error.starts_with(message),
                "{text}\n gave  {error}\n not   {message}"
            );
        }
    }
}
