//! A survey's definition: what a template file in `surveys/` says, as plain values.
//!
//! [`crate::survey::read()`] is the only way in from JSON: it checks and reports every fault at once.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::code::Code;
use crate::model::text::{Lang, Text};

/// A whole survey.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Definition {
    /// The template's own name.
    pub code: Code,
    /// Counts up when the template changes.
    pub version: u32,
    /// The heading of the form.
    pub title: Text,
    /// What it is for, above the first section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introduction: Option<Text>,
    /// Shown with the receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thanks: Option<Text>,
    /// How many minutes it takes, as told on the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The languages that every text comes in; the first is the default.
    pub languages: Vec<Lang>,
    /// The pages of the form, in order.
    pub sections: Vec<Section>,
    /// What is worked out from the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analyses: Vec<Analysis>,
}

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Section {
    /// Its name within the survey.
    pub code: Code,
    /// The page's heading.
    pub title: Text,
    /// A paragraph under the heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introduction: Option<Text>,
    /// The whole section is left out unless this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Question {
    /// Its name: the form field and the CSV column.
    pub code: Code,
    /// The question itself.
    pub text: Text,
    /// Help beneath it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Must it be answered?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Does the answer describe the person (age, district)? Such columns are withheld from exports where they would single anybody out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// It is left out unless this holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// The columns of another tool's file that hold its answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads: Option<Reads>,
    /// What is asked for.
    #[serde(flatten)]
    pub kind: Kind,
}

/// The kinds of question.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// Pick one.
    Single {
        /// What can be picked; empty when `choices_from` says where they come from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        choices: Vec<Choice>,
        /// The choices are the coalition's organisations.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        choices_from: Option<ChoicesFrom>,
        /// Offer *other* with a text of one's own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        other: bool,
        /// Offer *don't know*.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        dont_know: bool,
        /// Draw the order anew for each response.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        random_order: bool,
    },
    /// Pick any number.
    Multiple {
        /// What can be picked.
        choices: Vec<Choice>,
        /// The fewest that may be picked, when the question is answered at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u32>,
        /// The most that may be picked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
        /// Offer *other* with a text of one's own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        other: bool,
        /// Draw the order anew for each response.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        random_order: bool,
    },
    /// Rate one thing.
    Scale {
        /// The points of the scale.
        scale: Scale,
        /// Offer *don't know*.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        dont_know: bool,
    },
    /// Rate several things on one scale.
    Matrix {
        /// The rows.
        items: Vec<Item>,
        /// The points of the scale.
        scale: Scale,
        /// Offer *don't know*.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        dont_know: bool,
        /// Draw the rows' order anew for each response.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        random_order: bool,
    },
    /// Rate several things twice: how important, how satisfied.
    ImportanceSatisfaction {
        /// The rows.
        items: Vec<Item>,
        /// The scale of importance.
        importance: Scale,
        /// The scale of satisfaction.
        satisfaction: Scale,
        /// Offer *don't know* for the satisfaction.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        dont_know: bool,
        /// Draw the rows' order anew for each response.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        random_order: bool,
    },
    /// A number.
    Number {
        /// The least allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// The greatest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// Whole numbers only.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        whole: bool,
        /// What it counts, shown after the field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Text>,
    },
    /// Words of one's own.
    Text {
        /// The most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
        /// One line or a paragraph.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        one_line: bool,
    },
    /// A calendar day.
    Date {
        /// The earliest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        min: Option<crate::model::time::Day>,
        /// The latest allowed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        max: Option<crate::model::time::Day>,
    },
    /// Put in order, the first being best.
    Ranking {
        /// What is put in order.
        choices: Vec<Choice>,
        /// How many places are asked for; all when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        places: Option<u32>,
        /// Draw the order anew for each response.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        random_order: bool,
    },
    /// Best-worst (`MaxDiff` case 1): in each block, pick the best and the worst.
    BestWorst {
        /// What the blocks are made of.
        items: Vec<Item>,
        /// Which items stand together, by code.
        blocks: Vec<Vec<Code>>,
        /// The heading of the best column.
        best: Text,
        /// The heading of the worst column.
        worst: Text,
    },
    /// Divide points.
    Points {
        /// Among what.
        choices: Vec<Choice>,
        /// How many points there are.
        total: u32,
    },
}

