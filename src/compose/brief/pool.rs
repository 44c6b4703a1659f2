//! The sentences of a story, judged and weighed: what a brief picks from.

use super::known::Said;
use super::leaning;
use super::quality::{self, Standing};
use crate::compose::report::Report;
use crate::model::{OutletId, Quote};
use crate::text::article::Sentence;
use crate::text::lexicon::Lexicon;
use crate::text::{Boilerplate, names, terms};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A sentence that may be shown.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    /// Index into the reports.
    pub(crate) report: usize,
    /// Where it stands and what it says.
    pub(crate) sentence: &'a Sentence,
    /// Its place among the sentences of its entry, from 0.
    pub(crate) place: usize,
    /// Whether it needs the one before.
    pub(crate) standing: Standing,
    /// How well it stands for the story; larger is better.
    pub(crate) score: f64,
}

impl<'a> Candidate<'a> {
    /// What it speaks of.
    pub(crate) fn terms(&self) -> &'a FxHashSet<String> {
        &self.sentence.line.terms
    }

    /// Words as readers count them.
    pub(crate) fn words(&self) -> usize {
        self.sentence.line.words
    }
}

/// All sentences of a story.
pub(crate) struct Pool<'a> {
    /// Who tells it, in the order of time, then outlet, then entry.
    pub(crate) reports: Vec<&'a Report<'a>>,
    /// Its sentences, best first.
    pub(crate) candidates: Vec<Candidate<'a>>,
    /// The terms of its headline.
    pub(crate) headline: FxHashSet<String>,
}

impl<'a> Pool<'a> {
    /// Reads every sentence of `reports` that can be cited and shown.
    ///
    /// The order of `reports` does not matter; `representative` is the report whose headline is used.
    pub(crate) fn read(
        reports: &'a [Report<'a>],
        representative: Option<&Report<'_>>,
        boilerplate: &Boilerplate,
    ) -> Self {
        let mut ordered: Vec<&Report<'_>> = reports.iter().collect();
        ordered.sort_by(|a, b| {
            let (one, two) = (a.entry(), b.entry());
            (one.time(), &one.outlet, &one.id).cmp(&(two.time(), &two.outlet, &two.id))
        });
        let headline = representative.map(|report| report.article.said().headline.terms.clone()).unwrap_or_default();
        let mut pool = Self { reports: ordered, candidates: Vec::new(), headline };
        pool.collect(boilerplate);
        pool.weigh();
        pool
    }

    /// The words of a candidate.
    pub(crate) fn text(&self, candidate: &Candidate<'_>) -> &'a str {
        candidate.sentence.place.words(self.reports[candidate.report].entry())
    }

    /// A candidate, to ask what of it is new.
    pub(crate) fn said(&self, candidate: &Candidate<'a>) -> Said<'a> {
        Said { words: self.text(candidate), line: &candidate.sentence.line, lexicon: self.lexicon(candidate) }
    }

    /// What is known of its language.
    pub(crate) fn lexicon(&self, candidate: &Candidate<'_>) -> &'static Lexicon {
        self.reports[candidate.report].article.lexicon
    }

    /// Runs between white space, as scripts count words.
    pub(crate) fn spaced(&self, candidate: &Candidate<'_>) -> usize {
        self.text(candidate).split_whitespace().count()
    }

    /// The candidate as the page cites it; `None` where its entry has no link.
    pub(crate) fn quote(&self, candidate: &Candidate<'_>) -> Option<Quote> {
        let report = self.reports[candidate.report];
        let place = candidate.sentence.place;
        let (start, end) = place.bytes();
        Some(report.cite(report.entry().link.clone()?, place.field, start, end))
    }

    /// The outlet of a candidate.
    pub(crate) fn outlet(&self, candidate: &Candidate<'_>) -> &'a OutletId {
        &self.reports[candidate.report].outlet.id
    }

    fn collect(&mut self, boilerplate: &Boilerplate) {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let headlined = headlined(&self.reports);
        for (index, &report) in self.reports.iter().enumerate() {
            if report.entry().link.is_none() {
                continue;
            }
            for_each_sentence(
                report,
                boilerplate,
                &headlined,
                &self.headline,
                &mut seen,
                |place, sentence, standing| {
                    if standing != Standing::Unfit {
                        self.candidates.push(Candidate { report: index, sentence, place, standing, score: 0.0 });
                    }
                    true
                },
            );
        }
    }

    /// Gives every candidate its score and sorts them, best first.
    ///
    /// The heart is the share of outlets that speak of a term, as in centroid summaries (Radev et al. 2004), twice
    /// for a term of every headline; the place in the article follows, as in every extractive baseline that holds
    /// up on news.
    fn weigh(&mut self) {
        let weights = self.weights();
        for candidate in &mut self.candidates {
            let mut values: Vec<f64> =
                candidate.terms().iter().map(|term| weights.get(term.as_str()).copied().unwrap_or(0.0)).collect();
            values.sort_by(f64::total_cmp); // one order of adding, one sum
            let mass: f64 = values.iter().sum();
            let length = terms::ratio(candidate.terms().len().max(SHORT), 1);
            let place = 1.0 / (1.0 + 0.5 * terms::ratio(candidate.place, 1));
            candidate.score = mass / length.powf(LENGTH) + PLACE * place;
        }
        self.candidates
            .sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (a.report, a.place).cmp(&(b.report, b.place))));
    }

    /// For each term, the share of the story's outlets that use it, up to doubled by the share that has it in a headline.
    fn weights(&self) -> FxHashMap<&'a str, f64> {
        let mut said: BTreeMap<&OutletId, FxHashSet<&'a str>> = BTreeMap::new();
        let mut headlined: BTreeMap<&OutletId, FxHashSet<&'a str>> = BTreeMap::new();
        for report in &self.reports {
            let read = report.article.said();
            let title = || read.headline.terms.iter().map(String::as_str);
            headlined.entry(&report.outlet.id).or_default().extend(title());
            let sentences = read.sentences.iter().flat_map(|sentence| &sentence.line.terms).map(String::as_str);
            said.entry(&report.outlet.id).or_default().extend(title().chain(sentences));
        }
        let outlets = said.len();
        let share = |sets: BTreeMap<&OutletId, FxHashSet<&'a str>>| {
            let mut counts: FxHashMap<&'a str, usize> = FxHashMap::default();
            for term in sets.into_values().flatten() {
                *counts.entry(term).or_default() += 1;
            }
            counts
        };
        let headlined = share(headlined);
        share(said)
            .into_iter()
            .map(|(term, count)| {
                let titles = headlined.get(&term).copied().unwrap_or(0);
                let weight = terms::ratio(count, outlets) * (1.0 + terms::ratio(titles, outlets));
                (term, weight)
            })
            .collect()
    }
}

