//! What an outlet is told that others must not hear, and whom it may be told.

use super::failure::Cause;
use super::options::OutletOptions;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// The headers that an outlet's options, and a login in its address, add to a request.
pub(super) fn headers(options: &OutletOptions, address: &Url) -> Result<HeaderMap, Cause> {
    let mut headers = HeaderMap::new();
    for (name, value) in &options.headers {
        let wrong = || Cause::Option(format!("the header {name:?} cannot be sent"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        headers.append(header, secret(value.expose()).ok_or_else(wrong)?);
    }
    if let Some(cookie) = &options.cookie {
        let value = secret(cookie.expose()).ok_or_else(|| Cause::Option("`cookie` cannot be sent".to_owned()))?;
        headers.insert(COOKIE, value);
    }
    let login = options.basic_auth.as_ref().map(|login| login.expose().to_owned()).or_else(|| login_of(address));
    if let Some(login) = login {
        let value = secret(&basic(&login)).ok_or_else(|| Cause::Option("`basic_auth` cannot be sent".to_owned()))?;
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

/// A header value that the network stack shows to nobody.
fn secret(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Whether what the outlet at `home` may hear may be sent to `there`: the same server over the same protocol, or
/// its secure twin.
pub(super) fn may_hear(home: &Url, there: &Url) -> bool {
    let same_host = home.host_str() == there.host_str();
    let same_server = home.scheme() == there.scheme() && home.port_or_known_default() == there.port_or_known_default();
    let secured =
        home.scheme() == "http" && there.scheme() == "https" && home.port().is_none() && there.port().is_none();
    same_host && (same_server || secured)
}

impl OutletOptions {
    /// Whether `text` repeats a secret of the outlet: some servers echo what they were told.
    #[must_use]
    pub fn repeats_secret(&self, text: &str) -> bool {
        let logins = self.basic_auth.iter().flat_map(|login| login.expose().split(':'));
        let cookies = self.cookie.iter().flat_map(|cookie| cookie.expose().split(['=', ';', ' ']).skip(1));
        let headers = self.headers.iter().flat_map(|(_, value)| value.expose().split(' '));
        let text = percent_decoded(text);
        logins.chain(cookies).chain(headers).any(|secret| secret.len() >= SHORTEST_SECRET && text.contains(secret))
    }
}

/// Shorter words are found everywhere, and are no secrets.
const SHORTEST_SECRET: usize = 6;

/// `user:password` of an address, decoded.
pub(super) fn login_of(url: &Url) -> Option<String> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let plain = |text: &str| percent_decoded(text);
    Some(format!("{}:{}", plain(url.username()), plain(url.password().unwrap_or_default())))
}

/// Takes user and password out of an address: they travel in a header or not at all.
pub(super) fn strip_login(url: &mut Url) {
    // These fail only for addresses that cannot have a login.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

/// The value of `Authorization` for `user:password` (RFC 7617).
pub(super) fn basic(login: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut value = String::from("Basic ");
    for chunk in login.as_bytes().chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place) & 63) as usize;
            value.push(if place <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    value
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()))
            .flatten();
        if let Some(byte) = decoded {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_coded_as_the_standard_says() {
        // RFC 7617, section 2, and the three lengths of a last group.
        for (login, value) in [
            ("Aladdin:open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("a:", "Basic YTo="),
            ("a:b", "Basic YTpi"),
            ("ü:é", "Basic w7w6w6k="),
        ] {
            assert_eq!(basic(login), value, "{login}");
        }
    }

    #[test]
    fn logins_are_found_in_addresses_and_taken_out() {
        for (address, login, rest) in [
            ("https://u:p%40ss@a.example/f", Some("u:p@ss"), "https://a.example/f"),
            ("https://token@a.example/f", Some("token:"), "https://a.example/f"),
            ("https://u:100%25@a.example/f", Some("u:100%"), "https://a.example/f"),
            ("https://a.example/f", None, "https://a.example/f"),
        ] {
            let mut url = Url::parse(address).expect("an address");
            assert_eq!(login_of(&url).as_deref(), login, "{address}");
            strip_login(&mut url);
            assert_eq!(url.as_str(), rest);
        }
    }

    #[test]
    fn only_the_outlets_own_server_hears() {
        for (home, there, may) in [
            ("https://a.example/f", "https://a.example/g", true),
            ("http://a.example/f", "https://a.example/f", true),
            ("https://a.example/f", "http://a.example/f", false),
            ("https://a.example/f", "https://www.a.example/f", false),
            ("https://a.example/f", "https://a.example.evil.test/f", false),
            ("https://a.example/f", "https://a.example:8443/f", false),
            ("http://a.example:8080/f", "https://a.example/f", false),
            ("http://A.example/f", "http://a.example/f", true),
        ] {
            let url = |text| Url::parse(text).expect("an address");
            assert_eq!(may_hear(&url(home), &url(there)), may, "{home} {there}");
        }
    }
}
