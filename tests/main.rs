//! The one integration test binary; each module is named for what it proves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, says what it saw, and may look at the clock"
)]

mod agreement_reference;
mod architecture;
mod ballot_files;
mod browser_rounds;
mod browser_walk;
mod consent_rules;
mod data_folder;
mod demo;
mod faulty_files;
mod fuzz_seeds;
mod goals_kansas_city;
mod kill;
mod opinion_bad_input;
mod opinion_cases;
mod opinion_cli;
mod opinion_groups;
mod opinion_live;
mod privacy;
mod process;
mod register;
mod store_faults;
mod store_story;
mod support;
mod survey_cases;
mod survey_cli;
mod survey_templates;
mod tally_bad_input;
mod tally_cli;
mod tally_insight;
mod tally_margin;
mod tally_naive;
mod tally_naive_scores;
mod tally_organisations;
mod tally_pieces;
mod tally_properties;
mod tally_proportional;
mod tally_reference;
mod tally_support;
mod tally_weights;
mod web_board_results;
mod web_boards;
mod web_charts;
mod web_hostile;
mod web_outcomes;
mod web_pairs;
mod web_panels;
mod web_proposals;
mod web_roles;
mod web_rounds;
mod web_walk;
