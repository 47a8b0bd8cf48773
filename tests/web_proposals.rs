//! Proposals over real HTTP: an objection, an amended round, a decision, its review, and what nobody may find out.

use serde_json::Value;

use crate::support::app::{Client, TestApp};
use crate::support::page::{Form, Page};

const NAMES: [&str; 8] = [
    "Amina", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Gloria", "Hank",
];

/// A coalition with eight members besides its organiser.
fn coalition(name: &str) -> (TestApp, Client, Vec<Client>) {
    let (app, mut organiser) = TestApp::founded(name);
    let links = organiser.invite(&NAMES, "member");
    let members = links.iter().map(|link| app.signed_in(link)).collect();
    (app, organiser, members)
}

/// Makes and opens a proposal.
fn opened(organiser: &mut Client, title: &str, fields: &[(&str, &str)]) -> String {
    let mut form = organiser.get("/proposals/new").form("/proposals/new");
    form.set("title", title).set("text", "We meet on Mondays.");
    for (name, value) in fields {
        form.set(name, value);
    }
    let page = organiser.submit(&form, None).must_be(200);
    let slug = page.path.split('/').nth(2).unwrap().to_owned();
    organiser
        .press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/open"))
        .must_be(200);
    slug
}

/// The form of a stance with those fields set.
fn stance_form(member: &mut Client, slug: &str, fields: &[(&str, &str)]) -> Form {
    let action = format!("/p/{slug}");
    let mut form = member.get(&action).must_be(200).form(&action);
    for (name, value) in fields {
        form.set(name, value);
    }
    form
}

/// Takes a stance; returns the receipt.
fn take(member: &mut Client, slug: &str, fields: &[(&str, &str)]) -> String {
    let form = stance_form(member, slug, fields);
    let page = member.submit(&form, Some(("_go", "send"))).must_be(200);
    page.words(".receipt .code")
}

fn close(organiser: &mut Client, slug: &str) -> Page {
    organiser
        .press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/close"))
        .must_be(200)
}

