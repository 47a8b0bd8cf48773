//! How long counts take, from the bytes of a BLT file to the outcome, and that the time grows no
//! faster than the ballots: `cargo bench --bench tally`.
//!
//! The ballots are made here by a generator with a fixed seed: a mixture of three tastes with much
//! noise, cut at a random length, nearly all of them different.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use commonground::formats::ballots::{self, Format};
use commonground::tally::{Method, Rules, count};

const OPTIONS: usize = 20;
const SEATS: u32 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let methods = [
        Method::Irv,
        Method::Borda,
        Method::Schulze,
        Method::RankedPairs,
        Method::Kemeny,
        Method::StvScottish,
        Method::StvMeekPrf,
    ];
    let sizes = [10_000, 100_000, 1_000_000];
    let files = sizes.map(blt);
    writeln!(
        out,
        "{:16} {:>12} {:>12} {:>12}",
        "seconds for", sizes[0], sizes[1], sizes[2]
    )?;
    let mut row = |name: &str, seconds: &[Duration]| -> Result<(), Box<dyn Error>> {
        write!(out, "{name:16}")?;
        for time in seconds {
            write!(out, " {:>12.4}", time.as_secs_f64())?;
        }
        writeln!(out)?;
        Ok(())
    };
    let mut reading = Vec::new();
    for file in &files {
        reading.push(quickest(|| {
            ballots::read(file.as_bytes(), Format::Blt)
                .map(|_| ())
                .map_err(Into::into)
        })?);
    }
    row("reading", &reading)?;
    for method in methods {
        let mut rules = Rules::new(method);
        if !method.elects_one() {
            rules.seats = SEATS;
        }
        let mut times = Vec::new();
        for file in &files {
            times.push(quickest(|| {
                let read = ballots::read(file.as_bytes(), Format::Blt)?;
                count(&read.profile, &rules)?;
                Ok(())
            })?);
        }
        row(method.name(), &times)?;
    }
    Ok(())
}

/// The quickest of three runs.
fn quickest(
    mut work: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<Duration, Box<dyn Error>> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        work()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// A BLT file of so many ballots.
fn blt(ballots: usize) -> String {
    let mut state = 20_270_101_u64;
    let mut next = move |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % end
    };
    let mut text = format!("{OPTIONS} {SEATS}\n");
    for _ in 0..ballots {
        let taste = next(3);
        let mut order: Vec<usize> = (0..OPTIONS)
            .map(|o| if taste == 1 { OPTIONS - o } else { o + 1 })
            .collect();
        order.rotate_left(taste * 3);
        for at in 0..OPTIONS {
            let to = (at + next(7)).min(OPTIONS - 1);
            order.swap(at, to);
        }
        order.truncate(1 + next(OPTIONS));
        text.push('1');
        for option in order {
            // Writing to a `String` cannot fail.
            let _ = write!(text, " {option}");
        }
        text.push_str(" 0\n");
    }
    text.push_str("0\n");
    for option in 1..=OPTIONS {
        let _ = writeln!(text, "\"Option {option}\"");
    }
    text
}
