//! Another reader, feed-rs: asked where our own finds nothing, and compared with it on demand.
#![allow(clippy::disallowed_methods, reason = "the command reads files that the test has written")]

use super::support::outlet::Reply;
use super::support::town::{Town, entry};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tidings::parse::{self, Opinion, Repair, Silence};
use url::Url;

const ITEM: &str = "<title>Dam opens</title><link>/1</link><guid>g1</guid><description>Water at last</description>";
const ENTRY: &str = "<id>urn:1</id><title>Dam opens</title><link href='/1'/><updated>2026-03-01T05:00:00Z</updated>";

fn base() -> Url {
    Url::parse("https://herald.example/home/").expect("an address")
}

fn read(feed: &str) -> Result<parse::Document, parse::ParseError> {
    parse::read(feed.as_bytes(), None, Some(&base()), &parse::Options::default())
}

/// What feed-rs says beside our own reading.
fn second(feed: &str) -> Result<Opinion, Silence> {
    let document = read(feed);
    let ours = document.as_ref().map_or(&[][..], |document| &document.items);
    parse::second_opinion(feed.as_bytes(), None, Some(&base()), &parse::Options::default(), ours)
}

fn rss(items: &str) -> String {
    format!("<rss version='2.0'><channel><title>The Herald</title>{items}</channel></rss>")
}

/// All names in `markup` under a prefix.
fn prefixed(prefix: &str, markup: &str) -> String {
    markup.replace('<', &format!("<{prefix}:")).replace(&format!("<{prefix}:/"), &format!("</{prefix}:"))
}

#[test]
fn where_our_reader_finds_nothing_feed_rs_is_asked() {
    let item = format!("<item>{ITEM}</item>");
    let entry = prefixed("e", &format!("<entry>{ENTRY}</entry>"));
    for feed in [
        rss(&prefixed("ns0", &item)),
        rss(&prefixed("dc", &item)),
        rss(&format!("<content:item>{ITEM}</content:item>")),
        rss(&format!("<a-prefix-longer-than-any-name:item>{ITEM}</a-prefix-longer-than-any-name:item>")),
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>The Herald</title>{entry}</feed>"),
    ] {
        let document = read(&feed).expect(&feed);
        assert!(document.repairs.contains(Repair::ReadByFeedRs), "{feed}");
        assert_eq!(document.head.title.expect("a title").line(80), "The Herald");
        let [item] = &document.items[..] else { panic!("{feed}: {:?}", document.items) };
        assert_eq!(item.title.as_ref().expect("a title").line(80), "Dam opens", "{feed}");
        assert_eq!(item.link.as_deref(), Some("https://herald.example/1"), "{feed}");
    }
}

#[test]
fn feed_rs_is_not_asked_about_what_is_no_feed_and_never_believed_without_entries() {
    for (text, ours) in [
        (rss(""), Ok(0)),
        (rss(&format!("<item>{ITEM}</item>")), Ok(1)),
        // An entry in which there is nothing is none.
        (rss("<ns0:item><ns0:guid>g</ns0:guid></ns0:item>"), Ok(0)),
        (format!("<html><title>A page</title><body>{}</body></html>", "<p>word</p>".repeat(9)), Err("web page")),
        (
            "<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'/></html>".to_owned(),
            Err("bot"),
        ),
        ("{\"items\": 3}".to_owned(), Err("not a JSON Feed")),
        ("nothing of the kind".to_owned(), Err("not a feed")),
        (" ".to_owned(), Err("empty")),
    ] {
        match (read(&text), ours) {
            (Ok(document), Ok(entries)) => {
                assert_eq!(document.items.len(), entries, "{text}");
                assert!(!document.repairs.contains(Repair::ReadByFeedRs), "{text}");
            }
            (Err(error), Err(word)) => assert!(error.to_string().contains(word), "{error}"),
            (other, _) => panic!("{text}: {other:?}"),
        }
    }
}

/// The vocabulary of the root is the feed's own, however it is called.
#[test]
fn a_root_of_an_odd_vocabulary_is_a_root() {
    for space in [
        "http://search.yahoo.com/mrss/",
        "http://www.w3.org/1999/xhtml",
        "http://purl.org/rss/1.0/modules/content/",
        "http://purl.org/dc/elements/1.1/",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "urn:nobody-knows",
    ] {
        let plain = rss(&format!("<item>{ITEM}</item>"));
        let default = plain.replacen("<rss", &format!("<rss xmlns='{space}'"), 1);
        let under_a_prefix = prefixed("q", &plain).replacen("<q:rss", &format!("<q:rss xmlns:q='{space}'"), 1);
        let undeclared = prefixed("q", &plain);
        for feed in [default, under_a_prefix, undeclared] {
            let document = read(&feed).expect(&feed);
            assert_eq!(document.items.len(), 1, "{feed}");
            assert!(!document.repairs.contains(Repair::ReadByFeedRs), "{feed}");
            assert_eq!(document.items[0].id.as_deref(), Some("g1"), "{feed}");
        }
    }
    let inside = rss(&format!("<item>{ITEM}<title xmlns='http://search.yahoo.com/mrss/'>A picture</title></item>"));
    assert_eq!(read(&inside).expect("a feed").items[0].title.as_ref().expect("a title").line(80), "Dam opens");
}

