//! Making a board and running it.

use maud::{Markup, html};

use super::{language_name, language_picks};
use crate::app::{
    Author, Board, FieldError, Judged, Moderating, Moderation, NewBoard, Standing, State, Writing,
};
use crate::web::pages::layout::{
    self, Line, Part, button_form, confirm_form, in_english, radios, select, state_tag, token,
};
use crate::web::pages::surveys::{PRIVACY_PICKS, privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The form for a new board.
pub(crate) fn new(ctx: &Ctx, form: &NewBoard, errors: &[FieldError]) -> Markup {
    let title = "New board";
    let body = html! {
        h1 { (title) }
        p .lead { "Members write statements and agree, disagree or pass. It shows what everyone can support and what divides." }
        form method="post" action="/boards/new" novalidate {
            (token(ctx))
            (Line::text("title", "Title", &form.title).show(errors))
            (Line::text("question", "What is the question?", &form.question).hint("The statements answer it: for example “What should change at the river front?”").show_area(errors, 3))
            (Line::text("languages", "Languages", &form.languages).hint("Tags with commas between them, that of the question first: en, es.").show(errors))
            (radios("privacy", "How private are the votes?", &PRIVACY_PICKS, &form.privacy, errors))
            (Line::text("seeds", "First statements", &form.seeds).hint("One on each line. Eight to fifteen short ones from different points of view make a good start.").show_area(errors, 8))
            (radios("members_write", "Who writes statements?", &[
                ("yes", "Members and facilitators", ""),
                ("no", "Facilitators only", ""),
            ], &form.members_write, errors))
            (radios("moderation", "When are members’ statements moderated?", &[
                ("before", "Before they are up for vote", "Each waits until a facilitator accepts it."),
                ("after", "Afterwards", "Each is up for vote at once; a facilitator may turn it down later."),
            ], &form.moderation, errors))
            (Line::text("max_chars", "How many characters may a statement have?", &form.max_chars).kind("number").hint("40 to 2000; short ones are easier to vote on.").show(errors))
            (Line::text("per_member", "How many statements may each member write?", &form.per_member).kind("number").show(errors))
            (radios("running", "When are results shown?", &[
                ("no", "Once the board is closed", "Whoever wrote a statement sees sooner how it fares."),
                ("yes", "While it is open as well", "Not on an anonymous board."),
            ], &form.running, errors))
            p .hint { "You can look at it and add statements before you open it." }
            button { "Make a draft" }
        }
    };
    layout::page_with_errors(ctx, Part::Boards, title, errors, &in_english(&body))
}

/// Running one board.
pub(crate) fn manage(
    ctx: &Ctx,
    moderating: &Moderating,
    form: &Writing,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let board = &moderating.board;
    let slug = &board.slug;
    let waiting: Vec<&Judged> = moderating
        .statements
        .iter()
        .filter(|judged| judged.statement.standing == Standing::Waiting)
        .collect();
    let body = html! {
        p { a href="/boards" { "All boards" } }
        h1 { (board.title) " " (state_tag(words, board.state)) }
        p .lead { (board.question) }
        p .muted { (settings(ctx, board)) }
        @match board.state {
            State::Draft => {
                p { "Nobody but facilitators and organisers sees this draft." }
                h2 { "Open it" }
                p { "From then on the question, the privacy and the limits are fixed, and every member can vote." }
                (button_form(ctx, &format!("/b/{slug}/open"), "Open the board", ""))
                h2 { "Throw it away" }
                (confirm_form(ctx, &format!("/b/{slug}/delete"), "Delete this draft", "The draft goes for good, with its statements.", "danger"))
            },
            State::Open => {
                (turnout_bar(ctx, moderating.turnout))
                p .actions {
                    a .button .second href={ "/b/" (slug) } { "Vote" }
                    a .button .second href={ "/b/" (slug) "/live" } { "Show it on a wall" }
                    @if board.shows_results() { a .button .second href={ "/b/" (slug) "/results" } { "Results so far" } }
                }
                h2 { "Close it" }
                p { "Nobody can vote or write after that, and everybody sees the results. It cannot be opened again." }
                (confirm_form(ctx, &format!("/b/{slug}/close"), "Close the board", "Close it for good and show the results to every member?", "danger"))
            },
            State::Closed => {
                (turnout_bar(ctx, moderating.turnout))
                p { a .button href={ "/b/" (slug) "/results" } { (words.t("see-results")) } }
            },
        }
        @if !waiting.is_empty() && board.state != State::Closed {
            section aria-labelledby="waiting" {
                h2 #waiting { "Waiting for you: " (waiting.len()) }
                ul .cards { @for judged in &waiting { li .card {
                    p { span .muted { (judged.statement.number) ". " } span lang=(judged.statement.lang) { (judged.statement.text) } }
                    (decision(ctx, board, judged, "accept", "manage", "Accept", ""))
                    a href={ "/b/" (slug) "/statements/" (judged.statement.number) } { "Turn down, merge, translate" span .visually-hidden { " statement " (judged.statement.number) } }
                } } }
            }
        }
        section aria-labelledby="statements" {
            h2 #statements { "Statements" }
            @if moderating.statements.is_empty() { p .empty { "No statements yet." } }
            @else { (table(board, moderating)) }
        }
        @if board.state != State::Closed {
            section aria-labelledby="add" {
                h2 #add { "Add statements" }
                form method="post" action={ "/b/" (slug) "/statements" } novalidate {
                    (token(ctx))
                    (Line::text("text", "Statements", &form.text).hint("One on each line.").show_area(errors, 4))
                    @if board.languages.len() > 1 { (select("lang", "Language", &language_picks(board), &form.lang, errors)) }
                    @else { input type="hidden" name="lang" value=(board.first_language()); }
                    div .pick {
                        input type="checkbox" name="meta" value="yes" id="f-meta";
                        label for="f-meta" { "They are about who takes part" span .hint { "Such as “I rent my home.” They take no part in the opinion groups." } }
                    }
                    button .second { "Add them" }
                }
            }
        }
    };
    layout::page_with_errors(ctx, Part::Boards, &board.title, errors, &in_english(&body))
}

fn settings(ctx: &Ctx, board: &Board) -> Markup {
    let languages: Vec<&str> = board.languages.iter().map(language_name).collect();
    html! {
        (privacy_name(ctx, board.privacy)) " "
        (languages.join(", ")) " · "
        @if board.members_write {
            "members write up to " (board.per_member) " statements of " (board.max_chars) " characters, moderated "
            @match board.moderation { Moderation::Before => { "before" }, Moderation::After => { "after" } }
            " they are up for vote"
        } @else { "facilitators write the statements" }
        @if board.running { " · results while it is open" }
    }
}

fn table(board: &Board, moderating: &Moderating) -> Markup {
    html! {
        div .scroll tabindex="0" role="region" aria-labelledby="statements" { table {
            thead { tr { th scope="col" { "No." } th scope="col" { "Statement" } th scope="col" { "By" } th scope="col" { "Stands" } } }
            tbody { @for judged in &moderating.statements {
                @let statement = &judged.statement;
                tr {
                    td .number { a href={ "/b/" (board.slug) "/statements/" (statement.number) } { (statement.number) } }
                    th scope="row" lang=(statement.lang) { (statement.text) }
                    td { (author(judged)) }
                    td { (standing(judged)) }
                }
            } }
        } }
    }
}

fn author(judged: &Judged) -> &str {
    match &judged.statement.author {
        Author::Seed => "the board",
        Author::Receipt(_) => "a member",
        Author::Member(_) => judged.author.as_deref().unwrap_or("somebody who left"),
    }
}

fn standing(judged: &Judged) -> Markup {
    html! {
        @match &judged.statement.standing {
            Standing::Waiting => { "waiting" },
            Standing::Accepted => { "up for vote" },
            Standing::TurnedDown { .. } => { "turned down" },
            Standing::MergedInto { number } => { "merged into " (number) },
        }
        @if judged.statement.meta { " · about who takes part" }
        @if judged.merged > 0 { " · " (judged.merged) " merged into it" }
        @if !judged.statement.translations.is_empty() {
            @let languages: Vec<&str> = judged.statement.translations.keys().map(language_name).collect();
            " · " (languages.join(", "))
        }
    }
}

/// A form of one button that decides something about a statement.
fn decision(
    ctx: &Ctx,
    board: &Board,
    judged: &Judged,
    what: &str,
    back: &str,
    label: &str,
    class: &str,
) -> Markup {
    html! {
        form method="post" action={ "/b/" (board.slug) "/statements/" (judged.statement.number) } .inline {
            (token(ctx))
            input type="hidden" name="_back" value=(back);
            button class=(class) name="_do" value=(what) { (label) span .visually-hidden { " statement " (judged.statement.number) } }
        }
    }
}

/// What can be done with one statement; `typed` gives what stood in a field that was refused.
pub(crate) fn statement(
    ctx: &Ctx,
    moderating: &Moderating,
    judged: &Judged,
    typed: &dyn Fn(&str) -> String,
    errors: &[FieldError],
) -> Markup {
    let board = &moderating.board;
    let statement = &judged.statement;
    let title = format!("Statement {}", statement.number);
    let body = html! {
        p { a href={ "/b/" (board.slug) "/manage#statements" } { (board.title) } }
        h1 { (title) }
        p .statement lang=(statement.lang) { (statement.text) }
        p .muted { "By " (author(judged)) " · " (language_name(&statement.lang)) " · " (standing(judged)) }
        @if let Standing::TurnedDown { reason } = &statement.standing { p { "Why: " (reason) } }
        @for (lang, words) in &statement.translations { p { (language_name(lang)) ": " q lang=(lang) { (words) } } }
        @if board.state == State::Closed { p .note { "The board is closed, so its statements stay as they are." } }
        @else { (decisions(ctx, board, judged, typed, errors)) }
    };
    layout::page_with_errors(ctx, Part::Boards, &title, errors, &in_english(&body))
}

fn decisions(
    ctx: &Ctx,
    board: &Board,
    judged: &Judged,
    typed: &dyn Fn(&str) -> String,
    errors: &[FieldError],
) -> Markup {
    let statement = &judged.statement;
    let action = format!("/b/{}/statements/{}", board.slug, statement.number);
    let languages: Vec<_> = language_picks(board)
        .into_iter()
        .filter(|(tag, _, _)| *tag != statement.lang.as_str())
        .collect();
    html! {
        div .buttons {
            @match &statement.standing {
                Standing::Waiting => { (decision(ctx, board, judged, "accept", "", "Accept", "")) },
                Standing::TurnedDown { .. } => { (decision(ctx, board, judged, "accept", "", "Put it up for vote after all", "")) },
                Standing::MergedInto { .. } => { (decision(ctx, board, judged, "accept", "", "Take the merge back", "")) },
                Standing::Accepted => {},
            }
            @if statement.meta { (decision(ctx, board, judged, "no-meta", "", "It is about the matter", "second")) }
            @else { (decision(ctx, board, judged, "meta", "", "It is about who takes part", "second")) }
        }
        @if !matches!(statement.standing, Standing::TurnedDown { .. }) {
            h2 { "Turn it down" }
            form method="post" action=(action) novalidate {
                (token(ctx))
                (Line::text("reason", "Why?", &typed("reason")).hint("Its author reads this. The votes on it no longer count; you can take this back.").show_area(errors, 2))
                button .danger name="_do" value="turn-down" { "Turn it down" }
            }
        }
        @if !matches!(statement.standing, Standing::MergedInto { .. }) {
            h2 { "Merge it into another one" }
            form method="post" action=(action) novalidate {
                (token(ctx))
                (Line::text("into", "Number of the statement that stays", &typed("into")).kind("number").hint("Votes on this one then count for that one, except of those who voted on both. You can take this back.").show(errors))
                button .second name="_do" value="merge" { "Merge" }
            }
        }
        @if !languages.is_empty() {
            h2 { "Translate it" }
            form method="post" action=(action) novalidate {
                (token(ctx))
                (select("lang", "Into which language?", &languages, &typed("lang"), errors))
                (Line::text("translation", "The words", &typed("translation")).hint("Leave empty to take a translation away.").show_area(errors, 3))
                button .second name="_do" value="translate" { "Keep the translation" }
            }
        }
        @if statement.author == Author::Seed && !statement.voted {
            h2 { "Change its words" }
            @let before = typed("text");
            form method="post" action=(action) novalidate {
                (token(ctx))
                (Line::text("text", "The statement", if before.is_empty() { &statement.text } else { &before }).hint("Possible until somebody has voted on it. Translations go.").show_area(errors, 3))
                button .second name="_do" value="reword" { "Change it" }
            }
        }
    }
}
