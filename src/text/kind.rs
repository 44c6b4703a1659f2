//! What kind of entry it is: news, or something that only looks like it.
//!
//! A round-up touches many stories and tells none; a live page changes from hour to hour; opinion and questions
//! make poor headlines. Marks are read from the headline and from the address.

use super::fold::fold;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

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

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn set(&mut self, other: Self, when: bool) {
        if when {
            self.0 |= other.0;
        }
    }

    /// The marks of an entry with this headline and address.
    pub(crate) fn of(title: &str, link: Option<&str>) -> Self {
        let folded = fold(title);
        let mut marks = TITLES.of(&folded);
        if let Some(link) = link {
            marks.set(PATHS.of(&path(link)), true);
        }
        marks.set(Self::QUESTION, folded.trim_end().ends_with('?') || title.trim_end().ends_with(['？', '؟']));
        let letters = title.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = title.chars().filter(|c| c.is_uppercase()).count();
        marks.set(Self::CAPITALS, letters >= 12 && capitals * 10 > letters * 7);
        marks
    }
}

static TITLES: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        (Marks::ROUND_UP, Where::Start, ROUND_UP_START),
        (Marks::ROUND_UP, Where::Anywhere, ROUND_UP),
        (Marks::LIVE, Where::Start, LIVE_START),
        (Marks::LIVE, Where::Anywhere, LIVE),
        (Marks::OPINION, Where::Start, OPINION_START),
        (Marks::OPINION, Where::Anywhere, OPINION),
        // It asks or answers a standing question: "Storm: how to stay safe", "What is a tier 3 area?"
        (Marks::EXPLAINER, Where::PartStart, EXPLAINER_START),
    ])
});

static PATHS: LazyLock<Signs> = LazyLock::new(|| {
    Signs::new(&[
        (Marks::ROUND_UP, Where::Anywhere, ROUND_UP_PATH),
        (Marks::LIVE, Where::Anywhere, LIVE_PATH),
        (Marks::OPINION, Where::Anywhere, OPINION_PATH),
        (Marks::SPORT, Where::Anywhere, SPORT_PATH),
    ])
});

