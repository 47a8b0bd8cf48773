//! Taking part in a board: one statement a page, all of them as a list, one's own votes, writing.

use maud::{Markup, html};

use super::{bar, language_picks, statement_words};
use crate::app::{
    Board, Fares, FieldError, Mark, MyBoard, Seat, Seated, Secret, Standing, State, Statement,
    StatementFault, Upcoming, Writing,
};
use crate::model::Privacy;
use crate::opinion::Vote;
use crate::web::charts::{Caption, VoteBars, vote_bars};
use crate::web::pages::form::privacy_words;
use crate::web::pages::layout::{self, Line, Part, ballots_floor, button_form, select, token};
use crate::web::request::Ctx;

/// How many statements stand on a page of the list.
const ON_A_PAGE: usize = 10;

/// One statement.
pub(crate) fn one(ctx: &Ctx, upcoming: &Upcoming, offered: &Secret) -> Markup {
    let words = ctx.words();
    let board = &upcoming.seat.board;
    let paper = Paper {
        ctx,
        seat: &upcoming.seat,
        offered: Some(offered),
        back: "one",
    };
    let body = html! {
        (head(ctx, upcoming))
        @match &upcoming.drawn {
            Some(statement) => { (paper.statement(statement, None)) },
            None => {
                @if upcoming.voted == 0 && upcoming.later.is_empty() { p .empty { (words.t("board-no-statements")) } }
                @else { p .note role="status" { (words.t("board-all-seen")) } }
                @if !upcoming.later.is_empty() {
                    h2 { (words.t("board-later")) }
                    @for statement in &upcoming.later { (paper.statement(statement, None)) }
                }
            },
        }
        (ways(ctx, upcoming))
        @if upcoming.seat.seated == Seated::Fresh {
            (privacy_words(ctx, board.privacy))
            p .hint { (words.t1("board-privacy", "n", ballots_floor(ctx))) }
        }
    };
    layout::page(ctx, Part::Boards, &board.title, &body)
}

/// All statements that are left, a page at a time.
pub(crate) fn unseen(ctx: &Ctx, upcoming: &Upcoming, offered: &Secret, page: usize) -> Markup {
    let words = ctx.words();
    let board = &upcoming.seat.board;
    let slug = &board.slug;
    let n_pages = upcoming.unseen.len().div_ceil(ON_A_PAGE).max(1);
    let page = page.min(n_pages);
    let back = format!("list={page}");
    let paper = Paper {
        ctx,
        seat: &upcoming.seat,
        offered: Some(offered),
        back: &back,
    };
    let body = html! {
        (head(ctx, upcoming))
        h2 { (words.t1("board-left", "n", upcoming.unseen.len())) }
        @if upcoming.unseen.is_empty() { p .note { (words.t("board-all-seen")) } }
        @for statement in upcoming.unseen.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE) {
            (paper.statement(statement, None))
        }
        @if n_pages > 1 {
            nav aria-label=(words.t("board-pages")) { ul {
                @for n in 1..=n_pages {
                    li { a href={ "/b/" (slug) "/list?page=" (n) } aria-current=[(n == page).then_some("page")] { (words.t1("board-page", "n", n)) } }
                }
            } }
        }
        @if !upcoming.later.is_empty() {
            h2 { (words.t("board-later")) }
            @for statement in &upcoming.later { (paper.statement(statement, None)) }
        }
        (ways(ctx, upcoming))
    };
    layout::page(ctx, Part::Boards, &board.title, &body)
}

fn head(ctx: &Ctx, upcoming: &Upcoming) -> Markup {
    let words = ctx.words();
    let board = &upcoming.seat.board;
    let of = upcoming.voted + upcoming.unseen.len() + upcoming.later.len();
    html! {
        h1 { (board.title) }
        p .lead { (board.question) }
        @if of > 0 {
            p .steps { (words.tn("board-progress", vec![("n", upcoming.voted.into()), ("of", of.into())])) }
            progress .steps-bar max=(of) value=(upcoming.voted) aria-hidden="true" {}
        }
    }
}

