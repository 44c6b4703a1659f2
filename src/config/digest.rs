//! `[digest]`: when, how much, and where to.

use super::checked::{IfEmpty, Repeat, Window};
use super::duration::{Bounds, duration};
use super::file;
use super::keyword::choice;
use super::problem::Problems;
use super::schedule::schedule;
use super::section::Written;
use super::values::{absolute, at_least_one, shown, within};
use super::zone::zone;
use crate::compose::brief;
use crate::model::{Formats, LANGUAGES, Link, Schedule};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::path::{Component, Path, PathBuf};

/// The shortest and the longest time an edition may look back.
const WINDOWS: Bounds = Bounds { least: "1m", most: "366d" };

/// Fewer words than this leave no room for a headline and one sentence.
const LEAST_EXCERPT: usize = 20;

/// `[digest]` as checked; the fields are those of [`Config`](super::Config).
pub(super) struct Digest {
    pub(super) title: String,
    pub(super) zone: TimeZone,
    pub(super) zone_name: String,
    pub(super) schedule: Option<Schedule>,
    pub(super) window: Window,
    pub(super) max_window: SignedDuration,
    pub(super) repeat: Repeat,
    pub(super) if_empty: IfEmpty,
    pub(super) formats: Formats,
    pub(super) output: PathBuf,
    pub(super) state: PathBuf,
    pub(super) templates: Option<PathBuf>,
    pub(super) metrics: Option<PathBuf>,
    pub(super) stories: usize,
    pub(super) per_outlet: Option<usize>,
    pub(super) max_excerpt: usize,
    pub(super) language: &'static str,
    pub(super) base_url: Option<String>,
}

/// Checks `[digest]`. Relative paths start at `folder`.
pub(super) fn digest(written: &file::Digest, folder: &Path, problems: &mut Problems<'_>) -> Digest {
    let title = written.title.as_ref().map_or_else(|| "News digest".to_owned(), |at| shown(at, problems));
    let (zone, zone_name) = written
        .timezone
        .as_ref()
        .and_then(|at| zone(at, problems))
        .unwrap_or_else(|| (TimeZone::UTC, "UTC".to_owned()));
    let max_window = written.max_window.as_ref().and_then(|at| duration(at, WINDOWS, problems));
    let window = written.window.as_ref().and_then(|at| window(at, problems)).unwrap_or(Window::SinceLast);
    let longest = max_window.unwrap_or(SignedDuration::from_hours(7 * 24));
    let mut max_window = longest;
    if let (Window::Last(length), Some(at)) = (window, &written.window)
        && length > longest
    {
        if let Some(most) = &written.max_window {
            let message = format!("`window` is \"{}\", but `max_window` is \"{}\"", at.value, most.value);
            problems.add(&at.span, &at.key, message, "raise `max_window`, or shorten `window`");
        }
        max_window = length;
    }
    if let Some(at) = &written.style {
        let choices = [("brief", ())];
        choice(at, &choices, &[], problems);
    }
    let output = folder_of(written.output.as_ref(), "output", folder, problems);
    check_output(written.output.as_ref(), &output, folder, problems);
    let state = match &written.state {
        Some(_) => folder_of(written.state.as_ref(), "", folder, problems),
        None => output.join(".state"),
    };
    if let Some(at) = &written.state {
        if state == output {
            let hint = "give it a folder of its own: state = \"output/.state\"";
            problems.add(&at.span, &at.key, "`state` and `output` are the same folder", hint);
        } else if state.parent().is_none() {
            problems.add(&at.span, &at.key, "`state` is the root of the disk", "give it a folder of its own");
        }
    }
    let templates = written.templates.as_ref().map(|at| {
        let path = folder_of(Some(at), "", folder, problems);
        if !path.is_dir() {
            let message = format!("there is no folder {}", path.display());
            problems.add(&at.span, &at.key, message, "take the line out to use the templates that are built in");
        }
        path
    });
    let metrics = written.metrics.as_ref().map(|at| {
        let path = folder_of(Some(at), "", folder, problems);
        if path.is_dir() && !problems.tells_of(&at.key) {
            let hint = "name a file in it: metrics = \"metrics.prom\"";
            problems.add(&at.span, &at.key, "`metrics` names a folder", hint);
        }
        path
    });
    Digest {
        title,
        zone,
        zone_name,
        schedule: written.schedule.as_ref().and_then(|at| schedule(at, problems)),
        window,
        max_window,
        repeat: repeat(written, problems),
        if_empty: if_empty(written, problems),
        formats: formats(written, problems),
        output,
        state,
        templates,
        metrics,
        stories: written.stories.as_ref().and_then(|at| at_least_one(at, 1_000, problems)).unwrap_or(12),
        per_outlet: written.per_outlet.as_ref().and_then(|at| at_least_one(at, 1_000, problems)),
        max_excerpt: written
            .max_excerpt
            .as_ref()
            .and_then(|at| within(at, LEAST_EXCERPT, 1_000, problems))
            .unwrap_or(brief::Options::default().max_excerpt),
        language: written.language.as_ref().and_then(|at| language(at, problems)).unwrap_or(LANGUAGES[0]),
        base_url: written.base_url.as_ref().and_then(|at| base_url(at, problems)),
    }
}

