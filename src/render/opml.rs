//! Lists of feeds for other readers (OPML 2.0).

use super::escape::{markup, one_line};
use crate::model::{Link, Subscription, shelved};
use std::fmt::Write as _;

/// The list as OPML 2.0, called `title`: folders within folders as outlines within outlines, in the order of
/// [`shelved`].
#[must_use]
pub fn opml(title: &str, list: &[Subscription]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    let _ = write!(out, "  <head>\n    <title>{}</title>\n  </head>\n  <body>\n", markup(title));
    let mut open: Vec<String> = Vec::new();
    for subscription in shelved(list.to_vec()) {
        let shared = open.iter().zip(&subscription.folder).take_while(|(open, wanted)| open == wanted).count();
        close(&mut out, &mut open, shared);
        for folder in &subscription.folder[shared..] {
            let _ = writeln!(out, "{}<outline text=\"{}\">", indent(open.len()), markup(folder));
            open.push(folder.clone());
        }
        let name = markup(&subscription.name);
        let _ = write!(
            out,
            "{}<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{}\"",
            indent(open.len()),
            markup(subscription.feed.as_str())
        );
        if let Some(page) = &subscription.page {
            let _ = write!(out, " htmlUrl=\"{}\"", markup(page.as_str()));
        }
        out.push_str("/>\n");
    }
    close(&mut out, &mut open, 0);
    out.push_str("  </body>\n</opml>\n");
    out
}

/// One feed in `feeds.opml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// How its outlet is cited.
    pub site: String,
    /// Its address, without secrets.
    pub link: Link,
}

/// Feeds under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedGroup {
    /// A topic; `None` for the outlets that no topic names, which serve all.
    pub title: Option<String>,
    /// The feeds of its outlets.
    pub feeds: Vec<FeedLink>,
}

/// `feeds.opml`: `groups` under `title`; `all` names the group of feeds that serve every topic.
pub(super) fn page(title: &str, all: &str, groups: &[FeedGroup]) -> String {
    let listed = groups.iter().flat_map(|group| {
        let folder = one_line(group.title.as_deref().unwrap_or(all)).to_string();
        group.feeds.iter().map(move |feed| Subscription {
            folder: vec![folder.clone()],
            name: one_line(&feed.site).to_string(),
            feed: feed.link.clone(),
            page: None,
        })
    });
    opml(&one_line(title), &listed.collect::<Vec<_>>())
}

/// Ends the folders beyond the first `keep`.
fn close(out: &mut String, open: &mut Vec<String>, keep: usize) {
    while open.len() > keep {
        open.pop();
        let _ = writeln!(out, "{}</outline>", indent(open.len()));
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth + 2)
}
