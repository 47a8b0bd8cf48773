//! `commonground serve`: the pages of a coalition.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;

use crate::app::{App, Secret, Templates};
use crate::cli::data::{self, Control, Door};
use crate::store::sled::Opening;
use crate::web::{self, Site};

/// How often a chore is tried that could not be done at once.
const CHORES_EVERY: Duration = Duration::from_mins(1);

/// Serve the pages.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// The data folder; a missing or empty one becomes a new coalition.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// The address that people reach the server by, for the links it makes.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// A folder of survey templates (`*.json`) instead of the ones that come with the program.
    #[arg(long, value_name = "DIR")]
    surveys: Option<PathBuf>,
}

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    data::log_to_standard_error();
    let templates = templates(args.surveys.as_deref())?;
    let listener = data::listen(args.bind)?;
    let store = data::begun_store(&args.data)?;
    tell_opening(store.opening(), err)?;
    let app = Arc::new(App::new(Arc::new(store), data::now, templates));
    let address = listener.local_addr()?;
    let control = Secret::link();
    let site = Site {
        base_url: args
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{address}"))
            .trim_end_matches('/')
            .to_owned(),
        control: Some(control.clone()),
    };
    let _door = Door::open(
        &args.data,
        &Control {
            address,
            secret: control.reveal().to_owned(),
        },
    )?;
    data::run(async move {
        writeln!(out, "Serving {} on {address}", site.link("/"))?;
        if let Some(secret) = app.setup_link().await? {
            writeln!(
                out,
                "This folder holds no coalition yet. Open this link once to set it up and become its organiser:"
            )?;
            writeln!(
                out,
                "  {}",
                site.link(&format!("/setup/{}", secret.reveal()))
            )?;
        } else {
            writeln!(
                out,
                "Lost your link? Run `commonground link --data {}`.",
                args.data.display()
            )?;
        }
        out.flush()?;
        app.finish_chores().await?;
        let diligent = Arc::clone(&app);
        actix_web::rt::spawn(async move {
            loop {
                actix_web::rt::time::sleep(CHORES_EVERY).await;
                if let Err(error) = diligent.finish_chores().await {
                    tracing::error!("a chore could not be done and will be tried again: {error}");
                }
            }
        });
        let reader = Arc::clone(&app);
        actix_web::rt::spawn(async move {
            if let Err(error) = reader.read_open_boards().await {
                tracing::error!(
                    "a board could not be read and will be when it is asked for: {error}"
                );
            }
        });
        web::server(app, site, listener)?.await?;
        Ok(())
    })
}

/// Says what opening the store came upon.
fn tell_opening(opening: &Opening, err: &mut dyn Write) -> std::io::Result<()> {
    if let Some(why) = &opening.rebuilt {
        writeln!(
            err,
            "note: the store's tables were made anew from its journal, nothing is lost: {why}"
        )?;
    }
    if opening.torn > 0 {
        writeln!(
            err,
            "note: cut {} bytes of an interrupted write that was never acknowledged",
            opening.torn
        )?;
    }
    Ok(())
}

fn templates(folder: Option<&Path>) -> anyhow::Result<Templates> {
    let Some(folder) = folder else {
        return Ok(Templates::bundled()?);
    };
    let mut files = Vec::new();
    let entries = fs::read_dir(folder)
        .with_context(|| format!("the folder `{}` cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_json = path.extension().is_some_and(|end| end == "json");
        if is_json && !name.ends_with(".schema.json") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("`{}` cannot be read", path.display()))?;
            files.push((name, text));
        }
    }
    files.sort();
    if files.is_empty() {
        bail!(
            "`{}` holds no survey template (a file that ends in .json)",
            folder.display()
        );
    }
    let read = Templates::read(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    read.with_context(|| format!("the templates in `{}` cannot be used", folder.display()))
}
