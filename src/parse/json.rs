//! JSON Feed 1.0 and 1.1, with values of the wrong kind passed over.

use super::date;
use super::document::{Document, Enclosure, Format, Head, Item, Markup, Person, Reference, Text};
use super::failure::ParseError;
use super::limits::Options;
use super::mend;
use super::repair::{Repair, Repairs};
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::sync::Arc;
use url::Url;

type Object = Map<String, Value>;

/// Reads a JSON Feed.
pub(super) fn read(
    text: &str,
    encoding: &'static str,
    base: Option<&Url>,
    limits: &Options,
    repairs: Repairs,
) -> Result<Document, ParseError> {
    let mut repairs = repairs;
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let mended = mend::mend(text, &mut repairs);
            repairs.add(Repair::SloppyJson);
            // The first complaint is the one about the document as it came.
            serde_json::from_str(&mended).map_err(|_| ParseError::NotAJsonFeed { reason: error.to_string() })?
        }
    };
    let Value::Object(feed) = value else {
        return Err(ParseError::NotAJsonFeed { reason: "it is not an object".to_owned() });
    };
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    let items = feed.get("items").and_then(Value::as_array);
    if !version.contains("jsonfeed.org") && items.is_none() {
        return Err(ParseError::NotAJsonFeed { reason: "it has neither a version nor items".to_owned() });
    }
    let mut reader = Reader { base: base.cloned(), limits, repairs };
    let head = reader.head(&feed);
    let items = items.map(Vec::as_slice).unwrap_or_default();
    let kept = items.len().min(limits.max_entries);
    reader.repairs.add_if(kept < items.len(), Repair::TooManyEntries);
    let mut skipped = items.len() - kept;
    let mut read = Vec::with_capacity(kept);
    for item in &items[..kept] {
        if let Value::Object(item) = item {
            read.push(reader.item(item));
        } else {
            reader.repairs.add(Repair::WrongType);
            skipped += 1;
        }
    }
    Ok(Document {
        format: Format::Json,
        encoding,
        head,
        items: read,
        repairs: reader.repairs,
        skipped,
        base: base.cloned().map(Arc::new),
    })
}

struct Reader<'o> {
    base: Option<Url>,
    limits: &'o Options,
    repairs: Repairs,
}

impl Reader<'_> {
    fn head(&mut self, feed: &Object) -> Head {
        let link = self.address(feed, "home_page_url");
        let own = self.address(feed, "feed_url");
        let links = [(link.clone(), "alternate"), (own, "self")]
            .into_iter()
            .filter_map(|(href, rel)| Some(Reference { href: href?, rel: rel.to_owned(), kind: None }))
            .collect();
        Head {
            title: self.text(feed, "title", Markup::Plain),
            link,
            links,
            description: self.text(feed, "description", Markup::Plain),
            language: self.string(feed, "language"),
            authors: self.authors(feed),
            image: self.address(feed, "icon").or_else(|| self.address(feed, "favicon")),
            ..Head::default()
        }
    }

    fn item(&mut self, item: &Object) -> Item {
        let link = self.address(item, "url").or_else(|| self.address(item, "external_url"));
        let summary = self.text(item, "summary", Markup::Plain);
        let html = self.text(item, "content_html", Markup::Html);
        let content = html.or_else(|| self.text(item, "content_text", Markup::Plain));
        let image = self.address(item, "image").or_else(|| self.address(item, "banner_image"));
        Item {
            id: self.string(item, "id"),
            title: self.text(item, "title", Markup::Plain),
            links: link.iter().map(|href| Reference { href: href.clone(), ..Reference::default() }).collect(),
            link,
            summary,
            content,
            authors: self.authors(item),
            published: self.date(item, "date_published"),
            updated: self.date(item, "date_modified"),
            categories: self
                .list(item, "tags")
                .iter()
                .filter_map(Value::as_str)
                .map(|tag| tag.trim().to_owned())
                .collect(),
            enclosures: self.enclosures(item),
            image,
            language: self.string(item, "language"),
            ..Item::default()
        }
    }

    /// A string, or a number that should have been one.
    fn string(&mut self, object: &Object, name: &str) -> Option<String> {
        let text = match object.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => {
                self.repairs.add(Repair::WrongType);
                number.to_string()
            }
            Value::Null => return None,
            _ => {
                self.repairs.add(Repair::WrongType);
                return None;
            }
        };
        (!text.is_empty()).then_some(text)
    }

    fn text(&mut self, object: &Object, name: &str, markup: Markup) -> Option<Text> {
        let mut value = self.string(object, name)?;
        if value.len() > self.limits.max_field {
            self.repairs.add(Repair::LongText);
            let end = (0..=self.limits.max_field).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
            value.truncate(end);
        }
        Some(Text::new(value, markup))
    }

    fn address(&mut self, object: &Object, name: &str) -> Option<String> {
        let raw = self.string(object, name)?;
        match self.base.as_ref().map(|base| base.join(&raw)) {
            Some(Ok(url)) if !raw.starts_with("http") => Some(url.into()),
            _ => Some(raw),
        }
    }

    fn date(&mut self, object: &Object, name: &str) -> Option<Timestamp> {
        let raw = self.string(object, name)?;
        let date = date::parse(&raw);
        self.repairs.add_if(date.is_none(), Repair::OddDate);
        date
    }

    fn list<'v>(&mut self, object: &'v Object, name: &str) -> &'v [Value] {
        match object.get(name) {
            Some(Value::Array(list)) => &list[..list.len().min(self.limits.max_list)],
            None | Some(Value::Null) => &[],
            Some(_) => {
                self.repairs.add(Repair::WrongType);
                &[]
            }
        }
    }

    /// `authors` of 1.1, and `author` of 1.0.
    fn authors(&mut self, object: &Object) -> Vec<Person> {
        let many = self.list(object, "authors").iter().chain(object.get("author"));
        let mut authors: Vec<Person> = Vec::new();
        for author in many {
            let person = match author {
                Value::Object(author) => {
                    Person { name: self.string(author, "name"), email: None, uri: self.address(author, "url") }
                }
                Value::String(name) => Person { name: Some(name.clone()), ..Person::default() },
                _ => continue,
            };
            if person != Person::default() && !authors.contains(&person) {
                authors.push(person);
            }
        }
        authors
    }

    fn enclosures(&mut self, item: &Object) -> Vec<Enclosure> {
        let mut enclosures = Vec::new();
        for attachment in self.list(item, "attachments").iter().filter_map(Value::as_object) {
            if let Some(url) = self.address(attachment, "url") {
                let kind = self.string(attachment, "mime_type");
                let length = attachment.get("size_in_bytes").and_then(Value::as_u64).map(|size| size.to_string());
                enclosures.push(Enclosure { url, kind, length });
            }
        }
        enclosures
    }
}
