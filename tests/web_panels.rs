//! A Delphi panel over real HTTP, without scripts: from the draft over two rounds to the ratings that anybody can
//! work out again.

use commonground::consensus::{Scale, report};
use commonground::formats::ratings::read_ratings;

use crate::support::app::{Client, TestApp};
use crate::support::page::{Form, Page};

pub(crate) const NAMES: [&str; 12] = [
    "Amina", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Gloria", "Hank", "Ines", "Jamal",
    "Keiko", "Luis",
];

/// A coalition with a floor of `k`, its facilitator, and members signed in.
pub(crate) fn coalition(name: &str, k: &str, n_members: usize) -> (TestApp, Client, Vec<Client>) {
    let (app, mut organiser) = TestApp::founded_with(name, k);
    let links = organiser.invite(&NAMES[..n_members], "member");
    let facilitator = organiser.invite(&["Linh"], "facilitator");
    let facilitator = app.signed_in(&facilitator[0]);
    let members = links.iter().map(|link| app.signed_in(link)).collect();
    (app, facilitator, members)
}

/// Makes a draft with these changes to the form and returns its address.
fn draft(facilitator: &mut Client, changes: &[(&str, &str)]) -> String {
    let mut form = facilitator.get("/panels/new").form("/panels/new");
    form.set("title", "What helps tenants")
        .set("question", "How much would it help?")
        .set("items", "Rent cap\nLegal aid\nHeat line");
    for (field, value) in changes {
        form.set(field, value);
    }
    let page = facilitator.submit(&form, None).must_be(200);
    page.path.strip_suffix("/manage").unwrap().to_owned()
}

fn opened(facilitator: &mut Client, changes: &[(&str, &str)]) -> String {
    let panel = draft(facilitator, changes);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/open"));
    panel
}

fn close_round(facilitator: &mut Client, panel: &str) -> Page {
    facilitator
        .press(&format!("{panel}/manage"), &format!("{panel}/close"))
        .must_be(200)
}

/// Ticks a rating for each item, `-` for none, and types a reason for the first where there is one.
fn rated(member: &mut Client, panel: &str, ratings: &str, reason: &str) -> Form {
    let mut form = member.get(panel).must_be(200).form(panel);
    for (idx, rating) in (1..).zip(ratings.split_whitespace()) {
        let rating = if rating == "-" { "DK" } else { rating };
        form.set(&format!("i{idx}"), rating);
    }
    if !reason.is_empty() {
        form.set("why_i1", reason);
    }
    form
}

fn rate(member: &mut Client, panel: &str, ratings: &str, reason: &str) -> String {
    let form = rated(member, panel, ratings, reason);
    let receipt = member.submit(&form, Some(("_go", "send"))).must_be(200);
    receipt.words(".receipt .code")
}

