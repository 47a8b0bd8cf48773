//! Ballots as JSON: `{"title", "candidates", "seats", "ballots": [{"count", "weight", "organisation", "ranking" | "approves" | "scores"}]}`,
//! and where a file knows them `withdrawn`, `tie_order`, `budget` and `costs`.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write as _};

use num_traits::Signed;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::kept::Kept;
use super::{Ballots, BallotsError, UNSAID, unknown};
use crate::formats::rows::shown;
use crate::tally::{
    Amount, Form, OrganisationsBuilder, ProfileBuilder, ProfileError, Weight, without_position,
};

pub(super) fn read(text: &str) -> Result<Ballots, BallotsError> {
    object(text, WholeVisitor)?.into_ballots()
}

/// Reads a text that is one object and nothing more.
pub(super) fn object<'t, V: Visitor<'t>>(
    text: &'t str,
    visitor: V,
) -> Result<V::Value, BallotsError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let at = |error: serde_json::Error| {
        BallotsError::at(
            error.line() as u64,
            error.column(),
            without_position(&error),
        )
    };
    let whole = reader.deserialize_map(visitor).map_err(at)?;
    reader.end().map_err(at)?;
    Ok(whole)
}

pub(super) fn write(ballots: &Ballots) -> Result<String, BallotsError> {
    let candidates = ballots.profile.candidates();
    let name = |option: &usize| candidates.get(*option).map_or(UNSAID, String::as_str);
    let overvoted = |form: &Form| match form {
        Form::Ranking(ranks) => ranks.iter().flatten().any(|o| *o == Form::OVERVOTE),
        Form::Approves(_) | Form::Scores(_) => false,
    };
    let taken = candidates.iter().any(|name| name == UNSAID);
    if taken && ballots.profile.ballots().any(|(_, form)| overvoted(&form)) {
        let what = format!(
            "an option is called `{UNSAID}`, which stands for a rank marked more than once; give it another name"
        );
        return Err(BallotsError::Whole(what));
    }
    let mut text = String::from("{");
    // The candidates come before the ballots, so that a reader knows them in time.
    let mut put = |key: &str, value: Value| {
        let comma = if text.len() > 1 { "," } else { "" };
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{comma}{}:{value}", json!(key));
    };
    if let Some(title) = &ballots.title {
        put("title", json!(title));
    }
    put("candidates", json!(candidates));
    if let Some(seats) = ballots.seats {
        put("seats", json!(seats));
    }
    for (key, names) in [
        ("withdrawn", &ballots.withdrawn),
        ("tie_order", &ballots.tie_order),
    ] {
        if !names.is_empty() {
            put(key, json!(names));
        }
    }
    if let Some(budget) = &ballots.budget {
        put("budget", json!(budget));
    }
    if !ballots.costs.is_empty() {
        let costs = ballots.costs.iter();
        let costs: Map<String, Value> = costs
            .map(|(option, cost)| (option.clone(), json!(cost)))
            .collect();
        put("costs", Value::Object(costs));
    }
    text.push_str(",\"ballots\":[");
    let groups = ballots.by_organisation().into_iter();
    let papers = groups.flat_map(|(organisation, profile)| {
        let papers = profile.ballots();
        papers.map(move |(amount, form)| (organisation, amount, form))
    });
    for (at, (organisation, amount, form)) in papers.enumerate() {
        let mut paper = match amount.as_str().parse::<u64>() {
            Ok(count) => json!({ "count": count }),
            Err(_) => json!({ "count": 1, "weight": amount }),
        };
        let (key, says) = match form {
            Form::Ranking(ranks) => {
                let ranks = ranks
                    .iter()
                    .map(|rank| rank.iter().map(name).collect::<Vec<_>>());
                ("ranking", json!(ranks.collect::<Vec<_>>()))
            }
            Form::Approves(options) => (
                "approves",
                json!(options.iter().map(name).collect::<Vec<_>>()),
            ),
            Form::Scores(scores) => {
                let scores = scores
                    .iter()
                    .map(|(o, score)| (name(o).to_owned(), json!(score)));
                ("scores", Value::Object(scores.collect()))
            }
        };
        paper[key] = says;
        if let Some(organisation) = organisation {
            paper["organisation"] = json!(organisation);
        }
        if at > 0 {
            text.push(',');
        }
        text.push_str(&paper.to_string());
    }
    text.push_str("]}\n");
    Ok(text)
}

