//! The data folder: whose it is, who has it open, and what its files are called.
//!
//! | file | what it is |
//! |---|---|
//! | `INSTANCE` | the store's id and format, as JSON; the last file to be written when a store begins |
//! | `LOCK` | locked while the store is open; names the process |
//! | `snapshot-N`, `journal-N` | the truth: every row at one moment, and every commit since |
//! | `tree-N` | sled's files, which can be built again from these two |

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::OpenMode;
use super::disk::{self, Disk};
use super::error::OpenError;
use super::journal::{self, Journal};
use super::snapshot;

/// The latest format of a data folder that this version reads, and the one it writes.
const FORMAT: u64 = 1;

const INSTANCE: &str = "INSTANCE";
/// The name of `INSTANCE` while a store is being begun.
const UNFINISHED: &str = "INSTANCE.new";
const LOCK: &str = "LOCK";
const CREATED_BY: &str = "commonground";

/// Tells one store's files from another's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Instance(pub(super) [u8; 16]);

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[derive(Serialize, Deserialize)]
struct Identity {
    created_by: String,
    format: u64,
    instance: String,
}

/// A data folder that this process holds.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    instance: Instance,
    lock: File,
}

/// What a folder looks like before it is touched.
enum Found {
    Nothing,
    /// A store whose beginning was cut short: nobody was ever told that it exists.
    Unfinished,
    Store(Instance),
}

