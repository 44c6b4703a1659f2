//! What one line of text says: a headline or a sentence.

use super::figures::{self, Figure};
use super::lexicon::Lexicon;
use super::{names, terms, words};
use rustc_hash::FxHashSet;

/// A word of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands in the line, in bytes.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Where its stem ends in the stems of the line.
    stem_end: u32,
    /// Too common to tell what the line is about.
    pub(crate) stop: bool,
}

/// One line of text, read.
#[derive(Debug)]
pub(crate) struct Line {
    tokens: Box<[Token]>,
    stems: Box<str>,
    /// Its content words, each once.
    pub(crate) terms: FxHashSet<String>,
    /// The names in it, a list of words each.
    pub(crate) names: Vec<Vec<String>>,
    /// The numbers in it.
    pub(crate) figures: Vec<Figure>,
    /// Words as readers count them.
    pub(crate) words: usize,
}

impl Line {
    /// Reads a line of a language.
    pub(crate) fn read(text: &str, lexicon: &Lexicon) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (mut tokens, mut stems) = (Vec::new(), String::new());
        words::each(text, lexicon, |word| {
            stems.push_str(word.stem);
            let end = offset(word.start + word.raw.len());
            tokens.push(Token { start: offset(word.start), end, stem_end: offset(stems.len()), stop: word.stop });
        });
        let mut line = Self {
            tokens: tokens.into_boxed_slice(),
            stems: stems.into_boxed_str(),
            terms: FxHashSet::default(),
            names: names::names(text, lexicon),
            figures: figures::of(text, lexicon),
            words: terms::count(text),
        };
        line.terms = line.stems().filter(|(_, token)| !token.stop).map(|(stem, _)| stem.to_owned()).collect();
        line
    }

    /// The stem of each word, in order.
    pub(crate) fn stems(&self) -> impl Iterator<Item = (&str, &Token)> {
        let mut start = 0;
        self.tokens.iter().map(move |token| {
            let end = token.stem_end as usize;
            let stem = self.stems.get(start..end).unwrap_or_default();
            start = end;
            (stem, token)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn a_line_is_read_once_for_all() {
        let text = "The mayor, Anna Moe, counted 1,900 flooded homes.";
        let line = Line::read(text, Lexicon::english());
        let words: Vec<(&str, &str, bool)> = line
            .stems()
            .map(|(stem, token)| (&text[token.start as usize..token.end as usize], stem, token.stop))
            .collect();
        assert_eq!(words[0], ("The", "the", true));
        assert_eq!(words[5], ("1,900", "1900", false));
        assert_eq!(words[6], ("flooded", "flood", false));
        assert!(line.terms.contains("mayor") && !line.terms.contains("the"));
        assert_eq!(line.names, [["anna", "moe"]]);
        assert_eq!((line.figures.len(), line.words), (1, 8));
    }
}
