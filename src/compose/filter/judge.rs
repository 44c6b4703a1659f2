//! All topics at once over one entry.

use super::border::Cuts;
use super::judgement::{Judgement, Part, Place, Reason, Rule};
use super::keyword::{Search, written};
use crate::model::{Entry, Link, Matcher, Outlet, OutletId, Scope, Topic, TopicId};
use crate::text::search::Folded;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Up to this many bytes of patterns the automaton is a table with a row a byte: faster, but four
/// bytes times the letters in use for each. A few megabytes at the limit.
const TABLE_LIMIT: usize = 120_000;

/// Whose a keyword is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Topic(usize),
    Outlet(usize),
}

/// A keyword with its place in `feeds.toml`.
#[derive(Debug)]
pub(super) struct Keyword {
    pub(super) search: Search,
    pub(super) scope: Scope,
    pub(super) owner: Owner,
    pub(super) rule: Rule,
    pub(super) index: usize,
    pub(super) weight: f64,
    pub(super) written: String,
}

/// A topic without its keywords.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) id: TopicId,
    pub(super) any: bool,
    pub(super) groups: usize,
    pub(super) min_score: f64,
    pub(super) outlets: Option<FxHashSet<OutletId>>,
    pub(super) languages: Option<Vec<String>>,
}

/// All topics, ready to judge entries.
#[derive(Debug)]
pub struct Filter {
    pub(super) topics: Vec<Asked>,
    /// Outlets with a `not`.
    pub(super) refusing: Vec<OutletId>,
    refusing_index: FxHashMap<OutletId, usize>,
    sites: FxHashMap<OutletId, String>,
    /// Those of one topic stand together, topics in order, outlets last.
    pub(super) keywords: Vec<Keyword>,
    automaton: Option<AhoCorasick>,
    /// The keyword of each pattern of the automaton.
    of_pattern: Vec<u32>,
    regexes: Vec<usize>,
    /// Topics without a keyword that must match.
    pub(super) open: Vec<usize>,
    wanted: Wanted,
}

/// Parts that some keyword looks at.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one a scope, each set on its own")]
struct Wanted {
    title: bool,
    text: bool,
    author: bool,
    tag: bool,
    url: bool,
    outlet: bool,
}

impl Wanted {
    fn add(&mut self, scope: Scope) {
        match scope {
            Scope::Anywhere => (self.title, self.text) = (true, true),
            Scope::Title => self.title = true,
            Scope::Text => self.text = true,
            Scope::Author => self.author = true,
            Scope::Tag => self.tag = true,
            Scope::Url => self.url = true,
            Scope::Outlet => self.outlet = true,
        }
    }
}

/// Whether a keyword with `scope` may be found in `part`.
pub(super) fn covers(scope: Scope, part: Part) -> bool {
    match scope {
        Scope::Anywhere => matches!(part, Part::Title | Part::Summary | Part::Text),
        Scope::Title => part == Part::Title,
        Scope::Text => matches!(part, Part::Summary | Part::Text),
        Scope::Author => part == Part::Author,
        Scope::Tag => part == Part::Tag,
        Scope::Url => part == Part::Url,
        Scope::Outlet => matches!(part, Part::Outlet | Part::Site),
    }
}

/// Memory that judging needs, kept from entry to entry.
#[derive(Debug, Default)]
struct Desk {
    folded: Folded,
    cuts: Cuts,
    /// Keywords found: number and place; the first place of each is kept.
    found: Vec<(usize, Place)>,
    /// By keyword: in which entry, counted from 1, and where in the folded text it was found. A find behind it
    /// changes nothing, so it need not be looked at.
    seen: Vec<(u64, usize)>,
    /// Entries looked at.
    entries: u64,
}

