//! What a survey's answers say: needs, values, ratings, each with how sure one can be; and what of it may be
//! published under the privacy floor.

mod needs;
pub mod privacy;
mod publish;
mod ratings;
pub mod statistics;
#[cfg(test)]
mod tests;
mod values;

use serde::Serialize;

use crate::model::answers::Answers;
use crate::model::code::Code;
use crate::model::definition::{Analysis, Definition};

pub use needs::{Band, Need, Quadrant};
pub use publish::{
    Figure, Published, PublishedNeed, PublishedRating, PublishedReport, PublishedValue, publish,
};
pub use ratings::{Aspect, RatingRow};
pub use values::ValueScore;

/// What the analyses of a definition give.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// How many responses there are.
    pub n: u64,
    /// The needs, by rank, where the definition asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<Need>>,
    /// The values, highest score first, where the definition asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<ValueScore>>,
    /// The ratings, in the order of the definition, where it asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Vec<RatingRow>>,
}

/// The responses that share a value, and what they say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The value they share; `None` for those who have none.
    pub value: Option<Code>,
    /// What they say.
    #[serde(flatten)]
    pub report: Report,
}

/// Works out every analysis that `definition` asks for over `responses`, one [`Answers`] a person.
///
/// An analysis whose question is missing or of an unsuitable kind gives nothing; a definition that came
/// through its reader has none such.
pub fn analyze<'r>(
    definition: &Definition,
    responses: impl IntoIterator<Item = &'r Answers>,
) -> Report {
    let responses: Vec<&Answers> = responses.into_iter().collect();
    let n = responses.len() as u64;
    let mut report = Report {
        n,
        ..Report::default()
    };
    for analysis in &definition.analyses {
        match analysis {
            Analysis::Needs {
                importance,
                satisfaction,
            } => report.needs.get_or_insert_default().extend(needs::needs(
                definition,
                importance,
                satisfaction,
                &responses,
            )),
            Analysis::Values { question } => report
                .values
                .get_or_insert_default()
                .extend(values::values(definition, question, &responses)),
            Analysis::Ratings { question } => report
                .ratings
                .get_or_insert_default()
                .extend(ratings::ratings(definition, question, &responses)),
        }
    }
    report
}

/// One report for each value that `key` gives, by value; those without a value last.
pub fn analyze_by<'r>(
    definition: &Definition,
    responses: impl IntoIterator<Item = &'r Answers>,
    key: impl Fn(&Answers) -> Option<Code>,
) -> Vec<Group> {
    let mut keyed: Vec<(Option<Code>, &Answers)> =
        responses.into_iter().map(|r| (key(r), r)).collect();
    keyed.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
    keyed
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|group| Group {
            value: group.first().and_then(|(value, _)| value.clone()),
            report: analyze(definition, group.iter().map(|(_, answers)| *answers)),
        })
        .collect()
}
