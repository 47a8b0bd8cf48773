//! sled, kept at arm's length: whatever it says is checked, and its panics are caught.

use std::cell::Cell;
use std::fs::{self, File};
use std::io;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk::{self, Disk};
use super::folder::Instance;
use super::row::{self, Index, Stamp, Totals, u64_at};
use crate::store::{Collection, Document, StoreError};

/// The key of the row that sled's state is known by; no collection's name is empty.
const META: [u8; 1] = [0];

/// What sled may keep in memory: writes get dearer once the store is larger than it.
const CACHE_BYTES: u64 = 512 << 20;

/// What sled holds, as it was told in the same batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meta {
    pub(super) instance: Instance,
    /// The last group that is in it.
    pub(super) sequence: u64,
    pub(super) totals: Totals,
}

impl Meta {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(44);
        bytes.extend_from_slice(&self.instance.0);
        bytes.extend_from_slice(&self.sequence.to_le_bytes());
        bytes.extend_from_slice(&self.totals.rows.to_le_bytes());
        bytes.extend_from_slice(&self.totals.fingerprint.to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (fields, check) = bytes.split_at_checked(40)?;
        if check != crc32fast::hash(fields).to_le_bytes() {
            return None;
        }
        Some(Self {
            instance: Instance(fields[..16].try_into().ok()?),
            sequence: u64_at(fields, 16)?,
            totals: Totals {
                rows: u64_at(fields, 24)?,
                fingerprint: u64_at(fields, 32)?,
            },
        })
    }
}

/// Why sled did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum TreeError {
    /// The system refused to read or write.
    #[error("{0}")]
    Io(String),
    /// What sled holds is not what was written, or sled fell over it.
    #[error("{0}")]
    Damaged(String),
}

impl From<sled::Error> for TreeError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => Self::Io(error.to_string()),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<TreeError> for StoreError {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::Io(what) => Self::Unavailable(what.into()),
            TreeError::Damaged(what) => Self::Corrupt {
                what: format!("{what}; start the server again, and it is rebuilt from the journal"),
            },
        }
    }
}

/// Changes that sled makes together.
#[derive(Debug, Default)]
pub(super) struct Changes(sled::Batch);

impl Changes {
    /// Adds a row; an empty value says that the row goes.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) {
        if value.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key, value);
        }
    }
}

/// An open sled.
#[derive(Debug)]
pub(super) struct Tree {
    path: PathBuf,
    // Always there, except while it is being dropped.
    db: Option<sled::Db>,
    file: File,
    // sled panicked: it is not to be trusted with closing either.
    broken: AtomicBool,
}

