//! What came of a board: who votes alike, what everyone can support, what divides.

use maud::{Markup, html};

use super::{bar, statement_words};
use crate::app::{BoardResults, Divided, GroupSaid, Moderating, Round, State, Told};
use crate::model::Role;
use crate::model::numbers::{decimal, percent, round_percent, up_to};
use crate::opinion::polis::Side;
use crate::opinion::{Tally, Verdict};
use crate::web::charts::{Caption, MapPoint, OpinionMap, VoteBars, opinion_map, vote_bars};
use crate::web::pages::layout::{self, Part, ballots_floor, state_tag};
use crate::web::pages::surveys::{privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The most statements of a list that are drawn; the table has them all.
const LISTED: usize = 10;

/// The results of one board.
pub(crate) fn page(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let board = &results.board;
    let slug = &board.slug;
    let body = html! {
        h1 { (board.title) @if board.state == State::Open { " " (state_tag(words, board.state)) } }
        p .lead { (board.question) }
        @if board.state == State::Open { p .note { (words.t("board-running")) } }
        p { (words.tn("board-counted", vec![
            ("n", results.participants.into()), ("votes", results.votes.into()), ("statements", results.statements.len().into()),
        ])) }
        p .muted { (privacy_name(ctx, board.privacy)) " " (words.t1("privacy-floor", "k", results.k)) }
        (turnout_bar(ctx, results.turnout))
        (groups(ctx, results))
        (ground(ctx, results, &results.opinion, "common", &words.t("board-common")))
        (divisive(ctx, results, &results.opinion, "divisive", &words.t("board-divisive")))
        @if results.opinion.has_groups() { (bridging(ctx, results, &results.opinion, "bridging", &words.t("board-bridging"))) }
        @if let Some(divided) = &results.organisations { (organisations(ctx, results, divided)) }
        (majority(ctx, results))
        (table(ctx, results))
        (files(ctx, results))
        @if ctx.is(Role::Facilitator) && board.state == State::Closed {
            section aria-labelledby="next" lang="en" {
                h2 #next { "What next?" }
                div .buttons {
                    a .button href={ "/rounds/new?board=" (slug) } { "Make a round of the common ground" }
                    a .button .second href={ "/b/" (slug) "/manage" } { "Manage this board" }
                }
            }
        }
        p { a href={ "/b/" (slug) "/mine" } { (words.t("board-mine")) } }
    };
    layout::page(ctx, Part::Boards, &board.title, &body)
}

/// How a board stands, for a wall: turnout, and where results may be shown the map and the broadest common ground.
pub(crate) fn live(ctx: &Ctx, moderating: &Moderating, results: Option<&BoardResults>) -> Markup {
    let words = ctx.words();
    let board = &moderating.board;
    let n_up = moderating
        .statements
        .iter()
        .filter(|judged| judged.statement.is_up())
        .count();
    let address = ctx.site.link(&format!("/b/{}", board.slug));
    let body = html! {
        h1 { (board.title) }
        p .lead { (board.question) }
        @if board.state == State::Open { p .big { (words.t1("board-live-join", "address", address)) } }
        (turnout_bar(ctx, moderating.turnout))
        p { (words.t1("board-statements-up", "n", n_up)) }
        @match results {
            None => { p .note { (words.t("board-live-hidden")) } },
            Some(results) => {
                p .note { (verdict(ctx, results)) }
                @if results.shows_votes && !results.map.is_empty() { (map(ctx, results)) }
                (ground(ctx, results, &results.opinion, "common", &words.t("board-common")))
            },
        }
    };
    layout::page(ctx, Part::Boards, &board.title, &body)
}

/// Whether there are groups, the map, and what each group is like.
fn groups(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let opinion = &results.opinion;
    html! {
        section aria-labelledby="groups" {
            h2 #groups { (words.t("board-groups")) }
            p .note { (verdict(ctx, results)) }
            @if results.shows_votes && !results.map.is_empty() { (map(ctx, results)) }
            @if opinion.has_groups() {
                @for (idx, group) in opinion.groups.iter().enumerate() {
                    h3 { (words.t1("board-group", "name", group.name.as_str())) }
                    @match group.size {
                        None => { p .muted { (words.t1("board-fewer", "k", results.k)) } },
                        Some(n) => {
                            p { (words.t1("board-n-people", "n", n)) }
                            @if !group.typical.is_empty() {
                                p { (words.t("board-typical")) }
                                ul { @for (number, side, share) in &group.typical {
                                    li {
                                        strong { (words.t(match side { Side::Agree => "board-agrees", Side::Disagree => "board-disagrees" })) " (" (round_percent(*share, &ctx.lang)) ")" }
                                        " " (named(ctx, results, *number))
                                    }
                                } }
                            }
                            (unopposed(ctx, results, opinion, idx))
                        },
                    }
                }
            }
        }
    }
}

/// What to make of the groups, in a sentence.
fn verdict<'a>(ctx: &'a Ctx, results: &BoardResults) -> std::borrow::Cow<'a, str> {
    let words = ctx.words();
    let n = results.opinion.groups.len();
    match results.verdict() {
        None => words.t1("board-groups-crowd", "n", ballots_floor(ctx)),
        Some(Verdict::None) => words.t("board-groups-none"),
        Some(Verdict::Weak) => words.t1("board-groups-weak", "n", n),
        Some(Verdict::Clear) => words.t1("board-groups-clear", "n", n),
    }
}

