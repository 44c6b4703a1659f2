//! Subscriptions -> outlets of a `feeds.toml`, and back.

use super::checked::Config;
use super::outlet::{host_of_link, is_site, parse, sameness};
use crate::model::{FeedAddress, Link, Subscription};
use crate::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter, Result};
use std::path::Path;

/// The longest name of an outlet, in bytes: what the check allows.
const MAX_NAME: usize = 64;

/// An outlet to be written into a `feeds.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutlet {
    /// Its name there.
    pub name: String,
    /// How it is cited; `None` leaves that to the host of its first feed.
    pub site: Option<String>,
    /// The folders it lies in, outermost first.
    pub folder: Vec<String>,
    /// Its feeds.
    pub feeds: Vec<Link>,
}

impl NewOutlet {
    /// The outlet `name` with one feed, cited as the host of the `page` that the feed accompanies.
    #[must_use]
    pub fn new(name: String, feed: Link, page: Option<&Link>) -> Self {
        let site = page.and_then(host_of_link).or_else(|| host_of_link(&feed)).filter(|site| is_site(site));
        Self { name, site, folder: Vec::new(), feeds: vec![feed] }
    }
}

/// The block to paste: it ends with a line break.
impl Display for NewOutlet {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let list = |items: Vec<&str>| items.into_iter().map(quoted).collect::<Vec<_>>().join(", ");
        writeln!(f, "[outlet.{}]", self.name)?;
        if let Some(site) = &self.site {
            writeln!(f, "site  = {}", quoted(site))?;
        }
        let feeds: Vec<&str> = self.feeds.iter().map(Link::as_str).collect();
        match feeds.len() {
            0 | 1 => writeln!(f, "feeds = [{}]", list(feeds))?,
            _ => {
                writeln!(f, "feeds = [")?;
                for feed in feeds {
                    writeln!(f, "  {},", quoted(feed))?;
                }
                writeln!(f, "]")?;
            }
        }
        if !self.folder.is_empty() {
            writeln!(f, "folder = [{}]", list(self.folder.iter().map(String::as_str).collect()))?;
        }
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// What becomes of a list of feeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscribed {
    /// Outlets to be written, in the order of the list.
    pub outlets: Vec<NewOutlet>,
    /// Feeds that are read already, or stand in the list twice.
    pub known: usize,
    /// Names of feeds that cannot stand in a `feeds.toml`, and why.
    pub left_out: Vec<(String, String)>,
}

/// Makes outlets of a list of feeds. Feeds of one name, folder and site are one outlet; what `config` reads already
/// is passed over, and no name of an outlet there is taken.
#[must_use]
pub fn subscribe(list: &[Subscription], config: Option<&Config>) -> Subscribed {
    let read = config.map(|config| config.outlets.as_slice()).unwrap_or_default();
    let mut seen: BTreeSet<String> =
        read.iter().flat_map(|outlet| &outlet.feeds).map(|feed| sameness(&feed.address)).collect();
    let mut taken = Names::of(read.iter().map(|outlet| outlet.outlet.id.as_str()));
    let mut places: BTreeMap<(String, Vec<String>, Option<String>), usize> = BTreeMap::new();
    let mut made = Subscribed::default();
    for subscription in list {
        // The same judgement as for a line written by hand: no secrets in an address, no odd scheme.
        let feed = match parse(subscription.feed.as_str(), Path::new("/")) {
            Ok(FeedAddress::Web(feed)) => feed,
            Ok(FeedAddress::File(_)) => continue,
            Err((message, _)) => {
                made.left_out.push((subscription.name.clone(), message));
                continue;
            }
        };
        if !seen.insert(sameness(&FeedAddress::Web(feed.clone()))) {
            made.known += 1;
            continue;
        }
        let outlet = NewOutlet::new(String::new(), feed.clone(), subscription.page.as_ref());
        let mut name = slug(&subscription.name);
        if name.is_empty() {
            name = outlet.site.as_deref().map(slug).filter(|name| !name.is_empty()).unwrap_or_else(|| "outlet".into());
        }
        let key = (name.to_lowercase(), subscription.folder.clone(), outlet.site.clone());
        if let Some(at) = places.get(&key) {
            made.outlets[*at].feeds.push(feed);
            continue;
        }
        places.insert(key, made.outlets.len());
        let name = taken.free(&name);
        made.outlets.push(NewOutlet { name, folder: subscription.folder.clone(), ..outlet });
    }
    made
}

/// A name that no outlet of `config` has for one with this `feed`: the word of the host (`wired` of `www.wired.com`)
/// of the `page` that the feed accompanies, else of the feed, which may lie with somebody else.
#[must_use]
pub fn free_name(feed: &Link, page: Option<&Link>, config: &Config) -> String {
    let mut taken = Names::of(config.outlets.iter().map(|outlet| outlet.outlet.id.as_str()));
    let word = page.and_then(host_word).or_else(|| host_word(feed));
    taken.free(&word.unwrap_or_else(|| "outlet".to_owned()))
}

