//! `feed.xml` and `feed.json`, as `feed-rs` reads them.

use super::allowed::Allowed;
use super::discrepancy::Discrepancy;
use super::judge::shown;
use super::reading::{Reading, collapsed};
use super::stored::Stored;
use crate::model::EntryId;
use crate::render;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the feeds have to say: the items of `feed.json`, each with the view of its body in place of it.
#[derive(Debug)]
pub struct FeedItems {
    items: Vec<FeedItem>,
}

#[derive(Debug)]
struct FeedItem {
    id: String,
    title: String,
    allowed: Allowed,
    links: BTreeSet<String>,
}

#[derive(Deserialize)]
struct View {
    items: Vec<ItemView>,
}

#[derive(Deserialize)]
struct ItemView {
    id: String,
    title: String,
    url: String,
    content_html: String,
}

impl FeedItems {
    /// Reads a `feed.json` that a renderer of views has made; `None` where it is none.
    #[must_use]
    pub fn read(view: &[u8]) -> Option<Self> {
        let view: View = serde_json::from_slice(view).ok()?;
        let item = |item: ItemView| {
            let allowed = Allowed::read(item.content_html.as_bytes())?;
            let mut links: BTreeSet<String> = allowed.links.clone();
            links.extend(allowed.quotes.iter().flat_map(|quote| &quote.targets).cloned());
            links.insert(item.url);
            Some(FeedItem { id: item.id, title: render::shown(&item.title), allowed, links })
        };
        Some(Self { items: view.items.into_iter().map(item).collect::<Option<_>>()? })
    }

    /// How many items there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.items.len()
    }

    /// The entries that the items quote.
    pub fn entries(&self) -> impl Iterator<Item = &EntryId> {
        self.items.iter().flat_map(|item| item.allowed.entries())
    }
}

/// Everything that is wrong with the feed in `bytes`, which has to tell `items`. Where the site is published decides
/// where its entries lead and what their ids are; `is_published_there` says that `items` know.
#[must_use]
pub fn feed(bytes: &[u8], items: &FeedItems, stored: &Stored, is_published_there: bool) -> Vec<Discrepancy> {
    let feed = match feed_rs::parser::parse(bytes) {
        Ok(feed) => feed,
        Err(cause) => return vec![Discrepancy::whole(format!("cannot be read as a feed: {cause}"))],
    };
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in &feed.entries {
        let title = entry.title.as_ref().map(|title| collapsed(&title.content)).unwrap_or_default();
        let place = format!("entry {}", entry.id);
        let mut wrong = |words: &str, reason: String| findings.push(Discrepancy::new(&*place, words, reason));
        let story = |id: &str| id.rsplit_once("story/").map_or_else(|| id.to_owned(), |(_, story)| story.to_owned());
        let is_it =
            |item: &&FeedItem| item.id == entry.id || !is_published_there && story(&item.id) == story(&entry.id);
        let Some(item) = items.items.iter().find(is_it) else {
            wrong(&title, "is no story of the editions that the feed tells".to_owned());
            continue;
        };
        if !seen.insert(&item.id) {
            wrong(&title, "stands in the feed twice".to_owned());
        }
        if title != item.title {
            wrong(&title, format!("is not the headline of its story, which is \"{}\"", item.title));
        }
        for link in &entry.links {
            if !item.links.contains(&link.href) && (is_published_there || link.rel.as_deref() == Some("via")) {
                wrong(&link.href, "is where it leads, but no report of its story".to_owned());
            }
        }
        let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
        let body = body.or(entry.summary.as_ref().map(|summary| &*summary.content)).unwrap_or_default();
        if collapsed(body).is_empty() {
            wrong(&title, "has no body".to_owned());
        }
        let shown = shown(&Reading::uncited(body), &item.allowed, stored);
        findings.extend(shown.into_iter().map(|finding| Discrepancy { place: place.clone(), ..finding }));
    }
    for item in &items.items {
        if !seen.contains(&item.id) {
            findings.push(Discrepancy::new("", &*item.title, "is a story that the feed does not tell"));
        }
    }
    findings
}
