//! One request over one connection, with nothing tidied up, so that broken requests can be sent too.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take.
const DEADLINE: Duration = Duration::from_mins(1);

/// What the server answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The first header of that name, in any case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let reply = Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        assert_eq!(
            reply.header("transfer-encoding"),
            None,
            "bodies have a length"
        );
        Some(reply)
    }
}

/// Sends a request with exactly these headers (besides `Host`, `Connection` and `Content-Length`)
/// and reads the whole answer.
pub(crate) fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    let length = body.len().to_string();
    let mut all = headers.to_vec();
    if method != "GET" && method != "HEAD" {
        all.push(("Content-Length", &length));
    }
    send_declared(address, method, path, &all, body)
}

/// Like [`send`], but the caller declares the body's length, truly or not.
pub(crate) fn send_declared(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    // A server that has seen enough answers before it has read everything.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let mut chunk = [0; 16 * 1024];
    // Not every server closes the connection, so the reading ends with the declared length.
    let read = loop {
        match stream.read(&mut chunk) {
            Ok(0) => break Ok(()),
            Ok(n) => answer.extend_from_slice(&chunk[..n]),
            Err(error) => break Err(error),
        }
        let is_whole = Reply::parse(&answer).is_some_and(|reply| {
            let declared = reply.header("content-length");
            declared.and_then(|n| n.parse().ok()) == Some(reply.body.len())
        });
        if is_whole {
            break Ok(());
        }
    };
    Reply::parse(&answer).unwrap_or_else(|| panic!("no answer to {method} {path}: {read:?}"))
}

/// Fields as a form's body.
pub(crate) fn encoded(fields: &[(String, String)]) -> Vec<u8> {
    serde_html_form::to_string(fields).unwrap().into_bytes()
}

/// Fields and one file as a multipart body, with its content type.
pub(crate) fn multipart(
    fields: &[(String, String)],
    file: Option<(&str, &str, &[u8])>,
) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "----tests-boundary-3f1c";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    if let Some((name, file_name, bytes)) = file {
        body.extend(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: text/csv\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}
