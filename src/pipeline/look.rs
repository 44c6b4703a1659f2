//! Looking: a feed is asked once, to see what it is. Nothing is stored.

use super::feeds::{feeds, shown};
use super::gather::{ECHO, Unread};
use crate::clock::Clock;
use crate::config::{Config, OutletConfig};
use crate::fetch::{Answer, FetchError, Fetcher, OutletOptions, Request};
use crate::model::{Entry, FeedAddress, FeedId, Link, OutletId, Validators};
use crate::parse::{self, Document, Format, Opinion, ParseError, Silence};
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use std::fmt::Write as _;
use thiserror::Error;
use url::Url;

/// The most addresses asked in search of the feed of a page.
const MOST_TRIED: usize = 8;

/// The most bytes of the title of a feed.
const MAX_TITLE: usize = 120;

/// A feed that was looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// Where it is: past the page that named it, and where it has moved for good.
    pub feed: FeedAddress,
    /// The page that named it, if a page was asked.
    pub named_by: Option<Named>,
    /// What people call its format.
    pub format: &'static str,
    /// Its own title, on one line; may be empty.
    pub title: String,
    /// The page it accompanies.
    pub page: Option<Link>,
    /// All its entries, in its own order.
    pub entries: Vec<Entry>,
    /// What had to be mended.
    pub repairs: Vec<String>,
    /// Further feeds that the page names.
    pub others: Vec<String>,
    /// What feed-rs reads otherwise, where that was wished for.
    pub second: Option<Result<Opinion, Silence>>,
}

/// How a page led to a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// It names it.
    ByPage,
    /// It names none, but its site keeps one where sites often do.
    ByHabit,
}

/// Why no feed was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookError {
    /// The address could not be asked.
    #[error("{address}: {cause}")]
    Unanswered {
        /// The address.
        address: String,
        /// What happened.
        cause: FetchError,
    },
    /// Something came, but no feed and no page.
    #[error("{address}: {cause}")]
    NoFeed {
        /// The address.
        address: String,
        /// What came.
        cause: String,
    },
    /// A page came, and no feed could be found from there.
    #[error("{address} is a web page, and no feed was found from there; tried:{}", list(tried))]
    NoFeedOfPage {
        /// The address.
        address: String,
        /// What else was asked, and what was wrong with it.
        tried: Vec<(String, String)>,
    },
    /// The means of asking could not be set up.
    #[error(transparent)]
    Setup(#[from] FetchError),
}

fn list(tried: &[(String, String)]) -> String {
    let mut text = String::new();
    for (address, cause) in tried {
        let _ = write!(text, "\n  {address}: {cause}");
    }
    text
}

/// Looks at the feed at `address`, or at the feed of the page there: one it names, else one kept where sites often
/// keep theirs. Everything is asked by the rules of `config`, private addresses included. `second` wishes to know
/// also how feed-rs reads it.
///
/// # Errors
/// [`LookError`] says what was asked and what came instead.
pub async fn look(config: &Config, clock: Clock, address: &FeedAddress, second: bool) -> Result<Look, LookError> {
    let fetcher = Fetcher::new(&config.fetch)?;
    let desk = Desk { fetcher: &fetcher, clock, second };
    let options = OutletOptions::default();
    let seen = match desk.ask(address, &options).await {
        Ok(seen) => seen,
        Err(Unseen::Unanswered(cause)) => {
            return Err(LookError::Unanswered { address: address.to_string(), cause });
        }
        Err(Unseen::Unread(unread, links)) => return of_page(&desk, address, *unread, links).await,
    };
    // A page that is written as a feed is taken for one only where it names no real one.
    if seen.document.format == Format::HEntry && !seen.named.is_empty() {
        let found = first_of(&desk, seen.named.clone(), Named::ByPage).await;
        if let Ok(look) = found {
            return Ok(look);
        }
    }
    Ok(seen.into_look(None, Vec::new()))
}

