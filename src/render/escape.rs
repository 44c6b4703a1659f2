//! Escaping: foreign words as data, in each format that leaves the house.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether `c` may stand in HTML and XML 1.0 alike (XML 1.0, section 2.2; HTML forbids the
/// same control characters).
fn is_lawful(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && u32::from(c) & 0xfffe != 0xfffe
        && !('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// `text` for the content or a quoted attribute of HTML or XML.
/// Characters neither format allows are dropped.
///
/// So are controls of writing direction (UAX 9) that `text` leaves open: an unclosed isolate would
/// take the end of our own element for its end, and turn around what follows it.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in lawful(text) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// What a reader of a page sees of `text`: what HTML allows of it, with white space as browsers show it.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in lawful(text).collect::<String>().split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The characters of `text` that pages show: those that HTML and XML allow, less controls of writing direction that
/// are left open.
fn lawful(text: &str) -> impl Iterator<Item = char> {
    let balanced = is_balanced(text);
    text.chars().filter(move |c| is_lawful(*c) && (balanced || !is_direction(*c)))
}

/// Whether `c` opens or closes an embedding, an override or an isolate.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` as one line of plain text: nothing in it moves a cursor, and words written from right to left stay
/// among themselves (UAX 9: a first-strong isolate around them).
pub(super) fn plain(text: &str) -> String {
    let words = one_line(text);
    let balanced = is_balanced(&words);
    let kept: String = words.chars().filter(|c| is_lawful(*c) && (balanced || !is_direction(*c))).collect();
    if kept.chars().any(is_leftward) { format!("\u{2068}{kept}\u{2069}") } else { kept }
}

/// Whether `c` stands in a block of scripts written from right to left.
fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether every embedding, override and isolate of `text` is closed, innermost first.
fn is_balanced(text: &str) -> bool {
    // All of them begin with the same byte; most texts have none.
    if !text.as_bytes().contains(&0xe2) {
        return true;
    }
    let mut open = Vec::new();
    text.chars().filter(|c| is_direction(*c)).all(|c| match c {
        '\u{202c}' => open.pop() == Some('\u{202c}'),
        '\u{2069}' => open.pop() == Some('\u{2069}'),
        '\u{2066}'..='\u{2068}' => {
            open.push('\u{2069}');
            true
        }
        _ => {
            open.push('\u{202c}');
            true
        }
    }) && open.is_empty()
}

/// `text` as one line of CommonMark that shows exactly these words: no markup, no block,
/// no HTML, and no address turned into a link by itself.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut words = one_line(text);
    if !is_balanced(&words) {
        words = Cow::Owned(words.chars().filter(|c| !is_direction(*c)).collect());
    }
    let mut before = ' ';
    let mut rest = words.as_ref();
    while let Some(c) = rest.chars().next() {
        let tail = &rest[c.len_utf8()..];
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '@' => true,
            // Only what would open a heading, a list or a rule, or make a number of `1.` an item.
            '#' | '+' | '-' | '=' => before == ' ',
            '.' | ')' => before.is_ascii_digit() && (tail.is_empty() || tail.starts_with(' ')) || ends_in_www(&out),
            ':' => tail.starts_with("//"),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = c;
        rest = tail;
    }
    out
}

/// Whether the next `.` would make `www.` out of what is written.
fn ends_in_www(written: &str) -> bool {
    written.len() >= 3
        && written.is_char_boundary(written.len() - 3)
        && written[written.len() - 3..].eq_ignore_ascii_case("www")
}

/// `address` as the `<...>` destination of a link in CommonMark.
pub(super) fn markdown_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 2);
    out.push('<');
    for c in address.chars() {
        match c {
            '<' | '>' | '\\' | '\'' | '"' | '`' | ' ' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            '&' => out.push_str("&amp;"),
            c if is_lawful(c) && !c.is_control() => out.push(c),
            _ => {}
        }
    }
    out.push('>');
    out
}

/// `text` with every run of white space and control characters as one space, none at the ends.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let plain = text.chars().all(|c| c == ' ' || !(c.is_whitespace() || c.is_control()))
        && !text.contains("  ")
        && text.trim().len() == text.len();
    if plain {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// At most `most` characters of `text`, cut between words where there is one to cut at.
pub(super) fn shorten(text: &str, most: usize) -> Cow<'_, str> {
    let text = text.trim();
    if text.chars().count() <= most {
        return Cow::Borrowed(text);
    }
    let cut = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let head = &text[..cut];
    let head = match head.rfind(char::is_whitespace) {
        Some(space) if space > cut / 2 => &head[..space],
        _ => head,
    };
    Cow::Owned(format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-'))))
}

#[cfg(test)]
mod tests {
    use super::{markdown, markdown_address, markup, one_line, plain, shorten};

    #[test]
    fn markup_is_shown_not_obeyed() {
        for (text, expected) in [
            ("<script>alert('1')</script>", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"),
            ("]]> & \"", "]]&gt; &amp; &quot;"),
            ("a\u{0}b\u{8}c\u{ffff}d\u{fdd0}e\u{7f}", "abcde"),
            ("שלום 🎉", "שלום 🎉"),
            ("\u{202e}open \u{2066}too", "open too"),
            ("\u{2067}closed\u{2069} — and so on", "\u{2067}closed\u{2069} — and so on"),
            ("\u{202a}crossed\u{2066}\u{202c}\u{2069}", "crossed"),
        ] {
            assert_eq!(markup(text), expected);
        }
    }

    #[test]
    fn markdown_shows_the_words() {
        for (text, expected) in [
            ("# not a heading", "\\# not a heading"),
            ("1. not a list", "1\\. not a list"),
            ("9.5 percent", "9.5 percent"),
            ("[a](javascript:b) *c*", "\\[a\\](javascript:b) \\*c\\*"),
            ("<b>&amp;", "\\<b\\>\\&amp;"),
            ("two\n\n- lines", "two \\- lines"),
            ("http://x.example www.y.example", "http\\://x.example www\\.y.example"),
            ("well-known", "well-known"),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
        assert_eq!(markdown_address("https://a.example/?b=<c>&d"), "<https://a.example/?b=%3Cc%3E&amp;d>");
    }

    #[test]
    fn plain_text_moves_no_cursor() {
        for (text, expected) in [
            ("red \u{1b}[31malert\u{7}\r\nnext", "red [31malert next"),
            ("a\u{202e}b", "ab"),
            ("שלום עולם", "\u{2068}שלום עולם\u{2069}"),
            ("<b> & \"so\"", "<b> & \"so\""),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn long_lines_are_cut_between_words() {
        assert_eq!(shorten("one two three", 20), "one two three");
        assert_eq!(shorten("one two, three", 10), "one two…");
        assert_eq!(shorten("ééééééé", 4), "ééé…");
        assert_eq!(one_line(" a\n\tb "), "a b");
    }
}
