//! What a ballot says: the form of paper that fits a method, and reading it from a form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::error::AppError;
use crate::app::records::Round;
use crate::model::{Answer, Code};
use crate::survey::{self, RawAnswers, Register, Scope};
use crate::tally::{Amount, BallotForm, Form, Method};

/// The question code under which a ballot is read, as if it were a survey's ranking question; other
/// forms of ballot have it as the name, or the beginning of the names, of their fields.
pub const BALLOT_QUESTION: &str = "ballot";
/// The value of the field [`BALLOT_QUESTION`] that approves of nothing.
pub const NONE_OF_THEM: &str = "-";

/// What one ballot says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// The ranks, best first, equals together; options left out are unranked.
    Ranking(Vec<Vec<Code>>),
    /// The options approved of, in the round's order.
    Approves(Vec<Code>),
    /// The options scored, among them those that got 0; options left out have no answer.
    Scores(BTreeMap<Code, u32>),
}

/// The form of paper that a round's ballots have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperStyle {
    /// Options in order.
    Ranking,
    /// One option picked.
    One,
    /// As many picked as one likes.
    Approval,
    /// The same, with what each costs.
    Budget,
    /// A score from 0 to `most` for each.
    Scores {
        /// The highest score.
        most: u32,
    },
    /// Points to hand out.
    Points {
        /// How many there are.
        total: u32,
        /// The most that one option may get.
        most: u32,
    },
    /// Votes to buy, several for one option at the price of their square.
    Votes {
        /// What there is to spend.
        credits: u32,
    },
}

/// One thing wrong with a ballot, tied to its field.
#[derive(Clone, Debug, PartialEq)]
pub struct BallotFault {
    /// The form field to go to.
    pub field: String,
    /// What is wrong.
    pub problem: BallotProblem,
}

/// What is wrong with a ballot, with all that a message in any language needs.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BallotProblem {
    /// The ranking cannot be read.
    #[error(transparent)]
    Ranking(survey::Problem),
    /// Nothing is marked.
    #[error("mark at least one option")]
    Nothing,
    /// Several are picked where one is asked for.
    #[error("pick one option, not {is}")]
    Several {
        /// How many were picked.
        is: usize,
    },
    /// None of them, and some of them.
    #[error("take the mark off `none of these`, or off the others")]
    NoneAndSome,
    /// Not among the options.
    #[error("`{value}` is not one of the options")]
    NotAnOption {
        /// What came instead, cut to a readable length.
        value: String,
    },
    /// Not a whole number of 0 or more.
    #[error("`{value}` for `{option}` is not a whole number of 0 or more")]
    NotANumber {
        /// For which option.
        option: Code,
        /// What came instead, cut to a readable length.
        value: String,
    },
    /// More than one option may get.
    #[error("`{option}` can get at most {most}")]
    TooHigh {
        /// Which option.
        option: Code,
        /// The most.
        most: u32,
    },
    /// More points than there are.
    #[error("these are {spent} points, {} more than the {total} there are", spent - u64::from(*total))]
    TooMany {
        /// How many were given.
        spent: u64,
        /// How many there are.
        total: u32,
    },
    /// Votes that cost more than there is.
    #[error("these votes cost {cost} credits, {} more than the {credits} there are", cost - u128::from(*credits))]
    TooDear {
        /// What they cost.
        cost: u128,
        /// What there is.
        credits: u32,
    },
}

/// The longest value that a message repeats.
const MOST_REPEATED: usize = 40;

impl Paper {
    /// The ballot as the count reads it; `index` has every option's place.
    pub(crate) fn form(&self, index: &BTreeMap<&str, usize>) -> Form {
        let known = |code: &Code| index.get(code.as_str()).copied();
        match self {
            Self::Ranking(ranks) => {
                let ranks = ranks.iter().map(|equals| equals.iter().filter_map(known));
                Form::Ranking(ranks.map(Iterator::collect).collect())
            }
            Self::Approves(options) => Form::Approves(options.iter().filter_map(known).collect()),
            Self::Scores(scores) => {
                let scores = scores.iter();
                Form::Scores(scores.filter_map(|(o, n)| Some((known(o)?, *n))).collect())
            }
        }
    }

    /// The options it says something about.
    pub fn n_marked(&self) -> usize {
        match self {
            Self::Ranking(ranks) => ranks.iter().map(Vec::len).sum(),
            Self::Approves(options) => options.len(),
            Self::Scores(scores) => scores.len(),
        }
    }

