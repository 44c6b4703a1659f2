//! What the text of an element tells about a feed or an entry.

use super::capture::Captured;
use super::construct;
use super::date;
use super::document::{Enclosure, Format, Item, Origin, Person, Reference, Text};
use super::names::Element;
use super::person;
use super::repair::Repair;
use super::scan::Tag;
use super::xml::{Place, Reader};
use jiff::Timestamp;
use std::sync::Arc;
use url::Url;

/// How good the value in each single slot is, 0 for none. Of two elements that mean the same the better one
/// counts.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Ranks {
    title: u8,
    link: u8,
    id: u8,
    summary: u8,
    content: u8,
    published: u8,
    updated: u8,
    language: u8,
    image: u8,
}

fn better(slot: &mut u8, rank: u8) -> bool {
    let better = rank > *slot;
    if better {
        *slot = rank;
    }
    better
}

/// As [`better`], for what a feed that says it twice means the second time: of equals the last counts.
fn no_worse(slot: &mut u8, rank: u8) -> bool {
    let no_worse = rank > 0 && rank >= *slot;
    if no_worse {
        *slot = rank;
    }
    no_worse
}

impl<'a> Reader<'a, '_> {
    /// An element that holds others begins.
    pub(super) fn opening(&mut self, element: Element, tag: &Tag<'a>) {
        match element {
            Element::Rss => self.root(Format::Rss, tag),
            Element::Rdf => self.root(Format::Rdf, tag),
            Element::Feed => self.root(Format::Atom, tag),
            Element::Channel => {
                if !self.rooted {
                    self.root(Format::Cdf, tag);
                }
                if self.document.format == Format::Cdf {
                    self.head_link_attribute(tag);
                }
                self.head_language(tag);
            }
            Element::Item => self.open_item(tag),
            Element::Author | Element::Contributor | Element::Owner => {
                self.person = Person::default();
                self.loose_text.clear();
            }
            Element::Source => {
                self.loose_text.clear();
                self.origin =
                    Origin { title: None, link: self.attribute(tag, "url").map(|url| self.absolute(&url, None)) };
            }
            Element::Image => self.loose_text.clear(),
            Element::MediaContent => self.media_content(tag),
            Element::ItunesCategory => {
                if let Some(text) = self.attribute(tag, "text") {
                    self.category(&text);
                }
            }
            _ => {}
        }
    }

    fn root(&mut self, format: Format, tag: &Tag<'a>) {
        if self.rooted {
            return;
        }
        self.rooted = true;
        self.document.format = format;
        let version = self.attribute(tag, "version");
        match format {
            Format::Rss => match version.as_deref().map(str::trim) {
                None | Some("") => self.document.repairs.add(Repair::MissingVersion),
                Some("2.0" | "0.91" | "0.92" | "0.93" | "0.94" | "0.90" | "1.0") => {}
                Some(_) => self.document.repairs.add(Repair::OddVersion),
            },
            Format::Atom => {
                let old = memchr::memmem::find(tag.attributes.as_bytes(), b"purl.org/atom").is_some();
                self.atom03 = old || version.is_some_and(|version| version.trim().starts_with("0."));
                self.document.repairs.add_if(self.atom03, Repair::Atom03);
            }
            _ => {}
        }
        self.head_language(tag);
    }

    fn head_language(&mut self, tag: &Tag<'a>) {
        if let Some(language) = self.attribute(tag, "xml:lang").filter(|language| !language.trim().is_empty())
            && better(&mut self.head_ranks.language, 1)
        {
            self.document.head.language = Some(language.trim().replace('_', "-"));
        }
    }

    fn head_link_attribute(&mut self, tag: &Tag<'a>) {
        if let Some(href) = self.attribute(tag, "href")
            && better(&mut self.head_ranks.link, 2)
        {
            let href = self.absolute(&href, None);
            self.document.head.links.push(Reference { href: href.clone(), ..Reference::default() });
            self.document.head.link = Some(href);
        }
    }

    fn open_item(&mut self, tag: &Tag<'a>) {
        if !self.rooted {
            // A lone Atom entry is a document of its own right.
            self.root(Format::Atom, tag);
        }
        self.ranks = Ranks::default();
        if self.document.items.len() >= self.limits.max_entries {
            self.document.skipped += 1;
            self.document.repairs.add(Repair::TooManyEntries);
            self.item = None;
            return;
        }
        let mut item = Item::default();
        if !tag.attributes.is_empty() {
            if let Some(about) = self.attribute(tag, "rdf:about") {
                self.ranks.id = 1;
                item.id = Some(about.trim().to_owned());
            }
            if let Some(href) = self.attribute(tag, "href") {
                let href = self.absolute(&href, None);
                self.ranks.link = 2;
                item.links.push(Reference { href: href.clone(), ..Reference::default() });
                item.link = Some(href);
            }
            if let Some(changed) = self.attribute(tag, "lastmod") {
                item.updated = self.date(&changed);
                self.ranks.updated = u8::from(item.updated.is_some());
            }
            if let Some(language) = self.attribute(tag, "xml:lang") {
                self.ranks.language = 1;
                item.language = Some(language.trim().replace('_', "-"));
            }
        }
        self.item = Some(item);
    }

    /// An element that holds others ends; it is no longer among the open ones.
    pub(super) fn closing(&mut self, element: Element) {
        match element {
            Element::Item => {
                if let Some(item) = self.item.take() {
                    self.document.items.push(item);
                }
            }
            Element::Author | Element::Contributor | Element::Owner => {
                let mut person = std::mem::take(&mut self.person);
                if person.name.is_none() && person.email.is_none() {
                    let text = std::mem::take(&mut self.loose_text);
                    let uri = person.uri.take();
                    person = person::parse(&text).unwrap_or_default();
                    person.uri = uri.or(person.uri);
                }
                match element {
                    Element::Author => self.author(person),
                    Element::Owner if self.document.head.authors.is_empty() => self.author(person),
                    _ => {}
                }
            }
            Element::Source => {
                let mut origin = std::mem::take(&mut self.origin);
                let text = self.loose_text.trim();
                if origin.title.is_none() && !text.is_empty() {
                    origin.title = Some(text.to_owned());
                }
                self.loose_text.clear();
                if origin != Origin::default()
                    && let Some(item) = &mut self.item
                {
                    item.source = Some(origin);
                }
            }
            Element::Image => {
                let text = self.loose_text.trim().to_owned();
                self.loose_text.clear();
                if text.starts_with("http") {
                    self.image(&text, 1);
                }
            }
            _ => {}
        }
    }

    /// An element that holds a text was read whole.
    pub(super) fn leaf(&mut self, element: Element, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>) {
        match self.place() {
            Place::Nowhere => {}
            Place::Person => {
                let value = self.short(captured);
                match element {
                    Element::Name => self.person.name = value,
                    Element::Email => self.person.email = value,
                    Element::Uri | Element::Url => {
                        self.person.uri = value.map(|uri| self.absolute(&uri, base.as_ref()))
                    }
                    _ => {}
                }
            }
            Place::Source => match element {
                Element::Title => self.origin.title = self.short(captured),
                Element::Link => {
                    if let Some(link) = self.reference(tag, captured, base.as_ref())
                        && (self.origin.link.is_none() || link.rel.is_empty() || link.rel == "alternate")
                    {
                        self.origin.link = Some(link.href);
                    }
                }
                _ => {}
            },
            Place::Image => {
                if element == Element::Url
                    && let Some(url) = self.short(captured)
                {
                    let url = self.absolute(&url, base.as_ref());
                    self.image(&url, 3);
                }
            }
            Place::Media => self.media_leaf(element, tag, captured, base),
            Place::Head | Place::Item => self.text_leaf(element, tag, captured, base),
        }
    }

    fn media_leaf(&mut self, element: Element, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>) {
        match element {
            Element::MediaTitle
            | Element::MediaDescription
            | Element::Thumbnail
            | Element::Category
            | Element::Keywords => {
                self.text_leaf(element, tag, captured, base);
            }
            _ => {}
        }
    }

    fn text_leaf(&mut self, element: Element, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>) {
        match element {
            Element::Title => self.title(tag, captured, base, 5),
            Element::DublinTitle => self.title(tag, captured, base, 3),
            Element::ItunesTitle => self.title(tag, captured, base, 2),
            Element::MediaTitle => self.title(tag, captured, base, 1),
            // RSS with both means the article by the second.
            Element::Summary if self.ranks.summary == 5 && self.item.is_some() => self.content(tag, captured, base, 1),
            Element::Description | Element::Summary => self.summary(tag, captured, base, 5),
            Element::Subtitle => self.summary(tag, captured, base, 4),
            Element::DublinDescription => self.summary(tag, captured, base, 3),
            Element::ItunesSummary => self.summary(tag, captured, base, 2),
            Element::MediaDescription => self.summary(tag, captured, base, 1),
            Element::Content => self.content(tag, captured, base, 4),
            Element::Encoded => self.content(tag, captured, base, 5),
            Element::Body => self.content(tag, captured, base, 3),
            Element::Link => self.link(tag, captured, base.as_ref()),
            Element::Url => {
                if let Some(url) = self.short(captured) {
                    let href = self.absolute(&url, base.as_ref());
                    self.set_link(href, 1);
                }
            }
            Element::Id => self.id(tag, captured, base.as_ref()),
            Element::Published => self.when(captured, 5, 0),
            Element::Created => self.when(captured, 3, 0),
            Element::Updated => self.when(captured, 0, 5),
            Element::DublinDate => self.when(captured, 2, 2),
            Element::Category => self.category_element(tag, captured),
            Element::Subject => {
                if let Some(subject) = self.short(captured) {
                    self.category(&subject);
                }
            }
            Element::Keywords => {
                if let Some(words) = self.short(captured) {
                    for word in words.split(',') {
                        self.category(word);
                    }
                }
            }
            Element::Creator | Element::Author | Element::Contributor => {
                if element != Element::Contributor
                    && let Some(person) = self.short(captured).and_then(|text| person::parse(&text))
                {
                    self.author(person);
                }
            }
            Element::Editor => {
                if self.item.is_none()
                    && self.document.head.authors.is_empty()
                    && let Some(person) = self.short(captured).and_then(|text| person::parse(&text))
                {
                    self.author(person);
                }
            }
            Element::Language => {
                if let Some(language) = self.short(captured) {
                    let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
                    if better(&mut ranks.language, 2) {
                        let slot = match &mut self.item {
                            Some(item) => &mut item.language,
                            None => &mut self.document.head.language,
                        };
                        *slot = Some(language.replace('_', "-"));
                    }
                }
            }
            Element::DublinSource => {
                let title = self.short(captured);
                if let Some(item) = &mut self.item
                    && item.source.is_none()
                    && title.is_some()
                {
                    item.source = Some(Origin { title, link: None });
                }
            }
            Element::Enclosure => self.enclosure(tag, captured, base.as_ref()),
            Element::Thumbnail => {
                if let Some(url) = self.attribute(tag, "url").map(|url| self.absolute(&url, base.as_ref())) {
                    self.thumbnail(url);
                }
            }
            Element::ItunesImage => {
                let href = self.attribute(tag, "href").or_else(|| self.attribute(tag, "url"));
                if let Some(url) = href.map(std::borrow::Cow::into_owned).or_else(|| self.short(captured)) {
                    let url = self.absolute(&url, base.as_ref());
                    self.image(&url, 2);
                }
            }
            Element::Logo => self.picture(captured, base.as_ref(), 3),
            Element::Icon => self.picture(captured, base.as_ref(), 1),
            Element::Ttl => {
                if let Some(minutes) = self.short(captured).and_then(|text| text.parse().ok()) {
                    self.document.head.ttl = Some(minutes);
                }
            }
            _ => {}
        }
    }

    fn picture(&mut self, captured: &Captured<'a>, base: Option<&Arc<Url>>, rank: u8) {
        if let Some(url) = self.short(captured) {
            let url = self.absolute(&url, base);
            self.image(&url, rank);
        }
    }

    /// A short text on one line; `None` when there is nothing in it.
    fn short(&mut self, captured: &Captured<'a>) -> Option<String> {
        let value = self.value(captured);
        let value = value.trim();
        let end = value.char_indices().nth(2000).map_or(value.len(), |(at, _)| at);
        (!value.is_empty()).then(|| value[..end].to_owned())
    }

    fn date(&mut self, raw: &str) -> Option<Timestamp> {
        let date = date::parse(raw);
        self.document.repairs.add_if(date.is_none() && !raw.trim().is_empty(), Repair::OddDate);
        date
    }

    fn when(&mut self, captured: &Captured<'a>, published: u8, updated: u8) {
        let raw = self.value(captured);
        let Some(date) = self.date(&raw) else { return };
        let (ranks, slots) = match &mut self.item {
            Some(item) => (&mut self.ranks, (&mut item.published, &mut item.updated)),
            None => {
                let head = &mut self.document.head;
                (&mut self.head_ranks, (&mut head.published, &mut head.updated))
            }
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
            && let Some(undone) = super::decode::undo_double_encoding(&text.value)
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

    fn title(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
        let Some(text) = self.text_of(tag, captured, base) else { return };
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.title, rank) {
            match &mut self.item {
                Some(item) => item.title = Some(text),
                None => self.document.head.title = Some(text),
            }
        }
    }

    fn summary(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
        let Some(text) = self.text_of(tag, captured, base) else { return };
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.summary, rank) {
            match &mut self.item {
                Some(item) => item.summary = Some(text),
                None => self.document.head.description = Some(text),
            }
        }
    }

    fn content(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<Arc<Url>>, rank: u8) {
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
    fn reference(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) -> Option<Reference> {
        let href = self.attribute(tag, "href");
        let raw = match href {
            Some(href) if !href.trim().is_empty() => href.into_owned(),
            // An empty address is that of the document itself, where we know it.
            Some(_) if captured.raw.trim().is_empty() => match base.cloned().or_else(|| self.base()) {
                Some(base) => base.as_str().to_owned(),
                None => return None,
            },
            _ => self.short(captured)?,
        };
        let rel = self.attribute(tag, "rel").unwrap_or_default().trim().to_ascii_lowercase();
        let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(&rel).to_owned();
        let kind = self.attribute(tag, "type").map(std::borrow::Cow::into_owned);
        Some(Reference { href: self.absolute(&raw, base), rel, kind })
    }

    fn link(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
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

    fn set_link(&mut self, href: String, rank: u8) {
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if no_worse(&mut ranks.link, rank) {
            match &mut self.item {
                Some(item) => item.link = Some(href),
                None => self.document.head.link = Some(href),
            }
        }
    }

    fn id(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
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

    fn category_element(&mut self, tag: &Tag<'a>, captured: &Captured<'a>) {
        let term = self.attribute(tag, "term").filter(|term| !term.trim().is_empty());
        let term = match term {
            Some(term) => Some(term.into_owned()),
            None => self.short(captured).or_else(|| self.attribute(tag, "label").map(std::borrow::Cow::into_owned)),
        };
        if let Some(term) = term {
            self.category(&term);
        }
    }

    fn category(&mut self, term: &str) {
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

    fn author(&mut self, person: Person) {
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

    fn enclosure(&mut self, tag: &Tag<'a>, captured: &Captured<'a>, base: Option<&Arc<Url>>) {
        let url = self.attribute(tag, "url").or_else(|| self.attribute(tag, "href"));
        let Some(url) = url.map(std::borrow::Cow::into_owned).or_else(|| self.short(captured)) else { return };
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

    fn media_content(&mut self, tag: &Tag<'a>) {
        let Some(url) = self.attribute(tag, "url").map(|url| self.absolute(&url, None)) else { return };
        let kind = self.attribute(tag, "type").map(std::borrow::Cow::into_owned);
        let medium = self.attribute(tag, "medium").unwrap_or_default();
        if medium == "image" {
            self.image(&url, 1);
        }
        let length = self.attribute(tag, "filesize").map(std::borrow::Cow::into_owned);
        self.add_enclosure(Enclosure { url, kind, length });
    }

    fn thumbnail(&mut self, url: String) {
        let max = self.limits.max_list;
        if let Some(item) = &mut self.item
            && item.thumbnails.len() < max
            && !item.thumbnails.contains(&url)
        {
            item.thumbnails.push(url);
        }
    }

    fn image(&mut self, url: &str, rank: u8) {
        let ranks = if self.item.is_some() { &mut self.ranks } else { &mut self.head_ranks };
        if better(&mut ranks.image, rank) {
            match &mut self.item {
                Some(item) => item.image = Some(url.to_owned()),
                None => self.document.head.image = Some(url.to_owned()),
            }
        }
    }
}
