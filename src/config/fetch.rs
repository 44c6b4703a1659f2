//! How to fetch: `[fetch]` and the same keys of an outlet.

use super::allow::allow;
use super::duration::{Bounds, duration};
use super::file;
use super::parts::SecretText;
use super::problem::Problems;
use super::secret;
use super::section::Written;
use super::values::within;
use crate::fetch::{Options, OutletOptions, ProxyChoice};
use crate::model::Secret;
use http::{HeaderName, HeaderValue};
use jiff::SignedDuration;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// The shortest and the longest time one answer may take.
pub(super) const TIMEOUTS: Bounds = Bounds { least: "1s", most: "10m" };
/// The shortest and the longest pause between two requests for a feed.
pub(super) const INTERVALS: Bounds = Bounds { least: "0s", most: "30d" };

/// Headers that we set ourselves, or that would break the connection, with what to do instead.
const OURS: &[(&str, &str)] = &[
    ("user-agent", "write user_agent = \"...\""),
    ("cookie", "write cookie = \"...\""),
    ("host", "it follows from the address"),
    ("connection", "write http1 = true if a server stumbles over HTTP/2"),
    ("content-length", "a request for a feed has no content"),
    ("transfer-encoding", "a request for a feed has no content"),
    ("upgrade", "write http1 = true if a server stumbles over HTTP/2"),
    ("te", "it is a matter between connections"),
    ("accept-encoding", "every coding that can be read is asked for already"),
    ("if-none-match", "it is sent whenever the feed was read before"),
    ("if-modified-since", "it is sent whenever the feed was read before"),
    ("range", "feeds are read as a whole"),
    ("proxy-authorization", "write proxy = \"http://${NAME}:${PASSWORD}@host:port\""),
];

/// Checks what `[fetch]` says of fetching itself.
pub(super) fn options(written: &file::Fetch, folder: &Path, problems: &mut Problems<'_>) -> Options {
    let usual = Options::default();
    let contact = written.contact.as_ref().and_then(|at| visible(at, "you@example.org", problems));
    let timeout =
        written.timeout.as_ref().and_then(|at| duration(at, TIMEOUTS, problems)).map_or(usual.timeout, seconds);
    let concurrency =
        written.concurrency.as_ref().and_then(|at| within(at, 1, 512, problems)).unwrap_or(usual.concurrency);
    let per_host = written.per_host.as_ref().and_then(|at| within(at, 1, 64, problems)).unwrap_or(usual.per_host);
    if let Some(at) = &written.per_host
        && per_host > concurrency
    {
        let message =
            format!("`per_host` is {per_host}, but `concurrency` lets only {concurrency} requests run at once");
        problems.add(&at.span, &at.key, message, "lower `per_host` or raise `concurrency`");
    }
    let max_bytes = written.max_bytes.as_ref().and_then(|at| within(at, 10_000, 1_000_000_000, problems));
    let allow = written.allow.iter().flat_map(|list| &list.value).filter_map(|at| allow(at, problems)).collect();
    let proxy = written.proxy.as_ref().and_then(|at| proxy(at, folder, problems)).and_then(|choice| match choice {
        ProxyChoice::Via(address) => Some(address),
        ProxyChoice::Direct => None,
    });
    Options {
        contact,
        timeout,
        concurrency,
        per_host,
        max_bytes: max_bytes.map_or(usual.max_bytes, |bytes| bytes as u64),
        allow,
        proxy,
        ..usual
    }
}

