//! What stands beside an outcome: the same ballots under other methods, how firm the outcome is, and
//! by how much it was won.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::{MarginShown, PaperStyle, Round, RoundReport, TOGETHER, puts_in_order};
use crate::goals::method_words;
use crate::model::numbers::{round_percent, thousands};
use crate::tally::{
    Amount, ByMethod, ByOrganisation, Comparison, DoubleMajority, Firmly, Firmness, Hindrance,
    Method, OtherPick, Otherwise, Outcome, Tie, TieAbout, TieDecidedBy, rounded, tell_otherwise,
};
use crate::web::charts::{self, Caption, Places, PlacesRow};
use crate::web::pages::figures::figure;
use crate::web::request::Ctx;

/// The sections for what the report holds.
pub(crate) fn sections(
    ctx: &Ctx,
    round: &Round,
    outcome: &Outcome,
    report: &RoundReport,
) -> Markup {
    let names = Names(round.labels(&ctx.lang));
    html! {
        @if let Some(by) = &report.organisations { (organisations(ctx, &names, outcome, by, report.members.as_ref())) }
        @if let Some(comparison) = &report.comparison { (methods(ctx, round, &names, outcome, comparison)) }
        @if let Some(firmness) = &report.firmness { (firm(ctx, round, &names, outcome, firmness, report)) }
    }
}

/// The options' words by their names in the outcome.
struct Names(BTreeMap<String, String>);

impl Names {
    fn of<'a>(&'a self, option: &'a str) -> &'a str {
        self.0.get(option).map_or(option, String::as_str)
    }

    fn all(&self, options: &[String]) -> String {
        let names: Vec<&str> = options.iter().map(|option| self.of(option)).collect();
        names.join(", ")
    }

    /// `A, B and C`.
    fn and(&self, ctx: &Ctx, options: &[String]) -> String {
        match options {
            [most @ .., last] if !most.is_empty() => {
                let values = vec![
                    ("most", self.all(most).into()),
                    ("last", self.of(last).to_owned().into()),
                ];
                ctx.words().tn("outcome-and", values).into_owned()
            }
            _ => self.all(options),
        }
    }
}

/// The ties that decided who won, each in a sentence: had they gone another way, others would have won.
pub(crate) fn deciding_ties(
    ctx: &Ctx,
    round: &Round,
    outcome: &Outcome,
    report: &RoundReport,
) -> Vec<String> {
    let words = ctx.words();
    let names = Names(round.labels(&ctx.lang));
    let say = |tie: &Tie| {
        let by = match tie.by {
            TieDecidedBy::Lot => "lot",
            TieDecidedBy::Order | TieDecidedBy::CandidateOrder => "order",
            TieDecidedBy::Backwards | TieDecidedBy::Forwards => "stage",
        };
        let about = match tie.about {
            TieAbout::Elimination => "elimination",
            TieAbout::Election | TieAbout::Surplus => "election",
        };
        let options = if tie.options.len() > FEW {
            words
                .t1("outcome-n-options", "n", tie.options.len())
                .into_owned()
        } else {
            names.and(ctx, &tie.options)
        };
        let values = vec![
            ("options", options.into()),
            ("picked", names.of(&tie.picked).to_owned().into()),
            ("by", by.into()),
            ("about", about.into()),
        ];
        words.tn("outcome-tie", values).into_owned()
    };
    let ties = deciding(outcome, report);
    let more = ties.len().saturating_sub(TIES_TOLD);
    let more = (more > 0).then(|| words.t1("outcome-more-ties", "n", more).into_owned());
    let told = ties.into_iter().take(TIES_TOLD).map(say);
    told.chain(more).collect()
}

/// So many ties are told beside the winners.
const TIES_TOLD: usize = 2;
/// So many tied options are named.
const FEW: usize = 5;
/// So many other picks in ties are told.
const MOST_TOLD: usize = 12;

