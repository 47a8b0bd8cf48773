//! The one thread that decides: it gathers the batches that wait, checks what they demand, makes them
//! durable with one sync, and hands them on to be applied to sled and answered.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::applier::{Applier, Durable};
use super::disk::{self, Disk};
use super::folder::{Folder, unfinished};
use super::journal::{Group, Journal};
use super::live::Live;
use super::row::{Index, Prepared, PreparedChange, PreparedStep};
use super::snapshot;
use super::tree::{Changes, Meta, Tree, TreeError};
use crate::store::{Demand, StoreError};

/// No group gathers more batches than this, nor many more bytes than that.
const GROUP_BATCHES: usize = 1024;
const GROUP_BYTES: usize = 4 << 20;

/// How often, and how long each time, a group waits for those who were in the last one: they were
/// answered all at once and are about to come back, and a sync for each few of them is dear.
const PAUSES: usize = 2;
const PAUSE: Duration = Duration::from_micros(50);

pub(super) type Answer = oneshot::Sender<Result<(), StoreError>>;

/// What the writer is asked.
#[derive(Debug)]
pub(super) enum Request {
    Commit(Prepared, Answer),
    ForgetOrder(Answer),
}

/// The writer, and all that it alone may touch.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) folder: Arc<Folder>,
    pub(super) live: Arc<Live>,
    pub(super) applier: Applier,
    pub(super) journal: Journal,
    /// Runs ahead of the journal while a group is gathered; after a failure it is not used again.
    pub(super) index: Index,
    /// The current snapshot: its generation, the generation of its tree, its length in bytes.
    pub(super) generation: u64,
    pub(super) tree: u64,
    pub(super) snapshot_length: u64,
    /// A journal longer than this, in bytes, and than twice the snapshot is folded into a new one.
    pub(super) journal_bound: u64,
}

/// Batches on their way to the disk together.
struct Gathering {
    group: Group,
    changes: Changes,
    answers: Vec<(Answer, Result<(), StoreError>)>,
    bytes: usize,
}

impl Gathering {
    fn new() -> Self {
        Self {
            group: Group::new(),
            changes: Changes::default(),
            answers: Vec::new(),
            bytes: 0,
        }
    }

    fn begin(&mut self) {
        self.group.clear();
        self.changes = Changes::default();
        self.bytes = 0;
    }

    fn is_full(&self) -> bool {
        self.answers.len() >= GROUP_BATCHES || self.bytes >= GROUP_BYTES
    }

    /// Adds a batch, if what it demands holds after the batches before it.
    fn add(&mut self, index: &mut Index, batch: Prepared, answer: Answer) {
        self.bytes += batch.bytes;
        let outcome = match batch.steps.iter().find(|step| !holds(index, step)) {
            Some(step) => Err(step.conflict()),
            None => Ok(()),
        };
        if outcome.is_ok() {
            for step in batch.steps {
                self.admit(index, step);
            }
        }
        self.answers.push((answer, outcome));
    }

    fn admit(&mut self, index: &mut Index, step: PreparedStep) {
        let was = index.stamp(&step.key);
        let (value, is) = match step.change {
            PreparedChange::Keep => return,
            PreparedChange::Delete if was.is_none() => return,
            PreparedChange::Delete => (Vec::new(), None),
            PreparedChange::Put(value) => {
                let (value, stamp) = value.stamp(was.map_or(1, |was| was.version + 1));
                (value, Some(stamp))
            }
        };
        self.group.push(&step.key, &value);
        self.changes.push(&step.key, &value);
        index.set(step.key, is);
    }

    fn refuse(&mut self, reason: &str) {
        for (answer, _) in self.answers.drain(..) {
            let _ = answer.send(refusal(reason));
        }
    }
}

