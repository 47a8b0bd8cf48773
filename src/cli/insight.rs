//! What `commonground tally` prints beyond the count itself: other methods, how firm the order is, the
//! margin, the organisations, and ties decided otherwise.

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use crate::cli::output::aligned;
use crate::formats::ballots::Ballots;
use crate::tally::{
    Amount, By, ByOrganisation, Comparison, Firmness, Margin, Method, Otherwise, Outcome, Rules,
    TallyError, compare, count_by_organisation, firmness, margin, otherwise, tell,
    tell_by_organisation, tell_comparison, tell_firmness, tell_margin, tell_otherwise,
};

/// The flags that ask for it.
#[derive(Args, Debug)]
pub(super) struct InsightArgs {
    /// Count the same ballots under every other method that can read them.
    #[arg(long)]
    compare: bool,
    /// Say how firm the order is, from N draws of the ballots; without N as many as it takes.
    #[arg(long, value_name = "N", num_args = 0..=1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    #[expect(
        clippy::option_option,
        reason = "the flag may be missing, stand alone, or have a number"
    )]
    firmness: Option<Option<u32>>,
    /// The text that the draws of `--firmness` come from.
    #[arg(long, value_name = "TEXT", default_value = "commonground")]
    firmness_seed: String,
    /// Say how few changed ballots would change who wins.
    #[arg(long)]
    margin: bool,
    /// Whose ballots are counted together: `organisation` counts by organisation beside the plain count.
    #[arg(long, value_parser = By::ALL.iter().map(|by| by.name()).collect::<Vec<_>>())]
    pub(super) by: Option<String>,
    /// The language of the sentences that `--explain` prints.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = ["en", "es"])]
    lang: String,
}

/// What was found, as it is printed: the outcome's own keys, and one more for each flag.
#[derive(Serialize)]
pub(super) struct Insight {
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) methods: Option<Comparison>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) firmness: Option<Firmness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<Margin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisations: Option<ByOrganisation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    otherwise: Vec<Otherwise>,
}

impl Insight {
    /// Finds what the flags ask for. What other picks of ties would have led to belongs to `explain`.
    pub(super) fn find(
        args: &InsightArgs,
        explain: bool,
        ballots: &Ballots,
        rules: &Rules,
        outcome: Outcome,
    ) -> Result<Self, TallyError> {
        let profile = &ballots.profile;
        let asked = |asked: bool| asked.then_some(());
        let by_organisation = rules.by == By::Organisation;
        let rules = &members(rules);
        let organisations = asked(by_organisation)
            .map(|()| {
                let organisations = ballots.organisations.as_ref();
                let organisations = organisations.ok_or(TallyError::NoOrganisations)?;
                count_by_organisation(&outcome, organisations, rules)
            })
            .transpose()?;
        let firm = |samples: Option<u32>| firmness(profile, rules, samples, &args.firmness_seed);
        Ok(Self {
            methods: (asked(args.compare).map(|()| compare(profile, rules))).transpose()?,
            firmness: args.firmness.map(firm).transpose()?,
            margin: (asked(args.margin).map(|()| margin(profile, rules))).transpose()?,
            otherwise: if explain {
                otherwise(profile, rules, &outcome)?
            } else {
                Vec::new()
            },
            organisations,
            outcome,
        })
    }

    /// All of it in sentences.
    pub(super) fn sentences(&self, args: &InsightArgs) -> Vec<String> {
        let lang = &args.lang;
        let mut sentences = tell(&self.outcome, lang);
        sentences.extend(tell_otherwise(&self.otherwise, lang));
        sentences.extend(
            self.organisations
                .iter()
                .flat_map(|by| tell_by_organisation(by, lang)),
        );
        sentences.extend(
            self.margin
                .iter()
                .flat_map(|margin| tell_margin(margin, lang)),
        );
        sentences.extend(
            self.firmness
                .iter()
                .flat_map(|firm| tell_firmness(firm, lang)),
        );
        sentences.extend(
            self.methods
                .iter()
                .flat_map(|methods| tell_comparison(methods, lang)),
        );
        sentences
    }

    /// The sections of the table below the outcome's own.
    pub(super) fn sections(&self) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        if let Some(organisations) = &self.organisations {
            text.push_str("\nby organisation\n");
            text.push_str(&organisations_table(organisations));
        }
        if let Some(methods) = &self.methods {
            text.push_str("\nthe same ballots under other methods\n");
            text.push_str(&methods_table(methods));
        }
        if let Some(firmness) = &self.firmness {
            let _ = writeln!(
                text,
                "\nhow often each option wins and lands at each place, in {} draws",
                firmness.samples
            );
            text.push_str(&firmness_table(firmness));
        }
        if let Some(margin) = &self.margin {
            let most = margin.at_most.as_ref().map(Amount::readable);
            let bounds = match (most, margin.exact) {
                (Some(most), true) => most.to_string(),
                (Some(most), false) => format!("{} to {most}", margin.at_least.readable()),
                (None, _) => "none".to_owned(),
            };
            let _ = writeln!(text, "\nmargin: {bounds}");
            for sentence in tell_margin(margin, "en") {
                let _ = writeln!(text, "{sentence}");
            }
        }
        text
    }
}

/// The rules of the plain count.
pub(super) fn members(rules: &Rules) -> Rules {
    Rules {
        by: By::Member,
        ..rules.clone()
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn organisations_table(by: &ByOrganisation) -> String {
    let mut rows = vec![row(["valid", "organisation", "first"])];
    let names = |names: &[String]| match names {
        [] => "-".to_owned(),
        names => names.join(" = "),
    };
    rows.extend(by.organisations.iter().map(|voice| {
        vec![
            voice.valid.to_string(),
            voice.organisation.clone(),
            names(&voice.first),
        ]
    }));
    let mut text = aligned(&rows);
    let _ = writeln!(
        text,
        "winner by organisation: {}",
        by.outcome.winners.join(", ")
    );
    for double in &by.double_majority {
        let holds = if double.holds { "yes" } else { "no" };
        let _ = writeln!(
            text,
            "double majority of {}: {holds} ({} of {} organisations)",
            double.option, double.organisations, double.of
        );
    }
    text
}

fn methods_table(comparison: &Comparison) -> String {
    let mut rows = vec![row(["", "method", "first", "winners", "note"])];
    let ranked = |method: &Method| *method == comparison.method;
    rows.extend(comparison.methods.iter().map(|by| {
        let note = match by.repeats {
            Some(method) => format!("the same as {method}"),
            None if ranked(&by.method) => "asked for".to_owned(),
            None => String::new(),
        };
        vec![
            String::new(),
            by.method.to_string(),
            by.first.join(" = "),
            by.winners.join(", "),
            note,
        ]
    }));
    let mut text = aligned(&rows);
    for standing in comparison
        .standings
        .iter()
        .filter(|s| s.first + s.shared_first > 0)
    {
        let shared = match standing.shared_first {
            0 => String::new(),
            shared => format!(", and shares the first place under {shared}"),
        };
        let _ = writeln!(
            text,
            "{}: first under {} of {} methods{shared}",
            standing.option, standing.first, comparison.placing
        );
    }
    text
}

fn firmness_table(firmness: &Firmness) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let places = firmness
        .options
        .first()
        .map_or(0, |option| option.places.len());
    let mut rows = vec![row(["wins", "option"])];
    rows[0].extend((1..=places).map(|place| format!("place {place}")));
    rows.extend(firmness.options.iter().map(|option| {
        let mut row = vec![percent(option.wins), option.option.clone()];
        row.extend(option.places.iter().map(|share| percent(*share)));
        row
    }));
    aligned(&rows)
}
