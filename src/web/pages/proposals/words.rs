//! Scales, rules and verdicts in plain words.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::app::{Counted, Proposal, ProposalRound};
use crate::consensus::consent::{
    ConsentRule, Level, MissedTest, PieceKind, StanceScale, Standing, Verdict, Whose, word_diff,
};
use crate::model::{Coalition, Privacy};
use crate::web::charts::StanceKind;
use crate::web::pages::layout::ballots_floor;
use crate::web::request::Ctx;
use crate::web::words::Words;

/// The message with a scale's name.
pub(crate) fn scale_key(scale: StanceScale) -> &'static str {
    match scale {
        StanceScale::Consensus => "consent-scale-consensus",
        StanceScale::Consent => "consent-scale-consent",
        StanceScale::Gradients => "consent-scale-gradients",
        StanceScale::FistToFive => "consent-scale-fist",
        StanceScale::Systemic => "consent-scale-systemic",
    }
}

/// The messages with a level's name and what it means.
const LEVELS: [(&str, &str, &str); 20] = [
    ("agree", "consent-level-agree", "consent-level-agree-hint"),
    (
        "reservations",
        "consent-level-reservations",
        "consent-level-reservations-hint",
    ),
    (
        "stand_aside",
        "consent-level-stand-aside",
        "consent-level-stand-aside-hint",
    ),
    ("block", "consent-level-block", "consent-level-block-hint"),
    (
        "consent",
        "consent-level-consent",
        "consent-level-consent-hint",
    ),
    (
        "objection",
        "consent-level-objection",
        "consent-level-objection-hint",
    ),
    (
        "endorsement",
        "consent-level-endorsement",
        "consent-level-endorsement-hint",
    ),
    (
        "minor_point",
        "consent-level-minor-point",
        "consent-level-minor-point-hint",
    ),
    (
        "with_reservations",
        "consent-level-with-reservations",
        "consent-level-with-reservations-hint",
    ),
    (
        "abstain",
        "consent-level-abstain",
        "consent-level-abstain-hint",
    ),
    (
        "more_discussion",
        "consent-level-more-discussion",
        "consent-level-more-discussion-hint",
    ),
    (
        "dislike_but_support",
        "consent-level-dislike",
        "consent-level-dislike-hint",
    ),
    (
        "serious_disagreement",
        "consent-level-disagree",
        "consent-level-disagree-hint",
    ),
    ("veto", "consent-level-veto", "consent-level-veto-hint"),
    ("5", "consent-level-five", "consent-level-five-hint"),
    ("4", "consent-level-four", "consent-level-four-hint"),
    ("3", "consent-level-three", "consent-level-three-hint"),
    ("2", "consent-level-two", "consent-level-two-hint"),
    ("1", "consent-level-one", "consent-level-one-hint"),
    ("0", "consent-level-fist", "consent-level-fist-hint"),
];

/// A level's name.
pub(crate) fn level_name<'a>(words: &'a Words, code: &'a str) -> Cow<'a, str> {
    LEVELS
        .iter()
        .find(|(known, _, _)| *known == code)
        .map_or(Cow::Borrowed(code), |(_, key, _)| words.t(key))
}

/// What a level means.
pub(crate) fn level_hint<'a>(words: &'a Words, code: &str) -> Cow<'a, str> {
    LEVELS
        .iter()
        .find(|(known, _, _)| *known == code)
        .map_or(Cow::Borrowed(""), |(_, _, key)| words.t(key))
}

/// The names of some levels, one after the other.
pub(crate) fn level_names(
    words: &Words,
    scale: StanceScale,
    wanted: impl Fn(&Level) -> bool,
) -> String {
    let names: Vec<Cow<'_, str>> = scale
        .levels()
        .iter()
        .filter(|level| wanted(level))
        .map(|level| level_name(words, level.code))
        .collect();
    names.join(", ")
}

/// An option's words; the first one is the program's own.
pub(crate) fn option_name<'a>(
    words: &'a Words,
    round: &'a ProposalRound,
    idx: usize,
) -> Cow<'a, str> {
    match (idx, round.options.get(idx)) {
        (0, _) => words.t("consent-zero"),
        (_, Some(option)) => Cow::Borrowed(option),
        (_, None) => Cow::Borrowed(""),
    }
}

/// Short facts in one line, none of them a sentence of its own.
pub(crate) fn facts(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.trim_end_matches('.'))
        .collect();
    parts.join(" · ")
}

