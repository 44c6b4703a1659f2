//! Foreign HTML to text and to safe HTML: no tag comes out of the first, nothing active out of the second.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use tidings::model::{FeedId, OutletId};
use tidings::parse::{self, Document, Markup, Text};

fuzz_target!(|html: &str| {
    let empty = b"<rss version=\"2.0\"><channel><item/></channel></rss>";
    let mut document: Document = parse::read(empty, None, None, &parse::Options::default()).expect("a feed");
    for markup in [Markup::Html, Markup::Unsaid, Markup::Plain] {
        document.items[0].summary = Some(Text { value: html.to_owned(), markup, base: None });
        let (feed, outlet) = (FeedId::from_stored("feed"), OutletId::new("outlet"));
        for entry in parse::entries(&document, &feed, &outlet, Timestamp::UNIX_EPOCH).0 {
            let lower = entry.summary.to_ascii_lowercase();
            for tag in ["<script>", "<p>", "</p>", "<b>", "</a>", "<img ", "<!--"] {
                assert!(!lower.contains(tag) || !lower.contains('>'), "{tag} in {:?}", &*entry.summary);
            }
        }
    }
    let safe = parse::safe_html(html, None).to_ascii_lowercase();
    for active in ["<script", "<iframe", "<object", "<embed", "<style", "<form", "<link", "<meta", "<base"] {
        assert!(!safe.contains(active), "{active} in {safe:?}");
    }
});
