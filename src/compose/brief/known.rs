//! What reports say, to tell what one of them alone says.

use super::figures::{self, Figure, Unit};
use super::names::{names, quotations, words};
use super::terms;
use rustc_hash::FxHashSet;

/// The facts that reports have.
#[derive(Default)]
pub(crate) struct Known {
    figures: Vec<Figure>,
    words: FxHashSet<String>,
    terms: FxHashSet<String>,
    initials: FxHashSet<String>,
}

impl Known {
    /// Adds everything `text` says.
    pub(crate) fn learn(&mut self, text: &str) {
        self.figures.extend(figures::of(text));
        self.terms.extend(terms::of(text));
        self.words.extend(words(text));
        for name in names(text) {
            self.initials.insert(name.iter().filter_map(|word| word.chars().next()).collect());
        }
    }

    /// Facts of `sentence` that nothing learned says: numbers and quotations, then names.
    pub(crate) fn news(&self, sentence: &str) -> (usize, usize) {
        Self::news_to_all(&[self], sentence)
    }

    /// Facts of `sentence` that none of `all` says: numbers and quotations, then names.
    pub(crate) fn news_to_all(all: &[&Self], sentence: &str) -> (usize, usize) {
        let numbers = figures::of(sentence)
            .iter()
            .filter(|figure| figure.unit != Unit::Label)
            .filter(|figure| !all.iter().any(|known| known.counts(figure)))
            .count();
        let quotes =
            quotations(sentence).into_iter().filter(|quote| !all.iter().any(|known| known.quotes(quote))).count();
        let names = names(sentence).iter().filter(|name| !all.iter().any(|known| known.knows(name))).count();
        (numbers + quotes, names)
    }

    fn counts(&self, figure: &Figure) -> bool {
        self.figures.iter().any(|known| known.agrees(figure)) || self.words.contains(spelled(figure.value))
    }

    /// Most of the words of a quotation are known, perhaps as reported speech.
    fn quotes(&self, quote: &str) -> bool {
        let said = terms::set(quote);
        let known = said.iter().filter(|term| self.terms.contains(*term)).count();
        known * 10 >= said.len() * 6
    }

    /// "Boris Johnson" is known from "Johnson", "World Health Organization" from "WHO".
    fn knows(&self, name: &[String]) -> bool {
        let initials: String = name.iter().filter_map(|word| word.chars().next()).collect();
        let heard = |word: &String| self.words.contains(word) || word.split('-').all(|part| self.words.contains(part));
        let last = name.last();
        last.is_some_and(heard)
            || name.len() >= 2 && self.words.contains(&initials)
            || name.len() == 1 && last.is_some_and(|word| self.initials.contains(word))
    }
}

/// A small number as English writes it out.
fn spelled(value: f64) -> &'static str {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS
        .iter()
        .zip(0_u8..)
        .find(|(_, number)| (f64::from(*number) - value).abs() < 1e-9)
        .map_or("\u{0}", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn only_what_nobody_says_is_news() {
        let mut known = Known::default();
        known.learn("Johnson told the WHO that 1,900 homes and two schools were hit.");
        for (sentence, expected) in [
            ("Mr Boris Johnson spoke of 1,900 homes.", (0, 0)),
            ("The World Health Organization counted 2 schools.", (0, 0)),
            ("The fund gave $40m to Oslo.", (1, 1)),
            ("“Nobody warned the valley,” Johnson said.", (1, 0)),
        ] {
            assert_eq!(known.news(sentence), expected, "{sentence}");
        }
    }
}
