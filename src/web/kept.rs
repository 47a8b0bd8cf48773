//! The receipt of one thing, kept in the visitor's browser: with it she is known again where nothing on
//! the roll says which entry is hers.
//!
//! The cookie goes to the pages of that thing alone and no script can read it. Whoever comes without it
//! types the code of the receipt instead.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::app::Secret;
use crate::web::request::Site;

/// For how many days a receipt is kept.
const DAYS: i64 = 400;
/// For how many minutes one is kept that is shown only once.
const MINUTES: i64 = 10;

/// The receipt that is kept for the pages under `path`, such as `/b/open-board`.
pub(crate) fn receipt(request: &HttpRequest, path: &str) -> Option<Secret> {
    let cookie = request.cookie(&name(path))?;
    Secret::parse(cookie.value(), Secret::RECEIPT_LEN)
}

/// The cookie that keeps `receipt` for the pages under `path`.
pub(crate) fn keeping(site: &Site, path: &str, receipt: &Secret) -> Cookie<'static> {
    let mut cookie = bare(site, path, receipt.reveal());
    cookie.set_max_age(Duration::days(DAYS));
    cookie
}

/// The cookie that keeps `receipt` just long enough to write it down from a page under `path`.
pub(crate) fn keeping_a_while(site: &Site, path: &str, receipt: &Secret) -> Cookie<'static> {
    let mut cookie = bare(site, path, receipt.reveal());
    cookie.set_max_age(Duration::minutes(MINUTES));
    cookie
}

/// The cookie that forgets what was kept for the pages under `path`.
pub(crate) fn forgetting(site: &Site, path: &str) -> Cookie<'static> {
    let mut cookie = bare(site, path, "");
    cookie.make_removal();
    cookie
}

fn bare(site: &Site, path: &str, value: &str) -> Cookie<'static> {
    Cookie::build(name(path), value.to_owned())
        .path(path.to_owned())
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.base_url.starts_with("https://"))
        .finish()
}

/// A name of its own for each path, so that receipts of two things never stand in for each other.
fn name(path: &str) -> String {
    format!("cg_receipt{}", path.replace('/', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn site(base_url: &str) -> Site {
        Site {
            base_url: base_url.to_owned(),
            control: None,
        }
    }

    #[test]
    fn a_kept_receipt_is_found_again_on_its_own_path_only() {
        let receipt_kept = Secret::receipt();
        let cookie = keeping(&site("https://example.org"), "/b/river", &receipt_kept);
        assert_eq!(cookie.path(), Some("/b/river"));
        assert_eq!(cookie.http_only(), Some(true));
        assert_eq!(cookie.secure(), Some(true));
        let request = TestRequest::default().cookie(cookie).to_http_request();
        assert_eq!(receipt(&request, "/b/river"), Some(receipt_kept));
        assert_eq!(receipt(&request, "/b/rive"), None);
    }

    #[test]
    fn a_forgotten_receipt_is_none() {
        let cookie = forgetting(&site("http://localhost"), "/b/river");
        assert_eq!(cookie.max_age(), Some(Duration::ZERO));
        let request = TestRequest::default().cookie(cookie).to_http_request();
        assert_eq!(receipt(&request, "/b/river"), None);
    }
}
