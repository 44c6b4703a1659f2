//! What a page may show: read from the view its template was given.

use super::phrases::{Phrases, words};
use crate::model::EntryId;
use crate::render::{self, SourceRange};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Words that the templates write themselves.
const FIXED: [&str; 3] = ["Atom", "JSON Feed", "OPML"];

/// Keys of a view that place its drawings, in pixels or percent.
const DRAWN: [&str; 8] = ["x", "y", "r", "top", "bottom", "height", "axis", "anchor"];

/// Keys of a view under which an address stands that words lead to.
const TARGETS: [&str; 4] = ["link", "href", "page", "here"];

/// Words copied from a report, as a view has them.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) place: SourceRange,
    /// As a page shows them.
    pub(super) words: String,
    /// Where they may lead: to their report, or to a page of the site.
    pub(super) targets: BTreeSet<String>,
    /// The story they tell: its index in [`Allowed::stories`].
    pub(super) story: Option<usize>,
    /// They are the headline of that story.
    pub(super) is_headline: bool,
}

/// What a page may show.
#[derive(Debug)]
pub struct Allowed {
    pub(super) quotes: Vec<Quoted>,
    /// Indices of quotes by the place they name.
    by_place: FxHashMap<String, Vec<usize>>,
    /// Everything that is no news: labels, names of topics and outlets, times, figures.
    pub(super) phrases: Phrases,
    /// The same, and every quote.
    pub(super) with_quotes: Phrases,
    /// Where the name of each outlet may lead out of the site: to its reports.
    pub(super) sites: FxHashMap<String, BTreeSet<String>>,
    /// Every address that the page may lead to.
    pub(super) links: BTreeSet<String>,
    /// The headline of each story it has to tell: an index of `quotes`.
    pub(super) stories: Vec<usize>,
}

impl Allowed {
    /// What the page of a template may show that is given `view`; `None` where that is no view.
    #[must_use]
    pub fn read(view: &[u8]) -> Option<Self> {
        let view: Value = serde_json::from_slice(view).ok()?;
        let mut allowed = Self {
            quotes: Vec::new(),
            by_place: FxHashMap::default(),
            phrases: Phrases::default(),
            with_quotes: Phrases::default(),
            sites: FxHashMap::default(),
            links: BTreeSet::new(),
            stories: Vec::new(),
        };
        for words in FIXED {
            allowed.phrase(words);
        }
        allowed.value(&view, None);
        Some(allowed)
    }

    /// The entries that it quotes.
    pub fn entries(&self) -> impl Iterator<Item = &EntryId> {
        self.quotes.iter().map(|quote| &quote.place.entry)
    }

    /// Those of its quotes that name `place`.
    pub(super) fn at(&self, place: &SourceRange) -> impl Iterator<Item = &Quoted> {
        self.by_place.get(&place.to_string()).into_iter().flatten().map(|at| &self.quotes[*at])
    }

    /// The story whose headline was copied from `place`.
    pub(super) fn headlined(&self, place: &SourceRange) -> Option<usize> {
        self.stories.iter().position(|headline| self.quotes[*headline].place == *place)
    }

    /// The quotes that have the same words as `quote`, but perhaps for their marks.
    pub(super) fn alike(&self, quote: usize) -> impl Iterator<Item = usize> {
        self.with_quotes.quotes_of(&self.quotes[quote].words)
    }

    /// Whether the words of `quote` stand in `text` with their first letter or digit at byte `start`.
    pub(super) fn stands_at(&self, quote: usize, text: &str, start: usize) -> bool {
        let expected = &self.quotes[quote].words;
        let first = words(expected).next().map_or(0, |word| word.start);
        start.checked_sub(first).and_then(|start| text.get(start..start + expected.len())) == Some(expected)
    }

    fn phrase(&mut self, words: &str) {
        self.phrases.add(words, None);
        self.with_quotes.add(words, None);
    }

    fn value(&mut self, value: &Value, story: Option<usize>) {
        match value {
            Value::Object(map) => self.object(map, story),
            Value::Array(list) => list.iter().for_each(|value| self.value(value, story)),
            Value::String(text) => self.text(text),
            Value::Number(number) => self.phrase(&number.to_string()),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, map: &Map<String, Value>, story: Option<usize>) {
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let story = match text("headline_place").and_then(SourceRange::parse) {
            Some(place) => {
                let words = text("headline").unwrap_or_default();
                let story = self.stories.len();
                let headline = self.quote(map, place, words, Some(story), true);
                self.stories.push(headline);
                Some(story)
            }
            None => story,
        };
        let place = text("place").and_then(SourceRange::parse);
        let words = ["text", "title", "headline"].into_iter().find(|key| place.is_some() && map.contains_key(*key));
        if let (Some(place), Some(words)) = (place, words) {
            self.quote(map, place, text(words).unwrap_or_default(), story, false);
        }
        if let (Some(site), Some(link)) = (text("site"), text("link")) {
            self.sites.entry(render::shown(site)).or_default().insert(link.to_owned());
        }
        for (key, value) in map {
            let is_news = match &**key {
                // A headline that leads to the story itself may stand there without a citation of its own.
                "headline" => map.contains_key("headline_place"),
                "text" | "title" => words == Some(key),
                "place" | "headline_place" => true,
                _ => DRAWN.contains(&&**key),
            };
            if !is_news {
                self.value(value, story);
            }
        }
    }

    fn quote(
        &mut self,
        map: &Map<String, Value>,
        place: SourceRange,
        words: &str,
        story: Option<usize>,
        is_headline: bool,
    ) -> usize {
        let mut targets: BTreeSet<String> =
            TARGETS.iter().filter_map(|key| map.get(*key)?.as_str()).map(str::to_owned).collect();
        // Where it stands on the same page.
        targets.extend(map.get("anchor").and_then(Value::as_str).map(|anchor| format!("#{anchor}")));
        let at = self.quotes.len();
        let words = render::shown(words);
        self.with_quotes.add(&words, Some(at));
        self.by_place.entry(place.to_string()).or_default().push(at);
        self.quotes.push(Quoted { place, words, targets, story, is_headline });
        at
    }

    fn text(&mut self, text: &str) {
        self.phrase(&render::shown(text));
        if text.starts_with("http://") || text.starts_with("https://") {
            self.links.insert(text.to_owned());
        }
    }
}
