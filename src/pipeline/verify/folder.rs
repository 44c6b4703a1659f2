//! The folder that is verified: which files lie there, and which pages of the site they are.

use super::super::outcome::Error;
use super::super::pages;
use crate::config::Config;
use crate::model::{Digest, LANGUAGES};
use crate::render::edition_paths;
use crate::store::WrittenPage;
use crate::verify::Reading;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Folders within one another that are looked into.
const DEPTH: usize = 12;

/// A folder to verify.
pub(super) struct Folder {
    /// As it was named.
    named: PathBuf,
    /// From the top of the site to it: empty, or ends in `/`.
    within: String,
    is: Is,
}

/// What a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// The very output of the store, or a folder in it: what is missing here is missing.
    Output,
    /// A copy of that: each file has its place, but not all have to be here.
    Copy,
    /// Pages of which nothing is known.
    Loose,
}

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// From the folder that was named.
    pub(super) below: String,
    /// From the top of the site.
    pub(super) path: String,
}

impl Folder {
    /// `named`, beside the store at `store` that made it, or a copy.
    pub(super) fn of(named: &Path, store: &Path, config: Option<&Config>, digests: &[Digest]) -> Result<Self, Error> {
        let failed = |cause| Error::State { path: named.to_owned(), cause };
        let real = named.canonicalize().map_err(failed)?;
        // The output keeps its store in `.state`, unless `feeds.toml` has put it elsewhere.
        let beside = store.parent().and_then(|state| state.canonicalize().ok());
        let beside =
            beside.filter(|state| state.ends_with(".state")).and_then(|state| state.parent().map(Path::to_owned));
        let configured = config.and_then(|config| config.output.canonicalize().ok());
        for output in [configured, beside].into_iter().flatten() {
            if let Ok(within) = real.strip_prefix(&output) {
                return Ok(Self { named: named.to_owned(), within: slashed(within), is: Is::Output });
            }
        }
        // A folder of the output may be a link to elsewhere.
        let as_named = |path: &Path| std::path::absolute(path).ok();
        let output = config.and_then(|config| as_named(&config.output));
        if let (Some(output), Some(named_so)) = (output, as_named(named))
            && let Ok(within) = named_so.strip_prefix(&output)
        {
            return Ok(Self { named: named.to_owned(), within: slashed(within), is: Is::Output });
        }
        // A copy of the folder of one edition is known by its path, one of the whole by the editions in it.
        let mut keys = digests.iter().map(|digest| &digest.edition.key);
        let key = keys.clone().find(|key| real.ends_with(key));
        let is_copy = key.is_some() || keys.any(|key| real.join(key).is_dir());
        let within = key.map(|key| format!("{key}/")).unwrap_or_default();
        Ok(Self { named: named.to_owned(), within, is: if is_copy { Is::Copy } else { Is::Loose } })
    }

    /// Where `found` lies.
    pub(super) fn path(&self, found: &Found) -> PathBuf {
        self.named.join(&found.below)
    }

    /// Whether the paths of files tell which pages they are.
    pub(super) fn is_placed(&self) -> bool {
        self.is != Is::Loose
    }

    /// The files to look at, in the order of their paths: all that lie here, and those that should.
    pub(super) fn files(
        &self,
        noted: &BTreeMap<&str, &WrittenPage>,
        config: Option<&Config>,
    ) -> Result<Vec<Found>, Error> {
        let mut below = BTreeSet::new();
        walk(&self.named, "", 0, &mut below).map_err(|cause| Error::State { path: self.named.clone(), cause })?;
        if self.is != Is::Loose {
            let wanted = |path: &&&str| config.is_none_or(|config| pages::wanted(config, path));
            let here = noted.keys().filter(wanted).filter_map(|path| path.strip_prefix(&*self.within));
            // Not all of a copy has to be here.
            let is_due = |path: &&str| self.is == Is::Output || self.named.join(path).exists();
            below.extend(here.filter(is_due).map(str::to_owned));
        }
        Ok(below.into_iter().map(|below| Found { path: format!("{}{below}", self.within), below }).collect())
    }

    /// The language of the first page here that is in one of ours.
    pub(super) fn language(&self) -> Result<String, Error> {
        for found in self.files(&BTreeMap::new(), None)? {
            let path = self.path(&found);
            let is_page = path.extension().is_some_and(|ending| ending == "html");
            if !is_page || !fs::symlink_metadata(&path).is_ok_and(|about| about.is_file()) {
                continue;
            }
            let page = fs::read(&path).map_err(|cause| Error::State { path, cause })?;
            let language = Reading::page(&String::from_utf8_lossy(&page)).language;
            if let Some(language) = language.filter(|language| LANGUAGES.contains(&&**language)) {
                return Ok(language);
            }
        }
        Ok(LANGUAGES[0].to_owned())
    }
}

/// Links to folders are not followed here; what was noted as written behind one is found by its path.
fn walk(folder: &Path, below: &str, depth: usize, found: &mut BTreeSet<String>) -> io::Result<()> {
    if depth > DEPTH {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        // What Tidings remembers is no page, and what it has no name for is not its own.
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = format!("{below}{name}");
        if entry.file_type()?.is_dir() && !is_page_name(name) {
            walk(&entry.path(), &format!("{path}/"), depth + 1, found)?;
        } else if is_page_name(name) {
            found.insert(path);
        }
    }
    Ok(())
}

/// Whether a file of this name may be one of ours.
fn is_page_name(name: &str) -> bool {
    let is_of_edition = edition_paths("").iter().any(|path| path.trim_start_matches('/') == name);
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    is_of_edition
        || ending == "html"
        || ending == "eml" && name.starts_with("digest.")
        || ["feed.xml", "feed.json"].contains(&name)
}

/// `path` with `/` between names and, unless it is empty, at its end.
fn slashed(path: &Path) -> String {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    names.fold(String::new(), |path, name| path + name + "/")
}
