//! The whole line in a real browser, once with and once without scripts, with screenshots of every
//! page as a phone and as a laptop shows it.

use serde_json::json;

use crate::support::app::{Client, TestApp};
use crate::support::browser::{Browser, LAPTOP, PHONE, Scripts, Window};

#[test]
fn the_whole_line_with_scripts() {
    walk(Scripts::On, PHONE);
}

#[test]
fn the_whole_line_without_scripts() {
    walk(Scripts::Off, LAPTOP);
}

/// A browser on the way through the site.
struct Walker {
    browser: Browser,
    scripts: Scripts,
    /// The window in which things are done; screenshots are taken in both.
    window: Window,
    base: String,
    n_screens: u32,
    /// What pages do not keep, all told at the end.
    faults: Vec<String>,
}

fn walk(scripts: Scripts, window: Window) {
    let name = match scripts {
        Scripts::On => "with",
        Scripts::Off => "without",
    };
    let Some(browser) = Browser::start(name, scripts) else {
        return;
    };
    let app = TestApp::start(&format!("browser-{name}"));
    browser.resize(window);
    let mut walker = Walker {
        browser,
        scripts,
        window,
        base: format!("http://{}", app.address),
        n_screens: 0,
        faults: Vec::new(),
    };
    let links = walker.set_up(&app);
    let mut others: Vec<Client> = links[1..].iter().map(|link| app.signed_in(link)).collect();

    let values = walker.survey("values_assessment");
    let needs = walker.survey("needs_analysis");
    let organiser = walker.own_link();
    walker.become_person(&links[0]);
    walker.values_form(&values);
    walker.needs_form(&needs);
    for (person, other) in others.iter_mut().enumerate() {
        other.answer(&values, person + 1);
        other.answer(&needs, person + 1);
    }
    walker.become_person(&organiser);
    walker.close(&format!("/s/{values}"), "values-results");
    walker.close(&format!("/s/{needs}"), "needs-results");

    let round = walker.round(&needs);
    walker.become_person(&links[0]);
    walker.ballot(&round);
    for (person, other) in others.iter_mut().enumerate() {
        let mut codes: Vec<String> = other
            .get(&format!("/r/{round}"))
            .attributes("ol.ranking > li", "id")
            .into_iter()
            .map(|id| id.trim_start_matches("opt-").to_owned())
            .collect();
        codes.sort();
        codes.rotate_left(person % 3);
        other.vote(&round, &[&codes[0], &codes[1], &codes[2]]);
    }
    walker.become_person(&organiser);
    walker.close(&format!("/r/{round}"), "outcome");
    walker.goals(&round);
    walker.other_pages();
    assert!(walker.faults.is_empty(), "{:#?}", walker.faults);
}

impl Walker {
    /// Sets the coalition up and returns the personal links of its members.
    fn set_up(&mut self, app: &TestApp) -> Vec<String> {
        self.goto("/");
        self.look("nothing-yet");
        self.goto(&app.setup);
        self.look("set-up");
        self.browser.fill("#f-k", "2");
        self.send("main form");
        self.summary_is_shown("set-up-wrong");
        self.browser.fill("#f-coalition", "Riverside Together");
        self.browser.fill("#f-name", "Grace Okafor");
        self.browser.fill("#f-k", "5");
        self.send("main form");
        assert_eq!(self.browser.text("h1"), "Hello, Grace Okafor");
        self.look("first-steps");

        self.goto("/people");
        self.browser.press("#organisations ~ details > summary");
        self.browser.fill("#f-name", "Riverside Tenants’ Union");
        self.browser.fill("#f-sector", "Tenants’ group");
        self.send("form[action='/people/organisations']");
        let names = [
            "Amina Adams",
            "Ben Bello",
            "Carla Cruz",
            "Dmitri Dunn",
            "Elena Eze",
            "Farid Fischer",
            "Gloria Garza",
            "Hank Huang",
            "Ines Ito",
            "Jamal Jovanovic",
            "Keiko Kelly",
            "Luis Adams",
        ];
        self.browser.fill("#f-names", &names.join("\n"));
        self.look("people");
        self.send("form[action='/people/members']");
        self.look("links");
        let links = self.browser.all("table.links code");
        assert_eq!(links.len(), names.len());
        links
            .iter()
            .map(|link| {
                let link = self.browser.text_of(link);
                link[link.find("/in/").unwrap()..].to_owned()
            })
            .collect()
    }

