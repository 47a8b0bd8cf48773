//! Editing: what people typed, read all at once.

use serde::Deserialize;

use crate::goals::goal::{
    Baseline, Cadence, CheckIn, Direction, Evidence, EvidenceSource, EvidenceStatus, Figure, Goal,
    Indicator, Measured, Milestone, Reason, Target, TargetMethod, Unit, When,
};
use crate::goals::words::{indicator, is_spanish, pick};
use crate::model::numbers::{parse_count, parse_number, parse_percent, up_to};
use crate::model::text::{Lang, Text, one_line};
use crate::model::time::Day;

/// The fields of the goal form as typed; the field names are the form's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GoalForm {
    /// `increase`, `decrease` or `keep`.
    pub direction: String,
    /// What is measured, a noun phrase.
    pub indicator: String,
    /// `percent`, or what is counted.
    pub unit: String,
    /// Whom it concerns.
    pub population: String,
    /// How many people that is.
    pub population_size: String,
    /// The baseline's value; empty when it is still to be measured.
    pub baseline: String,
    /// How many answers it rests on.
    pub baseline_n: String,
    /// The year or day it was measured.
    pub baseline_when: String,
    /// The day by which it will be measured.
    pub baseline_by: String,
    /// The target's value.
    pub target: String,
    /// The due day.
    pub due: String,
    /// Who leads.
    pub owner: String,
    /// What is there to do it with.
    pub resources: String,
    /// The name of a cadence.
    pub review: String,
    /// One milestone a line: its day, a space, its words.
    pub milestones: String,
    /// The group's own reason.
    pub reason: String,
}

/// A form that was read without fault. [`GoalForm::parse`] is the only way to one.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalEdit {
    direction: Direction,
    indicator: String,
    unit: UnitEdit,
    population: String,
    population_size: Option<u64>,
    baseline: BaselineEdit,
    target: Option<f64>,
    due: Option<Day>,
    owner: Option<String>,
    resources: Option<String>,
    review: Option<Cadence>,
    milestones: Vec<(Option<Day>, String)>,
    reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum UnitEdit {
    Percent,
    Count(String),
}

#[derive(Clone, Debug, PartialEq)]
enum BaselineEdit {
    Measured {
        figure: Figure,
        n: Option<u64>,
        when: Option<When>,
    },
    ToMeasure {
        by: Option<Day>,
    },
}

/// A field that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What is wrong.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It must not be empty.
    Missing,
    /// It is not a number.
    NotANumber(String),
    /// It is not a percentage between 0 and 100.
    NotAPercentage(String),
    /// It is not a whole number from 1.
    NotACount(String),
    /// It is not a day.
    NotADay(String),
    /// The day has not come yet.
    InTheFuture(Day),
    /// It is not a year or a day.
    NotAYearOrDay(String),
    /// It is none of the choices.
    NotAChoice(String),
    /// It is longer than this many characters.
    TooLong(usize),
    /// There are more lines than this.
    TooMany(usize),
}

