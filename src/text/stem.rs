//! Light stemming: endings that mark number, case and tense are cut, nothing that makes another word.
//!
//! Endings by language, longest first; what is left must keep three letters, or there is no cut.

use super::language::Language;

/// Stems `word` (folded) in place where letters change, and tells how many of its bytes to keep.
pub(crate) fn stem(word: &mut String, language: Language) -> usize {
    // A possessive is never part of the word.
    if let Some(cut) = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).map(str::len) {
        word.truncate(cut);
    }
    match language.code() {
        "en" | "und" => english(word),
        "fr" | "it" => {
            // d'un, l'eau, dell'anno: the article goes.
            if let Some(at) = word.find('\'')
                && word.len() - at > 3
            {
                word.drain(..=at);
            }
            if language.code() == "fr" { cut(word, FR) } else { cut(word, IT) }
        }
        "de" => cut(word, DE),
        "es" => cut(word, ES),
        "pt" => cut(word, PT),
        "nl" => cut(word, NL),
        "sv" | "da" | "no" => cut(word, NORDIC),
        "pl" => cut(word, PL),
        "tr" => {
            // Ankara'da: what stands behind the apostrophe is an ending.
            if let Some(at) = word.find('\'').filter(|at| *at >= 3) {
                word.truncate(at);
            }
            cut(word, TR)
        }
        "ru" | "uk" => cut(word, EAST_SLAVIC),
        "ar" => {
            for article in ["وال", "بال", "كال", "فال", "ال", "لل"] {
                if word.strip_prefix(article).is_some_and(|rest| rest.chars().count() >= 3) {
                    word.drain(..article.len());
                    break;
                }
            }
            cut(word, AR)
        }
        _ => word.len(),
    }
}

fn cut(word: &str, endings: &[&str]) -> usize {
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.chars().count() >= 3)
        .map_or(word.len(), str::len)
}

/// Plurals, -ing and -ed, as Porter's first step does, with a shorter list of exceptions.
fn english(word: &mut String) -> usize {
    let n = word.len();
    if n < 4 || !word.is_ascii() {
        return n;
    }
    if word.ends_with("ies") && n > 4 {
        word.truncate(n - 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        word.truncate(n - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        word.truncate(n - 1);
    }
    for ending in ["ing", "ed"] {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        if rest.len() < 3
            || !rest.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
            || rest.ends_with('e')
        {
            continue;
        }
        let keep = rest.len();
        word.truncate(keep);
        let bytes = word.as_bytes();
        if bytes[keep - 1] == bytes[keep - 2] && !matches!(bytes[keep - 1], b'l' | b's' | b'z' | b'e' | b'o') {
            word.truncate(keep - 1);
        }
        break;
    }
    // announce and announced, voting and votes, police: a final e says nothing.
    if word.len() > 3 && word.ends_with('e') && !word.ends_with("ee") {
        word.truncate(word.len() - 1);
    }
    word.len()
}

const DE: &[&str] = &["ungen", "ung", "ern", "em", "en", "er", "es", "e", "s"];
const FR: &[&str] = &["issements", "issement", "ements", "ement", "ees", "aux", "ee", "es", "er", "ez", "e", "s", "x"];
const ES: &[&str] = &[
    "aciones", "acion", "iones", "ion", "amente", "mente", "ados", "adas", "ado", "ada", "es", "os", "as", "o", "a",
    "e", "s",
];
const IT: &[&str] = &["azioni", "azione", "amente", "mente", "ati", "ate", "ato", "ata", "i", "e", "o", "a"];
const PT: &[&str] =
    &["acoes", "acao", "oes", "ao", "mente", "ados", "adas", "ado", "ada", "es", "os", "as", "o", "a", "e", "s"];
const NL: &[&str] = &["ingen", "ing", "eren", "en", "e", "s"];
const NORDIC: &[&str] =
    &["arna", "erna", "orna", "erne", "ene", "ende", "ar", "er", "or", "en", "et", "a", "e", "s", "t", "n"];
const PL: &[&str] = &[
    "owego", "owych", "iego", "iemu", "ich", "imi", "ami", "ach", "ego", "emu", "ych", "ymi", "owi", "om", "ow", "em",
    "ie", "ia", "a", "e", "i", "o", "u", "y",
];
const EAST_SLAVIC: &[&str] = &[
    "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ая", "яя", "ое", "ее", "ые", "ие", "ыи",
    "ии", "ах", "ях", "ов", "ев", "еи", "ом", "ем", "ам", "ям", "ую", "юю", "ых", "их", "ою", "ья", "а", "я", "о", "е",
    "ы", "и", "у", "ю", "ь", "і", "ї",
];
/// Number, possession and case, as they are heaped up; vowels folded.
const TR: &[&str] = &[
    "larindan", "lerinden", "larinda", "lerinde", "larinin", "lerinin", "larina", "lerine", "larini", "lerini",
    "lardan", "lerden", "larda", "lerde", "larin", "lerin", "lari", "leri", "lara", "lere", "lar", "ler", "sinin",
    "sunun", "sinda", "sinde", "ndan", "nden", "sina", "sine", "dan", "den", "tan", "ten", "nda", "nde", "nin", "nun",
    "da", "de", "ta", "te", "in", "un", "yi", "yu", "ya", "ye", "na", "ne", "si", "su", "i", "u", "a", "e",
];
const AR: &[&str] = &["ات", "ون", "ين", "ها", "هم", "ية", "ة", "ه", "ي"];

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::text::fold::fold;
    use crate::text::language::Language;

    #[test]
    fn endings_are_cut() {
        for (language, word, expected) in [
            ("en", "stories", "story"),
            ("en", "matches", "match"),
            ("en", "running", "run"),
            ("en", "voted", "vot"),
            ("en", "votes", "vot"),
            ("en", "voting", "vot"),
            ("en", "killed", "kill"),
            ("en", "kills", "kill"),
            ("en", "bus", "bus"),
            ("en", "king", "king"),
            ("en", "crisis", "crisis"),
            ("en", "speed", "speed"),
            ("en", "uk", "uk"),
            ("de", "Wahlen", "wahl"),
            ("fr", "l'eau", "eau"),
            ("es", "elecciones", "elecc"),
            ("ru", "выборов", "выбор"),
            ("tr", "Ankara'da", "ankar"),
            ("tr", "depremlerin", "deprem"),
            ("zh", "地震", "地震"),
        ] {
            let mut folded = fold(word);
            let end = stem(&mut folded, Language::declared(language));
            assert_eq!(&folded[..end], expected, "{language} {word}");
        }
    }
}
