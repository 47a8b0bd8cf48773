//! Reading the files that the command line names.

use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::formats::ballots::{Ballots, BallotsReader, Format};
use crate::formats::responses::{self, Imported};
use crate::formats::rows::Faults;
use crate::model::{Day, Definition};
use crate::survey::Register;

/// The most bytes read of one file.
const MAX_BYTES: u64 = 1 << 30;

/// The bytes of a file; `-` is standard input. Fails on more than a gibibyte.
pub(super) fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let name = file.display();
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("`{name}` cannot be read"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("`{name}` is longer than {MAX_BYTES} bytes; split it");
    }
    Ok(bytes)
}

/// The names of the formats that ballots are read and written in.
pub(super) fn format_names() -> clap::builder::PossibleValuesParser {
    Format::ALL.map(Format::name).into()
}

/// The same, and `auto`.
pub(super) fn formats() -> clap::builder::PossibleValuesParser {
    let names = Format::ALL.iter().map(|format| format.name());
    std::iter::once("auto")
        .chain(names)
        .collect::<Vec<_>>()
        .into()
}

/// The ballots of a file, in the format of that name or the one it looks like; `-` is standard input. How
/// it was read, and what was passed over or mended, goes to `err`.
pub(super) fn ballots(
    file: &Path,
    format: &str,
    contest: Option<&str>,
    err: &mut dyn Write,
) -> anyhow::Result<Ballots> {
    let name = file.display();
    let read = pieces(
        file,
        BallotsReader::new(Format::parse(format)).of_contest(contest),
    )?;
    if let Some(read_as) = &read.read_as {
        writeln!(err, "{name}: read as {read_as}")?;
    }
    for note in &read.notes {
        writeln!(err, "{name}: note: {note}")?;
    }
    Ok(read)
}

/// Reads a file in pieces; a long one shows on a terminal how far it is.
fn pieces(file: &Path, mut reader: BallotsReader) -> anyhow::Result<Ballots> {
    let name = file.display();
    let unread = || format!("`{name}` cannot be read");
    let (mut source, length): (Box<dyn Read>, Option<u64>) = if file == Path::new("-") {
        (Box::new(std::io::stdin().lock()), None)
    } else {
        let opened = File::open(file).with_context(unread)?;
        let facts = opened.metadata().with_context(unread)?;
        let length = facts.is_file().then_some(facts.len());
        (Box::new(opened), length)
    };
    let mut progress = Progress::new(length);
    loop {
        let came = match source.read(reader.room()) {
            Ok(0) => break,
            Ok(came) => came,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).with_context(unread),
        };
        progress.came(came);
        let read = reader.came(came);
        if read.is_err() {
            progress.end();
        }
        read.with_context(|| format!("`{name}`"))?;
    }
    progress.end();
    reader.finish().with_context(|| format!("`{name}`"))
}

/// How far a long file is read, on one line of a terminal.
struct Progress {
    is_shown: bool,
    length: Option<u64>,
    came: u64,
    begun: Instant,
    /// The second for which the line was written last.
    written: Option<Duration>,
}

impl Progress {
    /// Files shorter than this are read before anybody could look.
    const LONG: u64 = 100 << 20;
    const EVERY: Duration = Duration::from_millis(200);

    fn new(length: Option<u64>) -> Self {
        Self {
            is_shown: std::io::stderr().is_terminal()
                && length.is_none_or(|length| length >= Self::LONG),
            length,
            came: 0,
            begun: Instant::now(),
            written: None,
        }
    }

    fn came(&mut self, bytes: usize) {
        self.came += bytes as u64;
        if !self.is_shown || self.came < Self::LONG / 10 {
            return;
        }
        let since = self.begun.elapsed();
        if since < self.written.map_or(Self::EVERY, |last| last + Self::EVERY) {
            return;
        }
        self.written = Some(since);
        // A terminal that cannot be written to has nobody to tell.
        let _ = write!(
            std::io::stderr(),
            "\r{}",
            told(self.came, self.length, since)
        );
    }

    /// Takes the line away.
    fn end(&mut self) {
        if self.written.take().is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// The line that says how far reading is.
fn told(came: u64, length: Option<u64>, since: Duration) -> String {
    let megabytes = came / 1_000_000;
    let thousandths = u64::try_from(since.as_millis()).unwrap_or(u64::MAX).max(1);
    let speed = came / 1000 / thousandths;
    match length.filter(|length| *length > 0) {
        Some(length) => {
            let percent = came.saturating_mul(100) / length;
            format!("reading {percent:>3} % ({megabytes} MB, {speed} MB/s)\x1b[K")
        }
        None => format!("reading {megabytes} MB ({speed} MB/s)\x1b[K"),
    }
}

/// The text of a file, which must be UTF-8.
pub(super) fn text(file: &Path) -> anyhow::Result<String> {
    String::from_utf8(bytes(file)?).map_err(|error| {
        let before = error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to());
        let line = before.filter(|b| **b == b'\n').count() + 1;
        anyhow::anyhow!(
            "`{}`: line {line} is not UTF-8; save the file as UTF-8",
            file.display()
        )
    })
}

/// The responses to a survey in a CSV file; what was left out or mended goes to `err`. Fails with every fault of the file.
pub(super) fn responses(
    definition: &Definition,
    file: &Path,
    err: &mut dyn Write,
) -> anyhow::Result<Imported> {
    let name = file.display();
    let imported = responses::read(definition, &bytes(file)?, Register::Any).map_err(|faults| {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("{name}:{fault}"))
            .collect();
        anyhow::anyhow!("the responses cannot be read\n{}", lines.join("\n"))
    })?;
    for note in &imported.notes {
        writeln!(err, "{name}: note: {note}")?;
    }
    Ok(imported)
}

/// A day on the command line.
pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

/// The message for a file that has faults: what it should have held, and each fault under the file's name.
pub(super) fn faulty(file: &Path, noun: &str, faults: &Faults) -> anyhow::Error {
    let name = file.display();
    let told = faults.to_string();
    let lines: Vec<String> = told.lines().map(|line| format!("{name}: {line}")).collect();
    anyhow::anyhow!("the {noun} cannot be read\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_tells_percent_and_speed() {
        let second = Duration::from_secs(1);
        assert_eq!(
            told(150_000_000, Some(600_000_000), second),
            "reading  25 % (150 MB, 150 MB/s)\x1b[K"
        );
        assert_eq!(
            told(150_000_000, None, 2 * second),
            "reading 150 MB (75 MB/s)\x1b[K"
        );
    }
}
