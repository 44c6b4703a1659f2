//! How each kind of file is looked at.

use super::super::outcome::Error;
use super::super::pages::{self, program_print};
use super::super::send::edition_print;
use super::super::site::Site;
use super::folder::{Folder, Found};
use crate::config::Config;
use crate::deliver;
use crate::model::{Digest, EntryId, fingerprint_bytes};
use crate::render::{EditionRef, Options, RenderError, Renderer, SourceRange, edition_paths};
use crate::store::{ArchiveLine, Sqlite, Store, WrittenPage};
use crate::verify::{self as witness, Allowed, Discrepancy, FeedItems, Reading, Stored};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// Bytes that an altered file may have beyond twice those that were written, to be looked through.
const MORE: u64 = 100_000;

/// Discrepancies that are told of one file.
const MOST: usize = 100;

/// What came of looking at a file.
pub(super) struct Looked {
    pub(super) citations: usize,
    pub(super) how: &'static str,
    pub(super) findings: Vec<Discrepancy>,
    /// Not this program wrote it, or it did with other templates or options.
    pub(super) of_another: bool,
    /// Elements whose words the template says are its own.
    pub(super) own: usize,
}

/// What files are held against.
pub(super) struct Witness<'a> {
    store: &'a Sqlite,
    digests: &'a [Digest],
    archive: Vec<ArchiveLine>,
    config: Option<&'a Config>,
    /// Every page as it was last written.
    noted: &'a BTreeMap<&'a str, &'a WrittenPage>,
    /// What `config` makes pages with.
    print: Option<String>,
    /// The site with the view of each page in its place.
    views: Site<'a>,
    /// The site as it should be, where `config` says how: made when the first page is not as it was written.
    site: OnceCell<Option<Site<'a>>>,
}

impl<'a> Witness<'a> {
    pub(super) fn new(
        store: &'a Sqlite,
        digests: &'a [Digest],
        archive: Vec<ArchiveLine>,
        config: Option<&'a Config>,
        options: &Options,
        noted: &'a BTreeMap<&'a str, &'a WrittenPage>,
        print: Option<String>,
    ) -> Result<Self, Error> {
        let views = Site::new(Renderer::views(options)?, digests, archive.clone())?;
        Ok(Self { store, digests, archive, config, noted, print, views, site: OnceCell::new() })
    }

