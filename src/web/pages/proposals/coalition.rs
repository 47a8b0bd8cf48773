//! How the coalition decides: what members read, and the form for organisers, in English.

use maud::{Markup, html};

use crate::app::{CoalitionRules, CoalitionRulesForm, FieldError};
use crate::consensus::consent::StanceScale;
use crate::model::{Privacy, Role};
use crate::web::pages::layout::{self, Part, Pick, in_english, radios, token};
use crate::web::pages::proposals::manage::{quorum_field, rule_fields};
use crate::web::pages::proposals::words::{rule, scale_key};
use crate::web::request::Ctx;

/// Whether each organisation must agree, in the coalition's own rule.
const EACH_PICKS: [Pick<'static>; 2] = [("", "No", ""), ("yes", "Yes", "")];

/// The rule on each scale.
pub(crate) fn page(
    ctx: &Ctx,
    rules: &CoalitionRules,
    form: &CoalitionRulesForm,
    errors: &[FieldError],
) -> Markup {
    let words = ctx.words();
    let title = words.t("consent-rules");
    let first_ones = std::iter::once(rules.scale);
    let others = StanceScale::ALL
        .into_iter()
        .filter(|scale| *scale != rules.scale);
    let body = html! {
        p { a href="/proposals" { (words.t("nav-proposals")) } }
        h1 { (title) }
        p { (words.t("consent-rules-what")) }
        @if rules.rules.is_empty() { p .note { (words.t("consent-rules-unset")) } }
        @for scale in first_ones.chain(others) {
            h2 {
                (words.t(scale_key(scale)))
                @if scale == rules.scale { " " span .tag { (words.t("consent-rules-first")) } }
            }
            (rule(ctx, Privacy::Confidential, &rules.on(scale)))
        }
        @if ctx.is(Role::Organiser) { (in_english(&fields(ctx, form, errors))) }
    };
    layout::page_with_errors(ctx, Part::Proposals, &title, errors, &body)
}

fn fields(ctx: &Ctx, form: &CoalitionRulesForm, errors: &[FieldError]) -> Markup {
    let words = ctx.words();
    let scales: Vec<(StanceScale, std::borrow::Cow<'_, str>)> = StanceScale::ALL
        .into_iter()
        .map(|scale| (scale, words.t(scale_key(scale))))
        .collect();
    let picks: Vec<Pick<'_>> = scales
        .iter()
        .map(|(scale, name)| (scale.name(), name.as_ref(), ""))
        .collect();
    let has_error = |scale: StanceScale| {
        let prefix = format!("{}_", scale.name());
        errors.iter().any(|error| error.field.starts_with(&prefix))
    };
    html! {
        h2 #set { "Set the rule" }
        p { "It fills in new proposals. What has been proposed already keeps the rule it has." }
        form method="post" action="/proposals/rules" novalidate {
            (token(ctx))
            (radios("scale", "How do people answer, unless a proposal says otherwise?", &picks, &form.scale, errors))
            @for (scale, name) in &scales {
                @let prefix = format!("{}_", scale.name());
                details open[has_error(*scale)] {
                    summary { (name) }
                    fieldset .group {
                        legend { (name) }
                        @if let Some(form) = form.rules.get(scale.name()) {
                            @if *scale == StanceScale::Systemic {
                                p .hint { "Only the quorum counts here: the least resistance decides." }
                                (quorum_field(&prefix, form, errors))
                            } @else {
                                p .hint { "What you leave empty is as usual on this scale." }
                                (rule_fields(&prefix, form, &EACH_PICKS, errors))
                            }
                        }
                    }
                }
            }
            button { "Set the rule" }
        }
    }
}
