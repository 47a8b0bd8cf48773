//! The votes of open boards in memory, so that a vote is counted at once and the map follows.
//!
//! What is stored is the truth: a board is read from the store when it is first asked for, and every vote is
//! told here only after it was committed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::record::{Board, Merged, Sheet, Standing, Statement};
use super::results::Running;
use super::voting::counts;
use crate::app::error::AppError;
use crate::app::records::{BOARDS, State, VOTES};
use crate::app::secret::number_from;
use crate::app::{App, MAX_DOCUMENTS, PAGE};
use crate::model::{Slug, Timestamp};
use crate::opinion::{self, Live, LiveError, Tally, View};
use crate::store::Document;

/// The boards that were asked for, by slug and the moment they were made.
pub(crate) type LiveBoards = Mutex<BTreeMap<(Slug, Timestamp), Arc<Place>>>;

/// Where a board is, or will be once it was read.
type Place = OnceCell<Arc<LiveBoard>>;

/// How long the map rests between two times it is worked out.
const REST: Duration = Duration::from_millis(300);

/// The votes of one board.
#[derive(Debug)]
pub(crate) struct LiveBoard {
    inner: Mutex<Inner>,
    is_refreshing: AtomicBool,
    /// The results that are shown while it is open; who works out the next ones holds the lock.
    pub(super) running: tokio::sync::Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Inner {
    live: Live,
    statements: Vec<Statement>,
    merged: Merged,
    /// The version of each sheet that is counted, so that an older one never replaces a newer one.
    sheets: BTreeMap<String, u64>,
    /// The privacy floor.
    k: u32,
    /// What authors are told, by statement.
    announced: BTreeMap<u32, Announced>,
}

/// How a statement stood when its author was last told of new votes.
///
/// Somebody who knows who voted just now would learn that vote from counts that follow each of them. So they
/// are told anew only when as many people as the privacy floor have voted, or changed their votes.
#[derive(Debug, Default)]
struct Announced {
    tally: Tally,
    /// The keys of those who have voted since.
    since: BTreeSet<String>,
}

impl LiveBoard {
    fn new(board: &Board, statements: Vec<Statement>, k: u32) -> Result<Self, AppError> {
        let mut inner = Inner {
            live: Live::new(number_from(&board.seed)),
            statements: Vec::new(),
            merged: Merged::of([]),
            sheets: BTreeMap::new(),
            k,
            announced: BTreeMap::new(),
        };
        inner.set_statements(statements)?;
        Ok(Self {
            inner: Mutex::new(inner),
            is_refreshing: AtomicBool::new(false),
            running: tokio::sync::Mutex::default(),
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
        inner.live.tally(&root).unwrap_or_default()
    }

    /// How it stood when its author was last to be told of new votes.
    pub(super) fn announced(&self, number: u32) -> Tally {
        let inner = self.lock();
        let root = inner.merged.root(number);
        inner
            .announced
            .get(&root)
            .map_or_else(Tally::default, |announced| announced.tally)
    }

    /// How many people's sheets are others than those of these versions.
    pub(super) fn changed_since(&self, versions: &BTreeMap<String, u64>) -> usize {
        let inner = self.lock();
        let changed = inner
            .sheets
            .iter()
            .filter(|(key, version)| versions.get(*key) != Some(version));
        changed.count()
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
                if done.is_ok() && !board.lock().live.is_fresh() {
                    continue;
                }
                board.is_refreshing.store(false, Ordering::Release);
                // A vote that came just now found the map being worked out and left it at that.
                let is_done = done.is_err() || board.lock().live.is_fresh();
                if is_done || board.is_refreshing.swap(true, Ordering::AcqRel) {
                    break;
                }
            }
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
                let before = self
                    .live
                    .vote(key, &id, vote, important)
                    .map_err(|error| full(&error))?;
                if before != vote {
                    self.announce(number, &id, key);
                }
            }
        }
        Ok(())
    }

    /// Notes that somebody voted on a statement, and lets its author know once enough others have.
    fn announce(&mut self, number: u32, id: &str, key: &str) {
        let announced = self.announced.entry(number).or_default();
        announced.since.insert(key.to_owned());
        if announced.since.len() >= usize::try_from(self.k).unwrap_or(usize::MAX)
            && let Some(tally) = self.live.tally(id)
        {
            announced.tally = tally;
            announced.since.clear();
        }
    }
}

