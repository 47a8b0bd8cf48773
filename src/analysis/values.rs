//! Values: best-worst scores (`MaxDiff` case 1).

use serde::Serialize;

use crate::analysis::statistics::{float, z_95};
use crate::model::answers::{Answer, Answers};
use crate::model::code::Code;
use crate::model::definition::{Definition, Kind};

/// How much people value something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueScore {
    /// The item.
    pub item: Code,
    /// How often it stood in a block in which somebody picked.
    pub shown: u64,
    /// How often it was picked as best.
    pub best: u64,
    /// How often it was picked as worst.
    pub worst: u64,
    /// (best − worst) / shown, from −1 to 1.
    pub score: Option<f64>,
    /// The 95 % interval of the score, by respondents; `None` for fewer than two.
    ///
    /// The score is a ratio of sums over people, so its variance is that of the linearised ratio estimator
    /// (Cochran, *Sampling Techniques*, 3rd ed., eq. 6.13), which minds that one person's picks hang together.
    pub score_interval: Option<[f64; 2]>,
    /// √((best + ½) / (worst + ½)): proportional to how often it would be chosen.
    pub sqrt_ratio: f64,
    /// In how many blocks it stands.
    #[serde(skip)]
    pub(crate) blocks: u64,
    /// How many blocks the question has.
    #[serde(skip)]
    pub(crate) of_blocks: u64,
}

/// One person's picks of one item.
#[derive(Clone, Copy, Default)]
struct Picks {
    shown: u64,
    best: u64,
    worst: u64,
}

impl Picks {
    fn net(self) -> f64 {
        float(self.best) - float(self.worst)
    }
}

/// The values of the best-worst question of that code, highest score first.
pub(crate) fn values(
    definition: &Definition,
    question: &Code,
    responses: &[&Answers],
) -> Vec<ValueScore> {
    let Some(Kind::BestWorst { items, blocks, .. }) =
        definition.question(question.as_str()).map(|q| &q.kind)
    else {
        return Vec::new();
    };
    let mut scores: Vec<ValueScore> = items
        .iter()
        .map(|item| {
            let by_person: Vec<Picks> = responses
                .iter()
                .map(|answers| picks(answers, question, &item.code, blocks))
                .filter(|picks| picks.shown > 0)
                .collect();
            ValueScore {
                blocks: blocks.iter().filter(|b| b.contains(&item.code)).count() as u64,
                of_blocks: blocks.len() as u64,
                ..score(&item.code, &by_person)
            }
        })
        .collect();
    scores.sort_by(|a, b| match (a.score, b.score) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    scores
}

fn picks(answers: &Answers, question: &Code, item: &Code, blocks: &[Vec<Code>]) -> Picks {
    let Some(Answer::BestWorst(picked)) = answers.get(question) else {
        return Picks::default();
    };
    let mut picks = Picks::default();
    for (block, pick) in picked {
        let stands = blocks
            .get(usize::from(*block))
            .is_some_and(|codes| codes.contains(item));
        if stands && (pick.best.is_some() || pick.worst.is_some()) {
            picks.shown += 1;
            picks.best += u64::from(pick.best.as_ref() == Some(item));
            picks.worst += u64::from(pick.worst.as_ref() == Some(item));
        }
    }
    picks
}

fn score(item: &Code, by_person: &[Picks]) -> ValueScore {
    let shown: u64 = by_person.iter().map(|p| p.shown).sum();
    let best: u64 = by_person.iter().map(|p| p.best).sum();
    let worst: u64 = by_person.iter().map(|p| p.worst).sum();
    let score = (shown > 0).then(|| (float(best) - float(worst)) / float(shown));
    ValueScore {
        item: item.clone(),
        shown,
        best,
        worst,
        score,
        score_interval: score.and_then(|score| interval(score, by_person, shown)),
        sqrt_ratio: ((float(best) + 0.5) / (float(worst) + 0.5)).sqrt(),
        blocks: 0,
        of_blocks: 0,
    }
}

fn interval(score: f64, by_person: &[Picks], shown: u64) -> Option<[f64; 2]> {
    let n = float(by_person.len() as u64);
    if n < 2.0 {
        return None;
    }
    let squares: f64 = by_person
        .iter()
        .map(|p| (p.net() - score * float(p.shown)).powi(2))
        .sum();
    let error = (n / (n - 1.0) * squares).sqrt() / float(shown);
    let reach = z_95() * error;
    Some([(score - reach).max(-1.0), (score + reach).min(1.0)])
}