    /// Makes, previews and opens a survey.
    fn survey(&mut self, template: &str) -> String {
        self.goto("/surveys/new");
        if template == "needs_analysis" {
            self.look("new-survey");
        }
        self.browser
            .press(&format!("input[name=template][value={template}]"));
        self.send("form[action='/surveys/new']");
        let slug = self.browser.path().split('/').nth(2).unwrap().to_owned();
        self.look("survey-draft");
        self.goto(&format!("/s/{slug}/preview"));
        self.send("main form");
        assert!(self.browser.text(".note").starts_with("Preview"));
        self.goto(&format!("/s/{slug}/manage"));
        self.send(&format!("form[action='/s/{slug}/open']"));
        self.look("survey-open");
        slug
    }

    fn values_form(&mut self, slug: &str) {
        self.goto(&format!("/s/{slug}"));
        self.look("values-start");
        self.send("main form");
        // A set that is half filled in cannot be taken.
        self.browser
            .press("tr:nth-child(1) input[name$='__b1_best']");
        self.send_with("main form", "_go", "next");
        self.summary_is_shown("values-wrong");
        let n_blocks = self.browser.all("fieldset.block").len();
        assert!(n_blocks > 5);
        for n in 1..=n_blocks {
            self.browser
                .press(&format!("tr:nth-child(1) input[name$='__b{n}_best']"));
            self.browser
                .press(&format!("tr:nth-child(2) input[name$='__b{n}_worst']"));
        }
        self.look("values-filled");
        self.send_with("main form", "_go", "next");
        self.on_to_check(4);
        self.look("values-check");
        self.send_with("main form", "_go", "send");
        assert_eq!(self.browser.text("h1"), "Thank you. Your answers are in.");
    }

    fn needs_form(&mut self, slug: &str) {
        self.goto(&format!("/s/{slug}"));
        self.send("main form");
        self.browser
            .press("input[name='needs__housing__imp'][value='5']");
        self.browser
            .press("input[name='needs__housing__sat'][value='2']");
        self.browser
            .press("input[name='needs__transit__sat'][value='DK']");
        self.look("needs-ratings");
        self.send_with("main form", "_go", "next");
        self.send_with("main form", "_go", "next");
        self.summary_is_shown("needs-wrong");
        self.browser.choose("#f-top_three__place_1", "housing");
        self.browser.choose("#f-top_three__place_2", "transit");
        self.look("needs-top-three");
        self.send_with("main form", "_go", "next");
        self.on_to_check(6);
        assert!(
            self.browser
                .text("main")
                .contains("Homes people can afford")
        );
        self.look("needs-check");
        self.send_with("main form", "_go", "send");
        self.look("receipt");
        let code = self.browser.text(".receipt .code");
        self.goto(&format!("/s/{slug}/receipt"));
        self.browser.fill("#f-_receipt", &code);
        self.send("main form");
        self.look("receipt-found");
        assert!(
            self.browser
                .text("main")
                .contains("Homes people can afford")
        );
        self.goto("/");
        self.look("home");
    }

    /// Goes on, part by part, until the answers are to be checked.
    fn on_to_check(&mut self, most: usize) {
        for nth in 0..most {
            if self.browser.text("h1") == "Check your answers" {
                return;
            }
            self.look(&format!("part-{nth}"));
            self.send_with("main form", "_go", "next");
        }
        assert_eq!(self.browser.text("h1"), "Check your answers");
    }

    /// Closes a survey or round and looks at what came of it.
    fn close(&mut self, address: &str, name: &str) {
        self.goto(&format!("{address}/manage"));
        let form = format!("form[action='{address}/close']");
        self.browser.press("details.confirm > summary");
        self.look(&format!("{name}-close"));
        self.send(&form);
        self.look(name);
        assert!(
            !self.browser.all("main svg").is_empty(),
            "{name} has no chart"
        );
    }

    /// Makes and opens a round of the top needs.
    fn round(&mut self, survey: &str) -> String {
        self.goto(&format!("/s/{survey}/results"));
        self.go(&format!("a[href='/rounds/new?survey={survey}']"));
        self.look("new-round");
        self.send("form[action='/rounds/new']");
        self.summary_is_shown("new-round-wrong");
        self.browser.fill("#f-title", "What do we work on first?");
        self.browser
            .fill("#f-question", "Rank the needs that came out on top.");
        self.browser.fill("#f-n", "5");
        self.send("form[action='/rounds/new']");
        let slug = self.browser.path().split('/').nth(2).unwrap().to_owned();
        self.look("round-draft");
        self.send(&format!("form[action='/r/{slug}/open']"));
        slug
    }