/// What else there is to do on a board.
fn ways(ctx: &Ctx, upcoming: &Upcoming) -> Markup {
    let words = ctx.words();
    let board = &upcoming.seat.board;
    let slug = &board.slug;
    html! {
        ul .plain-list {
            @if board.members_write { li { a href={ "/b/" (slug) "/write" } { (words.t("board-write")) } } }
            li { a href={ "/b/" (slug) } { (words.t("board-one")) } }
            li { a href={ "/b/" (slug) "/list" } { (words.t("board-list")) } }
            @if upcoming.seat.seated != Seated::Fresh { li { a href={ "/b/" (slug) "/mine" } { (words.t("board-mine")) } } }
            @if board.shows_results() { li { a href={ "/b/" (slug) "/results" } { (words.t("board-so-far")) } } }
        }
    }
}

/// How statements are put to a participant.
#[derive(Clone, Copy)]
struct Paper<'a> {
    ctx: &'a Ctx,
    seat: &'a Seat,
    offered: Option<&'a Secret>,
    /// Where to go on afterwards.
    back: &'a str,
}

impl Paper<'_> {
    /// A statement with its buttons, and what was voted on it before.
    fn statement(&self, statement: &Statement, mark: Option<Mark>) -> Markup {
        let words = self.ctx.words();
        let id = format!("s{}", statement.number);
        let sheet = self.seat.sheet();
        let is_for_later = sheet.is_some_and(|sheet| sheet.later.contains(&statement.number));
        let chosen = |vote| mark.is_some_and(|mark| mark.vote == vote);
        let button = |vote: Vote, name: &str, label: &str| {
            html! {
                button .second[!chosen(vote)] name="_go" value=(name) aria-pressed=[mark.map(|_| if chosen(vote) { "true" } else { "false" })] { (label) }
            }
        };
        html! {
            form method="post" action={ "/b/" (self.seat.board.slug) } .question .say aria-labelledby=(id) {
                (token(self.ctx))
                input type="hidden" name="statement" value=(statement.number);
                input type="hidden" name="revision" value=(statement.revision);
                input type="hidden" name="_back" value=(self.back);
                @if let (Seated::Fresh, Some(offered)) = (&self.seat.seated, self.offered) {
                    input type="hidden" name="_receipt" value=(offered.reveal());
                }
                p .statement id=(id) { span .muted { (statement.number) ". " } (statement_words(self.ctx, statement)) }
                div .pick {
                    input type="checkbox" name="important" value="yes" id={ (id) "-important" } checked[mark.is_some_and(|mark| mark.important)];
                    label for={ (id) "-important" } { (words.t("board-important")) }
                }
                div .votes role="group" aria-labelledby=(id) {
                    (button(Vote::Agree, "agree", &words.t("board-agree")))
                    (button(Vote::Disagree, "disagree", &words.t("board-disagree")))
                    (button(Vote::Pass, "pass", &words.t("board-pass")))
                    @if mark.is_some() { button .link name="_go" value="take-back" { (words.t("board-take-back")) } }
                    @else if !is_for_later { button .link name="_go" value="later" { (words.t("board-come-back")) } }
                }
            }
        }
    }
}

/// The receipt, shown after the first vote or statement.
pub(crate) fn receipt(ctx: &Ctx, board: &Board, receipt: &Secret, on: &str) -> Markup {
    let words = ctx.words();
    let title = words.t("board-taken");
    let body = html! {
        div .receipt role="status" {
            h1 { (title) }
            p { (words.t("receipt-code")) }
            p .code { (receipt.grouped()) }
            p { (words.t("board-keep")) }
        }
        p { a .button href=(on) { (words.t("board-go-on")) } }
        p .muted { (board.title) }
    };
    layout::page(ctx, Part::Boards, &title, &body)
}

/// For those who have taken part with another browser: the code of the receipt.
pub(crate) fn ask_receipt(
    ctx: &Ctx,
    board: &Board,
    typed: &str,
    carried: &Writing,
    error: Option<&FieldError>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("board-known");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let body = html! {
        h1 { (title) }
        p .lead { (board.title) }
        p { (words.t("board-known-how")) }
        @if !carried.text.is_empty() { p .note { (words.t("board-carried")) } }
        form method="post" action={ "/b/" (board.slug) "/receipt" } novalidate {
            (token(ctx))
            @if !carried.text.is_empty() {
                input type="hidden" name="text" value=(carried.text);
                input type="hidden" name="lang" value=(carried.lang);
            }
            (Line::text("_receipt", &words.t("receipt-field"), typed).hint(&words.t("receipt-hint")).show(&errors))
            button { (words.t("board-know-me")) }
        }
    };
    layout::page_with_errors(ctx, Part::Boards, &title, &errors, &body)
}

