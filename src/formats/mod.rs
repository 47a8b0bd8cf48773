//! Floor 2: bytes in, plain values out, and back.

pub mod ballots;
pub mod cells;
pub mod codebook;
pub mod reports;
pub mod responses;
