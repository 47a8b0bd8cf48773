//! The goals of a real survey (Kansas City, Missouri, residents, 2022) and of a small coalition.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::{Code, Day, Lang, Slug, Text};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn en() -> Lang {
    Lang::english()
}

fn es() -> Lang {
    Lang::parse("es").unwrap()
}

fn both(english: &str, spanish: &str) -> Text {
    Text::ByLanguage(BTreeMap::from([
        (en(), english.to_owned()),
        (es(), spanish.to_owned()),
    ]))
}

fn measured(figure: Figure, interval: Option<[f64; 2]>, n: u64, name: FigureName) -> Measured {
    Measured {
        figure,
        interval,
        n: Some(n),
        when: Some(When::Year(2022)),
        evidence: Evidence {
            label: both("Resident survey 2022", "Encuesta de residentes 2022"),
            source: EvidenceSource::Survey {
                survey: Slug::parse("kcmo-2022").unwrap(),
                question: Code::parse("q").unwrap(),
                item: Code::parse("streets_sidewalks").unwrap(),
                figure: name,
            },
            status: EvidenceStatus::SingleSource,
        },
    }
}

fn streets() -> NeedInput {
    NeedInput {
        item: both(
            "Maintenance of city streets, sidewalks and infrastructure",
            "Mantenimiento de calles, aceras e infraestructura",
        ),
        rank: 1,
        of: 16,
        importance: measured(
            Figure::Exact(0.698_935),
            Some([0.670_267, 0.726_129]),
            1033,
            FigureName::Importance,
        ),
        satisfaction: measured(
            Figure::Exact(0.135_083),
            Some([0.115_55, 0.157_33]),
            1029,
            FigureName::Satisfaction,
        ),
    }
}

fn round() -> RoundInput {
    RoundInput {
        method: "irv".to_owned(),
        place: 1,
        of: 16,
        ballots: 912,
        eligible: Some(1033),
        closed_on: Some(day("2022-11-30")),
        evidence: Evidence {
            label: both("Top priorities", "Prioridades"),
            source: EvidenceSource::Round {
                round: Slug::parse("top-priorities").unwrap(),
                stage: Some(14),
            },
            status: EvidenceStatus::SingleSource,
        },
    }
}

fn input(subject: Subject) -> DraftInput {
    DraftInput {
        subject,
        population: both("residents", "residentes"),
        population_size: None,
        round: Some(round()),
        due: Some(day("2027-12-31")),
        today: day("2026-11-23"),
    }
}

fn kansas_city() -> Goal {
    draft(&input(Subject::Need(streets())))
}

/// What the page shows of a goal, as plain lines.
fn page(goal: &Goal, lang: &Lang, today: Day) -> String {
    let mut lines = vec![statement(goal, lang)];
    for part in parts(goal, lang) {
        lines.push(format!("{:?} {}", part.letter, part.name));
        for sentence in part.sentences {
            lines.push(format!("  {}: {}", sentence.label, sentence.text));
            for evidence in sentence.evidence {
                lines.push(format!("    <- {}", evidence_words(evidence, lang)));
            }
        }
    }
    for point in open_points(goal, today) {
        lines.push(format!(
            "? {} {:?} {}",
            point.code(),
            point.severity(),
            point.question(lang)
        ));
    }
    lines.join("\n")
}

fn need(satisfaction: Figure, n: u64) -> Goal {
    draft(&input(Subject::Need(NeedInput {
        satisfaction: measured(satisfaction, None, n, FigureName::Satisfaction),
        ..streets()
    })))
}

fn codes(points: &[OpenPoint]) -> Vec<&'static str> {
    points.iter().map(|point| point.code()).collect()
}

#[test]
fn the_statement_names_change_measure_baseline_target_day_and_owner() {
    let statements = [
        (
            kansas_city(),
            "Increase the share of residents satisfied with maintenance of city streets, sidewalks and infrastructure from 13.5 % (n = 1,029, 2022) to 18.0 % by 2027-12-31, led by [owner?]",
        ),
        (
            need(Figure::Under(0.12), 42),
            "Increase the share of residents satisfied with maintenance of city streets, sidewalks and infrastructure from under 12 % (n = 42, 2022) to 25.9 % by 2027-12-31, led by [owner?]",
        ),
        (
            need(Figure::Over(0.88), 42),
            "Keep the share of residents satisfied with maintenance of city streets, sidewalks and infrastructure at over 88 % (n = 42, 2022) until 2027-12-31, led by [owner?]",
        ),
        (
            draft(&input(Subject::Choice("Open a food bank".into()))),
            "Increase the share of residents satisfied with progress on “Open a food bank” from [baseline to be measured by 2027-02-21] to [target?] by 2027-12-31, led by [owner?]",
        ),
    ];
    for (goal, expected) in statements {
        assert_eq!(statement(&goal, &en()), expected);
    }
    assert_eq!(
        statement(&kansas_city(), &es()),
        "Aumentar la proporción de residentes que expresan satisfacción con mantenimiento de calles, aceras e infraestructura del 13,5 % (n = 1029, 2022) al 18,0 % a más tardar el 2027-12-31, a cargo de [¿responsable?]"
    );
}

