//! `commonground tally`: counts ballots and says how it went.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::cli::input;
use crate::cli::insight::{Insight, InsightArgs, members};
use crate::cli::output::aligned;
use crate::cli::rule_flags::RuleFlags;
use crate::formats::ballots::Ballots;
use crate::formats::rctab;
use crate::model::strict;
use crate::tally::{
    Against, Amount, ByOption, Key, LockedPair, Measure, Method, Outcome, Rules, Step, TallyError,
    count, without_position,
};

/// Count ballots by a method, and say how it went.
#[derive(Args, Debug)]
pub struct TallyArgs {
    /// The ballots; `-` reads standard input.
    file: PathBuf,
    /// The method.
    #[arg(long, required_unless_present = "rules", value_parser = methods())]
    method: Option<String>,
    /// A JSON file with the rules; the flags under "Rules" set single keys of it.
    #[arg(long, value_name = "RULES.json")]
    rules: Option<PathBuf>,
    /// The file's format; `auto` finds out by itself.
    #[arg(long, default_value = "auto", value_parser = input::formats())]
    format: String,
    /// The contest, by name or id, where the file holds several.
    #[arg(long, value_name = "NAME")]
    contest: Option<String>,
    /// Say what happened in sentences, and what other picks of the ties would have led to.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    rule_flags: RuleFlags,
    #[command(flatten)]
    insight: InsightArgs,
    /// How the outcome is printed.
    #[arg(long, value_enum, default_value_t = Printed::Table)]
    output: Printed,
}

fn methods() -> clap::builder::PossibleValuesParser {
    Method::ALL.map(Method::name).into()
}

/// The ways to print an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Printed {
    Json,
    Table,
    Csv,
    /// The summary that `RCTab` writes, which rcvis draws; for methods with stages.
    Rctab,
}

/// Counts the ballots of a file and prints the outcome on `out`; the sentences go to `err` where
/// `out` is for a program to read.
pub fn run(args: &TallyArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    let name = args.file.display();
    let ballots = input::ballots(&args.file, &args.format, args.contest.as_deref(), err)?;
    let rules = rules(args, &ballots)?;
    let outcome =
        count(&ballots.profile, &members(&rules)).map_err(|error| in_its_file(error, args))?;
    let insight = Insight::find(&args.insight, args.explain, &ballots, &rules, outcome)
        .with_context(|| format!("`{name}`"))?;
    match args.output {
        Printed::Json => {
            serde_json::to_writer(&mut *out, &insight)?;
            writeln!(out)?;
        }
        Printed::Rctab => {
            let summary = rctab::summary(&insight.outcome, ballots.title.as_deref());
            let summary = summary.with_context(|| {
                format!(
                    "`{}` has no stages, which `--output rctab` tells; use json",
                    insight.outcome.method
                )
            })?;
            writeln!(out, "{summary:#}")?;
        }
        Printed::Csv => out.write_all(csv(&insight)?.as_bytes())?,
        Printed::Table => {
            out.write_all(table(&insight.outcome, ballots.title.as_deref()).as_bytes())?;
            out.write_all(insight.sections().as_bytes())?;
        }
    }
    if args.explain {
        let sentences = insight.sentences(&args.insight).join("\n");
        match args.output {
            Printed::Json | Printed::Csv | Printed::Rctab => writeln!(err, "{sentences}")?,
            Printed::Table => writeln!(out, "\n{sentences}")?,
        }
    }
    Ok(())
}

/// A count's error under the file it is about: the rules too where these name what the ballots do not have.
fn in_its_file(error: TallyError, args: &TallyArgs) -> anyhow::Error {
    let about_rules = matches!(
        error,
        TallyError::Rules(_)
            | TallyError::UnknownOption { .. }
            | TallyError::NotInOrder { .. }
            | TallyError::NoCost { .. }
            | TallyError::NoOptions
            | TallyError::TooManySeats { .. }
    );
    let ballots = args.file.display();
    anyhow!(error).context(match &args.rules {
        Some(rules) if about_rules => format!("`{}` for `{ballots}`", rules.display()),
        _ => format!("`{ballots}`"),
    })
}

