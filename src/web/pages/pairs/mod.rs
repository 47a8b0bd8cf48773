//! Wiki surveys: the list, two ideas side by side, receipts.

pub(crate) mod results;
pub(crate) mod run;

use maud::{Markup, html};

use crate::app::{
    Adding, BALLOTS_FLOOR, Choice, FieldError, Idea, IdeaFault, MAX_IDEA, State, Why, Wiki,
    WikiDesk, WikiEntry, WikiView,
};
use crate::model::{Privacy, Role};
use crate::web::pages::form::privacy_words;
use crate::web::pages::layout::{self, Line, Part, ballots_floor, radios, state_tag, token};
use crate::web::request::Ctx;
use crate::web::words::Words;

/// The wiki surveys, as a section of the page of rounds.
pub(crate) fn section(ctx: &Ctx, views: &[WikiView]) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    html! {
        section aria-labelledby="wikis" {
            h2 #wikis { (words.t("wiki-list")) }
            p { (words.t("wiki-what")) }
            @if runs { p { a .button .second href="/pairs/new" { "New wiki survey" } } }
            @if views.is_empty() { p .empty { (words.t("wiki-none")) } }
            ul .cards {
                @for view in views {
                    @let wiki = &view.wiki;
                    li .card {
                        h3 { (wiki.title) " " (state_tag(words, wiki.state)) }
                        p .muted { (wiki.question) }
                        p .actions {
                            @match wiki.state {
                                State::Open if view.taken_part.is_some() => { a href={ "/w/" (wiki.slug) } { (words.t("wiki-choose")) } },
                                State::Closed => { a href={ "/w/" (wiki.slug) "/results" } { (words.t("see-results")) } },
                                State::Open | State::Draft => {},
                            }
                            @if runs { " " a href={ "/w/" (wiki.slug) "/manage" } { "Manage" span .visually-hidden { " " (wiki.title) } } }
                        }
                    }
                }
            }
        }
    }
}

/// An open wiki survey, as a card of the first page.
pub(crate) fn to_do(ctx: &Ctx, view: &WikiView) -> Markup {
    let words = ctx.words();
    html! {
        li .card {
            h3 { a href={ "/w/" (view.wiki.slug) } { (view.wiki.title) } }
            @if view.taken_part == Some(true) { p .done { (words.t("wiki-begun")) } }
            @else { p { (words.t("wiki-home")) } }
        }
    }
}

/// Does it wait for the visitor's choices?
pub(crate) fn asks(view: &WikiView) -> bool {
    view.wiki.state == State::Open && view.taken_part.is_some()
}

/// The page with two ideas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choosing<'a> {
    pub(crate) desk: &'a WikiDesk,
    pub(crate) receipt: &'a str,
    /// The idea as it was typed, when it was not taken.
    pub(crate) idea: &'a str,
    /// What became of the idea that was just added: the key of a message.
    pub(crate) told: Option<&'a str>,
}

/// Two ideas side by side, the way back, and a field for another idea.
pub(crate) fn choose(ctx: &Ctx, choosing: &Choosing<'_>, fault: Option<IdeaFault>) -> Markup {
    let words = ctx.words();
    let desk = choosing.desk;
    let wiki = &desk.wiki;
    let action = format!("/w/{}", wiki.slug);
    let errors: Vec<FieldError> = fault
        .map(|fault| FieldError::new("idea", fault_words(words, fault)))
        .into_iter()
        .collect();
    let n_done = desk.own.as_ref().map_or(0, |own| own.contests.len());
    let body = html! {
        h1 { (wiki.title) }
        @if let Some(key) = choosing.told { p .note role="status" { (words.t(key)) } }
        @if let Some(pair) = &desk.pair { (pair_form(ctx, choosing, pair, &action)) }
        @else { p .lead { (words.t("wiki-all-seen")) } }
        @if n_done > 0 {
            p .muted { (words.t1("wiki-done", "n", n_done)) }
            form method="post" action=(action) {
                (token(ctx))
                input type="hidden" name="_receipt" value=(choosing.receipt);
                button .link name="_go" value="undo" { (words.t("wiki-undo")) }
            }
        }
        p .hint { (words.t("wiki-stop")) }
        @if wiki.adding != Adding::Nobody { (idea_form(ctx, choosing, &action, &errors)) }
        (privacy_words(ctx, wiki.privacy))
        p .hint { (shown_words(ctx, wiki)) }
        @if desk.own.is_some() && wiki.privacy != Privacy::Named {
            details {
                summary { (words.t("receipt-code")) }
                p .code { (grouped(choosing.receipt)) }
                p { (words.t("wiki-keep-code")) }
                p { a href={ (action) "/receipt" } { (words.t("receipt-check")) } }
            }
        }
    };
    layout::page_with_errors(ctx, Part::Rounds, &wiki.title, &errors, &body)
}

