//! The life of a board over HTTP, without scripts: made, opened, written on, moderated, voted on, closed, counted
//! again from its files.

use std::time::{Duration, Instant};

use commonground::app::{Board, Sheet, draw, number_from};
use commonground::opinion::{self, Live};

use crate::privacy::orders;
use crate::support::app::{Client, TestApp};
use crate::support::page::Page;

/// Makes a board with these statements, and opens it.
pub(crate) fn board(
    facilitator: &mut Client,
    title: &str,
    privacy: &str,
    seeds: &[&str],
) -> String {
    board_with(facilitator, title, seeds, &[("privacy", privacy)])
}

/// The same with some fields of the form as given.
pub(crate) fn board_with(
    facilitator: &mut Client,
    title: &str,
    seeds: &[&str],
    fields: &[(&str, &str)],
) -> String {
    let mut form = facilitator.get("/boards/new").form("/boards/new");
    form.set("title", title)
        .set("question", "What should change at the river front?")
        .set("seeds", &seeds.join("\n"));
    for (name, value) in fields {
        form.set(name, value);
    }
    let page = facilitator.submit(&form, None).must_be(200);
    let slug = page.path.split('/').nth(2).unwrap().to_owned();
    facilitator.press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/open"));
    slug
}

/// Votes on the statement of that number from the list of all that are left.
pub(crate) fn vote_on(
    member: &mut Client,
    slug: &str,
    number: u32,
    go: &str,
    important: bool,
) -> Page {
    for n in 1..10 {
        let page = member.get(&format!("/b/{slug}/list?page={n}")).must_be(200);
        let found = page
            .forms()
            .into_iter()
            .find(|form| form.value("statement") == Some(&number.to_string()));
        if let Some(mut form) = found {
            if important {
                form.set("important", "yes");
            }
            return member.submit(&form, Some(("_go", go))).must_be(200);
        }
    }
    panic!("statement {number} is not in the list");
}

/// Changes a vote from the page of one's own votes.
fn change(member: &mut Client, slug: &str, number: u32, go: &str) -> Page {
    let page = member.get(&format!("/b/{slug}/mine")).must_be(200);
    let form = page
        .forms()
        .into_iter()
        .find(|form| form.value("statement") == Some(&number.to_string()))
        .unwrap_or_else(|| panic!("{number} is not among the votes: {}", page.words("main")));
    member.submit(&form, Some(("_go", go))).must_be(200)
}

/// Is a vote on that statement among one's own votes?
fn vote_is_given(member: &mut Client, slug: &str, number: u32) -> bool {
    let page = member.get(&format!("/b/{slug}/mine")).must_be(200);
    page.forms()
        .iter()
        .any(|form| form.value("statement") == Some(&number.to_string()))
}

fn write(member: &mut Client, slug: &str, text: &str) -> Page {
    let path = format!("/b/{slug}/write");
    let mut form = member.get(&path).must_be(200).form(&path);
    form.set("text", text);
    member.submit(&form, None)
}

fn decide(
    facilitator: &mut Client,
    slug: &str,
    number: u32,
    what: &str,
    fields: &[(&str, &str)],
) -> Page {
    let path = format!("/b/{slug}/statements/{number}");
    let page = facilitator.get(&path).must_be(200);
    let mut form = page
        .forms()
        .into_iter()
        .find(|form| form.has_button("_do", what))
        .unwrap_or_else(|| panic!("no button {what}: {}", page.words("main")));
    for (name, value) in fields {
        form.set(name, value);
    }
    facilitator.submit(&form, Some(("_do", what)))
}

fn sheets(app: &TestApp, slug: &str) -> Vec<Sheet> {
    app.documents("votes")
        .into_iter()
        .filter(|(key, _)| key.starts_with(&format!("{slug}/")))
        .map(|(_, body)| serde_json::from_str(&body).unwrap())
        .collect()
}

