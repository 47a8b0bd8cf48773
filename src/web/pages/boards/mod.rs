//! Boards: the list, and the pieces that their pages share.

pub(crate) mod manage;
pub(crate) mod results;
pub(crate) mod vote;

use maud::{Markup, html};

use crate::app::{Board, BoardView, State, Statement};
use crate::model::{Lang, Role};
use crate::opinion::Tally;
use crate::web::charts::VoteBar;
use crate::web::pages::layout::{self, Part, state_tag};
use crate::web::pages::surveys::privacy_name;
use crate::web::request::Ctx;
use crate::web::words::LANGUAGES;

/// Every board.
pub(crate) fn list(ctx: &Ctx, views: &[BoardView]) -> Markup {
    let words = ctx.words();
    let runs = ctx.is(Role::Facilitator);
    let title = words.t("board-boards");
    let body = html! {
        h1 { (title) }
        p { (words.t("board-what")) }
        @if runs { p { a .button href="/boards/new" { "New board" } } }
        @if views.is_empty() { p .empty { (words.t("board-none")) } }
        ul .cards {
            @for view in views {
                @let board = &view.board;
                @let slug = &board.slug;
                li .card {
                    h2 { (board.title) " " (state_tag(words, board.state)) }
                    p { (board.question) }
                    p .muted { (privacy_name(ctx, board.privacy)) }
                    p .actions {
                        @if board.state == State::Open { a href={ "/b/" (slug) } { @if view.taken_part { (words.t("board-go-on")) } @else { (words.t("board-vote")) } } }
                        @if view.shows_results { " " a href={ "/b/" (slug) "/results" } { (words.t("see-results")) } }
                        @if runs { " " a href={ "/b/" (slug) "/manage" } { "Manage" span .visually-hidden { " " (board.title) } } }
                    }
                }
            }
        }
    };
    layout::page(ctx, Part::Boards, &title, &body)
}

/// The words of a statement for this reader. Where they are a translation, the original stands with it.
pub(crate) fn statement_words(ctx: &Ctx, statement: &Statement) -> Markup {
    let (text, lang) = statement.words(&ctx.lang);
    html! {
        span lang=(lang) { (text) }
        @if *lang != statement.lang {
            span .hint {
                " " (ctx.words().t1("board-translated", "language", language_name(&statement.lang))) " "
                q lang=(statement.lang) { (statement.text) }
            }
        } @else if lang.primary() != ctx.lang.primary() {
            span .hint { " " (ctx.words().t1("board-written-in", "language", language_name(lang))) }
        }
    }
}

/// A language's own name, or its tag where we do not know it.
pub(crate) fn language_name(lang: &Lang) -> &str {
    const OTHERS: [(&str, &str); 14] = [
        ("ar", "العربية"),
        ("de", "Deutsch"),
        ("fr", "Français"),
        ("hi", "हिन्दी"),
        ("ht", "Kreyòl ayisyen"),
        ("ko", "한국어"),
        ("pl", "Polski"),
        ("pt", "Português"),
        ("ru", "Русский"),
        ("so", "Soomaali"),
        ("tl", "Tagalog"),
        ("uk", "Українська"),
        ("vi", "Tiếng Việt"),
        ("zh", "中文"),
    ];
    LANGUAGES
        .iter()
        .chain(&OTHERS)
        .find(|(tag, _)| *tag == lang.as_str())
        .map_or(lang.as_str(), |(_, name)| name)
}

/// The board's languages for a select.
fn language_picks(board: &Board) -> Vec<(&str, &str, &str)> {
    board
        .languages
        .iter()
        .map(|lang| (lang.as_str(), language_name(lang), ""))
        .collect()
}

/// The shares of agree, pass and disagree.
fn shares(tally: Tally) -> [f64; 3] {
    let seen = f64::from(tally.seen.max(1));
    [tally.agree, tally.pass, tally.disagree].map(|n| f64::from(n) / seen)
}

/// The bar of one tally; `hidden` says why there is none.
fn bar<'a>(label: &'a str, note: &'a str, tally: Option<Tally>) -> VoteBar<'a> {
    VoteBar {
        label,
        note,
        shares: tally.map(shares),
    }
}
