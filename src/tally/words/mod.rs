//! The count in plain words, in English and Spanish, from the outcome alone.

mod figures;
mod insight;
mod why;

use std::cmp::Reverse;

use num_rational::BigRational;
use num_traits::Signed;

use crate::model::Lang;
use crate::model::numbers::written;
use crate::tally::amount::Amount;
use crate::tally::irv::UNDECLARED;
use crate::tally::method::{BallotForm, Method};
use crate::tally::outcome::{Outcome, Procedure, Round, Tie, TieAbout, TieDecidedBy};

pub use figures::rounded;
pub use insight::{
    tell_by_organisation, tell_comparison, tell_firmness, tell_margin, tell_otherwise,
};

/// The outcome in sentences, in the order things happened: first how many ballots there were, then a
/// text for each stage, then the rest.
///
/// `lang` is a language tag; Spanish is told for `es` and `es-…`, English for all others.
pub fn tell(outcome: &Outcome, lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let before = [Some(tongue.turnout(outcome)), tongue.quota(outcome)];
    let before: Vec<String> = before.into_iter().flatten().collect();
    let mut sentences = vec![before.join(" ")];
    for round in &outcome.rounds {
        let says = tongue.round(outcome, round);
        sentences.push(match tongue {
            Tongue::English => format!("Stage {}: {says}", round.round),
            Tongue::Spanish => format!("Etapa {}: {says}", round.round),
        });
    }
    sentences.extend(tongue.pairs(outcome));
    sentences.extend(tongue.why(outcome));
    sentences.extend(tongue.points(outcome));
    sentences.extend(tongue.procedure(outcome));
    let told_in_rounds = |tie: &&Tie| tie.round.is_none();
    let ties = outcome.ties.iter().filter(told_in_rounds);
    sentences.extend(ties.map(|tie| tongue.tie_for_first(tie)));
    sentences.push(tongue.winners(outcome));
    sentences
}

/// Writes each stage's sentence in English.
pub(crate) fn say_rounds(outcome: &mut Outcome) {
    let says: Vec<String> = outcome
        .rounds
        .iter()
        .map(|round| Tongue::English.round(outcome, round))
        .collect();
    for (round, says) in outcome.rounds.iter_mut().zip(says) {
        round.says = says;
    }
}

/// How many options are told one by one where there may be many.
const MOST_TOLD: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    English,
    Spanish,
}

impl Tongue {
    fn of(lang: &str) -> Self {
        match lang.split('-').next() {
            Some("es") => Self::Spanish,
            _ => Self::English,
        }
    }

    /// An amount as people write it.
    fn figure(self, amount: &Amount) -> String {
        rounded(amount, &self.lang())
    }

    fn lang(self) -> Lang {
        match self {
            Self::English => Lang::english(),
            Self::Spanish => Lang::spanish(),
        }
    }

    /// `A`, `A and B`, `A, B and C`.
    fn all_of(self, names: &[String]) -> String {
        let and = match self {
            Self::English => "and",
            Self::Spanish => "y",
        };
        match names {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
        }
    }

    /// An amount with all its decimals; a fraction as people write it.
    fn exact(self, amount: &Amount) -> String {
        let text = amount.as_str();
        if text.contains('.') {
            let text = text.trim_end_matches('0').trim_end_matches('.');
            written(text, &self.lang())
        } else {
            self.figure(amount)
        }
    }

    /// All of few, and of many the first with how many more there are.
    fn some_of(self, names: &[String]) -> String {
        if names.len() <= MOST_TOLD + 1 {
            return self.all_of(names);
        }
        let more = names.len() - MOST_TOLD;
        let others = match self {
            Self::English => format!("{more} others"),
            Self::Spanish => format!("otras {more}"),
        };
        self.all_of(&[&names[..MOST_TOLD], &[others]].concat())
    }

    fn votes(self, amount: &Amount) -> String {
        let figure = self.figure(amount);
        match (self, &figure[..]) {
            (Self::English, "1") => "1 vote".to_owned(),
            (Self::English, _) => format!("{figure} votes"),
            (Self::Spanish, "1") => "1 voto".to_owned(),
            (Self::Spanish, _) => format!("{figure} votos"),
        }
    }