/// A coalition with so many members.
pub(crate) fn coalition(name: &str, n: usize) -> (TestApp, Client, Vec<Client>) {
    let (app, mut organiser) = TestApp::founded(name);
    let names: Vec<String> = (0..n).map(|nth| format!("Member {nth}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let links = organiser.invite(&names, "member");
    let members = links.iter().map(|link| app.signed_in(link)).collect();
    (app, organiser, members)
}

const SEEDS: [&str; 4] = [
    "The path along the water stays open to everybody.",
    "Parking should give way to trees.",
    "The market moves to the pier.",
    "I live within ten minutes of the river.",
];

#[test]
fn a_board_is_made_voted_on_and_closed_without_scripts() {
    let (app, mut organiser, mut members) = coalition("board-life", 6);
    let slug = board(&mut organiser, "River front", "anonymous", &SEEDS);
    decide(&mut organiser, &slug, 4, "meta", &[]).must_be(200);

    // The first vote shows the receipt once, and the browser keeps it.
    let amina = &mut members[0];
    let home = amina.get("/").must_be(200);
    assert!(home.links().contains(&format!("/b/{slug}")));
    let page = amina.get(&format!("/b/{slug}")).must_be(200);
    assert_eq!(page.all("form.say").len(), 1, "one statement a page");
    assert!(!page.has("main script"));
    let form = page.form(&format!("/b/{slug}"));
    let taken = amina.submit(&form, Some(("_go", "agree"))).must_be(200);
    let code = taken.words(".receipt .code");
    assert_eq!(code.len(), 24);
    let cookie = taken.reply.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains(&format!("Path=/b/{slug}")));
    // Sent twice, it is taken in once.
    amina.submit(&form, Some(("_go", "agree"))).must_be(200);
    assert_eq!(sheets(&app, &slug).len(), 1);

    // Later, changed, taken back.
    let first: u32 = form.value("statement").unwrap().parse().unwrap();
    let second = (1..=4).find(|number| *number != first).unwrap();
    vote_on(amina, &slug, second, "later", false);
    let list = amina.get(&format!("/b/{slug}/list")).must_be(200);
    assert!(list.words("main").contains("For later"));
    assert!(sheets(&app, &slug)[0].later.contains(&second));
    change(amina, &slug, second, "pass");
    assert!(sheets(&app, &slug)[0].later.is_empty());
    let mine = change(amina, &slug, first, "disagree");
    assert_eq!(mine.path, format!("/b/{slug}/mine"));
    assert_eq!(
        mine.words(&format!(
            "form.say[aria-labelledby=s{first}] button[aria-pressed=true]"
        )),
        "Disagree"
    );
    assert_eq!(
        sheets(&app, &slug)[0].votes[&first].vote,
        opinion::Vote::Disagree
    );
    change(amina, &slug, first, "take-back");
    assert!(!sheets(&app, &slug)[0].votes.contains_key(&first));
    vote_on(amina, &slug, first, "agree", true);
    assert!(sheets(&app, &slug)[0].votes[&first].important);

    // On another device, the code finds her votes again; without it nobody knows which are hers.
    let kept = amina.cookies.clone();
    let name = amina
        .cookies
        .keys()
        .find(|name| name.starts_with("cg_receipt"))
        .unwrap()
        .clone();
    amina.cookies.remove(&name);
    let asked = amina.get(&format!("/b/{slug}")).must_be(200);
    assert_eq!(asked.path, format!("/b/{slug}/receipt"));
    let mut form = asked.form(&asked.path);
    form.set("_receipt", "K7QF-2M9T-AAAA-AAAA-AAAA");
    let refused = amina.submit(&form, None).must_be(422);
    assert!(refused.has("#f-_receipt-error"));
    form.set("_receipt", &code.to_lowercase());
    let mine = amina.submit(&form, None).must_be(200);
    assert!(mine.words("#votes").contains('2'));
    assert_eq!(amina.cookies, kept);
    // Somebody else's receipt in a shared browser opens nothing.
    let secret = kept[&name].clone();
    members[1].cookies.insert(name, secret);
    let page = members[1].get(&format!("/b/{slug}/mine")).must_be(200);
    assert!(page.has(".empty") && !page.has(".receipt"));

    // The others vote on everything.
    for (person, member) in members.iter_mut().enumerate().skip(1) {
        for number in 1..=4 {
            let go = if number == 1 || person % 2 == 0 {
                "agree"
            } else {
                "disagree"
            };
            vote_on(member, &slug, number, go, number == 1);
        }
        let done = member.get(&format!("/b/{slug}")).must_be(200);
        assert!(done.words("main").contains("every statement"));
    }
    organiser.get(&format!("/b/{slug}/results")).must_be(409);
    let results = organiser
        .press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/close"))
        .must_be(200);
    assert_eq!(results.path, format!("/b/{slug}/results"));
    let row = results.words("tr#s1");
    assert!(row.contains(" 6 "), "{row}");
    assert!(results.words("#groups ~ p").contains("Fewer than 20"));
    assert!(!results.has(".chart-map"), "too few for a map");
    // Nothing goes in any more.
    let reply = members[0].post(&format!("/b/{slug}"), &form.fields());
    assert!(reply.status() >= 400);
    assert_eq!(
        members[0].get(&format!("/b/{slug}")).path,
        format!("/b/{slug}/results")
    );
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one story, told from beginning to end"
)]
fn statements_are_written_moderated_merged_and_followed_by_their_authors() {
    let (app, mut organiser, mut members) = coalition("board-statements", 7);
    let slug = board_with(
        &mut organiser,
        "Statements",
        &SEEDS[..2],
        &[
            ("languages", "en, es"),
            ("per_member", "2"),
            ("max_chars", "60"),
        ],
    );
    let [amina, ben] = members.get_disjoint_mut([0, 1]).unwrap();

    // What is wrong is said at the field, and what was typed stays.
    let long = "x".repeat(61);
    for (text, says) in [
        ("", "in a sentence"),
        (&*long, "at most 60"),
        (SEEDS[1], "Statement 2 says this"),
    ] {
        let page = write(amina, &slug, text).must_be(422);
        assert!(
            page.words("#f-text-error").contains(says),
            "{}",
            page.words("main")
        );
        assert_eq!(
            page.form(&format!("/b/{slug}/write"))
                .value("text")
                .unwrap()
                .trim_start_matches('\n'),
            text
        );
    }
    // To write is to take part: the receipt is shown.
    let page = write(amina, &slug, "More benches in the shade").must_be(200);
    assert!(page.has(".receipt .code"));
    let mine = format!("/b/{slug}/mine");
    assert!(
        amina
            .get(&mine)
            .words("#own-3")
            .contains("Waits for a facilitator")
    );
    assert!(
        !ben.get(&format!("/b/{slug}/list"))
            .words("main")
            .contains("benches")
    );

    // Edited before the first vote; afterwards its words stay.
    let edit = format!("{mine}/3");
    let mut form = amina.get(&edit).must_be(200).form(&edit);
    form.set("text", "More benches in the shade of trees");
    amina.submit(&form, None).must_be(200);
    decide(&mut organiser, &slug, 3, "accept", &[]).must_be(200);
    let before = ben.get(&format!("/b/{slug}/list")).must_be(200);
    form.set("text", "Many benches in the shade of trees");
    amina.submit(&form, None).must_be(200);
    decide(&mut organiser, &slug, 3, "accept", &[]).must_be(200);
    let stale = before
        .forms()
        .into_iter()
        .find(|form| form.value("statement") == Some("3"))
        .unwrap();
    let page = ben.submit(&stale, Some(("_go", "agree"))).must_be(409);
    assert!(
        page.words("main")
            .contains("words of this statement were changed")
    );
    vote_on(ben, &slug, 3, "agree", false);
    form.set("text", "No benches");
    amina.submit(&form, None).must_be(409);
    ben.get(&edit).must_be(404);

    // A translation is shown to those who read the language, with the original.
    decide(
        &mut organiser,
        &slug,
        3,
        "translate",
        &[("lang", "es"), ("translation", "Muchos bancos a la sombra")],
    )
    .must_be(200);
    ben.cookies.insert("cg_lang".to_owned(), "es".to_owned());
    let page = ben.get(&format!("/b/{slug}/mine")).words("main");
    assert!(
        page.contains("Muchos bancos") && page.contains("Many benches") && page.contains("English")
    );
    ben.cookies.remove("cg_lang");

    // Turned down with a reason for the author, and taken back.
    write(amina, &slug, "The mayor is a fool").must_be(200);
    decide(&mut organiser, &slug, 4, "turn-down", &[]).must_be(422);
    decide(
        &mut organiser,
        &slug,
        4,
        "turn-down",
        &[("reason", "About a person, not the matter")],
    )
    .must_be(200);
    let own = amina.get(&mine).words("#own-4");
    assert!(own.contains("Turned down") && own.contains("About a person"));
    decide(&mut organiser, &slug, 4, "accept", &[]).must_be(200);
    assert!(!amina.get(&mine).words("#own-4").contains("Turned down"));
    let page = write(amina, &slug, "A third one").must_be(422);
    assert!(page.words("#f-text-error").contains("2 statements"));
    decide(
        &mut organiser,
        &slug,
        4,
        "turn-down",
        &[("reason", "About a person")],
    )
    .must_be(200);

    // A duplicate is merged with its votes; whoever voted on both keeps the vote on the one that stays.
    write(ben, &slug, "Benches under trees").must_be(200);
    decide(&mut organiser, &slug, 5, "accept", &[]).must_be(200);
    for (nth, member) in members.iter_mut().enumerate().skip(2) {
        vote_on(
            member,
            &slug,
            5,
            if nth == 2 { "disagree" } else { "agree" },
            false,
        );
    }
    vote_on(&mut members[2], &slug, 3, "agree", false);
    // Her own statement's standing is hidden below five votes …
    assert!(
        members[0]
            .get(&mine)
            .words("#own-3")
            .contains("once 5 have voted")
    );
    decide(&mut organiser, &slug, 5, "merge", &[("into", "9")]).must_be(422);
    decide(&mut organiser, &slug, 5, "merge", &[("into", "5")]).must_be(422);
    decide(&mut organiser, &slug, 5, "merge", &[("into", "3")]).must_be(200);
    // … and shown from there on: Ben's vote, Member 2's own on the one that stays, and those that came with the
    // merge, of whom the sixth waits until four others have voted with her.
    assert_eq!(
        members[0].get(&mine).words("#own-3 .fares"),
        "Of 5 who voted, 5 agree, 0 disagree and 0 pass."
    );
    assert!(
        members[1]
            .get(&mine)
            .words("#own-5")
            .contains("same as statement 3")
    );
    // Nobody else sees how it stands while it is open.
    for path in ["results", "live", "manage", "statements/3"] {
        let page = organiser.get(&format!("/b/{slug}/{path}"));
        assert!(
            !page.words("main").contains("6 agree") && !page.has(".chart-votes"),
            "{path}"
        );
    }
    // A merge can be taken back: the votes are where they were given.
    decide(&mut organiser, &slug, 5, "accept", &[]).must_be(200);
    assert!(!vote_is_given(&mut members[3], &slug, 3) && vote_is_given(&mut members[3], &slug, 5));
    decide(&mut organiser, &slug, 5, "merge", &[("into", "3")]).must_be(200);
    // A vote that came with a merge is taken back with it.
    change(&mut members[3], &slug, 3, "take-back");
    assert!(!vote_is_given(&mut members[3], &slug, 3));
    // Fewer than five people changed that since, so its author is told nothing new.
    assert!(
        members[0]
            .get(&mine)
            .words("#own-3 .fares")
            .starts_with("Of 5 who voted")
    );

    // Nothing that is stored tells who wrote or voted.
    let ids: Vec<String> = app
        .documents("members")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids.len(), 8);
    for collection in ["statements", "votes"] {
        let documents = app.documents(collection);
        assert!(!documents.is_empty());
        for (key, body) in documents {
            for id in &ids {
                assert!(
                    !key.contains(id) && !body.contains(id),
                    "{collection}: {body}"
                );
            }
            assert!(!body.contains("Member "), "{body}");
        }
    }
}

