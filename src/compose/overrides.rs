//! What the reader of `feeds.toml` knows better than grouping: entries that tell one story, and entries that do not.

use crate::model::{Entry, Link, Override};
use std::collections::BTreeSet;

/// Groups of places in `entries` as the reader wants them: first every split, then every join. Addresses that no entry
/// has are passed over: what they once named is gone, or has yet to come.
pub(super) fn apply(mut groups: Vec<Vec<usize>>, entries: &[&Entry], overrides: &[Override]) -> Vec<Vec<usize>> {
    let split: BTreeSet<String> = overrides
        .iter()
        .flat_map(|one| match one {
            Override::Split(links) => links.as_slice(),
            Override::Join(_) => &[],
        })
        .map(Link::key)
        .collect();
    let leaves = |place: usize| !split.is_empty() && key(entries[place]).is_some_and(|key| split.contains(&key));
    let mut alone = Vec::new();
    for group in &mut groups {
        let (gone, stay): (Vec<usize>, Vec<usize>) = std::mem::take(group).into_iter().partition(|one| leaves(*one));
        *group = stay;
        alone.extend(gone.into_iter().map(|one| vec![one]));
    }
    groups.retain(|group| !group.is_empty());
    groups.extend(alone);
    for one in overrides {
        let Override::Join(links) = one else { continue };
        let keys: BTreeSet<String> = links.iter().map(Link::key).collect();
        let named =
            |group: &Vec<usize>| group.iter().any(|place| key(entries[*place]).is_some_and(|key| keys.contains(&key)));
        let Some(first) = groups.iter().position(named) else { continue };
        let rest: Vec<Vec<usize>> = groups.extract_if(first + 1.., |group| named(group)).collect();
        groups[first].extend(rest.into_iter().flatten());
    }
    groups
}

fn key(entry: &Entry) -> Option<String> {
    entry.link.as_ref().map(Link::key)
}

#[cfg(test)]
mod tests {
    use super::{Entry, Link, Override, apply};
    use crate::model::{EntryId, OutletId};

    fn link(name: &str) -> Link {
        Link::parse(&format!("https://a.example/{name}"), None).expect("an address")
    }

    fn links(names: &[&str]) -> Vec<Link> {
        names.iter().map(|name| link(name)).collect()
    }

    fn entry(name: &str) -> Entry {
        Entry { link: Some(link(name)), ..Entry::titled(EntryId::from_stored(name), OutletId::new("daily"), name) }
    }

    #[test]
    fn the_reader_has_the_last_word() {
        let entries: Vec<Entry> = ["a", "b", "c", "d"].map(entry).into();
        let check = |overrides: &[Override], expected: &[&[&str]]| {
            let listed: Vec<&Entry> = entries.iter().collect();
            let found: Vec<Vec<&str>> = apply(vec![vec![0, 1], vec![2], vec![3]], &listed, overrides)
                .iter()
                .map(|group| group.iter().map(|place| entries[*place].id.as_str()).collect())
                .collect();
            assert_eq!(found, expected, "{overrides:?}");
        };
        let join = |names: &[&str]| Override::Join(links(names));
        let split = |names: &[&str]| Override::Split(links(names));
        check(&[], &[&["a", "b"], &["c"], &["d"]]);
        check(&[join(&["b", "d"])], &[&["a", "b", "d"], &["c"]]);
        check(&[split(&["b"])], &[&["a"], &["c"], &["d"], &["b"]]);
        check(&[split(&["a", "b"])], &[&["c"], &["d"], &["a"], &["b"]]);
        // Out of one story, into another, in whatever order it is written.
        check(&[join(&["b", "c"]), split(&["b"])], &[&["a"], &["c", "b"], &["d"]]);
        // What no entry has is passed over.
        check(&[join(&["c", "gone"]), split(&["gone"])], &[&["a", "b"], &["c"], &["d"]]);
    }
}
