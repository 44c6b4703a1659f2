//! The daemon: under a simulated clock, where a year takes a moment, and as the program.

use super::support::town::{Town, entry};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tidings::clock::Clock;
use tidings::config::Config;
use tidings::pipeline::{Daemon, Ended, Event, GatherOptions, Job, Lock, Pipeline};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// A clock that stands at a time.
fn clock(text: &str) -> (&'static AtomicI64, Clock) {
    let millis: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(at(text).as_millisecond())));
    (millis, Clock::Simulated(millis))
}

fn set(millis: &AtomicI64, text: &str) {
    millis.store(at(text).as_millisecond(), Ordering::Relaxed);
}

fn write(file: &Path, zone: &str, schedule: &str) {
    let text = format!(
        "[digest]\ntimezone = \"{zone}\"\nschedule = \"{schedule}\"\n[outlet.daily]\nfeeds = [\"file:daily.xml\"]\n"
    );
    fs::File::create(file).and_then(|mut file| file.write_all(text.as_bytes())).expect("written");
}

/// Follows `feeds.toml` in `folder` until `step` says that it is enough: it is called for every job and every event.
async fn follow(folder: &Path, clock: Clock, done: Option<Timestamp>, step: &mut impl FnMut(Step<'_>) -> Next) {
    let config = Config::load(&folder.join("feeds.toml")).expect("a good file");
    let mut daemon = Daemon::new(config, clock, done).expect("a schedule");
    let enough = tokio::sync::Notify::new();
    let step = std::cell::RefCell::new(step);
    let is_enough = std::cell::Cell::new(false);
    let heed = |what: Step<'_>| {
        // It goes on until it waits the next time.
        if is_enough.get() {
            return Ended::Done;
        }
        let next = (step.borrow_mut())(what);
        is_enough.set(next == Next::Enough);
        if next == Next::Enough {
            enough.notify_one();
        }
        if next == Next::Fail { Ended::Failed } else { Ended::Done }
    };
    let following = daemon.follow(
        async |job: Job<'_>| heed(Step::Job { slot: job.slot, missed: job.missed, again: job.again }),
        |event: &Event, _: &Config| {
            heed(Step::Says(event));
        },
    );
    tokio::select! {
        biased;
        () = enough.notified() => {}
        never = following => match never {},
    }
}

enum Step<'a> {
    Job { slot: Option<Timestamp>, missed: usize, again: bool },
    Says(&'a Event),
}

#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Fail,
    Enough,
}

#[tokio::test]
async fn in_a_year_each_day_has_one_digest() {
    // Where the clocks go back to 01:30 at two, and forward to 02:30.
    let (zone, schedule) = ("Australia/Lord_Howe", "45 1 * * *");
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("feeds.toml"), zone, schedule);
    let (_, clock) = clock("2026-01-01T00:00:00Z");
    let place = TimeZone::get(zone).expect("a zone");
    let mut days: BTreeMap<jiff::civil::Date, usize> = BTreeMap::new();
    follow(folder.path(), clock, Some(clock.now()), &mut |step| {
        if let Step::Job { slot, missed, .. } = step {
            assert_eq!(missed, 0);
            let late = clock.now().duration_since(slot.expect("a slot"));
            assert!(late.as_secs() < 60, "late by {late}");
            *days.entry(place.to_datetime(clock.now()).date()).or_default() += 1;
        }
        if days.len() == 365 { Next::Enough } else { Next::Go }
    })
    .await;
    assert!(days.values().all(|count| *count == 1), "{zone}: {days:?}");
    assert!(clock.now() < at("2027-01-01T12:00:00Z"), "no day was left out");
}

