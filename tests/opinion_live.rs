//! A live board counts each vote at once, draws its map again without jumping, and draws the next statement by
//! a number that can be drawn again.

use commonground::opinion::{
    By, Entry, GroupReport, HowMany, Live, LiveError, Statement, Tally, Vote, Votes, adjusted_rand,
    report,
};

use crate::support::opinions::{Draw, numbered, planted, votes};

const SEED: u64 = 5;

fn board(statements: u32) -> Live {
    let mut live = Live::new(SEED);
    for id in 0..statements {
        live.statement(Statement::open(id.to_string())).unwrap();
    }
    live
}

fn cast(live: &mut Live, entries: &[Entry]) {
    for entry in entries {
        let (who, on) = (entry.participant.to_string(), entry.cell.statement());
        let vote = Some(entry.cell.vote());
        live.vote(&who, &on.to_string(), vote, false).unwrap();
    }
}

fn total(live: &Live, statement: &str) -> [u32; 4] {
    let Tally {
        agree,
        disagree,
        pass,
        seen,
    } = live.counts(statement).unwrap().total;
    [agree, disagree, pass, seen]
}

#[test]
fn a_vote_is_counted_changed_and_taken_back_at_once() {
    let mut live = board(2);
    let mut vote = |vote, important| live.vote("ann", "1", vote, important).unwrap();
    assert_eq!(vote(Some(Vote::Agree), true), None);
    assert_eq!(vote(Some(Vote::Disagree), true), Some(Vote::Agree));
    assert_eq!(total(&live, "1"), [0, 1, 0, 1]);
    assert_eq!(live.vote_of("ann", "1"), Some((Vote::Disagree, true)));
    assert_eq!(live.counts("1").unwrap().important, 1);
    live.vote("bob", "1", Some(Vote::Pass), false).unwrap();
    assert_eq!((live.votes(), live.participants()), (2, 2));
    assert_eq!(
        live.vote("ann", "1", None, true).unwrap(),
        Some(Vote::Disagree)
    );
    assert_eq!(total(&live, "1"), [0, 0, 1, 1]);
    assert_eq!(live.counts("1").unwrap().important, 0);
    assert_eq!((live.votes(), live.participants()), (1, 1));
    // Taking back what was never cast changes nothing.
    assert_eq!(live.vote("eve", "0", None, true).unwrap(), None);
    assert_eq!(total(&live, "0"), [0; 4]);
    assert_eq!(
        live.vote("ann", "7", Some(Vote::Agree), false),
        Err(LiveError::UnknownStatement("7".into()))
    );
    assert_eq!((live.counts("7"), live.priority("7")), (None, None));
}

#[test]
fn counts_and_priorities_are_those_of_the_report_and_stay_so_with_every_vote() {
    let (entries, _) = planted(4, 60, 20, &[2, 1]);
    let mut live = board(20);
    cast(&mut live, &entries);
    live.refresh();
    let mut draw = Draw(9);
    for round in 0..3 {
        for _ in 0..200 {
            let who = (draw.next() % 70).to_string();
            let on = (draw.next() % 20).to_string();
            let vote = match draw.next() % 4 {
                0 => None,
                1 => Some(Vote::Pass),
                2 => Some(Vote::Agree),
                _ => Some(Vote::Disagree),
            };
            live.vote(&who, &on, vote, draw.chance(0.2)).unwrap();
        }
        if round == 1 {
            // Every count was kept up vote by vote; here they are counted anew, in the groups of before.
            let kept: Vec<_> = (0..20).map(|id| live.counts(&id.to_string())).collect();
            let view = live.begin().run();
            let (was, now) = (live.view().unwrap().groups().clone(), view.groups().clone());
            live.adopt(view);
            for (id, kept) in kept.into_iter().enumerate() {
                let counted = live.counts(&id.to_string()).unwrap();
                assert_eq!(kept.as_ref().unwrap().total, counted.total);
                assert_eq!(kept.unwrap().important, counted.important);
            }
            assert_eq!(was.names(), now.names());
        }
    }
    live.refresh();
    let view = live.view().unwrap().clone();
    let report = view.report();
    assert_eq!(report.votes, live.votes());
    for one in &report.statements {
        let counts = live.counts(one.id).unwrap();
        assert_eq!(counts.total, one.tally);
        assert_eq!(counts.by_group, Vec::from_iter(one.by_group.clone()));
        assert!((live.priority(one.id).unwrap() - one.polis.priority).abs() < 1e-12);
    }
    let mean = |id: &str| live.counts(id).unwrap().important;
    assert!((0..20).any(|id| mean(&id.to_string()) > 0));
}

