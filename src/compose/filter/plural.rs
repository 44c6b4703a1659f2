//! English plurals: the endings a word may have and still be the same word.

use crate::text::lexicon::Lexicon;

/// Cuts `word` (folded) to what all its forms share, and says how they may end.
///
/// A word written with capitals may be a name and keeps its s.
/// Rules: s; es after s, x, z, ch, sh, o; ies for y after a consonant.
/// Spelling does not tell "axes" of "axe" from those of "ax", so a plural may lose `s` or `es`.
pub(super) fn endings(word: &str, capital: bool) -> (usize, &'static [&'static str]) {
    let length = word.len();
    let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
    let last = word.chars().next_back();
    if letters < 2 || !last.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return (length, &[""]);
    }
    if let Some(owner) = word.strip_suffix("'s") {
        return (owner.len(), &["", "s"]);
    }
    if !capital && is_plural(word) {
        return if letters > 4 && word.ends_with("ies") {
            (length - 3, &["y", "ie", "ies"])
        } else if ["ses", "xes", "zes", "ches", "shes", "oes"].iter().any(|end| word.ends_with(end)) {
            (length - 2, &["", "e", "es"])
        } else {
            (length - 1, &["", "s"])
        };
    }
    let mut back = word.chars().rev().skip(1);
    match (back.next(), last) {
        (Some(before), Some('y')) if before.is_ascii_alphabetic() && !"aeiou".contains(before) => {
            (length - 1, &["y", "ies", "ys"])
        }
        (_, Some('s' | 'x' | 'z' | 'o')) | (Some('c' | 's'), Some('h')) => (length, &["", "es", "s"]),
        _ => (length, &["", "s"]),
    }
}

fn is_plural(word: &str) -> bool {
    word.len() > 3
        && word.is_ascii()
        && word.ends_with('s')
        && !["ss", "us", "is", "ics", "'s"].iter().any(|end| word.ends_with(end))
        && word.bytes().rev().nth(1).is_some_and(|byte| byte.is_ascii_alphabetic())
        && !Lexicon::english().stem.singular.contains(word)
}

#[cfg(test)]
mod tests {
    use super::endings;

    #[test]
    fn a_word_and_its_plural_share_their_forms() {
        let check = |word: &str, capital: bool, yes: &[&str], no: &[&str]| {
            let (stem, tails) = endings(word, capital);
            let forms: Vec<String> = tails.iter().map(|tail| format!("{}{tail}", &word[..stem])).collect();
            for form in yes {
                assert!(forms.contains(&(*form).to_owned()), "{word}: {form} not in {forms:?}");
            }
            for form in no {
                assert!(!forms.contains(&(*form).to_owned()), "{word}: {form} in {forms:?}");
            }
        };
        check("startup", false, &["startup", "startups"], &["startupes"]);
        check("breach", false, &["breach", "breaches"], &[]);
        check("company", false, &["company", "companies"], &[]);
        check("key", false, &["key", "keys"], &["keies"]);
        check("companies", false, &["company", "companies"], &[]);
        check("movies", false, &["movie", "movies"], &[]);
        check("deals", false, &["deal", "deals"], &[]);
        check("houses", false, &["house", "houses"], &[]);
        check("buses", false, &["bus", "buses"], &[]);
        check("news", false, &["news"], &["new"]);
        check("windows", true, &["windows"], &["window"]);
        check("politics", false, &["politics"], &["politic"]);
        check("virus", false, &["virus", "viruses"], &["viru"]);
        check("mcdonald's", true, &["mcdonald", "mcdonalds"], &[]);
        check("c", true, &["c"], &["cs"]);
        check("35", false, &["35", "35s"], &[]);
    }
}
