//! `feeds.opml`: the outlets by topic, for other readers of feeds (OPML 2.0).

use super::escape::{markup, one_line};
use std::fmt::Write as _;

/// One feed in `feeds.opml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// How its outlet is cited.
    pub site: String,
    /// Its address, without secrets.
    pub url: String,
}

/// Feeds under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedGroup {
    /// A topic; `None` for the outlets that no topic names, which serve all.
    pub title: Option<String>,
    /// The feeds of its outlets.
    pub feeds: Vec<FeedLink>,
}

/// `groups` under `title`; `all` names the group of feeds that serve every topic.
pub(super) fn page(title: &str, all: &str, groups: &[FeedGroup]) -> String {
    let attribute = |text: &str| markup(&one_line(text));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n");
    let _ = writeln!(out, "<head><title>{}</title></head>\n<body>", attribute(title));
    for group in groups {
        let _ = writeln!(out, "<outline text=\"{}\">", attribute(group.title.as_deref().unwrap_or(all)));
        for feed in &group.feeds {
            let (site, url) = (attribute(&feed.site), attribute(&feed.url));
            let _ = writeln!(out, "<outline type=\"rss\" text=\"{site}\" xmlUrl=\"{url}\"/>");
        }
        out.push_str("</outline>\n");
    }
    out.push_str("</body>\n</opml>\n");
    out
}
