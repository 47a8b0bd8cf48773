//! Which statement comes next: a weighted draw that anybody who has its seed can repeat.

use std::collections::BTreeMap;

use crate::model::random::Random;
use crate::opinion::{Groups, Map, Votes, count, polis};

/// The published priority of each statement, by its id: with how many it was shown to, how they voted, and how
/// far it pulls those who agree with it across the map.
pub fn priorities(votes: &Votes) -> BTreeMap<String, f64> {
    let map = Map::draw(votes);
    let counts = count(votes, &Groups::new(Vec::new(), Vec::new()));
    votes
        .statements()
        .iter()
        .zip(&counts.total)
        .enumerate()
        .map(|(idx, (statement, tally))| {
            let priority = polis::priority(*tally, map.extremity(idx), statement.meta);
            (statement.id.clone(), priority)
        })
        .collect()
}

/// The draw of that `number` under a seed: one of the statements, each with a chance in proportion to its weight.
///
/// The same seed, number and weights draw the same statement. `None` where there is nothing to draw.
pub fn draw(seed: u64, number: u32, among: &[(u32, f64)]) -> Option<u32> {
    let weight = |(_, weight): &(u32, f64)| if *weight > 0.0 { *weight } else { 0.0 };
    let total: f64 = among.iter().map(weight).sum();
    let mut left = Random::new(seed, u64::from(number)).unit() * total;
    for entry in among {
        left -= weight(entry);
        if left < 0.0 {
            return Some(entry.0);
        }
    }
    // Rounding, or weights that are all 0.
    among.last().map(|(statement, _)| *statement)
}

/// The order in which all of them are listed for one participant: her own, and the same on every page.
pub(crate) fn in_order(seed: u64, statements: &mut [u32]) {
    let place = |number: u32| Random::new(seed, u64::from(number) | 1 << 40).unit();
    statements.sort_by(|a, b| place(*a).total_cmp(&place(*b)).then(a.cmp(b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_number_and_weights_draw_the_same() {
        let among = [(3, 1.0), (5, 4.0), (8, 0.5)];
        for number in 0..50 {
            assert_eq!(draw(7, number, &among), draw(7, number, &among));
        }
        let drawn = |seed| -> Vec<_> { (0..50).map(|number| draw(seed, number, &among)).collect() };
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn statements_are_drawn_in_proportion_to_their_weights() {
        let among = [(1, 1.0), (2, 3.0), (3, 0.0)];
        let mut drawn = [0.0; 4];
        for number in 0..20_000 {
            drawn[draw(42, number, &among).unwrap() as usize] += 1.0 / 20_000.0;
        }
        assert!((drawn[1] - 0.25_f64).abs() < 0.02 && (drawn[2] - 0.75).abs() < 0.02);
        assert!(drawn[3] < 1e-9);
    }

    #[test]
    fn nothing_is_drawn_from_nothing_and_something_from_weights_of_no_use() {
        assert_eq!(draw(1, 1, &[]), None);
        assert_eq!(draw(1, 1, &[(4, 0.0)]), Some(4));
        assert!(draw(1, 1, &[(4, f64::NAN), (5, 1.0)]).is_some());
    }
}
