//! Told before: whether a story has anything that the reader has not been told.

use crate::model::{Entry, OutletId};
use std::collections::BTreeSet;

/// Whether `fresh` says what `told` did not: enough to tell the story again.
///
/// That is a figure that stands in none of the told entries, or two names; one name is enough from an outlet
/// that had not reported before. Reports that carry the words of another (`is_copy`) add nothing.
#[must_use]
pub(super) fn has_news(told: &[&Entry], fresh: &[(&Entry, bool)]) -> bool {
    let outlets: BTreeSet<&OutletId> = told.iter().map(|entry| &entry.outlet).collect();
    let mut known = BTreeSet::new();
    for entry in told {
        known.extend(facts(entry));
    }
    fresh.iter().filter(|(_, is_copy)| !is_copy).any(|(entry, _)| {
        let new: BTreeSet<Fact> = facts(entry).difference(&known).cloned().collect();
        let figures = new.iter().filter(|fact| matches!(fact, Fact::Figure(_))).count();
        let names = new.len() - figures;
        figures >= 1 || names >= if outlets.contains(&entry.outlet) { 2 } else { 1 }
    })
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    /// A number of the text, as written but for separators.
    Figure(String),
    /// A word with a capital that does not merely open a sentence.
    Name(String),
}

fn facts(entry: &Entry) -> BTreeSet<Fact> {
    let mut facts = BTreeSet::new();
    for field in [&entry.title, &entry.summary, &entry.text] {
        let mut opens = true;
        for word in field.split_whitespace() {
            let ends = word.ends_with(['.', '!', '?', ':', '…']);
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            if core.chars().any(|c| c.is_ascii_digit()) {
                facts.insert(Fact::Figure(core.replace([',', '\u{202f}', '\u{a0}'], "")));
            } else if !opens && core.chars().next().is_some_and(char::is_uppercase) {
                let name = core.trim_end_matches("'s").trim_end_matches("’s");
                facts.insert(Fact::Name(name.to_lowercase()));
            }
            opens = ends;
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::has_news;
    use crate::model::{Entry, EntryId, OutletId, PlainText};

    fn entry(outlet: &str, title: &str, summary: &str) -> Entry {
        Entry {
            summary: PlainText::vouched(summary),
            ..Entry::titled(EntryId::from_stored("0000000000000001"), OutletId::new(outlet), title)
        }
    }

    #[test]
    fn rewrites_are_no_news() {
        let told = entry("daily", "Dam bursts near Oslo", "The dam above Lillestad burst at 05:10, killing 3 people.");
        let check = |fresh: &Entry, is_copy: bool, expected: bool| {
            assert_eq!(has_news(&[&told], &[(fresh, is_copy)]), expected, "{}", &*fresh.title);
        };
        check(
            &entry("daily", "Oslo: dam bursts", "At 05:10 a dam burst above Lillestad; 3 people died."),
            false,
            false,
        );
        check(&entry("daily", "Dam toll rises", "The burst dam above Lillestad has now killed 7 people."), false, true);
        check(&entry("daily", "Minister visits", "People met Minister Karin Dahl and Per Moe."), false, true);
        check(&entry("herald", "Dam bursts near Oslo", "A dam burst."), false, false);
        check(&entry("herald", "Dam bursts near Oslo", "A dam burst, says Karin Dahl."), false, true);
        check(&entry("herald", "Dam bursts near Oslo", "A dam burst, says Karin Dahl."), true, false);
    }
}
