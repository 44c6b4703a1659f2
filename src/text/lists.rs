//! The shapes of lists in a language file, and its sections; the README beside the files describes each key.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::ops::Deref;

/// Words, to ask whether one is among them.
#[derive(Debug, Default)]
pub(crate) struct Words(pub(super) FxHashSet<Box<str>>);

impl Deref for Words {
    type Target = FxHashSet<Box<str>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(from)?.split_whitespace().map(Box::from).collect()))
    }
}

/// Words in the order in which they are to be tried.
#[derive(Debug, Default)]
pub(crate) struct Ordered(pub(super) Vec<Box<str>>);

impl Deref for Ordered {
    type Target = [Box<str>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(from)?.split_whitespace().map(Box::from).collect()))
    }
}

/// Several words in a row each.
pub(crate) type Phrases = Vec<Box<str>>;

/// How forms of one word become one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Stem {
    pub(crate) rules: String,
    pub(crate) endings: Ordered,
    pub(crate) prefixes: Ordered,
    pub(crate) elision: bool,
    pub(crate) apostrophe: bool,
    pub(crate) singular: Words,
}

/// Months, days, and what says when.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Time {
    pub(crate) months: Vec<Ordered>,
    pub(crate) weekdays: Words,
    pub(crate) spans: Words,
    pub(crate) relative: Phrases,
    pub(crate) month_after: Words,
    pub(crate) which: Words,
    pub(crate) back: Words,
    pub(crate) ordinal_stop: bool,
}

/// What stands in and around figures.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Numbers {
    pub(crate) words: Ordered,
    pub(crate) thousand: Words,
    pub(crate) million: Words,
    pub(crate) billion: Words,
    pub(crate) trillion: Words,
    pub(crate) percent: Phrases,
    pub(crate) at_least: Phrases,
    pub(crate) at_most: Phrases,
    pub(crate) about: Phrases,
    pub(crate) hedges: Words,
    pub(crate) between: Words,
    pub(crate) clock: Words,
    pub(crate) currencies: BTreeMap<String, Words>,
}

/// What sentences begin and end with.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sentences {
    pub(crate) titles: Words,
    pub(crate) counts: Words,
    pub(crate) may_end: Words,
    pub(crate) places: Words,
    pub(crate) openers: Words,
    pub(crate) clauses: Words,
}

/// Who speaks.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Speech {
    pub(crate) verbs: Words,
    pub(crate) honorifics: Words,
}

/// What needs the sentence before.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Context {
    pub(crate) openings: Words,
    pub(crate) phrases: Phrases,
    pub(crate) things: Phrases,
    pub(crate) persons: Words,
}

/// For rules that know the grammar of their language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Grammar {
    pub(crate) verbs: Words,
    pub(crate) small: Words,
    pub(crate) unique: Words,
    pub(crate) describes: Words,
    pub(crate) prepositions: Words,
    pub(crate) pronouns: Words,
    pub(crate) objects: Words,
    pub(crate) unnamed: Words,
    pub(crate) adverbs: Words,
    pub(crate) ahead: Phrases,
    pub(crate) capital_nouns: bool,
}

/// What headlines and addresses announce.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Kinds {
    pub(crate) round_up: Phrases,
    pub(crate) round_up_start: Phrases,
    pub(crate) round_up_path: Phrases,
    pub(crate) live: Phrases,
    pub(crate) live_start: Phrases,
    pub(crate) live_path: Phrases,
    pub(crate) opinion: Phrases,
    pub(crate) opinion_start: Phrases,
    pub(crate) opinion_path: Phrases,
    pub(crate) explainer_part: Phrases,
    pub(crate) sport_path: Phrases,
    pub(crate) other: Words,
    pub(crate) labels: Phrases,
}

/// What outlets write around their articles.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Formulas {
    pub(crate) anywhere: Phrases,
    pub(crate) opening: Phrases,
}

/// Words and initials in capitals.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Capitals {
    pub(crate) words: Words,
    pub(crate) initials: Words,
    pub(crate) everyday: Words,
}

/// What is written together with words and leaves them the words they are.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Compounds {
    /// Particles that words end with, longest first.
    pub(crate) particles: Ordered,
    /// What else may stand behind a noun that is known to be one.
    pub(crate) tails: Ordered,
    /// Nouns that are written together with others.
    pub(crate) heads: Ordered,
    /// Syllables that Chinese characters are read as.
    pub(crate) readings: Ordered,
    /// What makes a noun a verb.
    pub(crate) verbs: Ordered,
    /// What may stand before a word.
    pub(crate) prefixes: Ordered,
    /// What may stand after one.
    pub(crate) suffixes: Ordered,
    /// Names, and longer names that hold them and are of something else.
    pub(crate) others: BTreeMap<Box<str>, Ordered>,
}

/// Parts of words that are written together, apart or with a hyphen.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Spelling {
    pub(crate) first: Ordered,
    pub(crate) also_words: Words,
    pub(crate) electronic: Ordered,
    pub(crate) last: Ordered,
    pub(crate) surnames: Words,
}

/// Names that name nobody.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bylines {
    pub(crate) by: Words,
    pub(crate) and: Words,
    pub(crate) nobody: Words,
}
