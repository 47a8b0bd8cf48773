//! What the store does when disks, files and processes fail: nothing acknowledged is lost, and damage
//! is either made good or refused in words, never opened as something smaller.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use commonground::store::faulty::{Fault, FaultyStore};
use commonground::store::sled::{Disk, DiskStep, OpenError, OpenMode, Options, SledStore};
use commonground::store::{Batch, Collection, Store, StoreError};

use crate::store_story::Scratch;

/// Bytes of the journal's last record, which says that the one before it is durable.
const SEAL: usize = 20;

const ROWS: Collection = Collection("rows");

/// Everything in `ROWS`.
type Rows = BTreeMap<String, u64>;

fn open(folder: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(folder, OpenMode::Existing)
}

fn create(folder: &Path) -> SledStore {
    SledStore::open(folder, OpenMode::CreateIfEmpty).unwrap()
}

async fn insert(store: &dyn Store, number: u64) -> Result<(), StoreError> {
    let value = format!(
        "{number} {}",
        "a".repeat(usize::try_from(number * 37 % 90).unwrap())
    );
    store
        .commit(Batch::new().insert(ROWS, key(number), &value))
        .await
}

/// Keys in an order that is not the order of insertion.
fn key(number: u64) -> String {
    format!("{:08x}", (number * 0x9E37_79B9) & 0xFFFF_FFFF)
}

async fn rows(store: &dyn Store) -> Rows {
    let found = store.scan(ROWS, "", None, 1_000_000).await.unwrap();
    let numbered = |text: String| text.split(' ').next().unwrap().parse().unwrap();
    let rows: Rows = found
        .into_iter()
        .map(|(key, document)| (key, numbered(document.decode().unwrap())))
        .collect();
    assert!(rows.iter().all(|(found, number)| *found == key(*number)));
    rows
}

fn all(numbers: impl IntoIterator<Item = u64>) -> Rows {
    numbers
        .into_iter()
        .map(|number| (key(number), number))
        .collect()
}

/// A store with a snapshot, a journal after it, and 400 rows; closed.
async fn filled(folder: &Path) -> Rows {
    let store = create(folder);
    for number in 0..200 {
        insert(&store, number).await.unwrap();
    }
    store.forget_order().await.unwrap();
    for number in 200..400 {
        insert(&store, number).await.unwrap();
    }
    all(0..400)
}

pub(crate) fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The newest file or folder whose name begins so.
pub(crate) fn part(folder: &Path, stem: &str) -> PathBuf {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(stem)
        })
        .collect();
    found.sort();
    found.pop().unwrap()
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

/// A small generator, so that a failing place can be found again (Steele, Lea and Flood 2014).
pub(crate) struct Places(pub(crate) u64);

impl Places {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (bits ^ (bits >> 31)) % bound
    }
}

pub(crate) fn flip(file: &Path, at: u64, mask: u8) {
    let mut bytes = fs::read(file).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= mask;
    fs::write(file, bytes).unwrap();
}

pub(crate) fn truncate(file: &Path, length: u64) {
    fs::File::options()
        .write(true)
        .open(file)
        .unwrap()
        .set_len(length)
        .unwrap();
}

