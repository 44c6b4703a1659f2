//! Text -> TOML, with complaints that say what to do.

use super::problem::Problems;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, Error};

/// The most faults of grammar that are told: with more, this is no `feeds.toml`, or one `"` changes the meaning of
/// all that follows.
const MOST: usize = 20;

/// Reads the text as TOML. Where that fails, what could be read is returned all the same, and the problems say so.
pub(super) fn read<'t>(text: &'t str, problems: &mut Problems<'_>) -> Spanned<DeTable<'t>> {
    let (document, mut errors) = DeTable::parse_recoverable(text);
    let start = |error: &Error| error.span().map_or(text.len(), |span| span.start.min(text.len()));
    errors.sort_by_key(start);
    problems.broken = !errors.is_empty();
    // A list that is not closed swallows the tables behind it, so only its first fault is one.
    let unclosed = errors.iter().any(|error| error.message().starts_with("unclosed array,"));
    let mut last_line = 0;
    let mut told = 0;
    for error in &errors {
        let line = problems.line(start(error));
        // One slip makes the parser stumble several times on a line; the first time tells the most.
        if line == last_line {
            continue;
        }
        last_line = line;
        let swallows = unclosed && error.message().contains("array");
        let fault = if swallows { "unclosed array" } else { error.message() };
        let mut span = error.span().unwrap_or(text.len()..text.len());
        if swallows {
            // The parser notices on the line below; the fault is behind the last value.
            let end = text[..span.start.min(text.len())].trim_end().len();
            span = end..end;
        }
        let at = Place::new(text, &span, problems.private(span.start, ""));
        if at.follows_a_head_that_was_there() && error.message().starts_with("duplicate key") {
            continue;
        }
        let (message, hint) = at.explain(fault);
        problems.add(&at.span, "", message, hint);
        told += 1;
        if told == MOST || fault.starts_with("unclosed") || at.is_another_kind_of_file() {
            problems.sense_ends = Some(problems.line(span.start).min(line));
            break;
        }
    }
    document
}

/// Where the parser stumbled.
struct Place<'t> {
    text: &'t str,
    span: Range<usize>,
    /// What the parser stumbled over.
    token: &'t str,
    /// The line it stands in.
    line: &'t str,
    /// The byte the line begins at.
    start: usize,
    /// Nothing of the line may be repeated.
    private: bool,
}

impl<'t> Place<'t> {
    fn new(text: &'t str, span: &Range<usize>, private: bool) -> Self {
        let span = text.floor_char_boundary(span.start)..text.ceil_char_boundary(span.end);
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Self { text, token: &text[span.clone()], span, line: text[start..end].trim_end(), start, private }
    }

    /// What is wrong, and what to do.
    fn explain(&self, fault: &str) -> (String, Option<String>) {
        let say = |message: &str, hint: &str| (message.to_owned(), Some(hint.to_owned()));
        let line = self.line.trim_start();
        if self.is_another_kind_of_file() {
            return say(
                "this is not a feeds.toml, but another kind of file",
                "`tidings init` writes one to begin with",
            );
        }
        if line.starts_with("//") || line.starts_with(';') {
            return say("this line is no TOML", "a comment begins with #");
        }
        if fault.starts_with("duplicate key") {
            return self.twice();
        }
        if fault.starts_with("string values must be quoted") || fault.starts_with("invalid boolean") {
            return self.unquoted();
        }
        if fault.starts_with("unclosed array") {
            return if line.starts_with("[[") {
                say("the name of this table is not closed", "put ]] behind it")
            } else {
                say("this list is not closed", "put a ] behind its last value")
            };
        }
        if fault.starts_with("unclosed table") && line.contains(']') {
            let hint = "a name has letters, digits, - and _; what the page shows is `title` of a topic and `site` of an outlet";
            return say("a name cannot have a space in it", hint);
        }
        if fault.starts_with("unclosed table") {
            return say(
                "the name of this table is not closed",
                "put a ] behind it; names have letters, digits, - and _",
            );
        }
        if fault.starts_with("unclosed inline table") || fault.starts_with("invalid inline table") {
            return say("this { table } is not closed", "put a } behind its last value");
        }
        if fault.starts_with("missing comma") {
            return say("there is no comma between two values", "put a comma between them");
        }
        if fault.starts_with("extra comma") {
            return say("there is a comma too many", "take one out");
        }
        if fault.starts_with("missing escaped value") {
            let hint = "write patterns in 'single quotes', where a \\ is just a \\; or write \\\\";
            return say("a \\ in \"double quotes\" begins a sign such as \\n or \\t, and this is none", hint);
        }
        if (fault.starts_with("invalid basic")
            || fault.starts_with("invalid literal")
            || fault.starts_with("invalid multi-line"))
            && self.token.is_empty()
        {
            return say("this text is not closed", "put the quote it begins with behind it as well");
        }
        if fault.contains("leading zero") {
            return say("a number has no 0 in front", "take the 0 out, or put text in quotes");
        }
        if fault.starts_with("unexpected key or value") {
            return Self::behind(line);
        }
        if fault.starts_with("key with no value")
            || fault.starts_with("invalid unquoted key")
            || fault.starts_with("unquoted keys")
        {
            return self.no_key(line);
        }
        (format!("this is not TOML: {fault}"), None)
    }

