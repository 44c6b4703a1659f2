//! An entry taken apart, a term, and how they are counted and compared.

use super::vectors::Vector;
use crate::text::formats::Formats;
use crate::text::kind::Marks;

/// One entry, taken apart. Lists of terms are sorted and hold each term once.
#[derive(Debug)]
pub(super) struct Item {
    /// Its place in the input.
    pub(super) input: usize,
    /// When it was published, in seconds.
    pub(super) time: Option<i64>,
    /// Its language, as a number.
    pub(super) language: u32,
    /// It is in the language of the background's table, or in one that nobody knows.
    pub(super) charted: bool,
    /// Its outlet, as a number; 0 is unknown.
    pub(super) outlet: u32,
    /// What kind of entry it is.
    pub(super) marks: Marks,
    /// All terms with their weights: a vector of length 1.
    pub(super) vector: Vec<Held>,
    /// How many terms stand in the headline, and in the summary.
    pub(super) title_terms: usize,
    pub(super) body_terms: usize,
    /// Neighbouring terms, hashed.
    pub(super) pairs: Vec<u32>,
    /// Terms of the last part of the address, and their length as a vector of weights.
    pub(super) slug: Vec<u32>,
    pub(super) slug_length: f32,
    /// The first terms of the headline, in their order.
    pub(super) start: [u32; 4],
    /// All of them, in their order.
    pub(super) headline: Box<[u32]>,
    /// The most telling terms of the headline, the most telling first: [`u32::MAX`] where there are fewer.
    pub(super) telling: [u32; 4],
    /// The first name of the headline: whom it speaks of; [`u32::MAX`] where there is none.
    pub(super) subject: u32,
    /// What kind of piece its headline announces.
    pub(super) formats: Formats,
    /// Vulnerabilities it names by their CVE number.
    pub(super) cves: Vec<u64>,
    /// What it is about, by the company its words keep.
    pub(super) meaning: Vector,
    /// Whether it speaks of technology or of what newspapers do: the mean [`Weight::area`](super::weigh::Weight::area) of its words.
    pub(super) area: f32,
    /// The first entry that says the same, word for word: it stands for all of them when pairs are looked for, so that
    /// a text is one text, however many print it.
    pub(super) same_text: Option<u32>,
    /// Number in its address, as outlets count their articles.
    pub(super) serial: Option<u64>,
    /// Length of the headline as a vector of weights, and of the summary.
    pub(super) title_length: f32,
    pub(super) body_length: f32,
    /// Sum of the weights of the headline's terms.
    pub(super) title_weight: f32,
    /// Sum of the weights of the headline's names.
    pub(super) title_names: f32,
    /// Sum of the weights of all names, and of all numbers.
    pub(super) name_weight: f32,
    pub(super) number_weight: f32,
}

/// A term of an entry: which one, where it stands, and its weight there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    /// The term's number times four, plus [`TITLE`] and [`BODY`] where it stands there. In one number, so that two
    /// entries are compared in one pass over little memory.
    pub(super) key: u32,
    pub(super) weight: f32,
}

/// Marks of a [`Held::key`]: it stands in the headline, in the summary.
pub(super) const TITLE: u32 = 1;
pub(super) const BODY: u32 = 2;

impl Held {
    pub(super) fn term(self) -> u32 {
        self.key >> 2
    }

    pub(super) fn in_title(self) -> bool {
        self.key & TITLE != 0
    }

    pub(super) fn in_body(self) -> bool {
        self.key & BODY != 0
    }
}

/// Calls `each` with every term that both hold.
#[inline]
pub(super) fn meet(a: &[Held], b: &[Held], mut each: impl FnMut(Held, Held)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        if x.term() == y.term() {
            each(x, y);
        }
        // Without a branch that the processor would guess wrong half the time.
        i += usize::from(x.term() <= y.term());
        j += usize::from(y.term() <= x.term());
    }
}

/// One term.
#[derive(Debug)]
pub(super) struct Term {
    /// As it stood where it was first seen.
    pub(super) text: Box<str>,
    /// Folded and stemmed.
    pub(super) stem: Box<str>,
    /// In how many entries it stands.
    pub(super) frequency: u32,
    /// The same, but of no outlet more than a few (see [`terms`](super::terms)).
    pub(super) counted: u32,
    /// In how many outlets' entries it stands.
    pub(super) outlets: u32,
    pub(super) number: bool,
    /// Times seen within a sentence with a capital, and without.
    pub(super) capital: u32,
    pub(super) small: u32,
}

/// A number for two neighbours (Knuth's multiplicative hash; a rare clash does no harm).
pub(super) fn hash(a: u32, b: u32) -> u32 {
    a.wrapping_mul(2_654_435_761).rotate_left(13) ^ b.wrapping_mul(2_246_822_519)
}

/// A count as a number to reckon with; exact up to 16 million.
#[expect(clippy::cast_precision_loss, reason = "weights need no more than 24 bits")]
pub(super) fn count(n: usize) -> f32 {
    n as f32
}

/// A place as it is stored: four bytes do for four billion entries.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
