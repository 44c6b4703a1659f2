//! XML of any sort to a [`Document`]: walks the elements, knows which stands in which, and closes what was left open.

use super::capture::{Captured, Declared, Unescape, capture};
use super::document::{Document, Format, Head, Item, Markup, Origin, Person, Text};
use super::limits::Options;
use super::names::Element;
use super::prefix::Prefixes;
use super::ranks::Ranks;
use super::repair::{Repair, Repairs};
use super::scan::{Attributes, Scanner, Tag, Token, starts_with_ignoring_case};
use std::borrow::Cow;
use std::sync::Arc;
use url::Url;

/// An element that is open.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) element: Element,
    name: &'a str,
    /// How many prefixes were declared before it.
    prefixes: usize,
    /// What relative addresses inside are read against, where it says so.
    base: Option<Arc<Url>>,
    /// The text inside has begun.
    has_text: bool,
}

/// What an element is in: which slots its text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Head,
    Item,
    /// The picture of the feed.
    Image,
    /// `media:content` or `media:group` of an item.
    Media,
    /// The feed an entry was taken from.
    Source,
    /// A person.
    Person,
    /// Nothing that we read.
    Nowhere,
}

/// Reads one document.
#[derive(Debug)]
pub(super) struct Reader<'a, 'o> {
    scanner: Scanner<'a>,
    pub(super) limits: &'o Options,
    pub(super) document: Document,
    declared: Declared<'a>,
    frames: Vec<Frame<'a>>,
    /// Elements open beyond the depth that is followed.
    beyond: usize,
    prefixes: Prefixes<'a>,
    /// The item that is open.
    pub(super) item: Option<Item>,
    /// The person that is open, and its text.
    pub(super) person: Person,
    /// Text directly inside of a person or a source.
    pub(super) loose_text: String,
    pub(super) origin: Origin,
    /// The format is known: a root was seen.
    pub(super) rooted: bool,
    pub(super) atom03: bool,
    /// How good the values in single slots are; better ones replace them.
    pub(super) ranks: Ranks,
    pub(super) head_ranks: Ranks,
}

/// Reads `text` as XML. `None` when it holds nothing of a feed.
pub(super) fn read(
    text: &str,
    encoding: &'static str,
    base: Option<&Url>,
    limits: &Options,
    repairs: Repairs,
) -> Option<Document> {
    let mut reader = Reader::new(text, encoding, base, limits, repairs);
    reader.run();
    reader.rooted.then_some(reader.document)
}

impl<'a, 'o> Reader<'a, 'o> {
    fn new(text: &'a str, encoding: &'static str, base: Option<&Url>, limits: &'o Options, repairs: Repairs) -> Self {
        Self {
            scanner: Scanner::new(text),
            limits,
            document: Document {
                format: Format::Rss,
                encoding,
                head: Head::default(),
                items: Vec::new(),
                repairs,
                skipped: 0,
                base: base.cloned().map(Arc::new),
            },
            declared: Declared::default(),
            frames: Vec::with_capacity(16),
            beyond: 0,
            prefixes: Prefixes::new(),
            item: None,
            person: Person::default(),
            loose_text: String::new(),
            origin: Origin::default(),
            rooted: false,
            atom03: false,
            ranks: Ranks::default(),
            head_ranks: Ranks::default(),
        }
    }

    fn run(&mut self) {
        while let Some(token) = self.scanner.next() {
            match token {
                Token::Start(tag) => self.start(&tag),
                Token::End(name) => self.end(name),
                Token::Text(text) => self.text(text, false),
                Token::Cdata(text) => self.text(text, true),
                Token::Doctype(doctype) => {
                    if memchr::memchr(b'[', doctype.as_bytes()).is_some() {
                        self.declared.read(doctype);
                    }
                }
            }
        }
        let open = self.frames.iter().any(|frame| frame.element != Element::Unknown);
        self.document.repairs.add_if(self.scanner.truncated || open, Repair::Truncated);
        self.document.repairs.add_if(self.scanner.stray_less_than, Repair::StrayLessThan);
        self.pop_to(0);
    }

    fn text(&mut self, text: &'a str, literal: bool) {
        let Some(frame) = self.frames.last_mut() else {
            if !self.rooted && !text.trim().is_empty() {
                self.document.repairs.add(Repair::LeadingJunk);
            }
            return;
        };
        if frame.has_text || !text.trim_ascii().is_empty() {
            frame.has_text = true;
            if matches!(frame.element, Element::Author | Element::Contributor | Element::Source | Element::Image)
                && self.loose_text.len() < 4096
            {
                let text = if literal { Cow::Borrowed(text) } else { self.unescaped(text) };
                self.loose_text.push_str(&text);
            }
        }
    }

