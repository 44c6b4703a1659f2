//! Where the values of a feed and of its entries go, and which of several is kept.

use super::capture::Captured;
use super::construct;
use super::date;
use super::decode::undo_double_encoding;
use super::document::{Enclosure, Format, Person, Reference, Text};
use super::ranks::{better, no_worse};
use super::repair::Repair;
use super::scan::Tag;
use super::xml::{Place, Reader};
use jiff::Timestamp;
use std::sync::Arc;
use url::Url;

impl<'a> Reader<'a, '_> {
    pub(super) fn picture(&mut self, captured: &Captured<'a>, base: Option<&Arc<Url>>, rank: u8) {
        if let Some(url) = self.whole(captured) {
            let url = self.absolute(&url, base);
            self.image(&url, rank);
        }
    }

    /// A short text on one line; `None` when there is nothing in it.
    pub(super) fn short(&mut self, captured: &Captured<'a>) -> Option<String> {
        let mut value = self.whole(captured)?;
        let end = value.char_indices().nth(2000).map_or(value.len(), |(at, _)| at);
        value.truncate(end);
        Some(value)
    }

    /// A text of which a part would mean something else: an address.
    pub(super) fn whole(&mut self, captured: &Captured<'a>) -> Option<String> {
        let value = self.value(captured);
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    pub(super) fn date(&mut self, raw: &str) -> Option<Timestamp> {
        let date = date::parse(raw);
        self.document.repairs.add_if(date.is_none() && !raw.trim().is_empty(), Repair::OddDate);
        date
    }

    pub(super) fn when(&mut self, captured: &Captured<'a>, published: u8, updated: u8) {
        let raw = self.value(captured);
        let Some(date) = self.date(&raw) else { return };
        let head = &mut self.document.head;
        let (ranks, slots) = match &mut self.item {
            Some(item) => (&mut self.ranks, (&mut item.published, &mut item.updated)),
            None => (&mut self.head_ranks, (&mut head.published, &mut head.updated)),
        };
        if no_worse(&mut ranks.published, published) {
            *slots.0 = Some(date);
        }
        if no_worse(&mut ranks.updated, updated) {
            *slots.1 = Some(date);
        }
    }

    fn text_of(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>) -> Option<Text> {
        let mut text = construct::text(self, tag, captured)?;
        if text.value.len() > self.limits.max_field {
            self.document.repairs.add(Repair::LongText);
            let end = (0..=self.limits.max_field).rev().find(|at| text.value.is_char_boundary(*at)).unwrap_or(0);
            text.value.truncate(end);
        }
        // Spelled with references byte by byte: that nobody does on purpose.
        if captured.raw.is_ascii()
            && let Some(undone) = undo_double_encoding(&text.value)
        {
            self.document.repairs.add(Repair::EncodedTwice);
            text.value = undone;
        }
        text.base = base.or_else(|| self.own_base());
        Some(text)
    }

    /// The base at this place, where it is not the document's.
    fn own_base(&self) -> Option<Arc<Url>> {
        let base = self.base()?;
        let same = self.document.base.as_ref().is_some_and(|known| Arc::ptr_eq(known, &base));
        (!same).then_some(base)
    }

    pub(super) fn title(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
        let Some(text) = self.text_of(tag, captured, base) else { return };
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.title, rank) {
            match &mut self.item {
                Some(item) => item.title = Some(text),
                None => self.document.head.title = Some(text),
            }
        }
    }

    pub(super) fn summary(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
        let Some(text) = self.text_of(tag, captured, base) else { return };
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.summary, rank) {
            match &mut self.item {
                Some(item) => item.summary = Some(text),
                None => self.document.head.description = Some(text),
            }
        }
    }

    pub(super) fn content(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
        if self.item.is_none() {
            return;
        }
        if let Some(text) = self.text_of(tag, captured, base)
            && better(&mut self.ranks.content, rank)
            && let Some(item) = &mut self.item
        {
            item.content = Some(text);
        }
    }

    /// What a link element says, in its attributes or in its text.
    pub(super) fn reference(
        &mut self,
        tag: &Tag<'a>,
        captured: &Captured<'a>,
        base: Option<&Arc<Url>>,
    ) -> Option<Reference> {
        let href = self.attribute(tag, "href");
        let raw = match href {
            Some(href) if !href.trim().is_empty() => href.into_owned(),
            // An empty address is that of the document itself, where we know it.
            Some(_) if captured.raw.trim().is_empty() => match base.cloned().or_else(|| self.base()) {
                Some(base) => base.as_str().to_owned(),
                None => return None,
            },
            _ => self.whole(captured)?,
        };
        let rel = self.attribute(tag, "rel").unwrap_or_default().trim().to_ascii_lowercase();
        let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(&rel).to_owned();
        let kind = self.attribute(tag, "type").map(std::borrow::Cow::into_owned);
        Some(Reference { href: self.absolute(&raw, base), rel, kind })
    }

    pub(super) fn link(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
        let Some(link) = self.reference(tag, captured, base) else { return };
        let plain = self.document.format != Format::Atom && !tag.name.contains(':') && link.rel.is_empty();
        let html = link.kind.as_deref().is_none_or(|kind| kind.contains("html"));
        let rank = match link.rel.as_str() {
            "" | "alternate" if plain => 6,
            "" | "alternate" if html => 5,
            "" | "alternate" => 4,
            "related" | "via" | "canonical" => 1,
            _ => 0,
        };
        if link.rel == "image" {
            self.image(&link.href, 2);
        }
        if link.rel == "enclosure" {
            let length = self.attribute(tag, "length").map(std::borrow::Cow::into_owned);
            self.add_enclosure(Enclosure { url: link.href.clone(), kind: link.kind.clone(), length });
        }
        let href = link.href.clone();
        let max = self.limits.max_list;
        let links = match &mut self.item {
            Some(item) => &mut item.links,
            None => &mut self.document.head.links,
        };
        if links.len() < max {
            links.push(link);
        }
        self.set_link(href, rank);
    }

    pub(super) fn set_link(&mut self, href: String, rank: u8) {
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if no_worse(&mut ranks.link, rank) {
            match &mut self.item {
                Some(item) => item.link = Some(href),
                None => self.document.head.link = Some(href),
            }
        }
    }

    pub(super) fn id(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
        let id = self.value(captured).trim().to_owned();
        if id.is_empty() {
            return;
        }
        let is_guid = tag.name.len() == 4;
        if is_guid && self.item.is_some() {
            let permalink =
                self.attribute(tag, "ispermalink").is_none_or(|value| !value.trim().eq_ignore_ascii_case("false"));
            if permalink && (id.starts_with("http://") || id.starts_with("https://")) {
                let href = self.absolute(&id, base);
                self.set_link(href, 3);
            }
        }
        // Relative ids of Atom are read like links, as feedparser and gofeed do.
        let relative = self.document.format == Format::Atom && !id.contains(':');
        let id = if relative { self.absolute(&id, base) } else { id };
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if no_worse(&mut ranks.id, 5) {
            match &mut self.item {
                Some(item) => item.id = Some(id),
                None => self.document.head.id = Some(id),
            }
        }
    }

    pub(super) fn category_element(&mut self, tag: &Tag<'a>, captured: &Captured<'a>) {
        let term = self.attribute(tag, "term").filter(|term| !term.trim().is_empty());
        let term = match term {
            Some(term) => Some(term.into_owned()),
            None => self.short(captured).or_else(|| self.attribute(tag, "label").map(std::borrow::Cow::into_owned)),
        };
        if let Some(term) = term {
            self.category(&term);
        }
    }

    pub(super) fn category(&mut self, term: &str) {
        let term = term.trim();
        let max = self.limits.max_list;
        let in_head = self.place() == Place::Head;
        let list = match &mut self.item {
            Some(item) => &mut item.categories,
            None if in_head => &mut self.document.head.categories,
            None => return,
        };
        if !term.is_empty() && list.len() < max && !list.iter().any(|known| known == term) {
            list.push(term.to_owned());
        }
    }

    pub(super) fn author(&mut self, person: Person) {
        let place = self.place();
        let max = self.limits.max_list;
        let list = match (place, &mut self.item) {
            (Place::Item, Some(item)) => &mut item.authors,
            (Place::Head, None) => &mut self.document.head.authors,
            _ => return,
        };
        if person != Person::default() && list.len() < max && !list.contains(&person) {
            list.push(person);
        }
    }

    pub(super) fn enclosure(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
        let url = self.attribute(tag, "url").or_else(|| self.attribute(tag, "href"));
        let Some(url) = url.map(std::borrow::Cow::into_owned).or_else(|| self.whole(captured)) else { return };
        let kind = self.attribute(tag, "type").map(std::borrow::Cow::into_owned);
        let length = self.attribute(tag, "length").map(std::borrow::Cow::into_owned);
        let url = self.absolute(&url, base);
        self.add_enclosure(Enclosure { url, kind, length });
    }

    fn add_enclosure(&mut self, enclosure: Enclosure) {
        if enclosure.kind.as_deref().is_some_and(|kind| kind.starts_with("image/")) {
            self.image(&enclosure.url, 1);
        }
        let max = self.limits.max_list;
        if let Some(item) = &mut self.item
            && item.enclosures.len() < max
            && !item.enclosures.iter().any(|known| known.url == enclosure.url)
        {
            item.enclosures.push(enclosure);
        }
    }

    pub(super) fn media_content(&mut self, tag: &Tag<'a>) {
        let Some(url) = self.attribute(tag, "url").map(|url| self.absolute(&url, None)) else { return };
        let kind = self.attribute(tag, "type").map(std::borrow::Cow::into_owned);
        let medium = self.attribute(tag, "medium").unwrap_or_default();
        if medium == "image" {
            self.image(&url, 1);
        }
        let length = self.attribute(tag, "filesize").map(std::borrow::Cow::into_owned);
        self.add_enclosure(Enclosure { url, kind, length });
    }

    pub(super) fn thumbnail(&mut self, url: String) {
        let max = self.limits.max_list;
        if let Some(item) = &mut self.item
            && item.thumbnails.len() < max
            && !item.thumbnails.contains(&url)
        {
            item.thumbnails.push(url);
        }
    }

    pub(super) fn image(&mut self, url: &str, rank: u8) {
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.image, rank) {
            match &mut self.item {
                Some(item) => item.image = Some(url.to_owned()),
                None => self.document.head.image = Some(url.to_owned()),
            }
        }
    }
}
