//! Links: addresses a reader may follow.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

/// Why an address cannot become a [`Link`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LinkError {
    /// Not an address at all.
    #[error("{0:?} is not an address")]
    Malformed(String),
    /// A scheme that a reader's browser must not be sent to.
    #[error("{scheme:?} is not http or https")]
    Scheme {
        /// The scheme that was refused.
        scheme: String,
    },
}

/// An absolute `http` or `https` address, exactly as the outlet published it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Reads an address, relative to `base` where there is one.
    ///
    /// # Errors
    /// [`LinkError`] when it cannot be read, or is not `http` or `https`.
    pub fn parse(raw: &str, base: Option<&Url>) -> Result<Self, LinkError> {
        let raw = raw.trim();
        // The URL Standard reads any number of slashes in front of a host as two; the parser refuses more.
        let slashed = raw.starts_with("///").then(|| format!("//{}", raw.trim_start_matches('/')));
        let url = Url::options()
            .base_url(base)
            .parse(slashed.as_deref().unwrap_or(raw))
            .map_err(|_| LinkError::Malformed(raw.chars().take(200).collect()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(LinkError::Scheme { scheme: url.scheme().to_owned() });
        }
        Ok(Self(url.into()))
    }

    /// The address as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address without what does not tell articles apart, for comparing only:
    /// readers always get the outlet's own link.
    ///
    /// Scheme, user, fragment, `www.`, slashes at the end and tracking parameters are left out; what remains keeps
    /// its order and its spelling. The key of `https://` and a key is that key.
    #[must_use]
    pub fn key(&self) -> String {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let mut host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        while let Some(shorter) = host.strip_prefix("www.") {
            host = shorter;
        }
        let mut key = String::with_capacity(host.len() + path.len() + query.len() + 1);
        key.push_str(host);
        key.push_str(path.trim_end_matches('/'));
        let mut separator = '?';
        for pair in query.split('&') {
            let name = pair.split('=').next().unwrap_or_default();
            if !pair.is_empty() && !is_tracking(name) {
                key.push(separator);
                key.push_str(pair);
                separator = '&';
            }
        }
        key
    }
}

/// Parameters that say where a reader came from, never what is read: those that the campaign tools, advertising
/// networks and mailers of news sites document.
const TRACKING: [&str; 50] = [
    "_ga",
    "_hsenc",
    "_hsmi",
    "campaign_id",
    "cid",
    "cmp",
    "cmpid",
    "dclid",
    "dicbo",
    "emc",
    "fbclid",
    "ftag",
    "ftcamp",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "igsh",
    "igshid",
    "ito",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "mod",
    "msclkid",
    "ncid",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "oly_anon_id",
    "oly_enc_id",
    "partner",
    "ref",
    "smid",
    "soc_src",
    "soc_trk",
    "source",
    "src",
    "srnd",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "xtor",
    "yclid",
];

fn is_tracking(name: &str) -> bool {
    let starts = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if ["utm_", "at_", "wt_", "pk_", "mtm_"].into_iter().any(starts) {
        return true;
    }
    let mut lower = [0_u8; 20];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    TRACKING.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, LinkError, TRACKING};
    use url::Url;

    fn key(raw: &str) -> String {
        Link::parse(raw, None).expect("an address").key()
    }

    #[test]
    fn what_does_not_tell_articles_apart_is_left_out_of_the_key() {
        for (raw, expected) in [
            ("https://www.example.org/a/?utm_source=rss&id=7#top", "example.org/a?id=7"),
            ("http://example.org/a?id=7", "example.org/a?id=7"),
            ("https://EXAMPLE.org:443/a?", "example.org/a"),
            ("https://example.org:8443/", "example.org:8443"),
            ("https://user:word@www.www.example.org//", "example.org"),
            ("https://example.org/a?b=%20c&&a=1&fbclid=x&FBCLID=y", "example.org/a?b=%20c&a=1"),
            ("https://example.org/a?at_medium=RSS&at_campaign=KARANGA", "example.org/a"),
            ("https://example.org/a?reference=1", "example.org/a?reference=1"),
        ] {
            assert_eq!(key(raw), expected, "{raw}");
            assert_eq!(key(&format!("https://{expected}")), expected, "the key of a key: {raw}");
        }
    }

    #[test]
    fn the_names_of_parameters_are_sorted_for_the_search() {
        assert!(TRACKING.is_sorted());
    }

    #[test]
    fn only_web_addresses_become_links() {
        let base = Url::parse("https://example.org/news/feed.xml").expect("an address");
        let read = |raw: &str| Link::parse(raw, Some(&base)).map(|link| link.as_str().to_owned());
        assert_eq!(read(" ../a b "), Ok("https://example.org/a%20b".to_owned()));
        assert_eq!(read("////example.org/a/../b"), Ok("https://example.org/b".to_owned()));
        assert_eq!(read("//cdn.example/x"), Ok("https://cdn.example/x".to_owned()));
        for scheme in ["javascript", "data", "file", "vbscript", "ftp", "mailto", "feed"] {
            assert_eq!(read(&format!("{scheme}:x")), Err(LinkError::Scheme { scheme: scheme.to_owned() }));
        }
        assert!(matches!(Link::parse("/a", None), Err(LinkError::Malformed(_))));
        assert!(matches!(read("https://"), Err(LinkError::Malformed(_))));
    }
}
