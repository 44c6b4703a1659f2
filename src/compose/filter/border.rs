//! Where words end in scripts that do not say so with spaces.
//!
//! Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut by the dictionaries of ICU, from left to right, the longest
//! word first. That errs where words overlap, and no dictionary has every name, so a cut that is missing at an end of
//! the keyword does not refuse it yet: it is enough that what the cut would leave over is a word or a common affix.
//! 地震 is found in 大地|震 (大 is "big"), 京都 is not in 東京|都 (東 is nothing by itself there).
//! A keyword that is found too often is seen and can be mended; one that is not found is missed without a trace.

use crate::text::cjk::follows_noun;
use crate::text::compounds::joined;
use crate::text::letters::{full_width, is_han, is_han_or_kana, is_hangul, is_katakana, is_spaceless, syllables};
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};
use unicode_normalization::char::is_combining_mark;

/// Cuts of the run of characters that was looked at last. Keywords are met in the order of the text, so each run is
/// cut once, and only where a keyword may be in it.
#[derive(Debug)]
pub(super) struct Cuts {
    segmenter: WordSegmenterBorrowed<'static>,
    /// The part of the entry, and the bytes of it, that the cuts are of.
    run: Option<(usize, usize, usize)>,
    places: Vec<usize>,
}

impl Default for Cuts {
    fn default() -> Self {
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        Self { segmenter, run: None, places: Vec::new() }
    }
}

/// How many katakana beside a keyword are looked at: more than any compound has.
const LONGEST_RUN: usize = 40;

/// Where a keyword was found: bytes of one part of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'t> {
    pub(super) part: &'t str,
    /// Which part it is.
    pub(super) number: usize,
    pub(super) from: usize,
    pub(super) until: usize,
}

/// What follows or precedes a keyword in longer names that are other names.
pub(super) type Others = Vec<(&'static str, &'static str)>;

/// The longer names that hold `words` and are of something else.
pub(super) fn others(words: &str) -> Others {
    if words.is_ascii() {
        return Others::new();
    }
    let longer = joined().others.get(words).into_iter().flatten();
    longer.filter_map(|name| name.split_once(words)).collect()
}

impl Found<'_> {
    fn before(&self) -> &str {
        &self.part[..self.from]
    }

    fn after(&self) -> &str {
        &self.part[self.until..]
    }

    fn inside(&self) -> &str {
        &self.part[self.from..self.until]
    }

    /// Whether it is part of one of these names.
    pub(super) fn is_within(&self, others: &Others) -> bool {
        others.iter().any(|(before, after)| self.before().ends_with(before) && self.after().starts_with(after))
    }

    /// Whether a Korean noun ends here: what follows it in the same word are particles, or another noun.
    pub(super) fn is_korean_noun(&self) -> bool {
        // More than anyone writes without a space.
        const MOST: usize = 40;
        // Names of four syllables or more are found in whatever two or more are joined to them.
        const LONG: usize = 4;
        let hangul = |c: &char| matches!(c, '\u{AC00}'..='\u{D7A3}') || is_hangul(*c);
        if !self.after().starts_with(|c| hangul(&c)) {
            return true;
        }
        let rest = syllables(self.after().chars().take(MOST).take_while(hangul));
        let noun = syllables(self.inside().chars().rev().take(MOST).collect::<Vec<_>>().into_iter().rev());
        let length = noun.chars().rev().take_while(hangul).count();
        let Some(last) = noun.chars().next_back() else { return true };
        follows_noun(last, &rest) || (length >= LONG && rest.chars().count() >= 2)
    }

    fn is_single(&self) -> bool {
        self.inside().chars().filter(|c| !is_combining_mark(*c)).nth(1).is_none()
    }
}

impl Cuts {
    /// Forgets what it knows of the parts of an entry.
    pub(super) fn clear(&mut self) {
        self.run = None;
    }

