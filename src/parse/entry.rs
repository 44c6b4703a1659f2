//! One foreign item to our [`Entry`].

use super::clean;
use super::document::{Document, Item, Markup, Text};
use super::outward::links_to;
use super::repair::{Repair, Repairs};
use crate::model::{Entry, EntryId, FeedId, Identity, Link, OutletId, PlainText, fingerprint};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

/// The most bytes kept of a headline.
pub(super) const TITLE: usize = 500;
/// The most bytes kept of a summary.
const SUMMARY: usize = 10_000;
/// The most bytes kept of an article's text.
const TEXT: usize = 100_000;
/// The most bytes kept of a name or a label.
const LABEL: usize = 200;
/// The most bytes of an address, which pages and letters repeat. Servers are asked to understand that much (RFC 9110,
/// section 4.1), and half an address leads nowhere: a longer one is left out.
const LINK: usize = 8_000;
/// How much of the text goes into the print of an entry, in bytes: enough to tell articles apart, little
/// enough that a correction further down leaves the print as it was.
const PRINTED: usize = 600;
/// With less text than this, in bytes, a headline alone does not tell articles apart: "Photos of the day".
const TELLING: usize = 60;
/// Guids longer than this, in bytes, are kept as their fingerprint.
const LONG_GUID: usize = 500;

/// What a document publishes, as entries of `feed`, read at `seen`, in the document's order; and what had to be
/// mended on the way, to be added to the document's own repairs.
///
/// No article comes twice: of items with the same guid or the same link the first counts, unless the feed uses one
/// guid or one link for articles that differ. Guids and links that tell nothing apart are left out of
/// [`Identity`]. Items with neither headline nor text are left out.
#[must_use]
pub fn entries(document: &Document, feed: &FeedId, outlet: &OutletId, seen: Timestamp) -> (Vec<Entry>, Repairs) {
    let mut taming = Taming { document, feed, outlet, seen, repairs: Repairs::default() };
    let links: Vec<Option<Link>> = document.items.iter().map(|item| taming.link(item)).collect();
    let keys: Vec<Option<String>> = links.iter().map(|link| link.as_ref().map(Link::key)).collect();
    let shared = Shared::of(document, &keys);
    let mut known: FxHashSet<(u8, String)> = FxHashSet::default();
    let mut entries = Vec::with_capacity(document.items.len());
    for ((item, link), key) in document.items.iter().zip(links).zip(&keys) {
        let guid = item.id.as_deref().map(str::trim).filter(|guid| is_telling(guid) && !shared.guids.contains(guid));
        let key = key.clone().filter(|key| !shared.links.contains(key.as_str()));
        if let Some(entry) = taming.entry(item, link, guid, key) {
            let identity = &entry.identity;
            let keys = [(0, identity.guid.clone()), (1, identity.link.clone()), (2, Some(identity.print.clone()))];
            let keys = || keys.iter().filter_map(|(kind, key)| key.clone().map(|key| (*kind, key)));
            if keys().any(|key| known.contains(&key)) {
                taming.repairs.add(Repair::DuplicateEntry);
                continue;
            }
            known.extend(keys());
            entries.push(entry);
        }
    }
    (entries, taming.repairs)
}

/// Whether a guid can tell entries apart at all.
fn is_telling(guid: &str) -> bool {
    !guid.is_empty()
        && !matches!(guid.to_ascii_lowercase().as_str(), "0" | "-" | "none" | "null" | "n/a" | "undefined" | "guid")
}

/// Guids and keys of links that a feed uses for articles that differ.
#[derive(Debug, Default)]
struct Shared<'d> {
    guids: FxHashSet<&'d str>,
    links: FxHashSet<&'d str>,
}

impl<'d> Shared<'d> {
    fn of(document: &'d Document, keys: &'d [Option<String>]) -> Self {
        let mut shared = Self::default();
        let mut by_guid: FxHashMap<&str, (Option<&str>, &str)> = FxHashMap::default();
        let mut by_link: FxHashMap<&str, (Option<&str>, &str)> = FxHashMap::default();
        for (item, key) in document.items.iter().zip(keys) {
            let title = item.title.as_ref().map_or("", |title| title.value.trim());
            let (guid, link) = (item.id.as_deref().map(str::trim), key.as_deref());
            if let Some(guid) = guid {
                let first = by_guid.entry(guid).or_insert((link, title));
                // A retitled article keeps its link; a guid that means nothing stands with many.
                if first.1 != title && (first.0 != link || link.is_none()) {
                    shared.guids.insert(guid);
                }
            }
            if let Some(link) = link {
                let first = by_link.entry(link).or_insert((guid, title));
                if first.1 != title && (first.0 != guid || guid.is_none()) {
                    shared.links.insert(link);
                }
            }
        }
        shared
    }
}

