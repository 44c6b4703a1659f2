//! What is said when a secure connection begins, and when it cannot.

use super::fetch::{ask, fetcher, get};
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
