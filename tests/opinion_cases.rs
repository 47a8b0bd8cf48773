//! Conversations that the Polis server has worked out: its figures come out exactly, and our groups are no worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use commonground::formats::polis::{read_groups, read_statements, read_votes};
use commonground::opinion::{By, Groups, HowMany, Map, Votes, group, report};
use serde_json::Value;

/// The folders of the cases; none where they are not at hand, which is then said.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/opinions");
    let Ok(entries) = fs::read_dir(&root) else {
        eprintln!("left out: no cases at {}", root.display());
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn read(case: &Path) -> (Votes, Groups, Value) {
    let file = |name: &str| fs::read(case.join(name)).unwrap();
    let statements = read_statements(&file("statements.csv")).unwrap();
    let votes = read_votes(&file("votes.csv"), Some(statements), None)
        .unwrap()
        .votes;
    let groups = read_groups(&file("groups.csv"), &votes).unwrap().groups;
    let expected = serde_json::from_slice(&file("expected.json")).unwrap();
    (votes, groups, expected)
}

fn close(found: &Value, expected: &Value) -> bool {
    match (found.as_f64(), expected.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
        _ => found == expected,
    }
}

#[test]
fn the_servers_figures_come_out_for_its_own_groups() {
    for case in cases() {
        let (votes, groups, expected) = read(&case);
        let printed = report(&votes, &By::Given(groups), 0);
        let printed = serde_json::to_value(&printed).unwrap();
        let by_id = |list: &str| -> BTreeMap<String, Value> {
            let rows = printed[list].as_array().unwrap().iter();
            rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone()))
                .collect()
        };
        let (statements, groups) = (by_id("statements"), by_id("groups"));
        let mut compared = 0;
        for (id, figures) in expected["statements"].as_object().unwrap() {
            for key in ["gac", "extremity", "priority"] {
                let found = &statements[id]["polis"][key];
                assert!(
                    close(found, &figures[key]),
                    "{}: {id} {key}: {found} is not {}",
                    case.display(),
                    figures[key]
                );
                compared += 1;
            }
        }
        for (name, tallies) in expected["by_group"].as_object().unwrap() {
            for (id, tally) in tallies.as_object().unwrap() {
                for (key, count) in tally.as_object().unwrap() {
                    assert_eq!(&statements[id]["by_group"][name][key], count, "{id} {name}");
                    compared += 1;
                }
            }
        }
        for (name, list) in expected["representative"].as_object().unwrap() {
            let found = groups[name]["representative"].as_array().unwrap();
            let list = list.as_array().unwrap();
            assert_eq!(found.len(), list.len(), "{name}");
            for (one, other) in found.iter().zip(list) {
                for key in ["statement", "side", "share", "ratio"] {
                    assert!(close(&one[key], &other[key]), "{name}: {one} {other}");
                }
                // The server keeps this one in single precision.
                let z = |one: &Value| one["z"].as_f64().unwrap();
                assert!((z(one) - z(other)).abs() < 1e-5, "{name}: {one} {other}");
            }
        }
        assert_eq!(printed["majority"], expected["majority"]);
        assert!(compared > 400, "{}: {compared}", case.display());
    }
}

#[test]
fn as_many_groups_as_the_server_made_lie_no_wider_on_the_map() {
    for case in cases() {
        let (votes, theirs, _) = read(&case);
        let map = Map::draw(&votes);
        for seed in 0..5 {
            let ours = group(&votes, &map, HowMany::Exactly(theirs.names().len()), seed);
            // The same people on both sides: those whom both have grouped.
            let both = |groups: &Groups, other: &Groups| {
                let of = (0..votes.participants().len()).map(|person| {
                    other.of(person)?;
                    groups.of(person).map(|group| u16::try_from(group).unwrap())
                });
                map.inertia(&Groups::new(groups.names().to_vec(), of.collect()))
            };
            let (our_width, their_width) =
                (both(&ours.groups, &theirs), both(&theirs, &ours.groups));
            assert!(
                our_width <= their_width + 1e-9,
                "{}: {our_width} against {their_width}",
                case.display()
            );
        }
    }
}