    fn turnout(self, outcome: &Outcome) -> String {
        let ballots = &outcome.ballots;
        let one = ballots.cast.as_str() == "1";
        let (cast, valid) = (self.figure(&ballots.cast), self.figure(&ballots.valid));
        let mut parts = Vec::new();
        match self {
            Self::English => {
                for (amount, word) in [(&ballots.blank, "blank"), (&ballots.invalid, "invalid")] {
                    if !amount.is_zero() {
                        parts.push(format!("{} {word}", self.figure(amount)));
                    }
                }
                let noun = if one { "ballot was" } else { "ballots were" };
                match parts[..] {
                    [] => format!("{cast} {noun} cast, and all count."),
                    _ => format!("{cast} {noun} cast: {valid} valid, {}.", parts.join(", ")),
                }
            }
            Self::Spanish => {
                let words = [
                    (&ballots.blank, "en blanco"),
                    (&ballots.invalid, "no válidas"),
                ];
                for (amount, word) in words {
                    if !amount.is_zero() {
                        parts.push(format!("{} {word}", self.figure(amount)));
                    }
                }
                let noun = if one { "Se emitió" } else { "Se emitieron" };
                let thing = if one { "papeleta" } else { "papeletas" };
                match parts[..] {
                    [] => format!("{noun} {cast} {thing}, y todas cuentan."),
                    _ => format!(
                        "{noun} {cast} {thing}: {valid} válidas, {}.",
                        parts.join(", ")
                    ),
                }
            }
        }
    }

    /// What a seat takes, for methods that have a quota.
    fn quota(self, outcome: &Outcome) -> Option<String> {
        let several_stages = outcome.method.is_transferable();
        let quota = outcome.quota.as_ref().filter(|_| several_stages)?;
        let quota = self.exact(quota);
        let takes = match (self, outcome.quota_must_be_passed()) {
            (Self::English, true) => format!("More votes than the quota of {quota} take a seat"),
            (Self::English, false) => format!("The quota that takes a seat is {quota}"),
            (Self::Spanish, true) => format!("Da un puesto superar la cuota de {quota}"),
            (Self::Spanish, false) => format!("La cuota que da un puesto es de {quota}"),
        };
        Some(match (self, outcome.method.gives_out_anew()) {
            (_, false) => format!("{takes}."),
            (Self::English, true) => {
                format!("{takes}; it falls when votes come to count for nobody.")
            }
            (Self::Spanish, true) => {
                format!("{takes}; baja cuando hay votos que ya no cuentan para nadie.")
            }
        })
    }

    fn round(self, outcome: &Outcome, round: &Round) -> String {
        match outcome.method {
            Method::Star => return self.run_off(round),
            method if method.is_transferable() => return self.stage(outcome, round),
            _ => {}
        }
        if let Some(winner) = round.elected.first() {
            return self.election(round, winner);
        }
        let mut says = self.majority_or_not(outcome, round);
        says.push(' ');
        says.push_str(&self.elimination(round));
        let moves = self.moves(round);
        if !moves.is_empty() {
            says.push_str("; ");
            says.push_str(&moves);
        }
        says.push('.');
        says
    }

    fn election(self, round: &Round, winner: &str) -> String {
        let votes = round.votes.get(winner).map(|votes| self.figure(votes));
        let votes = votes.unwrap_or_default();
        let total = sum(round);
        match (self, round.votes.0.len()) {
            (Self::English, 1) => format!("{winner} is the only option left and wins."),
            (Self::Spanish, 1) => format!("{winner} es la única opción que queda y gana."),
            (Self::English, _) => format!(
                "{winner} has {votes} of the {} that still count, a majority, and wins.",
                self.votes(&total)
            ),
            (Self::Spanish, _) => format!(
                "{winner} tiene {votes} de los {} que aún cuentan, la mayoría, y gana.",
                self.votes(&total)
            ),
        }
    }

