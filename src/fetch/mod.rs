//! Fetching: one answer for one address, whatever the other end does.
//!
//! [`Fetcher::get`] asks conditionally, once more when a failure may have passed, never past the limits on time,
//! size and redirects, and never an address that is not globally reachable unless [`Options::allow`] opens it.

mod allow;
mod answer;
mod caching;
mod challenge;
mod client;
mod coding;
mod credentials;
mod exchange;
mod failure;
mod file;
mod guard;
mod host;
mod options;
mod redirect;
mod resolve;
mod tls;
mod trouble;

pub use allow::{Allow, AllowError};
pub use answer::{Answer, Request};
pub use failure::{Cause, FetchError};
pub use guard::{Guard, Refusal, Target};
pub use host::{Holds, Host};
pub use options::{Options, OutletOptions, ProxyChoice};
pub use resolve::{Answers, Lookup};

use crate::model::{FeedAddress, Link, Traffic};
use client::Clients;
use exchange::{Exchange, Setback};
use host::Permits;
use http::header::{ACCEPT, ACCEPT_ENCODING, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;
use redirect::Route;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// What we would like to get.
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                        application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.4";

/// Fetches feeds. One serves a whole run: it knows which hosts are busy and which asked to be left alone.
#[derive(Debug)]
pub struct Fetcher {
    clients: Clients,
    guard: Arc<Guard>,
    permits: Permits,
    holds: Mutex<Holds>,
    headers: HeaderMap,
    timeout: Duration,
    backoff: Duration,
    max_bytes: u64,
}

impl Fetcher {
    /// A fetcher that resolves names as the machine does.
    ///
    /// # Errors
    /// [`FetchError`] when an option cannot be used.
    pub fn new(options: &Options) -> Result<Self, FetchError> {
        Self::with_lookup(options, Lookup::system())
    }

    /// A fetcher that resolves names by `lookup`.
    ///
    /// # Errors
    /// [`FetchError`] when an option cannot be used.
    pub fn with_lookup(options: &Options, lookup: Lookup) -> Result<Self, FetchError> {
        let guard = Arc::new(Guard::new(&options.allow).loopback_only(options.loopback_only));
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent(options.contact.as_deref())?);
        headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
        Ok(Self {
            clients: Clients::new(options, Arc::clone(&guard), lookup)?,
            guard,
            permits: Permits::new(options.concurrency, options.per_host),
            holds: Mutex::default(),
            headers,
            timeout: options.timeout,
            backoff: options.backoff,
            max_bytes: options.max_bytes,
        })
    }

    /// Leaves alone the hosts that earlier runs were asked to leave alone.
    pub fn respect(&self, holds: Holds) {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner).merge(holds);
    }

    /// Asks for one feed. Waits first until its host, and then the run, has a place for one more request; the
    /// time limit runs from there.
    ///
    /// # Errors
    /// [`FetchError`] when there is no good answer, with the cause in plain words.
    pub async fn get(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        match request.address {
            FeedAddress::File(path) => file::read(path, request.validators, self.max_bytes).await,
            FeedAddress::Web(link) => self.get_web(link, request).await,
        }
    }

    async fn get_web(&self, link: &Link, request: &Request<'_>) -> Result<Answer, FetchError> {
        let home = Url::parse(link.as_str()).map_err(|_| Cause::Refused(Refusal::NoHost))?;
        let client = self.clients.of(request.options)?;
        let private = credentials::headers(request.options, &home)?;
        let own_headers = self.own_headers(request)?;
        let exchange = Exchange {
            guard: &self.guard,
            client: &client,
            request,
            home: &home,
            public: own_headers.as_ref().unwrap_or(&self.headers),
            private: &private,
            max_bytes: self.max_bytes,
            holds: &self.holds,
        };
        let limit = request.options.timeout.unwrap_or(self.timeout);
        self.follow(&exchange, limit).await
    }

    /// Follows the route to its answer, and tries once more where it fails if that may pass and there is time.
    async fn follow(&self, exchange: &Exchange<'_>, limit: Duration) -> Result<Answer, FetchError> {
        let mut traffic = Traffic::default();
        let mut route = Route::new(exchange.home.clone());
        let mut places = self.permits.places(Host::of(&route.here)).await;
        let mut deadline = Instant::now() + limit;
        let mut has_failed = false;
        loop {
            let mut setback = match tokio::time::timeout_at(deadline, exchange.run(&mut route, &mut traffic)).await {
                Ok(Ok(Some(answer))) => return Ok(answer),
                Ok(Ok(None)) => {
                    // Never two hosts at once, or feeds that redirect to one another's hosts could wait for ever.
                    // Time spent in a queue is not the feed's.
                    drop(places);
                    let began = Instant::now();
                    places = self.permits.places(Host::of(&route.here)).await;
                    deadline += began.elapsed();
                    continue;
                }
                Ok(Err(setback)) => setback,
                Err(_) => Cause::Timeout(limit).into(),
            };
            let may_pass = setback.cause.is_worth_a_second_try() && setback.hold.retry_after.is_none();
            if has_failed || !may_pass || Instant::now() + self.backoff >= deadline {
                self.remember(&mut setback, exchange);
                return Err(setback.into_error(traffic));
            }
            has_failed = true;
            places.run = None;
            tokio::time::sleep(self.backoff).await;
            places.run = self.permits.run().await;
        }
    }

    /// Keeps what a server said about being left alone, for the other feeds of its host.
    fn remember(&self, setback: &mut Setback, exchange: &Exchange<'_>) {
        if setback.cause == (Cause::Status { status: 503 }) && setback.hold.retry_after.is_none() {
            setback.hold.retry_after = Some(caching::DEFAULT_RETRY_AFTER);
        }
        let host = setback.at.as_ref().and_then(Host::of);
        if let (Some(wait), Some(host)) = (setback.hold.retry_after, host)
            && let Ok(until) = exchange.request.now.checked_add(wait.min(LONGEST_HOLD))
        {
            self.holds.lock().unwrap_or_else(PoisonError::into_inner).add(host, until);
        }
    }

    /// The headers for an outlet that wants another User-Agent.
    fn own_headers(&self, request: &Request<'_>) -> Result<Option<HeaderMap>, Cause> {
        let Some(user_agent) = &request.options.user_agent else { return Ok(None) };
        let value = HeaderValue::from_bytes(user_agent.as_bytes())
            .map_err(|_| Cause::Option("`user_agent` cannot be sent".to_owned()))?;
        let mut headers = self.headers.clone();
        headers.insert(USER_AGENT, value);
        Ok(Some(headers))
    }
}

/// The longest a host is left alone at its own wish.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(24);

/// Who we are, and whom to write to.
fn user_agent(contact: Option<&str>) -> Result<HeaderValue, Cause> {
    let name = concat!("Tidings/", env!("CARGO_PKG_VERSION"));
    let text = match contact {
        Some(contact) => format!("{name} (+{contact})"),
        None => name.to_owned(),
    };
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| Cause::Option("`contact` cannot be sent".to_owned()))
}
