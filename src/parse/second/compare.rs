//! In what two readings of a feed differ.

use super::super::clean;
use super::super::document::{Item, Reference, Text};
use super::super::entry::TITLE;
use crate::model::Link;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use url::Url;

/// How feed-rs reads a feed, beside our own reading of it.
///
/// What feed-rs does not say is not held against us: an entry without a date there may have one here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opinion {
    /// How many entries feed-rs reads.
    pub entries: usize,
    /// What feed-rs alone has found, in its order.
    pub missed: Vec<Mention>,
    /// What we alone have found, in our order.
    pub extra: Vec<Mention>,
    /// What feed-rs reads otherwise of entries that both have found, in our order.
    pub differs: Vec<Difference>,
}

impl Opinion {
    /// Whether there is nothing that feed-rs reads otherwise.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.missed.is_empty() && self.extra.is_empty() && self.differs.is_empty()
    }

    /// All texts of the feed that it repeats.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let differs = self.differs.iter();
        let mentions = self.missed.iter().chain(&self.extra).chain(differs.clone().map(|one| &one.entry));
        let said = mentions.flat_map(|one| [Some(one.title.as_str()), one.link.as_deref(), one.id.as_deref()]);
        said.chain(differs.flat_map(|one| [one.ours.as_deref(), Some(one.theirs.as_str())])).flatten()
    }
}

/// An entry that is spoken of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mention {
    /// Its headline, cleaned; may be empty.
    pub title: String,
    /// Its address.
    pub link: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// When it says it was published.
    pub published: Option<Timestamp>,
}

impl Mention {
    /// What to call it: its headline, else its address, else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        let title = Some(self.title.as_str()).filter(|title| !title.is_empty());
        title.or(self.link.as_deref()).or(self.id.as_deref()).unwrap_or_default()
    }
}

/// What two readers read otherwise of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The entry as we read it.
    pub entry: Mention,
    /// What of it.
    pub what: Aspect,
    /// What we read, if anything.
    pub ours: Option<String>,
    /// What feed-rs reads.
    pub theirs: String,
}

/// What of an entry is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Aspect {
    /// Its headline, as plain text.
    Title,
    /// Where it is read, without what does not tell pages apart.
    Link,
    /// When it was published, to the second.
    Published,
    /// When it was changed, to the second.
    Updated,
}

impl Aspect {
    /// Its name in the answer of `tidings read`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Link => "link",
            Self::Published => "published",
            Self::Updated => "updated",
        }
    }
}

/// The most bytes repeated of an address or an id.
const MAX_ADDRESS: usize = 500;

/// Compares two readings of one feed whose addresses are read against `base`.
pub(super) fn compare(ours: &[Item], theirs: &[Item], base: Option<&Url>) -> Opinion {
    let ours: Vec<Read<'_>> = ours.iter().map(|item| Read::of(item, base)).collect();
    let theirs: Vec<Read<'_>> = theirs.iter().map(|item| Read::of(item, base)).collect();
    let pairs = paired(&ours, &theirs);
    let mut opinion = Opinion { entries: theirs.len(), ..Opinion::default() };
    let mut met = vec![false; theirs.len()];
    for (our, their) in ours.iter().zip(&pairs) {
        let Some(their) = *their else {
            opinion.extra.push(our.mention());
            continue;
        };
        met[their] = true;
        our.differences(&theirs[their], base, &mut opinion.differs);
    }
    opinion.missed = theirs.iter().zip(met).filter(|(_, met)| !met).map(|(their, _)| their.mention()).collect();
    opinion
}

