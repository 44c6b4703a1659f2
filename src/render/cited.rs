//! Citations in pages: written by the templates as `data-q="ENTRY/FIELD/START-END"`, read back to be checked.

use super::escape::markup;
use crate::model::{EntryId, Field, Quote, Source};

/// How the attribute begins. Foreign words cannot write it: their quotation marks are escaped.
const MARK: &str = " data-q=\"";

/// The place `quote` was copied from, as a page names it, less the white space around its words.
pub(super) fn place(quote: &Quote) -> String {
    write(&quote.entry, quote.field, &quote.text, quote.start, quote.end)
}

/// The place of the headline of `source`.
pub(super) fn title_place(source: &Source) -> String {
    write(&source.entry, Field::Title, &source.title, 0, source.title.len())
}

fn write(entry: &EntryId, field: Field, text: &str, start: usize, end: usize) -> String {
    let before = text.len() - text.trim_start().len();
    let after = text.len() - text.trim_end().len();
    let start = start + before;
    let end = end.saturating_sub(after).max(start);
    format!("{entry}/{}/{start}-{end}", name(field))
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Summary => "summary",
        Field::Text => "text",
    }
}

/// Words that a page shows as copied from an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The line of the page, from 1.
    pub line: usize,
    /// The entry they are said to be copied from, its field, and the first byte and one past the last.
    /// `None` when the page does not say that in our way.
    pub place: Option<(EntryId, Field, usize, usize)>,
    /// The words, escaped as in the page.
    words: String,
    /// The address the words themselves lead to, where it stands behind their place; else that of the next link.
    /// Escaped as in the page.
    link: Option<String>,
    /// It is their own.
    own: bool,
}

impl Cited {
    /// Whether the page shows exactly `text`.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.words == markup(text)
    }

    /// Whether the words are a link to `link`, or followed by one. The headline of a story leads to its page instead.
    #[must_use]
    pub fn leads_to(&self, link: &str) -> bool {
        matches!(self.place, Some((_, Field::Title, ..))) && !self.own || self.link.as_deref() == Some(&*markup(link))
    }

    /// The words for a message.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut words = self.words.clone();
        for (code, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            words = words.replace(code, c);
        }
        words
    }
}

/// Every citation of `page`, in its order.
#[must_use]
pub fn citations(page: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(MARK) {
        line += before.matches('\n').count();
        let (place, behind) = after.split_once('"').unwrap_or((after, ""));
        let (tag, inside) = behind.split_once('>').unwrap_or((behind, ""));
        let words = inside.split('<').next().unwrap_or_default().to_owned();
        let address = |html: &str| Some(html.split_once(" href=\"")?.1.split('"').next()?.to_owned());
        let own = address(tag);
        found.push(Cited {
            line,
            place: read(place),
            words,
            own: own.is_some(),
            link: own.or_else(|| address(inside)),
        });
        rest = after;
    }
    found
}

fn read(place: &str) -> Option<(EntryId, Field, usize, usize)> {
    let mut parts = place.split('/');
    let (entry, field, range) = (parts.next()?, parts.next()?, parts.next()?);
    let (start, end) = range.split_once('-')?;
    let field = [Field::Title, Field::Summary, Field::Text].into_iter().find(|known| name(*known) == field)?;
    Some((EntryId::from_stored(entry), field, start.parse().ok()?, end.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Field, citations};

    #[test]
    fn what_a_page_cites_is_read_back() {
        let page = "<p>\n<span dir=\"auto\" data-q=\"0a/summary/3-9\">5 &lt; 6</span> (<a href=\"https://a.example/?b&amp;c\">a</a>)\n\
                    <h1 data-q=\"0b/title/0-3\">Dam</h1><i data-q=\"x\">y</i>\
                    <a data-q=\"0c/title/0-3\" href=\"https://c.example/\">Dam</a> <a href=\"https://d.example/\">d</a>";
        let cited = citations(page);
        assert_eq!(cited.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 3, 3, 3]);
        assert!(cited[0].says("5 < 6") && cited[0].leads_to("https://a.example/?b&c"), "{cited:?}");
        assert!(!cited[0].says("5 < 7") && !cited[0].leads_to("https://a.example/"));
        assert!(matches!(&cited[0].place, Some((entry, Field::Summary, 3, 9)) if entry.as_str() == "0a"));
        assert!(cited[1].says("Dam") && cited[1].leads_to("anywhere"));
        assert!(cited[3].leads_to("https://c.example/") && !cited[3].leads_to("https://d.example/"));
        assert_eq!(cited[2].place, None);
        assert_eq!(cited[0].shown(), "5 < 6");
    }
}