/// Each of these takes the machine down, or the process, where nobody counts.
#[test]
fn hostile_feeds_cost_no_more_than_honest_ones() {
    let deep =
        |start: &str, end: &str| rss(&format!("<ns0:item>{}{}</ns0:item>", start.repeat(200_000), end.repeat(200_000)));
    let itunes = "xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd' text='a'";
    let categories = format!("{}{}", format!("<i:category {itunes}>").repeat(90_000), "</i:category>".repeat(90_000));
    let media = "xmlns:m='http://search.yahoo.com/mrss/'";
    let groups = format!(
        "<ns0:item {media}>{}{}</ns0:item>",
        "<m:thumbnail url='a'/>".repeat(20_000),
        "<m:group><m:content url='http://a.example/'/></m:group>".repeat(20_000)
    );
    let based = format!(
        "<ns0:item xml:base='https://a.example/{}/'>{}</ns0:item>",
        "a".repeat(2_000_000),
        "<ns0:link>b</ns0:link>".repeat(100_000)
    );
    let prefixes = (0..20_000).fold(String::new(), |mut all, at| {
        let _ = write!(all, " xmlns:a{at}='b'");
        all
    });
    let authors = format!("[{}]", vec![format!("{{\"name\":\"{}\"}}", "n".repeat(50_000)); 60].join(","));
    let json = |more: &str, items: &str| {
        format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",{more}\"items\":[{items}]}}")
    };
    for (what, feed) in [
        ("elements in elements", deep("<a>", "</a>")),
        ("groups in groups", rss(&format!("<ns0:item {media}>{}", "<m:group>".repeat(200_000)))),
        ("categories in categories", rss(&categories)),
        ("as deep as is allowed", rss(&format!("<i:category {itunes}>").repeat(120))),
        ("start tags without ends", rss(&"<ns0:item>".repeat(200_000))),
        ("many entries", rss(&"<ns0:item/>".repeat(250_000))),
        ("thumbnails times groups", rss(&groups)),
        ("a long base times many links", rss(&based)),
        ("many prefixes times many elements", rss(&format!("<a{prefixes}>{}</a>", "<z:b/>".repeat(100_000)))),
        ("lists in lists", json("", &("[".repeat(200_000) + &"]".repeat(200_000)))),
        ("objects in objects", format!("{}{}", "{\"items\":".repeat(200_000), "}".repeat(200_000))),
        ("many items", json("", &vec!["{}"; 500_000].join(","))),
        ("many tags", json("", &format!("{{\"tags\":[{}]}}", vec!["\"\""; 1_000_000].join(",")))),
        ("authors times items", json(&format!("\"authors\":{authors},"), &vec!["{\"title\":\"t\"}"; 2_000].join(","))),
        (
            "a declaration half-way",
            rss("<?xml version='1.0' encoding='utf-16'?><ns0:item><ns0:title>a</ns0:title></ns0:item>"),
        ),
    ] {
        assert!(feed.len() < 10_000_000, "{what}: {}", feed.len());
        // A small stack, as threads have it.
        let reading = std::thread::Builder::new().stack_size(2_000_000).spawn(move || {
            let entries = read(&feed).map_or(0, |document| document.items.len());
            (entries, second(&feed).map_or(0, |opinion| opinion.entries))
        });
        let (ours, theirs) = reading.expect("a thread").join().expect(what);
        assert!(ours <= 2_000 && theirs <= 2_000, "{what}: {ours}, {theirs}");
    }
}

#[test]
fn what_makes_feed_rs_panic_is_no_opinion() {
    for value in [
        "<author>安（ann@herald.example）</author>",
        "<i:duration xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'>١٢</i:duration>",
    ] {
        let opinion = second(&rss(&format!("<item>{ITEM}{value}</item>")));
        let said = opinion.expect_err(value).to_string();
        assert_eq!(said, "feed-rs cannot read this feed: it broke off over something in it", "{value}");
    }
}

