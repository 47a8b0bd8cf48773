//! Surveys: from template to form to results.

use std::sync::Arc;

use crate::analysis::{self, Published, PublishedReport};
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{
    DEFINITIONS, MEMBERS, RESPONSES, ROLL, RollEntry, SURVEYS, State, Survey,
};
use crate::app::roll::RollLine;
use crate::app::secret::Secret;
use crate::app::visitors::{Visitor, Who};
use crate::app::{App, keep, kept};
use crate::model::definition::Choice;
use crate::model::{
    Answer, Channel, Code, Definition, Kind, Lang, Member, Privacy, Response, Role, Slug, Text,
};
use crate::store::{Batch, Demand, StoreError};
use crate::survey::{self, RawAnswers, Register, Scope};

/// How often a submission is tried anew when somebody else wrote at the same moment.
const MAX_TRIES: usize = 5;

/// The template files that surveys are made from.
#[derive(Clone, Debug)]
pub struct Templates {
    all: Vec<Template>,
}

/// One template file.
#[derive(Clone, Debug)]
pub struct Template {
    /// The file's text.
    pub text: String,
    /// What it says.
    pub definition: Arc<Definition>,
}

impl Templates {
    /// The templates that come with the program.
    pub fn bundled() -> Result<Self, AppError> {
        Self::read([
            (
                "values-assessment.json",
                include_str!("../../surveys/values-assessment.json"),
            ),
            (
                "needs-analysis.json",
                include_str!("../../surveys/needs-analysis.json"),
            ),
            (
                "resident-services.json",
                include_str!("../../surveys/resident-services.json"),
            ),
            ("pulse.json", include_str!("../../surveys/pulse.json")),
        ])
    }

    /// Templates from named texts; the first fault of the first unsound one is the error.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, AppError> {
        let mut all = Vec::new();
        for (file, text) in files {
            let definition = survey::read(text).map_err(|faults| {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                AppError::Unfit(format!(
                    "template `{file}`: {first}; run `commonground survey check` on it"
                ))
            })?;
            all.push(Template {
                text: text.to_owned(),
                definition: Arc::new(definition),
            });
        }
        Ok(Self { all })
    }

    /// Every template, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &Template> {
        self.all.iter()
    }

    /// The template of that code.
    pub fn get(&self, code: &str) -> Option<&Template> {
        self.all
            .iter()
            .find(|template| template.definition.code.as_str() == code)
    }
}

/// What the form for a new survey asks.
#[derive(Clone, Debug, Default)]
pub struct NewSurvey {
    /// The template's code.
    pub template: String,
    /// Its heading; the template's own when empty.
    pub title: String,
    /// The privacy mode's name.
    pub privacy: String,
}

/// How many are on the roll and how many have taken part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnout {
    /// Who have taken part.
    pub taken_part: usize,
    /// Who may.
    pub on_roll: usize,
}

/// A survey as a visitor may see it.
#[derive(Clone, Debug)]
pub struct SurveyView {
    /// The survey.
    pub survey: Survey,
    /// Its definition.
    pub definition: Arc<Definition>,
    /// Is the visitor on the roll, and has she taken part? Nothing when she is not on it.
    pub taken_part: Option<bool>,
}

/// An answer that was taken in.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The survey's definition.
    pub definition: Arc<Definition>,
    /// The code that finds it again.
    pub receipt: Secret,
    /// Did it change an earlier one?
    pub changed: bool,
}

/// What a receipt finds.
#[derive(Clone, Debug)]
pub struct ReceiptView {
    /// The survey.
    pub survey: Survey,
    /// Its definition.
    pub definition: Arc<Definition>,
    /// The answers, as form fields.
    pub raw: RawAnswers,
    /// What was answered.
    pub response: Response,
}

/// What came of a closed survey, as everybody may see it.
#[derive(Clone, Debug)]
pub struct Results {
    /// The figures, under the privacy floor.
    pub report: Published,
    /// What people wrote to each text question, in alphabetical order.
    pub comments: Vec<(Code, Vec<String>)>,
    /// How many responses there are.
    pub n: usize,
}

