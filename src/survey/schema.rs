//! The JSON Schema of survey definitions, for editors; [`crate::survey::read()`] is what decides.

use serde_json::{Value, json};

use crate::model::code::Code;
use crate::model::definition::Definition;

/// The schema as checked in at `surveys/survey.schema.json`.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Definition).to_value();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(
            "$schema".to_owned(),
            json!({"type": "string", "description": "Where this schema is, for editors."}),
        );
    }
    // What the derived schema cannot say: a question has the keys of its kind and no others, a code is a code.
    let mut set = |pointer: &str, key: &str, value: Value| {
        if let Some(part) = schema.pointer_mut(pointer).and_then(Value::as_object_mut) {
            part.insert(key.to_owned(), value);
        }
    };
    set("/$defs/Question", "unevaluatedProperties", json!(false));
    set("/$defs/Code", "pattern", json!("^[a-z0-9]+(_[a-z0-9]+)*$"));
    set("/$defs/Code", "maxLength", json!(Code::MAX_LEN));
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_that_are_set_by_hand_are_there() {
        let schema = schema();
        assert_eq!(
            schema["$defs"]["Question"]["unevaluatedProperties"],
            json!(false)
        );
        assert_eq!(schema["$defs"]["Code"]["maxLength"], json!(64));
        assert_eq!(schema["properties"]["$schema"]["type"], json!("string"));
    }
}
