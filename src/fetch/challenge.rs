//! Bot checks: pages that want to see a human before they hand out a feed.
//!
//! Fetching looks into no document, with this one exception: the page that comes with an error goes no further
//! than here, and nobody else could tell why there is no feed.

use http::HeaderMap;

/// The most bytes of such a page that are looked at.
pub(super) const PEEK: usize = 16 * 1_024;

/// Whose check the headers of an answer announce; some come with 200 or 202.
pub(super) fn by_headers(status: u16, headers: &HeaderMap) -> Option<&'static str> {
    let is = |name: &str, values: &[&str]| {
        headers
            .get(name)
            .is_some_and(|value| values.iter().any(|it| value.as_bytes().eq_ignore_ascii_case(it.as_bytes())))
    };
    // https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
    if is("cf-mitigated", &["challenge"]) {
        return Some("Cloudflare");
    }
    // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
    if is("x-amzn-waf-action", &["challenge", "captcha"]) {
        return Some("AWS WAF");
    }
    if status < 400 {
        return None;
    }
    let has = |name: &str| headers.contains_key(name);
    if has("x-datadome") || has("x-dd-b") {
        return Some("DataDome");
    }
    if has("x-sucuri-block") {
        return Some("Sucuri");
    }
    if is("server", &["ddos-guard"]) {
        return Some("DDoS-Guard");
    }
    None
}

/// Words of check pages, in lower case, and whose they are.
const MARKS: &[(&str, &str)] = &[
    ("/cdn-cgi/challenge-platform/", "Cloudflare"),
    ("cf-browser-verification", "Cloudflare"),
    ("cf_chl_", "Cloudflare"),
    ("<title>just a moment...</title>", "Cloudflare"),
    ("<title>attention required! | cloudflare</title>", "Cloudflare"),
    ("captcha-delivery.com", "DataDome"),
    ("_incapsula_resource", "Imperva"),
    ("px-captcha", "HUMAN"),
    ("perimeterx", "HUMAN"),
    ("awswafcookiedomainlist", "AWS WAF"),
    ("gokuprops", "AWS WAF"),
    ("sucuri website firewall", "Sucuri"),
    ("ddos-guard", "DDoS-Guard"),
    ("anubis_challenge", "Anubis"),
    ("g-recaptcha", ""),
    ("h-captcha", ""),
    ("checking your browser", ""),
    ("verify you are human", ""),
    ("verifying you are human", ""),
    ("are you a robot", ""),
    ("unusual traffic", ""),
];

/// Whose check the page that came with an error is.
pub(super) fn by_page(page: &[u8]) -> Option<&'static str> {
    let page = String::from_utf8_lossy(page.get(..PEEK).unwrap_or(page)).to_lowercase();
    MARKS.iter().find(|(mark, _)| page.contains(mark)).map(|(_, whose)| *whose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    #[test]
    fn checks_are_known_by_their_headers() {
        for (status, name, value, expected) in [
            (403, "cf-mitigated", "challenge", Some("Cloudflare")),
            (200, "cf-mitigated", "challenge", Some("Cloudflare")),
            (202, "x-amzn-waf-action", "challenge", Some("AWS WAF")),
            (405, "x-amzn-waf-action", "captcha", Some("AWS WAF")),
            (403, "x-datadome", "protected", Some("DataDome")),
            // What merely stands in front of a good answer is no check.
            (200, "x-datadome", "protected", None),
            (200, "server", "ddos-guard", None),
            (200, "server", "cloudflare", None),
            (403, "server", "cloudflare", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            assert_eq!(by_headers(status, &headers), expected, "{status} {name}: {value}");
        }
    }

    #[test]
    fn checks_are_known_by_their_pages() {
        for (page, expected) in [
            ("<html><TITLE>Just a moment...</TITLE>", Some("Cloudflare")),
            ("<script src=\"https://ct.captcha-delivery.com/c.js\">", Some("DataDome")),
            ("<p>Please verify you are human.</p>", Some("")),
            ("<h1>403 Forbidden</h1><p>nginx</p>", None),
            ("<h1>Just a moment of your time</h1>", None),
            ("", None),
        ] {
            assert_eq!(by_page(page.as_bytes()), expected, "{page}");
        }
        let late = format!("{}{}", " ".repeat(PEEK), "g-recaptcha");
        assert_eq!(by_page(late.as_bytes()), None, "only so much is looked at");
    }
}