#[test]
fn the_draw_of_the_next_statement_can_be_repeated_from_what_is_stored() {
    let seeds: Vec<String> = (1..=12)
        .map(|n| format!("Statement number {n} of twelve"))
        .collect();
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let (app, mut organiser, mut members) = coalition("board-draws", 3);
    let slug = board(&mut organiser, "Draws", "anonymous", &seeds);
    let path = format!("/b/{slug}");
    let mut drawn: Vec<Vec<u32>> = Vec::new();
    for member in &mut members {
        let mut order: Vec<u32> = Vec::new();
        for _ in 0..8 {
            let mine = |sheet: &Sheet| {
                sheet.votes.len() == order.len()
                    && order.iter().all(|number| sheet.votes.contains_key(number))
            };
            if let Some(sheet) = sheets(&app, &slug)
                .into_iter()
                .find(|one| !order.is_empty() && mine(one))
            {
                // Seed, number of the draw and the votes so far say which statement she is shown, as soon as the
                // map has followed the last vote.
                let again = repeated(&app, &slug, &sheet, 12);
                let begun = Instant::now();
                while shown(member, &path) != again {
                    assert!(begun.elapsed() < Duration::from_secs(5), "{again:?}");
                    std::thread::sleep(Duration::from_millis(20));
                }
                assert_eq!(shown(member, &path), again, "the same on every visit");
            }
            let form = member.get(&path).must_be(200).form(&path);
            let number: u32 = form.value("statement").unwrap().parse().unwrap();
            let go = if number.is_multiple_of(3) {
                "disagree"
            } else {
                "agree"
            };
            member.submit(&form, Some(("_go", go))).must_be(200);
            order.push(number);
        }
        drawn.push(order);
    }
    assert_ne!(drawn[0], drawn[1], "each has draws of her own");
}

