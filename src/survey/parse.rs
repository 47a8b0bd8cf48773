//! stub
use std::collections::BTreeMap;
use crate::model::answers::Answers;
use crate::model::definition::{Choice, Definition};
use crate::survey::problem::FieldError;

/// What a form sends, or a CSV row holds: values by field.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

/// The most characters of a text whose question sets no limit of its own.
pub const MAX_TEXT: u32 = 4_000;

/// The most characters of the words for *other*.
pub const MAX_OTHER: u32 = 200;

/// Which part of a form is read, and how strictly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The problems of the section of this index are reported; all sections' sound answers come back.
    Section(usize),
    /// The whole form. What the conditions hide is dropped.
    All,
    /// A row of a file: nothing is demanded and nothing is hidden, places may be shared, blocks half filled.
    Row,
}

/// What may be picked where the choices come from the coalition's register.
#[derive(Clone, Copy, Debug)]
pub enum Register<'a> {
    /// These.
    Known(&'a [Choice]),
    /// Any code, for files outside a coalition.
    Any,
}

/// What was read from a form or row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The sound answers of the shown questions.
    pub answers: Answers,
    /// Every problem within the scope, at most one a field, in the order of the form.
    pub errors: Vec<FieldError>,
}
/// Reads answers.
pub fn parse(_definition: &Definition, _raw: &RawAnswers, _scope: Scope, _register: Register<'_>) -> Parsed { Parsed::default() }
