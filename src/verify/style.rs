//! Style sheets: words that they put on a page.

use super::address::is_outward;
use super::discrepancy::Discrepancy;
use cssparser::{Parser, Token};

/// Blocks within one another that are followed: our own sheet has two.
const DEPTH: usize = 20;

/// Properties whose strings are shown.
const SHOWN: [&str; 9] = [
    "additive-symbols",
    "content",
    "list-style",
    "list-style-type",
    "negative",
    "prefix",
    "quotes",
    "suffix",
    "symbols",
];

/// Attributes that a style may show, since what they hold is looked at where they stand.
const LOOKED_AT: [&str; 4] = ["aria-label", "href", "title", "alt"];

/// Words that a style sheet, `css`, shows before or after what a page says, and whatever else it may show that nobody
/// can check. No citation can cover them.
#[must_use]
pub fn style(css: &str) -> Vec<Discrepancy> {
    let mut sheet = Sheet::default();
    sheet.rules(&mut Parser::new(css), 0);
    sheet.found
}

/// The same of the style of one element.
#[must_use]
pub(super) fn style_of_element(css: &str) -> Vec<Discrepancy> {
    let mut sheet = Sheet::default();
    sheet.declarations(&mut Parser::new(css), 0);
    sheet.found
}

#[derive(Debug, Default)]
struct Sheet {
    found: Vec<Discrepancy>,
}

impl Sheet {
    fn add(&mut self, line: u32, words: &str, reason: &str) {
        self.found.push(Discrepancy::new(format!("line {}", line + 1), words, reason));
    }

    /// Reads rules: what stands before a block is a selector, and no declaration.
    fn rules(&mut self, css: &mut Parser<'_>, depth: usize) {
        while let Ok(token) = css.next().cloned() {
            let line = css.current_source_location().line;
            match &token {
                Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => {
                    self.add(line, "", "brings in another style sheet, which nobody can check");
                }
                Token::CurlyBracketBlock if depth < DEPTH => {
                    let _ = css.parse_nested_block(|inner| {
                        self.declarations(inner, depth + 1);
                        Ok::<_, cssparser::ParseError<()>>(())
                    });
                }
                _ => {}
            }
        }
    }

    /// Reads declarations, and the rules among them.
    fn declarations(&mut self, css: &mut Parser<'_>, depth: usize) {
        // The name that a declaration begins with, and whether a colon has made a property of it.
        let (mut name, mut is_value, mut is_start) = (String::new(), false, true);
        while let Ok(token) = css.next().cloned() {
            let line = css.current_source_location().line;
            match &token {
                Token::Ident(ident) if is_start => name = ident.to_ascii_lowercase(),
                Token::Colon if !name.is_empty() && !is_value => is_value = true,
                Token::Semicolon => (name, is_value) = (String::new(), false),
                Token::CurlyBracketBlock => {}
                token if is_value => self.value(token, line, &name),
                _ => name.clear(),
            }
            is_start = matches!(token, Token::Semicolon | Token::CurlyBracketBlock);
            let is_block = matches!(token, Token::CurlyBracketBlock);
            let is_nested = matches!(
                token,
                Token::CurlyBracketBlock | Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock
            );
            if !is_nested || depth >= DEPTH {
                continue;
            }
            let _ = css.parse_nested_block(|inner| {
                if is_block {
                    self.declarations(inner, depth + 1);
                } else if is_value {
                    self.argument(inner, &token, line, &name, depth + 1);
                }
                Ok::<_, cssparser::ParseError<()>>(())
            });
            if is_block {
                (name, is_value) = (String::new(), false);
            }
        }
    }

    /// What stands within a function, or in brackets, in the value of the property `of`.
    fn argument(&mut self, css: &mut Parser<'_>, within: &Token<'_>, line: u32, of: &str, depth: usize) {
        let function = match within {
            Token::Function(name) => name.to_ascii_lowercase(),
            _ => String::new(),
        };
        if SHOWN.contains(&of) && function == "var" {
            self.add(line, "", "shows a variable, which nobody can check");
        }
        while let Ok(token) = css.next().cloned() {
            match &token {
                Token::Ident(name) if of == "content" && function == "attr" => {
                    if !LOOKED_AT.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                        self.add(line, name, "is an attribute that a style shows, and nobody can check");
                    }
                }
                Token::QuotedString(address) if matches!(&*function, "url" | "src" | "image-set") => {
                    self.picture(address, line);
                }
                token => self.value(token, line, of),
            }
            if depth < DEPTH
                && matches!(token, Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock)
            {
                let _ = css.parse_nested_block(|inner| {
                    self.argument(inner, &token, line, of, depth + 1);
                    Ok::<_, cssparser::ParseError<()>>(())
                });
            }
        }
    }

    /// A token in the value of the property `of`.
    fn value(&mut self, token: &Token<'_>, line: u32, of: &str) {
        match token {
            Token::QuotedString(text) if SHOWN.contains(&of) && text.contains(char::is_alphanumeric) => {
                self.add(line, text, "is shown by a style, and no citation covers it");
            }
            Token::UnquotedUrl(address) => self.picture(address, line),
            _ => {}
        }
    }

    /// A picture that a style shows: one beside the pages is the reader's own, one within the style may hold words.
    fn picture(&mut self, address: &str, line: u32) {
        if is_outward(address) {
            self.add(line, address, "is a picture that a style shows, and nobody can check");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{style, style_of_element};

    #[test]
    fn words_that_a_style_shows_are_found() {
        for (css, expected) in [
            (include_str!("../../templates/style.css"), &[][..]),
            (".c::before{content:\"The minister resigned\"}", &["The minister resigned"]),
            ("@media print{p::after{CONTENT : '\\46 alse' attr(href) \" <\"}}", &["False"]),
            (".sum span::before{content:\"1\"}", &["1"]),
            ("q::after{content:var(--x, var(--y, \"Worse\"))}", &["", "", "Worse"]),
            ("ul{list-style-type:\"False\"} q{quotes:\"False\" \"\"}", &["False", "False"]),
            ("@counter-style x{symbols:\"False\"}", &["False"]),
            ("p::after{content:attr(data-false)}", &["data-false"]),
            ("@import \"data:text/css,p\";", &[""]),
            ("p{background:url(data:image/svg+xml,x)}", &["data:image/svg+xml,x"]),
            ("p{background:url(\"https://evil.example/x.svg\")}", &["https://evil.example/x.svg"]),
            ("p{--x:\"Times New Roman\";font-family:var(--x);background:url(a.png)}", &[]),
            ("a[title=\"content\"]{content:\"· \"} .content:lang(\"fr\"){color:red;font:1rem \"A\"}", &[]),
            ("/* content:\"no\" */ p{background:url(\"a.png\")} q{content", &[]),
        ] {
            let found: Vec<String> = style(css).into_iter().map(|found| found.words).collect();
            assert_eq!(found, expected, "{css}");
        }
        let found = |css: &str| style_of_element(css).len();
        assert_eq!((found("content:'False'"), found("--f:'Inter';color:red"), found("content:''")), (1, 0, 0));
    }
}
