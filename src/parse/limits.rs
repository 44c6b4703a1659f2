//! Bounds on what a stranger may make us read.

/// Bounds that hold before any text is looked at closely. All of them are counted while scanning, so that
/// hostile input costs no more than honest input of the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The most bytes of one document; a longer one is refused.
    pub max_bytes: usize,
    /// The most entries of one feed; further ones are counted as skipped.
    pub max_entries: usize,
    /// The most bytes of one text (a title, an article); longer ones are cut.
    pub max_field: usize,
    /// The deepest nesting of elements that is followed; what lies deeper is passed over.
    pub max_depth: usize,
    /// The most attributes read of one tag.
    pub max_attributes: usize,
    /// The most authors, categories, links and enclosures kept of one entry, each.
    pub max_list: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_bytes: 10_000_000,
            max_entries: 2_000,
            max_field: 500_000,
            max_depth: 128,
            max_attributes: 64,
            max_list: 64,
        }
    }
}
