//! What decided where no votes move: paths, locked pairs, the distance of an order, and the steps by
//! which a committee is elected.

use std::cmp::Ordering;

use crate::tally::amount::Amount;
use crate::tally::outcome::{ByOption, LockedPair, Measure, Outcome, Step};

use super::{MOST_TOLD, Tongue};

impl Tongue {
    /// What decided, in sentences.
    pub(super) fn why(self, outcome: &Outcome) -> Vec<String> {
        let mut sentences = self.paths(outcome);
        sentences.extend(
            outcome
                .locked
                .as_ref()
                .into_iter()
                .flat_map(|pairs| self.locked(pairs)),
        );
        sentences.extend(self.distance(outcome));
        sentences.extend(self.steps(&outcome.steps));
        sentences
    }

    /// How the first winner's strongest paths compare with the paths back. Where it is preferred to
    /// every other directly, the paths say nothing more.
    fn paths(self, outcome: &Outcome) -> Vec<String> {
        let (Some(paths), Some(pairwise), Some(winner)) =
            (&outcome.paths, &outcome.pairwise, outcome.winners.first())
        else {
            return Vec::new();
        };
        let of = |matrix: &ByOption<ByOption<Amount>>, from: &str, to: &str| {
            let cell = matrix.get(from).and_then(|row| row.get(to));
            cell.cloned().unwrap_or_default()
        };
        let others = outcome.candidates.iter().filter(|other| *other != winner);
        let indirect = others.clone().any(|other| {
            of(pairwise, winner, other).value() <= of(pairwise, other, winner).value()
        });
        if !indirect {
            return Vec::new();
        }
        let mut told: Vec<String> = others
            .clone()
            .take(MOST_TOLD)
            .map(|other| {
                let (there, back) = (of(paths, winner, other), of(paths, other, winner));
                let order = there.value().cmp(&back.value());
                let (there, back) = (self.figure(&there), self.figure(&back));
                match (self, order) {
                    (Self::English, Ordering::Equal) => {
                        format!("to {other} as strong ({there}) as the one back")
                    }
                    (Self::English, _) => format!("to {other} {there}, and back {back}"),
                    (Self::Spanish, Ordering::Equal) => {
                        format!("a {other} tan fuerte ({there}) como el de vuelta")
                    }
                    (Self::Spanish, _) => format!("a {other} {there}, y de vuelta {back}"),
                }
            })
            .collect();
        let more = others.count().saturating_sub(MOST_TOLD);
        told.extend((more > 0).then(|| match self {
            Self::English => format!("and so on for {more} more"),
            Self::Spanish => format!("y así con otras {more}"),
        }));
        let told = told.join("; ");
        vec![match self {
            Self::English => format!("The strongest paths of {winner}: {told}."),
            Self::Spanish => format!("Los caminos más fuertes de {winner}: {told}."),
        }]
    }

    /// Which pairs were left out so that no circle closed.
    fn locked(self, pairs: &[LockedPair]) -> Vec<String> {
        let list = |locked: bool| {
            let those = pairs.iter().filter(|pair| pair.locked == locked);
            let mut told: Vec<String> = those
                .clone()
                .take(MOST_TOLD)
                .map(|pair| {
                    let (winner, loser, strength) =
                        (&pair.winner, &pair.loser, self.figure(&pair.strength));
                    match self {
                        Self::English => format!("{winner} over {loser} ({strength})"),
                        Self::Spanish => format!("{winner} sobre {loser} ({strength})"),
                    }
                })
                .collect();
            let more = those.count().saturating_sub(MOST_TOLD);
            told.extend((more > 0).then(|| match self {
                Self::English => format!("{more} more"),
                Self::Spanish => format!("{more} más"),
            }));
            told.join(", ")
        };
        if pairs.is_empty() {
            return Vec::new();
        }
        if pairs.iter().all(|pair| pair.locked) {
            return vec![
                match self {
                    Self::English => {
                        "No preferences between pairs contradict each other: all are locked in."
                    }
                    Self::Spanish => {
                        "Ninguna preferencia entre pares contradice a otra: todas quedan fijadas."
                    }
                }
                .to_owned(),
            ];
        }
        let (kept, left_out) = (list(true), list(false));
        let mut sentences = Vec::new();
        sentences.extend((!kept.is_empty()).then(|| match self {
            Self::English => format!("Locked in from the strongest down: {kept}."),
            Self::Spanish => format!("Fijadas de la más fuerte a la más débil: {kept}."),
        }));
        sentences.push(match self {
            Self::English => format!("Left out, since they would close a circle: {left_out}."),
            Self::Spanish => format!("Quedan fuera, pues cerrarían un círculo: {left_out}."),
        });
        sentences
    }

    fn distance(self, outcome: &Outcome) -> Option<String> {
        let distance = self.figure(outcome.distance.as_ref()?);
        Some(match self {
            Self::English => format!(
                "The order contradicts {distance} of the ballots' preferences between two options; no order contradicts fewer."
            ),
            Self::Spanish => format!(
                "El orden contradice {distance} preferencias de las papeletas entre dos opciones; ningún orden contradice menos."
            ),
        })
    }

    /// The options elected or bought one by one.
    fn steps(self, steps: &[Step]) -> Vec<String> {
        let told = steps.iter().enumerate().map(|(at, step)| {
            let (number, option, amount) = (at + 1, &step.option, self.figure(&step.amount));
            match (self, step.measure) {
                (Self::English, Measure::Load) => format!(
                    "Step {number}: {option}, with the lightest load ({amount}) on the ballots that approve of it."
                ),
                (Self::Spanish, Measure::Load) => format!(
                    "Paso {number}: {option}, con la carga más ligera ({amount}) sobre las papeletas que la aprueban."
                ),
                (Self::English, Measure::Satisfaction) => {
                    format!("Step {number}: {option}, which adds the most satisfaction ({amount}).")
                }
                (Self::Spanish, Measure::Satisfaction) => format!(
                    "Paso {number}: {option}, que añade la mayor satisfacción ({amount})."
                ),
                (Self::English, Measure::Payment) => format!(
                    "Step {number}: {option} is bought by the ballots that approve of it; none pays more than {amount}."
                ),
                (Self::Spanish, Measure::Payment) => format!(
                    "Paso {number}: {option} la compran las papeletas que la aprueban; ninguna paga más de {amount}."
                ),
                (Self::English, Measure::Left) => format!(
                    "Step {number}: {option} has the most votes of what can be paid for; {amount} is left."
                ),
                (Self::Spanish, Measure::Left) => format!(
                    "Paso {number}: {option} tiene más votos entre lo que se puede pagar; quedan {amount}."
                ),
            }
        });
        told.collect()
    }
}
