//! What a server answers, put together step by step.

use super::Seen;
use std::io::Write as _;
use std::time::Duration;

/// One thing a server does.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Send(Vec<u8>),
    /// So many times, or without end.
    Repeat {
        bytes: Vec<u8>,
        times: Option<u64>,
        pause: Duration,
    },
    /// One byte at a time.
    Drip(Vec<u8>, Duration),
    Wait(Duration),
    /// So many MiB of blanks, packed.
    Bomb(usize, Coding),
    /// Says nothing more, and does not hang up.
    Hang,
    /// Hangs up rudely.
    Reset,
    Close,
    /// The next request may come over the same connection.
    Stay,
}

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Gzip,
    /// With the zlib header, as the standard says.
    Deflate,
    /// Without it, as some servers do.
    RawDeflate,
    Zstd,
}

impl Coding {
    /// Its name in `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate | Self::RawDeflate => "deflate",
            Self::Zstd => "zstd",
        }
    }

    /// Packs.
    pub fn pack(self, bytes: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::best();
        match self {
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
                encoder.write_all(bytes).and_then(|()| encoder.finish())
            }
            Self::Deflate => {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(bytes).and_then(|()| encoder.finish())
            }
            Self::RawDeflate => {
                let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(bytes).and_then(|()| encoder.finish())
            }
            Self::Zstd => zstd::stream::encode_all(bytes, 3),
        }
        .expect("packs into memory")
    }

    /// The beginning of a stream, and a piece that may follow any number of times: a MiB of blanks each time.
    pub(super) fn bomb(self) -> (&'static [u8], Vec<u8>) {
        let blanks = vec![b' '; 1 << 20];
        let begin: &[u8] = match self {
            Self::Gzip => &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff],
            Self::Deflate => &[0x78, 0x9c],
            Self::RawDeflate => &[],
            // Frames may follow one another.
            Self::Zstd => return (&[], self.pack(&blanks)),
        };
        let mut piece = Vec::with_capacity(16 * 1_024);
        let mut packer = flate2::Compress::new(flate2::Compression::best(), false);
        // Flushed in full, the piece needs nothing of what was before it.
        packer.compress_vec(&blanks, &mut piece, flate2::FlushCompress::Full).expect("packs into memory");
        (begin, piece)
    }
}

/// What a server answers. Built step by step; a reply with a body of known length keeps the connection open.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// In place of all of the above.
    script: Option<Vec<Step>>,
    /// What comes after the headers, in place of the body; the length is not announced.
    after: Vec<Step>,
    pause: Option<Duration>,
}

