//! Manners towards hosts: how many requests at once, and when a host has asked to be left alone.

use crate::model::{FeedAddress, FeedState};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// A server as manners see it: its name, and its port unless that is the usual one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// The host of `url`; `None` when it names none.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        let name = url.host_str()?.trim_end_matches('.');
        Some(Self(match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        }))
    }

    /// The host of a feed; `None` for files.
    #[must_use]
    pub fn of_feed(address: &FeedAddress) -> Option<Self> {
        match address {
            FeedAddress::Web(link) => Self::of(&Url::parse(link.as_str()).ok()?),
            FeedAddress::File(_) => None,
        }
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Hosts that asked to be left alone, and until when. Pure: built from what is stored, asked with a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holds(FxHashMap<Host, Timestamp>);

impl Holds {
    /// What earlier runs were told: a hold that one feed met binds every feed of its host.
    #[must_use]
    pub fn from_states<'a>(states: impl IntoIterator<Item = (&'a FeedAddress, &'a FeedState)>) -> Self {
        let mut holds = Self::default();
        for (address, state) in states {
            if let (Some(until), Some(host)) = (state.held_until, Host::of_feed(address)) {
                holds.add(host, until);
            }
        }
        holds
    }

    /// Leaves `host` alone until `until`, or until later if it had asked for that.
    pub fn add(&mut self, host: Host, until: Timestamp) {
        let known = self.0.entry(host).or_insert(until);
        *known = until.max(*known);
    }

    /// Adds all of `others`.
    pub fn merge(&mut self, others: Self) {
        for (host, until) in others.0 {
            self.add(host, until);
        }
    }

    /// Until when `host` is to be left alone, if it still is at `now`.
    #[must_use]
    pub fn until(&self, host: &Host, now: Timestamp) -> Option<Timestamp> {
        self.0.get(host).copied().filter(|until| *until > now)
    }
}

/// Permits for requests under way: so many a run, so many a host.
#[derive(Debug)]
pub(super) struct Permits {
    run: Arc<Semaphore>,
    per_host: usize,
    hosts: Mutex<FxHashMap<Host, Arc<Semaphore>>>,
}

impl Permits {
    pub(super) fn new(run: usize, per_host: usize) -> Self {
        Self {
            run: Arc::new(Semaphore::new(run.clamp(1, Semaphore::MAX_PERMITS))),
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            hosts: Mutex::default(),
        }
    }

    /// Waits until `host` may be asked, and then until the run has a place: in this order, so that feeds that
    /// queue for one slow host take no place from the others.
    pub(super) async fn places(&self, host: Option<Host>) -> Places {
        let host = match host {
            Some(host) => self.queue(host).acquire_owned().await.ok(),
            None => None,
        };
        Places { _host: host, run: self.run().await }
    }

    /// Waits until one more request may be under way.
    pub(super) async fn run(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphores are never closed, so a permit always comes.
        Arc::clone(&self.run).acquire_owned().await.ok()
    }

    fn queue(&self, host: Host) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(host).or_insert_with(|| Arc::new(Semaphore::new(self.per_host))))
    }
}

/// What a request holds while it is under way; given back when dropped.
#[derive(Debug)]
pub(super) struct Places {
    _host: Option<OwnedSemaphorePermit>,
    pub(super) run: Option<OwnedSemaphorePermit>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Link;
    use std::path::PathBuf;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_hold_binds_every_feed_of_its_host_and_no_other() {
        let feed = |url: &str| FeedAddress::Web(Link::parse(url, None).expect("an address"));
        let until = |time: &str| FeedState { held_until: Some(at(time)), ..FeedState::default() };
        let states = [
            (feed("https://a.example/one"), until("2026-03-01T07:00:00Z")),
            (feed("https://a.example/two"), until("2026-03-01T06:30:00Z")),
            (feed("https://b.example/"), FeedState::default()),
            (FeedAddress::File(PathBuf::from("/a.example")), until("2026-03-01T09:00:00Z")),
        ];
        let holds = Holds::from_states(states.iter().map(|(address, state)| (address, state)));
        let held = |url: &str, now: &str| {
            Host::of_feed(&feed(url)).and_then(|host| holds.until(&host, at(now))).map(|until| until.to_string())
        };
        let seven = Some("2026-03-01T07:00:00Z".to_owned());
        assert_eq!(held("https://a.example/three", "2026-03-01T06:00:00Z"), seven, "the longest counts");
        assert_eq!(held("http://A.example.:80/", "2026-03-01T06:00:00Z"), seven, "spelled otherwise");
        assert_eq!(held("https://a.example/three", "2026-03-01T07:00:00Z"), None, "over");
        assert_eq!(held("https://a.example:8443/", "2026-03-01T06:00:00Z"), None, "another server");
        assert_eq!(held("https://b.example/", "2026-03-01T06:00:00Z"), None);
    }
}