/// The rules file with the flags' keys set; what neither says, the ballots file may: seats,
/// withdrawn options, the order for ties, the budget and what it is spent on.
fn rules(args: &TallyArgs, ballots: &Ballots) -> anyhow::Result<Rules> {
    let mut keys = match &args.rules {
        None => Map::new(),
        Some(path) => {
            let name = path.display();
            let text = input::text(path)?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let value = strict::value(text).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                let what = without_position(&error);
                anyhow!("`{name}`: line {line}, column {column}: the rules are not JSON: {what}")
            })?;
            let Value::Object(keys) = value else {
                bail!("`{name}` must be an object such as `{{\"method\": \"irv\"}}`");
            };
            keys
        }
    };
    if let Some(method) = &args.method {
        keys.insert("method".to_owned(), json!(method));
    }
    let method = keys
        .get("method")
        .and_then(Value::as_str)
        .and_then(Method::parse);
    let elects_one = method.is_some_and(Method::elects_one);
    if let Some(seats) = ballots.seats.filter(|_| !elects_one) {
        keys.entry("seats").or_insert_with(|| json!(seats));
    }
    if !ballots.withdrawn.is_empty() && !keys.contains_key("excluded") {
        keys.insert("excluded".to_owned(), json!(ballots.withdrawn));
    }
    let file_orders = !ballots.tie_order.is_empty() && args.rule_flags.leave_the_tie_order_open();
    if file_orders && !keys.contains_key("tie_break") {
        let by: &[&str] = match method {
            Some(Method::StvScottish) => &["backwards", "order"],
            _ => &["order"],
        };
        let tie_break = json!({"by": by, "order": ballots.tie_order, "picks": "first"});
        keys.insert("tie_break".to_owned(), tie_break);
    }
    let uses = |key: Key| method.is_some_and(|method| method.keys().any(|used| used == key));
    if let (Some(budget), true) = (&ballots.budget, uses(Key::Costs)) {
        keys.entry("budget").or_insert_with(|| json!(budget));
    }
    if !ballots.costs.is_empty() && uses(Key::Costs) {
        let costs = ballots
            .costs
            .iter()
            .map(|(option, cost)| (option.clone(), json!(cost)));
        keys.entry("costs")
            .or_insert_with(|| Value::Object(costs.collect()));
    }
    if let Some(by) = &args.insight.by {
        keys.insert("by".to_owned(), json!(by));
    }
    args.rule_flags.set(&mut keys)?;
    Rules::try_from(Value::Object(keys)).with_context(|| match &args.rules {
        Some(path) => format!("`{}`", path.display()),
        None => "the rules".to_owned(),
    })
}

