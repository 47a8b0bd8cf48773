//! How long counts take, from a file to the outcome as JSON, as whole runs of the program: that time
//! grows no faster than the ballots, that memory stays within four times the file (what the program
//! takes for three ballots is printed first and not counted), and that reading keeps up with merely splitting the file into numbers: `cargo bench --bench tally`.
//!
//! The ballots are made here by a generator with a fixed seed: a mixture of three tastes with much
//! noise, cut at a random length, nearly all of them different. Another program is timed beside a
//! method when `PEER_IRV`, `PEER_STV_MEEK_PRF` and so on hold a command; the file is its last argument.

use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use commonground::formats::ballots::{self, Format};
use commonground::tally::Method;

type Outcome<T> = Result<T, Box<dyn Error>>;

const SEATS: usize = 5;
/// How often each run is repeated at least; the quickest counts.
const RUNS: usize = 3;
/// How many seconds of runs are enough: of short ones, which vary most, there are many.
const ENOUGH: f64 = 0.4;
/// What a tenfold number of ballots may take, as a multiple of ten.
const MOST_GROWTH: f64 = 1.5;
/// What a run may need beyond what the program takes for three ballots, as a multiple of its file.
const MOST_MEMORY: f64 = 4.0;
/// What reading may take, as a multiple of splitting into numbers.
const MOST_READING: f64 = 3.0;

fn main() -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("commonground-tally-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let found = all(&folder);
    std::fs::remove_dir_all(&folder)?;
    let faults = found?;
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("\n").into())
}

/// Measures everything, and returns what is beyond its bound.
fn all(folder: &Path) -> Outcome<Vec<String>> {
    let mut out = std::io::stdout().lock();
    let mut faults = Vec::new();
    let three = written(folder, "three.blt", &blt(20, 3))?;
    let program = counted(&three, Method::Irv)?.peak_bytes.unwrap_or(0);
    writeln!(
        out,
        "the program takes {} kB for three ballots\n",
        program / 1024
    )?;
    growth(folder, program, &mut out, &mut faults)?;
    large(folder, program, &mut out, &mut faults)?;
    formats(folder, program, &mut out, &mut faults)?;
    reading(folder, &mut out, &mut faults)?;
    kemeny(folder, &mut out)?;
    Ok(faults)
}

/// Every method on 20 options and more and more ballots.
fn growth(
    folder: &Path,
    program: u64,
    out: &mut impl std::io::Write,
    faults: &mut Vec<String>,
) -> Outcome<()> {
    let sizes = [10_000, 100_000, 1_000_000];
    let mut files = Vec::new();
    for size in sizes {
        files.push(written(folder, &format!("r20x{size}.blt"), &blt(20, size))?);
    }
    writeln!(
        out,
        "{:22} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "seconds for 20 options", sizes[0], sizes[1], sizes[2], "growth", "memory"
    )?;
    for method in [
        Method::Irv,
        Method::Borda,
        Method::Schulze,
        Method::RankedPairs,
        Method::Kemeny,
        Method::StvScottish,
        Method::StvWigm,
        Method::StvMeek,
        Method::StvMeekPrf,
    ] {
        let mut runs = Vec::new();
        for file in &files {
            runs.push(counted(file, method)?);
        }
        // What a run takes before its first ballot is no growth.
        let beyond = |run: &Run| run.seconds - runs[0].seconds;
        let growth = beyond(&runs[2]) / beyond(&runs[1]) / 11.0;
        let memory = runs[2].memory(&files[2], program)?;
        writeln!(
            out,
            "{:22} {:>9.4} {:>9.4} {:>9.4} {growth:>9.2} {memory:>9.2}{}",
            method.name(),
            runs[0].seconds,
            runs[1].seconds,
            runs[2].seconds,
            beside_peer(method, &files[2], &runs[2])?
        )?;
        if growth > MOST_GROWTH {
            faults.push(format!(
                "{method}: time grows {growth:.2} times as fast as the ballots"
            ));
        }
        check_memory(method.name(), memory, faults);
    }
    Ok(())
}

