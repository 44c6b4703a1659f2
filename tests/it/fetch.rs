//! One answer for one address, whatever the other end does.

use crate::support::outlet::{Coding, Outlet, Reply};
use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, Instant};
use tidings::fetch::{Answer, Cause, FetchError, Fetcher, Options, OutletOptions, Request};
use tidings::model::{FeedAddress, Link, Secret, Validators};

const FEED: &str = "<rss version=\"2.0\"><channel><title>Daily</title></channel></rss>";

/// Options that open this machine and nothing else.
pub(crate) fn options() -> Options {
    let mut options = Options::default();
    options.allow = vec!["127.0.0.0/8".parse().expect("a network")];
    options.loopback_only = true;
    options.timeout = Duration::from_secs(5);
    options.backoff = Duration::from_millis(1);
    options
}

pub(crate) fn fetcher() -> Fetcher {
    Fetcher::new(&options()).expect("a fetcher")
}

pub(crate) fn now() -> Timestamp {
    "2026-01-05T10:00:00Z".parse().expect("a time")
}

pub(crate) fn address(url: &str) -> FeedAddress {
    FeedAddress::Web(Link::parse(url, None).expect("an address"))
}

pub(crate) async fn get(fetcher: &Fetcher, url: &str) -> Result<Answer, FetchError> {
    ask(fetcher, url, &Validators::default(), &OutletOptions::default()).await
}

pub(crate) async fn ask(
    fetcher: &Fetcher,
    url: &str,
    validators: &Validators,
    options: &OutletOptions,
) -> Result<Answer, FetchError> {
    fetcher.get(&Request { address: &address(url), validators, options, now: now() }).await
}

fn body(answer: Result<Answer, FetchError>) -> String {
    match answer.expect("an answer") {
        Answer::Body { bytes, .. } => String::from_utf8(bytes).expect("text"),
        other => panic!("no body: {other:?}"),
    }
}

fn validators(answer: Result<Answer, FetchError>) -> Validators {
    match answer.expect("an answer") {
        Answer::Body { validators, .. } | Answer::Unchanged { validators, .. } => validators,
        other => panic!("no validators: {other:?}"),
    }
}

#[tokio::test]
async fn says_who_asks_and_for_what() {
    let outlet = Outlet::always(Reply::feed(FEED));
    let mut options = options();
    options.contact = Some("me@example.org".to_owned());
    let answer = get(&Fetcher::new(&options).expect("a fetcher"), &outlet.url("/feed.xml?a=1")).await;
    assert_eq!(body(answer), FEED);
    let seen = outlet.seen();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(seen[0].header("user-agent"), Some(format!("Tidings/{version} (+me@example.org)").as_str()));
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str()), ("GET", "/feed.xml?a=1"));
    assert!(seen[0].header("accept").expect("accept").contains("application/atom+xml"));
    for absent in ["cookie", "authorization", "referer", "if-none-match", "if-modified-since"] {
        assert_eq!(seen[0].header(absent), None, "{absent}");
    }
}

#[tokio::test]
async fn asks_whether_it_changed_with_the_servers_own_words() {
    let last_modified = "Monday, 05-Jan-26 10:00:00 GMT";
    let outlet = Outlet::always(Reply::feed(FEED).etag("W/\"v 1\"").last_modified(last_modified));
    let fetcher = fetcher();
    let first = validators(get(&fetcher, &outlet.url("/")).await);
    assert_eq!(first.etag.as_deref(), Some("W/\"v 1\""));
    assert_eq!(first.last_modified.as_deref(), Some(last_modified));
    let second = ask(&fetcher, &outlet.url("/"), &first, &OutletOptions::default()).await;
    assert!(matches!(second, Ok(Answer::Unchanged { .. })), "{second:?}");
    let seen = outlet.seen();
    assert_eq!(seen[1].header("if-none-match"), Some("W/\"v 1\""));
    assert_eq!(seen[1].header("if-modified-since"), Some(last_modified));
    assert_eq!(outlet.connections(), 1, "one connection serves both");
}

