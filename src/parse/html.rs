//! Which elements of HTML there are, and what they mean for reading.

/// What becomes of an element when only its text is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Runs on within the line: `b`, `a`.
    Inline,
    /// Begins and ends a line: `p`, `li`, `br`.
    Block,
    /// Stands apart from its neighbour within a line: `td`.
    Cell,
    /// Nothing in it is meant to be read: `script`.
    Hidden,
}

/// The longest name of an element.
const LONGEST: usize = 10;

/// What the element `name`, in any case, is; `None` where HTML has no such element.
pub(super) fn kind(name: &str) -> Option<Kind> {
    if name.len() > LONGEST {
        return None;
    }
    let mut lower = [0_u8; LONGEST];
    let lower = &mut lower[..name.len()];
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"a" | b"abbr" | b"acronym" | b"audio" | b"b" | b"basefont" | b"bdi" | b"bdo" | b"big" | b"blink" | b"body"
        | b"cite" | b"code" | b"data" | b"del" | b"dfn" | b"em" | b"embed" | b"font" | b"html" | b"i" | b"img"
        | b"image" | b"input" | b"ins" | b"kbd" | b"label" | b"link" | b"map" | b"area" | b"mark" | b"marquee"
        | b"meta" | b"base" | b"meter" | b"nobr" | b"picture" | b"progress" | b"q" | b"rp" | b"rt" | b"ruby" | b"s"
        | b"samp" | b"small" | b"source" | b"span" | b"strike" | b"strong" | b"sub" | b"sup" | b"time" | b"track"
        | b"tt" | b"u" | b"var" | b"video" | b"wbr" | b"button" | b"param" | b"col" | b"colgroup" | b"slot"
        | b"output" => Kind::Inline,
        b"address" | b"article" | b"aside" | b"blockquote" | b"br" | b"caption" | b"center" | b"dd" | b"details"
        | b"dialog" | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"footer"
        | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"header" | b"hgroup" | b"hr" | b"legend"
        | b"li" | b"main" | b"menu" | b"nav" | b"ol" | b"optgroup" | b"option" | b"p" | b"pre" | b"section"
        | b"summary" | b"table" | b"tbody" | b"tfoot" | b"thead" | b"tr" | b"ul" => Kind::Block,
        b"td" | b"th" => Kind::Cell,
        b"applet" | b"canvas" | b"head" | b"iframe" | b"math" | b"noembed" | b"noframes" | b"noscript" | b"object"
        | b"script" | b"select" | b"style" | b"svg" | b"template" | b"textarea" | b"title" | b"xml" | b"xmp"
        | b"frameset" | b"frame" | b"plaintext" | b"listing" | b"datalist" => Kind::Hidden,
        _ => return None,
    })
}
