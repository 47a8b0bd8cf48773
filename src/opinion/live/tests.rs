use super::*;
use crate::opinion::grouping::Field;
use crate::opinion::partition::with_means;

/// Votes of a person of one of two camps on some statements.
fn cast(live: &mut Live, people: std::ops::Range<u32>, random: &mut Random) {
    for person in people {
        for on in 0..24 {
            if random.unit() < 0.8 {
                let agrees = (person % 2 == on % 2) != (random.unit() < 0.3);
                let vote = if agrees { Vote::Agree } else { Vote::Disagree };
                live.vote(&person.to_string(), &on.to_string(), Some(vote), false)
                    .unwrap();
            }
        }
    }
}

#[test]
fn groups_that_are_kept_are_no_wider_than_the_last_ones_would_be() {
    let mut live = Live::new(3);
    for on in 0..24 {
        live.statement(Statement::open(on.to_string())).unwrap();
    }
    let mut random = Random::new(11, 0);
    cast(&mut live, 0..60, &mut random);
    live.refresh();
    for turn in 0..8 {
        let last = live.view().unwrap().clone();
        cast(&mut live, turn * 5..60, &mut random);
        live.refresh();
        let view = live.view().unwrap();
        // The same people in the last groups, on the new map.
        let field = Field::found(view.votes(), view.map(), 3);
        let labels: Vec<u16> = field
            .people()
            .iter()
            .map(|person| u16::try_from(last.groups().of(*person as usize).unwrap()).unwrap())
            .collect();
        let before = with_means(field.points(), labels, last.groups().names().len());
        assert!(
            view.inertia() <= before.inertia * (1.0 + 1e-9),
            "{} against {}",
            view.inertia(),
            before.inertia
        );
    }
}

#[test]
fn a_draw_falls_on_no_weight_of_zero_and_nowhere_where_all_are() {
    for draw in 0..100 {
        assert_eq!(drawn(&[0.0, 2.0, 0.0], 1, draw), Some(1));
    }
    assert_eq!(drawn(&[0.0, 0.0], 1, 1), None);
    assert_eq!(drawn(&[], 1, 1), None);
}
