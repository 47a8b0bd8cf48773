//! The story that every backend of the store passes, told to each on an empty store.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Batch, Collection, Demand, Document, Store, StoreError};
use serde_json::{Value, json};

const BOOKS: Collection = Collection("books");
const BOOK: Collection = Collection("book");
const ROLLS: Collection = Collection("rolls");

/// A folder of one test's own, gone when the test is over.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("store-{name}-{}", std::process::id()));
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.0.exists() {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }
}

/// Tells the whole story to an empty store.
pub(crate) async fn tell(store: Arc<dyn Store>) {
    what_is_written_is_read(&*store).await;
    demands_hold_or_nothing_is_written(&*store).await;
    scans_go_in_key_order_and_in_pages(&*store).await;
    large_and_odd_documents_come_back(&*store).await;
    of_a_hundred_inserts_one_wins(&store).await;
    counters_lose_no_increment(&store).await;
    a_dropped_commit_harms_nothing(&store).await;
    nothing_changes_when_order_is_forgotten(&*store).await;
}

async fn what_is_written_is_read(store: &dyn Store) {
    assert_eq!(store.get(BOOKS, "a").await.unwrap(), None);
    store
        .commit(Batch::new().insert(BOOKS, "a", &json!({"title": "first"})))
        .await
        .unwrap();
    check(store, BOOKS, "a", 1, &json!({"title": "first"})).await;

    store
        .commit(Batch::new().replace(BOOKS, "a", 1, &json!("second")))
        .await
        .unwrap();
    check(store, BOOKS, "a", 2, &json!("second")).await;

    store
        .commit(
            Batch::new()
                .put(BOOKS, "a", &json!("third"))
                .put(BOOKS, "b", &json!(1)),
        )
        .await
        .unwrap();
    check(store, BOOKS, "a", 3, &json!("third")).await;
    check(store, BOOKS, "b", 1, &json!(1)).await;

    store
        .commit(Batch::new().delete(BOOKS, "a", 3))
        .await
        .unwrap();
    assert_eq!(store.get(BOOKS, "a").await.unwrap(), None);
    store
        .commit(Batch::new().insert(BOOKS, "a", &json!("again")))
        .await
        .unwrap();
    check(store, BOOKS, "a", 1, &json!("again")).await;
    store.commit(Batch::new()).await.unwrap();
}

async fn demands_hold_or_nothing_is_written(store: &dyn Store) {
    let insert = |key: &str| Batch::new().insert(ROLLS, key, &json!(key));
    store.commit(insert("here")).await.unwrap();
    let refused = [
        (insert("new").insert(ROLLS, "here", &json!("other")), "here"),
        (
            insert("new").replace(ROLLS, "here", 2, &json!("other")),
            "here",
        ),
        (
            insert("new").replace(ROLLS, "gone", 1, &json!("other")),
            "gone",
        ),
        (insert("new").delete(ROLLS, "here", 7), "here"),
        (insert("new").delete(ROLLS, "gone", 1), "gone"),
        (insert("new").require(ROLLS, "here", Demand::Absent), "here"),
        (
            insert("new").require(ROLLS, "gone", Demand::Version(1)),
            "gone",
        ),
        (insert("new").insert(ROLLS, "new", &json!("twice")), "new"),
        (insert("new").require(ROLLS, "new", Demand::Nothing), "new"),
    ];
    for (batch, blamed) in refused {
        let said = format!("{batch:?}");
        match store.commit(batch).await {
            Err(StoreError::Conflict { collection, key }) => {
                assert_eq!((collection, key.as_str()), (ROLLS, blamed), "{said}");
            }
            other => panic!("{said} gave {other:?}"),
        }
        assert_eq!(store.get(ROLLS, "new").await.unwrap(), None, "{said}");
        check(store, ROLLS, "here", 1, &json!("here")).await;
    }
    let kept = insert("new")
        .require(ROLLS, "here", Demand::Version(1))
        .require(ROLLS, "gone", Demand::Absent)
        .require(BOOKS, "a", Demand::Nothing);
    store.commit(kept).await.unwrap();
    check(store, ROLLS, "new", 1, &json!("new")).await;
    check(store, ROLLS, "here", 1, &json!("here")).await;
}

async fn scans_go_in_key_order_and_in_pages(store: &dyn Store) {
    let keys = ["", "s1/", "s1/a", "s1/aa", "s1/b", "s1/é", "s10", "s2/a"];
    let mut batch = Batch::new();
    for key in keys.iter().rev() {
        batch = batch.insert(BOOK, *key, &json!(key));
    }
    store.commit(batch).await.unwrap();

    let cases: [(&str, Option<&str>, usize, &[&str]); 10] = [
        ("", None, 100, &keys),
        ("s1/", None, 100, &["s1/", "s1/a", "s1/aa", "s1/b", "s1/é"]),
        ("s1/a", None, 100, &["s1/a", "s1/aa"]),
        ("s1/", None, 2, &["s1/", "s1/a"]),
        ("s1/", Some("s1/a"), 2, &["s1/aa", "s1/b"]),
        ("s1/", Some("s1/ab"), 100, &["s1/b", "s1/é"]),
        ("s1/", Some("a"), 1, &["s1/"]),
        ("s1/", Some("s1/é"), 100, &[]),
        ("s1/", Some("s9"), 100, &[]),
        ("", None, 0, &[]),
    ];
    for (prefix, after, limit, expected) in cases {
        let found = store.scan(BOOK, prefix, after, limit).await.unwrap();
        let found: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            found, expected,
            "`{prefix}` after {after:?}, {limit} at most"
        );
    }
    assert_eq!(
        store.scan(Collection("none"), "", None, 9).await.unwrap(),
        []
    );
}

