//! Small tables worked out by hand, and what of them is published.

use std::collections::BTreeMap;

use crate::analysis::{
    Aspect, Figure, Published, PublishedReport, Quadrant, Report, analyze, analyze_by, publish,
};
use crate::model::answers::{Answer, Answers, BestWorst, ImpSat, Rating};
use crate::model::code::Code;
use crate::model::definition::{
    Analysis, Choice, Definition, Item, Kind, Question, Scale, Section,
};
use crate::model::text::{Lang, Text};

fn code(code: &str) -> Code {
    Code::parse(code).unwrap()
}

fn question(name: &str, kind: Kind) -> Question {
    Question {
        code: code(name),
        text: Text::plain("?"),
        hint: None,
        required: false,
        background: false,
        show_when: None,
        reads: None,
        kind,
    }
}

fn definition(analyses: Vec<Analysis>) -> Definition {
    let items = |codes: &[&str]| {
        let item = |name: &&str| Item {
            code: code(name),
            label: Text::plain(*name),
            column: None,
        };
        codes.iter().map(item).collect::<Vec<_>>()
    };
    let choice = |name: &str| Choice {
        code: code(name),
        label: Text::plain(name),
        exclusive: false,
        value: None,
    };
    let scale = Scale {
        min: 1,
        max: 5,
        labels: vec![Text::plain("low"), Text::plain("high")],
    };
    let both = Kind::ImportanceSatisfaction {
        items: items(&["homes", "wages"]),
        importance: scale.clone(),
        satisfaction: scale,
        dont_know: true,
        random_order: false,
    };
    let top = Kind::Ranking {
        choices: vec![choice("homes"), choice("wages")],
        places: Some(1),
        random_order: false,
    };
    let duel = Kind::BestWorst {
        items: items(&["u", "v", "w"]),
        blocks: vec![vec![code("u"), code("v"), code("w")]],
        best: Text::plain("best"),
        worst: Text::plain("worst"),
    };
    Definition {
        code: code("test"),
        version: 1,
        title: Text::plain("Test"),
        introduction: None,
        thanks: None,
        minutes: None,
        languages: vec![Lang::english()],
        sections: vec![Section {
            code: code("all"),
            title: Text::plain("All"),
            introduction: None,
            show_when: None,
            questions: vec![
                question("both", both),
                question("top", top),
                question("duel", duel),
            ],
        }],
        analyses,
    }
}

/// Somebody who rates homes and wages: importance, satisfaction; 0 leaves out, 9 does not know.
fn rater(homes: (i32, i32), wages: (i32, i32)) -> Answers {
    let rating = |point| match point {
        0 => None,
        9 => Some(Rating::DontKnow),
        point => Some(Rating::Point(point)),
    };
    let both = |(importance, satisfaction)| ImpSat {
        importance: rating(importance),
        satisfaction: rating(satisfaction),
    };
    let ratings = BTreeMap::from([(code("homes"), both(homes)), (code("wages"), both(wages))]);
    BTreeMap::from([(code("both"), Answer::ImportanceSatisfaction(ratings))])
}

fn namer(item: &str) -> (Code, Answer) {
    (code("top"), Answer::Ranking(vec![vec![code(item)]]))
}

fn report(analyses: Vec<Analysis>, people: &[Answers]) -> Report {
    analyze(&definition(analyses), people)
}

fn needs(importance: &str) -> Analysis {
    Analysis::Needs {
        importance: code(importance),
        satisfaction: code("both"),
    }
}

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    assert!(
        found.is_some_and(|found| (found - expected).abs() < 1e-12),
        "{found:?}, not {expected}"
    );
}

