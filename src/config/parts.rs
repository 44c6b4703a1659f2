//! What several tables of `feeds.toml` are made of, as written.

use super::home::elsewhere;
use super::problem::Problems;
use super::section::{Raw, Section, Written, wrong_type};
use toml::de::DeValue;

/// One keyword in its short or its long form.
pub(super) struct Keyword {
    /// The whole of it.
    pub(super) at: Written<()>,
    pub(super) words: Option<Written<String>>,
    pub(super) regex: Option<Written<String>>,
    pub(super) scope: Option<Written<String>>,
    pub(super) weight: Option<Written<f64>>,
    pub(super) case: Option<Written<bool>>,
    pub(super) plurals: Option<Written<bool>>,
}

impl Keyword {
    pub(super) fn empty(at: Written<()>) -> Self {
        Self { at, words: None, regex: None, scope: None, weight: None, case: None, plurals: None }
    }

    pub(super) fn read(&mut self, section: &mut Section<'_, '_>, problems: &mut Problems<'_>) {
        self.words = section.string("match", "{ match = \"word\" }", problems);
        self.regex = section.string("regex", "{ regex = 'CVE-\\d+' }", problems);
        self.scope = section.string("in", "{ match = \"word\", in = \"title\" }", problems);
        self.weight = section.number("weight", "{ match = \"word\", weight = 2 }", problems);
        self.case = section.switch("case", problems);
        self.plurals = section.switch("plurals", problems);
    }
}

/// A value that may be kept elsewhere.
#[derive(Debug, Clone)]
pub(super) enum SecretText {
    /// Text that may name variables of the environment: `Bearer ${TOKEN}`.
    Text(String),
    /// The content of a file: `{ file = "token.txt" }`.
    File(String),
}

pub(super) fn secret(
    section: &mut Section<'_, '_>,
    key: &'static str,
    example: &str,
    problems: &mut Problems<'_>,
) -> Option<Written<SecretText>> {
    let raw = section.raw(key)?;
    secret_text(&raw, key, example, problems).map(|text| raw.with(text))
}

pub(super) fn secret_text(
    raw: &Raw<'_, '_>,
    key: &str,
    example: &str,
    problems: &mut Problems<'_>,
) -> Option<SecretText> {
    match raw.value {
        DeValue::String(text) => Some(SecretText::Text(text.clone().into_owned())),
        DeValue::Table(content) => {
            let mut section = Section::new(format!("`{key}`"), raw.key.clone(), content);
            let file = section.string("file", &format!("{key} = {{ file = \"secret.txt\" }}"), problems);
            if file.is_none() && content.get("file").is_none() {
                let hint = format!("write {key} = {{ file = \"secret.txt\" }} or {example}");
                problems.add(&raw.span, &raw.key, format!("`{key}` is a table without `file`"), hint);
            }
            section.finish(|_| None, problems);
            file.map(|file| SecretText::File(file.value))
        }
        other => {
            wrong_type(raw, key, "text in quotes or { file = \"path\" }", other, example, problems);
            None
        }
    }
}

/// Reads a table and says which keys nobody asked for.
pub(super) fn read_all<'d, 't, T>(
    section: &mut Section<'d, 't>,
    problems: &mut Problems<'_>,
    read: impl FnOnce(&mut Section<'d, 't>, &mut Problems<'_>) -> T,
) -> T {
    let value = read(section, problems);
    let asked = section.asked().to_vec();
    section.finish(|key| elsewhere(key, &asked), problems);
    value
}
