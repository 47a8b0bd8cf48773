//! Opinion groups from agree, disagree and pass: who votes alike, what everyone can support, what divides.
//!
//! Everything here is a function of the votes and a seed. The same votes give the same bytes in whatever
//! order they came and whoever cast them.

mod align;
mod counts;
mod eigen;
mod ground;
mod grouping;
pub mod live;
mod map;
mod partition;
pub mod polis;
mod report;
mod votes;

pub use counts::{Counts, Groups, Tally, count};
pub use ground::{CommonGround, Divisiveness, bridging, common_ground, divisiveness, unopposed};
pub use grouping::{Grouping, HowMany, MAX_GROUPS, Map, Point, Stability, Verdict, group};
pub use live::{Drawn, Live, LiveCounts, LiveError, Refresh, View};
pub use partition::adjusted_rand;
pub use report::{
    By, GroupReport, MajorityReport, Place, PolisFigures, Report, RepresentativeReport,
    StatementReport, report,
};
pub use votes::{Cell, Entry, Statement, Vote, Votes, VotesError, natural};
