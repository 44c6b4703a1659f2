//! What feed-rs may be given: hostile text must cost no more than honest text of the same size.
//!
//! feed-rs follows the nesting of elements with the stack, keeps all that it finds, gives every address inside of an
//! `xml:base` a copy of it, and copies what stands beside groups of MediaRSS into each of them, and the authors of a
//! JSON Feed into each item. All of this is bounded here, on the same events that it will see.

use super::super::limits::Options;
use super::silence::Silence;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};
use std::borrow::Cow;
use url::Url;

/// The most that reading may take, roughly in bytes: ten times the largest document that is read. The full text of
/// 1,000 articles with 50 elements each is an eighth of it.
const MOST: usize = 100_000_000;

/// What feed-rs keeps of an element, at most: a link or a category with nothing in it takes up to 200 bytes.
const ELEMENT: usize = 256;

/// What feed-rs keeps of an entry with nothing in it.
const ENTRY: usize = size_of::<feed_rs::model::Entry>();

/// The roots of what feed-rs reads, whatever their prefix.
const ROOTS: [&str; 4] = ["feed", "entry", "rss", "RDF"];

/// The namespace of MediaRSS, in so far as feed-rs knows it, and something of the same length that it does not know.
const MEDIA: (&str, &str) = ("search.yahoo.com/mrss", "search.yahoo.com/-----");

const TOO_MUCH: Silence = Silence::NotAsked("reading this feed could take too much memory");

/// What may be given to feed-rs of `text`.
pub(super) fn bounded<'t>(text: &'t str, base: Option<&Url>, limits: &Options) -> Result<Cow<'t, [u8]>, Silence> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.starts_with('{') {
        return json(text, limits).map(Cow::Owned);
    }
    let text = without_declaration(text);
    let read = xml(text, base, limits)?;
    let text = text.get(..read).unwrap_or(text);
    Ok(match memmem::find(text.as_bytes(), MEDIA.0.as_bytes()) {
        Some(_) => Cow::Owned(text.replace(MEDIA.0, MEDIA.1).into_bytes()),
        None => Cow::Borrowed(text.as_bytes()),
    })
}

/// The text without the declaration that names the encoding it once had, and without what stands before it.
fn without_declaration(text: &str) -> &str {
    let text = text.find('<').map_or("", |at| &text[at..]);
    match text.strip_prefix("<?xml") {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_whitespace()) => {
            rest.find("?>").map_or("", |end| &rest[end + "?>".len()..])
        }
        _ => text,
    }
}

/// How many bytes of the text can be read, when reading them is cheap.
fn xml(text: &str, base: Option<&Url>, limits: &Options) -> Result<usize, Silence> {
    let mut reader = Reader::from_reader(text.as_bytes());
    let config = reader.config_mut();
    // As feed-rs has it.
    config.expand_empty_elements = true;
    config.trim_markup_names_in_closing_tags = true;
    let mut buffer = Vec::new();
    // For every open element, the bytes of the bases that hold inside of it.
    let mut open: Vec<usize> = Vec::new();
    let outer = base.map_or(0, |base| base.as_str().len());
    let (mut taken, mut rooted) = (0_usize, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                let name = tag.name();
                let local = name.as_ref().rsplit(':').next().unwrap_or_default();
                if !rooted && !ROOTS.contains(&local) {
                    return Err(Silence::NotAsked("this is no feed in XML or JSON"));
                }
                rooted = true;
                if open.len() >= limits.max_depth {
                    return Err(Silence::NotAsked("it is nested too deep"));
                }
                // A base of which every third byte needs an escape grows to three times its length.
                let bases = open.last().copied().unwrap_or(outer).saturating_add(base_of(&tag).saturating_mul(3));
                open.push(bases);
                let entry = if matches!(local, "item" | "entry") { ENTRY } else { 0 };
                taken = taken.saturating_add(ELEMENT).saturating_add(entry).saturating_add(bases);
                if taken > MOST {
                    return Err(TOO_MUCH);
                }
            }
            Ok(Event::End(_)) => {
                open.pop();
            }
            // What changes the encoding half-way makes feed-rs panic or read nonsense.
            Ok(Event::Decl(declared)) if declared.encoder().is_some_and(|encoding| encoding != encoding_rs::UTF_8) => {
                return Err(Silence::NotAsked("its encoding is declared in the middle"));
            }
            // feed-rs comes no further than here, whether it needs to or not.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    if !rooted {
        return Err(Silence::NotAsked("there is no element in it"));
    }
    Ok(usize::try_from(reader.buffer_position()).unwrap_or(text.len()))
}

/// The length of the base that a tag sets.
fn base_of(tag: &BytesStart<'_>) -> usize {
    tag.attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .filter(|attribute| attribute.key.as_ref() == "xml:base")
        .map(|attribute| attribute.value.len())
        .sum()
}

/// A JSON Feed with its lists cut, and without the authors that feed-rs copies into each item.
fn json(text: &str, limits: &Options) -> Result<Vec<u8>, Silence> {
    let mut feed: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| Silence::Unread(super::silence::one_line(&error.to_string())))?;
    feed.remove("author");
    feed.remove("authors");
    let items = feed.get_mut("items").and_then(Value::as_array_mut).into_iter().flat_map(|items| {
        items.truncate(limits.max_entries);
        items.iter_mut()
    });
    for list in items.filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_array_mut) {
        list.truncate(limits.max_list);
    }
    serde_json::to_vec(&feed).map_err(|error| Silence::Unread(super::silence::one_line(&error.to_string())))
}
