//! The random order of choices and items, drawn for each response.

use sha2::{Digest, Sha256};

use crate::model::code::Code;
use crate::model::definition::{Kind, Question};

/// The order in which a response shows the choices or items of `question`: a permutation of their indexes.
///
/// Without `random_order` it is the order of the definition. The draw is the order of the SHA-256 digests
/// over the seed, the question's code and each code, so it is the same on every machine and stays the same
/// for a code when others are added. Exclusive choices stay last, in the definition's order.
pub fn order(seed: u64, question: &Question) -> Vec<usize> {
    let (codes, random): (Vec<(&Code, bool)>, bool) = match &question.kind {
        Kind::Single {
            choices,
            random_order,
            ..
        }
        | Kind::Multiple {
            choices,
            random_order,
            ..
        }
        | Kind::Ranking {
            choices,
            random_order,
            ..
        } => (
            choices.iter().map(|c| (&c.code, c.exclusive)).collect(),
            *random_order,
        ),
        Kind::Points { choices, .. } => (
            choices.iter().map(|c| (&c.code, c.exclusive)).collect(),
            false,
        ),
        Kind::Matrix {
            items,
            random_order,
            ..
        }
        | Kind::ImportanceSatisfaction {
            items,
            random_order,
            ..
        } => (
            items.iter().map(|i| (&i.code, false)).collect(),
            *random_order,
        ),
        Kind::BestWorst { items, .. } => (items.iter().map(|i| (&i.code, false)).collect(), false),
        Kind::Scale { .. } | Kind::Number { .. } | Kind::Text { .. } | Kind::Date { .. } => {
            (Vec::new(), false)
        }
    };
    let mut indexes: Vec<usize> = (0..codes.len()).collect();
    if random {
        indexes.sort_by_cached_key(|idx| {
            let (code, last) = codes[*idx];
            let drawn = if last {
                [0; 32]
            } else {
                draw(seed, &question.code, code)
            };
            (last, drawn, *idx)
        });
    }
    indexes
}

fn draw(seed: u64, question: &Code, code: &Code) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(question.as_str());
    hash.update([0]);
    hash.update(code.as_str());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::definition::Choice;
    use crate::model::text::Text;

    fn ranking(codes: &[&str], last: &str) -> Question {
        let choices = codes
            .iter()
            .map(|code| Choice {
                code: Code::parse(code).unwrap(),
                label: Text::plain(*code),
                exclusive: *code == last,
                value: None,
            })
            .collect();
        Question {
            code: Code::parse("q").unwrap(),
            text: Text::plain("?"),
            hint: None,
            required: false,
            background: false,
            show_when: None,
            reads: None,
            kind: Kind::Ranking {
                choices,
                places: None,
                random_order: true,
            },
        }
    }

    #[test]
    fn the_draw_is_the_same_everywhere_and_keeps_exclusive_choices_last() {
        let question = ranking(&["a", "none", "b", "c", "d"], "none");
        assert_eq!(order(7, &question), order(7, &question));
        for seed in 0..50 {
            let drawn = order(seed, &question);
            assert_eq!(drawn.last(), Some(&1), "seed {seed}");
            let mut sorted = drawn.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
        }
    }

    #[test]
    fn every_choice_comes_first_about_equally_often() {
        let question = ranking(&["a", "b", "c", "d"], "");
        let mut first = [0_u32; 4];
        for seed in 0..4000 {
            first[order(seed, &question)[0]] += 1;
        }
        assert!(first.iter().all(|n| (900..1100).contains(n)), "{first:?}");
    }
}
