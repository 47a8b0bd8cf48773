//! A lifelike coalition, filled through the use-cases as people would fill it.

mod boards;
mod panels;

use std::collections::{BTreeMap, BTreeSet};

use crate::app::error::AppError;
use crate::app::goals::GoalDraftForm;
use crate::app::paper::Paper;
use crate::app::people::NewMembers;
use crate::app::round_options::RoundSource;
use crate::app::round_rules::{RulesForm, cost_field};
use crate::app::rounds::NewRound;
use crate::app::secret::Secret;
use crate::app::surveys::NewSurvey;
use crate::app::visitors::{Setup, Visitor};
use crate::app::{App, BALLOT_QUESTION, Given, ProposalForm, RuleForm, StanceForm};
use crate::goals::{CheckInForm, GoalForm};
use crate::model::answers::{BestWorst, ImpSat, Rating};
use crate::model::definition::{Choice, Scale};
use crate::model::random::Random;
use crate::model::{Answer, Answers, Code, Definition, Kind, Lang, Question, Slug};
use crate::survey;

/// The personal links to look around with.
#[derive(Clone, Debug)]
pub struct DemoLinks {
    /// A member who has an open survey and an open round before her.
    pub member: Secret,
    /// A facilitator.
    pub facilitator: Secret,
    /// The organiser.
    pub organiser: Secret,
}

const ORGANISATIONS: [(&str, &str, &str); 6] = [
    ("Riverside Tenants' Union", "Tenants' group", "Grace Okafor"),
    ("Hospital Workers Local 412", "Union", "Darnell Price"),
    ("St. Brigid's Parish", "Congregation", "Maureen Doyle"),
    ("Eastside Youth Club", "Club", "Linh Tran"),
    ("Mercado Vendors' Association", "Traders", "Rosa Ibáñez"),
    ("Friends of the River", "Environment", "Jonas Lindqvist"),
];

const FIRST_NAMES: [&str; 30] = [
    "Amina", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Gloria", "Hank", "Ines", "Jamal",
    "Keiko", "Luis", "Mara", "Nadia", "Omar", "Paula", "Quentin", "Ruth", "Samuel", "Teresa",
    "Ursula", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoe", "Andre", "Bettina", "Cyrus", "Dolores",
];

const LAST_NAMES: [&str; 11] = [
    "Adams",
    "Bello",
    "Cruz",
    "Dunn",
    "Eze",
    "Fischer",
    "Garza",
    "Huang",
    "Ito",
    "Jovanovic",
    "Kelly",
];

/// How much each need is felt, from 0 to 1, by its place in the template.
const FELT: [f64; 12] = [
    0.95, 0.5, 0.75, 0.35, 0.6, 0.3, 0.85, 0.25, 0.45, 0.55, 0.2, 0.4,
];

