//! Reading feeds: fixtures by the project, and the corpora of others where they are at hand.

use crate::support::corpora::{cases, corpus};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use tidings::model::{Entry, FeedId, Link, OutletId};
use tidings::parse::{self, ParseError};
use url::Url;

const SEEN: &str = "2026-02-01T06:00:00Z";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> Vec<u8> {
    let path = root().join("tests/fixtures/feeds").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn base() -> Url {
    Url::parse("https://herald.example/home/").expect("an address")
}

pub(crate) fn read(bytes: &[u8]) -> Result<parse::Document, ParseError> {
    parse::read(bytes, None, Some(&base()), &parse::Options::default())
}

fn tame(document: &parse::Document) -> (Vec<Entry>, parse::Repairs) {
    let seen = SEEN.parse::<Timestamp>().expect("a time");
    parse::entries(document, &FeedId::from_stored("feed"), &OutletId::new("herald"), seen)
}

pub(crate) fn entries_of(document: &parse::Document) -> Vec<Entry> {
    tame(document).0
}

fn entries(name: &str) -> Vec<Entry> {
    tame(&read(&fixture(name)).expect(name)).0
}

#[test]
fn every_repair_is_made_and_named() {
    let clean: [&str; 12] = [
        "clean-rss.xml",
        "clean-atom.xml",
        "clean-rdf.xml",
        "clean-json.json",
        "clean-h-entry.html",
        "netscape-doctype.xml",
        "declared-entity.xml",
        "utf16.xml",
        "cdf.xml",
        "aggregator.xml",
        "double-escaped.xml",
        "one-guid-for-all.xml",
    ];
    let mended: [(&str, &[&str]); 21] = [
        ("false-encoding.xml", &["false-encoding"]),
        ("stray-bytes.xml", &["stray-bytes"]),
        ("encoded-twice.xml", &["encoded-twice", "undeclared-entity"]),
        ("control-characters.xml", &["control-characters"]),
        ("leading-junk.xml", &["leading-junk"]),
        ("missing-version.xml", &["missing-version"]),
        ("odd-version.xml", &["odd-version"]),
        ("atom-0.3.xml", &["atom-0.3"]),
        ("undeclared-entity.xml", &["undeclared-entity"]),
        ("undeclared-namespace.xml", &["undeclared-namespace"]),
        ("bare-ampersand.xml", &["bare-ampersand"]),
        ("stray-less-than.xml", &["stray-less-than"]),
        ("missing-end-tag.xml", &["missing-end-tag"]),
        ("stray-end-tag.xml", &["stray-end-tag"]),
        ("wrong-case.xml", &["wrong-case"]),
        ("truncated.xml", &["missing-end-tag", "truncated"]),
        ("too-deep.xml", &["too-deep"]),
        ("odd-date.xml", &["odd-date"]),
        ("wrong-type.json", &["wrong-type"]),
        ("sloppy-json.json", &["truncated", "sloppy-json"]),
        ("read-by-feed-rs.xml", &["undeclared-namespace", "read-by-feed-rs"]),
    ];
    for (name, repairs) in clean.into_iter().map(|name| (name, &[] as &[&str])).chain(mended) {
        let document = read(&fixture(name)).expect(name);
        assert_eq!(document.repairs.names(), repairs, "{name}");
        let (entries, _) = tame(&document);
        assert_eq!(entries.len(), 2, "{name}");
        assert_eq!(
            &*entries[1].title,
            if name == "stray-bytes.xml" { "New crane – reaches the dock" } else { "New crane reaches the dock" },
            "{name}"
        );
        assert!(entries[0].link.as_ref().is_some_and(|link| link.as_str().ends_with("/news/1")), "{name}");
    }
}

#[test]
fn what_each_format_says_reaches_the_entry() {
    for name in ["clean-rss.xml", "clean-atom.xml", "clean-rdf.xml", "clean-json.json"] {
        let entry = &entries(name)[0];
        assert_eq!(&*entry.title, "Ferry timetable changes in March", "{name}");
        assert_eq!(entry.link.as_ref().map(Link::as_str), Some("https://herald.example/news/1"), "{name}");
        assert_eq!(entry.published.map(|time| time.to_string()).as_deref(), Some("2026-01-05T01:15:00Z"), "{name}");
    }
    let atom = &entries("clean-atom.xml")[0];
    assert_eq!(&*atom.summary, "A short summary of 1.");
    assert_eq!(&*atom.text, "First paragraph.\nSecond paragraph & last.");
    assert_eq!(
        (atom.authors.as_slice(), atom.categories.as_slice()),
        (["Ann Quay".to_owned()].as_slice(), ["harbour".to_owned()].as_slice())
    );
    assert_eq!(atom.language.as_deref(), Some("en-GB"));
    let head = read(&fixture("clean-rss.xml")).expect("a feed").head;
    assert_eq!((head.ttl, head.skip_hours.as_slice()), (Some(60), [2, 3].as_slice()));
    assert_eq!(entries("aggregator.xml")[0].source.as_deref(), Some("The Island Gazette"));
}

#[test]
fn what_was_escaped_twice_is_read_as_it_was_meant() {
    let entries = entries("double-escaped.xml");
    assert_eq!(&*entries[0].title, "Ferry & crane: the harbour’s week");
    assert!(entries[1].summary.starts_with("The council"), "{}", &*entries[1].summary);
    assert_eq!(&*self::entries("encoded-twice.xml")[0].title, "Ferry “Aeger” changes hands");
    assert_eq!(&*self::entries("declared-entity.xml")[0].title, "Ferry of Quay & Sons changes hands");
}

#[test]
fn no_article_comes_twice_and_no_useless_guid_is_kept() {
    let document = read(&fixture("duplicate-entry.xml")).expect("a feed");
    let (once, repairs) = tame(&document);
    assert_eq!((document.items.len(), once.len()), (3, 2));
    assert_eq!(repairs.names(), ["duplicate-entry"]);
    let shared = entries("one-guid-for-all.xml");
    assert_eq!(shared.len(), 2);
    assert!(shared.iter().all(|entry| entry.identity.guid.is_none() && entry.identity.link.is_some()));
}

#[test]
fn dates_in_the_future_are_clamped_to_the_moment_of_reading() {
    let text = String::from_utf8(fixture("clean-rss.xml")).expect("text").replace("2026", "2036");
    let (entries, repairs) = tame(&read(text.as_bytes()).expect("a feed"));
    assert!(entries.iter().all(|entry| entry.published.map(|time| time.to_string()).as_deref() == Some(SEEN)));
    assert_eq!(repairs.names(), ["future-date"]);
}

#[test]
fn what_came_instead_of_a_feed_is_said() {
    let cases: [(&[u8], &str); 8] = [
        (b"", "the answer is empty"),
        (b" \n\t ", "the answer is empty"),
        (b"%PDF-1.7 ...", "this is a PDF, not a feed"),
        (b"gone fishing", "this is not a feed; it begins with \"gone fishing\""),
        (b"<opml version=\"2.0\"><body/></opml>", "this is a list of feeds (OPML), not a feed"),
        (
            &fixture("page.html"),
            "this is a web page (\"The Harbour Herald\"), not a feed; it offers these feeds: https://herald.example/feed.xml, https://herald.example/feed.json",
        ),
        (&fixture("bot-check.html"), "Cloudflare answered with a bot-check page, not a feed"),
        (&fixture("not-a-feed.json"), "this is JSON, but not a JSON Feed: it has neither a version nor items"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read(bytes).expect_err(expected).to_string(), expected);
    }
    let mut limits = parse::Options::default();
    limits.max_bytes = 10;
    let error = parse::read(&fixture("clean-rss.xml"), None, None, &limits).expect_err("too large");
    assert!(matches!(error, ParseError::TooLarge { limit: 10, .. }));
}

#[test]
fn feeds_are_found_in_headers_and_by_custom() {
    let header =
        "<https://herald.example/a,b.css>; rel=preload, </feed>; rel=\"alternate\"; type=\"application/rss+xml\"";
    assert_eq!(parse::feeds_of_header(header, Some(&base())), ["https://herald.example/feed"]);
    assert!(parse::well_known_feeds(&base()).contains(&"https://herald.example/feed.xml".to_owned()));
}

#[test]
fn declared_entities_are_not_expanded_within_each_other() {
    let entries = entries("bomb.xml");
    assert_eq!(entries.len(), 2);
    assert!(entries[0].title.len() < 200 && !entries[0].title.contains("lol"), "{}", &*entries[0].title);
}

#[test]
fn bounds_hold() {
    let item = |n: usize| {
        format!("<item><guid>g{n}</guid><title>Item {n}</title><description>{}</description></item>", "a".repeat(n))
    };
    let feed = |items: &str| format!("<rss version=\"2.0\"><channel>{items}</channel></rss>");
    let mut limits = parse::Options::default();
    (limits.max_entries, limits.max_field) = (3, 4);
    let text = feed(&(0..9).map(item).collect::<String>());
    let document = parse::read(text.as_bytes(), None, None, &limits).expect("a feed");
    assert_eq!((document.items.len(), document.skipped), (3, 6));
    assert_eq!(document.repairs.names(), ["long-text", "too-many-entries"]);
    assert!(document.items.iter().all(|item| item.title.as_ref().is_some_and(|title| title.value.len() <= 4)));
    let term = |n: usize| "<category>N</category>".replace('N', &n.to_string());
    let terms = (0..900).map(term).collect::<String>();
    let document = read(feed(&format!("<item>{terms}</item>")).as_bytes()).expect("a feed");
    assert_eq!(document.items[0].categories.len(), limits.max_list);
}

/// Whether an element of HTML, or a comment, stands in `text`.
fn has_tag(text: &str) -> bool {
    ["<p", "<b", "<a ", "<script", "<img", "<div", "<br", "</p", "</b", "</a", "</div", "<!--"].iter().any(|tag| {
        text.to_ascii_lowercase()
            .match_indices(tag)
            .any(|(at, _)| text[at + tag.len()..].starts_with([' ', '>', '/', '\n']) && text[at..].contains('>'))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn cleaned_text_holds_no_tag(parts in prop::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<b "), Just(">"), Just("&lt;"), Just("&gt;"), Just("&amp;"), Just("lt;"), Just("<"),
        Just("script"), Just("<script>"), Just("</script>"), Just("<!--"), Just("-->"), Just("\""), Just("'"), Just("="),
        Just("<![CDATA["), Just("]]>"), Just("&#60;"), Just("&#x3c;"), Just("b>"), Just("word "), Just("é"), Just("<img src=x>"), Just("&"),
    ], 0..40)) {
        let html = parts.concat();
        let feed = format!("<rss version=\"2.0\"><channel><item><title>t</title><description><![CDATA[{}]]></description></item></channel></rss>",
            html.replace("]]>", "]]&gt;"));
        let document = read(feed.as_bytes()).expect("a feed");
        for entry in tame(&document).0 {
            prop_assert!(!has_tag(&entry.summary), "{:?} from {:?}", &*entry.summary, html);
        }
    }

    #[test]
    fn any_bytes_end_as_entries_or_as_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0_usize..4) {
        let mut text = [&b"<rss><channel><item><title>"[..], b"<feed><entry><content type='xhtml'>", b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{", b""][start].to_vec();
        text.extend(bytes);
        let document = read(&text);
        let items = document.as_ref().map_or(&[][..], |document| &document.items);
        let _ = parse::second_opinion(&text, None, Some(&base()), &parse::Options::default(), items);
        if let Ok(document) = document {
            let _ = tame(&document);
        }
    }

    #[test]
    fn the_key_of_a_key_is_the_key(raw in "https?://[a-z.]{1,12}[a-z](:[1-9][0-9]{0,3})?(/[a-zA-Z0-9%._~-]{0,6}){0,4}(\\?([a-z_]{1,10}(=[a-z0-9%+&]{0,6})?&?){0,4})?(#[a-z/]{0,5})?") {
        if let Ok(link) = Link::parse(&raw, None) {
            let key = link.key();
            if let Ok(again) = Link::parse(&format!("https://{key}"), None) {
                prop_assert_eq!(again.key(), key);
            }
        }
    }
}

#[test]
#[cfg_attr(not(corpora), ignore = "the corpora are absent: set TIDINGS_CORPORA")]
fn links_of_strangers_are_kept_absolute_or_dropped() {
    let mut failed = Vec::new();
    for case in cases("security/urls/links.jsonl") {
        let text = |name: &str| case[name].as_str();
        let base = text("base").and_then(|base| Url::parse(base).ok());
        let link = Link::parse(text("href_in_feed").unwrap_or_default(), base.as_ref()).ok();
        let expected = text("expect").unwrap_or_default();
        // An entry cannot be read by mail: here we are stricter than the cases.
        let wanted = if expected.starts_with("keep, absolute") { text("absolute") } else { None };
        if link.as_ref().map(Link::as_str) != wanted {
            failed.push(format!("{case}: {link:?}"));
        }
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

/// Runs the real binary over one document with bounds on its time and its memory, and checks what it says.
pub(crate) fn survives(name: &str, document: &[u8], must_not_contain: &Value) -> Result<(), String> {
    let mut file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    file.write_all(document).map_err(|error| error.to_string())?;
    // Without optimisation, everything takes some ten times as long.
    let seconds = if cfg!(debug_assertions) { 20 } else { 2 };
    let bounds = format!("ulimit -t {seconds} && ulimit -v 262144 && exec \"$0\" read \"$1\"");
    let out = Command::new("sh")
        .args(["-c", &bounds, env!("CARGO_BIN_EXE_tidings")])
        .arg(file.path())
        .output()
        .map_err(|error| error.to_string())?;
    let answer = String::from_utf8_lossy(&out.stdout);
    let complaint = String::from_utf8_lossy(&out.stderr);
    if out.status.code().is_none_or(|code| code > 4) || complaint.contains("panicked") {
        return Err(format!("{name}: {}: {complaint}", out.status));
    }
    let value: Value = serde_json::from_str(&answer).map_err(|error| format!("{name}: {error}: {answer:.200}"))?;
    let sound = match value["ok"].as_bool() {
        Some(true) => value["entries"].is_array(),
        Some(false) => value["error"].as_str().is_some_and(|error| !error.is_empty()),
        None => false,
    };
    let forbidden = must_not_contain.as_array().into_iter().flatten().filter_map(Value::as_str);
    match forbidden.into_iter().find(|text| answer.contains(text)) {
        Some(text) => Err(format!("{name}: says {text:?}")),
        None if !sound => Err(format!("{name}: says {answer:.200}")),
        None => Ok(()),
    }
}

/// The document of a case: given as text, as base64, or by its generator; `None` without Python.
fn document_of(case: &Value, folder: &Path) -> Option<Vec<u8>> {
    if let Some(text) = case["doc"].as_str() {
        return Some(text.as_bytes().to_vec());
    }
    let python = |script: &str, arguments: &[String]| {
        let out = Command::new("python3").arg("-c").arg(script).args(arguments).current_dir(folder).output().ok()?;
        out.status.success().then_some(out.stdout)
    };
    if let Some(encoded) = case["doc_b64"].as_str() {
        return python(
            "import sys,base64;sys.stdout.buffer.write(base64.b64decode(sys.argv[1]))",
            &[encoded.to_owned()],
        );
    }
    let run = "import sys,json;sys.path.insert(0,'.');import gen_xml;sys.stdout.buffer.write(gen_xml.run(sys.argv[1],json.loads(sys.argv[2])))";
    python(run, &[case["generator"]["name"].as_str()?.to_owned(), case["generator"]["args"].to_string()])
}

#[test]
#[cfg_attr(not(corpora), ignore = "the corpora are absent: set TIDINGS_CORPORA")]
fn hostile_documents_end_as_entries_or_as_an_error_within_bounds() {
    let folder = corpus("security");
    for kind in ["xml", "json"] {
        let cases = cases(&format!("security/{kind}/cases.jsonl"));
        let mut failed = Vec::new();
        for case in &cases {
            let name = case["name"].to_string();
            match document_of(case, &folder) {
                Some(document) => failed.extend(survives(&name, &document, &case["must_not_contain"]).err()),
                None => failed.push(format!("{name}: cannot be made; is Python there?")),
            }
        }
        assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), cases.len(), failed.join("\n"));
        assert!(cases.len() > 100, "only {} cases of {kind} were run", cases.len());
    }
}
