//! The same ballots under every other method, side by side.
//!
//! Every method is counted that can read the ballots as they are: rankings stay rankings, and nobody
//! is said to approve of what they ranked. A method counts by its default rules, with the seats,
//! excluded options and tie rules of the rules that were asked for, and what those say of the
//! ballots themselves: the highest score, the costs and the budget.

use serde::{Deserialize, Serialize};

use crate::tally::cardinal::STAR_TOP;
use crate::tally::method::{BallotForm, Method};
use crate::tally::outcome::Outcome;
use crate::tally::profile::Profile;
use crate::tally::rules::{Key, Rules};
use crate::tally::{Amount, TallyError, count_wordless};

/// The outcomes of one profile under all methods that can count it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The method that was asked for.
    pub method: Method,
    /// What each method finds, in the order of [`Method::ALL`]; the one asked for is among them.
    pub methods: Vec<ByMethod>,
    /// The methods that cannot count these ballots, and why.
    pub not_counted: Vec<NotCounted>,
    /// How many methods count in [`Standing::wins`]: those of `methods` that repeat no other.
    pub counted: u32,
    /// How many of those name a first place, and so count in [`Standing::first`].
    pub placing: u32,
    /// How each option fares over the methods, the one with the most first places first.
    pub standings: Vec<Standing>,
}

/// What one method finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByMethod {
    /// The method.
    pub method: Method,
    /// Who wins, in order of election.
    pub winners: Vec<String>,
    /// Who comes first, before a tie between equals in the whole order is broken; several when they
    /// share the place, none when the method elects a group without saying who comes first in it. A
    /// method that counts in stages has broken its ties on the way.
    pub first: Vec<String>,
    /// The whole order, where the method has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Vec<Vec<String>>>,
    /// How many ballots it could count.
    pub valid: Amount,
    /// How many ties had to be broken on the way.
    pub ties: u32,
    /// The method of which this one is a repetition under these rules: with one seat the single
    /// transferable vote is the instant run-off, and dots without a limit are scores. Said only
    /// where the winners are the same too; the repetition is then left out of the standings.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub repeats: Option<Method>,
}

/// A method that cannot count the ballots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCounted {
    /// The method.
    pub method: Method,
    /// The kind of reason.
    pub because: Hindrance,
    /// The reason in English.
    pub why: String,
}

/// Why a method cannot count the ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hindrance {
    /// It counts ballots of another form.
    OtherForm,
    /// It needs a budget, and the rules have none.
    NoBudget,
    /// It could count fewer than half of the ballots.
    TooFew,
    /// It cannot prove its result.
    TooTangled,
    /// Something else, said in `why`.
    Other,
}

/// How an option fares over the methods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The option.
    pub option: String,
    /// Under how many methods it comes first, alone.
    pub first: u32,
    /// Under how many it shares the first place.
    pub shared_first: u32,
    /// Under how many it is among the winners.
    pub wins: u32,
}

/// Counts the ballots under every method that can read them.
///
/// Fails as [`crate::tally::count`] does when the method asked for cannot count them.
pub fn compare(profile: &Profile, rules: &Rules) -> Result<Comparison, TallyError> {
    let own = count_wordless(profile, rules)?;
    let mut methods: Vec<ByMethod> = Vec::new();
    let mut not_counted = Vec::new();
    for method in Method::ALL {
        let counted = if method == rules.method {
            Ok(own.clone())
        } else {
            under(profile, rules, method, &own)
        };
        match counted {
            Ok(outcome) => methods.push(ByMethod::of(outcome)),
            Err(hindered) => not_counted.push(hindered),
        }
    }
    mark_repetitions(&mut methods, rules);
    let counting: Vec<&ByMethod> = methods.iter().filter(|m| m.repeats.is_none()).collect();
    let standings = standings(&own.candidates, &counting);
    let many = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
    Ok(Comparison {
        method: rules.method,
        counted: many(counting.len()),
        placing: many(counting.iter().filter(|m| !m.first.is_empty()).count()),
        standings,
        methods,
        not_counted,
    })
}

/// The outcome under another method, or why there is none.
fn under(
    profile: &Profile,
    rules: &Rules,
    method: Method,
    own: &Outcome,
) -> Result<Outcome, NotCounted> {
    let hindered = |because: Hindrance, why: String| NotCounted {
        method,
        because,
        why,
    };
    let there = forms_there(profile);
    let asked = rules.method.counts().iter().filter(|f| there.contains(f));
    for form in asked {
        if !method.counts().contains(form) {
            let why = format!("`{method}` does not count {}", form.name());
            return Err(hindered(Hindrance::OtherForm, why));
        }
    }
    let rules = rules_like(profile, rules, method);
    if method == Method::BudgetGreedy && rules.budget.is_none() {
        let why = format!("`{method}` spends a `budget`, and the rules have none");
        return Err(hindered(Hindrance::NoBudget, why));
    }
    let outcome = count_wordless(profile, &rules).map_err(|error| {
        let because = match error {
            TallyError::TooTangled { .. } => Hindrance::TooTangled,
            TallyError::AllInvalid { .. } => Hindrance::TooFew,
            _ => Hindrance::Other,
        };
        hindered(because, error.to_string())
    })?;
    let (valid, all) = (&outcome.ballots.valid, &own.ballots.valid);
    if valid.value() + valid.value() < all.value() {
        let (valid, all) = (valid.readable(), all.readable());
        let why = format!("`{method}` could count only {valid} of the {all} ballots");
        return Err(hindered(Hindrance::TooFew, why));
    }
    Ok(outcome)
}