fn shown(member: &mut Client, path: &str) -> Option<u32> {
    let form = member.get(path).must_be(200).form(path);
    form.value("statement").unwrap().parse().ok()
}

/// The draw that is due on a sheet, worked out from the stored documents.
fn repeated(app: &TestApp, slug: &str, sheet: &Sheet, n_statements: u32) -> Option<u32> {
    let board: Board = app
        .documents("boards")
        .into_iter()
        .find(|(key, _)| key == slug)
        .map(|(_, body)| serde_json::from_str(&body).unwrap())
        .unwrap();
    let mut live = Live::new(number_from(&board.seed));
    for number in 1..=n_statements {
        live.statement(opinion::Statement::open(number.to_string()))
            .unwrap();
    }
    for (nth, sheet) in sheets(app, slug).iter().enumerate() {
        for (number, mark) in &sheet.votes {
            live.vote(
                &nth.to_string(),
                &number.to_string(),
                Some(mark.vote),
                false,
            )
            .unwrap();
        }
    }
    live.refresh();
    let among: Vec<(u32, f64)> = (1..=n_statements)
        .filter(|number| !sheet.votes.contains_key(number) && !sheet.later.contains(number))
        .map(|number| (number, live.priority(&number.to_string()).unwrap()))
        .collect();
    draw(sheet.seed, sheet.draws, &among)
}