/// What feed-rs reads otherwise, in short.
fn told(opinion: &Opinion) -> String {
    let names = |mentions: &[parse::Mention]| mentions.iter().map(|one| one.name().to_owned()).collect::<Vec<_>>();
    let differs = opinion.differs.iter().map(|one| {
        format!("{}: {} {} not {}", one.entry.name(), one.what.name(), one.theirs, one.ours.as_deref().unwrap_or("-"))
    });
    let (missed, extra) = (names(&opinion.missed), names(&opinion.extra));
    format!("{} {missed:?} {extra:?} {:?}", opinion.entries, differs.collect::<Vec<_>>())
}

#[test]
fn only_what_is_read_otherwise_is_a_difference() {
    let quiet = |entries: usize| format!("{entries} [] [] []");
    let atom = |more: &str| format!("<feed xmlns='http://www.w3.org/2005/Atom'>{more}</feed>");
    for (feed, expected) in [
        // Spelling, white space, tracking and the hundredth of a second are no differences.
        (
            rss(
                "<item><title>Dam &amp;amp; &#8220;lock&#8221;\n open</title><link>https://a.example/1?utm_source=x#top</link><guid isPermaLink='false'>1</guid><pubDate>Sun, 1 Mar 2026 06:00:00 +0100</pubDate></item>",
            ),
            quiet(1),
        ),
        (
            atom(
                "<entry><id>1</id><title type='html'>Dam &lt;b&gt;opens&lt;/b&gt;</title><link rel='alternate' type='application/pdf' href='b'/><link href='a'/><updated>2026-03-01T05:00:00.25Z</updated></entry>",
            ),
            quiet(1),
        ),
        // What feed-rs does not say is not held against us: here, a date in words of its own and a link in a guid.
        (
            rss(
                "<item><title>Dam opens</title><guid>https://a.example/1</guid><pubDate>1 mars 2026 06:00</pubDate></item>",
            ),
            quiet(1),
        ),
        // A declaration after something else.
        (
            format!("<!-- kept --><?xml version='1.0' encoding='UTF-8'?>{}", rss("<item><title>A</title></item>")),
            quiet(1),
        ),
        // One id for all entries pairs them by what else they say.
        (rss("<item><title>A</title><guid>0</guid></item><item><title>B</title><guid>0</guid></item>"), quiet(2)),
        (
            rss("<item><title>Dam <b>opens</b></title><guid>1</guid></item>"),
            "1 [] [] [\"Dam opens: title Dam not Dam opens\"]".to_owned(),
        ),
        // Undeclared prefixes count for feed-rs, and not for us.
        (
            rss("<item><title>A</title><guid>1</guid></item><x:item><x:title>B</x:title></x:item>"),
            "2 [\"B\"] [] []".to_owned(),
        ),
        (
            rss("<item><title>A</title><guid>1</guid><x:pubDate>Sun, 1 Mar 2026 06:00:00 GMT</x:pubDate></item>"),
            "1 [] [] [\"A: published 2026-03-01T06:00:00Z not -\"]".to_owned(),
        ),
        (
            rss("<item><title>A</title><guid isPermaLink='false'>1</guid><x:link>https://a.example/1</x:link></item>"),
            "1 [] [] [\"A: link https://a.example/1 not -\"]".to_owned(),
        ),
        (
            atom(
                "<entry><title>A</title><id>1</id><updated>2026-03-01T05:00:00Z</updated></entry><x:entry xmlns:x='urn:x'/><entry xmlns=''><title>B</title></entry>",
            ),
            "2 [] [] []".to_owned(),
        ),
        (
            atom("<entry xmlns='http://purl.org/atom/ns#'><title>A</title></entry><entry><title>B</title></entry>"),
            "1 [] [\"A\"] []".to_owned(),
        ),
    ] {
        let opinion = second(&feed).expect(&feed);
        assert_eq!(told(&opinion), expected, "{feed}");
        assert_eq!(opinion.agrees(), expected.ends_with("[] [] []"), "{feed}");
    }
}

fn command(arguments: &[&str]) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_tidings")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds").join(name)
}

