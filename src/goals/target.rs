//! Targets from data.

use crate::goals::goal::{Direction, Target, TargetMethod};

/// Every target that the methods suggest from share `p` of `n` answers.
pub fn suggestions(
    _p: f64,
    _n: Option<u64>,
    _population: Option<u64>,
    _direction: Direction,
) -> Vec<Target> {
    unimplemented!()
}

/// The share that `method` leads to from share `p` of `n` answers.
pub fn target(
    _method: TargetMethod,
    _p: f64,
    _n: Option<u64>,
    _population: Option<u64>,
    _direction: Direction,
) -> Option<f64> {
    unimplemented!()
}

/// The least share, beyond `p`, that a second survey of `n` answers tells from `p` four times in five.
pub fn detectable(
    _p: f64,
    _n: u64,
    _population: Option<u64>,
    _direction: Direction,
) -> Option<f64> {
    unimplemented!()
}
