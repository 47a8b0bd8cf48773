//! From the truth, snapshot and journal, to a sled that holds the same.

use std::path::Path;
use std::thread;
use std::time::Duration;

use super::disk::{self, Disk};
use super::error::OpenError;
use super::folder::{Folder, aside};
use super::journal::{self, take_row};
use super::row::{Index, Stamp};
use super::snapshot::{self, Header};
use super::tree::{Changes, Meta, Tree, TreeError};

/// Rows that go to sled together while it is filled.
const FILL_ROWS: usize = 512;

/// A tree that holds everything, and how it came to.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) tree: Tree,
    pub(super) index: Index,
    /// Why sled was filled anew, if it was.
    pub(super) rebuilt: Option<String>,
    /// Groups that sled lacked.
    pub(super) replayed: u64,
}

/// Opens sled, or fills a new one where it cannot be trusted, and brings it up to the journal's end.
pub(super) fn ready(
    disk: &dyn Disk,
    folder: &Folder,
    header: &Header,
    end: journal::End,
) -> Result<Ready, OpenError> {
    let path = folder.tree(header.tree);
    let (tree, (meta, mut index), rebuilt) = match open_verified(disk, &path, folder, header) {
        Ok((tree, verified)) => (tree, verified, None),
        Err(TreeError::Io(reason) | TreeError::Damaged(reason)) => {
            let (tree, verified) = rebuild(disk, folder, header, &path)?;
            (tree, verified, Some(reason))
        }
    };
    // sled is told only what the journal had on the disk: the journal was longer once.
    if meta.sequence > end.sequence {
        let what = format!(
            "ends after record {}, while sled was given record {}",
            end.sequence, meta.sequence
        );
        return Err(OpenError::damaged(
            &folder.journal(header.generation),
            end.length,
            what,
        ));
    }
    replay(folder, header, &tree, meta.sequence, &mut index)?;
    Ok(Ready {
        tree,
        index,
        rebuilt,
        replayed: end.sequence - meta.sequence,
    })
}

fn open_verified(
    disk: &dyn Disk,
    path: &Path,
    folder: &Folder,
    header: &Header,
) -> Result<(Tree, (Meta, Index)), TreeError> {
    if !path.join("db").exists() {
        return Err(TreeError::Damaged("sled's files are not there".to_owned()));
    }
    let tree = open_patiently(disk, path)?;
    let (meta, index) = tree.verify()?;
    if meta.instance != folder.instance() {
        return Err(TreeError::Damaged("sled is another store's".to_owned()));
    }
    if meta.sequence < header.sequence {
        return Err(TreeError::Damaged(
            "sled is older than the snapshot".to_owned(),
        ));
    }
    Ok((tree, (meta, index)))
}

/// Opens sled, and tries again for a moment where the system refuses: the last reader of a store that
/// this process had open before may be just leaving.
fn open_patiently(disk: &dyn Disk, path: &Path) -> Result<Tree, TreeError> {
    const TRIES: usize = 5;
    const PAUSE: Duration = Duration::from_millis(20);
    for _ in 1..TRIES {
        match Tree::open(disk, path) {
            Err(TreeError::Io(_)) => thread::sleep(PAUSE),
            other => return other,
        }
    }
    Tree::open(disk, path)
}

/// Sets sled's folder aside, fills a new one, and only then removes the old: all that was in it is
/// in the new one too.
fn rebuild(
    disk: &dyn Disk,
    folder: &Folder,
    header: &Header,
    path: &Path,
) -> Result<(Tree, (Meta, Index)), OpenError> {
    let set_aside = aside(path);
    let io = |error| OpenError::io(path, error);
    if path.exists() {
        disk::remove(disk, &set_aside).map_err(io)?;
        disk::rename(disk, path, &set_aside).map_err(io)?;
    }
    let failed = |error: TreeError| OpenError::Sled {
        path: path.to_owned(),
        what: error.to_string(),
    };
    let tree = fill(disk, path, &folder.snapshot(header.generation)).map_err(failed)?;
    let verified = tree.verify().map_err(failed)?;
    disk::remove(disk, &set_aside).map_err(io)?;
    Ok((tree, verified))
}

/// Fills a new sled from a snapshot. It says what it holds only when all of it is there.
pub(super) fn fill(disk: &dyn Disk, path: &Path, snapshot: &Path) -> Result<Tree, TreeError> {
    let tree = Tree::open(disk, path)?;
    let mut changes = Changes::default();
    let mut waiting = 0;
    let read = snapshot::read(snapshot, &mut |key, value| {
        changes.push(key, value);
        waiting += 1;
        if waiting == FILL_ROWS {
            waiting = 0;
            let full = std::mem::take(&mut changes);
            return tree
                .apply_unfinished(full)
                .map_err(|error| OpenError::Sled {
                    path: path.to_owned(),
                    what: error.to_string(),
                });
        }
        Ok(())
    });
    let (header, totals) = read.map_err(|error| TreeError::Io(error.to_string()))?;
    let meta = Meta {
        instance: header.instance,
        sequence: header.sequence,
        totals,
    };
    tree.apply(changes, &meta)?;
    tree.sync(disk)?;
    Ok(tree)
}

/// Gives sled the groups after `applied`.
fn replay(
    folder: &Folder,
    header: &Header,
    tree: &Tree,
    applied: u64,
    index: &mut Index,
) -> Result<(), OpenError> {
    let path = folder.journal(header.generation);
    let failed = |error: TreeError| OpenError::Sled {
        path: tree.path().to_owned(),
        what: error.to_string(),
    };
    let mut apply = |sequence, payload: &[u8]| {
        if sequence <= applied {
            return Ok(());
        }
        let changes = changes_of(payload, index).map_err(failed)?;
        let meta = Meta {
            instance: header.instance,
            sequence,
            totals: index.totals(),
        };
        tree.apply(changes, &meta).map_err(failed)
    };
    let (generation, base) = (header.generation, header.sequence);
    journal::read(&path, header.instance, generation, base, &mut apply)?;
    Ok(())
}

/// What a group of the journal does to a tree; the index follows.
fn changes_of(mut payload: &[u8], index: &mut Index) -> Result<Changes, TreeError> {
    let mut changes = Changes::default();
    while !payload.is_empty() {
        let (key, value) = take_row(&mut payload).ok_or_else(|| {
            TreeError::Damaged("a record of the journal does not read".to_owned())
        })?;
        changes.push(key, value);
        index.set(key.to_vec(), Stamp::of(value));
    }
    Ok(changes)
}
