//! One table of the file, read key by key: what is there is checked for its type, what was never asked for is unknown.

use super::likeness::nearest;
use super::problem::Problems;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as written, with its place and the path of its key.
#[derive(Debug, Clone)]
pub(super) struct Written<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
    pub(super) key: String,
}

impl<T> Written<T> {
    /// The same place with another value.
    pub(super) fn with<U>(&self, value: U) -> Written<U> {
        Written { value, span: self.span.clone(), key: self.key.clone() }
    }
}

/// A value that may be of several types.
pub(super) type Raw<'d, 't> = Written<&'d DeValue<'t>>;

/// A table being read.
pub(super) struct Section<'d, 't> {
    /// How messages name it: `[outlet.wired]`.
    pub(super) name: String,
    /// What stands before its keys in a path: `outlet.wired`; empty for the file itself.
    path: String,
    table: &'d DeTable<'t>,
    asked: Vec<&'static str>,
}

impl<'d, 't> Section<'d, 't> {
    pub(super) fn new(name: String, path: String, table: &'d DeTable<'t>) -> Self {
        Self { name, path, table, asked: Vec::new() }
    }

    /// The keys that were asked for: all there are, once the table has been read.
    pub(super) fn asked(&self) -> &[&'static str] {
        &self.asked
    }

    /// The path of `key`.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The value of `key`, of whatever type.
    pub(super) fn raw(&mut self, key: &'static str) -> Option<Raw<'d, 't>> {
        self.asked.push(key);
        let value = self.table.get(key)?;
        Some(Written { value: value.get_ref(), span: value.span(), key: self.path_of(key) })
    }