    /// Text with its references replaced.
    pub(super) fn unescaped<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let unescape = Unescape { declared: &self.declared, max: self.limits.max_field };
        unescape.text(text, &mut self.document.repairs)
    }

    /// The value of the attribute of this local name.
    pub(super) fn attribute(&mut self, tag: &Tag<'a>, name: &str) -> Option<Cow<'a, str>> {
        if tag.attributes.is_empty() {
            return None;
        }
        let max = self.limits.max_attributes;
        let (_, value) = Attributes::new(tag.attributes, max).find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(self.unescaped(value))
    }

    fn start(&mut self, tag: &Tag<'a>) {
        if self.beyond > 0 {
            self.beyond += usize::from(!tag.empty);
            return;
        }
        let prefixes = self.prefixes.len();
        // Nearly all tags have no attributes, and nearly all others none that bear on what is inside.
        let bears = !tag.attributes.is_empty() && memchr::memmem::find(tag.attributes.as_bytes(), b"xml").is_some();
        if bears {
            self.prefixes.declare(tag, self.limits.max_attributes);
        }
        if !self.rooted && self.frames.is_empty() {
            let undeclared = self.prefixes.adopt(tag.name);
            self.document.repairs.add_if(undeclared, Repair::UndeclaredNamespace);
        }
        let element = self.element_of(tag.name);
        self.make_room_for(element);
        let base = if bears { self.base_of(tag) } else { None };
        if element.holds_elements() && !self.is_plain_person(element)
            || (element == Element::Body && self.place() != Place::Item)
        {
            self.open(element, tag, prefixes, base);
            return;
        }
        let captured = if tag.empty { Captured::default() } else { self.capture(element, tag) };
        self.leaf(element, tag, &captured, base);
        self.prefixes.truncate(prefixes);
    }

    fn open(&mut self, element: Element, tag: &Tag<'a>, prefixes: usize, base: Option<Arc<Url>>) {
        self.opening(element, tag);
        if self.frames.len() >= self.limits.max_depth {
            self.document.repairs.add(Repair::TooDeep);
            self.beyond = usize::from(!tag.empty);
            self.prefixes.truncate(prefixes);
            return;
        }
        self.frames.push(Frame { element, name: tag.name, prefixes, base, has_text: false });
        if tag.empty {
            self.pop_to(self.frames.len() - 1);
        }
    }

    /// Whether a person of RSS is about to begin: a text, unlike the persons of Atom, which have parts.
    fn is_plain_person(&self, element: Element) -> bool {
        if !matches!(element, Element::Author | Element::Contributor) || self.document.format == Format::Atom {
            return false;
        }
        let rest = self.scanner.rest().trim_ascii_start();
        let Some(inner) = rest.strip_prefix('<') else { return true };
        let local = inner.split_once(':').map_or(inner, |(_, local)| local);
        !["name", "email", "uri", "url", "/"]
            .iter()
            .any(|part| starts_with_ignoring_case(local, part) || inner.starts_with('/'))
    }

    fn capture(&mut self, element: Element, tag: &Tag<'a>) -> Captured<'a> {
        let markup = element.holds_markup();
        let frames = &self.frames;
        let captured = capture(&mut self.scanner, tag, markup, |name, is_end| {
            if is_end {
                // Only the ends of what holds whole entries are believed: in running HTML, anything may be left open.
                return frames.iter().any(|frame| {
                    matches!(
                        frame.element,
                        Element::Item | Element::Channel | Element::Feed | Element::Rss | Element::Rdf
                    ) && frame.name.eq_ignore_ascii_case(name)
                }) || (!markup && frames.last().is_some_and(|frame| frame.name.eq_ignore_ascii_case(name)));
            }
            begins_a_field(name, markup)
        });
        self.document.repairs.add_if(captured.unclosed, Repair::MissingEndTag);
        captured
    }

    fn end(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let found = self.frames.iter().rposition(|frame| frame.name == name).or_else(|| {
            let found = self.frames.iter().rposition(|frame| frame.name.eq_ignore_ascii_case(name));
            self.document.repairs.add_if(found.is_some(), Repair::WrongCase);
            found
        });
        match found {
            Some(at) => {
                self.document.repairs.add_if(at + 1 < self.frames.len(), Repair::MissingEndTag);
                self.pop_to(at);
            }
            None => self.document.repairs.add(Repair::StrayEndTag),
        }
    }

    /// Closes all elements from the one at `depth` on.
    fn pop_to(&mut self, depth: usize) {
        while self.frames.len() > depth {
            let Some(frame) = self.frames.pop() else { return };
            self.prefixes.truncate(frame.prefixes);
            self.closing(frame.element);
        }
    }

    /// Closes what cannot hold `element`.
    fn make_room_for(&mut self, element: Element) {
        match element {
            Element::Item => {
                let holder = self.frames.iter().rposition(|frame| {
                    matches!(
                        frame.element,
                        Element::Channel | Element::Feed | Element::Rss | Element::Rdf | Element::Unknown
                    )
                });
                let keep = holder.map_or(0, |at| at + 1);
                if keep < self.frames.len() {
                    self.document.repairs.add(Repair::MissingEndTag);
                    self.pop_to(keep);
                }
            }
            Element::Unknown => {}
            _ => {
                // An unknown element with text in it was not closed.
                while let Some(frame) = self.frames.last()
                    && frame.has_text
                    && frame.element == Element::Unknown
                    && self.frames.len() > 1
                {
                    self.document.repairs.add(Repair::MissingEndTag);
                    self.pop_to(self.frames.len() - 1);
                }
            }
        }
    }

    /// Where the element that is about to begin stands.
    pub(super) fn place(&self) -> Place {
        for frame in self.frames.iter().rev() {
            return match frame.element {
                Element::Item => Place::Item,
                Element::Rss | Element::Rdf | Element::Feed | Element::Channel => Place::Head,
                Element::Image => Place::Image,
                Element::Group | Element::MediaContent => Place::Media,
                Element::Source => Place::Source,
                Element::Author | Element::Contributor | Element::Owner => Place::Person,
                Element::ItunesCategory => continue,
                _ => Place::Nowhere,
            };
        }
        Place::Nowhere
    }

    fn element_of(&mut self, name: &'a str) -> Element {
        let (element, undeclared) = self.prefixes.element_of(name);
        self.document.repairs.add_if(undeclared, Repair::UndeclaredNamespace);
        element
    }

    /// The base that `xml:base` of this tag sets.
    fn base_of(&mut self, tag: &Tag<'a>) -> Option<Arc<Url>> {
        memchr::memmem::find(tag.attributes.as_bytes(), b"xml:base")?;
        let value = self.attribute(tag, "xml:base")?;
        let outer = self.base();
        Url::options().base_url(outer.as_deref()).parse(value.trim()).ok().map(Arc::new)
    }

    /// What relative addresses are read against at this place.
    pub(super) fn base(&self) -> Option<Arc<Url>> {
        self.frames.iter().rev().find_map(|frame| frame.base.clone()).or_else(|| self.document.base.clone())
    }

    /// An address made absolute where that is needed and possible.
    pub(super) fn absolute(&self, raw: &str, own: Option<&Arc<Url>>) -> String {
        let raw = raw.trim();
        if raw.starts_with("https://") || raw.starts_with("http://") {
            return raw.to_owned();
        }
        let base = own.cloned().or_else(|| self.base());
        match base.map(|base| base.join(raw)) {
            Some(Ok(url)) => url.into(),
            _ => raw.to_owned(),
        }
    }

    /// The text of a leaf, on one line of reading: markup inside stays as written.
    pub(super) fn value<'t>(&mut self, captured: &Captured<'t>) -> Cow<'t, str> {
        let unescape = Unescape { declared: &self.declared, max: self.limits.max_field };
        unescape.inside(captured, &mut self.document.repairs)
    }

    /// The inside of a leaf as markup.
    pub(super) fn markup(&mut self, captured: &Captured<'_>) -> Text {
        let unescape = Unescape { declared: &self.declared, max: self.limits.max_field };
        let value = unescape.markup(captured, &mut self.document.repairs).into_owned();
        Text::new(value, Markup::Html)
    }
}

/// Whether a start tag of this name can only begin the next field, so that the field before it was never closed.
fn begins_a_field(name: &str, in_markup: bool) -> bool {
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    match name.len() {
        // Names of HTML, and those that are short, are believed only where no markup is expected.
        _ if !in_markup
            && is(&["title", "link", "author", "summary", "content", "category", "source", "id", "description"]) =>
        {
            true
        }
        4 => is(&["item", "guid"]),
        5 => is(&["entry"]),
        7 => is(&["pubDate", "updated", "dc:date"]),
        9 => is(&["published", "enclosure"]),
        10 => is(&["dc:creator", "dc:subject"]),
        11 => is(&["description"]),
        15 => is(&["content:encoded"]),
        _ => false,
    }
}
