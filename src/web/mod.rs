//! Floor 5: the pages.

pub mod charts;