/// Looks for the feed of the page at `address`, which came in place of one.
async fn of_page(
    desk: &Desk<'_>,
    address: &FeedAddress,
    unread: Unread,
    links: Option<String>,
) -> Result<Look, LookError> {
    let (named, here) = match unread {
        Unread::Problem { problem: ParseError::Page { feeds, .. }, here } => (feeds, here),
        other => return Err(LookError::NoFeed { address: address.to_string(), cause: other.told(None) }),
    };
    let named = match links {
        Some(links) if named.is_empty() => parse::feeds_of_header(&links, here.as_ref()),
        _ => named,
    };
    let (wanted, how) = match &here {
        Some(here) if named.is_empty() => (parse::well_known_feeds(here), Named::ByHabit),
        _ => (named, Named::ByPage),
    };
    let found = first_of(desk, wanted, how).await;
    found.map_err(|tried| LookError::NoFeedOfPage { address: address.to_string(), tried })
}

/// The first of `wanted` that is a feed, else what each of them was.
async fn first_of(desk: &Desk<'_>, wanted: Vec<String>, how: Named) -> Result<Look, Vec<(String, String)>> {
    let options = OutletOptions::default();
    let mut tried = Vec::new();
    for (at, text) in wanted.iter().take(MOST_TRIED).enumerate() {
        let cause = match Link::parse(text, None).map(FeedAddress::Web) {
            Ok(address) => match desk.ask(&address, &options).await {
                Ok(seen) if seen.document.format == Format::HEntry => "this is a web page, not a feed".to_owned(),
                Ok(seen) => {
                    let others = if how == Named::ByPage { wanted[at + 1..].to_vec() } else { Vec::new() };
                    return Ok(seen.into_look(Some(how), others));
                }
                Err(unseen) => unseen.told(),
            },
            Err(problem) => problem.to_string(),
        };
        // What is no address may hold anything, and this ends on a terminal.
        tried.push((text.escape_debug().to_string(), cause));
    }
    Err(tried)
}

/// A feed of `feeds.toml` that was asked.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Its outlet.
    pub outlet: OutletId,
    /// Its address, without secrets.
    pub url: String,
    /// What came, or in plain words why nothing did.
    pub outcome: Result<Answered, String>,
}

/// What a feed of `feeds.toml` answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What people call its format.
    pub format: &'static str,
    /// How many entries it has.
    pub entries: usize,
    /// When the newest says it was published.
    pub newest: Option<Timestamp>,
    /// What had to be mended.
    pub repairs: Vec<String>,
    /// Where it has moved for good.
    pub moved: Option<Link>,
    /// What feed-rs reads otherwise; not there where saying it would repeat a secret.
    pub second: Option<Result<Opinion, Silence>>,
}

/// Asks the feeds that `wants` accepts, each as its outlet wants to be asked, whether they are due or not and whether
/// anything changed or not; in the order of the file, outlets that are switched off left out.
///
/// # Errors
/// Only when the means of asking cannot be set up.
pub async fn try_feeds(
    config: &Config,
    clock: Clock,
    wants: impl Fn(&OutletConfig, &FeedAddress) -> bool,
) -> Result<Vec<Tried>, FetchError> {
    let fetcher = Fetcher::new(&config.fetch)?;
    let wanted: Vec<_> = feeds(config).filter(|(outlet, feed, _)| wants(outlet, &feed.address)).collect();
    // The fetcher itself sees to it that no host and no run gets too many requests at once.
    let wide = wanted.len().max(1);
    let tried = stream::iter(wanted).map(|(outlet, feed, _)| {
        let desk = Desk { fetcher: &fetcher, clock, second: true };
        async move {
            let outcome = match desk.ask(&feed.address, &outlet.fetch).await {
                Ok(seen) => Ok(seen.into_answered(&outlet.fetch)),
                Err(unseen) => Err(unseen.told()),
            };
            let outcome =
                outcome.map_err(|cause| if outlet.fetch.repeats_secret(&cause) { ECHO.to_owned() } else { cause });
            Tried { outlet: outlet.outlet.id.clone(), url: shown(&feed.address, &config.folder), outcome }
        }
    });
    Ok(tried.buffered(wide).collect().await)
}

/// A document that came and could be read.
struct Seen {
    address: FeedAddress,
    document: Document,
    entries: Vec<Entry>,
    moved: Option<Link>,
    repairs: Vec<String>,
    /// The feeds that the document, if it is a page, names.
    named: Vec<String>,
    second: Option<Result<Opinion, Silence>>,
}

