//! Stories that nothing new comes near stay as they were told.

use crate::model::{Entry, EntryId, Story};
use std::collections::{BTreeMap, BTreeSet};

/// Groups of places in `entries`, with every story of `known` that has no `touched` member as it was told.
///
/// How telling a word is depends on all entries at hand, so entries that have nothing to do with a told story still
/// move the scores within it a little. What it holds may change only where something new is linked to it.
/// An entry belongs to the story that told it last. Stories put back come last, in the order of their ids.
pub(super) fn keep(
    mut groups: Vec<Vec<usize>>,
    entries: &[&Entry],
    known: &[Story],
    touched: &[bool],
) -> Vec<Vec<usize>> {
    let owner = owners(known);
    let mut kept: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Some(story) = owner.get(&entry.id) {
            kept.entry(story.id.as_str()).or_default().push(place);
        }
    }
    kept.retain(|_, members| !members.iter().any(|place| touched[*place]));
    let away: BTreeSet<usize> = kept.values().flatten().copied().collect();
    for group in &mut groups {
        group.retain(|place| !away.contains(place));
    }
    groups.retain(|group| !group.is_empty());
    groups.extend(kept.into_values());
    groups
}

/// By entry, the story that told it last.
pub(super) fn owners(known: &[Story]) -> BTreeMap<&EntryId, &Story> {
    let mut last_first: Vec<&Story> = known.iter().collect();
    last_first.sort_by_key(|story| std::cmp::Reverse((story.last_told(), &story.id)));
    let mut owner: BTreeMap<&EntryId, &Story> = BTreeMap::new();
    for story in last_first {
        for member in &story.members {
            owner.entry(member).or_insert(story);
        }
    }
    owner
}

#[cfg(test)]
mod tests {
    use super::keep;
    use crate::model::{Entry, EntryId, OutletId, Story, StoryId};
    use jiff::Timestamp;

    fn story(id: &str, hour: i64, members: &[usize]) -> Story {
        let members: Vec<EntryId> = members.iter().map(|name| EntryId::from_stored(name.to_string())).collect();
        let at = Timestamp::from_second(hour * 3600).expect("a time");
        Story { id: StoryId::from_stored(id), aliases: Vec::new(), told: members.clone(), members, tellings: vec![at] }
    }

    /// Six entries named 0 to 5, of which those in `touched` are new or linked to what is new.
    fn check(groups: &[&[usize]], known: &[Story], touched: &[usize], expected: &[&[usize]]) {
        let entries: Vec<Entry> = (0..6)
            .map(|name| Entry::titled(EntryId::from_stored(name.to_string()), OutletId::new("daily"), "A dam"))
            .collect();
        let entries: Vec<&Entry> = entries.iter().collect();
        let touched: Vec<bool> = (0..6).map(|place| touched.contains(&place)).collect();
        let groups = groups.iter().map(|group| group.to_vec()).collect();
        assert_eq!(keep(groups, &entries, known, &touched), expected);
    }

    #[test]
    fn what_nothing_new_comes_near_stays_as_it_was_told() {
        let dam = || story("dam", 1, &[0, 1]);
        let vote = || story("vote", 2, &[2, 3]);
        // It has neither fallen apart nor come together.
        check(&[&[0], &[1, 2, 3], &[4, 5]], &[dam(), vote()], &[4, 5], &[&[4, 5], &[0, 1], &[2, 3]]);
        // One is told on, the other leaves it alone.
        check(&[&[0, 1, 2, 3, 4], &[5]], &[dam(), vote()], &[0, 4, 5], &[&[0, 1, 4], &[5], &[2, 3]]);
        // What is new links both: they may become one.
        check(&[&[0, 1, 2, 3, 4], &[5]], &[dam(), vote()], &[0, 2, 4], &[&[0, 1, 2, 3, 4], &[5]]);
        // An entry that was told again elsewhere has left for good.
        let later = story("flood", 3, &[1, 4]);
        check(&[&[0, 1, 4], &[2, 3], &[5]], &[dam(), later], &[5], &[&[2, 3], &[5], &[0], &[1, 4]]);
        // What was never told goes where it belongs today.
        check(&[&[0, 1], &[2, 3], &[4, 5]], &[], &[], &[&[0, 1], &[2, 3], &[4, 5]]);
    }
}
