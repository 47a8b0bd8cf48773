//! commonground: surveys, ranked-choice rounds and SMART goals for grassroots coalitions.
//!
//! The floors of the house, from the ground up. A module imports only from floors below its own.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | [`model`]: plain values: ids, time, text in several languages, definitions, answers |
//! | 1 | pure rules and arithmetic: [`survey`], [`analysis`], [`tally`] (counts, and what explains them), [`opinion`] (who votes alike), [`consensus`] (agreement, consent, panels, pairs), [`goals`] |
//! | 2 | [`formats`]: bytes in, plain values out, and back |
//! | 3 | [`store`]: an ordered store of JSON documents, durable batches; [`store::sled`] keeps it in a folder |
//! | 4 | [`app`]: the use-cases, and who may do what |
//! | 5 | [`web`]: routes, pages, charts; [`cli`]: the command line, one file a command |

pub mod analysis;
pub mod app;
pub mod cli;
pub mod consensus;
pub mod formats;
pub mod goals;
pub mod model;
pub mod opinion;
pub mod store;
pub mod survey;
pub mod tally;
pub mod web;