impl Writer {
    /// Works until every sender of the queue is gone, and leaves the journal sealed and synced.
    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        if let Err(reason) = self.serve(&mut queue) {
            tracing::error!("the store takes no more writes: {reason}");
            // Once the disk failed, what later writes would stand on is unknown.
            while let Some(request) = queue.blocking_recv() {
                let (Request::Commit(_, answer) | Request::ForgetOrder(answer)) = request;
                let _ = answer.send(refusal(&reason));
            }
        }
    }

    fn serve(&mut self, queue: &mut mpsc::Receiver<Request>) -> Result<(), String> {
        let mut gathering = Gathering::new();
        let mut usual = 0;
        while let Some(first) = queue.blocking_recv() {
            gathering.begin();
            let forget = gather(&mut self.index, queue, first, usual, &mut gathering);
            usual = gathering.answers.len();
            if let Err(reason) = self.commit(&mut gathering) {
                gathering.refuse(&reason);
                if let Some(answer) = forget {
                    let _ = answer.send(refusal(&reason));
                }
                return Err(reason);
            }
            if let Some(answer) = forget {
                self.forget_order(answer)?;
            }
            self.fold_if_due()?;
            if queue.is_empty() && !self.journal.is_sealed() {
                self.journal
                    .seal(&*self.disk)
                    .map_err(|error| format!("the journal cannot be written: {error}"))?;
            }
        }
        if let Err(error) = self.close() {
            tracing::warn!("the store did not close cleanly: {error}");
        }
        Ok(())
    }

    /// Makes a group durable, and hands it on to be applied and answered.
    fn commit(&mut self, gathering: &mut Gathering) -> Result<(), String> {
        let changes = if gathering.group.is_empty() {
            None
        } else {
            self.journal
                .append(&*self.disk, &mut gathering.group)
                .map_err(|error| format!("a commit did not reach the disk: {error}"))?;
            Some((std::mem::take(&mut gathering.changes), self.meta()))
        };
        self.applier.pass(Durable {
            changes,
            answers: std::mem::take(&mut gathering.answers),
        })
    }

    fn meta(&self) -> Meta {
        Meta {
            instance: self.folder.instance(),
            sequence: self.journal.sequence(),
            totals: self.index.totals(),
        }
    }

    fn close(&mut self) -> Result<(), TreeError> {
        self.applier.settle().map_err(TreeError::Io)?;
        let failed = |error: io::Error| TreeError::Io(error.to_string());
        if !self.journal.is_sealed() {
            self.journal.seal(&*self.disk).map_err(failed)?;
        }
        self.journal.sync(&*self.disk).map_err(failed)?;
        self.live.tree().sync(&*self.disk)
    }

    fn forget_order(&mut self, answer: Answer) -> Result<(), String> {
        let outcome = self.begin_generation(TreeChoice::Fresh);
        let (reply, stop) = match outcome {
            Ok(()) => (Ok(()), Ok(())),
            Err(Interrupted::Before(reason)) => (refusal(&reason), Ok(())),
            Err(Interrupted::Amid(reason)) => (refusal(&reason), Err(reason)),
        };
        let _ = answer.send(reply);
        stop
    }

    fn fold_if_due(&mut self) -> Result<(), String> {
        let length = self.journal.length();
        if length <= self.journal_bound || length / 2 <= self.snapshot_length {
            return Ok(());
        }
        match self.begin_generation(TreeChoice::Keep) {
            Ok(()) => Ok(()),
            Err(Interrupted::Before(reason)) => {
                tracing::warn!("the journal stays as it is for now: {reason}");
                // Tried again when it has grown by as much once more.
                self.journal_bound = length.saturating_mul(2);
                Ok(())
            }
            Err(Interrupted::Amid(reason)) => Err(reason),
        }
    }

    /// Folds the journal into a new snapshot and begins a new journal after it.
    ///
    /// The rename of the snapshot is the one moment at which the new generation takes over. Up to
    /// then the old one is whole and goes on; from then on the new one is.
    fn begin_generation(&mut self, choice: TreeChoice) -> Result<(), Interrupted> {
        self.applier.settle().map_err(Interrupted::Amid)?;
        let generation = self.generation + 1;
        let header = snapshot::Header {
            instance: self.folder.instance(),
            generation,
            sequence: self.journal.sequence(),
            tree: match choice {
                TreeChoice::Keep => self.tree,
                TreeChoice::Fresh => generation,
            },
        };
        let (length, journal) = self.prepare(&header).map_err(|reason| {
            for path in [
                unfinished(&self.folder.snapshot(generation)),
                self.folder.journal(generation),
            ] {
                // Left behind, it is swept up at the next start.
                let _ = disk::remove(&*self.disk, &path);
            }
            Interrupted::Before(reason)
        })?;
        self.switch(&header, length, journal, choice)
            .map_err(|error| {
                Interrupted::Amid(format!("a new snapshot did not take over: {error}"))
            })
    }

    fn prepare(&mut self, header: &snapshot::Header) -> Result<(u64, Journal), String> {
        let path = unfinished(&self.folder.snapshot(header.generation));
        let write = || -> Result<u64, TreeError> {
            let failed = |error: io::Error| TreeError::Io(error.to_string());
            let mut writer =
                snapshot::Writer::create(&*self.disk, &path, header).map_err(failed)?;
            self.live
                .tree()
                .each(|key, value| writer.push(key, value).map_err(failed))?;
            if writer.totals() != self.index.totals() {
                let what = "sled does not hold what it was given; start the server again, \
                            and it is rebuilt from the journal";
                return Err(TreeError::Damaged(what.to_owned()));
            }
            writer.finish().map_err(failed)
        };
        let length =
            write().map_err(|error| format!("a new snapshot could not be written: {error}"))?;
        let begin = || -> io::Result<Journal> {
            let journal = Journal::create(
                &*self.disk,
                self.folder.journal(header.generation),
                header.instance,
                header.generation,
                header.sequence,
            )?;
            self.folder.sync(&*self.disk)?;
            Ok(journal)
        };
        let journal =
            begin().map_err(|error| format!("a new journal could not be begun: {error}"))?;
        Ok((length, journal))
    }

    fn switch(
        &mut self,
        header: &snapshot::Header,
        length: u64,
        journal: Journal,
        choice: TreeChoice,
    ) -> Result<(), TreeError> {
        let failed = |error: io::Error| TreeError::Io(error.to_string());
        let snapshot = self.folder.snapshot(header.generation);
        disk::rename(&*self.disk, &unfinished(&snapshot), &snapshot).map_err(failed)?;
        self.folder.sync(&*self.disk).map_err(failed)?;
        self.generation = header.generation;
        self.tree = header.tree;
        self.snapshot_length = length;
        self.journal = journal;
        if let TreeChoice::Fresh = choice {
            let path = self.folder.tree(header.tree);
            let tree = super::rebuild::fill(&*self.disk, &path, &snapshot)?;
            let old = self.live.replace(Arc::new(tree));
            close_unused(old);
        }
        self.folder
            .sweep(&*self.disk, self.generation, self.tree)
            .map_err(failed)
    }
}

