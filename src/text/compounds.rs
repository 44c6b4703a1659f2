//! What is written together with words and leaves them the words they are, in all languages.
//!
//! In one, as signs that Chinese and Japanese share do not tell which of them a text is in, and as lists of different
//! scripts do not meet.

use super::lexicon::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// The lists of all languages.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    /// What may stand before a word of Chinese or Japanese.
    pub(crate) prefixes: FxHashSet<&'static str>,
    /// What may stand after one.
    pub(crate) suffixes: FxHashSet<&'static str>,
    /// Nouns that are written together with others.
    pub(crate) heads: Vec<&'static str>,
    /// Particles that words end with, longest first.
    pub(crate) particles: Vec<&'static str>,
    /// What else may stand behind a noun that is known to be one.
    pub(crate) tails: Vec<&'static str>,
    /// What makes a noun a verb.
    pub(crate) verbs: Vec<&'static str>,
    /// Syllables that Chinese characters are read as.
    pub(crate) readings: FxHashSet<char>,
    /// Names, and longer names that hold them and are of something else.
    pub(crate) others: FxHashMap<&'static str, Vec<&'static str>>,
}

static JOINED: LazyLock<Joined> = LazyLock::new(|| {
    let mut joined = Joined::default();
    for (_, lexicon) in Lexicon::all() {
        let compounds = &lexicon.compounds;
        joined.prefixes.extend(compounds.prefixes.iter().map(|word| &**word));
        joined.suffixes.extend(compounds.suffixes.iter().map(|word| &**word));
        joined.heads.extend(compounds.heads.iter().map(|word| &**word));
        joined.particles.extend(compounds.particles.iter().map(|word| &**word));
        joined.tails.extend(compounds.tails.iter().map(|word| &**word));
        joined.verbs.extend(compounds.verbs.iter().map(|word| &**word));
        joined.readings.extend(compounds.readings.iter().flat_map(|syllable| syllable.chars()));
        for (held, longer) in &compounds.others {
            joined.others.entry(held).or_default().extend(longer.iter().map(|word| &**word));
        }
    }
    joined
});

/// The lists of all languages.
pub(crate) fn joined() -> &'static Joined {
    &JOINED
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn lists_are_there_and_names_are_held() {
        let joined = joined();
        assert!(joined.prefixes.contains("前") && joined.suffixes.contains("さん"));
        assert!(joined.particles.is_sorted_by_key(|word| std::cmp::Reverse(word.chars().count())));
        for (held, longer) in &joined.others {
            assert!(longer.iter().all(|name| name.contains(held) && name != held), "{held} {longer:?}");
        }
    }
}