#[allow(clippy::too_many_lines, reason = "one story from end to end")]
#[test]
fn an_objection_leads_to_an_amended_round_and_a_decision_that_is_looked_at_again() {
    let (_app, mut organiser, mut members) = coalition("consent-life");
    let slug = opened(&mut organiser, "Meeting day", &[("scale", "consent")]);
    assert!(members[0].get("/").words("main").contains("Meeting day"));
    let form = members[0].get(&format!("/p/{slug}")).words("main");
    for told in [
        "We meet on Mondays.",
        "At least 50 % of those on the roll",
        "Nobody objects to it.",
        "however few",
    ] {
        assert!(form.contains(told), "{told}: {form}");
    }

    // A stance that needs a reason is not taken without one, and nothing typed is lost.
    let form = stance_form(&mut members[0], &slug, &[("stance", "objection")]);
    let page = members[0].submit(&form, Some(("_go", "send"))).must_be(422);
    assert!(page.words(".summary").contains("Say why"));
    assert_eq!(
        page.form(&format!("/p/{slug}")).value("stance"),
        Some("objection")
    );
    let receipt = take(
        &mut members[0],
        &slug,
        &[
            ("stance", "objection"),
            ("reason", "Mondays are when the late shift works."),
        ],
    );
    for member in &mut members[1..5] {
        take(member, &slug, &[("stance", "consent")]);
    }
    // Without the receipt nobody takes a second stance; with it she sees hers.
    let again = members[0].get(&format!("/p/{slug}"));
    let mut form = again.form(&format!("/p/{slug}"));
    form.set("_receipt", &receipt);
    let page = members[0]
        .submit(&form, Some(("_go", "reopen")))
        .must_be(200);
    assert_eq!(
        page.form(&format!("/p/{slug}")).value("reason"),
        Some("Mondays are when the late shift works.")
    );

    let page = close(&mut organiser, &slug);
    let told = page.words("main");
    assert!(told.contains("there is one objection"), "{told}");
    assert!(told.contains("late shift works"), "{told}");
    assert!(
        organiser
            .get("/decisions")
            .words("main")
            .contains("No decisions")
    );

    // The text is there to be amended.
    let amending = organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/amend"));
    let edit = format!("/p/{slug}/edit");
    let mut form = amending.must_be(200).form(&edit);
    assert_eq!(
        form.value("text").map(str::trim),
        Some("We meet on Mondays.")
    );
    form.set("text", "We meet on Tuesdays.")
        .set("change", "The late shift is free on Tuesdays.");
    organiser.submit(&form, None).must_be(200);
    // Members see the first round meanwhile, and nothing of the draft.
    let seen = members[1].get(&format!("/p/{slug}")).words("main");
    assert!(
        seen.contains("one objection") && !seen.contains("Tuesdays"),
        "{seen}"
    );
    organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/open"));

    let page = members[0].get(&format!("/p/{slug}")).must_be(200);
    assert!(page.words(".changed del").contains("Mondays"));
    assert!(page.words(".changed ins").contains("Tuesdays"));
    take(
        &mut members[0],
        &slug,
        &[("stance", "consent"), ("resolved", "yes")],
    );
    for member in &mut members[1..6] {
        take(member, &slug, &[("stance", "consent")]);
    }
    let page = close(&mut organiser, &slug);
    let told = page.words("main");
    for part in [
        "It passed.",
        "6 of 9 took part",
        "resolved for 1",
        "Earlier rounds",
        "late shift works",
        "there is one objection",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }

    let decision = page
        .links()
        .into_iter()
        .find(|link| link.starts_with("/decisions/"))
        .unwrap();
    let page = members[2].get(&decision).must_be(200);
    let told = page.words("main");
    assert!(told.contains("We meet on Tuesdays.") && told.contains("6 of 9 took part."));
    assert!(told.contains("6 of 6 support it."), "{told}");
    assert!(!page.has("form[action$='/review']"), "facilitators review");

    // A goal carries the decision along.
    let address = format!(
        "/goals/new?{}",
        decision.replace("/decisions/", "decision=")
    );
    let form = organiser.get(&address).must_be(200).form("/goals/new");
    let goals = organiser.submit(&form, None).must_be(200);
    let goal = goals
        .links()
        .into_iter()
        .find(|link| link.starts_with("/g/"))
        .unwrap();
    let page = organiser.get(&goal).must_be(200);
    assert!(page.links().contains(&decision), "{:?}", page.links());
    assert!(
        page.words("main").contains("6 of 6"),
        "{}",
        page.words("main")
    );

    // Looked at again: kept, then sent on another round.
    let review = format!("{decision}/review");
    let mut form = organiser.get(&decision).form(&review);
    form.set("review_on", "yesterday");
    organiser.submit(&form, None).must_be(422);
    form.set("review_on", "2099-01-31").set("note", "It works.");
    let told = organiser.submit(&form, None).must_be(200).words("main");
    assert!(told.contains("2099-01-31") && told.contains("It works."));
    let mut form = organiser.get(&decision).form(&review);
    form.set("outcome", "amend");
    let page = organiser.submit(&form, None).must_be(200);
    assert_eq!(page.path, format!("/p/{slug}/manage"));
    assert!(page.words("main").contains("Round 3"));
    let mut form = organiser.get(&decision).form(&review);
    form.set("outcome", "end");
    let told = organiser.submit(&form, None).must_be(200).words("main");
    assert!(told.contains("Ended on"), "{told}");
    let csv = organiser.download("/decisions.csv").text();
    assert!(
        csv.contains("We meet on Tuesdays.") && csv.contains("ended"),
        "{csv}"
    );
}

