//! The page for those who took part already, from whom the code of the receipt is needed to go on.

use maud::{Markup, html};

use crate::app::FieldError;
use crate::survey::RawAnswers;
use crate::web::pages::layout::{self, Line, Part, token};
use crate::web::request::Ctx;

/// What is asked, and what the form carries along.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking<'a> {
    /// Where the form goes.
    pub(crate) action: &'a str,
    /// Why the receipt is needed.
    pub(crate) why: &'a str,
    /// What was typed before, which is not to be lost.
    pub(crate) raw: &'a RawAnswers,
    /// The value of the button `_go`, and its words.
    pub(crate) go: (&'a str, &'a str),
    /// Further hidden fields.
    pub(crate) hidden: &'a [(&'a str, String)],
    /// The receipt as it was typed.
    pub(crate) typed: &'a str,
}

/// Asks for the receipt.
pub(crate) fn ask(ctx: &Ctx, asking: &Asking<'_>, error: Option<&FieldError>) -> Markup {
    let words = ctx.words();
    let title = words.t("known-title");
    let errors: Vec<FieldError> = error.into_iter().cloned().collect();
    let (go, label) = asking.go;
    let body = html! {
        h1 { (title) }
        p .lead { (asking.why) }
        form method="post" action=(asking.action) novalidate {
            (token(ctx))
            input type="hidden" name="_asked" value="receipt";
            @for (name, value) in asking.hidden { input type="hidden" name=(name) value=(value); }
            @for (field, values) in asking.raw { @for value in values { input type="hidden" name=(field) value=(value); } }
            (Line::text("_receipt", &words.t("receipt-field"), asking.typed).hint(&words.t("receipt-hint")).show(&errors))
            button name="_go" value=(go) { (label) }
        }
        p { a href="/" { (words.t("to-first-page")) } }
    };
    layout::page_with_errors(ctx, Part::Rounds, &title, &errors, &body)
}
