//! The seam between the store and the disk: every step that durability rests on is announced first,
//! so that a test can let any one of them fail.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// A step on the way to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskStep {
    /// A file or folder is made.
    Create,
    /// Bytes go to the end of a file.
    Append,
    /// A file's bytes are forced onto the disk.
    Sync,
    /// A folder's names are forced onto the disk.
    SyncFolder,
    /// A file or folder gets its final name.
    Rename,
    /// A file or folder goes, or loses its end.
    Remove,
}

/// Is asked before each [`DiskStep`]; an error stops the step and stands for the disk's own.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Lets the step on `path` happen, or fails in its place.
    fn before(&self, step: DiskStep, path: &Path) -> io::Result<()>;
}

/// The disk as it is: lets every step happen.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn before(&self, _: DiskStep, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn create(disk: &dyn Disk, path: &Path) -> io::Result<File> {
    disk.before(DiskStep::Create, path)?;
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
}

pub(super) fn append(disk: &dyn Disk, path: &Path, file: &File, bytes: &[u8]) -> io::Result<()> {
    disk.before(DiskStep::Append, path)?;
    (&*file).write_all(bytes)
}

pub(super) fn sync(disk: &dyn Disk, path: &Path, file: &File) -> io::Result<()> {
    disk.before(DiskStep::Sync, path)?;
    file.sync_data()
}

pub(super) fn sync_folder(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    disk.before(DiskStep::SyncFolder, path)?;
    File::open(path)?.sync_all()
}

pub(super) fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    disk.before(DiskStep::Rename, to)?;
    fs::rename(from, to)
}

pub(super) fn cut(disk: &dyn Disk, path: &Path, file: &File, length: u64) -> io::Result<()> {
    disk.before(DiskStep::Remove, path)?;
    file.set_len(length)
}

/// Removes a file or a whole folder; one that is not there counts as removed.
pub(super) fn remove(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    disk.before(DiskStep::Remove, path)?;
    let outcome = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
