//! Who tells a story, how much of it may be quoted, and a quote with its place.

use crate::model::{Entry, Field, Link, Outlet, Quote};
use serde::{Deserialize, Serialize};

/// One report of a story.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    /// The report.
    pub entry: &'a Entry,
    /// Who published it.
    pub outlet: &'a Outlet,
    /// Not shown by an earlier edition.
    pub new: bool,
    /// A wire copy of another report of the story.
    pub copy: bool,
}

/// How much a brief may say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// The most words quoted from one outlet for one story, headline included.
    pub max_excerpt: usize,
    /// The most key facts.
    pub facts: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_excerpt: 60, facts: 3 }
    }
}

/// The teller whose headline stands for the story: the one at `representative`, or the first that can be cited.
pub(super) fn named<'t, 'a>(tellers: &'t [Teller<'a>], representative: usize) -> Option<&'t Teller<'a>> {
    let named = tellers.get(representative).filter(|teller| teller.entry.link.is_some());
    named.or_else(|| {
        tellers
            .iter()
            .filter(|teller| teller.entry.link.is_some())
            .min_by(|a, b| (a.entry.time(), &a.entry.id).cmp(&(b.entry.time(), &b.entry.id)))
    })
}

/// Bytes `start..end` of a field of an entry, as the page cites them.
pub(crate) fn cite(teller: &Teller<'_>, link: Link, field: Field, start: usize, end: usize) -> Quote {
    let entry = teller.entry;
    let text: &str = match field {
        Field::Title => &entry.title,
        Field::Summary => &entry.summary,
        Field::Text => &entry.text,
    };
    Quote {
        text: text.get(start..end).unwrap_or_default().to_owned(),
        entry: entry.id.clone(),
        site: teller.outlet.site.clone(),
        link,
        field,
        start,
        end,
    }
}
