//! `tidings read`: how a feed file is read, as JSON.

use super::second::{self, date};
use crate::parse::{self, Document, Enclosure, Item, ParseError, Person, Reference, Text};
use serde_json::{Map, Value, json};
use std::path::Path;
use url::Url;

/// How the feed in the file at `path` is read: `{ok, format, encoding, repairs, feed, entries}`,
/// or `{ok: false, error}`; where `second` is wished for, with what feed-rs reads otherwise as `second_opinion`.
#[must_use]
pub(super) fn read_file(path: &Path, content_type: Option<&str>, base: Option<&str>, second: bool) -> Value {
    match std::fs::read(path) {
        Ok(bytes) => read_bytes(&bytes, content_type, base, second),
        Err(error) => json!({"ok": false, "error": format!("{} cannot be read: {error}", path.display())}),
    }
}

/// How the feed in `bytes` is read; see [`read_file`].
#[must_use]
pub(super) fn read_bytes(bytes: &[u8], content_type: Option<&str>, base: Option<&str>, second: bool) -> Value {
    let base = base.and_then(|base| Url::parse(base).ok());
    let limits = parse::Options::default();
    let document = parse::read(bytes, content_type, base.as_ref(), &limits);
    let opinion = second.then(|| {
        let ours = document.as_ref().map_or(&[][..], |document| &document.items);
        parse::second_opinion(bytes, content_type, base.as_ref(), &limits, ours)
    });
    let mut answer = match document {
        Ok(document) => describe(&document),
        Err(error) => {
            let mut answer = json!({"ok": false, "error": error.to_string()});
            if let ParseError::Page { feeds, .. } = error {
                answer["feeds"] = json!(feeds);
            }
            answer
        }
    };
    if let Some(opinion) = opinion {
        answer["second_opinion"] = second::describe(opinion.as_ref());
    }
    answer
}

/// How each file of a list is read; a line of the list is `file`, and after tabs the content type and the base.
/// `each` is called with every answer, in order.
///
/// # Errors
/// When the list itself cannot be read, or `each` fails.
pub(super) fn read_batch(
    list: &Path,
    second: bool,
    mut each: impl FnMut(Value) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for line in std::fs::read_to_string(list)?.lines() {
        let mut parts = line.split('\t').map(|part| Some(part).filter(|part| !part.is_empty()));
        let (file, content_type, base) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
        if let Some(file) = file {
            each(read_file(Path::new(file), content_type, base, second))?;
        }
    }
    Ok(())
}

fn describe(document: &Document) -> Value {
    let base = document.base.as_deref();
    let head = &document.head;
    json!({
        "ok": true,
        "format": document.format.name(),
        "encoding": document.encoding.to_ascii_lowercase(),
        "repairs": document.repairs.names(),
        "skipped": document.skipped,
        "feed": pruned(json!({
            "title": safe(head.title.as_ref(), base),
            "link": head.link,
            "links": links(&head.links),
            "id": head.id,
            "description": safe(head.description.as_ref(), base),
            "language": head.language,
            "authors": authors(&head.authors),
            "published": date(head.published),
            "updated": date(head.updated),
            "categories": head.categories,
            "image": head.image,
            "ttl": head.ttl,
            "skip_hours": head.skip_hours,
        })),
        "entries": document.items.iter().map(|item| entry(item, base)).collect::<Vec<_>>(),
    })
}

fn entry(item: &Item, base: Option<&Url>) -> Value {
    pruned(json!({
        "id": item.id,
        "title": safe(item.title.as_ref(), base),
        "link": item.link,
        "links": links(&item.links),
        "summary": safe(item.summary.as_ref(), base),
        "content": safe(item.content.as_ref(), base),
        "authors": authors(&item.authors),
        "published": date(item.published.or(item.updated)),
        "updated": date(item.updated),
        "categories": item.categories,
        "enclosures": item.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
        "thumbnails": item.thumbnails,
        "image": item.image.clone().or_else(|| picture(item, base)),
        "source": item.source.as_ref().map(|source| json!({"title": source.title, "link": source.link})),
        "language": item.language,
    }))
}

/// The first picture of an entry's own text.
fn picture(item: &Item, base: Option<&Url>) -> Option<String> {
    let text = item.content.as_ref().or(item.summary.as_ref())?;
    parse::first_picture(&text.value, text.base.as_deref().or(base))
}

/// Leaves out what is not there.
fn pruned(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let there = |value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    Value::Object(fields.into_iter().filter(|(_, value)| there(value)).collect::<Map<_, _>>())
}

/// A text as HTML that is safe to show.
fn safe(text: Option<&Text>, base: Option<&Url>) -> Option<String> {
    let text = text?;
    let value = text.value.trim();
    let base = text.base.as_deref().or(base);
    Some(match text.markup {
        _ if !value.contains(['<', '&']) => value.to_owned(),
        // Without a `>` there is no tag, whatever begins like one.
        _ if !value.contains('>') => value.replace('<', "&lt;"),
        _ => parse::safe_html(value, base),
    })
}

fn links(links: &[Reference]) -> Vec<Value> {
    links.iter().map(|link| json!({"href": link.href, "rel": link.rel, "type": link.kind})).collect()
}

fn authors(people: &[Person]) -> Vec<Value> {
    people.iter().map(|person| json!({"name": person.name, "email": person.email, "uri": person.uri})).collect()
}

fn enclosure(enclosure: &Enclosure) -> Value {
    json!({"url": enclosure.url, "type": enclosure.kind, "length": enclosure.length})
}
