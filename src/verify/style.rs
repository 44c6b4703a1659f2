//! Style sheets: words that they put on a page.

use super::Discrepancy;
use cssparser::{Parser, Token};
use std::collections::BTreeSet;

/// Blocks within one another that are followed: our own sheet has two.
const DEPTH: usize = 20;

/// Words that `css` shows before or after what a page says. No citation can cover them. In a page of its own, `within`,
/// a style may hold words for the sheet to show; in a sheet variables count that its `content` refers to.
#[must_use]
pub fn style(css: &str, within: bool) -> Vec<Discrepancy> {
    let mut sheet = Sheet::default();
    sheet.read(&mut Parser::new(css), 0);
    let Sheet { strings, referred } = sheet;
    let is_shown = |string: &Text| string.of == "content" || within || referred.contains(&string.of);
    let shown = strings.into_iter().filter(is_shown).map(|string| {
        let reason = "is shown by a style, and no citation covers it";
        Discrepancy::new(format!("line {}", string.line + 1), string.words, reason)
    });
    shown.collect()
}

/// A string with letters in it.
#[derive(Debug)]
struct Text {
    line: u32,
    words: String,
    /// The property, `content` or a variable, whose value it stands in.
    of: String,
}

#[derive(Debug, Default)]
struct Sheet {
    strings: Vec<Text>,
    /// Variables that `content` refers to.
    referred: BTreeSet<String>,
}

impl Sheet {
    /// Reads declarations, and those of the blocks within.
    fn read(&mut self, css: &mut Parser<'_>, depth: usize) {
        // The last name, and whether a colon has made a property of it.
        let (mut name, mut is_value) = (String::new(), false);
        while let Ok(token) = css.next().cloned() {
            let line = css.current_source_location().line;
            match &token {
                Token::Ident(ident) if !is_value => name = ident.to_ascii_lowercase(),
                Token::Colon if name == "content" || name.starts_with("--") => is_value = true,
                Token::Semicolon => (name, is_value) = (String::new(), false),
                token if is_value => self.value(token, line, &name),
                _ => {}
            }
            let is_block = matches!(token, Token::CurlyBracketBlock);
            let is_nested =
                is_block || matches!(token, Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock);
            if !is_nested || depth >= DEPTH {
                continue;
            }
            let _ = css.parse_nested_block(|inner| {
                if is_value && !is_block {
                    while let Ok(token) = inner.next() {
                        self.value(token, line, &name);
                    }
                } else {
                    self.read(inner, depth + 1);
                }
                Ok::<_, cssparser::ParseError<()>>(())
            });
            if is_block {
                (name, is_value) = (String::new(), false);
            }
        }
    }

    /// A token in the value of the property `of`.
    fn value(&mut self, token: &Token<'_>, line: u32, of: &str) {
        match token {
            Token::QuotedString(text) if text.contains(char::is_alphabetic) => {
                self.strings.push(Text { line, words: text.to_string(), of: of.to_owned() });
            }
            Token::Ident(ident) if of == "content" && ident.starts_with("--") => {
                self.referred.insert(ident.to_ascii_lowercase());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::style;

    #[test]
    fn words_that_a_style_shows_are_found() {
        for (css, within, expected) in [
            (include_str!("../../templates/style.css"), false, &[][..]),
            (".c::before{content:\"The minister resigned\"}", false, &["The minister resigned"]),
            ("@media print{p::after{CONTENT : '\\46 alse' attr(href) \" <\"}}", false, &["False"]),
            ("p{--x:\"False\"} q::after{content:var(--x, \"Worse\")}", false, &["False", "Worse"]),
            ("--x:'False';color:red", true, &["False"]),
            ("p{--x:\"Times New Roman\";font-family:var(--x)}", false, &[]),
            ("a[title=\"content\"]{content:\"· \"} .content{color:red;font:1rem \"A\"}", false, &[]),
            ("/* content:\"no\" */ p{background:url(\"a.png\")} q{content", false, &[]),
        ] {
            let found: Vec<String> = style(css, within).into_iter().map(|finding| finding.words).collect();
            assert_eq!(found, expected, "{css}");
        }
    }
}
