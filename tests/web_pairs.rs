//! A wiki survey over real HTTP, without scripts: from the draft over choices and new ideas to votes that anybody can
//! count again.

use std::process::Command;

use serde_json::Value;

use crate::support::app::{Client, TestApp};
use crate::support::page::{Form, Page};
use crate::web_panels::{NAMES, coalition};

/// Makes a wiki survey with these changes to the form, opens it, and returns its address.
fn opened(facilitator: &mut Client, changes: &[(&str, &str)]) -> String {
    let mut form = facilitator.get("/pairs/new").form("/pairs/new");
    form.set("title", "Summer")
        .set("question", "Which helps more?")
        .set("ideas", "Childcare\nMusic\nTools\nNewsletter");
    for (field, value) in changes {
        form.set(field, value);
    }
    let page = facilitator.submit(&form, None).must_be(200);
    let wiki = page.path.strip_suffix("/manage").unwrap().to_owned();
    facilitator.press(&page.path, &format!("{wiki}/open"));
    wiki
}

/// The form on the page that has this button.
fn with_button(page: &Page, name: &str, value: &str) -> Form {
    let mut forms = page.forms().into_iter();
    forms
        .find(|form| form.has_button(name, value))
        .unwrap_or_else(|| panic!("no button {name}={value}: {}", page.words("main")))
}

/// The two ideas before a participant; none when she has seen them all.
fn pair(page: &Page) -> Vec<String> {
    page.all("button.idea")
        .into_iter()
        .map(crate::support::page::words_of)
        .collect()
}

/// Chooses the idea that stands earlier in `taste`, up to `most` times; returns how many pairs there were.
fn choose_by(member: &mut Client, wiki: &str, taste: &[&str], most: usize) -> usize {
    let place = |idea: &String| taste.iter().position(|one| one == idea).unwrap_or(99);
    for done in 0..most {
        let page = member.get(wiki).must_be(200);
        let ideas = pair(&page);
        if ideas.is_empty() {
            return done;
        }
        let side = if place(&ideas[0]) < place(&ideas[1]) {
            "left"
        } else {
            "right"
        };
        let form = with_button(&page, "_choice", side);
        member.submit(&form, Some(("_choice", side))).must_be(200);
    }
    most
}

fn add_idea(member: &mut Client, wiki: &str, idea: &str) -> Page {
    let page = member.get(wiki).must_be(200);
    let mut form = with_button(&page, "_go", "idea");
    form.set("idea", idea);
    member.submit(&form, Some(("_go", "idea")))
}

const TASTE: [&str; 5] = ["Childcare", "Music", "Tools", "Newsletter", "River day"];

#[test]
fn a_wiki_survey_lives_from_two_ideas_to_a_round() {
    let (app, mut facilitator, mut members) = coalition("wiki-life", "3", 12);
    wrong_drafts_are_told(&mut facilitator);
    let wiki = opened(&mut facilitator, &[]);
    assert!(members[0].get("/").links().contains(&wiki));
    choosing_and_taking_back(&mut members[0], &wiki);
    an_idea_waits_for_a_facilitator(&mut facilitator, &mut members[1], &wiki);
    another_device(&app, &mut members[0], &wiki);

    // Twelve people of the same taste compare all ten pairs of five ideas.
    for member in &mut members {
        choose_by(member, &wiki, &TASTE, 20);
        let page = member.get(&wiki).must_be(200);
        assert!(page.words(".lead").contains("seen every pair"));
    }
    facilitator.get(&format!("{wiki}/results")).must_be(409);
    members[0].get(&format!("{wiki}/votes.csv")).must_be(409);
    facilitator.press(&format!("{wiki}/manage"), &format!("{wiki}/close"));
    let page = members[2].get(&wiki).must_be(200);
    assert_eq!(page.path, format!("{wiki}/results"));
    assert!(
        page.words("main")
            .contains("12 people decided 120 contests"),
        "{}",
        page.words("main")
    );
    let rows: Vec<String> = page
        .all("section[aria-labelledby=ideas] tbody th")
        .into_iter()
        .map(crate::support::page::words_of)
        .collect();
    assert_eq!(rows, TASTE, "the strongest first");
    // 48 of 48: 100·49/50.
    assert!(
        page.words("tbody tr").contains(" 98 48 0 "),
        "{}",
        page.words("tbody tr")
    );
    assert_eq!(page.all("svg .chart-whisker").len(), 5);
    counted_again(&mut members[2], &wiki);

    let results = facilitator.get(&format!("{wiki}/results"));
    let link = results
        .links()
        .into_iter()
        .find(|link| link.starts_with("/rounds/new"))
        .unwrap();
    let new = facilitator.get(&link).must_be(200).form("/rounds/new");
    assert_eq!(
        new.value("options").map(str::trim),
        Some(TASTE.join("\n").as_str())
    );
}

