//! Feeds found, added, asked, taken out: `feeds.toml` changes, and every other byte of it stays.

use super::support::outlet::{Outlet, Reply};
use super::support::town::{Town, entry};
use proptest::prelude::{Just, Strategy, prop, prop_assert_eq, prop_oneof};
use std::fs;
use std::io::Write as _;
use tidings::config::{Edit, NewOutlet, sample};
use tidings::model::Link;

const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><title>The <b>Harbour</b> Gazette</title>\
    <link href='https://www.gazette.example/'/><entry><id>1</id><title>Dam bursts &amp;&#27;[2J more</title>\
    <updated>2026-03-01T05:00:00Z</updated></entry><entry><id>2</id><title>Undated</title></entry></feed>";

/// A town that reads one outlet and has a topic with a comment of its own.
fn town() -> Town {
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet("daily", [entry("Dam bursts in Norway", "05:10")]);
    let text = town.feeds_toml()
        + "# enabled = false\n\n# ---\n# What I want\n# ---\n[topic.all]\ntitle = 'All'   # everything\n";
    town.writes(&text);
    town
}

/// A site with a page, a feed, and nothing else.
fn site(page: &'static str) -> Outlet {
    Outlet::serve(move |seen| match seen.path.as_str() {
        "/" => Reply::page(page),
        "/news/atom.xml" => Reply::feed(ATOM),
        "/old.xml" => Reply::moved(301, "/news/atom.xml"),
        _ => Reply::status(404),
    })
}

const NAMING: &str = "<html><head><title>Gazette</title>\
    <link rel=alternate type='application/atom+xml' href='/news/atom.xml'>\
    <link rel=alternate type='application/rss+xml' href='/comments.xml'></head><body><p>Hello</p></body></html>";

#[test]
fn a_page_leads_to_its_feed_and_the_block_to_paste() {
    let (mut town, site) = (town(), site(NAMING));
    let before = town.feeds_toml();
    let ended = town.tidings(&["feeds", "add", &site.url("/")]).succeeds();
    let feed = site.url("/news/atom.xml");
    assert_eq!(ended.out(), format!("[outlet.gazette]\nsite  = \"gazette.example\"\nfeeds = [\"{feed}\"]\n"));
    let told = ended.err();
    for words in [
        "is a page that names this feed:",
        "The Harbour Gazette: Atom, 2 entries",
        "1 Mar 05:00  Dam bursts &[2J more",
        "no date  Undated",
        &format!("It names this feed as well: {}", site.url("/comments.xml")),
        "or let `--write` do it",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "a feed does not command the terminal");
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), before, "nothing is written unasked");
}

#[test]
fn written_in_behind_the_last_outlet_and_taken_out_again() {
    let (mut town, site) = (town(), site(NAMING));
    let before = town.feeds_toml();
    let feed = site.url("/news/atom.xml");
    town.tidings(&["feeds", "add", &feed, "--outlet", "gazette", "--write"]).succeeds();
    let after = fs::read_to_string(town.feeds_file()).expect("a file");
    let block = format!("\n[outlet.gazette]\nsite  = \"gazette.example\"\nfeeds = [\"{feed}\"]\n");
    let (head, tail) = before.split_at(before.find("\n# ---").expect("the topics"));
    assert!(head.ends_with("# enabled = false\n"));
    assert_eq!(after, format!("{head}{block}{tail}"));
    // What was added is read like any other.
    town.writes(&after);
    town.run().succeeds();
    assert_eq!(town.feed_report("gazette")["entries"], 2);
    let shown = town.tidings(&["feeds", "remove", "gazette"]).succeeds();
    assert_eq!(shown.out(), block.trim_start());
    town.tidings(&["feeds", "remove", "gazette", "--write"]).succeeds();
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), before);
}

#[test]
fn a_page_without_a_word_is_searched_where_sites_keep_feeds() {
    let mut town = town();
    let silent = Outlet::serve(|seen| match seen.path.as_str() {
        "/blog" => Reply::page("<html><body><p>Hello</p></body></html>"),
        "/rss.xml" => Reply::feed(ATOM),
        _ => Reply::status(404),
    });
    let ended = town.tidings(&["feeds", "add", &silent.url("/blog")]).succeeds();
    assert!(ended.out().contains(&silent.url("/rss.xml")), "{}", ended.out());
    assert!(ended.err().contains("names no feed, but its site has one"), "{}", ended.err());
    let moved = site("");
    let ended = town.tidings(&["feeds", "add", &moved.url("/old.xml")]).succeeds();
    assert!(ended.out().contains(&moved.url("/news/atom.xml")), "what has moved for good is added where it is now");
}

