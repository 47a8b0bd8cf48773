//! Which sections and questions a person sees, given what they have answered so far.

use crate::model::answers::{Answer, Answers};
use crate::model::definition::{Condition, Definition};

/// What of a form is shown: for each section, whether it is, and for each of its questions, whether it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    sections: Vec<Vec<bool>>,
}

impl Shown {
    /// Is any question of this section (index from 0) shown?
    pub fn section(&self, section: usize) -> bool {
        self.sections
            .get(section)
            .is_some_and(|questions| questions.contains(&true))
    }

    /// Is this question (indexes from 0) shown?
    pub fn question(&self, section: usize, question: usize) -> bool {
        self.sections
            .get(section)
            .and_then(|questions| questions.get(question))
            .is_some_and(|shown| *shown)
    }

    /// The shown sections, by index from 0, in order.
    pub fn sections(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.sections.len()).filter(|idx| self.section(*idx))
    }
}

/// What is shown to somebody who has given these answers.
pub fn shown(definition: &Definition, answers: &Answers) -> Shown {
    let sections = definition
        .sections
        .iter()
        .map(|section| {
            let open = section.show_when.as_ref().is_none_or(|c| holds(c, answers));
            section
                .questions
                .iter()
                .map(|q| open && q.show_when.as_ref().is_none_or(|c| holds(c, answers)))
                .collect()
        })
        .collect();
    Shown { sections }
}

/// Does `condition` hold over these answers? A question without an answer fulfils none but `not`.
pub fn holds(condition: &Condition, answers: &Answers) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, answers)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, answers)),
        Condition::Not(part) => !holds(part, answers),
        Condition::Answered(question) => answers.contains_key(question),
        Condition::Chosen { question, any_of } => match answers.get(question) {
            Some(Answer::Choice(code)) => any_of.contains(code),
            Some(Answer::Choices { chosen, .. }) => any_of.iter().any(|code| chosen.contains(code)),
            Some(
                Answer::Other(_)
                | Answer::DontKnow
                | Answer::Rating(_)
                | Answer::Ratings(_)
                | Answer::ImportanceSatisfaction(_)
                | Answer::Number(_)
                | Answer::Text(_)
                | Answer::Date(_)
                | Answer::Ranking(_)
                | Answer::BestWorst(_)
                | Answer::Points(_),
            )
            | None => false,
        },
        Condition::Between { question, min, max } => {
            let number = match answers.get(question) {
                Some(Answer::Rating(point)) => f64::from(*point),
                Some(Answer::Number(number)) => *number,
                Some(
                    Answer::Choice(_)
                    | Answer::Other(_)
                    | Answer::DontKnow
                    | Answer::Choices { .. }
                    | Answer::Ratings(_)
                    | Answer::ImportanceSatisfaction(_)
                    | Answer::Text(_)
                    | Answer::Date(_)
                    | Answer::Ranking(_)
                    | Answer::BestWorst(_)
                    | Answer::Points(_),
                )
                | None => return false,
            };
            min.is_none_or(|min| number >= f64::from(min))
                && max.is_none_or(|max| number <= f64::from(max))
        }
    }
}
