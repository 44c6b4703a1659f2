//! Persons as feeds name them: `ann@example.org (Ann Smith)`, `Ann Smith <ann@example.org>`, `Ann Smith`.

use super::document::Person;

/// Reads a person from one line of text.
pub(super) fn parse(text: &str) -> Option<Person> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some(start) = text.find(open) else { continue };
        let Some(end) = text[start..].find(close).map(|end| start + end) else { continue };
        let outer = format!("{} {}", text[..start].trim(), text[end + close.len_utf8()..].trim());
        let (outer, inner) = (outer.trim(), text[start + 1..end].trim());
        let (name, email) = if is_email(inner) {
            (outer, inner)
        } else if is_email(outer) {
            (inner, outer)
        } else {
            continue;
        };
        return Some(Person {
            name: (!name.is_empty()).then(|| name.trim_matches('"').to_owned()),
            email: Some(strip(email).to_owned()),
            uri: None,
        });
    }
    if is_email(text) {
        return Some(Person { email: Some(strip(text).to_owned()), ..Person::default() });
    }
    Some(Person { name: Some(text.to_owned()), ..Person::default() })
}

fn strip(email: &str) -> &str {
    email.strip_prefix("mailto:").unwrap_or(email)
}

fn is_email(text: &str) -> bool {
    let text = strip(text);
    !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_and_addresses_are_told_apart() {
        for (raw, name, email) in [
            ("ann@herald.example (Ann Quay)", Some("Ann Quay"), Some("ann@herald.example")),
            ("Ann Quay <ann@herald.example>", Some("Ann Quay"), Some("ann@herald.example")),
            ("Ann Quay (ann@herald.example)", Some("Ann Quay"), Some("ann@herald.example")),
            ("mailto:ann@herald.example", None, Some("ann@herald.example")),
            ("Ann Quay (Harbour desk)", Some("Ann Quay (Harbour desk)"), None),
            ("@annquay", Some("@annquay"), None),
        ] {
            let person = parse(raw).expect(raw);
            assert_eq!((person.name.as_deref(), person.email.as_deref()), (name, email), "{raw}");
        }
        assert_eq!(parse("  "), None);
    }
}
