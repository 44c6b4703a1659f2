//! Phrases that may be shown, and what of a text they do not cover.

use rustc_hash::FxHashMap;
use std::ops::Range;

/// Between pieces of a text that stand in different elements: no word goes on across it.
pub(super) const SEAM: char = '\u{1f}';

/// Phrases by their first word. Only words count: letters and digits, in their case.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_first: FxHashMap<String, Vec<Rest>>,
}

/// What follows the first word of a phrase, and the quote that the phrase is.
type Rest = (Vec<String>, Option<usize>);

/// A stretch of a text that is one phrase: its bytes, from its first word to its last, and the quote it is.
pub(super) type Stretch = (Range<usize>, Option<usize>);

impl Phrases {
    /// Allows `phrase`; `quote` is the index of the quote that it is, if it is one.
    pub(super) fn add(&mut self, phrase: &str, quote: Option<usize>) {
        let mut words = words(phrase).map(|range| phrase[range].to_owned());
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let known = self.by_first.entry(first).or_default();
        let phrase = (rest, quote);
        if !known.contains(&phrase) {
            known.push(phrase);
        }
    }

    /// The quotes of the same words as `phrase`, whatever marks stand between them.
    pub(super) fn quotes_of(&self, phrase: &str) -> impl Iterator<Item = usize> {
        self.same(phrase).flatten()
    }

    /// Whether `phrase` may be shown without being a quote.
    pub(super) fn is_phrase(&self, phrase: &str) -> bool {
        self.same(phrase).any(|quote| quote.is_none())
    }

    fn same(&self, phrase: &str) -> impl Iterator<Item = Option<usize>> {
        let mut words = words(phrase).map(|range| &phrase[range]);
        let known = words.next().and_then(|first| self.by_first.get(first)).into_iter().flatten();
        let rest: Vec<&str> = words.collect();
        known.filter(move |(words, _)| *words == rest).map(|(_, quote)| *quote)
    }

    /// The phrases that `text` is made of, in their order.
    ///
    /// # Errors
    /// The part of `text` that no phrases make up.
    pub(super) fn cover(&self, text: &str) -> Result<Vec<Stretch>, Range<usize>> {
        let words: Vec<Range<usize>> = words(text).collect();
        // How the words up to each can be made up: the phrase that ends there, and where it began.
        let mut made: Vec<Option<(usize, Option<usize>)>> = vec![None; words.len() + 1];
        let mut furthest = 0;
        for at in 0..words.len() {
            if at > 0 && made[at].is_none() {
                continue;
            }
            for (end, quote) in self.from(text, &words, at) {
                // A quote is told apart from a phrase of the same words: it has to lead to its report.
                if made[end].is_none_or(|(_, known)| known.is_none() && quote.is_some()) {
                    made[end] = Some((at, quote));
                }
                furthest = furthest.max(end);
            }
        }
        if !words.is_empty() && made[words.len()].is_none() {
            let from = words[furthest].start;
            let to = words[self.last_uncovered(text, &words, furthest)].end;
            return Err(from..to);
        }
        let mut stretches = Vec::new();
        let mut end = words.len();
        while let Some((start, quote)) = made[end].filter(|_| end > 0) {
            stretches.push((words[start].start..words[end - 1].end, quote));
            end = start;
        }
        stretches.reverse();
        Ok(stretches)
    }

    /// Where the phrases end that begin with the word `at`, and which quotes they are.
    fn from<'p>(
        &'p self,
        text: &'p str,
        words: &'p [Range<usize>],
        at: usize,
    ) -> impl Iterator<Item = (usize, Option<usize>)> + 'p {
        let known = self.by_first.get(&text[words[at].clone()]).into_iter().flatten();
        known.filter_map(move |(rest, quote)| {
            let following = words.get(at + 1..at + 1 + rest.len())?;
            let fits = following.iter().zip(rest).all(|(range, word)| text[range.clone()] == **word);
            fits.then_some((at + 1 + rest.len(), *quote))
        })
    }

    /// The last word, from `first` on, that is in no phrase that leads to the end.
    fn last_uncovered(&self, text: &str, words: &[Range<usize>], first: usize) -> usize {
        let mut leads = vec![false; words.len() + 1];
        leads[words.len()] = true;
        let mut last = words.len();
        for at in (first + 1..words.len()).rev() {
            leads[at] = self.from(text, words, at).any(|(end, _)| leads[end]);
            if leads[at] {
                last = at;
            }
        }
        last - 1
    }
}

/// The words of `text`: runs of letters and digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn what_no_phrase_covers_is_named() {
        let mut phrases = Phrases::default();
        for phrase in ["3 outlets", "latest", "16:57", "wired.com", "New", "New York desk", "York"] {
            phrases.add(phrase, None);
        }
        phrases.add("A dam burst.", Some(7));
        for (text, expected) in [
            ("", None),
            ("3 outlets, latest 16:57", None),
            ("3\u{1f} outlets", None),
            ("New York desk (wired.com)", None),
            ("4 outlets, latest 16:57", Some("4 outlets")),
            ("3 outlets The dam held, latest", Some("The dam held")),
            ("latest 16:58", Some("16:58")),
            ("3 outlets latest today", Some("today")),
            ("Newest", Some("Newest")),
            ("· —", None),
        ] {
            let found = phrases.cover(text).err().map(|range| &text[range]);
            assert_eq!(found, expected, "{text}");
        }
        let text = "New A dam burst. (wired.com)";
        let covered = phrases.cover(text).expect("covered");
        let quotes: Vec<_> =
            covered.iter().filter_map(|(range, quote)| Some((&text[range.clone()], (*quote)?))).collect();
        assert_eq!(quotes, [("A dam burst", 7)]);
    }
}
