//! What is stored of a board.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::app::records::{Entry, State};
use crate::app::secret::Secret;
use crate::model::{Day, Lang, MemberId, OrganisationId, Privacy, Slug, Text, Timestamp};
use crate::opinion::Vote;

/// A place where members write statements and vote on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// What the statements answer.
    pub question: String,
    /// The languages statements are written in, that of the question first.
    pub languages: Vec<Lang>,
    /// How private the votes are.
    pub privacy: Privacy,
    /// When statements are moderated.
    pub moderation: Moderation,
    /// How many characters a statement may have.
    pub max_chars: u32,
    /// How many statements each member may write.
    pub per_member: u32,
    /// May members write statements?
    pub members_write: bool,
    /// Are results shown while it is open?
    pub running: bool,
    /// The public seed of all draws in its results.
    pub seed: String,
    /// Where it stands.
    pub state: State,
    /// When it was made.
    pub created: Timestamp,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
}

impl Board {
    /// May results be looked at now, if enough people took part?
    pub fn shows_results(&self) -> bool {
        match self.state {
            State::Draft => false,
            State::Open => self.running && self.privacy != Privacy::Anonymous,
            State::Closed => true,
        }
    }

    /// The language of its question.
    pub fn first_language(&self) -> Lang {
        self.languages
            .first()
            .cloned()
            .unwrap_or_else(Lang::english)
    }

    /// The key of the statement of that number.
    pub(crate) fn statement_key(&self, number: u32) -> String {
        format!("{}/{number:06}", self.slug)
    }

    /// What proves, without telling who it is, that whoever has this receipt wrote that statement. It differs from
    /// statement to statement, so that it does not tell which ones are by the same person.
    pub(crate) fn authorship(&self, receipt: &Secret, on_roll: &str, number: u32) -> String {
        receipt.derived(&format!("author of b/{}/{number} {on_roll}", self.slug))
    }
}

/// When statements are moderated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moderation {
    /// They are up for vote once a facilitator has accepted them.
    Before,
    /// They are up for vote at once, and may be turned down later.
    After,
}

impl Moderation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// The name, as stored and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its number on the board, from 1.
    pub number: u32,
    /// Its words as they were written.
    pub text: String,
    /// The language they are in.
    pub lang: Lang,
    /// Its words in other languages.
    #[serde(default)]
    pub translations: BTreeMap<Lang, String>,
    /// Who wrote it, as far as that is known.
    pub author: Author,
    /// Is it up for vote?
    pub standing: Standing,
    /// Is it about who takes part, not about the matter?
    #[serde(default)]
    pub meta: bool,
    /// Has anybody voted on it? Then its words stay as they are.
    #[serde(default)]
    pub voted: bool,
    /// How often its words were changed.
    #[serde(default)]
    pub revision: u32,
    /// The day it was written.
    pub written_on: Day,
}

impl Statement {
    /// A statement that the board begins with.
    pub(crate) fn seed(number: u32, text: String, lang: Lang, day: Day) -> Self {
        Self {
            number,
            text,
            lang,
            translations: BTreeMap::new(),
            author: Author::Seed,
            standing: Standing::Accepted,
            meta: false,
            voted: false,
            revision: 0,
            written_on: day,
        }
    }

    /// Its words for a reader of `lang`: a translation where there is one, else as it was written.
    pub fn words(&self, lang: &Lang) -> (&str, &Lang) {
        let same = |known: &&Lang| known.primary() == lang.primary();
        if same(&&self.lang) {
            return (&self.text, &self.lang);
        }
        self.translations
            .iter()
            .find(|(known, _)| same(known))
            .map_or((&self.text, &self.lang), |(known, words)| (words, known))
    }

    /// Its words in every language there is.
    pub fn as_text(&self) -> Text {
        if self.translations.is_empty() {
            return Text::plain(self.text.clone());
        }
        let mut all = self.translations.clone();
        all.insert(self.lang.clone(), self.text.clone());
        Text::ByLanguage(all)
    }

    /// Is it up for vote?
    pub fn is_up(&self) -> bool {
        self.standing == Standing::Accepted
    }
}

/// Who wrote a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A facilitator, for the board.
    Seed,
    /// Whoever has the receipt that proves this.
    Receipt(String),
    /// A member, on a named board.
    Member(MemberId),
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waiting for a facilitator.
    Waiting,
    /// Up for vote.
    Accepted,
    /// Not, or no longer, up for vote.
    TurnedDown {
        /// Why, for its author.
        reason: String,
    },
    /// It says the same as another one, which its votes count for.
    MergedInto {
        /// Which.
        number: u32,
    },
}

/// A vote on a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// For, against or neither.
    pub vote: Vote,
    /// Is the statement important to whoever voted?
    #[serde(default)]
    pub important: bool,
}

/// What one participant voted, with what decides which statement she is shown next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Her votes by the numbers of the statements they were given on.
    pub votes: BTreeMap<u32, Mark>,
    /// The statements she wants to come back to.
    #[serde(default)]
    pub later: BTreeSet<u32>,
    /// The seed of her draws.
    pub seed: u64,
    /// How many statements were drawn for her and answered.
    pub draws: u32,
    /// Her organisation, on a board that is not anonymous.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// Who, on a named board.
    #[serde(default)]
    pub member: Option<MemberId>,
    /// Proves, with the receipt, whose it is.
    #[serde(default)]
    pub proof: String,
}

impl Entry for Sheet {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.votes == other.votes && self.later == other.later
    }
}

/// Which statement stands for which: merged ones for the one they were merged into.
#[derive(Clone, Debug)]
pub(crate) struct Merged(BTreeMap<u32, u32>);

impl Merged {
    /// Of all statements of a board.
    pub(crate) fn of<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let into = statements
            .into_iter()
            .filter_map(|statement| match statement.standing {
                Standing::MergedInto { number } => Some((statement.number, number)),
                Standing::Waiting | Standing::Accepted | Standing::TurnedDown { .. } => None,
            });
        Self(into.collect())
    }

    /// The statement that votes on `number` count for.
    pub(crate) fn root(&self, number: u32) -> u32 {
        let mut at = number;
        // A statement is merged into one that is not merged itself, so no way is longer than there are merges.
        for _ in 0..self.0.len() {
            match self.0.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// The votes of a sheet, each on the statement it counts for; a vote on that one itself comes first.
    pub(crate) fn votes(&self, sheet: &Sheet) -> BTreeMap<u32, Mark> {
        if self.0.is_empty() {
            return sheet.votes.clone();
        }
        let mut votes = BTreeMap::new();
        for (number, mark) in &sheet.votes {
            let root = self.root(*number);
            if root == *number {
                votes.insert(root, *mark);
            } else if !sheet.votes.contains_key(&root) {
                votes.entry(root).or_insert(*mark);
            }
        }
        votes
    }
}