/// Checks what an outlet says of fetching.
pub(super) fn outlet_options(
    written: &file::Outlet<'_>,
    enabled: bool,
    timeout: Option<SignedDuration>,
    folder: &Path,
    problems: &mut Problems<'_>,
) -> OutletOptions {
    let mut options = OutletOptions {
        timeout: timeout.map(seconds),
        http1: written.http1.as_ref().is_some_and(|at| at.value),
        user_agent: written.user_agent.as_ref().and_then(|at| visible(at, "Example/1.0", problems)),
        ..OutletOptions::default()
    };
    let authorization = written.headers.iter().find(|at| at.value.0.eq_ignore_ascii_case("authorization"));
    if let (Some(at), Some(_)) = (authorization, &written.basic_auth) {
        let hint = "keep one of them";
        problems.add(&at.span, &at.key, "`basic_auth` and the header Authorization say the same thing twice", hint);
    }
    for (at, header) in written.headers.iter().enumerate() {
        header_name(header, problems);
        let same = |other: &Written<(&str, SecretText)>| other.value.0.eq_ignore_ascii_case(header.value.0);
        if written.headers[..at].iter().any(same) {
            problems.add(
                &header.span,
                &header.key,
                "this header stands here twice",
                "case does not count in their names",
            );
        }
    }
    if !enabled {
        // Nothing will be sent, so nothing need be set in the environment yet.
        let headers = written.headers.iter().map(|at| at.with(at.value.1.clone()));
        let others = [&written.basic_auth, &written.cookie, &written.proxy].into_iter().flatten().cloned();
        for at in headers.chain(others) {
            secret::check(&at, problems);
        }
        return options;
    }
    for header in &written.headers {
        if let Some(value) = sendable(&header.with(header.value.1.clone()), folder, problems) {
            options.headers.push((header.value.0.to_owned(), value));
        }
    }
    options.cookie = written.cookie.as_ref().and_then(|at| sendable(at, folder, problems));
    options.basic_auth = written.basic_auth.as_ref().and_then(|at| {
        let value = secret::secret(at, folder, problems)?;
        if value.expose().contains(':') {
            return Some(value);
        }
        let hint = "write basic_auth = \"${NAME}:${PASSWORD}\"";
        problems.add(&at.span, &at.key, "`basic_auth` has no `:` between name and password", hint);
        None
    });
    options.proxy = written.proxy.as_ref().and_then(|at| proxy(at, folder, problems));
    options
}

fn header_name(at: &Written<(&str, SecretText)>, problems: &mut Problems<'_>) {
    let name = at.value.0;
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        let message = format!("\"{}\" is not the name of a header", name.escape_debug());
        problems.add(&at.span, &at.key, message, "names have letters, digits and hyphens: X-Api-Key");
    } else if let Some((_, hint)) = OURS.iter().find(|(ours, _)| name.eq_ignore_ascii_case(ours)) {
        problems.add(&at.span, &at.key, format!("the header {name} cannot be set here"), *hint);
    }
}

/// A secret that can stand in a header.
fn sendable(at: &Written<SecretText>, folder: &Path, problems: &mut Problems<'_>) -> Option<Secret> {
    let value = secret::secret(at, folder, problems)?;
    if HeaderValue::from_str(value.expose()).is_ok() {
        return Some(value);
    }
    problems.add(&at.span, &at.key, "the value has characters that a header cannot carry", "use ASCII characters only");
    None
}

/// Text without secrets that goes into a header.
fn visible(at: &Written<String>, example: &str, problems: &mut Problems<'_>) -> Option<String> {
    let text = at.value.trim();
    let name = at.key.rsplit('.').next().unwrap_or(&at.key);
    let message = if text.is_empty() {
        format!("`{name}` is empty")
    } else if text.contains("${") {
        format!("`{name}` must not hold a variable of the environment: it is shown in logs")
    } else if !text.is_ascii() || HeaderValue::from_str(text).is_err() {
        format!("`{name}` has characters that a header cannot carry")
    } else {
        return Some(text.to_owned());
    };
    problems.add(&at.span, &at.key, message, format!("write {name} = \"{example}\", or take the line out"));
    None
}

fn proxy(at: &Written<SecretText>, folder: &Path, problems: &mut Problems<'_>) -> Option<ProxyChoice> {
    if let SecretText::Text(text) = &at.value
        && text == "none"
    {
        return Some(ProxyChoice::Direct);
    }
    let value = secret::secret(at, folder, problems)?;
    let scheme = value.expose().split_once("://").map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let known = matches!(scheme.as_str(), "http" | "https" | "socks5" | "socks5h");
    let host = Url::parse(value.expose()).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()));
    if known && host {
        return Some(ProxyChoice::Via(value));
    }
    let hint = "write \"http://host:port\", \"socks5://host:port\", or \"none\"";
    problems.add(&at.span, &at.key, "this is not the address of a proxy", hint);
    None
}

fn seconds(duration: SignedDuration) -> Duration {
    duration.unsigned_abs()
}