/// Which sled folder goes with a new snapshot.
#[derive(Clone, Copy)]
enum TreeChoice {
    /// The present one.
    Keep,
    /// A new one, filled in key order.
    Fresh,
}

/// How far a new generation came.
enum Interrupted {
    /// Not as far as to change anything.
    Before(String),
    /// It may have taken over or not.
    Amid(String),
}

fn holds(index: &Index, step: &PreparedStep) -> bool {
    match step.demand {
        Demand::Nothing => true,
        Demand::Absent => index.stamp(&step.key).is_none(),
        Demand::Version(version) => index
            .stamp(&step.key)
            .is_some_and(|stamp| stamp.version == version),
    }
}

/// Gathers what waits, up to the bounds, and pauses for more while it is less than `usual`. A wish to
/// forget the order ends the group.
fn gather(
    index: &mut Index,
    queue: &mut mpsc::Receiver<Request>,
    first: Request,
    usual: usize,
    gathering: &mut Gathering,
) -> Option<Answer> {
    let mut pauses = 0;
    let mut next = Ok(first);
    loop {
        match next {
            Ok(Request::Commit(batch, answer)) => gathering.add(index, batch, answer),
            Ok(Request::ForgetOrder(answer)) => return Some(answer),
            Err(_) if pauses < PAUSES && gathering.answers.len() < usual => {
                pauses += 1;
                std::thread::sleep(PAUSE);
            }
            Err(_) => return None,
        }
        if gathering.is_full() {
            return None;
        }
        next = queue.try_recv();
    }
}

/// Closes a tree once its last reader has left it: reads are short.
fn close_unused(mut tree: Arc<Tree>) {
    const TRIES: usize = 5_000;
    for _ in 0..TRIES {
        match Arc::try_unwrap(tree) {
            Ok(tree) => return drop(tree),
            Err(shared) => tree = shared,
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub(super) fn refusal(reason: &str) -> Result<(), StoreError> {
    Err(StoreError::Unavailable(reason.to_owned().into()))
}
