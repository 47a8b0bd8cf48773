//! What went wrong, in two voices: for the visitor on a page, for the operator in the log.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError};

use crate::app::{AppError, Hindrance};
use crate::web::pages::problem;
use crate::web::request::Ctx;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// A use-case refused or failed.
    #[error(transparent)]
    App(#[from] AppError),
    /// There is no page at this address.
    #[error("there is no page at this address")]
    NoPage,
    /// The form cannot be read at all.
    #[error("the form could not be read")]
    BadForm,
    /// The form is from another session.
    #[error("this form was opened in another session; open the page again and send it from there")]
    StaleForm,
    /// The request came from another site.
    #[error("this form was sent from another site, so it was not taken in")]
    ForeignForm,
    /// The body is too large.
    #[error("this is larger than the {} KiB that can be taken in at once", limit / 1024)]
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// The body took too long.
    #[error("the form took too long to arrive; please send it again")]
    TooSlow,
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::App(error) => match error {
                AppError::NotFound(_) | AppError::Hindered(Hindrance::NoSuchReceipt) => {
                    StatusCode::NOT_FOUND
                }
                AppError::SignInNeeded => StatusCode::UNAUTHORIZED,
                AppError::Forbidden(_) => StatusCode::FORBIDDEN,
                AppError::Invalid(_)
                | AppError::Answers(_)
                | AppError::Statement(_)
                | AppError::Ballot(_) => StatusCode::UNPROCESSABLE_ENTITY,
                AppError::Hindered(_) | AppError::ChangedMeanwhile => StatusCode::CONFLICT,
                AppError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                AppError::Unfit(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::NoPage => StatusCode::NOT_FOUND,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::StaleForm | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
        }
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        // The middleware below puts the page in, since only it knows who asks.
        HttpResponse::new(self.status_code())
    }
}

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses forms from other sites, dresses errors as pages, and puts the security headers on everything.
pub(crate) async fn guard<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if *request.method() == Method::HEAD {
        // Answered like GET; the server leaves the body out by itself.
        request.head_mut().method = Method::GET;
    }
    let mut response = if comes_from_elsewhere(&request) {
        let (request, _) = request.into_parts();
        ServiceResponse::from_err(PageError::ForeignForm, request).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    if let Some(page) = dressed(&response) {
        let status = response.status();
        let (request, old) = response.into_parts();
        let (old, _) = old.into_parts();
        let mut new = HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .body(page);
        for (name, value) in old.headers() {
            new.headers_mut().append(name.clone(), value.clone());
        }
        new.headers_mut().insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("text/html; charset=utf-8"),
        );
        response = ServiceResponse::new(request, new.map_into_right_body());
    }
    let headers = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, header::HeaderValue::from_static(value));
        }
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::CACHE_CONTROL, "no-store");
    Ok(response)
}

/// The page that tells of an error, where the response is one of ours.
fn dressed<B>(response: &ServiceResponse<B>) -> Option<String> {
    let error = response.response().error()?.as_error::<PageError>()?;
    if error.status_code().is_server_error() {
        tracing::error!(error = %error, "could not answer a request");
    }
    let ctx = response.request().extensions().get::<Ctx>().cloned();
    Some(problem::page(ctx.as_ref(), error).into_string())
}

/// Does an unsafe request come from a page of another site?
fn comes_from_elsewhere(request: &ServiceRequest) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return false;
    }
    let text = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_none_or(|(_, origin_host)| origin_host != host),
        (Some(_), None) => true,
        (None, _) => false,
    }
}
