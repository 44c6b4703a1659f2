//! An entry, read: what its words say, for everybody who asks.
//!
//! A pure function of one entry. What all entries of a run are asked for is read at once; sentences and what they say are read
//! when they are first asked for, and kept: most entries stand in no story whose sentences are weighed.

use super::bylines;
use super::formats::Formats;
use super::kind::Marks;
use super::language::Language;
use super::lexicon::Lexicon;
use super::line::Line;
use super::opening::{dateline, end_of_opening, headline};
use super::sentences::{print_of, split};
use super::words;
use crate::model::{Entry, Field, Link};
use jiff::Timestamp;
use rustc_hash::FxHasher;
use std::cell::OnceCell;
use std::hash::Hasher as _;

/// Bytes that are read of a summary, or of the article's text where that is longer, to tell what an entry is about: what
/// comes later is about more than the news (BCubed F1 on one set of whole articles .934 with 300, .942 with 800, .805 with
/// 5,000).
const LEAD_BYTES: usize = 800;

/// An entry with what its words say.
#[derive(Debug)]
pub struct Article<'e> {
    /// The entry.
    pub entry: &'e Entry,
    /// When it was published; nothing where that is not known and any time may do.
    pub time: Option<Timestamp>,
    /// Its language: as declared, unless that is plainly wrong, else as guessed.
    pub(crate) language: Language,
    /// What is known of that language.
    pub(crate) lexicon: &'static Lexicon,
    /// What kind of entry it is.
    pub(crate) marks: Marks,
    said: OnceCell<Box<Said>>,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The field.
    pub(crate) field: Field,
    /// Its first byte, with what opens the field and is never shown: the headline again, a date, a dateline.
    opening: u32,
    /// Its first byte without that, and one past its last.
    start: u32,
    end: u32,
}

impl Place {
    /// Its first byte in the field, and one past the last.
    pub(crate) fn bytes(self) -> (usize, usize) {
        (self.start as usize, self.end as usize)
    }

    /// Its words in the entry it is a place of.
    pub(crate) fn words(self, entry: &Entry) -> &str {
        let (start, end) = self.bytes();
        self.field.of(entry).get(start..end).unwrap_or_default()
    }

    /// What stands before its words and is never shown.
    pub(crate) fn opening(self, entry: &Entry) -> &str {
        self.field.of(entry).get(self.opening as usize..self.start as usize).unwrap_or_default()
    }
}

/// What an entry says.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its headline.
    pub(crate) headline: Line,
    /// The sentences of its summary, then those of its text.
    pub(crate) sentences: Box<[Sentence]>,
}

/// A sentence of an entry.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// Where it stands.
    pub(crate) place: Place,
    /// By which it is known again; see [`print_of`].
    pub(crate) print: Box<str>,
    /// What it says.
    pub(crate) line: Line,
}

impl<'e> Article<'e> {
    /// Reads an entry.
    #[must_use]
    pub fn read(entry: &'e Entry) -> Self {
        let language = Language::of(entry.language.as_deref(), &entry.title, [&entry.summary, &entry.text]);
        let lexicon = Lexicon::of(language);
        let marks = Marks::of(&entry.title, entry.link.as_ref().map(Link::as_str), lexicon);
        Self { entry, time: Some(entry.time()), language, lexicon, marks, said: OnceCell::new() }
    }

