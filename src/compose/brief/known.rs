//! What reports say, to tell what one of them alone says.

use crate::compose::report::Report;
use crate::text::Article;
use crate::text::figures::{Figure, Unit};
use crate::text::lexicon::Lexicon;
use crate::text::line::Line;
use crate::text::names::{self, quotations};
use crate::text::terms;
use rustc_hash::FxHashSet;

/// A sentence or a headline that is asked about.
#[derive(Clone, Copy)]
pub(crate) struct Said<'s> {
    pub(crate) words: &'s str,
    pub(crate) line: &'s Line,
    pub(crate) lexicon: &'s Lexicon,
}

/// The facts that reports have.
#[derive(Default)]
pub(crate) struct Known<'a> {
    figures: Vec<&'a Figure>,
    words: FxHashSet<String>,
    terms: FxHashSet<&'a str>,
    initials: FxHashSet<String>,
}

impl<'a> Known<'a> {
    /// What all of `reports` say.
    pub(crate) fn of(reports: impl IntoIterator<Item = &'a Report<'a>>) -> Self {
        let mut known = Self::default();
        for report in reports {
            known.learn(report.article);
        }
        known
    }

    /// Adds everything an article says.
    pub(crate) fn learn(&mut self, article: &'a Article<'a>) {
        let said = article.said();
        self.add(&said.headline);
        self.words.extend(names::words(&article.entry.title));
        for sentence in &said.sentences {
            self.add(&sentence.line);
            let opening = sentence.place.opening(article.entry);
            self.words.extend(names::words(sentence.place.words(article.entry)).chain(names::words(opening)));
        }
    }

    fn add(&mut self, line: &'a Line) {
        self.figures.extend(&line.figures);
        self.terms.extend(line.terms.iter().map(String::as_str));
        self.initials.extend(line.names.iter().map(|name| initials(name)));
    }

    /// Whether `sentence` is news to who has read what was learned: a number, a quotation or two names.
    ///
    /// One name is too little, whoever says it: every outlet names its town, its agency and its reporter.
    pub(crate) fn is_news(&self, said: Said<'_>) -> bool {
        let (hard, names) = Self::news_to_all(&[self], said);
        hard >= 1 || names >= 2
    }

    /// The same of a headline. Where each word of it has a capital, capitals make no name.
    pub(crate) fn is_news_headline(&self, article: &Article<'_>) -> bool {
        let (line, words) = (&article.said().headline, &*article.entry.title);
        let (hard, names) = Self::news_to_all(&[self], Said { words, line, lexicon: article.lexicon });
        hard >= 1 || names >= 2 && !in_title_case(words)
    }

    /// Facts of a sentence that none of `all` says: numbers and quotations, then names.
    pub(crate) fn news_to_all(all: &[&Self], said: Said<'_>) -> (usize, usize) {
        let Said { words, line, lexicon } = said;
        let numbers = line
            .figures
            .iter()
            .filter(|figure| figure.unit != Unit::Label)
            .filter(|figure| !all.iter().any(|known| known.counts(figure, lexicon)))
            .count();
        let quotes =
            quotations(words).into_iter().filter(|quote| !all.iter().any(|known| known.quotes(quote, lexicon))).count();
        let names = line.names.iter().filter(|name| !all.iter().any(|known| known.knows(name))).count();
        (numbers + quotes, names)
    }

    fn counts(&self, figure: &Figure, lexicon: &Lexicon) -> bool {
        self.figures.iter().any(|known| known.agrees(figure))
            || spelled(figure.value, lexicon).is_some_and(|word| self.words.contains(word))
    }

    /// Most of the words of a quotation are known, perhaps as reported speech.
    fn quotes(&self, quote: &str, lexicon: &Lexicon) -> bool {
        let said = terms::set(quote, lexicon);
        let known = said.iter().filter(|term| self.terms.contains(term.as_str())).count();
        known * 10 >= said.len() * 6
    }

    /// "Boris Johnson" is known from "Johnson", "World Health Organization" from "WHO".
    fn knows(&self, name: &[String]) -> bool {
        let initials = initials(name);
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

fn initials(name: &[String]) -> String {
    name.iter().filter_map(|word| word.chars().next()).collect()
}

/// A small number as it is written out; from two on, since "one" is an article nearly everywhere but in English.
fn spelled(value: f64, lexicon: &Lexicon) -> Option<&str> {
    let from = if lexicon.is_english() { 0 } else { 2 };
    let numbers = (0_u8..).zip(lexicon.numbers.words.iter()).skip(from);
    numbers.into_iter().find(|(number, _)| (f64::from(*number) - value).abs() < 1e-9).map(|(_, word)| &**word)
}

#[cfg(test)]
mod tests {
    use super::{Known, Said};
    use crate::model::{Entry, EntryId, OutletId};
    use crate::text::Article;
    use crate::text::lexicon::Lexicon;
    use crate::text::line::Line;

    #[test]
    fn only_what_nobody_says_is_news() {
        let title = "Johnson told the WHO that 1,900 homes and two schools were hit.";
        let entry = Entry::titled(EntryId::from_stored("0000000000000001"), OutletId::new("daily"), title);
        let article = Article::read(&entry);
        let mut known = Known::default();
        known.learn(&article);
        for (words, expected) in [
            ("Mr Boris Johnson spoke of 1,900 homes.", (0, 0)),
            ("The World Health Organization counted 2 schools.", (0, 0)),
            ("The fund gave $40m to Oslo.", (1, 1)),
            ("“Nobody warned the valley,” Johnson said.", (1, 0)),
        ] {
            let (line, lexicon) = (Line::read(words, Lexicon::english()), Lexicon::english());
            let said = Said { words, line: &line, lexicon };
            assert_eq!(Known::news_to_all(&[&known], said), expected, "{words}");
        }
    }
}
