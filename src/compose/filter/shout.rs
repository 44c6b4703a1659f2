//! Headlines that shout: where everything is in capitals, capitals tell nothing.

use crate::text::fold::fold;
use crate::text::letters::is_apostrophe;
use crate::text::lexicon::Lexicon;

/// How far to either side of a keyword is looked, in bytes: a long headline and more.
const REACH: usize = 200;

/// What a keyword in capitals means in small letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Ordinary {
    /// An English word.
    english: bool,
    /// A word of these.
    others: Vec<&'static Lexicon>,
    folded: String,
}

/// What `words`, a keyword of capitals, means in small letters; `None` where it is no ordinary word.
pub(super) fn ordinary(words: &str) -> Option<Ordinary> {
    let folded = fold(words.trim().trim_end_matches('*'));
    let english = Lexicon::english().capitals.words.contains(folded.as_str()) || Lexicon::english().is_stop(&folded);
    let others: Vec<&Lexicon> =
        Lexicon::all().filter(|(_, lexicon)| lexicon.is_stop(&folded)).map(|(_, lexicon)| lexicon).collect();
    (english || !others.is_empty()).then_some(Ordinary { english, others, folded })
}

impl Ordinary {
    /// Whether `from..until` of `part`, where the keyword stands in capitals, is in text that shouts, so that it is the
    /// word and not the abbreviation.
    ///
    /// Text shouts where a sentence has no small letter and two words or more, one of which no abbreviation is: a
    /// common word, or one of four letters and more. Within a sentence with small letters, four words in a row do,
    /// two of them such. Of languages other than English there must be another word, lest UN be nothing in an English
    /// headline because it is "a" in French.
    pub(super) fn is_meant(&self, part: &str, from: usize, until: usize) -> bool {
        if part.get(from..until).is_none_or(|found| found.contains('.')) {
            // "U.S.": the full stops say it.
            return false;
        }
        let mut start = from.saturating_sub(REACH);
        while !part.is_char_boundary(start) {
            start += 1;
        }
        let mut end = (until + REACH).min(part.len());
        while !part.is_char_boundary(end) {
            end -= 1;
        }
        let (around, at) = (&part[start..end], from - start);
        self.shouts(sentence(around, at), 2, 1)
            // "US: WHAT NOW": a sentence of one word, or a list, may yet stand in a headline that shouts.
            || self.shouts(around, 2, 1)
            || self.shouts(run(around, at), 4, 2)
    }

    /// Whether `text` has no small letter, `most` words and among them `plain` that are no abbreviations.
    fn shouts(&self, text: &str, most: usize, plain: usize) -> bool {
        if text.chars().any(char::is_lowercase) {
            return false;
        }
        let (mut words, mut common, mut foreign) = (0, 0, self.english);
        for word in text.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)).filter(|word| is_cased(word)) {
            words += 1;
            let folded = fold(word);
            if folded == self.folded {
                continue;
            }
            let stop = Lexicon::english().is_stop(&folded);
            let theirs = !stop && self.others.iter().any(|lexicon| lexicon.is_stop(&folded));
            foreign |= theirs;
            common += usize::from(stop || theirs || folded.chars().count() >= 4);
        }
        foreign && words >= most && common >= plain
    }
}

fn is_cased(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// The sentence of `text` that `at` is in.
fn sentence(text: &str, at: usize) -> &str {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '\n' | '|' | '。');
    let start = text[..at].rfind(ends).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    &text[start..end]
}

/// The words in capitals in a row around `at`.
fn run(text: &str, at: usize) -> &str {
    let word = |c: char| c.is_alphanumeric() || is_apostrophe(c);
    let small = |part: &str| part.chars().any(char::is_lowercase);
    let start = text[..at].rfind(char::is_lowercase).map_or(0, |low| {
        // The word that has the small letter is not in the row.
        text[low..at].find(|c| !word(c)).map_or(at, |gap| low + gap)
    });
    let end = text[at..].find(char::is_lowercase).map_or(text.len(), |low| {
        let low = at + low;
        text[at..low].rfind(|c| !word(c)).map_or(at, |gap| at + gap)
    });
    let run = text.get(start..end).unwrap_or_default();
    if small(run) { "" } else { run }
}

#[cfg(test)]
mod tests {
    use super::ordinary;

    #[test]
    fn capitals_among_capitals_are_the_word() {
        let meant = |keyword: &str, text: &str| {
            let at = text.find(keyword).unwrap_or_else(|| panic!("{keyword} in {text}"));
            ordinary(keyword).is_some_and(|word| word.is_meant(text, at, at + keyword.len()))
        };
        for (keyword, text) in [
            ("IT", "IS IT OVER?"),
            ("WHO", "WHO WILL WIN THE CUP"),
            ("US", "TELL US YOUR STORY"),
            ("WHO", "BREAKING: WHO WILL LEAD NOW"),
            ("WHO", "BREAKING: WHO WILL LEAD THE PARTY now that she is gone"),
            ("US", "It rained. TELL US MORE! It went on."),
            ("ICE", "ICE COVERS THE LAKE"),
            ("AM", "BAUARBEITEN AM HAUPTBAHNHOF"),
            ("UN", "UN HOMME ARRÊTÉ À LYON DANS LA NUIT"),
            ("AI", "AI CONFINI DELLA CITTÀ"),
            ("OR", "NOW OR NEVER"),
            ("МЫ", "ЧТО МЫ ЗНАЕМ"),
        ] {
            assert!(meant(keyword, text), "{keyword} in {text}");
        }
        for (keyword, text) in [
            ("US", "US bank fails"),
            ("WHO", "WHO warns of a new wave"),
            ("US", "NATO, US, WHO meet in Oslo"),
            ("US", "US, EU"),
            ("IT", "IT"),
            ("NASA", "NASA LAUNCHES ROCKET"),
            ("AI", "AI WILL TAKE YOUR JOB"),
            ("UN", "UN WARNS OF FAMINE"),
            ("EU", "EU AGREES ON TARIFFS"),
            ("FBI", "FBI RAIDS THE OFFICE"),
        ] {
            assert!(!meant(keyword, text), "{keyword} in {text}");
        }
    }
}
