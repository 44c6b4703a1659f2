//! How to fetch: for all outlets, and for the feeds of one.

use super::allow::Allow;
use crate::model::Secret;
use std::time::Duration;

/// How to fetch, for all outlets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Goes into the User-Agent, so that an outlet can reach whoever runs this.
    pub contact: Option<String>,
    /// The whole of one answer, with redirects and a second try, must have come within this time.
    pub timeout: Duration,
    /// How long a failure gets to pass before the second try.
    pub backoff: Duration,
    /// Requests under way at once, all hosts together.
    pub concurrency: usize,
    /// Requests under way at once to one host.
    pub per_host: usize,
    /// The most bytes of one answer, after decompression.
    pub max_bytes: u64,
    /// Networks and hosts opened although they are not globally reachable, as written: `192.168.1.0/24`, `nas.local:8080`.
    pub allow: Vec<Allow>,
    /// Proxy for all outlets: `http://` or `socks5://`.
    pub proxy: Option<Secret>,
    /// Dial nothing but this machine, whatever `allow` says. For tests and rehearsals: sockets are bound to
    /// the loopback address, so the kernel itself keeps every packet in.
    pub loopback_only: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            timeout: Duration::from_secs(20),
            backoff: Duration::from_secs(1),
            concurrency: 16,
            per_host: 1,
            max_bytes: 5_000_000,
            allow: Vec::new(),
            proxy: None,
            loopback_only: false,
        }
    }
}

/// How to fetch the feeds of one outlet.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OutletOptions {
    /// Sent to the outlet's own hosts only, never past a redirect to another.
    pub headers: Vec<(String, Secret)>,
    /// `user:password` for basic authentication.
    pub basic_auth: Option<Secret>,
    /// The `Cookie` header.
    pub cookie: Option<Secret>,
    /// In place of ours.
    pub user_agent: Option<String>,
    /// In place of [`Options::timeout`].
    pub timeout: Option<Duration>,
    /// In place of [`Options::proxy`].
    pub proxy: Option<ProxyChoice>,
    /// Speak HTTP/1.1 even where the server offers HTTP/2.
    pub http1: bool,
}

/// An outlet's own choice of proxy.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ProxyChoice {
    /// None, even where there is one for all.
    Direct,
    /// This one.
    Via(Secret),
}
