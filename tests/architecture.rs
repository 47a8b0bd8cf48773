//! The floors hold: nothing imports upwards or sideways, and the pure floors touch nothing impure.

use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each top-level module.
const FLOORS: [(&str, u8); 12] = [
    ("model", 0),
    ("survey", 1),
    ("analysis", 1),
    ("tally", 1),
    ("opinion", 1),
    ("consensus", 1),
    ("goals", 1),
    ("formats", 2),
    ("store", 3),
    ("app", 4),
    ("web", 5),
    ("cli", 5),
];

/// What the floors 0, 1 and 2 may not name: clocks, chance, files, sockets, processes.
const IMPURE: [&str; 13] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "getrandom",
    "tokio",
    "actix",
    "sled",
];

#[test]
fn every_module_of_the_crate_stands_on_a_floor() {
    let lib = fs::read_to_string(root().join("lib.rs")).unwrap();
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(!modules.is_empty());
    for module in modules {
        assert!(floor(module).is_some(), "`{module}` has no floor");
    }
}

#[test]
fn no_module_imports_from_its_own_floor_or_above() {
    let mut seen = 0;
    for (module, file, source) in sources() {
        let own = floor(&module).unwrap();
        for (line, name) in imports(&source) {
            seen += 1;
            let theirs = floor(&name)
                .unwrap_or_else(|| panic!("{file}:{line}: `crate::{name}` has no floor"));
            // The command line starts the server: that is the one step within floor 5.
            let starts_the_server = module == "cli" && name == "web";
            assert!(
                name == module || theirs < own || starts_the_server,
                "{file}:{line}: `{module}` (floor {own}) imports `{name}` (floor {theirs})"
            );
        }
    }
    assert!(
        seen > 200,
        "only {seen} imports were found; the reader of imports is broken"
    );
}

#[test]
fn the_pure_floors_name_no_clock_chance_file_or_socket() {
    for (module, file, source) in sources() {
        if floor(&module).unwrap() > 2 {
            continue;
        }
        for (idx, line) in code_lines(&source).into_iter().enumerate() {
            for impure in IMPURE {
                assert!(
                    !line.contains(impure),
                    "{file}:{}: `{module}` names `{impure}`",
                    idx + 1
                );
            }
        }
    }
}

#[test]
fn markup_is_never_put_in_unescaped() {
    for (_, file, source) in sources() {
        assert!(
            !source.contains("PreEscaped"),
            "{file}: text of visitors must be escaped by maud"
        );
    }
}

#[test]
fn an_upward_import_would_be_found() {
    let source = "//! Doc of crate::web.\nuse crate::app::App;\nfn f() { crate::store::g(); }\n#[cfg(test)]\nmod tests { use crate::web::x; }\n";
    let found: Vec<String> = imports(source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(found, ["app", "store"]);
}

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file: its top-level module, its path, its text.
fn sources() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (module, _) in FLOORS {
        let mut folders = vec![root().join(module)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)
                .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    let source = fs::read_to_string(&path).unwrap();
                    found.push((module.to_owned(), path.display().to_string(), source));
                }
            }
        }
    }
    found
}

/// The lines of code, comments emptied, up to the tests at the end of the file.
fn code_lines(source: &str) -> Vec<&str> {
    source
        .lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect()
}

/// The top-level modules named after `crate::`, with their line numbers.
fn imports(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (idx, line) in code_lines(source).into_iter().enumerate() {
        for part in line.split("crate::").skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found.push((idx + 1, name));
        }
    }
    found
}
