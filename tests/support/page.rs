//! A page as a visitor without JavaScript has it: its words, its links, its forms.

use scraper::{ElementRef, Html, Selector};

use crate::support::http::Reply;

/// An answer that was read as HTML.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) reply: Reply,
    pub(crate) html: Html,
}

impl Page {
    pub(crate) fn read(path: &str, reply: Reply) -> Self {
        let html = Html::parse_document(&reply.text());
        Self {
            path: path.to_owned(),
            reply,
            html,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.reply.status
    }

    /// Fails, with the page's words, unless it has this status.
    pub(crate) fn must_be(self, status: u16) -> Self {
        assert_eq!(
            self.status(),
            status,
            "{}: {}",
            self.path,
            self.words("main")
        );
        self
    }

    /// The elements that a selector picks, in the page's order.
    pub(crate) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let parsed = Selector::parse(selector).unwrap();
        self.html.select(&parsed).collect()
    }

    pub(crate) fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// The words of the first element that a selector picks, with single spaces.
    pub(crate) fn words(&self, selector: &str) -> String {
        self.all(selector)
            .first()
            .map(|element| words_of(*element))
            .unwrap_or_default()
    }

    /// The value of an attribute of every element that a selector picks.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector)
            .into_iter()
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// The paths this page links to or sends forms to, within the site.
    pub(crate) fn links(&self) -> Vec<String> {
        self.attributes("a[href]", "href")
            .into_iter()
            .filter(|href| href.starts_with('/'))
            .map(|href| href.split('#').next().unwrap_or_default().to_owned())
            .collect()
    }

    /// The first form that goes to `action`.
    pub(crate) fn form(&self, action: &str) -> Form {
        self.forms()
            .into_iter()
            .find(|form| form.action == action)
            .unwrap_or_else(|| {
                panic!(
                    "{} ({}) has no form to {action}: {}",
                    self.path,
                    self.status(),
                    self.words("main")
                )
            })
    }

    /// Every form.
    pub(crate) fn forms(&self) -> Vec<Form> {
        self.all("form")
            .into_iter()
            .map(|element| Form::read(element, &self.path))
            .collect()
    }
}

/// The words within an element, with single spaces, also where one block ends and the next begins.
pub(crate) fn words_of(element: ElementRef<'_>) -> String {
    const INLINE: [&str; 6] = ["a", "code", "span", "strong", "button", "label"];
    let mut text = String::new();
    for node in element.descendants() {
        match node.value() {
            scraper::Node::Text(words) => text.push_str(words),
            scraper::Node::Element(inner) if !INLINE.contains(&inner.name()) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form with what stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) is_multipart: bool,
    pub(crate) controls: Vec<Control>,
    buttons: Vec<(String, String)>,
}

/// One control of a form.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Hidden,
    /// Anything that is typed.
    Typed,
    /// A radio button or checkbox, and whether it is on.
    Ticked(bool),
    /// A select with the values of its options.
    Select(Vec<String>),
    File,
}

impl Form {
    fn read(element: ElementRef<'_>, path: &str) -> Self {
        let controls = Selector::parse("input, textarea, select").unwrap();
        let buttons = Selector::parse("button").unwrap();
        let attr = |element: ElementRef<'_>, name: &str| element.attr(name).map(str::to_owned);
        let method = element.attr("method");
        assert!(
            matches!(method, Some("post" | "get")),
            "our forms say how they are sent"
        );
        Self {
            action: attr(element, "action").unwrap_or_else(|| path.to_owned()),
            is_multipart: element.attr("enctype") == Some("multipart/form-data"),
            controls: element.select(&controls).map(Control::read).collect(),
            buttons: element
                .select(&buttons)
                .map(|button| {
                    (
                        attr(button, "name").unwrap_or_default(),
                        attr(button, "value").unwrap_or_default(),
                    )
                })
                .collect(),
        }
    }

