//! The pages of a run: what is rendered again, and in which order it is written.

use super::feeds::{self, KnownFeed, feeds, shown};
use super::outcome::Error;
use crate::config::Config;
use crate::model::{Digest, FeedAddress, OutletId, Page, StoryId, fingerprint, fingerprint_bytes};
use crate::render::{
    EditionRef, EditionSummary, FeedGroup, FeedHealth, FeedLink, LOOKS_BACK, Options, Renderer, Telling, edition_paths,
    fixed_paths, story_path, verdicts_path,
};
use crate::store::{ArchiveLine, Store, WrittenPage};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::path::Path;

/// A story not told for this long is over: later coverage makes a new one.
pub(super) const STORY_LIVES: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Editions whose stories stand in the feeds.
pub(super) const IN_FEEDS: usize = 7;

/// The print of what this program makes pages with, whatever it is told: its code and its own templates.
pub(super) fn program_print() -> String {
    fingerprint(&[env!("CARGO_PKG_VERSION"), env!("TIDINGS_MAKERS")])
}

/// The prints of everything but digests that pages are made of: of the program, then of the reader's own templates and
/// options.
pub(super) fn print(config: &Config) -> Result<String, Error> {
    let own = match &config.templates {
        Some(folder) => templates_print(folder)?,
        None => String::new(),
    };
    let options = format!("{:?} {} {} {:?}", config.formats, config.zone_name, config.language, config.base_url);
    Ok(format!("{}.{}", program_print(), fingerprint(&[&own, &options])))
}

/// `pages` as they are noted once they are written, with `made_with` as [`print`] says.
pub(super) fn records(pages: &[Page], made_with: &str) -> Vec<WrittenPage> {
    let record = |page: &Page| WrittenPage {
        path: page.path.clone(),
        size: page.body.len() as u64,
        print: fingerprint_bytes(&page.body),
        made_with: made_with.to_owned(),
    };
    pages.iter().map(record).collect()
}

fn templates_print(folder: &Path) -> Result<String, Error> {
    let failed = |cause| Error::State { path: folder.to_owned(), cause };
    let mut prints = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            prints.push(format!("{} {}", path.display(), fingerprint_bytes(&std::fs::read(&path).map_err(failed)?)));
        }
    }
    prints.sort();
    Ok(prints.join("\n"))
}

/// What makes pages, as `config` wants them.
pub(super) fn renderer(config: &Config) -> Result<Renderer, Error> {
    Ok(Renderer::new(&options(config))?)
}

/// How `config` wants pages.
pub(super) fn options(config: &Config) -> Options {
    let mut options = Options::default();
    options.templates.clone_from(&config.templates);
    options.zone.clone_from(&config.zone_name);
    options.formats = config.formats;
    config.language.clone_into(&mut options.language);
    options.base_url.clone_from(&config.base_url);
    options
}

/// Renders what has to be written now, in the order of writing: the page that links to the others comes last.
///
/// `digests` are the newest editions, newest first. With `everything` the pages of all of them are rendered,
/// otherwise only those that the newest edition made or changed.
pub(super) async fn render<S: Store>(
    config: &Config,
    store: &S,
    digests: &[Digest],
    everything: bool,
) -> Result<Vec<Page>, Error> {
    let renderer = renderer(config)?;
    let Some(newest) = digests.first() else { return Ok(Vec::new()) };
    let mut pages = Vec::new();
    if config.formats.html {
        pages.push(renderer.styles());
        let touched: BTreeSet<&StoryId> = newest.briefs().map(|brief| &brief.story).collect();
        // A story that became part of another leads there: its page shows what the other has become.
        for (story, tellings) in &Telling::all(digests) {
            if everything || touched.contains(story) {
                pages.extend(renderer.story(tellings)?);
            }
        }
    }
    for (index, digest) in digests.iter().enumerate() {
        if index > 0 && !everything {
            break;
        }
        let previous = digests.get(index + 1).map(reference);
        pages.extend(edition(config, store, &renderer, digest, previous.as_ref()).await?);
    }
    let recent = &digests[..digests.len().min(IN_FEEDS)];
    pages.extend(renderer.feeds(recent)?.into_iter().filter(|page| wanted(config, &page.path)));
    pages.extend(
        of_feeds(config, store, &renderer, newest).await?.into_iter().filter(|page| wanted(config, &page.path)),
    );
    if config.formats.json {
        pages.push(Renderer::schema());
    }
    if config.formats.html {
        pages.extend(renderer.topics(digests)?);
        pages.push(archive(store.archive().await?, &renderer)?);
        pages.push(renderer.front(newest, digests.get(1).map(reference).as_ref())?);
    }
    Ok(pages)
}

