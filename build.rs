//! What makes pages, as one number: where it changes, pages are made again, and `verify` knows which pages this
//! program made.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What decides the bytes of a page of a given digest.
const MAKERS: [&str; 3] = ["src/model", "src/render", "templates"];

fn main() -> io::Result<()> {
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
