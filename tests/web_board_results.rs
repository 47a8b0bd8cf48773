//! What came of a board: groups, common ground and what divides, under the privacy floor; counted again from its
//! files; handed on to a round and to goals; drawn for a phone and a laptop.

use serde_json::json;

use crate::support::app::{Client, TestApp};
use crate::support::browser::{Browser, LAPTOP, Scripts, Window};
use crate::web_boards::{board, vote_on};

/// How the members of the two camps and the rest vote on nine statements: two that all support, six that split them,
/// one that few like.
fn camp(person: usize, number: u32) -> &'static str {
    let is_first = person.is_multiple_of(2);
    // Nobody votes like the camp in everything.
    let strays = (person * 7 + usize::try_from(number).unwrap() * 5).is_multiple_of(9);
    match number {
        1 | 2 => "agree",
        3..=8 if strays => "pass",
        3..=5 if is_first => "agree",
        6..=8 if !is_first => "agree",
        9 if strays => "agree",
        _ => "disagree",
    }
}

const NINE: [&str; 9] = [
    "The path stays open to everybody",
    "Old trees are not felled",
    "Cars leave the embankment",
    "The market gets no parking",
    "Bicycles come first",
    "Parking stays where it is",
    "Deliveries need the road",
    "Fees for parking stay low",
    "The river is closed to boats",
];

