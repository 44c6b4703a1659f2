//! Formats: what kind of piece a headline announces. Two pieces of one format, a deal and a deal, a review and a review,
//! share its words whatever they are about; so a shared format is weighed against what else they share.

use super::fold::fold;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

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
    ($($name:ident = $place:literal: $words:expr;)*) => {
        impl Formats {
            $(pub(crate) const $name: Self = Self(1 << $place);)*
        }
        /// Each format with the folded words that announce it.
        const WORDS: &[(Formats, &[&str])] = &[$((Formats::$name, &$words),)*];
    };
}

formats! {
    DEAL = 0: ["deal", "% off", "$ off", " off ", "save $", "save up to", "discount", "lowest price", "on sale", "prime day",
        "black friday", "cyber monday", "coupon", "promo code", "for just $", "for only $", "cheap", "price drop", "low price",
        "all-time low", "record low", "bargain", "clearance"];
    BEST = 1: ["best ", "top picks", "favorite", "favourite", "we recommend", "we tested"];
    REVIEW = 2: ["review", "impressions", "verdict", "test:"];
    HANDS_ON = 3: ["hands-on", "hands on", "first look", "i tried", "i tested", "i used", "i spent", "after a week", "i played"];
    VERSUS = 4: [" vs ", " vs. ", "versus", "compared", "comparison", "which should you"];
    RATES = 5: ["mortgage", "refinance", "interest rates", "rates today", "cd rates", "heloc", "savings rates", "apy", "tax credit"];
    PUZZLE = 6: ["wordle", "connections", "strands", "quordle", "hints", "puzzle", "crossword", "answers for", "spelling bee", "heardle"];
    WATCH = 7: ["how to watch", "where to watch", "livestream", "live stream", "watch online", "tv channel", "start time", "kick-off",
        "what to watch", "streaming"];
    RUMOUR = 8: ["rumor", "rumour", "leak", "renders", "tipped", "may launch", "could launch", "reportedly"];
    TRACKER = 9: ["release date", "everything we know", "everything you need", "what we know", "here's what", "here is what", "all you need",
        "price, specs", "specs, "];
    GIFT = 10: ["gift guide", "gifts for", "gift ideas", "mother's day", "father's day", "valentine"];
    TRAILER = 11: ["trailer", "teaser", "season", "episode", "box office", "finale"];
    FUNDING = 12: ["raises $", "raises eur", "raised $", "series a", "series b", "series c", "seed round", "funding", "valuation", "ipo",
        "acquire", "buys", "acquisition", "merger"];
    EARNINGS = 13: ["earnings", "quarter", "revenue", "profit", "results", "sales", "shares", "stock"];
    LAYOFFS = 14: ["layoff", "lays off", "lay off", "laid off", "job cuts", "cuts jobs", "cut jobs", "cutting jobs", "workforce"];
    SECURITY = 15: ["vulnerab", "zero-day", "zero day", "patch", "ransomware", "breach", "malware", "hackers", "hacked", "phishing", "exploit",
        "cyberattack", "security flaw", "botnet", "spyware", "data leak"];
    LAWSUIT = 16: ["lawsuit", "sues", "sued", "suing", "court", "judge", "trial", "antitrust", "fined", "fine ", "settle", "ruling"];
    RELEASE = 17: ["update", "beta", "rolls out", "rolling out", "now available", "released", "launch", "unveil", "announce", "new feature",
        "introduces", "debuts"];
    LIST = 18: ["things", "ways to", "tips", "reasons", "tricks", "how to", "guide"];
}

static ALL: LazyLock<Option<(AhoCorasick, Vec<Formats>)>> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|(_, words)| *words);
    let means = WORDS.iter().flat_map(|(format, words)| words.iter().map(|_| *format)).collect();
    // None if it could not be built, which no list of ours brings about.
    Some((AhoCorasick::new(words).ok()?, means))
});

impl Formats {
    /// The formats that a headline announces.
    pub(crate) fn of(title: &str) -> Self {
        let Some((all, means)) = &*ALL else { return Self::default() };
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
    use super::Formats;

    #[test]
    fn headlines_announce_what_they_are() {
        let check = |title: &str, expected: Formats| assert_eq!(Formats::of(title), expected, "{title}");
        check("Dam bursts in Norway", Formats::default());
        check("Quest 4 review", Formats::REVIEW);
        check("Today's Wordle hints", Formats::PUZZLE);
        // A word counts from its start.
        check("An ideal flat", Formats::default());
        check("7 owls", Formats::LIST);
        let shared = Formats::of("Mortgage rates today").compare(Formats::of("Refinance rates: a review"));
        assert_eq!((shared.shared, shared.differ), (Formats::RATES, 1));
    }
}