    /// Looks at `file`; nothing comes of a file that is none of ours.
    pub(super) async fn look(&self, folder: &Folder, file: &Found) -> Result<Option<Looked>, Error> {
        let path = folder.path(file);
        let noted = self.noted.get(&*file.path).copied();
        let is_letter = deliver::is_letter(&file.path);
        // Loose pages may be any of that name.
        let noted_here = noted.filter(|_| folder.is_placed());
        let whole = |how, reason: &str| {
            let findings = vec![Discrepancy::whole(reason)];
            Ok(Some(Looked { citations: 0, how, findings, of_another: false, own: 0 }))
        };
        let about = match fs::symlink_metadata(&path) {
            Ok(about) => about,
            // Letters are taken away by whoever sends them on.
            Err(_) if is_letter => return Ok(None),
            Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return whole("is there", "is missing; `tidings run` makes it again");
            }
            Err(cause) => return whole("can be read", &format!("cannot be read: {cause}")),
        };
        // The reader may keep links and folders of any name beside the pages.
        if !about.is_file() && noted.is_none() && self.views.page(&file.path)?.is_none() {
            return Ok(None);
        }
        if !about.is_file() {
            return whole("is a file", &format!("is {}, and no file; `tidings run` makes it again", kind(&about)));
        }
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) => return whole("can be read", &format!("cannot be read: {cause}")),
        };
        let altered = noted_here.filter(|noted| noted.print != fingerprint_bytes(&bytes));
        if bytes.is_empty() && noted_here.is_none_or(|noted| noted.size > 0) {
            return whole("has content", "is empty; `tidings run` makes it again");
        }
        let made_with = noted.map(|noted| &*noted.made_with);
        let program = made_with.and_then(|print| print.split('.').next());
        // A letter bears the print of its edition as well.
        let made_with =
            made_with.map(|print| if is_letter { print.rsplit_once('.').map_or(print, |it| it.0) } else { print });
        let as_configured = made_with.is_some() && made_with == self.print.as_deref();
        let this_program = program == Some(&*program_print());
        let by = By { this_program, as_configured, is_placed: folder.is_placed() };
        // What somebody has made many times as large is not looked through: it is not what was written anyhow.
        if let Some(noted) = noted_here.filter(|noted| bytes.len() as u64 > 2 * noted.size + MORE) {
            let reason = format!("is not what was written: it has {} bytes, and had {}", bytes.len(), noted.size);
            return whole("its size", &reason);
        }
        let looked = self.by_kind(file, &bytes, by, altered.is_some()).await?;
        let Some(mut looked) = looked.or_else(|| noted.map(|_| Looked::new("as it was written", 0, Vec::new()))) else {
            return Ok(None);
        };
        if let Some(noted) = altered.filter(|_| looked.findings.is_empty()) {
            looked.findings = self.alteration(&file.path, &bytes, noted).await?;
        }
        if looked.findings.len() > MOST {
            let more = looked.findings.len() - MOST;
            looked.findings.truncate(MOST);
            looked.findings.push(Discrepancy::whole(format!("has {more} more faults")));
        }
        // An earlier version noted nothing of what it wrote.
        let is_noted = noted.is_some() || self.noted.is_empty();
        let is_ours = if self.config.is_some() { as_configured } else { this_program };
        looked.of_another = is_noted && !is_ours && !is_letter && looked.findings.is_empty();
        Ok(Some(looked))
    }

    async fn by_kind(&self, file: &Found, bytes: &[u8], by: By, is_altered: bool) -> Result<Option<Looked>, Error> {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Ok(match (name, ending) {
            ("feed.xml" | "feed.json", _) => Some(self.feed(bytes, by).await?),
            ("digest.json", _) => Some(self.data(file, bytes, by).await?),
            ("digest.md" | "digest.txt", _) => self.text(file, bytes, by)?,
            (_, "css") => {
                let findings = witness::style(&String::from_utf8_lossy(bytes));
                Some(Looked::new("as it was written", 0, findings))
            }
            ("why.json", _) => self.verdicts(file, bytes).await?,
            (_, "eml") => Some(self.letter(file, bytes, is_altered).await?),
            (_, "html") => self.page(file, bytes, by).await?,
            _ => None,
        })
    }

    async fn page(&self, file: &Found, bytes: &[u8], by: By) -> Result<Option<Looked>, Error> {
        let html = String::from_utf8_lossy(bytes);
        // Another version had other labels; and a loose page that bears the name of the front page may be of any edition.
        let is_known = by.this_program && by.is_placed;
        let view = if is_known { self.views.page(&file.path)? } else { None };
        let allowed = view.and_then(|view| Allowed::read(&view));
        let reading = Reading::page(&html);
        let places: Vec<Option<SourceRange>> = reading.places().map(SourceRange::parse).collect();
        if allowed.is_none() && places.is_empty() {
            return Ok(None);
        }
        let stored = self.stored(places.iter().flatten().map(|place| &place.entry)).await?;
        let mut findings = match &allowed {
            Some(allowed) => witness::page(&reading, allowed, &stored),
            None => witness::citations(&reading, None, &stored),
        };
        for finding in &mut findings {
            if finding.place.is_empty()
                && let Some(line) = line_of(&html, &finding.words)
            {
                finding.place = format!("line {line}");
            }
        }
        let how = if allowed.is_some() { "every sentence cited, all else known" } else { "every citation" };
        Ok(Some(Looked { own: reading.own, ..Looked::new(how, places.len(), findings) }))
    }

    async fn feed(&self, bytes: &[u8], by: By) -> Result<Looked, Error> {
        let view = self.views.page("feed.json")?.unwrap_or_default();
        let Some(items) = FeedItems::read(&view) else {
            return Ok(Looked::new("as a feed", 0, vec![Discrepancy::whole("cannot be held against the editions")]));
        };
        if !by.this_program && by.is_placed {
            return Ok(Looked::new("not compared", 0, Vec::new()));
        }
        let stored = self.stored(items.entries()).await?;
        let findings = witness::feed(bytes, &items, &stored, by.as_configured);
        Ok(Looked::new("every entry word for word", items.count(), findings))
    }

    async fn data(&self, file: &Found, bytes: &[u8], by: By) -> Result<Looked, Error> {
        let text = String::from_utf8_lossy(bytes);
        let digest: Digest = match serde_json::from_str(&text) {
            Ok(digest) => digest,
            Err(cause) => {
                let place = format!("line {}", cause.line());
                let finding = Discrepancy::new(place, "", format!("this is no digest: {cause}"));
                return Ok(Looked::new("every citation", 0, vec![finding]));
            }
        };
        let claims = witness::claims(&digest);
        let stored = self.stored(claims.iter().map(|claim| &claim.entry)).await?;
        let mut findings: Vec<Discrepancy> = claims
            .iter()
            .filter_map(|claim| Some(Discrepancy::new(&*claim.place, &*claim.words, claim.fault(&stored)?)))
            .collect();
        let path = if by.is_placed { file.path.clone() } else { format!("{}/digest.json", digest.edition.key) };
        if findings.is_empty() && (by.this_program || !by.is_placed) {
            findings = compared(&self.views, &path, bytes)?;
        }
        Ok(Looked::new("every citation, and the stored edition", claims.len(), findings))
    }

    /// Markdown and plain text: as they come from the stored edition.
    fn text(&self, file: &Found, bytes: &[u8], by: By) -> Result<Option<Looked>, Error> {
        if self.views.edition(&file.path).is_none() {
            return Ok(None);
        }
        if !by.this_program {
            return Ok(Some(Looked::new("not compared", 0, Vec::new())));
        }
        let findings = compared(&self.views, &file.path, bytes)?;
        Ok(Some(Looked::new("as made from the stored edition", 0, findings)))
    }

    async fn verdicts(&self, file: &Found, bytes: &[u8]) -> Result<Option<Looked>, Error> {
        let Some((key, _)) = file.path.rsplit_once('/') else { return Ok(None) };
        let Some(verdicts) = self.store.verdicts(key).await? else { return Ok(None) };
        let is_same = verdicts.as_bytes() == bytes;
        let findings = if is_same { Vec::new() } else { witness::difference(bytes, verdicts.as_bytes()) };
        Ok(Some(Looked::new("as stored", 0, findings)))
    }

    async fn letter(&self, file: &Found, bytes: &[u8], is_altered: bool) -> Result<Looked, Error> {
        let Some((key, name)) = file.path.rsplit_once('/') else {
            return Ok(Looked::new("its place", 0, vec![Discrepancy::whole("lies in the folder of no edition")]));
        };
        let Some(at) = self.digests.iter().position(|digest| digest.edition.key == key) else {
            return Ok(Looked::new("its place", 0, vec![Discrepancy::whole("is of no edition that is stored")]));
        };
        let digest = &self.digests[at];
        // A letter is written once: it stays what it was when its edition is made again, or by other templates.
        let is_of_now = self.is_letter_of_now(&file.path, key, digest);
        if !is_of_now {
            let how = "as it was written, and the print it bears";
            return Ok(Looked::new(how, 0, witness::letter(bytes, None, &Stored::default())));
        }
        let view = self.views.renderer().letter_view(digest)?;
        let allowed = Allowed::read(view.as_bytes());
        let entries: Vec<EntryId> = allowed.iter().flat_map(Allowed::entries).cloned().collect();
        let stored = self.stored(entries.iter()).await?;
        let mut findings = witness::letter(bytes, allowed.as_ref(), &stored);
        if is_altered
            && let (Some(config), Some(site)) = (self.config, self.site()?)
            && let Some(mail) = config.mail.as_ref().filter(|_| is_of_now)
        {
            let previous = self.digests.get(at + 1);
            let previous = previous.map(|it| EditionRef { key: it.edition.key.clone(), at: it.edition.at });
            let letter = site.renderer().letter(digest, previous.as_ref())?;
            if let Some(expected) = deliver::letter_file(mail, &letter, name)
                && expected != bytes
            {
                findings.extend(witness::difference(bytes, &expected));
            }
        }
        Ok(Looked::new("every sentence, and the print it bears", entries.len(), findings))
    }

    /// Whether the letter at `path` was made of `digest` as it is, by this program, with the options that the pages of
    /// the edition `key` were made with.
    fn is_letter_of_now(&self, path: &str, key: &str, digest: &Digest) -> bool {
        let Some(noted) = self.noted.get(path) else { return false };
        let Some((made_with, edition)) = noted.made_with.rsplit_once('.') else { return false };
        let mut pages = edition_paths(key).into_iter().filter_map(|path| self.noted.get(&*path));
        pages.next().is_some_and(|page| page.made_with == made_with)
            && made_with.split('.').next() == Some(&*program_print())
            && edition == edition_print(digest)
    }

    /// How the file at `path` is not what was noted: with its words, where it can be made again.
    async fn alteration(&self, path: &str, bytes: &[u8], noted: &WrittenPage) -> Result<Vec<Discrepancy>, Error> {
        let mut expected = None;
        if let (Some(config), Some(site)) = (self.config, self.site()?) {
            expected = site.page(path)?;
            if let (None, Some(newest)) = (&expected, self.digests.first()) {
                let of_feeds = pages::of_feeds(config, self.store, site.renderer(), newest).await?;
                expected = of_feeds.into_iter().find(|page| page.path == path).map(|page| page.body);
            }
        }
        // What is made now need not be what was made then.
        Ok(match expected.filter(|expected| fingerprint_bytes(expected) == noted.print) {
            Some(expected) => witness::difference(bytes, &expected),
            None => vec![Discrepancy::whole("is not what was written: its bytes have another print")],
        })
    }

    /// The site as it should be.
    fn site(&self) -> Result<Option<&Site<'a>>, RenderError> {
        if let Some(site) = self.site.get() {
            return Ok(site.as_ref());
        }
        let made = match self.config {
            Some(config) => {
                let renderer = Renderer::new(&pages::options(config))?;
                Some(Site::new(renderer, self.digests, self.archive.clone())?)
            }
            None => None,
        };
        Ok(self.site.get_or_init(|| made).as_ref())
    }

    /// All that the entries of `ids` ever said.
    async fn stored(&self, ids: impl Iterator<Item = &EntryId>) -> Result<Stored, Error> {
        let ids: BTreeSet<&EntryId> = ids.collect();
        let ids: Vec<EntryId> = ids.into_iter().cloned().collect();
        Ok(Stored::new(self.store.entry_versions(&ids).await?))
    }
}

