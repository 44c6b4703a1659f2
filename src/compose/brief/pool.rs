//! The sentences of a story, judged and weighed: what the rest of the room picks from.

use super::habits::Habits;
use super::leaning;
use super::quality::{self, Standing};
use super::teller::{Teller, cite};
use crate::model::{Field, OutletId, Quote};
use crate::text::language::Language;
use crate::text::{lexicon, names, sentences, terms};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A sentence that may be shown.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Index into the tellers.
    pub(crate) teller: usize,
    /// Where it stands.
    pub(crate) field: Field,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Its place among the sentences of its entry, from 0.
    pub(crate) place: usize,
    /// Whether it needs the one before.
    pub(crate) standing: Standing,
    /// Words as readers count them.
    pub(crate) words: usize,
    /// Runs between white space, as scripts count words.
    pub(crate) spaced: usize,
    /// [`print_of`](crate::text::sentences::print_of) its words.
    pub(crate) print: String,
    /// What it speaks of.
    pub(crate) terms: FxHashSet<String>,
    /// How well it stands for the story; larger is better.
    pub(crate) score: f64,
}

/// All sentences of a story.
pub(crate) struct Pool<'a> {
    /// Who tells it, in the order of time, then outlet, then entry.
    pub(crate) tellers: Vec<&'a Teller<'a>>,
    /// Its sentences, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// The terms of its headline.
    pub(crate) headline: FxHashSet<String>,
}

