//! Goals in words, in English and Spanish. Every other language reads English.

mod parts;

pub use parts::{Letter, Part, Sentence, parts};

use crate::goals::goal::{
    Baseline, Cadence, Direction, Evidence, EvidenceSource, EvidenceStatus, Figure, FigureName,
    Goal, Indicator, Measured, TargetMethod, Unit,
};
use crate::model::numbers::{percent, round_percent, thousands, up_to};
use crate::model::text::Lang;

/// The goal in one sentence, without a full stop; unknown slots stay visible as `[owner?]`.
pub fn statement(goal: &Goal, lang: &Lang) -> String {
    let indicator = indicator(goal, lang);
    let baseline = baseline_words(goal, lang);
    let due = due_words(goal, lang);
    let owner = owner_words(goal, lang);
    let spanish = is_spanish(lang);
    if goal.direction == Direction::Keep {
        return if spanish {
            format!("Mantener {indicator} en {baseline} hasta el {due}, a cargo de {owner}")
        } else {
            format!("Keep {indicator} at {baseline} until {due}, led by {owner}")
        };
    }
    let target = target_value_words(goal, lang);
    if spanish {
        let verb = match goal.direction {
            Direction::Increase | Direction::Keep => "Aumentar",
            Direction::Decrease => "Reducir",
        };
        let (from, to) = match (&goal.unit, goal.measured_baseline(), &goal.target) {
            (Unit::Percent, Some(measured), _) if is_exact(measured) => {
                ("del", if goal.target.is_some() { "al" } else { "a" })
            }
            (Unit::Percent, _, Some(_)) => ("de", "al"),
            (Unit::Percent | Unit::Count(_), _, _) => ("de", "a"),
        };
        format!(
            "{verb} {indicator} {from} {baseline} {to} {target} a más tardar el {due}, a cargo de {owner}"
        )
    } else {
        let verb = match goal.direction {
            Direction::Increase | Direction::Keep => "Increase",
            Direction::Decrease => "Reduce",
        };
        format!("{verb} {indicator} from {baseline} to {target} by {due}, led by {owner}")
    }
}

/// A short name for lists and headings: the need, the value, what was chosen, or the coalition's own words.
pub fn title(goal: &Goal, lang: &Lang) -> String {
    match &goal.indicator {
        Indicator::Satisfied { item: words }
        | Indicator::Lived { value: words }
        | Indicator::Advanced { choice: words }
        | Indicator::Own { words } => words.get(lang).to_owned(),
    }
}

/// What is measured and about whom: *the share of residents satisfied with city streets*.
pub fn indicator(goal: &Goal, lang: &Lang) -> String {
    let population = goal.population.get(lang);
    let spanish = is_spanish(lang);
    match &goal.indicator {
        Indicator::Satisfied { item } => {
            let item = within_sentence(item.get(lang));
            if spanish {
                format!("la proporción de {population} que expresan satisfacción con {item}")
            } else {
                format!("the share of {population} satisfied with {item}")
            }
        }
        Indicator::Lived { value } => {
            let value = value.get(lang);
            if spanish {
                format!("la proporción de {population} que dicen que vivimos el valor «{value}»")
            } else {
                format!("the share of {population} who say that we live the value “{value}”")
            }
        }
        Indicator::Advanced { choice } => {
            let choice = choice.get(lang);
            if spanish {
                format!(
                    "la proporción de {population} que expresan satisfacción con los avances en «{choice}»"
                )
            } else {
                format!("the share of {population} satisfied with progress on “{choice}”")
            }
        }
        Indicator::Own { words } => {
            let words = within_sentence(words.get(lang));
            if population.is_empty() || words.to_lowercase().contains(&population.to_lowercase()) {
                words
            } else if spanish {
                format!("{words} entre {population}")
            } else {
                format!("{words} among {population}")
            }
        }
    }
}

/// Where a number comes from and how well it is checked, in words.
pub fn evidence_words(evidence: &Evidence, lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    let mut words = evidence.label.get(lang).to_owned();
    let mut add = |part: String| {
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(&part);
    };
    match &evidence.source {
        EvidenceSource::Survey {
            survey: _,
            question,
            item,
            figure,
        } => {
            let (question_word, item_word) = pick(lang, ("question", "item"), ("pregunta", "tema"));
            add(format!("{question_word} `{question}`"));
            add(format!("{item_word} `{item}`"));
            add(figure_words(*figure, lang).to_owned());
        }
        EvidenceSource::Round { round: _, stage } => {
            if let Some(stage) = stage {
                let word = pick(lang, "stage", "etapa");
                add(format!("{word} {stage}"));
            }
        }
        EvidenceSource::Board {
            board: _,
            statement,
        } => {
            let word = pick(lang, "statement", "afirmación");
            add(format!("{word} {statement}"));
        }
        EvidenceSource::Decision { decision: _ } => {
            add(pick(lang, "decision", "decisión").to_owned());
        }
        EvidenceSource::File { name, item, figure } => {
            let (file_word, item_word) = pick(lang, ("file", "item"), ("archivo", "tema"));
            add(format!("{file_word} `{name}`"));
            if let Some(item) = item {
                add(format!("{item_word} `{item}`"));
            }
            if let Some(figure) = figure {
                add(figure_words(*figure, lang).to_owned());
            }
        }
        EvidenceSource::Person { by } => match by {
            Some(by) if spanish => add(format!("escrito por {by}")),
            Some(by) => add(format!("typed in by {by}")),
            None => add(pick(lang, "typed in by hand", "escrito a mano").to_owned()),
        },
    }
    add(status_words(evidence.status, lang).to_owned());
    words
}

