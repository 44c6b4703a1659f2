//! `[[override]]`: stories joined and split by hand.

use super::parts::read_all;
use super::problem::Problems;
use super::section::{Section, Written, items_of, wrong_type};
use crate::model::{self, Link, LinkError};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeValue;

/// One `[[override]]` as written.
pub(super) struct Override {
    /// The place of the table.
    span: Range<usize>,
    key: String,
    /// Whether nothing in it was wrong so far.
    clean: bool,
    join: Option<Written<Vec<Written<String>>>>,
    split: Option<Written<Vec<Written<String>>>>,
}

const EXAMPLE: &str = "[\"https://example.org/one\", \"https://example.com/other\"]";

/// Reads every `[[override]]`.
pub(super) fn overrides(file: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Vec<Override> {
    let Some(raw) = file.raw("override") else { return Vec::new() };
    let DeValue::Array(items) = raw.value else {
        let message = "`override` must be a list of tables, since there may be several";
        problems.add(&raw.span, "override", message.to_owned(), "write [[override]], with two brackets");
        return Vec::new();
    };
    let mut all = Vec::new();
    for item in items_of(&raw, items) {
        let DeValue::Table(content) = item.value else {
            let example = format!("[[override]], and below it join = {EXAMPLE}");
            wrong_type(&item, "override", "a table", item.value, &example, problems);
            continue;
        };
        let mut section = Section::new("[[override]]".to_owned(), item.key.clone(), content);
        let links = |section: &mut Section<'_, '_>, key, problems: &mut Problems<'_>| {
            section.strings(key, "a list of addresses of articles", &format!("{key} = {EXAMPLE}"), problems)
        };
        let before = problems.count();
        let (join, split) = read_all(&mut section, problems, |section, problems| {
            (links(section, "join", problems), links(section, "split", problems))
        });
        all.push(Override { span: item.span, key: item.key, clean: problems.count() == before, join, split });
    }
    all
}

/// Checks every `[[override]]`.
pub(super) fn checked(written: &[Override], problems: &mut Problems<'_>) -> Vec<model::Override> {
    let mut all = Vec::new();
    for one in written {
        if one.join.is_none() && one.split.is_none() && one.clean {
            let hint = format!("add join = {EXAMPLE}, or split = [...]");
            problems.missing(&one.span, &one.key, "this [[override]] neither joins nor splits", hint);
        }
        if let Some(list) = &one.split {
            all.push(model::Override::Split(links(list, 1, problems)));
        }
        if let Some(list) = &one.join {
            all.push(model::Override::Join(links(list, 2, problems)));
        }
    }
    all
}

/// The addresses of a list that must hold `least` different ones.
fn links(list: &Written<Vec<Written<String>>>, least: usize, problems: &mut Problems<'_>) -> Vec<Link> {
    let mut found: BTreeMap<String, Link> = BTreeMap::new();
    let before = problems.count();
    for at in &list.value {
        match Link::parse(&at.value, None) {
            Ok(link) => {
                if found.insert(link.key(), link).is_some() {
                    let message = format!("{:?} stands in this list already", at.value);
                    problems.add(&at.span, &at.key, message, "take it out");
                }
            }
            Err(error) => {
                let hint = match error {
                    LinkError::Scheme { .. } => "an article has an address that starts with https:// or http://",
                    _ => "copy the address of the article from the page, https:// and all",
                };
                problems.add(&at.span, &at.key, error.to_string(), hint);
            }
        }
    }
    if found.len() < least && problems.count() == before {
        let name = list.key.rsplit('.').next().unwrap_or(&list.key);
        let (message, hint) = match (found.len(), least) {
            (0, _) => (format!("`{name}` is empty"), "name the articles, or take the line out"),
            _ => (format!("`{name}` has one address, and one article makes no pair"), "add the address of another"),
        };
        problems.missing(&list.span, &list.key, message, hint);
    }
    found.into_values().collect()
}
