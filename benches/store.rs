//! The store against the bare disk, in one run: how many commits a second become durable.
//!
//! `cargo bench --bench store [-- WRITERS…]` prints, for each number of writers, the store's rate, the
//! rate of a plain file that is appended to and synced in groups of the same size, and their ratio.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Batch, Collection, Store};

const RESPONSES: Collection = Collection("responses");
const LASTS: Duration = Duration::from_secs(4);
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut counts: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if counts.is_empty() {
        counts = vec![64, 256];
    }
    let mut out = std::io::stdout();
    for writers in counts {
        for _ in 0..ROUNDS {
            let stored = store_rate(writers)?;
            let bare = disk_rate(writers)?;
            writeln!(
                out,
                "{writers} writers: store {stored:.0}/s, bare disk {bare:.0}/s, ratio {:.3}",
                stored / bare
            )?;
        }
    }
    Ok(())
}

/// Commits a second of a fresh store, one new document of 1 to 2 kB each.
fn store_rate(writers: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let folder = fresh_folder("store")?;
    let store: Arc<dyn Store> = Arc::new(SledStore::open(&folder, OpenMode::CreateIfEmpty)?);
    let begin = Instant::now();
    let threads: Vec<_> = (0..2)
        .map(|half| {
            let store = Arc::clone(&store);
            thread::spawn(move || write(&store, half, writers / 2, begin + LASTS))
        })
        .collect();
    let mut commits = 0;
    for thread in threads {
        commits += thread.join().map_err(|_| "a writing thread fell over")?;
    }
    let rate = per_second(commits, begin);
    drop(store);
    fs::remove_dir_all(folder)?;
    Ok(rate)
}

fn write(store: &Arc<dyn Store>, half: usize, writers: usize, until: Instant) -> u64 {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return 0;
    };
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        let tasks: Vec<_> = (0..writers)
            .map(|writer| {
                let store = Arc::clone(store);
                tokio::task::spawn_local(async move {
                    let mut commits = 0;
                    while Instant::now() < until {
                        let key = scattered_key(half, writer, commits);
                        let batch = Batch::new().insert(RESPONSES, key, &document(commits));
                        if store.commit(batch).await.is_err() {
                            return 0;
                        }
                        commits += 1;
                    }
                    commits
                })
            })
            .collect();
        let mut commits = 0;
        for task in tasks {
            commits += task.await.unwrap_or(0);
        }
        commits
    })
}

/// Appends a second of the same documents to a plain file, synced in groups of `writers`.
fn disk_rate(writers: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let folder = fresh_folder("bare")?;
    let mut file = File::create(folder.join("file"))?;
    let begin = Instant::now();
    let mut group = Vec::new();
    let mut appends: u64 = 0;
    while begin.elapsed() < LASTS {
        group.clear();
        for _ in 0..writers {
            group.extend_from_slice(document(appends).as_bytes());
            appends += 1;
        }
        file.write_all(&group)?;
        file.sync_data()?;
    }
    let rate = per_second(appends, begin);
    fs::remove_dir_all(folder)?;
    Ok(rate)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "counts of a few seconds are exact in an f64"
)]
fn per_second(count: u64, begin: Instant) -> f64 {
    count as f64 / begin.elapsed().as_secs_f64()
}

/// Keys in no order, as those of anonymous answers are.
fn scattered_key(half: usize, writer: usize, commit: u64) -> String {
    let number = (half as u64) << 56 | (writer as u64) << 40 | commit;
    format!("{:016x}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// 1,000 to 2,000 bytes.
fn document(number: u64) -> String {
    const LENGTHS: u64 = 1000;
    let length = 1000 + number.wrapping_mul(7919) % LENGTHS;
    "x".repeat(usize::try_from(length).unwrap_or(1000))
}

fn fresh_folder(name: &str) -> Result<PathBuf, std::io::Error> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
