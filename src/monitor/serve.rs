//! `/healthz` and `/metrics` on a loopback port: the least of HTTP that a collector needs.

use super::figures::Status;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::fmt::Write as _;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Whoever asks has this long to ask and to listen.
const PATIENCE: Duration = Duration::from_secs(5);

/// Answered at a time; others wait in the system's queue.
const AT_ONCE: usize = 16;

/// The longest request read.
const HEAD: usize = 8 * 1024;

/// Answers whoever asks, for ever. `status` says how it is at the moment.
pub async fn serve(listener: &TcpListener, status: impl Fn() -> Status) -> std::convert::Infallible {
    let mut open = FuturesUnordered::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if open.len() < AT_ONCE => {
                match accepted {
                    Ok((stream, _)) => open.push(tokio::time::timeout(PATIENCE, answer(stream, &status))),
                    // Out of file handles: wait for some to come back instead of asking again at once.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
            // What one who asked does not hear to the end is their own matter.
            Some(_) = open.next() => {}
        }
    }
}

async fn answer(mut stream: TcpStream, status: &impl Fn() -> Status) -> io::Result<()> {
    let mut head = Vec::with_capacity(512);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() >= HEAD || stream.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    let reply = reply(&head, status);
    stream.write_all(reply.as_bytes()).await?;
    stream.shutdown().await
}

fn reply(head: &[u8], status: &impl Fn() -> Status) -> String {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split(' ');
    let (method, target, protocol) =
        (words.next().unwrap_or(""), words.next().unwrap_or(""), words.next().unwrap_or(""));
    let path = target.split('?').next().unwrap_or_default();
    let plain = "text/plain; charset=utf-8";
    let (code, kind, body) = match (method, path) {
        _ if !protocol.starts_with("HTTP/1.") => ("400 Bad Request", plain, "this is no request\n".to_owned()),
        ("GET" | "HEAD", "/healthz") => {
            let complaints = status().complaints();
            let mut body = String::new();
            for complaint in &complaints {
                let _ = writeln!(body, "{complaint}");
            }
            if complaints.is_empty() {
                ("200 OK", plain, "ok\n".to_owned())
            } else {
                ("503 Service Unavailable", plain, body)
            }
        }
        ("GET" | "HEAD", "/metrics") => ("200 OK", "text/plain; version=0.0.4; charset=utf-8", status().text()),
        ("GET" | "HEAD", _) => ("404 Not Found", plain, "there is /healthz and /metrics\n".to_owned()),
        _ => ("405 Method Not Allowed", plain, "only GET\n".to_owned()),
    };
    let length = body.len();
    let body = if method == "HEAD" { "" } else { body.as_str() };
    format!(
        "HTTP/1.1 {code}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::reply;
    use crate::monitor::{Run, Status};
    use jiff::Timestamp;
    use std::time::Duration;

    #[test]
    fn requests_good_and_bad() {
        let well = Status::default;
        for (head, expected) in [
            ("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK"),
            ("GET /metrics?x=1 HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK"),
            ("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found"),
            ("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"),
            ("GET /metrics\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            ("\u{16}\u{3}\u{1}", "HTTP/1.1 400 Bad Request"),
            ("", "HTTP/1.1 400 Bad Request"),
        ] {
            assert_eq!(reply(head.as_bytes(), &well).lines().next(), Some(expected), "{head:?}");
        }
        let head = reply(b"HEAD /healthz HTTP/1.1\r\n\r\n", &well);
        assert!(head.contains("Content-Length: 3\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        let at = Timestamp::UNIX_EPOCH;
        let ill = || Status {
            run: Some(Run { at, took: Duration::ZERO, ok: false, gathered: None, made: None }),
            daemon: None,
        };
        let told = reply(b"GET /healthz HTTP/1.1\r\n\r\n", &ill);
        assert!(told.starts_with("HTTP/1.1 503 ") && told.ends_with("\r\n\r\nthe last run failed\n"), "{told}");
    }
}