/// For each of ours the place of the same entry among theirs: what is alike in everything first, so that an id that
/// stands with many entries pairs those that belong together, then by id, by address and by headline; at last by
/// place, where both readers have found as many.
fn paired(ours: &[Read<'_>], theirs: &[Read<'_>]) -> Vec<Option<usize>> {
    type Key = (u8, String);
    let keys: [fn(&Read<'_>) -> Option<Key>; 4] = [
        |read| Some((0, format!("{:?}", (read.item.id.as_deref(), &read.key, &read.title)))),
        |read| Some((1, read.item.id.clone()?)),
        |read| Some((2, read.key.clone()?)),
        |read| Some((3, read.title.clone())).filter(|(_, title)| !title.is_empty()),
    ];
    let mut pairs = vec![None; ours.len()];
    let mut free = vec![true; theirs.len()];
    for key in keys {
        let mut places: FxHashMap<Key, VecDeque<usize>> = FxHashMap::default();
        for (place, read) in theirs.iter().enumerate().filter(|(place, _)| free[*place]) {
            if let Some(key) = key(read) {
                places.entry(key).or_default().push_back(place);
            }
        }
        for (our, pair) in ours.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            if let Some(place) = key(our).and_then(|key| places.get_mut(&key)).and_then(VecDeque::pop_front) {
                *pair = Some(place);
                free[place] = false;
            }
        }
    }
    if ours.len() == theirs.len() {
        for (place, pair) in pairs.iter_mut().enumerate().filter(|(place, pair)| pair.is_none() && free[*place]) {
            *pair = Some(place);
        }
    }
    pairs
}

/// An item and what is compared of it.
struct Read<'a> {
    item: &'a Item,
    title: String,
    /// Its address without what does not tell pages apart.
    key: Option<String>,
}

impl<'a> Read<'a> {
    fn of(item: &'a Item, base: Option<&Url>) -> Self {
        let title = item.title.as_ref().map(line).unwrap_or_default();
        Self { item, title, key: item.link.as_deref().map(|link| key_of(link, base)) }
    }

    fn mention(&self) -> Mention {
        let item = self.item;
        Mention {
            title: self.title.clone(),
            link: item.link.as_deref().map(cut),
            id: item.id.as_deref().map(cut),
            published: item.published.or(item.updated),
        }
    }

    fn differences(&self, theirs: &Self, base: Option<&Url>, into: &mut Vec<Difference>) {
        let mut differs = |what, ours: Option<String>, theirs| {
            into.push(Difference { entry: self.mention(), what, ours: ours.filter(|ours| !ours.is_empty()), theirs });
        };
        let (our, their) = (self.item, theirs.item);
        if !self.has_title_of(theirs) {
            differs(Aspect::Title, Some(self.title.clone()), theirs.title.clone());
        }
        if let Some(link) = &their.link
            && !self.has_link_among(&their.links, base)
            && self.key != theirs.key
        {
            differs(Aspect::Link, our.link.as_deref().map(cut), cut(link));
        }
        if let Some(date) = their.published
            && !is_same(our.published.or(our.updated), date)
        {
            differs(Aspect::Published, our.published.or(our.updated).map(moment), moment(date));
        }
        if let Some(date) = their.updated
            && !is_same(our.updated, date)
            && !is_same(our.published, date)
        {
            differs(Aspect::Updated, our.updated.or(our.published).map(moment), moment(date));
        }
    }

    /// Whether the headlines are the same once both are cleaned in the same way: each as its reader says, or theirs
    /// as our reader says.
    fn has_title_of(&self, theirs: &Self) -> bool {
        let Some(title) = &theirs.item.title else { return true };
        let as_ours = |ours: &Text| line(&Text::new(title.value.as_str(), ours.markup)) == self.title;
        theirs.title.is_empty() || theirs.title == self.title || self.item.title.as_ref().is_some_and(as_ours)
    }

    /// An entry may name several pages, of which each reader takes another.
    fn has_link_among(&self, links: &[Reference], base: Option<&Url>) -> bool {
        let pages = links.iter().filter(|link| matches!(&*link.rel, "" | "alternate"));
        self.key.is_some() && pages.map(|link| Some(key_of(&link.href, base))).any(|key| key == self.key)
    }
}

fn line(text: &Text) -> String {
    clean::line(text, TITLE).to_string()
}

fn key_of(link: &str, base: Option<&Url>) -> String {
    Link::parse(link, base).map_or_else(|_| link.to_owned(), |link| link.key())
}

fn is_same(ours: Option<Timestamp>, theirs: Timestamp) -> bool {
    ours.is_some_and(|ours| ours.as_second() == theirs.as_second())
}

fn moment(date: Timestamp) -> String {
    date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An address or an id, cut.
fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_ADDRESS)].to_owned()
}