impl FieldProblem {
    /// What is wrong and what to do, for the page.
    pub fn message(&self, lang: &Lang) -> String {
        let spanish = is_spanish(lang);
        match self {
            Self::Missing => pick(lang, "please fill this in", "complete este campo").to_owned(),
            Self::NotANumber(typed) if spanish => {
                format!("`{typed}` no es un número: escriba por ejemplo 1200 o 12,5")
            }
            Self::NotANumber(typed) => {
                format!("`{typed}` is not a number: type for example 1200 or 12.5")
            }
            Self::NotAPercentage(typed) if spanish => {
                format!("`{typed}` no es un porcentaje entre 0 y 100: escriba por ejemplo 16,5")
            }
            Self::NotAPercentage(typed) => {
                format!("`{typed}` is not a percentage between 0 and 100: type for example 16.5")
            }
            Self::NotACount(typed) if spanish => {
                format!("`{typed}` no es un número entero de 1 o más")
            }
            Self::NotACount(typed) => format!("`{typed}` is not a whole number of 1 or more"),
            Self::NotADay(typed) if spanish => {
                format!("`{typed}` no es una fecha: escríbala como 2027-12-31")
            }
            Self::NotADay(typed) => format!("`{typed}` is not a day: type it as 2027-12-31"),
            Self::InTheFuture(day) if spanish => {
                format!("el {day} aún no ha llegado: escriba hoy o un día anterior")
            }
            Self::InTheFuture(day) => {
                format!("{day} has not come yet: type today or an earlier day")
            }
            Self::NotAYearOrDay(typed) if spanish => {
                format!("`{typed}` no es un año ni una fecha: escriba 2026 o 2026-05-31")
            }
            Self::NotAYearOrDay(typed) => {
                format!("`{typed}` is neither a year nor a day: type 2026 or 2026-05-31")
            }
            Self::NotAChoice(typed) if spanish => {
                format!("`{typed}` no es una de las opciones: elija una de la lista")
            }
            Self::NotAChoice(typed) => {
                format!("`{typed}` is none of the choices: pick one from the list")
            }
            Self::TooLong(most) if spanish => {
                format!("es demasiado largo: use como máximo {most} caracteres")
            }
            Self::TooLong(most) => format!("this is too long: use at most {most} characters"),
            Self::TooMany(most) if spanish => {
                format!("son demasiadas líneas: use como máximo {most}")
            }
            Self::TooMany(most) => format!("these are too many lines: use at most {most}"),
        }
    }
}

/// The most characters of a field of one line.
pub const MAX_LINE: usize = 300;
/// The most characters of a field of several lines.
pub const MAX_PARAGRAPH: usize = 2000;
/// The most milestones a goal may have.
pub const MAX_MILESTONES: usize = 50;

impl GoalForm {
    /// The form that shows `goal` in `lang`.
    pub fn of(goal: &Goal, lang: &Lang) -> Self {
        let typed = |value: f64| typed(value, &goal.unit, lang);
        let shown = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let count = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
        let measured = goal.measured_baseline();
        let baseline = measured.map(|measured| match measured.figure {
            Figure::Exact(value) => typed(value),
            Figure::Under(value) => format!("< {}", typed(value)),
            Figure::Over(value) => format!("> {}", typed(value)),
        });
        let by = match &goal.baseline {
            Baseline::Measured(_) => None,
            Baseline::ToMeasure { by } => *by,
        };
        let milestones: Vec<String> = goal.milestones.iter().map(ToString::to_string).collect();
        let reason = goal.reasons.iter().find_map(own_words);
        Self {
            direction: goal.direction.name().to_owned(),
            indicator: match &goal.indicator {
                Indicator::Own { words } => words.get(lang).to_owned(),
                Indicator::Satisfied { .. }
                | Indicator::Lived { .. }
                | Indicator::Advanced { .. } => indicator(goal, lang),
            },
            unit: match &goal.unit {
                Unit::Percent => PERCENT.to_owned(),
                Unit::Count(of) => of.get(lang).to_owned(),
            },
            population: goal.population.get(lang).to_owned(),
            population_size: count(goal.population_size),
            baseline: baseline.unwrap_or_default(),
            baseline_n: count(measured.and_then(|m| m.n)),
            baseline_when: measured
                .and_then(|m| m.when)
                .map_or_else(String::new, |when| when.to_string()),
            baseline_by: shown(by),
            target: goal
                .target
                .as_ref()
                .map_or_else(String::new, |target| typed(target.value)),
            due: shown(goal.due),
            owner: goal.owner.clone().unwrap_or_default(),
            resources: goal.resources.clone().unwrap_or_default(),
            review: goal
                .review
                .map_or_else(String::new, |cadence| cadence.name().to_owned()),
            milestones: milestones.join("\n"),
            reason: reason.unwrap_or_default().to_owned(),
        }
    }

