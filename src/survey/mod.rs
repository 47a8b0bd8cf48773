//! The rules of surveys: reading a definition, taking in a form, what is shown, in which order.
//!
//! [`read()`] is the only door for definitions and [`parse()`] the only door for answers: forms, files and
//! what comes back from the store all go through them. Both report every problem at once.

mod columns;
mod order;
mod parse;
mod problem;
mod raw;
mod read;
mod schema;
mod shown;

pub use columns::{Column, FIXED_COLUMNS, Part, columns};
pub use order::order;
pub use parse::{MAX_OTHER, MAX_TEXT, Parsed, RawAnswers, Register, Scope, parse};
pub use problem::{FieldError, Problem};
pub use raw::raw;
pub use read::{Fault, read};
pub use schema::schema;
pub use shown::{Shown, holds, shown};

/// What a form field or a CSV cell says for *don't know*.
pub const DONT_KNOW: &str = "DK";

/// What the field of a question with an *other* choice says when that is picked.
pub const OTHER: &str = "other";
