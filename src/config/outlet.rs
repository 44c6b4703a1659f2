//! Outlets as written -> outlets as checked.

use super::checked::OutletConfig;
use super::duration::duration;
use super::fetch::{INTERVALS, TIMEOUTS, outlet_options};
use super::file;
use super::keyword::{Use, choice, weight};
use super::likeness::nearest;
use super::problem::{Problems, holds_credentials, may_hold_secret};
use super::section::Written;
use super::topic::matchers;
use super::values::{identifier, shown};
use crate::model::{Feed, FeedAddress, FeedId, Link, Outlet, OutletId, Paywall};
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

/// Checks all outlets. Relative paths start at `folder`.
pub(super) fn outlets(written: &[file::Outlet<'_>], folder: &Path, problems: &mut Problems<'_>) -> Vec<OutletConfig> {
    // Where each address was seen first: its line and its outlet.
    let mut seen: BTreeMap<String, (usize, String)> = BTreeMap::new();
    written.iter().map(|outlet| checked(outlet, folder, &mut seen, problems)).collect()
}

fn checked(
    written: &file::Outlet<'_>,
    folder: &Path,
    seen: &mut BTreeMap<String, (usize, String)>,
    problems: &mut Problems<'_>,
) -> OutletConfig {
    identifier("outlet", &written.id, &written.span, problems);
    let id = OutletId::new(&written.id);
    let key = format!("outlet.{}", written.id);
    let mut feeds = Vec::new();
    let mut feed_lines = Vec::new();
    match &written.feeds {
        None => {
            let hint = "add feeds = [\"https://...\"] below it";
            problems.missing_key(&written.span, &key, "feeds", format!("[{key}] has no `feeds`"), hint);
        }
        Some(list) if list.value.is_empty() => {
            let hint = "add an address, or write enabled = false to switch the outlet off";
            problems.missing(&list.span, &list.key, "`feeds` is empty", hint);
        }
        Some(list) => {
            for at in &list.value {
                let Some(address) = address(at, folder, problems) else { continue };
                let line = problems.line(at.span.start);
                if let Some((other, outlet)) = seen.get(&sameness(&address)) {
                    let place = if *outlet == written.id { String::new() } else { format!(", in [outlet.{outlet}]") };
                    let message = format!("this feed is there twice: first in line {other}{place}");
                    problems.add(&at.span, &at.key, message, "take one of them out");
                    continue;
                }
                seen.insert(sameness(&address), (line, written.id.clone()));
                // The name must be the same wherever the folder lies, so a path counts as written.
                let name = match &address {
                    FeedAddress::Web(web) => web.as_str(),
                    FeedAddress::File(_) => at.value.trim(),
                };
                feeds.push(Feed { id: FeedId::derive(&id, name), outlet: id.clone(), address });
                feed_lines.push(line);
            }
        }
    }
    let site = match &written.site {
        Some(at) => site(at, problems).unwrap_or_default(),
        None => feeds.iter().find_map(host_of).unwrap_or_else(|| written.id.clone()),
    };
    let family = written.family.as_ref().map(|at| shown(at, problems));
    let paywall = written.paywall.as_ref().and_then(|at| {
        let choices = [("none", Paywall::None), ("metered", Paywall::Metered), ("hard", Paywall::Hard)];
        choice(
            at,
            &choices,
            &[("free", "none"), ("soft", "metered"), ("yes", "hard"), ("no", "none"), ("full", "hard")],
            problems,
        )
    });
    let weight = written.weight.as_ref().map_or(Some(1.0), |at| weight(at, problems)).unwrap_or(1.0);
    let shelf = written.folder.as_ref().map(|list| folder_names(list, problems)).unwrap_or_default();
    let enabled = written.enabled.as_ref().is_none_or(|at| at.value);
    OutletConfig {
        outlet: Outlet { id, site, family, weight, paywall },
        feeds,
        feed_lines,
        fetch: outlet_options(
            written,
            enabled,
            written.timeout.as_ref().and_then(|at| duration(at, TIMEOUTS, problems)),
            folder,
            problems,
        ),
        min_interval: written.min_interval.as_ref().and_then(|at| duration(at, INTERVALS, problems)),
        not: matchers(written.not.as_ref(), Use::Drops, problems),
        folder: shelf,
        enabled,
    }
}

/// The names of the folders an outlet lies in, outermost first.
fn folder_names(list: &Written<Vec<Written<String>>>, problems: &mut Problems<'_>) -> Vec<String> {
    /// As deep as lists of feeds are read.
    const DEEPEST: usize = 16;
    if let Some(at) = list.value.get(DEEPEST) {
        problems.add(&at.span, &at.key, format!("more than {DEEPEST} folders within one another"), "take some out");
    }
    list.value.iter().map(|at| shown(at, problems)).collect()
}

/// Why text is no address of a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default())]
pub struct AddressError {
    message: String,
    hint: Option<String>,
}

/// Reads the address of a feed or of a page that may name one, as a person types it: `https://` may be left out.
/// Relative `file:` paths start at `folder`.
///
/// # Errors
/// [`AddressError`] says what is wrong with it; it repeats no secret.
pub fn typed_address(text: &str, folder: &Path) -> Result<FeedAddress, AddressError> {
    let text = text.trim();
    let bare = !text.contains("://") && !text.starts_with("file:") && !text.starts_with('/');
    let likely = text.split(['/', '?']).next().is_some_and(|host| host.contains('.') && !host.contains('@'));
    if bare
        && likely
        && let Ok(address) = parse(&format!("https://{text}"), folder)
    {
        return Ok(address);
    }
    parse(text, folder).map_err(|(message, hint)| AddressError { message, hint })
}

/// Reads an address: `https://...`, `http://...` or `file:PATH`.
fn address(at: &Written<String>, folder: &Path, problems: &mut Problems<'_>) -> Option<FeedAddress> {
    match parse(at.value.trim(), folder) {
        Ok(address) => Some(address),
        Err((message, hint)) => {
            problems.add(&at.span, &at.key, message, hint);
            None
        }
    }
}

pub(super) fn parse(text: &str, folder: &Path) -> Result<FeedAddress, (String, Option<String>)> {
    let fault = |message: String, hint: &str| Err((message, Some(hint.to_owned())));
    let forms = "write the whole address: \"https://example.org/feed.xml\", or \"file:feeds/example.xml\" for a file";
    // First of all, since no other message may repeat what must not be seen.
    if holds_credentials(text) {
        let hint = "take it out and write basic_auth = \"${NAME}:${PASSWORD}\" below `feeds`";
        return fault("an address must not hold a user name or password".to_owned(), hint);
    }
    if text.contains("${") {
        let hint = "variables work in headers, basic_auth, cookie and proxy; an address is shown on pages and in logs";
        return fault("an address must not hold a variable of the environment".to_owned(), hint);
    }
    let private = may_hold_secret(text);
    let shown = if private {
        "this".to_owned()
    } else {
        format!("\"{}\"", text.escape_debug().to_string().chars().take(120).collect::<String>())
    };
    if text.is_empty() {
        return fault("this address is empty".to_owned(), forms);
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) && !text.starts_with("file:") {
        return fault(format!("{shown} has a space in it"), "two addresses are two strings: [\"...\", \"...\"]");
    }
    let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme, text)) else {
        let guess = format!(
            "https://{}",
            text.trim_start_matches("https").trim_start_matches("http").trim_start_matches(['/', ':'])
        );
        let likely = Url::parse(&guess).is_ok_and(|url| url.host_str().is_some_and(|host| host.contains('.')));
        let hint = if likely && !private { format!("write \"{guess}\"") } else { forms.to_owned() };
        return Err((format!("{shown} is not a whole address"), Some(hint)));
    };
    match scheme.to_ascii_lowercase().as_str() {
        "file" => file_address(rest, folder),
        "http" | "https" => {
            let host = rest.strip_prefix("//").filter(|rest| !rest.starts_with('/') && !rest.starts_with('\\'));
            if host.is_none() {
                let guess = format!("{scheme}://{}", rest.trim_start_matches('/'));
                let hint = if private { forms.to_owned() } else { format!("write \"{guess}\"") };
                return Err((format!("{shown} is not a whole address"), Some(hint)));
            }
            match Url::parse(text).map(|_| Link::parse(text, None)) {
                Ok(Ok(link)) => Ok(FeedAddress::Web(link)),
                Ok(Err(error)) => Err((format!("{shown} does not work: {error}"), Some(forms.to_owned()))),
                Err(error) => Err((format!("{shown} does not work: {error}"), Some(forms.to_owned()))),
            }
        }
        "feed" => fault(format!("{shown} begins with feed:"), "write https: in its place"),
        other => {
            let hint = match nearest(other, ["https", "http", "file"]) {
                Some(near) => format!("did you mean {near}:?"),
                None => "feeds are read from https:, http: and file: addresses".to_owned(),
            };
            Err((format!("`{other}:` is not a scheme feeds can be read from"), Some(hint)))
        }
    }
}