    /// A string; `example` is a line that would be right.
    pub(super) fn string(
        &mut self,
        key: &'static str,
        example: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Written<String>> {
        let raw = self.raw(key)?;
        match raw.value {
            DeValue::String(text) => Some(raw.with(text.clone().into_owned())),
            other => {
                let meant = other.as_integer().and_then(|number| with_unit(key, number.as_str(), example));
                wrong_type(&raw, key, "text in quotes", other, meant.as_deref().unwrap_or(example), problems);
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn count(
        &mut self,
        key: &'static str,
        example: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Written<i64>> {
        let raw = self.raw(key)?;
        let DeValue::Integer(number) = raw.value else {
            let meant = unquoted::<i64>(key, raw.value);
            wrong_type(&raw, key, "a whole number", raw.value, meant.as_deref().unwrap_or(example), problems);
            return None;
        };
        // A number with more digits than fit is as wrong as any other that is too large.
        let least = if number.as_str().starts_with('-') { i64::MIN } else { i64::MAX };
        Some(raw.with(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(least)))
    }

    /// A number, whole or not.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        example: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Written<f64>> {
        let raw = self.raw(key)?;
        let value = match raw.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().unwrap_or(f64::NAN),
            DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
            other => {
                let meant = unquoted::<f64>(key, other);
                wrong_type(&raw, key, "a number", other, meant.as_deref().unwrap_or(example), problems);
                return None;
            }
        };
        Some(raw.with(value))
    }

    /// `true` or `false`.
    pub(super) fn switch(&mut self, key: &'static str, problems: &mut Problems<'_>) -> Option<Written<bool>> {
        let raw = self.raw(key)?;
        let DeValue::Boolean(value) = raw.value else {
            let meant = unquoted::<bool>(key, raw.value).unwrap_or_else(|| format!("{key} = true"));
            wrong_type(&raw, key, "true or false, without quotes", raw.value, &meant, problems);
            return None;
        };
        Some(raw.with(*value))
    }

    /// A list of values of whatever type, each with a place of its own.
    pub(super) fn list(
        &mut self,
        key: &'static str,
        what: &str,
        example: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Written<Vec<Raw<'d, 't>>>> {
        let raw = self.raw(key)?;
        let DeValue::Array(items) = raw.value else {
            let example = match raw.value {
                // Most often only the brackets were left out.
                DeValue::String(text) if !text.contains(['"', '\n', '\\']) && text.len() < 80 => {
                    format!("{key} = [\"{text}\"]")
                }
                _ => example.to_owned(),
            };
            wrong_type(&raw, key, what, raw.value, &example, problems);
            return None;
        };
        Some(raw.with(items_of(&raw, items)))
    }

    /// A list of strings.
    pub(super) fn strings(
        &mut self,
        key: &'static str,
        what: &str,
        example: &str,
        problems: &mut Problems<'_>,
    ) -> Option<Written<Vec<Written<String>>>> {
        let list = self.list(key, what, example, problems)?;
        let mut strings = Vec::with_capacity(list.value.len());
        for item in &list.value {
            match item.value {
                DeValue::String(text) => strings.push(item.with(text.clone().into_owned())),
                other => wrong_type(item, &item.key, "text in quotes", other, example, problems),
            }
        }
        Some(list.with(strings))
    }

    /// Says which keys nobody asked for. `elsewhere` knows of keys that belong in another place.
    pub(super) fn finish(&self, elsewhere: impl Fn(&str) -> Option<String>, problems: &mut Problems<'_>) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let place = if self.path.is_empty() { "the file".to_owned() } else { self.name.clone() };
            let hint = elsewhere(name)
                .or_else(|| nearest(name, self.asked.iter().copied()).map(|near| format!("did you mean `{near}`?")))
                .unwrap_or_else(|| format!("{place} may have: {}", self.asked.join(", ")));
            problems.add(&key.span(), &self.path_of(name), format!("unknown key `{name}` in {place}"), hint);
        }
    }
}

/// `key = 5` for `key = "5"`, where the text is a `T`.
fn unquoted<T: std::str::FromStr>(key: &str, value: &DeValue<'_>) -> Option<String> {
    let text = value.as_str()?.trim();
    text.parse::<T>().ok().map(|_| format!("{key} = {text}"))
}

/// `key = "60s"` for `key = 60`, where the example has a unit.
fn with_unit(key: &str, number: &str, example: &str) -> Option<String> {
    let (digits, unit) = example.strip_suffix('"')?.rsplit_once('"')?.1.split_at_checked(2)?;
    let length = digits.chars().all(|c| c.is_ascii_digit()) && matches!(unit, "s" | "m" | "h" | "d");
    (length && number.chars().all(|c| c.is_ascii_digit())).then(|| format!("{key} = \"{number}{unit}\""))
}

/// The items of a list, each with a place and a path.
pub(super) fn items_of<'d, 't>(raw: &Raw<'d, 't>, items: &'d [Spanned<DeValue<'t>>]) -> Vec<Raw<'d, 't>> {
    let item = |(at, item): (usize, &'d Spanned<DeValue<'t>>)| Written {
        value: item.get_ref(),
        span: item.span(),
        key: format!("{}[{at}]", raw.key),
    };
    items.iter().enumerate().map(item).collect()
}

/// The entries of a table in the order of the file, with the place of the key.
pub(super) fn in_order<'d, 't>(table: &'d DeTable<'t>) -> Vec<(&'d str, Range<usize>, &'d Spanned<DeValue<'t>>)> {
    let mut entries: Vec<_> = table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
    entries.sort_by_key(|(_, span, _)| span.start);
    entries
}

/// Says that a value is of the wrong type, and how a right one looks.
pub(super) fn wrong_type(
    at: &Raw<'_, '_>,
    key: &str,
    what: &str,
    found: &DeValue<'_>,
    example: &str,
    problems: &mut Problems<'_>,
) {
    let found = match found {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    let key = key.rsplit('.').next().unwrap_or(key);
    let subject = if key.contains(' ') { key.to_owned() } else { format!("`{key}`") };
    problems.add(
        &at.span,
        &at.key,
        format!("{subject} must be {what}, but this is {found}"),
        format!("write {example}"),
    );
}
