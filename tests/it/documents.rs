//! What the documents say is so.

use super::support::outlet::{Outlet, Reply};
use super::support::town::Town;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// The commands that `tidings WORDS --help` lists, `help` itself left out.
fn commands(words: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_tidings")).args(words).arg("--help").output().expect("it runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let list = help.split("Commands:\n").nth(1).unwrap_or_default();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(|name| [words, &[name]].concat().join(" ")).collect()
}

fn every_command() -> BTreeSet<String> {
    let top = commands(&[]);
    top.iter().flat_map(|name| commands(&[name])).chain(top.iter().cloned()).collect()
}

#[test]
fn the_readme_names_every_command_and_no_other() {
    let readme = document("README.md");
    let known = every_command();
    assert!(known.contains("run") && known.contains("feeds add"), "{known:?}");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `tidings ")?.split('`').next());
    // `feeds add URL`: the words in small letters are the command.
    let small = |row: &str| {
        let words = row.split(' ').take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
        words.collect::<Vec<_>>().join(" ")
    };
    let table: BTreeSet<String> = rows.map(small).collect();
    assert_eq!(table, known);
    for (name, text) in
        ["README.md", "DESIGN.md", "ARCHITECTURE.md", "CHANGELOG.md", "feeds.toml"].map(|name| (name, document(name)))
    {
        for words in text.split("tidings ").skip(1).filter(|_| name != "feeds.toml") {
            let before = &text[..words.as_ptr() as usize - text.as_ptr() as usize];
            if before.ends_with("`tidings ") || before.ends_with("&& tidings ") || before.ends_with("$ tidings ") {
                let command = words.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
                assert!(command.is_empty() || known.contains(command), "{name} speaks of `tidings {command}`");
            }
        }
    }
}

#[test]
fn the_first_hour_goes_as_the_readme_shows() {
    let readme = document("README.md");
    let mut town = Town::at("2026-05-07T06:00:00Z").variable("TZ", "Europe/Berlin");
    let shown = |command: &str, output: &str| {
        let session = format!("```console\n$ {command}\n{output}```\n");
        assert!(readme.contains(&session), "README.md does not show:\n{session}");
    };
    let file = town.feeds_file().display().to_string();
    let init = town.tidings_as_it_is(&["init"]).succeeds();
    shown("tidings init", &init.out().replace(&file, "feeds.toml"));

    let site = Outlet::serve(|seen| match seen.path.as_str() {
        "/" => {
            Reply::page("<html><head><link rel=alternate type=application/atom+xml href=/circuit.atom></head></html>")
        }
        _ => Reply::feed(document("src/cli/demo/day2/circuit.atom")),
    });
    let sample = fs::read_to_string(town.feeds_file()).expect("a file");
    town.writes(&sample.replace("[fetch]\n", "[fetch]\nallow = [\"127.0.0.1\"]\n"));
    let here = |text: String| text.replace(&site.url(""), "http://127.0.0.1:8000").replace(&file, "feeds.toml");
    let add = town.tidings(&["feeds", "add", &site.url("/")]).succeeds();
    shown("tidings feeds add http://127.0.0.1:8000/", &here(add.err() + &add.out()));
    let added = town.tidings(&["feeds", "add", &site.url("/"), "--write", "-v", "--outlet", "circuit"]).succeeds();
    assert!(readme.contains(&here(added.out())), "README.md does not say: {}", here(added.out()));
}

#[test]
fn every_command_and_flag_says_what_it_does() {
    let mut sources = Vec::new();
    super::floors::rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli"), &mut sources);
    for path in sources {
        let source = fs::read_to_string(&path).expect("a source file");
        assert!(!source.contains("hide = true"), "{} hides something from --help", path.display());
    }
    for command in every_command() {
        let words: Vec<&str> = command.split(' ').collect();
        let output = Command::new(env!("CARGO_BIN_EXE_tidings")).args(words).arg("-h").output().expect("it runs");
        let help = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(help.lines().next().is_some_and(|line| line.split(' ').count() > 3), "{command}: {help}");
        for line in help.lines().map(str::trim_start).filter(|line| line.starts_with("--")) {
            assert!(line.split("  ").nth(1).is_some(), "{command}: {line}");
        }
    }
}

#[test]
fn the_architecture_names_every_room() {
    let architecture = document("ARCHITECTURE.md");
    let floors =
        architecture.split("## The floors").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("floors");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in fs::read_dir(source).expect("the source").flatten() {
        let name = room.file_name().to_string_lossy().into_owned();
        let name = if room.path().is_dir() { format!("{name}/") } else { name };
        assert!(floors.contains(&name), "ARCHITECTURE.md does not name {name}");
    }
}

#[test]
fn the_readme_lists_every_exit_code() {
    let report = document("src/cli/report.rs");
    let readme = document("README.md");
    let codes = report.lines().filter_map(|line| line.trim().strip_prefix("pub(super) const ")?.strip_suffix(';'));
    let codes: BTreeSet<&str> =
        codes.filter_map(|line| line.split("u8 = ").nth(1)).filter(|code| *code != "128").collect();
    assert!(codes.len() >= 6, "{codes:?}");
    for code in codes {
        assert!(readme.contains(&format!("\n| {code} | ")), "README.md does not list the exit code {code}");
    }
}
