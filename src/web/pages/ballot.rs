//! The ballot: ranking by selects and move buttons, a page to check it, the receipt.

use maud::{Markup, html};

use crate::app::{BallotReceipt, BoardResults, FieldError, Round};
use crate::model::{Answer, Definition};
use crate::survey::{self, RawAnswers};
use crate::web::pages::boards::results::stances;
use crate::web::pages::form::privacy_words;
use crate::web::pages::layout::{self, Line, Part, ballots_floor, token};
use crate::web::pages::pieces::Pieces;
use crate::web::pages::questions::{Sheet, answer_lines, problem_words};
use crate::web::request::Ctx;

/// A ballot on its way.
#[derive(Clone, Debug)]
pub(crate) struct Voting<'a> {
    pub(crate) round: &'a Round,
    pub(crate) definition: &'a Definition,
    pub(crate) raw: RawAnswers,
    pub(crate) seed: u64,
    pub(crate) receipt: String,
    /// What the board says that the options came from.
    pub(crate) board: Option<&'a BoardResults>,
}

/// The ballot paper.
pub(crate) fn paper(ctx: &Ctx, voting: &Voting<'_>, errors: &[survey::FieldError]) -> Markup {
    let words = ctx.words();
    let round = voting.round;
    let summary: Vec<FieldError> = errors
        .iter()
        .filter_map(|error| {
            let question = voting.definition.questions().next()?;
            Some(FieldError::new(
                error.field.clone(),
                problem_words(words, question, &[], &error.problem),
            ))
        })
        .collect();
    let sheet = Sheet {
        words,
        pieces: &Pieces::default(),
        raw: &voting.raw,
        errors,
        seed: voting.seed,
        register: &[],
    };
    let body = html! {
        h1 { (round.title) }
        (privacy_words(ctx, round.privacy))
        p .hint { (words.t1("privacy-votes", "n", ballots_floor(ctx))) }
        form method="post" action={ "/r/" (round.slug) } novalidate .ballot {
            (carried(ctx, voting))
            button .enter name="_go" value="check" tabindex="-1" aria-hidden="true" { (words.t("continue")) }
            @for question in voting.definition.questions() { (sheet.question(question)) }
            div .buttons { button name="_go" value="check" { (words.t("continue")) } }
        }
        @if let Some(board) = voting.board { (stances(ctx, round, board)) }
    };
    layout::page_with_errors(ctx, Part::Rounds, &round.title, &summary, &body)
}

/// The ranking, to be checked before it is cast.
pub(crate) fn check(ctx: &Ctx, voting: &Voting<'_>, answer: &Answer) -> Markup {
    let words = ctx.words();
    let title = words.t("check-ballot");
    let n_ranked = match answer {
        Answer::Ranking(places) => places.iter().map(Vec::len).sum(),
        _ => 0,
    };
    let body = html! {
        h1 { (title) }
        p .lead { (voting.round.title) }
        @for question in voting.definition.questions() {
            ul .ranked { @for line in answer_lines(words, question, &[], answer) { li { (line) } } }
        }
        @if n_ranked < voting.round.options.len() {
            p { (words.t1("unranked", "n", voting.round.options.len() - n_ranked)) }
        }
        form method="post" action={ "/r/" (voting.round.slug) } {
            (carried(ctx, voting))
            @for (field, values) in &voting.raw { @for value in values { input type="hidden" name=(field) value=(value); } }
            div .buttons {
                button name="_go" value="cast" { (words.t("cast")) }
                button .second name="_go" value="paper" { (words.t("change")) }
            }
        }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}

/// The receipt of a ballot, shown once.
pub(crate) fn receipt(ctx: &Ctx, round: &Round, receipt: &BallotReceipt) -> Markup {
    let words = ctx.words();
    let title = if receipt.changed {
        words.t("ballot-changed")
    } else {
        words.t("ballot-cast")
    };
    let body = html! {
        div .receipt role="status" {
            h1 { (title) }
            p { (words.t("ballot-saved")) }
            p { (words.t("receipt-code")) }
            p .code { (receipt.receipt.grouped()) }
            p { (words.t("ballot-keep")) }
        }
        p { a href={ "/r/" (round.slug) "/receipt" } { (words.t("receipt-check")) } }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}

/// For those who have voted: the ballot again by receipt.
pub(crate) fn voted(
    ctx: &Ctx,
    voting: &Voting<'_>,
    typed: &str,
    error: Option<&FieldError>,
) -> Markup {
    let words = ctx.words();
    let title = words.t("voted-title");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let has_typed = voting.raw.values().flatten().any(|value| !value.is_empty());
    let body = html! {
        h1 { (title) }
        p .lead { @if has_typed { (words.t("taken-part-typed")) } @else { (words.t("voted-text")) } }
        form method="post" action={ "/r/" (voting.round.slug) } novalidate {
            (token(ctx))
            input type="hidden" name="_seed" value=(voting.seed);
            input type="hidden" name="_asked" value="receipt";
            @for (field, values) in &voting.raw { @for value in values { input type="hidden" name=(field) value=(value); } }
            (Line::text("_receipt", &words.t("receipt-field"), typed).hint(&words.t("receipt-hint")).show(&errors))
            @if has_typed { button name="_go" value="cast" { (words.t("send-change")) } }
            @else { button name="_go" value="reopen" { (words.t("open-ballot")) } }
        }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page_with_errors(ctx, Part::Rounds, &title, &errors, &body)
}

/// What a ballot's receipt found.
pub(crate) fn found(ctx: &Ctx, voting: &Voting<'_>, answer: &Answer, may_change: bool) -> Markup {
    let words = ctx.words();
    let title = words.t("found-title");
    let body = html! {
        h1 { (title) }
        p .lead { (voting.round.title) }
        @for question in voting.definition.questions() {
            ul .ranked { @for line in answer_lines(words, question, &[], answer) { li { (line) } } }
        }
        @if may_change {
            form method="post" action={ "/r/" (voting.round.slug) } .inline {
                (token(ctx))
                input type="hidden" name="_receipt" value=(voting.receipt);
                button name="_go" value="reopen" { (words.t("change-answers")) }
            }
        } @else { p { (words.t("found-closed")) } }
    };
    layout::page(ctx, Part::Rounds, &title, &body)
}

fn carried(ctx: &Ctx, voting: &Voting<'_>) -> Markup {
    html! {
        (token(ctx))
        input type="hidden" name="_seed" value=(voting.seed);
        input type="hidden" name="_receipt" value=(voting.receipt);
    }
}
