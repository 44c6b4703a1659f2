//! Values that several tables have: checked one by one.

use super::problem::Problems;
use super::section::Written;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// Text that pages show: one line, and not empty.
pub(super) fn shown(at: &Written<String>, problems: &mut Problems<'_>) -> String {
    let text = at.value.trim();
    let name = at.key.rsplit('.').next().unwrap_or(&at.key);
    if text.is_empty() {
        problems.add(&at.span, &at.key, format!("`{name}` is empty"), "write some words, or take the line out");
    } else if text.contains(char::is_control) {
        let message = format!("`{name}` has a line break or another control character in it");
        problems.add(&at.span, &at.key, message, "write it on one line");
    }
    text.to_owned()
}

/// A whole number between `least` and `most`, both included.
pub(super) fn within(at: &Written<i64>, least: usize, most: usize, problems: &mut Problems<'_>) -> Option<usize> {
    if let Some(value) = usize::try_from(at.value).ok().filter(|value| (least..=most).contains(value)) {
        return Some(value);
    }
    let name = at.key.rsplit('.').next().unwrap_or(&at.key);
    let written = problems.written(&at.span);
    let message = format!("`{name}` is a whole number from {least} to {most}, not {written}");
    problems.add(&at.span, &at.key, message, ());
    None
}

/// How many of something there may be at most: one or more.
pub(super) fn at_least_one(at: &Written<i64>, most: usize, problems: &mut Problems<'_>) -> Option<usize> {
    if at.value != 0 {
        return within(at, 1, most, problems);
    }
    let name = at.key.rsplit('.').next().unwrap_or(&at.key);
    let hint = "take the line out if there shall be no bound of your own";
    problems.add(&at.span, &at.key, format!("`{name}` is 0, so nothing would be shown"), hint);
    None
}

/// Checks the name of an outlet or a topic: it becomes part of paths and addresses.
pub(super) fn identifier(what: &str, id: &str, span: &Range<usize>, problems: &mut Problems<'_>) {
    const MOST: usize = 64;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let key = format!("{what}.{id}");
    if id.chars().all(fits) && (1..=MOST).contains(&id.len()) {
        return;
    }
    let message = if id.is_empty() {
        format!("this {what} has no name")
    } else if id.len() > MOST && id.chars().all(fits) {
        format!("the name of this {what} is longer than {MOST} letters")
    } else {
        format!("the name \"{}\" has more than letters, digits, - and _", id.escape_debug())
    };
    let mut better = String::new();
    for c in id.to_lowercase().chars() {
        if fits(c) {
            better.push(c);
        } else if !better.ends_with('-') {
            better.push('-');
        }
    }
    better.truncate(MOST);
    let better = better.trim_matches('-');
    let title = if what == "topic" { "; what the page shows is `title`" } else { "; how it is cited is `site`" };
    let hint = if better.is_empty() {
        format!("write [{what}.NAME]{title}")
    } else {
        format!("write [{what}.{better}]{title}")
    };
    problems.add(span, &key, message, hint);
}

/// `path` starting at `folder`, without `.` and `..`. Nothing on the disk is looked at.
pub(super) fn absolute(folder: &Path, path: &str) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}
