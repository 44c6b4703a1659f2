//! Formats: what kind of piece a headline announces. Two pieces of one format, a deal and a deal, a review and a review,
//! share its words whatever they are about; so a shared format is weighed against what else they share.

use super::fold::fold;
use super::lexicon::{Lexicon, PerLanguage};
use aho_corasick::AhoCorasick;

/// Formats of a headline, several at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Formats(u32);

/// How the formats of two headlines compare.
pub(crate) struct Compared {
    /// Formats both have.
    pub(crate) shared: Formats,
    /// How many formats one of them has and the other has not.
    pub(crate) differ: usize,
}

macro_rules! formats {
    ($($name:ident = $place:literal $key:literal;)*) => {
        impl Formats {
            $(pub(crate) const $name: Self = Self(1 << $place);)*
        }
        /// Each format with the key of its words in the language files.
        const KEYS: &[(Formats, &str)] = &[$((Formats::$name, $key),)*];
    };
}

formats! {
    DEAL = 0 "deal";
    BEST = 1 "best";
    REVIEW = 2 "review";
    HANDS_ON = 3 "hands_on";
    VERSUS = 4 "versus";
    RATES = 5 "rates";
    PUZZLE = 6 "puzzle";
    WATCH = 7 "watch";
    RUMOUR = 8 "rumour";
    TRACKER = 9 "tracker";
    GIFT = 10 "gift";
    TRAILER = 11 "trailer";
    FUNDING = 12 "funding";
    EARNINGS = 13 "earnings";
    LAYOFFS = 14 "layoffs";
    SECURITY = 15 "security";
    LAWSUIT = 16 "lawsuit";
    RELEASE = 17 "release";
    LIST = 18 "list";
}

/// The words that announce formats in a language, with what they announce; none where there are none.
static ALL: PerLanguage<Option<(AhoCorasick, Vec<Formats>)>> = PerLanguage::new(|lexicon| {
    let words = || {
        KEYS.iter().flat_map(|(format, key)| lexicon.formats.get(*key).into_iter().flatten().map(|it| (it, *format)))
    };
    words().next()?;
    Some((AhoCorasick::new(words().map(|(word, _)| &**word)).ok()?, words().map(|(_, format)| format).collect()))
});

impl Formats {
    /// The formats that a headline announces, in the language of `lexicon`.
    pub(crate) fn of(title: &str, lexicon: &'static Lexicon) -> Self {
        let Some((all, means)) = ALL.of(lexicon) else { return Self::default() };
        let folded = fold(title);
        // Words count from their start: "deal" stands in "deals", not in "ideal".
        let starts = |at: usize| folded[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let mut out = Self::default();
        for found in all.find_overlapping_iter(&folded) {
            if starts(found.start()) || folded[found.start()..].starts_with(' ') {
                out.0 |= means[found.pattern().as_usize()].0;
            }
        }
        if folded.starts_with(|c: char| c.is_ascii_digit()) {
            out.0 |= Self::LIST.0;
        }
        out
    }

    /// How many formats these are.
    pub(crate) fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    pub(crate) fn compare(self, other: Self) -> Compared {
        Compared { shared: Self(self.0 & other.0), differ: Self(self.0 ^ other.0).count() }
    }
}

#[cfg(test)]
mod tests {
    use super::KEYS;
    use crate::text::lexicon::Lexicon;

    type Formats = super::Formats;

    fn of(title: &str) -> Formats {
        Formats::of(title, Lexicon::english())
    }

    #[test]
    fn every_format_has_its_words() {
        let known: Vec<&String> = Lexicon::english().formats.keys().collect();
        assert!(KEYS.iter().all(|(_, key)| known.iter().any(|known| known == key)), "{known:?}");
        assert_eq!(known.len(), KEYS.len());
    }

    #[test]
    fn headlines_announce_what_they_are() {
        let check = |title: &str, expected: Formats| assert_eq!(of(title), expected, "{title}");
        check("Dam bursts in Norway", Formats::default());
        check("Quest 4 review", Formats::REVIEW);
        check("Today's Wordle hints", Formats::PUZZLE);
        // A word counts from its start.
        check("An ideal flat", Formats::default());
        check("7 owls", Formats::LIST);
        let shared = of("Mortgage rates today").compare(of("Refinance rates: a review"));
        assert_eq!((shared.shared, shared.differ), (Formats::RATES, 1));
    }
}
