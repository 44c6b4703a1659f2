//! Which language each entry is in.

use crate::text::Article;
use crate::text::language::Language;
use rustc_hash::FxHashMap;

/// The language of each article in `order`: its own, else the one most of them have.
pub(super) fn languages(articles: &[&Article<'_>], order: &[usize]) -> Vec<Language> {
    let mut out: Vec<Language> = order.iter().map(|&at| articles[at].language).collect();
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
    use super::{Language, languages};
    use crate::compose::group::samples::{articles, entry};

    #[test]
    fn what_is_declared_comes_before_what_is_guessed_and_the_rest_follows_the_most() {
        let spoken = |title, language: Option<&str>| {
            let mut entry = entry(title, "", title, "");
            entry.language = language.map(str::to_owned);
            entry
        };
        let entries = [
            spoken("Der Damm ist in der Nacht gebrochen und die Schule bleibt zu", Some("de-AT")),
            spoken("The dam has burst and the school is closed for the day", None),
            spoken("The vote on the ferry was lost by one and it will not run", None),
            spoken("Zzyzx", None),
        ];
        let found = languages(&articles(&entries).iter().collect::<Vec<_>>(), &[0, 1, 2, 3]);
        assert_eq!(found[0], Language::declared("de"));
        assert_eq!(found[1], Language::declared("en"));
        assert_eq!(found[3], Language::declared("en"), "it follows the most");
    }
}
