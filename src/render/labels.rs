//! Labels: the words of the pages, one file a language.

use serde::{Deserialize, Serialize};

/// A word in the singular and in the plural.
pub(super) type Plural = [String; 2];

/// Languages that have a file of labels, with the file.
const LANGUAGES: [(&str, &str); 4] = [
    ("en", include_str!("../../templates/labels/en.toml")),
    ("de", include_str!("../../templates/labels/de.toml")),
    ("fr", include_str!("../../templates/labels/fr.toml")),
    ("es", include_str!("../../templates/labels/es.toml")),
];

/// Every word the pages speak. The names are those of `templates/labels/en.toml`, where each
/// stands under a heading that says what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub(super) lang: String,
    pub(super) dir: String,
    pub(super) weekdays: [String; 7],
    pub(super) weekdays_short: [String; 7],
    pub(super) months: [String; 12],
    pub(super) date_long: String,
    pub(super) date_day: String,
    pub(super) date_short: String,
    pub(super) date_year: String,
    pub(super) date_range: String,
    pub(super) week_of: String,
    pub(super) time_of_day: String,
    pub(super) skip: String,
    pub(super) skip_page: String,
    pub(super) archive: String,
    pub(super) all_days: String,
    pub(super) today: String,
    pub(super) other_pages: String,
    pub(super) other_days: String,
    pub(super) topics: String,
    pub(super) contents: String,
    pub(super) back: String,
    pub(super) about: String,
    pub(super) formats: String,
    pub(super) feed_atom: String,
    pub(super) feed_json: String,
    pub(super) markdown: String,
    pub(super) text: String,
    pub(super) data: String,
    pub(super) topic_text: String,
    pub(super) all_topics: String,
    pub(super) health: String,
    pub(super) read: String,
    pub(super) entries: Plural,
    pub(super) kept: String,
    pub(super) stories: Plural,
    pub(super) singles: Plural,
    pub(super) covers: String,
    pub(super) new_stories: Plural,
    pub(super) nothing_new: String,
    pub(super) moved: Plural,
    pub(super) and: String,
    pub(super) since: String,
    pub(super) left_out: Plural,
    pub(super) new: String,
    pub(super) fresh: Plural,
    pub(super) updated: String,
    pub(super) outlets: Plural,
    pub(super) voices: String,
    pub(super) first: String,
    pub(super) latest: String,
    pub(super) one_outlet: String,
    pub(super) see_also: String,
    pub(super) told_under: String,
    pub(super) adds: String,
    pub(super) timeline: String,
    pub(super) timeline_of: String,
    pub(super) spark_of: String,
    pub(super) go: String,
    pub(super) go_questions: Plural,
    pub(super) more_sources: Plural,
    pub(super) copy: String,
    pub(super) copy_hint: String,
    pub(super) was_titled: String,
    pub(super) sources: String,
    pub(super) summary: String,
    pub(super) earlier: String,
    pub(super) earlier_none: String,
    pub(super) earlier_line: String,
    pub(super) reports: Plural,
    pub(super) quoted: String,
    pub(super) made: String,
    pub(super) quiet: String,
    pub(super) quiet_text: String,
    pub(super) near: String,
    pub(super) trouble: String,
    pub(super) trouble_none: String,
    pub(super) trouble_some: Plural,
    pub(super) feeds: String,
    pub(super) feeds_read: String,
    pub(super) feed: String,
    pub(super) cause: String,
    pub(super) last_good: String,
    pub(super) never: String,
    pub(super) times: Plural,
    pub(super) archive_text: String,
    pub(super) archive_none: String,
    pub(super) no_story: String,
    pub(super) health_text: String,
    pub(super) health_none: String,
    pub(super) last_new: String,
    pub(super) state: String,
    pub(super) fine: String,
    pub(super) trouble_since: String,
    pub(super) silent: String,
    pub(super) repaired: String,
    pub(super) undated_since: String,
    pub(super) minutes: Plural,
    pub(super) hours: Plural,
    pub(super) days: Plural,
    pub(super) gone: String,
    pub(super) what_happened: String,
    pub(super) what_is_new: String,
    pub(super) who_said_what: String,
    pub(super) numbers: String,
    pub(super) what_came_before: String,
    pub(super) what_comes_next: String,
    pub(super) where_reports_differ: String,
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
        toml::from_str(file).map_err(|error| NoLabels::Broken(Box::new(error)))
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
    fn values_are_filled_in_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("{nobody} {", &[("a", "1")]), "{nobody} {");
        let words = ["{n} story".to_owned(), "{n} stories".to_owned()];
        assert_eq!((count(&words, 1), count(&words, 0)), ("1 story".to_owned(), "0 stories".to_owned()));
    }
}
