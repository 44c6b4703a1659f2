//! Verifying: every citation of what lies in a folder is read again in the stored text.

use super::outcome::Error;
use crate::compose::brief;
use crate::model::{Brief, Digest, Entry, EntryId, Field, Quote, Source};
use crate::render::{Cited, citations};
use crate::store::{Sqlite, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A citation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file it stands in.
    pub file: PathBuf,
    /// Where in the file: `lead.facts[1]` or `line 12`.
    pub place: String,
    /// The words it shows; empty where the file cannot be read at all.
    pub words: String,
    /// What is wrong with it, in plain words.
    pub reason: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}: ", self.file.display(), self.place)?;
        if !self.words.is_empty() {
            write!(f, "\"{}\" ", self.words)?;
        }
        f.write_str(&self.reason)
    }
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Files with citations.
    pub files: usize,
    /// Citations read again.
    pub citations: usize,
    /// Those that do not hold, in the order of files and of their places.
    pub faults: Vec<Fault>,
}

/// Reads every citation of the pages and the `digest.json` below `folder` again in the store at `store`.
///
/// # Errors
/// [`Error::State`] when the folder or the store cannot be read, [`Error::Store`] when the store fails. A citation
/// that does not hold is no error: it is in the report.
pub async fn verify(folder: &Path, store: &Path) -> Result<VerifyReport, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::State { path, cause }
    };
    let files = files(folder).map_err(failed(folder))?;
    fs::metadata(store).map_err(failed(store))?;
    let store = Sqlite::open(store).await?;
    let mut report = VerifyReport::default();
    for path in files {
        let bytes = fs::read(&path).map_err(failed(&path))?;
        let (claims, faults) = claims(&path, &bytes);
        let entries = stored(&store, &claims).await?;
        report.files += usize::from(!claims.is_empty() || !faults.is_empty());
        report.citations += claims.len();
        report.faults.extend(faults);
        report.faults.extend(claims.iter().filter_map(|claim| {
            let reason = claim.fault(entries.get(&claim.entry).map_or(&[], Vec::as_slice))?;
            Some(Fault { file: path.clone(), place: claim.place.clone(), words: claim.words.clone(), reason })
        }));
    }
    store.close().await;
    Ok(report)
}

/// The pages and editions below `folder`, in the order of their paths; what Tidings remembers is none of them.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !name.starts_with('.') {
            found.extend(files(&path)?);
        } else if name == "digest.json" || path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Something a file says an entry says.
struct Claim {
    place: String,
    words: String,
    entry: EntryId,
    said: Said,
}

enum Said {
    /// Bytes of a field, with the address it is cited with.
    Quote(Quote),
    /// The headline of a source.
    Title(Source),
    /// On a page.
    Page(Cited, Field, usize, usize),
}

impl Claim {
    /// What is wrong with it, given all that its entry ever said; the newest words come first.
    fn fault(&self, versions: &[Entry]) -> Option<String> {
        let Some(newest) = versions.first() else {
            return Some(format!("is said to be from the entry {}, which is not in the store", self.entry));
        };
        let link = |entry: &Entry| entry.link.as_ref().map(ToString::to_string).unwrap_or_default();
        let fits = |says: &dyn Fn(&Entry) -> bool, leads: &dyn Fn(&Entry) -> bool| {
            (versions.iter().any(says), versions.iter().any(|entry| says(entry) && leads(entry)))
        };
        let (field, range, (says, leads)) = match &self.said {
            Said::Quote(quote) => {
                let leads = |entry: &Entry| entry.link.as_ref() == Some(&quote.link);
                (quote.field, Some((quote.start, quote.end)), fits(&|entry| brief::verify(quote, entry), &leads))
            }
            Said::Title(source) => {
                let says = |entry: &Entry| {
                    *entry.title == *source.title || entry.earlier_titles.iter().any(|old| old.title == source.title)
                };
                (Field::Title, None, fits(&says, &|entry| entry.link.as_ref() == Some(&source.link)))
            }
            Said::Page(cited, field, start, end) => {
                let says = |entry: &Entry| {
                    let old = entry.earlier_titles.iter().filter(|_| *field == Field::Title);
                    let old = old.filter_map(|old| old.title.get(*start..*end));
                    at(entry, *field, *start, *end).into_iter().chain(old).any(|text| cited.says(text))
                };
                (*field, Some((*start, *end)), fits(&says, &|entry| cited.leads_to(&link(entry))))
            }
        };
        let what = match field {
            Field::Title => "headline",
            Field::Summary => "summary",
            Field::Text => "text",
        };
        let of = format!("the {what} of {} ({})", link(newest), self.entry);
        match (says, leads, range) {
            (true, true, _) => None,
            (true, false, _) => Some(format!("is not cited with the address of its report, {}", link(newest))),
            (false, _, None) => Some(format!("is not {of}: that is \"{}\"", &*newest.title)),
            (false, _, Some((start, end))) => Some(match at(newest, field, start, end) {
                Some(text) => format!("does not stand at bytes {start} to {end} of {of}: there it says \"{text}\""),
                None => format!("cannot stand at bytes {start} to {end} of {of}: there are no such bytes"),
            }),
        }
    }
}