    /// Its headline without label and name of the outlet.
    pub(crate) fn subject(&self) -> &'e str {
        headline(&self.entry.title, self.entry.outlet.as_str(), self.lexicon)
    }

    /// The first words of what it says, without date and dateline.
    pub(crate) fn lead(&self) -> &'e str {
        let (summary, text): (&str, &str) = (&self.entry.summary, &self.entry.text);
        let body = if text.len() > summary.len() { text } else { summary };
        let lead = &body[..body.floor_char_boundary(LEAD_BYTES)];
        lead.get(end_of_opening(lead, "", self.lexicon)..).unwrap_or_default()
    }

    /// What kind of piece its headline announces.
    pub(crate) fn formats(&self) -> Formats {
        Formats::of(&self.entry.title, self.lexicon)
    }

    /// The agency it names as its author or source, or in the dateline of its text, by the label of its site.
    pub(crate) fn agency(&self) -> Option<&'static str> {
        let entry = self.entry;
        let signed = entry.authors.iter().chain(&entry.source).find_map(|by| bylines::agency(by));
        signed.or_else(|| [&entry.summary, &entry.text].into_iter().find_map(|text| dateline(text)?.agency))
    }

    /// What it says, in headline and sentences; read when first asked for, and kept.
    pub(crate) fn said(&self) -> &Said {
        self.said.get_or_init(|| {
            let (entry, lexicon) = (self.entry, self.lexicon);
            let sentence = |place: Place| {
                let text = place.words(entry);
                Sentence { place, print: print_of(text).into(), line: Line::read(text, lexicon) }
            };
            let sentences = self.places().map(sentence).collect();
            Box::new(Said { headline: Line::read(&entry.title, lexicon), sentences })
        })
    }

    /// By which its sentences are known again, in their order.
    pub(crate) fn prints(&self) -> impl Iterator<Item = Box<str>> {
        self.places().map(|place| print_of(place.words(self.entry)).into())
    }

    /// Calls `each` with a print of every word that summary and text say, in their order, and with none between the two.
    /// Nothing of it is kept.
    pub(crate) fn each_word(&self, mut each: impl FnMut(Option<u64>)) {
        for text in [&self.entry.summary, &self.entry.text] {
            let text = text.get(end_of_opening(text, "", self.lexicon)..).unwrap_or_default();
            // Folded and no more: a report may be printed under two languages' names.
            words::each(text, Lexicon::nothing(), |word| {
                let mut hasher = FxHasher::default();
                hasher.write(word.stem.as_bytes());
                each(Some(hasher.finish()));
            });
            each(None);
        }
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let lexicon = self.lexicon;
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        [Field::Summary, Field::Text].into_iter().flat_map(move |name| {
            let text = name.of(self.entry);
            split(text, lexicon).into_iter().enumerate().map(move |(at, range)| {
                let sentence = &text[range.clone()];
                let opening = if at == 0 { end_of_opening(sentence, &self.entry.title, lexicon) } else { 0 };
                let start = offset(range.start + opening);
                Place { field: name, opening: offset(range.start), start, end: offset(range.end) }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Article;
    use crate::model::{Entry, EntryId, Field, OutletId, PlainText};

    fn entry(title: &str, summary: &str, text: &str) -> Entry {
        Entry {
            summary: PlainText::vouched(summary),
            text: PlainText::vouched(text),
            ..Entry::titled(EntryId::from_stored("0000000000000001"), OutletId::new("daily"), title)
        }
    }

    #[test]
    fn sentences_are_places_in_the_stored_text() {
        let entry = entry(
            "Opinion: Dam bursts in Norway - Daily",
            "OSLO (AP) — The dam has burst. It was old and nobody was hurt.",
            "Police were at the dam on Monday.",
        );
        let article = Article::read(&entry);
        assert_eq!(article.subject(), "Dam bursts in Norway");
        assert_eq!((article.language.code(), article.agency()), ("en", Some("apnews")));
        let places = article.said().sentences.iter().map(|sentence| sentence.place);
        let said: Vec<_> = places.map(|it| (it.field, it.bytes().0, it.opening(&entry), it.words(&entry))).collect();
        assert_eq!(
            said,
            [
                (Field::Summary, "OSLO (AP) — ".len(), "OSLO (AP) — ", "The dam has burst."),
                (Field::Summary, "OSLO (AP) — The dam has burst. ".len(), "", "It was old and nobody was hurt."),
                (Field::Text, 0, "", "Police were at the dam on Monday."),
            ]
        );
        assert_eq!(article.lead(), "The dam has burst. It was old and nobody was hurt.");
    }

    #[test]
    fn an_empty_entry_says_nothing() {
        let entry = entry("", "", "");
        let article = Article::read(&entry);
        assert_eq!((article.subject(), article.lead(), article.said().sentences.len()), ("", "", 0));
    }
}
