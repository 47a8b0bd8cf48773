//! The real program, killed and stopped over and over while people answer: whatever it has
//! acknowledged is found again, and the roll agrees with the responses.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use commonground::app::Secret;
use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Collection, Store};
use serde_json::Value;

use crate::process::{Page, Server, Visitor};
use crate::store_faults::Places;
use crate::store_story::Scratch;

const KILLS: usize = 200;
const STOPS: usize = 5;
/// So often the store itself is looked into; what does not agree stays so.
const LOOKED_INTO: usize = 10;
/// How many people answer at a time.
const PEOPLE: usize = 6;
/// How many of the older answers are looked up after each kill.
const SAMPLE: usize = 12;

#[test]
fn whatever_was_acknowledged_is_found_again_after_two_hundred_kills_under_load() {
    let begin = Instant::now();
    let scratch = Scratch::new("kill");
    let mut coalition = Coalition::found(scratch.path());
    let mut chance = chance();
    let mut early = 0;
    for round in 0..KILLS {
        if chance.below(8) == 0 {
            // Before or while it opens the store.
            let mut child = Server::spawn(scratch.path());
            thread::sleep(Duration::from_millis(chance.below(40)));
            child.kill().unwrap();
            child.wait().unwrap();
            early += 1;
        }
        let server = Server::start(scratch.path());
        coalition.look_up(&server, &mut chance);
        let load = Load::begin(&server, &coalition, round, &mut chance);
        thread::sleep(Duration::from_millis(20 + chance.below(180)));
        load.is_ending();
        server.kill();
        coalition.expect(load.end());
        if round % LOOKED_INTO == 0 {
            coalition.look_into_the_store();
        }
    }
    for round in 0..STOPS {
        let server = Server::start(scratch.path());
        coalition.look_up(&server, &mut chance);
        let load = Load::begin(&server, &coalition, KILLS + round, &mut chance);
        thread::sleep(Duration::from_millis(20 + chance.below(180)));
        load.is_ending();
        server.stop();
        assert!(!scratch.path().join("control.json").exists());
        coalition.expect(load.end());
    }
    coalition.look_into_the_store();
    let server = Server::start(scratch.path());
    coalition.look_up_everything(&server);
    eprintln!(
        "{} kills under load, {early} more while starting, {STOPS} clean stops: {} answers acknowledged, \
         {} changes, {} withdrawals, all found as they were left, in {:.0?}",
        KILLS,
        coalition.acknowledged,
        coalition.changed,
        coalition.withdrawn,
        begin.elapsed(),
    );
    assert!(
        coalition.acknowledged > KILLS,
        "there was no load to speak of"
    );
}

fn chance() -> Places {
    let seed = commonground::app::random_seed();
    eprintln!("the seed of this run is {seed}");
    Places(seed)
}

/// What may be found behind a receipt: the comment that was sent, or nothing. There are several as
/// long as something was sent and not acknowledged.
type Expected = Vec<Option<String>>;

/// One survey with an open link, and all that was said to it.
struct Coalition<'a> {
    data: &'a Path,
    slug: String,
    open_link: String,
    answers: BTreeMap<String, Expected>,
    /// Receipts not looked up since they were drawn or used.
    fresh: Vec<String>,
    acknowledged: usize,
    changed: usize,
    withdrawn: usize,
}

impl<'a> Coalition<'a> {
    fn found(data: &'a Path) -> Self {
        let mut server = Server::start(data);
        let mut organiser = server.found_coalition();
        let slug = organiser.open_survey("anonymous");
        let open_link = organiser.open_link(&slug);
        server.kill();
        Self {
            data,
            slug,
            open_link,
            answers: BTreeMap::new(),
            fresh: Vec::new(),
            acknowledged: 0,
            changed: 0,
            withdrawn: 0,
        }
    }

    fn expect(&mut self, said: Vec<Said>) {
        for said in said {
            self.acknowledged += usize::from(said.acknowledged > 0);
            self.changed += said.acknowledged.saturating_sub(1);
            self.withdrawn += usize::from(said.expected == [None]);
            self.fresh.push(said.receipt.clone());
            self.answers.insert(said.receipt, said.expected);
        }
    }

    /// Looks up every receipt that was used since the last time, and some of the others.
    fn look_up(&mut self, server: &Server, chance: &mut Places) {
        let mut receipts = std::mem::take(&mut self.fresh);
        for _ in 0..SAMPLE.min(self.answers.len()) {
            let at = chance.below(self.answers.len() as u64);
            let older = self.answers.keys().nth(usize::try_from(at).unwrap());
            receipts.extend(older.cloned());
        }
        let mut visitor = server.visitor();
        for receipt in receipts {
            self.look_up_one(&mut visitor, &receipt);
        }
    }

    fn look_up_everything(&self, server: &Server) {
        let mut visitor = server.visitor();
        for receipt in self.answers.keys() {
            self.look_up_one(&mut visitor, receipt);
        }
    }

    fn look_up_one(&self, visitor: &mut Visitor, receipt: &str) {
        let form = [("_token", ""), ("_receipt", receipt)];
        let page = visitor
            .post(&format!("/s/{}/receipt", self.slug), &form)
            .unwrap();
        let fits = |expected: &Option<String>| match expected {
            Some(comment) => page.status == 200 && page.body.contains(comment),
            None => page.status == 422,
        };
        let expected = &self.answers[receipt];
        assert!(expected.iter().any(fits), "{expected:?} became {page:?}");
    }