#[test]
fn rated_importance_counts_those_who_rated_it() {
    let people = [
        rater((5, 1), (4, 4)),
        rater((4, 2), (2, 5)),
        rater((0, 9), (1, 0)),
        rater((3, 5), (1, 2)),
    ];
    let report = report(vec![needs("both")], &people);
    let needs = report.needs.unwrap();
    let homes = &needs[0];
    assert_eq!(
        (
            homes.item.as_str(),
            homes.rank,
            homes.n_satisfaction,
            homes.dont_know
        ),
        ("homes", 1, 3, 1)
    );
    close(homes.importance, 2.0 / 3.0);
    close(homes.satisfaction, 1.0 / 3.0);
    close(homes.priority, 4.0 / 9.0);
    close(homes.mean_satisfaction, 8.0 / 3.0);
    assert_eq!(homes.quadrant, Some(Quadrant::Focus));
    let wages = &needs[1];
    close(wages.importance, 0.25);
    close(wages.satisfaction, 2.0 / 3.0);
    assert_eq!(wages.quadrant, Some(Quadrant::PossibleOverkill));
}

#[test]
fn named_importance_counts_everybody() {
    let people = [
        BTreeMap::from([namer("wages")]),
        BTreeMap::new(),
        BTreeMap::from([namer("wages")]),
    ];
    let report = report(vec![needs("top")], &people);
    let needs = report.needs.unwrap();
    // Nobody rated anything, so no priority is known and the order is the definition's.
    assert_eq!(needs[0].item.as_str(), "homes");
    assert_eq!(
        (
            needs[1].priority,
            needs[1].quadrant,
            needs[1].satisfaction_interval
        ),
        (None, None, None)
    );
    close(needs[1].importance, 2.0 / 3.0);
}

#[test]
fn ratings_leave_dont_know_out_of_share_and_mean() {
    let people = [
        rater((5, 1), (1, 4)),
        rater((4, 9), (1, 5)),
        rater((1, 3), (1, 5)),
    ];
    let report = report(
        vec![Analysis::Ratings {
            question: code("both"),
        }],
        &people,
    );
    let rows = report.ratings.unwrap();
    assert_eq!(rows.len(), 4);
    let satisfaction = &rows[1];
    assert_eq!(satisfaction.aspect, Some(Aspect::Satisfaction));
    assert_eq!((satisfaction.n, satisfaction.dont_know), (2, 1));
    close(satisfaction.mean, 2.0);
    close(satisfaction.deviation, 2.0_f64.sqrt());
    close(satisfaction.share, 0.0);
    assert_eq!(
        satisfaction.distribution,
        BTreeMap::from([(1, 1), (2, 0), (3, 1), (4, 0), (5, 0)])
    );
}

#[test]
fn nobody_at_all_gives_no_figures() {
    let analyses = vec![
        needs("both"),
        Analysis::Values {
            question: code("duel"),
        },
        Analysis::Ratings {
            question: code("both"),
        },
    ];
    let report = report(analyses, &[]);
    assert_eq!((report.n, report.needs.unwrap()[0].importance), (0, None));
    assert_eq!(report.values.unwrap()[0].score, None);
    assert_eq!(report.ratings.unwrap()[0].mean, None);
}

/// Somebody who picks `best` and `worst` in the one block.
fn picker(best: Option<&str>, worst: Option<&str>) -> Answers {
    let picks = BestWorst {
        best: best.map(code),
        worst: worst.map(code),
    };
    BTreeMap::from([(
        code("duel"),
        Answer::BestWorst(BTreeMap::from([(0, picks)])),
    )])
}

#[test]
fn a_block_counts_as_shown_when_something_in_it_was_picked() {
    let people = [
        picker(Some("u"), Some("w")),
        picker(Some("u"), None),
        picker(None, None),
        BTreeMap::new(),
    ];
    let values = report(
        vec![Analysis::Values {
            question: code("duel"),
        }],
        &people,
    )
    .values
    .unwrap();
    let found: Vec<_> = values
        .iter()
        .map(|v| (v.item.as_str(), v.shown, v.best, v.worst))
        .collect();
    assert_eq!(found, [("u", 2, 2, 0), ("v", 2, 0, 0), ("w", 2, 0, 1)]);
    close(values[0].score, 1.0);
    // One of two people says worst: −1/2 ± z·√(2/1 · 2·¼)/2, cut at −1.
    let [low, high] = values[2].score_interval.unwrap();
    close(Some(low), -1.0);
    close(Some(high), -0.5 + crate::analysis::statistics::z_95() / 2.0);
}

