//! What kind of entry it is: news, or something that only looks like it.
//!
//! A round-up touches many stories and tells none; a live page changes from hour to hour; opinion and questions
//! make poor headlines. Marks are read from the headline and from the address.

use super::fold::fold;
use super::lexicon::{Lexicon, PerLanguage};
use super::lists::Phrases;
use super::words::is_whole;
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// Kinds an entry may be of, several at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(crate) const ROUND_UP: Self = Self(1);
    pub(crate) const LIVE: Self = Self(2);
    pub(crate) const OPINION: Self = Self(4);
    pub(crate) const SPORT: Self = Self(8);
    pub(crate) const QUESTION: Self = Self(16);
    pub(crate) const CAPITALS: Self = Self(32);
    /// Explains or advises: true for weeks.
    pub(crate) const EXPLAINER: Self = Self(64);
    /// Its address is far older than those its outlet gives to what is new.
    pub(crate) const EVERGREEN: Self = Self(128);
    /// A podcast, a video, a newsletter: heard, watched or sent.
    pub(crate) const OTHER: Self = Self(256);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is no opinion, live page, newsletter, podcast, video or round-up.
    pub(crate) fn is_news(self) -> bool {
        ![Self::ROUND_UP, Self::LIVE, Self::OPINION, Self::OTHER].into_iter().any(|mark| self.has(mark))
    }

    pub(crate) fn set(&mut self, other: Self, when: bool) {
        if when {
            self.0 |= other.0;
        }
    }

    /// The marks of an entry with this headline, in the language of `lexicon`, and this address.
    pub(crate) fn of(title: &str, link: Option<&str>, lexicon: &'static Lexicon) -> Self {
        let folded = fold(title);
        let mut marks = TITLES.of(lexicon).of(&folded);
        let path = link.map(path).unwrap_or_default();
        marks.set(PATHS.of(lexicon).of(&path), true);
        marks.set(Self::OTHER, is_other(&folded, &path, lexicon));
        marks.set(Self::QUESTION, folded.trim_end().ends_with('?') || title.trim_end().ends_with(['？', '؟']));
        let letters = title.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = title.chars().filter(|c| c.is_uppercase()).count();
        marks.set(Self::CAPITALS, letters >= 12 && capitals * 10 > letters * 7);
        marks
    }
}

/// Whether it is heard, watched or sent: a headline that begins with the word for it and a mark, or an address that has the
/// word as a folder.
fn is_other(folded: &str, path: &str, lexicon: &Lexicon) -> bool {
    let mut words = [lexicon, Lexicon::english()].into_iter().flat_map(|lexicon| lexicon.kinds.other.iter());
    let start = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let is_folder = |folder: &str| folder.strip_prefix(&**word).is_some_and(|rest| matches!(rest, "" | "s"));
        let after = start.strip_prefix(&**word).map(str::trim_start);
        after.is_some_and(|after| after.starts_with([':', '|', ']', ')', '-', '–']))
            // The last part names the piece itself, and words of its headline with it.
            || path.rsplit('/').skip(1).any(is_folder)
    })
}

/// What headlines announce in each language.
static TITLES: PerLanguage<Signs> = PerLanguage::new(|lexicon| {
    let kinds = &lexicon.kinds;
    Signs::new([
        (Marks::ROUND_UP, Where::Start, &kinds.round_up_start),
        (Marks::ROUND_UP, Where::Anywhere, &kinds.round_up),
        (Marks::LIVE, Where::Start, &kinds.live_start),
        (Marks::LIVE, Where::Anywhere, &kinds.live),
        (Marks::OPINION, Where::Start, &kinds.opinion_start),
        (Marks::OPINION, Where::Anywhere, &kinds.opinion),
        // It asks or answers a standing question: "Storm: how to stay safe", "What is a tier 3 area?"
        (Marks::EXPLAINER, Where::PartStart, &kinds.explainer_part),
    ])
});

/// What addresses announce in each language, and in English: many sites of the world name their folders so.
static PATHS: PerLanguage<Signs> = PerLanguage::new(|lexicon| {
    Signs::new([lexicon, Lexicon::english()].into_iter().flat_map(|lexicon| {
        let kinds = &lexicon.kinds;
        [
            (Marks::ROUND_UP, Where::InPath, &kinds.round_up_path),
            (Marks::LIVE, Where::InPath, &kinds.live_path),
            (Marks::OPINION, Where::InPath, &kinds.opinion_path),
            (Marks::SPORT, Where::InPath, &kinds.sport_path),
        ]
    }))
});

/// Where a sign must stand to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Anywhere,
    Start,
    /// Anywhere in an address.
    InPath,
    /// At the start of what stands before, between or after colons, bars and dashes, with more words following.
    PartStart,
}

/// Strings that mark an entry, found in one pass over its text.
struct Signs {
    /// None if it could not be built, which no list of ours brings about.
    all: Option<AhoCorasick>,
    means: Vec<(Marks, Where)>,
}