impl Filter {
    /// Makes topics ready. `outlet_nots` are the `not` of outlets, which drop there only; `outlets` tell
    /// the sites that `in = "outlet"` looks at.
    #[must_use]
    pub fn new(topics: &[Topic], outlet_nots: &[(OutletId, Vec<Matcher>)], outlets: &[Outlet]) -> Self {
        let mut keywords = Vec::new();
        let mut add = |owner, rule, matchers: &[Matcher]| {
            for (index, matcher) in matchers.iter().enumerate() {
                // The same keyword twice in one rule must not count twice.
                let twin = |other: &Matcher| other.pattern == matcher.pattern && other.scope == matcher.scope;
                if matchers[..index].iter().any(twin) {
                    continue;
                }
                keywords.push(Keyword {
                    search: Search::new(matcher),
                    scope: matcher.scope,
                    owner,
                    rule,
                    index,
                    weight: matcher.weight,
                    written: written(matcher).to_owned(),
                });
            }
        };
        for (index, topic) in topics.iter().enumerate() {
            add(Owner::Topic(index), Rule::Any, &topic.any);
            for (group, matchers) in topic.all.iter().enumerate() {
                add(Owner::Topic(index), Rule::All(group), matchers);
            }
            add(Owner::Topic(index), Rule::Not, &topic.not);
        }
        let mut refusing: Vec<OutletId> = Vec::new();
        let mut refusing_index = FxHashMap::default();
        for (outlet, matchers) in outlet_nots {
            add(Owner::Outlet(refusing.len()), Rule::Not, matchers);
            refusing_index.entry(outlet.clone()).or_insert(refusing.len());
            refusing.push(outlet.clone());
        }
        let asked: Vec<Asked> = topics
            .iter()
            .map(|topic| Asked {
                id: topic.id.clone(),
                any: !topic.any.is_empty(),
                groups: topic.all.len(),
                min_score: topic.min_score,
                outlets: topic.outlets.as_ref().map(|outlets| outlets.iter().cloned().collect()),
                languages: topic.languages.clone(),
            })
            .collect();
        let open = asked.iter().enumerate().filter(|(_, topic)| !topic.any && topic.groups == 0);
        let open = open.map(|(index, _)| index).collect();
        let mut wanted = Wanted::default();
        let mut patterns: Vec<&[u8]> = Vec::new();
        let mut of_pattern = Vec::new();
        let mut regexes = Vec::new();
        for (number, keyword) in keywords.iter().enumerate() {
            match &keyword.search {
                Search::Words(words) => {
                    wanted.add(keyword.scope);
                    for pattern in words.patterns() {
                        patterns.push(pattern);
                        of_pattern.push(u32::try_from(number).unwrap_or(u32::MAX));
                    }
                }
                Search::Regex(_) => regexes.push(number),
                Search::Nothing => {}
            }
        }
        let table = patterns.iter().map(|pattern| pattern.len()).sum::<usize>() <= TABLE_LIMIT;
        let automaton = (!patterns.is_empty())
            .then(|| {
                AhoCorasick::builder()
                    .match_kind(MatchKind::Standard)
                    .kind(table.then_some(AhoCorasickKind::DFA))
                    .prefilter(false)
                    .build(&patterns)
                    .ok()
            })
            .flatten();
        Self {
            topics: asked,
            refusing,
            refusing_index,
            sites: outlets.iter().map(|outlet| (outlet.id.clone(), outlet.site.clone())).collect(),
            keywords,
            automaton,
            of_pattern,
            regexes,
            open,
            wanted,
        }
    }

    /// What becomes of one entry.
    #[must_use]
    pub fn judge(&self, entry: &Entry) -> Judgement {
        self.judge_at(&mut Desk::default(), entry)
    }

    /// What becomes of each of many entries, in their order; faster than one by one.
    #[must_use]
    pub fn judge_all<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Judgement> {
        let mut desk = Desk::default();
        entries.into_iter().map(|entry| self.judge_at(&mut desk, entry)).collect()
    }

    /// The keywords that are found in one entry, each with its first place.
    pub(super) fn found(&self, entry: &Entry) -> Vec<(usize, Place)> {
        let mut desk = Desk::default();
        self.look(&mut desk, entry);
        desk.found
    }

    /// Tells of each keyword that is found in each entry, whatever comes of it.
    pub(super) fn each_found(&self, entries: &[&Entry], mut each: impl FnMut(usize, usize)) {
        let mut desk = Desk::default();
        for (number, entry) in entries.iter().enumerate() {
            self.look(&mut desk, entry);
            desk.found.iter().for_each(|(keyword, _)| each(number, *keyword));
        }
    }

    fn judge_at(&self, desk: &mut Desk, entry: &Entry) -> Judgement {
        self.look(desk, entry);
        if desk.found.is_empty() && self.open.is_empty() {
            return Judgement { topics: Vec::new(), dropped: Some(Reason::NoTopic) };
        }
        self.decide(&desk.found, entry)
    }

    fn look(&self, desk: &mut Desk, entry: &Entry) {
        desk.found.clear();
        self.find_words(desk, entry);
        self.find_regexes(desk, entry);
        desk.found.sort_unstable();
        desk.found.dedup_by_key(|(keyword, _)| *keyword);
    }

