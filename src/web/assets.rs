//! Style sheet, script and icon, built into the program. Their addresses change with their bytes.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};

use crate::web::charts;
use crate::web::error::PageError;

/// The icon's address.
pub(crate) const ICON_PATH: &str = "/static/icon.svg";

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");
const ICON: &str = include_str!("assets/icon.svg");

static STYLE_PATH: LazyLock<String> =
    LazyLock::new(|| named("style", "css", &[STYLE, charts::CSS]));
static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| named("script", "js", &[SCRIPT]));

/// The style sheet's address.
pub(crate) fn style_path() -> &'static str {
    &STYLE_PATH
}

/// The script's address.
pub(crate) fn script_path() -> &'static str {
    &SCRIPT_PATH
}

/// Serves one of them, to be kept for a year.
pub(crate) async fn file(
    request: HttpRequest,
    _name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let path = request.path();
    let (content_type, body) = if path == style_path() {
        (
            "text/css; charset=utf-8",
            format!("{STYLE}\n{}", charts::CSS),
        )
    } else if path == script_path() {
        ("text/javascript; charset=utf-8", SCRIPT.to_owned())
    } else if path == ICON_PATH {
        ("image/svg+xml", ICON.to_owned())
    } else {
        return Err(PageError::NoPage);
    };
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(body))
}

fn named(name: &str, end: &str, parts: &[&str]) -> String {
    let digest = parts
        .iter()
        .fold(Sha256::new(), Sha256::chain_update)
        .finalize();
    format!(
        "/static/{name}-{:02x}{:02x}{:02x}{:02x}.{end}",
        digest[0], digest[1], digest[2], digest[3]
    )
}
