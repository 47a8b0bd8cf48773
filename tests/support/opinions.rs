//! Votes of people whose groups are known, to try the opinion engine on.

use commonground::opinion::{Cell, Entry, Statement, Vote, Votes};

/// `SplitMix64`, so that the tests draw the same everywhere.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn chance(&mut self, p: f64) -> bool {
        let high = u32::try_from(self.next() >> 32).unwrap();
        f64::from(high) < p * 4_294_967_296.0
    }

    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.next() % (last as u64 + 1);
            values.swap(last, usize::try_from(other).unwrap());
        }
    }
}

/// Votes of people of some groups, each with its own mind on each statement, a third of them seen.
pub(crate) fn planted(
    seed: u64,
    people: u32,
    statements: u32,
    weights: &[u32],
) -> (Vec<Entry>, Vec<u16>) {
    let mut draw = Draw(seed);
    let minds: Vec<Vec<f64>> = weights
        .iter()
        .map(|_| {
            (0..statements)
                .map(|_| if draw.chance(0.5) { 0.88 } else { 0.12 })
                .collect()
        })
        .collect();
    let total: u32 = weights.iter().sum();
    let (mut entries, mut truth) = (Vec::new(), Vec::new());
    for participant in 0..people {
        let mut left = participant % total;
        let mut own = 0;
        while left >= weights[own] {
            left -= weights[own];
            own += 1;
        }
        truth.push(u16::try_from(own).unwrap());
        for statement in 0..statements {
            if draw.chance(0.35) {
                let vote = if draw.chance(0.1) {
                    Vote::Pass
                } else if draw.chance(minds[own][statement as usize]) {
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
    (entries, truth)
}

pub(crate) fn votes(people: Vec<String>, statements: u32, entries: Vec<Entry>) -> Votes {
    let statements = (0..statements).map(|id| Statement::open(id.to_string()));
    Votes::new(people, statements.collect(), entries).unwrap()
}

pub(crate) fn numbered(people: u32) -> Vec<String> {
    (0..people).map(|id| id.to_string()).collect()
}
