//! The figures and sentences of a count as people read them: rounded, and written as their language does.

use std::collections::BTreeMap;

use maud::{Markup, html};
use num_rational::BigRational;

use crate::model::Lang;
use crate::model::numbers::up_to;
use crate::tally::{Amount, Method, Outcome, tell};

/// An amount with at most two decimals: `1,200`, `7.5`; with `≈` where more stand behind it.
pub(crate) fn rounded(amount: &Amount, lang: &Lang) -> String {
    let shown = up_to(amount.approximate(), 2, lang);
    let hundredths = amount.value() * BigRational::from_integer(100.into());
    if hundredths.is_integer() {
        shown
    } else if shown == "0" {
        format!("< {}", up_to(0.01, 2, lang))
    } else {
        format!("≈ {shown}")
    }
}

/// An amount in a table: where it is rounded, the exact one is its title.
pub(crate) fn figure(amount: &Amount, lang: &Lang) -> Markup {
    let shown = rounded(amount, lang);
    html! {
        @if shown.starts_with(['≈', '<']) { span title=(amount) { (shown) } }
        @else { (shown) }
    }
}

/// How a count went, in sentences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    /// How many ballots there were.
    pub(crate) turnout: String,
    /// A sentence for each stage, without its number.
    pub(crate) stages: Vec<String>,
    /// What is told after the stages.
    pub(crate) rest: Vec<String>,
}

/// Tells an outcome with the options called by `labels`.
pub(crate) fn story(outcome: &Outcome, labels: &BTreeMap<String, String>, lang: &Lang) -> Story {
    // Names may hold numbers that are none of the count's, so that they are put in last.
    let signs = labels.keys().zip(SIGNS..);
    let signs: BTreeMap<String, String> = signs
        .filter_map(|(code, sign)| Some((code.clone(), char::from_u32(sign)?.to_string())))
        .collect();
    let names: Vec<&str> = labels.values().map(String::as_str).collect();
    let mut told = tell(&outcome.renamed(&signs), lang.as_str())
        .into_iter()
        .map(|sentence| in_words(&of_pages(sentence, outcome.method), &names, lang));
    Story {
        turnout: told.next().unwrap_or_default(),
        stages: told
            .by_ref()
            .take(outcome.rounds.len())
            .map(|sentence| without_number(&sentence).to_owned())
            .collect(),
        rest: told.collect(),
    }
}

/// The first of the signs that stand for options; nobody's language is written with them.
const SIGNS: u32 = 0xE000;

/// A sentence in the words that pages have: a count goes by stages, a round being the whole vote; and votes that are
/// bought are no points.
fn of_pages(sentence: String, method: Method) -> String {
    const ROUNDS: [(&str, &str); 4] = [
        (" in round ", " in stage "),
        (" the first round", " the first stage"),
        (" en la ronda ", " en la etapa "),
        (" la primera ronda", " la primera etapa"),
    ];
    const POINTS: [(&str, &str); 2] = [
        ("The most points", "The most votes"),
        ("Más puntos", "Más votos"),
    ];
    let points = POINTS.iter().filter(|_| method == Method::Quadratic);
    let into_ours = |told: String, (theirs, ours): &(&str, &str)| told.replace(theirs, ours);
    ROUNDS.iter().chain(points).fold(sentence, into_ours)
}

/// `Round 3: A is out.` without its beginning.
fn without_number(sentence: &str) -> &str {
    sentence.split_once(": ").map_or(sentence, |(_, rest)| rest)
}

/// A sentence with its numbers as people read them, and with names in place of their signs.
fn in_words(sentence: &str, names: &[&str], lang: &Lang) -> String {
    let mut words = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let number = number_at(rest);
            rest = &rest[number.len()..];
            let shown = Amount::try_from(number.to_owned())
                .map_or_else(|_| number.to_owned(), |amount| rounded(&amount, lang));
            words.push_str(&shown);
            // `1.00000 votes` is one vote.
            for one in [" vote", " voto"] {
                if shown == "1" && number != "1" && rest.starts_with(&format!("{one}s")) {
                    words.push_str(one);
                    rest = &rest[one.len() + 1..];
                }
            }
            continue;
        }
        let name = u32::from(first)
            .checked_sub(SIGNS)
            .and_then(|at| names.get(usize::try_from(at).ok()?));
        match name {
            Some(name) => words.push_str(name),
            None => words.push(first),
        }
        rest = &rest[first.len_utf8()..];
    }
    words
}

/// The number that a text begins with: digits, and points and strokes between digits.
fn number_at(text: &str) -> &str {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || (matches!(bytes.get(end), Some(b'.' | b'/')) && is_digit(end + 1)) {
        end += 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn amounts_are_rounded_and_say_so() {
        let (en, es) = (Lang::english(), Lang::parse("es").unwrap());
        for (exact, english, spanish) in [
            ("8", "8", "8"),
            ("1.00000", "1", "1"),
            ("7.500000055549", "≈ 7.5", "≈ 7,5"),
            ("341777/56518", "≈ 6.05", "≈ 6,05"),
            ("12345", "12,345", "12.345"),
            ("25/2", "12.5", "12,5"),
            ("0.00001", "< 0.01", "< 0,01"),
            ("0.00000", "0", "0"),
        ] {
            assert_eq!(rounded(&amount(exact), &en), english);
            assert_eq!(rounded(&amount(exact), &es), spanish);
        }
    }

    #[test]
    fn numbers_of_the_count_are_rounded_and_those_in_names_stay() {
        let lang = Lang::parse("es").unwrap();
        let names = ["Plan 2.12345", "40/3"];
        let told = in_words(
            "\u{e000} tiene 341777/56518 de los 1.00000 votos; \u{e001}, 2.",
            &names,
            &lang,
        );
        assert_eq!(told, "Plan 2.12345 tiene ≈ 6,05 de los 1 voto; 40/3, 2.");
    }
}