    /// A stage of the single transferable vote.
    fn stage(self, outcome: &Outcome, round: &Round) -> String {
        let mut says = Vec::new();
        says.extend(self.gains(outcome, round));
        let names = self.all_of(&round.elected);
        let several = round.elected.len() > 1;
        let quota = round.quota.as_ref().map(|quota| match self {
            Self::English => format!(" ({} now)", self.exact(quota)),
            Self::Spanish => format!(" (ahora {})", self.exact(quota)),
        });
        let quota = quota.unwrap_or_default();
        let exceeds = outcome.quota_must_be_passed();
        let fills = round.votes.0.len() <= outcome.seats as usize;
        match (self, &round.elected[..]) {
            (_, []) => {}
            (Self::English, _) if fills => {
                let verb = if several { "take" } else { "takes" };
                says.push(format!(
                    "{names} {verb} what is left of the seats, since nobody else is in the race."
                ));
            }
            (Self::Spanish, _) if fills => {
                let verb = if several { "ocupan" } else { "ocupa" };
                says.push(format!(
                    "{names} {verb} lo que queda de los puestos, pues no hay nadie más."
                ));
            }
            (Self::English, _) => {
                let (reach, are) = match (exceeds, several) {
                    (true, true) => ("pass", "are"),
                    (true, false) => ("passes", "is"),
                    (false, true) => ("reach", "are"),
                    (false, false) => ("reaches", "is"),
                };
                says.push(format!(
                    "{names} {reach} the quota{quota} and {are} elected."
                ));
            }
            (Self::Spanish, _) => {
                let (reach, are) = match (exceeds, several) {
                    (true, true) => ("superan", "resultan elegidas"),
                    (true, false) => ("supera", "resulta elegida"),
                    (false, true) => ("alcanzan", "resultan elegidas"),
                    (false, false) => ("alcanza", "resulta elegida"),
                };
                says.push(format!("{names} {reach} la cuota{quota} y {are}."));
            }
        }
        let moves = self.moves(round);
        if round.eliminated.is_empty() {
            if let Some(transfer) = round.transfers.first() {
                let from = &transfer.from;
                let because = round.tie_break.as_ref().map(|tie| self.reason(tie));
                let because = because.map_or_else(String::new, |reason| format!(" ({reason})"));
                says.push(match self {
                    Self::English => format!("The surplus of {from} moves on{because}: {moves}."),
                    Self::Spanish => {
                        format!("El excedente de {from} se transfiere{because}: {moves}.")
                    }
                });
            }
        } else {
            let elimination = self.elimination(round);
            let moves = if moves.is_empty() {
                moves
            } else {
                format!("; {moves}")
            };
            let so_far = outcome.rounds.iter().take_while(|r| r.round <= round.round);
            let is_first = so_far.clone().all(|r| r.elected.is_empty());
            says.extend(match self {
                _ if !round.elected.is_empty() => None,
                Self::English => {
                    let nobody = if is_first { "Nobody" } else { "Nobody else" };
                    let has = if exceeds { "has more than" } else { "has" };
                    Some(format!("{nobody} {has} a quota."))
                }
                Self::Spanish => {
                    let nobody = if is_first { "Nadie" } else { "Nadie más" };
                    let has = if exceeds { "supera" } else { "alcanza" };
                    Some(format!("{nobody} {has} la cuota."))
                }
            });
            says.push(format!("{elimination}{moves}."));
        }
        if says.is_empty() {
            says.push(match self {
                Self::English => "Nothing moves at this stage.".to_owned(),
                Self::Spanish => "Nada se mueve en esta etapa.".to_owned(),
            });
        }
        says.join(" ")
    }

