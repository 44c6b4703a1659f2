//! Which language a text is in: as declared, else by its letters and its commonest words.

use super::fold::fold;
use super::language::Language;
use super::lexicon::Lexicon;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation as _;

/// Of a text so many bytes show its language.
const READ: usize = 800;

impl Language {
    /// The language of `text`, by its letters, then by its stop words: the language with most of them,
    /// if it has two or more and leads by one. Unknown otherwise.
    #[must_use]
    pub(crate) fn guess(text: &str) -> Self {
        let (mut latin, mut cyrillic, mut ukrainian, mut kana, mut han) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
        let (mut arabic, mut hangul, mut greek, mut hebrew, mut thai) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
        let mut devanagari = 0_usize;
        for c in text.chars() {
            match u32::from(c) {
                0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F => latin += 1,
                0x400..=0x52F => {
                    cyrillic += 1;
                    if matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є') {
                        ukrainian += 1;
                    }
                }
                0x370..=0x3FF => greek += 1,
                0x590..=0x5FF => hebrew += 1,
                0x600..=0x6FF => arabic += 1,
                0x900..=0x97F => devanagari += 1,
                0xE00..=0xE7F => thai += 1,
                0x3040..=0x30FF => kana += 1,
                0x4E00..=0x9FFF | 0x3400..=0x4DBF => han += 1,
                0xAC00..=0xD7AF => hangul += 1,
                _ => {}
            }
        }
        // A Chinese character carries about as much as two letters.
        let scripts = [
            (latin, ""),
            (cyrillic, if ukrainian > 0 { "uk" } else { "ru" }),
            (2 * (han + kana), if kana > 0 { "ja" } else { "zh" }),
            (2 * hangul, "ko"),
            (arabic, "ar"),
            (greek, "el"),
            (hebrew, "he"),
            (thai, "th"),
            (devanagari, "hi"),
        ];
        let most = scripts.iter().map(|(count, _)| *count).max().unwrap_or(0);
        match scripts.iter().find(|(count, _)| *count == most) {
            Some((0, _)) | None => Self::UNKNOWN,
            Some((_, "")) => Self::guess_latin(text),
            Some((_, code)) => Self::declared(code),
        }
    }

    /// The language of an entry: as declared and not plainly wrong, else as guessed; unknown where neither tells. The headline
    /// is asked before what the entry says, of which the first [`READ`] bytes are read.
    #[must_use]
    pub(crate) fn of(label: Option<&str>, title: &str, [summary, text]: [&str; 2]) -> Self {
        let body = if summary.is_empty() { text } else { summary };
        let texts = [title, &body[..body.floor_char_boundary(READ)]];
        let declared = label.map_or(Self::UNKNOWN, Self::declared);
        if declared == Self::UNKNOWN {
            let mut guesses = texts.into_iter().map(Self::guess);
            return guesses.find(|guess| *guess != Self::UNKNOWN).unwrap_or(Self::UNKNOWN);
        }
        if texts.iter().any(|text| declared.is_at_home(text)) {
            return declared;
        }
        let mut corrected = texts.into_iter().map(|text| declared.corrected(text));
        corrected.find(|language| *language != declared).unwrap_or(declared)
    }

    /// The language of `text` where it is plainly not the one declared, as in outlets that mix two under one label:
    /// three stop words or more of another, and none or one of its own.
    #[must_use]
    pub(crate) fn corrected(self, text: &str) -> Self {
        let words: Vec<String> = text.unicode_words().take(40).map(fold).collect();
        let hits = |language| hits(&words, Lexicon::of(language));
        if hits(self) > 1 {
            return self;
        }
        let guess = Self::guess(text);
        let other_letters = guess.latin() != self.latin();
        let plain = guess != Self::UNKNOWN && guess != self && (other_letters || hits(guess) >= 3);
        if plain { guess } else { self }
    }

    /// Whether `text` has two of the language's commonest words: most text has them early on, and then there is
    /// nothing to mend. Looks at short ASCII words only, and holds no memory.
    #[must_use]
    pub(crate) fn is_at_home(self, text: &str) -> bool {
        let lexicon = Lexicon::of(self);
        let own = |word: &&[u8]| {
            let mut lower = [0; 5];
            let Some(lower) = lower.get_mut(..word.len()) else { return false };
            lower.copy_from_slice(word);
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).is_ok_and(|word| lexicon.is_stop(word))
        };
        let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
        words.filter(|word| !word.is_empty()).filter(own).nth(1).is_some()
    }

    fn guess_latin(text: &str) -> Self {
        let words: Vec<String> = text.unicode_words().take(80).map(fold).collect();
        let mut counts: Vec<(usize, Self)> =
            LATIN.iter().map(|(language, lexicon)| (hits(&words, lexicon), *language)).collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        match counts.as_slice() {
            [(first, language), (second, _), ..] if *first >= 2 && first > second => *language,
            _ => Self::UNKNOWN,
        }
    }
}

/// Languages in Latin letters that are told from one another by their stop words.
static LATIN: LazyLock<Vec<(Language, &Lexicon)>> = LazyLock::new(|| {
    Lexicon::all().filter(|(language, lexicon)| language.latin() && !lexicon.stop.is_empty()).collect()
});

/// How many of `words` are stop words.
fn hits(words: &[String], lexicon: &Lexicon) -> usize {
    words.iter().filter(|word| lexicon.is_stop(word)).count()
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_wrong_label_is_mended() {
        let check = |text, label, code| assert_eq!(Language::declared(label).corrected(text).code(), code, "{text}");
        check("Lalaki, ginulpi ang kapatid dahil sa pera ng kanilang ina", "en", "tl");
        check("Dam bursts in Norway and hundreds flee", "en", "en");
        check("Dam bursts", "en", "en");
        check("В Киеве прогремели взрывы", "en", "ru");
        check("Manila mayor ang sa", "en", "en");
    }

    #[test]
    fn languages_are_guessed() {
        for (text, code) in [
            ("The dam has burst and it is raining", "en"),
            ("Der Damm ist gebrochen und es regnet", "de"),
            ("Le barrage est rompu dans la nuit", "fr"),
            ("La presa se rompe y el agua llega a los pueblos", "es"),
            ("В Киеве прогремели взрывы", "ru"),
            ("У Києві пролунали вибухи", "uk"),
            ("東京で地震がありました", "ja"),
            ("北京发生地震", "zh"),
            ("Reuters", "und"),
            ("", "und"),
        ] {
            assert_eq!(Language::guess(text).code(), code, "{text}");
        }
    }
}
