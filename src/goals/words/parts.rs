//! The five parts of a goal, as labelled sentences with their evidence.

use crate::goals::goal::{
    Baseline, Decision, Direction, Evidence, EvidenceSource, Goal, Measured, Reason, Stance,
    Target, Unit,
};
use crate::goals::words::{
    TOLERANCE, baseline_words, cadence_words, due_words, figure_value_words, indicator, is_spanish,
    method_words, owner_words, pick, target_method_words, target_value_words, value_words,
};
use crate::model::numbers::{percent, points, round_percent, thousands, up_to};
use crate::model::text::Lang;

/// The letters of SMART.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Specific.
    S,
    /// Measurable.
    M,
    /// Achievable.
    A,
    /// Relevant.
    R,
    /// Time-bound.
    T,
}

/// One of the five parts of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// Which.
    pub letter: Letter,
    /// Its name in the language asked for: *Specific*.
    pub name: &'static str,
    /// What there is to say.
    pub sentences: Vec<Sentence<'a>>,
}

/// A sentence and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence<'a> {
    /// What it is about, as a label before it: *Who leads*.
    pub label: &'static str,
    /// The sentence; a slot nobody has filled yet stays visible as `[owner?]`.
    pub text: String,
    /// The sources of its numbers.
    pub evidence: Vec<&'a Evidence>,
}

/// The five parts in the order S, M, A, R, T.
pub fn parts<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Part<'a>> {
    [
        (
            Letter::S,
            pick(lang, "Specific", "Específico"),
            specific(goal, lang),
        ),
        (
            Letter::M,
            pick(lang, "Measurable", "Medible"),
            measurable(goal, lang),
        ),
        (
            Letter::A,
            pick(lang, "Achievable", "Alcanzable"),
            achievable(goal, lang),
        ),
        (
            Letter::R,
            pick(lang, "Relevant", "Relevante"),
            relevant(goal, lang),
        ),
        (
            Letter::T,
            pick(lang, "Time-bound", "Con plazo"),
            time_bound(goal, lang),
        ),
    ]
    .into_iter()
    .map(|(letter, name, sentences)| Part {
        letter,
        name,
        sentences,
    })
    .collect()
}

fn specific<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Sentence<'a>> {
    let (change_label, whom_label, lead_label) = pick(
        lang,
        ("Change", "For whom", "Who leads"),
        ("Cambio", "Para quién", "Quién lidera"),
    );
    let verb = match goal.direction {
        Direction::Increase => pick(lang, "Increase", "Aumentar"),
        Direction::Decrease => pick(lang, "Reduce", "Reducir"),
        Direction::Keep => pick(lang, "Keep", "Mantener"),
    };
    let population = goal.population.get(lang);
    let population = if population.is_empty() {
        pick(lang, "[for whom?]", "[¿para quién?]")
    } else {
        population
    };
    let whom = match goal.population_size {
        Some(size) => {
            let size = thousands(size, lang);
            let people = pick(lang, "people", "personas");
            format!("{population} ({size} {people})")
        }
        None => population.to_owned(),
    };
    vec![
        told(change_label, format!("{verb} {}", indicator(goal, lang))),
        told(whom_label, whom),
        told(lead_label, owner_words(goal, lang)),
    ]
}

fn measurable<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Sentence<'a>> {
    let spanish = is_spanish(lang);
    let (from_label, to_label, how_label, seen_label) = pick(
        lang,
        ("Baseline", "Target", "How it is measured", "Will it show"),
        ("Punto de partida", "Meta", "Cómo se mide", "Se verá"),
    );
    let mut sentences = Vec::new();
    let baseline_evidence: Vec<&Evidence> = goal
        .measured_baseline()
        .map(|measured| &measured.evidence)
        .into_iter()
        .collect();
    let mut baseline = baseline_words(goal, lang);
    if let Some([low, high]) = goal.measured_baseline().and_then(|m| m.interval) {
        let low = value_words(low, &goal.unit, lang);
        let high = value_words(high, &goal.unit, lang);
        baseline = if spanish {
            format!("{baseline}, intervalo del 95 %: de {low} a {high}")
        } else {
            format!("{baseline}, 95 % interval {low} to {high}")
        };
    }
    sentences.push(Sentence {
        label: from_label,
        text: baseline,
        evidence: baseline_evidence.clone(),
    });
    let mut target = target_value_words(goal, lang);
    if let Some(Target { method, .. }) = &goal.target {
        target = format!("{target}, {}", target_method_words(*method, lang));
    }
    sentences.push(Sentence {
        label: to_label,
        text: target,
        evidence: baseline_evidence,
    });
    sentences.push(told(how_label, how_measured(goal, lang)));
    if let Some(text) = visibility(goal, lang) {
        sentences.push(told(seen_label, text));
    }
    sentences
}