/// The form for a statement.
pub(crate) fn write(
    ctx: &Ctx,
    seat: &Seat,
    form: &Writing,
    offered: &Secret,
    fault: Option<StatementFault>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("board-write");
    let board = &seat.board;
    let explained = html! {
        p { (words.t("board-write-how")) }
        p .hint { (words.t1("board-write-limit", "n", board.per_member)) " "
            (words.t(match board.moderation {
                crate::app::Moderation::Before => "board-moderated-before",
                crate::app::Moderation::After => "board-moderated-after",
            }))
        }
    };
    let offered = (seat.seated == Seated::Fresh).then_some(offered);
    let action = format!("/b/{}/write", board.slug);
    writing(ctx, seat, &title, &action, form, &explained, offered, fault)
}

/// The form for other words of one's own statement.
pub(crate) fn edit(
    ctx: &Ctx,
    seat: &Seat,
    number: u32,
    form: &Writing,
    fault: Option<StatementFault>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("board-edit");
    let explained = html! { p { (words.t("board-edit-how")) } };
    let action = format!("/b/{}/mine/{number}", seat.board.slug);
    writing(ctx, seat, &title, &action, form, &explained, None, fault)
}

#[allow(
    clippy::too_many_arguments,
    reason = "the two forms above differ in just these"
)]
fn writing(
    ctx: &Ctx,
    seat: &Seat,
    title: &str,
    action: &str,
    form: &Writing,
    explained: &Markup,
    offered: Option<&Secret>,
    fault: Option<StatementFault>,
) -> Markup {
    let words = ctx.words();
    let board = &seat.board;
    let errors: Vec<FieldError> = fault.iter().map(|fault| told(ctx, *fault)).collect();
    let hint = words.t1("at-most-characters", "n", board.max_chars);
    let body = html! {
        p { a href={ "/b/" (board.slug) } { (board.title) } }
        h1 { (title) }
        p .lead { (board.question) }
        (explained)
        form method="post" action=(action) novalidate {
            (token(ctx))
            @if let Some(offered) = offered { input type="hidden" name="_receipt" value=(offered.reveal()); }
            (Line::text("text", &words.t("board-statement"), &form.text).hint(&hint).show_area(&errors, 4))
            @if board.languages.len() > 1 { (select("lang", &words.t("board-language"), &language_picks(board), &form.lang, &errors)) }
            @else { input type="hidden" name="lang" value=(board.first_language()); }
            button { (words.t("board-send")) }
        }
        @if seat.seated == Seated::Fresh { (privacy_words(ctx, board.privacy)) }
    };
    layout::page_with_errors(ctx, Part::Boards, title, &errors, &body)
}

fn told(ctx: &Ctx, fault: StatementFault) -> FieldError {
    let words = ctx.words();
    let (field, message) = match fault {
        StatementFault::Empty => ("text", words.t("board-wrong-empty")),
        StatementFault::TooLong { max, is } => (
            "text",
            words.tn("wrong-long", vec![("max", max.into()), ("is", is.into())]),
        ),
        StatementFault::SaidAlready(number) => {
            ("text", words.t1("board-wrong-already", "number", number))
        }
        StatementFault::AllWritten(n) => ("text", words.t1("board-wrong-all", "n", n)),
        StatementFault::Language => ("lang", words.t("board-wrong-language")),
    };
    FieldError::new(field, message)
}