/// Where the file at `path` differs from what it should be.
fn compared(site: &Site<'_>, path: &str, bytes: &[u8]) -> Result<Vec<Discrepancy>, Error> {
    Ok(match site.page(path)? {
        Some(expected) if expected == bytes => Vec::new(),
        Some(expected) => witness::difference(bytes, &expected),
        None => vec![Discrepancy::whole("is of no edition that is stored")],
    })
}

/// Who made a file.
#[derive(Debug, Clone, Copy)]
struct By {
    /// This very program, with whatever templates and options.
    this_program: bool,
    /// This program, as it is configured now.
    as_configured: bool,
    /// Its path tells which page it is.
    is_placed: bool,
}

impl Looked {
    fn new(how: &'static str, citations: usize, findings: Vec<Discrepancy>) -> Self {
        Self { citations, how, findings, of_another: false, own: 0 }
    }
}

/// What lies there instead of a file.
fn kind(about: &fs::Metadata) -> &'static str {
    let kind = about.file_type();
    if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "a pipe, a device or the like"
    }
}

/// The line of `html` in which `words` are written, from 1.
fn line_of(html: &str, words: &str) -> Option<usize> {
    // Markup may be written in many ways; a few words without any are enough to find the place.
    let start: String =
        words.split(['&', '<', '>', '"', '\'']).max_by_key(|part| part.len())?.chars().take(40).collect();
    let start = start.trim_end_matches('…');
    let at = html.find(start).filter(|_| !start.trim().is_empty())?;
    Some(html[..at].matches('\n').count() + 1)
}