/// Why there is none.
enum Unseen {
    Unanswered(FetchError),
    /// With the `Link` header of what came.
    Unread(Box<Unread>, Option<String>),
}

impl Unseen {
    fn told(self) -> String {
        match self {
            Self::Unanswered(cause) => cause.to_string(),
            Self::Unread(unread, links) => unread.told(links.as_deref()),
        }
    }
}

impl Seen {
    fn into_look(self, named_by: Option<Named>, others: Vec<String>) -> Look {
        let head = &self.document.head;
        let page = head.link.as_deref().and_then(|link| Link::parse(link, self.document.base.as_deref()).ok());
        Look {
            feed: self.moved.map_or(self.address, FeedAddress::Web),
            named_by,
            format: self.document.format.name(),
            title: head.title.as_ref().map(|title| title.line(MAX_TITLE)).unwrap_or_default(),
            page,
            entries: self.entries,
            repairs: self.repairs,
            others,
            second: self.second,
        }
    }

    fn into_answered(self, options: &OutletOptions) -> Answered {
        let repeats = |second: &Result<Opinion, Silence>| match second {
            Ok(opinion) => opinion.texts().any(|text| options.repeats_secret(text)),
            Err(silence) => options.repeats_secret(&silence.to_string()),
        };
        Answered {
            second: self.second.filter(|second| !repeats(second)),
            format: self.document.format.name(),
            entries: self.entries.len(),
            newest: self.entries.iter().filter_map(|entry| entry.published).max(),
            repairs: self.repairs,
            moved: self.moved,
        }
    }
}

/// Whoever asks.
#[derive(Debug, Clone, Copy)]
struct Desk<'a> {
    fetcher: &'a Fetcher,
    clock: Clock,
    /// feed-rs is asked too.
    second: bool,
}

impl Desk<'_> {
    /// Asks once and reads what comes.
    async fn ask(&self, address: &FeedAddress, options: &OutletOptions) -> Result<Seen, Unseen> {
        let Self { fetcher, clock, second } = *self;
        let validators = Validators::default();
        let request = Request { address, validators: &validators, options, now: clock.now() };
        let (bytes, content_type, links, url, moved) = match fetcher.get(&request).await {
            Ok(Answer::Body { bytes, content_type, links, url, moved, .. }) => (bytes, content_type, links, url, moved),
            // Without validators nobody may say that nothing changed; the fetcher makes a failure of it.
            Ok(Answer::Unchanged { .. }) => (Vec::new(), None, None, None, None),
            Err(cause) => return Err(Unseen::Unanswered(cause)),
        };
        let here = url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let (base, now, outlet) = (here.clone(), clock.now(), OutletId::new(""));
        let feed = FeedId::derive(&outlet, &address.to_string());
        // On a thread of its own, as when gathering: a panic ends there.
        let reading = tokio::task::spawn_blocking(move || {
            let (kind, limits) = (content_type.as_deref(), parse::Options::default());
            let document = parse::read(&bytes, kind, base.as_ref(), &limits)?;
            let second = second.then(|| parse::second_opinion(&bytes, kind, base.as_ref(), &limits, &document.items));
            let (entries, tamed) = parse::entries(&document, &feed, &outlet, now);
            let repairs: Vec<String> = document.repairs.names().into_iter().chain(tamed.names()).collect();
            let named = match document.format {
                Format::HEntry => parse::feeds_of_page(&String::from_utf8_lossy(&bytes), base.as_ref()),
                _ => Vec::new(),
            };
            Ok::<_, ParseError>((document, entries, repairs, named, second))
        });
        match reading.await {
            Ok(Ok((document, entries, repairs, named, second))) => {
                Ok(Seen { address: address.clone(), document, entries, moved, repairs, named, second })
            }
            Ok(Err(problem)) => Err(Unseen::Unread(Box::new(Unread::Problem { problem, here }), links)),
            Err(_) => Err(Unseen::Unread(Box::new(Unread::Panic), None)),
        }
    }
}
