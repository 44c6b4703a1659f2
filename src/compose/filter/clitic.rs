//! Arabic and Hebrew: words that are written together with the word after them (and, in, from, the).

use crate::text::letters::is_persian;

/// A script whose small words are written together with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clitics {
    Arabic,
    Hebrew,
}

/// The article, folded.
const ARTICLE: &str = "ال";

/// The longest chain of small words, in bytes: three letters and an article of two.
pub(super) const LONGEST: usize = 12;

/// The small words that may stand before a keyword, if there are any. Persian and Urdu are written in Arabic letters
/// but join nothing in front: a keyword with a letter of theirs takes nothing.
pub(super) fn of(words: &str) -> Option<Clitics> {
    if words.is_ascii() {
        return None;
    }
    if words.chars().any(is_persian) {
        return None;
    }
    match words.chars().find(|c| c.is_alphabetic())? {
        '\u{0620}'..='\u{064A}' | '\u{0671}' => Some(Clitics::Arabic),
        '\u{05D0}'..='\u{05EA}' => Some(Clitics::Hebrew),
        _ => None,
    }
}

/// `folded` without its article: after "to" the article loses its alef, so that the whole keyword is not to be seen.
pub(super) fn without_article(folded: &str) -> Option<&str> {
    folded.strip_prefix(ARTICLE).filter(|bare| first_word(bare) >= 2)
}

impl Clitics {
    /// Whether `before` (folded) is nothing but small words before a keyword that begins with `folded`.
    /// `contracted`: the keyword's own article is in what stands before it.
    ///
    /// One letter before two is as likely a word of three as not: the shorter the keyword, the less may stand before it.
    pub(super) fn allow(self, before: &str, folded: &str, contracted: bool) -> bool {
        let letters = first_word(folded);
        match self {
            _ if before.is_empty() => !contracted,
            Self::Arabic => {
                // The article comes last, and once.
                let article = folded.starts_with(ARTICLE) && letters > 4;
                let rest = before.strip_prefix(['و', 'ف']).unwrap_or(before);
                match rest {
                    "لل" => !article && letters >= 2,
                    _ if contracted => false,
                    "ال" | "بال" | "كال" => !article && letters >= 2,
                    // Before three letters only the commonest: "and", "in", "to".
                    "" | "ب" | "ل" => letters >= 4 || (letters == 3 && !before.starts_with('ف')),
                    "ك" => letters >= 4,
                    _ => false,
                }
            }
            Self::Hebrew => {
                if letters < 3 {
                    return letters == 2 && before == "ה";
                }
                let rest = before.strip_prefix('ו').unwrap_or(before);
                let that = ["לכש", "כש", "מש", "ש"].iter().find_map(|that| rest.strip_prefix(that)).unwrap_or(rest);
                let place = that.strip_prefix(['ב', 'ל', 'מ', 'כ']).unwrap_or(that);
                matches!(place, "" | "ה")
            }
        }
    }
}

fn first_word(folded: &str) -> usize {
    folded.split(' ').next().unwrap_or_default().chars().count()
}

#[cfg(test)]
mod tests {
    use super::{Clitics, of};

    #[test]
    fn small_words_stand_before_a_word_and_letters_do_not() {
        let check = |clitics: Clitics, keyword, yes: &[&str], no: &[&str]| {
            for before in yes {
                assert!(clitics.allow(before, keyword, false), "{before} before {keyword}");
            }
            for before in no {
                assert!(!clitics.allow(before, keyword, false), "{before} before {keyword}");
            }
        };
        check(
            Clitics::Arabic,
            "ايران",
            &["", "و", "ب", "ول", "فب", "وال", "لل", "وبال", "ك"],
            &["ت", "ا", "ببا", "الو"],
        );
        check(Clitics::Arabic, "يمن", &["ال", "و", "بال"], &["ك", "ف", "م"]);
        check(Clitics::Arabic, "طن", &["ال"], &["و", "ب"]);
        check(Clitics::Arabic, "الصين", &["و", "ب"], &["ال", "بال"]);
        check(Clitics::Hebrew, "ישראל", &["", "ב", "ול", "שב", "כשה", "ומה", "לכש"], &["א", "בב", "הו"]);
        check(Clitics::Hebrew, "גז", &["ה"], &["ב", "מ"]);
    }

    #[test]
    fn only_scripts_that_join_them() {
        assert_eq!(of("إيران"), Some(Clitics::Arabic));
        assert_eq!(of("ישראל"), Some(Clitics::Hebrew));
        assert_eq!(of("زیر"), None);
        assert_eq!(of("Iran"), None);
    }
}
