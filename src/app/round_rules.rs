//! The rules of a round: sensible ones to begin with, and what a facilitator sets before it opens.

use std::collections::BTreeMap;

use num_rational::BigRational;

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::paper::PaperStyle;
use crate::app::records::{ROUNDS, Round, RoundOption};
use crate::app::secret::Secret;
use crate::app::visitors::Visitor;
use crate::goals::method_words;
use crate::model::numbers::parse_count;
use crate::model::{Code, Lang, Privacy, Role, Slug};
use crate::store::Batch;
use crate::tally::{
    Amount, Key, Method, Points, Quota, Rules, Satisfaction, Strength, Threshold, TieBreak, TieRule,
};

/// The most options that can be ranked, one select each.
const MOST_RANKED: usize = 40;
/// The most options whose best order is searched for by comparing all of them, so that a count takes no time.
const MOST_TANGLED: usize = 20;
/// The highest score a ballot may give, so that all scores fit beside each other.
const MOST_SCORE: u32 = 10;
/// The most dots or credits of one ballot.
const MOST_TO_SPEND: u32 = 10_000;
/// The dots of a ballot to begin with.
const DOTS: u32 = 10;
/// The credits of a ballot to begin with: ten votes for one option, or 25 options with two each.
const CREDITS: u32 = 100;
/// The seats of a method that shares them out, to begin with.
const SEATS: u32 = 3;

/// The settings of a round as typed, by the names of their fields; a field that is not there leaves what stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesForm(pub BTreeMap<String, String>);

impl RulesForm {
    /// What is typed in a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }
}

/// Whose voices are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voices {
    /// Every member has one.
    #[default]
    Member,
    /// Every organisation has one, which its members share.
    Organisation,
}

impl Voices {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Member, Self::Organisation];

    /// The name in rules and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Organisation => "organisation",
        }
    }
}

/// In which order ties are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieChoice {
    /// By lot.
    Lot,
    /// By the latest earlier stage, then by lot.
    Backwards,
    /// By the earliest stage, then by lot.
    Forwards,
    /// By the order of the options.
    Order,
}

impl TieChoice {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Lot, Self::Backwards, Self::Forwards, Self::Order];

    /// The name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lot => "lot",
            Self::Backwards => "backwards",
            Self::Forwards => "forwards",
            Self::Order => "order",
        }
    }

    /// The way that these rules go.
    pub fn of(rules: &Rules) -> Self {
        match rules.tie_break.by.first() {
            Some(TieRule::Backwards) => Self::Backwards,
            Some(TieRule::Forwards) => Self::Forwards,
            Some(TieRule::Order) => Self::Order,
            Some(TieRule::Lot) | None => Self::Lot,
        }
    }

    /// The ways that make sense for a method: only a count in stages has earlier stages to look at.
    pub fn of_method(method: Method) -> Vec<Self> {
        let all = Self::ALL.into_iter();
        all.filter(|choice| match choice {
            Self::Lot | Self::Order => true,
            Self::Backwards | Self::Forwards => method.counts_in_stages(),
        })
        .collect()
    }

    fn rule(self, seed: &str) -> TieBreak {
        let by = match self {
            Self::Lot => vec![TieRule::Lot],
            Self::Backwards => vec![TieRule::Backwards, TieRule::Lot],
            Self::Forwards => vec![TieRule::Forwards, TieRule::Lot],
            Self::Order => vec![TieRule::Order],
        };
        TieBreak {
            seed: by.contains(&TieRule::Lot).then(|| seed.to_owned()),
            by,
            ..TieBreak::default()
        }
    }
}

/// Does the method share seats or money out among groups, so that one seat makes little sense?
fn shares_seats(method: Method) -> bool {
    matches!(
        method,
        Method::StvScottish
            | Method::StvWigm
            | Method::StvWigmPrf
            | Method::StvMeek
            | Method::StvMeekPrf
            | Method::StvWarren
            | Method::ProportionalApproval
            | Method::Phragmen
    )
}

/// Does the method put the options in order, rather than choose some of them?
pub fn puts_in_order(method: Method) -> bool {
    !shares_seats(method) && !spends(method)
}

/// Does the method spend money on options?
pub(crate) fn spends(method: Method) -> bool {
    PaperStyle::of_method(method) == PaperStyle::Budget
}

/// Can a facilitator say how many options win?
pub fn has_seats(method: Method) -> bool {
    !method.elects_one() && !spends(method)
}