impl Results {
    /// The figures, if enough people answered to show any.
    pub fn figures(&self) -> Option<&PublishedReport> {
        match &self.report {
            Published::Report(report) => Some(report),
            Published::TooFew { .. } => None,
        }
    }
}

impl App {
    /// The template files.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Every survey, the newest first.
    pub(crate) async fn all_surveys(&self) -> Result<Vec<Survey>, AppError> {
        let mut all: Vec<Survey> = self
            .load_all(SURVEYS, "")
            .await?
            .into_iter()
            .map(|(_, _, survey)| survey)
            .collect();
        all.sort_by(|a, b| (b.created, &a.slug).cmp(&(a.created, &b.slug)));
        Ok(all)
    }

    /// The surveys a member may see, the newest first: drafts are for facilitators.
    pub async fn surveys(&self, visitor: &Visitor) -> Result<Vec<SurveyView>, AppError> {
        let member = visitor.must_be(Role::Member)?;
        let mut views = Vec::new();
        for survey in self.all_surveys().await? {
            if survey.state == State::Draft && member.role < Role::Facilitator {
                continue;
            }
            views.push(self.view_of(visitor, survey).await?);
        }
        Ok(views)
    }

    /// One survey as the visitor may see it.
    pub async fn survey(&self, visitor: &Visitor, slug: &Slug) -> Result<SurveyView, AppError> {
        let (_, survey) = self.stored_survey(slug).await?;
        may_see(visitor, &survey)?;
        self.view_of(visitor, survey).await
    }