/// How a target was found, in words.
pub fn target_method_words(method: TargetMethod, lang: &Lang) -> String {
    let spanish = is_spanish(lang);
    match method {
        TargetMethod::CohensH => pick(
            lang,
            "a small but real change (Cohen’s h = 0.10)",
            "un cambio pequeño pero real (h de Cohen = 0,10)",
        )
        .to_owned(),
        TargetMethod::MinimalSignificance => pick(
            lang,
            "the least change beyond chance between two surveys of this size (1.96·√2 standard errors)",
            "el menor cambio que no se explica por azar entre dos encuestas de este tamaño (1,96·√2 errores estándar)",
        )
        .to_owned(),
        TargetMethod::DetectableChange => pick(
            lang,
            "the least change that a second survey of this size would show four times in five (h = 2.80·√(2/n))",
            "el menor cambio que una segunda encuesta de este tamaño mostraría cuatro de cada cinco veces (h = 2,80·√(2/n))",
        )
        .to_owned(),
        TargetMethod::PercentImprovement { percent: by } => {
            let by = up_to(by, 1, lang);
            if spanish {
                format!("un cambio del {by} % respecto al punto de partida")
            } else {
                format!("a change by {by} % of the baseline")
            }
        }
        TargetMethod::ShareOfGap { share } => {
            let share = percent(share, lang);
            if spanish {
                format!("el {share} del camino que falta")
            } else {
                format!("{share} of the way that is left")
            }
        }
        TargetMethod::Maintain => pick(
            lang,
            "no worse than now, as there is little room above",
            "no peor que ahora, pues queda poco margen de mejora",
        )
        .to_owned(),
        TargetMethod::Chosen => pick(lang, "chosen by the group", "elegido por el grupo").to_owned(),
    }
}

/// The name of a counting method in words: `irv` is *instant run-off*.
pub fn method_words<'a>(method: &'a str, lang: &Lang) -> &'a str {
    let (english, spanish) = match method {
        "irv" => ("instant run-off", "segunda vuelta instantánea"),
        "schulze" => ("the Schulze method", "el método Schulze"),
        "borda" => ("the Borda count", "el recuento Borda"),
        "plurality" => ("most first choices", "más primeras opciones"),
        "ranked-pairs" => ("ranked pairs", "pares ordenados"),
        "minimax" => ("the minimax method", "el método minimax"),
        "copeland" => ("the Copeland method", "el método Copeland"),
        "kemeny" => ("the Kemeny method", "el método Kemeny"),
        "stv-scottish" => (
            "the single transferable vote, Scottish rules",
            "el voto único transferible, reglas escocesas",
        ),
        "stv-wigm" => (
            "the single transferable vote, exact fractions",
            "el voto único transferible, fracciones exactas",
        ),
        "stv-wigm-prf" => (
            "the single transferable vote, reference rule in four decimals",
            "el voto único transferible, regla de referencia con cuatro decimales",
        ),
        "stv-meek" => (
            "the single transferable vote, Meek’s method",
            "el voto único transferible, método de Meek",
        ),
        "stv-meek-prf" => (
            "the single transferable vote, Meek’s reference rule",
            "el voto único transferible, regla de referencia de Meek",
        ),
        "stv-warren" => (
            "the single transferable vote, Warren’s method",
            "el voto único transferible, método de Warren",
        ),
        "approval" => ("approval voting", "votación por aprobación"),
        "score" => ("the sum of scores", "la suma de puntuaciones"),
        "star" => (
            "STAR voting: scores, then a run-off",
            "la votación STAR: puntuaciones y segunda vuelta",
        ),
        "majority-judgment" => ("majority judgment", "el juicio mayoritario"),
        "dots" => ("dots", "el reparto de puntos"),
        "quadratic" => ("quadratic votes", "los votos cuadráticos"),
        "proportional-approval" => ("proportional approval", "la aprobación proporcional"),
        "phragmen" => ("Phragmén’s method", "el método de Phragmén"),
        "equal-shares" => (
            "equal shares of the budget",
            "las partes iguales del presupuesto",
        ),
        "budget-greedy" => (
            "the most approved first, within the budget",
            "lo más aprobado primero, dentro del presupuesto",
        ),
        "proportional-ranking" => ("the proportional ranking", "la lista proporcional"),
        "consensus" => ("consensus", "consenso"),
        "consent" => ("consent", "consentimiento"),
        "gradients" => ("gradients of agreement", "grados de acuerdo"),
        "fist_to_five" => ("fist to five", "del puño a los cinco dedos"),
        "systemic" => ("systemic consensing", "consenso sistémico"),
        other => (other, other),
    };
    pick(lang, english, spanish)
}

