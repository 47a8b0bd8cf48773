//! The demo's coalition is filled as it says: every stage of the walk is there to look at.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use commonground::app::{App, State, Templates, demo};
use commonground::goals::Status;
use commonground::model::Timestamp;
use commonground::opinion::Verdict;
use commonground::store::sled::{OpenMode, SledStore};

use crate::store_story::Scratch;

static DAYS_AGO: AtomicI64 = AtomicI64::new(0);

fn now() -> Timestamp {
    Timestamp(1_795_456_859_000).plus_days(-DAYS_AGO.load(Ordering::Relaxed))
}

#[tokio::test]
#[allow(
    clippy::too_many_lines,
    reason = "one story, told from beginning to end"
)]
async fn the_demo_holds_every_stage_of_the_walk() {
    let scratch = Scratch::new("demo");
    let store = SledStore::open(scratch.path(), OpenMode::CreateIfEmpty).unwrap();
    let app = App::new(Arc::new(store), now, Templates::bundled().unwrap());
    let links = demo::fill(&app, |days| DAYS_AGO.store(days, Ordering::Relaxed))
        .await
        .unwrap();

    let session = app.sign_in(&links.member).await.unwrap();
    let member = app.visitor(&session).await.unwrap().unwrap();
    let surveys = app.surveys(&member).await.unwrap();
    let open: Vec<_> = surveys
        .iter()
        .filter(|view| view.survey.state == State::Open)
        .collect();
    assert_eq!(open.len(), 1);
    assert_eq!(
        open[0].taken_part,
        Some(false),
        "the member has it to fill in"
    );
    let mut figures = 0;
    for view in surveys
        .iter()
        .filter(|view| view.survey.state == State::Closed)
    {
        let (_, results) = app.results(&member, &view.survey.slug).await.unwrap();
        let report = results.figures().unwrap();
        figures += usize::from(report.needs.is_some()) + usize::from(report.values.is_some());
    }
    assert_eq!(figures, 2, "a needs analysis and a values assessment");

    let rounds = app.rounds(&member).await.unwrap();
    let methods: Vec<&str> = rounds
        .iter()
        .filter(|view| view.has_outcome)
        .map(|view| view.round.rules.method.name())
        .collect();
    assert_eq!(methods, ["equal-shares", "irv"], "a budget and a ranking");
    let open: Vec<_> = rounds
        .iter()
        .filter(|view| view.round.state == State::Open)
        .collect();
    assert_eq!(open.len(), 1);
    assert_eq!(
        open[0].taken_part,
        Some(false),
        "the member has it to vote in"
    );

    let boards = app.boards(&member).await.unwrap();
    let [open, closed] = &boards[..] else {
        panic!("two boards")
    };
    assert_eq!((open.board.state, open.taken_part), (State::Open, false));
    let results = app
        .board_results(&member, &closed.board.slug)
        .await
        .unwrap();
    assert_eq!(results.verdict(), Some(Verdict::Clear));
    assert!(results.organisations.is_some() && results.map.len() > 50);
    assert!(!results.opinion.common_ground.is_empty() && !results.opinion.divisive.is_empty());

    let panels = app.panels(&member).await.unwrap();
    assert_eq!(panels[0].panel.n_rounds(), 3, "two rounds and an open one");
    assert_eq!(panels[0].taken_part, Some(false));
    let results = app
        .panel_results(&member, &panels[0].panel.slug)
        .await
        .unwrap();
    let findings = results.figures.findings(&results.panel);
    assert!(findings.iter().any(|(_, _, finding)| finding.is_settled()));
    assert!(findings.iter().any(|(_, _, finding)| !finding.is_settled()));
    let wikis = app.wikis(&member).await.unwrap();
    let fared = app
        .wiki_results(&member, &wikis[0].wiki.slug)
        .await
        .unwrap();
    assert_eq!(
        (fared.ideas.len() + fared.left_out.len(), fared.n_people),
        (9, 24)
    );
    let proposals = app.proposals(&member).await.unwrap();
    let states: Vec<(State, usize, Option<bool>)> = proposals
        .iter()
        .map(|view| {
            let (number, round) = view.latest();
            (round.state, number, view.taken_part)
        })
        .collect();
    assert_eq!(
        states,
        [
            (State::Open, 1, Some(false)),
            (State::Closed, 2, Some(false))
        ],
        "one is open to the member, one took two rounds"
    );
    let decisions = app.decisions(&member).await.unwrap();
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].decision.round, 2);
    let today = app.now().day();
    assert!(!decisions[0].decision.is_due(today));
    assert!(decisions[0].decision.is_due(today.plus_days(180)));

    let goals = app.goals(&member).await.unwrap();
    assert!(goals.iter().all(|view| view.goal.status == Status::Adopted));
    assert!(goals.len() == 2 && goals.iter().all(|view| view.goal.check_ins.len() == 2));

    let session = app.sign_in(&links.organiser).await.unwrap();
    let organiser = app.visitor(&session).await.unwrap().unwrap();
    let people = app.people(&organiser).await.unwrap();
    assert_eq!((people.organisations.len(), people.members.len()), (6, 61));
    let session = app.sign_in(&links.facilitator).await.unwrap();
    assert!(app.visitor(&session).await.unwrap().is_some());
}
