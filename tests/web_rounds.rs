//! Rounds by every method, over real HTTP: made, opened, voted in, closed, read, and counted again by
//! the command line from the files they hand out.

use std::fs;
use std::process::Command;

use commonground::tally::Method;
use serde_json::Value;

use crate::store_story::Scratch;
use crate::support::app::{Client, TestApp};
use crate::support::page::{Form, Kind, Page};

const OPTIONS: [&str; 5] = ["Housing", "Transit", "Wages", "Clinic", "Park"];

/// A coalition with a facilitator and so many members, who belong to nobody.
pub(crate) fn people(name: &str, n: usize) -> (TestApp, Client, Vec<Client>) {
    let (app, mut organiser) = TestApp::founded(name);
    let names: Vec<String> = (1..=n).map(|nth| format!("Member {nth}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let links = organiser.invite(&names, "member");
    let members = links.iter().map(|link| app.signed_in(link)).collect();
    (app, organiser, members)
}

/// Makes a draft and returns its slug.
pub(crate) fn draft(
    facilitator: &mut Client,
    method: &str,
    privacy: &str,
    options: &[&str],
) -> String {
    let mut form = facilitator
        .get(&format!("/rounds/new?method={method}"))
        .form("/rounds/new");
    assert_eq!(form.value("method"), Some(method), "the link chooses it");
    form.set("title", &format!("Round by {method}"))
        .set("question", "What comes first?")
        .set("options", &options.join("\n"))
        .set("privacy", privacy);
    let page = facilitator.submit(&form, None).must_be(200);
    let slug = page.path.split('/').nth(2).unwrap().to_owned();
    assert_eq!(page.path, format!("/r/{slug}/manage"));
    if ["equal-shares", "budget-greedy"].contains(&method) {
        let costs = (1..=options.len()).map(|nth| (format!("cost__o{nth}"), "1"));
        let costs: Vec<(String, &str)> = costs.collect();
        let mut settings: Vec<(&str, &str)> = costs
            .iter()
            .map(|(field, cost)| (field.as_str(), *cost))
            .collect();
        settings.push(("budget", "2"));
        set_rules(facilitator, &slug, &settings).must_be(200);
    }
    slug
}

pub(crate) fn set_rules(facilitator: &mut Client, slug: &str, settings: &[(&str, &str)]) -> Page {
    let action = format!("/r/{slug}/rules");
    let mut form = facilitator.get(&format!("/r/{slug}/manage")).form(&action);
    for (field, value) in settings {
        form.set(field, value);
    }
    facilitator.submit(&form, None)
}

pub(crate) fn open(facilitator: &mut Client, slug: &str) {
    facilitator
        .press(&format!("/r/{slug}/manage"), &format!("/r/{slug}/open"))
        .must_be(200);
}

pub(crate) fn close(facilitator: &mut Client, slug: &str) -> Page {
    facilitator
        .press(&format!("/r/{slug}/manage"), &format!("/r/{slug}/close"))
        .must_be(200)
}

/// Ticks these boxes of a name, and no others.
pub(crate) fn tick(form: &mut Form, name: &str, values: &[&str]) {
    for control in form.controls.iter_mut().filter(|c| c.name == name) {
        if let Kind::Ticked(on) = &mut control.kind {
            *on = values.contains(&control.value.as_str());
        }
    }
}

/// Marks a paper of whatever form as the person of that number would: everybody likes the first
/// options, a little differently.
fn mark(form: &mut Form, person: usize) {
    let liked = |nth: usize| format!("o{}", (person / 2 + nth) % OPTIONS.len() + 1);
    let has = |form: &Form, name: &str| form.controls.iter().any(|control| control.name == name);
    if has(form, "ballot__rank_o1") {
        for nth in 0..4 {
            form.set(
                &format!("ballot__rank_{}", liked(nth)),
                &(nth + 1).to_string(),
            );
        }
    } else if has(form, "ballot") {
        let is_radio = !form.controls.iter().any(|control| control.value == "-");
        if is_radio {
            form.set("ballot", &liked(0));
        } else {
            let picked = [liked(0), liked(1)];
            tick(form, "ballot", &[picked[0].as_str(), picked[1].as_str()]);
        }
    } else {
        let is_typed = form
            .controls
            .iter()
            .any(|control| control.name == "ballot__o1" && control.kind == Kind::Typed);
        form.set(&format!("ballot__{}", liked(0)), "4")
            .set(&format!("ballot__{}", liked(1)), "3");
        if !is_typed {
            form.set(&format!("ballot__{}", liked(2)), "0");
        }
    }
}

/// Votes and returns the receipt.
pub(crate) fn vote(member: &mut Client, slug: &str, marking: impl FnOnce(&mut Form)) -> String {
    let action = format!("/r/{slug}");
    let mut form = member.get(&action).must_be(200).form(&action);
    marking(&mut form);
    let check = member.submit(&form, Some(("_go", "check"))).must_be(200);
    let receipt = member
        .submit(&check.form(&action), Some(("_go", "cast")))
        .must_be(200);
    receipt.words(".receipt .code")
}

/// Counts the files of a closed round again with the program itself.
fn recounted(member: &mut Client, slug: &str, scratch: &Scratch, ballots: &str) -> Value {
    fs::create_dir_all(scratch.path()).unwrap();
    let mut save = |name: &str| {
        let path = scratch.path().join(format!("{slug}-{name}"));
        let file = member.download(&format!("/r/{slug}/{name}"));
        fs::write(&path, file.body).unwrap();
        path
    };
    let (ballots, rules) = (save(ballots), save("rules.json"));
    let output = Command::new(env!("CARGO_BIN_EXE_commonground"))
        .arg("tally")
        .arg(ballots)
        .arg("--rules")
        .arg(rules)
        .args(["--output", "json"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{slug}: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(crate) fn json(member: &mut Client, path: &str) -> Value {
    serde_json::from_slice(&member.download(path).body).unwrap()
}

#[test]
fn a_round_by_every_method_is_held_and_its_files_count_to_the_same_outcome() {
    let (_app, mut facilitator, mut members) = people("rounds-all", 6);
    let scratch = Scratch::new("rounds-files");
    for method in Method::ALL {
        let slug = draft(&mut facilitator, method.name(), "named", &OPTIONS);
        let spends = matches!(method, Method::EqualShares | Method::BudgetGreedy);
        if spends {
            let costs = [("budget", "10"), ("cost__o1", "6"), ("cost__o2", "4.50")];
            set_rules(&mut facilitator, &slug, &costs).must_be(200);
        }
        let preview = facilitator.get(&format!("/r/{slug}/preview")).must_be(200);
        assert!(preview.has("fieldset.question"), "{method}");
        open(&mut facilitator, &slug);
        for (person, member) in members.iter_mut().enumerate() {
            vote(member, &slug, |form| mark(form, person));
        }
        let page = close(&mut facilitator, &slug);
        assert_eq!(page.path, format!("/r/{slug}/outcome"), "{method}");
        for lang in ["es", "en"] {
            members[0].get(&format!("/r/{slug}/outcome")).must_be(200);
            let token = page_token(&mut members[0]);
            let fields = [
                ("_token", token.as_str()),
                ("language", lang),
                ("back", "/"),
            ];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            members[0].post("/language", &fields);
        }

        let outcome = json(&mut members[1], &format!("/r/{slug}/outcome.json"));
        assert_eq!(outcome["method"], method.name());
        assert_eq!(outcome["ballots"]["valid"], "6", "{method}: {outcome}");
        let again = recounted(&mut members[1], &slug, &scratch, "ballots.json");
        assert_eq!(again, outcome, "{method}: recounted from ballots.json");
        let again = recounted(&mut members[1], &slug, &scratch, "ballots.csv");
        assert_eq!(again, outcome, "{method}: recounted from ballots.csv");

        let winners: Vec<&str> = outcome["winners"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        assert!(!winners.is_empty(), "{method}");
        let told = page.words(".winner");
        for code in &winners {
            let at: usize = code.trim_start_matches('o').parse().unwrap();
            assert!(told.contains(OPTIONS[at - 1]), "{method}: {told}");
        }
        assert!(page.has("#firmness"), "{method}");
        let report = json(&mut members[1], &format!("/r/{slug}/report.json"));
        assert!(report["firmness"]["samples"].as_u64().unwrap() >= 20);
        assert!(
            report["comparison"]["methods"]
                .as_array()
                .unwrap()
                .iter()
                .any(|counted| counted["method"] == method.name())
        );
        // Every file there is can be fetched and stands in the list of hashes.
        let manifest = members[2].download(&format!("/r/{slug}/MANIFEST.sha256"));
        for link in page.links() {
            let Some(name) = link.strip_prefix(&format!("/r/{slug}/")) else {
                continue;
            };
            if !["manage", "MANIFEST.sha256"].contains(&name) {
                members[2].get(&link).must_be(200);
                assert!(manifest.text().contains(name), "{method}: {name}");
            }
        }
    }
}

fn page_token(client: &mut Client) -> String {
    let page = client.get("/");
    page.form("/language").value("_token").unwrap().to_owned()
}

/// A round that is open, with its form before the first member.
fn opened(
    facilitator: &mut Client,
    member: &mut Client,
    method: &str,
    settings: &[(&str, &str)],
) -> (String, Form) {
    let slug = draft(facilitator, method, "anonymous", &OPTIONS);
    set_rules(facilitator, &slug, settings).must_be(200);
    open(facilitator, &slug);
    let action = format!("/r/{slug}");
    let form = member.get(&action).must_be(200).form(&action);
    (slug, form)
}

/// Fields and values.
type Pairs = &'static [(&'static str, &'static str)];

#[allow(clippy::too_many_lines, reason = "a table of wrong marks")]
#[test]
fn each_form_of_ballot_says_what_is_wrong_and_by_how_much_and_keeps_what_was_marked() {
    let (app, mut facilitator, mut members) = people("rounds-errors", 1);
    let member = &mut members[0];
    let cases: [(&str, Pairs, Pairs, &str, &str); 12] = [
        ("plurality", &[], &[], "#f-ballot", "Pick one option."),
        (
            "approval",
            &[],
            &[],
            "#f-ballot",
            "Tick at least one option, or “None of these”.",
        ),
        (
            "approval",
            &[],
            &[("ballot", "o2"), ("ballot", "-")],
            "#f-ballot",
            "You ticked “None of these” and others too",
        ),
        (
            "equal-shares",
            &[("budget", "9")],
            &[("ballot", "o9")],
            "#f-ballot",
            "Pick one of the choices.",
        ),
        (
            "score",
            &[],
            &[],
            "#f-ballot",
            "Give at least one option something.",
        ),
        (
            "star",
            &[("max_score", "3")],
            &[("ballot__o2", "4")],
            "#f-ballot__o2",
            "“Transit” can get 3 at most.",
        ),
        (
            "majority-judgment",
            &[],
            &[("ballot__o1", "good")],
            "#f-ballot__o1",
            "“good” for “Housing” is not a whole number",
        ),
        (
            "dots",
            &[("budget", "8")],
            &[("ballot__o1", "7"), ("ballot__o3", "4")],
            "#f-ballot",
            "You gave 11 points, and you have 8: take 3 back.",
        ),
        (
            "dots",
            &[("budget", "8"), ("max_score", "3")],
            &[("ballot__o1", "4")],
            "#f-ballot__o1",
            "“Housing” can get 3 at most.",
        ),
        (
            "dots",
            &[],
            &[("ballot__o1", "0")],
            "#f-ballot",
            "Give at least one option something.",
        ),
        (
            "quadratic",
            &[("budget", "50")],
            &[("ballot__o1", "6"), ("ballot__o2", "4")],
            "#f-ballot",
            "These votes cost 52 credits, and you have 50: they are 2 too many.",
        ),
        (
            "quadratic",
            &[],
            &[("ballot__o1", "-3")],
            "#f-ballot__o1",
            "“-3” for “Housing” is not a whole number",
        ),
    ];
    for (method, settings, marks, link, message) in cases {
        let (slug, form) = opened(&mut facilitator, member, method, settings);
        let action = format!("/r/{slug}");
        // As a form would come that a browser did not check.
        let mut fields = form.fields();
        fields.retain(|(name, _)| !name.starts_with("ballot"));
        let marked = marks
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.extend(marked);
        for go in ["check", "cast"] {
            let mut fields = fields.clone();
            fields.push(("_go".to_owned(), go.to_owned()));
            let page = member.post(&action, &fields).must_be(422);
            assert!(
                page.words(".summary").contains(message),
                "{method}: {}",
                page.words(".summary")
            );
            assert!(
                page.words(".question").contains(message),
                "{method}: at the field too"
            );
            assert!(page.has(link), "{method}: {link} leads nowhere");
            assert_eq!(page.attributes(".summary a", "href"), [link]);
            let again = page.form(&action);
            for (name, value) in marks.iter().filter(|(_, value)| *value != "o9") {
                let is_radio = ["star", "majority-judgment"].contains(&method);
                let kept = again.controls.iter().any(|control| {
                    control.name == *name
                        && control.value == *value
                        && control.kind != Kind::Ticked(false)
                });
                assert!(kept || is_radio, "{method}: {name}={value} is lost");
            }
        }
    }
    assert!(app.documents("ballots").is_empty(), "nothing was stored");
}

#[test]
fn a_receipt_finds_and_changes_a_ballot_of_every_form() {
    let (app, mut facilitator, mut members) = people("rounds-receipt", 6);
    for method in [
        "approval",
        "budget-greedy",
        "score",
        "dots",
        "quadratic",
        "plurality",
    ] {
        let slug = draft(&mut facilitator, method, "anonymous", &OPTIONS);
        open(&mut facilitator, &slug);
        let action = format!("/r/{slug}");
        for (person, member) in members.iter_mut().enumerate().skip(1) {
            vote(member, &slug, |form| mark(form, person));
        }
        let member = &mut members[0];
        let receipt = vote(member, &slug, |form| mark(form, 0));
        let mut form = member.get(&action).must_be(200).form(&action);
        form.set("_receipt", &receipt);
        let paper = member.submit(&form, Some(("_go", "reopen"))).must_be(200);
        let mut form = paper.form(&action);
        let was = form.clone();
        mark(&mut form, 0);
        assert_eq!(
            was.fields(),
            form.fields(),
            "{method}: it comes back as it was"
        );
        match method {
            "approval" | "budget-greedy" => tick(&mut form, "ballot", &["o5"]),
            "plurality" => drop(form.set("ballot", "o5")),
            _ => drop(form.set("ballot__o1", "").set("ballot__o5", "4")),
        }
        let check = member.submit(&form, Some(("_go", "check"))).must_be(200);
        assert!(check.words("main").contains("Park"), "{method}");
        let changed = member
            .submit(&check.form(&action), Some(("_go", "cast")))
            .must_be(200);
        assert_eq!(
            changed.words("h1"),
            "Your ballot has been changed.",
            "{method}"
        );
        let mut lookup = member
            .get(&format!("{action}/receipt"))
            .form(&format!("{action}/receipt"));
        lookup.set("_receipt", &receipt);
        let found = member.submit(&lookup, None).must_be(200);
        assert!(found.words("ul.ranked").contains("Park"), "{method}");
        close(&mut facilitator, &slug);
        let outcome = json(&mut members[0], &format!("{action}/outcome.json"));
        assert_eq!(outcome["ballots"]["cast"], "6", "{method}");
        assert!(
            outcome["scores"]["o5"].as_str().is_some_and(|n| n != "0"),
            "{method}: {outcome}"
        );
    }
    for (_, ballot) in app.documents("ballots") {
        let ballot: Value = serde_json::from_str(&ballot).unwrap();
        assert!(ballot["member"].is_null() && ballot.get("organisation").is_none());
    }
}

#[test]
fn none_of_these_is_a_ballot_that_supports_nothing() {
    let (_app, mut facilitator, mut members) = people("rounds-none", 6);
    let slug = draft(&mut facilitator, "approval", "named", &OPTIONS);
    open(&mut facilitator, &slug);
    for (person, member) in members.iter_mut().enumerate() {
        vote(member, &slug, |form| {
            tick(form, "ballot", &[if person == 0 { "-" } else { "o3" }]);
        });
    }
    let page = close(&mut facilitator, &slug);
    assert!(
        page.words("section[aria-labelledby=story]")
            .contains("6 ballots were cast: 5 valid, 1 blank.")
    );
    let outcome = json(&mut members[0], &format!("/r/{slug}/outcome.json"));
    assert_eq!(outcome["scores"]["o3"], "5");
}

#[test]
fn the_settings_of_a_draft_are_checked_kept_and_fixed_at_the_opening() {
    let (_app, mut facilitator, mut members) = people("rounds-settings", 1);
    let slug = draft(&mut facilitator, "stv-wigm", "anonymous", &OPTIONS);
    for (field, value, message) in [
        (
            "seats",
            "6",
            "How many win: write a whole number from 1 to 5.",
        ),
        (
            "seats",
            "many",
            "How many win: write a whole number from 1 to 5.",
        ),
        (
            "seed",
            &"x".repeat(300),
            "Use at most 200 characters; these are 300.",
        ),
    ] {
        let page = set_rules(&mut facilitator, &slug, &[(field, value)]).must_be(422);
        assert!(
            page.words(".summary").contains(message),
            "{}",
            page.words(".summary")
        );
        let form = page.form(&format!("/r/{slug}/rules"));
        assert_eq!(form.value(field), Some(value), "what was typed is kept");
    }
    let settings = [
        ("seats", "2"),
        ("quota", "hare"),
        ("tie_break", "forwards"),
        ("seed", "lottery 7 12 31"),
    ];
    let page = set_rules(&mut facilitator, &slug, &settings).must_be(200);
    let rules: Value = serde_json::from_str(&page.words("details pre")).unwrap();
    assert_eq!(rules["seats"], 2);
    assert_eq!(rules["quota"], "hare");
    assert_eq!(
        rules["tie_break"]["by"],
        serde_json::json!(["forwards", "lot"])
    );
    assert_eq!(rules["tie_break"]["seed"], "lottery 7 12 31");

    // Another method begins with rules of its own.
    let action = format!("/r/{slug}/rules");
    let manage = facilitator.get(&format!("/r/{slug}/manage"));
    let mut other = manage
        .forms()
        .into_iter()
        .find(|form| form.action == action && form.value("method").is_some())
        .unwrap();
    other.set("method", "budget-greedy");
    let page = facilitator.submit(&other, None).must_be(200);
    let rules: Value = serde_json::from_str(&page.words("details pre")).unwrap();
    assert_eq!(rules["method"], "budget-greedy");
    for (field, value) in [
        ("budget", "0"),
        ("budget", "a lot"),
        ("cost__o1", "-5"),
        ("cost__o2", "1/3"),
    ] {
        let page = set_rules(&mut facilitator, &slug, &[(field, value)]).must_be(422);
        assert!(page.words(".summary").contains("write an amount above 0"));
    }
    // Nobody has said yet what there is to spend, and what on.
    let manage = format!("/r/{slug}/manage");
    let open_it = format!("/r/{slug}/open");
    let refused = facilitator.press(&manage, &open_it).must_be(422);
    assert_eq!(refused.attributes(".summary a", "href"), ["#f-budget"]);
    let some = [("budget", "10"), ("cost__o1", "6"), ("cost__o2", "4.50")];
    set_rules(&mut facilitator, &slug, &some).must_be(200);
    let refused = facilitator.press(&manage, &open_it).must_be(422);
    assert_eq!(
        refused.attributes(".summary a", "href"),
        ["#f-cost__o3", "#f-cost__o4", "#f-cost__o5"]
    );
    assert!(refused.words(".summary").contains("Say what “Wages” costs"));
    let rest = [("cost__o3", "1"), ("cost__o4", "1"), ("cost__o5", "1")];
    set_rules(&mut facilitator, &slug, &rest).must_be(200);
    let form = facilitator.get(&manage).form(&action);
    open(&mut facilitator, &slug);
    let late = facilitator.submit(&form, None);
    assert_eq!(late.status(), 409, "the rules are fixed");
    members[0].get(&format!("/r/{slug}/preview")).must_be(403);
}

#[test]
fn the_words_of_a_draft_can_be_changed_until_it_opens() {
    let (_app, mut facilitator, _) = people("rounds-edit", 1);
    let slug = draft(&mut facilitator, "equal-shares", "anonymous", &OPTIONS);
    let (manage, edit) = (format!("/r/{slug}/manage"), format!("/r/{slug}/edit"));
    assert!(facilitator.get(&manage).links().contains(&edit));
    let mut form = facilitator.get(&edit).must_be(200).form(&edit);
    assert_eq!(form.value("options"), Some(OPTIONS.join("\n").as_str()));
    form.set("title", "").set("options", "Park\nPark");
    let page = facilitator.submit(&form, None).must_be(422);
    assert_eq!(page.all(".summary li").len(), 2);
    assert_eq!(page.form(&edit).value("options"), Some("Park\nPark"));
    form.set("title", "What is built?")
        .set("question", "")
        .set("options", "Park\nHousing\nLibrary");
    let page = facilitator.submit(&form, None).must_be(200);
    assert_eq!(page.path, manage);
    assert!(page.words("h1").contains("What is built?"));
    let rules: Value = serde_json::from_str(&page.words("details pre")).unwrap();
    let costs = serde_json::json!({"o1": "1", "o5": "1"});
    assert_eq!(rules["costs"], costs, "lines that stay keep their costs");
    let page = facilitator
        .press(&manage, &format!("/r/{slug}/open"))
        .must_be(422);
    assert!(page.words(".summary").contains("Say what “Library” costs"));
    set_rules(&mut facilitator, &slug, &[("cost__o6", "2")]).must_be(200);
    open(&mut facilitator, &slug);
    facilitator.get(&edit).must_be(409);
    assert_eq!(facilitator.submit(&form, None).status(), 409);
    // Where there is no question, the ballot goes by the title.
    let ranking = draft(&mut facilitator, "irv", "anonymous", &OPTIONS);
    let edit = format!("/r/{ranking}/edit");
    let mut form = facilitator.get(&edit).form(&edit);
    form.set("question", "");
    facilitator.submit(&form, None).must_be(200);
    let settings = [("batch_elimination", "yes")];
    let page = set_rules(&mut facilitator, &ranking, &settings).must_be(200);
    let rules: Value = serde_json::from_str(&page.words("details pre")).unwrap();
    assert_eq!(rules["batch_elimination"], true);
    let preview = facilitator.get(&format!("/r/{ranking}/preview"));
    assert_eq!(preview.words("legend"), "Round by irv");
}

#[test]
fn a_hundred_ideas_can_be_sorted_and_are_too_many_to_rank() {
    let (_app, mut facilitator, mut members) = people("rounds-hundred", 5);
    let ideas: Vec<String> = (1..=100).map(|nth| format!("Idea {nth}")).collect();
    let ideas: Vec<&str> = ideas.iter().map(String::as_str).collect();
    for method in ["dots", "quadratic", "approval", "score"] {
        let slug = draft(&mut facilitator, method, "anonymous", &ideas);
        open(&mut facilitator, &slug);
        for member in &mut members {
            vote(member, &slug, |form| match method {
                "approval" => tick(form, "ballot", &["o3", "o77", "o100"]),
                _ => drop(form.set("ballot__o100", "3").set("ballot__o77", "2")),
            });
        }
        let page = close(&mut facilitator, &slug);
        let outcome = json(&mut members[0], &format!("/r/{slug}/outcome.json"));
        let hundredth = if method == "approval" { "5" } else { "15" };
        assert_eq!(outcome["scores"]["o100"], hundredth, "{method}");
        assert!(page.words("#order ~ ul").contains("Idea 100"));
    }
    let mut form = facilitator.get("/rounds/new").form("/rounds/new");
    form.set("title", "Too long")
        .set("options", &ideas.join("\n"));
    for (method, most) in [("irv", 40), ("kemeny", 20)] {
        form.set("method", method);
        let page = facilitator.submit(&form, None).must_be(422);
        let name = commonground::goals::method_words(method, &commonground::model::Lang::english());
        let message = format!("100 options are too many for {name}, which takes at most {most}");
        assert!(
            page.words(".summary").contains(&message),
            "{}",
            page.words(".summary")
        );
    }
    form.set(
        "options",
        &[ideas.join("\n"), "One more".to_owned()].join("\n"),
    );
    let page = facilitator.submit(&form, None).must_be(422);
    assert!(page.words(".summary").contains("2 to 100 options"));
}

#[test]
fn four_questions_lead_to_a_method_and_on_to_a_round_counted_by_it() {
    let (_app, mut facilitator, mut members) = people("rounds-wizard", 1);
    members[0].get("/rounds/method").must_be(403);
    let start = facilitator.get("/rounds/method").must_be(200);
    let values = |name: &str| start.attributes(&format!("input[name={name}]"), "value");
    let mut asked = 0;
    let mut suggested = std::collections::BTreeSet::new();
    for result in values("result") {
        for act in values("act") {
            for heart in values("heart") {
                for share in values("share") {
                    let path = format!(
                        "/rounds/method?result={result}&act={act}&heart={heart}&share={share}"
                    );
                    let page = facilitator.get(&path).must_be(200);
                    assert!(page.has(".winner li"), "{path} gives no reason");
                    let link = page.attributes(".winner a.button", "href").remove(0);
                    let method = link.strip_prefix("/rounds/new?method=").unwrap().to_owned();
                    assert!(Method::parse(&method).is_some());
                    for (name, value) in [
                        ("result", &result),
                        ("act", &act),
                        ("heart", &heart),
                        ("share", &share),
                    ] {
                        let on = format!("input[name={name}][checked]");
                        assert_eq!(
                            page.attributes(&on, "value"),
                            std::slice::from_ref(value),
                            "answers stay"
                        );
                    }
                    suggested.insert(method);
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 80);
    for method in suggested {
        let form = facilitator
            .get(&format!("/rounds/new?method={method}"))
            .must_be(200)
            .form("/rounds/new");
        assert_eq!(form.value("method"), Some(method.as_str()));
    }
    let half = facilitator
        .get("/rounds/method?result=one&act=hop")
        .must_be(422);
    let asked = half.all(".summary li");
    let asked: Vec<String> = asked
        .into_iter()
        .map(crate::support::page::words_of)
        .collect();
    assert_eq!(
        asked,
        [
            "Choose an answer to “What do members do?”.",
            "Choose an answer to “What should win?”.",
            "Choose an answer to “And minorities?”.",
        ]
    );
}

#[test]
fn the_four_questions_lose_nothing_that_was_typed() {
    let (_app, mut facilitator, _) = people("rounds-wizard-keeps", 1);
    let mut form = facilitator.get("/rounds/new").form("/rounds/new");
    form.set("title", "The yard & the fence")
        .set("options", "Fence\nGate")
        .set("privacy", "named");
    let wizard = facilitator
        .submit(&form, Some(("_go", "method")))
        .must_be(200);
    assert!(wizard.path.starts_with("/rounds/method?"));
    let mut questions = wizard.form("/rounds/method");
    for (field, value) in [
        ("result", "one"),
        ("act", "rank"),
        ("heart", "compromise"),
        ("share", "most"),
    ] {
        questions.set(field, value);
    }
    let query = crate::support::http::encoded(&questions.fields());
    let query = String::from_utf8(query).unwrap();
    let page = facilitator
        .get(&format!("/rounds/method?{query}"))
        .must_be(200);
    let link = page.attributes(".winner a.button", "href").remove(0);
    let form = facilitator.get(&link).must_be(200).form("/rounds/new");
    assert_eq!(form.value("method"), Some("schulze"));
    assert_eq!(form.value("title"), Some("The yard & the fence"));
    assert_eq!(form.value("options"), Some("Fence\nGate"));
    assert_eq!(form.value("privacy"), Some("named"));

    // A draft that asks for another method gets it.
    let slug = draft(&mut facilitator, "irv", "anonymous", &OPTIONS);
    let manage = facilitator.get(&format!("/r/{slug}/manage"));
    let ask = format!("/rounds/method?round={slug}");
    assert!(manage.links().contains(&ask));
    let answers = "&result=list&act=rank&heart=camp&share=most";
    let page = facilitator.get(&format!("{ask}{answers}")).must_be(200);
    let link = page.attributes(".winner a.button", "href").remove(0);
    assert_eq!(link, format!("/r/{slug}/manage?method=ranked-pairs"));
    let manage = facilitator.get(&link).must_be(200);
    let mut forms = manage.forms().into_iter();
    let other = forms.find(|form| form.value("method").is_some()).unwrap();
    assert_eq!(other.value("method"), Some("ranked-pairs"));
    facilitator.submit(&other, None).must_be(200);
    let page = facilitator.get(&format!("/r/{slug}/manage"));
    assert!(page.words("main").contains("Ranked pairs"));
}

/// Members of organisations of these sizes, by organisation; the last ones belong to none.
pub(crate) fn by_organisation(
    name: &str,
    organisations: &[(&str, usize)],
    none: usize,
) -> (TestApp, Client, Vec<Vec<Client>>) {
    let (app, mut organiser) = TestApp::founded_with(name, "3");
    let mut groups = Vec::new();
    let attached = organisations.iter().copied();
    for (organisation, size) in attached.chain((none > 0).then_some(("", none))) {
        if !organisation.is_empty() {
            let mut form = organiser.get("/people").form("/people/organisations");
            form.set("name", organisation);
            organiser.submit(&form, None).must_be(200);
        }
        let names: Vec<String> = (1..=size)
            .map(|nth| format!("M {nth} {organisation}"))
            .collect();
        let page = organiser.get("/people");
        let id = page
            .all("select[name=organisation] option")
            .into_iter()
            .find(|option| crate::support::page::words_of(*option) == organisation)
            .map_or(String::new(), |option| {
                option.attr("value").unwrap().to_owned()
            });
        let mut form = page.form("/people/members");
        form.set("names", &names.join("\n"))
            .set("role", "member")
            .set("organisation", &id);
        let page = organiser.submit(&form, None).must_be(200);
        let links = page.all("table.links code").into_iter();
        let links = links.map(crate::support::page::words_of);
        let links: Vec<String> = links
            .map(|link| link[link.find("/in/").unwrap()..].to_owned())
            .collect();
        groups.push(links.iter().map(|link| app.signed_in(link)).collect());
    }
    (app, organiser, groups)
}

/// Everybody of a group puts the same option first.
fn all_vote(groups: &mut [Vec<Client>], slug: &str, firsts: &[&str]) {
    for (group, first) in groups.iter_mut().zip(firsts) {
        for member in group {
            member.vote(slug, &[first]);
        }
    }
}

#[test]
fn the_count_by_organisation_stands_beside_the_plain_one_and_points_at_nobody() {
    let organisations = [("Tenants", 6), ("Choir", 4), ("Parish", 1)];
    let (app, mut facilitator, mut groups) = by_organisation("rounds-orgs", &organisations, 1);
    let slug = draft(&mut facilitator, "borda", "confidential", &OPTIONS);
    open(&mut facilitator, &slug);
    all_vote(&mut groups, &slug, &["o1", "o2", "o2", "o3"]);
    for (_, ballot) in app.documents("ballots") {
        let ballot: Value = serde_json::from_str(&ballot).unwrap();
        assert!(ballot["member"].is_null(), "the person is not known");
    }
    let page = close(&mut facilitator, &slug);
    // One of the parish and one of none would be two, so the choir is counted with them.
    let rows: Vec<String> = page
        .all("section[aria-labelledby=organisations] tbody tr")
        .into_iter()
        .map(crate::support::page::words_of)
        .collect();
    assert_eq!(
        rows,
        [
            "Smaller organisations together 6 Transit Transit",
            "Tenants 6 Housing Housing"
        ]
    );
    assert!(!page.words("main").contains("Parish"));
    let report =
        String::from_utf8(facilitator.download(&format!("/r/{slug}/report.json")).body).unwrap();
    assert!(!report.contains("Parish") && !report.contains("Choir"));
    assert!(
        page.words("main")
            .contains("Housing has no double majority: 1 of 2")
    );

    let slug = draft(&mut facilitator, "borda", "anonymous", &OPTIONS);
    open(&mut facilitator, &slug);
    all_vote(&mut groups, &slug, &["o1", "o2", "o2", "o3"]);
    let page = close(&mut facilitator, &slug);
    assert!(
        !page.has("#organisations"),
        "nobody's organisation is known"
    );
    let ballots = app.documents("ballots");
    let here = ballots
        .iter()
        .filter(|(key, _)| key.starts_with(&format!("{slug}/")));
    for (_, ballot) in here {
        assert!(!ballot.contains("organisation"));
    }
}

#[test]
fn where_organisations_decide_each_has_one_voice_and_the_files_count_to_the_same() {
    let organisations = [("Tenants", 7), ("Choir", 3), ("Parish", 3)];
    let (_app, mut facilitator, mut groups) = by_organisation("rounds-voices", &organisations, 0);
    let slug = draft(&mut facilitator, "irv", "anonymous", &OPTIONS);
    let by = facilitator.get(&format!("/r/{slug}/manage"));
    assert!(
        !by.has("input[name=by]"),
        "an anonymous round has no organisations"
    );
    let scratch = Scratch::new("rounds-voices-files");
    for (method, privacy) in [
        ("irv", "named"),
        ("approval", "named"),
        ("star", "confidential"),
    ] {
        let slug = draft(&mut facilitator, method, privacy, &OPTIONS);
        set_rules(&mut facilitator, &slug, &[("by", "organisation")]).must_be(200);
        open(&mut facilitator, &slug);
        for (group, option) in groups.iter_mut().zip(["o1", "o2", "o2"]) {
            for member in group {
                vote(member, &slug, |form| match method {
                    "irv" => drop(form.set(&format!("ballot__rank_{option}"), "1")),
                    "approval" => tick(form, "ballot", &[option]),
                    _ => drop(form.set(&format!("ballot__{option}"), "5")),
                });
            }
        }
        let page = close(&mut facilitator, &slug);
        assert_eq!(page.words(".winner .big"), "Transit", "{method}");
        assert!(
            page.words("main")
                .contains("With one voice for each member the result would be another: Housing"),
            "{method}"
        );
        let outcome = json(&mut facilitator, &format!("/r/{slug}/outcome.json"));
        assert_eq!(outcome["ballots"]["cast"], "3", "three voices");
        let again = recounted(&mut facilitator, &slug, &scratch, "ballots.json");
        assert_eq!(again, outcome, "{method}");
    }
}