#[test]
fn the_files_of_a_closed_proposal_come_to_the_verdict_of_its_page() {
    let (_app, mut organiser, mut members) = coalition("consent-files");
    let scratch = crate::store_story::Scratch::new("consent-files-out");
    std::fs::create_dir_all(scratch.path()).unwrap();
    let recount = |organiser: &mut Client, slug: &str| -> (Value, Value, String) {
        let text = organiser
            .download(&format!("/p/{slug}/proposal.json"))
            .text();
        let path = scratch.path().join(format!("{slug}.json"));
        std::fs::write(&path, &text).unwrap();
        let run = |output: &str| {
            let ran = std::process::Command::new(env!("CARGO_BIN_EXE_commonground"))
                .args(["consent", "--output", output])
                .arg(&path)
                .output()
                .unwrap();
            assert!(
                ran.status.success(),
                "{}",
                String::from_utf8_lossy(&ran.stderr)
            );
            String::from_utf8(ran.stdout).unwrap()
        };
        let found = serde_json::from_str(&run("json")).unwrap();
        (serde_json::from_str(&text).unwrap(), found, run("table"))
    };

    let fields = [
        ("scale", "fist_to_five"),
        ("privacy", "named"),
        ("each", "yes"),
    ];
    let slug = opened(&mut organiser, "Fingers", &fields);
    for (member, fingers) in members.iter_mut().zip(["5", "5", "4", "3", "2", "2"]) {
        take(member, &slug, &[("stance", fingers)]);
    }
    let page = close(&mut organiser, &slug).words("main");
    let (file, found, table) = recount(&mut organiser, &slug);
    assert!(
        page.contains("4 of 6 support it, and 80 % are needed: 1 more."),
        "{page}"
    );
    assert_eq!(found["verdict"], "missed");
    assert_eq!(found["missed"], file["verdict"]["missed"]);
    assert_eq!(found["as_published"], true);
    assert_eq!(
        found["counts"]["levels"],
        serde_json::json!([2, 1, 1, 2, 0, 0])
    );
    assert!(
        table.starts_with("missed: support 4 of 6 at 80 % by 1"),
        "{table}"
    );
    let csv = organiser.download(&format!("/p/{slug}/stances.csv")).text();
    assert_eq!(csv.lines().count(), 7, "{csv}");
    assert!(csv.contains("Amina"), "a named proposal tells who: {csv}");

    // A verdict that somebody changed is found out.
    let path = scratch.path().join("changed.json");
    let mut changed = file.clone();
    changed["verdict"] = serde_json::json!({"verdict": "passed", "reservations": 2});
    std::fs::write(&path, changed.to_string()).unwrap();
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_commonground"))
        .arg("consent")
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("another verdict"));

    // Ratings are handed out in a crowd only; their sums always.
    let fields = [
        ("scale", "systemic"),
        ("privacy", "anonymous"),
        ("text", "Where do we meet?"),
        ("options", "Parish hall\nUnion hall"),
    ];
    let slug = opened(&mut organiser, "Halls", &fields);
    for member in members.iter_mut().take(6) {
        let ratings = [("rating_0", "7"), ("rating_1", "2")];
        take(member, &slug, &ratings);
    }
    let page = close(&mut organiser, &slug).words("main");
    assert!(page.contains("It passed: Parish hall"), "{page}");
    let (file, found, table) = recount(&mut organiser, &slug);
    assert!(file.get("stances").is_none(), "{file}");
    assert_eq!(found["chosen"], 1);
    assert_eq!(found["counts"]["resistance"]["options"][2]["sum"], 30);
    assert!(table.starts_with("passed: `Parish hall`"), "{table}");
    let reply = organiser.ask("GET", &format!("/p/{slug}/stances.csv"), &[], b"");
    assert_eq!(reply.status, 409);
}

