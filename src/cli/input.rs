//! Reading the files that the command line names.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};

use crate::formats::ballots::{self, Ballots, Format};
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
        std::fs::File::open(file)
            .and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("`{name}` cannot be read"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("`{name}` is longer than {MAX_BYTES} bytes; split it");
    }
    Ok(bytes)
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

/// The ballots of a file in the format of that name, or in the one it looks like; what was passed over or
/// mended goes to `err`.
pub(super) fn ballots(
    file: &Path,
    format: &str,
    contest: Option<&str>,
    err: &mut dyn Write,
) -> anyhow::Result<Ballots> {
    let name = file.display();
    let bytes = bytes(file)?;
    let format = Format::parse(format).unwrap_or_else(|| Format::sniff(&bytes));
    let read =
        ballots::read_contest(&bytes, format, contest).with_context(|| format!("`{name}`"))?;
    for note in &read.notes {
        writeln!(err, "{name}: note: {note}")?;
    }
    Ok(read)
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
