//! What is stored of a panel: its questions and rules, its rounds, and one document for each participant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::error::AppError;
use crate::app::records::{Entry, State};
use crate::consensus::Scale;
use crate::consensus::delphi::StopRule;
use crate::model::{
    Code, Definition, Kind, MemberId, OrganisationId, Privacy, Question, Slug, Text, Timestamp,
    definition,
};

/// The most characters of a reason.
pub const MAX_REASON: u32 = 280;

/// One questionnaire over several rounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its heading.
    pub title: String,
    /// What is asked about every item.
    pub question: String,
    /// What is rated.
    pub items: Vec<PanelItem>,
    /// On which scale.
    pub scale: PanelScale,
    /// How private the answers are.
    pub privacy: Privacy,
    /// How many rounds there are at most.
    pub most_rounds: u32,
    /// When an item is settled; declared before the first answer.
    pub rule: StopRule,
    /// Are settled items asked no more?
    pub settled_drop_out: bool,
    /// Where it stands.
    pub state: State,
    /// When it was made.
    pub created: Timestamp,
    /// The rounds that were opened, the first one first.
    pub rounds: Vec<PanelRound>,
    /// Why a facilitator ended it before the rule did.
    pub ended_early: Option<String>,
}

/// One item of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelItem {
    /// Its name in the data.
    pub code: Code,
    /// Its words.
    pub label: String,
}

/// A scale with words for its ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelScale {
    /// The lowest point.
    pub min: i32,
    /// The highest point.
    pub max: i32,
    /// Words for the lowest.
    pub low: String,
    /// Words for the highest.
    pub high: String,
}

/// One round of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelRound {
    /// The items that were asked about.
    pub items: Vec<Code>,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was closed.
    pub closed: Option<Timestamp>,
}

/// Everything one participant said, so that a revision can be told from a first answer without knowing who she is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelEntry {
    /// Her answers by the number of the round, from 1.
    pub rounds: BTreeMap<u32, PanelAnswers>,
    /// Her organisation, unless the panel is anonymous.
    pub organisation: Option<OrganisationId>,
    /// Whose, in a named panel.
    pub member: Option<MemberId>,
    /// Proves, with the receipt, whose it is.
    pub proof: String,
}

/// What one participant said in one round, by item.
pub type PanelAnswers = BTreeMap<Code, PanelAnswer>;

/// What one participant said of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelAnswer {
    /// The rating; none where she could not say.
    pub rating: Option<i32>,
    /// Why, in her own words; may be empty.
    pub reason: String,
}

impl Entry for PanelEntry {
    fn proof(&self) -> &str {
        &self.proof
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.rounds == other.rounds
    }
}

/// What a panel does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is being prepared.
    Draft,
    /// The round of this number takes answers.
    Asking(u32),
    /// The round of this number is closed and the next one not open.
    Between(u32),
    /// It is over.
    Over,
}

impl Panel {
    /// What the panel does at the moment.
    pub fn phase(&self) -> Phase {
        match (self.state, self.rounds.last()) {
            (State::Draft, _) | (State::Open, None) => Phase::Draft,
            (State::Closed, _) => Phase::Over,
            (State::Open, Some(round)) if round.closed.is_none() => Phase::Asking(self.n_rounds()),
            (State::Open, Some(_)) => Phase::Between(self.n_rounds()),
        }
    }

    /// How many rounds were opened.
    pub fn n_rounds(&self) -> u32 {
        u32::try_from(self.rounds.len()).unwrap_or(u32::MAX)
    }

    /// How many rounds were closed.
    pub fn n_closed(&self) -> u32 {
        let closed = self.rounds.iter().filter(|round| round.closed.is_some());
        u32::try_from(closed.count()).unwrap_or(u32::MAX)
    }

    /// The items of the round of that number, in the panel's order.
    pub fn items_of(&self, round: u32) -> impl Iterator<Item = &PanelItem> {
        let asked = usize::try_from(round)
            .ok()
            .and_then(|round| self.rounds.get(round.checked_sub(1)?));
        self.items
            .iter()
            .filter(move |item| asked.is_some_and(|asked| asked.items.contains(&item.code)))
    }

    /// The words of the item of that code.
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.items
            .iter()
            .find(|item| item.code.as_str() == code)
            .map_or(code, |item| item.label.as_str())
    }

    /// The scale, for arithmetic.
    pub fn points(&self) -> Scale {
        Scale {
            min: self.scale.min,
            max: self.scale.max,
        }
    }

    /// The scale, for a form.
    pub fn form_scale(&self) -> definition::Scale {
        definition::Scale {
            min: self.scale.min,
            max: self.scale.max,
            labels: vec![
                Text::plain(self.scale.low.clone()),
                Text::plain(self.scale.high.clone()),
            ],
        }
    }

    /// The form of a round as a survey: a rating and a reason for each item, none of them required.
    pub fn as_definition(&self, round: u32) -> Result<Definition, AppError> {
        let code =
            |text: &str| Code::parse(text).map_err(|error| AppError::Unfit(error.to_string()));
        let question = |code, text: &str, kind| Question {
            code,
            text: Text::plain(text),
            hint: None,
            required: false,
            background: false,
            show_when: None,
            reads: None,
            kind,
        };
        let mut questions = Vec::new();
        for item in self.items_of(round) {
            let rating = Kind::Scale {
                scale: self.form_scale(),
                dont_know: true,
            };
            let reason = Kind::Text {
                max_length: Some(MAX_REASON),
                one_line: false,
            };
            questions.push(question(item.code.clone(), &item.label, rating));
            questions.push(question(
                code(&reason_field(&item.code))?,
                &item.label,
                reason,
            ));
        }
        Ok(Definition::one_page(code("panel")?, &self.title, questions))
    }
}

/// The form field of the reason for an item.
pub fn reason_field(item: &Code) -> String {
    format!("why_{item}")
}