/// The forms of ballot that there are.
fn forms_there(profile: &Profile) -> Vec<BallotForm> {
    let forms = [
        (BallotForm::Ranking, profile.rankings().len()),
        (BallotForm::Approval, profile.approvals().len()),
        (BallotForm::Scores, profile.scores().len()),
    ];
    let there = forms.into_iter().filter(|(_, ballots)| *ballots > 0);
    there.map(|(form, _)| form).collect()
}

/// The default rules of a method, with what the asked rules say of the election and the ballots.
pub(crate) fn rules_like(profile: &Profile, asked: &Rules, method: Method) -> Rules {
    let mut rules = Rules::new(method);
    let uses = |key: Key| method.keys().any(|used| used == key);
    let both = |key: Key| uses(key) && asked.method.keys().any(|used| used == key);
    if !method.elects_one() {
        rules.seats = asked.seats;
    }
    rules.tie_break = asked.tie_break.clone();
    rules.excluded.clone_from(&asked.excluded);
    if both(Key::MaxScore) {
        rules.max_score = asked.max_score;
    }
    if method == Method::Star && rules.max_score.is_none() {
        // Nobody said how high scores go: as high as somebody went, so that no ballot falls out.
        let highest = profile.scores().iter().flat_map(|(scores, _)| scores);
        let highest = highest.map(|s| s.score).max();
        rules.max_score = highest.filter(|highest| *highest > STAR_TOP);
    }
    if both(Key::Costs) {
        rules.costs.clone_from(&asked.costs);
        rules.budget.clone_from(&asked.budget);
    }
    rules
}

impl ByMethod {
    fn of(outcome: Outcome) -> Self {
        Self {
            method: outcome.method,
            first: first(&outcome),
            ties: u32::try_from(outcome.ties.len()).unwrap_or(u32::MAX),
            winners: outcome.winners,
            order: outcome.order,
            valid: outcome.ballots.valid,
            repeats: None,
        }
    }
}

/// Who comes first in an outcome; several when they share the place.
pub(crate) fn first(outcome: &Outcome) -> Vec<String> {
    // Where a budget is spent the order says only what is bought, and what not.
    let places = !matches!(
        outcome.method,
        Method::EqualShares | Method::BudgetGreedy | Method::ProportionalApproval
    );
    match (&outcome.order, &outcome.winners[..]) {
        (_, [only]) if !places => vec![only.clone()],
        (Some(order), _) if places => order.first().cloned().unwrap_or_default(),
        // Who is elected first comes first.
        (None, [first, ..]) if places => vec![first.clone()],
        _ => Vec::new(),
    }
}

/// Marks the methods that are another one's repetition under these rules.
fn mark_repetitions(methods: &mut [ByMethod], rules: &Rules) {
    let repeated = |method: Method| match method {
        Method::StvScottish
        | Method::StvWigm
        | Method::StvWigmPrf
        | Method::StvMeek
        | Method::StvMeekPrf
        | Method::StvWarren
            if rules.seats == 1 =>
        {
            Some(Method::Irv)
        }
        Method::ProportionalApproval | Method::Phragmen if rules.seats == 1 => {
            Some(Method::Approval)
        }
        Method::Dots | Method::Quadratic => Some(Method::Score),
        _ => None,
    };
    for at in 0..methods.len() {
        let method = methods[at].method;
        let original = repeated(method).filter(|_| method != rules.method);
        let same = |other: &&ByMethod| {
            Some(other.method) == original && other.winners == methods[at].winners
        };
        methods[at].repeats = methods.iter().find(same).map(|other| other.method);
    }
}

fn standings(options: &[String], methods: &[&ByMethod]) -> Vec<Standing> {
    let among = |holds: &dyn Fn(&ByMethod) -> bool| {
        let those = methods.iter().filter(|m| holds(m)).count();
        u32::try_from(those).unwrap_or(u32::MAX)
    };
    let standing = |option: &String| Standing {
        option: option.clone(),
        first: among(&|m| m.first[..] == [option.clone()]),
        shared_first: among(&|m| m.first.len() > 1 && m.first.contains(option)),
        wins: among(&|m| m.winners.contains(option)),
    };
    let mut standings: Vec<Standing> = options.iter().map(standing).collect();
    // A stable sort: equals keep the ballot's order.
    standings.sort_by_key(|s| std::cmp::Reverse((s.first, s.shared_first, s.wins)));
    standings
}
