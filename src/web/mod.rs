//! Floor 5: the pages over HTTP. A handler reads the request, asks a use-case, and answers.

pub mod charts;

mod assets;
mod control;
mod error;
mod handlers;
mod kept;
mod pages;
mod request;
mod routes;
mod words;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer, middleware};

use crate::app::App;

use pages::pieces::AllPieces;

pub use control::ask as ask_running_server;
pub use request::Site;
pub use words::AllWords;

/// How long a request's head may take to arrive.
const HEAD_DEADLINE: Duration = Duration::from_secs(10);
/// How long open requests may take once the server is told to stop, in seconds.
const STOP_DEADLINE: u64 = 10;

/// A server for the application on a listener that is bound already. Fails when it cannot listen.
pub fn server(app: Arc<App>, site: Site, listener: TcpListener) -> std::io::Result<Server> {
    let app = Data::from(app);
    let site = Data::new(site);
    let words = Data::new(AllWords::default());
    let pieces = Data::new(AllPieces::default());
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(site.clone())
            .app_data(words.clone())
            .app_data(pieces.clone())
            .wrap(middleware::from_fn(error::guard))
            .wrap(middleware::Compress::default())
            .configure(routes::all)
    })
    .client_request_timeout(HEAD_DEADLINE)
    .shutdown_timeout(STOP_DEADLINE)
    .listen(listener)?
    .run();
    Ok(server)
}
