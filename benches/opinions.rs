//! The whole report on more and more votes: its time for each vote stays about the same.
//!
//! `cargo bench --bench opinions [-- PEOPLE…]` prints, for each number of people, how long the report on their
//! votes takes, a fifth of 500 statements seen by each.

use std::io::Write;
use std::time::Instant;

use commonground::opinion::{By, Cell, Entry, HowMany, Statement, Vote, Votes, VotesError, report};

const STATEMENTS: u32 = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut sizes: Vec<u32> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![2_000, 8_000, 32_000];
    }
    let mut out = std::io::stdout();
    for people in sizes {
        let votes = cast(people)?;
        let begin = Instant::now();
        let found = report(&votes, &By::Opinion(HowMany::AsFound), 0);
        let seconds = begin.elapsed().as_secs_f64();
        let n = u32::try_from(votes.len())?;
        writeln!(
            out,
            "{people} people, {n} votes: {} groups, {seconds:.3} s, {:.0} ns a vote",
            found.k,
            seconds * 1e9 / f64::from(n)
        )?;
    }
    Ok(())
}

/// Votes of two camps that differ on half of the statements.
fn cast(people: u32) -> Result<Votes, VotesError> {
    let mut state = 1_u32;
    let mut draw = |below: u32| {
        // Marsaglia's xorshift.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    };
    let mut entries = Vec::new();
    for participant in 0..people {
        for statement in 0..STATEMENTS {
            if draw(5) == 0 {
                let for_it = statement % 2 == 0 || participant % 2 == 0;
                let vote = match (draw(10), for_it) {
                    (0, _) => Vote::Pass,
                    (1, true) | (2..=9, false) => Vote::Disagree,
                    _ => Vote::Agree,
                };
                entries.push(Entry {
                    participant,
                    cell: Cell::new(statement, vote),
                });
            }
        }
    }
    let ids = (0..people).map(|id| id.to_string()).collect();
    let statements = (0..STATEMENTS).map(|id| Statement::open(id.to_string()));
    Votes::new(ids, statements.collect(), entries)
}
