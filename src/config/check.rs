//! The file as written -> [`Config`], or every problem there is.

use super::file::File;
use super::keep::keep;
use super::outlet::outlets;
use super::overrides;
use super::problem::{ConfigError, Problems};
use super::section::Written;
use super::topic::topics;
use super::{Config, daemon, digest, duration, fetch, mail, syntax};
use jiff::SignedDuration;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// How long a failing feed stays a matter between us and its server.
const ALERTS: duration::Bounds = duration::Bounds { least: "0s", most: "366d" };

/// Checks `text`, read from `path` (as the caller named it), which lies at `place`.
pub(super) fn check(path: &Path, place: &Path, text: &str) -> Result<Config, ConfigError> {
    let mut problems = Problems::new(text);
    let document = syntax::read(text, &mut problems);
    // What lies in it is told by its place from there, so it is written as their places are.
    let folder = absolute(place.parent().unwrap_or(place), "");
    let config = assemble(place, &folder, document.get_ref(), &mut problems);
    if problems.count() == 0 {
        Ok(config)
    } else {
        Err(ConfigError::Problems { path: path.to_owned(), problems: problems.into_sorted() })
    }
}

fn assemble(path: &Path, folder: &Path, document: &toml::de::DeTable<'_>, problems: &mut Problems<'_>) -> Config {
    let grammar = problems.take();
    let file = File::read(document, problems);
    if file.outlets.is_empty() && !problems.hints_at("", "outlet") && !problems.tells_of("outlet") {
        let hint = "add one: [outlet.NAME], and below it feeds = [\"https://...\"]";
        problems.missing(&(0..0), "outlet", "there is no outlet in this file, so there is nothing to read", hint);
    }
    let digest = digest::digest(&file.digest, folder, problems);
    let mail = mail::mail(&file.mail, folder, &digest.output, problems);
    let notify = mail::notify(&file.notify, folder, problems);
    let listen = file.daemon.listen.as_ref().and_then(|at| daemon::listen(at, problems));
    let options = fetch::options(&file.fetch, folder, problems);
    let min_interval =
        file.fetch.min_interval.as_ref().and_then(|at| duration::duration(at, fetch::INTERVALS, problems));
    let alert_after = file.fetch.alert_after.as_ref().and_then(|at| duration::duration(at, ALERTS, problems));
    let keep = keep(&file.keep, problems);
    let outlets = outlets(&file.outlets, folder, problems);
    let ids: Vec<&str> = file.outlets.iter().map(|outlet| outlet.id.as_str()).collect();
    // Where the tables of the outlets have a slip in their name, it is enough to say that.
    let ids = if problems.hints_at("", "outlet") { None } else { Some(ids.as_slice()) };
    let topics = topics(&file.topics, ids, problems);
    let overrides = overrides::checked(&file.overrides, problems);
    problems.put_back(grammar);
    Config {
        path: path.to_owned(),
        folder: folder.to_owned(),
        title: digest.title,
        zone: digest.zone,
        zone_name: digest.zone_name,
        schedule: digest.schedule,
        window: digest.window,
        max_window: digest.max_window,
        repeat: digest.repeat,
        if_empty: digest.if_empty,
        formats: digest.formats,
        output: digest.output,
        state: digest.state,
        templates: digest.templates,
        metrics: digest.metrics,
        listen,
        min_interval: min_interval.unwrap_or(SignedDuration::from_mins(30)),
        alert_after: alert_after.unwrap_or(SignedDuration::from_hours(3 * 24)),
        stories: digest.stories,
        per_outlet: digest.per_outlet,
        max_excerpt: digest.max_excerpt,
        language: digest.language,
        base_url: digest.base_url,
        fetch: options,
        keep,
        mail,
        notify,
        outlets,
        topics,
        overrides,
    }
}

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
