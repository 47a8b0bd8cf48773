//! Goals: drafted from evidence, edited, adopted, followed.

use std::collections::BTreeMap;

use crate::analysis::{Figure as PublishedShare, PublishedNeed, PublishedReport};
use crate::app::App;
use crate::app::boards::BoardResults;
use crate::app::check::Check;
use crate::app::error::{AppError, FieldError, Hindrance};
use crate::app::records::{GOALS, Round, State};
use crate::app::round_options::item_labels;
use crate::app::secret::fresh_ulid;
use crate::app::visitors::Visitor;
use crate::goals::{
    self, CheckInForm, Evidence, EvidenceSource, EvidenceStatus, Figure, FigureName, Goal,
    GoalForm, Measured, NeedInput, Reason, RoundInput, Status, Subject, When,
};
use crate::model::definition::Analysis;
use crate::model::{Code, Day, DecisionId, Definition, GoalId, Lang, Role, Slug, Text, Timestamp};
use crate::store::Batch;
use crate::tally::Outcome;

/// The most goals drafted at once.
const MAX_DRAFTS: usize = 20;

/// What the form for goal drafts asks.
#[derive(Clone, Debug, Default)]
pub struct GoalDraftForm {
    /// The closed round whose order decides, if any.
    pub round: Option<Slug>,
    /// The closed survey whose needs are the evidence, if any.
    pub survey: Option<Slug>,
    /// The decision by consent that a goal follows from, if any.
    pub decision: Option<DecisionId>,
    /// How many goals.
    pub n: String,
    /// Whom they concern.
    pub population: String,
    /// How many people that is, if known.
    pub population_size: String,
    /// The day by which they shall be reached.
    pub due: String,
}

/// A goal with its id and version.
#[derive(Clone, Debug)]
pub struct GoalView {
    /// Which.
    pub id: GoalId,
    /// The goal.
    pub goal: Goal,
    version: u64,
}