#[tokio::test]
async fn a_clock_that_jumps_costs_no_digest_and_brings_none_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("feeds.toml"), "UTC", "0 7 * * *");
    let (millis, clock) = clock("2026-03-01T06:00:00Z");
    let mut seen = Vec::new();
    follow(folder.path(), clock, Some(clock.now()), &mut |step| {
        let Step::Job { slot, missed, .. } = step else { return Next::Go };
        seen.push(format!("{} for {} and {missed} more", clock.now(), slot.expect("a slot")));
        match seen.len() {
            1 => set(millis, "2026-03-01T06:59:55Z"), // trimmed back over the slot
            2 => set(millis, "2026-03-01T07:00:10Z"), // a day back
            3 => set(millis, "2026-03-08T09:30:00Z"), // a week asleep
            4 => set(millis, "2027-03-08T09:30:00Z"), // a year ahead ...
            5 => set(millis, "2026-03-08T09:40:00Z"), // ... and right again
            _ => return Next::Enough,
        }
        Next::Go
    })
    .await;
    assert_eq!(
        seen,
        [
            "2026-03-01T07:00:00Z for 2026-03-01T07:00:00Z and 0 more",
            "2026-03-02T07:00:00Z for 2026-03-02T07:00:00Z and 0 more",
            "2026-03-02T07:00:00Z for 2026-03-02T07:00:00Z and 0 more",
            "2026-03-08T09:30:00Z for 2026-03-08T07:00:00Z and 5 more",
            "2027-03-08T09:30:00Z for 2027-03-08T07:00:00Z and 364 more",
            "2026-03-09T07:00:00Z for 2026-03-09T07:00:00Z and 0 more",
        ]
    );
}

#[tokio::test]
async fn a_machine_that_wakes_up_in_1970_waits_for_its_clock() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("feeds.toml"), "UTC", "0 7 * * *");
    let (millis, clock) = clock("1970-01-01T00:00:10Z");
    let mut seen = Vec::new();
    follow(folder.path(), clock, Some(at("2026-03-01T07:00:00Z")), &mut |step| match step {
        Step::Says(event) => {
            seen.push(format!("{event:?}"));
            set(millis, "2026-03-02T08:00:00Z");
            Next::Go
        }
        Step::Job { .. } => {
            seen.push(clock.now().to_string());
            Next::Enough
        }
    })
    .await;
    assert_eq!(seen, ["ClockUnset", "2026-03-02T08:01:00Z"]);
}

#[tokio::test]
async fn what_failed_is_tried_again_with_growing_pauses() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("feeds.toml"), "UTC", "0 7 * * *");
    let (_, clock) = clock("2026-03-01T06:59:00Z");
    let mut seen = Vec::new();
    follow(folder.path(), clock, Some(clock.now()), &mut |step| {
        let Step::Job { again, .. } = step else { return Next::Go };
        seen.push((clock.now().to_zoned_datetime(TimeZone::UTC).strftime("%H:%M").to_string(), again));
        if seen.len() < 9 { Next::Fail } else { Next::Enough }
    })
    .await;
    let times: Vec<&str> = seen.iter().map(|(time, _)| time.as_str()).collect();
    assert_eq!(times, ["07:00", "07:01", "07:03", "07:08", "07:23", "07:53", "08:53", "09:53", "10:53"]);
    assert!(!seen[0].1 && seen[1..].iter().all(|(_, again)| *again));
}

#[tokio::test]
async fn a_changed_file_is_followed_and_a_wrong_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("feeds.toml");
    write(&file, "UTC", "0 7 * * *");
    let (_, clock) = clock("2026-03-01T08:00:00Z");
    let mut seen = Vec::new();
    follow(folder.path(), clock, Some(clock.now()), &mut |step| {
        let Step::Says(event) = step else {
            seen.push(format!("made at {}", clock.now()));
            return if seen.len() < 10 { Next::Go } else { Next::Enough };
        };
        seen.push(match event {
            Event::Refused(reason) => format!("refused: {}", reason.lines().next().unwrap_or_default()),
            other => format!("{other:?}"),
        });
        match seen.len() {
            1 => write(&file, "UTC", "0 25 * * *"),
            2 => write(&file, "UTC", "0 6 * * *"),
            5 => fs::remove_file(&file).expect("removed"),
            _ => {}
        }
        Next::Go
    })
    .await;
    let path = file.display();
    assert_eq!(
        seen,
        [
            "Next(2026-03-02T07:00:00Z)".to_owned(),
            format!(
                "refused: {path}:3:12: the hour of this schedule does not work: \"25\" does not lie between 0 and 23"
            ),
            "Next(2026-03-02T07:00:00Z)".to_owned(),
            "Reloaded".to_owned(),
            // Six o'clock has passed today: it is not owed.
            "Next(2026-03-02T06:00:00Z)".to_owned(),
            format!("refused: there is no {path}"),
            "Next(2026-03-02T06:00:00Z)".to_owned(),
            "made at 2026-03-02T06:00:00Z".to_owned(),
            "Next(2026-03-03T06:00:00Z)".to_owned(),
            "made at 2026-03-03T06:00:00Z".to_owned(),
        ]
    );
}

