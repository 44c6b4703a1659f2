//! Pages that carry their entries as `h-entry` microformats.

use super::document::{Document, Format, Head, Item, Markup, Person, Reference, Text};
use super::limits::Options;
use super::repair::{Repair, Repairs};
use super::{clean, date};
use scraper::{ElementRef, Html, Selector};
use std::sync::Arc;
use url::Url;

/// The most bytes of a page, and the most start tags in it, that a tree is built of. Building a tree of hostile
/// HTML takes time that grows with the square of its depth.
const MOST_BYTES: usize = 1_000_000;
const MOST_OPEN: usize = 200;

/// Reads the entries of a page; `None` when it has none.
pub(super) fn read(
    text: &str,
    encoding: &'static str,
    base: Option<&Url>,
    limits: &Options,
    repairs: Repairs,
) -> Option<Document> {
    memchr::memmem::find(text.as_bytes(), b"h-entry")?;
    if text.len() > MOST_BYTES || super::sanitize::is_too_deep(text, MOST_OPEN) {
        return None;
    }
    let page = Html::parse_document(text);
    let select = |selector: &str| Selector::parse(selector).ok();
    let entries = select(".h-entry")?;
    let absolute = |raw: &str| match base.map(|base| base.join(raw)) {
        Some(Ok(url)) => url.into(),
        _ => raw.to_owned(),
    };
    let first = |within: ElementRef<'_>, selector: &str| -> Option<String> {
        let found = within.select(&select(selector)?).next()?;
        let text = clean::plain(&found.inner_html(), Markup::Html, limits.max_field);
        Some(text).filter(|text| !text.is_empty())
    };
    let attribute = |within: ElementRef<'_>, selector: &str, name: &str| -> Option<String> {
        within.select(&select(selector)?).find_map(|found| found.value().attr(name)).map(str::to_owned)
    };
    let when = |within: ElementRef<'_>, selector: &str| {
        let raw = attribute(within, selector, "datetime").or_else(|| first(within, selector))?;
        date::parse(&raw)
    };
    let mut items = Vec::new();
    for entry in page.select(&entries).take(limits.max_entries) {
        let content = select(".e-content").and_then(|selector| entry.select(&selector).next());
        let link = attribute(entry, ".u-url", "href").map(|href| absolute(&href));
        let title = first(entry, ".p-name");
        let summary = first(entry, ".p-summary");
        if title.is_none() && link.is_none() && content.is_none() && summary.is_none() {
            continue;
        }
        items.push(Item {
            id: attribute(entry, ".u-uid", "href").or_else(|| link.clone()),
            title: title.map(|title| Text::new(title, Markup::Plain)),
            links: link.iter().map(|href| Reference { href: href.clone(), ..Reference::default() }).collect(),
            link,
            summary: summary.map(|summary| Text::new(summary, Markup::Plain)),
            content: content.map(|content| Text::new(content.inner_html(), Markup::Html)),
            authors: first(entry, ".p-author")
                .map(|name| Person { name: Some(name), ..Person::default() })
                .into_iter()
                .collect(),
            published: when(entry, ".dt-published"),
            updated: when(entry, ".dt-updated"),
            ..Item::default()
        });
    }
    if items.is_empty() {
        return None;
    }
    let mut repairs = repairs;
    repairs.add_if(items.len() == limits.max_entries, Repair::TooManyEntries);
    let title = select("title").and_then(|selector| page.select(&selector).next()).map(|title| title.inner_html());
    let head = Head {
        title: title.map(|title| Text::new(title, Markup::Html)),
        link: base.map(|base| base.as_str().to_owned()),
        ..Head::default()
    };
    let base = base.cloned().map(Arc::new);
    Some(Document { format: Format::HEntry, encoding, head, items, repairs, skipped: 0, base })
}
