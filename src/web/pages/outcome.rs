//! The outcome of a round, told in plain words, drawn, and as tables.

use std::collections::BTreeMap;

use maud::{Markup, html};
use num_rational::BigRational;

use crate::app::export::has_rankings;
use crate::app::{self, PaperStyle, RoundResults, Voices};
use crate::goals::method_words;
use crate::model::Role;
use crate::model::numbers::thousands;
use crate::tally::{
    Against, Amount, ByOption, LockedPair, Method, Outcome, Procedure, Round, Rules, Threshold,
    rounded,
};
use crate::web::charts::{self, Bar, Bars, Caption, Pairwise, RoundsStage, RoundsWords};
use crate::web::pages::boards::results::stances;
use crate::web::pages::figures::{Story, figure, story};
use crate::web::pages::insight;
use crate::web::pages::layout::{self, Part};
use crate::web::pages::paper::{cost_of, grades, money};
use crate::web::pages::surveys::{privacy_name, turnout_bar};
use crate::web::request::Ctx;

/// The outcome of one closed round.
pub(crate) fn page(ctx: &Ctx, results: &RoundResults, outcome: &Outcome) -> Markup {
    let words = ctx.words();
    let round = &results.round;
    let slug = &round.slug;
    let labels = round.labels(&ctx.lang);
    let told = outcome.renamed(&labels);
    let story = story(outcome, &labels, &ctx.lang);
    let body = html! {
        h1 { (round.title) }
        @if !round.question.is_empty() { p { (round.question) } }
        (winners(ctx, results, outcome, &told))
        p .muted { (method_words(round.rules.method.name(), &ctx.lang)) " · " (privacy_name(ctx, round.privacy)) }
        @if let Some(turnout) = results.turnout { (turnout_bar(ctx, turnout)) }
        @if let (Some(survey), Some(_)) = (&round.from_survey, &round.picks_of) {
            p { (words.t("picks-counted")) " " a href={ "/s/" (survey) "/results" } { (words.t("see-results")) } }
        }
        section aria-labelledby="story" {
            h2 #story { (words.t("story")) }
            @if round.voices == Voices::Organisation { p .note { (words.t("how-by-organisation")) } }
            (how_it_went(ctx, round, &told, &story))
            @let otherwise = insight::otherwise(ctx, round, &results.report);
            @if !otherwise.is_empty() {
                h3 { (words.t("outcome-otherwise")) }
                ul .story { @for sentence in &otherwise { li { (sentence) } } }
            }
        }
        (order_or_winners(ctx, round, &told))
        @if !told.rounds.is_empty() { (stages(ctx, &round.rules, &told)) }
        @if let Some(scores) = &told.scores { (scores_chart(ctx, round, &told, scores)) }
        @if let Some(pairwise) = &told.pairwise { (pairwise_table(ctx, &told, pairwise)) }
        @if let Some(paths) = &told.paths { (paths_table(ctx, &told, paths)) }
        @if let Some(locked) = &told.locked { (locked_pairs(ctx, locked)) }
        (insight::sections(ctx, round, outcome, &results.report))
        @if let Some(board) = &results.board { (stances(ctx, round, board)) }
        section aria-labelledby="files" {
            h2 #files { (words.t("files")) }
            p { @if results.shows_ballots { (words.t("recount-how")) } @else { (words.t("recount-not")) } }
            ul {
                @if results.shows_ballots { li { a href={ "/r/" (slug) "/ballots.json" } { "ballots.json" } ", " a href={ "/r/" (slug) "/ballots.csv" } { "ballots.csv" } @if has_rankings(round) { ", " a href={ "/r/" (slug) "/ballots.blt" } { "ballots.blt" } } } }
                li { a href={ "/r/" (slug) "/rules.json" } { "rules.json" } }
                li { a href={ "/r/" (slug) "/outcome.json" } { "outcome.json" } ", " a href={ "/r/" (slug) "/tally.csv" } { "tally.csv" } ", " a href={ "/r/" (slug) "/report.json" } { "report.json" } }
                li { a href={ "/r/" (slug) "/MANIFEST.sha256" } { "MANIFEST.sha256" } }
            }
            @if results.shows_ballots { pre { "commonground tally " (slug) "-ballots.json --rules " (slug) "-rules.json --explain" } }
        }
        @if ctx.is(Role::Facilitator) {
            section aria-labelledby="next" {
                h2 #next { "What next?" }
                div .buttons {
                    a .button href={ "/goals/new?round=" (slug) } { "Draft goals in this order" }
                    a .button .second href={ "/r/" (slug) "/manage" } { "Manage this round" }
                }
            }
        }
    };
    layout::page(ctx, Part::Rounds, &round.title, &body)
}