/// How the measure is taken the next time.
fn how_measured(goal: &Goal, lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    let by = match &goal.baseline {
        Baseline::Measured(measured) => {
            return match &measured.evidence.source {
                EvidenceSource::Survey { .. } | EvidenceSource::File { .. } => {
                    let label = measured.evidence.label.get(lang);
                    if spanish {
                        format!(
                            "volver a hacer la misma pregunta de «{label}» a la misma población"
                        )
                    } else {
                        format!("ask the same question of “{label}” again, of the same population")
                    }
                }
                EvidenceSource::Round { .. }
                | EvidenceSource::Board { .. }
                | EvidenceSource::Decision { .. }
                | EvidenceSource::Person { .. } => pick(
                    lang,
                    "count again in the same way",
                    "volver a contar de la misma manera",
                )
                .to_owned(),
            };
        }
        Baseline::ToMeasure { by } => by,
    };
    match by {
        Some(by) if spanish => format!(
            "medir el punto de partida a más tardar el {by}, por ejemplo con una encuesta de un minuto, y repetir la misma pregunta"
        ),
        Some(by) => format!(
            "measure the baseline by {by}, for instance with a one-minute survey, and ask the same question again later"
        ),
        None => pick(lang, "[how measured?]", "[¿cómo se mide?]").to_owned(),
    }
}

/// What a second survey of the same size can see, and what to do where that is too little.
fn visibility(goal: &Goal, lang: &Lang) -> Option<String> {
    let spanish = is_spanish(lang);
    let start = goal.start()?;
    let n = thousands(start.n?, lang);
    let target = goal.target.as_ref()?;
    if goal.direction == Direction::Keep {
        return None;
    }
    let seen_from = start.detectable(goal.direction);
    let sign = goal.direction.sign();
    if let Some(seen) = seen_from
        && sign * (target.value - seen) >= -TOLERANCE
    {
        let seen = percent(seen, lang);
        return Some(if spanish {
            format!(
                "con otras {n} respuestas, un cambio hasta el {seen} se vería al menos cuatro de cada cinco veces"
            )
        } else {
            format!(
                "with {n} answers again, a change to {seen} would show at least four times in five"
            )
        });
    }
    let limit = match seen_from {
        Some(seen) => {
            let seen = percent(seen, lang);
            if spanish {
                format!(
                    "{n} respuestas son pocas para ver este cambio: solo a partir del {seen} se vería cuatro de cada cinco veces"
                )
            } else {
                format!(
                    "{n} answers are too few to see this change: only from {seen} on would it show four times in five"
                )
            }
        }
        None if spanish => {
            format!("{n} respuestas son demasiado pocas para ver ningún cambio en este sentido")
        }
        None => format!("{n} answers are too few to see any change this way"),
    };
    let cure = pick(
        lang,
        "ask nearly everybody, ask the same people both times, or count something instead of asking",
        "preguntar a casi todas las personas, preguntar a las mismas las dos veces, o contar algo en vez de preguntar",
    );
    Some(format!("{limit}; {cure}"))
}

