//! Secrets of an outlet are heard at its own server and shown nowhere else, not even in the most talkative log.

use super::fetch::{ask, now, options};
use crate::support::outlet::{Outlet, Reply, Seen};
use crate::support::town::{Town, entry};
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};
use tidings::fetch::{Answer, Fetcher, Lookup, OutletOptions, ProxyChoice};
use tidings::model::{FeedState, Pace, Refresh, Secret, Traffic, Validators};
use tracing_subscriber::fmt::MakeWriter;

/// In every secret; in Base64 as well, for logins travel so.
const CANARY: &str = "canary8Yq";

/// Everything that is logged, by either way of logging.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What libraries log that do not know `tracing`. One for the whole process: it notes only what has the canary.
struct OldLog;

static OLD_LOG: OldLog = OldLog;
static CAUGHT: Mutex<(usize, Vec<String>)> = Mutex::new((0, Vec::new()));

impl log::Log for OldLog {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = record.args().to_string();
        let mut caught = CAUGHT.lock().expect("a log");
        caught.0 += 1;
        if shows(&line) {
            caught.1.push(line);
        }
    }

    fn flush(&self) {}
}

fn base64() -> [String; 3] {
    // The canary stands at each of the three places a group of Base64 has.
    ["", "u", "us"].map(|before| {
        let coded = coded(&format!("{before}:{CANARY}"));
        coded[4..coded.len() - 4].to_owned()
    })
}

fn coded(text: &str) -> String {
    let digits: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    text.as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let group = (0..3).fold(0_usize, |group, nth| group << 8 | usize::from(*chunk.get(nth).unwrap_or(&0)));
            (0..4).map(move |place| group >> (18 - 6 * place) & 63)
        })
        .map(|digit| digits[digit])
        .collect()
}

fn shows(text: &str) -> bool {
    text.contains(CANARY) || base64().iter().any(|coded| text.contains(coded.as_str()))
}

fn secretive() -> OutletOptions {
    let mut options = OutletOptions::default();
    options.headers = vec![("X-Key".to_owned(), Secret::new(format!("key-{CANARY}")))];
    options.cookie = Some(Secret::new(format!("session={CANARY}")));
    options.basic_auth = Some(Secret::new(format!("us:{CANARY}")));
    options
}

fn hears(seen: &Seen) -> bool {
    seen.headers.iter().any(|(_, value)| shows(value))
}

#[test]
fn the_canary_is_seen_where_it_sings() {
    assert!(shows(&format!("x{CANARY}x")));
    assert!(shows(&coded(&format!("us:{CANARY}"))) && shows(&coded(&format!("user:{CANARY}"))));
    assert!(!shows("nothing"));
}

