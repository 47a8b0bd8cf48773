//! What decided where no votes move: paths, locked pairs, the distance of an order, and the steps by
//! which a committee is elected.

use std::cmp::Ordering;

use crate::tally::amount::Amount;
use crate::tally::outcome::{Against, ByOption, LockedPair, Measure, Outcome, Step};

use super::{MOST_TOLD, Tongue};

impl Tongue {
    /// What decided, in sentences.
    pub(super) fn why(self, outcome: &Outcome) -> Vec<String> {
        let mut sentences = self.paths(outcome);
        sentences.extend(self.grades(outcome));
        sentences.extend(
            outcome
                .locked
                .as_ref()
                .into_iter()
                .flat_map(|pairs| self.locked(pairs)),
        );
        sentences.extend(self.distance(outcome));
        sentences.extend(self.steps(&outcome.steps));
        sentences.extend(self.too_dear(&outcome.too_dear));
        sentences.extend(self.satisfaction(outcome));
        sentences
    }

    /// Options with the same middle grade, and what tells them apart.
    fn grades(self, outcome: &Outcome) -> Option<String> {
        let (grades, order) = (outcome.grades.as_ref()?, outcome.order.as_ref()?);
        let winner = grades.get(outcome.winners.first()?)?;
        // Those that share the first place are not told apart.
        let first_alone = order.first().is_some_and(|group| group.len() == 1);
        let equals = order.iter().flatten().filter(|_| first_alone);
        let equals: Vec<String> = equals
            .filter_map(|option| Some((option, grades.get(option)?)))
            .filter(|(_, grades)| grades.middle == winner.middle)
            .take(MOST_TOLD)
            .map(|(option, grades)| {
                let (above, below) = (self.figure(&grades.above), self.figure(&grades.below));
                match self {
                    Self::English => format!("{option} ({above} above and {below} below)"),
                    Self::Spanish => format!("{option} ({above} por encima y {below} por debajo)"),
                }
            })
            .collect();
        let told = self.all_of(&equals);
        (equals.len() > 1).then(|| match self {
            Self::English => format!(
                "Equal middle grades are told apart by the ballots that grade higher and lower: {told}."
            ),
            Self::Spanish => format!(
                "Las medianas iguales se distinguen por las papeletas que califican más alto y más bajo: {told}."
            ),
        })
    }

    /// What was passed over for its cost.
    fn too_dear(self, options: &[String]) -> Option<String> {
        let several = options.len() > 1;
        let names = self.all_of(options);
        (!options.is_empty()).then(|| match self {
            Self::English => {
                let verb = if several { "cost" } else { "costs" };
                format!("{names} {verb} more than what was left.")
            }
            Self::Spanish => {
                let verb = if several { "cuestan" } else { "cuesta" };
                format!("{names} {verb} más de lo que quedaba.")
            }
        })
    }

    fn satisfaction(self, outcome: &Outcome) -> Option<String> {
        let all = self.figure(outcome.satisfaction.as_ref()?);
        Some(match self {
            Self::English => format!(
                "Together they give a satisfaction of {all}: a ballot counts 1 for its first elected option, 1/2 for its second, 1/3 for its third."
            ),
            Self::Spanish => format!(
                "Juntas dan una satisfacción de {all}: cada papeleta cuenta 1 por su primera opción elegida, 1/2 por la segunda y 1/3 por la tercera."
            ),
        })
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
        let along = |from: &String, to: &String| {
            let ends = (Some(from), Some(to));
            let ways = outcome.deciding.iter();
            let mut ways = ways.filter(|way| (way.options.first(), way.options.last()) == ends);
            let way = ways.next().map(|way| way.options.join(" > "));
            way.unwrap_or_default()
        };
        let mut told: Vec<String> = others
            .clone()
            .take(MOST_TOLD)
            .map(|other| {
                let (there, back) = (of(paths, winner, other), of(paths, other, winner));
                let order = there.value().cmp(&back.value());
                let (there, back) = (self.figure(&there), self.figure(&back));
                let (way, way_back) = (along(winner, other), along(other, winner));
                match (self, order) {
                    (Self::English, Ordering::Equal) => {
                        format!("{way} is as strong ({there}) as the one back, {way_back}")
                    }
                    (Self::English, _) if way_back.is_empty() => {
                        format!("{way} {there}, and no way back")
                    }
                    (Self::Spanish, _) if way_back.is_empty() => {
                        format!("{way} {there}, y no hay camino de vuelta")
                    }
                    (Self::English, _) => format!("{way} {there}, and back {way_back} {back}"),
                    (Self::Spanish, Ordering::Equal) => {
                        format!("{way} es tan fuerte ({there}) como el de vuelta, {way_back}")
                    }
                    (Self::Spanish, _) => format!("{way} {there}, y de vuelta {way_back} {back}"),
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
        let list = |against: Option<Against>| {
            let those = pairs.iter().filter(|pair| pair.against == against);
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
        let kept = list(None);
        let mut sentences = Vec::new();
        sentences.extend((!kept.is_empty()).then(|| match self {
            Self::English => format!("Locked in from the strongest down: {kept}."),
            Self::Spanish => format!("Fijadas de la más fuerte a la más débil: {kept}."),
        }));
        let stronger = list(Some(Against::Stronger));
        sentences.extend((!stronger.is_empty()).then(|| match self {
            Self::English => {
                format!("Left out, since they would close a circle with stronger ones: {stronger}.")
            }
            Self::Spanish => {
                format!(
                    "Quedan fuera, pues cerrarían un círculo con otras más fuertes: {stronger}."
                )
            }
        }));
        let equals = list(Some(Against::Equals));
        sentences.extend((!equals.is_empty()).then(|| match self {
            Self::English => format!(
                "Left out, since they are equally strong and close a circle together: {equals}."
            ),
            Self::Spanish => format!(
                "Quedan fuera, pues son igual de fuertes y juntas cierran un círculo: {equals}."
            ),
        }));
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
                (Self::English, Measure::Claim) => format!(
                    "Step {number}: {option}, from the options with the strongest claim: the ballots that rank them above all others come to {amount} for each of their places."
                ),
                (Self::Spanish, Measure::Claim) => format!(
                    "Paso {number}: {option}, de las opciones con más derecho: las papeletas que las ponen por encima de todas las demás equivalen a {amount} por cada uno de sus puestos."
                ),
                (Self::Spanish, Measure::Left) => format!(
                    "Paso {number}: {option} tiene más votos entre lo que se puede pagar; sobra {amount}."
                ),
            }
        });
        told.collect()
    }
}
