//! What is forgotten, and what is not.

use crate::support::town::{Town, entry, report};

/// Two outlets tell of a dam; one of them also of a library that no topic wants.
fn town(keep: &str) -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet(
            "daily",
            [
                report("Dam bursts in Norway", "The Lillestad dam burst and flooded 40 homes.", "05:10"),
                entry("Library opens late", "04:10"),
            ],
        )
        .outlet("herald", [report("Norway: Lillestad dam has burst", "A dam burst; 40 homes are flooded.", "05:30")])
        .topic("floods", &["dam", "ferry"])
        .digest("if_empty = \"skip\"")
        .section(&format!("[keep]\n{keep}"))
}

fn stored(town: &mut Town) -> (u64, u64) {
    ["daily", "herald"].map(|name| town.feed_report(name)["entries"].as_u64().expect("a number")).into()
}

/// Both outlets go on to other things on `day`.
fn go_on(town: &mut Town, day: &str) {
    town.later(&format!("{day}T06:00:00Z"));
    town.publishes("daily", [entry(&format!("Harbour news of {day}"), "05:00")]);
    town.publishes(
        "herald",
        [report(&format!("Ferry strike on {day}"), "Crews in Bergen walked out for a day.", "05:00")],
    );
    town.run().succeeds();
}

#[test]
fn an_entry_is_forgotten_when_it_is_old_and_nothing_holds_it() {
    let mut town = town("entries = \"30d\"");
    town.run().succeeds();
    assert_eq!(stored(&mut town), (2, 1));
    go_on(&mut town, "2026-03-02");
    assert_eq!(stored(&mut town), (3, 2), "not yet old");
    // The library and the harbour were on no page, so nothing holds them; the dam and the ferry were told, and a
    // digest cites them.
    go_on(&mut town, "2026-04-05");
    assert_eq!(stored(&mut town), (2, 3));
}

#[test]
fn what_a_feed_still_lists_is_not_forgotten_and_does_not_come_back() {
    let mut town = town("entries = \"30d\"");
    town.run().succeeds();
    town.later("2026-04-05T06:00:00Z");
    town.run().succeeds();
    assert_eq!(stored(&mut town), (2, 1), "the feed lists them still");
    go_on(&mut town, "2026-04-06");
    town.later("2026-04-07T06:00:00Z");
    town.run();
    let kept = stored(&mut town);
    // The old document comes back: what was forgotten is older than what is kept.
    let body = town.body("daily");
    let again = String::from_utf8(body).expect("text").replace(
        "</title><id>",
        "</title><entry><id>tag:daily.example,library-opens-late</id><title>Library opens late</title>\
         <link href=\"https://daily.example/library-opens-late\"/><published>2026-03-01T04:10:00Z</published></entry><id>",
    );
    town.answers("daily", crate::support::outlet::Reply::feed(again));
    town.later("2026-04-08T06:00:00Z");
    town.run();
    assert_eq!(stored(&mut town), kept, "it is neither news nor stored");
}

#[test]
fn old_editions_go_with_their_pages_and_what_they_cited() {
    let mut town = town("entries = \"30d\"\neditions = \"60d\"");
    town.run().succeeds();
    assert!(town.output("2026/03/01/index.html").exists());
    let stories = |town: &Town| town.pages().keys().filter(|path| path.to_string_lossy().contains("/story/")).count();
    assert_eq!(stories(&town), 1);
    go_on(&mut town, "2026-04-05");
    assert!(town.output("2026/03/01/index.html").exists(), "not yet");
    go_on(&mut town, "2026-05-15");
    for path in ["2026/03/01/index.html", "2026/03/01/why.json", "2026/03/01", "2026/03"] {
        assert!(!town.output(path).exists(), "{path}");
    }
    let oldest = std::fs::read_to_string(town.output("2026/04/05/index.html")).expect("a page");
    assert!(!oldest.contains("2026/03/01"), "nothing leads there any more");
    town.tidings(&["replay", "2026-04-05"]).succeeds();
    assert!(!std::fs::read_to_string(town.output("archive.html")).expect("a page").contains("2026/03/01"));
    assert_eq!(stories(&town), 0, "the dam of March is no story any more");
    assert!(stored(&mut town).0 <= 2);
}

#[test]
fn pages_that_could_not_be_removed_go_the_next_time() {
    let mut town = town("entries = \"30d\"\neditions = \"60d\"");
    town.run().succeeds();
    town.later("2026-04-02T06:00:00Z");
    town.publishes("daily", [report("Dam rebuilt", "The Lillestad dam is rebuilt for 3 million.", "05:00")]);
    town.run().succeeds();
    let verdicts = town.output("2026/03/01/why.json");
    let _ = std::fs::remove_file(&verdicts);
    std::fs::create_dir(&verdicts).expect("made");
    town.later("2026-05-15T06:00:00Z");
    let told = town.run().exits(5).err();
    assert!(told.contains("2026/03/01/why.json cannot be removed"), "{told}");
    std::fs::remove_dir(&verdicts).expect("removed");
    town.run().succeeds();
    for path in ["2026/03/01", "2026/03"] {
        assert!(!town.output(path).exists(), "{path}");
    }
    assert!(town.output("2026/04/02/index.html").exists(), "the newest stays");
}

#[test]
fn without_keep_nothing_is_ever_forgotten() {
    let mut town = town("# nothing");
    town.run().succeeds();
    go_on(&mut town, "2030-04-05");
    assert_eq!(stored(&mut town), (3, 2));
    let told = town.tidings(&["prune"]).succeeds().out();
    assert!(told.contains("Everything is kept"), "{told}");
}

#[test]
fn prune_says_what_it_forgot() {
    let mut town = town("size = 10_000_000\nentries = \"30d\"");
    town.run().succeeds();
    go_on(&mut town, "2026-03-02");
    let told = town.tidings(&["prune", "--at", "2026-05-01T06:00:00Z"]).succeeds().out();
    assert!(told.starts_with("Forgot 1 entry and 0 editions; what is stored takes "), "{told}");
}
