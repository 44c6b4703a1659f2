//! Briefs: a story in a few sentences, each copied word for word and cited with its place.
//!
//! Nothing is written here. Sentences of all outlets are judged and weighed, and the best are chosen; where no
//! sentence is good enough, nothing is shown. Pure: the same reports give the same brief, in whatever order they come.

mod adds;
mod anew;
mod differ;
mod facts;
mod formula;
mod known;
mod leaning;
mod named;
mod options;
mod pool;
mod quality;
mod questions;
mod subject;
mod telling;

use super::report::Report;
use crate::model::{Entry, EntryId, Heading, Question, Quote};
use crate::text::Boilerplate;
pub(crate) use anew::bringing_news;
pub use anew::{has_news, speaking};
use known::Known;
use named::named;
pub use options::Options;
use pool::Pool;
use rustc_hash::FxHashSet;
use telling::Telling;

/// What a brief says.
///
/// `facts` and `summary` are two lengths of one telling: where there are facts, the summary is made of the first of
/// them, so a page shows one or the other. Of a story that returns, the summary is what is new, as the section on it
/// has it. No other sentence appears twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The headline of the representative.
    pub headline: Quote,
    /// Key facts; empty where the story has fewer than two.
    pub facts: Vec<Quote>,
    /// One or two sentences; empty where no report has one that stands alone.
    pub summary: Vec<Quote>,
    /// What only one outlet reports, a sentence an outlet at most.
    pub adds: Vec<Quote>,
    /// The questions this story answers.
    pub questions: Vec<Question>,
}

/// Tells a story in short.
///
/// `representative` is the index of the report whose headline stands for the story; one that cannot be cited, for
/// want of a link, gives way to the first that can. `earlier` are reports of the story that earlier editions showed.
/// `None` when no report has a link: nothing can be said without a source.
#[must_use]
pub fn brief(
    reports: &[Report<'_>],
    representative: usize,
    earlier: &[Report<'_>],
    options: &Options,
) -> Option<Parts> {
    brief_knowing(reports, representative, earlier, &Boilerplate::default(), options)
}

/// Like [`brief`], leaving out what the outlets are known to write under every article.
#[must_use]
pub fn brief_knowing(
    reports: &[Report<'_>],
    representative: usize,
    earlier: &[Report<'_>],
    boilerplate: &Boilerplate,
    options: &Options,
) -> Option<Parts> {
    let named = named(reports, representative)?;
    let headline = named.headline()?;

    let pool = Pool::read(reports, Some(named), boilerplate);
    let mut telling = Telling::new(&pool, options.max_excerpt);
    telling.spend(&named.outlet.id, &headline);
    let (new, differing) = set_aside(&mut telling, anew::known(reports, earlier).as_ref());
    let news: Vec<Quote> =
        new.iter().flat_map(|question| question.paragraphs.iter().flatten()).take(2).cloned().collect();
    let picks = facts::pick(&telling, options.facts.max(2));
    let quotes: Vec<Quote> = picks.into_iter().filter_map(|at| telling.take(at)).collect();
    let summary = if news.is_empty() { quotes.iter().take(2).cloned().collect() } else { news };
    // Of a story that returns, one fact beside what is new is better than none.
    let least = if new.is_some() { 1 } else { 2 };
    let facts = if quotes.len() < least { Vec::new() } else { quotes.iter().take(options.facts).cloned().collect() };

    // Words are short, so what a reader would miss most is asked first; the page has an order of its own.
    let mut questions: Vec<Question> = Vec::new();
    questions.extend(new);
    let adds = adds::adds(&mut telling);
    questions.extend(questions::who_said_what(&mut telling));
    questions.extend(questions::what_comes_next(&mut telling));
    questions.extend(questions::numbers(&mut telling));
    questions.extend(questions::what_happened(&mut telling));
    let told: FxHashSet<&EntryId> = reports.iter().map(|report| &report.entry().id).collect();
    let earlier: Vec<Report<'_>> =
        earlier.iter().filter(|report| !told.contains(&report.entry().id)).copied().collect();
    let past = Pool::read(&earlier, None, boilerplate);
    questions.extend(questions::what_came_before(&mut telling.look_back(&past)));
    questions.extend(differing);
    // Who comes back to a story asks first what is new.
    questions.sort_by_key(|question| (question.heading != Heading::WhatIsNew, question.heading));
    Some(Parts { headline, facts, summary, adds, questions })
}

/// What is new to whoever read what is `known`, and where reports differ.
///
/// What differs is set aside first: shown among the facts, the two figures would stand apart and unexplained. But if
/// that leaves no words for what is new, it gives way: for what is new the story has returned.
fn set_aside(telling: &mut Telling<'_, '_>, known: Option<&Known<'_>>) -> (Option<Question>, Option<Question>) {
    let new = |telling: &mut Telling<'_, '_>| known.and_then(|known| questions::what_is_new(telling, known));
    let mut with = telling.clone();
    let differing = differ::differ(telling.pool).and_then(|(one, two)| {
        let fits = with.may_take(one, 0) && with.may_take(two, 0);
        fits.then(|| [with.take(one), with.take(two)])
    });
    if let Some(pair) = differing {
        let found = new(&mut with);
        if found.is_some() || known.is_none() || new(&mut telling.clone()).is_none() {
            *telling = with;
            let paragraphs = pair.into_iter().flatten().map(|quote| vec![quote]).collect();
            return (found, Some(Question { heading: Heading::WhereReportsDiffer, paragraphs }));
        }
    }
    (new(telling), None)
}

/// Sums a story up in at most `words` words, counted as runs between white space: sentences of all reports,
/// without headline, sections or bounds on one outlet.
///
/// This is what `tidings brief` prints, so that the choice of sentences can be measured against an editor's.
#[must_use]
pub fn sum_up(reports: &[Report<'_>], words: usize) -> Vec<Quote> {
    let pool = Pool::read(reports, None, &Boilerplate::default());
    facts::sum_up(&pool, words).into_iter().filter_map(|at| pool.quote(&pool.candidates[at])).collect()
}

/// Whether `quote` says exactly what stands at its place in `entry`.
#[must_use]
pub fn verify(quote: &Quote, entry: &Entry) -> bool {
    quote.entry == entry.id && quote.field.of(entry).get(quote.start..quote.end) == Some(quote.text.as_str())
}
