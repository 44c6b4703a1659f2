//! Feeds out: the stories as Atom (RFC 4287) and as JSON Feed 1.1.
//!
//! A story keeps its id for as long as it lives. Its `updated` is the newest report that its brief
//! quotes: one more outlet with the same words does not bring it back to the top of a reader.

use super::brief::{Teller, first_and_latest, quote, quotes};
use super::cited::place;
use super::escape::{markup, one_line};
use super::failure::RenderError;
use super::labels::Labels;
use super::site;
use super::story::{Telling, sources};
use super::templates::Templates;
use super::view::ItemView;
use super::when::{When, utc};
use crate::model::{Brief, Digest, Page, Source};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::fmt::Write as _;
use url::Url;

/// Most stories in a feed: a week of a busy reader.
const ITEMS: usize = 100;
/// The authority of `tag:` ids (RFC 4151) of a site whose address nobody gave: a name that
/// nobody can own (RFC 2606), so the ids of no other site can be the same.
const NOBODY: &str = "tidings.invalid";
/// The date in `tag:` ids. It is the same for all, so that an id never depends on the day.
const TAG_YEAR: &str = "2026";

/// One story in a feed.
#[derive(Debug)]
struct Item<'a> {
    id: String,
    title: String,
    topic: &'a str,
    topic_id: &'a str,
    /// Its own page, where the address of the site is known, else the report that stands for it.
    url: String,
    brief: &'a Brief,
    sources: Vec<Source>,
    content: String,
    published: Timestamp,
    updated: Timestamp,
}

/// What both feeds say of themselves.
#[derive(Debug)]
pub(super) struct Channel<'a> {
    pub(super) labels: &'a Labels,
    pub(super) zone: &'a TimeZone,
    pub(super) base_url: Option<&'a Url>,
    pub(super) templates: &'a Templates,
}