    fn is_another_kind_of_file(&self) -> bool {
        self.text[..self.start].trim().is_empty() && self.line.trim_start().starts_with(['<', '{'])
    }

    /// Whether this is a key of a table whose head stands in the file twice: that has been said, and is enough.
    fn follows_a_head_that_was_there(&self) -> bool {
        let head = |line: &&str| line.trim_start().starts_with('[');
        let own = self.text[..self.start].lines().rev().find(head);
        let twice = |own: &str| self.text[..self.start].lines().filter(|line| line.trim() == own.trim()).count() > 1;
        !head(&self.line) && own.is_some_and(twice)
    }

    /// A key or a table that was there before.
    fn twice(&self) -> (String, Option<String>) {
        let table = self.line.trim_start().starts_with('[');
        let head = |line: &'t str| {
            if table { line.split('#').next() } else { line.split('=').next() }.unwrap_or_default().trim()
        };
        let own = head(self.line);
        // A key counts within its table only, so the search for it ends at the head of the table.
        let before = self.text[..self.start].lines().rev().enumerate();
        let number = self.text[..self.start].lines().count();
        let first = before
            .take_while(|(_, line)| table || !line.trim_start().starts_with('['))
            .find(|(_, line)| head(line) == own)
            .map(|(back, _)| number - back);
        let there = first.map_or_else(|| "before".to_owned(), |line| format!("in line {line} already"));
        if table {
            (
                format!("{own} stands {there}"),
                Some("put all its lines below one head, or give this one another name".to_owned()),
            )
        } else {
            (format!("`{}` stands {there}", self.token), Some("keep one of the two".to_owned()))
        }
    }

    /// A value that is no value: text without quotes, or nothing at all.
    fn unquoted(&self) -> (String, Option<String>) {
        let token = self.token.trim();
        if token.is_empty() {
            let key = self.line.split('=').next().unwrap_or_default().trim();
            return (format!("`{key}` has no value"), Some("write one behind the =, or take the line out".to_owned()));
        }
        let lower = token.to_lowercase();
        if matches!(lower.as_str(), "true" | "yes" | "on" | "false" | "no" | "off") {
            let plain = matches!(lower.as_str(), "true" | "yes" | "on");
            return ("a switch is true or false, in small letters".to_owned(), Some(format!("write {plain}")));
        }
        let curly = |c: char| matches!(c, '“' | '”' | '„' | '‘' | '’' | '«' | '»');
        let message = if token.starts_with(curly) {
            "text must stand in plain quotes: \" or '"
        } else {
            "text must stand in quotes"
        };
        let plain = token.trim_matches(curly);
        let showable = !self.private && !plain.contains(['"', '\\']) && plain.chars().count() <= 100;
        let hint = if showable { format!("write \"{plain}\"") } else { "put a \" in front and behind".to_owned() };
        (message.to_owned(), Some(hint))
    }

    /// Something behind a value that was complete.
    fn behind(line: &str) -> (String, Option<String>) {
        let hint = if line.starts_with('[') {
            "the head of a table stands on a line of its own: [outlet.NAME]"
        } else if line.matches('\'').count() % 2 == 1 {
            "text with an apostrophe in it stands in \"double quotes\""
        } else if line.matches('"').count() > 2 {
            "several values are a list: [\"one\", \"two\"]"
        } else {
            "one key and one value a line; a comment begins with #"
        };
        ("there is something behind the end of this line's value".to_owned(), Some(hint.to_owned()))
    }

    /// A line that does not begin with `key =`.
    fn no_key(&self, line: &str) -> (String, Option<String>) {
        if line.starts_with('[') {
            return (
                format!("a name has letters, digits, - and _, but not \"{}\"", self.token.escape_debug()),
                Some("what the page shows is `title` of a topic and `site` of an outlet".to_owned()),
            );
        }
        let colon = line.split_once(':').filter(|(key, _)| !key.contains(['=', '"', ' ']) && !key.is_empty());
        if let Some((key, value)) = colon {
            let value = value.trim();
            let hint = if self.private || value.is_empty() || value.len() > 100 {
                format!("write {key} = ...")
            } else if value.starts_with(['"', '\'', '[', '{']) || value.parse::<f64>().is_ok() {
                format!("write {key} = {value}")
            } else {
                format!("write {key} = \"{value}\"")
            };
            return ("key and value are joined by =, not by :".to_owned(), Some(hint));
        }
        let message = if line.contains('=') { "the key of this line is no key" } else { "this line has no =" };
        let hint = "each line is `key = value`, [a table], or a # comment; keys have letters, digits, - and _";
        (message.to_owned(), Some(hint.to_owned()))
    }
}
