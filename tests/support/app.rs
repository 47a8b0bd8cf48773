//! The real server on a port of its own, and visitors to it.

use std::collections::BTreeMap;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::dev::ServerHandle;
use commonground::app::{App, Secret, Templates};
use commonground::model::Timestamp;
use commonground::store::sled::{OpenMode, SledStore};
use commonground::store::{Batch, Collection, Store};
use commonground::web::{self, Site};

use crate::store_story::Scratch;
use crate::support::http::{self, Reply};
use crate::support::page::{Form, Page};

/// A server with a store of its own in a folder of its own.
#[derive(Debug)]
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    /// Where the coalition is set up, once.
    pub(crate) setup: String,
    store: Option<Arc<SledStore>>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    folder: Scratch,
}

impl TestApp {
    /// Starts it; `name` names its folder.
    pub(crate) fn start(name: &str) -> Self {
        let folder = Scratch::new(&format!("web-{name}"));
        fs::create_dir_all(folder.path()).unwrap();
        let store = SledStore::open(&folder.path().join("store"), OpenMode::CreateIfEmpty).unwrap();
        let store = Arc::new(store);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (told, hear) = mpsc::channel();
        let kept = Arc::clone(&store);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = Arc::new(App::new(kept, now, Templates::bundled().unwrap()));
                let secret = app.setup_link().await.unwrap().unwrap();
                let site = Site {
                    base_url: format!("http://{address}"),
                    control: Some(Secret::link()),
                };
                let pages = web::server(app, site, listener).unwrap();
                told.send((pages.handle(), format!("/setup/{}", secret.reveal())))
                    .unwrap();
                pages.await.unwrap();
            });
        });
        let (handle, setup) = hear.recv().unwrap();
        Self {
            address,
            setup,
            store: Some(store),
            handle,
            thread: Some(thread),
            folder,
        }
    }

    /// A server whose coalition is set up, with its organiser signed in.
    pub(crate) fn founded(name: &str) -> (Self, Client) {
        Self::founded_with(name, "5")
    }

    /// The same with a privacy floor of `k`.
    pub(crate) fn founded_with(name: &str, k: &str) -> (Self, Client) {
        let app = Self::start(name);
        let mut organiser = app.client();
        let mut form = organiser.get(&app.setup).form(&app.setup);
        form.set("coalition", "Riverside Together")
            .set("name", "Grace Okafor")
            .set("k", k);
        organiser.submit(&form, None).must_be(200);
        (app, organiser)
    }

    /// A visitor who is nobody yet.
    pub(crate) fn client(&self) -> Client {
        Client {
            address: self.address,
            cookies: BTreeMap::new(),
        }
    }

    /// A visitor who has opened a personal link and pressed its button.
    pub(crate) fn signed_in(&self, link: &str) -> Client {
        let mut client = self.client();
        let form = client.get(link).must_be(200).form(link);
        client.submit(&form, None).must_be(200);
        client
    }

    /// The folder the store keeps.
    pub(crate) fn store_folder(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Writes a document whatever is there, as time or an accident would have left it.
    pub(crate) fn put(&self, collection: &'static str, key: &str, value: &serde_json::Value) {
        let store = self.store.as_ref().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let batch = Batch::new().put(Collection(collection), key, value);
        runtime.block_on(store.commit(batch)).unwrap();
    }

    /// Every document of a collection, as text, in key order.
    pub(crate) fn documents(&self, collection: &'static str) -> Vec<(String, String)> {
        let store = self.store.as_ref().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let all = runtime
            .block_on(store.scan(Collection(collection), "", None, 100_000))
            .unwrap();
        all.into_iter()
            .map(|(key, document)| (key, String::from_utf8(document.body).unwrap()))
            .collect()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.store = None;
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

/// A visitor who keeps cookies.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Client {
    /// One request with the visitor's cookies and nothing followed.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        let jar: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let jar = jar.join("; ");
        let mut all = headers.to_vec();
        if !jar.is_empty() {
            all.push(("Cookie", &jar));
        }
        let reply = http::send(self.address, method, path, &all, body);
        for (_, cookie) in reply
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }

    /// A page, wherever it leads.
    pub(crate) fn get(&mut self, path: &str) -> Page {
        let reply = self.ask("GET", path, &[], b"");
        self.follow(path, reply)
    }

    /// A file.
    pub(crate) fn download(&mut self, path: &str) -> Reply {
        let reply = self.ask("GET", path, &[], b"");
        assert_eq!(reply.status, 200, "{path}");
        reply
    }

    /// Sends a form, pressing a button by its name and value, and goes where that leads.
    pub(crate) fn submit(&mut self, form: &Form, button: Option<(&str, &str)>) -> Page {
        let fields = match button {
            Some((name, value)) => form.pressed(name, value),
            None => form.fields(),
        };
        self.post(&form.action, &fields)
    }

    /// Sends these very fields.
    pub(crate) fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let reply = self.ask(
            "POST",
            path,
            &[("Content-Type", "application/x-www-form-urlencoded")],
            &http::encoded(fields),
        );
        self.follow(path, reply)
    }

    /// Sends a form with a file.
    pub(crate) fn upload(&mut self, form: &Form, name: &str, bytes: &[u8]) -> Page {
        assert!(form.is_multipart);
        let (content_type, body) = http::multipart(&form.fields(), Some(("file", name, bytes)));
        let reply = self.ask(
            "POST",
            &form.action,
            &[("Content-Type", &content_type)],
            &body,
        );
        self.follow(&form.action, reply)
    }

    /// Adds members as an organiser does and returns the paths of their personal links.
    pub(crate) fn invite(&mut self, names: &[&str], role: &str) -> Vec<String> {
        let mut form = self.get("/people").form("/people/members");
        form.set("names", &names.join("\n")).set("role", role);
        let page = self.submit(&form, None).must_be(200);
        let links: Vec<String> = page
            .all("table.links code")
            .into_iter()
            .map(crate::support::page::words_of)
            .map(|link| link[link.find("/in/").unwrap()..].to_owned())
            .collect();
        assert_eq!(links.len(), names.len());
        links
    }

    /// Makes a draft from a template and returns its slug.
    pub(crate) fn draft_survey(&mut self, template: &str, title: &str, privacy: &str) -> String {
        let mut form = self.get("/surveys/new").form("/surveys/new");
        form.set("template", template)
            .set("title", title)
            .set("privacy", privacy);
        let page = self.submit(&form, None).must_be(200);
        let path = page.path.clone();
        path.split('/').nth(2).unwrap().to_owned()
    }

    /// Presses the lone button of a form.
    pub(crate) fn press(&mut self, on: &str, action: &str) -> Page {
        let form = self.get(on).form(action);
        self.submit(&form, None)
    }

    /// Fills in a survey to its end as the person of that number would, and returns the receipt.
    pub(crate) fn answer(&mut self, slug: &str, person: usize) -> String {
        let check = self.fill_in(slug, person);
        let form = check.form(&format!("/s/{slug}"));
        let receipt = self.submit(&form, Some(("_go", "send"))).must_be(200);
        receipt.words(".receipt .code")
    }

    /// Fills in a survey up to the page on which the answers are checked.
    pub(crate) fn fill_in(&mut self, slug: &str, person: usize) -> Page {
        let action = format!("/s/{slug}");
        let start = self.get(&action).must_be(200).form(&action);
        let fields = [
            start.fields(),
            vec![("_go".to_owned(), "section-0".to_owned())],
        ]
        .concat();
        let mut page = self.post(&action, &fields).must_be(200);
        for _ in 0..20 {
            let mut form = page.form(&action);
            if form.has_button("_go", "send") {
                return page;
            }
            form.fill_as(person);
            page = self.submit(&form, Some(("_go", "next"))).must_be(200);
        }
        panic!("the form of `{slug}` has no end");
    }

    /// Ranks the options whose codes are given and casts the ballot; returns the receipt.
    pub(crate) fn vote(&mut self, slug: &str, ranking: &[&str]) -> String {
        let action = format!("/r/{slug}");
        let mut form = self.get(&action).must_be(200).form(&action);
        for (idx, code) in ranking.iter().enumerate() {
            form.set(&format!("ballot__rank_{code}"), &(idx + 1).to_string());
        }
        let check = self.submit(&form, Some(("_go", "check"))).must_be(200);
        let receipt = self
            .submit(&check.form(&action), Some(("_go", "cast")))
            .must_be(200);
        receipt.words(".receipt .code")
    }

    fn follow(&mut self, path: &str, reply: Reply) -> Page {
        let (mut path, mut reply) = (path.to_owned(), reply);
        for _ in 0..5 {
            if reply.status != 303 {
                break;
            }
            reply.header("location").unwrap().clone_into(&mut path);
            reply = self.ask("GET", &path, &[], b"");
        }
        Page::read(&path, reply)
    }
}
