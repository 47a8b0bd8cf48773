//! What is told beyond the count itself: other methods, how firm the order is, the margin, the
//! organisations, and ties decided otherwise.

use crate::tally::compare::{ByMethod, Comparison, Hindrance, NotCounted};
use crate::tally::firmness::{Firmly, Firmness};
use crate::tally::margin::{Margin, Paper, Proof};
use crate::tally::organisations::{ByOrganisation, DoubleMajority};
use crate::tally::otherwise::{OtherPick, Otherwise};
use crate::tally::outcome::TieAbout;

use super::{MOST_TOLD, Tongue};

/// The comparison in sentences; `lang` as in [`super::tell`].
pub fn tell_comparison(comparison: &Comparison, lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let mut sentences = Vec::new();
    let placing = comparison.placing;
    let firsts = comparison.standings.iter().filter(|s| s.first > 0);
    for (at, standing) in firsts.enumerate() {
        let methods = comparison
            .methods
            .iter()
            .filter(|m| m.repeats.is_none() && m.first[..] == [standing.option.clone()]);
        let methods: Vec<String> = methods.map(|m| m.method.to_string()).collect();
        let (name, first) = (&standing.option, standing.first);
        let those = tongue.all_of(&methods);
        sentences.push(match (tongue, at) {
            (Tongue::English, 0) if first == placing => {
                format!("{name} comes first under all {placing} methods.")
            }
            (Tongue::Spanish, 0) if first == placing => {
                format!("{name} queda en primer lugar con los {placing} métodos.")
            }
            (Tongue::English, 0) => {
                format!("{name} comes first under {first} of {placing} methods: {those}.")
            }
            (Tongue::Spanish, 0) => {
                format!("{name} queda en primer lugar con {first} de {placing} métodos: {those}.")
            }
            (Tongue::English, _) => format!("{name} comes first under {first}: {those}."),
            (Tongue::Spanish, _) => format!("{name} queda en primer lugar con {first}: {those}."),
        });
    }
    let shared = comparison
        .methods
        .iter()
        .filter(|m| m.first.len() > 1 && m.repeats.is_none());
    sentences.extend(shared.map(|by| tongue.shared(by)));
    let several = comparison.methods.iter().any(|m| m.winners.len() > 1);
    let always = comparison
        .standings
        .iter()
        .filter(|s| s.wins == comparison.counted);
    let always: Vec<String> = always.map(|s| s.option.clone()).collect();
    if several && !always.is_empty() {
        let (names, all) = (tongue.all_of(&always), comparison.counted);
        sentences.push(match (tongue, always.len()) {
            (Tongue::English, 1) => {
                format!("{names} is among the winners under all {all} methods.")
            }
            (Tongue::English, _) => {
                format!("{names} are among the winners under all {all} methods.")
            }
            (Tongue::Spanish, 1) => {
                format!("{names} está entre las ganadoras con los {all} métodos.")
            }
            (Tongue::Spanish, _) => {
                format!("{names} están entre las ganadoras con los {all} métodos.")
            }
        });
    }
    let hindered = comparison.not_counted.iter();
    let hindered = hindered.filter(|h| h.because != Hindrance::OtherForm);
    sentences.extend(hindered.map(|hindered| tongue.hindered(hindered)));
    sentences
}