    /// What each option gained since the stage before, where all ballots are given out anew.
    fn gains(self, outcome: &Outcome, round: &Round) -> Option<String> {
        let mut before = outcome.rounds.iter().filter(|r| r.round + 1 == round.round);
        let before = before.next().filter(|_| outcome.method.gives_out_anew())?;
        let gained = |now: &Amount, then: Option<&Amount>| {
            let then = then.map(Amount::value).unwrap_or_default();
            Some(now.value() - then).filter(BigRational::is_positive)
        };
        let options = round.votes.iter();
        let mut gains: Vec<(&str, BigRational)> = options
            .filter_map(|(name, votes)| Some((name, gained(votes, before.votes.get(name))?)))
            .collect();
        gains.sort_by(|(_, a), (_, b)| b.cmp(a));
        let told = gains.iter().take(MOST_TOLD).map(|(name, gain)| {
            let gain = self.figure(&Amount::fraction(gain));
            match self {
                Self::English => format!("{name} gains {gain}"),
                Self::Spanish => format!("{name} suma {gain} más"),
            }
        });
        let mut told: Vec<String> = told.collect();
        let more = gains.len().saturating_sub(MOST_TOLD);
        told.extend((more > 0).then(|| match self {
            Self::English if more == 1 => "1 other gains less".to_owned(),
            Self::Spanish if more == 1 => "otra suma menos".to_owned(),
            Self::English => format!("{more} others gain less"),
            Self::Spanish => format!("otras {more} suman menos"),
        }));
        if let Some(lost) = gained(&round.exhausted, Some(&before.exhausted)) {
            let lost = self.figure(&Amount::fraction(&lost));
            told.push(match self {
                Self::English => format!("{lost} more count for nobody"),
                Self::Spanish => format!("{lost} más no cuentan para nadie"),
            });
        }
        (!told.is_empty()).then(|| match self {
            Self::English => format!("Given out anew: {}.", told.join(", ")),
            Self::Spanish => format!("Repartidos de nuevo los votos: {}.", told.join(", ")),
        })
    }

    /// The run-off of the two highest scores.
    fn run_off(self, round: &Round) -> String {
        let finalists: Vec<String> = round
            .votes
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect();
        let votes = round
            .votes
            .iter()
            .map(|(name, votes)| match (self, &self.figure(votes)[..]) {
                (Self::English, "1") => format!("1 ballot scores {name} higher"),
                (Self::English, votes) => format!("{votes} ballots score {name} higher"),
                (Self::Spanish, "1") => format!("1 papeleta puntúa más a {name}"),
                (Self::Spanish, votes) => format!("{votes} papeletas puntúan más a {name}"),
            });
        let votes = votes.collect::<Vec<_>>().join(", ");
        let finalists = self.all_of(&finalists);
        let others = self.figure(&round.exhausted);
        let others = match (self, &others[..]) {
            (_, "0") => String::new(),
            (Self::English, "1") => ", and 1 makes no difference".to_owned(),
            (Self::Spanish, "1") => ", y 1 no distingue".to_owned(),
            (Self::English, _) => format!(", and {others} make no difference"),
            (Self::Spanish, _) => format!(", y {others} no distinguen"),
        };
        match self {
            Self::English => format!(
                "{finalists} have the highest scores and go to the run-off; {votes}{others}."
            ),
            Self::Spanish => format!(
                "{finalists} tienen las puntuaciones más altas y pasan a la final; {votes}{others}."
            ),
        }
    }

    /// Says that nobody has a majority, or who has one while the count goes on all the same.
    fn majority_or_not(self, outcome: &Outcome, round: &Round) -> String {
        let two = BigRational::from_integer(2.into());
        let total = sum(round).value();
        let first_total = outcome.rounds.first().map(sum).unwrap_or_default().value();
        let leader = round
            .votes
            .iter()
            .find(|(_, votes)| votes.value() * &two > total);
        match (self, leader) {
            (Self::English, None) => "Nobody has a majority.".to_owned(),
            (Self::Spanish, None) => "Nadie tiene mayoría.".to_owned(),
            (Self::English, Some((name, votes))) if votes.value() * &two > first_total => {
                format!("{name} has a majority, but the count goes on until two are left.")
            }
            (Self::Spanish, Some((name, votes))) if votes.value() * &two > first_total => {
                format!("{name} tiene mayoría, pero el recuento sigue hasta que queden dos.")
            }
            (Self::English, Some(_)) => {
                "Nobody has a majority of the votes of the first stage.".to_owned()
            }
            (Self::Spanish, Some(_)) => {
                "Nadie tiene mayoría de los votos de la primera etapa.".to_owned()
            }
        }
    }