/// The words of the headlines of reports that stand beside each other.
pub(crate) fn headlined(reports: &[&Report<'_>]) -> FxHashSet<String> {
    reports.iter().flat_map(|report| names::words(report.title())).collect()
}

/// Calls `each` with the sentences of a report in order, each with its place among them and how it stands, until it says no.
///
/// `headlined` are the words of the headlines that stand beside it, `headline` the terms of the one above it; what is
/// `seen` already is left out and adds to no count.
pub(crate) fn for_each_sentence<'a>(
    report: &Report<'a>,
    boilerplate: &Boilerplate,
    headlined: &FxHashSet<String>,
    headline: &FxHashSet<String>,
    seen: &mut FxHashSet<&'a str>,
    mut each: impl FnMut(usize, &'a Sentence, Standing) -> bool,
) {
    let (entry, lexicon) = (report.entry(), report.article.lexicon);
    let mut introduced: FxHashSet<&str> = FxHashSet::default();
    let mut place = 0;
    for sentence in &report.article.said().sentences {
        // A summary is often the opening of the text, and a wire copy the text of another outlet.
        if boilerplate.marks(&report.outlet.id, &sentence.print) || !seen.insert(&sentence.print) {
            continue;
        }
        let (words, line) = (sentence.place.words(entry), &sentence.line);
        let mut standing = quality::judge(words, line.words, lexicon);
        if presents_itself(words, &report.outlet.site) {
            standing = Standing::Unfit;
        }
        let hangs = || place > 0 && leaning::hangs(words, line, lexicon, headline);
        if standing == Standing::Alone && (speaks_of_known(words, &introduced, headlined, lexicon) || hangs()) {
            standing = Standing::Leaning;
        }
        introduced
            .extend(line.names.iter().filter(|name| name.len() > 1).filter_map(|name| name.last()).map(String::as_str));
        if !each(place, sentence, standing) {
            return;
        }
        place += 1;
    }
}

/// What the first sentence of an article is worth beside its centrality.
///
/// This, [`LENGTH`] and [`SHORT`] were chosen on stories with an editor's round-up; the figures hardly move when
/// they are halved or doubled.
const PLACE: f64 = 0.5;
/// The power of a sentence's length that its centrality is divided by: 0 favours long ones, 1 short ones.
const LENGTH: f64 = 0.6;
/// Sentences of fewer terms count as this long, so that a short one does not win by its shortness.
const SHORT: usize = 6;

/// Whether a sentence opens with the bare surname of somebody whom only an earlier sentence names in full, or quotes
/// nobody but such a person.
fn speaks_of_known(
    sentence: &str,
    introduced: &FxHashSet<&str>,
    headlined: &FxHashSet<String>,
    lexicon: &Lexicon,
) -> bool {
    let known = |folded: &String| introduced.contains(folded.as_str()) && !headlined.contains(folded);
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let first = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s")).unwrap_or(first);
    let alone = words.next().is_none_or(|second| !second.starts_with(char::is_uppercase));
    if alone && known(&first.to_lowercase()) && !lexicon.opens_sentences(first) {
        return true;
    }
    if names::quotations(sentence).is_empty() {
        return false;
    }
    // The word in front keeps a name right after the quotation from standing at the start of a sentence.
    let speakers = names::names(&format!("x {}", quality::outside_quotes(sentence)), lexicon);
    !speakers.is_empty() && speakers.iter().all(|name| name.len() == 1 && name.iter().all(known))
}

/// "CNN's Anna Moe reports on ...": the outlet presents a film or a column, not the news.
fn presents_itself(sentence: &str, site: &str) -> bool {
    let label =
        site.split('.').find(|label| !matches!(*label, "www" | "edition" | "news" | "feeds")).unwrap_or_default();
    let mut words = sentence.splitn(2, ['\'', '’']);
    let opens = words.next().is_some_and(|first| !label.is_empty() && first.eq_ignore_ascii_case(label));
    opens && words.next().is_some_and(|rest| rest.starts_with("s "))
}
