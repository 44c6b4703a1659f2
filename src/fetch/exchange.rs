//! One try: a request, the redirects it meets, and the answer.

use super::answer::{Answer, Request};
use super::caching;
use super::challenge;
use super::client::{CONNECT_TIMEOUT, Client};
use super::coding::{CodingFault, Decoder};
use super::failure::{Cause, FetchError};
use super::guard::{Guard, Refusal};
use super::host::{Holds, Host};
use super::redirect::{Route, is_redirect};
use super::resolve::{HOP, Hop};
use super::trouble::{self, Stage};
use crate::model::{Hold, Link, Traffic, Validators};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, LINK};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Response;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// A body of which nothing more came for this long will not come.
const STALL: Duration = Duration::from_secs(10);

/// What stays the same over the tries of one request.
#[derive(Debug)]
pub(super) struct Exchange<'a> {
    pub(super) guard: &'a Guard,
    pub(super) client: &'a Client,
    pub(super) request: &'a Request<'a>,
    pub(super) home: &'a Url,
    /// Sent to everybody.
    pub(super) public: &'a HeaderMap,
    /// Sent to the outlet's own server alone.
    pub(super) private: &'a HeaderMap,
    pub(super) max_bytes: u64,
    pub(super) holds: &'a Mutex<Holds>,
}

/// How one try went wrong.
#[derive(Debug)]
pub(super) struct Setback {
    pub(super) cause: Cause,
    pub(super) hold: Hold,
    /// The server that said so.
    pub(super) at: Option<Url>,
}

impl From<Cause> for Setback {
    fn from(cause: Cause) -> Self {
        Self { cause, hold: Hold::default(), at: None }
    }
}

impl Setback {
    pub(super) fn into_error(self, traffic: Traffic) -> FetchError {
        FetchError::new(self.cause, self.hold, traffic)
    }
}