#[test]
fn groups_come_by_value_with_the_rest_last() {
    let people = [
        BTreeMap::from([namer("wages")]),
        BTreeMap::new(),
        BTreeMap::from([namer("homes")]),
        BTreeMap::from([namer("wages")]),
    ];
    let groups = analyze_by(&definition(Vec::new()), &people, |answers| {
        match answers.get("top") {
            Some(Answer::Ranking(order)) => order.first()?.first().cloned(),
            _ => None,
        }
    });
    let found: Vec<_> = groups
        .iter()
        .map(|g| (g.value.as_ref().map(Code::as_str), g.report.n))
        .collect();
    assert_eq!(found, [(Some("homes"), 1), (Some("wages"), 2), (None, 1)]);
}

fn published(people: &[Answers], k: u64) -> String {
    let analyses = vec![
        needs("top"),
        Analysis::Values {
            question: code("duel"),
        },
        Analysis::Ratings {
            question: code("both"),
        },
    ];
    serde_json::to_string(&publish(&report(analyses, people), k)).unwrap()
}

/// `n_satisfied` of twenty are satisfied with homes, `n_named` name wages, the others homes.
fn twenty(n_satisfied: usize, n_named: usize) -> Vec<Answers> {
    (0..20)
        .map(|person| {
            let satisfied = if person < n_satisfied { 5 } else { 1 };
            let mut answers = rater((5, satisfied), (3, 3));
            answers.extend([namer(if person < n_named { "wages" } else { "homes" })]);
            answers.extend(picker(
                Some("u"),
                Some(if person < n_named { "v" } else { "w" }),
            ));
            answers
        })
        .collect()
}

#[test]
fn nothing_below_the_floor_changes_what_is_published() {
    let none = published(&twenty(0, 8), 5);
    for few in 1..5 {
        assert_eq!(published(&twenty(few, 8), 5), none, "{few} are satisfied");
        assert_eq!(
            published(&twenty(20 - few, 8), 5),
            published(&twenty(20, 8), 5)
        );
    }
    assert_ne!(published(&twenty(5, 8), 5), none);
}

#[test]
fn whoever_can_name_one_item_only_is_not_found_out_by_the_rest() {
    let none = published(&twenty(9, 0), 5);
    for few in 1..5 {
        assert_eq!(published(&twenty(9, few), 5), none, "{few} name wages");
    }
}

#[test]
fn too_few_people_are_not_even_counted() {
    for n in 0..5 {
        assert_eq!(published(&twenty(0, 0)[..n], 5), r#"{"fewer_than":5}"#);
    }
    let nine = published(&twenty(4, 4)[..9], 5);
    assert!(nine.starts_with(r#"{"n":9,"k":5,"#));
    assert!(
        !nine.contains("share\":0.") && !nine.contains("under"),
        "{nine}"
    );
}

#[test]
fn what_clears_the_floor_is_published_as_it_is() {
    let mut people = twenty(9, 8);
    people.extend((0..5).map(|_| BTreeMap::new()));
    let full = report(vec![needs("top")], &people);
    let Published::Report(PublishedReport {
        needs: Some(told), ..
    }) = publish(&full, 5)
    else {
        panic!("there are enough people");
    };
    let homes = told
        .iter()
        .find(|need| need.item.as_str() == "homes")
        .unwrap();
    let need = full
        .needs
        .as_ref()
        .unwrap()
        .iter()
        .find(|need| need.item == homes.item)
        .unwrap();
    let exact = |share: Option<f64>, interval: Option<[f64; 2]>| Figure::Exact {
        share: share.unwrap(),
        interval: interval.unwrap(),
    };
    assert_eq!(
        homes.importance,
        exact(need.importance, need.importance_interval)
    );
    assert_eq!(
        homes.satisfaction,
        exact(need.satisfaction, need.satisfaction_interval)
    );
    assert_eq!(
        (homes.n_satisfaction, homes.priority),
        (Some(20), need.priority)
    );
    // Nobody gave 2, 3 or 4, so a mean would tell that of somebody.
    assert_eq!((homes.dont_know, homes.mean_satisfaction), (None, None));
}
