//! Foreign HTML to HTML that is safe to show.
//!
//! What comes out is written anew from a list of harmless elements and attributes, every text escaped, every value
//! quoted, every element closed. Elements whose inside a browser reads by other rules (`script`, `style`, `title`,
//! `textarea`, `noscript` ...) are never written, nor are comments, so that there is nothing that a second parser
//! could read in another way. No tree is built: parsers of HTML take time and memory that grow with the square of
//! the depth of hostile nesting, and cannot be interrupted.

use super::capture::escape;
use super::entity;
use super::html::Kind;
use super::markup::{Piece, Pieces};
use super::scan::Attributes;
use url::Url;

/// The deepest nesting that is written; what lies deeper keeps its text alone.
const DEEPEST: usize = 100;
/// The most attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// Attributes that change nothing but looks and sense. All others are left out.
const ATTRIBUTES: [&str; 42] = [
    "abbr",
    "align",
    "alt",
    "axis",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "char",
    "charoff",
    "cite",
    "class",
    "clear",
    "color",
    "cols",
    "colspan",
    "compact",
    "datetime",
    "dir",
    "face",
    "frame",
    "headers",
    "height",
    "href",
    "hreflang",
    "hspace",
    "id",
    "lang",
    "noshade",
    "nowrap",
    "rowspan",
    "rules",
    "scope",
    "size",
    "span",
    "src",
    "start",
    "summary",
    "title",
    "valign",
    "vspace",
    "width",
];

/// Safe HTML: no scripts, styles, forms, frames or plugins, and links made absolute against `base`.
#[must_use]
pub fn safe_html(html: &str, base: Option<&Url>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<&str> = Vec::new();
    for piece in Pieces::new(html, true) {
        match piece {
            Piece::Text(text) => text_into(text, &mut out),
            Piece::Open(name, attributes, kind) if is_written(name, kind) => {
                if open.len() < DEEPEST || is_void(name) {
                    tag_into(name, attributes, base, &mut out);
                    if !is_void(name) {
                        open.push(name);
                    }
                }
            }
            Piece::Close(name, kind) if is_written(name, kind) => {
                if let Some(at) = open.iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                    open.drain(at..).rev().for_each(|name| close_into(name, &mut out));
                }
            }
            Piece::Open(..) | Piece::Close(..) => {}
        }
    }
    open.into_iter().rev().for_each(|name| close_into(name, &mut out));
    out
}

/// The address of the first picture in `html`, as written or against `base`.
#[must_use]
pub fn first_picture(html: &str, base: Option<&Url>) -> Option<String> {
    Pieces::new(html, true).find_map(|piece| match piece {
        Piece::Open(name, attributes, _) if name.eq_ignore_ascii_case("img") => {
            let (_, raw) =
                Attributes::new(attributes, MOST_ATTRIBUTES).find(|(name, _)| name.eq_ignore_ascii_case("src"))?;
            address(&entity::unescape(raw), base)
        }
        _ => None,
    })
}

fn is_written(name: &str, kind: Option<Kind>) -> bool {
    const NOT: [&str; 17] = [
        "audio", "base", "basefont", "blink", "body", "button", "embed", "fieldset", "form", "html", "input", "link",
        "marquee", "meta", "option", "param", "video",
    ];
    match kind {
        Some(Kind::Hidden) | None => false,
        Some(_) => !NOT.iter().any(|not| name.eq_ignore_ascii_case(not)),
    }
}

fn is_void(name: &str) -> bool {
    ["area", "br", "col", "hr", "img", "source", "track", "wbr"].iter().any(|void| name.eq_ignore_ascii_case(void))
}

fn text_into(text: &str, out: &mut String) {
    if text.contains(['&', '<', '>']) {
        escape(&entity::unescape(text), out);
    } else {
        out.push_str(text);
    }
}

fn tag_into(name: &str, attributes: &str, base: Option<&Url>, out: &mut String) {
    out.push('<');
    out.push_str(&name.to_ascii_lowercase());
    let mut written: Vec<String> = Vec::new();
    for (name, raw) in Attributes::new(attributes, MOST_ATTRIBUTES) {
        let name = name.to_ascii_lowercase();
        let listed = ATTRIBUTES.binary_search(&name.as_str()).is_ok();
        if !listed || written.contains(&name) {
            continue;
        }
        let value = entity::unescape(raw);
        let value = match name.as_str() {
            "href" | "src" | "cite" => match address(&value, base) {
                Some(address) => address,
                None => continue,
            },
            _ => value.into_owned(),
        };
        out.push(' ');
        out.push_str(&name);
        out.push_str("=\"");
        let mut escaped = String::with_capacity(value.len());
        escape(&value, &mut escaped);
        out.push_str(&escaped.replace('"', "&quot;"));
        out.push('"');
        written.push(name);
    }
    out.push('>');
}

fn close_into(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(&name.to_ascii_lowercase());
    out.push('>');
}

/// An address that a browser may be sent to: relative ones are made absolute where `base` allows it, and of those
/// with a scheme only harmless ones remain.
fn address(raw: &str, base: Option<&Url>) -> Option<String> {
    // Browsers pass over white space and controls within a scheme.
    let raw: String = raw.trim().chars().filter(|c| !c.is_control()).collect();
    let end = raw.find(['/', '?', '#', '\\']).unwrap_or(raw.len());
    match raw[..end].split_once(':') {
        Some((scheme, _)) => {
            let harmless = ["http", "https", "mailto"].iter().any(|known| scheme.trim().eq_ignore_ascii_case(known));
            harmless.then_some(raw)
        }
        None => match base.map(|base| base.join(&raw)) {
            Some(Ok(url)) => matches!(url.scheme(), "http" | "https").then(|| url.into()),
            _ => Some(raw),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, first_picture, safe_html};
    use url::Url;

    #[test]
    fn the_names_of_attributes_are_sorted_for_the_search() {
        assert!(ATTRIBUTES.is_sorted());
    }

    #[test]
    fn only_harmless_markup_comes_out() {
        let base = Url::parse("https://herald.example/news/").ok();
        for (raw, expected) in [
            ("<p onclick='x()' title=\"a&quot;b\">a &amp; b<br/>c", "<p title=\"a&quot;b\">a &amp; b<br>c</p>"),
            ("<script>alert(1)</script>a<style>b</style><iframe src=x>c</iframe>", "a"),
            (
                "<a href='1'>a</a><a href='JaVa\nScript:x'>b</a>",
                "<a href=\"https://herald.example/news/1\">a</a><a>b</a>",
            ),
            ("<a href='&#106;avascript:x'>a</a><img src=data:x>", "<a>a</a><img>"),
            ("<b><i>a</b>c</i>", "<b><i>a</i></b>c"),
            ("<form><input name=a>b</form><x-y>c</x-y>", "bc"),
            ("1 < 2 <!-- a --> &lt;b&gt;", "1 &lt; 2  &lt;b&gt;"),
            ("<svg><circle r=1 /><script>a</script></svg>b<math>c</math>", "b"),
            (
                "<noscript><p title=\"</noscript><img src=x onerror=y>\">",
                "<img src=\"https://herald.example/news/x\">\"&gt;",
            ),
        ] {
            assert_eq!(safe_html(raw, base.as_ref()), expected, "{raw}");
        }
        assert!(safe_html(&"<font><p>".repeat(50_000), None).len() < 2000);
        assert_eq!(
            first_picture("<p><img alt=a src='b.png'>", base.as_ref()).as_deref(),
            Some("https://herald.example/news/b.png")
        );
    }
}