#[test]
fn who_cannot_be_added_is_told_why() {
    let mut town = town();
    let bare = Outlet::serve(|seen| match seen.path.as_str() {
        "/" => Reply::page("<html><body><p>Hello</p></body></html>"),
        "/inside" => Reply::page(
            "<html><head><link rel=alternate type='application/rss+xml' href='http://10.0.0.1/feed'></head></html>",
        ),
        "/picture" => Reply::feed("GIF89a and so on"),
        _ => Reply::status(404),
    });
    let daily = town.server("daily").url("/feed.xml");
    let gone = Outlet::serve(|_| Reply::status(500)).url("/feed.xml");
    let cases: [(&[&str], i32, &[&str]); 10] = [
        (
            &[&bare.url("/")],
            2,
            &["is a web page, and no feed was found from there; tried:", "/feed: answered 404", "Look for a link"],
        ),
        (&[&bare.url("/inside")], 2, &["http://10.0.0.1/feed: ", "`allow`"]),
        (&[&bare.url("/picture")], 2, &["this is a picture, not a feed"]),
        (&[&gone], 4, &["refused to connect", "Nothing was added."]),
        (&["http://192.168.7.7/feed"], 4, &["192.168.7.7", "`allow`"]),
        (&["gibberish"], 2, &["\"gibberish\" is not a whole address", "https://example.org/feed.xml"]),
        (&["ftp://a.example/feed"], 2, &["`ftp:` is not a scheme feeds can be read from"]),
        (&[&daily, "--outlet", "other", "--write"], 2, &["feeds.toml:11: the outlet `daily` reads this feed already"]),
        (
            &[&format!("{daily}?x"), "--outlet", "Daily", "--write"],
            2,
            &["feeds.toml:11: there is an outlet `daily` already", "--outlet NAME"],
        ),
        (
            &[&format!("{daily}?x"), "--outlet", "My Site"],
            2,
            &["`My Site` cannot be the name", "write `--outlet my-site`"],
        ),
    ];
    for (words, code, said) in cases {
        let ended = town.tidings(&[&["feeds", "add"], words].concat()).exits(code);
        for words in said {
            assert!(ended.err().contains(words), "{words}\n{}", ended.err());
        }
        assert_eq!(ended.out(), "");
    }
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), town.feeds_toml());
}

#[test]
fn a_file_that_cannot_be_changed_is_left_alone() {
    let (mut town, site) = (town(), site(NAMING));
    let add: &[&str] = &["feeds", "add", &site.url("/"), "--write"];
    town.tidings(&["check"]).succeeds();
    let writable = fs::metadata(town.feeds_file()).expect("a file").permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(town.feeds_file(), read_only).expect("read-only");
    let ended = town.tidings_as_it_is(add).exits(5);
    assert!(
        ended.err().contains("feeds.toml cannot be written: it is read-only\nThe file stays as it was."),
        "{}",
        ended.err()
    );
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), town.feeds_toml());
    fs::set_permissions(town.feeds_file(), writable).expect("writable");

    let broken = town.feeds_toml().replace("min_interval", "min_intervall");
    town.writes(&broken);
    let ended = town.tidings(add).exits(2);
    assert!(ended.err().contains("did you mean `min_interval`?"), "{}", ended.err());
    fs::remove_file(town.feeds_file()).expect("removed");
    let ended = town.tidings_as_it_is(add).exits(2);
    assert!(ended.err().contains("write one with `tidings init`"), "{}", ended.err());
}

#[test]
fn an_outlet_that_is_needed_is_not_taken_out() {
    let mut town = town();
    let last = town.tidings(&["feeds", "remove", "daily"]).exits(2);
    assert!(last.err().contains("is the only outlet"), "{}", last.err());
    let two = town.feeds_toml() + "outlets = ['daily']\n[outlet.inline]\nfeeds = ['https://a.example/']\n";
    town.writes(&two);
    let named = town.tidings(&["feeds", "remove", "daily"]).exits(2);
    assert!(named.err().contains("take \"daily\" out of the `outlets` of [topic.all] first"), "{}", named.err());
    let unknown = town.tidings(&["feeds", "remove", "inlin"]).exits(2);
    assert!(unknown.err().contains("did you mean `inline`?"), "{}", unknown.err());
}

