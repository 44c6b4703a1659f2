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