/// The rules that a round of `method` begins with. Ties are broken by the latest earlier stage at which
/// the tied options differed, where there is one, and then by a lot whose seed is public from the start.
pub(crate) fn sensible(method: Method, n_options: usize, seed: &str) -> Rules {
    let mut rules = Rules::new(method);
    let ties = if method.counts_in_stages() {
        TieChoice::Backwards
    } else {
        TieChoice::Lot
    };
    rules.tie_break = ties.rule(seed);
    let n_options = u32::try_from(n_options).unwrap_or(u32::MAX);
    if shares_seats(method) {
        rules.seats = SEATS.min(n_options.saturating_sub(1)).max(1);
    }
    match PaperStyle::of_method(method) {
        PaperStyle::Scores { most } => rules.max_score = Some(most),
        PaperStyle::Points { .. } => rules.budget = Some(Amount::whole(DOTS)),
        PaperStyle::Votes { .. } => rules.budget = Some(Amount::whole(CREDITS)),
        // Half of what everything costs, until somebody says what there is and what it costs.
        PaperStyle::Budget => rules.budget = Some(Amount::whole((n_options / 2).max(1))),
        PaperStyle::Ranking | PaperStyle::One | PaperStyle::Approval => {}
    }
    rules
}

/// Notes what stands against counting so many options by this method.
pub(crate) fn check_size(check: &mut Check, field: &str, method: Method, n_options: usize) {
    let most = match method {
        Method::Kemeny => MOST_TANGLED,
        _ if PaperStyle::of_method(method).ranks() => MOST_RANKED,
        _ => return,
    };
    if n_options > most {
        check.fault(
            field,
            format!(
                "{n_options} options are too many for {}, which takes at most {most}; approvals, dots and quadratic votes sort longer lists",
                method_words(method.name(), &Lang::english())
            ),
        );
    }
}

impl App {
    /// Sets the rules of a draft: another method with the rules it begins with, or settings of the method it has.
    pub async fn set_rules(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        form: &RulesForm,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut round) = self.draft_round(slug).await?;
        let mut check = Check::default();
        let other = form
            .get("method")
            .filter(|name| *name != round.rules.method.name());
        if let Some(name) = other {
            let method = check.one_of("method", name, &Method::ALL, Method::name);
            if let Some(method) = method {
                check_size(&mut check, "method", method, round.options.len());
                let seed = Secret::receipt().reveal().to_owned();
                round.rules = sensible(method, round.options.len(), &seed);
            }
        } else {
            round.voices = voices(&mut check, &round, form);
            round.rules = settings(&mut check, &round, form);
        }
        check.done(())?;
        let unfit = |error: crate::tally::RulesError| AppError::Unfit(error.to_string());
        round.rules.check().map_err(unfit)?;
        let batch = Batch::new().replace(ROUNDS, slug.as_str(), version, &round);
        self.store.commit(batch).await?;
        Ok(())
    }
}

fn voices(check: &mut Check, round: &Round, form: &RulesForm) -> Voices {
    let Some(typed) = form.get("by") else {
        return round.voices;
    };
    let voices = check.one_of("by", typed, &Voices::ALL, Voices::name);
    if voices == Some(Voices::Organisation) && round.privacy == Privacy::Anonymous {
        check.fault(
            "by",
            "an anonymous round does not know organisations; make a confidential one",
        );
    }
    voices.unwrap_or(round.voices)
}

/// The rules with the settings that are typed.
fn settings(check: &mut Check, round: &Round, form: &RulesForm) -> Rules {
    let mut rules = round.rules.clone();
    let method = rules.method;
    let keys: Vec<Key> = method.keys().collect();
    let typed = |key: Key| form.get(key.name()).filter(|_| keys.contains(&key));
    let n_options = u32::try_from(round.options.len()).unwrap_or(u32::MAX);
    if let Some(text) = typed(Key::Seats).filter(|_| has_seats(method)) {
        set(
            &mut rules.seats,
            number(check, ("seats", "how many win"), text, (1, n_options)),
        );
    }
    if let Some(text) = typed(Key::Strength) {
        let strength = check.one_of("strength", text, Strength::ALL, Strength::name);
        set(&mut rules.strength, strength);
    }
    if let Some(text) = typed(Key::Points) {
        set(
            &mut rules.points,
            check.one_of("points", text, Points::ALL, Points::name),
        );
    }
    if let Some(text) = typed(Key::Threshold) {
        let threshold = check.one_of("threshold", text, Threshold::ALL, Threshold::name);
        set(&mut rules.threshold, threshold);
    }
    if let Some(text) = typed(Key::ContinueUntilTwo) {
        rules.continue_until_two = text == "yes";
    }
    if let Some(text) = typed(Key::BatchElimination) {
        rules.batch_elimination = text == "yes";
    }
    if let Some(text) = typed(Key::Quota) {
        set(
            &mut rules.quota,
            check.one_of("quota", text, Quota::ALL, Quota::name),
        );
    }
    if let Some(text) = typed(Key::Omega) {
        set(
            &mut rules.omega,
            number(check, ("omega", "decimals"), text, (1, 10)),
        );
    }
    if let Some(text) = typed(Key::Satisfaction) {
        let satisfaction =
            check.one_of("satisfaction", text, Satisfaction::ALL, Satisfaction::name);
        set(&mut rules.satisfaction, satisfaction);
    }
    spending(check, round, form, &mut rules);
    if let Some(text) = form.get("tie_break") {
        let choices = TieChoice::of_method(method);
        if let Some(choice) = check.one_of("tie_break", text, &choices, TieChoice::name) {
            let kept = rules.tie_break.seed.clone();
            let kept = kept.unwrap_or_else(|| Secret::receipt().reveal().to_owned());
            let seed = match form.get("seed") {
                Some(text) => check.optional_line("seed", text, 200),
                None => String::new(),
            };
            rules.tie_break = choice.rule(if seed.is_empty() { &kept } else { &seed });
        }
    }
    rules
}

