//! Content codings undone while the bytes come in, never past the limit.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// The codings we ask for.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// Codings one on top of another that are undone; nobody honest sends more.
const MOST_LAYERS: usize = 2;

/// A zstd window of at most 8 MiB, as RFC 9659 asks of servers: a frame may announce one of gigabytes.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Bytes that are looked at before the first is decoded.
const SNIFF: usize = 8;

/// What is wrong with coded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodingFault {
    /// More than the limit came out.
    TooLarge,
    /// They are not what the header says.
    Broken,
    /// A coding we do not know, or too many layers.
    Unknown,
    /// They stop in the middle.
    CutOff,
}

/// Undoes the codings that a `Content-Encoding` header names.
pub(super) struct Decoder {
    codings: Result<Vec<Coding>, CodingFault>,
    limit: usize,
    waiting: Vec<u8>,
    decoded: Arc<Mutex<Vec<u8>>>,
    stage: Option<Box<dyn Stage>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Decoder {
    /// For the value of `Content-Encoding` and a limit on what comes out.
    pub(super) fn new(header: Option<&str>, limit: usize) -> Self {
        let codings = codings(header.unwrap_or_default());
        Self { codings, limit, waiting: Vec::new(), decoded: Arc::default(), stage: None }
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), CodingFault> {
        if let Some(stage) = &mut self.stage {
            return write(stage.as_mut(), bytes);
        }
        if self.waiting.is_empty() && bytes.len() >= SNIFF {
            return self.begin(bytes);
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= SNIFF {
            let waiting = std::mem::take(&mut self.waiting);
            self.begin(&waiting)?;
        }
        Ok(())
    }

    /// Everything, decoded.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, CodingFault> {
        self.begin_late()?;
        if let Some(stage) = self.stage.take() {
            stage.finish().map_err(|error| fault(&error))?;
        }
        Ok(self.take())
    }

    /// What has come out so far, however the rest may look.
    pub(super) fn so_far(mut self) -> Vec<u8> {
        let _ = self.begin_late();
        self.take()
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.decoded.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins with fewer bytes than one would like to look at: there are no more.
    fn begin_late(&mut self) -> Result<(), CodingFault> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() { Ok(()) } else { self.begin(&waiting) }
    }

    /// Looks at the first bytes: some servers announce a coding and send plain text, some send gzip unannounced.
    fn begin(&mut self, first: &[u8]) -> Result<(), CodingFault> {
        let codings = match &self.codings {
            _ if is_plain(first) => Vec::new(),
            Ok(codings) if codings.is_empty() && first.starts_with(&[0x1f, 0x8b, 8]) => vec![Coding::Gzip],
            Ok(codings) => codings.clone(),
            Err(fault) => return Err(*fault),
        };
        let mut stage: Box<dyn Stage> = Box::new(Capped { bytes: Arc::clone(&self.decoded), limit: self.limit });
        // The header names them in the order in which they were put on; what we build last is undone first.
        for (depth, coding) in codings.iter().enumerate() {
            let outermost = depth + 1 == codings.len();
            stage = undo(*coding, stage, if outermost { first } else { &[] })?;
        }
        write(self.stage.insert(stage).as_mut(), first)
    }
}

fn codings(header: &str) -> Result<Vec<Coding>, CodingFault> {
    let mut found = Vec::new();
    for name in header.split(',').map(str::trim) {
        found.push(match name.to_ascii_lowercase().as_str() {
            "" | "identity" | "none" | "utf-8" => continue,
            "gzip" | "x-gzip" => Coding::Gzip,
            "deflate" => Coding::Deflate,
            "br" => Coding::Brotli,
            "zstd" => Coding::Zstd,
            _ => return Err(CodingFault::Unknown),
        });
    }
    if found.len() > MOST_LAYERS { Err(CodingFault::Unknown) } else { Ok(found) }
}

/// Whether bytes are the beginning of a markup or JSON text: none of the codings begins like that.
/// (Brotli has no mark of its own, so the beginning must be one that is common in feeds.)
fn is_plain(first: &[u8]) -> bool {
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    [b"<?xml".as_slice(), b"<rss", b"<feed", b"<rdf", b"<RDF", b"<!DOC", b"<!doc", b"<html", b"{\"", b"{\n"]
        .iter()
        .any(|begin| text.starts_with(begin))
}

fn undo(coding: Coding, into: Box<dyn Stage>, first: &[u8]) -> Result<Box<dyn Stage>, CodingFault> {
    Ok(match coding {
        Coding::Gzip => Box::new(flate2::write::GzDecoder::new(into)),
        // By the book deflate has a zlib header; many servers leave it out.
        Coding::Deflate if first.is_empty() || is_zlib(first) => Box::new(flate2::write::ZlibDecoder::new(into)),
        Coding::Deflate => Box::new(flate2::write::DeflateDecoder::new(into)),
        Coding::Brotli => Box::new(brotli_decompressor::DecompressorWriter::new(into, 16 * 1_024)),
        Coding::Zstd => {
            let mut decoder = zstd::stream::raw::Decoder::new().map_err(|error| fault(&error))?;
            decoder
                .set_parameter(zstd::zstd_safe::DParameter::WindowLogMax(ZSTD_WINDOW_LOG))
                .map_err(|error| fault(&error))?;
            Box::new(zstd::stream::write::Decoder::with_decoder(into, decoder))
        }
    })
}

/// RFC 1950, section 2.2: the method is 8 and the first two bytes are a multiple of 31.
fn is_zlib(first: &[u8]) -> bool {
    matches!(first, [cmf, flg, ..] if cmf & 15 == 8 && (u16::from(*cmf) << 8 | u16::from(*flg)).is_multiple_of(31))
}

/// One coding to undo, or the end of the line.
trait Stage: Write + Send {
    /// Checks that the stream is complete and passes on what is still inside.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// The end of the line: a buffer with a limit. Whoever waits for the bytes shares it.
struct Capped {
    bytes: Arc<Mutex<Vec<u8>>>,
    limit: usize,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        if bytes.len() > self.limit.saturating_sub(all.len()) {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stage for Capped {
    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

impl Stage for flate2::write::GzDecoder<Box<dyn Stage>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.finish()
    }
}

impl Stage for flate2::write::ZlibDecoder<Box<dyn Stage>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.finish()
    }
}

impl Stage for flate2::write::DeflateDecoder<Box<dyn Stage>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.finish()
    }
}

impl Stage for brotli_decompressor::DecompressorWriter<Box<dyn Stage>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        match (*self).into_inner() {
            Ok(inner) => inner.finish(),
            Err(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl Stage for zstd::stream::write::Decoder<'static, Box<dyn Stage>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.finish()
    }
}

/// Writes all. A stage that takes no more has reached the end of its stream; what follows is padding.
fn write(stage: &mut dyn Stage, mut bytes: &[u8]) -> Result<(), CodingFault> {
    while !bytes.is_empty() {
        match stage.write(bytes) {
            Ok(0) => return Ok(()),
            Ok(taken) => bytes = bytes.get(taken..).unwrap_or_default(),
            Err(error) => return Err(fault(&error)),
        }
    }
    Ok(())
}

fn fault(error: &io::Error) -> CodingFault {
    match error.kind() {
        io::ErrorKind::FileTooLarge => CodingFault::TooLarge,
        io::ErrorKind::UnexpectedEof => CodingFault::CutOff,
        _ => CodingFault::Broken,
    }
}
