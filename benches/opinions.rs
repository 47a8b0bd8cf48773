//! The whole report on more and more votes: its time for each vote stays about the same.
//!
//! `cargo bench --bench opinions [-- PEOPLE…]` prints, for each number of people, how long the report on their
//! votes takes, a fifth of 500 statements seen by each. Then how long a live board of 30,000 people and 800
//! statements takes for one more vote with its counts, and for its map and groups.

use std::io::Write;
use std::time::Instant;

use commonground::opinion::{
    By, Cell, Entry, HowMany, Live, Statement, Vote, Votes, VotesError, report,
};

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
        let votes = cast(people, STATEMENTS, 5)?;
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
    live(&mut out)
}

/// A live board of 30,000 people who have each seen a sixth of 800 statements.
fn live(out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let (people, statements) = (30_000, 800);
    let votes = cast(people, statements, 6)?;
    let begin = Instant::now();
    let mut live = Live::new(0);
    for statement in votes.statements() {
        live.statement(statement.clone())?;
    }
    for (idx, id) in votes.participants().iter().enumerate() {
        for cell in votes.of(idx) {
            let on = &votes.statements()[cell.statement()].id;
            live.vote(id, on, Some(cell.vote()), false)?;
        }
    }
    let filled = begin.elapsed().as_secs_f64();
    let mut refreshed = Vec::new();
    let mut draw = xorshift(7);
    let mut slowest = 0.0_f64;
    let mut sum = 0.0;
    let more = 10_000_u32;
    for _ in 0..2 {
        let begin = Instant::now();
        live.refresh();
        refreshed.push(begin.elapsed().as_secs_f64());
        for _ in 0..more {
            let (who, on) = (draw(people).to_string(), draw(statements).to_string());
            let vote = Vote::ALL[draw(3) as usize];
            let begin = Instant::now();
            live.vote(&who, &on, Some(vote), false)?;
            let counts = live.counts(&on);
            let next = live.next_statement(&who, u64::from(draw(1000)), |_| false);
            let seconds = begin.elapsed().as_secs_f64();
            assert!(counts.is_some() && next.is_some());
            slowest = slowest.max(seconds);
            sum += seconds;
        }
    }
    let begin = Instant::now();
    live.refresh();
    refreshed.push(begin.elapsed().as_secs_f64());
    let [first, second, third] = refreshed[..] else {
        return Ok(());
    };
    writeln!(
        out,
        "live, {people} people, {statements} statements, {} votes: filled in {filled:.3} s; one more vote, its counts and the next statement {:.3} ms, at most {:.3} ms; map and groups {first:.3} s, then {second:.3} s and {third:.3} s",
        live.votes(),
        sum * 1e3 / f64::from(2 * more),
        slowest * 1e3,
    )?;
    Ok(())
}

/// Marsaglia's generator: numbers below what is asked for.
fn xorshift(mut state: u32) -> impl FnMut(u32) -> u32 {
    move |below| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    }
}

/// Votes of two camps that differ on half of the statements; each has seen one statement in `seen`.
fn cast(people: u32, statements: u32, seen: u32) -> Result<Votes, VotesError> {
    let mut draw = xorshift(1);
    let mut entries = Vec::new();
    for participant in 0..people {
        for statement in 0..statements {
            if draw(seen) == 0 {
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
    let statements = (0..statements).map(|id| Statement::open(id.to_string()));
    Votes::new(ids, statements.collect(), entries)
}
