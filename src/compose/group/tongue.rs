//! Which language each entry is in.

use super::candidate::Candidate;
use crate::text::language::Language;
use rustc_hash::FxHashMap;

/// The language of each entry in `order`: declared, else guessed, else the one most entries of its kind have.
pub(super) fn languages(candidates: &[Candidate<'_>], order: &[usize]) -> Vec<Language> {
    let mut out: Vec<Language> = order
        .iter()
        .map(|&at| {
            let candidate = &candidates[at];
            let declared = candidate.lang.map_or(Language::UNKNOWN, Language::declared);
            if declared != Language::UNKNOWN {
                if declared.is_at_home(candidate.title) || declared.is_at_home(candidate.summary) {
                    return declared;
                }
                let by_title = declared.corrected(candidate.title);
                return if by_title == declared { declared.corrected(candidate.summary) } else { by_title };
            }
            let by_title = Language::guess(candidate.title);
            if by_title == Language::UNKNOWN { Language::guess(candidate.summary) } else { by_title }
        })
        .collect();
    let mut counts: FxHashMap<Language, usize> = FxHashMap::default();
    for &language in out.iter().filter(|&&language| language != Language::UNKNOWN) {
        *counts.entry(language).or_default() += 1;
    }
    // Only text in Latin letters stays unknown; most of it is in the language of the rest.
    if let Some((&commonest, _)) = counts.iter().max_by_key(|&(&language, &count)| (count, std::cmp::Reverse(language)))
    {
        for language in &mut out {
            if *language == Language::UNKNOWN {
                *language = commonest;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Language, languages};

    #[test]
    fn what_is_declared_comes_before_what_is_guessed_and_the_rest_follows_the_most() {
        let entry = |title, lang| Candidate { title, lang, ..Candidate::default() };
        let entries = [
            entry("Der Damm ist in der Nacht gebrochen und die Schule bleibt zu", Some("de-AT")),
            entry("The dam has burst and the school is closed for the day", None),
            entry("The vote on the ferry was lost by one and it will not run", None),
            entry("Zzyzx", None),
        ];
        let found = languages(&entries, &[0, 1, 2, 3]);
        assert_eq!(found[0], Language::declared("de"));
        assert_eq!(found[1], Language::declared("en"));
        assert_eq!(found[3], Language::declared("en"), "it follows the most");
    }
}