/// A value of the goal's measure: `13.5 %`, or `1,200 calls`.
pub fn value_words(value: f64, unit: &Unit, lang: &Lang) -> String {
    match unit {
        Unit::Percent => percent(value, lang),
        Unit::Count(of) => format!("{} {}", up_to(value, 2, lang), of.get(lang))
            .trim_end()
            .to_owned(),
    }
}

/// How often, in words.
pub fn cadence_words(cadence: Cadence, lang: &Lang) -> &'static str {
    match cadence {
        Cadence::Monthly => pick(lang, "every month", "cada mes"),
        Cadence::Quarterly => pick(lang, "every three months", "cada tres meses"),
        Cadence::HalfYearly => pick(lang, "every six months", "cada seis meses"),
        Cadence::Yearly => pick(lang, "every year", "cada año"),
    }
}

/// What an item's figure tells, in words.
fn figure_words(figure: FigureName, lang: &Lang) -> &'static str {
    match figure {
        FigureName::Importance => pick(lang, "importance", "importancia"),
        FigureName::Satisfaction => pick(lang, "satisfaction", "satisfacción"),
        FigureName::Priority => pick(lang, "priority", "prioridad"),
        FigureName::Score => pick(lang, "best-worst score", "puntuación mejor-peor"),
    }
}

/// How well a source is checked, in words.
fn status_words(status: EvidenceStatus, lang: &Lang) -> &'static str {
    match status {
        EvidenceStatus::Unverified => pick(lang, "not checked", "sin comprobar"),
        EvidenceStatus::SingleSource => pick(lang, "one source", "una fuente"),
        EvidenceStatus::Verified => pick(
            lang,
            "verified by two sources",
            "comprobado con dos fuentes",
        ),
    }
}

/// The English or the Spanish of two.
pub(super) fn pick<T>(lang: &Lang, english: T, spanish: T) -> T {
    if is_spanish(lang) { spanish } else { english }
}

pub(super) fn is_spanish(lang: &Lang) -> bool {
    lang.primary() == "es"
}

/// Shares closer than this are the same.
pub(super) const TOLERANCE: f64 = 1e-9;

/// `13.5 % (n = 1,029, 2022)`, or a visible slot.
fn baseline_words(goal: &Goal, lang: &Lang) -> String {
    match &goal.baseline {
        Baseline::Measured(measured) => {
            let value = figure_value_words(measured.figure, &goal.unit, lang);
            let mut about = Vec::new();
            if let Some(n) = measured.n {
                about.push(format!("n = {}", thousands(n, lang)));
            }
            about.extend(measured.when.map(|when| when.to_string()));
            if about.is_empty() {
                value
            } else {
                format!("{value} ({})", about.join(", "))
            }
        }
        Baseline::ToMeasure { by: Some(by) } => {
            if is_spanish(lang) {
                format!("[punto de partida por medir a más tardar el {by}]")
            } else {
                format!("[baseline to be measured by {by}]")
            }
        }
        Baseline::ToMeasure { by: None } => {
            pick(lang, "[baseline?]", "[¿punto de partida?]").to_owned()
        }
    }
}

fn target_value_words(goal: &Goal, lang: &Lang) -> String {
    goal.target.as_ref().map_or_else(
        || pick(lang, "[target?]", "[¿meta?]").to_owned(),
        |target| value_words(target.value, &goal.unit, lang),
    )
}

fn due_words(goal: &Goal, lang: &Lang) -> String {
    goal.due.map_or_else(
        || pick(lang, "[due day?]", "[¿fecha?]").to_owned(),
        |due| due.to_string(),
    )
}

fn owner_words(goal: &Goal, lang: &Lang) -> String {
    goal.owner
        .clone()
        .unwrap_or_else(|| pick(lang, "[owner?]", "[¿responsable?]").to_owned())
}

/// `13.5 %`, or the bound that the privacy floor leaves: `under 12 %`.
fn figure_value_words(figure: Figure, unit: &Unit, lang: &Lang) -> String {
    let bound = |value: f64| match unit {
        Unit::Percent => round_percent(value, lang),
        Unit::Count(_) => value_words(value, unit, lang),
    };
    match figure {
        Figure::Exact(value) => value_words(value, unit, lang),
        Figure::Under(value) => {
            format!("{} {}", pick(lang, "under", "menos del"), bound(value))
        }
        Figure::Over(value) => format!("{} {}", pick(lang, "over", "más del"), bound(value)),
    }
}

fn is_exact(measured: &Measured) -> bool {
    match measured.figure {
        Figure::Exact(_) => true,
        Figure::Under(_) | Figure::Over(_) => false,
    }
}

/// A label as it stands within a sentence: its first letter small, unless the word is an abbreviation or a name in
/// capitals.
fn within_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}