/// The word of a host that people know it by.
fn host_word(feed: &Link) -> Option<String> {
    /// First labels that say what a server does, not whose it is.
    const SERVICES: [&str; 8] = ["www", "feeds", "feed", "rss", "news", "blog", "api", "static"];
    /// Last labels but one that belong to the last: `co.uk`, `com.au`.
    const SHARED: [&str; 8] = ["co", "com", "org", "net", "ac", "gov", "edu", "go"];
    /// Where every customer has a name in front.
    const HOSTERS: [&str; 7] = ["substack", "github", "blogspot", "wordpress", "tumblr", "ghost", "medium"];
    let host = host_of_link(feed)?;
    let mut labels: Vec<&str> = host.split('.').collect();
    if labels.iter().all(|label| label.bytes().all(|byte| byte.is_ascii_digit())) || host.starts_with('[') {
        return None;
    }
    while labels.len() > 2 && SERVICES.contains(&labels[0]) {
        labels.remove(0);
    }
    if labels.len() > 1 {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|label| SHARED.contains(label)) {
        labels.pop();
    }
    if labels.len() > 1 && labels.last().is_some_and(|label| HOSTERS.contains(label)) {
        labels.pop();
    }
    Some(slug(labels.last()?)).filter(|name| !name.is_empty())
}

/// `text` as the name of an outlet: as it is where it can be one, else small letters, digits and hyphens.
/// A name it has made is left as it is.
pub(super) fn slug(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if (1..=MAX_NAME).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-') && !text.ends_with('-')
    {
        return text.to_owned();
    }
    let mut name = String::new();
    for c in fold(text).chars() {
        if name.len() == MAX_NAME {
            break;
        }
        if fits(c) && c != '-' {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() && c != '\'' {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// Names of outlets, small and capital letters taken for the same.
struct Names {
    taken: BTreeSet<String>,
    /// The number to try next for a name that is taken: a list may hold one name ten thousand times.
    next: BTreeMap<String, usize>,
}

impl Names {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        Self { taken: names.map(str::to_lowercase).collect(), next: BTreeMap::new() }
    }

    /// Takes `name`, or with the first number behind it that is free.
    fn free(&mut self, name: &str) -> String {
        let next = self.next.entry(name.to_lowercase()).or_insert(2);
        let mut candidate = name.to_owned();
        while !self.taken.insert(candidate.to_lowercase()) {
            let tail = format!("-{next}");
            candidate = format!("{}{tail}", name[..name.len().min(MAX_NAME - tail.len())].trim_end_matches('-'));
            *next += 1;
        }
        candidate
    }
}

impl Config {
    /// The feeds as another reader may take them, those of outlets that are switched off left out. A feed in a file
    /// of this machine means nothing elsewhere and is not among them.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<Subscription> {
        let enabled = self.outlets.iter().filter(|outlet| outlet.enabled);
        enabled
            .flat_map(|outlet| {
                let page = Link::parse(&format!("https://{}/", outlet.outlet.site), None).ok();
                outlet.feeds.iter().filter_map(move |feed| match &feed.address {
                    FeedAddress::Web(link) => Some(Subscription {
                        folder: outlet.folder.clone(),
                        name: outlet.outlet.id.to_string(),
                        feed: link.clone(),
                        page: page.clone(),
                    }),
                    FeedAddress::File(_) => None,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, host_word, slug};
    use crate::model::Link;

    #[test]
    fn names_are_made_of_titles_and_hosts() {
        for (text, expected) in [
            ("wired", "wired"),
            ("WIRED", "WIRED"),
            ("Süddeutsche Zeitung", "suddeutsche-zeitung"),
            ("  The Verge - All Posts!", "the-verge-all-posts"),
            ("日本", ""),
            ("Ars Technica's feed", "ars-technicas-feed"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
        for (feed, expected) in [
            ("https://www.wired.com/feed/rss", Some("wired")),
            ("https://feeds.arstechnica.com/a", Some("arstechnica")),
            ("https://feeds.bbci.co.uk/news/rss.xml", Some("bbci")),
            ("https://someone.substack.com/feed", Some("someone")),
            ("https://abcnews.go.com/x", Some("abcnews")),
            ("http://127.0.0.1:81/", None),
            ("http://localhost/", Some("localhost")),
        ] {
            let feed = Link::parse(feed, None).expect("an address");
            assert_eq!(host_word(&feed).as_deref(), expected, "{feed}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let long = "x".repeat(64);
        let mut names = Names::of(["a", "a-2", &long].into_iter());
        let given = ["A", "b", "B", "a", &long].map(|name| names.free(name));
        assert_eq!(given, ["A-3", "b", "B-2", "a-4", &format!("{}-2", "x".repeat(62))]);
    }
}