/// The file as read; options by their number in `names`.
#[derive(Default)]
struct Whole {
    title: Option<String>,
    seats: Option<u32>,
    withdrawn: Vec<String>,
    tie_order: Vec<String>,
    budget: Option<Amount>,
    costs: Vec<(String, Amount)>,
    candidates: Option<Vec<String>>,
    names: Names,
    papers: Option<Papers>,
}

impl Whole {
    fn into_ballots(self) -> Result<Ballots, BallotsError> {
        let missing =
            |key: &str| BallotsError::Whole(format!("`{key}` is missing; it must be a list"));
        let candidates = self.candidates.ok_or_else(|| missing("candidates"))?;
        let papers = self.papers.ok_or_else(|| missing("ballots"))?;
        let mut builder = ProfileBuilder::new(candidates.clone())?;
        // Names met before `candidates` was are looked up only now.
        let places: HashMap<&str, usize> = candidates.iter().map(String::as_str).zip(0..).collect();
        let find = |name: &str| places.get(name).copied();
        let names = self.names.all.into_inner();
        let mut index = Vec::with_capacity(names.len());
        for name in &names {
            let unsaid = (name == UNSAID).then_some(Form::OVERVOTE);
            let option = find(name).or(unsaid);
            index.push(option.ok_or_else(|| BallotsError::Whole(unknown(name, &candidates)))?);
        }
        let mut organisations = OrganisationsBuilder::new(candidates.clone())?;
        let others = self.withdrawn.iter().chain(&self.tie_order);
        let others = others.chain(self.costs.iter().map(|(name, _)| name));
        if let Some(name) = others.into_iter().find(|name| find(name).is_none()) {
            return Err(BallotsError::Whole(unknown(name, &candidates)));
        }
        let mut repeated = 0_u64;
        for (facts, form) in papers.kept.iter(&index) {
            let strange = || BallotsError::Whole(unknown(UNSAID, &candidates));
            let twice = match &form {
                Form::Ranking(ranks) => ranks.iter().any(|rank| repeats(rank)),
                Form::Approves(options) if options.contains(&Form::OVERVOTE) => {
                    return Err(strange());
                }
                Form::Approves(options) => repeats(options),
                Form::Scores(scores) if scores.iter().any(|(o, _)| *o == Form::OVERVOTE) => {
                    return Err(strange());
                }
                Form::Scores(_) => false,
            };
            repeated += if twice { facts.count } else { 0 };
            builder.add(facts.count, &facts.weight, &form)?;
            if !papers.organisations.is_empty() {
                let organisation = facts
                    .organisation
                    .map(|at| papers.organisations[at].as_str());
                organisations.add(organisation, facts.count, &facts.weight, &form)?;
            }
        }
        let told = format!(
            "{repeated} ballots name an option twice at one rank or in one approval, where it counts once"
        );
        Ok(Ballots {
            title: self.title,
            seats: self.seats,
            withdrawn: self.withdrawn,
            tie_order: self.tie_order,
            budget: self.budget,
            costs: self.costs,
            notes: if repeated > 0 { vec![told] } else { Vec::new() },
            organisations: organisations.finish(),
            ..Ballots::of(builder.finish())
        })
    }
}

/// Does an option stand there twice?
fn repeats(options: &[usize]) -> bool {
    match options {
        [] | [_] => false,
        [one, other] => one == other,
        several => several.iter().collect::<HashSet<_>>().len() < several.len(),
    }
}

/// The ballots, options by their number in [`Names`].
#[derive(Default)]
struct Papers {
    kept: Kept<Facts>,
    organisations: Vec<String>,
}

/// What is known of a ballot beside what it says.
struct Facts {
    count: u64,
    weight: Weight,
    /// The number of whose it is.
    organisation: Option<usize>,
}

/// The names met so far, each with a number.
#[derive(Default)]
struct Names {
    all: RefCell<Vec<String>>,
    numbers: RefCell<HashMap<String, usize>>,
    /// Are these all the names there may be?
    closed: bool,
}

impl Names {
    /// The candidates in their order, or what is wrong with them.
    fn closed(candidates: &[String], met: Self) -> Result<Self, String> {
        if candidates.len() > ProfileBuilder::MAX_OPTIONS {
            return Err(ProfileError::TooManyOptions(candidates.len()).to_string());
        }
        let known: HashSet<&String> = candidates.iter().collect();
        let is_unknown = |name: &&String| *name != UNSAID && !known.contains(name);
        if let Some(name) = met.all.borrow().iter().find(is_unknown) {
            return Err(unknown(name, candidates));
        }
        Ok(Self {
            closed: true,
            ..met
        }
        .with(candidates))
    }

