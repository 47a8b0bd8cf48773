//! The floors of the house that read bytes and count, built on their own for fuzzing.

#[path = "../../src/analysis/mod.rs"]
pub mod analysis;
#[path = "../../src/consensus/mod.rs"]
pub mod consensus;
#[path = "../../src/formats/mod.rs"]
pub mod formats;
#[path = "../../src/goals/mod.rs"]
pub mod goals;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/opinion/mod.rs"]
pub mod opinion;
#[path = "../../src/survey/mod.rs"]
pub mod survey;
#[path = "../../src/tally/mod.rs"]
pub mod tally;
