//! Labels: the words of the pages, one file a language.

use serde::Serialize;
use serde::de::Error as _;

/// A word in the singular and in the plural.
pub(super) type Plural = [String; 2];

/// Languages that have a file of labels, with the file.
const LANGUAGES: [(&str, &str); 4] = [
    ("en", include_str!("../../templates/labels/en.toml")),
    ("de", include_str!("../../templates/labels/de.toml")),
    ("fr", include_str!("../../templates/labels/fr.toml")),
    ("es", include_str!("../../templates/labels/es.toml")),
];

/// The words of one label: one, or a fixed number of them.
trait Words {
    fn words(&mut self) -> &mut [String];
}

impl Words for String {
    fn words(&mut self) -> &mut [String] {
        std::slice::from_mut(self)
    }
}

impl<const N: usize> Words for [String; N] {
    fn words(&mut self) -> &mut [String] {
        self
    }
}

/// Makes [`Labels`], with a way to each label by its name. A derived `Deserialize` would be one function with a hundred
/// values to drop at each of a hundred places: the optimizer takes minutes over it.
macro_rules! labels {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// Every word the pages speak. The names are those of `templates/labels/en.toml`, where each
        /// stands under a heading that says what it is for.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        pub(super) struct Labels {
            $(pub(super) $name: $kind,)+
        }

        impl Labels {
            const NAMES: &[&str] = &[$(stringify!($name)),+];

            fn named(&mut self, name: &str) -> Option<&mut [String]> {
                Some(match name {
                    $(stringify!($name) => self.$name.words(),)+
                    _ => return None,
                })
            }
        }
    };
}

labels! {
        lang: String,
        dir: String,
        weekdays: [String; 7],
        weekdays_short: [String; 7],
        months: [String; 12],
        date_long: String,
        date_day: String,
        date_short: String,
        date_year: String,
        date_range: String,
        week_of: String,
        time_of_day: String,
        skip: String,
        skip_page: String,
        archive: String,
        all_days: String,
        today: String,
        other_pages: String,
        other_days: String,
        topics: String,
        contents: String,
        back: String,
        about: String,
        formats: String,
        feed_atom: String,
        feed_json: String,
        markdown: String,
        text: String,
        data: String,
        topic_text: String,
        all_topics: String,
        health: String,
        read: String,
        entries: Plural,
        kept: String,
        stories: Plural,
        singles: Plural,
        covers: String,
        new_stories: Plural,
        nothing_new: String,
        moved: Plural,
        and: String,
        since: String,
        left_out: Plural,
        new: String,
    fresh: Plural,
        updated: String,
        outlets: Plural,
        voices: String,
        first: String,
        latest: String,
        one_outlet: String,
        see_also: String,
        told_under: String,
        adds: String,
        timeline: String,
        timeline_of: String,
        spark_of: String,
        go: String,
        go_questions: Plural,
        more_sources: Plural,
        copy: String,
        copy_hint: String,
        was_titled: String,
        sources: String,
        summary: String,
        earlier: String,
        earlier_none: String,
    earlier_line: String,
        reports: Plural,
        quoted: String,
        made: String,
        quiet: String,
        quiet_text: String,
        near: String,
        trouble: String,
        trouble_none: String,
        trouble_some: Plural,
        feeds: String,
        feeds_read: String,
        feed: String,
        cause: String,
        last_good: String,
        never: String,
        times: Plural,
        archive_text: String,
        archive_none: String,
        no_story: String,
        health_text: String,
        health_none: String,
        last_new: String,
        state: String,
        fine: String,
    unasked: String,
        trouble_since: String,
    silent: String,
    repaired: String,
    undated_since: String,
    seconds: Plural,
    minutes: Plural,
    hours: Plural,
    days: Plural,
        gone: String,
        what_happened: String,
        what_is_new: String,
        who_said_what: String,
        numbers: String,
        what_came_before: String,
        what_comes_next: String,
        where_reports_differ: String,
}

/// Why there are no labels.
#[derive(Debug)]
pub(super) enum NoLabels {
    /// Nobody wrote the file; these are the languages that have one.
    Unknown(Vec<&'static str>),
    /// The file cannot be read.
    Broken(Box<toml::de::Error>),
}

impl Labels {
    /// The labels of `language`: `en`, and `en-GB` takes those of `en`.
    pub(super) fn of(language: &str) -> Result<Self, NoLabels> {
        let base = language.split(['-', '_']).next().unwrap_or_default();
        let (_, file) = LANGUAGES
            .iter()
            .find(|(name, _)| base.eq_ignore_ascii_case(name))
            .ok_or_else(|| NoLabels::Unknown(LANGUAGES.iter().map(|(name, _)| *name).collect()))?;
        Self::read(file).map_err(|error| NoLabels::Broken(Box::new(error)))
    }

