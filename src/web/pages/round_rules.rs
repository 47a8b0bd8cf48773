//! The settings of a draft: what a facilitator can judge stands open, the rest is folded up.

use maud::{Markup, html};

use crate::app::{FieldError, PaperStyle, Round, RulesForm, TieChoice, Voices, cost_field};
use crate::model::{Lang, Privacy};
use crate::tally::{Key, Method, Points, Quota, Satisfaction, Strength, Threshold};
use crate::web::pages::layout::{Line, radios, select, token};
use crate::web::pages::methods::{FAMILIES, card};
use crate::web::request::Ctx;

/// The forms that set the rules of a draft: its method, and the settings of that method.
pub(crate) fn forms(ctx: &Ctx, round: &Round, typed: &RulesForm, errors: &[FieldError]) -> Markup {
    let action = format!("/r/{}/rules", round.slug);
    let method = round.rules.method;
    html! {
        section aria-labelledby="rules" {
            h2 #rules { "How it is counted" }
            p { strong { (card(method).name) } ". " (card(method).good_for) }
            form method="post" action=(action) novalidate {
                (token(ctx))
                (Settings { round, typed, errors }.fields())
                button .second { "Save these settings" }
            }
            @let other = typed.get("method").and_then(Method::parse).filter(|other| *other != method);
            details open[other.is_some() || errors.iter().any(|error| error.field == "method")] {
                summary { "Take another method" }
                form method="post" action=(action) novalidate {
                    (token(ctx))
                    (method_select(other.unwrap_or(method), errors))
                    p .hint { "Its settings begin anew. " a href={ "/rounds/method?round=" (round.slug) } { "Four questions find a method that suits" } "." }
                    button .second { "Take this method" }
                }
            }
        }
    }
}

fn method_select(chosen: Method, errors: &[FieldError]) -> Markup {
    let all = FAMILIES.iter().flat_map(|family| family.methods);
    let picks: Vec<(&str, &str, &str)> = all
        .map(|method| (method.name(), card(*method).name, ""))
        .collect();
    select("method", "Method", &picks, chosen.name(), errors)
}

/// The settings that stand, those that were typed, and what is wrong with them.
struct Settings<'a> {
    round: &'a Round,
    typed: &'a RulesForm,
    errors: &'a [FieldError],
}

