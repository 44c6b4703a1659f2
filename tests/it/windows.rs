//! Windows of time: what an edition looks back on, and clocks that cannot be trusted.

use super::support::town::{Published, Town, entry};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// Events that have nothing to do with one another.
const EVENTS: [(&str, &str); 10] = [
    ("Ferry levy fails in Bergen", "Museum buys painting by Munch"),
    ("Orchestra tours southern Chile", "Bakery recalls walnut bread"),
    ("Comet passes close to Saturn", "Cyclists cross frozen lake"),
    ("Parliament debates fishing quotas", "Zoo welcomes twin pandas"),
    ("Volcano erupts on Iceland", "Chess champion loses title"),
    ("Hospital opens burns ward", "Airline cancels Lima route"),
    ("Court frees whistleblower", "Vineyard harvest starts early"),
    ("Tunnel dig reaches granite", "Poet wins Nordic prize"),
    ("Bees return to rooftops", "Subway strike ends overnight"),
    ("Satellite maps peat bogs", "Tailor mends royal gown"),
];

/// Two outlets with one event each at every step; `zone` decides what a day is.
fn town(zone: &str) -> Town {
    let mut town = Town::at("2026-03-01T06:00:00Z").outlet("daily", []).outlet("herald", []);
    let text = town.feeds_toml().replace("timezone = \"UTC\"", &format!("timezone = {zone:?}"));
    town.writes(&text);
    town
}

/// At each of these times both outlets publish one more event, dated an hour before, and the job is run. `dates` are
/// what the world's clock said, `times` what this machine's said.
fn live(town: &mut Town, times: &[(&str, &str)]) {
    let mut events: (Vec<Published>, Vec<Published>) = Default::default();
    for (step, (date, time)) in times.iter().enumerate() {
        events.0.push(entry(EVENTS[step].0, date));
        events.1.push(entry(EVENTS[step].1, date));
        town.publishes("daily", events.0.clone());
        town.publishes("herald", events.1.clone());
        town.later(time);
        town.run().succeeds();
    }
}

/// How often each headline is told, over all editions there are.
fn told(town: &Town) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for (path, bytes) in town.pages() {
        if path.file_name().is_some_and(|name| name == "digest.json") {
            let digest: Value = serde_json::from_slice(&bytes).expect("JSON");
            titles(&digest, &mut |title| *told.entry(title.to_owned()).or_default() += 1);
        }
    }
    told
}

/// The headlines of the reports that a digest tells as new.
fn titles(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            if fields.get("new") == Some(&Value::Bool(true)) {
                found(fields["title"].as_str().expect("a headline"));
            }
            fields.iter().filter(|(name, _)| *name != "near_misses").for_each(|(_, value)| titles(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| titles(item, found)),
        _ => {}
    }
}

fn assert_each_told_once(town: &Town, steps: usize) {
    let told = told(town);
    let expected: BTreeMap<String, usize> =
        EVENTS[..steps].iter().flat_map(|(a, b)| [((*a).to_owned(), 1), ((*b).to_owned(), 1)]).collect();
    assert_eq!(told, expected);
}

#[test]
fn over_the_changes_of_summer_time_each_entry_is_told_once() {
    for (zone, times) in [
        // No half past two, and two of them.
        (
            "Europe/Berlin",
            [
                "2026-03-28T01:30:00Z",
                "2026-03-29T01:00:00Z",
                "2026-03-29T22:30:00Z",
                "2026-10-24T22:30:00Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00Z",
                "2026-10-25T23:30:00Z",
            ],
        ),
        // Half an hour, the other way round.
        (
            "Australia/Lord_Howe",
            [
                "2026-04-03T14:45:00Z",
                "2026-04-04T14:45:00Z",
                "2026-04-04T15:15:00Z",
                "2026-04-05T13:45:00Z",
                "2026-10-02T15:45:00Z",
                "2026-10-03T15:30:00Z",
                "2026-10-03T16:00:00Z",
            ],
        ),
    ] {
        let mut town = town(zone);
        let steps = times.map(|time| (time, time));
        live(&mut town, &steps);
        assert_each_told_once(&town, steps.len());
    }
}

#[test]
fn a_clock_that_goes_back_a_day_loses_no_entry_and_no_edition() {
    let mut town = town("UTC");
    live(
        &mut town,
        &[
            ("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"),
            ("2026-03-02T05:00:00Z", "2026-03-02T06:00:00Z"),
            ("2026-03-03T05:00:00Z", "2026-03-02T06:00:00Z"),
            ("2026-03-03T06:00:00Z", "2026-03-01T07:00:00Z"),
            ("2026-03-04T05:00:00Z", "2026-03-04T06:00:00Z"),
        ],
    );
    assert_each_told_once(&town, 5);
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains(EVENTS[4].0), "the newest edition is in front");
    let first = fs::read_to_string(town.output("2026/03/01/index.html")).expect("a page");
    assert!(first.contains(EVENTS[0].0) && !first.contains(EVENTS[3].0), "the edition of that day stays");
}

#[test]
fn the_edition_made_last_is_in_front_whatever_the_clock_says() {
    let mut town = town("UTC");
    live(
        &mut town,
        &[("2026-03-01T05:00:00Z", "2026-03-02T04:00:00Z"), ("2026-03-01T05:30:00Z", "2026-03-01T06:00:00Z")],
    );
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains(EVENTS[1].0), "{page}");
}