/// The privacy floor.
pub(crate) fn floor(ctx: &Ctx) -> u32 {
    ctx.coalition
        .as_ref()
        .map_or(Coalition::DEFAULT_K, |coalition| coalition.k)
}

/// When a proposal passes, sentence by sentence.
pub(crate) fn rule(ctx: &Ctx, privacy: Privacy, rule: &ConsentRule) -> Markup {
    let words = ctx.words();
    let mut sentences = vec![words.t1("consent-rule-quorum", "percent", rule.quorum)];
    if privacy != Privacy::Named {
        sentences.push(words.t1("consent-rule-least", "n", floor(ctx)));
    }
    let supporting = || level_names(words, rule.scale, |level| level.supports);
    let block = match rule.scale {
        StanceScale::Consensus => Some("consent-rule-block"),
        StanceScale::Consent => Some("consent-rule-objection"),
        StanceScale::Gradients => Some("consent-rule-veto"),
        StanceScale::FistToFive => Some("consent-rule-fist"),
        StanceScale::Systemic => None,
    };
    match block {
        Some(key) => {
            sentences.push(words.t1(key, "n", rule.blocks));
            sentences.push(match rule.support.filter(|share| *share > 0) {
                Some(percent) => words.tn(
                    "consent-rule-support",
                    vec![("percent", percent.into()), ("levels", supporting().into())],
                ),
                None => words.t1("consent-rule-anybody", "levels", supporting()),
            });
        }
        None => sentences.extend([
            words.t("consent-rule-systemic"),
            words.t("consent-rule-missing"),
        ]),
    }
    if let Some(percent) = rule.aside {
        sentences.push(words.t1("consent-rule-aside", "percent", percent));
    }
    if let Some(percent) = rule.against {
        sentences.push(words.t1("consent-rule-against", "percent", percent));
    }
    if let Some(each) = rule.each {
        let mut arguments = vec![
            ("support", each.support.into()),
            ("against", each.against.into()),
        ];
        sentences.push(if privacy == Privacy::Named {
            words.tn("consent-rule-each-named", arguments)
        } else {
            arguments.push(("k", floor(ctx).into()));
            words.tn("consent-rule-each", arguments)
        });
    }
    html! { ul .rule { @for sentence in &sentences { li { (sentence) } } } }
}

/// What is shown once a round is closed, said beforehand.
pub(crate) fn what_is_shown(ctx: &Ctx, privacy: Privacy, scale: StanceScale) -> Markup {
    let words = ctx.words();
    let k = floor(ctx);
    html! {
        p .hint {
            @match privacy {
                Privacy::Anonymous | Privacy::Confidential if scale == StanceScale::Systemic => {
                    (words.t1("consent-shown-options", "n", ballots_floor(ctx))) " " (words.t1("consent-shown-floor", "k", k))
                },
                Privacy::Anonymous => { (words.t("consent-shown")) " " (words.t1("consent-shown-floor", "k", k)) },
                Privacy::Confidential => { (words.t1("consent-shown-confidential", "k", k)) " " (words.t1("consent-shown-floor", "k", k)) },
                Privacy::Named => { (words.t("consent-shown-named")) },
            }
        }
    }
}

