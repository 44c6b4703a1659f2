//! Outlets: who publishes.

use serde::{Deserialize, Serialize};

/// The name an outlet has in `feeds.toml`: `wired` in `[outlet.wired]`.
///
/// History is kept under this name, so the addresses of its feeds may change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutletId(String);

impl OutletId {
    /// Takes a name as written in `feeds.toml`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OutletId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a reader should know before following a link. Only ever set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Paywall {
    /// Open to all.
    None,
    /// Some articles a month are free.
    Metered,
    /// Subscribers only.
    Hard,
}

/// Who publishes; several feeds may belong to one outlet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlet {
    /// Its name in `feeds.toml`.
    pub id: OutletId,
    /// How it is cited: `wired.com`.
    pub site: String,
    /// Siblings under one owner count as one voice.
    pub family: Option<String>,
    /// How much its coverage counts when stories are ranked; 1 is usual.
    pub weight: f64,
    /// Set by hand, never guessed.
    pub paywall: Option<Paywall>,
}

impl Outlet {
    /// The voice this outlet speaks with: its family, or itself.
    #[must_use]
    pub fn voice(&self) -> &str {
        self.family.as_deref().unwrap_or(self.id.as_str())
    }
}
