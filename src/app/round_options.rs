//! Where the options of a round come from: typed, a survey's needs or ranked picks, a board's common ground.

use std::collections::BTreeMap;

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::AppError;
use crate::app::paper::Paper;
use crate::app::records::{Ballot, RoundOption};
use crate::app::surveys::SurveyView;
use crate::app::visitors::Visitor;
use crate::model::definition::{Analysis, Choice};
use crate::model::{Answer, Code, Definition, Kind, Privacy, Slug, Text};

/// The fewest and the most options a round may have.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=100;
/// Where a round's options come from.
#[derive(Clone, Debug)]
pub enum RoundSource {
    /// Typed, one a line.
    Typed(String),
    /// The first so many needs of a closed survey.
    TopNeeds {
        /// Which survey.
        survey: Slug,
        /// How many needs, as typed.
        n: String,
    },
    /// The broadest common ground of a closed board.
    CommonGround {
        /// Which board.
        board: Slug,
        /// How many statements, as typed.
        n: String,
    },
    /// The ranked picks already given in a closed survey: they are the ballots, and the round is
    /// counted at once.
    Picks {
        /// Which survey.
        survey: Slug,
    },
}

impl Default for RoundSource {
    fn default() -> Self {
        Self::Typed(String::new())
    }
}

/// What a round is made of.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) options: Vec<RoundOption>,
    pub(crate) survey: Option<Slug>,
    pub(crate) picks_of: Option<Code>,
    pub(crate) ballots: Option<Vec<Ballot>>,
}

impl App {
    /// The options from a source, or none after a fault of it.
    pub(crate) async fn options_of(
        &self,
        check: &mut Check,
        visitor: &Visitor,
        source: &RoundSource,
    ) -> Result<Option<Made>, AppError> {
        match source {
            RoundSource::Typed(lines) => Ok(typed_options(check, lines).map(|options| Made {
                options,
                survey: None,
                picks_of: None,
                ballots: None,
            })),
            RoundSource::CommonGround { board, n } => {
                let options = self.common_ground_options(check, visitor, board, n);
                Ok(options.await?.map(|options| Made {
                    options,
                    survey: None,
                    picks_of: None,
                    ballots: None,
                }))
            }
            RoundSource::TopNeeds { survey, n } => {
                let n = n.trim().parse().ok().filter(|n| OPTIONS.contains(n));
                if n.is_none() {
                    let (least, most) = (OPTIONS.start(), OPTIONS.end());
                    let message = format!(
                        "how many become options: write a whole number from {least} to {most}"
                    );
                    check.fault("n", message);
                }
                let (view, results) = self.results(visitor, survey).await?;
                let codes: Vec<Code> = results
                    .figures()
                    .iter()
                    .filter_map(|report| report.needs.as_ref())
                    .flatten()
                    .take(n.unwrap_or(0))
                    .map(|need| need.item.clone())
                    .collect();
                if n.is_some() && codes.len() < *OPTIONS.start() {
                    check.fault("n", "this survey does not have two needs to choose between");
                    return Ok(None);
                }
                let labels = item_labels(&view.definition);
                let options = codes
                    .into_iter()
                    .map(|code| option(code, &labels))
                    .collect();
                Ok(Some(Made {
                    options,
                    survey: Some(survey.clone()),
                    picks_of: None,
                    ballots: None,
                }))
            }
            RoundSource::Picks { survey } => {
                let (view, _) = self.results(visitor, survey).await?;
                let Some((picks_of, choices)) = countable_picks(&view) else {
                    check.fault(
                        "source",
                        "the picks of this survey stay under its privacy floor; put its top needs to a new vote",
                    );
                    return Ok(None);
                };
                let ballots = self
                    .responses(survey)
                    .await?
                    .into_iter()
                    .filter_map(|response| match response.answers.get(&picks_of) {
                        Some(Answer::Ranking(ranking)) => Some(Ballot {
                            paper: Paper::Ranking(ranking.clone()),
                            member: None,
                            organisation: None,
                            proof: String::new(),
                        }),
                        _ => None,
                    })
                    .collect();
                let options = choices
                    .iter()
                    .map(|choice| RoundOption {
                        code: choice.code.clone(),
                        label: choice.label.clone(),
                    })
                    .collect();
                Ok(Some(Made {
                    options,
                    survey: Some(survey.clone()),
                    picks_of: Some(picks_of),
                    ballots: Some(ballots),
                }))
            }
        }
    }
}

/// The question whose ranked picks may be counted as ballots, with its choices. A count shows how
/// many picked what and in which order, so it is for surveys that have nothing to hide: public files and named ones.
pub fn countable_picks(view: &SurveyView) -> Option<(Code, &[Choice])> {
    let is_public = view
        .survey
        .import
        .as_ref()
        .is_some_and(|import| import.public);
    let may_be_shown = is_public || view.survey.privacy == Privacy::Named;
    ranked_picks(&view.definition).filter(|_| may_be_shown)
}

/// The question whose ranked picks tell the importance of the needs, with its choices.
fn ranked_picks(definition: &Definition) -> Option<(Code, &[Choice])> {
    definition.analyses.iter().find_map(|analysis| {
        let Analysis::Needs { importance, .. } = analysis else {
            return None;
        };
        match &definition.question(importance.as_str())?.kind {
            Kind::Ranking { choices, .. } => Some((importance.clone(), choices.as_slice())),
            _ => None,
        }
    })
}

/// The words of every item and choice of a definition, by code.
pub(crate) fn item_labels(definition: &Definition) -> BTreeMap<Code, Text> {
    let mut labels = BTreeMap::new();
    for question in definition.questions() {
        match &question.kind {
            Kind::Matrix { items, .. }
            | Kind::ImportanceSatisfaction { items, .. }
            | Kind::BestWorst { items, .. } => {
                for item in items {
                    labels
                        .entry(item.code.clone())
                        .or_insert_with(|| item.label.clone());
                }
            }
            Kind::Single { choices, .. }
            | Kind::Multiple { choices, .. }
            | Kind::Ranking { choices, .. }
            | Kind::Points { choices, .. } => {
                for choice in choices {
                    labels
                        .entry(choice.code.clone())
                        .or_insert_with(|| choice.label.clone());
                }
            }
            Kind::Scale { .. } | Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. } => {}
        }
    }
    labels
}

fn option(code: Code, labels: &BTreeMap<Code, Text>) -> RoundOption {
    let label = labels
        .get(&code)
        .cloned()
        .unwrap_or_else(|| Text::plain(code.as_str()));
    RoundOption { code, label }
}

/// Options typed one a line.
pub(crate) fn typed_options(check: &mut Check, lines: &str) -> Option<Vec<RoundOption>> {
    let mut options: Vec<RoundOption> = Vec::new();
    for line in lines.lines() {
        let label = check.optional_line("options", line, 200);
        if label.is_empty() {
            continue;
        }
        if options
            .iter()
            .any(|option| option.label == Text::plain(label.clone()))
        {
            check.fault("options", format!("“{label}” stands here twice"));
            return None;
        }
        let code = Code::parse(&format!("o{}", options.len() + 1)).ok()?;
        options.push(RoundOption {
            code,
            label: Text::plain(label),
        });
    }
    if OPTIONS.contains(&options.len()) {
        return Some(options);
    }
    check.fault(
        "options",
        format!(
            "write {} to {} options, one on each line; these are {}",
            OPTIONS.start(),
            OPTIONS.end(),
            options.len()
        ),
    );
    None
}
