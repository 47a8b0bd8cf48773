//! Which statement comes next: a weighted draw that anybody who has its seed can repeat.

use crate::model::random::Random;
use crate::opinion::live;

/// The draw of that `number` under a seed: one of the statements, each with a chance in proportion to its weight.
///
/// The same seed, number and weights draw the same statement. `None` where there is nothing to draw.
pub fn draw(seed: u64, number: u32, among: &[(u32, f64)]) -> Option<u32> {
    let weights: Vec<f64> = among.iter().map(|(_, weight)| *weight).collect();
    let place = live::drawn(&weights, seed, u64::from(number))?;
    among.get(place).map(|(statement, _)| *statement)
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
    fn nothing_is_drawn_from_nothing() {
        assert_eq!(draw(1, 1, &[]), None);
        assert_eq!(draw(1, 1, &[(4, 2.0)]), Some(4));
    }
}
