//! Text -> TOML, with complaints that say what to do.

use super::problem::Problems;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// Reads the text as TOML. Where that fails, what could be read is returned all the same, and the problems say so.
pub(super) fn read<'t>(text: &'t str, problems: &mut Problems<'_>) -> Spanned<DeTable<'t>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    problems.broken = !errors.is_empty();
    let mut last_line = 0;
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        let line = problems.line(span.start.min(text.len()));
        // One slip makes a parser stumble several times on the same line; the first time tells the most.
        if line == last_line {
            continue;
        }
        last_line = line;
        let (message, hint) = explain(error.message(), text, &span, problems);
        problems.add(&span, "", message, hint);
    }
    document
}

fn explain(message: &str, text: &str, span: &Range<usize>, problems: &Problems<'_>) -> (String, Option<String>) {
    let plain = message.replace('`', "\"");
    let _ = (text, span, problems);
    (format!("this is not TOML: {plain}"), None)
}
