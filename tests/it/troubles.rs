//! Whatever the other end does, a run ends in time, with a page, and says what happened.

use crate::support::outlet::{Coding, Reply};
use crate::support::town::{Town, entry, report};
use std::fs;
use std::time::{Duration, Instant};

const MORNING: &str = "2026-03-01T06:00:00Z";

fn town() -> Town {
    Town::at(MORNING)
        .outlet("daily", [entry("Dam bursts in Norway", "05:10"), entry("Lillestad votes on a new harbour", "04:00")])
        .outlet("herald", [entry("Norway: dam has burst", "05:30")])
        .topic("all", &["dam", "harbour"])
        .digest("if_empty = \"note\"")
        .fetch("timeout = \"2s\"")
        .fetch("max_bytes = 1_000_000")
}

/// An outlet's name, what it answers, how many requests that costs, and what is said of it.
fn troubles() -> Vec<(&'static str, Reply, u64, &'static str)> {
    let page = "<!doctype html><title>Parked</title><p>Nothing here.";
    let feed = || Reply::feed("<rss version=\"2.0\"><channel><title>t</title></channel></rss>");
    vec![
        ("missing", Reply::status(404), 1, "answered 404 Not Found"),
        ("gone", Reply::status(410), 1, "gone for good, says the server (410)"),
        ("busy", Reply::too_many("120"), 1, "asked us to come less often (429)"),
        ("resting", Reply::status(503).header("Retry-After", "60"), 1, "answered 503 Service Unavailable"),
        ("ill", Reply::status(500), 2, "answered 500 Internal Server Error"),
        ("rude", Reply::reset(), 2, "connection reset before the answer"),
        ("torn", feed().cut_off_after(20), 2, "answer cut off before its end"),
        ("endless", Reply::endless(), 1, "larger than 1 MB; raise `max_bytes` in [fetch] to read it"),
        ("bomb", Reply::bomb(256, Coding::Gzip), 1, "larger than 1 MB; raise `max_bytes` in [fetch] to read it"),
        ("silent", Reply::hang(), 1, "timed out after 2 s"),
        ("slow", feed().trickled(Duration::from_millis(300)), 1, "timed out after 2 s"),
        ("empty", Reply::feed(" \n"), 1, "answered 200 with nothing"),
        ("locked", Reply::status(401), 1, "wants a login (401)"),
        ("guarded", Reply::page(page).but(403).header("cf-mitigated", "challenge"), 1, "blocked by a bot check"),
        ("parked", Reply::page(page), 1, "this is a web page (\"Parked\"), not a feed"),
        ("lost", Reply::moved(302, "/feed.xml"), 1, "redirect"),
        ("inward", Reply::moved(302, "http://10.0.0.1/feed"), 1, "10.0.0.1"),
    ]
}

#[test]
fn every_trouble_is_named_and_costs_the_others_nothing() {
    let mut town = town();
    for (name, reply, ..) in troubles() {
        town = town.outlet_that(name, reply);
    }
    town.run().succeeds();
    for (name, _, requests, cause) in troubles() {
        let told = town.feed_report(name);
        assert!(told["cause"].as_str().is_some_and(|it| it.contains(cause)), "{name}: {told:#}");
        assert_eq!(told["failures"], 1, "{name}");
        assert_eq!(told["requests"], requests, "{name}: {told:#}");
        assert_eq!(town.server(name).requests() as u64, requests, "{name} counts the same");
    }
    for (name, entries) in [("daily", 2), ("herald", 1)] {
        let told = town.feed_report(name);
        assert_eq!((&told["entries"], &told["failures"]), (&entries.into(), &0.into()), "{told:#}");
        assert_eq!(told["bytes"], town.body(name).len(), "{name}: bytes of bodies as they came");
    }
    town.assert_lead(&["daily", "herald"]);
}

