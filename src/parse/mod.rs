//! Parsing: what strangers send, to entries.
//!
//! ```
//! use tidings::parse;
//!
//! let bytes = b"<rss><channel><item><title>Dam &bursts</title></item></channel></rss>";
//! let document = parse::read(bytes, None, None, &parse::Options::default()).unwrap();
//! assert_eq!(document.items[0].title.as_ref().unwrap().value, "Dam &bursts");
//! assert_eq!(document.repairs.names(), ["missing-version", "bare-ampersand"]);
//! ```

mod capture;
mod clean;
mod construct;
mod cursor;
mod date;
mod date_words;
mod decode;
mod discover;
mod document;
mod entity;
mod entry;
mod failure;
mod field;
mod hentry;
mod html;
mod json;
mod limits;
mod markup;
mod mend;
mod moment;
mod month;
mod names;
mod opml;
mod outward;
mod page;
mod person;
mod prefix;
mod ranks;
mod repair;
mod sanitize;
mod scan;
mod second;
mod slot;
mod xml;
mod zone;

pub use discover::{feeds_of_header, feeds_of_page, well_known_feeds};
pub use document::{Document, Enclosure, Format, Head, Item, Markup, Origin, Person, Reference, Text};
pub use entry::entries;
pub use failure::ParseError;
pub use limits::Options;
pub use opml::{LeftOut, Opml, OpmlError, opml};
pub use repair::{Repair, Repairs};
pub use sanitize::{first_picture, safe_html};
pub use second::{Aspect, Difference, Mention, Opinion, Silence, second_opinion};

use url::Url;

/// Reads a feed of any format from the bytes a server sent.
///
/// `content_type` is the header as it came; `base` is where the bytes came from, against which relative
/// addresses are read. Nothing is fetched, whatever the document says.
///
/// Where our own reader finds no entry in what looks like a feed, feed-rs is asked, and what it finds counts
/// ([`Repair::ReadByFeedRs`]).
///
/// # Errors
/// [`ParseError`], which says what came instead of a feed.
pub fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    base: Option<&Url>,
    limits: &Options,
) -> Result<Document, ParseError> {
    if bytes.len() > limits.max_bytes {
        return Err(ParseError::TooLarge { bytes: bytes.len(), limit: limits.max_bytes });
    }
    let mut repairs = Repairs::default();
    let decoded = decode::decode(bytes, content_type, &mut repairs);
    let text = decoded.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.is_empty() {
        return Err(ParseError::Empty);
    }
    repairs.add_if(text.len() < decoded.text.len() && text.starts_with("<?xml"), Repair::LeadingJunk);
    let found = if text.starts_with(['{', '[']) {
        json::read(text, decoded.encoding, base, limits, repairs)
    } else if let Some(document) = xml::read(text, decoded.encoding, base, limits, repairs) {
        Ok(document)
    } else {
        page::read(text, decoded.encoding, base, limits, repairs)
    };
    second::instead(found, text, (decoded.encoding, repairs), base, limits)
}
