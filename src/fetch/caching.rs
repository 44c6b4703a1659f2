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

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        }
        headers
    }

    fn now() -> Timestamp {
        "2026-01-05T10:00:00Z".parse().expect("a time")
    }

    #[test]
    fn validators_are_kept_byte_for_byte_unless_the_server_says_not_to() {
        for (lines, etag, last_modified) in [
            (vec![("etag", "W/\"a b\\\"")], Some("W/\"a b\\\""), None),
            (vec![("etag", "unquoted")], Some("unquoted"), None),
            (vec![("last-modified", "garbage")], None, Some("garbage")),
            (vec![("etag", "*")], None, None),
            (vec![("etag", "")], None, None),
            (vec![("etag", "\"1\""), ("cache-control", "private, No-Store")], None, None),
            (vec![("etag", "\"1\""), ("cache-control", "no-cache")], Some("\"1\""), None),
            (vec![("etag", "\"1\""), ("expires", "0")], None, None),
            (vec![("etag", "\"1\""), ("expires", "0"), ("cache-control", "max-age=60")], Some("\"1\""), None),
            (vec![("etag", "\"1\""), ("expires", "-1")], Some("\"1\""), None),
        ] {
            let found = validators(&headers(&lines));
            assert_eq!((found.etag.as_deref(), found.last_modified.as_deref()), (etag, last_modified), "{lines:?}");
        }
        let long = "x".repeat(LONGEST_VALIDATOR + 1);
        assert_eq!(validators(&headers(&[("etag", &long)])).etag, None);
    }

    #[test]
    fn freshness_is_what_the_server_says_where_it_makes_sense() {
        for (lines, seconds) in [
            (vec![("cache-control", "max-age=3600")], Some(3_600)),
            (vec![("cache-control", "public, MAX-AGE=\"60\"")], Some(60)),
            (vec![("cache-control", "public"), ("cache-control", "max-age=60")], Some(60)),
            (vec![("cache-control", "max-age=3600"), ("age", "600")], Some(3_000)),
            (vec![("cache-control", "max-age=60"), ("age", "600")], None),
            (vec![("cache-control", "max-age=60, no-cache")], None),
            (vec![("cache-control", "no-store, max-age=60")], None),
            (vec![("cache-control", "max-age=-1")], None),
            (vec![("cache-control", "max-age=soon")], None),
            (vec![("cache-control", "max-age=99999999999999999999")], Some(i64::from(i32::MAX))),
            (vec![("cache-control", "s-maxage=60")], None),
            (vec![("expires", "Mon, 05 Jan 2026 10:05:00 GMT")], Some(300)),
            // The server's own clock counts, wherever it stands.
            (vec![("expires", "Wed, 05 Jan 2000 10:05:00 GMT"), ("date", "Wed, 05 Jan 2000 10:00:00 GMT")], Some(300)),
            (vec![("expires", "Mon, 05 Jan 2026 09:00:00 GMT")], None),
            (vec![("expires", "0")], None),
            // RFC 9111, section 5.3: max-age goes before Expires.
            (vec![("cache-control", "max-age=60"), ("expires", "Mon, 05 Jan 2026 10:05:00 GMT")], Some(60)),
            (vec![], None),
        ] {
            let found = fresh_for(&headers(&lines), now()).map(|time| time.as_secs());
            assert_eq!(found, seconds, "{lines:?}");
        }
    }

    #[test]
    fn a_wish_to_be_left_alone_is_read_in_all_its_forms() {
        for (lines, seconds) in [
            (vec![("retry-after", "120")], Some(120)),
            (vec![("retry-after", " 120 ")], Some(120)),
            (vec![("retry-after", "Mon, 05 Jan 2026 10:05:00 GMT")], Some(300)),
            (vec![("retry-after", "Monday, 05-Jan-26 10:05:00 GMT")], Some(300)),
            (vec![("retry-after", "Mon, 05 Jan 2026 09:00:00 GMT")], None),
            (
                vec![("retry-after", "Wed, 05 Jan 2000 10:05:00 GMT"), ("date", "Wed, 05 Jan 2000 10:00:00 GMT")],
                Some(300),
            ),
            (vec![("retry-after", "60"), ("retry-after", "3600")], Some(3_600)),
            (vec![("retry-after", "120, 240")], Some(240)),
            (vec![("retry-after", "0")], None),
            (vec![("retry-after", "-1")], None),
            (vec![("retry-after", "1.5")], None),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "")], None),
            (vec![], None),
        ] {
            let found = retry_after(&headers(&lines), now()).map(|time| time.as_secs());
            assert_eq!(found, seconds, "{lines:?}");
            let lasting = retry_after_or_default(&headers(&lines), now()).as_secs();
            assert_eq!(lasting, seconds.unwrap_or(900), "{lines:?}");
        }
    }
}
