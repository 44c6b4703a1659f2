//! Topics as written -> topics as checked.

use super::file;
use super::keyword::{Use, matcher};
use super::likeness::nearest;
use super::parts::Keyword;
use super::problem::Problems;
use super::section::Written;
use super::values::{at_least_one, identifier, shown};
use crate::model::{Matcher, OutletId, Topic, TopicId};
use std::collections::BTreeMap;

/// What a file without topics is read as having: one that takes everything.
fn everything() -> Topic {
    Topic {
        id: TopicId::new("all"),
        title: "All stories".to_owned(),
        any: Vec::new(),
        all: Vec::new(),
        not: Vec::new(),
        min_score: 0.0,
        max: None,
        outlets: None,
        languages: None,
    }
}

/// Checks all topics. `outlets` are the ids that are defined, if that can be said.
pub(super) fn topics(written: &[file::Topic], outlets: Option<&[&str]>, problems: &mut Problems<'_>) -> Vec<Topic> {
    if written.is_empty() {
        return vec![everything()];
    }
    let mut seen: BTreeMap<String, &file::Topic> = BTreeMap::new();
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    let mut topics = Vec::with_capacity(written.len());
    for topic in written {
        let key = format!("topic.{}", topic.id);
        identifier("topic", &topic.id, &topic.span, problems);
        // Each topic has a folder of its own, and not every disk tells `AI` from `ai`.
        if let Some(other) = seen.insert(topic.id.to_lowercase(), topic) {
            let line = problems.line(other.span.start);
            let message = format!("the topics `{}` and `{}` (line {line}) differ in case only", topic.id, other.id);
            problems.add(&topic.span, &key, message, "give one of them another name");
        }
        let before = problems.count();
        let title = topic.title.as_ref().map_or_else(|| topic.id.clone(), |at| shown(at, problems));
        if let Some(at) = topic.title.as_ref().filter(|_| problems.count() == before) {
            let line = problems.line(at.span.start);
            if let Some(other) = titles.insert(title.to_lowercase(), line) {
                let message = format!("the title \"{title}\" stands in line {other} already");
                problems.add(&at.span, &at.key, message, "two sections of one name cannot be told apart on the page");
            }
        }
        if let Some(topic) = checked(topic, &title, outlets, problems) {
            topics.push(topic);
        }
    }
    topics
}

fn checked(topic: &file::Topic, title: &str, outlets: Option<&[&str]>, problems: &mut Problems<'_>) -> Option<Topic> {
    let before = problems.count();
    if let Some(any) = &topic.any
        && any.value.is_empty()
    {
        problems.missing(
            &any.span,
            &any.key,
            "`any` is empty, so nothing could match",
            "leave `any` out to take everything",
        );
    }
    let any = matchers(topic.any.as_ref(), Use::Takes, problems);
    let mut all = Vec::with_capacity(topic.all.len());
    for group in &topic.all {
        if group.value.is_empty() {
            problems.missing(&group.span, &group.key, "this group is empty, so nothing could match", "take it out");
        }
        all.push(matchers(Some(group), Use::Takes, problems));
    }
    let not = matchers(topic.not.as_ref(), Use::Drops, problems);
    contradictions(topic, &any, &not, problems);
    let min_score = min_score(topic, &any, problems);
    let max = topic.max.as_ref().and_then(|at| at_least_one(at, 1_000, problems));
    let outlets = topic.outlets.as_ref().map(|list| named(list, outlets, problems));
    let languages = topic.languages.as_ref().map(|list| languages(list, problems));
    (problems.count() == before).then(|| Topic {
        id: TopicId::new(&topic.id),
        title: title.to_owned(),
        any,
        all,
        not,
        min_score,
        max,
        outlets,
        languages,
    })
}

/// Checks a list of keywords.
pub(super) fn matchers(list: Option<&Written<Vec<Keyword>>>, usage: Use, problems: &mut Problems<'_>) -> Vec<Matcher> {
    let Some(list) = list else { return Vec::new() };
    list.value.iter().filter_map(|keyword| matcher(keyword, usage, problems)).collect()
}

