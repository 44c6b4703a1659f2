//! Secrets: from the environment or a file, and never in a message.

#![expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]

use super::parts::SecretText;
use super::problem::Problems;
use super::section::Written;
use crate::model::Secret;
use std::io::Read as _;
use std::path::Path;

/// The most bytes a file with a secret may have.
const MAX_BYTES: u64 = 64 * 1024;

/// Looks a secret up. Files are relative to `folder`.
pub(super) fn secret(at: &Written<SecretText>, folder: &Path, problems: &mut Problems<'_>) -> Option<Secret> {
    let value = match &at.value {
        SecretText::Text(text) => expand(text, |name| std::env::var(name).ok()).map_err(Fault::tell),
        SecretText::File(path) => read(&folder.join(path)).map_err(|message| (message, None)),
    };
    let fault = match value {
        Ok(value) if value.trim().is_empty() => ("the secret is empty".to_owned(), None),
        Ok(value) if value.contains(char::is_control) => {
            let hint = "a secret is one line of visible characters".to_owned();
            ("the secret holds a line break or another control character".to_owned(), Some(hint))
        }
        Ok(value) => return Some(Secret::new(value)),
        Err(fault) => fault,
    };
    problems.add(&at.span, &at.key, fault.0, fault.1);
    None
}

/// Checks the form only: what an outlet that is switched off needs is not looked up.
pub(super) fn check(at: &Written<SecretText>, problems: &mut Problems<'_>) {
    if let SecretText::Text(text) = &at.value
        && let Err(fault) = expand(text, |_| Some("x".to_owned()))
    {
        let (message, hint) = fault.tell();
        problems.add(&at.span, &at.key, message, hint);
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Unset(String),
    Name(String),
    Open,
}

impl Fault {
    fn tell(self) -> (String, Option<String>) {
        match self {
            Self::Unset(name) => {
                let hint = format!("set it before the run: export {name}=..., or in the crontab {name}=...");
                (format!("the environment has no variable {name}"), Some(hint))
            }
            Self::Name(name) => (
                format!("\"{}\" is not the name of a variable", name.escape_debug()),
                Some("names have letters, digits and _: ${NEWS_TOKEN}".to_owned()),
            ),
            Self::Open => ("`${` has no `}` behind it".to_owned(), Some("write ${NAME}".to_owned())),
        }
    }
}

/// Puts the value of each `${NAME}` in its place.
fn expand(text: &str, look_up: impl Fn(&str) -> Option<String>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, behind) = after.split_once('}').ok_or(Fault::Open)?;
        let first = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if !first || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(Fault::Name(name.to_owned()));
        }
        out.push_str(before);
        out.push_str(&look_up(name).ok_or_else(|| Fault::Unset(name.to_owned()))?);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// Reads a file with a secret. The line end that editors put behind the last line is no part of it.
fn read(path: &Path) -> Result<String, String> {
    let told = path.display();
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("the file {told} cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("the file {told} is too large for a secret"));
    }
    let text = String::from_utf8(bytes).map_err(|_| format!("the file {told} is not UTF-8 text"))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Fault, expand};

    #[test]
    fn variables_are_put_in_place() {
        let look_up = |name: &str| (name == "KEY").then(|| "v${KEY}".to_owned());
        for (text, expected) in [
            ("plain", Ok("plain".to_owned())),
            ("$KEY costs $5", Ok("$KEY costs $5".to_owned())),
            // A value is never looked into again.
            ("a${KEY}b${KEY}", Ok("av${KEY}bv${KEY}".to_owned())),
            ("${OTHER}", Err(Fault::Unset("OTHER".to_owned()))),
            ("${}", Err(Fault::Name(String::new()))),
            ("${9}", Err(Fault::Name("9".to_owned()))),
            ("${A B}", Err(Fault::Name("A B".to_owned()))),
            ("${KEY", Err(Fault::Open)),
        ] {
            assert_eq!(expand(text, look_up), expected, "{text}");
        }
    }
}
