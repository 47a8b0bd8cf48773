//! What every page has around it, and the pieces that pages are made of.

use maud::{DOCTYPE, Markup, html};

use crate::app::{BALLOTS_FLOOR, FieldError, State};
use crate::model::{Coalition, Role};
use crate::web::assets;
use crate::web::request::Ctx;
use crate::web::words::{LANGUAGES, Words};

/// Which part of the site a page belongs to, for the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Home,
    Surveys,
    Rounds,
    Boards,
    Proposals,
    Goals,
    People,
    None,
}

/// A whole page. With `errors` in it, the title says so and the summary stands above everything.
pub(crate) fn page(ctx: &Ctx, part: Part, title: &str, body: &Markup) -> Markup {
    page_with_errors(ctx, part, title, &[], body)
}

/// A whole page with the summary of what is wrong with its form.
pub(crate) fn page_with_errors(
    ctx: &Ctx,
    part: Part,
    title: &str,
    errors: &[FieldError],
    body: &Markup,
) -> Markup {
    let words = ctx.words();
    let coalition = ctx
        .coalition
        .as_ref()
        .map_or("commonground", |coalition| coalition.name.as_str());
    html! {
        (DOCTYPE)
        html lang=(ctx.lang.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title {
                    @if !errors.is_empty() { (words.t("error-title")) " " }
                    (title) " – " (coalition)
                }
                link rel="icon" href=(assets::ICON_PATH) type="image/svg+xml";
                link rel="stylesheet" href=(assets::style_path());
                script src=(assets::script_path()) defer {}
            }
            body {
                a .skip href="#main" { (words.t("skip")) }
                header .top {
                    div .wide {
                        a .brand href="/" { (coalition) }
                        (language_switch(ctx))
                    }
                    @if let Some(visitor) = &ctx.visitor { @if visitor.is(Role::Member) {
                        nav .wide aria-label=(words.t("nav-label")) {
                            ul {
                                (nav_item(part, Part::Home, "/", &words.t("nav-home")))
                                (nav_item(part, Part::Surveys, "/surveys", &words.t("nav-surveys")))
                                (nav_item(part, Part::Rounds, "/rounds", &words.t("nav-rounds")))
                                (nav_item(part, Part::Boards, "/boards", &words.t("board-boards")))
                                (nav_item(part, Part::Proposals, "/proposals", &words.t("nav-proposals")))
                                (nav_item(part, Part::Goals, "/goals", &words.t("nav-goals")))
                                @if visitor.is(Role::Facilitator) {
                                    (nav_item(part, Part::People, "/people", "People"))
                                }
                            }
                        }
                    } }
                }
                main #main .wide tabindex="-1" {
                    (error_summary(words, errors))
                    (body)
                }
                footer .wide {
                    @if let Some(member) = ctx.visitor.as_ref().and_then(|visitor| visitor.member()) {
                        p {
                            (words.t1("signed-in-as", "name", member.name.as_str()))
                            form method="post" action="/out" .inline {
                                (token(ctx))
                                button .link { (words.t("sign-out")) }
                            }
                        }
                    }
                    p { a href="/privacy" { (words.t("privacy-link")) } }
                }
            }
        }
    }
}

fn nav_item(current: Part, part: Part, href: &str, label: &str) -> Markup {
    html! {
        li {
            @if current == part { a href=(href) aria-current="page" { (label) } }
            @else { a href=(href) { (label) } }
        }
    }
}

fn language_switch(ctx: &Ctx) -> Markup {
    html! {
        form method="post" action="/language" .languages {
            (token(ctx))
            input type="hidden" name="back" value=(ctx.path);
            @for (tag, name) in LANGUAGES {
                @if ctx.lang.as_str() == tag { span .chosen lang=(tag) { (name) } }
                @else { button .link name="language" value=(tag) lang=(tag) { (name) } }
            }
        }
    }
}

/// From how many ballots on a round hands them out.
pub(crate) fn ballots_floor(ctx: &Ctx) -> usize {
    let k = ctx
        .coalition
        .as_ref()
        .map_or(Coalition::DEFAULT_K, |coalition| coalition.k);
    usize::try_from(k)
        .unwrap_or(usize::MAX)
        .saturating_mul(BALLOTS_FLOOR)
}

/// A page that comes in English only, whatever language the rest is in.
pub(crate) fn in_english(body: &Markup) -> Markup {
    html! { div lang="en" { (body) } }
}

/// The hidden field that proves where a form comes from.
pub(crate) fn token(ctx: &Ctx) -> Markup {
    html! { input type="hidden" name="_token" value=(ctx.form_token()); }
}

/// What is wrong, above the form, with links to the fields.
pub(crate) fn error_summary(words: &Words, errors: &[FieldError]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div .summary role="alert" tabindex="-1" #summary {
                h2 { (words.t("error-summary")) }
                ul {
                    @for error in errors {
                        li { a href={ "#" (field_id(&error.field)) } { (sentence(&error.message)) } }
                    }
                }
            }
        }
    }
}

/// The element id of a form field.
pub(crate) fn field_id(field: &str) -> String {
    format!("f-{field}")
}

/// The message at a field, and the attributes that tie it to the control.
pub(crate) fn field_error(errors: &[FieldError], field: &str) -> Option<Markup> {
    let messages: Vec<&str> = errors
        .iter()
        .filter(|error| error.field == field)
        .map(|error| error.message.as_str())
        .collect();
    (!messages.is_empty()).then(|| {
        html! {
            p .wrong id={ (field_id(field)) "-error" } {
                @for message in messages { (sentence(message)) " " }
            }
        }
    })
}