impl Tree {
    /// Opens sled's folder, making it where it is not there.
    ///
    /// Deletes sled's half-written snapshots first, which would stop it from opening: a kill leaves
    /// one behind now and then. The caller holds the lock of the data folder.
    pub(super) fn open(disk: &dyn Disk, path: &Path) -> Result<Self, TreeError> {
        let failed = |error: io::Error| TreeError::Io(error.to_string());
        fs::create_dir_all(path).map_err(failed)?;
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().to_string_lossy().ends_with(".generating") {
                fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        let db = guarded(|| {
            sled::Config::new()
                .path(path)
                .mode(sled::Mode::HighThroughput)
                .flush_every_ms(None)
                .cache_capacity(CACHE_BYTES)
                .open()
        })??;
        let file = File::options()
            .write(true)
            .open(path.join("db"))
            .map_err(failed)?;
        let tree = Self {
            path: path.to_owned(),
            db: Some(db),
            file,
            broken: AtomicBool::new(false),
        };
        // What sled read may still be on its way to the disk since before a crash.
        tree.sync(disk)?;
        disk::sync_folder(disk, path)
            .and_then(|()| {
                path.parent()
                    .map_or(Ok(()), |parent| disk::sync_folder(disk, parent))
            })
            .map_err(failed)?;
        Ok(tree)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads every row and compares them with what sled was told last.
    pub(super) fn verify(&self) -> Result<(Meta, Index), TreeError> {
        let stored = self.run(|db| Ok(db.get(META)?))?;
        let meta = stored
            .as_deref()
            .and_then(Meta::decode)
            .ok_or_else(|| TreeError::Damaged("sled does not know what it holds".to_owned()))?;
        let mut index = Index::default();
        self.each(|key, value| {
            index.set(key.to_vec(), Stamp::of(value));
            Ok(())
        })?;
        if index.totals() == meta.totals {
            Ok((meta, index))
        } else {
            Err(TreeError::Damaged(format!(
                "sled holds {} rows and not the {} it was given, or others",
                index.totals().rows,
                meta.totals.rows
            )))
        }
    }

    /// Shows every row in key order, each checked.
    pub(super) fn each(
        &self,
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<(), TreeError>,
    ) -> Result<(), TreeError> {
        self.run(|db| {
            for pair in db.range([1]..) {
                let (key, value) = pair?;
                if !row::is_whole(&key, &value) {
                    return Err(mismatch(&key));
                }
                visit(&key, &value)?;
            }
            Ok(())
        })
    }

    pub(super) fn get(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<Document>, TreeError> {
        let key = row::row_key(collection, key);
        let Some(value) = self.run(|db| Ok(db.get(&key)?))? else {
            return Ok(None);
        };
        row::document(&key, &value)
            .map(Some)
            .ok_or_else(|| mismatch(&key))
    }

    pub(super) fn scan(
        &self,
        collection: Collection,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Document)>, TreeError> {
        let prefix = row::row_key(collection, prefix);
        let after = after.map(|after| row::row_key(collection, after));
        let from = match &after {
            Some(after) if *after > prefix => after,
            Some(_) | None => &prefix,
        };
        let mut found = Vec::new();
        self.run(|db| {
            for pair in db.range(from.as_slice()..) {
                let (key, value) = pair?;
                if found.len() == limit || !key.starts_with(&prefix) {
                    break;
                }
                if after.as_deref() == Some(&key[..]) {
                    continue;
                }
                let document = row::document(&key, &value);
                let name = row::document_key(collection, &key);
                let (Some(document), Some(name)) = (document, name) else {
                    return Err(mismatch(&key));
                };
                found.push((name.to_owned(), document));
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Makes the changes and takes down the new state, together.
    pub(super) fn apply(&self, mut changes: Changes, meta: &Meta) -> Result<(), TreeError> {
        changes.push(&META, &meta.encode());
        self.apply_unfinished(changes)
    }

    /// Makes changes to a sled that is being filled, and that does not yet say what it holds.
    pub(super) fn apply_unfinished(&self, changes: Changes) -> Result<(), TreeError> {
        self.run(|db| Ok(db.apply_batch(changes.0)?))
    }

    /// Forces everything that was applied onto the disk: sled's own flush does not reach it.
    pub(super) fn sync(&self, disk: &dyn Disk) -> Result<(), TreeError> {
        self.run(|db| {
            db.flush()?;
            Ok(())
        })?;
        disk::sync(disk, &self.path, &self.file).map_err(|error| TreeError::Io(error.to_string()))
    }

    fn run<T>(&self, work: impl FnOnce(&sled::Db) -> Result<T, TreeError>) -> Result<T, TreeError> {
        let Some(db) = &self.db else {
            unreachable!("sled is there until it is dropped");
        };
        if self.broken.load(Ordering::Relaxed) {
            return Err(TreeError::Damaged("sled fell over earlier".to_owned()));
        }
        match guarded(|| work(db)) {
            Ok(outcome) => outcome,
            Err(panic) => {
                self.broken.store(true, Ordering::Relaxed);
                Err(panic)
            }
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
        if self.broken.load(Ordering::Relaxed) {
            // To close it would mean to run it again.
            std::mem::forget(db);
        } else if let Err(error) = guarded(move || drop(db)) {
            tracing::warn!("sled did not close cleanly: {error}");
        }
    }
}

fn mismatch(key: &[u8]) -> TreeError {
    let key = key.escape_ascii();
    TreeError::Damaged(format!("the row `{key}` does not match its checksum"))
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs sled's code; a panic in it becomes an error, and does not reach standard error.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, TreeError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    outcome.map_err(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        TreeError::Damaged(format!("sled fell over: {text}"))
    })
}
