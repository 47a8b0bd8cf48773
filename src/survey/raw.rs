//! stub
use crate::model::answers::Answers;
use crate::model::definition::Definition;
use crate::survey::parse::RawAnswers;
/// The inverse of [`crate::survey::parse`]: the fields that answers came from.
pub fn raw(_definition: &Definition, _answers: &Answers) -> RawAnswers { RawAnswers::new() }
