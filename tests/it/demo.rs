//! The demo: the whole job on the sample feeds, in two editions.

use super::verify::sentences_that_are_cited;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Which story each sample entry tells, as whoever wrote them meant it; `-` tells one of its own.
fn meant() -> BTreeMap<String, String> {
    include_str!("../../src/cli/demo/stories.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(link, story)| (link.to_owned(), story.to_owned()))
        .collect()
}

fn demo(into: &Path) {
    let ended =
        Command::new(env!("CARGO_BIN_EXE_tidings")).args(["demo", "--into"]).arg(into).output().expect("it runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

fn edition(into: &Path, day: &str) -> Value {
    let path = into.join("output/2026/05").join(day).join("digest.json");
    serde_json::from_slice(&std::fs::read(path).expect("an edition")).expect("JSON")
}

fn briefs(edition: &Value) -> Vec<&Value> {
    let sections = edition["sections"].as_array().expect("sections");
    let told = sections.iter().flat_map(|section| section["briefs"].as_array().expect("briefs"));
    std::iter::once(&edition["lead"]).filter(|lead| !lead.is_null()).chain(told).collect()
}

#[test]
fn no_brief_mixes_two_stories_and_the_first_story_leads() {
    let folder = tempfile::tempdir().expect("a folder");
    demo(folder.path());
    let meant = meant();
    for (day, at_least) in [("06", 10), ("07", 7)] {
        let edition = edition(folder.path(), day);
        let briefs = briefs(&edition);
        assert!(briefs.len() >= at_least, "{} briefs on day {day}", briefs.len());
        let mut told = BTreeSet::new();
        for brief in briefs {
            let sources = brief["sources"].as_array().expect("sources");
            let stories: BTreeSet<&String> =
                sources.iter().filter_map(|source| meant.get(source["link"].as_str()?)).collect();
            assert_eq!(stories.len(), 1, "{}: {stories:?}", brief["headline"]["text"]);
            assert!(told.insert(stories), "told twice: {}", brief["headline"]["text"]);
        }
    }
    let second = edition(folder.path(), "07");
    let lead: Vec<&str> =
        second["lead"]["sources"].as_array().expect("sources").iter().filter_map(|it| it["site"].as_str()).collect();
    assert_eq!(lead, ["wired.com", "theverge.com", "geekwire.com"]);
    assert_eq!(second["lead"]["facts"].as_array().map(Vec::len), Some(3));
    assert_eq!(second["troubles"].as_array().map(Vec::len), Some(2));
    let ended = Command::new(env!("CARGO_BIN_EXE_tidings"))
        .arg("verify")
        .arg(folder.path().join("output"))
        .output()
        .expect("it runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let sentences = sentences_that_are_cited(&folder.path().join("output"), "2026/05/07");
    assert!(sentences >= 40, "{sentences}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    demo(one.path());
    demo(two.path());
    for path in ["index.html", "feed.xml", "feed.json", "archive.html", "health.html", "2026/05/06/digest.json"] {
        let read = |folder: &Path| std::fs::read(folder.join("output").join(path)).expect("a page");
        assert!(read(one.path()) == read(two.path()), "{path} differs");
    }
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let theirs = folder.path().join("letter.txt");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &theirs).expect("a file");
    let ended = Command::new(env!("CARGO_BIN_EXE_tidings"))
        .args(["demo", "--into"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("--into FOLDER"));
    assert!(theirs.exists());
}

/// What README.md shows of a command: the lines beneath `$ tidings ...`, up to the end of the block.
fn shown_in_readme(command: &str) -> Vec<&'static str> {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once(&format!("$ {command}\n")).expect("README.md shows it");
    rest.lines().take_while(|line| *line != "```").collect()
}

#[test]
fn the_readme_shows_what_the_program_says() {
    let folder = tempfile::tempdir().expect("a folder");
    demo(folder.path());
    let file = folder.path().join("feeds.toml");
    let check = |command: &str, more: &[&str]| {
        let ended = Command::new(env!("CARGO_BIN_EXE_tidings"))
            .args(command.split(' ').skip(1))
            .args(more)
            .arg("--config")
            .arg(&file)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&ended.stdout).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        let shown = shown_in_readme(command);
        let stands = lines.windows(shown.len()).any(|window| window == shown);
        assert!(stands && shown.len() > 3, "{command} says\n{said}");
    };
    check("tidings explain eveningherald.example/news/night-ferry-harbourtown-recap", &[]);
    let text = std::fs::read_to_string(&file).expect("a file");
    let changed = text.replace(
        "any   = [\"Harbourtown\", \"West Bay\", \"Pell Island\"]",
        "any   = [\"Harbourtown\", \"library\"]\nnot   = [\"ferry\"]",
    );
    assert_ne!(changed, text);
    let other = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut other.as_file(), changed.as_bytes()).expect("written");
    std::fs::copy(other.path(), &file).expect("changed");
    check("tidings check --against last", &[]);
    check("tidings preview harbourtown", &["--at", "2026-05-07T07:00:00Z"]);
}
