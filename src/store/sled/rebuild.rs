//! From the truth, snapshot and journal, to a sled that holds the same.

use std::collections::HashMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::disk::{self, Disk};
use super::error::OpenError;
use super::folder::{Folder, aside};
use super::journal::{self, take_row};
use super::row::{Stamp, Totals};
use super::snapshot::{self, Header};
use super::tree::{Changes, Meta, Tree, TreeError};

/// Rows that go to sled together while it is filled.
const FILL_ROWS: usize = 512;

/// A tree that holds everything, and how it came to.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) tree: Tree,
    pub(super) meta: Meta,
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
    let (tree, meta, rebuilt) = match open_verified(disk, &path, folder, header) {
        Ok((tree, meta)) => (tree, meta, None),
        Err(TreeError::Io(reason) | TreeError::Damaged(reason)) => {
            let (tree, meta) = rebuild(disk, folder, header, &path)?;
            (tree, meta, Some(reason))
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
    let before = meta.sequence;
    let meta = replay(folder, header, &tree, meta)?;
    Ok(Ready {
        tree,
        meta,
        rebuilt,
        replayed: meta.sequence - before,
    })
}

fn open_verified(
    disk: &dyn Disk,
    path: &Path,
    folder: &Folder,
    header: &Header,
) -> Result<(Tree, Meta), TreeError> {
    if !path.join("db").exists() {
        return Err(TreeError::Damaged("sled's files are not there".to_owned()));
    }
    let tree = open_patiently(disk, path)?;
    let meta = tree.verify()?;
    if meta.instance != folder.instance() {
        return Err(TreeError::Damaged("sled is another store's".to_owned()));
    }
    if meta.sequence < header.sequence {
        return Err(TreeError::Damaged(
            "sled is older than the snapshot".to_owned(),
        ));
    }
    Ok((tree, meta))
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
) -> Result<(Tree, Meta), OpenError> {
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
    let meta = tree.verify().map_err(failed)?;
    disk::remove(disk, &set_aside).map_err(io)?;
    Ok((tree, meta))
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

fn replay(
    folder: &Folder,
    header: &Header,
    tree: &Tree,
    mut meta: Meta,
) -> Result<Meta, OpenError> {
    let path = folder.journal(header.generation);
    let after = meta.sequence;
    journal::read(
        &path,
        header.instance,
        header.generation,
        header.sequence,
        &mut |sequence, payload| {
            if sequence <= after {
                return Ok(());
            }
            let (changes, totals) =
                changes_of(tree, meta.totals, payload).map_err(|error| OpenError::Sled {
                    path: tree.path().to_owned(),
                    what: error.to_string(),
                })?;
            meta.sequence = sequence;
            meta.totals = totals;
            tree.apply(changes, &meta).map_err(|error| OpenError::Sled {
                path: tree.path().to_owned(),
                what: error.to_string(),
            })
        },
    )?;
    Ok(meta)
}

/// What a group of the journal does to a tree, and to its totals.
fn changes_of(
    tree: &Tree,
    mut totals: Totals,
    mut payload: &[u8],
) -> Result<(Changes, Totals), TreeError> {
    let mut changes = Changes::default();
    let mut overlay = HashMap::new();
    while !payload.is_empty() {
        let (key, value) = take_row(&mut payload).ok_or_else(|| {
            TreeError::Damaged("a record of the journal does not read".to_owned())
        })?;
        let was = match overlay.get(key) {
            Some(stamp) => *stamp,
            None => tree.stamp(key)?,
        };
        let is = Stamp::of(value);
        totals.follow(was, is);
        changes.push(key, value);
        overlay.insert(key, is);
    }
    Ok((changes, totals))
}