fn wrong_drafts_are_told(facilitator: &mut Client) {
    let mut form = facilitator.get("/pairs/new").form("/pairs/new");
    form.set("ideas", "Only one").set("adding", "after");
    let wrong = facilitator.submit(&form, None).must_be(422);
    let summary = wrong.words(".summary");
    assert!(summary.contains("Write 2 to 300"), "{summary}");
    assert!(summary.contains("Write a title") && summary.contains("Write the question"));
    assert_eq!(wrong.form("/pairs/new").value("adding"), Some("after"));
    assert_eq!(
        wrong.form("/pairs/new").value("ideas").map(str::trim),
        Some("Only one")
    );
}

fn choosing_and_taking_back(member: &mut Client, wiki: &str) {
    let page = member.get(wiki).must_be(200);
    assert_eq!(page.words("h2"), "Which helps more?");
    let first = pair(&page);
    assert_eq!(first.len(), 2);
    let form = with_button(&page, "_choice", "left");
    let second = member.submit(&form, Some(("_choice", "left"))).must_be(200);
    assert_eq!(second.path, wiki, "the page can be loaded anew");
    assert!(second.words("main").contains("You have compared 1 pair."));
    assert_ne!(pair(&second), first);
    assert_eq!(
        pair(&member.get(wiki)),
        pair(&second),
        "it stays until it is answered"
    );

    // The same form sent twice counts once.
    member.submit(&form, Some(("_choice", "left"))).must_be(200);
    assert!(
        member
            .get(wiki)
            .words("main")
            .contains("You have compared 1 pair.")
    );

    let undo = with_button(&second, "_go", "undo");
    let back = member.submit(&undo, Some(("_go", "undo"))).must_be(200);
    assert_eq!(pair(&back), first);
    assert!(!back.words("main").contains("You have compared"));

    // A choice between others than the pair before her is passed over.
    member.submit(
        &with_button(&back, "_choice", "right"),
        Some(("_choice", "right")),
    );
    let page = member.get(wiki);
    let mut fields = with_button(&page, "_choice", "left").fields();
    for (name, value) in &mut fields {
        if name == "_left" || name == "_right" {
            "1".clone_into(value);
        }
    }
    fields.push(("_choice".to_owned(), "left".to_owned()));
    member.post(wiki, &fields).must_be(200);
    assert!(
        member
            .get(wiki)
            .words("main")
            .contains("You have compared 1 pair.")
    );

    // She cannot decide, says why, and goes on.
    let page = member.get(wiki);
    let mut form = with_button(&page, "_choice", "neither");
    form.set("why", "both_good");
    member
        .submit(&form, Some(("_choice", "neither")))
        .must_be(200);
    let page = member.get(wiki);
    assert!(page.words("main").contains("You have compared 2 pairs."));
    let undo = with_button(&page, "_go", "undo");
    member.submit(&undo, Some(("_go", "undo"))).must_be(200);
    let undo = with_button(&member.get(wiki), "_go", "undo");
    member.submit(&undo, Some(("_go", "undo"))).must_be(200);
}

fn an_idea_waits_for_a_facilitator(facilitator: &mut Client, member: &mut Client, wiki: &str) {
    for (idea, told) in [
        ("", "Write your idea"),
        ("childcare", "there already"),
        (&*"x".repeat(141), "at most 140"),
    ] {
        let wrong = add_idea(member, wiki, idea).must_be(422);
        assert!(
            wrong.words(".summary").contains(told),
            "{}",
            wrong.words(".summary")
        );
        assert_eq!(with_button(&wrong, "_go", "idea").value("idea"), Some(idea));
    }
    let thanks = add_idea(member, wiki, " River  day ").must_be(200);
    assert!(
        thanks
            .words(".note[role=status]")
            .contains("waits for a facilitator")
    );
    let manage = format!("{wiki}/manage");
    let managing = facilitator.get(&manage).must_be(200);
    assert!(managing.words("main").contains("Waiting for you (1)"));
    let shown = facilitator.press(&manage, &format!("{wiki}/ideas/5?to=show"));
    assert!(shown.must_be(200).words("main").contains("Compared (5)"));

    // An idea that is taken out is compared no more, and comes back.
    let hidden = facilitator.press(&manage, &format!("{wiki}/ideas/3?to=hide"));
    assert!(hidden.words("main").contains("Taken out (1)"));
    facilitator.press(&manage, &format!("{wiki}/ideas/3?to=show"));
}

fn another_device(app: &TestApp, member: &mut Client, wiki: &str) {
    choose_by(member, wiki, &TASTE, 1);
    let receipt = member.get(wiki).words("details .code");
    let mut phone = app.client();
    phone.cookies.clone_from(&member.cookies);
    phone
        .cookies
        .retain(|name, _| !name.starts_with("cg_receipt"));
    let asked = phone.get(wiki).must_be(200);
    assert_eq!(asked.words("h1"), "You have taken part");
    let mut form = asked.form(wiki);
    form.set("_receipt", "0000 0000 0000 0000 0000");
    let wrong = phone.submit(&form, Some(("_go", "reopen"))).must_be(422);
    assert!(
        wrong
            .words(".summary")
            .contains("No entry has this receipt")
    );
    let mut form = wrong.form(wiki);
    form.set("_receipt", &receipt);
    let page = phone.submit(&form, Some(("_go", "reopen"))).must_be(200);
    assert_eq!(
        pair(&page),
        pair(&member.get(wiki)),
        "she goes on where she was"
    );
    let lookup = format!("{wiki}/receipt");
    let mut form = phone.get(&lookup).form(&lookup);
    form.set("_receipt", &receipt);
    let found = phone.submit(&form, None).must_be(200);
    assert_eq!(found.all("ol[reversed] li").len(), 1);
}

