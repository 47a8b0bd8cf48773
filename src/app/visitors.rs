//! Who is asking: set-up, sign-in links and sessions.

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{
    COALITION, LINKS, MEMBERS, ROLL, SESSIONS, Session, SessionOf, SignInLink, THE_COALITION,
};
use crate::app::secret::{Secret, fresh_ulid, number_from};
use crate::model::{Coalition, Lang, Member, MemberId, Role, Slug};
use crate::store::{Batch, Demand};

/// For how many days a one-time link works.
const ONE_TIME_DAYS: i64 = 7;
/// For how many days a personal link works.
const PERSONAL_DAYS: i64 = 400;
/// For how many days a session lasts.
const SESSION_DAYS: i64 = 60;

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who.
    pub who: Who,
    /// Proves that a form came from one of our pages in this session.
    pub form_token: String,
}

/// Who a visitor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member.
    Member(Member),
    /// Somebody who came by the open link of one survey.
    Guest {
        /// Which survey.
        survey: Slug,
        /// The guest's name on the roll.
        ticket: String,
    },
}

impl Visitor {
    /// The member, if the visitor is one.
    pub fn member(&self) -> Option<&Member> {
        match &self.who {
            Who::Member(member) => Some(member),
            Who::Guest { .. } => None,
        }
    }

    /// Does the visitor's role reach `role`?
    pub fn is(&self, role: Role) -> bool {
        self.member().is_some_and(|member| member.role >= role)
    }

    /// The member, if the visitor is one whose role reaches `role`.
    pub fn must_be(&self, role: Role) -> Result<&Member, AppError> {
        self.member()
            .filter(|member| member.role >= role)
            .ok_or(AppError::Forbidden(role))
    }

    /// The seed of the order in which she sees the options of a round: the same whenever she looks.
    pub fn order_seed(&self, round: &Slug) -> u64 {
        number_from(&format!("{round}/{}", self.on_roll()))
    }

    /// The visitor's name on a roll.
    pub(crate) fn on_roll(&self) -> String {
        match &self.who {
            Who::Member(member) => member.id.to_string(),
            Who::Guest { ticket, .. } => format!("guest-{ticket}"),
        }
    }
}

/// What the set-up form asks.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The coalition's name.
    pub coalition: String,
    /// The first organiser's name.
    pub name: String,
    /// The language pages begin in.
    pub language: String,
    /// The privacy floor.
    pub k: String,
}

impl App {
    /// A one-time link for setting up the coalition, or none when that is done.
    pub async fn setup_link(&self) -> Result<Option<Secret>, AppError> {
        if self.coalition().await?.is_some() {
            return Ok(None);
        }
        let secret = Secret::link();
        let link = SignInLink {
            member: None,
            once: true,
            expires: self.now().plus_days(ONE_TIME_DAYS),
        };
        self.store
            .commit(Batch::new().insert(LINKS, secret.hash(), &link))
            .await?;
        Ok(Some(secret))
    }

    /// Is this the secret of a set-up link that still works?
    pub async fn may_set_up(&self, secret: &Secret) -> Result<(), AppError> {
        if self.coalition().await?.is_some() {
            return Err(Hindrance::AlreadySetUp.into());
        }
        self.working_link(secret).await.map(|_| ())
    }