#[test]
fn a_count_is_worded_with_its_unit() {
    let mut goal = kansas_city();
    goal.direction = Direction::Decrease;
    goal.indicator = Indicator::Own {
        words: "The number of potholes".into(),
    };
    goal.unit = Unit::Count(both("potholes", "baches"));
    goal.baseline = Baseline::Measured(Measured {
        n: None,
        ..measured(Figure::Exact(12_400.0), None, 1, FigureName::Score)
    });
    goal.target = Some(Target {
        value: 9000.0,
        method: TargetMethod::Chosen,
    });
    goal.owner = Some("Ana, Streets Now".to_owned());
    assert_eq!(
        statement(&goal, &en()),
        "Reduce the number of potholes among residents from 12,400 potholes (2022) to 9,000 potholes by 2027-12-31, led by Ana, Streets Now"
    );
    assert_eq!(
        statement(&goal, &es()),
        "Reducir the number of potholes entre residentes de 12.400 baches (2022) a 9000 baches a más tardar el 2027-12-31, a cargo de Ana, Streets Now"
    );
    assert!(goal.start().is_none());
    assert_eq!(
        codes(&open_points(&goal, day("2026-11-23"))),
        ["A1"],
        "a count is never too small to measure"
    );
}

#[test]
fn the_whole_page_of_the_first_need() {
    let today = day("2026-11-23");
    insta::assert_snapshot!("kansas_city_en", page(&kansas_city(), &en(), today));
    insta::assert_snapshot!("kansas_city_es", page(&kansas_city(), &es(), today));
}

#[test]
fn the_whole_page_of_a_small_coalition() {
    let today = day("2026-11-23");
    let without_round = DraftInput {
        round: None,
        due: None,
        ..input(Subject::Need(NeedInput {
            satisfaction: measured(Figure::Exact(0.42), None, 38, FigureName::Satisfaction),
            ..streets()
        }))
    };
    insta::assert_snapshot!("small_en", page(&draft(&without_round), &en(), today));
    let value = Subject::Value(ValueInput {
        value: both("Solidarity", "Solidaridad"),
        rank: 1,
        of: 12,
        score: measured(Figure::Exact(0.432), None, 60, FigureName::Score),
    });
    insta::assert_snapshot!("value_es", page(&draft(&input(value)), &es(), today));
}

#[test]
fn a_survey_of_nearly_everybody_sees_what_a_sample_does_not() {
    let sample = need(Figure::Exact(0.42), 38);
    let from = codes(&open_points(&sample, day("2026-11-23")));
    assert_eq!(from, ["S4", "M7", "A1"]);
    let census = Goal {
        population_size: Some(45),
        ..sample
    };
    let from = codes(&open_points(&census, day("2026-11-23")));
    assert_eq!(from, ["S4", "A1"]);
}

#[test]
fn open_slots_keep_a_goal_from_being_adopted_but_not_from_being_saved() {
    let today = day("2026-11-23");
    let mut goal = draft(&DraftInput {
        due: None,
        round: None,
        ..input(Subject::Choice("Open a food bank".into()))
    });
    assert_eq!(
        codes(&open_points(&goal, today)),
        ["S4", "M2", "M1", "A1", "R1", "R3", "T1"]
    );
    assert_eq!(codes(&missing_slots(&goal, today)), ["S4", "M1", "T1"]);
    let stored = serde_json::to_string(&goal).unwrap();
    assert_eq!(serde_json::from_str::<Goal>(&stored).unwrap(), goal);

    goal.owner = Some("Ana".to_owned());
    goal.due = Some(day("2028-12-31"));
    goal.review = None;
    goal.baseline = Baseline::ToMeasure { by: None };
    goal.target = Some(Target {
        value: 1.2,
        method: TargetMethod::Chosen,
    });
    assert_eq!(
        codes(&open_points(&goal, today)),
        ["M2", "M6", "A1", "R1", "R3", "T2", "T3"]
    );
    goal.due = Some(day("2026-11-22"));
    goal.baseline = Baseline::Measured(measured(
        Figure::Exact(0.5),
        None,
        900,
        FigureName::Satisfaction,
    ));
    goal.target = Some(Target {
        value: 0.4,
        method: TargetMethod::Chosen,
    });
    assert_eq!(codes(&missing_slots(&goal, today)), ["M3", "T2"]);
}

