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

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn follow(home: &str, turns: &[(u16, &str)]) -> Result<Route, Cause> {
        let mut route = Route::new(Url::parse(home).expect("an address"));
        for (status, location) in turns {
            let mut headers = HeaderMap::new();
            headers.insert(LOCATION, HeaderValue::from_bytes(location.as_bytes()).expect("a value"));
            route.turn(StatusCode::from_u16(*status).expect("a status"), &headers)?;
        }
        Ok(route)
    }

    #[test]
    fn a_route_knows_where_it_has_been() {
        for (home, turns, here, moved, is_home, downgraded) in [
            ("https://a.example/f", &[][..], "https://a.example/f", None, true, false),
            ("https://u:p@a.example/f#x", &[][..], "https://a.example/f", None, true, false),
            (
                "https://a.example/f",
                &[(301, "g?x#y")][..],
                "https://a.example/g?x",
                Some("https://a.example/g?x"),
                true,
                false,
            ),
            ("https://a.example/f", &[(302, "/g")][..], "https://a.example/g", None, true, false),
            (
                "http://a.example/f",
                &[(301, "https://a.example/f")][..],
                "https://a.example/f",
                Some("https://a.example/f"),
                true,
                false,
            ),
            (
                "https://a.example/f",
                &[(301, "http://a.example/f")][..],
                "http://a.example/f",
                Some("http://a.example/f"),
                false,
                true,
            ),
            (
                "https://a.example/f",
                &[(308, "//u:p@b.example/f")][..],
                "https://b.example/f",
                Some("https://b.example/f"),
                false,
                false,
            ),
            // Once elsewhere, never home again; once temporary, never permanent again; once insecure, always.
            (
                "https://a.example/f",
                &[(302, "https://b.example/"), (301, "https://a.example/g")][..],
                "https://a.example/g",
                None,
                false,
                false,
            ),
            (
                "https://a.example/f",
                &[(301, "http://b.example/"), (301, "https://b.example/")][..],
                "https://b.example/",
                Some("https://b.example/"),
                false,
                true,
            ),
        ] {
            let route = follow(home, turns).expect("a route");
            let found = (route.here.as_str(), route.moved().map(Url::as_str), route.is_home, route.downgraded);
            assert_eq!(found, (here, moved, is_home, downgraded), "{home} {turns:?}");
        }
    }

    #[test]
    fn a_route_that_leads_nowhere_ends() {
        let loops = [(302, "/g"), (302, "/f")];
        let long: Vec<(u16, &str)> = ["/1", "/2", "/3", "/4", "/5", "/6"].map(|to| (302, to)).to_vec();
        for (turns, cause) in [
            (&[(302, "/f#again")][..], Cause::RedirectLoop),
            (&loops[..], Cause::RedirectLoop),
            (&[(302, " ")][..], Cause::NoLocation { status: 302 }),
            (&[(302, "http://[::1")][..], Cause::BadLocation),
            (&long[..], Cause::TooManyRedirects(5)),
        ] {
            assert_eq!(follow("https://a.example/f", turns).err(), Some(cause), "{turns:?}");
        }
    }
}
