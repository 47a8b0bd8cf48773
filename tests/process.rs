//! The real program as a process of its own, and a visitor who talks to it over HTTP.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take over anything.
const DEADLINE: Duration = Duration::from_secs(30);

/// Runs the program to its end.
pub(crate) fn run(command: &str, data: &Path, arguments: &[&str]) -> Output {
    let output = program(command, data).args(arguments).output();
    output.unwrap()
}

/// The program with a data folder, yet to be started.
fn program(command: &str, data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_commonground"));
    program.arg(command).arg("--data").arg(data);
    program
}

/// `commonground serve` on a data folder and a free port. It is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// What it has printed since it gave its address.
    out: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(data: &Path) -> Self {
        let mut child = Self::spawn(data);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.rsplit(" on ").next().unwrap().trim().parse();
        let Ok(address) = address else {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            panic!("the server gave no address but {line:?} and {said:?}");
        };
        Self {
            child,
            address,
            out,
        }
    }

    /// Starts it and waits for nothing.
    pub(crate) fn spawn(data: &Path) -> Child {
        program("serve", data)
            .args(["--bind", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// The path of the set-up link that it prints for a new folder.
    fn set_up_path(&mut self) -> String {
        let mut line = String::new();
        while !line.contains("/setup/") {
            line.clear();
            assert_ne!(self.out.read_line(&mut line).unwrap(), 0, "no set-up link");
        }
        line.trim()[line.trim().find("/setup/").unwrap()..].to_owned()
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A visitor without a session.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor {
            address: self.address,
            stream: None,
            session: String::new(),
        }
    }

    /// Founds a coalition in its new folder, and gives the browser of the organiser Ana.
    pub(crate) fn found_coalition(&mut self) -> Visitor {
        let mut organiser = self.visitor();
        let form = [
            ("coalition", "Riverside"),
            ("name", "Ana"),
            ("language", "en"),
            ("k", "5"),
        ];
        let begun = organiser.post(&self.set_up_path(), &form).unwrap();
        assert_eq!((begun.status, begun.location.as_str()), (303, "/"));
        organiser
    }

    /// Asks it to stop, with SIGTERM, and waits until it has.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.unwrap().success());
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begin.elapsed() < DEADLINE, "the server does not stop");
            thread::sleep(Duration::from_millis(5));
        };
        assert_eq!(status.code(), Some(0), "the server did not stop cleanly");
    }

    /// Ends it at once, with SIGKILL, and gives what it printed as errors and notes.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser: one connection that is kept alive, and a session.
pub(crate) struct Visitor {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    session: String,
}

/// An answer that arrived whole.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// The address it sends the visitor to.
    pub(crate) location: String,
    pub(crate) body: String,
}

impl Visitor {
    /// Becomes a stranger again, on the same connection.
    pub(crate) fn forget_session(&mut self) {
        self.session.clear();
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<Page> {
        self.ask("GET", path, "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Page> {
        let mut form = String::new();
        for (name, value) in fields {
            for (text, end) in [(name, '='), (value, '&')] {
                for byte in text.bytes() {
                    match byte {
                        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                            form.push(char::from(byte));
                        }
                        _ => write!(form, "%{byte:02X}").unwrap(),
                    }
                }
                form.push(end);
            }
        }
        self.ask("POST", path, form.trim_end_matches('&'))
    }

    /// Makes a survey from the template of the one-minute check-in and opens it: its slug.
    pub(crate) fn open_survey(&mut self, privacy: &str) -> String {
        let new = self.get("/surveys/new").unwrap();
        let form = [
            ("_token", new.field("_token")),
            ("template", "pulse"),
            ("privacy", privacy),
        ];
        let made = self.post("/surveys/new", &form).unwrap().location;
        let slug = made.split('/').nth(2).unwrap().to_owned();
        self.press(&made, &format!("/s/{slug}/open"));
        slug
    }

    /// Lets anybody answer a survey: the path of its open link.
    pub(crate) fn open_link(&mut self, slug: &str) -> String {
        let manage = format!("/s/{slug}/manage");
        self.press(&manage, &format!("/s/{slug}/open-link?wanted=yes"));
        let page = self.get(&manage).unwrap().body;
        let link = &page[page.find("/o/").unwrap()..];
        link.split('<').next().unwrap().to_owned()
    }

    /// Answers a check-in whose first page is `page`.
    pub(crate) fn answer(
        &mut self,
        slug: &str,
        page: &Page,
        point: &str,
        comment: &str,
    ) -> io::Result<Page> {
        let form = [
            ("_token", page.field("_token")),
            ("_seed", page.field("_seed")),
            ("_receipt", page.field("_receipt")),
            ("_go", "send"),
            ("pulse__clarity", point),
            ("pulse__voice", "1"),
            ("pulse__workload", "5"),
            ("pulse__trust", point),
            ("pulse__energy", "3"),
            ("comment", comment),
        ];
        self.post(&format!("/s/{slug}"), &form)
    }

    /// Presses the button of a form on `page` that leads to `path` and has no field to fill in.
    pub(crate) fn press(&mut self, page: &str, path: &str) -> Page {
        let shown = self.get(page).unwrap();
        self.post(path, &[("_token", shown.field("_token"))])
            .unwrap()
    }

    fn ask(&mut self, method: &str, path: &str, form: &str) -> io::Result<Page> {
        let answer = self.exchange(method, path, form);
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    fn exchange(&mut self, method: &str, path: &str, form: &str) -> io::Result<Page> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect_timeout(&self.address, DEADLINE)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(DEADLINE))?;
                none.insert(BufReader::new(stream))
            }
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            self.session,
            form.len()
        );
        stream.get_mut().write_all(request.as_bytes())?;

        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head)? == 0 {
                return Err(cut());
            }
        }
        let header = |wanted: &str| {
            head.lines()
                .filter_map(|line| line.split_once(": "))
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map_or("", |(_, value)| value)
        };
        let length: usize = header("content-length").parse().map_err(|_| cut())?;
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        if let Some(session) = header("set-cookie").split(';').next()
            && !session.is_empty()
        {
            self.session = session.to_owned();
        }
        Ok(Page {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            location: header("location").to_owned(),
            body: String::from_utf8(body).unwrap(),
        })
    }
}

impl Page {
    /// The value of a hidden field.
    pub(crate) fn field(&self, name: &str) -> &str {
        let before = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .body
            .split_once(&before)
            .unwrap_or_else(|| panic!("no field `{name}` in {self:?}"));
        rest.split('"').next().unwrap()
    }
}