    /// Makes a draft from a template.
    pub async fn create_survey(
        &self,
        visitor: &Visitor,
        form: &NewSurvey,
    ) -> Result<Survey, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let mut check = Check::default();
        let template = self.templates.get(&form.template);
        if template.is_none() {
            check.fault("template", "choose a template from the list");
        }
        let title = check.optional_line("title", &form.title, 120);
        let privacy = check.one_of("privacy", &form.privacy, &Privacy::ALL, Privacy::name);
        check.done(())?;
        let (Some(template), Some(privacy)) = (template, privacy) else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let title = if title.is_empty() {
            template.definition.title.clone()
        } else {
            Text::plain(title)
        };
        let survey = Survey {
            slug: self.free_slug(SURVEYS, title.get(&Lang::english())).await?,
            title,
            privacy,
            state: State::Draft,
            created: self.now(),
            opened: None,
            closed: None,
            open_link: None,
            import: None,
        };
        let batch = Batch::new()
            .insert(SURVEYS, survey.slug.as_str(), &survey)
            .put(DEFINITIONS, survey.slug.as_str(), &template.text);
        self.store.commit(batch).await?;
        Ok(survey)
    }

    /// Throws a draft away.
    pub async fn delete_survey(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, _) = self.draft_survey(slug).await?;
        let mut batch = Batch::new().delete(SURVEYS, slug.as_str(), version);
        if let Some(definition) = self.store.get(DEFINITIONS, slug.as_str()).await? {
            batch = batch.delete(DEFINITIONS, slug.as_str(), definition.version);
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Opens a draft: its definition and privacy are frozen, every member is put on the roll.
    pub async fn open_survey(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut survey) = self.draft_survey(slug).await?;
        survey.state = State::Open;
        survey.opened = Some(self.now());
        let mut batch = Batch::new().replace(SURVEYS, slug.as_str(), version, &survey);
        for (id, _, _) in self.load_all::<Member>(MEMBERS, "").await? {
            batch = batch.insert(ROLL, format!("s/{slug}/{id}"), &RollEntry::default());
        }
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Lets anybody with a link answer, once for each browser; or takes that back.
    pub async fn set_open_link(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        wanted: bool,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut survey) = self.stored_survey(slug).await?;
        if survey.state == State::Closed {
            return Err(Hindrance::Closed.into());
        }
        survey.open_link = wanted.then(|| Secret::link().reveal().to_owned());
        self.store
            .commit(Batch::new().replace(SURVEYS, slug.as_str(), version, &survey))
            .await?;
        Ok(())
    }

    /// The survey that an open link leads to.
    pub async fn by_open_link(&self, slug: &Slug, secret: &str) -> Result<Survey, AppError> {
        let (_, survey) = self.stored_survey(slug).await?;
        let fits = survey.open_link.as_deref().is_some_and(|link| {
            subtle::ConstantTimeEq::ct_eq(link.as_bytes(), secret.as_bytes()).into()
        });
        if fits {
            Ok(survey)
        } else {
            Err(AppError::NotFound("link, or it has been taken back"))
        }
    }

    /// Begins a guest's session by the open link of a survey.
    pub async fn enter_by_open_link(&self, slug: &Slug, secret: &str) -> Result<Secret, AppError> {
        let survey = self.by_open_link(slug, secret).await?;
        open_for_answers(survey.state)?;
        self.welcome_guest(slug).await
    }

    /// Closes an open survey; where answers are not named, what tells their order of arrival is dropped.
    pub async fn close_survey(&self, visitor: &Visitor, slug: &Slug) -> Result<(), AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (version, mut survey) = self.stored_survey(slug).await?;
        open_for_answers(survey.state)?;
        survey.state = State::Closed;
        survey.closed = Some(self.now());
        let batch = Batch::new().replace(SURVEYS, slug.as_str(), version, &survey);
        self.store
            .commit(Self::to_forget(batch, survey.privacy))
            .await?;
        self.finish_chores_or_log().await;
        Ok(())
    }

    /// How many have taken part.
    pub async fn survey_turnout(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<Turnout, AppError> {
        visitor.must_be(Role::Facilitator)?;
        let (taken_part, on_roll) = self.taken_part(&format!("s/{slug}/")).await?;
        Ok(Turnout {
            taken_part,
            on_roll,
        })
    }

    /// The choices that come from the register of organisations.
    pub async fn organisation_choices(
        &self,
        definition: &Definition,
    ) -> Result<Vec<Choice>, AppError> {
        let asks = definition.questions().any(|question| {
            matches!(
                question.kind,
                Kind::Single {
                    choices_from: Some(_),
                    ..
                }
            )
        });
        if !asks {
            return Ok(Vec::new());
        }
        let organisations = self.organisations().await?;
        Ok(organisations
            .iter()
            .filter_map(|organisation| {
                let code = Code::parse(&organisation.id.to_string().to_ascii_lowercase()).ok()?;
                let label = Text::plain(organisation.name.clone());
                Some(Choice {
                    code,
                    label,
                    exclusive: false,
                    value: None,
                })
            })
            .collect())
    }

    /// Takes in a filled-in form, durably, and marks the roll in the same batch.
    ///
    /// The receipt is drawn when the form is shown, so a form that is sent twice is taken in once.
    /// With the receipt of an earlier answer, that answer is changed.
    pub async fn submit(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        raw: &RawAnswers,
        language: &Lang,
        receipt: &Secret,
    ) -> Result<Submission, AppError> {
        let (mut survey_version, mut survey) = self.stored_survey(slug).await?;
        may_see(visitor, &survey)?;
        let definition = self.definition_of(&survey).await?;
        let choices = self.organisation_choices(&definition).await?;
        let parsed = survey::parse(&definition, raw, Scope::All, Register::Known(&choices));
        if !parsed.errors.is_empty() {
            return Err(AppError::Answers(parsed.errors));
        }
        for _ in 0..MAX_TRIES {
            open_for_answers(survey.state)?;
            let response = Response {
                answers: parsed.answers.clone(),
                language: language.clone(),
                submitted_on: self.now().day(),
                channel: visitor.member().map_or(Channel::Open, |_| Channel::Invited),
                organisation: match survey.privacy {
                    Privacy::Anonymous => None,
                    Privacy::Confidential | Privacy::Named => {
                        visitor.member().and_then(|member| member.organisation)
                    }
                },
                member: match survey.privacy {
                    Privacy::Anonymous | Privacy::Confidential => None,
                    Privacy::Named => visitor.member().map(|member| member.id),
                },
                proof: receipt.derived(&visitor.on_roll()),
            };
            let roll = self.roll_line(visitor, &survey).await?;
            let place = self
                .place::<Response>(RESPONSES, slug.as_str(), survey.privacy, &roll, receipt)
                .await?;
            let changed = place.replaced.is_some();
            if place.holds_the_same(&response) {
                // A form that was sent twice.
                return Ok(Submission {
                    definition,
                    receipt: receipt.clone(),
                    changed: false,
                });
            }
            let batch = place.write(&roll, survey.privacy, &response).require(
                SURVEYS,
                slug.as_str(),
                Demand::Version(survey_version),
            );
            match self.store.commit(batch).await {
                Ok(()) => {
                    return Ok(Submission {
                        definition,
                        receipt: receipt.clone(),
                        changed,
                    });
                }
                Err(StoreError::Conflict { .. }) => {
                    (survey_version, survey) = self.stored_survey(slug).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::ChangedMeanwhile)
    }

    /// What a receipt finds.
    pub async fn by_receipt(&self, slug: &Slug, receipt: &Secret) -> Result<ReceiptView, AppError> {
        let (_, survey) = self.stored_survey(slug).await?;
        let key = format!("{slug}/{}", receipt.hash());
        let (_, response) = self
            .load::<Response>(RESPONSES, &key)
            .await?
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))?;
        let definition = self.definition_of(&survey).await?;
        let raw = survey::raw(&definition, &response.answers);
        Ok(ReceiptView {
            survey,
            definition,
            raw,
            response,
        })
    }

    /// Takes an answer back, by its receipt, so that the visitor may answer anew.
    pub async fn withdraw(
        &self,
        visitor: &Visitor,
        slug: &Slug,
        receipt: &Secret,
    ) -> Result<(), AppError> {
        let (survey_version, survey) = self.stored_survey(slug).await?;
        open_for_answers(survey.state)?;
        let roll = self.roll_line(visitor, &survey).await?;
        let batch = self
            .own_by_receipt::<Response>(RESPONSES, slug.as_str(), &roll, receipt)
            .await?
            .take_back(roll)?
            .require(SURVEYS, slug.as_str(), Demand::Version(survey_version));
        self.store.commit(batch).await?;
        Ok(())
    }

    /// What came of a closed survey.
    pub async fn results(
        &self,
        visitor: &Visitor,
        slug: &Slug,
    ) -> Result<(SurveyView, Arc<Results>), AppError> {
        visitor.must_be(Role::Member)?;
        let view = self.survey(visitor, slug).await?;
        match view.survey.state {
            State::Draft => return Err(Hindrance::NotOpenYet.into()),
            State::Open => return Err(Hindrance::StillOpen.into()),
            State::Closed => {}
        }
        let key = (slug.clone(), view.survey.created);
        if let Some(results) = kept(&self.results, &key) {
            return Ok((view, results));
        }
        let responses = self.responses(slug).await?;
        let is_public = view
            .survey
            .import
            .as_ref()
            .is_some_and(|import| import.public);
        let k = if is_public { 0 } else { self.k().await? };
        let results = work_out(&view.definition, &responses, k);
        Ok((view, keep(&self.results, key, results)))
    }

    /// Every response to a survey, in the order of their random keys.
    pub(crate) async fn responses(&self, slug: &Slug) -> Result<Vec<Response>, AppError> {
        let all = self.load_all(RESPONSES, &format!("{slug}/")).await?;
        Ok(all.into_iter().map(|(_, _, response)| response).collect())
    }

    /// A survey's frozen definition, read once.
    pub(crate) async fn definition_of(&self, survey: &Survey) -> Result<Arc<Definition>, AppError> {
        let key = (survey.slug.clone(), survey.created);
        if let Some(definition) = kept(&self.definitions, &key) {
            return Ok(definition);
        }
        let (_, text) = self
            .load::<String>(DEFINITIONS, survey.slug.as_str())
            .await?
            .ok_or_else(|| {
                AppError::Unfit(format!("survey `{}` has lost its definition", survey.slug))
            })?;
        let definition = survey::read(&text).map_err(|faults| {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            AppError::Unfit(format!(
                "the definition of survey `{}`: {first}",
                survey.slug
            ))
        })?;
        Ok(keep(&self.definitions, key, definition))
    }

    /// The survey `slug` with its version.
    pub(crate) async fn stored_survey(&self, slug: &Slug) -> Result<(u64, Survey), AppError> {
        self.load(SURVEYS, slug.as_str())
            .await?
            .ok_or(AppError::NotFound("survey"))
    }

    /// A slug made from `title` that nothing in `collection` has yet.
    pub(crate) async fn free_slug(
        &self,
        collection: crate::store::Collection,
        title: &str,
    ) -> Result<Slug, AppError> {
        let base = Slug::from_title(title);
        let mut slug = base.clone();
        for n in 2..10_000 {
            if self.store.get(collection, slug.as_str()).await?.is_none() {
                break;
            }
            slug = base.numbered(n);
        }
        Ok(slug)
    }

    pub(crate) async fn draft_survey(&self, slug: &Slug) -> Result<(u64, Survey), AppError> {
        let (version, survey) = self.stored_survey(slug).await?;
        if survey.state == State::Draft {
            Ok((version, survey))
        } else {
            Err(Hindrance::NotADraft.into())
        }
    }

    async fn view_of(&self, visitor: &Visitor, survey: Survey) -> Result<SurveyView, AppError> {
        let key = format!("s/{}/{}", survey.slug, visitor.on_roll());
        let entry = self
            .load::<RollEntry>(ROLL, &key)
            .await?
            .map(|(_, entry)| entry.taken_part);
        let taken_part = match visitor.who {
            Who::Member(_) => entry,
            Who::Guest { .. } => Some(entry.unwrap_or(false)),
        };
        let definition = self.definition_of(&survey).await?;
        Ok(SurveyView {
            survey,
            definition,
            taken_part,
        })
    }

    async fn roll_line(&self, visitor: &Visitor, survey: &Survey) -> Result<RollLine, AppError> {
        let may_join = match &visitor.who {
            Who::Member(_) => false,
            Who::Guest { survey: theirs, .. } => {
                *theirs == survey.slug && survey.open_link.is_some()
            }
        };
        self.roll_line_at(&format!("s/{}", survey.slug), visitor, may_join)
            .await
    }
}

