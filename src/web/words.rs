//! What the pages say, in each language: Fluent messages from `words/*.ftl`.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::model::Lang;

/// The languages the pages come in, with their own names.
pub(crate) const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("es", "Español")];

/// The messages of every language.
pub struct AllWords {
    english: Words,
    spanish: Words,
}

impl fmt::Debug for AllWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AllWords")
    }
}

impl Default for AllWords {
    fn default() -> Self {
        Self {
            english: Words::new("en", include_str!("words/en.ftl")),
            spanish: Words::new("es", include_str!("words/es.ftl")),
        }
    }
}

impl AllWords {
    /// The messages in `lang`, or in English.
    pub fn of(&self, lang: &Lang) -> &Words {
        if lang.as_str().split('-').next() == Some("es") {
            &self.spanish
        } else {
            &self.english
        }
    }
}

/// The messages of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.lang)
    }
}

impl Words {
    fn new(tag: &str, source: &str) -> Self {
        // A faulty line is left out and then found by the test below, which knows every message.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let lang = Lang::parse(tag).unwrap_or_else(Lang::english);
        let id: unic_langid::LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// The language.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// The message `key`; the key itself where there is none.
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.say(key, None)
    }

    /// The message `key` with one argument.
    pub fn t1<'a>(
        &'a self,
        key: &'a str,
        name: &'static str,
        value: impl Into<FluentValue<'a>>,
    ) -> Cow<'a, str> {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, value);
        Cow::Owned(self.say(key, Some(&args)).into_owned())
    }

    /// The message `key` with several arguments.
    pub fn tn<'a>(
        &'a self,
        key: &'a str,
        pairs: Vec<(&'static str, FluentValue<'a>)>,
    ) -> Cow<'a, str> {
        let args: FluentArgs<'_> = pairs.into_iter().collect();
        Cow::Owned(self.say(key, Some(&args)).into_owned())
    }

    fn say<'a>(&'a self, key: &'a str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return Cow::Borrowed(key);
        };
        let mut errors = Vec::new();
        match args {
            None => self.bundle.format_pattern(pattern, None, &mut errors),
            Some(args) => Cow::Owned(
                self.bundle
                    .format_pattern(pattern, Some(args), &mut errors)
                    .into_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_messages_and_all_can_be_read() {
        let english = include_str!("words/en.ftl");
        let spanish = include_str!("words/es.ftl");
        assert_eq!(keys(english), keys(spanish));
        for source in [english, spanish] {
            assert!(
                FluentResource::try_new(source.to_owned()).is_ok(),
                "a message cannot be parsed"
            );
        }
        let all = AllWords::default();
        for key in keys(english) {
            for words in [&all.english, &all.spanish] {
                let message = words.bundle.get_message(key);
                assert!(
                    message.is_some_and(|m| m.value().is_some()),
                    "{key} has no words"
                );
            }
        }
    }

    #[test]
    fn every_message_the_pages_ask_for_exists_and_none_is_left_over() {
        let known = keys(include_str!("words/en.ftl"));
        let mut asked = BTreeSet::new();
        let web = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let mut folders = vec![web];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    for known_key in &known {
                        if source.contains(&format!("\"{known_key}\"")) {
                            asked.insert((*known_key).to_owned());
                        }
                    }
                    for call in [".t(\"", ".t1(\"", ".tn(\""] {
                        for part in source.split(call).skip(1) {
                            let key = part.split('"').next().unwrap();
                            assert!(
                                known.contains(key),
                                "{} asks for `{key}`, which has no words",
                                path.display()
                            );
                        }
                    }
                }
            }
        }
        let left_over: Vec<_> = known.iter().filter(|key| !asked.contains(**key)).collect();
        assert!(left_over.is_empty(), "nobody asks for {left_over:?}");
    }

    #[test]
    fn numbers_choose_the_plural() {
        let all = AllWords::default();
        assert_eq!(all.english.t1("minutes", "n", 1), "Takes about 1 minute.");
        assert_eq!(all.spanish.t1("minutes", "n", 8), "Toma unos 8 minutos.");
    }
}