#[test]
fn a_clock_that_is_a_year_ahead_for_some_days_loses_no_entry() {
    let mut town = town("UTC");
    live(
        &mut town,
        &[
            ("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"),
            ("2026-03-02T05:00:00Z", "2027-03-02T06:00:00Z"),
            ("2026-03-03T05:00:00Z", "2027-03-03T06:00:00Z"),
            ("2026-03-04T05:00:00Z", "2026-03-04T06:00:00Z"),
            ("2026-03-05T05:00:00Z", "2026-03-05T06:00:00Z"),
        ],
    );
    assert_each_told_once(&town, 5);
}

#[test]
fn a_clock_in_1970_that_somebody_vouches_for_loses_no_entry() {
    let mut town = town("UTC");
    live(
        &mut town,
        &[
            ("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"),
            ("2026-03-02T05:00:00Z", "1970-01-01T00:01:00Z"),
            ("2026-03-03T05:00:00Z", "1970-01-02T00:01:00Z"),
            ("2026-03-04T05:00:00Z", "2026-03-04T06:00:00Z"),
        ],
    );
    assert_each_told_once(&town, 4);
}

#[test]
fn after_days_off_one_edition_covers_them_and_its_title_says_so() {
    let mut town = town("Europe/Berlin");
    live(
        &mut town,
        &[("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"), ("2026-03-04T05:00:00Z", "2026-03-05T06:00:00Z")],
    );
    assert_each_told_once(&town, 2);
    let digest = town.digest_json();
    assert_eq!(digest["edition"]["from"], "2026-03-01T06:00:00Z");
    let page = fs::read_to_string(town.output("2026/03/05/index.html")).expect("a page");
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    assert!(title.contains("1 ") && title.contains("5 March"), "{title}");
}

#[test]
fn it_looks_back_no_further_than_it_may() {
    let mut town = town("UTC");
    let text = town.feeds_toml().replace("[fetch]", "max_window = \"3d\"\n[fetch]");
    town.writes(&text);
    town.publishes("daily", [entry("Ferry levy fails in Bergen", "2026-03-01T05:00:00Z")]);
    town.run().succeeds();
    let old = entry("Orchestra tours southern Chile", "2026-03-10T05:00:00Z");
    let new = entry("Comet passes close to Saturn", "2026-03-19T05:00:00Z");
    town.publishes("daily", [old, new]);
    town.later("2026-03-20T06:00:00Z");
    town.run().succeeds();
    let digest = town.digest_json();
    assert_eq!(digest["edition"]["from"], "2026-03-17T06:00:00Z");
    let told = told(&town);
    assert!(
        told.contains_key("Comet passes close to Saturn") && !told.contains_key("Orchestra tours southern Chile"),
        "{told:?}"
    );
}

#[test]
fn a_fixed_window_tells_what_came_in_it_every_time() {
    let mut town = town("UTC");
    let text = town.feeds_toml().replace("[fetch]", "window = \"7d\"\nrepeat = \"always\"\n[fetch]");
    town.writes(&text);
    live(
        &mut town,
        &[
            ("2026-03-01T05:00:00Z", "2026-03-01T06:00:00Z"),
            ("2026-03-02T05:00:00Z", "2026-03-02T06:00:00Z"),
            ("2026-03-09T04:00:00Z", "2026-03-09T04:30:00Z"),
        ],
    );
    let digest = town.digest_json();
    assert_eq!(digest["edition"]["from"], "2026-03-02T04:30:00Z");
    assert_eq!(digest["figures"]["entries"], 4, "two mornings of the week, two entries each");
}

#[test]
fn an_entry_from_the_future_counts_from_when_it_was_seen() {
    let mut town = town("UTC");
    town.run().exits(0);
    town.publishes("daily", [entry("Comet passes close to Saturn", "2031-01-01T05:00:00Z")]);
    town.later("2026-03-02T06:00:00Z");
    town.run().succeeds();
    assert_eq!(town.digest_json()["sections"][0]["singles"][0]["source"]["time"], "2026-03-02T06:00:00Z");
}

#[test]
fn today_is_what_the_zone_of_the_digest_says() {
    // Half past eleven in Honolulu is half past nine the next morning in Greenwich.
    let mut town = town("Pacific/Honolulu");
    live(
        &mut town,
        &[("2026-03-02T09:00:00Z", "2026-03-02T09:30:00Z"), ("2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z")],
    );
    assert!(town.output("2026/03/01/index.html").exists(), "still yesterday");
    assert!(town.output("2026/03/02/index.html").exists(), "a new day, so the folder of the day");
    assert_each_told_once(&town, 2);
}

#[test]
fn of_ten_runs_at_once_one_works_and_nine_give_way() {
    let mut town = town("UTC");
    // The one at work is held up by its outlet until the nine have gone.
    let gate = std::sync::Arc::new(std::sync::Barrier::new(2));
    let hold = std::sync::Arc::clone(&gate);
    let outlet = super::support::outlet::Outlet::serve(move |_: &super::support::outlet::Seen| {
        hold.wait();
        super::support::outlet::Reply::feed("<rss version=\"2.0\"><channel><title>Slow</title></channel></rss>")
    });
    let url = outlet.url("/feed.xml");
    let text = format!("[fetch]\nallow = [\"127.0.0.0/8\"]\ntimeout = \"120s\"\n[outlet.slow]\nfeeds = [\"{url}\"]\n");
    town.writes(&text);
    let runs: Vec<_> = (0..10).map(|_| town.starts(&["run"])).collect();
    let (sender, ends) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        for run in runs {
            let sender = sender.clone();
            scope.spawn(move || sender.send(run.ended()).expect("heard"));
        }
        for _ in 0..9 {
            let ended = ends.recv().expect("an end").exits(75);
            assert!(ended.err().contains("another run is at work"), "{}", ended.err());
        }
        gate.wait();
        ends.recv().expect("an end").succeeds();
    });
}
