//! The coalition, its organisations and its members.

use serde::{Deserialize, Serialize};

use crate::model::ids::{MemberId, OrganisationId};
use crate::model::text::Lang;
use crate::model::time::Timestamp;

/// The whole: one coalition lives in one store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coalition {
    /// Its name, as shown on every page.
    pub name: String,
    /// The privacy floor: no figure about fewer people is ever shown.
    pub k: u32,
    /// The language pages begin in.
    pub language: Lang,
    /// When it was set up.
    pub founded: Timestamp,
}

impl Coalition {
    /// The privacy floor a coalition starts with.
    pub const DEFAULT_K: u32 = 5;
}

/// A partner organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What kind of organisation: union, congregation, tenants' group, club …
    pub sector: String,
    /// Who speaks for it.
    pub contact: String,
}

/// A person of the coalition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// The name shown to organisers.
    pub name: String,
    /// The organisation the member belongs to, if any.
    pub organisation: Option<OrganisationId>,
    /// What the member may do.
    pub role: Role,
}

/// What a member may do. Each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers surveys, votes and sees results.
    Member,
    /// Also runs surveys and rounds.
    Facilitator,
    /// Also invites, exports and keeps the goals.
    Organiser,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 3] = [Self::Member, Self::Facilitator, Self::Organiser];

    /// The role's name, as stored and as shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Facilitator => "facilitator",
            Self::Organiser => "organiser",
        }
    }
}

/// How private the answers to a survey or round are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Nothing on an answer says whose it is.
    Anonymous,
    /// The answer tells the organisation, not the person.
    Confidential,
    /// The answer tells the person.
    Named,
}

impl Privacy {
    /// Every mode, most private first.
    pub const ALL: [Self; 3] = [Self::Anonymous, Self::Confidential, Self::Named];

    /// The mode's name, as stored and as shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Confidential => "confidential",
            Self::Named => "named",
        }
    }
}
