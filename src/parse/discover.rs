//! Which feeds a page offers.

use super::entity;
use super::scan::{Attributes, Scanner, Token};
use url::Url;

/// The most feeds listed of one page.
const MOST: usize = 20;

/// Paths at which sites keep their feeds, for a page that names none.
const WELL_KNOWN: [&str; 8] =
    ["/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default"];

/// Media types of feeds.
fn is_feed_type(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(
        kind.as_str(),
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "text/rss+xml"
            | "text/rss"
    )
}

/// The feeds that a page names with `<link rel=alternate>`, else those it links to with a name that only feeds have;
/// absolute where `base` allows it, in the order of the page.
#[must_use]
pub fn feeds_of_page(html: &str, base: Option<&Url>) -> Vec<String> {
    let mut base = base.cloned();
    let (mut named, mut linked) = (Vec::new(), Vec::new());
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        let Token::Start(tag) = token else { continue };
        let get = |name: &str| {
            let mut attributes = Attributes::new(tag.attributes, 32);
            let found = attributes.find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| entity::unescape(value.trim()).into_owned()).filter(|value| !value.is_empty())
        };
        if tag.name.eq_ignore_ascii_case("base") {
            let href = get("href").and_then(|href| Url::options().base_url(base.as_ref()).parse(&href).ok());
            base = href.or(base);
        } else if tag.name.eq_ignore_ascii_case("link") {
            let rel = get("rel").unwrap_or_default().to_ascii_lowercase();
            let rel = rel.split_ascii_whitespace().any(|rel| matches!(rel, "alternate" | "feed"));
            if rel && get("type").is_some_and(|kind| is_feed_type(&kind)) {
                named.extend(get("href").and_then(|href| absolute(&href, base.as_ref())));
            }
        } else if tag.name.eq_ignore_ascii_case("a") && linked.len() < MOST {
            linked.extend(
                get("href").filter(|href| looks_like_feed(href)).and_then(|href| absolute(&href, base.as_ref())),
            );
        }
        if named.len() >= MOST {
            break;
        }
    }
    let found = if named.is_empty() { linked } else { named };
    let mut feeds: Vec<String> = Vec::with_capacity(found.len());
    for feed in found {
        if !feeds.contains(&feed) {
            feeds.push(feed);
        }
    }
    feeds
}

/// The feeds that a `Link` header names.
#[must_use]
pub fn feeds_of_header(header: &str, base: Option<&Url>) -> Vec<String> {
    let mut feeds = Vec::new();
    for link in header.split(',').take(64) {
        let Some((href, parameters)) = link.trim().strip_prefix('<').and_then(|link| link.split_once('>')) else {
            continue;
        };
        let parameters = parameters.to_ascii_lowercase();
        let value = |name: &str| {
            parameters.split(';').find_map(|parameter| {
                let (known, value) = parameter.split_once('=')?;
                (known.trim() == name).then(|| value.trim().trim_matches('"'))
            })
        };
        let alternate = value("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "alternate"));
        if alternate && value("type").is_some_and(is_feed_type) {
            feeds.extend(absolute(href, base));
        }
    }
    feeds
}

/// Addresses at which a site may keep a feed that it does not name, most likely first.
#[must_use]
pub fn well_known_feeds(base: &Url) -> Vec<String> {
    WELL_KNOWN.iter().filter_map(|path| base.join(path).ok()).map(String::from).collect()
}

fn absolute(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.strip_prefix("feed:").map_or(href, |rest| if rest.starts_with("//") { href } else { rest });
    match Url::options().base_url(base).parse(href) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(url.into()),
        Ok(url) if url.scheme() == "feed" => Some(format!("https:{}", url.as_str().trim_start_matches("feed:"))),
        Ok(_) => None,
        // Without a base, a relative address is still worth showing.
        Err(_) => Some(href.to_owned()),
    }
}

fn looks_like_feed(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(
        name,
        "feed" | "rss" | "atom" | "feed.xml" | "rss.xml" | "atom.xml" | "index.xml" | "index.rdf" | "feed.json"
    ) || matches!(name.rsplit_once('.'), Some((_, "rss" | "atom" | "rdf")))
}
