//! Every reader of bytes from outside goes through the seeds of the fuzz targets and through thousands of
//! changed ones, the same on every run: what the fuzz targets demand is demanded here without a nightly compiler.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use crate::tally_support::{Random, cases};

#[path = "fuzz/readers.rs"]
mod readers;

/// Pieces that readers are most likely to stumble over.
const PIECES: &[&[u8]] = &[
    b"",
    b"0",
    b"-1",
    b"1/3",
    b"99999999999999999999",
    b"NaN",
    b"\"",
    b"'",
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b"&",
    b";",
    b",",
    b"=",
    b">",
    b"#",
    b":",
    b" ",
    b"\t",
    b"null",
    b"overvote",
    b"write-in",
];

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds")
}

/// The seeds of a reader, in the order of their names.
fn seeds_of(reader: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(seeds().join(reader))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Cuts, doubles, swaps and replaces pieces, a few times over.
fn change(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = byte.wrapping_add(u8::try_from(random.below(256)).unwrap());
                }
            }
        }
    }
}

#[test]
fn every_reader_takes_its_seeds_and_changed_ones() {
    for (reader, _) in readers::READERS {
        let seeds = seeds_of(reader);
        assert!(!seeds.is_empty(), "{reader}");
        for number in 0..cases(1_000, 20_000) {
            let random = &mut Random::new(number);
            let mut bytes = seeds[random.below(seeds.len())].clone();
            if number >= seeds.len() as u64 {
                change(random, &mut bytes);
            }
            let done = catch_unwind(|| readers::run(reader, &bytes));
            assert!(
                done.is_ok(),
                "{reader}, case {number}:\n{}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

#[test]
fn every_reader_has_a_fuzz_target_and_seeds() {
    let fuzz = seeds().parent().unwrap().to_owned();
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let names: Vec<&str> = readers::READERS.iter().map(|(name, _)| *name).collect();
    for name in &names {
        let target = fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            target.contains(&format!("readers::run(\"{name}\", bytes)")),
            "{name}"
        );
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), names.len());
}
