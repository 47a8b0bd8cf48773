//! Goals: drafted from evidence, edited, adopted, followed.

use crate::analysis::{Figure as PublishedShare, PublishedNeed};
use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, FieldError, Hindrance};
use crate::app::records::{GOALS, Round, State};
use crate::app::rounds::item_labels;
use crate::app::secret::fresh_ulid;
use crate::app::surveys::{Results, SurveyView};
use crate::app::visitors::Visitor;
use crate::goals::{
    self, CheckInForm, Evidence, EvidenceSource, EvidenceStatus, Figure, FigureName, Goal, GoalForm, Measured,
    NeedInput, RoundInput, Status, Subject, When,
};
use crate::model::definition::Analysis;
use crate::model::{Code, Day, Definition, GoalId, Lang, Role, Slug, Text};
use crate::store::Batch;

/// The most goals drafted at once.
const MAX_DRAFTS: usize = 20;

/// What the form for goal drafts asks.
#[derive(Clone, Debug, Default)]
pub struct GoalDraftForm {
    /// The closed round whose order decides, if any.
    pub round: Option<Slug>,
    /// The closed survey whose needs are the evidence, if any.
    pub survey: Option<Slug>,
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
            let id = GoalId::parse(&key).ok_or_else(|| AppError::Unfit(format!("goal key `{key}`")))?;
            if goal.status != Status::Draft || member.role >= Role::Facilitator {
                views.push(GoalView { id, goal, version });
            }
        }
        Ok(views)
    }

    /// One goal.
    pub async fn goal(&self, visitor: &Visitor, id: GoalId) -> Result<GoalView, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let (version, goal) =
            self.load::<Goal>(GOALS, &id.to_string()).await?.ok_or(AppError::NotFound("goal"))?;
        if goal.status == Status::Draft && member.role < Role::Facilitator {
            return Err(AppError::NotFound("goal"));
        }
        Ok(GoalView { id, goal, version })
    }

    /// Drafts a goal for each of the first needs or options.
    pub async fn draft_goals(&self, visitor: &Visitor, form: &GoalDraftForm) -> Result<Vec<GoalId>, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let n = form.n.trim().parse::<usize>().ok().filter(|n| (1..=MAX_DRAFTS).contains(n));
        if n.is_none() {
            check.fault("n", format!("write a whole number from 1 to {MAX_DRAFTS}"));
        }
        let population = check.line("population", &form.population, 120);
        let population_size = match form.population_size.trim() {
            "" => None,
            typed => match typed.parse::<u64>() {
                Ok(size) if size > 0 => Some(size),
                Ok(_) | Err(_) => {
                    check.fault("population_size", "write how many people that is, or leave it empty");
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
        let common = Common { population: Text::plain(population), population_size, due, today };

        let round = match &form.round {
            Some(slug) => Some(self.round_results(visitor, slug).await?.round),
            None => None,
        };
        let survey_slug = form.survey.clone().or_else(|| round.as_ref().and_then(|round| round.from_survey.clone()));
        let survey = match &survey_slug {
            Some(slug) => Some(self.results(visitor, slug).await?),
            None => None,
        };
        let inputs = draft_inputs(round.as_ref(), survey.as_ref().map(|(view, results)| (view, &**results)), &common);
        if inputs.is_empty() {
            return Err(AppError::invalid("n", "neither needs nor an order of options stand behind this"));
        }
        let mut batch = Batch::new();
        let mut ids = Vec::new();
        for (idx, input) in inputs.iter().take(n.unwrap_or(1)).enumerate() {
            // One millisecond apart, so that the list keeps the order of priority.
            let at = crate::model::Timestamp(self.now().0 + i64::try_from(idx).unwrap_or(0));
            let id = GoalId(fresh_ulid(at));
            batch = batch.insert(GOALS, id.to_string(), &goals::draft(input));
            ids.push(id);
        }
        self.store.commit(batch).await?;
        Ok(ids)
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
        let GoalView { mut goal, version, .. } = self.goal(visitor, id).await?;
        let edit = form.parse().map_err(|errors| worded(&errors, lang))?;
        edit.apply(&mut goal, lang, Some(&by));
        self.keep_goal(id, version, &goal).await
    }

    /// Adopts a draft, once every slot that a goal cannot do without is filled.
    pub async fn adopt_goal(&self, visitor: &Visitor, id: GoalId, lang: &Lang) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let GoalView { mut goal, version, .. } = self.goal(visitor, id).await?;
        let today = self.now().day();
        let missing = goals::missing_slots(&goal, today);
        if !missing.is_empty() {
            let errors = missing.into_iter().map(|point| FieldError::new("adopt", point.question(lang))).collect();
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
    pub async fn set_goal_status(&self, visitor: &Visitor, id: GoalId, status: Status) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let GoalView { mut goal, version, .. } = self.goal(visitor, id).await?;
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
        let GoalView { mut goal, version, .. } = self.goal(visitor, id).await?;
        let check_in =
            form.parse(&goal.unit, self.now().day(), &by).map_err(|errors| worded(&errors, lang))?;
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
        self.store.commit(Batch::new().delete(GOALS, id.to_string(), view.version)).await?;
        Ok(())
    }

    async fn keep_goal(&self, id: GoalId, version: u64, goal: &Goal) -> Result<(), AppError> {
        self.store.commit(Batch::new().replace(GOALS, id.to_string(), version, goal)).await?;
        Ok(())
    }
}

/// What all drafts of one form share.
#[derive(Clone, Debug)]
struct Common {
    population: Text,
    population_size: Option<u64>,
    due: Option<Day>,
    today: Day,
}

fn worded(errors: &[goals::FieldError], lang: &Lang) -> AppError {
    AppError::Invalid(
        errors.iter().map(|error| FieldError::new(error.field, error.problem.message(lang))).collect(),
    )
}

/// What each draft is made from: in the order of the round where there is one, else by priority.
fn draft_inputs(
    round: Option<&Round>,
    survey: Option<(&SurveyView, &Results)>,
    common: &Common,
) -> Vec<goals::DraftInput> {
    let needs = survey.map(|(view, results)| Needs::of(view, results)).unwrap_or_default();
    let input = |subject: Subject, round: Option<RoundInput>| goals::DraftInput {
        subject,
        population: common.population.clone(),
        population_size: common.population_size,
        round,
        due: common.due,
        today: common.today,
    };
    match round {
        Some(round) => ranked_options(round)
            .into_iter()
            .map(|(code, decision)| {
                let need = needs.inputs.iter().find(|(item, _)| *item == code);
                let subject = match need {
                    Some((_, need)) => Subject::Need(need.clone()),
                    None => Subject::Choice(
                        round
                            .options
                            .iter()
                            .find(|option| option.code == code)
                            .map_or_else(|| Text::plain(code.as_str()), |option| option.label.clone()),
                    ),
                };
                input(subject, Some(decision))
            })
            .collect(),
        None => needs.inputs.into_iter().map(|(_, need)| input(Subject::Need(need), None)).collect(),
    }
}

/// The needs of a survey as drafts want them, by rank.
#[derive(Debug, Default)]
struct Needs {
    inputs: Vec<(Code, NeedInput)>,
}

impl Needs {
    fn of(view: &SurveyView, results: &Results) -> Self {
        let Some((importance, satisfaction)) = needs_questions(&view.definition) else { return Self::default() };
        let Some(report) = results.figures() else { return Self::default() };
        let labels = item_labels(&view.definition);
        let all = report.needs.as_deref().unwrap_or_default();
        let of = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let measured = |need: &PublishedNeed, share: PublishedShare, n: Option<u64>, name: FigureName| {
            let (figure, interval) = match share {
                PublishedShare::Exact { share, interval } => (Figure::Exact(share), Some(interval)),
                PublishedShare::Under(bound) => (Figure::Under(bound), None),
                PublishedShare::Over(bound) => (Figure::Over(bound), None),
                PublishedShare::Hidden => return None,
            };
            let question = match name {
                FigureName::Importance => importance,
                FigureName::Satisfaction | FigureName::Priority | FigureName::Score => satisfaction,
            };
            let fielded = view.survey.fielded();
            Some(Measured {
                figure,
                interval,
                n,
                when: Some(When::Year(fielded.year())),
                evidence: Evidence {
                    label: view.survey.title.clone(),
                    source: EvidenceSource::Survey {
                        survey: view.survey.slug.clone(),
                        question: question.clone(),
                        item: need.item.clone(),
                        figure: name,
                    },
                    status: EvidenceStatus::SingleSource,
                },
            })
        };
        let inputs = all
            .iter()
            .filter_map(|need| {
                let input = NeedInput {
                    item: labels.get(&need.item).cloned().unwrap_or_else(|| Text::plain(need.item.as_str())),
                    rank: u32::try_from(need.rank?).ok()?,
                    of,
                    importance: measured(need, need.importance, Some(report.n), FigureName::Importance)?,
                    satisfaction: measured(need, need.satisfaction, need.n_satisfaction, FigureName::Satisfaction)?,
                };
                Some((need.item.clone(), input))
            })
            .collect();
        Self { inputs }
    }
}

/// The questions that tell importance and satisfaction.
fn needs_questions(definition: &Definition) -> Option<(&Code, &Code)> {
    definition.analyses.iter().find_map(|analysis| match analysis {
        Analysis::Needs { importance, satisfaction } => Some((importance, satisfaction)),
        Analysis::Values { .. } | Analysis::Ratings { .. } => None,
    })
}

/// The options of a closed round in the order of its outcome, each with what was decided about it.
fn ranked_options(round: &Round) -> Vec<(Code, RoundInput)> {
    let Some(outcome) = round.outcome.as_ref().filter(|_| round.state == State::Closed) else {
        return Vec::new();
    };
    let order = outcome.order.clone().unwrap_or_else(|| vec![outcome.winners.clone()]);
    let of = u32::try_from(round.options.len()).unwrap_or(u32::MAX);
    let mut place = 1;
    let mut ranked = Vec::new();
    for equals in &order {
        for name in equals {
            let Ok(code) = Code::parse(name) else { continue };
            let decision = RoundInput {
                method: round.rules.method.name().to_owned(),
                place,
                of,
                ballots: outcome.ballots.valid.as_str().parse().unwrap_or(0),
                eligible: None,
                closed_on: round.closed.map(crate::model::Timestamp::day),
                evidence: Evidence {
                    label: Text::plain(round.title.clone()),
                    source: EvidenceSource::Round { round: round.slug.clone(), stage: None },
                    status: EvidenceStatus::SingleSource,
                },
            };
            ranked.push((code, decision));
        }
        place += u32::try_from(equals.len()).unwrap_or(0);
    }
    ranked
}
