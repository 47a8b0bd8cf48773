//! Why a use-case did not do what it was asked. Each variant is a decision for the caller.

use crate::model::Role;
use crate::store::StoreError;

/// One thing wrong with a form, tied to its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The form field to go to.
    pub field: String,
    /// What is wrong and what would be right: lower case, no full stop.
    pub message: String,
}

impl FieldError {
    /// An error at `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// What stands in the way, when nothing is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// Not opened yet.
    #[error("it is not open yet")]
    NotOpenYet,
    /// Closed already.
    #[error("it is closed, so answers can no longer be given or changed")]
    Closed,
    /// Still open, so nobody sees results.
    #[error("it is still open; results are shown to everybody once it is closed")]
    StillOpen,
    /// The person has answered, and this is not the receipt of that answer.
    #[error("you have already taken part; to change your answer, give the code of your receipt")]
    AlreadyTakenPart,
    /// The person is not on the roll.
    #[error("you are not on the roll: it was fixed when this was opened")]
    NotOnRoll,
    /// There is no entry with that receipt.
    #[error("no entry has this receipt code; check it letter by letter")]
    NoSuchReceipt,
    /// Only a draft can be changed this way.
    #[error("it has been opened, so it can no longer be changed")]
    NotADraft,
    /// Fewer people than the privacy floor took part.
    #[error("too few people took part to show anything without pointing at somebody")]
    TooFew,
    /// So many took part, and none of their ballots supports anything.
    #[error("{0} took part, and nobody supports any option")]
    NobodySupports(u64),
    /// The statement is not, or no longer, up for vote.
    #[error("this statement is not up for vote")]
    NotUpForVote,
    /// The statement's words changed after they were shown.
    #[error("the words of this statement were changed just now; read them again before you vote")]
    StatementChanged,
    /// Votes on the statement were given for its words as they are.
    #[error("somebody has voted on this statement, so its words stay as they are")]
    VotedOn,
    /// Only facilitators write statements on this board.
    #[error("on this board, only facilitators write statements")]
    NotForWriting,
    /// The coalition is set up already.
    #[error("this coalition is set up already")]
    AlreadySetUp,
    /// The last organiser cannot go.
    #[error("a coalition needs at least one organiser; make somebody else organiser first")]
    LastOrganiser,
}

/// What is wrong with a statement that a member wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// It has no words.
    #[error("write your statement in a sentence")]
    Empty,
    /// It has too many.
    #[error("use at most {max} characters; these are {is}")]
    TooLong {
        /// How many characters it may have.
        max: u32,
        /// How many it has.
        is: usize,
    },
    /// Another one says the same.
    #[error("statement {0} says this already; vote on it instead")]
    SaidAlready(u32),
    /// She has written as many as each member may.
    #[error("each member may write {0} statements here, and you have written yours")]
    AllWritten(u32),
    /// The board is not held in that language.
    #[error("choose one of the languages of this board")]
    Language,
}

/// Why a use-case did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or it is not for this visitor to know of.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The visitor is not signed in.
    #[error("please sign in first: open your personal link")]
    SignInNeeded,
    /// The visitor's role does not reach.
    #[error("this is for a {}", .0.name())]
    Forbidden(Role),
    /// The form has errors, each tied to its field.
    #[error("the form has {} errors", .0.len())]
    Invalid(Vec<FieldError>),
    /// The answers have errors, each tied to its field.
    #[error("the answers have {} errors", .0.len())]
    Answers(Vec<crate::survey::FieldError>),
    /// The statement cannot be taken as it was written.
    #[error("{0}")]
    Statement(#[from] StatementFault),
    /// The ballot has errors, each tied to its field.
    #[error("the ballot has {} errors", .0.len())]
    Ballot(Vec<crate::app::paper::BallotFault>),
    /// Something stands in the way.
    #[error("{0}")]
    Hindered(#[from] Hindrance),
    /// Somebody else changed the same thing meanwhile.
    #[error("somebody else changed this just now; nothing of yours was written over it")]
    ChangedMeanwhile,
    /// The store did not do its part.
    #[error(transparent)]
    Store(StoreError),
    /// A stored value does not fit what the program expects of it.
    #[error("what is stored does not fit: {0}")]
    Unfit(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::ChangedMeanwhile,
            StoreError::Corrupt { .. } | StoreError::Unavailable(_) => Self::Store(error),
        }
    }
}

impl AppError {
    /// A form with one error.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}
