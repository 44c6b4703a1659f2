//! What is known of each language: the lists of `lang/xx.toml`, which their README describes key by key.
//!
//! A list holds for its language alone. Where the language of a text is not known, English stands in.

use super::fold::fold;
use super::language::Language;
use super::lists::{
    Bylines, Capitals, Compounds, Context, Formulas, Grammar, Kinds, Numbers, Ordered, Phrases, Sentences, Speech,
    Spelling, Stem, Time, Words,
};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// A language file.
struct File {
    /// The codes that it serves, its own first.
    codes: Vec<&'static str>,
    text: &'static str,
    read: OnceLock<Lexicon>,
}

/// All of them, in order of their own codes.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    // `build.rs` puts a separator and a line of codes before each.
    let all = include_str!(concat!(env!("OUT_DIR"), "/languages"));
    let file = |part: &'static str| {
        let (codes, text) = part.split_once('\n')?;
        Some(File { codes: codes.split_whitespace().collect(), text, read: OnceLock::new() })
    };
    all.split('\u{1E}').filter_map(file).collect()
});

/// The lists of one language; empty where nothing is known.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Lexicon {
    #[serde(rename = "also")]
    _also: Words,
    pub(crate) stop: Words,
    pub(crate) stem: Stem,
    synonyms: BTreeMap<String, Ordered>,
    /// Which file it is; one past the last where there is none.
    #[serde(skip)]
    place: usize,
    /// English stands in for a language that is not known.
    #[serde(skip)]
    stands_in: bool,
    #[serde(skip)]
    same: FxHashMap<Box<str>, Box<str>>,
    pub(crate) time: Time,
    pub(crate) numbers: Numbers,
    pub(crate) sentences: Sentences,
    pub(crate) speech: Speech,
    pub(crate) context: Context,
    pub(crate) grammar: Grammar,
    pub(crate) kinds: Kinds,
    pub(crate) formats: BTreeMap<String, Phrases>,
    pub(crate) boilerplate: Formulas,
    pub(crate) capitals: Capitals,
    pub(crate) agencies: BTreeMap<String, Phrases>,
    pub(crate) bylines: Bylines,
    pub(crate) compounds: Compounds,
    pub(crate) spelling: Spelling,
}

static STANDS_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    let (place, file) = file_of("en").unzip();
    let english = file.and_then(|file| Lexicon::read(file.text).ok()).unwrap_or_default();
    Lexicon { place: place.unwrap_or(FILES.len()), stands_in: true, ..english }
});
static NOTHING: LazyLock<Lexicon> = LazyLock::new(|| Lexicon { place: FILES.len(), ..Lexicon::default() });