#[test]
fn read_adds_a_key_and_changes_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("list.tsv");
    let names = ["clean-rss.xml", "undeclared-namespace.xml", "missing-version.xml", "page.html", "not-a-feed.json"];
    let lines: Vec<String> = names.iter().map(|name| fixture(name).display().to_string()).collect();
    std::fs::write(&list, lines.join("\n")).expect("written");
    let list = list.display().to_string();
    let plain = command(&["read", "--batch", &list]);
    let asked = command(&["read", "--second-opinion", "--batch", &list]);
    let mut opinions = Vec::new();
    for ((plain, asked), line) in plain.iter().zip(asked).zip(&lines) {
        assert_eq!(command(&["read", "--second-opinion", line]), std::slice::from_ref(&asked), "{line}");
        let mut asked = asked;
        opinions.push(asked.as_object_mut().and_then(|keys| keys.remove("second_opinion")).expect(line));
        assert_eq!(*plain, asked, "{line}");
    }
    let agrees = serde_json::json!({"reader": "feed-rs", "ok": true, "agrees": true, "entries": 2,
        "missed": [], "extra": [], "differs": [], "left_out": 0});
    assert_eq!(opinions[0], agrees);
    assert_eq!(opinions[1], agrees);
    for (opinion, asked, error) in [
        (&opinions[2], true, "feed-rs cannot read this feed: unable to parse feed: no root element"),
        (&opinions[3], false, "feed-rs was not asked: this is no feed in XML or JSON"),
        (&opinions[4], true, "feed-rs cannot read this feed: unable to parse JSON"),
    ] {
        assert_eq!((&opinion["ok"], &opinion["asked"]), (&Value::Bool(false), &Value::Bool(asked)), "{opinion}");
        assert!(opinion["error"].as_str().is_some_and(|said| said.starts_with(error)), "{opinion}");
    }
}

#[test]
fn read_lists_a_bounded_number_of_differences() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("feed.xml");
    let items = (0..120).fold(String::new(), |mut all, at| {
        let _ = write!(all, "<item><title>A{at} <b>b</b></title><guid>{at}</guid></item>");
        all
    });
    std::fs::write(&file, rss(&items)).expect("written");
    let answers = command(&["read", "--second-opinion", &file.display().to_string()]);
    let opinion = &answers[0]["second_opinion"];
    assert_eq!(opinion["differs"].as_array().map(Vec::len), Some(50));
    assert_eq!(opinion["left_out"], 70);
    let first = serde_json::json!({"entry": "A0 b", "what": "title", "ours": "A0 b", "theirs": "A0"});
    assert_eq!(opinion["differs"][0], first);
}

const ODD: &str = "<rss version='2.0'><channel><title>Odd</title>\
    <item><title>Dam <b>opens</b>&#27;[2J\u{202E}</title><guid>1</guid><x:pubDate>Sun, 1 Mar 2026 05:00:00 GMT</x:pubDate></item>\
    <item><title>Ferry</title><guid>2</guid><x:link>https://a.example/?token=hush-hush</x:link></item>\
    <x:item><x:title>A headline so long that it does not fit into a line of sixty letters at all</x:title></x:item>\
    <x:item><x:guid>https://a.example/?token=hush-hush</x:guid></x:item>\
    </channel></rss>";

#[test]
fn a_test_of_feeds_says_what_feed_rs_reads_otherwise() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [entry("Dam bursts in Norway", "05:10")])
        .outlet_that("odd", Reply::feed(ODD))
        .outlet_that("versionless", Reply::feed("<rss><channel><item><title>A</title></item></channel></rss>"));
    let ended = town.tidings(&["feeds", "test"]).succeeds();
    let out = ended.out();
    let below = |outlet: &str| -> Vec<String> {
        let lines = out.lines().skip_while(|line| !line.starts_with(outlet)).skip(1);
        lines.take_while(|line| line.starts_with("    ")).map(|line| line.trim().to_owned()).collect()
    };
    assert_eq!(below("daily"), [""; 0], "{out}");
    assert_eq!(
        below("odd"),
        [
            "feed-rs reads 4 entries here, 2 of them not found by Tidings: \
             \"A headline so long that it does not fit into a line of sixty…\", an entry without a headline",
            "feed-rs reads another headline for \"Dam opens[2J\": \"Dam\"",
            "feed-rs reads a date for \"Dam opens[2J\", where Tidings finds none: 1 Mar 2026 05:00:00",
            "feed-rs reads an address for \"Ferry\", where Tidings finds none",
        ],
        "{out}"
    );
    assert_eq!(below("versionless"), ["feed-rs cannot read this feed: unable to parse feed: no root element"], "{out}");
    assert!(!out.contains("hush-hush") && !out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
    assert!(town.tidings(&["feeds", "test", "-q"]).succeeds().out().is_empty());
}

#[test]
fn a_secret_that_a_feed_repeats_is_not_told_with_what_is_read_otherwise() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet_that("odd", Reply::feed(ODD.replace("Ferry", "Bearer hunter2-hunter2")))
        .outlet_line("odd", "headers = { Authorization = \"Bearer ${TOKEN}\" }")
        .variable("TOKEN", "hunter2-hunter2");
    let ended = town.tidings(&["feeds", "test"]).succeeds();
    assert!(ended.out().contains("RSS, 2 entries") && !ended.out().contains("hunter2"), "{}", ended.out());
    assert!(!ended.out().contains("feed-rs"), "{}", ended.out());
}