#[test]
fn what_was_asked_of_us_holds_in_the_next_run() {
    let mut town = town();
    for (name, reply, ..) in troubles() {
        town = town.outlet_that(name, reply);
    }
    town.run().succeeds();
    town.later("2026-03-01T06:00:50Z");
    town.run();
    for (name, requests) in [("gone", 1), ("busy", 1), ("resting", 1), ("missing", 2), ("ill", 4)] {
        assert_eq!(town.server(name).requests(), requests, "{name}");
    }
    town.later("2026-03-01T06:03:00Z");
    town.run();
    for (name, requests) in [("gone", 1), ("busy", 2), ("resting", 2)] {
        assert_eq!(town.server(name).requests(), requests, "{name}: a wish has its time, and 410 is for good");
    }
    assert!(town.feed_report("gone")["gone_since"].as_str().is_some_and(|since| since.starts_with("2026-03-01T06:00")));
}

#[test]
fn one_that_hangs_costs_no_more_than_its_own_time() {
    let many =
        || (0..50).fold(town(), |town, nth| town.outlet(&format!("o{nth}"), [entry("Weather as before", "05:00")]));
    let took = |mut town: Town| {
        let began = Instant::now();
        town.run().succeeds();
        town.assert_lead(&["daily", "herald"]);
        began.elapsed()
    };
    let without = took(many());
    let with = took(many().outlet_that("silent", Reply::hang()));
    assert!(with < without + Duration::from_secs(4), "{with:?} with, {without:?} without; its limit is 2 s");
}

#[test]
fn a_deadline_ends_in_a_page_and_names_what_was_not_reached() {
    let mut town = town().fetch("# no limit of its own").outlet_that("silent", Reply::hang());
    town = town.outlet_line("silent", "timeout = \"60s\"");
    let began = Instant::now();
    let ended = town.tidings(&["run", "--at", MORNING, "--deadline", "3s"]).succeeds();
    assert!(began.elapsed() < Duration::from_secs(50), "the deadline, not the limit");
    assert!(ended.err().contains("not reached before the deadline: silent"), "{}", ended.err());
    town.assert_lead(&["daily", "herald"]);
    assert!(fs::read_to_string(town.output("index.html")).expect("a page").contains("Norway"));
}

#[test]
fn a_feed_that_changes_its_mind_loses_nothing_and_floods_nothing() {
    let stories = || [report("Ferry levy fails", "Voters turned down a levy of 2 million for harbour boats.", "04:00")];
    let mut town = town().outlet("fickle", stories());
    town.run().succeeds();
    let stored = |town: &mut Town| town.feed_report("fickle")["entries"].as_u64().expect("a number");
    assert_eq!(stored(&mut town), 1);
    let body = String::from_utf8(town.body("fickle")).expect("text");
    for (nth, (reply, entries)) in [
        // Shrinks to nothing, turns into a page, answers nothing.
        (Reply::feed("<rss version=\"2.0\"><channel><title>t</title></channel></rss>"), 1),
        (Reply::page("<!doctype html><title>New look</title><p>Nothing here."), 1),
        (Reply::feed(""), 1),
        // The same articles under new guids.
        (Reply::feed(body.replace("tag:fickle.example,", "tag:new.example,")), 1),
        // And as before.
        (Reply::feed(body), 1),
    ]
    .into_iter()
    .enumerate()
    {
        town.answers("fickle", reply);
        town.later(&format!("2026-03-01T{:02}:00:00Z", 7 + nth));
        town.run();
        assert_eq!(stored(&mut town), entries, "step {nth}");
    }
    let editions = town.pages().keys().filter(|path| path.ends_with("digest.json")).count();
    assert_eq!(editions, 1, "nothing came back as news");
}