/// The firmness in sentences; `lang` as in [`super::tell`].
pub fn tell_firmness(firmness: &Firmness, lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let (draws, same) = (firmness.samples, percent(firmness.same_winners));
    let mut sentences = vec![match tongue {
        Tongue::English => format!(
            "When the ballots are drawn anew at random {draws} times, the same win in {same} of the draws."
        ),
        Tongue::Spanish => format!(
            "Si las papeletas se vuelven a extraer al azar {draws} veces, ganan las mismas en el {same} de las extracciones."
        ),
    }];
    if let Some(same) = firmness.same_order {
        let same = percent(same);
        sentences.push(match tongue {
            Tongue::English => format!("The whole order is the same in {same} of the draws."),
            Tongue::Spanish => {
                format!("El orden completo es el mismo en el {same} de las extracciones.")
            }
        });
    }
    let mut likely: Vec<&Firmly> = firmness.options.iter().filter(|o| o.wins > 0.0).collect();
    likely.sort_by(|a, b| b.wins.total_cmp(&a.wins));
    let told = likely.iter().take(MOST_TOLD).map(|option| {
        let (name, wins) = (&option.option, percent(option.wins));
        match tongue {
            Tongue::English => format!("{name} in {wins}"),
            Tongue::Spanish => format!("{name} en el {wins}"),
        }
    });
    let told: Vec<String> = told.collect();
    if !told.is_empty() {
        let all = tongue.all_of(&told);
        sentences.push(match tongue {
            Tongue::English => format!("Among the winners is {all}."),
            Tongue::Spanish => format!("Entre las ganadoras está {all}."),
        });
    }
    if firmness.not_counted > 0 {
        let not = firmness.not_counted;
        sentences.push(match tongue {
            Tongue::English => format!("{not} draws more could not be counted and are left out."),
            Tongue::Spanish => {
                format!("Otras {not} extracciones no se pudieron contar y quedan fuera.")
            }
        });
    }
    sentences
}

/// The margin in sentences; `lang` as in [`super::tell`].
pub fn tell_margin(margin: &Margin, lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let (least, Some(most)) = (
        tongue.figure(&margin.at_least),
        margin.at_most.as_ref().map(|most| tongue.figure(most)),
    ) else {
        return vec![match (tongue, margin.proof) {
            (Tongue::English, Proof::EverySeat) => {
                "There is a seat for every option, so that no other ballots would change who wins."
            }
            (Tongue::Spanish, Proof::EverySeat) => {
                "Hay un puesto para cada opción, así que otras papeletas no cambiarían quién gana."
            }
            (Tongue::English, Proof::NothingAffordable) => {
                "Every option costs more than there is, so that no other ballots would change what is bought."
            }
            (Tongue::Spanish, Proof::NothingAffordable) => {
                "Cada opción cuesta más de lo que hay, así que otras papeletas no cambiarían qué se compra."
            }
            (Tongue::English, _) if margin.exact => {
                "No change of these ballots would make others win."
            }
            (Tongue::Spanish, _) if margin.exact => {
                "Ningún cambio de estas papeletas haría ganar a otras."
            }
            (Tongue::English, _) => "No change of ballots was found after which others win.",
            (Tongue::Spanish, _) => {
                "No se encontró ningún cambio de papeletas con el que ganen otras."
            }
        }
        .to_owned()];
    };
    let amounts = margin.at_most.as_ref();
    let are_whole = amounts.is_none_or(|most| !most.as_str().contains('/'));
    let most_ballots = match tongue {
        Tongue::English if are_whole => format!("{most} ballots"),
        Tongue::Spanish if are_whole => format!("{most} papeletas"),
        Tongue::English => format!("ballots worth {most} votes"),
        Tongue::Spanish => format!("papeletas que valen {most} votos"),
    };
    let mut sentences = vec![match (tongue, margin.exact, &most[..]) {
        (Tongue::English, true, "1") => {
            "Had a single ballot been marked otherwise, others could have won.".to_owned()
        }
        (Tongue::Spanish, true, "1") => {
            "Si una sola papeleta se hubiera marcado de otro modo, podrían haber ganado otras."
                .to_owned()
        }
        (Tongue::English, true, _) => format!(
            "Had {most_ballots} been marked otherwise, others could have won; with fewer, the same win."
        ),
        (Tongue::Spanish, true, _) => format!(
            "Si {most_ballots} se hubieran marcado de otro modo, podrían haber ganado otras; con menos, ganan las mismas."
        ),
        (Tongue::English, false, _) => format!(
            "Had {most_ballots} been marked otherwise, others could have won; fewer than {least} do not do it, and whether fewer than {most} do is not known."
        ),
        (Tongue::Spanish, false, _) => format!(
            "Si {most_ballots} se hubieran marcado de otro modo, podrían haber ganado otras; menos de {least} no bastan, y no se sabe si bastan menos de {most}."
        ),
    }];
    if let Some(witness) = &margin.witness {
        let changes = witness.changes.iter().take(MOST_TOLD).map(|change| {
            let (from, to) = (tongue.paper(&change.from), tongue.paper(&change.to));
            let ballots = tongue.figure(&change.ballots);
            match tongue {
                Tongue::English => format!("{ballots} from {from} to {to}"),
                Tongue::Spanish => format!("{ballots} de {from} a {to}"),
            }
        });
        let mut changes: Vec<String> = changes.collect();
        let more = witness.changes.len().saturating_sub(MOST_TOLD);
        changes.extend((more > 0).then(|| match tongue {
            Tongue::English => format!("{more} kinds more"),
            Tongue::Spanish => format!("{more} clases más"),
        }));
        let (changes, winners) = (changes.join("; "), tongue.all_of(&witness.winners));
        let several = witness.winners.len() > 1;
        sentences.push(match tongue {
            Tongue::English if witness.winners.is_empty() => {
                format!("For example, these change, and nobody wins: {changes}.")
            }
            Tongue::Spanish if witness.winners.is_empty() => {
                format!("Por ejemplo, cambian estas y no gana nadie: {changes}.")
            }
            Tongue::English => {
                let verb = if several { "win" } else { "wins" };
                format!("For example, these change, and {winners} {verb}: {changes}.")
            }
            Tongue::Spanish => {
                let verb = if several { "ganan" } else { "gana" };
                format!("Por ejemplo, cambian estas y {verb} {winners}: {changes}.")
            }
        });
    }
    sentences
}

