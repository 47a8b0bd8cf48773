//! Hostile texts in every field of every form, and bodies that are no forms at all.

use std::collections::BTreeSet;

use crate::support::app::{Client, TestApp};
use crate::support::http::{self, Reply};
use crate::support::page::{Form, Kind, Page};

/// Texts that break out of markup, of attributes, of cells, of lines and of reading order.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<script data-hostile>alert(1)</script>",
        "\"><img data-hostile src=x onerror=alert(1)>",
        "' onmouseover='alert(1)' data-hostile='",
        "</textarea></title></option></style><b data-hostile>",
        "javascript:alert(1)",
        "=cmd|' /C calc'!A0",
        "+1+1; @SUM(A1)",
        "-2+3\ttab",
        "@import\r\nSet-Cookie: a=b\r\n\r\n<i data-hostile>",
        "nul\0nul \u{1b}[31m\u{7f}",
        "\u{202e}gnp.exe \u{2066}\u{200b}\u{feff}\u{200d}",
        "🧑🏽‍🌾🏳️‍🌈 ﷽ Z͑͐̈́a̡͍͔l̙g̢͈o",
        "{{7*7}} ${7*7} %s %n ../../etc/passwd",
        "&lt;b data-hostile&gt; &amp;amp; &#60;u data-hostile&#62;",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(10_000));
    texts.push("<b data-hostile>".repeat(600));
    texts
}

#[test]
fn no_text_in_any_field_breaks_a_page_or_a_file() {
    let app = TestApp::start("hostile");
    let mut organiser = app.client();
    for text in texts() {
        let mut form = organiser.get(&app.setup).form(&app.setup);
        type_everywhere(&mut form, &text);
        form.set("k", &text);
        assert_tame(&organiser.submit(&form, None).must_be(422));
    }
    let mut form = organiser.get(&app.setup).form(&app.setup);
    form.set("coalition", &texts()[0])
        .set("name", &texts()[1])
        .set("k", "5");
    organiser.submit(&form, None).must_be(200);

    let mut people = Vec::new();
    for text in texts() {
        register(&mut organiser, &text);
        people.extend(organiser.invite(&["Amina"], "member"));
    }
    let mut members: Vec<Client> = people.iter().map(|link| app.signed_in(link)).collect();

    answers(&mut organiser, &mut members);
    imports(&mut organiser);
    let rounds = rounds(&mut organiser, &mut members);
    panels(&mut organiser, &mut members);
    wiki(&mut organiser, &mut members);
    goals(&mut organiser, &rounds);
    boards(&mut organiser, &mut members);
    proposals(&mut organiser, &mut members);
    for text in texts() {
        elsewhere(&mut organiser, &text);
    }

    for visitor in [&mut organiser, &mut members[0]] {
        let pages = crawl(visitor);
        assert!(pages > 15, "only {pages} pages");
    }
}

/// Organisations, members and survey titles.
fn register(organiser: &mut Client, text: &str) {
    for action in ["/people/organisations", "/people/members"] {
        let mut form = organiser.get("/people").form(action);
        type_everywhere(&mut form, text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
    }
    let mut form = organiser.get("/surveys/new").form("/surveys/new");
    form.set("template", "pulse").set("title", text);
    let page = organiser.submit(&form, None);
    assert_taken_or_told(&page);
    assert_tame(&page);
}

/// One text from each member, in the open question; then the results and the files.
fn answers(organiser: &mut Client, members: &mut [Client]) {
    let slug = organiser.draft_survey("pulse", "The pulse", "named");
    let action = format!("/s/{slug}");
    organiser.press(&format!("{action}/manage"), &format!("{action}/open"));
    for (person, (member, text)) in members.iter_mut().zip(texts()).enumerate() {
        let start = member.get(&action).form(&action);
        let page = member.submit(&start, Some(("_go", "section-0")));
        let mut form = page.form(&action);
        form.fill_as(person);
        form.set("comment", &text);
        let page = member.submit(&form, Some(("_go", "next")));
        assert_taken_or_told(&page);
        assert_tame(&page);
        if page.status() == 422 {
            assert_eq!(
                page.form(&action).value("comment"),
                Some(text.as_str()),
                "typed text is lost"
            );
            continue;
        }
        let receipt = member
            .submit(&page.form(&action), Some(("_go", "send")))
            .must_be(200);
        assert_tame(&receipt);
        // Fields nobody asked for, and choices that are none.
        let mut fields = form.pressed("_go", "next");
        fields.push(("nonsense".to_owned(), text.clone()));
        fields.push((text.clone(), text.clone()));
        fields.push(("pulse__trust".to_owned(), text.clone()));
        assert_tame(&member.post(&action, &fields));
        for name in ["_seed", "_section", "_shown", "_receipt", "_go"] {
            let mut fields = form.fields();
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.clone()));
            let page = member.post(&action, &fields);
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
    }
    organiser.press(&format!("{action}/manage"), &format!("{action}/close"));
    let results = organiser.get(&format!("{action}/results")).must_be(200);
    assert!(
        results.words("main").contains("<script data-hostile>"),
        "shown as it was typed"
    );
    assert_cells_are_guarded(organiser, &format!("{action}/responses.csv"));
    assert_cells_are_guarded(organiser, &format!("{action}/ratings.csv"));
}

