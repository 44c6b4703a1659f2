//! Pages that came instead of a feed.

use super::document::Document;
use super::failure::ParseError;
use super::limits::Options;
use super::repair::Repairs;
use url::Url;

/// Reads a page.
pub(super) fn read(
    text: &str,
    _encoding: &'static str,
    _base: Option<&Url>,
    _limits: &Options,
    _repairs: Repairs,
) -> Result<Document, ParseError> {
    Err(ParseError::NotAFeed { start: text.chars().take(60).collect() })
}
