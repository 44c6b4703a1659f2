//! The pages of a run: what is rendered again, and in which order it is written.

use super::gather::feeds;
use super::outcome::Error;
use crate::config::Config;
use crate::model::{Digest, FeedAddress, FeedId, FeedState, Page, StoryId, fingerprint, fingerprint_bytes};
use crate::render::{EditionRef, EditionSummary, FeedHealth, Options, Renderer, Telling};
use crate::store::{ArchiveLine, Store};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Editions whose stories stand in the feeds.
const IN_FEEDS: usize = 7;

/// The print of everything but digests that pages are made of: the program, its templates and its options.
pub(super) fn print(config: &Config) -> Result<String, Error> {
    let own = match &config.templates {
        Some(folder) => templates_print(folder)?,
        None => String::new(),
    };
    Ok(fingerprint(&[env!("CARGO_PKG_VERSION"), &own, &format!("{:?} {}", config.formats, config.zone_name)]))
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
    let mut options = Options::default();
    options.templates.clone_from(&config.templates);
    options.zone.clone_from(&config.zone_name);
    let renderer = Renderer::new(&options)?;
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
        pages.extend(renderer.edition(digest, previous.as_ref())?.into_iter().filter(|page| wanted(config, page)));
        if config.formats.json
            && let Some(verdicts) = store.verdicts(&digest.edition.key).await?
        {
            pages.push(Page::new(format!("{}/why.json", digest.edition.key), verdicts));
        }
    }
    let recent = &digests[..digests.len().min(IN_FEEDS)];
    pages.extend(renderer.feeds(recent)?.into_iter().filter(|page| wanted(config, page)));
    if config.formats.html {
        pages.push(renderer.health(&health(config, store).await?)?);
        let editions: Vec<EditionSummary> = store.archive().await?.into_iter().map(summary).collect();
        pages.push(renderer.archive(&editions)?);
        pages.push(renderer.front(newest, digests.get(1).map(reference).as_ref())?);
    }
    Ok(pages)
}

fn wanted(config: &Config, page: &Page) -> bool {
    let formats = &config.formats;
    match page.path.rsplit('.').next() {
        Some("html") => formats.html,
        Some("md") => formats.markdown,
        Some("json") => formats.json,
        Some("xml") => formats.atom,
        _ => true,
    }
}

fn reference(digest: &Digest) -> EditionRef {
    EditionRef { key: digest.edition.key.clone(), at: digest.edition.at }
}

fn summary(line: ArchiveLine) -> EditionSummary {
    let ArchiveLine { key, at, headline, stories, entries } = line;
    EditionSummary { key, at, headline, stories, entries }
}

async fn health<S: Store>(config: &Config, store: &S) -> Result<Vec<FeedHealth>, Error> {
    let states: BTreeMap<FeedId, FeedState> = store.feed_states().await?;
    let newest: BTreeMap<FeedId, Timestamp> = store.newest_entries().await?;
    Ok(feeds(config)
        .map(|(outlet, feed, _)| {
            let state = states.get(&feed.id).cloned().unwrap_or_default();
            FeedHealth {
                site: outlet.outlet.site.clone(),
                url: shown(&feed.address, &config.folder),
                last_new: newest.get(&feed.id).copied(),
                trouble_since: state.failing_since,
                cause: state.cause,
                gone: state.gone_since.is_some(),
                repairs: state.repairs,
            }
        })
        .collect())
}

/// An address as a page shows it: a file relative to `feeds.toml`, since the page may be published.
pub(super) fn shown(address: &FeedAddress, folder: &Path) -> String {
    match address {
        FeedAddress::File(path) => format!("file:{}", path.strip_prefix(folder).unwrap_or(path).display()),
        FeedAddress::Web(link) => link.to_string(),
    }
}
