//! `commonground demo`: a filled coalition to look around in.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Context;
use clap::Args;

use crate::app::{App, Secret, Templates, demo};
use crate::cli::data::{self, STORE_FOLDER};
use crate::model::Timestamp;
use crate::store::sled::{OpenMode, SledStore};
use crate::web::{self, Site};

/// Serve a filled coalition from a temporary folder.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
}

/// Fills a temporary folder and serves it until it is told to stop.
pub fn run(args: &DemoArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let listener = data::listen(args.bind)?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let folder = TemporaryFolder::new()?;
    let store = SledStore::open(&folder.0.join(STORE_FOLDER), OpenMode::CreateIfEmpty)?;
    let app = Arc::new(App::new(Arc::new(store), demo_now, Templates::bundled()?));
    data::run(async move {
        writeln!(out, "Filling a coalition of six organisations …")?;
        out.flush()?;
        let days_ago = |days: i64| DEMO_DAYS_AGO.store(days, Ordering::Relaxed);
        let links = demo::fill(&app, days_ago).await?;
        let site = Site {
            base_url,
            control: None,
        };
        let link = |secret: &Secret| site.link(&format!("/in/{}", secret.reveal()));
        writeln!(out, "Look around as")?;
        writeln!(out, "  member:      {}", link(&links.member))?;
        writeln!(out, "  facilitator: {}", link(&links.facilitator))?;
        writeln!(out, "  organiser:   {}", link(&links.organiser))?;
        writeln!(
            out,
            "Each link signs this browser in as that person. Ctrl-C stops the demo and deletes its folder."
        )?;
        out.flush()?;
        web::server(app, site, listener)?.await?;
        Ok(())
    })
}

static DEMO_DAYS_AGO: AtomicI64 = AtomicI64::new(0);

/// The demo's clock, which is set back while its history is filled in.
fn demo_now() -> Timestamp {
    data::now().plus_days(-DEMO_DAYS_AGO.load(Ordering::Relaxed))
}

/// A folder that goes when it is done with.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> anyhow::Result<Self> {
        let path =
            std::env::temp_dir().join(format!("commonground-demo-{}", Secret::receipt().reveal()));
        fs::create_dir(&path).with_context(|| format!("`{}` cannot be made", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
