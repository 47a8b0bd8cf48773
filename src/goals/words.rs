//! Goals in words, in English and Spanish.

use crate::goals::goal::{Evidence, Goal, TargetMethod};
use crate::model::text::Lang;

/// The letters of SMART.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Specific.
    S,
    /// Measurable.
    M,
    /// Achievable.
    A,
    /// Relevant.
    R,
    /// Time-bound.
    T,
}

/// One of the five parts of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// Which.
    pub letter: Letter,
    /// Its name in the language asked for: *Specific*.
    pub name: &'static str,
    /// What there is to say.
    pub sentences: Vec<Sentence<'a>>,
}

/// A sentence and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence<'a> {
    /// What it is about, as a label before it: *Who leads*.
    pub label: &'static str,
    /// The sentence.
    pub text: String,
    /// The sources of its numbers.
    pub evidence: Vec<&'a Evidence>,
}

/// The goal in one sentence, without a full stop; unknown slots stay visible as `[owner?]`.
pub fn statement(_goal: &Goal, _lang: &Lang) -> String {
    unimplemented!()
}

/// A short name for lists and headings.
pub fn title(_goal: &Goal, _lang: &Lang) -> String {
    unimplemented!()
}

/// The five parts in the order S, M, A, R, T.
pub fn parts<'a>(_goal: &'a Goal, _lang: &Lang) -> Vec<Part<'a>> {
    unimplemented!()
}

/// Where a number comes from and how well it is checked, in words.
pub fn evidence_words(_evidence: &Evidence, _lang: &Lang) -> String {
    unimplemented!()
}

/// How a target was found, in words.
pub fn target_method_words(_method: TargetMethod, _lang: &Lang) -> String {
    unimplemented!()
}

/// The name of a counting method in words: `irv` is *instant run-off*.
pub fn method_words<'a>(_method: &'a str, _lang: &Lang) -> &'a str {
    unimplemented!()
}
