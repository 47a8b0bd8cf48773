//! The store in one folder of one machine: a journal that is the truth, and sled to read from.
//!
//! sled 0.34 alone does not keep what it was given: its flush does not reach the disk, what a crash
//! leaves behind may stop it from opening, and a damaged or missing file opens as an empty store.
//! So a commit goes to a journal first, checksummed, and is answered only after an `fdatasync`;
//! sled gets it afterwards, and readers read from sled. At every open sled is read through and
//! compared with what it was told last, and what it lacks is replayed. A sled that is missing, behind,
//! different or falls over is filled anew from snapshot and journal. Damage in these two is refused.
//!
//! What happens to a commit:
//! 1. the caller's task encodes it and queues it;
//! 2. the writer gathers what waits into a group, and checks each batch's demands against what is
//!    stored and what the batches before it in the group write;
//! 3. the accepted ones go to the journal as one record, and one `fdatasync` makes them durable;
//! 4. sled gets them as one batch, and then every caller gets its answer, while the writer is already
//!    at the next group.
//!
//! A journal that has grown long is folded into a new snapshot. [`Store::forget_order`] does the same
//! and fills a new sled too: snapshots are in key order, while journal and sled's log tell in which
//! order documents came in.

use std::path::Path;
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::{mpsc, oneshot};

use crate::store::{Batch, Collection, Document, Reply, Store, StoreError};

mod applier;
mod disk;
mod error;
mod folder;
mod journal;
mod live;
mod rebuild;
mod row;
mod snapshot;
mod tree;
mod writer;

pub use disk::{Disk, DiskStep, RealDisk};
pub use error::OpenError;

use applier::Applier;
use folder::Folder;
use journal::Journal;
use live::Live;
use row::Prepared;
use writer::{Request, Writer};

/// Batches that may wait for the writer; a commit beyond waits for room.
const QUEUE: usize = 4096;

/// What [`SledStore::open`] may do with a folder that holds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Refuse it: there is supposed to be a coalition in it. What a server uses after its first start.
    Existing,
    /// Begin a new, empty store in it. An emptied folder cannot be told from a new one, so this mode
    /// must be somebody's choice.
    CreateIfEmpty,
}

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// What may be done with an empty folder.
    pub mode: OpenMode,
    /// A journal longer than this many bytes, and more than twice as long as the snapshot, is folded
    /// into a new snapshot.
    pub journal_bound: u64,
    /// Is asked before each step to the disk; tests put one here that fails.
    pub disk: Arc<dyn Disk>,
}

impl Options {
    /// The usual bounds, and the disk as it is.
    pub fn new(mode: OpenMode) -> Self {
        Self {
            mode,
            journal_bound: 256 << 20,
            disk: Arc::new(RealDisk),
        }
    }
}

/// What opening a store came upon. None of it lost anything that was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Why sled was filled anew from snapshot and journal, if it was.
    pub rebuilt: Option<String>,
    /// Groups of commits that sled lacked and got from the journal.
    pub replayed: u64,
    /// Bytes cut off the journal's end: an append that was interrupted before it was acknowledged.
    pub torn: u64,
}

/// A store in a folder of this machine, which one process at a time may have open.
///
/// Dropping it waits until everything queued is written. Reads are short and done in place; scans
/// run on tokio's blocking threads, so they need its runtime.
#[derive(Debug)]
pub struct SledStore {
    live: Arc<Live>,
    opening: Opening,
    // Let go of first, so that the threads come to their end.
    queue: Option<mpsc::Sender<Request>>,
    stop: Option<std_mpsc::Sender<()>>,
    threads: Vec<JoinHandle<()>>,
    // Unlocked last, when sled is closed.
    _folder: Arc<Folder>,
}

impl SledStore {
    /// Opens the store in `folder`, with the usual [`Options`].
    ///
    /// Reads the whole store once, to see that it is sound, and blocks as long as that takes. Fails as
    /// [`OpenError`] lists.
    pub fn open(folder: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        Self::open_with(folder, Options::new(mode))
    }

    /// Opens the store in `folder`; see [`SledStore::open`].
    pub fn open_with(folder: &Path, options: Options) -> Result<Self, OpenError> {
        let Options {
            mode,
            journal_bound,
            disk,
        } = options;
        let folder = Folder::take(&*disk, folder, mode)?;
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| OpenError::io(&path, error)
        };
        folder.sync(&*disk).map_err(io(folder.path()))?;

