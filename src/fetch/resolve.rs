//! Names resolved for the connection that is about to be opened, and decided by the guard.

use super::guard::{Guard, own_name};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use thiserror::Error;

/// Addresses of a name, some day.
pub type Answers = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks names up.
#[derive(Clone)]
pub struct Lookup(Arc<dyn Fn(&str) -> Answers + Send + Sync>);

impl Lookup {
    /// The machine's own way.
    #[must_use]
    pub fn system() -> Self {
        Self::with(|name| {
            let name = name.to_owned();
            Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) })
        })
    }

    /// Another way: a table, for a rehearsal that must ask no server.
    pub fn with(lookup: impl Fn(&str) -> Answers + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookup")
    }
}

/// A look-up failed.
#[derive(Debug, Error)]
#[error("the name {name} does not resolve")]
pub(super) struct LookupFailed {
    pub(super) name: String,
}

/// Where the request under way is going.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    /// The port that is dialled: `allow` may open a host at one port only, and a resolver is told names alone.
    pub(super) port: u16,
    /// The proxy, by name: the reader has named it, so it may be anywhere.
    pub(super) proxy: Option<Arc<str>>,
}

tokio::task_local! {
    /// Set around each request. A connection is begun by the task that needs it, so it is always there; were it
    /// not, no name that `allow` opens at one port only would be.
    pub(super) static HOP: Hop;
}

/// The only resolver that the network stack knows.
#[derive(Debug, Clone)]
pub(super) struct Resolver {
    pub(super) guard: Arc<Guard>,
    pub(super) lookup: Lookup,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let hop = HOP.try_with(Clone::clone).unwrap_or(Hop { port: 0, proxy: None });
        let name = name.as_str().to_owned();
        let guard = Arc::clone(&self.guard);
        let to_proxy = hop.proxy.as_deref().is_some_and(|proxy| proxy.eq_ignore_ascii_case(&name));
        let known = own_name(&name).map(Vec::from);
        let answers = if known.is_some() { None } else { Some((self.lookup.0)(&name)) };
        Box::pin(async move {
            let answers = match answers {
                Some(answers) => answers.await.map_err(|_| LookupFailed { name: name.clone() })?,
                None => known.unwrap_or_default(),
            };
            let open = if to_proxy {
                answers.into_iter().map(|address| SocketAddr::new(address, 0)).collect()
            } else {
                guard.dial(&name, hop.port, &answers)?
            };
            // A port of 0 lets the port of the URL stand.
            let addresses: Addrs = Box::new(open.into_iter().map(|address| SocketAddr::new(address.ip(), 0)));
            Ok(addresses)
        })
    }
}
