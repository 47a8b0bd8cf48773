//! What the tests over HTTP and in the browser share: the server in this process, a visitor who
//! keeps cookies and fills in forms as a browser does, and a driver for a real browser.

pub(crate) mod app;
pub(crate) mod browser;
pub(crate) mod http;
pub(crate) mod opinions;
pub(crate) mod page;

use std::path::PathBuf;

/// A file among the shared cases, or none where they are not there; then it is said what is left out.
pub(crate) fn shared_case(path: &str, left_out: &str) -> Option<PathBuf> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/cases")
        .join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("left out: `{}` is not there, so {left_out}", file.display());
    None
}
