//! Floor 0: plain values that every other floor speaks in. No clock, no chance, no I/O.

pub mod answers;
pub mod coalition;
pub mod code;
pub mod definition;
pub mod ids;
pub mod numbers;
pub(crate) mod random;
pub mod strict;
pub mod text;
pub mod time;

pub use answers::{Answer, Answers, Channel, ImpSat, Response};
pub use coalition::{Coalition, Member, Organisation, Privacy, Role};
pub use code::{Code, CodeError};
pub use definition::{Definition, Kind, Question, Section};
pub use ids::{DecisionId, GoalId, MemberId, OrganisationId, Slug, SlugError};
pub use text::{Lang, Text};
pub use time::{Day, Timestamp};
