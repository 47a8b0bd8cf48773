//! Why a store does not open.

use std::io;
use std::path::{Path, PathBuf};

/// Why a folder was not opened as a store. Nothing in it was lost or changed by the refusal.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has the folder open.
    #[error("`{}` is in use by process {holder}; stop that one first", folder.display())]
    Locked {
        /// The data folder.
        folder: PathBuf,
        /// The process that holds it, as it wrote itself down.
        holder: String,
    },
    /// There is nothing in the folder, and it was not said that a new store may begin there.
    #[error(
        "`{}` holds no coalition; restore it from a backup, or say that a new one may begin there",
        folder.display()
    )]
    Absent {
        /// The data folder.
        folder: PathBuf,
    },
    /// There is something in the folder that is not a store.
    #[error(
        "`{}` is not empty and has no file `INSTANCE`, so it is not a commonground folder, \
         or not a whole one; name another folder or restore this one from a backup",
        folder.display()
    )]
    Foreign {
        /// The data folder.
        folder: PathBuf,
    },
    /// The folder was written by a later version of the program.
    #[error(
        "`{}` is in format {found}, and this version reads formats up to {known}; \
         run the newer commonground that wrote it",
        folder.display()
    )]
    Newer {
        /// The data folder.
        folder: PathBuf,
        /// The format it is in.
        found: u64,
        /// The latest format known here.
        known: u64,
    },
    /// A file that must be there is not.
    #[error("`{}` has been a commonground store, but its {what} is gone; restore it from a backup", folder.display())]
    Gone {
        /// The data folder.
        folder: PathBuf,
        /// What is missing.
        what: String,
    },
    /// A file's bytes are not as they were written.
    #[error("`{}` is damaged at byte {offset}: {what}; restore it from a backup", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// Where in it, in bytes from its beginning.
        offset: u64,
        /// What was found there.
        what: String,
    },
    /// The system refused to read or write.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// What was to be read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// sled could not be filled, even in a fresh folder.
    #[error("`{}` could not be built from the journal: {what}", path.display())]
    Sled {
        /// The folder of sled's files.
        path: PathBuf,
        /// What sled said.
        what: String,
    },
}

impl OpenError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn damaged(path: &Path, offset: u64, what: String) -> Self {
        Self::Damaged {
            file: path.to_owned(),
            offset,
            what,
        }
    }
}
