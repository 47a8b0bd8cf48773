//! What the commands that work on a data folder share: finding its store, the door to a running server, the clock.

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow, bail};
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

use crate::app::Secret;
use crate::model::Timestamp;
use crate::store::sled::{OpenError, OpenMode, SledStore};

/// The folder within the data folder that the store keeps to itself.
pub(super) const STORE_FOLDER: &str = "store";

/// The file beside the store that tells how to reach the server that has it open.
const CONTROL_FILE: &str = "control.json";

/// The file that says that a coalition was begun in the data folder, so that a store that has gone
/// is missed and not taken for one that is yet to begin.
const BEGUN_FILE: &str = "BEGUN";

const BEGUN_TEXT: &str = "A coalition was begun in this folder, so its store must be there. \
     Take this file away only to begin a new one.\n";

/// The store of a data folder; a new one where none was begun yet.
pub(super) fn begun_store(data: &Path) -> anyhow::Result<SledStore> {
    let begun = data.join(BEGUN_FILE);
    if begun.exists() {
        return open_existing(data).map_err(|error| match error {
            OpenError::Absent { .. } => anyhow!(error).context(format!(
                "`{}` says that a coalition was begun here",
                begun.display()
            )),
            other => other.into(),
        });
    }
    must_be_ours(data)?;
    fs::create_dir_all(data)
        .with_context(|| format!("the data folder `{}` cannot be made", data.display()))?;
    let store = SledStore::open(&data.join(STORE_FOLDER), OpenMode::CreateIfEmpty)?;
    let take_down = || -> std::io::Result<()> {
        let mut file = fs::File::create(&begun)?;
        file.write_all(BEGUN_TEXT.as_bytes())?;
        file.sync_all()?;
        fs::File::open(data)?.sync_all()
    };
    take_down().with_context(|| format!("`{}` cannot be written", begun.display()))?;
    Ok(store)
}

pub(super) fn open_existing(data: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(&data.join(STORE_FOLDER), OpenMode::Existing)
}

/// Refuses a folder that holds other things than a store: it is hardly the one that was meant.
fn must_be_ours(data: &Path) -> anyhow::Result<()> {
    let ours = |name: &str| {
        [STORE_FOLDER, CONTROL_FILE, "lost+found"].contains(&name) || name.starts_with('.')
    };
    // A folder that is not there yet holds nothing.
    for entry in fs::read_dir(data).into_iter().flatten() {
        let name = entry?.file_name();
        if !ours(&name.to_string_lossy()) {
            bail!(
                "`{}` holds `{}` and no coalition; name the coalition's folder, or an empty one to begin in",
                data.display(),
                name.display()
            );
        }
    }
    Ok(())
}

/// How to reach the server that has a data folder open.
#[derive(Serialize, Deserialize)]
pub(super) struct Control {
    pub(super) address: SocketAddr,
    pub(super) secret: String,
}

/// Where the server that has the data folder open is reached, and the secret that it wants to hear.
pub(super) fn control(data: &Path) -> Option<(SocketAddr, Secret)> {
    let text = fs::read(data.join(CONTROL_FILE)).ok()?;
    let control: Control = serde_json::from_slice(&text).ok()?;
    let secret = Secret::parse(&control.secret, Secret::LINK_LEN)?;
    Some((control.address, secret))
}

/// The control file, which is there as long as the server runs.
pub(super) struct Door(PathBuf);

impl Door {
    pub(super) fn open(data: &Path, control: &Control) -> anyhow::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt as _;

        let path = data.join(CONTROL_FILE);
        // A file left over from a server that was killed may have other permissions.
        let _ = fs::remove_file(&path);
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("`{}` cannot be written", path.display()))?;
        file.write_all(&serde_json::to_vec(control)?)?;
        Ok(Self(path))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // If it stays behind, the next server replaces it.
        let _ = fs::remove_file(&self.0);
    }
}

pub(super) fn listen(bind: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(bind)
        .with_context(|| format!("cannot listen on {bind}; choose another address with --bind"))
}

/// Runs a future on the web framework's own runtime.
pub(super) fn run<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    actix_web::rt::System::new().block_on(future)
}

/// The present by the machine's clock.
#[allow(
    clippy::disallowed_methods,
    reason = "the one place where the clock is read"
)]
pub(super) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What goes wrong while serving is told on standard error; `COMMONGROUND_LOG` sets how much.
/// No log line holds a name, a token, an address or an answer.
pub(super) fn log_to_standard_error() {
    let filter =
        EnvFilter::try_from_env("COMMONGROUND_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second subscriber in one process is refused, and the first one goes on.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
