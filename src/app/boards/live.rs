//! The votes of open boards in memory, so that a vote is counted at once and the map follows.
//!
//! What is stored is the truth: a board is read from the store when it is first asked for, and every vote is
//! told here only after it was committed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::record::{Board, Merged, Sheet, Standing, Statement};
use super::voting::counts;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::records::VOTES;
use crate::app::secret::number_from;
use crate::model::{Slug, Timestamp};
use crate::opinion::{self, Live, LiveError, Tally, View};

/// The boards that were asked for, by slug and the moment they were made.
pub(crate) type LiveBoards = tokio::sync::Mutex<BTreeMap<(Slug, Timestamp), Arc<LiveBoard>>>;

/// How long the map rests between two times it is worked out.
const REST: Duration = Duration::from_millis(300);

/// The votes of one board.
#[derive(Debug)]
pub(crate) struct LiveBoard {
    inner: Mutex<Inner>,
    is_refreshing: AtomicBool,
}

#[derive(Debug)]
struct Inner {
    live: Live,
    statements: Vec<Statement>,
    merged: Merged,
    /// The version of each sheet that is counted, so that an older one never replaces a newer one.
    sheets: BTreeMap<String, u64>,
}

impl LiveBoard {
    fn new(board: &Board, statements: Vec<Statement>) -> Result<Self, AppError> {
        let mut inner = Inner {
            live: Live::new(number_from(&board.seed)),
            statements: Vec::new(),
            merged: Merged::of([]),
            sheets: BTreeMap::new(),
        };
        inner.set_statements(statements)?;
        Ok(Self {
            inner: Mutex::new(inner),
            is_refreshing: AtomicBool::new(false),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The weights with which these statements are drawn.
    pub(super) fn weights(&self, statements: &[u32]) -> Vec<(u32, f64)> {
        let inner = self.lock();
        let weight = |number: &u32| inner.live.priority(&number.to_string()).unwrap_or(1.0);
        statements
            .iter()
            .map(|number| (*number, weight(number)))
            .collect()
    }

    /// How everybody voted on a statement until now, merged ones counted with the one that stays.
    pub(super) fn tally(&self, number: u32) -> Tally {
        let inner = self.lock();
        let root = inner.merged.root(number).to_string();
        inner
            .live
            .counts(&root)
            .map_or_else(Tally::default, |counts| counts.total)
    }

    /// The map and the groups of all votes until now. This may take a while.
    pub(super) fn fresh_view(&self) -> Arc<View> {
        let refresh = {
            let inner = self.lock();
            if let Some(view) = inner.live.view()
                && inner.live.is_fresh()
            {
                return Arc::clone(view);
            }
            inner.live.begin()
        };
        let view = refresh.run();
        let mut inner = self.lock();
        inner.live.adopt(view);
        let adopted = inner.live.view().map(Arc::clone);
        adopted.unwrap_or_else(|| unreachable!("a view was adopted just now"))
    }

    /// Works the map out aside, unless that is being done already; votes that come meanwhile are in the next one.
    fn refresh_soon(self: &Arc<Self>) {
        if self.is_refreshing.swap(true, Ordering::AcqRel) {
            return;
        }
        let board = Arc::clone(self);
        tokio::spawn(async move {
            loop {
                let working = Arc::clone(&board);
                let done = tokio::task::spawn_blocking(move || drop(working.fresh_view())).await;
                tokio::time::sleep(REST).await;
                if done.is_err() || board.lock().live.is_fresh() {
                    break;
                }
            }
            board.is_refreshing.store(false, Ordering::Release);
        });
    }
}

impl Inner {
    /// Takes in the statements; tells whether others than before are merged.
    fn set_statements(&mut self, statements: Vec<Statement>) -> Result<bool, AppError> {
        for statement in &statements {
            let known = self.live.counts(&statement.number.to_string()).is_some();
            if counts(statement) || known {
                self.live
                    .statement(opinion::Statement {
                        id: statement.number.to_string(),
                        moderated_out: !statement.is_up(),
                        meta: statement.meta,
                    })
                    .map_err(|error| full(&error))?;
            }
        }
        let into = |statements: &[Statement]| -> Vec<(u32, u32)> {
            let merges = statements.iter().filter_map(|one| match one.standing {
                Standing::MergedInto { number } => Some((one.number, number)),
                Standing::Waiting | Standing::Accepted | Standing::TurnedDown { .. } => None,
            });
            merges.collect()
        };
        let is_merged_anew = into(&self.statements) != into(&statements);
        self.merged = Merged::of(&statements);
        self.statements = statements;
        Ok(is_merged_anew)
    }

    /// Counts a sheet as it is, in place of an earlier one.
    fn set_sheet(&mut self, key: &str, version: u64, sheet: &Sheet) -> Result<(), AppError> {
        let known = self.sheets.get(key).copied();
        if known.is_some_and(|known| known > version) {
            return Ok(());
        }
        self.sheets.insert(key.to_owned(), version);
        let votes = self.merged.votes(sheet);
        let numbers: Vec<u32> = match known {
            // There is nothing of hers to take back.
            None => votes.keys().copied().collect(),
            Some(_) => self.statements.iter().map(|one| one.number).collect(),
        };
        for number in numbers {
            let id = number.to_string();
            let said = votes.get(&number).map(|mark| (mark.vote, mark.important));
            if self.live.vote_of(key, &id) != said && self.live.counts(&id).is_some() {
                let (vote, important) =
                    said.map_or((None, false), |(vote, important)| (Some(vote), important));
                self.live
                    .vote(key, &id, vote, important)
                    .map_err(|error| full(&error))?;
            }
        }
        Ok(())
    }
}

fn full(error: &LiveError) -> AppError {
    AppError::Unfit(error.to_string())
}

impl App {
    /// The votes of an open board, read from the store when they are first asked for.
    pub(super) async fn live_board(&self, board: &Board) -> Result<Arc<LiveBoard>, AppError> {
        let key = (board.slug.clone(), board.created);
        // Held until the board is there: a vote that is committed meanwhile is told afterwards.
        let mut boards = self.live_boards.lock().await;
        if let Some(live) = boards.get(&key) {
            return Ok(Arc::clone(live));
        }
        let live = Arc::new(LiveBoard::new(
            board,
            self.plain_statements(&board.slug).await?,
        )?);
        self.read_sheets(board, &live).await?;
        live.refresh_soon();
        boards.insert(key, Arc::clone(&live));
        Ok(live)
    }

    /// Tells the board in memory of a sheet that was committed as that version.
    pub(super) async fn tell_sheet(
        &self,
        board: &Board,
        key: &str,
        version: u64,
        sheet: &Sheet,
    ) -> Result<(), AppError> {
        let boards = self.live_boards.lock().await;
        if let Some(live) = boards.get(&(board.slug.clone(), board.created)) {
            live.lock().set_sheet(key, version, sheet)?;
            live.refresh_soon();
        }
        Ok(())
    }

    /// Tells the board in memory that statements were committed.
    pub(super) async fn tell_statements(&self, board: &Board) -> Result<(), AppError> {
        let boards = self.live_boards.lock().await;
        if let Some(live) = boards.get(&(board.slug.clone(), board.created)) {
            let statements = self.plain_statements(&board.slug).await?;
            let is_merged_anew = live.lock().set_statements(statements)?;
            if is_merged_anew {
                self.read_sheets(board, live).await?;
            }
            live.refresh_soon();
        }
        Ok(())
    }

    /// Lets go of a board that is closed.
    pub(super) async fn forget_live(&self, board: &Board) {
        let key = (board.slug.clone(), board.created);
        self.live_boards.lock().await.remove(&key);
    }

    async fn read_sheets(&self, board: &Board, live: &LiveBoard) -> Result<(), AppError> {
        let prefix = format!("{}/", board.slug);
        let sheets = self.load_all::<Sheet>(VOTES, &prefix).await?;
        let mut inner = live.lock();
        for (key, version, sheet) in sheets {
            inner.set_sheet(&key, version, &sheet)?;
        }
        Ok(())
    }
}
