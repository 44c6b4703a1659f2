//! Pages that came instead of a feed: what they are, and which feeds they offer.

use super::discover;
use super::document::{Document, Markup};
use super::failure::ParseError;
use super::limits::Options;
use super::repair::Repairs;
use super::scan::{Scanner, Token};
use super::{clean, hentry};
use memchr::memmem;
use url::Url;

/// How much of a page is looked at, in bytes: bot-check pages are small, and heads come first.
const LOOKED_AT: usize = 300_000;

/// Reads what is no feed: a page with entries of its own, or the reason why there are none.
pub(super) fn read(
    text: &str,
    encoding: &'static str,
    base: Option<&Url>,
    limits: &Options,
    repairs: Repairs,
) -> Result<Document, ParseError> {
    let end = (0..=LOOKED_AT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = &text[..end];
    let lower = head.to_ascii_lowercase();
    if let Some(kind) = other_kind(text) {
        return Err(ParseError::OtherFile { kind });
    }
    if !is_page(&lower) {
        let start = text.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
        return Err(ParseError::NotAFeed { start });
    }
    if let Some(service) = bot_check(&lower) {
        return Err(ParseError::BotCheck { service: service.to_owned() });
    }
    if let Some(document) = hentry::read(text, encoding, base, limits, repairs) {
        return Ok(document);
    }
    Err(ParseError::Page { title: title(head, &lower), feeds: discover::feeds_of_page(head, base) })
}

/// Whether the text, in lower case, is HTML. Anything with one of its common elements is.
fn is_page(lower: &str) -> bool {
    ["<html", "<!doctype html", "<head", "<body", "<script", "<meta ", "<div", "<title", "<h1", "<p>", "<center"]
        .iter()
        .any(|start| memmem::find(lower.as_bytes(), start.as_bytes()).is_some())
}

fn title(text: &str, lower: &str) -> String {
    let inner = || {
        let from = lower.find("<title")?;
        let from = from + lower[from..].find('>')? + 1;
        let to = from + lower[from..].find("</title")?;
        Some(clean::plain(&text[from..to], Markup::Html, 120).replace('\n', " "))
    };
    inner().unwrap_or_default()
}

/// Who asks visitors to prove that they are no machine: words that such pages, and only they, contain.
fn bot_check(lower: &str) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 22] = [
        ("cf-challenge", "Cloudflare"),
        ("/cdn-cgi/challenge-platform/", "Cloudflare"),
        ("cf_chl_opt", "Cloudflare"),
        ("cf-browser-verification", "Cloudflare"),
        ("<title>just a moment...</title>", "Cloudflare"),
        ("attention required! | cloudflare", "Cloudflare"),
        ("_incapsula_resource", "Imperva"),
        ("incapsula incident", "Imperva"),
        ("captcha-delivery.com", "DataDome"),
        ("px-captcha", "HUMAN"),
        ("perimeterx", "HUMAN"),
        ("_pxhd", "HUMAN"),
        ("awswaf", "AWS WAF"),
        ("aws-waf-token", "AWS WAF"),
        ("ddos-guard", "DDoS-Guard"),
        ("sucuri website firewall", "Sucuri"),
        ("sucuri_cloudproxy", "Sucuri"),
        ("anubis_challenge", "Anubis"),
        ("making sure you&#39;re not a bot", "Anubis"),
        ("making sure you're not a bot", "Anubis"),
        ("errors.edgesuite.net", "Akamai"),
        ("kasada", "Kasada"),
    ];
    const WORDS: [&str; 9] = [
        "checking your browser before accessing",
        "verify you are human",
        "verifying you are human",
        "are you a robot?",
        "please complete the captcha",
        "enable javascript and cookies to continue",
        "pardon our interruption",
        "unusual traffic from your",
        "prove you are not a robot",
    ];
    let has = |sign: &str| memmem::find(lower.as_bytes(), sign.as_bytes()).is_some();
    if let Some((_, service)) = SIGNS.iter().find(|(sign, _)| has(sign)) {
        // A page may load a guard's script and still be a page: what asks for a proof is short.
        if lower.len() < 60_000 {
            return Some(service);
        }
    }
    (lower.len() < 30_000 && WORDS.iter().any(|word| has(word))).then_some("the server")
}

/// What a file is that begins like one of another kind.
fn other_kind(text: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 9] = [
        ("%PDF", "a PDF"),
        ("GIF8", "a picture"),
        ("PK\u{3}", "a ZIP archive"),
        ("BEGIN:VCALENDAR", "a calendar"),
        ("<svg", "a picture"),
        ("<opml", "a list of feeds (OPML)"),
        ("<urlset", "a sitemap"),
        ("<sitemapindex", "a sitemap"),
        ("<wsdl", "a description of a service"),
    ];
    // Past the declaration and comments: the first element decides.
    let mut scanner = Scanner::new(text);
    let first = match scanner.next() {
        Some(Token::Start(_)) => text.get(scanner.start..)?,
        _ => text,
    };
    let begins = |sign: &str| first.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
    KINDS.iter().find(|(sign, _)| begins(sign)).map(|(_, kind)| *kind)
}
