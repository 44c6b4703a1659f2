//! The file as written -> [`Config`], or every problem there is.

use super::checked::Config;
use super::file::File;
use super::keep::keep;
use super::outlet::outlets;
use super::overrides;
use super::problem::{ConfigError, Problems};
use super::topic::topics;
use super::values::absolute;
use super::{daemon, digest, duration, fetch, mail, syntax};
use jiff::SignedDuration;
use std::path::Path;

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