/// An adopted goal from 20 % to 40 % in 100 days, and its check-ins.
fn underway(n: Option<u64>, check_ins: &[(&str, Option<f64>, Option<u64>)]) -> Goal {
    let mut goal = kansas_city();
    goal.status = Status::Adopted;
    goal.adopted_on = Some(day("2027-01-01"));
    goal.due = Some(day("2027-04-11"));
    goal.review = Some(Cadence::Monthly);
    goal.baseline = Baseline::Measured(Measured {
        n,
        ..measured(Figure::Exact(0.2), None, 1, FigureName::Satisfaction)
    });
    goal.target = Some(Target {
        value: 0.4,
        method: TargetMethod::Chosen,
    });
    for (on, value, n) in check_ins {
        goal.add_check_in(CheckIn {
            day: day(on),
            value: *value,
            n: *n,
            note: String::new(),
            by: "Ana".to_owned(),
        });
    }
    goal
}

#[test]
fn progress_is_classed_by_chance_where_the_numbers_of_answers_are_known() {
    use ProgressClass::{GettingWorse, Improving, LittleChange, TargetMet};
    let classes = [
        (Some(50), 0.25, Some(50), LittleChange),
        (Some(5000), 0.25, Some(5000), Improving),
        (Some(5000), 0.15, Some(5000), GettingWorse),
        (Some(50), 0.15, Some(50), LittleChange),
        (Some(50), 0.40, Some(50), TargetMet),
        (None, 0.25, None, Improving),
        (None, 0.219, None, LittleChange),
        (None, 0.2, None, LittleChange),
        (None, 0.185, None, LittleChange),
        (None, 0.17, None, GettingWorse),
        (None, 0.6, None, TargetMet),
    ];
    for (before, now, after, class) in classes {
        let goal = underway(before, &[("2027-01-31", Some(now), after)]);
        let got = progress(&goal, day("2027-02-01"));
        assert_eq!(got.class, Some(class), "{now} of {after:?}");
    }
}

#[test]
fn pace_is_achieved_change_against_elapsed_time() {
    for (now, on, today, pace) in [
        (0.29, "2027-02-20", "2027-02-21", Pace::Green),
        (0.28, "2027-02-20", "2027-02-21", Pace::Amber),
        (0.26, "2027-02-20", "2027-02-21", Pace::Red),
        (0.39, "2027-02-20", "2027-03-21", Pace::Red),
        (0.40, "2027-02-20", "2027-03-21", Pace::Green),
    ] {
        let goal = underway(None, &[(on, Some(now), None)]);
        assert_eq!(progress(&goal, day(today)).pace, Some(pace), "{now}");
    }
}

#[test]
fn the_next_check_in_follows_the_last_and_ends_with_the_due_day() {
    for (check_ins, today, next, overdue) in [
        (&[][..], "2027-01-20", Some("2027-02-01"), false),
        (&[][..], "2027-02-02", Some("2027-02-01"), true),
        (&["2027-01-31"][..], "2027-02-02", Some("2027-02-28"), false),
        (&["2027-04-01"][..], "2027-04-02", Some("2027-04-11"), false),
        (&["2027-04-01", "2027-04-11"][..], "2027-05-02", None, false),
    ] {
        let check_ins: Vec<_> = check_ins.iter().map(|on| (*on, None, None)).collect();
        let got = progress(&underway(None, &check_ins), day(today));
        assert_eq!(got.next_check_in, next.map(day));
        assert_eq!(got.overdue, overdue);
        assert_eq!((got.latest, got.class), (None, None));
        assert_eq!(got.pace, overdue.then_some(Pace::Red));
    }
    let draft = Goal {
        status: Status::Draft,
        ..underway(None, &[])
    };
    assert_eq!(progress(&draft, day("2028-01-01")).next_check_in, None);
}

