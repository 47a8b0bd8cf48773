//! Text in several languages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language tag such as `en` or `es`, kept in lower case.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Lang(String);

impl Lang {
    /// Reads a language tag: two or three letters, then optional `-` parts.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let primary_fits =
            (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let rest_fits = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        (primary_fits && rest_fits).then(|| Self(tag.to_ascii_lowercase()))
    }

    /// English, the language a text falls back to.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag as written in HTML's `lang` attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without its region: `es` for `es-mx`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text: one string for every language, or a map from language to string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Text {
    /// The same words in every language.
    Plain(String),
    /// Words by language tag.
    ByLanguage(BTreeMap<Lang, String>),
}

impl Text {
    /// A text that is the same in every language.
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Plain(words.into())
    }

    /// The words in `lang`; else in its primary language, else English, else the first there is.
    pub fn get(&self, lang: &Lang) -> &str {
        match self {
            Self::Plain(words) => words,
            Self::ByLanguage(by_lang) => by_lang
                .get(lang)
                .or_else(|| by_lang.get(&Lang(lang.primary().to_owned())))
                .or_else(|| by_lang.get(&Lang::english()))
                .or_else(|| by_lang.values().next())
                .map_or("", String::as_str),
        }
    }

    /// The languages this text was written in; none for a plain text.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        match self {
            Self::Plain(_) => None,
            Self::ByLanguage(by_lang) => Some(by_lang.keys()),
        }
        .into_iter()
        .flatten()
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::plain(words)
    }
}

/// One line of `text`: control characters and runs of white space become single spaces, ends trimmed.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let clean = !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text
            .chars()
            .any(|c| c.is_control() || (c.is_whitespace() && c != ' '));
    if clean {
        return Cow::Borrowed(text);
    }
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::parse(tag).unwrap()
    }

    #[test]
    fn a_text_falls_back_to_its_primary_language_then_english_then_the_first() {
        let text = Text::ByLanguage(BTreeMap::from([
            (lang("en"), "Housing".to_owned()),
            (lang("es"), "Vivienda".to_owned()),
        ]));
        assert_eq!(text.get(&lang("es-mx")), "Vivienda");
        assert_eq!(text.get(&lang("fr")), "Housing");
        let only_french = Text::ByLanguage(BTreeMap::from([(lang("fr"), "Logement".to_owned())]));
        assert_eq!(only_french.get(&lang("en")), "Logement");
    }

    #[test]
    fn a_language_tag_is_checked() {
        assert_eq!(lang("pt-BR").as_str(), "pt-br");
        for bad in ["", "e", "english", "e1", "en-", "en--x"] {
            assert!(Lang::parse(bad).is_none(), "{bad:?} should be refused");
        }
    }

    #[test]
    fn one_line_folds_white_space_and_controls() {
        assert_eq!(one_line(" a\r\n b\u{0}c  "), "a b c");
        assert!(matches!(one_line("a b"), Cow::Borrowed(_)));
    }
}