fn deciding<'a>(outcome: &'a Outcome, report: &RoundReport) -> Vec<&'a Tie> {
    let wins = |option: &String| outcome.winners.contains(option);
    let decides = |tie: &&Tie| {
        let others = report.otherwise.iter().find(|other| other.tie == **tie);
        match (tie.about, others) {
            (TieAbout::Surplus, _) => false,
            (_, Some(others)) if !others.picks.is_empty() => {
                others.picks.iter().any(|pick| pick.other_winners)
            }
            // There were too many picks to count them all: what is tied tells enough.
            (TieAbout::Election, _) => !tie.options.iter().all(wins),
            (TieAbout::Elimination, _) => tie.options.iter().any(wins),
        }
    };
    outcome.ties.iter().filter(decides).collect()
}

/// The ties and what other picks in them would have led to, in sentences; of very many, those that would have led to
/// other winners.
pub(crate) fn otherwise(ctx: &Ctx, round: &Round, report: &RoundReport) -> Vec<String> {
    let names = Names(round.labels(&ctx.lang));
    let all = |options: &[String]| options.iter().map(|o| names.of(o).to_owned()).collect();
    let picks = report.otherwise.iter().flat_map(|other| &other.picks);
    let are_many = picks.count() > MOST_TOLD;
    let tells = |pick: &&OtherPick| !are_many || pick.other_winners;
    let told: Vec<Otherwise> = report
        .otherwise
        .iter()
        .filter(|otherwise| !are_many || otherwise.picks.iter().any(|pick| pick.other_winners))
        .map(|otherwise| Otherwise {
            tie: Tie {
                options: all(&otherwise.tie.options),
                picked: names.of(&otherwise.tie.picked).to_owned(),
                ..otherwise.tie.clone()
            },
            picks: otherwise
                .picks
                .iter()
                .filter(tells)
                .map(|pick| OtherPick {
                    picked: names.of(&pick.picked).to_owned(),
                    winners: all(&pick.winners),
                    other_winners: pick.other_winners,
                })
                .collect(),
        })
        .collect();
    let mut sentences = tell_otherwise(&told, ctx.lang.as_str());
    sentences.truncate(MOST_TOLD);
    sentences
}

/// The count by organisation beside that by members, whichever of the two decides.
fn organisations(
    ctx: &Ctx,
    names: &Names,
    outcome: &Outcome,
    by: &ByOrganisation,
    members: Option<&Outcome>,
) -> Markup {
    let words = ctx.words();
    let lead = |winners: &[String], same: &'static str, other: &'static str| {
        let is_same = sorted(winners) == sorted(&outcome.winners);
        let key = if is_same { same } else { other };
        words.t1(key, "options", names.all(winners)).into_owned()
    };
    let voice = |name: &str| match name {
        TOGETHER => words.t("insight-together").into_owned(),
        name => name.to_owned(),
    };
    html! {
        @let has_first = by.organisations.iter().any(|voice| !voice.first.is_empty());
        section aria-labelledby="organisations" {
            h2 #organisations { (words.t("insight-organisations")) }
            @match members {
                Some(members) => { p .lead { (lead(&members.winners, "insight-members-same", "insight-members-other")) } },
                None => { p .lead { (lead(&by.outcome.winners, "insight-organisations-same", "insight-organisations-other")) } },
            }
            ul { @for double in &by.double_majority { li { (double_majority(ctx, names, double)) } } }
            div .scroll tabindex="0" role="region" aria-labelledby="organisations" { table {
                caption .visually-hidden { (words.t("insight-organisations")) }
                thead { tr {
                    th scope="col" { (words.t("insight-organisation")) }
                    th scope="col" .number { (words.t("insight-ballots")) }
                    @if has_first { th scope="col" { (words.t("insight-first")) } }
                    th scope="col" { (words.t("insight-winners")) }
                } }
                tbody { @for organisation in &by.organisations { tr {
                    th scope="row" { (voice(&organisation.organisation)) }
                    td .number { (figure(&organisation.cast, &ctx.lang)) }
                    @if has_first { td { @if organisation.first.is_empty() { "–" } @else { (names.all(&organisation.first)) } } }
                    td { @if organisation.winners.is_empty() { "–" } @else { (names.all(&organisation.winners)) } }
                } } }
            } }
            p .hint {
                (words.t("insight-organisations-how"))
                @if by.organisations.iter().any(|voice| voice.organisation == TOGETHER) { " " (words.t("insight-together-how")) }
                @if !by.without.is_zero() { " " (words.tn("insight-without", vec![("n", by.without.approximate().into()), ("ballots", rounded(&by.without, &ctx.lang).into())])) }
            }
        }
    }
}

