//! The ballot: the paper, a page to check it, the receipt.

use maud::{Markup, html};

use crate::app::{
    BallotFault, BallotReceipt, BoardResults, FieldError, Paper, Round, Voices, has_seats,
};
use crate::model::Definition;
use crate::survey::RawAnswers;
use crate::web::pages::boards::results::stances;
use crate::web::pages::form::privacy_words;
use crate::web::pages::layout::{self, Line, Part, ballots_floor, token};
use crate::web::pages::methods::how_key;
use crate::web::pages::paper::{Sheets, fault_words, paper_lines, paper_rest};
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

impl<'a> Voting<'a> {
    fn sheets(&'a self, ctx: &'a Ctx, faults: &'a [BallotFault]) -> Sheets<'a> {
        Sheets {
            words: ctx.words(),
            round: self.round,
            definition: self.definition,
            raw: &self.raw,
            faults,
            seed: self.seed,
        }
    }
}

/// The ballot paper.
pub(crate) fn paper(ctx: &Ctx, voting: &Voting<'_>, faults: &[BallotFault]) -> Markup {
    let words = ctx.words();
    let round = voting.round;
    let summary: Vec<FieldError> = faults
        .iter()
        .map(|fault| {
            let told = fault_words(words, round, voting.definition, fault);
            FieldError::new(fault.field.clone(), told)
        })
        .collect();
    let body = html! {
        h1 { (round.title) }
        (privacy_words(ctx, round.privacy))
        p .hint { (words.t1("privacy-votes", "n", ballots_floor(ctx))) }
        (how(ctx, round))
        form method="post" action={ "/r/" (round.slug) } novalidate .ballot {
            (carried(ctx, voting))
            button .enter name="_go" value="check" tabindex="-1" aria-hidden="true" { (words.t("continue")) }
            (voting.sheets(ctx, faults).controls())
            div .buttons { button name="_go" value="check" { (words.t("continue")) } }
        }
        @if let Some(board) = voting.board { (stances(ctx, round, board)) }
    };
    layout::page_with_errors(ctx, Part::Rounds, &round.title, &summary, &body)
}

/// The ballot paper as members will see it, for those who prepare the round.
pub(crate) fn preview(ctx: &Ctx, voting: &Voting<'_>) -> Markup {
    let (words, round) = (ctx.words(), voting.round);
    let body = html! {
        p .note lang="en" { "Preview: this is what members will see. " a href={ "/r/" (round.slug) "/manage" } { "Back to managing “" (round.title) "”" } }
        h1 { (round.title) }
        (privacy_words(ctx, round.privacy))
        p .hint { (words.t1("privacy-votes", "n", ballots_floor(ctx))) }
        (how(ctx, round))
        (voting.sheets(ctx, &[]).controls())
        @if let Some(board) = voting.board { (stances(ctx, round, board)) }
    };
    layout::page(ctx, Part::Rounds, &round.title, &body)
}

/// How the ballots will be counted, in a sentence or two, and the whole rules to look at.
fn how(ctx: &Ctx, round: &Round) -> Markup {
    let words = ctx.words();
    let rules = serde_json::to_string_pretty(&round.rules).unwrap_or_default();
    html! {
        p {
            strong { (words.t("how-counted")) } " " (words.t(how_key(round.rules.method)))
            @if has_seats(round.rules.method) && round.rules.seats > 1 { " " (words.t1("how-seats", "n", round.rules.seats)) }
            @if round.voices == Voices::Organisation { " " (words.t("how-by-organisation")) }
        }
        details { summary { (words.t("how-rules")) } pre { (rules) } }
    }
}

/// The ballot, to be checked before it is cast.
pub(crate) fn check(ctx: &Ctx, voting: &Voting<'_>, paper: &Paper) -> Markup {
    let words = ctx.words();
    let title = words.t("check-ballot");
    let body = html! {
        h1 { (title) }
        p .lead { (voting.round.title) }
        (lines(ctx, voting.round, paper))
        @if let Some(rest) = paper_rest(words, voting.round, paper) { p { (rest) } }
        form method="post" action={ "/r/" (voting.round.slug) } data-cast {
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

fn lines(ctx: &Ctx, round: &Round, paper: &Paper) -> Markup {
    html! { ul .ranked { @for line in paper_lines(ctx.words(), round, paper) { li { (line) } } } }
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
pub(crate) fn found(ctx: &Ctx, voting: &Voting<'_>, paper: &Paper, may_change: bool) -> Markup {
    let words = ctx.words();
    let title = words.t("found-title");
    let body = html! {
        h1 { (title) }
        p .lead { (voting.round.title) }
        (lines(ctx, voting.round, paper))
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
        @if !voting.receipt.is_empty() { input type="hidden" name="_receipt" value=(voting.receipt); }
    }
}