    fn find_words(&self, desk: &mut Desk, entry: &Entry) {
        let Some(automaton) = &self.automaton else { return };
        let refusing = self.refusing_index.get(&entry.outlet).copied();
        desk.folded.clear();
        desk.cuts.clear();
        self.each_part(self.wanted, entry, |_, _, text| desk.folded.push(text));
        desk.entries += 1;
        desk.seen.resize(self.keywords.len(), (0, 0));
        let Desk { folded, cuts, found, seen, entries } = desk;
        for candidate in automaton.find_overlapping_iter(&folded.text) {
            let number = self.of_pattern[candidate.pattern().as_usize()] as usize;
            if seen[number].0 == *entries && candidate.start() > seen[number].1 {
                continue;
            }
            let keyword = &self.keywords[number];
            if let Owner::Outlet(outlet) = keyword.owner
                && Some(outlet) != refusing
            {
                continue;
            }
            let Search::Words(words) = &keyword.search else { continue };
            let place = folded.part_at(candidate.start());
            let (part, item, text) = self.part(place, entry);
            if !covers(keyword.scope, part) {
                continue;
            }
            if let Some(end) = words.verify(folded, cuts, (place, text), candidate.start(), candidate.end()) {
                let (start, end) = folded.original(candidate.start(), end, text);
                found.push((number, Place { part, item, start, end }));
                seen[number] = (*entries, candidate.start());
            }
        }
    }

    fn find_regexes(&self, desk: &mut Desk, entry: &Entry) {
        for &number in &self.regexes {
            let keyword = &self.keywords[number];
            if let Owner::Outlet(outlet) = keyword.owner
                && self.refusing[outlet] != entry.outlet
            {
                continue;
            }
            let Search::Regex(regex) = &keyword.search else { continue };
            let mut wanted = Wanted::default();
            wanted.add(keyword.scope);
            self.each_part(wanted, entry, |part, item, text| {
                if let Some(found) = regex.find(text) {
                    desk.found.push((number, Place { part, item, start: found.start(), end: found.end() }));
                }
            });
        }
    }

    fn each_part<'e>(&'e self, wanted: Wanted, entry: &'e Entry, mut each: impl FnMut(Part, usize, &'e str)) {
        if wanted.title {
            each(Part::Title, 0, &entry.title);
        }
        if wanted.text {
            each(Part::Summary, 0, &entry.summary);
            each(Part::Text, 0, &entry.text);
        }
        if wanted.author {
            entry.authors.iter().enumerate().for_each(|(item, author)| each(Part::Author, item, author));
        }
        if wanted.tag {
            entry.categories.iter().enumerate().for_each(|(item, tag)| each(Part::Tag, item, tag));
        }
        if wanted.url
            && let Some(link) = &entry.link
        {
            each(Part::Url, 0, link.as_str());
        }
        if wanted.outlet {
            each(Part::Outlet, 0, entry.outlet.as_str());
            if let Some(site) = self.sites.get(&entry.outlet) {
                each(Part::Site, 0, site);
            }
        }
    }

    /// The `number`th part that was folded.
    fn part<'e>(&'e self, number: usize, entry: &'e Entry) -> (Part, usize, &'e str) {
        let mut at = 0;
        let mut found = (Part::Title, 0, "");
        self.each_part(self.wanted, entry, |part, item, text| {
            if at == number {
                found = (part, item, text);
            }
            at += 1;
        });
        found
    }

    /// The part of an entry that a place lies in.
    pub(super) fn part_at<'e>(&'e self, place: Place, entry: &'e Entry) -> &'e str {
        match place.part {
            Part::Title => &entry.title,
            Part::Summary => &entry.summary,
            Part::Text => &entry.text,
            Part::Author => entry.authors.get(place.item).map_or("", String::as_str),
            Part::Tag => entry.categories.get(place.item).map_or("", String::as_str),
            Part::Url => entry.link.as_ref().map_or("", Link::as_str),
            Part::Outlet => entry.outlet.as_str(),
            Part::Site => self.sites.get(&entry.outlet).map_or("", String::as_str),
        }
    }

    /// The parts of an entry that a scope covers.
    pub(super) fn parts_in<'e>(&'e self, scope: Scope, entry: &'e Entry) -> Vec<(Part, usize, &'e str)> {
        let mut wanted = Wanted::default();
        wanted.add(scope);
        let mut parts = Vec::new();
        self.each_part(wanted, entry, |part, item, text| parts.push((part, item, text)));
        parts
    }
}