fn double_majority(ctx: &Ctx, names: &Names, double: &DoubleMajority) -> String {
    let key = if double.holds {
        "insight-double-majority"
    } else {
        "insight-no-double-majority"
    };
    let values = vec![
        ("option", names.of(&double.option).to_owned().into()),
        ("n", double.organisations.into()),
        ("of", double.of.into()),
    ];
    ctx.words().tn(key, values).into_owned()
}

fn sorted(options: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = options.iter().collect();
    sorted.sort_unstable();
    sorted
}

/// The same ballots under every method that can count them.
fn methods(
    ctx: &Ctx,
    round: &Round,
    names: &Names,
    outcome: &Outcome,
    comparison: &Comparison,
) -> Markup {
    let words = ctx.words();
    let spends = |method: Method| PaperStyle::of_method(method) == PaperStyle::Budget;
    let is_budget = round.style() == PaperStyle::Budget;
    // What is bought with a budget can only be compared with what another method buys with it.
    let shown: Vec<&ByMethod> = comparison
        .methods
        .iter()
        .filter(|m| m.repeats.is_none() && (!is_budget || spends(m.method)))
        .collect();
    // Ballots with one mark each are counted to the same by every method.
    if shown.len() < 2 || round.style() == PaperStyle::One {
        return html! {};
    }
    let same_winners = |method: &ByMethod| sorted(&method.winners) == sorted(&outcome.winners);
    let placing: Vec<&&ByMethod> = shown.iter().filter(|m| !m.first.is_empty()).collect();
    let firsts = |option: &String| {
        let alone = |m: &&&&ByMethod| m.first[..] == [option.clone()];
        placing.iter().filter(alone).count()
    };
    let best = comparison.standings.iter().map(|standing| &standing.option);
    // Of equals the first one.
    let best = best.rev().max_by_key(|option| firsts(option));
    let first = best.filter(|best| !is_budget && firsts(best) > 0 && placing.len() > 1);
    let first = first.map(|best| {
        words.tn(
            "insight-first-under",
            vec![
                ("option", names.of(best).to_owned().into()),
                ("n", firsts(best).into()),
                ("of", placing.len().into()),
            ],
        )
    });
    let own = |method: &ByMethod| method.method == comparison.method;
    let has_first = !is_budget && !placing.is_empty();
    let options = |options: &[String]| {
        if options.is_empty() {
            "–".to_owned()
        } else {
            names.all(options)
        }
    };
    let (how, wins) = if is_budget {
        ("insight-budgets-how", "outcome-is-bought")
    } else {
        ("insight-methods-how", "insight-winners")
    };
    html! {
        section aria-labelledby="methods" {
            h2 #methods { (words.t("insight-methods")) }
            @if let Some(first) = first { p .lead { (first) } }
            p { (words.t(how)) }
            div .scroll tabindex="0" role="region" aria-labelledby="methods" { table {
                caption .visually-hidden { (words.t("insight-methods")) }
                thead { tr {
                    th scope="col" { (words.t("insight-method")) }
                    @if has_first { th scope="col" { (words.t("insight-first")) } }
                    th scope="col" { (words.t(wins)) }
                } }
                tbody { @for method in &shown { tr .own[own(method)] {
                    th scope="row" { (capital(method_words(method.method.name(), &ctx.lang))) @if own(method) { " " span .tag .open { (words.t("insight-ours")) } } }
                    @if has_first { td { (options(&method.first)) } }
                    td { (options(&method.winners)) @if !own(method) && same_winners(method) { " " span .done { (words.t("insight-same")) } } }
                } } }
            } }
            @if !is_budget { (not_counted(ctx, comparison)) }
        }
    }
}