#[test]
fn a_panel_lives_through_two_rounds() {
    let (app, mut facilitator, mut members) = coalition("panel-life", "3", 12);
    let panel = a_draft_with_mistakes(&mut facilitator, &mut members[0]);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/open"));
    assert!(members[0].get("/").links().contains(&panel));

    // The rule is there before the first answer.
    let form = members[0].get(&panel).must_be(200);
    assert!(form.words(".note").contains("less than 15 %"));
    assert!(form.words(".note").contains("from 12 people on"));
    assert!(!form.has("svg"), "nobody said anything yet");
    nothing_rated_is_told_so(&mut members[0], &panel);

    // Round 1: i1 split, i2 high, i3 spread.
    let round_1 = [
        "9 8 1", "9 8 2", "9 8 3", "8 8 4", "9 8 5", "9 7 6", "1 8 7", "1 8 8", "2 9 9", "1 8 1",
        "1 7 5", "1 8 -",
    ];
    let mut receipts = Vec::new();
    for (idx, (member, ratings)) in members.iter_mut().zip(round_1).enumerate() {
        let reason = format!("because of {}", ["heat", "law", "rent"][idx % 3]);
        receipts.push(rate(member, &panel, ratings, &reason));
    }
    facilitator.get(&format!("{panel}/results")).must_be(409);
    let managing = close_round(&mut facilitator, &panel);
    assert!(managing.words("main").contains("another round"));
    members[1].get(&panel).must_be(200);
    let late = rated_directly(&mut members[1], &panel);
    assert_eq!(late.status(), 409, "nobody answers between two rounds");

    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    what_a_participant_sees(&mut members[6], &panel);
    another_device(&app, &members[11], &panel, &receipts[11]);

    // Round 2: i1 stays split, i2 stays high, i3 moved to one side. Two stay out.
    let round_2 = [
        "9 8 8", "9 8 8", "9 8 8", "8 8 8", "9 8 9", "9 7 8", "1 8 7", "1 8 8", "2 9 9", "1 8 9",
    ];
    for (member, ratings) in members.iter_mut().zip(round_2) {
        rate(member, &panel, ratings, "");
    }
    close_round(&mut facilitator, &panel);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    let third = members[0].get(&panel).must_be(200);
    assert_eq!(
        third.all(".panel-item").len(),
        1,
        "the settled items are asked no more"
    );
    assert!(
        third
            .words("details:not(.note)")
            .contains("2 items are settled")
    );
    ten_of_twelve_are_no_crowd(&mut members[0], &panel);

    // Round 3 with everybody, and the panel is over by its rule.
    for (member, ratings) in members.iter_mut().zip([8, 8, 8, 8, 9, 8, 7, 8, 9, 9, 8, 8]) {
        let mut form = member.get(&panel).form(&panel);
        form.set("i3", &ratings.to_string());
        member.submit(&form, Some(("_go", "send"))).must_be(200);
    }
    close_round(&mut facilitator, &panel);
    the_end(&mut members[3], &mut facilitator, &panel);
}

fn a_draft_with_mistakes(facilitator: &mut Client, member: &mut Client) -> String {
    let mut form = facilitator.get("/panels/new").form("/panels/new");
    form.set("items", "Rent cap\nrent cap")
        .set("question", "How much?");
    let wrong = facilitator.submit(&form, None).must_be(422);
    let summary = wrong.words(".summary");
    assert!(
        summary.contains("`rent cap` stands here twice"),
        "{summary}"
    );
    assert!(summary.contains("Write a title"));
    let again = wrong.form("/panels/new");
    assert_eq!(again.value("question"), Some("How much?"));
    assert!(again.value("items").unwrap().contains("Rent cap\nrent cap"));

    let panel = draft(facilitator, &[("most_rounds", "3")]);
    assert!(!member.get("/rounds").words("main").contains("tenants"));
    member.get(&panel).must_be(404);
    panel
}

fn nothing_rated_is_told_so(member: &mut Client, panel: &str) {
    let mut form = member.get(panel).form(panel);
    form.set("why_i1", &"x".repeat(281));
    let wrong = member.submit(&form, Some(("_go", "send"))).must_be(422);
    assert!(wrong.words(".summary").contains("at most 280"));
    assert_eq!(
        wrong
            .form(panel)
            .value("why_i1")
            .map(|typed| typed.trim().len()),
        Some(281)
    );
    let mut form = wrong.form(panel);
    form.set("why_i1", "short");
    let wrong = member.submit(&form, Some(("_go", "send"))).must_be(422);
    assert!(wrong.has("a[href='#f-i1']") && wrong.has("#f-i1"));
}

