//! Floor 3: an ordered key-value store of JSON documents in named collections.
//!
//! A [`Batch`] is atomic and durable: when [`Store::commit`] returns, all of it is on stable storage.
//! Its steps may demand that a key is absent or still at a version, so that two people who write
//! at once cannot overwrite each other unseen.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub mod faulty;
pub mod sled;

/// The error a backend met, for the log.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What a store's verbs return.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A named collection of documents. The names are constants of the program, never input.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Collection(pub &'static str);

impl fmt::Debug for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A batch demanded something of a key that did not hold; nothing of the batch was written.
    #[error("`{collection:?}/{key}` is not as the batch demands")]
    Conflict {
        /// Where.
        collection: Collection,
        /// Which key.
        key: String,
    },
    /// What is stored cannot be read.
    #[error("what is stored is damaged: {what}")]
    Corrupt {
        /// What was found.
        what: String,
    },
    /// The store cannot work just now, or any more.
    #[error("the store is not available: {0}")]
    Unavailable(BoxError),
}

/// A stored document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// 1 when first written, one more at each replacement.
    pub version: u64,
    /// JSON.
    pub body: Vec<u8>,
}

impl Document {
    /// The document as a value.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_slice(&self.body).map_err(|error| StoreError::Corrupt {
            what: format!(
                "a document does not read as {}: {error}",
                std::any::type_name::<T>()
            ),
        })
    }
}

/// What a step demands of its key before anything of the batch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing.
    Nothing,
    /// There is no such key.
    Absent,
    /// The key is there and at this version.
    Version(u64),
}

/// What a step does to its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing: the step only demands.
    Keep,
    /// This document becomes the key's.
    Put(Vec<u8>),
    /// The key goes.
    Delete,
}

/// One step of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub collection: Collection,
    /// Which key.
    pub key: String,
    /// What must hold first.
    pub demand: Demand,
    /// What is done.
    pub change: Change,
}

/// Steps that happen together or not at all. A key may appear in one step only: a batch that names
/// one twice is answered with [`StoreError::Conflict`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Batch {
    steps: Vec<Step>,
}

impl Batch {
    /// A batch without steps.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a document whose key must be absent.
    pub fn insert<T: Serialize>(
        self,
        collection: Collection,
        key: impl Into<String>,
        value: &T,
    ) -> Self {
        self.step(collection, key, Demand::Absent, put(value))
    }

    /// Writes a document over the one at `version`.
    pub fn replace<T: Serialize>(
        self,
        collection: Collection,
        key: impl Into<String>,
        version: u64,
        value: &T,
    ) -> Self {
        self.step(collection, key, Demand::Version(version), put(value))
    }

    /// Writes a document whatever is there.
    pub fn put<T: Serialize>(
        self,
        collection: Collection,
        key: impl Into<String>,
        value: &T,
    ) -> Self {
        self.step(collection, key, Demand::Nothing, put(value))
    }

    /// Deletes the document at `version`.
    pub fn delete(self, collection: Collection, key: impl Into<String>, version: u64) -> Self {
        self.step(collection, key, Demand::Version(version), Change::Delete)
    }

    /// Demands something of a key without writing it.
    pub fn require(self, collection: Collection, key: impl Into<String>, demand: Demand) -> Self {
        self.step(collection, key, demand, Change::Keep)
    }

    /// The steps of both.
    pub fn and(mut self, other: Self) -> Self {
        self.steps.extend(other.steps);
        self
    }

    /// The steps, in the order they were added.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    fn step(
        mut self,
        collection: Collection,
        key: impl Into<String>,
        demand: Demand,
        change: Change,
    ) -> Self {
        self.steps.push(Step {
            collection,
            key: key.into(),
            demand,
            change,
        });
        self
    }
}

fn put<T: Serialize>(value: &T) -> Change {
    // Every stored type is a plain struct with text keys, for which serde_json has no way to fail.
    Change::Put(serde_json::to_vec(value).unwrap_or_else(|error| {
        unreachable!(
            "{} does not write as JSON: {error}",
            std::any::type_name::<T>()
        )
    }))
}

/// Where documents are kept.
pub trait Store: Send + Sync + fmt::Debug {
    /// The document at `key`, if there is one.
    fn get<'a>(&'a self, collection: Collection, key: &'a str) -> Reply<'a, Option<Document>>;

    /// Up to `limit` documents whose keys begin with `prefix` and come after `after`, in key order.
    fn scan<'a>(
        &'a self,
        collection: Collection,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> Reply<'a, Vec<(String, Document)>>;

    /// Does the whole batch, durably, or nothing of it.
    ///
    /// The batch is on its way once the future was first polled to pending: dropping the future
    /// then neither undoes nor harms it, the caller merely never learns how it ended. After
    /// [`StoreError::Unavailable`] too, whether the batch is stored is open until it is read again.
    fn commit(&self, batch: Batch) -> Reply<'_, ()>;

    /// Rewrites everything in key order and drops whatever still tells in which order documents
    /// came in: called when an anonymous survey or round closes.
    fn forget_order(&self) -> Reply<'_, ()>;
}