impl Signs {
    fn new<'l>(lists: impl IntoIterator<Item = (Marks, Where, &'l Phrases)>) -> Self {
        let signs =
            lists.into_iter().flat_map(|(marks, place, list)| list.iter().map(move |sign| (&**sign, marks, place)));
        let (signs, means): (Vec<&str>, Vec<(Marks, Where)>) =
            signs.map(|(sign, marks, place)| (sign, (marks, place))).unzip();
        Self { all: AhoCorasick::new(signs).ok(), means }
    }

    fn of(&self, text: &str) -> Marks {
        let mut out = Marks::default();
        for found in self.all.iter().flat_map(|all| all.find_overlapping_iter(text)) {
            let (marks, place) = self.means[found.pattern().as_usize()];
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            let stands = match place {
                Where::InPath => true,
                Where::Anywhere => is_said(text, found.range()),
                Where::Start => before.is_empty() && is_said(text, found.range()),
                Where::PartStart => {
                    let before = before.trim_end();
                    let rest = after.split(PARTS).next().unwrap_or_default();
                    (before.is_empty() || before.ends_with(PARTS)) && after.starts_with(' ') && !rest.trim().is_empty()
                }
            };
            out.set(marks, stands);
        }
        out
    }
}

/// Whether a sign stands as words of its own, or as their plural: "en direct" is not in "en direction".
fn is_said(text: &str, found: Range<usize>) -> bool {
    let plural = || text[found.clone()].ends_with(char::is_alphabetic) && text[found.end..].starts_with('s');
    is_whole(text, found.clone()) || plural() && is_whole(text, found.start..found.end + 1)
}

/// What separates the parts of a headline.
const PARTS: [char; 4] = [':', '|', '-', '–'];

/// The path of an address, in lower case.
fn path(link: &str) -> String {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn kinds_are_seen() {
        let check = |title, link, mark, expected| {
            assert_eq!(Marks::of(title, link, Lexicon::english()).has(mark), expected, "{title}");
        };
        check("Dam bursts", None, Marks::ROUND_UP, false);
        check("Newspaper headlines: the dam and the budget", None, Marks::ROUND_UP, true);
        check("Storm: live updates", None, Marks::LIVE, true);
        // Each tells of one event.
        check("Watch: Lorde sings in the rain", None, Marks::LIVE, false);
        check("Dam burst: what we know", None, Marks::ROUND_UP, false);
        check("Dam bursts", Some("https://a.example/live-news/dam"), Marks::LIVE, false);
        check("The Morning After: Lumetra buys Quivero", None, Marks::ROUND_UP, true);
        check("Storm", Some("https://a.example/world/live/2026/storm"), Marks::LIVE, true);
        check("Storm", Some("https://live.example/world/storm"), Marks::LIVE, false);
        check("The dam was doomed", Some("https://a.example/opinion/dam.html"), Marks::OPINION, true);
        check("Final won", Some("https://a.example/sport/football/1"), Marks::SPORT, true);
        check("Will the dam hold?", None, Marks::QUESTION, true);
        check("DAM BURSTS IN NORWAY", None, Marks::CAPITALS, true);
        check("NATO and EU", None, Marks::CAPITALS, false);
    }

    #[test]
    fn each_language_has_its_own_words_for_them_and_they_are_whole() {
        let table = [
            ("fr", "Tempête : suivez la situation en direct", Marks::LIVE, false),
            ("fr", "En direct : la tempête sur Moss", Marks::LIVE, true),
            ("fr", "En direction de Moss, le train déraille", Marks::LIVE, false),
            ("fr", "La grève et le directeur de l'usine", Marks::LIVE, false),
            ("es", "Directora de la presa dimite", Marks::LIVE, false),
            ("es", "Última hora: la presa se rompe", Marks::LIVE, false),
            ("it", "Liverpool batte Moss", Marks::LIVE, false),
            ("de", "Liveticker: Damm gebrochen", Marks::LIVE, true),
            ("de", "Moss - Livemusik am See", Marks::LIVE, false),
            ("tr", "Canlı bomba yakalandı", Marks::LIVE, false),
            ("sv", "Just nu: Dammen har brustit", Marks::LIVE, false),
            ("pl", "Dzień Wojska Polskiego w Moss", Marks::ROUND_UP, false),
            ("pl", "Przegląd prasy: tama i budżet", Marks::ROUND_UP, true),
            ("de", "Das wichtigste Spiel des Jahres", Marks::ROUND_UP, false),
            ("de", "Kommentar: Der Damm war alt", Marks::OPINION, true),
            ("ja", "【社説】ダムの決壊", Marks::OPINION, true),
            ("ko", "댐 붕괴 현장 생중계", Marks::LIVE, true),
        ];
        for (code, title, mark, expected) in table {
            let lexicon = Lexicon::of(Language::declared(code));
            assert_eq!(Marks::of(title, None, lexicon).has(mark), expected, "{code}: {title}");
        }
        let es = Lexicon::of(Language::declared("es"));
        let at = |link| Marks::of("La presa", Some(link), es).has(Marks::OPINION);
        assert!(at("https://a.example/tribuna/presa") && !at("https://a.example/tribunal-supremo-presa"));
    }
}
