//! The one integration test binary; each module is named for what it proves.

mod survey_cases;
mod survey_cli;
mod survey_templates;
mod tally_bad_input;
mod tally_naive;
mod tally_properties;
mod tally_reference;
mod tally_support;
