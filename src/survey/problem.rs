//! What can be wrong with an answer.

use crate::model::code::Code;
use crate::model::time::Day;

/// One problem, tied to the form field to bring the person to.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// The form field, which is also the CSV column.
    pub field: String,
    /// The question it belongs to.
    pub question: Code,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an answer, with all that a message in any language needs.
///
/// The [`std::fmt::Display`] form is for the command line and for imports; pages word their own.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// A required question, or a row of one, has no answer.
    #[error("an answer is needed here")]
    Required,
    /// Fewer picked than asked for.
    #[error("pick at least {min}, not {is}")]
    TooFew {
        /// The fewest.
        min: u32,
        /// How many were picked.
        is: u32,
    },
    /// More picked than allowed.
    #[error("pick at most {max}, not {is}")]
    TooMany {
        /// The most.
        max: u32,
        /// How many were picked.
        is: u32,
    },
    /// Not among the choices.
    #[error("`{value}` is not one of the choices")]
    NotAChoice {
        /// What came instead, cut to a readable length.
        value: String,
    },
    /// Not a number.
    #[error("`{value}` is not a number; write it like 12 or 12.5")]
    NotANumber {
        /// What came instead, cut to a readable length.
        value: String,
    },
    /// A number with a fraction where a whole one is asked for.
    #[error("write a whole number")]
    NotWhole,
    /// Outside the limits.
    #[error("{}", bounds_words(*min, *max))]
    OutOfRange {
        /// The least allowed.
        min: Option<f64>,
        /// The greatest allowed.
        max: Option<f64>,
    },
    /// Longer than allowed.
    #[error("use at most {max} characters, not {is}")]
    TooLong {
        /// The most characters.
        max: u32,
        /// How many there are.
        is: u32,
    },
    /// Not a day that there is.
    #[error("`{value}` is not a day; write it like 2026-11-23")]
    BadDate {
        /// What came instead, cut to a readable length.
        value: String,
    },
    /// A day outside the limits.
    #[error("{}", days_words(*min, *max))]
    DateOutOfRange {
        /// The earliest allowed.
        min: Option<Day>,
        /// The latest allowed.
        max: Option<Day>,
    },
    /// Two or more choices at one place.
    #[error("{} have the same place {place}; give each its own", codes(choices))]
    SamePlaceTwice {
        /// The place, from 1.
        place: u32,
        /// Which choices.
        choices: Vec<Code>,
    },
    /// One choice at two places.
    #[error("`{choice}` has more than one place; name it once")]
    ChoiceTwice {
        /// Which choice.
        choice: Code,
    },
    /// A place was left out before one that is filled.
    #[error(
        "place {place} is empty although a later one is filled; fill it or move the later ones up"
    )]
    GapInRanking {
        /// The empty place, from 1.
        place: u32,
    },
    /// `q__order` and `q__rank_…` of one ranking differ.
    #[error("the order and the places differ; keep one of them or make them agree")]
    OrdersDiffer,
    /// Best and worst of a block are the same item.
    #[error("`{item}` cannot be both best and worst of set {}", block + 1)]
    BestAndWorstSame {
        /// The block, from 0.
        block: u16,
        /// The item.
        item: Code,
    },
    /// Only one of best and worst is picked in a block.
    #[error("pick both a best and a worst in set {}", block + 1)]
    IncompleteBlock {
        /// The block, from 0.
        block: u16,
    },
    /// The points do not add up.
    #[error("the points add up to {is}; divide exactly {total}")]
    PointsSum {
        /// How many there are to divide.
        total: u32,
        /// How many were given.
        is: u64,
    },
    /// An exclusive choice together with others.
    #[error("`{choice}` goes alone; pick it or the others")]
    ExclusiveWithOthers {
        /// The exclusive choice.
        choice: Code,
    },
    /// *Other* without words.
    #[error("say in a few words what the other is")]
    OtherNeedsText,
    /// One field came with several different values.
    #[error("only one answer fits here")]
    ManyValues,
    /// A field that the question does not have.
    #[error("there is no such field; take it out")]
    UnknownField,
}

/// `at least 1 and at most 5`, for whichever limits there are.
fn bounds_words(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("write a number from {min} to {max}"),
        (Some(min), None) => format!("write a number of at least {min}"),
        (None, Some(max)) => format!("write a number of at most {max}"),
        (None, None) => "write a smaller number".to_owned(),
    }
}

fn days_words(min: Option<Day>, max: Option<Day>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("choose a day from {min} to {max}"),
        (Some(min), None) => format!("choose a day not before {min}"),
        (None, Some(max)) => format!("choose a day not after {max}"),
        (None, None) => "choose another day".to_owned(),
    }
}

fn codes(choices: &[Code]) -> String {
    let quoted: Vec<String> = choices.iter().map(|code| format!("`{code}`")).collect();
    quoted.join(", ")
}
