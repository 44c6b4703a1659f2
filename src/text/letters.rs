//! What folding knows about single characters and short words.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// Whether a character of folded text needs no space around it: a symbol, or of a script without spaces.
pub(crate) fn is_own(c: char) -> bool {
    is_spaceless(c) || !(is_word_part(c) || matches!(c, '\'' | '\u{1}' | '\u{2}'))
}

/// Half of a flag: two in a row are one flag.
pub(crate) fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Hangul as folding leaves it: the letters that syllables are made of.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}')
}

/// What a character, as NFKD leaves it, is folded to beyond lower case; `None` where it stays what it is.
///
/// With [`is_dropped`] and [`is_letter_of_its_own`] this is the one table of folding: words of texts
/// ([`fold`](super::fold)) and keywords ([`search`](super::search)) are folded by it.
pub(crate) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        c if is_apostrophe(c) => "'",
        // Latin letters that Unicode does not take apart, as those write them who have no keys for them.
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɗ' | 'Ɗ' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ɓ' | 'Ɓ' => "b",
        'ƙ' | 'Ƙ' => "k",
        'ƴ' | 'Ƴ' => "y",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ς' => "σ",
        // Arabic, Persian and Urdu spellings of one letter.
        '\u{0649}' | '\u{06CC}' => "\u{064A}",
        '\u{06A9}' => "\u{0643}",
        '\u{0629}' | '\u{06C1}' | '\u{06BE}' => "\u{0647}",
        '\u{0671}' => "\u{0627}",
        '\u{066B}' => ".",
        '\u{066C}' => ",",
        // Two signs of a nasal vowel that Hindi writes in turn.
        '\u{0901}' => "\u{0902}",
        _ => return digit(c),
    })
}

/// A decimal digit of another script, as everyone writes it.
fn digit(c: char) -> Option<&'static str> {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let zero = match c {
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        // The scripts of India: Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam.
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        '\u{09E6}'..='\u{09EF}' => '\u{09E6}',
        '\u{0A66}'..='\u{0A6F}' => '\u{0A66}',
        '\u{0AE6}'..='\u{0AEF}' => '\u{0AE6}',
        '\u{0B66}'..='\u{0B6F}' => '\u{0B66}',
        '\u{0BE6}'..='\u{0BEF}' => '\u{0BE6}',
        '\u{0C66}'..='\u{0C6F}' => '\u{0C66}',
        '\u{0CE6}'..='\u{0CEF}' => '\u{0CE6}',
        '\u{0D66}'..='\u{0D6F}' => '\u{0D66}',
        // Thai, Lao, Burmese, Khmer.
        '\u{0E50}'..='\u{0E59}' => '\u{0E50}',
        '\u{0ED0}'..='\u{0ED9}' => '\u{0ED0}',
        '\u{1040}'..='\u{1049}' => '\u{1040}',
        '\u{17E0}'..='\u{17E9}' => '\u{17E0}',
        _ => return None,
    };
    DIGITS.get(usize::try_from(u32::from(c) - u32::from(zero)).ok()?).copied()
}

/// Accents of scripts in which they may be left out, joiners, direction marks, skin tones, the stroke that
/// stretches Arabic words. The vowel signs of India and Thailand, and the strokes that make か into が, stay: without
/// them words are other words.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}'
        // Hebrew points, but not the hyphen and the stops among them.
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'..='\u{05C2}' | '\u{05C4}'..='\u{05C5}' | '\u{05C7}'
        | '\u{05F4}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        // The dot by which Hindi writes sounds of other languages, and often does not.
        | '\u{093C}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Cyrillic letters that look accented and are letters of their own. **The one difference between the two foldings:**
/// a keyword keeps them, as its writer tells "мой" from "мои"; words of texts lose what stands above them, as the
/// endings that stemming cuts, the lists of common words and what was counted with them are written without.
pub(crate) fn is_letter_of_its_own(c: char) -> bool {
    matches!(c, 'й' | 'Й' | 'ї' | 'Ї' | 'ў' | 'Ў')
}

/// The letter of its own that `mark` makes of `base`, as decomposed text has it.
pub(crate) fn completed(base: char, mark: char) -> Option<char> {
    compose(base, mark).filter(|whole| is_letter_of_its_own(*whole))
}

/// The typewriter's apostrophe and those that stand for it, the okina and the Hebrew geresh among them.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{2019}'
            | '\u{2018}'
            | '\u{201B}'
            | '\u{02BC}'
            | '\u{02BB}'
            | '\u{FF07}'
            | '\u{05F3}'
            | '\u{00B4}'
    )
}

/// What may stand between the parts of a word that is also written as one or as two.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{05BE}' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}')
}

/// Whether `c` is part of a word: in many scripts vowels are marks.
pub(crate) fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether `c` goes on what the character before it has begun: an accent or a vowel sign, the second and third letter
/// of a Korean syllable.
pub(crate) fn is_continuing(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11FF}')
}

/// Umlauts and the like as those write them who have no keys for them.
pub(crate) fn spelled_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            _ => out.push(c),
        }
    }
    out
}

/// Letters that Persian, Urdu and their neighbours have and Arabic has not, or has in another shape.
pub(crate) fn is_persian(c: char) -> bool {
    matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ')
}

/// Scripts written without spaces between words.
pub(crate) fn is_spaceless(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0FFF}' // Thai, Lao, Tibetan
        | '\u{1000}'..='\u{109F}' | '\u{AA60}'..='\u{AA7F}' // Myanmar
        | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19FF}' | '\u{1A20}'..='\u{1AAF}' // Khmer, Tai
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' // kana
        | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' // bopomofo
        | '\u{3400}'..='\u{9FFF}' | '\u{A000}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Japanese syllables of the kind that names from elsewhere are written in, of either width, and their marks.
pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' | '\u{3099}' | '\u{309A}')
}

/// Chinese characters and Japanese syllables.
pub(crate) fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Chinese characters.
pub(crate) fn is_han(c: char) -> bool {
    is_han_or_kana(c) && !matches!(c, '\u{3040}'..='\u{30FF}')
}

/// Korean letters put together to syllables, as lists have them.
pub(crate) fn syllables(letters: impl Iterator<Item = char>) -> String {
    letters.nfc().collect()
}

/// `text` with characters of half width as those of full width, voicing marks put to their syllables.
pub(crate) fn full_width(text: &str) -> impl Iterator<Item = char> {
    text.nfkc()
}

/// Symbols that people look for: currencies, emoji.
pub(crate) fn is_symbol(c: char) -> bool {
    matches!(c,
        '\u{00A2}'..='\u{00A5}' | '\u{20A0}'..='\u{20CF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1FAFF}'
        | '\u{E0020}'..='\u{E007F}')
}

/// Whether an article may be shortened before `c`: a vowel, or an h that is not heard.
pub(crate) fn opens_elided(c: char) -> bool {
    let mut base = c;
    decompose_compatible(c, |part| {
        if !is_dropped(part) {
            base = part;
        }
    });
    matches!(base.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'œ' | 'Œ')
}

/// Articles and the like that French, Italian and Catalan shorten before a vowel.
pub(crate) fn is_elided(word: &[u8]) -> bool {
    matches!(
        word.to_ascii_lowercase().as_slice(),
        b"l" | b"d"
            | b"j"
            | b"m"
            | b"n"
            | b"s"
            | b"t"
            | b"c"
            | b"qu"
            | b"jusqu"
            | b"lorsqu"
            | b"puisqu"
            | b"dell"
            | b"all"
            | b"nell"
            | b"sull"
            | b"dall"
            | b"un"
            | b"quest"
    )
}
