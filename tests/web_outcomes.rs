//! What the pages of rounds say when a count is tied, when nothing comes of it, and in whose voices.

use crate::support::app::Client;
use crate::support::page::Page;
use crate::web_rounds::{by_organisation, close, draft, json, open, people, set_rules, tick, vote};

/// Ranks the options of these numbers.
fn rank(member: &mut Client, slug: &str, order: &[u32]) {
    vote(member, slug, |form| {
        for (place, nth) in (1..).zip(order) {
            form.set(&format!("ballot__rank_o{nth}"), &format!("{place}"));
        }
    });
}

/// The page in Spanish.
fn in_spanish(member: &mut Client, path: &str) -> Page {
    member.cookies.insert("cg_lang".to_owned(), "es".to_owned());
    let page = member.get(path).must_be(200);
    member.cookies.remove("cg_lang");
    page
}

#[test]
fn a_tie_that_decides_is_named_beside_the_winner_and_nothing_is_called_firm() {
    let (_app, mut facilitator, mut members) = people("outcomes-tie", 6);
    for (method, tie_break, says) in [
        (
            "irv",
            "lot",
            "Housing and Transit were level, and the lot sent out",
        ),
        (
            "schulze",
            "order",
            "Housing and Transit were level, and the order of the options chose Housing.",
        ),
    ] {
        let slug = draft(
            &mut facilitator,
            method,
            "anonymous",
            &["Housing", "Transit"],
        );
        let settings = [("tie_break", tie_break)];
        set_rules(&mut facilitator, &slug, &settings).must_be(200);
        open(&mut facilitator, &slug);
        for (person, member) in members.iter_mut().enumerate() {
            let order = if person < 3 { [1, 2] } else { [2, 1] };
            rank(member, &slug, &order);
        }
        let page = close(&mut facilitator, &slug);
        let told = page.words(".winner");
        assert!(told.contains(says), "{told}");
        let firm = page.words("section[aria-labelledby=firmness]");
        assert!(
            firm.contains("A tie decided, so the outcome is not firm."),
            "{firm}"
        );
        assert!(!firm.contains("is firm"), "{firm}");
        let spanish = in_spanish(&mut members[0], &page.path);
        let told = spanish.words(".winner");
        assert!(
            told.contains("Housing y Transit estaban a la par"),
            "{told}"
        );
        assert!(
            spanish
                .words("section[aria-labelledby=firmness]")
                .contains("el resultado no es firme")
        );
    }
}

#[test]
fn a_clear_winner_is_firm_and_no_tie_is_told() {
    let (_app, mut facilitator, mut members) = people("outcomes-clear", 6);
    let slug = draft(
        &mut facilitator,
        "irv",
        "anonymous",
        &["Housing", "Transit"],
    );
    open(&mut facilitator, &slug);
    for member in &mut members {
        rank(member, &slug, &[1, 2]);
    }
    let page = close(&mut facilitator, &slug);
    assert_eq!(page.words(".winner"), "The outcome Housing");
    let firm = page.words("section[aria-labelledby=firmness]");
    assert!(firm.contains("The outcome is firm."), "{firm}");
    assert!(firm.contains("Then Transit would win."), "{firm}");
    // One word for the stages, each numbered once, and the majority in whole votes.
    assert_eq!(
        page.words(".story.stages"),
        "Stage 1. Housing has 6 of the 6 votes that still count, a majority, and wins."
    );
    assert!(
        page.words("section[aria-labelledby=stages]")
            .contains("Needed to win: 4")
    );
}

#[test]
fn a_margin_that_is_not_found_is_no_seat_for_everybody() {
    let (_app, mut facilitator, mut members) = people("outcomes-margin", 6);
    let options = ["Fence", "Gate"];
    for (method, settings, says) in [
        (
            "equal-shares",
            [("budget", "10"), ("cost__o1", "20"), ("cost__o2", "30")],
            "No change of ballots was found that would lead to another result.",
        ),
        (
            "approval",
            [
                ("seats", "2"),
                ("seed", "a public one"),
                ("tie_break", "lot"),
            ],
            "No change of ballots could bring others in: every option has a seat.",
        ),
    ] {
        let slug = draft(&mut facilitator, method, "anonymous", &options);
        set_rules(&mut facilitator, &slug, &settings).must_be(200);
        open(&mut facilitator, &slug);
        for member in &mut members {
            vote(member, &slug, |form| tick(form, "ballot", &["o1"]));
        }
        let page = close(&mut facilitator, &slug);
        let firm = page.words("section[aria-labelledby=firmness]");
        assert!(firm.contains(says), "{method}: {firm}");
    }
}

