//! Pages that carry their entries as `h-entry` microformats.

use super::capture::{Captured, capture};
use super::clean;
use super::date;
use super::document::{Document, Format, Head, Item, Markup, Person, Reference, Text};
use super::entity;
use super::limits::Options;
use super::repair::{Repair, Repairs};
use super::scan::{Attributes, Scanner, Tag, Token};
use jiff::Timestamp;
use std::sync::Arc;
use url::Url;

/// The most bytes of a page that is read for its entries.
const MOST_BYTES: usize = 2_000_000;
/// The most properties looked at of one entry: their insides are read once each, though they may lie in each other.
const MOST_PROPERTIES: usize = 40;

/// Reads the entries of a page; `None` when it has none.
pub(super) fn read(
    text: &str,
    encoding: &'static str,
    base: Option<&Url>,
    limits: &Options,
    mut repairs: Repairs,
) -> Option<Document> {
    memchr::memmem::find(text.as_bytes(), b"h-entry").filter(|_| text.len() <= MOST_BYTES)?;
    let mut scanner = Scanner::new(text);
    let mut items = Vec::new();
    let mut skipped = 0;
    while let Some(token) = scanner.next() {
        let Token::Start(tag) = token else { continue };
        if tag.empty || !has_class(&tag, "h-entry") {
            continue;
        }
        let inside = inside(&mut scanner, &tag);
        let item = item(inside.raw, base, limits);
        if item == Item::default() {
            continue;
        }
        if items.len() < limits.max_entries {
            items.push(item);
        } else {
            repairs.add(Repair::TooManyEntries);
            skipped += 1;
        }
    }
    if items.is_empty() {
        return None;
    }
    let head = Head { link: base.map(|base| base.as_str().to_owned()), ..Head::default() };
    Some(Document {
        format: Format::HEntry,
        encoding,
        head,
        items,
        repairs,
        skipped,
        base: base.cloned().map(Arc::new),
    })
}

fn item(html: &str, base: Option<&Url>, limits: &Options) -> Item {
    let mut item = Item::default();
    let mut scanner = Scanner::new(html);
    let mut left = MOST_PROPERTIES;
    while let Some(token) = scanner.next() {
        let Token::Start(tag) = token else { continue };
        let Some(classes) = attribute(&tag, "class") else { continue };
        for class in classes.split_ascii_whitespace() {
            if !["p-", "u-", "dt-", "e-"].iter().any(|prefix| class.starts_with(prefix)) {
                continue;
            }
            if left == 0 {
                return item;
            }
            left -= 1;
            let mut plain = || {
                let inside = peek(&mut scanner, &tag);
                Some(clean::plain(inside, Markup::Html, limits.max_field)).filter(|text| !text.is_empty())
            };
            match class {
                "p-name" if item.title.is_none() => item.title = plain().map(|text| Text::new(text, Markup::Plain)),
                "p-summary" if item.summary.is_none() => {
                    item.summary = plain().map(|text| Text::new(text, Markup::Plain));
                }
                "p-author" if item.authors.is_empty() => {
                    item.authors.extend(plain().map(|name| Person { name: Some(name), ..Person::default() }));
                }
                "p-category" if item.categories.len() < limits.max_list => item.categories.extend(plain()),
                "u-url" if item.link.is_none() => {
                    item.link = attribute(&tag, "href").map(|href| absolute(&href, base));
                    item.links
                        .extend(item.link.iter().map(|href| Reference { href: href.clone(), ..Reference::default() }));
                }
                "u-uid" => item.id = attribute(&tag, "href"),
                "dt-published" => item.published = when(&mut scanner, &tag).or(item.published),
                "dt-updated" => item.updated = when(&mut scanner, &tag).or(item.updated),
                "e-content" if item.content.is_none() => {
                    let mut inside = peek(&mut scanner, &tag).to_owned();
                    let end = (0..=limits.max_field.min(inside.len())).rev().find(|at| inside.is_char_boundary(*at));
                    inside.truncate(end.unwrap_or(0));
                    item.content = Some(Text::new(inside, Markup::Html));
                }
                _ => {}
            }
        }
    }
    item.id = item.id.take().or_else(|| item.link.clone());
    item
}

fn when<'t>(scanner: &mut Scanner<'t>, tag: &Tag<'t>) -> Option<Timestamp> {
    let inside = peek(scanner, tag);
    attribute(tag, "datetime")
        .and_then(|raw| date::parse(&raw))
        .or_else(|| date::parse(&clean::plain(inside, Markup::Html, 200)))
}

/// What stands inside of the element, which is left to be read on from its beginning.
fn peek<'t>(scanner: &mut Scanner<'t>, tag: &Tag<'t>) -> &'t str {
    let position = scanner.position();
    let inside = inside(scanner, tag).raw;
    scanner.seek(position);
    inside
}

fn inside<'t>(scanner: &mut Scanner<'t>, tag: &Tag<'t>) -> Captured<'t> {
    if tag.empty { Captured::default() } else { capture(scanner, tag, true, |_, _| false) }
}

fn has_class(tag: &Tag<'_>, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|known| known == class))
}

fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    let (_, value) = Attributes::new(tag.attributes, 32).find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(entity::unescape(value.trim()).into_owned()).filter(|value| !value.is_empty())
}

fn absolute(raw: &str, base: Option<&Url>) -> String {
    match base.map(|base| base.join(raw)) {
        Some(Ok(url)) => url.into(),
        _ => raw.to_owned(),
    }
}