    /// Opens the store itself: every answer has its line on the roll, and there are no others.
    fn look_into_the_store(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let store = SledStore::open(&self.data.join("store"), OpenMode::Existing).unwrap();
        let all = |collection, prefix: String| {
            let scanned = store.scan(collection, &prefix, None, 1_000_000);
            let found: BTreeMap<String, Value> = runtime
                .block_on(scanned)
                .unwrap()
                .into_iter()
                .map(|(key, document)| (key, document.decode().unwrap()))
                .collect();
            found
        };
        let mut responses = all(Collection("responses"), format!("{}/", self.slug));
        let roll = all(Collection("roll"), format!("s/{}/", self.slug));
        let taken_part = roll.values().filter(|line| line["taken_part"] == true);
        assert_eq!(
            taken_part.count(),
            responses.len(),
            "the roll and the responses do not agree"
        );
        for (receipt, expected) in &self.answers {
            let secret = Secret::parse(receipt, Secret::RECEIPT_LEN).unwrap();
            let response = responses.remove(&format!("{}/{}", self.slug, secret.hash()));
            let comment = response.map(|response| comment_of(&response));
            assert!(
                expected.contains(&comment),
                "{expected:?} became {comment:?}"
            );
        }
        assert!(responses.is_empty(), "nobody gave {responses:?}");
    }
}

fn comment_of(response: &Value) -> String {
    let answer = response["answers"]["comment"].to_string();
    let begin = answer.find('[').unwrap();
    let end = answer.find(']').unwrap();
    answer[begin..=end].to_owned()
}

/// What one person said, and how far it was acknowledged.
struct Said {
    receipt: String,
    expected: Expected,
    acknowledged: usize,
}

/// People who answer as fast as they can until the server goes.
struct Load {
    ending: Arc<AtomicBool>,
    people: Vec<JoinHandle<Vec<Said>>>,
}

impl Load {
    fn begin(
        server: &Server,
        coalition: &Coalition<'_>,
        round: usize,
        chance: &mut Places,
    ) -> Self {
        let ending = Arc::new(AtomicBool::new(false));
        let people = (0..PEOPLE)
            .map(|person| {
                let mut queue = Queue {
                    visitor: server.visitor(),
                    open_link: coalition.open_link.clone(),
                    slug: coalition.slug.clone(),
                    name: format!("{round}.{person}"),
                    chance: Places(chance.below(u64::MAX)),
                    said: Vec::new(),
                };
                let ending = Arc::clone(&ending);
                thread::spawn(move || {
                    loop {
                        let answered = queue.next_person();
                        if ending.load(Ordering::SeqCst) {
                            return queue.said;
                        }
                        answered.unwrap();
                    }
                })
            })
            .collect();
        Self { ending, people }
    }

    /// From now on the server may go at any moment.
    fn is_ending(&self) {
        self.ending.store(true, Ordering::SeqCst);
    }

    fn end(self) -> Vec<Said> {
        let joined = self.people.into_iter().map(|person| person.join().unwrap());
        joined.flatten().collect()
    }
}

/// People who come one after the other over the same connection.
struct Queue {
    visitor: Visitor,
    open_link: String,
    slug: String,
    name: String,
    chance: Places,
    said: Vec<Said>,
}

impl Queue {
    /// Answers, and now and then changes the answer or takes it back. Fails when the server is gone.
    fn next_person(&mut self) -> std::io::Result<()> {
        self.visitor.forget_session();
        self.visitor.post(&self.open_link, &[("_token", "")])?;
        let page = self.visitor.get(&format!("/s/{}", self.slug))?;
        let receipt = page.field("_receipt").to_owned();
        self.said.push(Said {
            receipt: receipt.clone(),
            expected: vec![None],
            acknowledged: 0,
        });
        self.send(&page, &receipt)?;
        match self.chance.below(8) {
            0 => self.withdraw(&page, &receipt),
            1 | 2 => self.send(&page, &receipt),
            _ => Ok(()),
        }
    }

    fn send(&mut self, page: &Page, receipt: &str) -> std::io::Result<()> {
        let (person, time) = (self.said.len(), self.said().acknowledged);
        let comment = format!("[{}.{person}.{time}]", self.name);
        self.said().expected.push(Some(comment.clone()));
        let point = (1 + self.chance.below(5)).to_string();
        let shown = self.visitor.answer(&self.slug, page, &point, &comment)?;
        let secret = Secret::parse(receipt, Secret::RECEIPT_LEN).unwrap();
        assert!(
            shown.status == 200 && shown.body.contains(&secret.grouped()),
            "no receipt but {shown:?}"
        );
        self.said().expected = vec![Some(comment)];
        self.said().acknowledged += 1;
        Ok(())
    }

    fn withdraw(&mut self, page: &Page, receipt: &str) -> std::io::Result<()> {
        self.said().expected.push(None);
        let form = [("_token", page.field("_token")), ("_receipt", receipt)];
        let path = format!("/s/{}/withdraw", self.slug);
        let shown = self.visitor.post(&path, &form)?;
        assert_eq!(shown.status, 200, "not withdrawn: {shown:?}");
        self.said().expected = vec![None];
        Ok(())
    }

    /// What the present person said.
    fn said(&mut self) -> &mut Said {
        self.said.last_mut().unwrap()
    }
}
