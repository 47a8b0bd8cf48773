//! Organisations and members.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::App;
use crate::app::check::Check;
use crate::app::error::{AppError, Hindrance};
use crate::app::records::{
    COALITION, LINKS, MEMBERS, ORGANISATIONS, ORGANISATIONS_CHANGED, ROLL, RollEntry, SESSIONS,
    Session, SessionOf, SignInLink, State,
};
use crate::app::secret::{Secret, fresh_ulid};
use crate::app::visitors::Visitor;
use crate::model::text::one_line;
use crate::model::{Member, MemberId, Organisation, OrganisationId, Role};
use crate::store::Batch;

/// The most members that are added at once.
const MAX_ADDED: usize = 500;

/// Everybody.
#[derive(Clone, Debug)]
pub struct People {
    /// The organisations, by name.
    pub organisations: Arc<[Organisation]>,
    /// The members, by name.
    pub members: Vec<Member>,
}

impl People {
    /// The name of an organisation.
    pub fn organisation_name(&self, id: Option<OrganisationId>) -> Option<&str> {
        let id = id?;
        self.organisations
            .iter()
            .find(|o| o.id == id)
            .map(|o| o.name.as_str())
    }

    /// The name of a member.
    pub fn member_name(&self, id: Option<MemberId>) -> Option<&str> {
        let id = id?;
        self.members
            .iter()
            .find(|m| m.id == id)
            .map(|m| m.name.as_str())
    }
}

/// What the form for new members asks.
#[derive(Clone, Debug, Default)]
pub struct NewMembers {
    /// One name a line.
    pub names: String,
    /// The organisation's id, or nothing.
    pub organisation: String,
    /// The role's name.
    pub role: String,
}

/// The organisations as they were read last, with the version that tells whether they changed since.
pub(crate) type KnownOrganisations = Mutex<Option<(u64, Arc<[Organisation]>)>>;

fn lock(known: &KnownOrganisations) -> MutexGuard<'_, Option<(u64, Arc<[Organisation]>)>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A member with the link that signs her in, shown this once.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Who.
    pub member: Member,
    /// The link's secret.
    pub secret: Secret,
}

impl App {
    /// The register of organisations and members.
    pub async fn people(&self, visitor: &Visitor) -> Result<People, AppError> {
        visitor.must_be(Role::Facilitator)?;
        self.register().await
    }

