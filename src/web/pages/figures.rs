//! The figures and sentences of a count as people read them: rounded, and written as their language does.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::model::Lang;
use crate::tally::{Amount, Outcome, rounded, tell};

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
    let mut told = tell(&outcome.renamed(labels), lang.as_str()).into_iter();
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

/// `Stage 3: A is out.` without its beginning.
fn without_number(sentence: &str) -> &str {
    sentence.split_once(": ").map_or(sentence, |(_, rest)| rest)
}
