//! Lists of feeds: what other readers write comes in, what we write comes back the same.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof};
use std::io::Write as _;
use tidings::config::{Config, NewOutlet, starter, subscribe};
use tidings::model::{Link, Subscription};
use tidings::parse::{self, OpmlError};
use tidings::render;

/// Folder > name > feed, a line each.
fn told(text: &str) -> String {
    let list = parse::opml(text.as_bytes()).expect("a list");
    let mut lines: Vec<String> =
        list.feeds.iter().map(|one| format!("{} > {} > {}", one.folder.join("/"), one.name, one.feed)).collect();
    lines.extend(list.left_out.iter().map(|one| format!("left out: {}: {}", one.name, one.reason)));
    lines.join("\n")
}

#[test]
fn what_readers_write_is_read() {
    let list = r#"<?xml version="1.0"?><OPML version="1.1"><head><title>Mine</title></head><body>
        <outline text="News &amp; views" title="other">
          <outline type="rss" text="Daily" title="The Daily" xmlUrl="https://daily.example/feed?a=1&amp;b=2" htmlUrl="https://daily.example/"/>
          <outline text="Tech"><outline title="Bits" xmlurl='feed://bits.example/rss'></outline></outline>
        </outline>
        <outline type="rss" text="" xmlUrl="https://nameless.example/feed"/>
        <outline><outline text="no folder around me" xmlUrl="http://plain.example/"/></outline>
        <outline type="rss" text="Lost" htmlUrl="https://lost.example/"/>
        <outline text="Local" xmlUrl="file:///etc/passwd"/>
        <outline text="Script" xmlUrl="javascript:alert(1)"/>
        <outline text="An empty folder"></outline>
        <outline text="Unclosed"><outline text="Last" xmlUrl="https://last.example/feed">"#;
    assert_eq!(
        told(list),
        "News & views > Daily > https://daily.example/feed?a=1&b=2\n\
         News & views/Tech > Bits > https://bits.example/rss\n \
         > https://nameless.example/feed > https://nameless.example/feed\n \
         > no folder around me > http://plain.example/\n\
         Unclosed > Last > https://last.example/feed\n\
         left out: Lost: it has no address (xmlUrl)\n\
         left out: Local: \"file\" is not http or https\n\
         left out: Script: \"javascript\" is not http or https"
    );
}

#[test]
fn any_encoding_will_do() {
    let list = "<opml><body><outline text=\"Süddeutsche\" xmlUrl=\"https://sz.example/\"/></body></opml>";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(list.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{list}")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin 1"))
        .collect();
    for bytes in [list.as_bytes(), &utf16, &latin] {
        assert_eq!(parse::opml(bytes).expect("a list").feeds[0].name, "Süddeutsche");
    }
}

#[test]
fn what_is_no_list_is_said_to_be_none() {
    for (text, start) in [
        ("<rss version='2.0'><channel><opml/></channel></rss>", "<rss"),
        ("<html><body><outline xmlUrl='https://a.example/'/></body></html>", "<html"),
        ("", ""),
        ("[outlet.a]", "[outlet"),
    ] {
        let problem = parse::opml(text.as_bytes()).expect_err(text);
        assert!(matches!(&problem, OpmlError::NotOpml { start: said } if said.starts_with(start)), "{problem}");
    }
    assert_eq!(parse::opml(&vec![b' '; 4_000_001]), Err(OpmlError::TooLarge { bytes: 4_000_001 }));
}

#[test]
fn a_hostile_list_costs_no_more_than_an_honest_one() {
    let deep = format!("<opml>{}<outline text='x' xmlUrl='https://a.example/'/>", "<outline text='f'>".repeat(100_000));
    let list = parse::opml(deep.as_bytes()).expect("a list");
    assert_eq!(list.feeds[0].folder.len(), 16, "deeper folders are left out");
    let many: Vec<String> =
        (0..12_000).map(|at| format!("<outline text='a' xmlUrl='https://h{at}.example/'/>")).collect();
    let list = parse::opml(format!("<opml>{}", many.concat()).as_bytes()).expect("a list");
    assert_eq!((list.feeds.len(), list.too_many), (10_000, 2_000));
    let made = subscribe(&list.feeds, None);
    assert_eq!(made.outlets.len(), 10_000, "names that are all alike get numbers");
    let long = format!("<opml><outline text='{}' xmlUrl='https://a.example/'/>", "x".repeat(1_000_000));
    assert_eq!(parse::opml(long.as_bytes()).expect("a list").feeds[0].name.len(), 200);
    let bomb = "<!DOCTYPE opml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><opml><outline text='&b;' xmlUrl='https://a.example/'/></opml>";
    assert!(parse::opml(bomb.as_bytes()).expect("a list").feeds[0].name.len() < 10, "no entity is expanded");
}