fn pair_form(ctx: &Ctx, choosing: &Choosing<'_>, pair: &(Idea, Idea), action: &str) -> Markup {
    let words = ctx.words();
    let (left, right) = pair;
    let reasons: Vec<(&str, String, &str)> = Why::ALL
        .iter()
        .map(|why| (why.name(), words.t(why_key(*why)).into_owned(), ""))
        .collect();
    let reasons: Vec<(&str, &str, &str)> = reasons
        .iter()
        .map(|(value, label, hint)| (*value, label.as_str(), *hint))
        .collect();
    html! {
        form method="post" action=(action) .pair-form {
            (token(ctx))
            input type="hidden" name="_receipt" value=(choosing.receipt);
            input type="hidden" name="_seed" value=(choosing.desk.seed);
            input type="hidden" name="_left" value=(left.number);
            input type="hidden" name="_right" value=(right.number);
            h2 #question { (choosing.desk.wiki.question) }
            div .pair role="group" aria-labelledby="question" {
                button .idea name="_choice" value="left" { (left.text) }
                button .idea name="_choice" value="right" { (right.text) }
            }
            details {
                summary { (words.t("wiki-cannot")) }
                (radios("why", &words.t("wiki-why"), &reasons, Why::Unsaid.name(), &[]))
                button .second name="_choice" value="neither" { (words.t("wiki-next")) }
            }
        }
    }
}

fn idea_form(ctx: &Ctx, choosing: &Choosing<'_>, action: &str, errors: &[FieldError]) -> Markup {
    let words = ctx.words();
    let hint = match choosing.desk.wiki.adding {
        Adding::ModeratedBefore => words.t("wiki-idea-before"),
        Adding::ModeratedAfter | Adding::Nobody => words.t("wiki-idea-after"),
    };
    html! {
        section aria-labelledby="another" {
            h2 #another { (words.t("wiki-another")) }
            form method="post" action=(action) novalidate {
                (token(ctx))
                input type="hidden" name="_receipt" value=(choosing.receipt);
                (Line::text("idea", &words.t("wiki-idea"), choosing.idea).hint(&hint).show(errors))
                button .second name="_go" value="idea" { (words.t("wiki-add")) }
            }
        }
    }
}

/// What is shown in the end, and from how many people on.
fn shown_words<'a>(ctx: &'a Ctx, wiki: &Wiki) -> std::borrow::Cow<'a, str> {
    let words = ctx.words();
    let crowd = ballots_floor(ctx);
    let k = crowd / BALLOTS_FLOOR;
    if wiki.privacy == Privacy::Named {
        words.t1("wiki-shown-named", "k", k)
    } else {
        words.tn("wiki-shown", vec![("k", k.into()), ("crowd", crowd.into())])
    }
}

/// A receipt as it is written down; what is no receipt stays as it is.
fn grouped(receipt: &str) -> String {
    crate::app::Secret::parse(receipt, crate::app::Secret::RECEIPT_LEN)
        .map_or_else(|| receipt.to_owned(), |receipt| receipt.grouped())
}

fn why_key(why: Why) -> &'static str {
    match why {
        Why::Unsaid => "wiki-why-unsaid",
        Why::BothGood => "wiki-why-good",
        Why::BothBad => "wiki-why-bad",
        Why::Same => "wiki-why-same",
        Why::NotKnown => "wiki-why-unknown",
    }
}

fn fault_words(words: &Words, fault: IdeaFault) -> String {
    match fault {
        IdeaFault::Empty => words.t("wiki-idea-empty").into(),
        IdeaFault::TooLong(is) => words
            .tn(
                "wrong-long",
                vec![("max", MAX_IDEA.into()), ("is", is.into())],
            )
            .into(),
        IdeaFault::Known => words.t("wiki-idea-known").into(),
        IdeaFault::TooMany => words.t("wiki-idea-many").into(),
    }
}

/// What a receipt found: every choice, the last one first.
pub(crate) fn found(ctx: &Ctx, wiki: &Wiki, ideas: &[Idea], entry: &WikiEntry) -> Markup {
    let words = ctx.words();
    let title = words.t("found-title");
    let text = |number: u32| {
        let idea = ideas.iter().find(|idea| idea.number == number);
        idea.map_or("–", |idea| idea.text.as_str())
    };
    let body = html! {
        h1 { (title) }
        p .lead { (wiki.title) }
        @if entry.contests.is_empty() { p .empty { (words.t("wiki-nothing")) } }
        ol reversed {
            @for contest in entry.contests.iter().rev() {
                li {
                    @match contest.choice {
                        Choice::Left => { strong { (text(contest.left)) } " · " (text(contest.right)) },
                        Choice::Right => { (text(contest.left)) " · " strong { (text(contest.right)) } },
                        Choice::Undecided(why) => {
                            (text(contest.left)) " · " (text(contest.right)) " – " (words.t("wiki-cannot"))
                            @if why != Why::Unsaid { ": " (words.t(why_key(why))) }
                        },
                    }
                }
            }
        }
        @if wiki.state == State::Open { p { a href={ "/w/" (wiki.slug) } { (words.t("wiki-choose")) } } }
        @else { p { (words.t("found-closed")) } }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}