/// Everybody on the map.
fn map(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let opinion = &results.opinion;
    let has_groups = opinion.has_groups();
    let points: Vec<MapPoint> = results
        .map
        .iter()
        .map(|place| MapPoint {
            x: place.x,
            y: place.y,
            group: place.group.filter(|_| has_groups),
        })
        .collect();
    // A group that may not be told of has no mark of its own, and so no place in the legend.
    let shown: Vec<(&str, String)> = opinion
        .groups
        .iter()
        .filter(|_| has_groups)
        .map(|group| {
            let size = match group.size {
                Some(n) => words.t1("board-n-people", "n", n),
                None => words.t1("board-fewer", "k", results.k),
            };
            (group.name.as_str(), size.into_owned())
        })
        .collect();
    let n_others = points.iter().filter(|point| point.group.is_none()).count();
    let others = if has_groups && n_others < usize::try_from(results.k).unwrap_or(0) {
        words.t("board-map-others")
    } else {
        words.t1("board-map-all", "n", n_others)
    };
    opinion_map(&OpinionMap {
        caption: Caption {
            id: "map",
            title: &words.t("board-map"),
            description: &words.t("board-map-how"),
        },
        points,
        groups: shown,
        others: others.into_owned(),
    })
}

fn ground(ctx: &Ctx, results: &BoardResults, divided: &Divided, id: &str, title: &str) -> Markup {
    let words = ctx.words();
    let lang = &ctx.lang;
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            p .hint { (words.t("board-common-how")) }
            @if divided.common_ground.is_empty() { p .empty { (words.t("board-common-none")) } }
            @for (number, value, [low, high]) in divided.common_ground.iter().take(LISTED) {
                @let figure = words.tn("board-common-figure", vec![
                    ("value", decimal(*value, 2, lang).into()), ("low", decimal(*low, 2, lang).into()), ("high", decimal(*high, 2, lang).into()),
                ]);
                (drawn(ctx, results, divided, id, *number, &figure))
            }
        }
    }
}

fn divisive(ctx: &Ctx, results: &BoardResults, divided: &Divided, id: &str, title: &str) -> Markup {
    let words = ctx.words();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if divided.divisive.is_empty() { p .empty { (words.t("board-divisive-none")) } }
            @else { p .hint { (words.t("board-divisive-how")) } }
            @for (number, gap, [more, less]) in divided.divisive.iter().take(LISTED) {
                @let names = said(ctx, divided, *number);
                @let name = |idx: &usize| names.get(*idx).map_or("", |said| said.name.as_str());
                @let figure = words.tn("board-divisive-figure", vec![
                    ("gap", up_to(*gap * 100.0, 1, &ctx.lang).into()), ("more", name(more).into()), ("less", name(less).into()),
                ]);
                (drawn(ctx, results, divided, id, *number, &figure))
            }
        }
    }
}

fn bridging(ctx: &Ctx, results: &BoardResults, divided: &Divided, id: &str, title: &str) -> Markup {
    let words = ctx.words();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            p .hint { (words.t("board-bridging-how")) }
            @if divided.bridging.is_empty() { p .empty { (words.t("board-bridging-none")) } }
            ul { @for number in divided.bridging.iter().take(LISTED) { li { (named(ctx, results, *number)) } } }
        }
    }
}

