//! `commonground serve`, `demo`, `link` and `export`: what works on a data folder.

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

<<<<<<< HEAD
use crate::app::{App, AppError, NewImport, NewSurvey, Secret, Templates, demo};
use crate::cli::{input, survey::definition};
use crate::model::{Privacy, Timestamp};
use crate::store::sled::{OpenMode, Opening, SledStore};
=======
use crate::app::{App, Secret, Templates, demo};
use crate::model::Timestamp;
use crate::store::sled::{OpenError, OpenMode, Opening, SledStore};
>>>>>>> load
use crate::web::{self, Site};

/// The file beside the store that tells how to reach the server that has it open.
const CONTROL_FILE: &str = "control.json";
/// The folder within the data folder that the store keeps to itself.
const STORE_FOLDER: &str = "store";
/// The file that says that a coalition was begun in the data folder, so that a store that has gone
/// is missed and not taken for one that is yet to begin.
const BEGUN_FILE: &str = "BEGUN";
const BEGUN_TEXT: &str = "A coalition was begun in this folder, so its store must be there. \
     Take this file away only to begin a new one.\n";

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

/// Serve a filled coalition from a temporary folder.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
}

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

/// Take in a survey with responses from files.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The data folder; no server may have it open.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The survey's definition.
    #[arg(long, value_name = "FILE")]
    survey: PathBuf,
    /// Its responses; `-` reads standard input.
    #[arg(long, value_name = "CSV")]
    responses: PathBuf,
    /// The day the answers were given; figures are dated with it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    fielded: String,
    /// The survey's heading; the definition's own when left out.
    #[arg(long, default_value = "")]
    title: String,
    /// The file is public already (open data), so every figure may be shown.
    #[arg(long)]
    public: bool,
    /// How private the answers are.
    #[arg(long, default_value = "anonymous", value_parser = Privacy::ALL.map(Privacy::name))]
    privacy: String,
}

/// How to reach the server that has a data folder open.
#[derive(Serialize, Deserialize)]
struct Control {
    address: SocketAddr,
    secret: String,
}

