//! What is said when a secure connection begins, and when it cannot.

use super::fetch::{ask, fetcher, get};
use crate::support::secure::{Authority, Certificate, Secure};
use crate::support::town::{Town, entry};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use tidings::fetch::OutletOptions;
use tidings::model::Validators;

/// What a client offers to speak (ALPN) in its first message.
fn offers(listener: &TcpListener) -> Vec<String> {
    let (mut stream, _) = listener.accept().expect("a connection");
    let mut acceptor = rustls::server::Acceptor::default();
    loop {
        acceptor.read_tls(&mut stream).expect("bytes");
        if let Some(accepted) = acceptor.accept().map_err(|(error, _)| error).expect("TLS") {
            let hello = accepted.client_hello();
            let offers = hello.alpn().into_iter().flatten();
            return offers.map(|offer| String::from_utf8_lossy(offer).into_owned()).collect();
        }
    }
}

#[tokio::test]
async fn http_2_is_offered_unless_an_outlet_cannot_bear_it() {
    for (http1, expected) in [(false, &["h2", "http/1.1"][..]), (true, &["http/1.1"][..])] {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let url = format!("https://{}/", listener.local_addr().expect("an address"));
        let server = std::thread::spawn(move || [offers(&listener), offers(&listener)]);
        let mut options = OutletOptions::default();
        options.http1 = http1;
        // The server hangs up after the first words, and again at the second try.
        let problem = ask(&fetcher(), &url, &Validators::default(), &options).await.expect_err("no handshake");
        assert_eq!(problem.to_string(), "connection reset before the answer");
        for offered in server.join().expect("a server") {
            assert_eq!(offered, expected);
        }
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_named() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let url = format!("https://{}/", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _ = stream.read(&mut [0; 1_024]);
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").expect("an answer");
        stream
    });
    let problem = get(&fetcher(), &url).await.expect_err("no TLS");
    assert_eq!(problem.to_string(), "no secure connection: the server does not speak TLS there");
    drop(server.join());
}

#[test]
fn a_secure_outlet_is_read_by_http_2_and_a_bad_certificate_is_named() {
    let authority = Authority::new();
    let town = Town::at("2026-03-01T06:00:00Z").outlet("daily", [entry("Dam bursts in Norway", "05:10")]);
    let body = String::from_utf8(town.body("daily")).expect("text");
    let serve = |certificate| Secure::always(&authority, certificate, &body);
    let (modern, old) = (serve(Certificate::Good), serve(Certificate::Good));
    let (expired, elsewhere) = (serve(Certificate::Expired), serve(Certificate::Elsewhere));
    let stranger = serve(Certificate::Stranger);
    let mut town = town.file("roots.pem", &authority.pem());
    let roots = town.folder().join("roots.pem").display().to_string();
    town = town.variable("SSL_CERT_FILE", &roots).topic("all", &["dam"]);
    let mut text = town.feeds_toml();
    for (name, urls, more) in [
        // Two feeds of one outlet: one connection serves both.
        ("modern", [modern.url("/a"), modern.url("/b")].as_slice(), ""),
        ("old", &[old.url("/")], "http1 = true"),
        ("expired", &[expired.url("/")], ""),
        ("elsewhere", &[elsewhere.url("/")], ""),
        ("stranger", &[stranger.url("/")], ""),
    ] {
        writeln!(text, "\n[outlet.{name}]\nsite = \"{name}.example\"\nfeeds = {urls:?}\n{more}").expect("text");
    }
    town.writes(&text);
    town.run().succeeds();
    let mut cause = |name: &str| town.feed_report(name)["cause"].as_str().unwrap_or("none").to_owned();
    assert_eq!([cause("modern"), cause("old")], ["none", "none"]);
    assert_eq!((modern.requests(), modern.connections()), ((0, 2), 1));
    assert_eq!(old.requests(), (1, 0));
    let words = cause("expired");
    assert!(words.starts_with("certificate expired ") && words.ends_with(" days ago"), "{words}");
    assert_eq!(cause("elsewhere"), "certificate not trusted: it is for another host");
    assert_eq!(cause("stranger"), "certificate not trusted: nobody we know vouches for it");
    for refused in [expired, elsewhere, stranger] {
        assert_eq!(refused.requests(), (0, 0), "nothing is asked of a server that is not who it says");
    }
}