/// The methods left out, and why.
fn not_counted(ctx: &Ctx, comparison: &Comparison) -> Markup {
    let words = ctx.words();
    let name = |method: &str| capital(method_words(method, &ctx.lang));
    let repeats = comparison.methods.iter().filter_map(|method| {
        let original = name(method.repeats?.name());
        Some((
            method.method,
            words.t1("insight-repeats", "method", original),
        ))
    });
    let others = comparison.not_counted.iter().map(|method| {
        let why = match method.because {
            Hindrance::OtherForm => "insight-other-form",
            Hindrance::NoBudget => "insight-no-budget",
            Hindrance::TooFew => "insight-too-few",
            Hindrance::TooTangled => "insight-too-tangled",
            Hindrance::Other => "insight-other",
        };
        (method.method, words.t(why))
    });
    let all: Vec<_> = repeats.chain(others).collect();
    html! {
        @if !all.is_empty() {
            details {
                summary { (words.t("insight-left-out")) }
                ul { @for (method, why) in &all { li { (name(method.name())) ": " (why) } } }
            }
        }
    }
}

/// How often the outcome comes out again when ballots are drawn anew.
fn firm(
    ctx: &Ctx,
    round: &Round,
    names: &Names,
    outcome: &Outcome,
    firmness: &Firmness,
    report: &RoundReport,
) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    let draws = thousands(u64::from(firmness.samples), lang);
    let share = |share: f64| round_percent(round_to(share, 100.0), lang);
    let margin = report.margin.as_ref();
    let hangs_on_one = margin.is_some_and(|margin| {
        let most = margin.at_most.as_ref();
        most.is_some_and(|most| most.approximate() <= 1.0)
    });
    let verdict = match firmness.same_winners {
        _ if !deciding(outcome, report).is_empty() => "insight-tied",
        _ if hangs_on_one => "insight-open",
        share if share >= FIRM => "insight-firm",
        share if share >= LIKELY => "insight-likely",
        _ => "insight-open",
    };
    let title = words.t("insight-firmness");
    let description = words.t("insight-places-description");
    let is_ordered = puts_in_order(round.rules.method);
    let rows = rows(names, outcome, firmness);
    let n_places = rows.first().map_or(0, |row| row.shares.len());
    let same = match round.style() {
        PaperStyle::Budget => "insight-same-bought",
        _ => "insight-same-winners",
    };
    html! {
        section aria-labelledby="firmness" {
            h2 #firmness { (title) }
            p .lead { (words.t(verdict)) }
            @if let Some(margin) = margin { p { (margin_words(ctx, round, names, outcome, margin)) } }
            p {
                (words.tn(same, vec![("share", share(firmness.same_winners).into()), ("draws", draws.into())]))
                @if let Some(same) = firmness.same_order.filter(|_| is_ordered) { " " (words.t1("insight-same-order", "share", share(same))) }
            }
            p .hint { (words.t("insight-firmness-how")) }
            @if is_ordered && n_places > 1 {
                (charts::places(&Places {
                    caption: Caption { id: "firmness-chart", title: &title, description: &description },
                    first: &words.t("insight-place-first"),
                    last: &words.t("insight-place-last"),
                    rows,
                    lang,
                }))
                (places_table(ctx, names, outcome, firmness))
            } @else { (wins_table(ctx, round, names, firmness)) }
        }
    }
}

/// How many ballots would have to change for others to win.
fn margin_words(
    ctx: &Ctx,
    round: &Round,
    names: &Names,
    outcome: &Outcome,
    margin: &MarginShown,
) -> String {
    let words = ctx.words();
    let Some(at_most) = &margin.at_most else {
        let n_seats = usize::try_from(outcome.seats).unwrap_or(usize::MAX);
        let is_every_seat =
            round.style() != PaperStyle::Budget && n_seats >= outcome.candidates.len();
        let key = if is_every_seat {
            "insight-margin-none"
        } else {
            "insight-margin-unknown"
        };
        return words.t(key).into_owned();
    };
    let figure = |amount: &Amount| rounded(amount, &ctx.lang);
    let key = match (margin.exact, at_most.as_str()) {
        (true, "1") => "insight-margin-one",
        (true, _) => "insight-margin",
        (false, _) => "insight-margin-between",
    };
    let values = vec![
        ("least", margin.at_least.approximate().into()),
        ("n", figure(&margin.at_least).into()),
        ("most", figure(at_most).into()),
    ];
    let instead = match round.style() {
        PaperStyle::Budget => "insight-margin-bought",
        _ => "insight-margin-instead",
    };
    let mut told = words.tn(key, values).into_owned();
    if !margin.instead.is_empty() {
        let values = vec![
            ("n", margin.instead.len().into()),
            ("options", names.and(ctx, &margin.instead).into()),
        ];
        told.push(' ');
        told.push_str(&words.tn(instead, values));
    }
    told
}

