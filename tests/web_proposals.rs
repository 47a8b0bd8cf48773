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
        "6 of 9 took part.",
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