/// What a control points at with `aria-describedby`.
pub(crate) fn described_by(errors: &[FieldError], field: &str, has_hint: bool) -> Option<String> {
    let id = field_id(field);
    let mut parts = Vec::new();
    if has_hint {
        parts.push(format!("{id}-hint"));
    }
    if errors.iter().any(|error| error.field == field) {
        parts.push(format!("{id}-error"));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A labelled control of one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) value: &'a str,
    pub(crate) kind: &'a str,
}

impl<'a> Line<'a> {
    pub(crate) fn text(name: &'a str, label: &'a str, value: &'a str) -> Self {
        Self {
            name,
            label,
            hint: "",
            value,
            kind: "text",
        }
    }

    pub(crate) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    pub(crate) fn kind(self, kind: &'a str) -> Self {
        Self { kind, ..self }
    }

    pub(crate) fn show(self, errors: &[FieldError]) -> Markup {
        let id = field_id(self.name);
        html! {
            div .field .has-error[field_error(errors, self.name).is_some()] {
                label for=(id) { (self.label) }
                @if !self.hint.is_empty() { p .hint id={ (id) "-hint" } { (self.hint) } }
                @if let Some(message) = field_error(errors, self.name) { (message) }
                input type=(self.kind) id=(id) name=(self.name) value=(self.value)
                    aria-describedby=[described_by(errors, self.name, !self.hint.is_empty())]
                    aria-invalid=[field_error(errors, self.name).map(|_| "true")] autocomplete="off";
            }
        }
    }

    pub(crate) fn show_area(self, errors: &[FieldError], rows: u32) -> Markup {
        let id = field_id(self.name);
        html! {
            div .field .has-error[field_error(errors, self.name).is_some()] {
                label for=(id) { (self.label) }
                @if !self.hint.is_empty() { p .hint id={ (id) "-hint" } { (self.hint) } }
                @if let Some(message) = field_error(errors, self.name) { (message) }
                textarea id=(id) name=(self.name) rows=(rows)
                    aria-describedby=[described_by(errors, self.name, !self.hint.is_empty())]
                    aria-invalid=[field_error(errors, self.name).map(|_| "true")] { "\n" (self.value) }
            }
        }
    }
}

/// One choice of [`radios`] or [`select`]: value, label, hint.
pub(crate) type Pick<'a> = (&'a str, &'a str, &'a str);

/// A group of radio buttons.
pub(crate) fn radios(
    name: &str,
    legend: &str,
    picks: &[Pick<'_>],
    chosen: &str,
    errors: &[FieldError],
) -> Markup {
    html! {
        fieldset .field .has-error[field_error(errors, name).is_some()] aria-describedby=[described_by(errors, name, false)] {
            legend { (legend) }
            @if let Some(message) = field_error(errors, name) { (message) }
            @for (idx, (value, label, hint)) in picks.iter().enumerate() {
                @let id = if idx == 0 { field_id(name) } else { format!("{}-{value}", field_id(name)) };
                div .pick {
                    input type="radio" name=(name) value=(value) id=(id) checked[*value == chosen];
                    label for=(id) { (label) @if !hint.is_empty() { span .hint { (hint) } } }
                }
            }
        }
    }
}

/// A labelled select.
pub(crate) fn select<V: AsRef<str>>(
    name: &str,
    label: &str,
    picks: &[(V, &str, &str)],
    chosen: &str,
    errors: &[FieldError],
) -> Markup {
    let id = field_id(name);
    html! {
        div .field .has-error[field_error(errors, name).is_some()] {
            label for=(id) { (label) }
            @if let Some(message) = field_error(errors, name) { (message) }
            select id=(id) name=(name) aria-describedby=[described_by(errors, name, false)] {
                @for (value, label, _) in picks {
                    option value=(value.as_ref()) selected[value.as_ref() == chosen] { (label) }
                }
            }
        }
    }
}

/// A state as a small label.
pub(crate) fn state_tag(words: &Words, state: State) -> Markup {
    match state {
        State::Draft => html! { span .tag { (words.t("state-draft")) } },
        State::Open => html! { span .tag .open { (words.t("state-open")) } },
        State::Closed => html! { span .tag .closed { (words.t("state-closed")) } },
    }
}

/// A message as a sentence: a capital at its beginning, a full stop at its end.
pub(crate) fn sentence(message: &str) -> String {
    // A message may quote a file, which may hold what no page can show.
    let mut chars = message.chars().filter(|c| !c.is_control());
    let mut text: String = match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => return String::new(),
    };
    if !text.ends_with(['.', '!', '?', ':']) {
        text.push('.');
    }
    text
}

/// A form of one button.
pub(crate) fn button_form(ctx: &Ctx, action: &str, label: &str, class: &str) -> Markup {
    html! {
        form method="post" action=(action) .inline {
            (token(ctx))
            button class=(class) { (label) }
        }
    }
}

/// A form of one button behind a question, for what cannot be taken back.
pub(crate) fn confirm_form(
    ctx: &Ctx,
    action: &str,
    label: &str,
    question: &str,
    class: &str,
) -> Markup {
    html! {
        details .confirm {
            summary class=(class) { (label) }
            p { (question) }
            form method="post" action=(action) {
                (token(ctx))
                button class=(class) { (label) }
            }
        }
    }
}