/// Members see what is opened, facilitators drafts too, guests the one survey they came for.
fn may_see(visitor: &Visitor, survey: &Survey) -> Result<(), AppError> {
    let is_opened = survey.state > State::Draft;
    let may = match &visitor.who {
        Who::Member(member) => is_opened || member.role >= Role::Facilitator,
        Who::Guest { survey: theirs, .. } => is_opened && *theirs == survey.slug,
    };
    may.then_some(()).ok_or(AppError::NotFound("survey"))
}

/// Answers are taken only while it is open.
pub fn open_for_answers(state: State) -> Result<(), AppError> {
    match state {
        State::Open => Ok(()),
        State::Draft => Err(Hindrance::NotOpenYet.into()),
        State::Closed => Err(Hindrance::Closed.into()),
    }
}

fn work_out(definition: &Definition, responses: &[Response], k: u32) -> Results {
    let report = analysis::analyze(
        definition,
        responses.iter().map(|response| &response.answers),
    );
    let k_people = usize::try_from(k).unwrap_or(usize::MAX);
    let comments = definition
        .questions()
        .filter(|question| matches!(question.kind, Kind::Text { .. }))
        .map(|question| {
            let mut texts: Vec<String> = responses
                .iter()
                .filter_map(|response| match response.answers.get(&question.code) {
                    Some(Answer::Text(text)) => Some(text.clone()),
                    _ => None,
                })
                .collect();
            texts.sort();
            (question.code.clone(), texts)
        })
        .filter(|(_, texts)| texts.len() >= k_people)
        .collect();
    Results {
        report: analysis::publish(&report, u64::from(k)),
        comments,
        n: responses.len(),
    }
}
