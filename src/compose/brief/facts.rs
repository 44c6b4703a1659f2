//! The sentences that tell a story in short, each from where it is said best.

use super::pool::{Candidate, Pool};
use super::quality::Standing;
use super::telling::Telling;
use crate::text::figures::Unit;
use crate::text::terms;
use rustc_hash::FxHashSet;

/// Above this overlap with the headline a sentence must bring [`BRINGS`] terms of its own (4 in 100 of the first sentences of
/// reports do not) ...
const SAYS_THE_HEADLINE: f64 = 0.61;
/// ... or it says nothing new.
const BRINGS: usize = 6;
/// How much likeness to what is chosen takes from a score (maximal marginal relevance, Carbonell and Goldstein 1998).
const DIVERSITY: f64 = 0.6;
/// What a report says that an earlier edition showed counts this much of what a new one says: who comes back to a story
/// has read it. (In a month of mornings 34 in 100 sentences that summed up such a story had been shown before.)
const SHOWN: f64 = 0.5;
/// A voice not yet heard goes first with a sentence of this share of the best one's worth: two who say it are more than
/// one who says it better.
const NEARLY_AS_GOOD: f64 = 0.5;
/// A fact of more words is taken only when it is clearly better.
const LONG: usize = 30;

/// The best sentences of a story, at most `most`, each saying something of its own.
///
/// With three voices or more none gives more than two, and the next sentence comes from one not yet heard if it
/// has anything nearly as good to say. Where the best sentences are all of one voice, the best of another is tried
/// first: two who tell a story are more than one.
pub(crate) fn pick(telling: &Telling<'_, '_>, most: usize) -> Vec<usize> {
    let chosen = pick_after(telling, Vec::new(), most);
    let pool = telling.pool;
    if heard(pool, &chosen) != 1 {
        return chosen;
    }
    let other = best(telling, &[], |at| voice(pool, at) != voice(pool, chosen[0]));
    let swapped = other.map(|(_, at)| pick_after(telling, vec![at], most)).filter(|swapped| heard(pool, swapped) > 1);
    swapped.unwrap_or(chosen)
}

fn pick_after(telling: &Telling<'_, '_>, mut chosen: Vec<usize>, most: usize) -> Vec<usize> {
    let pool = telling.pool;
    while chosen.len() < most {
        let Some((most_gain, at)) = best(telling, &chosen, |_| true) else { break };
        let unheard = best(telling, &chosen, |at| chosen.iter().all(|&other| voice(pool, other) != voice(pool, at)));
        let other = unheard.filter(|(gain, _)| !chosen.is_empty() && *gain >= NEARLY_AS_GOOD * most_gain);
        chosen.push(other.map_or(at, |(_, other)| other));
    }
    chosen
}

/// The best candidate that fits beside what is chosen, with what it gains.
fn best(telling: &Telling<'_, '_>, chosen: &[usize], rule: impl Fn(usize) -> bool) -> Option<(f64, usize)> {
    let pool = telling.pool;
    let voices = pool.reports.iter().map(|report| report.voice()).collect::<FxHashSet<_>>().len();
    (0..pool.candidates.len())
        .filter(|&at| fits(telling, at, chosen, voices) && rule(at))
        .map(|at| (gain(pool, at, chosen), at))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))
}

fn voice<'a>(pool: &Pool<'a>, at: usize) -> &'a str {
    pool.reports[pool.candidates[at].report].voice()
}

/// How many voices speak in what is chosen.
fn heard(pool: &Pool<'_>, chosen: &[usize]) -> usize {
    chosen.iter().map(|&at| voice(pool, at)).collect::<FxHashSet<_>>().len()
}

fn fits(telling: &Telling<'_, '_>, at: usize, chosen: &[usize], voices: usize) -> bool {
    let pool = telling.pool;
    let candidate = &pool.candidates[at];
    let same = chosen.iter().filter(|&&other| voice(pool, other) == voice(pool, at)).count();
    let outlet = pool.outlet(candidate);
    let from_it: usize = chosen
        .iter()
        .map(|&other| &pool.candidates[other])
        .filter(|other| pool.outlet(other) == outlet)
        .map(Candidate::words)
        .sum();
    let new_voice = same == 0;
    candidate.standing == Standing::Alone
        && !chosen.contains(&at)
        && (voices < 3 || same < 2)
        && telling.may_take(at, from_it)
        && !restates(candidate.terms(), &pool.headline)
        && chosen.iter().all(|&other| {
            let said = pool.candidates[other].terms();
            if new_voice { !retells(candidate.terms(), said) } else { !terms::repeats(candidate.terms(), said) }
        })
}

/// Whether what another voice says is only what has been said: it may speak of the same, but has to bring its own.
fn retells(said: &FxHashSet<String>, before: &FxHashSet<String>) -> bool {
    let own = said.iter().filter(|term| !before.contains(*term)).count();
    terms::repeats(said, before) && (terms::overlap(said, before) >= SAYS_THE_HEADLINE || own < BRINGS)
}

/// Whether a sentence of these terms only says the headline again.
pub(crate) fn restates(said: &FxHashSet<String>, headline: &FxHashSet<String>) -> bool {
    let own = said.iter().filter(|term| !headline.contains(*term)).count();
    terms::overlap(said, headline) >= SAYS_THE_HEADLINE && own < BRINGS
}

fn gain(pool: &Pool<'_>, at: usize, chosen: &[usize]) -> f64 {
    let candidate = &pool.candidates[at];
    let likeness = chosen
        .iter()
        .map(|&other| terms::overlap(candidate.terms(), pool.candidates[other].terms()))
        .fold(0.0_f64, f64::max);
    let heard = chosen.iter().any(|&other| pool.candidates[other].report == candidate.report);
    let line = &candidate.sentence.line;
    let number = line.figures.iter().any(|figure| figure.unit != Unit::Label);
    let named = !line.names.is_empty();
    let shown = !pool.reports[candidate.report].fresh;
    let mut gain = candidate.score * (1.0 - DIVERSITY * likeness);
    for (holds, factor) in
        [(heard, 0.75), (shown, SHOWN), (candidate.words() > LONG, 0.85), (number, 1.1), (named, 1.05)]
    {
        if holds {
            gain *= factor;
        }
    }
    gain
}

/// Sentences of all reports that sum a story up in at most `limit` words, best first.
///
/// For measuring against an editor's round-up: the same sentences, weights and repeats as in a brief, but no
/// bound on an outlet.
pub(crate) fn sum_up(pool: &Pool<'_>, limit: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut words = 0;
    loop {
        let best = (0..pool.candidates.len())
            .filter(|&at| {
                let candidate = &pool.candidates[at];
                candidate.standing == Standing::Alone
                    && !chosen.contains(&at)
                    && words + pool.spaced(candidate) <= limit
                    && chosen.iter().all(|&other| !terms::repeats(candidate.terms(), pool.candidates[other].terms()))
            })
            .map(|at| {
                let likeness = chosen
                    .iter()
                    .map(|&other| terms::overlap(pool.candidates[at].terms(), pool.candidates[other].terms()))
                    .fold(0.0_f64, f64::max);
                (pool.candidates[at].score * (1.0 - DIVERSITY * likeness), at)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let Some((_, at)) = best else { return chosen };
        words += pool.spaced(&pool.candidates[at]);
        chosen.push(at);
    }
}