#[test]
fn a_form_that_comes_back_unchanged_changes_nothing() {
    let mut milestones = kansas_city();
    milestones.milestones = vec![
        Milestone {
            text: "a plan for every street".to_owned(),
            due: Some(day("2027-03-01")),
            reached: Some(day("2027-02-20")),
        },
        Milestone {
            text: "money in the budget".to_owned(),
            due: None,
            reached: None,
        },
    ];
    milestones.reasons.push(Reason::Own {
        words: "people get hurt".to_owned(),
    });
    let goals = [
        kansas_city(),
        need(Figure::Under(0.12), 42),
        need(Figure::Over(0.88), 42),
        draft(&input(Subject::Choice("Open a food bank".into()))),
        milestones,
    ];
    for goal in goals {
        for lang in [en(), es()] {
            let mut edited = goal.clone();
            let edit = GoalForm::of(&goal, &lang).parse(&lang).unwrap();
            edit.apply(&mut edited, &lang, Some("Ana"));
            assert_eq!(edited, goal);
        }
    }
}

#[test]
fn a_changed_number_is_the_groups_own_and_unchecked() {
    for typed in ["16,5", "16.5 %", "16.5"] {
        let mut goal = kansas_city();
        let form = GoalForm {
            target: typed.to_owned(),
            ..GoalForm::of(&goal, &en())
        };
        form.parse(&en()).unwrap().apply(&mut goal, &en(), None);
        let target = Target {
            value: 0.165,
            method: TargetMethod::Chosen,
        };
        assert_eq!(goal.target, Some(target));
        assert_eq!(goal.baseline, kansas_city().baseline);
    }
    let mut goal = kansas_city();
    let form = GoalForm {
        baseline: "14".to_owned(),
        owner: "  Ana\n(Streets Now) ".to_owned(),
        indicator: "the share of streets without holes".to_owned(),
        ..GoalForm::of(&goal, &en())
    };
    let edit = form.parse(&en()).unwrap();
    edit.apply(&mut goal, &en(), Some("Ana"));
    let measured = goal.measured_baseline().unwrap();
    assert_eq!(measured.figure, Figure::Exact(0.14));
    assert_eq!(measured.interval, None);
    assert_eq!(measured.evidence.status, EvidenceStatus::Unverified);
    assert_eq!(
        evidence_words(&measured.evidence, &en()),
        "typed in by Ana, not checked"
    );
    assert_eq!(goal.owner.as_deref(), Some("Ana (Streets Now)"));
    assert_eq!(
        goal.target.as_ref().map(|target| target.method),
        Some(TargetMethod::Chosen)
    );
    assert!(codes(&open_points(&goal, day("2026-11-23"))).contains(&"R4"));
}

#[test]
fn every_wrong_field_is_told_at_once() {
    let form = GoalForm {
        direction: "sideways".to_owned(),
        indicator: " \n".to_owned(),
        unit: "percent".to_owned(),
        population: "x".repeat(MAX_LINE + 1),
        population_size: "0".to_owned(),
        baseline: "101".to_owned(),
        baseline_n: "many".to_owned(),
        baseline_when: "last year".to_owned(),
        baseline_by: "soon".to_owned(),
        target: "1e1".to_owned(),
        due: "2027-02-29".to_owned(),
        resources: "x".repeat(MAX_PARAGRAPH + 1),
        review: "hourly".to_owned(),
        milestones: "2027-01-01".to_owned(),
        ..GoalForm::default()
    };
    let errors = form.parse(&en()).unwrap_err();
    let told: Vec<_> = errors
        .iter()
        .map(|error| format!("{}: {}", error.field, error.problem.message(&en())))
        .collect();
    insta::assert_snapshot!("wrong_fields", told.join("\n"));
    for error in errors {
        assert_ne!(error.problem.message(&es()), error.problem.message(&en()));
    }
    let empty = GoalForm::default().parse(&en()).unwrap_err();
    let fields: Vec<_> = empty.iter().map(|error| error.field).collect();
    assert_eq!(fields, ["direction", "indicator", "unit"]);
}

