//! Floor 2: bytes in, plain values out, and back.

pub mod ballots;
pub mod cells;
pub mod codebook;
pub mod contests;
pub mod polis;
pub mod ratings;
pub mod rctab;
pub mod reports;
pub mod responses;
pub mod rows;
