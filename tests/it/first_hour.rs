//! The first hour: from nothing to a page.

use super::support::town::{Town, report};
use std::fs;

fn town() -> Town {
    Town::at("2026-03-01T06:00:00Z").outlet(
        "daily",
        [report("Wildfire nears Moss", "A wildfire reached the town of Moss on Sunday; 40 homes burnt down.", "05:10")],
    )
}

#[test]
fn a_file_to_begin_with_is_written_once() {
    let town = town().variable("TZ", "Europe/Berlin");
    let init = town.tidings_as_it_is(&["init"]).succeeds();
    for words in ["6 topics, time zone Europe/Berlin", "Next: `tidings run`", "`tidings open`"] {
        assert!(init.out().contains(words), "{words}\n{}", init.out());
    }
    town.tidings_as_it_is(&["check"]).succeeds();
    let written = fs::read_to_string(town.feeds_file()).expect("a file");
    assert!(written.contains("# ---"), "it explains itself");
    let again = town.tidings_as_it_is(&["init"]).exits(2);
    assert!(again.err().contains("is there already and stays as it is"), "{}", again.err());
    let mine = written.replace("Morning brief", "Mine");
    fs::copy(super::support::town::temporary(&mine).path(), town.feeds_file()).expect("changed");
    town.tidings_as_it_is(&["init"]).exits(2);
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), mine);
    town.tidings_as_it_is(&["init", "--force"]).succeeds();
    assert_eq!(fs::read_to_string(town.feeds_file()).expect("a file"), written);
}

#[test]
fn from_the_list_of_another_reader_to_the_first_page() {
    let town = town();
    let feed = town.server("daily").url("/feed.xml");
    let list = format!(
        "<opml><body><outline text='Press'><outline text='The Daily' xmlUrl='{feed}'/></outline></body></opml>"
    );
    let town = town.file("mine.opml", &list);
    let file = town.folder().join("mine.opml").display().to_string();
    town.tidings_as_it_is(&["init", "--opml", &file]).succeeds();
    // A person on this machine's own network says so.
    let text = fs::read_to_string(town.feeds_file()).expect("a file");
    let text = text.replace("# allow    = [\"192.168.1.0/24\", \"nas.local:8080\"]", "allow = [\"127.0.0.0/8\"]");
    fs::copy(super::support::town::temporary(&text).path(), town.feeds_file()).expect("changed");
    let early = town.tidings_as_it_is(&["open"]).exits(2);
    assert!(early.err().contains("there is no page yet"), "{}", early.err());
    let run = town.tidings_as_it_is(&["run", "--at", "2026-03-01T06:00:00Z"]).succeeds();
    assert!(run.out().contains("Read 1 of 1 feed"), "{}", run.out());
    let page = fs::read_to_string(town.output("index.html")).expect("a page");
    assert!(page.contains("Wildfire nears Moss"), "{page}");
}

#[test]
fn who_cannot_begin_is_told_why() {
    let town = town().file("page.html", "<html></html>").file("empty.opml", "<opml><body/></opml>");
    let file = |name: &str| town.folder().join(name).display().to_string();
    for (list, words) in [
        ("page.html", "this is not a list of feeds (OPML)"),
        ("nowhere.opml", "nowhere.opml cannot be read: No such file"),
        ("empty.opml", "names no feed that can be read"),
    ] {
        let ended = town.tidings_as_it_is(&["init", "--opml", &file(list)]).exits(2);
        assert!(ended.err().contains(words), "{words}\n{}", ended.err());
    }
    assert!(!town.feeds_file().exists());
    for command in ["run", "check", "feeds", "open"] {
        let ended = town.tidings_as_it_is(&[command]).exits(2);
        assert!(ended.err().contains("write one with `tidings init`"), "{command}: {}", ended.err());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_page_is_given_to_the_browser() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut town = town().topic("all", &["wildfire"]).file("xdg-open", "#!/bin/sh\necho \"opened $1\"\n");
    let script = town.folder().join("xdg-open");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a program");
    let folder = town.folder().display().to_string();
    town.run().succeeds();
    let without = town.tidings(&["open"]).exits(1);
    assert!(without.err().contains("open the page yourself: "), "{}", without.err());
    let mut town = town.variable("PATH", &folder);
    let page = town.output("index.html").display().to_string();
    assert!(town.tidings(&["open"]).succeeds().out().contains(&format!("opened {page}")));
}

#[test]
fn shells_and_man_learn_every_command() {
    let town = town();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = town.tidings_as_it_is(&["completions", shell]).succeeds().out();
        assert!(script.contains("import") && script.contains("completions"), "{shell}");
    }
    let folder = town.folder().join("share/man1").display().to_string();
    town.tidings_as_it_is(&["man", &folder]).succeeds();
    for page in ["tidings.1", "tidings-run.1", "tidings-feeds-add.1"] {
        let text = fs::read_to_string(format!("{folder}/{page}")).expect(page);
        assert!(text.contains(".SH NAME"), "{page}");
    }
    let ended = town.tidings_as_it_is(&["man", "/dev/null/x"]).exits(5);
    assert!(ended.err().contains("/dev/null/x cannot be written"), "{}", ended.err());
}
