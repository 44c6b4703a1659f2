//! Reading one entry: its words, and what its address says.

use super::item::{BODY, Held, Item, TITLE, Term, hash, index};
use super::vectors::Vector;
use crate::model::Link;
use crate::text::Article;
use crate::text::language::Language;
use crate::text::lexicon::Lexicon;
use crate::text::words;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;

/// Numbers for words.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By the hash of the stem: comparing words as well would double the time, and a rare clash does no harm.
    numbers: FxHashMap<u64, u32>,
    pub(super) terms: Vec<Term>,
}

impl Vocabulary {
    fn number(&mut self, stem: &str, raw: &str, number: bool) -> u32 {
        let mut hasher = FxHasher::default();
        hasher.write(stem.as_bytes());
        let new = index(self.terms.len());
        let known = *self.numbers.entry(hasher.finish()).or_insert(new);
        if known != new {
            return known;
        }
        self.terms.push(Term {
            text: raw.into(),
            stem: stem.into(),
            frequency: 0,
            counted: 0,
            outlets: 0,
            number,
            capital: 0,
            small: 0,
        });
        new
    }
}

/// Reads entries one by one, with room to work in.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) vocabulary: Vocabulary,
    outlets: FxHashMap<Box<str>, u32>,
    languages: FxHashMap<Language, u32>,
    sequence: Vec<u32>,
    keys: Vec<u32>,
    /// The terms of each summary, in their order.
    pub(super) bodies: Vec<Box<[u32]>>,
}

impl Reader {
    /// Takes an entry apart; weights come when all have been read.
    pub(super) fn item(&mut self, input: usize, article: &Article<'_>, language: Language) -> Item {
        let (title, body) = (article.subject(), article.lead());
        let link = article.entry.link.as_ref().map(Link::as_str);
        let lexicon = Lexicon::of(language);
        let mut item = Item {
            input,
            time: article.time.map(Timestamp::as_second),
            language: 0,
            charted: matches!(language.code(), "en" | "und"),
            outlet: 0,
            marks: article.marks,
            vector: Vec::new(),
            title_terms: 0,
            body_terms: 0,
            pairs: Vec::new(),
            slug: Vec::new(),
            slug_length: 0.0,
            start: [u32::MAX; 4],
            headline: Box::default(),
            telling: [u32::MAX; 4],
            subject: u32::MAX,
            formats: article.formats(),
            cves: cves(&article.entry.title, body),
            meaning: Vector::NONE,
            area: 0.0,
            same_text: None,
            serial: link.and_then(serial),
            title_length: 0.0,
            body_length: 0.0,
            title_weight: 0.0,
            title_names: 0.0,
            name_weight: 0.0,
            number_weight: 0.0,
        };
        let next = index(self.languages.len());
        item.language = *self.languages.entry(language).or_insert(next);
        let outlet = article.entry.outlet.as_str();
        if !outlet.is_empty() {
            let next = index(self.outlets.len() + 1);
            item.outlet = *self.outlets.entry(outlet.into()).or_insert(next);
        }
        self.keys.clear();
        for (text, part) in [(title, TITLE), (body, BODY)] {
            self.sequence.clear();
            read(text, lexicon, &mut self.vocabulary, &mut self.sequence);
            item.pairs.extend(self.sequence.windows(2).map(|pair| hash(pair[0], pair[1])));
            if part == TITLE {
                for (place, term) in item.start.iter_mut().zip(&self.sequence) {
                    *place = *term;
                }
                item.headline = self.sequence.as_slice().into();
            } else {
                self.bodies.push(self.sequence.as_slice().into());
            }
            self.keys.extend(self.sequence.iter().map(|term| term << 2 | part));
        }
        sort_once(&mut item.pairs);
        // Counts now; weights when all entries have been read.
        self.keys.sort_unstable();
        for &key in &self.keys {
            match item.vector.last_mut() {
                Some(held) if held.term() == key >> 2 => {
                    held.weight += 1.0;
                    held.key |= key;
                }
                _ => item.vector.push(Held { key, weight: 1.0 }),
            }
        }
        item.vector.shrink_to_fit();
        if let Some(slug) = link.and_then(slug) {
            words::each(&slug, lexicon, |word| {
                if !word.stop && !word.number {
                    item.slug.push(self.vocabulary.number(word.stem, word.raw, false));
                }
            });
            sort_once(&mut item.slug);
        }
        item
    }
}