async fn large_and_odd_documents_come_back(store: &dyn Store) {
    let keys = [
        "large/0",
        "large/\u{0}",
        "large/\u{10FFFF}",
        "large/'; --",
        "large/%2F",
    ];
    for (size, key) in [1, 4_000, 12_000, 70_000, 300_000].into_iter().zip(keys) {
        let value = json!("é".repeat(size / 2 + 1));
        store
            .commit(Batch::new().insert(BOOKS, key, &value))
            .await
            .unwrap();
        check(store, BOOKS, key, 1, &value).await;
    }
    let found = store.scan(BOOKS, "large/", None, 100).await.unwrap();
    assert_eq!(found.len(), keys.len());
}

async fn of_a_hundred_inserts_one_wins(store: &Arc<dyn Store>) {
    for round in 0..20 {
        let key = format!("race/{round}");
        let tasks: Vec<_> = (0..100)
            .map(|task| {
                let (store, key) = (Arc::clone(store), key.clone());
                tokio::spawn(async move {
                    let batch = Batch::new()
                        .insert(BOOKS, format!("{key}/{task}"), &json!(task))
                        .insert(BOOKS, key, &json!(task));
                    match store.commit(batch).await {
                        Ok(()) => Some(task),
                        Err(StoreError::Conflict { .. }) => None,
                        Err(error) => panic!("{error}"),
                    }
                })
            })
            .collect();
        let mut winners = Vec::new();
        for task in tasks {
            winners.extend(task.await.unwrap());
        }
        let [winner] = winners[..] else {
            panic!("{winners:?} won")
        };
        check(&**store, BOOKS, &key, 1, &json!(winner)).await;
        let found = store
            .scan(BOOKS, &format!("{key}/"), None, 200)
            .await
            .unwrap();
        assert_eq!(found.len(), 1, "the losers of {key} left something behind");
    }
}

async fn counters_lose_no_increment(store: &Arc<dyn Store>) {
    store
        .commit(Batch::new().insert(BOOKS, "counter", &json!(0)))
        .await
        .unwrap();
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                let mut done = 0;
                while done < 10 {
                    let seen = store.get(BOOKS, "counter").await.unwrap().unwrap();
                    let count: u64 = seen.decode().unwrap();
                    let batch =
                        Batch::new().replace(BOOKS, "counter", seen.version, &json!(count + 1));
                    match store.commit(batch).await {
                        Ok(()) => done += 1,
                        Err(StoreError::Conflict { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    check(&**store, BOOKS, "counter", 101, &json!(100)).await;
}

async fn a_dropped_commit_harms_nothing(store: &Arc<dyn Store>) {
    for round in 0..50 {
        let (one, two) = (format!("dropped/{round}/1"), format!("dropped/{round}/2"));
        let batch = Batch::new()
            .insert(BOOKS, &one, &json!(1))
            .insert(BOOKS, &two, &json!(2));
        let task = {
            let store = Arc::clone(store);
            tokio::spawn(async move { store.commit(batch).await })
        };
        for _ in 0..round % 4 {
            tokio::task::yield_now().await;
        }
        task.abort();
        let _ = task.await;
        store
            .commit(Batch::new().insert(BOOKS, format!("after/{round}"), &json!(3)))
            .await
            .unwrap();
        let found = store
            .scan(BOOKS, &format!("dropped/{round}/"), None, 9)
            .await
            .unwrap();
        assert!(
            matches!(found.len(), 0 | 2),
            "half a batch was written: {found:?}"
        );
    }
}

async fn nothing_changes_when_order_is_forgotten(store: &dyn Store) {
    let mut before = Vec::new();
    for collection in [BOOKS, BOOK, ROLLS] {
        before.push(store.scan(collection, "", None, 10_000).await.unwrap());
    }
    store.forget_order().await.unwrap();
    store.forget_order().await.unwrap();
    for (collection, before) in [BOOKS, BOOK, ROLLS].into_iter().zip(&before) {
        assert_eq!(
            store.scan(collection, "", None, 10_000).await.unwrap(),
            *before
        );
    }
    store
        .commit(Batch::new().replace(ROLLS, "here", 1, &json!("later")))
        .await
        .unwrap();
    check(store, ROLLS, "here", 2, &json!("later")).await;
    store
        .commit(Batch::new().delete(ROLLS, "here", 2))
        .await
        .unwrap();
    assert_eq!(store.get(ROLLS, "here").await.unwrap(), None);
}

async fn check(store: &dyn Store, collection: Collection, key: &str, version: u64, value: &Value) {
    let body = serde_json::to_vec(value).unwrap();
    let found = store.get(collection, key).await.unwrap();
    assert_eq!(
        found,
        Some(Document { version, body }),
        "{collection:?}/{key}"
    );
}

#[tokio::test]
async fn sled_tells_the_story() {
    let scratch = Scratch::new("story");
    let store = SledStore::open(scratch.path(), OpenMode::CreateIfEmpty).unwrap();
    tell(Arc::new(store)).await;

    let again = SledStore::open(scratch.path(), OpenMode::Existing).unwrap();
    assert_eq!(again.opening().rebuilt, None);
    assert_eq!(again.opening().torn, 0);
    check(&again, BOOKS, "counter", 101, &json!(100)).await;
    check(&again, BOOKS, "a", 1, &json!("again")).await;
    assert_eq!(again.get(ROLLS, "here").await.unwrap(), None);
}