fn window(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Window> {
    if at.value == "since-last" {
        return Some(Window::SinceLast);
    }
    // Words are slips of the one word there is; all else is meant as a length of time.
    if !at.value.contains(|c: char| c.is_ascii_digit()) {
        let message = format!("`window` cannot be \"{}\"", at.value.escape_debug());
        problems.add(&at.span, &at.key, message, "write \"since-last\", or a length of time such as \"24h\" or \"7d\"");
        return None;
    }
    duration(at, WINDOWS, problems).map(Window::Last)
}

/// A language that has labels.
fn language(at: &Written<String>, problems: &mut Problems<'_>) -> Option<&'static str> {
    let choices = LANGUAGES.map(|name| (name, name));
    let synonyms = [
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
    ];
    choice(at, &choices, &synonyms, problems)
}

/// Where pages are published: http or https.
fn base_url(at: &Written<String>, problems: &mut Problems<'_>) -> Option<String> {
    let address = Link::parse(&at.value, None).ok().map(|link| link.as_str().to_owned());
    let plain = address.filter(|address| !address.contains(['?', '#']));
    if plain.is_none() {
        let message = format!("`base_url` cannot be \"{}\"", at.value.escape_debug());
        let hint = "write the address the pages are published at: base_url = \"https://news.example.org/\"";
        problems.add(&at.span, &at.key, message, hint);
    }
    plain.map(|address| if address.ends_with('/') { address } else { format!("{address}/") })
}

fn repeat(written: &file::Digest, problems: &mut Problems<'_>) -> Repeat {
    let choices = [("updates-only", Repeat::UpdatesOnly), ("always", Repeat::Always), ("never", Repeat::Never)];
    let synonyms = [("updates", "updates-only"), ("updates_only", "updates-only"), ("all", "always"), ("no", "never")];
    written.repeat.as_ref().and_then(|at| choice(at, &choices, &synonyms, problems)).unwrap_or(Repeat::UpdatesOnly)
}

fn if_empty(written: &file::Digest, problems: &mut Problems<'_>) -> IfEmpty {
    let choices = [("note", IfEmpty::Note), ("skip", IfEmpty::Skip)];
    written.if_empty.as_ref().and_then(|at| choice(at, &choices, &[], problems)).unwrap_or(IfEmpty::Note)
}

fn formats(written: &file::Digest, problems: &mut Problems<'_>) -> Formats {
    let Some(list) = &written.formats else {
        return Formats::ALL;
    };
    if list.value.is_empty() {
        let hint = "write formats = [\"html\"], or take the line out";
        problems.missing(&list.span, &list.key, "`formats` is empty, so nothing would be written", hint);
    }
    let mut formats = Formats::NONE;
    let choices = [("html", 0), ("markdown", 1), ("json", 2), ("atom", 3), ("text", 4), ("opml", 5)];
    let synonyms = [
        ("md", "markdown"),
        ("rss", "atom"),
        ("feed", "atom"),
        ("htm", "html"),
        ("page", "html"),
        ("jsonfeed", "json"),
        ("txt", "text"),
        ("plain", "text"),
    ];
    for at in &list.value {
        match choice(at, &choices, &synonyms, problems) {
            Some(0) => formats.html = true,
            Some(1) => formats.markdown = true,
            Some(2) => formats.json = true,
            Some(3) => formats.atom = true,
            Some(4) => formats.text = true,
            Some(_) => formats.opml = true,
            None => {}
        }
    }
    formats
}

/// The folder a key names, or the usual one.
fn folder_of(at: Option<&Written<String>>, usual: &str, folder: &Path, problems: &mut Problems<'_>) -> PathBuf {
    let Some(at) = at else { return absolute(folder, usual) };
    let text = at.value.trim();
    let name = at.key.rsplit('.').next().unwrap_or(&at.key);
    if text.is_empty() {
        problems.add(
            &at.span,
            &at.key,
            format!("`{name}` is empty"),
            "write the path of a folder, or take the line out",
        );
    } else if text.starts_with('~') || text.contains("${") {
        let message = format!("`{name}` must be a plain path: neither `~` nor variables are known in it");
        problems.add(&at.span, &at.key, message, "write the path in full, or relative to this file");
    } else if text.contains('\0') {
        problems.add(&at.span, &at.key, format!("`{name}` has a NUL character in it"), "write the path of a folder");
    }
    absolute(folder, text)
}

/// Refuses folders where writing and tidying up would harm what others keep there.
fn check_output(at: Option<&Written<String>>, output: &Path, folder: &Path, problems: &mut Problems<'_>) {
    let Some(at) = at.filter(|at| !problems.tells_of(&at.key)) else { return };
    let hint = "give it a folder of its own: output = \"output\"";
    let depth = output.components().filter(|part| matches!(part, Component::Normal(_))).count();
    let message = if depth == 0 {
        "`output` is the root of the disk"
    } else if output == folder {
        "`output` is the folder of this file"
    } else if folder.starts_with(output) {
        "`output` is a folder around the one of this file"
    } else {
        return;
    };
    problems.add(&at.span, &at.key, format!("{message}; pages would mix with what lies there"), hint);
}