/// Sends the fields of a form that was opened while the round was open.
fn rated_directly(member: &mut Client, panel: &str) -> Page {
    let token = member.get("/").form("/language");
    let fields = [
        ("_token", token.value("_token").unwrap()),
        ("_go", "send"),
        ("i1", "5"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    member.post(panel, &fields)
}

fn what_a_participant_sees(member: &mut Client, panel: &str) {
    let page = member.get(panel).must_be(200);
    assert!(page.words(".steps").contains("Round 2 of at most 3"));
    let item = page.words(".panel-item");
    assert!(item.contains("What the group said in round 1"), "{item}");
    // 1 1 1 1 1 2 8 9 9 9 9 9
    assert!(item.contains("Median 5; the middle half of the ratings lies from 1 to 9"));
    assert!(item.contains("Your rating in round 1 was 1."));
    assert!(item.contains("12 reasons") && item.contains("because of law"));
    assert!(!NAMES.iter().any(|name| item.contains(name)));
    assert_eq!(page.all(".panel-item svg").len(), 3);
    let first = page.words("svg desc");
    assert!(
        first.contains("1: 41.7 %") && first.contains("9: 41.7 %"),
        "{first}"
    );
    // Twelve rated it, eleven of them the third: below four times the floor there is no distribution.
    let third = page.all("svg desc")[2];
    assert!(!crate::support::page::words_of(third).contains('%'));
    assert_eq!(page.all("#spread-i3-title ~ rect.chart-bar").len(), 0);

    // Her last answer stands in the form, her reason does not: it would be shown twice.
    let form = page.form(panel);
    assert_eq!(form.value("i1"), Some("1"));
    assert_eq!(form.value("why_i1").map(str::trim), Some(""));
    let spanish = {
        let mut fields = page.form("/language").fields();
        fields.push(("language".to_owned(), "es".to_owned()));
        let mut copy = member.clone();
        copy.post("/language", &fields);
        copy.get(panel).must_be(200)
    };
    assert!(
        spanish
            .words(".panel-item")
            .contains("Su valoración en la ronda 1 fue 1.")
    );
}

/// Without the cookie nobody knows which ratings are hers; with the code of the receipt they are there again.
fn another_device(app: &TestApp, member: &Client, panel: &str, receipt: &str) {
    let mut phone = app.client();
    phone.cookies.clone_from(&member.cookies);
    phone
        .cookies
        .retain(|name, _| !name.starts_with("cg_receipt"));
    let asked = phone.get(panel).must_be(200);
    assert_eq!(asked.words("h1"), "You have taken part");
    let mut form = asked.form(panel);
    form.set("_receipt", "0000-0000-0000-0000-0000");
    let wrong = phone.submit(&form, Some(("_go", "reopen"))).must_be(422);
    assert!(
        wrong
            .words(".summary")
            .contains("No entry has this receipt")
    );
    let mut form = wrong.form(panel);
    form.set("_receipt", receipt);
    let sheet = phone.submit(&form, Some(("_go", "reopen"))).must_be(200);
    assert_eq!(sheet.form(panel).value("i2"), Some("8"));
    assert_eq!(sheet.form(panel).value("i3"), None, "she could not say");
    assert_eq!(phone.get(panel).form(panel).value("i2"), Some("8"));
    let lookup = format!("{panel}/receipt");
    let mut form = phone.get(&lookup).form(&lookup);
    form.set("_receipt", receipt);
    let found = phone.submit(&form, None).must_be(200);
    assert!(found.words("dl").contains("because of rent"));
}

fn ten_of_twelve_are_no_crowd(member: &mut Client, panel: &str) {
    let page = member.get(&format!("{panel}/results")).must_be(200);
    let words = page.words("main");
    assert!(words.contains("Round 1: 12 of 14 took part"), "{words}");
    assert!(words.contains("Round 2: 10 of 14 took part"));
    let findings = page.words("section[aria-labelledby=findings]");
    assert!(
        findings.contains("Settled, and agreed: high Legal aid"),
        "{findings}"
    );
    assert!(findings.contains("Settled in disagreement Rent cap"));
    assert!(findings.contains("Not settled Heat line"));
    // The drift of each item, with words for those who do not see it.
    assert_eq!(page.all("section[aria-labelledby=drift] svg").len(), 3);
    let told = page.words("#drift-i3-desc");
    assert!(
        told.starts_with("Round 1: Median 5") && told.contains("Round 2: Median 8"),
        "{told}"
    );
    // Round 2 has ten ratings: the median is told, how many gave what is not.
    let rows: Vec<String> = page
        .all("section[aria-labelledby=measures] tbody tr")
        .into_iter()
        .map(crate::support::page::words_of)
        .collect();
    assert_eq!(rows.len(), 6);
    assert!(rows[0].starts_with("Rent cap 1 12 5 1–9 "), "{rows:?}");
    assert!(rows[1].starts_with("Rent cap 2 – "), "{rows:?}");
}

fn the_end(member: &mut Client, facilitator: &mut Client, panel: &str) {
    let page = member.get(panel).must_be(200);
    assert_eq!(page.path, format!("{panel}/results"));
    assert!(
        page.words(".note[role=status]")
            .contains("every item is settled")
    );
    member.get("/rounds").must_be(200);
    assert!(!member.get("/").links().contains(&panel.to_owned()));

    // Rounds 1 and 3 had a crowd; their ratings are handed out and give the same figures.
    let ratings = member.download(&format!("{panel}/ratings.csv"));
    let scale = Scale { min: 1, max: 9 };
    let read = read_ratings(&ratings.body, scale).unwrap();
    let names: Vec<&str> = read
        .rounds
        .iter()
        .map(|round| round.name.as_str())
        .collect();
    assert_eq!(names, ["1", "3"]);
    let again = report(&read);
    let measures = csv_rows(&member.download(&format!("{panel}/measures.csv")).body);
    let mut compared = 0;
    for round in again.earlier.iter().chain(&again.last) {
        for item in round.items.iter().filter(|item| item.n > 11) {
            let row = measures
                .iter()
                .find(|row| Some(row[0].as_str()) == round.round && row[1] == item.item)
                .unwrap();
            let summary = item.summary.unwrap();
            let expected = [
                item.n.to_string(),
                summary.median.to_string(),
                summary.q1.to_string(),
                summary.q3.to_string(),
                summary.iqr.to_string(),
                item.van_der_eijk_a.unwrap().to_string(),
            ];
            assert_eq!(row[3..9], expected, "{row:?}");
            assert_eq!(row[11], item.rand_ucla.unwrap().di.to_string());
            compared += 1;
        }
    }
    assert_eq!(compared, 3, "two items in round 1, one in round 3");
    let body = String::from_utf8(ratings.body).unwrap();
    assert!(!NAMES.iter().any(|name| body.contains(name)));

    // Only one item is agreed to be high in the end, and one more: they can go into a round.
    let results = facilitator.get(&format!("{panel}/results"));
    let link = results
        .links()
        .into_iter()
        .find(|link| link.starts_with("/rounds/new"))
        .unwrap();
    let new = facilitator.get(&link).must_be(200).form("/rounds/new");
    assert_eq!(
        new.value("options").map(str::trim),
        Some("Legal aid\nHeat line")
    );
}

fn csv_rows(body: &[u8]) -> Vec<Vec<String>> {
    csv::Reader::from_reader(body)
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn of_fewer_than_the_floor_nothing_is_shown() {
    let (_app, mut facilitator, mut members) = coalition("panel-few", "5", 12);
    let panel = opened(&mut facilitator, &[]);
    for member in &mut members[..4] {
        rate(member, &panel, "9 1 5", "my own reason");
    }
    close_round(&mut facilitator, &panel);
    members[0].get(&format!("{panel}/results")).must_be(409);
    for file in ["ratings.csv", "measures.csv", "panel.json"] {
        members[0].get(&format!("{panel}/{file}")).must_be(409);
    }
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    let page = members[0].get(&panel).must_be(200);
    let words = page.words("main");
    assert!(words.contains("Fewer than 5 people rated this"), "{words}");
    assert!(!words.contains("my own reason") && !page.has("svg"));
    assert!(
        words.contains("Your rating in round 1 was 9."),
        "her own she may see"
    );

    // Five rate two of the items, four the third.
    for (idx, member) in members[4..9].iter_mut().enumerate() {
        rate(
            member,
            &panel,
            if idx == 0 { "7 2 -" } else { "7 2 5" },
            "other words",
        );
    }
    close_round(&mut facilitator, &panel);
    let page = members[0].get(&format!("{panel}/results")).must_be(200);
    let words = page.words("main");
    assert!(words.contains("Round 1: fewer than 5 took part"), "{words}");
    assert!(words.contains("other words") && !words.contains("my own reason"));
    let rows: Vec<String> = page
        .all("section[aria-labelledby=measures] tbody tr")
        .into_iter()
        .map(crate::support::page::words_of)
        .collect();
    assert!(rows[1].starts_with("Rent cap 2 – 7 7–7 – "), "{rows:?}");
    assert_eq!(rows[5], "Heat line 2 – – – – – – – – – –");
    members[0].get(&format!("{panel}/ratings.csv")).must_be(409);
}

#[test]
fn nothing_that_is_stored_of_an_anonymous_panel_says_whose_it_is() {
    let (app, mut facilitator, mut members) = coalition("panel-stored", "3", 4);
    let panel = opened(&mut facilitator, &[]);
    let receipts: Vec<String> = members
        .iter_mut()
        .map(|member| rate(member, &panel, "7 8 9", ""))
        .collect();
    let ids: Vec<String> = app
        .documents("members")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let entries = app.documents("panel_entries");
    assert_eq!(entries.len(), 4, "one document a participant");
    for (key, body) in &entries {
        for telling in ids.iter().map(String::as_str).chain(NAMES) {
            assert!(
                !key.contains(telling) && !body.contains(telling),
                "{key}: {body}"
            );
        }
        for receipt in &receipts {
            let plain = receipt.replace('-', "").to_lowercase();
            assert!(!key.contains(&plain) && !body.contains(&plain));
        }
    }
    // A second round adds to the same documents, and the roll keeps its single mark.
    close_round(&mut facilitator, &panel);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    rate(&mut members[0], &panel, "6 6 6", "");
    let entries = app.documents("panel_entries");
    assert_eq!(entries.len(), 4);
    let revised: Vec<_> = entries
        .iter()
        .filter(|(_, body)| body.contains("\"2\":"))
        .collect();
    assert_eq!(revised.len(), 1);
    for (key, body) in app.documents("roll") {
        assert!(!body.contains("round"), "{key}: {body}");
    }
}

#[test]
fn a_named_panel_knows_its_people_without_a_receipt_and_names_reasons() {
    let (app, mut facilitator, mut members) = coalition("panel-named", "3", 4);
    let panel = opened(&mut facilitator, &[("privacy", "named")]);
    for member in &mut members[..3] {
        rate(member, &panel, "7 8 9", "so be it");
    }
    close_round(&mut facilitator, &panel);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    let mut phone = app.client();
    phone.cookies.clone_from(&members[0].cookies);
    phone
        .cookies
        .retain(|name, _| !name.starts_with("cg_receipt"));
    let page = phone.get(&panel).must_be(200);
    assert_eq!(page.form(&panel).value("i3"), Some("9"));
    assert!(page.words(".panel-item").contains("so be it – Ben"));
    assert!(
        page.has(".panel-item rect.chart-bar"),
        "three are enough here"
    );
    rate(&mut phone, &panel, "6 8 9", "");
    assert_eq!(app.documents("panel_entries").len(), 3);
}

#[test]
fn a_panel_ends_early_only_for_a_reason_that_is_kept() {
    let (_app, mut facilitator, mut members) = coalition("panel-early", "3", 4);
    let panel = opened(&mut facilitator, &[]);
    for (member, ratings) in members.iter_mut().zip(["1 5 9", "9 5 1", "5 5 5", "2 5 8"]) {
        rate(member, &panel, ratings, "");
    }
    close_round(&mut facilitator, &panel);
    let manage = format!("{panel}/manage");
    let end = format!("{panel}/end");
    let wrong = facilitator.press(&manage, &end).must_be(422);
    assert!(wrong.words(".summary").contains("why the panel ends early"));
    let mut form = wrong.form(&end);
    form.set("reason", "The city decided meanwhile");
    facilitator.submit(&form, None).must_be(200);
    let results = members[0].get(&format!("{panel}/results")).must_be(200);
    assert!(
        results
            .words(".note[role=status]")
            .contains("The city decided meanwhile")
    );
    facilitator.get(&manage).must_be(200);
    let token = facilitator.get(&manage).form("/language");
    let fields = [(
        "_token".to_owned(),
        token.value("_token").unwrap().to_owned(),
    )];
    facilitator
        .post(&format!("{panel}/next"), &fields)
        .must_be(409);
}

#[test]
fn ratings_for_a_round_that_was_closed_meanwhile_are_not_lost() {
    let (_app, mut facilitator, mut members) = coalition("panel-late", "3", 4);
    let panel = opened(&mut facilitator, &[]);
    for member in &mut members[..3] {
        rate(member, &panel, "7 8 9", "");
    }
    let late = rated(&mut members[3], &panel, "2 3 4", "my late words");
    close_round(&mut facilitator, &panel);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));
    let page = members[3].submit(&late, Some(("_go", "send"))).must_be(200);
    assert!(
        page.words(".note[role=status]")
            .contains("was closed before")
    );
    let form = page.form(&panel);
    assert_eq!(form.value("i2"), Some("3"));
    assert_eq!(form.value("why_i1").map(str::trim), Some("my late words"));
    let receipt = members[3].submit(&form, Some(("_go", "send"))).must_be(200);
    assert!(receipt.has(".receipt .code"));
}

#[test]
fn ratings_are_taken_back_while_their_round_is_open_and_earlier_rounds_stay() {
    let (app, mut facilitator, mut members) = coalition("panel-back", "3", 6);
    let panel = opened(&mut facilitator, &[]);
    let mut receipts = Vec::new();
    for member in &mut members {
        receipts.push(rate(member, &panel, "7 8 2", "Because."));
    }
    let taking_back = |member: &mut Client, receipt: &str| {
        let lookup = format!("{panel}/receipt");
        let mut form = member.get(&lookup).form(&lookup);
        form.set("_receipt", receipt);
        let found = member.submit(&form, None).must_be(200);
        found.form(&format!("{panel}/withdraw"))
    };
    // In the first round the whole entry goes; with the receipt of another nothing does.
    let form = taking_back(&mut members[1], &receipts[0]);
    members[1].submit(&form, None).must_be(404);
    assert_eq!(app.documents("panel_entries").len(), 6);
    let form = taking_back(&mut members[0], &receipts[0]);
    let page = members[0].submit(&form, None).must_be(200);
    assert!(page.words("main").contains("rate anew"));
    assert_eq!(app.documents("panel_entries").len(), 5);
    let receipt = rate(&mut members[0], &panel, "1 1 1", "");
    close_round(&mut facilitator, &panel);
    facilitator.press(&format!("{panel}/manage"), &format!("{panel}/next"));

    // Whoever answered the last round is told on the first page that another one waits.
    let first = members[0].get("/").words("main");
    assert!(first.contains("Round 2 is open"), "{first}");
    let second = rate(&mut members[0], &panel, "5 5 5", "Changed my mind.");
    assert_eq!(second, receipt, "one receipt for all rounds");
    let form = taking_back(&mut members[0], &receipt);
    let page = members[0].submit(&form, None).must_be(200);
    assert!(page.words("main").contains("Closed rounds stay"));
    let bodies = app.documents("panel_entries");
    assert_eq!(bodies.len(), 6, "what she said in round 1 stays");
    assert!(!bodies.iter().any(|(_, body)| body.contains("Changed")));
    // A button that is pressed twice changes nothing more.
    members[0].submit(&form, None).must_be(200);
    assert_eq!(app.documents("panel_entries").len(), 6);
    let page = members[0].get(&panel).must_be(200);
    assert_eq!(page.form(&panel).value("i1"), Some("1"));
}
