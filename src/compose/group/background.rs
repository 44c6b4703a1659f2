//! How common words are in the news at large: against it, a word that is in today's news more than usual stands out.
//!
//! Two sources: the table `background.tsv`, which says in its head where it comes from and which script made it, and what
//! the reader's own feeds have said of late ([`Seen`]), so that no table ages and words of other languages are known.

use super::seen::Seen;
use crate::text::language::Language;
use crate::text::lexicon::Lexicon;
use crate::text::words;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What is known of a word beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Known {
    /// In how many of [`Background::documents`] entries it stands.
    pub(super) frequency: f32,
    /// Written with a capital within sentences.
    pub(super) name: bool,
}

/// The table that ships.
#[derive(Debug)]
struct Table {
    /// Entries it was counted over.
    documents: f32,
    words: FxHashMap<Cow<'static, str>, Known>,
}

/// How much more often words stand in the feeds of technology outlets than in those of newspapers: natural logarithms.
static AREAS: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    let lines = include_str!("areas.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, thirds)| Some((word, thirds.parse::<f32>().ok()? / 3.0))).collect()
});

/// How much more often `stem` stands in technology news than in newspapers, as a natural logarithm; 0 if it is not known.
/// How wide a story is drawn hangs on the area: a product has many pieces on one day, an event has reports.
pub(super) fn area(stem: &str) -> f32 {
    AREAS.get(stem).copied().unwrap_or(0.0)
}

/// The share of entries that `stem` usually stands in, by the table alone: what the feeds have said of late knows a running
/// event, and would take it for the usual. `technology` is the share of technology news among the entries, from 0 to 1. None
/// for a word that the table does not know.
pub(super) fn usual(stem: &str, technology: f32) -> Option<f32> {
    let known = TABLE.words.get(stem)?;
    // The table holds technology news and newspapers; a word that stands in the one r times as often as in the other stands
    // in them 2r / (1 + r) and 2 / (1 + r) times as often as in both.
    let ratio = area(stem).exp();
    let factor = 2.0 * (technology * ratio + 1.0 - technology) / (1.0 + ratio);
    Some(factor * (known.frequency + 0.5) / (TABLE.documents + 1.0))
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::read(include_str!("background.tsv"));
    table.add_common(include_str!("common.tsv"));
    table
});

/// A word that stands in news of every day stands in about one entry of so many.
const COMMON: f32 = 50.0;

/// Beside what the feeds have said of late, the table's counts are divided by this. (A quarter of the table and thirty
/// days of feeds tell as much as a table that was counted at the time: pair F1 of technology days within .01.)
const TABLE_SHARE: f32 = 4.0;

impl Table {
    /// Lines `word <tab> frequency [<tab> n]`; `#` starts a comment, `#documents <tab> n` gives the size.
    fn read(text: &'static str) -> Self {
        let mut table = Self { documents: 1.0, words: FxHashMap::default() };
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(word), Some(frequency)) = (cells.next(), cells.next().and_then(|cell| cell.parse().ok())) else {
                continue;
            };
            if word == "#documents" {
                table.documents = frequency;
            } else {
                table.words.insert(word.into(), Known { frequency, name: cells.next() == Some("n") });
            }
        }
        table
    }

    /// Lines `language <tab> words`: words of everyday news in languages that the table does not cover.
    fn add_common(&mut self, text: &str) {
        let known = Known { frequency: self.documents / COMMON, name: false };
        for (code, words) in text.lines().filter_map(|line| line.split_once('\t')) {
            words::each(words, Lexicon::of(Language::declared(code)), |word| {
                if !word.stop && !self.words.contains_key(word.stem) {
                    self.words.insert(word.stem.to_owned().into(), known);
                }
            });
        }
    }
}

/// What is known beforehand: the table, and what was seen of late.
#[derive(Debug, Clone, Copy)]
pub(super) struct Background<'a> {
    seen: &'a Seen,
    /// What the table's counts are multiplied by.
    share: f32,
}

impl<'a> Background<'a> {
    pub(super) fn new(seen: &'a Seen) -> Self {
        Self { seen, share: if seen.is_empty() { 1.0 } else { 1.0 / TABLE_SHARE } }
    }

    /// Entries that were counted.
    pub(super) fn documents(self) -> f32 {
        TABLE.documents * self.share + self.seen.entries()
    }

    pub(super) fn get(self, stem: &str) -> Option<Known> {
        let known = TABLE.words.get(stem);
        let seen = self.seen.frequency(stem);
        if known.is_none() && seen == 0.0 {
            return None;
        }
        let frequency = known.map_or(0.0, |known| known.frequency) * self.share + seen;
        Some(Known { frequency, name: known.is_some_and(|known| known.name) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, Known, TABLE, Table};
    use crate::compose::group::Seen;
    use crate::compose::group::samples::{articles, entry};

    #[test]
    fn the_table_is_read() {
        let table = Table::read("# made by hand\n#documents\t100\ndam\t3\noslo\t2\tn\n");
        let known = |frequency, name| Some(&Known { frequency, name }).copied();
        assert!((table.documents - 100.0).abs() < f32::EPSILON);
        assert_eq!(table.words.get("dam").copied(), known(3.0, false));
        assert_eq!(table.words.get("oslo").copied(), known(2.0, true));
        assert_eq!(table.words.get("fjord"), None);
    }

    #[test]
    fn the_table_that_ships_is_whole() {
        let nothing = Seen::default();
        let background = Background::new(&nothing);
        assert!(background.documents() > 100_000.0 && TABLE.words.len() > 20_000);
        assert!(TABLE.words.values().all(|known| known.frequency <= TABLE.documents));
        assert!(background.get("london").is_some_and(|known| known.name));
        // Words of today, and of everyday news in other languages.
        for word in ["openai", "chatgpt", "nvidia", "pixel", "xbox", "donnerstag", "اليوم"] {
            let stem = word.strip_prefix("ال").unwrap_or(word);
            assert!(background.get(word).or_else(|| background.get(stem)).is_some(), "{word}");
        }
        assert!(background.get("ai").is_some_and(|known| known.frequency > 5_000.0));
    }

    #[test]
    fn what_the_feeds_said_is_known() {
        let mut seen = Seen::default();
        let told = |id| entry(id, "a", "Zorblax ships the Quindle", "");
        seen.add(&articles(&[told("1"), told("2")]));
        let background = Background::new(&seen);
        assert_eq!(Background::new(&Seen::default()).get("zorblax"), None);
        assert!(background.get("zorblax").is_some_and(|known| (known.frequency - 2.0).abs() < 1e-6));
        assert!((background.documents() - (TABLE.documents / 4.0 + 2.0)).abs() < 1.0);
    }
}
