//! One report of a story: an article, and what is known of it beside its words.

use crate::model::{Entry, EntryId, Field, Link, Outlet, Quote};
use crate::text::Article;
use jiff::Timestamp;

/// One report of a story.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What it says.
    pub article: &'a Article<'a>,
    /// Who published it.
    pub outlet: &'a Outlet,
    /// Its place in what was grouped.
    pub place: usize,
    /// No edition has shown it.
    pub fresh: bool,
    /// The report of another outlet whose words it carries.
    pub copy_of: Option<&'a EntryId>,
    /// When it was published, as far as that can be believed.
    pub time: Timestamp,
}

impl<'a> Report<'a> {
    /// A report that no edition has shown and that copies nobody, at `place` in what was grouped.
    #[must_use]
    pub fn new(article: &'a Article<'a>, outlet: &'a Outlet, place: usize) -> Self {
        Self { article, outlet, place, fresh: true, copy_of: None, time: article.entry.time() }
    }

    /// The entry.
    #[must_use]
    pub fn entry(&self) -> &'a Entry {
        self.article.entry
    }

    /// Its headline.
    #[must_use]
    pub fn title(&self) -> &'a str {
        &self.article.entry.title
    }

    /// Whether it carries the words of another outlet's report.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.copy_of.is_some()
    }

    /// Who speaks: its outlet, or the family that belongs to.
    #[must_use]
    pub fn voice(&self) -> &'a str {
        self.outlet.voice()
    }

    /// Bytes `start..end` of a field, as the page cites them.
    pub(crate) fn cite(&self, link: Link, field: Field, start: usize, end: usize) -> Quote {
        let entry = self.entry();
        let text = field.of(entry).get(start..end).unwrap_or_default().to_owned();
        Quote { text, entry: entry.id.clone(), site: self.outlet.site.clone(), link, field, start, end }
    }

    /// Its headline, as the page cites it; nothing where it has no link.
    pub(crate) fn headline(&self) -> Option<Quote> {
        Some(self.cite(self.entry().link.clone()?, Field::Title, 0, self.title().len()))
    }
}