impl Lexicon {
    /// What is known of `language`; of English where it is not known, nothing where it has no file.
    pub(crate) fn of(language: Language) -> &'static Self {
        if language == Language::UNKNOWN {
            return &STANDS_IN;
        }
        file_of(language.code()).map_or(&NOTHING, |(place, file)| Self::in_file(place, file))
    }

    /// Every language that has a file, in order of their codes.
    pub(crate) fn all() -> impl Iterator<Item = (Language, &'static Self)> {
        let own = |file: &File| file.codes.first().map_or(Language::UNKNOWN, |code| Language::declared(code));
        FILES.iter().enumerate().map(move |(place, file)| (own(file), Self::in_file(place, file)))
    }

    pub(crate) fn english() -> &'static Self {
        file_of("en").map_or(&NOTHING, |(place, file)| Self::in_file(place, file))
    }

    /// What is known of a language without a file.
    pub(crate) fn nothing() -> &'static Self {
        &NOTHING
    }

    fn in_file(place: usize, file: &'static File) -> &'static Self {
        // A file that cannot be read fails the tests; here it is as good as none.
        file.read.get_or_init(|| Self { place, ..Self::read(file.text).unwrap_or_default() })
    }

    fn read(text: &str) -> Result<Self, toml::de::Error> {
        let mut lexicon: Self = toml::from_str(text)?;
        lexicon.fold();
        let pairs = lexicon.synonyms.iter().flat_map(|(same, words)| words.iter().map(|word| (word, same.as_str())));
        lexicon.same = pairs.map(|(word, same)| (word.clone(), same.into())).collect();
        Ok(lexicon)
    }

    /// Folds the lists that are asked with folded words, so that files are written as people write.
    fn fold(&mut self) {
        let kinds = &mut self.kinds;
        let phrases = [
            &mut kinds.round_up,
            &mut kinds.round_up_start,
            &mut kinds.live,
            &mut kinds.live_start,
            &mut kinds.opinion,
            &mut kinds.opinion_start,
            &mut kinds.explainer_part,
            &mut kinds.labels,
            &mut self.stem.endings.0,
            &mut self.stem.prefixes.0,
        ];
        let phrases = phrases.into_iter().chain(self.agencies.values_mut()).chain(self.formats.values_mut());
        for phrase in phrases.flatten().filter(|phrase| !phrase.is_ascii()) {
            *phrase = fold(phrase).into();
        }
        let bylines = &mut self.bylines;
        let words = [&mut bylines.nobody, &mut bylines.by, &mut bylines.and, &mut self.capitals.everyday];
        for words in words.into_iter().chain([&mut self.stop, &mut kinds.other]) {
            if words.iter().any(|word| !word.is_ascii()) {
                words.0 = words.0.drain().map(|word| fold(&word).into()).collect();
            }
        }
    }

    /// Whether the language is not known, so that English stands in.
    pub(crate) fn stands_in(&self) -> bool {
        self.stands_in
    }

    /// Whether the rules that know the grammar of English hold.
    pub(crate) fn is_english(&self) -> bool {
        self.stem.rules == "english"
    }

    /// Whether `folded` is too common to tell what a text is about.
    pub(crate) fn is_stop(&self, folded: &str) -> bool {
        // Nothing longer is in any list, and most words are.
        folded.len() <= LONGEST_STOP && self.stop.contains(folded)
    }

    /// The stem that `stem` stands for: nationality for country, short for long.
    pub(crate) fn same<'a>(&'a self, stem: &'a str) -> &'a str {
        self.same.get(stem).map_or(stem, |same| same)
    }

    /// The month that `word`, in lower case, names: 1 is January.
    pub(crate) fn month(&self, word: &str) -> Option<u8> {
        (1_u8..).zip(&self.time.months).find(|(_, names)| names.iter().any(|name| &**name == word)).map(|(at, _)| at)
    }

    /// Whether `word`, in lower case, is a month or a day of the week.
    pub(crate) fn is_calendar(&self, word: &str) -> bool {
        self.time.weekdays.contains(word) || self.month(word).is_some()
    }

    /// Whether `word`, in lower case, says when: "this week", "this summer".
    pub(crate) fn is_span(&self, word: &str) -> bool {
        self.time.spans.contains(word) || self.is_calendar(word)
    }

    /// The abbreviations that end no sentence; those of English where the language has none of its own, as names and firms
    /// are written the English way in many.
    pub(crate) fn abbreviations(&self) -> &Sentences {
        if self.sentences.titles.is_empty() { &Self::english().sentences } else { &self.sentences }
    }

    /// Whether `word` opens sentences more often than it is a name, written with a capital.
    pub(crate) fn opens_sentences(&self, word: &str) -> bool {
        self.sentences.openers.contains(word.to_lowercase().as_str())
    }

    /// Whether `word` is a verb of speaking.
    pub(crate) fn is_speech(&self, word: &str) -> bool {
        self.speech.verbs.contains(word.to_lowercase().as_str())
    }
}

/// Something made of the lists of a language, once it is needed.
pub(crate) struct PerLanguage<T: 'static> {
    make: fn(&'static Lexicon) -> T,
    made: OnceLock<Vec<OnceLock<T>>>,
}

impl<T> PerLanguage<T> {
    pub(crate) const fn new(make: fn(&'static Lexicon) -> T) -> Self {
        Self { make, made: OnceLock::new() }
    }

    pub(crate) fn of(&'static self, lexicon: &'static Lexicon) -> &'static T {
        // One more than there are files: for languages that have none.
        let made = self.made.get_or_init(|| (0..=FILES.len()).map(|_| OnceLock::new()).collect());
        made[lexicon.place.min(FILES.len())].get_or_init(|| (self.make)(lexicon))
    }
}

