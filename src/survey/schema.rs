//! The JSON Schema of survey definitions, for editors; [`crate::survey::read`] is what decides.

use serde_json::{Value, json};

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
    schema
}