/// From this share of draws on the same winners are called firm.
const FIRM: f64 = 0.95;
/// And from this on likely.
const LIKELY: f64 = 0.75;

fn round_to(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

/// The options in the order of the outcome.
fn in_order<'a>(outcome: &Outcome, firmness: &'a Firmness) -> Vec<&'a Firmly> {
    let order = outcome.order.iter().flatten().flatten();
    let find = |option: &String| firmness.options.iter().find(|o| o.option == *option);
    let ordered: Vec<&Firmly> = order.filter_map(find).collect();
    if ordered.len() == firmness.options.len() {
        ordered
    } else {
        firmness.options.iter().collect()
    }
}

/// Where each option lands, as rows of the chart: the first so many options.
fn rows<'a>(names: &'a Names, outcome: &'a Outcome, firmness: &'a Firmness) -> Vec<PlacesRow<'a>> {
    let rows = in_order(outcome, firmness).into_iter().take(MOST_DRAWN);
    rows.map(|option| PlacesRow {
        label: names.of(&option.option),
        shares: option.places.clone(),
    })
    .collect()
}

/// So many options are drawn, and so many places stand in the table.
const MOST_DRAWN: usize = 10;

fn places_table(ctx: &Ctx, names: &Names, outcome: &Outcome, firmness: &Firmness) -> Markup {
    let words = ctx.words();
    let n_places = firmness.options.len().min(MOST_DRAWN);
    let cell = |share: f64| match share {
        share if share <= 0.0 => "–".to_owned(),
        share if share < 0.005 => format!("< {}", round_percent(0.01, &ctx.lang)),
        share => round_percent(round_to(share, 100.0), &ctx.lang),
    };
    html! {
        details { summary { (words.t("as-table")) }
            div .scroll tabindex="0" role="region" aria-labelledby="firmness" { table {
                caption .visually-hidden { (words.t("insight-firmness")) }
                thead { tr { th scope="col" { (words.t("option")) } @for place in 1..=n_places { th scope="col" .number { (place) "." } } } }
                tbody { @for option in in_order(outcome, firmness) { tr {
                    th scope="row" { (names.of(&option.option)) }
                    @for share in option.places.iter().take(n_places) { td .number { (cell(*share)) } }
                } } }
            } }
        }
    }
}

/// How often each option wins or is bought, where the method has no order.
fn wins_table(ctx: &Ctx, round: &Round, names: &Names, firmness: &Firmness) -> Markup {
    let words = ctx.words();
    let (title, description) = match round.style() {
        PaperStyle::Budget => ("insight-bought", "insight-bought-description"),
        _ => ("insight-wins", "insight-wins-description"),
    };
    let (title, description) = (words.t(title), words.t(description));
    let mut options: Vec<&Firmly> = firmness.options.iter().collect();
    options.sort_by(|a, b| b.wins.total_cmp(&a.wins));
    let bars = options
        .iter()
        .map(|option| charts::Bar {
            label: names.of(&option.option),
            value: Some(option.wins),
            interval: None,
            note: "",
            strong: option.wins >= 0.5,
        })
        .collect();
    charts::share_bars(&charts::Bars {
        caption: Caption {
            id: "firmness-chart",
            title: &title,
            description: &description,
        },
        bars,
        axis: &title,
        lang: &ctx.lang,
    })
}

/// With a capital at its beginning.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