impl<'a> Pool<'a> {
    /// Reads every sentence of `tellers` that can be cited and shown.
    ///
    /// The order of `tellers` does not matter; `representative` is the teller whose headline is used.
    pub(crate) fn read(tellers: &'a [Teller<'a>], representative: Option<&Teller<'_>>, habits: &Habits) -> Self {
        let mut ordered: Vec<&Teller<'_>> = tellers.iter().collect();
        ordered.sort_by(|a, b| {
            (a.entry.time(), &a.outlet.id, &a.entry.id).cmp(&(b.entry.time(), &b.outlet.id, &b.entry.id))
        });
        let headline = representative.map(|teller| terms::set(&teller.entry.title)).unwrap_or_default();
        let mut pool = Self { tellers: ordered, candidates: Vec::new(), headline };
        pool.collect(habits);
        pool.weigh();
        pool
    }

    /// The words of a candidate.
    pub(crate) fn text(&self, candidate: &Candidate) -> &'a str {
        let entry = self.tellers[candidate.teller].entry;
        let field: &str = match candidate.field {
            Field::Title => &entry.title,
            Field::Summary => &entry.summary,
            Field::Text => &entry.text,
        };
        field.get(candidate.start..candidate.end).unwrap_or_default()
    }

    /// The candidate as the page cites it; `None` where its entry has no link.
    pub(crate) fn quote(&self, candidate: &Candidate) -> Option<Quote> {
        let teller = self.tellers[candidate.teller];
        Some(cite(teller, teller.entry.link.clone()?, candidate.field, candidate.start, candidate.end))
    }

    /// The outlet of a candidate.
    pub(crate) fn outlet(&self, candidate: &Candidate) -> &'a OutletId {
        &self.tellers[candidate.teller].outlet.id
    }

    fn collect(&mut self, habits: &Habits) {
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let headlined: FxHashSet<String> =
            self.tellers.iter().flat_map(|teller| names::words(&teller.entry.title)).collect();
        for (index, teller) in self.tellers.iter().enumerate() {
            if teller.entry.link.is_none() {
                continue;
            }
            read_sentences(teller, habits, &headlined, &self.headline, &mut seen, |sentence| {
                if sentence.standing != Standing::Unfit {
                    self.candidates.push(Candidate {
                        teller: index,
                        field: sentence.field,
                        start: sentence.start,
                        end: sentence.start + sentence.text.len(),
                        place: sentence.place,
                        standing: sentence.standing,
                        words: terms::count(sentence.text),
                        spaced: sentence.text.split_whitespace().count(),
                        terms: terms::set(sentence.text),
                        print: sentence.print,
                        score: 0.0,
                    });
                }
                true
            });
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
                candidate.terms.iter().map(|term| weights.get(term).copied().unwrap_or(0.0)).collect();
            values.sort_by(f64::total_cmp); // one order of adding, one sum
            let mass: f64 = values.iter().sum();
            let length = terms::ratio(candidate.terms.len().max(SHORT), 1);
            let place = 1.0 / (1.0 + 0.5 * terms::ratio(candidate.place, 1));
            candidate.score = mass / length.powf(LENGTH) + PLACE * place;
        }
        self.candidates
            .sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (a.teller, a.place).cmp(&(b.teller, b.place))));
    }

    /// For each term, the share of the story's outlets that use it, up to doubled by the share that has it in a headline.
    fn weights(&self) -> FxHashMap<String, f64> {
        let mut said: BTreeMap<&OutletId, FxHashSet<String>> = BTreeMap::new();
        let mut headlined: BTreeMap<&OutletId, FxHashSet<String>> = BTreeMap::new();
        for teller in &self.tellers {
            let entry = teller.entry;
            let title = terms::of(&entry.title);
            headlined.entry(&teller.outlet.id).or_default().extend(title.iter().cloned());
            let all = said.entry(&teller.outlet.id).or_default();
            all.extend(title);
            all.extend(terms::of(&entry.summary));
            all.extend(terms::of(&entry.text));
        }
        let outlets = said.len();
        let share = |sets: BTreeMap<&OutletId, FxHashSet<String>>| {
            let mut counts: FxHashMap<String, usize> = FxHashMap::default();
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

/// A sentence of a report, judged.
pub(crate) struct Sentence<'a> {
    pub(crate) field: Field,
    pub(crate) start: usize,
    pub(crate) text: &'a str,
    /// Its place among the sentences of its entry, from 0.
    pub(crate) place: usize,
    pub(crate) standing: Standing,
    pub(crate) print: String,
}

/// Calls `each` with the sentences of a report in order until it says no.
///
/// `headlined` are the words of the headlines that stand beside it, `headline` the terms of the one above it; what is
/// `seen` already is left out and adds to no count.
pub(crate) fn read_sentences<'a>(
    teller: &Teller<'a>,
    habits: &Habits,
    headlined: &FxHashSet<String>,
    headline: &FxHashSet<String>,
    seen: &mut FxHashSet<String>,
    mut each: impl FnMut(Sentence<'a>) -> bool,
) {
    let entry = teller.entry;
    let language = Language::of(entry.language.as_deref(), &entry.title, [&entry.summary, &entry.text]);
    let mut place = 0;
    let mut introduced: FxHashSet<String> = FxHashSet::default();
    for field in [Field::Summary, Field::Text] {
        let text: &str = if field == Field::Summary { &entry.summary } else { &entry.text };
        for (at, range) in sentences::split(text).into_iter().enumerate() {
            let start = if at == 0 { quality::after_opening(text, &range, &entry.title) } else { range.start };
            let sentence = &text[start..range.end];
            // A summary is often the opening of the text, and a wire copy the text of another outlet.
            let print = sentences::print_of(sentence);
            if habits.repeats(&teller.outlet.id, &print) || !seen.insert(print.clone()) {
                continue;
            }
            let mut standing = quality::judge(sentence, language);
            if presents_itself(sentence, &teller.outlet.site) {
                standing = Standing::Unfit;
            }
            let hangs = || place > 0 && leaning::hangs(sentence, language, headline);
            if standing == Standing::Alone && (speaks_of_known(sentence, &introduced, headlined) || hangs()) {
                standing = Standing::Leaning;
            }
            introduced.extend(
                names::names(sentence).into_iter().filter(|name| name.len() > 1).filter_map(|mut name| name.pop()),
            );
            if !each(Sentence { field, start, text: sentence, place, standing, print }) {
                return;
            }
            place += 1;
        }
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
fn speaks_of_known(sentence: &str, introduced: &FxHashSet<String>, headlined: &FxHashSet<String>) -> bool {
    let known = |folded: &String| introduced.contains(folded) && !headlined.contains(folded);
    let mut words = sentence.split_whitespace();
    let first = words.next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let first = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s")).unwrap_or(first);
    let alone = words.next().is_none_or(|second| !second.starts_with(char::is_uppercase));
    if alone && known(&first.to_lowercase()) && !lexicon::opens_sentences(first) {
        return true;
    }
    if names::quotations(sentence).is_empty() {
        return false;
    }
    // The word in front keeps a name right after the quotation from standing at the start of a sentence.
    let speakers = names::names(&format!("x {}", quality::outside_quotes(sentence)));
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