/// Where a sign must stand to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Anywhere,
    Start,
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
    fn new(lists: &[(Marks, Where, &[&str])]) -> Self {
        let all = AhoCorasick::new(lists.iter().flat_map(|(_, _, list)| *list)).ok();
        let means = lists.iter().flat_map(|&(marks, place, list)| list.iter().map(move |_| (marks, place))).collect();
        Self { all, means }
    }

    fn of(&self, text: &str) -> Marks {
        let mut out = Marks::default();
        for found in self.all.iter().flat_map(|all| all.find_overlapping_iter(text)) {
            let (marks, place) = self.means[found.pattern().as_usize()];
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            let stands = match place {
                Where::Anywhere => true,
                Where::Start => before.is_empty(),
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

/// What separates the parts of a headline.
const PARTS: [char; 4] = [':', '|', '-', '–'];

/// The path of an address, in lower case.
fn path(link: &str) -> String {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

const ROUND_UP_START: &[&str] = &[
    "the morning after",
    "week in review",
    "morning mail",
    "morning briefing",
    "evening briefing",
    "afternoon briefing",
    "your monday",
    "your tuesday",
    "your wednesday",
    "your thursday",
    "your friday",
    "your weekend",
    "essential california",
    "newspaper headlines",
    "the papers:",
    "papers:",
    "news quiz",
    "quiz:",
    "quiz of the",
    "on this day",
    "photos of the",
    "pictures of the",
    "week in ",
    "the week in",
    "what's on tv",
    "what to watch",
    "what to know today",
    "best of late night",
    "daily briefing",
    "top stories",
    "news wrap",
    "in pictures:",
    "10 things",
    "five things",
    "5 things",
    "ten things",
    "recap:",
    "in the herald:",
    "from the archives",
    "best of cartoons",
    "today's cartoons",
    "today's headlines",
    "the latest illustrations",
    "word of the day",
    "morning update",
    "evening update",
    "must-reads",
    "10 must",
    "letters:",
    "letters to the editor",
    "cartoon",
    "crossword",
    "horoscope",
    "obituaries",
    "corrections",
    "presseschau",
    "revue de presse",
    "rassegna stampa",
    "what's happening",
    "good morning",
];
const EXPLAINER_START: &[&str] = &[
    "how to",
    "how do",
    "how does",
    "how can",
    "how will",
    "how many",
    "how is",
    "how are",
    "what is",
    "what are",
    "what will",
    "what does",
    "what do",
    "what would",
    "what you need",
    "what to",
    "when will",
    "when can",
    "where can",
    "where to",
    "who is",
    "who can",
    "why is",
    "why are",
    "why do",
    "why does",
    "will",
    "can i",
    "can you",
    "do i",
    "should you",
    "should i",
    "a guide to",
    "your guide",
    "everything you",
    "here's what",
    "here's how",
    "here is what",
    "the rules",
    "a visual guide",
    "a simple guide",
    "the facts",
    "wie",
    "comment",
    "como",
];
const ROUND_UP: &[&str] = &[
    "evening update",
    "morning update",
    "news quiz",
    "your briefing",
    "briefing:",
    "things you need to know",
    "what you need to know",
    "need to know today",
    "need to know this",
    "the week in pictures",
    "in pictures",
    "round-up",
    "superquiz",
    "today's headlines",
    "top stories from",
    "must-reads",
    "daily horoscope",
    "cartoons",
    "crossword",
    "roundup",
    "news in brief",
    "in brief:",
    "at a glance",
    "as it happened",
    "best photos",
    "the big stories",
    "daily digest",
    "front pages",
    "what the papers say",
    "week ahead",
];
const ROUND_UP_PATH: &[&str] = &[
    "/briefing/",
    "/podcasts/",
    "/crosswords/",
    "/cartoons/",
    "newsletter",
    "/the-papers",
    "/newspapers-",
    "-briefing.html",
    "/quiz",
];
const LIVE_START: &[&str] = &[
    "live:",
    "live updates",
    "live news",
    "live blog",
    "watch live",
    "coronavirus live",
    "covid live",
    "covid-19 live",
    "liveticker",
    "en direct",
    "direct.",
    "directo",
    "en directo",
    "diretta",
];
const LIVE: &[&str] = &[
    "live updates",
    "live blog",
    "liveblog",
    "latest updates",
    "live coverage",
    "as it happens",
    "live news",
    " - live",
    " – live",
    "live: ",
    "latest news and updates",
    "minute by minute",
    "onlain",
    "онлаин",
];
const LIVE_PATH: &[&str] = &["/live/", "-live-updates", "-live-blog", "/liveblog", "/live-reporting"];
const OPINION_START: &[&str] = &[
    "opinion:",
    "opinion |",
    "editorial:",
    "comment:",
    "analysis:",
    "column:",
    "op-ed:",
    "review:",
    "letter:",
    "kommentar:",
    "meinung:",
    "opinion.",
    "tribune.",
    "tribuna:",
    "analyse:",
    "view:",
    "commentary:",
    "perspective:",
    "fact check:",
    "explainer:",
];
const OPINION: &[&str] = &["| opinion", "- opinion", "| analysis", "opinion |"];
const OPINION_PATH: &[&str] = &[
    "/opinion",
    "/commentisfree/",
    "/comment/",
    "/editorial",
    "/columnists/",
    "/debate/",
    "/blogs/",
    "/voices/",
    "/op-ed",
    "/perspective",
    "/reviews/",
    "/analysis/",
    "/meinung/",
    "/kommentar",
];
const SPORT_PATH: &[&str] = &[
    "/sport/",
    "/sports/",
    "/football/",
    "/soccer/",
    "/cricket/",
    "/rugby",
    "/tennis/",
    "/nba/",
    "/nfl/",
    "/golf/",
    "/basketball/",
    "/baseball/",
    "/formula1/",
    "/formula-1/",
    "/deportes/",
    "/calcio/",
    "/fussball/",
];

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn kinds_are_seen() {
        let check = |title, link, mark, expected| assert_eq!(Marks::of(title, link).has(mark), expected, "{title}");
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
}
