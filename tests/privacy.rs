//! What must not be found out: from what is stored, from pages while answers come in, from small
//! numbers, and from what the server writes to its terminal.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::store_story::Scratch;
use crate::support::app::{Client, TestApp};
use crate::support::page::{Page, words_of};

const NAMES: [&str; 12] = [
    "Amina", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Gloria", "Hank", "Ines", "Jamal",
    "Keiko", "Luis",
];

/// A coalition with one anonymous survey and one anonymous round, both open.
fn coalition(name: &str) -> (TestApp, Client, Vec<Client>) {
    let (app, mut organiser) = TestApp::founded(name);
    let links = organiser.invite(&NAMES, "member");
    organiser.draft_survey("needs_analysis", "needs", "anonymous");
    organiser.press("/s/needs/manage", "/s/needs/open");
    let mut form = organiser.get("/rounds/new").form("/rounds/new");
    form.set("title", "first")
        .set("options", "Housing\nTransit\nWages");
    organiser.submit(&form, None).must_be(200);
    organiser.press("/r/first/manage", "/r/first/open");
    let members = links.iter().map(|link| app.signed_in(link)).collect();
    (app, organiser, members)
}

#[test]
fn nothing_that_is_stored_says_whose_an_anonymous_answer_is() {
    let (app, _, mut members) = coalition("stored");
    let receipts: Vec<String> = members
        .iter_mut()
        .enumerate()
        .map(|(person, member)| member.answer("needs", person))
        .collect();
    for member in &mut members {
        member.vote("first", &["o2", "o1"]);
    }
    let ids: Vec<String> = app
        .documents("members")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let entries = [app.documents("responses"), app.documents("ballots")].concat();
    assert_eq!(entries.len(), 2 * NAMES.len());
    for (key, body) in &entries {
        for telling in ids.iter().map(String::as_str).chain(NAMES) {
            assert!(
                !key.contains(telling) && !body.contains(telling),
                "{key}: {body}"
            );
        }
        for receipt in &receipts {
            let plain = receipt.replace('-', "").to_lowercase();
            assert!(
                !key.contains(&plain) && !body.contains(&plain),
                "a receipt is kept"
            );
        }
    }
    for (key, body) in app.documents("responses") {
        let document: Value = serde_json::from_str(&body).unwrap();
        let fields: BTreeSet<&str> = document
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let known = [
            "answers",
            "channel",
            "language",
            "member",
            "organisation",
            "proof",
            "submitted_on",
        ];
        assert!(fields.is_subset(&known.into()), "{fields:?}");
        assert!(document["member"].is_null() && document["organisation"].is_null());
        let day = document["submitted_on"].as_str().unwrap();
        assert_eq!(day.len(), "2026-11-23".len(), "a day and no time: {day}");
        assert_eq!(
            key.split('/').nth(1).unwrap().len(),
            64,
            "the key is a hash"
        );
    }
    for (_, body) in app.documents("ballots") {
        let document: Value = serde_json::from_str(&body).unwrap();
        let fields: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["member", "proof", "ranking"], "{body}");
        assert!(document["member"].is_null());
    }
    let roll = app.documents("roll");
    assert_eq!(roll.len(), 2 * (NAMES.len() + 1));
    for (_, body) in roll {
        let document: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(document.as_object().unwrap().len(), 2, "{body}");
        assert!(document["entry"].is_null() && document["taken_part"].is_boolean());
    }
}

#[test]
fn while_it_is_open_no_page_tells_one_set_of_answers_from_another() {
    let world = |name: &str, shift: usize| {
        let (app, organiser, mut members) = coalition(name);
        for (person, member) in members.iter_mut().enumerate().take(9) {
            member.answer("needs", person * (1 + shift) + 7 * shift);
            let ranking: &[&str] = if shift == 0 { &["o1", "o2"] } else { &["o3"] };
            member.vote("first", ranking);
        }
        (app, organiser, members)
    };
    let (_one, mut organiser, mut members) = world("differ-one", 0);
    let (_two, mut organiser_two, mut members_two) = world("differ-two", 1);
    // The organiser, a member who has answered, and one who has not.
    let (mut late, mut late_two) = (members.remove(11), members_two.remove(11));
    for (who, one, two) in [
        ("organiser", &mut organiser, &mut organiser_two),
        ("answered", &mut members[0], &mut members_two[0]),
        ("not answered", &mut late, &mut late_two),
    ] {
        let (one, two) = (crawl(one), crawl(two));
        assert!(one.len() > 8, "{who} sees only {} pages", one.len());
        let paths = |pages: &[(String, String)]| -> Vec<String> {
            pages.iter().map(|(path, _)| path.clone()).collect()
        };
        assert_eq!(paths(&one), paths(&two), "{who}");
        for ((path, words), (_, other)) in one.iter().zip(&two) {
            assert_eq!(words, other, "{who} at {path}");
        }
    }
}