    fn with(self, candidates: &[String]) -> Self {
        for name in candidates {
            let mut all = self.all.borrow_mut();
            let next = all.len();
            let mut numbers = self.numbers.borrow_mut();
            if !numbers.contains_key(name) {
                numbers.insert(name.clone(), next);
                all.push(name.clone());
            }
        }
        self
    }

    fn number(&self, name: &str) -> Result<usize, String> {
        if let Some(number) = self.numbers.borrow().get(name) {
            return Ok(*number);
        }
        if self.closed && name != UNSAID {
            return Err(unknown(name, &self.all.borrow()));
        }
        let mut all = self.all.borrow_mut();
        self.numbers.borrow_mut().insert(name.to_owned(), all.len());
        all.push(name.to_owned());
        Ok(all.len() - 1)
    }
}

struct WholeVisitor;

impl<'de> Visitor<'de> for WholeVisitor {
    type Value = Whole;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `candidates` and `ballots`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Whole, A::Error> {
        let mut whole = Whole::default();
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(twice(&key)));
            }
            match key.as_str() {
                "title" => whole.title = map.next_value()?,
                "seats" => {
                    let seats = map.next_value::<Option<WholeNumber>>()?;
                    whole.seats = seats.map(|seats| seats.0);
                    if whole.seats == Some(0) {
                        let what = "`seats` is 0; it must be a whole number of 1 or more";
                        return Err(A::Error::custom(what));
                    }
                }
                "withdrawn" => whole.withdrawn = map.next_value()?,
                "tie_order" => whole.tie_order = map.next_value()?,
                "budget" => whole.budget = map.next_value::<Option<AmountText>>()?.map(|a| a.0),
                "costs" => whole.costs = map.next_value::<Costs>()?.0,
                "candidates" => {
                    let candidates: Vec<String> = map.next_value()?;
                    whole.names =
                        Names::closed(&candidates, whole.names).map_err(A::Error::custom)?;
                    whole.candidates = Some(candidates);
                }
                "ballots" => whole.papers = Some(map.next_value_seed(PapersSeed(&whole.names))?),
                _ => {
                    return Err(A::Error::custom(format!(
                        "`{}` is no key of a ballots file; there are `title`, `candidates`, `seats`, `ballots`, \
                         `withdrawn`, `tie_order`, `budget`, `costs`",
                        shown(&key)
                    )));
                }
            }
        }
        Ok(whole)
    }
}

/// Reads a list with a seed for each item.
macro_rules! list_seed {
    ($name:ident, $item:ident, $value:ty, $expecting:literal) => {
        struct $name<'n>(&'n Names);

        impl<'de> DeserializeSeed<'de> for $name<'_> {
            type Value = Vec<$value>;

            fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
                d.deserialize_seq(self)
            }
        }

        impl<'de> Visitor<'de> for $name<'_> {
            type Value = Vec<$value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($expecting)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element_seed($item(self.0))? {
                    items.push(item);
                }
                Ok(items)
            }
        }
    };
}

list_seed!(
    RanksSeed,
    NamesSeed,
    Vec<usize>,
    "a list of lists of options"
);
list_seed!(NamesSeed, NameSeed, usize, "a list of options");

struct NameSeed<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<usize, D::Error> {
        d.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an option")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        self.0.number(name).map_err(E::custom)
    }
}

struct ScoresSeed<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for ScoresSeed<'_> {
    type Value = Vec<(usize, u32)>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ScoresSeed<'_> {
    type Value = Vec<(usize, u32)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of options and whole scores of 0 or more")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut scores: Vec<(usize, u32)> = Vec::new();
        let mut seen = HashSet::new();
        while let Some(option) = map.next_key_seed(NameSeed(self.0))? {
            if !seen.insert(option) {
                return Err(A::Error::custom("an option is scored twice; score it once"));
            }
            scores.push((option, map.next_value::<WholeNumber>()?.0));
        }
        Ok(scores)
    }
}

struct PapersSeed<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for PapersSeed<'_> {
    type Value = Papers;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Papers, D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PapersSeed<'_> {
    type Value = Papers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of ballots")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Papers, A::Error> {
        let mut papers = Papers::default();
        let mut numbers = HashMap::new();
        while let Some(paper) = seq.next_element_seed(PaperSeed(self.0))? {
            let organisation = paper.organisation.map(|name| {
                *numbers.entry(name).or_insert_with_key(|name: &String| {
                    papers.organisations.push(name.clone());
                    papers.organisations.len() - 1
                })
            });
            let facts = Facts {
                count: paper.count,
                weight: paper.weight,
                organisation,
            };
            papers.kept.push(facts, &paper.form);
        }
        Ok(papers)
    }
}

