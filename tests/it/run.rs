//! The whole job, told as stories of a morning.

use super::support::outlet::Reply;
use super::support::town::{Town, entry, report};
use std::fs;

/// Two outlets on one dam, and a third on a library.
fn flood() -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet(
            "daily",
            [
                report(
                    "Dam bursts in Norway",
                    "The Lillestad dam burst on Sunday and flooded 40 homes in Norway.",
                    "05:10",
                ),
                report("Library opens late", "The town library of Moss will open at noon in March.", "04:10"),
            ],
        )
        .outlet(
            "herald",
            [report(
                "Norway: Lillestad dam has burst",
                "A dam burst at Lillestad in Norway; 40 homes are flooded.",
                "05:30",
            )],
        )
        .topic("floods", &["dam", "flood*"])
        .topic("books", &["library"])
}

#[test]
fn one_story_is_told_once_with_all_who_tell_it() {
    let mut town = flood();
    town.run().succeeds();
    let digest = town.digest_json();
    let lead = &digest["lead"];
    assert_eq!(lead["outlets"], 2, "{digest:#}");
    assert_eq!(lead["topic"], "floods");
    let links: Vec<&str> =
        lead["sources"].as_array().expect("sources").iter().filter_map(|it| it["link"].as_str()).collect();
    assert_eq!(
        links,
        ["https://daily.example/dam-bursts-in-norway", "https://herald.example/norway--lillestad-dam-has-burst"]
    );
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("Library opens late"), "the single report stands in one line");
    assert!(!page.contains("<script"), "no script");
    for path in [
        "archive.html",
        "health.html",
        "feed.xml",
        "feed.json",
        "assets/style.css",
        "2026/03/01/index.html",
        "2026/03/01/digest.md",
        "2026/03/01/why.json",
    ] {
        assert!(town.output(path).exists(), "{path}");
    }
}

#[test]
fn a_second_run_asks_conditionally_and_leaves_every_page_as_it_was() {
    let mut town = flood();
    town.run().succeeds();
    let before = town.pages();
    town.later("2026-03-01T07:00:00Z");
    town.tidings(&["run", "-q", "--at", "2026-03-01T07:00:00Z"]).succeeds().silently();
    assert_eq!(town.pages(), before);
    let asked = town.server("daily").seen();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].header("if-none-match").is_some(), "{asked:?}");
}

#[test]
fn the_next_morning_tells_only_what_is_new() {
    let mut town = flood();
    town.run().succeeds();
    let dam = report(
        "Dam bursts in Norway",
        "The Lillestad dam burst on Sunday and flooded 40 homes in Norway.",
        "2026-03-01T05:10:00Z",
    );
    town.later("2026-03-02T06:00:00Z");
    town.publishes(
        "daily",
        [
            dam,
            report(
                "Dam toll in Norway rises to 7",
                "The Lillestad dam in Norway burst on Sunday; 7 people died in the flooded homes.",
                "05:00",
            ),
        ],
    );
    town.run().succeeds();
    let digest = town.digest_json();
    assert_eq!(digest["lead"]["news"]["kind"], "updated", "{digest:#}");
    assert_eq!(digest["lead"]["news"]["reports"], 1);
    // A third morning on which only the words change: the story does not return.
    town.later("2026-03-03T06:00:00Z");
    town.publishes(
        "daily",
        [report(
            "In Norway, a dam burst",
            "The Lillestad dam in Norway burst on Sunday; 7 people died, 40 homes flooded.",
            "05:00",
        )],
    );
    town.run().succeeds();
    let page = fs::read_to_string(town.output("2026/03/03/why.json")).expect("verdicts");
    assert!(page.contains("told-before"), "{page}");
}

#[test]
fn look_alikes_stay_apart() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet(
            "daily",
            [report(
                "Council backs ferry in Moss",
                "The council of Moss voted 6 to 3 for a night ferry to Horten from May.",
                "05:10",
            )],
        )
        .outlet(
            "herald",
            [report(
                "Ferry levy fails in Bergen",
                "In Bergen, voters turned down a levy of 2 million for harbour boats.",
                "05:30",
            )],
        )
        .topic("all", &["ferry"]);
    town.run().succeeds();
    let digest = town.digest_json();
    assert!(digest["lead"].is_null(), "{digest:#}");
    assert_eq!(digest["sections"][0]["singles"].as_array().map(Vec::len), Some(2));
}

