//! What is known before the code is compiled: the print of what makes pages, which languages there are, and whether the
//! tests have the corpora.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, io};

/// What decides the bytes of a page of a given digest.
const MAKERS: [&str; 3] = ["src/model", "src/render", "templates"];

/// A file a language.
const LANGUAGES: &str = "src/text/lang";

fn main() -> io::Result<()> {
    makers()?;
    corpora();
    languages()
}

/// What makes pages, as one number: where it changes, pages are made again, and `verify` knows which pages this
/// program made.
fn makers() -> io::Result<()> {
    let mut files = Vec::new();
    for maker in MAKERS {
        println!("cargo::rerun-if-changed={maker}");
        gather(Path::new(maker), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=TIDINGS_MAKERS={:016x}", hasher.finish());
    Ok(())
}

/// Puts the language files into one, which `src/text/lexicon.rs` embeds: before each a record separator and a line of the
/// codes that it serves.
fn languages() -> io::Result<()> {
    println!("cargo::rerun-if-changed={LANGUAGES}");
    let mut files = Vec::new();
    gather(Path::new(LANGUAGES), &mut files)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut out = File::create(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("languages"))?;
    for file in files {
        let code = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&file)?;
        // Norwegian is in the file of Danish: that has to be known before any file is read.
        let also = text.lines().find_map(|line| line.strip_prefix("also = \"")?.split('"').next()).unwrap_or_default();
        writeln!(out, "\u{1E}{code} {also}\n{text}")?;
    }
    Ok(())
}

/// Where the tests look for material that is not the project's own, and whether it is there: tests that need it carry
/// `cfg_attr(not(corpora), ignore)`, so that a run without it says so.
fn corpora() {
    println!("cargo::rustc-check-cfg=cfg(corpora)");
    println!("cargo::rerun-if-env-changed=TIDINGS_CORPORA");
    let named = env::var_os("TIDINGS_CORPORA");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = root.join(named.as_deref().unwrap_or("../shared/corpora".as_ref()));
    println!("cargo::rustc-env=TIDINGS_CORPORA_FOLDER={}", folder.display());
    let security = folder.join("security");
    if security.is_dir() {
        println!("cargo::rerun-if-changed={}", security.display());
        println!("cargo::rustc-cfg=corpora");
    } else if named.is_some() {
        println!(
            "cargo::warning=TIDINGS_CORPORA: there is no {}, so tests that need it are ignored",
            security.display()
        );
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
