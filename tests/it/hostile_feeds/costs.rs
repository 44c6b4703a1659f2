//! What feeds may cost that are made to cost much, and what is read of those that end too soon.

use super::super::parse::{entries_of, read, survives};
use super::{atom, declaring, item, rss, told};
use serde_json::json;

#[test]
fn a_feed_cut_anywhere_says_no_more_than_the_whole() {
    let entry = |n: usize| {
        format!("<item><guid>h{n}</guid><title>Crane &amp; <![CDATA[quay <b>{n}</b>]]></title><link>/{n}</link></item>")
    };
    let whole = format!("<?xml version='1.0'?>{}", rss(&(1..=3).map(entry).collect::<String>()));
    let entries = |text: &str| read(text.as_bytes()).map(|document| entries_of(&document)).unwrap_or_default();
    let all = entries(&whole);
    assert_eq!(
        all.iter().map(|entry| &*entry.title).collect::<Vec<_>>(),
        ["Crane & quay 1", "Crane & quay 2", "Crane & quay 3"]
    );
    for end in 0..=whole.len() {
        let (cut, whole) = (entries(&whole[..end]), whole[..end].matches("</item>").count());
        assert!(cut.len() <= whole + 1, "at {end}: {cut:?}");
        assert_eq!(cut[..whole], all[..whole], "what came in full is read in full, at {end}");
    }
}

#[test]
fn no_feed_costs_more_than_an_honest_one_of_its_size() {
    let many = |times: usize, text: &str| text.repeat(times);
    let numbered = |times: usize, text: &str| (0..times).map(|n| text.replace('#', &n.to_string())).collect::<String>();
    // Each of them is ten of the one before.
    let bomb: String = (1..12)
        .map(|n| format!("<!ENTITY e{n} '{}'>", many(10, &format!("&e{};", n - 1))))
        .collect::<Vec<_>>()
        .concat();
    let title = "<title>Quay closed</title>";
    for (kind, bytes) in [
        ("entities of entities", declaring(&format!("<!ENTITY e0 'quay'>{bomb}"), "Quay &e11; closed")),
        (
            "one large entity, often",
            declaring(
                &format!("<!ENTITY e '{}'>", many(100_000, "q")),
                &format!("{title}<description>{}</description>", many(100_000, "&e;")),
            ),
        ),
        (
            "many entities",
            declaring(
                &numbered(100_000, "<!ENTITY e# 'q'>"),
                &format!("{title}<description>{}</description>", many(100_000, "&e99999;")),
            ),
        ),
        ("depth", item(&format!("{title}{}", many(400_000, "<a>")))),
        (
            "depth that ends",
            item(&format!("{title}<description>{}{}</description>", many(200_000, "<b>"), many(200_000, "</b>"))),
        ),
        ("depth in XHTML", atom(&format!("{title}<content type='xhtml'>{}</content>", many(300_000, "<div>")))),
        ("a large attribute", item(&format!("{title}<link href='{}'/>", many(4_000_000, "a")))),
        ("many attributes", item(&format!("{title}<link {}/>", numbered(200_000, "a#='b' ")))),
        ("many prefixes", item(&format!("{title}{}", numbered(100_000, "<p#:q/>")))),
        ("a large name", item(&format!("{title}<{}/>", many(3_000_000, "n")))),
        ("nothing but beginnings", item(&format!("{title}<description>{}", many(3_000_000, "<")))),
        ("comments that never end", item(&format!("{title}<description>{}", many(500_000, "<!--")))),
        ("blocks that never end", item(&format!("{title}<description>{}", many(300_000, "<![CDATA[")))),
        ("ampersands", item(&format!("{title}<description>{}</description>", many(1_000_000, "&#x")))),
        ("doctypes", format!("{}{}", many(200_000, "<!DOCTYPE a [ "), item(title))),
        ("ends of nothing", item(&format!("{title}{}", many(500_000, "</z>")))),
    ] {
        let (entries, repairs) = told(bytes.as_bytes());
        assert_eq!(repairs.contains("too-deep"), kind == "depth", "{kind}: {repairs:?}");
        assert!(entries.starts_with("Quay ") && !entries.contains(" + "), "{kind}: {entries:.80}");
        assert!(entries.len() <= 101_000, "{kind}: {} bytes", entries.len());
        survives(kind, bytes.as_bytes(), &json!([])).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

#[test]
fn an_address_is_kept_as_it_is_or_not_at_all() {
    for (letters, kept) in [(1_990, true), (7_900, true), (8_100, false), (900_000, false)] {
        let link = format!("https://herald.example/{}", "a".repeat(letters));
        let expected = if kept { format!("Quay closed / -> {link}") } else { "Quay closed".to_owned() };
        let title = "<title>Quay closed</title>";
        for feed in [
            item(&format!("{title}<link>{link}</link>")),
            item(&format!("{title}<url>{link}</url>")),
            atom(&format!("{title}<link href='{link}'/>")),
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{{\"id\":\"h1\",\"title\":\"Quay closed\",\"url\":\"{link}\"}}]}}"
            ),
        ] {
            let (entries, _) = told(feed.as_bytes());
            assert!(entries == expected, "{letters}: {entries:.80} of {feed:.80}");
        }
    }
}
