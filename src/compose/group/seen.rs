//! What the reader's own feeds have said of late: in how many entries each word stood, older ones counting less.

use jiff::SignedDuration;
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// After so many days an entry counts 1/e: as much is remembered as thirty days bring.
const DAYS: f32 = 30.0;

/// No more words than these are remembered, the commonest: their number must not grow with what strangers write.
pub(super) const WORDS: usize = 20_000;

/// Counts of words over entries of the past.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    pub(super) entries: f32,
    pub(super) words: FxHashMap<Box<str>, f32>,
}

impl Seen {
    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries == 0.0
    }

    /// How many entries were counted.
    pub(super) fn entries(&self) -> f32 {
        self.entries
    }

    /// In how many of them `stem` stood.
    pub(super) fn frequency(&self, stem: &str) -> f32 {
        self.words.get(stem).copied().unwrap_or(0.0)
    }

    /// Lets `time` go by: everything counts less.
    pub fn age(&mut self, time: SignedDuration) {
        let left = (-time.as_secs_f32().max(0.0) / 86_400.0 / DAYS).exp();
        self.entries *= left;
        for often in self.words.values_mut() {
            *often *= left;
        }
    }

    /// As it is kept: the number of entries, then a word and its count a line, in order of the words.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut words: Vec<(&str, f32)> = self.words.iter().map(|(word, often)| (&**word, *often)).collect();
        words.sort_unstable_by(|x, y| x.0.cmp(y.0));
        let mut out = String::with_capacity(words.len() * 16);
        let _ = writeln!(out, "{:.3}", self.entries);
        for (word, often) in words {
            // What has nearly been forgotten is.
            if often >= 0.05 {
                let _ = writeln!(out, "{word}\t{often:.3}");
            }
        }
        out
    }

    /// From what [`to_text`](Self::to_text) wrote; lines that it did not write are passed over, for what is missing
    /// only makes words look rarer.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let mut lines = text.lines();
        let number = |cell: &str| cell.parse::<f32>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        let entries = lines.next().and_then(number).unwrap_or(0.0);
        let word = |line: &str| {
            let (word, often) = line.split_once('\t')?;
            Some((Box::from(word), number(often)?))
        };
        Self { entries, words: lines.filter_map(word).take(WORDS).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use crate::compose::group::samples::{articles, entry};
    use crate::model::Entry;
    use jiff::SignedDuration;

    fn told(title: &str, outlet: &str) -> Entry {
        entry(title, outlet, title, "")
    }

    #[test]
    fn it_is_kept_and_read_back() {
        let mut seen = Seen::default();
        seen.add(&articles(&[told("Dam bursts in Norway", "a"), told("Norway votes", "b")]));
        assert!((seen.frequency("norway") - 2.0).abs() < 1e-6);
        assert_eq!(Seen::from_text(&seen.to_text()), seen);
        seen.age(SignedDuration::from_hours(30 * 24));
        assert!((seen.frequency("norway") - 2.0 / std::f32::consts::E).abs() < 1e-3);
        assert_eq!(Seen::from_text(""), Seen::default());
        assert!(Seen::from_text("no number\nx\ty\n\u{0}\n").frequency("x") < 1e-6);
    }

    #[test]
    fn no_outlet_makes_a_word_common_alone_and_no_stranger_fills_the_memory() {
        let mut seen = Seen::default();
        let titles: Vec<String> = (0..30_000).map(|n| format!("Zorblax word{n}x other{n}y")).collect();
        let entries: Vec<Entry> = titles.iter().map(|title| told(title, "loud")).collect();
        seen.add(&articles(&entries));
        assert!(seen.frequency("zorblax") < 20.0);
        assert!(seen.to_text().lines().count() <= super::WORDS + 1);
    }
}