    /// Whether a word may begin where the keyword begins.
    pub(super) fn begins(&mut self, found: &Found<'_>) -> bool {
        let (Some(before), Some(first)) = (found.before().chars().next_back(), found.inside().chars().next()) else {
            return true;
        };
        if !is_joined(before, first) {
            return true;
        }
        if is_katakana(first) {
            let length = found
                .before()
                .chars()
                .rev()
                .take(LONGEST_RUN)
                .take_while(|c| is_katakana(*c))
                .map(char::len_utf8)
                .sum::<usize>();
            let left = &found.before()[found.from - length..];
            return !cannot_begin(first) && katakana_compound(left, found.inside(), LONG - 1);
        }
        // These vowels are written before the consonant they belong to.
        if matches!(before, 'เ'..='ไ' | 'ເ'..='ໄ') {
            return false;
        }
        let at = self.cut(found, found.from);
        let Some(start) =
            at.checked_sub(1).map(|at| self.places[at]).filter(|_| self.places.get(at) != Some(&found.from))
        else {
            return true;
        };
        let left = &found.part[start..found.from];
        let next = self.places.get(at).copied().unwrap_or(found.part.len());
        !found.is_single() && (joined().prefixes.contains(left) || self.is_compound(left, found, next < found.until))
    }

    /// Whether a word may end where the keyword ends.
    pub(super) fn ends(&mut self, found: &Found<'_>) -> bool {
        let (Some(after), Some(last)) = (found.after().chars().next(), found.inside().chars().next_back()) else {
            return true;
        };
        if !is_joined(after, last) {
            return true;
        }
        if is_katakana(last) {
            let length = found
                .after()
                .chars()
                .take(LONGEST_RUN)
                .take_while(|c| is_katakana(*c))
                .map(char::len_utf8)
                .sum::<usize>();
            let right = &found.after()[..length];
            return !cannot_begin(after) && katakana_compound(right, found.inside(), LONG)
                || is_long_vowel(right, found.inside());
        }
        // Signs of abbreviation and of repetition.
        if matches!(after, 'ฯ' | 'ๆ' | 'ຯ' | 'ໆ' | 'ៗ') {
            return true;
        }
        // Vowels that stand behind their consonant, and a consonant that is not spoken, end the syllable before them.
        let silent = found.after().chars().nth(1).is_some_and(|c| matches!(c, '\u{0E4C}' | '\u{0ECC}'));
        if silent || matches!(after, 'ะ' | 'า' | 'ำ' | 'ະ' | 'າ' | 'ຳ' | 'ຽ') {
            return false;
        }
        let at = self.cut(found, found.until);
        let next = self.places.get(at).copied().unwrap_or(found.part.len());
        if next == found.until {
            let end = self.places.get(at + 1).copied().unwrap_or(next);
            return !self.takes(found, &found.part[next..end]);
        }
        let right = &found.part[found.until..next];
        let across = at.checked_sub(1).is_some_and(|at| self.places[at] > found.from);
        !found.is_single() && (is_suffix(right) || self.is_compound(right, found, across))
    }

    /// Whether what a missing cut would leave over beside the keyword makes a compound with it: a word, or two
    /// characters of Han and more, which hold a meaning, beside a word. Where letters are sounds the cuts are less sure,
    /// so that a keyword of some length is refused only where one longer word holds all of it, not where one begins or
    /// ends `across` it.
    fn is_compound(&self, left_over: &str, found: &Found<'_>, across: bool) -> bool {
        const SHORT: usize = 3;
        let letters = |text: &str| text.chars().filter(|c| !is_combining_mark(*c)).count();
        if self.is_word(left_over) {
            return true;
        }
        if found.inside().starts_with(is_han_or_kana) {
            left_over.chars().all(is_han) && letters(left_over) >= 2 && self.is_word(found.inside())
        } else {
            across && letters(found.inside()) > SHORT
        }
    }

