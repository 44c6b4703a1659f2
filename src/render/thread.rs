//! Threads on the digest page.

use super::cited::title_place;
use super::labels::{Labels, count};
use super::site;
use crate::model::{Digest, Thread, ThreadStory};
use serde::Serialize;

/// A running event that several stories tell of.
#[derive(Debug, Serialize)]
pub(super) struct ThreadView<'a> {
    pub(super) anchor: String,
    pub(super) name: &'a str,
    /// "23 stories".
    pub(super) stories_line: String,
    pub(super) outlets: String,
    pub(super) stories: Vec<ThreadStoryView<'a>>,
    /// "12 more", where there are.
    pub(super) more: Option<String>,
}

/// A story of a thread.
#[derive(Debug, Serialize)]
pub(super) struct ThreadStoryView<'a> {
    pub(super) title: &'a str,
    pub(super) place: String,
    /// To the report.
    pub(super) link: &'a str,
    /// To the story, where it stands on this page at more than a line.
    pub(super) here: Option<String>,
    pub(super) site: &'a str,
    /// "4 outlets", where there are several.
    pub(super) outlets: Option<String>,
}

/// Stories of a thread that are named on the digest page.
const THREAD: usize = 10;

/// `thread` for the page of `digest`.
pub(super) fn view<'a>(thread: &'a Thread, digest: &'a Digest, labels: &Labels) -> ThreadView<'a> {
    let shown = if thread.stories.len() == THREAD + 1 { THREAD + 1 } else { thread.stories.len().min(THREAD) };
    let left = thread.stories.len() - shown;
    let story = |one: &'a ThreadStory| {
        // A story told in one line has no element of its own to point at.
        let is_here = digest.briefs().any(|brief| brief.story == one.story);
        ThreadStoryView {
            title: one.source.title.trim(),
            place: title_place(&one.source),
            link: one.source.link.as_str(),
            here: is_here.then(|| format!("#{}", site::story_anchor(&one.story))),
            site: &one.source.site,
            outlets: (one.outlets > 1).then(|| count(&labels.outlets, one.outlets)),
        }
    };
    ThreadView {
        anchor: format!("thread-{}", thread.id),
        name: thread.name.trim(),
        stories_line: count(&labels.stories, thread.stories.len()),
        outlets: count(&labels.outlets, thread.outlets),
        stories: thread.stories[..shown].iter().map(story).collect(),
        more: (left > 0).then(|| count(&labels.more_sources, left)),
    }
}