fn unopposed(ctx: &Ctx, results: &BoardResults, divided: &Divided, group: usize) -> Markup {
    let words = ctx.words();
    html! {
        @if let Some(group) = divided.groups.get(group) { @if !group.unopposed.is_empty() {
            p { (words.t("board-unopposed")) }
            ul { @for number in group.unopposed.iter().take(LISTED) { li { (named(ctx, results, *number)) } } }
        } }
    }
}

fn organisations(ctx: &Ctx, results: &BoardResults, divided: &Divided) -> Markup {
    let words = ctx.words();
    html! {
        section aria-labelledby="organisations" {
            h2 #organisations { (words.t("board-organisations")) }
            p .hint { (words.t1("board-organisations-how", "k", results.k)) }
            @for (idx, group) in divided.groups.iter().enumerate() {
                h3 { (group.name) }
                @if let Some(n) = group.size { p { (words.t1("board-n-people", "n", n)) } }
                (unopposed(ctx, results, divided, idx))
            }
        }
        (ground(ctx, results, divided, "org-common", &words.t("board-org-common")))
        (divisive(ctx, results, divided, "org-divisive", &words.t("board-org-divisive")))
        (bridging(ctx, results, divided, "org-bridging", &words.t("board-org-bridging")))
    }
}

fn majority(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let lists = [
        ("board-majority-agree", &results.majority[0]),
        ("board-majority-disagree", &results.majority[1]),
    ];
    html! {
        section aria-labelledby="majority" {
            h2 #majority { (words.t("board-majority")) }
            @if lists.iter().all(|(_, list)| list.is_empty()) { p .empty { (words.t("board-majority-none")) } }
            @for (title, list) in lists { @if !list.is_empty() {
                h3 { (words.t(title)) }
                ul { @for number in list { li { (named(ctx, results, *number)) } } }
            } }
        }
    }
}

/// How each group voted on a statement, opinion groups with their letters spelled out.
fn said(ctx: &Ctx, divided: &Divided, number: u32) -> Vec<GroupSaid> {
    let has_letters = divided.stability.is_some();
    let named = |said: GroupSaid| GroupSaid {
        name: ctx
            .words()
            .t1("board-group", "name", said.name)
            .into_owned(),
        ..said
    };
    let all = divided.said(number).into_iter();
    if has_letters {
        all.map(named).collect()
    } else {
        all.collect()
    }
}

/// A statement in a list.
fn named(ctx: &Ctx, results: &BoardResults, number: u32) -> Markup {
    html! { @if let Some(told) = results.get(number) { (number) ". " (statement_words(ctx, &told.statement)) } }
}

/// A statement with how everybody and each group voted on it.
fn drawn(
    ctx: &Ctx,
    results: &BoardResults,
    divided: &Divided,
    section: &str,
    number: u32,
    figure: &str,
) -> Markup {
    html! {
        @if let Some(told) = results.get(number) {
            div .question {
                p .statement { span .muted { (number) ". " } (statement_words(ctx, &told.statement)) }
                p .muted { (figure) }
                (votes_chart(ctx, &format!("{section}-{number}"), told.statement.words(&ctx.lang).0, told.tally, &said(ctx, divided, number)))
            }
        }
    }
}

/// How everybody and each group voted on one statement.
pub(crate) fn votes_chart(
    ctx: &Ctx,
    id: &str,
    statement: &str,
    all: Option<Tally>,
    groups: &[GroupSaid],
) -> Markup {
    let words = ctx.words();
    let everybody = words.t("board-everybody");
    let note = |tally: Option<Tally>| match tally {
        Some(tally) => words.t1("board-n-votes", "n", tally.seen).into_owned(),
        None => words.t("board-not-told").into_owned(),
    };
    let mut rows: Vec<(&str, String, Option<Tally>)> = vec![(&everybody, note(all), all)];
    if groups.len() > 1 {
        rows.extend(
            groups
                .iter()
                .map(|group| (group.name.as_str(), note(group.tally), group.tally)),
        );
    }
    let description: Vec<String> = rows
        .iter()
        .map(|(name, note, tally)| match tally {
            Some(tally) => {
                let [agree, pass, disagree] =
                    super::shares(*tally).map(|share| round_percent(share, &ctx.lang));
                words
                    .tn(
                        "board-bar",
                        vec![
                            ("name", (*name).into()),
                            ("agree", agree.into()),
                            ("pass", pass.into()),
                            ("disagree", disagree.into()),
                        ],
                    )
                    .into_owned()
            }
            None => format!("{name}: {note}."),
        })
        .collect();
    vote_bars(&VoteBars {
        caption: Caption {
            id,
            title: statement,
            description: &description.join(" "),
        },
        bars: rows
            .iter()
            .map(|(name, note, tally)| bar(name, note, *tally))
            .collect(),
        agree: &words.t("board-agree"),
        pass: &words.t("board-pass"),
        disagree: &words.t("board-disagree"),
        lang: &ctx.lang,
    })
}