#[test]
fn a_check_in_is_read_or_every_fault_is_told() {
    let today = day("2027-02-01");
    let form = |on: &str, value: &str, n: &str, note: &str| CheckInForm {
        day: on.to_owned(),
        value: value.to_owned(),
        n: n.to_owned(),
        note: note.to_owned(),
    };
    let read = form("2027-01-31", "16,5 %", "1,029", "")
        .parse(&Unit::Percent, today, "Ana", &en())
        .unwrap();
    assert_eq!((read.value, read.n), (Some(0.165), Some(1029)));
    let calls = Unit::Count("calls".into());
    let read = form("2027-02-01", "1,200", "", "well")
        .parse(&calls, today, "Ana", &en())
        .unwrap();
    assert_eq!((read.value, read.n), (Some(1200.0), None));
    for (wrong, fields) in [
        (form("", "", "", ""), &["day", "note"][..]),
        (form("2027-02-02", "200", "-1", "x"), &["day", "value", "n"]),
        (form("31.1.", "", "", "x"), &["day"]),
    ] {
        let errors = wrong
            .parse(&Unit::Percent, today, "Ana", &en())
            .unwrap_err();
        let told: Vec<_> = errors.iter().map(|error| error.field).collect();
        assert_eq!(told, fields);
    }
}

#[test]
fn a_table_of_goals_has_plain_numbers_and_one_width() {
    let goals = [
        kansas_city(),
        need(Figure::Under(0.12), 42),
        underway(Some(50), &[("2027-01-31", Some(0.25), Some(50))]),
        draft(&input(Subject::Choice("Open a food bank".into()))),
    ];
    let (header, rows) = rows(&goals, day("2027-02-01"), &es());
    assert!(rows.iter().all(|row| row.len() == header.len()));
    let table: Vec<String> = header
        .iter()
        .enumerate()
        .map(|(idx, name)| {
            let cells: Vec<&str> = rows.iter().map(|row| row[idx].as_str()).collect();
            format!("{name}: {}", cells.join(" | "))
        })
        .collect();
    insta::assert_snapshot!("rows", table.join("\n"));
    let (header, rows) = super::rows(&[], day("2027-02-01"), &es());
    assert_eq!((header.len() > 50, rows.len()), (true, 0));
}

#[test]
fn a_cadence_ends_on_the_last_of_a_short_month() {
    for (cadence, next) in [
        (Cadence::Monthly, "2027-02-28"),
        (Cadence::Quarterly, "2027-04-30"),
        (Cadence::HalfYearly, "2027-07-31"),
        (Cadence::Yearly, "2028-01-31"),
    ] {
        assert_eq!(cadence.after(day("2027-01-31")), day(next));
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_once_and_for_all(
        words in prop::collection::vec("(\\PC|\n){0,40}", 6),
        baseline in "([<>] ?)?[0-9]{1,2}([.,][0-9]{1,3})? ?%?|",
        n in "[1-9][0-9]{0,2}(,[0-9]{3})?|",
        target in "-?[0-9]{1,2}([.,][0-9]{1,3})?|",
        days in prop::collection::vec(prop::option::of("20(2[0-9])-0[1-9]-(1[0-9])"), 3),
        is_share in any::<bool>(),
        spanish in any::<bool>(),
    ) {
        let lang = if spanish { es() } else { en() };
        let day = |idx: usize| days[idx].clone().unwrap_or_default();
        let form = GoalForm {
            direction: "decrease".to_owned(),
            indicator: words[0].clone(),
            unit: if is_share { "percent".to_owned() } else { words[1].clone() },
            population: words[2].clone(),
            baseline,
            baseline_n: n,
            baseline_when: day(0),
            target,
            due: day(1),
            owner: words[3].clone(),
            resources: words[4].clone(),
            milestones: format!("{} {}\n{}", day(2), words[5], words[0]),
            reason: words[1].clone(),
            ..GoalForm::default()
        };
        let read = form.parse(&lang);
        prop_assume!(read.is_ok());
        let mut once = kansas_city();
        read.unwrap().apply(&mut once, &lang, None);
        let mut twice = once.clone();
        let again = GoalForm::of(&once, &lang).parse(&lang);
        prop_assert!(again.is_ok(), "{again:?}");
        again.unwrap().apply(&mut twice, &lang, Some("Ana"));
        prop_assert_eq!(&twice, &once);
        let table = rows([&once], once.drafted_on, &lang);
        prop_assert_eq!(table.0.len(), table.1[0].len());
        prop_assert!(statement(&once, &lang).contains(once.owner.as_deref().unwrap_or("[")));
        prop_assert_eq!(parts(&once, &lang).len(), 5);
        for point in open_points(&once, once.drafted_on) {
            prop_assert!(point.question(&lang).ends_with(['?', '.']));
        }
    }
}
