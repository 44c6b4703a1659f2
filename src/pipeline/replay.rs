//! A past edition once more, from what is stored.

use super::outcome::Error;
use super::pages;
use crate::config::Config;
use crate::deliver;
use crate::model::Page;
use crate::store::Store;
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// What a replayed file is beside the one that lies in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Likeness {
    /// Byte for byte the same.
    Same,
    /// Not the same: another Tidings or other templates wrote it, or somebody changed it.
    Differs,
    /// Nothing lies there.
    Absent,
}

/// A past edition, made again.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// Its key.
    pub key: String,
    /// Its files, by their path in the output.
    pub files: Vec<(String, Likeness)>,
}

/// The key of the edition that `day` names: a key as it stands, a date, `today`, `yesterday` or `last`.
///
/// Of several editions of one day the last is meant.
pub(super) async fn find<S: Store>(config: &Config, store: &S, day: &str, now: Timestamp) -> Result<String, Error> {
    let archive = store.archive().await?;
    let today = now.to_zoned_datetime(config.zone.clone()).date();
    let date = match day {
        "today" => Some(today),
        "yesterday" => today.yesterday().ok(),
        _ => day.parse().ok(),
    };
    let key = date.map_or_else(|| day.trim_matches('/').to_owned(), |date| date.strftime("%Y/%m/%d").to_string());
    let is_meant = |found: &str| {
        day == "last" || found == key || found.strip_prefix(&key).is_some_and(|rest| rest.starts_with('/'))
    };
    archive.iter().map(|line| &line.key).find(|found| is_meant(found)).cloned().ok_or_else(|| Error::NoEdition {
        day: day.to_owned(),
        near: near(archive.iter().map(|line| line.key.as_str()), &key),
    })
}

/// The keys that stand next to `key` in time, older first.
fn near<'k>(keys: impl Iterator<Item = &'k str>, key: &str) -> Vec<String> {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    let at = keys.partition_point(|found| *found < key);
    keys[at.saturating_sub(1)..keys.len().min(at + 1)].iter().map(|found| (*found).to_owned()).collect()
}

/// Makes the files of the edition `key` again, compares them with the output, and writes them to `to` if asked.
pub(super) async fn replay<S: Store>(
    config: &Config,
    store: &S,
    key: &str,
    to: Option<&Path>,
) -> Result<Replayed, Error> {
    let pages = pages::past(config, store, key).await?;
    if let Some(to) = to {
        deliver::write(to, &pages)?;
    }
    let files = pages.into_iter().map(|page| (likeness(&config.output, &page), page.path)).map(|(is, path)| (path, is));
    Ok(Replayed { key: key.to_owned(), files: files.collect() })
}

fn likeness(output: &Path, page: &Page) -> Likeness {
    match fs::read(output.join(&page.path)) {
        Ok(bytes) if bytes == page.body => Likeness::Same,
        Ok(_) => Likeness::Differs,
        Err(_) => Likeness::Absent,
    }
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn the_days_beside_a_day_are_named() {
        let keys = ["2026/11/25", "2026/11/23", "2026/11/20"];
        for (key, expected) in [
            ("2026/11/24", &["2026/11/23", "2026/11/25"][..]),
            ("2026/11/01", &["2026/11/20"]),
            ("2027/01/01", &["2026/11/25"]),
        ] {
            assert_eq!(near(keys.into_iter(), key), expected, "{key}");
        }
        assert!(near([].into_iter(), "2026/11/24").is_empty());
    }
}