    /// Reads every field as written in `lang`; all that is wrong comes back at once, in the form's order.
    pub fn parse(&self, lang: &Lang) -> Result<GoalEdit, Vec<FieldError>> {
        let mut reader = Reader::default();
        let direction = reader.choice(
            "direction",
            &self.direction,
            Direction::ALL.map(|direction| (direction.name(), direction)),
        );
        let indicator = reader.needed_line("indicator", &self.indicator, MAX_PARAGRAPH);
        let unit = match reader.needed_line("unit", &self.unit, MAX_LINE) {
            Some(unit) if unit == PERCENT || unit == "%" => Some(UnitEdit::Percent),
            other => other.map(UnitEdit::Count),
        };
        let is_share = unit == Some(UnitEdit::Percent);
        let population = reader.line("population", &self.population);
        let population_size = reader.count("population_size", &self.population_size);
        let figure = reader.figure("baseline", &self.baseline, is_share, lang);
        let n = reader.count("baseline_n", &self.baseline_n);
        let when = reader.when("baseline_when", &self.baseline_when);
        let by = reader.day("baseline_by", &self.baseline_by);
        let target = reader.value("target", &self.target, is_share, lang);
        let due = reader.day("due", &self.due);
        let owner = reader.line("owner", &self.owner);
        let resources = reader.paragraph("resources", &self.resources);
        let review = match self.review.as_str() {
            "" => None,
            typed => reader.choice(
                "review",
                typed,
                Cadence::ALL.map(|cadence| (cadence.name(), cadence)),
            ),
        };
        let milestones = reader.milestones("milestones", &self.milestones);
        let reason = reader.paragraph("reason", &self.reason);
        let baseline = match figure {
            Some(figure) => BaselineEdit::Measured { figure, n, when },
            None => BaselineEdit::ToMeasure { by },
        };
        let (Some(direction), Some(indicator), Some(unit), true) =
            (direction, indicator, unit, reader.errors.is_empty())
        else {
            return Err(reader.errors);
        };
        Ok(GoalEdit {
            direction,
            indicator,
            unit,
            population: population.unwrap_or_default(),
            population_size,
            baseline,
            target,
            due,
            owner,
            resources,
            review,
            milestones,
            reason,
        })
    }
}

impl GoalEdit {
    /// Puts the edit into `goal`. What the form showed in `lang` and what came back as it was keeps its other languages,
    /// its full precision and its evidence; a changed number is one that `by` typed in and nobody has checked.
    pub fn apply(self, goal: &mut Goal, lang: &Lang, by: Option<&str>) {
        let before = GoalForm::of(goal, lang).parse(lang).ok();
        let changed = |same: fn(&Self, &Self) -> bool| {
            before.as_ref().is_none_or(|before| !same(before, &self))
        };
        let indicator_changed = changed(|a, b| a.indicator == b.indicator);
        let population_changed = changed(|a, b| a.population == b.population);
        let unit_changed = changed(|a, b| a.unit == b.unit);
        let baseline_changed = unit_changed || changed(|a, b| a.baseline == b.baseline);
        let target_changed = unit_changed || changed(|a, b| a.target == b.target);
        if indicator_changed {
            goal.indicator = Indicator::Own {
                words: Text::plain(self.indicator),
            };
        }
        if population_changed {
            goal.population = Text::plain(self.population);
        }
        if unit_changed {
            goal.unit = match self.unit {
                UnitEdit::Percent => Unit::Percent,
                UnitEdit::Count(of) => Unit::Count(Text::plain(of)),
            };
        }
        if baseline_changed {
            goal.baseline = match self.baseline {
                BaselineEdit::Measured { figure, n, when } => Baseline::Measured(Measured {
                    figure,
                    interval: None,
                    n,
                    when,
                    evidence: typed_in(by),
                }),
                BaselineEdit::ToMeasure { by } => Baseline::ToMeasure { by },
            };
        }
        if target_changed {
            goal.target = self.target.map(|value| Target {
                value,
                method: TargetMethod::Chosen,
            });
        } else if let Some(target) = &mut goal.target
            && baseline_changed
        {
            // The method spoke of the baseline that is gone; the number is now the group's own.
            target.method = TargetMethod::Chosen;
        }
        goal.direction = self.direction;
        goal.population_size = self.population_size;
        goal.due = self.due;
        goal.owner = self.owner;
        goal.resources = self.resources;
        goal.review = self.review;
        goal.milestones = with_days_reached(self.milestones, &goal.milestones);
        goal.reasons.retain(|reason| own_words(reason).is_none());
        goal.reasons
            .extend(self.reason.map(|words| Reason::Own { words }));
    }
}