impl Exchange<'_> {
    /// Asks from where `route` stands; `None` when a redirect led to another server, which has a queue of its own. `traffic` is counted as it happens, so that it is known even when
    /// time runs out.
    pub(super) async fn run(&self, route: &mut Route, traffic: &mut Traffic) -> Result<Option<Answer>, Setback> {
        loop {
            if let Err(refusal) = self.guard.target(&route.here) {
                return Err(refused(refusal, route.has_turned()).into());
            }
            if let Some(held) = self.held(&route.here) {
                return Err(held.into());
            }
            traffic.requests += 1;
            let response = match self.send(route).await {
                // The connection was kept from the hop before, and the server had meanwhile hung up: that says
                // nothing about the server.
                Err(setback) if setback.cause == Cause::Reset && route.stayed_at_server() => {
                    traffic.requests += 1;
                    self.send(route).await?
                }
                other => other?,
            };
            if !is_redirect(response.status()) {
                return self.conclude(response, route, traffic).await.map(Some);
            }
            route.turn(response.status(), response.headers())?;
            if !route.stayed_at_server() {
                return Ok(None);
            }
        }
    }

    /// The host of `url` has asked to be left alone, be it ever so many redirects away.
    fn held(&self, url: &Url) -> Option<Cause> {
        let host = Host::of(url)?;
        let until = self.holds.lock().unwrap_or_else(PoisonError::into_inner).until(&host, self.request.now)?;
        Some(Cause::Held { host, until })
    }

    async fn send(&self, route: &Route) -> Result<Response, Setback> {
        let mut headers = self.public.clone();
        conditions(self.request.validators, &mut headers);
        if route.is_home {
            for (name, value) in self.private {
                headers.append(name.clone(), value.clone());
            }
        }
        let request = self.client.http.get(route.here.clone()).headers(headers);
        let port = route.here.port_or_known_default().unwrap_or_default();
        let hop = Hop { port, proxy: self.client.proxy.clone() };
        HOP.scope(hop, request.send()).await.map_err(|error| {
            let proxied = self.client.proxy.is_some();
            match trouble::cause(&error, Stage::Asking, CONNECT_TIMEOUT, proxied) {
                Cause::Refused(refusal) => refused(refusal, route.has_turned()).into(),
                cause => cause.into(),
            }
        })
    }

    async fn conclude(&self, response: Response, route: &Route, traffic: &mut Traffic) -> Result<Answer, Setback> {
        let status = response.status();
        let now = self.request.now;
        let hold = caching::hold(response.headers(), now);
        let validators = caching::validators(response.headers());
        // Kept and shown to the reader: not with a secret in it.
        let moved = route.moved().filter(|to| !self.request.options.repeats_secret(to.as_str())).and_then(link);
        if status == StatusCode::NOT_MODIFIED {
            if *self.request.validators == Validators::default() {
                return Err(Cause::UnaskedNotModified.into());
            }
            return Ok(Answer::Unchanged { validators, hold, moved, traffic: *traffic });
        }
        if let Some(by) = challenge::by_headers(status.as_u16(), response.headers()) {
            return Err(self.not_now(Cause::BotCheck { by }, &response, route));
        }
        if !status.is_success() || status == StatusCode::PARTIAL_CONTENT {
            return Err(self.bad_status(response, route, traffic).await);
        }
        let content_type = header(response.headers(), &CONTENT_TYPE).map(str::to_owned);
        let links = header(response.headers(), &LINK).map(str::to_owned);
        let bytes = self.body(response, traffic).await?;
        if bytes.trim_ascii().is_empty() {
            return Err(Cause::Empty { status: status.as_u16() }.into());
        }
        Ok(Answer::Body {
            bytes,
            content_type,
            links,
            url: link(&route.here),
            validators,
            hold,
            moved,
            downgraded: route.downgraded,
            traffic: *traffic,
        })
    }

    async fn bad_status(&self, response: Response, route: &Route, traffic: &mut Traffic) -> Setback {
        let status = response.status().as_u16();
        let cause = match status {
            401 => Cause::Login,
            410 => Cause::Gone,
            429 => Cause::TooMany,
            status => Cause::Status { status },
        };
        let mut setback = self.not_now(cause, &response, route);
        let is_page = header(response.headers(), &CONTENT_TYPE).is_some_and(|it| it.contains("html"));
        if is_page && matches!(status, 400..=499 | 503) && status != 410 {
            let page = peek(response, traffic).await;
            if let Some(by) = challenge::by_page(&page) {
                setback.cause = Cause::BotCheck { by };
            }
        }
        setback
    }

    /// A setback with the server's wish about when to come back, if it has one.
    fn not_now(&self, cause: Cause, response: &Response, route: &Route) -> Setback {
        let now = self.request.now;
        let retry_after = match response.status().as_u16() {
            429 => Some(caching::retry_after_or_default(response.headers(), now)),
            // Without a wish it may be over in a second; the caller tries again before it waits.
            503 => caching::retry_after(response.headers(), now),
            _ => None,
        };
        Setback { cause, hold: Hold { fresh_for: None, retry_after }, at: Some(route.here.clone()) }
    }

    async fn body(&self, mut response: Response, traffic: &mut Traffic) -> Result<Vec<u8>, Cause> {
        let limit = self.max_bytes;
        if response.content_length().is_some_and(|announced| announced > limit) {
            return Err(Cause::TooLarge { limit });
        }
        let codings: Vec<&str> =
            response.headers().get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
        let codings = codings.join(",");
        let fault = |fault| match fault {
            CodingFault::TooLarge => Cause::TooLarge { limit },
            CodingFault::CutOff => Cause::CutOff,
            CodingFault::Broken | CodingFault::Unknown => Cause::Coding(codings.chars().take(40).collect()),
        };
        let mut decoder = Decoder::new(Some(&codings), usize::try_from(limit).unwrap_or(usize::MAX));
        loop {
            let chunk = match tokio::time::timeout(STALL, response.chunk()).await {
                Err(_) => return Err(Cause::Stalled(STALL)),
                Ok(Err(error)) => return Err(trouble::cause(&error, Stage::Reading, CONNECT_TIMEOUT, false)),
                Ok(Ok(None)) => return decoder.finish().map_err(fault),
                Ok(Ok(Some(chunk))) => chunk,
            };
            traffic.wire_bytes += chunk.len() as u64;
            decoder.push(&chunk).map_err(fault)?;
        }
    }
}

/// The first bytes of a page that comes with an error; whatever goes wrong here adds nothing to that error.
async fn peek(mut response: Response, traffic: &mut Traffic) -> Vec<u8> {
    let codings = header(response.headers(), &CONTENT_ENCODING).map(str::to_owned);
    let mut decoder = Decoder::new(codings.as_deref(), 16 * challenge::PEEK);
    let mut taken = 0;
    while taken < challenge::PEEK {
        let Ok(Ok(Some(chunk))) = tokio::time::timeout(STALL, response.chunk()).await else { break };
        taken += chunk.len();
        traffic.wire_bytes += chunk.len() as u64;
        if decoder.push(&chunk).is_err() {
            break;
        }
    }
    decoder.so_far()
}

fn refused(refusal: Refusal, turned: bool) -> Cause {
    match refusal {
        Refusal::Unresolved(name) => Cause::NoSuchName { name },
        refusal if turned => Cause::RedirectRefused(refusal),
        refusal => Cause::Refused(refusal),
    }
}

fn conditions(validators: &Validators, headers: &mut HeaderMap) {
    for (name, value) in [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)] {
        if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
            headers.insert(name, value);
        }
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

fn link(url: &Url) -> Option<Link> {
    Link::parse(url.as_str(), None).ok()
}
