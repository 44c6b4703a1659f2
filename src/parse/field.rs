//! What the text of an element tells about a feed or an entry.

use super::capture::Captured;
use super::document::{Format, Item, Origin, Person, Reference};
use super::names::Element;
use super::person;
use super::ranks::{Ranks, better};
use super::repair::Repair;
use super::scan::Tag;
use super::xml::{Place, Reader};
use std::sync::Arc;
use url::Url;

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
            Place::Nowhere => {
                if element == Element::Hour
                    && let Some(hour) = self.short(captured).and_then(|text| text.parse().ok())
                    && self.document.head.skip_hours.len() < 24
                {
                    // Some write 24 for midnight.
                    self.document.head.skip_hours.push(if hour >= 24 { 0 } else { hour });
                }
            }
            Place::Person => {
                let value = self.short(captured);
                match element {
                    Element::Name => self.person.name = value,
                    Element::Email => self.person.email = value,
                    Element::Uri | Element::Url => {
                        self.person.uri = value.map(|uri| self.absolute(&uri, base.as_ref()));
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
                    && let Some(url) = self.whole(captured)
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
                if let Some(url) = self.whole(captured) {
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
                if let Some(url) = href.map(std::borrow::Cow::into_owned).or_else(|| self.whole(captured)) {
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
}