fn full(error: &LiveError) -> AppError {
    AppError::Unfit(error.to_string())
}

impl LiveBoard {
    /// Counts a page of sheets as they are stored.
    fn take_in(&self, page: &[(String, Document)]) -> Result<(), AppError> {
        let sheets: Vec<(&str, u64, Sheet)> = page
            .iter()
            .map(|(key, document)| Ok((key.as_str(), document.version, document.decode()?)))
            .collect::<Result<_, AppError>>()?;
        let mut inner = self.lock();
        for (key, version, sheet) in sheets {
            inner.set_sheet(key, version, &sheet)?;
        }
        Ok(())
    }
}

impl App {
    /// Reads every open board, so that its first visitor after a start need not wait for it.
    pub async fn read_open_boards(&self) -> Result<(), AppError> {
        for (_, _, board) in self.load_all::<Board>(BOARDS, "").await? {
            if board.state == State::Open {
                self.live_board(&board).await?;
            }
        }
        Ok(())
    }

    /// The votes of a board, read from the store when they are first asked for.
    pub(super) async fn live_board(&self, board: &Board) -> Result<Arc<LiveBoard>, AppError> {
        // A vote that is committed while the board is being read finds its place and is told there afterwards.
        let place = Arc::clone(
            self.live_places()
                .entry((board.slug.clone(), board.created))
                .or_default(),
        );
        let live = place.get_or_try_init(|| self.read_board(board)).await?;
        Ok(Arc::clone(live))
    }

    async fn read_board(&self, board: &Board) -> Result<Arc<LiveBoard>, AppError> {
        let statements = self.plain_statements(&board.slug).await?;
        let live = Arc::new(LiveBoard::new(board, statements, self.k().await?)?);
        self.read_sheets(board, &live).await?;
        live.refresh_soon();
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
        let Some(place) = self.live_place(board) else {
            return Ok(());
        };
        if place.get().is_none() {
            // It is being read just now, with this sheet or without it. The vote is stored, whatever comes of that.
            let read = self.live_board(board).await;
            if let Err(error) = read {
                tracing::error!(board.slug = %board.slug, "a board could not be read: {error}");
            }
        }
        if let Some(live) = place.get() {
            live.lock().set_sheet(key, version, sheet)?;
            live.refresh_soon();
        }
        Ok(())
    }

    /// Tells the board in memory that statements were committed.
    pub(super) async fn tell_statements(&self, board: &Board) -> Result<(), AppError> {
        if self.live_place(board).is_none() {
            return Ok(());
        }
        let live = self.live_board(board).await?;
        let statements = self.plain_statements(&board.slug).await?;
        let is_merged_anew = live.lock().set_statements(statements)?;
        if is_merged_anew {
            self.read_sheets(board, &live).await?;
        }
        live.refresh_soon();
        Ok(())
    }

    /// Lets go of a board that is closed.
    pub(super) fn forget_live(&self, board: &Board) {
        let key = (board.slug.clone(), board.created);
        self.live_places().remove(&key);
    }

    fn live_place(&self, board: &Board) -> Option<Arc<Place>> {
        let key = (board.slug.clone(), board.created);
        self.live_places().get(&key).map(Arc::clone)
    }

    fn live_places(&self) -> MutexGuard<'_, BTreeMap<(Slug, Timestamp), Arc<Place>>> {
        self.live_boards
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts all sheets of a board, page by page and away from the event loop.
    async fn read_sheets(&self, board: &Board, live: &Arc<LiveBoard>) -> Result<(), AppError> {
        let prefix = format!("{}/", board.slug);
        let mut after: Option<String> = None;
        for _ in 0..MAX_DOCUMENTS / PAGE {
            let page = self
                .store
                .scan(VOTES, &prefix, after.as_deref(), PAGE)
                .await?;
            let is_last = page.len() < PAGE;
            after = page.last().map(|(key, _)| key.clone());
            let live = Arc::clone(live);
            tokio::task::spawn_blocking(move || live.take_in(&page))
                .await
                .map_err(|error| AppError::Unfit(error.to_string()))??;
            if is_last {
                break;
            }
        }
        Ok(())
    }
}
