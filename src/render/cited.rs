//! Citations in pages: the place that words were copied from, written by the templates as
//! `data-q="ENTRY/FIELD/START-END"`.

use crate::model::{EntryId, Field, Quote, Source};

/// A place that words were copied from: bytes `start..end` of a field of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceRange {
    /// The entry.
    pub entry: EntryId,
    /// The field.
    pub field: Field,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl SourceRange {
    /// The place that `text` names: `ENTRY/FIELD/START-END`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (entry, field, range) = (parts.next()?, parts.next()?, parts.next()?);
        let (start, end) = range.split_once('-')?;
        let field = [Field::Title, Field::Summary, Field::Text].into_iter().find(|known| name(*known) == field)?;
        let place =
            Self { entry: EntryId::from_stored(entry), field, start: start.parse().ok()?, end: end.parse().ok()? };
        // One way to write it, so that no two texts name the same place.
        (place.to_string() == text).then_some(place)
    }
}

impl std::fmt::Display for SourceRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { entry, field, start, end } = self;
        write!(f, "{entry}/{}/{start}-{end}", name(*field))
    }
}

/// The place `quote` was copied from, as a page names it, less the white space around its words.
pub(super) fn place(quote: &Quote) -> String {
    write(&quote.entry, quote.field, &quote.text, quote.start, quote.end)
}

/// The place of the headline of `source`.
pub(super) fn title_place(source: &Source) -> String {
    was_place(source, &source.title)
}

/// The place of `title`, a headline that `source` has or had.
pub(super) fn was_place(source: &Source, title: &str) -> String {
    write(&source.entry, Field::Title, title, 0, title.len())
}

fn write(entry: &EntryId, field: Field, text: &str, start: usize, end: usize) -> String {
    let before = text.len() - text.trim_start().len();
    let after = text.len() - text.trim_end().len();
    let start = start + before;
    let end = end.saturating_sub(after).max(start);
    SourceRange { entry: entry.clone(), field, start, end }.to_string()
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Summary => "summary",
        Field::Text => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::SourceRange;

    #[test]
    fn a_place_is_read_as_it_is_written_and_in_no_other_way() {
        let text = "0a1b/summary/3-9";
        assert_eq!(SourceRange::parse(text).expect("a place").to_string(), text);
        for other in [
            "",
            "x",
            "0a/summary",
            "0a/summary/3",
            "0a/body/3-9",
            "0a/summary/03-9",
            "0a/summary/3-9/",
            "0a/summary/+3-9",
        ] {
            assert_eq!(SourceRange::parse(other), None, "{other}");
        }
    }
}
