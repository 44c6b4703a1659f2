//! Makes pages: one method for each kind.

use super::archive::{self, EditionSummary};
use super::digest::{self, EditionRef};
use super::failure::RenderError;
use super::frame::Frame;
use super::health::{self, FeedHealth};
use super::labels::{Labels, NoLabels};
use super::opml::{self, FeedGroup};
use super::story::{self, Telling};
use super::templates::Templates;
use super::{data, feed, markdown, schema, site, text, topic};
use crate::model::{Digest, Edition, Formats, Page};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use url::Url;

/// How pages are rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// A folder with templates of the reader's own: a file there replaces the built-in one of the
    /// same name, `style.css` included.
    pub templates: Option<PathBuf>,
    /// The language of labels and dates: `en`.
    pub language: String,
    /// The time zone of the archive and the health page, an IANA name; an edition brings its own.
    pub zone: String,
    /// Where the site is published. With it feeds link to the pages of stories and their ids bear
    /// its host; without it they link to the outlets.
    pub base_url: Option<String>,
    /// Asks search engines to stay away.
    pub noindex: bool,
    /// Which kinds of files are written: pages link to no other.
    pub formats: Formats,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            templates: None,
            language: "en".into(),
            zone: "UTC".into(),
            base_url: None,
            noindex: true,
            formats: Formats::ALL,
        }
    }
}

/// Makes pages.
#[derive(Debug)]
pub struct Renderer {
    pub(super) templates: Templates,
    pub(super) labels: Labels,
    zone: TimeZone,
    pub(super) base_url: Option<Url>,
    noindex: bool,
    formats: Formats,
}

impl Renderer {
    /// Reads and compiles the templates.
    ///
    /// # Errors
    /// [`RenderError`] for an unknown language or zone, an address that is none, a folder that
    /// cannot be read, or a template that does not compile.
    pub fn new(options: &Options) -> Result<Self, RenderError> {
        Self::with(Templates::open(options.templates.as_deref())?, options)
    }

    /// A renderer whose pages hold what the templates are given, as JSON: everything that a page may say, whatever its
    /// templates are.
    ///
    /// # Errors
    /// As [`Renderer::new`], but for templates.
    pub fn views(options: &Options) -> Result<Self, RenderError> {
        Self::with(Templates::views(), options)
    }

    fn with(templates: Templates, options: &Options) -> Result<Self, RenderError> {
        let labels = Labels::of(&options.language).map_err(|error| match error {
            NoLabels::Unknown(known) => RenderError::Language { language: options.language.clone(), known },
            NoLabels::Broken(source) => RenderError::Labels { language: options.language.clone(), source },
        })?;
        let zone =
            TimeZone::get(&options.zone).map_err(|source| RenderError::Zone { zone: options.zone.clone(), source })?;
        Ok(Self {
            templates,
            labels,
            zone,
            base_url: options.base_url.as_deref().map(site_address).transpose()?,
            noindex: options.noindex,
            formats: options.formats,
        })
    }