impl Folder {
    /// Takes hold of a data folder, and begins a store in it where that is allowed.
    pub(super) fn take(disk: &dyn Disk, path: &Path, mode: OpenMode) -> Result<Self, OpenError> {
        admit(path, look(path)?, mode)?;
        fs::create_dir_all(path).map_err(|error| OpenError::io(path, error))?;
        let lock = lock(path)?;
        // Looked at again, now that nobody else can change it.
        let instance = match admit(path, look(path)?, mode)? {
            Found::Store(instance) => instance,
            Found::Nothing | Found::Unfinished => {
                begin(disk, path).map_err(|error| OpenError::io(path, error))?
            }
        };
        Ok(Self {
            path: path.to_owned(),
            instance,
            lock,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn instance(&self) -> Instance {
        self.instance
    }

    pub(super) fn snapshot(&self, generation: u64) -> PathBuf {
        numbered(&self.path, "snapshot", generation)
    }

    pub(super) fn journal(&self, generation: u64) -> PathBuf {
        numbered(&self.path, "journal", generation)
    }

    pub(super) fn tree(&self, generation: u64) -> PathBuf {
        numbered(&self.path, "tree", generation)
    }

    /// The latest generation, both of whose files are there.
    pub(super) fn generation(&self) -> Result<u64, OpenError> {
        let gone = |what: String| OpenError::Gone {
            folder: self.path.clone(),
            what,
        };
        let (mut snapshots, mut journals) = (Vec::new(), Vec::new());
        for name in names(&self.path)? {
            snapshots.extend(number(&name, "snapshot"));
            journals.extend(number(&name, "journal"));
        }
        let newest = snapshots
            .into_iter()
            .max()
            .ok_or_else(|| gone("snapshot".to_owned()))?;
        if !journals.contains(&newest) {
            return Err(gone(format!("journal `journal-{newest:010}`")));
        }
        // A journal is made before its snapshot gets its name, but written to only afterwards.
        for later in journals.into_iter().filter(|&number| number > newest) {
            let path = self.journal(later);
            if journal::is_begun(&path).map_err(|error| OpenError::io(&path, error))? {
                return Err(gone(format!("snapshot `snapshot-{later:010}`")));
            }
        }
        Ok(newest)
    }

    /// Removes what an earlier generation or an interrupted step left behind.
    pub(super) fn sweep(&self, disk: &dyn Disk, generation: u64, tree: u64) -> io::Result<()> {
        let kept = [
            self.snapshot(generation),
            self.journal(generation),
            self.tree(tree),
        ];
        let mut swept = false;
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = ["snapshot-", "journal-", "tree-"]
                .iter()
                .any(|stem| name.starts_with(stem));
            if ours && !kept.contains(&entry.path()) {
                disk::remove(disk, &entry.path())?;
                swept = true;
            }
        }
        if swept {
            self.sync(disk)?;
        }
        Ok(())
    }

    /// Forces the folder's names onto the disk.
    pub(super) fn sync(&self, disk: &dyn Disk) -> io::Result<()> {
        disk::sync_folder(disk, &self.path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Closing would do, were it not for a process that is just being spawned: until it runs its
        // own program, it has this file open too.
        if let Err(error) = self.lock.unlock() {
            tracing::warn!("`{}` could not be unlocked: {error}", self.path.display());
        }
    }
}

/// The name a file has until it is whole.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

/// The name a folder gets when it is no good any more.
pub(super) fn aside(path: &Path) -> PathBuf {
    path.with_added_extension("aside")
}

fn numbered(folder: &Path, stem: &str, generation: u64) -> PathBuf {
    folder.join(format!("{stem}-{generation:010}"))
}

fn number(name: &str, stem: &str) -> Option<u64> {
    name.strip_prefix(stem)?.strip_prefix('-')?.parse().ok()
}

fn names(path: &Path) -> Result<Vec<String>, OpenError> {
    let read = || -> io::Result<Vec<String>> {
        fs::read_dir(path)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(|error| OpenError::io(path, error)),
    }
}

fn look(path: &Path) -> Result<Found, OpenError> {
    let mut names = names(path)?;
    names.retain(|name| name != LOCK);
    if names.iter().any(|name| name == INSTANCE) {
        return Ok(Found::Store(identity(path)?));
    }
    if names.is_empty() {
        return Ok(Found::Nothing);
    }
    let first = [numbered(path, "snapshot", 1), numbered(path, "journal", 1)];
    let of_beginning = |name: &String| {
        let file = path.join(name);
        name == UNFINISHED || first.contains(&file) || unfinished(&first[0]) == file
    };
    if names.iter().any(|name| name == UNFINISHED) && names.iter().all(of_beginning) {
        return Ok(Found::Unfinished);
    }
    Err(OpenError::Foreign {
        folder: path.to_owned(),
    })
}

fn admit(path: &Path, found: Found, mode: OpenMode) -> Result<Found, OpenError> {
    match (&found, mode) {
        (Found::Store(_), _) | (_, OpenMode::CreateIfEmpty) => Ok(found),
        (Found::Nothing | Found::Unfinished, OpenMode::Existing) => Err(OpenError::Absent {
            folder: path.to_owned(),
        }),
    }
}

fn identity(folder: &Path) -> Result<Instance, OpenError> {
    let path = folder.join(INSTANCE);
    let text = fs::read(&path).map_err(|error| OpenError::io(&path, error))?;
    let damaged = || OpenError::damaged(&path, 0, "does not read as a store's identity".to_owned());
    let identity: Identity = serde_json::from_slice(&text).map_err(|_| damaged())?;
    if identity.created_by != CREATED_BY || identity.format == 0 {
        return Err(damaged());
    }
    if identity.format > FORMAT {
        return Err(OpenError::Newer {
            folder: folder.to_owned(),
            found: identity.format,
            known: FORMAT,
        });
    }
    let id = u128::from_str_radix(&identity.instance, 16).map_err(|_| damaged())?;
    Ok(Instance(id.to_be_bytes()))
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let path = folder.join(LOCK);
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| OpenError::io(&path, error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let holder = fs::read_to_string(&path).unwrap_or_default();
            return Err(OpenError::Locked {
                folder: folder.to_owned(),
                holder: holder.trim().to_owned(),
            });
        }
        Err(TryLockError::Error(error)) => return Err(OpenError::io(&path, error)),
    }
    file.set_len(0)
        .and_then(|()| (&file).write_all(format!("{}\n", std::process::id()).as_bytes()))
        .map_err(|error| OpenError::io(&path, error))?;
    Ok(file)
}

/// Writes an empty store. Only the rename at its end makes the folder a store.
#[allow(
    clippy::disallowed_methods,
    reason = "a store's identity must differ from every other's"
)]
fn begin(disk: &dyn Disk, path: &Path) -> io::Result<Instance> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(io::Error::other)?;
    let instance = Instance(id);
    let identity = Identity {
        created_by: CREATED_BY.to_owned(),
        format: FORMAT,
        instance: instance.to_string(),
    };
    let mut text = serde_json::to_vec(&identity).map_err(io::Error::other)?;
    text.push(b'\n');

    let new = path.join(UNFINISHED);
    let file = disk::create(disk, &new)?;
    disk::append(disk, &new, &file, &text)?;
    disk::sync(disk, &new, &file)?;
    let header = snapshot::Header {
        instance,
        generation: 1,
        sequence: 0,
        tree: 1,
    };
    let first = numbered(path, "snapshot", 1);
    snapshot::Writer::create(disk, &first, &header)?.finish()?;
    Journal::create(disk, numbered(path, "journal", 1), instance, 1, 0)?;
    disk::sync_folder(disk, path)?;
    disk::rename(disk, &new, &path.join(INSTANCE))?;
    disk::sync_folder(disk, path)?;
    if let Some(parent) = path.canonicalize()?.parent() {
        disk::sync_folder(disk, parent)?;
    }
    Ok(instance)
}