fn achievable<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Sentence<'a>> {
    let spanish = is_spanish(lang);
    let (step_label, means_label, way_label) = pick(
        lang,
        ("Size of the step", "Resources", "Milestones"),
        ("Tamaño del paso", "Recursos", "Hitos"),
    );
    let mut sentences = Vec::new();
    if let (Some(measured), Some(target)) = (goal.measured_baseline(), &goal.target)
        && goal.direction != Direction::Keep
    {
        let change = target.value - measured.figure.value();
        let change = match &goal.unit {
            Unit::Percent if spanish => {
                format!("{} puntos porcentuales", points(change, lang))
            }
            Unit::Percent => format!("{} percentage points", points(change, lang)),
            Unit::Count(_) => {
                let plus = if change > 0.0 { "+" } else { "" };
                format!("{plus}{}", value_words(change, &goal.unit, lang))
            }
        };
        sentences.push(Sentence {
            label: step_label,
            text: change,
            evidence: vec![&measured.evidence],
        });
    }
    let means = goal
        .resources
        .clone()
        .unwrap_or_else(|| pick(lang, "[resources?]", "[¿recursos?]").to_owned());
    sentences.push(told(means_label, means));
    if !goal.milestones.is_empty() {
        let reached = goal
            .milestones
            .iter()
            .filter(|milestone| milestone.reached.is_some())
            .count();
        let all = goal.milestones.len();
        sentences.push(told(
            way_label,
            if spanish {
                format!("{reached} de {all} alcanzados")
            } else {
                format!("{reached} of {all} reached")
            },
        ));
    }
    sentences
}

fn relevant<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Sentence<'a>> {
    let (need_label, value_label, consent_label, own_label, decided_label) = pick(
        lang,
        ("Need", "Value", "Support", "Why", "Decided"),
        ("Necesidad", "Valor", "Apoyo", "Por qué", "Decidido"),
    );
    let spanish = is_spanish(lang);
    let mut sentences: Vec<Sentence<'a>> = goal
        .reasons
        .iter()
        .map(|reason| match reason {
            Reason::Need {
                rank,
                of,
                importance,
                satisfaction,
            } => {
                let important = share_words(importance, lang);
                let satisfied = share_words(satisfaction, lang);
                Sentence {
                    label: need_label,
                    text: if spanish {
                        format!("lugar {rank} de {of} por prioridad: importante para {important}, con satisfacción de {satisfied}")
                    } else {
                        format!("place {rank} of {of} by priority: important to {important}; {satisfied} are satisfied")
                    },
                    evidence: vec![&importance.evidence, &satisfaction.evidence],
                }
            }
            Reason::Value { rank, of, score } => {
                let points = score_words(score, lang);
                Sentence {
                    label: value_label,
                    text: if spanish {
                        format!("lugar {rank} de {of} entre los valores, puntuación mejor-peor {points}")
                    } else {
                        format!("place {rank} of {of} among the values, best-worst score {points}")
                    },
                    evidence: vec![&score.evidence],
                }
            }
            Reason::Support {
                all,
                groups,
                organisations,
                evidence,
            } => Sentence {
                label: pick(lang, "Support and objections", "Apoyo y objeciones"),
                text: support_words(all, groups, organisations, lang),
                evidence: vec![evidence],
            },
            Reason::Consent {
                support,
                of,
                objections,
                evidence,
            } => Sentence {
                label: consent_label,
                text: consent_words(*support, *of, objections, lang),
                evidence: vec![evidence],
            },
            Reason::Own { words } => told(own_label, words.clone()),
        })
        .collect();
    match &goal.decision {
        Some(decision) => sentences.push(Sentence {
            label: decided_label,
            text: decision_words(decision, lang),
            evidence: vec![&decision.evidence],
        }),
        None => sentences.push(told(
            decided_label,
            pick(lang, "[decision?]", "[¿decisión?]").to_owned(),
        )),
    }
    sentences
}

/// `72 % for, 12 % against (61 votes); group A: 80 % for, 5 % against; …`
fn support_words(all: &Stance, groups: &[Stance], organisations: &[Stance], lang: &Lang) -> String {
    let shares = |stance: &Stance| {
        let [agree, disagree] =
            [stance.agree, stance.disagree].map(|share| round_percent(share, lang));
        let n = thousands(stance.n, lang);
        if is_spanish(lang) {
            format!("{agree} a favor, {disagree} en contra ({n} votos)")
        } else {
            format!("{agree} for, {disagree} against ({n} votes)")
        }
    };
    let group = pick(lang, "group", "grupo");
    let groups = groups
        .iter()
        .map(|stance| format!("{group} {}: {}", stance.who, shares(stance)));
    let organisations = organisations
        .iter()
        .map(|stance| format!("{}: {}", stance.who, shares(stance)));
    let parts: Vec<String> = std::iter::once(shares(all))
        .chain(groups)
        .chain(organisations)
        .collect();
    parts.join("; ")
}

