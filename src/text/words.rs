//! Text to comparable words.
//!
//! Words are cut by the Unicode rules (UAX 29), folded (width, case, accents) and lightly stemmed.
//! Chinese and Japanese text has no spaces between words, so it is cut into pairs of neighbouring characters; particles
//! part words and are none.

use super::letters::is_spaceless;
use super::lexicon::Lexicon;
use super::{cjk, fold, stem};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As it stands in the text.
    pub(crate) raw: &'a str,
    /// The byte at which it starts.
    pub(crate) start: usize,
    /// Folded and stemmed.
    pub(crate) stem: &'a str,
    /// Starts with a capital letter.
    pub(crate) capital: bool,
    /// Starts with a digit.
    pub(crate) number: bool,
    /// Too common in its language to tell stories apart.
    pub(crate) stop: bool,
}

/// Calls `each` with every word of `text`, in order. A pair of CJK characters counts as a word.
pub(crate) fn each(text: &str, lexicon: &Lexicon, mut each: impl FnMut(Word<'_>)) {
    let mut folded = String::new();
    let mut last_cjk: Option<(usize, usize)> = None;
    for (start, raw) in text.unicode_word_indices() {
        let Some(first) = raw.chars().next() else { continue };
        if cjk::is_cjk(first) {
            let end = start + raw.len();
            if raw.chars().nth(1).is_some() {
                // The segmenter keeps a run of katakana or hangul together: a word as it is.
                let stem = cjk::without_particle(raw);
                each(Word { raw, start, stem, capital: false, number: false, stop: false });
                last_cjk = None;
            } else if cjk::is_function(first) {
                // What stands on either side of a particle is not one word with it.
                last_cjk = None;
            } else {
                if let Some((before, until)) = last_cjk
                    && until == start
                {
                    let pair = &text[before..end];
                    each(Word { raw: pair, start: before, stem: pair, capital: false, number: false, stop: false });
                }
                last_cjk = Some((start, end));
            }
            continue;
        }
        last_cjk = None;
        folded.clear();
        fold::fold_into(raw, &mut folded);
        let number = first.is_numeric();
        if number {
            // 12,000 and 12000 are one number, 2.5bn and 2.5 as well.
            folded.retain(|c| c != ',');
            let digits = folded.trim_end_matches(char::is_alphabetic).len();
            let end = if digits == 0 { folded.len() } else { digits };
            each(Word { raw, start, stem: &folded[..end], capital: false, number, stop: false });
            continue;
        }
        // In English, US is a country and us is not.
        let country = raw == "US";
        let stop = !country && lexicon.is_stop(&folded);
        let end = if stop { folded.len() } else { stem::stem(&mut folded, lexicon) };
        if end == 0 {
            continue;
        }
        let stem = match &folded[..end] {
            stem if stop => stem,
            "us" if country && lexicon.is_english() => lexicon.same("u.s"),
            stem => lexicon.same(stem),
        };
        each(Word { raw, start, stem, capital: first.is_uppercase(), number, stop });
    }
}

/// Whether the bytes `range` of `text` begin and end where words do: "log in" is not in "blog in". Chinese, Japanese, Korean
/// and Thai set no spaces, or join endings, so that there any place will do.
pub(crate) fn is_whole(text: &str, range: Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() && !is_spaceless(c) && !cjk::is_cjk(c);
    let (before, inside, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let goes_on = |one: &str, next: &str| one.ends_with(joins) && next.starts_with(joins);
    !goes_on(before, inside) && !goes_on(inside, after)
}

#[cfg(test)]
mod tests {
    use super::{each, is_whole};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    fn stems(text: &str, language: &str) -> Vec<String> {
        let mut out = Vec::new();
        each(text, Lexicon::of(Language::declared(language)), |word| {
            if !word.stop {
                out.push(word.stem.to_owned());
            }
        });
        out
    }

    #[test]
    fn words_are_made_comparable() {
        let check = |text, language, expected: &[&str]| assert_eq!(stems(text, language), expected, "{text}");
        check("The dam’s floods: 12,000 flee", "en", &["dam", "flood", "12000", "flee"]);
        check("Ｆｕｌｌ width", "en", &["full", "width"]);
        check("Überschwemmungen in Köln", "de", &["uberschwemm", "koln"]);
        check("東京で地震", "ja", &["東京", "地震"]);
        check("강남역에서 화재", "ko", &["강남역", "화재"]);
        check("中国的经济", "zh", &["中国", "经济"]);
        check("Взрывы в Киеве", "ru", &["взрыв", "киев"]);
        check("", "en", &[]);
    }

    #[test]
    fn whole_words_are_told_from_parts_of_them() {
        let whole = |text: &str, part: &str| {
            let start = text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
            is_whole(text, start..start + part.len())
        };
        assert!(whole("log in now", "log in") && whole("(log in)", "log in") && whole("see: here", "see:"));
        assert!(!whole("blog in June", "log in") && !whole("log into it", "log in"));
        assert!(whole("この記事は有料です", "記事") && whole("기사는 유료", "기사"), "no spaces, or endings");
    }

    #[test]
    fn places_and_capitals_are_kept() {
        let mut seen = Vec::new();
        each("In Oslo rain", Lexicon::english(), |word| {
            seen.push((word.start, word.raw.to_owned(), word.capital));
        });
        assert_eq!(seen, [(0, "In".into(), true), (3, "Oslo".into(), true), (8, "rain".into(), false)]);
    }
}
