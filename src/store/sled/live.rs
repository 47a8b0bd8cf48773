//! The sled that readers read from at this moment, and the thread that keeps it on the disk.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::disk::Disk;
use super::tree::Tree;

/// How much of sled a power cut may leave to be replayed from the journal.
const SYNC_EVERY: Duration = Duration::from_secs(1);

/// Where readers find the tree.
#[derive(Debug)]
pub(super) struct Live {
    tree: RwLock<Arc<Tree>>,
    unsynced: AtomicBool,
}

impl Live {
    pub(super) fn new(tree: Tree) -> Self {
        Self {
            tree: RwLock::new(Arc::new(tree)),
            unsynced: AtomicBool::new(false),
        }
    }

    pub(super) fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.tree.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another tree in its place, and gives the old one.
    pub(super) fn replace(&self, tree: Arc<Tree>) -> Arc<Tree> {
        let mut place = self.tree.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut place, tree)
    }

    pub(super) fn mark_unsynced(&self) {
        self.unsynced.store(true, Ordering::Release);
    }

    /// Syncs the tree once in a while until the sender of `stop` is gone. A failure costs no data,
    /// only a longer next start: the journal holds everything.
    pub(super) fn keep_synced(&self, disk: &dyn Disk, stop: &Receiver<()>) {
        while stop.recv_timeout(SYNC_EVERY) == Err(RecvTimeoutError::Timeout) {
            if !self.unsynced.swap(false, Ordering::AcqRel) {
                continue;
            }
            if let Err(error) = self.tree().sync(disk) {
                tracing::warn!("sled could not be synced: {error}");
            }
        }
    }
}