    pub(crate) async fn register(&self) -> Result<People, AppError> {
        let mut members: Vec<Member> = self
            .load_all(MEMBERS, "")
            .await?
            .into_iter()
            .map(|(_, _, member)| member)
            .collect();
        members.sort_by(|a: &Member, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(People {
            organisations: self.organisations().await?,
            members,
        })
    }

    /// The organisations, by name.
    pub async fn organisations(&self) -> Result<Arc<[Organisation]>, AppError> {
        // Asked for first: what is read after it is at least as new.
        let changed = self.store.get(COALITION, ORGANISATIONS_CHANGED).await?;
        let version = changed.map_or(0, |document| document.version);
        if let Some((read_at, known)) = &*lock(&self.organisations)
            && *read_at == version
        {
            return Ok(Arc::clone(known));
        }
        let mut all: Vec<Organisation> = self
            .load_all(ORGANISATIONS, "")
            .await?
            .into_iter()
            .map(|(_, _, o)| o)
            .collect();
        all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let all: Arc<[Organisation]> = all.into();
        *lock(&self.organisations) = Some((version, Arc::clone(&all)));
        Ok(all)
    }

    /// Adds an organisation to the register.
    pub async fn add_organisation(
        &self,
        visitor: &Visitor,
        name: &str,
        sector: &str,
        contact: &str,
    ) -> Result<Organisation, AppError> {
        visitor.must_be(Role::Organiser)?;
        let mut check = Check::default();
        let organisation = Organisation {
            id: OrganisationId(fresh_ulid(self.now())),
            name: check.line("name", "the organisation's name", name, 120),
            sector: check.optional_line("sector", sector, 80),
            contact: check.optional_line("contact", contact, 200),
        };
        let wanted = organisation.name.to_lowercase();
        if self
            .organisations()
            .await?
            .iter()
            .any(|other| other.name.to_lowercase() == wanted)
        {
            check.fault("name", "there is an organisation of this name already");
        }
        let organisation = check.done(organisation)?;
        let batch = Batch::new()
            .insert(ORGANISATIONS, organisation.id.to_string(), &organisation)
            .put(COALITION, ORGANISATIONS_CHANGED, &true);
        self.store.commit(batch).await?;
        Ok(organisation)
    }

    /// Adds members and puts them on the roll of every open survey. The links are shown this once.
    pub async fn add_members(
        &self,
        visitor: &Visitor,
        form: &NewMembers,
    ) -> Result<Vec<Invited>, AppError> {
        visitor.must_be(Role::Organiser)?;
        let mut check = Check::default();
        let names: Vec<String> = form
            .names
            .lines()
            .map(|line| one_line(line).into_owned())
            .filter(|line| !line.is_empty())
            .collect();
        if names.is_empty() {
            check.fault("names", "write at least one name, one on each line");
        }
        if names.len() > MAX_ADDED {
            check.fault(
                "names",
                format!("add at most {MAX_ADDED} at once; these are {}", names.len()),
            );
        }
        if let Some(long) = names.iter().find(|name| name.chars().count() > 100) {
            let start: String = long.chars().take(30).collect();
            check.fault("names", format!("`{start}…` is longer than 100 characters"));
        }
        let role = check.one_of("role", &form.role, &Role::ALL, Role::name);
        let organisation = self
            .chosen_organisation(&mut check, &form.organisation)
            .await?;
        check.done(())?;
        let role = role.unwrap_or(Role::Member);

        let now = self.now();
        let open_surveys: Vec<_> = self
            .all_surveys()
            .await?
            .into_iter()
            .filter(|survey| survey.state == State::Open)
            .collect();
        let mut batch = Batch::new();
        let mut invited = Vec::with_capacity(names.len());
        for name in names {
            let member = Member {
                id: MemberId(fresh_ulid(now)),
                name,
                organisation,
                role,
            };
            let secret = Secret::link();
            batch = batch
                .insert(MEMBERS, member.id.to_string(), &member)
                .insert(LINKS, secret.hash(), &self.personal_link(member.id));
            for survey in &open_surveys {
                let key = format!("s/{}/{}", survey.slug, member.id);
                batch = batch.insert(ROLL, key, &RollEntry::default());
            }
            invited.push(Invited { member, secret });
        }
        self.store.commit(batch).await?;
        Ok(invited)
    }

    /// Gives a member a new personal link; links and sessions from before stop working.
    pub async fn renew_link(&self, visitor: &Visitor, id: MemberId) -> Result<Invited, AppError> {
        visitor.must_be(Role::Organiser)?;
        let member = self.member(id).await?.1;
        let secret = Secret::link();
        let batch = self.without_access(Batch::new(), id).await?.insert(
            LINKS,
            secret.hash(),
            &self.personal_link(id),
        );
        self.store.commit(batch).await?;
        Ok(Invited { member, secret })
    }

    /// Changes a member's role and organisation.
    pub async fn change_member(
        &self,
        visitor: &Visitor,
        id: MemberId,
        role: &str,
        organisation: &str,
    ) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let (version, mut member) = self.member(id).await?;
        let mut check = Check::default();
        let role = check.one_of("role", role, &Role::ALL, Role::name);
        let organisation = self.chosen_organisation(&mut check, organisation).await?;
        check.done(())?;
        let role = role.unwrap_or(member.role);
        if role < Role::Organiser {
            self.must_not_be_last_organiser(&member).await?;
        }
        member.role = role;
        member.organisation = organisation;
        self.store
            .commit(Batch::new().replace(MEMBERS, id.to_string(), version, &member))
            .await?;
        Ok(())
    }

    /// Takes a member off the register. What she said stays; her links and sessions stop working.
    pub async fn remove_member(&self, visitor: &Visitor, id: MemberId) -> Result<(), AppError> {
        visitor.must_be(Role::Organiser)?;
        let (version, member) = self.member(id).await?;
        self.must_not_be_last_organiser(&member).await?;
        let batch =
            self.without_access(Batch::new(), id)
                .await?
                .delete(MEMBERS, id.to_string(), version);
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The member `id` with her version.
    pub(crate) async fn member(&self, id: MemberId) -> Result<(u64, Member), AppError> {
        self.load(MEMBERS, &id.to_string())
            .await?
            .ok_or(AppError::NotFound("member"))
    }

    async fn must_not_be_last_organiser(&self, member: &Member) -> Result<(), AppError> {
        let organisers: BTreeSet<MemberId> = self
            .register()
            .await?
            .members
            .into_iter()
            .filter(|other| other.role == Role::Organiser)
            .map(|other| other.id)
            .collect();
        if organisers.len() == 1 && organisers.contains(&member.id) {
            return Err(Hindrance::LastOrganiser.into());
        }
        Ok(())
    }

    async fn without_access(&self, mut batch: Batch, id: MemberId) -> Result<Batch, AppError> {
        for (key, version, link) in self.load_all::<SignInLink>(LINKS, "").await? {
            if link.member == Some(id) {
                batch = batch.delete(LINKS, key, version);
            }
        }
        for (key, version, session) in self.load_all::<Session>(SESSIONS, "").await? {
            if session.who == SessionOf::Member(id) {
                batch = batch.delete(SESSIONS, key, version);
            }
        }
        Ok(batch)
    }

    async fn chosen_organisation(
        &self,
        check: &mut Check,
        typed: &str,
    ) -> Result<Option<OrganisationId>, AppError> {
        if typed.is_empty() {
            return Ok(None);
        }
        let id = OrganisationId::parse(typed);
        let known = self.organisations().await?.iter().any(|o| Some(o.id) == id);
        if !known {
            check.fault("organisation", "choose an organisation from the list");
        }
        Ok(id.filter(|_| known))
    }
}