    /// Whether the one character after the keyword makes a word with its end, and what is left of the keyword is a
    /// word too: 和服|务 is 和|服务, as the longest word is not always the right one.
    fn takes(&self, found: &Found<'_>, next: &str) -> bool {
        let inside = found.inside();
        if next.chars().nth(1).is_some() || is_suffix(next) || inside.chars().nth(4).is_some() {
            return false;
        }
        let mut ends = inside.char_indices().skip(1).map(|(at, _)| inside.split_at(at));
        ends.any(|(head, end)| {
            (joined().prefixes.contains(head) || self.is_word(head)) && self.is_word(&[end, next].concat())
        })
    }

    /// Whether the dictionary has `text`, of two characters or more; of three letters where letters are sounds, as
    /// nearly every syllable is a word there.
    fn is_word(&self, text: &str) -> bool {
        let least = if text.starts_with(is_han_or_kana) { 2 } else { 3 };
        if text.chars().filter(|c| !is_combining_mark(*c)).nth(least - 1).is_none() {
            return false;
        }
        // The end of a text ends a word that has only begun, so there must be more: a character that follows none.
        let more = [text, if text.starts_with(is_han_or_kana) { "\u{9F98}" } else { "\u{0E5A}" }].concat();
        self.segmenter.segment_str(&more).nth(1) == Some(text.len())
    }

    /// The number of the first cut at `place` or behind it, after cutting the run it is in.
    fn cut(&mut self, found: &Found<'_>, place: usize) -> usize {
        let known =
            self.run.is_some_and(|(number, from, until)| number == found.number && (from..=until).contains(&place));
        if !known {
            let part = found.part;
            let from =
                place - part[..place].chars().rev().take_while(|c| is_run(*c)).map(char::len_utf8).sum::<usize>();
            let until = place + part[place..].chars().take_while(|c| is_run(*c)).map(char::len_utf8).sum::<usize>();
            self.run = Some((found.number, from, until));
            self.places.clear();
            self.places.extend(self.segmenter.segment_str(&part[from..until]).map(|at| at + from));
        }
        self.places.partition_point(|cut| *cut < place)
    }
}

/// Whether no sign and no change of script parts two neighbours: katakana are a run by themselves.
fn is_joined(one: char, other: char) -> bool {
    is_run(one) && is_run(other) && is_katakana(one) == is_katakana(other)
}

fn is_run(c: char) -> bool {
    (is_spaceless(c) || is_combining_mark(c) || is_katakana(c)) && !matches!(c, '\u{30FB}' | '\u{30A0}')
}

/// What no word begins with: small kana, the long vowel, the closing n.
fn cannot_begin(c: char) -> bool {
    matches!(
        c,
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ー' | 'ン' | 'ｧ'..='ｰ' | 'ﾝ' | 'ﾞ' | 'ﾟ'
    ) || is_combining_mark(c)
}

/// Katakana that are a word by themselves more often than the beginning of another.
const LONG: usize = 4;

/// Whether katakana that stand beside a keyword without a sign between are words of their own: such as are common in
/// compounds, or, beside a keyword of four or more, `least` that can be a word. What stands first in a compound may be
/// shorter than what stands last, as endings are short; but a new York is not York.
fn katakana_compound(beside: &str, keyword: &str, least: usize) -> bool {
    let count = |text: &str| full_width(text).filter(|c| is_katakana(*c)).count();
    (count(beside) >= least && count(keyword) >= LONG && beside != "ニュー") || is_heads(beside, 3)
}

fn is_heads(text: &str, most: u8) -> bool {
    text.is_empty()
        || (most > 0
            && joined().heads.iter().any(|head| text.strip_prefix(head).is_some_and(|rest| is_heads(rest, most - 1))))
}

/// A long vowel at the end of a word is often left out: コンピュータ is コンピューター.
fn is_long_vowel(right: &str, keyword: &str) -> bool {
    right == "ー" && keyword.chars().count() >= 4
}

fn is_suffix(text: &str) -> bool {
    joined().suffixes.contains(text)
}
