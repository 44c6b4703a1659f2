//! Verifying: everything that lies in an output folder is read again, and held against what is stored.

mod folder;
mod witness;

use super::lock::Lock;
use super::outcome::Error;
use super::pages;
use super::publish::RENDERED_HOW;
use crate::config::Config;
use crate::render::Options;
use crate::store::{Sqlite, Store, WrittenPage};
use folder::Folder;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use witness::Witness;

/// How often it is begun anew where a run writes pages meanwhile.
const AGAIN: usize = 3;

/// How long the end of a run is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file it stands in.
    pub file: PathBuf,
    /// Where in the file: `lead.facts[1]` or `line 12`; may be empty.
    pub place: String,
    /// The words it is about; empty where the file as a whole is wrong.
    pub words: String,
    /// What is wrong, in plain words.
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.file.display())?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        if !self.words.is_empty() {
            write!(f, "\"{}\" ", self.words)?;
        }
        f.write_str(&self.reason)
    }
}

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// The file.
    pub file: PathBuf,
    /// Sentences and headlines in it that were read again in what is stored.
    pub citations: usize,
    /// How it was looked at, in plain words.
    pub how: String,
    /// What is wrong with it.
    pub faults: usize,
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Files with citations.
    pub files: usize,
    /// Citations read again.
    pub citations: usize,
    /// What does not hold, in the order of files and of their places.
    pub faults: Vec<Fault>,
    /// Every file that was looked at, in the order of their paths.
    pub looked_at: Vec<LookedAt>,
    /// Files that another version of Tidings wrote, or this one with other templates or options: their sentences were
    /// read again, but what else they say could not be compared.
    pub of_another: usize,
    /// Elements outside of the news whose words templates say are their own: nothing covers them.
    pub own: usize,
}

/// Reads everything that Tidings wrote below `folder` again, and holds it against the store at `store`. With the
/// `config` that it was written by, files are compared with what they should be as well.
///
/// # Errors
/// [`Error::State`] when the folder or the store cannot be read, [`Error::Store`] when the store fails. What does not
/// hold is no error: it is in the report.
pub async fn verify(folder: &Path, store: &Path, config: Option<&Config>) -> Result<VerifyReport, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::State { path, cause }
    };
    fs::read_dir(folder).map_err(failed(folder))?;
    fs::metadata(store).map_err(failed(store))?;
    let opened = Sqlite::open(store).await?;
    let report = settled(folder, store, &opened, config).await;
    opened.close().await;
    report
}

/// Verifies until no run has written meanwhile: its pages would be held against what was noted before it.
async fn settled(folder: &Path, path: &Path, store: &Sqlite, config: Option<&Config>) -> Result<VerifyReport, Error> {
    let mut before = store.written_pages().await?;
    let mut report = once(folder, path, store, config).await?;
    for _ in 0..AGAIN {
        if report.faults.is_empty() {
            break;
        }
        let is_busy = is_running(path);
        let until = Instant::now() + PATIENCE;
        while is_running(path) && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let now = store.written_pages().await?;
        if !is_busy && now == before {
            break;
        }
        before = now;
        report = once(folder, path, store, config).await?;
    }
    Ok(report)
}

/// Whether a run holds the lock beside the store at `path`. Where that cannot be told, none does.
fn is_running(path: &Path) -> bool {
    path.parent().is_some_and(|state| matches!(Lock::take(state), Err(Error::Locked { .. })))
}

/// The options that the pages were made with: as noted, else as `feeds.toml` has them, else as the pages look.
async fn options(store: &Sqlite, config: Option<&Config>, folder: &Folder) -> Result<Options, Error> {
    if let Some(noted) = store.note(RENDERED_HOW).await?.and_then(|text| serde_json::from_str(&text).ok()) {
        return Ok(noted);
    }
    if let Some(config) = config {
        return Ok(pages::options(config));
    }
    Ok(Options { language: folder.language()?, ..Options::default() })
}

async fn once(folder: &Path, path: &Path, store: &Sqlite, config: Option<&Config>) -> Result<VerifyReport, Error> {
    let written = store.written_pages().await?;
    let digests = store.digests(usize::MAX).await?;
    let archive = store.archive().await?;
    let folder = Folder::of(folder, path, config, &digests)?;
    let noted: BTreeMap<&str, &WrittenPage> = written.iter().map(|page| (&*page.path, page)).collect();
    let print = config.map(pages::print).transpose()?;
    let options = options(store, config, &folder).await?;
    let witness = Witness::new(store, &digests, archive, config, &options, &noted, print)?;
    let mut report = VerifyReport::default();
    for file in folder.files(&noted, config)? {
        let Some(looked) = witness.look(&folder, &file).await? else { continue };
        let path = folder.path(&file);
        report.files += usize::from(looked.citations > 0);
        report.citations += looked.citations;
        report.of_another += usize::from(looked.of_another);
        report.own += looked.own;
        report.looked_at.push(LookedAt {
            file: path.clone(),
            citations: looked.citations,
            how: looked.how.to_owned(),
            faults: looked.findings.len(),
        });
        report.faults.extend(looked.findings.into_iter().map(|finding| Fault {
            file: path.clone(),
            place: finding.place,
            words: finding.words,
            reason: finding.reason,
        }));
    }
    Ok(report)
}