#[test]
fn the_first_view_is_that_of_the_votes_in_whatever_order_they_came() {
    let (mut entries, _) = planted(7, 100, 30, &[2, 1]);
    let votes = votes(numbered(100), 30, entries.clone());
    let exact = report(&votes, &By::Opinion(HowMany::AsFound), SEED);
    let mut wanted: Option<String> = None;
    let mut draw = Draw(1);
    for _ in 0..3 {
        draw.shuffle(&mut entries);
        let mut ids: Vec<u32> = (0..30).collect();
        draw.shuffle(&mut ids);
        let mut live = Live::new(SEED);
        for id in ids {
            live.statement(Statement::open(id.to_string())).unwrap();
        }
        cast(&mut live, &entries);
        let report = live.refresh().report();
        let members = |groups: &[GroupReport<'_>]| {
            let members = groups.iter().map(|group| group.members.join(" "));
            members.collect::<Vec<_>>()
        };
        assert_eq!(members(&report.groups), members(&exact.groups));
        let found = serde_json::to_string(&report).unwrap();
        assert!(found == *wanted.get_or_insert_with(|| found.clone()));
    }
}

/// The group of each of the first `people`, by its letter; `?` of none.
fn letters(live: &Live, people: u32) -> Vec<char> {
    let letter = |id: u32| live.group_of(&id.to_string())?.chars().next();
    (0..people).map(|id| letter(id).unwrap_or('?')).collect()
}