    /// The inverse of [`Round::read_paper`]: the fields that are read as this ballot.
    pub fn fields(&self, round: &Round) -> Result<RawAnswers, AppError> {
        let mut fields = RawAnswers::new();
        match self {
            Self::Ranking(ranks) if round.style() == PaperStyle::One => {
                let picked = ranks.iter().flatten().map(Code::to_string);
                fields.insert(BALLOT_QUESTION.to_owned(), picked.take(1).collect());
            }
            Self::Ranking(ranks) => {
                let answers = [(question()?, Answer::Ranking(ranks.clone()))].into();
                fields = survey::raw(&round.as_definition()?, &answers);
            }
            Self::Approves(options) => {
                let picked = match &options[..] {
                    [] => vec![NONE_OF_THEM.to_owned()],
                    some => some.iter().map(Code::to_string).collect(),
                };
                fields.insert(BALLOT_QUESTION.to_owned(), picked);
            }
            Self::Scores(scores) => {
                let scores = scores.iter();
                fields.extend(scores.map(|(o, n)| (field_of(o), vec![n.to_string()])));
            }
        }
        Ok(fields)
    }
}

impl PaperStyle {
    /// The form of paper for a method with these limits.
    fn of(method: Method, max_score: Option<u32>, budget: Option<&Amount>) -> Self {
        let budget = || budget.map_or(u32::MAX, whole);
        match method {
            Method::Plurality => Self::One,
            Method::Approval | Method::ProportionalApproval | Method::Phragmen => Self::Approval,
            Method::EqualShares | Method::BudgetGreedy => Self::Budget,
            Method::Score | Method::Star | Method::MajorityJudgment => Self::Scores {
                most: max_score.unwrap_or(Self::TOP_SCORE),
            },
            Method::Dots => Self::Points {
                total: budget(),
                most: max_score.unwrap_or(u32::MAX).min(budget()),
            },
            Method::Quadratic => Self::Votes { credits: budget() },
            Method::Irv
            | Method::Borda
            | Method::Schulze
            | Method::RankedPairs
            | Method::Minimax
            | Method::Copeland
            | Method::Kemeny
            | Method::StvScottish
            | Method::StvWigm
            | Method::StvWigmPrf
            | Method::StvMeek
            | Method::StvMeekPrf
            | Method::StvWarren
            | Method::ProportionalRanking => Self::Ranking,
        }
    }

    /// The highest score of a round that does not say.
    pub const TOP_SCORE: u32 = 5;

    /// The form of paper that a method's ballots have, whatever its limits.
    pub fn of_method(method: Method) -> Self {
        Self::of(method, None, None)
    }

    /// Does the paper put options in order?
    pub fn ranks(self) -> bool {
        self == Self::Ranking
    }
}

/// The whole part of an amount, as far as it fits.
fn whole(amount: &Amount) -> u32 {
    u32::try_from(amount.value().to_integer()).unwrap_or(u32::MAX)
}

/// The field of one option of a ballot that scores.
pub fn field_of(option: &Code) -> String {
    format!("{BALLOT_QUESTION}__{option}")
}

/// The code that a ranking goes by.
pub(crate) fn question() -> Result<Code, AppError> {
    Code::parse(BALLOT_QUESTION).map_err(|error| AppError::Unfit(error.to_string()))
}

/// Can the ranked picks of a survey be counted by this method?
pub(crate) fn counts_rankings(method: Method) -> bool {
    method.counts().contains(&BallotForm::Ranking)
}

impl Round {
    /// The form of paper that its ballots have.
    pub fn style(&self) -> PaperStyle {
        let rules = &self.rules;
        PaperStyle::of(rules.method, rules.max_score, rules.budget.as_ref())
    }

    /// Reads a ballot from form fields; fields of options that there are not are passed over.
    pub fn read_paper(&self, raw: &RawAnswers) -> Result<Paper, AppError> {
        let read = match self.style() {
            PaperStyle::Ranking => return self.read_ranking(raw),
            PaperStyle::One => self.read_one(raw),
            PaperStyle::Approval | PaperStyle::Budget => self.read_approvals(raw),
            PaperStyle::Scores { most } => {
                let scores = self.read_numbers(raw, most);
                scores.and_then(|scores| something(scores).map(Paper::Scores))
            }
            PaperStyle::Points { total, most } => {
                let spent = |points: &[u32]| points.iter().copied().map(u64::from).sum::<u64>();
                self.read_gifts(raw, most, |points| {
                    let spent = spent(points);
                    (spent > u64::from(total)).then_some(BallotProblem::TooMany { spent, total })
                })
            }
            PaperStyle::Votes { credits } => self.read_gifts(raw, u32::MAX, |votes| {
                let cost = votes.iter().map(|v| u128::from(*v).pow(2)).sum();
                (cost > u128::from(credits)).then_some(BallotProblem::TooDear { cost, credits })
            }),
        };
        read.map_err(AppError::Ballot)
    }

    fn read_ranking(&self, raw: &RawAnswers) -> Result<Paper, AppError> {
        let definition = self.as_definition()?;
        let parsed = survey::parse(&definition, raw, Scope::All, Register::Known(&[]));
        if !parsed.errors.is_empty() {
            let faults = parsed.errors.into_iter().map(|error| BallotFault {
                field: error.field,
                problem: BallotProblem::Ranking(error.problem),
            });
            return Err(AppError::Ballot(faults.collect()));
        }
        match parsed.answers.get(BALLOT_QUESTION) {
            Some(Answer::Ranking(ranking)) => Ok(Paper::Ranking(ranking.clone())),
            _ => Err(AppError::Unfit("a ballot that is no ranking".to_owned())),
        }
    }