/// Many options, and budgets.
fn large(
    folder: &Path,
    program: u64,
    out: &mut impl std::io::Write,
    faults: &mut Vec<String>,
) -> Outcome<()> {
    let fifty = written(folder, "r50.blt", &blt(50, 1_000_000))?;
    let many = written(folder, "r200.blt", &blt(200, 100_000))?;
    let budget = written(folder, "pb.pb", &pabulib(100, 100_000))?;
    writeln!(out, "\n{:40} {:>9} {:>9}", "seconds for", "", "memory")?;
    for (name, file, method) in [
        ("50 options, 1,000,000 ballots", &fifty, Method::Irv),
        ("50 options, 1,000,000 ballots", &fifty, Method::Schulze),
        ("50 options, 1,000,000 ballots", &fifty, Method::RankedPairs),
        ("50 options, 1,000,000 ballots", &fifty, Method::StvMeekPrf),
        ("200 options, 100,000 ballots", &many, Method::StvScottish),
        ("100 projects, 100,000 voters", &budget, Method::EqualShares),
    ] {
        let run = counted(file, method)?;
        let memory = run.memory(file, program)?;
        let name = format!("{name}, {method}");
        writeln!(
            out,
            "{name:40} {:>9.4} {memory:>9.2}{}",
            run.seconds,
            beside_peer(method, file, &run)?
        )?;
        check_memory(&name, memory, faults);
    }
    Ok(())
}

/// The same ballots in every format that is read as it comes.
fn formats(
    folder: &Path,
    program: u64,
    out: &mut impl std::io::Write,
    faults: &mut Vec<String>,
) -> Outcome<()> {
    let read = ballots::read(blt(20, 300_000).as_bytes(), Format::Blt)?;
    writeln!(
        out,
        "\n{:40} {:>9} {:>9}",
        "irv of 20 options, 300,000 ballots", "", "memory"
    )?;
    for format in [Format::Blt, Format::Preflib, Format::Csv] {
        let name = format!("as {}", format.name());
        let file = written(folder, &name, &ballots::write(&read, format)?)?;
        let run = counted(&file, Method::Irv)?;
        let memory = run.memory(&file, program)?;
        writeln!(out, "{name:40} {:>9.4} {memory:>9.2}", run.seconds)?;
        check_memory(&name, memory, faults);
    }
    Ok(())
}

/// Reading against splitting into numbers.
fn reading(_: &Path, out: &mut impl std::io::Write, faults: &mut Vec<String>) -> Outcome<()> {
    let text = blt(20, 1_000_000);
    let reads = quickest(|| {
        black_box(ballots::read(text.as_bytes(), Format::Blt)?);
        Ok(())
    })?;
    let splits = quickest(|| {
        black_box(numbers(text.as_bytes()));
        Ok(())
    })?;
    let ratio = reads.as_secs_f64() / splits.as_secs_f64();
    writeln!(
        out,
        "\nreading {:.4} s, splitting into numbers {:.4} s: {ratio:.2} times",
        reads.as_secs_f64(),
        splits.as_secs_f64()
    )?;
    if ratio > MOST_READING {
        faults.push(format!(
            "reading takes {ratio:.2} times as long as splitting into numbers"
        ));
    }
    Ok(())
}

/// Ballots drawn evenly from all orders, so that nearly all options beat each other in circles.
fn kemeny(folder: &Path, out: &mut impl std::io::Write) -> Outcome<()> {
    writeln!(
        out,
        "\nseconds for kemeny of 15, 31 and 51 ballots drawn evenly from all orders"
    )?;
    for options in [12, 16, 20, 24, 30] {
        write!(out, "{options:>2} options")?;
        for ballots in [15, 31, 51] {
            let file = written(folder, "even.blt", &even(options, ballots))?;
            match counted(&file, Method::Kemeny) {
                Ok(run) => write!(out, " {:>9.4}", run.seconds)?,
                Err(_) => write!(out, " {:>9}", "refused")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn check_memory(name: &str, memory: f64, faults: &mut Vec<String>) {
    if memory > MOST_MEMORY {
        faults.push(format!("{name}: needs {memory:.2} times the file"));
    }
}

/// The best of some runs of the program.
struct Run {
    seconds: f64,
    /// Where the system tells.
    peak_bytes: Option<u64>,
}

impl Run {
    /// The most memory at once beyond the program's own, as a multiple of the file; 0 where the system
    /// does not tell.
    fn memory(&self, file: &Path, program: u64) -> Outcome<f64> {
        let length = std::fs::metadata(file)?.len();
        let precise = |bytes: u64| u32::try_from(bytes / 1024).map(f64::from);
        let peak = precise(self.peak_bytes.unwrap_or(0).saturating_sub(program))?;
        Ok(peak / precise(length)?.max(1.0))
    }
}

/// Counts a file by a method, as the program does.
fn counted(file: &Path, method: Method) -> Outcome<Run> {
    let seats = SEATS.to_string();
    let mut arguments = vec!["--method", method.name(), "--output", "json"];
    if !method.elects_one() && method != Method::EqualShares {
        arguments.extend(["--seats", seats.as_str()]);
    }
    let mut best = Run {
        seconds: f64::INFINITY,
        peak_bytes: None,
    };
    let (mut runs, mut seconds) = (0, 0.0);
    while runs < RUNS || seconds < ENOUGH {
        let mut command = Command::new(env!("CARGO_BIN_EXE_commonground"));
        command.arg("tally").arg(file).args(&arguments);
        let run = ran(&mut command)?;
        runs += 1;
        seconds += run.seconds;
        best.seconds = best.seconds.min(run.seconds);
        best.peak_bytes = best.peak_bytes.max(run.peak_bytes);
    }
    Ok(best)
}

/// The time of another program beside ours, if there is one for the method.
fn beside_peer(method: Method, file: &Path, ours: &Run) -> Outcome<String> {
    let variable = format!("PEER_{}", method.name().to_uppercase().replace('-', "_"));
    let Ok(peer) = std::env::var(&variable) else {
        return Ok(String::new());
    };
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{peer} \"$1\""))
        .arg("sh")
        .arg(file);
    let seconds = ran(&mut command)?.seconds;
    let times = seconds / ours.seconds;
    Ok(format!("  peer {seconds:.3} s, {times:.1} times as long"))
}

/// Runs a program to its end. Its memory is looked at while it runs, and the last look counts.
fn ran(command: &mut Command) -> Outcome<Run> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak_bytes = None;
    let ended = loop {
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        peak_bytes = peak(&status).or(peak_bytes);
        std::thread::sleep(Duration::from_micros(500));
    };
    let seconds = begun.elapsed().as_secs_f64();
    if !ended.success() {
        return Err(format!("{command:?} ended with {ended}").into());
    }
    Ok(Run {
        seconds,
        peak_bytes,
    })
}

/// The most memory a process had at once, where the system tells.
fn peak(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn quickest(mut work: impl FnMut() -> Outcome<()>) -> Outcome<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let start = Instant::now();
        work()?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

/// The numbers of a text, found byte by byte.
fn numbers(text: &[u8]) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(text.len() / 2);
    let mut number = None;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            number = Some(number.unwrap_or(0) * 10 + u32::from(digit));
        } else if let Some(number) = number.take() {
            numbers.push(number);
        }
    }
    numbers
}

