//! What stands beside an outcome: the same ballots under other methods, how firm the outcome is, and
//! by how much it was won.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::app::{MarginShown, Round, RoundReport, TOGETHER};
use crate::goals::method_words;
use crate::model::numbers::{round_percent, thousands, up_to};
use crate::tally::{
    Amount, ByMethod, ByOrganisation, Comparison, DoubleMajority, Firmly, Firmness, Hindrance,
    OtherPick, Otherwise, Outcome, Tie, tell_otherwise,
};
use crate::web::charts::{self, Caption, Places, PlacesRow};
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
        @if let Some(comparison) = &report.comparison { (methods(ctx, &names, outcome, comparison)) }
        @if let Some(firmness) = &report.firmness { (firm(ctx, &names, outcome, firmness, report.margin.as_ref())) }
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
}

/// The ties and what other picks in them would have led to, in sentences.
pub(crate) fn otherwise(ctx: &Ctx, round: &Round, report: &RoundReport) -> Vec<String> {
    let names = Names(round.labels(&ctx.lang));
    let all = |options: &[String]| options.iter().map(|o| names.of(o).to_owned()).collect();
    let told: Vec<Otherwise> = report
        .otherwise
        .iter()
        .map(|otherwise| Otherwise {
            tie: Tie {
                options: all(&otherwise.tie.options),
                picked: names.of(&otherwise.tie.picked).to_owned(),
                ..otherwise.tie.clone()
            },
            picks: otherwise
                .picks
                .iter()
                .map(|pick| OtherPick {
                    picked: names.of(&pick.picked).to_owned(),
                    winners: all(&pick.winners),
                    other_winners: pick.other_winners,
                })
                .collect(),
        })
        .collect();
    tell_otherwise(&told, ctx.lang.as_str())
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
                thead { tr {
                    th scope="col" { (words.t("insight-organisation")) }
                    th scope="col" .number { (words.t("insight-ballots")) }
                    @if has_first { th scope="col" { (words.t("insight-first")) } }
                    th scope="col" { (words.t("insight-winners")) }
                } }
                tbody { @for organisation in &by.organisations { tr {
                    th scope="row" { (voice(&organisation.organisation)) }
                    td .number { (organisation.cast.as_str()) }
                    @if has_first { td { @if organisation.first.is_empty() { "–" } @else { (names.all(&organisation.first)) } } }
                    td { @if organisation.winners.is_empty() { "–" } @else { (names.all(&organisation.winners)) } }
                } } }
            } }
            p .hint {
                (words.t("insight-organisations-how"))
                @if by.organisations.iter().any(|voice| voice.organisation == TOGETHER) { " " (words.t("insight-together-how")) }
                @if !by.without.is_zero() { " " (words.t1("insight-without", "n", by.without.to_string())) }
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
fn methods(ctx: &Ctx, names: &Names, outcome: &Outcome, comparison: &Comparison) -> Markup {
    let words = ctx.words();
    if comparison.methods.len() < 2 {
        return html! {};
    }
    let same_winners = |method: &ByMethod| sorted(&method.winners) == sorted(&outcome.winners);
    let first = comparison.standings.first().filter(|best| best.first > 0);
    let first = first.map(|best| {
        words.tn(
            "insight-first-under",
            vec![
                ("option", names.of(&best.option).to_owned().into()),
                ("n", best.first.into()),
                ("of", comparison.placing.into()),
            ],
        )
    });
    let own = |method: &ByMethod| method.method == comparison.method;
    html! {
        @let has_first = comparison.methods.iter().any(|method| !method.first.is_empty());
        section aria-labelledby="methods" {
            h2 #methods { (words.t("insight-methods")) }
            @if let Some(first) = first { p .lead { (first) } }
            p { (words.t("insight-methods-how")) }
            div .scroll tabindex="0" role="region" aria-labelledby="methods" { table {
                thead { tr {
                    th scope="col" { (words.t("insight-method")) }
                    @if has_first { th scope="col" { (words.t("insight-first")) } }
                    th scope="col" { (words.t("insight-winners")) }
                } }
                tbody { @for method in comparison.methods.iter().filter(|m| m.repeats.is_none()) { tr .own[own(method)] {
                    th scope="row" { (capital(method_words(method.method.name(), &ctx.lang))) @if own(method) { " " span .tag .open { (words.t("insight-ours")) } } }
                    @if has_first { td { @if method.first.is_empty() { "–" } @else { (names.all(&method.first)) } } }
                    td { (names.all(&method.winners)) @if !own(method) && same_winners(method) { " " span .done { (words.t("insight-same")) } } }
                } } }
            } }
            (not_counted(ctx, comparison))
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
    names: &Names,
    outcome: &Outcome,
    firmness: &Firmness,
    margin: Option<&MarginShown>,
) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    let draws = thousands(u64::from(firmness.samples), lang);
    let share = |share: f64| round_percent(round_to(share, 100.0), lang);
    let verdict = match firmness.same_winners {
        share if share >= FIRM => "insight-firm",
        share if share >= LIKELY => "insight-likely",
        _ => "insight-open",
    };
    let title = words.t("insight-firmness");
    let description = words.t("insight-places-description");
    let rows = rows(names, outcome, firmness);
    let n_places = rows.first().map_or(0, |row| row.shares.len());
    html! {
        section aria-labelledby="firmness" {
            h2 #firmness { (title) }
            p .lead { (words.t(verdict)) }
            @if let Some(margin) = margin { p { (margin_words(ctx, names, margin)) } }
            p {
                (words.tn("insight-same-winners", vec![("share", share(firmness.same_winners).into()), ("draws", draws.into())]))
                @if let Some(same) = firmness.same_order { " " (words.t1("insight-same-order", "share", share(same))) }
            }
            p .hint { (words.t("insight-firmness-how")) }
            @if n_places > 1 {
                (charts::places(&Places {
                    caption: Caption { id: "firmness-chart", title: &title, description: &description },
                    first: &words.t("insight-place-first"),
                    last: &words.t("insight-place-last"),
                    rows,
                    lang,
                }))
                (places_table(ctx, names, outcome, firmness))
            } @else { (wins_table(ctx, names, firmness)) }
        }
    }
}

/// How many ballots would have to change for others to win.
fn margin_words(ctx: &Ctx, names: &Names, margin: &MarginShown) -> String {
    let words = ctx.words();
    let Some(at_most) = &margin.at_most else {
        return words.t("insight-margin-none").into_owned();
    };
    let figure = |amount: &Amount| up_to(amount.approximate(), 2, &ctx.lang);
    let key = match (margin.exact, at_most.as_str()) {
        (true, "1") => "insight-margin-one",
        (true, _) => "insight-margin",
        (false, _) => "insight-margin-between",
    };
    let values = vec![
        ("n", figure(&margin.at_least).into()),
        ("most", figure(at_most).into()),
    ];
    let mut told = words.tn(key, values).into_owned();
    if !margin.instead.is_empty() {
        let instead = names.all(&margin.instead);
        told.push(' ');
        told.push_str(&words.t1("insight-margin-instead", "options", instead));
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
                thead { tr { th scope="col" { (words.t("option")) } @for place in 1..=n_places { th scope="col" .number { (place) "." } } } }
                tbody { @for option in in_order(outcome, firmness) { tr {
                    th scope="row" { (names.of(&option.option)) }
                    @for share in option.places.iter().take(n_places) { td .number { (cell(*share)) } }
                } } }
            } }
        }
    }
}

/// How often each option wins, where the method has no order.
fn wins_table(ctx: &Ctx, names: &Names, firmness: &Firmness) -> Markup {
    let words = ctx.words();
    let (title, description) = (words.t("insight-wins"), words.t("insight-wins-description"));
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