    fn elimination(self, round: &Round) -> String {
        let names = self.all_of(&round.eliminated);
        let votes_of = |name: &String| {
            round
                .votes
                .get(name)
                .map_or_else(String::new, |votes| self.figure(votes))
        };
        if let Some(tie) = &round.tie_break {
            let votes = tie.options.first().map(votes_of).unwrap_or_default();
            let tied = self.some_of(&tie.options);
            let reason = self.reason(tie);
            return match self {
                Self::English => format!(
                    "{tied} are tied for the fewest votes ({votes}); {reason}, so {names} is eliminated"
                ),
                Self::Spanish => format!(
                    "{tied} empatan con el menor número de votos ({votes}); {reason}, así que {names} queda eliminada"
                ),
            };
        }
        match (self, &round.eliminated[..]) {
            (Self::English, [only]) if only == UNDECLARED => format!(
                "{names} ({}) stand for people who are no option and go first",
                votes_of(only)
            ),
            (Self::Spanish, [only]) if only == UNDECLARED => format!(
                "{names} ({}) nombra a quienes no son una opción y queda eliminada primero",
                votes_of(only)
            ),
            (Self::English, [only]) if votes_of(only) == "0" => {
                format!("{names} has no votes and is eliminated")
            }
            (Self::Spanish, [only]) if votes_of(only) == "0" => {
                format!("{names} no tiene votos y queda eliminada")
            }
            (Self::English, [only]) => {
                format!(
                    "{names} has the fewest votes ({}) and is eliminated",
                    votes_of(only)
                )
            }
            (Self::Spanish, [only]) => format!(
                "{names} tiene menos votos que las demás ({}) y queda eliminada",
                votes_of(only)
            ),
            (Self::English, _) => format!(
                "{names} together have fewer votes than the next option, and are eliminated at once"
            ),
            (Self::Spanish, _) => format!(
                "{names} suman menos votos que la opción siguiente y quedan eliminadas a la vez"
            ),
        }
    }

    /// Why the picked one of the tied was picked.
    fn reason(self, tie: &Tie) -> String {
        let stage = tie.stage.unwrap_or_default();
        let picked = &tie.picked;
        let fewer = tie.about == TieAbout::Elimination;
        match (self, tie.by) {
            (Self::English, TieDecidedBy::Backwards | TieDecidedBy::Forwards) => {
                let how = if fewer { "fewest" } else { "most" };
                format!("{picked} had the {how} of them at stage {stage}")
            }
            (Self::Spanish, TieDecidedBy::Backwards | TieDecidedBy::Forwards) => {
                let how = if fewer { "menos" } else { "más" };
                format!("{picked} tenía {how} votos que las otras en la etapa {stage}")
            }
            (Self::English, TieDecidedBy::Order) => {
                format!("the order declared beforehand picks {picked}")
            }
            (Self::Spanish, TieDecidedBy::Order) => {
                format!("el orden declarado de antemano señala {picked}")
            }
            (Self::English, TieDecidedBy::Lot) => {
                format!("the lot drawn from the public seed picks {picked}")
            }
            (Self::Spanish, TieDecidedBy::Lot) => {
                format!("el sorteo con la semilla pública señala {picked}")
            }
            (Self::English, TieDecidedBy::CandidateOrder) => {
                format!(
                    "no declared rule tells them apart, and the order on the ballot picks {picked}"
                )
            }
            (Self::Spanish, TieDecidedBy::CandidateOrder) => {
                format!(
                    "ninguna regla declarada las distingue y el orden de la papeleta señala {picked}"
                )
            }
        }
    }

    /// Where the votes go, over all who were eliminated.
    fn moves(self, round: &Round) -> String {
        let mut sums: Vec<(Option<&String>, BigRational)> = Vec::new();
        for transfer in &round.transfers {
            let votes = transfer.votes.value();
            match sums.iter_mut().find(|(to, _)| *to == transfer.to.as_ref()) {
                Some((_, sum)) => *sum += votes,
                None => sums.push((transfer.to.as_ref(), votes)),
            }
        }
        // Those who move to an option come first, the largest part in front.
        sums.sort_by(|(a, x), (b, y)| a.is_none().cmp(&b.is_none()).then(y.cmp(x)));
        let receivers = sums.iter().filter(|(to, _)| to.is_some()).count();
        let others = if receivers > MOST_TOLD {
            let rest: Vec<_> = sums.drain(MOST_TOLD - 1..receivers).collect();
            let votes: BigRational = rest.iter().map(|(_, votes)| votes).sum();
            Some((rest.len(), self.figure(&Amount::fraction(&votes))))
        } else {
            None
        };
        let moves = sums.iter().map(|(to, votes)| {
            let votes = self.figure(&Amount::fraction(votes));
            let one = votes == "1";
            match (self, to) {
                (Self::English, Some(to)) if one => format!("1 moves to {to}"),
                (Self::English, Some(to)) => format!("{votes} move to {to}"),
                (Self::English, None) if one => "1 names no other option".to_owned(),
                (Self::English, None) => format!("{votes} name no other option"),
                (Self::Spanish, Some(to)) if one => format!("1 pasa a {to}"),
                (Self::Spanish, Some(to)) => format!("{votes} pasan a {to}"),
                (Self::Spanish, None) if one => "1 no nombra otra opción".to_owned(),
                (Self::Spanish, None) => format!("{votes} no nombran otra opción"),
            }
        });
        let mut told: Vec<String> = moves.collect();
        if let Some((options, votes)) = others {
            let told_last = match self {
                Self::English => format!("{votes} move to {options} others"),
                Self::Spanish => format!("{votes} pasan a otras {options}"),
            };
            told.insert(MOST_TOLD - 1, told_last);
        }
        told.join(", ")
    }

