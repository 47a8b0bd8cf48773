//! What a handler gets: who asks, in which language, and the form they sent.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::app::{App, AppError, Hindrance, Secret, Visitor};
use crate::model::{Coalition, Lang, Role};
use crate::survey::RawAnswers;
use crate::web::error::PageError;
use crate::web::pages::pieces::AllPieces;
use crate::web::words::{AllWords, LANGUAGES, Words};

/// The cookie that holds the session's secret.
pub(crate) const SESSION_COOKIE: &str = "cg_session";
/// The cookie that holds the chosen language.
pub(crate) const LANGUAGE_COOKIE: &str = "cg_lang";
/// The content type of a form without files.
const FORM: &str = "application/x-www-form-urlencoded";
/// The largest form.
const MAX_FORM: usize = 256 * 1024;
/// The largest file.
const MAX_UPLOAD: usize = 8 * 1024 * 1024;
/// The most fields of a form.
const MAX_FIELDS: usize = 3_000;
/// How long a body may take to arrive.
const BODY_DEADLINE: Duration = Duration::from_secs(20);

/// How this server is reached.
#[derive(Clone, Debug)]
pub struct Site {
    /// The address that links begin with, without a slash at its end.
    pub base_url: String,
    /// The secret of the command line's door, if it has one.
    pub control: Option<Secret>,
}

impl Site {
    /// An absolute address.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The cookie that begins (or with an empty value ends) a session.
    pub(crate) fn session_cookie(&self, secret: &str) -> Cookie<'static> {
        let mut cookie = Cookie::build(SESSION_COOKIE, secret.to_owned())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.base_url.starts_with("https://"))
            .finish();
        if secret.is_empty() {
            cookie.make_removal();
        } else {
            cookie.set_max_age(actix_web::cookie::time::Duration::days(60));
        }
        cookie
    }
}

/// Who asks, and in which language.
#[derive(Clone, Debug)]
pub(crate) struct Ctx {
    pub(crate) app: Data<App>,
    pub(crate) site: Data<Site>,
    pub(crate) all_words: Data<AllWords>,
    pub(crate) all_pieces: Data<AllPieces>,
    pub(crate) visitor: Option<Visitor>,
    pub(crate) session: Option<Secret>,
    pub(crate) coalition: Option<Coalition>,
    pub(crate) lang: Lang,
    pub(crate) path: String,
}

impl Ctx {
    /// The messages in the visitor's language.
    pub(crate) fn words(&self) -> &Words {
        self.all_words.of(&self.lang)
    }

    /// The visitor, or the advice to sign in.
    pub(crate) fn signed_in(&self) -> Result<&Visitor, AppError> {
        self.visitor.as_ref().ok_or(AppError::SignInNeeded)
    }

    /// Does the visitor's role reach `role`?
    pub(crate) fn is(&self, role: Role) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.is(role))
    }

    /// The token that every form carries; empty for those without a session.
    pub(crate) fn form_token(&self) -> &str {
        self.visitor
            .as_ref()
            .map_or("", |visitor| visitor.form_token.as_str())
    }

    async fn of(request: &HttpRequest) -> Result<Self, PageError> {
        let missing = || PageError::from(AppError::Unfit("the server lacks a part".to_owned()));
        let app = request.app_data::<Data<App>>().ok_or_else(missing)?.clone();
        let site = request
            .app_data::<Data<Site>>()
            .ok_or_else(missing)?
            .clone();
        let all_words = request
            .app_data::<Data<AllWords>>()
            .ok_or_else(missing)?
            .clone();
        let all_pieces = request
            .app_data::<Data<AllPieces>>()
            .ok_or_else(missing)?
            .clone();
        let session = request
            .cookie(SESSION_COOKIE)
            .and_then(|cookie| Secret::parse(cookie.value(), Secret::LINK_LEN));
        let visitor = match &session {
            Some(secret) => app.visitor(secret).await?,
            None => None,
        };
        let coalition = app.coalition().await?;
        let lang = chosen_language(request, coalition.as_ref());
        let path = request.path().to_owned();
        let ctx = Self {
            app,
            site,
            all_words,
            all_pieces,
            visitor,
            session,
            coalition,
            lang,
            path,
        };
        request.extensions_mut().insert(ctx.clone());
        Ok(ctx)
    }
}

impl FromRequest for Ctx {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

/// A form that one of our pages sent in this session, or a visitor without a session sent.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) ctx: Ctx,
    fields: Vec<(String, String)>,
}

impl Post {
    /// The value of a field; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The receipt that the form carries; refused where it is none.
    pub(crate) fn receipt(&self) -> Result<Secret, AppError> {
        Secret::parse(self.get("_receipt"), Secret::RECEIPT_LEN)
            .ok_or(AppError::Hindered(Hindrance::NoSuchReceipt))
    }

    /// Does the form come from the page that asks for a receipt, so that its receipt was typed?
    pub(crate) fn asked_for_receipt(&self) -> bool {
        self.get("_asked") == "receipt"
    }