/// The fields of the check-in form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CheckInForm {
    /// The day it speaks of.
    pub day: String,
    /// The measure's value, or nothing.
    pub value: String,
    /// How many answers it rests on, or nothing.
    pub n: String,
    /// What happened.
    pub note: String,
}

impl CheckInForm {
    /// Reads a check-in for a goal measured in `unit`, no later than `today`; all that is wrong comes back at once. It
    /// says something: a value or a note.
    pub fn parse(
        &self,
        unit: &Unit,
        today: Day,
        by: &str,
        lang: &Lang,
    ) -> Result<CheckIn, Vec<FieldError>> {
        let is_share = match unit {
            Unit::Percent => true,
            Unit::Count(_) => false,
        };
        let mut reader = Reader::default();
        let day = reader.day("day", &self.day);
        if self.day.trim().is_empty() {
            reader.fault("day", FieldProblem::Missing);
        }
        if let Some(day) = day.filter(|day| *day > today) {
            reader.fault("day", FieldProblem::InTheFuture(day));
        }
        let value = reader.value("value", &self.value, is_share, lang);
        let n = reader.count("n", &self.n);
        let note = reader.paragraph("note", &self.note);
        if note.is_none() && self.note.trim().is_empty() && self.value.trim().is_empty() {
            reader.fault("note", FieldProblem::Missing);
        }
        match day {
            Some(day) if reader.errors.is_empty() => Ok(CheckIn {
                day,
                value,
                n,
                note: note.unwrap_or_default(),
                by: one_line(by).into_owned(),
            }),
            Some(_) | None => Err(reader.errors),
        }
    }
}

/// The unit's name in the form for shares.
const PERCENT: &str = "percent";

/// Reads fields and keeps what is wrong with them.
#[derive(Default)]
struct Reader {
    errors: Vec<FieldError>,
}

impl Reader {
    fn fault(&mut self, field: &'static str, problem: FieldProblem) {
        self.errors.push(FieldError { field, problem });
    }

    /// A line of words; none when it is empty or too long.
    fn line(&mut self, field: &'static str, typed: &str) -> Option<String> {
        let line = one_line(typed);
        if line.chars().count() > MAX_LINE {
            self.fault(field, FieldProblem::TooLong(MAX_LINE));
            return None;
        }
        Some(line.into_owned()).filter(|line| !line.is_empty())
    }

    /// A line of at most `most` characters that must not be empty.
    fn needed_line(&mut self, field: &'static str, typed: &str, most: usize) -> Option<String> {
        let line = one_line(typed);
        let problem = match line.chars().count() {
            0 => FieldProblem::Missing,
            n if n > most => FieldProblem::TooLong(most),
            _ => return Some(line.into_owned()),
        };
        self.fault(field, problem);
        None
    }

    /// Words over several lines; none when it is empty or too long.
    fn paragraph(&mut self, field: &'static str, typed: &str) -> Option<String> {
        let words = typed.trim().replace("\r\n", "\n");
        if words.chars().count() > MAX_PARAGRAPH {
            self.fault(field, FieldProblem::TooLong(MAX_PARAGRAPH));
            return None;
        }
        Some(words).filter(|words| !words.is_empty())
    }

    fn choice<T, const N: usize>(
        &mut self,
        field: &'static str,
        typed: &str,
        choices: [(&str, T); N],
    ) -> Option<T> {
        let found = choices.into_iter().find(|(name, _)| *name == typed);
        if found.is_none() {
            let problem = if typed.is_empty() {
                FieldProblem::Missing
            } else {
                FieldProblem::NotAChoice(typed.to_owned())
            };
            self.fault(field, problem);
        }
        found.map(|(_, choice)| choice)
    }