/// The highest score, what there is to spend, and what options cost.
fn spending(check: &mut Check, round: &Round, form: &RulesForm, rules: &mut Rules) {
    let style = round.style();
    if let Some(text) = form.get("max_score") {
        match style {
            PaperStyle::Scores { .. } => {
                let field = ("max_score", "the highest score");
                let most = number(check, field, text, (1, MOST_SCORE));
                set(&mut rules.max_score, most.map(Some));
            }
            PaperStyle::Points { .. } if text.trim().is_empty() => rules.max_score = None,
            PaperStyle::Points { .. } => {
                let field = ("max_score", "the most for one option");
                let most = number(check, field, text, (1, MOST_TO_SPEND));
                set(&mut rules.max_score, most.map(Some));
            }
            _ => {}
        }
    }
    if let Some(text) = form.get("budget") {
        match style {
            PaperStyle::Points { .. } | PaperStyle::Votes { .. } => {
                let field = ("budget", "what each member has");
                let budget = number(check, field, text, (1, MOST_TO_SPEND));
                set(&mut rules.budget, budget.map(|n| Some(Amount::whole(n))));
            }
            _ => {}
        }
    }
    if style != PaperStyle::Budget {
        return;
    }
    for RoundOption { code, label } in &round.options {
        let field = cost_field(code);
        let Some(text) = form.get(&field) else {
            continue;
        };
        if text.trim().is_empty() {
            rules.costs.retain(|(option, _)| option != code.as_str());
        } else if let Some(cost) = money(check, &field, label.get(&Lang::english()), text) {
            rules.costs.retain(|(option, _)| option != code.as_str());
            rules.costs.push((code.to_string(), cost));
        }
    }
    if let Some(text) = form.get("budget") {
        // What stands without costs was said by nobody.
        let is_unsaid = text.trim().is_empty() && rules.costs.is_empty();
        if !is_unsaid {
            let budget = money(check, "budget", "the budget", text);
            set(&mut rules.budget, budget.map(Some));
        }
    }
    // The order in which rules are read.
    rules.costs.sort_by(|(a, _), (b, _)| a.cmp(b));
}

/// Notes what a draft lacks before it can be opened: what there is to spend, and what options cost.
pub(crate) fn check_complete(check: &mut Check, round: &Round) {
    if round.style() != PaperStyle::Budget {
        return;
    }
    if round.rules.costs.is_empty() {
        check.fault("budget", "say what there is to spend and what each option costs, and save the settings: then the vote can be opened");
        return;
    }
    for RoundOption { code, label } in &round.options {
        if !round
            .rules
            .costs
            .iter()
            .any(|(option, _)| option == code.as_str())
        {
            let label = label.get(&Lang::english());
            let message = format!(
                "say what “{label}” costs, and save the settings: then the vote can be opened"
            );
            check.fault(&cost_field(code), message);
        }
    }
}

/// The field of what an option costs.
pub fn cost_field(option: &Code) -> String {
    format!("cost__{option}")
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

/// A whole number within limits; `what` names the field in the message.
fn number(
    check: &mut Check,
    (field, what): (&str, &str),
    typed: &str,
    (least, most): (u32, u32),
) -> Option<u32> {
    let number = typed.trim().parse().ok();
    let number = number.filter(|n| (least..=most).contains(n));
    if number.is_none() {
        check.fault(
            field,
            format!("{what}: write a whole number from {least} to {most}"),
        );
    }
    number
}

/// An amount of money above 0 for `what`: `1200`, `1,200` or `12.50`.
fn money(check: &mut Check, field: &str, what: &str, typed: &str) -> Option<Amount> {
    const MOST_DIGITS: usize = 15;
    let text = typed.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let amount = match parse_count(text) {
        Some(whole) => Some(Amount::whole(whole)),
        None => Amount::try_from(text.to_owned())
            .ok()
            .filter(|amount| !amount.as_str().contains('/')),
    };
    let amount =
        amount.filter(|amount| digits <= MOST_DIGITS && amount.value() > BigRational::default());
    if amount.is_none() {
        check.fault(
            field,
            format!("{what}: write an amount above 0, such as 1200 or 12.50"),
        );
    }
    amount
}