impl App {
    /// Every goal, in the order they were drafted.
    pub async fn goals(&self, visitor: &Visitor) -> Result<Vec<GoalView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut views = Vec::new();
        for (key, version, goal) in self.load_all::<Goal>(GOALS, "").await? {
            let id =
                GoalId::parse(&key).ok_or_else(|| AppError::Unfit(format!("goal key `{key}`")))?;
            if goal.status != Status::Draft || member.role >= Role::Facilitator {
                views.push(GoalView { id, goal, version });
            }
        }
        Ok(views)
    }

    /// One goal.
    pub async fn goal(&self, visitor: &Visitor, id: GoalId) -> Result<GoalView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (version, goal) = self
            .load::<Goal>(GOALS, &id.to_string())
            .await?
            .ok_or(AppError::NotFound("goal"))?;
        if goal.status == Status::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("goal"));
        }
        Ok(GoalView { id, goal, version })
    }

    /// Drafts a goal for each of the first needs or options.
    pub async fn draft_goals(
        &self,
        visitor: &Visitor,
        form: &GoalDraftForm,
    ) -> Result<Vec<GoalId>, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let n = form
            .n
            .trim()
            .parse::<usize>()
            .ok()
            .filter(|n| (1..=MAX_DRAFTS).contains(n));
        if n.is_none() {
            check.fault("n", format!("write a whole number from 1 to {MAX_DRAFTS}"));
        }
        let population = check.line(
            "population",
            "whom the goals concern",
            &form.population,
            120,
        );
        let population_size = match form.population_size.trim() {
            "" => None,
            typed => match typed.parse::<u64>() {
                Ok(size) if size > 0 => Some(size),
                Ok(_) | Err(_) => {
                    check.fault(
                        "population_size",
                        "write how many people that is, or leave it empty",
                    );
                    None
                }
            },
        };
        let today = self.now().day();
        let due = Day::parse(form.due.trim()).filter(|due| *due > today);
        if due.is_none() {
            check.fault("due", format!("write a day after {today} as YYYY-MM-DD"));
        }
        check.done(())?;
        let common = Common {
            population: Text::plain(population),
            population_size,
            due,
            today,
        };

        if let Some(id) = form.decision {
            return self.draft_from_decision(visitor, id, common).await;
        }
        let round = match &form.round {
            Some(slug) => Some(self.round_results(visitor, slug).await?.round),
            None => None,
        };
        let survey_slug = form
            .survey
            .clone()
            .or_else(|| round.as_ref().and_then(|round| round.from_survey.clone()));
        let survey = match &survey_slug {
            Some(slug) => Some(self.results(visitor, slug).await?),
            None => None,
        };
        let needs = survey.as_ref().and_then(|(view, results)| {
            Some(NeedsEvidence {
                definition: &view.definition,
                report: results.figures()?,
                label: view.survey.title.clone(),
                when: Some(When::Year(view.survey.fielded().year())),
                source: Source::Survey(&view.survey.slug),
            })
        });
        let decided = round.as_ref().and_then(Decided::of_round);
        let inputs = draft_inputs(decided.as_ref(), needs.as_ref(), &common);
        if inputs.is_empty() {
            return Err(AppError::invalid(
                "n",
                "neither needs nor an order of options stand behind this",
            ));
        }
        let behind = match &round {
            Some(round) => self.board_behind(visitor, round).await?,
            None => None,
        };
        // The support for an option and the objections to it go with the goal.
        let support = |idx: usize| {
            let (name, _) = *decided.as_ref()?.places().get(idx)?;
            let code = Code::parse(name).ok()?;
            behind.as_ref()?.reason(BoardResults::statement_of(&code)?)
        };
        let mut batch = Batch::new();
        let mut ids = Vec::new();
        for (idx, input) in inputs.iter().take(n.unwrap_or(1)).enumerate() {
            // One millisecond apart, so that the list keeps the order of priority.
            let at = Timestamp(self.now().0 + i64::try_from(idx).unwrap_or(0));
            let id = GoalId(fresh_ulid(at));
            let mut goal = goals::draft(input);
            goal.reasons.extend(support(idx));
            batch = batch.insert(GOALS, id.to_string(), &goal);
            ids.push(id);
        }
        self.store.commit(batch).await?;
        Ok(ids)
    }

    /// Drafts the goal that follows from a decision by consent, with its support and what it passed in spite of.
    async fn draft_from_decision(
        &self,
        visitor: &Visitor,
        id: DecisionId,
        common: Common,
    ) -> Result<Vec<GoalId>, AppError> {
        let decision = self.decision(visitor, id).await?.decision;
        let evidence = Evidence {
            label: Text::plain(decision.title.clone()),
            source: EvidenceSource::Decision { decision: id },
            status: EvidenceStatus::SingleSource,
        };
        let subject = decision.chosen.clone().unwrap_or(decision.title);
        let mut goal = goals::draft(&goals::DraftInput {
            subject: Subject::Choice(Text::plain(subject)),
            population: common.population,
            population_size: common.population_size,
            round: Some(RoundInput {
                method: decision.scale.name().to_owned(),
                place: 1,
                of: 1,
                ballots: decision.taken_part,
                eligible: Some(decision.on_roll),
                closed_on: Some(decision.decided_on),
                evidence: evidence.clone(),
            }),
            due: common.due,
            today: common.today,
        });
        goal.reasons.push(Reason::Consent {
            support: decision.support,
            of: decision.taken_part,
            objections: decision
                .objections
                .into_iter()
                .map(|objection| objection.words)
                .collect(),
            evidence,
        });
        let goal_id = GoalId(fresh_ulid(self.now()));
        self.store
            .commit(Batch::new().insert(GOALS, goal_id.to_string(), &goal))
            .await?;
        Ok(vec![goal_id])
    }

    /// Changes a goal by its form.
    pub async fn edit_goal(
        &self,
        visitor: &Visitor,
        id: GoalId,
        form: &GoalForm,
        lang: &Lang,
    ) -> Result<(), AppError> {
        let by = visitor.must_be(Role::Facilitator)?.name.clone();
        let GoalView {
            mut goal, version, ..
        } = self.goal(visitor, id).await?;
        let edit = form.parse(lang).map_err(|errors| worded(&errors, lang))?;
        edit.apply(&mut goal, lang, Some(&by));
        self.keep_goal(id, version, &goal).await
    }

    /// Adopts a draft, once every slot that a goal cannot do without is filled.
    pub async fn adopt_goal(
        &self,
        visitor: &Visitor,
        id: GoalId,
        lang: &Lang,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let GoalView {
            mut goal, version, ..
        } = self.goal(visitor, id).await?;
        let today = self.now().day();
        let missing = goals::missing_slots(&goal, today);
        if !missing.is_empty() {
            let errors = missing
                .into_iter()
                .map(|point| FieldError::new("adopt", point.question(lang)))
                .collect();
            return Err(AppError::Invalid(errors));
        }
        if goal.status != Status::Draft {
            return Err(Hindrance::NotADraft.into());
        }
        goal.status = Status::Adopted;
        goal.adopted_on = Some(today);
        self.keep_goal(id, version, &goal).await
    }

    /// Marks a goal as done or dropped, or takes that back.
    pub async fn set_goal_status(
        &self,
        visitor: &Visitor,
        id: GoalId,
        status: Status,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let GoalView {
            mut goal, version, ..
        } = self.goal(visitor, id).await?;
        goal.status = match (status, goal.adopted_on) {
            (Status::Draft | Status::Adopted, Some(_)) => Status::Adopted,
            (Status::Draft | Status::Adopted, None) => Status::Draft,
            (Status::Done | Status::Dropped, _) => status,
        };
        self.keep_goal(id, version, &goal).await
    }

    /// Adds a progress report to a goal.
    pub async fn check_in(
        &self,
        visitor: &Visitor,
        id: GoalId,
        form: &CheckInForm,
        lang: &Lang,
    ) -> Result<(), AppError> {
        let by = visitor.must_be(Role::Facilitator)?.name.clone();
        let GoalView {
            mut goal, version, ..
        } = self.goal(visitor, id).await?;
        let check_in = form
            .parse(&goal.unit, self.now().day(), &by, lang)
            .map_err(|errors| worded(&errors, lang))?;
        goal.add_check_in(check_in);
        self.keep_goal(id, version, &goal).await
    }

    /// Throws a draft away.
    pub async fn delete_goal(&self, visitor: &Visitor, id: GoalId) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let view = self.goal(visitor, id).await?;
        if view.goal.status != Status::Draft {
            return Err(Hindrance::NotADraft.into());
        }
        self.store
            .commit(Batch::new().delete(GOALS, id.to_string(), view.version))
            .await?;
        Ok(())
    }

    async fn keep_goal(&self, id: GoalId, version: u64, goal: &Goal) -> Result<(), AppError> {
        self.store
            .commit(Batch::new().replace(GOALS, id.to_string(), version, goal))
            .await?;
        Ok(())
    }
}

