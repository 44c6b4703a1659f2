//! The site: which page lies where, and how one refers to another.

use crate::model::StoryId;
use std::fmt::Write as _;

/// Editions that the page of a topic, and that of a story, looks back on: two months of a daily digest.
pub const LOOKS_BACK: usize = 60;

/// The newest digest.
pub(super) const INDEX: &str = "index.html";
/// Every digest.
pub(super) const ARCHIVE: &str = "archive.html";
/// Every feed.
pub(super) const HEALTH: &str = "health.html";
/// The outlets by topic.
pub(super) const OPML: &str = "feeds.opml";
/// The style sheet.
pub(super) const STYLE: &str = "assets/style.css";
/// The stories as Atom.
pub(super) const ATOM: &str = "feed.xml";
/// The stories as JSON Feed.
pub(super) const JSON: &str = "feed.json";

/// From the page at `path` to the top folder: empty, or `../` once a level.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The page of the edition in folder `key`.
pub(super) fn edition(key: &str) -> String {
    format!("{key}/index.html")
}

/// An edition as Markdown.
pub(super) fn markdown(key: &str) -> String {
    format!("{key}/digest.md")
}

/// An edition as plain text.
pub(super) fn text(key: &str) -> String {
    format!("{key}/digest.txt")
}

/// An edition as JSON.
pub(super) fn data(key: &str) -> String {
    format!("{key}/digest.json")
}

/// What became of every entry of an edition.
#[must_use]
pub fn verdicts(key: &str) -> String {
    format!("{key}/why.json")
}

/// Every page of the edition in folder `key`.
#[must_use]
pub fn edition_paths(key: &str) -> Vec<String> {
    vec![edition(key), markdown(key), text(key), data(key), verdicts(key)]
}

/// Pages of which a site has one each, whatever it tells.
#[must_use]
pub fn fixed_paths() -> [&'static str; 7] {
    [INDEX, ARCHIVE, HEALTH, OPML, STYLE, ATOM, JSON]
}

/// The page of `story`. Names given by us are kept; anything else cannot leave the folder.
#[must_use]
pub fn story(story: &StoryId) -> String {
    format!("story/{}.html", fragment(story.as_str()))
}

/// The `id` of the element that tells `story`: an `id` begins with a letter.
pub(super) fn story_anchor(story: &StoryId) -> String {
    format!("s-{}", fragment(story.as_str()))
}

/// The page of a topic.
pub(super) fn topic(topic: &str) -> String {
    format!("topic/{}.html", fragment(topic))
}

/// The `id` of the element of a topic.
pub(super) fn topic_anchor(topic: &str) -> String {
    format!("t-{}", fragment(topic))
}

/// `name` with everything but ASCII letters, digits, `-` and `_` as its code: two names that
/// differ stay different, and neither needs escaping.
fn fragment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            out.push(c);
        } else {
            let _ = write!(out, ".{:x}.", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{StoryId, root, story, topic_anchor};

    #[test]
    fn pages_find_the_top_folder() {
        for (path, expected) in
            [("index.html", ""), ("2026/05/06/index.html", "../../../"), ("2026/05/06/1830/index.html", "../../../../")]
        {
            assert_eq!(root(path), expected);
        }
    }

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(story(&StoryId::from_stored("2026-05-06-dam-4f2a")), "story/2026-05-06-dam-4f2a.html");
        assert_eq!(story(&StoryId::from_stored("../etc")), "story/.2e..2e..2f.etc.html");
        assert_ne!(topic_anchor("a b"), topic_anchor("a-b"));
    }
}