    fn frame(&self) -> Frame<'_> {
        Frame { labels: &self.labels, noindex: self.noindex, formats: self.formats }
    }

    /// The files of an edition in its folder: `index.html`, `digest.md`, `digest.txt` and `digest.json`.
    /// They never change again; `previous` is the edition before this one.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn edition(&self, digest: &Digest, previous: Option<&EditionRef>) -> Result<Vec<Page>, RenderError> {
        let key = &digest.edition.key;
        let zone = self.zone_of(&digest.edition);
        let markdown = site::markdown(key);
        let data = site::data(key);
        Ok(vec![
            self.digest(digest, previous, site::edition(key), &zone)?,
            Page::new(&*markdown, markdown::page(digest, &markdown, &self.labels, &zone)),
            Page::new(site::text(key), text::page(digest, &self.labels, &zone)),
            Page::new(&*data, data::page(digest, &data)?),
        ])
    }

    /// The newest digest as the front page, `index.html`.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn front(&self, digest: &Digest, previous: Option<&EditionRef>) -> Result<Page, RenderError> {
        self.digest(digest, previous, site::INDEX.to_owned(), &self.zone_of(&digest.edition))
    }

    fn digest(
        &self,
        digest: &Digest,
        previous: Option<&EditionRef>,
        path: String,
        zone: &TimeZone,
    ) -> Result<Page, RenderError> {
        let view = digest::view(digest, previous, &path, &self.frame(), zone);
        let body = self.templates.render("digest", &view)?;
        Ok(Page::new(path, body))
    }

    /// The page of one story from its `tellings`, newest first; [`Telling::all`] finds them. A story that has taken
    /// in others has the same page once more under each of their names, so that no published link goes astray.
    ///
    /// # Errors
    /// [`RenderError::Untold`] without tellings; [`RenderError::Render`] when a template asks for
    /// what its view does not have.
    pub fn story(&self, tellings: &[Telling<'_>]) -> Result<Vec<Page>, RenderError> {
        let (latest, earlier) = tellings.split_first().ok_or(RenderError::Untold)?;
        let sources = story::sources(tellings);
        let zone = self.zone_of(latest.edition);
        let view = story::view(latest, earlier, &sources, &self.frame(), &zone);
        let body = self.templates.render("story", &view)?;
        let names = [&latest.brief.story].into_iter().chain(&latest.brief.aliases);
        Ok(names.map(|name| Page::new(site::story(name), body.clone())).collect())
    }

    /// The pages of the topics that `digests`, newest first, tell something of.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn topics(&self, digests: &[Digest]) -> Result<Vec<Page>, RenderError> {
        let page = |topic| {
            let view = topic::view(topic, digests, &self.frame(), &self.zone);
            Ok(Page::new(site::topic(topic.as_str()), self.templates.render("topic", &view)?))
        };
        topic::topics(digests).into_iter().map(page).collect()
    }

    /// `feeds.opml`: the feeds by topic, under `title`.
    #[must_use]
    pub fn opml(&self, title: &str, groups: &[FeedGroup]) -> Page {
        Page::new(site::OPML, opml::page(title, &self.labels.all_topics, groups))
    }

    /// The JSON Schema of `digest.json`, beside the style sheet.
    #[must_use]
    pub fn schema() -> Page {
        schema::page()
    }

    /// `archive.html`: every edition by week, newest first whatever the order given.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn archive(&self, editions: &[EditionSummary]) -> Result<Page, RenderError> {
        let view = archive::view(editions, &self.frame(), &self.zone);
        Ok(Page::new(site::ARCHIVE, self.templates.render("archive", &view)?))
    }

    /// `health.html`: every feed, those in trouble first.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn health(&self, feeds: &[FeedHealth]) -> Result<Page, RenderError> {
        let view = health::view(feeds, &self.frame(), &self.zone);
        Ok(Page::new(site::HEALTH, self.templates.render("health", &view)?))
    }

    /// `feed.xml` (Atom) and `feed.json` (JSON Feed 1.1) of the stories of `digests`, newest first.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn feeds(&self, digests: &[Digest]) -> Result<Vec<Page>, RenderError> {
        let zone = digests.first().map_or_else(|| self.zone.clone(), |digest| self.zone_of(&digest.edition));
        let base_url = self.base_url.as_ref();
        feed::Channel { labels: &self.labels, zone: &zone, base_url, templates: &self.templates }.pages(digests)
    }

    /// `assets/style.css`, the style sheet of all pages.
    #[must_use]
    pub fn styles(&self) -> Page {
        Page::new(site::STYLE, self.templates.style())
    }

    /// The zone an edition was made in; the renderer's own should this machine not know it.
    pub(super) fn zone_of(&self, edition: &Edition) -> TimeZone {
        TimeZone::get(&edition.zone).unwrap_or_else(|_| self.zone.clone())
    }
}

/// An address that pages can be joined to: http or https, ending in `/`.
fn site_address(address: &str) -> Result<Url, RenderError> {
    let wrong = || RenderError::Site { address: address.to_owned() };
    let mut url = Url::parse(address).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(wrong());
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}
