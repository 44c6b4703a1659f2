//! What a feed says, before it is tamed.

use super::repair::Repairs;
use jiff::Timestamp;
use std::sync::Arc;
use url::Url;

/// The family a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 0.90, 1.0 and 1.1, which are RDF.
    Rdf,
    /// Atom, all versions.
    Atom,
    /// Microsoft's Channel Definition Format.
    Cdf,
    /// JSON Feed.
    Json,
    /// A page with `h-entry` microformats.
    HEntry,
}

impl Format {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Rdf => "RSS (RDF)",
            Self::Atom => "Atom",
            Self::Cdf => "CDF",
            Self::Json => "JSON Feed",
            Self::HEntry => "h-entry",
        }
    }
}

/// A feed as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its family.
    pub format: Format,
    /// The encoding it was read in, by its WHATWG label in lower case.
    pub encoding: &'static str,
    /// What it says of itself.
    pub head: Head,
    /// What it published, in its own order.
    pub items: Vec<Item>,
    /// What had to be mended.
    pub repairs: Repairs,
    /// Items that were left out: more than the bound, or nothing in them.
    pub skipped: usize,
    /// Against what relative addresses are read.
    pub base: Option<Arc<Url>>,
}

/// What a feed says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    /// Its name.
    pub title: Option<Text>,
    /// The page it accompanies.
    pub link: Option<String>,
    /// All its links.
    pub links: Vec<Reference>,
    /// Its own id.
    pub id: Option<String>,
    /// What it is about.
    pub description: Option<Text>,
    /// BCP 47 language, as claimed.
    pub language: Option<String>,
    /// Who makes it.
    pub authors: Vec<Person>,
    /// When it claims to have been published.
    pub published: Option<Timestamp>,
    /// When it claims to have changed.
    pub updated: Option<Timestamp>,
    /// Its labels.
    pub categories: Vec<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Minutes for which it asks to be left alone (`ttl`, `sy:updatePeriod`).
    pub ttl: Option<u32>,
    /// Hours of the day (UTC) in which it asks not to be fetched.
    pub skip_hours: Vec<u8>,
}

/// One thing a feed published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its guid or id.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<Text>,
    /// Where to read it.
    pub link: Option<String>,
    /// All its links.
    pub links: Vec<Reference>,
    /// What it is about.
    pub summary: Option<Text>,
    /// The whole article.
    pub content: Option<Text>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// When it claims to have been published.
    pub published: Option<Timestamp>,
    /// When it claims to have changed.
    pub updated: Option<Timestamp>,
    /// Its labels.
    pub categories: Vec<String>,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// Addresses of small pictures.
    pub thumbnails: Vec<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Where an aggregator took it from.
    pub source: Option<Origin>,
    /// BCP 47 language, as claimed.
    pub language: Option<String>,
}

/// A text and how it is to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text with the escaping of the feed's own format undone.
    pub value: String,
    /// How it is to be read.
    pub markup: Markup,
    /// Against what its relative addresses are read, where that is not the document's base.
    pub base: Option<Arc<Url>>,
}

impl Text {
    pub(super) fn new(value: impl Into<String>, markup: Markup) -> Self {
        Self { value: value.into(), markup, base: None }
    }
}

/// How a text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Markup {
    /// Characters, says the feed.
    Plain,
    /// HTML, says the feed.
    Html,
    /// The format does not say; whoever reads it looks.
    Unsaid,
}

/// A link and what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The address, absolute where a base allows it.
    pub href: String,
    /// The relation; empty means `alternate`.
    pub rel: String,
    /// Media type.
    pub kind: Option<String>,
}

/// A person or an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Home page.
    pub uri: Option<String>,
}

/// A file that comes with an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// The address, absolute where a base allows it.
    pub url: String,
    /// Media type, as written.
    pub kind: Option<String>,
    /// Size in bytes, as written.
    pub length: Option<String>,
}

/// The feed an aggregator took an entry from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// What it is called.
    pub title: Option<String>,
    /// Its address.
    pub link: Option<String>,
}
