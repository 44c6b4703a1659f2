//! A second opinion: how feed-rs, which had no part in what our own reader does, reads the same text.
//!
//! It is asked in two cases: where our own reader finds no entry in what looks like a feed ([`instead`]), and where
//! somebody wants to know whether two readers agree ([`second_opinion`]).
//!
//! feed-rs is given the text as we decoded it, not the bytes: the header of the answer has a say in the encoding,
//! and feed-rs never sees it. So the bounds are counted on exactly what it reads, too.

mod bounds;
mod compare;
mod convert;
mod silence;

pub use compare::{Aspect, Difference, Mention, Opinion};
pub use silence::Silence;
use silence::one_line;

use super::decode;
use super::document::{Document, Item};
use super::failure::ParseError;
use super::limits::Options;
use super::repair::{Repair, Repairs};
use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use url::Url;

/// How feed-rs reads the bytes of a feed, beside `ours`, the items that [`read`](super::read) found in them.
///
/// `content_type`, `base` and `limits` are those that were given to [`read`](super::read).
///
/// # Errors
/// [`Silence`] when feed-rs has nothing to say.
pub fn second_opinion(
    bytes: &[u8],
    content_type: Option<&str>,
    base: Option<&Url>,
    limits: &Options,
    ours: &[Item],
) -> Result<Opinion, Silence> {
    if bytes.len() > limits.max_bytes {
        return Err(Silence::NotAsked("the answer is larger than what is read"));
    }
    let decoded = decode::decode(bytes, content_type, &mut Repairs::default());
    let feed = ask(&decoded.text, base, limits)?;
    let format = convert::format(&feed);
    Ok(compare::compare(ours, &convert::items(feed, format, base, limits), base))
}

/// What feed-rs finds in a text in which our own reader has `found` no entry; that itself where feed-rs finds none.
/// `decoded` is what had to be mended to get at the text.
pub(super) fn instead(
    found: Result<Document, ParseError>,
    text: &str,
    decoded: (&'static str, Repairs),
    base: Option<&Url>,
    limits: &Options,
) -> Result<Document, ParseError> {
    let nothing = match &found {
        Ok(document) => document.items.is_empty(),
        // What a page is is decided by its words, so that a feed in an odd shape may be taken for one; `ask` looks
        // at the first element.
        Err(ParseError::Page { .. } | ParseError::NotAFeed { .. } | ParseError::NotAJsonFeed { .. }) => true,
        Err(_) => false,
    };
    if !nothing {
        return found;
    }
    let Ok(feed) = ask(text, base, limits) else { return found };
    let (format, head) = (convert::format(&feed), convert::head(&feed, base, limits));
    let mut items = convert::items(feed, format, base, limits);
    items.retain(|item| item.title.is_some() || item.summary.is_some() || item.content.is_some());
    if items.is_empty() {
        return found;
    }
    let mut document = found.unwrap_or_else(|_| Document {
        format,
        encoding: decoded.0,
        head,
        items: Vec::new(),
        repairs: decoded.1,
        skipped: 0,
        base: base.cloned().map(Arc::new),
    });
    document.items = items;
    document.repairs.add(Repair::ReadByFeedRs);
    Ok(document)
}

/// How feed-rs reads `text`.
fn ask(text: &str, base: Option<&Url>, limits: &Options) -> Result<Feed, Silence> {
    let given = bounds::bounded(text, base, limits)?;
    // Ids that it would make up say nothing, and the last resort for them is a random one.
    let parser = Builder::new().base_uri(base.map(Url::as_str)).id_generator(|_, _, _| String::new()).build();
    // Some values make it panic: a length in digits that are not ASCII, an author in full-width brackets.
    let answer = catch_unwind(AssertUnwindSafe(|| parser.parse(&*given)));
    match answer {
        Ok(Ok(mut feed)) => {
            feed.entries.truncate(limits.max_entries);
            Ok(feed)
        }
        Ok(Err(error)) => Err(Silence::Unread(one_line(&error.to_string()))),
        Err(_) => Err(Silence::Unread("it broke off over something in it".to_owned())),
    }
}
