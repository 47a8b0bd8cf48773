//! `commonground export`: everything as files.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;

use crate::app::export::CsvStyle;
use crate::app::{App, Templates};
use crate::cli::data;
use crate::formats::cells::{Guard, Mark};

/// Write everything as CSV and JSON files.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// The data folder; no server may have it open.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The folder to write to, which must be missing or empty.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Leave out the guard against cells being taken for formulas.
    #[arg(long)]
    raw: bool,
    /// Leave out the byte order mark.
    #[arg(long)]
    no_bom: bool,
}

/// Writes everything that an organiser may download into a folder.
pub fn run(args: &ExportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    if fs::read_dir(&args.to).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("`{}` is not empty; name a new folder", args.to.display());
    }
    let style = CsvStyle {
        guard: if args.raw { Guard::Raw } else { Guard::On },
        mark: if args.no_bom { Mark::None } else { Mark::Bom },
    };
    let store = data::open_existing(&args.data)?;
    let app = App::new(Arc::new(store), data::now, Templates::bundled()?);
    let files = data::run(async move {
        let coalition = app
            .coalition()
            .await?
            .context("this folder holds no coalition yet")?;
        let operator = app.operator().await?;
        Ok(app.all_files(&operator, style, &coalition.language).await?)
    })?;
    for file in files {
        let path = args.to.join(&file.name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("`{}` cannot be made", folder.display()))?;
        }
        fs::write(&path, &file.bytes)
            .with_context(|| format!("`{}` cannot be written", path.display()))?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}