fn at(entry: &Entry, field: Field, start: usize, end: usize) -> Option<&str> {
    match field {
        Field::Title => entry.title.get(start..end),
        Field::Summary => entry.summary.get(start..end),
        Field::Text => entry.text.get(start..end),
    }
}

/// What the file claims, and what cannot even be read as a claim.
fn claims(path: &Path, bytes: &[u8]) -> (Vec<Claim>, Vec<Fault>) {
    let fault = |place: String, words: String, reason: String| Fault { file: path.to_owned(), place, words, reason };
    // A byte that makes no character breaks the sentence it stands in, and that can be named.
    let text = String::from_utf8_lossy(bytes);
    if path.extension().is_some_and(|ending| ending == "json") {
        return match serde_json::from_str::<Digest>(&text) {
            Ok(digest) => (of_digest(&digest), Vec::new()),
            Err(cause) => {
                let place = format!("line {}", cause.line());
                (Vec::new(), vec![fault(place, String::new(), format!("this is no digest: {cause}"))])
            }
        };
    }
    let mut claims = Vec::new();
    let mut faults = Vec::new();
    for cited in citations(&text) {
        let (place, words) = (format!("line {}", cited.line), cited.shown());
        match cited.place.clone() {
            Some((entry, field, start, end)) => {
                claims.push(Claim { place, words, entry, said: Said::Page(cited, field, start, end) });
            }
            None => faults.push(fault(place, words, "does not say where it was copied from".into())),
        }
    }
    (claims, faults)
}

fn of_digest(digest: &Digest) -> Vec<Claim> {
    let mut claims = Vec::new();
    let title = |claims: &mut Vec<Claim>, place: String, source: &Source| {
        let (words, entry) = (source.title.clone(), source.entry.clone());
        claims.push(Claim { place, words, entry, said: Said::Title(source.clone()) });
    };
    if let Some(lead) = &digest.lead {
        of_brief(&mut claims, "lead", lead);
    }
    for (s, section) in digest.sections.iter().enumerate() {
        for (b, brief) in section.briefs.iter().enumerate() {
            of_brief(&mut claims, &format!("sections[{s}].briefs[{b}]"), brief);
        }
        for (n, single) in section.singles.iter().enumerate() {
            title(&mut claims, format!("sections[{s}].singles[{n}]"), &single.source);
        }
    }
    for (t, thread) in digest.threads.iter().enumerate() {
        for (n, story) in thread.stories.iter().enumerate() {
            title(&mut claims, format!("threads[{t}].stories[{n}]"), &story.source);
        }
    }
    for (n, single) in digest.near_misses.iter().enumerate() {
        title(&mut claims, format!("near_misses[{n}]"), &single.source);
    }
    claims
}

fn of_brief(claims: &mut Vec<Claim>, at: &str, brief: &Brief) {
    let mut quote = |place: String, quote: &Quote| {
        let said = Said::Quote(quote.clone());
        claims.push(Claim { place, words: quote.text.clone(), entry: quote.entry.clone(), said });
    };
    quote(format!("{at}.headline"), &brief.headline);
    for (name, quotes) in [("facts", &brief.facts), ("summary", &brief.summary), ("adds", &brief.adds)] {
        for (n, one) in quotes.iter().enumerate() {
            quote(format!("{at}.{name}[{n}]"), one);
        }
    }
    for (q, question) in brief.questions.iter().enumerate() {
        for (p, paragraph) in question.paragraphs.iter().enumerate() {
            for (n, one) in paragraph.iter().enumerate() {
                quote(format!("{at}.questions[{q}].paragraphs[{p}][{n}]"), one);
            }
        }
    }
    for (n, source) in brief.sources.iter().enumerate() {
        let (words, entry) = (source.title.clone(), source.entry.clone());
        let place = format!("{at}.sources[{n}].title");
        claims.push(Claim { place, words, entry, said: Said::Title(source.clone()) });
    }
}

/// All that the entries of `claims` ever said, by entry, the newest words first.
async fn stored(store: &Sqlite, claims: &[Claim]) -> Result<BTreeMap<EntryId, Vec<Entry>>, Error> {
    let ids: BTreeSet<&EntryId> = claims.iter().map(|claim| &claim.entry).collect();
    let ids: Vec<EntryId> = ids.into_iter().cloned().collect();
    let mut entries: BTreeMap<EntryId, Vec<Entry>> = BTreeMap::new();
    for entry in store.entry_versions(&ids).await? {
        entries.entry(entry.id.clone()).or_default().push(entry);
    }
    Ok(entries)
}
