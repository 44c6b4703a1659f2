//! Where a file differs from what it should be.

use super::discrepancy::Discrepancy;

/// Characters shown on both sides of the first difference.
const AROUND: usize = 60;

/// Lines that are named one by one; a file that differs in more is another file.
const LINES: usize = 20;

/// Each line in which `found` differs from `expected`: what it says there and what it should say.
#[must_use]
pub fn difference(found: &[u8], expected: &[u8]) -> Vec<Discrepancy> {
    let (found, expected) = (String::from_utf8_lossy(found), String::from_utf8_lossy(expected));
    if found.is_empty() {
        return vec![Discrepancy::whole("is empty")];
    }
    let (theirs, ours): (Vec<&str>, Vec<&str>) = (found.lines().collect(), expected.lines().collect());
    let (mut at, mut wanted) = (0, 0);
    let mut findings = Vec::new();
    while findings.len() < LINES && (at < theirs.len() || wanted < ours.len()) {
        let (found, expected) = (theirs.get(at), ours.get(wanted));
        if found == expected {
            (at, wanted) = (at + 1, wanted + 1);
            continue;
        }
        let place = format!("line {}", at + 1);
        match (found, expected) {
            // One line more, or one less, with the same before and after it.
            (Some(line), _) if theirs.get(at + 1) == expected => {
                findings.push(Discrepancy::new(place, window(line, "").0, "does not belong here"));
                at += 1;
            }
            (_, Some(line)) if ours.get(wanted + 1) == found => {
                findings.push(Discrepancy::new(place, window(line, "").0, "is missing here"));
                wanted += 1;
            }
            (found, expected) => {
                let (found, expected) =
                    window(found.copied().unwrap_or_default(), expected.copied().unwrap_or_default());
                findings.push(Discrepancy::new(place, found, format!("should be \"{expected}\"")));
                (at, wanted) = (at + 1, wanted + 1);
            }
        }
    }
    if findings.is_empty() {
        // Line ends of another kind, and the like.
        findings.push(Discrepancy::whole("is not what it should be: other bytes between or behind its lines"));
    }
    findings
}

/// The parts of two lines around their first difference.
fn window(one: &str, other: &str) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(AROUND);
    let cut = |line: &str| line.chars().skip(from).take(2 * AROUND).collect::<String>();
    (cut(one), cut(other))
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn what_differs_is_named_with_its_line() {
        let whole = "one\ntwo of them\nthree\n";
        for (found, expected) in [
            ("one\ntwo of then\nthree\n", vec![("line 2", "two of then", "should be \"two of them\"")]),
            ("one\ntwo of them\n", vec![("line 3", "three", "is missing here")]),
            ("one\ntwo of them\nthree\nfour\n", vec![("line 4", "four", "does not belong here")]),
            ("two of them\nthree\n", vec![("line 1", "one", "is missing here")]),
            ("one\nmore\ntwo of them\nthree\n", vec![("line 2", "more", "does not belong here")]),
            ("", vec![("", "", "is empty")]),
            (
                "one\r\ntwo of them\nthree\n",
                vec![("", "", "is not what it should be: other bytes between or behind its lines")],
            ),
        ] {
            let found = difference(found.as_bytes(), whole.as_bytes());
            let found: Vec<(&str, &str, &str)> = found.iter().map(|it| (&*it.place, &*it.words, &*it.reason)).collect();
            assert_eq!(found, expected);
        }
        let long = "x".repeat(5_000);
        let [finding] = &difference(format!("{long}a").as_bytes(), format!("{long}b").as_bytes())[..] else {
            panic!("one difference")
        };
        assert!(finding.words.len() < 200 && finding.words.ends_with('a'), "{finding:?}");
    }
}