/// Serves until it is told to stop.
pub fn serve(args: &ServeArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<()> {
    log_to_standard_error();
    let templates = templates(args.surveys.as_deref())?;
    let store = begun_store(&args.data)?;
    tell_opening(store.opening(), err)?;
    let app = Arc::new(App::new(Arc::new(store), now, templates));
    let listener = listen(args.bind)?;
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
    run(async move {
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
        web::server(app, site, listener)?.await?;
        Ok(())
    })
}

/// Fills a temporary folder and serves it until it is told to stop.
pub fn demo(args: &DemoArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let listener = listen(args.bind)?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let folder = TemporaryFolder::new()?;
    let store = SledStore::open(&folder.0.join(STORE_FOLDER), OpenMode::CreateIfEmpty)?;
    let app = Arc::new(App::new(Arc::new(store), demo_now, Templates::bundled()?));
    run(async move {
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

/// Prints a fresh sign-in link, made by the running server or, where none runs, in the store itself.
pub fn link(args: &LinkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let store = match open_existing(&args.data) {
        Ok(store) => store,
        Err(locked @ OpenError::Locked { .. }) => {
            let Some((address, secret)) = control(&args.data) else {
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
    let app = App::new(Arc::new(store), now, Templates::bundled()?);
    run(async move {
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

/// Writes everything that an organiser may download into a folder.
pub fn export(args: &ExportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    use crate::app::export::CsvStyle;
    use crate::formats::cells::{Guard, Mark};

    if fs::read_dir(&args.to).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("`{}` is not empty; name a new folder", args.to.display());
    }
    let style = CsvStyle {
        guard: if args.raw { Guard::Raw } else { Guard::On },
        mark: if args.no_bom { Mark::None } else { Mark::Bom },
    };
    let store = open_existing(&args.data)?;
    let app = App::new(Arc::new(store), now, Templates::bundled()?);
    let files = run(async move {
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

<<<<<<< HEAD
/// Makes a closed survey of a definition and a file of responses; all of it or nothing.
pub fn import(args: &ImportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = input::text(&args.survey)?;
    let definition = definition(&args.survey)?;
    let bytes = input::bytes(&args.responses)?;
    let file = args
        .responses
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let templates = Templates::read([(args.survey.to_string_lossy().as_ref(), text.as_str())])?;
    let store = open_store(&args.data, OpenMode::Existing)?;
    let app = App::new(Arc::new(store), now, templates);
    let form = NewSurvey {
        template: definition.code.to_string(),
        title: args.title.clone(),
        privacy: args.privacy.clone(),
    };
    let new = NewImport {
        file: &file,
        bytes: &bytes,
        fielded: &args.fielded,
        public: args.public,
    };
    run(async {
        let operator = app
            .operator()
            .await
            .context("this folder holds no coalition yet; set it up first")?;
        let survey = app.create_survey(&operator, &form).await?;
        match app.import_responses(&operator, &survey.slug, &new).await {
            Ok(import) => {
                writeln!(
                    out,
                    "Imported {} responses as the survey `{}`.",
                    import.responses, survey.slug
                )?;
                for note in &import.notes {
                    writeln!(out, "note: {note}")?;
                }
                Ok(())
            }
            Err(error) => {
                app.delete_survey(&operator, &survey.slug).await?;
                let AppError::Invalid(errors) = &error else {
                    return Err(error.into());
                };
                let lines: Vec<String> = errors.iter().map(|wrong| wrong.message.clone()).collect();
                bail!("`{file}` was not taken in\n{}", lines.join("\n"))
            }
        }
    })
}

fn open_store(data: &Path, mode: OpenMode) -> anyhow::Result<SledStore> {
    match mode {
        OpenMode::CreateIfEmpty => fs::create_dir_all(data)
            .with_context(|| format!("the data folder `{}` cannot be made", data.display()))?,
        OpenMode::Existing => {}
=======
/// The store of a data folder; a new one where none was begun yet.
fn begun_store(data: &Path) -> anyhow::Result<SledStore> {
    let begun = data.join(BEGUN_FILE);
    if begun.exists() {
        return open_existing(data).map_err(|error| match error {
            OpenError::Absent { .. } => anyhow!(error).context(format!(
                "`{}` says that a coalition was begun here",
                begun.display()
            )),
            other => other.into(),
        });
>>>>>>> load
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

fn open_existing(data: &Path) -> Result<SledStore, OpenError> {
    SledStore::open(&data.join(STORE_FOLDER), OpenMode::Existing)
}

/// Where the server that has the data folder open is reached, and the secret that it wants to hear.
fn control(data: &Path) -> Option<(SocketAddr, Secret)> {
    let text = fs::read(data.join(CONTROL_FILE)).ok()?;
    let control: Control = serde_json::from_slice(&text).ok()?;
    let secret = Secret::parse(&control.secret, Secret::LINK_LEN)?;
    Some((control.address, secret))
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

fn listen(bind: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(bind)
        .with_context(|| format!("cannot listen on {bind}; choose another address with --bind"))
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
    Ok(Templates::read(
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    )?)
}

/// What goes wrong while serving is told on standard error; `COMMONGROUND_LOG` sets how much.
/// No log line holds a name, a token, an address or an answer.
fn log_to_standard_error() {
    let filter = EnvFilter::try_from_env("COMMONGROUND_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second subscriber in one process is refused, and the first one goes on.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Runs a future on the web framework's own runtime.
fn run<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
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

static DEMO_DAYS_AGO: AtomicI64 = AtomicI64::new(0);

/// The demo's clock, which is set back while its history is filled in.
fn demo_now() -> Timestamp {
    now().plus_days(-DEMO_DAYS_AGO.load(Ordering::Relaxed))
}

/// The control file, which is there as long as the server runs.
struct Door(PathBuf);

impl Door {
    fn open(data: &Path, control: &Control) -> anyhow::Result<Self> {
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