#[test]
fn every_scale_can_be_answered_and_closed() {
    let (_app, mut organiser, mut members) = coalition("consent-scales");
    for (scale, stance, told) in [
        (
            "consensus",
            "reservations",
            "with the reservations of 5 people",
        ),
        ("consent", "consent", "It passed."),
        ("gradients", "abstain", "It passed."),
        (
            "fist_to_five",
            "1",
            "0 of 5 support it, and 80 % are needed: 4 more.",
        ),
    ] {
        let slug = opened(&mut organiser, scale, &[("scale", scale)]);
        for member in members.iter_mut().take(5) {
            take(member, &slug, &[("stance", stance), ("reason", "Because.")]);
        }
        let page = close(&mut organiser, &slug);
        let words = page.words("main");
        assert!(words.contains(told), "{scale}: {words}");
        assert!(page.has("svg.chart-stances") && page.has("main table"));
        // And in Spanish, with no message left without words.
        let mut spanish = members[0].clone();
        spanish
            .cookies
            .insert("cg_lang".to_owned(), "es".to_owned());
        let words = spanish.get(&format!("/p/{slug}/outcome")).words("main");
        assert!(
            !words.contains("consent-level") && !words.contains("consent-m"),
            "{words}"
        );
    }
}

#[test]
fn nothing_that_is_stored_says_whose_an_anonymous_stance_is() {
    let (app, mut organiser, mut members) = coalition("consent-stored");
    let slug = opened(&mut organiser, "Secret", &[("scale", "consensus")]);
    for (idx, member) in members.iter_mut().enumerate() {
        let stance = ["agree", "stand_aside"][idx % 2];
        take(member, &slug, &[("stance", stance)]);
    }
    // While it is open, nobody sees anything but how many have answered.
    for visitor in [&mut organiser, &mut members[0]] {
        let reply = visitor.ask("GET", &format!("/p/{slug}/outcome"), &[], b"");
        assert_eq!(reply.status, 409);
        let reply = visitor.ask("GET", &format!("/p/{slug}/proposal.json"), &[], b"");
        assert_eq!(reply.status, 409);
    }
    let managing = organiser.get(&format!("/p/{slug}/manage")).words("main");
    assert!(managing.contains("8 of 9 have taken part."), "{managing}");
    close(&mut organiser, &slug);

    let ids: Vec<String> = app
        .documents("members")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let stances = app.documents("stances");
    assert_eq!(stances.len(), members.len());
    let others = [app.documents("proposals"), app.documents("decisions")].concat();
    for (key, body) in stances.iter().chain(&others) {
        for telling in ids.iter().map(String::as_str).chain(NAMES) {
            assert!(
                !key.contains(telling) && !body.contains(telling),
                "{key}: {body}"
            );
        }
    }
    for (_, body) in &stances {
        let document: Value = serde_json::from_str(body).unwrap();
        let fields: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(
            fields,
            [
                "member",
                "organisation",
                "proof",
                "reason",
                "resolved",
                "stance"
            ]
        );
        assert!(document["member"].is_null() && document["organisation"].is_null());
    }
    let csv = organiser.download(&format!("/p/{slug}/stances.csv")).text();
    for name in NAMES {
        assert!(!csv.contains(name));
    }
}

#[test]
fn while_it_is_open_no_page_tells_one_set_of_stances_from_another() {
    let world = |name: &str, stance: &str| -> Vec<String> {
        let (_app, mut organiser, mut members) = coalition(name);
        let slug = opened(&mut organiser, "Open", &[("scale", "consensus")]);
        for member in &mut members[..6] {
            take(member, &slug, &[("stance", stance), ("reason", stance)]);
        }
        let mut told = Vec::new();
        for visitor in [0, 7] {
            for path in [
                "/",
                "/proposals",
                "/p/open",
                "/p/open/outcome",
                "/decisions",
            ] {
                told.push(members[visitor].get(path).words("main"));
            }
        }
        for path in ["/", "/proposals", "/p/open/manage", "/p/open/stances.csv"] {
            told.push(organiser.get(path).words("main"));
        }
        told
    };
    let all_for = world("consent-differ-one", "agree");
    assert!(all_for.iter().all(|words| !words.is_empty()));
    assert_eq!(all_for, world("consent-differ-two", "block"));
}

