//! Redirects, followed by hand: each hop is decided anew.

use super::credentials::{may_hear, strip_login};
use super::failure::Cause;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use url::Url;

/// The most redirects that are followed for one answer.
const MOST: usize = 5;

/// The way from the address in the config to the answer.
#[derive(Debug)]
pub(super) struct Route {
    home: Url,
    /// Where the next request goes.
    pub(super) here: Url,
    visited: Vec<Url>,
    /// Every redirect so far was permanent.
    all_permanent: bool,
    moved: Option<Url>,
    /// Still at the outlet's own server, and never was elsewhere.
    pub(super) is_home: bool,
    /// A redirect led from https to http.
    pub(super) downgraded: bool,
}

impl Route {
    /// Begins at `home`.
    pub(super) fn new(home: Url) -> Self {
        let mut here = home.clone();
        strip_login(&mut here);
        here.set_fragment(None);
        Self { home, here, visited: Vec::new(), all_permanent: true, moved: None, is_home: true, downgraded: false }
    }

    /// Whether a redirect has been followed.
    pub(super) fn has_turned(&self) -> bool {
        !self.visited.is_empty()
    }

    /// Whether the last turn led to the same server.
    pub(super) fn stayed_at_server(&self) -> bool {
        self.visited.last().is_some_and(|before| before.origin() == self.here.origin())
    }

    /// Where permanent redirects led, as far as nothing but permanent ones were met.
    pub(super) fn moved(&self) -> Option<&Url> {
        self.moved.as_ref()
    }

    /// Takes the turn that a redirect asks for.
    pub(super) fn turn(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<(), Cause> {
        let status_code = status.as_u16();
        let location = headers.get(LOCATION).ok_or(Cause::NoLocation { status: status_code })?.as_bytes();
        let location = match std::str::from_utf8(location) {
            Ok(text) => text.to_owned(),
            // Latin-1, as old servers send: each byte is the character of that number.
            Err(_) => location.iter().copied().map(char::from).collect(),
        };
        if location.trim().is_empty() {
            return Err(Cause::NoLocation { status: status_code });
        }
        let mut next = self.here.join(location.trim()).map_err(|_| Cause::BadLocation)?;
        strip_login(&mut next);
        next.set_fragment(None);
        if next == self.here || self.visited.contains(&next) {
            return Err(Cause::RedirectLoop);
        }
        if self.visited.len() >= MOST {
            return Err(Cause::TooManyRedirects(MOST));
        }
        self.downgraded |= self.here.scheme() == "https" && next.scheme() == "http";
        self.is_home &= may_hear(&self.home, &next);
        self.all_permanent &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
        if self.all_permanent {
            self.moved = Some(next.clone());
        }
        self.visited.push(std::mem::replace(&mut self.here, next));
        Ok(())
    }
}

/// Whether a status sends us elsewhere.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