/// What all drafts have in common.
#[derive(Clone, Debug)]
pub struct Common {
    /// Whom the goals concern.
    pub population: Text,
    /// How many people that is, if known.
    pub population_size: Option<u64>,
    /// The day by which they shall be reached.
    pub due: Option<Day>,
    /// The day they are drafted.
    pub today: Day,
}

/// The needs of a survey, as evidence.
#[derive(Clone, Debug)]
pub struct NeedsEvidence<'a> {
    /// The survey's definition.
    pub definition: &'a Definition,
    /// Its figures.
    pub report: &'a PublishedReport,
    /// What the evidence is called.
    pub label: Text,
    /// When the answers were given, if known.
    pub when: Option<When>,
    /// Where they are.
    pub source: Source<'a>,
}

/// Where evidence is.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// In a survey of the coalition.
    Survey(&'a Slug),
    /// In a file.
    File(&'a str),
}

/// A closed count, as the decision behind goals.
#[derive(Clone, Debug)]
pub struct Decided<'a> {
    /// What came out.
    pub outcome: &'a Outcome,
    /// The options' words by their names in the outcome; those left out go by their names.
    pub labels: BTreeMap<String, Text>,
    /// When it was closed.
    pub closed_on: Option<Day>,
    /// Where it is.
    pub evidence: Evidence,
}

impl<'a> Decided<'a> {
    fn of_round(round: &'a Round) -> Option<Self> {
        Some(Self {
            outcome: round
                .outcome
                .as_ref()
                .filter(|_| round.state == State::Closed)?,
            labels: round
                .options
                .iter()
                .map(|option| (option.code.to_string(), option.label.clone()))
                .collect(),
            closed_on: round.closed.map(Timestamp::day),
            evidence: Evidence {
                label: Text::plain(round.title.clone()),
                source: EvidenceSource::Round {
                    round: round.slug.clone(),
                    stage: None,
                },
                status: EvidenceStatus::SingleSource,
            },
        })
    }

    /// Every option's name and place in the order; a method without an order gives its winners.
    fn places(&self) -> Vec<(&'a str, u32)> {
        let winners = std::slice::from_ref(&self.outcome.winners);
        let order = self.outcome.order.as_deref().unwrap_or(winners);
        let mut place = 1;
        let mut places = Vec::new();
        for equals in order {
            places.extend(equals.iter().map(|name| (name.as_str(), place)));
            place += u32::try_from(equals.len()).unwrap_or(0);
        }
        places
    }

