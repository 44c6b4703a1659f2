//! Light stemming: endings that mark number, case and tense are cut, nothing that makes another word.
//!
//! What is left must keep three letters, or there is no cut. English has rules, other languages a list of endings.

use super::lexicon::Lexicon;

/// Stems `word` (folded) in place where letters change, and tells how many of its bytes to keep.
pub(crate) fn stem(word: &mut String, lexicon: &Lexicon) -> usize {
    // A possessive is never part of the word.
    if let Some(cut) = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).map(str::len) {
        word.truncate(cut);
    }
    let rules = &lexicon.stem;
    if rules.rules == "english" {
        return english(word);
    }
    match word.find('\'') {
        // d'un, l'eau, dell'anno: the article goes.
        Some(at) if rules.elision && word.len() - at > 3 => drop(word.drain(..=at)),
        // Ankara'da: what stands behind the apostrophe is an ending.
        Some(at) if rules.apostrophe && at >= 3 => word.truncate(at),
        _ => {}
    }
    let leaves_enough = |prefix: &&str| word.strip_prefix(*prefix).is_some_and(|rest| rest.chars().count() >= 3);
    if let Some(prefix) = rules.prefixes.iter().map(|prefix| &**prefix).find(leaves_enough) {
        word.drain(..prefix.len());
    }
    cut(word, &rules.endings)
}

fn cut(word: &str, endings: &[Box<str>]) -> usize {
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(&**ending))
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

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::text::fold::fold;
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

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
            let end = stem(&mut folded, Lexicon::of(Language::declared(language)));
            assert_eq!(&folded[..end], expected, "{language} {word}");
        }
    }
}