#[tokio::test]
async fn failures_are_said_in_plain_words() {
    let cases: Vec<(&str, Reply, usize)> = vec![
        ("answered 404 Not Found", Reply::status(404), 1),
        ("answered 500 Internal Server Error", Reply::status(500), 2),
        ("gone for good, says the server (410)", Reply::status(410), 1),
        ("asked us to come less often (429)", Reply::too_many("120"), 1),
        ("wants a login (401); give the outlet `basic_auth`, `headers` or `cookie`", Reply::status(401), 1),
        ("answered 200 with nothing", Reply::feed(""), 1),
        ("answered 204 with nothing", Reply::status(204), 1),
        ("answered 206 Partial Content", Reply::status(206), 1),
        ("answered 300 Multiple Choices", Reply::status(300), 1),
        ("answered 999", Reply::status(999), 2),
        ("answered 302 and said not where to go", Reply::status(302), 1),
        ("redirected in a circle", Reply::moved(302, "/"), 1),
        ("redirected to something that is no address", Reply::moved(302, "http://[::1"), 1),
        ("connection reset before the answer", Reply::reset(), 2),
        ("connection reset before the answer", Reply::raw(""), 2),
        ("answer cut off before its end", Reply::feed(FEED).cut_off_after(9), 2),
        ("blocked by a bot check (Cloudflare)", Reply::page("").header("cf-mitigated", "challenge"), 1),
        ("blocked by a bot check (Cloudflare)", Reply::page("<title>Just a moment...</title>").but(403), 1),
        (
            "answer broken in its gzip compression",
            Reply::feed("\x01\x02 no gzip at all").header("Content-Encoding", "gzip"),
            1,
        ),
        (
            "answer broken in its aes128gcm compression",
            Reply::feed("\x01\x02 what is this").header("Content-Encoding", "aes128gcm"),
            1,
        ),
    ];
    let fetcher = fetcher();
    for (words, reply, requests) in cases {
        let outlet = Outlet::always(reply.clone());
        let problem = get(&fetcher, &outlet.url("/")).await.expect_err(words);
        assert_eq!(problem.to_string(), words, "{reply:?}");
        assert_eq!(outlet.requests(), requests, "{words}");
        assert_eq!(problem.traffic().requests as usize, requests, "{words}");
    }
}

#[tokio::test]
async fn what_nobody_serves_is_said_too() {
    let outlet = Outlet::always(Reply::feed(FEED));
    let url = outlet.url("/");
    drop(outlet);
    // The port is free again.
    let mut problem = get(&fetcher(), &url).await;
    for _ in 0..50 {
        if matches!(&problem, Err(error) if *error.cause() == Cause::ConnectRefused) {
            break;
        }
        problem = get(&fetcher(), &url).await;
    }
    assert_eq!(problem.expect_err("nobody is there").to_string(), "refused to connect");
}

#[tokio::test]
async fn a_second_try_may_succeed() {
    for first in [Reply::status(502), Reply::reset(), Reply::feed(FEED).cut_off_after(5), Reply::status(503)] {
        let outlet = Outlet::in_turn([first, Reply::feed(FEED)]);
        assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED);
        assert_eq!(outlet.requests(), 2);
    }
}

#[tokio::test]
async fn time_is_limited_as_a_whole() {
    let slow = Duration::from_millis(20);
    for reply in [
        Reply::hang(),
        Reply::feed(FEED).stalled(),
        Reply::feed(FEED.repeat(100)).trickled(slow),
        Reply::script().drip("HTTP/1.1 200 OK\r\nX: ".to_owned() + &"a".repeat(9_000), slow),
        Reply::script().repeat("HTTP/1.1 100 Continue\r\n\r\n", None, slow),
    ] {
        let outlet = Outlet::always(reply.clone());
        let mut options = OutletOptions::default();
        options.timeout = Some(Duration::from_millis(200));
        let began = Instant::now();
        let problem = ask(&fetcher(), &outlet.url("/"), &Validators::default(), &options).await.expect_err("too slow");
        assert_eq!(problem.to_string(), "timed out after 0.2 s", "{reply:?}");
        assert!(began.elapsed() < Duration::from_secs(1), "{reply:?}");
        assert_eq!(outlet.requests(), 1, "no time is left for a second try: {reply:?}");
    }
}

#[tokio::test]
async fn size_is_limited_after_decompression() {
    for reply in [
        Reply::bomb(1_024, Coding::Gzip),
        Reply::bomb(1_024, Coding::Deflate),
        Reply::bomb(1_024, Coding::RawDeflate),
        Reply::bomb(1_024, Coding::Zstd),
        Reply::endless(),
        Reply::script().send("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n").then_hang(),
        Reply::feed("a".repeat(100_001)),
    ] {
        let outlet = Outlet::always(reply.clone());
        let mut options = options();
        options.max_bytes = 100_000;
        let problem = get(&Fetcher::new(&options).expect("a fetcher"), &outlet.url("/")).await.expect_err("too large");
        assert_eq!(problem.to_string(), "larger than 100 kB; raise `max_bytes` in [fetch] to read it");
        assert_eq!(outlet.requests(), 1);
    }
}