/// The count by organisation in sentences; `lang` as in [`super::tell`].
pub fn tell_by_organisation(by: &ByOrganisation, lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let speaking = by
        .organisations
        .iter()
        .filter(|voice| !voice.valid.is_zero())
        .count();
    let winners = tongue.all_of(&by.outcome.winners);
    let several = by.outcome.winners.len() > 1;
    let mut sentences = vec![match tongue {
        _ if by.outcome.winners.is_empty() => tongue.winners(&by.outcome),
        Tongue::English => {
            let verb = if several { "win" } else { "wins" };
            format!("With one voice for each of {speaking} organisations, {winners} {verb}.")
        }
        Tongue::Spanish => {
            let verb = if several { "ganan" } else { "gana" };
            format!("Con una voz para cada una de {speaking} organizaciones, {verb} {winners}.")
        }
    }];
    sentences.extend(
        by.double_majority
            .iter()
            .map(|double| tongue.double(double)),
    );
    if !by.without.is_zero() {
        let without = tongue.figure(&by.without);
        sentences.push(match (tongue, &without[..]) {
            (Tongue::English, "1") => {
                "1 ballot names no organisation and counts among the members alone.".to_owned()
            }
            (Tongue::English, _) => {
                format!("{without} ballots name no organisation and count among the members alone.")
            }
            (Tongue::Spanish, "1") => {
                "1 papeleta no nombra organización y cuenta solo entre los miembros.".to_owned()
            }
            (Tongue::Spanish, _) => format!(
                "{without} papeletas no nombran organización y cuentan solo entre los miembros."
            ),
        });
    }
    sentences
}

/// What the other picks of the ties would have led to, in sentences; `lang` as in [`super::tell`].
pub fn tell_otherwise(ties: &[Otherwise], lang: &str) -> Vec<String> {
    let tongue = Tongue::of(lang);
    let told = ties.iter().flat_map(|otherwise| {
        let picks = otherwise.picks.iter();
        picks.map(|pick| tongue.other_pick(otherwise, pick))
    });
    told.collect()
}

impl Tongue {
    fn shared(self, by: &ByMethod) -> String {
        let (names, method) = (self.all_of(&by.first), by.method);
        match self {
            Self::English => format!("{names} share the first place under {method}."),
            Self::Spanish => format!("{names} comparten el primer lugar con {method}."),
        }
    }

