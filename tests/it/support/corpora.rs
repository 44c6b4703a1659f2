//! Test material that is not the project's own. `build.rs` says where it would be and whether it is there (`cfg(corpora)`);
//! tests that need it are ignored where it is not, and fail where they are run all the same.

#![allow(unreachable_pub, reason = "it is used by all test files")]

use serde_json::Value;
use std::path::{Path, PathBuf};

/// Where the corpora are, if they are anywhere: `TIDINGS_CORPORA`, or beside the repository.
const FOLDER: &str = env!("TIDINGS_CORPORA_FOLDER");

/// A file or folder of the corpora, which has to be there.
pub fn corpus(path: &str) -> PathBuf {
    let path = Path::new(FOLDER).join(path);
    assert!(path.exists(), "{} is absent: set TIDINGS_CORPORA to a folder that holds it", path.display());
    path
}

/// The cases of a file with one a line.
pub fn cases(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(corpus(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert!(!cases.is_empty(), "{path} holds no case");
    cases
}

/// Corpora that were put there later would else be passed over in silence.
#[test]
fn the_build_knows_whether_the_corpora_are_there() {
    let there = Path::new(FOLDER).join("security").is_dir();
    assert_eq!(cfg!(corpora), there, "{FOLDER} has come or gone since the build: touch build.rs");
}