    /// What `read` makes of a field that is not empty; a fault when that is nothing.
    fn optional<T>(
        &mut self,
        field: &'static str,
        typed: &str,
        read: impl FnOnce(&str) -> Option<T>,
        problem: fn(String) -> FieldProblem,
    ) -> Option<T> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let value = read(typed);
        if value.is_none() {
            self.fault(field, problem(typed.to_owned()));
        }
        value
    }

    fn count(&mut self, field: &'static str, typed: &str) -> Option<u64> {
        let read = |typed: &str| parse_count(typed).filter(|count| *count >= 1);
        self.optional(field, typed, read, FieldProblem::NotACount)
    }

    fn day(&mut self, field: &'static str, typed: &str) -> Option<Day> {
        self.optional(field, typed, Day::parse, FieldProblem::NotADay)
    }

    fn when(&mut self, field: &'static str, typed: &str) -> Option<When> {
        let read = |typed: &str| {
            let year = typed
                .parse()
                .ok()
                .filter(|year| (1900..=2999).contains(year));
            year.map(When::Year)
                .or_else(|| Day::parse(typed).map(When::Day))
        };
        self.optional(field, typed, read, FieldProblem::NotAYearOrDay)
    }

    fn value(
        &mut self,
        field: &'static str,
        typed: &str,
        is_share: bool,
        lang: &Lang,
    ) -> Option<f64> {
        if is_share {
            let read =
                |typed: &str| parse_percent(typed).filter(|share| (0.0..=1.0).contains(share));
            self.optional(field, typed, read, FieldProblem::NotAPercentage)
        } else {
            let read = |typed: &str| parse_number(typed, lang);
            self.optional(field, typed, read, FieldProblem::NotANumber)
        }
    }

    /// A value, or a bound written `< 12` or `> 88`.
    fn figure(
        &mut self,
        field: &'static str,
        typed: &str,
        is_share: bool,
        lang: &Lang,
    ) -> Option<Figure> {
        let typed = typed.trim();
        let (rest, figure): (&str, fn(f64) -> Figure) = match typed.split_at_checked(1) {
            Some(("<", rest)) => (rest, Figure::Under),
            Some((">", rest)) => (rest, Figure::Over),
            Some(_) | None => (typed, Figure::Exact),
        };
        self.value(field, rest, is_share, lang).map(figure)
    }

    /// One milestone a line, its day first where it has one.
    fn milestones(&mut self, field: &'static str, typed: &str) -> Vec<(Option<Day>, String)> {
        let mut milestones = Vec::new();
        for line in typed.lines() {
            let Some(line) = self.line(field, line) else {
                continue;
            };
            let (first, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match Day::parse(first.trim_end_matches(':')) {
                Some(day) if !rest.is_empty() => milestones.push((Some(day), rest.to_owned())),
                Some(_) => self.fault(field, FieldProblem::Missing),
                None => milestones.push((None, line)),
            }
        }
        if milestones.len() > MAX_MILESTONES {
            self.fault(field, FieldProblem::TooMany(MAX_MILESTONES));
        }
        milestones
    }
}

/// The milestones as typed, with the days on which those of the same words were reached.
fn with_days_reached(typed: Vec<(Option<Day>, String)>, before: &[Milestone]) -> Vec<Milestone> {
    typed
        .into_iter()
        .map(|(due, text)| Milestone {
            reached: before
                .iter()
                .find(|milestone| milestone.text == text)
                .and_then(|milestone| milestone.reached),
            text,
            due,
        })
        .collect()
}

fn own_words(reason: &Reason) -> Option<&str> {
    match reason {
        Reason::Own { words } => Some(words),
        Reason::Need { .. }
        | Reason::Value { .. }
        | Reason::Support { .. }
        | Reason::Consent { .. } => None,
    }
}

fn typed_in(by: Option<&str>) -> Evidence {
    Evidence {
        label: Text::plain(""),
        source: EvidenceSource::Person {
            by: by.map(str::to_owned),
        },
        status: EvidenceStatus::Unverified,
    }
}

/// A value as it is shown in a field, without its unit.
fn typed(value: f64, unit: &Unit, lang: &Lang) -> String {
    let words = match unit {
        Unit::Percent => up_to(value * 100.0, 1, lang),
        Unit::Count(_) => up_to(value, 2, lang),
    };
    words.replace('−', "-")
}