impl Settings<'_> {
    fn uses(&self, key: Key) -> bool {
        self.round.rules.method.keys().any(|used| used == key)
    }

    /// What was typed, else what stands.
    fn value(&self, field: &str, stands: &str) -> String {
        let typed = self.typed.get(field).map(str::to_owned);
        typed.unwrap_or_else(|| stands.to_string())
    }

    fn number(&self, field: &str, label: &str, stands: &str, hint: &str) -> Markup {
        let value = self.value(field, stands);
        let line = Line::text(field, label, &value).kind("number").hint(hint);
        line.show(self.errors)
    }

    fn fields(&self) -> Markup {
        let rules = &self.round.rules;
        html! {
            @if self.uses(Key::Seats) && !rules.method.elects_one() && self.round.style() != PaperStyle::Budget {
                (self.number("seats", "How many win?", &rules.seats.to_string(), "The first so many are named as winners; an order, where there is one, is shown whole."))
            }
            (self.spending())
            @if self.round.privacy != Privacy::Anonymous { (self.voices()) }
            details open[self.is_folded_up_wrong()] {
                summary { "More settings" }
                (self.pairs_and_points())
                (self.stages())
                (self.ties())
            }
        }
    }

    /// Is there an error in what is folded up? Then it is shown.
    fn is_folded_up_wrong(&self) -> bool {
        let open = ["seats", "budget", "max_score", "by"];
        let is_open = |field: &str| open.contains(&field) || field.starts_with("cost__");
        self.errors.iter().any(|error| !is_open(&error.field))
    }

    fn spending(&self) -> Markup {
        let rules = &self.round.rules;
        let budget = rules.budget.as_ref().map_or("", |budget| budget.as_str());
        let most = rules
            .max_score
            .map_or_else(String::new, |most| most.to_string());
        match self.round.style() {
            PaperStyle::Scores { .. } => self.number(
                "max_score",
                "The highest score",
                &most,
                "Members score from 0 to this; 5 suits most rounds, and 10 is the most.",
            ),
            PaperStyle::Points { .. } => html! {
                (self.number("budget", "Dots for each member", budget, "Ten or so; fewer than there are options, so that members have to choose."))
                (self.number("max_score", "The most dots one option can get from one member", &most, "Empty for no limit."))
            },
            PaperStyle::Votes { .. } => self.number(
                "budget",
                "Credits for each member",
                budget,
                "100 buy ten votes for one option, or one vote for each of a hundred.",
            ),
            PaperStyle::Budget => self.costs(budget),
            PaperStyle::Ranking | PaperStyle::One | PaperStyle::Approval => html! {},
        }
    }

    fn costs(&self, budget: &str) -> Markup {
        let rules = &self.round.rules;
        // A budget without costs was said by nobody.
        let budget = self.value("budget", if rules.costs.is_empty() { "" } else { budget });
        let english = Lang::english();
        html! {
            (Line::text("budget", "The budget", &budget).hint("How much there is to spend, such as 5000.").show(self.errors))
            fieldset .field {
                legend { "What each option costs" }
                p .hint { "In the same money as the budget. Options that cost more than the budget can never be bought. The vote can be opened once every option has its cost." }
                @for option in &self.round.options {
                    @let field = cost_field(&option.code);
                    @let stands = rules.costs.iter().find(|(code, _)| code == option.code.as_str());
                    @let cost = self.value(&field, stands.map_or("", |(_, cost)| cost.as_str()));
                    (Line::text(&field, option.label.get(&english), &cost).show(self.errors))
                }
            }
            @if self.uses(Key::Satisfaction) {
                @let picks = Satisfaction::ALL.iter().map(|value| match value {
                    Satisfaction::Cost => (value.name(), "As much as it costs", "A large project satisfies more: favours few large ones."),
                    Satisfaction::Cardinality => (value.name(), "As much as any other project", "Favours many small ones."),
                }).collect::<Vec<_>>();
                (radios("satisfaction", "What is a bought project worth to those who ticked it?", &picks, &self.value("satisfaction", rules.satisfaction.name()), self.errors))
            }
        }
    }

    fn voices(&self) -> Markup {
        let picks = Voices::ALL.map(|voices| match voices {
            Voices::Member => (voices.name(), "Every member has one voice", ""),
            Voices::Organisation => (
                voices.name(),
                "Every organisation has one voice",
                "The members of an organisation who vote share its voice. Organisations with fewer voters than the privacy floor share theirs, so that nobody can be picked out.",
            ),
        });
        let chosen = self.value("by", self.round.voices.name());
        radios(
            "by",
            "Whose voices are equal?",
            &picks,
            &chosen,
            self.errors,
        )
    }

    fn pairs_and_points(&self) -> Markup {
        let rules = &self.round.rules;
        html! {
            @if self.uses(Key::Strength) {
                @let picks = Strength::ALL.iter().map(|value| match value {
                    Strength::Winning => (value.name(), "By the ballots of the winning side", "The usual choice; ballots that leave both out do not weaken a win."),
                    Strength::Margins => (value.name(), "By the difference of both sides", "A narrow win is weak, however many voted."),
                    Strength::Ratio => (value.name(), "By the ratio of both sides", ""),
                    Strength::Opposition => (value.name(), "By the ballots of one side, won or lost", ""),
                }).collect::<Vec<_>>();
                (radios("strength", "How strong is a win of one option over another?", &picks, &self.value("strength", rules.strength.name()), self.errors))
            }
            @if self.uses(Key::Points) {
                @let picks = Points::ALL.iter().map(|value| match value {
                    Points::Borda => (value.name(), "One point less for each place", "The usual count."),
                    Points::Dowdall => (value.name(), "1, a half, a third, a quarter …", "Favours first places more."),
                }).collect::<Vec<_>>();
                (radios("points", "What is a place worth?", &picks, &self.value("points", rules.points.name()), self.errors))
            }
        }
    }

    fn stages(&self) -> Markup {
        let rules = &self.round.rules;
        html! {
            @if self.uses(Key::Threshold) {
                @let picks = Threshold::ALL.iter().map(|value| match value {
                    Threshold::Continuing => (value.name(), "Of the ballots that still count", "The usual rule; it always finds a winner."),
                    Threshold::FirstRound => (value.name(), "Of all ballots of the first stage", "Stricter; without such a majority the last one left wins."),
                }).collect::<Vec<_>>();
                (radios("threshold", "More than half of what is a majority?", &picks, &self.value("threshold", rules.threshold.name()), self.errors))
                @let goes_on = if rules.continue_until_two { "yes" } else { "no" };
                (radios("continue_until_two", "When somebody has a majority", &[
                    ("no", "The count stops", ""),
                    ("yes", "The count goes on until two are left", "Shows how the last two stand against each other."),
                ], &self.value("continue_until_two", goes_on), self.errors))
            }
            @if self.uses(Key::BatchElimination) {
                @let batch = if rules.batch_elimination { "yes" } else { "no" };
                (radios("batch_elimination", "When several together have fewer votes than the next one", &[
                    ("no", "They go one by one", ""),
                    ("yes", "They go at once", "The same winner in fewer stages."),
                ], &self.value("batch_elimination", batch), self.errors))
            }
            @if self.uses(Key::Quota) {
                @let picks = Quota::ALL.iter().map(|value| match value {
                    Quota::Droop => (value.name(), "Droop, in whole votes", "The votes divided by the seats and one more, rounded down, and one."),
                    Quota::DroopExact => (value.name(), "Droop, exact", "More than the votes divided by the seats and one more."),
                    Quota::Hare => (value.name(), "Hare", "The votes divided by the seats; kinder to small groups."),
                }).collect::<Vec<_>>();
                (radios("quota", "How many votes elect?", &picks, &self.value("quota", rules.quota.name()), self.errors))
            }
            @if self.uses(Key::Omega) {
                (self.number("omega", "Decimals of a vote to work out", &rules.omega.to_string(), "From 1 to 10; 6 is a millionth of a vote."))
            }
        }
    }

    fn ties(&self) -> Markup {
        let rules = &self.round.rules;
        let picks: Vec<_> = TieChoice::of_method(rules.method)
            .into_iter()
            .map(|choice| match choice {
                TieChoice::Lot => (
                    choice.name(),
                    "By lot",
                    "Drawn from the seed below, which everybody can check.",
                ),
                TieChoice::Backwards => (
                    choice.name(),
                    "By the latest earlier stage, then by lot",
                    "Whoever was ahead at the last stage where they differed.",
                ),
                TieChoice::Forwards => (
                    choice.name(),
                    "By the first stage, then by lot",
                    "Whoever was ahead at the first stage where they differed.",
                ),
                TieChoice::Order => (
                    choice.name(),
                    "By the order of the options",
                    "Options listed earlier are better.",
                ),
            })
            .collect();
        let chosen = self.value("tie_break", TieChoice::of(rules).name());
        let seed = self.value("seed", rules.tie_break.seed.as_deref().unwrap_or_default());
        html! {
            (radios("tie_break", "How are ties broken?", &picks, &chosen, self.errors))
            (Line::text("seed", "Seed of the lot", &seed).hint("Fixed once the round is opened, and shown to everybody. You may write something here that nobody can choose, such as the numbers of a public lottery.").show(self.errors))
        }
    }
}