    fn ballot(&mut self, slug: &str) {
        self.goto(&format!("/r/{slug}"));
        self.look("ballot");
        let codes: Vec<String> = self
            .browser
            .all("ol.ranking > li")
            .iter()
            .map(|row| {
                let id = self.browser.attribute(row, "id").unwrap();
                id.trim_start_matches("opt-").to_owned()
            })
            .collect();
        for press in [
            format!("ballot__rank_{}:up", codes[2]),
            format!("ballot__rank_{}:up", codes[0]),
            format!("ballot__rank_{}:up", codes[0]),
            format!("ballot__rank_{}:up", codes[1]),
            format!("ballot__rank_{}:down", codes[0]),
        ] {
            self.in_place_move(&press);
        }
        let places: Vec<String> = codes
            .iter()
            .map(|code| {
                let select = self.browser.one(&format!("#f-ballot__rank_{code}"));
                self.browser
                    .property(&select, "value")
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(places[..3], ["2", "3", "1"]);
        let first = self.browser.one("ol.ranking > li:first-child");
        assert_eq!(
            self.browser.attribute(&first, "id"),
            Some(format!("opt-{}", codes[2])),
            "the first ranked option stands first"
        );
        self.look("ballot-ranked");
        self.send_with("main form", "_go", "check");
        self.look("ballot-check");
        self.send_with("main form", "_go", "cast");
        assert_eq!(self.browser.text("h1"), "Your ballot is cast.");
        self.look("ballot-receipt");
        self.goto(&format!("/r/{slug}"));
        self.look("voted");
    }

    /// Presses a move button: with scripts the page stays, without them it comes back.
    fn in_place_move(&self, value: &str) {
        let mark = self.browser.one("ol.ranking");
        let button = format!("button[name=_move][value='{value}']");
        match self.scripts {
            Scripts::On => {
                self.browser.press(&button);
                assert_eq!(
                    self.browser.attribute(&mark, "class").as_deref(),
                    Some("ranking")
                );
                let focused = self.browser.focused();
                assert_eq!(
                    self.browser.attribute(&focused, "value").as_deref(),
                    Some(value)
                );
            }
            Scripts::Off => self.go(&button),
        }
    }

    fn goals(&mut self, round: &str) {
        self.go(&format!("a[href='/goals/new?round={round}']"));
        self.look("draft-goals");
        self.browser.fill("#f-n", "2");
        self.send("form[action='/goals/new']");
        self.look("goals");
        self.go("li.card h2 a");
        let goal = self.browser.path();
        self.look("goal-draft");
        self.send(&format!("form[action='{goal}/adopt']"));
        self.summary_is_shown("goal-not-adopted");
        self.go(&format!("a[href='{goal}/edit']"));
        self.browser.fill("#f-owner", "Amina Adams, Tenants’ Union");
        self.browser.choose("#f-review", "monthly");
        self.look("goal-edit");
        self.send("main form");
        assert_eq!(self.browser.path(), goal, "{}", self.browser.text("main"));
        self.send(&format!("form[action='{goal}/adopt']"));
        assert!(
            self.browser.text("h1").ends_with("adopted"),
            "{}",
            self.browser.text("main")
        );
        self.browser
            .fill("#f-note", "First meeting with the city’s housing office.");
        self.send(&format!("form[action='{goal}/check-in']"));
        assert!(self.browser.text("ol.check-ins").contains("First meeting"));
        self.look("goal-adopted");
        self.goto("/goals");
        assert!(!self.browser.all("a[href='/goals.csv']").is_empty());
        self.goto("/");
        self.look("home-at-the-end");
    }

    fn other_pages(&mut self) {
        self.goto("/privacy");
        self.look("privacy");
        self.goto("/no-such-page");
        self.look("no-such-page");
        self.goto("/rounds/new");
        self.look("new-typed-round");
        self.goto("/surveys");
        self.look("surveys");
        self.go("button[name=language][value=es]");
        assert_eq!(
            self.browser
                .attribute(&self.browser.one("html"), "lang")
                .as_deref(),
            Some("es")
        );
        self.look("surveys-spanish");
    }

    /// Opens a personal link and presses its button.
    fn become_person(&mut self, link: &str) {
        self.goto(link);
        self.look("welcome");
        self.send("main form");
        assert!(self.browser.text("h1").starts_with("Hello"));
    }

    /// A new personal link of the organiser, who makes it for herself to come back with.
    fn own_link(&self) -> String {
        self.goto("/people");
        let links = self.browser.all("#members ~ .scroll tbody a");
        let own = links.iter().find(|link| {
            let words = self.browser.property(link, "textContent");
            words.as_str().unwrap().contains("Grace Okafor")
        });
        self.browser.follow(own.unwrap());
        self.send("form[action$='/link']");
        let link = self.browser.text("table.links code");
        link[link.find("/in/").unwrap()..].to_owned()
    }

    fn goto(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.base));
    }

