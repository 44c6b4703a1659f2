//! What the views of all pages have in common.

use super::labels::Labels;
use crate::model::Formats;

/// What the views of all pages have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) labels: &'a Labels,
    pub(super) noindex: bool,
    pub(super) formats: Formats,
}
