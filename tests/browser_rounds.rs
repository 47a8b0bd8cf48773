//! Ballots and outcomes of rounds in a real browser: nothing wider than the window, nothing lost on the way
//! back, and nothing hidden from the keyboard.

use serde_json::json;

use crate::support::app::{Client, TestApp};
use crate::support::browser::{Browser, LAPTOP, Scripts, Window};
use crate::web_rounds::{close, draft, open, people};

const PHONE: Window = Window {
    name: "phone",
    width: 390,
    height: 740,
};

/// A browser in which a member is signed in, a facilitator, and some more members.
struct World {
    browser: Browser,
    app: TestApp,
    facilitator: Client,
    members: Vec<Client>,
}

fn world(name: &str, scripts: Scripts) -> Option<World> {
    let browser = Browser::start(name, scripts)?;
    let (app, mut facilitator, members) = people(name, 5);
    let link = facilitator.invite(&["Amina"], "member").remove(0);
    browser.resize(PHONE);
    browser.goto(&format!("http://{}{link}", app.address));
    browser.follow(&browser.one("main form button"));
    Some(World {
        browser,
        app,
        facilitator,
        members,
    })
}

impl World {
    fn goto(&self, path: &str) {
        self.browser
            .goto(&format!("http://{}{path}", self.app.address));
    }

    /// How much wider than the window the page is, in each window.
    fn too_wide(&self, path: &str) -> Vec<(&'static str, i64)> {
        let wider = "return document.documentElement.scrollWidth - innerWidth";
        let mut wide = Vec::new();
        for window in [PHONE, LAPTOP] {
            self.browser.resize(window);
            self.goto(path);
            let by = self.browser.run(wider).as_i64().unwrap();
            if by > 0 {
                wide.push((window.name, by));
            }
        }
        wide
    }
}

#[test]
fn no_ballot_and_no_outcome_scrolls_sideways() {
    let Some(mut world) = world("rounds-sideways", Scripts::On) else {
        return;
    };
    for (method, n) in [
        ("irv", 6),
        ("schulze", 6),
        ("irv", 12),
        ("schulze", 12),
        ("schulze", 40),
    ] {
        let names: Vec<String> = (1..=n)
            .map(|nth| format!("Option number {nth} of the ballot"))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let slug = draft(&mut world.facilitator, method, "anonymous", &names);
        open(&mut world.facilitator, &slug);
        assert_eq!(world.too_wide(&format!("/r/{slug}")), [], "{method}, {n}");
        for (person, member) in world.members.iter_mut().enumerate() {
            let mut codes: Vec<String> = (1..=n).map(|nth| format!("o{nth}")).collect();
            codes.rotate_left(person);
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            member.vote(&slug, &codes);
        }
        close(&mut world.facilitator, &slug);
        let outcome = format!("/r/{slug}/outcome");
        assert_eq!(world.too_wide(&outcome), [], "{method}, {n}");
    }
    let endless = "x".repeat(120);
    for method in ["irv", "approval", "score", "dots"] {
        let options = [endless.as_str(), "Housing"];
        let slug = draft(&mut world.facilitator, method, "anonymous", &options);
        open(&mut world.facilitator, &slug);
        assert_eq!(world.too_wide(&format!("/r/{slug}")), [], "{method}");
    }
}

#[test]
fn the_way_back_from_the_check_finds_the_ballot_filled_in() {
    for (name, scripts) in [
        ("rounds-back", Scripts::On),
        ("rounds-back-plain", Scripts::Off),
    ] {
        let Some(mut world) = world(name, scripts) else {
            return;
        };
        let slug = draft(
            &mut world.facilitator,
            "irv",
            "anonymous",
            &["Housing", "Transit", "Wages", "Clinic"],
        );
        open(&mut world.facilitator, &slug);
        world.goto(&format!("/r/{slug}"));
        let browser = &world.browser;
        let order = "return [...document.querySelectorAll('ol.ranking > li')].map((li) => li.id)";
        let before = browser.run(order);
        browser.choose("#f-ballot__rank_o3", "1");
        browser.choose("#f-ballot__rank_o1", "2");
        browser.follow(&browser.one("button[value=check]:not(.enter)"));
        assert_eq!(browser.text("h1"), "Check your ballot");
        browser.back();
        assert_eq!(
            browser.run(order),
            before,
            "the options stand as they stood"
        );
        let value = |field: &str| browser.property(&browser.one(field), "value");
        assert_eq!(value("#f-ballot__rank_o3"), json!("1"), "{scripts:?}");
        assert_eq!(value("#f-ballot__rank_o1"), json!("2"), "{scripts:?}");

        browser.follow(&browser.one("button[value=check]:not(.enter)"));
        browser.follow(&browser.one("button[value=cast]"));
        let code = browser.text(".receipt .code");
        assert_eq!(browser.path(), format!("/r/{slug}/cast"));
        browser.reload();
        assert_eq!(browser.text(".receipt .code"), code, "nothing is cast anew");
        assert_eq!(world.app.documents("ballots").len(), 1);
        if scripts == Scripts::On {
            browser.back();
            assert_eq!(browser.text("h1"), "You have voted");
        }
    }
}

#[test]
fn without_scripts_an_option_that_moves_stays_in_view() {
    let Some(mut world) = world("rounds-moves", Scripts::Off) else {
        return;
    };
    let names: Vec<String> = (1..=30).map(|nth| format!("Option {nth}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let slug = draft(&mut world.facilitator, "irv", "anonymous", &names);
    open(&mut world.facilitator, &slug);
    world.goto(&format!("/r/{slug}"));
    let browser = &world.browser;
    let last = browser.one("ol.ranking > li:last-child");
    let id = browser.attribute(&last, "id").unwrap();
    // The first one goes first, and the last one of the list to the second place.
    for row in ["ol.ranking > li:first-child".to_owned(), format!("#{id}")] {
        browser.follow(&browser.one(&format!("{row} button[value$=':up']")));
    }
    assert_eq!(browser.path(), format!("/r/{slug}#{id}"));
    let top = browser.run(&format!(
        "return document.getElementById('{id}').getBoundingClientRect().top / innerHeight"
    ));
    let top = top.as_f64().unwrap();
    assert!(
        (0.0..1.0).contains(&top),
        "it stands at {top} of the window"
    );
}

#[test]
fn the_sum_of_dots_hides_no_field_from_the_keyboard() {
    let Some(mut world) = world("rounds-focus", Scripts::On) else {
        return;
    };
    let names: Vec<String> = (1..=30).map(|nth| format!("Option {nth}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let slug = draft(&mut world.facilitator, "dots", "anonymous", &names);
    open(&mut world.facilitator, &slug);
    world.goto(&format!("/r/{slug}"));
    let browser = &world.browser;
    let covered = "const field = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector('.running').getBoundingClientRect();
        return field.bottom > bar.top && field.top < bar.bottom";
    let first = browser.one("input[type=number]");
    browser.keys(&first, "");
    for nth in 1..30 {
        browser.keys(&browser.focused(), "\u{e004}");
        assert_eq!(browser.run(covered), json!(false), "field {nth}");
    }
}