/// Who won, and whether it hung on a tie.
fn winners(ctx: &Ctx, results: &RoundResults, outcome: &Outcome, told: &Outcome) -> Markup {
    let words = ctx.words();
    let round = &results.round;
    let spends = round.style() == PaperStyle::Budget;
    let n = told.winners.len();
    let mut winners: Vec<&str> = told.winners.iter().map(String::as_str).collect();
    // A group that is chosen at once comes in the order of the ballot, which would look like an order.
    let at_once = round.rules.method == Method::ProportionalApproval
        && told.procedure == Some(Procedure::Exact)
        && n > 1;
    if let (true, Some(votes)) = (at_once, &told.scores) {
        winners.sort_by_key(|name| std::cmp::Reverse(votes.get(name).map(Amount::value)));
    }
    html! {
        div .winner role="status" {
            p { @if spends { (words.t1("outcome-bought", "n", n)) } @else if n == 0 { (words.t("outcome-nobody")) } @else { (words.t1("winners", "n", n)) } }
            @match &winners[..] {
                [] => {},
                [only] => { p .big { (only) } },
                several if at_once => {
                    ul .big { @for name in several { li { (name) } } }
                    p .hint { (words.t("outcome-at-once")) }
                },
                several => { ol .big { @for name in several { li { (name) } } } },
            }
            @for tie in insight::deciding_ties(ctx, round, outcome, &results.report) { p { (tie) } }
        }
    }
}

/// So many stages are told at the beginning and at the end of a long count; those between are folded up.
const STAGES_TOLD: usize = 3;
/// From how many stages on a count is long.
const MANY_STAGES: usize = 9;

/// The count in sentences.
fn how_it_went(ctx: &Ctx, round: &app::Round, told: &Outcome, story: &Story) -> Markup {
    let words = ctx.words();
    let stage = words.t("stage-n");
    let numbered: Vec<(String, &String)> = (1..)
        .zip(&story.stages)
        .map(|(n, says): (usize, _)| (stage.replace("{n}", &n.to_string()), says))
        .collect();
    let told_in = |stages: &[(String, &String)]| {
        html! { ul .story .stages { @for (name, says) in stages { li { strong { (name) "." } " " (says) } } } }
    };
    let (first, rest) = numbered.split_at(STAGES_TOLD.min(numbered.len()));
    let (between, last) = rest.split_at(rest.len().saturating_sub(STAGES_TOLD));
    html! {
        p { (turnout(ctx, round, told, story)) }
        @if numbered.len() < MANY_STAGES { @if !numbered.is_empty() { (told_in(&numbered)) } }
        @else {
            (told_in(first))
            details {
                summary { (words.tn("outcome-stages-between", vec![("from", (STAGES_TOLD + 1).into()), ("to", (numbered.len() - STAGES_TOLD).into())])) }
                (told_in(between))
            }
            (told_in(last))
        }
        ul .story { @for sentence in &story.rest { li { (sentence) } } }
    }
}

/// How many ballots there were; where organisations have the voices, how many people and how many voices.
fn turnout(ctx: &Ctx, round: &app::Round, told: &Outcome, story: &Story) -> String {
    let (Voices::Organisation, Some(counted)) = (round.voices, round.counted) else {
        return story.turnout.clone();
    };
    let words = ctx.words();
    let ballots = &told.ballots;
    let voices = |amount: &Amount| {
        vec![
            ("people", thousands(counted.ballots, &ctx.lang).into()),
            ("n", amount.approximate().into()),
            ("voices", rounded(amount, &ctx.lang).into()),
        ]
    };
    let mut says = words
        .tn("outcome-voices", voices(&ballots.cast))
        .into_owned();
    if ballots.valid.value() != ballots.cast.value() {
        says.push(' ');
        says.push_str(&words.tn("outcome-voices-valid", voices(&ballots.valid)));
    }
    says
}