    /// Presses the last button of a form.
    fn send(&self, form: &str) {
        let buttons = self.browser.all(&format!("{form} button:not(.enter)"));
        self.browser.follow(buttons.last().unwrap());
    }

    fn send_with(&self, form: &str, name: &str, value: &str) {
        self.go(&format!(
            "{form} button[name='{name}'][value='{value}']:not(.enter)"
        ));
    }

    /// Clicks a link or button that leads to another page.
    fn go(&self, selector: &str) {
        self.browser.follow(&self.browser.one(selector));
    }

    /// Takes pictures in both windows and checks what every page must keep.
    fn look(&mut self, name: &str) {
        self.n_screens += 1;
        let kind = match self.scripts {
            Scripts::On => "js",
            Scripts::Off => "nojs",
        };
        for window in [LAPTOP, PHONE] {
            self.browser.resize(window);
            let wide = self
                .browser
                .run("return document.documentElement.scrollWidth");
            if wide.as_u64().unwrap() > u64::from(window.width) {
                let elements = self.browser.run(TOO_WIDE);
                let on = window.name;
                self.faults
                    .push(format!("{name} is {wide} px wide on a {on}: {elements}"));
            }
            let screen = format!("{kind}-{:02}-{name}-{}", self.n_screens, window.name);
            self.browser.keep_screen(&screen, window);
        }
        self.browser.resize(self.window);
        for (check, what) in [
            (UNLABELLED, "controls without a label"),
            (TWICE, "ids that are there twice"),
            (JUMPS, "a focus order of its own"),
            (LOST, "links of the summary that lead nowhere"),
        ] {
            let found = self.browser.run(check);
            if found != json!([]) {
                self.faults.push(format!("{name} has {what}: {found}"));
            }
        }
        assert!(self.browser.title().contains(" – "), "{name} has no title");
    }

    /// The summary of errors stands there; with scripts it has the focus, and its links lead to controls.
    fn summary_is_shown(&mut self, name: &str) {
        assert!(
            self.browser.title().starts_with("Error:"),
            "{name}: {}",
            self.browser.title()
        );
        if self.scripts == Scripts::On {
            let focused = self.browser.focused();
            assert_eq!(
                self.browser.attribute(&focused, "id").as_deref(),
                Some("summary"),
                "{name}: the summary has no focus"
            );
        }
        self.look(name);
    }
}

/// Elements that reach beyond the window.
const TOO_WIDE: &str = "return [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(e => !e.closest('.scroll') || getComputedStyle(e).position === 'absolute')
  .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)";
/// Controls that a screen reader could not name.
const UNLABELLED: &str = "return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(e => !(e.labels && [...e.labels].some(l => l.textContent.trim())) && !e.getAttribute('aria-label'))
  .map(e => e.name)";
/// Ids that more than one element has.
const TWICE: &str = "const all = [...document.querySelectorAll('[id]')].map(e => e.id);
  return all.filter((id, at) => all.indexOf(id) !== at)";
/// Elements that would break the order of the page when tabbing through it.
const JUMPS: &str = "return [...document.querySelectorAll('[tabindex]')]
  .filter(e => e.tabIndex > 0).map(e => e.outerHTML.slice(0, 80))";
/// Links of the summary whose target is not there.
const LOST: &str = "return [...document.querySelectorAll('.summary a')]
  .map(a => a.getAttribute('href')).filter(h => !document.getElementById(h.slice(1)))";
