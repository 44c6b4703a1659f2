//! Names of elements: what `dc:creator` or `Title` means.

/// What a namespace is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS, Atom, CDF, or none: the feed's own words.
    Core,
    /// Atom, inside of another format or under a prefix.
    Atom,
    Rdf,
    Dublin,
    Content,
    Media,
    Itunes,
    Syndication,
    Xhtml,
    /// `xml:base`, `xml:lang`.
    Xml,
    /// A vocabulary we do not read.
    Other,
}

impl Space {
    /// What an address of a namespace stands for; addresses are written in many ways.
    pub(super) fn of_address(address: &str) -> Self {
        let address = address.trim().to_ascii_lowercase();
        if address.is_empty() {
            return Self::Core;
        }
        let has = |part: &str| address.contains(part);
        if has("/atom") && (has("w3.org") || has("purl.org/atom")) || has("purl.org/atom/ns") {
            if has("app") && !has("2005/atom") { Self::Other } else { Self::Atom }
        } else if has("22-rdf-syntax-ns") {
            Self::Rdf
        } else if has("purl.org/dc/") || has("dublincore") {
            Self::Dublin
        } else if has("rss/1.0/modules/content") {
            Self::Content
        } else if has("search.yahoo.com/mrss") || has("/mediarss") || has("media-rss") || has("video.search.yahoo.com")
        {
            Self::Media
        } else if has("itunes") && (has("podcast") || has("/dtds")) {
            Self::Itunes
        } else if has("rss/1.0/modules/syndication") {
            Self::Syndication
        } else if has("1999/xhtml") {
            Self::Xhtml
        } else if has("xml/1998/namespace") {
            Self::Xml
        } else if [
            "purl.org/rss/1.0",
            "purl.org/net/rss",
            "userland.com/",
            "netscape.com/",
            "harvard.edu/",
            "rssboard.org/",
        ]
        .iter()
        .any(|known| has(known))
            && !has("module")
        {
            Self::Core
        } else {
            Self::Other
        }
    }

    /// What a prefix stands for where nobody declared it.
    pub(super) fn of_prefix(prefix: &str) -> Self {
        match prefix.to_ascii_lowercase().as_str() {
            "" | "rss" => Self::Core,
            "atom" | "a10" | "atom10" | "a" => Self::Atom,
            "rdf" => Self::Rdf,
            "dc" | "dcterms" | "dct" => Self::Dublin,
            "content" => Self::Content,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "sy" => Self::Syndication,
            "xhtml" => Self::Xhtml,
            "xml" => Self::Xml,
            _ => Self::Other,
        }
    }
}

/// What an element means to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    // What holds others.
    Rss,
    Rdf,
    Feed,
    Channel,
    Item,
    Image,
    TextInput,
    SkipHours,
    Group,
    MediaContent,
    Source,
    Author,
    Contributor,
    Owner,
    // What holds text.
    Title,
    MediaTitle,
    ItunesTitle,
    DublinTitle,
    Link,
    Url,
    Description,
    Subtitle,
    Summary,
    DublinDescription,
    MediaDescription,
    ItunesSummary,
    Content,
    Encoded,
    Body,
    Id,
    Published,
    Created,
    Updated,
    DublinDate,
    Category,
    Subject,
    Keywords,
    ItunesCategory,
    Creator,
    Editor,
    Name,
    Email,
    Uri,
    Language,
    DublinSource,
    Enclosure,
    Thumbnail,
    ItunesImage,
    Logo,
    Icon,
    Ttl,
    Hour,
    UpdatePeriod,
    UpdateFrequency,
    /// Nothing we read.
    Unknown,
}

/// The longest name that means something.
const LONGEST: usize = 16;