#[test]
fn feeds_of_one_name_folder_and_site_are_one_outlet() {
    let listed = |folder: &str, name: &str, feed: &str, page: &str| Subscription {
        folder: vec![folder.to_owned()],
        name: name.to_owned(),
        feed: Link::parse(feed, None).expect("an address"),
        page: Link::parse(page, None).ok(),
    };
    let made = subscribe(
        &[
            listed("News", "The Daily", "https://feeds.example/a", "https://www.daily.example/"),
            listed("News", "The Daily", "https://feeds.example/b", "https://daily.example/politics"),
            listed("Fun", "The Daily", "https://feeds.example/c", "https://daily.example/"),
            listed("News", "The Daily", "http://feeds.example/a/", ""),
            listed("News", "Private", "https://me:secret@feeds.example/x", ""),
        ],
        None,
    );
    let outlets: Vec<(&str, usize)> =
        made.outlets.iter().map(|outlet| (outlet.name.as_str(), outlet.feeds.len())).collect();
    assert_eq!(outlets, [("the-daily", 2), ("the-daily-2", 1)]);
    assert_eq!(made.outlets[0].site.as_deref(), Some("daily.example"));
    assert_eq!(made.known, 1);
    let reason = "an address must not hold a user name or password".to_owned();
    assert_eq!(made.left_out, [("Private".to_owned(), reason)]);
}

/// Names as people and machines give them, some of them odd.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}",
        "[A-Za-z0-9 .,:&<>\"'/\\\\-]{1,30}",
        "\\PC{1,20}",
        Just("x".repeat(250)),
        Just("\u{202e}evil".to_owned()),
        Just("日本".to_owned()),
    ]
}

fn subscription() -> impl Strategy<Value = Subscription> {
    let page = prop::option::of("[a-z]{1,3}\\.example");
    let folder = prop::collection::vec(prop_oneof!["[ab]", name()], 0..4);
    (folder, name(), "[a-z0-9]{1,2}", "[a-z]{0,4}(\\?a=1&b=%22)?", page).prop_map(|(folder, name, host, path, page)| {
        Subscription {
            folder,
            name,
            feed: Link::parse(&format!("https://{host}.example/{path}"), None).expect("an address"),
            page: page.map(|page| Link::parse(&format!("https://{page}/"), None).expect("an address")),
        }
    })
}

/// The `feeds.toml` that a list becomes, and what it says.
fn config_of(list: &[Subscription]) -> Option<Config> {
    let made = subscribe(list, None);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("feeds.toml");
    std::fs::File::create(&path)
        .and_then(|mut file| file.write_all(starter(&made.outlets).as_bytes()))
        .expect("written");
    (!made.outlets.is_empty()).then(|| Config::load(&path).unwrap_or_else(|problem| panic!("{problem}")))
}

/// Outlets as they are written.
fn outlets(list: &[Subscription]) -> Vec<NewOutlet> {
    subscribe(list, None).outlets
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_list_that_was_written_is_read_back(list in prop::collection::vec(subscription(), 0..12)) {
        let read = |list: &[Subscription]| parse::opml(render::opml("Mine", list).as_bytes()).expect("a list").feeds;
        let once = read(&list);
        prop_assert_eq!(once.len(), list.len());
        let text = render::opml("Mine", &once);
        prop_assert_eq!(&read(&once), &once, "{}", text);
        let mut xml = quick_xml::Reader::from_str(&text);
        loop {
            match xml.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(problem) => prop_assert!(false, "not well formed: {}\n{}", problem, text),
            }
        }
    }

    #[test]
    fn import_export_import_ends_where_it_began(list in prop::collection::vec(subscription(), 1..12)) {
        let imported = parse::opml(render::opml("Theirs", &list).as_bytes()).expect("a list").feeds;
        let Some(config) = config_of(&imported) else { return Ok(()) };
        let exported = render::opml("Ours", &config.subscriptions());
        let again = parse::opml(exported.as_bytes()).expect("a list").feeds;
        prop_assert_eq!(outlets(&again), outlets(&imported), "{}", exported);
        prop_assert_eq!(render::opml("Ours", &config_of(&again).expect("outlets").subscriptions()), exported);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "(<opml>|<outline|<outline text='a'>|</outline>| xmlUrl='https://a.example/'|/>|>|\"|&amp;|<!--|\\PC){0,40}"
            .prop_map(String::into_bytes),
    ]) {
        if let Ok(list) = parse::opml(&bytes) {
            for one in &list.feeds {
                prop_assert!(one.folder.len() <= 16 && one.name.chars().count() <= 200);
                prop_assert!(!one.name.chars().any(char::is_control));
            }
        }
    }
}
