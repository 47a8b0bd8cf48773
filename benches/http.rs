//! The pages over HTTP against what the machine can do at most, in one run.
//!
//! `cargo bench --bench http [-- CONNECTIONS…]` measures, with each number of connections:
//!
//! - `form page`: a section of the needs analysis for a signed-in member, against a bare actix
//!   handler that returns the same page from memory;
//! - `needs answer` and `pulse answer`: a filled-in form by a guest who has not answered yet, stored
//!   durably, against the same program over a store that forgets what it is told.
//!
//! The two sides of a pair take turns, and what is printed are medians: requests a second.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::web::Bytes;
use actix_web::{App as ActixApp, HttpResponse, HttpServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use commonground::app::{App, NewMembers, NewSurvey, Secret, Setup, Templates, Visitor};
use commonground::model::{Slug, Timestamp};
use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Batch, Collection, Document, Reply, Store};
use commonground::web::{Site, server};

/// How often each side of a pair is measured.
const TURNS: usize = 5;
/// How many form pages are asked for in a turn.
const PAGES: usize = 24_000;
/// How many answers are sent in a turn.
const ANSWERS: usize = 12_000;
/// Threads that send requests.
const SENDERS: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut counts: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if counts.is_empty() {
        counts = vec![64, 256];
    }
    let bench = Bench::prepare()?;
    for connections in counts {
        bench.form_page(connections)?;
        for survey in &bench.surveys {
            bench.answer(survey, connections)?;
        }
    }
    Ok(())
}

/// A coalition of six organisations and sixty members, served twice: by the store, and by one that
/// reads from it and writes nothing.
struct Bench {
    runtime: tokio::runtime::Runtime,
    app: Arc<App>,
    member: Secret,
    surveys: Vec<Surveyed>,
    stored: Served,
    forgotten: Served,
}

/// An open survey that anybody may answer.
struct Surveyed {
    name: &'static str,
    slug: Slug,
    open_link: String,
    answers: String,
}

impl Bench {
    fn prepare() -> Outcome<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-http");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let store: Arc<dyn Store> = Arc::new(SledStore::open(&folder, OpenMode::CreateIfEmpty)?);
        let app = |store| {
            Ok::<_, Box<dyn Error + Send + Sync>>(Arc::new(App::new(
                store,
                now,
                Templates::bundled()?,
            )))
        };
        let forgetting = app(Arc::new(Forgetting(Arc::clone(&store))))?;
        let app = app(store)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(SENDERS)
            .enable_all()
            .build()?;
        let (organiser, member) = runtime.block_on(found(&app))?;
        let surveys = vec![
            runtime.block_on(survey(
                &app,
                &organiser,
                "needs",
                "needs_analysis",
                needs_answers(),
            ))?,
            runtime.block_on(survey(&app, &organiser, "pulse", "pulse", pulse_answers()))?,
        ];
        Ok(Self {
            runtime,
            stored: Served::site(Arc::clone(&app))?,
            forgotten: Served::site(forgetting)?,
            app,
            member,
            surveys,
        })
    }

    /// A form page against the same bytes from memory.
    fn form_page(&self, connections: usize) -> Outcome<()> {
        let survey = &self.surveys[0];
        let form = format!(
            "_token={}&_seed=7&_receipt={}&_go=section-0",
            self.member.derived("form"),
            "0".repeat(Secret::RECEIPT_LEN),
        );
        let request = post(&format!("/s/{}", survey.slug), &self.member, &form);
        let page = self.runtime.block_on(one(self.stored.address, &request))?;
        let size = page.len();
        let bare = Served::bare(page)?;
        let requests = vec![request; PAGES];
        let mut pair = Pair::default();
        for _ in 0..TURNS {
            pair.bound.push(rate(bare.address, connections, &requests)?);
            pair.ours
                .push(rate(self.stored.address, connections, &requests)?);
        }
        pair.print(
            &format!("form page of {size} bytes"),
            connections,
            "the same from memory",
        )
    }

    /// A durable answer against one that is taken in and not stored.
    fn answer(&self, survey: &Surveyed, connections: usize) -> Outcome<()> {
        let mut pair = Pair::default();
        for _ in 0..TURNS {
            for (served, rates) in [
                (&self.forgotten, &mut pair.bound),
                (&self.stored, &mut pair.ours),
            ] {
                let requests = self.fresh_answers(survey)?;
                rates.push(rate(served.address, connections, &requests)?);
            }
        }
        pair.print(
            &format!("{} answer, durable", survey.name),
            connections,
            "not stored",
        )
    }

    /// Answers of guests who have not answered yet.
    fn fresh_answers(&self, survey: &Surveyed) -> Outcome<Vec<Vec<u8>>> {
        const AT_A_TIME: usize = 500;
        let mut requests = Vec::with_capacity(ANSWERS);
        while requests.len() < ANSWERS {
            let guests: Vec<_> = (0..AT_A_TIME)
                .map(|_| {
                    let app = Arc::clone(&self.app);
                    let (slug, link) = (survey.slug.clone(), survey.open_link.clone());
                    self.runtime
                        .spawn(async move { app.enter_by_open_link(&slug, &link).await })
                })
                .collect();
            for guest in guests {
                let session = self.runtime.block_on(guest)??;
                let form = format!(
                    "_token={}&_seed=7&_receipt={}&_go=send&{}",
                    session.derived("form"),
                    Secret::receipt().reveal(),
                    survey.answers
                );
                requests.push(post(&format!("/s/{}", survey.slug), &session, &form));
            }
        }
        Ok(requests)
    }
}

