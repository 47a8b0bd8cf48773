//! The pages: functions from plain values to markup. No page asks the store for anything.

pub(crate) mod ballot;
pub(crate) mod boards;
pub(crate) mod figures;
pub(crate) mod form;
pub(crate) mod goals;
pub(crate) mod home;
pub(crate) mod insight;
pub(crate) mod known;
pub(crate) mod layout;
pub(crate) mod methods;
pub(crate) mod outcome;
pub(crate) mod pairs;
pub(crate) mod panels;
pub(crate) mod paper;
pub(crate) mod people;
pub(crate) mod pieces;
pub(crate) mod problem;
pub(crate) mod proposals;
pub(crate) mod questions;
pub(crate) mod results;
pub(crate) mod round_rules;
pub(crate) mod rounds;
pub(crate) mod setup;
pub(crate) mod surveys;
pub(crate) mod wizard;