/// How each opinion group and organisation stands on the options of a round that came from this board.
pub(crate) fn stances(ctx: &Ctx, round: &Round, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let board = &results.board;
    html! {
        section aria-labelledby="stances" .stances {
            h2 #stances { (words.t("board-stances")) }
            p .hint { (words.t("board-stances-how")) " " a href={ "/b/" (board.slug) "/results" } { (board.title) } }
            @for option in &round.options {
                @if let Some((number, told)) = BoardResults::statement_of(&option.code).and_then(|number| Some((number, results.get(number)?))) {
                    @let label = option.label.get(&ctx.lang);
                    @let opinion = said(ctx, &results.opinion, number).into_iter().filter(|_| results.opinion.has_groups());
                    @let organisations = results.organisations.iter().flat_map(|divided| said(ctx, divided, number));
                    @let groups: Vec<GroupSaid> = opinion.chain(organisations).collect();
                    div .question {
                        h3 { (label) }
                        (votes_chart(ctx, &format!("stance-{number}"), label, told.tally, &groups))
                    }
                }
            }
        }
    }
}

fn table(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let share = |n: u32, of: u32| percent(f64::from(n) / f64::from(of.max(1)), &ctx.lang);
    let cells = |told: &Told| -> Vec<String> {
        let hidden = || "–".to_owned();
        match told.tally {
            None => vec![hidden(); 5],
            Some(tally) => vec![
                tally.seen.to_string(),
                share(tally.agree, tally.seen),
                share(tally.disagree, tally.seen),
                share(tally.pass, tally.seen),
                told.important.map_or_else(hidden, |n| share(n, tally.seen)),
            ],
        }
    };
    html! {
        section aria-labelledby="all" {
            h2 #all { (words.t("board-all")) }
            p .hint { (words.t1("board-all-how", "k", results.k)) }
            div .scroll tabindex="0" role="region" aria-label=(words.t("table-label")) { table .all-statements {
                thead { tr {
                    th scope="col" { (words.t("board-statement")) }
                    th scope="col" .number { (words.t("board-column-votes")) }
                    th scope="col" .number { (words.t("board-agree")) }
                    th scope="col" .number { (words.t("board-disagree")) }
                    th scope="col" .number { (words.t("board-pass")) }
                    th scope="col" .number { (words.t("board-important")) }
                } }
                tbody { @for told in &results.statements { tr id={ "s" (told.statement.number) } {
                    th scope="row" { (told.statement.number) ". " (statement_words(ctx, &told.statement))
                        @if told.statement.meta { " " span .tag { (words.t("board-meta")) } } }
                    @for cell in cells(told) { td .number { (cell) } }
                } } }
            } }
        }
    }
}

fn files(ctx: &Ctx, results: &BoardResults) -> Markup {
    let words = ctx.words();
    let board = &results.board;
    let slug = &board.slug;
    let link = |name: &str| html! { a href={ "/b/" (slug) "/" (name) } { (name) } };
    html! {
        @if board.state == State::Closed {
            section aria-labelledby="files" {
                h2 #files { (words.t("files")) }
                p { @if results.shows_votes { (words.t("board-recount")) } @else { (words.t1("board-recount-not", "n", ballots_floor(ctx))) } }
                ul {
                    @if results.shows_votes { li { (link("votes.csv")) ", " (link("participants-votes.csv")) } }
                    li { (link("comments.csv")) ", " (link("comment-groups.csv")) }
                    li { (link("summary.csv")) ", " (link("stats-history.csv")) }
                }
                @if results.shows_votes {
                    pre { "commonground opinions " (slug) "-votes.csv --statements " (slug) "-comments.csv --seed " (board.seed) }
                }
            }
        }
    }
}
