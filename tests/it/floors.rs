//! Who may import whom. A new arrow is a change of the tables below, in plain sight.
//!
//! The test reads every file of `src` as the compiler does and asks of every path in it - in `use`, types, expressions,
//! attributes, macros - which file it leads to, through groups, aliases, re-exports, `self`, `super` and `crate`.
//! A file depends on the file that defines what it names, not on a `mod.rs` that merely hands it on.

mod cases;
mod circles;
mod mentions;
mod resolve;
mod source;

use mentions::ASYNC;
use resolve::{Arrow, Named};
use source::{Mention, Tree, module_of};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What each room may import, besides itself.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("model", &[][..]),
        ("clock", &[]),
        ("text", &["model"]),
        ("fetch", &["model"]),
        ("parse", &["model", "text"]),
        ("store", &["model"]),
        ("compose", &["model", "text"]),
        ("render", &["model"]),
        ("deliver", &["model"]),
        ("monitor", &["model"]),
        ("verify", &["model", "compose", "render"]),
        // The rooms own their options; the configuration only fills them in.
        ("config", &["model", "text", "fetch", "compose", "deliver"]),
        (
            "pipeline",
            &["model", "clock", "config", "fetch", "parse", "store", "compose", "render", "deliver", "verify"],
        ),
        // The terminal sees the library through its front door, so it may name every room.
        (
            "cli",
            &[
                "model", "clock", "text", "config", "fetch", "parse", "store", "compose", "render", "deliver",
                "monitor", "pipeline",
            ],
        ),
        (
            "lib",
            &[
                "model", "clock", "text", "config", "fetch", "parse", "store", "compose", "render", "deliver",
                "monitor", "pipeline", "verify", "cli",
            ],
        ),
        ("main", &["cli"]),
    ])
}

/// The rooms that do nothing but think.
const PURE: [&str; 6] = ["model", "text", "compose", "parse", "render", "verify"];

/// What a pure room may not use, however it comes by it.
const IMPURE: [&str; 25] = [
    ASYNC,
    "futures_util",
    "getrandom",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "jiff::tz::TimeZone::system",
    "log",
    "rand",
    "reqwest",
    "rustix",
    "sqlx",
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "tempfile",
    "tokio",
    "tracing",
];

/// A file of a pure room and the one impure thing that it may use.
const IMPURE_ALL_THE_SAME: [(&str, &str); 1] = [
    // Reads the templates of a reader once, when the renderer is opened.
    ("render/templates.rs", "std::fs"),
];

/// Imports that still close a circle: who imports whom, and why that stands. None may be added; one that closes no circle
/// any more leaves the list.
const CLOSES_A_CIRCLE: [(&str, &str, &str); 1] = [(
    "pipeline/doctor.rs",
    "pipeline/mod.rs",
    "`Pipeline` belongs into a file of its own, below what is done with it",
)];

static SOURCE: LazyLock<Tree> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let below = path.strip_prefix(&root).expect("below src");
        let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
        (names.join("/"), fs::read_to_string(path).expect("a source file"))
    };
    Tree::read(&files.iter().map(read).collect::<Vec<_>>())
});

pub(crate) fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The room of a module.
fn room(module: &[String]) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// Every import that points up or sideways. The tests within a room stand where the room stands.
fn imports_not_pointing_down(tree: &Tree) -> Vec<String> {
    let allowed = allowed();
    let mut wrong: BTreeSet<String> = tree
        .files
        .iter()
        .filter(|file| !allowed.contains_key(room(&module_of(file))))
        .map(|file| format!("{file}: the room is not in the table"))
        .collect();
    for mention in &tree.mentions {
        let from = room(&mention.module);
        let Arrow { named, through } = tree.follow(mention);
        let target = match named {
            Named::Module(module) | Named::Item(module) => Some(module),
            Named::Outside(_) => None,
        };
        for to in through.iter().chain(target.as_ref()).map(|module| room(module)) {
            if to != from && !allowed.get(from).is_some_and(|may| may.contains(&to)) {
                wrong.insert(format!("{}: {from} imports {to}", place(tree, mention)));
            }
        }
    }
    wrong.into_iter().collect()
}

/// What pure rooms use and may not: the file, what it is, and where.
fn impurities(tree: &Tree) -> Vec<(&str, &'static str, String)> {
    let mut found = Vec::new();
    for mention in tree.mentions.iter().filter(|mention| !mention.in_test && PURE.contains(&room(&mention.module))) {
        let Named::Outside(path) = tree.follow(mention).named else { continue };
        for impure in IMPURE {
            let words: Vec<&str> = impure.split("::").collect();
            let all_of = path.last().is_some_and(|last| last == "*").then(|| &path[..path.len() - 1]);
            let is_part = path.len() >= words.len() && words.iter().zip(&path).all(|(word, name)| word == name);
            if is_part || all_of.is_some_and(|all| words.iter().zip(all).all(|(word, name)| word == name)) {
                let file = tree.file_of(&mention.module).map_or("", |file| &tree.files[file]);
                found.push((file, impure, place(tree, mention)));
            }
        }
    }
    found
}

fn place(tree: &Tree, mention: &Mention) -> String {
    let file = tree.file_of(&mention.module).map_or("", |file| &tree.files[file]);
    format!("src/{file}:{}: {}", mention.line, mention.path.join("::"))
}

#[test]
fn imports_only_point_down() {
    let wrong = imports_not_pointing_down(&SOURCE);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_pure_rooms_do_nothing_but_think() {
    let found = impurities(&SOURCE);
    let wrong: Vec<&str> = found
        .iter()
        .filter(|(file, impure, _)| !IMPURE_ALL_THE_SAME.contains(&(*file, *impure)))
        .map(|(_, _, place)| place.as_str())
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for (file, impure) in IMPURE_ALL_THE_SAME {
        let is_used = found.iter().any(|(at, what, _)| (*at, *what) == (file, impure));
        assert!(is_used, "{file} does without {impure} now: take it off the list");
    }
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let all = circles::graph(&SOURCE);
    let mut arrows = all.clone();
    for (from, to, _) in CLOSES_A_CIRCLE {
        assert!(circles::remove(&mut arrows, from, to), "{from} does not import {to} any more: take it off the list");
    }
    let new: Vec<String> = circles::circles(&arrows)
        .iter()
        .map(|circle| format!("{circle:?}\n{}", circles::imports_within(&arrows, circle)))
        .collect();
    assert!(new.is_empty(), "{} circles\n{}", new.len(), new.join("\n"));
    let known = circles::circles(&all);
    for (from, to, _) in CLOSES_A_CIRCLE {
        let closes = known.iter().any(|circle| circle.contains(from) && circle.contains(to));
        assert!(closes, "{from} imports {to} in no circle any more: take it off the list");
    }
}

#[test]
fn a_file_has_one_subject() {
    // 400 lines without tests is where a file is split; a little above is not worth a failure.
    let mut long = Vec::new();
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for path in files {
        let text = fs::read_to_string(&path).expect("a source file");
        let lines = text.split("#[cfg(test)]").next().unwrap_or("").lines().count();
        if lines > 440 {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