    /// The labels in a file that has each of them, and no others.
    fn read(file: &str) -> Result<Self, toml::de::Error> {
        let table: toml::Table = toml::from_str(file)?;
        let mut labels = Self::default();
        for (name, value) in &table {
            let words = labels.named(name).ok_or_else(|| toml::de::Error::custom(format!("there is no {name}")))?;
            let given: Option<Vec<&str>> = match value {
                toml::Value::Array(values) => values.iter().map(toml::Value::as_str).collect(),
                value => value.as_str().map(|word| vec![word]),
            };
            let wanted = words.len();
            let given = given
                .filter(|given| given.len() == wanted)
                .ok_or_else(|| toml::de::Error::custom(format!("{name} has to have {wanted} words")))?;
            words.iter_mut().zip(given).for_each(|(word, given)| given.clone_into(word));
        }
        match Self::NAMES.iter().find(|name| !table.contains_key(**name)) {
            Some(name) => Err(toml::de::Error::custom(format!("{name} is missing"))),
            None => Ok(labels),
        }
    }
}

/// `pattern` with each `{name}` replaced by its value, once: braces in a value stay what they are.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        let known = tail.find('}').and_then(|end| {
            let name = &tail[1..end];
            values.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value, end))
        });
        if let Some((value, end)) = known {
            out.push_str(value);
            rest = &tail[end + 1..];
        } else {
            out.push('{');
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

/// `words` for `n` things, with `{n}` filled in.
pub(super) fn count(words: &Plural, n: usize) -> String {
    let [one, other] = words;
    fill(if n == 1 { one } else { other }, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Labels, NoLabels, count, fill};

    #[test]
    fn every_language_has_every_label() {
        for (language, _) in LANGUAGES {
            let labels = Labels::of(language).unwrap_or_else(|error| panic!("{language}: {error:?}"));
            assert_eq!(labels.lang, language);
        }
        let names: Vec<&str> = LANGUAGES.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, crate::model::LANGUAGES);
        assert!(Labels::of("en-GB").is_ok());
        assert!(matches!(Labels::of("tlh"), Err(NoLabels::Unknown(_))));
    }

    /// The names in braces of each word, in the order of the alphabet.
    fn names(value: &toml::Value) -> Vec<Vec<String>> {
        let one = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|it| it.split('}').next()).map(str::to_owned).collect();
            names.sort();
            names
        };
        match value {
            toml::Value::String(text) => vec![one(text)],
            toml::Value::Array(items) => items.iter().flat_map(names).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn translations_fill_in_what_the_original_does() {
        let table = |file: &str| file.parse::<toml::Table>().expect("a file of labels");
        let english = table(LANGUAGES[0].1);
        for (language, file) in &LANGUAGES[1..] {
            let translated = table(file);
            for (key, value) in &english {
                // Dates are put together in the way of each language, and "once" needs no number.
                if key.starts_with("date_") && key != "date_range" || key == "times" {
                    continue;
                }
                assert_eq!(names(&translated[key]), names(value), "{language}: {key}");
                assert!(!translated[key].as_str().is_some_and(str::is_empty), "{language}: {key} is empty");
            }
        }
    }

    #[test]
    fn what_is_missing_unknown_or_of_another_shape_is_named() {
        let english = LANGUAGES[0].1;
        let told = |file: String| Labels::read(&file).expect_err("a mistake").to_string();
        assert!(told(english.replace("\nskip = ", "\nskipp = ")).contains("there is no skipp"));
        let without: String =
            english.lines().filter(|line| !line.starts_with("skip = ")).map(|l| l.to_owned() + "\n").collect();
        assert!(told(without.clone()).contains("skip is missing"));
        assert!(told(without + "\nskip = [\"a\", \"b\"]\n").contains("skip has to have 1 words"));
    }

    #[test]
    fn values_are_filled_in_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("{nobody} {", &[("a", "1")]), "{nobody} {");
        let words = ["{n} story".to_owned(), "{n} stories".to_owned()];
        assert_eq!((count(&words, 1), count(&words, 0)), ("1 story".to_owned(), "0 stories".to_owned()));
    }
}
