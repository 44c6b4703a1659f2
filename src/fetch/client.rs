//! HTTP clients: one for the usual case, others when an outlet first needs them.

use super::failure::Cause;
use super::guard::Guard;
use super::options::{Options, OutletOptions, ProxyChoice};
use super::resolve::{Lookup, Resolver};
use super::tls;
use crate::model::Secret;
use http::HeaderValue;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A connection that is not there after this long will not come.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections kept open wait this long for the next feed of their host.
const IDLE: Duration = Duration::from_secs(15);

/// A client, and where it sends everything.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub(super) http: reqwest::Client,
    /// The host of its proxy.
    pub(super) proxy: Option<Arc<str>>,
}

/// What makes one client differ from another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kind {
    http1: bool,
    proxy: Option<Secret>,
}

/// All clients of a run.
#[derive(Debug)]
pub(super) struct Clients {
    resolver: Resolver,
    tls: rustls::ClientConfig,
    proxy: Option<Secret>,
    loopback_only: bool,
    usual: Client,
    /// Few: a list is as fast as a map.
    others: Mutex<Vec<(Kind, Client)>>,
}

impl Clients {
    pub(super) fn new(options: &Options, guard: Arc<Guard>, lookup: Lookup) -> Result<Self, Cause> {
        let tls = tls::config().map_err(|error| Cause::Option(format!("TLS cannot be set up: {error}")))?;
        let resolver = Resolver { guard, lookup };
        let kind = Kind { http1: false, proxy: options.proxy.clone() };
        let usual = build(&kind, &resolver, &tls, options.loopback_only)?;
        Ok(Self {
            resolver,
            tls,
            proxy: options.proxy.clone(),
            loopback_only: options.loopback_only,
            usual,
            others: Mutex::default(),
        })
    }

    /// The client for an outlet.
    pub(super) fn of(&self, outlet: &OutletOptions) -> Result<Client, Cause> {
        if !outlet.http1 && outlet.proxy.is_none() {
            return Ok(self.usual.clone());
        }
        let proxy = match &outlet.proxy {
            None => self.proxy.as_ref(),
            Some(ProxyChoice::Direct) => None,
            Some(ProxyChoice::Via(proxy)) => Some(proxy),
        };
        let kind = Kind { http1: outlet.http1, proxy: proxy.cloned() };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = others.iter().find(|(known, _)| *known == kind) {
            return Ok(client.clone());
        }
        let client = build(&kind, &self.resolver, &self.tls, self.loopback_only)?;
        others.push((kind, client.clone()));
        Ok(client)
    }
}

fn build(kind: &Kind, resolver: &Resolver, tls: &rustls::ClientConfig, loopback_only: bool) -> Result<Client, Cause> {
    let mut tls = tls.clone();
    // With a TLS of our own it is on us to say what we speak.
    tls.alpn_protocols =
        if kind.http1 { vec![b"http/1.1".to_vec()] } else { vec![b"h2".to_vec(), b"http/1.1".to_vec()] };
    let mut builder = reqwest::Client::builder()
        // Only what the config says: no proxy from the environment, no redirect that we did not decide, no
        // second try that we did not count, no `Referer`.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .dns_resolver(resolver.clone())
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(1)
        // No connection lives long enough to need them, and each costs a call of the system.
        .tcp_keepalive(None)
        .tcp_keepalive_interval(None)
        .tcp_keepalive_retries(None)
        .tcp_user_timeout(None)
        .pool_idle_timeout(IDLE)
        // Servers send headers that no standard allows; what matters here is the feed behind them.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true);
    if kind.http1 {
        builder = builder.http1_only();
    }
    if loopback_only {
        builder = builder.local_address(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    let mut proxy_host = None;
    if let Some(address) = &kind.proxy {
        let (proxy, host) = proxy(address.expose())?;
        builder = builder.proxy(proxy);
        proxy_host = Some(host);
    }
    let http = builder.build().map_err(|_| Cause::Option("the HTTP client cannot be set up".to_owned()))?;
    Ok(Client { http, proxy: proxy_host })
}

/// A proxy by its address. Its user and password are taken out of the address, which the network stack may log.
fn proxy(address: &str) -> Result<(reqwest::Proxy, Arc<str>), Cause> {
    let wrong = || Cause::Option("`proxy` is not an address such as http://host:3128 or socks5://host:1080".to_owned());
    let mut url = url::Url::parse(address).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(wrong());
    }
    let host = Arc::from(url.host_str().ok_or_else(wrong)?);
    let socks = url.scheme().starts_with("socks");
    let login = super::credentials::login_of(&url);
    // SOCKS logins go only with the address.
    if login.is_some() && !socks {
        super::credentials::strip_login(&mut url);
    }
    let mut proxy = reqwest::Proxy::all(url).map_err(|_| wrong())?;
    if let Some(login) = login.filter(|_| !socks) {
        let mut value = HeaderValue::from_str(&super::credentials::basic(&login)).map_err(|_| wrong())?;
        value.set_sensitive(true);
        proxy = proxy.custom_http_auth(value);
    }
    Ok((proxy, host))
}