/// Whether what stands before the first `:` is a scheme, and not the host of `example.org:8080/feed`.
fn is_scheme(scheme: &str, text: &str) -> bool {
    let behind = &text[scheme.len() + 1..];
    let port = behind.starts_with(|c: char| c.is_ascii_digit()) && scheme != "file";
    !port
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+')
}

fn file_address(rest: &str, folder: &Path) -> Result<FeedAddress, (String, Option<String>)> {
    // `file:///abs` and `file:/abs` are the same; `file://abs` would name a host.
    let path = match rest.strip_prefix("//") {
        Some(path) if path.starts_with('/') => path,
        Some(path) => {
            let hint =
                format!("write \"file:{path}\" for a path relative to this file, \"file:/{path}\" for an absolute one");
            return Err((format!("\"file:{rest}\" names a host, not a path"), Some(hint)));
        }
        None => rest,
    };
    if path.trim().is_empty() || path.ends_with('/') {
        let hint = "write \"file:feeds/example.xml\"; it is relative to this file".to_owned();
        return Err((format!("\"file:{rest}\" does not name a file"), Some(hint)));
    }
    if path.starts_with('~') {
        return Err((
            "`~` is not known in paths".to_owned(),
            Some("write the path of the home folder in full".to_owned()),
        ));
    }
    Ok(FeedAddress::File(super::values::absolute(folder, path)))
}