    fn hindered(self, hindered: &NotCounted) -> String {
        let method = hindered.method;
        match (self, hindered.because) {
            (Self::English, _) => format!("{method} is left out: {}.", hindered.why),
            (Self::Spanish, Hindrance::OtherForm) => {
                format!("{method} queda fuera: cuenta papeletas de otra forma.")
            }
            (Self::Spanish, Hindrance::NoBudget) => {
                format!("{method} queda fuera: necesita un presupuesto y las reglas no lo dan.")
            }
            (Self::Spanish, Hindrance::TooFew) => format!(
                "{method} queda fuera: solo podría contar menos de la mitad de las papeletas."
            ),
            (Self::Spanish, Hindrance::TooTangled) => format!(
                "{method} queda fuera: demasiadas opciones se ganan en círculo para probar el mejor orden."
            ),
            (Self::Spanish, Hindrance::Other) => {
                format!("{method} queda fuera: no puede contar estas papeletas.")
            }
        }
    }

    fn double(self, double: &DoubleMajority) -> String {
        let DoubleMajority {
            option,
            organisations,
            of,
            holds,
        } = double;
        match (self, holds) {
            (Self::English, true) => format!(
                "{option} wins among the members, and {organisations} of {of} organisations support it: a double majority."
            ),
            (Self::English, false) => format!(
                "{option} wins among the members, but only {organisations} of {of} organisations support it: no double majority."
            ),
            (Self::Spanish, true) => format!(
                "{option} gana entre los miembros y la apoyan {organisations} de {of} organizaciones: hay doble mayoría."
            ),
            (Self::Spanish, false) => format!(
                "{option} gana entre los miembros, pero solo la apoyan {organisations} de {of} organizaciones: no hay doble mayoría."
            ),
        }
    }

    fn other_pick(self, otherwise: &Otherwise, pick: &OtherPick) -> String {
        let (was, picked) = (&otherwise.tie.picked, &pick.picked);
        let goes = otherwise.tie.about == TieAbout::Elimination;
        let winners = self.all_of(&pick.winners);
        let several = pick.winners.len() > 1;
        let had = match (self, goes) {
            (Self::English, true) => format!("Had {picked} been eliminated instead of {was}"),
            (Self::English, false) => format!("Had the tie gone to {picked} instead of {was}"),
            (Self::Spanish, true) => {
                format!("Si se hubiera eliminado a {picked} en vez de a {was}")
            }
            (Self::Spanish, false) => {
                format!("Si el empate se hubiera decidido por {picked} en vez de por {was}")
            }
        };
        match (self, pick.other_winners) {
            (Self::English, false) if several => format!("{had}, the same would win."),
            (Self::English, false) => format!("{had}, {winners} would still win."),
            (Self::English, true) if pick.winners.is_empty() => {
                format!("{had}, nobody would win.")
            }
            (Self::English, true) => format!("{had}, {winners} would win."),
            (Self::Spanish, false) if several => format!("{had}, ganarían las mismas."),
            (Self::Spanish, false) => format!("{had}, ganaría igualmente {winners}."),
            (Self::Spanish, true) if pick.winners.is_empty() => {
                format!("{had}, no ganaría nadie.")
            }
            (Self::Spanish, true) if several => format!("{had}, ganarían {winners}."),
            (Self::Spanish, true) => format!("{had}, ganaría {winners}."),
        }
    }

    /// What a ballot says, short.
    fn paper(self, paper: &Paper) -> String {
        match paper {
            Paper::Ranking(ranks) => {
                let ranks = ranks.iter().map(|rank| match &rank[..] {
                    [] => "–".to_owned(),
                    named => named.join(" = "),
                });
                format!("“{}”", ranks.collect::<Vec<_>>().join(" > "))
            }
            Paper::Approves(options) => format!("“{}”", self.all_of(options)),
            Paper::Scores(scores) => {
                let scores = scores.iter().filter(|(_, score)| **score > 0);
                let scores = scores.map(|(name, score)| format!("{name} {score}"));
                format!("“{}”", scores.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A share as a whole percentage; what is neither none nor all is not told as if it were.
fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if rounded < 1.0 && share > 0.0 {
        "< 1 %".to_owned()
    } else if rounded > 99.0 && share < 1.0 {
        "> 99 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}
