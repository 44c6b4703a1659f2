//! What each outlet adds: a sentence that only it has.

use super::known::Known;
use super::quality::Standing;
use super::telling::Telling;
use crate::model::Quote;
use std::collections::BTreeMap;

/// Beyond this many words an addition is no longer read at a glance.
const LONG: usize = 40;

/// For each voice at most one sentence with two or more facts that no other voice of the story has, one of them a
/// number or a quotation. In the order in which the voices reported; a story of one voice adds nothing.
pub(crate) fn adds(telling: &mut Telling<'_, '_>) -> Vec<Quote> {
    let pool = telling.pool;
    let mut voices: Vec<&str> = Vec::new();
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for report in &pool.reports {
        let voice = report.voice();
        if !voices.contains(&voice) {
            voices.push(voice);
        }
        known.entry(voice).or_default().learn(report.article);
    }
    if voices.len() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for voice in voices {
        let others: Vec<&Known<'_>> =
            known.iter().filter(|(name, _)| **name != voice).map(|(_, known)| known).collect();
        let best = (0..pool.candidates.len())
            .filter(|&at| {
                let candidate = &pool.candidates[at];
                let report = pool.reports[candidate.report];
                report.voice() == voice
                    && !report.is_copy()
                    && candidate.standing == Standing::Alone
                    && candidate.words() <= LONG
                    && telling.may_take(at, 0)
                    && !telling.is_old(at)
            })
            .filter_map(|at| {
                let (hard, names) = Known::news_to_all(&others, pool.said(&pool.candidates[at]));
                (hard >= 1 && hard + names >= 2).then_some((hard.min(3) + names.min(3), at))
            })
            .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        if let Some((_, at)) = best {
            out.extend(telling.take(at));
        }
    }
    out
}