#[tokio::test]
async fn every_coding_is_undone() {
    for coding in [Coding::Gzip, Coding::Deflate, Coding::RawDeflate, Coding::Zstd] {
        let outlet = Outlet::always(Reply::feed(FEED).packed(coding));
        assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED, "{coding:?}");
    }
    // Servers err: plain text that is called packed, packed text that is not called so, two layers.
    let lies = ["gzip", "deflate", "br", "zstd", "identity", "", "aes128gcm", "gzip, br"];
    for coding in lies {
        let outlet = Outlet::always(Reply::feed(FEED).header("Content-Encoding", coding));
        assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED, "{coding}");
    }
    let outlet = Outlet::always(Reply::feed(Coding::Gzip.pack(FEED.as_bytes())));
    assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED);
    let twice = Coding::Gzip.pack(&Coding::Deflate.pack(FEED.as_bytes()));
    let outlet = Outlet::always(Reply::feed(twice).header("Content-Encoding", "deflate, gzip"));
    assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED);
}

/// A Brotli stream (RFC 7932) that holds `text` as it is: one block that is not compressed, and the end.
fn brotli(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len() - 1).expect("a short text");
    // From the lowest bit: a small window, not the last block, a length of 16 bits, not compressed.
    let head = length << 4 | 1 << 20;
    [&head.to_le_bytes()[..3], text.as_bytes(), &[3]].concat()
}

#[tokio::test]
async fn brotli_is_undone() {
    // Plain bytes in a Brotli stream begin like none of the plain documents.
    let stream = brotli(FEED);
    let outlet = Outlet::always(Reply::feed(stream.clone()).header("Content-Encoding", "br"));
    assert_eq!(body(get(&fetcher(), &outlet.url("/")).await), FEED);
    let cut = stream[..stream.len() - 5].to_vec();
    let outlet = Outlet::always(Reply::feed(cut).header("Content-Encoding", "br"));
    let problem = get(&fetcher(), &outlet.url("/")).await.expect_err("cut off");
    assert_eq!(problem.to_string(), "answer cut off before its end");
    let outlet = Outlet::always(Reply::feed(brotli(&"a".repeat(60_000))).header("Content-Encoding", "br"));
    let mut options = options();
    options.max_bytes = 50_000;
    let problem = get(&Fetcher::new(&options).expect("a fetcher"), &outlet.url("/")).await.expect_err("too large");
    assert_eq!(*problem.cause(), Cause::TooLarge { limit: 50_000 });
}

#[tokio::test]
async fn packed_answers_cut_off_are_not_taken_for_whole() {
    for coding in [Coding::Gzip, Coding::Deflate, Coding::RawDeflate, Coding::Zstd] {
        let mut packed = coding.pack(FEED.repeat(50).as_bytes());
        packed.truncate(packed.len() / 2);
        let outlet = Outlet::always(Reply::feed(packed).header("Content-Encoding", coding.name()));
        let answer = get(&fetcher(), &outlet.url("/")).await;
        assert!(answer.is_err(), "{coding:?}: {answer:?}");
    }
}

