//! JSON without anything left to guess: an object that names a key twice is refused, where JSON's usual
//! readers would silently take the last.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value};

/// Reads one JSON value. Fails on what is not JSON, and on a key that is there twice.
pub fn value(text: &str) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("this number has no end"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<Key>()? {
            if object.contains_key(&key.0) {
                return Err(A::Error::custom(format!(
                    "`{}` is there twice; keep one",
                    key.0
                )));
            }
            let value = map.next_value_seed(Strict)?;
            object.insert(key.0, value);
        }
        Ok(Value::Object(object))
    }
}

#[derive(Deserialize)]
struct Key(String);

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn whatever_names_no_key_twice_is_read_as_ever() {
        let text = r#"{"a":[1,-2,2.5,"x",null,true,{"a":{}}],"b":{"a":1}}"#;
        assert_eq!(value(text).unwrap().to_string(), text);
        for (text, message) in [
            (
                r#"{"a":1,"a":2}"#,
                "`a` is there twice; keep one at line 1 column 10",
            ),
            (
                r#"[{"b":{"a":1,"a":1}}]"#,
                "`a` is there twice; keep one at line 1 column 16",
            ),
            ("{} x", "trailing characters at line 1 column 4"),
            (r#"{"a":NaN}"#, "expected value at line 1 column 6"),
        ] {
            assert_eq!(value(text).unwrap_err().to_string(), message, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(
            value(&deep)
                .unwrap_err()
                .to_string()
                .starts_with("recursion limit exceeded")
        );
    }
}
