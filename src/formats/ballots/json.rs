//! Ballots as JSON: `{"title", "candidates", "seats", "ballots": [{"count", "weight", "organisation", "ranking" | "approves" | "scores"}]}`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::{Ballots, BallotsError, UNSAID, unknown};
use crate::tally::{Amount, Form, OrganisationsBuilder, ProfileBuilder, Weight, without_position};

pub(super) fn read(text: &str) -> Result<Ballots, BallotsError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let at = |error: serde_json::Error| {
        BallotsError::at(
            error.line() as u64,
            error.column(),
            without_position(&error),
        )
    };
    let whole = reader.deserialize_map(WholeVisitor).map_err(at)?;
    reader.end().map_err(at)?;
    whole.into_ballots()
}

pub(super) fn write(ballots: &Ballots) -> String {
    let candidates = ballots.profile.candidates();
    let name = |option: &usize| candidates.get(*option).map_or(UNSAID, String::as_str);
    let paper = |organisation: Option<&str>, (amount, form): (Amount, Form)| {
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
        paper
    };
    let groups = ballots.by_organisation().into_iter();
    let papers = groups.flat_map(|(organisation, profile)| {
        let papers = profile.ballots();
        papers.map(move |says| paper(organisation, says))
    });
    let mut whole = serde_json::Map::new();
    if let Some(title) = &ballots.title {
        whole.insert("title".to_owned(), json!(title));
    }
    whole.insert("candidates".to_owned(), json!(candidates));
    if let Some(seats) = ballots.seats {
        whole.insert("seats".to_owned(), json!(seats));
    }
    whole.insert("ballots".to_owned(), Value::Array(papers.collect()));
    let mut text = Value::Object(whole).to_string();
    text.push('\n');
    text
}

/// The file as read; options by their number in `names`.
#[derive(Default)]
struct Whole {
    title: Option<String>,
    seats: Option<u32>,
    candidates: Option<Vec<String>>,
    names: Names,
    papers: Option<Vec<Paper>>,
}

impl Whole {
    fn into_ballots(self) -> Result<Ballots, BallotsError> {
        let missing =
            |key: &str| BallotsError::Whole(format!("`{key}` is missing; it must be a list"));
        let candidates = self.candidates.ok_or_else(|| missing("candidates"))?;
        let papers = self.papers.ok_or_else(|| missing("ballots"))?;
        // Names met before `candidates` was are looked up only now.
        let find = |name: &String| candidates.iter().position(|candidate| candidate == name);
        let names = self.names.all.into_inner();
        let mut index = Vec::with_capacity(names.len());
        for name in &names {
            let unsaid = (name == UNSAID).then_some(Form::OVERVOTE);
            let option = find(name).or(unsaid);
            index.push(option.ok_or_else(|| BallotsError::Whole(unknown(name, &candidates)))?);
        }
        let named = papers.iter().any(|paper| paper.organisation.is_some());
        let mut organisations = OrganisationsBuilder::new(candidates.clone())?;
        let mut builder = ProfileBuilder::new(candidates)?;
        for mut paper in papers {
            let strange = || BallotsError::Whole(unknown(UNSAID, builder.candidates()));
            match &mut paper.form {
                Form::Ranking(ranks) => {
                    for option in ranks.iter_mut().flatten() {
                        *option = index[*option];
                    }
                }
                Form::Approves(options) => {
                    for option in options {
                        *option = some_option(index[*option]).ok_or_else(strange)?;
                    }
                }
                Form::Scores(scores) => {
                    for (option, _) in scores {
                        *option = some_option(index[*option]).ok_or_else(strange)?;
                    }
                }
            }
            builder.add(paper.count, paper.weight, &paper.form)?;
            if named {
                let organisation = paper.organisation.as_deref();
                organisations.add(organisation, paper.count, paper.weight, &paper.form)?;
            }
        }
        Ok(Ballots {
            title: self.title,
            seats: self.seats,
            organisations: organisations.finish(),
            ..Ballots::of(builder.finish())
        })
    }
}

fn some_option(option: usize) -> Option<usize> {
    (option != Form::OVERVOTE).then_some(option)
}

struct Paper {
    count: u64,
    weight: Weight,
    form: Form,
    organisation: Option<String>,
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
        if let Some(name) = met
            .all
            .borrow()
            .iter()
            .find(|name| !candidates.contains(name))
        {
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
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "title" => whole.title = map.next_value()?,
                "seats" => whole.seats = map.next_value()?,
                "candidates" => {
                    let candidates: Vec<String> = map.next_value()?;
                    whole.names =
                        Names::closed(&candidates, whole.names).map_err(A::Error::custom)?;
                    whole.candidates = Some(candidates);
                }
                "ballots" => whole.papers = Some(map.next_value_seed(PapersSeed(&whole.names))?),
                _ => {
                    return Err(A::Error::custom(format!(
                        "`{key}` is no key of a ballots file; there are `title`, `candidates`, `seats`, `ballots`"
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

list_seed!(PapersSeed, PaperSeed, Paper, "a list of ballots");
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
        while let Some(option) = map.next_key_seed(NameSeed(self.0))? {
            if scores.iter().any(|(scored, _)| *scored == option) {
                return Err(A::Error::custom("an option is scored twice; score it once"));
            }
            scores.push((option, map.next_value()?));
        }
        Ok(scores)
    }
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
        while let Some(key) = map.next_key::<String>()? {
            let read = match key.as_str() {
                "count" => {
                    count = map.next_value()?;
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
                        "`{key}` is no key of a ballot; there are `count`, `weight`, `organisation`, `ranking`, `approves`, `scores`"
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
                "`weight` is {value}; it must be a positive number such as 2, 0.5 or \"1/3\""
            ))
        })
    }
}