struct Taming<'d> {
    document: &'d Document,
    feed: &'d FeedId,
    outlet: &'d OutletId,
    seen: Timestamp,
    repairs: Repairs,
}

impl Taming<'_> {
    fn link(&self, item: &Item) -> Option<Link> {
        let link = Link::parse(item.link.as_deref()?, self.document.base.as_deref()).ok()?;
        (link.as_str().len() <= LINK).then_some(link)
    }

    fn entry(&mut self, item: &Item, link: Option<Link>, guid: Option<&str>, key: Option<String>) -> Option<Entry> {
        let title = item.title.as_ref().map(|title| clean::line(title, TITLE)).unwrap_or_default();
        let summary = cleaned(item.summary.as_ref(), SUMMARY);
        let mut text = cleaned(item.content.as_ref(), TEXT);
        if *text == *summary {
            text = PlainText::default();
        }
        if title.is_empty() && summary.is_empty() && text.is_empty() {
            return None;
        }
        let published = self.clamp(item.published.or(item.updated));
        let guid = guid.map(|guid| if guid.len() > LONG_GUID { fingerprint(&[guid]) } else { guid.to_owned() });
        let body = if summary.is_empty() { &text } else { &summary };
        let end = (0..=PRINTED.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
        let body = &body[..end];
        let day = published.map(|time| time.as_second().div_euclid(86_400).to_string()).unwrap_or_default();
        let own = if body.len() < TELLING { guid.as_deref().or(key.as_deref()).unwrap_or_default() } else { "" };
        let identity = Identity { print: fingerprint(&[&title, body, &day, own]), guid, link: key };
        let document = self.document;
        let links_to = links_to(item, link.as_ref(), document.base.as_deref());
        Some(Entry {
            id: EntryId::derive(self.outlet, &identity),
            outlet: self.outlet.clone(),
            feed: self.feed.clone(),
            identity,
            link,
            title,
            earlier_titles: Vec::new(),
            summary,
            text,
            authors: item
                .authors
                .iter()
                .filter_map(|person| person.name.as_ref().or(person.email.as_ref()))
                .map(tame)
                .collect(),
            categories: item.categories.iter().map(tame).collect(),
            source: item.source.as_ref().and_then(|source| source.title.as_ref().or(source.link.as_ref())).map(tame),
            links_to,
            language: item.language.as_ref().or(document.head.language.as_ref()).and_then(|raw| language(raw)),
            published,
            updated: self.clamp(item.updated),
            first_seen: self.seen,
        })
    }

    /// A date no later than the moment of reading.
    fn clamp(&mut self, date: Option<Timestamp>) -> Option<Timestamp> {
        let date = date?;
        self.repairs.add_if(date > self.seen, Repair::FutureDate);
        Some(date.min(self.seen))
    }
}

fn cleaned(text: Option<&Text>, max: usize) -> PlainText {
    text.map(|text| clean::paragraphs(text, max)).unwrap_or_default()
}

/// A label or a name as plain text.
fn tame(raw: impl AsRef<str>) -> String {
    let raw = raw.as_ref();
    if raw.len() > LABEL || raw.bytes().any(|byte| matches!(byte, b'<' | b'&' | b'\n' | b'\t' | b'\r') || byte >= 0x80)
    {
        clean::line(&Text::new(raw, Markup::Unsaid), LABEL).to_string()
    } else {
        raw.to_owned()
    }
}

/// What looks like a BCP 47 tag, and nothing else.
fn language(raw: &str) -> Option<String> {
    let is_tag = (2..=35).contains(&raw.len())
        && raw
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && raw.as_bytes()[..2].iter().all(u8::is_ascii_alphabetic);
    is_tag.then(|| raw.to_owned())
}