#[test]
fn under_the_floor_nobody_sees_how_few_they_were() {
    let told = |n: usize| {
        let (_app, mut organiser, mut members) = coalition(&format!("consent-few-{n}"));
        let slug = opened(
            &mut organiser,
            "Few",
            &[("scale", "consent"), ("quorum", "0")],
        );
        for member in members.iter_mut().take(n) {
            take(
                member,
                &slug,
                &[("stance", "objection"), ("reason", "Too soon.")],
            );
        }
        close(&mut organiser, &slug);
        let page = members[7].get(&format!("/p/{slug}/outcome")).must_be(200);
        let file = members[7].ask("GET", &format!("/p/{slug}/proposal.json"), &[], b"");
        (page.words("main"), file.status)
    };
    let (none, few, enough) = (told(0), told(4), told(5));
    assert_eq!(none, few);
    assert!(none.0.contains("Fewer than 5 people took part") && none.1 == 409);
    assert!(
        enough.0.contains("Too soon.") && enough.1 == 200,
        "{enough:?}"
    );
}

#[test]
fn an_organisation_is_told_apart_only_where_enough_of_it_took_part() {
    let (app, mut organiser) = TestApp::founded_with("consent-organisations", "3");
    let mut members = Vec::new();
    for (name, n) in [("Union", 6), ("Parish", 4), ("Club", 2), ("Choir", 1)] {
        let mut form = organiser.get("/people").form("/people/organisations");
        form.set("name", name);
        let people = organiser.submit(&form, None).must_be(200);
        let id = people
            .all("#f-organisation option")
            .into_iter()
            .find(|option| crate::support::page::words_of(*option) == name)
            .unwrap()
            .attr("value")
            .unwrap()
            .to_owned();
        let mut form = people.form("/people/members");
        let names: Vec<String> = (0..n).map(|idx| format!("{name} {idx}")).collect();
        form.set("names", &names.join("\n"))
            .set("organisation", &id);
        let page = organiser.submit(&form, None).must_be(200);
        for link in page.all("table.links code") {
            let link = crate::support::page::words_of(link);
            members.push(app.signed_in(&link[link.find("/in/").unwrap()..]));
        }
    }
    let mut form = organiser.get("/proposals/new").form("/proposals/new");
    form.set("title", "Each")
        .set("text", "Words")
        .set("each", "yes");
    let page = organiser.submit(&form, None).must_be(422);
    assert!(page.words("#f-each-error").contains("anonymous"));

    let fields = [
        ("scale", "gradients"),
        ("privacy", "confidential"),
        ("each", "yes"),
    ];
    let slug = opened(&mut organiser, "Each", &fields);
    for (idx, member) in members.iter_mut().enumerate() {
        // Two of the parish's four are against it: hidden among the others, and not in the parish.
        let fields = match idx {
            6 | 7 => [("stance", "serious_disagreement"), ("reason", "Not there.")],
            12 => [("stance", "endorsement"), ("reason", "The choir likes it.")],
            _ => [("stance", "endorsement"), ("reason", "")],
        };
        take(member, &slug, &fields);
    }
    let page = close(&mut organiser, &slug);
    let told = page.words("main");
    assert!(
        told.contains("Parish: What is asked of each organisation does not hold."),
        "{told}"
    );
    for telling in ["Club", "Choir"] {
        assert!(!told.contains(telling), "{telling}: {told}");
    }
    assert!(
        told.contains("All other organisations together") && told.contains("The choir likes it.")
    );
    let text = organiser
        .download(&format!("/p/{slug}/proposal.json"))
        .text();
    let file: Value = serde_json::from_str(&text).unwrap();
    let groups = file["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 3, "{file}");
    for group in groups {
        // Two against, or none, are fewer than three: no organisation's numbers are told.
        assert!(
            group.get("supporting").is_none() && group.get("meets").is_some(),
            "{group}"
        );
    }
}

#[test]
fn an_answer_to_an_earlier_round_does_not_answer_this_one() {
    let (_app, mut organiser, mut members) = coalition("consent-late");
    let slug = opened(&mut organiser, "Late", &[("scale", "consent")]);
    let late = stance_form(&mut members[7], &slug, &[("stance", "consent")]);
    let receipt = take(&mut members[0], &slug, &[("stance", "consent")]);
    for member in &mut members[1..5] {
        take(member, &slug, &[("stance", "consent")]);
    }
    close(&mut organiser, &slug);
    members[7].submit(&late, Some(("_go", "send"))).must_be(409);
    organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/amend"));
    organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/open"));
    members[7].submit(&late, Some(("_go", "send"))).must_be(409);
    // The receipt of the first round still shows what was said there, and changes nothing.
    let lookup = format!("/p/{slug}/receipt");
    let mut form = members[0].get(&lookup).form(&lookup);
    form.set("_receipt", &receipt);
    let page = members[0].submit(&form, None).must_be(200);
    assert!(page.words("main").contains("Round 1") && page.words("main").contains("closed"));
    // A draft round can be thrown away; what is closed stays.
    close(&mut organiser, &slug);
    organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/amend"));
    organiser.press(&format!("/p/{slug}/manage"), &format!("/p/{slug}/delete"));
    let told = organiser.get(&format!("/p/{slug}/outcome")).words("main");
    assert!(
        told.contains("Round 2") && !told.contains("Round 3"),
        "{told}"
    );
}

#[test]
fn a_review_that_is_due_stands_on_the_first_page() {
    let (app, mut organiser, mut members) = coalition("consent-due");
    let slug = opened(&mut organiser, "Due", &[("scale", "consent")]);
    for member in &mut members[..5] {
        take(member, &slug, &[("stance", "consent")]);
    }
    close(&mut organiser, &slug);
    let told = members[0].get("/").words("main");
    assert!(!told.contains("is to be looked at again"), "{told}");
    let (key, body) = app.documents("decisions").remove(0);
    let mut decision: Value = serde_json::from_str(&body).unwrap();
    decision["review_on"] = "2020-01-31".into();
    app.put("decisions", &key, &decision);
    let told = members[0].get("/").words("main");
    assert!(
        told.contains("A decision is to be looked at again."),
        "{told}"
    );
    let told = members[0].get("/decisions").words("main");
    assert!(
        told.contains("It was to be looked at again on 2020-01-31."),
        "{told}"
    );
}

#[test]
fn a_close_that_was_interrupted_is_counted_when_it_is_looked_at() {
    let (app, mut organiser, mut members) = coalition("consent-interrupted");
    let slug = opened(&mut organiser, "Half", &[("scale", "consent")]);
    for member in &mut members[..5] {
        take(member, &slug, &[("stance", "consent")]);
    }
    // What the first of the two batches of a close leaves.
    let (key, body) = app.documents("proposals").remove(0);
    let mut proposal: Value = serde_json::from_str(&body).unwrap();
    proposal["rounds"][0]["state"] = "closed".into();
    proposal["rounds"][0]["closed"] = proposal["rounds"][0]["opened"].clone();
    proposal["rounds"][0]["review_on"] = "2099-01-31".into();
    app.put("proposals", &key, &proposal);
    let told = members[6].get(&format!("/p/{slug}/outcome")).words("main");
    assert!(told.contains("It passed."), "{told}");
    let decisions = app.documents("decisions");
    assert_eq!(decisions.len(), 1);
    assert!(decisions[0].1.contains("2099-01-31"));
    members[7].get(&format!("/p/{slug}/outcome")).must_be(200);
    assert_eq!(app.documents("decisions").len(), 1, "it is recorded once");
}

#[test]
fn a_stance_is_taken_back_while_the_round_is_open_and_never_by_another() {
    let (app, mut organiser, mut members) = coalition("consent-back");
    let slug = opened(&mut organiser, "Back", &[("scale", "consent")]);
    let objection = [("stance", "objection"), ("reason", "Not on Mondays.")];
    let receipt = take(&mut members[0], &slug, &objection);
    for member in &mut members[1..6] {
        take(member, &slug, &[("stance", "consent")]);
    }
    let found = |member: &mut Client| {
        let lookup = format!("/p/{slug}/receipt");
        let mut form = member.get(&lookup).form(&lookup);
        form.set("_receipt", &receipt);
        member.submit(&form, None)
    };
    let withdraw = format!("/p/{slug}/withdraw");
    // Whoever gets hold of her receipt can read it, and neither change nor delete what she said.
    let form = found(&mut members[1]).must_be(200).form(&withdraw);
    members[1].submit(&form, None).must_be(404);
    assert_eq!(app.documents("stances").len(), 6);

    let form = found(&mut members[0]).must_be(200).form(&withdraw);
    let page = members[0].submit(&form, None).must_be(200);
    assert!(page.words("main").contains("another stance, or none"));
    assert_eq!(app.documents("stances").len(), 5);
    found(&mut members[0]).must_be(422);
    let managing = organiser.get(&format!("/p/{slug}/manage")).words("main");
    assert!(managing.contains("5 of 9"), "{managing}");
    // She may take part anew, with a receipt of its own.
    let other = take(&mut members[0], &slug, &[("stance", "consent")]);
    assert_ne!(other, receipt);
    let told = close(&mut organiser, &slug).words("main");
    assert!(
        told.contains("It passed.") && !told.contains("Mondays are"),
        "{told}"
    );
    // What is closed is counted and stays.
    let closed = members[0].submit(&form, None);
    assert_eq!(closed.status(), 409);
    assert_eq!(app.documents("stances").len(), 6);
}

#[test]
fn the_coalitions_rule_fills_in_new_proposals_and_leaves_the_others_alone() {
    let (_app, mut organiser, mut members) = coalition("consent-rules");
    let earlier = opened(&mut organiser, "Earlier", &[("scale", "consensus")]);
    let read = members[0].get("/proposals/rules").must_be(200);
    assert!(read.words("main").contains("set no rule of its own"));
    assert!(!read.has("form[action='/proposals/rules']"));

    let mut form = organiser.get("/proposals/rules").form("/proposals/rules");
    form.set("scale", "fist_to_five")
        .set("consensus_quorum", "101")
        .set("fist_to_five_quorum", "66");
    let page = organiser.submit(&form, None).must_be(422);
    assert!(page.words("#f-consensus_quorum-error").contains("0 to 100"));
    let mut form = page.form("/proposals/rules");
    assert_eq!(form.value("fist_to_five_quorum"), Some("66"));
    form.set("consensus_quorum", "40")
        .set("consensus_aside", "10")
        .set("fist_to_five_support", "90")
        .set("fist_to_five_each", "yes")
        .set("fist_to_five_each_support", "60");
    organiser.submit(&form, None).must_be(200);
    let told = members[0].get("/proposals/rules").words("main");
    for part in ["66 %", "At least 90 %", "at least 60 %", "fewer than 15 %"] {
        assert!(told.contains(part), "{part}: {told}");
    }

    // A new proposal begins with the scale, and each scale with its rule.
    let form = organiser.get("/proposals/new").form("/proposals/new");
    assert_eq!(form.value("scale"), Some("fist_to_five"));
    assert_eq!(form.value("privacy"), Some("confidential"));
    let slug = opened(&mut organiser, "By the rule", &[]);
    let told = members[0].get(&format!("/p/{slug}")).words("main");
    for part in ["66 %", "At least 90 %", "at least 60 %"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let fields = [("scale", "consensus"), ("aside", "30")];
    let slug = opened(&mut organiser, "Otherwise", &fields);
    let told = members[0].get(&format!("/p/{slug}")).words("main");
    assert!(
        told.contains("At least 40 %") && told.contains("At most 30 %"),
        "{told}"
    );
    // A proposal can leave out what the coalition asks, and what was opened before keeps its rule.
    let fields = [("each", "no"), ("privacy", "anonymous")];
    let slug = opened(&mut organiser, "Without", &fields);
    let told = members[0].get(&format!("/p/{slug}")).words("main");
    assert!(!told.contains("In each organisation"), "{told}");
    let told = members[0].get(&format!("/p/{earlier}")).words("main");
    assert!(
        told.contains("At least 50 %") && told.contains("At most 25 %"),
        "{told}"
    );
}
