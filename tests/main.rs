//! The one integration test binary; each module is named for what it proves.

mod tally_bad_input;
mod tally_naive;
mod tally_properties;
mod tally_proportional;
mod tally_reference;
mod tally_support;
