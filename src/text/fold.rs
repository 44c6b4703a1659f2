//! Folding: letters that differ in case, accent or width only become equal.

use super::letters::{is_apostrophe, is_continuing, is_dropped, plain};
use unicode_normalization::char::{compose, decompose_compatible};

/// `text` with case, accents and width folded.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends `text`, folded, to `out`.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_apostrophe(c) {
            out.push('\'');
        } else {
            decompose_compatible(c, |part| fold_part(part, out));
        }
    }
}

fn fold_part(part: char, out: &mut String) {
    if is_dropped(part) {
        return;
    }
    if let Some(plain) = plain(part) {
        out.push_str(plain);
        return;
    }
    // What is no accent is part of the letter again.
    if is_continuing(part)
        && let Some(whole) = out.chars().next_back().and_then(|last| compose(last, part))
    {
        out.pop();
        out.push(whole);
        return;
    }
    out.extend(part.to_lowercase());
}

#[cfg(test)]
mod tests {
    use super::fold;
    use crate::text::letters::{is_hangul, is_letter_of_its_own, is_spaceless, is_symbol, is_word_part};
    use crate::text::search;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn letters_become_equal() {
        for (text, expected) in [
            ("ÉCLAIR", "eclair"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("Ｎｅｗｓ", "news"),
            ("Ёлка", "елка"),
            ("Trump’s", "trump's"),
            ("إيران", "ايران"),
            // What keywords are folded to, words are.
            ("Ħamrun", "hamrun"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Bundes\u{AD}tag", "bundestag"),
            ("Hawaiʻi", "hawai'i"),
            ("ایران کشور", "ايران كشور"),
            ("١٢٬٥٠٠ ۱۲ १२ ๑๒", "12,500 12 12 12"),
            ("ЙОД їжак", "иод іжак"),
            ("İstanbul ŉ", "istanbul 'n"),
            // Vowels that are marks are no accents.
            ("किला", "किला"),
            ("फ़ोन चाँद", "फोन चांद"),
            ("ガス ｶﾞｽ", "ガス ガス"),
            ("한국", "한국"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(fold(text), expected);
        }
    }

    /// Every letter and digit of every script is for words what it is for keywords, but those that are named.
    #[test]
    fn words_and_keywords_are_folded_alike() {
        let parted = |c: char| c.nfkd().any(|part| !is_word_part(part) || is_spaceless(part) || is_hangul(part));
        let letters = ('\u{80}'..='\u{1FFFF}')
            .filter(|c| c.is_alphanumeric() && !is_symbol(*c) && !is_letter_of_its_own(*c) && !parted(*c));
        for c in letters {
            let word = format!("a{c}a");
            let keyword = String::from_utf8(search::fold(&word)).unwrap_or_default();
            assert_eq!(keyword.trim_start(), fold(&word).nfd().collect::<String>(), "{c} {}", c.escape_unicode());
        }
    }

    #[test]
    fn keywords_keep_letters_of_their_own() {
        let keyword = |text: &str| String::from_utf8(search::fold(text)).unwrap_or_default();
        for (composed, taken_apart, word) in
            [("Мой", "Мои\u{306}", "мои"), ("Їжа", "І\u{308}жа", "іжа"), ("Ўсё", "У\u{306}се\u{308}", "усе")]
        {
            assert_eq!(keyword(composed), keyword(taken_apart));
            assert_ne!(keyword(composed).trim_start(), word);
            assert_eq!([fold(composed), fold(taken_apart)], [word, word]);
        }
    }
}