/// One's own votes, what is left for later, and one's own statements.
pub(crate) fn mine(ctx: &Ctx, mine: &MyBoard) -> Markup {
    let words = ctx.words();
    let board = &mine.seat.board;
    let title = words.t("board-mine");
    let is_open = board.state == State::Open;
    let paper = Paper {
        ctx,
        seat: &mine.seat,
        offered: None,
        back: "mine",
    };
    let body = html! {
        p { a href={ "/b/" (board.slug) } { (board.title) } }
        h1 { (title) }
        @if let Some(receipt) = &mine.receipt {
            details .receipt { summary { (words.t("board-code")) }
                p .code { (receipt.grouped()) }
                p { (words.t("board-keep")) }
                p .hint { (words.t("board-forget-how")) }
                (button_form(ctx, &format!("/b/{}/forget", board.slug), &words.t("board-forget"), "second"))
            }
        }
        @if !mine.wrote.is_empty() {
            section aria-labelledby="wrote" {
                h2 #wrote { (words.t("board-wrote")) }
                @for (statement, fares) in &mine.wrote { (own(ctx, board, statement, *fares)) }
            }
        }
        @if !mine.later.is_empty() {
            section aria-labelledby="later" {
                h2 #later { (words.t("board-later")) }
                @for statement in &mine.later { (put(&paper, statement, None, is_open)) }
            }
        }
        section aria-labelledby="votes" {
            h2 #votes { (words.t1("board-votes", "n", mine.votes.len())) }
            @if mine.votes.is_empty() { p .empty { (words.t("board-no-votes")) } }
            @for (statement, mark) in &mine.votes { (put(&paper, statement, Some(*mark), is_open)) }
        }
        @if is_open { p { a .button href={ "/b/" (board.slug) } { (words.t("board-go-on")) } } }
    };
    layout::page(ctx, Part::Boards, &title, &body)
}

/// A statement with its buttons while the board is open, else with what was voted.
fn put(paper: &Paper<'_>, statement: &Statement, mark: Option<Mark>, is_open: bool) -> Markup {
    if is_open {
        return paper.statement(statement, mark);
    }
    let words = paper.ctx.words();
    html! {
        div .question {
            p .statement { span .muted { (statement.number) ". " } (statement_words(paper.ctx, statement)) }
            @if let Some(mark) = mark {
                p .done {
                    (words.t(match mark.vote {
                        Vote::Agree => "board-agree",
                        Vote::Disagree => "board-disagree",
                        Vote::Pass => "board-pass",
                    }))
                    @if mark.important { " · " (words.t("board-important")) }
                }
            }
        }
    }
}

/// One's own statement, and how it fares.
fn own(ctx: &Ctx, board: &Board, statement: &Statement, fares: Fares) -> Markup {
    let words = ctx.words();
    let id = format!("own-{}", statement.number);
    html! {
        div .question id=(id) {
            p .statement { span .muted { (statement.number) ". " } span lang=(statement.lang) { (statement.text) } }
            @match &statement.standing {
                Standing::Waiting => { p .standing { (words.t("board-waiting")) } },
                Standing::Accepted => {},
                Standing::TurnedDown { reason } => {
                    p .standing { (words.t("board-turned-down")) }
                    p { (words.t("board-reason")) " " q { (reason) } }
                },
                Standing::MergedInto { number } => { p .standing { (words.t1("board-merged", "number", *number)) } },
            }
            @match (&statement.standing, fares) {
                (Standing::Accepted | Standing::MergedInto { .. }, Fares::Told(tally)) => {
                    (vote_bars(&VoteBars {
                        caption: Caption {
                            id: &format!("{id}-chart"),
                            title: &words.t("board-fares"),
                            description: &words.tn("board-fares-told", vec![
                                ("n", tally.seen.into()), ("agree", tally.agree.into()), ("disagree", tally.disagree.into()), ("pass", tally.pass.into()),
                            ]),
                        },
                        bars: vec![bar(&words.t("board-fares"), &words.t1("board-n-votes", "n", tally.seen), Some(tally))],
                        agree: &words.t("board-agree"),
                        pass: &words.t("board-pass"),
                        disagree: &words.t("board-disagree"),
                        lang: &ctx.lang,
                    }))
                    p .fares { (words.tn("board-fares-told", vec![
                        ("n", tally.seen.into()), ("agree", tally.agree.into()), ("disagree", tally.disagree.into()), ("pass", tally.pass.into()),
                    ])) }
                    @if board.state == State::Open { p .hint { (words.t("board-fares-steps")) } }
                },
                (Standing::Accepted | Standing::MergedInto { .. }, Fares::TooFew(k)) => { p .fares .muted { (words.t1("board-fares-hidden", "k", k)) } },
                (Standing::Waiting | Standing::TurnedDown { .. }, _) => {},
            }
            @if board.state == State::Open && !statement.voted && matches!(statement.standing, Standing::Waiting | Standing::Accepted) {
                p { a href={ "/b/" (board.slug) "/mine/" (statement.number) } { (words.t("board-edit")) } }
            }
            @if board.privacy == Privacy::Named { p .hint { (words.t("board-signed")) } }
        }
    }
}