/// Rates of the program and of what bounds it.
#[derive(Default)]
struct Pair {
    ours: Vec<f64>,
    bound: Vec<f64>,
}

impl Pair {
    fn print(&self, what: &str, connections: usize, bound: &str) -> Outcome<()> {
        let ratios: Vec<f64> = self
            .ours
            .iter()
            .zip(&self.bound)
            .map(|(a, b)| a / b)
            .collect();
        writeln!(
            stdout(),
            "{connections} connections: {what}: {:.0}/s; {bound}: {:.0}/s; ratio {:.3} (turn by turn {})",
            median(&self.ours),
            median(&self.bound),
            median(&ratios),
            ratios
                .iter()
                .map(|ratio| format!("{ratio:.2}"))
                .collect::<Vec<_>>()
                .join(" "),
        )?;
        Ok(())
    }
}

fn median(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "some thousands are exact in an f64"
)]
fn count(requests: usize) -> f64 {
    requests as f64
}

/// A server with threads of its own, stopped when it is dropped.
struct Served {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Served {
    /// The program's site over a store.
    fn site(app: Arc<App>) -> Outcome<Self> {
        Self::start(move |listener| {
            let site = Site {
                base_url: "http://localhost".to_owned(),
                control: None,
            };
            server(app, site, listener)
        })
    }

    /// A handler that returns `page`.
    fn bare(page: Bytes) -> Outcome<Self> {
        Self::start(move |listener| {
            let server = HttpServer::new(move || {
                let page = page.clone();
                ActixApp::new().default_service(actix_web::web::to(move |form: Bytes| {
                    // A form that is not read would cost the connection.
                    drop(form);
                    let page = page.clone();
                    async move {
                        HttpResponse::Ok()
                            .content_type("text/html; charset=utf-8")
                            .body(page)
                    }
                }))
            });
            Ok(server.listen(listener)?.run())
        })
    }

    fn start(
        server: impl FnOnce(TcpListener) -> std::io::Result<actix_web::dev::Server> + Send + 'static,
    ) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let (give, given) = mpsc::channel();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = server(listener)?;
                // Whoever waits for it is there.
                let _ = give.send(server.handle());
                server.await
            })
        });
        Ok(Self {
            address,
            handle: given.recv_timeout(Duration::from_secs(10))?,
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has stopped taking connections when this returns; the rest ends with the process.
        drop(self.handle.stop(false));
    }
}

/// Sends all requests, shared out over the connections: answers a second.
fn rate(address: SocketAddr, connections: usize, requests: &[Vec<u8>]) -> Outcome<f64> {
    let shares: Vec<&[Vec<u8>]> = requests
        .chunks(requests.len().div_ceil(connections))
        .collect();
    let begin = Instant::now();
    thread::scope(|scope| {
        let senders: Vec<_> = shares
            .chunks(shares.len().div_ceil(SENDERS))
            .map(|shares| scope.spawn(move || send_all(address, shares)))
            .collect();
        senders
            .into_iter()
            .try_for_each(|sender| sender.join().map_err(|_| "a sender fell over")?)
    })?;
    Ok(count(requests.len()) / begin.elapsed().as_secs_f64())
}

/// Sends each share over a connection of its own.
fn send_all(address: SocketAddr, shares: &[&[Vec<u8>]]) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let local = tokio::task::LocalSet::new();
    runtime.block_on(local.run_until(async {
        let connections = shares.iter().map(|share| send(address, share));
        futures_util::future::try_join_all(connections)
            .await
            .map(drop)
    }))
}

