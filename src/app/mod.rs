//! Floor 4: the use-cases. Each checks what the visitor may do, does one thing in one batch, and
//! returns plain values for the pages and the command line to tell.

mod boards;
mod check;
mod error;
mod goals;
mod import;
mod pairs;
mod panels;
mod paper;
mod people;
mod proposals;
mod records;
mod roll;
mod round_edit;
mod round_options;
mod round_report;
mod round_rules;
mod rounds;
mod secret;
mod surveys;
mod visitors;
mod voices;

pub mod demo;
pub mod export;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde::de::DeserializeOwned;

pub use boards::{
    Author, Board, BoardResults, BoardView, Divided, Fares, GroupSaid, GroupTold, Judged, Mark,
    Moderating, Moderation, MyBoard, NewBoard, Placed, Ruling, SaidOn, Say, Seat, Seated, Sheet,
    Standing, Statement, Told, Upcoming, Writing, draw,
};
pub use error::{AppError, FieldError, Hindrance, StatementFault};
pub use goals::{Common, Decided, GoalDraftForm, GoalView, NeedsEvidence, Source, draft_inputs};
pub use import::NewImport;
pub use pairs::{
    Adding, Choice, Chosen, Contest, Idea, IdeaAdded, IdeaFault, IdeaStanding, IdeaState, MAX_IDEA,
    NewWiki, Vote, Why, Wiki, WikiDesk, WikiEntry, WikiFigures, WikiView,
};
pub use panels::{
    Detail, ItemFigures, MAX_REASON, NewPanel, Panel, PanelAnswer, PanelAnswers, PanelEntry,
    PanelFigures, PanelItem, PanelReceipt, PanelResults, PanelRound, PanelScale, PanelSheet,
    PanelView, Phase, Reason, RoundFigures, reason_field,
};
pub use paper::{
    BALLOT_QUESTION, BallotFault, BallotProblem, NONE_OF_THEM, Paper, PaperStyle, field_of,
};
pub use people::{Invited, NewMembers, People};
pub use proposals::{
    CoalitionRules, CoalitionRulesForm, Counted, Decision, DecisionState, DecisionView, Given,
    Objection, PastRound, Proposal, ProposalForm, ProposalHistory, ProposalRound, ProposalView,
    Resolutions, Resolved, Review, ReviewForm, ReviewOutcome, RuleForm, Said, StanceEntry,
    StanceForm, StanceProblem, StanceReceipt, ZERO_OPTION, usual_review,
};
pub use records::{Ballot, BallotsCounted, Import, Round, RoundOption, State, Survey};
pub use round_edit::RoundWords;
pub use round_options::{RoundSource, countable_picks};
pub use round_report::{MarginShown, RoundReport, TOGETHER};
pub use round_rules::{RulesForm, TieChoice, Voices, cost_field, has_seats, puts_in_order};
pub use rounds::{BALLOTS_FLOOR, BallotReceipt, NewRound, RoundResults, RoundView};
pub use secret::{Secret, number_from, random_seed};
pub use surveys::{
    NewSurvey, ReceiptView, Results, Submission, SurveyView, Templates, Turnout, open_for_answers,
};
pub use visitors::{Setup, Visitor, Who};

use crate::model::{Coalition, Definition, Slug, Timestamp};
use crate::store::{Collection, Store};

/// How many documents are read from the store at a time.
const PAGE: usize = 500;
/// The most documents that one use-case reads of one collection.
const MAX_DOCUMENTS: usize = 1_000_000;

/// The application: everything the pages and commands can ask for.
#[derive(Debug)]
pub struct App {
    store: Arc<dyn Store>,
    now: fn() -> Timestamp,
    templates: Templates,
    definitions: Kept<Definition>,
    results: Kept<Results>,
    board_results: Kept<BoardResults>,
    live_boards: boards::LiveBoards,
    panels: Kept<PanelFigures>,
    live_contests: pairs::LiveContests,
    organisations: people::KnownOrganisations,
}

impl App {
    /// The application over `store`, with `now` for a clock.
    pub fn new(store: Arc<dyn Store>, now: fn() -> Timestamp, templates: Templates) -> Self {
        Self {
            store,
            now,
            templates,
            definitions: RwLock::default(),
            results: RwLock::default(),
            board_results: RwLock::default(),
            live_boards: boards::LiveBoards::default(),
            panels: RwLock::default(),
            live_contests: pairs::LiveContests::default(),
            organisations: people::KnownOrganisations::default(),
        }
    }

    /// The present, by the clock the application was given.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// The coalition, once it is set up.
    pub async fn coalition(&self) -> Result<Option<Coalition>, AppError> {
        let found = self
            .load(records::COALITION, records::THE_COALITION)
            .await?;
        Ok(found.map(|(_, coalition)| coalition))
    }

    /// The privacy floor.
    async fn k(&self) -> Result<u32, AppError> {
        Ok(self
            .coalition()
            .await?
            .map_or(Coalition::DEFAULT_K, |coalition| coalition.k))
    }

    /// The value at `key` with its version.
    async fn load<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<(u64, T)>, AppError> {
        let Some(document) = self.store.get(collection, key).await? else {
            return Ok(None);
        };
        Ok(Some((document.version, document.decode()?)))
    }

    /// Every value whose key begins with `prefix`, with key and version, in key order.
    async fn load_all<T: DeserializeOwned>(
        &self,
        collection: Collection,
        prefix: &str,
    ) -> Result<Vec<(String, u64, T)>, AppError> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        while all.len() < MAX_DOCUMENTS {
            let page = self
                .store
                .scan(collection, prefix, after.as_deref(), PAGE)
                .await?;
            let is_last = page.len() < PAGE;
            for (key, document) in page {
                all.push((key.clone(), document.version, document.decode()?));
                after = Some(key);
            }
            if is_last {
                break;
            }
        }
        Ok(all)
    }
}

/// Values worked out once for a survey, by its slug and the moment it was made.
type Kept<V> = RwLock<BTreeMap<(Slug, Timestamp), Arc<V>>>;

/// The value kept for `key`.
fn kept<V>(cache: &Kept<V>, key: &(Slug, Timestamp)) -> Option<Arc<V>> {
    cache
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(key)
        .map(Arc::clone)
}

/// Keeps `value` for `key` from now on.
fn keep<V>(cache: &Kept<V>, key: (Slug, Timestamp), value: V) -> Arc<V> {
    let value = Arc::new(value);
    cache
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(key, Arc::clone(&value));
    value
}
