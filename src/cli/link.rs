//! `commonground link`: a fresh sign-in link.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use crate::app::{App, Templates};
use crate::cli::data;
use crate::store::sled::OpenError;
use crate::web;

/// Make a fresh one-time sign-in link.
#[derive(Args, Debug)]
pub struct LinkArgs {
    /// The data folder.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Whom it signs in; the first organiser when left out.
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
    /// The address that people reach the server by, when no server runs.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

/// Prints a fresh sign-in link, made by the running server or, where none runs, in the store itself.
pub fn run(args: &LinkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let store = match data::open_existing(&args.data) {
        Ok(store) => store,
        Err(locked @ OpenError::Locked { .. }) => {
            let Some((address, secret)) = data::control(&args.data) else {
                return Err(locked.into());
            };
            let made = web::ask_running_server(address, &secret, args.member.as_deref())
                .context("the running server gave no link")?;
            writeln!(
                out,
                "A sign-in link for {}, to be opened once within 7 days:\n  {}",
                made.name, made.link
            )?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let app = App::new(Arc::new(store), data::now, Templates::bundled()?);
    data::run(async move {
        let (member, secret) = app.organiser_link(args.member.as_deref()).await?;
        let base = args.public_url.trim_end_matches('/');
        writeln!(
            out,
            "A sign-in link for {}, to be opened once within 7 days:\n  {base}/in/{}",
            member.name,
            secret.reveal()
        )?;
        Ok(())
    })
}