#[tokio::test]
async fn redirects_are_followed_and_told() {
    let outlet = Outlet::serve(|seen| match seen.path.as_str() {
        "/a" => Reply::moved(301, "/b"),
        "/b" => Reply::moved(308, "/c"),
        "/c" => Reply::moved(302, "feed.xml"),
        "/1" => Reply::moved(307, "/2"),
        "/2" => Reply::moved(301, "/feed.xml"),
        "/feed.xml" => Reply::feed(FEED).etag("\"1\""),
        _ => Reply::status(404),
    });
    let known = Validators { etag: Some("\"1\"".to_owned()), last_modified: None };
    for (path, expected) in [("/a", Some("/c")), ("/1", None), ("/2", Some("/feed.xml")), ("/feed.xml", None)] {
        let expected = expected.map(|path| outlet.url(path));
        match get(&fetcher(), &outlet.url(path)).await.expect("an answer") {
            Answer::Body { moved, url, .. } => {
                assert_eq!(moved.map(|link| link.to_string()), expected, "{path}");
                assert_eq!(url.map(|link| link.to_string()), Some(outlet.url("/feed.xml")));
            }
            other => panic!("{other:?}"),
        }
        match ask(&fetcher(), &outlet.url(path), &known, &OutletOptions::default()).await.expect("an answer") {
            Answer::Unchanged { moved, .. } => assert_eq!(moved.map(|link| link.to_string()), expected, "{path}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn five_redirects_and_no_more() {
    let outlet = Outlet::serve(|seen| match seen.path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => Reply::feed(FEED),
        Ok(left) => Reply::moved(302, format!("/{}", left - 1)),
        Err(_) => Reply::status(404),
    });
    assert_eq!(body(get(&fetcher(), &outlet.url("/5")).await), FEED);
    let problem = get(&fetcher(), &outlet.url("/6")).await.expect_err("too many");
    assert_eq!(problem.to_string(), "redirected more than 5 times");
}

#[tokio::test]
async fn what_an_outlet_may_hear_nobody_else_hears() {
    let other = Outlet::always(Reply::feed(FEED));
    let there = other.url("/feed.xml");
    let back = Outlet::serve(|_| Reply::feed(FEED));
    let home = Outlet::serve(move |seen| match seen.path.as_str() {
        "/away" => Reply::moved(302, there.clone()).header("Set-Cookie", "theirs=1"),
        _ => Reply::feed(FEED),
    });
    let mut options = OutletOptions::default();
    options.headers = vec![("X-Key".to_owned(), Secret::new("canary-header"))];
    options.cookie = Some(Secret::new("session=canary-cookie"));
    options.basic_auth = Some(Secret::new("user:canary-password"));
    let fetcher = fetcher();
    let known = Validators::default();
    ask(&fetcher, &home.url("/feed"), &known, &options).await.expect("an answer");
    ask(&fetcher, &home.url("/away"), &known, &options).await.expect("an answer");
    for seen in home.seen() {
        assert_eq!(seen.header("x-key"), Some("canary-header"));
        assert_eq!(seen.header("cookie"), Some("session=canary-cookie"));
        assert!(seen.header("authorization").expect("a login").starts_with("Basic "));
    }
    let seen = other.seen();
    assert_eq!(seen.len(), 1);
    for name in ["x-key", "cookie", "authorization"] {
        assert_eq!(seen[0].header(name), None, "{name}");
    }
    drop(back);
}

#[tokio::test]
async fn private_addresses_are_refused_at_every_hop() {
    let outlet = Outlet::serve(|seen| match seen.path.as_str() {
        "/inner" => Reply::moved(301, "http://10.0.0.1/"),
        "/mapped" => Reply::moved(301, "http://[::ffff:169.254.169.254]/"),
        "/file" => Reply::moved(301, "file:///etc/passwd"),
        _ => Reply::feed(FEED),
    });
    let mut closed = options();
    closed.allow.clear();
    let closed = Fetcher::new(&closed).expect("a fetcher");
    let problem = get(&closed, &outlet.url("/")).await.expect_err("not open");
    assert_eq!(problem.to_string(), "127.0.0.1 is this machine's own address; open it with `allow` in [fetch]");
    let problem = get(&closed, &outlet.url_as("localhost", "/")).await.expect_err("not open");
    assert!(problem.to_string().starts_with("localhost leads to "), "{problem}");
    assert_eq!(outlet.requests(), 0);
    let open = fetcher();
    for (path, words) in [
        ("/inner", "redirected to where we do not go: 10.0.0.1 is a private address; open it with `allow` in [fetch]"),
        (
            "/mapped",
            "redirected to where we do not go: 169.254.169.254 is a link-local address; open it with `allow` in [fetch]",
        ),
        ("/file", "redirected to where we do not go: file: addresses are not fetched, only http and https"),
    ] {
        let problem = get(&open, &outlet.url(path)).await.expect_err(words);
        assert_eq!(problem.to_string(), words);
    }
}

#[tokio::test]
async fn a_host_that_asks_for_time_gets_it() {
    let outlet = Outlet::always(Reply::too_many("120"));
    let fetcher = fetcher();
    let problem = get(&fetcher, &outlet.url("/a")).await.expect_err("429");
    assert_eq!(problem.hold().retry_after, Some(SignedDuration::from_secs(120)));
    let problem = get(&fetcher, &outlet.url("/b")).await.expect_err("held");
    assert_eq!(problem.held_until(), Some(now() + SignedDuration::from_secs(120)));
    assert_eq!(outlet.requests(), 1, "nothing is sent to any feed of the host");
    let later = now() + SignedDuration::from_secs(120);
    let (validators, options) = (Validators::default(), OutletOptions::default());
    let feed = address(&outlet.url("/b"));
    let request = Request { address: &feed, validators: &validators, options: &options, now: later };
    assert_eq!(fetcher.get(&request).await.expect_err("429").held_until(), None);
    assert_eq!(outlet.requests(), 2);
}

#[tokio::test]
async fn a_host_behind_a_redirect_is_left_alone_too() {
    let busy = Outlet::always(Reply::too_many("120"));
    let there = busy.url("/feed.xml");
    let homes = [(); 2].map(|()| {
        let there = there.clone();
        Outlet::serve(move |_| Reply::moved(302, there.clone()))
    });
    let fetcher = fetcher();
    for home in &homes {
        get(&fetcher, &home.url("/")).await.expect_err("busy");
    }
    assert_eq!(busy.requests(), 1);
}

#[tokio::test]
async fn one_that_hangs_holds_up_nobody() {
    let good = Outlet::serve(|_| Reply::feed(FEED));
    let hanging = Outlet::always(Reply::hang());
    let fetcher = fetcher();
    let mut options = OutletOptions::default();
    options.timeout = Some(Duration::from_millis(500));
    let mut urls: Vec<String> = (0..50).map(|nth| good.url(&format!("/{nth}"))).collect();
    // Several of the host that hangs, and first: they queue for it without taking the places of the others.
    urls.splice(0..0, (0..20).map(|nth| hanging.url(&format!("/{nth}"))));
    let began = Instant::now();
    let known = Validators::default();
    let all = futures_util::future::join_all(urls.iter().map(|url| ask(&fetcher, url, &known, &options)));
    let good_ones = async {
        while good.requests() < 50 {
            tokio::task::yield_now().await;
        }
        began.elapsed()
    };
    tokio::select! {
        took = good_ones => assert!(took < Duration::from_millis(2_500), "{took:?}"),
        _ = all => panic!("twenty time limits in a row take longer than fifty good answers"),
    }
}

#[tokio::test]
async fn few_requests_at_once_to_one_host() {
    for (per_host, concurrency, most) in [(1, 16, 1), (3, 16, 3), (8, 2, 2)] {
        let mut options = options();
        (options.per_host, options.concurrency) = (per_host, concurrency);
        let fetcher = Fetcher::new(&options).expect("a fetcher");
        let other = Outlet::serve(|_| Reply::feed(FEED).after(Duration::from_millis(100)));
        let url = other.url("/");
        let answers = futures_util::future::join_all((0..10).map(|_| get(&fetcher, &url))).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(other.most_at_once(), most, "{per_host} {concurrency}");
    }
    // Nor when redirects from elsewhere lead to it.
    let popular = Outlet::serve(|_| Reply::feed(FEED).after(Duration::from_millis(100)));
    let there = popular.url("/");
    let homes: Vec<Outlet> = (0..5)
        .map(|_| {
            let there = there.clone();
            Outlet::serve(move |_| Reply::moved(302, there.clone()))
        })
        .collect();
    let fetcher = fetcher();
    let urls: Vec<String> = homes.iter().map(|home| home.url("/")).collect();
    let answers = futures_util::future::join_all(urls.iter().map(|url| get(&fetcher, url))).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(popular.most_at_once(), 1);
}

#[tokio::test]
async fn files_are_read_and_known_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("feed.xml");
    let mut file = std::fs::File::create(&path).expect("a file");
    std::io::Write::write_all(&mut file, FEED.as_bytes()).expect("written");
    let fetcher = fetcher();
    let options = OutletOptions::default();
    let read = |validators: Validators, path: std::path::PathBuf| {
        let (fetcher, options) = (&fetcher, &options);
        async move {
            let address = FeedAddress::File(path);
            fetcher.get(&Request { address: &address, validators: &validators, options, now: now() }).await
        }
    };
    let answer = read(Validators::default(), path.clone()).await;
    let known = validators(answer.clone());
    assert_eq!(body(answer), FEED);
    assert!(matches!(read(known.clone(), path.clone()).await, Ok(Answer::Unchanged { .. })));
    std::io::Write::write_all(&mut file, b" ").expect("written");
    assert_eq!(body(read(known.clone(), path.clone()).await), format!("{FEED} "));
    let problem = read(known.clone(), folder.path().join("none.xml")).await.expect_err("no file");
    assert_eq!(problem.to_string(), "cannot be read: there is no such file");
    let problem = read(known, folder.path().to_owned()).await.expect_err("a folder");
    assert_eq!(problem.to_string(), "cannot be read: it is no file");
}
