//! The ballot paper: controls that fit the method, what was marked as words, and what is wrong with it.

use maud::{Markup, html};

use crate::app::{
    BALLOT_QUESTION, BallotFault, BallotProblem, NONE_OF_THEM, Paper, PaperStyle, Round,
    RoundOption, field_of,
};
use crate::model::numbers::{thousands, up_to};
use crate::model::{Code, Definition, Lang};
use crate::survey::{self, RawAnswers};
use crate::tally::{Amount, Method};
use crate::web::pages::layout::field_id;
use crate::web::pages::pieces::Pieces;
use crate::web::pages::questions::{Sheet, problem_words};
use crate::web::words::Words;

/// The highest grade there are words for.
const GRADES: [&str; 6] = [
    "grade-0", "grade-1", "grade-2", "grade-3", "grade-4", "grade-5",
];

/// A ballot paper with what stands on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheets<'a> {
    pub(crate) words: &'a Words,
    pub(crate) round: &'a Round,
    /// The options as a ranking question, which also draws their order.
    pub(crate) definition: &'a Definition,
    pub(crate) raw: &'a RawAnswers,
    pub(crate) faults: &'a [BallotFault],
    pub(crate) seed: u64,
}

impl<'a> Sheets<'a> {
    fn lang(&self) -> &'a Lang {
        self.words.lang()
    }

    /// The controls, with hints and messages.
    pub(crate) fn controls(&self) -> Markup {
        let style = self.round.style();
        if style == PaperStyle::Ranking {
            return self.ranking();
        }
        let options = self.options();
        let has_error = !self.faults.is_empty();
        let lone = self.faults_at(BALLOT_QUESTION);
        // A group of numbers is what links to the ballot as a whole lead to; marks lead to the first one.
        let picks = matches!(
            style,
            PaperStyle::One | PaperStyle::Approval | PaperStyle::Budget
        );
        let id = field_id(BALLOT_QUESTION);
        html! {
            fieldset .question .has-error[has_error] id=[(!picks).then_some(&id)] tabindex=[(!picks).then_some("-1")]
                aria-describedby=(described(&id, !lone.is_empty())) {
                legend { (self.round.heading()) }
                div .hint id={ (id) "-hint" } { (self.hint(style)) }
                @if !lone.is_empty() {
                    div .wrong id={ (id) "-error" } { @for message in &lone { p { (message) } } }
                }
                @match style {
                    PaperStyle::Ranking => {},
                    PaperStyle::One => { (self.picks(&options, "radio")) },
                    PaperStyle::Approval | PaperStyle::Budget => { (self.picks(&options, "checkbox")) },
                    PaperStyle::Scores { most } => { (self.scores(&options, most)) },
                    PaperStyle::Points { most, .. } => { (self.numbers(&options, most)) },
                    PaperStyle::Votes { credits } => { (self.numbers(&options, credits.isqrt())) },
                }
                (self.running_total(style))
            }
        }
    }

    fn ranking(&self) -> Markup {
        let errors: Vec<survey::FieldError> = self
            .faults
            .iter()
            .filter_map(|fault| match &fault.problem {
                BallotProblem::Ranking(problem) => Some(survey::FieldError {
                    field: fault.field.clone(),
                    question: self.definition.questions().next()?.code.clone(),
                    problem: problem.clone(),
                }),
                _ => None,
            })
            .collect();
        let sheet = Sheet {
            words: self.words,
            pieces: &Pieces::default(),
            raw: self.raw,
            errors: &errors,
            seed: self.seed,
            register: &[],
        };
        html! { @for question in self.definition.questions() { (sheet.question(question)) } }
    }

    /// The options in this paper's own order.
    fn options(&self) -> Vec<&'a RoundOption> {
        let options = &self.round.options;
        match self.definition.questions().next() {
            Some(question) => survey::order(self.seed, question)
                .into_iter()
                .filter_map(|at| options.get(at))
                .collect(),
            None => options.iter().collect(),
        }
    }

    fn value(&self, field: &str) -> &'a str {
        let values = self.raw.get(field).and_then(|values| values.first());
        values.map_or("", String::as_str)
    }

    fn faults_at(&self, field: &str) -> Vec<String> {
        let faults = self.faults.iter().filter(|fault| fault.field == field);
        faults
            .map(|fault| fault_words(self.words, self.round, self.definition, fault))
            .collect()
    }

    fn hint(&self, style: PaperStyle) -> Markup {
        let words = self.words;
        html! {
            @match style {
                PaperStyle::Ranking => {},
                PaperStyle::One => { p { (words.t("paper-one")) } },
                PaperStyle::Approval => { p { (words.t("paper-approval")) } },
                PaperStyle::Budget => {
                    p { (words.t("paper-approval")) " " @if let Some(budget) = &self.round.rules.budget { (words.t1("paper-budget", "budget", money(budget, self.lang()))) } }
                },
                PaperStyle::Scores { most } => {
                    @if let Some(names) = grades(self.round, words) {
                        p { (words.t("paper-grades")) }
                        ol .grades start="0" { @for name in &names { li { (name) } } }
                    } @else { p { (words.t1("paper-scores", "most", most)) } }
                    p { (words.t("paper-no-answer-is-0")) }
                },
                PaperStyle::Points { total, most } => {
                    p {
                        (words.t1("paper-points", "total", total))
                        @if most < total { " " (words.t1("paper-points-most", "most", most)) }
                    }
                },
                PaperStyle::Votes { credits } => {
                    p { (words.t1("paper-votes", "credits", credits)) }
                    p { (words.t("paper-votes-price")) }
                },
            }
        }
    }

    fn picks(&self, options: &[&RoundOption], kind: &str) -> Markup {
        let picked = self.raw.get(BALLOT_QUESTION);
        let is_picked = |code: &str| picked.is_some_and(|values| values.iter().any(|v| v == code));
        let is_budget = self.round.style() == PaperStyle::Budget;
        let first = field_id(BALLOT_QUESTION);
        let invalid = (!self.faults.is_empty()).then_some("true");
        html! {
            div .picks {
                @for (at, option) in options.iter().enumerate() {
                    @let id = if at == 0 { first.clone() } else { format!("{first}-{}", option.code) };
                    @let cost = is_budget.then(|| cost_of(self.round, &option.code));
                    div .pick {
                        input type=(kind) name=(BALLOT_QUESTION) value=(option.code) id=(id) checked[is_picked(option.code.as_str())] aria-invalid=[invalid]
                            data-cost=[cost.as_ref().map(Amount::approximate)];
                        label for=(id) {
                            (option.label.get(self.lang()))
                            @if let Some(cost) = &cost { span .hint { (self.words.t1("paper-cost", "cost", money(cost, self.lang()))) } }
                        }
                    }
                }
                @if kind == "checkbox" {
                    div .pick .none {
                        input type="checkbox" name=(BALLOT_QUESTION) value=(NONE_OF_THEM) id={ (first) "-none" } checked[is_picked(NONE_OF_THEM)];
                        label for={ (first) "-none" } { (self.words.t("paper-none")) }
                    }
                }
            }
        }
    }

    fn scores(&self, options: &[&RoundOption], most: u32) -> Markup {
        let names = grades(self.round, self.words);
        html! {
            div .matrix .scores {
                @for option in options {
                    @let field = field_of(&option.code);
                    @let id = field_id(&field);
                    @let messages = self.faults_at(&field);
                    @let chosen = self.value(&field);
                    div .row .has-error[!messages.is_empty()] role="radiogroup" aria-labelledby={ (id) "-label" } aria-describedby=[(!messages.is_empty()).then(|| format!("{id}-error"))] {
                        span .row-label id={ (id) "-label" } {
                            (option.label.get(self.lang()))
                            @if !messages.is_empty() { span .wrong id={ (id) "-error" } { @for message in &messages { (message) " " } } }
                        }
                        div .points {
                            @for score in 0..=most {
                                // The first one is where links to the field lead.
                                @let id = if score == 0 { id.clone() } else { format!("{id}-{score}") };
                                span .point {
                                    input type="radio" name=(field) id=(id) value=(score) checked[chosen == score.to_string()];
                                    label for=(id) {
                                        (score)
                                        @if let Some(name) = names.as_ref().and_then(|names| names.get(usize::try_from(score).ok()?)) { span .visually-hidden { ", " (name) } }
                                    }
                                }
                            }
                            span .point .dont-know {
                                input type="radio" name=(field) id={ (id) "-none" } value="" checked[chosen.is_empty()];
                                label for={ (id) "-none" } { (self.words.t("paper-no-answer")) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn numbers(&self, options: &[&RoundOption], most: u32) -> Markup {
        html! {
            div .numbers {
                @for option in options {
                    @let field = field_of(&option.code);
                    @let id = field_id(&field);
                    @let messages = self.faults_at(&field);
                    div .points-row .has-error[!messages.is_empty()] {
                        label for=(id) {
                            (option.label.get(self.lang()))
                            @if !messages.is_empty() { span .wrong id={ (id) "-error" } { @for message in &messages { (message) " " } } }
                        }
                        input .short type="number" inputmode="numeric" min="0" max=(most) step="1" id=(id) name=(field) value=(self.value(&field)) placeholder="0"
                            aria-invalid=[(!messages.is_empty()).then_some("true")] aria-describedby=[(!messages.is_empty()).then(|| format!("{id}-error"))] autocomplete="off";
                    }
                }
            }
        }
    }

    /// Where a script writes what is spent so far; without one it stays away.
    fn running_total(&self, style: PaperStyle) -> Markup {
        let (price, limit) = match style {
            PaperStyle::Points { total, .. } => ("plain", f64::from(total)),
            PaperStyle::Votes { credits } => ("square", f64::from(credits)),
            PaperStyle::Budget => match &self.round.rules.budget {
                Some(budget) => ("cost", budget.approximate()),
                None => return html! {},
            },
            PaperStyle::Ranking
            | PaperStyle::One
            | PaperStyle::Approval
            | PaperStyle::Scores { .. } => return html! {},
        };
        let template = match style {
            PaperStyle::Budget => self.words.t("paper-running-cost"),
            PaperStyle::Votes { .. } => self.words.t("paper-running-credits"),
            _ => self.words.t("paper-running-points"),
        };
        html! {
            p .running role="status" hidden data-price=(price) data-limit=(limit) data-words=(template) data-over=(self.words.t("paper-running-over")) {}
        }
    }
}

fn described(id: &str, is_wrong: bool) -> String {
    let error = if is_wrong {
        format!(" {id}-error")
    } else {
        String::new()
    };
    format!("{id}-hint{error}")
}

/// The grades in words, where the round grades and there are words for all its grades.
pub(crate) fn grades(round: &Round, words: &Words) -> Option<Vec<String>> {
    let grades = round.rules.method == Method::MajorityJudgment
        && round.style()
            == PaperStyle::Scores {
                most: PaperStyle::TOP_SCORE,
            };
    grades.then(|| GRADES.map(|key| words.t(key).into_owned()).to_vec())
}

/// What an option costs: 1 where nothing is said.
pub(crate) fn cost_of(round: &Round, option: &Code) -> Amount {
    let costs = round.rules.costs.iter();
    let cost = costs.clone().find(|(code, _)| code == option.as_str());
    cost.map_or_else(|| Amount::whole(1_u32), |(_, cost)| cost.clone())
}

/// An amount of money, with at most two decimals.
pub(crate) fn money(amount: &Amount, lang: &Lang) -> String {
    up_to(amount.approximate(), 2, lang)
}

/// What a ballot says, a line for each thing.
pub(crate) fn paper_lines(words: &Words, round: &Round, paper: &Paper) -> Vec<String> {
    let lang = words.lang();
    let label = |code: &Code| round.label(code.as_str(), lang).to_owned();
    match paper {
        Paper::Ranking(ranks) if round.style() == PaperStyle::One => {
            ranks.iter().flatten().map(label).collect()
        }
        Paper::Ranking(ranks) => {
            let mut place = 1;
            let mut lines = Vec::new();
            for equals in ranks {
                let names: Vec<String> = equals.iter().map(label).collect();
                lines.push(format!("{place}. {}", names.join(" = ")));
                place += equals.len();
            }
            lines
        }
        Paper::Approves(options) if options.is_empty() => {
            vec![words.t("paper-blank").into_owned()]
        }
        Paper::Approves(options) => options
            .iter()
            .map(|code| match round.style() {
                PaperStyle::Budget => {
                    let cost = money(&cost_of(round, code), lang);
                    format!("{} – {}", label(code), words.t1("paper-cost", "cost", cost))
                }
                _ => label(code),
            })
            .collect(),
        Paper::Scores(scores) => {
            let given = round.options.iter();
            let given = given.filter_map(|option| Some((&option.code, *scores.get(&option.code)?)));
            let mut given: Vec<(&Code, u32)> = given.collect();
            given.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            let grades = grades(round, words);
            given
                .into_iter()
                .map(|(code, n)| {
                    let value = match (round.style(), &grades) {
                        (PaperStyle::Points { .. }, _) => words.t1("paper-n-points", "n", n),
                        (PaperStyle::Votes { .. }, _) => words.tn(
                            "paper-n-votes",
                            vec![("n", n.into()), ("cost", n.pow(2).into())],
                        ),
                        (_, Some(grades)) => {
                            let at = usize::try_from(n).unwrap_or_default();
                            grades.get(at).map_or("", String::as_str).into()
                        }
                        (PaperStyle::Scores { most }, None) => {
                            words.tn("paper-n-of", vec![("n", n.into()), ("most", most.into())])
                        }
                        _ => n.to_string().into(),
                    };
                    format!("{}: {value}", label(code))
                })
                .collect()
        }
    }
}

/// What a ballot leaves unsaid or unspent, in a sentence.
pub(crate) fn paper_rest(words: &Words, round: &Round, paper: &Paper) -> Option<String> {
    let rest = round.options.len().saturating_sub(paper.n_marked());
    let spent = |price: fn(u32) -> u64| match paper {
        Paper::Scores(scores) => scores.values().map(|n| price(*n)).sum::<u64>(),
        Paper::Ranking(_) | Paper::Approves(_) => 0,
    };
    let of = |key: &'static str, spent: u64, total: u32| {
        let lang = words.lang();
        let values = vec![
            ("spent", thousands(spent, lang).into()),
            ("total", thousands(u64::from(total), lang).into()),
        ];
        Some(words.tn(key, values).into_owned())
    };
    match round.style() {
        PaperStyle::Ranking if rest > 0 => {
            let key = if round.rules.method.counts_in_stages() {
                "unranked-in-stages"
            } else {
                "unranked"
            };
            Some(words.t1(key, "n", rest).into_owned())
        }
        PaperStyle::Scores { .. } if rest > 0 => {
            Some(words.t1("paper-unscored", "n", rest).into_owned())
        }
        PaperStyle::Points { total, .. } => of("paper-points-used", spent(u64::from), total),
        PaperStyle::Votes { credits } => of(
            "paper-credits-used",
            spent(|n| u64::from(n).pow(2)),
            credits,
        ),
        PaperStyle::Ranking
        | PaperStyle::One
        | PaperStyle::Approval
        | PaperStyle::Budget
        | PaperStyle::Scores { .. } => None,
    }
}

/// What is wrong with a ballot, as a sentence in the visitor's language.
pub(crate) fn fault_words(
    words: &Words,
    round: &Round,
    definition: &Definition,
    fault: &BallotFault,
) -> String {
    let label = |code: &Code| round.label(code.as_str(), words.lang()).to_owned();
    let whole = |n: u64| thousands(n, words.lang());
    match &fault.problem {
        BallotProblem::Ranking(problem) => match definition.questions().next() {
            Some(question) => problem_words(words, question, &[], problem),
            None => problem.to_string(),
        },
        BallotProblem::Nothing => match round.style() {
            PaperStyle::One => words.t("paper-wrong-one").into_owned(),
            PaperStyle::Approval | PaperStyle::Budget => {
                words.t("paper-wrong-no-approval").into_owned()
            }
            PaperStyle::Ranking
            | PaperStyle::Scores { .. }
            | PaperStyle::Points { .. }
            | PaperStyle::Votes { .. } => words.t("paper-wrong-nothing").into_owned(),
        },
        BallotProblem::Several { is } => words.t1("paper-wrong-several", "n", *is).into_owned(),
        BallotProblem::NoneAndSome => words.t("paper-wrong-none-and-some").into_owned(),
        BallotProblem::NotAnOption { .. } => words.t("wrong-choice").into_owned(),
        BallotProblem::NotANumber { option, value } => words
            .tn(
                "paper-wrong-number",
                vec![
                    ("option", label(option).into()),
                    ("value", value.as_str().into()),
                ],
            )
            .into_owned(),
        BallotProblem::TooHigh { option, most } => words
            .tn(
                "paper-wrong-high",
                vec![
                    ("option", label(option).into()),
                    ("most", whole(u64::from(*most)).into()),
                ],
            )
            .into_owned(),
        BallotProblem::TooMany { spent, total } => words
            .tn(
                "paper-wrong-points",
                vec![
                    ("spent", whole(*spent).into()),
                    ("total", whole(u64::from(*total)).into()),
                    ("over", whole(spent - u64::from(*total)).into()),
                ],
            )
            .into_owned(),
        BallotProblem::TooDear { cost, credits } => {
            let credits = u128::from(*credits);
            let whole = |n: u128| whole(u64::try_from(n).unwrap_or(u64::MAX));
            words
                .tn(
                    "paper-wrong-credits",
                    vec![
                        ("cost", whole(*cost).into()),
                        ("credits", whole(credits).into()),
                        ("over", whole(cost - credits).into()),
                    ],
                )
                .into_owned()
        }
    }
}