/// The verdict in a sentence, and what there is to say besides.
pub(crate) fn verdict(
    ctx: &Ctx,
    round: &ProposalRound,
    verdict: &Verdict,
) -> (String, Vec<String>) {
    let words = ctx.words();
    let (title, more) = match verdict {
        Verdict::Passed {
            chosen: Some(option),
            ..
        } => (
            words.t1(
                "consent-passed-option",
                "option",
                option_name(words, round, *option),
            ),
            Vec::new(),
        ),
        Verdict::Passed {
            reservations: 0, ..
        } => (words.t("consent-passed"), Vec::new()),
        Verdict::Passed { reservations, .. } => (
            words.t1("consent-passed-reservations", "n", *reservations),
            Vec::new(),
        ),
        Verdict::NotEnough { needed } => (words.t1("consent-not-enough", "n", *needed), Vec::new()),
        Verdict::Blocked { by, .. } => {
            let key = if round.rule.scale == StanceScale::Consent {
                "consent-blocked-objection"
            } else {
                "consent-blocked"
            };
            (
                words.t1(key, "n", *by),
                vec![words.t("consent-blocked-next").into_owned()],
            )
        }
        Verdict::Missed { missed } => (
            words.t("consent-missed"),
            missed
                .iter()
                .map(|missed| {
                    let key = match missed.test {
                        MissedTest::Support => "consent-missed-support",
                        MissedTest::Aside => "consent-missed-aside",
                        MissedTest::Against => "consent-missed-against",
                        MissedTest::Each => "consent-missed-each",
                        MissedTest::Anybody => "consent-missed-anybody",
                    };
                    let told = match missed.miss {
                        Some(miss) => words.tn(
                            key,
                            vec![
                                ("has", miss.has.into()),
                                ("of", miss.of.into()),
                                ("percent", miss.percent.into()),
                                ("short", miss.short.into()),
                            ],
                        ),
                        None => words.t(key),
                    };
                    match whose(words, &missed.whose) {
                        Some(name) => format!("{name}: {told}"),
                        None => told.into_owned(),
                    }
                })
                .collect(),
        ),
        Verdict::Tied { options } => (
            words.t("consent-tied"),
            options
                .iter()
                .map(|idx| option_name(words, round, *idx).into_owned())
                .collect(),
        ),
        Verdict::LeftAsItIs => (words.t("consent-left"), Vec::new()),
    };
    (title.into_owned(), more)
}

/// Whose figures these are; nothing where they are everybody's.
pub(crate) fn whose<'a>(words: &'a Words, whose: &'a Whose) -> Option<Cow<'a, str>> {
    match whose {
        Whose::All => None,
        Whose::Group(name) => Some(Cow::Borrowed(name)),
        Whose::Rest => Some(words.t("consent-rest")),
    }
}

/// Can a verdict be told where the counts cannot? Only that too few took part.
pub(crate) fn short_verdict(ctx: &Ctx, round: &ProposalRound, counted: Option<&Counted>) -> String {
    match counted {
        Some(counted) => verdict(ctx, round, &counted.verdict).0,
        None => ctx.words().t1("consent-few", "k", floor(ctx)).into_owned(),
    }
}

/// The words of a text with what went and what came since the text before.
pub(crate) fn changed(words: &Words, earlier: &str, later: &str) -> Markup {
    let pieces = word_diff(earlier, later);
    if pieces.iter().all(|piece| piece.kind == PieceKind::Same) {
        return html! { p .muted { (words.t("consent-no-diff")) } };
    }
    html! {
        p .quote .changed {
            @for piece in &pieces {
                @match piece.kind {
                    PieceKind::Same => { (piece.text) },
                    PieceKind::Gone => { del { span .visually-hidden { " [" (words.t("consent-removed")) " " } (piece.text) span .visually-hidden { " " (words.t("consent-diff-end")) "] " } } },
                    PieceKind::New => { ins { span .visually-hidden { " [" (words.t("consent-added")) " " } (piece.text) span .visually-hidden { " " (words.t("consent-diff-end")) "] " } } },
                }
            }
        }
    }
}

/// What is proposed: the text, the options, and what was changed since the round before.
pub(crate) fn proposed(
    ctx: &Ctx,
    proposal: &Proposal,
    number: usize,
    round: &ProposalRound,
) -> Markup {
    let words = ctx.words();
    let earlier = number
        .checked_sub(2)
        .and_then(|idx| proposal.rounds.get(idx));
    html! {
        p .quote .proposed { (round.text) }
        @if !round.options.is_empty() {
            h3 { (words.t("consent-options")) }
            ul { @for idx in 0..round.options.len() { li { (option_name(words, round, idx)) } } }
        }
        @if let Some(earlier) = earlier {
            details open[!round.change.is_empty()] {
                summary { (words.t("consent-change")) }
                @if !round.change.is_empty() { p .quote { (round.change) } }
                p .muted { (words.t("consent-diff")) }
                (changed(words, &earlier.text, &round.text))
                @if earlier.options != round.options { (changed(words, &earlier.options.join("\n"), &round.options.join("\n"))) }
            }
        }
    }
}

/// How a standing is drawn.
pub(crate) fn drawn(standing: Standing) -> StanceKind {
    match standing {
        Standing::For => StanceKind::For,
        Standing::Reserved => StanceKind::Reserved,
        Standing::Aside => StanceKind::Aside,
        Standing::Against => StanceKind::Against,
        Standing::Blocks => StanceKind::Blocks,
    }
}