#[test]
fn a_budget_that_buys_nothing_is_told_as_such() {
    let (_app, mut facilitator, mut members) = people("outcomes-nothing", 6);
    let slug = draft(
        &mut facilitator,
        "equal-shares",
        "anonymous",
        &["Fence", "Gate"],
    );
    let dear = [("budget", "10"), ("cost__o1", "9"), ("cost__o2", "9")];
    set_rules(&mut facilitator, &slug, &dear).must_be(200);
    open(&mut facilitator, &slug);
    for (person, member) in members.iter_mut().enumerate() {
        let option = format!("o{}", person % 2 + 1);
        vote(member, &slug, |form| tick(form, "ballot", &[&option]));
    }
    let page = close(&mut facilitator, &slug);
    let main = page.words("main");
    assert!(main.contains("Nothing is bought."), "{main}");
    assert!(!main.contains("every option has a seat"), "{main}");
    assert!(!main.contains("whole order"), "{main}");
    let firm = page.words("section[aria-labelledby=firmness]");
    assert!(firm.contains("The same is bought in"), "{firm}");
    assert!(firm.contains("Share of draws bought"), "{firm}");
    // Only what spends a budget is compared with it.
    let rows = page.all("section[aria-labelledby=methods] tbody tr").len();
    assert_eq!(rows, 2);
    let lead = "section[aria-labelledby=methods] .lead";
    assert!(!page.has(lead), "{}", page.words(lead));
}

#[test]
fn ballots_that_support_nothing_are_told_from_too_few_ballots() {
    let (_app, mut facilitator, mut members) = people("outcomes-blank", 6);
    let blank = draft(
        &mut facilitator,
        "approval",
        "anonymous",
        &["Fence", "Gate"],
    );
    let few = draft(&mut facilitator, "score", "anonymous", &["Fence", "Gate"]);
    for slug in [&blank, &few] {
        open(&mut facilitator, slug);
    }
    for member in &mut members {
        vote(member, &blank, |form| tick(form, "ballot", &["-"]));
    }
    vote(&mut members[0], &few, |form| {
        form.set("ballot__o1", "4");
    });
    for (slug, says) in [
        (&blank, "6 took part, and nobody supports any option."),
        (&few, "Too few people took part"),
    ] {
        let page = close(&mut facilitator, slug);
        assert_eq!(page.path, format!("/r/{slug}/manage"));
        assert!(page.words("main").contains(says), "{}", page.words("main"));
        let page = members[1].get(&format!("/r/{slug}/outcome")).must_be(409);
        assert!(page.words("main").contains(says), "{}", page.words("main"));
        let list = members[1].get("/rounds").words("main");
        assert!(list.contains(says), "{list}");
    }
}

#[test]
fn where_organisations_vote_their_voices_are_counted_and_not_ballots() {
    let (_app, mut facilitator, mut groups) =
        by_organisation("outcomes-voices", &[("Youth Club", 3), ("Clinic", 4)], 0);
    let slug = draft(
        &mut facilitator,
        "irv",
        "confidential",
        &["Fence", "Gate", "Path"],
    );
    set_rules(&mut facilitator, &slug, &[("by", "organisation")]).must_be(200);
    open(&mut facilitator, &slug);
    for member in groups.iter_mut().flatten().take(2) {
        rank(member, &slug, &[1, 2, 3]);
    }
    for member in groups.iter_mut().flatten().skip(2) {
        rank(member, &slug, &[2, 3, 1]);
    }
    let page = close(&mut facilitator, &slug);
    let story = page.words("section[aria-labelledby=story]");
    assert!(
        story.contains("7 people voted. Together they have the 2 voices of their organisations."),
        "{story}"
    );
    assert!(!story.contains("ballots were cast"), "{story}");
    let chart = page.words("section[aria-labelledby=stages]");
    assert!(chart.contains("Needed to win: more than 1"), "{chart}");
}