/// Fills an empty store; `days_ago` sets the application's clock back by so many days.
pub async fn fill(app: &App, days_ago: impl Fn(i64)) -> Result<DemoLinks, AppError> {
    let mut chance = Chance(Random::new(0x0c0a_1170, 0));
    days_ago(150);
    let setup = app
        .setup_link()
        .await?
        .ok_or(AppError::NotFound("empty store"))?;
    let form = Setup {
        coalition: "Riverside Together".to_owned(),
        name: "Grace Okafor".to_owned(),
        language: "en".to_owned(),
        k: "5".to_owned(),
    };
    let session = app.set_up(&setup, &form).await?;
    let grace = visitor(app, &session).await?;
    let crowd = Crowd::gather(app, &grace).await?;

    days_ago(140);
    let values = closed_survey(
        app,
        &crowd,
        &mut chance,
        "values_assessment",
        "anonymous",
        130,
        &days_ago,
    )
    .await?;
    days_ago(120);
    let needs = closed_survey(
        app,
        &crowd,
        &mut chance,
        "needs_analysis",
        "anonymous",
        100,
        &days_ago,
    )
    .await?;
    tracing::debug!(values = %values, needs = %needs, "filled the closed surveys");

    days_ago(95);
    let round = app
        .create_round(
            &crowd.facilitator,
            &NewRound {
                title: "What do we work on first?".to_owned(),
                question: "These needs came out on top of our survey. Rank them: what should we take on first?".to_owned(),
                method: "irv".to_owned(),
                privacy: "anonymous".to_owned(),
                source: RoundSource::TopNeeds { survey: needs, n: "6".to_owned() },
            },
        )
        .await?;
    app.open_round(&crowd.facilitator, &round.slug).await?;
    vote(app, &crowd, &mut chance, &round.slug, 47).await?;
    days_ago(85);
    app.close_round(&crowd.facilitator, &round.slug).await?;
    follow_goals(app, &grace, &round.slug, &days_ago).await?;

    boards::river_front(app, &crowd, &mut chance, &days_ago).await?;
    panels::fill(app, &crowd.facilitator, &crowd.members, &days_ago).await?;
    spend_the_fund(app, &crowd, &days_ago).await?;

    days_ago(6);
    boards::assemblies(app, &crowd, &mut chance).await?;
    let pulse = survey_from(app, &crowd, "pulse", "anonymous").await?;
    app.open_survey(&crowd.facilitator, &pulse).await?;
    respond(app, &crowd, &mut chance, &pulse, 21).await?;
    let assembly = app
        .create_round(
            &crowd.facilitator,
            &NewRound {
                title: "Where do we hold the spring assembly?".to_owned(),
                question: "All four places are free on the second Saturday of April and have step-free access.".to_owned(),
                method: "schulze".to_owned(),
                privacy: "anonymous".to_owned(),
                source: RoundSource::Typed(
                    "St. Brigid's parish hall\nEastside Youth Club\nUnion hall of Local 412\nMarket square, if it is dry".to_owned(),
                ),
            },
        )
        .await?;
    app.open_round(&crowd.facilitator, &assembly.slug).await?;
    vote(app, &crowd, &mut chance, &assembly.slug, 18).await?;
    proposals(app, &crowd, &days_ago).await?;
    days_ago(0);
    crowd.links(app, &grace).await
}

/// A decision that took two rounds, and a proposal that is open.
async fn proposals(app: &App, crowd: &Crowd, days_ago: &impl Fn(i64)) -> Result<(), AppError> {
    days_ago(70);
    let form = ProposalForm {
        title: "How we sign in the coalition's name".to_owned(),
        text: "Letters and statements go out in the name of Riverside Together once two organisations have signed them.\n\nThe text is sent to all six the day before.".to_owned(),
        privacy: "anonymous".to_owned(),
        scale: "consent".to_owned(),
        ..ProposalForm::default()
    };
    let signing = app.create_proposal(&crowd.facilitator, &form).await?.slug;
    app.open_proposal(&crowd.facilitator, &signing).await?;
    let objections = [
        "One day is too short: our board meets on Thursdays and would never see it in time.",
        "With two of six signing, four can find themselves bound by what they oppose.",
    ];
    take_stances(app, crowd, &signing, 39, |idx| match objections.get(idx) {
        Some(reason) => ("objection", reason, ""),
        None => ("consent", "", ""),
    })
    .await?;
    days_ago(63);
    let review_on = app.now().day().plus_days(180).to_string();
    app.close_proposal(&crowd.facilitator, &signing, &review_on)
        .await?;
    app.amend_proposal(&crowd.facilitator, &signing).await?;
    let form = ProposalForm {
        text: "Letters and statements go out in the name of Riverside Together once four organisations have signed them and none has objected.\n\nThe text is sent to all six a week before.".to_owned(),
        change: "Four signatures instead of two, a veto for each organisation, and a week instead of a day, as the two objections asked.".to_owned(),
        ..form
    };
    app.edit_proposal(&crowd.facilitator, &signing, &form)
        .await?;
    app.open_proposal(&crowd.facilitator, &signing).await?;
    take_stances(app, crowd, &signing, 44, |idx| match idx {
        0 | 1 => ("consent", "", "yes"),
        _ => ("consent", "", ""),
    })
    .await?;
    days_ago(55);
    app.close_proposal(&crowd.facilitator, &signing, &review_on)
        .await?;

    days_ago(4);
    let open = ProposalForm {
        title: "Childcare at every meeting".to_owned(),
        text: "Whoever calls a meeting of more than ten people sees to it that there is childcare. The joint fund pays for it, up to 60 a meeting.".to_owned(),
        privacy: "confidential".to_owned(),
        scale: "gradients".to_owned(),
        rule: RuleForm {
            each: "yes".to_owned(),
            ..RuleForm::default()
        },
        ..ProposalForm::default()
    };
    let open = app.create_proposal(&crowd.facilitator, &open).await?.slug;
    app.open_proposal(&crowd.facilitator, &open).await?;
    take_stances(app, crowd, &open, 17, |idx| match idx % 5 {
        0 => ("minor_point", "Say who looks for the carers.", ""),
        1 => (
            "with_reservations",
            "60 will not be enough in the evening.",
            "",
        ),
        _ => ("endorsement", "", ""),
    })
    .await
}