/// The pages that tell how feeds are, and list them: they come from `feeds.toml` and what is known of its feeds now.
pub(super) async fn of_feeds<S: Store>(
    config: &Config,
    store: &S,
    renderer: &Renderer,
    newest: &Digest,
) -> Result<Vec<Page>, Error> {
    let health = renderer.health(&health(config, store, newest.edition.at).await?)?;
    Ok(vec![renderer.opml(&config.title, &groups(config)), health])
}

/// The files of one edition.
async fn edition<S: Store>(
    config: &Config,
    store: &S,
    renderer: &Renderer,
    digest: &Digest,
    previous: Option<&EditionRef>,
) -> Result<Vec<Page>, Error> {
    let mut pages = renderer.edition(digest, previous)?;
    pages.retain(|page| wanted(config, &page.path));
    if config.formats.json
        && let Some(verdicts) = store.verdicts(&digest.edition.key).await?
    {
        pages.push(Page::new(verdicts_path(&digest.edition.key), verdicts));
    }
    Ok(pages)
}

fn archive(lines: Vec<ArchiveLine>, renderer: &Renderer) -> Result<Page, Error> {
    let editions: Vec<EditionSummary> = lines.into_iter().map(summary).collect();
    Ok(renderer.archive(&editions)?)
}

/// What still leads to editions that were forgotten, or quotes what only they told, made again: the archive, the edition
/// that is the oldest now, stories that went on after it, and of a young site the pages that are made of all editions.
pub(super) async fn after_forgetting<S: Store>(config: &Config, store: &S) -> Result<Vec<Page>, Error> {
    let lines = store.archive().await?;
    let renderer = renderer(config)?;
    // A page looks back on no more editions than these, so that no other story can have told what was forgotten.
    let from = lines.len().saturating_sub(LOOKS_BACK);
    let mut digests = Vec::new();
    for line in &lines[from..] {
        digests.extend(store.digest(&line.key).await?);
    }
    let (Some(newest), Some(oldest)) = (digests.first(), digests.last()) else { return Ok(Vec::new()) };
    let mut pages = edition(config, store, &renderer, oldest, None).await?;
    if config.formats.html {
        // What goes on is told again while it lives.
        let again = oldest.edition.at.checked_add(STORY_LIVES).unwrap_or(Timestamp::MAX);
        let mut later = BTreeSet::new();
        if from > 0 {
            let told = store.stories(newest.edition.at).await?.into_iter();
            later.extend(told.filter(|story| story.last_told() > newest.edition.at).map(|story| story.id));
        }
        for (story, tellings) in &Telling::all(&digests) {
            let is_touched = tellings.last().is_some_and(|first| first.edition.at <= again);
            if is_touched && !later.contains(*story) {
                pages.extend(renderer.story(tellings)?);
            }
        }
        pages.push(archive(lines, &renderer)?);
    }
    if from == 0 {
        pages.extend(renderer.feeds(&digests[..digests.len().min(IN_FEEDS)])?);
        pages.extend(renderer.topics(&digests)?);
        pages.push(renderer.front(newest, digests.get(1).map(reference).as_ref())?);
    }
    pages.retain(|page| wanted(config, &page.path));
    Ok(pages)
}

