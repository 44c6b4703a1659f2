//! Fetching: one answer for one address, whatever the other end does.

use crate::model::{FeedAddress, Hold, Link, Secret, Validators};
use std::time::Duration;

/// How to fetch, for all outlets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Goes into the User-Agent, so that an outlet can reach whoever runs this.
    pub contact: Option<String>,
    /// The whole of one answer must have come within this time.
    pub timeout: Duration,
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
}

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            timeout: Duration::from_secs(20),
            concurrency: 16,
            per_host: 1,
            max_bytes: 5_000_000,
            allow: Vec::new(),
            proxy: None,
        }
    }
}

/// One entry of `allow`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allow {
    /// Every address of a network.
    Network(ipnet::IpNet),
    /// A host by name, at one port or all.
    Host {
        /// The name, in lower case.
        name: String,
        /// The port; `None` opens all.
        port: Option<u16>,
    },
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

/// scaffold
pub struct Request<'a> {
    pub address: &'a FeedAddress,
    pub validators: &'a Validators,
    pub options: &'a OutletOptions,
}
/// scaffold
pub enum Answer {
    Body {
        bytes: bytes::Bytes,
        content_type: Option<String>,
        url: Option<Link>,
        validators: Validators,
        hold: Hold,
        moved: Option<Link>,
    },
    Unchanged {
        validators: Validators,
        hold: Hold,
    },
}
/// scaffold
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FetchError(String);
impl FetchError {
    pub fn hold(&self) -> Hold {
        Hold::default()
    }
    pub fn is_gone(&self) -> bool {
        false
    }
}
/// scaffold
#[derive(Debug)]
pub struct Fetcher {
    client: reqwest::Client,
}
impl Fetcher {
    pub fn new(options: &Options) -> Result<Self, FetchError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(options.timeout)
            .no_proxy()
            .build()
            .map_err(|e| FetchError(e.to_string()))?;
        Ok(Self { client })
    }
    pub async fn get(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        match request.address {
            FeedAddress::File(path) => {
                let bytes = std::fs::read(path).map_err(|e| FetchError(format!("cannot read: {e}")))?;
                Ok(Answer::Body {
                    bytes: bytes.into(),
                    content_type: None,
                    url: None,
                    validators: Validators::default(),
                    hold: Hold::default(),
                    moved: None,
                })
            }
            FeedAddress::Web(link) => {
                let mut r = self.client.get(link.as_str());
                if let Some(e) = &request.validators.etag {
                    r = r.header("If-None-Match", e);
                }
                let r = r.send().await.map_err(|e| FetchError(e.to_string()))?;
                let etag = r.headers().get("etag").and_then(|v| v.to_str().ok()).map(str::to_owned);
                let v = Validators { etag, last_modified: None };
                if r.status() == 304 {
                    return Ok(Answer::Unchanged { validators: v, hold: Hold::default() });
                }
                if !r.status().is_success() {
                    return Err(FetchError(format!("answered {}", r.status())));
                }
                let content_type = r.headers().get("content-type").and_then(|v| v.to_str().ok()).map(str::to_owned);
                let bytes = r.bytes().await.map_err(|e| FetchError(e.to_string()))?;
                Ok(Answer::Body {
                    bytes,
                    content_type,
                    url: Some(link.clone()),
                    validators: v,
                    hold: Hold::default(),
                    moved: None,
                })
            }
        }
    }
}
