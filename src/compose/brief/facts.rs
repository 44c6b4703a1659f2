//! The sentences that tell a story in short, each from where it is said best.

use super::budget::Budget;
use super::pool::{Candidate, Pool};
use super::quality::Standing;
use super::terms;
use rustc_hash::FxHashSet;

/// Above this overlap with the headline a sentence says nothing new ...
const SAYS_THE_HEADLINE: f64 = 0.8;
/// ... and above this one with a chosen sentence it repeats it.
const REPEATS: f64 = 0.5;
/// How much likeness to what is chosen takes from a score (maximal marginal relevance, Carbonell and Goldstein 1998).
const DIVERSITY: f64 = 0.6;

/// The best sentences of a story, at most `most`, each saying something of its own.
///
/// With three outlets or more no outlet gives more than two, and the next sentence comes from
/// an outlet not yet heard if one has anything to say.
pub(crate) fn pick(pool: &Pool<'_>, most: usize, budget: &Budget) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let outlets = pool.tellers.iter().map(|teller| teller.outlet.voice()).collect::<FxHashSet<_>>().len();
    while chosen.len() < most {
        let best = (0..pool.candidates.len())
            .filter(|&at| fits(pool, at, &chosen, outlets, budget))
            .map(|at| (gain(pool, at, &chosen), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        let Some((_, at)) = best else { break };
        chosen.push(at);
    }
    chosen
}

fn fits(pool: &Pool<'_>, at: usize, chosen: &[usize], outlets: usize, budget: &Budget) -> bool {
    let candidate = &pool.candidates[at];
    let outlet = pool.outlet(candidate);
    let same = || chosen.iter().map(|&other| &pool.candidates[other]).filter(|other| pool.outlet(other) == outlet);
    let from_it: usize = same().map(|other| other.words).sum();
    candidate.standing == Standing::Alone
        && !chosen.contains(&at)
        && (outlets < 3 || same().count() < 2)
        && budget.allows(outlet, from_it + candidate.words)
        && terms::overlap(&candidate.terms, &pool.headline) < SAYS_THE_HEADLINE
        && chosen.iter().all(|&other| !repeats(candidate, &pool.candidates[other]))
}

/// Whether one of two sentences says most of what the other says.
pub(crate) fn repeats(a: &Candidate, b: &Candidate) -> bool {
    terms::overlap(&a.terms, &b.terms) >= REPEATS
}

fn gain(pool: &Pool<'_>, at: usize, chosen: &[usize]) -> f64 {
    let candidate = &pool.candidates[at];
    let likeness = chosen
        .iter()
        .map(|&other| terms::overlap(&candidate.terms, &pool.candidates[other].terms))
        .fold(0.0_f64, f64::max);
    let heard = chosen.iter().any(|&other| pool.candidates[other].teller == candidate.teller);
    candidate.score * (1.0 - DIVERSITY * likeness) * if heard { 0.75 } else { 1.0 }
}
