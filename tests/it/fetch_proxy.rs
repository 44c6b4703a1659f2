//! Proxies: only those that the config names, for everything or for one outlet.

use super::fetch::{ask, get, options};
use crate::support::outlet::{Outlet, Reply};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use tidings::fetch::{Fetcher, Lookup, OutletOptions, ProxyChoice};
use tidings::model::{Secret, Validators};

const FEED: &str = "<rss version=\"2.0\"><channel><title>Daily</title></channel></rss>";

/// A fetcher behind `proxy`, for which only `nas.example` and `public.example` are names.
fn behind(proxy: Option<String>) -> Fetcher {
    let mut options = options();
    options.proxy = proxy.map(Secret::new);
    let lookup = Lookup::with(|name| {
        let answer: Vec<std::net::IpAddr> = match name {
            "nas.example" => vec![Ipv4Addr::new(10, 0, 0, 1).into()],
            "public.example" => vec![Ipv4Addr::LOCALHOST.into()],
            _ => Vec::new(),
        };
        Box::pin(async move { Ok(answer) })
    });
    Fetcher::with_lookup(&options, lookup).expect("a fetcher")
}

#[tokio::test]
async fn an_http_proxy_gets_the_whole_address_and_its_own_login() {
    let proxy = Outlet::always(Reply::feed(FEED));
    for host in ["127.0.0.1", "localhost"] {
        let fetcher = behind(Some(proxy.url_as(host, "").replace("//", "//user:canary@")));
        // The name is the proxy's to resolve.
        get(&fetcher, "http://far.example/feed.xml").await.expect("an answer");
    }
    for seen in proxy.seen() {
        assert_eq!(seen.path, "http://far.example/feed.xml");
        assert_eq!(seen.header("host"), Some("far.example"));
        assert_eq!(seen.header("proxy-authorization"), Some("Basic dXNlcjpjYW5hcnk="));
        assert_eq!(seen.header("authorization"), None);
    }
    assert_eq!(proxy.requests(), 2);
    let fetcher = behind(Some(proxy.url("")));
    let problem = get(&fetcher, "http://10.0.0.1/feed.xml").await.expect_err("a private address");
    assert!(problem.to_string().contains("10.0.0.1"), "{problem}");
    let mut closed = options();
    closed.allow.clear();
    closed.proxy = Some(Secret::new(proxy.url("")));
    let closed = Fetcher::new(&closed).expect("a fetcher");
    let problem = get(&closed, "http://localhost/feed.xml").await.expect_err("the proxy's own machine");
    assert!(problem.to_string().starts_with("localhost leads to "), "{problem}");
    assert_eq!(proxy.requests(), 2, "nor is a private address asked through a proxy");
}

#[tokio::test]
async fn an_outlet_may_have_its_own_proxy_or_none() {
    let (all, own) = (Outlet::always(Reply::feed(FEED)), Outlet::always(Reply::feed(FEED)));
    let outlet = Outlet::always(Reply::feed(FEED));
    let fetcher = behind(Some(all.url("")));
    let mut options = OutletOptions::default();
    for (choice, requests) in [
        (None, [1, 0, 0]),
        (Some(ProxyChoice::Via(Secret::new(own.url("")))), [1, 1, 0]),
        (Some(ProxyChoice::Direct), [1, 1, 1]),
    ] {
        options.proxy = choice;
        ask(&fetcher, &outlet.url("/feed.xml"), &Validators::default(), &options).await.expect("an answer");
        assert_eq!([all.requests(), own.requests(), outlet.requests()], requests);
    }
}

#[tokio::test]
async fn a_proxy_that_is_none_is_named_without_its_login() {
    for proxy in ["ftp://user:canary@proxy.example", "user:canary", "http://"] {
        let mut options = options();
        options.proxy = Some(Secret::new(proxy));
        let problem = Fetcher::new(&options).expect_err("no proxy").to_string();
        assert!(problem.contains("`proxy`") && !problem.contains("canary"), "{problem}");
    }
}

/// A SOCKS5 proxy (RFC 1928) that takes one login, or none, and notes where it is sent.
fn socks(asked: Arc<Mutex<Vec<String>>>) -> std::net::SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let asked = Arc::clone(&asked);
            // What goes wrong there shows in what the test sees.
            std::thread::spawn(move || speak_socks(stream, &asked));
        }
    });
    address
}

fn take(mut from: &TcpStream, length: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).map(|()| bytes)
}

fn speak_socks(mut near: TcpStream, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let greeting = take(&near, 2)?;
    let methods = take(&near, greeting[1].into())?;
    let login = methods.contains(&2);
    near.write_all(&[5, if login { 2 } else { 0 }])?;
    if login {
        let user = take(&near, 2)?;
        let user = take(&near, user[1].into())?;
        let password = take(&near, 1)?;
        let password = take(&near, password[0].into())?;
        let login = format!("{}:{}", String::from_utf8_lossy(&user), String::from_utf8_lossy(&password));
        asked.lock().expect("a list").push(login);
        near.write_all(&[1, 0])?;
    }
    let request = take(&near, 4)?;
    let host = match request[3] {
        1 => <[u8; 4]>::try_from(take(&near, 4)?).map(|octets| Ipv4Addr::from(octets).to_string()).unwrap_or_default(),
        3 => {
            let length = take(&near, 1)?;
            String::from_utf8_lossy(&take(&near, length[0].into())?).into_owned()
        }
        other => format!("kind {other}"),
    };
    let port = take(&near, 2)?;
    let port = u16::from_be_bytes([port[0], port[1]]);
    asked.lock().expect("a list").push(host);
    // Wherever it is sent, it goes nowhere but to this machine.
    let mut far = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    near.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0])?;
    let (mut near_in, mut far_out) = (near.try_clone()?, far.try_clone()?);
    std::thread::spawn(move || std::io::copy(&mut near_in, &mut far_out));
    std::io::copy(&mut far, &mut near).map(drop)
}

#[tokio::test]
async fn a_socks_proxy_is_told_addresses_that_the_guard_has_seen() {
    let outlet = Outlet::always(Reply::feed(FEED));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let proxy = socks(Arc::clone(&asked));
    let fetcher = behind(Some(format!("socks5://{proxy}")));
    get(&fetcher, &outlet.url_as("public.example", "/feed.xml")).await.expect("an answer");
    assert_eq!(*asked.lock().expect("a list"), ["127.0.0.1"]);
    assert_eq!(outlet.requests(), 1);
    let problem = get(&fetcher, &outlet.url_as("nas.example", "/feed.xml")).await.expect_err("a private address");
    assert!(problem.to_string().contains("10.0.0.1"), "{problem}");
    assert_eq!(asked.lock().expect("a list").len(), 1, "the proxy is not asked");
    // Resolved at the other end, with a login.
    let fetcher = behind(Some(format!("socks5h://user:canary@{proxy}")));
    get(&fetcher, &outlet.url_as("far.example", "/feed.xml")).await.expect("an answer");
    assert_eq!(asked.lock().expect("a list")[1..], ["user:canary", "far.example"]);
}