/// Every page a visitor comes to by links from the first one, by its path, with its words in an order of
/// their own: options are drawn by lot for each visit.
fn crawl(visitor: &mut Client) -> Vec<(String, String)> {
    let mut todo = vec!["/".to_owned()];
    let more = [
        "/s/needs/results",
        "/s/needs/results.json",
        "/s/needs/needs.csv",
        "/s/needs/responses.csv",
        "/s/needs/codebook.csv",
        "/s/needs/receipt",
        "/r/first/outcome",
        "/r/first/ballots.csv",
        "/r/first/outcome.json",
        "/goals.csv",
        "/goals/new?survey=needs",
        "/rounds/new?survey=needs",
    ];
    todo.extend(more.map(str::to_owned));
    let mut pages: Vec<(String, String)> = Vec::new();
    while let Some(path) = todo.pop() {
        // The pages of single members have addresses of their own in each coalition.
        if pages.iter().any(|(known, _)| *known == path) || path.starts_with("/people/members/") {
            continue;
        }
        let page = visitor.get(&path);
        let mut words: Vec<String> = page
            .all("title, main, nav")
            .into_iter()
            .map(words_of)
            .collect();
        words.push(page.status().to_string());
        let text = words.join(" ");
        // A round's rules show the seed of its lots, which is drawn when the round is made.
        let is_seed =
            |word: &&str| word.len() == 22 && word.starts_with('"') && word.ends_with('"');
        let mut words: Vec<&str> = text.split(' ').filter(|word| !is_seed(word)).collect();
        words.sort_unstable();
        pages.push((path, words.join(" ")));
        todo.extend(page.links());
        assert!(pages.len() < 200);
    }
    pages.sort();
    pages
}

#[test]
fn under_the_floor_nothing_is_shown_and_none_looks_like_a_few() {
    let results = |n: usize| -> (Vec<String>, Page) {
        let (_app, mut organiser, mut members) = coalition(&format!("few-{n}"));
        for (person, member) in members.iter_mut().enumerate().take(n) {
            member.answer("needs", person);
            member.vote("first", &["o1"]);
        }
        organiser.press("/s/needs/manage", "/s/needs/close");
        organiser.press("/r/first/manage", "/r/first/close");
        let mut told = Vec::new();
        for visitor in [&mut organiser, &mut members[0]] {
            for path in [
                "/s/needs/results",
                "/s/needs/results.json",
                "/s/needs/needs.csv",
                "/s/needs/ratings.csv",
                "/s/needs/responses.csv",
                "/r/first/outcome",
                "/r/first/ballots.csv",
                "/r/first/ballots.json",
                "/r/first/outcome.json",
                "/r/first/tally.csv",
                "/goals/new?survey=needs",
            ] {
                let page = visitor.get(path);
                told.push(format!("{path} {} {}", page.status(), page.words("main")));
                if path.contains(".json") {
                    told.push(page.reply.text().replace(&page.path, ""));
                }
            }
        }
        (told, members[0].get("/s/needs/results"))
    };
    let (none, _) = results(0);
    let (few, page) = results(4);
    let strip = |told: Vec<String>| -> Vec<String> {
        // Error pages of downloads carry the visitor's form token.
        told.into_iter()
            .filter(|text| !text.starts_with("<!DOCTYPE"))
            .collect()
    };
    assert_eq!(strip(none), strip(few));
    assert!(page.words(".lead").starts_with("Fewer than 5"));
    assert!(!page.has("main table") && !page.has("main svg"));
}

#[test]
fn after_the_close_no_file_tells_the_order_of_arrival() {
    let (app, mut organiser, mut members) = coalition("order");
    let mut arrived: Vec<String> = Vec::new();
    for (person, member) in members.iter_mut().enumerate() {
        member.answer("needs", person);
        let all = app.documents("responses");
        let new = all.iter().find(|(key, _)| !arrived.contains(key)).unwrap();
        arrived.push(new.0.clone());
    }
    let hash = |key: &String| key.split('/').nth(1).unwrap().to_owned();
    let arrived: Vec<String> = arrived.iter().map(hash).collect();
    let mut sorted = arrived.clone();
    sorted.sort();
    assert_ne!(arrived, sorted);

    // Before the close the journal has them as they came: the check below can fail.
    let before = orders(&app.store_folder(), &arrived);
    assert!(before.iter().any(|(_, order)| *order == arrived));

    organiser.press("/s/needs/manage", "/s/needs/close");
    let after = orders(&app.store_folder(), &arrived);
    assert!(
        after.iter().any(|(_, order)| *order == sorted),
        "the answers are still there, in the order of their keys"
    );
    let is_tree = |file: &Path| {
        file.components()
            .any(|part| part.as_os_str().to_string_lossy().starts_with("tree-"))
    };
    for (file, order) in after {
        assert!(
            before.iter().all(|(old, _)| *old != file),
            "{} is from before the close",
            file.display()
        );
        // sled lays a tree that was filled in key order out as it likes; the others stand in key order.
        let mut told_by = if is_tree(&file) {
            arrived.clone()
        } else {
            Vec::new()
        };
        told_by.retain(|key| order.contains(key));
        assert_ne!(
            order,
            told_by,
            "{} tells the order of arrival",
            file.display()
        );
        let mut in_key_order = order.clone();
        in_key_order.sort();
        assert!(
            is_tree(&file) || order == in_key_order,
            "{} tells an order",
            file.display()
        );
    }
}