#[tokio::test]
async fn secrets_are_heard_at_home_alone_and_shown_nowhere() {
    let _ = log::set_logger(&OLD_LOG);
    log::set_max_level(log::LevelFilter::Trace);
    let written = Written::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(written.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let stranger = Outlet::always(Reply::feed("<rss/>").etag("\"1\""));
    let elsewhere = stranger.url("/feed.xml");
    let home = Outlet::serve(move |seen| match seen.path.as_str() {
        "/away" => Reply::moved(301, elsewhere.clone()),
        // A server that says aloud what it was told.
        "/echo" => Reply::moved(301, format!("/feed.xml?session={CANARY}")),
        "/echo-away" => Reply::moved(301, format!("{elsewhere}?session={CANARY}")),
        "/down" => Reply::status(500).body(format!("you are {CANARY}")),
        "/check" => Reply::page(format!("{CANARY} captcha-delivery.com")).but(403),
        "/cut" => Reply::feed(CANARY.repeat(99)).cut_off_after(20),
        "/broken" => Reply::feed(format!("\u{1}{CANARY}")).header("Content-Encoding", "gzip"),
        "/garbage" => Reply::raw(format!("{CANARY}\r\n\r\n")),
        "/nowhere" => Reply::moved(302, format!("http://{CANARY}:{CANARY}@[::1")),
        "/inner" => Reply::moved(302, format!("http://us:{CANARY}@10.0.0.1/{CANARY}")),
        "/scheme" => Reply::moved(302, format!("ftp://us:{CANARY}@127.0.0.1/{CANARY}")),
        "/hang" => Reply::hang(),
        _ => Reply::feed("<rss/>").etag("\"1\""),
    });
    let options = options();
    let fetcher =
        Fetcher::with_lookup(&options, Lookup::with(|_| Box::pin(async { Ok(Vec::new()) }))).expect("a fetcher");
    let proxy = Outlet::always(Reply::status(407));
    let mut secretive = secretive();
    secretive.timeout = Some(std::time::Duration::from_millis(300));
    let mut shown = String::new();
    let paths = [
        "/feed.xml",
        "/away",
        "/echo",
        "/echo-away",
        "/down",
        "/check",
        "/cut",
        "/broken",
        "/garbage",
        "/nowhere",
        "/inner",
        "/scheme",
        "/hang",
    ];
    let known = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
    for validators in [Validators::default(), known] {
        for path in paths {
            let answer = ask(&fetcher, &home.url(path), &validators, &secretive).await;
            let refresh = match answer {
                Ok(Answer::Body { validators, hold, moved, traffic, content_type, .. }) => {
                    writeln!(shown, "{content_type:?}").expect("text");
                    let (pace, repairs) = (Pace::default(), Vec::new());
                    Refresh::Read { validators, hold, pace, entries: 0, bytes: 0, repairs, moved, traffic }
                }
                Ok(Answer::Unchanged { validators, hold, moved, traffic }) => {
                    Refresh::Unchanged { validators, hold, moved, traffic }
                }
                Ok(other) => panic!("{other:?}"),
                Err(problem) => {
                    writeln!(shown, "{problem} {problem:?} {problem:#?}").expect("text");
                    let cause = problem.to_string();
                    Refresh::Failed { cause, hold: problem.hold(), gone: false, traffic: Traffic::default() }
                }
            };
            let state = FeedState::default().after(&refresh, now(), jiff::SignedDuration::ZERO);
            writeln!(shown, "{}", serde_json::to_string(&state).expect("text")).expect("text");
        }
    }
    secretive.proxy = Some(ProxyChoice::Via(Secret::new(proxy.url("").replace("//", &format!("//us:{CANARY}@")))));
    for url in ["http://far.example/", "https://far.example/"] {
        let problem = ask(&fetcher, url, &Validators::default(), &secretive).await.expect_err("407");
        writeln!(shown, "{problem} {problem:?}").expect("text");
    }
    writeln!(shown, "{fetcher:?} {secretive:?} {options:?}").expect("text");
    // Odd values are named, not shown.
    let mut odd = OutletOptions::default();
    odd.headers = vec![("X-Key".to_owned(), Secret::new(format!("{CANARY}\n")))];
    let problem = ask(&fetcher, &home.url("/"), &Validators::default(), &odd).await.expect_err("a line break");
    writeln!(shown, "{problem} {problem:?}").expect("text");

    assert!(!shows(&shown), "{shown}");
    let log = String::from_utf8_lossy(&written.0.lock().expect("a log")).into_owned();
    // Release builds leave out what the libraries log.
    let (new, old) = (tracing::level_filters::STATIC_MAX_LEVEL, log::STATIC_MAX_LEVEL);
    assert!(log.contains("TRACE") || new < tracing::Level::TRACE, "nothing was logged");
    let told: Vec<&str> = log.lines().filter(|line| shows(line)).collect();
    assert!(told.is_empty(), "{told:#?}");
    let caught = CAUGHT.lock().expect("a log");
    assert!(caught.0 > 0 || old == log::LevelFilter::Off, "nothing was logged the old way");
    assert!(caught.1.is_empty(), "{:#?}", caught.1);
    assert!(home.seen().iter().all(hears), "home hears");
    assert!(stranger.requests() >= 2 && !stranger.seen().iter().any(|seen| seen.headers.iter().any(|(_, v)| shows(v))));
    assert!(proxy.requests() >= 2);
}

#[test]
fn a_whole_run_shows_no_secret_in_page_state_or_log() {
    let stranger = Outlet::always(Reply::feed("<rss/>"));
    let proxy = Outlet::always(Reply::status(407).body(format!("who is us:{CANARY}?")));
    let cookie = "cookie.txt";
    let mut town = Town::at("2026-03-01T06:00:00Z")
        .file(cookie, &format!("session={CANARY}\n"))
        .variable("TOKEN", &format!("key-{CANARY}"))
        .variable("LOGIN", &format!("us:{CANARY}"))
        .variable("PROXY", &proxy.url("").replace("//", &format!("//us:{CANARY}@")))
        .fetch("alert_after = \"0s\"")
        .outlet("daily", [entry("Dam bursts in Norway", "05:10")])
        .outlet("herald", [entry("Norway: dam has burst", "05:30")])
        .outlet_that("away", Reply::moved(301, stranger.url("/feed.xml")))
        .outlet_that("echo", Reply::moved(301, format!("/feed.xml?session={CANARY}")))
        .outlet_that("down", Reply::status(500).body(format!("you are {CANARY}")))
        .outlet_that("odd", Reply::feed(format!("{CANARY} is no feed")))
        .outlet_that("proxied", Reply::feed("<rss/>"))
        .topic("all", &["dam"]);
    for name in ["daily", "herald", "away", "echo", "down", "odd"] {
        town = town
            .outlet_line(name, "headers = { X-Key = \"${TOKEN}\" }")
            .outlet_line(name, "basic_auth = \"${LOGIN}\"")
            .outlet_line(name, &format!("cookie = {{ file = \"{cookie}\" }}"));
    }
    town = town.outlet_line("proxied", "proxy = \"${PROXY}\"");
    let mut told = String::new();
    for (nth, words) in [
        &["check"][..],
        &["run", "-vvv", "--at", "2026-03-01T06:00:00Z"],
        &["run", "-vvv", "--log", "json", "--force", "--at", "2026-03-02T06:00:00Z"],
        &["feeds"],
        &["feeds", "--json"],
    ]
    .into_iter()
    .enumerate()
    {
        if nth == 2 {
            town.publishes("herald", [entry("Norway: new dam planned", "2026-03-02T05:30:00Z")]);
        }
        let ended = town.tidings(words);
        told.extend([ended.out(), ended.err()]);
    }
    assert!(told.contains("refreshed") && told.contains("Norway") | told.contains("index.html"), "{told}");
    assert!(!shows(&told), "{told}");
    let files = town.files();
    assert!(files.len() > 10, "pages, database, state");
    for (path, bytes) in files {
        if path.ends_with(cookie) || path.ends_with("feeds.toml") {
            continue;
        }
        assert!(!shows(&String::from_utf8_lossy(&bytes)), "{}", path.display());
    }
    for name in ["daily", "herald", "away", "down"] {
        assert!(!town.server(name).seen().is_empty() && town.server(name).seen().iter().all(hears), "{name} hears");
    }
    assert!(stranger.requests() > 0 && !stranger.seen().iter().any(hears), "a stranger does not");
    assert!(proxy.seen().iter().any(hears) && town.server("proxied").requests() == 0, "the proxy hears its own");
}
