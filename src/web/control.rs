//! The command line's door to a server that runs: `commonground link` asks it for a sign-in link,
//! since only one process can have the data folder open. Whoever can read the secret in the data
//! folder could read everything else in it too.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::app::{App, AppError, Secret};
use crate::web::error::PageError;
use crate::web::handlers::Answer;
use crate::web::request::Site;

/// How long the running server may take to answer.
const DEADLINE: Duration = Duration::from_secs(10);

/// What the door asks.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    name: Option<String>,
}

/// What it answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Link {
    /// Whom the link signs in.
    pub name: String,
    /// The link.
    pub link: String,
}

/// Answers with a fresh sign-in link, if the secret fits.
pub(crate) async fn link(
    app: web::Data<App>,
    site: web::Data<Site>,
    request: HttpRequest,
    asked: web::Json<Asked>,
) -> Answer {
    let given = request
        .headers()
        .get("x-control")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let fits = site.control.as_ref().is_some_and(|secret| {
        subtle::ConstantTimeEq::ct_eq(secret.reveal().as_bytes(), given.as_bytes()).into()
    });
    if !fits {
        return Err(PageError::NoPage);
    }
    Ok(match app.organiser_link(asked.name.as_deref()).await {
        Ok((member, secret)) => HttpResponse::Ok().json(Link {
            name: member.name,
            link: site.link(&format!("/in/{}", secret.reveal())),
        }),
        Err(error @ AppError::NotFound(_)) => HttpResponse::NotFound().json(error.to_string()),
        Err(error) => return Err(error.into()),
    })
}

/// Asks the server at `address` for a sign-in link. Fails when nobody answers there, or with what it says.
pub fn ask(address: SocketAddr, secret: &Secret, name: Option<&str>) -> std::io::Result<Link> {
    let body = serde_json::to_string(&Asked {
        name: name.map(str::to_owned),
    })?;
    let mut stream = TcpStream::connect_timeout(&address, DEADLINE)?;
    stream.set_read_timeout(Some(DEADLINE))?;
    write!(
        stream,
        "POST /control/link HTTP/1.1\r\nHost: {address}\r\nX-Control: {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        secret.reveal(),
        body.len(),
    )?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head.starts_with("HTTP/1.1 200") {
        return Ok(serde_json::from_str(body)?);
    }
    let said = serde_json::from_str::<String>(body)
        .unwrap_or_else(|_| "the server gave no link".to_owned());
    Err(std::io::Error::other(said))
}
