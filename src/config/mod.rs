//! `feeds.toml`: read, checked in full, and handed on ready to use.
//!
//! The file passes through two types: what was *written*, each value with its place, and
//! [`Config`], what was *checked*. Nothing half-checked leaves this room, and every
//! problem is found in one go.

mod allow;
mod check;
mod checked;
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
mod load;
mod mail;
mod outlet;
mod overrides;
mod parts;
mod place;
mod problem;
mod schedule;
mod secret;
mod section;
mod starter;
mod subscribe;
mod syntax;
mod topic;
mod values;
mod zone;

pub use checked::{Config, IfEmpty, OutletConfig, Repeat, Window};
pub use edit::{Edit, EditError};
pub use keep::Keep;
pub use likeness::nearest;
pub use outlet::{AddressError, typed_address};
pub use place::units;
pub use problem::{ConfigError, Problem};
pub use starter::{sample, starter};
pub use subscribe::{NewOutlet, Subscribed, free_name, subscribe};

#[cfg(test)]
mod tests {
    use super::problem::Problems;
    use super::section::{Section, Written};
    use super::{check, file, home, keep, mail, parts, sample};
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
            let mut keyword = parts::Keyword::empty(id().with(()));
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
