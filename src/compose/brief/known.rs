//! What reports say, to tell what one of them alone says.

use super::teller::Teller;
use crate::text::figures::{self, Figure, Unit};
use crate::text::names::{names, quotations, words};
use crate::text::terms;
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
    /// What all of `tellers` say.
    pub(crate) fn of<'a>(tellers: impl IntoIterator<Item = &'a Teller<'a>>) -> Self {
        let mut known = Self::default();
        for teller in tellers {
            for text in [&teller.entry.title, &teller.entry.summary, &teller.entry.text] {
                known.learn(text);
            }
        }
        known
    }

    /// Adds everything `text` says.
    pub(crate) fn learn(&mut self, text: &str) {
        self.figures.extend(figures::of(text));
        self.terms.extend(terms::of(text));
        self.words.extend(words(text));
        for name in names(text) {
            self.initials.insert(name.iter().filter_map(|word| word.chars().next()).collect());
        }
    }

    /// Whether `sentence` is news to who has read what was learned: a number, a quotation or two names.
    ///
    /// One name is too little, whoever says it: every outlet names its town, its agency and its reporter.
    pub(crate) fn is_news(&self, sentence: &str) -> bool {
        let (hard, names) = self.news(sentence);
        hard >= 1 || names >= 2
    }

    /// The same of a headline. Where each word of it has a capital, capitals make no name.
    pub(crate) fn is_news_headline(&self, title: &str) -> bool {
        let (hard, names) = self.news(title);
        hard >= 1 || names >= 2 && !in_title_case(title)
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
        self.figures.iter().any(|known| known.agrees(figure))
            || spelled(figure.value).any(|word| self.words.contains(word))
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

/// Whether nearly every long word after the first has a capital, as American headlines are set.
fn in_title_case(title: &str) -> bool {
    let long: Vec<&str> = title.split_whitespace().skip(1).filter(|word| word.chars().count() > 3).collect();
    let capital = long.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    long.len() >= 3 && capital * 4 >= long.len() * 3
}

/// Small numbers written out, from two on, a language a line: "one" is an article nearly everywhere.
const SPELLED: [[&str; 11]; 6] = [
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
    ["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"],
    ["due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"],
    ["dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze"],
];

/// A small number as it is written out, in each language of [`SPELLED`].
fn spelled(value: f64) -> impl Iterator<Item = &'static str> {
    let place = (0..11_u8).find(|place| (f64::from(*place) + 2.0 - value).abs() < 1e-9);
    let one = [(0.0, "zero"), (1.0, "one")].into_iter().filter(move |(number, _)| (number - value).abs() < 1e-9);
    let rest = place.into_iter().flat_map(|place| SPELLED.iter().map(move |row| row[usize::from(place)]));
    one.map(|(_, word)| word).chain(rest)
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
