//! Cast-vote records as XML: each record and each election becomes the value that its JSON would be.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::BallotsError;
use super::{Cvr, Election, Report};
use crate::formats::rows::shown;

/// How deep elements may stand within each other.
const DEEPEST: usize = 32;

/// The elements that may come several times.
const LISTS: [&str; 8] = [
    "CVRSnapshot",
    "CVRContest",
    "CVRContestSelection",
    "SelectionPosition",
    "Candidate",
    "Contest",
    "ContestSelection",
    "CandidateIds",
];

/// The elements that hold a number.
const NUMBERS: [&str; 3] = ["Rank", "NumberVotes", "NumberElected"];

pub(super) fn read(text: &str) -> Result<Report, BallotsError> {
    let mut tree = Tree {
        text,
        reader: Reader::from_str(text),
        began: 0,
    };
    let mut report = Report::default();
    // The first element is the report, and all that matters stands within it.
    let mut within = false;
    loop {
        match tree.next()? {
            Event::Start(start) if !within => {
                let name = start.local_name().into_inner().to_owned();
                if name != "CastVoteRecordReport" {
                    let what = format!(
                        "the file begins with `{}`; it must be a `CastVoteRecordReport`",
                        shown(&name)
                    );
                    return Err(tree.wrong(what));
                }
                within = true;
            }
            Event::Start(start) => {
                let name = start.local_name().into_inner().to_owned();
                let began = tree.began;
                let value = tree.value(&start, 0)?;
                tree.began = began;
                match name.as_str() {
                    "CVR" => {
                        let cvr: Cvr = tree.decode(value)?;
                        report.add(&cvr).map_err(|what| tree.wrong(what))?;
                    }
                    "Election" => report.elections.push(tree.decode::<Election>(value)?),
                    _ => {}
                }
            }
            Event::Eof if !within => {
                return Err(
                    tree.wrong("there is no element; the file must be a `CastVoteRecordReport`")
                );
            }
            Event::Eof => return Ok(report),
            _ => {}
        }
    }
}

/// The elements of the file, one after the other.
struct Tree<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Where the last element began, for messages.
    began: usize,
}

impl<'t> Tree<'t> {
    fn next(&mut self) -> Result<Event<'t>, BallotsError> {
        self.began = self.at();
        self.reader.config_mut().expand_empty_elements = true;
        let event = self.reader.read_event();
        event.map_err(|error| {
            self.began = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
            self.wrong(format!("this is not XML: {error}"))
        })
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// What is wrong, at the place where the last element began.
    fn wrong(&self, what: impl Into<String>) -> BallotsError {
        let before = &self.text.as_bytes()[..self.began.min(self.text.len())];
        let line = before.split(|b| *b == b'\n').count();
        let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
        BallotsError::at(line as u64, column, what)
    }

    fn decode<T: DeserializeOwned>(&self, value: Value) -> Result<T, BallotsError> {
        serde_json::from_value(value).map_err(|error| self.wrong(error.to_string()))
    }

    /// An element as a value: its text, or an object of its id and the elements within.
    fn value(&mut self, start: &BytesStart<'_>, depth: usize) -> Result<Value, BallotsError> {
        if depth == DEEPEST {
            return Err(self.wrong(format!(
                "elements stand more than {DEEPEST} deep within each other"
            )));
        }
        let mut object = Map::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong(error.to_string()))?;
            if attribute.key.local_name().into_inner() == "ObjectId" {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|error| self.wrong(error.to_string()))?;
                object.insert("@id".to_owned(), Value::from(value.into_owned()));
            }
        }
        let mut said = String::new();
        loop {
            match self.next()? {
                Event::Start(inner) => {
                    let name = inner.local_name().into_inner().to_owned();
                    let value = self.value(&inner, depth + 1)?;
                    self.put(&mut object, name, value)?;
                }
                Event::Text(text) => said.push_str(&text.xml10_content()),
                Event::CData(text) => said.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let sign = entity.resolve_char_ref();
                    let sign = sign.map_err(|error| self.wrong(error.to_string()))?;
                    match (sign, resolve_predefined_entity(&entity)) {
                        (Some(sign), _) => said.push(sign),
                        (None, Some(text)) => said.push_str(text),
                        (None, None) => {
                            let what = format!(
                                "`&{};` is not known; write the text itself",
                                shown(&entity)
                            );
                            return Err(self.wrong(what));
                        }
                    }
                }
                Event::End(_) => break,
                Event::Eof => return Err(self.wrong("the file ends within an element")),
                _ => {}
            }
        }
        Ok(if object.is_empty() {
            Value::from(said.trim())
        } else {
            Value::Object(object)
        })
    }

    fn put(
        &self,
        object: &mut Map<String, Value>,
        name: String,
        value: Value,
    ) -> Result<(), BallotsError> {
        let value = match value {
            Value::String(text) if NUMBERS.contains(&name.as_str()) => {
                text.parse::<u64>().map(Value::from).map_err(|_| {
                    self.wrong(format!(
                        "`{name}` is `{}`; it must be a whole number of 0 or more",
                        shown(&text)
                    ))
                })?
            }
            Value::String(text) if name == "IsWriteIn" => Value::from(text == "true"),
            // An element that holds nothing is an empty one of its kind, not an empty text.
            Value::String(text)
                if text.is_empty() && LISTS.contains(&name.as_str()) && name != "CandidateIds" =>
            {
                Value::Object(Map::new())
            }
            other => other,
        };
        if LISTS.contains(&name.as_str()) {
            if let Value::Array(list) = object
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()))
            {
                list.push(value);
            }
            return Ok(());
        }
        match object.get_mut(&name) {
            // Statuses may come several times; nothing else that is read may.
            Some(Value::Array(list)) => list.push(value),
            Some(first) if name == "Status" => *first = Value::Array(vec![first.take(), value]),
            Some(_)
                if [
                    "CurrentSnapshotId",
                    "ContestId",
                    "ContestSelectionId",
                    "Rank",
                ]
                .contains(&name.as_str()) =>
            {
                return Err(self.wrong(format!("`{name}` is there twice; keep one")));
            }
            Some(_) => {}
            None => {
                object.insert(name, value);
            }
        }
        Ok(())
    }
}
