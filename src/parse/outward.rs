//! What an entry's text links to: one pass over its HTML, addresses only.

use super::document::{Item, Markup, Text};
use super::entity;
use super::markup::{Piece, Pieces};
use super::scan::Attributes;
use crate::model::Link;
use memchr::memmem;
use rustc_hash::FxHashSet;
use url::Url;

/// The most links kept of one entry: a report links to a few others, a list of links to hundreds.
const MOST: usize = 20;
/// The most links looked at.
const MOST_SEEN: usize = 200;
/// The most attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 16;
/// Keys longer than this, in bytes, are left out: they carry a session, not an address.
const LONGEST: usize = 500;

/// Keys of the pages on other sites that `item` links to, in the order of the text, each once.
///
/// `own` is the link of the item itself: what stands on the same host says nothing about who follows whom.
pub(super) fn links_to(item: &Item, own: Option<&Link>, base: Option<&Url>) -> Vec<String> {
    let own = own.map(|link| host(&link.key()).to_owned());
    let mut known: FxHashSet<String> = FxHashSet::default();
    let mut found = Vec::new();
    let mut add = |raw: &str, base: Option<&Url>| {
        let Ok(link) = Link::parse(raw, base) else { return };
        let key = link.key();
        let elsewhere = own.as_deref() != Some(host(&key)) && host(&key).len() < key.len();
        if elsewhere && key.len() <= LONGEST && found.len() < MOST && known.insert(key.clone()) {
            found.push(key);
        }
    };
    for link in item.links.iter().filter(|link| matches!(link.rel.as_str(), "via" | "related")) {
        add(&link.href, base);
    }
    for text in [&item.summary, &item.content].into_iter().flatten() {
        each_address(text, |raw| add(raw, text.base.as_deref().or(base)));
    }
    found
}

/// The host of a key. A key that is nothing but a host names a site, not a report.
fn host(key: &str) -> &str {
    key.split(['/', '?']).next().unwrap_or_default()
}

fn each_address(text: &Text, mut each: impl FnMut(&str)) {
    if text.markup == Markup::Plain || memmem::find(text.value.as_bytes(), b"<").is_none() {
        return;
    }
    let mut seen = 0;
    for piece in Pieces::new(&text.value, text.markup == Markup::Html) {
        let Piece::Open(name, attributes, _) = piece else { continue };
        if !name.eq_ignore_ascii_case("a") {
            continue;
        }
        let address = Attributes::new(attributes, MOST_ATTRIBUTES).find(|(name, _)| name.eq_ignore_ascii_case("href"));
        if let Some((_, raw)) = address {
            each(&entity::unescape(raw));
            seen += 1;
        }
        if seen >= MOST_SEEN {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, links_to};
    use crate::model::Link;
    use crate::parse::document::{Item, Markup, Reference, Text};

    fn found(html: &str) -> Vec<String> {
        let own = Link::parse("https://www.daily.example/a", None).ok();
        let item = Item {
            content: Some(Text::new(html, Markup::Html)),
            links: vec![Reference { href: "https://via.example/x".into(), rel: "via".into(), kind: None }],
            ..Item::default()
        };
        links_to(&item, own.as_ref(), None)
    }

    #[test]
    fn pages_on_other_sites_are_kept_each_once() {
        let html = "<p><a href='https://www.herald.example/dam/?utm_source=x&amp;id=7'>Herald</a> \
                    <A class=b HREF=http://herald.example/dam?id=7#top>again</A> <a href='/b'>ours</a> \
                    <a href='https://daily.example/c'>ours</a> <a href='https://herald.example/'>a site</a> \
                    <a href='mailto:a@b.example'>mail</a> <a name=x>none</a> <img src='https://cdn.example/p.png'>";
        assert_eq!(found(html), ["via.example/x", "herald.example/dam?id=7"]);
        assert_eq!(found("https://herald.example/plain 1 < 2"), ["via.example/x"]);
    }

    #[test]
    fn a_list_of_links_is_cut() {
        let many: Vec<String> = (0..5_000).map(|number| format!("<a href=https://s{number}.example/p>")).collect();
        let many = many.concat();
        assert_eq!(found(&many).len(), MOST);
        assert_eq!(found(&"<a href=".repeat(50_000)), ["via.example/x"]);
    }
}
