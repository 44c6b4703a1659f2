//! What headers say about asking again: validators, freshness, `Retry-After`.

use crate::model::{Hold, Validators};
use http::HeaderMap;
use http::header::{AGE, CACHE_CONTROL, DATE, ETAG, EXPIRES, LAST_MODIFIED, RETRY_AFTER};
use jiff::{SignedDuration, Timestamp};

/// The longest validator worth keeping, in bytes: it is sent back with every question.
const LONGEST_VALIDATOR: usize = 1_024;

/// How long a host is left alone that says "too many requests" or "not now" and not for how long, or nonsense.
pub(super) const DEFAULT_RETRY_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// The validators of an answer, byte for byte.
///
/// Two kinds of server say that theirs are not to be used: `Cache-Control: no-store` forbids keeping any part of
/// the answer (RFC 9111, section 5.2.2.5), and those that send `Expires: 0` and no `Cache-Control` want no
/// caching at all and are known for validators that do not change with the content (Miniflux ignores them for
/// the same reason). `no-cache` is the opposite: ask each time, with the validator.
/// `ETag: *` is none: sent back it would mean "whatever you have" and hide every change.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let cache_control = directives(headers);
    let no_store = cache_control.as_ref().is_some_and(|it| it.no_store);
    let no_cache_at_all = cache_control.is_none() && text(headers, &EXPIRES).is_some_and(|it| it.trim() == "0");
    if no_store || no_cache_at_all {
        return Validators::default();
    }
    let keep = |name| {
        text(headers, name).filter(|value| !value.is_empty() && value.len() <= LONGEST_VALIDATOR).map(str::to_owned)
    };
    Validators { etag: keep(&ETAG).filter(|etag| etag.trim() != "*"), last_modified: keep(&LAST_MODIFIED) }
}

/// How long the answer stays good.
pub(super) fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let cache_control = directives(headers);
    if let Some(it) = &cache_control {
        if it.no_store || it.no_cache {
            return None;
        }
        if let Some(seconds) = it.max_age {
            let age = text(headers, &AGE).and_then(seconds_of).unwrap_or(0);
            return Some(SignedDuration::from_secs(seconds.saturating_sub(age))).filter(SignedDuration::is_positive);
        }
    }
    let expires = date(text(headers, &EXPIRES)?)?;
    let sent = text(headers, &DATE).and_then(date).unwrap_or(now);
    Some(expires.duration_since(sent)).filter(SignedDuration::is_positive)
}

/// When to come back after a good answer.
pub(super) fn hold(headers: &HeaderMap, now: Timestamp) -> Hold {
    Hold { fresh_for: fresh_for(headers, now), retry_after: None }
}

/// How long a host wants to be left alone: a number of seconds or a date. Of several the longest counts.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let sent = text(headers, &DATE).and_then(date).unwrap_or(now);
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| match date(value) {
            Some(at) => vec![Some(at.duration_since(sent))],
            None => value.split(',').map(|part| seconds_of(part).map(SignedDuration::from_secs)).collect(),
        })
        .flatten()
        .filter(SignedDuration::is_positive)
        .max()
}

/// The same, for answers that mean "not now": a host that does not say for how long gets a while.
pub(super) fn retry_after_or_default(headers: &HeaderMap, now: Timestamp) -> SignedDuration {
    retry_after(headers, now).unwrap_or(DEFAULT_RETRY_AFTER)
}

#[derive(Debug, Default)]
struct Directives {
    no_store: bool,
    no_cache: bool,
    max_age: Option<i64>,
}

/// `Cache-Control`, where it is there.
fn directives(headers: &HeaderMap) -> Option<Directives> {
    let mut found: Option<Directives> = None;
    for value in headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok()) {
        let it = found.get_or_insert_default();
        for directive in value.split(',').map(str::trim) {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            if name.eq_ignore_ascii_case("no-store") {
                it.no_store = true;
            } else if name.eq_ignore_ascii_case("no-cache") {
                it.no_cache = true;
            } else if name.eq_ignore_ascii_case("max-age") {
                it.max_age = it.max_age.or(seconds_of(argument.trim_matches('"')));
            }
        }
    }
    found
}

/// A whole number of seconds, and nothing else. More digits than fit mean "very long".
fn seconds_of(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(i64::from(i32::MAX)).min(i64::from(i32::MAX)))
}

fn date(text: &str) -> Option<Timestamp> {
    Timestamp::try_from(httpdate::parse_http_date(text.trim()).ok()?).ok()
}

fn text<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}
