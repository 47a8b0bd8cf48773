//! Identifiers. Entities use ULIDs; anonymous answers never do, because a ULID tells its millisecond.

use std::fmt;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Ulid);

        impl $name {
            /// Reads the 26 characters of an identifier.
            pub fn parse(text: &str) -> Option<Self> {
                Ulid::from_string(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

ulid_id!(
    /// Which member.
    MemberId
);
ulid_id!(
    /// Which organisation.
    OrganisationId
);
ulid_id!(
    /// Which goal.
    GoalId
);
ulid_id!(
    /// Which decision.
    DecisionId
);

/// The name of a survey or round in its address: 1 to 60 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is not a [`Slug`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an address name: use 1 to 60 of a-z, 0-9 and `-`, with a letter or digit at both ends"
)]
pub struct SlugError(pub String);

impl Slug {
    /// The longest slug there may be.
    pub const MAX_LEN: usize = 60;

    /// Reads a slug.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let fits = (1..=Self::MAX_LEN).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError(text.to_owned()))
        }
    }

    /// A slug made from a title: its ASCII letters and digits, joined by `-`; `untitled` when there are none.
    pub fn from_title(title: &str) -> Self {
        let mut slug = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            let plain = match c {
                'á' | 'à' | 'ä' | 'â' => 'a',
                'é' | 'è' | 'ë' | 'ê' => 'e',
                'í' | 'ì' | 'ï' | 'î' => 'i',
                'ó' | 'ò' | 'ö' | 'ô' => 'o',
                'ú' | 'ù' | 'ü' | 'û' => 'u',
                'ñ' => 'n',
                other => other,
            };
            if plain.is_ascii_alphanumeric() {
                slug.push(plain);
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
            if slug.len() >= Self::MAX_LEN - 12 {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        Self(if slug.is_empty() { "untitled" } else { slug }.to_owned())
    }

    /// This slug with `-n` at its end, for the n-th of the same name.
    #[must_use]
    pub fn numbered(&self, n: usize) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;
    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_slug_that_parses() {
        for (title, slug) in [
            ("Needs analysis 2027", "needs-analysis-2027"),
            ("¿Qué necesita la niñez?", "que-necesita-la-ninez"),
            ("???", "untitled"),
            (" -- a -- ", "a"),
        ] {
            assert_eq!(Slug::from_title(title).as_str(), slug);
        }
        let long = Slug::from_title(&"long title ".repeat(20));
        assert!(Slug::parse(long.as_str()).is_ok());
        assert!(Slug::parse(long.numbered(12_345).as_str()).is_ok());
    }
}