/// The files of the edition `key` as they are made from what is stored now.
pub(super) async fn past<S: Store>(config: &Config, store: &S, key: &str) -> Result<Vec<Page>, Error> {
    let unknown = || Error::NoEdition { day: key.to_owned(), near: Vec::new() };
    let digest = store.digest(key).await?.ok_or_else(unknown)?;
    let archive = store.archive().await?;
    let after = archive.iter().position(|line| line.key == key).map_or(archive.len(), |at| at + 1);
    let previous = archive.get(after).map(|line| EditionRef { key: line.key.clone(), at: line.at });
    edition(config, store, &renderer(config)?, &digest, previous.as_ref()).await
}

/// The feeds by topic: those of a topic that names its outlets stand under it, the others under one heading.
fn groups(config: &Config) -> Vec<FeedGroup> {
    let feed = |outlet: &OutletId| {
        let feeds = feeds(config).filter(|(_, feed, _)| feed.outlet == *outlet);
        feeds
            .filter_map(|(outlet, feed, _)| match &feed.address {
                FeedAddress::Web(link) => Some(FeedLink { site: outlet.outlet.site.clone(), link: link.clone() }),
                // A file of this machine is no feed to anybody else.
                FeedAddress::File(_) => None,
            })
            .collect::<Vec<_>>()
    };
    let mut named = BTreeSet::new();
    let mut groups = Vec::new();
    for topic in &config.topics {
        let Some(outlets) = &topic.outlets else { continue };
        named.extend(outlets);
        groups.push(FeedGroup { title: Some(topic.title.clone()), feeds: outlets.iter().flat_map(feed).collect() });
    }
    let others = config.outlets.iter().map(|outlet| &outlet.outlet.id).filter(|id| !named.contains(id));
    groups.push(FeedGroup { title: None, feeds: others.flat_map(feed).collect() });
    groups.retain(|group: &FeedGroup| !group.feeds.is_empty());
    groups
}

/// Pages that lie in the output folder when `newest` is the newest edition, whatever else does. Verdicts are no page:
/// they may be forgotten.
pub(super) fn expected(config: &Config, newest: &Digest) -> Vec<String> {
    let key = &newest.edition.key;
    let edition = edition_paths(key).into_iter().filter(|path| *path != verdicts_path(key));
    let stories = newest.briefs().map(|brief| story_path(&brief.story));
    let fixed = fixed_paths().into_iter().map(str::to_owned);
    fixed.chain(edition).chain(stories).filter(|path| wanted(config, path)).collect()
}

/// Whether the formats of `config` ask for the file at `path`.
pub(super) fn wanted(config: &Config, path: &str) -> bool {
    let formats = &config.formats;
    match path.rsplit('.').next() {
        Some("html" | "css") => formats.html,
        Some("opml") => formats.opml,
        Some("md") => formats.markdown,
        Some("txt") => formats.text,
        Some("json") => formats.json,
        Some("xml") => formats.atom,
        _ => true,
    }
}

pub(super) fn reference(digest: &Digest) -> EditionRef {
    EditionRef { key: digest.edition.key.clone(), at: digest.edition.at }
}

pub(super) fn summary(line: ArchiveLine) -> EditionSummary {
    let ArchiveLine { key, at, headline, stories, entries } = line;
    EditionSummary { key, at, headline, stories, entries }
}

/// How the feeds are. What is silent is silent `at` the time of the newest edition: a page that is made again is the same.
async fn health<S: Store>(config: &Config, store: &S, at: Timestamp) -> Result<Vec<FeedHealth>, Error> {
    let health = |KnownFeed { outlet, feed, state, newest, status, .. }: KnownFeed<'_>| FeedHealth {
        site: outlet.outlet.site.clone(),
        url: shown(&feed.address, &config.folder),
        last_new: newest,
        status,
        repairs: state.repairs,
    };
    Ok(feeds::known(config, store, at).await?.into_iter().map(health).collect())
}
