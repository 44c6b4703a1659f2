//! The sentences that tell a story in short, each from where it is said best.

use super::figures::{self, Unit};
use super::pool::{Candidate, Pool};
use super::quality::Standing;
use super::telling::Telling;
use super::{names, terms};
use rustc_hash::FxHashSet;

/// Above this overlap with the headline a sentence must bring [`BRINGS`] terms of its own ...
const SAYS_THE_HEADLINE: f64 = 0.6;
/// ... or it says nothing new.
const BRINGS: usize = 6;
/// At this overlap two sentences say the same.
const REPEATS: f64 = 0.4;
/// How much likeness to what is chosen takes from a score (maximal marginal relevance, Carbonell and Goldstein 1998).
const DIVERSITY: f64 = 0.6;
/// What a report says that an earlier edition showed counts this much of what a new one says: who comes back to a story
/// has read it. (In a month of mornings 34 in 100 sentences that summed up such a story had been shown before.)
const SHOWN: f64 = 0.5;
/// A fact of more words is taken only when it is clearly better.
const LONG: usize = 30;

/// The best sentences of a story, at most `most`, each saying something of its own.
///
/// With three voices or more none gives more than two, and the next sentence comes from one not yet heard if it
/// has anything as good to say.
pub(crate) fn pick(telling: &Telling<'_, '_>, most: usize) -> Vec<usize> {
    let pool = telling.pool;
    let voices = pool.tellers.iter().map(|teller| teller.outlet.voice()).collect::<FxHashSet<_>>().len();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < most {
        let best = (0..pool.candidates.len())
            .filter(|&at| fits(telling, at, &chosen, voices))
            .map(|at| (gain(pool, at, &chosen), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let Some((_, at)) = best else { break };
        chosen.push(at);
    }
    chosen
}

fn fits(telling: &Telling<'_, '_>, at: usize, chosen: &[usize], voices: usize) -> bool {
    let pool = telling.pool;
    let candidate = &pool.candidates[at];
    let voice = |at: usize| pool.tellers[pool.candidates[at].teller].outlet.voice();
    let same = chosen.iter().filter(|&&other| voice(other) == voice(at)).count();
    let outlet = pool.outlet(candidate);
    let from_it: usize = chosen
        .iter()
        .map(|&other| &pool.candidates[other])
        .filter(|other| pool.outlet(other) == outlet)
        .map(|other| other.words)
        .sum();
    candidate.standing == Standing::Alone
        && !chosen.contains(&at)
        && (voices < 3 || same < 2)
        && telling.may_take(at, from_it)
        && !restates(candidate, &pool.headline)
        && chosen.iter().all(|&other| !repeats(&candidate.terms, &pool.candidates[other].terms))
}

/// Whether a sentence only says the headline again.
fn restates(candidate: &Candidate, headline: &FxHashSet<String>) -> bool {
    let own = candidate.terms.iter().filter(|term| !headline.contains(*term)).count();
    terms::overlap(&candidate.terms, headline) >= SAYS_THE_HEADLINE && own < BRINGS
}

/// Whether one of two sentences says most of what the other says.
pub(crate) fn repeats(a: &FxHashSet<String>, b: &FxHashSet<String>) -> bool {
    terms::overlap(a, b) >= REPEATS
}

fn gain(pool: &Pool<'_>, at: usize, chosen: &[usize]) -> f64 {
    let candidate = &pool.candidates[at];
    let likeness = chosen
        .iter()
        .map(|&other| terms::overlap(&candidate.terms, &pool.candidates[other].terms))
        .fold(0.0_f64, f64::max);
    let heard = chosen.iter().any(|&other| pool.candidates[other].teller == candidate.teller);
    let text = pool.text(candidate);
    let number = figures::of(text).iter().any(|figure| figure.unit != Unit::Label);
    let named = !names::names(text).is_empty();
    let shown = !pool.tellers[candidate.teller].new;
    let mut gain = candidate.score * (1.0 - DIVERSITY * likeness);
    for (holds, factor) in [(heard, 0.75), (shown, SHOWN), (candidate.words > LONG, 0.85), (number, 1.1), (named, 1.05)]
    {
        if holds {
            gain *= factor;
        }
    }
    gain
}

/// Sentences of all tellers that sum a story up in at most `limit` words, best first.
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
                    && words + candidate.spaced <= limit
                    && chosen.iter().all(|&other| !repeats(&candidate.terms, &pool.candidates[other].terms))
            })
            .map(|at| {
                let likeness = chosen
                    .iter()
                    .map(|&other| terms::overlap(&pool.candidates[at].terms, &pool.candidates[other].terms))
                    .fold(0.0_f64, f64::max);
                (pool.candidates[at].score * (1.0 - DIVERSITY * likeness), at)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let Some((_, at)) = best else { return chosen };
        words += pool.candidates[at].spaced;
        chosen.push(at);
    }
}
