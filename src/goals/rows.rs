//! Goals as rows of a table.

use crate::goals::goal::{
    Baseline, Cadence, Decision, Evidence, EvidenceSource, Figure, Goal, Indicator, Measured,
    Milestone, Reason, Stance, Unit,
};
use crate::goals::points::{OpenPoint, open_points};
use crate::goals::progress::{Pace, Progress, ProgressClass, progress};
use crate::goals::words::{indicator, statement, title};
use crate::model::text::Lang;
use crate::model::time::Day;

/// The header and one row a goal. Numbers are plain, shares from 0 to 1, so that a spreadsheet reads them; words are in
/// `lang`. A source is written `survey:slug/question/item/figure`, `round:slug/stage`, `board:slug/statement`,
/// `decision:id`, `file:name/item/figure` or `person:name`.
pub fn rows<'a>(
    goals: impl IntoIterator<Item = &'a Goal>,
    today: Day,
    lang: &Lang,
) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let header = COLUMNS.iter().map(|(name, _)| *name).collect();
    let rows = goals
        .into_iter()
        .map(|goal| {
            let row = Row::of(goal, today, lang);
            COLUMNS.iter().map(|(_, cell)| cell(&row)).collect()
        })
        .collect();
    (header, rows)
}

/// A goal and what its cells are made of.
struct Row<'a> {
    goal: &'a Goal,
    today: Day,
    lang: &'a Lang,
    progress: Progress,
    baseline: Option<&'a Measured>,
    decision: Option<&'a Decision>,
    rank: Option<(u32, u32)>,
    importance: Option<&'a Measured>,
    satisfaction: Option<&'a Measured>,
    score: Option<&'a Measured>,
    support: Option<(&'a Stance, &'a Evidence)>,
    own_reasons: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn of(goal: &'a Goal, today: Day, lang: &'a Lang) -> Self {
        let mut row = Self {
            goal,
            today,
            lang,
            progress: progress(goal, today),
            baseline: goal.measured_baseline(),
            decision: goal.decision.as_ref(),
            rank: None,
            importance: None,
            satisfaction: None,
            score: None,
            support: None,
            own_reasons: Vec::new(),
        };
        for reason in &goal.reasons {
            match reason {
                Reason::Need {
                    rank,
                    of,
                    importance,
                    satisfaction,
                } => {
                    row.rank.get_or_insert((*rank, *of));
                    row.importance.get_or_insert(importance);
                    row.satisfaction.get_or_insert(satisfaction);
                }
                Reason::Value { rank, of, score } => {
                    row.rank.get_or_insert((*rank, *of));
                    row.score.get_or_insert(score);
                }
                Reason::Support { all, evidence, .. } => {
                    row.support.get_or_insert((all, evidence));
                }
                Reason::Consent { objections, .. } => {
                    row.own_reasons
                        .extend(objections.iter().map(String::as_str));
                }
                Reason::Own { words } => row.own_reasons.push(words),
            }
        }
        row
    }
}

type Column = (&'static str, fn(&Row<'_>) -> String);

