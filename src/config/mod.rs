//! `feeds.toml`: read, checked in full, and handed on ready to use.
//!
//! The file passes through two types: what was *written*, each value with its place, and
//! [`Config`], what was *checked*. Nothing half-checked leaves this room, and every
//! problem is found in one go.

mod allow;
mod check;
mod daemon;
mod digest;
mod duration;
mod edit;
mod fetch;
mod file;
mod home;
mod keep;
mod keyword;
mod likeness;
mod mail;
mod outlet;
mod overrides;
mod place;
mod problem;
mod schedule;
mod secret;
mod section;
mod starter;
mod subscribe;
mod syntax;
mod topic;
mod zone;

pub use edit::{Edit, EditError};
pub use keep::Keep;
pub use likeness::nearest;
pub use outlet::{AddressError, typed_address};
pub use place::units;
pub use problem::{ConfigError, Problem};
pub use starter::{sample, starter};
pub use subscribe::{NewOutlet, Subscribed, free_name, subscribe};

use crate::deliver::{Announce, MailOptions};
use crate::fetch::{Options, OutletOptions};
use crate::model::{Feed, Formats, Matcher, Outlet, Override, Schedule, Topic};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The most bytes a `feeds.toml` may have. Ten thousand outlets fit; a feed or a log given by mistake does not.
const MAX_BYTES: u64 = 4_000_000;

/// Everything `feeds.toml` says, checked. All paths are absolute.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// The file this was read from.
    pub path: PathBuf,
    /// The folder the file is in: relative paths start there.
    pub folder: PathBuf,
    /// What the reader calls the digest.
    pub title: String,
    /// Decides what "today" means.
    pub zone: TimeZone,
    /// The IANA name of `zone`.
    pub zone_name: String,
    /// When the daemon makes an edition.
    pub schedule: Option<Schedule>,
    /// How far back an edition looks.
    pub window: Window,
    /// How far back it looks at most, after downtime.
    pub max_window: SignedDuration,
    /// What happens to a story that was told before.
    pub repeat: Repeat,
    /// What happens when there is nothing to tell.
    pub if_empty: IfEmpty,
    /// What is written.
    pub formats: Formats,
    /// The folder the pages go to.
    pub output: PathBuf,
    /// The folder for what must be remembered between runs.
    pub state: PathBuf,
    /// Templates that take the place of the built-in ones.
    pub templates: Option<PathBuf>,
    /// The file for figures about the last run, in the form that Prometheus reads.
    pub metrics: Option<PathBuf>,
    /// Where the daemon answers `/healthz` and `/metrics`; always on loopback.
    pub listen: Option<SocketAddr>,
    /// A feed is asked no more often than this.
    pub min_interval: SignedDuration,
    /// A feed that fails for this long is shown in the digest.
    pub alert_after: SignedDuration,
    /// The most stories of a digest.
    pub stories: usize,
    /// The most stories one outlet may lead, and the most lines it gets; `None` sets no bound.
    pub per_outlet: Option<usize>,
    /// The most words quoted from one outlet for one story, headline included.
    pub max_excerpt: usize,
    /// The language of labels and dates: one of [`LANGUAGES`](crate::model::LANGUAGES).
    pub language: &'static str,
    /// Where the pages are published, ending in `/`; `None` when nobody said.
    pub base_url: Option<String>,
    /// How to fetch, for all outlets.
    pub fetch: Options,
    /// How long what is stored stays.
    pub keep: Keep,
    /// To whom editions are mailed.
    pub mail: Option<MailOptions>,
    /// Where editions are announced.
    pub notify: Vec<Announce>,
    /// The outlets in the order of the file, those switched off included.
    pub outlets: Vec<OutletConfig>,
    /// The topics in the order of the file; never empty.
    pub topics: Vec<Topic>,
    /// Stories joined and split by hand, in the order of the file.
    pub overrides: Vec<Override>,
}

