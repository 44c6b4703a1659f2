//! Other people's hostile addresses and servers, where they are at hand. Nothing here leaves loopback: addresses are
//! only decided on, never dialled, and the servers are our own.

use super::fetch::{now, options};
use crate::support::corpora;
use crate::support::outlet::{Coding, Outlet, Reply, Seen};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tidings::fetch::{
    Allow, Answer, Cause, FetchError, Fetcher, Guard, Lookup, OutletOptions, Refusal, Request, Target,
};
use tidings::model::{FeedAddress, FeedState, Link, Refresh, Secret, Validators};
use url::Url;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// What would be dialled, decided exactly as it is for a real request; each call is one look-up.
fn decide(guard: &Guard, raw: &str, answers: &[IpAddr]) -> Result<Vec<IpAddr>, String> {
    let link = Link::parse(raw, None).map_err(|error| error.to_string())?;
    let url = Url::parse(link.as_str()).map_err(|error| error.to_string())?;
    let addresses = match guard.target(&url).map_err(|refusal| refusal.to_string())? {
        Target::Address(address) => vec![address],
        // Names of this very machine are answered without a look-up.
        Target::Name { name, port } if name == "localhost" || name.ends_with(".localhost") => {
            guard.dial(&name, port, &["127.0.0.1".parse().expect("an address")]).map_err(|it| it.to_string())?
        }
        Target::Name { name, port } => guard.dial(&name, port, answers).map_err(|refusal| refusal.to_string())?,
    };
    Ok(addresses.into_iter().map(|address| address.ip()).collect())
}