/// The outcome as CSV: an option a row; its place, and its votes at each stage or its points. Where
/// they were asked for, under how many methods it comes first, and how often it lands at each place.
fn csv(insight: &Insight) -> anyhow::Result<String> {
    let outcome = &insight.outcome;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["option".to_owned(), "place".to_owned(), "won".to_owned()];
    header.extend(
        outcome
            .rounds
            .iter()
            .map(|round| format!("round{}", round.round)),
    );
    header.extend(outcome.scores.as_ref().map(|_| "points".to_owned()));
    if insight.methods.is_some() {
        let columns = ["methods_first", "methods_shared_first", "methods_won"];
        header.extend(columns.map(str::to_owned));
    }
    if let Some(firm) = insight
        .firmness
        .as_ref()
        .and_then(|firm| firm.options.first())
    {
        header.push("firm_wins".to_owned());
        header.extend((1..=firm.places.len()).map(|place| format!("firm_place{place}")));
    }
    writer.write_record(&header)?;
    for option in &outcome.candidates {
        let won = if outcome.winners.contains(option) {
            "1"
        } else {
            "0"
        };
        let mut row = vec![option.clone(), place(outcome, option), won.to_owned()];
        let cell = |votes: &ByOption<Amount>| {
            votes
                .get(option)
                .map_or_else(String::new, ToString::to_string)
        };
        row.extend(outcome.rounds.iter().map(|round| cell(&round.votes)));
        row.extend(outcome.scores.iter().map(cell));
        let standings = insight
            .methods
            .iter()
            .flat_map(|methods| &methods.standings);
        for standing in standings.filter(|standing| standing.option == *option) {
            let counts = [standing.first, standing.shared_first, standing.wins];
            row.extend(counts.map(|count| count.to_string()));
        }
        let firm = insight.firmness.iter().flat_map(|firm| &firm.options);
        for firm in firm.filter(|firm| firm.option == *option) {
            row.push(firm.wins.to_string());
            row.extend(firm.places.iter().map(ToString::to_string));
        }
        writer.write_record(&row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// The option's place in the order, from 1; equals share the best.
fn place(outcome: &Outcome, option: &String) -> String {
    let mut above = 0;
    for group in outcome.order.iter().flatten() {
        if group.contains(option) {
            return (above + 1).to_string();
        }
        above += group.len();
    }
    String::new()
}

/// The outcome as a table to read.
fn table(outcome: &Outcome, title: Option<&str>) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    if let Some(title) = title {
        let _ = writeln!(text, "{title}");
    }
    let ballots = &outcome.ballots;
    let counts = [
        &ballots.cast,
        &ballots.valid,
        &ballots.blank,
        &ballots.invalid,
    ];
    let [cast, valid, blank, invalid] = counts.map(Amount::readable);
    let _ = writeln!(
        text,
        "{}: {cast} ballots, {valid} valid, {blank} blank, {invalid} invalid",
        outcome.method
    );
    let mut rows = vec![vec!["place".to_owned(), "option".to_owned()]];
    rows[0].extend(
        outcome
            .rounds
            .iter()
            .map(|round| format!("stage {}", round.round)),
    );
    rows[0].extend(outcome.scores.as_ref().map(|_| "points".to_owned()));
    let mut options = outcome.candidates.clone();
    options.sort_by_key(|option| {
        place(outcome, option)
            .parse::<usize>()
            .unwrap_or(usize::MAX)
    });
    for option in &options {
        let mut row = vec![place(outcome, option), option.clone()];
        let cell = |votes: &ByOption<Amount>| {
            let votes = votes.get(option).map(Amount::readable);
            votes.map_or_else(String::new, Cow::into_owned)
        };
        row.extend(outcome.rounds.iter().map(|round| cell(&round.votes)));
        row.extend(outcome.scores.iter().map(cell));
        rows.push(row);
    }
    if !outcome.rounds.is_empty() {
        let mut row = vec![String::new(), "exhausted".to_owned()];
        let exhausted = outcome.rounds.iter().map(|round| &round.exhausted);
        row.extend(exhausted.map(|votes| votes.readable().into_owned()));
        rows.push(row);
    }
    text.push_str(&aligned(&rows));
    if let Some(pairwise) = &outcome.pairwise {
        text.push_str("\nballots that prefer the row's option to the column's\n");
        text.push_str(&matrix(&options, pairwise));
    }
    if let Some(paths) = &outcome.paths {
        text.push_str("\nthe strongest path from the row's option to the column's\n");
        text.push_str(&matrix(&options, paths));
    }
    if let Some(locked) = &outcome.locked {
        text.push_str("\npairs from the strongest down\n");
        text.push_str(&locked_pairs(locked));
    }
    if let Some(first) = outcome.steps.first() {
        text.push_str("\nstep by step\n");
        text.push_str(&steps(first.measure, &outcome.steps));
    }
    if let Some(distance) = &outcome.distance {
        let _ = writeln!(text, "preferences contradicted: {}", distance.readable());
    }
    if !outcome.too_dear.is_empty() {
        let _ = writeln!(text, "too dear: {}", outcome.too_dear.join(", "));
    }
    let winners = match &outcome.winners[..] {
        [] if !outcome.unresolved.is_empty() => {
            let tied = outcome.unresolved.join(", ");
            format!("none; no declared rule breaks the tie of {tied}")
        }
        [] => "none".to_owned(),
        winners => winners.join(", "),
    };
    let _ = writeln!(text, "winner: {winners}");
    text
}

/// The pairs that were looked at, and what became of each.
fn locked_pairs(pairs: &[LockedPair]) -> String {
    let header = ["strength", "preferred", "to", ""]
        .map(str::to_owned)
        .to_vec();
    let pairs = pairs.iter().map(|pair| {
        let fate = match pair.against {
            None => "locked in",
            Some(Against::Stronger) => "left out: closes a circle",
            Some(Against::Equals) => "left out: closes a circle with its equals",
        };
        let strength = pair.strength.readable();
        let cells = [&strength, pair.winner.as_str(), &pair.loser, fate];
        cells.map(str::to_owned).to_vec()
    });
    aligned(&std::iter::once(header).chain(pairs).collect::<Vec<_>>())
}

/// The options elected or bought one by one, each with the figure that decided.
fn steps(measure: Measure, steps: &[Step]) -> String {
    let figure = match measure {
        Measure::Load => "load on a ballot",
        Measure::Satisfaction => "satisfaction added",
        Measure::Payment => "most a ballot pays",
        Measure::Left => "left of the budget",
        Measure::Claim => "ballots for each place",
    };
    let header = ["step", "option", figure].map(str::to_owned).to_vec();
    let steps = (1..).zip(steps).map(|(number, step): (u32, _)| {
        let amount = step.amount.readable().into_owned();
        vec![number.to_string(), step.option.clone(), amount]
    });
    aligned(&std::iter::once(header).chain(steps).collect::<Vec<_>>())
}

/// A value for each pair of different options.
fn matrix(options: &[String], values: &ByOption<ByOption<Amount>>) -> String {
    let mut rows = vec![vec![String::new(), String::new()]];
    rows[0].extend(options.iter().cloned());
    for option in options {
        let mut row = vec![String::new(), option.clone()];
        let cells = options.iter().map(|other| {
            let value = values.get(option).and_then(|row| row.get(other));
            value.map_or_else(|| "-".to_owned(), |value| value.readable().into_owned())
        });
        row.extend(cells);
        rows.push(row);
    }
    aligned(&rows)
}