#[tokio::test]
async fn an_append_torn_at_any_byte_leaves_what_was_acknowledged() {
    let (before, after, torn) = (
        Scratch::new("torn-before"),
        Scratch::new("torn-after"),
        Scratch::new("torn"),
    );
    let store = create(before.path());
    for number in 0..5 {
        insert(&store, number).await.unwrap();
    }
    drop(store);
    copy(before.path(), after.path());
    let store = open(after.path()).unwrap();
    insert(&store, 5).await.unwrap();
    drop(store);

    let short = fs::read(part(before.path(), "journal")).unwrap();
    let long = fs::read(part(after.path(), "journal")).unwrap();
    let whole = long.len() - SEAL;
    for cut in short.len()..=whole {
        // The append did not come through, and sled knows nothing of it.
        copy(before.path(), torn.path());
        fs::write(part(torn.path(), "journal"), &long[..cut]).unwrap();
        let store = open(torn.path()).unwrap();
        let (rest, last) = if cut == whole {
            (0, 6)
        } else {
            (cut - short.len(), 5)
        };
        assert_eq!(store.opening().torn, rest as u64, "cut at byte {cut}");
        assert_eq!(rows(&store).await, all(0..last), "cut at byte {cut}");
        insert(&store, 9).await.unwrap();
        drop(store);
        let again = open(torn.path()).unwrap();
        assert_eq!(again.opening().torn, 0);
        assert_eq!(
            rows(&again).await,
            all((0..last).chain([9])),
            "cut at byte {cut}"
        );
        drop(again);
    }
    for cut in (short.len()..whole).step_by(9) {
        // The append did come through, as sled shows: then the journal has lost its end.
        copy(after.path(), torn.path());
        fs::write(part(torn.path(), "journal"), &long[..cut]).unwrap();
        match open(torn.path()) {
            Err(OpenError::Damaged { file, .. }) => assert_eq!(file, part(torn.path(), "journal")),
            other => panic!("cut at byte {cut}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_lost_seal_between_two_commits_loses_nothing() {
    let scratch = Scratch::new("seal");
    let store = create(scratch.path());
    insert(&store, 0).await.unwrap();
    drop(store);
    let journal = part(scratch.path(), "journal");
    let sealed = fs::metadata(&journal).unwrap().len();
    let store = open(scratch.path()).unwrap();
    insert(&store, 1).await.unwrap();
    drop(store);
    for back in 1..=20 {
        flip(&journal, sealed - back, 0xFF);
    }
    let store = open(scratch.path()).unwrap();
    assert_eq!(rows(&store).await, all(0..2));
}

#[tokio::test]
async fn whatever_happens_to_sleds_files_the_store_comes_back_whole() {
    let (sound, hurt) = (Scratch::new("tree-sound"), Scratch::new("tree-hurt"));
    let expected = filled(sound.path()).await;
    let (mut untouched, mut rebuilt) = (0, 0);
    let mut places = Places(7);
    let mut check = async |name: &str, hurting: &dyn Fn(&Path)| {
        copy(sound.path(), hurt.path());
        hurting(&part(hurt.path(), "tree"));
        let store = open(hurt.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
        match store.opening().rebuilt {
            Some(_) => rebuilt += 1,
            None => untouched += 1,
        }
        assert_eq!(rows(&store).await, expected, "{name}");
        insert(&store, 1000)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    check("nothing", &|_| {}).await;
    check("deleted", &|tree| fs::remove_dir_all(tree).unwrap()).await;
    check("emptied", &|tree| {
        fs::remove_dir_all(tree).unwrap();
        fs::create_dir(tree).unwrap();
    })
    .await;
    check("db gone", &|tree| fs::remove_file(tree.join("db")).unwrap()).await;
    check("conf gone", &|tree| {
        fs::remove_file(tree.join("conf")).unwrap();
    })
    .await;
    check("db of zeros", &|tree| {
        fs::write(tree.join("db"), vec![0; 1 << 20]).unwrap();
    })
    .await;
    check("half a snapshot", &|tree| {
        fs::write(tree.join("snap.ffffffffffffff.generating"), b"half").unwrap();
    })
    .await;

    let mut files = Vec::new();
    let tree = part(sound.path(), "tree");
    files_below(&tree, &mut files);
    let lengths: Vec<(PathBuf, u64)> = files
        .iter()
        .map(|file| {
            (
                file.strip_prefix(&tree).unwrap().to_owned(),
                file.metadata().unwrap().len(),
            )
        })
        .filter(|(_, length)| *length > 0)
        .collect();
    for round in 0..30 {
        let (file, length) = &lengths[round % lengths.len()];
        let to = places.below(*length);
        check(&format!("{file:?} cut to {to}"), &|tree| {
            truncate(&tree.join(file), to);
        })
        .await;
    }
    for round in 0..200 {
        let (file, length) = &lengths[round % lengths.len()];
        // Most of sled's file is empty space at its end.
        let used = if round % 2 == 0 {
            *length
        } else {
            (*length).min(60_000)
        };
        let (at, bit) = (places.below(used), places.below(8));
        let mask = 1 << bit;
        check(&format!("{file:?} flipped at {at} by {mask:#x}"), &|tree| {
            flip(&tree.join(file), at, mask);
        })
        .await;
    }
    assert!(
        rebuilt > 30,
        "the damage was not felt: {rebuilt} of {}",
        rebuilt + untouched
    );
    eprintln!(
        "sled's files hurt {} times: {rebuilt} rebuilt, {untouched} not needed",
        rebuilt + untouched
    );
}

#[tokio::test]
async fn a_flip_in_journal_or_snapshot_is_refused_or_harmless() {
    let (sound, hurt) = (Scratch::new("truth-sound"), Scratch::new("truth-hurt"));
    let expected = filled(sound.path()).await;
    let mut places = Places(11);
    for (stem, rounds) in [("journal", 200), ("snapshot", 100), ("INSTANCE", 40)] {
        for sled_is_there in [true, false] {
            let (mut whole, mut refused) = (0, 0);
            for _ in 0..rounds / 2 {
                copy(sound.path(), hurt.path());
                let file = part(hurt.path(), stem);
                let at = places.below(file.metadata().unwrap().len());
                flip(&file, at, 1 << places.below(8));
                if !sled_is_there {
                    fs::remove_dir_all(part(hurt.path(), "tree")).unwrap();
                }
                match open(hurt.path()) {
                    Ok(store) => {
                        assert_eq!(rows(&store).await, expected, "`{stem}` flipped at {at}");
                        whole += 1;
                    }
                    Err(error) => {
                        let text = error.to_string();
                        assert!(
                            text.contains("is damaged at byte") || text.contains("newer"),
                            "{text}"
                        );
                        refused += 1;
                    }
                }
            }
            eprintln!(
                "{stem} flipped, sled there {sled_is_there}: {whole} whole, {refused} refused"
            );
            assert!(refused > 0);
        }
    }
}

#[tokio::test]
async fn every_flip_in_the_last_record_is_noticed() {
    let (sound, hurt) = (Scratch::new("last-sound"), Scratch::new("last-hurt"));
    let store = create(sound.path());
    for number in 0..3 {
        insert(&store, number).await.unwrap();
    }
    drop(store);
    let length = part(sound.path(), "journal").metadata().unwrap().len();
    for back in 1..120 {
        copy(sound.path(), hurt.path());
        fs::remove_dir_all(part(hurt.path(), "tree")).unwrap();
        flip(&part(hurt.path(), "journal"), length - back, 0x10);
        match open(hurt.path()) {
            // Only the seal was hit.
            Ok(store) => {
                assert!(back <= 20, "{back} bytes from the end");
                assert_eq!(rows(&store).await, all(0..3));
            }
            Err(error) => assert!(matches!(error, OpenError::Damaged { .. }), "{error}"),
        }
    }
}

/// Fails at the chosen call, or at it and all later ones.
#[derive(Debug)]
struct FailingDisk {
    calls: AtomicU64,
    at: u64,
    for_good: bool,
}

impl Disk for FailingDisk {
    fn before(&self, _: DiskStep, _: &Path) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        if call == self.at || (self.for_good && call > self.at) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

/// Opens, writes, forgets the order, and writes on, over a disk that fails; gives what was
/// acknowledged, and whether the disk came to fail at all.
async fn walk_on_failing_disk(folder: &Path, at: u64, for_good: bool) -> (Rows, Rows, bool) {
    let disk = Arc::new(FailingDisk {
        calls: AtomicU64::new(0),
        at,
        for_good,
    });
    let options = Options {
        disk: Arc::<FailingDisk>::clone(&disk),
        journal_bound: 4_000,
        ..Options::new(OpenMode::CreateIfEmpty)
    };
    let (mut acknowledged, mut tried) = (Rows::new(), Rows::new());
    if let Ok(store) = SledStore::open_with(folder, options) {
        let mut refused = false;
        for number in 0..60 {
            if number == 20 {
                let _ = store.forget_order().await;
            }
            tried.insert(key(number), number);
            match insert(&store, number).await {
                Ok(()) => {
                    assert!(!refused, "{number} was acknowledged after a failure");
                    acknowledged.insert(key(number), number);
                }
                Err(StoreError::Unavailable(_)) => refused = true,
                Err(other) => panic!("{other}"),
            }
        }
        // Reads go on.
        let read = rows(&store).await;
        assert!(
            acknowledged
                .iter()
                .all(|(key, number)| read.get(key) == Some(number))
        );
    }
    (acknowledged, tried, disk.calls.load(Ordering::SeqCst) > at)
}

#[tokio::test]
async fn a_disk_that_fails_at_any_step_loses_nothing_acknowledged() {
    for for_good in [true, false] {
        let mut failing = true;
        let mut at = 0;
        while failing {
            let scratch = Scratch::new("failing");
            let (acknowledged, tried, failed) =
                walk_on_failing_disk(scratch.path(), at, for_good).await;
            failing = failed;
            let store = create(scratch.path());
            let found = rows(&store).await;
            for (key, number) in &acknowledged {
                assert_eq!(found.get(key), Some(number), "step {at} failed");
            }
            assert!(
                found
                    .iter()
                    .all(|(key, number)| tried.get(key) == Some(number))
            );
            insert(&store, 1000).await.unwrap();
            at += 1;
        }
        assert!(at > 100, "the walk has only {at} steps");
    }
}

#[tokio::test]
async fn forgetting_the_order_leaves_no_trace_of_it() {
    let scratch = Scratch::new("order");
    let store = create(scratch.path());
    for number in 0..300 {
        insert(&store, number).await.unwrap();
    }
    let before: Vec<PathBuf> = ["journal", "snapshot", "tree"]
        .iter()
        .map(|stem| part(scratch.path(), stem))
        .collect();
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let live = store.scan(ROWS, "", None, 1000);
            async move { assert_eq!(live.await.unwrap().len(), 300) }
        })
        .collect();
    store.forget_order().await.unwrap();
    for reader in readers {
        reader.await;
    }
    for path in before {
        assert!(!path.exists(), "{path:?} is still there");
    }
    let journal = fs::read(part(scratch.path(), "journal")).unwrap();
    let is_in = |bytes: &[u8], key: &str| {
        bytes
            .windows(key.len())
            .position(|window| window == key.as_bytes())
    };
    assert!(all(0..300).keys().all(|key| is_in(&journal, key).is_none()));
    let snapshot = fs::read(part(scratch.path(), "snapshot")).unwrap();
    let places: Vec<usize> = all(0..300)
        .keys()
        .map(|key| is_in(&snapshot, key).unwrap())
        .collect();
    assert!(places.is_sorted());
    assert_eq!(rows(&store).await, all(0..300));
    drop(store);
    let again = open(scratch.path()).unwrap();
    assert_eq!(again.opening().rebuilt, None);
    assert_eq!(rows(&again).await, all(0..300));
}

#[tokio::test]
async fn a_long_journal_is_folded_away() {
    let scratch = Scratch::new("fold");
    let options = Options {
        journal_bound: 20_000,
        ..Options::new(OpenMode::CreateIfEmpty)
    };
    let store = SledStore::open_with(scratch.path(), options).unwrap();
    for number in 0..1500 {
        insert(&store, number).await.unwrap();
    }
    drop(store);
    let length = |stem| part(scratch.path(), stem).metadata().unwrap().len();
    assert!(length("snapshot") > 20_000);
    assert!(length("journal") <= length("snapshot") * 2 + 20_000);
    let store = open(scratch.path()).unwrap();
    assert_eq!(store.opening().rebuilt, None);
    assert_eq!(rows(&store).await, all(0..1500));
}

#[test]
fn a_folder_that_is_not_a_whole_store_is_refused_untouched() {
    let scratch = Scratch::new("folders");
    let folder = scratch.path();
    let refusal = |mode| SledStore::open(folder, mode).map(drop).unwrap_err();
    assert!(matches!(
        refusal(OpenMode::Existing),
        OpenError::Absent { .. }
    ));
    assert!(!folder.exists());

    fs::create_dir_all(folder).unwrap();
    assert!(matches!(
        refusal(OpenMode::Existing),
        OpenError::Absent { .. }
    ));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    assert!(matches!(
        refusal(OpenMode::CreateIfEmpty),
        OpenError::Foreign { .. }
    ));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    fs::remove_file(folder.join("notes.txt")).unwrap();

    let store = create(folder);
    match refusal(OpenMode::Existing) {
        OpenError::Locked {
            folder: named,
            holder,
        } => {
            assert_eq!(named, folder);
            assert_eq!(holder, std::process::id().to_string());
        }
        other => panic!("{other}"),
    }
    drop(store);
    drop(open(folder).unwrap());

    let identity = fs::read_to_string(folder.join("INSTANCE")).unwrap();
    let newer = identity.replace("\"format\":1", "\"format\":2");
    assert_ne!(identity, newer);
    fs::write(folder.join("INSTANCE"), newer).unwrap();
    fs::remove_file(folder.join("LOCK")).unwrap();
    match refusal(OpenMode::CreateIfEmpty) {
        OpenError::Newer {
            found: 2, known: 1, ..
        } => {}
        other => panic!("{other}"),
    }
    assert!(!folder.join("LOCK").exists());
    fs::write(folder.join("INSTANCE"), identity).unwrap();

    for stem in ["journal", "snapshot"] {
        let file = part(folder, stem);
        let bytes = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let error = refusal(OpenMode::CreateIfEmpty);
        assert!(matches!(error, OpenError::Gone { .. }), "{error}");
        assert!(error.to_string().contains(stem), "{error}");
        fs::write(&file, bytes).unwrap();
    }
    fs::remove_file(folder.join("INSTANCE")).unwrap();
    assert!(matches!(
        refusal(OpenMode::CreateIfEmpty),
        OpenError::Foreign { .. }
    ));
}

#[tokio::test]
async fn files_of_another_store_are_refused() {
    let (ours, theirs) = (Scratch::new("ours"), Scratch::new("theirs"));
    filled(ours.path()).await;
    filled(theirs.path()).await;
    for stem in ["journal", "snapshot"] {
        let file = part(ours.path(), stem);
        let kept = fs::read(&file).unwrap();
        fs::copy(part(theirs.path(), stem), &file).unwrap();
        let error = open(ours.path()).map(drop).unwrap_err().to_string();
        assert!(error.contains("another store"), "{error}");
        fs::write(&file, kept).unwrap();
    }
    fs::remove_dir_all(part(ours.path(), "tree")).unwrap();
    copy(
        &part(theirs.path(), "tree"),
        &ours.path().join("tree-0000000002"),
    );
    let store = open(ours.path()).unwrap();
    assert_eq!(
        store.opening().rebuilt.as_deref(),
        Some("sled is another store's")
    );
    assert_eq!(rows(&store).await, all(0..400));
}

#[tokio::test]
async fn a_faulty_store_fails_where_it_is_told() {
    let scratch = Scratch::new("faulty");
    let inner: Arc<dyn Store> = Arc::new(create(scratch.path()));
    for (fault, expected) in [
        (Fault::Never, [true, true, true]),
        (Fault::Once(2), [true, false, true]),
        (Fault::From(2), [true, false, false]),
        (Fault::Answer(2), [true, false, true]),
    ] {
        let store = FaultyStore::new(Arc::clone(&inner), fault);
        let mut went = Vec::new();
        for number in 0..3 {
            let batch = Batch::new().put(ROWS, format!("{fault:?}{number}"), &number);
            went.push(store.commit(batch).await.is_ok());
        }
        assert_eq!(went, expected, "{fault:?}");
        assert_eq!(store.calls(), 3);
        let second = inner.get(ROWS, &format!("{fault:?}1")).await.unwrap();
        assert_eq!(
            second.is_some(),
            matches!(fault, Fault::Never | Fault::Answer(_)),
            "{fault:?}"
        );
    }
}

/// Runs itself as the process that is killed.
#[test]
fn a_killed_process_loses_nothing_it_acknowledged() {
    const CHILD: &str = "COMMONGROUND_TEST_KILLED_STORE";
    if let Some(folder) = std::env::var_os(CHILD) {
        write_until_killed(Path::new(&folder));
        return;
    }
    let scratch = Scratch::new("killed");
    drop(create(scratch.path()));
    let mut places = Places(23);
    let mut acknowledged = Rows::new();
    for round in 0..50 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "--quiet"])
            .arg("store_faults::a_killed_process_loses_nothing_it_acknowledged")
            .env(CHILD, scratch.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (began, has_begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            lines
                .filter_map(|line| line.strip_prefix("kept ")?.parse().ok())
                .inspect(|_| {
                    // Only the first is waited for.
                    let _ = began.send(());
                })
                .collect::<Vec<u64>>()
        });
        has_begun.recv_timeout(Duration::from_mins(1)).unwrap();
        std::thread::sleep(Duration::from_millis(places.below(120)));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(all(reader.join().unwrap()));

        let store = open(scratch.path()).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let found = runtime.block_on(rows(&store));
        for (key, number) in &acknowledged {
            assert_eq!(found.get(key), Some(number), "round {round}");
        }
    }
    assert!(
        acknowledged.len() >= 50,
        "only {} rows came to be written",
        acknowledged.len()
    );
    eprintln!(
        "50 kills, {} acknowledged rows, none lost",
        acknowledged.len()
    );
}

fn write_until_killed(folder: &Path) {
    let options = Options {
        journal_bound: 50_000,
        ..Options::new(OpenMode::Existing)
    };
    let store = Arc::new(SledStore::open_with(folder, options).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let begin = rows(&*store)
            .await
            .values()
            .max()
            .map_or(0, |last| last + 1);
        let tasks: Vec<_> = (0..8)
            .map(|task| {
                let store = Arc::clone(&store);
                async move {
                    for step in 0..100_000 {
                        let number = begin + step * 8 + task;
                        if number % 200 == 0 {
                            store.forget_order().await.unwrap();
                        }
                        insert(&*store, number).await.unwrap();
                        let mut out = io::stdout().lock();
                        writeln!(out, "kept {number}").unwrap();
                    }
                }
            })
            .collect();
        let local = tokio::task::LocalSet::new();
        let handles: Vec<_> = tasks
            .into_iter()
            .map(|task| local.spawn_local(task))
            .collect();
        local
            .run_until(async {
                for handle in handles {
                    handle.await.unwrap();
                }
            })
            .await;
    });
}
