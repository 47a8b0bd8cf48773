//! How a document stands in the journal, in the snapshot and in sled: the same bytes everywhere.
//!
//! A row's key is the collection's name, a zero byte, and the document's key. Its value is the
//! version (8 bytes, little-endian), a CRC-32 over key, body and version (4 bytes), and the body.

use std::collections::{BTreeSet, HashMap};

use crate::store::{Batch, Change, Collection, Demand, Document, StoreError};

/// Bytes of a value before its body.
pub(super) const VALUE_HEAD: usize = 12;

/// The most one batch may hold, keys and bodies together.
const MAX_BATCH: usize = 32 << 20;

/// What the writer must know of a stored row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) version: u64,
    pub(super) check: u32,
}

impl Stamp {
    /// Reads the head of a value, without checking the rest.
    pub(super) fn of(value: &[u8]) -> Option<Self> {
        Some(Self {
            version: u64_at(value, 0)?,
            check: u32_at(value, 8)?,
        })
    }
}

/// How many rows there are, and the sum of a mix of their checks: two stores with equal totals hold
/// the same rows, so far as 64 bits can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) rows: u64,
    pub(super) fingerprint: u64,
}

impl Totals {
    pub(super) fn add(&mut self, stamp: Stamp) {
        self.rows = self.rows.wrapping_add(1);
        self.fingerprint = self.fingerprint.wrapping_add(mix(stamp.check));
    }

    fn subtract(&mut self, stamp: Stamp) {
        self.rows = self.rows.wrapping_sub(1);
        self.fingerprint = self.fingerprint.wrapping_sub(mix(stamp.check));
    }
}

/// Every row's stamp, in memory: what demands are checked against, without asking sled. It grows with
/// the number of rows and the length of their keys, not with the bodies.
#[derive(Debug, Default)]
pub(super) struct Index {
    stamps: HashMap<Vec<u8>, Stamp>,
    totals: Totals,
}

impl Index {
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    pub(super) fn stamp(&self, key: &[u8]) -> Option<Stamp> {
        self.stamps.get(key).copied()
    }

    /// Follows a row to what it is now.
    pub(super) fn set(&mut self, key: Vec<u8>, stamp: Option<Stamp>) {
        let was = match stamp {
            Some(stamp) => {
                self.totals.add(stamp);
                self.stamps.insert(key, stamp)
            }
            None => self.stamps.remove(&key),
        };
        if let Some(was) = was {
            self.totals.subtract(was);
        }
    }
}

/// Spreads a check over 64 bits (the finaliser of `SplitMix64`, Steele, Lea and Flood 2014), so that
/// differences do not cancel in a sum.
fn mix(check: u32) -> u64 {
    let mut bits = u64::from(check).wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// A batch made ready outside the writer, which then only has to fill in versions.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) steps: Vec<PreparedStep>,
    pub(super) bytes: usize,
}

#[derive(Debug)]
pub(super) struct PreparedStep {
    collection: Collection,
    pub(super) key: Vec<u8>,
    pub(super) demand: Demand,
    pub(super) change: PreparedChange,
}

#[derive(Debug)]
pub(super) enum PreparedChange {
    Keep,
    Put(Unstamped),
    Delete,
}

/// A value that lacks its version; `crc` covers key and body so far.
#[derive(Debug)]
pub(super) struct Unstamped {
    value: Vec<u8>,
    crc: u32,
}

impl Unstamped {
    fn new(key: &[u8], body: &[u8]) -> Self {
        let mut value = Vec::with_capacity(VALUE_HEAD + body.len());
        value.extend_from_slice(&[0; VALUE_HEAD]);
        value.extend_from_slice(body);
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(key);
        hasher.update(body);
        Self {
            value,
            crc: hasher.finalize(),
        }
    }

    /// The finished value of this version, and its stamp.
    pub(super) fn stamp(mut self, version: u64) -> (Vec<u8>, Stamp) {
        let mut hasher = crc32fast::Hasher::new_with_initial(self.crc);
        hasher.update(&version.to_le_bytes());
        let check = hasher.finalize();
        self.value[..8].copy_from_slice(&version.to_le_bytes());
        self.value[8..VALUE_HEAD].copy_from_slice(&check.to_le_bytes());
        (self.value, Stamp { version, check })
    }
}

impl Prepared {
    /// Encodes a batch; fails when it names a key twice or is larger than the store takes.
    pub(super) fn new(batch: Batch) -> Result<Self, StoreError> {
        let mut bytes = 0;
        let mut steps = Vec::with_capacity(batch.steps().len());
        for step in batch.steps {
            let key = row_key(step.collection, &step.key);
            let change = match step.change {
                Change::Keep => PreparedChange::Keep,
                Change::Put(body) => {
                    bytes += body.len();
                    PreparedChange::Put(Unstamped::new(&key, &body))
                }
                Change::Delete => PreparedChange::Delete,
            };
            bytes += key.len();
            steps.push(PreparedStep {
                collection: step.collection,
                key,
                demand: step.demand,
                change,
            });
        }
        if bytes > MAX_BATCH {
            let reason = format!(
                "a batch of {bytes} bytes is more than the {MAX_BATCH} it takes at once; split it"
            );
            return Err(StoreError::Unavailable(reason.into()));
        }
        if let Some(step) = repeated(&steps) {
            return Err(step.conflict());
        }
        Ok(Self { steps, bytes })
    }
}

impl PreparedStep {
    pub(super) fn conflict(&self) -> StoreError {
        StoreError::Conflict {
            collection: self.collection,
            key: document_key(self.collection, &self.key)
                .unwrap_or_default()
                .to_owned(),
        }
    }
}

fn repeated(steps: &[PreparedStep]) -> Option<&PreparedStep> {
    if steps.len() < 2 {
        return None;
    }
    let mut seen = BTreeSet::new();
    steps.iter().find(|step| !seen.insert(&step.key))
}

/// The row key of a document, or of a prefix of documents' keys.
pub(super) fn row_key(collection: Collection, key: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(collection.0.len() + 1 + key.len());
    bytes.extend_from_slice(collection.0.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(key.as_bytes());
    bytes
}

/// The document's key in a row key of this collection.
pub(super) fn document_key(collection: Collection, row_key: &[u8]) -> Option<&str> {
    str::from_utf8(row_key.get(collection.0.len() + 1..)?).ok()
}

/// Whether key and value are as they were written.
pub(super) fn is_whole(key: &[u8], value: &[u8]) -> bool {
    let (Some(stamp), Some(body)) = (Stamp::of(value), value.get(VALUE_HEAD..)) else {
        return false;
    };
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(body);
    hasher.update(&stamp.version.to_le_bytes());
    hasher.finalize() == stamp.check
}

/// The document in a value, if key and value are as they were written.
pub(super) fn document(key: &[u8], value: &[u8]) -> Option<Document> {
    let version = Stamp::of(value)?.version;
    is_whole(key, value).then(|| Document {
        version,
        body: value[VALUE_HEAD..].to_vec(),
    })
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}
