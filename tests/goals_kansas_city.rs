//! Goals drafted from the published figures of a real resident survey.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps nothing fails, as it should"
)]

use std::fs;
use std::path::Path;

use commonground::goals::{
    DraftInput, Evidence, EvidenceSource, EvidenceStatus, Figure, FigureName, Measured, NeedInput,
    Subject, When, draft, missing_slots, statement,
};
use commonground::model::{Code, Day, Lang, Text};
use serde_json::Value;

fn measured(need: &Value, name: FigureName, n: u64) -> Measured {
    let interval = &need[format!("{}_interval", name.name())];
    Measured {
        figure: Figure::Exact(need[name.name()].as_f64().unwrap()),
        interval: Some([interval[0].as_f64().unwrap(), interval[1].as_f64().unwrap()]),
        n: Some(n),
        when: Some(When::Year(2022)),
        evidence: Evidence {
            label: Text::plain("Resident survey 2022"),
            source: EvidenceSource::File {
                name: "responses.csv".to_owned(),
                item: Code::parse(need["item"].as_str().unwrap()).ok(),
                figure: Some(name),
            },
            status: EvidenceStatus::SingleSource,
        },
    }
}

#[test]
fn every_need_of_the_survey_becomes_a_goal_that_only_lacks_its_owner() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/cases/needs/kcmo-fy2022/expected.json");
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!(
            "left out: `{}` is not there, so no goal was drafted from it",
            path.display()
        );
        return;
    };
    let expected: Value = serde_json::from_str(&text).unwrap();
    let needs = expected["needs"].as_array().unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let statements: Vec<String> = needs
        .iter()
        .map(|need| {
            let goal = draft(&DraftInput {
                subject: Subject::Need(NeedInput {
                    item: Text::plain(need["item"].as_str().unwrap().replace('_', " ")),
                    rank: u32::try_from(need["rank"].as_u64().unwrap()).unwrap(),
                    of: u32::try_from(needs.len()).unwrap(),
                    importance: measured(need, FigureName::Importance, 1033),
                    satisfaction: measured(
                        need,
                        FigureName::Satisfaction,
                        need["n_satisfaction"].as_u64().unwrap(),
                    ),
                }),
                population: "residents".into(),
                population_size: None,
                round: None,
                due: Some(day("2027-12-31")),
                today: day("2026-11-23"),
            });
            let missing: Vec<_> = missing_slots(&goal, day("2026-11-23"))
                .iter()
                .map(|point| point.code())
                .collect();
            assert_eq!(missing, ["S4"]);
            statement(&goal, &Lang::english())
        })
        .collect();
    assert_eq!(statements.len(), 16);
    assert_eq!(
        statements[0],
        "Increase the share of residents satisfied with streets sidewalks from 13.5 % (n = 1,029, 2022) to 18.0 % by 2027-12-31, led by [owner?]"
    );
    assert_eq!(
        statements[1],
        "Increase the share of residents satisfied with police from 47.4 % (n = 995, 2022) to 53.7 % by 2027-12-31, led by [owner?]"
    );
}