#[test]
fn a_line_of_the_votes_needed_stands_where_it_is_right() {
    let (_app, mut facilitator, mut members) = people("outcomes-quota", 6);
    let options = ["Fence", "Gate", "Path", "Pond"];
    for (method, says) in [
        ("stv-scottish", &["Needed to win: 3"][..]),
        ("stv-wigm", &["Needed to win: more than 2"]),
        // The quota falls with the votes that run out of choices.
        ("stv-meek", &["more than 2", "more than ≈ 1."]),
        ("stv-warren", &["more than 2", "more than ≈ 1."]),
    ] {
        let slug = draft(&mut facilitator, method, "anonymous", &options);
        set_rules(&mut facilitator, &slug, &[("seats", "2")]).must_be(200);
        open(&mut facilitator, &slug);
        for (person, member) in members.iter_mut().enumerate() {
            let first = u32::try_from(person % 4).unwrap() + 1;
            rank(member, &slug, &[first, first % 4 + 1]);
        }
        let page = close(&mut facilitator, &slug);
        let chart = page.words("section[aria-labelledby=stages]");
        for part in says {
            assert!(chart.contains(part), "{method}: {chart}");
        }
        // A committee has no order to be firm.
        let firm = page.words("section[aria-labelledby=firmness]");
        assert!(!firm.contains("whole order"), "{firm}");
        assert!(firm.contains("Share of draws won"), "{firm}");
    }
}

#[test]
fn a_member_sees_the_options_in_one_order_and_her_receipt_is_shown_to_her_alone() {
    let (app, mut facilitator, mut members) = people("outcomes-order", 6);
    let options = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let slug = draft(&mut facilitator, "irv", "anonymous", &options);
    open(&mut facilitator, &slug);
    let path = format!("/r/{slug}");
    let order = |member: &mut Client| member.get(&path).attributes("ol.ranking > li", "id");
    let first = order(&mut members[0]);
    assert_eq!(order(&mut members[0]), first);
    let mut orders: Vec<Vec<String>> = members.iter_mut().map(order).collect();
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 1, "not everybody sees the same order");

    let receipt = vote(&mut members[0], &slug, |form| {
        form.set("ballot__rank_o1", "1");
    });
    let again = members[0].get(&format!("{path}/cast")).must_be(200);
    assert_eq!(again.words(".receipt .code"), receipt);
    assert_eq!(app.documents("ballots").len(), 1);
    // The next one at the same browser finds nothing.
    let kept: Vec<(String, String)> = members[0]
        .cookies
        .iter()
        .filter(|(name, _)| name.starts_with("cg_receipt"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    assert_eq!(kept.len(), 1);
    members[1].cookies.extend(kept);
    let other = members[1].get(&format!("{path}/cast")).must_be(200);
    assert_eq!(other.path, path);
    assert!(!other.words("main").contains(&receipt));
}

#[test]
fn a_ballot_that_comes_after_the_close_is_refused_before_it_is_checked() {
    let (_app, mut facilitator, mut members) = people("outcomes-late", 6);
    let slug = draft(&mut facilitator, "irv", "anonymous", &["Fence", "Gate"]);
    open(&mut facilitator, &slug);
    let path = format!("/r/{slug}");
    let mut form = members[0].get(&path).must_be(200).form(&path);
    form.set("ballot__rank_o1", "1");
    close(&mut facilitator, &slug);
    let late = members[0]
        .submit(&form, Some(("_go", "check")))
        .must_be(409);
    assert!(late.words("main").contains("It is closed"));
}

#[test]
fn figures_are_rounded_on_the_page_and_exact_in_the_files() {
    let (_app, mut facilitator, mut members) = people("outcomes-figures", 7);
    let options = ["Fence", "Gate", "Path", "Plan 2.12345"];
    let slug = draft(&mut facilitator, "stv-wigm", "anonymous", &options);
    set_rules(&mut facilitator, &slug, &[("seats", "2")]).must_be(200);
    open(&mut facilitator, &slug);
    for (person, member) in members.iter_mut().enumerate() {
        let orders: [&[u32]; 3] = [&[1, 2], &[1, 3], &[1, 4]];
        rank(member, &slug, orders[person % 3]);
    }
    let page = close(&mut facilitator, &slug);
    let main = page.words("main");
    assert!(main.contains("≈ 1.33"), "{main}");
    assert!(!main.contains("4/3"), "{main}");
    assert!(main.contains("Plan 2.12345"), "{main}");
    let titles = page.attributes("section[aria-labelledby=stages] td span", "title");
    assert!(titles.contains(&"4/3".to_owned()), "{titles:?}");
    let spanish = in_spanish(&mut members[0], &page.path).words("main");
    assert!(spanish.contains("≈ 1,33"), "{spanish}");
    assert!(spanish.contains("Plan 2.12345"), "{spanish}");
    let outcome = json(&mut members[0], &format!("/r/{slug}/outcome.json"));
    assert_eq!(outcome["rounds"][1]["votes"]["o3"], "4/3");
}
