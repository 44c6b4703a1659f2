//! Pages: bytes that leave the house.

use serde::{Deserialize, Serialize};

/// The languages that labels and dates come in; the first is used unless somebody asks for another.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// Which kinds of files are written to the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "switches that do not depend on one another")]
pub struct Formats {
    /// Pages.
    pub html: bool,
    /// `digest.md`.
    pub markdown: bool,
    /// `digest.txt`.
    pub text: bool,
    /// `digest.json` and the JSON Feed.
    pub json: bool,
    /// The Atom feed.
    pub atom: bool,
    /// `feeds.opml`.
    pub opml: bool,
}

impl Formats {
    /// All of them.
    pub const ALL: Self = Self { html: true, markdown: true, text: true, json: true, atom: true, opml: true };
    /// None of them.
    pub const NONE: Self = Self { html: false, markdown: false, text: false, json: false, atom: false, opml: false };
}

/// One file of the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it goes, relative to the output folder, with `/` between names.
    pub path: String,
    /// What it holds.
    pub body: Vec<u8>,
}

impl Page {
    /// A page at `path` that holds `body`.
    pub fn new(path: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), body: body.into() }
    }
}
