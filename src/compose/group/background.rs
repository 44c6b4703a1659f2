//! How common words are in the news at large: against it, a word that is in today's news more than usual stands out.
//!
//! The table `background.tsv` says in its head where it comes from and which script made it.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is known of a word beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// In how many of [`Background::documents`] entries it stands.
    pub(super) frequency: u32,
    /// Written with a capital within sentences.
    pub(super) name: bool,
}

/// The table.
#[derive(Debug)]
pub(super) struct Background {
    /// Entries it was counted over.
    pub(super) documents: u32,
    words: FxHashMap<&'static str, Known>,
}

static TABLE: LazyLock<Background> = LazyLock::new(|| Background::read(include_str!("background.tsv")));

impl Background {
    /// The table that comes with the program; English.
    pub(super) fn table() -> &'static Self {
        &TABLE
    }

    /// Lines `word <tab> frequency [<tab> n]`; `#` starts a comment, `#documents <tab> n` gives the size.
    fn read(text: &'static str) -> Self {
        let mut table = Self { documents: 1, words: FxHashMap::default() };
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(word), Some(frequency)) = (cells.next(), cells.next().and_then(|cell| cell.parse().ok())) else {
                continue;
            };
            if word == "#documents" {
                table.documents = frequency;
            } else {
                table.words.insert(word, Known { frequency, name: cells.next() == Some("n") });
            }
        }
        table
    }

    pub(super) fn get(&self, stem: &str) -> Option<Known> {
        self.words.get(stem).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, Known};

    #[test]
    fn the_table_is_read() {
        let table = Background::read("# made by hand\n#documents\t100\ndam\t3\noslo\t2\tn\n");
        assert_eq!(table.documents, 100);
        assert_eq!(table.get("dam"), Some(Known { frequency: 3, name: false }));
        assert_eq!(table.get("oslo"), Some(Known { frequency: 2, name: true }));
        assert_eq!(table.get("fjord"), None);
    }

    #[test]
    fn the_table_that_ships_is_whole() {
        let table = Background::table();
        assert!(table.documents > 10_000 && table.words.len() > 5_000);
        assert!(table.words.values().all(|known| known.frequency <= table.documents));
        assert!(table.get("london").is_some_and(|known| known.name));
    }
}