/// A keyword that takes an entry which the same keyword drops.
fn contradictions(topic: &file::Topic, any: &[Matcher], not: &[Matcher], problems: &mut Problems<'_>) {
    let Some(list) = &topic.not else { return };
    for taken in any {
        let same = |drops: &&Matcher| drops.pattern == taken.pattern && drops.scope == taken.scope;
        let Some(at) = not.iter().position(|drops| same(&drops)) else { continue };
        // Positions only agree while every keyword of the list could be read.
        if let Some(keyword) = list.value.get(at).filter(|_| not.len() == list.value.len()) {
            let message = format!("{} stands in `any` and in `not`, so it can never match", name_of(taken));
            problems.add(&keyword.at.span, &keyword.at.key, message, "take it out of one of them");
        }
    }
}

fn name_of(matcher: &Matcher) -> String {
    match &matcher.pattern {
        crate::model::Pattern::Words(words) => format!("\"{words}\""),
        crate::model::Pattern::Regex(pattern) => format!("'{pattern}'"),
    }
}

fn min_score(topic: &file::Topic, any: &[Matcher], problems: &mut Problems<'_>) -> f64 {
    let Some(at) = &topic.min_score else { return 0.0 };
    let written = problems.written(&at.span).to_owned();
    if !at.value.is_finite() || at.value < 0.0 {
        let message = format!("`min_score` is a number, 0 or more, not {written}");
        problems.add(&at.span, &at.key, message, "write min_score = 1.0");
        return 0.0;
    }
    let complete = !problems.tells_of(&format!("topic.{}.any", topic.id));
    let most: f64 = any.iter().map(|matcher| matcher.weight).sum();
    // A little room for sums such as 0.1 + 0.2.
    if complete && !problems.broken && at.value > most + 1e-9 {
        let (message, hint) = if any.is_empty() {
            let message = format!("`min_score` is {written}, but without `any` nothing scores");
            (message, "take it out, or add keywords with any = [...]".to_owned())
        } else {
            let message = format!("no entry can reach a `min_score` of {written}");
            (message, format!("all weights in `any` together come to {most}"))
        };
        problems.add(&at.span, &at.key, message, hint);
    }
    at.value
}

fn named(list: &Written<Vec<Written<String>>>, known: Option<&[&str]>, problems: &mut Problems<'_>) -> Vec<OutletId> {
    if list.value.is_empty() {
        let hint = "leave `outlets` out to take all of them";
        problems.missing(&list.span, &list.key, "`outlets` is empty, so nothing could match", hint);
    }
    let mut ids = Vec::with_capacity(list.value.len());
    for at in &list.value {
        let Some(known) = known.filter(|known| !known.contains(&at.value.as_str())) else {
            ids.push(OutletId::new(&at.value));
            continue;
        };
        let hint = match nearest(&at.value, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("define it with [outlet.{}], or take it out", at.value.escape_debug()),
        };
        problems.missing(&at.span, &at.key, format!("there is no outlet \"{}\"", at.value.escape_debug()), hint);
    }
    ids.dedup();
    ids
}

fn languages(list: &Written<Vec<Written<String>>>, problems: &mut Problems<'_>) -> Vec<String> {
    /// What people write instead of the code.
    const NAMES: [(&str, &str); 14] = [
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("dutch", "nl"),
        ("russian", "ru"),
        ("ukrainian", "uk"),
        ("chinese", "zh"),
        ("japanese", "ja"),
        ("korean", "ko"),
        ("arabic", "ar"),
    ];
    if list.value.is_empty() {
        let hint = "leave `languages` out to take all of them";
        problems.missing(&list.span, &list.key, "`languages` is empty, so nothing could match", hint);
    }
    let mut languages = Vec::with_capacity(list.value.len());
    for at in &list.value {
        let text = at.value.trim();
        let mut parts = text.split('-');
        let main = parts
            .next()
            .is_some_and(|part| matches!(part.len(), 2..=3) && part.chars().all(|c| c.is_ascii_alphabetic()));
        let rest = parts.all(|part| matches!(part.len(), 1..=8) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if main && rest {
            languages.push(text.to_ascii_lowercase());
            continue;
        }
        let name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, code)| (*code).to_owned());
        let code = name.or_else(|| text.contains('_').then(|| text.replace('_', "-")));
        let hint = match code {
            Some(code) => format!("write \"{code}\""),
            None => "write the code of the language: \"en\", \"de\", \"pt-BR\"".to_owned(),
        };
        problems.add(&at.span, &at.key, format!("\"{}\" is not the code of a language", text.escape_debug()), hint);
    }
    languages
}
