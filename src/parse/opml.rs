//! Lists of feeds (OPML), as other readers write them.

use super::repair::Repairs;
use super::scan::{Attributes, Scanner, Tag, Token};
use super::{decode, entity};
use crate::model::{Link, Subscription, shelved};
use thiserror::Error;

/// The most bytes of a list: what a `feeds.toml` may have, too.
const MAX_BYTES: usize = 4_000_000;

/// The most feeds read from one list, and the most that are told to be left out.
const MAX_FEEDS: usize = 10_000;

/// The most folders within one another; what lies deeper is put in the last of them.
const MAX_DEPTH: usize = 16;

/// The most characters of a name.
const MAX_NAME: usize = 200;

/// Why there is no list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OpmlError {
    /// More bytes than are read.
    #[error("it has {bytes} bytes, more than the {MAX_BYTES} that a list of feeds may have")]
    TooLarge {
        /// Bytes that came.
        bytes: usize,
    },
    /// Another kind of document.
    #[error("this is not a list of feeds (OPML); it begins with {start:?}")]
    NotOpml {
        /// Its first characters.
        start: String,
    },
}

/// A list of feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opml {
    /// The feeds, folder by folder: see [`shelved`].
    pub feeds: Vec<Subscription>,
    /// What the list names but cannot be read.
    pub left_out: Vec<LeftOut>,
    /// Feeds past the first ten thousand.
    pub too_many: usize,
}

/// A line of a list that names no feed we can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What the list calls it.
    pub name: String,
    /// Why, in plain words.
    pub reason: String,
}

/// Reads a list of feeds, however it is encoded and however sloppily it is written; nothing is fetched.
///
/// A folder without a name is none, a name is `text`, else `title`, else the address; `feed:` is read as `https:`.
///
/// # Errors
/// [`OpmlError`] when it is too large or no OPML at all.
pub fn opml(bytes: &[u8]) -> Result<Opml, OpmlError> {
    if bytes.len() > MAX_BYTES {
        return Err(OpmlError::TooLarge { bytes: bytes.len() });
    }
    let decoded = decode::decode(bytes, None, &mut Repairs::default());
    let mut scanner = Scanner::new(&decoded.text);
    let mut list = List { is_opml: false, open: Vec::new(), feeds: Vec::new(), left_out: Vec::new(), too_many: 0 };
    while let Some(token) = scanner.next() {
        match token {
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("outline") && list.is_opml => list.outline(&tag),
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("opml") => list.is_opml = true,
            Token::End(name) if name.eq_ignore_ascii_case("outline") => list.close(),
            // What begins as another document is one, whatever it holds further down.
            Token::Start(_) if !list.is_opml => break,
            _ => {}
        }
    }
    if !list.is_opml {
        let start = decoded.text.trim().chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
        return Err(OpmlError::NotOpml { start });
    }
    Ok(Opml { feeds: shelved(list.feeds), left_out: list.left_out, too_many: list.too_many })
}

/// A list being read.
struct List {
    is_opml: bool,
    open: Vec<Open>,
    feeds: Vec<Subscription>,
    left_out: Vec<LeftOut>,
    too_many: usize,
}

/// An outline that has not ended yet.
struct Open {
    /// The name of the folder; empty where it is none.
    folder: String,
    /// It says that it is a feed, but not where.
    lacks_address: bool,
}

impl List {
    fn outline(&mut self, tag: &Tag<'_>) {
        // Whatever holds something is a folder, even if it says that it is a feed.
        if let Some(parent) = self.open.last_mut() {
            parent.lacks_address = false;
        }
        let get = |names: &[&str]| {
            let mut attributes = Attributes::new(tag.attributes, 64);
            let found = attributes.find(|(known, _)| names.iter().any(|name| known.eq_ignore_ascii_case(name)));
            found.map(|(_, value)| one_line(&entity::unescape(value))).filter(|value| !value.is_empty())
        };
        let kind = get(&["type"]).unwrap_or_default().to_ascii_lowercase();
        let is_feed = matches!(kind.as_str(), "rss" | "atom" | "feed");
        let feed = get(&["xmlUrl"]).or_else(|| get(&["url"]).filter(|_| is_feed));
        let name = get(&["text"]).or_else(|| get(&["title"]));
        let has_address = feed.is_some();
        if let Some(feed) = feed {
            self.feed(&feed, name.clone(), get(&["htmlUrl"]));
        }
        let lacks_address = !has_address && (is_feed || tag.empty || get(&["htmlUrl"]).is_some());
        let folder = if has_address { String::new() } else { cut(name.unwrap_or_default()) };
        self.open.push(Open { folder, lacks_address });
        if tag.empty {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(Open { folder, lacks_address: true }) = self.open.pop() {
            self.leave_out(folder, "it has no address (xmlUrl)".to_owned());
        }
    }

    fn feed(&mut self, address: &str, name: Option<String>, page: Option<String>) {
        let address = match address.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
            Some(rest) => rest.to_owned(),
            None => address.to_owned(),
        };
        let name = cut(name.unwrap_or_else(|| address.clone()));
        match Link::parse(&address, None) {
            Ok(feed) if self.feeds.len() < MAX_FEEDS => {
                let folders = self.open.iter().map(|open| &open.folder).filter(|name| !name.is_empty());
                let folder = folders.take(MAX_DEPTH).cloned().collect();
                let page = page.and_then(|page| Link::parse(&page, None).ok());
                self.feeds.push(Subscription { folder, name, feed, page });
            }
            Ok(_) => self.too_many += 1,
            Err(problem) => self.leave_out(name, problem.to_string()),
        }
    }

    fn leave_out(&mut self, name: String, reason: String) {
        if self.left_out.len() < MAX_FEEDS {
            self.left_out.push(LeftOut { name, reason });
        }
    }
}

/// Words with single spaces between them, and no control character.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn cut(name: String) -> String {
    match name.char_indices().nth(MAX_NAME) {
        Some((end, _)) => name[..end].trim_end().to_owned(),
        None => name,
    }
}