/// Two organisations of two camps of so many members each, who have voted on a board that is closed.
fn divided(name: &str, privacy: &str, camps: [usize; 2]) -> (TestApp, Client, Vec<Client>, String) {
    let (app, mut organiser) = TestApp::founded(name);
    let mut members: Vec<(usize, Client)> = Vec::new();
    for (camp, n) in camps.into_iter().enumerate() {
        let organisation = ["Riverside Tenants", "Market Vendors"][camp];
        let mut form = organiser.get("/people").form("/people/organisations");
        form.set("name", organisation);
        organiser.submit(&form, None).must_be(200);
        let page = organiser.get("/people");
        let mut form = page.form("/people/members");
        let id = page
            .all("select[name=organisation] option")
            .into_iter()
            .find(|option| option.text().collect::<String>() == organisation)
            .and_then(|option| option.attr("value").map(str::to_owned))
            .unwrap();
        let names: Vec<String> = (0..n).map(|nth| format!("{organisation} {nth}")).collect();
        form.set("names", &names.join("\n"))
            .set("organisation", &id);
        let page = organiser.submit(&form, None).must_be(200);
        for (nth, link) in page.all("table.links code").into_iter().enumerate() {
            let link = crate::support::page::words_of(link);
            let link = &link[link.find("/in/").unwrap()..];
            members.push((nth * 2 + camp, app.signed_in(link)));
        }
    }
    let slug = board(&mut organiser, "Embankment", privacy, &NINE);
    for (person, member) in &mut members {
        let list = member.get(&format!("/b/{slug}/list")).must_be(200);
        for form in list.forms() {
            if let Some(number) = form.value("statement") {
                let go = camp(*person, number.parse().unwrap());
                member.submit(&form, Some(("_go", go))).must_be(200);
            }
        }
    }
    let results = organiser
        .press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/close"))
        .must_be(200);
    assert_eq!(results.path, format!("/b/{slug}/results"));
    let members = members.into_iter().map(|(_, member)| member).collect();
    (app, organiser, members, slug)
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one story, told from beginning to end"
)]
fn a_page_of_results_can_be_counted_again_from_its_files() {
    let (_app, _, mut members, slug) = divided("board-files", "anonymous", [14, 12]);
    let member = &mut members[0];
    let results = member.get(&format!("/b/{slug}/results")).must_be(200);
    assert!(
        results
            .words("#groups ~ .note")
            .contains("2 opinion groups, clearly told apart")
    );
    assert_eq!(results.all(".chart-map .chart-group").len(), 26);
    assert!(results.has(".chart-map .chart-group-1") && results.has(".chart-map .chart-group-2"));
    assert!(
        results
            .words("section[aria-labelledby=common]")
            .contains("Old trees")
    );
    assert!(
        results
            .words("section[aria-labelledby=divisive]")
            .contains("Bicycles")
    );
    assert!(
        results
            .words("section[aria-labelledby=bridging]")
            .contains("path stays open")
    );
    assert!(
        results
            .words("section[aria-labelledby=majority]")
            .contains("closed to boats")
    );
    assert!(
        !results.has("#organisations"),
        "nobody knows who is from where"
    );

    // The command that stands on the page, with the files that are handed out.
    let folder = crate::store_story::Scratch::new("board-recount");
    std::fs::create_dir_all(folder.path()).unwrap();
    for name in [
        "votes.csv",
        "participants-votes.csv",
        "comments.csv",
        "comment-groups.csv",
        "summary.csv",
        "stats-history.csv",
    ] {
        let reply = member.download(&format!("/b/{slug}/{name}"));
        std::fs::write(folder.path().join(format!("{slug}-{name}")), &reply.body).unwrap();
    }
    let told = results.words("pre");
    let mut command = told.split(' ');
    assert_eq!(command.next(), Some("commonground"));
    for votes in ["votes.csv", "participants-votes.csv"] {
        let args = command
            .clone()
            .map(|word| word.replace("-votes.csv", &format!("-{votes}")));
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_commonground"))
            .args(args)
            .args(["--output", "json"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let again: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_eq!(again["participants"], 26);
        assert_eq!(again["stability"]["verdict"], "clear");
        for statement in again["statements"].as_array().unwrap() {
            let id = statement["id"].as_str().unwrap();
            let share = |what: &str| {
                let share = statement[what].as_f64().unwrap() / statement["seen"].as_f64().unwrap();
                format!("{:.1} %", share * 100.0)
            };
            let row = results.words(&format!("tr#s{id}"));
            let figures = format!(
                "{} {} {} {}",
                statement["seen"],
                share("agree"),
                share("disagree"),
                share("pass")
            );
            let shown = row.replace('\u{a0}', " ");
            assert!(shown.contains(&figures), "{figures} is not in {shown}");
        }
        let common: Vec<&str> = results
            .words("section[aria-labelledby=common]")
            .match_indices("Common ground 0.")
            .map(|_| "")
            .collect();
        let listed = again["statements"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|statement| statement["common_ground"].as_f64().unwrap() >= 0.5);
        assert_eq!(common.len(), listed.count());
        for group in again["groups"].as_array().unwrap() {
            let size = format!(
                "{}: {} people",
                group["id"].as_str().unwrap(),
                group["size"]
            );
            assert!(results.words(".chart-legend").contains(&size), "{size}");
        }
        let bridging = again["bridging"].as_array().unwrap();
        let named = results.all("section[aria-labelledby=bridging] li");
        assert_eq!(bridging.len(), named.len());
    }
    // Nothing in the files tells a time finer than a day, or who.
    let votes = member.download(&format!("/b/{slug}/votes.csv")).text();
    let stamps: std::collections::BTreeSet<&str> = votes
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(stamps.len(), 1);
    assert!(!votes.contains("Riverside"));
}

#[test]
fn common_ground_becomes_a_round_and_its_support_goes_with_the_goals() {
    let (_app, mut organiser, mut members, slug) = divided("board-round", "confidential", [11, 10]);
    let new = format!("/rounds/new?board={slug}");
    assert!(
        organiser
            .get(&format!("/b/{slug}/results"))
            .links()
            .contains(&new)
    );
    let page = organiser.get(&new).must_be(200);
    let common = page.words("details.common-ground ol");
    assert!(common.contains("Old trees") && !common.contains("Bicycles"));
    let form = page.form("/rounds/new");
    let mut wrong = form.clone();
    wrong.set("n", "many").set("title", "First");
    let refused = organiser.submit(&wrong, None).must_be(422);
    let again = refused.form("/rounds/new");
    assert_eq!(
        (again.value("title"), again.value("n")),
        (Some("First"), Some("many"))
    );
    assert_eq!(again.value("board"), Some(&*slug));
    let mut form = form.clone();
    form.set("n", "2").set("title", "What first?");
    let managing = organiser.submit(&form, None).must_be(200);
    assert_eq!(managing.path, "/r/what-first/manage");
    let options = managing.words("main");
    assert!(options.contains("Old trees") && options.contains("path stays open"));

    // The ballot, the outcome and the goals tell how groups and organisations stand.
    organiser.press(&managing.path, "/r/what-first/open");
    let paper = members[0].get("/r/what-first").must_be(200);
    assert_eq!(paper.all(".stances .chart-votes").len(), 2);
    for who in [
        "Everybody",
        "Group A",
        "Group B",
        "Riverside Tenants",
        "Market Vendors",
    ] {
        assert!(paper.words(".stances").contains(who), "{who}");
    }
    for member in &mut members[..6] {
        member.vote("what-first", &["s2", "s1"]);
    }
    let outcome = organiser
        .press("/r/what-first/manage", "/r/what-first/close")
        .must_be(200);
    assert_eq!(outcome.path, "/r/what-first/outcome");
    assert_eq!(outcome.all(".stances .chart-votes").len(), 2);
    let mut form = organiser
        .get("/goals/new?round=what-first")
        .form("/goals/new");
    form.set("n", "1");
    let goals = organiser.submit(&form, None).must_be(200);
    let goal = goals
        .links()
        .into_iter()
        .find(|link| link.starts_with("/g/"))
        .unwrap();
    let goal = organiser.get(&goal).must_be(200);
    let told = goal.words("dl.smart");
    assert!(told.contains("Support and objections: 100"), "{told}");
    assert!(
        told.contains("group A:") && told.contains("Market Vendors: 100"),
        "{told}"
    );
    assert!(goal.links().contains(&format!("/b/{slug}/results")));
    let csv = organiser.download("/goals.csv").text();
    assert!(
        csv.contains("objections") && csv.contains(&format!("board:{slug}/2")),
        "{csv}"
    );
}

#[test]
fn no_figure_tells_of_fewer_people_than_the_floor() {
    // An organisation of four is not shown, and neither is the other one where it could be worked out.
    let (_app, mut organiser, mut members, slug) = divided("board-floor", "confidential", [20, 4]);
    let results = members[0].get(&format!("/b/{slug}/results")).must_be(200);
    assert!(!results.words("main").contains("Market Vendors"));
    assert!(
        !results.has("#organisations"),
        "one organisation alone would tell the other"
    );
    // Fewer than five who voted look like nobody.
    let slug = board(&mut organiser, "Quiet", "anonymous", &NINE);
    for member in &mut members[..4] {
        vote_on(member, &slug, 1, "agree", false);
    }
    organiser.press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/close"));
    for path in [
        "results",
        "comments.csv",
        "comment-groups.csv",
        "summary.csv",
        "votes.csv",
    ] {
        organiser.get(&format!("/b/{slug}/{path}")).must_be(409);
    }
    // A statement that few have voted on looks like one that nobody has.
    let slug = board(&mut organiser, "Uneven", "anonymous", &NINE);
    for (nth, member) in members[..6].iter_mut().enumerate() {
        vote_on(member, &slug, 1, "agree", true);
        if nth < 4 {
            vote_on(member, &slug, 2, "disagree", true);
        }
    }
    let page = organiser
        .press(&format!("/b/{slug}/manage"), &format!("/b/{slug}/close"))
        .must_be(200);
    let figures = |number: u32| -> String {
        let cells = page.all(&format!("tr#s{number} td"));
        cells
            .into_iter()
            .map(crate::support::page::words_of)
            .collect()
    };
    assert_eq!(
        (figures(2), figures(3)),
        ("–––––".to_owned(), "–––––".to_owned())
    );
    assert!(figures(1).starts_with('6'));
    let csv = organiser
        .download(&format!("/b/{slug}/comments.csv"))
        .text();
    let line = |number: &str| {
        let start = csv
            .lines()
            .find(|line| line.split(',').nth(2) == Some(number))
            .unwrap();
        start
            .split(',')
            .skip(3)
            .take(3)
            .collect::<Vec<_>>()
            .join(",")
    };
    assert_eq!((line("1").as_str(), line("2").as_str()), (",6,0", ",,"));
    organiser.get(&format!("/b/{slug}/votes.csv")).must_be(409);
}

/// A phone of today.
const PHONE: Window = Window {
    name: "phone",
    width: 390,
    height: 844,
};
/// The narrowest phone.
const NARROW: Window = Window {
    name: "narrow",
    width: 360,
    height: 640,
};

#[test]
fn a_board_fits_a_phone_and_its_buttons_are_large_enough_without_scripts() {
    let Some(browser) = Browser::start("boards", Scripts::Off) else {
        return;
    };
    let (app, mut organiser, _, closed) = divided("board-browser", "confidential", [12, 11]);
    let open = board(&mut organiser, "Next steps", "anonymous", &NINE);
    let link = organiser.invite(&["Linh"], "facilitator").remove(0);
    let base = format!("http://{}", app.address);
    browser.resize(PHONE);
    browser.goto(&format!("{base}{link}"));
    browser.follow(&browser.one("main form button"));

    let mut faults: Vec<String> = Vec::new();
    let mut look = |name: &str, path: &str| {
        browser.goto(&format!("{base}{path}"));
        for window in [NARROW, PHONE, LAPTOP] {
            browser.resize(window);
            let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
            if wide != json!(0) {
                faults.push(format!("{path} is {wide} px too wide on a {}", window.name));
            }
            let small = browser.run(
                "return [...document.querySelectorAll('main button, main .pick input')].filter(one => { \
                 const box = one.closest('.pick') ? one.closest('.pick').getBoundingClientRect() : one.getBoundingClientRect(); \
                 return box.width > 0 && box.height < 43.9 && !one.matches('.enter'); }).map(one => one.outerHTML)",
            );
            if window.width < 400 && small != json!([]) {
                faults.push(format!("{path}: too small on a phone: {small}"));
            }
        }
        for window in [PHONE, LAPTOP] {
            browser.resize(window);
            browser.keep_screen(&format!("board-{name}-{}", window.name), window);
        }
        browser.resize(PHONE);
    };
    look("results", &format!("/b/{closed}/results"));
    look("list", &format!("/b/{open}/list"));
    look("new", "/boards/new");
    look("manage", &format!("/b/{open}/manage"));
    look("statement", &format!("/b/{open}/statements/1"));
    look("write", &format!("/b/{open}/write"));
    look("one", &format!("/b/{open}"));
    browser.follow(&browser.one(".votes button[value=agree]"));
    assert_eq!(browser.text("h1"), "You are taking part");
    browser.follow(&browser.one("main a.button"));
    assert_eq!(browser.all("form.say").len(), 1);
    look("mine", &format!("/b/{open}/mine"));
    assert!(faults.is_empty(), "{faults:#?}");
}