/// One outlet with all that is needed to read it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OutletConfig {
    /// Who publishes.
    pub outlet: Outlet,
    /// What is refreshed.
    pub feeds: Vec<Feed>,
    /// The line of the file that names each of `feeds`, in the same order: "change line 14".
    pub feed_lines: Vec<usize>,
    /// How to fetch, where it differs from [`Config::fetch`].
    pub fetch: OutletOptions,
    /// In place of [`Config::min_interval`].
    pub min_interval: Option<SignedDuration>,
    /// Entries of this outlet that match one of these are dropped.
    pub not: Vec<Matcher>,
    /// The folders it lies in when the feeds go to another reader, outermost first. Tidings itself makes nothing of it.
    pub folder: Vec<String>,
    /// Whether it is refreshed. Secrets of an outlet that is switched off are not looked up.
    pub enabled: bool,
}

/// How far back an edition looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// To the edition before it.
    SinceLast,
    /// This long.
    Last(SignedDuration),
}

/// What happens to a story that was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// It returns when there is something new to it.
    UpdatesOnly,
    /// It returns as long as it is within the window.
    Always,
    /// It never returns.
    Never,
}

/// What happens when there is nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfEmpty {
    /// An edition says so.
    Note,
    /// No edition is made.
    Skip,
}

impl Config {
    /// Reads and checks `path`.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be read, or with every problem found in it.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let absolute =
            std::path::absolute(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        check::check(path, &absolute, &text)
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => ConfigError::Missing { path: path.to_owned() },
        _ => ConfigError::Unreadable { path: path.to_owned(), source },
    };
    let facts = std::fs::metadata(path).map_err(unreadable)?;
    if facts.is_dir() {
        return Err(ConfigError::Folder { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    // Counted while reading: a pipe does not tell its size beforehand.
    std::fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ConfigError::TooLarge { path: path.to_owned(), most: MAX_BYTES });
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        let start = good.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&good[start..]).chars().count() + 1;
        ConfigError::Encoding { path: path.to_owned(), line, column }
    })
}

#[cfg(test)]
mod tests {
    use super::problem::Problems;
    use super::section::{Section, Written};
    use super::{check, file, home, keep, mail, sample};
    use crate::model::FeedAddress;
    use proptest::prelude::{Strategy, any, prop_assert};
    use std::path::Path;