/// What is bought and what not; or the whole order; or who was elected one after the other.
fn order_or_winners(ctx: &Ctx, round: &app::Round, told: &Outcome) -> Markup {
    if round.style() == PaperStyle::Budget {
        return purchases(ctx, round, told);
    }
    html! { @if let Some(order) = &told.order { (order_list(ctx, order)) } }
}

/// Every project with its votes and costs, those bought first, and what is spent.
fn purchases(ctx: &Ctx, round: &app::Round, told: &Outcome) -> Markup {
    let words = ctx.words();
    let cost = |name: &str| {
        let option = round
            .options
            .iter()
            .find(|o| o.label.get(&ctx.lang) == name);
        option.map(|option| cost_of(round, &option.code))
    };
    let is_bought = |name: &&String| told.winners.contains(name);
    let (bought, not): (Vec<_>, Vec<_>) = told.candidates.iter().partition(is_bought);
    let costs = bought.iter().filter_map(|name| cost(name));
    let spent = Amount::fraction(&costs.map(|cost| cost.value()).sum());
    let budget = round.rules.budget.clone().unwrap_or_default();
    let sums = vec![
        ("spent", money(&spent, &ctx.lang).into()),
        ("budget", money(&budget, &ctx.lang).into()),
    ];
    html! {
        section aria-labelledby="purchases" {
            h2 #purchases { (words.t("outcome-purchases")) }
            p .lead { (words.tn("outcome-spent", sums)) }
            div .scroll tabindex="0" role="region" aria-labelledby="purchases" { table {
                caption .visually-hidden { (words.t("outcome-purchases")) }
                thead { tr {
                    th scope="col" { (words.t("option")) }
                    th scope="col" .number { (words.t("outcome-cost")) }
                    th scope="col" .number { (words.t("outcome-votes")) }
                    th scope="col" { (words.t("outcome-is-bought")) }
                } }
                tbody { @for name in bought.into_iter().chain(not) { tr {
                    th scope="row" { (name) }
                    td .number { @if let Some(cost) = cost(name) { (money(&cost, &ctx.lang)) } }
                    td .number { @if let Some(votes) = told.scores.as_ref().and_then(|scores| scores.get(name)) { (figure(votes, &ctx.lang)) } }
                    td { @if told.winners.contains(name) { span .done { (words.t("outcome-yes")) } } @else { (words.t("outcome-no")) } }
                } } }
            } }
        }
    }
}

fn order_list(ctx: &Ctx, order: &[Vec<String>]) -> Markup {
    let mut place = 1;
    let places: Vec<(usize, &Vec<String>)> = order
        .iter()
        .map(|equals| {
            let this = place;
            place += equals.len();
            (this, equals)
        })
        .collect();
    html! {
        section aria-labelledby="order" {
            h2 #order { (ctx.words().t("order")) }
            ul .ranked { @for (place, equals) in places { li { (place) ". " (equals.join(" = ")) } } }
        }
    }
}

/// The votes that win at a stage.
enum Needed {
    /// So many are enough.
    AtLeast(Amount),
    /// More than so many.
    MoreThan(Amount),
}

/// The votes needed to win at a stage, exactly.
fn needed(rules: &Rules, outcome: &Outcome, stage: &Round) -> Option<Needed> {
    let half = |stage: &Round| {
        let votes = stage.votes.iter().map(|(_, votes)| votes.value());
        votes.sum::<BigRational>() / BigRational::from_integer(2.into())
    };
    let quota = outcome.quota.as_ref()?;
    if rules.method == Method::Irv {
        let first = outcome.rounds.first()?;
        let half_of = match rules.threshold {
            Threshold::Continuing => half(stage),
            Threshold::FirstRound => half(first),
        };
        // The majority of the first stage is above a half where votes are whole, and a half where they are not.
        let are_whole = quota.value() > half(first);
        return Some(if are_whole {
            let one = BigRational::from_integer(1.into());
            Needed::AtLeast(Amount::fraction(&(half_of.floor() + one)))
        } else {
            Needed::MoreThan(Amount::fraction(&half_of))
        });
    }
    // Meek's and Warren's quota shrinks as votes run out of choices.
    let quota = stage.quota.as_ref().unwrap_or(quota);
    let of: fn(Amount) -> Needed = if outcome.quota_must_be_passed() {
        Needed::MoreThan
    } else {
        Needed::AtLeast
    };
    Some(of(quota.clone()))
}