    /// The fields that hold answers: all but those that begin with `_`.
    pub(crate) fn answers(&self) -> RawAnswers {
        let mut raw = RawAnswers::new();
        for (field, value) in &self.fields {
            if !field.starts_with('_') {
                raw.entry(field.clone()).or_default().push(value.clone());
            }
        }
        raw
    }

    /// The fields with one value each, but for those that begin with `_`.
    pub(crate) fn lone_values(&self) -> BTreeMap<String, String> {
        let fields = self
            .fields
            .iter()
            .filter(|(field, _)| !field.starts_with('_'));
        fields.cloned().collect()
    }

    /// The fields as a typed form.
    pub(crate) fn typed<T: serde::de::DeserializeOwned>(&self) -> Result<T, PageError> {
        let encoded = serde_html_form::to_string(&self.fields).map_err(|_| PageError::BadForm)?;
        serde_html_form::from_str(&encoded).map_err(|_| PageError::BadForm)
    }

    fn checked(ctx: Ctx, mut fields: Vec<(String, String)>) -> Result<Self, PageError> {
        for (name, value) in &mut fields {
            // No keyboard types it, and no page can show it again.
            name.retain(|c| c != '\0');
            value.retain(|c| c != '\0');
        }
        let post = Self { ctx, fields };
        let fits: bool = subtle::ConstantTimeEq::ct_eq(
            post.get("_token").as_bytes(),
            post.ctx.form_token().as_bytes(),
        )
        .into();
        if fits {
            Ok(post)
        } else {
            Err(PageError::StaleForm)
        }
    }
}

impl FromRequest for Post {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let ctx = Ctx::of(&request).await?;
            if request.content_type() != FORM {
                return Err(PageError::BadForm);
            }
            let body = read_body(&request, payload, MAX_FORM).await?;
            if !is_well_encoded(&body) {
                return Err(PageError::BadForm);
            }
            let fields: Vec<(String, String)> =
                serde_html_form::from_bytes(&body).map_err(|_| PageError::BadForm)?;
            if fields.len() > MAX_FIELDS {
                return Err(PageError::TooLarge { limit: MAX_FORM });
            }
            Self::checked(ctx, fields)
        })
    }
}

/// A form with a file.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) post: Post,
    pub(crate) file_name: String,
    pub(crate) file: Bytes,
}

impl FromRequest for Upload {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let ctx = Ctx::of(&request).await?;
            let content_type = request
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default();
            let boundary = multer::parse_boundary(content_type).map_err(|_| PageError::BadForm)?;
            let body = read_body(&request, payload, MAX_UPLOAD).await?;
            let once = futures_util::stream::once(async move { Ok::<_, std::io::Error>(body) });
            let mut parts = multer::Multipart::new(once, boundary);
            let (mut fields, mut file, mut file_name) = (Vec::new(), Bytes::new(), String::new());
            while let Some(part) = parts.next_field().await.map_err(|_| PageError::BadForm)? {
                let name = part.name().unwrap_or_default().to_owned();
                if let Some(given) = part.file_name() {
                    file_name = given.to_owned();
                    file = part.bytes().await.map_err(|_| PageError::BadForm)?;
                } else {
                    fields.push((name, part.text().await.map_err(|_| PageError::BadForm)?));
                }
                if fields.len() > MAX_FIELDS {
                    return Err(PageError::TooLarge { limit: MAX_UPLOAD });
                }
            }
            Ok(Self {
                post: Post::checked(ctx, fields)?,
                file_name,
                file,
            })
        })
    }
}

/// Is it text in which every `%` begins two hexadecimal digits, as browsers send it?
fn is_well_encoded(body: &[u8]) -> bool {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let after_percent = body.split(|byte| *byte == b'%').skip(1);
    body.is_ascii()
        && after_percent
            .map(<[u8]>::iter)
            .all(|mut rest| is_hex(rest.next()) && is_hex(rest.next()))
}

async fn read_body(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<Bytes, PageError> {
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(PageError::TooLarge { limit });
    }
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(PageError::BadForm);
    }
    let whole = async {
        let mut body = actix_web::web::BytesMut::with_capacity(declared.unwrap_or(0));
        while let Some(chunk) = futures_util::StreamExt::next(&mut payload).await {
            let chunk = chunk.map_err(|_| PageError::BadForm)?;
            if body.len() + chunk.len() > limit {
                return Err(PageError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(BODY_DEADLINE, whole)
        .await
        .map_err(|_| PageError::TooSlow)?
}

/// The language asked for: by cookie, else by the browser, else the coalition's.
fn chosen_language(request: &HttpRequest, coalition: Option<&Coalition>) -> Lang {
    let supported = |tag: &str| {
        let primary = tag
            .split(['-', ';'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        LANGUAGES
            .iter()
            .any(|(known, _)| *known == primary)
            .then(|| Lang::parse(&primary))
            .flatten()
    };
    if let Some(cookie) = request.cookie(LANGUAGE_COOKIE)
        && let Some(lang) = supported(cookie.value())
    {
        return lang;
    }
    request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.split(',').take(10).find_map(supported))
        .or_else(|| coalition.map(|coalition| coalition.language.clone()))
        .unwrap_or_else(Lang::english)
}
