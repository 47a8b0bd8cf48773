//! The store in one folder of one machine: a journal that is the truth, and sled to read from.
mod disk;

pub use disk::{Disk, DiskStep, RealDisk};

/// What [`SledStore::open`] may do with a folder that holds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Refuse it: there is supposed to be a coalition in it. What a server uses after its first start.
    Existing,
    /// Begin a new, empty store in it. An emptied folder cannot be told from a new one, so this mode
    /// must be somebody's choice.
    CreateIfEmpty,
}
