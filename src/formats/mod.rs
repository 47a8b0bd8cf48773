<<<<<<< HEAD
//! Floor 2: bytes in, plain values out, and back.

pub mod cells;
pub mod responses;
=======
//! Floor 2: bytes in, plain values out, and back. No file is opened here.

pub mod ballots;
>>>>>>> tally
