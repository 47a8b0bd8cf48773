//! The one door for definitions: from JSON to a checked [`Definition`], or every fault with its place.
//!
//! [`tree`] walks the syntax tree and keeps the place of each part, [`shape`] builds the plain values,
//! [`check`] compares the parts with each other. A part of the wrong shape is replaced by a harmless one,
//! so that the rest is still checked.

mod check;
mod shape;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;

use crate::model::definition::Definition;
use crate::survey::read::tree::Reader;

/// The most bytes of a definition.
const MAX_BYTES: usize = 1 << 20;

/// One fault of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The path of the faulty part, such as `sections[0].questions[2].code`; empty for the whole.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    /// `line:column: field: message`, the field left out where it is the whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}

/// Reads a definition from strict JSON (the key `$schema` may stand in it).
///
/// Fails with every fault at once (the first 1,000 found), in the order of the text; a syntax error comes alone. What a
/// [`Definition`] serialises to is read back as the same definition.
pub fn read(text: &str) -> Result<Definition, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let alone = |line, column, message: String| {
        vec![Fault {
            line,
            column,
            field: String::new(),
            message,
        }]
    };
    if text.len() > MAX_BYTES {
        let message = format!("the file is longer than {MAX_BYTES} bytes; shorten it");
        return Err(alone(1, 1, message));
    }
    // serde_json decides what strict JSON is and bounds the nesting; jsonc-parser knows where things stand.
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let (line, column) = (error.line().max(1), error.column().max(1));
        return Err(alone(line, column, syntax_message(&error)));
    }
    let collect = jsonc_parser::CollectOptions::default();
    let strict = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        ..jsonc_parser::ParseOptions::default()
    };
    let root = match jsonc_parser::parse_to_ast(text, &collect, &strict) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            let (line, column) = tree::place(text, error.range().start);
            return Err(alone(line, column, format!("not JSON: {}", error.kind())));
        }
    };
    let Some(root) = root else {
        return Err(alone(
            1,
            1,
            "the file is empty; write a definition".to_owned(),
        ));
    };
    let mut reader = Reader::new(text);
    let definition = shape::definition(&mut reader, &root);
    if let Some(definition) = &definition {
        check::check(&mut reader, definition);
    }
    let faults = reader.into_faults();
    match definition {
        Some(definition) if faults.is_empty() => Ok(definition),
        _ => Err(faults),
    }
}

/// The words of `serde_json` without the place, which stands before the message anyway.
fn syntax_message(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or(&words);
    format!("not JSON: {words}")
}
