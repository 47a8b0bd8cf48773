//! One more vote on a large open board, all the way through the application and the store.
//!
//! `cargo bench --bench boards [-- PEOPLE STATEMENTS]` fills a store with an open board (30,000 people, 800
//! statements, each having voted on a sixth of them) and prints: how long the board takes until it is in memory
//! and for how long the event loop is held up meanwhile; how long one more vote takes with the next statement
//! drawn and the updated counts, while the map is worked out again and again; how long a page of running results
//! takes.

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use commonground::app::{
    App, Mark, NewBoard, NewMembers, SaidOn, Say, Secret, Setup, Templates, Visitor,
};
use commonground::model::{Slug, Timestamp};
use commonground::opinion::Vote;
use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Batch, Collection, Store};

/// How many votes are measured.
const VOTES: usize = 400;
/// How many documents are written in one batch.
const AT_A_TIME: u32 = 500;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let numbers: Vec<u32> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let (people, statements) = match numbers[..] {
        [people, statements, ..] => (people, statements),
        _ => (30_000, 800),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-boards");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let store: Arc<dyn Store> = Arc::new(SledStore::open(&folder, OpenMode::CreateIfEmpty)?);
    // One thread for the event loop, as each worker of the server has: what holds it up is seen.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(measure(&store, people, statements));
    drop(runtime);
    drop(store);
    fs::remove_dir_all(&folder)?;
    outcome
}

async fn measure(store: &Arc<dyn Store>, people: u32, statements: u32) -> Outcome<()> {
    let mut out = stdout();
    let app = App::new(Arc::clone(store), now, Templates::bundled()?);
    let (organiser, voter) = found(&app).await?;
    let slug = board(store, &app, &organiser, people, statements).await?;
    drop(app);

    // As after a start of the server.
    let app = Arc::new(App::new(Arc::clone(store), now, Templates::bundled()?));
    let beat = tokio::spawn(longest_wait());
    let begin = Instant::now();
    app.read_open_boards().await?;
    let read = begin.elapsed();
    beat.abort();
    writeln!(
        out,
        "{people} people, {statements} statements: in memory after {:.2} s",
        read.as_secs_f64()
    )?;

    let receipt = Secret::receipt();
    let mut took: Vec<Duration> = Vec::new();
    let mut parts = [Duration::ZERO; 3];
    for nth in 0..VOTES {
        let begin = Instant::now();
        let seat = app.seat(&voter, &slug, Some(&receipt)).await?;
        let upcoming = app.upcoming(seat, &receipt).await?;
        let next = upcoming.drawn.ok_or("nothing is left to vote on")?;
        let drawn = begin.elapsed();
        let vote = Vote::ALL[nth % 3];
        let said = SaidOn {
            statement: next.number,
            revision: next.revision,
            say: Say::Vote(Mark {
                vote,
                important: false,
            }),
        };
        app.say(&voter, &slug, &receipt, &[said]).await?;
        let all = begin.elapsed();
        parts[0] += drawn;
        parts[1] += all.saturating_sub(drawn);
        took.push(all);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    took.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let n = f64::from(u32::try_from(VOTES)?);
    writeln!(
        out,
        "one more vote: median {:.2} ms, 99 % {:.2} ms, at most {:.2} ms (next statement {:.2} ms, vote {:.2} ms on average)",
        ms(took[VOTES / 2]),
        ms(took[VOTES * 99 / 100]),
        ms(took[VOTES - 1]),
        ms(parts[0]) / n,
        ms(parts[1]) / n,
    )?;
    for what in ["first", "second"] {
        let begin = Instant::now();
        let results = app.board_results(&organiser, &slug).await?;
        writeln!(
            out,
            "running results of {} people, {what} page: {:.3} s",
            results.participants,
            begin.elapsed().as_secs_f64()
        )?;
    }
    Ok(())
}

/// Tells, each time that it is the longest so far, for how long the event loop did not come around.
async fn longest_wait() {
    let mut longest = Duration::ZERO;
    loop {
        let begin = Instant::now();
        tokio::time::sleep(Duration::from_millis(1)).await;
        let waited = begin.elapsed();
        if waited > longest + Duration::from_millis(5) {
            longest = waited;
            let _ = writeln!(
                stdout(),
                "event loop held up for {:.1} ms",
                waited.as_secs_f64() * 1e3
            );
        }
    }
}

/// A coalition with an organiser and a member.
async fn found(app: &App) -> Outcome<(Visitor, Visitor)> {
    let setup = app.setup_link().await?.ok_or("the store is not empty")?;
    let form = Setup {
        coalition: "Large".to_owned(),
        name: "Grace Okafor".to_owned(),
        language: "en".to_owned(),
        k: "5".to_owned(),
    };
    let session = app.set_up(&setup, &form).await?;
    let organiser = app.visitor(&session).await?.ok_or("no organiser")?;
    let form = NewMembers {
        names: "Ben Adams".to_owned(),
        organisation: String::new(),
        role: "member".to_owned(),
    };
    let invited = app.add_members(&organiser, &form).await?;
    let link = &invited.first().ok_or("nobody was invited")?.secret;
    let session = app.sign_in(link).await?;
    let member = app.visitor(&session).await?.ok_or("no member")?;
    Ok((organiser, member))
}

/// An open board with so many statements, on which so many people of two camps have voted.
async fn board(
    store: &Arc<dyn Store>,
    app: &App,
    organiser: &Visitor,
    people: u32,
    statements: u32,
) -> Outcome<Slug> {
    let form = NewBoard {
        title: "Large".to_owned(),
        question: "What now?".to_owned(),
        privacy: "confidential".to_owned(),
        running: "yes".to_owned(),
        ..NewBoard::default()
    };
    let slug = app.create_board(organiser, &form).await?.slug;
    app.open_board(organiser, &slug).await?;
    for first in (1..=statements).step_by(AT_A_TIME as usize) {
        let mut batch = Batch::new();
        for number in first..(first + AT_A_TIME).min(statements + 1) {
            let statement = json!({
                "number": number, "text": format!("Statement {number} is of some length, as statements are."),
                "lang": "en", "author": "seed", "standing": "accepted", "voted": true, "written_on": "2026-11-02",
            });
            batch = batch.put(
                Collection("statements"),
                format!("{slug}/{number:06}"),
                &statement,
            );
        }
        store.commit(batch).await?;
    }
    let mut draw = xorshift(1);
    for first in (0..people).step_by(AT_A_TIME as usize) {
        let mut batch = Batch::new();
        for person in first..(first + AT_A_TIME).min(people) {
            let mut votes = serde_json::Map::new();
            for number in 1..=statements {
                if draw(6) == 0 {
                    let for_it = number % 2 == 0 || person % 2 == 0;
                    let vote = match (draw(10), for_it) {
                        (0, _) => "pass",
                        (1, true) | (2..=9, false) => "disagree",
                        _ => "agree",
                    };
                    votes.insert(
                        number.to_string(),
                        json!({"vote": vote, "important": false}),
                    );
                }
            }
            let sheet = json!({"votes": votes, "seed": person, "draws": votes.len()});
            let key = format!("{slug}/{}", Secret::receipt().hash());
            batch = batch.put(Collection("votes"), key, &sheet);
        }
        store.commit(batch).await?;
    }
    Ok(slug)
}

/// Marsaglia's generator: numbers below what is asked for.
fn xorshift(mut state: u32) -> impl FnMut(u32) -> u32 {
    move |below| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    }
}

fn now() -> Timestamp {
    Timestamp(1_800_000_000_000)
}