    fn problems_of(text: &str) -> String {
        let config = check::check(Path::new("feeds.toml"), Path::new("/srv/feeds.toml"), text);
        config.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn whatever_way_leads_to_the_file_what_lies_beside_it_is_beside_it() {
        let text = "[topic.all]\ntitle = \"All\"\n[outlet.a]\nsite = \"a.example\"\nfeeds = [\"file:a.xml\"]\n";
        let config =
            check::check(Path::new("x/../feeds.toml"), Path::new("/srv/x/../feeds.toml"), text).expect("right");
        assert_eq!(config.folder, Path::new("/srv"));
        let FeedAddress::File(feed) = &config.outlets[0].feeds[0].address else { panic!("a file") };
        assert_eq!(feed.strip_prefix(&config.folder), Ok(Path::new("a.xml")));
    }

    /// The keys a reader asks for.
    fn asked(read: impl FnOnce(&mut Section<'_, '_>, &mut Problems<'_>)) -> Vec<&'static str> {
        let table = toml::de::DeTable::new();
        let mut section = Section::new(String::new(), String::new(), &table);
        read(&mut section, &mut Problems::new(""));
        section.asked().to_vec()
    }

    #[test]
    fn the_sample_shows_every_key() {
        let id = || Written { value: "x", span: 0..0, key: String::new() };
        let keyword = |section: &mut Section<'_, '_>, problems: &mut Problems<'_>| {
            let mut keyword = file::Keyword::empty(id().with(()));
            keyword.read(section, problems);
        };
        let keys = [
            asked(|section, problems| drop(file::Digest::read(section, problems))),
            asked(|section, problems| drop(file::Daemon::read(section, problems))),
            asked(|section, problems| drop(file::Fetch::read(section, problems))),
            asked(|section, problems| drop(keep::KeepTable::read(section, problems))),
            asked(|section, problems| drop(file::Outlet::read(id(), section, problems))),
            asked(|section, problems| drop(file::Topic::read(id(), section, problems))),
            asked(keyword),
            vec!["file"],
            asked(|section, problems| drop(mail::Mail::read(section, problems))),
            asked(|section, problems| drop(mail::Notify::read(section, problems))),
        ];
        assert_eq!(keys.iter().map(Vec::len).collect::<Vec<_>>(), [18, 1, 9, 3, 16, 8, 6, 1, 8, 2]);
        for key in keys[..5].iter().flatten() {
            assert!(home::HOMES.iter().any(|(known, _)| known == key), "nobody knows where `{key}` belongs");
        }
        for key in keys.iter().flatten() {
            let shown = sample().match_indices(key).any(|(at, _)| {
                let before = sample()[..at].chars().next_back();
                let word = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
                word && sample()[at + key.len()..].trim_start().starts_with('=')
            });
            assert!(shown, "feeds.toml does not show `{key}`");
        }
    }

    #[test]
    fn what_is_switched_off_in_the_sample_works_as_well() {
        let mut on = String::new();
        for line in sample().lines() {
            let option = line.strip_prefix("# ").filter(|rest| {
                let key = rest.split([' ', '=']).next().unwrap_or_default();
                let option = rest[key.len()..].trim_start().starts_with('=')
                    || rest.starts_with("[outlet.")
                    || matches!(rest.trim(), "[mail]" | "[notify]" | "[daemon]" | "[[override]]");
                // The folder and the secret would have to be there, and `basic_auth` is shown as the other choice.
                option && !matches!(key, "templates" | "basic_auth" | "user" | "password")
            });
            on.push_str(option.unwrap_or(line));
            on.push('\n');
        }
        for line in [
            "\n[mail]",
            "\nwebhook ",
            "\nschedule ",
            "\nmetrics ",
            "\nlisten ",
            "\nallow ",
            "\nheaders ",
            "\ncookie ",
            "\nlanguages ",
        ] {
            assert!(on.contains(line), "{line}");
        }
        assert_eq!(problems_of(&on), "");
    }

    /// Pieces that mean something in a `feeds.toml`, and some that mean nothing anywhere.
    const PIECES: [&str; 24] = [
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "\"",
        "'",
        "\"\"\"",
        "=",
        ",",
        "#",
        "\n",
        "\r",
        "\\",
        "*",
        "${",
        "é",
        "\u{feff}",
        "\0",
        "5",
        "-",
        "\n[outlet.wired]\n",
        "\n[topic]\n",
    ];

    /// The sample with a few pieces in the place of what was there.
    fn damaged() -> impl Strategy<Value = String> {
        let wound = (any::<proptest::sample::Index>(), 0_usize..40, proptest::sample::select(&PIECES[..]));
        proptest::collection::vec(wound, 1..6).prop_map(|wounds| {
            let mut text = sample().to_owned();
            for (place, length, piece) in wounds {
                let start = text.floor_char_boundary(place.index(text.len()));
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                text.replace_range(start..end, piece);
            }
            text
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_damage_is_too_much(text in damaged()) {
            let config = check::check(Path::new("feeds.toml"), Path::new("/srv/feeds.toml"), &text);
            if let Err(error) = config {
                let problems = error.problems();
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.is_sorted_by_key(|problem| (problem.line, problem.column)));
                let lines: Vec<&str> = text.split('\n').collect();
                for problem in problems {
                    prop_assert!((1..=lines.len()).contains(&problem.line));
                    prop_assert!(problem.column <= lines[problem.line - 1].chars().count() + 1);
                }
            }
        }
    }
}