/// `commonground pairs` gives the figures of the page from the votes that are handed out.
fn counted_again(member: &mut Client, wiki: &str) {
    let folder = crate::store_story::Scratch::new("wiki-votes");
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("votes.csv");
    std::fs::write(&file, member.download(&format!("{wiki}/votes.csv")).body).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .args(["pairs", file.to_str().unwrap(), "--output", "json"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let again: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(again["contests"], 120);
    let scores = member.download(&format!("{wiki}/scores.csv?bom=0")).body;
    let mut rows = csv::Reader::from_reader(&*scores);
    let mut compared = 0;
    for (row, idea) in rows.records().zip(again["ideas"].as_array().unwrap()) {
        let row = row.unwrap();
        assert_eq!(idea["idea"], row[0]);
        let number = |name: &str| idea[name].as_f64().unwrap().to_string();
        assert_eq!(number("score"), row[4]);
        assert_eq!(number("strength"), row[5]);
        assert_eq!(idea["interval"][0].as_f64().unwrap().to_string(), row[6]);
        compared += 1;
    }
    assert_eq!(compared, 5);
}

#[test]
fn a_small_group_gets_scores_and_no_votes_and_rare_ideas_are_not_told() {
    let (_app, mut facilitator, mut members) = coalition("wiki-few", "3", 12);
    let wiki = opened(&mut facilitator, &[("adding", "after")]);
    for member in &mut members[..2] {
        choose_by(member, &wiki, &TASTE, 20);
    }
    // One idea comes late, so that only one person compares it.
    choose_by(&mut members[2], &wiki, &TASTE, 20);
    let thanks = add_idea(&mut members[2], &wiki, "River day").must_be(200);
    assert!(
        thanks
            .words(".note[role=status]")
            .contains("compared with the others from now on")
    );
    choose_by(&mut members[2], &wiki, &TASTE, 20);
    facilitator.press(&format!("{wiki}/manage"), &format!("{wiki}/close"));
    let page = members[0].get(&format!("{wiki}/results")).must_be(200);
    let words = page.words("main");
    assert!(words.contains("3 people decided 18 contests"), "{words}");
    assert!(
        page.words("section[aria-labelledby=left-out]")
            .contains("River day")
    );
    assert!(
        !page
            .words("section[aria-labelledby=ideas]")
            .contains("River day")
    );
    members[0].get(&format!("{wiki}/votes.csv")).must_be(409);
    let scores = members[0].download(&format!("{wiki}/scores.csv"));
    assert!(!String::from_utf8(scores.body).unwrap().contains("River"));
}

#[test]
fn of_fewer_than_the_floor_nothing_is_shown_and_named_results_are_live() {
    let (app, mut facilitator, mut members) = coalition("wiki-named", "3", 12);
    let wiki = opened(&mut facilitator, &[("privacy", "named")]);
    for member in &mut members[..2] {
        choose_by(member, &wiki, &TASTE, 6);
    }
    members[0].get(&format!("{wiki}/results")).must_be(409);
    choose_by(&mut members[2], &wiki, &TASTE, 6);
    let page = members[0].get(&format!("{wiki}/results")).must_be(200);
    assert!(page.words("main").contains("3 people decided 18 contests"));
    members[0].download(&format!("{wiki}/votes.csv"));
    // On another device a named wiki survey needs no receipt.
    let mut phone = app.client();
    phone.cookies.clone_from(&members[0].cookies);
    phone
        .cookies
        .retain(|name, _| !name.starts_with("cg_receipt"));
    assert!(
        phone
            .get(&wiki)
            .words("main")
            .contains("You have compared 6 pairs.")
    );
    assert_eq!(app.documents("contests").len(), 3);
}

#[test]
fn nothing_that_is_stored_of_an_anonymous_wiki_survey_says_whose_it_is() {
    let (app, mut facilitator, mut members) = coalition("wiki-stored", "3", 12);
    let wiki = opened(&mut facilitator, &[]);
    choose_by(&mut members[0], &wiki, &TASTE, 3);
    add_idea(&mut members[0], &wiki, "River day").must_be(200);
    choose_by(&mut members[5], &wiki, &TASTE, 2);
    let ids: Vec<String> = app
        .documents("members")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let stored = [app.documents("contests"), app.documents("ideas")].concat();
    assert_eq!(app.documents("contests").len(), 2);
    for (key, body) in &stored {
        for telling in ids.iter().map(String::as_str).chain(NAMES) {
            assert!(
                !key.contains(telling) && !body.contains(telling),
                "{key}: {body}"
            );
        }
    }
}