fn written(folder: &Path, name: &str, text: &str) -> Outcome<PathBuf> {
    let file = folder.join(name);
    std::fs::File::create(&file)?.write_all(text.as_bytes())?;
    Ok(file)
}

/// Numbers below an end, the same in every run.
fn drawing() -> impl FnMut(usize) -> usize {
    let mut state = 20_270_101_u64;
    move |end| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % end
    }
}

/// A BLT file of so many ballots.
fn blt(options: usize, ballots: usize) -> String {
    let mut next = drawing();
    let orders = (0..ballots).map(|_| {
        let taste = next(3);
        let mut order: Vec<usize> = (0..options)
            .map(|o| if taste == 1 { options - o } else { o + 1 })
            .collect();
        order.rotate_left(taste * 3);
        for at in 0..options {
            let to = (at + next(7)).min(options - 1);
            order.swap(at, to);
        }
        order.truncate(1 + next(options));
        order
    });
    as_blt(options, orders)
}

/// A BLT file of ballots drawn evenly from all orders.
fn even(options: usize, ballots: usize) -> String {
    let mut next = drawing();
    let orders = (0..ballots).map(|_| {
        let mut order: Vec<usize> = (1..=options).collect();
        for at in (1..options).rev() {
            order.swap(at, next(at + 1));
        }
        order
    });
    as_blt(options, orders)
}

fn as_blt(options: usize, orders: impl Iterator<Item = Vec<usize>>) -> String {
    let mut text = format!("{options} {SEATS}\n");
    for order in orders {
        text.push('1');
        for option in order {
            // Writing to a `String` cannot fail.
            let _ = write!(text, " {option}");
        }
        text.push_str(" 0\n");
    }
    text.push_str("0\n");
    for option in 1..=options {
        let _ = writeln!(text, "\"Option {option}\"");
    }
    text
}

/// A Pabulib file of so many projects, each voter approving of ten or so.
fn pabulib(projects: usize, voters: usize) -> String {
    let mut next = drawing();
    let mut text = String::from(
        "META\nkey;value\nbudget;1000000\nvote_type;approval\nPROJECTS\nproject_id;cost\n",
    );
    for project in 1..=projects {
        let _ = writeln!(text, "{project};{}", 5_000 + 500 * next(150));
    }
    text.push_str("VOTES\nvoter_id;vote\n");
    for voter in 1..=voters {
        let mut approved: Vec<usize> = (0..5 + next(10)).map(|_| 1 + next(projects)).collect();
        approved.sort_unstable();
        approved.dedup();
        let approved: Vec<String> = approved.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "{voter};{}", approved.join(","));
    }
    text
}
