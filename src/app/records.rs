//! What is stored: the collections and the records that are not plain values of floor 0.

use serde::{Deserialize, Serialize};

use crate::app::paper::Paper;
use crate::app::round_rules::Voices;
use crate::model::{Code, Day, MemberId, OrganisationId, Privacy, Response, Slug, Text, Timestamp};
use crate::store::Collection;
use crate::tally::{Outcome, Rules};

/// The coalition itself, under the key [`THE_COALITION`].
pub(crate) const COALITION: Collection = Collection("coalition");
/// The only key of [`COALITION`].
pub(crate) const THE_COALITION: &str = "coalition";
/// A document of [`COALITION`] that is written anew with every change of [`ORGANISATIONS`], so that
/// its version tells whether what was read of them still holds.
pub(crate) const ORGANISATIONS_CHANGED: &str = "organisations_changed";
/// The document of [`COALITION`] that says how it decides.
pub(crate) const DECISION_RULES: &str = "decision_rules";
/// Organisations, by id.
pub(crate) const ORGANISATIONS: Collection = Collection("organisations");
/// Members, by id.
pub(crate) const MEMBERS: Collection = Collection("members");
/// Sign-in links, by the hash of their secret.
pub(crate) const LINKS: Collection = Collection("links");
/// Sessions, by the hash of their secret.
pub(crate) const SESSIONS: Collection = Collection("sessions");
/// Surveys, by slug.
pub(crate) const SURVEYS: Collection = Collection("surveys");
/// The frozen definitions of surveys, as JSON text, by slug.
pub(crate) const DEFINITIONS: Collection = Collection("definitions");
/// Rounds, by slug.
pub(crate) const ROUNDS: Collection = Collection("rounds");
/// Who may take part and who has, by `s/slug/member`, `r/slug/member`, `p/slug/number of the round/member` and so on.
pub(crate) const ROLL: Collection = Collection("roll");
/// Responses, by `slug/hash of the receipt`.
pub(crate) const RESPONSES: Collection = Collection("responses");
/// Ballots, by `slug/hash of the receipt`.
pub(crate) const BALLOTS: Collection = Collection("ballots");
/// Delphi panels, by slug.
pub(crate) const PANELS: Collection = Collection("panels");
/// What participants of panels said, by `slug/hash of the receipt`.
pub(crate) const PANEL_ENTRIES: Collection = Collection("panel_entries");
/// Wiki surveys, by slug.
pub(crate) const WIKIS: Collection = Collection("wikis");
/// The ideas of wiki surveys, by `slug/number`.
pub(crate) const IDEAS: Collection = Collection("ideas");
/// What participants of wiki surveys chose, by `slug/hash of the receipt`.
pub(crate) const CONTESTS: Collection = Collection("contests");
/// What was worked out about the outcomes of rounds, by slug.
pub(crate) const ROUND_REPORTS: Collection = Collection("round_reports");
/// What is still to be done, by its name.
pub(crate) const CHORES: Collection = Collection("chores");
/// The chore of forgetting in which order documents came in.
pub(crate) const FORGET_ORDER: &str = "forget_order";
/// Boards, by slug.
pub(crate) const BOARDS: Collection = Collection("boards");
/// Statements on boards, by `slug/number`.
pub(crate) const STATEMENTS: Collection = Collection("statements");
/// What each participant of a board voted, by `slug/hash of the receipt`.
pub(crate) const VOTES: Collection = Collection("votes");
/// Proposals with their rounds, by slug.
pub(crate) const PROPOSALS: Collection = Collection("proposals");
/// Stances, by `slug/number of the round/hash of the receipt`.
pub(crate) const STANCES: Collection = Collection("stances");
/// Decisions, by id.
pub(crate) const DECISIONS: Collection = Collection("decisions");
/// Goals, by id.
pub(crate) const GOALS: Collection = Collection("goals");

/// Where a survey or round stands. It only ever moves forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being prepared: everything can be changed.
    Draft,
    /// Taking answers: nothing can be changed.
    Open,
    /// Done: results are shown.
    Closed,
}

impl State {
    /// The state's name, as stored and as shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// A template put to an audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: Text,
    /// How private the answers are.
    pub privacy: Privacy,
    /// Where it stands.
    pub state: State,
    /// When it was made.
    pub created: Timestamp,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// The secret of the open link, if anybody may answer by it. It is made to be passed on, so it is kept as it is.
    pub open_link: Option<String>,
    /// The file the answers came from, if they were imported.
    pub import: Option<Import>,
}