/// The whole job each morning of a week in which Berlin changes its clocks, on a feed that has one more entry a day.
#[tokio::test]
async fn a_week_of_real_editions_in_a_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("feeds.toml"), "Europe/Berlin", "30 2 * * *");
    let (_, clock) = clock("2026-10-22T12:00:00Z");
    let config = Config::load(&folder.path().join("feeds.toml")).expect("a good file");
    let mut daemon = Daemon::new(config.clone(), clock, Some(clock.now())).expect("a schedule");
    let mut keys = Vec::new();
    let enough = tokio::sync::Notify::new();
    let following = daemon.follow(
        async |job: Job<'_>| {
            let now = clock.now();
            let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            let item = |day: usize| {
                let link = format!("<link>https://daily.example/{day}</link>");
                format!("<item><title>Dam report {day}</title>{link}<pubDate>{date}</pubDate></item>")
            };
            let items: String = (0..=keys.len()).map(item).collect();
            let feed = format!("<rss version=\"2.0\"><channel><title>Daily</title>{items}</channel></rss>");
            fs::File::create(folder.path().join("daily.xml"))
                .and_then(|mut file| file.write_all(feed.as_bytes()))
                .expect("written");
            let _lock = Lock::take(&job.config.state).expect("free");
            let pipeline = Pipeline::open(job.config.clone(), clock).await.expect("opened");
            let gathered = pipeline.gather(GatherOptions::default(), &|_| {}).await.expect("gathered");
            assert_eq!(gathered.entries_new(), 1, "{gathered:?}");
            let report = pipeline.publish().await.expect("published");
            pipeline.note_followed(now).await.expect("noted");
            assert_eq!(pipeline.followed_until().await.expect("read"), Some(now));
            pipeline.close().await;
            let tidings::pipeline::PublishReport::Edition { key, figures, .. } = report.pages else {
                panic!("no edition")
            };
            assert_eq!(figures.entries, 1, "{key}");
            keys.push(key);
            if keys.len() == 7 {
                enough.notify_one();
            }
            Ended::Done
        },
        |_: &Event, _: &Config| {},
    );
    tokio::select! {
        biased;
        () = enough.notified() => {}
        never = following => match never {},
    }
    let days = ["23", "24", "25", "26", "27", "28", "29"].map(|day| format!("2026/10/{day}"));
    assert_eq!(keys, days);
}

fn town() -> Town {
    Town::at("2025-11-30T06:00:00Z").outlet("daily", [entry("Dam bursts in Norway", "05:10")]).topic("all", &["dam"])
}

/// Asks the daemon over HTTP.
fn ask(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    answer
}

/// Every line of a text for Prometheus is a comment or a name with a number; gives the names with their labels.
fn figures(text: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            assert!(name.starts_with("tidings_") && !name.contains(' '), "{line}");
            (name.to_owned(), value.parse().expect("a number"))
        })
        .collect()
}