    /// Founds the coalition with its first organiser, who is signed in.
    pub async fn set_up(&self, secret: &Secret, form: &Setup) -> Result<Secret, AppError> {
        self.may_set_up(secret).await?;
        let (link_version, _) = self.working_link(secret).await?;
        let mut check = Check::default();
        let name = check.line(
            "coalition",
            "what the coalition is called",
            &form.coalition,
            120,
        );
        let organiser_name = check.line("name", "your name", &form.name, 100);
        let language = Lang::parse(&form.language);
        if language.is_none() {
            check.fault("language", "choose a language from the list");
        }
        let k = form
            .k
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|k| (3..=50).contains(k));
        if k.is_none() {
            check.fault(
                "k",
                "write a whole number from 3 to 50; 5 suits most coalitions",
            );
        }
        check.done(())?;
        let (Some(language), Some(k)) = (language, k) else {
            return Err(AppError::Unfit("a checked form lost a field".to_owned()));
        };
        let now = self.now();
        let coalition = Coalition {
            name,
            k,
            language,
            founded: now,
        };
        let organiser = Member {
            id: MemberId(fresh_ulid(now)),
            name: organiser_name,
            organisation: None,
            role: Role::Organiser,
        };
        let session_secret = Secret::link();
        let batch = Batch::new()
            .delete(LINKS, secret.hash(), link_version)
            .insert(COALITION, THE_COALITION, &coalition)
            .insert(MEMBERS, organiser.id.to_string(), &organiser)
            .insert(
                SESSIONS,
                session_secret.hash(),
                &self.session_of(SessionOf::Member(organiser.id)),
            );
        self.store.commit(batch).await?;
        Ok(session_secret)
    }

    /// The member whom a sign-in link is for, without using it up.
    pub async fn link_is_for(&self, secret: &Secret) -> Result<Member, AppError> {
        let (_, link) = self.working_link(secret).await?;
        self.member_of_link(&link).await
    }

    /// Uses a sign-in link: the secret of a new session.
    pub async fn sign_in(&self, secret: &Secret) -> Result<Secret, AppError> {
        let (version, link) = self.working_link(secret).await?;
        let member = self.member_of_link(&link).await?;
        let session_secret = Secret::link();
        let mut batch = Batch::new().insert(
            SESSIONS,
            session_secret.hash(),
            &self.session_of(SessionOf::Member(member.id)),
        );
        batch = if link.once {
            batch.delete(LINKS, secret.hash(), version)
        } else {
            batch.require(LINKS, secret.hash(), Demand::Version(version))
        };
        self.store.commit(batch).await?;
        Ok(session_secret)
    }

    /// Ends a session.
    pub async fn sign_out(&self, session: &Secret) -> Result<(), AppError> {
        if let Some((version, _)) = self.load::<Session>(SESSIONS, &session.hash()).await? {
            self.store
                .commit(Batch::new().delete(SESSIONS, session.hash(), version))
                .await?;
        }
        Ok(())
    }

    /// Begins a session for somebody who came by the open link of `survey`.
    pub(crate) async fn welcome_guest(&self, survey: &Slug) -> Result<Secret, AppError> {
        let session_secret = Secret::link();
        let who = SessionOf::Guest {
            survey: survey.clone(),
            ticket: Secret::receipt().reveal().to_owned(),
        };
        let batch = Batch::new().insert(SESSIONS, session_secret.hash(), &self.session_of(who));
        self.store.commit(batch).await?;
        Ok(session_secret)
    }

    /// Who a session's secret belongs to, if it still lasts.
    pub async fn visitor(&self, session: &Secret) -> Result<Option<Visitor>, AppError> {
        let Some((_, stored)) = self.load::<Session>(SESSIONS, &session.hash()).await? else {
            return Ok(None);
        };
        if stored.expires < self.now() {
            return Ok(None);
        }
        let who = match stored.who {
            SessionOf::Guest { survey, ticket } => Who::Guest { survey, ticket },
            SessionOf::Member(id) => match self.load::<Member>(MEMBERS, &id.to_string()).await? {
                Some((_, member)) => Who::Member(member),
                None => return Ok(None),
            },
        };
        Ok(Some(Visitor {
            who,
            form_token: session.derived("form"),
        }))
    }

    /// A fresh one-time sign-in link for the organiser of that name, or the first organiser.
    pub async fn organiser_link(&self, name: Option<&str>) -> Result<(Member, Secret), AppError> {
        let members = self.load_all::<Member>(MEMBERS, "").await?;
        let member = members
            .into_iter()
            .map(|(_, _, member)| member)
            .find(|member| match name {
                Some(name) => member.name.eq_ignore_ascii_case(name),
                None => member.role == Role::Organiser,
            })
            .ok_or(AppError::NotFound("member"))?;
        let secret = Secret::link();
        let link = SignInLink {
            member: Some(member.id),
            once: true,
            expires: self.now().plus_days(ONE_TIME_DAYS),
        };
        self.store
            .commit(Batch::new().insert(LINKS, secret.hash(), &link))
            .await?;
        Ok((member, secret))
    }

    /// The first organiser, as whom the operator of the server acts on the command line.
    pub async fn operator(&self) -> Result<Visitor, AppError> {
        let members = self.load_all::<Member>(MEMBERS, "").await?;
        let organiser = members
            .into_iter()
            .map(|(_, _, member)| member)
            .find(|member| member.role == Role::Organiser);
        let who = Who::Member(organiser.ok_or(AppError::NotFound("organiser"))?);
        Ok(Visitor {
            who,
            form_token: String::new(),
        })
    }

    /// A personal link that may be used again until it is replaced.
    pub(crate) fn personal_link(&self, member: MemberId) -> SignInLink {
        SignInLink {
            member: Some(member),
            once: false,
            expires: self.now().plus_days(PERSONAL_DAYS),
        }
    }

    /// Has anybody on that part of the roll taken part yet?
    pub(crate) async fn taken_part(&self, prefix: &str) -> Result<(usize, usize), AppError> {
        let roll = self
            .load_all::<crate::app::records::RollEntry>(ROLL, prefix)
            .await?;
        Ok((
            roll.iter().filter(|(_, _, entry)| entry.taken_part).count(),
            roll.len(),
        ))
    }

    fn session_of(&self, who: SessionOf) -> Session {
        Session {
            who,
            expires: self.now().plus_days(SESSION_DAYS),
        }
    }

    async fn working_link(&self, secret: &Secret) -> Result<(u64, SignInLink), AppError> {
        self.load::<SignInLink>(LINKS, &secret.hash())
            .await?
            .filter(|(_, link)| self.now() <= link.expires)
            .ok_or(AppError::NotFound("link, or it has been used or replaced"))
    }

    async fn member_of_link(&self, link: &SignInLink) -> Result<Member, AppError> {
        let id = link
            .member
            .ok_or(AppError::NotFound("member for this link"))?;
        let found = self.load::<Member>(MEMBERS, &id.to_string()).await?;
        found
            .map(|(_, member)| member)
            .ok_or(AppError::NotFound("member for this link"))
    }
}