/// The telling words of `text`, in order.
fn read(text: &str, lexicon: &Lexicon, vocabulary: &mut Vocabulary, sequence: &mut Vec<u32>) {
    let title_case = is_title_case(text);
    // Where every noun has a capital, it marks no name.
    let nouns = lexicon.grammar.capital_nouns;
    let mut no_words = addresses(text);
    no_words.extend(dates(text));
    let mut end = 0;
    words::each(text, lexicon, |word| {
        // A capital says nothing at the start of a sentence.
        let starts = end == 0 || text[end..word.start.max(end)].contains(['.', '!', '?', ':', '"', '“', '‘', '|']);
        end = word.start + word.raw.len();
        if word.stop || no_words.iter().any(|(from, to)| (*from..*to).contains(&word.start)) {
            return;
        }
        let number = vocabulary.number(word.stem, word.raw, word.number);
        let term = &mut vocabulary.terms[number as usize];
        if word.capital && !starts && !title_case && !nouns {
            term.capital += 1;
        } else if !word.capital {
            term.small += 1;
        }
        sequence.push(number);
    });
}

/// Where addresses stand in `text`: from and to, in bytes. Their parts are no words.
fn addresses(text: &str) -> Vec<(usize, usize)> {
    if memchr::memmem::find(text.as_bytes(), b"://").is_none()
        && memchr::memmem::find(text.as_bytes(), b"www.").is_none()
    {
        return Vec::new();
    }
    let part = |part: &str| {
        let from = part.as_ptr() as usize - text.as_ptr() as usize;
        (from, from + part.len())
    };
    text.split_whitespace().filter(|part| part.contains("://") || part.contains("www.")).map(part).collect()
}

/// Where dates as machines write them, `2026-05-15`, stand in `text`: from and to, in bytes. Everything that is published on a
/// day may bear its date, so it ties nothing together.
fn dates(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let is_date = move |from: usize| {
        let shape = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        bytes.get(from..from + 10).is_some_and(|date| date.iter().enumerate().all(shape))
            && !digit(from.checked_sub(1))
            && !digit(Some(from + 10))
    };
    memchr::memchr_iter(b'-', bytes)
        .filter_map(|at| at.checked_sub(4))
        .filter(move |from| is_date(*from))
        .map(|from| (from, from + 10))
}

/// Whether nearly all longer words of `text` start with a capital.
fn is_title_case(text: &str) -> bool {
    let mut words = 0;
    let mut capitals = 0;
    for word in text.split_whitespace().filter(|word| word.len() > 3) {
        words += 1;
        capitals += usize::from(word.chars().next().is_some_and(char::is_uppercase));
    }
    words >= 3 && capitals * 10 >= words * 8
}

/// The CVE numbers in a headline and a summary, sorted: year and number in one.
fn cves(title: &str, body: &str) -> Vec<u64> {
    let mut out = Vec::new();
    for text in [title, body] {
        for (at, _) in text.match_indices("CVE-") {
            let rest = &text[at + 4..];
            let Some((year, rest)) = rest.split_once('-') else { continue };
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            if let (Ok(year), Ok(number)) = (year.parse::<u16>(), rest[..digits].parse::<u32>()) {
                out.push(u64::from(year) << 32 | u64::from(number));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The longest number of seven digits or more in an address: the count of an outlet's articles.
fn serial(link: &str) -> Option<u64> {
    link.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (7..=12).contains(&digits.len()))
        .max_by_key(|digits| digits.len())?
        .parse()
        .ok()
}

/// The part of an address that is made of words: the longest with three hyphens or more.
fn slug(link: &str) -> Option<String> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next()?;
    path.split('/')
        .skip(1)
        .filter(|part| part.matches(['-', '_']).count() >= 3)
        .max_by_key(|part| part.len())
        .map(|part| part.trim_end_matches(".html").replace(['-', '_'], " "))
}

fn sort_once(list: &mut Vec<u32>) {
    list.sort_unstable();
    list.dedup();
    list.shrink_to_fit();
}