#[test]
fn it_says_that_it_is_alive_and_stops_when_asked_to() {
    let mut town = town().digest("schedule = \"0 7 * * *\"").digest("metrics = \"metrics.prom\"");
    town.run().succeeds();
    // Without a date, so that it is news whatever the time is.
    let feed = "<rss version=\"2.0\"><channel><title>Daily</title><item><title>A second dam bursts in Norway</title>\
                <link>https://daily.example/second</link></item></channel></rss>";
    town.answers("daily", super::support::outlet::Reply::feed(feed));
    let socket = UnixDatagram::bind(town.folder().join("notify")).expect("a socket");
    socket.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
    let told = || {
        let mut text = [0; 512];
        let length = socket.recv(&mut text).expect("a sign of life");
        String::from_utf8_lossy(&text[..length]).trim().to_owned()
    };
    let path = town.folder().join("notify").display().to_string();
    let mut town = town.variable("NOTIFY_SOCKET", &path).variable("WATCHDOG_USEC", "200000");
    let text = town.feeds_toml().replace("[fetch]", "[daemon]\nlisten = \"127.0.0.1:0\"\n[fetch]");
    town.writes(&text);
    let mut daemon = town.starts(&["daemon"]);
    let line = daemon.line();
    let address = line.strip_prefix("Answers http://").and_then(|rest| rest.split('/').next()).expect("an address");
    assert_eq!(told(), "READY=1");
    // It has missed a morning or more since that edition: one is made at once.
    let mut signs = Vec::new();
    while !signs.iter().any(|sign: &String| sign.starts_with("STATUS=the next digest is due at ")) {
        signs.push(told());
    }
    assert!(signs.contains(&"STATUS=making a digest".to_owned()), "{signs:?}");
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("A second dam bursts"), "{page}");
    while told() != "WATCHDOG=1" {}
    assert!(ask(address, "/healthz").ends_with("\r\n\r\nok\n"));
    let answer = ask(address, "/metrics");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let said = figures(body);
    assert!((said["tidings_daemon_runs_total{result=\"ok\"}"] - 1.0).abs() < f64::EPSILON, "{said:?}");
    assert!(said.contains_key("tidings_daemon_next_timestamp_seconds"), "{said:?}");
    let file = fs::read_to_string(town.folder().join("metrics.prom")).expect("the file");
    assert!((figures(&file)["tidings_feeds{state=\"read\"}"] - 1.0).abs() < f64::EPSILON, "{file}");
    // A second daemon on the same state gives way; a run in between does not.
    let second = town.tidings(&["daemon"]).exits(75);
    assert!(second.err().contains("daemon.lock"), "{}", second.err());
    town.tidings(&["run"]).succeeds();
    daemon.signal("TERM");
    let mut last = told();
    while last == "WATCHDOG=1" {
        last = told();
    }
    assert_eq!(last, "STOPPING=1");
    let ended = daemon.ended().succeeds();
    assert!(ended.out().ends_with("Stopped.\n"), "{}", ended.out());
    assert_eq!(ended.err(), "");
}

#[test]
fn without_a_schedule_there_is_nothing_to_follow() {
    let ended = town().tidings(&["daemon"]).exits(2);
    assert!(ended.err().contains("there is no `schedule` in [digest]"), "{}", ended.err());
}

#[test]
fn a_run_leaves_its_figures_in_a_file() {
    let mut town = town().digest("metrics = \"metrics.prom\"");
    town.run().succeeds();
    let file = town.folder().join("metrics.prom");
    let said = figures(&fs::read_to_string(&file).expect("the file"));
    for (name, expected) in [
        ("tidings_run_ok", 1.0),
        ("tidings_run_timestamp_seconds", 1_764_482_400.0),
        ("tidings_feeds{state=\"read\"}", 1.0),
        ("tidings_entries_new", 1.0),
        ("tidings_edition_entries{state=\"kept\"}", 1.0),
        ("tidings_edition_stories{told=\"line\"}", 1.0),
    ] {
        assert!((said[name] - expected).abs() < f64::EPSILON, "{name}: {said:?}");
    }
    town.answers("daily", super::support::outlet::Reply::status(500));
    town.later("2025-11-30T08:00:00Z");
    town.run().exits(4);
    let said = figures(&fs::read_to_string(&file).expect("the file"));
    assert!(said["tidings_run_ok"].abs() < f64::EPSILON && said["tidings_feeds{state=\"failed\"}"] > 0.5, "{said:?}");
}

/// One real minute; too long for every day, so CI asks for it by name.
#[test]
#[ignore = "takes a real minute"]
fn a_real_minute() {
    let mut town = town().digest("schedule = \"* * * * *\"");
    let mut daemon = town.starts(&["daemon"]);
    let mut lines = Vec::new();
    // The first edition comes at once, the second with the next full minute.
    while lines.iter().filter(|line: &&String| line.starts_with("The next digest is due on ")).count() < 2 {
        lines.push(daemon.line());
        assert!(lines.len() < 50, "{lines:#?}");
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with("Read ")).count(), 2, "{lines:#?}");
    daemon.signal("INT");
    daemon.ended().succeeds();
}
