//! Codes: the short names that questions, choices and CSV columns go by.

use std::borrow::Borrow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A short name: 1 to 64 of `a-z`, `0-9` and single `_`, beginning and ending with a letter or digit.
///
/// Two underscores in a row are kept free, since they separate the parts of a CSV column.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Code(String);

/// Why a text is not a [`Code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a code: use 1 to 64 of a-z, 0-9 and single `_`, with a letter or digit at both ends"
)]
pub struct CodeError(pub String);

impl Code {
    /// The longest code there may be.
    pub const MAX_LEN: usize = 64;

    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && !text.starts_with('_')
            && !text.ends_with('_')
            && !text.contains("__");
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(CodeError(text.to_owned()))
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn double_underscores_and_capitals_are_refused() {
        for good in ["a", "311", "streets_sidewalks"] {
            assert!(Code::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "_a", "a_", "a__b", "A", "a b", "é", &"a".repeat(65)] {
            assert!(Code::parse(bad).is_err(), "{bad}");
        }
    }
}