    /// Who beats everybody head to head, if anybody does.
    fn pairs(self, outcome: &Outcome) -> Option<String> {
        let pairwise = outcome.pairwise.as_ref()?;
        let beats_all = |name: &str| {
            let row = pairwise.get(name);
            row.is_some_and(|row| {
                row.iter().all(|(other, votes)| {
                    let back = pairwise.get(other).and_then(|row| row.get(name));
                    back.is_some_and(|back| votes.value() > back.value())
                })
            })
        };
        let several = outcome.candidates.len() > 1;
        let beater = outcome
            .candidates
            .iter()
            .find(|name| several && beats_all(name));
        match (self, beater) {
            _ if !several => None,
            (Self::English, Some(name)) => Some(format!(
                "{name} is preferred to every other option when they are compared two by two."
            )),
            (Self::Spanish, Some(name)) => Some(format!(
                "{name} es preferida a todas las demás cuando se comparan de dos en dos."
            )),
            (Self::English, None) => {
                let decides = match outcome.method {
                    Method::Copeland => "it decides how many others each is preferred to",
                    Method::Kemeny => "the order decides that contradicts the fewest preferences",
                    _ => "the strength of the wins decides",
                };
                Some(format!(
                    "No option is preferred to every other when they are compared two by two; {decides}."
                ))
            }
            (Self::Spanish, None) => {
                let decides = match outcome.method {
                    Method::Copeland => "decide a cuántas otras es preferida cada una",
                    Method::Kemeny => "decide el orden que contradice menos preferencias",
                    _ => "decide la fuerza de las victorias",
                };
                Some(format!(
                    "Ninguna opción es preferida a todas las demás cuando se comparan de dos en dos; {decides}."
                ))
            }
        }
    }

    fn points(self, outcome: &Outcome) -> Option<String> {
        let scores = outcome.scores.as_ref()?;
        let mut best: Vec<(&str, &Amount)> = scores.iter().collect();
        // Of equals those that won come first; where the method has an order, that tells more.
        let place = |name: &str| {
            let mut groups = outcome.order.iter().flatten();
            groups.position(|group| group.iter().any(|option| option == name))
        };
        let won = |name: &str| outcome.winners.iter().any(|winner| winner == name);
        let by_order = outcome.method == Method::MajorityJudgment;
        best.sort_by_cached_key(|(name, points)| {
            let place = by_order.then(|| place(name));
            (place, Reverse(points.value()), !won(name))
        });
        let shown = best
            .iter()
            .take(outcome.winners.len().clamp(2, MOST_TOLD) + 1)
            .map(|(name, points)| format!("{name} ({})", self.figure(points)));
        let shown = shown.collect::<Vec<_>>();
        let shown = shown.join(", ");
        let votes = outcome.method.counts().contains(&BallotForm::Approval)
            || outcome.method == Method::Quadratic;
        Some(match (self, outcome.method) {
            (Self::English, Method::Minimax) => {
                let mildest: Vec<_> = outcome
                    .winners
                    .iter()
                    .filter_map(|w| Some((w, scores.get(w)?)))
                    .collect();
                let mildest = mildest
                    .iter()
                    .map(|(name, worst)| format!("{name} ({})", self.figure(worst)));
                format!(
                    "The mildest worst defeat: {}.",
                    mildest.collect::<Vec<_>>().join(", ")
                )
            }
            (Self::Spanish, Method::Minimax) => {
                let mildest: Vec<_> = outcome
                    .winners
                    .iter()
                    .filter_map(|w| Some((w, scores.get(w)?)))
                    .collect();
                let mildest = mildest
                    .iter()
                    .map(|(name, worst)| format!("{name} ({})", self.figure(worst)));
                format!(
                    "La peor derrota más leve: {}.",
                    mildest.collect::<Vec<_>>().join(", ")
                )
            }
            (Self::English, Method::MajorityJudgment) => {
                format!("The best middle grades: {shown}.")
            }
            (Self::Spanish, Method::MajorityJudgment) => {
                format!("Mejores calificaciones medianas: {shown}.")
            }
            (Self::English, _) if votes => format!("The most votes: {shown}."),
            (Self::Spanish, _) if votes => format!("Más votos: {shown}."),
            (Self::English, _) => format!("The most points: {shown}."),
            (Self::Spanish, _) => format!("Más puntos: {shown}."),
        })
    }

