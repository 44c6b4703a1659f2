//! Foreign HTML to HTML that is safe to show.

use super::html::{Kind, kind};
use super::scan::{Attributes, Scanner, Token};
use url::Url;

/// The deepest nesting that is given to an HTML parser. Trees of formatting elements take time and memory that grow
/// with the square of their depth.
const DEEPEST: usize = 100;

/// The most attributes of one tag that is given to an HTML parser.
const MOST_ATTRIBUTES: usize = 64;

/// Safe HTML: no scripts, styles, forms or frames, and links made absolute against `base`. What is nested too
/// deep to be shown safely is reduced to its text.
#[must_use]
pub fn safe_html(html: &str, base: Option<&Url>) -> String {
    if is_too_deep(html, DEEPEST) {
        let text = super::clean::plain(html, super::document::Markup::Html, 100_000);
        return ammonia::clean_text(&text);
    }
    let mut builder = ammonia::Builder::default();
    if let Some(base) = base {
        builder.url_relative(ammonia::UrlRelative::RewriteWithBase(base.clone()));
    }
    builder.link_rel(None).clean(html).to_string()
}

/// Whether more than `deepest` elements are open at once anywhere, unclosed ones counted as open, or a tag has more
/// attributes than is sane.
pub(super) fn is_too_deep(html: &str, deepest: usize) -> bool {
    let mut scanner = Scanner::new(html);
    let mut open: usize = 0;
    while let Some(token) = scanner.next() {
        match token {
            // Attributes are compared with each other, which takes the square of their number.
            Token::Start(tag) if Attributes::new(tag.attributes, MOST_ATTRIBUTES + 1).count() > MOST_ATTRIBUTES => {
                return true;
            }
            Token::Start(tag) if !tag.empty && !is_void(tag.name) => {
                open += 1;
                // A paragraph or a list item that is not closed ends where the next begins.
                if kind(tag.name) == Some(Kind::Block) && matches!(tag.name, "p" | "P" | "li" | "LI") {
                    open -= 1;
                }
                if open > deepest {
                    return true;
                }
            }
            Token::End(name) if !matches!(name, "p" | "P" | "li" | "LI") => open = open.saturating_sub(1),
            _ => {}
        }
    }
    false
}

fn is_void(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}