    fn at(&self, place: u32) -> RoundInput {
        RoundInput {
            method: self.outcome.method.name().to_owned(),
            place,
            of: u32::try_from(self.outcome.candidates.len()).unwrap_or(u32::MAX),
            ballots: self.outcome.ballots.valid.as_str().parse().unwrap_or(0),
            eligible: None,
            closed_on: self.closed_on,
            evidence: self.evidence.clone(),
        }
    }
}

/// What each draft is made from: in the order of the count where there is one, else by priority.
pub fn draft_inputs(
    decided: Option<&Decided<'_>>,
    needs: Option<&NeedsEvidence<'_>>,
    common: &Common,
) -> Vec<goals::DraftInput> {
    let needs = needs.map(NeedsEvidence::inputs).unwrap_or_default();
    let input = |subject: Subject, round: Option<RoundInput>| goals::DraftInput {
        subject,
        population: common.population.clone(),
        population_size: common.population_size,
        round,
        due: common.due,
        today: common.today,
    };
    let Some(decided) = decided else {
        return needs
            .into_iter()
            .map(|(_, need)| input(Subject::Need(need), None))
            .collect();
    };
    decided
        .places()
        .into_iter()
        .map(|(name, place)| {
            let subject = match needs.iter().find(|(item, _)| item.as_str() == name) {
                Some((_, need)) => Subject::Need(need.clone()),
                None => Subject::Choice(
                    decided
                        .labels
                        .get(name)
                        .cloned()
                        .unwrap_or_else(|| Text::plain(name)),
                ),
            };
            input(subject, Some(decided.at(place)))
        })
        .collect()
}

impl NeedsEvidence<'_> {
    /// The needs as drafts want them, by rank; those of which nothing may be said are left out.
    fn inputs(&self) -> Vec<(Code, NeedInput)> {
        let labels = item_labels(self.definition);
        let all = self.report.needs.as_deref().unwrap_or_default();
        let of = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.iter()
            .filter_map(|need| {
                let n = Some(self.report.n);
                let input = NeedInput {
                    item: labels
                        .get(&need.item)
                        .cloned()
                        .unwrap_or_else(|| Text::plain(need.item.as_str())),
                    rank: u32::try_from(need.rank?).ok()?,
                    of,
                    importance: self.measured(need, need.importance, n, FigureName::Importance)?,
                    satisfaction: self.measured(
                        need,
                        need.satisfaction,
                        need.n_satisfaction,
                        FigureName::Satisfaction,
                    )?,
                };
                Some((need.item.clone(), input))
            })
            .collect()
    }

    fn measured(
        &self,
        need: &PublishedNeed,
        share: PublishedShare,
        n: Option<u64>,
        name: FigureName,
    ) -> Option<Measured> {
        let (figure, interval) = match share {
            PublishedShare::Exact { share, interval } => (Figure::Exact(share), Some(interval)),
            PublishedShare::Under(bound) => (Figure::Under(bound), None),
            PublishedShare::Over(bound) => (Figure::Over(bound), None),
            PublishedShare::Hidden => return None,
        };
        let (importance, satisfaction) = needs_questions(self.definition)?;
        let question = match name {
            FigureName::Importance => importance,
            FigureName::Satisfaction | FigureName::Priority | FigureName::Score => satisfaction,
        };
        let source = match self.source {
            Source::Survey(survey) => EvidenceSource::Survey {
                survey: survey.clone(),
                question: question.clone(),
                item: need.item.clone(),
                figure: name,
            },
            Source::File(file) => EvidenceSource::File {
                name: file.to_owned(),
                item: Some(need.item.clone()),
                figure: Some(name),
            },
        };
        let evidence = Evidence {
            label: self.label.clone(),
            source,
            status: EvidenceStatus::SingleSource,
        };
        Some(Measured {
            figure,
            interval,
            n,
            when: self.when,
            evidence,
        })
    }
}

/// The questions that tell importance and satisfaction.
fn needs_questions(definition: &Definition) -> Option<(&Code, &Code)> {
    definition
        .analyses
        .iter()
        .find_map(|analysis| match analysis {
            Analysis::Needs {
                importance,
                satisfaction,
            } => Some((importance, satisfaction)),
            Analysis::Values { .. } | Analysis::Ratings { .. } => None,
        })
}

fn worded(errors: &[goals::FieldError], lang: &Lang) -> AppError {
    AppError::Invalid(
        errors
            .iter()
            .map(|error| FieldError::new(error.field, error.problem.message(lang)))
            .collect(),
    )
}
