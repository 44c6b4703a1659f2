//! JSON that is nearly JSON: raw line breaks in strings, commas before a bracket, and documents cut off in the middle.

use super::repair::{Repair, Repairs};

/// Text that a strict reader of JSON may accept, made of `text` that it refused. What is cut off is closed after
/// the last object of a list that came whole.
pub(super) fn mend(text: &str, repairs: &mut Repairs) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut open: Vec<char> = Vec::new();
    // Where the last whole object within two others ended, and how deep that was.
    let mut whole: Option<usize> = None;
    let mut in_string = false;
    let mut escaped = false;
    for c in text.chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            match c {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                _ => out.push(c),
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                let trimmed = out.trim_end().len();
                if out[..trimmed].ends_with(',') {
                    out.truncate(trimmed - 1);
                }
                if open.pop() != Some(c) {
                    break;
                }
            }
            _ => {}
        }
        out.push(c);
        if c == '}' && open.len() == 2 {
            whole = Some(out.len());
        }
        if open.is_empty() && c == '}' {
            // Whatever follows the document is none of it.
            return out;
        }
    }
    repairs.add(Repair::Truncated);
    out.truncate(whole.unwrap_or(out.len()));
    out.push_str("]}");
    out
}

#[cfg(test)]
mod tests {
    use super::{Repairs, mend};

    #[test]
    fn nearly_json_becomes_json() {
        for (sloppy, expected) in [
            ("{\"a\": \"1\n2\"}", "{\"a\": \"1\\n2\"}"),
            ("{\"a\": [1, 2, ], }", "{\"a\": [1, 2] }"),
            ("{\"a\": [{\"b\": 1}, {\"b\": 2", "{\"a\": [{\"b\": 1}]}"),
            ("{\"a\": \"\\\"{\"}; callback()", "{\"a\": \"\\\"{\"}"),
        ] {
            let mended = mend(sloppy, &mut Repairs::default());
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect(text);
            assert_eq!(value(&mended), value(expected), "{sloppy}");
        }
    }
}
