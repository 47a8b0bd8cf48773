//! Answers back to the fields they came from: to refill a form, to write a CSV row.

use crate::model::answers::{Answer, Answers, Rating};
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind, Question};
use crate::survey::columns::{Part, field};
use crate::survey::parse::RawAnswers;
use crate::survey::{DONT_KNOW, OTHER};

/// The inverse of [`crate::survey::parse()`]: fields that are read as these answers.
///
/// Answers to questions that the definition does not have are left out. A ranking comes back as places and as an order.
pub fn raw(definition: &Definition, answers: &Answers) -> RawAnswers {
    let mut fields = RawAnswers::new();
    for question in definition.questions() {
        if let Some(answer) = answers.get(&question.code) {
            put(question, answer, &mut |part, value| {
                fields.insert(field(&question.code, part), vec![value]);
            });
        }
    }
    fields
}

fn put(question: &Question, answer: &Answer, set: &mut dyn FnMut(Part<'_>, String)) {
    match answer {
        Answer::Choice(code) => set(Part::Whole, code.to_string()),
        Answer::Other(words) => {
            set(Part::Whole, OTHER.to_owned());
            set(Part::OtherText, words.clone());
        }
        Answer::DontKnow => set(Part::Whole, DONT_KNOW.to_owned()),
        Answer::Choices { chosen, other } => {
            if let Kind::Multiple { choices, .. } = &question.kind {
                for choice in choices {
                    let picked = u8::from(chosen.contains(&choice.code));
                    set(Part::Picked(&choice.code), picked.to_string());
                }
            }
            if let Some(words) = other {
                set(Part::OtherText, words.clone());
            }
        }
        Answer::Rating(point) => set(Part::Whole, point.to_string()),
        Answer::Ratings(ratings) => {
            for (item, rating) in ratings {
                set(Part::Rated(item), rated(*rating));
            }
        }
        Answer::ImportanceSatisfaction(ratings) => {
            for (item, both) in ratings {
                if let Some(rating) = both.importance {
                    set(Part::Importance(item), rated(rating));
                }
                if let Some(rating) = both.satisfaction {
                    set(Part::Satisfaction(item), rated(rating));
                }
            }
        }
        Answer::Number(number) => set(Part::Whole, number.to_string()),
        Answer::Text(words) => set(Part::Words, words.clone()),
        Answer::Date(day) => set(Part::Whole, day.to_string()),
        Answer::Ranking(order) => {
            for (place, group) in (1_u32..).zip(order) {
                for choice in group {
                    set(Part::Rank(choice), place.to_string());
                }
            }
            set(Part::Order, written(order));
        }
        Answer::BestWorst(picked) => {
            for (block, picks) in picked {
                if let Some(best) = &picks.best {
                    set(Part::Best(*block), best.to_string());
                }
                if let Some(worst) = &picks.worst {
                    set(Part::Worst(*block), worst.to_string());
                }
            }
        }
        Answer::Points(points) => {
            for (choice, n) in points {
                set(Part::Points(choice), n.to_string());
            }
        }
    }
}

fn rated(rating: Rating) -> String {
    match rating {
        Rating::Point(point) => point.to_string(),
        Rating::DontKnow => DONT_KNOW.to_owned(),
    }
}

/// `a>b=c`.
fn written(order: &[Vec<Code>]) -> String {
    let group = |codes: &Vec<Code>| {
        let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
        codes.join("=")
    };
    order.iter().map(group).collect::<Vec<_>>().join(">")
}