impl Reply {
    /// A status and an empty body.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), script: None, after: Vec::new(), pause: None }
    }

    /// 200 and a feed.
    pub fn feed(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).header("Content-Type", "application/rss+xml").body(body)
    }

    /// 200 and a page.
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).header("Content-Type", "text/html; charset=utf-8").body(body)
    }

    /// A redirect.
    pub fn moved(status: u16, to: impl Into<String>) -> Self {
        Self::status(status).header("Location", to)
    }

    /// 429 with a wish.
    pub fn too_many(retry_after: &str) -> Self {
        Self::status(429).header("Retry-After", retry_after)
    }

    /// Exactly these bytes, then the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::script().then(Step::Send(bytes.into())).then(Step::Close)
    }

    /// Takes the request and never answers.
    pub fn hang() -> Self {
        Self::script().then(Step::Hang)
    }

    /// Takes the request and resets the connection.
    pub fn reset() -> Self {
        Self::script().then(Step::Reset)
    }

    /// Headers, and then `mib` MiB of blanks, packed into next to nothing.
    pub fn bomb(mib: usize, coding: Coding) -> Self {
        Self::feed("").header("Content-Encoding", coding.name()).and(Step::Bomb(mib, coding)).and(Step::Close)
    }

    /// Headers, and then a body without end.
    pub fn endless() -> Self {
        let bytes = vec![b' '; 64 * 1_024];
        Self::feed("").and(Step::Repeat { bytes, times: None, pause: Duration::ZERO })
    }

    /// A script of one's own, to be filled by the methods below.
    pub fn script() -> Self {
        Self { script: Some(Vec::new()), ..Self::status(0) }
    }

    /// In a script: sends.
    pub fn send(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.then(Step::Send(bytes.into()))
    }

    /// In a script: sends again and again, without end if `times` is `None`.
    pub fn repeat(self, bytes: impl Into<Vec<u8>>, times: Option<u64>, pause: Duration) -> Self {
        self.then(Step::Repeat { bytes: bytes.into(), times, pause })
    }

    /// In a script: sends one byte at a time.
    pub fn drip(self, bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        self.then(Step::Drip(bytes.into(), pause))
    }

    /// In a script: waits.
    pub fn wait(self, time: Duration) -> Self {
        self.then(Step::Wait(time))
    }

    /// In a script: sends a bomb.
    pub fn packed_blanks(self, mib: usize, coding: Coding) -> Self {
        self.then(Step::Bomb(mib, coding))
    }

    /// In a script: says nothing more.
    pub fn then_hang(self) -> Self {
        self.then(Step::Hang)
    }

    /// In a script: resets the connection.
    pub fn then_reset(self) -> Self {
        self.then(Step::Reset)
    }

    /// In a script: ends the connection.
    pub fn then_close(self) -> Self {
        self.then(Step::Close)
    }

    /// The same with another status.
    pub fn but(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds an `ETag`: a question with that very value gets 304.
    pub fn etag(self, value: &str) -> Self {
        self.header("ETag", value)
    }

    /// Adds a `Last-Modified`: a question with that very value gets 304.
    pub fn last_modified(self, value: &str) -> Self {
        self.header("Last-Modified", value)
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Packs the body.
    pub fn packed(mut self, coding: Coding) -> Self {
        self.body = coding.pack(&self.body);
        self.header("Content-Encoding", coding.name())
    }

    /// Announces the whole body, sends so many bytes of it and hangs up.
    pub fn cut_off_after(self, bytes: usize) -> Self {
        let length = self.body.len().to_string();
        let part = self.body.get(..bytes).unwrap_or(&self.body).to_vec();
        self.header("Content-Length", length).and(Step::Send(part)).and(Step::Close)
    }

    /// Sends headers and one byte of the body, then nothing more.
    pub fn stalled(self) -> Self {
        let length = self.body.len().to_string();
        let part = self.body.get(..1).unwrap_or_default().to_vec();
        self.header("Content-Length", length).and(Step::Send(part)).and(Step::Hang)
    }

    /// Sends the body one byte at a time.
    pub fn trickled(self, pause: Duration) -> Self {
        let body = self.body.clone();
        self.and(Step::Drip(body, pause)).and(Step::Close)
    }

    /// Waits before it answers.
    pub fn after(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self
    }

    /// In a script: keeps the connection open for the next request.
    pub fn keep_alive(self) -> Self {
        self.then(Step::Stay)
    }

    /// Whether the next request may come over the same connection.
    pub(super) fn stays(&self) -> bool {
        match &self.script {
            Some(steps) => matches!(steps.last(), Some(Step::Stay)),
            None => self.after.is_empty(),
        }
    }

    fn then(mut self, step: Step) -> Self {
        self.script.get_or_insert_default().push(step);
        self
    }

    fn and(mut self, step: Step) -> Self {
        self.after.push(step);
        self
    }

    /// 304 in its place, if that is what the question asks for.
    pub(super) fn unless_known(self, seen: &Seen) -> Self {
        let same = |asked: &str, header: &str| {
            let ours = self.headers.iter().find(|(name, _)| name == header).map(|(_, value)| value.as_str());
            ours.is_some() && seen.header(asked) == ours
        };
        let known = if seen.header("if-none-match").is_some() {
            same("if-none-match", "ETag")
        } else {
            same("if-modified-since", "Last-Modified")
        };
        if self.status != 200 || !known {
            return self;
        }
        let kept = |name: &str| matches!(name, "ETag" | "Last-Modified" | "Cache-Control" | "Expires" | "Date");
        let headers = self.headers.into_iter().filter(|(name, _)| kept(name)).collect();
        Self { headers, pause: self.pause, ..Self::status(304) }
    }

    pub(super) fn steps(self) -> Vec<Step> {
        let mut steps: Vec<Step> = self.pause.map(Step::Wait).into_iter().collect();
        if let Some(script) = self.script {
            steps.extend(script);
            return steps;
        }
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if self.after.is_empty() && self.status != 304 {
            head.extend(["Content-Length: ", &self.body.len().to_string(), "\r\n"]);
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if self.after.is_empty() {
            bytes.extend_from_slice(&self.body);
        }
        steps.push(Step::Send(bytes));
        steps.extend(self.after);
        steps
    }
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason()).unwrap_or("Something")
}