impl Kind {
    /// The kind's name, as the file has it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::Scale { .. } => "scale",
            Self::Matrix { .. } => "matrix",
            Self::ImportanceSatisfaction { .. } => "importance_satisfaction",
            Self::Number { .. } => "number",
            Self::Text { .. } => "text",
            Self::Date { .. } => "date",
            Self::Ranking { .. } => "ranking",
            Self::BestWorst { .. } => "best_worst",
            Self::Points { .. } => "points",
        }
    }
}

/// Where the choices of a question come from, when not from the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoicesFrom {
    /// The coalition's register of organisations.
    Organisations,
}

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Choice {
    /// Its name in the data.
    pub code: Code,
    /// Its words.
    pub label: Text,
    /// Picked alone or not at all (*none of these*).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
    /// What another tool's file writes for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Something that is rated or compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Item {
    /// Its name in the data.
    pub code: Code,
    /// Its words.
    pub label: Text,
    /// The column of another tool's file that holds its ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// The points of a rating scale, every whole number from `min` to `max`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Scale {
    /// The lowest point.
    pub min: i32,
    /// The highest point.
    pub max: i32,
    /// Words for the points, lowest first: one for each point, or just the two ends.
    pub labels: Vec<Text>,
}

impl Scale {
    /// Every point, lowest first.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = i32> + use<> {
        self.min..=self.max
    }

    /// The words for `point`, if it has any of its own.
    pub fn label(&self, point: i32) -> Option<&Text> {
        let n_points = usize::try_from(self.max - self.min).ok()? + 1;
        let idx = usize::try_from(point - self.min).ok()?;
        if self.labels.len() == n_points {
            self.labels.get(idx)
        } else if idx == 0 {
            self.labels.first()
        } else if point == self.max {
            self.labels.last()
        } else {
            None
        }
    }
}

/// A condition over earlier answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The question has an answer.
    Answered(Code),
    /// The question's answer is, or is among, these choices.
    Chosen {
        /// The earlier question.
        question: Code,
        /// Any of these.
        any_of: Vec<Code>,
    },
    /// The question's rating or number lies within these bounds.
    Between {
        /// The earlier question.
        question: Code,
        /// At least this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i32>,
        /// At most this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i32>,
    },
}

/// How another tool's file holds a question's answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Reads {
    /// The one column, for kinds that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The columns of the first, second, third … place of a ranking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Values that mean *don't know*.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dont_know: Vec<String>,
    /// Values that mean that there is no answer, besides an empty cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_answer: Vec<String>,
    /// Best-worst answers, a row for each item of each block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<LongRows>,
}

/// The columns of a best-worst file with one row for each person, block and item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LongRows {
    /// The column that tells the person.
    pub respondent: String,
    /// The column that tells the block.
    pub block: String,
    /// The column that tells the item.
    pub item: String,
    /// The column that tells what was picked.
    pub value: String,
    /// Its value for the best.
    pub best: String,
    /// Its value for the worst.
    pub worst: String,
}

/// What is worked out from the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Analysis {
    /// Importance × (1 − satisfaction), with quadrants and bands.
    Needs {
        /// A ranking (importance is the share who name the item among their places) or an
        /// `importance_satisfaction` question (the share who give one of the two highest points).
        importance: Code,
        /// A `matrix` or `importance_satisfaction` question over the same codes.
        satisfaction: Code,
    },
    /// Best-worst scores.
    Values {
        /// A `best_worst` question.
        question: Code,
    },
    /// Share of the two highest points, mean and spread of each rated item.
    Ratings {
        /// A `scale`, `matrix` or `importance_satisfaction` question.
        question: Code,
    },
}

impl Definition {
    /// A form of one page without any words but its questions', in English.
    pub fn one_page(code: Code, title: &str, questions: Vec<Question>) -> Self {
        Self {
            version: 1,
            title: Text::plain(title),
            introduction: None,
            thanks: None,
            minutes: None,
            languages: vec![Lang::english()],
            sections: vec![Section {
                code: code.clone(),
                title: Text::plain(title),
                introduction: None,
                show_when: None,
                questions,
            }],
            analyses: Vec::new(),
            code,
        }
    }

    /// Every question with the section it stands in, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question of that code.
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions()
            .find(|question| question.code.as_str() == code)
    }
}
