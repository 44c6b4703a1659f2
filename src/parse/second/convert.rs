//! What feed-rs has read, in our own words. It is as foreign as before: cleaned later, like everything else.

use super::super::document::{Enclosure, Format, Head, Item, Markup, Person, Reference, Text};
use super::super::limits::Options;
use feed_rs::model::{self as theirs, Feed, FeedType, Link, LinkTarget};
use jiff::Timestamp;
use url::Url;

/// The family of the feed.
pub(super) fn format(feed: &Feed) -> Format {
    match feed.feed_type {
        FeedType::Atom => Format::Atom,
        FeedType::JSON => Format::Json,
        FeedType::RSS1 => Format::Rdf,
        FeedType::RSS0 | FeedType::RSS2 => Format::Rss,
    }
}

/// What the feed says of itself.
pub(super) fn head(feed: &Feed, base: Option<&Url>, limits: &Options) -> Head {
    let desk = Desk { format: format(feed), base, limits };
    let said = |text: &Option<theirs::Text>| text.clone().and_then(|text| desk.said(text));
    Head {
        title: said(&feed.title),
        link: desk.link(&feed.links),
        links: desk.references(&feed.links),
        id: some(&feed.id),
        description: said(&feed.description),
        language: feed.language.as_deref().and_then(some),
        authors: desk.people(&feed.authors),
        published: feed.published.and_then(|date| moment(date.timestamp())),
        updated: feed.updated.and_then(|date| moment(date.timestamp())),
        categories: desk.labels(&feed.categories),
        image: feed.logo.as_ref().or(feed.icon.as_ref()).map(|image| desk.absolute(&image.uri)),
        ttl: feed.ttl,
        skip_hours: Vec::new(),
    }
}

/// What the feed has published, in its own order.
pub(super) fn items(feed: Feed, format: Format, base: Option<&Url>, limits: &Options) -> Vec<Item> {
    let desk = Desk { format, base, limits };
    feed.entries.into_iter().map(|entry| desk.item(entry)).collect()
}

struct Desk<'a> {
    format: Format,
    base: Option<&'a Url>,
    limits: &'a Options,
}

impl Desk<'_> {
    fn item(&self, entry: theirs::Entry) -> Item {
        let published = entry.published.and_then(|date| moment(date.timestamp()));
        let updated = entry.updated.and_then(|date| moment(date.timestamp()));
        let media = || entry.media.iter();
        let mut enclosures: Vec<Enclosure> = media()
            .flat_map(|media| &media.content)
            .filter_map(|file| {
                Some(Enclosure {
                    url: file.url.as_ref()?.to_string(),
                    kind: file.content_type.as_ref().map(ToString::to_string),
                    length: file.size.map(|size| size.to_string()),
                })
            })
            .collect();
        let files = entry.links.iter().filter(|link| self.is_file(link));
        enclosures.extend(files.map(|link| Enclosure {
            url: self.absolute(&link.href),
            kind: link.media_type.clone(),
            length: link.length.map(|length| length.to_string()),
        }));
        enclosures.truncate(self.limits.max_list);
        let thumbnails = media().flat_map(|media| &media.thumbnails).map(|small| self.absolute(&small.image.uri));
        Item {
            id: some(&entry.id),
            link: self.link(&entry.links),
            links: self.references(&entry.links),
            authors: self.people(&entry.authors),
            categories: self.labels(&entry.categories),
            enclosures,
            thumbnails: thumbnails.take(self.limits.max_list).collect(),
            title: entry.title.and_then(|text| self.said(text)),
            summary: entry.summary.and_then(|text| self.said(text)),
            content: entry.content.and_then(|content| self.text(content.body?, content.content_type.as_ref())),
            published,
            // feed-rs repeats the one date of an entry of RSS.
            updated: updated.filter(|updated| Some(*updated) != published),
            image: None,
            source: None,
            language: entry.language.as_deref().and_then(some),
        }
    }

    fn said(&self, text: theirs::Text) -> Option<Text> {
        self.text(text.content, text.content_type.as_ref())
    }

    /// A text of a media type; `None` when it is empty or no text at all.
    fn text(&self, mut value: String, kind: &str) -> Option<Text> {
        let markup = match self.format {
            Format::Atom | Format::Json if kind.starts_with("text/plain") => Markup::Plain,
            Format::Atom | Format::Json => Markup::Html,
            // RSS never says; feed-rs gives plain text for titles, and HTML for descriptions.
            _ => Markup::Unsaid,
        };
        let is_text = kind.starts_with("text/") || kind.ends_with("xml");
        value.truncate(value.floor_char_boundary(self.limits.max_field));
        (is_text && !value.trim().is_empty()).then(|| Text::new(value, markup))
    }

    /// Where an entry is to be read: the first page among its links.
    fn link(&self, links: &[Link]) -> Option<String> {
        let pages = || links.iter().filter(|link| is_page(link) && !self.is_file(link) && !link.href.trim().is_empty());
        let html = |link: &&Link| link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
        pages().find(html).or_else(|| pages().next()).map(|link| self.absolute(&link.href))
    }

    /// Attachments of JSON Feed have no relation, but always a media type, which its other links never have.
    fn is_file(&self, link: &Link) -> bool {
        link.rel.as_deref() == Some("enclosure") || self.format == Format::Json && link.media_type.is_some()
    }

    fn references(&self, links: &[Link]) -> Vec<Reference> {
        let kept = links.iter().filter(|link| link.target.is_none() && !self.is_file(link));
        let reference = |link: &Link| Reference {
            href: self.absolute(&link.href),
            rel: link.rel.clone().unwrap_or_default(),
            kind: link.media_type.clone(),
        };
        kept.map(reference).take(self.limits.max_list).collect()
    }

    fn people(&self, people: &[theirs::Person]) -> Vec<Person> {
        let person = |person: &theirs::Person| Person {
            name: person.name.as_deref().and_then(some),
            email: person.email.as_deref().and_then(some),
            uri: person.uri.as_deref().and_then(some),
        };
        people.iter().map(person).filter(|one| *one != Person::default()).take(self.limits.max_list).collect()
    }

    fn labels(&self, categories: &[theirs::Category]) -> Vec<String> {
        categories.iter().filter_map(|category| some(&category.term)).take(self.limits.max_list).collect()
    }

    fn absolute(&self, raw: &str) -> String {
        let raw = raw.trim();
        match self.base.map(|base| base.join(raw)) {
            Some(Ok(url)) if !raw.starts_with("http://") && !raw.starts_with("https://") => url.into(),
            _ => raw.to_owned(),
        }
    }
}

/// Whether a link leads to what an entry is about, rather than to remarks on it or to something beside it.
fn is_page(link: &Link) -> bool {
    let remarks = matches!(link.target, Some(LinkTarget::Comments | LinkTarget::CommentsFeed));
    !remarks && matches!(link.rel.as_deref(), None | Some("" | "alternate"))
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn moment(second: i64) -> Option<Timestamp> {
    Timestamp::from_second(second).ok()
}
