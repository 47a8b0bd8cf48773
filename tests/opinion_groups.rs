//! Groups are found where they were planted, nowhere else, and whoever the people are.

use commonground::opinion::{
    By, Cell, Entry, HowMany, Map, Verdict, Vote, Votes, adjusted_rand, group, report,
};

use crate::support::opinions::{Draw, numbered, planted, votes};

/// The group of each person; those without one count as a group of their own.
fn labels(votes: &Votes, seed: u64) -> (Vec<u16>, Verdict) {
    let found = group(votes, &Map::draw(votes), HowMany::AsFound, seed);
    let label = |person| found.groups.of(person).map_or(99, |group| group);
    let people = 0..votes.participants().len();
    (
        people.map(|p| u16::try_from(label(p)).unwrap()).collect(),
        found.stability.verdict,
    )
}

#[test]
fn planted_groups_are_found() {
    for (seed, weights) in [
        (1, &[1, 1][..]),
        (2, &[5, 3, 2]),
        (3, &[4, 3, 2, 1]),
        (4, &[3, 3, 2, 1, 1]),
    ] {
        let (entries, truth) = planted(seed, 2000, 200, weights);
        let votes = votes(numbered(2000), 200, entries);
        let (found, verdict) = labels(&votes, 0);
        let index = adjusted_rand(&found, &truth);
        assert!(index >= 0.95, "{weights:?}: {index}");
        assert_eq!(verdict, Verdict::Clear, "{weights:?}");
    }
}

#[test]
fn no_groups_are_found_where_there_are_none() {
    let mut calm = 0;
    for seed in 0..100 {
        let mut draw = Draw(seed);
        // From a small meeting to a full hall, and from few statements to many.
        let people = [20, 40, 80, 120][usize::try_from(seed % 4).unwrap()];
        let statements = [8, 20, 50][usize::try_from(seed % 3).unwrap()];
        let minds: Vec<f64> = (0..statements)
            .map(|_| [0.2, 0.5, 0.7, 0.9][usize::try_from(draw.next() % 4).unwrap()])
            .collect();
        let mut entries = Vec::new();
        for participant in 0..people {
            for statement in 0..statements {
                if draw.chance(0.5) {
                    let vote = if draw.chance(0.1) {
                        Vote::Pass
                    } else if draw.chance(minds[statement as usize]) {
                        Vote::Agree
                    } else {
                        Vote::Disagree
                    };
                    entries.push(Entry {
                        participant,
                        cell: Cell::new(statement, vote),
                    });
                }
            }
        }
        let votes = votes(numbered(people), statements, entries);
        calm += u32::from(labels(&votes, seed).1 == Verdict::None);
    }
    assert!(calm >= 95, "{calm} of 100");
}

#[test]
fn a_shade_from_left_to_right_is_no_two_groups() {
    let mut calm = 0;
    for seed in 0..10 {
        let mut draw = Draw(seed);
        let sides: Vec<bool> = (0..40).map(|_| draw.chance(0.5)).collect();
        let mut entries = Vec::new();
        for participant in 0..150_u32 {
            // Everybody stands somewhere between the poles, most in the middle.
            let place = (0..4)
                .map(|_| f64::from(u32::from(draw.chance(f64::from(participant) / 150.0))))
                .sum::<f64>()
                / 4.0;
            let lean = 0.25 + 0.25 * place + 0.25 * f64::from(participant) / 150.0;
            for statement in 0..40 {
                let for_it = if sides[statement as usize] {
                    lean
                } else {
                    1.0 - lean
                };
                let vote = if draw.chance(for_it) {
                    Vote::Agree
                } else {
                    Vote::Disagree
                };
                entries.push(Entry {
                    participant,
                    cell: Cell::new(statement, vote),
                });
            }
        }
        let votes = votes(numbered(150), 40, entries);
        calm += u32::from(labels(&votes, seed).1 != Verdict::Clear);
    }
    assert!(calm >= 9, "{calm} of 10");
}

#[test]
fn the_order_of_the_votes_changes_no_byte() {
    let (mut entries, _) = planted(7, 100, 30, &[2, 1]);
    let told = |entries: Vec<Entry>| {
        let votes = votes(numbered(100), 30, entries);
        serde_json::to_string(&report(&votes, &By::Opinion(HowMany::AsFound), 3)).unwrap()
    };
    let first = told(entries.clone());
    let mut draw = Draw(1);
    for _ in 0..5 {
        draw.shuffle(&mut entries);
        assert!(told(entries.clone()) == first);
    }
}

#[test]
fn who_the_people_are_changes_no_group() {
    let (entries, _) = planted(8, 48, 24, &[2, 1]);
    let first = labels(&votes(numbered(48), 24, entries.clone()), 3).0;
    let mut draw = Draw(2);
    for _ in 0..50 {
        let mut names = numbered(48);
        draw.shuffle(&mut names);
        let shuffled = votes(names.clone(), 24, entries.clone());
        let found = labels(&shuffled, 3).0;
        let by_name: Vec<u16> = names
            .iter()
            .map(|name| found[name.parse::<usize>().unwrap()])
            .collect();
        assert_eq!(by_name, first);
    }
}

#[test]
fn odd_votes_have_a_defined_result_and_no_nan() {
    let agree = |participant, statement| Entry {
        participant,
        cell: Cell::new(statement, Vote::Agree),
    };
    let alike = (0..30)
        .flat_map(|p| (0..10).map(move |s| agree(p, s)))
        .collect();
    let often = (0..10_000).map(|s| agree(0, s % 50)).collect();
    for (what, people, statements, entries) in [
        ("nobody", 0, 0, Vec::new()),
        ("nobody on statements", 0, 5, Vec::new()),
        ("people without votes", 5, 5, Vec::new()),
        ("one vote", 1, 1, vec![agree(0, 0)]),
        ("two people", 2, 1, vec![agree(0, 0), agree(1, 0)]),
        ("everyone alike", 30, 10, alike),
        ("one person, ten thousand votes", 1, 50, often),
    ] {
        let votes = votes(numbered(people), statements, entries);
        for how_many in [HowMany::AsFound, HowMany::Exactly(1), HowMany::Exactly(3)] {
            let report = report(&votes, &By::Opinion(how_many), 0);
            assert_eq!(report.stability.unwrap().verdict, Verdict::None, "{what}");
            assert!(report.k <= 1, "{what}: {}", report.k);
            let finite = report
                .map
                .iter()
                .all(|place| place.x.is_finite() && place.y.is_finite());
            assert!(finite, "{what}");
            for one in &report.statements {
                let polis = [one.polis.gac, one.polis.extremity, one.polis.priority];
                let ours = [one.common_ground, one.divisiveness, one.divisiveness_q];
                let all = polis.into_iter().chain(ours.into_iter().flatten());
                assert!(all.into_iter().all(f64::is_finite), "{what}: {one:?}");
            }
        }
    }
}