/// The votes needed, for a line and in words.
fn needed_words(ctx: &Ctx, needed: Option<&Needed>) -> (Option<f64>, String) {
    let (key, votes) = match needed {
        None => return (None, String::new()),
        Some(Needed::AtLeast(votes)) => ("stage-needed", votes),
        Some(Needed::MoreThan(votes)) => ("stage-needed-more", votes),
    };
    let words = ctx.words().t1(key, "votes", rounded(votes, &ctx.lang));
    (Some(votes.approximate()), words.into_owned())
}

fn stages(ctx: &Ctx, rules: &Rules, outcome: &Outcome) -> Markup {
    let words = ctx.words();
    let index: BTreeMap<&str, usize> = outcome
        .candidates
        .iter()
        .enumerate()
        .map(|(idx, name)| (name.as_str(), idx))
        .collect();
    let indexes = |names: &[String]| {
        names
            .iter()
            .filter_map(|name| index.get(name.as_str()).copied())
            .collect()
    };
    let drawn: Vec<RoundsStage> = outcome
        .rounds
        .iter()
        .map(|stage| {
            let (threshold, needed) = needed_words(ctx, needed(rules, outcome, stage).as_ref());
            RoundsStage {
                votes: outcome
                    .candidates
                    .iter()
                    .map(|name| stage.votes.get(name).map(Amount::approximate))
                    .collect(),
                exhausted: stage.exhausted.approximate(),
                threshold,
                needed,
                elected: indexes(&stage.elected),
                eliminated: indexes(&stage.eliminated),
            }
        })
        .collect();
    let (title, description) = (words.t("stages-title"), words.t("stages-description"));
    let (stage_word, exhausted, elected, eliminated, others, skipped) = (
        words.t("stage-n"),
        words.t("stage-exhausted"),
        words.t("stage-elected"),
        words.t("stage-eliminated"),
        words.t("stage-others"),
        words.t("stage-skipped"),
    );
    html! {
        section aria-labelledby="stages" {
            h2 #stages { (title) }
            (charts::rounds(&charts::Rounds {
                caption: Caption { id: "stages-chart", title: &title, description: &description },
                options: outcome.candidates.iter().map(String::as_str).collect(),
                stages: drawn,
                words: RoundsWords {
                    stage: &stage_word,
                    exhausted: &exhausted,
                    elected: &elected,
                    eliminated: &eliminated,
                    others: &others,
                    skipped: &skipped,
                },
                lang: &ctx.lang,
            }))
            details { summary { (words.t("as-table")) }
                div .scroll tabindex="0" role="region" aria-labelledby="stages" { table {
                    caption .visually-hidden { (words.t("stages-title")) }
                    thead { tr { th scope="col" { (words.t("option")) } @for stage in &outcome.rounds { th scope="col" .number { (stage_word.replace("{n}", &stage.round.to_string())) } } } }
                    tbody {
                        @for name in &outcome.candidates { tr {
                            th scope="row" { (name) }
                            @for stage in &outcome.rounds { td .number { @if let Some(votes) = stage.votes.get(name) { (figure(votes, &ctx.lang)) } } }
                        } }
                        tr { th scope="row" { (exhausted) } @for stage in &outcome.rounds { td .number { (figure(&stage.exhausted, &ctx.lang)) } } }
                    }
                } }
            }
        }
    }
}