impl Survey {
    /// The day that figures from this survey are dated with.
    pub fn fielded(&self) -> Day {
        self.import.as_ref().map_or_else(
            || self.closed.or(self.opened).unwrap_or(self.created).day(),
            |import| import.fielded,
        )
    }
}

/// Where imported answers came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The file's name, as given.
    pub file: String,
    /// When the answers were given.
    pub fielded: Day,
    /// Was the file public already? Then every figure of it may be shown.
    #[serde(default)]
    pub public: bool,
    /// How many responses it held.
    pub responses: u32,
    /// What was skipped or repaired while reading.
    pub notes: Vec<String>,
}

/// One prioritisation put to an audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// What is being decided, in a sentence or two.
    pub question: String,
    /// What is ranked.
    pub options: Vec<RoundOption>,
    /// How it is counted, fixed once it is opened.
    pub rules: Rules,
    /// Whose voices are equal.
    #[serde(default)]
    pub voices: Voices,
    /// How private the ballots are.
    pub privacy: Privacy,
    /// Where it stands.
    pub state: State,
    /// When it was made.
    pub created: Timestamp,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// The survey whose needs became the options.
    pub from_survey: Option<Slug>,
    /// The board whose common ground became the options.
    #[serde(default)]
    pub from_board: Option<Slug>,
    /// The survey question whose ranked picks are the ballots, when no vote of its own was held.
    pub picks_of: Option<Code>,
    /// What came out, once closed.
    pub outcome: Option<Outcome>,
    /// What was counted for it; nothing in rounds that were closed before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<BallotsCounted>,
}

/// What was counted for an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotsCounted {
    /// How many ballots, whatever each counts.
    pub ballots: u64,
    /// The privacy floor at that time, by which small organisations share a voice.
    pub k: u32,
}

/// One option of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundOption {
    /// Its name in the data.
    pub code: Code,
    /// Its words.
    pub label: Text,
}

/// One person's paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// What it says, under `ranking`, `approves` or `scores`.
    #[serde(flatten)]
    pub paper: Paper,
    /// Whose, in a named round.
    pub member: Option<MemberId>,
    /// From which organisation, in a named or confidential round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// A hash of the receipt together with its owner's name on the roll: with the receipt, and only
    /// with it, it tells whether somebody is the owner.
    #[serde(default)]
    pub proof: String,
}

/// What a receipt finds.
pub(crate) trait Entry: Serialize + for<'de> Deserialize<'de> {
    /// Proves, with the receipt, whose it is.
    fn proof(&self) -> &str;
    /// Does it say the same?
    fn says_the_same(&self, other: &Self) -> bool;
}

impl Entry for Response {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.answers == other.answers
    }
}

impl Entry for Ballot {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.paper == other.paper
    }
}

/// A person's line on the roll of a survey or round. It never holds a time, and it points at what
/// the person said only where the survey or round is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RollEntry {
    /// Has the person taken part?
    pub taken_part: bool,
    /// The key of the entry, in a named survey or round.
    pub entry: Option<String>,
}

/// A link that signs somebody in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignInLink {
    /// Whom it signs in; nobody yet while the coalition is not set up.
    pub member: Option<MemberId>,
    /// Is it spent by its first use?
    pub once: bool,
    /// Until when it works.
    pub expires: Timestamp,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Who.
    pub who: SessionOf,
    /// Until when.
    pub expires: Timestamp,
}

/// Who a session belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionOf {
    /// A member.
    Member(MemberId),
    /// Somebody who came by the open link of a survey.
    Guest {
        /// Which survey.
        survey: Slug,
        /// A random ticket, the guest's name on the roll.
        ticket: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stored ballot as it was written is read, and written again as it stands in `written`.
    fn check(stored: &str, written: &str) {
        let ballot: Ballot = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&ballot).unwrap(), written);
        assert_eq!(serde_json::from_str::<Ballot>(written).unwrap(), ballot);
    }

    #[test]
    fn ballots_of_every_form_are_read_and_those_of_old_as_well() {
        let old = r#"{"ranking":[["o2"],["o1","o3"]],"member":null}"#;
        check(
            old,
            r#"{"ranking":[["o2"],["o1","o3"]],"member":null,"proof":""}"#,
        );
        for says in [
            r#""approves":["o1","o3"]"#,
            r#""approves":[]"#,
            r#""scores":{"o1":0,"o2":5}"#,
        ] {
            let stored = format!(r#"{{{says},"member":null,"proof":"x"}}"#);
            check(&stored, &stored);
        }
    }
}