#[test]
fn when_no_outlet_can_be_read_the_old_page_stays() {
    let mut town = flood();
    town.run().succeeds();
    let before = town.pages();
    town.answers("daily", Reply::status(500));
    town.answers("herald", Reply::status(404));
    town.later("2026-03-01T08:00:00Z");
    let ended = town.run().exits(4);
    assert!(ended.err().contains("daily: http://127.0.0.1"), "{}", ended.err());
    assert!(ended.err().contains("No outlet could be read; the page stays as it was."), "{}", ended.err());
    assert_eq!(town.pages(), before);
}

#[test]
fn one_outlet_in_trouble_stops_nobody_and_is_named_once_it_lasts() {
    let mut town = flood().fetch("alert_after = \"2d\"").outlet_that("broken", Reply::status(404));
    let quiet = ["run", "-q", "--at", "2026-03-01T06:00:00Z"];
    town.tidings(&quiet).succeeds().silently();
    town.later("2026-03-04T06:00:00Z");
    town.publishes("herald", [entry("Flood in Bergen closes school", "05:00")]);
    let ended = town.tidings(&["run", "-q", "--at", "2026-03-04T06:00:00Z"]).exits(3);
    assert!(ended.err().contains("broken: ") && ended.err().contains("failing since 1 March"), "{}", ended.err());
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("broken.example"), "the page names it");
}

#[test]
fn a_changed_file_makes_the_days_digest_again() {
    let mut town = flood();
    town.run().succeeds();
    let mut town = town.topic("harbour", &["Lillestad"]);
    town.later("2026-03-01T06:30:00Z");
    town.run().succeeds();
    let digest = town.digest_json();
    let titles: Vec<&str> =
        digest["sections"].as_array().expect("sections").iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.contains(&"harbour"), "{titles:?}");
    assert_eq!(digest["edition"]["key"], "2026/03/01");
    assert_eq!(digest["lead"]["news"]["kind"], "new", "what it replaces was never told");
}

#[test]
fn mistakes_in_the_file_are_told_with_their_line() {
    let mut town = flood();
    let text = town.feeds_toml().replace("timezone = \"UTC\"", "timezone = \"Europe/Berln\"");
    town.writes(&text);
    let ended = town.run().exits(2);
    assert!(ended.err().contains("feeds.toml:3:"), "{}", ended.err());
    assert!(ended.err().contains("Europe/Berlin"), "{}", ended.err());
    town.tidings(&["check"]).exits(2);
}

#[test]
fn a_second_run_beside_the_first_gives_way() {
    let mut town = flood();
    let state = town.output(".state");
    fs::create_dir_all(&state).expect("a folder");
    let lock = fs::File::create(state.join("lock")).expect("a lock");
    lock.lock().expect("locked");
    let ended = town.run().exits(75);
    assert!(ended.err().contains("another run is at work"), "{}", ended.err());
    drop(lock);
    town.run().succeeds();
}

#[test]
fn an_edition_that_was_stored_but_not_written_is_written_by_the_next_run() {
    let mut town = flood();
    town.run().succeeds();
    let before = town.pages();
    fs::remove_file(town.output("index.html")).expect("removed");
    let left_over = town.output("story/.tidings-half.part");
    fs::create_dir_all(town.output("story")).expect("a folder");
    fs::copy(town.output("feed.xml"), &left_over).expect("a left-over");
    town.later("2026-03-01T06:10:00Z");
    town.run().succeeds();
    assert_eq!(fs::read(town.output("index.html")).expect("a page"), before[&town.output("index.html")]);
}

#[test]
fn a_new_edition_leaves_the_pages_of_the_old_one_alone() {
    let mut town = flood();
    town.run().succeeds();
    let old = town.output("2026/03/01/digest.txt");
    let mut file = fs::File::create(&old).expect("a file");
    std::io::Write::write_all(&mut file, b"marked").expect("written");
    town.later("2026-03-02T06:00:00Z");
    town.publishes("daily", [report("Dam mended", "The Lillestad dam was mended on Monday in 9 hours.", "05:10")]);
    town.run().succeeds();
    assert!(town.output("2026/03/02/digest.txt").exists());
    assert_eq!(fs::read_to_string(&old).expect("a page"), "marked");
}

#[test]
fn what_is_not_wanted_is_not_missed() {
    let mut town = flood().digest("formats = [\"json\"]");
    town.run().succeeds();
    assert!(!town.output("index.html").exists());
    town.later("2026-03-01T06:10:00Z");
    let told = town.run().succeeds().out();
    assert!(told.contains("Nothing new.") && !told.contains("written again"), "{told}");
}

