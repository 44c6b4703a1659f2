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
        let url = Url::options()
            .base_url(base)
            .parse(raw)
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
    #[must_use]
    pub fn key(&self) -> String {
        let Ok(mut url) = Url::parse(&self.0) else { return self.0.clone() };
        url.set_fragment(None);
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_tracking(name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
        let host = url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let path = url.path().trim_end_matches('/');
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{host}{port}{path}{query}")
    }
}

/// Parameters that say where a reader came from, never what is read.
fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_")
        || name.starts_with("at_")
        || matches!(
            name.as_str(),
            "fbclid"
                | "gclid"
                | "mc_cid"
                | "mc_eid"
                | "cmpid"
                | "ns_campaign"
                | "ns_mchannel"
                | "ito"
                | "ref"
                | "source"
                | "src"
                | "smid"
                | "partner"
                | "mod"
                | "ftag"
                | "ncid"
                | "cmp"
        )
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