    /// Which of its procedures the method took.
    fn procedure(self, outcome: &Outcome) -> Option<String> {
        let told = match (self, outcome.procedure?) {
            (Self::English, Procedure::Exact) => {
                "Every possible result was compared, and this one satisfies the ballots best."
            }
            (Self::Spanish, Procedure::Exact) => {
                "Se compararon todos los resultados posibles, y este es el que más satisface a las papeletas."
            }
            (Self::English, Procedure::Sequential) => {
                "There are too many possible results to compare them all: the best next option was taken, one by one."
            }
            (Self::Spanish, Procedure::Sequential) => {
                "Hay demasiados resultados posibles para compararlos todos: se tomó cada vez la mejor opción siguiente."
            }
            (Self::English, Procedure::NoCompletion) => {
                "Each option is paid for in equal shares by the ballots that approve of it; what they cannot spend together stays unspent."
            }
            (Self::Spanish, Procedure::NoCompletion) => {
                "Cada opción la pagan a partes iguales las papeletas que la aprueban; lo que no pueden gastar juntas queda sin gastar."
            }
        };
        Some(told.to_owned())
    }

    fn tie_for_first(self, tie: &Tie) -> String {
        let tied = self.some_of(&tie.options);
        let reason = self.reason(tie);
        match self {
            Self::English => format!("{tied} are tied; {reason}."),
            Self::Spanish => format!("{tied} empatan; {reason}."),
        }
    }

    fn winners(self, outcome: &Outcome) -> String {
        let names = self.all_of(&outcome.winners);
        match (self, outcome.winners.len()) {
            (Self::English, 0) if spends(outcome) => "Nothing is bought.".to_owned(),
            (Self::Spanish, 0) if spends(outcome) => "No se compra nada.".to_owned(),
            (Self::English, 0) => {
                let tied = self.some_of(&outcome.unresolved);
                format!("{tied} are tied, and no declared rule breaks the tie; nobody is elected.")
            }
            (Self::Spanish, 0) => {
                let tied = self.some_of(&outcome.unresolved);
                format!(
                    "{tied} empatan y ninguna regla declarada los separa; nadie resulta elegido."
                )
            }
            (Self::English, 1) if spends(outcome) => format!("{names} is bought."),
            (Self::English, _) if spends(outcome) => format!("{names} are bought."),
            (Self::Spanish, 1) if spends(outcome) => format!("Se compra {names}."),
            (Self::Spanish, _) if spends(outcome) => format!("Se compran {names}."),
            (Self::English, 1) => format!("{names} wins."),
            (Self::English, _) => format!("{names} win."),
            (Self::Spanish, 1) => format!("Gana {names}."),
            (Self::Spanish, _) => format!("Ganan {names}."),
        }
    }
}

/// Does the method spend a budget?
fn spends(outcome: &Outcome) -> bool {
    matches!(outcome.method, Method::EqualShares | Method::BudgetGreedy)
}

/// The votes of everybody in a stage.
fn sum(round: &Round) -> Amount {
    let votes = round.votes.iter().map(|(_, votes)| votes.value());
    Amount::fraction(&votes.sum())
}
