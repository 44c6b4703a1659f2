//! The site: which page is made of which editions, one page at a time.

use super::pages::{IN_FEEDS, reference, summary};
use crate::model::{Digest, Page};
use crate::render::{RenderError, Renderer, Telling, edition_paths, story_path};
use crate::store::ArchiveLine;
use std::collections::BTreeMap;

/// What the pages of a site are made of. Pages of which there are few are made at once, the others when they are asked
/// for: a site has years of them.
pub(super) struct Site<'a> {
    renderer: Renderer,
    digests: &'a [Digest],
    /// The tellings of each story, by the path of its page.
    stories: BTreeMap<String, Vec<Telling<'a>>>,
    few: BTreeMap<String, Page>,
}

impl<'a> Site<'a> {
    /// The site of `digests`, newest first, as `renderer` makes it.
    pub(super) fn new(
        renderer: Renderer,
        digests: &'a [Digest],
        archive: Vec<ArchiveLine>,
    ) -> Result<Self, RenderError> {
        let mut stories = BTreeMap::new();
        for tellings in Telling::all(digests).into_values() {
            let Some(latest) = tellings.first() else { continue };
            for name in [&latest.brief.story].into_iter().chain(&latest.brief.aliases) {
                stories.insert(story_path(name), tellings.clone());
            }
        }
        let mut few = renderer.topics(digests)?;
        few.extend(renderer.feeds(&digests[..digests.len().min(IN_FEEDS)])?);
        few.push(renderer.archive(&archive.into_iter().map(summary).collect::<Vec<_>>())?);
        few.extend([renderer.styles(), Renderer::schema()]);
        if let Some(newest) = digests.first() {
            few.push(renderer.front(newest, digests.get(1).map(reference).as_ref())?);
        }
        let few = few.into_iter().map(|page| (page.path.clone(), page)).collect();
        Ok(Self { renderer, digests, stories, few })
    }

    /// The page at `path` as it should be now; none where the site has no such page, or has it from elsewhere: how
    /// feeds are is no part of any edition.
    pub(super) fn page(&self, path: &str) -> Result<Option<Vec<u8>>, RenderError> {
        if let Some(page) = self.few.get(path) {
            return Ok(Some(page.body.clone()));
        }
        let pages = if let Some(tellings) = self.stories.get(path) {
            self.renderer.story(tellings)?
        } else if let Some(at) = self.edition(path) {
            let previous = self.digests.get(at + 1).map(reference);
            self.renderer.edition(&self.digests[at], previous.as_ref())?
        } else {
            Vec::new()
        };
        Ok(pages.into_iter().find(|page| page.path == path).map(|page| page.body))
    }

    /// The edition that the file at `path` is of.
    pub(super) fn edition(&self, path: &str) -> Option<usize> {
        let (key, _) = path.rsplit_once('/')?;
        let at = self.digests.iter().position(|digest| digest.edition.key == key)?;
        edition_paths(key).iter().any(|known| known == path).then_some(at)
    }

    /// The renderer that makes it.
    pub(super) fn renderer(&self) -> &Renderer {
        &self.renderer
    }
}