fn scores_chart(
    ctx: &Ctx,
    round: &app::Round,
    told: &Outcome,
    scores: &ByOption<Amount>,
) -> Markup {
    let words = ctx.words();
    // Of defeats the mildest is the best.
    let fewest_first = round.rules.method == Method::Minimax;
    let mut rows: Vec<(&str, &Amount)> = scores.iter().collect();
    rows.sort_by(|(_, a), (_, b)| {
        let by_most = b.approximate().total_cmp(&a.approximate());
        if fewest_first {
            by_most.reverse()
        } else {
            by_most
        }
    });
    if round.rules.method == Method::MajorityJudgment {
        // Equal middle grades are told apart by more than themselves.
        let order: Vec<&String> = told.order.iter().flatten().flatten().collect();
        rows.sort_by_key(|(name, _)| order.iter().position(|option| option == name));
    }
    let grades = grades(round, words);
    let grade = |score: &Amount| {
        let at = score.as_str().parse::<usize>().ok()?;
        grades.as_ref()?.get(at).map(String::as_str)
    };
    let bars = rows
        .iter()
        .map(|(name, score)| Bar {
            label: name,
            value: Some(score.approximate()),
            interval: None,
            note: grade(score).unwrap_or_default(),
            strong: told.winners.iter().any(|winner| winner == name),
        })
        .collect();
    let (title, description) = match round.rules.method {
        Method::MajorityJudgment => ("outcome-grades", "outcome-grades-description"),
        Method::Minimax => ("outcome-defeats", "outcome-defeats-description"),
        Method::Copeland => ("outcome-duels", "outcome-duels-description"),
        Method::Plurality
        | Method::Approval
        | Method::Quadratic
        | Method::ProportionalApproval
        | Method::Phragmen
        | Method::EqualShares
        | Method::BudgetGreedy => ("outcome-votes-title", "outcome-votes-description"),
        _ => ("scores-title", "scores-description"),
    };
    let (title, description) = (words.t(title), words.t(description));
    html! {
        section aria-labelledby="scores" {
            h2 #scores { (title) }
            (charts::score_bars(&Bars {
                caption: Caption { id: "scores-chart", title: &title, description: &description },
                bars,
                axis: &title,
                lang: &ctx.lang,
            }))
        }
    }
}

/// The options, best first.
fn best_first(outcome: &Outcome) -> Vec<&str> {
    match &outcome.order {
        Some(order) => order.iter().flatten().map(String::as_str).collect(),
        None => outcome.candidates.iter().map(String::as_str).collect(),
    }
}

/// A figure for each pair, as a table.
fn pairs_table(
    ctx: &Ctx,
    id: &str,
    [title, description]: [&str; 2],
    outcome: &Outcome,
    figures: &ByOption<ByOption<Amount>>,
) -> Markup {
    let words = ctx.words();
    let options = best_first(outcome);
    let figure = |a: &str, b: &str| figures.get(a)?.get(b).map(Amount::approximate);
    let row = |a: &&str| options.iter().map(|b| figure(a, b)).collect();
    let votes = options.iter().map(row).collect();
    let (wins, loses, ties) = (words.t("wins"), words.t("loses"), words.t("ties"));
    let table_id = format!("{id}-table");
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            (charts::pairwise(&Pairwise {
                caption: Caption { id: &table_id, title, description },
                options,
                votes,
                wins: &wins,
                loses: &loses,
                ties: &ties,
                lang: &ctx.lang,
            }))
        }
    }
}

fn pairwise_table(ctx: &Ctx, outcome: &Outcome, pairwise: &ByOption<ByOption<Amount>>) -> Markup {
    let words = ctx.words();
    let says = [&*words.t("pairs-title"), &*words.t("pairs-description")];
    pairs_table(ctx, "pairs", says, outcome, pairwise)
}

fn paths_table(ctx: &Ctx, outcome: &Outcome, paths: &ByOption<ByOption<Amount>>) -> Markup {
    let words = ctx.words();
    let says = [
        &*words.t("outcome-paths"),
        &*words.t("outcome-paths-description"),
    ];
    pairs_table(ctx, "paths", says, outcome, paths)
}

/// The pairs in the order they were decided.
fn locked_pairs(ctx: &Ctx, locked: &[LockedPair]) -> Markup {
    let words = ctx.words();
    let pair = |pair: &LockedPair| {
        let values = vec![
            ("winner", pair.winner.clone().into()),
            ("loser", pair.loser.clone().into()),
            ("strength", rounded(&pair.strength, &ctx.lang).into()),
        ];
        let key = match pair.against {
            None => "outcome-locked",
            Some(Against::Stronger) => "outcome-passed-over",
            Some(Against::Equals) => "outcome-passed-over-equals",
        };
        words.tn(key, values).into_owned()
    };
    html! {
        section aria-labelledby="locked" {
            h2 #locked { (words.t("outcome-locked-title")) }
            p { (words.t("outcome-locked-description")) }
            ol .story { @for locked in locked { li { (pair(locked)) } } }
        }
    }
}