#[test]
fn a_feed_that_falls_silent_or_loses_its_dates_is_told_once_it_lasts() {
    let days = ["02-26", "02-27", "02-28"].map(|day| entry(&format!("Dam on {day}"), &format!("2026-{day}T06:00:00Z")));
    let mut town = town().outlet("quiet", days).fetch("alert_after = \"3d\"");
    let undated = |town: &Town| {
        let body = String::from_utf8(town.body("herald")).expect("text");
        let from = body.find("<published>").expect("a date");
        let to = body.find("<summary>").expect("a summary");
        Reply::feed(format!("{}{}", &body[..from], &body[to..]))
    };
    town.run().succeeds();
    town.later("2026-03-02T06:00:00Z");
    town.run().succeeds();
    town.later("2026-03-03T06:00:00Z");
    let body = undated(&town);
    town.answers("herald", body);
    town.publishes("daily", [entry("Dam mended", "05:00")]);
    town.tidings(&["run", "-q", "--at", "2026-03-03T06:00:00Z"]).succeeds().silently();
    for day in 4..12 {
        town.later(&format!("2026-03-{day:02}T06:00:00Z"));
        let told = town.tidings(&["run", "-q", "--at", &format!("2026-03-{day:02}T06:00:00Z")]).err();
        assert_eq!(told.contains("borne no dates"), day >= 6, "{told}");
        assert!(!told.contains("quiet: "), "{told}");
    }
    town.later("2026-03-12T06:00:00Z");
    town.publishes("daily", [entry("Dam opened", "05:00")]);
    let told = town.tidings(&["run", "-q", "--at", "2026-03-12T06:00:00Z"]).exits(3).err();
    assert!(told.contains("silent for 11 days, usually 24 h; if it has ended"), "{told}");
    assert!(told.contains("its entries have borne no dates since 3 March"), "{told}");
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("silent for 11 days, usually 24 h"), "the page tells it too");
    assert!(page.contains("its entries have borne no dates since 3 March"));
    assert!(!page.contains("0 times"), "nothing has failed");
}