        let generation = folder.generation()?;
        let snapshot = folder.snapshot(generation);
        let header = sound_snapshot(&folder, generation, &snapshot)?;
        let journal = folder.journal(generation);
        let end = journal::read(
            &journal,
            header.instance,
            generation,
            header.sequence,
            &mut |_, _| Ok(()),
        )?;
        let ready = rebuild::ready(&*disk, &folder, &header, end)?;
        let journal = Journal::resume(&*disk, journal.clone(), end).map_err(io(&journal))?;
        folder
            .sweep(&*disk, generation, header.tree)
            .map_err(io(folder.path()))?;
        let snapshot_length = snapshot.metadata().map_err(io(&snapshot))?.len();

        let opening = Opening {
            // A store in which nothing was ever written has nothing to tell of.
            rebuilt: ready.rebuilt.filter(|_| end.sequence > 0),
            replayed: ready.replayed,
            torn: end.torn,
        };
        opening.log(folder.path());
        let live = Arc::new(Live::new(ready.tree));
        let applier = Applier::start(Arc::clone(&live)).map_err(io(folder.path()))?;
        let writer = Writer {
            disk: Arc::clone(&disk),
            folder: Arc::new(folder),
            applier,
            live: Arc::clone(&live),
            journal,
            index: ready.index,
            generation,
            tree: header.tree,
            snapshot_length,
            journal_bound,
        };
        Self::start(writer, live, disk, opening)
    }

    /// What opening came upon.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    fn start(
        writer: Writer,
        live: Arc<Live>,
        disk: Arc<dyn Disk>,
        opening: Opening,
    ) -> Result<Self, OpenError> {
        let (queue, requests) = mpsc::channel(QUEUE);
        let (stop, stopped) = std_mpsc::channel();
        let folder = Arc::clone(&writer.folder);
        let io = |error| OpenError::io(folder.path(), error);
        let synced = Arc::clone(&live);
        let syncing = thread::Builder::new()
            .name("store-sync".to_owned())
            .spawn(move || synced.keep_synced(&*disk, &stopped))
            .map_err(io)?;
        let writing = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run(requests))
            .map_err(io)?;
        Ok(Self {
            live,
            opening,
            queue: Some(queue),
            stop: Some(stop),
            threads: vec![syncing, writing],
            _folder: folder,
        })
    }

    async fn ask(&self, request: impl FnOnce(writer::Answer) -> Request) -> Result<(), StoreError> {
        let gone = || StoreError::Unavailable("the store is closed".into());
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.send(request(answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

impl Store for SledStore {
    fn get<'a>(&'a self, collection: Collection, key: &'a str) -> Reply<'a, Option<Document>> {
        Box::pin(async move { Ok(self.live.tree().get(collection, key)?) })
    }

    fn scan<'a>(
        &'a self,
        collection: Collection,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> Reply<'a, Vec<(String, Document)>> {
        Box::pin(async move {
            let tree = self.live.tree();
            let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
            let scanned = tokio::task::spawn_blocking(move || {
                tree.scan(collection, &prefix, after.as_deref(), limit)
            });
            let scanned = scanned
                .await
                .map_err(|error| StoreError::Unavailable(error.into()))?;
            Ok(scanned?)
        })
    }

    fn commit(&self, batch: Batch) -> Reply<'_, ()> {
        let prepared = Prepared::new(batch);
        Box::pin(async move {
            let prepared = prepared?;
            self.ask(|answer| Request::Commit(prepared, answer)).await
        })
    }

    fn forget_order(&self) -> Reply<'_, ()> {
        Box::pin(self.ask(Request::ForgetOrder))
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        self.queue = None;
        self.stop = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store fell over");
            }
        }
    }
}

impl Opening {
    fn log(&self, folder: &Path) {
        let folder = folder.display();
        if let Some(reason) = &self.rebuilt {
            tracing::warn!("filled sled in `{folder}` anew from the journal: {reason}");
        }
        if self.torn > 0 {
            tracing::warn!(
                "cut an unfinished append of {} bytes off the journal in `{folder}`",
                self.torn
            );
        }
    }
}

/// Reads the snapshot through, and sees that it is this store's.
fn sound_snapshot(
    folder: &Folder,
    generation: u64,
    path: &Path,
) -> Result<snapshot::Header, OpenError> {
    let (header, _) = snapshot::read(path, &mut |_, _| Ok(()))?;
    if header.instance != folder.instance() {
        let what = "is the snapshot of another store".to_owned();
        return Err(OpenError::damaged(path, 0, what));
    }
    if header.generation != generation {
        let what = "is the snapshot of another generation than its name says".to_owned();
        return Err(OpenError::damaged(path, 0, what));
    }
    Ok(header)
}
