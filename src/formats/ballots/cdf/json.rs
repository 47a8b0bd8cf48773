//! Cast-vote records as JSON, taken in record by record.

use std::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::{BallotsError, json};
use super::{Cvr, Election, Report};

pub(super) fn read(text: &str) -> Result<Report, BallotsError> {
    json::object(text, WholeVisitor)
}

struct WholeVisitor;

impl<'de> Visitor<'de> for WholeVisitor {
    type Value = Report;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a `CVR.CastVoteRecordReport` with `CVR` and `Election`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Report, A::Error> {
        let mut report = Report::default();
        let mut seen: Vec<&str> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let known = ["CVR", "Election"].into_iter().find(|known| *known == key);
            if let Some(known) = known {
                if seen.contains(&known) {
                    return Err(A::Error::custom(format!(
                        "`{known}` is there twice; keep one"
                    )));
                }
                seen.push(known);
            }
            match known {
                Some("CVR") => map.next_value_seed(Records(&mut report))?,
                Some(_) => report.elections = map.next_value::<Vec<Election>>()?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !seen.contains(&"CVR") {
            return Err(A::Error::custom(
                "`CVR` is missing; it must be a list of records",
            ));
        }
        Ok(report)
    }
}

/// Takes in the list of records.
struct Records<'r>(&'r mut Report);

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Record(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// Takes in one record, so that what is wrong with it is told at its place.
struct Record<'r>(&'r mut Report);

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        let cvr = Cvr::deserialize(d)?;
        self.0.add(&cvr).map_err(D::Error::custom)
    }
}