/// Sends requests one after the other, each once the last one is answered. A server may close a
/// connection between two of them; then it is opened again, as browsers do.
async fn send(address: SocketAddr, requests: &[Vec<u8>]) -> Outcome<()> {
    const TRIES: usize = 3;
    let mut stream = connect(address).await?;
    let mut answer = Vec::with_capacity(64 << 10);
    for request in requests {
        for last in (0..TRIES).rev() {
            answer.clear();
            let came = match stream.write_all(request).await {
                Ok(()) => receive(&mut stream, &mut answer).await.map(drop),
                Err(error) => Err(error.into()),
            };
            match came {
                Ok(()) => break,
                Err(_) if answer.is_empty() && last > 0 => stream = connect(address).await?,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

async fn connect(address: SocketAddr) -> Outcome<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Reads one answer into the empty buffer, and gives where its body begins.
async fn receive(stream: &mut TcpStream, answer: &mut Vec<u8>) -> Outcome<usize> {
    let mut whole = None;
    loop {
        if let Some((body, end)) = whole
            && answer.len() >= end
        {
            return Ok(body);
        }
        if stream.read_buf(answer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        if whole.is_none()
            && let Some(at) = answer.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = std::str::from_utf8(&answer[..at])?;
            if !head.starts_with("HTTP/1.1 200") {
                return Err(format!("not answered but {head}").into());
            }
            let length: usize = head
                .split_once("content-length: ")
                .and_then(|(_, rest)| rest.split("\r\n").next())
                .ok_or("an answer without a length")?
                .parse()?;
            whole = Some((at + 4, at + 4 + length));
        }
    }
}

/// The body of one answer.
async fn one(address: SocketAddr, request: &[u8]) -> Outcome<Bytes> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    let body = receive(&mut stream, &mut answer).await?;
    Ok(Bytes::copy_from_slice(&answer[body..]))
}

fn post(path: &str, session: &Secret, form: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: cg_session={}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        session.reveal(),
        form.len()
    )
    .into_bytes()
}

/// Founds the coalition: its organiser, and the session of a member.
async fn found(app: &App) -> Outcome<(Visitor, Secret)> {
    let link = app.setup_link().await?.ok_or("founded already")?;
    let form = Setup {
        coalition: "Riverside".to_owned(),
        name: "Ana".to_owned(),
        language: "en".to_owned(),
        k: "5".to_owned(),
    };
    let session = app.set_up(&link, &form).await?;
    let organiser = app.visitor(&session).await?.ok_or("no session")?;
    let mut organisation = String::new();
    for number in 1..=6 {
        let name = format!("Neighbours of street {number}");
        let made = app
            .add_organisation(&organiser, &name, "housing", "")
            .await?;
        organisation = made.id.to_string();
    }
    let names: Vec<String> = (1..=60).map(|number| format!("Member {number}")).collect();
    let form = NewMembers {
        names: names.join("\n"),
        organisation,
        role: "member".to_owned(),
    };
    let invited = app.add_members(&organiser, &form).await?;
    let first = invited.first().ok_or("nobody was added")?;
    Ok((organiser, app.sign_in(&first.secret).await?))
}

/// Opens a survey to members and guests.
async fn survey(
    app: &App,
    organiser: &Visitor,
    name: &'static str,
    template: &str,
    answers: String,
) -> Outcome<Surveyed> {
    let form = NewSurvey {
        template: template.to_owned(),
        title: String::new(),
        privacy: "anonymous".to_owned(),
    };
    let slug = app.create_survey(organiser, &form).await?.slug;
    app.open_survey(organiser, &slug).await?;
    app.set_open_link(organiser, &slug, true).await?;
    let open_link = app.survey(organiser, &slug).await?.survey.open_link;
    Ok(Surveyed {
        name,
        slug,
        open_link: open_link.ok_or("no open link")?,
        answers,
    })
}

/// Every question of the needs analysis but the organisation.
fn needs_answers() -> String {
    let items = [
        "housing",
        "wages",
        "transit",
        "childcare",
        "schools",
        "health",
        "mental_health",
        "food",
        "safety",
        "parks",
        "elders",
        "legal_help",
    ];
    let rated = items.iter().enumerate().map(|(idx, item)| {
        let (importance, satisfaction) = (idx % 5 + 1, idx % 4 + 2);
        format!("needs__{item}__imp={importance}&needs__{item}__sat={satisfaction}&")
    });
    rated.collect::<String>()
        + "top_three__place_1=housing&top_three__place_2=wages&top_three__place_3=parks\
           &missing=A+place+to+meet+that+costs+nothing%2C+with+a+kitchen.\
           &age=25_39&household__children=1&household__elders=1&home=rented"
}

fn pulse_answers() -> String {
    "pulse__clarity=4&pulse__voice=3&pulse__workload=2&pulse__trust=5&pulse__energy=3\
     &comment=More+time+for+talking+before+we+vote."
        .to_owned()
}

fn now() -> Timestamp {
    Timestamp(1_800_000_000_000)
}

/// A store that reads from another one and writes nothing.
#[derive(Debug)]
struct Forgetting(Arc<dyn Store>);

impl Store for Forgetting {
    fn get<'a>(&'a self, collection: Collection, key: &'a str) -> Reply<'a, Option<Document>> {
        self.0.get(collection, key)
    }

    fn scan<'a>(
        &'a self,
        collection: Collection,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> Reply<'a, Vec<(String, Document)>> {
        self.0.scan(collection, prefix, after, limit)
    }

    fn commit(&self, batch: Batch) -> Reply<'_, ()> {
        drop(batch);
        Box::pin(async { Ok(()) })
    }

    fn forget_order(&self) -> Reply<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}
