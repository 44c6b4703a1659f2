//! A server on loopback that behaves as a test needs it: well, slowly, hugely, wrongly.
//!
//! ```ignore
//! let outlet = Outlet::serve(|seen| match seen.path.as_str() {
//!     "/feed.xml" => Reply::feed(BODY).etag("\"1\""),       // answers 304 by itself
//!     "/old.xml" => Reply::moved(301, "/feed.xml"),
//!     _ => Reply::status(404),
//! });
//! let address = outlet.url("/feed.xml");
//! assert_eq!(outlet.requests(), 1);
//! assert_eq!(outlet.seen()[0].header("user-agent"), Some("Tidings/0.1.0"));
//! ```
//!
//! It runs on threads of its own, so it works beside any runtime, and stops when it is dropped.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it, and it is used by all")]

mod reply;

pub use reply::{Coding, Reply};

use reply::Step;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which request it is: the first is 1.
    pub nth: usize,
    pub method: String,
    /// With its query.
    pub path: String,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
}

impl Seen {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Log {
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    busy: AtomicUsize,
    most_at_once: AtomicUsize,
    stopped: AtomicBool,
}

/// A server on loopback.
pub struct Outlet {
    address: SocketAddr,
    log: Arc<Log>,
}

impl Outlet {
    /// Serves on 127.0.0.1, at a port of its own.
    pub fn serve(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve_at(Ipv4Addr::LOCALHOST, answer)
    }

    /// Serves at another address of the loopback network.
    pub fn serve_at(address: impl Into<IpAddr>, answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let address = address.into();
        assert!(address.is_loopback(), "an outlet lives on loopback");
        let listener = TcpListener::bind((address, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let log = Arc::new(Log::default());
        let answer: Arc<dyn Fn(&Seen) -> Reply + Send + Sync> = Arc::new(answer);
        let shared = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (log, answer) = (Arc::clone(&shared), Arc::clone(&answer));
                std::thread::spawn(move || drop(converse(&stream, &log, answer.as_ref())));
            }
        });
        Self { address, log }
    }

    /// Always the same answer.
    pub fn always(reply: Reply) -> Self {
        Self::serve(move |_| reply.clone())
    }

    /// These answers by turns; the last stays.
    pub fn in_turn(replies: impl Into<Vec<Reply>>) -> Self {
        let replies = replies.into();
        assert!(!replies.is_empty(), "an outlet answers something");
        Self::serve(move |seen| replies[seen.nth.min(replies.len()) - 1].clone())
    }

    /// `http://127.0.0.1:PORT` and `path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The same server under another name.
    pub fn url_as(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.address.port())
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many requests came in.
    pub fn requests(&self) -> usize {
        self.log.seen.lock().expect("log").len()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// How many requests were under way at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.log.most_at_once.load(Ordering::SeqCst)
    }

    /// The requests, in the order in which they came in.
    pub fn seen(&self) -> Vec<Seen> {
        self.log.seen.lock().expect("log").clone()
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.log.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

/// A request that is being answered, counted while it is there.
struct UnderWay<'a>(&'a Log);

impl<'a> UnderWay<'a> {
    fn count(log: &'a Log) -> Self {
        let busy = log.busy.fetch_add(1, Ordering::SeqCst) + 1;
        log.most_at_once.fetch_max(busy, Ordering::SeqCst);
        Self(log)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::SeqCst);
    }
}

fn converse(stream: &TcpStream, log: &Log, answer: &(dyn Fn(&Seen) -> Reply + Send + Sync)) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let Some(seen) = read_request(&mut reader, log)? else { return Ok(()) };
        let under_way = UnderWay::count(log);
        let reply = answer(&seen).unless_known(&seen);
        let stays = reply.stays();
        if !play(stream, reply.steps(), log, under_way)? || !stays {
            return stream.shutdown(std::net::Shutdown::Both);
        }
    }
}

fn read_request(reader: &mut BufReader<TcpStream>, log: &Log) -> std::io::Result<Option<Seen>> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let Some(first) = lines.first() else { return Ok(None) };
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let headers = lines
        .iter()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut all = log.seen.lock().expect("log");
    let seen = Seen { nth: all.len() + 1, method, path, headers };
    all.push(seen.clone());
    Ok(Some(seen))
}

/// Does step by step; `false` when the connection is to end.
fn play(mut stream: &TcpStream, steps: Vec<Step>, log: &Log, under_way: UnderWay<'_>) -> std::io::Result<bool> {
    // Over before the last bytes go out: whoever has them may ask again before this thread runs on.
    let last = steps.iter().rposition(|step| !matches!(step, Step::Stay | Step::Close));
    let mut under_way = Some(under_way);
    for (nth, step) in steps.into_iter().enumerate() {
        if Some(nth) == last && matches!(step, Step::Send(_)) {
            drop(under_way.take());
        }
        match step {
            Step::Send(bytes) => stream.write_all(&bytes)?,
            Step::Repeat { bytes, times, pause } => {
                let mut sent = 0;
                while times.is_none_or(|times| sent < times) && !log.stopped.load(Ordering::SeqCst) {
                    stream.write_all(&bytes)?;
                    sent += 1;
                    if !pause.is_zero() && !wait(stream, pause, log)? {
                        return Ok(false);
                    }
                }
            }
            Step::Drip(bytes, pause) => {
                for byte in bytes {
                    stream.write_all(&[byte])?;
                    if !wait(stream, pause, log)? {
                        return Ok(false);
                    }
                }
            }
            Step::Wait(time) => {
                if !wait(stream, time, log)? {
                    return Ok(false);
                }
            }
            Step::Bomb(mib, coding) => {
                let (begin, piece) = coding.bomb();
                stream.write_all(begin)?;
                (0..mib).try_for_each(|_| stream.write_all(&piece))?;
            }
            Step::Hang => {
                wait(stream, Duration::from_hours(1), log)?;
                return Ok(false);
            }
            Step::Reset => {
                // Without a goodbye: the error keeps the caller from saying one.
                socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
                return Err(ErrorKind::ConnectionReset.into());
            }
            Step::Close => return Ok(false),
            Step::Stay => return Ok(true),
        }
    }
    Ok(true)
}

/// Waits; `false` when the other end has hung up or the test is over.
fn wait(mut stream: &TcpStream, time: Duration, log: &Log) -> std::io::Result<bool> {
    let until = Instant::now() + time;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            stream.set_read_timeout(None)?;
            return Ok(true);
        }
        stream.set_read_timeout(Some(left.min(Duration::from_millis(50))))?;
        match stream.read(&mut [0]) {
            Ok(0) => return Ok(false),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
        if log.stopped.load(Ordering::SeqCst) {
            return Ok(false);
        }
    }
}