#[test]
#[cfg_attr(not(corpora), ignore = "the corpora are absent: set TIDINGS_CORPORA")]
fn hostile_addresses_are_refused_and_honest_ones_are_not() {
    let cases = corpora::cases("security/urls/fetch_ssrf.jsonl");
    let mut wrong = Vec::new();
    let mut counted = BTreeMap::new();
    for case in &cases {
        let allow: Vec<Allow> = strings(&case["config_allow_private"])
            .iter()
            .map(|entry| entry.parse().unwrap_or_else(|error| panic!("{error}")))
            .collect();
        let guard = Guard::new(&allow);
        // Several answers of one look-up, or several look-ups one after another.
        let resolver = case["resolver"].as_object().and_then(|names| names.values().next());
        let lookups: Vec<Vec<String>> = match resolver.and_then(Value::as_array) {
            Some(list) if list.iter().any(Value::is_array) => list.iter().map(strings).collect(),
            Some(_) => vec![resolver.map(strings).unwrap_or_default()],
            None => vec![Vec::new()],
        };
        let never = strings(&case["expect_never_connect_to"]);
        let expect = text(case, "expect");
        *counted.entry(expect).or_insert(0) += 1;
        for answers in &lookups {
            let answers: Vec<IpAddr> = answers.iter().map(|it| it.parse().expect("an address")).collect();
            let decided = decide(&guard, text(case, "url"), &answers);
            let dialled = decided.clone().unwrap_or_default();
            let right = match expect {
                // Labels of broken Punycode: the URL standard let them pass only in 2026, and there are no such names.
                "allow" if text(case, "url").to_ascii_lowercase().contains("xn--") => true,
                "allow" => decided.is_ok(),
                // Of several look-ups each is decided for itself: that none is private is asked below.
                "block" if lookups.len() == 1 => decided.is_err(),
                "invalid" => decided.is_err(),
                _ => true,
            };
            let strayed =
                dialled.iter().any(|it| never.contains(&it.to_string()) || (allow.is_empty() && it.is_loopback()));
            if !right || strayed {
                wrong.push(format!("{expect}: {} -> {decided:?} ({})", text(case, "url"), text(case, "why")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong ({counted:?}):\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn a_resolver_that_never_answers_is_waited_for_no_longer_than_a_server() {
    let lookup = Lookup::with(|_| Box::pin(std::future::pending()));
    let mut options = options();
    options.timeout = Duration::from_mins(1);
    let fetcher = Fetcher::with_lookup(&options, lookup).expect("a fetcher");
    let began = tokio::time::Instant::now();
    let problem = super::fetch::get(&fetcher, "http://slow-dns.example/feed.xml").await.expect_err("no answer");
    assert_eq!(problem.to_string(), "timed out after 10 s without a connection");
    assert!(began.elapsed() <= Duration::from_secs(11), "{:?}", began.elapsed());
}

/// A document like those that the scripted server sends.
fn document(items: u64) -> String {
    let items: Vec<String> = (0..items)
        .map(|nth| {
            format!(
                "<item><title>item {nth}</title><link>https://example.org/{nth}</link><guid isPermaLink=\"false\">g{nth}</guid>\
                 <pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>x</description></item>"
            )
        })
        .collect();
    let items = items.concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>t</title>\
         <link>https://example.org/</link><description>d</description>{items}</channel></rss>"
    )
}

/// The scripted server: plays the first exchange of a case that fits a request.
fn play(case: &Value, seen: &Seen) -> Reply {
    let id = text(case, "id");
    let prefix = format!("/c/{id}");
    let Some(path) = seen.path.strip_prefix(&prefix) else { return Reply::status(404) };
    let fits = |exchange: &Value| {
        let headers = exchange["if"].as_object().into_iter().flatten();
        exchange["path"].as_str().is_none_or(|it| path.starts_with(it))
            && exchange["nth"].as_u64().is_none_or(|nth| nth == seen.nth as u64)
            && headers.into_iter().all(|(name, part)| {
                seen.header(name).is_some_and(|value| value.contains(part.as_str().unwrap_or_default()))
            })
    };
    let Some(exchange) = case["exchanges"].as_array().into_iter().flatten().find(|it| fits(it)) else {
        return Reply::status(404);
    };
    let authority = seen.header("host").unwrap_or_default();
    let port = authority.rsplit(':').next().unwrap_or_default();
    let filled = |data: &str| {
        data.replace("{base}", &format!("http://127.0.0.1:{port}{prefix}"))
            .replace("{host2}", &format!("http://localhost:{port}{prefix}"))
            .replace("{port}", port)
            .replace("{n}", &seen.nth.to_string())
    };
    let mut reply = Reply::script();
    for action in exchange["actions"].as_array().into_iter().flatten() {
        let (what, how) = action.as_object().and_then(|it| it.iter().next()).expect("an action");
        let pause = |key: &str| Duration::from_millis(how[key].as_u64().unwrap_or_default());
        reply = match what.as_str() {
            "send" => reply.send(latin1(&filled(how.as_str().unwrap_or_default()))),
            "send_rss" => match (how.as_u64(), how["encode"].as_str()) {
                (None, Some("utf-16")) => {
                    let units = document(how["n"].as_u64().unwrap_or(1)).encode_utf16().collect::<Vec<_>>();
                    reply.send(std::iter::once(0xfeff).chain(units).flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
                }
                (items, _) => reply.send(document(items.or(how["n"].as_u64()).unwrap_or(1))),
            },
            "reply_rss" => {
                let body = document(how["n"].as_u64().unwrap_or(1));
                let headers: String = strings(&how["headers"]).iter().map(|it| filled(it) + "\r\n").collect();
                let (status, kind) = (how["status"].as_str().unwrap_or("200 OK"), how["type"].as_str());
                let kind = kind.unwrap_or("application/rss+xml");
                let length = body.len();
                let head =
                    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n");
                reply.send(latin1(&head)).send(body)
            }
            "sleep_ms" => reply.wait(Duration::from_millis(how.as_u64().unwrap_or_default())),
            "repeat" => {
                // A number in each repetition makes no difference to a client that never reads so far.
                let data = filled(text(how, "data")).replace("{i}", "1");
                reply.repeat(latin1(&data), how["n"].as_u64(), pause("sleep_ms"))
            }
            "drip" => reply.drip(latin1(text(how, "data")), pause("ms")),
            "gzip" => {
                let coding = if how["codec"] == "deflate" { Coding::Deflate } else { Coding::Gzip };
                // A bomb of nothing is a document.
                if how["mb"] == 0 {
                    return reply.send(coding.pack(document(1).as_bytes())).then_close();
                }
                reply.packed_blanks(usize::try_from(how["mb"].as_u64().unwrap_or_default()).expect("a size"), coding)
            }
            "reset" => reply.then_reset(),
            "hang" => reply.then_hang(),
            "close" => reply.then_close(),
            other => panic!("an action we do not know: {other}"),
        };
    }
    if exchange["keep"] == true { reply.keep_alive() } else { reply }
}

/// Bytes as the scripted server sends them: Latin-1.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|it| u8::try_from(u32::from(it)).unwrap_or(b'?')).collect()
}

/// What a case came to.
struct Played {
    outlet: Outlet,
    fetcher: Fetcher,
    url: String,
    options: OutletOptions,
    first: Result<Answer, FetchError>,
    took: Duration,
}

impl Played {
    /// A second run: the same question, with the validators of the first answer.
    async fn again(&self) -> Result<Answer, FetchError> {
        let known = match &self.first {
            Ok(Answer::Body { validators, .. }) => validators.clone(),
            _ => Validators::default(),
        };
        super::fetch::ask(&self.fetcher, &self.url, &known, &self.options).await
    }

    fn requests(&self) -> usize {
        self.outlet.requests()
    }

    fn cause(&self) -> Option<&Cause> {
        self.first.as_ref().err().map(FetchError::cause)
    }

    fn body(&self) -> Option<&[u8]> {
        match &self.first {
            Ok(Answer::Body { bytes, .. }) => Some(bytes),
            _ => None,
        }
    }

    fn moved(&self) -> Option<&Link> {
        match &self.first {
            Ok(Answer::Body { moved, .. }) => moved.as_ref(),
            _ => None,
        }
    }

    fn etag(&self) -> Option<&str> {
        match &self.first {
            Ok(Answer::Body { validators, .. }) => validators.etag.as_deref(),
            _ => None,
        }
    }

    /// Each request came to where the case says, and nowhere else on this machine.
    fn header_sent(&self, nth: usize, name: &str) -> Option<String> {
        self.outlet.seen().get(nth).and_then(|seen| seen.header(name).map(str::to_owned))
    }
}

const TIMEOUT: Duration = Duration::from_millis(400);

async fn run(case: &Value) -> Played {
    let shared = Arc::new(case.clone());
    let outlet = Outlet::serve(move |seen| play(&shared, seen));
    let mut options = options();
    // The server alone is open: whatever it redirects to is not.
    options.allow =
        ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", outlet.port()).parse().expect("a host")).to_vec();
    options.max_bytes = 1_000_000;
    options.timeout = if text(case, "expect").contains("total time") { TIMEOUT } else { Duration::from_secs(20) };
    let lookup = Lookup::with(|_| Box::pin(async { Ok(Vec::new()) }));
    let fetcher = Fetcher::with_lookup(&options, lookup).expect("a fetcher");
    let url = outlet.url(&format!("/c/{}/feed.xml", text(case, "id")));
    let mut own = OutletOptions::default();
    for (name, value) in case["request_headers"].as_object().into_iter().flatten() {
        own.headers.push((name.clone(), Secret::new(value.as_str().unwrap_or_default())));
    }
    let began = Instant::now();
    let first = super::fetch::ask(&fetcher, &url, &Validators::default(), &own).await;
    Played { outlet, fetcher, url, options: own, first, took: began.elapsed() }
}

/// Whether a case came out as it says; the prose of `expect` is the key.
#[expect(clippy::too_many_lines, reason = "one arm an expectation")]
async fn holds(case: &Value, it: &Played) -> bool {
    let (name, expect) = (text(case, "name"), text(case, "expect"));
    let starts = |begin: &str| expect.starts_with(begin);
    let quick = it.took < Duration::from_secs(10);
    match () {
        () if starts("no panic, no hang") || starts("reported as a protocol error") => quick && it.requests() <= 7,
        () if starts("followed if n <=") => {
            let turns: usize = name.split(' ').find_map(|word| word.parse().ok()).expect("a number");
            if turns <= 5 {
                it.body().is_some() && it.requests() == turns + 1
            } else {
                it.cause() == Some(&Cause::TooManyRedirects(5)) && it.requests() == 6
            }
        }
        () if starts("resolved per RFC 3986") => {
            let location = name.trim_start_matches("302 Location '").trim_end_matches('\'');
            match location {
                "new.xml" | "é.xml" | "%00" => it.body().is_some() && it.requests() == 2,
                // Elsewhere on the same server, where this case plays its last exchange.
                _ if location.starts_with("HTTP://127.0.0.1") => it.requests() == 2,
                _ => it.body().is_none() && it.requests() == 1,
            }
        }
        () if starts("no duplicate items") => {
            let second = it.again().await;
            let renewed =
                matches!(&second, Ok(Answer::Body { validators, .. }) if validators.etag.as_deref() == Some("\"2\""));
            renewed && it.header_sent(1, "if-none-match").as_deref() == Some("\"1\"")
        }
        () if starts("accepted; the header causes no extra request") => it.body().is_some() && it.requests() == 1,
        () if starts("stops at the body limit") || starts("refused on the header alone") => {
            it.cause() == Some(&Cause::TooLarge { limit: 1_000_000 }) && it.requests() == 1
        }
        () if starts("second run sends If-None-Match") => {
            let etag = name.trim_start_matches("ETag '").trim_end_matches('\'').replace("\\\\", "\\");
            let second = it.again().await;
            let sent = it.header_sent(1, "if-none-match");
            if etag == "*" {
                sent.is_none() && second.is_ok()
            } else {
                sent == Some(etag) && matches!(second, Ok(Answer::Unchanged { .. }))
            }
        }
        () if starts("second run sends If-Modified-Since") => {
            let date = name.trim_start_matches("Last-Modified '").trim_end_matches('\'');
            it.again().await.is_ok() && it.header_sent(1, "if-modified-since").as_deref() == Some(date)
        }
        () if starts("accepted (identity, empty)") || starts("accepted (sniffed)") => {
            it.body().is_some_and(|body| body.starts_with(b"<?xml"))
        }
        () if starts("accepted or reported; memory bounded") || starts("stopped; memory bounded") => {
            let reported =
                matches!(it.cause(), Some(Cause::Headers | Cause::Reset | Cause::CutOff | Cause::Protocol(_)));
            quick && (it.body().is_some() || reported)
        }
        () if starts("total time <=") => {
            let late = matches!(it.cause(), Some(Cause::Timeout(_) | Cause::Status { status: 101 }));
            it.took <= TIMEOUT + Duration::from_secs(1) && late
        }
        () if starts("bounded by the timeout") => quick,
        () if starts("reported; the stored URL is NOT replaced") => {
            // What came is for the parser to refuse; until then the new address is only a candidate.
            it.body().is_some_and(|body| body.starts_with(b"<html")) && it.moved().is_some()
        }
        () if expect == "error" => {
            let status: u16 = name.split(' ').find_map(|word| word.parse().ok()).expect("a status");
            let once = it.requests() == 1 || status >= 500;
            it.cause() == Some(&Cause::Status { status }) && once && it.requests() <= 2
        }
        () if starts("error: invalid status line") => matches!(it.cause(), Some(Cause::Protocol(_))),
        () if starts("accepted when decodable") || starts("no stored item deleted") => it.body().is_some(),
        () if expect == "accepted" || starts("accepted if the body is a feed") => it.body().is_some(),
        () if starts("not followed: blocked by the address rule") => {
            matches!(it.cause(), Some(Cause::RedirectRefused(_) | Cause::BadLocation)) && it.requests() == 1
        }
        () if starts("no request to this feed before") => held(name, it).await,
        () if starts("validators are stored only after") => it.etag() == Some("\"bad\""),
        () if starts("validators of an error reply") => it.body().is_some() && it.etag().is_none(),
        () if starts("no cookie is stored") => {
            it.body().is_some() && it.requests() == 2 && it.header_sent(1, "cookie").is_none()
        }
        () if starts("not followed by default") || starts("ignored by default or subject") => {
            it.body().is_some() && it.requests() == 1
        }
        () if starts("reported as \"not a feed\"") => it.body().is_some(),
        () if starts("reported as empty") => it.cause() == Some(&Cause::Empty { status: 200 }),
        () if starts("reported as a downgrade") => it.requests() == 2,
        () if starts("Authorization / Cookie configured") => {
            let seen = it.outlet.seen();
            let elsewhere =
                seen.iter().any(|seen| seen.header("host").is_some_and(|host| host.starts_with("localhost")));
            let kept = seen.iter().all(|seen| {
                let home = seen.header("host").is_some_and(|host| host.starts_with("127.0.0.1"));
                home == seen.header("authorization").is_some()
            });
            it.body().is_some() && elsewhere && kept
        }
        () if starts("followed; stored URL updated only for 301/308") => {
            let permanent = name.starts_with("301") || name.starts_with("308");
            it.body().is_some() && it.moved().is_some() == permanent
        }
        () if starts("treated as not modified") => {
            let second = matches!(it.again().await, Ok(Answer::Unchanged { .. }));
            // The five stray bytes must not be taken for the beginning of the next answer.
            second && matches!(it.again().await, Ok(Answer::Unchanged { .. }))
        }
        () if starts("reported; one retry at most") => it.cause() == Some(&Cause::Reset) && it.requests() == 2,
        () if starts("reported; no panic") => matches!(it.cause(), Some(Cause::NoLocation { .. })),
        () => panic!("an expectation we do not know: {expect}"),
    }
}

/// A host that asks for time gets it: within the run, in the next run, and not for ever.
async fn held(name: &str, it: &Played) -> bool {
    let Err(problem) = &it.first else { return false };
    let Some(wait) = problem.hold().retry_after else { return false };
    let asked = it.requests();
    let within_run = it.again().await.is_err_and(|problem| problem.held_until().is_some());
    let refresh = Refresh::Failed {
        cause: problem.to_string(),
        hold: problem.hold(),
        gone: problem.is_gone(),
        traffic: problem.traffic(),
    };
    let zero = jiff::SignedDuration::ZERO;
    let state = FeedState::default().after(&refresh, now(), zero);
    let bound = jiff::SignedDuration::from_hours(24);
    let due = |at| state.is_due(at);
    let later = !due(now()) && !due(now() + jiff::SignedDuration::from_secs(119)) && due(now() + wait.min(bound));
    let address = FeedAddress::Web(Link::parse(&it.url, None).expect("an address"));
    let next_run = Fetcher::new(&options()).expect("a fetcher");
    next_run.respect(tidings::fetch::Holds::from_states([(&address, &state)]));
    let (known, own) = (Validators::default(), OutletOptions::default());
    let request = Request { address: &address, validators: &known, options: &own, now: now() };
    let across_runs = next_run.get(&request).await.is_err_and(|problem| problem.held_until().is_some());
    let exact = match () {
        () if name.ends_with("'120'") => wait.as_secs() == 120,
        () if name.ends_with("10:05:00 GMT'") => wait.as_secs() == 300,
        () if name.ends_with("'86400'") => wait.as_secs() == 86_400,
        () if name.contains("3600") => wait.as_secs() == 3_600,
        () if name.contains("120, 240") => wait.as_secs() == 240,
        () if name.contains("2099") => wait > bound,
        // Nonsense, or a moment that has passed: a while.
        () => wait.as_secs() == 900,
    };
    within_run && later && across_runs && exact && it.requests() == asked && asked <= 2
}

#[tokio::test]
#[cfg_attr(not(corpora), ignore = "the corpora are absent: set TIDINGS_CORPORA")]
async fn servers_of_every_kind_are_survived() {
    let cases = corpora::cases("security/http/cases.jsonl");
    let mut wrong = Vec::new();
    for case in &cases {
        let played = run(case).await;
        if !holds(case, &played).await {
            let paths: Vec<String> = played.outlet.seen().into_iter().map(|seen| seen.path).collect();
            let first = match &played.first {
                Ok(answer) => format!("{answer:?}").chars().take(200).collect(),
                Err(problem) => problem.to_string(),
            };
            let (name, expect) = (text(case, "name"), text(case, "expect"));
            wrong.push(format!("{name}: {expect}\n    came to {first} in {:?}, after {paths:?}", played.took));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_guard_keeps_tests_in() {
    // What keeps every test of this file, and of the others, on loopback.
    let guard = Guard::new(&["0.0.0.0/0".parse().expect("a network"), "::/0".parse().expect("a network")]);
    let guard = guard.loopback_only(true);
    for url in ["http://93.184.215.14/", "http://[2606:4700::1]/", "http://10.0.0.1/"] {
        let refusal = guard.target(&Url::parse(url).expect("an address")).expect_err(url);
        assert!(matches!(refusal, Refusal::NotLoopback(_)), "{refusal}");
    }
    let answers = ["93.184.215.14".parse().expect("an address")];
    assert!(matches!(guard.dial("example.org", 80, &answers), Err(Refusal::NotLoopback(_))));
}