/// The first so many members say where they stand: level, reason, and whether an earlier objection is resolved.
async fn take_stances(
    app: &App,
    crowd: &Crowd,
    slug: &Slug,
    n: usize,
    says: impl Fn(usize) -> (&'static str, &'static str, &'static str),
) -> Result<(), AppError> {
    for (idx, member) in crowd.members.iter().enumerate().take(n) {
        let view = app.proposal(member, slug).await?;
        let (number, round) = view.latest();
        let (stance, reason, resolved) = says(idx);
        let form = StanceForm {
            stance: stance.to_owned(),
            reason: reason.to_owned(),
            resolved: resolved.to_owned(),
            ..StanceForm::default()
        };
        let given = Given::parse(round, &form)
            .map_err(|problems| AppError::Unfit(format!("{problems:?}")))?;
        app.take_stance(member, slug, number, &given, &Secret::receipt())
            .await?;
    }
    Ok(())
}

/// The members, each signed in.
struct Crowd {
    facilitator: Visitor,
    members: Vec<Visitor>,
}

impl Crowd {
    async fn gather(app: &App, grace: &Visitor) -> Result<Self, AppError> {
        let mut members = Vec::new();
        let mut facilitator = None;
        for (at, (name, sector, contact)) in ORGANISATIONS.iter().enumerate() {
            let organisation = app.add_organisation(grace, name, sector, contact).await?;
            let names: Vec<String> = (0..10)
                .map(|idx| {
                    let first = FIRST_NAMES[(at * 10 + idx) % FIRST_NAMES.len()];
                    let last = LAST_NAMES[(at * 7 + idx * 3) % LAST_NAMES.len()];
                    format!("{first} {last}")
                })
                .collect();
            let form = |names: &[String], role: &str| NewMembers {
                names: names.join("\n"),
                organisation: organisation.id.to_string(),
                role: role.to_owned(),
            };
            // The first two organisations have a facilitator each.
            let (leads, rest) = names.split_at(usize::from(at < 2));
            if !leads.is_empty() {
                for invited in app.add_members(grace, &form(leads, "facilitator")).await? {
                    let session = app.sign_in(&invited.secret).await?;
                    facilitator = Some(visitor(app, &session).await?);
                }
            }
            for invited in app.add_members(grace, &form(rest, "member")).await? {
                let session = app.sign_in(&invited.secret).await?;
                members.push(visitor(app, &session).await?);
            }
        }
        let facilitator = facilitator.ok_or(AppError::NotFound("facilitator"))?;
        Ok(Self {
            facilitator,
            members,
        })
    }

    /// Fresh links for a member who has not taken part yet, the facilitator and the organiser.
    async fn links(&self, app: &App, grace: &Visitor) -> Result<DemoLinks, AppError> {
        let link = async |of: &Visitor| {
            let id = of.member().ok_or(AppError::NotFound("member"))?.id;
            Ok::<Secret, AppError>(app.renew_link(grace, id).await?.secret)
        };
        let member = self.members.last().ok_or(AppError::NotFound("member"))?;
        Ok(DemoLinks {
            member: link(member).await?,
            facilitator: link(&self.facilitator).await?,
            organiser: link(grace).await?,
        })
    }
}

async fn visitor(app: &App, session: &Secret) -> Result<Visitor, AppError> {
    app.visitor(session).await?.ok_or(AppError::SignInNeeded)
}

async fn survey_from(
    app: &App,
    crowd: &Crowd,
    template: &str,
    privacy: &str,
) -> Result<Slug, AppError> {
    let form = NewSurvey {
        template: template.to_owned(),
        title: String::new(),
        privacy: privacy.to_owned(),
    };
    Ok(app.create_survey(&crowd.facilitator, &form).await?.slug)
}

async fn closed_survey(
    app: &App,
    crowd: &Crowd,
    chance: &mut Chance,
    template: &str,
    privacy: &str,
    closed_days_ago: i64,
    days_ago: &impl Fn(i64),
) -> Result<Slug, AppError> {
    let slug = survey_from(app, crowd, template, privacy).await?;
    app.open_survey(&crowd.facilitator, &slug).await?;
    respond(app, crowd, chance, &slug, 51).await?;
    days_ago(closed_days_ago);
    app.close_survey(&crowd.facilitator, &slug).await?;
    Ok(slug)
}

async fn respond(
    app: &App,
    crowd: &Crowd,
    chance: &mut Chance,
    slug: &Slug,
    n: usize,
) -> Result<(), AppError> {
    for member in crowd.members.iter().take(n) {
        let definition = app.survey(member, slug).await?.definition;
        let register = app.organisation_choices(&definition).await?;
        let answers = answers(&definition, &register, chance);
        let raw = survey::raw(&definition, &answers);
        app.submit(member, slug, &raw, &Lang::english(), &Secret::receipt())
            .await?;
    }
    Ok(())
}

async fn vote(
    app: &App,
    crowd: &Crowd,
    chance: &mut Chance,
    slug: &Slug,
    n: usize,
) -> Result<(), AppError> {
    for member in crowd.members.iter().take(n) {
        let round = app.round(member, slug).await?.round;
        let codes: Vec<Code> = round
            .options
            .iter()
            .map(|option| option.code.clone())
            .collect();
        let n_ranked = 2 + chance.below(codes.len() - 1);
        let ranking = chance.ranking(&codes, n_ranked);
        let definition = round.as_definition()?;
        let question =
            Code::parse(BALLOT_QUESTION).map_err(|error| AppError::Unfit(error.to_string()))?;
        let raw = survey::raw(
            &definition,
            &BTreeMap::from([(question, Answer::Ranking(ranking))]),
        );
        app.cast(member, slug, &raw, &Secret::receipt()).await?;
    }
    Ok(())
}

/// What the joint fund could pay for, and what it costs.
const PROJECTS: [(&str, &str, f64); 7] = [
    ("Legal aid day for tenants, every month", "3600", 0.8),
    ("Bus shelter benches on Mill Road", "2400", 0.55),
    ("Summer reading club at the Eastside", "1500", 0.6),
    ("Free stall week for new vendors", "1200", 0.35),
    ("River bank clean-up with lunch", "800", 0.5),
    ("Interpreters at the clinic on Fridays", "2900", 0.65),
    ("Loudspeakers for the assembly hall", "4200", 0.3),
];

/// A budget spent by equal shares: members tick what they would pay for.
async fn spend_the_fund(app: &App, crowd: &Crowd, days_ago: &impl Fn(i64)) -> Result<(), AppError> {
    let mut chance = Chance(Random::new(0x0f0d_8000, 0));
    days_ago(40);
    let lead = &crowd.facilitator;
    let names: Vec<&str> = PROJECTS.iter().map(|(name, _, _)| *name).collect();
    let form = NewRound {
        title: "What does the joint fund pay for?".to_owned(),
        question: "The fund holds 8,000 this year. Tick every project that you would pay for."
            .to_owned(),
        method: "equal-shares".to_owned(),
        privacy: "confidential".to_owned(),
        source: RoundSource::Typed(names.join("\n")),
    };
    let round = app.create_round(lead, &form).await?;
    let mut rules = RulesForm::default();
    rules.0.insert("budget".to_owned(), "8000".to_owned());
    rules.0.insert("satisfaction".to_owned(), "cost".to_owned());
    for (option, (_, cost, _)) in round.options.iter().zip(PROJECTS) {
        rules.0.insert(cost_field(&option.code), cost.to_owned());
    }
    app.set_rules(lead, &round.slug, &rules).await?;
    app.open_round(lead, &round.slug).await?;
    // Every sixth member stays away, so that each organisation has voters enough to be shown.
    let voters = crowd
        .members
        .iter()
        .enumerate()
        .filter(|(nth, _)| nth % 6 != 5);
    for (_, member) in voters {
        let projects = round.options.iter().zip(PROJECTS);
        let picked = projects.filter(|(_, (_, _, liked))| chance.share() < *liked);
        let picked = picked.map(|(option, _)| option.code.clone()).collect();
        let raw = Paper::Approves(picked).fields(&round)?;
        app.cast(member, &round.slug, &raw, &Secret::receipt())
            .await?;
    }
    days_ago(30);
    app.close_round(lead, &round.slug).await
}

async fn follow_goals(
    app: &App,
    grace: &Visitor,
    round: &Slug,
    days_ago: &impl Fn(i64),
) -> Result<(), AppError> {
    let lang = Lang::english();
    days_ago(80);
    let due = app.now().day().plus_days(560);
    let ids = app
        .draft_goals(
            grace,
            &GoalDraftForm {
                round: Some(round.clone()),
                survey: None,
                decision: None,
                n: "3".to_owned(),
                population: "members of our six organisations".to_owned(),
                population_size: "1240".to_owned(),
                due: due.to_string(),
            },
        )
        .await?;
    let owners = ["Amina Adams, Tenants' Union", "Darnell Price, Local 412"];
    let resources = [
        "Two organisers for one day a week; the parish hall on Thursdays",
        "Volunteer hours of Local 412; 900 from the joint fund",
    ];
    let news = [
        [
            "First meeting with the city's housing office; three buildings will be inspected.",
            "Inspections done in two of three buildings; the third refused entry.",
        ],
        [
            "Counted who comes by bus: 61 of 140 shift workers.",
            "The night line is in the draft of the transit plan.",
        ],
    ];
    for (idx, id) in ids.iter().enumerate().take(owners.len()) {
        let view = app.goal(grace, *id).await?;
        let mut form = GoalForm::of(&view.goal, &lang);
        owners[idx].clone_into(&mut form.owner);
        resources[idx].clone_into(&mut form.resources);
        "monthly".clone_into(&mut form.review);
        form.milestones = format!("{} First public meeting", app.now().day().plus_days(45));
        app.edit_goal(grace, *id, &form, &lang).await?;
        days_ago(75);
        app.adopt_goal(grace, *id, &lang).await?;
        for (nth, note) in news[idx].iter().enumerate() {
            days_ago(if nth == 0 { 45 } else { 14 });
            let check_in = CheckInForm {
                day: app.now().day().to_string(),
                note: (*note).to_owned(),
                ..CheckInForm::default()
            };
            app.check_in(grace, *id, &check_in, &lang).await?;
        }
        days_ago(80);
    }
    Ok(())
}

/// A plausible answer to every question.
fn answers(definition: &Definition, register: &[Choice], chance: &mut Chance) -> Answers {
    let mut answers = Answers::new();
    for question in definition.questions() {
        if let Some(answer) = answer(question, register, chance) {
            answers.insert(question.code.clone(), answer);
        }
    }
    answers
}

#[allow(clippy::too_many_lines, reason = "one arm for each kind of question")]
fn answer(question: &Question, register: &[Choice], chance: &mut Chance) -> Option<Answer> {
    if !question.required && chance.share() < 0.2 {
        return None;
    }
    Some(match &question.kind {
        Kind::Single {
            choices,
            choices_from,
            ..
        } => {
            let choices = if choices_from.is_some() {
                register
            } else {
                choices
            };
            let at = chance
                .below(choices.len().max(1))
                .min(chance.below(choices.len().max(1)) + 1);
            Answer::Choice(choices.get(at).or_else(|| choices.first())?.code.clone())
        }
        Kind::Multiple { choices, max, .. } => {
            let most = max
                .map_or(choices.len(), |max| usize::try_from(max).unwrap_or(1))
                .clamp(1, 3);
            let chosen: BTreeSet<Code> = choices
                .iter()
                .filter(|choice| !choice.exclusive)
                .map(|choice| choice.code.clone())
                .skip(chance.below(choices.len().max(1)))
                .take(most)
                .collect();
            Answer::Choices {
                chosen: if chosen.is_empty() {
                    return None;
                } else {
                    chosen
                },
                other: None,
            }
        }
        Kind::Scale { scale, .. } => Answer::Rating(chance.point(scale, 0.65)),
        Kind::Matrix {
            items,
            scale,
            dont_know,
            ..
        } => Answer::Ratings(
            items
                .iter()
                .enumerate()
                .map(|(idx, item)| {
                    (
                        item.code.clone(),
                        chance.rating(scale, 1.0 - felt(idx), *dont_know),
                    )
                })
                .collect(),
        ),
        Kind::ImportanceSatisfaction {
            items,
            importance,
            satisfaction,
            dont_know,
            ..
        } => Answer::ImportanceSatisfaction(
            items
                .iter()
                .enumerate()
                .map(|(idx, item)| {
                    let both = ImpSat {
                        importance: Some(chance.rating(importance, felt(idx), false)),
                        satisfaction: Some(chance.rating(
                            satisfaction,
                            0.95 - felt(idx) * 0.8,
                            *dont_know,
                        )),
                    };
                    (item.code.clone(), both)
                })
                .collect(),
        ),
        Kind::Number { min, max, .. } => Answer::Number(min.or(*max).unwrap_or(1.0)),
        Kind::Text { .. } => Answer::Text(chance.remark().to_owned()),
        Kind::Date { min, max } => Answer::Date(min.or(*max)?),
        Kind::Ranking {
            choices, places, ..
        } => {
            let codes: Vec<Code> = choices.iter().map(|choice| choice.code.clone()).collect();
            let n = places.map_or(codes.len(), |places| usize::try_from(places).unwrap_or(1));
            Answer::Ranking(chance.ranking(&codes, n))
        }
        Kind::BestWorst { items, blocks, .. } => Answer::BestWorst(
            blocks
                .iter()
                .enumerate()
                .filter_map(|(idx, block)| {
                    let at = |code: &Code| {
                        items
                            .iter()
                            .position(|item| item.code == *code)
                            .unwrap_or(0)
                    };
                    let mut tastes: Vec<(f64, &Code)> = block
                        .iter()
                        .map(|code| (felt(at(code)) + chance.share() * 0.8, code))
                        .collect();
                    tastes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
                    let (best, worst) = (tastes.first()?.1.clone(), tastes.last()?.1.clone());
                    Some((
                        u16::try_from(idx).ok()?,
                        BestWorst {
                            best: Some(best),
                            worst: Some(worst),
                        },
                    ))
                })
                .collect(),
        ),
        Kind::Points { choices, total } => {
            Answer::Points(BTreeMap::from([(choices.first()?.code.clone(), *total)]))
        }
    })
}

fn felt(idx: usize) -> f64 {
    FELT[idx % FELT.len()]
}

/// What people of the demo do by chance.
struct Chance(Random);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0.below(n.max(1))
    }

    fn share(&mut self) -> f64 {
        self.0.unit()
    }

    /// A point of the scale, near `level` of the way up.
    fn point(&mut self, scale: &Scale, level: f64) -> i32 {
        let mood = (self.share() + self.share() - 1.0) * 0.55;
        let points: Vec<i32> = scale.points().collect();
        let steps = f64::from(scale.max - scale.min);
        let wanted = (level + mood).clamp(0.0, 1.0) * steps;
        let at = (0..points.len()).min_by(|a, b| {
            let distance = |idx: &usize| (f64::from(points[*idx] - scale.min) - wanted).abs();
            distance(a).total_cmp(&distance(b))
        });
        at.map_or(scale.min, |at| points[at])
    }

    fn rating(&mut self, scale: &Scale, level: f64, dont_know: bool) -> Rating {
        if dont_know && self.share() < 0.06 {
            Rating::DontKnow
        } else {
            Rating::Point(self.point(scale, level))
        }
    }

    /// The first `n` places of a ranking in which what is felt more tends to come first.
    fn ranking(&mut self, codes: &[Code], n: usize) -> Vec<Vec<Code>> {
        let mut tastes: Vec<(f64, &Code)> = codes
            .iter()
            .enumerate()
            .map(|(idx, code)| (felt(idx) * 0.4 + self.share(), code))
            .collect();
        tastes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        tastes
            .into_iter()
            .take(n)
            .map(|(_, code)| vec![code.clone()])
            .collect()
    }

    fn remark(&mut self) -> &'static str {
        const REMARKS: [&str; 8] = [
            "Nobody on my floor has had heat before November for three years.",
            "We listen first and answer after a night's sleep.",
            "When somebody is ill, somebody else takes the shift without being asked.",
            "The last bus leaves before the late shift ends.",
            "Meetings in two languages, and food.",
            "We say so when we were wrong, in the same room where we said it.",
            "More shade on the market square, please.",
            "Rents go up faster than anything we earn.",
        ];
        REMARKS[self.below(REMARKS.len())]
    }
}