impl Element {
    /// What the element of this local name means; `true` if its letters were in the wrong case.
    pub(super) fn of(space: Space, local: &str) -> Self {
        if local.len() > LONGEST || matches!(space, Space::Other | Space::Xml) {
            return Self::Unknown;
        }
        let mut lower = [0_u8; LONGEST];
        let lower = &mut lower[..local.len()];
        lower.copy_from_slice(local.as_bytes());
        lower.make_ascii_lowercase();
        match space {
            Space::Core | Space::Atom => Self::core(lower),
            Space::Rdf => match &*lower {
                b"rdf" => Self::Rdf,
                _ => Self::Unknown,
            },
            Space::Dublin => match &*lower {
                b"title" => Self::DublinTitle,
                b"description" | b"abstract" => Self::DublinDescription,
                b"creator" | b"author" => Self::Creator,
                b"publisher" => Self::Editor,
                b"contributor" => Self::Contributor,
                b"subject" => Self::Subject,
                b"date" => Self::DublinDate,
                b"created" => Self::Created,
                b"issued" => Self::Published,
                b"modified" => Self::Updated,
                b"language" => Self::Language,
                b"source" => Self::DublinSource,
                _ => Self::Unknown,
            },
            Space::Content => match &*lower {
                b"encoded" => Self::Encoded,
                _ => Self::Unknown,
            },
            Space::Media => match &*lower {
                b"group" => Self::Group,
                b"content" => Self::MediaContent,
                b"title" => Self::MediaTitle,
                b"description" => Self::MediaDescription,
                b"thumbnail" => Self::Thumbnail,
                b"category" => Self::Category,
                b"keywords" => Self::Keywords,
                _ => Self::Unknown,
            },
            Space::Itunes => match &*lower {
                b"author" => Self::Creator,
                b"subtitle" => Self::Subtitle,
                b"summary" => Self::ItunesSummary,
                b"title" => Self::ItunesTitle,
                b"image" => Self::ItunesImage,
                b"category" => Self::ItunesCategory,
                b"keywords" => Self::Keywords,
                b"link" => Self::Link,
                b"owner" => Self::Owner,
                b"name" => Self::Name,
                b"email" => Self::Email,
                _ => Self::Unknown,
            },
            Space::Syndication => match &*lower {
                b"updateperiod" => Self::UpdatePeriod,
                b"updatefrequency" => Self::UpdateFrequency,
                _ => Self::Unknown,
            },
            Space::Xhtml => match &*lower {
                b"body" | b"div" => Self::Body,
                _ => Self::Unknown,
            },
            Space::Other | Space::Xml => Self::Unknown,
        }
    }

    fn core(lower: &[u8]) -> Self {
        match lower {
            b"rss" => Self::Rss,
            b"rdf" => Self::Rdf,
            b"feed" => Self::Feed,
            b"channel" => Self::Channel,
            b"item" | b"entry" => Self::Item,
            b"image" => Self::Image,
            b"textinput" => Self::TextInput,
            b"skiphours" => Self::SkipHours,
            b"hour" => Self::Hour,
            b"source" => Self::Source,
            b"author" => Self::Author,
            b"contributor" => Self::Contributor,
            b"title" => Self::Title,
            b"link" => Self::Link,
            b"url" => Self::Url,
            b"description" => Self::Description,
            b"subtitle" | b"tagline" => Self::Subtitle,
            b"summary" | b"abstract" => Self::Summary,
            b"content" => Self::Content,
            b"encoded" => Self::Encoded,
            b"body" | b"fullitem" => Self::Body,
            b"guid" | b"id" => Self::Id,
            b"pubdate" | b"published" | b"issued" => Self::Published,
            b"created" => Self::Created,
            b"updated" | b"modified" | b"lastbuilddate" | b"lastmod" => Self::Updated,
            b"date" => Self::DublinDate,
            b"category" => Self::Category,
            b"keywords" => Self::Keywords,
            b"managingeditor" | b"webmaster" => Self::Editor,
            b"name" => Self::Name,
            b"email" => Self::Email,
            b"uri" | b"homepage" => Self::Uri,
            b"language" => Self::Language,
            b"enclosure" => Self::Enclosure,
            b"logo" => Self::Logo,
            b"icon" => Self::Icon,
            b"ttl" => Self::Ttl,
            _ => Self::Unknown,
        }
    }

    /// Whether the element holds others that are read; all other known ones hold a text.
    pub(super) fn holds_elements(self) -> bool {
        matches!(
            self,
            Self::Rss
                | Self::Rdf
                | Self::Feed
                | Self::Channel
                | Self::Item
                | Self::Image
                | Self::TextInput
                | Self::SkipHours
                | Self::Group
                | Self::MediaContent
                | Self::Source
                | Self::Author
                | Self::Contributor
                | Self::Owner
                | Self::ItunesCategory
                | Self::Unknown
        )
    }

    /// Whether the element may hold markup, within which names of HTML mean nothing to a feed.
    pub(super) fn holds_markup(self) -> bool {
        matches!(
            self,
            Self::Description
                | Self::Subtitle
                | Self::Summary
                | Self::Content
                | Self::Encoded
                | Self::Body
                | Self::DublinDescription
                | Self::MediaDescription
                | Self::ItunesSummary
        )
    }
}