/// In which order the files of a folder hold the keys, those with at least two of them.
pub(crate) fn orders(folder: &Path, keys: &[String]) -> Vec<(PathBuf, Vec<String>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(bytes) = fs::read(&path) else { continue };
            let mut places: Vec<(usize, &String)> = keys
                .iter()
                .filter_map(|key| {
                    let at = bytes.windows(key.len()).position(|w| w == key.as_bytes())?;
                    Some((at, key))
                })
                .collect();
            places.sort();
            if places.len() > 1 {
                found.push((
                    path,
                    places.into_iter().map(|(_, key)| key.clone()).collect(),
                ));
            }
        }
    }
    found
}

#[test]
fn what_the_server_writes_to_its_terminal_holds_no_secret_and_no_answer() {
    const CANARY: &str = "canary-answer-7d1f";
    let folder = Scratch::new("privacy-serve");
    fs::create_dir_all(folder.path()).unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(["serve", "--bind", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .env(
            "RUST_LOG",
            "commonground=trace,actix_server=debug,actix_web=debug",
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("/setup/") {
        assert_ne!(out.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let link = said.split_whitespace().last().unwrap().to_owned();
    let (address, setup) = link
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let setup = format!("/{setup}");
    let mut errors = server.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).unwrap();
        text
    });

    let mut organiser = Client {
        address: address.parse().unwrap(),
        cookies: std::collections::BTreeMap::new(),
    };
    let mut form = organiser.get(&setup).form(&setup);
    form.set("coalition", "canary-coalition")
        .set("name", "canary-name")
        .set("k", "5");
    organiser.submit(&form, None).must_be(200);
    let invited = organiser.invite(&["canary-member"], "member").remove(0);
    organiser.draft_survey("pulse", "pulse", "anonymous");
    organiser.press("/s/pulse/manage", "/s/pulse/open");
    let page = organiser.get("/s/pulse");
    let form = page.form("/s/pulse");
    let token = form.value("_token").unwrap().to_owned();
    let section = organiser.submit(&form, Some(("_go", "section-0")));
    let mut form = section.form("/s/pulse");
    form.fill_as(1);
    form.set("comment", CANARY);
    let check = organiser.submit(&form, Some(("_go", "next"))).must_be(200);
    let receipt = organiser
        .submit(&check.form("/s/pulse"), Some(("_go", "send")))
        .must_be(200);
    let receipt = receipt.words(".receipt .code");
    // Mistakes and refusals are where a log likes to tell too much.
    let lookup = "/s/pulse/receipt";
    let mut form = organiser.get(lookup).form(lookup);
    form.set("_receipt", &receipt);
    organiser.submit(&form, None).must_be(200);
    organiser.get(&format!("{invited}x")).must_be(404);
    organiser
        .post(
            "/people/members",
            &[("names".to_owned(), CANARY.to_owned())],
        )
        .must_be(403);
    let session = organiser.cookies["cg_session"].clone();

    server.kill().unwrap();
    server.wait().unwrap();
    out.read_to_string(&mut said).unwrap();
    let logged = reader.join().unwrap();
    let plain = receipt.replace('-', "").to_lowercase();
    for secret in [
        CANARY,
        "canary-name",
        "canary-member",
        "canary-coalition",
        &token,
        &receipt,
        &plain,
        &session,
        invited.trim_start_matches("/in/"),
    ] {
        assert!(!secret.is_empty());
        for (stream, text) in [("stdout", &said), ("stderr", &logged)] {
            assert!(!text.contains(secret), "{stream} tells `{secret}`: {text}");
        }
    }
    assert_eq!(
        said.matches("/setup/").count(),
        1,
        "the set-up link is told once"
    );
    assert!(!logged.contains("/setup/"));
}