#[test]
fn pages_that_somebody_removed_are_there_again_after_the_next_run() {
    let mut town = flood();
    town.run().succeeds();
    let before = town.pages();
    for lost in ["2026", "assets", "story", "archive.html", "2026/03/01/digest.txt"] {
        let lost = town.output(lost);
        if lost.is_dir() { fs::remove_dir_all(lost) } else { fs::remove_file(lost) }.expect("removed");
        town.later("2026-03-01T06:10:00Z");
        town.run().succeeds();
        assert_eq!(town.pages(), before);
    }
}

#[test]
fn a_page_in_place_of_a_feed_says_where_the_feed_is() {
    let page = "<!DOCTYPE html><html><head><title>The Daily</title></head><body><p>News of the day.</p></body></html>";
    let named = page.replace("</head>", "<link rel=alternate type='application/rss+xml' href='/news.rss'></head>");
    let told = |town: &mut Town| town.tidings(&["run", "--at", "2026-03-01T06:00:00Z"]).exits(4).err();
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet_that("daily", Reply::page(named)).topic("all", &["news"]);
    assert!(told(&mut town).contains("it offers this feed: http://127.0.0.1"), "in the page");
    let header = Reply::page(page).header("Link", "</by-header.xml>; rel=\"alternate\"; type=\"application/rss+xml\"");
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet_that("daily", header).topic("all", &["news"]);
    assert!(told(&mut town).contains("/by-header.xml"), "in the Link header");
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet_that("daily", Reply::page(page)).topic("all", &["news"]);
    assert!(told(&mut town).contains("sites often keep one at http://127.0.0.1"), "in the usual places");
}

#[test]
fn feeds_are_listed_for_scripts() {
    let mut town = flood();
    town.run().succeeds();
    let ended = town.tidings(&["feeds", "--json"]).succeeds();
    let feeds: serde_json::Value = serde_json::from_str(&ended.out()).expect("JSON");
    assert_eq!(feeds[0]["outlet"], "daily");
    assert_eq!(feeds[0]["entries"], 2);
    assert_eq!(feeds[0]["failures"], 0);
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let mut town = flood();
    fs::create_dir_all(town.folder().join("output")).expect("a folder");
    // A folder with something in it makes way under another name, unless every such name is taken.
    fs::create_dir_all(town.output("index.html/mine")).expect("a folder in the way");
    for number in 1..=1000 {
        fs::create_dir(town.output(&format!("index.html.kept-{number}"))).expect("a folder");
    }
    let ended = town.run().exits(5);
    assert!(ended.err().contains("index.html cannot be written"), "{}", ended.err());
}

#[test]
fn a_quiet_day_says_so_and_shows_what_came_nearest() {
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [entry("Ferry keeps its night crossing", "05:00"), entry("Bakery opens in Moss", "05:10")])
        .section("[topic.floods]\ntitle = \"Floods\"\nany = [\"dam\", \"night\"]\nmin_score = 2.0");
    town.run().succeeds();
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("A quiet day") && page.contains("Nothing on your topics since"), "{page}");
    let digest = town.digest_json();
    assert!(digest["lead"].is_null());
    let near: Vec<&str> = digest["near_misses"]
        .as_array()
        .expect("near misses")
        .iter()
        .filter_map(|miss| miss["source"]["title"].as_str())
        .collect();
    assert_eq!(near, ["Ferry keeps its night crossing"], "half of what the topic asks for");
    assert!(page.contains("What came nearest") && page.contains(">Ferry keeps its night crossing</a>"), "{page}");
    assert!(!page.contains("Bakery"), "what came nowhere near");
    for file in ["2026/03/01/digest.md", "2026/03/01/digest.txt"] {
        let text = fs::read_to_string(town.output(file)).expect("a page");
        assert!(text.contains("Nothing on your topics since") && text.contains(near[0]), "{text}");
    }
}

#[test]
fn after_days_without_a_run_one_digest_covers_them_all() {
    let mut town = flood();
    town.run().succeeds();
    town.later("2026-03-04T06:00:00Z");
    let since = [
        report("Dam toll in Norway rises to 7", "The dam in Norway burst; 7 people died.", "2026-03-02T09:00:00Z"),
        report(
            "Flood pumps reach Moss",
            "Pumps against the flood reached Moss with 12 trucks.",
            "2026-03-03T09:00:00Z",
        ),
    ];
    town.publishes("daily", since);
    town.run().succeeds();
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("Sun 1 March to Wednesday 4 March 2026"), "{page}");
    assert!(page.contains("Covers Sunday to Wednesday"));
    assert!(page.contains("rises to 7") && page.contains("Flood pumps"));
    assert!(!town.output("2026/03/03").exists(), "one digest, not one a day");
}