/// What two ways to write one address have in common.
pub(super) fn sameness(address: &FeedAddress) -> String {
    match address {
        FeedAddress::File(path) => format!("file:{}", path.display()),
        FeedAddress::Web(link) => {
            let text = link.as_str().split('#').next().unwrap_or_default();
            let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
            text.trim_end_matches('/').to_owned()
        }
    }
}

fn host_of(feed: &Feed) -> Option<String> {
    let FeedAddress::Web(link) = &feed.address else { return None };
    host_of_link(link)
}

/// The host of a link without `www.`.
pub(super) fn host_of_link(link: &Link) -> Option<String> {
    let host = Url::parse(link.as_str()).ok()?.host_str()?.to_owned();
    Some(host.strip_prefix("www.").map_or(host.clone(), ToOwned::to_owned))
}

fn site(at: &Written<String>, problems: &mut Problems<'_>) -> Option<String> {
    let text = at.value.trim();
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let host = if host == text { host } else { host.strip_prefix("www.").unwrap_or(host) };
    if host == text && is_site(text) {
        return Some(text.to_owned());
    }
    let hint = if is_site(host.trim_matches('.')) && host.contains('.') {
        format!("write site = \"{}\"", host.trim_matches('.'))
    } else {
        "write the name readers know: site = \"example.org\"".to_owned()
    };
    problems.add(&at.span, &at.key, "`site` is the name of a host, without scheme or path", hint);
    None
}

/// Whether `text` can be the `site` of an outlet.
pub(super) fn is_site(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    !text.is_empty() && text.chars().all(fits) && !text.starts_with('.') && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::path::Path;

    #[test]
    fn addresses_are_read() {
        for (text, expected) in [
            ("https://example.org/feed", "https://example.org/feed"),
            ("HTTPS://Example.org", "https://example.org/"),
            ("http://127.0.0.1:8000/a.xml", "http://127.0.0.1:8000/a.xml"),
            ("https://example.org/?a=b&c=d@e", "https://example.org/?a=b&c=d@e"),
            ("file:a/b.xml", "file:/srv/a/b.xml"),
            ("file:../b.xml", "file:/b.xml"),
            ("file:/b c.xml", "file:/b c.xml"),
            ("file:///b.xml", "file:/b.xml"),
        ] {
            let address = parse(text, Path::new("/srv")).map(|address| address.to_string());
            assert_eq!(address, Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_address() {
        for text in [
            "",
            "example.org/feed",
            "https//example.org",
            "https:example.org",
            "https:/example.org",
            "https:///example.org",
            "https://",
            "https://exa mple.org",
            "htps://example.org",
            "ftp://example.org",
            "feed://example.org",
            "https://u:p@example.org/",
            "https://example.org/?k=${KEY}",
            "file:",
            "file:folder/",
            "file://host/a.xml",
            "file:~/a.xml",
            "javascript:alert(1)",
            "data:text/xml,x",
            "https://[::1",
            "https://example.org:99999/",
        ] {
            assert!(parse(text, Path::new("/srv")).is_err(), "{text}");
        }
    }
}
