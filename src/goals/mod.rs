//! Floor 1: SMART goals. Drafts from prioritised needs, values and decisions; targets from data;
//! words for people; checks that come back as questions; editing; progress.
//!
//! Everything here is a pure function of its arguments: the day is always passed in.
//!
//! ```text
//! DraftInput ─ draft ─► Goal ─ statement, parts ─► sentences with evidence
//!                        │  ├─ open_points ─► questions to the group
//!                        │  ├─ progress ────► class, pace, next check-in
//!                        │  └─ rows ────────► CSV
//!            GoalForm ─ parse ─► GoalEdit ─ apply ─► Goal
//! ```

mod draft;
mod edit;
mod goal;
mod points;
mod progress;
mod rows;
pub mod target;
mod words;

pub use draft::{DraftInput, NeedInput, RoundInput, Subject, ValueInput, draft};
pub use edit::{
    CheckInForm, FieldError, FieldProblem, GoalEdit, GoalForm, MAX_LINE, MAX_MILESTONES,
    MAX_PARAGRAPH,
};
pub use goal::{
    Baseline, Cadence, CheckIn, Decision, Direction, Evidence, EvidenceSource, EvidenceStatus,
    Figure, FigureName, Goal, Indicator, Measured, Milestone, Reason, Stance, Status, Target,
    TargetMethod, Unit, When,
};
pub use points::{OpenPoint, Severity, missing_slots, open_points};
pub use progress::{Pace, Progress, ProgressClass, progress};
pub use rows::rows;
pub use words::{
    Letter, Part, Sentence, cadence_words, evidence_words, indicator, method_words, parts,
    statement, target_method_words, title, value_words,
};

#[cfg(test)]
mod tests;