#[test]
fn a_log_for_machines_is_json_line_by_line_and_says_how_long_each_stage_took() {
    let mut town = flood().outlet_that("broken", Reply::status(404));
    let ended = town.tidings(&["run", "-vv", "--log", "json", "--at", "2026-03-01T06:00:00Z"]).succeeds();
    // What people are told stands between the lines of the log.
    let lines: Vec<serde_json::Value> = ended
        .err()
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let said = |message: &str| {
        lines.iter().filter(|line| line["fields"]["message"] == message).map(|line| &line["span"]).collect::<Vec<_>>()
    };
    assert_eq!(said("gathered")[0]["feed.due"], 3);
    assert_eq!(said("gathered")[0]["feed.failed"], 1);
    assert_eq!(said("gathered")[0]["entry.new"], 3);
    let daily: Vec<_> = said("refreshed").into_iter().filter(|span| span["entry.count"] == 2).collect();
    assert!(daily.len() == 1 && daily[0]["size_bytes"].as_u64() > Some(100), "{lines:#?}");
    assert_eq!(said("refreshed").len(), 3);
    assert_eq!(said("published")[0]["edition"], "2026/03/01");
    assert_eq!(said("published")[0]["brief.count"], 1);
    for message in ["gathered", "refreshed", "published", "delivered"] {
        assert!(said(message).iter().any(|span| span["duration_ms"].is_u64()), "{message}: {lines:#?}");
    }
}

/// Two reports of one dam that grouping joins, and one of a school that it keeps apart.
fn dam_and_school() -> Town {
    Town::at("2026-03-01T06:00:00Z")
        .outlet("daily", [report("Dam bursts in Norway", "The Lillestad dam burst and flooded 40 homes.", "05:10")])
        .outlet("herald", [report("Norway: Lillestad dam has burst", "A dam burst at Lillestad.", "05:30")])
        .outlet("courier", [report("School moved to the town hall", "Pupils of Moss meet in the hall.", "05:20")])
        .outlet("gazette", [report("Moss pupils meet in the town hall", "The school of Moss moved.", "05:25")])
        .topic("all", &["dam", "school", "pupils"])
}

#[test]
fn the_reader_has_the_last_word_on_what_is_one_story_and_old_links_lead_on() {
    let mut town = dam_and_school();
    town.run().succeeds();
    let ids = |digest: &serde_json::Value| -> Vec<String> {
        let briefs = digest["sections"].as_array().into_iter().flatten().filter_map(|it| it["briefs"].as_array());
        let briefs = briefs.flatten().chain([&digest["lead"]]);
        briefs.filter_map(|brief| Some(brief["story"].as_str()?.to_owned())).collect()
    };
    let before = ids(&town.digest_json());
    assert_eq!(before.len(), 2, "a dam and a school");
    // The next morning's report comes with a word from the reader: all that is one flood.
    town.later("2026-03-02T06:00:00Z");
    let toll = report("Dam toll in Norway rises to 7", "The Lillestad dam burst on Sunday; 7 people died.", "05:00");
    town.publishes("daily", [toll]);
    let joined = "[[override]]\njoin = [\"https://daily.example/dam-bursts-in-norway\", \
                  \"https://courier.example/school-moved-to-the-town-hall\"]\n";
    let text = format!("{}\n{joined}", town.feeds_toml());
    town.writes(&text);
    town.run().succeeds();
    let digest = town.digest_json();
    let now = ids(&digest);
    assert_eq!(now.len(), 1, "{digest:#}");
    let (kept, gone): (Vec<&String>, Vec<&String>) = before.iter().partition(|id| now.contains(id));
    assert_eq!((kept.len(), gone.len()), (1, 1), "one of the names goes on");
    assert_eq!(digest["lead"]["aliases"][0].as_str(), Some(gone[0].as_str()));
    let page = |id: &str| fs::read_to_string(town.output(&format!("story/{id}.html"))).expect("a page");
    assert_eq!(page(gone[0]), page(kept[0]), "what was published under the other name leads to the story");
    // It survives an unchanged run, and every morning after.
    let pages = town.pages();
    town.run().succeeds();
    assert_eq!(town.pages(), pages);
}