/// One ballot as it stands in the file.
struct Paper {
    count: u64,
    weight: Weight,
    form: Form,
    organisation: Option<String>,
}

struct PaperSeed<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for PaperSeed<'_> {
    type Value = Paper;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Paper, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PaperSeed<'_> {
    type Value = Paper;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ballot such as `{\"count\": 1, \"ranking\": [[\"A\"], [\"B\"]]}`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Paper, A::Error> {
        let mut count = 1;
        let mut weight = Weight::ONE;
        let mut form = None;
        let mut organisation = None;
        let mut seen = [false; 2];
        while let Some(key) = map.next_key::<String>()? {
            let at = usize::from(key == "weight");
            if matches!(key.as_str(), "count" | "weight") && std::mem::replace(&mut seen[at], true)
            {
                return Err(A::Error::custom(twice(&key)));
            }
            let read = match key.as_str() {
                "count" => {
                    count = map.next_value::<CountText>()?.0;
                    continue;
                }
                "weight" => {
                    weight = map.next_value::<WeightText>()?.0;
                    continue;
                }
                "organisation" => {
                    organisation = map.next_value()?;
                    continue;
                }
                "ranking" => Form::Ranking(map.next_value_seed(RanksSeed(self.0))?),
                "approves" => Form::Approves(map.next_value_seed(NamesSeed(self.0))?),
                "scores" => Form::Scores(map.next_value_seed(ScoresSeed(self.0))?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    return Err(A::Error::custom(format!(
                        "`{}` is no key of a ballot; there are `count`, `weight`, `organisation`, `ranking`, `approves`, `scores`",
                        shown(&key)
                    )));
                }
            };
            if form.replace(read).is_some() {
                return Err(A::Error::custom(
                    "a ballot has one of `ranking`, `approves` and `scores`, not two; leave one out",
                ));
            }
        }
        let form = form.ok_or_else(|| {
            A::Error::custom("a ballot needs one of `ranking`, `approves` and `scores`")
        })?;
        Ok(Paper {
            count,
            weight,
            form,
            organisation,
        })
    }
}

fn twice(key: &str) -> String {
    format!("`{}` is there twice; keep one", shown(key))
}

/// An amount of 0 or more, as a number or as text.
struct AmountText(Amount);

impl<'de> Deserialize<'de> for AmountText {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        let text = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let amount = Amount::try_from(text).ok();
        let amount = amount.filter(|amount| !amount.value().is_negative());
        amount.map(Self).ok_or_else(|| {
            let found = shown(&value.to_string());
            D::Error::custom(format!(
                "an amount is {found}; it must be 0 or more, such as 1200, 12.50 or \"40/3\""
            ))
        })
    }
}

/// What options cost, each named once.
struct Costs(Vec<(String, Amount)>);

impl<'de> Deserialize<'de> for Costs {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(CostsVisitor)
    }
}

struct CostsVisitor;

impl<'de> Visitor<'de> for CostsVisitor {
    type Value = Costs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of options and what they cost")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Costs, A::Error> {
        let mut costs = Vec::new();
        let mut seen = HashSet::new();
        while let Some((name, cost)) = map.next_entry::<String, AmountText>()? {
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(twice(&name)));
            }
            costs.push((name, cost.0));
        }
        Ok(Costs(costs))
    }
}

/// A score, or how many seats there are.
struct WholeNumber(u32);

impl<'de> Deserialize<'de> for WholeNumber {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_u32(WholeNumberVisitor).map(Self)
    }
}

struct WholeNumberVisitor;

impl Visitor<'_> for WholeNumberVisitor {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from 0 to {}", u32::MAX)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u32, E> {
        Err(E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }
}

/// How many ballots there are of a kind.
struct CountText(u64);

impl<'de> Deserialize<'de> for CountText {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        value.as_u64().map(Self).ok_or_else(|| {
            let found = shown(&value.to_string());
            D::Error::custom(format!(
                "`count` is {found}; it must be a whole number of 0 or more, and below 2^64"
            ))
        })
    }
}

struct WeightText(Weight);

impl<'de> Deserialize<'de> for WeightText {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        let text = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Weight::parse(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!(
                "`weight` is {}; it must be a positive number such as 2, 0.5 or \"1/3\"",
                shown(&value.to_string())
            ))
        })
    }
}
