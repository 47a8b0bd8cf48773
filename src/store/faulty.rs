//! A store that fails on purpose, for the tests of whatever stands on a store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::store::{Batch, Collection, Document, Reply, Store, StoreError};

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None: the store only counts.
    Never,
    /// The call with this number alone, the first being 1. Nothing of it is done.
    Once(u64),
    /// The call with this number and every later one. Nothing of them is done.
    From(u64),
    /// The call with this number is done, and then answered as if it had failed: what a caller
    /// sees when the reply is lost.
    Answer(u64),
}

/// Hands every call to another store, except those that its [`Fault`] names.
///
/// A test runs its walk once with [`Fault::Never`], asks [`FaultyStore::calls`] for the number of
/// calls, and then runs it again with a fault at each of them.
#[derive(Debug)]
pub struct FaultyStore {
    inner: Arc<dyn Store>,
    fault: Fault,
    calls: AtomicU64,
}

impl FaultyStore {
    /// Puts `fault` in front of `inner`.
    pub fn new(inner: Arc<dyn Store>, fault: Fault) -> Self {
        Self {
            inner,
            fault,
            calls: AtomicU64::new(0),
        }
    }

    /// How many calls came in so far, of every verb, whether they failed or not.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    fn pass<'a, T: Send + 'a>(&self, call: impl FnOnce() -> Reply<'a, T>) -> Reply<'a, T> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let failure = move || {
            let reason = format!("call {number} was told to fail");
            Err(StoreError::Unavailable(reason.into()))
        };
        match self.fault {
            Fault::Once(at) if at == number => Box::pin(async move { failure() }),
            Fault::From(at) if at <= number => Box::pin(async move { failure() }),
            Fault::Answer(at) if at == number => {
                let reply = call();
                Box::pin(async move { reply.await.and_then(|_| failure()) })
            }
            Fault::Never | Fault::Once(_) | Fault::From(_) | Fault::Answer(_) => call(),
        }
    }
}

impl Store for FaultyStore {
    fn get<'a>(&'a self, collection: Collection, key: &'a str) -> Reply<'a, Option<Document>> {
        self.pass(|| self.inner.get(collection, key))
    }

    fn scan<'a>(
        &'a self,
        collection: Collection,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> Reply<'a, Vec<(String, Document)>> {
        self.pass(|| self.inner.scan(collection, prefix, after, limit))
    }

    fn commit(&self, batch: Batch) -> Reply<'_, ()> {
        self.pass(|| self.inner.commit(batch))
    }

    fn forget_order(&self) -> Reply<'_, ()> {
        self.pass(|| self.inner.forget_order())
    }
}