    /// Types, ticks or chooses; fails where there is no such control or choice.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        let mut is_done = false;
        for control in self.controls.iter_mut().filter(|c| c.name == name) {
            match &mut control.kind {
                Kind::Typed => {
                    value.clone_into(&mut control.value);
                    is_done = true;
                }
                Kind::Select(options) => {
                    assert!(options.iter().any(|o| o == value), "{name} has no {value}");
                    value.clone_into(&mut control.value);
                    is_done = true;
                }
                Kind::Ticked(on) => {
                    *on = control.value == value;
                    is_done |= *on;
                }
                Kind::Hidden | Kind::File => {}
            }
        }
        assert!(is_done, "no control `{name}` takes `{value}`");
        self
    }

    /// What stands in a control: typed, chosen or ticked.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.controls
            .iter()
            .filter(|control| control.name == name)
            .find(|control| control.kind != Kind::Ticked(false))
            .map(|control| control.value.as_str())
    }

    /// The fields a browser would send when no named button is pressed.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        self.controls
            .iter()
            .filter(|control| {
                !control.name.is_empty()
                    && control.kind != Kind::Ticked(false)
                    && control.kind != Kind::File
            })
            .map(|control| (control.name.clone(), control.value.clone()))
            .collect()
    }

    /// The fields a browser would send when this button is pressed.
    pub(crate) fn pressed(&self, name: &str, value: &str) -> Vec<(String, String)> {
        let button = (name.to_owned(), value.to_owned());
        assert!(
            self.buttons.contains(&button),
            "no button {name}={value} among {:?}",
            self.buttons
        );
        let mut fields = self.fields();
        fields.push(button);
        fields
    }

    pub(crate) fn has_button(&self, name: &str, value: &str) -> bool {
        self.buttons.iter().any(|(n, v)| n == name && v == value)
    }

    /// Fills in everything on the page as the person of that number would: the same on every run,
    /// different from person to person, and without contradictions.
    pub(crate) fn fill_as(&mut self, person: usize) {
        let mut names: Vec<String> = Vec::new();
        for control in &self.controls {
            let is_answer = !control.name.starts_with('_') && control.kind != Kind::Hidden;
            if is_answer && !names.contains(&control.name) {
                names.push(control.name.clone());
            }
        }
        // The page's own order is drawn by lot, the order of names is not.
        names.sort();
        for (at, name) in names.iter().enumerate() {
            let mut choices = self.choices(name);
            choices.sort();
            let pick = |nth: usize| choices[nth % choices.len()].clone();
            if choices.is_empty() {
                if !name.ends_with("__other_text") {
                    self.set(name, &format!("words of person {person}"));
                }
            } else if let Some((_, place)) = name.rsplit_once("__place_") {
                let place: usize = place.parse().unwrap();
                self.set(name, &pick(person % 3 + place));
            } else if choices == ["1"] {
                // A checkbox; “none of these” goes alone.
                if (person + at).is_multiple_of(3) && !name.ends_with("__none") {
                    self.set(name, "1");
                }
            } else if name.ends_with("_best") {
                self.set(name, &pick(person % 2));
            } else if name.ends_with("_worst") {
                self.set(name, &pick(person % 2 + 1));
            } else {
                self.set(name, &pick(person + at));
            }
        }
    }

    /// The values a control of choices may take; none for what is typed.
    fn choices(&self, name: &str) -> Vec<String> {
        self.controls
            .iter()
            .filter(|control| control.name == name)
            .flat_map(|control| match &control.kind {
                // “Other” would want words of its own.
                Kind::Ticked(_) if control.value == "other" => Vec::new(),
                Kind::Ticked(_) => vec![control.value.clone()],
                Kind::Select(options) => {
                    options.iter().filter(|o| !o.is_empty()).cloned().collect()
                }
                Kind::Hidden | Kind::Typed | Kind::File => Vec::new(),
            })
            .collect()
    }
}

impl Control {
    fn read(element: ElementRef<'_>) -> Self {
        let attr = |name: &str| element.attr(name).unwrap_or_default().to_owned();
        let name = attr("name");
        match element.value().name() {
            "textarea" => {
                let text: String = element.text().collect();
                Self {
                    name,
                    value: text,
                    kind: Kind::Typed,
                }
            }
            "select" => {
                let options = Selector::parse("option").unwrap();
                let all: Vec<(String, bool)> = element
                    .select(&options)
                    .map(|o| {
                        (
                            o.attr("value").unwrap_or_default().to_owned(),
                            o.attr("selected").is_some(),
                        )
                    })
                    .collect();
                let chosen = all.iter().find(|(_, on)| *on).or(all.first());
                Self {
                    name,
                    value: chosen.map(|(value, _)| value.clone()).unwrap_or_default(),
                    kind: Kind::Select(all.iter().map(|(value, _)| value.clone()).collect()),
                }
            }
            _ => {
                let kind = match element.attr("type") {
                    Some("hidden") => Kind::Hidden,
                    Some("radio" | "checkbox") => Kind::Ticked(element.attr("checked").is_some()),
                    Some("file") => Kind::File,
                    _ => Kind::Typed,
                };
                Self {
                    name,
                    value: attr("value"),
                    kind,
                }
            }
        }
    }
}
