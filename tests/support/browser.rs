//! Chromium, driven by the JSON of `WebDriver` over the same small HTTP client as everything else.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::store_story::Scratch;
use crate::support::http;

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
/// Set to `1`, a missing browser fails the tests instead of leaving them out.
const REQUIRED: &str = "COMMONGROUND_REQUIRE_BROWSER";
/// The key under which `WebDriver` names elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A page whose script changes its words.
const SCRIPT_PROBE: &str =
    "data:text/html,<p>off</p><script>document.querySelector('p').textContent='on'</script>";

/// Does the browser run scripts?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A window's size in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) name: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

pub(crate) const PHONE: Window = Window {
    name: "phone",
    width: 360,
    height: 740,
};
pub(crate) const LAPTOP: Window = Window {
    name: "laptop",
    width: 1280,
    height: 900,
};

/// One browser with one window. Closing it ends the driver that was started for it.
#[derive(Debug)]
pub(crate) struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
    profile: Scratch,
}

/// An element of the page, as the driver names it.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

impl Browser {
    /// Starts one; none where there is no browser on this machine and none is required.
    pub(crate) fn start(name: &str, scripts: Scripts) -> Option<Self> {
        if !Path::new(CHROMIUM).exists() || !Path::new(CHROMEDRIVER).exists() {
            let how = "get them with `apt-get install chromium chromium-driver`";
            assert!(
                std::env::var(REQUIRED).as_deref() != Ok("1"),
                "{REQUIRED}=1, but {CHROMIUM} or {CHROMEDRIVER} is not there; {how}"
            );
            eprintln!("left out: {CHROMIUM} or {CHROMEDRIVER} is not there; {how}");
            return None;
        }
        let profile = Scratch::new(&format!("chromium-{name}"));
        fs::create_dir_all(profile.path()).unwrap();
        let mut driver = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = lines
            .by_ref()
            .find_map(|line| {
                let line = line.unwrap();
                let (_, port) = line.rsplit_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .unwrap();
        // What the driver says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let mut browser = Self {
            driver,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            session: String::new(),
            profile,
        };
        browser.begin(scripts);
        Some(browser)
    }

    fn begin(&mut self, scripts: Scripts) {
        let mut args: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            // A phone draws no scroll bar beside the page.
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        .map(str::to_owned)
        .to_vec();
        args.push(format!("--user-data-dir={}", self.profile.path().display()));
        let javascript = match scripts {
            Scripts::On => 1,
            Scripts::Off => 2,
        };
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": CHROMIUM,
                "args": args,
                "prefs": {"profile.managed_default_content_settings.javascript": javascript},
            },
        }}});
        let begun = self.call("POST", "/session", &capabilities);
        begun["sessionId"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.session);
        self.goto(SCRIPT_PROBE);
        let says = self.text("p");
        let should = match scripts {
            Scripts::On => "on",
            Scripts::Off => "off",
        };
        assert_eq!(says, should, "scripts are not as they should be");
    }

    /// Gives the window this size.
    pub(crate) fn resize(&self, window: Window) {
        let metrics = json!({
            "width": window.width, "height": window.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.post(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics}),
        );
    }

    pub(crate) fn goto(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    /// Presses the browser's own button that leads back.
    pub(crate) fn back(&self) {
        self.post("/back", &json!({}));
    }

    /// Loads the page at hand again.
    pub(crate) fn reload(&self) {
        self.post("/refresh", &json!({}));
    }

    pub(crate) fn path(&self) -> String {
        let url = self.get("/url");
        let url = url.as_str().unwrap();
        let path = url
            .split("//")
            .nth(1)
            .and_then(|rest| rest.find('/').map(|at| &rest[at..]));
        path.unwrap_or("/").to_owned()
    }

    pub(crate) fn title(&self) -> String {
        self.get("/title").as_str().unwrap().to_owned()
    }

    /// The elements that a selector picks.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.post(
            "/elements",
            &json!({"using": "css selector", "value": selector}),
        );
        let found = found.as_array().unwrap().iter();
        found
            .map(|element| Element(element[ELEMENT].as_str().unwrap().to_owned()))
            .collect()
    }

    /// The first element that a selector picks.
    pub(crate) fn one(&self, selector: &str) -> Element {
        self.all(selector)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{} has no {selector}: {}", self.path(), self.text("main")))
    }

    pub(crate) fn text(&self, selector: &str) -> String {
        self.text_of(&self.one(selector))
    }

    pub(crate) fn text_of(&self, element: &Element) -> String {
        let text = self.get(&format!("/element/{}/text", element.0));
        text.as_str().unwrap().to_owned()
    }

    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Option<String> {
        let value = self.get(&format!("/element/{}/attribute/{name}", element.0));
        value.as_str().map(str::to_owned)
    }

    /// A property as a script would see it, such as a control's value.
    pub(crate) fn property(&self, element: &Element, name: &str) -> Value {
        self.get(&format!("/element/{}/property/{name}", element.0))
    }

    pub(crate) fn click(&self, element: &Element) {
        self.post(&format!("/element/{}/click", element.0), &json!({}));
    }

    /// Clicks what leads to another page, and waits until the page at hand is gone.
    pub(crate) fn follow(&self, element: &Element) {
        let root = self.one("html");
        let is_there = format!("/session/{}/element/{}/name", self.session, root.0);
        self.click(element);
        for _ in 0..1_000 {
            let reply = http::send(self.address, "GET", &is_there, &[], b"");
            if reply.status != 200 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("{} is still there: {}", self.path(), self.text("main"));
    }

    /// Clicks the first element that a selector picks.
    pub(crate) fn press(&self, selector: &str) {
        self.click(&self.one(selector));
    }

    /// Replaces what stands in a control by what is typed.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let element = self.one(selector);
        self.post(&format!("/element/{}/clear", element.0), &json!({}));
        self.keys(&element, text);
    }

    pub(crate) fn keys(&self, element: &Element, text: &str) {
        self.post(
            &format!("/element/{}/value", element.0),
            &json!({"text": text}),
        );
    }

    /// Chooses an option of a select.
    pub(crate) fn choose(&self, select: &str, value: &str) {
        self.press(&format!("{select} option[value='{value}']"));
    }

    /// The element that has the focus.
    pub(crate) fn focused(&self) -> Element {
        let element = self.get("/element/active");
        Element(element[ELEMENT].as_str().unwrap().to_owned())
    }

    /// What a script returns; the driver may run it where the page may not.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// The whole page, as wide as the window, as a PNG file in `tests/screens/`.
    pub(crate) fn keep_screen(&self, name: &str, window: Window) {
        let height = self.run("return document.documentElement.scrollHeight");
        self.resize(Window {
            height: u32::try_from(height.as_u64().unwrap()).unwrap(),
            ..window
        });
        let shot = self.get("/screenshot");
        self.resize(window);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
        fs::create_dir_all(&folder).unwrap();
        let png = from_base64(shot.as_str().unwrap());
        fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    fn get(&self, path: &str) -> Value {
        self.call(
            "GET",
            &format!("/session/{}{path}", self.session),
            &Value::Null,
        )
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.call("POST", &format!("/session/{}{path}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let bytes = match method {
            "POST" => body.to_string().into_bytes(),
            _ => Vec::new(),
        };
        let reply = http::send(
            self.address,
            method,
            path,
            &[("Content-Type", "application/json")],
            &bytes,
        );
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(reply.status, 200, "{path} {body}: {answer}");
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            http::send(self.address, "DELETE", &path, &[], b"");
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no base64"),
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four
            .iter()
            .fold(0_u32, |bits, byte| bits << 6 | u32::from(value(*byte)))
            << (6 * (4 - four.len()));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