#[test]
fn the_map_and_the_letters_stay_in_place_while_votes_come_in() {
    let (entries, truth) = planted(12, 180, 100, &[5, 4, 3]);
    let mut live = board(100);
    let half = entries.len() / 2;
    // People come in turn and vote on a few statements at a time.
    let mut order = entries;
    Draw(3).shuffle(&mut order);
    cast(&mut live, &order[..half]);
    live.refresh();
    for votes in order[half..].chunks(half / 6) {
        let before = live.view().unwrap().clone();
        let was = letters(&live, 180);
        cast(&mut live, votes);
        live.refresh();
        let now = live.view().unwrap();
        assert!(!now.regrouped());
        let moved = was.iter().zip(letters(&live, 180));
        let moved = moved
            .filter(|(was, now)| **was != '?' && *was != now)
            .count();
        assert!(moved <= 9, "{moved} of 180 have another letter");
        let (mut shift, mut spread) = (0.0, 0.0);
        let points = |view: &commonground::opinion::View| view.points().collect::<Vec<_>>();
        for (a, b) in points(&before).iter().zip(points(now)) {
            shift += (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
            spread += a[0].powi(2) + a[1].powi(2);
        }
        // A map turned over would shift by four times its spread along that side.
        assert!(shift < 0.2 * spread, "{shift} of {spread}");
    }
    let found: Vec<u16> = letters(&live, 180).iter().map(|c| *c as u16 - 63).collect();
    assert!(adjusted_rand(&found, &truth) > 0.95);
}

#[test]
fn other_groups_must_be_the_better_ones_four_times_running() {
    // Two camps on the first twenty statements; then two of three within each on others.
    let two = |person: u32, _: u32| person % 2;
    let four = |person: u32, on: u32| if on < 20 { person % 2 } else { person / 2 % 2 };
    let ballots = |live: &mut Live, statements: std::ops::Range<u32>, side: fn(u32, u32) -> u32| {
        let mut draw = Draw(u64::from(statements.start) + 1);
        for person in 0..120_u32 {
            for on in statements.clone() {
                let agrees = (side(person, on) == on / 2 % 2) != draw.chance(0.08);
                let vote = if agrees { Vote::Agree } else { Vote::Disagree };
                live.vote(&person.to_string(), &on.to_string(), Some(vote), false)
                    .unwrap();
            }
        }
    };
    let mut live = board(60);
    ballots(&mut live, 0..20, two);
    let k = |live: &Live| live.view().unwrap().groups().names().to_vec();
    live.refresh();
    assert_eq!(k(&live), ["A", "B"]);
    ballots(&mut live, 20..40, four);
    for turn in 1..=4 {
        live.refresh();
        let view = live.view().unwrap();
        assert_eq!(view.regrouped(), turn == 4);
        let wanted = if turn == 4 { 4 } else { 2 };
        assert_eq!(view.groups().names().len(), wanted, "at refresh {turn}");
    }
    assert_eq!(k(&live), ["A", "B", "C", "D"]);
    live.refresh();
    assert!(!live.view().unwrap().regrouped());
}

#[test]
fn a_refresh_worked_out_aside_takes_in_the_votes_that_came_meanwhile() {
    let (entries, _) = planted(4, 60, 60, &[1, 1]);
    let mut live = board(60);
    assert!(!live.is_fresh());
    cast(&mut live, &entries);
    let aside = live.begin();
    live.vote("0", "0", None, false).unwrap();
    live.vote("0", "0", Some(Vote::Pass), false).unwrap();
    live.vote("late", "0", Some(Vote::Agree), false).unwrap();
    let view = std::thread::spawn(move || aside.run()).join().unwrap();
    live.adopt(view);
    assert!(!live.is_fresh());
    let group = live.group_of("0").unwrap().to_owned();
    let counts = live.counts("0").unwrap();
    let of_group = counts.by_group.iter().find(|(name, _)| *name == group);
    assert!(of_group.unwrap().1.pass > 0);
    assert_eq!(live.group_of("late"), None);
    live.refresh();
    assert!(live.is_fresh());
}

#[test]
fn the_next_statement_is_drawn_by_priority_among_those_not_seen() {
    let mut live = board(4);
    live.statement(Statement {
        moderated_out: true,
        ..Statement::open("out")
    })
    .unwrap();
    live.statement(Statement {
        meta: true,
        ..Statement::open("meta")
    })
    .unwrap();
    for person in 0..30 {
        for (on, vote) in [("0", Vote::Agree), ("1", Vote::Pass)] {
            live.vote(&person.to_string(), on, Some(vote), false)
                .unwrap();
        }
    }
    live.vote("ann", "3", Some(Vote::Agree), false).unwrap();
    let mut drawn = std::collections::BTreeMap::<String, f64>::new();
    let open = ["0", "1", "2", "meta"];
    for draw in 0..20_000 {
        let found = live.next_statement("ann", draw, |_| false).unwrap();
        assert_eq!(found.among, open.len());
        assert_eq!(
            live.next_statement("ann", draw, |_| false),
            Some(found.clone())
        );
        *drawn.entry(found.statement).or_default() += 1.0;
    }
    let sum: f64 = open.iter().map(|id| live.priority(id).unwrap()).sum();
    assert_eq!(
        drawn.keys().map(String::as_str).collect::<Vec<_>>(),
        ["0", "2", "meta"]
    );
    for (id, times) in &drawn {
        let wanted = live.priority(id).unwrap() / sum;
        assert!((times / 20_000.0 - wanted).abs() < 0.015, "{id}: {times}");
    }
    let skipped = live.next_statement("ann", 1, |id| id != "1").unwrap();
    assert_eq!((skipped.statement.as_str(), skipped.among), ("1", 1));
    assert_eq!(live.next_statement("ann", 1, |_| true), None);
    for on in open {
        live.vote("ann", on, Some(Vote::Pass), false).unwrap();
    }
    assert_eq!(live.next_statement("ann", 1, |_| false), None);
    assert_eq!(Live::new(1).next_statement("ann", 1, |_| false), None);
}

#[test]
fn merged_statements_keep_each_vote_once() {
    let mut live = board(2);
    for (who, on, vote) in [
        ("ann", "0", Vote::Agree),
        ("bob", "0", Vote::Agree),
        ("bob", "1", Vote::Disagree),
        ("eve", "1", Vote::Pass),
    ] {
        live.vote(who, on, Some(vote), who == "ann").unwrap();
    }
    assert_eq!(live.merge("0", "1").unwrap(), 1);
    assert_eq!(total(&live, "0"), [0; 4]);
    assert_eq!(total(&live, "1"), [1, 1, 1, 3]);
    assert_eq!(live.vote_of("ann", "1"), Some((Vote::Agree, true)));
    assert_eq!(live.merge("1", "1").unwrap(), 0);
    assert!(live.merge("1", "9").is_err());
}

#[test]
fn an_empty_board_has_a_view() {
    let mut live = Live::new(SEED);
    for _ in 0..3 {
        let report = live.refresh().report();
        assert_eq!((report.participants, report.k), (0, 0));
    }
    live.statement(Statement::open("a")).unwrap();
    live.vote("1", "a", Some(Vote::Agree), false).unwrap();
    live.refresh();
    let votes: &Votes = live.view().unwrap().votes();
    assert_eq!(votes.len(), 1);
}