/// Who supports a decision, and which reservations it passed with.
fn consent_words(support: Option<u64>, of: u64, objections: &[String], lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    let of = thousands(of, lang);
    let mut words = match support.map(|support| thousands(support, lang)) {
        Some(support) if spanish => format!("{support} de {of} participantes la apoyan"),
        Some(support) => format!("{support} of {of} who took part support it"),
        None if spanish => format!("la opción con menos resistencia entre {of} participantes"),
        None => format!("the option with the least resistance among {of} who took part"),
    };
    if !objections.is_empty() {
        words.push_str(pick(lang, "; with reservations: ", "; con reservas: "));
        let quoted: Vec<String> = objections
            .iter()
            .map(|words| {
                if spanish {
                    format!("«{words}»")
                } else {
                    format!("“{words}”")
                }
            })
            .collect();
        words.push_str(&quoted.join(", "));
    }
    words
}

fn decision_words(decision: &Decision, lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    let Decision { place, of, .. } = decision;
    let title = decision.evidence.label.get(lang);
    let method = method_words(&decision.method, lang);
    let ballots = thousands(decision.ballots, lang);
    let is_consent = matches!(decision.evidence.source, EvidenceSource::Decision { .. });
    let eligible = decision.eligible.map(|eligible| thousands(eligible, lang));
    let mut words = match (is_consent, spanish) {
        (true, true) => format!("«{title}» por {method}; participaron {ballots}"),
        (true, false) => format!("“{title}” by {method}; {ballots}"),
        (false, true) => {
            format!("lugar {place} de {of} en «{title}» por {method}, {ballots} papeletas")
        }
        (false, false) => {
            format!("place {place} of {of} in “{title}” by {method}, {ballots} ballots")
        }
    };
    if let Some(all) = eligible {
        words = if spanish {
            format!("{words} de {all} personas con voto")
        } else {
            format!("{words} of {all} people with a vote")
        };
    }
    if is_consent && !spanish {
        words.push_str(" took part");
    }
    if let Some(day) = decision.closed_on {
        words = if spanish {
            format!("{words}, cerrada el {day}")
        } else {
            format!("{words}, closed on {day}")
        };
    }
    words
}

fn time_bound<'a>(goal: &'a Goal, lang: &Lang) -> Vec<Sentence<'a>> {
    let (due_label, review_label, next_label) = pick(
        lang,
        ("Due", "Review", "Milestone"),
        ("Plazo", "Revisión", "Hito"),
    );
    let review = goal.review.map_or_else(
        || pick(lang, "[how often?]", "[¿cada cuánto?]"),
        |cadence| cadence_words(cadence, lang),
    );
    let mut sentences = vec![
        told(due_label, due_words(goal, lang)),
        told(review_label, review.to_owned()),
    ];
    for milestone in &goal.milestones {
        let text = match (milestone.due, milestone.reached) {
            (_, Some(reached)) => {
                let word = pick(lang, "reached on", "alcanzado el");
                format!("{} ({word} {reached})", milestone.text)
            }
            (Some(due), None) => {
                let word = pick(lang, "by", "a más tardar el");
                format!("{} ({word} {due})", milestone.text)
            }
            (None, None) => milestone.text.clone(),
        };
        sentences.push(told(next_label, text));
    }
    sentences
}

/// A sentence that rests on no number.
fn told<'a>(label: &'static str, text: String) -> Sentence<'a> {
    Sentence {
        label,
        text,
        evidence: Vec::new(),
    }
}

/// A share with its interval: `13.5 % (11.6 % to 15.7 %)`.
fn share_words(measured: &Measured, lang: &Lang) -> String {
    let value = figure_value_words(measured.figure, &Unit::Percent, lang);
    match measured.interval {
        Some([low, high]) => {
            let to = pick(lang, "to", "a");
            format!(
                "{value} ({} {to} {})",
                percent(low, lang),
                percent(high, lang)
            )
        }
        None => value,
    }
}

/// A best-worst score with its number of answers.
fn score_words(measured: &Measured, lang: &Lang) -> String {
    let value = up_to(measured.figure.value(), 2, lang);
    match measured.n {
        Some(n) => format!("{value} (n = {})", thousands(n, lang)),
        None => value,
    }
}
