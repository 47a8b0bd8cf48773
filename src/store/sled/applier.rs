//! The thread that shows sled what is durable, and answers: it works on one group while the writer
//! makes the next one durable.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use super::live::Live;
use super::tree::{Changes, Meta};
use super::writer::{Answer, refusal};
use crate::store::StoreError;

/// Durable groups that may wait to be applied.
const WAITING: usize = 1;

/// A durable group: what it changes, and who waits for it.
#[derive(Debug)]
pub(super) struct Durable {
    /// Nothing, when no batch of the group was accepted.
    pub(super) changes: Option<(Changes, Meta)>,
    pub(super) answers: Vec<(Answer, Result<(), StoreError>)>,
}

#[derive(Debug)]
enum Work {
    Group(Durable),
    /// Answered when all groups before it are applied.
    Mark(SyncSender<()>),
}

/// The thread, as the writer sees it.
#[derive(Debug)]
pub(super) struct Applier {
    // None once it is to end.
    queue: Option<SyncSender<Work>>,
    failure: Arc<OnceLock<String>>,
    thread: Option<JoinHandle<()>>,
}

impl Applier {
    pub(super) fn start(live: Arc<Live>) -> io::Result<Self> {
        let (queue, works) = sync_channel(WAITING);
        let failure = Arc::new(OnceLock::new());
        let seen = Arc::clone(&failure);
        let thread = thread::Builder::new()
            .name("store-applier".to_owned())
            .spawn(move || run(&live, &works, &seen))?;
        Ok(Self {
            queue: Some(queue),
            failure,
            thread: Some(thread),
        })
    }

    /// Hands a group on; fails when an earlier one could not be applied.
    pub(super) fn pass(&self, group: Durable) -> Result<(), String> {
        self.send(Work::Group(group))?;
        self.check()
    }

    /// Waits until every group so far is applied and answered.
    pub(super) fn settle(&self) -> Result<(), String> {
        let (mark, reached) = sync_channel(1);
        self.send(Work::Mark(mark))?;
        reached.recv().map_err(|_| fallen())?;
        self.check()
    }

    fn check(&self) -> Result<(), String> {
        self.failure
            .get()
            .map_or(Ok(()), |reason| Err(reason.clone()))
    }

    fn send(&self, work: Work) -> Result<(), String> {
        let queue = self.queue.as_ref().ok_or_else(fallen)?;
        queue.send(work).map_err(|_| fallen())
    }
}

impl Drop for Applier {
    fn drop(&mut self) {
        self.queue = None;
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("a thread of the store fell over");
        }
    }
}

fn fallen() -> String {
    "the thread that answers commits is gone".to_owned()
}

fn run(live: &Live, works: &Receiver<Work>, failure: &OnceLock<String>) {
    for work in works {
        match work {
            Work::Group(group) => apply(live, group, failure),
            // Whoever gave up waiting does not want to know.
            Work::Mark(mark) => drop(mark.send(())),
        }
    }
}

fn apply(live: &Live, group: Durable, failure: &OnceLock<String>) {
    if let (Some((changes, meta)), None) = (group.changes, failure.get()) {
        match live.tree().apply(changes, &meta) {
            Ok(()) => live.mark_unsynced(),
            Err(error) => {
                // Readers would not see what was answered, so nothing is answered any more.
                let reason = format!("a commit is in the journal but not in sled: {error}");
                failure.get_or_init(|| reason);
            }
        }
    }
    for (answer, outcome) in group.answers {
        let outcome = failure.get().map_or(outcome, |reason| refusal(reason));
        // Whoever dropped the future does not want to know.
        let _ = answer.send(outcome);
    }
}