/// Files with hostile cells, names and days.
fn imports(organiser: &mut Client) {
    for (nth, text) in texts().into_iter().enumerate() {
        let slug = organiser.draft_survey("pulse", &format!("Import {nth}"), "anonymous");
        let mut form = organiser
            .get(&format!("/s/{slug}/manage"))
            .form(&format!("/s/{slug}/import"));
        form.set("fielded", "2022-06-30");
        let quoted = format!("\"{}\"", text.replace('"', "\"\""));
        let wrong = format!("pulse__trust,{quoted}\r\n{quoted},{quoted}\r\n");
        // A browser escapes what would end the part's head.
        let name = text.replace(|c: char| c == '"' || c.is_control(), "");
        let page = organiser.upload(&form, &name, wrong.as_bytes());
        assert_taken_or_told(&page);
        assert_tame(&page);
        if page.status() == 422 {
            let fine = format!(
                "pulse__trust,comment\r\n{}",
                format!("3,{quoted}\r\n").repeat(6)
            );
            let page = organiser.upload(&form, &name, fine.as_bytes());
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
        form.set("fielded", &text);
        assert_tame(&organiser.upload(&form, "a.csv", b"pulse__trust\r\n3\r\n"));
    }
}

/// Rounds whose titles, questions and options are hostile; returns the closed ones.
fn rounds(organiser: &mut Client, members: &mut [Client]) -> Vec<String> {
    let mut closed = Vec::new();
    for text in texts() {
        let mut form = organiser.get("/rounds/new").form("/rounds/new");
        type_everywhere(&mut form, &text);
        form.set("options", &format!("{text}\nTransit"));
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        let Some(slug) = page.path.strip_suffix("/manage") else {
            continue;
        };
        let slug = slug.trim_start_matches("/r/").to_owned();
        settings(organiser, &slug, &text);
        organiser.press(&page.path, &format!("/r/{slug}/open"));
        let action = format!("/r/{slug}");
        for member in members.iter_mut().take(5) {
            let paper = member.get(&action).must_be(200);
            assert_tame(&paper);
            let mut fields = paper.form(&action).fields();
            fields.retain(|(name, _)| name != "ballot__rank_o1");
            for (name, value) in [("_move", text.as_str()), ("ballot__rank_o1", &text)] {
                let with = [
                    fields.clone(),
                    vec![
                        (name.to_owned(), value.to_owned()),
                        ("_go".to_owned(), "check".to_owned()),
                    ],
                ];
                assert_tame(&member.post(&action, &with.concat()));
            }
            member.vote(&slug, &["o1"]);
        }
        let outcome = organiser.press(&format!("{action}/manage"), &format!("{action}/close"));
        assert_tame(&outcome.must_be(200));
        assert_cells_are_guarded(organiser, &format!("{action}/tally.csv"));
        closed.push(slug);
    }
    assert!(closed.len() > 8);
    closed
}

/// Boards whose titles, questions, statements, reasons and translations are hostile, written on and closed.
fn boards(organiser: &mut Client, members: &mut [Client]) {
    let mut closed = 0;
    for text in texts() {
        let form = organiser.get("/boards/new").form("/boards/new");
        let mut all = form.clone();
        type_everywhere(&mut all, &text);
        assert_tame(&organiser.submit(&all, None).must_be(422));
        let mut one = form.clone();
        one.set("title", &text)
            .set("question", &text)
            .set("languages", "en, es")
            .set("max_chars", "2000")
            .set("moderation", "after");
        let page = organiser.submit(&one, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        let Some(board) = page.path.strip_suffix("/manage").map(str::to_owned) else {
            continue;
        };
        organiser.press(&page.path, &format!("{board}/open"));
        let mut form = organiser
            .get(&page.path)
            .form(&format!("{board}/statements"));
        form.set("text", &text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        let write = format!("{board}/write");
        for (nth, member) in members.iter_mut().take(5).enumerate() {
            let mut form = member.get(&write).must_be(200).form(&write);
            form.set("text", &format!("{nth} {text}"));
            let page = member.submit(&form, None);
            assert_taken_or_told(&page);
            assert_tame(&page);
            if page.status() == 422 {
                form.set("text", "Plain words of its own kind");
                member.submit(&form, None);
            }
            let list = member.get(&format!("{board}/list"));
            assert_tame(&list);
            for form in list.forms().iter().filter(|form| form.action == board) {
                assert_tame(&member.submit(form, Some(("_go", "agree"))));
                for (name, value) in [
                    ("_go", &text),
                    ("statement", &text),
                    ("revision", &text),
                    ("_back", &text),
                ] {
                    let mut fields = form.pressed("_go", "agree");
                    fields.retain(|(field, _)| field != name);
                    fields.push((name.to_owned(), value.clone()));
                    let page = member.post(&board, &fields);
                    assert!(page.status() < 500);
                    assert_tame(&page);
                }
            }
            assert_tame(&member.get(&format!("{board}/mine")));
        }
        let judge = format!("{board}/statements/1");
        for (what, field) in [
            ("turn-down", "reason"),
            ("merge", "into"),
            ("translate", "translation"),
            ("accept", "_"),
        ] {
            let page = organiser.get(&judge);
            let forms = page.forms();
            let Some(form) = forms.iter().find(|form| form.has_button("_do", what)) else {
                continue;
            };
            let mut form = form.clone();
            if form.value(field).is_some() {
                form.set(field, &text);
            }
            let page = organiser.submit(&form, Some(("_do", what)));
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
        let results = organiser.press(&format!("{board}/manage"), &format!("{board}/close"));
        assert_tame(&results.must_be(200));
        assert_cells_are_guarded(organiser, &format!("{board}/comments.csv"));
        assert_cells_are_guarded(organiser, &format!("{board}/comment-groups.csv"));
        assert_cells_are_guarded(organiser, &format!("{board}/summary.csv"));
        closed += 1;
    }
    assert!(closed > 8, "only {closed} boards");
}

/// A panel of hostile items, with a hostile reason from each member, and an end for a hostile reason.
fn panels(organiser: &mut Client, members: &mut [Client]) {
    let new = "/panels/new";
    for text in texts() {
        let mut form = organiser.get(new).form(new);
        type_everywhere(&mut form, &text);
        assert_tame(&organiser.submit(&form, None));
        let mut form = organiser.get(new).form(new);
        for field in ["title", "question", "items", "low", "high"] {
            form.set(field, &text);
        }
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
    }
    let mut form = organiser.get(new).form(new);
    let items: Vec<String> = texts()
        .into_iter()
        .filter(|text| text.len() < 200)
        .collect();
    form.set("title", "Hostile panel")
        .set("items", &items.join("\n").replace("\r\n\r\n", " "));
    let page = organiser.submit(&form, None).must_be(200);
    let panel = page.path.strip_suffix("/manage").unwrap().to_owned();
    organiser.press(&page.path, &format!("{panel}/open"));
    for (member, text) in members.iter_mut().zip(texts()) {
        let mut form = member.get(&panel).form(&panel);
        form.set("i1", "7").set("why_i1", &text);
        let page = member.submit(&form, Some(("_go", "send")));
        assert_taken_or_told(&page);
        assert_tame(&page);
        for name in ["_receipt", "_round", "_go", "i1"] {
            let mut fields = form.fields();
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.clone()));
            let page = member.post(&panel, &fields);
            assert!(page.status() < 500);
            assert_tame(&page);
        }
        let lookup = format!("{panel}/receipt");
        let mut form = member.get(&lookup).form(&lookup);
        form.set("_receipt", &text);
        assert_tame(&member.submit(&form, None).must_be(422));
    }
    organiser.press(&page.path, &format!("{panel}/close"));
    assert_tame(&organiser.get(&format!("{panel}/results")).must_be(200));
    assert_cells_are_guarded(organiser, &format!("{panel}/measures.csv"));
    let end = format!("{panel}/end");
    let mut form = organiser.get(&page.path).form(&end);
    form.set("reason", &"x".repeat(10_000));
    assert_tame(&organiser.submit(&form, None).must_be(422));
    form.set("reason", &texts()[0]);
    assert_tame(&organiser.submit(&form, None).must_be(200));
}

/// A wiki survey of hostile ideas, to which every member adds one.
fn wiki(organiser: &mut Client, members: &mut [Client]) {
    let new = "/pairs/new";
    for text in texts() {
        let mut form = organiser.get(new).form(new);
        type_everywhere(&mut form, &text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
    }
    let mut form = organiser.get(new).form(new);
    form.set("title", "Hostile ideas")
        .set("question", &texts()[1])
        .set("ideas", "One\n=1+1\n@SUM(A1)")
        .set("adding", "after")
        .set("privacy", "named");
    let page = organiser.submit(&form, None).must_be(200);
    let wiki = page.path.strip_suffix("/manage").unwrap().to_owned();
    organiser.press(&page.path, &format!("{wiki}/open"));
    for (member, text) in members.iter_mut().zip(texts()) {
        let page = member.get(&wiki).must_be(200);
        assert_tame(&page);
        let form = page.form(&wiki);
        for name in ["_left", "_right", "_seed", "_receipt", "_choice", "why"] {
            let mut fields = form.pressed("_choice", "left");
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.clone()));
            let page = member.post(&wiki, &fields);
            assert!(page.status() < 500);
            assert_tame(&page);
        }
        let page = member.get(&wiki).must_be(200);
        let mut fields = page.form(&wiki).fields();
        fields.push(("idea".to_owned(), text.clone()));
        fields.push(("_go".to_owned(), "idea".to_owned()));
        let page = member.post(&wiki, &fields);
        assert_taken_or_told(&page);
        assert_tame(&page);
        for _ in 0..4 {
            let form = member.get(&wiki).form(&wiki);
            if form.has_button("_choice", "left") {
                assert_tame(&member.submit(&form, Some(("_choice", "left"))).must_be(200));
            }
        }
    }
    organiser.press(&page.path, &format!("{wiki}/close"));
    assert_tame(&organiser.get(&format!("{wiki}/results")).must_be(200));
    for file in ["votes.csv", "scores.csv"] {
        assert_cells_are_guarded(organiser, &format!("{wiki}/{file}"));
    }
}

/// The settings of a draft that is then a ranking round again, and what members mark on other papers.
fn settings(organiser: &mut Client, slug: &str, text: &str) {
    let action = format!("/r/{slug}/rules");
    let manage = format!("/r/{slug}/manage");
    for method in ["equal-shares", "quadratic", "star", "irv"] {
        let other = organiser.get(&manage).forms().into_iter();
        let mut other = other
            .filter(|form| form.action == action)
            .find(|form| form.value("method").is_some())
            .unwrap();
        other.set("method", method);
        let page = organiser.submit(&other, None).must_be(200);
        let mut form = page.form(&action);
        type_everywhere(&mut form, text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        for name in ["method", "tie_break", "by", "strength"] {
            let mut fields = form.fields();
            fields.retain(|(field, _)| field == "_token");
            fields.push((name.to_owned(), text.to_owned()));
            let page = organiser.post(&action, &fields);
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
        assert_tame(&organiser.get(&format!("/r/{slug}/preview")).must_be(200));
        let suggested = [("method".to_owned(), text.to_owned())];
        let suggested = String::from_utf8(http::encoded(&suggested)).unwrap();
        assert_tame(&organiser.get(&format!("{manage}?{suggested}")).must_be(200));
    }
    let edit = format!("/r/{slug}/edit");
    for field in ["title", "question", "options"] {
        let mut form = organiser.get(&edit).must_be(200).form(&edit);
        let was = form.clone();
        let line = format!("{text}\nHousing\nTransit");
        form.set(field, if field == "options" { &line } else { text });
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        organiser.submit(&was, None).must_be(200);
    }
}

/// Papers of every form with hostile marks.
#[test]
fn no_mark_on_any_form_of_ballot_breaks_a_page() {
    let (app, mut organiser) = TestApp::founded("hostile-marks");
    let links = organiser.invite(&["Amina"], "member");
    let mut member = app.signed_in(&links[0]);
    for method in [
        "plurality",
        "approval",
        "equal-shares",
        "score",
        "dots",
        "quadratic",
    ] {
        let mut form = organiser.get("/rounds/new").form("/rounds/new");
        form.set("title", method)
            .set("options", "Housing\nTransit")
            .set("method", method);
        let page = organiser.submit(&form, None).must_be(200);
        let action = page.path.strip_suffix("/manage").unwrap().to_owned();
        if method == "equal-shares" {
            let mut costs = page.form(&format!("{action}/rules"));
            costs
                .set("budget", "1")
                .set("cost__o1", "1")
                .set("cost__o2", "1");
            organiser.submit(&costs, None).must_be(200);
        }
        organiser.press(&page.path, &format!("{action}/open"));
        let form = member.get(&action).must_be(200).form(&action);
        for text in texts() {
            for name in ["ballot", "ballot__o1", "_seed", "_receipt", "_move", &text] {
                for go in ["check", "cast", "reopen"] {
                    let mut fields = form.fields();
                    fields.retain(|(field, _)| field != name && field != "_go");
                    fields.push((name.to_owned(), text.clone()));
                    fields.push(("_go".to_owned(), go.to_owned()));
                    let page = member.post(&action, &fields);
                    assert_taken_or_told(&page);
                    assert_tame(&page);
                }
            }
        }
    }
    assert!(app.documents("ballots").is_empty());
}

/// Goals from hostile rounds, with hostile words in every field.
fn goals(organiser: &mut Client, rounds: &[String]) {
    for (round, text) in rounds.iter().zip(texts()) {
        let mut form = organiser
            .get(&format!("/goals/new?round={round}"))
            .form("/goals/new");
        for name in ["n", "due", "population_size"] {
            let mut wrong = form.clone();
            wrong.set(name, &text);
            assert_tame(&organiser.submit(&wrong, None).must_be(422));
        }
        form.set("population", &text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
    }
    let list = organiser.get("/goals");
    let goal = list
        .links()
        .into_iter()
        .find(|link| link.starts_with("/g/"))
        .unwrap();
    for text in texts() {
        let edit = format!("{goal}/edit");
        let form = organiser.get(&edit).form(&edit);
        let mut all = form.clone();
        type_everywhere(&mut all, &text);
        assert_tame(&organiser.submit(&all, None));
        for name in [
            "owner",
            "resources",
            "reason",
            "indicator",
            "population",
            "unit",
            "milestones",
        ] {
            let mut one = form.clone();
            one.set(name, &text);
            let page = organiser.submit(&one, None);
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
        let fields = [
            ("_token", form.value("_token").unwrap()),
            ("day", &text),
            ("note", &text),
            ("value", &text),
            ("n", &text),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let page = organiser.post(&format!("{goal}/check-in"), &fields);
        assert_taken_or_told(&page);
        assert_tame(&page);
        assert_cells_are_guarded(organiser, "/goals.csv");
    }
}

/// Proposals, stances and reviews with hostile words in every field.
fn proposals(organiser: &mut Client, members: &mut [Client]) {
    let mut closed = 0;
    for text in texts() {
        let mut form = organiser.get("/proposals/rules").form("/proposals/rules");
        for name in ["scale", "consent_each"] {
            let mut fields = form.fields();
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.clone()));
            assert_tame(&organiser.post("/proposals/rules", &fields).must_be(422));
        }
        form.set("consent_quorum", &text);
        assert_tame(&organiser.submit(&form, None).must_be(422));
    }
    for (nth, text) in texts().into_iter().enumerate() {
        let mut form = organiser.get("/proposals/new").form("/proposals/new");
        for name in ["scale", "privacy", "quorum", "blocks", "each", "options"] {
            let mut fields = form.fields();
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.clone()));
            assert_tame(&organiser.post("/proposals/new", &fields).must_be(422));
        }
        form.set("title", &text)
            .set("text", &text)
            .set("quorum", "1");
        let is_systemic = nth % 2 == 0;
        if is_systemic {
            form.set("scale", "systemic").set("options", &text);
        } else {
            form.set("scale", "consensus");
        }
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        let Some(action) = page.path.strip_suffix("/manage").map(str::to_owned) else {
            continue;
        };
        organiser.press(&page.path, &format!("{action}/open"));
        stances(&action, is_systemic, &text, members);
        let manage = format!("{action}/manage");
        let mut form = organiser.get(&manage).form(&format!("{action}/close"));
        form.set("review_on", &text);
        assert_tame(&organiser.submit(&form, None).must_be(422));
        assert_tame(
            &organiser
                .press(&manage, &format!("{action}/close"))
                .must_be(200),
        );
        if !is_systemic {
            assert_cells_are_guarded(organiser, &format!("{action}/stances.csv"));
        }
        organiser
            .press(&manage, &format!("{action}/amend"))
            .must_be(200);
        let mut form = organiser
            .get(&format!("{action}/edit"))
            .form(&format!("{action}/edit"));
        form.set("change", &text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        closed += 1;
    }
    assert!(closed > 8, "only {closed} proposals were closed");
    let decision = organiser
        .get("/decisions")
        .links()
        .into_iter()
        .find(|link| link.starts_with("/decisions/"))
        .unwrap();
    for text in texts() {
        let mut form = organiser.get(&decision).form(&format!("{decision}/review"));
        form.set("note", &text);
        let page = organiser.submit(&form, None);
        assert_taken_or_told(&page);
        assert_tame(&page);
        form.set("review_on", &text);
        assert_tame(&organiser.submit(&form, None).must_be(422));
    }
    assert_cells_are_guarded(organiser, "/decisions.csv");
}

/// Stances on an open proposal with that text in every field.
fn stances(action: &str, is_systemic: bool, text: &str, members: &mut [Client]) {
    for (idx, member) in members.iter_mut().enumerate().take(6) {
        let paper = member.get(action).must_be(200);
        assert_tame(&paper);
        let mut form = paper.form(action);
        let mut fields = form.fields();
        for name in [
            "stance", "rating_1", "resolved", "_round", "_receipt", "_go",
        ] {
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_owned(), text.to_owned()));
            let page = member.post(action, &fields);
            assert_taken_or_told(&page);
            assert_tame(&page);
        }
        let (name, value) = if is_systemic {
            ("rating_1", "2")
        } else if idx == 5 {
            ("stance", "block")
        } else {
            ("stance", "agree")
        };
        form.set(name, value).set("reason", text);
        let page = member.submit(&form, Some(("_go", "send")));
        assert_taken_or_told(&page);
        assert_tame(&page);
        if page.status() == 422 {
            assert_eq!(
                page.form(action).value("reason"),
                Some(text),
                "typed text is lost"
            );
            form.set("reason", "short");
            member.submit(&form, Some(("_go", "send"))).must_be(200);
        }
    }
}

/// Addresses, queries, receipts, the way back from the choice of language.
fn elsewhere(organiser: &mut Client, text: &str) {
    let encoded = String::from_utf8(http::encoded(&[("a".to_owned(), text.to_owned())])).unwrap();
    let encoded = encoded.trim_start_matches("a=").replace('+', "%20");
    for path in [
        format!("/{encoded}"),
        format!("/s/{encoded}"),
        format!("/s/{encoded}/receipt"),
        format!("/r/{encoded}/outcome"),
        format!("/g/{encoded}"),
        format!("/b/{encoded}"),
        format!("/b/{encoded}/results"),
        format!("/rounds/new?board={encoded}"),
        format!("/p/{encoded}"),
        format!("/p/{encoded}/outcome"),
        format!("/decisions/{encoded}"),
        format!("/goals/new?decision={encoded}"),
        format!("/in/{encoded}"),
        format!("/people/members/{encoded}"),
        format!("/s/the-pulse/{encoded}"),
        format!("/static/{encoded}"),
        format!("/goals/new?round={encoded}"),
        format!("/rounds/new?survey={encoded}&source={encoded}"),
        format!("/rounds/new?options={encoded}"),
        format!("/d/{encoded}"),
        format!("/w/{encoded}/results"),
        format!("/rounds/new?method={encoded}"),
        format!("/rounds/method?result={encoded}&act={encoded}"),
    ] {
        let page = organiser.get(&path);
        assert!(page.status() < 500, "{path}: {}", page.status());
        assert_tame(&page);
    }
    let lookup = "/s/the-pulse/receipt";
    let mut form = organiser.get(lookup).form(lookup);
    form.set("_receipt", text);
    assert_tame(&organiser.submit(&form, None).must_be(422));

    let token = form.value("_token").unwrap().to_owned();
    for back in [
        text,
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
    ] {
        let fields = [
            ("_token", token.as_str()),
            ("language", "en"),
            ("back", back),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let reply = organiser.ask(
            "POST",
            "/language",
            &[("Content-Type", "application/x-www-form-urlencoded")],
            &http::encoded(&fields),
        );
        assert_eq!(reply.status, 303);
        assert_eq!(reply.header("location"), Some("/"), "{back:?}");
        assert_eq!(
            reply
                .headers
                .iter()
                .filter(|(name, _)| name == "set-cookie")
                .count(),
            1
        );
    }
}

#[allow(clippy::too_many_lines, reason = "a table of bodies")]
#[test]
fn a_body_that_is_no_form_is_told_so_and_nothing_is_stored() {
    let (app, mut organiser) = TestApp::founded("bodies");
    let slug = organiser.draft_survey("pulse", "Pulse", "anonymous");
    let token = organiser
        .get("/")
        .form("/language")
        .value("_token")
        .unwrap()
        .to_owned();
    let everything = || -> Vec<(String, String)> {
        [
            "members",
            "organisations",
            "surveys",
            "responses",
            "links",
            "roll",
        ]
        .into_iter()
        .flat_map(|collection| app.documents(collection))
        .collect()
    };
    let before = everything();
    let start = format!("_token={token}&role=member&names=Eve");
    let import = format!("/s/{slug}/import");
    let form = "application/x-www-form-urlencoded";
    let many: String = "&f=1".repeat(5_000);
    let (multipart, whole) = http::multipart(
        &[
            ("_token".to_owned(), token.clone()),
            ("fielded".to_owned(), "2022-06-30".to_owned()),
        ],
        Some(("file", "a.csv", b"pulse__trust\r\n3\r\n")),
    );
    let mut rows = b"pulse__trust\r\n".to_vec();
    rows.extend(b"3\r\n".repeat(3_000_000));
    let (_, large) = http::multipart(
        &[("_token".to_owned(), token.clone())],
        Some(("file", "a.csv", &rows)),
    );
    let members = "/people/members";
    let bodies: Vec<(&str, &str, &str, Vec<u8>, u16)> = vec![
        (
            "a form over the limit",
            members,
            form,
            format!("{start}&x={}", "y".repeat(300_000)).into(),
            413,
        ),
        (
            "too many fields",
            members,
            form,
            format!("{start}{many}").into(),
            413,
        ),
        (
            "broken percent-encoding",
            members,
            form,
            format!("{start}%zz&_token=%").into(),
            400,
        ),
        (
            "bytes that are no text",
            members,
            form,
            [start.as_bytes(), b"\xff\xfe\x80"].concat(),
            400,
        ),
        ("nothing", members, form, Vec::new(), 403),
        (
            "plain text",
            members,
            "text/plain",
            start.clone().into(),
            400,
        ),
        (
            "JSON",
            members,
            "application/json",
            b"{\"names\":\"Eve\"}".to_vec(),
            400,
        ),
        ("no type", members, "", start.clone().into(), 400),
        (
            "a multipart form where none is",
            members,
            &multipart,
            whole.clone(),
            400,
        ),
        (
            "a plain form where a file is",
            &import,
            form,
            start.clone().into(),
            400,
        ),
        (
            "multipart without boundary",
            &import,
            "multipart/form-data",
            whole.clone(),
            400,
        ),
        (
            "multipart cut short",
            &import,
            &multipart,
            whole[..whole.len() - 30].to_vec(),
            400,
        ),
        (
            "multipart that is none",
            &import,
            &multipart,
            b"hello".to_vec(),
            400,
        ),
        ("an empty multipart", &import, &multipart, Vec::new(), 400),
        ("a file over the limit", &import, &multipart, large, 413),
    ];
    let mut got = Vec::new();
    let mut should = Vec::new();
    for (what, path, content_type, body, status) in bodies {
        let headers = [("Content-Type", content_type)];
        let headers = if content_type.is_empty() {
            &[][..]
        } else {
            &headers[..]
        };
        let reply = organiser.ask("POST", path, headers, &body);
        got.push((what, reply.status));
        should.push((what, status));
        assert_page_tells(&reply, what);
        assert_eq!(everything(), before, "{what} left something behind");
    }
    assert_eq!(got, should);

    // A body that was declared smaller or larger than it is ends the request, not the server.
    for declared in ["5", "99999999999999999999", "-1", "x"] {
        let jar = format!("cg_session={}", organiser.cookies["cg_session"]);
        let headers = [
            ("Cookie", jar.as_str()),
            ("Content-Type", form),
            ("Content-Length", declared),
        ];
        let reply = http::send_declared(app.address, "POST", members, &headers, start.as_bytes());
        assert!(
            (400..500).contains(&reply.status),
            "{declared}: {}",
            reply.status
        );
    }
    assert_eq!(everything(), before);
    organiser.get("/people").must_be(200);
}

/// Types the text wherever something is typed.
fn type_everywhere(form: &mut Form, text: &str) {
    let names: BTreeSet<String> = form
        .controls
        .iter()
        .filter(|control| control.kind == Kind::Typed)
        .map(|control| control.name.clone())
        .collect();
    assert!(!names.is_empty());
    for name in names {
        form.set(&name, text);
    }
}

fn assert_taken_or_told(page: &Page) {
    assert!(
        matches!(page.status(), 200 | 404 | 409 | 422),
        "{}: {} {}",
        page.path,
        page.status(),
        page.words("main")
    );
}

/// Nothing of a hostile text has become markup, and nothing of it runs.
fn assert_tame(page: &Page) {
    let is_html = |reply: &Reply| {
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"))
    };
    if !is_html(&page.reply) {
        return;
    }
    for element in page.all("*") {
        let name = element.value().name();
        for (attribute, value) in element.value().attrs() {
            let is_script = value
                .trim_start()
                .to_ascii_lowercase()
                .starts_with("javascript:");
            let runs = attribute.starts_with("on")
                || (matches!(attribute, "href" | "src" | "action") && is_script);
            assert!(
                !runs && attribute != "data-hostile",
                "{}: <{name} {attribute}>",
                page.path
            );
        }
        assert!(
            !matches!(name, "img" | "iframe" | "object" | "embed" | "base"),
            "{}: <{name}>",
            page.path
        );
    }
    let scripts = page.all("script");
    assert_eq!(
        scripts.len(),
        page.attributes("script[src^='/static/']", "src").len(),
        "{}",
        page.path
    );
    assert!(!page.reply.body.contains(&0), "{} holds a NUL", page.path);
}

/// No cell of a file is taken for a formula by a spreadsheet.
fn assert_cells_are_guarded(client: &mut Client, path: &str) {
    let reply = client.download(path);
    let bytes = reply
        .body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&reply.body);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    for record in reader.records() {
        for cell in &record.unwrap() {
            let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(
                !is_formula || cell.parse::<f64>().is_ok(),
                "{path}: {cell:?}"
            );
        }
    }
}

fn assert_page_tells(reply: &Reply, what: &str) {
    let page = Page::read(what, reply.clone());
    assert!(
        !page.words("h1").is_empty() && page.words("main").len() > 30,
        "{what}: {}",
        reply.text()
    );
}

/// Looks at every page a visitor comes to by links; returns how many.
fn crawl(visitor: &mut Client) -> usize {
    let mut todo = vec!["/".to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = visitor.get(&path);
        assert!(page.status() < 500, "{path}: {}", page.status());
        assert_tame(&page);
        todo.extend(page.links());
        assert!(seen.len() < 1_000);
    }
    seen.len()
}