#[test]
fn a_board_that_shows_results_while_it_is_open_never_tells_one_vote() {
    let (_app, mut organiser, mut members) = coalition("board-running", 7);
    // Not on an anonymous board.
    let mut form = organiser.get("/boards/new").form("/boards/new");
    form.set("title", "Running")
        .set("question", "Why?")
        .set("running", "yes");
    let page = organiser.submit(&form, None).must_be(422);
    assert!(page.words("#f-running-error").contains("anonymous board"));
    let slug = board_with(
        &mut organiser,
        "Running",
        &SEEDS,
        &[("privacy", "named"), ("running", "yes")],
    );
    let (results, live) = (format!("/b/{slug}/results"), format!("/b/{slug}/live"));
    for (nth, member) in members.iter_mut().enumerate() {
        if nth < 5 {
            organiser.get(&results).must_be(409);
        }
        let page = vote_on(member, &slug, 1, "agree", false);
        assert!(!page.has(".receipt"), "who it is is known");
        // Two pages that lie one vote apart would tell that vote.
        if nth >= 4 {
            let page = organiser.get(&results).must_be(200);
            assert!(
                page.words("tr#s1").contains(" 5 100.0 %"),
                "{}",
                page.words("tr#s1")
            );
        }
    }
    let wall = organiser.get(&live).must_be(200);
    assert_eq!(wall.reply.header("refresh"), Some("5"));
    assert!(wall.has(".chart-map") && wall.words("main").contains("7 of 8"));
    // Without a cookie, a named participant is known by the roll.
    members[0]
        .cookies
        .retain(|name, _| !name.starts_with("cg_receipt"));
    change(&mut members[0], &slug, 1, "disagree");
    change(&mut members[0], &slug, 1, "pass");
    change(&mut members[0], &slug, 1, "disagree");
    change(&mut members[1], &slug, 1, "disagree");
    assert!(
        organiser
            .get(&results)
            .words("tr#s1")
            .contains(" 5 100.0 %")
    );
    // With two newcomers and two who changed their minds, she is the fifth.
    change(&mut members[2], &slug, 1, "disagree");
    let row = organiser.get(&results).words("tr#s1");
    assert!(row.contains(" 7 57.1 %"), "{row}");
    // A statement that is taken down goes at once.
    decide(
        &mut organiser,
        &slug,
        1,
        "turn-down",
        &[("reason", "Asked twice")],
    )
    .must_be(200);
    assert!(!organiser.get(&results).must_be(200).has("tr#s1"));
    members[0].get(&live).must_be(403);
}

#[test]
fn after_the_close_no_file_tells_in_which_order_people_voted() {
    let (app, mut organiser, mut members) = coalition("board-order", 8);
    let slug = board(&mut organiser, "Order", "anonymous", &SEEDS);
    let mut arrived: Vec<String> = Vec::new();
    for member in &mut members {
        vote_on(member, &slug, 1, "agree", false);
        let keys = app.documents("votes").into_iter().map(|(key, _)| key);
        let hashes = keys.map(|key| key.split('/').nth(1).unwrap().to_owned());
        let new = hashes.into_iter().find(|hash| !arrived.contains(hash));
        arrived.push(new.unwrap());
    }
    let folder = app.store_folder();
    let tells = |(_, order): &(std::path::PathBuf, Vec<String>)| *order == arrived;
    // Before the close the journal has them as they came: the check can fail.
    assert!(orders(&folder, &arrived).iter().any(tells));
    organiser.press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/close"));
    let after = orders(&folder, &arrived);
    assert!(!after.is_empty() && !after.iter().any(tells));
}
