//! The fields of a question: the names of its form controls and of its CSV columns.

use std::borrow::Cow;

use crate::model::code::Code;
use crate::model::definition::{Kind, Question};

/// The columns of a responses file that belong to no question.
pub const FIXED_COLUMNS: [&str; 6] = [
    "response_id",
    "submitted_on",
    "channel",
    "language",
    "organisation",
    "member",
];

/// One field of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<'d> {
    /// `q`, `q__choice`, `q__rank_choice` …
    pub name: String,
    /// What it holds.
    pub part: Part<'d>,
}

/// What a field of a question holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'d> {
    /// The whole answer: a choice's code, a point, a number, a day.
    Whole,
    /// The whole answer in the person's own words.
    Words,
    /// The words of the *other* choice.
    OtherText,
    /// 1 when this choice is picked, else 0.
    Picked(&'d Code),
    /// The place of this choice, from 1.
    Rank(&'d Code),
    /// The order of the choices, `a>b=c`.
    Order,
    /// The best of the block of this index, from 0.
    Best(u16),
    /// The worst of the block of this index, from 0.
    Worst(u16),
    /// The rating of this item.
    Rated(&'d Code),
    /// The importance of this item.
    Importance(&'d Code),
    /// The satisfaction with this item.
    Satisfaction(&'d Code),
    /// The points of this choice.
    Points(&'d Code),
}

impl Part<'_> {
    /// Does the field hold words that a person wrote, as against codes and numbers?
    pub fn is_words(self) -> bool {
        match self {
            Self::Words | Self::OtherText => true,
            Self::Whole
            | Self::Picked(_)
            | Self::Rank(_)
            | Self::Order
            | Self::Best(_)
            | Self::Worst(_)
            | Self::Rated(_)
            | Self::Importance(_)
            | Self::Satisfaction(_)
            | Self::Points(_) => false,
        }
    }
}

/// The fields of `question`, in the order of the CSV.
pub fn columns(question: &Question) -> Vec<Column<'_>> {
    parts(&question.kind)
        .into_iter()
        .map(|part| Column {
            name: field(&question.code, part),
            part,
        })
        .collect()
}

/// The field of `question` that holds `part`.
pub(crate) fn field(question: &Code, part: Part<'_>) -> String {
    match suffix(part) {
        Cow::Borrowed("") => question.to_string(),
        suffix => format!("{question}__{suffix}"),
    }
}

fn suffix(part: Part<'_>) -> Cow<'_, str> {
    match part {
        Part::Whole | Part::Words => Cow::Borrowed(""),
        Part::OtherText => Cow::Borrowed("other_text"),
        Part::Picked(code) | Part::Rated(code) | Part::Points(code) => Cow::Borrowed(code.as_str()),
        Part::Rank(code) => Cow::Owned(format!("rank_{code}")),
        Part::Order => Cow::Borrowed("order"),
        Part::Best(block) => Cow::Owned(format!("b{}_best", u32::from(block) + 1)),
        Part::Worst(block) => Cow::Owned(format!("b{}_worst", u32::from(block) + 1)),
        Part::Importance(code) => Cow::Owned(format!("{code}__imp")),
        Part::Satisfaction(code) => Cow::Owned(format!("{code}__sat")),
    }
}

fn parts(kind: &Kind) -> Vec<Part<'_>> {
    match kind {
        Kind::Single { other, .. } => with_other(vec![Part::Whole], *other),
        Kind::Multiple { choices, other, .. } => with_other(
            choices.iter().map(|c| Part::Picked(&c.code)).collect(),
            *other,
        ),
        Kind::Scale { .. } | Kind::Number { .. } | Kind::Date { .. } => vec![Part::Whole],
        Kind::Text { .. } => vec![Part::Words],
        Kind::Matrix { items, .. } => items.iter().map(|i| Part::Rated(&i.code)).collect(),
        Kind::ImportanceSatisfaction { items, .. } => items
            .iter()
            .flat_map(|i| [Part::Importance(&i.code), Part::Satisfaction(&i.code)])
            .collect(),
        Kind::Ranking { choices, .. } => choices
            .iter()
            .map(|c| Part::Rank(&c.code))
            .chain([Part::Order])
            .collect(),
        Kind::BestWorst { blocks, .. } => (0_u16..)
            .zip(blocks)
            .flat_map(|(block, _)| [Part::Best(block), Part::Worst(block)])
            .collect(),
        Kind::Points { choices, .. } => choices.iter().map(|c| Part::Points(&c.code)).collect(),
    }
}

fn with_other(mut parts: Vec<Part<'_>>, other: bool) -> Vec<Part<'_>> {
    if other {
        parts.push(Part::OtherText);
    }
    parts
}
