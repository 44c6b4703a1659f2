//! What folding knows about single characters and short words.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Whether a character of folded text needs no space around it: a symbol, or of a script without spaces.
pub(crate) fn is_own(c: char) -> bool {
    is_spaceless(c) || !(c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '\u{1}' | '\u{2}'))
}

/// Half of a flag: two in a row are one flag.
pub(crate) fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Hangul as folding leaves it: the letters that syllables are made of.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}')
}

/// What a letter is without what NFKD leaves on it; `None` where it is plain already.
pub(crate) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' | 'İ' => "i",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ς' => "σ",
        // Arabic and Persian spellings of one letter.
        '\u{0649}' | '\u{06CC}' => "\u{064A}",
        '\u{06A9}' => "\u{0643}",
        '\u{0629}' | '\u{06C1}' | '\u{06BE}' => "\u{0647}",
        '\u{0671}' => "\u{0627}",
        '\u{0660}' | '\u{06F0}' => "0",
        '\u{0661}' | '\u{06F1}' => "1",
        '\u{0662}' | '\u{06F2}' => "2",
        '\u{0663}' | '\u{06F3}' => "3",
        '\u{0664}' | '\u{06F4}' => "4",
        '\u{0665}' | '\u{06F5}' => "5",
        '\u{0666}' | '\u{06F6}' => "6",
        '\u{0667}' | '\u{06F7}' => "7",
        '\u{0668}' | '\u{06F8}' => "8",
        '\u{0669}' | '\u{06F9}' => "9",
        _ => return None,
    })
}

/// Accents of scripts in which they may be left out, joiners, direction marks, skin tones, the stroke that
/// stretches Arabic words.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05C7}' | '\u{05F4}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}')
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
