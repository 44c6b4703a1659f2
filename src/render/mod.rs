//! Render: what is told becomes pages.
//!
//! Templates are read and compiled once, when a [`Renderer`] is made; after that a page depends on
//! what it is given and on nothing else, so the same digest gives the same bytes on every day.
//! Foreign words are escaped for the format they enter, whatever they are.

mod archive;
mod brief;
mod data;
mod digest;
mod escape;
mod failure;
mod feed;
mod health;
mod labels;
mod markdown;
mod site;
mod story;
mod templates;
mod timeline;
mod view;
mod when;

pub use archive::EditionSummary;
pub use digest::EditionRef;
pub use failure::RenderError;
pub use health::FeedHealth;
pub use story::Telling;

use crate::model::{Digest, Edition, Page};
use jiff::tz::TimeZone;
use labels::{Labels, NoLabels};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use templates::Templates;
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
}

impl Default for Options {
    fn default() -> Self {
        Self { templates: None, language: "en".into(), zone: "UTC".into(), base_url: None, noindex: true }
    }
}

/// Makes pages.
#[derive(Debug)]
pub struct Renderer {
    templates: Templates,
    labels: Labels,
    zone: TimeZone,
    base_url: Option<Url>,
    noindex: bool,
}

impl Renderer {
    /// Reads and compiles the templates.
    ///
    /// # Errors
    /// [`RenderError`] for an unknown language or zone, an address that is none, a folder that
    /// cannot be read, or a template that does not compile.
    pub fn new(options: &Options) -> Result<Self, RenderError> {
        let labels = Labels::of(&options.language).map_err(|error| match error {
            NoLabels::Unknown(known) => RenderError::Language { language: options.language.clone(), known },
            NoLabels::Broken(source) => RenderError::Labels { language: options.language.clone(), source },
        })?;
        let zone =
            TimeZone::get(&options.zone).map_err(|source| RenderError::Zone { zone: options.zone.clone(), source })?;
        Ok(Self {
            templates: Templates::open(options.templates.as_deref())?,
            labels,
            zone,
            base_url: options.base_url.as_deref().map(site_address).transpose()?,
            noindex: options.noindex,
        })
    }

    /// The files of an edition in its folder: `index.html`, `digest.md` and `digest.json`.
    /// They never change again; `previous` is the edition before this one.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn edition(&self, digest: &Digest, previous: Option<&EditionRef>) -> Result<Vec<Page>, RenderError> {
        let key = &digest.edition.key;
        let zone = self.zone_of(&digest.edition);
        let markdown = format!("{key}/digest.md");
        let data = format!("{key}/digest.json");
        Ok(vec![
            self.digest(digest, previous, site::edition(key), &zone)?,
            Page::new(&*markdown, markdown::page(digest, &markdown, &self.labels, &zone)),
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
        let view = digest::view(digest, previous, &path, &self.labels, zone, self.noindex);
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
        let view = story::view(latest, earlier, &sources, &self.labels, &zone, self.noindex);
        let body = self.templates.render("story", &view)?;
        let names = [&latest.brief.story].into_iter().chain(&latest.brief.aliases);
        Ok(names.map(|name| Page::new(site::story(name), body.clone())).collect())
    }

    /// `archive.html`: every edition by week, newest first whatever the order given.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn archive(&self, editions: &[EditionSummary]) -> Result<Page, RenderError> {
        let view = archive::view(editions, &self.labels, &self.zone, self.noindex);
        Ok(Page::new(site::ARCHIVE, self.templates.render("archive", &view)?))
    }

    /// `health.html`: every feed, those in trouble first.
    ///
    /// # Errors
    /// [`RenderError::Render`] when a template asks for what its view does not have.
    pub fn health(&self, feeds: &[FeedHealth]) -> Result<Page, RenderError> {
        let view = health::view(feeds, &self.labels, &self.zone, self.noindex);
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
    fn zone_of(&self, edition: &Edition) -> TimeZone {
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