/// The row of an outlet on the health page, its words one space apart.
fn health(town: &Town, name: &str) -> String {
    let page = fs::read_to_string(town.output("health.html")).expect("a page");
    let document = scraper::Html::parse_document(&page);
    let rows = scraper::Selector::parse("tbody tr").expect("a selector");
    let words = document.select(&rows).map(|row| {
        let words = row.text().collect::<Vec<_>>().join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let mut rows = words.filter(|row| row.contains(&format!("{name}.example")));
    rows.next().unwrap_or_else(|| panic!("no {name} in {page}"))
}

/// What stands under the line of an outlet in the list of feeds.
fn notes(list: &str, name: &str) -> String {
    let lines = list.lines().skip_while(|line| !line.starts_with(name)).skip(1);
    lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_feed_is_told_alike_on_every_page_table_and_report() {
    const LAST: &str = "2026-03-13T06:00:00Z";
    let days =
        || ["02-26", "02-27", "02-28"].map(|day| entry(&format!("Dam on {day}"), &format!("2026-{day}T06:00:00Z")));
    let town = town()
        .digest("metrics = \"metrics.prom\"")
        .fetch("alert_after = \"3d\"")
        .outlet("quiet", days())
        .outlet("flaky", days())
        .outlet("undated", [entry("Dam as planned", "03:00")])
        .outlet("hiccup", [entry("Dam as drawn", "03:00")])
        .outlet_that("broken", Reply::status(404))
        .outlet_that("gone", Reply::status(410));
    let moved_to = town.server("daily").url("/feed.xml");
    let mut town = town.outlet_that("roaming", Reply::moved(301, &moved_to));
    let _ = town.run();
    let body = String::from_utf8(town.body("undated")).expect("text");
    let (from, to) = (body.find("<published>").expect("a date"), body.find("<summary>").expect("a summary"));
    town.answers("undated", Reply::feed(format!("{}{}", &body[..from], &body[to..])));
    for day in 2..13 {
        town.later(&format!("2026-03-{day:02}T06:00:00Z"));
        let _ = town.run();
    }
    town.later(LAST);
    town.publishes("daily", [entry("Dam opened", "05:00")]);
    town.answers("flaky", Reply::status(500));
    town.answers("hiccup", Reply::status(500));
    let told = town.tidings(&["gather", "-q", "--at", LAST]).exits(3).err();
    let metrics = fs::read_to_string(town.folder().join("metrics.prom")).expect("figures");
    assert!(metrics.contains("\ntidings_feeds_alerting 5\n"), "{metrics}");
    town.table("[outlet.unasked]\nsite = \"unasked.example\"\nfeeds = [\"https://unasked.example/feed\"]");
    town.tidings(&["publish", "--at", LAST]).succeeds();
    let list = town.tidings(&["feeds", "--at", LAST]).succeeds().out();
    let digest = town.digest_json();
    assert_eq!((&digest["figures"]["feeds"], &digest["figures"]["feeds_read"]), (&10.into(), &5.into()));
    let silent = "silent for 12 days, usually 24 h";
    let undated = "its entries have borne no dates since 2 March";
    let since = "(13 failures in a row, since 1 Mar 06:00)";
    let (not_found, gone) = (format!("answered 404 Not Found {since}"), "gone for good, says the server (410)");
    let once = "answered 500 Internal Server Error (1 failure in a row, since 13 Mar 06:00)";
    for (name, note, row, trouble, failures) in [
        ("daily", "", "Answers", "", 0),
        ("herald", "", "Answers", "", 0),
        ("roaming", &format!("has moved for good: write {moved_to} in place of it"), "Answers", "", 0),
        ("unasked", "not asked yet", "Not asked yet", "", 0),
        ("hiccup", once, "In trouble since 13 March 2026, 06:00 answered 500 Internal Server Error", "", 0),
        ("broken", &not_found, "In trouble since 1 March 2026, 06:00 answered 404 Not Found", "answered 404", 13),
        ("gone", gone, "Gone for good, says the server", gone, 1),
        ("quiet", silent, "Silent for 12 days, usually 24 hours", silent, 0),
        // What began today hides nothing that lasts.
        ("flaky", &format!("{once}; {silent}"), "answered 500 Internal Server Error Silent for 12 days", silent, 0),
        ("undated", undated, "Its entries have borne no dates since 2 March 2026, 06:00", undated, 0),
    ] {
        assert!(notes(&list, name).starts_with(note), "{name}: {list}");
        assert_eq!(note.is_empty(), notes(&list, name).is_empty(), "{name}: {list}");
        assert!(health(&town, name).contains(row), "{name}: {}", health(&town, name));
        let line = told.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap_or_default();
        assert!(line.contains(trouble) && line.is_empty() == trouble.is_empty(), "{name}: {told}");
        let troubles = digest["troubles"].as_array().into_iter().flatten();
        let on_page = troubles.clone().find(|trouble| trouble["site"] == format!("{name}.example"));
        let cause = on_page.map_or("", |it| it["cause"].as_str().unwrap_or_default());
        assert!(cause.starts_with(trouble) && cause.is_empty() == trouble.is_empty(), "{name}: {digest:#}");
        assert_eq!(on_page.map_or(0, |it| it["failures"].as_u64().unwrap_or_default()), failures, "{name}");
    }
    assert!(told.contains(&format!("roaming has moved for good: write {moved_to} in place of")), "{told}");
    assert!(!health(&town, "gone").contains("410"), "told once: {}", health(&town, "gone"));
    for format in ["index.html", "2026/03/13/digest.md", "2026/03/13/digest.txt"] {
        let page = fs::read_to_string(town.output(format)).expect("a page");
        assert!(page.contains(silent) && !page.contains("0 times"), "{format}: {page}");
    }
}

#[test]
fn a_feed_that_needs_a_person_is_named_though_it_was_not_asked() {
    let mut town = town().fetch("alert_after = \"0s\"").outlet_that("busy", Reply::too_many("7200"));
    let told = town.tidings(&["run", "-q", "--at", MORNING]).exits(3).err();
    assert!(told.contains("busy: ") && told.contains("asked us to come less often (429) (failing since"), "{told}");
    let later = town.tidings(&["run", "-q", "--at", "2026-03-01T07:00:00Z"]).exits(3).err();
    assert_eq!((later, town.server("busy").requests()), (told, 1), "the exit code says why");
    let mut town = self::town().fetch("alert_after = \"0s\"").outlet_that("broken", Reply::status(404));
    let told = town.tidings(&["gather", "-q"]).exits(3).err();
    assert!(told.contains("broken: ") && told.contains("(failing since"), "what fails while a run goes on: {told}");
}

#[test]
fn the_health_page_and_the_list_of_feeds_agree() {
    let days = |days: [&str; 3]| days.map(|day| entry(&format!("Dam on {day}"), &format!("2026-{day}T06:00:00Z")));
    let mut town = town()
        .outlet("daily", [entry("Dam mended", "05:00")])
        .outlet("weekly", days(["02-10", "02-11", "02-12"]))
        .outlet("hourly", ["02:00", "03:00", "04:00"].map(|time| entry(&format!("Dam at {time}"), time)))
        .outlet("ticker", ["00", "30", "59"].map(|s| entry(&format!("Dam at {s}"), &format!("2026-03-01T02:00:{s}Z"))))
        .outlet_that("broken", Reply::status(404));
    for day in ["02", "03", "04"] {
        let _ = town.run();
        town.later(&format!("2026-03-{day}T06:00:00Z"));
    }
    let _ = town.run();
    town.later("2026-03-05T06:00:00Z");
    town.publishes("daily", [entry("Dam opened", "05:00")]);
    let _ = town.run();
    let list = town.tidings(&["feeds", "--at", "2026-03-05T06:00:00Z"]).succeeds().out();
    let notes = |name: &str| notes(&list, name);
    assert_eq!(notes("weekly"), "silent for 21 days, usually 24 h");
    assert!(health(&town, "weekly").contains("Silent for 21 days, usually 24 hours"), "{}", health(&town, "weekly"));
    assert_eq!(notes("hourly"), "silent for 4 days, usually 60 min");
    assert!(health(&town, "hourly").contains("Silent for 4 days, usually 60 minutes"), "{}", health(&town, "hourly"));
    assert_eq!(notes("ticker"), "silent for 4 days, usually 30 s");
    assert!(health(&town, "ticker").contains("Silent for 4 days, usually 30 seconds"), "{}", health(&town, "ticker"));
    assert!(notes("broken").contains("404 Not Found (5 failures in a row, since 1 Mar 06:00)"), "{}", notes("broken"));
    let broken = health(&town, "broken");
    assert!(broken.contains("In trouble since 1 March 2026, 06:00") && broken.contains("404 Not Found"), "{broken}");
    assert_eq!(notes("daily"), "");
    assert!(health(&town, "daily").contains("Answers"), "{}", health(&town, "daily"));
    // Made again later, the page is the same: it tells how the feeds were when the edition was made.
    let before = fs::read(town.output("health.html")).expect("a page");
    fs::remove_file(town.output("index.html")).expect("lost");
    let _ = town.tidings(&["publish", "--at", "2026-03-05T20:00:00Z"]);
    assert!(town.output("index.html").exists());
    assert_eq!(before, fs::read(town.output("health.html")).expect("a page"));
}

#[test]
fn a_feed_is_not_called_silent_for_a_time_in_which_nobody_looked() {
    let mut town = town()
        .fetch("alert_after = \"1d\"")
        .outlet("hourly", ["02:00", "03:00", "04:00"].map(|time| entry(&format!("Dam at {time}"), time)));
    town.run().succeeds();
    town.later("2026-03-09T06:00:00Z");
    assert_eq!(town.run().code(), Some(0), "the first look after a week");
    for day in 10..=13 {
        town.later(&format!("2026-03-{day}T06:00:00Z"));
        let _ = town.run();
    }
    town.later("2026-03-14T06:00:00Z");
    let told = town.run().exits(3).err();
    assert!(told.contains("silent for 13 days, usually 60 min"), "{told}");
}

#[test]
fn feeds_says_how_each_one_is() {
    let mut town = town()
        .fetch("alert_after = \"30d\"")
        .outlet("weekly", ["02-10", "02-11", "02-12"].map(|day| entry(day, &format!("2026-{day}T06:00:00Z"))));
    let mut town = {
        town.run().succeeds();
        town.later("2026-03-01T08:00:00Z");
        town.answers("herald", Reply::status(404));
        town.run().succeeds();
        town
    };
    let weekly = town.feed_report("weekly");
    assert_eq!(
        (&weekly["usual_gap_s"], &weekly["attempts"], &weekly["unchanged"]),
        (&86_400.into(), &2.into(), &1.into())
    );
    assert_eq!(weekly["silent_s"], 17 * 86_400 + 2 * 3_600);
    let table = town.tidings(&["feeds", "--at", "2026-03-01T08:00:00Z"]).succeeds().out();
    let line = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(
        line("weekly").contains("24 h") && line("weekly").contains("17 days") && line("weekly").contains("50 %"),
        "{table}"
    );
    assert!(table.contains("silent for 17 days, usually 24 h"), "{table}");
    assert!(table.contains("answered 404 Not Found (1 failure in a row, since 1 Mar 08:00)"), "{table}");
}