impl Channel<'_> {
    /// `feed.xml` and `feed.json` of `digests`, newest first.
    pub(super) fn pages(&self, digests: &[Digest]) -> Result<Vec<Page>, RenderError> {
        let title = digests.first().map_or("", |digest| digest.title.as_str());
        let title = if title.trim().is_empty() { "Tidings".to_owned() } else { one_line(title).into_owned() };
        let items = self.items(digests)?;
        // A feed without stories is as old as its newest digest.
        let updated = items
            .iter()
            .map(|item| item.updated)
            .max()
            .or_else(|| digests.first().map(|digest| digest.edition.at))
            .unwrap_or_default();
        Ok(vec![
            Page::new(site::ATOM, self.atom(&title, updated, &items)),
            Page::new(site::JSON, self.json(&title, &items)?),
        ])
    }

    fn items<'a>(&self, digests: &'a [Digest]) -> Result<Vec<Item<'a>>, RenderError> {
        let mut items = Vec::new();
        for (_, tellings) in Telling::all(digests) {
            if let Some(latest) = tellings.first() {
                items.push(self.item(latest, &tellings)?);
            }
        }
        items.sort_by(|a, b| (b.updated, &a.id).cmp(&(a.updated, &b.id)));
        items.truncate(ITEMS);
        Ok(items)
    }

    fn item<'a>(&self, latest: &Telling<'a>, tellings: &[Telling<'a>]) -> Result<Item<'a>, RenderError> {
        let brief = latest.brief;
        let at = latest.edition.at;
        let sources = sources(tellings);
        let (published, _) = first_and_latest(&sources, at);
        // The newest report that any telling quotes: it never moves back.
        let updated = tellings.iter().filter_map(newest_quoted).max().unwrap_or(published);
        let teller = Teller {
            labels: self.labels,
            when: When::new(self.labels, self.zone.clone(), at),
            root: String::new(),
            span: (at, at),
        };
        let view = ItemView {
            headline: brief.headline.text.trim(),
            headline_place: place(&brief.headline),
            facts: if brief.facts.is_empty() { Vec::new() } else { brief.told().into_iter().map(quote).collect() },
            summary: quotes(&brief.summary),
            sources: sources
                .iter()
                .map(|source| {
                    let mut view = teller.source(source, &brief.news);
                    // A feed is read on any day, so its times say which.
                    view.time = teller.when.view_with_day(source.time);
                    view
                })
                .collect(),
        };
        let page = site::story(&brief.story);
        Ok(Item {
            id: self.tag(&format!("story/{}", brief.story)),
            title: one_line(&brief.headline.text).into_owned(),
            topic: latest.topic,
            topic_id: brief.topic.as_str(),
            url: self.absolute(&page).unwrap_or_else(|| brief.headline.link.as_str().to_owned()),
            brief,
            content: self.templates.render("item", &view)?.trim().to_owned(),
            sources,
            published,
            updated,
        })
    }

    fn tag(&self, name: &str) -> String {
        let authority = self.base_url.and_then(Url::host_str).unwrap_or(NOBODY);
        format!("tag:{authority},{TAG_YEAR}:{name}")
    }

    fn absolute(&self, path: &str) -> Option<String> {
        self.base_url.and_then(|base| base.join(path).ok()).map(String::from)
    }

    fn atom(&self, title: &str, updated: Timestamp, items: &[Item<'_>]) -> String {
        let mut out = String::with_capacity(2_048 * (items.len() + 1));
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        let _ =
            writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", markup(&self.labels.lang));
        element(&mut out, "title", title);
        element(&mut out, "id", &self.tag("stories"));
        element(&mut out, "updated", &utc(updated));
        if let (Some(own), Some(index)) = (self.absolute(site::ATOM), self.absolute(site::INDEX)) {
            let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", markup(&own));
            let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", markup(&index));
        }
        let _ = writeln!(out, "<author><name>{}</name></author>", markup(title));
        let _ = writeln!(out, "<generator version=\"{}\">Tidings</generator>", env!("CARGO_PKG_VERSION"));
        for item in items {
            out.push_str("<entry>\n");
            element(&mut out, "id", &item.id);
            element(&mut out, "title", &item.title);
            let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", markup(&item.url));
            for source in &item.sources {
                let (link, site) = (markup(source.link.as_str()), markup(&one_line(&source.site)));
                let _ = writeln!(out, "<link rel=\"via\" type=\"text/html\" href=\"{link}\" title=\"{site}\"/>");
            }
            let _ = writeln!(out, "<author><name>{}</name></author>", markup(&one_line(&item.brief.headline.site)));
            element(&mut out, "published", &utc(item.published));
            element(&mut out, "updated", &utc(item.updated));
            let (term, label) = (markup(item.topic_id), markup(&one_line(item.topic)));
            let _ = writeln!(out, "<category term=\"{term}\" label=\"{label}\"/>");
            let _ = writeln!(out, "<content type=\"html\">{}</content>", markup(&item.content));
            out.push_str("</entry>\n");
        }
        out.push_str("</feed>\n");
        out
    }

    fn json(&self, title: &str, items: &[Item<'_>]) -> Result<Vec<u8>, RenderError> {
        let feed = JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title,
            home_page_url: self.absolute(site::INDEX),
            feed_url: self.absolute(site::JSON),
            language: &self.labels.lang,
            items: items
                .iter()
                .map(|item| JsonItem {
                    id: &item.id,
                    url: &item.url,
                    external_url: item.brief.headline.link.as_str(),
                    title: &item.title,
                    content_html: &item.content,
                    date_published: utc(item.published),
                    date_modified: utc(item.updated),
                    tags: [item.topic],
                    tidings: JsonExtension {
                        about: "https://jsonfeed.org/version/1.1#extensions",
                        outlets: item.brief.outlets,
                        sources: item
                            .sources
                            .iter()
                            .map(|source| JsonSource {
                                outlet: &source.site,
                                title: &source.title,
                                url: source.link.as_str(),
                                published: utc(source.time),
                            })
                            .collect(),
                    },
                })
                .collect(),
        };
        let mut out = serde_json::to_vec_pretty(&feed)
            .map_err(|source| RenderError::Json { page: site::JSON.to_owned(), source })?;
        out.push(b'\n');
        Ok(out)
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", markup(text));
}

/// When the newest report was published that a telling quotes in its facts, its summary or what
/// outlets add.
fn newest_quoted(telling: &Telling<'_>) -> Option<Timestamp> {
    let brief = telling.brief;
    brief
        .sources
        .iter()
        .filter(|source| {
            let quoted = brief.facts.iter().chain(&brief.summary).chain(&brief.adds);
            quoted.chain([&brief.headline]).any(|quote| quote.entry == source.entry)
        })
        .map(|source| source.time)
        .max()
}

#[derive(Debug, Serialize)]
struct JsonFeed<'a> {
    version: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    language: &'a str,
    items: Vec<JsonItem<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    external_url: &'a str,
    title: &'a str,
    content_html: &'a str,
    date_published: String,
    date_modified: String,
    tags: [&'a str; 1],
    #[serde(rename = "_tidings")]
    tidings: JsonExtension<'a>,
}

#[derive(Debug, Serialize)]
struct JsonExtension<'a> {
    about: &'a str,
    outlets: usize,
    sources: Vec<JsonSource<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonSource<'a> {
    outlet: &'a str,
    title: &'a str,
    url: &'a str,
    published: String,
}
