//! Who may import whom. A new arrow is a change of the table below, in plain sight.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import, besides itself.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("model", &[][..]),
        ("clock", &[]),
        ("fetch", &["model"]),
        ("parse", &["model"]),
        ("store", &["model"]),
        ("compose", &["model"]),
        ("render", &["model"]),
        ("deliver", &["model"]),
        ("monitor", &["model"]),
        ("verify", &["model", "compose", "render"]),
        // The rooms own their options; the configuration only fills them in.
        ("config", &["model", "fetch", "compose", "deliver"]),
        (
            "pipeline",
            &["model", "clock", "config", "fetch", "parse", "store", "compose", "render", "deliver", "verify"],
        ),
        // The terminal sees the library through its front door, so it may name every room.
        (
            "cli",
            &[
                "model", "clock", "config", "fetch", "parse", "store", "compose", "render", "deliver", "monitor",
                "pipeline",
            ],
        ),
        (
            "lib",
            &[
                "model", "clock", "config", "fetch", "parse", "store", "compose", "render", "deliver", "monitor",
                "pipeline", "cli",
            ],
        ),
        ("main", &["cli"]),
    ])
}

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

fn sources() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).expect("below src").to_owned();
            let room = inside.iter().next().expect("a name").to_string_lossy();
            (room.trim_end_matches(".rs").to_owned(), path)
        })
        .collect()
}

/// The rooms that a line of code names: `crate::fetch::...` or `tidings::fetch::...`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    ["crate::", "tidings::"].into_iter().flat_map(move |prefix| {
        line.split(prefix)
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
    })
}

#[test]
fn imports_only_point_down() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    for (room, path) in sources() {
        let Some(may) = allowed.get(room.as_str()) else {
            wrong.push(format!("{}: the room {room:?} is not in the table", path.display()));
            continue;
        };
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for target in named(code) {
                if allowed.contains_key(target) && target != room && !may.contains(&target) {
                    wrong.push(format!("{}:{}: {room} imports {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_pure_rooms_do_nothing_but_think() {
    let forbidden = ["tokio", "reqwest", "sqlx", "std::fs", "std::net", "std::env", "tracing::", "async fn", "rand::"];
    let mut wrong = Vec::new();
    for (room, path) in sources() {
        if !matches!(room.as_str(), "model" | "compose" | "verify") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or("");
            for word in forbidden {
                if line.contains(word) {
                    wrong.push(format!("{}:{}: {word}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_file_has_one_subject() {
    // 400 lines without tests is where a file is split; a little above is not worth a failure.
    let mut long = Vec::new();
    for (_, path) in sources() {
        let text = fs::read_to_string(&path).expect("a source file");
        let lines = text.split("#[cfg(test)]").next().unwrap_or("").lines().count();
        if lines > 440 {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