#[test]
fn a_test_asks_now_and_stores_nothing() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [entry("Dam bursts in Norway", "05:10")])
        .outlet_that("broken", Reply::status(503))
        .outlet("off", [entry("Never read", "05:10")])
        .outlet_line("off", "enabled = false");
    let ended = town.tidings(&["feeds", "test"]).exits(3);
    let told = ended.out();
    assert!(told.contains("daily   http://127.0.0.1"), "{told}");
    assert!(told.contains("Atom, 1 entry, newest 1 Mar 2026 05:10"), "{told}");
    assert!(told.contains("answered 503"), "{told}");
    assert!(told.ends_with("1 of 2 feeds can be read\n"), "{told}");
    town.tidings(&["feeds", "test", "daily"]).succeeds();
    town.tidings(&["feeds", "test", "broken", "-q"]).exits(4);
    let off = town.tidings(&["feeds", "test", "off"]).exits(2);
    assert!(off.err().contains("is switched off"), "{}", off.err());
    let stranger = site(NAMING);
    let ended = town.tidings(&["feeds", "test", &stranger.url("/news/atom.xml")]).succeeds();
    assert!(ended.out().contains("does not name it"), "{}", ended.out());
    assert!(!town.output("").exists(), "nothing is stored, nothing is written");
}

#[test]
fn a_test_repeats_no_secret() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet_that("echo", Reply::feed("your token is hunter2-hunter2"))
        .outlet_line("echo", "headers = { Authorization = \"Bearer ${TOKEN}\" }")
        .variable("TOKEN", "hunter2-hunter2");
    let ended = town.tidings(&["feeds", "test"]).exits(4);
    assert!(ended.out().contains("repeats a secret of the outlet, so it is not shown"), "{}", ended.out());
    assert!(!(ended.out() + &ended.err()).contains("hunter2"));
    assert_eq!(town.server("echo").seen()[0].header("authorization"), Some("Bearer hunter2-hunter2"));
}

#[test]
fn the_table_is_what_feeds_alone_shows() {
    let mut town = town();
    town.run().succeeds();
    let at: &[&str] = &["--at", "2026-03-01T07:00:00Z"];
    let bare = town.tidings(&[&["feeds"], at].concat()).succeeds().out();
    assert!(bare.starts_with("outlet "), "{bare}");
    assert_eq!(town.tidings(&[&["feeds", "list"], at].concat()).succeeds().out(), bare);
    let misplaced = town.tidings(&["feeds", "--json", "remove", "daily"]).exits(2);
    assert!(misplaced.err().contains("`tidings feeds list --json`"), "{}", misplaced.err());
}

#[test]
fn lists_go_to_another_reader_and_come_back() {
    let mut town = town();
    let list = "<opml><body><outline text='News'><outline text='Tech'>\
        <outline text='Bits &amp; Bytes' xmlUrl='https://bits.example/rss' htmlUrl='https://www.bits.example/'/></outline></outline>\
        <outline text='Lost' type='rss'/></body></opml>";
    let mut town_with = |text: &str| {
        let before = town.feeds_toml();
        town = std::mem::replace(&mut town, Town::at("2026-03-01T06:00:00Z")).file("mine.opml", text);
        (before, town.folder().join("mine.opml").display().to_string())
    };
    let (before, file) = town_with(list);
    let shown = town.tidings(&["feeds", "import", &file]).succeeds();
    let block = "[outlet.bits-bytes]\nsite  = \"bits.example\"\nfeeds = [\"https://bits.example/rss\"]\nfolder = [\"News\", \"Tech\"]\n";
    assert_eq!(shown.out(), block);
    assert!(shown.err().contains("left out: Lost: it has no address (xmlUrl)"), "{}", shown.err());
    town.tidings(&["feeds", "import", &file, "--write"]).succeeds();
    let after = fs::read_to_string(town.feeds_file()).expect("a file");
    assert_eq!(after.replace(&format!("\n{block}"), ""), before);
    town.writes(&after);
    let exported = town.tidings(&["feeds", "export"]).succeeds().out();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("export.opml", exported.replace(&town.server("daily").port().to_string(), "PORT"));
    });
    let again = town.tidings(&["feeds", "import", &file, "--write"]).succeeds();
    assert!(again.out().contains("Nothing to add."), "{}", again.out());
    let wrong = town.feeds_file().display().to_string();
    let ended = town.tidings(&["feeds", "import", &wrong]).exits(2);
    assert!(ended.err().contains("this is not a list of feeds (OPML); it begins with \"[digest]"), "{}", ended.err());
}