    /// The options picked in the field [`BALLOT_QUESTION`], in the round's order, and whether *none* is picked too.
    fn picked(&self, raw: &RawAnswers) -> Result<(Vec<Code>, bool), Vec<BallotFault>> {
        let mut values = raw.get(BALLOT_QUESTION).into_iter().flatten();
        let values: Vec<&String> = values.by_ref().filter(|value| !value.is_empty()).collect();
        let is_known = |value: &str| {
            value == NONE_OF_THEM || self.options.iter().any(|o| o.code.as_str() == value)
        };
        if let Some(strange) = values.iter().find(|value| !is_known(value)) {
            let value = strange.chars().take(MOST_REPEATED).collect();
            return fault(BALLOT_QUESTION, BallotProblem::NotAnOption { value });
        }
        let is_picked = |code: &str| values.iter().any(|value| *value == code);
        let codes = self.options.iter().map(|option| &option.code);
        let picked = codes.filter(|code| is_picked(code.as_str())).cloned();
        Ok((picked.collect(), is_picked(NONE_OF_THEM)))
    }

    fn read_one(&self, raw: &RawAnswers) -> Result<Paper, Vec<BallotFault>> {
        match self.picked(raw)? {
            (picked, false) if picked.len() == 1 => Ok(Paper::Ranking(vec![picked])),
            (picked, _) if picked.is_empty() => fault(BALLOT_QUESTION, BallotProblem::Nothing),
            (picked, _) => fault(BALLOT_QUESTION, BallotProblem::Several { is: picked.len() }),
        }
    }

    fn read_approvals(&self, raw: &RawAnswers) -> Result<Paper, Vec<BallotFault>> {
        match self.picked(raw)? {
            (picked, true) if !picked.is_empty() => {
                fault(BALLOT_QUESTION, BallotProblem::NoneAndSome)
            }
            (picked, false) if picked.is_empty() => fault(BALLOT_QUESTION, BallotProblem::Nothing),
            (picked, _) => Ok(Paper::Approves(picked)),
        }
    }

    /// The numbers given to options, each at most `most`; an empty field gives none.
    fn read_numbers(
        &self,
        raw: &RawAnswers,
        most: u32,
    ) -> Result<BTreeMap<Code, u32>, Vec<BallotFault>> {
        let mut numbers = BTreeMap::new();
        let mut faults = Vec::new();
        for option in self.options.iter().map(|option| &option.code) {
            let field = field_of(option);
            let typed = raw.get(&field).and_then(|values| values.first());
            let typed = typed.map_or("", |typed| typed.trim());
            if typed.is_empty() {
                continue;
            }
            let is_number = typed.bytes().all(|b| b.is_ascii_digit());
            let problem = match typed.parse::<u32>() {
                Ok(number) if number <= most => {
                    numbers.insert(option.clone(), number);
                    continue;
                }
                Ok(_) => BallotProblem::TooHigh {
                    option: option.clone(),
                    most,
                },
                Err(_) if is_number => BallotProblem::TooHigh {
                    option: option.clone(),
                    most,
                },
                Err(_) => BallotProblem::NotANumber {
                    option: option.clone(),
                    value: typed.chars().take(MOST_REPEATED).collect(),
                },
            };
            faults.push(BallotFault { field, problem });
        }
        if faults.is_empty() {
            Ok(numbers)
        } else {
            Err(faults)
        }
    }

    /// Points or votes: nothing and 0 are the same, and all together must not be `too_much`.
    fn read_gifts(
        &self,
        raw: &RawAnswers,
        most: u32,
        too_much: impl Fn(&[u32]) -> Option<BallotProblem>,
    ) -> Result<Paper, Vec<BallotFault>> {
        let mut gifts = self.read_numbers(raw, most)?;
        gifts.retain(|_, n| *n > 0);
        let numbers: Vec<u32> = gifts.values().copied().collect();
        match too_much(&numbers) {
            Some(problem) => fault(BALLOT_QUESTION, problem),
            None => something(gifts).map(Paper::Scores),
        }
    }
}

fn something(numbers: BTreeMap<Code, u32>) -> Result<BTreeMap<Code, u32>, Vec<BallotFault>> {
    if numbers.is_empty() {
        return fault(BALLOT_QUESTION, BallotProblem::Nothing);
    }
    Ok(numbers)
}

fn fault<T>(field: &str, problem: BallotProblem) -> Result<T, Vec<BallotFault>> {
    Err(vec![BallotFault {
        field: field.to_owned(),
        problem,
    }])
}
