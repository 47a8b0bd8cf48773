//! commonground: surveys, ranked-choice rounds and SMART goals for grassroots coalitions.
//!
//! The floors of the house, from the ground up. A module imports only from floors below its own.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | [`model`] plain values: ids, time, text in several languages, definitions, answers |
//! | 1 | [`survey`], [`analysis`], [`tally`], [`goals`]: pure rules and arithmetic |
//! | 2 | [`formats`]: bytes in, plain values out, and back |
//! | 3 | [`store`]: an ordered store of JSON documents, durable batches |
//! | 5 | [`cli`]: the command line |

pub mod analysis;
pub mod cli;
pub mod formats;
pub mod goals;
pub mod model;
pub mod store;
pub mod survey;
pub mod tally;