/// Lines of a file that a person wrote: outlets and topics with comments above, within and below.
fn by_hand() -> impl Strategy<Value = String> {
    let comment = prop_oneof![Just(""), Just("\n# a section\n\n"), Just("\n# of what follows\n"), Just("\n\n")];
    let body = prop_oneof![
        Just("feeds = [\"https://N.example/\"]\n"),
        Just("feeds = [\n  \"https://N.example/\", # [outlet.x]\n]\n# weight = 2\n"),
        Just("feeds = ['https://N.example/']   # here\nnot = [{ match = \"[a]\" }]\n"),
        Just("feeds = ['https://N.example/']\n[outlet.N.headers]\nX = \"1\"\n"),
    ];
    let outlets = prop::collection::vec((comment, body), 1..5);
    (outlets, proptest::bool::ANY, proptest::bool::ANY).prop_map(|(outlets, topic_first, windows)| {
        let topic = "\n# topics\n[topic.all]\ntitle = \"\"\"All\"\"\"\n";
        let mut text = if topic_first { topic.trim_start().to_owned() } else { String::new() };
        for (at, (comment, body)) in outlets.iter().enumerate() {
            let name = format!("n{at}");
            text += &[comment, "[outlet.", &name, "]\n", &body.replace('N', &name)].concat();
        }
        if !topic_first {
            text += topic;
        }
        if windows { text.replace('\n', "\r\n") } else { text }
    })
}

fn new_outlet() -> NewOutlet {
    let feed = Link::parse("https://new.example/feed", None).expect("an address");
    NewOutlet::new("new".to_owned(), feed, None)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_edit_leaves_every_other_byte_alone(text in prop_oneof![4 => by_hand(), 1 => Just(sample().to_owned())]) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("feeds.toml");
        fs::File::create(&path).and_then(|mut file| file.write_all(text.as_bytes())).expect("written");
        let mut edit = Edit::open(&path).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
        let before: Vec<String> = edit.config().outlets.iter().map(|outlet| outlet.outlet.id.to_string()).collect();
        edit.insert(&[new_outlet()]).expect("inserted");
        let names: Vec<String> = edit.config().outlets.iter().map(|outlet| outlet.outlet.id.to_string()).collect();
        prop_assert_eq!(&names[..], &[&before[..], &["new".to_owned()]].concat()[..], "{}", edit.text());
        // All lines that were there are there, in their order.
        let mut lines = edit.text().split_inclusive('\n');
        for line in text.split_inclusive('\n') {
            prop_assert_eq!(lines.find(|there| *there == line), Some(line), "{}", edit.text());
        }
        edit.remove("new").expect("removed");
        prop_assert_eq!(edit.text(), &text);
    }

    #[test]
    fn an_outlet_goes_with_its_own_comments_only(text in by_hand(), which in 0_usize..4) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("feeds.toml");
        fs::File::create(&path).and_then(|mut file| file.write_all(text.as_bytes())).expect("written");
        let mut edit = Edit::open(&path).expect("no mistakes");
        let count = edit.config().outlets.len();
        if count > 1 {
            let name = format!("n{}", which % count);
            let taken = edit.remove(&name).expect("removed");
            let head = format!("[outlet.{name}]");
            prop_assert_eq!(taken.matches("[outlet.n").count(), taken.matches(&head[..head.len() - 1]).count());
            prop_assert_eq!(edit.config().outlets.len(), count - 1);
            prop_assert_eq!(edit.text().matches("a section").count(), text.matches("a section").count());
            prop_assert_eq!(edit.text().matches("# topics").count(), 1);
        }
    }
}