const COLUMNS: &[Column] = &[
    ("title", |row| title(row.goal, row.lang)),
    ("statement", |row| statement(row.goal, row.lang)),
    ("status", |row| row.goal.status.name().to_owned()),
    ("direction", |row| row.goal.direction.name().to_owned()),
    ("indicator_kind", |row| {
        indicator_kind(&row.goal.indicator).to_owned()
    }),
    ("indicator", |row| indicator(row.goal, row.lang)),
    ("unit", |row| unit(&row.goal.unit, row.lang)),
    ("population", |row| {
        row.goal.population.get(row.lang).to_owned()
    }),
    ("population_size", |row| shown(row.goal.population_size)),
    ("baseline", |row| value(row.baseline)),
    ("baseline_bound", |row| bound(row.baseline)),
    ("baseline_low", |row| low(row.baseline)),
    ("baseline_high", |row| high(row.baseline)),
    ("baseline_n", |row| n(row.baseline)),
    ("baseline_source", |row| measured_source(row.baseline)),
    ("baseline_when", |row| when(row.baseline)),
    ("baseline_evidence", |row| {
        shown(row.baseline.map(|measured| measured.evidence.status.name()))
    }),
    ("baseline_to_measure_by", |row| match &row.goal.baseline {
        Baseline::Measured(_) => String::new(),
        Baseline::ToMeasure { by } => shown(*by),
    }),
    ("target", |row| {
        shown(row.goal.target.as_ref().map(|target| target.value))
    }),
    ("target_method", |row| {
        shown(row.goal.target.as_ref().map(|target| target.method.name()))
    }),
    ("due", |row| shown(row.goal.due)),
    ("owner", |row| row.goal.owner.clone().unwrap_or_default()),
    ("resources", |row| {
        row.goal.resources.clone().unwrap_or_default()
    }),
    ("rank", |row| shown(row.rank.map(|(rank, _)| rank))),
    ("rank_of", |row| shown(row.rank.map(|(_, of)| of))),
    ("importance", |row| value(row.importance)),
    ("importance_bound", |row| bound(row.importance)),
    ("importance_low", |row| low(row.importance)),
    ("importance_high", |row| high(row.importance)),
    ("importance_n", |row| n(row.importance)),
    ("importance_source", |row| measured_source(row.importance)),
    ("satisfaction", |row| value(row.satisfaction)),
    ("satisfaction_bound", |row| bound(row.satisfaction)),
    ("satisfaction_low", |row| low(row.satisfaction)),
    ("satisfaction_high", |row| high(row.satisfaction)),
    ("satisfaction_n", |row| n(row.satisfaction)),
    ("satisfaction_source", |row| {
        measured_source(row.satisfaction)
    }),
    ("support", |row| {
        shown(row.support.map(|(stance, _)| stance.agree))
    }),
    ("objections", |row| {
        shown(row.support.map(|(stance, _)| stance.disagree))
    }),
    ("support_n", |row| {
        shown(row.support.map(|(stance, _)| stance.n))
    }),
    ("support_source", |row| {
        row.support
            .map_or_else(String::new, |(_, evidence)| source(evidence))
    }),
    ("value_score", |row| value(row.score)),
    ("value_score_bound", |row| bound(row.score)),
    ("value_score_low", |row| low(row.score)),
    ("value_score_high", |row| high(row.score)),
    ("value_score_n", |row| n(row.score)),
    ("value_score_source", |row| measured_source(row.score)),
    ("reason", |row| row.own_reasons.join("; ")),
    ("decision", |row| {
        shown(
            row.decision
                .map(|decision| decision.evidence.label.get(row.lang)),
        )
    }),
    ("decision_method", |row| {
        shown(row.decision.map(|decision| &decision.method))
    }),
    ("decision_place", |row| {
        shown(row.decision.map(|decision| decision.place))
    }),
    ("decision_of", |row| {
        shown(row.decision.map(|decision| decision.of))
    }),
    ("decision_ballots", |row| {
        shown(row.decision.map(|decision| decision.ballots))
    }),
    ("decision_eligible", |row| {
        shown(row.decision.and_then(|decision| decision.eligible))
    }),
    ("decision_closed_on", |row| {
        shown(row.decision.and_then(|decision| decision.closed_on))
    }),
    ("decision_source", |row| {
        shown(row.decision.map(|decision| source(&decision.evidence)))
    }),
    ("review", |row| shown(row.goal.review.map(Cadence::name))),
    ("milestones", |row| milestones(&row.goal.milestones)),
    ("milestones_all", |row| {
        row.goal.milestones.len().to_string()
    }),
    ("milestones_reached", |row| {
        row.progress.milestones_reached.to_string()
    }),
    ("drafted_on", |row| row.goal.drafted_on.to_string()),
    ("adopted_on", |row| shown(row.goal.adopted_on)),
    ("check_ins", |row| row.goal.check_ins.len().to_string()),
    ("latest_day", |row| {
        shown(row.progress.latest.map(|(day, _)| day))
    }),
    ("latest_value", |row| {
        shown(row.progress.latest.map(|(_, now)| now))
    }),
    ("achieved", |row| shown(row.progress.achieved)),
    ("expected", |row| shown(row.progress.expected)),
    ("class", |row| {
        shown(row.progress.class.map(ProgressClass::name))
    }),
    ("pace", |row| shown(row.progress.pace.map(Pace::name))),
    ("next_check_in", |row| shown(row.progress.next_check_in)),
    ("overdue", |row| u8::from(row.progress.overdue).to_string()),
    ("open_points", |row| {
        let codes: Vec<&str> = open_points(row.goal, row.today)
            .into_iter()
            .map(OpenPoint::code)
            .collect();
        codes.join(" ")
    }),
];

fn indicator_kind(indicator: &Indicator) -> &'static str {
    match indicator {
        Indicator::Satisfied { .. } => "satisfied",
        Indicator::Lived { .. } => "lived",
        Indicator::Advanced { .. } => "advanced",
        Indicator::Own { .. } => "own",
    }
}

fn unit(unit: &Unit, lang: &Lang) -> String {
    match unit {
        Unit::Percent => "share".to_owned(),
        Unit::Count(of) => of.get(lang).to_owned(),
    }
}

fn value(measured: Option<&Measured>) -> String {
    shown(measured.map(|measured| measured.figure.value()))
}

fn bound(measured: Option<&Measured>) -> String {
    shown(measured.map(|measured| match measured.figure {
        Figure::Exact(_) => "exact",
        Figure::Under(_) => "under",
        Figure::Over(_) => "over",
    }))
}

fn low(measured: Option<&Measured>) -> String {
    shown(
        measured
            .and_then(|measured| measured.interval)
            .map(|[low, _]| low),
    )
}

fn high(measured: Option<&Measured>) -> String {
    shown(
        measured
            .and_then(|measured| measured.interval)
            .map(|[_, high]| high),
    )
}

fn n(measured: Option<&Measured>) -> String {
    shown(measured.and_then(|measured| measured.n))
}

fn measured_source(measured: Option<&Measured>) -> String {
    shown(measured.map(|measured| source(&measured.evidence)))
}

fn when(measured: Option<&Measured>) -> String {
    shown(measured.and_then(|measured| measured.when))
}

fn milestones(milestones: &[Milestone]) -> String {
    let lines: Vec<String> = milestones.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

fn source(evidence: &Evidence) -> String {
    let parts: Vec<String> = match &evidence.source {
        EvidenceSource::Survey {
            survey,
            question,
            item,
            figure,
        } => vec![
            format!("survey:{survey}"),
            question.to_string(),
            item.to_string(),
            figure.name().to_owned(),
        ],
        EvidenceSource::Round { round, stage } => std::iter::once(format!("round:{round}"))
            .chain(stage.map(|stage| stage.to_string()))
            .collect(),
        EvidenceSource::Board { board, statement } => {
            vec![format!("board:{board}"), statement.to_string()]
        }
        EvidenceSource::Decision { decision } => vec![format!("decision:{decision}")],
        EvidenceSource::File { name, item, figure } => std::iter::once(format!("file:{name}"))
            .chain(item.as_ref().map(ToString::to_string))
            .chain(figure.map(|figure| figure.name().to_owned()))
            .collect(),
        EvidenceSource::Person { by } => {
            vec![format!("person:{}", by.as_deref().unwrap_or_default())]
        }
    };
    parts.join("/")
}

/// A cell; empty for what is not there.
fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