/// The file that serves a code, and its place.
fn file_of(code: &str) -> Option<(usize, &'static File)> {
    FILES.iter().enumerate().find(|(_, file)| file.codes.contains(&code))
}

/// In bytes.
const LONGEST_STOP: usize = 14;

#[cfg(test)]
mod tests {
    use super::{FILES, LONGEST_STOP, Lexicon};
    use crate::text::language::Language;

    fn read(code: &str) -> &'static Lexicon {
        Lexicon::of(Language::declared(code))
    }

    #[test]
    fn every_file_can_be_read() {
        for file in FILES.iter() {
            let code = file.codes[0];
            let lexicon = Lexicon::read(file.text).unwrap_or_else(|err| panic!("{code}.toml: {err}"));
            assert!(matches!(lexicon.time.months.len(), 0 | 12), "{code}: twelve months or none");
            assert!(matches!(lexicon.numbers.words.len(), 0 | 13), "{code}: from zero to twelve");
            let endings = &lexicon.stem.endings;
            let whole = |at: usize| endings[..at].iter().all(|before| !endings[at].ends_with(&**before));
            assert!((0..endings.len()).all(whole), "{code}: an ending stands behind one that it ends with");
        }
        let mut codes: Vec<&str> = FILES.iter().flat_map(|file| file.codes.iter().copied()).collect();
        codes.sort_unstable();
        assert_eq!(codes.windows(2).find(|two| two[0] == two[1]), None, "two files for one code");
    }

    #[test]
    fn lists_are_asked_in_the_case_they_are_written_in() {
        for (code, lexicon) in Lexicon::all() {
            let code = code.code().to_owned();
            let (sentences, context, grammar) = (&lexicon.sentences, &lexicon.context, &lexicon.grammar);
            let both =
                sentences.titles.iter().find(|it| sentences.counts.contains(*it) || sentences.may_end.contains(*it));
            assert_eq!(both, None, "{code}: it never ends a sentence, and it may");
            let words = [
                &sentences.titles,
                &sentences.counts,
                &sentences.may_end,
                &sentences.openers,
                &sentences.clauses,
                &lexicon.speech.verbs,
                &context.openings,
                &context.persons,
                &lexicon.time.spans,
                &lexicon.time.weekdays,
                &grammar.verbs,
                &grammar.pronouns,
                &lexicon.numbers.hedges,
            ];
            let phrases =
                [&context.phrases, &context.things, &lexicon.boilerplate.anywhere, &lexicon.boilerplate.opening];
            let words = words.iter().flat_map(|list| list.iter()).chain(phrases.iter().flat_map(|list| list.iter()));
            for word in words {
                assert_eq!(**word, *word.to_lowercase(), "{code}");
                assert!(!word.trim().is_empty(), "{code}");
            }
            assert!(lexicon.stop.iter().all(|word| word.len() <= LONGEST_STOP), "{code}");
            for word in lexicon.same.keys() {
                assert_eq!(lexicon.same(lexicon.same(word)), lexicon.same(word), "{code}: {word}");
            }
        }
    }

    #[test]
    fn no_signature_is_of_two_agencies() {
        let mut all: Vec<&str> =
            Lexicon::all().flat_map(|(_, it)| it.agencies.values().flatten()).map(|it| &**it).collect();
        all.sort_unstable();
        assert_eq!(all.windows(2).find(|two| two[0] == two[1]), None);
    }

    #[test]
    fn each_language_has_its_own() {
        let check = |word, language, expected| assert_eq!(read(language).is_stop(word), expected, "{word}");
        check("the", "en", true);
        check("the", "und", true);
        check("the", "fr", false);
        check("uber", "de", true);
        check("dam", "en", false);
        check("sind", "xx", false);
        assert_eq!(read("nb").month("januar"), Some(1), "Norwegian shares a file");
        assert!(read("de").context.persons.contains("du") && !read("fr").context.persons.contains("du"));
    }
}
