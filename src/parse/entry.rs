//! One foreign item to our [`Entry`].

use super::clean;
use super::document::{Document, Item, Text};
use super::repair::{Repair, Repairs};
use crate::model::{Entry, EntryId, FeedId, Identity, Link, OutletId, PlainText, fingerprint};
use jiff::Timestamp;
use rustc_hash::FxHashSet;

/// The most bytes kept of a headline.
const TITLE: usize = 500;
/// The most bytes kept of a summary.
const SUMMARY: usize = 10_000;
/// The most bytes kept of an article's text.
const TEXT: usize = 100_000;
/// How much of the text goes into the print of an entry, in bytes: enough to tell articles apart, little
/// enough that a correction further down leaves the print as it was.
const PRINTED: usize = 600;

/// What a document publishes, as entries of `feed`, read at `seen`. No article comes twice: of two items with the
/// same guid, or with the same link and nothing to tell them apart, the first counts.
#[must_use]
pub fn entries(document: &Document, feed: &FeedId, outlet: &OutletId, seen: Timestamp) -> (Vec<Entry>, Repairs) {
    let mut repairs = Repairs::default();
    let shared = shared_guids(document);
    let mut known = FxHashSet::default();
    let mut entries = Vec::with_capacity(document.items.len());
    for item in &document.items {
        let Some(entry) = entry(document, item, feed, outlet, seen, &shared, &mut repairs) else { continue };
        let identity = &entry.identity;
        let keys =
            [identity.guid.as_deref().map(|guid| ("guid", guid)), identity.link.as_deref().map(|link| ("link", link))];
        let twice = keys.iter().flatten().any(|(kind, key)| known.contains(&fingerprint(&[kind, key])))
            || known.contains(&identity.print);
        if twice {
            repairs.add(Repair::DuplicateEntry);
            continue;
        }
        known.extend(keys.iter().flatten().map(|(kind, key)| fingerprint(&[kind, key])));
        known.insert(identity.print.clone());
        entries.push(entry);
    }
    (entries, repairs)
}

/// Guids and links that several items with different headlines share: they tell nothing apart.
fn shared_guids(document: &Document) -> FxHashSet<&str> {
    let mut seen: rustc_hash::FxHashMap<&str, &str> = rustc_hash::FxHashMap::default();
    let mut shared = FxHashSet::default();
    for item in &document.items {
        let title = item.title.as_ref().map_or("", |title| title.value.as_str());
        for key in [item.id.as_deref(), item.link.as_deref()].into_iter().flatten() {
            if *seen.entry(key).or_insert(title) != title {
                shared.insert(key);
            }
        }
    }
    shared
}

fn entry(
    document: &Document,
    item: &Item,
    feed: &FeedId,
    outlet: &OutletId,
    seen: Timestamp,
    shared: &FxHashSet<&str>,
    repairs: &mut Repairs,
) -> Option<Entry> {
    let title = item.title.as_ref().map(|title| clean::line(title, TITLE)).unwrap_or_default();
    let summary = cleaned(item.summary.as_ref(), SUMMARY);
    let mut text = cleaned(item.content.as_ref(), TEXT);
    if *text == *summary {
        text = PlainText::default();
    }
    let base = document.base.as_deref();
    let link = item.link.as_deref().and_then(|raw| Link::parse(raw, base).ok());
    if title.is_empty() && summary.is_empty() && text.is_empty() {
        return None;
    }
    let body = if summary.is_empty() { &text } else { &summary };
    let end = (0..=PRINTED.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
    let print = fingerprint(&[&title, &body[..end]]);
    let useful = |key: &&str| !key.is_empty() && !shared.contains(*key);
    let identity = Identity {
        guid: item.id.as_deref().map(str::trim).filter(useful).map(str::to_owned),
        link: link.as_ref().filter(|_| item.link.as_deref().as_ref().is_some_and(useful)).map(Link::key),
        print,
    };
    let mut clamp = |date: Option<Timestamp>| {
        repairs.add_if(date.is_some_and(|date| date > seen), Repair::FutureDate);
        date.map(|date| date.min(seen))
    };
    let published = clamp(item.published.or(item.updated));
    let updated = clamp(item.updated);
    Some(Entry {
        id: EntryId::derive(outlet, &identity),
        outlet: outlet.clone(),
        feed: feed.clone(),
        identity,
        link,
        title,
        earlier_titles: Vec::new(),
        summary,
        text,
        authors: item
            .authors
            .iter()
            .filter_map(|person| person.name.clone().or_else(|| person.email.clone()))
            .map(tame)
            .collect(),
        categories: item.categories.iter().cloned().map(tame).collect(),
        source: item.source.as_ref().and_then(|source| source.title.clone().or_else(|| source.link.clone())).map(tame),
        language: item.language.as_ref().or(document.head.language.as_ref()).cloned(),
        published,
        updated,
        first_seen: seen,
    })
}

fn cleaned(text: Option<&Text>, max: usize) -> PlainText {
    text.map(|text| clean::paragraphs(text, max)).unwrap_or_default()
}

/// A label or a name as plain text.
fn tame(raw: String) -> String {
    if raw.bytes().any(|byte| matches!(byte, b'<' | b'&' | b'\n' | b'\t')) || raw.len() > 200 {
        clean::line(&Text::new(raw, super::document::Markup::Unsaid), 200).to_string()
    } else {
        raw
    }
}
